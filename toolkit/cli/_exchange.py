"""The command that writes a run for other programs."""

from pathlib import Path

import click

from toolkit.cli._shared import examples

__all__ = ["export"]


_HELP = """Export a run, by the suffix of the file.

\b
.csv            the attributions, one a line
.jsonl          one document a line, with the spans of its attributions
.xlsx           all tables, one a sheet
.graphml .gexf  the network of relations (its other forms: polyvocal network)
.dna            for Discourse Network Analyzer: statements, else attributions
.tei            the texts with attributions and mentions marked

What the file cannot hold is said on stderr.
"""


@click.command(help=_HELP, epilog=examples("export my_run --to my_run.xlsx", "export my_run --to network.graphml"))
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), help="File to write; its suffix says what.")
def export(run: Path, to: Path) -> None:
    """Export a run, by the suffix of the file."""
    from toolkit import exchange

    exchange.export(run, to, say=lambda sentence: click.echo(sentence, err=True))
    click.echo(str(to))
