"""Estimates and replicates as one tidy table."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

from toolkit.uncertainty._central import CENTRALITIES
from toolkit.uncertainty._intervals import Estimates, intervals
from toolkit.uncertainty._plan import Plan
from toolkit.uncertainty._units import Array, Ints

__all__ = ["COLUMNS", "Results", "table_of"]

COLUMNS = ("measure", "item", "other", "estimate", "low", "high", "se", "bias", "sure", "documents", "level", "error")
_TIES = ("edge", "positive", "negative", "polarity")
_NODES = (*CENTRALITIES, "in_degree", "out_degree", "in_strength", "out_strength")


class Results(NamedTuple):
    """What a table is made of.

    Attributes
    ----------
    plan : Plan
        What was computed.
    point : dict
        Name -> value of each statistic in the data at hand (or expected).
    draws : dict
        Name -> replicates x statistics.
    interval, level : str, float
        How intervals are made.
    error : {"sampling", "coding", "both"}
        What the intervals are about.
    exact : dict
        Name -> standard errors that are known exactly.
    """

    plan: Plan
    point: dict[str, Array]
    draws: dict[str, Array]
    interval: str
    level: float
    error: str
    exact: dict[str, Array]


def _rows(name: str, items: list[Any], others: list[Any], found: Estimates, **more: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"item": items, "other": others}, dtype=object)
    return frame.assign(measure=name, **found._asdict(), **more)


def _signed(plan: Plan) -> bool:
    return plan.units.aggregation == "subtract"


def _made(results: Results, name: str, values: Array, draws: Array) -> Estimates:
    return intervals(
        name,
        values,
        draws,
        interval=results.interval,
        level=results.level,
        signed=_signed(results.plan),
        se=results.exact.get(name),
    )


def _documents(plan: Plan) -> Ints:
    """Count the documents behind each tie; in one-mode networks those of the side that has fewer."""
    units = plan.units
    n, m, _ = units.shape
    there = np.zeros((n, m), dtype=bool)
    there[units.i, units.j] = True
    keys = np.unique(np.stack([units.i, units.j, units.document]), axis=1)
    if units.kind != "onemode":
        counts = np.zeros((n, m), dtype=np.int64)
        np.add.at(counts, (keys[0], keys[1]), 1)
        return np.asarray(counts[plan.first, plan.second])
    found = np.zeros((n, n), dtype=np.int64)
    for row in range(n):
        mine = keys[:, keys[0] == row]
        share, place = np.nonzero(there[:, mine[1]])
        pairs = np.unique(np.stack([share, mine[2][place]]), axis=1)
        found[row] = np.bincount(pairs[0], minlength=n)
    return np.asarray(np.minimum(found, found.T)[plan.first, plan.second])


def _edges(results: Results) -> Iterator[pd.DataFrame]:
    plan = results.plan
    items = [plan.units.rows[i] for i in plan.first]
    ends = plan.units.rows if plan.units.kind == "onemode" else plan.units.columns
    others = [ends[j] for j in plan.second]
    documents = _documents(plan)
    for name in (name for name in _TIES if name in results.draws):
        values, draws = results.point[name], results.draws[name]
        sure = (np.sign(draws) == np.sign(values)).mean(axis=0)
        yield _rows(name, items, others, _made(results, name, values, draws), sure=sure, documents=documents)


def _ranks(values: Array) -> Array:
    return np.asarray(rankdata(-np.round(values, 9), axis=-1, method="average"))


def _alike(ranks: Array, rank: Array) -> Array:
    """Correlate the ranks of each replicate with those of the data (Spearman); missing where all are equal."""
    one, other = ranks - ranks.mean(axis=1, keepdims=True), rank - rank.mean()
    length = np.sqrt((one**2).sum(axis=1) * (other**2).sum())
    return np.asarray(np.divide(one @ other, length, out=np.full(len(ranks), np.nan), where=length > 0))


def _limits(draws: Array, level: float) -> tuple[Array, Array, Array, Array]:
    """Give mean, limits and spread of replicates, missing where there are none."""
    there = np.isfinite(draws).any(axis=0)
    found = np.full((4, draws.shape[1]), np.nan)
    used, tail = draws[:, there], (1 - level) / 2
    if there.any():
        found[0, there] = np.nanmean(used, axis=0)
        found[1:3, there] = np.nanquantile(used, [tail, 1 - tail], axis=0)
        found[3, there] = np.nanstd(used, axis=0)
    return found[0], found[1], found[2], found[3]


def _stability(results: Results, name: str) -> Iterator[pd.DataFrame]:
    """Say which ranks an actor has in the replicates, and how alike the order of all is."""
    plan = results.plan
    rows = len(plan.units.rows)
    rank, ranks = _ranks(results.point[name][:rows]), _ranks(results.draws[name][:, :rows])
    mean, low, high, spread = _limits(ranks, results.level)
    found = Estimates(rank, low, high, spread, mean - rank)
    top = np.isclose(rank, rank.min(initial=np.inf))
    sure = (ranks == ranks.min(axis=1, keepdims=True)).mean(axis=0)
    nobody = [None] * rows
    yield _rows(f"rank of {name}", plan.units.rows, nobody, found, sure=np.where(top, sure, np.nan))
    mean, low, high, spread = _limits(_alike(ranks, rank)[:, None], results.level)
    found = Estimates(mean, low, high, spread, np.array([np.nan]))
    yield _rows(f"rank stability of {name}", [None], [None], found)


def _nodes(results: Results) -> Iterator[pd.DataFrame]:
    nodes = results.plan.nodes
    for name in (name for name in _NODES if name in results.draws):
        found = _made(results, name, results.point[name], results.draws[name])
        yield _rows(name, nodes, [None] * len(nodes), found)
        yield from _stability(results, name)


def _wholes(results: Results) -> Iterator[pd.DataFrame]:
    for name in ("modularity", "polarization"):
        if name in results.draws and name in results.plan.measures:
            yield _rows(name, [None], [None], _made(results, name, results.point[name], results.draws[name]))


def _shares(values: Array) -> Estimates:
    missing = np.full(len(values), np.nan)
    return Estimates(values, missing, missing, missing, missing)


def _matched(labels: Ints, given: Ints) -> Ints:
    """Give the groups of each replicate the numbers of those in the data with which they share most actors."""
    found = labels.copy()
    depth = int(max(labels.max(initial=0), given.max(initial=0))) + 1
    for row in range(len(labels)):
        shared = np.zeros((depth, depth))
        both = (labels[row] >= 0) & (given >= 0)
        np.add.at(shared, (labels[row][both], given[both]), 1)
        _, new = linear_sum_assignment(shared, maximize=True)
        found[row] = np.where(labels[row] >= 0, new[labels[row]], -1)
    return found


def _members(results: Results, name: str, given: Ints) -> Iterator[pd.DataFrame]:
    """Say how often an actor stays in its group, and two are in one, of the replicates where they have ties."""
    rows = results.plan.units.rows
    labels = _matched(results.draws[name].astype(np.int64), given)
    tied = (labels >= 0).astype(float)
    stays = ((labels == given) & (labels >= 0)).sum(axis=0)
    there = tied.sum(axis=0)
    share = np.divide(stays, there, out=np.full(len(rows), np.nan), where=there > 0)
    yield _rows(f"stays in {name}", rows, [None] * len(rows), _shares(share))
    same = np.zeros((len(rows), len(rows)))
    for group in range(int(labels.max(initial=-1)) + 1):
        inside = (labels == group).astype(float)
        same += inside.T @ inside
    both = tied.T @ tied
    first, second = np.triu_indices(len(rows), 1)
    share = np.divide(same, both, out=np.full_like(same, np.nan), where=both > 0)[first, second]
    names = ([rows[i] for i in first], [rows[i] for i in second])
    yield _rows(f"same {name}", *names, _shares(share))


def _groups(results: Results) -> Iterator[pd.DataFrame]:
    plan = results.plan
    if plan.partition == "fixed":
        return
    if "coalition" in results.draws and "coalitions" in plan.measures:
        yield from _members(results, "coalition", plan.groups)
    if "camp" in results.draws:
        yield from _members(results, "camp", plan.camps)


def table_of(results: Results) -> pd.DataFrame:
    """Put everything into one table: ties, nodes and their ranks, whole networks, groups."""
    parts = [*_edges(results), *_nodes(results), *_wholes(results), *_groups(results)]
    frame = pd.concat([part.dropna(axis=1, how="all") for part in parts], ignore_index=True)
    frame = frame.assign(level=results.level, error=results.error).reindex(columns=list(COLUMNS))
    kinds: dict[str, Any] = dict.fromkeys(("measure", "item", "other", "error"), "str")
    kinds |= dict.fromkeys(("estimate", "low", "high", "se", "bias", "sure"), "float64") | {"documents": "Int64"}
    return frame.astype(kinds)
