"""The passages behind the strongest ties."""

import networkx as nx
import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._evidence import evidence

__all__ = ["key_passages"]

_COLUMNS = ("source_name", "target_name", "weight", "type", "polarity", "published", "doc_id", "passage", "context")


def key_passages(
    graph: nx.DiGraph,
    relations: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    ties: int = 5,
    passages: int = 3,
) -> pd.DataFrame:
    """Give the passages behind the strongest ties of a relation network.

    Parameters
    ----------
    graph : DiGraph
        As `relation_network` makes it.
    relations, documents, actors : DataFrame
        The tables it was made from.
    ties : int
        How many ties, strongest first (then by source and target).
    passages : int
        At most so many passages a tie, the earliest published first.

    Returns
    -------
    DataFrame
        Columns source_name, target_name, weight (of the tie), type, polarity, published, doc_id, passage (the
        evidence), context (its paragraph).

    Raises
    ------
    InputError
        If the graph is not a relation network, or `ties` or `passages` is below 1.
    """
    if graph.graph.get("kind") != "relations":
        raise InputError(f"graph must be a relation network; got kind={graph.graph.get('kind')!r}")
    if ties < 1 or passages < 1:
        raise InputError(f"ties and passages must be at least 1; got ties={ties}, passages={passages}")
    strongest = sorted(graph.edges, key=lambda tie: (-graph.edges[tie]["weight"], tie))[:ties]
    found = [pd.DataFrame(columns=list(_COLUMNS))]
    for source, target in strongest:
        rows = evidence(relations, documents, source, target, actors=actors, **graph.graph["arguments"])
        rows = rows.sort_values(["published", "doc_id", "start"], ignore_index=True).head(passages)
        found.append(
            rows.assign(
                source_name=graph.nodes[source]["name"] or source,
                target_name=graph.nodes[target]["name"] or target,
                weight=graph.edges[source, target]["weight"],
            )[list(_COLUMNS)]
        )
    filled = [frame for frame in found if len(frame)] or found[:1]
    return pd.concat(filled, ignore_index=True)
