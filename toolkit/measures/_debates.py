"""Pairs of congruence and conflict networks over time, for polarization."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._matrices import Array, Step
from toolkit.measures._polarization import DebateWindow
from toolkit.measures._projection import Counts, corrected, count
from toolkit.statements import Coded, incidence
from toolkit.statements.moments import UNIT_SECONDS, lopsided_density, shift, steps, units_between

__all__ = ["debate_windows", "dna_debate_windows"]

_UNITS = tuple(unit for unit in UNIT_SECONDS if unit != "seconds")
_KERNELS = ("uniform", "triangular", "epanechnikov", "gaussian")


def debate_windows(congruence: Sequence[Step], conflict: Sequence[Step]) -> list[DebateWindow]:
    """Pair the windows of a congruence and of a conflict network.

    Parameters
    ----------
    congruence, conflict : sequence of Window
        As `networks.discourse_windows` makes them with ``aggregation="congruence"`` and ``"conflict"``, all other
        options the same (``normalization="average"`` is usual): objects with `start`, `mid`, `stop` and `matrix`.

    Returns
    -------
    list of DebateWindow
        For `polarization_windows`. An actor that is in one network only has no ties in the other.

    Raises
    ------
    InputError
        If the windows are not the same.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> day, net = pd.Timestamp("2024-05-01"), pd.DataFrame([[0]], index=["Quist"], columns=["Quist"])
    >>> step = SimpleNamespace(start=day, mid=day, stop=day, matrix=net)
    >>> [len(window.conflict) for window in debate_windows([step], [step])]
    [1]
    """
    if len(congruence) != len(conflict):
        raise InputError(f"congruence and conflict must have as many windows; got {len(congruence)}, {len(conflict)}")
    return [_pair(first, second) for first, second in zip(congruence, conflict, strict=True)]


def _pair(first: Step, second: Step) -> DebateWindow:
    if (first.start, first.stop) != (second.start, second.stop):
        raise InputError(f"windows must be the same; got {first.start}, {first.stop} and {second.start}, {second.stop}")
    nodes = incidence.label_order({*first.matrix.index, *second.matrix.index})
    pair = [step.matrix.reindex(index=nodes, columns=nodes, fill_value=0.0) for step in (first, second)]
    return DebateWindow(first.start, first.mid, first.stop, pair[0], pair[1])


# --- DNA -------------------------------------------------------------------------------------------------------------


def _average(counts: Counts) -> Array:
    """Sum over concepts and levels: two over the number of statements of both actors, where there are any."""
    total = np.zeros((len(counts.actors), len(counts.actors)))
    for column in counts.cells.reshape(len(counts.actors), -1).T:
        both = np.add.outer(column, column)
        total += np.divide(2, both, out=np.zeros_like(both), where=both > 0)
    return total


def _subtract(counts: Counts, weighted: Counts) -> Array:
    """Make DNA's kernel network: levels are as far apart as their places in the list; names are all alike."""
    depth = weighted.cells.shape[2]
    alike = np.ones((depth, depth))
    if weighted.ordered:
        apart = np.abs(np.subtract.outer(np.arange(depth), np.arange(depth)))
        alike = 2 * (1 - apart / (depth - 1)) - 1 if depth > 1 else np.full((depth, depth), np.nan)
    flat = weighted.cells.reshape(len(weighted.actors), -1)
    cells = flat @ (weighted.cells @ alike).reshape(len(weighted.actors), -1).T
    average = _average(counts)
    cells = np.where((cells != 0) & (average != 0), cells * average, cells)
    np.fill_diagonal(cells, 0.0)
    return np.asarray(cells)


def _network(used: pd.DataFrame, kind: str, levels: list[Any], weight: Array) -> pd.DataFrame:
    counts, weighted = (count(used, kind, levels=levels, weights=given) for given in (None, np.sqrt(weight)))
    cells = _subtract(counts, weighted) if len(used) else np.zeros((0, 0))
    return pd.DataFrame(cells, index=counts.actors, columns=counts.actors)


def dna_debate_windows(
    coded: Coded,
    *,
    variable1: str,
    variable2: str,
    qualifier: str | None,
    time_window: str,
    window_size: int,
    kernel: str = "uniform",
    indent_time: bool = False,
    duplicates: str = "include",
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: dict[str, list[Any]] | None = None,
    invert: tuple[str, ...] = (),
    exclude_documents: dict[str, list[Any]] | None = None,
    invert_documents: tuple[str, ...] = (),
) -> list[DebateWindow]:
    """Make the networks from which DNA computes polarization over time, to reproduce its numbers.

    They are not what their names say: congruence and conflict are the same network, congruence *minus* conflict, and
    hold negative cells; statements at the very limits of a window do not count; triangular and Epanechnikov kernels
    favour late statements. For research use `debate_windows`.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    variable1, variable2, qualifier, duplicates, start, stop, exclude, invert, exclude_documents, invert_documents
        Which statements count, and what is tied by what; as for networks with compat="dna".
    time_window : {"minutes", "hours", "days", "weeks", "months", "years"}
        Unit of time; windows are one unit apart.
    window_size : int
        Width in units; odd widths are raised by one.
    kernel : {"uniform", "triangular", "epanechnikov", "gaussian"}
        How statements weigh by their distance from the middle.
    indent_time : bool
        Begin and end half a window inside the range.

    Returns
    -------
    list of DebateWindow
        In order of time. Actors are those of the window; with "gaussian" those of the range.

    Raises
    ------
    InputError
        For an unknown option, or if no statement counts.

    Examples
    --------
    >>> dna_debate_windows(None, variable1="a", variable2="b", qualifier="c", time_window="events", window_size=2)
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: time_window must be one of 'minutes', 'hours', 'days', 'weeks', 'months', 'years'; ...
    """
    check_option("time_window", time_window, _UNITS)
    check_option("kernel", kernel, _KERNELS)
    names = corrected(coded, variable1=variable1, variable2=variable2, qualifier=qualifier, aggregation="subtract")
    selection = incidence.prepare(
        coded,
        **names,
        duplicates=duplicates,
        start=start,
        stop=stop,
        exclude=exclude,
        invert=invert,
        exclude_documents=exclude_documents,
        invert_documents=invert_documents,
        compat="dna",
    )
    return list(_windows(selection, time_window, (window_size + 1) // 2, kernel, indent_time))


def _windows(
    selection: incidence.Selection, unit: str, half: int, kernel: str, indent_time: bool
) -> Iterator[DebateWindow]:
    used, kind = selection.used, selection.qualifier
    if used.empty:
        raise InputError("no statement counts, so there is no window")
    when = pd.DatetimeIndex(used["date_time"])
    begin, end = max(selection.start, when[0]), min(selection.stop, when[-1])
    levels = [0] if kind == "none" else incidence.label_order({str(value) for value in used["q"].dropna()})
    if kind != "none":
        used = used.assign(q=used["q"].astype(object).map(str, na_action="ignore"))
    first, last = (shift(begin, unit, half), shift(end, unit, -half)) if indent_time else (begin, end)
    for centre in steps(first, last, unit):
        limits = max(begin, shift(centre, unit, -half)), min(end, shift(centre, unit, half))
        weight = lopsided_density(kernel, units_between(used["date_time"].to_numpy(), centre, unit) / half)
        inside = np.ones(len(used), dtype=bool)
        if kernel == "gaussian":
            limits = begin, end
        else:
            inside = np.asarray((when > limits[0]) & (when < limits[1]))
        network = _network(used[inside], kind, levels, weight[inside])
        yield DebateWindow(limits[0], centre, limits[1], network, network.copy())
