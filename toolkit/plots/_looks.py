"""How a network's numbers and types look, and the legend that says so."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from toolkit.plots._layout import Points
from toolkit.plots._legend import Entry, Heading
from toolkit.plots._style import INK, LINES, MUTED, SIGN_COLOURS, SIGNS

__all__ = [
    "OTHER",
    "TYPE_LOOKS",
    "dashes",
    "legend_groups",
    "names_of",
    "radii_of",
    "sign_of",
    "tie_entry",
    "type_of",
    "widths_of",
]

#: Type of a node -> marker, fill, and factor that makes markers of one size look of one size.
TYPE_LOOKS: dict[str, tuple[str, str, float]] = {
    "person": ("o", "#FBE6A9", 1.0),
    "state": ("s", "#3C4A55", 0.86),
    "government": ("D", "#8A9BA8", 0.76),
    "institution": ("p", "#C6D0D8", 1.1),
    "party": ("^", "#C7A3CF", 1.08),
    "organisation": ("h", "#8FC7AB", 1.08),
    "group": ("8", "#E9C3AE", 1.02),
    "outlet": ("v", "#F4F4F2", 1.08),
    "author": ("v", "#F4F4F2", 1.08),
    "document": ("v", "#F4F4F2", 1.08),
}
OTHER = ("o", "#F4F4F2", 1.0)
#: What the weight of a tie counts, by kind of network.
_UNITS = {"relations": "relations", "quotations": "attributions", "mentions": "attributions"}


def radii_of(values: Points, scale: float = 1.0) -> Points:
    """Area grows with the value, from a smallest size on; a small drawing has a scale below 1."""
    largest = scale * float(np.clip(80 / np.sqrt(max(len(values), 1)), 8.0, 15.0))
    smallest = 0.36 * largest
    if not len(values) or values.max() == values.min():
        return np.full(len(values), 0.6 * largest)
    top = float(values.max())
    return np.asarray(np.sqrt(smallest**2 + (largest**2 - smallest**2) * values / top))


def widths_of(weights: list[float]) -> list[float]:
    """Turn weights into widths in points; they grow with the square root."""
    top = max(weights, default=1.0)
    thickest = min(4.2 if len(weights) <= 40 else 3.2, 1.1 + float(np.sqrt(max(top - 1, 0))))
    return [1.3 if top <= 1 else 0.9 + (thickest - 0.9) * float(np.sqrt((w - 1) / (top - 1))) for w in weights]


def dashes(sign: int | None, width: float) -> Any:
    """Dashes of the sign: lengths in points, a little longer for thick lines."""
    pattern = LINES[sign]
    return "solid" if not pattern else (0, tuple(length * (0.75 + 0.25 * width) / width for length in pattern))


def type_of(graph: nx.Graph, node: str) -> str:
    """Give the type of a node, "unknown" where it has none."""
    return str(graph.nodes[node].get("type") or "unknown")


def names_of(graph: nx.Graph, nodes: list[str]) -> list[str]:
    """Give the names of nodes; those of the same name, each an actor of one document, get that document's id behind it.

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from(["both_sides@d1", "both_sides@d2"], name="both sides")
    >>> names_of(graph, sorted(graph))
    ['both sides (d1)', 'both sides (d2)']
    """
    names = [str(graph.nodes[node].get("name") or node) for node in nodes]
    homes = [str(node).partition("@")[2] for node in nodes]
    return [
        f"{name} ({home})" if home and names.count(name) > 1 else name for name, home in zip(names, homes, strict=True)
    ]


def tie_entry(sign: int | None, width: float, text: str, *, head: bool = True) -> Entry:
    """Make the entry of a legend for ties of a sign: a line, with the head of an arrow or without."""

    def draw(ax: Axes, x: float, y: float) -> None:
        end = x + (19 if head else 24)
        ax.plot([x, end], [y, y], color=SIGN_COLOURS[sign], lw=width, ls=dashes(sign, width), solid_capstyle="butt")
        if head:
            corners = [(x + 26, y), (x + 18, y + 3.4), (x + 19.5, y), (x + 18, y - 3.4)]
            ax.add_patch(Polygon(corners, closed=True, lw=0, color=SIGN_COLOURS[sign]))

    return Entry(text, 26 if head else 24, draw)


def _node_entry(kind: str, radius: float, text: str, *, fill: str | None = None) -> Entry:
    marker, colour, factor = TYPE_LOOKS.get(kind, OTHER)

    def draw(ax: Axes, x: float, y: float) -> None:
        area = (2 * radius * factor) ** 2
        ax.scatter([x + radius], [y], s=area, marker=marker, c=fill or colour, edgecolors=INK, linewidths=0.8)

    return Entry(text, 2 * radius, draw, 2 * radius)


def _number(value: float) -> str:
    return f"{value:g}" if value == int(value) else f"{value:.2g}"


def sign_of(graph: nx.Graph, pair: tuple[str, str]) -> int | None:
    """Give the sign of a tie, None where it has none."""
    sign = graph.edges[pair].get("sign")
    return None if sign is None else int(sign)


def _weight_entries(weights: list[float]) -> list[Entry]:
    """Thin and thick: the smallest and largest weight, in the colour of neutral ties."""
    if len(set(weights)) < 2:
        return []
    drawn = dict(zip(weights, widths_of(weights), strict=True))
    ends = (min(weights), max(weights))

    def line(value: float) -> Entry:
        def draw(ax: Axes, x: float, y: float) -> None:
            ax.plot([x, x + 20], [y, y], color=MUTED, lw=drawn[value], solid_capstyle="butt")

        return Entry(_number(value), 20, draw)

    return [line(value) for value in ends]


def legend_groups(
    graph: nx.Graph,
    nodes: list[str],
    ties: list[tuple[str, str]],
    values: Points,
    size: str | Mapping[str, float],
    scale: float = 1.0,
) -> list[list[Heading | Entry]]:
    """Make the two rows of the legend: ties, and nodes."""
    signs = {sign_of(graph, tie) for tie in ties}
    shown = [sign for sign in (1, -1, 0, None) if sign in signs]
    unit = _UNITS.get(graph.graph.get("kind", ""), "weight")
    first: list[Heading | Entry] = [Heading("Ties")]
    first += [tie_entry(sign, 1.6, SIGNS[sign] if shown != [None] else "from → to") for sign in shown]
    widths = _weight_entries([float(graph.edges[tie].get("weight", 1)) for tie in ties])
    first += [Heading(f"Width: {unit}"), *widths] if widths else []
    types = [kind for kind in [*TYPE_LOOKS, "unknown"] if any(type_of(graph, node) == kind for node in nodes)]
    types += sorted({type_of(graph, node) for node in nodes} - set(types))
    second: list[Heading | Entry] = [Heading("Nodes"), *(_node_entry(kind, 4.5, kind) for kind in types)]
    if len(values) and values.max() > values.min():
        ends = np.array([values.min(), values.max()])
        radii = radii_of(values, scale)[[int(values.argmin()), int(values.argmax())]]
        meaning = size if isinstance(size, str) else "value"
        second.append(Heading(f"Size: {f'{unit}, both ways' if meaning == 'strength' else meaning}"))
        second += [_node_entry("", float(r), _number(float(v)), fill="white") for r, v in zip(radii, ends, strict=True)]
    return [first if ties else [], second]
