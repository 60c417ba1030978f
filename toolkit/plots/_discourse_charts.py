"""Drawing what is contested in a debate, concepts by stance, and its states over time."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from toolkit.errors import InputError
from toolkit.plots._room import fitted, is_narrow, letters, lines_for, rows_for
from toolkit.plots._style import (
    FAINT,
    GREY,
    INK,
    MUTED,
    SIGN_COLOURS,
    clear,
    group_colour,
    needs,
    note,
    nothing,
    positive,
    upright_label,
)
from toolkit.plots._style import title as set_title
from toolkit.plots._uncertainty import _date_axis

__all__ = ["plot_phases", "plot_stances"]

#: Where the first window stands, which has no change, in units of the scale.
_BELOW = -0.14


# --- concepts by stance ----------------------------------------------------------------------------------------------


def _sides(levels: list[object]) -> dict[int, list[str]]:
    """Sort the levels of the qualifier to the left (against) and right (for), those nearest to 0 first."""
    if not levels or not all(isinstance(level, int | np.integer) for level in levels):
        raise InputError(f"table must count by a boolean or integer qualifier; its levels are {levels}")
    numbers = sorted(int(str(level)) for level in levels)
    boolean = set(numbers) <= {0, 1}
    right = [f"n_{number}" for number in numbers if number > 0]
    left = [f"n_{number}" for number in reversed(numbers) if number < 0 or (boolean and number == 0)]
    return {-1: left, 1: right}


def plot_stances(table: pd.DataFrame, *, ax: Axes, top: int = 20, title: str | None = None) -> Axes:
    """Draw for each value how many statements reject it, to the left, and how many support it, to the right.

    Parameters
    ----------
    table : DataFrame
        As `measures.barplot` makes it with a boolean or integer qualifier: value, n, n_<level>, attrs["levels"]. Of a
        boolean, 0 rejects; of integers those below 0 reject, those above support (darker the farther), 0 counts for
        neither and is not drawn.
    ax : Axes
        Where to draw.
    top : int
        How many values to show at most, as far as there is room, those with the most statements; the figure says how
        many are not shown.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. The most supported stand on top.

    Raises
    ------
    InputError
        If a column or the levels are missing, the levels are no numbers, or `top` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"value": ["tram", "toll"], "n": [3, 2], "n_0": [1, 2], "n_1": [2, 0]})
    >>> table.attrs["levels"] = [0, 1]
    >>> fig, ax = plots.figure(6, 2)
    >>> [label.get_text() for label in plot_stances(table, ax=ax).get_yticklabels()]
    ['tram', 'toll']
    """
    sides = _sides(list(table.attrs.get("levels", [])))
    needs(table, ("value", "n", *sides[-1], *sides[1]))
    positive("top", top)
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    if table.empty:
        return nothing(ax, "no statements")
    chosen = table.sort_values(["n", "value"], ascending=[False, True]).head(rows_for(ax, top))
    sums = {side: chosen[names].sum(axis=1) for side, names in sides.items()}
    chosen = chosen.assign(balance=sums[1] - sums[-1]).sort_values(["balance", "n", "value"], ascending=[False] * 3)
    for side, names in sides.items():
        _bars(ax, chosen, names, side)
    _stance_axis(ax, chosen, max(int(sums[1].max()), int(sums[-1].max()), 1))
    hidden = len(table) - len(chosen)
    note(ax, f"{hidden} more values not shown" if hidden else "")
    return ax


def _bars(ax: Axes, chosen: pd.DataFrame, names: list[str], side: int) -> None:
    """Stack the levels of one side, with their sum at the end."""
    places, so_far = list(range(len(chosen))), pd.Series(0, index=chosen.index)
    hatch = "" if side > 0 else "////"
    for number, name in enumerate(names):
        look: dict[str, Any] = {"color": SIGN_COLOURS[side], "alpha": 0.5 + 0.5 * (number + 1) / len(names)}
        look |= {"hatch": hatch, "edgecolor": "white", "linewidth": 0.6}
        ax.barh(places, side * chosen[name], left=side * so_far, height=0.66, **look)
        so_far = so_far + chosen[name]
    for place, n in zip(places, so_far, strict=True):
        if n:
            end = ax.annotate(str(n), (side * n, place), (4 * side, 0), textcoords="offset points", va="center")
            end.set(ha="left" if side > 0 else "right", fontsize=letters(ax, 7.5), color=MUTED)


def _stance_axis(ax: Axes, chosen: pd.DataFrame, far: int) -> None:
    ax.axvline(0, color=INK, lw=0.8)
    lines = lines_for(ax, len(chosen))
    ax.set_yticks(range(len(chosen)), [fitted(ax, str(value), 36, lines) for value in chosen["value"]])
    ax.set_ylim(len(chosen) - 0.4, -0.6)
    reach = far * (1.32 if is_narrow(ax) else 1.14)
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4 if is_narrow(ax) else 8))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    words = "← against   for →" if is_narrow(ax) else "← statements against     statements for →"
    ax.set_xlabel(words, fontsize=letters(ax, 8), color=MUTED)
    ax.grid(axis="x", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)


# --- states over time ------------------------------------------------------------------------------------------------


def plot_phases(states: pd.DataFrame, *, ax: Axes, title: str | None = None) -> Axes:
    """Draw the states of a debate over time, and how much it changed from window to window.

    Parameters
    ----------
    states : DataFrame
        `mid`, `state`, `change`, as in `measures.PhaseTransitions`.
    ax : Axes
        Where to draw.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes: a dot a window at its change from the one before (the first has none and stands hollow below
        the scale), its number and colour that of the state; an upright line halfway between two windows of different
        states.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> from toolkit import plots
    >>> days = pd.to_datetime(["2024-05-01", "2024-06-01"])
    >>> states = pd.DataFrame({"mid": days, "state": [1, 2], "change": [None, 0.4]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [text.get_text() for text in plot_phases(states, ax=ax).texts]
    ['1', 'no window before', '2']
    """
    needs(states, ("mid", "state", "change"), "states")
    set_title(ax, title)
    clear(ax, keep=("bottom", "left"))
    if states.empty:
        return nothing(ax, "no windows")
    x = mdates.date2num(states["mid"])  # type: ignore[no-untyped-call]
    y = states["change"].astype(float).fillna(_BELOW).to_numpy()
    known = states["change"].notna().to_numpy()
    ax.plot(x[known], y[known], color=GREY, lw=1.2, zorder=2)
    labels = [int(state) for state in states["state"]]
    for place, label in enumerate(labels):
        hollow = bool(pd.isna(states["change"].iloc[place]))
        fill = "white" if hollow else group_colour(label)
        ax.scatter(
            [x[place]],
            [y[place]],
            s=110 if is_narrow(ax) else 190,
            c=fill,
            edgecolors=group_colour(label),
            linewidths=1.6,
            zorder=3,
        )
        text = ax.text(x[place], y[place], str(label), fontsize=letters(ax, 8), fontweight="bold", zorder=4)
        text.set(ha="center", va="center_baseline", color=group_colour(label) if hollow else "white")
        if hollow:
            below = ax.annotate("no window before", (x[place], y[place]), (10, 0), textcoords="offset points")
            below.set(va="center", color=MUTED, fontsize=letters(ax, 8))
        if place and label != labels[place - 1]:
            ax.axvline((x[place - 1] + x[place]) / 2, color=INK, lw=1.0, ls=(0, (1.4, 2.4)), zorder=1)
    ax.set(ylim=(2 * _BELOW, 1.12), yticks=np.linspace(0, 1, 6))
    upright_label(ax, "change (1: the largest of any two windows)", color=MUTED)
    _date_axis(ax)
    ax.grid(axis="y", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    return ax
