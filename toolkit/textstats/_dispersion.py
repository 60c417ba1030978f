"""How evenly a word is spread over the parts of a corpus."""

from collections.abc import Iterable, Sequence
from math import log2, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.errors import InputError
from toolkit.textstats._texts import Text, count, count_hits, wanted_words, word_lists

__all__ = ["dispersion", "dispersion_measures"]

_MEASURES = ("range", "range_share", "dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kl_divergence")
_NAN = float("nan")


def dispersion_measures(counts: Sequence[int], sizes: Sequence[int]) -> dict[str, float]:
    """Compute measures of dispersion from a word's counts in the parts of a corpus.

    With n parts, s the share of each part in the corpus, v the share of the word's occurrences that stand in it, and p
    the share of the part's words that are the word:

    - ``range``: parts that hold the word, 0 to n; ``range_share``: divided by n.
    - ``dp``: deviation of proportions, sum |v - s| / 2 (Gries 2008). 0: spread as the parts are large; near 1: all in
      one small part. ``dp_norm``: dp / (1 - min s), 0 to 1 (Lijffijt and Gries 2012).
    - ``juilland_d``: 1 - sd(p) / mean(p) / sqrt(n-1), with the standard deviation of a population. 1: even, 0: all in
      one part (Juilland et al. 1970).
    - ``carroll_d2``: entropy of p / sum(p) in bits, divided by log2 n. 1: even, 0: all in one part (Carroll 1970).
    - ``rosengren_s``: (sum sqrt(s v))^2. 1: even; min s: all in the smallest part (Rosengren 1971).
    - ``kl_divergence``: sum v log2(v/s), in bits. 0: even; no upper bound (Gries 2024).

    Parameters
    ----------
    counts : sequence of int
        How often the word stands in each part.
    sizes : sequence of int
        Words of each part; parts without words are left out.

    Returns
    -------
    dict of str to float
        Measure -> value. Missing (NaN) are all but the range for a word that does not occur, and with one part the
        measures that compare parts (dp_norm, juilland_d, carroll_d2).

    Raises
    ------
    InputError
        If the numbers of counts and sizes differ, a count is negative or larger than its part, or no part has words.

    References
    ----------
    S. Th. Gries: Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics 13 (2008)
    403-437. S. Th. Gries: Analyzing dispersion, in M. Paquot, S. Th. Gries (eds), A Practical Handbook of Corpus
    Linguistics (2020) 99-118. J. Lijffijt, S. Th. Gries, International Journal of Corpus Linguistics 17 (2012) 147-149.

    Examples
    --------
    >>> measures = dispersion_measures([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    >>> {name: round(value, 3) for name, value in measures.items() if name.startswith(("dp", "j"))}
    {'dp': 0.18, 'dp_norm': 0.22, 'juilland_d': 0.785}
    """
    if len(counts) != len(sizes):
        raise InputError(f"counts and sizes must be of the same parts; got {len(counts)} counts and {len(sizes)} sizes")
    for number, size in zip(counts, sizes, strict=True):
        if not 0 <= number <= size:
            raise InputError(f"counts must be 0 to the size of the part; got {number} in a part of {size} words")
    parts = np.array([(number, size) for number, size in zip(counts, sizes, strict=True) if size], dtype=float)
    if not parts.size:
        raise InputError(f"sizes must be of parts of which one holds words; got {list(sizes)}")
    found = float((parts[:, 0] > 0).sum())
    measures = {"range": found, "range_share": found / len(parts)}
    return measures | (_evenness(parts[:, 0], parts[:, 1]) if found else dict.fromkeys(_MEASURES[2:], _NAN))


def _evenness(counts: NDArray[np.float64], sizes: NDArray[np.float64]) -> dict[str, float]:
    n, s, v, p = len(counts), sizes / sizes.sum(), counts / counts.sum(), counts / sizes
    dp = float(np.abs(v - s).sum() / 2)
    q, held = p[p > 0] / p.sum(), v > 0
    several = n > 1
    return {
        "dp": dp,
        "dp_norm": dp / (1 - float(s.min())) if several else _NAN,
        "juilland_d": 1 - float(p.std() / p.mean()) / sqrt(n - 1) if several else _NAN,
        "carroll_d2": abs(float((q * np.log2(q)).sum())) / log2(n) if several else _NAN,
        "rosengren_s": float(np.sqrt(s * v).sum() ** 2),
        "kl_divergence": float((v[held] * np.log2(v[held] / s[held])).sum()),
    }


def _merged(lists: list[list[str]], parts: Sequence[object] | None) -> list[list[str]]:
    """Join the words of texts of the same part, in the order in which parts come up."""
    if parts is None:
        return lists
    labels = list(parts)
    if len(labels) != len(lists):
        raise InputError(f"parts must have one label a text; got {len(labels)} labels for {len(lists)} texts")
    joined: dict[object, list[str]] = {}
    for label, words in zip(labels, lists, strict=True):
        if label is not None and label == label:
            joined.setdefault(label, []).extend(words)
    return list(joined.values())


def dispersion(
    texts: Iterable[Text],
    words: Sequence[str] | None = None,
    *,
    parts: Sequence[object] | None = None,
    min_count: int = 5,
    top: int | None = None,
) -> pd.DataFrame:
    """Measure how evenly words are spread over texts, or over parts made of texts.

    Parameters
    ----------
    texts : iterable of str or of sequences of str
        Texts, or their words already made; those without words are no part.
    words : sequence of str, optional
        Words or phrases, ``*`` for any letters; all words by default. An occurrence of a phrase counts as one.
    parts : sequence, optional
        The part each text belongs to, such as its outlet or month; a text with a missing label is left out. By default
        each text is a part.
    min_count : int
        Without `words`: words that are rarer are left out.
    top : int, optional
        Without `words`: how many to return, the most frequent.

    Returns
    -------
    DataFrame
        Columns word, count, n_parts, then those of `dispersion_measures`. In the order of `words`, else most frequent
        first, then alphabet.

    Raises
    ------
    InputError
        If no text holds words, the labels do not fit the texts, or `min_count` is below 1.

    Examples
    --------
    >>> table = dispersion(["toll toll", "toll calm"], ["toll", "calm"])
    >>> table[["word", "count", "range", "dp"]].round(3).values.tolist()
    [['toll', 3, 2.0, 0.167], ['calm', 1, 1.0, 0.5]]
    """
    if min_count < 1:
        raise InputError(f"min_count must be at least 1; got {min_count}")
    lists = [part for part in _merged(word_lists(texts), parts) if part]
    if not lists:
        raise InputError("texts hold no words")
    sizes = [len(part) for part in lists]
    if words is None:
        by_part = [count([part]) for part in lists]
        ranked = sorted(count(lists).items(), key=lambda item: (-item[1], item[0]))[:top]
        hits = {word: [part[word] for part in by_part] for word, number in ranked if number >= min_count}
    else:
        wanted = wanted_words(words)
        hits = {word: [count_hits(part, forms) for part in lists] for word, forms in wanted.items()}
    rows = [
        {"word": word, "count": sum(numbers), "n_parts": len(lists)} | dispersion_measures(numbers, sizes)
        for word, numbers in hits.items()
    ]
    return pd.DataFrame(rows, columns=["word", "count", "n_parts", *_MEASURES])
