"""Lines and openings that say what they are: date lines, bylines, photo credits, notices, datelines."""

import re
from functools import lru_cache

from toolkit.dates import dates_in
from toolkit.layout.labels import author_opener, label_of, without_date_labels

__all__ = ["byline_name", "dateline", "is_biography", "is_byline", "is_credit", "is_notice", "is_post", "is_timestamp"]

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\b\.?"
_MONTH_DAY = re.compile(
    rf"\b(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s\d{{4}})?(?!\w)"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b",
    re.I,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s?(?:hrs|[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?",
    re.I,
)
_AGO = re.compile(r"\b(?:\d+|an?)\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\sago\b", re.I)
#: What may stand in a date line beside its date.
_SMALL = re.compile(
    r"\b(?:on|at|the|of|and|am|pm|last|first|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?"
    r"|gmt|utc|bst|cet|cest|est|edt|et|pst|pdt|cst|cdt|ist|local|time|today|yesterday|z|just|now|[+-]\d\d:?\d\d)\b",
    re.I,
)
_DATE_PIECES = re.compile(r"[|•·/;]|\s[-–—]\s|(?<=\s)(?=[Uu]pdated|UPDATED|[Pp]ublished|PUBLISHED|[Ll]ast|LAST)")

_PART_OF_NAME = (
    r"(?:(?:[^\W\d_]\.\s?)+|(?:[Vv][ao]n|de[rnl]?|d[aiou]s?|[Aa]l|[Ee]l|[Ll][ae]|bin|ten|zu|y)\s"
    r"|[A-ZÀ-ÞĀ-Ž][\w’'.-]*\s?)"
)
_NAME = re.compile(rf"(?:{_PART_OF_NAME}){{2,6}}$")
_NAME_AND_POST = re.compile(rf"^(?:{_PART_OF_NAME}){{2,4}}\s?(?:,|[|–—-]|\n)\s*(?P<post>.{{3,60}})$")
_OCCUPATION = (
    r"reporters?|correspondents?|editors?|writers?|columnists?|bureau|staff|analysts?|journalists?|producers?"
    r"|contributors?|critics?|newsroom"
)
_OUTLET = (
    r"news|press|agency|agencies|media|post|times|herald|tribune|gazette|echo|service|desk|mercury|daily|courier"
    r"|online|associated|reuters|afp|upi|wires?|team"
)
_POST = re.compile(rf"\b(?:{_OCCUPATION}|{_OUTLET})\b", re.I)
_NOT_A_PERSON = re.compile(rf"\b(?:{_OCCUPATION}|{_OUTLET}|chief|head of)\b", re.I)
_NOBODY = re.compile(
    r"(?:our\b|staff\b|a\s.*correspondent|agenc|the\s.*(?:staff|team|newsroom|press|board)\b)",
    re.I,
)
_VERB_OF_POST = re.compile(r"\b(?:says?|said|is|was|are|to|has)\b")
#: Openers that are common words too: only with a colon, or before a full name.
_WEAK_OPENERS = frozenset({"from", "di", "par", "por", "door", "text", "words", "author", "authors"})
_WHERE = re.compile(
    r"\s+(?i:in|for|at|of|with|from|on)\s+|\s+[|•·–—-]\s+|\s*[(|@\n]|\s+\d|\b(?=(?:Published|Updated|Posted)\b)"
)

_CREDIT = re.compile(
    r"[(\[]\s*(?:images?|photos?|pictures?|pics?|photographs?|credits?|courtesy)\b[^)\]]*[)\]]\.?$"
    r"|[(\[][^)\]]*(?:\b(?:photo|via|file|handout|supplied|images)\b|/(?:ap|afp|epa|reuters|getty|pa)\b)[^)\]]*[)\]]\.?$"
    r"|[.:;|–—-]?\s(?:photographs?|photos?|pictures?|images?|credits?|photo credit|picture credit|image credit|source)"
    r"(?:\sby|:|\.\.\.)\s*[^.]{2,60}\.?$"
    r"|[.:;|–—,-]\s?(?:[A-Z][\w.’'-]+\s){0,3}[A-Z][\w.’'-]*/[A-Z][\w.’' -]{1,30}$"
    r"|(?:©|\(c\))\s?[^.]{2,50}$|\b(?:Getty Images|AP Photo|AFP|Reuters|EPA|Shutterstock|Alamy)\)?$"
    r"|^\[?\s*(?:photo|image|picture)s?\b[^\]]*\]$",
    re.I,
)
_NOTICES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[(\[]?(?i:(?:additional\s)?(?:reporting|writing|editing|compiled|translated|translation|edited|written)"
        r"(?:\sand\s(?:writing|editing))?\sby)\b.{3,200}$",
        r"^(?:©|\(c\)\s|(?i:copyright\s+(?:©|\(c\)|\d{4}|the\s|[a-z]+$)))",
        r"(?i:all rights reserved)",
        r"^\((?i:with (?:inputs?|files|reporting|additional reporting) from)\b.{2,80}\)$",
        r"^[\W_]*(?:#\s?#\s?#|-?\s?30\s?-|(?i:-+\s?ends?\s?-+))[\W_]*$",
        r"^(?:(?i:page)\s)?\d{1,4}(?:\s?(?:(?i:of)|/)\s?\d{1,4})?$",
        r"^[\W_]+$",
        r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w{2,}$|^@\w+$",
        r"^(?:[A-Z][\w.’'-]+,?\s(?:and\s)?){1,6}(?:also\s)?contributed\sto\sthis\s(?:report|story|article)\.$",
        r"^(?:[A-Z][\w.’'-]+,?\s(?:and\s)?){1,6}(?:also\s)?reported\sfrom\s"
        r"(?:[A-Z][\w.’'-]*,?(?:$|\s(?:and\s)?(?:from\s)?))+$",
        r"^\d+\s(?i:comments?|shares?|views?|likes?|min(?:ute)?s?(?:\sread)?)$|^(?i:comments?|shares?|views?)\s\(?\d+\)?$",
        r"^(?:\S+\s){0,6}\+?\(?\d{2,5}\)?[\s-]\d[\d\s-]{5,}\d$",
        r"^(?i:(?:[^.?]{3,60}\? )?(?:like|share) (?:this|the|our) (?:page|post|story).{0,20})$",
        r"^(?i:(?:you can )?(?:follow|email|contact) [\w.\s’']{2,40}"
        r"(?:on (?:twitter|x|facebook|instagram)|at) .{0,60})$",
        r"^(?i:(?:tel|phone|telephone|mobile|fax|e-?mail|web|website))\s?[:.]",
    )
)
_BIOGRAPHY = re.compile(
    rf"^(?:[A-ZÀ-Þ][\w.’'-]+\s){{2,3}}(?:(?i:covers|writes about|reports on|can be reached|tweets (?:at|@))\b"
    rf"|is (?:a|an|the)\b.*\b(?:{_OCCUPATION}|fellow|author|professor|lecturer)\b)"
)

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ’'.]*[A-ZÀ-Þ.](?:[ -](?:[A-ZÀ-Þ][A-ZÀ-Þ’'.]*|and|de|la|am|sur))*"
_MIXED = r"[A-ZÀ-Þ][\w’'.]+(?:[ -](?:[A-ZÀ-Þ][\w’'.]*|and|de|la|del|am|an|sur|upon|der)){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_CAPITALS}|(?P<mixed>{_MIXED}))"
    r"(?P<state>,\s(?:[A-Z][\w’'.]*\.?)(?:\s[A-Z][\w’'.]*){0,3}(?<!\d))?"
    r"(?P<date>,?\s\(?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2})(?:,?\s\d{4})?\)?)?"
    r"(?P<agency>\s?[(/\[][A-Z][\w .,&/-]{1,40}[)/\]])?"
    r"\s?(?P<sign>--|[-–—]|:)(?=\s|$|[A-Z“\"])"
)
_NO_PLACE = re.compile(
    r"(?i:exclusive|update[d]?|breaking|watch|video|live|analysis|opinion|comment|editorial|explainer|notes?|ps|nb"
    r"|correction|clarification|interview|review|profile|factbox|timeline|question|answer|moderator|graphic|the .*"
    r"|(?:mr|mrs|ms|dr|sen|rep|gov|president)\.? .*|ok|okay|no|yes)$"
)
#: In characters; what is longer is read no further.
_LONGEST_DATELINE = 90
_LONGEST_BYLINE = 200
_LONGEST_CREDIT = 200
_LONGEST_NOTICE = 1000


