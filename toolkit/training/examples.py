"""From annotated texts to what the network learns from: pieces, labels, windows and packs of sentences.

No torch here. Annotated data come as JSON lines: attributions (`id`, `text`, `attributions` with lists of
``[start, end]`` for `source`, `cue` and `content`), stance (`text`, `targets` with `start`, `end`, `polarity`),
relations (`text`, `events` with `source_spans`, `target_spans`, `plover`, `quadclass`) and directed sentiment (`text`,
`marked`, `source_text`, `target_text`, `polarity`). Of texts without annotation `text` is enough.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit import language, layout
from toolkit.encoder import Pieces, read_pieces
from toolkit.encoder.pieces import FEATURES, SEPARATOR, Integers
from toolkit.encoder.reader import ROOM
from toolkit.errors import InputError
from toolkit.records import RELATION_TYPES, Document, Segment

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as SpanOfTokens
    from tokenizers import Tokenizer

__all__ = [
    "FEELINGS",
    "QUADS",
    "TYPES",
    "Article",
    "Pack",
    "Query",
    "Sentence",
    "WindowExample",
    "articles",
    "is_held_back",
    "packed",
    "sentences",
    "spoken_of",
    "windows",
]

Json = dict[str, Any]
#: Labels of the pair head. "reversed": it passes from the second span to the first.
TYPES = ("none", *tuple(RELATION_TYPES)[:15], "reversed")
QUADS = ("neutral", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "reversed")
FEELINGS = ("none", "for", "against", "for reversed", "against reversed")
_MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
_MERGED |= {"FIGHT": "ASSAULT"}
_MUTUAL = ("agree", "consult", "cooperate")
#: A label that is not known and not learnt from.
UNKNOWN = -100
_EDGE = 16
_SHORTEST = 40
_PACK = 126
#: Sentences in which somebody is spoken of: tokens at least and at most, and how many persons of each are asked about.
_LEAST_TOKENS, _MOST_TOKENS, _MOST_PERSONS = 6, 60, 3
_THEY = {"he", "she", "him", "her", "his"}


@dataclass(frozen=True)
class Article:
    """An annotated article: its pieces, the label of each in the cue layer, and the pieces of each attribution."""

    doc_id: str
    pieces: Pieces
    cues: Integers
    roles: tuple[tuple[Integers, Integers], ...]


@dataclass(frozen=True)
class WindowExample:
    """Pieces ``start`` to ``stop`` of an article, and the attributions whose cue stands well inside."""

    pieces: Pieces
    start: int
    stop: int
    cues: Integers
    roles: tuple[tuple[Integers, Integers], ...]


@dataclass(frozen=True)
class Query:
    """What is asked of a sentence: one span (a target) or two (a pair), as pieces, and the answers.

    `answers` are a target's polarity, or a pair's type, quad and feeling; `UNKNOWN` where the data do not say.
    """

    spans: tuple[Integers, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence and its queries."""

    text: str
    pieces: Pieces
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Pack:
    """A few sentences read as one, and for each query the place and length of its sentence."""

    pieces: Pieces
    queries: tuple[tuple[int, int, Query], ...]


def is_held_back(key: str, one_in: int) -> bool:
    """Say whether an example is kept aside: a share of ``1 / one_in``, by the SHA-256 digest of its key.

    Examples
    --------
    >>> sum(is_held_back(f"article {n}", 20) for n in range(1000))
    54
    """
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % one_in == 0


def _lines(path: Path) -> Iterator[Json]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: no JSON ({error})") from error
            if not isinstance(row, dict) or "text" not in row:
                raise InputError(f"{path}, line {number}: an object with 'text' is needed")
            yield row


def _inside(pieces: Pieces, spans: Iterable[Sequence[int]]) -> Integers:
    found = [pieces.within(start, end) for start, end in spans]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _role_labels(pieces: Pieces, row: Mapping[str, Any]) -> Integers:
    labels = np.zeros(len(pieces), np.int64)
    for span in row["content"]:
        inside = pieces.within(*span)
        if len(inside):
            labels[inside[0] : inside[-1] + 1] = 4
            labels[inside[0]] = 3
    for span in row["source"]:
        inside = pieces.within(*span)
        labels[inside] = 2
        labels[inside[:1]] = 1
    return labels


