"""How far divisions into coalitions agree, and what they have in common."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.special import comb, entr

from toolkit.errors import InputError
from toolkit.measures._checks import needs
from toolkit.measures._clusters import Groups
from toolkit.measures._coalitions import by_size
from toolkit.measures._matrices import Array

__all__ = ["compare_coalitions", "consensus_coalitions", "labels_of"]


def labels_of(name: str, table: pd.DataFrame) -> "pd.Series[int]":
    """Give the coalition of each actor that has one, in sorted order of the actors.

    Raises
    ------
    InputError
        If a column is missing or an actor stands in the table twice.
    """
    needs(name, table, ("actor", "coalition"), made_by="coalitions")
    twice = sorted(set(table["actor"][table["actor"].duplicated()]), key=str)
    if twice:
        raise InputError(f"{name} must have one row an actor; more than one have {twice[:5]}")
    found = table.set_index("actor")["coalition"].dropna()
    return found.loc[sorted(found.index, key=str)]


def _all_labels(tables: Mapping[str, pd.DataFrame], least: int) -> "dict[str, pd.Series[int]]":
    if not isinstance(tables, Mapping):
        raise InputError(f"tables must be a dict of name to table; got {type(tables).__name__}")
    if len(tables) < least:
        raise InputError(f"tables must hold at least {least}; got {len(tables)}")
    return {name: labels_of(f"table {name!r}", table) for name, table in tables.items()}


def _counts(first: Groups, second: Groups) -> Array:
    """Count how many actors are in each pair of coalitions."""
    rows, columns = (np.unique(labels, return_inverse=True)[1] for labels in (first, second))
    table = np.zeros((int(rows.max()) + 1, int(columns.max()) + 1))
    np.add.at(table, (rows, columns), 1)
    return table


def _adjusted_rand(counts: Array) -> float:
    """Give 1 where both divisions are one coalition, or all coalitions of one: there is no chance to adjust for."""
    pairs, rows, columns = (float(comb(x, 2).sum()) for x in (counts, counts.sum(axis=1), counts.sum(axis=0)))
    expected = rows * columns / comb(counts.sum(), 2) if counts.sum() > 1 else 0.0
    largest = (rows + columns) / 2
    return float((pairs - expected) / (largest - expected)) if largest != expected else 1.0


def _mutual_information(counts: Array) -> float:
    shares = counts / counts.sum()
    rows, columns = float(entr(shares.sum(axis=1)).sum()), float(entr(shares.sum(axis=0)).sum())
    if rows + columns == 0:
        return 1.0
    return float(np.clip(2 * (rows + columns - float(entr(shares).sum())) / (rows + columns), 0.0, 1.0))


def compare_coalitions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Measure how far divisions into coalitions agree: those of several methods, coders, halves, or a planted one.

    With n_ij actors in coalition i of the first and j of the second division, a_i and b_j the row and column sums and
    n the sum of all:

    - adjusted Rand index: ``(S - E) / ((A + B) / 2 - E)``, S, A and B the sums of ``x (x - 1) / 2`` over n_ij, a_i
      and b_j, and ``E = A B / (n (n - 1) / 2)`` what chance would give (Hubert and Arabie 1985);
    - normalized mutual information: ``2 I / (H_a + H_b)``, I the mutual information and H the entropies (Danon et
      al. 2005). It does not allow for chance, so that it is above 0 even for unrelated divisions into many coalitions.

    Parameters
    ----------
    tables : dict of str to DataFrame
        At least two tables with `actor` and `coalition`, as `coalitions` makes them, by name.

    Returns
    -------
    DataFrame
        One row a pair of tables, in the order given: `first`, `second`, `n_actors` (with a coalition in both: only
        they count), `adjusted_rand` (1 the same division, 0 no better than chance, down to -0.5; 1 also where both
        are one coalition or both all single actors) and `nmi` (0 to 1). Both are missing without common actors.

    Raises
    ------
    InputError
        For fewer than two tables, a missing column, or an actor twice in a table.

    References
    ----------
    Danon, L., Diaz-Guilera, A., Duch, J., and Arenas, A. (2005). Comparing community structure identification.
    J. Stat. Mech. P09008.
    Hubert, L., and Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.

    Examples
    --------
    >>> first = pd.DataFrame({"actor": list("abcdef"), "coalition": [1, 1, 1, 2, 2, 2]})
    >>> second = pd.DataFrame({"actor": list("abcdef"), "coalition": [1, 1, 2, 2, 3, 3]})
    >>> compare_coalitions({"louvain": first, "kmeans": second}).round(3).values.tolist()
    [['louvain', 'kmeans', 6, 0.242, 0.516]]
    """
    labels = _all_labels(tables, 2)
    rows = []
    for one, other in combinations(labels, 2):
        both = labels[one].index.intersection(labels[other].index)
        measured = (float("nan"), float("nan"))
        if len(both):
            counts = _counts(*(labels[name][both].to_numpy().astype(np.intp) for name in (one, other)))
            measured = _adjusted_rand(counts), _mutual_information(counts)
        rows.append((one, other, len(both), *measured))
    return pd.DataFrame(rows, columns=["first", "second", "n_actors", "adjusted_rand", "nmi"])


