"""Backbones of dense networks: the ties that are stronger than chance would have them."""

from typing import NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betainc, ndtr

from toolkit.errors import InputError
from toolkit.measures._as_matrix import Network, is_onemode, matrix_of, onemode
from toolkit.measures._checks import needs
from toolkit.measures._matrices import Array

__all__ = ["disparity_backbone", "keep_ties", "noise_corrected_backbone"]


class _Ties(NamedTuple):
    """Cells of a network (0 on the diagonal of a one-mode network), its labels, and where its ties stand."""

    cells: Array
    rows: list[str]
    columns: list[str]
    where: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
    symmetric: bool

    def edges(self, **values: Array) -> pd.DataFrame:
        i, j = self.where
        ends = {"source": [self.rows[k] for k in i], "target": [self.columns[k] for k in j]}
        return pd.DataFrame({**ends, "weight": self.cells[i, j], **{name: v[i, j] for name, v in values.items()}})


def _ties(network: Network) -> _Ties:
    directed = isinstance(network, nx.Graph) and network.is_directed()
    table = matrix_of(network)
    symmetric = is_onemode(table) and not directed
    if symmetric:
        table = onemode(network)
    cells = table.to_numpy(copy=True)
    if directed:
        np.fill_diagonal(cells, 0.0)
    if cells.min(initial=0.0) < 0:
        raise InputError("network must not have negative ties; give the congruence and the conflict network one by one")
    i, j = np.nonzero(np.triu(cells) if symmetric else cells)
    return _Ties(cells, list(table.index), list(table.columns), (i, j), symmetric)


def _finished(edges: pd.DataFrame) -> pd.DataFrame:
    kept = edges[edges["kept"]]
    total = float(edges["weight"].sum())
    share = float(kept["weight"].sum()) / total if total else float("nan")
    edges.attrs.update(n_ties=len(edges), n_kept=len(kept), share_weight=share)
    return edges


def _disparity(cells: Array) -> Array:
    """Give for each cell the chance that its share of the row is as large, if the row were divided at random."""
    degree = (cells > 0).sum(axis=1, keepdims=True)
    total = cells.sum(axis=1, keepdims=True)
    share = np.divide(cells, total, out=np.zeros_like(cells), where=total > 0)
    return np.asarray(np.where(degree > 1, np.clip(1 - share, 0, 1) ** np.maximum(degree - 1, 1), 1.0))


def disparity_backbone(network: Network, *, alpha: float = 0.05) -> pd.DataFrame:
    """Find the ties that are too strong for one of their two nodes to be chance (disparity filter).

    If a node with k ties divided its strength s among them at random (k - 1 points thrown on a line), a tie would
    have a share of at least ``w / s`` with probability ``(1 - w / s)^(k - 1)``. The p-value of a tie is the smaller
    one of its two ends: a tie stays if it matters to one of them, so that small actors keep theirs. An end with one
    tie only tells nothing and has 1.

    Parameters
    ----------
    network : DataFrame, Graph or DiGraph
        As `networks` makes it, one-mode or two-mode, without negative ties. In a two-mode network the ends are row
        and column, in a DiGraph all ties out of the source and all into the target. The diagonal does not count.
    alpha : float
        From 0 to 1: ties with a smaller p-value are kept. There is no correction for the number of ties.

    Returns
    -------
    DataFrame
        One row a tie, by source and target (in networks without direction the first of the two names is the source):
        `source`, `target`, `weight`, `p_value` (0 to 1), `kept`. ``attrs``: `n_ties`, `n_kept`, `share_weight` (of
        the kept ties, NaN without ties). `keep_ties` makes the network of the kept ones.

    Raises
    ------
    InputError
        For negative ties, a matrix that is not symmetric, or `alpha` out of range.

    References
    ----------
    Serrano, M. A., Boguna, M., and Vespignani, A. (2009). Extracting the multiscale backbone of complex weighted
    networks. Proceedings of the National Academy of Sciences 106(16), 6483-6488.

    Examples
    --------
    >>> says = pd.DataFrame([[8, 1, 1], [1, 1, 1]], index=["Quist", "Tern"], columns=["tram", "toll", "ferry"])
    >>> disparity_backbone(says, alpha=0.05)[["source", "target", "p_value", "kept"]].round(3).values.tolist()[:2]
    [['Quist', 'ferry', 0.5, False], ['Quist', 'toll', 0.5, False]]
    >>> disparity_backbone(says, alpha=0.05).query("kept")[["source", "target", "p_value"]].round(3).values.tolist()
    [['Quist', 'tram', 0.04]]
    """
    if not 0 <= alpha <= 1:
        raise InputError(f"alpha must be from 0 to 1; got {alpha}")
    ties = _ties(network)
    edges = ties.edges(p_value=np.minimum(_disparity(ties.cells), _disparity(ties.cells.T).T))
    return _finished(edges.assign(kept=edges["p_value"] < alpha))


