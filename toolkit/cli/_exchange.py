"""The command that writes a run for other programs."""

from pathlib import Path

import click

from toolkit.cli._shared import examples

__all__ = ["export"]


@click.command(epilog=examples("export my_run --to my_run.xlsx", "export my_run --to my_run.dna"))
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), help="File to write; its suffix says what.")
def export(run: Path, to: Path) -> None:
    """Export a run: .dna, .csv, .xlsx, .graphml, .gexf, .jsonl or .tei, by the suffix of the file.

    What the file cannot hold is said on stderr.
    """
    from toolkit import exchange

    exchange.export(run, to, say=lambda sentence: click.echo(sentence, err=True))
    click.echo(str(to))
