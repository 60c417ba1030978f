"""The command line.

Messages go to stderr, results to files or stdout. Exit codes: 0 done; 1 done but some files were rejected; 2 wrong
usage or nothing readable.
"""

import sys

import click

import toolkit
from toolkit.cli._actors import merges
from toolkit.cli._checking import code, evaluate
from toolkit.cli._coding import agreement
from toolkit.cli._exchange import export
from toolkit.cli._extraction import extract
from toolkit.cli._networks import network
from toolkit.cli._reader import stance, train
from toolkit.cli._report import report
from toolkit.cli._seminar import seminar
from toolkit.cli._shared import REJECTED
from toolkit.errors import ToolkitError

__all__ = ["main", "program"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(toolkit.__version__, prog_name="polyvocal")
def program() -> None:
    """Who says what about whom: from press articles to actor networks."""


@program.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it."""
    from toolkit import diagnosis

    findings = diagnosis.findings()
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING"
        click.echo(f"{mark}  {finding.what}: {finding.state}{'' if finding.ok else f'. {finding.remedy}'}")
    return 0 if all(finding.ok for finding in findings) else REJECTED


for command in (agreement, code, evaluate, export, extract, merges, network, report, seminar, stance, train):
    program.add_command(command)


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
