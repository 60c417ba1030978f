"""Drawing whether stated confidence is met: the reliability diagram."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from toolkit.plots._room import letters
from toolkit.plots._style import COLOURS, GREY, INK, MUTED, clear, needs
from toolkit.plots._style import title as set_title

__all__ = ["plot_reliability"]

_DOT = COLOURS[0]
_LARGEST = 220.0


def plot_reliability(table: pd.DataFrame, *, ax: Axes, title: str | None = None) -> Axes:
    """Draw the share that is right against the confidence that was stated.

    One dot for each bin of confidence, its area by the number of cases, which stands beside it. On the diagonal the
    two are the same; a dot below it was too sure, above it not sure enough.

    Parameters
    ----------
    table : DataFrame
        Columns `stated` and `observed` (0 to 1) and `n`, one row a bin, as ``manifest.json`` of the reader has them.
    ax : Axes
        Where to draw.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> from toolkit import plots
    >>> _, ax = plots.figure(4, 4)
    >>> bins = pd.DataFrame({"stated": [0.2, 0.9], "observed": [0.25, 0.9], "n": [40, 120]})
    >>> plots.plot_reliability(bins, ax=ax).get_xlabel()
    'confidence stated'
    """
    needs(table, ("stated", "observed", "n"))
    bins = table[table["n"] > 0].sort_values("stated")
    clear(ax, keep=("left", "bottom"))
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    if len(bins):
        ax.plot(bins["stated"], bins["observed"], color=_DOT, linewidth=1, zorder=2)
        areas = bins["n"] / bins["n"].max() * _LARGEST
        ax.scatter(bins["stated"], bins["observed"], s=areas, color=_DOT, edgecolor="white", linewidth=0.8, zorder=3)
    for row in bins.itertuples():
        ax.annotate(
            f"{row.n}",
            (row.stated, row.observed),
            (9, -9),
            textcoords="offset points",
            color=MUTED,
            fontsize=letters(ax, 7),
        )
    ax.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal")
    ax.set_xlabel("confidence stated", color=INK, fontsize=letters(ax, 9))
    ax.set_ylabel("share that is right", color=INK, fontsize=letters(ax, 9))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0))
    ax.tick_params(pad=5)
    set_title(ax, title)
    return ax
