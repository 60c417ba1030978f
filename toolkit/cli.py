"""The command line. Messages go to stderr, results to files or stdout."""

import typer

__all__ = ["main"]

app = typer.Typer(help="Who says what about whom: from press articles to actor networks.", no_args_is_help=True)


def main() -> None:
    """Run the command line."""
    app()
