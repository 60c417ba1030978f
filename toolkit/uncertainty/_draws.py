"""How often each statement counts in each replicate: resampled, or right by chance, or both."""

from typing import NamedTuple

import numpy as np

from toolkit.uncertainty._units import Array, Units

__all__ = ["SAMPLED", "Drawing", "weights"]

#: What is resampled.
SAMPLED = ("document", "statement", "both")


class Drawing(NamedTuple):
    """How replicates are drawn.

    Attributes
    ----------
    unit : {"document", "statement", "both"} or None
        What is drawn with replacement; None for nothing.
    chance : bool
        Whether each statement is right only with its chance.
    dependence : {"independent", "document"}
        Whether errors are drawn for each statement or the statements of a document share one number.
    """

    unit: str | None
    chance: bool = False
    dependence: str = "independent"


def _documents(units: Units, size: int, rng: np.random.Generator) -> Array:
    n = units.n_documents
    return np.asarray(rng.multinomial(n, np.full(n, 1 / n), size=size), dtype=float)


def _within(units: Units, copies: Array, rng: np.random.Generator) -> Array:
    """Draw the statements of each copy of a document anew, as many as it has."""
    found = np.zeros((len(copies), len(units)))
    order = np.argsort(units.document, kind="stable")
    bounds = np.searchsorted(units.document[order], np.arange(units.n_documents + 1))
    for document in range(units.n_documents):
        members = order[bounds[document] : bounds[document + 1]]
        n = len(members)
        number = (copies[:, document] * n).astype(np.int64)
        found[:, members] = rng.multinomial(number, np.full(n, 1 / n))
    return found


def _shared(units: Units, copies: Array, chance: Array, rng: np.random.Generator) -> Array:
    """Draw one number for each copy of a document: right are the statements whose chance is above it."""
    found = np.zeros((len(copies), len(units)))
    for copy in range(int(copies.max(initial=0))):
        level = rng.random(copies.shape)
        found += (copies > copy)[:, units.document] & (level[:, units.document] < chance)
    return found


def weights(units: Units, drawing: Drawing, size: int, rng: np.random.Generator) -> Array:
    """Draw replicates.

    Returns
    -------
    array
        Replicates x statements: how often each counts. What comes from one row of a table counts alike.
    """
    if units.row is not None:
        return weights(units.rows_drawn, drawing, size, rng)[:, units.row]
    if drawing.unit == "statement":
        n = len(units)
        found = np.asarray(rng.multinomial(n, np.full(n, 1 / n), size=size), dtype=float)
    else:
        copies = np.ones((size, units.n_documents)) if drawing.unit is None else _documents(units, size, rng)
        if drawing.chance and drawing.dependence == "document" and units.chance is not None:
            return _shared(units, copies, units.chance, rng)
        found = _within(units, copies, rng) if drawing.unit == "both" else copies[:, units.document]
    if drawing.chance and units.chance is not None:
        found = rng.binomial(found.astype(np.int64), units.chance).astype(float)
    return found
