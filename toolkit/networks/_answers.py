"""Moves and counter-moves: who answers whom, with what, after how many days."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError, check_columns
from toolkit.networks._multigraph import selected
from toolkit.networks._select import days

__all__ = [
    "ACTS",
    "Days",
    "answer_passages",
    "answers",
    "check_span",
    "dated_acts",
    "day_numbers",
    "linked",
    "places_of",
]

Days = npt.NDArray[np.int64]
_SIGNED = (-1, 1)
ACTS = (
    "source",
    "target",
    "source_name",
    "target_name",
    "date",
    "type",
    "quad",
    "polarity",
    "doc_id",
    "relation_id",
    "n_told",
)
_TOLD = ("date", "type", "quad", "polarity", "doc_id", "relation_id")


def _day(when: object) -> pd.Timestamp | None:
    """Give a day, None where the date is missing or only known to the week, month or year."""
    if not isinstance(when, str):
        return None
    first, last = days(when)
    return pd.Timestamp(first) if first == last else None


def dated_acts(
    relations: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    documents: pd.DataFrame | None = None,
    polarities: tuple[int, ...] = _SIGNED,
    **options: Any,
) -> pd.DataFrame:
    """List acts with their day, those that several articles tell once.

    Parameters
    ----------
    relations, actors : DataFrame
        Tables.
    documents : DataFrame, optional
        Table of documents: a relation without a date of its own gets the day of publication.
    polarities : tuple of int
        Signs that count (-1, 0, 1); by default not what is neutral. ``(-1,)`` for hostile acts only.
    **options
        `level`, `types`, `quads`, `modalities`, `reporters`, `reported_by`, `start`, `stop`, `outlets` as in
        `relation_network`, with its defaults.

    Returns
    -------
    DataFrame
        One row an act: `source`, `target` (node ids), `source_name`, `target_name`, `date`, `type`, `quad`,
        `polarity`, `doc_id`, `relation_id`, `n_told` (number of relations that tell it). Relations with the same
        source, target, type, quad, polarity and day are one act; `doc_id` and `relation_id` are those of the first.
        Sorted by date, source, target, type. ``attrs["left_out"]``: reason -> number of relations; ``"no date"`` and
        ``"no single day"`` (known to the week, month or year only) among them. Nothing is put in for a missing date.

    Raises
    ------
    InputError
        As `relation_network`.

    Examples
    --------
    >>> from toolkit.records import Actor, Relation
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> relations = to_frame("relations", [Relation("d1", f"r{n}", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 12, date=day)
    ...     for n, day in enumerate(["2024-01-10", "2024-01-10", None])])
    >>> acts = dated_acts(relations, actors)
    >>> acts[["source", "target", "n_told"]].values.tolist(), acts.attrs["left_out"]
    ([['quist', 'NOR', 2]], {'no date': 1})
    """
    kept, left_out, nodes = selected(relations, actors, documents, {**options, "polarities": polarities})
    dated = kept.assign(date=pd.to_datetime(pd.Series([_day(when) for when in kept["when"]], index=kept.index)))
    missing = int(kept["when"].isna().sum())
    reasons = {"no date": missing, "no single day": int(dated["date"].isna().sum()) - missing}
    dated = dated[dated["date"].notna()].drop(columns=["source_actor", "target_actor"])
    dated = dated.rename(columns={"u": "source", "v": "target"}).sort_values(["doc_id", "relation_id"])
    same = ["source", "target", "type", "quad", "polarity", "date"]
    once = dated.assign(n_told=dated.groupby(same)["relation_id"].transform("size")).drop_duplicates(same)
    named = {node: data["name"] or node for node, data in nodes.items()}
    once = once.assign(source_name=once["source"].map(named), target_name=once["target"].map(named))
    order = ["date", "source", "target", "type", "quad", "polarity"]
    acts = once.sort_values(order, ignore_index=True)[list(ACTS)]
    acts.attrs["left_out"] = left_out | {reason: count for reason, count in reasons.items() if count}
    return acts


def check_span(acts: pd.DataFrame, within: int, least: int) -> None:
    """Raise unless a table lists acts and the days between move and answer are possible."""
    check_columns("acts", acts.columns, ACTS, hint="it must be a table that dated_acts makes")
    if least < 1 or within < least:
        raise InputError(f"least must be at least 1 and within at least least; got least={least}, within={within}")


def linked(first: Days, then: Days, *, within: int, least: int) -> Days:
    """Give for each later day the position of the nearest earlier one that is `least` to `within` days before, or -1.

    Parameters
    ----------
    first, then : array of int
        Days in rising order; where several of `first` are the same day, its last position is given.
    within, least : int
        Most and fewest days between.

    Examples
    --------
    >>> linked(np.array([0, 3, 3]), np.array([3, 4, 40]), within=30, least=1).tolist()
    [0, 2, -1]
    """
    nearest = np.searchsorted(first, then - least, side="right") - 1
    known = nearest >= 0
    close = np.zeros(len(then), dtype=bool)
    close[known] = then[known] - first[nearest[known]] <= within
    return np.where(close, nearest, -1).astype(np.int64)


def answers(acts: pd.DataFrame, *, within: int = 30, least: int = 1) -> pd.DataFrame:
    """Find who answers whom: acts of B towards A that follow an act of A towards B.

    An act of B towards A on day t answers the nearest act of A towards B on a day s with
    ``least <= t - s <= within``. It is an answer by its place in time only: what A did need not be its cause
    (`retaliation` sets the number against chance).

    Parameters
    ----------
    acts : DataFrame
        As `dated_acts` makes it.
    within : int
        Most days between move and answer.
    least : int
        Fewest days, at least 1: which of two acts of one day came first is not known.

    Returns
    -------
    DataFrame
        One row an answer, by date of the answer: `mover`, `answerer` (node ids), `mover_name`, `answerer_name`,
        ``move_*`` and ``answer_*`` for `date`, `type`, `quad`, `polarity`, `doc_id`, `relation_id`; `days` between;
        `in_kind` (the answer has the sign of the move). One move may have several answers. Of several moves on the
        nearest day the first by type is taken.

    Raises
    ------
    InputError
        If a column is missing, or for impossible `within` or `least`.

    Examples
    --------
    >>> from toolkit.records import Actor, Relation
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> told = [("quist", "NOR", "accuse", "2024-01-10"), ("NOR", "quist", "reject", "2024-01-14")]
    >>> relations = to_frame("relations", [Relation("d1", f"r{n}", source, target, None, None, kind, "verbal conflict",
    ...     -1, kind, "asserted", 0, 9, date=day) for n, (source, target, kind, day) in enumerate(told)])
    >>> answers(dated_acts(relations, actors))[["mover", "answerer", "answer_type", "days", "in_kind"]].values.tolist()
    [['quist', 'NOR', 'reject', 4, True]]
    """
    check_span(acts, within, least)
    ordered = acts.sort_values(["date", "type", "quad", "polarity", "doc_id", "relation_id"], ignore_index=True)
    days_of = day_numbers(ordered["date"])
    groups = places_of(ordered)
    moves: list[int] = []
    replies: list[int] = []
    for (source, target), then in groups.items():
        first = groups.get((target, source))
        if first is None or source == target:
            continue
        # the first act of a day stands for it
        starts = first[np.r_[True, np.diff(days_of[first]) > 0]]
        near = linked(days_of[starts], days_of[then], within=within, least=least)
        moves += starts[near[near >= 0]].tolist()
        replies += then[near >= 0].tolist()
    return _joined(ordered, moves, replies)


def places_of(acts: pd.DataFrame) -> dict[tuple[str, str], Days]:
    """Give the positions of the rows of each source and target, sorted."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, pair in enumerate(zip(acts["source"], acts["target"], strict=True)):
        found.setdefault(pair, []).append(place)
    return {pair: np.array(found[pair], dtype=np.int64) for pair in sorted(found)}


