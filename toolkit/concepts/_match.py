"""Contents to concepts: by the phrases of the codebook, by likeness to its words, or by both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from toolkit.codebooks import Codebook, Concept
from toolkit.concepts._vectors import Space, latent, space, terms, unit
from toolkit.concepts._words import Reading, Wanted, find, is_content, phrase, read
from toolkit.errors import InputError, check_columns, check_option

__all__ = ["METHODS", "MIN_SCORE", "closed_by", "hits", "match", "match_least", "readings_of"]

METHODS = ("dictionary", "similarity", "both")
#: Method -> the score from which on a content counts as matched, unless `min_score` says otherwise.
MIN_SCORE = {"dictionary": 0.25, "similarity": 0.05, "both": 0.05}
COLUMNS = ("doc_id", "attribution_id", "concept", "score", "dictionary", "similarity", "matched")
_SHOWN = 3


@dataclass(frozen=True)
class _Scores:
    """Scores of contents (rows) for concepts (columns), and the words behind one of them."""

    table: NDArray[np.float64]
    words: Callable[[int, int], list[str]]


def readings_of(attributions: pd.DataFrame) -> list[Reading]:
    """Read the contents of a table of attributions; a missing text has no words.

    Raises
    ------
    InputError
        If a column is missing or an attribution is there twice.

    Examples
    --------
    >>> table = pd.DataFrame({"doc_id": ["d1"], "attribution_id": ["a1"], "content_text": ["No toll."]})
    >>> readings_of(table)[0].forms
    ('no', 'toll', '.')
    """
    check_columns("attributions", attributions.columns, ("doc_id", "attribution_id", "content_text"))
    twice = attributions[attributions.duplicated(["doc_id", "attribution_id"])]
    if len(twice):
        raise InputError(f"attributions has {' '.join(twice[['doc_id', 'attribution_id']].iloc[0])} twice")
    return [read(text) if isinstance(text, str) else read("") for text in attributions["content_text"]]


def closed_by(reading: Reading, concept: Concept) -> frozenset[int]:
    """Find the tokens of a content that stand inside an exclusion of a concept and cannot count for it.

    Examples
    --------
    >>> sorted(closed_by(read("Call the toll-free line"), Concept("toll", exclusions=("toll-free",))))
    [2]
    """
    return frozenset(
        place
        for exclusion in concept.exclusions
        for places in find(reading, phrase(exclusion))
        for place in range(places[0], places[-1] + 1)
    )


def hits(reading: Reading, concept: Concept, wanted: Sequence[Wanted]) -> list[tuple[int, ...]]:
    """Find the phrases of a concept in a content; words inside an exclusion do not count.

    Examples
    --------
    >>> hits(read("No toll, call toll-free"), Concept("toll", exclusions=("toll-free",)), [phrase("toll")])
    [(1,)]
    """
    closed = closed_by(reading, concept)
    return sorted(places for one in wanted for places in find(reading, one, closed=closed))


def match(
    attributions: pd.DataFrame,
    codebook: Codebook,
    *,
    method: str = "both",
    min_score: float | None = None,
    context: float = 0.5,
    dimensions: int | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Say which concepts the contents of attributions are about.

    The dictionary looks for names of concepts and seed phrases: by stem, in order, at most two other words between two
    of them, articles and possessives left out, an asterisk for any letters; words inside an exclusion do not count.
    Its score is the share of a concept in all words of the content that belong to a phrase (a word that several
    concepts claim is divided). Similarity compares TF-IDF vectors of words and pairs of words (see Salton and Buckley
    1988) by their cosine: the content's, and the sum of those of the concept's name, description, seed phrases and
    examples. A content says "that" or "the plan" of what another has named, so the other contents of its document count
    too, with the weight `context`. "both" gives the higher of the two scores.

    Parameters
    ----------
    attributions : DataFrame
        With `doc_id`, `attribution_id` and `content_text`, as `tables.read` gives it.
    codebook : Codebook
        The concepts.
    method : {"both", "dictionary", "similarity"}
        How to match.
    min_score : float, optional
        Leave out what scores lower (0 to 1). `MIN_SCORE` holds the default of each method. A score of 0 never counts.
    context : float
        Weight of the other contents of the same document beside the content's own words, for similarity (0 or more).
    dimensions : int, optional
        Compare in so many latent dimensions of the corpus (latent semantic analysis), so that words that occur in the
        same contents count as alike; for corpora of some hundred contents or more. None compares the words themselves.
    seed : int
        Where the search for latent dimensions starts.

    Returns
    -------
    DataFrame
        One row a content and concept: doc_id, attribution_id, concept, score, dictionary and similarity (the two
        scores, 0 to 1; missing where not asked for), matched (words of the content that decided, in its order, with
        "; " between them; "" where the other contents of the document alone did). Sorted by content, score from high
        to low, concept. A content without a row matches none.

    Raises
    ------
    InputError
        If `method` is none of the three, `min_score` is not between 0 and 1, `context` is negative, `dimensions`
        is below 1, a column is missing, or an attribution is there twice.

    Examples
    --------
    >>> said = pd.DataFrame(
    ...     {"doc_id": ["d1", "d1"], "attribution_id": ["a1", "a2"], "content_text": ["the toll must go", "hello"]}
    ... )
    >>> from toolkit.codebooks import Phrase
    >>> book = Codebook((Concept("charge ships", seed_phrases=(Phrase("toll"),)),))
    >>> match(said, book, method="dictionary")[["attribution_id", "concept", "score", "matched"]].values.tolist()
    [['a1', 'charge ships', 1.0, 'toll']]
    """
    check_option("method", method, METHODS)
    if dimensions is not None and dimensions < 1:
        raise InputError(f"dimensions must be at least 1; got {dimensions}")
    if context < 0:
        raise InputError(f"context must be 0 or more; got {context}")
    readings = readings_of(attributions)
    documents = pd.factorize(attributions["doc_id"])[0]
    used: dict[str, _Scores] = {}
    if method != "similarity":
        used["dictionary"] = _by_dictionary(readings, codebook)
    if method != "dictionary":
        used["similarity"] = _by_similarity(readings, codebook, documents, context, dimensions, seed)
    return match_least(_table(attributions, codebook, used), method, min_score)


