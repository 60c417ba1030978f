"""Search for the subset of concepts with the smallest loss."""

from collections.abc import Collection
from itertools import combinations

import numpy as np
import numpy.typing as npt

from toolkit.measures._subsets import Losses, Masks

__all__ = ["TIED", "annealed", "best_subset", "without_each"]

#: Losses that differ by less than this are the same.
TIED = 1e-11


def without_each(mask: Masks) -> tuple[npt.NDArray[np.intp], Masks]:
    """Give the places of a subset, and the subset without each of them."""
    places = np.flatnonzero(mask)
    smaller = np.repeat(mask[None], len(places), axis=0)
    smaller[np.arange(len(places)), places] = False
    return places, smaller


def best_subset(losses: Losses, sizes: Collection[int], penalty: float) -> Masks:
    """Compare all subsets; of equally good ones the smallest, then the first in label order."""
    concepts = len(losses.counts.concepts)
    chosen = [places for size in sizes for places in combinations(range(concepts), size)]
    masks = np.zeros((len(chosen), concepts), dtype=bool)
    for row, places in enumerate(chosen):
        masks[row, list(places)] = True
    loss = losses.penalized(masks, penalty)
    best: Masks = masks[int(np.argmax(loss <= loss.min() + TIED))]
    return best


def _nested_start(losses: Losses, size: int | None, penalty: float) -> Masks:
    """Remove concepts one by one, and take the best subset on the way (of the size asked for)."""
    mask = np.ones(len(losses.counts.concepts), dtype=bool)
    seen = []
    while mask.sum() > (size or 1):
        _, smaller = without_each(mask)
        mask = smaller[int(np.argmin(losses.of(smaller)))]
        seen.append(mask)
    if size is not None:
        return mask
    best: Masks = seen[int(np.argmin(losses.penalized(np.stack(seen), penalty)))]
    return best


def _neighbour(mask: Masks, rng: np.random.Generator, *, fixed: bool) -> Masks:
    """Add, remove or swap a concept, never all and never none."""
    inside, outside = np.flatnonzero(mask), np.flatnonzero(~mask)
    moves = ["swap"] if fixed else ["swap", *["add"] * (len(outside) > 1), *["remove"] * (len(inside) > 1)]
    move, changed = moves[int(rng.integers(len(moves)))], mask.copy()
    if move != "add":
        changed[inside[int(rng.integers(len(inside)))]] = False
    if move != "remove":
        changed[outside[int(rng.integers(len(outside)))]] = True
    return changed


def annealed(losses: Losses, size: int | None, penalty: float, iterations: int, seed: int) -> Masks:
    """Search from the best nested backbone: worse subsets are accepted ever more rarely; keep the best seen."""
    rng = np.random.default_rng(seed)
    now = best = _nested_start(losses, size, penalty)
    value = lowest = float(losses.penalized(now[None], penalty)[0])
    known: dict[bytes, float] = {}
    for step in range(iterations):
        heat = max(lowest, 1e-6) * (1 - step / iterations) ** 2
        other = _neighbour(now, rng, fixed=size is not None)
        if other.tobytes() not in known:
            known[other.tobytes()] = float(losses.penalized(other[None], penalty)[0])
        loss = known[other.tobytes()]
        if loss <= value or rng.random() < np.exp(-(loss - value) / heat):
            now, value = other, loss
        if loss < lowest - TIED:
            best, lowest = other, loss
    return best
