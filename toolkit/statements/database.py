"""DNA databases as raw tables: read from an untrusted SQLite file, checked, and written again."""

import re
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.schema import COLUMNS, CREATE, DTYPES, KEYS, LABEL_LIMIT, LABELS, NULLABLE, REFERENCES, VERSION

__all__ = ["check_tables", "empty_table", "read_tables", "version_marks", "write_tables"]

_MAGIC = b"SQLite format 3\x00"
_MAX_CELL = 256 * 1024 * 1024
_PART = 20_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _MAX_CELL,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_PRAGMAS = ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0")


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"{path} is not a file")
    with path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    if head != _MAGIC:
        hint = "; databases of DNA 1 are XML and must be imported into DNA 3 first" if head.startswith(b"<?xml") else ""
        raise InputError(f"{path} is not a DNA database: it is not an SQLite file{hint}")
    for suffix in ("-wal", "-journal"):
        beside = path.resolve().with_name(path.resolve().name + suffix)
        if beside.is_file() and beside.stat().st_size:
            raise InputError(f"{path} has unfinished changes in {beside.name}; open it in DNA, close it, and try again")


class _WrongType(TypeError):
    """A cell is not of the type of its column."""


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open read-only and without trust: nothing in the file is run, nothing is written."""
    _check_file(path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            for limit, value in _LIMITS.items():
                connection.setlimit(limit, value)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            yield connection
    except (sqlite3.Error, UnicodeDecodeError, _WrongType) as error:
        raise InputError(f"{path} is damaged: {error}") from error


def _check_schema(path: Path, connection: sqlite3.Connection) -> None:
    listed = connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    plain = {name for name, kind, sql in listed if kind == "table" and str(sql).upper().startswith("CREATE TABLE")}
    if not plain & {"SETTINGS", "STATEMENTTYPES", "STATEMENTS"}:
        raise InputError(f"{path} is not a DNA database: an SQLite file without DNA's tables")
    _check_version(path, connection, plain)
    lacking = [table for table in COLUMNS if table not in plain]
    if lacking:
        raise InputError(f"{path} is damaged: it lacks the tables {', '.join(lacking)}")
    for table, columns in COLUMNS.items():
        there = [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{table}")') if row[6] == 0]
        if sorted(there) != sorted(columns):
            raise InputError(f"{path} is damaged: table {table} has the columns {there}; DNA 3.0 has {list(columns)}")


def _check_version(path: Path, connection: sqlite3.Connection, tables: set[str]) -> None:
    found = None
    if "SETTINGS" in tables:
        found = connection.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
    if found is None:
        raise InputError(f"{path} does not say which version of DNA made it; databases of DNA 3.0 can be read")
    if not re.match(r"3\.0(?!\d)", str(found[0])):
        raise InputError(
            f"{path} was made by DNA {found[0]}; databases of DNA 3.0 can be read (open it in DNA 3.0 first)"
        )


def _typed(table: str, column: str, values: Sequence[Any]) -> "pd.Series[Any]":
    """Make a column, which SQLite leaves free to hold anything, of the one type it should have."""
    kind, nullable = COLUMNS[table][column], column in NULLABLE[table]
    allowed = {int if kind == "integer" else str, *([type(None)] if nullable else [])}
    if set(map(type, values)) - allowed:
        raise _WrongType(f"{table}.{column} holds something that is not {kind}")
    return pd.Series(values, dtype=DTYPES[table][column])


def _frame(table: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    if not rows:
        return empty_table(table)
    cells = zip(*rows, strict=True)
    return pd.DataFrame({c: _typed(table, c, values) for c, values in zip(COLUMNS[table], cells, strict=True)})


def _numbers(table: str, cursor: sqlite3.Cursor) -> pd.DataFrame:
    """Read rows of whole numbers by parts, to spare time and memory; anything else is a TypeError."""
    parts = [np.empty(0, dtype=np.int64)]
    while rows := cursor.fetchmany(_PART):
        parts.append(np.frombuffer(array("q", chain.from_iterable(rows)), dtype=np.int64))
    made = pd.DataFrame(np.concatenate(parts).reshape(-1, len(COLUMNS[table])), columns=list(COLUMNS[table]))
    return made.astype(dict.fromkeys(sorted(NULLABLE[table]), "Int64"))


def _stored(connection: sqlite3.Connection, table: str) -> pd.DataFrame:
    """Read the rows of a table in stored order."""
    columns = COLUMNS[table]
    wanted = ", ".join(f'"{column}"' for column in columns)
    query = f'SELECT {wanted} FROM "{table}" ORDER BY rowid'
    if set(columns.values()) == {"integer"}:
        with suppress(TypeError):
            return _numbers(table, connection.execute(query))
    return _frame(table, connection.execute(query).fetchall())


def empty_table(table: str) -> pd.DataFrame:
    """Make a table of DNA's without rows.

    Examples
    --------
    >>> list(empty_table("SETTINGS").columns)
    ['Property', 'Value']
    """
    return _empty(table).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in DTYPES[table].items()})


def version_marks() -> pd.DataFrame:
    """Make the SETTINGS that say DNA 3.0.

    Examples
    --------
    >>> version_marks()["Property"].tolist()
    ['version', 'date']
    """
    return pd.DataFrame({"Property": list(VERSION), "Value": list(VERSION.values())}, dtype="str")


def read_tables(path: str | Path) -> dict[str, pd.DataFrame]:
    """Read all tables of a DNA 3.0 database as they are stored.

    The file is opened read-only and untrusted: it is not changed, no extension is loaded, nothing in its schema runs
    that could have an effect, cells are limited to 256 MB, and page structure, types, uniqueness and references are
    checked.

    Parameters
    ----------
    path : str or Path
        The ``.dna`` file.

    Returns
    -------
    dict of str to DataFrame
        Name of the table in DNA -> its rows in stored order, columns as DNA calls them. Tables that are not DNA's are
        not read.

    Raises
    ------
    InputError
        If the file does not exist, is not an SQLite file or not a DNA database, was made by another version than 3.0,
        has unfinished changes beside it, or is damaged; the message says which.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "empty.dna"
    ...     write_tables({name: empty_table(name) for name in COLUMNS if name != "SETTINGS"}, path)
    ...     list(read_tables(path))[:3]
    ['SETTINGS', 'CODERS', 'DOCUMENTS']
    """
    path = Path(path)
    with _opened(path) as connection:
        _check_schema(path, connection)
        wrong = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if wrong != "ok":
            raise InputError(f"{path} is damaged: {wrong}")
        tables = {table: _stored(connection, table) for table in COLUMNS}
    check_tables(tables, name=f"{path} is damaged")
    return tables


def _check_references(tables: Mapping[str, pd.DataFrame], table: str, name: str) -> None:
    for column, parent in REFERENCES.get(table, {}).items():
        named = tables[table][column].dropna()
        lost = named[~named.isin(tables[parent]["ID"])]
        if len(lost):
            raise InputError(f"{name}: {table}.{column} names {lost.iloc[0]}, which is not in {parent}")


def check_tables(tables: Mapping[str, pd.DataFrame], *, name: str = "tables") -> None:
    """Raise unless keys are unique and every reference leads somewhere.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        All tables of a database, as `read_tables` returns them.
    name : str
        How the message starts.

    Raises
    ------
    InputError
        Naming table, column and value.

    Examples
    --------
    >>> check_tables({table: empty_table(table) for table in COLUMNS})
    """
    for table, columns in COLUMNS.items():
        if tables[table].empty:
            continue
        for key in ([next(iter(columns))], list(KEYS.get(table, ()))):
            twice = tables[table].duplicated(key) if key else None
            if twice is not None and twice.any():
                values = tables[table].loc[twice, key].iloc[0].tolist()
                raise InputError(f"{name}: {table} has {', '.join(key)} = {', '.join(map(repr, values))} twice")
        _check_references(tables, table, name)


def _check_labels(tables: Mapping[str, pd.DataFrame]) -> None:
    for table, column in LABELS:
        long = [label for label in tables[table][column].tolist() if len(label) > LABEL_LIMIT]
        if long:
            raise InputError(
                f"{table}.{column} {long[0][:40]!r}... has {len(long[0])} characters; DNA allows {LABEL_LIMIT}"
            )


def _rows(frame: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    cells = []
    for column in columns if len(frame) else ():
        values = frame[column]
        plain = values.astype(object)
        cells.append(plain.where(values.notna(), None).tolist() if values.hasnans else plain.tolist())
    return zip(*cells, strict=True)


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """Write a DNA 3.0 database from its tables.

    The file appears whole or not at all; one that is there is replaced. Equal tables give equal bytes.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `read_tables` returns them; without SETTINGS, the version marks that DNA 3.0 expects are written.
    path : str or Path
        The ``.dna`` file.

    Raises
    ------
    InputError
        If a key is there twice, a reference leads nowhere, a label is longer than 190 characters, or a value is one
        that DNA does not allow.
    """
    full = {"SETTINGS": version_marks(), **tables}
    check_tables(full)
    _check_labels(full)
    path = Path(path)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            for table, columns in COLUMNS.items():
                connection.execute(CREATE[table])
                marks_of = ", ".join("?" * len(columns))
                rows = _rows(full[table], columns)
                connection.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks_of})", rows)
            connection.execute("COMMIT")
        unfinished.replace(path)
    except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
        raise InputError(f"{path} cannot be written: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
