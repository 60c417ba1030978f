"""The schema of every table, and the way between records, data frames and Parquet.

The columns are those of the fields of the records; a table is a folder of one or more Parquet part files, so that
``pandas.read_parquet(run / "attributions")`` always works. Missing values are null.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit import records
from toolkit.errors import InputError, check_columns, check_option

__all__ = [
    "ADDED",
    "KEYS",
    "RECORDS",
    "SCHEMAS",
    "assemble",
    "has",
    "load",
    "read",
    "to_frame",
    "to_records",
    "write_part",
]

#: Table name -> record class of its rows, for the tables that every run has.
RECORDS: dict[str, type] = {
    "documents": records.Document,
    "segments": records.Segment,
    "mentions": records.Mention,
    "actors": records.Actor,
    "attributions": records.Attribution,
    "relations": records.Relation,
    "targets": records.Target,
    "unresolved": records.Unresolved,
    "rejected": records.Rejected,
}
#: The same for tables that a later step adds to a run, which may therefore be absent.
ADDED: dict[str, type] = {"statements": records.Statement}
#: Table name -> columns that sort it.
KEYS: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "segments": ("doc_id", "segment_id"),
    "mentions": ("doc_id", "mention_id"),
    "actors": ("actor_id",),
    "attributions": ("doc_id", "attribution_id"),
    "relations": ("doc_id", "relation_id"),
    "targets": ("doc_id", "attribution_id", "mention_id"),
    "unresolved": ("doc_id", "mention_id"),
    "rejected": ("path", "reason"),
}
_SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
_TYPES: dict[str, pa.DataType] = {
    "start": pa.int64(),
    "end": pa.int64(),
    "evidence_start": pa.int64(),
    "evidence_end": pa.int64(),
    "n_words": pa.int64(),
    "polarity": pa.int64(),
    "stance": pa.int64(),
    "confidence": pa.float64(),
    "negated": pa.bool_(),
    "published": pa.date32(),
    "forms": pa.list_(pa.string()),
    "candidates": pa.list_(pa.string()),
    "source_spans": _SPANS,
    "cue_spans": _SPANS,
    "content_spans": _SPANS,
}


def _schema(record: type) -> pa.Schema:
    return pa.schema([(field.name, _TYPES.get(field.name, pa.string())) for field in fields(record)])


#: Table name -> Arrow schema. What is not a number, a date or a list is a string.
SCHEMAS: dict[str, pa.Schema] = {name: _schema(record) for name, record in RECORDS.items()}
_ANY = RECORDS | ADDED
_ANY_KEYS = KEYS | {"statements": ("doc_id", "statement_id")}
_ANY_SCHEMAS = SCHEMAS | {name: _schema(record) for name, record in ADDED.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{"start": v.start, "end": v.end} if isinstance(v, records.Span) else v for v in value]
    return value


def _arrow(name: str, rows: Iterable[Any]) -> pa.Table:
    check_option("table", name, _ANY_SCHEMAS)
    names = _ANY_SCHEMAS[name].names
    listed = [{column: _plain(getattr(row, column)) for column in names} for row in rows]
    table = pa.Table.from_pylist(listed, schema=_ANY_SCHEMAS[name])
    return table.sort_by([(key, "ascending") for key in _ANY_KEYS[name]])


def to_frame(name: str, rows: Iterable[Any]) -> pd.DataFrame:
    """Turn records into the data frame of a table, sorted by its key.

    Parameters
    ----------
    name : str
        Name of the table, one of `SCHEMAS` or `ADDED`.
    rows : iterable of records
        Records of the class ``RECORDS[name]``.

    Returns
    -------
    DataFrame
        The columns of the schema; no row gives an empty frame with the same columns.

    Raises
    ------
    InputError
        If `name` is not a table.

    Examples
    --------
    >>> from toolkit.records import Rejected
    >>> to_frame("rejected", [Rejected("b.txt", "empty file"), Rejected("a.txt", "empty file")])["path"].tolist()
    ['a.txt', 'b.txt']
    """
    frame: pd.DataFrame = _arrow(name, rows).to_pandas()
    return frame


def _value(value: Any, column: str) -> Any:
    if column.endswith("_spans"):
        return tuple(records.Span(int(v["start"]), int(v["end"])) for v in value)
    if column in ("forms", "candidates"):
        return tuple(value)
    return value


def to_records(name: str, frame: pd.DataFrame) -> list[Any]:
    """Turn the data frame of a table back into its records, in the frame's order.

    Raises
    ------
    InputError
        If `name` is not a table or a column of it is missing from `frame`.
    """
    check_option("table", name, _ANY_SCHEMAS)
    check_columns(f"table {name!r}", frame.columns, _ANY_SCHEMAS[name].names)
    arrow = pa.Table.from_pandas(frame[_ANY_SCHEMAS[name].names], schema=_ANY_SCHEMAS[name], preserve_index=False)
    record = _ANY[name]
    return [record(**{c: _value(v, c) for c, v in row.items()}) for row in arrow.to_pylist()]


def write_part(name: str, rows: Iterable[Any], folder: Path, part: int = 0) -> Path:
    """Write records as one part file of a table, sorted by the table's key.

    The file appears whole or not at all: it is written beside its place and then renamed.

    Parameters
    ----------
    name : str
        Name of the table.
    rows : iterable of records
        What the part holds; none gives a part without rows.
    folder : Path
        Run folder; the part becomes ``folder/name/part-00000.parquet``.
    part : int
        Number of the part, from 0.

    Returns
    -------
    Path
        The file written.
    """
    target = Path(folder) / name / f"part-{part:05d}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    pq.write_table(_arrow(name, rows), unfinished, compression="zstd")
    unfinished.replace(target)
    return target


def assemble(name: str, parts: Sequence[Path], folder: Path) -> None:
    """Make part files that were written one after the other into the finished table, sorted over all of them.

    Parts whose keys already follow each other are moved as they are; otherwise they are sorted together.

    Parameters
    ----------
    name : str
        Name of the table.
    parts : sequence of Path
        Part files, in the order in which they were written. They are gone afterwards.
    folder : Path
        Run folder; an older table of that name in it is replaced.
    """
    target = Path(folder) / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    filled = [part for part in parts if pq.read_metadata(part).num_rows] or list(parts[:1])
    if _in_order(name, filled):
        for number, part in enumerate(filled):
            part.replace(target / f"part-{number:05d}.parquet")
    else:
        keys = [(key, "ascending") for key in _ANY_KEYS[name]]
        table = pa.concat_tables([pq.read_table(part, schema=_ANY_SCHEMAS[name]) for part in filled]).sort_by(keys)
        pq.write_table(table, target / "part-00000.parquet", compression="zstd")
    for part in parts:
        part.unlink(missing_ok=True)


def _in_order(name: str, parts: Sequence[Path]) -> bool:
    key = _ANY_KEYS[name][0]
    columns = [pq.read_table(part, columns=[key])[key] for part in parts]
    edges = [(column[0].as_py(), column[-1].as_py()) for column in columns if len(column)]
    return all(left[1] < right[0] for left, right in pairwise(edges))


def has(run: str | Path, name: str) -> bool:
    """Say whether a run folder holds a table.

    Raises
    ------
    InputError
        If `name` is not a table.

    Examples
    --------
    >>> has("no/such/folder", "statements")
    False
    """
    check_option("table", name, _ANY_SCHEMAS)
    return any((Path(run) / name).glob("part-*.parquet"))


def read(run: str | Path, name: str) -> pd.DataFrame:
    """Read one table of a run folder.

    Parameters
    ----------
    run : str or Path
        Run folder, as `pipeline.extract` writes it.
    name : str
        Name of the table.

    Returns
    -------
    DataFrame
        All parts, in the order of the key.

    Raises
    ------
    InputError
        If `name` is not a table, or the run folder has no such table.
    """
    check_option("table", name, _ANY_SCHEMAS)
    folder = Path(run) / name
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        maker = (
            "`statements.write_statements` adds it"
            if name in ADDED
            else "a run folder is what `polyvocal extract` writes"
        )
        raise InputError(f"{run} holds no table {name!r}; {maker}")
    table = pa.concat_tables(pq.read_table(part, schema=_ANY_SCHEMAS[name]) for part in parts)
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _day(name: str, value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{name} must be a date as YYYY-MM-DD; got {value!r}") from None


def _in_period(published: "pd.Series[Any]", start: date | None, stop: date | None) -> "pd.Series[bool]":
    if start is None and stop is None:
        return published.isna() | True
    days = published.map(lambda day: None if day is None else (start or day) <= day <= (stop or day))
    return days.eq(True)


def load(
    run: str | Path,
    *,
    start: str | date | None = None,
    stop: str | date | None = None,
    outlets: Sequence[str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Read all tables of a run, for a period and some outlets if wanted.

    Parameters
    ----------
    run : str or Path
        Run folder.
    start, stop : date or str, optional
        First and last day of publication (``YYYY-MM-DD``), both included. With either, documents without a date are
        left out, since they cannot be placed.
    outlets : sequence of str, optional
        Outlets to keep, as they stand in `documents`.

    Returns
    -------
    dict of str to DataFrame
        Table name -> table. `documents` and every table with a `doc_id` hold the chosen documents only; `actors` those
        mentioned in them and the actors these are part of; `rejected` is whole. `statements` only if the run has it.

    Raises
    ------
    InputError
        If a date is not one, an outlet does not occur (the message lists those that do), or no document is left.
    """
    read_all = {name: read(run, name) for name in _ANY_SCHEMAS if name in SCHEMAS or has(run, name)}
    documents = read_all["documents"]
    kept = _in_period(documents["published"], _day("start", start), _day("stop", stop))
    if outlets is not None:
        there = sorted(documents["outlet"].dropna().unique())
        unknown = sorted(set(outlets) - set(there))
        if unknown:
            raise InputError(f"outlets must be among {there}; got {unknown}")
        kept &= documents["outlet"].isin(list(outlets))
    if not kept.any():
        raise InputError(f"no document is left with start={start}, stop={stop}, outlets={outlets}")
    if kept.all():
        return read_all
    chosen = set(documents["doc_id"][kept])
    part = {
        name: frame[frame["doc_id"].isin(chosen)].reset_index(drop=True) if "doc_id" in frame else frame
        for name, frame in read_all.items()
    }
    return {**part, "actors": _mentioned(read_all["actors"], part["mentions"])}


def _mentioned(actors: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Keep the actors that are mentioned and, upwards, what they are part of."""
    above = dict(zip(actors["actor_id"], actors["part_of"], strict=True))
    wanted: set[str] = set()
    todo = list(mentions["actor_id"].dropna().unique())
    while todo:
        actor = todo.pop()
        if actor not in wanted:
            wanted.add(actor)
            if isinstance(above.get(actor), str):
                todo.append(above[actor])
    return actors[actors["actor_id"].isin(wanted)].reset_index(drop=True)
