"""From the tables of a DNA database to the coded statements of one type."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.carets import check_carets as check_inside
from toolkit.statements.carets import from_units
from toolkit.statements.coded import ENTITIES, Coded, check_variables
from toolkit.statements.database import read_tables
from toolkit.statements.schema import DATA_TABLES

__all__ = ["attribute_column", "attribute_name", "read_dna"]

_Tables = Mapping[str, pd.DataFrame]
_CLASH = " (attribute)"


def attribute_column(name: str) -> str:
    """Name the entities column of an attribute; one that is called like a fixed column gets a mark.

    Examples
    --------
    >>> attribute_column("Type"), attribute_column("parent")
    ('Type', 'parent (attribute)')
    """
    return name + _CLASH if name.removesuffix(_CLASH) in ENTITIES else name


def attribute_name(column: str) -> str:
    """Name the attribute of an entities column; undoes `attribute_column`.

    Examples
    --------
    >>> attribute_name("Type"), attribute_name("parent (attribute)")
    ('Type', 'parent')
    """
    shorter = column.removesuffix(_CLASH)
    return shorter if shorter.removesuffix(_CLASH) in ENTITIES else column


def read_dna(path: str | Path, *, statement_type: str | None = None, check_carets: bool = True) -> Coded:
    r"""Read the statements of one type from a DNA 3.0 database.

    Parameters
    ----------
    path : str or Path
        The ``.dna`` file (SQLite). It is opened read-only and nothing in it is trusted.
    statement_type : str, optional
        Label of the statement type. May be left out if only one type has statements, or there is only one.
    check_carets : bool
        Whether to refuse a database with statements outside their document's text. With False they are read as they
        are, for analyses that do not need the passages.

    Returns
    -------
    Coded
        Positions are characters of the document's text (DNA counts UTF-16 code units, which differ after an emoji).

    Raises
    ------
    InputError
        If the file is not a DNA 3.0 database or is damaged, if `statement_type` is not in it, or is left out although
        several types have statements; the message names the types.

    Examples
    --------
    >>> import tempfile
    >>> from toolkit.statements import read_csv, write_dna
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "coded.csv"
    ...     rows = "time,organization,concept,agreement\n2024-03-01,Tram Union,Build the tram,1\n"
    ...     _ = table.write_text(rows, encoding="utf-8")
    ...     write_dna(read_csv(table), Path(folder) / "coded.dna")
    ...     coded = read_dna(Path(folder) / "coded.dna")
    >>> coded.variables
    {'organization': 'short text', 'concept': 'short text', 'agreement': 'boolean'}
    >>> coded.statements["organization"].tolist()
    ['Tram Union']
    """
    tables = read_tables(path)
    chosen, number = _choose(tables, statement_type)
    named = tables["VARIABLES"][tables["VARIABLES"]["StatementTypeId"].eq(number).fillna(False)].sort_values("ID")
    variables = _types(named)
    documents = _documents(tables["DOCUMENTS"], path)
    statements = _statements(tables, number, named, documents)
    coded = Coded(
        chosen, variables, documents, statements, _entities(tables, named), _coders(tables["CODERS"]), database=tables
    )
    if check_carets:
        check_inside(statements, documents)
    return coded


def _types(named: pd.DataFrame) -> dict[str, str]:
    types = dict(zip(named["Variable"], named["DataType"], strict=True))
    check_variables(types)
    return types


def _choose(tables: _Tables, statement_type: str | None) -> tuple[str, int]:
    types = tables["STATEMENTTYPES"]
    used = tables["STATEMENTS"]["StatementTypeId"].value_counts()
    counts = [
        f"{label!r} ({used.get(key, 0)} statements)" for key, label in zip(types["ID"], types["Label"], strict=True)
    ]
    if statement_type is None:
        found = types if len(types) == 1 else types[types["ID"].isin(used.index)]
        problem = f"statement_type must be given; the database has {', '.join(counts) or 'none'}"
    else:
        found = types[types["Label"] == statement_type]
        problem = f"statement_type must be one of {', '.join(counts) or '(none)'}; got {statement_type!r}"
    if statement_type is not None and len(found) > 1:
        problem = f"statement_type must name one type; {len(found)} are called {statement_type!r}"
    if len(found) != 1:
        raise InputError(problem)
    return str(found["Label"].iloc[0]), int(found["ID"].iloc[0])


def _times(seconds: "pd.Series[int]", path: str | Path) -> "pd.Series[Any]":
    limit = 400 * 366 * 24 * 3600 * 20
    if (seconds.abs() > limit).any():
        raise InputError(f"{path} is damaged: DOCUMENTS.Date {seconds[seconds.abs() > limit].iloc[0]} is no date")
    return pd.Series(pd.to_datetime(seconds * 1_000_000, unit="us")).astype("datetime64[us]")


def _documents(raw: pd.DataFrame, path: str | Path) -> pd.DataFrame:
    made = raw.rename(columns=str.lower).rename(columns={"id": "document_id"})
    made["date_time"] = _times(raw["Date"], path)
    columns = ["document_id", "title", "text", "author", "source", "section", "type", "notes", "coder", "date_time"]
    return made[columns].sort_values("document_id", ignore_index=True)


def _statements(tables: _Tables, number: int, named: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    raw = tables["STATEMENTS"]
    homeless = raw[["StatementTypeId", "DocumentId"]].isna().any(axis=1)
    if homeless.any():
        raise InputError(
            f"the database is damaged: statement {raw.loc[homeless, 'ID'].iloc[0]} has no type or document"
        )
    mine = raw[raw["StatementTypeId"].eq(number)].sort_values("ID", ignore_index=True)
    made = pd.DataFrame(
        {
            "statement_id": mine["ID"],
            "document_id": mine["DocumentId"].astype("int64"),
            "start": mine["Start"],
            "stop": mine["Stop"],
            "coder": mine["Coder"],
        }
    )
    made["date_time"] = made["document_id"].map(documents.set_index("document_id")["date_time"])
    keys = made["statement_id"].to_numpy()
    for key, variable, kind in zip(named["ID"], named["Variable"], named["DataType"], strict=True):
        made[variable] = _values(tables, key, kind, keys)
    return from_units(made, documents)


def _values(tables: _Tables, variable: int, kind: str, statements: "np.typing.NDArray[np.int64]") -> "pd.Series[Any]":
    """Give the values of a variable in the order of the statements; missing where none is stored."""
    data = tables[DATA_TABLES[kind]]
    data = data[data["VariableId"].to_numpy() == variable]
    stored = data["StatementId"].to_numpy()
    if kind == "short text":
        entities = tables["ENTITIES"]
        values = entities["Value"].take(pd.Index(entities["ID"]).get_indexer(data["Entity"])).reset_index(drop=True)
    else:
        values = data["Value"].reset_index(drop=True)
        if kind != "long text":
            values = values.astype("Int64")
        if kind == "boolean" and not values.isin([0, 1]).all():
            wrong = data[~data["Value"].isin([0, 1])].iloc[0]
            raise InputError(f"statement {wrong['StatementId']} has {wrong['Value']} where a boolean is 0 or 1")
    if np.array_equal(stored, statements):
        return values
    found = pd.Index(stored).get_indexer(statements)
    return values.reindex(found).reset_index(drop=True)


def _colours(raw: pd.DataFrame) -> "pd.Series[Any]":
    parts = raw[["Red", "Green", "Blue"]]
    known = parts.notna().all(axis=1)
    rows = parts.astype("Int64").fillna(0).to_numpy(dtype=np.int64)
    text = pd.Series([f"#{r:02x}{g:02x}{b:02x}" for r, g, b in rows], index=raw.index, dtype="str")
    return text.where(known)


def _entities(tables: _Tables, named: pd.DataFrame) -> pd.DataFrame:
    short = named[named["DataType"] == "short text"]
    names = dict(zip(short["ID"], short["Variable"], strict=True))
    raw = tables["ENTITIES"]
    mine = raw[raw["VariableId"].isin(list(names))].sort_values(["VariableId", "ID"], ignore_index=True)
    made = pd.DataFrame({"variable": mine["VariableId"].map(names).astype("str"), "entity_id": mine["ID"]})
    made["value"] = mine["Value"]
    made["colour"] = _colours(mine)
    made["parent"] = mine["ChildOf"].map(raw.set_index("ID")["Value"]).astype("str")
    return made.join(_attributes(tables, mine))


def _attributes(tables: _Tables, mine: pd.DataFrame) -> pd.DataFrame:
    called = tables["ATTRIBUTEVARIABLES"]
    called = called[called["VariableId"].isin(mine["VariableId"])]
    values = tables["ATTRIBUTEVALUES"]
    columns: dict[str, pd.Series[Any]] = {}
    for name in dict.fromkeys(called["AttributeVariable"]):
        numbers = called["ID"][called["AttributeVariable"] == name]
        here = values[values["AttributeVariableId"].isin(numbers)].set_index("EntityId")["AttributeValue"]
        columns[attribute_column(name)] = mine["ID"].map(here).astype("str")
    return pd.DataFrame(columns, index=mine.index)


def _coders(raw: pd.DataFrame) -> pd.DataFrame:
    made = pd.DataFrame({"coder": raw["ID"], "name": raw["Name"], "colour": _colours(raw)})
    return made.sort_values("coder", ignore_index=True)
