"""Concepts that a codebook may lack: clusters of the contents that it leaves over, named by their words."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.codebooks import Codebook
from toolkit.concepts._match import match, readings_of
from toolkit.concepts._vectors import counts, latent, space
from toolkit.concepts._words import Reading
from toolkit.errors import InputError

__all__ = ["suggest"]

_DIMENSIONS, _STARTS, _ROUNDS = 50, 10, 100
_WORDS, _EXAMPLES = 5, 3
COLUMNS = ("suggestion", "name", "words", "n", "cohesion", "examples", "keys", "coder")
Vectors = NDArray[np.float64]


def suggest(
    attributions: pd.DataFrame,
    codebook: Codebook,
    *,
    n: int = 5,
    seed: int = 1,
    method: str = "both",
    min_score: float | None = None,
) -> pd.DataFrame:
    """Suggest concepts for what no concept of the codebook matches. A person decides what to make of them.

    Contents without a match are projected on up to 50 latent dimensions of their TF-IDF vectors and clustered by
    spherical k-means (Dhillon and Modha 2001), best of ten seeded starts. The words of a cluster are those with the
    highest c-TF-IDF, tf · ln(1 + A / f): tf the count of the word in the cluster, f in all clusters, A the mean number
    of words of a cluster (Grootendorst 2022, BERTopic).

    Parameters
    ----------
    attributions : DataFrame
        With `doc_id`, `attribution_id`, `content_text`.
    codebook : Codebook
        The concepts there are.
    n : int
        How many suggestions, at least 1; fewer come where fewer contents are left over.
    seed : int
        Where the clustering starts.
    method, min_score
        What counts as matched, see `match`.

    Returns
    -------
    DataFrame
        One row a suggestion, the largest first: suggestion (number), name (its three most typical words), words (five),
        n (contents in it), cohesion (mean cosine of its contents with their centre, -1 to 1), examples (the three
        contents next to the centre, with " | " between them), keys (doc_id and attribution_id of these), coder
        ("machine"). No row where nothing is left over.

    Raises
    ------
    InputError
        If `n` is below 1, or what `match` refuses.

    Examples
    --------
    >>> texts = ["more trams now", "trams at night", "the harbour silts up", "dredge the harbour", "a toll"]
    >>> said = pd.DataFrame({"content_text": texts, "doc_id": "d1", "attribution_id": [f"a{k}" for k in range(5)]})
    >>> from toolkit.codebooks import Concept
    >>> found = suggest(said, Codebook((Concept("toll"),)), n=2, method="dictionary")
    >>> sorted(name.split(", ")[0] for name in found["name"])
    ['harbour', 'trams']
    """
    if n < 1:
        raise InputError(f"n must be at least 1; got {n}")
    matched = match(attributions, codebook, method=method, min_score=min_score)
    known = set(zip(matched["doc_id"], matched["attribution_id"], strict=True))
    keys = list(zip(attributions["doc_id"], attributions["attribution_id"], strict=True))
    whole = space(readings := readings_of(attributions))
    filled = np.diff(whole.rows.indptr) > 0
    left = [row for row, key in enumerate(keys) if key not in known and filled[row]]
    left.sort(key=lambda row: keys[row])
    if not left:
        return _table([])
    kept = [readings[row] for row in left]
    vectors = latent(space(kept).rows, min(_DIMENSIONS, len(left) - 1), seed)
    labels = _clusters(vectors, min(n, len(left)), seed)
    return _table(_described(kept, [keys[row] for row in left], vectors, labels))


def _table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    kinds = {"suggestion": "int64", "n": "int64", "cohesion": "float64"}
    made = pd.DataFrame([(number, *row, "machine") for number, row in enumerate(rows, 1)], columns=list(COLUMNS))
    return made.astype({name: kinds.get(name, "str") for name in COLUMNS})


def _unit(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    made: Vectors = rows / np.where(length > 0, length, 1)
    return made


def _clusters(vectors: Vectors, n: int, seed: int) -> NDArray[np.int64]:
    """Cluster unit vectors by cosine; of several starts the one with the highest sum of cosines."""
    rng = np.random.default_rng(seed)
    runs = [_one_start(vectors, n, rng) for _ in range(_STARTS)]
    return max(runs, key=lambda run: round(run[0], 9))[1]


def _one_start(vectors: Vectors, n: int, rng: np.random.Generator) -> tuple[float, NDArray[np.int64]]:
    centres = _seeds(vectors, n, rng)
    labels = np.argmax(vectors @ centres.T, axis=1)
    for _ in range(_ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, vectors)
        empty = np.bincount(labels, minlength=len(centres)) == 0
        centres = np.where(empty[:, None], centres, _unit(sums))
        new = np.argmax(np.round(vectors @ centres.T, 9), axis=1)
        if (new == labels).all():
            break
        labels = new
    return float((vectors @ centres.T).max(axis=1).sum()), labels.astype(np.int64)


def _seeds(vectors: Vectors, n: int, rng: np.random.Generator) -> Vectors:
    """Choose first centres far from each other (k-means++, Arthur and Vassilvitskii 2007)."""
    chosen = [int(rng.integers(len(vectors)))]
    while len(chosen) < n:
        away = np.clip(1 - (vectors @ vectors[chosen].T).max(axis=1), 0, None)
        away[chosen] = 0
        if away.sum() <= 1e-9:
            break
        chosen.append(int(rng.choice(len(vectors), p=away / away.sum())))
    return vectors[chosen]


def _described(
    kept: list[Reading], keys: list[tuple[str, str]], vectors: Vectors, labels: NDArray[np.int64]
) -> list[tuple[object, ...]]:
    groups = [np.flatnonzero(labels == label) for label in sorted(set(labels.tolist()))]
    words = _typical(kept, groups)
    rows = []
    for members, typical in zip(groups, words, strict=True):
        centre = _unit(vectors[members].sum(axis=0))
        near = np.round(vectors[members] @ centre, 9)
        best = members[np.argsort(-near, kind="stable")][:_EXAMPLES]
        shown = " | ".join(" ".join(kept[row].text.split()) for row in best)
        named = (", ".join(typical[:3]), ", ".join(typical))
        rows.append(
            (*named, len(members), round(float(near.mean()), 6), shown, "; ".join(" ".join(keys[row]) for row in best))
        )
    return sorted(rows, key=lambda row: (-int(str(row[2])), str(row[0])))


def _typical(kept: list[Reading], groups: list[NDArray[np.int64]]) -> list[list[str]]:
    """Give the words with the highest c-TF-IDF of each group, in their commonest form."""
    raw = counts(kept)
    columns = [n for n, term in enumerate(raw.terms) if " " not in term and not term.isdigit()]
    stems = [raw.terms[n] for n in columns]
    table = np.array([np.asarray(raw.rows[members].sum(axis=0)).ravel()[columns] for members in groups])
    weight = table * np.log1p(table.sum() / len(groups) / np.maximum(table.sum(axis=0), 1))
    forms = _forms(kept)
    best = [sorted(np.flatnonzero(row), key=lambda n: (-round(row[n], 9), stems[n]))[:_WORDS] for row in weight]
    return [[forms[stems[n]] for n in row] for row in best]


def _forms(kept: list[Reading]) -> dict[str, str]:
    """Map each stem to the form in which it occurs most."""
    pairs = pd.Series([(stem, form) for r in kept for stem, form in zip(r.stems, r.forms, strict=True)])
    ranked = pairs.value_counts().reset_index().set_axis(["pair", "n"], axis=1)
    listed = sorted(zip(ranked["pair"], ranked["n"], strict=True), key=lambda item: (-item[1], item[0]))
    made: dict[str, str] = {}
    for (stem, form), _ in listed:
        made.setdefault(stem, form)
    return made
