"""What is compared: how much there is on either side."""

from collections.abc import Sequence

import pandas as pd

from toolkit.comparison._sides import Tables

__all__ = ["side_name", "sizes"]


def _period(tables: Tables) -> tuple[object, object]:
    days = tables["documents"]["published"].dropna()
    return (days.min(), days.max()) if len(days) else (None, None)


def _counts(tables: Tables) -> dict[str, object]:
    documents, attributions = tables["documents"], tables["attributions"]
    speech = attributions["attitude"] == "speech"
    first, last = _period(tables)
    return {
        "documents": len(documents),
        "first day": first,
        "last day": last,
        "outlets": documents["outlet"].nunique(),
        "words": int(documents["n_words"].sum()),
        "attributions of speech": int(speech.sum()),
        "of these with a known source": int((speech & attributions["source_actor"].notna()).sum()),
        "relations": len(tables["relations"]),
        "actors mentioned": tables["mentions"]["actor_id"].nunique(),
    }


def sizes(a: Tables, b: Tables) -> pd.DataFrame:
    """Say how much there is on either side, and how much is on both.

    Parameters
    ----------
    a, b : mapping of str to DataFrame
        The tables of the two sides, as `tables.load` gives them.

    Returns
    -------
    DataFrame
        Columns what, a, b: documents, first and last day (missing without dates), outlets, words, attributions of
        speech, those with a known source, relations, actors mentioned; last, on both sides alike, documents with the
        same text in both. Such documents make the sides more alike than two samples are, and intervals too wide.

    Examples
    --------
    >>> from toolkit.records import Document
    >>> from toolkit.tables import SCHEMAS, to_frame
    >>> side = {name: to_frame(name, []) for name in SCHEMAS}
    >>> side["documents"] = to_frame("documents", [Document("d1", "No.", n_words=1, sha256="0")])
    >>> sizes(side, side).iloc[[0, 4, -1]].values.tolist()
    [['documents', 1, 1], ['words', 1, 1], ['documents in both', 1, 1]]
    """
    first, second = _counts(a), _counts(b)
    shared = len(set(a["documents"]["sha256"].dropna()) & set(b["documents"]["sha256"].dropna()))
    rows = [(what, first[what], second[what]) for what in first]
    return pd.DataFrame([*rows, ("documents in both", shared, shared)], columns=["what", "a", "b"], dtype=object)


def side_name(start: str | None, stop: str | None, outlets: Sequence[str] | None, default: str) -> str:
    """Call a side by what it was chosen by.

    Parameters
    ----------
    start, stop : str or None
        First and last day.
    outlets : sequence of str or None
        Its outlets.
    default : str
        Name of a side that was not chosen by anything.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> side_name(None, "2031-03-31", None, "first"), side_name("2031-04-01", None, ["Courier"], "second")
    ('until 2031-03-31', 'Courier, from 2031-04-01')
    """
    period = f"{start} to {stop}" if start and stop else f"from {start}" if start else f"until {stop}" if stop else ""
    return ", ".join([*(outlets or ()), *([period] if period else [])]) or default
