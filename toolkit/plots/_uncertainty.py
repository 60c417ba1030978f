"""Drawing how sure a network is: ties with error bars, and measures over time with ribbons."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.plots._room import is_narrow, letters, pair_rows
from toolkit.plots._style import (
    COLOURS,
    FAINT,
    GREY,
    INK,
    MUTED,
    SIGN_COLOURS,
    axis_label,
    clear,
    needs,
    note,
    nothing,
    positive,
    upright_label,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_edge_intervals", "plot_interval_ribbon"]

_NEEDED = ("measure", "item", "other", "estimate", "low", "high", "sure", "level")
_WINDOWS = ("window_start", "window_mid", "window_stop", "measure", "item", "estimate", "low", "high", "level")
_LINE = COLOURS[0]
_TIES = ("edge", "positive", "negative", "polarity")
#: Ties that are never there in a replicate are still to be seen.
_PALEST = 0.25


def _sign(low: float, high: float) -> int:
    """Say on which side of 0 an interval lies: 1, -1, or 0 for both."""
    return int(low > 0) - int(high < 0)


def _percent(level: float) -> str:
    return f"{100 * level:.3g} % intervals"


def _is_rank(measure: str) -> bool:
    return measure.startswith("rank of ")


def _name(item: str, other: object, arrow: str) -> str:
    return item if pd.isna(other) else f"{item}{arrow}{other}"  # type: ignore[call-overload]


def _names(rows: pd.DataFrame, arrow: str) -> list[str]:
    return [_name(item, other, arrow) for item, other in zip(rows["item"], rows["other"], strict=True)]


def _strongest(table: pd.DataFrame, measure: str, top: int) -> tuple[pd.DataFrame, int]:
    chosen = table[(table["measure"] == measure) & table["estimate"].notna() & table["item"].notna()]
    size = chosen["estimate"].abs() * (1 if _is_rank(measure) else -1)
    order = chosen.assign(size=size).sort_values(["size", "item", "other"])
    return order.head(top), max(0, len(order) - top)


def plot_edge_intervals(
    table: pd.DataFrame, *, ax: Axes, measure: str = "edge", top: int = 20, title: str | None = None
) -> Axes:
    """Draw the strongest ties, or nodes by a measure of theirs, with error bars.

    One row a tie (or a node), the strongest on top: a dot at its estimate, a bar from `low` to `high`. Bars that lie
    above 0 are blue, below 0 vermillion, those that hold 0 grey; the paler, the fewer replicates have the tie.

    Parameters
    ----------
    table : DataFrame
        As `uncertainty.bootstrap`, `propagate` or `combined` make it.
    ax : Axes
        Where to draw.
    measure : str
        Which rows: "edge", or "positive", "negative", "polarity" of relations and mentions; or a measure of nodes, such
        as "strength" or "rank of strength" (lowest rank on top).
    top : int
        How many to show at most, as far as there is room; the figure says how many are not shown.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing or `top` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"measure": ["edge"], "item": ["Quist"], "other": ["Tern"], "estimate": [3.0],
    ...     "low": [1.0], "high": [5.0], "sure": [0.99], "level": [0.95]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [label.get_text() for label in plot_edge_intervals(table, ax=ax).get_yticklabels()]
    ['Quist – Tern']
    """
    needs(table, _NEEDED)
    positive("top", top)
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    arrow = " – " if measure == "edge" else " → "
    names = pair_rows(ax, _names(_strongest(table, measure, top)[0], arrow), width=44, arrow=arrow)
    shown, hidden = _strongest(table, measure, max(1, len(names)))
    if shown.empty:
        return nothing(ax, "no ties" if measure in _TIES else f"no node with {measure}")
    for place, row in enumerate(shown.to_dict("records")):
        _draw_bar(ax, place, row)
    ax.set_yticks(range(len(shown)), names)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.axvline(0, color=GREY, lw=0.8, zorder=1)
    ax.margins(x=0.04)
    what = "weight of the tie" if measure == "edge" else measure
    axis_label(ax, f"{what} with {_percent(shown['level'].iloc[0])}")
    if is_narrow(ax):
        ax.xaxis.set_major_locator(MaxNLocator(nbins=4))
    ax.grid(axis="x", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    note(ax, f"{hidden} {_what(measure, shown)} not shown" if hidden else "")
    return ax


def _what(measure: str, shown: pd.DataFrame) -> str:
    """Name what is not shown: ties, other pairs (of which a measure compares something), or nodes."""
    if measure in _TIES:
        return "weaker ties"
    return "more pairs" if shown["other"].notna().any() else "weaker nodes"


def _draw_bar(ax: Axes, place: int, row: dict[Any, Any]) -> None:
    alpha = 1.0 if pd.isna(row["sure"]) else _PALEST + (1 - _PALEST) * float(row["sure"])
    colour = SIGN_COLOURS[_sign(row["low"], row["high"])]
    ax.plot([row["low"], row["high"]], [place, place], color=colour, lw=2.2, alpha=alpha, solid_capstyle="butt")
    ax.plot([row["estimate"]], [place], marker="o", ms=5, color=colour, alpha=alpha, mec="white", mew=0.7, ls="none")


def plot_interval_ribbon(
    table: pd.DataFrame,
    *,
    ax: Axes,
    measure: str = "polarization",
    item: str | None = None,
    title: str | None = None,
) -> Axes:
    """Draw a measure over windows of time with its interval as a ribbon.

    Parameters
    ----------
    table : DataFrame
        As `uncertainty.over_windows` makes it.
    ax : Axes
        Where to draw.
    measure : str
        Which rows, such as "modularity" or "strength".
    item : str, optional
        Whose, for measures of nodes.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. The line breaks where windows are missing between two others.

    Raises
    ------
    InputError
        If a column is missing, or there are several rows for a window: then `item` has to say whose.

    Examples
    --------
    >>> from toolkit import plots
    >>> days = pd.to_datetime(["2024-01-01", "2024-02-01"])
    >>> table = pd.DataFrame({"window_start": days, "window_mid": days, "window_stop": days + pd.Timedelta(days=30),
    ...     "measure": "polarization", "item": None, "estimate": [0.2, 0.5], "low": [0.1, 0.4], "high": [0.3, 0.6],
    ...     "level": 0.95})
    >>> fig, ax = plots.figure(6, 2)
    >>> [round(float(y), 1) for y in plot_interval_ribbon(table, ax=ax).lines[0].get_ydata()]
    [0.2, 0.5]
    """
    needs(table, _WINDOWS)
    set_title(ax, title)
    clear(ax, keep=("bottom", "left"))
    chosen = table[(table["measure"] == measure) & table["estimate"].notna()]
    chosen = chosen if item is None else chosen[chosen["item"] == item]
    if chosen.empty:
        return nothing(ax, f"no window with {measure}")
    if chosen["window_mid"].duplicated().any():
        raise InputError(f"table has several rows of {measure!r} for a window; say whose with item=")
    for part in _unbroken(chosen.sort_values("window_mid", ignore_index=True)):
        _draw_ribbon(ax, part)
    _date_axis(ax)
    whose = measure if item is None else f"{measure} of {item}"
    upright_label(ax, f"{whose}, {_percent(chosen['level'].iloc[0])}", color=INK)
    ax.grid(axis="y", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    return ax


def _date_axis(ax: Axes) -> None:
    make: dict[str, Any] = {"locator": mdates.AutoDateLocator, "formatter": mdates.ConciseDateFormatter}
    locator = make["locator"](minticks=2 if is_narrow(ax) else 3, maxticks=4 if is_narrow(ax) else 7)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(make["formatter"](locator))
    ax.xaxis.get_offset_text().set(fontsize=letters(ax, 8), color=MUTED)


def _unbroken(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Split where a window begins later than the one before ends."""
    gap = rows["window_start"] - rows["window_stop"].shift() > pd.Timedelta(days=1)
    return [part for _, part in rows.groupby(gap.cumsum())]


def _draw_ribbon(ax: Axes, part: pd.DataFrame) -> None:
    when = part["window_mid"].to_numpy()
    low, high, estimate = (part[name].to_numpy(dtype=float) for name in ("low", "high", "estimate"))
    if len(part) == 1:
        ax.plot(np.repeat(when, 2), [low[0], high[0]], color=_LINE, alpha=0.35, lw=5, solid_capstyle="butt")
    else:
        ax.fill_between(when, low, high, color=_LINE, alpha=0.2, lw=0)
    ax.plot(when, estimate, color=_LINE, lw=1.6, marker="o", ms=4, mec="white", mew=0.6)