def _leftover(text: str) -> list[str]:
    """List the words of a line when dates, clock times and the labels of dates are taken away."""
    for start, end, _ in reversed(dates_in(text)):
        text = f"{text[:start]} {text[end:]}"
    for pattern in (_AGO, _MONTH_DAY, _CLOCK):
        text = pattern.sub(" ", text)
    pieces = (without_date_labels(piece.strip(" ,:")) for piece in _DATE_PIECES.split(text))
    return re.findall(r"[^\W_]+", _SMALL.sub(" ", " ".join(pieces)))


@lru_cache(maxsize=4096)
def is_timestamp(text: str) -> bool:
    """Whether a line tells when the document was published or changed, and little else.

    Examples
    --------
    >>> is_timestamp("Published: 12:30, 5 May 2031 | Updated: 13:00"), is_timestamp("They met on 5 May 2031")
    (True, False)
    """
    if len(text) > 160 or not text.strip():
        return False
    label = label_of(text)
    labelled = label is not None and label.governs in ("posted", "updated")
    if labelled and label is not None and label.rest >= len(text):
        return True
    dated = _MONTH_DAY.search(text) or _AGO.search(text) or (labelled and _CLOCK.search(text)) or dates_in(text)
    return bool(dated) and len(_leftover(text)) <= (3 if labelled else 1)


