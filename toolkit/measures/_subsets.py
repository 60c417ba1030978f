"""Networks on subsets of the concepts, many at a time: what backbones compare."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from toolkit.errors import InputError, check_option
from toolkit.measures._distances import COMPAT, spectral_distances
from toolkit.measures._matrices import Array
from toolkit.measures._projection import AGGREGATIONS, NORMALIZATIONS, Counts, corrected, count, one_mode
from toolkit.statements import Coded, incidence, projection

__all__ = ["Losses", "Masks", "NetworkOptions", "losses_of"]

Masks = npt.NDArray[np.bool_]
#: Cells of networks that are held at a time.
_CELLS = 4_000_000


class NetworkOptions(TypedDict, total=False):
    """Which statements count, and how they make a one-mode network: names and values of `networks`."""

    variable1: str
    variable2: str
    qualifier: str | None
    aggregation: str
    normalization: str
    duplicates: str
    start: date | str | None
    stop: date | str | None
    exclude: dict[str, list[Any]] | None
    invert: tuple[str, ...]
    exclude_documents: dict[str, list[Any]] | None
    invert_documents: tuple[str, ...]
    variable1_document: bool | None
    variable2_document: bool | None
    qualifier_document: bool | None
    compat: str


@dataclass(frozen=True)
class Losses:
    """The full network, and how far networks on some of its concepts are from it.

    Attributes
    ----------
    counts : Counts
        Statements that count, by actor, concept and level.
    pieces : tuple of array
        What each concept adds to the numerator and the denominator of every cell; empty if too large to hold.
    aggregation, normalization, compat : str
        As for `one_mode`.
    """

    counts: Counts
    pieces: tuple[Array, ...]
    aggregation: str
    normalization: str
    compat: str

    @property
    def full(self) -> Array:
        """The network on all concepts."""
        return np.asarray(self.networks(np.ones((1, len(self.counts.concepts)), dtype=bool))[0])

    @property
    def statements(self) -> npt.NDArray[np.int64]:
        """Number of statements on each concept."""
        return np.asarray(self.counts.cells.sum(axis=(0, 2)), dtype=np.int64)

    def networks(self, masks: Masks) -> Array:
        """Make the network on each subset of the concepts (rows of `masks`)."""
        if not self.pieces:
            return np.stack([_network(self, mask) for mask in masks])
        actors, weight, dna = len(self.counts.actors), masks.astype(float), self.compat == "dna"
        above: Array = (weight @ self.pieces[0]).reshape(-1, actors, actors)
        union = (weight @ self.pieces[2]).reshape(-1, actors, actors) if len(self.pieces) > 2 else None
        cells = projection.divide(above, weight @ self.pieces[1], self.normalization, union=union, dna=dna)
        cells[:, np.arange(actors), np.arange(actors)] = 0.0
        return np.asarray(cells)

    def of(self, masks: Masks) -> Array:
        """Give the spectral loss of each subset."""
        step = max(1, _CELLS // max(1, len(self.counts.actors) ** 2))
        full = self.full[None]
        parts = [masks[place : place + step] for place in range(0, len(masks), step)]
        found = [spectral_distances(full, self.networks(part), compat=self.compat)[0] for part in parts]
        return np.asarray(np.concatenate(found) if found else np.zeros(0))

    def penalized(self, masks: Masks, penalty: float) -> Array:
        """Give the loss of each subset times ``exp(-penalty * (C - size) / C)``, C the number of concepts."""
        concepts = masks.shape[1]
        return np.asarray(self.of(masks) * np.exp(-penalty * (concepts - masks.sum(axis=1)) / concepts))


def _network(losses: Losses, mask: npt.NDArray[np.bool_]) -> Array:
    chosen = losses.counts.on(mask)
    return one_mode(chosen, aggregation=losses.aggregation, normalization=losses.normalization, compat=losses.compat)


def _pieces(counts: Counts, aggregation: str, normalization: str, compat: str) -> tuple[Array, ...]:
    """Split numerator and denominator by concept; both are sums over concepts."""
    actors, concepts, _ = counts.cells.shape
    if actors * actors * concepts > 4 * _CELLS:
        return ()
    dna = compat == "dna"
    each = [counts.on([place]).profiles() for place in range(concepts)]
    above = np.stack([projection.ties(part, aggregation, dna=dna).ravel() for part in each])
    parts = projection.parts_of(counts.profiles(), aggregation, normalization, dna=dna).T
    if normalization == "jaccard" and dna:
        return above, parts, np.stack([projection.union_of(part).ravel() for part in each])
    return above, parts


def _possible(given: dict[str, Any]) -> dict[str, Any]:
    """Correct what is left as DNA does: marks of the document on other variables, unknown kinds of duplicates."""
    marks = {f"{name}_document": name for name in ("variable1", "variable2", "qualifier")}
    fixed = {mark: None for mark, name in marks.items() if given[name] not in incidence.DOCUMENT_VARIABLES}
    known = given["duplicates"] in incidence.DUPLICATES
    return {**fixed, "duplicates": given["duplicates"] if known else "include"}


def losses_of(coded: Coded, options: NetworkOptions) -> Losses:
    """Count what the options choose, and make ready to compare subsets of the concepts.

    Raises
    ------
    InputError
        For an unknown option or variable, or if no statement counts.
    """
    given: dict[str, Any] = {"qualifier": None, "aggregation": "subtract", "duplicates": "document", **options}
    normalization = given.pop("normalization", "average")
    compat = given.get("compat", "none")
    check_option("compat", compat, COMPAT)
    names: dict[str, Any] = {name: given.get(name) for name in ("variable1", "variable2", "qualifier", "aggregation")}
    for name in ("variable1", "variable2"):
        if not isinstance(names[name], str):
            raise InputError(f"{name} must name a variable; got {names[name]!r}")
    if compat == "dna":
        given.update(corrected(coded, **names))
        given.update(_possible(given))
        normalization = normalization if normalization in NORMALIZATIONS else "no"
    check_option("aggregation", given["aggregation"], AGGREGATIONS)
    check_option("normalization", normalization, NORMALIZATIONS)
    if given["qualifier"] is None and given["aggregation"] != "ignore":
        raise InputError(f"aggregation {given['aggregation']!r} needs a qualifier; got None")
    selection = incidence.prepare(coded, **given)
    counts = count(selection.used, selection.qualifier)
    if not counts.concepts:
        raise InputError("no statement counts, so there is no network and no backbone")
    one_level = counts.ordered and len(set(counts.levels)) < 2 and given["aggregation"] != "ignore"
    if one_level and compat == "dna":
        raise InputError(
            f"DNA divides by 0: qualifier {given['qualifier']!r} has only one level among these statements"
        )
    pieces = _pieces(counts, given["aggregation"], normalization, compat)
    return Losses(counts, pieces, given["aggregation"], normalization, compat)
