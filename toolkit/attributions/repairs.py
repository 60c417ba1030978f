"""Put right the edges of what the trained reader marks: whole phrases, whole quotations, no stray marks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.attributions.drafts import Passage, Range, closed, snapped
from toolkit.attributions.sources import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["whole_contents", "whole_source", "whole_words"]

_SUBJECTS = ("nsubj", "nsubjpass")


def _has_letters(text: str, span: Range) -> bool:
    return any(letter.isalnum() for letter in text[span[0] : span[1]])


def _joined(text: str, spans: Sequence[Range]) -> list[Range]:
    """Join spans with no letter between them; drop those without letters."""
    made: list[Range] = []
    for span in sorted(s for s in spans if _has_letters(text, s)):
        if made and not _has_letters(text, (made[-1][1], span[0])):
            made[-1] = (made[-1][0], max(made[-1][1], span[1]))
        else:
            made.append(span)
    return made


def _without(text: str, spans: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    """Cut others out of spans, and white space off the edges of what is left."""
    kept = list(spans)
    for start, end in others:
        kept = [
            part
            for a, b in kept
            for part in (((a, min(b, start)), (max(a, end), b)) if a < end and start < b else ((a, b),))
        ]
    stripped = ((a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in kept if a < b)
    return [(a, b) for a, b in stripped if a < b]


def _to_the_right(last: "Token", inside: set[int], stops: set[int]) -> "Token":
    """Go on while the next word depends on what is inside: the rest of a phrase that was cut."""
    doc, place = last.doc, last.i + 1
    while place < len(doc) and not doc[place].is_sent_start and place not in stops:
        word = doc[place]
        if word.is_punct or word.is_space:
            place += 1
            continue
        phrase = _cut(word, inside)
        if phrase is None or stops & set(range(phrase.left_edge.i, phrase.right_edge.i + 1)):
            break
        edge = phrase.right_edge.i
        inside |= set(range(last.i + 1, edge + 1))
        last, place = doc[edge], edge + 1
    return last


def _cut(word: "Token", inside: set[int]) -> "Token | None":
    """Give the head of the phrase that a span cuts before a word: it depends on the span, and begins in it or here."""
    head = word
    while head.head.i not in inside:
        if head.head.i == head.i:
            return None
        head = head.head
    return head if head is word or head.left_edge.i in inside or head.left_edge.i == word.i else None


def _to_the_left(first: "Token", inside: set[int], stops: set[int]) -> "Token":
    doc = first.doc
    while not first.is_sent_start and first.i - 1 not in stops:
        word = doc[first.i - 1]
        if word.is_punct or word.head.i not in inside or stops & set(range(word.left_edge.i, word.i + 1)):
            break
        inside |= set(range(word.left_edge.i, word.i + 1))
        first = word.left_edge
    return first


def _whole(here: Passage, span: Range, stops: set[int]) -> Range:
    """Widen a span to the phrases that it cuts into, never over a cue or a source."""
    tokens = here.tokens(span)
    if not tokens:
        return span
    inside = {t.i for t in tokens}
    first, last = _to_the_left(tokens[0], inside, stops), _to_the_right(tokens[-1], inside, stops)
    return min(span[0], first.idx), max(span[1], last.idx + len(last))


def whole_contents(here: Passage, contents: Sequence[Range], others: Sequence[Range]) -> tuple[Range, ...]:
    """Widen contents to whole phrases and quotations.

    Parameters
    ----------
    here : Passage
        The passage they stand in.
    contents : sequence of (int, int)
        Pieces of one content.
    others : sequence of (int, int)
        Its source and its cue, which no content covers.
    """
    stops = {t.i for span in others for t in here.tokens(span)}
    own = _joined(here.text, _without(here.text, contents, others))
    wide = [_whole(here, span, stops) for span in own]
    made: list[Range] = []
    for start, end in _joined(here.text, [snapped(here, *span) for span in wide]):
        made.append((start, closed(here.text, start, end)))
    return tuple(made)


def whole_source(here: Passage, source: Sequence[Range]) -> tuple[Range, ...]:
    """Widen a source to its noun phrase, of several pieces the first, and an article alone to that of its noun."""
    pieces = whole_words(here, _joined(here.text, source))
    if not pieces:
        return ()
    tokens = here.tokens(pieces[0])
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head == t), None)
    if head is not None and head.dep_ == "det" and len(tokens) == 1:
        head = head.head
    phrase = noun_phrase(here, head) if head is not None and head.pos_ in ("NOUN", "PROPN", "PRON") else None
    if phrase is None:
        return (pieces[0],)
    return ((min(phrase[0], pieces[0][0]), max(phrase[1], pieces[0][1])),)


def whole_words(here: Passage, spans: Sequence[Range]) -> tuple[Range, ...]:
    """Round spans to words: one that a span meets by less than half is left out, unless it is the only one."""
    made: list[Range] = []
    for span in spans:
        tokens = here.tokens(span)
        kept = [t for t in tokens if 2 * (min(span[1], t.idx + len(t)) - max(span[0], t.idx)) >= len(t)] or tokens
        if kept:
            made.append((kept[0].idx, kept[-1].idx + len(kept[-1])))
    return tuple(made)
