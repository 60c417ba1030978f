"""Modularity of many networks at once, and better divisions of each from a given one."""

import numpy as np
import numpy.typing as npt

from toolkit.uncertainty._units import Array

__all__ = ["Labels", "gains", "improved", "quality", "sides"]

Labels = npt.NDArray[np.int64]
_SWEEPS = 50
_TIED = 1e-12


def _null(cells: Array) -> Array:
    """Take away from every tie what the strengths of its two nodes let expect."""
    strength = cells.sum(axis=2)
    total = strength.sum(axis=1)[:, None, None]
    expected = strength[:, :, None] * strength[:, None, :]
    return np.asarray(cells - np.divide(expected, total, out=np.zeros_like(expected), where=total > 0))


def gains(congruence: Array, conflict: Array | None = None) -> Array:
    """Give what it adds to modularity if two nodes are in one group; missing where there is no tie at all.

    With a conflict network it is the modularity of signed networks, see `measures.polarization`.
    """
    found, total = _null(congruence), congruence.sum(axis=(1, 2))
    if conflict is not None:
        found, total = found - _null(conflict), total + conflict.sum(axis=(1, 2))
    total = total[:, None, None]
    return np.asarray(np.divide(found, total, out=np.full_like(found, np.nan), where=total > 0))


def quality(gain: Array, labels: Labels) -> Array:
    """Give the modularity of one division of each network."""
    same = labels[:, :, None] == labels[:, None, :]
    return np.asarray(np.where(same, gain, 0.0).sum(axis=(1, 2)))


def sides(gain: Array) -> Labels:
    """Divide each network in two by the signs of its first eigenvector (Newman 2006)."""
    vectors = np.linalg.eigh(np.nan_to_num(gain))[1][:, :, -1]
    return (vectors > 0).astype(np.int64)


def improved(gain: Array, labels: Labels, groups: int) -> Labels:
    """Move nodes one by one to the group that suits them best until none can be moved.

    Parameters
    ----------
    gain : array
        Networks x nodes x nodes, as `gains` makes it.
    labels : array
        Networks x nodes: where to begin, groups from 0.
    groups : int
        How many groups there may be.

    Returns
    -------
    array
        Networks x nodes. A node that gains nothing stays.
    """
    size, n = labels.shape
    cells = np.nan_to_num(gain)
    cells[:, np.arange(n), np.arange(n)] = 0.0
    found = labels.copy()
    inside = cells @ np.eye(groups)[found]
    everyone = np.arange(size)
    for _ in range(_SWEEPS):
        moved = False
        for node in range(n):
            here, best = found[:, node], inside[:, node].argmax(axis=1)
            rows = np.flatnonzero(inside[everyone, node, best] > inside[everyone, node, here] + _TIED)
            if not len(rows):
                continue
            moved = True
            inside[rows, :, here[rows]] -= cells[rows, :, node]
            inside[rows, :, best[rows]] += cells[rows, :, node]
            found[rows, node] = best[rows]
        if not moved:
            break
    return found
