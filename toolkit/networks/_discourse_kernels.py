"""Networks smoothed over time: each statement weighs by its distance in time from the middle of a window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError
from toolkit.networks._discourse_counts import Counts, count, one_mode, two_mode
from toolkit.networks._discourse_time import middle
from toolkit.statements.incidence import label_order
from toolkit.statements.moments import (
    UNIT_SECONDS,
    density,
    lopsided_density,
    seconds_after,
    shift,
    steps,
    units_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.networks._discourse_settings import Settings
    from toolkit.statements.incidence import Selection

    Smoothed = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, Counts, NDArray[np.float64], int]

__all__ = ["smoothed"]


def _smoothed_by_default(selection: Selection, settings: Settings) -> Iterator[Smoothed]:
    used = selection.used
    when = used["date_time"].dropna().to_numpy()
    if not len(when):
        return
    counts = count(selection, ignore=settings.aggregation == "ignore")
    counts = counts.part(slice(0, len(when)), settings.isolates)
    begin, end = used["date_time"].iloc[0], used["date_time"].iloc[len(when) - 1]
    half = pd.Timedelta(seconds=settings.window_size * UNIT_SECONDS[settings.time_window] / 2)
    form = one_mode if settings.kind == "onemode" else two_mode
    for centre in _midpoints(begin, end, settings, half):
        weight = density(settings.kernel, seconds_after(when, centre) / half.total_seconds())
        inside = weight > 0
        weights = (np.sqrt(weight) if settings.kind == "onemode" else weight)[inside]
        part = replace(counts, i=counts.i[inside], j=counts.j[inside], k=counts.k[inside], weight=weights)
        values = form(part, settings.aggregation, settings.normalization, dna=False)
        start, stop = (begin, end) if settings.kernel == "gaussian" else (centre - half, centre + half)
        yield max(begin, start), centre, min(end, stop), counts, values, int(inside.sum())


def _midpoints(
    begin: pd.Timestamp, end: pd.Timestamp, settings: Settings, half: pd.Timedelta
) -> Iterator[pd.Timestamp]:
    if not settings.indent_time:
        return steps(begin, end, settings.time_window)
    if begin + half > end - half:
        return iter([middle(begin, end)])
    return steps(begin + half, end - half, settings.time_window)


def smoothed(selection: Selection, settings: Settings) -> Iterator[Smoothed]:
    """Give start, middle, stop, labels, matrix and number of statements of each window."""
    return _smoothed_like_dna(selection, settings) if settings.dna else _smoothed_by_default(selection, settings)


# --- DNA -------------------------------------------------------------------------------------------------------------


def _dna_levels(counts: Counts, selection: Selection, isolates: bool) -> Counts:
    """Order levels as DNA's kernels do: those that occur, as strings ("-1", "-2", "0", "10", "2")."""
    source = selection.loaded if isolates else selection.used
    if selection.qualifier not in ("boolean", "integer"):
        return counts
    if source["q"].isna().any():
        raise InputError("a statement lacks its qualifier; DNA has a number in each")
    ordered = label_order([str(value) for value in set(source["q"])])
    place = {label: number for number, label in enumerate(ordered)}
    k = np.array([place[str(value)] for value in selection.used["q"]], dtype=np.int64)
    return replace(counts, levels=np.arange(len(ordered)), k=k)


def _dna_weights(counts: Counts, aggregation: str) -> NDArray[np.float64]:
    """Weigh pairs of levels by their places in the list, not their values; names are all alike."""
    depth = len(counts.levels)
    if aggregation == "ignore":
        return np.ones((depth, depth))
    alike = np.ones((depth, depth))
    if counts.qualifier in ("boolean", "integer"):
        apart = np.abs(np.subtract.outer(np.arange(depth), np.arange(depth)))
        alike = 1 - apart / (depth - 1) if depth > 1 else np.full((depth, depth), np.nan)
    return {"congruence": alike, "conflict": 1 - alike, "subtract": 2 * alike - 1}[aggregation]


def _dna_average(counts: Counts) -> NDArray[np.float64]:
    """Sum over columns and levels: two over the number of statements of both rows."""
    n = len(counts.rows)
    total = np.zeros((n, n))
    for column in counts.array().toarray().T:
        both = np.add.outer(column, column)
        total += np.divide(2, both, out=np.zeros_like(both), where=both > 0)
    return total


def _dna_one_mode(
    counts: Counts, weight: NDArray[np.float64], weights: NDArray[np.float64], average: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    x = replace(counts, weight=np.sqrt(weight)).array()
    if np.isnan(weights).any():
        together = replace(counts, levels=np.zeros(1), k=np.zeros_like(counts.k)).array()
        return np.asarray(np.where((together @ together.T).toarray() > 0, np.nan, 0.0))
    between = sparse.kron(sparse.eye_array(len(counts.columns)), sparse.csr_array(weights), format="csr")
    values: NDArray[np.float64] = (x @ between @ x.T).toarray()
    return values if average is None else np.where(average != 0, values * average, values)


def _dna_two_mode(counts: Counts, weight: NDArray[np.float64], aggregation: str) -> NDArray[np.float64]:
    if aggregation != "ignore" and counts.qualifier == "boolean":
        weight = weight * (2 * counts.k - 1)
    elif aggregation != "ignore" and counts.qualifier == "integer":
        weight = weight * counts.k
    plain = replace(counts, weight=weight, levels=np.zeros(1), k=np.zeros_like(counts.k))
    values: NDArray[np.float64] = plain.array().toarray()
    return values


def _dna_grid(begin: pd.Timestamp, end: pd.Timestamp, settings: Settings, half: int) -> list[pd.Timestamp]:
    unit = settings.time_window
    if settings.indent_time:
        return list(steps(shift(begin, unit, half), shift(end, unit, -half), unit))
    return list(steps(begin, end, unit))


def _smoothed_like_dna(selection: Selection, settings: Settings) -> Iterator[Smoothed]:
    unit, kernel = settings.time_window, settings.kernel
    if unit in ("events", "seconds"):
        return
    used = selection.used
    if used.empty:
        raise InputError("DNA fails on a kernel where no statement counts")
    when = used["date_time"].to_numpy()
    aggregation = "subtract" if settings.aggregation == "combine" else settings.aggregation
    counts = _dna_levels(count(selection, ignore=False), selection, settings.isolates)
    if counts.qualifier in ("short text", "document") and "" in counts.levels:
        raise InputError("DNA fails on a kernel where the qualifier is empty and aggregation is 'ignore'")
    if not settings.isolates:
        counts = counts.part(slice(None), isolates=False)
    weights = _dna_weights(counts, aggregation)
    average = _dna_average(counts) if settings.normalization != "no" and settings.kind == "onemode" else None
    half = (settings.window_size + 1) // 2
    begin, end = max(selection.start, used["date_time"].iloc[0]), min(selection.stop, used["date_time"].iloc[-1])
    for centre in _dna_grid(begin, end, settings, half):
        first, last = max(begin, shift(centre, unit, -half)), min(end, shift(centre, unit, half))
        first, last = (begin, end) if kernel == "gaussian" else (first, last)
        weight = lopsided_density(kernel, units_between(when, centre, unit) / half)
        weight = np.where((when >= first.to_datetime64()) & (when <= last.to_datetime64()), weight, 0.0)
        if settings.kind == "onemode":
            values = _dna_one_mode(counts, weight, weights, average)
        else:
            values = _dna_two_mode(counts, weight, aggregation)
        yield first, centre, last, counts, values, int((weight != 0).sum())
