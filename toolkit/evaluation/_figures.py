"""Precision, recall and F1 from counts of documents, with intervals from documents drawn again."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import InputError

__all__ = ["TOTALS", "Comparison", "check_draws", "scored"]

#: What is counted in a document, in the order of the last axis of an array of counts.
TOTALS = ("recall_hits", "n_gold", "precision_hits", "n_predicted")
_COLUMNS = ["kind", "part", "criterion", "precision", "recall", "f1", "n_gold", "n_predicted"]
_NAMES = ("precision", "recall", "f1")
_LIMITS = [f"{name}_{end}" for name in _NAMES for end in ("low", "high")]


class Comparison(NamedTuple):
    """What a comparison gives: the figures, and what was compared."""

    scores: pd.DataFrame
    n_documents: int
    not_predicted: tuple[str, ...]
    not_gold: tuple[str, ...]


def _quotient(part: Any, whole: Any) -> Any:
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def _shares(totals: Any) -> dict[str, Any]:
    """Work out the figures from the last axis; F1 is missing where there is nothing on either side."""
    recall, precision = (_quotient(totals[..., k], totals[..., k + 1]) for k in (0, 2))
    r, p = np.nan_to_num(recall), np.nan_to_num(precision)
    f1 = np.where(totals[..., 1] + totals[..., 3] > 0, np.nan_to_num(_quotient(2 * p * r, p + r)), np.nan)
    return {"precision": precision, "recall": recall, "f1": f1}


def _limits(values: Any, level: float) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _figures(totals: Any, draws: Any, level: float) -> dict[str, float]:
    """Give the figures of one row and, where documents were drawn again, the limits of each."""
    row = {name: float(value) for name, value in _shares(totals).items()}
    row |= {"n_gold": int(totals[1]), "n_predicted": int(totals[3])}
    if draws is None:
        return row
    for name, values in _shares(draws).items():
        row[f"{name}_low"], row[f"{name}_high"] = _limits(values, level)
    return row


def _draws(values: Any, replicates: int, seed: int) -> Any:
    """Sum the counts of documents drawn with replacement: replicates x rows x totals; None for no replicate."""
    if not replicates:
        return None
    generator = np.random.default_rng(seed)
    times = generator.multinomial(len(values), np.full(len(values), 1 / len(values)), size=replicates)
    return np.einsum("rd,dkt->rkt", times, values)


def check_draws(replicates: int, level: float) -> None:
    """Check the options of the interval.

    Raises
    ------
    InputError
        If one is out of range.
    """
    if replicates < 0 or not 0 < level < 1:
        raise InputError(
            f"replicates must be 0 or more and level between 0 and 1; got replicates {replicates}, level {level}"
        )


def scored(
    counts: Sequence[Sequence[Sequence[float]]],
    names: Sequence[tuple[str, str, str]],
    *,
    replicates: int,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """Turn counts (documents x rows x totals) into the table of figures, one row a name (kind, part, criterion)."""
    values = np.array(counts, float)
    draws = _draws(values, replicates, seed)
    rows = [
        dict(zip(_COLUMNS, name, strict=False))
        | _figures(values[:, k].sum(axis=0), None if draws is None else draws[:, k], level)
        for k, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=[*_COLUMNS, *(_LIMITS if replicates else ())])
