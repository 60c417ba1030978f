"""Contents and concepts as vectors: weighted words and pairs of words, with latent dimensions if wanted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from toolkit.concepts._words import Reading, is_content

__all__ = ["Space", "counts", "latent", "space", "terms", "unit"]

Matrix = Any  # scipy ships no types


@dataclass(frozen=True)
class Space:
    """The vectors of some texts: one row a text, of length 1 (0 where no word is known), one column a term."""

    terms: tuple[str, ...]
    rows: Matrix


def terms(reading: Reading, closed: frozenset[int] = frozenset()) -> list[str]:
    """List the content words of a text, and the pairs that follow each other in a sentence."""
    kept = [n for n, form in enumerate(reading.forms) if is_content(form) and n not in closed]
    words = [reading.stems[n] for n in kept]
    pairs = [(a, b) for a, b in pairwise(kept) if reading.sentence[a] == reading.sentence[b]]
    return words + [f"{reading.stems[a]} {reading.stems[b]}" for a, b in pairs]


def counts(readings: Sequence[Reading], closed: Sequence[frozenset[int]] | None = None) -> Space:
    """Count terms (words and pairs of words, by stem).

    Parameters
    ----------
    readings : sequence of Reading
        The texts.
    closed : sequence of frozenset of int, optional
        For each text the tokens to leave out.

    Returns
    -------
    Space
        Terms in alphabetical order; rows hold counts.
    """
    without = [frozenset[int]()] * len(readings) if closed is None else closed
    listed = [Counter(terms(reading, left)) for reading, left in zip(readings, without, strict=True)]
    names = sorted({term for counter in listed for term in counter})
    column = {term: number for number, term in enumerate(names)}
    cells = [(row, column[term], counter[term]) for row, counter in enumerate(listed) for term in sorted(counter)]
    made = np.array(cells, dtype=np.int64).reshape(-1, 3)
    shape = (len(readings), len(names))
    return Space(tuple(names), sparse.csr_array((made[:, 2].astype(float), (made[:, 0], made[:, 1])), shape=shape))


def unit(rows: Matrix) -> Matrix:
    """Scale each row to length 1; rows of zeros stay."""
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ rows)


def space(readings: Sequence[Reading], closed: Sequence[frozenset[int]] | None = None) -> Space:
    """Weigh the terms of texts by TF-IDF.

    The weight of a term is (1 + ln tf) · (1 + ln((1 + N) / (1 + df))), tf its count in the text, df the number of the
    N texts that have it (G. Salton and C. Buckley, Term-weighting approaches in automatic text retrieval, 1988, with
    logarithmic tf and smoothed idf). Rows then get length 1.
    """
    raw = counts(readings, closed)
    table = raw.rows.copy()
    df = np.bincount(table.indices, minlength=len(raw.terms))
    table.data = 1 + np.log(table.data)
    idf = 1 + np.log((1 + table.shape[0]) / (1 + df))
    return Space(raw.terms, unit(sparse.csr_array(table @ sparse.diags_array(idf))))


def latent(rows: Matrix, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Project rows on their first singular vectors (latent semantic analysis, S. Deerwester et al. 1990).

    Returns
    -------
    array
        One row a text, of length 1 (0 where nothing is left of it); as many columns as `dimensions`, or as the table
        can give (one less than its shorter side).
    """
    rank = min(dimensions, min(rows.shape) - 1)
    if rank < 1 or not rows.nnz:
        whole: NDArray[np.float64] = np.asarray(rows.todense(), dtype=np.float64)
        return whole
    start = np.random.default_rng(seed).normal(size=min(rows.shape))
    left, values, _ = svds(rows, k=rank, v0=start)
    made = left * values
    length = np.linalg.norm(made, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = np.where(length > 1e-9, made / np.where(length > 1e-9, length, 1), 0)
    return scaled