def day_numbers(dates: "pd.Series[Any]") -> Days:
    """Turn dates into days since 1970."""
    return np.asarray((pd.to_datetime(dates) - pd.Timestamp(0)) // pd.Timedelta(days=1), dtype=np.int64)


def _joined(acts: pd.DataFrame, moves: list[int], replies: list[int]) -> pd.DataFrame:
    first, then = (acts.iloc[rows].reset_index(drop=True) for rows in (moves, replies))
    frame = pd.DataFrame(
        {
            "mover": first["source"],
            "answerer": then["source"],
            "mover_name": first["source_name"],
            "answerer_name": then["source_name"],
            **{f"move_{column}": first[column] for column in _TOLD},
            **{f"answer_{column}": then[column] for column in _TOLD},
        }
    )
    frame["days"] = (frame["answer_date"] - frame["move_date"]).dt.days.astype("int64")
    frame["in_kind"] = (frame["answer_polarity"] == frame["move_polarity"]).astype(bool)
    order = ["answer_date", "answerer", "mover", "answer_doc_id", "answer_relation_id"]
    return frame.sort_values(order, ignore_index=True)


def answer_passages(found: pd.DataFrame, relations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Open answers to the passages behind both acts.

    Parameters
    ----------
    found : DataFrame
        As `answers` makes it.
    relations, documents : DataFrame
        The tables it was made from.

    Returns
    -------
    DataFrame
        `found` with the columns `move_passage` and `answer_passage`: the evidence of both relations.

    Raises
    ------
    InputError
        If a relation or a document of `found` is missing.
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    columns = ["doc_id", "relation_id", "evidence_start", "evidence_end"]
    places = {(row[0], row[1]): (row[2], row[3]) for row in relations[columns].itertuples(index=False)}
    opened = found.copy()
    for side in ("move", "answer"):
        keys = list(zip(found[f"{side}_doc_id"], found[f"{side}_relation_id"], strict=True))
        lacking = sorted({key for key in keys if key not in places or key[0] not in texts})
        if lacking:
            raise InputError(f"relations or documents lack {len(lacking)} of the relations of found: {lacking[:3]}")
        passages = [texts[key[0]][places[key][0] : places[key][1]] for key in keys]
        opened[f"{side}_passage"] = pd.Series(passages, index=found.index, dtype=object)
    return opened