def _article(row: Json, tokenizer: "Tokenizer", nlp: "Language") -> Article:
    document = Document(row["id"], row["text"])
    pieces = read_pieces(language.parse(document, layout.segment(document), nlp), tokenizer)
    cues = np.zeros(len(pieces), np.int64)
    roles: list[tuple[Integers, Integers]] = []
    for attribution in row["attributions"]:
        inside = _inside(pieces, attribution["cue"])
        if len(inside):
            cues[inside] = 2
            cues[inside[0]] = 1
            roles.append((inside, _role_labels(pieces, attribution)))
    return Article(row["id"], pieces, cues, tuple(roles))


def articles(path: Path, tokenizer: "Tokenizer", nlp: "Language") -> list[Article]:
    """Read articles with attributions and label their pieces.

    Labels of cues: 0 outside, 1 begins, 2 goes on; of roles: those of `model.ROLES`.
    """
    return [_article(row, tokenizer, nlp) for row in _lines(path)]


def windows(article: Article, rng: random.Random) -> Iterator[WindowExample]:
    """Cut an article into windows that begin at random, so that each epoch shows its cues in another place."""
    n = len(article.pieces)
    offset = rng.randrange(ROOM)
    cuts = [0] if n <= ROOM else range(offset - ROOM, n, ROOM)
    for cut in cuts:
        start, stop = max(cut, 0), min(cut + ROOM, n)
        if n <= ROOM or stop - start >= _SHORTEST:
            near = tuple(
                (cue - start, labels[start:stop])
                for cue, labels in article.roles
                if (cue[0] >= start + _EDGE or (start == 0 and cue[0] >= 0))
                and (cue[-1] < stop - _EDGE or (stop == n and cue[-1] < n))
            )
            yield WindowExample(article.pieces, start, stop, article.cues[start:stop], near)


def _marked_spans(text: str, marked: str) -> list[tuple[int, int]] | None:
    """Find the two stretches that brackets mark, None where the marked text is not the text with two brackets."""
    place, opened, spans = 0, -1, []
    for letter in marked:
        if place < len(text) and letter == text[place] and letter not in "[]":
            place += 1
        elif letter == "[" and opened < 0:
            opened = place
        elif letter == "]" and opened >= 0:
            spans.append((opened, place))
            opened = -1
        elif place < len(text) and letter == text[place]:
            place += 1
        else:
            return None
    return spans if len(spans) == 2 and place == len(text) else None


def _target_queries(row: Json, pieces: Pieces) -> Iterator[Query]:
    for target in row["targets"]:
        yield Query((pieces.within(target["start"], target["end"]),), (int(target["polarity"]) + 1,))


def _feeling_queries(row: Json, pieces: Pieces) -> Iterator[Query]:
    spans = _marked_spans(row["text"], row["marked"])
    if spans is None:
        return
    one, two = (pieces.within(*span) for span in spans)
    first = row["text"][slice(*spans[0])]
    if row["source_text"] != first and row["target_text"] == first:
        one, two = two, one
    feeling = {0: 0, 1: 1, -1: 2}[row["polarity"]]
    yield Query((one, two), (UNKNOWN, UNKNOWN, feeling))
    yield Query((two, one), (UNKNOWN, UNKNOWN, feeling + 2 if feeling else 0))


def _event_queries(row: Json, pieces: Pieces) -> Iterator[Query]:
    for event in row["events"]:
        if not event["source_spans"] or not event["target_spans"]:
            continue
        one, two = (pieces.within(*event[side][0]) for side in ("source_spans", "target_spans"))
        name = event["plover"]
        name = _MERGED.get(name, name).lower() if name else None
        quad = UNKNOWN if event["quadclass"] is None else int(event["quadclass"])
        kind = TYPES.index(name) if name else 0 if quad == 0 else UNKNOWN
        yield Query((one, two), (kind, quad, UNKNOWN))
        if (name is not None and name not in _MUTUAL) or (name is None and quad in (0, 3, 4)):
            back = TYPES.index("reversed") if kind > 0 else kind
            yield Query((two, one), (back, 0 if quad == 0 else QUADS.index("reversed"), UNKNOWN))


