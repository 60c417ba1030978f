"""The networks behind a discourse network: one over everything, or one for each window of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.networks._discourse_counts import Counts, count, one_mode, two_mode
from toolkit.networks._discourse_kernels import smoothed
from toolkit.networks._discourse_settings import BOTH, Settings
from toolkit.networks._discourse_time import calendar_windows, centred_windows, middle, stretch
from toolkit.statements.projection import quotient

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.statements.incidence import Selection

    Stretch = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, slice]

__all__ = ["Window", "plain_windows", "smooth_windows", "whole"]


@dataclass(frozen=True, eq=False)
class Window:
    """One step of a network over time.

    Attributes
    ----------
    start, mid, stop : Timestamp
        First, middle and last moment; both ends count.
    matrix : DataFrame
        Rows and columns as `discourse_network` gives them.
    n_statements : int
        How many statements stand behind it.
    aggregation : str
        How the ties were made.
    """

    start: pd.Timestamp
    mid: pd.Timestamp
    stop: pd.Timestamp
    matrix: pd.DataFrame
    n_statements: int
    aggregation: str


def _values(counts: Counts, settings: Settings, aggregation: str) -> NDArray[np.float64]:
    form = one_mode if settings.kind == "onemode" else two_mode
    return form(counts, aggregation, settings.normalization, dna=settings.dna)


def _to_one(values: NDArray[np.float64], settings: Settings) -> NDArray[np.float64]:
    """Divide by the sum of the absolute cells; DNA by the sum with signs."""
    if not settings.normalize_to_one:
        return values
    total = values.sum() if settings.dna else np.abs(values).sum()
    return quotient(values, np.full(values.shape, total))


def _frame(counts: Counts, values: NDArray[np.float64], settings: Settings) -> pd.DataFrame:
    columns = counts.rows if settings.kind == "onemode" else counts.columns
    index = pd.Index(counts.rows, dtype="str")
    return pd.DataFrame(_to_one(values, settings), index=index, columns=pd.Index(columns, dtype="str"))


def _counts(selection: Selection, settings: Settings) -> Counts:
    return count(selection, ignore=settings.aggregation == "ignore" and not settings.dna)


def whole(selection: Selection, settings: Settings) -> Window:
    """Make the one network over everything."""
    counts = _counts(selection, settings).part(slice(None), settings.isolates)
    frame = _frame(counts, _values(counts, settings, settings.aggregation), settings)
    mid = middle(selection.start, selection.stop)
    n = int(selection.counted.sum())
    return Window(selection.start, mid, selection.stop, frame, n, settings.aggregation)


def _event_bounds(n: int, settings: Settings) -> list[tuple[int, int, int]]:
    """Give first, middle and one past the last statement of each window; DNA makes even sizes odd."""
    size = 2 * (settings.window_size // 2) + 1 if settings.dna else min(settings.window_size, n)
    return [(first, first + (size - 1) // 2, first + size) for first in range(n - size + 1) if size]


def _stretches(selection: Selection, settings: Settings) -> Iterator[Stretch]:
    when = selection.used["date_time"].to_numpy()
    if settings.time_window == "events":
        moments = pd.DatetimeIndex(when)
        for first, mid, past in _event_bounds(len(when), settings):
            yield moments[first], moments[mid], moments[past - 1], slice(first, past)
        return
    windows = centred_windows if settings.dna else calendar_windows
    for start, middle_, stop in windows(selection.start, selection.stop, settings.time_window, settings.window_size):
        yield start, middle_, stop, stretch(when, start, stop)


def plain_windows(selection: Selection, settings: Settings) -> Iterator[Window]:
    """Make a network for each stretch of time, every statement in it with the same weight."""
    every = _counts(selection, settings)
    kinds = ("congruence", "conflict") if settings.aggregation == BOTH else (settings.aggregation,)
    for start, mid, stop, where in _stretches(selection, settings):
        counts = every.part(where, settings.isolates)
        for kind in kinds:
            frame = _frame(counts, _values(counts, settings, kind), settings)
            yield Window(start, mid, stop, frame, where.stop - where.start, kind)


def smooth_windows(selection: Selection, settings: Settings) -> Iterator[Window]:
    """Make a network around each moment, in which statements weigh by their distance from it."""
    for start, mid, stop, counts, values, n in smoothed(selection, settings):
        yield Window(start, mid, stop, _frame(counts, values, settings), n, settings.aggregation)
