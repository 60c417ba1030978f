"""What the notebooks of a report read: put into the report folder before they run."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.cli._extraction import needs_documents, run_extraction
from toolkit.errors import InputError

__all__ = ["CHOICES", "CODED", "OF_SHIPPED", "Source", "check_coded", "check_proposals", "from_below", "place"]

#: What holds coded statements.
CODED = (".dna", ".csv", ".xlsx")
#: Parameters by which notebooks that come with the toolkit name words of the shipped corpus; None: look yourself.
OF_SHIPPED = {"word": None, "words": None}
#: Parameters that choose a part of a corpus.
CHOICES = tuple(f"{name}_{side}" for side in "ab" for name in ("start", "stop", "outlets"))

#: The notebook that shows what a machine codes, and its parameters where nothing else is read than run and codebook.
_CODES = "09_code_concepts"
_ONLY_OWN = {"hand": None, "second_coder": None, "left_over": None, "blind": None, "decisions": "decisions.csv"}


@dataclass(frozen=True)
class Source:
    """Where the texts are, and how they are to be read."""

    path: Path
    aliases: Path | None
    options: Mapping[str, Any]
    codebook: Path | None = None

    @property
    def is_coded(self) -> bool:
        """Whether it holds coded statements."""
        return self.path.suffix.lower() in CODED

    def is_same(self, other: Path) -> bool:
        """Tell whether a path leads to the same corpus or run."""
        return other.resolve() == self.path.resolve()


def _place_run(source: Source, run: Path) -> int:
    """Put a run folder at `run`: copied from a run, or extracted from a corpus; give the number of rejected files."""
    from toolkit import pipeline, tables

    if not pipeline.is_run(source.path):
        n_rejected = run_extraction(source.path, run, source.aliases, source.options)
        needs_documents(run)
        return n_rejected
    if run.resolve() != source.path.resolve():
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(source.path, run)
    needs_documents(run)
    return len(tables.read(run, "rejected"))


def _place_coded(source: Path, out: Path) -> str:
    """Copy coded statements into the report folder; give the name of the file there."""
    if not source.is_file():
        raise InputError(f"there is no file {source}; the notebook reads coded statements, {', '.join(CODED)}")
    target = out / f"coded{source.suffix.lower()}"
    if target.resolve() != source.resolve():
        shutil.copyfile(source, target)
    return target.name


def check_coded(
    source: Source,
    notebooks: Sequence[Path],
    given: Mapping[str, Mapping[str, Any]],
    each: tuple[str, Sequence[Any]] | None,
) -> None:
    """Read coded statements as the notebooks will, so that what has to be chosen is said before anything runs.

    Raises
    ------
    InputError
        If the statements cannot be read with the values given; names the parameter that chooses.
    """
    from toolkit import networks, reports

    if not source.is_coded or not source.path.is_file():
        return
    names = ("statement_type", "coder", "columns")
    seen: list[dict[str, Any]] = []
    for notebook in notebooks:
        known = reports.declared(notebook)
        chosen = {name: known[name].default for name in names if name in known}
        chosen |= {name: value for name, value in given[notebook.stem].items() if name in chosen}
        for value in each[1] if each and each[0] in chosen else [None]:
            these = chosen | ({each[0]: value} if each and each[0] in chosen else {})
            if set(these) >= {"statement_type", "coder"} and these not in seen:
                seen.append(these)
    for these in seen:
        try:
            networks.read_debate(source.path, **these)
        except InputError as error:
            raise InputError(f"{error}{_hint(str(error))}") from error


def check_proposals(
    source: Source, out: Path, notebooks: Sequence[Path], given: Mapping[str, Mapping[str, Any]]
) -> None:
    """Code a run that stands in the report folder as the notebooks will, so that too little is said before they run.

    Raises
    ------
    InputError
        If fewer than two actors take a stance.
    """
    from toolkit import codebooks, concepts, reports

    if source.codebook is None:
        return
    rows = concepts.code(out / "run", codebooks.read(source.codebook)).statements
    stated = rows[rows["agreement"].notna()]
    n_actors = {name: stated[name].replace("", None).nunique() for name in ("person", "organization")}
    for notebook in notebooks:
        variable = given[notebook.stem].get("variable1", reports.declared(notebook)["variable1"].default)
        if n_actors.get(variable, 2) < 2:
            counted = ", ".join(f"{number} {name}s" for name, number in n_actors.items())
            raise InputError(
                f"by codebook {source.codebook} {counted} take a stance in {len(stated)} of {len(rows)} statements: "
                f"too few for the network of notebook {notebook.stem} with variable1 {variable!r} (-p variable1 NAME "
                f"chooses). --notebook {_CODES} shows the statements"
            )


def _hint(problem: str) -> str:
    """Say how a command chooses what a message asks for."""
    if problem.startswith("statement_type must"):
        return "; choose with -p statement_type LABEL"
    if problem.startswith("coder "):
        return "; choose with -p coder NUMBER, or -p coder none for all of them"
    return "; say it with -p columns JSON, or in a file of --parameters" if "columns={" in problem else ""


def _place_statements(source: Source, out: Path) -> tuple[dict[str, Any], int]:
    """Put coded statements into the report folder, or a run and the codebook by which a machine codes it."""
    rest = {"machine": None, "out": "."}  # the other coding that a notebook may name is of the shipped debate
    if source.codebook is None:
        return {"coded": _place_coded(source.path, out), **rest}, 0
    name = _place_codebook(source.codebook, out)
    return {"coded": "run", "codebook": name, **rest}, _place_run(source, out / "run")


def _place_codebook(codebook: Path, out: Path) -> str:
    """Copy a codebook that can be read into the report folder; give the name of the file there."""
    from toolkit import codebooks

    codebooks.read(codebook)
    target = out / "codebook.yml"
    if target.resolve() != codebook.resolve():
        shutil.copyfile(codebook, target)
    return target.name


def _place_two(source: Source, against: Path, out: Path) -> tuple[dict[str, Any], int]:
    """Put both runs into the report folder; the same run for both sides only once."""
    n_rejected = _place_run(source, out / "run_a")
    same = source.is_same(against)
    if not same:
        n_rejected += _place_run(Source(against, source.aliases, source.options), out / "run_b")
    names = {"name_a": None, "name_b": None} if same else {"name_a": source.path.stem, "name_b": against.stem}
    runs = {"run_a": "run_a", "run_b": "run_a" if same else "run_b"}
    return {"corpus": None, **runs, **names, **dict.fromkeys(CHOICES), "out": "."}, n_rejected


def place(kind: str, source: Source, against: Path | None, out: Path) -> tuple[dict[str, Any], int]:
    """Put into the report folder what the notebooks read; give their parameters and the number of rejected files."""
    from toolkit import reports

    reports.prepare(out)
    if kind == "coded":
        return _place_statements(source, out)
    if against is not None:
        return _place_two(source, against, out)
    coded = {} if source.codebook is None else _ONLY_OWN | {"codebook": _place_codebook(source.codebook, out)}
    return {"corpus": None, "run": "run", "out": ".", **coded}, _place_run(source, out / "run")


def from_below(placed: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Word the places for a notebook that runs some folders further down."""
    places = ("run", "run_a", "run_b", "coded", "codebook")
    up = "../" * depth
    return {name: f"{up}{value}" if name in places and value else value for name, value in placed.items()}