def match_least(matches: pd.DataFrame, method: str, min_score: float | None) -> pd.DataFrame:
    """Leave out what scores below `min_score`, or the default of the method.

    Raises
    ------
    InputError
        If `min_score` is not between 0 and 1.

    Examples
    --------
    >>> match_least(pd.DataFrame({"score": [0.2, 0.6]}), "dictionary", None)["score"].tolist()
    [0.6]
    """
    least = MIN_SCORE[method] if min_score is None else min_score
    if not 0 <= least <= 1:
        raise InputError(f"min_score must lie between 0 and 1; got {min_score}")
    return matches[matches["score"] >= least].reset_index(drop=True)


def _table(attributions: pd.DataFrame, codebook: Codebook, used: dict[str, _Scores]) -> pd.DataFrame:
    total = np.max([scores.table for scores in used.values()], axis=0)
    rows = []
    for row, column in zip(*np.nonzero(total > 0), strict=True):
        parts = {name: round(float(scores.table[row, column]), 6) for name, scores in used.items()}
        listed = (scores.words(int(row), int(column)) for scores in used.values())
        words = next(filter(None, listed), [])
        key = attributions.iloc[row]
        made = (key["doc_id"], key["attribution_id"], codebook.names[column], round(float(total[row, column]), 6))
        rows.append((*made, parts.get("dictionary"), parts.get("similarity"), "; ".join(words)))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"score": "float64", "dictionary": "float64"})
    table = table.astype({"similarity": "float64", **dict.fromkeys((*COLUMNS[:3], "matched"), "str")})
    keys = ["doc_id", "attribution_id", "score", "concept"]
    return table.sort_values(keys, ascending=[True, True, False, True], ignore_index=True)


def _by_dictionary(readings: Sequence[Reading], codebook: Codebook) -> _Scores:
    wanted = [[phrase(entry.concept), *(phrase(p.text) for p in entry.seed_phrases)] for entry in codebook.concepts]
    found = [
        [hits(reading, entry, some) for entry, some in zip(codebook.concepts, wanted, strict=True)]
        for reading in readings
    ]
    table = np.array([_shares(row) for row in found]).reshape(len(readings), len(codebook.concepts))

    def words(row: int, column: int) -> list[str]:
        return list(dict.fromkeys(readings[row].words(places) for places in found[row][column]))

    return _Scores(table, words)


