"""Files with many documents: .csv and .xlsx, one to a row, and .jsonl, one to a line."""

import csv
import io
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from statistics import median
from typing import Any

from toolkit.readers import encodings
from toolkit.readers.base import ENCODING_GUESSED, Unreadable, column_name, described, log, parsing, string
from toolkit.readers.sources import Source, office_file
from toolkit.records import Document, Rejected

__all__ = ["read_csv", "read_jsonl", "read_xlsx"]

#: Names of the column that holds the text, in the order in which they are looked for.
TEXT_NAMES = (
    "text",
    "full_text",
    "fulltext",
    "article_text",
    "article_body",
    "content",
    "body",
    "body_text",
    "maintext",
    "article",
)
_ID_NAMES = ("doc_id", "id")
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_SAMPLE_CHARS = 65_536
_LONG = 200  # median length from which a column can be the text
_FAR_ABOVE = 5  # how many times the next longest it has to be
_LONGEST_FIELD = 2**31 - 1
_CELL_LIMIT = 32_767  # characters that a cell of a spreadsheet can hold

Row = Sequence[Any]
Items = Iterator[Document | Rejected]


def _utf8_or_read(source: Source) -> encodings.Decoded:
    """Find the encoding; only a file that is not UTF-8 is held in memory for that (the text is left out)."""
    with parsing(reason=source.failure), source.open() as file:
        head = file.read(_SAMPLE_CHARS)
    if not head:
        raise Unreadable("empty file", "0 bytes")
    encodings.check_signature(head)
    name = encodings.marked(head) or "utf-8"
    try:
        with parsing(reason=source.failure), _stream(source, name, "") as text:
            is_blank = _is_blank(text)
    except Unreadable as error:
        if error.reason != "undecodable":
            raise
        return encodings.decode(source.read())
    if is_blank:
        raise Unreadable("only white space")
    return encodings.Decoded("", name)


def _is_blank(file: io.TextIOWrapper) -> bool:
    """Read a file to its end; raise if it is no text; tell whether it is only white space."""
    chunk = file.read(_SAMPLE_CHARS)
    encodings.check_text(chunk)
    is_blank = True
    while chunk:
        encodings.check_nul(chunk)
        is_blank = is_blank and chunk.isspace()
        chunk = file.read(_SAMPLE_CHARS)
    return is_blank


def _stream(source: Source, encoding: str, newline: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, newline=newline)


def _note(source: Source, decoded: encodings.Decoded) -> Items:
    if decoded.note is not None:
        yield Rejected(source.path, ENCODING_GUESSED, decoded.note)


def _guess_delimiter(sample: str) -> str:
    """Choose the delimiter that gives rows as long as the header; with none, one that the rows do not have."""
    ranked = []
    for delimiter in _DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
        if len(sample) == _SAMPLE_CHARS:
            rows = rows[:-1] or rows
        width = len(rows[0]) if rows else 0
        agreeing = sum(len(row) == width for row in rows[1:]) / max(1, len(rows) - 1) if len(rows) > 1 else 1.0
        ranked.append((width > 1 and agreeing >= 0.5, agreeing, width, delimiter))
    return max(ranked, key=lambda rank: rank[:3])[3]


