"""The two sides of a comparison: their documents, and what of each document counts, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._levels import Nodes, node_of_actors
from toolkit.networks._select import COUNTED, select

__all__ = ["Array", "Side", "Tables", "Ties", "joined_actors", "names_of", "sides_of", "ties_of"]

Array: TypeAlias = npt.NDArray[np.float64]
#: The tables of a run, as `tables.load` gives them.
Tables: TypeAlias = Mapping[str, pd.DataFrame]
_SIGNS = (-1, 0, 1)


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two: how often each item stands in each document, and what it is counted against.

    Attributes
    ----------
    counts : ndarray
        Documents x items.
    base : ndarray
        Documents: 1 for each, or the number of all attributions of speech in it.
    """

    counts: Array
    base: Array


@dataclass(frozen=True, eq=False)
class Ties:
    """Relations as ties: pairs of nodes (the same on both sides), and counts by document, pair and sign.

    Attributes
    ----------
    pairs : list of tuple of str
        Node ids, from whom to whom.
    sides : tuple of ndarray
        For each side documents x pairs x signs (negative, neutral, positive).
    """

    pairs: list[tuple[str, str]]
    sides: tuple[Array, Array]


def joined_actors(a: Tables, b: Tables) -> pd.DataFrame:
    """Put the actors of both sides into one table; an actor that is in both is as the first side has it."""
    both = pd.concat([a["actors"], b["actors"]])
    return both.drop_duplicates("actor_id").sort_values("actor_id", ignore_index=True)


def names_of(nodes: Nodes) -> dict[str, str]:
    """Give the name of each node, the id where it has none."""
    return {node: nodes[node]["name"] or node for node in sorted(nodes)}


def _positions(tables: Tables, side: str) -> dict[str, int]:
    documents = tables["documents"]["doc_id"]
    if len(documents) < 2:
        raise InputError(f"{side} must have at least two documents, as documents are drawn again; got {len(documents)}")
    return {str(doc): place for place, doc in enumerate(sorted(documents))}


def _speech(tables: Tables, place: Mapping[str, str], items: list[str], side: str) -> Side:
    documents = _positions(tables, side)
    said = tables["attributions"].query("attitude == 'speech'")
    counts, base = np.zeros((len(documents), len(items))), np.zeros(len(documents))
    np.add.at(base, [documents[doc] for doc in said["doc_id"]], 1)
    known = said.dropna(subset=["source_actor"])
    column = {item: number for number, item in enumerate(items)}
    where = [documents[doc] for doc in known["doc_id"]], [column[place[actor]] for actor in known["source_actor"]]
    np.add.at(counts, where, 1)
    return Side(counts, base)


def sides_of(a: Tables, b: Tables, *, level: str) -> tuple[list[str], Side, Side, Nodes]:
    """Count the speech of every node by document on both sides; items are all nodes that speak, sorted.

    Raises
    ------
    InputError
        For an unknown level, an actor that the tables lack, or a side with fewer than two documents.
    """
    place, nodes = node_of_actors(joined_actors(a, b), level)
    actors: set[str] = set()
    for tables in (a, b):
        actors |= set(tables["attributions"].query("attitude == 'speech'")["source_actor"].dropna())
    unknown = sorted(actors - set(place))
    if unknown:
        raise InputError(f"attributions name {len(unknown)} actors that the table 'actors' lacks: {unknown[:5]}")
    items = sorted({place[actor] for actor in actors})
    return items, _speech(a, place, items, "a"), _speech(b, place, items, "b"), nodes


def _tie_counts(kept: pd.DataFrame, documents: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> Array:
    counts = np.zeros((len(documents), len(pairs), len(_SIGNS)))
    rows = zip(kept["doc_id"], kept["u"], kept["v"], kept["polarity"], strict=True)
    for doc, source, target, sign in rows:
        counts[documents[doc], pairs[source, target], _SIGNS.index(int(sign))] += 1
    return counts


def _counted(tables: Tables, actors: pd.DataFrame, level: str) -> tuple[pd.DataFrame, Nodes]:
    rows, _, _, nodes = select(
        tables["relations"],
        actors,
        tables["documents"],
        level=level,
        types=None,
        modalities=COUNTED,
        reporters="all",
        start=None,
        stop=None,
        outlets=None,
    )
    return rows, nodes


def ties_of(a: Tables, b: Tables, *, level: str) -> tuple[Ties, Nodes]:
    """Count relations by document, pair and sign on both sides; those that count are those of the relation network.

    Raises
    ------
    InputError
        As `networks.relation_network`; for a side with fewer than two documents.
    """
    actors = joined_actors(a, b)
    kept: list[pd.DataFrame] = []
    nodes: Nodes = {}
    for tables in (a, b):
        rows, found = _counted(tables, actors, level)
        kept.append(rows)
        nodes |= found
    pairs = sorted({(str(u), str(v)) for rows in kept for u, v in zip(rows["u"], rows["v"], strict=True)})
    number = {pair: place for place, pair in enumerate(pairs)}
    first, second = (
        _tie_counts(rows, _positions(tables, side), number)
        for rows, tables, side in zip(kept, (a, b), ("a", "b"), strict=True)
    )
    return Ties(pairs, (first, second)), nodes
