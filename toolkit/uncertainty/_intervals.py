"""Intervals of statistics from their replicates."""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from toolkit.errors import InputError
from toolkit.uncertainty._units import Array

__all__ = ["INTERVALS", "Estimates", "check_level", "intervals"]

#: How an interval is made of replicates.
INTERVALS = ("centred", "percentile", "basic", "normal")
#: Statistics with a range that no interval leaves; ties and strengths of networks without signs are at least 0.
_RANGES = {
    "degree": (0.0, 1.0),
    "strength": (0.0, np.inf),
    "betweenness": (0.0, 1.0),
    "closeness": (0.0, 1.0),
    "eigenvector": (0.0, 1.0),
    "in_degree": (0.0, np.inf),
    "out_degree": (0.0, np.inf),
    "in_strength": (0.0, np.inf),
    "out_strength": (0.0, np.inf),
    "positive": (0.0, np.inf),
    "negative": (0.0, np.inf),
    "polarity": (-1.0, 1.0),
    "modularity": (-0.5, 1.0),
    "polarization": (0.0, 1.0),
}


class Estimates(NamedTuple):
    """Estimate, limits, standard error and bias of each of some statistics."""

    estimate: Array
    low: Array
    high: Array
    se: Array
    bias: Array


def check_level(level: float) -> None:
    """Raise unless a level is a share between 0 and 1.

    Raises
    ------
    InputError
        For anything else.
    """
    if not 0 < level < 1:
        raise InputError(f"level must be between 0 and 1, such as 0.95; got {level!r}")


def _range(name: str, signed: bool) -> tuple[float, float]:
    if name == "edge":
        return (-np.inf if signed else 0.0), np.inf
    return _RANGES[name]


def _limits(estimate: Array, draws: Array, se: Array, interval: str, level: float) -> tuple[Array, Array]:
    tail = (1 - level) / 2
    if interval == "normal":
        reach = norm.ppf(1 - tail) * se
        return estimate - reach, estimate + reach
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    if interval == "percentile":
        return low, high
    if interval == "basic":
        return 2 * estimate - high, 2 * estimate - low
    shift = estimate - np.nanmean(draws, axis=0)
    return low + shift, high + shift


def intervals(
    name: str, estimate: Array, draws: Array, *, interval: str, level: float, signed: bool, se: Array | None = None
) -> Estimates:
    """Make intervals.

    Parameters
    ----------
    name : str
        Name of the statistic.
    estimate : array
        Their values in the data at hand.
    draws : array
        Replicates x statistics; NaN where a replicate has none.
    interval : str
        Of `INTERVALS`.
    level : float
        Share that an interval is to cover.
    signed : bool
        Whether ties may be negative.
    se : array, optional
        Standard errors that are known exactly.
    """
    there = np.isfinite(draws).sum(axis=0) > 1
    spread, mean, low, high = (np.full(draws.shape[1], np.nan) for _ in range(4))
    used = draws[:, there]
    spread[there], mean[there] = np.nanstd(used, axis=0, ddof=1), np.nanmean(used, axis=0)
    if se is not None:
        spread = se
    if there.any():
        low[there], high[there] = _limits(estimate[there], used, spread[there], interval, level)
    least, most = _range(name, signed)
    return Estimates(estimate, np.clip(low, least, most), np.clip(high, least, most), spread, mean - estimate)
