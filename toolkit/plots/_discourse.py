"""Drawing discourse networks: who holds which position, and who stands with whom."""

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plots import _legend
from toolkit.plots._layout import Points, network_positions
from toolkit.plots._legend import Entry, Heading
from toolkit.plots._looks import dashes, tie_entry
from toolkit.plots._network import _SMALL, _arrange, _prepare, _room_for_ties
from toolkit.plots._network_labels import Canvas, draw_hidden, draw_labels
from toolkit.plots._room import fitted, is_narrow, letters, lines_for, rows_for
from toolkit.plots._style import (
    INK,
    SIGN_COLOURS,
    clear,
    group_colour,
    needs,
    note,
    nothing,
    positive,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_discourse_network", "plot_two_mode"]

Tie = tuple[str, str, float]
_RADIUS = 8.5
_NOTE = 11.0


def _sign(weight: float) -> int:
    return 1 if weight > 0 else -1


def _widths(ties: list[Tie]) -> list[float]:
    """Widths in points, in proportion to the square root of the strength."""
    top = max((abs(weight) for *_, weight in ties), default=1.0)
    return [0.7 + 2.8 * float(np.sqrt(abs(weight) / top)) for *_, weight in ties]


# --- who holds which position ----------------------------------------------------------------------------------------


def _shown(matrix: pd.DataFrame, top: int) -> pd.DataFrame:
    """Take the busiest rows and columns, and put those next to each other that are alike."""
    size = matrix.abs()
    kept = []
    for sums in (size.sum(axis=1), size.sum(axis=0)):
        ranked = sorted(range(len(sums)), key=lambda place: (-float(sums.iloc[place]), str(sums.index[place])))
        kept.append(ranked[:top])
    part = matrix.iloc[kept[0], kept[1]]
    left, _, right = np.linalg.svd(part.to_numpy(dtype=float), full_matrices=False)
    turn = 1.0 if np.sum(np.round(left[:, 0], 9) ** 3) >= 0 else -1.0
    order = [np.argsort(-np.round(turn * axis, 9), kind="stable") for axis in (left[:, 0], right[0])]
    return part.iloc[order[0], order[1]]


def plot_two_mode(matrix: pd.DataFrame, *, ax: Axes, top: int = 25, title: str | None = None) -> Axes:
    """Draw a signed two-mode network: actors on the left, concepts on the right, a line where one speaks of the other.

    A solid blue line is support, a dashed vermillion one rejection; the thicker, the more. Actors and concepts that are
    alike stand next to each other (in the order of the first singular vectors of the network), so that opposed camps
    stand at opposite ends.

    Parameters
    ----------
    matrix : DataFrame
        As `networks.discourse_network` makes it with ``kind="twomode"`` and ``aggregation="subtract"``.
    ax : Axes
        Where to draw.
    top : int
        How many actors and how many concepts to show at most, as far as there is room, those with the most; the figure
        says what is not shown.
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
    >>> from toolkit import plots
    >>> says = pd.DataFrame([[2, -1], [0, 1]], index=["Quist", "Tern"], columns=["tram", "toll"])
    >>> fig, ax = plots.figure(6, 3)
    >>> len(plot_two_mode(says, ax=ax).lines)
    3
    """
    positive("top", top)
    set_title(ax, title)
    clear(ax)
    ax.set(xticks=[], yticks=[])
    if not np.abs(matrix.to_numpy(dtype=float)).sum():
        return nothing(ax, "no ties")
    part = _shown(matrix, rows_for(ax, top, around=20))
    narrow, size = is_narrow(ax), letters(ax, 8)
    heights = [np.linspace(1, 0, n) if n > 1 else np.array([0.5]) for n in part.shape]
    cells = [(i, j, float(part.iloc[i, j])) for i, j in zip(*np.nonzero(part.to_numpy()), strict=True)]
    cells.sort(key=lambda cell: (-abs(cell[2]), cell[0], cell[1]))
    for (i, j, weight), width in zip(cells, _widths([("", "", weight) for *_, weight in cells]), strict=True):
        look = {"color": SIGN_COLOURS[_sign(weight)], "ls": dashes(_sign(weight), width), "alpha": 0.75, "zorder": 2}
        ax.plot([0, 1], [heights[0][i], heights[1][j]], lw=width, **look)
    for x, names, places, side in ((0.0, part.index, heights[0], -1), (1.0, part.columns, heights[1], 1)):
        ax.scatter(
            [x] * len(names), places, s=16 if narrow else 34, marker="o" if side < 0 else "s", color=INK, zorder=3
        )
        for name, y in zip(names, places, strict=True):
            words = fitted(ax, str(name), 30, lines_for(ax, len(names), around=20), share=0.34)
            text = ax.annotate(words, (x, y), (5 * side if narrow else 7 * side, 0), textcoords="offset points")
            text.set(ha="left" if side > 0 else "right", va="center", fontsize=size, color=INK)
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.06, 1.06))
    hidden = [total - shown for total, shown in zip(matrix.shape, part.shape, strict=True)]
    note(ax, f"{hidden[0]} more actors and {hidden[1]} more concepts not shown" if any(hidden) else "")
    return ax


# --- who stands with whom --------------------------------------------------------------------------------------------


