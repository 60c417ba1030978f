"""Who does what to whom: a verb lexicon over the dependency parse.

Acts are found where a verb or a noun of the word lists joins two actors that are known; who only stands near an act,
and a place where it happens, is no party. What somebody says of an act is kept with it: in whose words it stands, and
how far it is said to hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.language import ParsedDocument
from toolkit.records import RELATION_TYPES, Actor, Attribution, Mention, Relation
from toolkit.relations.circumstances import evidence, innermost, modality
from toolkit.relations.events import Event, noun_events, verb_events
from toolkit.relations.parties import Index, index
from toolkit.relations.speech import addressed, derived

__all__ = ["extract"]


def _events(parsed: ParsedDocument, found: Index) -> Iterator[Event]:
    for number, segment in enumerate(parsed.parsed):
        for token in segment.doc:
            if token.pos_ in ("VERB", "AUX"):
                yield from verb_events(found, number, token)
            elif token.pos_ in ("NOUN", "PROPN"):
                yield from noun_events(found, number, token)


def _said(
    parsed: ParsedDocument, found: Index, attributions: Sequence[Attribution], mentions: Sequence[Mention]
) -> Iterator[Event]:
    for attribution in attributions:
        yield from addressed(parsed, attribution, mentions)
        yield from derived(parsed, found, attribution, mentions)


def _relation(parsed: ParsedDocument, event: Event, attributions: Sequence[Attribution]) -> Relation:
    segment = parsed.parsed[event.segment].segment
    start, end = (segment.start + position for position in evidence(event))
    within = innermost(segment.start + event.trigger.idx, attributions)
    published = parsed.document.published
    how = modality(
        event,
        denied=within is not None and within.speech_act == "denial",
        published_year=published.year if published is not None else None,
    )
    return Relation(
        doc_id=parsed.document.doc_id,
        relation_id="r0000",
        source_actor=event.source.actor,
        target_actor=event.target.actor,
        source_mention=event.source.mention or None,
        target_mention=event.target.mention or None,
        type=event.type,
        quad=RELATION_TYPES[event.type],
        polarity=event.polarity,
        verb=event.verb,
        modality=how,
        evidence_start=start,
        evidence_end=end,
        reported_by=within.source_actor if within is not None else None,
        attribution_id=within.attribution_id if within is not None else None,
        confidence=round(event.source.weight * event.target.weight, 2),
    )


def _order(relation: Relation) -> tuple[int, int, str, str, str]:
    return (relation.evidence_start, relation.evidence_end, relation.type, relation.source_actor, relation.target_actor)


def _unique(relations: Sequence[Relation]) -> Iterator[Relation]:
    seen: set[tuple[str, str, str, int]] = set()
    for relation in relations:
        same = (relation.source_actor, relation.target_actor, relation.type, relation.evidence_start)
        if same not in seen:
            seen.add(same)
            yield relation


def extract(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    actors: Sequence[Actor],
    attributions: Sequence[Attribution],
) -> tuple[Relation, ...]:
    """Find who does what to whom in a document.

    Parameters
    ----------
    parsed : ParsedDocument
        The document and its parse.
    mentions : sequence of Mention
        Its mentions; those without an actor bring in nobody. Their order does not matter.
    actors : sequence of Actor
        The actors that mentions refer to.
    attributions : sequence of Attribution
        Its attributions, with source and addressee where known.

    Returns
    -------
    tuple of Relation
        ``r0001``, ``r0002``, ... in the order of their evidence. Both parties are actors of `actors` and differ; an
        act whose doer or target is not known gives no relation. A symmetric act (a meeting) gives both directions.

    Examples
    --------
    >>> from toolkit.language import ParsedDocument
    >>> from toolkit.records import Document
    >>> extract(ParsedDocument(Document("d1", ""), (), ()), [], [], [])
    ()
    """
    known = {actor.actor_id for actor in actors}
    usable = [m for m in mentions if m.actor_id is None or m.actor_id in known]
    found = index(parsed, usable)
    events = [*_events(parsed, found), *_said(parsed, found, attributions, usable)]
    kept = [
        e for e in events if e.source.actor in known and e.target.actor in known and e.source.actor != e.target.actor
    ]
    relations = sorted((_relation(parsed, event, attributions) for event in kept), key=_order)
    return tuple(replace(r, relation_id=f"r{n:04d}") for n, r in enumerate(_unique(relations), start=1))
