"""How a passage is disposed towards somebody in it: for, against or neither."""

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

__all__ = ["Verdict", "judge", "of_targets", "of_text"]

#: Pieces that the head has learnt to read at once; of a longer passage the sentence of the target is read.
_LONGEST = 126


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
    marks = np.zeros((len(targets), last - first), np.int64)
    for row, target in enumerate(targets):
        inside = seen.pieces.within(*target)
        marks[row, inside[(inside >= first) & (inside < last)] - first] = 1
    usable = [row for row in range(len(targets)) if marks[row].any()]
    if not usable:
        return [_SILENT] * len(targets)
    chances = dict(zip(usable, seen.reader.targets(states, marks[usable]).astype(float), strict=True))
    return [_verdict(chances[row]) if row in chances else _SILENT for row in range(len(targets))]


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


def of_text(text: str, targets: Sequence[Span], nlp: "Language", *, reader: Reader | None = None) -> list[Verdict]:
    """Judge a short text, such as a sentence from a news article, towards spans in it.

    Parameters
    ----------
    text : str
        A sentence or short paragraph; of a longer one the sentence of each target is read.
    targets : sequence of Span
        Where the targets stand.
    nlp : Language
        Pipeline from `language.load`.
    reader : Reader, optional
        The reader; by default the one that comes with the toolkit.

    Raises
    ------
    InputError
        If a target lies outside the text or is empty.

    Examples
    --------
    >>> [v] = of_text("Everyone despises the corrupt and cruel Marla Quist.", [Span(40, 51)], language.load())
    >>> v.polarity
    -1
    """
    for target in targets:
        if not 0 <= target.start < target.end <= len(text):
            raise InputError(f"target {tuple(target)} lies outside the text of {len(text)} characters")
    segment = Segment("text", "s1", "body", 0, len(text))
    parsed = language.parse(Document("text", text), [segment], nlp)
    seen = see(parsed, reader)
    whole = Span(0, len(text))
    if len(seen.pieces) <= _LONGEST:
        return judge(seen, whole, targets)
    sentences = [Span(s.start_char, s.end_char) for s in parsed.parsed[0].doc.sents]
    around = [next((s for s in sentences if s.start <= t.start < s.end), whole) for t in targets]
    return [judge(seen, sentence, [target])[0] for sentence, target in zip(around, targets, strict=True)]
