"""Precision from a checked sample and recall from hand-coded documents, each with an interval."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from toolkit.errors import InputError, check_option
from toolkit.evaluation._compare import counts_of_documents
from toolkit.evaluation._counts import CRITERIA, KINDS
from toolkit.evaluation._marks import MARKS
from toolkit.evaluation._reading import Document, read_documents
from toolkit.evaluation._sample import strata

__all__ = ["precision", "recall", "wilson"]

_COLUMNS = ["stratum", "n_all", "n_checked", "right", "wrong", "unsure", "precision", "low", "high", "if_unsure_wrong"]


def wilson(right: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Give Wilson's score interval of a share.

    With p = right / n and z the normal quantile of the level, the limits are
    ``(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)``.

    Parameters
    ----------
    right, n : float
        How many of how many; 0 <= right <= n.
    level : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit, 0 to 1; missing (NaN) for n = 0.

    Raises
    ------
    InputError
        If a number is out of range.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
    Brown, L. D., Cai, T. T., and DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical
    Science 16(2), 101-133.

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not 0 <= right <= n:
        raise InputError(f"right must lie between 0 and n; got right {right}, n {n}")
    if not 0 < level < 1:
        raise InputError(f"level must lie between 0 and 1; got {level}")
    if n == 0:
        return float("nan"), float("nan")
    z, p = float(norm.ppf((1 + level) / 2)), right / n
    middle, half = p + z * z / (2 * n), z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return (0.0 if right == 0 else low), (1.0 if right == n else high)


def _stratum(name: str, marks: "pd.Series[Any]", size: int, level: float, finite: bool) -> dict[str, Any]:
    counts = {mark: int((marks == mark).sum()) for mark in MARKS}
    n = counts["right"] + counts["wrong"]
    p = counts["right"] / n if n else float("nan")
    if finite and n and n >= size:
        low, high = p, p
    else:  # without replacement, n rows of a small stratum tell as much as more of a large one
        worth = n * (size - 1) / (size - n) if finite else float(n)
        low, high = wilson(p * worth if n else 0, worth, level=level)
    worst = counts["right"] / len(marks) if len(marks) else float("nan")
    checked = {"n_all": size, "n_checked": len(marks), **counts}
    return {"stratum": name, **checked, "precision": p, "low": low, "high": high, "if_unsure_wrong": worst}


def _weighted(rows: pd.DataFrame) -> dict[str, Any]:
    """Put the strata together by their size in the population."""
    made: dict[str, Any] = {
        "stratum": "all",
        **{name: int(rows[name].sum()) for name in ("n_all", "n_checked", *MARKS)},
    }
    weights = rows["n_all"] / rows["n_all"].sum()
    p = float((weights * rows["precision"]).sum(skipna=False))
    down = np.sqrt((weights**2 * (rows["precision"] - rows["low"]) ** 2).sum(skipna=False))
    up = np.sqrt((weights**2 * (rows["high"] - rows["precision"]) ** 2).sum(skipna=False))
    worst = float((weights * rows["if_unsure_wrong"]).sum(skipna=False))
    return {**made, "precision": p, "low": max(0.0, p - down), "high": min(1.0, p + up), "if_unsure_wrong": worst}


def precision(
    marked: pd.DataFrame,
    *,
    population: pd.DataFrame,
    by: Sequence[str] = (),
    level: float = 0.95,
    finite: bool = False,
) -> pd.DataFrame:
    """Estimate from a checked stratified sample which share of what was found is right.

    In stratum h, p_h is the share of right ones among those marked right or wrong, with Wilson's interval. In all, with
    W_h = N_h / N the part of the stratum in everything found, p = Σ W_h p_h (Cochran 1977, chapter 5), and the interval
    reaches from p by ``√(Σ W_h² (p_h − low_h)²)`` down and by ``√(Σ W_h² (high_h − p_h)²)`` up, which keeps some width
    where a stratum has no error (method of variance estimates recovery, Zou and Donner 2008). With one stratum
    this is Wilson's. Rows are taken as drawn one by one: where errors come together in a document, it is too narrow.

    Parameters
    ----------
    marked : DataFrame
        Rows of the population with the column `mark` (right, wrong, unsure), as `match_marks` gives them.
    population : DataFrame
        All rows that were found, marked or not; gives the sizes of the strata.
    by : sequence of str
        Columns that make the strata, those by which the sample was drawn: otherwise the total is not weighted right.
    level : float
        Of the intervals, between 0 and 1.
    finite : bool
        True: the interval is for this run (rows that are all checked leave no doubt); False: for texts like these.

    Returns
    -------
    DataFrame
        One row a stratum, sorted, and last the row "all": n_all (found), n_checked, right, wrong, unsure, precision
        (unsure ones left out), low, high, and if_unsure_wrong (precision if every unsure one is wrong). Missing where
        nothing of a stratum was marked right or wrong, then also in all.

    Raises
    ------
    InputError
        If a column is missing, a mark is unknown, there is nothing found, or more is marked than found.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley. Zou, G. Y., and Donner, A. (2008). Construction of
    confidence limits about effect measures: a general approach. Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    >>> found = pd.DataFrame({"kind": ["direct"] * 30 + ["indirect"] * 10})
    >>> marked = pd.DataFrame({"kind": ["direct"] * 4 + ["indirect"] * 4, "mark": ["right"] * 5 + ["wrong"] * 3})
    >>> precision(marked, population=found, by=["kind"])[["stratum", "precision"]].values.tolist()
    [['direct', 1.0], ['indirect', 0.25], ['all', 0.8125]]
    """
    if "mark" not in marked.columns:
        raise InputError("marked must have the column 'mark'; `match_marks` makes such a table")
    for mark in sorted(set(marked["mark"])):
        check_option("mark", mark, MARKS)
    if population.empty:
        raise InputError("population holds no row")
    sizes, known = strata(population, by).value_counts(), strata(marked, by)
    over = [name for name, n in known.value_counts().items() if n > sizes.get(name, 0)]
    if over:
        raise InputError(
            f"more rows are marked than found in {sorted(map(str, over))}: marked must be rows of population"
        )
    names = sorted(map(str, sizes.index))
    rows = pd.DataFrame(
        [_stratum(name, marked["mark"][known == name], int(sizes[name]), level, finite) for name in names],
        columns=_COLUMNS,
    )
    if not by:
        return rows
    return pd.concat([rows, pd.DataFrame([_weighted(rows)], columns=_COLUMNS)], ignore_index=True)


def _clustered(hits: Any, totals: Any, level: float) -> tuple[float, float, float]:
    """Ratio of sums over documents, and its interval from how the documents differ."""
    if not totals.sum():
        return float("nan"), float("nan"), float("nan")
    share, m = float(hits.sum() / totals.sum()), len(totals)
    if m < 2:
        return share, float("nan"), float("nan")
    spread = m / (m - 1) * ((hits - share * totals) ** 2).sum()
    half = float(t.ppf((1 + level) / 2, m - 1)) * float(np.sqrt(spread)) / float(totals.sum())
    return share, max(0.0, share - half), min(1.0, share + half)


def recall(
    predicted: str | Path | Mapping[str, Document],
    gold: str | Path | Mapping[str, Document],
    *,
    criterion: str = "who_said_what",
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate from documents coded by hand which share of what they hold was found.

    With g_i the attributions of document i and t_i those found, recall is R = Σ t_i / Σ g_i. Attributions of a document
    are alike, so the interval comes from how documents differ: ``R ± t √(m/(m−1) Σ (t_i − R g_i)²) / Σ g_i`` with m
    documents and Student's t of m − 1 degrees of freedom (ratio estimator of whole clusters, Cochran 1977, section 9A).

    Parameters
    ----------
    predicted, gold : str, Path or mapping
        As for `compare`; every attribution of the gold documents must be coded.
    criterion : {"content_any", "content", "who_said_what", "with_cue", "exact"}
        What has to agree, see `compare`.
    level : float
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        Rows all, direct, mixed, indirect (kind of the gold content): n_documents (with any of that kind), n_gold,
        n_found, recall, low, high (0 to 1). Limits are missing with fewer than two documents. With few documents, or
        where all was found everywhere (no width), the interval is a rough one.

    Raises
    ------
    InputError
        As `compare`; for an unknown criterion or level.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition, chapters 6 and 9A. Wiley.
    """
    check_option("criterion", criterion, CRITERIA)
    if not 0 < level < 1:
        raise InputError(f"level must lie between 0 and 1; got {level}")
    found, known = (x if isinstance(x, Mapping) else read_documents(x) for x in (predicted, gold))
    counted = list(counts_of_documents(found, known).values())
    rows = []
    for kind in KINDS:
        totals = np.array([c[kind, "attribution", criterion, "n_gold"] for c in counted], float)
        hits = np.array([c[kind, "attribution", criterion, "recall_hits"] for c in counted], float)[totals > 0]
        totals = totals[totals > 0]
        rows.append([kind, len(totals), int(totals.sum()), int(hits.sum()), *_clustered(hits, totals, level)])
    return pd.DataFrame(rows, columns=["kind", "n_documents", "n_gold", "n_found", "recall", "low", "high"])
