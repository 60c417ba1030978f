"""Link attributions to actors: who says it, to whom, for whom, and who is spoken of."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actors.sources import MentionIndex
from toolkit.actors.speaking import speakers
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Actor, Attribution, Mention, Span, Target

if TYPE_CHECKING:
    from spacy.tokens import Token

    from toolkit.actors.resolve import Resolution

__all__ = ["link", "targets"]

_OF_SPOKESPERSON = re.compile(r"\b(?:spokes(?:man|woman|person|people|men)|press office|lawyers?|on behalf of)\b")
_NOT_TOLD = frozenset(("compare", "liken", "accord", "refer", "object", "agree", "point"))


def _cue_verb(segment: ParsedSegment, attribution: Attribution) -> "Token | None":
    if not attribution.cue_spans:
        return None
    tokens = segment.tokens(attribution.cue_spans[0])
    return tokens.root if tokens is not None else None


def _addressee(index: MentionIndex, actors: Sequence[str | None], attribution: Attribution) -> str | None:
    """Find who is told: the object of *tell*, what stands after *to*, to whom a letter is."""
    segment = index.at(attribution.cue_spans[0].start) if attribution.cue_spans else None
    verb = _cue_verb(segment, attribution) if segment is not None else None
    if segment is None or verb is None:
        return None
    for child in verb.children:
        number = None
        if child.dep_ in ("dobj", "dative") and verb.lemma_ in vocab("telling_verb"):
            number = index.headed_by(segment, child)
        elif child.dep_ in ("prep", "dative") and child.lower_ in ("to", "at") and verb.lemma_ not in _NOT_TOLD:
            number = index.object_of(segment, child)
        if number is not None and not _inside(index.mentions[number], attribution.source_spans):
            return actors[number]
    letter = _along(index, segment, verb, "to")
    return actors[letter] if letter is not None else _below_listening(index, actors, segment, verb)


def _along(index: MentionIndex, segment: ParsedSegment, verb: "Token", preposition: str) -> int | None:
    """Find whom a letter or message beside a verb is to or from ("in a letter to the council", "a message from X")."""
    beside = [c for c in verb.children if c.dep_ == "dobj"]
    beside += [
        o for c in verb.children if c.dep_ == "prep" and c.lower_ == "in" for o in c.children if o.dep_ == "pobj"
    ]
    for writing in beside:
        if writing.lemma_.casefold() in vocab("writing"):
            for child in writing.subtree:
                if child.dep_ in ("prep", "dative") and child.lower_ == preposition:
                    return index.object_of(segment, child)
    return None


def _below_listening(
    index: MentionIndex, actors: Sequence[str | None], segment: ParsedSegment, verb: "Token"
) -> str | None:
    """Find the addressee that the parser took for the subject of what is asked ("urged the council to act")."""
    if verb.lemma_ not in vocab("telling_verb"):
        return None
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp"):
            for subject in child.children:
                if subject.dep_ == "nsubj" and any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
                    number = index.headed_by(segment, subject)
                    return actors[number] if number is not None else None
    return None


def _inside(mention: Mention, spans: Iterable[Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _behalf(
    index: MentionIndex, actors: Sequence[str | None], attribution: Attribution, actor: Actor | None, text: str
) -> str | None:
    """Tell for whom a source speaks: a spokesperson for what it belongs to, a messenger for the sender."""
    segment = index.at(attribution.cue_spans[0].start) if attribution.cue_spans else None
    verb = _cue_verb(segment, attribution) if segment is not None else None
    sender = _along(index, segment, verb, "from") if segment is not None and verb is not None else None
    if sender is not None and actor is not None and actors[sender] not in (None, actor.actor_id):
        return actors[sender]
    if actor is None or actor.part_of is None:
        return None
    words = " ".join((text, actor.role or "", actor.name)).casefold()
    return actor.part_of if _OF_SPOKESPERSON.search(words) else None


def link(
    parsed: ParsedDocument, attributions: Sequence[Attribution], resolution: "Resolution"
) -> tuple[Attribution, ...]:
    """Fill in who says it (`source_actor`), to whom (`addressee_actor`) and for whom (`on_behalf_of`).

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    attributions : sequence of Attribution
        Its attributions.
    resolution : Resolution
        What `resolve` gave for it.

    Returns
    -------
    tuple of Attribution
        The same attributions in the same order. A quotation that continues another has its speaker; one without
        source and cue has the one that the text around it names; None where the text does not tell.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.actors import find_mentions, resolve
    >>> from toolkit.records import Attribution, Document, Segment, Span
    >>> document = Document("d", "Marla Quist told Peter Hale that it was late.")
    >>> parsed = language.parse(document, [Segment("d", "s1", "body", 0, 45)], language.load())
    >>> said = Attribution("d", "a1", "indirect", "speech", (Span(0, 11),), (Span(12, 16),), (Span(28, 44),))
    >>> linked = link(parsed, [said], resolve(parsed, find_mentions(parsed), [said]))
    >>> linked[0].source_actor, linked[0].addressee_actor
    ('marla_quist', 'peter_hale')
    """
    index = MentionIndex(parsed, resolution.mentions)
    actors = [mention.actor_id for mention in resolution.mentions]
    by_id = {actor.actor_id: actor for actor in resolution.actors}
    ordered = sorted(attributions, key=lambda a: (a.content_spans, a.attribution_id))
    found = speakers(index, actors, ordered)
    linked = []
    for attribution in attributions:
        source = found.get(attribution.attribution_id)
        addressee = _addressee(index, actors, attribution)
        text = " ".join(parsed.text(span) for span in attribution.source_spans)
        linked.append(
            replace(
                attribution,
                source_actor=source,
                addressee_actor=addressee if addressee != source else None,
                on_behalf_of=_behalf(index, actors, attribution, by_id.get(source or ""), text),
            )
        )
    return tuple(linked)


def targets(
    attributions: Sequence[Attribution], mentions: Sequence[Mention], actors: Sequence[Actor]
) -> tuple[Target, ...]:
    """List the actors that are spoken of inside each content.

    Parameters
    ----------
    attributions : sequence of Attribution
        Linked attributions of one document.
    mentions : sequence of Mention
        Its resolved mentions.
    actors : sequence of Actor
        Its actors; mentions of others are left out.

    Returns
    -------
    tuple of Target
        One row per attribution and actor, with the first mention of it there; the source itself is left out.
        `stance` and `confidence` are None.

    Examples
    --------
    >>> from toolkit.records import Actor, Attribution, Mention, Span
    >>> said = Attribution("d", "a1", "indirect", "speech", (), (), (Span(10, 30),), source_actor="marla_quist")
    >>> named = [Mention("d", "m1", 12, 20, "Norvania", "name", "norvania")]
    >>> [t.actor_id for t in targets([said], named, [Actor("norvania", "Norvania", "state")])]
    ['norvania']
    """
    known = {actor.actor_id for actor in actors}
    ordered = sorted((m for m in mentions if m.actor_id in known), key=lambda m: (m.start, -m.end))
    starts = [mention.start for mention in ordered]
    found: list[Target] = []
    for attribution in sorted(attributions, key=lambda a: a.attribution_id):
        seen = {attribution.source_actor}
        for span in attribution.content_spans:
            for mention in _within(ordered, starts, span):
                if mention.actor_id is not None and mention.actor_id not in seen:
                    seen.add(mention.actor_id)
                    found.append(
                        Target(attribution.doc_id, attribution.attribution_id, mention.actor_id, mention.mention_id)
                    )
    return tuple(found)


def _within(ordered: Sequence[Mention], starts: Sequence[int], span: Span) -> list[Mention]:
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    return [m for m in ordered[first:last] if m.end <= span.end]
