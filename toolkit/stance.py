"""How a passage, or somebody in it, is disposed towards somebody in it: for, against or neither."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from toolkit import language
from toolkit.encoder import Reader, Seen, see
from toolkit.errors import InputError
from toolkit.language import ParsedDocument
from toolkit.records import Document, Mention, Segment, Span, Target

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Verdict", "between", "judge", "of_targets", "of_text"]

#: Pieces that the head has learnt to read at once; of a longer passage the sentence of the target is read.
_LONGEST = 126
#: What "nothing passes between the two" counts for: the head has mostly seen that, and says it too often. Chosen by
#: macro F1 on the sentences with directed sentiment that were held back from training (.488 without it, .524 with it;
#: chosen on either half alone it would be between .3 and .5, and give .50 to .53 on the other).
_NOTHING = 0.4


@dataclass(frozen=True)
class Verdict:
    """Stance towards a target: `polarity` 1 for, 0 neither, -1 against; `confidence` its probability, 0 to 1.

    `chances` are the probabilities of against, neither and for. All are None where the target has no letter to read.
    """

    polarity: int | None
    confidence: float | None
    chances: tuple[float, float, float] | None


_SILENT = Verdict(None, None, None)


def judge(seen: Seen, passage: Span, targets: Sequence[Span]) -> list[Verdict]:
    """Judge a passage of a document that the encoder has read.

    Parameters
    ----------
    seen : Seen
        As `encoder.see` gives it.
    passage : Span
        The sentence or short paragraph.
    targets : sequence of Span
        Where the targets stand in it, as positions in the document.

    Returns
    -------
    list of Verdict
        One for each target.
    """
    first, last, states = seen.passage(*passage, early=True)
    marks = _marks(seen, first, last, [(target,) for target in targets])
    usable = [bool(row.any()) for row in marks]
    if not any(usable):
        return [_SILENT] * len(targets)
    chances = iter(seen.reader.targets(states, marks[usable]).astype(float))
    return [_verdict(next(chances)) if here else _SILENT for here in usable]


def _marks(seen: Seen, first: int, last: int, spans: Sequence[Sequence[Span]]) -> npt.NDArray[np.int64]:
    """Mark spans among the pieces `first` to `last`: a row for each group of spans, 1 on its first, 2 on its second."""
    marks = np.zeros((len(spans), last - first), np.int64)
    for row, group in enumerate(spans):
        for number, span in enumerate(group, 1):
            inside = seen.pieces.within(*span)
            marks[row, inside[(inside >= first) & (inside < last)] - first] = number
    return marks


def between(seen: Seen, passage: Span, pairs: Sequence[tuple[Span, Span]]) -> list[Verdict]:
    """Judge how one actor named in a passage is disposed towards another.

    Parameters
    ----------
    seen : Seen
        As `encoder.see` gives it.
    passage : Span
        The sentence that names both.
    pairs : sequence of (Span, Span)
        Where who is disposed stands, and where towards whom, as positions in the document.

    Returns
    -------
    list of Verdict
        One for each pair. A pair and its reverse are judged in one reading, so that they never contradict each other.
    """
    first, last, states = seen.passage(*passage)
    marks = _marks(seen, first, last, [sorted(pair) for pair in pairs])
    usable = (marks == 1).any(1) & (marks == 2).any(1)
    if not usable.any():
        return [_SILENT] * len(pairs)
    feelings = iter(seen.reader.pairs(states, marks[usable])[2].astype(float))
    return [
        _verdict(_directed(next(feelings), forward=source <= target)) if here else _SILENT
        for here, (source, target) in zip(usable, pairs, strict=True)
    ]


def _directed(feelings: npt.NDArray[np.float64], *, forward: bool) -> npt.NDArray[np.float64]:
    """Give against, neither and for, of probabilities of nothing, for, against, for and against the other way round."""
    weighted = feelings * (_NOTHING, 1, 1, 1, 1)
    favour, against = weighted[[1, 2]] if forward else weighted[[3, 4]]
    made: npt.NDArray[np.float64] = np.array([against, weighted.sum() - against - favour, favour]) / weighted.sum()
    return made


def _verdict(chances: npt.NDArray[np.float64]) -> Verdict:
    best = int(chances.argmax())
    against, neither, favour = (round(float(chance), 3) for chance in chances)
    return Verdict(best - 1, (against, neither, favour)[best], (against, neither, favour))


def of_targets(
    parsed: ParsedDocument, seen: Seen, targets: Sequence[Target], mentions: Sequence[Mention]
) -> tuple[Target, ...]:
    """Fill in the stance of sources towards the actors that they speak of.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    seen : Seen
        What the encoder saw of it.
    targets : sequence of Target
        As `actors.targets` gives them.
    mentions : sequence of Mention
        The mentions they refer to.

    Returns
    -------
    tuple of Target
        The same rows with `stance` (1, 0, -1) and `confidence` (its probability), read off the sentence of the mention;
        both stay None where it cannot be read.
    """
    places = {mention.mention_id: Span(mention.start, mention.end) for mention in mentions}
    sentences = [segment.span(sentence) for segment in parsed.parsed for sentence in segment.doc.sents]
    starts = [sentence.start for sentence in sentences]
    asked: dict[int, list[int]] = {}
    for row, target in enumerate(targets):
        asked.setdefault(bisect_right(starts, places[target.mention_id].start) - 1, []).append(row)
    filled = list(targets)
    for sentence, rows in sorted(asked.items()):
        spans = [places[targets[row].mention_id] for row in rows]
        for row, verdict in zip(rows, judge(seen, sentences[sentence], spans), strict=True):
            filled[row] = replace(targets[row], stance=verdict.polarity, confidence=verdict.confidence)
    return tuple(filled)


def of_text(
    text: str,
    targets: Sequence[Span],
    nlp: "Language",
    *,
    sources: Sequence[Span | None] | None = None,
    reader: Reader | None = None,
) -> list[Verdict]:
    """Judge a short text, such as a sentence from a news article, or somebody in it, towards spans in it.

    Parameters
    ----------
    text : str
        A sentence or short paragraph; of a longer one the sentence of each target is read.
    targets : sequence of Span
        Where the targets stand.
    nlp : Language
        Pipeline from `language.load`.
    sources : sequence of Span or None, optional
        For each target who is disposed towards it, or None for the text itself; by default always the text.
    reader : Reader, optional
        The reader; by default the one that comes with the toolkit.

    Raises
    ------
    InputError
        If a target or source lies outside the text or is empty, or there are not as many sources as targets.

    Examples
    --------
    >>> [v] = of_text("Everyone despises the corrupt and cruel Marla Quist.", [Span(40, 51)], language.load())
    >>> v.polarity
    -1
    >>> text = "Marla Quist despises Odo Brandt and calls him a disgrace."
    >>> quist, brandt = Span(0, 11), Span(21, 31)
    >>> [v.polarity for v in of_text(text, [brandt, quist], language.load(), sources=[quist, brandt])]
    [-1, 0]
    """
    sources = [None] * len(targets) if sources is None else sources
    if len(sources) != len(targets):
        raise InputError(f"sources must be as many as targets, {len(targets)}; got {len(sources)}")
    _check_inside(text, "target", targets)
    _check_inside(text, "source", [span for span in sources if span is not None])
    segment = Segment("text", "s1", "body", 0, len(text))
    parsed = language.parse(Document("text", text), [segment], nlp)
    seen = see(parsed, reader)
    sentences = [Span(s.start_char, s.end_char) for s in parsed.parsed[0].doc.sents]
    if len(seen.pieces) <= _LONGEST:
        sentences = [Span(0, len(text))]
    asked: dict[tuple[Span, bool], list[int]] = {}
    for row, (source, target) in enumerate(zip(sources, targets, strict=True)):
        asked.setdefault((_stretch(sentences, target, source or target), source is None), []).append(row)
    found = [_SILENT] * len(targets)
    for (passage, of_passage), rows in asked.items():
        pairs = [(sources[row] or targets[row], targets[row]) for row in rows]
        verdicts = judge(seen, passage, [b for _, b in pairs]) if of_passage else between(seen, passage, pairs)
        for row, verdict in zip(rows, verdicts, strict=True):
            found[row] = verdict
    return found


def _check_inside(text: str, name: str, spans: Sequence[Span]) -> None:
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise InputError(f"{name} {tuple(span)} lies outside the text of {len(text)} characters")


def _stretch(sentences: Sequence[Span], one: Span, other: Span) -> Span:
    """Give the sentences from the one that holds the start of a span to the one that holds the start of another."""
    starts = [sentence.start for sentence in sentences]
    at, to = (max(bisect_right(starts, span.start) - 1, 0) for span in sorted((one, other)))
    return Span(sentences[at].start, sentences[to].end)
