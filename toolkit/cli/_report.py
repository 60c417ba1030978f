"""The command that makes reports: of one notebook, of several, for several values, of two corpora side by side."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from toolkit.cli._extraction import needs_documents, reading, run_extraction
from toolkit.cli._shared import REJECTED, progress
from toolkit.errors import InputError

__all__ = ["report"]

#: What holds coded statements, and the notebook that reads them.
_CODED = (".dna", ".csv", ".xlsx")
_FOR_CODED = "05_discourse_network"
_FOR_ARTICLES = "report_actor_network"
_FOR_TWO = "compare"
_ALL = "all"
#: Parameters that choose a part of a corpus.
_CHOICES = tuple(f"{name}_{side}" for side in "ab" for name in ("start", "stop", "outlets"))
#: Parameter of a notebook -> what it reads.
_READS = {"coded": "coded statements", "run": "articles", "run_a": "two corpora"}


@dataclass(frozen=True)
class _Source:
    """Where the texts are, and how they are to be read."""

    path: Path
    aliases: Path | None
    options: Mapping[str, Any]
    codebook: Path | None = None

    @property
    def is_coded(self) -> bool:
        return self.path.suffix.lower() in _CODED


# --- which notebooks -------------------------------------------------------------------------------------------------


def _reads(notebook: Path) -> str:
    """Say what a notebook reads: the first parameter of `_READS` that it declares."""
    from toolkit import reports

    names = reports.declared(notebook)
    found = next((name for name in _READS if name in names), None)
    if found is None:
        raise InputError(
            f"notebook {notebook.stem} declares none of the parameters {', '.join(_READS)}: it is no report"
        )
    return found


def _notebooks(names: Sequence[str], source: _Source, against: Path | None) -> list[Path]:
    """Find the notebooks that are asked for, or fit the source."""
    from toolkit import reports

    if _ALL in names:
        if len(names) > 1 or against:
            raise InputError(f"--notebook {_ALL} stands alone: it is the set of all notebooks that fit the source")
        return reports.fitting("coded" if source.path.suffix.lower() == ".dna" else "run")
    default = _FOR_TWO if against else _FOR_ARTICLES
    return [reports.find_notebook(name) for name in names or (default,)]


def _check_fit(notebooks: Sequence[Path], source: _Source, against: Path | None) -> str:
    """Check that the notebooks read what is there; say what it is."""
    kinds = {notebook: _reads(notebook) for notebook in notebooks}
    if len(set(kinds.values())) > 1:
        said = ", ".join(f"{path.stem} reads {_READS[kind]}" for path, kind in kinds.items())
        raise InputError(f"notebooks of one report must read the same; {said}")
    notebook, kind = next(iter(kinds.items()))
    if (kind == "run_a") != (against is not None):
        raise InputError(
            f"notebook {notebook.stem} reads {_READS[kind]}; "
            + ("leave --against out" if against else "name the other corpus or run with --against")
        )
    by_machine = kind == "coded" and not source.is_coded
    if by_machine and source.codebook is None:
        raise InputError(
            f"notebook {notebook.stem} reads coded statements ({', '.join(_CODED)}); got {source.path}. With "
            "--codebook FILE, a YAML file of the concepts, a machine codes a run or articles"
        )
    if source.codebook is not None and not by_machine:
        raise InputError("--codebook goes with a run or articles, for a notebook that reads coded statements")
    if kind != "coded" and source.path.suffix.lower() == ".dna":
        raise InputError(
            f"notebook {notebook.stem} reads articles; for {source.path.name} take --notebook {_FOR_CODED}"
        )
    return kind


# --- what they read --------------------------------------------------------------------------------------------------


def _place_run(source: _Source, run: Path) -> int:
    """Put a run folder at `run`: copied from a run, or extracted from a corpus; give the number of rejected files."""
    from toolkit import pipeline, tables

    if not pipeline.is_run(source.path):
        n_rejected = run_extraction(source.path, run, source.aliases, None, source.options)
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
        raise InputError(f"there is no file {source}; the notebook reads coded statements, {', '.join(_CODED)}")
    target = out / f"coded{source.suffix.lower()}"
    if target.resolve() != source.resolve():
        shutil.copyfile(source, target)
    return target.name


def _place_statements(source: _Source, out: Path) -> tuple[dict[str, Any], int]:
    """Put coded statements into the report folder, or a run and the codebook by which a machine codes it."""
    from toolkit import codebooks

    rest = {"machine": None, "out": "."}  # the other coding that a notebook may name is of the shipped debate
    if source.codebook is None:
        return {"coded": _place_coded(source.path, out), **rest}, 0
    codebooks.read(source.codebook)
    target = out / "codebook.yml"
    if target.resolve() != source.codebook.resolve():
        shutil.copyfile(source.codebook, target)
    return {"coded": "run", "codebook": target.name, **rest}, _place_run(source, out / "run")


def _place_two(source: _Source, against: Path, out: Path) -> tuple[dict[str, Any], int]:
    """Put both runs into the report folder; the same run for both sides only once."""
    n_rejected = _place_run(source, out / "run_a")
    same = _is_same(source, against)
    if not same:
        n_rejected += _place_run(_Source(against, source.aliases, source.options), out / "run_b")
    names = {"name_a": None, "name_b": None} if same else {"name_a": source.path.stem, "name_b": against.stem}
    runs = {"run_a": "run_a", "run_b": "run_a" if same else "run_b"}
    return {"corpus": None, **runs, **names, **dict.fromkeys(_CHOICES), "out": "."}, n_rejected


def _is_same(source: _Source, against: Path) -> bool:
    return against.resolve() == source.path.resolve()


def _check_two(source: _Source, against: Path, wanted: "_Wanted") -> None:
    """Refuse to compare a corpus with itself."""
    chosen = {name for given in wanted.given.values() for name in given} | ({wanted.each[0]} if wanted.each else set())
    if _is_same(source, against) and not chosen & set(_CHOICES):
        raise InputError(
            f"--against names the same corpus, {source.path}; say which part of it is which with -p and one of "
            f"{', '.join(_CHOICES)}"
        )


def _place(kind: str, source: _Source, against: Path | None, out: Path) -> tuple[dict[str, Any], int]:
    """Put into the report folder what the notebooks read; give their parameters and the number of rejected files."""
    from toolkit import reports

    reports.prepare(out)
    if kind == "coded":
        return _place_statements(source, out)
    if against is not None:
        return _place_two(source, against, out)
    return {"corpus": None, "run": "run", "out": "."}, _place_run(source, out / "run")


def _from_below(placed: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Word the places for a notebook that runs some folders further down."""
    places = ("run", "run_a", "run_b", "coded", "codebook")
    up = "../" * depth
    return {name: f"{up}{value}" if name in places and value else value for name, value in placed.items()}


