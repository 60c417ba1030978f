"""Replicates in batches, each with its own seed, so that any number of workers gives the same."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from toolkit.errors import InputError
from toolkit.uncertainty._draws import Drawing, weights
from toolkit.uncertainty._plan import Plan, evaluate
from toolkit.uncertainty._units import Array

__all__ = ["Progress", "replicated"]

Progress = Callable[[int], object] | None
_Batch = tuple[int, np.random.SeedSequence]


def _batch(plan: Plan, drawing: Drawing, batch: _Batch) -> dict[str, Array]:
    size, seed = batch
    return evaluate(plan, weights(plan.units, drawing, size, np.random.default_rng(seed)))


def _done(plan: Plan, drawing: Drawing, batches: list[_Batch], workers: int) -> Iterator[dict[str, Array]]:
    if workers == 1:
        yield from (_batch(plan, drawing, batch) for batch in batches)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        n = len(batches)
        yield from pool.map(_batch, [plan] * n, [drawing] * n, batches)


def _check(replicates: int, workers: int) -> None:
    for name, value, least in (("replicates", replicates, 2), ("workers", workers, 1)):
        if isinstance(value, bool) or value < least:
            raise InputError(f"{name} must be a whole number of at least {least}; got {value!r}")


def replicated(
    plan: Plan, drawing: Drawing, replicates: int, *, seed: Sequence[int], workers: int, progress: Progress
) -> dict[str, Array]:
    """Draw and compute replicates.

    Returns
    -------
    dict
        Name of the statistic -> replicates x ties, nodes or 1.
    """
    _check(replicates, workers)
    sizes = [plan.batch] * (replicates // plan.batch)
    sizes += [replicates % plan.batch] if replicates % plan.batch else []
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    parts = []
    for part in _done(plan, drawing, list(zip(sizes, seeds, strict=True)), workers):
        parts.append(part)
        if progress is not None:
            progress(len(next(iter(part.values()))) if part else 0)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
