"""Ways to divide the actors of a network into coalitions; all on arrays in sorted order."""

from collections.abc import Callable
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy.spatial.distance import cdist

from toolkit.measures._camps import gains
from toolkit.measures._clusters import Groups, clusters
from toolkit.measures._matrices import Array

__all__ = ["METHODS", "Divide", "Method", "congruence", "modularity"]

#: Largest number of coalitions that is tried where none is given.
_MOST = 10
_TIED = 1e-12

Divide = Callable[[Array, int | None, int], Groups | None]


class Method(NamedTuple):
    """How a method works.

    Attributes
    ----------
    onemode, twomode : callable or None
        From cells, number (None: choose) and seed to groups, or None where it cannot make so many; the methods for
        one-mode and for two-mode networks, None where there is none.
    signed : bool
        Whether negative ties of a one-mode network count.
    counts : bool
        Whether it can make a given number of coalitions.
    """

    onemode: Divide | None
    twomode: Divide | None
    signed: bool = False
    counts: bool = True


def modularity(cells: Array, groups: Groups) -> float:
    """Give the weighted modularity of a division (Newman 2004), missing without ties."""
    if cells.sum() <= 0:
        return float("nan")
    same = groups[:, None] == groups[None, :]
    return float(gains(cells, np.zeros_like(cells))[same].sum())


def congruence(cells: Array) -> Array:
    """Project a two-mode network: how much two rows support the same, and reject the same."""
    halves = np.hstack([np.clip(cells, 0, None), np.clip(-cells, 0, None)])
    found = halves @ halves.T
    np.fill_diagonal(found, 0.0)
    return np.asarray(found, dtype=float)


def _chosen(divide: Callable[[int], Groups | None], ties: Array, n: int | None) -> Groups | None:
    """Divide into n groups, or into the number with the largest modularity; of equal ones into the fewest."""
    nodes = len(ties)
    if n is not None:
        return divide(n) if 1 < n < nodes else np.arange(nodes) % n
    best, top = np.zeros(nodes, dtype=np.intp), -np.inf
    for k in range(2, min(_MOST, nodes - 1) + 1):
        found = divide(k)
        value = -np.inf if found is None else modularity(ties, found)
        if found is not None and value > top + _TIED:
            best, top = found, value
    return best


def _labelled(groups: list[set[int]], nodes: int) -> Groups:
    labels = np.zeros(nodes, dtype=np.intp)
    for number, members in enumerate(groups):
        labels[sorted(members)] = number
    return labels


def _louvain(cells: Array, n: int | None, seed: int) -> Groups:
    del n
    graph = nx.from_numpy_array(cells)
    return _labelled(nx.community.louvain_communities(graph, weight="weight", seed=seed), len(cells))


def _greedy(cells: Array, n: int | None, seed: int) -> Groups | None:
    del seed
    graph = nx.from_numpy_array(cells)
    if not graph.number_of_edges():
        return np.arange(len(cells)) if n in (None, len(cells)) else None
    if n is None:
        return _labelled(nx.community.greedy_modularity_communities(graph, weight="weight"), len(cells))
    if nx.number_connected_components(graph) > n:
        return None
    found = nx.community.greedy_modularity_communities(graph, weight="weight", cutoff=n, best_n=n)
    return _labelled(found, len(cells))


def _spectral(cells: Array, n: int | None, seed: int) -> Groups | None:
    """Cluster the first eigenvectors of the normalised Laplacian, each row of length 1 (Ng, Jordan and Weiss 2002)."""
    strength = cells.sum(axis=1)
    root = np.divide(1.0, np.sqrt(strength), out=np.zeros(len(cells)), where=strength > 0)
    vectors = np.linalg.eigh(root[:, None] * cells * root[None, :])[1][:, ::-1]

    def divide(k: int) -> Groups | None:
        length = np.linalg.norm(vectors[:, :k], axis=1, keepdims=True)
        points = vectors[:, :k] / np.where(length > _TIED, length, 1.0)
        return clusters(cdist(points, points), "kmeans", k, seed=seed, compat="none")

    return _chosen(divide, cells, n)


def _jaccard(cells: Array) -> Array:
    """Give weighted Jaccard distances; support and rejection of a concept are two different things."""
    halves = np.hstack([np.clip(cells, 0, None), np.clip(-cells, 0, None)])
    differ, total = cdist(halves, halves, metric="cityblock"), halves.sum(axis=1)
    union = (total[:, None] + total[None, :] + differ) / 2
    return np.asarray(np.divide(differ, union, out=np.zeros_like(differ), where=union > 0))


def _by_distance(name: str, distances: Array, ties: Array, n: int | None, seed: int) -> Groups | None:
    def divide(k: int) -> Groups | None:
        return clusters(distances, name, k, seed=seed, compat="none")

    return _chosen(divide, ties, n)


def _hierarchical(cells: Array, n: int | None, seed: int) -> Groups | None:
    return _by_distance("average", _jaccard(cells), congruence(cells), n, seed)


def _kmeans(cells: Array, n: int | None, seed: int) -> Groups | None:
    return _by_distance("kmeans", cdist(cells, cells), congruence(cells), n, seed)


def _correlations(cells: Array) -> Array:
    """Correlate rows; 0 where one is constant, as a row of a single cell is."""
    if cells.shape[1] < 2:
        return np.eye(len(cells))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.nan_to_num(np.atleast_2d(np.corrcoef(cells)), nan=0.0)
    np.fill_diagonal(found, 1.0)
    return np.asarray(found, dtype=float)


def _correlations_of_ties(cells: Array) -> Array:
    """Correlate the ties of every two actors to all others; 0 where those of one are constant."""
    found = np.eye(len(cells))
    for i, j in zip(*np.triu_indices(len(cells), 1), strict=True):
        pair = np.delete(cells[[i, j]], [i, j], axis=1)
        found[i, j] = found[j, i] = _correlations(pair)[0, 1]
    return found


def _split(alike: Array, n: int) -> Groups | None:
    """Halve the group that is least alike inside again and again until there are n."""
    labels, whole = np.zeros(len(alike), dtype=np.intp), set[int]()
    while (made := int(labels.max()) + 1) < n:
        groups = {k: np.flatnonzero(labels == k) for k in range(made) if k not in whole}
        groups = {k: members for k, members in groups.items() if len(members) > 1}
        if not groups:
            return None
        least = min(groups, key=lambda k: (alike[np.ix_(groups[k], groups[k])].mean(), k))
        members = groups[least]
        halves = clusters(1 - alike[np.ix_(members, members)], "concor", 2, seed=0, compat="none")
        if halves is None:
            whole.add(least)
        else:
            labels[members[halves == 1]] = made
    return labels


def _concor_of_ties(cells: Array, n: int | None, seed: int) -> Groups | None:
    del seed
    alike = _correlations_of_ties(cells)
    return _chosen(lambda k: _split(alike, k), np.clip(cells, 0, None), n)


def _concor_of_rows(cells: Array, n: int | None, seed: int) -> Groups | None:
    del seed
    alike = _correlations(cells)
    return _chosen(lambda k: _split(alike, k), congruence(cells), n)


METHODS = {
    "louvain": Method(_louvain, None, counts=False),
    "greedy": Method(_greedy, None),
    "spectral": Method(_spectral, None),
    "hierarchical": Method(None, _hierarchical),
    "kmeans": Method(None, _kmeans),
    "concor": Method(_concor_of_ties, _concor_of_rows, signed=True),
}