# --- what is given ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Wanted:
    """What is to be made: the notebooks, the values by notebook, and those of a parameter to go through."""

    notebooks: list[Path]
    given: dict[str, dict[str, Any]]
    each: tuple[str, list[Any]] | None
    about: dict[str, Any]


def _wanted(
    notebooks: list[Path], parameters: Sequence[tuple[str, str]], file: Path | None, each: str | None
) -> _Wanted:
    """Check everything that is given before anything is read."""
    from toolkit import reports

    read = reports.read_parameters(file, notebooks) if file else None
    by_hand = reports.given_to_all(parameters, notebooks)
    given = {path.stem: (read.by_notebook[path.stem] if read else {}) | by_hand[path.stem] for path in notebooks}
    return _Wanted(
        notebooks,
        given,
        reports.each_value(each, notebooks) if each else None,
        {"parameter_file": read.record} if read else {},
    )


def _make(wanted: _Wanted, placed: Mapping[str, Any], out: Path, title: str) -> Path:
    """Make the report; progress goes to stderr."""
    from toolkit import reports

    several = len(wanted.notebooks) > 1
    below = _from_below(placed, (wanted.each is not None) + several)
    values = {
        path.stem: {name: value for name, value in below.items() if name in reports.declared(path)}
        | wanted.given[path.stem]
        for path in wanted.notebooks
    }
    belonging = reports.Belonging(about=wanted.about)
    with _shown(wanted) as tell:
        if wanted.each is not None:
            name, each = wanted.each
            return reports.build_each(
                wanted.notebooks, out, name, each, parameters=values, progress=tell, belonging=belonging
            )
        if several:
            return reports.build_set(
                wanted.notebooks, out, parameters=values, title=title, progress=tell, belonging=belonging
            )
        (path,) = wanted.notebooks
        return reports.build(
            path,
            out,
            parameters=values[path.stem],
            progress=lambda number: tell(path.stem, number),
            belonging=belonging,
        )


@contextmanager
def _shown(wanted: _Wanted) -> Iterator[Callable[[str, int], None]]:
    """Show on stderr which notebook runs and how many of its cells are done."""
    from toolkit import reports

    cells = 0
    for path in wanted.notebooks:
        cells += sum(cell.cell_type == "code" for cell in reports.read_notebook(path).cells) + 1
    times = len(wanted.each[1]) if wanted.each else 1
    with progress(f"cells run of {cells * times}, now {{task.description}}:") as shown:
        task = shown.add_task(wanted.notebooks[0].stem, total=cells * times)

        def tell(name: str, number: int) -> None:
            shown.update(task, description=name, advance=number)

        yield tell


@click.command()
@click.argument("path", metavar="CORPUS|RUN|CODED", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Report folder to write.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook.")
@click.option("--parameters", "file", type=click.Path(path_type=Path), help="YAML file of parameters; -p wins over it.")
@click.option(
    "--notebook",
    "names",
    multiple=True,
    help=f"Name of a notebook, or a path; may be given several times; '{_ALL}' for all that fit.  "
    f"[default: {_FOR_ARTICLES}]",
)
@click.option("--each", metavar="PARAM=a,b,c", help="A report for each value of a parameter, and a page to compare.")
@click.option(
    "--against",
    metavar="CORPUS|RUN",
    type=click.Path(path_type=Path),
    help="Compare with another corpus or run; with the same run, for two periods (-p stop_a ... -p start_b ...).",
)
@click.option(
    "--codebook", type=click.Path(path_type=Path), help="YAML file of the concepts, by which a machine codes a run."
)
@reading
def report(
    path: Path,
    out: Path,
    parameters: tuple[tuple[str, str], ...],
    file: Path | None,
    names: tuple[str, ...],
    each: str | None,
    against: Path | None,
    codebook: Path | None,
    aliases: Path | None,
    **options: Any,
) -> int:
    """Make a report from CORPUS (files), RUN (a run folder) or CODED statements: OUT/index.html, tables and figures.

    CODED is a .dna database or a .csv or .xlsx table, for a notebook that reads one: --notebook 05_discourse_network.
    With --codebook such a notebook takes a run or articles, too; the machine's statements are proposals.
    Several notebooks make an overview, and a page for each in OUT/NAME.
    """
    source = _Source(path, aliases, options, codebook)
    notebooks = _notebooks(names, source, against)
    wanted = _wanted(notebooks, parameters, file, each)
    kind = _check_fit(notebooks, source, against)
    if against is not None:
        _check_two(source, against, wanted)
    placed, n_rejected = _place(kind, source, against, out)
    page = _make(wanted, placed, out, path.stem)
    click.echo(str(page))
    return REJECTED if n_rejected else 0
