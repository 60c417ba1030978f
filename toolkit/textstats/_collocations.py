"""Words that stand near a node, with named measures of association."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from nltk.probability import FreqDist

from toolkit import tokens
from toolkit.errors import InputError, check_option
from toolkit.textstats._measures import MEASURES, STATISTICS, score
from toolkit.textstats._texts import Text, stretches, wanted_words

__all__ = ["check_collocations", "collocation_notation", "collocations"]

_COUNTS = ("collocate", "together", "left", "right", "expected", "frequency", "n_texts")


class _Near(NamedTuple):
    """What stands in the windows of the node: counts to its left and right, by text; and all other words."""

    left: FreqDist
    right: FreqDist
    texts: FreqDist
    outside: FreqDist

    @property
    def inside(self) -> int:
        return int(self.left.N() + self.right.N())


def _sides(words: Sequence[str], nodes: Sequence[tuple[int, int]], window: tuple[int, int]) -> dict[int, bool]:
    """Give each place in a window of a node, and whether it is left of the nearest node; nodes' own places are none."""
    nearest: dict[int, tuple[int, bool]] = {}
    for start, stop in nodes:
        before = [(place, start - place, True) for place in range(max(0, start - window[0]), start)]
        after = [(place, place - stop + 1, False) for place in range(stop, min(len(words), stop + window[1]))]
        for place, distance, is_left in before + after:
            # A tuple that sorts first is nearer, or as near and left.
            if place not in nearest or (distance, not is_left) < (nearest[place][0], not nearest[place][1]):
                nearest[place] = distance, is_left
    covered = {place for start, stop in nodes for place in range(start, stop)}
    return {place: is_left for place, (_, is_left) in nearest.items() if place not in covered}


def _count_near(texts: list[list[list[str]]], wanted: Iterable[Sequence[str]], window: tuple[int, int]) -> _Near:
    near, forms = _Near(FreqDist(), FreqDist(), FreqDist(), FreqDist()), list(wanted)
    for parts in texts:
        met: set[str] = set()
        for words in parts:
            nodes = sorted({(place, place + len(form)) for form in forms for place in tokens.places(words, form)})
            sides = _sides(words, nodes, window)
            covered = {place for start, stop in nodes for place in range(start, stop)}
            for place, word in enumerate(words):
                if place in sides:
                    (near.left if sides[place] else near.right)[word] += 1
                    met.add(word)
                elif place not in covered:
                    near.outside[word] += 1
        near.texts.update(sorted(met))
    return near


def check_collocations(measures: Sequence[str], window: tuple[int, int], **minima: int) -> None:
    """Raise unless measures, window and least numbers are such as `collocations` takes."""
    if isinstance(measures, str) or not measures:
        raise InputError(f"measures must be a sequence of at least one name; got {measures!r}")
    for measure in measures:
        check_option("measures", measure, MEASURES)
    if min(window) < 0 or max(window) < 1:
        raise InputError(
            f"window must be (words to the left, words to the right), one of them at least 1; got {window}"
        )
    for name, value in minima.items():
        if value < 1:
            raise InputError(f"{name} must be at least 1; got {value}")


def collocation_notation(
    measure: str,
    *,
    window: tuple[int, int] = (5, 5),
    threshold: float | None = None,
    min_frequency: int = 1,
    min_together: int = 1,
    stopwords: Iterable[str] | None = None,
    borders: str = "sentence",
) -> str:
    """Write the parameters of a list of collocates in the collocation parameters notation (CPN).

    The order is: number and name of the statistic, with its cut-off in brackets; words to the left and right; minimum
    frequency of the collocate (C) and of the collocation (NC); filter. The letter b after the number says that the
    expected frequency allows for the size of the window. Statistics that the notation does not number have their name
    alone. What the notation has no place for, the border of windows, stands at the end.

    Parameters
    ----------
    measure, window, threshold, min_frequency, min_together, stopwords, borders
        As in `collocations`.

    Returns
    -------
    str
        The notation.

    Raises
    ------
    InputError
        As `collocations`.

    References
    ----------
    V. Brezina, T. McEnery, S. Wattam: Collocations in context. International Journal of Corpus Linguistics 20 (2015)
    139-173. V. Brezina: Statistics in Corpus Linguistics (2018), ch. 3.

    Examples
    --------
    >>> collocation_notation("mi", window=(3, 3), threshold=4, min_frequency=5, min_together=2)
    '3b-MI(4), L3-R3, C5-NC2; function words removed; within sentences'
    """
    check_collocations([measure], window, min_frequency=min_frequency, min_together=min_together)
    check_option("borders", borders, ("sentence", "text"))
    left_out = tokens.stopwords() if stopwords is None else frozenset(stopwords)
    if left_out == tokens.stopwords():
        removed = "function words removed"
    else:
        removed = f"{len(left_out)} words removed" if left_out else "no filter applied"
    cut = "" if threshold is None else f"({threshold:g})"
    span = f"L{window[0]}-R{window[1]}, C{min_frequency}-NC{min_together}"
    return f"{STATISTICS[measure]}{cut}, {span}; {removed}; within {borders}s"


