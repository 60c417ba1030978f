r"""What a word is: the one rule by which texts are cut into words, for the concordance and every count of words.

A word is a run of letters and digits; inner apostrophes, hyphens and full stops belong to it (``don't``,
``cease-fire``, ``U.S``), and so do commas between digits (``2,000``). The possessive ``'s`` and every other sign are
tokens but no words. A run of letters and digits is never divided, so a text has at most as many words as it has
matches of ``\w+``, the count of `documents.n_words`: ``cease-fire`` is one word here and two there.
"""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from toolkit import lexicons

__all__ = ["fits", "key", "places", "search_words", "sentences", "spans", "stopwords", "words"]

_INNER = r"(?:['’](?!s\b)|[.-]|(?<=\d),(?=\d))"
_REST = r"['’]s\b|[^\w\s]|_"
_TOKEN = re.compile(rf"[^\W_]+(?:{_INNER}[^\W_]+)*|{_REST}")
#: The same, with the asterisk of a search pattern as part of a word.
_SEARCH = re.compile(rf"(?:[^\W_]|\*)+(?:{_INNER}(?:[^\W_]|\*)+)*|{_REST}")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def key(word: str, *, ignore_case: bool = True) -> str:
    """Give the form in which words are compared: straight apostrophe, small letters if wanted.

    Examples
    --------
    >>> key("Didn’t"), key("Didn’t", ignore_case=False)
    ("didn't", "Didn't")
    """
    straight = word.replace("’", "'")
    return straight.lower() if ignore_case else straight


def spans(text: str) -> list[tuple[int, int]]:
    """Give the positions of all tokens of a text, words and signs.

    Examples
    --------
    >>> spans("No, Quist’s.")
    [(0, 2), (2, 3), (4, 9), (9, 11), (11, 12)]
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """Give the words of a text in their order, in small letters; signs and possessive 's left out.

    Examples
    --------
    >>> words("Norvania's cease-fire, 2,000 days old, didn’t hold.")
    ['norvania', 'cease-fire', '2,000', 'days', 'old', "didn't", 'hold']
    """
    return [key(token) for token in _TOKEN.findall(text) if token[0].isalnum()]


def search_words(pattern: str, *, ignore_case: bool = True) -> list[str]:
    """Cut a search pattern into tokens, to be compared with `fits`.

    Examples
    --------
    >>> search_words("Peace talk*")
    ['peace', 'talk*']
    """
    return [key(token, ignore_case=ignore_case) for token in _SEARCH.findall(pattern)]


def fits(token: str, wanted: str) -> bool:
    """Say whether a token is the one wanted; an asterisk stands for letters, so it fits words alone.

    Examples
    --------
    >>> fits("talks", "talk*"), fits("?", "*")
    (True, False)
    """
    return token == wanted if "*" not in wanted else token[:1].isalnum() and fnmatchcase(token, wanted)


@lru_cache
def _short_titles() -> frozenset[str]:
    """Titles that are written with a full stop: without a vowel (Mrs), or the beginning of another (Gen)."""
    titles = {row["title"].rstrip(".").lower() for row in lexicons.load("titles", "title")}
    return frozenset(
        title
        for title in titles
        if len(title) <= 4
        and (not re.search("[aeiou]", title) or any(other.startswith(title) for other in titles - {title}))
    )


def _ends(before: str, after: str) -> bool:
    """Say whether a full stop between two words ends the sentence: not after a title or initials, or within it."""
    if before.lower() in _short_titles() or _INITIAL.fullmatch(before):
        return False
    return not after or not after[0].islower()


def _paragraph(text: str) -> list[list[str]]:
    tokens = _TOKEN.findall(text)
    after = ""
    following = [""] * len(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        following[place] = after
        after = tokens[place] if tokens[place][0].isalnum() else after
    found: list[list[str]] = [[]]
    before = ""
    for token, later in zip(tokens, following, strict=True):
        if token[0].isalnum():
            found[-1].append(key(token))
            before = token
        elif token in "!?…" or (token == "." and _ends(before, later)):
            found.append([])
    return [sentence for sentence in found if sentence]


def sentences(text: str) -> list[list[str]]:
    """Give the words of a text, sentence by sentence, by a plain rule that needs no model.

    A sentence ends at an exclamation mark, question mark or ellipsis, at an empty line, and at a full stop unless it
    follows a short title (word list ``titles``: ``Mr.``) or initials (``J.``, ``U.S.``) or the next word begins with a
    small letter.

    Returns
    -------
    list of list of str
        As `words`; sentences without a word are left out.

    Examples
    --------
    >>> sentences("Mr. Holm left. He met the U.S. envoy!")
    [['mr', 'holm', 'left'], ['he', 'met', 'the', 'u.s', 'envoy']]
    """
    return [sentence for part in _PARAGRAPH.split(text) for sentence in _paragraph(part)]


@lru_cache
def stopwords() -> frozenset[str]:
    """Give the English words of the closed classes (word list ``stopwords_en``), in small letters.

    Examples
    --------
    >>> "the" in stopwords(), "treaty" in stopwords()
    (True, False)
    """
    return frozenset(row["word"] for row in lexicons.load("stopwords_en", "word", "class", "source"))


def places(tokens: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Find where a sequence of tokens begins; each of those wanted may hold asterisks.

    Examples
    --------
    >>> places(["peace", "talks", "and", "peace"], ["peace"])
    [0, 3]
    """
    length = len(wanted)
    starts = range(len(tokens) - length + 1) if length else range(0)
    return [place for place in starts if all(map(fits, tokens[place : place + length], wanted))]
