"""One table of actors for a whole corpus."""

from collections.abc import Iterable, Sequence

from toolkit.records import Actor

__all__ = ["merge"]


def _best(values: Sequence[str | None]) -> str | None:
    """Give the longest value, of several the first in the alphabet, so that the order of documents does not matter."""
    present = sorted({value for value in values if value}, key=lambda value: (-len(value), value))
    return present[0] if present else None


def merge(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Unite the actors of many documents: one row per `actor_id`.

    Parameters
    ----------
    actors : iterable of Actor
        Actors in any order, also such as were merged before.

    Returns
    -------
    tuple of Actor
        Sorted by `actor_id`. `forms` are all forms. Where documents differ, the longest value is taken (of equally
        long ones the first in the alphabet), so that the result depends on neither order nor grouping.

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
    return tuple(_united(actor_id, rows[actor_id]) for actor_id in sorted(rows))


def _united(actor_id: str, same: list[Actor]) -> Actor:
    return Actor(
        actor_id,
        _best([a.name for a in same]) or actor_id,
        _best([a.type for a in same]) or "organisation",
        _best([a.country for a in same]),
        _best([a.role for a in same]),
        _best([a.part_of for a in same]),
        tuple(sorted({form for a in same for form in a.forms})),
    )
