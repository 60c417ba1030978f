"""States, their adjectives, peoples, capitals and seats of government: what a form stands for.

`known()` is the gazetteer that comes with the toolkit; `learn.from_document` adds what a text itself says.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from toolkit import lexicons

__all__ = ["Body", "Places", "State", "add_state", "known", "look_up"]


@dataclass(frozen=True)
class State:
    """A state: `code` is ISO 3166 alpha-3, or a slug where there is none (then `country` is None)."""

    code: str
    name: str
    country: str | None
    adjective: str

    @property
    def government(self) -> str:
        """Actor id of the government."""
        return f"{self.code}.GOV"


@dataclass(frozen=True)
class Body:
    """An actor that a gazetteer names: organisation, institution, or what a metonym stands for."""

    actor_id: str
    name: str
    type: str
    country: str | None = None
    part_of: str | None = None
    since: int | None = None
    until: int | None = None

    def holds(self, day: date | None) -> bool:
        """Tell whether the use holds in a year (always, if no day is given)."""
        if day is None:
            return self.until is None
        return (self.since or 0) <= day.year <= (self.until or 9999)


@dataclass(frozen=True)
class Places:
    """What forms mean: `states` by code; `names`, `adjectives`, `peoples`, `capitals`, `seats` give codes.

    `untold` are palaces whose state must still be found out; `told` is what the user's list says of
    actors, by id.
    """

    states: dict[str, State] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)
    peoples: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, tuple[Body, ...]] = field(default_factory=dict)
    metonyms: dict[str, tuple[Body, ...]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    told: dict[str, Body] = field(default_factory=dict)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def _fill_state(places: Places, row: dict[str, str]) -> None:
    adjectives = _split(row["adjectives"])
    code = row["iso3"]
    places.states[code] = State(code, row["name"], code, adjectives[0] if adjectives else row["name"])
    for form in (row["name"], *_split(row["other_names"])):
        places.names[form] = code
    for target, column in (
        (places.adjectives, "adjectives"),
        (places.peoples, "people"),
        (places.capitals, "capital"),
        (places.seats, "seat"),
    ):
        target.update(dict.fromkeys(_split(row[column]), code))


def _fill_bodies(places: Places) -> None:
    for row in lexicons.load("organisations", "actor", "name", "other_names", "type", "country", "part_of"):
        body = Body(row["actor"], row["name"], row["type"], row["country"] or None, row["part_of"] or None)
        for form in (row["name"], *_split(row["other_names"])):
            places.bodies[form] = (*places.bodies.get(form, ()), body)
    for row in lexicons.load("metonyms", "form", "actor", "name", "type", "country", "part_of", "from", "to"):
        since, until = _year(row["from"]), _year(row["to"])
        body = Body(
            row["actor"], row["name"], row["type"], row["country"] or None, row["part_of"] or None, since, until
        )
        places.metonyms[row["form"]] = (*places.metonyms.get(row["form"], ()), body)


@lru_cache(maxsize=1)
def known() -> Places:
    """Give the gazetteer that comes with the toolkit.

    Returns
    -------
    Places
        Shared: do not change it.

    Examples
    --------
    >>> known().adjectives["Danish"], known().seats["Kremlin"]
    ('DNK', 'RUS')
    """
    places = Places()
    for row in lexicons.load("countries", "iso3", "name", "other_names", "adjectives", "people", "capital", "seat"):
        _fill_state(places, row)
    _fill_bodies(places)
    return places


def add_state(places: Places, state: State, adjectives: tuple[str, ...], peoples: tuple[str, ...]) -> Places:
    """Add a state that is not in the gazetteer; the one given is not changed.

    Examples
    --------
    >>> norvania = State("norvania", "Norvania", None, "Norvanian")
    >>> add_state(known(), norvania, ("Norvanian",), ("Norvanians",)).peoples["Norvanians"]
    'norvania'
    """
    return replace(
        places,
        states={**places.states, state.code: state},
        names={**places.names, state.name: state.code},
        adjectives={**places.adjectives, **dict.fromkeys(adjectives, state.code)},
        peoples={**places.peoples, **dict.fromkeys(peoples, state.code)},
    )


def _cased(form: str) -> str:
    """Undo capitals ("NEW ZEALAND"), but leave what may be an acronym."""
    return form.title() if form.isupper() and len(form) > 4 else form


def look_up(table: dict[str, str], form: str) -> str | None:
    """Find a form in one of the tables of `Places`, written in capitals or not.

    Examples
    --------
    >>> look_up(known().names, "GERMANY"), look_up(known().names, "germany")
    ('DEU', None)
    """
    form = re.sub(r"^[Tt]he ", "", form)
    return table.get(form) or table.get(_cased(form))
