"""Calendar expressions of running English text, resolved against the day of publication.

Rules: a weekday beside a past tense is the latest such day up to and including the day of publication; beside a future
("will", "due to") or after "by", "until" and "for" it is the next one. Weeks are those of ISO 8601. Durations, parts of a day on
their own ("overnight", "later") and years that are names ("the 1998 accord") are no calendar expressions.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.dates.tense import is_future, sentence_starts
from toolkit.dates.written import WEEKDAYS, month_number

__all__ = ["TimeExpression", "find_times"]


class TimeExpression(NamedTuple):
    """Where a calendar expression stands, and its date in ISO 8601 (day, week, month or year), None if unknown."""

    start: int
    end: int
    iso: str | None


@dataclass(frozen=True)
class _Context:
    """What a rule may look at: the sentence's time, the day of publication, the expression before."""

    future: bool
    published: date | None
    anchor: str | None


_PREP = r"(?:on|by|until|till|before|for|from|since|after|during|in|at|through|of)"
_PART = r"(?:\s(?:morning|afternoon|evening|night|lunchtime))"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_FULL_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?P<month>{_FULL_MONTH})"
_MONTH_SHORT = rf"(?P<month>{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_NO_UNIT = r"(?![\d%]|[,.]\d|[-–/]\d|\s(?:%|per\s?cent|people|men|women|metres|meters|miles|km|dollars|pounds|euros|homes|jobs|votes|feet|tonnes|hours))"
_POSSESSIVE = r"(?:['’]s?(?!\w))?"
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_NUMBERS = dict(
    zip(
        "a an one two three four five six seven eight nine ten eleven twelve twenty fifty".split(),
        [1, 1, *range(1, 13), 20, 50],
        strict=True,
    )
)
_NAMED_DAYS = r"(?<!Black )(?<!Good )(?<!Super )(?<!Bloody )(?<!Ash )(?<!Cyber )(?<!Easter )(?<!Palm )(?<!Maundy )(?<!Shrove )(?<!Giving )"


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _months_on(day: date, months: int) -> str:
    total = day.year * 12 + day.month - 1 + months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def _shift(day: date, count: int, unit: str) -> str | None:
    """Give the day, week, month or year that lies `count` units from a day."""
    try:
        if unit == "day":
            return (day + timedelta(days=count)).isoformat()
        if unit == "week":
            return _week(day + timedelta(weeks=count))
        if unit == "month":
            return _months_on(day, count)
        return f"{day.year + count * (10 if unit == 'decade' else 1):04d}"
    except (OverflowError, ValueError):
        return None


def _weekday_near(published: date, weekday: int, *, future: bool, strict: bool = False) -> str:
    """The latest such weekday up to the day of publication, or the next one after it."""
    back = (published.weekday() - weekday) % 7
    if future:
        return (published + timedelta(days=7 - back)).isoformat()
    return (published - timedelta(days=back or (7 if strict else 0))).isoformat()


def _full_date(match: re.Match[str], context: _Context) -> str | None:
    month, day = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return _iso_day(int(match["year"]), month, day)
    if context.published is None:
        return None
    here = context.published
    near = [d for year in (here.year - 1, here.year, here.year + 1) if (d := _iso_day(year, month, day))]
    if re.match(r"(?:by|until|till|before|from)\b", match[0]) or context.future:
        return next((d for d in near if d >= here.isoformat()), None)
    past = [d for d in near if d <= here.isoformat()]
    return past[-1] if past else None


def _iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _on_weekday(match: re.Match[str], context: _Context) -> str | None:
    if context.published is None:
        return None
    weekday = WEEKDAYS.index(match["weekday"].lower())
    which = (match["which"] or "").lower()
    ahead = re.match(r"(?:by|for|until|till)\b", match[0], re.IGNORECASE) is not None
    if which in ("last", "this past", "past", "the previous"):
        return _weekday_near(context.published, weekday, future=False, strict=which == "last")
    if which.endswith(("next", "coming")) or ahead:
        return _weekday_near(context.published, weekday, future=True)
    if match["late"] and match["late"].lower().startswith("later") and context.published.weekday() == weekday:
        return context.published.isoformat()
    if which == "this" and context.published.weekday() == weekday:
        return context.published.isoformat()
    since = re.match(r"since\b", match[0], re.IGNORECASE) is not None
    return _weekday_near(context.published, weekday, future=(context.future or which == "this") and not since)


