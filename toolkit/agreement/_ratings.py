"""Agreement of ratings: one row a unit, one column a coder, a label in each cell or missing."""

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.errors import InputError

__all__ = ["alpha", "confusion", "kappa", "percent"]


def _codes(ratings: pd.DataFrame) -> tuple[NDArray[np.int64], list[Hashable]]:
    """Give ratings as numbers of labels (-1 where missing), and the labels in order."""
    if ratings.shape[1] < 2:
        raise InputError(f"ratings needs one column for each of two or more coders; got {list(ratings.columns)}")
    cells = ratings.to_numpy(dtype=object).ravel()
    known = sorted({cell for cell in cells if not pd.isna(cell)}, key=lambda cell: (str(type(cell)), cell))
    place = {label: number for number, label in enumerate(known)}
    numbers = [-1 if pd.isna(cell) else place[cell] for cell in cells]
    return np.array(numbers, dtype=np.int64).reshape(ratings.shape), known


def percent(ratings: pd.DataFrame) -> float | None:
    """Give the share of pairs of codings of the same unit that agree.

    Parameters
    ----------
    ratings : DataFrame
        One row a unit, one column a coder, missing where not coded.

    Returns
    -------
    float or None
        0 to 1, over all pairs of coders; None where no unit was coded twice.

    Raises
    ------
    InputError
        If there are fewer than two coders.

    Examples
    --------
    >>> percent(pd.DataFrame({"Quist": ["toll", "toll", None], "Orr": ["toll", "tram", "tram"]}))
    0.5
    """
    codes, labels = _codes(ratings)
    counts = _counts(codes, len(labels))
    n = counts.sum(axis=1)
    pairs = float((n * (n - 1)).sum())
    return float((counts * (counts - 1)).sum()) / pairs if pairs else None


def _counts(codes: NDArray[np.int64], labels: int) -> NDArray[np.float64]:
    """Count how often each unit (row) got each label (column)."""
    made = np.zeros((len(codes), labels))
    rows, columns = np.nonzero(codes >= 0)
    np.add.at(made, (rows, codes[rows, columns]), 1)
    return made


def kappa(ratings: pd.DataFrame) -> float | None:
    """Give Cohen's kappa of two coders: (p_o - p_e) / (1 - p_e), over the units that both coded.

    p_o is the share of units on which they agree, p_e the share expected if each drew labels at random with their own
    frequencies (J. Cohen, A coefficient of agreement for nominal scales, 1960).

    Parameters
    ----------
    ratings : DataFrame
        One row a unit, two columns.

    Returns
    -------
    float or None
        At most 1; 0 is what chance gives. None where it is not defined: no unit coded by both, or one label only.

    Raises
    ------
    InputError
        If there are not two coders.

    Examples
    --------
    >>> kappa(pd.DataFrame({"Quist": [1, 1, 0, 0], "Orr": [1, 0, 0, 0]}))
    0.5
    """
    if ratings.shape[1] != 2:
        raise InputError(f"kappa needs ratings of two coders; got {list(ratings.columns)}; use alpha for more")
    codes, labels = _codes(ratings)
    both = codes[(codes >= 0).all(axis=1)]
    if not len(both):
        return None
    observed = float((both[:, 0] == both[:, 1]).mean())
    shares = [np.bincount(both[:, coder], minlength=len(labels)) / len(both) for coder in (0, 1)]
    expected = float(shares[0] @ shares[1])
    return (observed - expected) / (1 - expected) if expected < 1 - 1e-12 else None


def alpha(ratings: pd.DataFrame) -> float | None:
    """Give Krippendorff's alpha for labels without order: 1 - D_o / D_e.

    D_o is the share of pairs of codings within units that differ, each unit of m codings weighing m, and D_e that among
    all pairable codings (K. Krippendorff, Content Analysis, 3rd ed. 2013, ch. 12). Any number of coders; units
    coded once do not count.

    Parameters
    ----------
    ratings : DataFrame
        One row a unit, one column a coder, missing where not coded.

    Returns
    -------
    float or None
        At most 1; 0 is what chance gives. None where it is not defined: nothing coded twice, or one label only.

    Raises
    ------
    InputError
        If there are fewer than two coders.

    Examples
    --------
    >>> round(alpha(pd.DataFrame({"Quist": [1, 1, 0, 0], "Orr": [1, 0, 0, None]})), 3)
    0.444
    """
    codes, labels = _codes(ratings)
    counts = _counts(codes, len(labels))
    counts = counts[counts.sum(axis=1) >= 2]
    m = counts.sum(axis=1)
    total, each = float(m.sum()), counts.sum(axis=0)
    if not total or (each > 0).sum() < 2:
        return None
    differing = float(((m**2 - (counts**2).sum(axis=1)) / (m - 1)).sum())
    expected = (total**2 - float((each**2).sum())) / (total - 1)
    return 1 - differing / expected


def confusion(ratings: pd.DataFrame) -> pd.DataFrame:
    """Count which label of the first coder met which of the second.

    Parameters
    ----------
    ratings : DataFrame
        One row a unit, two columns.

    Returns
    -------
    DataFrame
        Rows: labels of the first coder, columns: those of the second, both all labels in order; units that only one
        coded are left out.

    Raises
    ------
    InputError
        If there are not two coders.

    Examples
    --------
    >>> confusion(pd.DataFrame({"Quist": ["toll", "toll"], "Orr": ["toll", "tram"]})).to_numpy().tolist()
    [[1, 1], [0, 0]]
    """
    if ratings.shape[1] != 2:
        raise InputError(f"confusion needs ratings of two coders; got {list(ratings.columns)}")
    codes, labels = _codes(ratings)
    both = codes[(codes >= 0).all(axis=1)]
    table = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(table, (both[:, 0], both[:, 1]), 1)
    rows, columns = (pd.Index(labels, name=str(name)) for name in ratings.columns)
    return pd.DataFrame(table, index=rows, columns=columns)
