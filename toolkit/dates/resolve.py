"""What a calendar expression means: its ISO 8601 date, from the expression, the tense and the day of publication."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.dates.grammar import NUMBERS
from toolkit.dates.written import WEEKDAYS, month_number

__all__ = ["RULES", "Context"]

_Match = re.Match[str]


class Context(NamedTuple):
    """What a rule may look at: the tense, the day of publication, the date of the expression before."""

    future: bool
    published: date | None
    anchor: str | None


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _shift(day: date, count: int, unit: str) -> str | None:
    """Give the day, week, month or year that lies `count` units from a day."""
    try:
        if unit == "day":
            return (day + timedelta(days=count)).isoformat()
        if unit == "week":
            return _week(day + timedelta(weeks=count))
        if unit == "month":
            months = day.year * 12 + day.month - 1 + count
            return f"{months // 12:04d}-{months % 12 + 1:02d}"
        return f"{day.year + count * (10 if unit == 'decade' else 1):04d}"
    except OverflowError:
        return None


def _iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _opens(match: _Match, *words: str) -> bool:
    return match[0].split()[0].lower() in words


def _full(match: _Match, context: Context) -> str | None:
    """Resolve "April 15", "on 18 January 2030"."""
    month, day = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return _iso_day(int(match["year"]), month, day)
    if context.published is None:
        return None
    here = context.published.isoformat()
    years = range(context.published.year - 1, context.published.year + 2)
    near = [found for year in years if (found := _iso_day(year, month, day))]
    if context.future or _opens(match, "by", "until", "till", "before", "from"):
        return next((found for found in near if found >= here), None)
    return next((found for found in reversed(near) if found <= here), None)


def _weekday(match: _Match, context: Context) -> str | None:
    """Resolve "on Wednesday night", "by Friday", "next Thursday"."""
    if context.published is None:
        return None
    here = context.published
    which = " ".join((match["which"] or "").lower().split())
    back = (here.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    later_today = (match["late"] or "").lower() == "later" or which == "this"
    if back == 0 and later_today:
        return here.isoformat()
    past = which in ("last", "past", "this past", "the previous") or _opens(match, "since")
    ahead = which in ("next", "this", "this coming", "the coming") or _opens(match, "by", "for", "until", "till")
    if not past and (ahead or context.future):
        return (here + timedelta(days=7 - back)).isoformat()
    return (here - timedelta(days=back or (7 if which == "last" else 0))).isoformat()


_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _deictic(match: _Match, context: Context) -> str | None:
    """Resolve "yesterday", "tonight", "this morning"."""
    days = _DAYS.get(" ".join(match["word"].lower().split()), 0)
    return (context.published + timedelta(days=days)).isoformat() if context.published else None


def _period(match: _Match, context: Context) -> str | None:
    """Resolve "last week", "earlier this month", "the end of the year"."""
    if context.published is None:
        return None
    which, unit = " ".join(match["which"].lower().split()), match["unit"].lower()
    step = {"last": -1, "the previous": -1, "next": 1, "this coming": 1, "the coming": 1}.get(which, 0)
    if unit != "weekend":
        return _shift(context.published, step, unit)
    return _weekend(context.published, step, ahead=which == "this" or (which == "the" and context.future))


def _weekend(here: date, step: int, *, ahead: bool) -> str:
    """Give the Saturday of the weekend before, of this one, or of the next."""
    latest = here - timedelta(days=(here.weekday() + 2) % 7)
    during = here.weekday() >= 5
    if step > 0 or (ahead and not during):
        latest += timedelta(weeks=1)
    elif step < 0 and during:
        latest -= timedelta(weeks=1)
    return latest.isoformat()


def _month(match: _Match, context: Context) -> str | None:
    """Resolve "In July 1914", "before June", "last May"."""
    month = month_number(match["month"])
    if match["year"]:
        return f"{match['year']}-{month:02d}"
    if context.published is None:
        return None
    here, which = context.published, (match["which"] or "").lower()
    ahead = context.future and not _opens(match, "since")
    if which == "next" or (which != "last" and (ahead or _opens(match, "by", "until", "till", "before"))):
        return f"{here.year + (month < here.month or (which == 'next' and month == here.month))}-{month:02d}"
    return f"{here.year - (month > here.month or (which == 'last' and month == here.month))}-{month:02d}"


def _year(match: _Match, context: Context) -> str | None:
    """Resolve "in 2021", "from 2015 to 2019"."""
    return f"{match['year']}/{match['until']}" if match["until"] else match["year"]


def _counted(match: _Match, context: Context) -> str | None:
    """Resolve "two years ago" against the publication, "a year later" against the expression before."""
    word, way, unit = match["count"].lower(), match["way"].lower(), match["unit"].lower()
    count = int(word) if word.isdecimal() else NUMBERS[word]
    if way == "ago":
        return _shift(context.published, -count, unit) if context.published else None
    return _from_anchor(context.anchor, count if way == "later" else -count, unit)


def _neighbour(match: _Match, context: Context) -> str | None:
    """Resolve "the following day" against the expression before."""
    step = -1 if match["which"].lower() in ("previous", "preceding") else 1
    return _from_anchor(context.anchor, step, match["unit"].lower())


def _from_anchor(anchor: str | None, count: int, unit: str) -> str | None:
    """Count from the expression before, None where that one is coarser than the unit counted."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", anchor or "")
    given = [int(part) for part in match.groups() if part] if match else []
    if len(given) < {"day": 3, "week": 3, "month": 2}.get(unit, 1):
        return None
    year, month, day = [*given, 1, 1][:3]
    return _shift(date(year, month, day), count, unit)


#: Name of the shape in `grammar.PATTERNS` -> how it is resolved.
RULES: dict[str, Callable[[_Match, Context], str | None]] = {
    "day month": _full,
    "month day": _full,
    "weekday": _weekday,
    "month": _month,
    "deictic": _deictic,
    "period": _period,
    "edge of a period": _period,
    "the weekend": _period,
    "year": _year,
    "counted": _counted,
    "neighbour": _neighbour,
}
