"""How different the findings are if a machine coded the debate instead of a person."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import pearsonr, spearmanr

from toolkit import agreement, measures, networks
from toolkit.statements import Coded
from toolkit.uncertainty._codings import both_codings
from toolkit.uncertainty._units import Array

__all__ = ["compare_findings"]

_COLUMNS = ["finding", "hand", "machine", "agreement", "n", "what"]
#: How many brokers are named.
_NAMED = 2


class _Names(NamedTuple):
    """What networks are made of."""

    variable1: str
    variable2: str
    qualifier: str


class _Findings(NamedTuple):
    """What one coding of a debate says."""

    twomode: pd.DataFrame
    onemode: pd.DataFrame
    coalitions: pd.DataFrame
    polarization: "pd.Series[float]"
    shifts: pd.DataFrame
    brokers: pd.DataFrame


def _shifts(coded: Coded, windows: list[Any], names: _Names, seed: int) -> pd.DataFrame:
    """List who changed coalition for good and turned on a concept, and in which month."""
    over_time = measures.coalitions_over_time(windows, seed=seed)
    moves = measures.turned_positions(coded, measures.movers(over_time, min_windows=2), **names._asdict())
    turned = moves[moves["turned"].str.len() > 0]
    return turned.assign(month=pd.to_datetime(turned["mid"]).dt.strftime("%Y-%m"))[["actor", "month"]]


def _found(coded: Coded, names: _Names, normalization: str, window_months: int, seed: int) -> _Findings:
    options: dict[str, Any] = {**names._asdict(), "normalization": normalization}
    twomode = networks.discourse_network(coded, kind="twomode", aggregation="subtract", **names._asdict())
    onemode = networks.discourse_network(coded, aggregation="subtract", **options)
    members = measures.coalitions(onemode, seed=seed)
    steps = {**options, "time_window": "months", "window_size": window_months}
    agreeing, opposing = (networks.discourse_windows(coded, aggregation=k, **steps) for k in ("congruence", "conflict"))
    scores, _ = measures.polarization_windows(measures.debate_windows(agreeing, opposing), seed=seed)
    shifts = _shifts(coded, [step for step in agreeing if step.n_statements], names, seed)
    polarization = scores.set_index("mid")["score"].dropna()
    return _Findings(twomode, onemode, members, polarization, shifts, measures.brokers(onemode, members))


def _correlated(function: Callable[[Array, Array], Any], one: Array, other: Array) -> float:
    """Correlate, missing where there is nothing to correlate."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(function(one, other).statistic)


def _both(one: pd.DataFrame, other: pd.DataFrame) -> tuple[Array, Array]:
    """Give the cells of two networks over all rows and columns that either has; no tie is 0."""
    rows, columns = (sorted({*a, *b}) for a, b in zip(one.axes, other.axes, strict=True))
    first, second = (
        table.reindex(index=rows, columns=columns).fillna(0.0).to_numpy(dtype=float) for table in (one, other)
    )
    return first, second


def _upper(cells: tuple[Array, Array]) -> tuple[Array, Array]:
    ends = np.triu_indices(len(cells[0]), 1)
    return cells[0][ends], cells[1][ends]


def _coded_rows(machine: Coded, hand: Coded, min_overlap: float) -> list[tuple[Any, ...]]:
    ours, theirs = both_codings(machine, hand)
    found = agreement.compare_codings(ours, theirs, min_overlap=min_overlap).overall.iloc[0]
    counts = len(theirs), len(ours)
    return [
        ("concepts", *counts, found["f1"], found["n_right"], "F1: passage and concept found"),
        ("concepts right", *counts, found["precision"], found["n_right"], "share of the machine's (precision)"),
        ("concepts found", *counts, found["recall"], found["n_right"], "share of the person's (recall)"),
        ("stances", *counts, found["stance_accuracy"], found["n_stated"], "share alike, of those stated by both"),
        ("stances stated", *counts, found["stance_stated"], found["n_right"], "share where the machine states one"),
    ]


def _ties_rows(machine: _Findings, hand: _Findings) -> list[tuple[Any, ...]]:
    actors = [set(found.twomode.index) for found in (hand, machine)]
    shared, either = len(actors[0] & actors[1]), len(actors[0] | actors[1])
    two = [cells.ravel() for cells in _both(hand.twomode, machine.twomode)]
    one = _upper(_both(hand.onemode, machine.onemode))
    tied = (one[0] != 0) & (one[1] != 0)
    alike = float((np.sign(one[0]) == np.sign(one[1]))[tied].mean()) if tied.any() else float("nan")
    counts = [tuple(int((cells != 0).sum()) for cells in pair) for pair in (two, one)]
    return [
        (
            "actors",
            *map(len, actors),
            shared / either if either else np.nan,
            shared,
            "share of the names that both have",
        ),
        ("two-mode ties", *counts[0], _correlated(pearsonr, *two), len(two[0]), "correlation of all cells (Pearson)"),
        ("one-mode ties", *counts[1], _correlated(pearsonr, *one), len(one[0]), "correlation of all pairs (Pearson)"),
        ("signs of one-mode ties", *counts[1], alike, int(tied.sum()), "share alike, where both have a tie"),
    ]


