"""Moments: units of time, steps through them, and how much what lies around a moment weighs."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["UNIT_SECONDS", "density", "lopsided_density", "seconds_after", "shift", "steps", "units_between"]

#: Length of a unit in seconds; months and years as their mean in the Gregorian calendar.
UNIT_SECONDS = {
    "seconds": 1,
    "minutes": 60,
    "hours": 3600,
    "days": 86400,
    "weeks": 604800,
    "months": 2629746,
    "years": 31556952,
}


def shift(moment: pd.Timestamp, unit: str, number: int) -> pd.Timestamp:
    """Move a moment by a number of units; a day that the month lacks becomes its last.

    Examples
    --------
    >>> shift(pd.Timestamp("2023-01-31"), "months", 1)
    Timestamp('2023-02-28 00:00:00')
    """
    if unit in ("months", "years"):
        return moment + pd.DateOffset(months=number * (12 if unit == "years" else 1))
    return moment + pd.Timedelta(seconds=number * UNIT_SECONDS[unit])


def steps(first: pd.Timestamp, last: pd.Timestamp, unit: str) -> Iterator[pd.Timestamp]:
    """Give moments one unit apart, each made from the one before (31 Jan, 28 Feb, 28 Mar)."""
    moment = first
    while moment <= last:
        yield moment
        moment = shift(moment, unit, 1)


def seconds_after(when: NDArray[Any], centre: pd.Timestamp) -> NDArray[np.float64]:
    """Give how many seconds each statement is after a moment."""
    apart = when.astype("datetime64[us]") - centre.to_datetime64().astype("datetime64[us]")
    return np.asarray(apart.astype(np.int64) / 1e6)


def units_between(when: NDArray[Any], centre: pd.Timestamp, unit: str) -> NDArray[np.float64]:
    """Count whole units from each statement to the middle, towards zero; months and years by calendar days."""
    if unit in ("months", "years"):
        then = pd.DatetimeIndex(when)
        months = (centre.year - then.year) * 12 + centre.month - then.month
        days = centre.day - then.day
        whole = np.asarray(months - ((months > 0) & (days < 0)) + ((months < 0) & (days > 0)), dtype=np.float64)
        return np.asarray(np.trunc(whole / 12) if unit == "years" else whole)
    seconds = -seconds_after(when, centre)
    return np.asarray(np.trunc(seconds / UNIT_SECONDS[unit]))


def density(kernel: str, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh distances from the middle, in half widths: the same before and after.

    Examples
    --------
    >>> density("epanechnikov", np.array([-0.5, 0.5, 2.0])).tolist()
    [0.5625, 0.5625, 0.0]
    """
    if kernel == "gaussian":
        return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))
    shape = {"uniform": 0.5 + 0 * z, "triangular": 1 - np.abs(z), "epanechnikov": 0.75 * (1 - z**2)}[kernel]
    return np.where(np.abs(z) <= 1, shape, 0.0)


def lopsided_density(kernel: str, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh as DNA does: triangular and Epanechnikov favour what comes after the middle."""
    if kernel in ("uniform", "gaussian"):
        return density(kernel, z)
    shape = np.abs(1 - z) if kernel == "triangular" else 0.75 * (1 - z) ** 2
    return np.where(np.abs(z) <= 1, shape, 0.0)
