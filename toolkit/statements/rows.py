"""Statements out of spreadsheets: one row a statement, headings as in DNA's event lists or as mapped."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from toolkit.errors import InputError, check_columns, check_option
from toolkit.statements.coded import DOCUMENTS, STATEMENTS, VARIABLE_TYPES, Coded
from toolkit.statements.frames import (
    COMMON,
    HEADINGS,
    OF_DOCUMENT,
    coder_frames,
    entities_of,
    fitting_type,
    parse_times,
    to_variable,
)
from toolkit.statements.passages import located, made_up
from toolkit.statements.sheets import read_cells

__all__ = ["read_csv"]


def read_csv(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    documents: str | Path | None = None,
    statement_type: str = "DNA Statement",
    date_format: str | None = None,
    encoding: str = "utf-8-sig",
) -> Coded:
    r"""Read statements from a spreadsheet, one row a statement.

    Parameters
    ----------
    path : str or Path
        A ``.csv`` (comma, semicolon or tab) or ``.xlsx`` file whose first row names the columns.
    columns : mapping of str to str, optional
        What a column is -> how it is headed in the file. Fields are ``statement_id``, ``date_time``, ``start``,
        ``stop``, ``text`` (the passage), ``coder``, ``coder_name``, ``document_id``, ``title``, ``author``,
        ``source``, ``section``, ``type``, ``notes``; every other name is a variable. Fields that are not mapped are
        looked for under DNA's heading (``time``, ``start_position``, ``document_title``, ...), their own name, then
        in any case as ``date``, ``datetime``, ``published``, ``timestamp``, ``day`` (date_time), ``doc_id``,
        ``article_id`` (document_id), ``begin``, ``end``, ``passage`` (text), ``headline`` (title), ``outlet``,
        ``newspaper`` (source). If no variable is mapped, all remaining columns are variables.
    types : mapping of str to str, optional
        Variable -> ``boolean``, ``integer``, ``short text`` or ``long text``. Otherwise a column that holds only 0,
        1, true, false is boolean, only whole numbers integer, anything above 190 characters long text, else short text.
    documents : str or Path, optional
        A table of documents with ``document_id`` and ``text``, and maybe the other fields of `Coded.documents`.
        Without it, a document's text is made of its passages: at their positions, with blanks between them, where
        `start` and `stop` fit the passages; else one below the other.
    statement_type : str
        Label of the statement type.
    date_format : str, optional
        Format of dates as for ``datetime.strptime``; ISO 8601 if left out. Times without a zone are UTC.
    encoding : str
        Encoding of a ``.csv``.

    Returns
    -------
    Coded
        Entities are black. An empty cell of a boolean or integer variable is missing, of a text variable "". Documents
        whose ids are not whole numbers are numbered in order of appearance, their id kept in the column `doc_id`;
        without an id, rows with the same title and time are one document, without a title each row is one.

    Raises
    ------
    InputError
        If a mapped column is not there, a cell does not fit its type, there is no time, the rows of a document
        disagree about it, or a passage is not in its document; the message names column, row and value.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     _ = path.write_text("day;who;claim;pro\n2024-03-01;Tram Union;Build it;1\n", encoding="utf-8")
    ...     names = {"date_time": "day", "organization": "who", "concept": "claim", "agreement": "pro"}
    ...     coded = read_csv(path, columns=names)
    >>> coded.variables
    {'organization': 'short text', 'concept': 'short text', 'agreement': 'boolean'}
    >>> coded.statements[["date_time", "organization", "agreement"]].values.tolist()
    [[Timestamp('2024-03-01 00:00:00'), 'Tram Union', 1]]
    """
    cells = read_cells(path, encoding=encoding)
    fields, names = _map(cells, dict(columns or {}), str(path))
    variables = _typed(cells, names, dict(types or {}))
    statements = _numbers(cells, fields)
    for variable, kind in variables.items():
        statements[variable] = to_variable(cells[names[variable]], kind, variable)
    statements["coder"], coders = coder_frames(
        _cell(cells, fields, "coder"), _cell(cells, fields, "coder_name"), cells.index
    )
    keys = _document_keys(cells, fields)
    statements["document_id"] = _document_numbers(keys)
    passages = _cell(cells, fields, "text")
    if documents is None:
        table = _documents(cells, fields, statements, keys, date_format)
        statements, table["text"] = made_up(statements, passages, list(variables))
    else:
        table, coders = _given_documents(documents, statements, keys, coders, date_format, encoding)
        statements = located(statements, passages, table)
    statements["date_time"] = statements["document_id"].map(table.set_index("document_id")["date_time"])
    ordered = statements[[*STATEMENTS, *variables]].sort_values("statement_id", ignore_index=True)
    return Coded(statement_type, variables, table, ordered, entities_of(ordered, variables), coders)


def _map(cells: pd.DataFrame, columns: dict[str, str], path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Split the columns into fields and variables, each with its heading."""
    lacking = {name: heading for name, heading in columns.items() if heading not in cells.columns}
    if lacking:
        raise InputError(f"{path} lacks the columns {lacking}; it has {list(cells.columns)}")
    fields = {name: columns[name] for name in HEADINGS if name in columns}
    for name, heading in HEADINGS.items():
        if name not in fields and (found := _heading(cells, name, heading, set(columns.values()))):
            fields[name] = found
    names = {name: heading for name, heading in columns.items() if name not in HEADINGS}
    taken = set(fields.values())
    names = names or {heading: heading for heading in cells.columns if heading not in taken}
    if not names:
        raise InputError(f"{path} has no variable; its columns are {list(cells.columns)}")
    return fields, names