_DEICTIC = {
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "tonight": 0,
    "last night": -1,
    "this": 0,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _deictic(match: re.Match[str], context: _Context) -> str | None:
    word = " ".join(match["word"].lower().split())
    days = _DEICTIC["this" if word.startswith("this") else word]
    return (context.published + timedelta(days=days)).isoformat() if context.published else None


def _period(match: re.Match[str], context: _Context) -> str | None:
    """ "last week", "earlier this month", "the end of the year"."""
    if context.published is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    step = (
        -1 if which in ("last", "the previous", "the past", "past") else 1 if which.endswith(("next", "coming")) else 0
    )
    if unit != "weekend":
        return _shift(context.published, step, unit)
    saturday = context.published - timedelta(days=(context.published.weekday() + 2) % 7)
    if which in ("the", "this") and (context.future or which == "this"):
        step = 1 if context.published.weekday() < 5 else 0
    elif step == -1:
        step = -1 if context.published.weekday() >= 5 else 0
    return (saturday + timedelta(weeks=step)).isoformat()


def _month(match: re.Match[str], context: _Context) -> str | None:
    month = month_number(match["month"])
    if match["year"]:
        return f"{match['year']}-{month:02d}"
    if context.published is None:
        return None
    which, opening = (match["which"] or "").lower(), match[0].split()[0].lower()
    here = context.published
    if which == "last":
        return f"{here.year - (month >= here.month)}-{month:02d}"
    ahead = which == "next" or opening in ("by", "until", "till", "before") or (context.future and opening != "since")
    if ahead:
        return f"{here.year + (month < here.month or (which == 'next' and month == here.month))}-{month:02d}"
    return f"{here.year - (month > here.month)}-{month:02d}"


def _year(match: re.Match[str], context: _Context) -> str | None:
    return f"{match['year']}/{match['until']}" if match["until"] else match["year"]


def _counted(match: re.Match[str], context: _Context) -> str | None:
    word = match["count"].lower()
    count = int(word) if word.isdecimal() else _NUMBERS[word]
    way = match["way"].lower()
    if way == "ago":
        return _shift(context.published, -count, match["unit"].lower()) if context.published else None
    return _from_anchor(context.anchor, count if way in ("later", "after") else -count, match["unit"].lower())


def _neighbour(match: re.Match[str], context: _Context) -> str | None:
    step = -1 if match["which"].lower() == "previous" else 1
    return _from_anchor(context.anchor, step, match["unit"].lower())


def _from_anchor(anchor: str | None, count: int, unit: str) -> str | None:
    """Count from the expression before, no finer than that one is."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", anchor or "")
    if match is None:
        return None
    given = [int(part) for part in match.groups() if part]
    needed = {"day": 3, "week": 3, "month": 2}.get(unit, 1)
    if len(given) < needed:
        return None
    return _shift(date(*(given + [1, 1])[:3]), count, unit)


_Rule = Callable[[re.Match[str], _Context], str | None]
_I = re.IGNORECASE
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern, flags), rule)
    for pattern, flags, rule in (
        (rf"\b(?:(?i:{_PREP})\s)?(?:(?:last|next|this)\s)?(?:{_WEEKDAY},?\s)?(?:the\s)?(?:{_DAY}\s(?:of\s)?{_MONTH_SHORT})(?!\s\d{{1,2}}\b(?!:))(?:,?\s{_YEAR}(?!\d))?", 0, _full_date),
        (rf"\b(?:(?i:{_PREP})\s)?(?:(?:last|next|this)\s)?(?:{_WEEKDAY},?\s)?{_MONTH_SHORT}\s{_DAY}\b(?!:\d)(?:,?\s{_YEAR}(?!\d))?", 0, _full_date),
        (
            rf"\b(?:(?i:{_PREP})\s)?(?:(?i:(?P<late>late|early|later|earlier)(?:\son)?)\s)?(?:(?i:(?P<which>last|next|this\scoming|this\spast|the\scoming|the\sprevious|the|this|past))\s)?"
            rf"{_NAMED_DAYS}{_WEEKDAY}(?!s\b){_PART}?{_POSSESSIVE}",
            0,
            _on_weekday,
        ),
        (
            rf"\b(?:(?:by|until|from|since|before|for)\s)?(?:(?:late|early|earlier|later)\s)?"
            rf"(?P<word>the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tomorrow|tonight|last\snight|this\s(?:morning|afternoon|evening))"
            rf"{_PART}?{_POSSESSIVE}\b(?!-)",
            _I,
            _deictic,
        ),
        (
            rf"\b(?:(?:by|until|from|since|before|for|in|at|during|over|towards?)\s)?(?:(?:late|early|earlier|later)\s)?"
            rf"(?:the\s(?:very\s)?(?:end|start|beginning|middle|turn)\sof\s)?(?P<which>last|next|this|this\scoming|the\scoming|the\sprevious)\s"
            rf"(?P<unit>week(?:end)?|month|year|decade)\b{_POSSESSIVE}(?!-)",
            _I,
            _period,
        ),
        (
            r"\b(?:(?:by|until|from|since|before|for|in|at|during|towards?)\s)?the\s(?:very\s)?(?:end|start|beginning|middle)\sof\s(?P<which>the)\s"
            r"(?P<unit>week(?:end)?|month|year|decade)\b",
            _I,
            _period,
        ),
        (r"\b(?:at|over|during)\s(?P<which>the)\s(?P<unit>weekend)\b", _I, _period),
        (
            rf"\b(?:(?i:in|since|by|before|until|till|from|during|after|for|of|through)\s)?(?:(?i:late|early|mid)[\s-])?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?"
            rf"{_MONTH}(?:,?\s(?:of\s)?{_YEAR}(?!\d))?\b(?!\s\d){_POSSESSIVE}",
            0,
            _month,
        ),
        (
            rf"\b(?:in|since|by|until|till|before|after|during|from|between|around|back\sin)\s(?:about\s|around\s)?(?:(?:the\s)?(?:late|early|mid|end\sof|start\sof)[\s-])?{_YEAR}"
            rf"(?:\s(?:to|and|until)\s(?P<until>1[5-9]\d\d|20\d\d)\b)?\b{_NO_UNIT}(?!['’]?s\b)",
            _I,
            _year,
        ),
        (rf"\b(?:(?:about|around|nearly|almost|some|over|more\sthan)\s)?{_COUNT}\s{_UNIT}\s(?P<way>ago|later|earlier|after|before)\b", _I, _counted),
        (r"\bthe\s(?P<which>following|next|previous|preceding)\s(?P<unit>day|week|month|year)\b", _I, _neighbour),
    )
)  # fmt: skip
_NEEDS_OPENING = frozenset({_month})
_ANCHORED = frozenset({_neighbour, _counted})


def _usable(rule: _Rule, match: re.Match[str], text: str) -> bool:
    """Leave out names and words that only look like dates."""
    if rule is _month and not match["year"]:
        return (
            re.match(r"(?i:in|since|by|before|until|till|from|during|after|last|next|this|late|early|mid)\b", match[0])
            is not None
        )
    if rule is _deictic and match[0][:1].isupper() and re.search(r"[A-Z][\w.’'&-]*\s$", text[: match.start()]):
        return False
    return not (rule is _counted and match["way"].lower() in ("after", "before"))


def find_times(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Find the calendar expressions of an English text.

    Parameters
    ----------
    text : str
        Running text, best one segment at a time.
    published : date or None
        Day of publication, which relative expressions are resolved against.

    Returns
    -------
    tuple of TimeExpression
        In the order of the text, without overlap, with the preposition before them. `iso` is a day, a week
        (``2022-W08``), a month, a year, or two years with a slash; None where it cannot be known, such as a weekday
        without `published`.

    Examples
    --------
    >>> text = "Quist resigned on Monday; her party votes next week. She had won in 2021 and again a year later."
    >>> [(text[a:b], iso) for a, b, iso in find_times(text, date(2031, 5, 7))]
    [('on Monday', '2031-05-05'), ('next week', '2031-W20'), ('in 2021', '2021'), ('a year later', '2022')]
    """
    starts = sentence_starts(text)
    kept: list[TimeExpression] = []
    for start, end, rule, match in _matches(text):
        sentence = bisect_right(starts, start) - 1
        bounds = (starts[sentence], starts[sentence + 1] if sentence + 1 < len(starts) else len(text))
        anchor = kept[-1].iso if kept and kept[-1].start >= starts[max(0, sentence - 1)] else None
        iso = rule(match, _Context(is_future(text, start, end, bounds), published, anchor))
        if iso is None and rule in _ANCHORED and (rule is _neighbour or match["way"].lower() != "ago"):
            continue
        kept.append(TimeExpression(start, end, iso))
    return tuple(kept)


def _matches(text: str) -> list[tuple[int, int, _Rule, re.Match[str]]]:
    """All matches, the earliest first, the longest of those that overlap."""
    found = []
    for order, (pattern, rule) in enumerate(_RULES):
        for match in pattern.finditer(text):
            if _usable(rule, match, text):
                found.append((match.start(), -match.end(), order, rule, match))
    kept: list[tuple[int, int, _Rule, re.Match[str]]] = []
    for start, minus_end, _, rule, match in sorted(found, key=lambda item: item[:3]):
        if not kept or start >= kept[-1][1]:
            kept.append((start, -minus_end, rule, match))
    return kept
