"""One look for every figure: colours that hold for colour-blind readers, sizes in points, files that stay the same."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from toolkit.errors import InputError, check_option
from toolkit.plots._room import figure_of, is_narrow, letters, slot, text_size, within

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
    "WIDTHS",
    "axis_label",
    "clear",
    "figure",
    "group_colour",
    "key",
    "needs",
    "note",
    "nothing",
    "positive",
    "save",
    "title",
    "upright_label",
]

INK = "#22262B"
MUTED = "#5C636B"
GREY = "#8C929A"
FAINT = "#E3E6EA"
#: Okabe and Ito 2008, without yellow (too light) and black.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
#: Coalitions and states (Tol 2021, muted): none is the colour of a sign; white numbers can be read on the first four.
_GROUPS = ("#117733", "#AA4499", "#332288", "#882255", "#44AA99", "#999933")
#: Sign of a tie or a move (None: it has none) -> colour (Okabe and Ito 2008: blue, vermillion; greys).
SIGN_COLOURS: dict[int | None, str] = {1: COLOURS[0], -1: COLOURS[1], 0: "#878D95", None: MUTED}
SIGNS: dict[int | None, str] = {1: "positive", -1: "negative", 0: "neutral or mixed", None: "not known"}
#: Sign -> dashes in points (on, off); none for a solid line.
LINES: dict[int | None, tuple[float, ...]] = {1: (), -1: (6.0, 2.6), 0: (1.4, 2.4), None: ()}
HALO = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6}
#: Name of a width -> inches: a column of a journal (8 cm), and the text of a page (16 cm).
WIDTHS = {"column": 3.15, "page": 6.3}


def figure(
    width: float | str = 9.0, height: float | None = None, *, rows: int = 1, columns: int = 1
) -> tuple[Figure, Any]:
    """Make a figure with room for one drawing or a grid of them.

    Print a figure in the size in which it was made: letters then are 6.5 to 11 points high. A drawing narrower than 4.2
    inches has smaller letters, breaks and shortens names, puts its key in rows, and shows fewer rows, ties and labels
    where there is no room for all; it says how many are not shown.

    Parameters
    ----------
    width : float or {"column", "page"}
        In inches; or a column of a journal (8 cm), or the width of the text of a page (16 cm).
    height : float, optional
        In inches; by default two thirds of the width, in a column as much as the width.
    rows, columns : int
        Grid of axes.

    Returns
    -------
    Figure, Axes or array of Axes
        As `matplotlib.pyplot.subplots`.

    Raises
    ------
    InputError
        If `width` is a name that is not known.

    Examples
    --------
    >>> fig, ax = figure(4, 3)
    >>> fig.get_size_inches().tolist()
    [4.0, 3.0]
    >>> fig, ax = figure("column")
    >>> fig.get_size_inches().tolist()
    [3.15, 3.15]
    """
    if isinstance(width, str):
        check_option("width", width, WIDTHS)
        height = WIDTHS["column"] if height is None and width == "column" else height
        width = WIDTHS[width]
    size = (width, 2 * width / 3 if height is None else height)
    fig, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
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


def clear(ax: Axes, *, keep: Iterable[str] = ()) -> None:
    """Take away spines (but those to keep) and ticks' marks, and quiet the rest."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in tuple(keep))
        spine.set_color(GREY)
        spine.set_linewidth(0.8)
    ax.tick_params(length=0, colors=INK, labelsize=letters(ax, 8))


def title(ax: Axes, text: str | None) -> None:
    """Set the title, left above the drawing; in a narrow drawing from the left end of its labels on."""
    if text is not None:
        _write_title(ax, text, 10)


def _write_title(ax: Axes, text: str, pad: float) -> None:
    size, room = letters(ax, 11), slot(ax)
    broken = within(text, room.width, size, width=200, lines=4, weight="bold")
    written = ax.set_title(broken, loc="left", fontsize=size, fontweight="bold", color=INK, pad=pad)
    if is_narrow(ax):
        fig = figure_of(ax)
        place = blended_transform_factory(fig.transFigure, ax.transAxes)
        written.set(x=room.left, transform=place + ScaledTranslation(0, pad / 72, fig.dpi_scale_trans))


