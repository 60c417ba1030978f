"""Commands around coding: agreement of coders."""

from pathlib import Path

import click

from toolkit.cli._networks import read_coded
from toolkit.cli._shared import examples
from toolkit.errors import InputError

__all__ = ["agreement"]


@click.command(epilog=examples("agreement both_coders.dna", "agreement first_coder.csv second_coder.csv"))
@click.argument("coded", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--statement-type", help="Label of the statement type.")
def agreement(coded: tuple[Path, ...], statement_type: str | None) -> None:
    """Compare two coders: two files (.dna or .csv), or one file that two coders have worked on. CSV on stdout."""
    from toolkit import agreement as compare

    if len(coded) > 2:
        raise InputError(f"CODED must be one or two files; got {len(coded)}")
    read = [read_coded(path, statement_type, None) for path in coded]
    if len(read) == 2:
        table = compare.intercoder(*read)
    else:
        parts = compare.by_coder(read[0])
        if len(parts) != 2:
            raise InputError(f"CODED must hold the work of two coders; {coded[0]} holds {sorted(parts)}")
        table = compare.intercoder(*(parts[name] for name in sorted(parts)))
    click.echo(table.to_csv(index=False, lineterminator="\n"), nl=False)
