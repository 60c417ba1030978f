"""Drawing a directed signed network."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from toolkit.errors import InputError
from toolkit.plots import _legend, _ties
from toolkit.plots._layout import Points, network_positions, on_canvas, spread
from toolkit.plots._looks import (
    OTHER,
    TYPE_LOOKS,
    dashes,
    legend_groups,
    names_of,
    radii_of,
    sign_of,
    type_of,
    widths_of,
)
from toolkit.plots._network_labels import Canvas, broken, draw_hidden, draw_labels, label_order
from toolkit.plots._room import (
    is_narrow,
    letters,
    size_in_points,
    text_size,
)
from toolkit.plots._style import INK, MUTED, SIGN_COLOURS, positive
from toolkit.plots._style import title as set_title

__all__ = ["plot_network"]

#: How many ties are drawn when `ties` is not given: one for each piece of the drawing of this size, but not fewer or
#: more than these.
_PIECE, _FEWEST, _TIES = 1600.0, 20, 150
#: Size of nodes, heads and letters' breaks in a narrow drawing.
_SMALL = 0.62


def _measures(graph: nx.Graph, nodes: list[str], size: str | Mapping[str, float]) -> Points:
    """Give the number that a node's size stands for."""
    if isinstance(size, str) and size == "strength":
        found = [graph.degree(node, weight="weight") for node in nodes]
    elif isinstance(size, str):
        found = [graph.nodes[node].get(size) for node in nodes]
    else:
        found = [size.get(node) for node in nodes]
    lacking = [node for node, value in zip(nodes, found, strict=True) if value is None]
    if lacking:
        raise InputError(f"size={size if isinstance(size, str) else 'mapping'!r} has no value for {lacking[:5]}")
    values = np.array(found, dtype=float)
    if (values < 0).any() or not np.isfinite(values).all():
        raise InputError("size must be 0 or more for every node")
    return values


