"""The command line.

Messages go to stderr, results to files or stdout. Exit codes: 0 done; 1 done but some files were rejected; 2 wrong
usage or nothing readable.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import toolkit
from toolkit.errors import InputError, ToolkitError

__all__ = ["main"]

REJECTED = 1
_SHOWN = 20


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(toolkit.__version__, prog_name="polyvocal")
def program() -> None:
    """Who says what about whom: from press articles to actor networks."""


@contextmanager
def _progress(task: str) -> Iterator[Progress]:
    columns = (SpinnerColumn(), TextColumn(task + " {task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress


def _extract(corpus: Path, out: Path, model: str, workers: int, aliases: Path | None, text_column: str | None) -> int:
    """Run the extraction with progress on stderr; return the number of rejected files."""
    from toolkit import actors, pipeline

    known: Mapping[str, str] = actors.read_aliases(aliases) if aliases else {}
    with _progress("documents read:") as progress:
        task = progress.add_task("", total=None)
        run = pipeline.extract(
            corpus,
            out,
            model=model,
            workers=workers,
            aliases=known,
            text_column=text_column,
            progress=lambda n: progress.advance(task, n),
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


@program.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Run folder to write.")
@click.option("--model", default="en_core_web_sm", show_default=True, help="Language model (a spaCy pipeline).")
@click.option("--workers", default=1, show_default=True, help="Number of processes; the result is the same.")
@click.option("--aliases", type=click.Path(path_type=Path), help="CSV of your corrections: form, actor.")
@click.option("--text-column", help="Column of .csv and .xlsx files that holds the text.")
def extract(corpus: Path, out: Path, model: str, workers: int, aliases: Path | None, text_column: str | None) -> int:
    """Extract who says what about whom from CORPUS (a file or a folder) into a run folder."""
    n_rejected = _extract(corpus, out, model, workers, aliases, text_column)
    _needs_documents(out)
    return REJECTED if n_rejected else 0


def _place_run(source: Path, run: Path, model: str, workers: int, aliases: Path | None) -> int:
    """Put a run folder at `run`: copied from a run, or extracted from a corpus."""
    from toolkit import pipeline, tables

    if not pipeline.is_run(source):
        return _extract(source, run, model, workers, aliases, None)
    if run.resolve() != source.resolve():
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(source, run)
    return len(tables.read(run, "rejected"))


@program.command()
@click.argument("source", metavar="CORPUS|RUN", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Report folder to write.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook.")
@click.option("--notebook", default="report_actor_network", show_default=True, help="Name of the notebook, or a path.")
@click.option("--model", default="en_core_web_sm", show_default=True, help="Language model (a spaCy pipeline).")
@click.option("--workers", default=1, show_default=True, help="Number of processes; the result is the same.")
@click.option("--aliases", type=click.Path(path_type=Path), help="CSV of your corrections: form, actor.")
def report(
    source: Path,
    out: Path,
    parameters: tuple[tuple[str, str], ...],
    notebook: str,
    model: str,
    workers: int,
    aliases: Path | None,
) -> int:
    """Make a report from CORPUS (files) or RUN (a run folder): OUT/index.html with tables and figures."""
    from toolkit import reports

    path = reports.find_notebook(notebook)
    declared = reports.declared(path)
    given = {name: reports.parse_parameter(name, value, declared) for name, value in parameters}
    reports.prepare(out)
    n_rejected = _place_run(source, out / "run", model, workers, aliases)
    _needs_documents(out / "run")
    with _progress("cells run:") as progress:
        task = progress.add_task("", total=None)
        page = reports.build(
            path,
            out,
            parameters={"corpus": None, "run": "run", "out": ".", **given},
            progress=lambda n: progress.advance(task, n),
        )
    click.echo(str(page))
    return REJECTED if n_rejected else 0


@program.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), help="File to write; its suffix says what.")
def export(run: Path, to: Path) -> None:
    """Export a run: .csv, .jsonl, .graphml or .gexf, by the suffix of the file."""
    from toolkit import exchange

    exchange.export(run, to)
    click.echo(str(to))


@program.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it."""
    from toolkit import diagnosis

    findings = diagnosis.findings()
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING"
        click.echo(f"{mark}  {finding.what}: {finding.state}{'' if finding.ok else f'. {finding.remedy}'}")
    return 0 if all(finding.ok for finding in findings) else REJECTED


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        sys.exit(program.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        click.echo("stopped; the same command goes on from here", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ToolkitError as error:
        click.echo(f"polyvocal: {error}", err=True)
        sys.exit(2)
