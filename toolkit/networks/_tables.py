"""Graphs as tables."""

import networkx as nx
import pandas as pd

__all__ = ["edges_table", "nodes_table"]

#: What a tie of a relation network has beside its weight, so that a network without ties has these columns too.
_SIGNED = ["positive", "negative", "neutral", "polarity", "sign", "types", "n_documents", "first", "last"]


def nodes_table(graph: nx.Graph) -> pd.DataFrame:
    """List the nodes of a graph with their attributes.

    Returns
    -------
    DataFrame
        Column `node`, then `name`, `type`, `country` and any other attribute; sorted by node.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("b", "a")])
    >>> nodes_table(graph)["node"].tolist()
    ['a', 'b']
    """
    rows = [{"node": node, **graph.nodes[node]} for node in sorted(graph)]
    return pd.DataFrame(rows, columns=_columns(["node", "name", "type", "country"], rows))


def edges_table(graph: nx.Graph) -> pd.DataFrame:
    """List the ties of a graph with their attributes.

    Returns
    -------
    DataFrame
        Columns `source`, `target` (node ids), `source_name`, `target_name`, then the edge attributes; sorted by
        source and target.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("b", "a", weight=2)
    >>> edges_table(graph).to_dict("records")
    [{'source': 'b', 'target': 'a', 'source_name': 'b', 'target_name': 'a', 'weight': 2}]
    """
    rows = [
        {
            "source": source,
            "target": target,
            "source_name": graph.nodes[source].get("name") or source,
            "target_name": graph.nodes[target].get("name") or target,
            **graph.edges[source, target],
        }
        for source, target in sorted(graph.edges)
    ]
    known = ["source", "target", "source_name", "target_name", "weight"]
    signed = _SIGNED if graph.graph.get("kind") == "relations" else []
    return pd.DataFrame(rows, columns=_columns([*known, *signed], rows))


def _columns(first: list[str], rows: list[dict[str, object]]) -> list[str]:
    """Put the known columns first, then the others in order of appearance; without rows only the known ones."""
    found = list(dict.fromkeys(column for row in rows for column in row))
    if not rows:
        return first
    return [column for column in first if column in found] + [column for column in found if column not in first]
