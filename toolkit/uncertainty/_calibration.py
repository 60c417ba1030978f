"""Confidences that hold in every class of rows, by marks of a person."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit

from toolkit.errors import InputError, check_option
from toolkit.evaluation import MARKS
from toolkit.uncertainty._units import Array, Ints, confidences

__all__ = ["Calibrated", "calibrate"]

Marks = npt.NDArray[np.bool_]
#: Confidences are taken to be at least this far from 0 and 1: log-odds of these are without end.
_EDGE = 0.001
#: Weak prior of intercept and slope (standard deviation in log-odds), which keeps them finite where all rows are right.
_PRIOR = np.array([3.0, 3.0])
_STEPS = 100
_FEWEST = 10


class Calibrated(NamedTuple):
    """Rows with calibrated confidences, and what was found in each class.

    Attributes
    ----------
    rows : DataFrame
        The table with one column more.
    cells : DataFrame
        One row a class, see `calibrate`.
    """

    rows: pd.DataFrame
    cells: pd.DataFrame


class _Fit(NamedTuple):
    """Log-odds of marked rows: intercept and slope, an offset for each class with its variance, and the fit."""

    whole: Array
    offset: Array
    variance: Array
    fits: float


def _fit(x: Array, right: Array, cell: Ints, n: int, spread: float) -> _Fit:
    """Find the most likely intercept, slope and offsets, offsets having this standard deviation (Newton's method)."""
    size = x.shape[1]
    design = np.zeros((len(x), size + n))
    design[:, :size] = x
    design[np.arange(len(x)), size + cell] = 1
    prior = np.concatenate([1 / _PRIOR[:size] ** 2, np.full(n, 1 / spread**2)])
    centre = np.zeros(size + n)
    centre[1:size] = 1
    found, weight = centre.copy(), np.zeros(len(x))
    for _ in range(_STEPS):
        chance = expit(design @ found)
        weight = chance * (1 - chance)
        slope = design.T @ (right - chance) - prior * (found - centre)
        step = np.linalg.solve((design.T * weight) @ design + np.diag(prior), slope)
        found = found + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    odds = design @ found
    known = np.bincount(cell, weights=weight, minlength=n)
    likely = float((right * odds - np.logaddexp(0, odds)).sum() - (prior * (found - centre) ** 2).sum() / 2)
    fits = likely - float(np.log1p(spread**2 * known).sum()) / 2
    return _Fit(found[:size], found[size:], 1 / (known + 1 / spread**2), fits)


def _pooled(x: Array, right: Array, cell: Ints, n: int) -> tuple[_Fit, float]:
    """Choose the spread of the classes that makes the marks most likely (Laplace approximation)."""
    found = minimize_scalar(
        lambda power: -_fit(x, right, cell, n, float(np.exp(power))).fits, bounds=(-5.0, 1.5), method="bounded"
    )
    spread = float(np.exp(found.x))
    return _fit(x, right, cell, n, spread), spread


def _check(rows: pd.DataFrame, marked: pd.DataFrame, by: Sequence[str], into: str) -> None:
    if not by:
        raise InputError("by must name at least one column whose values make the classes; got none")
    for name, frame, columns in (("rows", rows, by), ("marked", marked, [*by, "mark"])):
        lacking = [column for column in columns if column not in frame.columns]
        if lacking:
            raise InputError(f"{name} lacks the columns {lacking}; evaluation.match_marks(...).rows has marks")
    if into in rows.columns:
        raise InputError(f"into must be a new column; {into!r} is in the table already")
    for mark in sorted(set(marked["mark"].astype(str))):
        check_option("mark", mark, MARKS)


def _features(frame: pd.DataFrame, confidence: str | None) -> tuple[Array, Marks]:
    """Give a column of ones and the log-odds of the confidence; and which rows have one."""
    ones = np.ones((len(frame), 1))
    if confidence is None:
        return ones, np.ones(len(frame), dtype=bool)
    chance = confidences(frame, confidence, "certain")
    assert chance is not None
    return np.column_stack([ones, logit(np.clip(chance, _EDGE, 1 - _EDGE))]), frame[confidence].notna().to_numpy()


def _keys(frame: pd.DataFrame, by: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[name].astype("str").fillna("").tolist() for name in by), strict=True))