def collocations(
    texts: Iterable[Text],
    node: str | Sequence[str],
    *,
    measures: Sequence[str] = ("log_likelihood", "log_dice", "mi"),
    window: tuple[int, int] = (5, 5),
    threshold: float | None = None,
    min_frequency: int = 1,
    min_together: int = 2,
    stopwords: Iterable[str] | None = None,
    borders: str = "sentence",
    top: int | None = None,
) -> pd.DataFrame:
    """Find the words that stand near a node more often than chance has it.

    Counted as surface cooccurrence (Evert 2008): the sample is all N words that are no part of a node. O is how often
    the collocate stands in a window, each place counted once where windows overlap; R how many words the windows hold;
    C how often the collocate stands in the sample; E = R C / N.

    Parameters
    ----------
    texts : iterable of str or of sequences of str
        Texts, or their words already made; missing ones are empty.
    node : str or sequence of str
        A word or phrase, ``*`` for any letters; or several forms of one node, such as those of an actor.
    measures : sequence of str
        What to compute; the first ranks the table:

        - ``log_likelihood``: 2 sum O ln(O/E) over the four cells of the table (Dunning 1993), 0 and above;
        - ``mi``: log2(O/E); ``mi2``: log2(O^2/E); ``mi3``: log2(O^3/E); any number, 0 at chance for ``mi``;
        - ``t_score``: (O-E)/sqrt(O); ``z_score``: (O-E)/sqrt(E); any number, 0 at chance;
        - ``chi_squared``: Pearson's, without correction, 0 and above;
        - ``dice``: 2 O/(R+C), 0 to 1; ``log_dice``: 14 + log2(dice), at most 14 (Rychlý 2008); ``jaccard``:
          O/(R+C-O), 0 to 1. R is the words in the windows; programs that take the frequency of the node differ;
        - ``log_ratio``: log2 of the share in windows over the share elsewhere, infinite if it stands nowhere else
          (Hardie 2014);
        - ``delta_p``: O/R - (C-O)/(N-R), -1 to 1 (Gries 2013); ``minimum_sensitivity``: min(O/R, O/C), 0 to 1.

        ``log_likelihood`` and ``chi_squared`` are high for words that avoid the node too: compare together with
        expected.
    window : tuple of int
        Words to the left and to the right, stopwords counted, signs not.
    threshold : float, optional
        Least value of the first measure.
    min_frequency, min_together : int
        Least C and least O.
    stopwords : iterable of str, optional
        Words that are not listed, in small letters; by default those of the closed classes (`toolkit.tokens`). They
        still count as words.
    borders : {"sentence", "text"}
        What windows do not run over.
    top : int, optional
        How many to return; all by default.

    Returns
    -------
    DataFrame
        Columns collocate, together (O), left, right (of them, by the nearest node; left if both are as near), expected
        (E), frequency (C), n_texts (where they stand together), one column a measure, notation (`collocation_notation`
        of the first measure, the same in each row). Highest first, then most together, then alphabet. No row if the
        node does not occur.

    Raises
    ------
    InputError
        For an unknown measure or border, a wrong window, a minimum below 1, or an empty node.

    References
    ----------
    S. Evert: Corpora and collocations, in A. Lüdeling, M. Kytö (eds), Corpus Linguistics: An International Handbook
    (2008) 1212-1248. T. Dunning, Computational Linguistics 19 (1993) 61-74. P. Rychlý, RASLAN (2008) 6-9. S. Th. Gries,
    International Journal of Corpus Linguistics 18 (2013) 137-165.

    Examples
    --------
    >>> table = collocations(["Quist closed the strait. The strait stays closed."], "strait", window=(2, 2))
    >>> table[["collocate", "together", "left", "right"]].values.tolist()
    [['closed', 2, 1, 1]]
    """
    check_collocations(measures, window, min_frequency=min_frequency, min_together=min_together)
    left_out = tokens.stopwords() if stopwords is None else frozenset(stopwords)
    forms = wanted_words([node] if isinstance(node, str) else node)
    near = _count_near(stretches(texts, borders), forms.values(), window)
    total, rows = near.inside + int(near.outside.N()), []
    for word in sorted(set(near.left) | set(near.right)):
        together = near.left[word] + near.right[word]
        frequency = together + near.outside[word]
        if together >= min_together and frequency >= min_frequency and word not in left_out:
            row = (word, together, near.left[word], near.right[word], near.inside * frequency / total, frequency)
            scores = (score(measure, together, near.inside, frequency, total) for measure in measures)
            rows.append((*row, near.texts[word], *scores))
    table = pd.DataFrame(rows, columns=[*_COUNTS, *measures])
    notation = collocation_notation(
        measures[0],
        window=window,
        threshold=threshold,
        min_frequency=min_frequency,
        min_together=min_together,
        stopwords=left_out,
        borders=borders,
    )
    if threshold is not None:
        table = table[table[measures[0]] >= threshold]
    keys = [measures[0], "together", "collocate"]
    ranked = table.sort_values(keys, ascending=[False, False, True], ignore_index=True)
    return ranked.head(len(ranked) if top is None else top).assign(notation=notation)
