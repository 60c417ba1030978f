"""Windows of time: calendar stretches, stretches around a moment, and numbers of statements."""

import numpy as np
import pandas as pd

from toolkit.statements.moments import shift, steps

__all__ = ["calendar_windows", "centred_windows", "middle", "stretch"]

Bounds = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]
_SECOND = pd.Timedelta(seconds=1)


def _floor(moment: pd.Timestamp, unit: str) -> pd.Timestamp:
    """Go back to the beginning of the second, minute, hour, day, ISO week, month or year."""
    if unit in ("seconds", "minutes", "hours", "days"):
        return moment.floor({"seconds": "s", "minutes": "min", "hours": "h", "days": "D"}[unit])
    day = moment.normalize()
    if unit == "weeks":
        return day - pd.Timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "months" else day.replace(month=1, day=1)


def middle(start: pd.Timestamp, stop: pd.Timestamp) -> pd.Timestamp:
    """Give the moment in the middle, in whole seconds."""
    seconds = int((start.timestamp() + stop.timestamp()) / 2)
    return pd.Timestamp(seconds, unit="s").as_unit("us")


def calendar_windows(start: pd.Timestamp, stop: pd.Timestamp, unit: str, size: int) -> list[Bounds]:
    """Give stretches of `size` calendar units, one unit apart, from the unit of `start` to that of `stop`.

    If the range has fewer units than that, there is one window, which begins with the unit of `start`.

    Examples
    --------
    >>> [(str(a.date()), str(c)) for a, _, c in calendar_windows(
    ...     pd.Timestamp("2024-01-20"), pd.Timestamp("2024-03-02"), "months", 2)]
    [('2024-01-01', '2024-02-29 23:59:59'), ('2024-02-01', '2024-03-31 23:59:59')]
    """
    begin = _floor(start, unit)
    limit = shift(_floor(stop, unit), unit, 1)
    windows: list[Bounds] = []
    while not windows or shift(begin, unit, size) <= limit:
        end = shift(begin, unit, size)
        windows.append((begin, middle(begin, end), end - _SECOND))
        begin = shift(begin, unit, 1)
    return windows


def centred_windows(start: pd.Timestamp, stop: pd.Timestamp, unit: str, size: int) -> list[Bounds]:
    """Give DNA's stretches around a moment: half the size, rounded up or down to the same, to either side.

    Examples
    --------
    >>> [(str(a.date()), str(c.date())) for a, _, c in centred_windows(
    ...     pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-04"), "days", 2)]
    [('2024-01-01', '2024-01-03'), ('2024-01-02', '2024-01-04')]
    """
    half = size // 2
    found = ((shift(m, unit, -half), m, shift(m, unit, half)) for m in steps(start, stop, unit))
    return [bounds for bounds in found if bounds[0] >= start and bounds[2] <= stop]


def stretch(when: np.ndarray, start: pd.Timestamp, stop: pd.Timestamp) -> slice:
    """Say which statements, in order of time, lie in a window; both ends count, the last second as a whole."""
    first = np.searchsorted(when, start.to_datetime64(), side="left")
    last = np.searchsorted(when, (stop + _SECOND).to_datetime64(), side="left")
    return slice(int(first), max(int(first), int(last)))
