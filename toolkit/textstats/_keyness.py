"""Which words one sub-corpus uses more, or less, than another."""

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
import pandas as pd
from nltk.probability import FreqDist
from numpy.typing import NDArray
from scipy.special import xlogy
from scipy.stats import chi2

from toolkit.errors import InputError, check_option
from toolkit.records import KINDS
from toolkit.textstats._correction import CORRECTIONS, adjust
from toolkit.textstats._texts import Text, count, word_lists

__all__ = ["actor_keyness", "keyness", "log_likelihood"]

FORMULAS = ("dunning", "ucrel")
_COLUMNS = (
    "word",
    "used_more_in",
    "n_target",
    "n_reference",
    "per_million_target",
    "per_million_reference",
    "texts_target",
    "texts_reference",
    "g2",
    "p",
    "p_corrected",
    "bic",
    "log_ratio",
    "percent_difference",
)


def log_likelihood(
    n_target: int, n_reference: int, size_target: int, size_reference: int, *, formula: str = "dunning"
) -> float:
    """Compute the log-likelihood statistic G2 for the frequency of one word in two corpora.

    Parameters
    ----------
    n_target, n_reference : int
        How often the word stands in each.
    size_target, size_reference : int
        All words of each.
    formula : {"dunning", "ucrel"}
        ``dunning``: G2 = 2 sum O ln(O/E) over the four cells, the word and all other words in each corpus (Dunning
        1993). ``ucrel``: over the two cells of the word alone (Rayson and Garside 2000), as the calculator of UCREL,
        Lancaster, has it; nearly the same for words that are rare in both.

    Returns
    -------
    float
        0 (the same share in both) and above; compared with the chi-squared distribution of 1 degree of freedom.

    Raises
    ------
    InputError
        For an unknown formula, a negative count, or a corpus that is smaller than the count or empty.

    References
    ----------
    T. Dunning: Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19 (1993)
    61-74. P. Rayson, R. Garside: Comparing corpora using frequency profiling. Workshop on Comparing Corpora, ACL
    (2000) 1-6.

    Examples
    --------
    >>> round(log_likelihood(52, 57, 50_000, 75_000, formula="ucrel"), 2)
    2.65
    """
    check_option("formula", formula, FORMULAS)
    for name, number, size in (("target", n_target, size_target), ("reference", n_reference, size_reference)):
        if size < 1 or not 0 <= number <= size:
            raise InputError(f"n_{name} must be 0 to size_{name}, which must be at least 1; got {number}, {size}")
    observed = np.array([n_target, n_reference], dtype=float)
    sizes = np.array([size_target, size_reference], dtype=float)
    total, both = float(sizes.sum()), float(observed.sum())
    cells = _cells(observed, sizes * both / total)
    if formula == "dunning":
        cells += _cells(sizes - observed, sizes * (total - both) / total)
    return max(0.0, 2 * cells)


