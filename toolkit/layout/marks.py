"""Lines and openings that say what they are: date lines, photo credits, notices, datelines."""

import re
from functools import lru_cache

from toolkit.dates import dates_in
from toolkit.layout.labels import label_of, without_date_labels

__all__ = [
    "MONTH_DAY",
    "OCCUPATION",
    "OUTLET_WORDS",
    "dateline",
    "is_biography",
    "is_credit",
    "is_notice",
    "is_timestamp",
]

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\b\.?"
MONTH_DAY = re.compile(
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

#: What journalists are called, and words of the names of outlets.
OCCUPATION = (
    r"reporters?|correspondents?|editors?|writers?|columnists?|bureau|staff|analysts?|journalists?|producers?"
    r"|contributors?|critics?|newsroom"
)
OUTLET_WORDS = (
    r"news|press|agency|agencies|media|post|times|herald|tribune|gazette|echo|service|desk|mercury|daily|courier"
    r"|online|associated|reuters|afp|upi|wires?|team"
)

_CREDIT = re.compile(
    r"[(\[]\s*(?:images?|photos?|pictures?|pics?|photographs?|credits?|courtesy)\b[^)\]]*[)\]]\.?$"
    r"|[(\[][^)\]]*(?:\b(?:photo|via|file|handout|supplied|images)\b|/(?:ap|afp|epa|reuters|getty|pa)\b)[^)\]]*[)\]]\.?$"
    r"|[.:;|–—-]?\s(?:photographs?|photos?|pictures?|images?|credits?|photo credit|picture credit|image credit|source)"
    r"(?:\sby|:|\.\.\.)\s*(?:[^.]|\b[A-Z]\.){2,60}\.?$"
    r"|[.:;|–—,-]\s?(?:[A-Z][\w.’'-]+\s){0,3}[A-Z][\w.’'-]*/[A-Z][\w.’' -]{1,30}$"
    r"|(?:©|\(c\))\s?[^.]{2,50}$|\b(?:Getty Images|AP Photo|AFP|Reuters|EPA|Shutterstock|Alamy)\)?$"
    r"|^\[?\s*(?:photo|image|picture)s?\b[^\]]*\]$",
    re.I,
)
#: Every credit has one of these; looking for them first spares the slow pattern.
_CREDIT_HINTS = (
    *("photo", "pic", "image", "credit", "courtesy", "source", "©", "(c)", "/", "via", "file", "handout", "supplied"),
    *("getty", "afp", "reuters", "epa", "shutterstock", "alamy"),
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
    rf"|is (?:a|an|the)\b.*\b(?:{OCCUPATION}|fellow|author|professor|lecturer)\b)"
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
_LONGEST_CREDIT = 200
_LONGEST_NOTICE = 1000


def _leftover(text: str) -> list[str]:
    """List the words of a line when dates, clock times and the labels of dates are taken away."""
    for start, end, _ in reversed(dates_in(text)):
        text = f"{text[:start]} {text[end:]}"
    for pattern in (_AGO, MONTH_DAY, _CLOCK):
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
    dated = MONTH_DAY.search(text) or _AGO.search(text) or (labelled and _CLOCK.search(text)) or dates_in(text)
    return bool(dated) and len(_leftover(text)) <= (3 if labelled else 1)


@lru_cache(maxsize=4096)
def is_credit(text: str) -> bool:
    """Whether a line ends with the credit of a photograph.

    Examples
    --------
    >>> is_credit("Marla Quist in Varno. Photograph: Odo Farr/Clarion"), is_credit("Quist spoke in Varno.")
    (True, False)
    """
    tail = text[-_LONGEST_CREDIT:]
    lowered = tail.lower()
    return any(hint in lowered for hint in _CREDIT_HINTS) and _CREDIT.search(tail) is not None


@lru_cache(maxsize=4096)
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
