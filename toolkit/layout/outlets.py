"""Names of outlets in the lines over an article: "By Marla Quist for the Varno Gazette", "VARNO, May 3 (Clarion) -".

A name counts only where its own words show what it is (word list ``layout_outlets``), or where it stands as the agency
in a dateline. In doubt there is none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons
from toolkit.dates import dates_in
from toolkit.layout.labels import author_opener, label_of, without_date_labels
from toolkit.layout.marks import MONTH_DAY
from toolkit.layout.wording import given_names, in_word_list

__all__ = ["agency_of", "is_masthead", "is_name", "outlet_in", "outlet_name"]

_WORD = r"[A-ZÀ-Þ][\w’'.&-]*"
_NAME = re.compile(
    rf"(?P<article>[Tt]he\s+|THE\s+)?(?P<name>{_WORD}(?:\s+(?:(?:of|and|&|de|la|OF|AND)\s+)?{_WORD}){{0,5}})$"
)
_PIECES = re.compile(r"\s*(?:[,;|·•()\[\]\n]|\s[-–—]\s)\s*|(?:^|\s+)(?i:for|at|with|from|in|by|on|via)\s+")
_OF = re.compile(r"\s+(?i:of)\s+")
_AGENCY = re.compile(r"[(\[](?P<name>[A-ZÀ-Þ][\w .&-]{1,40})[)\]]\s?(?:--|[-–—:])?$")
#: A line of more characters names no outlet.
_LONGEST = 160
#: A date, written as a line break, with the weekday before it.
_DAY = re.compile(r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s*)?\n", re.I)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s(?:[A-Z]{2,4}|[ap]\.?m\.?))?(?!\w)")


class _Words(NamedTuple):
    last: frozenset[str]
    weak: frozenset[str]
    first: frozenset[str]
    before_of: frozenset[str]
    section: frozenset[str]
    whole: frozenset[str]
    post: frozenset[str]


@lru_cache
def _words() -> _Words:
    rows = lexicons.load("layout_outlets", "word", "class")
    classes = ("last", "last, after a name", "first", "first, before of", "section", "whole", "post")
    listed = (frozenset(row["word"].casefold() for row in rows if row["class"] == name) for name in classes)
    return _Words(*listed)


@lru_cache(maxsize=4096)
def outlet_name(text: str) -> str | None:
    """Give the name of an outlet if a text is one and nothing else.

    Parameters
    ----------
    text : str
        A line or a part of it.

    Returns
    -------
    str or None
        The name; an article is part of it where it is written with a capital, and capitals throughout are lowered.

    Examples
    --------
    >>> outlet_name("The Varno Gazette"), outlet_name("the Daily Clarion"), outlet_name("THE VARNO POST")
    ('The Varno Gazette', 'Daily Clarion', 'The Varno Post')
    >>> outlet_name("World News"), outlet_name("Harbour Reporter's Notes")
    (None, None)
    """
    match = _NAME.match(text) if len(text) <= _LONGEST else None
    if match is None or not _known(match["name"].casefold().split(), article=match["article"] is not None):
        return None
    kept = match["name"] if (match["article"] or "The")[0] == "t" else text
    name = " ".join(kept.split())
    return " ".join(map(_lowered, name.split())) if name.isupper() and not _whole(name) else name


def _lowered(word: str) -> str:
    return word if _whole(word) else word.capitalize()


def _whole(name: str) -> bool:
    return name.casefold() in _words().whole


def _known(words: list[str], *, article: bool) -> bool:
    """Whether the words of a name are those of an outlet."""
    known = _words()
    if " ".join(words) in known.whole:
        return True
    if len(words) == 1:
        return article and words[0] in known.last
    if "of" in words:
        return words[0] in known.before_of and words[1] == "of"
    if any(word in known.post for word in words) or (len(words) == 2 and words[0] in given_names() and not article):
        return False
    if words[0] in known.first:
        return words[-1] not in known.section
    if len(words) > 2 and " ".join(words[-2:]) in known.last:
        return True
    return words[-1] in known.last or (words[-1] in known.weak and words[-2] not in known.section)


def is_name(words: Sequence[str]) -> bool:
    """Whether capitalised words are rather a person's name than a heading.

    The first is a known given name, or none is a verb, a function word or the name of a section.

    Examples
    --------
    >>> is_name(["Odo", "Farr"]), is_name(["Mark", "Hunt"]), is_name(["Special", "Report"])
    (True, True, False)
    """
    known = _words()
    if words[0].casefold() in given_names():
        return True
    return not any(word.casefold() in known.section | known.post or in_word_list(word) for word in words)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Give the parts of a header line, each with whether it is what "By" stands before."""
    for start, end, _ in reversed(dates_in(text)):
        text = f"{text[:start]}\n{text[end:]}"
    text = _DAY.sub("\n", MONTH_DAY.sub("\n", text))
    text = without_date_labels(_CLOCK.sub("\n", text))
    opener = author_opener().match(text)
    first = True
    for piece in _PIECES.split(text[opener.end() :] if opener else text):
        stripped = piece.strip(" ,:.|")
        if stripped:
            yield stripped, first and opener is not None
            first = False


def outlet_in(text: str) -> str | None:
    """Find the outlet that a byline or a date line names.

    Parameters
    ----------
    text : str
        The line.

    Returns
    -------
    str or None
        The first name of an outlet, None where none is clear. What "By" stands before is rather a person.

    Examples
    --------
    >>> outlet_in("By Marla Quist, Harbour Reporter, Varno Gazette"), outlet_in("By Marla Quist, Harbour Reporter")
    ('Varno Gazette', None)
    """
    if len(text) > _LONGEST:
        return None
    for piece, opened in _pieces(text):
        found = outlet_name(piece)
        if found and not (opened and _personal(piece)):
            return found
        found = outlet_name(_OF.split(piece, maxsplit=1)[-1])
        if found and _OF.search(piece):
            return found
    return None


def _personal(piece: str) -> bool:
    """Whether a name of an outlet might be a person's: "By Odo Post"."""
    words = piece.casefold().split()
    return words[0] != "the" and words[-1] in _words().last


def is_masthead(text: str) -> bool:
    """Whether a line is the name of an outlet with the day of the issue.

    Examples
    --------
    >>> is_masthead("The Varno Gazette, Monday 5 May 2031"), is_masthead("The Varno Gazette")
    (True, False)
    """
    if len(text) > _LONGEST or label_of(text) or not (dates_in(text) or MONTH_DAY.search(text)):
        return False
    pieces = [piece for piece, _ in _pieces(text)]
    return len(pieces) <= 2 and any(map(outlet_name, pieces))


def agency_of(dateline: str) -> str | None:
    """Give the agency that a dateline has in brackets.

    Examples
    --------
    >>> agency_of("VARNO, May 3 (Clarion) -"), agency_of("VARNO (May 3) -"), agency_of("PARIS (France) -")
    ('Clarion', None, None)
    """
    match = _AGENCY.search(dateline)
    if match is None or re.search(r"\d", match["name"]) or match["name"].casefold() in _countries():
        return None
    return match["name"].strip()


@lru_cache
def _countries() -> frozenset[str]:
    rows = lexicons.load("countries", "name", "other_names")
    return frozenset(name.casefold() for row in rows for name in (row["name"], *row["other_names"].split("|")))