def _shift_row(machine: pd.DataFrame, hand: pd.DataFrame) -> tuple[Any, ...]:
    texts = ["; ".join(f"{row.actor} {row.month}" for row in table.itertuples()) or "none" for table in (hand, machine)]
    right = len(hand.merge(machine, on=["actor", "month"]))
    share = right / len(hand) if len(hand) else float("nan")
    return "shift", *texts, share, len(hand), "share dated in the same month"


def _groups_rows(machine: _Findings, hand: _Findings) -> list[tuple[Any, ...]]:
    alike = measures.compare_coalitions({"hand": hand.coalitions, "machine": machine.coalitions}).iloc[0]
    numbers = [found.coalitions["coalition"].nunique() for found in (hand, machine)]
    series = pd.concat([hand.polarization, machine.polarization], axis=1, join="inner").to_numpy(dtype=float)
    levels = [f"{found.polarization.mean():.2f} on average" for found in (hand, machine)]
    ranks = hand.brokers.merge(machine.brokers, on="actor").dropna(subset=["participation_x", "participation_y"])
    between = _correlated(spearmanr, *ranks[["participation_x", "participation_y"]].to_numpy(dtype=float).T)
    first = ["; ".join(found.brokers["actor"].head(_NAMED)) or "none" for found in (hand, machine)]
    together = _correlated(pearsonr, *series.T)
    return [
        ("coalitions", *numbers, alike["adjusted_rand"], alike["n_actors"], "adjusted Rand index of shared actors"),
        ("polarization over time", *levels, together, len(series), "correlation of the windows (Pearson)"),
        _shift_row(machine.shifts, hand.shifts),
        ("brokers", *first, between, len(ranks), "rank correlation of participation (Spearman)"),
    ]


def compare_findings(
    machine: Coded,
    hand: Coded,
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str = "agreement",
    normalization: str = "average",
    window_months: int = 3,
    min_overlap: float = 0.3,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Put the findings from a machine's coding of a debate beside those from a person's, which is taken as right.

    Parameters
    ----------
    machine, hand : Coded
        Two codings of the same documents, `hand` of one coder. A document of the one is that of the other that has
        the same text, else the same day and title, else the only one of its day in both.
    variable1, variable2, qualifier : str
        Actors, concepts, and for or against, all of the statement and in both codings. What has no qualifier counts
        for concepts, not for networks.
    normalization : str
        Of the one-mode network ("subtract"), see `networks.discourse_network`.
    window_months : int
        Length of the windows over time; a new one begins every month.
    min_overlap : float
        From which overlap on two passages are one, see `agreement.paired`.
    seed : int
        Of coalitions and camps.

    Returns
    -------
    DataFrame
        One row a finding: `finding`; `hand` and `machine`, what each says, as text (a number, names, or a month);
        `agreement`, how far they agree, and `n`, on how many things that rests; `what` says how it is measured.

        - concepts, concepts right, concepts found: micro F1, precision, recall (`agreement.compare_codings`);
          stances: share alike of right ones stated on both sides; stances stated: share of right ones where the
          machine states a stance and the person does. 0 to 1.
        - actors: Jaccard index of their names. A name that the machine writes in another way is another actor.
        - two-mode ties, one-mode ties: correlation of the weights over all actors that either has, no tie being 0;
          signs of one-mode ties: share alike where both have one.
        - coalitions (Louvain, of the whole debate): adjusted Rand index over shared actors.
        - polarization over time: correlation over the windows that both have.
        - shift: of the actors who change coalition for at least two windows and turn on a concept in the hand
          coding, the share that does so in the machine coding with a window in the same month in the middle.
        - brokers: the first two; rank correlation of the participation of shared actors.

        `agreement` is missing where there is nothing to compare, or nothing varies.

    Raises
    ------
    InputError
        If no document is in both, a variable is missing, or an option is wrong.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     lines = ["time,document_title,organization,concept,agreement", "2024-03-01,Rails,Rail Union,tram,1"]
    ...     _ = path.write_text("\n".join([*lines, "2024-03-01,Rails,Quist Ltd,tram,1"]), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> found = compare_findings(coded, coded).set_index("finding")
    >>> found.loc[["concepts", "two-mode ties", "coalitions"], ["hand", "machine", "agreement"]].values.tolist()
    [['2', '2', 1.0], ['2', '2', nan], ['1', '1', 1.0]]
    """
    names = _Names(variable1, variable2, qualifier)
    rows = _coded_rows(machine, hand, min_overlap)
    ours, theirs = (_found(coded, names, normalization, window_months, seed) for coded in (machine, hand))
    rows += [*_ties_rows(ours, theirs), *_groups_rows(ours, theirs)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype({"hand": "str", "machine": "str", "agreement": "float64", "n": "Int64"})
