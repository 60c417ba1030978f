"""One look for every figure: colours that hold for colour-blind readers, sizes in points, files that stay the same."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from toolkit.errors import InputError

__all__ = [
    "COLOURS",
    "FAINT",
    "GREY",
    "HALO",
    "INK",
    "LINES",
    "MUTED",
    "SIGNS",
    "SIGN_COLOURS",
    "clear",
    "figure",
    "group_colour",
    "needs",
    "note",
    "nothing",
    "positive",
    "save",
    "size_in_points",
    "text_size",
    "title",
    "wrapped",
]

INK = "#22262B"
MUTED = "#5C636B"
GREY = "#8C929A"
FAINT = "#E3E6EA"
#: Okabe and Ito 2008, without yellow (too light) and black.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
#: Sign of a tie or a move (None: it has none) -> colour (Okabe and Ito 2008: blue, vermillion; greys).
SIGN_COLOURS: dict[int | None, str] = {1: COLOURS[0], -1: COLOURS[1], 0: "#878D95", None: MUTED}
SIGNS: dict[int | None, str] = {1: "positive", -1: "negative", 0: "neutral or mixed", None: "not known"}
#: Sign -> dashes in points (on, off); none for a solid line.
LINES: dict[int | None, tuple[float, ...]] = {1: (), -1: (6.0, 2.6), 0: (1.4, 2.4), None: ()}
HALO = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6}
_FAMILY = "DejaVu Sans"


def figure(width: float = 9.0, height: float = 6.0, *, rows: int = 1, columns: int = 1) -> tuple[Figure, Any]:
    """Make a figure with room for one drawing or a grid of them.

    Parameters
    ----------
    width, height : float
        In inches.
    rows, columns : int
        Grid of axes.

    Returns
    -------
    Figure, Axes or array of Axes
        As `matplotlib.pyplot.subplots`.

    Examples
    --------
    >>> fig, ax = figure(4, 3)
    >>> fig.get_size_inches().tolist()
    [4.0, 3.0]
    """
    fig, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained")
    return fig, axes


def save(fig: Figure, path: str | Path, *, alt: str | None = None, dpi: int = 150) -> tuple[Path, Path]:
    """Write a figure as PNG and SVG; the same figure gives the same bytes.

    Parameters
    ----------
    fig : Figure
        What to write.
    path : str or Path
        Where, without suffix.
    alt : str, optional
        What the figure shows, for those who cannot see it; it becomes the title of the SVG and the description of
        the PNG.
    dpi : int
        Resolution of the PNG.

    Returns
    -------
    Path, Path
        The PNG and the SVG. Letters stay text in the SVG, so that it can be searched, read aloud and edited.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    png, svg = path.with_name(path.name + ".png"), path.with_name(path.name + ".svg")
    tight: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.08, "facecolor": "white"}
    with mpl.rc_context({"svg.hashsalt": "polyvocal", "svg.fonttype": "none", "path.simplify": False}):
        fig.savefig(png, dpi=dpi, metadata={"Software": None, **({"Description": alt} if alt else {})}, **tight)
        about = {"Date": None, "Creator": None, **({"Title": alt} if alt else {})}
        fig.savefig(svg, metadata=about, **tight)
    return png, svg


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


def clear(ax: Axes, *, keep: Iterable[str] = ()) -> None:
    """Take away spines (but those to keep) and ticks' marks, and quiet the rest."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in tuple(keep))
        spine.set_color(GREY)
        spine.set_linewidth(0.8)
    ax.tick_params(length=0, colors=INK, labelsize=8)


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Measure the axes as they will stand once the figure's layout has been made."""
    fig = ax.get_figure(root=True)
    if fig is None:
        raise InputError("ax must belong to a figure")
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.execute(fig)
    extent = ax.get_window_extent()
    return extent.width * 72 / fig.dpi, extent.height * 72 / fig.dpi


def title(ax: Axes, text: str | None) -> None:
    """Set the title, left above the drawing."""
    if text is not None:
        ax.set_title(text, loc="left", fontsize=11, fontweight="bold", color=INK, pad=10)


def note(ax: Axes, text: str) -> None:
    """Write what is not shown, small, right below the drawing."""
    if text:
        ax.annotate(
            text,
            (1, 0),
            (0, -24),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=7,
            color=MUTED,
            style="italic",
        )


def nothing(ax: Axes, words: str) -> Axes:
    """Say in the middle of axes without ticks that there is nothing to draw."""
    ax.set(xticks=[], yticks=[])
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", color=MUTED, fontsize=9)
    return ax


def group_colour(number: int) -> str:
    """Give the colour of a coalition or state, counted from 1; those beyond the sixth are grey."""
    return COLOURS[number - 1] if number <= len(COLOURS) else str(SIGN_COLOURS[0])


def needs(table: pd.DataFrame, columns: Iterable[str], name: str = "table") -> None:
    """Raise unless a table has these columns."""
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise InputError(f"{name} lacks the columns {lacking}")


def positive(name: str, value: int | None) -> None:
    """Raise unless a number to show is missing or at least 1."""
    if value is not None and value < 1:
        raise InputError(f"{name} must be at least 1; got {value}")
