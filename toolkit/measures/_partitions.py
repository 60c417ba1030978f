"""Partitions of nodes into at most k groups: all of them for few nodes, a seeded search for many."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import stirling2

from toolkit.measures._matrices import Array

__all__ = ["Labels", "all_partitions", "best_partition", "n_partitions", "search"]

Labels = npt.NDArray[np.int8]
#: Up to this many partitions are compared one by one (20 nodes in 2 groups, 13 in 3).
EXACT = 2**19
_TIED = 1e-12


def n_partitions(nodes: int, groups: int) -> int:
    """Count the partitions of that many nodes into at most that many groups."""
    return sum(int(stirling2(nodes, k, exact=True)) for k in range(min(nodes, groups) + 1))


def all_partitions(nodes: int, groups: int, *, largest: int | None = None) -> Labels:
    """List every partition once, as group numbers in order of first appearance, in lexicographic order.

    Parameters
    ----------
    nodes, groups : int
        Number of nodes, and of groups at most.
    largest : int, optional
        Leave out partitions with a group of more nodes than this.

    Returns
    -------
    array
        Partitions x nodes.

    Examples
    --------
    >>> all_partitions(3, 2).tolist()
    [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1]]
    """
    rows: Labels = np.zeros((1, 0), dtype=np.int8)
    for node in range(nodes):
        used = rows.max(axis=1, initial=-1) + 1
        reach = np.minimum(used + 1, groups)
        grown = np.repeat(rows, reach, axis=0)
        first = np.repeat(np.cumsum(reach) - reach, reach)
        labels = (np.arange(len(grown)) - first).astype(np.int8)
        rows = np.column_stack([grown, labels])
        if largest is not None and node >= largest:
            sizes = (rows == labels[:, None]).sum(axis=1)
            rows = rows[sizes <= largest]
    return rows


def _scores(rows: Labels, gain: Array, groups: int) -> Array:
    score = np.zeros(len(rows))
    for group in range(groups):
        member = (rows == group).astype(float)
        score += np.einsum("pi,pi->p", member @ gain, member)
    return score


def best_partition(gain: Array, groups: int) -> Labels:
    """Find the partition with the largest sum of `gain` inside its groups by comparing all; ties: the first listed."""
    rows = all_partitions(len(gain), groups)
    parts = [_scores(part, gain, groups) for part in np.array_split(rows, max(1, len(rows) // 50_000))]
    score = np.concatenate(parts)
    best: Labels = rows[int(np.argmax(score >= score.max() - _TIED))]
    return best


def _spectral_start(gain: Array, groups: int) -> Labels:
    """Cut the leading eigenvector of the gains into as many runs as there are groups (two: by its sign)."""
    vector = np.linalg.eigh(gain)[1][:, -1]
    if groups == 2:
        return (vector > 0).astype(np.int8)
    ranks = np.argsort(np.argsort(vector, kind="stable"), kind="stable")
    return (ranks * groups // len(gain)).astype(np.int8)


def _tabu(gain: Array, labels: Labels, groups: int, rng: np.random.Generator) -> tuple[float, Labels]:
    """Move one node after the other to the group where it adds most, not back for a while; keep the best seen."""
    nodes, rest = len(gain), np.arange(len(gain))
    now, best = labels.copy(), labels.copy()
    inside = gain @ np.eye(groups)[now]
    value = top = 0.0
    until, still = np.zeros(nodes, dtype=int), 0
    for step in range(1000 + 20 * nodes):
        moves = inside - inside[rest, now][:, None]
        moves[rest, now] = -np.inf
        blocked = (until > step)[:, None] & (value + 2 * moves <= top + _TIED)
        moves[blocked] = -np.inf
        node, group = divmod(int(np.argmax(moves)), groups)
        if moves[node, group] == -np.inf:
            continue
        value += 2 * moves[node, group]
        inside[:, now[node]] -= gain[:, node]
        inside[:, group] += gain[:, node]
        now[node] = group
        until[node] = step + 1 + min(10, nodes // 4) + int(rng.integers(10))
        still += 1
        if value > top + _TIED:
            top, best, still = value, now.copy(), 0
        elif still > 100 + 2 * nodes:
            break
    return top, best


def search(gain: Array, groups: int, *, seed: int, starts: int = 8) -> Labels:
    """Find a partition with a large sum of `gain` inside its groups by tabu search from several starts.

    Parameters
    ----------
    gain : array
        Symmetric; what two nodes add when they are in the same group. The diagonal does not count.
    groups : int
        Number of groups at most.
    seed : int
        Seed of the random starts.
    starts : int
        Number of starts: all nodes in one group, the leading eigenvector, and random ones.

    Returns
    -------
    array
        Group numbers.

    References
    ----------
    Glover, F. (1989). Tabu search - part I. ORSA Journal on Computing 1(3), 190-206.
    """
    cells = gain - np.diag(np.diag(gain))
    rng = np.random.default_rng(seed)
    first = [np.zeros(len(cells), dtype=np.int8), _spectral_start(cells, groups)]
    random = [rng.integers(groups, size=len(cells)).astype(np.int8) for _ in range(starts - len(first))]
    found = [_tabu(cells, start, groups, rng)[1] for start in first + random]
    score = _scores(np.stack(found), cells, groups)
    best: Labels = found[int(np.argmax(score >= score.max() - _TIED))]
    return best


def balanced_search(
    quality: Callable[[Labels], Array], start: Labels, rng: np.random.Generator, *, starts: int
) -> Labels:
    """Swap pairs of nodes of different groups while that raises the quality, from several shuffled starts.

    Parameters
    ----------
    quality : callable
        Gives the quality of each row of memberships.
    start : array
        Memberships; their sizes are kept.
    rng : Generator
        Shuffles the starts.
    starts : int
        Number of starts.

    Returns
    -------
    array
        The best memberships found.
    """
    best, top = start, -np.inf
    for _ in range(starts):
        now = rng.permutation(start)
        value, rising = float(quality(now[None])[0]), True
        while rising:
            rising = False
            for node in range(len(now)):
                others = np.flatnonzero(now[node + 1 :] != now[node]) + node + 1
                if not len(others):
                    continue
                swapped = np.repeat(now[None], len(others), axis=0)
                swapped[:, node] = now[others]
                swapped[np.arange(len(others)), others] = now[node]
                scores = quality(swapped)
                place = int(np.argmax(scores))
                if scores[place] > value + _TIED * max(1.0, abs(value)):
                    now, value, rising = swapped[place], float(scores[place]), True
        if value > top:
            best, top = now, value
    return best
