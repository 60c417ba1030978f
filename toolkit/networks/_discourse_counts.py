"""Statements as sparse counts, and the formulas that make one-mode and two-mode networks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError

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


def similarity(levels: NDArray[Any], *, dna: bool) -> Floats:
    """Say how alike two numbers are: 1 for the same, 0 for the farthest apart.

    With a single number DNA divides by a range of zero: not a number.

    Examples
    --------
    >>> similarity(np.array([-1, 0, 3]), dna=False).tolist()
    [[1.0, 0.75, 0.0], [0.75, 1.0, 0.25], [0.0, 0.25, 1.0]]
    """
    apart = np.abs(np.subtract.outer(levels, levels)).astype(np.float64)
    widest = apart.max(initial=0)
    if widest == 0:
        return np.full(apart.shape, np.nan) if dna else np.ones(apart.shape)
    similar: Floats = 1 - apart / widest
    return similar


def _square(x: sparse.csr_array) -> Floats:
    """Sum over pairs of statements on the same cell."""
    result: Floats = (x @ x.T).toarray()
    return result


def _pairs(x: sparse.csr_array, columns: int, weights: Floats) -> Floats:
    """Sum over pairs of statements on the same column: the weight of their two levels."""
    between = sparse.kron(sparse.eye_array(columns), sparse.csr_array(weights), format="csr")
    result: Floats = (x @ between @ x.T).toarray()
    return result


def _alone(x: sparse.csr_array) -> Floats:
    """Count the statements of a row on cells (column and level) that the other row does not use."""
    used = x.copy()
    used.data = (used.data > 0).astype(np.float64)
    alone: Floats = x.sum(axis=1)[:, None] - (x @ used.T).toarray()
    return alone


def _collapsed(counts: Counts) -> sparse.csr_array:
    """Count statements by row and column whatever their level."""
    return replace(counts, levels=np.zeros(1), k=np.zeros_like(counts.k)).array()


def _unlike(counts: Counts) -> Floats:
    """Sum over pairs of statements on the same column with different names."""
    unlike = _square(_collapsed(counts)) - _square(counts.array())
    if counts.weight is not None:
        plain = replace(counts, weight=None)
        unlike[_square(_collapsed(plain)) == _square(plain.array())] = 0
    return unlike


def _ties_of_names(counts: Counts, aggregation: str, *, dna: bool) -> Floats:
    """Compare names: alike or not. DNA's conflict counts what only one of the two says."""
    congruence = _square(counts.array())
    if aggregation == "congruence":
        return congruence
    conflict = (alone := _alone(counts.array())) + alone.T if dna else _unlike(counts)
    return conflict if aggregation == "conflict" else congruence - conflict


def _ties(counts: Counts, aggregation: str, *, dna: bool) -> Floats:
    if aggregation == "ignore":
        return _square(_collapsed(counts))
    if counts.qualifier not in ("boolean", "integer"):
        return _ties_of_names(counts, aggregation, dna=dna)
    alike = similarity(counts.levels, dna=dna)
    if np.isnan(alike).any():
        return np.full((len(counts.rows), len(counts.rows)), np.nan)
    weights = {"congruence": alike, "conflict": 1 - alike, "subtract": 2 * alike - 1}[aggregation]
    return _pairs(counts.array(), len(counts.columns), weights)


def _own(counts: Counts, aggregation: str) -> Floats:
    """Give each row's tie with itself: the squared length of its profile.

    Profiles are counts over columns (ignore), over columns and levels (congruence, conflict) or signed counts over
    columns (subtract). Named levels have no sign: subtract measures them as congruence does.
    """
    kind = aggregation
    if kind == "conflict" or (kind == "subtract" and counts.qualifier in _NAMED):
        kind = "congruence"
    return np.diagonal(_ties(counts, kind, dna=False)).copy()


def _divisor(counts: Counts, ties: Floats, aggregation: str, normalization: str, *, dna: bool) -> Floats:
    x = counts.array()
    total = np.asarray(x.sum(axis=1))
    if normalization == "average":
        return np.asarray(np.add.outer(total, total) / 2)
    if dna and normalization == "jaccard":
        return (alone := _alone(x)) + alone.T + _square(x)
    if dna:
        return np.asarray(np.multiply.outer(total, total))
    own = _own(counts, aggregation)
    if normalization == "cosine":
        return np.asarray(np.sqrt(np.multiply.outer(own, own)))
    return np.asarray(np.add.outer(own, own) - ties)


def divide(values: Floats, divisor: Floats) -> Floats:
    """Divide; 0 where the divisor is 0."""
    return np.divide(values, divisor, out=np.zeros_like(values), where=divisor != 0)


def one_mode(counts: Counts, aggregation: str, normalization: str, *, dna: bool) -> Floats:
    """Tie rows by what they say on the same columns; the diagonal is 0.

    With S_kl the likeness of two levels (1 same, 0 farthest), n_ijk the counts: ignore sum_j n_ij. n_i'j.; congruence
    sum_jkl n_ijk n_i'jl S_kl; conflict with 1 - S_kl; subtract is their difference. Divided by: average, the mean of
    the two rows' statements; cosine, the product of the lengths of the two profiles; jaccard, the sum of the squared
    lengths minus the tie (Tanimoto), which for sets is intersection over union.
    """
    n = len(counts.rows)
    if not len(counts.i):
        return np.zeros((n, n))
    values = _ties(counts, aggregation, dna=dna)
    if normalization != "no":
        values = divide(values, _divisor(counts, values, aggregation, normalization, dna=dna))
    np.fill_diagonal(values, 0)
    return values


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
        return divide(values, np.broadcast_to(weight.sum(axis=1, keepdims=True), values.shape))
    if normalization == "prominence":
        total = _prominence_of_codes(weight) if aggregation == "combine" and dna else weight.sum(axis=0)
        return divide(values, np.broadcast_to(total[None, :], values.shape))
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
