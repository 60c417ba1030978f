"""Counts of statements by actor, concept and level, and the one-mode networks they make."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._matrices import Array
from toolkit.statements import Coded, incidence, projection

__all__ = [
    "AGGREGATIONS",
    "NORMALIZATIONS",
    "Counts",
    "corrected",
    "count",
    "levels_of",
    "one_mode",
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

    def profiles(self) -> projection.Profiles:
        """Give the counts in the shape that the formulas take."""
        flat = self.cells.reshape(len(self.actors), -1)
        return projection.Profiles(flat, len(self.concepts), self.levels if self.ordered else None)


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


def one_mode(counts: Counts, *, aggregation: str, normalization: str = "average", compat: str = "none") -> Array:
    """Project the counts on the actors, see `statements.projection.one_mode`.

    Raises
    ------
    InputError
        For another aggregation or normalization.
    """
    check_option("aggregation", aggregation, AGGREGATIONS)
    check_option("normalization", normalization, NORMALIZATIONS)
    return projection.one_mode(counts.profiles(), aggregation, normalization, dna=compat == "dna")
