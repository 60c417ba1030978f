"""Commands from a corpus to a run, a report, an exported file."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from toolkit.cli._shared import REJECTED, progress
from toolkit.errors import InputError

__all__ = ["export", "extract", "report"]

_SHOWN = 20
#: What holds coded statements, and the notebook that reads them.
_CODED = (".dna", ".csv", ".xlsx")
_FOR_CODED = "05_discourse_network"


def _extract(corpus: Path, out: Path, aliases: Path | None, text_column: str | None, options: Mapping[str, Any]) -> int:
    """Run the extraction with progress on stderr; return the number of rejected files."""
    from toolkit import actors, pipeline

    known: Mapping[str, str] = actors.read_aliases(aliases) if aliases else {}
    with progress("documents read:") as shown:
        task = shown.add_task("", total=None)
        run = pipeline.extract(
            corpus,
            out,
            aliases=known,
            text_column=text_column,
            progress=lambda n: shown.advance(task, n),
            **options,
        )
    _say_what_was_rejected(run.folder)
    counts = run.counts
    click.echo(
        f"{counts['documents']} documents, {counts['attributions']} attributions, {counts['actors']} actors, "
        f"{counts['relations']} relations; {counts['rejected']} rejected",
        err=True,
    )
    return counts["rejected"]


def _say_what_was_rejected(run: Path) -> None:
    from toolkit import tables

    rejected = tables.to_records("rejected", tables.read(run, "rejected"))
    for row in rejected[:_SHOWN]:
        click.echo(f"{row.path}: {row.reason}{f' ({row.detail})' if row.detail else ''}", err=True)
    if len(rejected) > _SHOWN:
        click.echo(f"... and {len(rejected) - _SHOWN} more in the table `rejected`", err=True)


def _needs_documents(run: Path) -> None:
    from toolkit import tables

    if tables.read(run, "documents").empty:
        raise InputError("corpus holds no readable document; the reasons stand above")


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how documents are read."""
    options = (
        click.option("--model", default="en_core_web_sm", show_default=True, help="Language model (a spaCy pipeline)."),
        click.option(
            "--method",
            type=click.Choice(["trained", "rules"]),
            default="trained",
            show_default=True,
            help="The trained reader with the rules, or the rules alone.",
        ),
        click.option("--min-confidence", type=float, help="Leave out attributions that are less sure (0 to 1)."),
        click.option("--workers", default=1, show_default=True, help="Number of processes; the result is the same."),
        click.option("--aliases", type=click.Path(path_type=Path), help="CSV of your corrections: form, actor."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Run folder to write.")
@_reading
@click.option("--text-column", help="Column of .csv and .xlsx files that holds the text.")
def extract(corpus: Path, out: Path, aliases: Path | None, text_column: str | None, **options: Any) -> int:
    """Extract who says what about whom from CORPUS (a file or a folder) into a run folder."""
    n_rejected = _extract(corpus, out, aliases, text_column, options)
    _needs_documents(out)
    return REJECTED if n_rejected else 0


def _place_run(source: Path, run: Path, aliases: Path | None, options: Mapping[str, Any]) -> int:
    """Put a run folder at `run`: copied from a run, or extracted from a corpus."""
    from toolkit import pipeline, tables

    if not pipeline.is_run(source):
        return _extract(source, run, aliases, None, options)
    if run.resolve() != source.resolve():
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(source, run)
    return len(tables.read(run, "rejected"))


def _place_coded(source: Path, out: Path) -> dict[str, Any]:
    """Copy coded statements into the report folder; give the parameters that say where."""
    if not source.is_file():
        raise InputError(f"there is no file {source}; the notebook reads coded statements, {', '.join(_CODED)}")
    target = out / f"coded{source.suffix.lower()}"
    if target.resolve() != source.resolve():
        shutil.copyfile(source, target)
    return {"coded": target.name, "out": "."}


def _place(
    source: Path, out: Path, notebook: Path, aliases: Path | None, options: Mapping[str, Any]
) -> tuple[dict[str, Any], int]:
    """Put into the report folder what the notebook reads; give its parameters and the number of rejected files."""
    from toolkit import reports

    reads_coded, is_coded = "coded" in reports.declared(notebook), source.suffix.lower() in _CODED
    if reads_coded and not is_coded:
        raise InputError(f"notebook {notebook.stem} reads coded statements ({', '.join(_CODED)}); got {source}")
    if source.suffix.lower() == ".dna" and not reads_coded:
        raise InputError(f"notebook {notebook.stem} reads articles; for {source.name} take --notebook {_FOR_CODED}")
    reports.prepare(out)
    if reads_coded:
        return _place_coded(source, out), 0
    n_rejected = _place_run(source, out / "run", aliases, options)
    _needs_documents(out / "run")
    return {"corpus": None, "run": "run", "out": "."}, n_rejected


@click.command()
@click.argument("source", metavar="CORPUS|RUN|CODED", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Report folder to write.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook.")
@click.option("--notebook", default="report_actor_network", show_default=True, help="Name of the notebook, or a path.")
@_reading
def report(
    source: Path,
    out: Path,
    parameters: tuple[tuple[str, str], ...],
    notebook: str,
    aliases: Path | None,
    **options: Any,
) -> int:
    """Make a report from CORPUS (files), RUN (a run folder) or CODED statements: OUT/index.html, tables and figures.

    CODED is a .dna database or a .csv or .xlsx table, for a notebook that reads one: --notebook 05_discourse_network.
    """
    from toolkit import reports

    path = reports.find_notebook(notebook)
    declared = reports.declared(path)
    given = {name: reports.parse_parameter(name, value, declared) for name, value in parameters}
    placed, n_rejected = _place(source, out, path, aliases, options)
    with progress("cells run:") as shown:
        task = shown.add_task("", total=None)
        page = reports.build(path, out, parameters=placed | given, progress=lambda n: shown.advance(task, n))
    click.echo(str(page))
    return REJECTED if n_rejected else 0


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), help="File to write; its suffix says what.")
def export(run: Path, to: Path) -> None:
    """Export a run: .csv, .jsonl, .graphml or .gexf, by the suffix of the file."""
    from toolkit import exchange

    exchange.export(run, to)
    click.echo(str(to))
