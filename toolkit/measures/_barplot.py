"""How often each concept or actor occurs, by level of agreement: the data of DNA's bar plot."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._distances import COMPAT
from toolkit.measures._projection import levels_of
from toolkit.statements import Coded, incidence

__all__ = ["barplot"]


def _corrected(coded: Coded, variable: str, qualifier: str | None) -> tuple[str, str | None]:
    """Replace what is unknown as DNA does; raise where it fails."""
    texts = [name for name, kind in coded.variables.items() if kind == "short text"]
    if variable not in texts and texts:
        variable = texts[0]
    kind = coded.variables.get(qualifier or "")
    if kind == "short text":
        raise InputError(f"DNA fails on a short-text qualifier in bar plots; got {qualifier!r}")
    return variable, qualifier if kind in ("boolean", "integer") else None


def _entities(coded: Coded, variable: str, values: Sequence[str], compat: str) -> pd.DataFrame:
    """Give colour and attributes of the values, in their order; attributes by name."""
    rows = coded.entities[coded.entities["variable"] == variable]
    fixed = ("variable", "entity_id", "value", "colour", "parent")
    names = sorted(name for name in rows.columns if name not in fixed and rows[name].notna().any())
    table = rows.drop_duplicates("value").set_index("value")[["colour", *names]].reindex(list(values))
    return table.fillna(dict.fromkeys(names, "")) if compat == "dna" else table


def barplot(
    coded: Coded,
    *,
    variable: str,
    qualifier: str | None = None,
    duplicates: str = "include",
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Mapping[str, Sequence[object]] | None = None,
    invert: Collection[str] = (),
    exclude_documents: Mapping[str, Sequence[object]] | None = None,
    invert_documents: Collection[str] = (),
    compat: str = "none",
) -> pd.DataFrame:
    """Count the statements on each value of a variable, by level of the qualifier.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    variable : str
        What to count, e.g. "concept"; a variable of the statement or of the document.
    qualifier : str, optional
        Variable that separates the counts, e.g. "agreement" (0 rejects, 1 supports). Not long text.
    duplicates : {"include", "document", "week", "month", "year", "acrossrange"}
        Within what statements with the same value and level count once.
    start, stop : date, datetime or str, optional
        Limits, both included.
    exclude, exclude_documents : mapping of str to list, optional
        Values to leave out, by variable of the statement or of the document.
    invert, invert_documents : collection of str
        Variables whose list says what to keep instead.
    compat : {"none", "dna"}
        "dna": an unknown variable is replaced by the first short-text one, an unknown qualifier by none, a
        short-text qualifier is an error; weeks and months are compared without their year; missing attributes are "".

    Returns
    -------
    DataFrame
        One row a value that occurs, in label order: `value`; `n`, number of statements that count; with a qualifier
        `n_<level>` for each level: 0 and 1 for a boolean, for others those that occur; `colour` (``#rrggbb``); one
        column an attribute of the variable, by name. ``attrs["levels"]`` lists the levels ([] without a qualifier).

    Raises
    ------
    InputError
        If a variable, date or option is unknown.

    Examples
    --------
    >>> from toolkit.statements import Coded
    >>> documents = pd.DataFrame({"document_id": [1], "date_time": pd.to_datetime(["2024-05-01"])})
    >>> names = ["title", "text", "author", "source", "section", "type", "notes", "coder"]
    >>> documents = documents.assign(**{name: "" for name in names})
    >>> statements = pd.DataFrame({"statement_id": [1, 2, 3], "document_id": 1, "start": [0, 5, 9], "stop": [4, 8, 12]})
    >>> statements = statements.assign(coder=1, date_time=documents["date_time"][0], concept=["tram", "tram", "ferry"])
    >>> statements["agreement"] = pd.array([1, 0, 1], dtype="Int64")
    >>> entities = pd.DataFrame({"variable": "concept", "entity_id": [1], "value": "tram", "colour": "#aa0000"})
    >>> coders = pd.DataFrame({"coder": [1], "name": ["Ann"], "colour": ["#000000"]})
    >>> types = {"concept": "short text", "agreement": "boolean"}
    >>> coded = Coded("Claim", types, documents, statements, entities.assign(parent=None), coders)
    >>> barplot(coded, variable="concept", qualifier="agreement")[["value", "n", "n_0", "n_1"]].values.tolist()
    [['ferry', 1, 0, 1], ['tram', 2, 1, 1]]
    """
    check_option("compat", compat, COMPAT)
    if compat == "dna":
        variable, qualifier = _corrected(coded, variable, qualifier)
        duplicates = duplicates if duplicates in incidence.DUPLICATES else "include"
    selection = incidence.prepare(
        coded,
        variable1=variable,
        qualifier=qualifier,
        aggregation="ignore" if qualifier is None else "subtract",
        duplicates=duplicates,
        start=start,
        stop=stop,
        exclude=exclude,
        invert=invert,
        exclude_documents=exclude_documents,
        invert_documents=invert_documents,
        compat=compat,
    )
    return _table(coded, variable, selection, compat)


def _table(coded: Coded, variable: str, selection: incidence.Selection, compat: str) -> pd.DataFrame:
    used, kind = selection.used, selection.qualifier
    levels: list[Any] = [] if kind == "none" else levels_of(used, kind)
    used = used.assign(a=used["a"].astype(object), q=used["q"].astype(object))
    total = used["a"].value_counts()
    values = incidence.label_order(list(total.index))
    counts = pd.DataFrame({"value": pd.array(values, dtype="str"), "n": total.reindex(values).to_numpy(dtype="int64")})
    cells = pd.crosstab(used["a"], used["q"]).reindex(index=values, columns=levels, fill_value=0)
    for level in levels:
        counts[f"n_{level}"] = cells[level].to_numpy(dtype="int64")
    frame = pd.concat([counts, _entities(coded, variable, values, compat).reset_index(drop=True)], axis=1)
    frame.attrs["levels"] = levels
    return frame
