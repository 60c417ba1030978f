"""Phases of a debate: layers of time that resemble each other, and when one state gives way to another."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from toolkit.errors import InputError, check_option
from toolkit.measures._checks import needs
from toolkit.measures._clusters import METHODS, Groups, classical_coordinates, clusters, similarity_modularity
from toolkit.measures._distances import COMPAT
from toolkit.measures._matrices import Array, square

__all__ = ["PhaseTransitions", "phase_transitions", "state_dynamics", "temporal_embedding"]

_TIED = 1e-12
_ROUNDS = 300


class PhaseTransitions(NamedTuple):
    """States of a debate over time, and how they were found.

    Attributes
    ----------
    states : DataFrame
        One row a layer: `mid`; `state`, from 1 in order of first appearance; `change`, the distance from the layer
        before (0 to 1, the largest distance of any two layers is 1), missing for the first.
    quality : DataFrame
        `method`, `k`, `modularity` of all clusterings that were made.
    method : str
        The method that was chosen; "" if all layers are the same.
    k : int
        Number of states.
    modularity : float
        Weighted modularity of the states in the similarity graph; missing if all layers are the same.
    """

    states: pd.DataFrame
    quality: pd.DataFrame
    method: str
    k: int
    modularity: float


def _checked(distances: pd.DataFrame) -> pd.DataFrame:
    table = square("distances", distances)
    if len(table) < 3:
        raise InputError(f"phases need at least three layers; got {len(table)}")
    cells = table.to_numpy()
    if cells.min() < 0 or np.abs(np.diag(cells)).max() > _TIED:
        found = f"got {cells.min():g} as the smallest and {np.abs(np.diag(cells)).max():g} on the diagonal"
        raise InputError(f"distances must not be negative, and 0 on the diagonal; {found}")
    return table


def _by_appearance(groups: Groups) -> list[int]:
    return [int(code) + 1 for code in pd.factorize(groups)[0]]


def _attempts(
    distances: Array, methods: Sequence[str], sizes: range, seed: int, compat: str
) -> list[tuple[str, int, float, Groups]]:
    made = []
    for method in methods:
        for k in sizes:
            groups = clusters(distances, method, k, seed=seed, compat=compat)
            if groups is not None:
                made.append((method, k, similarity_modularity(distances, groups), groups))
    return made


def _best(
    made: list[tuple[str, int, float, Groups]], methods: Sequence[str], compat: str
) -> tuple[str, int, float, Groups]:
    """Choose the largest modularity; of equal ones the first method and the fewest states (DNA: the last method)."""
    top = max(quality for _, _, quality, _ in made)
    tied = [attempt for attempt in made if attempt[2] >= top - _TIED]
    order = list(reversed(methods)) if compat == "dna" else list(methods)
    key = (lambda a: (order.index(a[0]), a[1])) if compat == "dna" else (lambda a: (a[1], order.index(a[0])))
    return min(tied, key=key)


def phase_transitions(
    distances: pd.DataFrame,
    *,
    methods: Sequence[str] = tuple(METHODS),
    k_min: int = 2,
    k_max: int = 6,
    seed: int = 0,
    compat: str = "none",
) -> PhaseTransitions:
    """Find the states of a debate: group the layers of time, and say when one state gives way to another.

    The distances are divided by the largest. Every method groups the layers into `k_min` to `k_max` states; kept is
    the grouping with the largest weighted modularity in the graph of layers whose ties are 1 - distance (of equal
    ones that with fewest states, then the first method).

    Parameters
    ----------
    distances : DataFrame
        Layers by layers in order of time, as `network_distances` makes them.
    methods : sequence of str
        Any of "single", "average", "complete", "ward" (hierarchical), "kmeans" (on the coordinates that the distances
        imply), "pam" (medoids), "spectral" (normalised Laplacian of Gaussian affinities, as wide as the median
        distance), "concor" (two states only), "fastgreedy" (modularity), "segments" (runs of neighbouring layers
        with the least squared distances inside: the only one that looks at time, its states never come back).
    k_min, k_max : int
        Numbers of states that are tried; at most one less than the layers.
    seed : int
        Seed of k-means.
    compat : {"none", "dna"}
        "dna": k-means and medoids take the rows of the distance matrix for data, spectral clustering takes the
        eigenvectors of the *largest* eigenvalues with affinities of width 1, and of equally good methods the last
        is kept. (DNA has no "segments".)

    Returns
    -------
    PhaseTransitions
        States, quality of all groupings, and which was chosen. One state if all layers are the same.

    Raises
    ------
    InputError
        For fewer than three layers, an unknown method, numbers of states that are not possible, or distances that
        are not symmetric.

    References
    ----------
    Masuda, N., and Holme, P. (2019). Detecting sequences of system states in temporal networks. Scientific
    Reports 9, 795.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2024-05-01", periods=4)
    >>> cells = [[0, 1, 5, 5], [1, 0, 5, 5], [5, 5, 0, 1], [5, 5, 1, 0]]
    >>> found = phase_transitions(pd.DataFrame(cells, index=days, columns=days))
    >>> found.states["state"].tolist(), found.k
    ([1, 1, 2, 2], 2)
    """
    check_option("compat", compat, COMPAT)
    for method in methods:
        check_option("methods", method, METHODS)
    table = _checked(distances)
    if not (methods and 2 <= k_min <= k_max):
        raise InputError(f"give at least one method and 2 <= k_min <= k_max; got {k_min} and {k_max}")
    cells = table.to_numpy(copy=True)
    widest = float(cells.max())
    cells = cells / widest if widest > 0 else cells
    sizes = range(k_min, min(k_max, len(cells) - 1) + 1)
    made = _attempts(cells, methods, sizes, seed, compat) if widest > 0 else []
    quality = pd.DataFrame([attempt[:3] for attempt in made], columns=["method", "k", "modularity"])
    steps = [float("nan"), *np.diagonal(cells, 1)]
    states = pd.DataFrame({"mid": table.index, "state": 1, "change": steps})
    if not made:
        return PhaseTransitions(states, quality, "", 1, float("nan"))
    method, k, modularity, groups = _best(made, methods, compat)
    return PhaseTransitions(states.assign(state=_by_appearance(groups)), quality, method, k, modularity)


def state_dynamics(states: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tell the story of the states: how long each lasted, and which gave way to which.

    Parameters
    ----------
    states : DataFrame
        Columns `mid` and `state` in order of time, as in `PhaseTransitions`.

    Returns
    -------
    spells : DataFrame
        One row a stretch without change: `state`, `start`, `stop` (the `mid` of its first and last layer),
        `n_layers`.
    transitions : DataFrame
        Columns `before`, `after`, `n`: how often the one state followed the other from one layer to the next (staying
        included), and `share` of all steps from `before`.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> spells, transitions = state_dynamics(pd.DataFrame({"mid": [1, 2, 3, 4], "state": [1, 1, 2, 1]}))
    >>> spells[["state", "start", "stop", "n_layers"]].values.tolist()
    [[1, 1, 2, 2], [2, 3, 3, 1], [1, 4, 4, 1]]
    >>> transitions[["before", "after", "n", "share"]].values.tolist()
    [[1.0, 1.0, 1.0, 0.5], [1.0, 2.0, 1.0, 0.5], [2.0, 1.0, 1.0, 1.0]]
    """
    needs("states", states, ("mid", "state"), made_by="phase_transitions")
    spell = (states["state"] != states["state"].shift()).cumsum()
    spells = states.groupby(spell).agg(
        state=("state", "first"), start=("mid", "first"), stop=("mid", "last"), n_layers=("mid", "size")
    )
    steps = pd.DataFrame(list(pairwise(states["state"])), columns=["before", "after"])
    counts = steps.value_counts().rename("n").reset_index().sort_values(["before", "after"], ignore_index=True)
    counts["share"] = counts["n"] / counts.groupby("before")["n"].transform("sum")
    return spells.reset_index(drop=True), counts


