"""When, where and by whom words are used."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit import tokens
from toolkit.errors import InputError, check_option
from toolkit.records import KINDS
from toolkit.textstats._texts import count_hits, wanted_words, word_lists

__all__ = ["frequency_over_time", "lexical_dispersion", "who_uses"]

#: Name of a period -> pandas' name for it (weeks begin on Monday).
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}


def _days(documents: pd.DataFrame) -> "pd.Series[Any]":
    if "published" not in documents.columns:
        raise InputError(f"documents lacks the column 'published'; it has {list(documents.columns)}")
    return pd.to_datetime(documents["published"])


def _groups(documents: pd.DataFrame, by: str | None) -> list[tuple[Any, pd.DataFrame]]:
    if by is None:
        return [(None, documents)]
    if by not in documents.columns:
        raise InputError(f"by must be a column of documents, {sorted(documents.columns)}; got {by!r}")
    return list(documents.groupby(by, sort=True))


def frequency_over_time(
    documents: pd.DataFrame, words: Sequence[str], *, period: str = "month", by: str | None = None
) -> pd.DataFrame:
    """Count words by period of publication.

    Parameters
    ----------
    documents : DataFrame
        Table of documents (text, published, and the column `by`).
    words : sequence of str
        Words or phrases, ``*`` for any letters.
    period : {"day", "week", "month", "quarter", "year"}
        Length of a period; weeks begin on Monday.
    by : str, optional
        A column of `documents` to count by, such as ``"outlet"``; documents where it is missing are left out.

    Returns
    -------
    DataFrame
        Columns word, `by` (if given), period (first day), count, n_words (all words of the period), per_million
        (null in a period without words), n_texts (documents that hold the word), n_documents. All periods from the
        first to the last of the table are there. Documents without a date are counted in one row a word (and value of
        `by`) whose period is missing, there only if there are such documents.

    Raises
    ------
    InputError
        For an unknown period or column, or a word that holds signs.

    Examples
    --------
    >>> documents = pd.DataFrame({"text": ["a toll", "toll on toll", "no"], "published": ["2024-01-05", "2024-03-02",
    ...     "2024-03-09"]})
    >>> frequency_over_time(documents, ["toll"])[["count", "n_words"]].values.tolist()
    [[1, 2], [0, 0], [2, 4]]
    """
    check_option("period", period, PERIODS)
    wanted = wanted_words(words)
    days = _days(documents).dt.to_period(PERIODS[period])
    dated = days.dropna()
    spans: list[Any] = list(pd.period_range(dated.min(), dated.max(), freq=PERIODS[period])) if len(dated) else []
    rows = []
    for value, group in _groups(
        documents.assign(
            _period=days, _words=pd.Series(word_lists(documents["text"]), index=documents.index, dtype=object)
        ),
        by,
    ):
        held = {span: part["_words"].tolist() for span, part in group.groupby("_period", sort=True)}
        undated = group.loc[group["_period"].isna(), "_words"].tolist()
        slots = [(span.start_time, held.get(span, [])) for span in spans] + ([(pd.NaT, undated)] if undated else [])
        for word, forms in wanted.items():
            label = {"word": word} | ({} if by is None else {by: value})
            rows += [label | {"period": start} | _usage(lists, forms) for start, lists in slots]
    columns = ["word", *([] if by is None else [by]), "period"]
    frame = pd.DataFrame(rows, columns=[*columns, "count", "n_words", "per_million", "n_texts", "n_documents"])
    frame["period"] = pd.to_datetime(frame["period"])
    order = {word: place for place, word in enumerate(wanted)}
    keys = columns if by is None else ["word", by, "period"]
    return frame.sort_values(keys, key=lambda c: c.map(order) if c.name == "word" else c, ignore_index=True)


def _usage(lists: Sequence[Sequence[str]], forms: Sequence[str]) -> dict[str, Any]:
    hits = [count_hits(words, forms) for words in lists]
    n_words = sum(map(len, lists))
    share = 1e6 * sum(hits) / n_words if n_words else float("nan")
    found = {"count": sum(hits), "n_words": n_words, "per_million": share}
    return found | {"n_texts": sum(number > 0 for number in hits), "n_documents": len(lists)}


def lexical_dispersion(documents: pd.DataFrame, words: Sequence[str]) -> pd.DataFrame:
    """List where words stand in a corpus read from beginning to end, for `plots.plot_lexical_dispersion`.

    Parameters
    ----------
    documents : DataFrame
        Table of documents (doc_id, text; published if at hand). They are read in the order of publication, those
        without a date last, then of doc_id.
    words : sequence of str
        Words or phrases, ``*`` for any letters.

    Returns
    -------
    DataFrame
        One row an occurrence: word, doc_id, published, offset (words before it in the corpus, from 0), place (words
        before it in the document), doc_start (words before the document), doc_words, corpus_words. A word that a
        document does not hold has one row there, with offset and place missing. In the order of `words`, then of
        reading.

    Raises
    ------
    InputError
        If a word holds signs.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d1", "d2"], "text": ["no toll", "toll"]})
    >>> lexical_dispersion(documents, ["toll"])["offset"].tolist()
    [1, 2]
    """
    wanted = wanted_words(words)
    known = documents if "published" in documents.columns else documents.assign(published=None)
    ordered = known.assign(_day=_days(known)).sort_values(["_day", "doc_id"], na_position="last")
    lists = word_lists(ordered["text"])
    total, rows = sum(map(len, lists)), []
    for word, forms in wanted.items():
        start = 0
        for doc_id, published, held in zip(ordered["doc_id"], ordered["published"], lists, strict=True):
            base = {"word": word, "doc_id": doc_id, "published": published}
            size = {"doc_start": start, "doc_words": len(held), "corpus_words": total}
            found: list[Any] = list(tokens.places(held, forms)) or [None]
            rows += [base | {"offset": p if p is None else start + p, "place": p} | size for p in found]
            start += len(held)
    columns = ["word", "doc_id", "published", "offset", "place", "doc_start", "doc_words", "corpus_words"]
    return pd.DataFrame(rows, columns=columns).astype({"offset": "Int64", "place": "Int64"})


def who_uses(
    attributions: pd.DataFrame,
    words: Sequence[str],
    *,
    actors: pd.DataFrame | None = None,
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Say which actors are quoted with which words.

    Parameters
    ----------
    attributions : DataFrame
        Table of attributions; those without a known source are left out.
    words : sequence of str
        Words or phrases, ``*`` for any letters.
    actors : DataFrame, optional
        Table of actors, for the names; without it, or where an actor is missing, the id is the name.
    kinds : sequence of str
        Kinds of attribution that count.

    Returns
    -------
    DataFrame
        One row a word and actor that uses it: word, actor_id, name, count, n_words (all words of the actor's
        contents), per_thousand (of these), n_attributions (contents that hold the word), share (0 to 1, of the word's
        occurrences in contents of known sources). In the order of `words`, then highest count first, then name and id.

    Raises
    ------
    InputError
        For an unknown kind, or a word that holds signs.

    Examples
    --------
    >>> attributions = pd.DataFrame({"source_actor": ["quist", "holm"], "kind": ["direct", "indirect"],
    ...     "content_text": ["a toll is a toll", "the toll must fall"]})
    >>> who_uses(attributions, ["toll*"])[["actor_id", "count", "per_thousand"]].values.tolist()
    [['quist', 2, 400.0], ['holm', 1, 250.0]]
    """
    for kind in kinds:
        check_option("kinds", kind, KINDS)
    wanted = wanted_words(words)
    names = {} if actors is None else dict(zip(actors["actor_id"], actors["name"], strict=True))
    known = attributions[attributions["kind"].isin(list(kinds)) & attributions["source_actor"].notna()]
    lists = {actor: word_lists(group["content_text"]) for actor, group in known.groupby("source_actor", sort=True)}
    rows = []
    for number, (word, forms) in enumerate(wanted.items()):
        for actor, contents in lists.items():
            used = _usage(contents, forms)
            row = {"_order": number, "word": word, "actor_id": actor, "name": names.get(actor, actor)}
            row |= {"count": used["count"], "n_words": used["n_words"], "per_thousand": used["per_million"] / 1000}
            rows.append(row | {"n_attributions": used["n_texts"]})
    columns = ["_order", "word", "actor_id", "name", "count", "n_words", "per_thousand", "n_attributions"]
    frame = pd.DataFrame(rows, columns=columns).query("count > 0")
    frame = frame.assign(share=frame["count"] / frame.groupby("word")["count"].transform("sum"))
    ranked = frame.sort_values(["_order", "count", "name", "actor_id"], ascending=[True, False, True, True])
    return ranked.drop(columns="_order").reset_index(drop=True)
