"""Cells of a spreadsheet as typed columns, and the tables of entities and coders that belong to them."""

from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.coded import entity_frame
from toolkit.statements.schema import LABEL_LIMIT

__all__ = [
    "COMMON",
    "HEADINGS",
    "OF_DOCUMENT",
    "coder_frames",
    "entities_of",
    "fitting_type",
    "parse_times",
    "to_variable",
]

#: What the toolkit calls a column -> how DNA's event list is headed.
HEADINGS = {
    "statement_id": "statement_id",
    "date_time": "time",
    "start": "start_position",
    "stop": "stop_position",
    "text": "text",
    "coder": "coder",
    "coder_name": "coder_name",
    "document_id": "document_id",
    "title": "document_title",
    "author": "document_author",
    "source": "document_source",
    "section": "document_section",
    "type": "document_type",
    "notes": "document_notes",
}
#: What the toolkit calls a column -> other common headings of it, in any case; the first that is there is taken.
COMMON = {
    "date_time": ("date", "datetime", "published", "timestamp", "day"),
    "document_id": ("doc_id", "article_id"),
    "start": ("begin",),
    "stop": ("end",),
    "text": ("passage",),
    "title": ("headline",),
    "source": ("outlet", "newspaper"),
}
#: Columns that describe a document.
OF_DOCUMENT = ("title", "author", "source", "section", "type", "notes")
_BOOLEAN = {"0": 0, "1": 1, "false": 0, "true": 1}
_WHOLE = r"[+-]?\d{1,18}(?:\.0+)?"
_BLACK = "#000000"
_ADMIN = "Admin"


def fitting_type(cells: "pd.Series[str]") -> str:
    """Say which type of variable a column of text is, empty cells aside.

    Examples
    --------
    >>> [fitting_type(pd.Series(c)) for c in (["1", "", "0"], ["1", "2"], ["yes", "1"], ["x" * 191], [""])]
    ['boolean', 'integer', 'short text', 'long text', 'short text']
    """
    filled = cells[cells.str.strip() != ""].str.strip().str.lower()
    if filled.empty:
        return "short text"
    if filled.isin(list(_BOOLEAN)).all():
        return "boolean"
    if filled.str.fullmatch(_WHOLE).all():
        return "integer"
    return "long text" if (cells.str.len() > LABEL_LIMIT).any() else "short text"


def to_variable(cells: "pd.Series[str]", kind: str, name: str) -> "pd.Series[Any]":
    """Turn a column of text into the values of a variable.

    Parameters
    ----------
    cells : Series
        Text, "" where empty.
    kind : str
        Type of the variable.
    name : str
        Name for the message.

    Returns
    -------
    Series
        Text as it stands, or Int64 with empty cells missing.

    Raises
    ------
    InputError
        Naming column, row of the file and value.

    Examples
    --------
    >>> to_variable(pd.Series(["true", ""]), "boolean", "pro").isna().tolist()
    [False, True]
    """
    if kind in ("short text", "long text"):
        return cells
    plain = cells.str.strip().str.lower()
    filled = plain != ""
    good = plain.isin(list(_BOOLEAN)) if kind == "boolean" else plain.str.fullmatch(_WHOLE)
    wrong = filled & ~good
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        allowed = "0, 1, true or false" if kind == "boolean" else "a whole number"
        raise InputError(f"{name} in row {row + 2} must be {allowed}; got {cells.iloc[row]!r}")
    numbers = [_BOOLEAN.get(text) if kind == "boolean" else int(text.split(".")[0]) for text in plain[filled]]
    return pd.Series(numbers, index=plain.index[filled], dtype="Int64").reindex(plain.index)


def parse_times(cells: "pd.Series[str]", date_format: str | None) -> "pd.Series[Any]":
    """Turn a column of text into times without a zone (UTC).

    Raises
    ------
    InputError
        Naming row and value of the first that is no time.

    Examples
    --------
    >>> parse_times(pd.Series(["2024-03-01 10:30"]), None)[0]
    Timestamp('2024-03-01 10:30:00')
    """
    parsed = pd.to_datetime(cells.str.strip(), format=date_format or "ISO8601", utc=True, errors="coerce")
    if parsed.isna().any():
        row = int(parsed.isna().to_numpy().argmax())
        usual = "as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS (in Python, date_format reads others)"
        wanted = f"as {date_format}" if date_format else usual
        raise InputError(f"row {row + 2} must have a time {wanted}; got {cells.iloc[row]!r}")
    return parsed.dt.tz_localize(None).astype("datetime64[us]")


def entities_of(statements: pd.DataFrame, variables: dict[str, str]) -> pd.DataFrame:
    """List the values of the short-text variables, each with "" (not coded), all black.

    Examples
    --------
    >>> entities_of(pd.DataFrame({"concept": ["Build it"]}), {"concept": "short text"})["value"].tolist()
    ['', 'Build it']
    """
    rows: list[tuple[str, int, str, str | None, str | None]] = []
    for variable in (name for name, kind in variables.items() if kind == "short text"):
        values = sorted({"", *statements[variable].dropna()})
        rows += [(variable, len(rows) + number, value, _BLACK, None) for number, value in enumerate(values, 1)]
    return entity_frame(rows)


def coder_frames(
    given: "pd.Series[str] | None", called: "pd.Series[str] | None", rows: pd.Index
) -> "tuple[pd.Series[Any], pd.DataFrame]":
    """Give the coders numbers: whole numbers stay, names are numbered from 2 (1 is the administrator).

    Parameters
    ----------
    given : Series or None
        Number or name of the coder of each row; None takes the names in its place, and where there are none either,
        the administrator is the coder of all.
    called : Series or None
        Name beside the number.
    rows : Index
        The rows.

    Returns
    -------
    tuple
        The number for each row (Int64, missing where empty), and the coders table.

    Examples
    --------
    >>> numbers, coders = coder_frames(pd.Series(["Quist", "Admin", "Abel"]), None, pd.RangeIndex(3))
    >>> numbers.tolist(), coders["name"].tolist()
    ([3, 1, 2], ['Admin', 'Abel', 'Quist'])
    """
    given = called if given is None else given
    if given is None:
        return pd.Series(1, index=rows, dtype="Int64"), _coder_table({1: _ADMIN})
    given = given.str.strip()
    filled = given[given != ""]
    if filled.str.fullmatch(r"[1-9]\d{0,8}").all():
        numbers = given.where(given != "").astype("Int64")
        names = {number: _ADMIN if number == 1 else f"Coder {number}" for number in {1, *numbers.dropna()}}
        if called is not None:
            names |= {n: c for n, c in zip(numbers, called, strict=True) if not pd.isna(n) and c}
        return numbers, _coder_table(names)
    named = {name: number for number, name in enumerate(sorted(set(filled) - {_ADMIN}), 2)} | {_ADMIN: 1}
    return given.map(named).astype("Int64"), _coder_table({number: name for name, number in named.items()})


def _coder_table(names: dict[int, str]) -> pd.DataFrame:
    rows = [(number, names[number], _BLACK) for number in sorted(names)]
    made = pd.DataFrame(rows, columns=["coder", "name", "colour"])
    return made.astype({"coder": "int64", "name": "str", "colour": "str"})
