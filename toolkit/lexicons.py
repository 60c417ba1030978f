"""Word lists and gazetteers: CSV files in ``toolkit/wordlists``, or a user's own with the same columns."""

import csv
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from toolkit.errors import InputError, check_columns

__all__ = ["load", "read"]


def read(path: Path, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Read a word list from a CSV file (UTF-8, header line; lines that start with ``#`` are notes).

    Parameters
    ----------
    path : Path
        The file.
    columns : tuple of str
        Columns it must have; others are kept too.

    Returns
    -------
    tuple of dict
        One dict a row, in file order; an empty cell is an empty string.

    Raises
    ------
    InputError
        If a column is missing or a row has more or fewer cells than the header.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(line for line in lines if not line.startswith("#"))
        rows = list(reader)
        header = reader.fieldnames or []
    check_columns(f"word list {path.name}", header, columns)
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise InputError(f"word list {path.name}: row {number} does not have {len(header)} cells")
    return tuple(rows)


@lru_cache
def load(name: str, *columns: str) -> tuple[dict[str, str], ...]:
    """Read one of the word lists that come with the toolkit.

    Parameters
    ----------
    name : str
        File name without ``.csv``.
    *columns : str
        Columns it must have.

    Returns
    -------
    tuple of dict
        One dict a row. The result is shared: do not change it.

    Raises
    ------
    InputError
        If there is no such list (the message names those there are) or a column is missing.

    Examples
    --------
    >>> load("verbs_of_motion")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: no word list 'verbs_of_motion'; there are [...]
    """
    folder = Path(str(files("toolkit").joinpath("wordlists")))
    names = sorted(path.stem for path in folder.glob("*.csv"))
    if name not in names:
        raise InputError(f"no word list {name!r}; there are {names}")
    return read(folder / f"{name}.csv", columns)
