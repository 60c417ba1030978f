"""How far networks are from each other: layers of time, a network and its backbone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from toolkit.errors import InputError, check_option
from toolkit.measures._matrices import Array, aligned, checked, degree_spectrum, laplacian_spectrum, square

__all__ = ["network_distances", "spectral_distances", "unit_sum"]

_METHODS = ("absdiff", "euclidean", "jaccard", "spectral")
COMPAT = ("none", "dna")


def spectral_distances(first: Array, second: Array, *, compat: str = "none") -> Array:
    """Compare the spectra of two stacks of networks, every network of the one with every one of the other.

    Parameters
    ----------
    first, second : array
        Networks x nodes x nodes, symmetric, over the same nodes.
    compat : {"none", "dna"}
        "none": Euclidean distance of the Laplacian spectra; "dna": sum of absolute differences of the degree spectra.

    Returns
    -------
    array
        Networks of the first x networks of the second.
    """
    if compat == "dna":
        return np.asarray(cdist(degree_spectrum(first), degree_spectrum(second), metric="cityblock"), dtype=float)
    return np.asarray(cdist(laplacian_spectrum(first), laplacian_spectrum(second)), dtype=float)


def unit_sum(layers: Array, *, compat: str = "none") -> Array:
    """Divide every network by the sum of its absolute cells ("dna": of its signed cells), where that is not 0."""
    cells = layers if compat == "dna" else np.abs(layers)
    total = cells.sum(axis=(-2, -1), keepdims=True)
    return np.asarray(np.divide(layers, total, out=layers.copy(), where=total != 0))


def _jaccard(flat: Array) -> Array:
    """Weighted Jaccard distance with the sign as part of a tie: positive and negative halves are set side by side."""
    halves = np.hstack([np.clip(flat, 0, None), np.clip(-flat, 0, None)])
    total = halves.sum(axis=1)
    differ = cdist(halves, halves, metric="cityblock")
    union = (total[:, None] + total[None, :] + differ) / 2
    return np.asarray(np.divide(differ, union, out=np.zeros_like(differ), where=union > 0))


def _between(layers: Array, method: str, compat: str) -> Array:
    if method == "spectral":
        return spectral_distances(layers, layers, compat=compat)
    flat = layers.reshape(len(layers), -1)
    if method == "jaccard":
        return _jaccard(flat)
    metric = "cityblock" if method == "absdiff" else "euclidean"
    return np.asarray(cdist(flat, flat, metric=metric), dtype=float)


def network_distances(
    networks: Sequence[pd.DataFrame],
    *,
    method: str = "absdiff",
    normalize_to_one: bool = False,
    labels: Sequence[Any] | None = None,
    compat: str = "none",
) -> pd.DataFrame:
    """Measure how much every network differs from every other.

    With X and Y two networks over all nodes that occur in any (a node missing from a network has no ties in it):

    - ``"absdiff"``: ``sum |X_ij - Y_ij|``;
    - ``"euclidean"``: ``sqrt(sum (X_ij - Y_ij)^2)``, the Frobenius norm of the difference;
    - ``"jaccard"``: ``1 - sum min(X_ij, Y_ij) / sum max(X_ij, Y_ij)`` over positive and negative ties apart (Ruzicka):
      0 the same ties, 1 not one in common; 0 between two networks without ties;
    - ``"spectral"`` (one-mode networks only): the Euclidean distance of the two spectra. A spectrum is the list of
      eigenvalues of the Laplacian ``D - Y``, ``D_ii = sum_j |Y_ij|``, from the largest, divided by their sum: it
      compares the shape of networks, whatever the names of the nodes and the number of statements (de Lange et al.
      2014; signed: Kunegis et al. 2010). 0 to sqrt(2).

    Parameters
    ----------
    networks : sequence of DataFrame
        Matrices, rows by columns, such as the windows of a discourse network in order of time.
    method : {"absdiff", "euclidean", "jaccard", "spectral"}
        As above.
    normalize_to_one : bool
        Divide every network by the sum of its absolute cells first (where it is not 0), so that busy and quiet
        periods can be compared.
    labels : sequence, optional
        Names of the networks, such as the middles of the windows. Default: 0, 1, 2 ...
    compat : {"none", "dna"}
        "dna": ``"spectral"`` is DNA's, which takes the sorted weighted degrees (negative cells as 0, divided by their
        sum) for eigenvalues and sums absolute differences; and `normalize_to_one` divides by the signed sum, which
        can be tiny or negative.

    Returns
    -------
    DataFrame
        Networks by networks, symmetric, 0 on the diagonal.

    Raises
    ------
    InputError
        For an unknown option, a cell that is not a number, as many labels as there are not networks, or a two-mode
        network with ``method="spectral"``.

    References
    ----------
    de Lange, S. C., de Reus, M. A., and van den Heuvel, M. P. (2014). The Laplacian spectrum of neural networks.
    Frontiers in Computational Neuroscience 7, 189.
    Kunegis, J., et al. (2010). Spectral analysis of signed graphs for clustering, prediction and visualization.
    Proceedings of the SIAM International Conference on Data Mining, 559-570.

    Examples
    --------
    >>> import pandas as pd
    >>> first = pd.DataFrame([[0, 2], [2, 0]], index=["a", "b"], columns=["a", "b"])
    >>> second = pd.DataFrame([[0, 1], [1, 0]], index=["b", "c"], columns=["b", "c"])
    >>> network_distances([first, second]).values.tolist()
    [[0.0, 6.0], [6.0, 0.0]]
    >>> network_distances([first, second], method="spectral").values.tolist()
    [[0.0, 0.0], [0.0, 0.0]]
    """
    check_option("method", method, _METHODS)
    check_option("compat", compat, COMPAT)
    names = list(range(len(networks))) if labels is None else list(labels)
    if len(names) != len(networks):
        raise InputError(f"labels must name each of the {len(networks)} networks; got {len(names)}")
    check = square if method == "spectral" else checked
    layers = aligned([check(f"network {place}", network) for place, network in enumerate(networks)])
    if normalize_to_one:
        layers = unit_sum(layers, compat=compat)
    distance = _between(layers, method, compat) if len(layers) else np.zeros((0, 0))
    index = pd.Index(names)
    return pd.DataFrame(distance, index=index, columns=index)
