"""Statements as what is drawn."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.networks import discourse_network
from toolkit.statements import Coded, incidence
from toolkit.uncertainty._units import Array, Ints, Units, confidences, places

__all__ = ["of_statements"]

_NAMED = ("short text", "document")
_NOT_SELECTING = ("kind", "normalization", "isolates", "duplicates", "compat")


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


def of_statements(
    coded: Coded, given: Mapping[str, Any], confidence: str | None, missing: str, dependence: str
) -> Units:
    """Take the statements that count in a network.

    Raises
    ------
    InputError
        As `networks.discourse_network`; for options that cannot be resampled, and for confidences that are no chances.
    """
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
        places(used["a"], rows),
        places(used["b"], columns),
        k,
        np.asarray(document, dtype=np.int64),
        len(names),
        confidences(coded.statements.iloc[used["position"].to_numpy()], confidence, missing),
    )
    return _merged(units, dependence) if duplicates == "document" else units