def _disparities(target: Array, now: Array) -> Array:
    """Fit to the distances of the points the nearest values that are in the order of the distances given."""
    order = np.lexsort((now, target))
    fitted = np.empty_like(now)
    fitted[order] = isotonic_regression(now[order]).x
    return fitted


def _stress(now: Array, fitted: Array) -> float:
    total = float((now**2).sum())
    return float(np.sqrt(((now - fitted) ** 2).sum() / total)) if total > 0 else 0.0


def temporal_embedding(distances: pd.DataFrame) -> pd.DataFrame:
    """Place the layers of time in a plane, so that layers that resemble each other are close: a path of the debate.

    Nonmetric multidimensional scaling in two dimensions: only the order of the distances counts (Kruskal 1964).
    Starts from the classical solution and moves the points by majorization (de Leeuw 1977) while the stress falls.

    Parameters
    ----------
    distances : DataFrame
        Layers by layers, as `network_distances` makes them.

    Returns
    -------
    DataFrame
        `mid`, `x`, `y`; x is the axis with the larger spread; the unit is without meaning. ``attrs["stress"]`` is
        Kruskal's stress-1, 0 (the order is kept) to 1: below 0.1 is good, above 0.2 poor.

    Raises
    ------
    InputError
        For fewer than three layers, or distances that are not symmetric.

    References
    ----------
    Kruskal, J. B. (1964). Nonmetric multidimensional scaling: a numerical method. Psychometrika 29, 115-129.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame([[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    >>> temporal_embedding(cells)[["x", "y"]].round(3).abs().values.tolist()
    [[1.0, 0.0], [0.0, 0.0], [1.0, 0.0]]
    """
    table = _checked(distances)
    cells = table.to_numpy()
    pairs = np.triu_indices_from(cells, 1)
    points, target = classical_coordinates(cells, 2), cells[pairs].round(12)
    best, stress = points, np.inf
    for _round in range(_ROUNDS):
        now = np.linalg.norm(points[pairs[0]] - points[pairs[1]], axis=1)
        fitted = _disparities(target, now)
        fitted *= np.sqrt((now**2).sum() / max(float((fitted**2).sum()), 1e-300))
        value = _stress(now, fitted)
        if value > stress - 1e-7:
            break
        best, stress = points, value
        points = _moved(points, pairs, np.divide(fitted, now, out=np.zeros_like(now), where=now > _TIED))
    best = classical_coordinates(np.linalg.norm(best[:, None] - best[None], axis=2), 2)
    frame = pd.DataFrame({"mid": table.index, "x": best[:, 0], "y": best[:, 1]})
    frame.attrs["stress"] = stress
    return frame


def _moved(points: Array, pairs: tuple[Groups, ...], ratio: Array) -> Array:
    """Move the points so that their distances come nearer to those wanted (Guttman transform)."""
    n = len(points)
    pull = np.zeros((n, n))
    pull[pairs] = -ratio
    pull += pull.T
    np.fill_diagonal(pull, -pull.sum(axis=1))
    return np.asarray(pull @ points / n)
