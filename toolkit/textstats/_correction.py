"""Correction of p values for many tests."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from toolkit.errors import InputError, check_option

__all__ = ["CORRECTIONS", "adjust"]

CORRECTIONS = ("holm", "bonferroni", "benjamini-hochberg", "benjamini-yekutieli", "none")


def adjust(p_values: Sequence[float], correction: str = "holm") -> NDArray[np.float64]:
    """Correct p values for the number of tests.

    Parameters
    ----------
    p_values : sequence of float
        One a test, 0 to 1.
    correction : {"holm", "bonferroni", "benjamini-hochberg", "benjamini-yekutieli", "none"}
        ``holm`` and ``bonferroni`` bound the chance of any false finding, Holm with more power: the i-th smallest of m
        is multiplied by m-i+1, and none is below one before it. ``benjamini-hochberg`` bounds the expected share of
        false findings among the findings, for tests that are independent or positively dependent;
        ``benjamini-yekutieli`` whatever the dependence.

    Returns
    -------
    ndarray
        Corrected p values, at most 1, in the order given.

    Raises
    ------
    InputError
        For an unknown correction, or a value that is no probability.

    References
    ----------
    S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70. Y. Benjamini, Y. Hochberg, Journal of the Royal
    Statistical Society B 57 (1995) 289-300. Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001) 1165-1188.

    Examples
    --------
    >>> [round(float(p), 3) for p in adjust([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    check_option("correction", correction, CORRECTIONS)
    values = np.asarray(p_values, dtype=float)
    beyond = values[~((values >= 0) & (values <= 1))]
    if beyond.size:
        raise InputError(f"p_values must lie between 0 and 1; got {beyond[0]:g}")
    if correction == "none" or not values.size:
        return values
    if correction.startswith("benjamini"):
        method = {"benjamini-hochberg": "bh", "benjamini-yekutieli": "by"}[correction]
        return np.asarray(false_discovery_control(values, method=method))
    if correction == "bonferroni":
        return np.asarray(np.minimum(values * values.size, 1))
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(values.size, 0, -1))
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted
