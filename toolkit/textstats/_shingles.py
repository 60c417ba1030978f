"""Sets of word shingles, their MinHash signatures, and the pairs of texts that may be alike. Numpy only."""

import hashlib
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

__all__ = ["bands_for", "candidates", "jaccard", "jaccards", "shared", "shingle_sets", "signatures"]

Hashes = NDArray[np.uint64]


def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def shingle_sets(texts: Sequence[Sequence[str]], size: int) -> list[Hashes]:
    """Give each text's distinct shingles as sorted 64-bit hashes; a text shorter than a shingle is one shingle.

    A hash depends on the words alone. Two of a million distinct shingles fall together with a chance below 1 in 10^7.
    """
    known: dict[str, int] = {}
    # Odd random multipliers: the place of a word in the shingle matters.
    weights = np.array([_word_hash(f"shingle {place}") | 1 for place in range(size)], dtype=np.uint64)
    sets = []
    for words in texts:
        for word in words:
            if word not in known:
                known[word] = _word_hash(word)
        hashes = np.array([known[word] for word in words], dtype=np.uint64)
        width = min(size, len(hashes))
        rows = np.lib.stride_tricks.sliding_window_view(hashes, width) if width else hashes.reshape(0, 1)
        mixed = (rows * weights[:width]).sum(axis=1, dtype=np.uint64)
        sets.append(np.unique(_mix(mixed)))
    return sets


def _mix(values: Hashes) -> Hashes:
    """Spread the bits (finaliser of SplitMix64), so that low bits depend on all."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def signatures(sets: Sequence[Hashes], permutations: int, seed: int) -> Hashes:
    """Give each set's MinHash signature: the smallest value under each of many random functions.

    The chance that two sets agree in one place is their Jaccard similarity (Broder 1997).
    """
    draw = np.random.default_rng(seed)
    keys = draw.integers(0, 2**64, size=permutations, dtype=np.uint64)
    odd = draw.integers(0, 2**64, size=permutations, dtype=np.uint64) | np.uint64(1)
    rows = [
        ((held[:, None] ^ keys) * odd >> np.uint64(32)).min(axis=0) if len(held) else np.zeros_like(keys)
        for held in sets
    ]
    return np.array(rows, dtype=np.uint64).reshape(len(sets), permutations)


def bands_for(threshold: float, permutations: int, recall: float = 0.999) -> tuple[int, int]:
    """Choose bands and rows: the most rows at which a pair just at the threshold is still found with that chance.

    A pair of similarity s agrees in at least one of b bands of r rows with the chance 1 - (1 - s^r)^b.

    Returns
    -------
    int, int
        Bands, rows a band.
    """
    for rows in range(permutations, 0, -1):
        bands = permutations // rows
        if 1 - (1 - threshold**rows) ** bands >= recall:
            return bands, rows
    return permutations, 1


def candidates(signed: Hashes, bands: int, rows: int) -> list[tuple[int, int]]:
    """Give the pairs of rows (first below second) that agree in a whole band, sorted."""
    sharing: list[list[NDArray[np.int64]]] = [[] for _ in signed]
    for band in range(bands):
        part = np.ascontiguousarray(signed[:, band * rows : (band + 1) * rows])
        bucket = np.unique(part, axis=0, return_inverse=True)[1].ravel()
        order = np.argsort(bucket, kind="stable")
        for members in np.split(order, np.flatnonzero(np.diff(bucket[order])) + 1):
            for place in members[: len(members) - 1].tolist():
                sharing[place].append(members)
    pairs: list[tuple[int, int]] = []
    marked = np.zeros(len(signed), dtype=bool)
    for place, buckets in enumerate(sharing):
        for members in buckets:
            marked[members] = True
        pairs += [(place, place + 1 + int(other)) for other in np.flatnonzero(marked[place + 1 :])]
        marked[:] = False
    return pairs


def shared(left: Hashes, right: Hashes) -> int:
    """Count the shingles that two sets share."""
    return len(np.intersect1d(left, right, assume_unique=True))


def jaccard(left: Hashes, right: Hashes) -> float:
    """Give the Jaccard similarity: shared shingles over all distinct shingles, 0 to 1; 0 for two empty sets."""
    both = shared(left, right)
    union = len(left) + len(right) - both
    return both / union if union else 0.0


def jaccards(sets: Sequence[Hashes], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Give the Jaccard similarity of each of many pairs of sets without an empty one; pairs are sorted."""
    if not pairs:
        return []
    distinct, numbers = np.unique(np.concatenate(sets), return_inverse=True)
    numbered = np.split(numbers.ravel(), np.cumsum([len(held) for held in sets])[:-1])
    marked, values = np.zeros(len(distinct), dtype=bool), list[float]()
    for left, group in groupby(pairs, key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        sizes = np.array([len(sets[right]) for right in rights])
        marked[numbered[left]] = True
        hits = marked[np.concatenate([numbered[right] for right in rights])]
        both = np.add.reduceat(hits, np.cumsum(sizes) - sizes, dtype=np.int64)
        values += (both / (len(sets[left]) + sizes - both)).tolist()
        marked[numbered[left]] = False
    return values
