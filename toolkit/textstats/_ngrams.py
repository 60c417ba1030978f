"""Sequences of words that recur. NLTK makes and counts them."""

from collections.abc import Iterable

import pandas as pd
from nltk.probability import FreqDist
from nltk.util import ngrams as nltk_ngrams

from toolkit.errors import InputError
from toolkit.textstats._texts import Text, stretches

__all__ = ["ngrams"]


def ngrams(
    texts: Iterable[Text],
    n: int = 2,
    *,
    borders: str = "sentence",
    containing: str | None = None,
    stopwords: Iterable[str] = (),
    min_count: int = 2,
    top: int | None = None,
) -> pd.DataFrame:
    """Count sequences of n words.

    Parameters
    ----------
    texts : iterable of str or of sequences of str
        Texts, or their words already made (lemmas, for example, each sequence one stretch); missing ones are empty.
    n : int
        Length of a sequence in words.
    borders : {"sentence", "text"}
        What a sequence does not run over; see `toolkit.tokens.sentences`. Other signs are passed over.
    containing : str, optional
        A word that the sequence must hold, in small letters.
    stopwords : iterable of str
        Sequences that begin or end with one of these are left out; by default none are.
    min_count : int
        Sequences that are rarer are left out.
    top : int, optional
        How many to return; all by default.

    Returns
    -------
    DataFrame
        Columns ngram (words with a space between), count, per_million (of all sequences of n words, those left out
        included), n_texts; most frequent first, then in the order of the alphabet.

    Raises
    ------
    InputError
        If `n` or `min_count` is below 1, or `borders` is unknown.

    Examples
    --------
    >>> ngrams(["The strait is closed. The strait is calm."], 2)[["ngram", "count"]].values.tolist()
    [['strait is', 2], ['the strait', 2]]
    """
    for name, value in (("n", n), ("min_count", min_count)):
        if value < 1:
            raise InputError(f"{name} must be at least 1; got {value}")
    counts, spread = FreqDist(), FreqDist()
    for parts in stretches(texts, borders):
        found = [gram for words in parts for gram in nltk_ngrams(words, n)]
        counts.update(found)
        spread.update(sorted(set(found)))
    left_out = frozenset(stopwords)
    kept = [
        (gram, number)
        for gram, number in counts.items()
        if number >= min_count and not {gram[0], gram[-1]} & left_out and (containing is None or containing in gram)
    ]
    ranked = sorted(kept, key=lambda item: (-item[1], item[0]))[:top]
    rows = [(" ".join(gram), number, 1e6 * counts.freq(gram), spread[gram]) for gram, number in ranked]
    return pd.DataFrame(rows, columns=["ngram", "count", "per_million", "n_texts"])