def _shares(found: Sequence[Sequence[tuple[int, ...]]]) -> list[float]:
    """Divide the words of all phrases found in a content among the concepts."""
    claimed = [{place for places in some for place in places} for some in found]
    owners = {place: sum(place in places for places in claimed) for places in claimed for place in places}
    return [sum(1 / owners[place] for place in places) / max(len(owners), 1) for places in claimed]


def _texts(concept: Concept) -> list[str]:
    phrases = [phrase.text for phrase in (*concept.seed_phrases, *concept.examples)]
    return [concept.concept, *([concept.description] if concept.description else []), *phrases]


def _in_context(rows: Any, documents: NDArray[np.int64], weight: float) -> Any:
    """Add to each content those of the same document (as one vector of the length `weight`)."""
    if not weight or not rows.shape[0]:
        return rows
    here = sparse.csr_array((np.ones(len(documents)), (documents, np.arange(len(documents)))))
    others = sparse.csr_array((here.T @ (here @ rows)) - rows)
    return unit(sparse.csr_array(rows + weight * unit(others)))


def _by_similarity(
    readings: Sequence[Reading],
    codebook: Codebook,
    documents: NDArray[np.int64],
    context: float,
    dimensions: int | None,
    seed: int,
) -> _Scores:
    texts = [_texts(entry) for entry in codebook.concepts]
    known = [*readings, *(read(text) for listed in texts for text in listed)]
    whole = space(known)
    owner = np.repeat(np.arange(len(texts)), [len(listed) for listed in texts])
    sums = sparse.csr_array((np.ones(len(owner)), (owner, np.arange(len(owner)))))
    own = whole.rows[: len(readings)]
    contents = _in_context(own, documents, context)
    profiles = unit(sparse.csr_array(sums @ whole.rows[len(readings) :]))
    if dimensions is None:
        table = (contents @ profiles.T).toarray()
    else:
        dense = latent(sparse.vstack([contents, profiles], format="csr"), dimensions, seed)
        table = dense[: len(readings)] @ dense[len(readings) :].T
    table = np.clip(_unexcluded(table, readings, codebook, profiles, whole), 0, 1)

    def words(row: int, column: int) -> list[str]:
        return _decisive(readings[row], _shared(own[[row]], profiles[[column]], whole.terms))

    return _Scores(table, words)


def _shared(content: Any, profile: Any, terms: Sequence[str]) -> dict[str, float]:
    """Give what each term adds to the likeness of a content (one row) and a concept."""
    both = sparse.csr_array(content.multiply(profile))
    return {terms[column]: float(value) for column, value in zip(both.indices, both.data, strict=True)}


def _unexcluded(
    table: NDArray[np.float64], readings: Sequence[Reading], codebook: Codebook, profiles: Any, whole: Space
) -> NDArray[np.float64]:
    """Lower the likeness of contents with an exclusion by the part that its words have in it."""
    made = table.copy()
    for column, entry in enumerate(codebook.concepts):
        for row, reading in enumerate(readings if entry.exclusions else ()):
            closed = closed_by(reading, entry) if table[row, column] > 0 else frozenset[int]()
            if closed:
                adds = _shared(whole.rows[[row]], profiles[[column]], whole.terms)
                kept = set(terms(reading, closed))
                made[row, column] *= sum(adds[t] for t in sorted(adds) if t in kept) / max(sum(adds.values()), 1e-12)
    return made


def _decisive(reading: Reading, adds: dict[str, float]) -> list[str]:
    """List the words behind the terms that add most, in the order of the content."""
    best = sorted(adds, key=lambda term: (-adds[term], term))[:_SHOWN]
    stems = {stem for term in best for stem in term.split(" ")}
    places = [n for n, stem in enumerate(reading.stems) if stem in stems and is_content(reading.forms[n])]
    return list(dict.fromkeys(reading.text[slice(*reading.spans[n])] for n in places))
