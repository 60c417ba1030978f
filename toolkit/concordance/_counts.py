"""How frequent words are, in texts and in what an actor is quoted with. NLTK counts."""

from collections.abc import Iterable, Sequence

import pandas as pd
from nltk.probability import FreqDist

from toolkit import tokens
from toolkit.errors import InputError, check_option
from toolkit.records import KINDS

__all__ = ["frequencies", "words_of"]


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
    left_out = tokens.stopwords() if stopwords is None else frozenset(stopwords)
    lists = [[word for word in tokens.words(text) if word not in left_out] for text in texts if isinstance(text, str)]
    counts = FreqDist(word for words in lists for word in words)
    spread = FreqDist(word for words in lists for word in sorted(set(words)))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
    rows = [{"word": w, "count": n, "share": counts.freq(w), "n_texts": spread[w]} for w, n in ranked]
    return pd.DataFrame(rows, columns=["word", "count", "share", "n_texts"])


def words_of(
    attributions: pd.DataFrame,
    actor_id: str,
    *,
    kinds: Sequence[str] = KINDS,
    stopwords: Iterable[str] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Count the words of what an actor is quoted with.

    Parameters
    ----------
    attributions : DataFrame
        Table of attributions.
    actor_id : str
        The source.
    kinds : sequence of str
        Kinds of attribution that count; ``["direct"]`` for the actor's own wording only.
    stopwords, top
        As in `frequencies`.

    Returns
    -------
    DataFrame
        As `frequencies`, where a text is the content of one attribution.

    Raises
    ------
    InputError
        For an unknown kind, or if no attribution has this source.

    Examples
    --------
    >>> attributions = pd.DataFrame({"source_actor": ["quist"], "kind": ["direct"],
    ...     "content_text": ["the strait is closed"]})
    >>> words_of(attributions, "quist")["word"].tolist()
    ['closed', 'strait']
    """
    for kind in kinds:
        check_option("kinds", kind, KINDS)
    chosen = attributions[attributions["source_actor"].eq(actor_id).fillna(False)]
    if chosen.empty:
        raise InputError(f"actor_id: no attribution has the source {actor_id!r}")
    contents = chosen.loc[chosen["kind"].isin(list(kinds)), "content_text"]
    return frequencies(contents.tolist(), stopwords=stopwords, top=top)
