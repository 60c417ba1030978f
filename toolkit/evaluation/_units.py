"""Spans as sets of words, so that an edge that differs in punctuation only does not matter."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

__all__ = ["Words"]

#: A word: letters and digits, with a contracted ending ("don't") kept on it.
_WORD = re.compile(r"[^\W_]+(?:[’'](?:t|re|ve|ll|d|m|T|RE|VE|LL|D|M)(?![^\W_]))?")
_MARK = re.compile("“|”|„|\"|''|``|«|»|\n")
_BREAK = re.compile(r"[,;:()\[\]—–\"“”\n]| - ")
#: A source's head stands before the first of these words; the trailing ones are no heads.
_STOP = re.compile(
    "of|for|in|at|from|with|on|to|by|who|whom|whose|which|that|about|under|among|near|against|as|during|after|before|"
    "and|or|but|like|including|inside|outside|within|around|over|across|between|than|while|when|where"
)
_TRAIL = re.compile("jr|sr|ii|iii|iv|(?:him|her|it)self|themselves|alone|too|also|both|all|here|there")


def _is_possessive(text: str, start: int, word: str) -> bool:
    return word.lower() == "s" and start > 1 and text[start - 1] in "’'" and text[start - 2].isalnum()


def _quoted_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between quotation marks; a mark left open ends with its paragraph."""
    opened: int | None = None
    for mark in _MARK.finditer(text):
        found = mark.group()
        closes = found in "”»\n" or found in ('"', "''")
        if opened is not None and closes:
            yield opened, mark.start()
            opened = None
        elif opened is None and found not in "”»\n":
            opened = mark.end()
    if opened is not None:
        yield opened, len(text)


@dataclass(frozen=True)
class Words:
    """The words of a text, numbered; spans become sets of these numbers."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each word; a possessive s is none."""
        found = ((m.start(), m.end(), m.group()) for m in _WORD.finditer(self.text))
        return [(start, end) for start, end, word in found if not _is_possessive(self.text, start, word)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _quoted(self) -> list[bool]:
        stretches, inside, at = list(_quoted_stretches(self.text)), list[bool](), 0
        for start, end in self.spans:
            while at < len(stretches) and stretches[at][1] <= start:
                at += 1
            inside.append(at < len(stretches) and stretches[at][0] <= start and end <= stretches[at][1])
        return inside

    def covered(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Give the words of which at least half lies in the spans; without a word, negative numbers of characters."""
        letters: Counter[int] = Counter()
        listed = [(start, end) for start, end in spans if start < end]
        for start, end in listed:
            at = max(0, bisect_right(self._starts, start) - 1)
            while at < len(self.spans) and self.spans[at][0] < end:
                first, last = self.spans[at]
                letters[at] += max(0, min(last, end) - max(first, start))
                at += 1
        whole = frozenset(at for at, n in letters.items() if n and 2 * n >= self.spans[at][1] - self.spans[at][0])
        return whole or frozenset(-1 - character for start, end in listed for character in range(start, end))

    def kind(self, content: frozenset[int]) -> str:
        """Say whether a content stands in quotation marks: direct (every word), indirect (none) or mixed."""
        words = [word for word in content if word >= 0]
        quoted = sum(self._quoted[word] for word in words)
        if quoted == 0:
            return "indirect"
        return "direct" if quoted == len(words) else "mixed"

    def head(self, source: frozenset[int]) -> int | None:
        """Find the head word of a source without a parse: the last one before a comma, preposition or the like."""
        words = sorted(word for word in source if word >= 0)
        if not words:
            return None
        kept = words[:1]
        for before, word in pairwise(words):
            between = self.text[self.spans[before][1] : self.spans[word][0]]
            if word != before + 1 or _BREAK.search(between) or _STOP.fullmatch(self._lower(word)):
                break
            kept.append(word)
        while len(kept) > 1 and _TRAIL.fullmatch(self._lower(kept[-1])):
            kept.pop()
        return kept[-1]

    def _lower(self, word: int) -> str:
        start, end = self.spans[word]
        return self.text[start:end].lower()
