"""A legend in rows along the lower edge of a drawing whose unit is the point."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from toolkit.plots._style import INK, MUTED, text_size

__all__ = ["Entry", "Heading", "draw_rows", "flow"]

_SIZE = 7.5
#: Least height of a row, and what a row is higher than its highest sign.
_ROW, _AIR = 15.0, 5.0


class Heading(NamedTuple):
    """Words that begin a group of entries."""

    text: str


class Entry(NamedTuple):
    """A sign `width` points wide, drawn by `draw(ax, x, y)` with its left end at (x, y), and what it means."""

    text: str
    width: float
    draw: Callable[[Axes, float, float], None]
    height: float = 0.0


Item = Heading | Entry


def _width(item: Item) -> float:
    if isinstance(item, Heading):
        return text_size(item.text, _SIZE, weight="bold")[0] + 8
    return item.width + 4 + text_size(item.text, _SIZE)[0] + 13


def flow(groups: Sequence[Sequence[Item]], width: float) -> list[list[tuple[float, Item]]]:
    """Break groups of items into rows, each group on a new row, no heading at the end of a row."""
    rows: list[list[tuple[float, Item]]] = []
    for group in groups:
        row: list[tuple[float, Item]] = []
        x = 0.0
        for place, item in enumerate(group):
            together = [item, *group[place + 1 : place + 2]] if isinstance(item, Heading) else [item]
            if row and x + sum(map(_width, together)) - 13 > width:
                rows.append(row)
                row, x = [], 0.0
            row.append((x, item))
            x += _width(item)
        rows.append(row)
    return [row for row in rows if row]


def _row_height(row: list[tuple[float, Item]]) -> float:
    return max(_ROW, *(item.height + _AIR for _, item in row if isinstance(item, Entry)), 0.0)


def height(rows: list[list[tuple[float, Item]]]) -> float:
    """Height in points that rows take."""
    return sum(map(_row_height, rows)) + (6 if rows else 0)


def draw_rows(ax: Axes, rows: list[list[tuple[float, Item]]], bottom: float) -> None:
    """Draw rows, the last with its lower edge at `bottom`."""
    top = bottom + sum(map(_row_height, rows))
    for row in rows:
        y = top - _row_height(row) / 2
        top -= _row_height(row)
        for x, item in row:
            if isinstance(item, Heading):
                ax.text(x, y, item.text, fontsize=_SIZE, fontweight="bold", color=MUTED, va="center_baseline")
            else:
                item.draw(ax, x, y)
                ax.text(x + item.width + 4, y, item.text, fontsize=_SIZE, color=INK, va="center_baseline")
