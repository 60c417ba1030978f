"""Where a word stands, with its surroundings, and how frequent words are. NLTK finds the tokens; nothing is fetched."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

import pandas as pd
from nltk.probability import FreqDist
from nltk.text import ConcordanceIndex
from nltk.tokenize import RegexpTokenizer

from toolkit import lexicons
from toolkit.errors import InputError

__all__ = ["concordance", "frequencies", "stopwords", "words_of"]

#: A word keeps inner apostrophes, hyphens and full stops (don't, cease-fire, U.S); a final 's and any sign are tokens.
_INNER = r"(?:['’](?!s\b)|[.-])"
_REST = r"['’]s\b|[^\w\s]|_"
_TOKENS = RegexpTokenizer(rf"[^\W_]+(?:{_INNER}[^\W_]+)*|{_REST}")
#: The same, with the asterisk of a search pattern as part of a word.
_PATTERN = RegexpTokenizer(rf"(?:[^\W_]|\*)+(?:{_INNER}(?:[^\W_]|\*)+)*|{_REST}")
_COLUMNS = ("doc_id", "start", "end", "left", "node", "right", "published", "outlet")


def _matches_regex(pattern: str, *, ignore_case: bool) -> "re.Pattern[str]":
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        raise InputError(f"pattern is not a regular expression: {error}; got {pattern!r}") from None


def _key(word: str, ignore_case: bool) -> str:
    straight = word.replace("’", "'")
    return straight.lower() if ignore_case else straight


def _fits(token: str, wanted: str) -> bool:
    """Say whether a token is the one wanted; an asterisk stands for letters, so it fits words alone."""
    return fnmatchcase(token, wanted) and (token[0].isalnum() or "*" not in wanted)


def _find_words(text: str, wanted: Sequence[str], *, ignore_case: bool) -> Iterator[tuple[int, int]]:
    """Find a sequence of tokens; each may hold asterisks."""
    spans = list(_TOKENS.span_tokenize(text))
    tokens = [_key(text[start:end], ignore_case) for start, end in spans]
    index = ConcordanceIndex(tokens)
    firsts = sorted({token for token in tokens if _fits(token, wanted[0])})
    for place in sorted(place for token in firsts for place in index.offsets(token)):
        found = tokens[place : place + len(wanted)]
        if len(found) == len(wanted) and all(map(_fits, found, wanted)):
            yield spans[place][0], spans[place + len(wanted) - 1][1]


def _literal(token: str) -> str:
    """Keep the asterisk as the only sign with a meaning."""
    return re.sub(r"([?\[])", r"[\1]", token)


def _hits(text: str, pattern: str, *, regex: bool, ignore_case: bool) -> Iterator[tuple[int, int]]:
    if regex:
        found = (match.span() for match in _matches_regex(pattern, ignore_case=ignore_case).finditer(text))
        return ((start, end) for start, end in found if end > start)
    wanted = [_literal(_key(token, ignore_case)) for token in _PATTERN.tokenize(pattern)]
    return _find_words(text, wanted, ignore_case=ignore_case)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def concordance(
    documents: pd.DataFrame,
    pattern: str,
    *,
    window: int = 60,
    regex: bool = False,
    ignore_case: bool = True,
) -> pd.DataFrame:
    """Find every place of a word or phrase, with what stands left and right of it.

    Parameters
    ----------
    documents : DataFrame
        Table of documents (`doc_id`, `text`; `published` and `outlet` where there are).
    pattern : str
        A word or a phrase, found as whole words; ``*`` stands for any letters (``sanction*``). Straight and curly
        apostrophes are the same. With `regex`, a Python regular expression, found anywhere in the text.
    window : int
        Characters to give on each side, at most.
    regex : bool
        Whether `pattern` is a regular expression.
    ignore_case : bool
        Whether capitals are the same as small letters.

    Returns
    -------
    DataFrame
        Columns doc_id, start, end (of the node, in the text), left, node, right (line breaks as spaces), published,
        outlet (null where missing); sorted by document and place.

    Raises
    ------
    InputError
        For an empty pattern, a wrong regular expression, or a negative window.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d1"], "text": ["Quist warned Norvania. A warning, she said."]})
    >>> concordance(documents, "warn*", window=9)[["left", "node", "right"]].values.tolist()
    [['Quist ', 'warned', ' Norvania'], ['vania. A ', 'warning', ', she sai']]
    """
    if not pattern.strip():
        raise InputError(f"pattern must hold a word; got {pattern!r}")
    if window < 0:
        raise InputError(f"window must be 0 or more characters; got {window}")
    rows: list[dict[str, Any]] = []
    for row in documents.sort_values("doc_id").to_dict("records"):
        text = row["text"]
        rows += [
            {
                "doc_id": row["doc_id"],
                "start": start,
                "end": end,
                "left": _line(text[max(0, start - window) : start]),
                "node": _line(text[start:end]),
                "right": _line(text[end : end + window]),
                "published": row.get("published"),
                "outlet": row.get("outlet"),
            }
            for start, end in _hits(text, pattern, regex=regex, ignore_case=ignore_case)
        ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


@lru_cache
def stopwords() -> frozenset[str]:
    """Give the English words of the closed classes (word list ``stopwords_en``), in small letters.

    Examples
    --------
    >>> "the" in stopwords(), "treaty" in stopwords()
    (True, False)
    """
    return frozenset(row["word"] for row in lexicons.load("stopwords_en", "word", "class", "source"))


def _content_words(text: str, left_out: frozenset[str]) -> list[str]:
    words = [_key(token, ignore_case=True) for token in _TOKENS.tokenize(text) if token[0].isalnum()]
    return [word for word in words if word not in left_out]


def frequencies(
    texts: Iterable[str], *, stopwords: Iterable[str] | None = None, top: int | None = None
) -> pd.DataFrame:
    """Count the words of texts.

    Parameters
    ----------
    texts : iterable of str
        Texts, for example ``documents["text"]``; missing ones count as empty.
    stopwords : iterable of str, optional
        Words to leave out, in small letters; by default those of the closed classes, see `stopwords`. Give ``()``
        to keep every word.
    top : int, optional
        How many words to return; all by default.

    Returns
    -------
    DataFrame
        Columns word (small letters, without possessive 's), count, share (0 to 1, of the words counted), n_texts
        (texts that hold it); most frequent first, then in the order of the alphabet.

    Examples
    --------
    >>> frequencies(["The treaty is dead.", "A treaty, and the ministers' treaty."])[["word", "count"]].values.tolist()
    [['treaty', 3], ['dead', 1], ['ministers', 1]]
    """
    left_out = _stopwords(stopwords)
    lists = [_content_words(text, left_out) for text in texts if isinstance(text, str)]
    counts = FreqDist(word for words in lists for word in words)
    spread = FreqDist(word for words in lists for word in sorted(set(words)))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
    rows = [{"word": w, "count": n, "share": counts.freq(w), "n_texts": spread[w]} for w, n in ranked]
    return pd.DataFrame(rows, columns=["word", "count", "share", "n_texts"])


def _stopwords(given: Iterable[str] | None) -> frozenset[str]:
    return stopwords() if given is None else frozenset(given)


def words_of(
    attributions: pd.DataFrame, actor_id: str, *, stopwords: Iterable[str] | None = None, top: int | None = None
) -> pd.DataFrame:
    """Count the words of what an actor is quoted with.

    Parameters
    ----------
    attributions : DataFrame
        Table of attributions.
    actor_id : str
        The source.
    stopwords, top
        As in `frequencies`.

    Returns
    -------
    DataFrame
        As `frequencies`, where a text is the content of one attribution.

    Raises
    ------
    InputError
        If no attribution has this source.

    Examples
    --------
    >>> attributions = pd.DataFrame({"source_actor": ["quist"], "content_text": ["the strait is closed"]})
    >>> words_of(attributions, "quist")["word"].tolist()
    ['closed', 'strait']
    """
    contents = attributions.loc[attributions["source_actor"] == actor_id, "content_text"]
    if contents.empty:
        raise InputError(f"actor_id: no attribution has the source {actor_id!r}")
    return frequencies(contents.tolist(), stopwords=stopwords, top=top)
