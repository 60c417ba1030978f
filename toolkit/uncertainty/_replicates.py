"""Replicates in batches, each with its own seed, so that any number of workers gives the same."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np

from toolkit.errors import InputError
from toolkit.uncertainty._draws import Drawing, weights
from toolkit.uncertainty._plan import Plan, evaluate
from toolkit.uncertainty._units import Array

__all__ = ["Progress", "replicated"]

Progress = Callable[[int], object] | bool
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


@contextmanager
def _told(progress: Progress, replicates: int) -> Iterator[Callable[[int], object]]:
    """Give what is told how many replicates are done: the caller's function, a bar on the screen, or nothing."""
    if callable(progress):
        yield progress
        return
    if not progress:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replicates", total=replicates)
        yield lambda done: bar.advance(task, done)


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
    with _told(progress, replicates) as tell:
        for part in _done(plan, drawing, list(zip(sizes, seeds, strict=True)), workers):
            parts.append(part)
            tell(len(next(iter(part.values()))) if part else 0)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
