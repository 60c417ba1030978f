"""Measures of the whole network: what is returned, whether triangles are balanced, how large and dense it is."""

from itertools import combinations

import networkx as nx
import pandas as pd

from toolkit.errors import InputError

__all__ = ["reciprocity", "structural_balance", "summary"]

_SIGNS = {"positive": 1, "negative": -1, "neutral": 0}


def _directed(graph: nx.DiGraph) -> None:
    if not graph.is_directed() or graph.is_multigraph():
        raise InputError(f"the graph must be a DiGraph; got {type(graph).__name__}")


def _sign(graph: nx.DiGraph, source: str, target: str) -> int | None:
    """Give the sign of a tie, None where there is no such tie or its sign is not known."""
    sign = graph.edges[source, target].get("sign", 0) if graph.has_edge(source, target) else None
    return None if sign is None else int(sign)


def reciprocity(graph: nx.DiGraph) -> pd.DataFrame:
    """Measure how many ties are returned, and how many of a sign are returned with the same sign.

    Parameters
    ----------
    graph : DiGraph
        With edge attribute `sign` (1, -1, 0; 0 where the attribute is missing, no sign where it is None).

    Returns
    -------
    DataFrame
        Rows ``all``, ``positive``, ``negative``, ``neutral`` in column `ties`; `n` ties; `returned`: how many of
        them are answered, for a sign: by a tie of the same sign; `reciprocity`, 0 to 1: ``returned / n``, missing
        without ties. A tie to itself does not count. The row ``negative`` is the reciprocity of hostility.

    Raises
    ------
    InputError
        If the graph is not a `DiGraph`.

    References
    ----------
    Wasserman, S., and Faust, K. (1994). Social Network Analysis, section 13.3. Cambridge University Press.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", sign=-1)
    >>> graph.add_edge("b", "a", sign=-1)
    >>> graph.add_edge("a", "c", sign=1)
    >>> reciprocity(graph).query("ties == 'negative'").values.tolist()
    [['negative', 2, 2, 1.0]]
    """
    _directed(graph)
    ties = [(u, v) for u, v in sorted(graph.edges) if u != v]
    rows = [{"ties": "all", "n": len(ties), "returned": sum(graph.has_edge(v, u) for u, v in ties)}]
    for name, sign in _SIGNS.items():
        same = [(u, v) for u, v in ties if _sign(graph, u, v) == sign]
        rows.append({"ties": name, "n": len(same), "returned": sum(_sign(graph, v, u) == sign for u, v in same)})
    frame = pd.DataFrame(rows, columns=["ties", "n", "returned"])
    return frame.assign(reciprocity=[row["returned"] / row["n"] if row["n"] else float("nan") for row in rows])


def _signed_pairs(graph: nx.DiGraph) -> nx.Graph:
    """Join both directions: the sign of all positive minus all negative counts; pairs that come to 0 have no tie."""
    pairs = nx.Graph()
    pairs.add_nodes_from(sorted(graph))
    for u, v in sorted(graph.edges):
        if u == v or (v < u and graph.has_edge(v, u)):
            continue
        both = [graph.edges[a, b] for a, b in ((u, v), (v, u)) if graph.has_edge(a, b)]
        balance = sum(data.get("positive", 0) - data.get("negative", 0) for data in both)
        if balance:
            pairs.add_edge(u, v, sign=1 if balance > 0 else -1)
    return pairs


def _triangles(pairs: nx.Graph) -> list[int]:
    """Give for every triangle of signed ties its number of negative ones."""
    found = []
    for node in sorted(pairs):
        later = sorted(other for other in pairs[node] if other > node)
        for a, b in combinations(later, 2):
            if pairs.has_edge(a, b):
                found.append(sum(pairs.edges[tie]["sign"] < 0 for tie in ((node, a), (node, b), (a, b))))
    return found


def structural_balance(graph: nx.DiGraph) -> pd.DataFrame:
    """Measure the share of balanced triangles: a friend's friend is a friend, an enemy's enemy too.

    Both directions of a pair are joined; its sign is that of all positive minus all negative relations between the
    two, and pairs that are neutral or evenly mixed have none. A triangle is balanced if the product of its three
    signs is positive, that is if it has none or two negative ties (Cartwright and Harary 1956).

    Parameters
    ----------
    graph : DiGraph
        With edge attributes `positive` and `negative` (counts; 0 where missing).

    Returns
    -------
    DataFrame
        One row: `n_triangles`, `n_balanced`, `share_balanced` (0 to 1, missing without a triangle), and the number
        of triangles by their negative ties: `negative_0`, `negative_1`, `negative_2`, `negative_3`.

    Raises
    ------
    InputError
        If the graph is not a `DiGraph`.

    References
    ----------
    Cartwright, D., and Harary, F. (1956). Structural balance: a generalization of Heider's theory.
    Psychological Review 63(5), 277-293.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", positive=2, negative=0)
    >>> graph.add_edge("a", "c", positive=0, negative=1)
    >>> graph.add_edge("c", "b", positive=0, negative=3)
    >>> structural_balance(graph).loc[0, ["n_triangles", "n_balanced", "share_balanced"]].tolist()
    [1.0, 1.0, 1.0]
    """
    _directed(graph)
    found = _triangles(_signed_pairs(graph))
    balanced = sum(negative % 2 == 0 for negative in found)
    row = {
        "n_triangles": len(found),
        "n_balanced": balanced,
        "share_balanced": balanced / len(found) if found else float("nan"),
        **{f"negative_{k}": found.count(k) for k in range(4)},
    }
    return pd.DataFrame([row])


def summary(graph: nx.DiGraph) -> pd.DataFrame:
    """Describe a network in one row.

    Parameters
    ----------
    graph : DiGraph
        As `networks.relation_network` makes it.

    Returns
    -------
    DataFrame
        One row: `n_nodes`, `n_ties`, `weight` (sum of the weights), `density` (ties per possible tie, 0 to 1, 0.0
        below two nodes), `reciprocity` (share of ties returned, missing without ties), `n_components` (weakly
        connected), `largest_component` (its number of nodes), `n_isolates`, `share_positive`, `share_negative`,
        `share_neutral` (of all that the weights count; missing without ties).

    Raises
    ------
    InputError
        If the graph is not a `DiGraph`.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", weight=4, positive=1, negative=3)
    >>> summary(graph)[["n_nodes", "density", "share_negative"]].values.tolist()
    [[2.0, 0.5, 0.75]]
    """
    _directed(graph)
    components = [len(component) for component in nx.weakly_connected_components(graph)]
    weight = sum(data.get("weight", 1) for _, _, data in graph.edges(data=True))
    counts = {sign: sum(data.get(sign, 0) for _, _, data in graph.edges(data=True)) for sign in _SIGNS}
    row = {
        "n_nodes": len(graph),
        "n_ties": graph.number_of_edges(),
        "weight": weight,
        "density": nx.density(graph),
        "reciprocity": reciprocity(graph)["reciprocity"].iloc[0],
        "n_components": len(components),
        "largest_component": max(components, default=0),
        "n_isolates": nx.number_of_isolates(graph),
        **{f"share_{sign}": counts[sign] / weight if weight else float("nan") for sign in _SIGNS},
    }
    return pd.DataFrame([row])
