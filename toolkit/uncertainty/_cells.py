"""Many networks at once: the formulas of `networks.discourse_network` on stacks of counts."""

import numpy as np
from scipy import sparse

from toolkit.uncertainty._units import Array, Units

__all__ = ["counted", "incidence_of", "likeness", "onemode", "twomode"]


def incidence_of(units: Units) -> sparse.csr_array:
    """Say which statement stands in which cell: cells x statements."""
    n = len(units)
    return sparse.csr_array((np.ones(n), (units.cell, np.arange(n))), shape=(int(np.prod(units.shape)), n))


def counted(units: Units, incidence: sparse.csr_array, weights: Array) -> Array:
    """Count statements by their weights: replicates x rows x columns x levels."""
    cells = np.ascontiguousarray((incidence @ np.ascontiguousarray(weights.T)).T)
    return np.asarray(cells.reshape(len(weights), *units.shape))


def likeness(units: Units, aggregation: str) -> Array:
    """Weigh pairs of levels: 1 same, 0 farthest (congruence), the rest (conflict), or the difference of the two."""
    depth = len(units.levels)
    if aggregation == "ignore":
        return np.ones((depth, depth))
    apart = np.abs(np.subtract.outer(units.levels, units.levels))
    widest = apart.max(initial=0)
    alike = np.eye(depth) if units.named else 1 - apart / (widest if widest > 0 else 1.0)
    return np.asarray({"congruence": alike, "conflict": 1 - alike, "subtract": 2 * alike - 1}[aggregation])


def _divided(values: Array, divisor: Array) -> Array:
    return np.asarray(np.divide(values, divisor, out=np.zeros_like(values), where=divisor != 0))


def _own(units: Units, counts: Array, aggregation: str) -> Array:
    """Give the tie of each row with itself, see `networks`: conflict and signs of names are measured as congruence."""
    kind = aggregation
    if kind == "conflict" or (kind == "subtract" and units.named):
        kind = "congruence"
    return np.asarray(((counts @ likeness(units, kind)) * counts).sum(axis=(2, 3)))


def _divisor(units: Units, counts: Array, ties: Array, aggregation: str) -> Array:
    if units.normalization == "average":
        total = counts.sum(axis=(2, 3))
        return np.asarray((total[:, :, None] + total[:, None, :]) / 2)
    own = _own(units, counts, aggregation)
    if units.normalization == "cosine":
        return np.asarray(np.sqrt(own[:, :, None] * own[:, None, :]))
    return np.asarray(own[:, :, None] + own[:, None, :] - ties)


def onemode(units: Units, counts: Array, aggregation: str) -> Array:
    """Tie rows by what they say on the same columns: replicates x rows x rows."""
    size, n = counts.shape[:2]
    weighed = (counts @ likeness(units, aggregation)).reshape(size, n, -1)
    ties = weighed @ counts.reshape(size, n, -1).transpose(0, 2, 1)
    if units.normalization != "no":
        ties = _divided(ties, _divisor(units, counts, ties, aggregation))
    ties[:, np.arange(n), np.arange(n)] = 0.0
    return np.asarray(ties)


def twomode(units: Units, counts: Array) -> Array:
    """Count the statements of rows on columns, with signs for "subtract": replicates x rows x columns."""
    plain = counts.sum(axis=3)
    values = plain
    if units.aggregation == "subtract":
        values = counts @ units.levels
    if units.normalization == "activity":
        return _divided(values, np.broadcast_to(plain.sum(axis=2, keepdims=True), values.shape))
    if units.normalization == "prominence":
        return _divided(values, np.broadcast_to(plain.sum(axis=1, keepdims=True), values.shape))
    return np.asarray(values)
