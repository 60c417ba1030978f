"""Calendar expressions of running English text, resolved against the day of publication.

A weekday beside a past tense is the latest such day up to and including the day of publication; beside a future
("will", "due to") or after "by", "until" and "for" it is the next one. Weeks are those of ISO 8601; "last weekend" is
its Saturday. Durations, parts of a day on their own ("overnight", "later") and years that are names ("the 1998 accord")
are no calendar expressions.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from toolkit.dates.grammar import PATTERNS
from toolkit.dates.resolve import RULES, Context
from toolkit.dates.tense import is_future, sentence_starts

__all__ = ["TimeExpression", "find_times"]

_MONTH_OPENING = re.compile(r"(?i:in|since|by|before|until|till|from|during|after|last|next|this|late|early|mid)\b")
_NAME_BEFORE = re.compile(r"[A-Z][\w.’'&-]*\s$")


class TimeExpression(NamedTuple):
    """Where a calendar expression stands, and its date in ISO 8601 (day, week, month or year), None if unknown."""

    start: int
    end: int
    iso: str | None


class _Found(NamedTuple):
    start: int
    end: int
    shape: str
    match: re.Match[str]


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
        without `published`. What counts from an expression before it ("a year later") is left out where none is near.

    Examples
    --------
    >>> text = "Quist resigned on Monday; her party votes next week. She had won in 2021 and again a year later."
    >>> [(text[a:b], iso) for a, b, iso in find_times(text, date(2031, 5, 7))]
    [('on Monday', '2031-05-05'), ('next week', '2031-W20'), ('in 2021', '2021'), ('a year later', '2022')]
    """
    starts = [*sentence_starts(text), len(text)]
    kept: list[TimeExpression] = []
    for found in _without_overlap(_matches(text)):
        sentence = min(bisect_right(starts, found.start), len(starts) - 1) - 1
        near = kept and kept[-1].start >= starts[max(0, sentence - 1)]
        future = is_future(text, found.start, found.end, (starts[sentence], starts[sentence + 1]))
        iso = RULES[found.shape](found.match, Context(future, published, kept[-1].iso if near else None))
        if iso is not None or not _counts_from_before(found):
            kept.append(TimeExpression(found.start, found.end, iso))
    return tuple(kept)


def _counts_from_before(found: _Found) -> bool:
    return found.shape == "neighbour" or (found.shape == "counted" and found.match["way"].lower() != "ago")


def _matches(text: str) -> Iterator[_Found]:
    for shape, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            if _usable(shape, match, text):
                yield _Found(match.start(), match.end(), shape, match)


def _usable(shape: str, match: re.Match[str], text: str) -> bool:
    """Leave out names that only look like dates: "May" and "March" alone, "Norvania Today"."""
    if shape == "month" and not match["year"]:
        return _MONTH_OPENING.match(match[0]) is not None
    return not (shape == "deictic" and match[0][0].isupper() and _NAME_BEFORE.search(text[: match.start()]))


def _without_overlap(found: Iterator[_Found]) -> list[_Found]:
    """Keep the earliest of the matches that overlap, of those the longest."""
    order = list(PATTERNS)
    kept: list[_Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end, order.index(item.shape))):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
