"""Who is behind each attribution: by its source, by the one it goes on from, by the text around it."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from toolkit.actors.sources import MentionIndex
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedSegment
from toolkit.records import Attribution, Span

__all__ = ["speakers"]

_EDGES = " \t\n\u00a0\"'“”‘’«».,;:!?—–-()[]"


def _plain_content(attribution: Attribution, text: str) -> str:
    return " ".join(text[s.start : s.end].strip(_EDGES).casefold() for s in attribution.content_spans)


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


def _earlier(attributions: Sequence[Attribution], attribution: Attribution) -> list[Attribution]:
    """Give the attributions that begin before another, the nearest first, a dozen at most."""
    end = bisect_left(attributions, attribution.content_spans, key=lambda a: a.content_spans)
    return list(reversed(attributions[max(0, end - 12) : end]))


def _author_before(
    index: MentionIndex, attribution: Attribution, attributions: Sequence[Attribution], found: Mapping[str, str]
) -> str | None:
    """Find the author of "the letter" in the attribution before it whose sentence first tells of a letter."""
    span = attribution.source_spans[0]
    segment = index.at(span.start)
    tokens = index.tokens(span) if segment is not None else None
    if tokens is None or tokens.root.lemma_.casefold() not in vocab("writing") or tokens.root.tag_ != "NN":
        return None
    if tokens[0].lower_ not in ("the", "this", "that"):
        return None
    word = re.compile(rf"\b{re.escape(tokens.root.text)}\b", re.IGNORECASE)
    for other in _earlier(attributions, attribution):
        if other.attribution_id not in found:
            continue
        place = index.at(other.content_spans[0].start)
        around = index.tokens(other.content_spans[0]) if place is not None else None
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
        segment = index.at(attribution.content_spans[0].start)
        if segment is not None and segment.segment.role == "body":
            actor = _free_quote(index, actors, attribution, attributions, found)
        else:
            actor = _said_elsewhere(_plain_content(attribution, text), said)
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
    segment = index.at(start)
    if segment is None or segment.segment.role != "body" or attribution.kind != "direct":
        return None
    subject = _subject_before(index, actors, segment, start)
    if subject is not None:
        return subject
    before = [a for a in _earlier(attributions, attribution) if a.attribution_id in found]
    if not before:
        return None
    last = max(before, key=lambda a: (max(s.end for s in (*a.content_spans, *a.source_spans)), a.attribution_id))
    here, there = index.number_at(start), index.number_at(last.content_spans[0].start)
    return found[last.attribution_id] if 0 <= here - there <= 1 else None


def _subject_before(
    index: MentionIndex, actors: Sequence[str | None], segment: ParsedSegment, start: int
) -> str | None:
    """Find the person or body that is the subject of the sentence before a position in the same paragraph."""
    tokens = index.tokens(Span(start, start + 1))
    if tokens is None:
        return None
    sentence = tokens[0].sent
    earlier = [s for s in segment.doc.sents if s.end <= sentence.start]
    if not earlier:
        return None
    children = list(earlier[-1].root.children)
    for token in children:
        if token.dep_ == "agent" and any(child.dep_ == "nsubjpass" for child in children):
            number = index.object_of(segment, token)
            return actors[number] if number is not None else None
    for token in children:
        if token.dep_ == "nsubj":
            number = index.headed_by(segment, token)
            return actors[number] if number is not None else None
    return None
