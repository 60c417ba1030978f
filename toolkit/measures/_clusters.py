"""Clusterings of things of which only the distances are known, such as layers of time."""

from collections.abc import Callable
from itertools import pairwise

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.cluster.vq import ClusterError, kmeans2
from scipy.spatial.distance import cdist, squareform

from toolkit.measures._matrices import Array

__all__ = ["METHODS", "classical_coordinates", "clusters", "similarity_modularity"]

Groups = npt.NDArray[np.intp]
_TIED = 1e-12


def classical_coordinates(distances: Array, dimensions: int | None = None) -> Array:
    """Place points so that their distances are those given, as well as that can be done (Torgerson 1952).

    Axes are in order of their spread, each with its largest coordinate positive; those without spread are left out
    unless `dimensions` asks for them.
    """
    n = len(distances)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ distances**2 @ centre / 2)
    order = np.argsort(-values, kind="stable")
    order = order[values[order] > 1e-9 * max(1e-300, float(values.max()))] if dimensions is None else order[:dimensions]
    points = vectors[:, order] * np.sqrt(np.clip(values[order], 0, None))
    largest = np.abs(points).argmax(axis=0) if points.size else np.zeros(0, dtype=int)
    signs = np.where(points[largest, np.arange(points.shape[1])] < 0, -1.0, 1.0)
    return np.asarray(points * signs)


def _hierarchical(method: str) -> Callable[..., Groups]:
    def cut(distances: Array, k: int, **_: object) -> Groups:
        tree = linkage(squareform(distances, checks=False), method=method)
        return np.asarray(cut_tree(tree, n_clusters=k)[:, 0], dtype=np.intp)

    return cut


def _kmeans(points: Array, k: int, seed: int) -> Groups:
    """Run k-means from ten seeded starts and keep the tightest."""
    best, least = np.zeros(len(points), dtype=np.intp), np.inf
    if len(np.unique(points.round(12), axis=0)) < k:
        return _medoids(cdist(points, points), k)
    for start in range(10):
        rng = np.random.default_rng([seed, start])
        try:
            centres, labels = kmeans2(points, k, iter=50, minit="++", missing="raise", rng=rng)
        except ClusterError:
            continue
        spread = float(((points - centres[labels]) ** 2).sum())
        if spread < least - _TIED:
            best, least = np.asarray(labels, dtype=np.intp), spread
    return best


def _medoids(distances: Array, k: int) -> Groups:
    """Partition around medoids: build, then swap while the sum of distances falls (Kaufman and Rousseeuw 1990)."""
    chosen = [int(distances.sum(axis=1).argmin())]
    while len(chosen) < k:
        reach = np.minimum(distances, distances[:, chosen].min(axis=1)[:, None]).sum(axis=0)
        reach[chosen] = np.inf
        chosen.append(int(reach.argmin()))
    cost, falling = distances[:, chosen].min(axis=1).sum(), True
    while falling:
        falling = False
        for place in range(k):
            others = chosen[:place] + chosen[place + 1 :]
            near = distances[:, others].min(axis=1) if others else np.full(len(distances), np.inf)
            reach = np.minimum(distances, near[:, None]).sum(axis=0)
            reach[others] = np.inf
            if reach.min() < cost - _TIED:
                chosen[place], cost, falling = int(reach.argmin()), reach.min(), True
    return np.asarray(distances[:, sorted(chosen)].argmin(axis=1), dtype=np.intp)


def _kmeans_of_distances(distances: Array, k: int, *, seed: int, compat: str) -> Groups:
    return _kmeans(distances if compat == "dna" else classical_coordinates(distances), k, seed)


def _medoids_of_distances(distances: Array, k: int, *, seed: int, compat: str) -> Groups:
    return _medoids(cdist(distances, distances) if compat == "dna" else distances, k)


