"""Rows of coded statements in order, with the values of their variables and of their documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.statements.coded import Coded

__all__ = ["Rows", "categories_of", "label_order", "listed"]


def label_order(labels: Collection[str]) -> list[str]:
    """Sort labels by UTF-16 code unit, the order of DNA: capitals first, accents after z.

    Examples
    --------
    >>> label_order(["b", "A", "ﬀ", "😀", "Ä"])
    ['A', 'b', 'Ä', '😀', 'ﬀ']
    """
    return sorted(labels, key=lambda label: label.encode("utf-16-be", "surrogatepass"))


def categories_of(values: pd.Series[Any]) -> pd.Categorical[str]:
    """Give text as categories in the order of labels; missing stays missing.

    Examples
    --------
    >>> categories_of(pd.Series(["b", "", "A"])).codes.tolist()
    [2, 0, 1]
    """
    codes, found = pd.factorize(values.astype(object))
    ordered = label_order([str(label) for label in found])
    place = {label: number for number, label in enumerate(ordered)}
    rank = np.array([*(place[str(label)] for label in found), -1], dtype=np.int64)
    return pd.Categorical.from_codes(rank[codes], categories=pd.Index(ordered, dtype=object), ordered=True)


def _document_values(coded: Coded, name: str) -> pd.Series[Any]:
    if name == "id":
        return coded.documents["document_id"].astype(str).astype(object)
    values: pd.Series[Any] = coded.documents[name]
    return values


class Rows:
    """The rows of statements that are loaded, in order, and where their documents stand."""

    def __init__(self, coded: Coded, start: pd.Timestamp, stop: pd.Timestamp, *, bounded: bool) -> None:
        statements = coded.statements
        place = pd.Index(coded.documents["document_id"]).get_indexer(statements["document_id"].to_numpy())
        if (place < 0).any():
            lost = statements["document_id"].to_numpy()[place < 0].tolist()
            raise InputError(f"statements name documents that the table 'documents' lacks: {sorted(set(lost))[:5]}")
        when = coded.documents["date_time"].to_numpy().astype("datetime64[us]")[place]
        keys = [statements[column].to_numpy() for column in ("statement_id", "stop", "start", "document_id")]
        order = np.lexsort((*keys, when))
        inside = (when >= start.to_datetime64()) & (when <= stop.to_datetime64())
        inside |= np.isnat(when) & (not bounded)
        self.coded = coded
        self.when = when
        self.place = place
        self.position = order[inside[order]]

    def values(self, name: str, document: bool) -> pd.Series[Any]:
        """Give the values of a variable for the loaded rows."""
        if document:
            return _document_values(self.coded, name).take(self.place[self.position]).reset_index(drop=True)
        return self.coded.statements[name].take(self.position).reset_index(drop=True)

    def labels(self, name: str, document: bool) -> pd.Categorical[str]:
        """Give the values as ordered categories; categories are those of the loaded rows."""
        if document:
            whole = categories_of(_document_values(self.coded, name))
            taken: pd.Categorical[str] = whole.take(self.place[self.position]).remove_unused_categories()
            return taken
        return categories_of(self.values(name, document))

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Go on with some of the rows."""
        self.position = self.position[mask]


def listed(values: pd.Series[Any], wanted: Sequence[object]) -> NDArray[np.bool_]:
    """Say which values are in a list; numbers are compared in decimal."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        texts = {str(int(value)) if isinstance(value, bool) else str(value) for value in wanted}
        numbers = [int(text) for text in texts if re.fullmatch(r"-?\d+", text) and str(int(text)) == text]
        return values.isin(sorted(numbers)).to_numpy(dtype=bool)
    return values.isin([str(value) for value in wanted]).to_numpy(dtype=bool)
