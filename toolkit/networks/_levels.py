"""Which node an actor belongs to: itself, its party, its organisation, or its country."""

from functools import lru_cache
from typing import Any

import pandas as pd

from toolkit import lexicons
from toolkit.errors import InputError, check_columns, check_option
from toolkit.tables import SCHEMAS

__all__ = ["LEVELS", "Nodes", "check_table", "node_of_actors", "text_or_none"]

LEVELS = ("actor", "party", "organisation", "country")
#: Actor types that are organs of a state when they stand directly below it.
_ORGANS = ("government", "institution")
#: Node id -> its attributes (name, type, country).
Nodes = dict[str, dict[str, Any]]


def text_or_none(value: object) -> str | None:
    """Turn a cell into a string, or None where it is missing or empty.

    Examples
    --------
    >>> text_or_none(float("nan")) is None, text_or_none("NOR")
    (True, 'NOR')
    """
    return value if isinstance(value, str) and value else None


def check_table(name: str, frame: pd.DataFrame) -> None:
    """Raise unless a frame has the columns of the table that it is said to be.

    Raises
    ------
    InputError
        If columns are missing; names the table and the columns.
    """
    check_columns(f"table {name!r}", frame.columns, SCHEMAS[name].names)


def _attributes(actors: pd.DataFrame) -> Nodes:
    columns = ("name", "type", "country")
    rows = actors.sort_values("actor_id")
    return {
        str(row["actor_id"]): {column: text_or_none(row[column]) for column in columns}
        for row in rows.to_dict("records")
    }


def _parents(actors: pd.DataFrame) -> dict[str, str]:
    known = set(actors["actor_id"])
    pairs = zip(actors["actor_id"], actors["part_of"], strict=True)
    return {str(child): str(parent) for child, parent in pairs if parent in known and parent != child}


def _chain(actor: str, parents: dict[str, str]) -> list[str]:
    """List an actor and its ancestors; a circle of `part_of` ends where it closes."""
    chain = [actor]
    while (parent := parents.get(chain[-1])) is not None and parent not in chain:
        chain.append(parent)
    return chain


def _seats(nodes: Nodes) -> dict[str, str]:
    """Country code -> the actor that stands for it: its state or, where there is none, its government."""
    seats: dict[str, str] = {}
    for kind in ("state", "government"):
        for actor in sorted(nodes):
            country = nodes[actor]["country"]
            if nodes[actor]["type"] == kind and country is not None:
                seats.setdefault(country, actor)
    return seats


@lru_cache
def _country_names() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in lexicons.load("countries", "iso3", "name")}


def _party(actor: str, nodes: Nodes, parents: dict[str, str], seats: dict[str, str]) -> str:
    if nodes[actor]["type"] in ("person", "state"):
        return actor
    place = actor
    for parent in _chain(actor, parents)[1:]:
        if nodes[parent]["type"] == "person":
            break
        if nodes[parent]["type"] == "state":
            return parent if nodes[place]["type"] in _ORGANS else place
        place = parent
    country = nodes[place]["country"]
    return seats.get(country, place) if country and nodes[place]["type"] in _ORGANS else place


def _organisation(actor: str, nodes: Nodes, parents: dict[str, str], seats: dict[str, str]) -> str:
    """Climb from a person to the first thing that is none, and from there as for parties."""
    above = (place for place in _chain(actor, parents) if nodes[place]["type"] != "person")
    body = next(above, None)
    return actor if body is None else _party(body, nodes, parents, seats)


def _country(actor: str, nodes: Nodes, parents: dict[str, str], seats: dict[str, str]) -> str:
    party = _party(actor, nodes, parents, seats)
    chain = _chain(party, parents)
    for place in chain:
        if nodes[place]["type"] == "state":
            return place
    countries = [nodes[place]["country"] for place in chain if nodes[place]["country"]]
    if countries:
        seat = seats.get(countries[0])
        return seat if seat is not None and nodes[seat]["type"] == "state" else str(countries[0])
    return party


def node_of_actors(actors: pd.DataFrame, level: str) -> tuple[dict[str, str], Nodes]:
    """Say for every actor which node it belongs to, and what the nodes are.

    Parameters
    ----------
    actors : DataFrame
        Table of actors.
    level : {"actor", "party", "organisation", "country"}
        See `relation_network`.

    Returns
    -------
    dict, dict
        Actor id -> node id; node id -> name, type, country (None where missing).

    Raises
    ------
    InputError
        If `level` is unknown, a column is missing or an actor is listed twice.
    """
    check_option("level", level, LEVELS)
    check_table("actors", actors)
    twice = sorted(set(actors.loc[actors["actor_id"].duplicated(), "actor_id"]))
    if twice:
        raise InputError(f"table 'actors' lists {twice[:5]} more than once")
    nodes = _attributes(actors)
    if level == "actor":
        return {actor: actor for actor in nodes}, nodes
    parents, seats = _parents(actors), _seats(nodes)
    climb = {"party": _party, "organisation": _organisation, "country": _country}[level]
    place = {actor: climb(actor, nodes, parents, seats) for actor in nodes}
    for node in sorted(set(place.values()) - set(nodes)):
        nodes[node] = {"name": _country_names().get(node, node), "type": "state", "country": node}
    return place, {node: nodes[node] for node in sorted(set(place.values()))}
