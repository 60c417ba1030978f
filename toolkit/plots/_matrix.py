"""Drawing a network as a table: who towards whom."""

from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch, Rectangle

from toolkit.plots._looks import names_of
from toolkit.plots._room import fitted, is_narrow, letters, lines_for, slot
from toolkit.plots._style import (
    FAINT,
    INK,
    SIGN_COLOURS,
    clear,
    key,
    note,
    nothing,
    positive,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_matrix"]

_DIVERGING = LinearSegmentedColormap.from_list(
    "signs", [SIGN_COLOURS[-1], "#F2B48C", "#E4E6E9", "#8DBBDD", SIGN_COLOURS[1]]
)
#: Width of a cell in a narrow drawing, in points.
_LEAST = 10.5
_MEANING = {-1.0: "all negative", 0.0: "neutral or evenly mixed", 1.0: "all positive"}


def plot_matrix(graph: nx.DiGraph, *, ax: Axes, top: int = 25, title: str | None = None) -> Axes:
    """Draw a signed network as a matrix: rows act, columns are acted upon.

    The number in a cell is the weight of the tie, its colour the mean sign, from vermillion (all negative) over
    grey to blue (all positive). Empty cells have no tie. Rows and columns are in the order of the alphabet; actors
    that never act have no row, those never acted upon no column.

    Parameters
    ----------
    graph : DiGraph
        Nodes may have `name`, edges `weight` and `polarity`, as `networks.relation_network` makes them.
    ax : Axes
        Where to draw.
    top : int
        How many actors to show at most, as far as there is room, those with the largest sum of weights; the figure says
        how many ties are not shown.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If `top` is below 1.

    Examples
    --------
    >>> import networkx as nx
    >>> from toolkit import plots
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("quist", "norvania", weight=3, polarity=-1.0)
    >>> fig, ax = plots.figure(4, 3)
    >>> [text.get_text() for text in plot_matrix(graph, ax=ax).texts]
    ['3', 'a row acts towards a column']
    """
    positive("top", top)
    set_title(ax, title)
    clear(ax)
    strength = dict(graph.degree(weight="weight"))
    kept = sorted(graph, key=lambda node: (-strength[node], node))[: _room_for(ax, top)]
    shown = graph.subgraph(kept)
    order = sorted(kept, key=lambda node: (str(graph.nodes[node].get("name") or node).casefold(), node))
    rows = [node for node in order if shown.out_degree(node)]
    columns = [node for node in order if shown.in_degree(node)]
    if not rows:
        return nothing(ax, "no ties")
    _cells(ax, shown, rows, columns)
    _names(ax, graph, rows, columns)
    handles = [Patch(facecolor=_DIVERGING((value + 1) / 2), label=text) for value, text in _MEANING.items()]
    below: dict[str, Any] = {"loc": "upper right" if is_narrow(ax) else "upper left", "handlelength": 1.1}
    key(ax, handles, 3, bbox_to_anchor=(float(is_narrow(ax)), 0), handleheight=1.1, **below)
    hidden = graph.number_of_edges() - shown.number_of_edges()
    more = f"; {hidden} of {graph.number_of_edges()} ties not shown" if hidden else ""
    note(ax, f"a row acts towards a column{more}")
    return ax


def _room_for(ax: Axes, top: int) -> int:
    """Say how many actors there is room for, at most `top`: half of a narrow drawing is names."""
    room = slot(ax)
    return max(2, min(top, int(min(0.58 * room.width, room.height - 110) / _LEAST))) if is_narrow(ax) else top


def _cells(ax: Axes, graph: nx.DiGraph, rows: list[str], columns: list[str]) -> None:
    size = letters(ax, float(np.clip(150 / max(len(rows), len(columns)), 5.5, 8.5)))
    for edge in range(1, len(columns)):
        ax.axvline(edge - 0.5, color=FAINT, lw=0.6, zorder=0)
    for edge in range(1, len(rows)):
        ax.axhline(edge - 0.5, color=FAINT, lw=0.6, zorder=0)
    for y, source in enumerate(rows):
        for x, target in enumerate(columns):
            if graph.has_edge(source, target):
                _cell(ax, x, y, graph.edges[source, target], size)


def _cell(ax: Axes, x: int, y: int, data: dict[str, Any], size: float) -> None:
    polarity = data.get("polarity")
    face = "#F7F8F9" if polarity is None else _DIVERGING((polarity + 1) / 2)
    ax.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, facecolor=face, edgecolor=FAINT, lw=0.5))
    colour = "white" if polarity is not None and abs(polarity) > 0.75 else INK
    ax.text(x, y, f"{data.get('weight', 1):g}", ha="center", va="center", fontsize=size, color=colour)


def _names(ax: Axes, graph: nx.DiGraph, rows: list[str], columns: list[str]) -> None:
    shown = sorted({*rows, *columns})
    names = dict(zip(shown, names_of(graph, shown), strict=True))
    narrow = is_narrow(ax)
    small = narrow or max(len(rows), len(columns)) > 16
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    lines = lines_for(ax, len(rows), 3, around=110) if narrow else 3
    ax.set_yticks(range(len(rows)), [fitted(ax, names[node], 30, lines) for node in rows])
    wide, most = (48, 1) if small else (30, 3)
    ax.set_xticks(range(len(columns)), [fitted(ax, names[node], wide, most, share=0.32) for node in columns])
    ax.xaxis.tick_top()
    for label in ax.get_xticklabels():
        label.set(rotation=90 if narrow else 45, ha="left", va="center", rotation_mode="anchor")
    ax.tick_params(length=0, labelsize=6.5 if small else 7.5)
    ax.tick_params(axis="x", pad=4 if small else 8)
