"""Pairs of words that stand together, with named measures of association."""

from collections.abc import Iterable, Sequence

import pandas as pd
from nltk.collocations import BigramCollocationFinder
from nltk.probability import FreqDist

from toolkit import tokens
from toolkit.textstats._collocations import check_collocations
from toolkit.textstats._measures import score
from toolkit.textstats._texts import Text, stretches

__all__ = ["word_pairs"]


def word_pairs(
    texts: Iterable[Text],
    *,
    measures: Sequence[str] = ("log_likelihood",),
    distance: int = 1,
    min_count: int = 2,
    stopwords: Iterable[str] | None = None,
    borders: str = "sentence",
    top: int | None = None,
) -> pd.DataFrame:
    """Find pairs of words that stand one after the other more often than chance has it, over all words.

    NLTK's `BigramCollocationFinder` counts. The sample is all N pairs; O is the count of the pair, R how many pairs
    begin with its first word, C how many end with its second. The measures are those of `collocations`.

    Parameters
    ----------
    texts, measures, stopwords, borders, top
        As in `collocations`; a pair with a stopword is not listed.
    distance : int
        How many words the second may stand behind the first.
    min_count : int
        Least count.

    Returns
    -------
    DataFrame
        Columns first, second, count, and one column a measure; highest first measure first, then most frequent, then
        alphabet.

    Raises
    ------
    InputError
        For an unknown measure or border, or a number below 1.

    Examples
    --------
    >>> table = word_pairs(["Peace talks failed. New peace talks began."])
    >>> table[["first", "second", "count"]].values.tolist()
    [['peace', 'talks', 2]]
    """
    check_collocations(measures, (0, 1), distance=distance, min_count=min_count)
    finder = _pair_finder(stretches(texts, borders), distance)
    firsts, seconds, total = FreqDist(), FreqDist(), int(finder.ngram_fd.N())
    for (first, second), number in finder.ngram_fd.items():
        firsts[first] += number
        seconds[second] += number
    left_out = tokens.stopwords() if stopwords is None else frozenset(stopwords)
    finder.apply_freq_filter(min_count)
    finder.apply_word_filter(left_out.__contains__)
    rows = [
        (a, b, number, *(score(measure, number, firsts[a], seconds[b], total) for measure in measures))
        for (a, b), number in finder.ngram_fd.items()
    ]
    table = pd.DataFrame(rows, columns=["first", "second", "count", *measures])
    keys = [measures[0], "count", "first", "second"]
    return table.sort_values(keys, ascending=[False, False, True, True], ignore_index=True).head(
        len(table) if top is None else top
    )


def _pair_finder(texts: list[list[list[str]]], distance: int) -> BigramCollocationFinder:
    words, pairs = FreqDist(), FreqDist()
    for stretch in (stretch for parts in texts for stretch in parts):
        part = BigramCollocationFinder.from_words(stretch, window_size=distance + 1)
        words.update(part.word_fd)
        pairs.update(part.ngram_fd)
    return BigramCollocationFinder(words, pairs, window_size=distance + 1)
