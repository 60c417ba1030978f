"""A parsed document as the encoder reads it: word pieces, each with what the page and the parse say about it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from toolkit.language import ParsedDocument, ParsedSegment, plain
from toolkit.quotations import quotations

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FEATURES", "SEPARATOR", "Pieces", "read_pieces"]

Integers = npt.NDArray[np.int64]

START, SEPARATOR = 101, 102
_POS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE"
_DEP = """
ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative
dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet
prep prt punct quantmod relcl xcomp
"""
_ROLE = "headline summary subhead caption teaser body"


def _codes(labels: str) -> dict[str, int]:
    return {label: code for code, label in enumerate(labels.split(), 1)}


_POS_CODE, _DEP_CODE, _ROLE_CODE = _codes(_POS), _codes(_DEP), _codes(_ROLE)
#: What is known of a piece beside its form, with the number of values each; 0 is "not known".
FEATURES = {
    "quotation": 6,
    "case": 7,
    "word": 3,
    "sentence": 3,
    "pos": len(_POS_CODE) + 1,
    "dep": len(_DEP_CODE) + 1,
    "role": len(_ROLE_CODE) + 1,
}


@dataclass(frozen=True)
class Pieces:
    """The word pieces of a document, separators between its segments.

    Attributes
    ----------
    ids : array of int, shape (n,)
        Numbers of the pieces in the vocabulary.
    starts, ends : array of int, shape (n,)
        Positions in the document's text; -1 for a separator.
    features : array of int, shape (n, len(FEATURES))
        Codes of `FEATURES`.
    paragraphs : array of int, shape (n,)
        Number of the segment the piece stands in, from 0.
    """

    ids: Integers
    starts: Integers
    ends: Integers
    features: Integers
    paragraphs: Integers

    def __len__(self) -> int:
        """Count the pieces, separators included."""
        return len(self.ids)

    def cut(self, start: int, stop: int) -> "Pieces":
        """Give a half-open range of the pieces."""
        part = slice(start, stop)
        return Pieces(self.ids[part], self.starts[part], self.ends[part], self.features[part], self.paragraphs[part])

    def within(self, start: int, end: int) -> Integers:
        """Find the pieces whose middle lies in a stretch of the document's text."""
        first, last = np.searchsorted(self._middles, (start, end))
        found: Integers = first + np.nonzero(self.starts[first:last] >= 0)[0]
        return found

    @cached_property
    def _middles(self) -> npt.NDArray[np.float64]:
        """Give the middle of each piece in the text, for a separator that of the piece before: never less and less."""
        return np.maximum.accumulate(np.where(self.starts >= 0, (self.starts + self.ends) / 2, -1.0))


def _quotation_codes(text: str) -> Integers:
    """Code each character: 1 outside, 2 inside, 3 opening mark, 4 closing mark, 5 inside one that never closes."""
    codes = np.ones(len(text), np.int64)
    for found in quotations(text):
        codes[found.inner_start : found.inner_end] = 2 if found.closed else 5
        codes[found.start : found.inner_start] = 3
        codes[found.inner_end : found.end] = 4
    return codes


def _case_code(form: str) -> int:
    if form.islower():
        return 1
    if form[0].isupper():
        return 3 if len(form) > 1 and form.isupper() else 2 if form[1:].islower() else 4
    return 5 if form[0].isdigit() else 6


def _parse_codes(parsed: ParsedSegment, starts: Integers) -> Integers:
    """Give sentence, part of speech and dependency of the token each piece stands in."""
    doc = parsed.doc
    idx = np.fromiter((token.idx for token in doc), np.int64, len(doc))
    rows = np.array(
        [(1 + bool(token.is_sent_start), _POS_CODE.get(token.pos_, 0), _DEP_CODE.get(token.dep_, 0)) for token in doc],
        np.int64,
    ).reshape(-1, 3)
    return rows[np.maximum(np.searchsorted(idx, starts, side="right") - 1, 0)]


def _segment_pieces(parsed: ParsedSegment, text: str, tokenizer: "Tokenizer") -> tuple[Integers, Integers, Integers]:
    encoded = tokenizer.encode(plain(text), add_special_tokens=False)
    ids = np.array(encoded.ids, np.int64)
    offsets = np.array(encoded.offsets, np.int64).reshape(-1, 2)
    if not len(ids):
        return ids, offsets, np.zeros((0, len(FEATURES)), np.int64)
    features = np.empty((len(ids), len(FEATURES)), np.int64)
    features[:, 0] = _quotation_codes(text)[offsets[:, 0]]
    features[:, 1] = [_case_code(text[start:end]) for start, end in offsets.tolist()]
    features[:, 2] = [1 + (start == 0 or not text[start - 1].isalnum()) for start in offsets[:, 0].tolist()]
    features[:, 3:6] = _parse_codes(parsed, offsets[:, 0])
    features[:, 6] = _ROLE_CODE[parsed.segment.role]
    return ids, offsets + parsed.segment.start, features


def _joined(parts: Sequence[tuple[Integers, Integers, Integers]]) -> Pieces:
    gap = (np.array([SEPARATOR]), np.full((1, 2), -1), np.zeros((1, len(FEATURES)), np.int64))
    rows = list(itertools.chain.from_iterable((part, gap) for part in parts))[:-1]
    if not rows:
        empty = np.zeros(0, np.int64)
        return Pieces(empty, empty, empty, np.zeros((0, len(FEATURES)), np.int64), empty)
    offsets = np.concatenate([row[1] for row in rows])
    numbers = np.repeat(np.arange(len(rows)) // 2, [len(row[0]) for row in rows])
    ids, features = (np.concatenate([row[k] for row in rows]) for k in (0, 2))
    return Pieces(ids, offsets[:, 0], offsets[:, 1], features, numbers)


def read_pieces(parsed: ParsedDocument, tokenizer: "Tokenizer") -> Pieces:
    """Cut the parsed segments of a document into word pieces.

    Parameters
    ----------
    parsed : ParsedDocument
        The document with its parse.
    tokenizer : Tokenizer
        The encoder's own.

    Returns
    -------
    Pieces
        All pieces in reading order. A segment without any is left out.
    """
    text = parsed.document.text
    cut = (_segment_pieces(p, text[p.segment.start : p.segment.end], tokenizer) for p in parsed.parsed)
    return _joined([part for part in cut if len(part[0])])
