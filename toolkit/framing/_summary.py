"""Counts of framing by document, actor or outlet."""

import pandas as pd

from toolkit.errors import InputError, check_option

__all__ = ["counted_by", "summarise"]

#: What to count by -> the column that identifies it.
_KEYS = {"document": "doc_id", "actor": "source_actor", "outlet": "outlet"}


def _with(table: pd.DataFrame | None, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    if table is None:
        raise InputError(f"{name} must be given for this count: it needs the columns {list(columns)}")
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise InputError(f"{name} lacks the columns {lacking}")
    return table


def _words(by: str, documents: pd.DataFrame | None, attributions: pd.DataFrame | None) -> "pd.Series[float] | None":
    """Give the number of words behind each key, None where no table tells."""
    if by == "actor":
        if attributions is None:
            return None
        said = _with(attributions, "attributions", ("source_actor", "content_text")).dropna(subset=["source_actor"])
        counts = said["content_text"].fillna("").map(lambda words: float(len(words.split())))
        return counts.groupby(said["source_actor"]).sum()
    if documents is None:
        return None
    known = _with(documents, "documents", ("doc_id", "outlet", "n_words"))
    return known.groupby(_KEYS[by])["n_words"].sum(min_count=1).astype(float)


def counted_by(table: pd.DataFrame, by: str, documents: pd.DataFrame | None) -> pd.DataFrame:
    """Keep the columns to count, with the outlet if it is counted by."""
    needed = ("doc_id", "source_actor", "device", "category")
    kept = _with(table, "table", needed)[list(needed)]
    if by != "outlet":
        return kept
    outlets = _with(documents, "documents", ("doc_id", "outlet", "n_words")).set_index("doc_id")["outlet"]
    return kept.assign(outlet=kept["doc_id"].map(outlets))


def summarise(
    table: pd.DataFrame,
    by: str = "document",
    *,
    documents: pd.DataFrame | None = None,
    attributions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the devices of framing, and how often they come in a thousand words.

    Parameters
    ----------
    table : DataFrame
        What `table` gives.
    by : {"document", "actor", "outlet"}
        What to count by. An actor's devices are those in the contents ascribed to it, and the reporting verbs that
        introduce it.
    documents : DataFrame, optional
        The table `documents`, for the number of words; needed with ``by="outlet"``.
    attributions : DataFrame, optional
        The table `attributions`, for the number of an actor's words (those of all contents ascribed to it; a content
        inside another of the same actor counts twice).

    Returns
    -------
    DataFrame
        One row for each key, device and category that occurs, sorted by them. Columns: doc_id, source_actor or outlet
        (null: in nobody's words, or by nobody known); device; category; n, the number of passages; n_documents;
        per_1000, which is ``1000 * n / words`` with the words of the document, of the documents of the outlet, or of
        the actor, null where the number of words is unknown.

    Raises
    ------
    InputError
        If `by` is none of the above, a table lacks a column, or `documents` is missing with ``by="outlet"``.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["d1", "d1"], "source_actor": [None, "quist"], "device": ["hedge"] * 2,
    ...     "category": ["modal"] * 2})
    >>> documents = pd.DataFrame({"doc_id": ["d1"], "outlet": ["Gazette"], "n_words": [400]})
    >>> summarise(rows, "outlet", documents=documents)[["outlet", "category", "n", "per_1000"]].to_dict("records")
    [{'outlet': 'Gazette', 'category': 'modal', 'n': 2, 'per_1000': 5.0}]
    """
    check_option("by", by, _KEYS)
    key = _KEYS[by]
    kept = counted_by(table, by, documents)
    groups = [key, "device", "category"]
    counts = kept.groupby(groups, dropna=False)["doc_id"].agg(["size", "nunique"]).reset_index()
    counts = counts.rename(columns={"size": "n", "nunique": "n_documents"}).sort_values(groups, ignore_index=True)
    words = _words(by, documents, attributions)
    behind = counts[key].map(words) if words is not None else pd.Series(float("nan"), index=counts.index)
    rate = 1000 * counts["n"] / behind.astype(float).where(lambda number: number > 0)
    return counts.assign(per_1000=rate)
