"""Expected weights of ties and their spread, where every statement is right by its own chance."""

import numpy as np

from toolkit.uncertainty._cells import counted, likeness
from toolkit.uncertainty._plan import Plan
from toolkit.uncertainty._units import DIRECTED, Array

__all__ = ["expected_edges"]


def _sums(plan: Plan, mean: Array, spread: Array) -> dict[str, tuple[Array, Array]]:
    """Sum chances, and chances times their rest, over the statements of each tie."""
    units = plan.units
    ends = plan.first, plan.second
    if units.kind in DIRECTED:
        parts = {"edge": slice(None), "positive": slice(2, 3), "negative": slice(0, 1)}
        parts = parts if len(units.levels) > 1 else {"edge": slice(None)}
        return {
            name: (mean[..., part].sum(axis=2)[ends], np.sqrt(spread[..., part].sum(axis=2)[ends]))
            for name, part in parts.items()
        }
    sign = units.levels if units.aggregation == "subtract" else np.ones(len(units.levels))
    return {"edge": ((mean @ sign)[ends], np.sqrt(spread @ sign**2)[ends])}


def _products(plan: Plan, mean: Array, spread: Array) -> dict[str, tuple[Array, Array]]:
    """Do the same for ties that sum products; the statements of two rows are independent.

    With m and v the means and variances of the counts of two rows and S the likeness of levels, for each column:
    mean ``m S m'``; variance ``v' (m S)^2 + v (S m')^2 + v S^2 v'``.
    """
    alike = likeness(plan.units, plan.units.aggregation)
    n = len(mean)
    flat = {"m": mean.reshape(n, -1), "v": spread.reshape(n, -1)}
    weighed = {"ms": (mean @ alike).reshape(n, -1), "vs": (spread @ alike**2).reshape(n, -1)}
    product = weighed["ms"] @ flat["m"].T
    half = weighed["ms"] ** 2 @ flat["v"].T
    variance = half + half.T + weighed["vs"] @ flat["v"].T
    ends = plan.first, plan.second
    return {"edge": (product[ends], np.sqrt(variance[ends]))}


def expected_edges(plan: Plan, dependence: str) -> dict[str, tuple[Array, Array | None]]:
    """Give mean and standard deviation of the ties that are sums, or sums of products, exactly.

    Returns
    -------
    dict
        Name of the statistic -> means, standard deviations (None where errors of a document hang together);
        without those that are no sums: divided ones, and products of errors that hang together.
    """
    units = plan.units
    if units.chance is None or units.normalization != "no" or "edges" not in plan.measures:
        return {}
    if units.kind == "onemode" and dependence != "independent":
        return {}
    both = np.stack([units.chance, units.chance * (1 - units.chance)])
    mean, spread = counted(units, plan.incidence, both)
    found = (_products if units.kind == "onemode" else _sums)(plan, mean, spread)
    known = dependence == "independent"
    return {name: (value, deviation if known else None) for name, (value, deviation) in found.items()}