def _spectral(distances: Array, k: int, *, seed: int, compat: str) -> Groups:
    """Cluster the first eigenvectors of the normalised Laplacian of the affinities (Ng, Jordan and Weiss 2002)."""
    apart = distances[np.triu_indices_from(distances, 1)]
    width = 1.0 if compat == "dna" else float(np.median(apart[apart > 0]))
    affinity = np.exp(-(distances**2) / (2 * width**2))
    np.fill_diagonal(affinity, 0.0)
    root = 1 / np.sqrt(np.maximum(affinity.sum(axis=1), 1e-300))
    laplacian = np.eye(len(distances)) - root[:, None] * affinity * root[None, :]
    vectors = np.linalg.eigh(laplacian)[1]
    if compat == "dna":
        return _kmeans(vectors[:, ::-1][:, :k], k, seed)
    length = np.linalg.norm(vectors[:, :k], axis=1, keepdims=True)
    return _kmeans(vectors[:, :k] / np.where(length > 0, length, 1), k, seed)


def _concor(distances: Array, k: int, **_: object) -> Groups | None:
    """Correlate the columns of the similarities with each other again and again; two groups (Breiger et al. 1975)."""
    if k != 2:
        return None
    cells = 1 - distances
    for _round in range(50):
        with np.errstate(invalid="ignore", divide="ignore"):
            cells = np.asarray(np.nan_to_num(np.corrcoef(cells, rowvar=False), nan=0.0), dtype=float)
        if (np.abs(cells) > 0.999).all():
            break
    groups: Groups = (cells[:, 0] <= 0).astype(np.intp)
    return groups


def _fastgreedy(distances: Array, k: int, **_: object) -> Groups | None:
    """Join layers greedily by modularity until k are left (Clauset, Newman and Moore 2004)."""
    graph = nx.from_numpy_array(np.where(np.eye(len(distances), dtype=bool), 0.0, 1 - distances))
    if not graph.number_of_edges() or nx.number_connected_components(graph) > k:
        return None
    found = nx.community.greedy_modularity_communities(graph, weight="weight", cutoff=k, best_n=k)
    labels = np.zeros(len(distances), dtype=np.intp)
    for number, members in enumerate(found):
        labels[sorted(members)] = number
    return labels


def _segments(distances: Array, k: int, **_: object) -> Groups:
    """Cut the sequence into k runs with the least squared distances inside (dynamic programming; Fisher 1958)."""
    n = len(distances)
    cost = np.full((n + 1, n + 1), np.inf)
    for start in range(n):
        inside = np.cumsum([(distances[stop, start:stop] ** 2).sum() for stop in range(start, n)])
        cost[start, start + 1 :] = inside / np.arange(1, n - start + 1)
    least, cuts = cost[0], []
    for _part in range(1, k):
        reach = least[:, None] + cost
        cuts.append(reach.argmin(axis=0))
        least = reach.min(axis=0)
    stop, limits = n, [n]
    for cut in reversed(cuts):
        stop = int(cut[stop])
        limits.append(stop)
    edges = [0, *sorted(limits)]
    return np.repeat(np.arange(k), [after - before for before, after in pairwise(edges)]).astype(np.intp)


METHODS: dict[str, Callable[..., Groups | None]] = {
    "single": _hierarchical("single"),
    "average": _hierarchical("average"),
    "complete": _hierarchical("complete"),
    "ward": _hierarchical("ward"),
    "kmeans": _kmeans_of_distances,
    "pam": _medoids_of_distances,
    "spectral": _spectral,
    "concor": _concor,
    "fastgreedy": _fastgreedy,
    "segments": _segments,
}


def clusters(distances: Array, method: str, k: int, *, seed: int, compat: str) -> Groups | None:
    """Divide into k groups by a method; None where the method cannot make so many."""
    found = METHODS[method](distances, k, seed=seed, compat=compat)
    return found if found is not None and len(np.unique(found)) == k else None


def similarity_modularity(distances: Array, groups: Groups) -> float:
    """Give the weighted modularity of groups in the graph whose ties are 1 - distance, without loops."""
    cells = 1 - distances
    np.fill_diagonal(cells, 0.0)
    total, strength = cells.sum(), cells.sum(axis=1)
    if total <= 0:
        return float("nan")
    same = groups[:, None] == groups[None, :]
    return float(((cells - np.outer(strength, strength) / total) * same).sum() / total)
