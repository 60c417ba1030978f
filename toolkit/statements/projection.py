"""The formulas that make one-mode networks of counted statements; networks and measures both use them.

With n_ijk statements of row i on column j at level k and S_kl the likeness of two levels (1 same, 0 farthest): ignore
``sum_j n_ij. n_i'j.``; congruence ``sum_jkl n_ijk n_i'jl S_kl``; conflict the same with ``1 - S_kl``; subtract their
difference (Leifeld 2017). With ``dna=True`` what Discourse Network Analyzer computes, quirks included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Profiles", "divide", "one_mode", "own", "parts_of", "quotient", "similarity", "ties", "union_of"]


@dataclass(frozen=True)
class Profiles:
    """What each row says: counts on columns and levels.

    Attributes
    ----------
    cells : ndarray or sparse array
        Rows x (columns x levels), levels changing fastest; not negative.
    columns : int
        Number of columns.
    levels : ndarray or None
        Number of each level where levels are more or less apart; None where they are names, or where there is one.
    """

    cells: Any
    columns: int
    levels: NDArray[Any] | None = None

    @property
    def depth(self) -> int:
        """Number of levels."""
        return int(self.cells.shape[1]) // self.columns if self.columns else 1


def _dense(cells: Any) -> Floats:
    return np.asarray(cells.toarray() if sparse.issparse(cells) else cells, dtype=np.float64)


def _product(one: Any, other: Any) -> Floats:
    return _dense(one @ other.T)


def _on_levels(cells: Any, columns: int, weights: Floats) -> Any:
    """Multiply the levels of every column by a matrix (levels x whatever)."""
    if sparse.issparse(cells):
        return cells @ sparse.kron(sparse.eye_array(columns), sparse.csr_array(weights), format="csr")
    depth, width = weights.shape
    return (cells.reshape(len(cells), columns, depth) @ weights).reshape(len(cells), columns * width)


def _totals(profiles: Profiles, cells: Any = None) -> Any:
    """Sum over levels: rows x columns."""
    cells = profiles.cells if cells is None else cells
    if profiles.depth == 1:
        return cells
    return _on_levels(cells, profiles.columns, np.ones((profiles.depth, 1)))


def _used(cells: Any) -> Any:
    """Mark the cells that hold something."""
    return (cells > 0).astype(np.float64)


def similarity(levels: NDArray[Any], *, dna: bool = False) -> Floats:
    """Say how alike two numbers are: 1 for the same, 0 for the farthest apart.

    With a single number nothing can differ: 1. DNA divides by a range of zero: not a number.

    Examples
    --------
    >>> similarity(np.array([-1, 0, 3])).tolist()
    [[1.0, 0.75, 0.0], [0.75, 1.0, 0.25], [0.0, 0.25, 1.0]]
    """
    apart = np.abs(np.subtract.outer(levels, levels)).astype(np.float64)
    widest = apart.max(initial=0)
    if widest == 0:
        return np.full(apart.shape, np.nan if dna else 1.0)
    similar: Floats = 1 - apart / widest
    return similar


def _alone(profiles: Profiles) -> Floats:
    """Count what a row says on cells (column and level) that the other row does not use."""
    cells = profiles.cells
    alone: Floats = np.asarray(cells.sum(axis=1)).reshape(-1, 1) - _product(cells, _used(cells))
    return alone


def _unlike(profiles: Profiles) -> Floats:
    """Sum over pairs on the same column at different names; exactly 0 where there is no such pair."""
    unlike = _product(totals := _totals(profiles), totals) - _product(profiles.cells, profiles.cells)
    mine = _used(profiles.cells)
    pairs = _product(totals := _totals(profiles, mine), totals) - _product(mine, mine)
    unlike[pairs == 0] = 0
    return unlike


def _ties_of_names(profiles: Profiles, aggregation: str, *, dna: bool) -> Floats:
    """Compare names: alike or not. DNA's conflict counts what only one of the two says."""
    congruence = _product(profiles.cells, profiles.cells)
    if aggregation == "congruence":
        return congruence
    conflict = (alone := _alone(profiles)) + alone.T if dna else _unlike(profiles)
    return conflict if aggregation == "conflict" else congruence - conflict


