"""Positions: which actor supports and which rejects which concept, one answer a cell."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.statements import Coded, incidence

__all__ = ["positions"]

_TINY = 1e-12


def _signs(qualifier: str, kind: str, levels: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give 1 for agreement, -1 for disagreement, 0 for neither."""
    if kind == "boolean":
        return levels.astype(int) * 2 - 1
    if kind == "integer":
        return pd.Series(np.sign(levels.astype(int)), index=levels.index)
    raise InputError(f"qualifier must be a boolean or an integer variable; {qualifier!r} is a {kind}")


def positions(
    coded: Coded,
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str = "agreement",
    threshold: float = 0.5,
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Mapping[str, Sequence[object]] | None = None,
) -> pd.DataFrame:
    """Give each actor's position on each concept: for, against, or none.

    Parameters
    ----------
    coded : Coded
        Coded corpus, one coder's if several coded the same documents.
    variable1, variable2 : str
        Variables that name the actor and the concept.
    qualifier : str
        Variable that says agreement: boolean, or an integer with rejection below and support above 0 (a statement
        with 0 takes no position).
    threshold : float
        Share of an actor's statements on a concept that must agree with each other, 0.5 to 1. Half of them is never
        enough; 1 asks for all.
    start, stop : date or str, optional
        First and last moment, both included.
    exclude : mapping of str to list, optional
        Values to leave out, by variable.

    Returns
    -------
    DataFrame
        Actors x concepts, both in the order of labels: 1 supports, -1 rejects, missing where the actor says nothing on
        the concept or its statements contradict each other too much. ``attrs["mixed"]`` counts the latter.

    Raises
    ------
    InputError
        If a variable is unknown, the qualifier is neither boolean nor integer, `threshold` is not between 0.5 and 1,
        or no statement is left.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> documents = pd.DataFrame({"document_id": [1], "date_time": pd.to_datetime(["2024-05-01"])})
    >>> statements = pd.DataFrame({"statement_id": [1, 2, 3], "document_id": 1, "start": [0, 9, 20],
    ...     "stop": [5, 12, 25], "organization": ["Tern", "Tern", "Quist"], "concept": "tram", "agreement": [1, 0, 1]})
    >>> kinds = {"organization": "short text", "concept": "short text", "agreement": "boolean"}
    >>> coded = SimpleNamespace(statement_type="S", variables=kinds, documents=documents, statements=statements)
    >>> table = positions(coded)
    >>> table.to_dict()["tram"], table.attrs["mixed"]
    ({'Quist': 1.0, 'Tern': nan}, 1)
    """
    if not 0.5 <= threshold <= 1:
        raise InputError(f"threshold must be between 0.5 and 1; got {threshold}")
    selection = incidence.prepare(
        coded,
        variable1=variable1,
        variable2=variable2,
        qualifier=qualifier,
        aggregation="subtract",
        start=start,
        stop=stop,
        exclude=exclude,
    )
    used = selection.used
    sign = _signs(qualifier, selection.qualifier, used["q"])
    if not (sign != 0).any():
        raise InputError("no statement takes a position: there is none left with these options")
    taken = pd.DataFrame({"actor": used["a"].astype(str), "concept": used["b"].astype(str), "sign": sign})
    return _majorities(taken[taken["sign"] != 0], threshold)


def _majorities(taken: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Turn statements (actor, concept, sign) into the sign of their clear majority."""
    cells = taken.groupby(["actor", "concept"])["sign"].agg(["sum", "size"])
    share = (1 + cells["sum"].abs() / cells["size"]) / 2
    clear = (cells["sum"] != 0) & (share >= threshold - _TINY)
    cells["position"] = np.sign(cells["sum"]).where(clear).astype(float)
    table = cells.reset_index().pivot_table(index="actor", columns="concept", values="position", dropna=False)
    rows, columns = (incidence.label_order([str(label) for label in labels]) for labels in (table.index, table.columns))
    found = pd.DataFrame(table.loc[rows, columns].to_numpy(), index=rows, columns=columns)
    found.attrs["mixed"] = int((~clear).sum())
    return found
