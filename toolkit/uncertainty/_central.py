"""Centrality of the nodes of many networks at once; the definitions are those of `measures.node_centrality`."""

import numpy as np
import numpy.typing as npt

from toolkit.uncertainty._units import Array

__all__ = ["CENTRALITIES", "central", "central_directed"]

Marks = npt.NDArray[np.bool_]

CENTRALITIES = ("degree", "strength", "betweenness", "closeness", "eigenvector")


def _whole(cells: Array, rows: int) -> Array:
    """Put rows and columns of two-mode networks into one matrix, rows first; `rows` 0 means one-mode."""
    if not rows:
        return cells
    size, n, m = cells.shape
    found = np.zeros((size, n + m, n + m))
    found[:, :n, n:] = cells
    found[:, n:, :n] = cells.transpose(0, 2, 1)
    return found


def _paths(linked: Array) -> tuple[Array, list[Marks], Array]:
    """Count shortest paths from every node to every other: distances, nodes of each step, numbers of paths."""
    size, n, _ = linked.shape
    apart = np.where(np.eye(n, dtype=bool), 0.0, np.inf)[None].repeat(size, axis=0)
    paths = np.eye(n)[None].repeat(size, axis=0)
    steps: list[Marks] = []
    ahead = linked * ~np.eye(n, dtype=bool)
    while ahead.any():
        reached = ahead > 0
        apart[reached] = len(steps) + 1
        paths += ahead
        steps.append(reached)
        ahead = (ahead @ linked) * np.isinf(apart)
    return apart, steps, paths


def _betweenness(linked: Array, steps: list[Marks], paths: Array) -> Array:
    """Sum shares of shortest paths through each node (Brandes 2001), from the farthest nodes back."""
    share = np.zeros_like(paths)
    for number in range(len(steps) - 1, 0, -1):
        there = np.divide(1 + share, paths, out=np.zeros_like(paths), where=steps[number])
        share += (there @ linked) * paths * steps[number - 1]
    return np.asarray(share.sum(axis=1) / 2)


def _largest(own: int, other: int) -> float:
    """Give the largest sum of shares of paths that a node of a mode can have (Borgatti and Everett 1997)."""
    if other == 0:
        return (own - 1) * (own - 2) / 2
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def _closeness(apart: Array, second: Marks) -> Array:
    n = apart.shape[1]
    reach = np.isfinite(apart) & ~np.eye(n, dtype=bool)
    nearest = np.where((second[:, None] == second[None, :]) & second.any(), 2.0, 1.0)
    total, least = np.where(reach, apart, 0.0).sum(axis=2), (nearest * reach).sum(axis=2)
    share = reach.sum(axis=2) / max(1, n - 1)
    return np.asarray(np.divide(least, total, out=np.zeros_like(total), where=total > 0) * share)


def _eigenvector(whole: Array) -> Array:
    """Give first eigenvectors of length 1; where components share the eigenvalue, what they have of all ones."""
    values, vectors = np.linalg.eigh(whole)
    first = vectors * np.asarray(values >= values[:, -1:] * (1 - 1e-9))[:, None, :]
    found = np.clip((first * first.sum(axis=1, keepdims=True)).sum(axis=2), 0.0, None)
    found = found * np.asarray(whole.any(axis=(1, 2)))[:, None]
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(np.divide(found, length, out=np.zeros_like(found), where=length > 0))


def central(cells: Array, *, two: bool) -> dict[str, Array]:
    """Measure the nodes of each network.

    Parameters
    ----------
    cells : array
        Networks x rows x columns.
    two : bool
        Whether they are two-mode; then the nodes are the rows, then the columns.

    Returns
    -------
    dict
        Name of the measure -> networks x nodes.
    """
    rows, columns = cells.shape[1], cells.shape[2] if two else 0
    whole = _whole(np.abs(cells), rows if two else 0)
    linked = (whole > 0).astype(float)
    second = np.arange(rows + columns) >= rows
    possible = np.where(second, rows, columns) if two else np.full(rows, max(1, rows - 1))
    largest = np.where(second, _largest(columns, rows), _largest(rows, columns))
    apart, steps, paths = _paths(linked)
    sums = _betweenness(linked, steps, paths)
    return {
        "degree": linked.sum(axis=2) / possible,
        "strength": whole.sum(axis=2),
        "betweenness": np.divide(sums, largest, out=np.zeros_like(sums), where=largest > 0),
        "closeness": _closeness(apart, second),
        "eigenvector": _eigenvector(whole) * (np.sqrt(2) if two else 1.0),
    }


def central_directed(cells: Array) -> dict[str, Array]:
    """Measure ties that come in and go out: networks x nodes."""
    return {
        "in_degree": (cells > 0).sum(axis=1).astype(float),
        "out_degree": (cells > 0).sum(axis=2).astype(float),
        "in_strength": cells.sum(axis=1),
        "out_strength": cells.sum(axis=2),
    }
