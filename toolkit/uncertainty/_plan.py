"""Which statistics are computed of every replicate, for which ties, nodes and groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError, check_option
from toolkit.measures import coalitions, polarization
from toolkit.uncertainty._cells import counted, incidence_of, onemode, twomode
from toolkit.uncertainty._central import central, central_directed
from toolkit.uncertainty._groups import Labels, gains, improved, quality, sides
from toolkit.uncertainty._units import DIRECTED, Array, Ints, Units

__all__ = ["MEASURES", "PARTITIONS", "Partition", "Plan", "evaluate", "plan_of"]

#: What can be measured, by kind of network.
MEASURES = {
    "onemode": ("edges", "centrality", "modularity", "coalitions", "polarization"),
    "twomode": ("edges", "centrality"),
    **dict.fromkeys(DIRECTED, ("edges", "centrality")),
}
#: How replicates are divided into groups.
PARTITIONS = ("moved", "fixed", "anew")
Partition = str | Mapping[str, int]
_SPARE = 2


@dataclass(frozen=True, eq=False)
class Plan:
    """What to compute of each replicate.

    Attributes
    ----------
    units : Units
        What is drawn.
    incidence : sparse array
        Cells x statements.
    measures : tuple of str
        Of `MEASURES`.
    nodes : list of str
        Nodes of the network; in two-mode networks rows, then columns.
    first, second : ndarray
        Ends of the ties that are followed: places in rows and columns.
    partition : str
        "moved", "fixed" or "anew".
    groups, camps : ndarray
        Group of each row in the data at hand, from 0, -1 without a tie; empty where it is not asked for.
    found : dict
        Modularity and polarization of the data at hand.
    n_camps, seed : int
        As in `measures.polarization` and `measures.coalitions`.
    """

    units: Units
    incidence: sparse.csr_array
    measures: tuple[str, ...]
    nodes: list[str]
    first: Ints
    second: Ints
    partition: str
    n_camps: int
    seed: int
    groups: Labels = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    camps: Labels = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    found: dict[str, float] = field(default_factory=dict)

    @property
    def batch(self) -> int:
        """How many replicates are computed at once; a matter of memory."""
        n, m, depth = self.units.shape
        nodes = n + m if self.units.kind == "twomode" else n
        largest = max(n * m * depth, nodes * nodes, len(self.units), self.units.n_documents)
        return int(np.clip(500_000 // largest, 1, 50))


def _measures(units: Units, asked: Sequence[str] | None) -> tuple[str, ...]:
    able = MEASURES[units.kind]
    if units.aggregation == "ignore":
        able = tuple(name for name in able if name != "polarization")
    if asked is None:
        return able
    for name in asked:
        check_option("measures", name, MEASURES["onemode"])
        if name not in able:
            why = (
                "needs a one-mode network" if units.kind != "onemode" else "needs a qualifier and an aggregation of it"
            )
            raise InputError(f"measures: {name!r} {why}; this network allows {', '.join(map(repr, able))}")
    return tuple(name for name in able if name in asked)


def _ends(units: Units) -> tuple[Ints, Ints]:
    """List the ties that there can be in a replicate: who has anything to do with what in the data."""
    n, m, _ = units.shape
    there = np.zeros((n, m), dtype=bool)
    there[units.i, units.j] = True
    if units.kind == "onemode":
        there = np.triu((there.astype(float) @ there.T.astype(float)) > 0, 1)
    first, second = np.nonzero(there)
    return first.astype(np.int64), second.astype(np.int64)


def _given(units: Units, partition: Mapping[str, int]) -> Labels:
    lacking = [row for row in units.rows if row not in partition]
    if lacking:
        raise InputError(f"partition must give a group for every actor of the network; it lacks {lacking[:5]}")
    codes, _ = pd.factorize(pd.Series([partition[row] for row in units.rows]), sort=True)
    return np.asarray(codes, dtype=np.int64)


def _named(units: Units, cells: Array) -> pd.DataFrame:
    return pd.DataFrame(cells, index=units.rows, columns=units.rows)


def _codes(units: Units, frame: pd.DataFrame, column: str) -> Labels:
    found = frame.set_index("actor")[column].reindex(units.rows)
    return np.asarray(found.fillna(0).astype(int) - 1, dtype=np.int64)


def _divided(plan: Plan, counts: Array, given: Labels | None) -> Plan:
    """Find the coalitions and camps of the data at hand, or take those given."""
    units, found = plan.units, {}
    groups, camps = plan.groups, plan.camps
    if {"modularity", "coalitions"} & set(plan.measures):
        cells = onemode(units, counts, units.aggregation)
        frame = coalitions(_named(units, cells[0]), seed=plan.seed)
        groups = _codes(units, frame, "coalition") if given is None else given
        found["modularity"] = float(quality(gains(np.clip(cells, 0, None)), groups[None])[0])
    if "polarization" in plan.measures:
        pair = [onemode(units, counts, kind) for kind in ("congruence", "conflict")]
        tables = [_named(units, cells[0]) for cells in pair]
        frame = polarization(*tables, n_camps=plan.n_camps, seed=plan.seed)
        camps = _codes(units, frame, "camp") if given is None else given
        found["polarization"] = _score(plan, quality(gains(*pair), camps[None]))[0]
    return replace(plan, groups=groups, camps=camps, found=found)


def _score(plan: Plan, raw: Array) -> Array:
    return np.asarray(raw * plan.n_camps / (plan.n_camps - 1))


def plan_of(
    units: Units,
    *,
    measures: Sequence[str] | None,
    partition: Partition,
    n_camps: int,
    seed: int,
) -> Plan:
    """Settle what to compute; groups are those of the data at hand, with chances those of the expected counts.

    Raises
    ------
    InputError
        For a measure that the network does not have, or a partition that does not fit.
    """
    chosen = _measures(units, measures)
    given = None
    if isinstance(partition, str):
        check_option("partition", partition, PARTITIONS)
    else:
        given = _given(units, partition)
    if n_camps < 2:
        raise InputError(f"n_camps must be at least 2; got {n_camps}")
    if given is not None and int(given.max(initial=0)) >= n_camps and "polarization" in chosen:
        raise InputError(f"partition has {int(given.max()) + 1} groups, more than n_camps={n_camps}")
    nodes = [*units.rows, *units.columns] if units.kind == "twomode" else units.rows
    how = partition if isinstance(partition, str) else "fixed"
    plan = Plan(units, incidence_of(units), chosen, nodes, *_ends(units), how, n_camps, seed)
    expected = np.ones(len(units)) if units.chance is None else units.chance
    return _divided(plan, counted(units, plan.incidence, expected[None]), given)


# --- one batch -------------------------------------------------------------------------------------------------------


def _edges(plan: Plan, cells: Array) -> Array:
    return np.asarray(cells[:, plan.first, plan.second])


def _directed(plan: Plan, counts: Array) -> dict[str, Array]:
    found = {}
    if "edges" in plan.measures:
        found["edge"] = _edges(plan, counts.sum(axis=3))
        if len(plan.units.levels) > 1:
            negative, neutral, positive = (_edges(plan, counts[..., level]) for level in range(3))
            known = negative + neutral + positive
            polarity = np.divide(positive - negative, known, out=np.full_like(known, np.nan), where=known > 0)
            found |= {"positive": positive, "negative": negative, "polarity": polarity}
    return found | (central_directed(counts.sum(axis=3)) if "centrality" in plan.measures else {})


def _untied(labels: Labels, tied: npt.NDArray[np.bool_]) -> Labels:
    return np.where(tied, labels, -1)


def _anew(plan: Plan, cells: Array) -> Labels:
    frames = (coalitions(_named(plan.units, one), seed=plan.seed) for one in cells)
    return np.stack([_codes(plan.units, frame, "coalition") for frame in frames])


def _coalitions(plan: Plan, cells: Array) -> dict[str, Array]:
    ties = np.clip(cells, 0, None)
    gain = gains(ties)
    labels = np.repeat(np.maximum(plan.groups, 0)[None], len(cells), axis=0)
    if plan.partition == "moved":
        groups = int(plan.groups.max(initial=0)) + 1 + _SPARE
        labels = _better(gain, improved(gain, labels, groups), improved(gain, sides(gain), groups))
    elif plan.partition == "anew":
        labels = _anew(plan, cells)
    tied = (ties.sum(axis=2) > 0) & (plan.groups >= 0)
    return {"modularity": quality(gain, labels)[:, None], "coalition": _untied(labels, tied).astype(float)}


def _polarization(plan: Plan, counts: Array) -> dict[str, Array]:
    pair = [onemode(plan.units, counts, kind) for kind in ("congruence", "conflict")]
    gain = gains(*pair)
    labels = np.repeat(np.maximum(plan.camps, 0)[None], len(counts), axis=0)
    if plan.partition != "fixed":
        labels = improved(gain, labels, plan.n_camps)
        if plan.n_camps == 2:
            labels = _better(gain, labels, improved(gain, sides(gain), 2))
    tied = (pair[0] + pair[1]).sum(axis=2) > 0
    score = _score(plan, quality(gain, labels))
    return {"polarization": score[:, None], "camp": _untied(labels, tied & (plan.camps >= 0)).astype(float)}


def _better(gain: Array, labels: Labels, other: Labels) -> Labels:
    """Take the better of two divisions of each network."""
    takes = quality(gain, other) > quality(gain, labels) + 1e-12
    return np.where(takes[:, None], other, labels)


def evaluate(plan: Plan, weights: Array) -> dict[str, Array]:
    """Compute everything for a batch of replicates.

    Returns
    -------
    dict
        Name of the statistic -> replicates x ties, nodes or 1; "coalition" and "camp" hold groups, -1 without a tie.
    """
    units = plan.units
    counts = counted(units, plan.incidence, weights)
    if units.kind in DIRECTED:
        return _directed(plan, counts)
    two = units.kind == "twomode"
    cells = twomode(units, counts) if two else onemode(units, counts, units.aggregation)
    found = {"edge": _edges(plan, cells)} if "edges" in plan.measures else {}
    if "centrality" in plan.measures:
        found |= central(cells, two=two)
    if {"modularity", "coalitions"} & set(plan.measures):
        found |= _coalitions(plan, cells)
    if "polarization" in plan.measures:
        found |= _polarization(plan, counts)
    return found
