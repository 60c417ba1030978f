"""Counts of statements by actor, concept and level, and the one-mode networks they make.

The formulas are those of discourse networks (Leifeld 2017); with compat="dna" those of DNA, quirks included.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._matrices import Array
from toolkit.statements import Coded, incidence

__all__ = [
    "AGGREGATIONS",
    "NORMALIZATIONS",
    "Counts",
    "corrected",
    "count",
    "denominators",
    "divide",
    "levels_of",
    "one_mode",
    "own",
    "product",
    "similarity",
    "union_of",
]

AGGREGATIONS = ("ignore", "congruence", "conflict", "subtract")
NORMALIZATIONS = ("no", "average", "jaccard", "cosine")


@dataclass(frozen=True)
class Counts:
    """How often each actor referred to each concept at each level of the qualifier.

    Attributes
    ----------
    actors, concepts : list of str
        Labels, in order.
    cells : array
        Actors x concepts x levels.
    levels : array
        Number of each level (its place where the levels are names).
    ordered : bool
        Whether levels are numbers, so that two can be more or less apart.
    """

    actors: list[str]
    concepts: list[str]
    cells: Array
    levels: Array
    ordered: bool

    def on(self, chosen: Any) -> "Counts":
        """Give the counts on some of the concepts, chosen by their places or a mask."""
        places = np.arange(len(self.concepts))[chosen]
        return replace(self, concepts=[self.concepts[p] for p in places], cells=self.cells[:, places])


def corrected(coded: Coded, *, variable1: str, variable2: str, qualifier: str | None, aggregation: str) -> Any:
    """Replace arguments as DNA does: unknown variables by the first short text that is free, and so on.

    Returns
    -------
    dict
        `variable1`, `variable2`, `qualifier`, `aggregation`.

    Raises
    ------
    InputError
        If the statement type has too few short-text variables.
    """
    texts = [name for name, kind in coded.variables.items() if kind == "short text"]
    known = [*texts, *incidence.DOCUMENT_VARIABLES]

    def first(taken: set[str]) -> str:
        free = [name for name in known if name not in taken]
        if not free:
            raise InputError(f"statement type {coded.statement_type!r} has no short-text variable left")
        return free[0]

    one = variable1 if variable1 in known else first({variable1, variable2})
    two = variable2 if variable2 in known else first({variable1, variable2})
    two = first({one}) if two == one else two
    kinds = ("boolean", "integer", "short text")
    legal = coded.variables.get(qualifier or "") in kinds or qualifier in incidence.DOCUMENT_VARIABLES
    qualifier = qualifier if legal and qualifier not in (one, two) else None
    aggregation = aggregation if qualifier is not None and aggregation in AGGREGATIONS else "ignore"
    return {"variable1": one, "variable2": two, "qualifier": qualifier, "aggregation": aggregation}


def levels_of(frame: pd.DataFrame, kind: str) -> list[Any]:
    """List the levels of the qualifier: 0 and 1 for a boolean, otherwise those that occur, in order."""
    if kind == "none":
        return [0]
    if kind == "boolean":
        return [0, 1]
    if kind == "integer":
        return sorted(int(value) for value in frame["q"].dropna().unique())
    present = set(frame["q"].dropna().unique())
    return [label for label in frame["q"].cat.categories if label in present]


def _places(values: "pd.Series[Any]", labels: list[Any]) -> np.ndarray[Any, np.dtype[np.intp]]:
    return np.asarray(pd.Index(labels, dtype=object).get_indexer(pd.Index(values.astype(object))), dtype=np.intp)


def count(
    frame: pd.DataFrame,
    kind: str,
    *,
    levels: list[Any] | None = None,
    actors: list[str] | None = None,
    concepts: list[str] | None = None,
    weights: Array | None = None,
) -> Counts:
    """Count statements by actor, concept and level.

    Parameters
    ----------
    frame : DataFrame
        Statements that count: columns `a`, `b`, `q`, as `incidence.select` gives them.
    kind : str
        What the levels are: "none", "boolean", "integer", "short text" or "document".
    levels, actors, concepts : list, optional
        Labels to count; default: those that occur. Statements with others do not count.
    weights : array, optional
        Weight of each statement, 1 without.

    Returns
    -------
    Counts
        Statements without a level do not count where there is a qualifier.
    """
    levels = levels_of(frame, kind) if levels is None else levels
    labels = [incidence.label_order(set(frame[column].dropna().astype(str))) for column in ("a", "b")]
    actors, concepts = actors or labels[0], concepts or labels[1]
    place = [_places(frame["a"], actors), _places(frame["b"], concepts)]
    place.append(np.zeros(len(frame), dtype=np.intp) if kind == "none" else _places(frame["q"], levels))
    known = np.logical_and.reduce([axis >= 0 for axis in place])
    shape = (len(actors), len(concepts), max(1, len(levels)))
    flat = np.ravel_multi_index([axis[known] for axis in place], shape) if known.any() else np.zeros(0, dtype=np.intp)
    cells = np.bincount(flat, weights=None if weights is None else weights[known], minlength=int(np.prod(shape)))
    ordered = kind in ("boolean", "integer")
    numbers = np.asarray(levels if ordered else range(shape[2]), dtype=float)
    return Counts(actors, concepts, cells.reshape(shape).astype(float), numbers, ordered)


def similarity(counts: Counts, *, compat: str = "none") -> Array:
    """Give how alike two levels are, 0 to 1: numbers by their distance over the range, names only if the same.

    With one number only nothing can differ: 1 (DNA divides by 0: NaN).
    """
    if not counts.ordered:
        return np.eye(counts.cells.shape[2])
    apart = np.abs(counts.levels[:, None] - counts.levels[None, :])
    reach = float(np.ptp(counts.levels)) if len(counts.levels) else 0.0
    if reach == 0:
        return np.full(apart.shape, np.nan if compat == "dna" else 1.0)
    return np.asarray(1 - apart / reach)


def _alike(counts: Counts, compat: str) -> tuple[Array, Array]:
    """Give congruence and conflict: sums over concepts and levels of products, weighted by (un)likeness."""
    cells = counts.cells
    actors, concepts, levels = cells.shape
    flat = cells.reshape(actors, concepts * levels)
    if compat == "dna" and not counts.ordered and levels:
        mine = (flat > 0).astype(float)
        lonely = flat @ (1 - mine).T
        return flat @ flat.T, lonely + lonely.T
    alike = similarity(counts, compat=compat)
    seen = (cells @ alike).reshape(actors, concepts * levels)
    unlike = (cells @ (1 - alike)).reshape(actors, concepts * levels)
    return flat @ seen.T, flat @ unlike.T


def product(counts: Counts, aggregation: str, *, compat: str = "none") -> Array:
    """Sum over concepts what two actors share (or contest) on each; not divided, with the diagonal."""
    if aggregation == "ignore":
        totals = counts.cells.sum(axis=2)
        return np.asarray(totals @ totals.T)
    congruence, conflict = _alike(counts, compat)
    choice = {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}
    return choice[aggregation]


def own(counts: Counts, aggregation: str) -> Array:
    """Give the squared length of each actor's profile on each concept (actors x concepts): its tie with itself.

    Profiles are counts by concept (ignore), by concept and level (congruence, conflict) or signed counts by concept
    (subtract). Names have no sign: subtract measures them as congruence does.
    """
    if aggregation == "ignore":
        return np.asarray(counts.cells.sum(axis=2) ** 2)
    alike = similarity(counts)
    weights = 2 * alike - 1 if aggregation == "subtract" and counts.ordered else alike
    return np.asarray(np.einsum("ijk,kl,ijl->ij", counts.cells, weights, counts.cells))


def union_of(counts: Counts) -> Array:
    """Count what DNA divides by for Jaccard: statements on cells that only one uses, and pairs on shared ones."""
    flat = counts.cells.reshape(len(counts.actors), -1)
    lonely = flat @ (flat == 0).astype(float).T
    return np.asarray(lonely + lonely.T + flat @ flat.T)


def denominators(counts: Counts, aggregation: str, normalization: str, *, compat: str = "none") -> Array:
    """Give for each actor and concept what adds up to the actor's part of the denominator (actors x concepts)."""
    if normalization == "average" or compat == "dna":
        return np.asarray(counts.cells.sum(axis=2))
    return own(counts, aggregation)


