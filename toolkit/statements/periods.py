"""Limits of a period: days and moments, ISO or as DNA writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError, check_option

if TYPE_CHECKING:
    from toolkit.statements.coded import Coded

__all__ = ["COMPAT", "date_range"]

#: What numbers are wanted: those that the words promise, or those of Discourse Network Analyzer.
COMPAT = ("none", "dna")
_DNA_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})(?: (?:(\d\d):(\d\d):(\d\d))?)?")
_FOREVER = ("01.01.1900", "31.12.2099")


def _dna_moment(name: str, value: str, clock: time) -> datetime | None:
    """Read DNA's dd.MM.yyyy HH:mm:ss; None where DNA falls back on the limit of the database."""
    match = _DNA_DATE.fullmatch(value)
    if match is None or int(match[1]) > 31 or int(match[2]) > 12 or "00" in (match[1], match[2]):
        raise InputError(f"{name} must be dd.MM.yyyy, optionally with HH:mm:ss, for compat='dna'; got {value!r}")
    if f"{match[1]}.{match[2]}.{match[3]}" == _FOREVER[name == "stop"]:
        return None
    if match[4] is not None:
        hour, minute, second = int(match[4]), int(match[5]), int(match[6])
        if (hour, minute, second) == (24, 0, 0):
            return None
        if hour > 23 or minute > 59 or second > 59:
            raise InputError(f"{name} has no such time of day: {value!r}")
        clock = time(hour, minute, second)
    try:
        return datetime.combine(date(int(match[3]), int(match[2]), int(match[1])), clock)
    except ValueError:
        return None


def _iso_moment(name: str, value: str, clock: time) -> datetime:
    match = _DNA_DATE.fullmatch(value)
    text = f"{match[3]}-{match[2]}-{match[1]}{value[10:]}" if match else value
    try:
        if len(text.strip()) == 10:
            return datetime.combine(date.fromisoformat(text.strip()), clock)
        return datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{name} must be a date, an ISO string such as '2024-05-31' or dd.MM.yyyy; got {value!r}"
        ) from None


def _moment(name: str, value: date | str | None, compat: str) -> datetime | None:
    clock = time(23, 59, 59) if name == "stop" else time(0)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _dna_moment(name, value, clock) if compat == "dna" else _iso_moment(name, value, clock)
    moment = value if isinstance(value, datetime) else datetime.combine(value, clock)
    if moment.tzinfo is not None:
        raise InputError(f"{name} must have no time zone; got {value!r}")
    return moment


def date_range(
    coded: Coded, start: date | str | None, stop: date | str | None, *, compat: str = "none"
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Read the limits of a period, both included; None is the limit of the documents.

    With compat="dna" so are 01.01.1900 as `start`, 31.12.2099 as `stop`, and a day that its month lacks.

    Raises
    ------
    InputError
        If a limit cannot be read; by default also if `start` is after `stop`.
    """
    check_option("compat", compat, COMPAT)
    dates = coded.documents["date_time"]
    first, last = _moment("start", start, compat), _moment("stop", stop, compat)
    if (first is None or last is None) and not dates.notna().any():
        raise InputError("there is no dated document, so start and stop must be given")
    begin = pd.Timestamp(dates.min() if first is None else first).as_unit("us")
    end = pd.Timestamp(dates.max() if last is None else last).as_unit("us")
    if compat == "none" and first is not None and last is not None and begin > end:
        raise InputError(f"start must not be after stop; got {begin} and {end}")
    return begin, end