def _person(part: str) -> bool:
    return _NAME.match(part) is not None and _NOT_A_PERSON.search(part) is None


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
        if not _person(pieces[place].strip()):
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
    if ended or len(text) > _LONGEST_BYLINE or len(text.split()) > 18:
        return False
    opener = author_opener().match(text)
    if opener is None:
        match = _NAME_AND_POST.match(text)
        return match is not None and bool(_POST.search(match["post"])) and not _VERB_OF_POST.search(match["post"])
    rest, opening = text[opener.end() :], opener[0].strip().lower()
    if _NOBODY.match(rest):
        return True
    if opening in _WEAK_OPENERS:
        return False
    if opening == "von":
        return _NAME.match(rest) is not None
    return byline_name(text) is not None or (
        rest[:1].isupper() and re.search(rf"\b(?:{_OUTLET})\b", rest, re.I) is not None
    )


def is_post(text: str) -> bool:
    """Whether a line is the post of a journalist and nothing else ("Political correspondent").

    Examples
    --------
    >>> is_post("Europe editor"), is_post("Editor resigns over leak")
    (True, False)
    """
    words = text.split()
    return len(words) <= 5 and re.search(rf"\b(?:{_OCCUPATION})(?:,? [A-Z]\w+)?$", text, re.I) is not None


def is_credit(text: str) -> bool:
    """Whether a line ends with the credit of a photograph.

    Examples
    --------
    >>> is_credit("Marla Quist in Varno. Photograph: Odo Farr/Clarion"), is_credit("Quist spoke in Varno.")
    (True, False)
    """
    return _CREDIT.search(text[-_LONGEST_CREDIT:]) is not None


def is_notice(text: str) -> bool:
    """Whether a line is about the publication and not part of it: credits of reporting, copyright, page numbers.

    Examples
    --------
    >>> is_notice("(Reporting by Odo Farr)"), is_notice("The report was written by Odo Farr.")
    (True, False)
    """
    return len(text) <= _LONGEST_NOTICE and any(pattern.search(text) for pattern in _NOTICES)


def is_biography(text: str) -> bool:
    """Whether a line tells who the author is, as the last lines of an article do.

    Examples
    --------
    >>> is_biography("Odo Farr covers politics for the Clarion."), is_biography("Odo Farr left.")
    (True, False)
    """
    return len(text) <= _LONGEST_NOTICE and len(text.split()) <= 40 and _BIOGRAPHY.match(text) is not None


@lru_cache(maxsize=4096)
def dateline(text: str, *, bare: bool = True) -> int:
    """Give the length of the dateline that a paragraph opens with, 0 if there is none.

    Parameters
    ----------
    text : str
        A paragraph.
    bare : bool
        Whether a place alone ("VARNO -") counts, without country, date or agency.

    Returns
    -------
    int
        Number of characters, the dash included.

    Examples
    --------
    >>> text = "VARNO BAY, May 3 (Clarion) - Norvania signed."
    >>> text[: dateline(text)]
    'VARNO BAY, May 3 (Clarion) -'
    """
    match = _DATELINE.match(text[: _LONGEST_DATELINE + 20])
    if match is None or _NO_PLACE.match(match["place"]) or match.end() > _LONGEST_DATELINE:
        return 0
    place, dated, agency = match["place"], match["date"], match["agency"]
    colon = match["sign"] == ":"
    if len(place) < 3 or len(place.split()) > 4:
        return 0
    if match["mixed"] and not (agency or (dated and not colon)):
        return 0
    furnished = dated or agency or match["state"]
    return match.end() if furnished or (bare and not colon) else 0
