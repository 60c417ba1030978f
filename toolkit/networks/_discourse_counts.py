"""Statements as sparse counts, and the one-mode and two-mode networks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError
from toolkit.statements import projection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.statements.incidence import Selection

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Counts", "count", "one_mode", "two_mode"]

#: Up to so many cells statements are counted in a plain array first, which is faster.
_SMALL = 1_000_000
_NAMED = ("short text", "document")


@dataclass(frozen=True)
class Counts:
    """Statements as positions in an array of rows x columns x levels.

    Attributes
    ----------
    rows, columns : list of str
        Labels of variable 1 and variable 2.
    levels : ndarray or list
        Numbers for boolean and integer, names otherwise; one level where there is no qualifier.
    qualifier : str
        Kind of the qualifier, see `Selection`.
    i, j, k : ndarray
        Row, column and level of each statement.
    weight : ndarray or None
        Weight of each statement; None for one each.
    """

    rows: list[str]
    columns: list[str]
    levels: NDArray[Any]
    qualifier: str
    i: Ints
    j: Ints
    k: Ints
    weight: Floats | None = None

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of rows, columns and levels."""
        return len(self.rows), len(self.columns), len(self.levels)

    def array(self) -> sparse.csr_array:
        """Count statements: rows x (columns x levels)."""
        n, m, depth = self.shape
        width = m * depth
        if n * width <= _SMALL:
            cells = np.bincount(self.i * width + self.j * depth + self.k, self.weight, n * width)
            return sparse.csr_array(cells.reshape(n, width).astype(np.float64))
        weight = np.ones(len(self.i)) if self.weight is None else self.weight
        return sparse.csr_array((weight, (self.i, self.j * depth + self.k)), shape=(n, width))

    def part(self, where: slice, isolates: bool) -> Counts:
        """Take a stretch of the statements; without isolates only the labels that occur in it."""
        weight = None if self.weight is None else self.weight[where]
        taken = replace(self, i=self.i[where], j=self.j[where], k=self.k[where], weight=weight)
        if self.qualifier == "document":
            taken = taken._with_levels_in_use()
        return taken if isolates else taken._with_labels_in_use()

    def _with_labels_in_use(self) -> Counts:
        rows, i = np.unique(self.i, return_inverse=True)
        columns, j = np.unique(self.j, return_inverse=True)
        return replace(self, rows=[self.rows[n] for n in rows], columns=[self.columns[n] for n in columns], i=i, j=j)

    def _with_levels_in_use(self) -> Counts:
        levels, k = np.unique(self.k, return_inverse=True)
        return replace(self, levels=self.levels[levels], k=k)


def _labels(column: pd.Series[Any]) -> tuple[list[str], Ints]:
    """Give the labels without the empty one, and for each statement the place of its label (-1 for none)."""
    categories = [str(label) for label in column.cat.categories]
    codes: Ints = np.asarray(column.cat.codes, dtype=np.int64)
    if categories and categories[0] == "":
        return categories[1:], np.where(codes > 0, codes - 1, -1)
    return categories, codes


def _levels(loaded: pd.DataFrame, kind: str) -> tuple[NDArray[Any], Ints]:
    """Give the levels, and for each statement the place of its level (-1 for none)."""
    if kind == "none":
        return np.zeros(1), np.zeros(len(loaded), dtype=np.int64)
    if kind in _NAMED:
        names, codes = _labels(loaded["q"])
        return np.array(names, dtype=object), codes
    values = loaded["q"]
    levels = np.array([0, 1] if kind == "boolean" else sorted(set(values.dropna())), dtype=np.int64)
    codes = np.searchsorted(levels, values.fillna(0).to_numpy(dtype=np.int64))
    return levels, np.where(values.isna(), -1, codes).astype(np.int64)


def count(selection: Selection, *, ignore: bool) -> Counts:
    """Place the statements that count in the array over all labels and levels of the loaded ones.

    Parameters
    ----------
    selection : Selection
        Statements.
    ignore : bool
        Leave the qualifier aside: one level.
    """
    loaded, counted = selection.loaded, selection.counted
    rows, i = _labels(loaded["a"])
    columns, j = _labels(loaded["b"])
    kind = "none" if ignore else selection.qualifier
    levels, k = _levels(loaded, kind)
    if (k[counted] < 0).any():
        levels, k = np.append(levels, [""]), np.where(k < 0, len(levels), k)
    return Counts(rows, columns, levels, kind, i[counted], j[counted], k[counted])


# --- formulas --------------------------------------------------------------------------------------------------------


def one_mode(counts: Counts, aggregation: str, normalization: str, *, dna: bool) -> Floats:
    """Tie rows by what they say on the same columns, see `statements.projection`; the diagonal is 0."""
    if not len(counts.i):
        return np.zeros((len(counts.rows), len(counts.rows)))
    levels = counts.levels if counts.qualifier in ("boolean", "integer") and aggregation != "ignore" else None
    profiles = projection.Profiles(counts.array(), len(counts.columns), levels)
    return projection.one_mode(profiles, aggregation, normalization, dna=dna)


def _collapsed(counts: Counts) -> sparse.csr_array:
    """Count statements by row and column whatever their level."""
    return replace(counts, levels=np.zeros(1), k=np.zeros_like(counts.k)).array()


def _codes(counts: Counts) -> Floats:
    """Code which levels occur: the first level counts most."""
    n, m, depth = counts.shape
    present = (counts.array().toarray() > 0).reshape(n, m, depth)
    return np.asarray(present @ (2.0 ** np.arange(depth - 1, -1, -1)))


def two_mode(counts: Counts, aggregation: str, normalization: str, *, dna: bool) -> Floats:
    """Count the statements of a row on a column: all, signed (sum of the levels; boolean 1 and -1) or coded (combine).

    Divided by: activity, the row's statements; prominence, the column's.
    """
    plain: Floats = _collapsed(counts).toarray()
    if not len(counts.i):
        return plain
    values, weight = plain, plain
    if aggregation == "combine":
        values = _codes(counts)
        weight = (values > 0).astype(np.float64)
    elif aggregation == "subtract" and counts.qualifier in ("boolean", "integer"):
        value = counts.levels[counts.k] if counts.qualifier == "integer" else 2 * counts.k - 1
        weights = value * (1.0 if counts.weight is None else counts.weight)
        values = _collapsed(replace(counts, weight=weights.astype(np.float64))).toarray()
    if normalization == "activity":
        return projection.quotient(values, np.broadcast_to(weight.sum(axis=1, keepdims=True), values.shape))
    if normalization == "prominence":
        total = _prominence_of_codes(weight) if aggregation == "combine" and dna else weight.sum(axis=0)
        return projection.quotient(values, np.broadcast_to(total[None, :], values.shape))
    return np.asarray(values, dtype=np.float64)


def _prominence_of_codes(present: Floats) -> Floats:
    """Count what DNA counts for column j: the cells of row j; it fails unless the matrix is square."""
    n, m = present.shape
    if n != m:
        raise InputError(
            f"DNA fails on aggregation='combine' with normalization='prominence' "
            f"unless the matrix is square; it is {n} x {m}"
        )
    return np.asarray(present.sum(axis=1))
