"""The command that makes reports: of one notebook, of several, for several values, of two corpora side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from toolkit.cli._extraction import reading
from toolkit.cli._report_sources import (
    CHOICES,
    CODED,
    OF_SHIPPED,
    Source,
    check_coded,
    check_proposals,
    from_below,
    place,
)
from toolkit.cli._shared import REJECTED, examples, progress
from toolkit.errors import InputError

__all__ = ["report"]

#: The notebooks for each source.
_FOR_CODED = "05_discourse_network"
_FOR_ARTICLES = "report_actor_network"
_FOR_TWO = "compare"
_ALL = "all"
#: Parameter of a notebook -> what it reads.
_READS = {"run": "articles", "coded": "coded statements", "run_a": "two corpora"}

#: Parameters of notebooks that name files of the user's.
_FILES = ("coded", "decisions", "hand", "left_over", "machine", "marks", "proposed")


# --- which notebooks -------------------------------------------------------------------------------------------------


def _reads(notebook: Path) -> str:
    """Say what a notebook reads: a key of `_READS`."""
    from toolkit import reports

    found = reports.source_of(notebook)
    if found is None:
        raise InputError(
            f"notebook {notebook.stem} declares none of the parameters {', '.join(_READS)}: it is no report"
        )
    return found


def _notebooks(names: Sequence[str], source: Source, against: Path | None) -> list[Path]:
    """Find the notebooks that are asked for, or fit the source."""
    from toolkit import reports

    if _ALL in names:
        if len(names) > 1 or against:
            raise InputError(f"--notebook {_ALL} stands alone: it is the set of all notebooks that fit the source")
        return reports.fitting("coded" if source.path.suffix.lower() == ".dna" else "run")
    default = _FOR_TWO if against else _FOR_ARTICLES
    return [reports.find_notebook(name) for name in names or (default,)]


def _check_fit(notebooks: Sequence[Path], source: Source, against: Path | None) -> str:
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
            f"notebook {notebook.stem} reads coded statements ({', '.join(CODED)}); got {source.path}. With "
            "--codebook FILE, a YAML file of the concepts, a machine codes a run or articles"
        )
    _check_codebook(notebooks, source, by_machine=by_machine)
    if kind != "coded" and source.path.suffix.lower() == ".dna":
        raise InputError(
            f"notebook {notebook.stem} reads articles; for {source.path.name} take --notebook {_FOR_CODED}"
        )
    return kind


def _check_codebook(notebooks: Sequence[Path], source: Source, *, by_machine: bool) -> None:
    """Check that a codebook is given where a notebook codes with it, and nowhere else."""
    from toolkit import reports

    coding = [path for path in notebooks if "run" in reports.declared(path) and "codebook" in reports.declared(path)]
    if source.codebook is None and coding and not source.is_coded:
        raise InputError(f"notebook {coding[0].stem} codes with a codebook; name it with --codebook FILE")
    if source.codebook is not None and (source.is_coded or not (by_machine or coding)):
        raise InputError(
            "--codebook goes with a run or articles, for a notebook that reads coded statements or codes them"
        )


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
    by_hand = reports.given_to_all([(name, _from_here(name, text)) for name, text in parameters], notebooks)
    given = {path.stem: (read.by_notebook[path.stem] if read else {}) | by_hand[path.stem] for path in notebooks}
    through = reports.each_value(each, notebooks) if each else None
    for_all = [name for name, _ in parameters] + ([through[0]] if through else [])
    for_all += [name for name in read.values if name not in given] if read else []
    for line in reports.not_given(for_all, notebooks):
        click.echo(line, err=True)
    return _Wanted(notebooks, given, through, {"parameter_file": read.record} if read else {})


def _from_here(name: str, text: str) -> str:
    """Give the whole path of a file that a notebook is to read: it runs in the report folder, not here."""
    return str(Path(text).resolve()) if name in _FILES and Path(text).is_file() else text


def _check_two(source: Source, against: Path, wanted: _Wanted) -> None:
    """Refuse to compare a corpus with itself."""
    chosen = {name for given in wanted.given.values() for name in given} | ({wanted.each[0]} if wanted.each else set())
    if source.is_same(against) and not chosen & set(CHOICES):
        raise InputError(
            f"--against names the same corpus, {source.path}; say which part of it is which with -p and one of "
            f"{', '.join(CHOICES)}"
        )


def _make(wanted: _Wanted, placed: Mapping[str, Any], out: Path, title: str) -> Path:
    """Make the report; progress goes to stderr."""
    from toolkit import reports

    several = len(wanted.notebooks) > 1
    below = from_below(placed, (wanted.each is not None) + several)
    shipped = reports.shipped_notebooks()
    values = {}
    for path in wanted.notebooks:
        known = (OF_SHIPPED if path in shipped else {}) | below
        declared = reports.declared(path)
        values[path.stem] = {name: value for name, value in known.items() if name in declared} | wanted.given[path.stem]
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


@click.command(
    epilog=examples(
        "report my_articles --out my_report",
        "report my_run --out my_report -p start 2031-03-01 -p level country",
        "report my_run --out my_report --notebook 02_who_says_what --notebook 07_framing",
        "report my_coding.dna --out my_report --notebook 05_discourse_network",
        "report my_run --out my_report --notebook 09_code_concepts --codebook my_codebook.yml",
        "report my_run --out by_outlet --each outlets=Courier,Ledger",
        "report my_run --against other_run --out my_comparison",
    )
)
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
    source = Source(path, aliases, options, codebook)
    notebooks = _notebooks(names, source, against)
    wanted = _wanted(notebooks, parameters, file, each)
    kind = _check_fit(notebooks, source, against)
    if against is not None:
        _check_two(source, against, wanted)
    if kind == "coded":
        check_coded(source, wanted.notebooks, wanted.given, wanted.each)
    placed, n_rejected = place(kind, source, against, out)
    if kind == "coded":
        check_proposals(source, out, wanted.notebooks, wanted.given)
    page = _make(wanted, placed, out, f"Report on {path.stem}")
    click.echo(str(page))
    return REJECTED if n_rejected else 0
