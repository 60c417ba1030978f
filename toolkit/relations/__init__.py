"""Who does what to whom: a verb lexicon over the dependency parse.

Acts are found where a verb or a noun of the word lists joins two actors that are known; who only stands near an act,
and a place where it happens, is no party. What somebody says of an act is kept with it: in whose words it stands, and
how far it is said to hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.dates import TimeExpression, find_times
from toolkit.encoder import Seen
from toolkit.language import ParsedDocument
from toolkit.records import RELATION_TYPES, Actor, Attribution, Mention, Relation
from toolkit.relations.circumstances import evidence, innermost, when
from toolkit.relations.events import Event
from toolkit.relations.headlines import headline_events
from toolkit.relations.modality import modality
from toolkit.relations.nouns import noun_events
from toolkit.relations.places import Couple, Index, Party, index, named
from toolkit.relations.reading import opinions, reviewed, unlisted
from toolkit.relations.references import makers
from toolkit.relations.speech import addressed, cue_tokens, derived, speaker
from toolkit.relations.threats import as_threat, lineage
from toolkit.relations.verbs import verb_events

__all__ = ["extract"]

#: Below this the way from the words to the parties is too long to be trusted.
_LEAST = 0.35


def _events(parsed: ParsedDocument, found: Index, cues: Mapping[tuple[int, int], Party]) -> Iterator[Event]:
    for number, segment in enumerate(parsed.parsed):
        yield from headline_events(found, number, segment.doc)
        for token in segment.doc:
            if token.pos_ in ("VERB", "AUX"):
                yield from verb_events(found, number, token, cues.get((number, token.i)))
            elif token.pos_ in ("NOUN", "PROPN"):
                yield from noun_events(found, number, token)


def _said(
    parsed: ParsedDocument, found: Index, attributions: Sequence[Attribution], mentions: Sequence[Mention]
) -> Iterator[Event]:
    for attribution in attributions:
        yield from addressed(parsed, found, attribution, mentions)
        yield from derived(parsed, found, attribution, mentions)


def _cues(
    parsed: ParsedDocument, attributions: Sequence[Attribution], mentions: Sequence[Mention]
) -> dict[tuple[int, int], Party]:
    """Give the speaker for each cue word, for cues whose subject the parse does not show."""
    found: dict[tuple[int, int], Party] = {}
    for attribution in attributions:
        source = speaker(parsed, attribution, mentions)
        for number, words in cue_tokens(parsed, attribution) if source is not None else ():
            found.update({(number, word.i): source for word in words if source is not None})
    return found


def _opposed(events: Sequence[Event], actors: Mapping[str, Actor]) -> list[Event]:
    """Keep the hostile acts of the two sides that are opposed to each other, or of the only two that are opposed."""
    way = {e: (lineage(e.source.actor, actors)[-1], lineage(e.target.actor, actors)[-1]) for e in events}
    ways = set(way.values())
    both = {frozenset(pair) for pair in ways if pair[::-1] in ways}
    pairs = both or {frozenset(pair) for pair in ways}
    return [e for e in events if frozenset(way[e]) in pairs] if len(pairs) == 1 else []


def _couples(events: Sequence[Event], actors: Mapping[str, Actor]) -> tuple[Couple, ...]:
    """List who was joined in an act where, in reading order, for ``both sides`` further on.

    Acts done together (a meeting, a clash) count before conflict; friendly one-sided acts do not count.
    """
    equal = [e for e in events if len({actors[p.actor].type == "person" for p in (e.source, e.target)}) == 1]
    mutual = [e for e in equal if e.mutual and e.source.token.i < e.target.token.i]
    chosen = mutual or _opposed([e for e in equal if e.said is None and e.polarity < 0], actors)
    found = (Couple(e.segment, e.trigger.i, (e.source, e.target), e.mutual) for e in chosen)
    return tuple(sorted(found, key=lambda couple: couple[:2]))


def _weight(event: Event) -> float:
    return event.source.weight * event.target.weight


def _deed(event: Event) -> tuple[int, int, str, str]:
    return event.segment, event.trigger.i, event.source.actor, event.target.actor


def _kept(found: Index, events: Iterable[Event], known: Mapping[str, Actor]) -> list[Event]:
    """Keep events between two different known actors, and a derived one only where no verb tells the same.

    That somebody is spoken to is nothing of its own where the same word says what is done to him by it.
    """
    usable = [e for e in events if e.source.actor in known and e.target.actor in known]
    usable = [e for e in usable if e.source.actor != e.target.actor and _weight(e) >= _LEAST]
    done = {_deed(e) for e in usable if e.type != "address"}
    usable = [e for e in usable if e.type != "address" or _deed(e) not in done]
    best: dict[tuple[object, ...], Event] = {}
    for event in sorted(usable, key=lambda e: e.said is not None):
        place = (event.segment, event.source.actor, event.target.actor, event.type)
        sentence = (*place, found.sentence(event.segment, event.trigger))
        if not (event.said is not None and sentence in best):
            best.setdefault((*place, event.trigger.i, "word"), event)
            best.setdefault(sentence, event)
    return [event for where, event in best.items() if where[-1] == "word"]


@dataclass(frozen=True)
class _Context:
    """What stands around the acts of a document: mentions by token and id, actors, attributions, times by segment."""

    found: Index
    actors: Mapping[str, Actor]
    mentions: Mapping[str, Mention]
    attributions: Sequence[Attribution]
    times: Mapping[int, Sequence[TimeExpression]]


def _context(
    parsed: ParsedDocument,
    found: Index,
    events: Sequence[Event],
    actors: Mapping[str, Actor],
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
) -> _Context:
    numbers = sorted({event.segment for event in events})
    published = parsed.document.published
    times = {n: find_times(parsed.parsed[n].doc.text, published) for n in numbers}
    return _Context(found, actors, {m.mention_id: m for m in mentions}, attributions, times)


def _threat(parsed: ParsedDocument, event: Event, context: _Context) -> tuple[Event, ...]:
    offset = parsed.parsed[event.segment].segment.start
    return as_threat(event, innermost(event, offset, context.attributions), context.actors)


def _relation(parsed: ParsedDocument, event: Event, context: _Context) -> Relation:
    offset = parsed.parsed[event.segment].segment.start
    start, end = evidence(event, context.mentions, offset)
    within = innermost(event, offset, context.attributions)
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
        source_mention=named(context.found, event.segment, event.source, context.mentions) or None,
        target_mention=named(context.found, event.segment, event.target, context.mentions) or None,
        type=event.type,
        quad=RELATION_TYPES[event.type],
        polarity=event.polarity,
        verb=event.verb,
        modality=how,
        evidence_start=start,
        evidence_end=end,
        reported_by=within.source_actor if within is not None else None,
        attribution_id=event.said or (within.attribution_id if within is not None else None),
        date=when(event, context.times[event.segment]),
        confidence=round(_weight(event), 2),
    )


def _order(relation: Relation) -> tuple[int, int, str, str, str]:
    return (relation.evidence_start, relation.evidence_end, relation.type, relation.source_actor, relation.target_actor)


def extract(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    actors: Sequence[Actor],
    attributions: Sequence[Attribution],
    *,
    seen: Seen | None = None,
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
    seen : Seen, optional
        What the encoder saw of the document (`encoder.see`). With it the trained reader has a second look at every
        pair of actors in a sentence: it may drop an act that is neutral, correct its type, or add one that no list has.

    Returns
    -------
    tuple of Relation
        ``r0001``, ``r0002``, ... in the order of their evidence. Both parties are actors of `actors` and differ; an
        act whose doer or target is not known gives no relation. An act done together gives both directions (X and Y
        met, talks between X and Y, on each other); X met Y gives X to Y. An act of speech that follows from a content
        (a demand, blame, praise, a threat) has the `attribution_id` of that content and is not reported by its speaker.
        Where a pronoun is the party and its actor is named before it in the sentence, the mention is that name.

    Notes
    -----
    A demand, a threat and a refusal are asserted: they were made. The deed that is asked of somebody is demanded, the
    hostile deed that somebody threatens to do is threatened: rows of their own, beside that of the demand or threat. A
    deed that is hoped for, weighed or made a condition is hypothetical, and so is one that ought to be done. A hostile
    deed that somebody of the doer's own side says could be done is a threat; the side is known by `part_of`.
    *The offer*, *the note* stand for whoever made them before, where that is one actor.

    Examples
    --------
    >>> from toolkit.language import ParsedDocument
    >>> from toolkit.records import Document
    >>> extract(ParsedDocument(Document("d1", ""), (), ()), [], [], [])
    ()
    """
    known = {actor.actor_id: actor for actor in actors}
    usable = [m for m in mentions if m.actor_id is None or m.actor_id in known]
    found = index(parsed, usable)
    cues = _cues(parsed, attributions, usable)
    told = _kept(found, _events(parsed, found, cues), known)
    found = replace(found, couples=_couples(told, known), makers=makers(parsed, found, told))
    events = _kept(found, [*_events(parsed, found, cues), *_said(parsed, found, attributions, usable)], known)
    if seen is not None:
        views = opinions(parsed, seen, [m for m in usable if m.actor_id is not None])
        events = reviewed(events, views)
        events = _kept(found, [*events, *unlisted(parsed, found, views, events)], known)
    context = _context(parsed, found, events, known, usable, attributions)
    acts = (each for event in events for each in _threat(parsed, event, context))
    relations = sorted((_relation(parsed, act, context) for act in acts), key=_order)
    return tuple(replace(r, relation_id=f"r{n:04d}") for n, r in enumerate(relations, start=1))