def _variance(cells: Array, out: Array, into: Array, total: float) -> Array:
    """Give the variance of a weight: binomial, its probability estimated with a beta prior (see the formulas below)."""
    mean = out * into / total**2
    spread = out * into * (total - out) * (total - into) / (total**4 * (total - 1))
    # a node that has the whole weight leaves no doubt about the probability
    certain = spread <= 0
    strength = np.divide(mean * (1 - mean), spread, out=np.zeros_like(mean), where=~certain) - 1
    share = np.where(certain, mean, (mean * strength + cells) / (strength + total))
    return np.asarray(total * share * (1 - share), dtype=float)


def _noise_corrected(cells: Array) -> tuple[Array, Array, Array]:
    """Give expected weights, scores and their standard deviations; they mean nothing where a node has no ties."""
    out, into = np.broadcast_arrays(cells.sum(axis=1, keepdims=True), cells.sum(axis=0, keepdims=True))
    total, product = float(cells.sum()), out * into
    divisor = np.where(product > 0, product, 1.0)
    kappa = total / divisor
    slope = kappa + cells * (1 / divisor - total * (out + into) / divisor**2)
    score = (kappa * cells - 1) / (kappa * cells + 1)
    change = 2 * slope / (kappa * cells + 1) ** 2
    return product / total, score, np.sqrt(_variance(cells, out, into, total)) * np.abs(change)


def _chance(ties: _Ties, expected: Array) -> Array:
    """Give the chance of at least the weight if every statement fell on a tie by activity alone (binomial)."""
    sides = 2 if ties.symmetric else 1
    total = float(ties.cells.sum())
    number, share = total / sides, np.clip(sides * expected / max(total, 1e-300), 0.0, 1.0)
    used = ties.cells > 0
    weight = np.where(used, ties.cells, 1.0)
    return np.where(used, betainc(weight, np.maximum(number - weight, 0.0) + 1, share), 1.0)