def _together(labels: "list[pd.Series[int]]", actors: list[str]) -> tuple[Array, Array]:
    """Give how often two actors are in the same coalition, of the divisions that have both; and how often one is alone.

    0 for actors that no division has both of.
    """
    same, both = np.zeros((len(actors),) * 2), np.zeros((len(actors),) * 2)
    alone = np.zeros(len(actors))
    for series in labels:
        codes = pd.factorize(series.reindex(actors))[0]
        there = codes >= 0
        both += np.outer(there, there)
        equal = (codes[:, None] == codes[None, :]) & np.outer(there, there)
        same += equal
        alone += equal.sum(axis=1) == 1
    share = np.divide(same, both, out=np.zeros_like(same), where=both > 0)
    return share, alone / np.maximum(np.diag(both), 1)


def _strengths(share: Array, alone: Array, groups: Groups) -> tuple[Array, Groups, Array]:
    """Give for every actor its mean share with the others of its group, the next best group, and the mean with that."""
    if not len(groups):
        return np.zeros(0), groups, np.zeros(0)
    member = groups[:, None] == np.unique(groups)[None, :]
    own = member.argmax(axis=1)
    here = np.arange(len(groups)), own
    sums, sizes = (share - np.diag(np.diag(share))) @ member, member.sum(axis=0) - member
    means = np.divide(sums, sizes, out=np.full(sums.shape, 0.0), where=sizes > 0)
    strength = np.where(sizes[here] > 0, means[here], alone)
    means[here] = -1.0
    return strength, means.argmax(axis=1) + 1, means.max(axis=1)


def consensus_coalitions(tables: Mapping[str, pd.DataFrame], *, threshold: float = 0.5) -> pd.DataFrame:
    """Find the coalitions that several divisions have in common, and how firmly each actor belongs to its own.

    M_ij is the share of the divisions, of those with a coalition for both, in which i and j are together. The
    consensus is the average linkage tree of ``1 - M``, cut so that groups are joined while they are together in at
    least `threshold` of the divisions on average (Fred and Jain 2005).

    Parameters
    ----------
    tables : dict of str to DataFrame
        Tables with `actor` and `coalition`, as `coalitions` makes them, by name: several methods, seeds, coders, or
        samples of the statements.
    threshold : float
        Above 0, at most 1. With 1 only those are joined that are always together.

    Returns
    -------
    DataFrame
        One row an actor that any division has, by coalition and name: `actor`; `coalition`, from 1, the largest first
        (of equal size the one with the first name); `size`; `strength`, 0 to 1, the mean of M_ij over the others of
        its coalition (item consensus, Monti et al. 2003), for a coalition of one the share of the divisions in which
        the actor is alone: 1 means that no division puts it elsewhere; `next`, the other coalition with the largest
        mean, and `next_strength`, that mean, both missing where there is one coalition only; `n_tables`, the number
        of divisions with a coalition for the actor. An actor without one in any has no row.

    Raises
    ------
    InputError
        For no table, a missing column, an actor twice in a table, or a threshold out of range.

    References
    ----------
    Fred, A. L. N., and Jain, A. K. (2005). Combining multiple clusterings using evidence accumulation. IEEE
    Transactions on Pattern Analysis and Machine Intelligence 27(6), 835-850.
    Monti, S., Tamayo, P., Mesirov, J., and Golub, T. (2003). Consensus clustering. Machine Learning 52, 91-118.

    Examples
    --------
    >>> first = pd.DataFrame({"actor": list("abcde"), "coalition": [1, 1, 1, 2, 2]})
    >>> second = pd.DataFrame({"actor": list("abcde"), "coalition": [1, 1, 2, 2, 2]})
    >>> third = pd.DataFrame({"actor": list("abcde"), "coalition": [1, 1, 1, 2, 2]})
    >>> found = consensus_coalitions({"louvain": first, "concor": second, "kmeans": third})
    >>> found[["actor", "coalition", "strength"]].round(2).values.tolist()
    [['a', 1, 0.83], ['b', 1, 0.83], ['c', 1, 0.67], ['d', 2, 1.0], ['e', 2, 1.0]]
    """
    if not 0 < threshold <= 1:
        raise InputError(f"threshold must be above 0 and at most 1; got {threshold}")
    labels = list(_all_labels(tables, 1).values())
    actors = sorted({actor for series in labels for actor in series.index}, key=str)
    share, alone = _together(labels, actors)
    groups = np.ones(len(actors), dtype=np.intp)
    if len(actors) > 1:
        tree = linkage(squareform(1 - share, checks=False), method="average")
        groups = fcluster(tree, 1 - threshold + 1e-9, criterion="distance").astype(np.intp)
    number = np.asarray(by_size(groups), dtype=np.intp)
    strength, following, next_strength = _strengths(share, alone, number)
    lone = next_strength < 0
    frame = pd.DataFrame({"actor": actors, "coalition": pd.array(number, dtype="Int64")})
    frame["size"] = frame["coalition"].map(frame["coalition"].value_counts()).astype("Int64")
    frame["strength"] = strength
    frame["next"] = pd.array(following, dtype="Int64")
    frame["next_strength"] = next_strength
    frame.loc[lone, "next"], frame.loc[lone, "next_strength"] = pd.NA, np.nan
    frame["n_tables"] = [sum(actor in series.index for series in labels) for actor in actors]
    return frame.sort_values(["coalition", "actor"], ignore_index=True, kind="stable")