def read_csv(source: Source, stem: str, text_column: str | None) -> Items:
    """Read a table of values separated by ``,``, ``;``, a tab or ``|``; the first row names the columns.

    Quoted line breaks stay as they are. A row is counted from 1, the header left out. One with more or fewer cells
    than the header, or whose quotes are wrong, is rejected.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    decoded = _utf8_or_read(source)
    with _stream(source, decoded.encoding, "") as file:
        delimiter = _guess_delimiter(file.read(_SAMPLE_CHARS))
    with _stream(source, decoded.encoding, "") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        yield from _read_table(_csv_rows(reader, source.path), source.path, stem, text_column)
    yield from _note(source, decoded)


def _csv_rows(reader: Any, path: str) -> Iterator[Row | Rejected]:
    """Yield the rows; one whose quotes are wrong is rejected with the lines it takes up."""
    number = -1
    while True:
        number += 1
        begin = reader.line_num + 1
        try:
            with parsing():
                row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(f"{path}#row {number}", "broken row", f"lines {begin} to {reader.line_num}: {error}")
            continue
        yield row


def read_xlsx(source: Source, stem: str, text_column: str | None) -> Items:
    """Read every sheet that is not empty as a table; the first row names the columns.

    The rows of the first sheet are ``file.xlsx#row 1`` and so on, of others ``file.xlsx#Sheet2#row 1``.
    """
    sheets = [(title, rows) for title, rows in _sheets(source) if rows]
    if not sheets:
        raise Unreadable("no rows", "every sheet is empty")
    for i, (title, rows) in enumerate(sheets):
        suffix = f"#{title}" if i else ""
        try:
            yield from _read_table(iter(rows), source.path + suffix, stem + suffix, text_column)
        except Unreadable as error:
            yield Rejected(source.path + suffix, error.reason, error.detail)


def _sheets(source: Source) -> list[tuple[str, list[list[Any]]]]:
    import openpyxl
    from openpyxl.utils.escape import unescape

    found = []
    with parsing(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(office_file(source.read()), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.values]
            while rows and all(cell is None for cell in rows[-1]):
                rows.pop()
            width = max(map(len, rows), default=0)
            found.append((str(sheet.title), [row + [None] * (width - len(row)) for row in rows]))
    return found


def _read_table(rows: Iterator[Row | Rejected], path: str, stem: str, text_column: str | None) -> Items:
    header = next(rows, None)
    if header is None or isinstance(header, Rejected):
        raise Unreadable("no rows", "no header")
    names = ["" if name is None else str(name) for name in header]
    sample = list(islice(rows, _SAMPLE_ROWS))
    if not sample:
        raise Unreadable("no rows", "only a header")
    at = _text_position(names, [row for row in sample if not isinstance(row, Rejected)], text_column)
    for number, row in enumerate(chain(sample, rows), start=1):
        if isinstance(row, Rejected):
            yield row
        elif any(cell not in (None, "") for cell in row):
            yield _row_document(row, names, at, f"{path}#row {number}", f"{stem}#{number}")


def _row_document(row: Row, names: list[str], at: int, path: str, default_id: str) -> Document | Rejected:
    if len(row) < len(names) or any(cell not in (None, "") for cell in row[len(names) :]):
        return Rejected(path, "broken row", f"{len(row)} cells under a header of {len(names)}")
    text = "" if row[at] is None else str(row[at])
    if not text.strip():
        return Rejected(path, "empty text", f"column {names[at]!r}")
    if len(text) == _CELL_LIMIT:
        log.warning("%s: the text fills its cell and may be cut", path)
    values = {name: cell for i, (name, cell) in enumerate(zip(names, row, strict=False)) if i != at}
    named = {column_name(name): cell for name, cell in reversed(values.items())}
    own = next((found for name in _ID_NAMES if (found := string(named.get(name)))), None)
    return _document(own or default_id, text, values, path)


def _document(doc_id: str, text: str, values: Mapping[str, object], path: str) -> Document:
    fields: dict[str, Any] = described(values, path)
    return Document(doc_id, text, path=path, **fields)


def _shown(names: Iterable[str]) -> str:
    return ", ".join(repr(name[:40]) for name in names)


def _text_position(names: list[str], rows: list[Row], text_column: str | None) -> int:
    """Find the column of the text: as told, by its name, or because it alone is long."""
    plain = [column_name(name) for name in names]
    if text_column is not None:
        for wanted, known in ((text_column, names), (column_name(text_column), plain)):
            if wanted in known:
                return known.index(wanted)
        raise Unreadable("no text column", f"text_column is {text_column!r}; the columns are {_shown(names)}")
    for name in TEXT_NAMES:
        if name in plain:
            return plain.index(name)
    lengths = [median([_length(row, i) for row in rows] or [0]) for i in range(len(names))]
    ranked = sorted(range(len(names)), key=lambda i: lengths[i], reverse=True)
    second = lengths[ranked[1]] if len(ranked) > 1 else 0
    if lengths[ranked[0]] >= max(_LONG, _FAR_ABOVE * second):
        log.info("column %r is read as the text: by far the longest", names[ranked[0]])
        return ranked[0]
    asked = "name the one of the text: text_column, or --text-column"
    raise Unreadable("no text column", f"the columns are {_shown(names)}; {asked}")


def _length(row: Row, at: int) -> int:
    return len(str(row[at])) if at < len(row) and not isinstance(row[at], datetime | None) else 0


def read_jsonl(source: Source, stem: str, text_column: str | None) -> Items:
    """Read one JSON object a line with ``id`` and ``text``, which are taken as they are."""
    decoded = _utf8_or_read(source)
    with _stream(source, decoded.encoding, "\n") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                path = f"{source.path}#line {number}"
                try:
                    yield _line_document(line, path)
                except Unreadable as error:
                    yield Rejected(path, error.reason, error.detail)
    yield from _note(source, decoded)


def _line_document(line: str, path: str) -> Document:
    try:
        value = json.loads(line.rstrip("\r\n"))
    except (ValueError, RecursionError) as error:
        message = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "not readable"
        raise Unreadable("broken json", f"{path.rpartition('#')[2]}: {message}") from error
    if not isinstance(value, dict):
        raise Unreadable("broken json", f"{path.rpartition('#')[2]}: no object with id and text")
    doc_id, text = value.pop("id", None), value.pop("text", None)
    if isinstance(doc_id, int) and not isinstance(doc_id, bool):
        doc_id = str(doc_id)
    if not isinstance(doc_id, str) or not doc_id.strip():
        raise Unreadable("missing id", "a line needs an id: a string or a whole number")
    if not isinstance(text, str):
        raise Unreadable("missing text", "a line needs a text: a string")
    if not text.strip():
        raise Unreadable("empty text", f"id {doc_id!r}")
    return _document(doc_id, text, value, path)
