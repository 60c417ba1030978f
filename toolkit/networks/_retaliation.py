"""Retaliation: how often moves are answered, how fast, in kind, and whether more often than chance would have it."""

from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks._answers import Days, answers, check_span, day_numbers, linked, places_of

__all__ = ["CHANCES", "retaliation"]

CHANCES = ("order", "shift")
_COLUMNS = (
    "mover",
    "answerer",
    "mover_name",
    "answerer_name",
    "n_moves",
    "n_answered",
    "share_answered",
    "n_acts",
    "n_answers",
    "share_answers",
    "median_days",
    "share_in_kind",
    "expected_answers",
    "ratio",
    "p_value",
)


def _count(first: Days, then: Days, within: int, least: int) -> int:
    return int((linked(first, then, within=within, least=least) >= 0).sum())


def _by_order(first: Days, then: Days, within: int, least: int, n: int, rng: np.random.Generator) -> Days:
    """Count answers after the days of both sides have been dealt out anew between their acts, n times."""
    together = np.concatenate([first, then])
    counts = np.empty(n, dtype=np.int64)
    for turn in range(n):
        dealt = rng.permutation(together)
        counts[turn] = _count(np.sort(dealt[: len(first)]), np.sort(dealt[len(first) :]), within, least)
    return counts


def _by_shift(first: Days, then: Days, within: int, least: int, span: tuple[int, int]) -> Days:
    """Count answers for every way to shift the acts of the answerer around the period, but the one that is observed."""
    start, length = span[0], span[1] - span[0] + 1
    shifts = range(1, length)
    moved = (np.sort(start + (then - start + shift) % length) for shift in shifts)
    return np.array([_count(first, days, within, least) for days in moved], dtype=np.int64)


def _row(first: Days, then: Days, within: int, least: int, drawn: Days) -> dict[str, Any]:
    observed = _count(first, then, within, least)
    # a move is answered if the other side acts in time after it: the same search with time turned round
    answered = _count(np.sort(-then), np.sort(-first), within, least)
    expected = float(drawn.mean()) if len(drawn) else nan
    return {
        "n_moves": len(first),
        "n_answered": answered,
        "share_answered": answered / len(first),
        "n_acts": len(then),
        "n_answers": observed,
        "share_answers": observed / len(then),
        "expected_answers": expected,
        "ratio": observed / expected if expected else nan,
        "p_value": (1 + int((drawn >= observed).sum())) / (1 + len(drawn)) if len(drawn) else nan,
    }


def _pairs(places: dict[tuple[str, str], Days], min_acts: int) -> list[tuple[str, str]]:
    """List the ordered pairs in which both sides act often enough, the second being who may answer."""
    strong = {pair for pair, rows in places.items() if len(rows) >= min_acts and pair[0] != pair[1]}
    return sorted(pair for pair in strong if pair[::-1] in strong)


