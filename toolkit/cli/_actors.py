"""The command by which a person decides which actors are one."""

from pathlib import Path
from typing import Any

import click

from toolkit.cli._shared import examples
from toolkit.errors import InputError

__all__ = ["merges"]

_MIN_SCORE = 0.5


def _suggested(run: Path, splits: bool, min_score: float, decided: Any) -> list[Any]:
    """Compare the actors of a run."""
    from toolkit import actors, tables

    table = {name: tables.read(run, name) for name in ("actors", "mentions", "documents", "relations")}
    listed, mentions, documents = table["actors"], table["mentions"], table["documents"]
    options = {"decided": decided, "min_score": min_score, "mentions": mentions, "documents": documents}
    found = [actors.suggest_merges(listed, relations=table["relations"], **options)]
    return [*found, actors.suggest_splits(listed, **options)] if splits else found


def _write(run: Path, out: Path, splits: bool, min_score: float) -> None:
    """Write suggestions for a person; what is decided in the file already stays."""
    from toolkit import actors

    decided = actors.read_merges(out) if out.exists() else None
    written = actors.write_merges(out, *_suggested(run, splits, min_score, decided))
    n_open = int((written["decision"] == "").sum())
    click.echo(
        f"{n_open} suggestions to decide on, {len(written) - n_open} decided: write yes or no in {out}", err=True
    )
    click.echo(str(out))


def _apply(run: Path, file: Path, aliases: Path) -> None:
    """Turn what is accepted into rows of the aliases file."""
    from toolkit import actors, tables

    table = actors.apply_merges(file, aliases, actors=tables.read(run, "actors"))
    n_accepted = int(table["note"].str.startswith("accepted ").sum())
    click.echo(f"{n_accepted} forms from accepted suggestions, {len(table) - n_accepted} of your own", err=True)
    click.echo(str(aliases))


@click.command(
    epilog=examples("merges my_run --out merges.csv", "merges my_run --apply merges.csv --aliases my_aliases.csv")
)
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="CSV file to write the suggestions to, and to decide in.")
@click.option("--splits", is_flag=True, help="Suggest too which actors may be several.")
@click.option("--min-score", type=float, help=f"Lowest score that is listed, 0 to 1.  [default: {_MIN_SCORE}]")
@click.option("--apply", "file", type=click.Path(path_type=Path), help="The CSV file with your decisions.")
@click.option(
    "--aliases", type=click.Path(path_type=Path), help="With --apply: aliases file to add to; made if not there."
)
def merges(
    run: Path, out: Path | None, splits: bool, min_score: float | None, file: Path | None, aliases: Path | None
) -> None:
    """Suggest which actors of RUN may be one (--out), or follow your decisions (--apply).

    Write yes or no in the column decision of the CSV file; then --apply it and extract again with --aliases.
    """
    from toolkit import pipeline

    pipeline.open_run(run)
    if (out is None) == (file is None):
        given = "neither" if out is None else f"both, {out} and {file}"
        raise InputError(
            f"give either --out FILE (to get suggestions) or --apply FILE (to follow your decisions); got {given}"
        )
    if out is not None:
        if aliases is not None:
            raise InputError(f"--aliases goes with --apply; got --aliases {aliases} with --out")
        _write(run, out, splits, _MIN_SCORE if min_score is None else min_score)
    elif file is not None:
        if aliases is None:
            raise InputError("--apply needs --aliases FILE, the file that decisions are added to")
        if splits or min_score is not None:
            given = "--splits" if splits else f"--min-score {min_score}"
            raise InputError(f"--splits and --min-score go with --out; got {given} with --apply")
        _apply(run, file, aliases)
