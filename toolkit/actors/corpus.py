"""One table of actors for a whole corpus."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from toolkit.actors.aliases import Aliases, id_of
from toolkit.actors.places import Body, known
from toolkit.records import Actor

__all__ = ["merge"]


def _best(values: Sequence[str | None]) -> str | None:
    """Give the longest value, of several the first in the alphabet, so that the order of documents does not matter."""
    present = sorted({value for value in values if value}, key=lambda value: (-len(value), value))
    return present[0] if present else None


#: What a name is where documents differ: what only some texts make known wins.
_TYPES = ("state", "government", "party", "institution", "person", "organisation", "group")


def _best_type(types: Iterable[str]) -> str:
    return min(types, key=lambda kind: (_TYPES.index(kind) if kind in _TYPES else len(_TYPES), kind))


def merge(actors: Iterable[Actor], *, aliases: Mapping[str, str] | None = None) -> tuple[Actor, ...]:
    """Unite the actors of many documents: one row per `actor_id`.

    Parameters
    ----------
    actors : iterable of Actor
        Actors in any order, also such as were merged before.
    aliases : mapping, optional
        The user's corrections, as `read_aliases` gives them. What they say of an actor (name, type, country, whole)
        wins over what the documents do.

    Returns
    -------
    tuple of Actor
        Sorted by `actor_id`. `forms` are all forms. Where documents differ, the longest value is taken (of equally
        long ones the first in the alphabet; of types a state before a government, party, institution, person,
        organisation, group, with the name, role and whole of such), so that the result depends on neither order nor
        grouping.

    Examples
    --------
    >>> one = Actor("quist", "Quist", "person", role="mayor", forms=("Quist",))
    >>> two = Actor("quist", "Quist", "person", role="Norvanian mayor", forms=("Ms Quist",))
    >>> merge([one, two])[0].forms, merge([two, one])[0].role
    (('Ms Quist', 'Quist'), 'Norvanian mayor')
    """
    rows: dict[str, list[Actor]] = {}
    for actor in actors:
        rows.setdefault(actor.actor_id, []).append(actor)
    told = aliases.told if isinstance(aliases, Aliases) else {}
    united = (_united(actor_id, rows[actor_id]) for actor_id in sorted(rows))
    return tuple(_as_told(actor, told[actor.actor_id]) if actor.actor_id in told else actor for actor in united)


def _as_told(actor: Actor, said: Body) -> Actor:
    """Enter what the user says of an actor."""
    return replace(
        actor,
        name=said.name or actor.name,
        type=said.type or actor.type,
        country=said.country or actor.country,
        part_of=id_of(said.part_of, known()) if said.part_of else actor.part_of,
    )


def _united(actor_id: str, same: list[Actor]) -> Actor:
    kind = _best_type(a.type for a in same)
    alike = [a for a in same if a.type == kind]
    return Actor(
        actor_id,
        _best([a.name for a in alike]) or actor_id,
        kind,
        _best([a.country for a in same]),
        _best([a.role for a in alike]),
        _best([a.part_of for a in alike]),
        tuple(sorted({form for a in same for form in a.forms})),
    )
