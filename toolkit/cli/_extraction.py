"""The command from a corpus to a run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from toolkit.cli._shared import REJECTED, examples, progress
from toolkit.errors import InputError

__all__ = ["extract", "needs_documents", "reading", "run_extraction"]

_SHOWN = 20


def run_extraction(corpus: Path, out: Path, aliases: Path | None, options: Mapping[str, Any]) -> int:
    """Run the extraction with progress on stderr; return how many files were rejected or read with a guess."""
    from toolkit import actors, pipeline

    known: Mapping[str, str] = actors.read_aliases(aliases) if aliases else {}
    with progress("documents read:") as shown:
        task = shown.add_task("", total=None)
        run = pipeline.extract(
            corpus,
            out,
            aliases=known,
            progress=lambda n: shown.advance(task, n),
            **options,
        )
    n_rejected, n_guessed = _say_what_was_rejected(run.folder)
    _say_what_is_untold(run.folder, known)
    counts = run.counts
    click.echo(
        f"{counts['documents']} documents, {counts['attributions']} attributions, {counts['actors']} actors, "
        f"{counts['relations']} relations; {n_rejected} rejected"
        + (f", {n_guessed} read in an encoding that was guessed" if n_guessed else ""),
        err=True,
    )
    return n_rejected + n_guessed


def _say_what_was_rejected(run: Path) -> tuple[int, int]:
    """Say which files were not read, or read with a guess; count both."""
    from toolkit import readers, tables

    rejected = tables.to_records("rejected", tables.read(run, "rejected"))
    for row in rejected[:_SHOWN]:
        click.echo(f"{row.path}: {row.reason}{f' ({row.detail})' if row.detail else ''}", err=True)
    if len(rejected) > _SHOWN:
        click.echo(f"... and {len(rejected) - _SHOWN} more in the table `rejected`", err=True)
    n_guessed = sum(row.reason == readers.ENCODING_GUESSED for row in rejected)
    return len(rejected) - n_guessed, n_guessed


def _say_what_is_untold(run: Path, aliases: Mapping[str, str]) -> None:
    from toolkit import actors, tables

    if not aliases:
        return
    absent = actors.unmatched(aliases, tables.read(run, "documents")["text"])
    for form in absent[:_SHOWN]:
        click.echo(f"aliases: {form!r} stands in no document", err=True)
    if len(absent) > _SHOWN:
        click.echo(f"aliases: ... and {len(absent) - _SHOWN} more forms stand in none", err=True)
    for actor in actors.untold(aliases, tables.read(run, "actors")):
        click.echo(
            f"aliases: nothing tells what {actor!r} is; it is taken for an organisation (column 'type' can say else)",
            err=True,
        )


def needs_documents(run: Path) -> None:
    """Raise unless a run holds a document.

    Raises
    ------
    InputError
        If it holds none.
    """
    from toolkit import tables

    if tables.read(run, "documents").empty:
        raise InputError(f"corpus holds no readable document, so {run} is empty; the reasons stand above")


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
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
        click.option(
            "--min-confidence",
            type=float,
            help="Leave out attributions that are less sure (0 to 1); those without a confidence stay.",
        ),
        click.option("--workers", default=1, show_default=True, help="Number of processes; the result is the same."),
        click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers do the work instead."),
        click.option(
            "--coreference",
            type=click.Choice(["none", "fastcoref", "maverick"]),
            default="none",
            show_default=True,
            help="A coreference package that you have installed decides on pronouns.",
        ),
        click.option(
            "--aliases",
            type=click.Path(path_type=Path),
            help="CSV of your corrections, with the columns form and actor.",
        ),
        click.option("--text-column", help="Column of .csv and .xlsx files that holds the text."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    epilog=examples(
        "extract my_articles --out my_run",
        "extract my_articles.csv --out my_run --text-column body --workers 4",
        "extract my_articles --out my_run --aliases my_aliases.csv",
    )
)
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Run folder to write.")
@reading
def extract(corpus: Path, out: Path, aliases: Path | None, **options: Any) -> int:
    """Extract who says what about whom from CORPUS (a file or a folder) into a run folder."""
    n_rejected = run_extraction(corpus, out, aliases, options)
    needs_documents(out)
    return REJECTED if n_rejected else 0
