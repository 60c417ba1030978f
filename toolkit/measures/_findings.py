"""What was found in a debate, in a few lines."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError
from toolkit.measures._checks import needs

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["debate_in_short", "numbered_like", "turned_positions"]

_FIRST = 3


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _camps(members: pd.DataFrame) -> list[str]:
    """Say which coalitions there are, and who is in one, or between them, by less than all divisions."""
    if members.empty:
        return ["**No coalition**: nobody agrees with anybody."]
    groups = members.groupby("coalition", sort=True)["actor"].agg(list)
    lines = [f"**{_several(len(groups), 'coalition')}**, numbered by size:"]
    lines += [f"  {number}: {', '.join(map(str, actors))}" for number, actors in groups.items()]
    unsure = members[members["strength"] < 1].sort_values(["strength", "actor"])
    if unsure.empty:
        return [*lines, "All methods agree on who belongs where."]
    named = [f"{actor} ({100 * share:.0f} %)" for actor, share in zip(unsure["actor"], unsure["strength"], strict=True)]
    more = f" and {len(named) - _FIRST} more" if len(named) > _FIRST else ""
    return [*lines, f"The methods agree least on {', '.join(named[:_FIRST])}{more}."]


def _between(brokers: pd.DataFrame, members: pd.DataFrame) -> str:
    first = brokers[brokers["participation"] > 0].head(2)
    if first.empty or members["coalition"].nunique() < 2:
        return "**Nobody** stands between coalitions."
    return f"Between the coalitions stand above all **{' and '.join(map(str, first['actor']))}**."


def _moved(moves: pd.DataFrame) -> list[str]:
    """Say who moved; where it is known, whether they or those around them changed their mind."""
    if moves.empty:
        return ["**Nobody** changed sides for good."]
    return [_move(row) for row in moves.to_dict("records")]


def _move(row: dict[Hashable, Any]) -> str:
    actor, sides = row["actor"], f"from coalition {int(row['before'])} to {int(row['after'])}"
    when = f"in the window around {row['mid']:%Y-%m-%d}"
    if "turned" not in row:
        return f"**{actor}** went {sides} {when}."
    if row["turned"]:
        return f"**{actor}** went {sides} {when}, and turned on {', '.join(row['turned'])}."
    return f"{actor} is counted {sides} {when}, but turned on no concept: others moved, or spoke of other things."


def _turned(states: pd.DataFrame | None) -> str:
    if states is None:
        return "The debate is too short to look for phases."
    new = states[(states["state"] != states["state"].shift()) & (states.index > states.index[0])]
    if new.empty:
        return "The debate is in **one phase** throughout."
    days = ", ".join(f"{mid:%Y-%m-%d}" for mid in new["mid"])
    count = _several(states["state"].nunique(), "state")
    return f"**{count}** of the debate; the state changes in the window around {days}."


def debate_in_short(
    members: pd.DataFrame, brokers: pd.DataFrame, moves: pd.DataFrame, states: pd.DataFrame | None = None
) -> str:
    """Say in a few lines who stands with whom, who stands between, who moved, and when the debate changed.

    Parameters
    ----------
    members : DataFrame
        As `consensus_coalitions` makes it: actor, coalition, strength.
    brokers : DataFrame
        As `measures.brokers` makes it: actor, participation; the first two are named.
    moves : DataFrame
        As `movers` makes it: actor, before, after, mid; with `turned` (see `turned_positions`) it is said who
        changed their mind.
    states : DataFrame, optional
        As in `PhaseTransitions`: mid, state. None if there were too few windows.

    Returns
    -------
    str
        Markdown, one line for each thing.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> members = pd.DataFrame({"actor": ["Quist", "Tern"], "coalition": [1, 2], "strength": [1.0, 1.0]})
    >>> brokers = pd.DataFrame({"actor": ["Tern"], "participation": [0.4]})
    >>> moves = pd.DataFrame(columns=["actor", "before", "after", "mid"])
    >>> print(debate_in_short(members, brokers, moves).splitlines()[-2])
    - **Nobody** changed sides for good.
    """
    needs("members", members, ("actor", "coalition", "strength"))
    needs("brokers", brokers, ("actor", "participation"))
    needs("moves", moves, ("actor", "before", "after", "mid"))
    if states is not None:
        needs("states", states, ("mid", "state"))
    lines = [*_camps(members), _between(brokers, members), *_moved(moves), _turned(states)]
    return "\n".join(line.replace("  ", "  - ", 1) if line.startswith("  ") else f"- {line}" for line in lines)


def numbered_like(over_time: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Give coalitions over time the numbers of those of the whole debate, so that tables and figures match.

    Each gets the number of the one with which it shares most, counted in actors and windows, so that the sum over all
    is as large as can be; those left over get the next free numbers.

    Parameters
    ----------
    over_time : DataFrame
        As `coalitions_over_time` makes it.
    members : DataFrame
        As `coalitions` or `consensus_coalitions` make it: actor, coalition.

    Returns
    -------
    DataFrame
        `over_time` with other numbers.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-03-15"] * 2)
    >>> over_time = pd.DataFrame({"mid": days, "actor": ["Quist", "Tern"], "coalition": [1, 2]})
    >>> members = pd.DataFrame({"actor": ["Quist", "Tern"], "coalition": [2, 1]})
    >>> numbered_like(over_time, members)["coalition"].tolist()
    [2, 1]
    """
    needs("over_time", over_time, ("mid", "actor", "coalition"))
    needs("members", members, ("actor", "coalition"))
    pairs = over_time.merge(members[["actor", "coalition"]], on="actor", how="left", suffixes=("", "_whole"))
    shared = pd.crosstab(pairs["coalition"], pairs["coalition_whole"])
    rows, columns = linear_sum_assignment(shared.to_numpy(), maximize=True)
    known = {
        int(shared.index[i]): int(shared.columns[j]) for i, j in zip(rows, columns, strict=True) if shared.iloc[i, j]
    }
    taken = set(known.values()) | {int(number) for number in members["coalition"].dropna()}
    left = sorted({int(number) for number in over_time["coalition"].dropna()} - set(known))
    free = (number for number in range(1, len(taken) + len(left) + 1) if number not in taken)
    known |= dict(zip(left, free, strict=False))
    numbers = over_time["coalition"].map(known).astype(over_time["coalition"].dtype)
    return over_time.assign(coalition=numbers)


