"""Values of variables and attributes as rows of DNA's tables, under the row numbers they had."""

from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.coded import ENTITIES, Coded
from toolkit.statements.database import empty_table
from toolkit.statements.reading import attribute_name
from toolkit.statements.schema import COLUMNS, DATA_TABLES, DTYPES, REFERENCES

__all__ = ["Tables", "attributes", "cascade", "data", "next_id", "stack", "typed"]

Tables = dict[str, pd.DataFrame]


def next_id(frame: pd.DataFrame) -> int:
    """Give the first row number that is free.

    Examples
    --------
    >>> next_id(pd.DataFrame({"ID": [3, 7]})), next_id(pd.DataFrame({"ID": []}))
    (8, 1)
    """
    return int(frame["ID"].max()) + 1 if len(frame) else 1


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Bring columns into DNA's order and types, rows into the order of the key.

    Examples
    --------
    >>> typed("SETTINGS", pd.DataFrame({"Value": ["3.0.7"], "Property": ["version"]})).columns.tolist()
    ['Property', 'Value']
    """
    ordered = frame[list(DTYPES[table])].astype(DTYPES[table])
    return ordered.sort_values(next(iter(DTYPES[table])), ignore_index=True)


def stack(table: str, *frames: pd.DataFrame) -> pd.DataFrame:
    """Put rows of one table together.

    Examples
    --------
    >>> len(stack("REGEXES", empty_table("REGEXES"), empty_table("REGEXES")))
    0
    """
    filled = [frame for frame in frames if len(frame)]
    return typed(table, pd.concat(filled, ignore_index=True)) if filled else empty_table(table)


def cascade(tables: Tables) -> Tables:
    """Drop rows that refer to what is gone, as the database itself would, from the tables `Coded` does not show.

    Examples
    --------
    >>> tables = {table: empty_table(table) for table in COLUMNS}
    >>> tables["DATABOOLEAN"] = pd.DataFrame({"ID": [1], "StatementId": [9], "VariableId": [4], "Value": [1]})
    >>> len(cascade(tables)["DATABOOLEAN"])
    0
    """
    made = dict(tables)
    for table in COLUMNS:
        if table in ("DOCUMENTS", "ENTITIES", "STATEMENTS") or made[table].empty:
            continue
        frame = made[table]
        for column, parent in REFERENCES.get(table, {}).items():
            frame = frame[frame[column].isna() | frame[column].isin(made[parent]["ID"])]
        made[table] = frame.reset_index(drop=True)
    return made


def _numbered(made: pd.DataFrame, base: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Give rows the number they had, new ones the next, in their order; `known` says which is which."""
    if base.empty:
        return made.assign(ID=pd.Series(pd.NA, index=made.index, dtype="Int64"), known=False)
    found = made[keys].merge(base[["ID", *keys]], how="left", on=keys)["ID"].astype("Int64")
    return made.assign(ID=found.array, known=found.notna().to_numpy())


