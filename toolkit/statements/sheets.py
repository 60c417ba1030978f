"""Tables of text cells in .csv and .xlsx files, exactly as written."""

import csv
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from toolkit.errors import InputError, check_option

__all__ = ["read_cells", "write_cells"]

_SUFFIXES = (".csv", ".xlsx")
_EXCEL_CELL = 32_767
_EXCEL_ROWS = 1_048_575
_NOT_IN_EXCEL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def _suffix(path: Path) -> str:
    check_option(f"ending of {path.name!r}", path.suffix.lower(), _SUFFIXES)
    return path.suffix.lower()


def _separator(path: Path, encoding: str) -> str:
    """Take of comma, semicolon and tab the one that the header line has most of."""
    with path.open(encoding=encoding, newline="") as stream:
        header = stream.readline()
    return max(",;\t", key=header.count)


def read_cells(path: str | Path, *, encoding: str = "utf-8-sig") -> pd.DataFrame:
    """Read a table whose first row is the header; every cell as text, "" where empty.

    Parameters
    ----------
    path : str or Path
        A ``.csv`` file (comma, semicolon or tab, whichever the header has most of) or the first sheet of an ``.xlsx``.
    encoding : str
        Encoding of a ``.csv``.

    Returns
    -------
    DataFrame
        One column of text a header cell.

    Raises
    ------
    InputError
        If the file is not there, ends otherwise, cannot be read as such, is empty, or has a header twice.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_cells(pd.DataFrame({"a": ["1; 2", ""]}), Path(folder) / "t.csv")
    ...     read_cells(Path(folder) / "t.csv")["a"].tolist()
    ['1; 2', '']
    """
    path = Path(path)
    suffix = _suffix(path)
    if not path.is_file():
        raise InputError(f"{path} is not a file")
    try:
        if suffix == ".csv":
            raw = pd.read_csv(
                path, sep=_separator(path, encoding), header=None, dtype=str, na_filter=False, encoding=encoding,
                skip_blank_lines=False,
            )  # fmt: skip
        else:
            raw = pd.read_excel(path, header=None, dtype=str, na_filter=False, engine="openpyxl")
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} cannot be read as {suffix} ({encoding}): {error}") from error
    if raw.empty:
        raise InputError(f"{path} is empty; its first row must name the columns")
    header = [str(name).strip() for name in raw.iloc[0].fillna("")]
    twice = sorted({name for name in header if header.count(name) > 1 and name})
    if twice:
        raise InputError(f"{path} has the columns {twice} more than once")
    raw.columns = pd.Index(header)
    return raw.iloc[1:, [bool(name) for name in header]].fillna("").astype("str").reset_index(drop=True)


def _check_excel(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > _EXCEL_ROWS:
        raise InputError(f"{path}: {len(frame)} rows do not fit into a sheet of {_EXCEL_ROWS}; write .csv")
    for column in frame.columns:
        cells: Iterable[str] = frame[column]
        for row, cell in enumerate(cells):
            if len(cell) > _EXCEL_CELL or _NOT_IN_EXCEL.search(cell):
                why = f"{len(cell)} characters" if len(cell) > _EXCEL_CELL else "a character"
                raise InputError(f"{path}: {column} in row {row + 1} has {why} that a sheet cannot hold; write .csv")


def write_cells(frame: pd.DataFrame, path: str | Path) -> None:
    """Write a table of text; a cell that starts like a formula stays text.

    Parameters
    ----------
    frame : DataFrame
        Columns of text, without missing values.
    path : str or Path
        A ``.csv`` (UTF-8, comma) or ``.xlsx`` file; replaced if it is there.

    Raises
    ------
    InputError
        If the file ends otherwise, or a sheet cannot hold a cell (32,767 characters, no control characters).

    Examples
    --------
    >>> write_cells(pd.DataFrame({"a": ["1"]}), "t.txt")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: ending of 't.txt' must be one of '.csv', '.xlsx'; got '.txt'
    """
    path = Path(path)
    if _suffix(path) == ".csv":
        try:
            frame.to_csv(path, index=False, encoding="utf-8", quoting=csv.QUOTE_ALL, lineterminator="\n")
        except UnicodeEncodeError as error:
            raise InputError(f"{path} cannot be written: {error}") from error
        return
    _check_excel(frame, path)
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        frame.to_excel(writer, sheet_name="statements", index=False)
        for row in writer.sheets["statements"].iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