def _draw_tie(ax: Axes, curve: _ties.Curve, sign: int | None, width: float, number: int, order: float) -> None:
    path = Path(curve.controls, [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    colour = SIGN_COLOURS[sign]
    line = PathPatch(path, fill=False, lw=width, ls=dashes(sign, width), capstyle="butt", zorder=order, color=colour)
    line.set_gid(f"tie-{number}")
    ax.add_patch(line)
    head = _ties.heads(curve, 2.3 + 0.95 * width)
    ax.add_patch(Polygon(head, closed=True, lw=0, zorder=order + 0.001, color=colour))


def _draw_nodes(ax: Axes, graph: nx.Graph, nodes: list[str], points: Points, radii: Points) -> None:
    types = [type_of(graph, node) for node in nodes]
    for kind in sorted(set(types)):
        marker, fill, factor = TYPE_LOOKS.get(kind, OTHER)
        chosen = [place for place, found in enumerate(types) if found == kind]
        areas = (2 * radii[chosen] * factor) ** 2
        x, y = points[chosen].T
        ax.scatter(x, y, s=areas, marker=marker, c=fill, edgecolors=INK, linewidths=0.9, zorder=4)


def _dots(drawn: list[_ties.Curve], widths: list[float]) -> Points:
    """Dots (x, y, weight) along the ties, about 6 points apart, and on their heads; heavier on thick ties."""
    found = [np.zeros((0, 3))]
    for curve, width in zip(drawn, widths, strict=True):
        length = float(np.hypot(*(curve.controls[2] - curve.controls[0])))
        along = _ties.samples(curve.controls, np.linspace(0, 1, max(int(length / 6), 3)))
        dots = np.vstack([along, curve.tip, curve.tip - curve.way * curve.head / 2])
        found.append(np.column_stack([dots, np.full(len(dots), 0.6 + 0.4 * width)]))
    return np.vstack(found)


def _strongest(graph: nx.DiGraph, ties: int) -> nx.DiGraph:
    """Give the strongest ties with their ends; the network as it is where it has no more."""
    pairs = [pair for pair in graph.edges if pair[0] != pair[1]]
    if len(pairs) <= ties:
        return graph
    kept = sorted(pairs, key=lambda pair: (-float(graph.edges[pair].get("weight", 1)), pair))[:ties]
    return graph.edge_subgraph(kept)


def _hidden(graph: nx.DiGraph, shown: nx.DiGraph, labels: int) -> str:
    """Say how many ties, nodes and labels are not shown."""
    ties = sum(u != v for u, v in graph.edges), sum(u != v for u, v in shown.edges)
    counts = {"ties": ties, "nodes": (len(graph), len(shown)), "labels": (len(shown), len(shown) - labels)}
    words = [f"{had - has} of {had} {what}" for what, (had, has) in counts.items() if had > has]
    return f"{', '.join(words)} not shown" if words else ""


def _prepare(ax: Axes, title: str | None) -> tuple[float, float]:
    ax.set_axis_off()
    set_title(ax, title)
    width, height = size_in_points(ax)
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_aspect("equal")
    return width, height


def plot_network(
    graph: nx.DiGraph,
    *,
    ax: Axes,
    positions: Mapping[str, tuple[float, float]] | None = None,
    size: str | Mapping[str, float] = "strength",
    seed: int = 0,
    label_top: int | None = None,
    ties: int | None = None,
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw a directed signed network.

    Positive ties are solid blue, negative ones dashed vermillion, neutral or evenly mixed ones dotted grey, those
    without a sign solid grey; the thicker, the larger their `weight`. Arrows point from the one who acts to the one
    acted upon, and bow to either side where both act. Shape and fill of a node are those of its type. No label
    covers another label or a node; a thin line leads to labels that stand apart.

    Parameters
    ----------
    graph : DiGraph
        Nodes may have `name` and `type`, edges `weight` and `sign`, as `networks` makes them.
    ax : Axes
        Where to draw. The drawing fits the size that the axes have at this moment.
    positions : dict, optional
        Node -> (x, y), for example of `network_positions` for a larger network, so that two drawings can be
        compared; it is scaled to the axes. By default ``network_positions(graph, seed=seed)``.
    size : str or dict
        What the area of a node stands for: ``"strength"`` (sum of the weights of its ties), the name of a node
        attribute, or a mapping from node to number, such as a column of `measures.centrality`. 0 or more.
    seed : int
        Seed of the layout.
    label_top : int, optional
        Label only so many nodes, the largest first; 40 by default. The figure says how many labels are not shown.
    ties : int, optional
        Draw so many ties, the strongest; 150 by default, fewer where the drawing is small. Where there are more, nodes
        without any of these are left out, and the figure says how many ties and nodes are not shown. Sizes of nodes
        still count all ties.
    title : str, optional
        Title, set left above the drawing.
    legend : bool
        Whether to explain signs, widths, types and sizes below the drawing.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If `size` or `positions` lacks a node, or `label_top` or `ties` is below 1.

    Examples
    --------
    >>> import networkx as nx
    >>> from toolkit import plots
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("quist", "norvania", weight=3, sign=-1)
    >>> fig, ax = plots.figure(5, 4)
    >>> plot_network(graph, ax=ax) is ax
    True
    """
    positive("label_top", label_top)
    positive("ties", ties)
    width, height = _prepare(ax, title)
    whole, graph = graph, _strongest(graph, _room_for_ties(width, height) if ties is None else ties)
    nodes = sorted(graph)
    places = network_positions(graph, seed=seed) if positions is None else positions
    lacking = [node for node in nodes if node not in places]
    if lacking:
        raise InputError(f"positions lacks the nodes {lacking[:5]}")
    values = _measures(whole, nodes, size)
    drawn = sorted((pair for pair in graph.edges if pair[0] != pair[1]), key=lambda pair: _tie_order(graph, pair))
    scale = _SMALL if is_narrow(ax) else 1.0
    groups = legend_groups(graph, nodes, drawn, values, size, scale) if legend and nodes else []
    rows = _legend.flow(groups, ax, width)
    canvas = Canvas(width, height, _legend.height(rows, ax), scale)
    _legend.draw_rows(ax, rows, 0.0)
    if not nodes:
        ax.text(width / 2, height / 2, "no ties", ha="center", va="center", color=MUTED, fontsize=letters(ax, 9))
        return ax
    names = names_of(graph, nodes)
    radii = radii_of(values, scale)
    points = _arrange(graph, nodes, names, places, radii, canvas)
    dots = _draw_ties(ax, graph, nodes, drawn, points, radii, scale)
    _draw_nodes(ax, graph, nodes, points, radii)
    order = label_order(nodes, values, label_top)
    missed = draw_labels(ax, names, order, points, radii, dots, canvas)
    draw_hidden(ax, _hidden(whole, graph, len(nodes) - len(order) + missed), canvas)
    return ax


def _room_for_ties(width: float, height: float) -> int:
    return int(np.clip(width * height / _PIECE, _FEWEST, _TIES))


def _tie_order(graph: nx.Graph, pair: tuple[str, str]) -> tuple[Any, ...]:
    """Draw neutral ties first, thin ones last."""
    return bool(sign_of(graph, pair)), -float(graph.edges[pair].get("weight", 1)), pair


def _arrange(
    graph: nx.Graph,
    nodes: list[str],
    names: list[str],
    places: Mapping[str, tuple[float, float]],
    radii: Points,
    canvas: Canvas,
) -> Points:
    """Put the nodes on the canvas, with room for labels at its edges."""
    number = {node: place for place, node in enumerate(nodes)}
    pairs = [(number[u], number[v]) for u, v in sorted(graph.edges) if u != v]
    label = max(text_size(broken(name, canvas), 8)[0] for name in names)
    left, low, right, high = canvas.box
    edge = float(radii.max()) + 4 * canvas.scale
    side = min(max(label / 2, edge), (right - left) * 0.2)
    tall = min(edge + 14, (high - low) * 0.2)
    box = (left + side, low + tall, right - side, high - tall)
    points = on_canvas(places, nodes, box, pairs, longest=170.0)
    return spread(points, radii, box, gap=canvas.scale * (18 if len(nodes) <= 40 else 13))


def _draw_ties(
    ax: Axes,
    graph: nx.Graph,
    nodes: list[str],
    ties: list[tuple[str, str]],
    points: Points,
    radii: Points,
    scale: float,
) -> Points:
    """Draw the ties and return dots along them."""
    number = {node: place for place, node in enumerate(nodes)}
    widths = [max(0.8, scale * width) for width in widths_of([float(graph.edges[t].get("weight", 1)) for t in ties])]
    pairs = [(number[u], number[v]) for u, v in ties]
    drawn = _ties.curves(points, radii, pairs, [5.5 * scale + 1.7 * width for width in widths])
    for place, (tie, curve, width) in enumerate(zip(ties, drawn, widths, strict=True)):
        _draw_tie(ax, curve, sign_of(graph, tie), width, place, 2 + place / (len(ties) + 1))
    return _dots(drawn, widths)
