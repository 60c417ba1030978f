"""Correspondence analysis: rows and columns of a table of counts on one map."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.measures._checks import at_least_one
from toolkit.measures._matrices import Array, checked

__all__ = ["Correspondence", "correspondence"]

#: Singular values below this count as zero.
_NOTHING = 1e-9


class Correspondence(NamedTuple):
    """The map and what it shows of the table.

    Attributes
    ----------
    points : DataFrame
        One row a row or column and dimension: `kind` ("row", "column"); `name`; `dimension`; `estimate`, the principal
        coordinate; `mass`, its share of all counts; `inertia`, its share of the total inertia; `contribution`, its
        share of the dimension's inertia; `cosine`, the dimension's share of its inertia (squared cosine; missing for
        a point in the centre). Empty rows and columns have mass 0 and nothing else.
    inertia : DataFrame
        One row a dimension, all of them: `dimension`, `inertia` (0 to 1), `share` of the total, `cumulative` share.
    total : float
        Total inertia, chi-square over the number of counts.
    """

    points: pd.DataFrame
    inertia: pd.DataFrame
    total: float


def _doubled(table: pd.DataFrame) -> pd.DataFrame:
    """Make two columns of each: what is positive, and what is negative."""
    columns = {}
    for name in table.columns:
        columns[f"{name} (for)"] = table[name].clip(lower=0.0)
        columns[f"{name} (against)"] = (-table[name]).clip(lower=0.0)
    return pd.DataFrame(columns, index=table.index)


def _counts(matrix: pd.DataFrame, doubled: bool) -> pd.DataFrame:
    table = checked("matrix", matrix)
    table = _doubled(table) if doubled else table
    if (table.to_numpy() < 0).any():
        raise InputError(
            "matrix must not have negative cells; doubled=True makes a column for support and one for rejection"
        )
    if ((table > 0).any(axis=1).sum() < 2) or ((table > 0).any(axis=0).sum() < 2):
        raise InputError("matrix must have at least two rows and two columns with counts")
    return table.loc[sorted(table.index, key=str), sorted(table.columns, key=str)]


def _points(kind: str, names: pd.Index, masses: Array, coordinates: Array, inertias: Array) -> pd.DataFrame:
    """Give the rows of one side of the map; coordinates are points x all dimensions."""
    weighted = masses[:, None] * coordinates**2
    own = weighted.sum(axis=1)
    total = float(inertias.sum())
    blocks = []
    for place in range(coordinates.shape[1]):
        block = pd.DataFrame({"kind": kind, "name": list(names), "dimension": place + 1})
        block["estimate"] = np.where(masses > 0, coordinates[:, place], np.nan)
        block["mass"] = masses
        block["inertia"] = np.where(masses > 0, own / total, np.nan)
        block["contribution"] = np.where(masses > 0, weighted[:, place] / inertias[place], np.nan)
        block["cosine"] = np.divide(weighted[:, place], own, out=np.full(len(own), np.nan), where=own > _NOTHING**2)
        blocks.append(block)
    return pd.concat(blocks, ignore_index=True)


def _decomposed(shares: Array, rows: Array, columns: Array) -> tuple[Array, Array, Array]:
    """Give the principal coordinates of rows and columns that have counts, and the singular values above zero."""
    expected = np.outer(rows, columns)
    left, values, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    kept = values > _NOTHING
    left, values, right = left[:, kept], values[kept], right[kept].T
    largest = np.abs(right * np.sqrt(columns)[:, None]).round(9).argmax(axis=0)
    sides = np.where(right[largest, np.arange(right.shape[1])] < 0, -1.0, 1.0)
    row_points = left * sides * values / np.sqrt(rows)[:, None]
    return row_points, right * sides * values / np.sqrt(columns)[:, None], values


def _spread(points: Array, masses: Array) -> Array:
    """Put points back among those without counts."""
    found = np.full((len(masses), points.shape[1]), 0.0)
    found[masses > 0] = points
    return found


def correspondence(matrix: pd.DataFrame, *, dimensions: int = 2, doubled: bool = False) -> Correspondence:
    """Show the rows and columns of a table of counts as points on one map: the quick look before `scale`.

    With P the table divided by its sum n, r and c its row and column sums (masses), the standardised residuals
    ``S = D_r^(-1/2) (P - r c') D_c^(-1/2)`` are decomposed, ``S = U D V'``; row points are ``D_r^(-1/2) U D``, column
    points ``D_c^(-1/2) V D`` (principal coordinates, the symmetric map; Greenacre 2017, appendix A). Over all
    dimensions, distances between row points are the chi-square distances of their profiles; the squares of D are the
    inertias of the dimensions and add up to chi-square / n.

    Parameters
    ----------
    matrix : DataFrame
        Counts, 0 or more, such as actors x concepts of a two-mode ``discourse_network``.
    dimensions : int
        How many dimensions to give; at least 1. There may be fewer: as many as the smaller side less one.
    doubled : bool
        Whether the cells say support (positive) and rejection (negative): each column then becomes two, "name (for)"
        and "name (against)".

    Returns
    -------
    Correspondence
        `points`, by kind, dimension and name; `inertia`; `total`. On each dimension the column with the largest
        contribution (of equal ones the first name) is positive.

    Raises
    ------
    InputError
        If cells are missing or negative (without `doubled`), fewer than two rows or columns have counts, all
        rows have the same profile, or `dimensions` is below 1.

    Notes
    -----
    Actors with few statements lie far out easily; look at `mass` and `cosine` before reading a point. No
    interval is given: see `scale`.

    References
    ----------
    Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed. Chapman and Hall/CRC.

    Examples
    --------
    >>> says = pd.DataFrame([[4, 0], [0, 4]], index=["Quist", "Tern"], columns=["tram", "toll"])
    >>> found = correspondence(says)
    >>> round(found.total, 6), found.points["estimate"].round(6).tolist()
    (1.0, [-1.0, 1.0, 1.0, -1.0])
    """
    at_least_one(dimensions=dimensions)
    table = _counts(matrix, doubled)
    shares = table.to_numpy() / table.to_numpy().sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    row_points, column_points, values = _decomposed(
        shares[np.ix_(rows > 0, columns > 0)], rows[rows > 0], columns[columns > 0]
    )
    if not len(values):
        raise InputError("matrix shows no association: all its rows have the same profile")
    sides = [
        _points("row", table.index, rows, _spread(row_points, rows), values**2),
        _points("column", table.columns, columns, _spread(column_points, columns), values**2),
    ]
    points = pd.concat(sides, ignore_index=True)
    inertia = pd.DataFrame({"dimension": np.arange(1, len(values) + 1), "inertia": values**2})
    inertia["share"] = inertia["inertia"] / inertia["inertia"].sum()
    inertia["cumulative"] = inertia["share"].cumsum()
    return Correspondence(
        points[points["dimension"] <= dimensions].reset_index(drop=True), inertia, float((values**2).sum())
    )