def calibrate(
    rows: pd.DataFrame,
    marked: pd.DataFrame,
    *,
    by: Sequence[str],
    confidence: str | None = "confidence",
    into: str = "calibrated",
) -> Calibrated:
    """Calibrate confidences in every class of rows, by marks of a person, with shrinkage to the whole.

    The log-odds that a row of class g with confidence p is right are ``a + b logit(p) + u_g``: a and b hold for all
    (Platt 1999), ``u_g`` is normal with mean 0 and the standard deviation t, which is chosen so that the marks are
    most likely (empirical Bayes; Laplace approximation as Breslow and Clayton 1993). So a class with few marks stays
    near the whole, one with many goes its own way, and if classes do not differ t is near 0. The chance given is the
    mean over what is not known of ``u_g``, with its variance v: that of log-odds divided by ``sqrt(1 + pi v / 8)``
    (MacKay 1992).

    Parameters
    ----------
    rows : DataFrame
        All rows: attributions, relations, or the statements of a `Coded`. It is not changed.
    marked : DataFrame
        Some of them, drawn at random, with the column `mark`: right, wrong (unsure ones do not count), as
        ``evaluation.match_marks(rows, marks).rows``. A row is right if it is in all that the network uses.
    by : sequence of str
        Columns whose values together make the classes, such as kind and attitude, type, or actor and concept. A missing
        value is a class, too.
    confidence : str or None
        Column with the machine's confidence, 0 to 1; None: it has none, and only the shares in the classes count.
    into : str
        Name of the new column.

    Returns
    -------
    Calibrated
        `rows`: the table with the column `into`, to be named as ``confidence=`` of `propagate`; missing where the
        confidence is (rules, hand-coded). `cells`: the columns `by` (as text), `n` (rows), `n_checked`, `right`, `said`
        and `calibrated` (mean confidence of its rows before and after), `offset` (``u_g``). ``attrs`` of the latter:
        `intercept`, `slope`, `spread` (t) and `n_checked`.

    Raises
    ------
    InputError
        If a column is missing or there already, a confidence or mark is none, or fewer than ten rows are marked right
        or wrong.

    Notes
    -----
    What remains unknown of each class is in the chance, but all rows of a class share it, which `propagate` does not
    know; with few marks its intervals are still too short. See the docs, ``uncertainty``, for how much is gained.

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. In Advances in Large Margin Classifiers.
    Breslow, N. E., and Clayton, D. G. (1993). Approximate inference in generalized linear mixed models. JASA 88, 9-25.
    MacKay, D. J. C. (1992). The evidence framework applied to classification networks. Neural Computation 4, 720-736.

    Examples
    --------
    >>> rows = pd.DataFrame({"kind": ["direct"] * 40 + ["indirect"] * 40, "confidence": 0.8})
    >>> marked = rows.assign(mark=["right"] * 38 + ["wrong"] * 2 + ["right", "wrong"] * 20)
    >>> calibrate(rows, marked, by=["kind"]).cells[["kind", "right", "calibrated"]].round(1).values.tolist()
    [['direct', 38, 0.9], ['indirect', 20, 0.5]]
    """
    _check(rows, marked, by, into)
    features, there = _features(rows, confidence)
    seen, known = _features(marked, confidence)
    judged = marked["mark"].isin(["right", "wrong"]).to_numpy() & known
    if judged.sum() < _FEWEST:
        raise InputError(
            f"marked must have at least {_FEWEST} rows with a confidence, right or wrong; got {judged.sum()}"
        )
    keys = _keys(rows, by)
    names = sorted(set(keys) | set(_keys(marked, by)))
    place = {name: number for number, name in enumerate(names)}
    cell, marked_cell = (np.array([place[key] for key in each], dtype=np.int64) for each in (keys, _keys(marked, by)))
    right: Array = np.asarray(marked["mark"] == "right", dtype=np.float64)[judged]
    fit, spread = _pooled(seen[judged], right, marked_cell[judged], len(names))
    odds = (features @ fit.whole + fit.offset[cell]) / np.sqrt(1 + np.pi * fit.variance[cell] / 8)
    made = rows.assign(**{into: np.where(there, expit(odds), np.nan)})
    cells = pd.DataFrame(names, columns=list(by)).assign(
        n=np.bincount(cell, minlength=len(names)),
        n_checked=np.bincount(marked_cell[judged], minlength=len(names)),
        right=np.bincount(marked_cell[judged], weights=right, minlength=len(names)).astype(int),
        said=_means(None if confidence is None else rows[confidence], cell, len(names)),
        calibrated=_means(made[into], cell, len(names)),
        offset=fit.offset,
    )
    slope = float(fit.whole[1]) if confidence is not None else float("nan")
    cells.attrs = {"intercept": float(fit.whole[0]), "slope": slope, "spread": spread, "n_checked": int(judged.sum())}
    return Calibrated(made, cells)


def _means(values: "pd.Series[float] | None", cell: Ints, n: int) -> Array:
    """Give the mean of each class, missing where no row has a value."""
    if values is None:
        return np.full(n, np.nan)
    found = pd.to_numeric(values).astype(float).groupby(cell).mean()
    return np.asarray(found.reindex(range(n)), dtype=np.float64)