def _strongest(graph: nx.Graph, top: int) -> tuple[list[Tie], int]:
    found = [(min(u, v), max(u, v), float(weight)) for u, v, weight in graph.edges(data="weight") if u != v and weight]
    found.sort(key=lambda tie: (-abs(tie[2]), tie[0], tie[1]))
    return found[:top], max(0, len(found) - top)


def _straight(ax: Axes, ties: list[Tie], places: dict[str, Points]) -> Points:
    """Draw the ties, weak and negative ones below, and give dots along them that labels keep clear of."""
    found = [np.zeros((0, 3))]
    for (u, v, weight), width in zip(ties, _widths(ties), strict=True):
        sign = _sign(weight)
        ends = np.array([places[u], places[v]])
        look = {"color": SIGN_COLOURS[sign], "ls": dashes(sign, width), "alpha": 0.9 if sign > 0 else 0.45}
        ax.plot(*ends.T, lw=width if sign > 0 else 0.6 * width, zorder=2.5 if sign > 0 else 2, **look)
        steps = np.linspace(0, 1, max(int(np.hypot(*(ends[1] - ends[0])) / 6), 3))[:, None]
        dots = ends[0] * (1 - steps) + ends[1] * steps
        found.append(np.column_stack([dots, np.full(len(dots), 0.4 + 0.4 * width)]))
    return np.vstack(found)


def _circles(ax: Axes, nodes: list[str], places: dict[str, Points], groups: dict[str, int], radius: float) -> None:
    """Draw the nodes in the colour of their coalition, with its number."""
    for node in nodes:
        group = groups.get(node)
        fill = "white" if group is None else group_colour(group)
        x, y = places[node]
        ax.scatter([x], [y], s=(2 * radius) ** 2, c=fill, edgecolors=INK, linewidths=0.8, zorder=4)
        if group is not None:
            number = ax.text(x, y, str(group), color="white", fontsize=letters(ax, 8), fontweight="bold", zorder=4.5)
            number.set(ha="center", va="center_baseline")


def _entries(ties: list[Tie], groups: dict[str, int]) -> list[list[Heading | Entry]]:
    signs = {_sign(weight) for *_, weight in ties}
    words = {1: "agree, more than they disagree", -1: "disagree"}
    first: list[Heading | Entry] = [Heading("Ties")] if signs else []
    first += [tie_entry(sign, 1.6, words[sign], head=False) for sign in (1, -1) if sign in signs]
    return [[*first, Heading("Number, colour: coalition")] if groups else first]


def plot_discourse_network(
    graph: nx.Graph,
    *,
    ax: Axes,
    coalitions: pd.DataFrame | None = None,
    ties: int | None = None,
    seed: int = 0,
    title: str | None = None,
) -> Axes:
    """Draw a one-mode discourse network: who agrees with whom, coloured by coalition.

    Ties above 0 are solid blue, the thicker the stronger; those below 0 dashed vermillion. Only the ties above 0 pull
    their ends together. The colours and numbers of coalitions are those of `plot_alluvial`.

    Parameters
    ----------
    graph : Graph
        As `networks.discourse_graph` makes it of a one-mode network: `weight` of the edges, `name` of the nodes.
    ax : Axes
        Where to draw. The drawing fits the size that the axes have at this moment.
    coalitions : DataFrame, optional
        `actor`, `coalition`, as `measures.coalitions` makes it; actors without one are white.
    ties : int, optional
        How many ties to draw, the strongest; 150 by default, fewer where the drawing is small. The figure says how many
        are not shown.
    seed : int
        Seed of the layout.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If `coalitions` lacks a column or `ties` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> graph = nx.Graph()
    >>> graph.add_edge("Quist", "Tern", weight=0.5)
    >>> fig, ax = plots.figure(5, 4)
    >>> plot_discourse_network(graph, ax=ax) is ax
    True
    """
    positive("ties", ties)
    groups: dict[str, int] = {}
    if coalitions is not None:
        needs(coalitions, ("actor", "coalition"), "coalitions")
        known = coalitions.dropna(subset=["coalition"])
        groups = dict(zip(known["actor"], known["coalition"].astype(int), strict=True))
    nodes = sorted(graph)
    width, height = _prepare(ax, title)
    drawn, hidden = _strongest(graph, _room_for_ties(width, height) if ties is None else ties)
    rows = _legend.flow(_entries(drawn, groups), ax, width)
    canvas = Canvas(width, height, _legend.height(rows, ax), _SMALL if is_narrow(ax) else 1.0)
    _legend.draw_rows(ax, rows, 0.0)
    if not nodes:
        return nothing(ax, "no actors")
    near = nx.Graph()
    near.add_nodes_from(nodes)
    near.add_edges_from((u, v) for u, v, weight in drawn if weight > 0)
    names = [str(graph.nodes[node].get("name") or node) for node in nodes]
    radii = np.full(len(nodes), _RADIUS * (0.7 if is_narrow(ax) else 1.0))
    points = _arrange(near, nodes, names, network_positions(near, seed=seed), radii, canvas)
    places = {node: points[number] for number, node in enumerate(nodes)}
    dots = _straight(ax, drawn, places)
    _circles(ax, nodes, places, groups, float(radii[0]))
    draw_labels(ax, names, list(range(len(nodes))), points, radii, dots, canvas)
    draw_hidden(ax, f"{hidden} weaker ties not shown" if hidden else "", canvas)
    return ax
