"""Which relations count: one filter for the network and for the evidence behind its ties."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks._levels import Nodes, check_table, node_of_actors, text_or_none
from toolkit.records import MODALITIES, QUADS, RELATION_TYPES

__all__ = ["COUNTED", "REPORTERS", "arguments_of", "day", "days", "leave_out", "select"]

REPORTERS = ("all", "narrator", "attributed")
#: Modalities that count by default: what is said to hold or is to come. A threat and a demand are acts that were made,
#: and asserted; the deed that is threatened or demanded is a row of its own, which is not counted.
COUNTED = ("asserted", "announced")


def days(iso: str) -> tuple[date, date]:
    """Give the first and last day of an ISO 8601 day, week, month or year.

    Raises
    ------
    InputError
        If the text is none of these.

    Examples
    --------
    >>> [str(day) for day in days("2024-02")]
    ['2024-02-01', '2024-02-29']
    >>> [str(day) for day in days("2023-W37")]
    ['2023-09-11', '2023-09-17']
    """
    try:
        if "W" in iso and iso.count("-") == 1:
            first = date.fromisoformat(f"{iso}-1")
            return first, first + timedelta(days=6)
        if len(iso) == 4:
            return date(int(iso), 1, 1), date(int(iso), 12, 31)
        if len(iso) == 7:
            first = date.fromisoformat(f"{iso}-01")
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        first = date.fromisoformat(iso)
    except ValueError:
        raise InputError(f"a date must be an ISO 8601 day, week, month or year; got {iso!r}") from None
    return first, first


def day(name: str, value: date | str | None) -> date | None:
    """Read a limit of a period: a date, an ISO string, or None for no limit."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{name} must be a date or an ISO string such as '2024-05-31'; got {value!r}") from None


