"""Share of voice: how much of what is quoted is whose, over time or by outlet."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._voices import word_count
from toolkit.records import ATTITUDES

__all__ = ["voice_shares"]

_PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_BY = ("period", "outlet", "none")
_COLUMNS = ("group", "actor_id", "name", "n", "n_words", "share", "share_words", "group_n", "group_words")


def _groups(documents: pd.DataFrame, by: str, period: str) -> dict[str, Any]:
    """Give the group of each document: an outlet, the first day of a period, or one for all; missing where unknown."""
    if by == "none":
        return dict.fromkeys(documents["doc_id"], "all")
    if by == "outlet":
        return dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    days = pd.to_datetime(documents["published"]).dt.to_period(_PERIODS[period]).dt.start_time
    return dict(zip(documents["doc_id"], days, strict=True))


def voice_shares(
    attributions: pd.DataFrame,
    actors: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "period",
    period: str = "month",
    attitude: Sequence[str] = ("speech",),
) -> pd.DataFrame:
    """Measure how much of the speech in a period or an outlet is whose.

    In a group with N attributions (W words in their contents), an actor with n (w) has the shares ``n / N`` and
    ``w / W``. Attributions without a known source count in N and W and have rows of their own, so that the shares of a
    group sum to 1.

    Parameters
    ----------
    attributions, actors, documents : DataFrame
        Tables.
    by : {"period", "outlet", "none"}
        What divides the articles: their day of publication, their outlet, or nothing.
    period : {"day", "week", "month", "quarter", "year"}
        Length of a period; a week begins on Monday.
    attitude : sequence of str
        Attitudes that count.

    Returns
    -------
    DataFrame
        One row a group and actor: `group` (first day of the period, outlet, or "all"), `actor_id`, `name` (both
        missing for sources that are not known), `n` (attributions), `n_words`, `share`, `share_words` (0 to 1,
        missing if the group has no words), `group_n`, `group_words`. Sorted by group, most attributions first, then
        by name and id, unknown sources last. ``attrs["n_without_group"]``: attributions in articles without a date
        or outlet, which are left out. Words within words (a quotation that quotes) count for both sources.

    Raises
    ------
    InputError
        For an unknown option, or an actor or a document that is missing.

    References
    ----------
    Share of voice as a measure of standing in the news: Ferree, M. M., Gamson, W. A., Gerhards, J., and Rucht, D.
    (2002). Shaping Abortion Discourse, chapter 5. Cambridge University Press.

    Examples
    --------
    >>> from datetime import date
    >>> from toolkit.records import Actor, Attribution, Document, Span
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person")])
    >>> documents = to_frame("documents", [Document("d1", "", published=date(2024, 3, 5))])
    >>> attributions = to_frame("attributions", [Attribution("d1", f"a{n}", "direct", "speech", (), (), (Span(0, 9),),
    ...     source_actor=actor, content_text="no more") for n, actor in enumerate(["quist", "quist", None])])
    >>> found = voice_shares(attributions, actors, documents)
    >>> found[["name", "n", "n_words"]].values.tolist(), found["share"].round(2).tolist()
    ([['Marla Quist', 2, 4], [None, 1, 2]], [0.67, 0.33])
    """
    check_option("by", by, _BY)
    check_option("period", period, _PERIODS)
    for value in attitude:
        check_option("attitude", value, ATTITUDES)
    names = dict(zip(actors["actor_id"], actors["name"], strict=True))
    groups = _groups(documents, by, period)
    chosen = attributions[attributions["attitude"].isin(list(attitude))]
    for what, used, known in (("actors", "source_actor", names), ("documents", "doc_id", groups)):
        lacking = sorted(set(chosen[used].dropna()) - set(known))
        if lacking:
            raise InputError(f"attributions name {len(lacking)} {what} that the table {what!r} lacks: {lacking[:5]}")
    frame = chosen.assign(
        group=chosen["doc_id"].map(groups),
        words=[word_count(text) for text in chosen["content_text"]],
        name=chosen["source_actor"].map(names),
    )
    return _shares(frame)


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    grouped = frame[frame["group"].notna()].groupby(["group", "source_actor"], sort=True, dropna=False)
    table = grouped.agg(name=("name", "first"), n=("words", "size"), n_words=("words", "sum")).reset_index()
    table = table.rename(columns={"source_actor": "actor_id"})
    totals = table.groupby("group")[["n", "n_words"]].transform("sum")
    table = table.assign(
        share=table["n"] / totals["n"],
        share_words=(table["n_words"] / totals["n_words"]).where(totals["n_words"] > 0),
        group_n=totals["n"],
        group_words=totals["n_words"],
        unknown=table["actor_id"].isna(),
        **{
            column: table[column].astype(object).where(table["actor_id"].notna(), None)
            for column in ("actor_id", "name")
        },
    )
    ranked = ["group", "unknown", "n", "name", "actor_id"]
    table = table.sort_values(ranked, ascending=[True, True, False, True, True], ignore_index=True)[list(_COLUMNS)]
    table.attrs["n_without_group"] = int(frame["group"].isna().sum())
    return table
