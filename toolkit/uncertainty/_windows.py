"""Measures with intervals in every window of time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks import discourse_windows
from toolkit.statements import Coded
from toolkit.uncertainty._bootstrap import bootstrap
from toolkit.uncertainty._material import units_of
from toolkit.uncertainty._propagation import combined, propagate

__all__ = ["over_windows"]

_ERRORS: dict[str, Callable[..., pd.DataFrame]] = {"sampling": bootstrap, "coding": propagate, "both": combined}


def over_windows(
    statements: Coded,
    *,
    time_window: str,
    window_size: int = 1,
    network: Mapping[str, Any] | None = None,
    measures: Sequence[str] = ("modularity", "polarization"),
    error: str = "sampling",
    **options: Any,
) -> pd.DataFrame:
    r"""Say how sure measures are in every window of time.

    Parameters
    ----------
    statements : Coded
        Coded statements.
    time_window, window_size
        As in `networks.discourse_windows`, in calendar units ("days" to "years").
    network, measures
        As in `bootstrap`.
    error : {"sampling", "coding", "both"}
        `bootstrap`, `propagate` or `combined`.
    **options
        Their other options.

    Returns
    -------
    DataFrame
        `window_start`, `window_mid`, `window_stop`, `n_documents`, `n_statements`, then the columns of `bootstrap`.
        Groups are found in each window by itself. ``attrs["left_out"]`` lists windows (start, stop, reason) with too
        few documents or statements; windows overlap if `window_size` is above 1, and so do their errors.

    Raises
    ------
    InputError
        As these functions; if no window can be measured.

    Examples
    --------
    >>> over_windows(None, time_window="events")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: time_window must be one of 'days', 'weeks', 'months', 'years'; got 'events'
    """
    check_option("time_window", time_window, ("days", "weeks", "months", "years"))
    check_option("error", error, _ERRORS)
    given = dict(network or {})
    windows = discourse_windows(statements, time_window=time_window, window_size=window_size, **given)
    parts, left_out = [], []
    for window in windows:
        if window.n_statements == 0 or not np.any(window.matrix.to_numpy()):
            left_out.append((window.start, window.stop, "no tie"))
            continue
        inside = given | {"start": window.start, "stop": window.stop}
        if error != "coding" and units_of(statements, inside).n_documents < 2:
            left_out.append((window.start, window.stop, "fewer than two documents"))
            continue
        found = _ERRORS[error](statements, network=inside, measures=measures, **options)
        times = {"window_start": window.start, "window_mid": window.mid, "window_stop": window.stop}
        counts = {name: found.attrs[name] for name in ("n_documents", "n_statements")}
        parts.append(pd.concat([pd.DataFrame({**times, **counts}, index=found.index), found], axis=1))
    if not parts:
        raise InputError(f"no window of {window_size} {time_window} has a tie and two documents")
    frame = pd.concat(parts, ignore_index=True)
    frame.attrs = {"error": error, "left_out": left_out}
    return frame