def divide(above: Array, parts: Array, normalization: str, *, union: Array | None = None, dna: bool = False) -> Array:
    """Divide summed products by what the normalization asks for; 0 where that is 0.

    Parameters
    ----------
    above : array
        (Stack of) actors x actors.
    parts : array
        (Stack of) the actors' parts of the denominator, summed over concepts.
    normalization : {"no", "average", "jaccard", "cosine"}
        Average: the mean of the parts; cosine: the root of their product (DNA: their product); Jaccard: their sum
        minus the tie, which for sets is intersection over union (DNA: `union`).
    union : array, optional
        DNA's denominator for Jaccard.
    dna : bool
        Divide as DNA does.
    """
    if normalization == "no":
        return above
    if normalization == "jaccard":
        below = parts[..., :, None] + parts[..., None, :] - above if union is None else union
    elif normalization == "average":
        below = (parts[..., :, None] + parts[..., None, :]) / 2
    else:
        below = parts[..., :, None] * parts[..., None, :]
        below = below if dna else np.sqrt(below)
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0)


def one_mode(counts: Counts, *, aggregation: str, normalization: str = "average", compat: str = "none") -> Array:
    """Project the counts on the actors.

    With n_ijk statements of actor i on concept j at level k and S_kl the likeness of two levels: ignore ``sum_j n_ij.
    n_i'j.``, congruence ``sum_jkl n_ijk n_i'jl S_kl``, conflict the same with ``1 - S_kl``, subtract their difference.

    Parameters
    ----------
    counts : Counts
        As `count` makes them.
    aggregation : {"ignore", "congruence", "conflict", "subtract"}
        How levels count: not at all, pairs that are alike, pairs that differ, alike minus different.
    normalization : {"no", "average", "jaccard", "cosine"}
        What the cell is divided by.
    compat : {"none", "dna"}
        "dna": conflict between named levels as DNA counts it, cosine over totals, NaN where only one number occurs.

    Returns
    -------
    array
        Actors x actors, 0 on the diagonal and where the denominator is 0.
    """
    check_option("aggregation", aggregation, AGGREGATIONS)
    check_option("normalization", normalization, NORMALIZATIONS)
    parts = denominators(counts, aggregation, normalization, compat=compat).sum(axis=1)
    union = union_of(counts) if normalization == "jaccard" and compat == "dna" else None
    above = product(counts, aggregation, compat=compat)
    cells = divide(above, parts, normalization, union=union, dna=compat == "dna")
    np.fill_diagonal(cells, 0.0)
    return cells
