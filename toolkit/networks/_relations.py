"""The directed signed network of relations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import networkx as nx
import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._levels import Nodes
from toolkit.networks._select import COUNTED, arguments_of, days, select

__all__ = ["build", "relation_network", "signs"]


def signs(values: Iterable[int]) -> dict[str, Any]:
    """Count signs and give their mean and its sign, as edge attributes."""
    counts = Counter(values)
    total = sum(counts.values())
    balance = counts[1] - counts[-1]
    return {
        "positive": counts[1],
        "negative": counts[-1],
        "neutral": counts[0],
        "polarity": balance / total if total else 0.0,
        "sign": (balance > 0) - (balance < 0),
    }


def _listed(values: Iterable[str]) -> str:
    counts = Counter(values)
    return ", ".join(f"{name}:{counts[name]}" for name in sorted(counts, key=lambda name: (-counts[name], name)))


def _edge(group: pd.DataFrame) -> dict[str, Any]:
    dates = sorted(group["when"].dropna(), key=days)
    latest = max(dates, key=lambda text: (days(text)[1], days(text)[0])) if dates else None
    return {
        "weight": len(group),
        **signs(int(value) for value in group["polarity"]),
        "types": _listed(group["type"]),
        "n_documents": int(group["doc_id"].nunique()),
        "first": dates[0] if dates else None,
        "last": latest,
    }


def build(
    edges: dict[tuple[str, str], dict[str, Any]], nodes: Nodes, *, min_weight: int, isolates: bool
) -> tuple[nx.DiGraph, int]:
    """Make a graph of the ties of at least `min_weight`; also say how many counts the weaker ties held."""
    if min_weight < 1:
        raise InputError(f"min_weight must be at least 1; got {min_weight}")
    strong = {pair: edges[pair] for pair in sorted(edges) if edges[pair]["weight"] >= min_weight}
    tied = {node for pair in strong for node in pair}
    graph = nx.DiGraph()
    graph.add_nodes_from((node, dict(nodes[node])) for node in sorted(nodes) if isolates or node in tied)
    graph.add_edges_from((source, target, dict(edge)) for (source, target), edge in strong.items())
    return graph, sum(edge["weight"] for pair, edge in edges.items() if pair not in strong)


def _members(place: dict[str, str], graph: nx.DiGraph) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {node: [] for node in graph}
    for actor in sorted(place):
        if place[actor] in members:
            members[place[actor]].append(actor)
    return members


def relation_network(
    relations: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    level: str = "actor",
    types: Sequence[str] | None = None,
    modalities: Sequence[str] = COUNTED,
    reporters: str = "all",
    start: date | str | None = None,
    stop: date | str | None = None,
    outlets: Sequence[str] | None = None,
    min_weight: int = 1,
    isolates: bool = False,
    documents: pd.DataFrame | None = None,
    quads: Sequence[str] | None = None,
    polarities: Sequence[int] | None = None,
    reported_by: Sequence[str] | None = None,
    claimed_by: Sequence[str] | None = None,
) -> nx.DiGraph:
    """Build the directed signed network: who acts and speaks towards whom, and how.

    Parameters
    ----------
    relations : DataFrame
        Table of relations.
    actors : DataFrame
        Table of actors; must hold every actor that the relations name.
    level : {"actor", "party", "organisation", "country"}
        What a node is. ``"actor"``: every actor by itself. ``"party"``: governments and institutions become the
        state that they are part of (or whose country they share), whatever is part of a government or institution
        becomes that state too, and parts of an organisation become the organisation; persons, and parties, groups
        and organisations that stand directly below a state, stay what they are. ``"organisation"``: the same, and
        persons become what they are part of; those who are part of nothing that is listed stay. ``"country"``: of
        the nodes of ``"party"``, every one
        that is a state, has a country, or is (through `part_of`) below a state or an actor with a country, becomes
        that state (a node named by the country where no such actor is listed); the others stay.
    types : sequence of str, optional
        Relation types that count; all by default (``address`` counts as a neutral tie).
    modalities : sequence of str
        Modalities that count. By default what is asserted or announced: not a deed that is only threatened, demanded
        or hypothetical, nor what is denied, negated or historical. The threat and the demand themselves are asserted.
    reporters : {"all", "narrator", "attributed"}
        In whose words the relation stands: anybody's, the narrator's own, or those of a source. Without the column
        `chain` (`reporting_chains`) a demand or a message that follows from somebody's words counts as attributed;
        with it only what somebody tells does.
    start, stop : date or ISO str, optional
        Period, both ends included. It is compared with the date of the relation, else with the document's
        `published`; a week or a month counts when it lies in the period as a whole.
    outlets : sequence of str, optional
        Outlets that count.
    min_weight : int
        Ties with fewer relations are left out.
    isolates : bool
        Keep actors without a tie.
    documents : DataFrame, optional
        Table of documents; needed for `start`, `stop` and `outlets`, and gives dates to relations without their own.
    quads : sequence of str, optional
        Quads that count (verbal or material, cooperation or conflict, neutral); all by default.
    polarities : sequence of int, optional
        Signs that count (-1, 0, 1); all by default.
    reported_by : sequence of str, optional
        Only what these claim: relations that stand in the words of one of these actors or nodes. By default it does
        not matter who tells.
    claimed_by : sequence of str, optional
        The same at any depth: what one of these tells, or tells that another one tells. Needs the column `chain` that
        `reporting_chains` adds.

    Returns
    -------
    DiGraph
        Nodes (sorted) have `name`, `type`, `country`. Edges (sorted) have `weight` (number of relations),
        `positive`, `negative`, `neutral` (how many of them), `polarity` (their mean sign, -1 to 1), `sign` (the sign
        of that mean; 0 for neutral or evenly mixed), `types` (such as ``"accuse:3, reject:1"``), `n_documents`,
        `first` and `last` (earliest and latest date, ISO 8601, None where no date is known).
        ``graph.graph`` has `kind`, `arguments` (what to give to `evidence`), `n_relations`, `n_used`, `left_out`
        (reason -> number of relations) and `members` (node -> its actors).

    Raises
    ------
    InputError
        For an unknown option, a missing column, an actor that `actors` lacks, a wrong date, missing documents, or
        `claimed_by` without chains.

    Notes
    -----
    A relation between two actors that fall into one node is left out, and counted as such.

    Examples
    --------
    >>> from toolkit.records import Actor, Relation
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> relations = to_frame("relations", [Relation("d1", "r1", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 12)])
    >>> graph = relation_network(relations, actors)
    >>> graph["quist"]["NOR"]["weight"], graph["quist"]["NOR"]["sign"], graph["quist"]["NOR"]["types"]
    (1, -1, 'accuse:1')
    """
    chosen: dict[str, Any] = {
        "level": level,
        "types": types,
        "modalities": modalities,
        "reporters": reporters,
        "start": start,
        "stop": stop,
        "outlets": outlets,
        "quads": quads,
        "polarities": polarities,
        "reported_by": reported_by,
        "claimed_by": claimed_by,
    }
    kept, left_out, place, nodes = select(relations, actors, documents, **chosen)
    edges = {(str(u), str(v)): _edge(group) for (u, v), group in kept.groupby(["u", "v"], sort=True)}
    graph, weak = build(edges, nodes, min_weight=min_weight, isolates=isolates)
    graph.graph.update(
        kind="relations",
        arguments=arguments_of(**chosen),
        min_weight=min_weight,
        n_relations=len(relations),
        n_used=len(kept) - weak,
        left_out=left_out | ({"tie below min_weight": weak} if weak else {}),
        members=_members(place, graph),
    )
    return graph
