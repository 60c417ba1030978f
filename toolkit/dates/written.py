"""Complete calendar dates: day, month and year all written."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

__all__ = ["MONTHS", "WEEKDAYS", "dates_in", "leading_date", "month_number", "parse_date"]

_log = logging.getLogger(__name__)

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Languages, and countries of English, that write the day before the month without exception.
_DAY_FIRST = re.compile(
    "de|fr|es|it|pt|nl|da|nb|nn|no|fi|pl|cs|sk|ru|uk|be|bg|sr|hr|bs|sl|mk|ro|el|tr|et|lv|ca|gl|is|id|vi|he|ar"
)
_DAY_FIRST_ENGLISH = frozenset({"gb", "uk", "ie", "au", "nz", "in"})
#: Tried in this order for a month's name when the language is not known.
_COMMON = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk", "tr")

_MONTH = (
    r"(?P<month>jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?<![\d:/.,-])(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)?(?![\d:])"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_YEAR_DIGITS = re.compile(r"[12]\d{3}")
_CLOCK = r"(?:\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{2,5})?,?\s+)?"
_WRITTEN = (
    rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}[\s,-]*{_YEAR}",
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:,\s*|\s+){_CLOCK}{_YEAR}",
    rf"(?<!\d){_YEAR}[\s,-]+{_MONTH}[\s-]+(?P<day>\d{{1,2}})(?![\d:])",
    r"(?<![\d/.-])(?P<year>[12]\d{3})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d/-]|\.\d)",
    r"(?<!\d)(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)(?=T\d{4})",
    r"(?<!\d)(?P<year>[12]\d{3})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
    r"(?<![\d/.-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>[12]\d{3})(?!\d|\.\d)",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WRITTEN)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<sign>[/-])(?P<second>\d{1,2})(?P=sign)(?P<year>[12]\d{3})(?![\d/-])"
)
_FOREIGN = re.compile(
    r"(?<![\d:/.,-])(?P<day>\d{1,2})(?:\.|º|°|er|:?[ae])?\s+(?:de\s+|d['’])?(?P<word>[^\W\d_]{3,})\.?,?\s+(?:del?\s+)?"
    r"(?P<year>[12]\d{3})(?!\d)"
)
_LEADING = re.compile(r"(?P<year>[12]\d{3})(?P<sign>-?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)(?=T\d|[\W_]|$)")
_SPAN = re.compile(r"\W*(?:to\W+)?[12]\d{3}-?\d\d-?\d\d(?!\d)")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?\b", re.IGNORECASE)
_NEAR = 14


def month_number(name: str) -> int:
    """Give the number of an English month from its name or an abbreviation of three letters or more.

    Examples
    --------
    >>> month_number("Sept.")
    9
    """
    return [month[:3] for month in MONTHS].index(name[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _foreign_month(word: str, language: str | None) -> int | None:
    """Ask dateparser which month a word names; it sees a whole strict date, so it has nothing to invent."""
    import dateparser

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    for code in (language,) if language else _COMMON:
        try:
            found = dateparser.parse(f"1 {word.lower()} 2001", languages=[code], settings=settings)
        except ValueError:  # a language that dateparser does not know
            return None
        if found is not None and (found.day, found.year) == (1, 2001):
            return int(found.month)
    return None


def _weekday(text: str, start: int, end: int) -> int | None:
    """Weekday written beside a date, 0 for Monday."""
    around = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
    found = _WEEKDAY.search(around)
    return [day[:3] for day in WEEKDAYS].index(found[1].lower()) if found else None


def _day_first(language: str | None) -> bool | None:
    """Whether a language or locale writes the day first; None where that is not certain."""
    code, _, country = (language or "").replace("_", "-").lower().partition("-")
    if code == "en":
        return {"us": False}.get(country, True if country in _DAY_FIRST_ENGLISH else None)
    return True if _DAY_FIRST.fullmatch(code) else None


def _numeric(match: re.Match[str], text: str, language: str | None) -> date | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings = {True: _date(year, second, first), False: _date(year, first, second)}
    possible = {order: found for order, found in readings.items() if found is not None}
    if len(set(possible.values())) == 1:
        return next(iter(possible.values()))
    weekday = _weekday(text, match.start(), match.end())
    agreeing = [found for found in possible.values() if found.weekday() == weekday]
    if len(agreeing) == 1:
        return agreeing[0]
    order = _day_first(language)
    return possible.get(order) if order is not None else None


def _foreign(text: str, language: str | None) -> Iterator[tuple[int, int, date]]:
    code = (language or "").replace("_", "-").lower().partition("-")[0]
    if code == "en":
        return
    for match in _FOREIGN.finditer(text):
        month = _foreign_month(match["word"], code or None)
        found = _date(int(match["year"]), month, int(match["day"])) if month else None
        if found:
            yield match.start(), match.end(), found


def dates_in(text: str, *, language: str | None = None) -> tuple[tuple[int, int, date], ...]:
    """Find every complete calendar date of a text.

    Parameters
    ----------
    text : str
        Any text, such as the line under a headline.
    language : str, optional
        ISO 639-1 code, with a country if need be (``en-GB``): names of months are read in English and in this
        language, and it decides the order of day and month in ``03/04/2022``.

    Returns
    -------
    tuple of (int, int, date)
        Start and end in `text`, and the date; in the order of the text, without overlap.

    Examples
    --------
    >>> dates_in("Posted 3 May 2031, updated 5 May 2031")
    ((7, 17, datetime.date(2031, 5, 3)), (27, 37, datetime.date(2031, 5, 5)))
    """
    if _YEAR_DIGITS.search(text) is None:
        return ()
    found = list(_foreign(text, language))
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            month = int(match["month"]) if match["month"].isdecimal() else month_number(match["month"])
            day = _date(int(match["year"]), month, int(match["day"]))
            if day:
                found.append((match.start(), match.end(), day))
    for match in _NUMERIC.finditer(text):
        day = _numeric(match, text, language)
        if day:
            found.append((match.start(), match.end(), day))
    kept: list[tuple[int, int, date]] = []
    for start, end, day in sorted(found, key=lambda item: (item[0], -item[1], item[2])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, day))
    return tuple(kept)


def leading_date(name: str) -> date | None:
    """Read the complete ISO 8601 date that a name begins with, in the extended or the basic form.

    Parameters
    ----------
    name : str
        Name of a file, such as ``2031-05-04_clarion.txt`` or ``20310504-clarion.txt``.

    Returns
    -------
    date or None
        None if the name begins with anything else, if the date does not exist, or if a span of days follows.

    Examples
    --------
    >>> leading_date("2031-05-04 Quist signs.docx")
    datetime.date(2031, 5, 4)
    >>> leading_date("2031-05 Quist.txt"), leading_date("2031-02-30.txt"), leading_date("2031-05-04_2031-05-11.txt")
    (None, None, None)
    """
    match = _LEADING.match(name)
    if match is None or _SPAN.match(name[match.end() :].lstrip("_")):
        return None
    return _date(int(match["year"]), int(match["month"]), int(match["day"]))


def parse_date(text: str, *, language: str | None = None) -> date | None:
    """Read the first complete calendar date of a string.

    Parameters
    ----------
    text : str
        Any text, such as ``Published 6 NOV 2027, 08:25``.
    language : str, optional
        ISO 639-1 code, with a country if need be (``en-GB``).

    Returns
    -------
    date or None
        The date as written (no time zone is applied); None if no day, month and year stand together, if the
        date does not exist, or if the order of day and month is uncertain: ``03/04/2022`` needs a language or a
        weekday that decides it. A weekday that contradicts the date is logged, and the date kept.

    Examples
    --------
    >>> parse_date("Saturday 15 May 2027, 20:15 GMT")
    datetime.date(2027, 5, 15)
    >>> parse_date("03/04/2022"), parse_date("9 September"), parse_date("31 June 2022")
    (None, None, None)
    >>> parse_date("03/04/2022", language="fr"), parse_date("3 avril 2022", language="fr")
    (datetime.date(2022, 4, 3), datetime.date(2022, 4, 3))
    """
    for start, end, found in dates_in(text, language=language):
        weekday = _weekday(text, start, end)
        if weekday is not None and weekday != found.weekday():
            _log.warning("%s: %s is not a %s", text[start:end], found.isoformat(), WEEKDAYS[weekday].capitalize())
        return found
    return None