def _cells(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Sum O ln(O/E), a cell with O = 0 being 0."""
    return float((xlogy(observed, observed) - xlogy(observed, expected)).sum())


def _log_ratio(n_target: int, n_reference: int, size_target: int, size_reference: int) -> float:
    shares = [max(n, 0.5) / size for n, size in ((n_target, size_target), (n_reference, size_reference))]
    return float(np.log2(shares[0] / shares[1]))


def _row(word: str, counts: Sequence[FreqDist], spread: Sequence[FreqDist], formula: str) -> tuple[object, ...]:
    (a, b), (c, d) = (counts[0][word], counts[1][word]), (int(counts[0].N()), int(counts[1].N()))
    g2 = log_likelihood(a, b, c, d, formula=formula)
    # Products of whole numbers, so that equal shares are equal.
    more = "target" if a * d > b * c else "reference" if a * d < b * c else None
    difference = 100 * (a / c - b / d) / (b / d) if b else float("nan")
    shares = (1e6 * a / c, 1e6 * b / d, spread[0][word], spread[1][word])
    tail = (g2 - log(c + d), _log_ratio(a, b, c, d), difference)
    return (word, more, a, b, *shares, g2, float(chi2.sf(g2, 1)), float("nan"), *tail)


def keyness(
    target: Iterable[Text],
    reference: Iterable[Text],
    *,
    formula: str = "dunning",
    correction: str = "holm",
    min_count: int = 3,
    stopwords: Iterable[str] = (),
    top: int | None = None,
) -> pd.DataFrame:
    """Compare the words of one sub-corpus with those of another: outlets, periods, voices.

    Parameters
    ----------
    target, reference : iterable of str or of sequences of str
        Texts of each, for example ``documents.loc[documents["outlet"] == "Gazette", "text"]``, or their words already
        made; missing ones are empty. No text should be in both.
    formula : {"dunning", "ucrel"}
        See `log_likelihood`.
    correction : {"holm", "bonferroni", "benjamini-hochberg", "benjamini-yekutieli", "none"}
        For as many tests as the full table has rows; see `adjust`.
    min_count : int
        Words that are rarer in both together are neither tested nor listed.
    stopwords : iterable of str
        Words not to test, in small letters; by default all are tested. They count in the sizes.
    top : int, optional
        How many rows to return; all by default.

    Returns
    -------
    DataFrame
        Columns word; used_more_in (``"target"``, ``"reference"``, null for equal shares); n_target, n_reference;
        per_million_target, per_million_reference; texts_target, texts_reference (texts that hold it); g2 (0 and above);
        p (upper tail of chi-squared, 1 degree of freedom), p_corrected; bic = g2 - ln(all words), evidence against
        equal shares where above 0, very strong above 10 (Wilson 2013); log_ratio = log2 of the ratio of the shares,
        with 0.5 for a count of 0 (Hardie 2014): 1 is twice as often, -1 half as often; percent_difference = 100 (share
        in target - share in reference) / share in reference (Gabrielatos and Marchi 2012), -100 and above, null for a
        word that the reference lacks. Highest g2 first, then alphabet.

        G2 takes every word as drawn by itself. Words come in texts, so small p values say less than they seem to: see
        how many texts hold the word, and its effect size (Lijffijt et al. 2016).

    Raises
    ------
    InputError
        For an unknown formula or correction, `min_count` below 1, or a side without words.

    References
    ----------
    A. Hardie: Log Ratio - an informal introduction. CASS, Lancaster (2014). C. Gabrielatos, A. Marchi: Keyness:
    appropriate metrics and practical issues. CADS, Bologna (2012). A. Wilson: Embracing Bayes factors for key item
    analysis in corpus linguistics, in M. Bieswanger, A. Koll-Stobbe (eds), New Approaches to the Study of Linguistic
    Variability (2013) 3-11. J. Lijffijt et al.: Significance testing of word frequencies in corpora. Digital
    Scholarship in the Humanities 31 (2016) 374-397.

    Examples
    --------
    >>> table = keyness(["toll toll toll harbour"], ["harbour harbour toll calm"], min_count=2)
    >>> table[["word", "used_more_in", "n_target", "n_reference", "log_ratio"]].round(2).values.tolist()
    [['toll', 'target', 3, 1, 1.58], ['harbour', 'reference', 1, 2, -1.0]]
    """
    check_option("formula", formula, FORMULAS)
    check_option("correction", correction, CORRECTIONS)
    if min_count < 1:
        raise InputError(f"min_count must be at least 1; got {min_count}")
    lists = word_lists(target), word_lists(reference)
    counts = [count(side) for side in lists]
    for name, side in zip(("target", "reference"), counts, strict=True):
        if not side.N():
            raise InputError(f"{name} holds no words")
    spread = [count(sorted(set(words)) for words in side) for side in lists]
    left_out = frozenset(stopwords)
    tested = sorted(w for w in set(counts[0]) | set(counts[1]) if w not in left_out)
    rows = [_row(w, counts, spread, formula) for w in tested if counts[0][w] + counts[1][w] >= min_count]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    table["p_corrected"] = adjust(table["p"].tolist(), correction)
    ranked = table.sort_values(["g2", "word"], ascending=[False, True], ignore_index=True)
    return ranked.head(len(ranked) if top is None else top)


def actor_keyness(
    attributions: pd.DataFrame,
    actor_id: str,
    *,
    kinds: Sequence[str] = KINDS,
    formula: str = "dunning",
    correction: str = "holm",
    min_count: int = 3,
    stopwords: Iterable[str] = (),
    top: int | None = None,
) -> pd.DataFrame:
    """Compare what an actor is quoted with to what all other known sources are quoted with.

    Parameters
    ----------
    attributions : DataFrame
        Table of attributions. Those without a known source are on neither side. Words of a content inside another one
        count for both sources.
    actor_id : str
        The actor.
    kinds : sequence of str
        Kinds of attribution that count on both sides; ``["direct"]`` for the sources' own wording only.
    formula, correction, min_count, stopwords, top
        As in `keyness`.

    Returns
    -------
    DataFrame
        As `keyness`; the target is the actor, the reference the others, a text is the content of one attribution.

    Raises
    ------
    InputError
        For an unknown kind, if one side has no contents of these kinds, or as `keyness`.

    Examples
    --------
    >>> attributions = pd.DataFrame({"source_actor": ["quist", "holm"], "kind": ["direct", "direct"],
    ...     "content_text": ["toll after toll after toll", "calm after the storm"]})
    >>> actor_keyness(attributions, "quist")[["word", "used_more_in"]].values.tolist()
    [['toll', 'target'], ['after', 'target']]
    """
    for kind in kinds:
        check_option("kinds", kind, KINDS)
    known = attributions[attributions["kind"].isin(list(kinds)) & attributions["source_actor"].notna()]
    own = known["source_actor"] == actor_id
    if not own.any() or own.all():
        side = "the source" if not own.any() else "a known source other than"
        raise InputError(f"actor_id: no attribution of the kinds {list(kinds)} has {side} {actor_id!r}")
    return keyness(
        known.loc[own, "content_text"].tolist(),
        known.loc[~own, "content_text"].tolist(),
        formula=formula,
        correction=correction,
        min_count=min_count,
        stopwords=stopwords,
        top=top,
    )