def key(ax: Axes, handles: Sequence[Any], columns: int, **looks: Any) -> Legend:
    """Explain signs in as many rows as they need: above the drawing (the title makes way) or where `looks` say."""
    size = letters(ax, 7.5)
    look: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1, 1.0), "frameon": False, "fontsize": size}
    look |= {"labelcolor": INK, "borderaxespad": 0.2, "handletextpad": 0.4, "columnspacing": 1.2, **looks}
    legend = ax.legend(handles=handles, ncols=columns, **look)
    while columns > 1 and _extent(ax, legend)[0] > slot(ax).width:
        columns -= 1
        legend = ax.legend(handles=handles, ncols=columns, **look)
    if "bbox_to_anchor" not in looks:
        _lift_title(ax, legend)
    return legend


def _extent(ax: Axes, artist: Artist) -> tuple[float, float]:
    """Width and height of what is drawn, in points."""
    extent = artist.get_window_extent()
    return extent.width * 72 / figure_of(ax).dpi, extent.height * 72 / figure_of(ax).dpi


def _lift_title(ax: Axes, legend: Legend) -> None:
    """Put the title above a key that stands above the drawing, unless there is room beside each other."""
    text, size = ax.get_title(loc="left").replace("\n", " "), letters(ax, 11)
    width, height = _extent(ax, legend)
    if text and legend.get_texts() and (is_narrow(ax) or width + text_size(text, size)[0] > 0.75 * slot(ax).width):
        _write_title(ax, text, height + 3)


def axis_label(ax: Axes, text: str) -> None:
    """Say below the drawing what its horizontal axis means."""
    size, narrow = letters(ax, 8), is_narrow(ax)
    words = within(text, slot(ax).width, size, width=200, lines=3) if narrow else text
    ax.set_xlabel(words, fontsize=size, color=MUTED, loc="right" if narrow else "left")


def upright_label(ax: Axes, text: str, **looks: Any) -> None:
    """Say left of the drawing what its upright axis means."""
    size = letters(ax, 8)
    ax.set_ylabel(within(text, 0.7 * slot(ax).height, size, width=200, lines=3), fontsize=size, **looks)


def _depth(ax: Axes) -> float:
    """Say how far axis and key reach below the drawing, in points."""
    fig = figure_of(ax)
    legend, axis = ax.get_legend(), ax.xaxis.get_tightbbox()
    found = [axis.y0] if axis is not None else []
    found += [legend.get_window_extent().y0] if legend is not None else []
    return max(0.0, float(ax.bbox.y0 - min(found, default=ax.bbox.y0))) * 72 / fig.dpi


def note(ax: Axes, text: str) -> None:
    """Write what is not shown, small, right below the drawing."""
    if not text:
        return
    size, narrow = letters(ax, 7), is_narrow(ax)
    words = within(text, 0.92 * slot(ax).width, size, width=200, lines=4) if narrow else text
    below = _depth(ax) + 4 if narrow else 24
    written = ax.annotate(words, (1, 0), (0, -below), xycoords="axes fraction", textcoords="offset points")
    written.set(fontsize=size, color=MUTED, style="italic", ha="right", va="top")


def nothing(ax: Axes, words: str) -> Axes:
    """Say in the middle of axes without ticks that there is nothing to draw."""
    ax.set(xticks=[], yticks=[])
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", color=MUTED, fontsize=letters(ax, 9))
    return ax


def group_colour(number: int) -> str:
    """Give the colour of a coalition or state, counted from 1; those beyond the sixth are grey."""
    return _GROUPS[number - 1] if number <= len(_GROUPS) else str(SIGN_COLOURS[0])


def needs(table: pd.DataFrame, columns: Iterable[str], name: str = "table") -> None:
    """Raise unless a table has these columns."""
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise InputError(f"{name} lacks the columns {lacking}")


def positive(name: str, value: int | None) -> None:
    """Raise unless a number to show is missing or at least 1."""
    if value is not None and value < 1:
        raise InputError(f"{name} must be at least 1; got {value}")