def _heading(cells: pd.DataFrame, name: str, heading: str, taken: set[str]) -> str | None:
    """Find the column of a field: under DNA's heading, its own name, or a common one in any case."""
    free = [column for column in cells.columns if column not in taken]
    common = {column.lower(): column for column in reversed(free)}
    found = [wanted for wanted in (heading, name) if wanted in free]
    found += [common[wanted] for wanted in COMMON.get(name, ()) if wanted in common]
    return found[0] if found else None


def _cell(cells: pd.DataFrame, fields: dict[str, str], name: str) -> "pd.Series[str] | None":
    return cells[fields[name]] if name in fields else None


def _typed(cells: pd.DataFrame, names: dict[str, str], types: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(types) - set(names))
    if unknown:
        raise InputError(f"types names {unknown}; the variables are {list(names)}")
    for variable, kind in types.items():
        check_option(f"type of {variable!r}", kind, VARIABLE_TYPES)
    return {variable: types.get(variable) or fitting_type(cells[heading]) for variable, heading in names.items()}


def _numbers(cells: pd.DataFrame, fields: dict[str, str]) -> pd.DataFrame:
    made = pd.DataFrame(index=cells.index)
    for name in ("statement_id", "start", "stop"):
        given = _cell(cells, fields, name)
        made[name] = pd.Series(pd.NA, index=cells.index, dtype="Int64") if given is None else (
            to_variable(given, "integer", fields[name]))  # fmt: skip
    if made["statement_id"].isna().all():
        made["statement_id"] = range(1, len(made) + 1)
    wrong = made["statement_id"].isna() | made["statement_id"].duplicated()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        got = made["statement_id"].iloc[row]
        said = "none" if pd.isna(got) else f"{got} again"
        raise InputError(f"statement_id must be there and differ in every row; row {row + 2} has {said}")
    return made.astype({"statement_id": "int64"})


