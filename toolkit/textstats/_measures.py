"""Measures of association between two words, by name. NLTK's formulas do the work where it has them."""

from collections.abc import Callable
from math import inf, log2, sqrt

from nltk.metrics.association import BigramAssocMeasures

__all__ = ["MEASURES", "STATISTICS", "score"]

#: together, frequency of the first (row), of the second (column), size of the sample -> score
_Measure = Callable[[int, int, int, int], float]


def _nltk(name: str) -> _Measure:
    function = getattr(BigramAssocMeasures, name)
    return lambda o, r, c, n: float(function(o, (r, c), n))


def _log_likelihood(o: int, r: int, c: int, n: int) -> float:
    # NLTK adds 1e-20 to each expected value; a table whose cells are all as expected may end just below 0.
    return max(0.0, float(BigramAssocMeasures.likelihood_ratio(o, (r, c), n)))


def _chi_squared(o: int, r: int, c: int, n: int) -> float:
    # With an empty row or column all cells are as expected; NLTK would divide by 0.
    return float(BigramAssocMeasures.chi_sq(o, (r, c), n)) if r < n and c < n else 0.0


def _powered(power: int) -> _Measure:
    return lambda o, r, c, n: log2(BigramAssocMeasures.mi_like(o, (r, c), n, power=power) * n)


def _z(o: int, r: int, c: int, n: int) -> float:
    expected = r * c / n
    return (o - expected) / sqrt(expected)


def _log_dice(o: int, r: int, c: int, n: int) -> float:
    return 14 + log2(BigramAssocMeasures.dice(o, (r, c), n))


def _log_ratio(o: int, r: int, c: int, n: int) -> float:
    inside, outside = o / r, (c - o) / (n - r) if n > r else 0.0
    return log2(inside / outside) if outside else inf


def _delta_p(o: int, r: int, c: int, n: int) -> float:
    return o / r - ((c - o) / (n - r) if n > r else 0.0)


#: Name -> function of (together, row, column, total); together is at least 1.
MEASURES: dict[str, _Measure] = {
    "log_likelihood": _log_likelihood,
    "log_dice": _log_dice,
    "mi": _nltk("pmi"),
    "mi2": _powered(2),
    "mi3": _powered(3),
    "t_score": _nltk("student_t"),
    "z_score": _z,
    "chi_squared": _chi_squared,
    "dice": _nltk("dice"),
    "jaccard": _nltk("jaccard"),
    "log_ratio": _log_ratio,
    "delta_p": _delta_p,
    "minimum_sensitivity": lambda o, r, c, _: min(o / r, o / c),
}
#: Name -> how the collocation parameters notation calls the measure: number (Brezina 2018, ch. 3) and name.
STATISTICS: dict[str, str] = {
    "log_likelihood": "6b-LL",
    "log_dice": "10b-logDice",
    "mi": "3b-MI",
    "mi2": "4b-MI2",
    "mi3": "5b-MI3",
    "t_score": "8b-T-score",
    "z_score": "7b-Z-score",
    "chi_squared": "chi-squared",
    "dice": "9b-Dice",
    "jaccard": "Jaccard",
    "log_ratio": "11b-Log Ratio",
    "delta_p": "13b-Delta P",
    "minimum_sensitivity": "12b-MS",
}


def score(measure: str, together: int, row: int, column: int, total: int) -> float:
    """Apply a measure; a pair that never stands together has none (NaN)."""
    return MEASURES[measure](together, row, column, total) if together else float("nan")
