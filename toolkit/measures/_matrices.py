"""What the measures of networks as matrices have in common: checked, aligned, and their spectra."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError
from toolkit.measures._checks import unique_labels

__all__ = ["Array", "Step", "aligned", "checked", "degree_spectrum", "laplacian_spectrum", "square"]

Array = npt.NDArray[np.float64]


class Step(Protocol):
    """A window of a discourse network."""

    @property
    def start(self) -> pd.Timestamp: ...
    @property
    def mid(self) -> pd.Timestamp: ...
    @property
    def stop(self) -> pd.Timestamp: ...
    @property
    def matrix(self) -> pd.DataFrame: ...


def checked(name: str, matrix: pd.DataFrame) -> pd.DataFrame:
    """Give a matrix as floats; raise unless its labels are unique and every cell is a number.

    Raises
    ------
    InputError
        For anything but a table of finite numbers with unique row and column labels.
    """
    unique_labels(name, matrix)
    try:
        table = matrix.astype(float)
    except (TypeError, ValueError):
        raise InputError(f"{name} must hold numbers only") from None
    if not np.isfinite(table.to_numpy()).all():
        raise InputError(f"{name} must hold finite numbers; some cells are missing or infinite")
    return table


def square(name: str, matrix: pd.DataFrame) -> pd.DataFrame:
    """Give a one-mode network as floats, its columns in the order of its rows; raise unless it is symmetric.

    Raises
    ------
    InputError
        If rows and columns differ, or the matrix is not symmetric.
    """
    table = checked(name, matrix)
    alone = sorted(set(table.index) ^ set(table.columns), key=str)
    if alone:
        raise InputError(
            f"{name} must be a one-mode network: its rows and columns must be the same nodes; "
            f"{alone[:5]} are only one of them"
        )
    table = table.loc[:, list(table.index)]
    cells = table.to_numpy()
    unlike = np.argwhere(~np.isclose(cells, cells.T, rtol=1e-9, atol=1e-12))
    if len(unlike):
        pair = [table.index[place] for place in unlike[0]]
        raise InputError(f"{name} must be symmetric; it is not between {pair[0]!r} and {pair[1]!r}")
    return table


def _union(labels: Sequence["pd.Index[Any]"]) -> list[Any]:
    return sorted({label for index in labels for label in index}, key=str)


def aligned(matrices: Sequence[pd.DataFrame]) -> Array:
    """Stack networks over the union of their labels, 0 where a network does not have a node.

    Returns
    -------
    array
        Networks x rows x columns, labels in sorted order.
    """
    rows, columns = _union([m.index for m in matrices]), _union([m.columns for m in matrices])
    layers = [m.reindex(index=rows, columns=columns, fill_value=0.0).to_numpy(dtype=float) for m in matrices]
    return np.stack(layers) if layers else np.zeros((0, 0, 0))


def _shares(values: Array) -> Array:
    """Sort the values of each network from the largest and divide them by their sum, where it is positive."""
    ordered = -np.sort(-values, axis=-1)
    total = ordered.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(ordered, total, out=ordered.copy(), where=total > 0))


def laplacian_spectrum(networks: Array) -> Array:
    """Give the eigenvalues of the signed Laplacian, largest first, as shares of their sum (0 without a tie).

    The Laplacian is ``L = D - Y`` with ``D_ii = sum_j |Y_ij|`` (j other than i; Kunegis et al. 2010): without
    negative ties the ordinary one, and positive semidefinite with them. The sum of the eigenvalues is the sum of |Y|.

    Parameters
    ----------
    networks : array
        One symmetric matrix, or a stack of them (networks x nodes x nodes). The diagonal does not count.

    Returns
    -------
    array
        The last axis holds the eigenvalues.
    """
    cells = np.array(networks, dtype=float)
    nodes = np.arange(cells.shape[-1])
    cells[..., nodes, nodes] = 0.0
    laplacian = -cells
    laplacian[..., nodes, nodes] = np.abs(cells).sum(axis=-1)
    values = np.linalg.eigvalsh(laplacian) if len(nodes) else np.zeros(cells.shape[:-1])
    return _shares(np.clip(values, 0.0, None))


def degree_spectrum(networks: Array) -> Array:
    """Give what DNA decomposes in place of a Laplacian: weighted degrees without negative ties, as shares of their sum.

    Parameters
    ----------
    networks : array
        One symmetric matrix, or a stack of them.

    Returns
    -------
    array
        The last axis holds the degrees, largest first.
    """
    return _shares(np.clip(np.asarray(networks, dtype=float), 0.0, None).sum(axis=-1))
