"""Centrality of the nodes of discourse networks, one-mode and two-mode, with percentiles."""

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from toolkit.measures._as_matrix import Network, is_onemode, matrix_of, onemode
from toolkit.measures._matrices import Array

__all__ = ["node_centrality"]

_MEASURES = ("degree", "strength", "betweenness", "closeness", "eigenvector")


def _eigenvector(cells: Array) -> Array:
    """Give the first eigenvector, of length 1; where components share the eigenvalue, what they have of all ones."""
    if not cells.any():
        return np.zeros(len(cells))
    values, vectors = np.linalg.eigh(cells)
    first = vectors[:, values >= values[-1] * (1 - 1e-9)]
    found = np.clip(first @ first.sum(axis=0), 0.0, None)
    return np.asarray(found / np.linalg.norm(found))


def _whole(cells: Array) -> Array:
    """Put rows and columns of a two-mode network into one matrix, rows first."""
    rows, columns = cells.shape
    whole = np.zeros((rows + columns, rows + columns))
    whole[:rows, rows:] = cells
    whole[rows:, :rows] = cells.T
    return whole


def _closeness(whole: Array, modes: Array) -> Array:
    """Give the least sum of distances possible over the sum there is, times the share of the others in reach."""
    if not len(whole):
        return np.zeros(0)
    apart = np.asarray(shortest_path(csr_array(whole > 0), unweighted=True), dtype=float)
    reach = np.isfinite(apart) & ~np.eye(len(whole), dtype=bool)
    nearest = np.where((modes[:, None] == modes[None, :]) & (len(set(modes.tolist())) > 1), 2.0, 1.0)
    total, least = np.where(reach, apart, 0.0).sum(axis=1), (nearest * reach).sum(axis=1)
    share = reach.sum(axis=1) / max(1, len(whole) - 1)
    return np.asarray(np.divide(least, total, out=np.zeros(len(whole)), where=total > 0) * share)


def _largest(own: int, other: int) -> float:
    """Give the largest sum of shares of paths that a node of a mode can have (Borgatti and Everett 1997)."""
    if other == 0:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def _betweenness(whole: Array, modes: Array) -> Array:
    sums = nx.betweenness_centrality(nx.from_numpy_array((whole > 0).astype(int)), normalized=False)
    own = [int((modes == mode).sum()) for mode in (1, 2)]
    n = len(whole)
    largest = {1: _largest(own[0], own[1]), 2: _largest(own[1], own[0])} if own[1] else {1: (n - 1) * (n - 2) / 2}
    return np.array(
        [sums[k] / largest[m] if largest[m] > 0 else 0.0 for k, m in enumerate(modes.tolist())], dtype=float
    )


def _measured(whole: Array, modes: Array) -> dict[str, Array]:
    """Measure all nodes; modes are 1 and 2, or all 1 in a one-mode network."""
    two = bool((modes == 2).any())
    possible = (modes[:, None] != modes[None, :]).sum(axis=1) if two else np.full(len(modes), len(modes) - 1)
    return {
        "degree": (whole > 0).sum(axis=1) / np.maximum(1, possible),
        "strength": whole.sum(axis=1),
        "betweenness": _betweenness(whole, modes),
        "closeness": _closeness(whole, modes),
        "eigenvector": _eigenvector(whole) * (np.sqrt(2) if two else 1.0),
    }


def _percentiles(frame: pd.DataFrame, name: str) -> "pd.Series[float]":
    groups = frame[name].round(9).groupby(frame["mode"])
    others = frame.groupby("mode")["mode"].transform("size") - 1
    return 100 * (groups.rank(method="average") - 1) / others.where(others > 0)


def node_centrality(network: Network) -> pd.DataFrame:
    """Measure how central each node of a discourse network is, in numbers and in percentiles.

    A tie is a cell that is not 0, its strength is the absolute value: in a network of agreement minus disagreement
    those count who are much for or against others.

    Parameters
    ----------
    network : DataFrame or Graph
        As `networks.discourse_network` or `networks.discourse_graph` make it, one-mode or two-mode.

    Returns
    -------
    DataFrame
        One row a node, by mode, strength (largest first) and name. Columns `node`; `mode` (1 rows; 2 columns of a
        two-mode network); and, in two-mode networks in the forms of Borgatti and Everett (1997), where n is the number
        of nodes, or of the node's own mode, and m that of the other:

        - `degree`, 0 to 1: ties over those possible, ``n - 1`` or m;
        - `strength`: sum of the strengths of the ties;
        - `betweenness`, 0 to 1: share of the shortest paths between others through the node (Freeman 1977), over the
          largest sum possible, in two-mode networks that of a node in the centre of such a network; strengths do not
          count;
        - `closeness`, 0 to 1: the least sum of distances possible over the sum of its distances, both of the nodes
          that it can reach, times the share of all others that it can reach (Wasserman and Faust 1994); the least is
          one step to each, in two-mode networks two to those of its own mode; 0 without ties;
        - `eigenvector`, 0 to 1: proportional to the strengths of its ties times the scores of their other ends
          (Bonacich 1972), the squares summing to 1 for each mode; 0 outside the component with the largest
          eigenvalue;
        - for each of them ``<name>_percentile``, 0 to 100: percentage of the other nodes of its mode with a smaller
          value, those with the same (to nine digits) counting half; missing for a node that is alone in its mode.

    Raises
    ------
    InputError
        For anything but a graph or a table of finite numbers with unique labels; for a one-mode network that is not
        symmetric.

    References
    ----------
    Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification. Journal of
    Mathematical Sociology 2, 113-120.
    Borgatti, S. P., and Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks 19, 243-269.
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41.
    Wasserman, S., and Faust, K. (1994). Social Network Analysis, section 5.2. Cambridge University Press.

    Examples
    --------
    >>> says = pd.DataFrame([[2, 1], [0, -1]], index=["Quist", "Tern"], columns=["tram", "toll"])
    >>> node_centrality(says)[["node", "mode", "strength", "strength_percentile"]].values.tolist()
    [['Quist', 1, 3.0, 100.0], ['Tern', 1, 1.0, 0.0], ['toll', 2, 2.0, 50.0], ['tram', 2, 2.0, 50.0]]
    """
    table = matrix_of(network)
    one = is_onemode(table)
    if one:
        table = onemode(network)
    cells = np.abs(table.to_numpy())
    labels = list(table.index) if one else [*table.index, *table.columns]
    modes = np.repeat([1.0, 2.0], [len(table.index), len(labels) - len(table.index)])
    measured = _measured(cells if one else _whole(cells), modes)
    frame = pd.DataFrame({"node": labels, "mode": modes.astype(int), **measured})
    for name in _MEASURES:
        frame[f"{name}_percentile"] = _percentiles(frame, name)
    order = frame.assign(strength=frame["strength"].round(9))
    order = order.sort_values(["mode", "strength", "node"], ascending=[True, False, True], kind="stable")
    return frame.loc[order.index].reset_index(drop=True)
