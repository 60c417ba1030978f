"""A network as a widget: what is drawn of nodes and ties, and how it looks."""

from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, Never

import pandas as pd
from ipysigma import Sigma

from toolkit.errors import InputError, check_columns
from toolkit.plots._layout import network_positions
from toolkit.plots._looks import OTHER, TYPE_LOOKS, type_of
from toolkit.plots._style import GREY, SIGN_COLOURS, SIGNS
from toolkit.plots._style import group_colour as colour_of_coalition

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["NetworkView", "view"]

_MINUS = "\N{MINUS SIGN}"
#: Smallest and largest size of nodes and of ties, in pixels.
_NODES, _TIES = (6, 18), (1, 7)
_SPREAD = 100.0
#: With more ties than these the words beside them cover the network; a click shows them.
_LABELLED = 20
#: Where the network is looked at from: it stands left of the panel, with room for the names on its right.
_CAMERA = {"x": 0.94, "y": 0.5, "ratio": 2.1, "angle": 0}
_LEAST = 50
#: Two-mode networks: actors are the first mode, concepts the second.
_CONCEPT = "#F0E442"


class NetworkView(Sigma):  # type: ignore[misc]  # ipysigma has no types
    """The widget that `view` makes. It works without a network connection, and so refuses to be exported.

    The page that the widget could write loads its scripts from other people's servers each time it is opened.
    """

    def to_html(self, path: object) -> Never:
        """Refuse to write a page that is not self-contained.

        Raises
        ------
        InputError
            Always; says what to use instead.
        """
        raise InputError(
            f"the interactive view cannot be saved as {str(path)!r}: such a page loads scripts from the internet. "
            "For a file take plots.save (PNG and SVG), or exchange.write_network (GraphML, GEXF) for another program"
        )


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a widget can show: numbers and text as they are, lists and dates as text, nothing missing."""
    kept: dict[str, Any] = {}
    for name in sorted(attributes):
        value = attributes[name]
        if isinstance(value, list | tuple | set | frozenset):
            kept[name] = ", ".join(sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value))
        elif isinstance(value, Real):
            number = float(value)
            if number == number:
                kept[name] = int(number) if number.is_integer() else number
        elif value is not None and value is not pd.NaT:
            kept[name] = str(value)
    return kept


def _sign(data: Mapping[str, Any]) -> int | None:
    """Give the sign of a tie; that of its weight where it says none and the weight is negative."""
    sign = data.get("sign")
    if sign is None:
        return -1 if data.get("weight", 1) < 0 else None
    return int(sign)


def _label(weight: float, sign: int | None) -> str:
    return f"{_MINUS if weight < 0 else ''}{abs(weight):.3g} ({SIGNS[sign]})"


def _fill(graph: "nx.Graph", node: Any, groups: Mapping[Any, int]) -> str:
    if node in groups:
        return str(colour_of_coalition(groups[node]))
    if graph.nodes[node].get("mode") == 2:
        return _CONCEPT
    kind = type_of(graph, node)
    return OTHER[1] if groups or kind == "unknown" else TYPE_LOOKS.get(kind, OTHER)[1]


def _kind(graph: "nx.Graph", node: Any, groups: Mapping[Any, int]) -> str:
    """Say in words what the colour of a node says, for the legend."""
    if node in groups:
        return f"coalition {groups[node]}"
    if graph.nodes[node].get("mode") == 2:
        return "concept"
    return "no coalition" if groups else type_of(graph, node)


def _groups(graph: "nx.Graph", coalitions: pd.DataFrame | None) -> dict[Any, int]:
    if coalitions is None:
        return {}
    check_columns(
        "coalitions", coalitions.columns, ("actor", "coalition"), hint="measures.coalitions makes such a table"
    )
    known = coalitions.dropna(subset=["coalition"])
    found = dict(zip(known["actor"], known["coalition"].astype(int), strict=True))
    return {node: found[node] for node in sorted(graph) if node in found}


def _strengths(graph: "nx.Graph") -> dict[Any, float]:
    found = dict.fromkeys(sorted(graph), 0.0)
    for one, other, data in graph.edges(data=True):
        for node in {one, other}:
            found[node] += abs(float(data.get("weight", 1)))
    return found


def _drawn(
    graph: "nx.Graph", groups: Mapping[Any, int], sizes: Mapping[Any, float], places: Mapping[Any, tuple[float, float]]
) -> "nx.Graph":
    """Copy the graph, in the order of names, with what the widget draws."""
    made = graph.__class__()
    for node in sorted(graph):
        known = _plain(graph.nodes[node])
        x, y = places[node]
        look: dict[str, Any] = {"label": str(known.pop("name", node)), "color": _fill(graph, node, groups)}
        look |= {"size": sizes[node], "x": round(x * _SPREAD, 3), "y": round(y * _SPREAD, 3)}
        look |= {"kind": _kind(graph, node, groups)}
        made.add_node(node, **{**known, **look})
    ties = {tuple(ends) if graph.is_directed() else tuple(sorted(ends)): ends for ends in graph.edges}
    words = "label" if len(ties) <= _LABELLED else "tie"
    for ends in sorted(ties):
        data, sign = graph.edges[ties[ends]], _sign(graph.edges[ties[ends]])
        weight = float(data.get("weight", 1))
        look = {"color": SIGN_COLOURS[sign], "size": abs(weight), words: _label(weight, sign), "sign": SIGNS[sign]}
        made.add_edge(*ends, **{**_plain(data), **look, "pull": max(weight, 0.0)})
    return made


def view(
    graph: "nx.Graph",
    *,
    coalitions: pd.DataFrame | None = None,
    size: str | Mapping[str, float] = "strength",
    seed: int = 0,
    height: int = 500,
) -> NetworkView:
    """Show a network as a widget to zoom, search, click and move about in.

    Node colours are those of the figures: of the coalition where `coalitions` is given, else of the type. A tie is
    blue if positive, vermillion if negative, grey if neutral or without sign; the thicker, the larger the size of its
    weight. For those who do not see the colours the weight stands beside it with the sign in words, where there are at
    most 20 ties. A click on a node or a tie shows all that the graph says of it. The start is the layout of
    `plots.network_positions`; the button for the layout moves nodes on, with positive ties pulling.

    Parameters
    ----------
    graph : Graph or DiGraph
        As `networks.discourse_graph` or `networks.relation_network` make it: node attribute `name`, and maybe `type`
        or `mode`; edge attributes `weight`, `sign`. It is not changed.
    coalitions : DataFrame, optional
        `actor`, `coalition`, as `measures.coalitions` makes it; other actors are pale.
    size : str or mapping of str to float
        What the area of nodes says: "strength" (sum of the absolute weights of the ties), the name of a numeric node
        attribute, or values by node, such as a column of `measures.node_centrality`.
    seed : int
        Seed of the layout.
    height : int
        Height in pixels, at least 50.

    Returns
    -------
    NetworkView
        The widget, as the last line of a cell. It is not kept in the outputs of a notebook that is run without a
        browser; reports therefore show the figures of `plots`.

    Raises
    ------
    InputError
        If the graph allows several ties of two nodes, `size` names no number of each node, `coalitions` lacks a
        column, or `height` is too small.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_edge("Quist", "Tern", weight=-2.0, sign=-1)
    >>> view(graph).data["edges"][0]["attributes"]["label"]
    '−2 (negative)'
    """
    if graph.is_multigraph():
        raise InputError("graph must have at most one tie of two nodes in a direction; got a multigraph")
    if height < _LEAST:
        raise InputError(f"height must be at least {_LEAST} pixels; got {height}")
    groups = _groups(graph, coalitions)
    drawn = _drawn(graph, groups, _sizes(graph, size), network_positions(graph, seed=seed))
    signs = {"clickable_edges": True, "edge_weight": "pull", "default_edge_color": GREY, "edge_color": "sign"}
    palettes = {
        "node_color": "kind",
        "node_color_palette": {data["kind"]: data["color"] for _, data in drawn.nodes(data=True)},
        "edge_color_palette": {data["sign"]: data["color"] for *_, data in drawn.edges(data=True)},
    }
    ranges = {"node_size_range": _NODES, "edge_size_range": _TIES, "node_size_scale": ("pow", 0.5)}
    borders = {"node_border_ratio": None, "show_all_labels": len(drawn) <= _LEAST, "camera_state": _CAMERA}
    return NetworkView(drawn, height=height, name=graph.graph.get("kind"), **signs, **palettes, **ranges, **borders)


def _sizes(graph: "nx.Graph", size: str | Mapping[str, float]) -> dict[Any, float]:
    if size == "strength":
        return _strengths(graph)
    if isinstance(size, str):
        values: Mapping[Any, Any] = {node: data.get(size) for node, data in graph.nodes(data=True)}
    else:
        values = size
    lacking = [node for node in sorted(graph) if not isinstance(values.get(node), Real)]
    if lacking:
        what = repr(size) if isinstance(size, str) else "the mapping"
        raise InputError(
            f"size must be 'strength', a numeric attribute of all nodes or a value for each; {what} has no number for "
            f"{lacking[:5]}"
        )
    return {node: float(values[node]) for node in sorted(graph)}