def leave_out(
    frame: pd.DataFrame, tests: Sequence[tuple[str, "pd.Series[bool]"]]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Drop rows by the first test that holds, and count the dropped by reason, in the order of the tests."""
    reason = pd.Series("", index=frame.index, dtype=object)
    for name, holds in tests:
        reason[holds & (reason == "")] = name
    counts = {name: int((reason == name).sum()) for name, _ in tests}
    return frame[reason == ""], {name: count for name, count in counts.items() if count}


def arguments_of(**given: Any) -> dict[str, Any]:
    """Word the arguments of a selection in plain values, so that they can be given again or written down."""
    plain = {name: list(value) if isinstance(value, tuple | set) else value for name, value in given.items()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


def _check(reporters: str, **chosen: tuple[Sequence[Any] | None, Iterable[Any]]) -> None:
    for name, (values, options) in chosen.items():
        for value in values or ():
            check_option(name, value, options)
    check_option("reporters", reporters, REPORTERS)


def _dated(relations: pd.DataFrame, documents: pd.DataFrame | None) -> pd.DataFrame:
    """Add outlet and published of the document, and `when`: the relation's own date, else published."""
    frame = relations.sort_values(["doc_id", "relation_id"], ignore_index=True)
    published: dict[str, Any] = {}
    outlets: dict[str, Any] = {}
    if documents is not None:
        check_table("documents", documents)
        published = dict(zip(documents["doc_id"], documents["published"], strict=True))
        outlets = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    appeared = [
        value if isinstance(value := published.get(doc), date) and not pd.isna(value) else None
        for doc in frame["doc_id"]
    ]
    own = [text_or_none(value) for value in frame["date"]]
    when = [o or (p.strftime("%Y-%m-%d") if p else None) for o, p in zip(own, appeared, strict=True)]
    return frame.assign(
        outlet=pd.Series([text_or_none(outlets.get(doc)) for doc in frame["doc_id"]], dtype=object),
        published=pd.Series(appeared, dtype=object),
        when=pd.Series(when, dtype=object),
    )


def _outside(when: "pd.Series[Any]", start: date | None, stop: date | None) -> "pd.Series[bool]":
    def outside(text: str | None) -> bool:
        if text is None:
            return False
        first, last = days(text)
        return (start is not None and first < start) or (stop is not None and last > stop)

    return pd.Series([outside(text) for text in when], index=when.index, dtype=bool)


def _reported(frame: pd.DataFrame, reporters: str) -> "pd.Series[bool]":
    if "chain" in frame.columns:
        attributed = frame["chain"].map(len) > 0
    else:
        attributed = frame["reported_by"].notna() | frame["attribution_id"].notna()
    return attributed if reporters == "attributed" else ~attributed


def _check_named(option: str, names: Sequence[str], place: dict[str, str]) -> None:
    unknown = sorted(set(names) - set(place) - set(place.values()))
    if unknown:
        raise InputError(f"{option} names {len(unknown)} actors that the table 'actors' lacks: {unknown[:5]}")


def _told_by(frame: pd.DataFrame, place: dict[str, str], names: Sequence[str]) -> "pd.Series[bool]":
    """Tell which relations stand in the words of one of the actors or nodes named."""
    _check_named("reported_by", names, place)
    return frame["reported_by"].isin(list(names)) | frame["reported_by"].map(place).isin(list(names))


def _claimed_by(frame: pd.DataFrame, place: dict[str, str], names: Sequence[str]) -> "pd.Series[bool]":
    """Tell which relations stand in the words of one of the actors or nodes named, at any depth."""
    _check_named("claimed_by", names, place)
    if "chain" not in frame.columns:
        raise InputError("claimed_by needs the column 'chain': networks.reporting_chains(relations, attributions)")
    wanted = set(names)
    return frame["chain"].map(lambda chain: any(who in wanted or place.get(who) in wanted for who in chain))


def _not_in(column: "pd.Series[Any]", values: Sequence[Any] | None) -> "pd.Series[bool]":
    return pd.Series(False, index=column.index) if values is None else ~column.isin(list(values))


def _nodes(frame: pd.DataFrame, actors: pd.DataFrame, level: str) -> tuple[pd.DataFrame, dict[str, str], Nodes]:
    place, nodes = node_of_actors(actors, level)
    named = set(frame["source_actor"].dropna()) | set(frame["target_actor"].dropna())
    unknown = sorted(named - set(place))
    if unknown:
        raise InputError(f"relations name {len(unknown)} actors that the table 'actors' lacks: {unknown[:5]}")
    ends = {"u": frame["source_actor"].map(place), "v": frame["target_actor"].map(place)}
    return frame.assign(**ends), place, nodes


def select(
    relations: pd.DataFrame,
    actors: pd.DataFrame,
    documents: pd.DataFrame | None,
    *,
    level: str,
    types: Sequence[str] | None,
    modalities: Sequence[str],
    reporters: str,
    start: date | str | None,
    stop: date | str | None,
    outlets: Sequence[str] | None,
    quads: Sequence[str] | None = None,
    polarities: Sequence[int] | None = None,
    reported_by: Sequence[str] | None = None,
    claimed_by: Sequence[str] | None = None,
) -> tuple[pd.DataFrame, dict[str, int], dict[str, str], Nodes]:
    """Choose the relations that count.

    Returns
    -------
    DataFrame, dict, dict, dict
        The rows that count with `u`, `v` (nodes), `when`, `outlet` and `published` added; how many were left out
        for which reason; actor id -> node id; node id -> attributes.
    """
    check_table("relations", relations)
    _check(
        reporters,
        types=(types, RELATION_TYPES),
        quads=(quads, QUADS),
        polarities=(polarities, (-1, 0, 1)),
        modalities=(modalities, MODALITIES),
    )
    first, last = day("start", start), day("stop", stop)
    if documents is None and (outlets is not None or first or last):
        raise InputError("start, stop and outlets need documents=: date and outlet stand in that table")
    frame, place, nodes = _nodes(_dated(relations, documents), actors, level)
    none = pd.Series(False, index=frame.index)
    bounded = first is not None or last is not None
    kept, left_out = leave_out(
        frame,
        [
            ("no actor", frame["u"].isna() | frame["v"].isna()),
            ("type not chosen", _not_in(frame["type"], types)),
            ("quad not chosen", _not_in(frame["quad"], quads)),
            ("polarity not chosen", _not_in(frame["polarity"], polarities)),
            ("modality not chosen", _not_in(frame["modality"], modalities)),
            ("reporter not chosen", none if reporters == "all" else ~_reported(frame, reporters)),
            ("not told by them", none if reported_by is None else ~_told_by(frame, place, reported_by)),
            ("not claimed by them", none if claimed_by is None else ~_claimed_by(frame, place, claimed_by)),
            ("outlet not chosen", _not_in(frame["outlet"], outlets)),
            ("no date", frame["when"].isna() if bounded else none),
            ("outside start and stop", _outside(frame["when"], first, last) if bounded else none),
            ("both sides are one node", frame["u"] == frame["v"]),
        ],
    )
    return kept, left_out, place, nodes
