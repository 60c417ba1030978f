"""Measures of single nodes, and groups of nodes."""

import networkx as nx
import pandas as pd

from toolkit.errors import InputError, check_option

__all__ = ["centrality", "communities"]

_METHODS = ("louvain", "greedy")
_CENTRALITY = (
    "node",
    "name",
    "type",
    "in_degree",
    "out_degree",
    "in_strength",
    "out_strength",
    "strength",
    "positive_in",
    "positive_out",
    "negative_in",
    "negative_out",
    "betweenness",
    "reciprocity",
)


def _directed(graph: nx.DiGraph) -> None:
    if not graph.is_directed() or graph.is_multigraph():
        raise InputError(f"the graph must be a DiGraph; got {type(graph).__name__}")


def _name(graph: nx.Graph, node: str) -> dict[str, str | None]:
    data = graph.nodes[node]
    return {"node": node, "name": data.get("name") or node, "type": data.get("type")}


def centrality(graph: nx.DiGraph) -> pd.DataFrame:
    """Measure the place of every node in a directed signed network.

    Parameters
    ----------
    graph : DiGraph
        With edge attribute `weight` (1 where missing) and, for the signed columns, `positive` and `negative`
        (0 where missing), as `networks.relation_network` makes it.

    Returns
    -------
    DataFrame
        One row a node, strongest first (then by node). Columns:

        - node, name, type;
        - in_degree, out_degree: number of actors that act towards the node, and that it acts towards;
        - in_strength, out_strength, strength: sum of the weights of those ties, and both together;
        - positive_in, positive_out, negative_in, negative_out: sums of the counts of that sign;
        - betweenness, 0 to 1: share of the shortest directed paths between two other nodes that pass through the
          node, ``sum(sigma(s, t | v) / sigma(s, t)) / ((n - 1)(n - 2))``; every tie has length 1, weights do not
          count (Freeman 1977; Brandes 2001). 0 in networks of fewer than three nodes;
        - reciprocity, 0 to 1: ``2 * mutual / (in_degree + out_degree)``, the share of the node's ties that are
          returned; missing for isolates.

    Raises
    ------
    InputError
        If the graph is not a `DiGraph`.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. J. of Mathematical Sociology 25(2), 163-177.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", weight=3, positive=0, negative=3)
    >>> graph.add_edge("b", "c", weight=1, positive=1, negative=0)
    >>> centrality(graph)[["node", "strength", "negative_in", "betweenness"]].values.tolist()
    [['b', 4, 3, 0.5], ['a', 3, 0, 0.0], ['c', 1, 0, 0.0]]
    """
    _directed(graph)
    between = nx.betweenness_centrality(graph, normalized=True)
    returned = dict(nx.reciprocity(graph, list(graph))) if len(graph) else {}
    rows = [
        {**_name(graph, node), **_ties(graph, node), "betweenness": between[node], "reciprocity": returned[node]}
        for node in sorted(graph)
    ]
    frame = pd.DataFrame(rows, columns=list(_CENTRALITY))
    frame["reciprocity"] = frame["reciprocity"].astype(float)
    return frame.sort_values(["strength", "node"], ascending=[False, True], ignore_index=True)


def _ties(graph: nx.DiGraph, node: str) -> dict[str, int]:
    into = [data for _, _, data in graph.in_edges(node, data=True)]
    out = [data for _, _, data in graph.out_edges(node, data=True)]
    in_strength, out_strength = (sum(data.get("weight", 1) for data in ties) for ties in (into, out))
    return {
        "in_degree": len(into),
        "out_degree": len(out),
        "in_strength": in_strength,
        "out_strength": out_strength,
        "strength": in_strength + out_strength,
        "positive_in": sum(data.get("positive", 0) for data in into),
        "positive_out": sum(data.get("positive", 0) for data in out),
        "negative_in": sum(data.get("negative", 0) for data in into),
        "negative_out": sum(data.get("negative", 0) for data in out),
    }


def _friendly(graph: nx.DiGraph) -> nx.Graph:
    """Project on undirected ties weighted by the positive and neutral counts of both directions, nodes numbered."""
    number = {node: place for place, node in enumerate(sorted(graph))}
    friendly = nx.Graph()
    friendly.add_nodes_from(range(len(number)))
    for source, target in sorted(graph.edges):
        data = graph.edges[source, target]
        weight = data.get("weight", 1) - data.get("negative", 0)
        if weight > 0 and source != target:
            u, v = number[source], number[target]
            before = friendly.edges[u, v]["weight"] if friendly.has_edge(u, v) else 0
            friendly.add_edge(u, v, weight=before + weight)
    return friendly


def communities(graph: nx.DiGraph, *, seed: int = 0, method: str = "louvain") -> pd.DataFrame:
    """Find groups of actors that deal with each other without hostility more than chance would have it.

    Modularity is defined for weights that are not negative. So the groups are those of the undirected network whose
    ties weigh the positive and neutral relations of both directions together; negative relations do not enter:
    they neither join nor part. An actor without a positive or neutral tie is a community of its own.

    Parameters
    ----------
    graph : DiGraph
        As `networks.relation_network` makes it (`weight` minus `negative` is what counts).
    seed : int
        Seed of the order in which the Louvain method visits the nodes.
    method : {"louvain", "greedy"}
        Louvain (Blondel et al. 2008) or greedy modularity (Clauset, Newman and Moore 2004), both at resolution 1.

    Returns
    -------
    DataFrame
        Columns node, name, type, community (from 1: the largest first, of equal size the one with the smallest node
        id first), size (number of its members); sorted by community and node. ``attrs["modularity"]`` holds the
        modularity, -0.5 to 1, missing without a tie.

    Raises
    ------
    InputError
        For an unknown method, or a graph that is not a `DiGraph`.

    References
    ----------
    Blondel, V. D., et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech. P10008.
    Clauset, A., Newman, M. E. J., and Moore, C. (2004). Finding community structure in very large networks.
    Physical Review E 70, 066111.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", weight=2, negative=0)
    >>> graph.add_edge("b", "c", weight=2, negative=2)
    >>> communities(graph)[["node", "community"]].values.tolist()
    [['a', 1], ['b', 1], ['c', 2]]
    """
    check_option("method", method, _METHODS)
    _directed(graph)
    friendly = _friendly(graph)
    if friendly.number_of_edges() == 0:
        groups: list[set[int]] = [{node} for node in friendly]
    elif method == "louvain":
        groups = nx.community.louvain_communities(friendly, seed=seed)
    else:
        groups = nx.community.greedy_modularity_communities(friendly, weight="weight")
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    names = sorted(graph)
    rows = [
        {**_name(graph, names[node]), "community": label, "size": len(group)}
        for label, group in enumerate(ordered, start=1)
        for node in group
    ]
    frame = pd.DataFrame(rows, columns=["node", "name", "type", "community", "size"])
    tied = friendly.number_of_edges() > 0
    frame.attrs["modularity"] = nx.community.modularity(friendly, ordered) if tied else float("nan")
    return frame