def _filled(numbered: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    new = ~numbered["known"]
    numbered.loc[new, "ID"] = np.arange(next_id(base), next_id(base) + int(new.sum()))
    return numbered


def _attribute_variables(coded: Coded, base: pd.DataFrame, mine: dict[str, int]) -> pd.DataFrame:
    """List the attributes each variable has: those it had whose column is there, and those with any value."""
    names = {column: attribute_name(column) for column in coded.entities.columns if column not in ENTITIES}
    rows = []
    for column, name in names.items():
        filled = set(coded.entities["variable"][coded.entities[column].notna()])
        had = set(base["VariableId"][base["AttributeVariable"] == name])
        rows += [(key, name, column) for variable, key in mine.items() if variable in filled or key in had]
    wanted = pd.DataFrame(rows, columns=["VariableId", "AttributeVariable", "column"])
    wanted = wanted.astype({"VariableId": "int64", "AttributeVariable": "str"})
    return _filled(_numbered(wanted, base, ["VariableId", "AttributeVariable"]), base)


def attributes(coded: Coded, made: Tables, base: Tables, mine: dict[str, int]) -> Tables:
    """Make ATTRIBUTEVARIABLES and ATTRIBUTEVALUES.

    Parameters
    ----------
    coded : Coded
        The statements with their entities.
    made : dict of str to DataFrame
        Tables made so far; ENTITIES among them.
    base : dict of str to DataFrame
        Tables of the database it was read from.
    mine : dict of str to int
        Variable -> its number.

    Returns
    -------
    dict of str to DataFrame
        The two tables. An entity without a value has "", unless it already was without a row.
    """
    known, values = made["ATTRIBUTEVARIABLES"], made["ATTRIBUTEVALUES"]
    variables = _attribute_variables(coded, base["ATTRIBUTEVARIABLES"], mine)
    owned = variables[["VariableId", "ID", "column", "known"]].rename(columns={"ID": "AttributeVariableId"})
    entities = made["ENTITIES"][["ID", "VariableId"]].rename(columns={"ID": "EntityId"})
    pairs = entities.merge(owned.astype({"AttributeVariableId": "int64"}), on="VariableId")
    pairs["AttributeValue"] = _cells(coded.entities, pairs)
    was_there = pairs["known"] & pairs["EntityId"].isin(base["ENTITIES"]["ID"])
    pairs = _numbered(pairs, base["ATTRIBUTEVALUES"], ["EntityId", "AttributeVariableId"])
    pairs = pairs[pairs["AttributeValue"].notna() | pairs["known"] | ~was_there.to_numpy()].fillna(
        {"AttributeValue": ""}
    )
    others = known[~known["VariableId"].isin(list(mine.values()))]
    rest = values[values["AttributeVariableId"].isin(others["ID"])]
    return {
        "ATTRIBUTEVARIABLES": stack("ATTRIBUTEVARIABLES", others, variables),
        "ATTRIBUTEVALUES": stack("ATTRIBUTEVALUES", rest, _filled(pairs, base["ATTRIBUTEVALUES"])),
    }


def _cells(entities: pd.DataFrame, pairs: pd.DataFrame) -> "pd.Series[Any]":
    by_entity = entities.set_index("entity_id")
    cells = pd.Series(pd.NA, index=pairs.index, dtype="str")
    for column in pairs["column"].unique():
        here = pairs["column"] == column
        cells[here] = pairs.loc[here, "EntityId"].map(by_entity[column])
    return cells


def data(coded: Coded, made: Tables, base: Tables, mine: dict[str, int], missing: dict[str, int]) -> Tables:
    """Make the four tables of values.

    Parameters
    ----------
    coded, made, base, mine
        As for `attributes`.
    missing : dict of str to int
        Variable -> number where a statement has none.

    Returns
    -------
    dict of str to DataFrame
        The four tables, row numbers in the order of statements and variables.

    Raises
    ------
    InputError
        If a number is missing and `missing` does not say what it means, or a boolean is neither 0 nor 1.
    """
    parts: dict[str, list[pd.DataFrame]] = {table: [] for table in DATA_TABLES.values()}
    for variable, kind in coded.variables.items():
        rows = _rows(coded, variable, mine[variable], base, missing)
        if kind == "short text":
            here = made["ENTITIES"][made["ENTITIES"]["VariableId"] == mine[variable]]
            at = pd.Index(here["Value"]).get_indexer(pd.Index(rows["Value"]))
            rows["Entity"] = here["ID"].to_numpy()[at]
        parts[DATA_TABLES[kind]].append(rows)
    return {table: _table(table, rows, made, base, set(mine.values())) for table, rows in parts.items()}


def _table(table: str, parts: list[pd.DataFrame], made: Tables, base: Tables, mine: set[int]) -> pd.DataFrame:
    others = made[table][~made[table]["VariableId"].isin(list(mine))]
    parts = [part for part in parts if len(part)]
    if not parts:
        return stack(table, others)
    keys = ["StatementId", "VariableId"]
    rows = pd.concat(parts, ignore_index=True).sort_values(keys, ignore_index=True)
    return stack(table, others, _filled(_numbered(rows, base[table], keys), base[table]))


def _rows(coded: Coded, variable: str, number: int, base: Tables, missing: dict[str, int]) -> pd.DataFrame:
    """Give a row for each statement that has a value, or has to have one."""
    kind = coded.variables[variable]
    rows = pd.DataFrame({"StatementId": coded.statements["statement_id"], "Value": coded.statements[variable]})
    rows.insert(1, "VariableId", number)
    empty = rows["Value"].isna()
    if empty.any():
        stored = base[DATA_TABLES[kind]]
        stored = stored[stored["VariableId"] == number]
        had = rows["StatementId"].isin(stored["StatementId"])
        was_there = rows["StatementId"].isin(base["STATEMENTS"]["ID"]) & (number in set(base["VARIABLES"]["ID"]))
        rows = rows[~empty | had | ~was_there]
        rows = _replaced(rows, variable, kind, missing, had & (kind == "long text"))
    if kind == "boolean" and not rows["Value"].isin([0, 1]).all():
        wrong = rows[~rows["Value"].isin([0, 1])].iloc[0]
        raise InputError(
            f"{variable} is boolean and must be 0 or 1; statement {wrong['StatementId']} has {wrong['Value']}"
        )
    return rows.reset_index(drop=True)


def _replaced(
    rows: pd.DataFrame, variable: str, kind: str, missing: dict[str, int], keep: "pd.Series[bool]"
) -> pd.DataFrame:
    gone = rows["Value"].isna() & ~keep.reindex(rows.index)
    if not gone.any():
        return rows
    if kind in ("short text", "long text"):
        return rows.assign(Value=rows["Value"].mask(gone, ""))
    if variable not in missing:
        raise InputError(
            f"{int(gone.sum())} statements have no {variable}, the first is {rows.loc[gone, 'StatementId'].iloc[0]}; "
            f"DNA needs a number: give missing={{{variable!r}: ...}} or leave these statements out"
        )
    return rows.assign(Value=rows["Value"].mask(gone, missing[variable]))
