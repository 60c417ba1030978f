"""Lines that say what they are: labels, credits, date lines, bylines, notices."""

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons
from toolkit.dates import dates_in

__all__ = ["Label", "byline_name", "is_byline", "is_credit", "is_dateline", "is_notice", "is_timestamp", "label_of"]

#: What may stand between a label and what it labels.
_COLON = r"\s*(?::|\||—|–|-\s|>|»|…|\.\.\.|,\s)\s*"
_FRAME = r"^[\W_]*"
_NAME = r"(?:(?:[^\W\d_]\.\s?)+|(?:[Vv][ao]n|de[rnl]?|d[aiou]s?|[Aa]l|[Ee]l|[Ll][ae]|bin|ten|zu|y)\s|[A-ZÀ-ÞĀ-Ž][\w’'.-]*\s?)"
_NAMES = re.compile(rf"(?:{_NAME}){{2,6}}$")
_POST = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|columnist|bureau|staff|analyst|journalist|producer|contributor|critic"
    r"|newsroom|news|press|agency|agencies|media|post|times|herald|tribune|gazette|echo|service|desk)\b",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:news|press|agency|agencies|media|post|times|herald|tribune|gazette|echo|service|desk|staff|newsroom"
    r"|bureau|correspondents?|reporters?|associated|reuters|afp|upi|wires?|team|editors?|daily|courier|online)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s?(?:hrs|[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:on|at|the|of|and|am|pm|last|first|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?"
    r"|gmt|utc|bst|cet|cest|est|edt|et|pst|pdt|cst|cdt|ist|local|time|today|yesterday|z|just|now"
    r"|(?:\d+|an?)\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)|ago|[+-]\d\d:?\d\d)\b",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?)(?:,?\s\d{4})?\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[]\s*(?:images?|photos?|pictures?|pics?|photographs?|credits?|courtesy)\b[^)\]]*[)\]]\.?$"
    r"|[(\[][^)\]]*(?:\b(?:photo|via|file|handout|supplied|images)\b|/(?:ap|afp|epa|reuters|getty|pa)\b)[^)\]]*[)\]]\.?$"
    r"|[.:;|–—-]?\s(?:photographs?|photos?|pictures?|images?|credits?|photo credit|picture credit|image credit|source)"
    r"(?:\sby|:)\s*[^.]{2,60}\.?$"
    r"|[.:;|–—,-]\s?(?:[A-Z][\w.’'-]+\s){0,3}[A-Z][\w.’'-]*/[A-Z][\w.’' -]{1,30}$"
    r"|(?:©|\(c\))\s?[^.]{2,50}$|\b(?:Getty Images|AP Photo|AFP|Reuters|EPA|Shutterstock|Alamy)\)?$"
    r"|^\[?\s*(?:photo|image|picture)s?\b[^\]]*\]$",
    re.IGNORECASE,
)
_NOTICES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[(\[]?(?i:(?:additional\s)?(?:reporting|writing|editing|compiled|translated|translation|edited|written)"
        r"(?:\sand\s(?:writing|editing))?\sby)\b.{3,200}$",
        r"^(?:©|\(c\)\s|(?i:copyright\s+(?:©|\(c\)|\d{4}|[A-Z])))",
        r"(?i:all rights reserved)",
        r"^[\W_]*(?:#\s?#\s?#|-?\s?30\s?-|(?i:-+\s?ends?\s?-+))[\W_]*$",
        r"^(?:(?i:page)\s)?\d{1,4}(?:\s?(?:(?i:of)|/)\s?\d{1,4})?$",
        r"^[\W_]+$",
        r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w{2,}$|^@\w+$",
        r"^(?:[A-Z][\w.’'-]+,?\s(?:and\s)?){1,6}(?:also\s)?(?:contributed|reported)\s(?:to\sthis\s(?:report|story|article)|from\s[A-Z][\w,.\s]+)\.$",
        r"^\d+\s(?i:comments?|shares?|views?|likes?|min(?:ute)?s?(?:\sread)?)$",
        r"^(?i:do you support .{2,40}\? like the page:|(?:like|share) (?:this|the) (?:page|post|story).{0,20})$",
        r"^(?i:(?:you can )?(?:follow|email|contact) [\w.\s’']{2,40}(?:on (?:twitter|x|facebook|instagram)|at) .{0,60})$",
        r"^(?:[A-Z][\w.’'-]+\s){2,3}(?i:can be reached|is on (?:twitter|x)\b|tweets (?:at|@)).{0,80}$",
        r"^(?i:(?:tel|phone|telephone|mobile|fax|e-?mail|web|website))\s?[:.]",
    )
)
_DATELINE = re.compile(
    r"(?P<place>(?:[A-ZÀ-Þ][A-ZÀ-Þ’'.]*[A-ZÀ-Þ.](?:[ -](?:[A-ZÀ-Þ][A-ZÀ-Þ’'.]*|and|de|la|am|sur))*"
    r"|(?P<mixed>[A-ZÀ-Þ][\w’'.]+(?:[ -](?:[A-ZÀ-Þ][\w’'.]*|and|de|la|del|am|an|sur|upon|der)){0,3})))"
    r"(?P<state>,\s(?:[A-Z][\w’'.]*\.?)(?:\s[A-Z][\w’'.]*){0,3}(?<!\d))?"
    r"(?P<date>,?\s\(?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:\d{1,2}\.?\s(?:[A-Z][a-z]{2,8}\.?)|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2})(?:,?\s\d{4})?\)?)?"
    r"(?P<agency>\s?[(/\[][A-Z][\w .,&/-]{1,40}[)/\]])?"
    r"\s?(?P<sign>--|[-–—]|:)(?=\s|$|[A-Z“\"])"
)
_NO_PLACE = re.compile(
    r"(?i:exclusive|update[d]?|breaking|watch|video|live|analysis|opinion|comment|editorial|explainer|note|notes|ps|nb"
    r"|correction|clarification|interview|review|profile|factbox|timeline|question|answer|q|a|moderator|the .*|mr .*"
    r"|mrs .*|ms .*|dr .*|sen .*|rep .*|gov .*|president .*|i|ok|okay|no|yes)$"
)


class Label(NamedTuple):
    """A label at the start of a line: what it governs, and where in the line its text ends and the rest begins."""

    governs: str
    end: int
    rest: int


@lru_cache
def _forms() -> dict[str, dict[str, re.Pattern[str]]]:
    """What is governed -> form -> pattern of the labels, longest first."""
    rows = lexicons.load("layout_labels", "label", "governs", "form")
    patterns: dict[str, dict[str, re.Pattern[str]]] = {}
    for governs in sorted({row["governs"] for row in rows}):
        for form in sorted({row["form"] for row in rows if row["governs"] == governs}):
            words = {row["label"].lower() for row in rows if (row["governs"], row["form"]) == (governs, form)}
            ordered = sorted(words, key=lambda word: (-len(word), word))
            either = "|".join(re.escape(word).replace("'", "[’']").replace(r"\ ", r"\s+") for word in ordered)
            patterns.setdefault(form, {})[governs] = re.compile(
                f"{_FRAME}(?P<label>{either}){_TAILS[form]}", re.IGNORECASE
            )
    return patterns


_TAILS = {
    "alone": r"[\W_]*$",
    "open": rf"(?:[\W_]*$|{_COLON})",
    "colon": r"\s*[:|]\s*(?=\w|[“\"'‘])",
    "start": r"(?!\w)",
    "name": r"\b:?\s+",
}


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """Find the label that a line is, or opens with.

    Returns
    -------
    Label or None
        `governs` is teaser, caption, credit, summary, posted, updated or boilerplate.

    Examples
    --------
    >>> label_of("Read more: Quist signs accord")
    Label(governs='teaser', end=10, rest=11)
    """
    forms = _forms()
    for form in ("alone", "colon", "open", "start"):
        for governs, pattern in forms[form].items():
            match = pattern.match(text)
            if match is None or (form == "open" and not _plausible(text, match)):
                continue
            if form in ("alone", "start"):
                return Label(governs, len(text), len(text))
            end = len(text[: match.end()].rstrip())
            return Label(governs, end, match.end())
    return _shouted(text)


def _plausible(text: str, match: re.Match[str]) -> bool:
    """A comma or a dash after a label is a weaker sign than a colon: then the label must stand in a list of two words."""
    sign = text[match.end("label") : match.end()].strip()
    if sign[:1] == ",":
        return match["label"].lower() in {"image source", "image caption", "media caption", "image copyright"}
    return sign[:1] not in {"-", "–", "—"} or " " in match["label"] or match["label"].isupper()


def _shouted(text: str) -> Label | None:
    """Find a label of two words or more in capitals before a text that is not ("READ MORE Quist signs accord")."""
    match = re.match(rf"{_FRAME}([A-Z][A-Z’']+(?:\s[A-Z’']+)+)\s+(?=[A-Z“‘\"'\d][^A-Z]|[A-Z]\s)", text)
    if match is None:
        return None
    for governs, pattern in _forms()["open"].items():
        if governs in ("teaser", "credit", "caption") and pattern.match(match[1]):
            return Label(governs, match.end(1), match.end())
    return None


def _leftover(text: str) -> str:
    """What remains of a line when dates, clock times and the labels of dates are taken away."""
    for start, end, _ in reversed(dates_in(text)):
        text = text[:start] + " " + text[end:]
    for pattern in (_MONTH_DAY, _CLOCK):
        text = pattern.sub(" ", text)
    pieces = []
    for piece in re.split(r"[|•·/;]|\s[-–—]\s|(?<=\s)(?=[Uu]pdated|UPDATED|[Pp]ublished|[Ll]ast)", text):
        label = label_of(piece.strip(" ,:"))
        pieces.append("" if label and label.governs in ("posted", "updated") and label.end else piece)
    text = _SMALL.sub(" ", " ".join(pieces))
    for governs in ("posted", "updated"):
        text = re.sub(_forms()["open"][governs].pattern.replace(_TAILS["open"], r"\b"), " ", text.strip(), flags=re.I)
    return " ".join(re.findall(r"[^\W_]+", text))


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
    if label and label.governs in ("posted", "updated") and label.rest >= len(text):
        return True
    dated = bool(_MONTH_DAY.search(text) or dates_in(text) or re.search(r"\d\s(?:min|hour|day|hr)\w*\sago\b", text))
    dated = dated or bool(label and label.governs in ("posted", "updated") and _CLOCK.search(text))
    return dated and len(_leftover(text).split()) <= (3 if label and label.governs in ("posted", "updated") else 1)


@lru_cache
def _opener() -> re.Pattern[str]:
    rows = lexicons.load("layout_labels", "label", "governs", "form")
    words = sorted({row["label"] for row in rows if row["form"] == "name"}, key=lambda word: (-len(word), word))
    return re.compile(rf"^[\W_]*(?:{'|'.join(re.escape(word) for word in words)})\b:?\s+", re.IGNORECASE)


def byline_name(text: str) -> str | None:
    """Give the name or names of a byline, None where it names nobody.

    Examples
    --------
    >>> byline_name("By Marla Quist, Local Democracy Reporter"), byline_name("From our correspondent in Orsk")
    ('Marla Quist', None)
    """
    for start, end, _ in reversed(dates_in(text)):
        text = f"{text[:start]} | {text[end:]}"
    rest = _opener().sub("", text.strip(), count=1)
    rest = re.split(
        r"\s+[|•·–—-]\s+|,(?!\s(?:Jr|Sr|[A-Z][\w’'-]+ [A-Z][\w’'-]+(?:,| and| &)))|\s+(?:in|for|at|of|with|from|on)\s+|\s*[(|@]|\s+\d|\b(?=(?:Published|Updated|Posted)\b)",
        rest,
    )[0].strip(" ,.:;")
    parts = re.split(r"\s+(?:and|&|und|et|y)\s+|,\s+(?:and\s+)?", rest)
    named = all(_NAMES.match(part.strip() + " ") or _NAMES.match(part.strip()) for part in parts if part.strip())
    shouted = rest.title() if rest.isupper() and len(rest) > 4 else rest
    return shouted if rest and named and not _OUTLET.search(rest) else None


@lru_cache(maxsize=4096)
def is_byline(text: str) -> bool:
    """Whether a line names the author by its own wording ("By ...", "..., political correspondent").

    Examples
    --------
    >>> is_byline("By Marla Quist in Orsk Bay"), is_byline("By noon, Quist had signed.")
    (True, False)
    """
    if len(text.split()) > 18 or (text.rstrip().endswith((".", "?", "!")) and not re.search(r"\b[A-Z]\.$", text)):
        return False
    opener = _opener().match(text)
    if opener:
        rest = text[opener.end() :]
        who = r"(?:our\b|staff\b|a\s.*correspondent|agenc|the\s.*(?:staff|team|newsroom|press|board)\b)"
        opening = opener[0].strip(" :").lower()
        if re.match(who, rest, re.IGNORECASE):
            return True
        if (
            opening in ("from", "di", "par", "por", "door", "von", "text", "words", "author", "authors")
            and ":" not in opener[0]
        ):
            return opening == "von" and _NAMES.match(rest) is not None
        return byline_name(text) is not None or (_OUTLET.search(rest) is not None and rest[:1].isupper())
    posts = re.match(rf"^(?:{_NAME}){{2,4}}\s?(?:,|[|–—-]|\n)\s*(.{{3,60}})$", text)
    return bool(posts and _POST.search(posts[1]) and not re.search(r"\b(?:says?|said|is|was|are|to|has)\b", text))


def is_credit(text: str) -> bool:
    """Whether a line ends with the credit of a photograph.

    Examples
    --------
    >>> is_credit("Marla Quist in Orsk. Photograph: Odo Farr/Meridian"), is_credit("Quist spoke in Orsk.")
    (True, False)
    """
    return _CREDIT.search(text) is not None


def is_notice(text: str) -> bool:
    """Whether a line is about the publication and not part of it: credits of reporting, copyright, page numbers.

    Examples
    --------
    >>> is_notice("(Reporting by Odo Farr)"), is_notice("The report was written by Odo Farr.")
    (True, False)
    """
    return any(pattern.search(text) for pattern in _NOTICES)


@lru_cache(maxsize=4096)
def is_dateline(text: str, *, bare: bool = True) -> int:
    """Give the length of the dateline that a paragraph opens with, 0 if there is none.

    A bare one is a place and nothing else ("ORSK -"); where `bare` is False, it does not count.

    Examples
    --------
    >>> text = "ORSK BAY, May 3 (Meridian) - Norvania signed."
    >>> text[: is_dateline(text)]
    'ORSK BAY, May 3 (Meridian) -'
    """
    match = _DATELINE.match(text)
    if match is None or _NO_PLACE.match(match["place"]) or len(match[0]) > 90 or len(match["place"].split()) > 4:
        return 0
    dated, agency, state = match["date"], match["agency"], match["state"]
    if match["mixed"] and not (agency or (dated and match["sign"] != ":")):
        return 0
    if not (bare or dated or agency or state):
        return 0
    if match["sign"] == ":" and not (dated or agency or state):
        return 0
    return match.end() if len(match["place"]) > 2 else 0