def _sides(coded: Coded, variable1: str, variable2: str, qualifier: str) -> pd.DataFrame:
    """List actor, concept, time and side (1 for, -1 against) of each statement that takes one."""
    for name in (variable1, variable2, qualifier):
        if name not in coded.variables:
            raise InputError(
                f"{name!r} is no variable of the statements; they have {', '.join(map(repr, coded.variables))}"
            )
    if coded.variables[qualifier] not in ("boolean", "integer"):
        raise InputError(f"qualifier must be boolean or integer; {qualifier!r} is {coded.variables[qualifier]}")
    rows = coded.statements.dropna(subset=[qualifier])
    levels = rows[qualifier].astype("int64")
    side = 2 * levels - 1 if coded.variables[qualifier] == "boolean" else np.sign(levels)
    return pd.DataFrame({"actor": rows[variable1], "concept": rows[variable2], "time": rows["date_time"], "side": side})


def turned_positions(
    coded: Coded,
    moves: pd.DataFrame,
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str = "agreement",
) -> pd.DataFrame:
    r"""Tell who changed coalition by changing their mind from those around whom the coalitions changed.

    The statements of each mover are cut halfway between `last_before` and `mid` of the move. An actor turned on a
    concept if its statements for minus those against it change their sign from before to after the cut.

    Parameters
    ----------
    coded : Coded
        Coded statements that the coalitions were made of.
    moves : DataFrame
        As `movers` makes it: actor, last_before, mid.
    variable1, variable2, qualifier : str
        Actors, concepts, and for or against (boolean or integer), all of the statement.

    Returns
    -------
    DataFrame
        `moves` with `turned`, the list of concepts, sorted; and `compared`, the number of concepts on which the actor
        takes a side both before and after. With few of these, nothing turned says little.

    Raises
    ------
    InputError
        If a column or variable is missing or the qualifier is text.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     rows = ["time,organization,concept,agreement", "2024-03-01,Quist,tram,0", "2024-05-09,Quist,tram,1"]
    ...     _ = path.write_text("\n".join(rows), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> days = pd.to_datetime(["2024-03-15", "2024-04-15"])
    >>> moves = pd.DataFrame({"actor": ["Quist"], "last_before": days[:1], "mid": days[1:]})
    >>> turned_positions(coded, moves)[["turned", "compared"]].values.tolist()
    [[['tram'], 1]]
    """
    needs("moves", moves, ("actor", "last_before", "mid"))
    rows = _sides(coded, variable1, variable2, qualifier)
    found = []
    for actor, before, after in zip(moves["actor"], moves["last_before"], moves["mid"], strict=True):
        mine = rows[rows["actor"] == actor]
        late = mine["time"] >= before + (after - before) / 2
        sums = [np.sign(mine[chosen].groupby("concept")["side"].sum()) for chosen in (~late, late)]
        product = (sums[0] * sums[1]).dropna()
        found.append((sorted(product[product < 0].index), int((product != 0).sum())))
    lists = pd.Series([turned for turned, _ in found], index=moves.index, dtype="object")
    return moves.assign(turned=lists, compared=np.array([n for _, n in found], dtype="int64"))
