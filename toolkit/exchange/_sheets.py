"""A run as a workbook: one sheet a table."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.errors import InputError
from toolkit.records import Span

__all__ = ["workbook"]

#: What a sheet holds: characters in a cell (UTF-16 code units), rows below the header.
_CELL = 32_767
_ROWS = 1_048_575
_NOT_IN_SHEET = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@")
_DATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _cell(value: Any) -> Any:
    """Give what a cell holds: lists as text, dates as ISO text, what is missing as nothing."""
    if isinstance(value, tuple):
        parts = [f"{part.start}-{part.end}" if isinstance(part, Span) else str(part) for part in value]
        return "; ".join(parts) or None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _replaced(match: re.Match[str]) -> str:
    return " " if match.group() == "\r" else "\ufffd"


def _pieces(value: Any) -> list[Any]:
    """Cut text that is longer than a cell."""
    if not isinstance(value, str) or len(value) <= _CELL // 2:
        return [value]
    most = _CELL if max(value) <= "\uffff" else _CELL // 2
    return [value[at : at + most] for at in range(0, len(value), most)]


def _columns(name: str, values: list[Any]) -> dict[str, list[Any]]:
    """Give a column, and one more for each further piece of its longest cell."""
    cut = [_pieces(value) for value in values]
    width = max(map(len, cut), default=1)
    names = [name, *(f"{name} ({number})" for number in range(2, width + 1))]
    return {named: [row[at] if at < len(row) else None for row in cut] for at, named in enumerate(names)}


def _table(run: Path, name: str) -> tuple[pd.DataFrame, int]:
    """Give a table as its sheet shows it, and the number of cells with characters that a sheet cannot hold."""
    rows = tables.to_records(name, tables.read(run, name))
    if len(rows) > _ROWS:
        raise InputError(f"table {name!r} has {len(rows)} rows; a sheet holds {_ROWS}; export .csv or read the Parquet")
    made: dict[str, list[Any]] = {}
    changed = 0
    for column in tables.to_frame(name, []).columns:
        values = [_cell(getattr(row, column)) for row in rows]
        clean = [_NOT_IN_SHEET.sub(_replaced, value) if isinstance(value, str) else value for value in values]
        changed += sum(new != old for new, old in zip(clean, values, strict=True))
        made |= _columns(column, clean)
    return pd.DataFrame(made, dtype=object), changed


def _write_sheet(writer: pd.ExcelWriter[Any], name: str, frame: pd.DataFrame) -> None:
    """Write a sheet; text that looks like a formula stays text, also when its cell is edited."""
    frame.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    for row in writer.sheets[name].iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(_FORMULA):
                cell.data_type = "s"
                cell.quotePrefix = True


def _undated(packed: bytes) -> bytes:
    """Pack a workbook anew without the time of writing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _DATED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def workbook(run: Path) -> tuple[bytes, list[str]]:
    """Make the workbook of a run.

    Returns
    -------
    tuple of bytes and list of str
        The file, one sheet a table in the order of `tables.RECORDS`; and what had to be changed, as sentences.
    """
    names = [*tables.RECORDS, *(name for name in tables.ADDED if tables.has(run, name))]
    made = {name: _table(run, name) for name in names}
    packed, changed = io.BytesIO(), sum(wrong for _, wrong in made.values())
    with pd.ExcelWriter(packed, engine="openpyxl") as writer:
        for name, (frame, _) in made.items():
            _write_sheet(writer, name, frame)
    said = f"{changed} cells hold characters that a sheet cannot: carriage returns became blanks, others \ufffd"
    return _undated(packed.getvalue()), [said] if changed else []
