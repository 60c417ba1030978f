"""What measures ask of the tables and matrices that they are given."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from toolkit.errors import InputError

__all__ = ["at_least_one", "needs", "unique_labels"]


def needs(name: str, table: pd.DataFrame, columns: Iterable[str], *, made_by: str = "") -> None:
    """Raise unless a table has these columns; `made_by` names the function that makes such a table.

    Raises
    ------
    InputError
        If a column is missing.
    """
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        hint = f"; it must be a table that {made_by} makes" if made_by else f"; it has {list(table.columns)}"
        raise InputError(f"{name} lacks the columns {lacking}{hint}")


def unique_labels(name: str, matrix: pd.DataFrame) -> None:
    """Raise unless no two rows and no two columns of a matrix bear the same label.

    Raises
    ------
    InputError
        If `matrix` is no table or a label stands twice.
    """
    if not isinstance(matrix, pd.DataFrame):
        raise InputError(f"{name} must be a DataFrame; got {type(matrix).__name__}")
    for labels in (matrix.index, matrix.columns):
        twice: list[Any] = sorted(set(labels[labels.duplicated()]), key=str)
        if twice:
            raise InputError(f"{name} must have unique row and column labels; got {twice[:5]} more than once")


def at_least_one(**numbers: int) -> None:
    """Raise unless each number is 1 or more.

    Raises
    ------
    InputError
        If one is below 1.
    """
    for name, value in numbers.items():
        if value < 1:
            raise InputError(f"{name} must be at least 1; got {value}")
