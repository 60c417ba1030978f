"""Statements that say the same again within a stretch of text or time: only the first counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DUPLICATES", "first_of_its_kind"]

DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange")


def _scope(frame: pd.DataFrame, duplicates: str, compat: str) -> NDArray[np.int64]:
    """Give the stretch within which a statement counts once; DNA forgets the year of months and weeks."""
    when = frame["date_time"].dt
    if duplicates == "document":
        return frame["document_id"].to_numpy(dtype=np.int64)
    if duplicates == "acrossrange":
        return np.zeros(len(frame), dtype=np.int64)
    if duplicates == "week":
        iso = when.isocalendar()
        number = iso["week"] if compat == "dna" else iso["year"].astype("Int64") * 100 + iso["week"].astype("Int64")
    else:
        number = when.year if duplicates == "year" or compat == "none" else 0 * when.year
        if duplicates == "month":
            number = number * 12 + when.month
    return pd.Series(number).fillna(-1).to_numpy(dtype=np.int64)


def _levels(frame: pd.DataFrame) -> pd.Series[Any]:
    return frame["q"].cat.codes if isinstance(frame["q"].dtype, pd.CategoricalDtype) else frame["q"]


def first_of_its_kind(
    frame: pd.DataFrame, kept: NDArray[np.bool_], duplicates: str, kind: str, compat: str
) -> NDArray[np.bool_]:
    """Drop a statement if one that was kept before has the same scope, labels and level."""
    if duplicates == "include":
        return kept
    if kind == "document" and compat == "dna":
        raise InputError(f"DNA fails on duplicates={duplicates!r} with a qualifier of the document")
    key = pd.DataFrame({"scope": _scope(frame, duplicates, compat), "a": frame["a"].cat.codes}, index=frame.index)
    key["b"] = frame["b"].cat.codes
    if kind != "none":
        key["q"] = _levels(frame)
    twice = np.zeros(len(frame), dtype=bool)
    twice[kept] = key[kept].duplicated().to_numpy()
    if kind == "integer" and compat == "dna":
        twice &= frame["q"].between(-128, 127).to_numpy(dtype=bool)
    return kept & ~twice
