"""A table of the actors of a run, with what each is called, how often, and an example."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.actors.names import titles
from toolkit.errors import InputError, check_columns

__all__ = ["actor_table"]

_COLUMNS = (
    *("actor_id", "name", "type", "country", "role", "part_of", "forms"),
    *("mentions", "as_source", "documents", "first_seen", "last_seen", "example", "example_doc", "example_start"),
)
_NEEDED = {
    "actors": ("actor_id", "name", "type", "country", "role", "part_of", "forms"),
    "mentions": ("doc_id", "start", "end", "kind", "actor_id"),
    "attributions": ("source_actor",),
    "documents": ("doc_id", "text", "published"),
}
#: The kind of mention that makes the best example comes first.
_TELLING = ("title", "name", "metonym", "nominal", "nationality", "pronoun")
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+$")
_SHORT = frozenset(("St", "No", "vs", "Inc", "Ltd", "Jr", "Sr", "Co", "Corp", "Mt"))
_MOST = 320


def _tables_of(run: str | Path | Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    if isinstance(run, str | Path):
        return {name: tables.read(run, name) for name in _NEEDED}
    missing = [name for name in _NEEDED if name not in run]
    if missing:
        raise InputError(f"run lacks the tables {missing}; it has {sorted(run)}")
    return {name: run[name] for name in _NEEDED}


def _check(read: Mapping[str, pd.DataFrame]) -> None:
    for name, columns in _NEEDED.items():
        check_columns(f"table {name!r}", read[name].columns, columns)


def _abbreviated(before: str) -> bool:
    """Tell whether a full stop behind a text ends a title, an initial or an abbreviation rather than a sentence."""
    found = _WORD.search(before)
    word = found.group() if found else ""
    return word in _SHORT or word in titles() or (len(word) == 1 and word.isupper())


def _breaks(text: str) -> list[int]:
    """List where sentences begin, by full stops, question and exclamation marks and empty lines."""
    found = [(m.start(), m.end()) for m in _ENDS.finditer(text)]
    ends = [end for at, end in found if text[at] != "." or not _abbreviated(text[max(0, at - 12) : at])]
    return [0, *ends, len(text)]


def _sentence(text: str, breaks: list[int], start: int, end: int) -> str:
    """Cut out the sentence around a mention, in one line; of a long one what stands near the mention."""
    first = breaks[bisect_right(breaks, start) - 1]
    last = breaks[min(bisect_right(breaks, end - 1), len(breaks) - 1)]
    low, high = first, max(last, end)
    if high - low > _MOST:
        low = max(first, min(start - _MOST // 3, high - _MOST))
        high = min(high, max(low + _MOST, end))
    cut = " ".join(text[low:high].split())
    return ("… " if low > first else "") + cut + (" …" if high < max(last, end) else "")


def _examples(mentions: pd.DataFrame, texts: Mapping[str, str]) -> dict[str, tuple[str, str, int]]:
    """Give for each actor the sentence of its most telling mention: a title with name before a name before others."""
    order = mentions.assign(_rank=mentions["kind"].map({kind: i for i, kind in enumerate(_TELLING)}))
    order = order.assign(_length=-(order["end"] - order["start"]))
    first = order.sort_values(["actor_id", "_rank", "_length", "doc_id", "start"]).drop_duplicates("actor_id")
    breaks: dict[str, list[int]] = {}
    found = {}
    for actor, doc, start, end in first[["actor_id", "doc_id", "start", "end"]].itertuples(index=False):
        if doc in texts:
            places = breaks.setdefault(doc, _breaks(texts[doc]))
            found[actor] = (_sentence(texts[doc], places, start, end), doc, int(start))
    return found


def _periods(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    days = documents[["doc_id", "published"]].dropna()
    dated = mentions[["actor_id", "doc_id"]].merge(days, on="doc_id")
    return dated.groupby("actor_id")["published"].agg(["min", "max"])


def actor_table(run: str | Path | Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List the actors of a run with their forms, how often they are mentioned and speak, and an example.

    Parameters
    ----------
    run : str, Path, or mapping of str to DataFrame
        Run folder, or its tables as `tables.load` gives them (`actors`, `mentions`, `attributions`, `documents`).

    Returns
    -------
    DataFrame
        One row an actor, those with most mentions first, then by id: ``actor_id``, ``name``, ``type``, ``country``,
        ``role``, ``part_of``; ``forms`` (list, most frequent first); ``mentions`` (how many are resolved to it,
        pronouns too); ``as_source`` (attributions whose source it is); ``documents`` (in how many it is mentioned);
        ``first_seen`` and ``last_seen`` (days of publication, missing where none is dated); ``example``, the sentence
        of its most telling mention in one line, shortened with "…" where long (missing for an actor that is only
        there because others are part of it), with ``example_doc`` and ``example_start``, where the mention stands.

    Raises
    ------
    InputError
        If a table or a column is missing.
    """
    read = _tables_of(run)
    _check(read)
    actors, documents = read["actors"], read["documents"]
    mentions = read["mentions"].dropna(subset=["actor_id"])
    examples = _examples(mentions, dict(zip(documents["doc_id"], documents["text"], strict=True)))
    periods = _periods(mentions, documents)
    ids = actors["actor_id"]
    table = actors[list(_NEEDED["actors"])].assign(
        forms=_forms(actors, mentions),
        mentions=ids.map(mentions["actor_id"].value_counts()).fillna(0).astype(int),
        as_source=ids.map(read["attributions"]["source_actor"].value_counts()).fillna(0).astype(int),
        documents=ids.map(mentions.groupby("actor_id")["doc_id"].nunique()).fillna(0).astype(int),
        first_seen=_column([periods["min"].get(i) for i in ids], actors),
        last_seen=_column([periods["max"].get(i) for i in ids], actors),
        example=_column([examples.get(i, (None, None, None))[0] for i in ids], actors),
        example_doc=_column([examples.get(i, (None, None, None))[1] for i in ids], actors),
        example_start=pd.array([examples.get(i, (None, None, None))[2] for i in ids], dtype="Int64"),
    )
    ordered = table.sort_values(["mentions", "actor_id"], ascending=[False, True])
    return ordered[list(_COLUMNS)].reset_index(drop=True)


def _column(values: list[Any], like: pd.DataFrame) -> "pd.Series[Any]":
    return pd.Series(values, index=like.index, dtype=object)


def _forms(actors: pd.DataFrame, mentions: pd.DataFrame) -> "pd.Series[Any]":
    """List the forms of each actor, those that its mentions have most often first."""
    counts: dict[str, Counter[str]] = {}
    if "text" in mentions:
        for actor, text in zip(mentions["actor_id"], mentions["text"], strict=True):
            counts.setdefault(actor, Counter())[text] += 1
    listed = [
        _by_count(forms, counts.get(actor, Counter()))
        for actor, forms in zip(actors["actor_id"], actors["forms"], strict=True)
    ]
    return _column(listed, actors)


def _by_count(forms: Iterable[str], seen: Mapping[str, int]) -> list[str]:
    return sorted(forms, key=lambda form: (-seen.get(form, 0), form))
