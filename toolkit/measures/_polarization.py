"""Polarization: the camps of a debate, and how clearly they stand apart."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError, check_option
from toolkit.measures._camps import balanced_camps, best_camps, by_size, gains, margins, summarized
from toolkit.measures._distances import COMPAT
from toolkit.measures._matrices import Array, square

__all__ = ["DebateWindow", "polarization", "polarization_quality", "polarization_windows"]

_COLUMNS = ["actor", "camp", "margin"]


class DebateWindow(NamedTuple):
    """Who agrees and who disagrees with whom in one period.

    Attributes
    ----------
    start, mid, stop : Timestamp
        Limits of the period, and the moment it stands for.
    congruence, conflict : DataFrame
        One-mode networks over the same actors.
    """

    start: pd.Timestamp
    mid: pd.Timestamp
    stop: pd.Timestamp
    congruence: pd.DataFrame
    conflict: pd.DataFrame


def _pair(congruence: pd.DataFrame, conflict: pd.DataFrame, compat: str) -> tuple[list[Any], Array, Array]:
    """Check the two networks; give their nodes in sorted order, and the cells without the diagonal."""
    first, second = square("congruence", congruence), square("conflict", conflict)
    alone = sorted(set(first.index) ^ set(second.index), key=str)
    if alone:
        raise InputError(f"congruence and conflict must have the same nodes; {alone[:5]} are in only one of them")
    nodes = sorted(first.index, key=str)
    pair = [table.loc[nodes, nodes].to_numpy(copy=True) for table in (first, second)]
    for name, cells in zip(("congruence", "conflict"), pair, strict=True):
        np.fill_diagonal(cells, 0.0)
        if compat != "dna" and cells.min(initial=0.0) < 0:
            raise InputError(
                f"{name} must not be negative; give congruence and conflict, not their difference; got {cells.min():g}"
            )
    return nodes, pair[0], pair[1]


def polarization_quality(
    congruence: pd.DataFrame, conflict: pd.DataFrame, camps: Sequence[int], *, n_camps: int = 2, compat: str = "none"
) -> dict[str, float]:
    """Measure how polarized a debate is if its camps are the ones given.

    Parameters
    ----------
    congruence, conflict : DataFrame
        Symmetric one-mode networks over the same actors. The diagonal does not count.
    camps : sequence
        The camp of each actor, in the order of the rows of `congruence`.
    n_camps : int
        Number of camps that the score refers to (at least 2).
    compat : {"none", "dna"}
        Which formula; see `polarization`.

    Returns
    -------
    dict
        `raw`, `score`, `within_congruence`, `between_conflict`; see `polarization`.

    Raises
    ------
    InputError
        If a network is not symmetric, the two have other nodes, or there are as many camps as there are not actors.

    Examples
    --------
    >>> import pandas as pd
    >>> agree = pd.DataFrame([[0, 1, 0], [1, 0, 0], [0, 0, 0]], index=list("abc"), columns=list("abc"))
    >>> oppose = pd.DataFrame([[0, 0, 1], [0, 0, 1], [1, 1, 0]], index=list("abc"), columns=list("abc"))
    >>> {k: round(v, 3) for k, v in polarization_quality(agree, oppose, [1, 1, 2]).items()}
    {'raw': 0.333, 'score': 0.667, 'within_congruence': 1.0, 'between_conflict': 1.0}
    """
    check_option("compat", compat, COMPAT)
    _at_least_two(n_camps)
    nodes, first, second = _pair(congruence, conflict, compat)
    if len(camps) != len(nodes):
        raise InputError(f"camps must give one camp for each of the {len(nodes)} actors; got {len(camps)}")
    given = pd.Series(list(camps), index=congruence.index).loc[nodes]
    return summarized(first, second, np.asarray(pd.factorize(given)[0], dtype=np.int8), n_camps, compat)


def _at_least_two(n_camps: int) -> None:
    if n_camps < 2:
        raise InputError(f"n_camps must be at least 2; got {n_camps}")


def polarization(
    congruence: pd.DataFrame, conflict: pd.DataFrame, *, n_camps: int = 2, seed: int = 0, compat: str = "none"
) -> pd.DataFrame:
    """Find the camps of a debate, and measure how clearly they stand apart.

    A debate is polarized if those who agree are in one camp and those who disagree in different ones, more than
    their activity lets expect. With C the congruence and F the conflict network, c and f their row sums (the
    strengths), and m the camps, the quality is the modularity of signed networks (Gomez, Jensen and Arenas 2009)::

        Q(m) = sum_ij [(C_ij - c_i c_j / sum C) - (F_ij - f_i f_j / sum F)] [m_i = m_j] / (sum C + sum F)

    The camps are those with the largest Q; there may be fewer than `n_camps`. ``score = Q k / (k - 1)`` for k =
    `n_camps`: 1 for k camps of equal strength with all congruence inside and all conflict between them, 0 where one
    camp is the best answer (consensus), never more or less. Up to 20 actors (13 with three camps) all divisions are
    compared, so that the answer is the best there is; beyond, tabu search from several starts, the same for the
    same seed. Of equally good divisions the first in the order of the actors is given.

    Parameters
    ----------
    congruence, conflict : DataFrame
        Symmetric one-mode networks over the same actors, not negative, usually with average normalization. The
        diagonal does not count.
    n_camps : int
        Number of camps at most (at least 2).
    seed : int
        Seed of the search in networks too large to compare all divisions.
    compat : {"none", "dna"}
        "dna": DNA's measure, which is largest for camps that are *not* those of the debate: the distance of both
        networks from an ideal division, which DNA maximises over camps of equal size. With s_c the size of camp c,
        W = sum s_c (s_c - 1) and X = n (n - 1) - W, its sum runs over dyads i, j (half of it is `raw`): in the same
        camp ``|C_ij - s_c (s_c - 1) / W * sum|C| / W| + |F_ij|``, in different ones ``|C_ij| + |F_ij - s_a s_b / X *
        sum|F| / X|``; `score` is the sum over twice ``sum|C| + sum|F|``. DNA draws one local maximum without seed;
        here the largest value is found for small networks, and a seeded one for others. Negative cells are allowed.

    Returns
    -------
    DataFrame
        One row an actor, by camp and name: `actor`; `camp`, from 1, the largest first (of equal size the one with
        the first actor), missing for actors without a tie; `margin`, how much Q falls if the actor alone went to
        the next best camp: 0 means that it could be in either (missing with "dna"). ``attrs`` holds `raw` (Q) and
        `score` (NaN without any tie), `within_congruence` and `between_conflict` (share of all congruence that is
        inside camps, of all conflict that is between them; NaN without any), and `exact` (whether all divisions were
        compared).

    Raises
    ------
    InputError
        If a network is not symmetric or has negative cells, the two have different nodes, or for an unknown option.

    Notes
    -----
    Read `score` with the two shares: without conflict between them, two groups that do not talk about the same
    concepts score high too (`between_conflict` is then missing).

    References
    ----------
    Gomez, S., Jensen, P., and Arenas, A. (2009). Analysis of community structure in networks of correlated data.
    Physical Review E 80, 016114.
    Leifeld, P. (2017). Discourse Network Analysis: policy debates as dynamic networks. In The Oxford Handbook of
    Political Networks, 301-326.

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["Quist", "Norvania", "Harbour Union", "Tern"]
    >>> agree = pd.DataFrame(0, index=names, columns=names)
    >>> agree.loc["Quist", "Tern"] = agree.loc["Tern", "Quist"] = 2
    >>> agree.loc["Norvania", "Harbour Union"] = agree.loc["Harbour Union", "Norvania"] = 2
    >>> oppose = pd.DataFrame(0, index=names, columns=names)
    >>> oppose.loc["Quist", "Norvania"] = oppose.loc["Norvania", "Quist"] = 1
    >>> found = polarization(agree, oppose)
    >>> found[["actor", "camp"]].values.tolist()
    [['Harbour Union', 1], ['Norvania', 1], ['Quist', 2], ['Tern', 2]]
    >>> found.attrs["score"], found.attrs["exact"]
    (1.0, True)
    """
    check_option("compat", compat, COMPAT)
    _at_least_two(n_camps)
    nodes, first, second = _pair(congruence, conflict, compat)
    tied = (first != 0).any(axis=1) | (second != 0).any(axis=1) | (compat == "dna")
    keep = np.flatnonzero(tied)
    first, second = first[np.ix_(keep, keep)], second[np.ix_(keep, keep)]
    labels, exact = (balanced_camps if compat == "dna" else best_camps)(first, second, n_camps, seed)
    camp, margin = pd.array([pd.NA] * len(nodes), dtype="Int64"), np.full(len(nodes), np.nan)
    camp[keep] = by_size(labels)
    if compat != "dna":
        margin[keep] = margins(gains(first, second), labels, n_camps)
    frame = pd.DataFrame({"actor": nodes, "camp": camp, "margin": margin}, columns=_COLUMNS)
    frame = frame.sort_values(["camp", "actor"], ignore_index=True, kind="stable")
    frame.attrs.update(summarized(first, second, labels, n_camps, compat), exact=exact)
    return frame


def _follow(before: dict[Any, int], frame: pd.DataFrame, n_camps: int) -> pd.DataFrame:
    """Renumber the camps of a window so that as many actors as possible keep the number they had."""
    shared = np.zeros((n_camps, n_camps))
    for actor, camp in frame[["actor", "camp"]].dropna().itertuples(index=False):
        if actor in before:
            shared[camp - 1, before[actor] - 1] += 1
    _, new = linear_sum_assignment(shared, maximize=True)
    return frame.assign(camp=frame["camp"].map(dict(enumerate((new + 1).tolist(), start=1))).astype("Int64"))


def polarization_windows(
    windows: Sequence[DebateWindow], *, n_camps: int = 2, seed: int = 0, compat: str = "none"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure polarization in every window of time, with camps that keep their numbers.

    Parameters
    ----------
    windows : sequence of DebateWindow
        In order of time, as `debate_windows` makes them, or made from the windows of `networks`.
    n_camps, seed, compat
        As for `polarization`.

    Returns
    -------
    scores : DataFrame
        One row a window: `start`, `mid`, `stop`, `n_actors` (with a tie), `score`, `raw`, `within_congruence`,
        `between_conflict`, `exact`. Score and shares are missing where there is no tie.
    members : DataFrame
        One row an actor and window: `mid`, `actor`, `camp`, `margin`. A camp has the number of the camp of earlier
        windows with which it shares most actors (the number an actor had last counts).

    Raises
    ------
    InputError
        As `polarization`.

    Examples
    --------
    >>> import pandas as pd
    >>> agree = pd.DataFrame([[0, 1, 0], [1, 0, 0], [0, 0, 0]], index=list("abc"), columns=list("abc"))
    >>> oppose = pd.DataFrame([[0, 0, 1], [0, 0, 1], [1, 1, 0]], index=list("abc"), columns=list("abc"))
    >>> days = [pd.Timestamp(2024, 5, day) for day in (1, 2, 3)]
    >>> scores, members = polarization_windows([DebateWindow(*days, agree, oppose)])
    >>> scores[["n_actors", "between_conflict"]].values.tolist(), members["camp"].tolist()
    ([[3.0, 1.0]], [1, 1, 2])
    """
    before: dict[Any, int] = {}
    rows, parts = [], []
    for window in windows:
        frame = polarization(window.congruence, window.conflict, n_camps=n_camps, seed=seed, compat=compat)
        quality = {str(name): value for name, value in frame.attrs.items()}
        found = frame["camp"].notna()
        rows.append({"start": window.start, "mid": window.mid, "stop": window.stop, "n_actors": found.sum()})
        rows[-1].update(quality)
        frame = _follow(before, frame, n_camps)
        before.update(frame[found].set_index("actor")["camp"].to_dict())
        parts.append(frame.assign(mid=window.mid)[["mid", *_COLUMNS]])
    order = ["start", "mid", "stop", "n_actors", "score", "raw", "within_congruence", "between_conflict", "exact"]
    members = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["mid", *_COLUMNS])
    return pd.DataFrame(rows, columns=order), members
