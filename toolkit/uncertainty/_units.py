"""What is drawn: statements or relations as cells of a network, with their documents and their chances to be right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks import discourse_network, relation_network
from toolkit.networks._select import select
from toolkit.statements import Coded, incidence

__all__ = ["DEPENDENCE", "MISSING", "Array", "Ints", "Material", "Units", "units_of"]

Array: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Material: TypeAlias = Coded | pd.DataFrame

#: What becomes of statements without a confidence.
MISSING = ("refuse", "certain")
#: How the errors of statements of one document hang together.
DEPENDENCE = ("independent", "document")
_NAMED = ("short text", "document")
_NOT_SELECTING = ("kind", "normalization", "isolates", "duplicates", "compat")


@dataclass(frozen=True, eq=False)
class Units:
    """Statements (or relations) that count, as positions in an array of rows x columns x levels.

    Attributes
    ----------
    kind : {"onemode", "twomode", "relations"}
        What network they make.
    rows, columns : list of str
        Labels of the network.
    levels : ndarray
        Values of the levels; numbers in order for names.
    named : bool
        Whether levels are names, alike or not.
    aggregation, normalization : str
        As in `networks.discourse_network`.
    i, j, k : ndarray
        Row, column and level of each.
    document : ndarray
        Number of the document of each, from 0.
    n_documents : int
        Documents with at least one.
    chance : ndarray or None
        Chance of each to be right, None without.
    """

    kind: str
    rows: list[str]
    columns: list[str]
    levels: Array
    named: bool
    aggregation: str
    normalization: str
    i: Ints
    j: Ints
    k: Ints
    document: Ints
    n_documents: int
    chance: Array | None = None

    def __len__(self) -> int:
        """Count statements."""
        return len(self.i)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of rows, columns and levels."""
        return len(self.rows), len(self.columns), len(self.levels)

    @property
    def cell(self) -> Ints:
        """Number of the cell of each statement."""
        _, m, depth = self.shape
        return (self.i * m + self.j) * depth + self.k


def _chances(values: "pd.Series[Any]", name: str, missing: str) -> Array:
    """Check confidences and fill those that are missing, if that was asked for."""
    check_option("missing", missing, MISSING)
    chance = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unknown = int(np.isnan(chance).sum())
    if unknown and missing == "refuse":
        raise InputError(
            f"{name!r} is missing for {unknown} of {len(chance)} statements that count: nobody knows how sure they "
            "are. Leave them out, or say missing='certain' to take them for right (hand-coded ones are)"
        )
    chance = np.where(np.isnan(chance), 1.0, chance)
    wrong = (chance < 0) | (chance > 1)
    if wrong.any():
        raise InputError(f"{name!r} must be from 0 to 1; got {chance[wrong][0]}")
    return chance


def _confidences(frame: pd.DataFrame, name: str | None, missing: str) -> Array | None:
    if name is None:
        return None
    if name not in frame.columns:
        raise InputError(f"confidence names a column that the statements lack, {name!r}")
    return _chances(frame[name], name, missing)


def _merged(units: Units, dependence: str) -> Units:
    """Let statements of a document on the same cell count once: it is there if any of them is right."""
    key = units.document * np.int64(np.prod(units.shape)) + units.cell
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    chance = None
    if units.chance is not None:
        wrong = np.ones(len(first))
        if dependence == "independent":
            np.multiply.at(wrong, group, 1 - units.chance)
        else:
            np.minimum.at(wrong, group, 1 - units.chance)
        chance = (1 - wrong)[order]
    kept = first[order]
    parts = {name: getattr(units, name)[kept] for name in ("i", "j", "k", "document")}
    return replace(units, chance=chance, **parts)


def _labels(column: "pd.Series[Any]", labels: list[str]) -> Ints:
    place = {label: number for number, label in enumerate(labels)}
    return np.array([place[str(value)] for value in column], dtype=np.int64)


def _levels(selection: incidence.Selection, used: pd.DataFrame, aggregation: str) -> tuple[Array, bool, Ints]:
    if aggregation == "ignore":
        return np.zeros(1), False, np.zeros(len(used), dtype=np.int64)
    if selection.qualifier in _NAMED:
        codes, names = pd.factorize(used["q"].astype(str), sort=True)
        return np.arange(len(names), dtype=float), True, np.asarray(codes, dtype=np.int64)
    values = used["q"].to_numpy(dtype=float)
    if selection.qualifier == "boolean":
        return np.array([-1.0, 1.0]), False, values.astype(np.int64)
    levels = np.array(sorted(set(selection.loaded["q"].dropna())), dtype=float)
    return levels, False, np.searchsorted(levels, values).astype(np.int64)