def retaliation(
    acts: pd.DataFrame,
    *,
    within: int = 30,
    least: int = 1,
    chance: str = "order",
    n: int = 999,
    seed: int = 0,
    min_acts: int = 1,
) -> pd.DataFrame:
    """Measure for every two actors how often one answers the other, how fast, in kind, and against chance.

    With s the days of the moves of A towards B and t the days of the acts of B towards A, an act is an answer if some
    s lies ``least`` to ``within`` days before it. `p_value` is the chance of at least as many answers,
    ``(1 + #{k: N_k >= N}) / (1 + K)`` with N the observed number and N_k that of redraw k of K:

    - ``chance="order"``: the days on which anything passes between A and B are kept and dealt out at random among
      the acts of both (`n` times). It asks whether the two act in turn more than the same news days would give.
    - ``chance="shift"``: the days of A are kept, those of B shifted around the period of the table, by every number
      of days but 0; the rhythm of each side is kept. It asks whether B acts soon after A. Days on which both are in
      the news for another reason, or articles appear at all, count as reaction too: ``order`` is the careful choice.

    Parameters
    ----------
    acts : DataFrame
        As `dated_acts` makes it: with ``polarities=(-1,)`` retaliation, with ``(1,)`` the return of favours, with
        both tit-for-tat, to which `share_in_kind` belongs.
    within, least : int
        As in `answers`.
    chance : {"order", "shift"}
        What chance leaves as it is.
    n : int
        Number of redraws for ``order``, at least 1.
    seed : int
        Of the redraws; each pair has a stream of its own, so that other pairs do not change its figures.
    min_acts : int
        Pairs in which either side has fewer acts are left out and counted.

    Returns
    -------
    DataFrame
        One row for each `mover` and `answerer` (node ids) who both act towards each other, sorted: `mover_name`,
        `answerer_name`; `n_moves` of the mover, `n_answered` (those that the other follows with an act in time),
        `share_answered` (0 to 1); `n_acts` of the answerer, `n_answers`, `share_answers` (0 to 1); `median_days`
        from the nearest move to its answer, `share_in_kind` (answers with the sign of that move, 0 to 1), both
        missing without an answer; `expected_answers` (mean of the redraws), `ratio` (observed to expected, missing
        where nothing is expected), `p_value` (0 to 1, one-sided, not corrected for the number of pairs; missing for
        ``shift`` in a period of one day). ``attrs["n_one_sided"]``: ordered pairs without the way back, or with
        fewer than `min_acts`.

    Raises
    ------
    InputError
        As `answers`; for an unknown `chance`, or `n` or `min_acts` below 1.

    Notes
    -----
    Two or three acts on a side cannot show anything: with few acts there are few orders, and the p-value is large
    whatever happened. News dates are those of articles where no date is told, so that slow papers lengthen `days`.

    References
    ----------
    Goldstein, J. S., and Freeman, J. R. (1990). Three-Way Street: Strategic Reciprocity in World Politics.
    University of Chicago Press.
    Bakeman, R., Robinson, B. F., and Quera, V. (1996). Testing sequential association: estimating exact p values
    using sampled permutations. Psychological Methods 1(1), 4-15.
    Gauvin, L., et al. (2022). Randomized reference models for temporal networks. SIAM Review 64(4), 763-830.
    Phipson, B., and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
    Genetics and Molecular Biology 9(1), 39.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-01", "2024-01-03", "2024-02-20", "2024-02-22"])
    >>> acts = pd.DataFrame({"source": ["a", "b"] * 2, "target": ["b", "a"] * 2, "date": days, "polarity": -1,
    ...     "source_name": "", "target_name": "", "type": "accuse", "quad": "verbal conflict", "doc_id": "d1",
    ...     "relation_id": ["r1", "r2", "r3", "r4"], "n_told": 1})
    >>> found = retaliation(acts, within=7)
    >>> found[["mover", "answerer", "n_moves", "n_answered", "n_answers", "median_days"]].values.tolist()
    [['a', 'b', 2, 2, 2, 2.0], ['b', 'a', 2, 0, 0, nan]]
    """
    check_span(acts, within, least)
    check_option("chance", chance, CHANCES)
    if n < 1 or min_acts < 1:
        raise InputError(f"n and min_acts must be at least 1; got n={n}, min_acts={min_acts}")
    days = day_numbers(acts["date"])
    places = places_of(acts)
    names = dict(zip(acts["source"], acts["source_name"], strict=True))
    linkage = answers(acts, within=within, least=least)
    span = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    rows = []
    for mover, answerer in (chosen := _pairs(places, min_acts)):
        first, then = (np.sort(days[places[pair]]) for pair in ((mover, answerer), (answerer, mover)))
        if chance == "order":
            drawn = _by_order(first, then, within, least, n, _stream(seed, mover, answerer))
        else:
            drawn = _by_shift(first, then, within, least, span)
        found = linkage[(linkage["mover"] == mover) & (linkage["answerer"] == answerer)]
        kind = {"median_days": found["days"].median(), "share_in_kind": found["in_kind"].mean()}
        who = {"mover": mover, "answerer": answerer, "mover_name": names[mover], "answerer_name": names[answerer]}
        rows.append(who | _row(first, then, within, least, drawn) | kind)
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    frame.attrs["n_one_sided"] = len(places) - len(chosen)
    return frame


def _stream(seed: int, *names: str) -> np.random.Generator:
    """Make a source of random numbers that depends on the seed and the names only."""
    letters: npt.NDArray[np.uint32] = np.frombuffer("\n".join(names).encode("utf-32-le"), dtype=np.uint32)
    return np.random.default_rng([seed, *letters.tolist()])
