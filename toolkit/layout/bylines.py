"""Bylines: lines that name the author, by their own wording or by their place under the headline."""

import re
from functools import lru_cache

from toolkit.dates import dates_in
from toolkit.layout.labels import author_opener
from toolkit.layout.marks import OCCUPATION, OUTLET_WORDS
from toolkit.layout.outlets import is_name, outlet_name
from toolkit.layout.wording import given_names

__all__ = ["byline_name", "is_byline", "is_post", "signed_name"]

#: Each part begins after white space, so that there is one way only to cut a name.
_PART_OF_NAME = (
    r"(?:(?<!\S)(?:[^\W\d_]\.\s|(?:[Vv][ao]n|de[rnl]?|d[aiou]s?|[Aa]l|[Ee]l|[Ll][ae]|bin|ten|zu|y)\s"
    r"|[A-ZÀ-ÞĀ-Ž][\w’'.-]*\s?))"
)
_NAME = re.compile(rf"(?:{_PART_OF_NAME}){{2,6}}$")
_NAME_AND_POST = re.compile(rf"^(?:{_PART_OF_NAME}){{2,4}}\s?(?:,|[|–—-]|\n)\s*(?P<post>.{{3,60}})$")
_PLACE = r"[A-ZÀ-Þ][\w’'.-]*(?:\s[A-ZÀ-Þ][\w’'.-]*){0,2}"
_NAME_IN_PLACE = re.compile(rf"(?:{_PART_OF_NAME}){{2,4}}\s?\bin {_PLACE}$")
_NAME_AND_PLACE = re.compile(
    rf"(?P<names>(?:{_PART_OF_NAME}){{2,4}}(?:and\s(?:{_PART_OF_NAME}){{2,4}})?)"
    rf"(?:(?:,|(?<=\s)in|(?<=\s)for(?:\sthe)?)\s{_PLACE})?$"
)
_POST = re.compile(rf"\b(?:{OCCUPATION}|{OUTLET_WORDS})\b", re.I)
_NOT_A_PERSON = re.compile(rf"\b(?:{OCCUPATION}|{OUTLET_WORDS}|chief|head of)\b", re.I)
_NOBODY = re.compile(
    r"(?:our\b|staff\b|a\s.*correspondent|agenc|the\s.*(?:staff|team|newsroom|press|board)\b)",
    re.I,
)
_VERB_OF_POST = re.compile(r"\b(?:says?|said|is|was|are|to|has)\b")
#: Openers that are common words too: only with a colon, or before a full name with its post or place.
_WEAK_OPENERS = frozenset({"from", "di", "par", "por", "door", "text", "words", "author", "authors"})
_WHERE = re.compile(
    r"\s+(?i:in|for|at|of|with|from|on)\s+|\s+[|•·–—-]\s+|\s*[(|@\n]|\s+\d|\b(?=(?:Published|Updated|Posted)\b)"
)
#: In characters; a longer line is no byline.
_LONGEST = 200


def _person(part: str) -> bool:
    return _NAME.match(part) is not None and _NOT_A_PERSON.search(part) is None and outlet_name(part) is None


def _given(name: str) -> bool:
    """Whether a name opens with a common given name: "By Odo Farr, Petra Lowe", but "By Odo Farr, Port Ellis"."""
    return name.split()[0].casefold() in given_names()


def byline_name(text: str) -> str | None:
    """Give the name or names of a byline, None where it names nobody.

    Examples
    --------
    >>> byline_name("By Marla Quist, Local Democracy Reporter"), byline_name("From our correspondent in Varno")
    ('Marla Quist', None)
    """
    for start, end, _ in reversed(dates_in(text)):
        text = f"{text[:start]} | {text[end:]}"
    named = _WHERE.split(author_opener().sub("", text.strip(), count=1))[0].strip(" ,.:;|")
    pieces = re.split(r"(\s+(?:and|&|und|et|y)\s+|,\s+(?:and\s+)?)", named)
    last = 0
    for place in range(0, len(pieces), 2):
        doubtful = place == 2 == len(pieces) - 1 and pieces[1].strip() == ","
        if not _person(pieces[place].strip()) or (doubtful and not _given(pieces[place])):
            break
        last = place + 1
    found = "".join(pieces[:last])
    return (found.title() if found.isupper() else found) or None


@lru_cache(maxsize=4096)
def is_byline(text: str) -> bool:
    """Whether a line names the author by its own wording ("By ...", "..., political correspondent").

    Examples
    --------
    >>> is_byline("By Marla Quist in Varno Bay"), is_byline("By noon, Quist had signed.")
    (True, False)
    """
    ended = text.rstrip().endswith((".", "?", "!")) and not re.search(r"\b[A-Z]\.$", text)
    if ended or len(text) > _LONGEST or len(text.split()) > 18:
        return False
    opener = author_opener().match(text)
    if opener is None:
        return _with_post(text)
    rest, opening = text[opener.end() :], opener[0].strip().lower()
    if _NOBODY.match(rest):
        return True
    if opening in _WEAK_OPENERS:
        return _with_post(rest) or _NAME_IN_PLACE.match(rest) is not None
    if opening == "von":
        return _NAME.match(rest) is not None
    return byline_name(text) is not None or (
        rest[:1].isupper() and re.search(rf"\b(?:{OUTLET_WORDS})\b", rest, re.I) is not None
    )


def _with_post(text: str) -> bool:
    match = _NAME_AND_POST.match(text)
    return match is not None and bool(_POST.search(match["post"])) and not _VERB_OF_POST.search(match["post"])


def signed_name(text: str) -> str | None:
    """Give the name or names in a line that may be an author's: alone, or with a place or an outlet behind it.

    Examples
    --------
    >>> signed_name("Marla Quist, Port Ellis"), signed_name("Marla Quist and Odo Farr")
    ('Marla Quist', 'Marla Quist and Odo Farr')
    >>> signed_name("Quist signs"), signed_name("Special Report")
    (None, None)
    """
    match = _NAME_AND_PLACE.match(text) if len(text) <= _LONGEST else None
    names = match["names"].strip() if match else ""
    return names if names and all(_person(name) and is_name(name.split()) for name in names.split(" and ")) else None


def is_post(text: str) -> bool:
    """Whether a line is the post of a journalist and nothing else ("Political correspondent").

    Examples
    --------
    >>> is_post("Europe editor"), is_post("Editor resigns over leak")
    (True, False)
    """
    words = text.split()
    return len(words) <= 5 and re.search(rf"\b(?:{OCCUPATION})(?:,? [A-Z]\w+)?$", text, re.I) is not None
