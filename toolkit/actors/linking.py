"""Link attributions to actors: who says it, to whom, for whom, and who is spoken of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actors.sources import WRITINGS, MentionIndex
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Actor, Attribution, Mention, Span, Target

if TYPE_CHECKING:
    from spacy.tokens import Token

    from toolkit.actors.resolve import Resolution

__all__ = ["link", "speakers", "targets"]

_LISTENED = frozenset(
    "tell inform remind assure advise notify ask urge warn beg implore implored instruct order request brief".split()
)
_OF_SPOKESPERSON = re.compile(r"\b(?:spokes(?:man|woman|person|people|men)|press office|lawyers?|on behalf of)\b")
_EDGES = " \t\n\u00a0\"'“”‘’«».,;:!?—–-()[]"


def _plain_content(attribution: Attribution, text: str) -> str:
    return " ".join(text[s.start : s.end].strip(_EDGES).casefold() for s in attribution.content_spans)


def _paragraph(parsed: ParsedDocument, position: int) -> int:
    """Number the parsed segment that holds a position, -1 if none does."""
    found = parsed.at(position)
    return parsed.parsed.index(found) if found is not None else -1


def speakers(index: MentionIndex, actors: Sequence[str | None], attributions: Sequence[Attribution]) -> dict[str, str]:
    """Find the actor behind each attribution.

    Parameters
    ----------
    index : MentionIndex
        The mentions of the document.
    actors : sequence of str or None
        The actor of each of them.
    attributions : sequence of Attribution
        In the order of their contents.

    Returns
    -------
    dict
        Attribution id -> actor id, for those that have one.
    """
    found: dict[str, str] = {}
    for attribution in attributions:
        number = index.source(attribution)
        actor = actors[number] if number is not None else None
        if actor is None and attribution.source_spans:
            actor = _author_before(index, attribution, attributions, found)
        if actor is not None:
            found[attribution.attribution_id] = actor
    _continue(attributions, found)
    _unsourced(index, actors, attributions, found)
    _continue(attributions, found)
    return found


def _continue(attributions: Sequence[Attribution], found: dict[str, str]) -> None:
    """Give quotations that go on from another its speaker."""
    by_id = {a.attribution_id: a for a in attributions}
    for attribution in attributions:
        at, seen = attribution, set()
        while at.attribution_id not in found and at.continues in by_id and at.attribution_id not in seen:
            if at.source_spans:
                break
            seen.add(at.attribution_id)
            at = by_id[str(at.continues)]
        if at.attribution_id in found and not attribution.source_spans:
            found.setdefault(attribution.attribution_id, found[at.attribution_id])


def _author_before(
    index: MentionIndex, attribution: Attribution, attributions: Sequence[Attribution], found: Mapping[str, str]
) -> str | None:
    """Find the author of "the letter" in the attribution before it whose sentence first tells of a letter."""
    span = attribution.source_spans[0]
    segment = index.parsed.at(span.start)
    tokens = segment.tokens(span) if segment is not None else None
    if tokens is None or tokens.root.lemma_.casefold() not in WRITINGS:
        return None
    word = re.compile(rf"\b{re.escape(tokens.root.text)}\b", re.IGNORECASE)
    earlier = [a for a in attributions if a.attribution_id in found and a.content_spans[0].start < span.start]
    for other in reversed(earlier[-6:]):
        place = index.parsed.at(other.content_spans[0].start)
        around = place.tokens(other.content_spans[0]) if place is not None else None
        if around is not None and word.search(around.root.sent.text + " " + around[0].sent.text):
            return found[other.attribution_id]
    return None


def _unsourced(
    index: MentionIndex, actors: Sequence[str | None], attributions: Sequence[Attribution], found: dict[str, str]
) -> None:
    """Give quotations without source and cue a speaker where the text around them tells who it is."""
    text = index.parsed.document.text
    said: dict[str, str] = {}
    for attribution in attributions:
        if attribution.attribution_id in found:
            for span in attribution.content_spans:
                said.setdefault(text[span.start : span.end].strip(_EDGES).casefold(), found[attribution.attribution_id])
    for attribution in attributions:
        if attribution.attribution_id in found or attribution.source_spans or attribution.cue_spans:
            continue
        content = _plain_content(attribution, text)
        actor = _said_elsewhere(content, said) or _free_quote(index, actors, attribution, attributions, found)
        if actor is not None:
            found[attribution.attribution_id] = actor


def _said_elsewhere(content: str, said: Mapping[str, str]) -> str | None:
    """Find who says the words of a headline or subhead in the body."""
    if len(content.split()) < 3:
        return None
    actors = sorted({actor for words, actor in said.items() if content in words})
    return actors[0] if len(actors) == 1 else None


def _free_quote(
    index: MentionIndex, actors: Sequence[str | None], attribution: Attribution, attributions: Sequence[Attribution],
    found: Mapping[str, str],
) -> str | None:  # fmt: skip
    """Find the speaker of a quotation that stands as a sentence of its own, in the sentence or paragraph before it."""
    start = attribution.content_spans[0].start
    segment = index.parsed.at(start)
    if segment is None or segment.segment.role != "body" or attribution.kind != "direct":
        return None
    subject = _subject_before(index, actors, segment, start)
    if subject is not None:
        return subject
    before = [a for a in attributions if a.content_spans[0].start < start and a.attribution_id in found]
    if not before:
        return None
    last = max(before, key=lambda a: (max(s.end for s in (*a.content_spans, *a.source_spans)), a.attribution_id))
    here, there = _paragraph(index.parsed, start), _paragraph(index.parsed, last.content_spans[0].start)
    return found[last.attribution_id] if 0 <= here - there <= 1 else None


def _subject_before(
    index: MentionIndex, actors: Sequence[str | None], segment: ParsedSegment, start: int
) -> str | None:
    """Find the person or body that is the subject of the sentence before a position in the same paragraph."""
    tokens = segment.tokens(Span(start, start + 1))
    if tokens is None:
        return None
    sentence = tokens[0].sent
    earlier = [s for s in segment.doc.sents if s.end <= sentence.start]
    if not earlier:
        return None
    for token in earlier[-1].root.children:
        if token.dep_ == "nsubj":
            number = index.headed_by(segment, token)
            return actors[number] if number is not None else None
    return None


def _cue_verb(segment: ParsedSegment, attribution: Attribution) -> "Token | None":
    if not attribution.cue_spans:
        return None
    tokens = segment.tokens(attribution.cue_spans[0])
    return tokens.root if tokens is not None else None


def _addressee(index: MentionIndex, actors: Sequence[str | None], attribution: Attribution) -> str | None:
    if not attribution.cue_spans:
        return None
    segment = index.parsed.at(attribution.cue_spans[0].start)
    verb = _cue_verb(segment, attribution) if segment is not None else None
    if segment is None or verb is None:
        return None
    for child in verb.children:
        number = None
        if child.dep_ in ("dobj", "dative") and verb.lemma_ in _LISTENED:
            number = index.headed_by(segment, child)
        elif child.dep_ == "nsubj" and False:
            continue
        elif child.dep_ in ("prep", "dative") and child.lower_ in ("to", "at") and verb.lemma_ not in ("compare", "liken"):
            number = next((index.headed_by(segment, c) for c in child.children if c.dep_ == "pobj"), None)
        if number is not None and not _inside(index.mentions[number], attribution.source_spans):
            return actors[number]
    return _below_listening(index, actors, segment, verb)


def _below_listening(
    index: MentionIndex, actors: Sequence[str | None], segment: ParsedSegment, verb: "Token"
) -> str | None:
    """Find the addressee that the parser took for the subject of what is asked ("urged the council to act")."""
    if verb.lemma_ not in _LISTENED:
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


def _behalf(index: MentionIndex, attribution: Attribution, actor: Actor | None, text: str) -> str | None:
    """Tell for whom a source speaks: a spokesperson for what it belongs to."""
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
                on_behalf_of=_behalf(index, attribution, by_id.get(source or ""), text),
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
    from bisect import bisect_left

    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    return [m for m in ordered[first:last] if m.end <= span.end]