def _queries(row: Json, pieces: Pieces) -> Iterator[Query]:
    if "targets" in row:
        return _target_queries(row, pieces)
    return _feeling_queries(row, pieces) if "marked" in row else _event_queries(row, pieces)


def sentences(path: Path, tokenizer: "Tokenizer", nlp: "Language") -> list[Sentence]:
    """Read sentences with stance, relations or directed sentiment; those without a usable query are left out."""
    made: list[Sentence] = []
    for row in _lines(path):
        pieces = _alone(row["text"], tokenizer, nlp)
        queries = tuple(q for q in _queries(row, pieces) if all(len(span) for span in q.spans))
        if queries:
            made.append(Sentence(row["text"], pieces, queries))
    return made


def spoken_of(path: Path, tokenizer: "Tokenizer", nlp: "Language") -> list[Sentence]:
    """Read the sentences of texts in which somebody is spoken of; who is are targets without a known answer.

    Parameters
    ----------
    path : path
        JSON lines with `text`; lines of a text are read apart.
    tokenizer, nlp
        Those of the reader.

    Returns
    -------
    list of Sentence
        Sentences of 6 to 60 tokens, each once. Targets are the first persons and pronouns of the third person and the
        first body, place or people, as the pipeline names them.
    """
    paragraphs = (part for row in _lines(path) for part in row["text"].split("\n") if part.strip())
    made: dict[str, Sentence] = {}
    for parsed in nlp.pipe(paragraphs):
        for sentence in parsed.sents:
            text = sentence.text.strip()
            if _LEAST_TOKENS <= len(sentence) <= _MOST_TOKENS and text not in made:
                shift = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                pieces = _alone(text, tokenizer, nlp)
                queries = [_unanswered(pieces, start - shift, end - shift) for start, end in _named(sentence)]
                made[text] = Sentence(text, pieces, tuple(query for query in queries if len(query.spans[0])))
    return [sentence for sentence in made.values() if sentence.queries]


def _named(sentence: "SpanOfTokens") -> list[tuple[int, int]]:
    """Give the places of the first persons or pronouns and of the first body, place or people of a sentence."""
    somebody = [(e.start_char, e.end_char) for e in sentence.ents if e.label_ == "PERSON"]
    somebody += [(t.idx, t.idx + len(t)) for t in sentence if t.lower_ in _THEY]
    others = [(e.start_char, e.end_char) for e in sentence.ents if e.label_ in ("ORG", "NORP", "GPE")]
    return sorted(sorted(somebody)[:_MOST_PERSONS] + others[:1])


def _unanswered(pieces: Pieces, start: int, end: int) -> Query:
    return Query((pieces.within(start, end),), (UNKNOWN,))


def _alone(text: str, tokenizer: "Tokenizer", nlp: "Language") -> Pieces:
    """Read a sentence as a document of its own."""
    segment = Segment("s", "s1", "body", 0, len(text))
    return read_pieces(language.parse(Document("s", text), [segment], nlp), tokenizer)


def _together(parts: Sequence[Sentence]) -> Pack:
    rows: list[Pieces] = []
    queries: list[tuple[int, int, Query]] = []
    at = 0
    gap = Pieces(
        np.array([SEPARATOR]), np.array([-1]), np.array([-1]), np.zeros((1, len(FEATURES)), np.int64), np.array([0])
    )
    for sentence in parts:
        if rows:
            rows.append(gap)
            at += 1
        n = min(len(sentence.pieces), ROOM - at)
        rows.append(sentence.pieces.cut(0, n))
        queries += [(at, n, q) for q in sentence.queries if max(span[-1] for span in q.spans) < n]
        at += n
    columns = ("ids", "starts", "ends", "features", "paragraphs")
    return Pack(Pieces(*(np.concatenate([getattr(row, name) for row in rows]) for name in columns)), tuple(queries))


def packed(chosen: Sequence[Sentence], rng: random.Random) -> Iterator[Pack]:
    """Join sentences to packs of one to three, so that the heads learn to read among other text."""
    place = 0
    while place < len(chosen):
        parts = [chosen[place]]
        for other in chosen[place + 1 : place + rng.choice((1, 1, 2, 3))]:
            if sum(len(part.pieces) + 1 for part in (*parts, other)) > _PACK:
                break
            parts.append(other)
        place += len(parts)
        yield _together(parts)
