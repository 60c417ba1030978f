"""Word lists as phrases, and the search for them in a parse: longest first, from left to right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicons

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Found", "Phrases", "matches", "phrases", "words"]

_PARTS = re.compile(r"\*|\w+|[^\w\s]")
#: How many words a ``*`` may stand for.
_GAP = 2
_FILLERS = frozenset({"DET", "PRON", "ADJ", "PART", "NOUN", "PROPN"})

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], tuple[Mapping[str, str], ...]], ...]]


class Found(NamedTuple):
    """A phrase in a parse: its tokens and the rows of the word list that it matches."""

    tokens: Sequence["Token"]
    rows: tuple[Mapping[str, str], ...]


@lru_cache
def phrases(name: str, column: str, *columns: str) -> Phrases:
    """Give the rows of a word list by the first word of their phrase, longer phrases first."""
    grouped: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in lexicons.load(name, column, *columns):
        grouped.setdefault(tuple(_PARTS.findall(row[column].lower())), []).append(row)
    found: dict[str, list[tuple[tuple[str, ...], tuple[Mapping[str, str], ...]]]] = {}
    for parts, rows in grouped.items():
        found.setdefault(parts[0], []).append((parts, tuple(rows)))
    return {first: tuple(sorted(rows, key=lambda r: (-len(r[0]), r[0]))) for first, rows in found.items()}


@lru_cache
def words(name: str, column: str, key: str, value: str) -> frozenset[str]:
    """Give the words of one class of a word list."""
    return frozenset(row[column] for row in lexicons.load(name, column, key) if row[key] == value)


def _same(token: "Token", part: str) -> bool:
    return token.lower_ == part or token.lemma_.lower() == part


def _end(doc: "Doc", at: int, parts: tuple[str, ...]) -> int | None:
    """Find where a phrase that begins at a token ends, None where it does not stand there."""
    for number, part in enumerate(parts):
        if part == "*":
            rest = parts[number + 1 :]
            return _after_gap(doc, at, rest)
        if at >= len(doc) or not _same(doc[at], part):
            return None
        at += 1
    return at


def _after_gap(doc: "Doc", at: int, rest: tuple[str, ...]) -> int | None:
    for skipped in range(_GAP + 1):
        if any(t.pos_ not in _FILLERS for t in doc[at : at + skipped]):
            return None
        end = _end(doc, at + skipped, rest)
        if end is not None:
            return end
    return None


def _starts(token: "Token", index: Phrases) -> list[tuple[tuple[str, ...], tuple[Mapping[str, str], ...]]]:
    low, lemma = token.lower_, token.lemma_.lower()
    found = list(index.get(low, ()))
    if lemma != low:
        found = sorted([*found, *index.get(lemma, ())], key=lambda r: -len(r[0]))
    return found


def matches(doc: "Doc", index: Phrases) -> Iterator[tuple[Found, ...]]:
    """Yield for each token where phrases begin those phrases, longest first, as the words or their lemmas.

    The choice among them, and the skipping of what it covers, is left to the rules of the device.
    """
    for token in doc:
        found = []
        for parts, rows in _starts(token, index):
            end = _end(doc, token.i, parts)
            if end is not None:
                found.append(Found(list(doc[token.i : end]), rows))
        if found:
            yield tuple(found)