def _document_keys(cells: pd.DataFrame, fields: dict[str, str]) -> "pd.Series[str]":
    if "document_id" in fields:
        keys = cells[fields["document_id"]].str.strip()
        if keys.eq("").any():
            raise InputError(f"row {int(keys.eq('').to_numpy().argmax()) + 2} has no {fields['document_id']}")
        return keys
    if "title" in fields and "date_time" in fields:
        return cells[fields["title"]] + "\x00" + cells[fields["date_time"]]
    return pd.Series([str(row) for row in range(1, len(cells) + 1)], index=cells.index, dtype="str")


def _whole(keys: "pd.Series[str]") -> bool:
    return bool(keys.str.fullmatch(r"[1-9]\d{0,15}").all())


def _document_numbers(keys: "pd.Series[str]") -> "pd.Series[int]":
    if _whole(keys):
        return keys.astype("int64")
    return pd.Series(pd.factorize(keys)[0] + 1, index=keys.index, dtype="int64")


def _known(name: str) -> list[str]:
    return [HEADINGS[name], name, *COMMON.get(name, ())]


def _documents(
    cells: pd.DataFrame,
    fields: dict[str, str],
    statements: pd.DataFrame,
    keys: "pd.Series[str]",
    date_format: str | None,
) -> pd.DataFrame:
    if "date_time" not in fields:
        raise InputError(
            f"no column says when a statement was made; map it with columns={{'date_time': ...}} "
            f"(polyvocal network: --column date_time=HEADING), "
            f"the columns are {list(cells.columns)}; known are {', '.join(_known('date_time'))}"
        )
    made = pd.DataFrame({"document_id": statements["document_id"], "coder": statements["coder"]})
    made["date_time"] = parse_times(cells[fields["date_time"]], date_format)
    for name in OF_DOCUMENT:
        made[name] = cells[fields[name]] if name in fields else ""
    if "document_id" in fields and not _whole(keys):
        made["doc_id"] = keys
    described = made.drop(columns="coder").drop_duplicates()
    twice = described["document_id"].duplicated()
    if twice.any():
        raise InputError(f"the rows of document {keys[twice.index[twice][0]]!r} disagree about its time or description")
    first = made.drop_duplicates("document_id").sort_values("document_id", ignore_index=True)
    untitled = first.get("doc_id", "Document " + first["document_id"].astype("str"))
    first["title"] = first["title"].mask(first["title"].eq("") & ("title" not in fields), untitled)
    return first.assign(text="")[[*DOCUMENTS, *(["doc_id"] if "doc_id" in first else [])]]


def _given_documents(
    path: str | Path,
    statements: pd.DataFrame,
    keys: "pd.Series[str]",
    coders: pd.DataFrame,
    date_format: str | None,
    encoding: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    cells = read_cells(path, encoding=encoding)
    check_columns(str(path), cells.columns, ("document_id", "text", "date_time"))
    own = cells["document_id"].str.strip()
    if own.duplicated().any():
        raise InputError(f"{path} has document {own[own.duplicated()].iloc[0]!r} twice")
    if not keys.isin(own).all():
        raise InputError(f"document {keys[~keys.isin(own)].iloc[0]!r} of a statement is not in {path}")
    both = pd.concat([own, keys])
    number = dict(zip(both, _document_numbers(both.reset_index(drop=True)), strict=True))
    statements["document_id"] = keys.map(number).astype("int64")
    made = pd.DataFrame({"document_id": own.map(number), "text": cells["text"]})
    made["date_time"] = parse_times(cells["date_time"], date_format)
    for name in OF_DOCUMENT:
        made[name] = cells.get(name, "")
    if not _whole(both):
        made["doc_id"] = own
    made["coder"], of_documents = coder_frames(cells.get("coder"), cells.get("coder_name"), cells.index)
    coders = pd.concat([coders, of_documents[~of_documents["coder"].isin(coders["coder"])]])
    ordered = made.sort_values("document_id", ignore_index=True)
    return ordered[[*DOCUMENTS, *(["doc_id"] if "doc_id" in made else [])]], coders.sort_values(
        "coder", ignore_index=True
    )