def ties(profiles: Profiles, aggregation: str, *, dna: bool = False) -> Floats:
    """Sum over columns what two rows share (or contest) on each; not divided, with the diagonal.

    Parameters
    ----------
    profiles : Profiles
        Counts.
    aggregation : {"ignore", "congruence", "conflict", "subtract"}
        How levels count: not at all, pairs that are alike, pairs that differ, alike minus different.
    dna : bool
        As DNA: conflict of names by what one says alone; not a number where only one number occurs.

    Examples
    --------
    >>> yes_and_no = Profiles(np.array([[0.0, 1.0], [2.0, 3.0]]), columns=1, levels=np.array([0, 1]))
    >>> [ties(yes_and_no, kind)[0, 1].tolist() for kind in ("ignore", "congruence", "conflict", "subtract")]
    [5.0, 3.0, 2.0, 1.0]
    """
    if aggregation == "ignore":
        return _product(totals := _totals(profiles), totals)
    if profiles.levels is None:
        return _ties_of_names(profiles, aggregation, dna=dna)
    alike = similarity(profiles.levels, dna=dna)
    if np.isnan(alike).any():
        return np.full((profiles.cells.shape[0],) * 2, np.nan)
    weights = {"congruence": alike, "conflict": 1 - alike, "subtract": 2 * alike - 1}[aggregation]
    return _product(_on_levels(profiles.cells, profiles.columns, weights), profiles.cells)


def own(profiles: Profiles, aggregation: str) -> Floats:
    """Give the squared length of each row's profile on each column (rows x columns): its tie with itself.

    Profiles are counts by column (ignore), by column and level (congruence, conflict) or signed counts by column
    (subtract). Names have no sign: subtract measures them as congruence does.

    Examples
    --------
    >>> own(Profiles(np.array([[2.0, 3.0]]), columns=1, levels=np.array([0, 1])), "congruence").tolist()
    [[13.0]]
    """
    if aggregation == "ignore":
        return _dense(_totals(profiles)) ** 2
    cells = seen = profiles.cells
    if profiles.levels is not None:
        alike = similarity(profiles.levels)
        seen = _on_levels(cells, profiles.columns, 2 * alike - 1 if aggregation == "subtract" else alike)
    squared = cells.multiply(seen).tocsr() if sparse.issparse(cells) else cells * seen
    return _dense(_totals(profiles, squared))


def union_of(profiles: Profiles) -> Floats:
    """Count what DNA divides by for Jaccard: what is on cells that only one uses, and pairs on shared ones."""
    return (alone := _alone(profiles)) + alone.T + _product(profiles.cells, profiles.cells)


def parts_of(profiles: Profiles, aggregation: str, normalization: str, *, dna: bool = False) -> Floats:
    """Give for each row and column what adds up to the row's part of the divisor (rows x columns)."""
    return _dense(_totals(profiles)) if normalization == "average" or dna else own(profiles, aggregation)


def quotient(values: Floats, divisor: Floats) -> Floats:
    """Divide; 0 where the divisor is 0.

    Examples
    --------
    >>> quotient(np.array([1.0, 1.0]), np.array([4.0, 0.0])).tolist()
    [0.25, 0.0]
    """
    return np.divide(values, divisor, out=np.zeros_like(values), where=divisor != 0)


def divide(
    above: Floats, parts: Floats, normalization: str, *, union: Floats | None = None, dna: bool = False
) -> Floats:
    """Divide ties by what the normalization asks for; 0 where that is 0.

    Parameters
    ----------
    above : array
        (Stack of) rows x rows.
    parts : array
        (Stack of) the rows' parts of the divisor, summed over columns.
    normalization : {"no", "average", "jaccard", "cosine"}
        Average: the mean of the parts; cosine: the root of their product (DNA: their product); Jaccard: their sum minus
        the tie (Tanimoto), which for sets is intersection over union (DNA: `union`).
    union : array, optional
        DNA's divisor for Jaccard.
    dna : bool
        Divide as DNA does.
    """
    if normalization == "no":
        return above
    one, other = parts[..., :, None], parts[..., None, :]
    if normalization == "jaccard":
        return quotient(above, one + other - above if union is None else union)
    if normalization == "average":
        return quotient(above, (one + other) / 2)
    return quotient(above, one * other if dna else np.sqrt(one * other))


def one_mode(profiles: Profiles, aggregation: str, normalization: str, *, dna: bool = False) -> Floats:
    """Tie rows by what they say on the same columns.

    Parameters
    ----------
    profiles : Profiles
        Counts.
    aggregation : {"ignore", "congruence", "conflict", "subtract"}
        See `ties`.
    normalization : {"no", "average", "jaccard", "cosine"}
        See `divide`.
    dna : bool
        As DNA.

    Returns
    -------
    array
        Rows x rows, 0 on the diagonal and where the divisor is 0.

    Examples
    --------
    >>> twins = Profiles(np.array([[2.0, 1.0], [2.0, 1.0]]), columns=2)
    >>> one_mode(twins, "ignore", "cosine").round(12).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    values = ties(profiles, aggregation, dna=dna)
    if normalization != "no":
        parts = parts_of(profiles, aggregation, normalization, dna=dna).sum(axis=1)
        union = union_of(profiles) if dna and normalization == "jaccard" else None
        values = divide(values, parts, normalization, union=union, dna=dna)
    np.fill_diagonal(values, 0)
    return values
