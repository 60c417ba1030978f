"""The lines of a concordance: a node, what stands around it, and where and in whose words it stands."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit import tokens
from toolkit.concordance._find import Span, finder
from toolkit.errors import InputError, check_option
from toolkit.records import MENTION_KINDS

__all__ = ["actor_concordance", "concordance"]

_COLUMNS = ("doc_id", "start", "end", "left", "node", "right", "published", "outlet", "actor")
_SORTABLE = ("node", "doc_id", "published", "outlet", "actor")
_WAYS = ("words", "lemmas", "regex")
_WORD_KEY = re.compile(r"[LR][1-9]")
#: Characters to look at for each word to sort by; longer than any word of a newspaper.
_REACH = 60


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _word_edge(text: str, cut: int, node: int) -> int:
    """Move a cut towards the node to the edge of a word; a cut within one long word stays."""
    step = 1 if cut < node else -1
    place = cut
    while 0 < place < len(text) and place != node and _is_letter(text[place - 1]) and _is_letter(text[place]):
        place += step
    return cut if place == node else place


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign in "-'\N{RIGHT SINGLE QUOTATION MARK}"


def _sources(attributions: pd.DataFrame | None) -> dict[str, list[tuple[int, int, Any]]]:
    """Give for each document the contents (start, end, source)."""
    found: dict[str, list[tuple[int, int, Any]]] = {}
    if attributions is not None:
        for row in zip(*(attributions[c] for c in ("doc_id", "content_spans", "source_actor")), strict=True):
            found.setdefault(row[0], []).extend((int(s["start"]), int(s["end"]), row[2]) for s in row[1])
    return found


def _source_at(contents: Sequence[tuple[int, int, Any]], start: int, end: int) -> str | None:
    """Give the source of the smallest content that holds a position; None outside of contents or if it is not known."""
    holding = sorted((b - a, a, n) for n, (a, b, _) in enumerate(contents) if a <= start and end <= b)
    source = contents[holding[0][2]][2] if holding else None
    return source if isinstance(source, str) else None


def _table(
    documents: pd.DataFrame,
    find: Callable[[str, str], Iterable[Span]],
    *,
    window: int,
    sort: Sequence[str],
    attributions: pd.DataFrame | None,
) -> pd.DataFrame:
    _check_layout(window, sort)
    sources = _sources(attributions)
    rows: list[dict[str, Any]] = []
    keys: list[tuple[Any, ...]] = []
    for document in documents.sort_values("doc_id").to_dict("records"):
        text, doc_id = document["text"], document["doc_id"]
        for start, end in find(doc_id, text):
            row = {
                "doc_id": doc_id,
                "start": start,
                "end": end,
                "left": _line(text[_word_edge(text, max(0, start - window), start) : start]),
                "node": _line(text[start:end]),
                "right": _line(text[end : _word_edge(text, min(len(text), end + window), end)]),
                "published": document.get("published"),
                "outlet": document.get("outlet"),
                "actor": _source_at(sources.get(doc_id, []), start, end),
            }
            rows.append(row)
            keys.append(tuple(_sort_key(row, text, key) for key in sort))
    order = sorted(range(len(rows)), key=keys.__getitem__)
    return pd.DataFrame([rows[place] for place in order], columns=list(_COLUMNS))


def _check_layout(window: int, sort: Sequence[str]) -> None:
    if window < 0:
        raise InputError(f"window must be 0 or more characters; got {window}")
    if isinstance(sort, str):
        raise InputError(f"sort must be a sequence of keys such as ('R1', 'L1'); got the text {sort!r}")
    for key in sort:
        if not _WORD_KEY.fullmatch(key) and key not in _SORTABLE:
            raise InputError(f"sort must hold L1 to L9, R1 to R9 or one of {', '.join(_SORTABLE)}; got {key!r}")


def _sort_key(row: Mapping[str, Any], text: str, key: str) -> tuple[bool, str]:
    """Give what a line is sorted by: a word left or right (none at the text's edge comes first), or a column."""
    if key in _SORTABLE:
        value = row[key]
        missing = value is None or value != value or value is pd.NaT
        return missing, tokens.key(str(value)) if key == "node" else str(value)
    number = int(key[1:])
    if key[0] == "L":
        around = tokens.words(text[max(0, row["start"] - number * _REACH) : row["start"]])[::-1]
    else:
        around = tokens.words(text[row["end"] : row["end"] + number * _REACH])
    return False, around[number - 1] if len(around) >= number else ""


def concordance(
    documents: pd.DataFrame,
    pattern: str,
    *,
    by: str = "words",
    window: int = 60,
    sort: Sequence[str] = (),
    ignore_case: bool = True,
    lemmas: pd.DataFrame | None = None,
    attributions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find every place of a word or phrase, with what stands left and right of it.

    Parameters
    ----------
    documents : DataFrame
        Table of documents (`doc_id`, `text`; `published` and `outlet` where there are).
    pattern : str
        A word or a phrase, found as whole words (see `toolkit.tokens`); ``*`` stands for any letters
        (``sanction*``). Straight and curly apostrophes are the same. With ``by="lemmas"`` the same of lemmas; with
        ``by="regex"`` a Python regular expression, found anywhere in the text.
    by : {"words", "lemmas", "regex"}
        What the pattern is.
    window : int
        Characters to give on each side, at most.
    sort : sequence of str
        What to sort the lines by, first key first: ``L1`` (first word to the left) to ``L9``, ``R1`` to ``R9``, or
        ``node``, ``doc_id``, ``published``, ``outlet``, ``actor``. Words are compared in small letters, signs left
        out; a line at the edge of its text comes first, a missing value last. By default, and among equals, the order
        of document and place.
    ignore_case : bool
        Whether capitals are the same as small letters.
    lemmas : DataFrame, optional
        For ``by="lemmas"``: doc_id, start, end, lemma, as `lemma_table` makes it from parsed documents.
    attributions : DataFrame, optional
        Table of attributions, for the column `actor`.

    Returns
    -------
    DataFrame
        Columns doc_id, start, end (of the node, in the text), left, node, right (line breaks as spaces), published,
        outlet, actor: the source of the smallest content in which the node stands. Missing is null; `actor` is null in
        the narrator's own text, where the source is not known, and without `attributions`.

    Raises
    ------
    InputError
        For an empty pattern, an unknown `by` or key to sort by, a wrong regular expression, a negative window, or
        ``by="lemmas"`` without lemmas.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d1"], "text": ["Quist warned Norvania. A warning, she said."]})
    >>> concordance(documents, "warn*", window=9)[["left", "node", "right"]].values.tolist()
    [['Quist ', 'warned', ' Norvania'], ['. A ', 'warning', ', she ']]
    >>> concordance(documents, "warn*", sort=["L1"])["node"].tolist()
    ['warning', 'warned']
    """
    check_option("by", by, _WAYS)
    if not pattern.strip() or (by != "regex" and not tokens.search_words(pattern)):
        raise InputError(f"pattern must hold a word; got {pattern!r}")
    find = finder(pattern, by=by, lemmas=lemmas, ignore_case=ignore_case)
    return _table(documents, find, window=window, sort=sort, attributions=attributions)


def actor_concordance(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    actor_id: str,
    *,
    kinds: Sequence[str] = MENTION_KINDS,
    window: int = 60,
    sort: Sequence[str] = (),
    attributions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find every place where an actor is mentioned, in whatever form.

    Parameters
    ----------
    documents, mentions : DataFrame
        Tables.
    actor_id : str
        The actor mentioned.
    kinds : sequence of str
        Kinds of mention that count (name, title, nominal, pronoun, nationality, metonym); all by default.
    window, sort, attributions
        As in `concordance`.

    Returns
    -------
    DataFrame
        As `concordance`, where the node is the mention; `actor` is who speaks of the actor, null for the
        narrator.

    Raises
    ------
    InputError
        For an unknown kind, an actor without mentions, or as `concordance`.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d1"], "text": ["Quist left. She had won."]})
    >>> mentions = pd.DataFrame({"doc_id": ["d1", "d1"], "start": [0, 12], "end": [5, 15], "actor_id": ["q", "q"],
    ...     "kind": ["name", "pronoun"]})
    >>> actor_concordance(documents, mentions, "q")["node"].tolist()
    ['Quist', 'She']
    """
    for kind in kinds:
        check_option("kinds", kind, MENTION_KINDS)
    chosen = mentions[mentions["actor_id"].eq(actor_id).fillna(False)]
    if chosen.empty:
        raise InputError(f"actor_id: no mention of {actor_id!r} in the table 'mentions'")
    hits: dict[str, list[Span]] = {}
    kept = chosen[chosen["kind"].isin(list(kinds))].sort_values(["doc_id", "start", "end"])
    for doc_id, start, end in zip(kept["doc_id"], kept["start"], kept["end"], strict=True):
        hits.setdefault(str(doc_id), []).append((int(start), int(end)))
    return _table(
        documents, lambda doc_id, _: hits.get(doc_id, []), window=window, sort=sort, attributions=attributions
    )
