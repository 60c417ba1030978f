"""Words of a content in the forms in which they are compared, and where phrases occur among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit import lexicons, tokens

__all__ = ["Reading", "Wanted", "find", "is_content", "phrase", "read", "stem"]

#: Between two words of a phrase at most this many others may stand ("close the road": "close the whole ring road").
GAP = 2
#: Words that a phrase may have or lack.
_LIGHT = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your")
)
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


@dataclass(frozen=True)
class Reading:
    """A content cut into tokens: positions in its text, plain form, stem, and number of the sentence."""

    text: str
    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]
    stems: tuple[str, ...]
    sentence: tuple[int, ...]

    def words(self, places: Iterable[int]) -> str:
        """Give what stands from the first to the last of some tokens."""
        listed = sorted(places)
        return self.text[self.spans[listed[0]][0] : self.spans[listed[-1]][1]]


@dataclass(frozen=True)
class Wanted:
    """A phrase to be found: its words (stems, or patterns with asterisks) as `phrase` makes them."""

    text: str
    parts: tuple[str, ...]


@lru_cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in lexicons.load("irregular_forms", "form", "lemma", "source")}


def _uninflected(word: str) -> str:
    """Take off endings of plural, tense and participle (M. F. Porter, An algorithm for suffix stripping, 1980)."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and not word.endswith("eed") and len(root) > 2 and _VOWEL.search(root):
            return _DOUBLED.sub(r"\1", root)
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the form in which words are compared: inflection and final e taken off.

    Examples
    --------
    >>> [stem(word) for word in ("closing", "closed", "close", "paid", "tolls", "bus", "buses", "planned")]
    ['clos', 'clos', 'clos', 'pay', 'toll', 'bus', 'bus', 'plan']
    """
    word = word[:-3] if word.endswith("n't") and word not in _irregular() else word
    known = _irregular().get(word)
    plain = known if known is not None else _uninflected(word) if len(word) > 3 else word
    return plain[:-1] if len(plain) > 3 and plain.endswith("e") else plain


def is_content(form: str) -> bool:
    """Say whether a token is a word of an open class.

    Examples
    --------
    >>> is_content("toll"), is_content("the"), is_content(",")
    (True, False, False)
    """
    return form[0].isalnum() and form not in tokens.stopwords()


def read(text: str) -> Reading:
    """Cut a content into tokens.

    Examples
    --------
    >>> read("Tolls rose. Why?").sentence
    (0, 0, 0, 1, 1)
    """
    spans = tokens.spans(text)
    forms = [tokens.key(text[start:end]) for start, end in spans]
    sentence, number = [], 0
    for form in forms:
        sentence.append(number)
        number += form in (".", "!", "?", "…", ";")
    return Reading(text, tuple(spans), tuple(forms), tuple(map(stem, forms)), tuple(sentence))


def phrase(text: str) -> Wanted:
    """Prepare a phrase: words by their stem, light words (articles, possessives) left out unless there are no others.

    Examples
    --------
    >>> phrase("closing the roads").parts
    ('clos', 'road')
    """
    words = [word for word in tokens.search_words(text) if word[0].isalnum() or "*" in word]
    heavy = [word for word in words if word not in _LIGHT] or words
    return Wanted(text, tuple(word if "*" in word else stem(word) for word in heavy))


def find(reading: Reading, wanted: Wanted, *, closed: frozenset[int] = frozenset()) -> list[tuple[int, ...]]:
    """Find a phrase: its words in their order, in one sentence, at most `GAP` other tokens between two of them.

    Parameters
    ----------
    reading : Reading
        The content.
    wanted : Wanted
        The phrase.
    closed : frozenset of int
        Tokens that may not take part.

    Returns
    -------
    list of tuple of int
        The tokens of each occurrence; no token is part of two.

    Examples
    --------
    >>> find(read("They closed the whole road."), phrase("close the road"))
    [(1, 4)]
    """
    found: list[tuple[int, ...]] = []
    if wanted.parts and "*" not in wanted.parts[0] and wanted.parts[0] not in reading.stems:
        return found
    taken = set(closed)
    for start in range(len(reading.stems) if wanted.parts else 0):
        places = _from(reading, wanted.parts, start, taken)
        if places:
            found.append(places)
            taken.update(places)
    return found


def _from(reading: Reading, parts: Sequence[str], start: int, taken: set[int]) -> tuple[int, ...]:
    places: list[int] = []
    for part in parts:
        window = range(start, start + 1) if not places else range(places[-1] + 1, places[-1] + 2 + GAP)
        place = next((at for at in window if _is(reading, at, part, start, taken)), None)
        if place is None:
            return ()
        places.append(place)
    return tuple(places)


def _is(reading: Reading, place: int, part: str, start: int, taken: set[int]) -> bool:
    if place >= len(reading.stems) or place in taken or reading.sentence[place] != reading.sentence[start]:
        return False
    if "*" in part:
        return tokens.fits(reading.forms[place], part)
    return reading.stems[place] == part
