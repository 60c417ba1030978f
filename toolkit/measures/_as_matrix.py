"""Networks as matrices in sorted order, whether they come as data frames or as graphs."""

from typing import TypeAlias

import networkx as nx
import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.measures._matrices import checked, square

__all__ = ["Network", "is_onemode", "matrix_of", "onemode", "positive_part", "tied_rows", "twomode"]

Network: TypeAlias = pd.DataFrame | nx.Graph


def _of_graph(graph: nx.Graph) -> pd.DataFrame:
    """Give the weights of a graph; rows are the nodes of mode 1 and columns those of mode 2 in a two-mode network."""
    if graph.is_multigraph():
        raise InputError(f"network must be a matrix, a Graph or a DiGraph; got {type(graph).__name__}")
    if graph.graph.get("kind") != "twomode":
        nodes = sorted(graph, key=str)
        return pd.DataFrame(nx.to_pandas_adjacency(graph, nodelist=nodes, weight="weight", dtype=float))
    rows, columns = (sorted((node for node, m in graph.nodes(data="mode") if m == mode), key=str) for mode in (1, 2))
    cells = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            cells[i, j] = graph.edges[row, column].get("weight", 1.0) if graph.has_edge(row, column) else 0.0
    return pd.DataFrame(cells, index=rows, columns=columns)


def matrix_of(network: Network) -> pd.DataFrame:
    """Give a network as a matrix of floats, rows and columns in sorted order.

    Raises
    ------
    InputError
        For anything but a graph or a table of finite numbers with unique labels.
    """
    table = checked("network", _of_graph(network) if isinstance(network, nx.Graph) else network)
    return table.loc[sorted(table.index, key=str), sorted(table.columns, key=str)]


def is_onemode(table: pd.DataFrame) -> bool:
    """Say whether rows and columns are the same nodes."""
    return set(table.index) == set(table.columns)


def onemode(network: Network) -> pd.DataFrame:
    """Give a one-mode network in sorted order with 0 on the diagonal; raise if it is not symmetric.

    Raises
    ------
    InputError
        If it is a two-mode or a directed network.
    """
    table = square("network", matrix_of(network))
    cells = table.to_numpy(copy=True)
    np.fill_diagonal(cells, 0.0)
    return pd.DataFrame(cells, index=table.index, columns=table.columns)


def twomode(network: Network) -> pd.DataFrame:
    """Give a two-mode network in sorted order; raise if rows and columns are the same nodes.

    Raises
    ------
    InputError
        If it is a one-mode network.
    """
    table = matrix_of(network)
    if table.empty and is_onemode(table):
        raise InputError("network must have an actor and a concept; it has no node at all")
    if is_onemode(table):
        raise InputError("network must be a two-mode network: its rows and columns must not be the same nodes")
    return table


def positive_part(table: pd.DataFrame) -> pd.DataFrame:
    """Give the ties that join; negative ones neither join nor part."""
    return table.clip(lower=0.0)


def tied_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the nodes that have a tie; in a one-mode network their columns only."""
    kept = table.index[(table != 0).any(axis=1)]
    return table.loc[kept, kept] if is_onemode(table) else table.loc[kept]
