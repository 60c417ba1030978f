"""Drawing framing: how often each device is used, by outlet or actor."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from toolkit.errors import InputError, check_option
from toolkit.plots._room import fitted, is_narrow, letters, lines_for, rows_for, size_in_points, slot
from toolkit.plots._style import (
    FAINT,
    INK,
    MUTED,
    SIGN_COLOURS,
    clear,
    key,
    needs,
    note,
    nothing,
    positive,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_framing"]

_BLUE = SIGN_COLOURS[1]
_UNKNOWN = "not known"
#: Widest dot in points; smallest that can be seen.
_WIDEST, _THINNEST = 19.0, 2.5
#: Least width of a category, and what headings, key and margins take of the height, in points.
_COLUMN, _AROUND = 18.0, 110.0


def _checked(table: pd.DataFrame, by: str) -> pd.DataFrame:
    options = [name for name in ("outlet", "name", "source_actor", "doc_id") if name in table.columns]
    needs(table, ("device", "category", "n", "per_1000"))
    check_option("by", by, options)
    row = table[by].astype("object").where(table[by].notna(), _UNKNOWN).map(str)
    made = table.assign(row=row)
    if made.duplicated(["row", "device", "category"]).any():
        raise InputError(f"table must have one row for each {by!r}, device and category; choose another by")
    return made


def _rows(table: pd.DataFrame, top: int) -> list[str]:
    """Choose the rows with the most passages, the unknown one last."""
    sums = table.groupby("row")["n"].sum()
    ranked = sorted(sums.index, key=lambda name: (name == _UNKNOWN, -int(sums[name]), name))
    return ranked[:top]


def _columns(table: pd.DataFrame, most: int) -> list[tuple[str, str]]:
    """Choose the categories with the most passages, in the order of their devices."""
    sums = table.groupby(["device", "category"])["n"].sum()
    order = {str(device): place for place, device in enumerate(table["device"].drop_duplicates())}
    pairs = [(str(device), str(category)) for device, category in sums.index]
    kept = sorted(zip(pairs, sums, strict=True), key=lambda item: (-int(item[1]), item[0]))[:most]
    return sorted((pair for pair, _ in kept), key=lambda pair: (order[pair[0]], pair))


def _room_for_columns(ax: Axes) -> int:
    """Say how many categories there is room for: half of a narrow drawing is names."""
    return max(1, int(0.6 * slot(ax).width / _COLUMN))


def _label(column: tuple[str, str], *, several: bool, narrow: bool) -> str:
    device, category = (words.replace("_", " ") for words in column)
    if not several:
        return category
    return f"{category} ({device})" if narrow else f"{device}: {category}"


def _widths(rates: "pd.Series[Any]", room: float) -> Any:
    """Diameters in points: the area stands for the rate."""
    top = float(rates.max()) if rates.notna().any() and rates.max() > 0 else 1.0
    return np.maximum(min(_WIDEST, room) * np.sqrt(rates.fillna(0) / top), _THINNEST)


def _legend(ax: Axes, rates: "pd.Series[Any]", room: float, least: int) -> None:
    known = rates.dropna()
    shown = sorted({float(f"{value:.2g}") for value in (known.max(), known.max() / 4)} - {0.0}) if len(known) else []
    sizes = _widths(pd.Series([*shown, float(known.max()) if len(known) else 1.0]), room)
    keys = [
        Line2D([], [], ls="", marker="o", ms=size, color=_BLUE, label=f"{value:g} in 1,000 words")
        for value, size in zip(shown, sizes, strict=False)
    ]
    keys.append(Line2D([], [], ls="", marker="o", ms=7, mfc="white", mec=_BLUE, label=f"fewer than {least} passages"))
    right = float(is_narrow(ax))
    long = max(2.0, float(np.max(sizes)) / 7.0)
    key(
        ax,
        keys,
        len(keys),
        handlelength=long,
        loc="upper right" if right else "upper left",
        bbox_to_anchor=(right, -0.02),
    )


def plot_framing(
    table: pd.DataFrame,
    *,
    ax: Axes,
    by: str = "outlet",
    top: int = 15,
    least: int = 3,
    title: str | None = None,
) -> Axes:
    """Draw how often framing devices are used: a row an outlet or actor, a column a category, a dot the rate.

    The area of a dot is the rate in a thousand words, the number beside it how many passages it rests on. Hollow dots
    rest on few passages; a small cross stands where the number of words, and so the rate, is not known.

    Parameters
    ----------
    table : DataFrame
        As `framing.summarise` makes it, of one device or several: device, category, n, per_1000 and the column `by`.
        Devices stand in the order in which the table has them.
    ax : Axes
        Where to draw; about 0.45 inches of width for each category.
    by : {"outlet", "name", "source_actor", "doc_id"}
        Column of what the rows are.
    top : int
        How many rows to draw at most, as far as there is room, those with the most passages; categories with few
        passages are left out where a drawing is too narrow for all. The figure says how many passages are not shown.
    least : int
        Dots that rest on fewer passages are hollow.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing, `by` is no column of the table or does not tell its rows apart, or `top` or `least` is
        below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"outlet": ["Gazette"], "device": ["hedge"], "category": ["modal"], "n": [4],
    ...     "per_1000": [2.5]})
    >>> fig, ax = plots.figure(4, 2)
    >>> [text.get_text() for text in plot_framing(table, ax=ax).texts]
    ['4']
    """
    positive("top", top)
    positive("least", least)
    counted = _checked(table, by)
    set_title(ax, title)
    clear(ax)
    if counted.empty:
        return nothing(ax, "no passages")
    rows, columns = _rows(counted, rows_for(ax, top, around=_AROUND)), _columns(counted, _room_for_columns(ax))
    _grid(ax, rows, columns)
    width, height = size_in_points(ax)
    room = min(width / len(columns) * (0.4 if is_narrow(ax) else 0.62), height / len(rows) * 0.8)
    pairs = pd.Series(list(zip(counted["device"].map(str), counted["category"].map(str), strict=True)), counted.index)
    shown = counted[counted["row"].isin(rows) & pairs.isin(columns)]
    _dots(ax, shown, rows, columns, room, least)
    _legend(ax, shown["per_1000"].astype(float), room, least)
    hidden = int(counted["n"].sum() - shown["n"].sum())
    note(ax, f"{hidden} of {int(counted['n'].sum())} passages not shown" if hidden else "")
    return ax


def _grid(ax: Axes, rows: list[str], columns: list[tuple[str, str]]) -> None:
    several = len({device for device, _ in columns}) > 1
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    lines = lines_for(ax, len(rows), around=_AROUND)
    ax.set_yticks(range(len(rows)), [fitted(ax, name, 30, lines, share=0.36) for name in rows])
    ax.set_xticks(
        range(len(columns)),
        [fitted(ax, _label(column, several=several, narrow=is_narrow(ax)), 60, 1, share=0.36) for column in columns],
    )
    ax.xaxis.tick_top()
    for label in ax.get_xticklabels():
        label.set(rotation=90 if is_narrow(ax) else 40, ha="left", va="center", rotation_mode="anchor")
    ax.tick_params(axis="x", pad=5)
    ax.hlines(range(len(rows)), -0.5, len(columns) - 0.5, color=FAINT, lw=0.8, zorder=1)
    for place in range(1, len(columns)):
        if columns[place][0] != columns[place - 1][0]:
            ax.axvline(place - 0.5, color=MUTED, lw=0.8, zorder=1)


def _dots(
    ax: Axes, shown: pd.DataFrame, rows: list[str], columns: list[tuple[str, str]], room: float, least: int
) -> None:
    pairs = zip(shown["device"].map(str), shown["category"].map(str), strict=True)
    x = np.array([columns.index(pair) for pair in pairs], dtype=float)
    y = np.array([rows.index(name) for name in shown["row"]], dtype=float)
    rates = shown["per_1000"].astype(float)
    widths, few, unknown = np.asarray(_widths(rates, room)), (shown["n"] < least).to_numpy(), rates.isna().to_numpy()
    known = ~unknown
    faces = np.where(few[known], "white", _BLUE)
    look: dict[str, Any] = {"edgecolors": _BLUE, "linewidths": 0.9, "zorder": 3}
    ax.scatter(x[known] - 0.12, y[known], s=widths[known] ** 2, c=faces, **look)
    ax.scatter(x[unknown] - 0.12, y[unknown], s=18, marker="x", c=MUTED, linewidths=0.9, zorder=3)
    offsets = np.where(unknown, 5.0, widths / 2 + 2)
    for left, up, away, n in zip(x, y, offsets, shown["n"], strict=True):
        text = ax.annotate(f"{n:g}", (left - 0.12, up), (away, 0), textcoords="offset points", va="center_baseline")
        text.set(fontsize=letters(ax, 7), color=INK, zorder=4)
