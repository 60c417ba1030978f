"""Coalitions over time: the same coalition keeps its number; who changed sides, and when."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError
from toolkit.measures._checks import at_least_one, needs
from toolkit.measures._coalitions import coalitions
from toolkit.measures._matrices import Array, Step

__all__ = ["coalitions_over_time", "movers"]

_COLUMNS = ("start", "mid", "stop", "actor", "coalition", "size")
_MOVES = ("actor", "before", "after", "last_before", "start", "mid", "stop", "n_before", "n_after")


def _overlaps(new: list[frozenset[Any]], old: list[frozenset[Any]]) -> tuple[Array, Array]:
    """Count the actors that two coalitions share, and their share of all that are in either."""
    shared = np.array([[len(one & other) for other in old] for one in new], dtype=float).reshape(len(new), len(old))
    either = np.array([[len(one | other) for other in old] for one in new], dtype=float).reshape(len(new), len(old))
    return shared, shared / np.maximum(either, 1)


def _members(labels: dict[Any, int]) -> dict[int, frozenset[Any]]:
    return {k: frozenset(actor for actor in labels if labels[actor] == k) for k in sorted(set(labels.values()))}


def _matched(before: dict[Any, int], now: dict[Any, int], unused: int) -> dict[int, int]:
    """Give every coalition the number of an earlier one, so that most actors keep theirs; the others new numbers."""
    old, new = _members(before), _members(now)
    shared, share = _overlaps(list(new.values()), list(old.values()))
    # the share decides between equal overlaps; it is too small to outweigh one actor
    pairs = zip(*linear_sum_assignment(shared + share / (len(new) + 1), maximize=True), strict=True)
    found = {list(new)[i]: list(old)[j] for i, j in pairs if shared[i, j] > 0}
    for coalition in new:
        if coalition not in found:
            found[coalition], unused = unused, unused + 1
    return found


def coalitions_over_time(
    windows: Sequence[Step], *, method: str = "louvain", n: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """Divide the actors into coalitions in every window of time; a coalition keeps its number.

    The coalitions of a window are matched to earlier ones so that the number of actors that keep the number they had
    last is as large as can be (assignment problem; Kuhn 1955), of equal matchings the one with the largest sum of
    ``shared / (members of either)``. A coalition that shares no actor with the one that it is matched to, or is left
    over, gets a new number.

    Parameters
    ----------
    windows : sequence of Window
        In order of time, as `networks.discourse_windows` makes them: objects with `start`, `mid`, `stop` and
        `matrix`, one-mode or two-mode as the method needs it.
    method, n, seed
        As for `coalitions`.

    Returns
    -------
    DataFrame
        One row an actor and window, in order of time, coalition and name: `start`, `mid`, `stop` of the window;
        `actor`; `coalition`, numbered by size in the first window, then as matched, missing for an actor without a
        tie that counts; `size`, members in this window. An actor that a window lacks has no row for it.

    Raises
    ------
    InputError
        As `coalitions`; if windows are not in order of time.

    References
    ----------
    Kuhn, H. W. (1955). The Hungarian method for the assignment problem. Naval Research Logistics Quarterly 2, 83-97.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> def window(month, *pairs):
    ...     names = sorted({name for pair in pairs for name in pair})
    ...     matrix = pd.DataFrame(0.0, index=names, columns=names)
    ...     for one, other in pairs:
    ...         matrix.loc[one, other] = matrix.loc[other, one] = 1.0
    ...     first = pd.Timestamp(2024, month, 1)
    ...     return SimpleNamespace(start=first, mid=first + pd.Timedelta(days=14), stop=first + pd.Timedelta(days=28),
    ...         matrix=matrix)
    >>> spring = window(4, ("Quist", "Tern"), ("Quist", "Ferry Club"), ("Tern", "Ferry Club"), ("Norvania", "Union"))
    >>> summer = window(5, ("Quist", "Ferry Club"), ("Norvania", "Union"), ("Norvania", "Tern"), ("Tern", "Union"))
    >>> table = coalitions_over_time([spring, summer])
    >>> table.loc[table["mid"].dt.month == 5, ["actor", "coalition"]].values.tolist()
    [['Ferry Club', 1], ['Quist', 1], ['Norvania', 2], ['Tern', 2], ['Union', 2]]
    """
    for one, other in pairwise(windows):
        if other.mid < one.mid:
            raise InputError(f"windows must be in order of time; {other.mid} stands behind {one.mid}")
    last: dict[Any, int] = {}
    parts, unused = [], 1
    for window in windows:
        found = coalitions(window.matrix, method=method, n=n, seed=seed)
        known = found.dropna(subset=["coalition"])
        number = _matched(last, dict(zip(known["actor"], known["coalition"], strict=True)), unused)
        unused = max([unused - 1, *number.values()]) + 1
        found["coalition"] = found["coalition"].map(number, na_action="ignore").astype("Int64")
        last.update(zip(known["actor"], known["coalition"].map(number), strict=True))
        found = found.sort_values(["coalition", "actor"], kind="stable")
        parts.append(found.assign(start=window.start, mid=window.mid, stop=window.stop)[list(_COLUMNS)])
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(_COLUMNS))


def _stays(rows: pd.DataFrame, min_windows: int) -> list[pd.DataFrame]:
    """Cut the windows of an actor into stays in one coalition; short stays count as not seen."""
    while True:
        stay = (rows["coalition"] != rows["coalition"].shift()).cumsum()
        stays = [part for _, part in rows.groupby(stay, sort=True)]
        short = [part.index for part in stays if len(part) < min_windows]
        if not short:
            return stays
        least = min(short, key=len)
        rows = rows.drop(index=least)


def movers(table: pd.DataFrame, *, min_windows: int = 1) -> pd.DataFrame:
    """List who changed coalition, and when.

    Parameters
    ----------
    table : DataFrame
        As `coalitions_over_time` makes it. Windows in which an actor has no coalition do not count.
    min_windows : int
        How many windows in a row an actor must be in a coalition for its stay to count. Shorter stays are left out,
        the shortest first (of equal ones the earliest), as if the actor had not been seen: an actor between the
        camps, or a quiet month, can look like a change of sides and back.

    Returns
    -------
    DataFrame
        One row a move, by date and actor: `actor`; `before`, `after`, the coalitions; `last_before`, middle of the
        last window in the one; `start`, `mid`, `stop` of the first window in the other. The move is dated by `mid`:
        when most of what a window holds is of the other side. An actor that speaks seldom has turned earlier, by up
        to the width of a window. `n_before`, `n_after`: number of windows of the two stays.

    Raises
    ------
    InputError
        If a column is missing or `min_windows` is below 1.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-03-15", "2024-04-15", "2024-05-15"])
    >>> table = pd.DataFrame({"start": days, "mid": days, "stop": days, "actor": "Tern", "coalition": [1, 1, 2]})
    >>> found = movers(table)
    >>> found[["actor", "before", "after", "n_before"]].values.tolist(), str(found.loc[0, "mid"].date())
    ([['Tern', 1, 2, 2]], '2024-05-15')
    >>> len(movers(table, min_windows=2))
    0
    """
    needs("table", table, _COLUMNS[:-1], made_by="coalitions_over_time")
    at_least_one(min_windows=min_windows)
    seen = (
        table.dropna(subset=["coalition"])
        .astype({"coalition": int})
        .sort_values(["actor", "mid"], ignore_index=True, kind="stable")
    )
    rows = []
    for actor, own in seen.groupby("actor", sort=True):
        stays = _stays(own, min_windows)
        for one, other in pairwise(stays):
            old, new = one.iloc[-1], other.iloc[0]
            dates = (old["mid"], new["start"], new["mid"], new["stop"])
            rows.append((actor, old["coalition"], new["coalition"], *dates, len(one), len(other)))
    frame = pd.DataFrame(rows, columns=list(_MOVES))
    return frame.sort_values(["mid", "actor"], ignore_index=True, kind="stable")