def _check_network(given: Mapping[str, Any]) -> tuple[str, str, str]:
    kind, aggregation = str(given.get("kind", "onemode")), str(given.get("aggregation", "ignore"))
    duplicates = str(given.get("duplicates", "include"))
    if given.get("compat", "none") != "none":
        raise InputError(f"network: compat must be 'none' here; got {given['compat']!r}")
    if aggregation == "combine":
        raise InputError("network: aggregation='combine' gives codes, which have no interval; take 'subtract'")
    if duplicates not in ("include", "document"):
        raise InputError(
            f"network: duplicates must be 'include' or 'document' here; got {duplicates!r}. What counts once in "
            "several documents can only be lost in a sample of them, so that the interval would be too low"
        )
    return kind, aggregation, duplicates


def _of_statements(
    coded: Coded, given: Mapping[str, Any], confidence: str | None, missing: str, dependence: str
) -> Units:
    kind, aggregation, duplicates = _check_network(given)
    matrix = discourse_network(coded, **given)
    options = {name: value for name, value in given.items() if name not in _NOT_SELECTING}
    options = {"variable1": "organization", "variable2": "concept"} | options
    selection = incidence.prepare(coded, **options, duplicates="include")
    used = selection.used
    rows = [str(label) for label in matrix.index]
    columns = [str(label) for label in matrix.columns] if kind == "twomode" else sorted({str(b) for b in used["b"]})
    levels, named, k = _levels(selection, used, aggregation)
    document, names = pd.factorize(used["document_id"])
    units = Units(
        kind,
        rows,
        columns,
        levels,
        named,
        aggregation,
        str(given.get("normalization", "no")),
        _labels(used["a"], rows),
        _labels(used["b"], columns),
        k,
        np.asarray(document, dtype=np.int64),
        len(names),
        _confidences(coded.statements.iloc[used["position"].to_numpy()], confidence, missing),
    )
    return _merged(units, dependence) if duplicates == "document" else units


def _of_relations(
    relations: pd.DataFrame,
    actors: pd.DataFrame | None,
    documents: pd.DataFrame | None,
    given: Mapping[str, Any],
    confidence: str | None,
    missing: str,
) -> Units:
    if actors is None:
        raise InputError("relations need actors=, the table of those who stand in them")
    if int(given.get("min_weight", 1)) != 1:
        raise InputError(f"network: min_weight must be 1 here; got {given['min_weight']!r}")
    graph: nx.DiGraph = relation_network(relations, actors, documents=documents, **given)
    used = select(relations, actors, documents, **graph.graph["arguments"])[0]
    nodes = sorted(str(node) for node in graph)
    document, names = pd.factorize(used["doc_id"])
    return Units(
        "relations",
        nodes,
        nodes,
        np.array([-1.0, 0.0, 1.0]),
        False,
        "ignore",
        "no",
        _labels(used["u"], nodes),
        _labels(used["v"], nodes),
        used["polarity"].to_numpy(dtype=np.int64) + 1,
        np.asarray(document, dtype=np.int64),
        len(names),
        _confidences(used, confidence, missing),
    )


def units_of(
    material: Material,
    network: Mapping[str, Any] | None,
    *,
    actors: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    confidence: str | None = None,
    missing: str = "refuse",
    dependence: str = "independent",
) -> Units:
    """Take the statements or relations that count in a network.

    Raises
    ------
    InputError
        As `networks.discourse_network` or `networks.relation_network`; for options that cannot be resampled, for
        confidences that are missing or no chances, and if nothing counts.
    """
    check_option("dependence", dependence, DEPENDENCE)
    given = dict(network or {})
    if isinstance(material, Coded):
        units = _of_statements(material, given, confidence, missing, dependence)
    elif isinstance(material, pd.DataFrame):
        units = _of_relations(material, actors, documents, given, confidence, missing)
    else:
        raise InputError(f"statements must be a Coded or the table of relations; got {type(material).__name__}")
    if not len(units):
        raise InputError("no statement counts in this network, so there is nothing to be sure of")
    return units
