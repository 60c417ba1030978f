"""What the commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["REJECTED", "examples", "progress"]

#: Exit code of a command that is done but for some files.
REJECTED = 1


@contextmanager
def progress(task: str) -> Iterator["Progress"]:
    """Show a counter on stderr while something long goes on."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(task + " {task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield shown


def examples(*lines: str) -> str:
    """Write example calls as the end of a command's help, each on its own line."""
    return "\n".join(("\b", "Examples:", *(f"  polyvocal {line}" for line in lines)))
