"""A legend in rows along the lower edge of a drawing whose unit is the point."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from toolkit.plots._room import letters, text_size
from toolkit.plots._style import INK, MUTED

__all__ = ["Entry", "Heading", "draw_rows", "flow"]

_SIZE = 7.5
#: Least height of a row in letters, what a row is higher than its highest sign, and the room behind an entry.
_ROW, _AIR, _BEHIND = 2.0, 5.0, 10.0


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


def _width(item: Item, size: float) -> float:
    if isinstance(item, Heading):
        return text_size(item.text, size, weight="bold")[0] + 8
    return item.width + 4 + text_size(item.text, size)[0] + _BEHIND


def _together(items: Sequence[Item], size: float, width: float) -> float:
    """Width of what may not be parted: an entry; a heading and its entries, or its first one if they fill a row."""
    if isinstance(items[0], Entry):
        return _width(items[0], size) - _BEHIND
    ends = [place for place, item in enumerate(items) if place and isinstance(item, Heading)]
    whole = sum(_width(item, size) for item in items[: min(ends, default=len(items))]) - _BEHIND
    return whole if whole <= width else sum(_width(item, size) for item in items[:2]) - _BEHIND


def flow(groups: Sequence[Sequence[Item]], ax: Axes, width: float) -> list[list[tuple[float, Item]]]:
    """Break groups of items into rows, each group on a new row, no heading at the end of a row."""
    size = letters(ax, _SIZE)
    rows: list[list[tuple[float, Item]]] = []
    for group in groups:
        row: list[tuple[float, Item]] = []
        x = 0.0
        for place, item in enumerate(group):
            if row and x + _together(group[place:], size, width) > width:
                rows.append(row)
                row, x = [], 0.0
            row.append((x, item))
            x += _width(item, size)
        rows.append(row)
    return [row for row in rows if row]


def _row_height(row: list[tuple[float, Item]], ax: Axes) -> float:
    least = _ROW * letters(ax, _SIZE)
    return max(least, *(item.height + _AIR for _, item in row if isinstance(item, Entry)), 0.0)


def height(rows: list[list[tuple[float, Item]]], ax: Axes) -> float:
    """Height in points that rows take."""
    return sum(_row_height(row, ax) for row in rows) + (6 if rows else 0)


def draw_rows(ax: Axes, rows: list[list[tuple[float, Item]]], bottom: float) -> None:
    """Draw rows, the last with its lower edge at `bottom`."""
    top = bottom + sum(_row_height(row, ax) for row in rows)
    look: dict[str, Any] = {"fontsize": letters(ax, _SIZE), "va": "center_baseline"}
    for row in rows:
        y = top - _row_height(row, ax) / 2
        top -= _row_height(row, ax)
        for x, item in row:
            if isinstance(item, Heading):
                ax.text(x, y, item.text, fontweight="bold", color=MUTED, **look)
            else:
                item.draw(ax, x, y)
                ax.text(x + item.width + 4, y, item.text, color=INK, **look)
