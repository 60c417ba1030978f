"""What is drawn: cells of a network, with their documents and their chances to be right."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError, check_option

__all__ = ["DEPENDENCE", "DIRECTED", "MISSING", "Array", "Ints", "Units", "confidences", "places"]

Array: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

#: What becomes of statements without a confidence.
MISSING = ("refuse", "certain")
#: How the errors of statements of one document hang together.
DEPENDENCE = ("independent", "document")
#: Kinds of networks whose ties have a direction.
DIRECTED = ("relations", "quotations", "mentions")


@dataclass(frozen=True, eq=False)
class Units:
    """Statements (relations, attributions) that count, as positions in an array of rows x columns x levels.

    Attributes
    ----------
    kind : {"onemode", "twomode", "relations", "quotations", "mentions"}
        What network they make.
    rows, columns : list of str
        Labels of the network.
    levels : ndarray
        Values of the levels; numbers in order for names.
    named : bool
        Whether levels are names, alike or not.
    aggregation, normalization : str
        As in `networks.discourse_network`.
    i, j, k : ndarray
        Row, column and level of each.
    document : ndarray
        Number of the document of each, from 0.
    n_documents : int
        Documents with at least one.
    chance : ndarray or None
        Chance of each to be right, None without.
    row : ndarray or None
        Number of the row of the table that each comes from, from 0, where a row may make several: they are drawn, right
        or wrong together. None where each has its own.
    """

    kind: str
    rows: list[str]
    columns: list[str]
    levels: Array
    named: bool
    aggregation: str
    normalization: str
    i: Ints
    j: Ints
    k: Ints
    document: Ints
    n_documents: int
    chance: Array | None = None
    row: Ints | None = None

    def __len__(self) -> int:
        """Count statements."""
        return len(self.i)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of rows, columns and levels."""
        return len(self.rows), len(self.columns), len(self.levels)

    @property
    def cell(self) -> Ints:
        """Number of the cell of each statement."""
        _, m, depth = self.shape
        return (self.i * m + self.j) * depth + self.k

    @property
    def rows_drawn(self) -> "Units":
        """What is drawn: the first of each row of the table."""
        if self.row is None:
            return self
        first = np.unique(self.row, return_index=True)[1]
        parts = {name: getattr(self, name)[first] for name in ("i", "j", "k", "document")}
        return replace(self, row=None, chance=None if self.chance is None else self.chance[first], **parts)


def _chances(values: "pd.Series[Any]", name: str, missing: str) -> Array:
    """Check confidences and fill those that are missing, if that was asked for."""
    check_option("missing", missing, MISSING)
    chance = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unknown = int(np.isnan(chance).sum())
    if unknown and missing == "refuse":
        raise InputError(
            f"{name!r} is missing for {unknown} of {len(chance)} statements that count: nobody knows how sure they "
            "are. Leave them out, or say missing='certain' to take them for right (hand-coded ones are)"
        )
    chance = np.where(np.isnan(chance), 1.0, chance)
    wrong = (chance < 0) | (chance > 1)
    if wrong.any():
        raise InputError(f"{name!r} must be from 0 to 1; got {chance[wrong][0]}")
    return chance


def confidences(frame: pd.DataFrame, name: str | None, missing: str) -> Array | None:
    """Take the chances of the rows from a column; none where no column is named."""
    if name is None:
        return None
    if name not in frame.columns:
        raise InputError(f"confidence names a column that the statements lack, {name!r}")
    return _chances(frame[name], name, missing)


def places(column: "pd.Series[Any]", labels: list[str]) -> Ints:
    """Give the place of each value in a list of labels."""
    place = {label: number for number, label in enumerate(labels)}
    return np.array([place[str(value)] for value in column], dtype=np.int64)
