"""Documents drawn again, and the interval and p value of a difference."""

from typing import NamedTuple

import numpy as np

from toolkit.comparison._sides import Array

__all__ = ["Difference", "differences", "drawn", "part_of", "rng_of"]

#: Differences that are this close are the same (floating point).
_CLOSE = 1e-12


class Difference(NamedTuple):
    """Limits of the interval of each difference, and its p value."""

    low: Array
    high: Array
    p: Array


def rng_of(seed: int, side: int, measure: int) -> np.random.Generator:
    """Give each side and measure draws of its own, so that none depends on which others are computed."""
    return np.random.default_rng([seed, side, measure])


def drawn(n_documents: int, size: int, replicates: int, rng: np.random.Generator) -> Array:
    """Draw documents with replacement: replicates x documents, how often each counts; `size` in each replicate."""
    return np.asarray(rng.multinomial(size, np.full(n_documents, 1 / n_documents), size=replicates), dtype=float)


def part_of(n_documents: int, size: int, replicates: int, rng: np.random.Generator) -> Array:
    """Draw `size` documents without replacement: replicates x documents, 0 or 1."""
    order = rng.random((replicates, n_documents)).argsort(axis=1)
    return np.asarray(order < size, dtype=float)


def differences(estimate: Array, draws: Array, *, level: float) -> Difference:
    """Make intervals and p values of differences from their replicates.

    The interval is that of the replicates, moved so that their mean is the estimate. The p value is the share of
    replicates that lie as far from their mean as the estimate lies from 0 (both sides); one is added to counts so that
    it is never 0 (Davison and Hinkley 1997, section 4.2). Missing where fewer than two replicates have a value.

    Examples
    --------
    >>> found = differences(np.array([3.0]), np.array([[1.0], [3.0], [2.0], [4.0]]), level=0.5)
    >>> [float(limit[0]) for limit in found]
    [2.25, 3.75, 0.2]
    """
    low, high, p = (np.full(len(estimate), np.nan) for _ in range(3))
    there = (np.isfinite(draws).sum(axis=0) > 1) & np.isfinite(estimate)
    if not there.any():
        return Difference(low, high, p)
    used = draws[:, there]
    off = used - np.nanmean(used, axis=0)
    tail = (1 - level) / 2
    limits = np.nanquantile(off, [tail, 1 - tail], axis=0)
    low[there], high[there] = estimate[there] + limits
    as_far = (np.abs(off) >= np.abs(estimate[there]) - _CLOSE) & np.isfinite(off)
    p[there] = (1 + as_far.sum(axis=0)) / (1 + np.isfinite(off).sum(axis=0))
    return Difference(low, high, p)
