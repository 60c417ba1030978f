"""How much room a drawing has, and what fits into it: the size of letters, the breaks of names, the number of rows."""

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from toolkit.errors import InputError

__all__ = [
    "Slot",
    "figure_of",
    "fitted",
    "is_narrow",
    "letters",
    "lines_for",
    "pair_rows",
    "rows_for",
    "size_in_points",
    "slot",
    "text_size",
    "two_ends",
    "within",
    "wrapped",
]

_FAMILY = "DejaVu Sans"
#: Drawings narrower than this (in points) have smaller letters, shorter names, and their keys and notes in rows.
_NARROW = 300.0
#: Letters of a narrow drawing: a share of the usual size, but never smaller than this (in points).
_SMALLER, _SMALLEST = 0.86, 6.5
#: What a row of one line, and a line, takes upright, in letters; by how much rows of lines may overlap where they are
#: wide and stand in air.
_ROW, _LINE, _OVER = 1.25, 1.2, 0.15
#: What the layout keeps free at the edges of a figure, in points.
_EDGE = 6.0
#: What axis, key and margins take of the height of a drawing that has rows, in points.
_AROUND, _MORE = 46.0, 14.0
#: Share of a narrow drawing that the names of pairs may take.
_PAIRS = 0.5


class Slot(NamedTuple):
    """The part of a figure that a drawing has, labels and all: its left end as a share, its size in points."""

    left: float
    width: float
    height: float


def figure_of(ax: Axes) -> Figure:
    """Give the figure of axes, or raise InputError."""
    fig = ax.get_figure(root=True)
    if fig is None:
        raise InputError("ax must belong to a figure")
    return fig


def slot(ax: Axes) -> Slot:
    """Measure what a drawing has of its figure before anything is drawn."""
    fig, spec = figure_of(ax), ax.get_subplotspec()
    left, across, upright = 0.0, 1.0, 1.0
    if spec is not None:
        rows, columns = spec.get_gridspec().get_geometry()
        left, across, upright = spec.colspan.start / columns, len(spec.colspan) / columns, len(spec.rowspan) / rows
    width, height = (72 * float(side) for side in fig.get_size_inches())
    return Slot(left + 0.5 * _EDGE / width, width * across - _EDGE, height * upright - _EDGE)


def is_narrow(ax: Axes) -> bool:
    """Tell whether a drawing stands in a column of a journal rather than across a page."""
    return slot(ax).width < _NARROW


def letters(ax: Axes, size: float) -> float:
    """Give the size of letters in points: the usual one, or a smaller one that can be read in a column."""
    return max(_SMALLEST, round(_SMALLER * size, 1)) if is_narrow(ax) else size


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Measure the axes as they will stand once the figure's layout has been made."""
    fig = figure_of(ax)
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.execute(fig)
    extent = ax.get_window_extent()
    return extent.width * 72 / fig.dpi, extent.height * 72 / fig.dpi


# --- letters and lines -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _line_width(line: str, size: float, weight: str) -> float:
    prop = FontProperties(family=_FAMILY, weight=weight, size=size)
    return float(text_to_path.get_text_width_height_descent(line, prop, ismath=False)[0])


def text_size(text: str, size: float, *, weight: str = "normal", spacing: float = 1.2) -> tuple[float, float]:
    """Measure a text of one or more lines: width and height in points."""
    lines = text.split("\n")
    return max(_line_width(line, size, weight) for line in lines), size * spacing * len(lines)


def wrapped(name: str, width: int = 25, lines: int = 5) -> str:
    """Break a name into lines of about the same length; what goes beyond the last line ends in an ellipsis.

    Examples
    --------
    >>> print(wrapped("Ministry of Foreign Affairs of Norvania"))
    Ministry of Foreign
    Affairs of Norvania
    """
    broken = wrap(name, width, break_long_words=len(name) > 3 * width) or [name]
    if len(broken) > lines:
        return "\n".join([*broken[: lines - 1], broken[lines - 1][: width - 1].rstrip() + "…"])
    for narrower in range(max(8, len(name) // len(broken)), width):
        even = wrap(name, narrower, break_long_words=False)
        if len(even) == len(broken):
            return "\n".join(even)
    return "\n".join(broken)


def _cut(line: str, size: float, room: float) -> str:
    """Shorten a line that is wider than the room."""
    if text_size(line, size)[0] <= room:
        return line
    kept = line
    while len(kept) > 1 and text_size(f"{kept}…", size)[0] > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def within(name: str, room: float, size: float, *, width: int = 60, lines: int = 2, weight: str = "normal") -> str:
    """Break a name into lines that are no wider than the room in points, nor longer than `width` letters.

    Examples
    --------
    >>> print(within("Ministry of Foreign Affairs", 60, 7))
    Ministry of
    Foreign Affairs
    """
    if lines == 1:
        return _cut(name, size, room)
    text = wrapped(name, width, lines)
    while text_size(text, size, weight=weight)[0] > room and width > 8:
        width -= 1
        text = wrapped(name, width, lines)
    return "\n".join(_cut(line, size, room) for line in text.split("\n"))


def fitted(ax: Axes, name: str, width: int, lines: int = 2, *, size: float = 8.0, share: float = 0.4) -> str:
    """Break a name into lines of at most `width` letters; if narrow, they take at most a share of the width."""
    if not is_narrow(ax):
        return wrapped(name, width, lines)
    return within(name, share * slot(ax).width, letters(ax, size), width=width, lines=lines)


# --- rows ------------------------------------------------------------------------------------------------------------


def _free_height(ax: Axes, around: float) -> float:
    """Height for rows in points: what title, key and axis leave; they stand in rows where a drawing is narrow."""
    around += _MORE if is_narrow(ax) else 0.0
    return max(slot(ax).height - around - 14 * len(ax.get_title(loc="left").splitlines()), 20.0)


def rows_for(ax: Axes, top: int, *, lines: int = 1, size: float = 8.0, around: float = _AROUND) -> int:
    """Say how many rows of so many lines of letters there is room for, at most `top`."""
    over = 0.0 if is_narrow(ax) else _OVER
    row = max(_ROW, _LINE * lines - over) * letters(ax, size)
    return max(1, min(top, int(_free_height(ax, around) / row)))


def lines_for(ax: Axes, rows: int, most: int = 2, *, size: float = 8.0, around: float = _AROUND) -> int:
    """Say how many lines a name may have that stands beside one of so many rows, at most `most`."""
    lines = _free_height(ax, around) / max(rows, 1) / letters(ax, size)
    return max(1, min(most, int((lines + _OVER) / _LINE)))


def pair_rows(ax: Axes, names: Sequence[str], *, width: int, arrow: str) -> list[str]:
    """Break names of pairs, which stand in rows, so that both ends can be read; give as many as there is room for."""
    room = _PAIRS * slot(ax).width if is_narrow(ax) else float("inf")
    size = letters(ax, 8)
    if all(len(name) <= width and text_size(name, size)[0] <= room for name in names):
        return list(names[: rows_for(ax, len(names))])
    kept = names[: rows_for(ax, len(names), lines=2)]
    if not is_narrow(ax):
        return [wrapped(name, width, 2) for name in kept]
    return [two_ends(name, room, size, arrow) for name in kept]


def two_ends(name: str, room: float, size: float, arrow: str) -> str:
    """Write a pair in one line, or one end a line, each shortened where it is too wide."""
    one, _, other = name.partition(arrow)
    if not other or text_size(name, size)[0] <= room:
        return _cut(name, size, room)
    head = arrow.rstrip()
    return f"{_cut(one, size, room - text_size(head, size)[0])}{head}\n{_cut(other, size, room)}"
