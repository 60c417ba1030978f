"""Deeds that their own side says it could do: our ports could be closed to them is a threat, not a deed."""

from collections.abc import Mapping
from dataclasses import replace

from toolkit.records import POLARITY, Actor, Attribution
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, conditional
from toolkit.relations.negation import is_negated

__all__ = ["as_threat", "lineage"]

_POSSIBLE = frozenset({"could", "may", "might"})
_FUTURE = frozenset({"will", "would", "'ll", "’ll", "shall"})
_DEEDS = frozenset({"sanction", "coerce", "assault", "mobilize", "protest", "reject"})


def lineage(actor: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """Give an actor and all that it is part of, the smallest first.

    Examples
    --------
    >>> people = {"quist": Actor("quist", "Marla Quist", "person", part_of="norvania")}
    >>> lineage("quist", people)
    ('quist', 'norvania')
    """
    found: list[str] = []
    above: str | None = actor
    while above is not None and above not in found:
        found.append(above)
        above = actors[above].part_of if above in actors else None
    return tuple(found)


def as_threat(event: Event, within: Attribution | None, actors: Mapping[str, Actor]) -> tuple[Event, ...]:
    """Read a hostile deed as a threat where somebody of the doer's own side says that it may be done.

    Parameters
    ----------
    event : Event
        The deed.
    within : Attribution or None
        In whose words it stands.
    actors : mapping of str to Actor
        The document's actors by id.

    Returns
    -------
    tuple of Event
        A threat made by that attribution, and the deed as threatened: with *could*, *may*, *might*, or with *will* and
        a condition. Else the event alone.
    """
    verb = event.trigger
    if within is None or within.source_actor is None or within.attitude != "speech" or within.negated:
        return (event,)
    if event.said is not None or event.type not in _DEEDS or event.modality is not None or verb.pos_ != "VERB":
        return (event,)
    helpers = {c.lower_ for c in children(verb, "aux")}
    hangs = any(conditional(c) for c in children(verb, "advcl"))
    open_ = helpers & _POSSIBLE or (helpers & _FUTURE and hangs)
    if not open_ or is_negated(verb) or conditional(verb) or within.speech_act == "denial":
        return (event,)
    if not set(lineage(within.source_actor, actors)) & set(lineage(event.source.actor, actors)):
        return (event,)
    name = f"threaten to {event.verb}"
    threat = replace(
        event,
        type="threaten",
        polarity=POLARITY["threaten"],
        verb=name,
        modality="asserted",
        said=within.attribution_id,
    )
    return threat, replace(event, modality="threatened")
