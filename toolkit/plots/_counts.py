"""Drawing a count for each period."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plots._room import letters, size_in_points, text_size
from toolkit.plots._style import FAINT, INK, MUTED, clear, needs, nothing, upright_label
from toolkit.plots._style import title as set_title

__all__ = ["plot_counts"]

_COLOUR = "#0072B2"
_LETTERS = 8.0


def plot_counts(counts: pd.DataFrame, *, ax: Axes, of: str = "documents", title: str | None = None) -> Axes:
    """Draw how many there are in each period, one upright bar each.

    Parameters
    ----------
    counts : DataFrame
        One row a period, in the order of time: `period` (what stands below the bar) and `n`; a period without any has
        a row with 0.
    ax : Axes
        Where to draw.
    of : str
        What is counted; stands at the upright axis.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. Labels that have no room beside each other are written for every second, third ... bar.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> from toolkit import plots
    >>> _, ax = plots.figure()
    >>> ax = plot_counts(pd.DataFrame({"period": ["Mar 2031", "Apr 2031"], "n": [3, 1]}), ax=ax)
    >>> [int(bar.get_height()) for bar in ax.patches]
    [3, 1]
    """
    needs(counts, ("period", "n"), "counts")
    set_title(ax, title)
    if counts.empty:
        return nothing(ax, f"No {of} with a date")
    labels = [str(period) for period in counts["period"]]
    clear(ax, keep=("bottom",))
    ax.bar(range(len(labels)), counts["n"], width=0.8, color=_COLOUR, zorder=2)
    ax.set_xlim(-0.6, len(labels) - 0.4)
    step = _step(ax, labels)
    ax.set_xticks(range(0, len(labels), step), labels[::step])
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.grid(axis="y", color=FAINT, lw=0.8, zorder=0)
    ax.tick_params(length=0, labelcolor=INK)
    upright_label(ax, of, color=MUTED)
    return ax


def _step(ax: Axes, labels: list[str]) -> int:
    """Say for every how many bars a label has room."""
    width = max(text_size(label, letters(ax, _LETTERS))[0] for label in labels) + 6
    room = size_in_points(ax)[0] / len(labels)
    return max(1, -int(-width // room))