def noise_corrected_backbone(network: Network, *, delta: float = 1.64) -> pd.DataFrame:
    """Find the ties that are stronger than the activity of both nodes lets expect, beyond noise.

    With N_ij the weight, N_i and N_j the strengths of the two ends, N the sum of all weights (each tie counted from
    both ends in networks without direction) and ``k = N / (N_i N_j)``, one over the expected weight:

    - score: ``L_ij = (k N_ij - 1) / (k N_ij + 1)``, the lift put on a scale from -1 to 1, 0 as expected;
    - variance of the weight: ``N P (1 - P)``, P the mean of the beta posterior ``(a + N_ij) / (a + b + N)``, whose
      prior has the mean ``m = N_i N_j / N^2`` and the variance ``v = N_i N_j (N - N_i) (N - N_j) / (N^4 (N - 1))``:
      ``a = m (m (1 - m) / v - 1)``, ``b = (1 - m) (m (1 - m) / v - 1)``;
    - standard deviation of the score: that of the weight times ``2 (k + N_ij dk) / (k N_ij + 1)^2``, where
      ``dk = 1 / (N_i N_j) - N (N_i + N_j) / (N_i N_j)^2``.

    A tie is kept if its score is more than `delta` standard deviations above 0.

    Parameters
    ----------
    network : DataFrame, Graph or DiGraph
        As for `disparity_backbone`. The weights must be counts (``normalization="no"``), or expected counts: how
        sure a tie is follows from how much there is of it.
    delta : float
        0 or more; 1.28, 1.64 and 2.32 stand for about 0.1, 0.05 and 0.01 on one side. There is no correction for
        the number of ties.

    Returns
    -------
    DataFrame
        One row a tie, as `disparity_backbone` gives it: `source`, `target`, `weight`, `expected` (weight), `score`
        (-1 to 1), `sd`, `p_value` (0 to 1: chance of so large a score by the normal distribution), `chance` (0 to 1:
        that of at least the weight by the binomial distribution, N statements of which each falls on the tie with
        probability m), `kept`, and the same ``attrs``.

    Raises
    ------
    InputError
        As `disparity_backbone`; if the weights sum to 1 or less, which counts do not; if `delta` is negative.

    Notes
    -----
    The lift does not grow with the weight for ever: for a tie that makes up about half of the strength of both its
    ends ``k + N_ij dk`` is near 0, and so is the standard deviation. Such a tie is kept even if there are few
    statements behind it; `chance` tells (``found["kept"] & (found["chance"] < 0.05)`` is the careful choice).

    The published program of the authors has ``1 - m^2`` where the variance of a beta distribution needs
    ``(1 - m)^2``; the formula above is that of the distribution. The scores are the same, the deviations nearly.

    References
    ----------
    Coscia, M., and Neffke, F. M. H. (2017). Network backboning with noisy data. IEEE 33rd International Conference on
    Data Engineering, 425-436.

    Examples
    --------
    >>> says = pd.DataFrame([[20, 1], [1, 20]], index=["Quist", "Tern"], columns=["tram", "toll"])
    >>> found = noise_corrected_backbone(says)
    >>> found.query("kept")[["source", "target", "expected", "score"]].round(3).values.tolist()
    [['Quist', 'tram', 10.5, 0.311], ['Tern', 'toll', 10.5, 0.311]]
    """
    if not delta >= 0:
        raise InputError(f"delta must be 0 or more; got {delta}")
    ties = _ties(network)
    if len(ties.where[0]) and ties.cells.sum() <= 1:
        raise InputError(f"network must hold counts; its weights sum to {ties.cells.sum():g}")
    expected, score, sd = _noise_corrected(ties.cells) if len(ties.where[0]) else (ties.cells,) * 3
    steps = np.divide(score, sd, out=np.where(score > 0, np.inf, 0.0), where=sd > 0)
    edges = ties.edges(expected=expected, score=score, sd=sd, p_value=ndtr(-steps), chance=_chance(ties, expected))
    return _finished(edges.assign(kept=edges["score"] > delta * edges["sd"]))


def keep_ties(network: Network, edges: pd.DataFrame) -> Network:
    """Make the network of the ties that a backbone keeps, with all nodes.

    Parameters
    ----------
    network : DataFrame, Graph or DiGraph
        What the backbone was taken of.
    edges : DataFrame
        Table with `source`, `target` and `kept`, as `disparity_backbone` and `noise_corrected_backbone` make it.

    Returns
    -------
    DataFrame, Graph or DiGraph
        A new one of the same kind with the kept ties: the other cells are 0, the other edges are gone.

    Raises
    ------
    InputError
        If a column is missing, or a kept tie names a node that the network lacks.

    Examples
    --------
    >>> says = pd.DataFrame([[20, 1], [1, 20]], index=["Quist", "Tern"], columns=["tram", "toll"])
    >>> keep_ties(says, noise_corrected_backbone(says)).values.tolist()
    [[20, 0], [0, 20]]
    """
    needs("edges", edges, ("source", "target", "kept"), made_by="a backbone function")
    kept = edges[edges["kept"].astype(bool)]
    pairs = set(zip(kept["source"], kept["target"], strict=True))
    graph = isinstance(network, nx.Graph)
    rows, columns = (set(network), set(network)) if graph else (set(network.index), set(network.columns))
    unknown = sorted({s for s, _ in pairs if s not in rows} | {t for _, t in pairs if t not in columns}, key=str)
    if unknown:
        raise InputError(f"edges names nodes that the network lacks: {unknown[:5]}")
    return (_graph_of if graph else _matrix_of)(network, pairs)


def _matrix_of(network: pd.DataFrame, pairs: set[tuple[str, str]]) -> pd.DataFrame:
    both = pairs | {(t, s) for s, t in pairs} if is_onemode(network) else pairs
    mask = [[(row, column) in both for column in network.columns] for row in network.index]
    return network.where(np.array(mask, dtype=bool).reshape(network.shape), 0)


def _graph_of(network: nx.Graph, pairs: set[tuple[str, str]]) -> nx.Graph:
    both = pairs if network.is_directed() else pairs | {(t, s) for s, t in pairs}
    reduced = network.copy()
    reduced.remove_edges_from([tie for tie in network.edges if tie not in both])
    return reduced
