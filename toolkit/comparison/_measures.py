"""Measures of the relation network for many replicates at once."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from toolkit.comparison._sides import Array, Ties

__all__ = ["NAMES", "network_measures"]

#: The measures, in the order of the rows of `network_measures`; those of `measures.summary` and `structural_balance`.
NAMES = ("actors", "ties", "density", "reciprocity", "share friendly", "share hostile", "balanced triangles")
_BATCH = 200
_Ints: TypeAlias = npt.NDArray[np.int64]


def _ends(pairs: list[tuple[str, str]]) -> tuple[list[str], _Ints, _Ints]:
    """Nodes, and for each pair the number of its source and of its target."""
    nodes = sorted({node for pair in pairs for node in pair})
    number = {node: place for place, node in enumerate(nodes)}
    ends = np.array([[number[u], number[v]] for u, v in pairs], dtype=np.int64).reshape(-1, 2)
    return nodes, ends[:, 0], ends[:, 1]


def _divided(a: Array, b: Array) -> Array:
    return np.asarray(np.divide(a, b, out=np.full(np.shape(a), np.nan), where=b > 0))


def _placed(values: Array, sources: _Ints, targets: _Ints, n_nodes: int) -> Array:
    """Put values of pairs into matrices: replicates x sources x targets."""
    found = np.zeros((len(values), n_nodes, n_nodes))
    found[:, sources, targets] = values
    return found


def _balance(signed: Array) -> Array:
    """Share of balanced triangles: (tr S^3 + tr |S|^3) / (2 tr |S|^3) of the symmetric matrix of signs S."""
    pair = np.sign(signed + signed.transpose(0, 2, 1))
    tied = np.abs(pair)
    balance = np.einsum("rij,rji->r", pair @ pair, pair)
    total = np.einsum("rij,rji->r", tied @ tied, tied)
    return _divided(balance + total, 2 * total)


def _batch(counts: Array, sources: _Ints, targets: _Ints, n_nodes: int, min_weight: int) -> Array:
    weight = counts.sum(axis=2)
    tied = weight >= min_weight
    counts = counts * tied[:, :, None]
    there = _placed(tied.astype(float), sources, targets, n_nodes)
    n_actors = (there.any(axis=1) | there.any(axis=2)).sum(axis=1).astype(float)
    n_ties = tied.sum(axis=1).astype(float)
    negative, _, positive = (counts[:, :, sign].sum(axis=1) for sign in range(3))
    total = counts.sum(axis=(1, 2))
    signed = _placed(counts[:, :, 2] - counts[:, :, 0], sources, targets, n_nodes)
    rows = (
        n_actors,
        n_ties,
        _divided(n_ties, n_actors * (n_actors - 1)),
        _divided((there * there.transpose(0, 2, 1)).sum(axis=(1, 2)), n_ties),
        _divided(positive, total),
        _divided(negative, total),
        _balance(signed),
    )
    return np.stack(rows, axis=1)


def network_measures(ties: Ties, side: int, weights: Array, *, min_weight: int) -> Array:
    """Compute the measures of one side for replicates.

    Parameters
    ----------
    ties : Ties
        From `ties_of`.
    side : {0, 1}
        Which side.
    weights : ndarray
        Replicates x documents: how often each document counts.
    min_weight : int
        Ties with fewer relations are left out.

    Returns
    -------
    ndarray
        Replicates x `NAMES`; missing where a measure is not defined.
    """
    nodes, sources, targets = _ends(ties.pairs)
    by_document = ties.sides[side]
    flat = by_document.reshape(len(by_document), -1)
    found = [np.full((0, len(NAMES)), np.nan)]
    for start in range(0, len(weights), _BATCH):
        chosen = weights[start : start + _BATCH]
        counts = (chosen @ flat).reshape(len(chosen), *by_document.shape[1:])
        found.append(_batch(counts, sources, targets, len(nodes), min_weight))
    return np.concatenate(found)
