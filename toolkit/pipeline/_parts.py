"""A corpus in parts: each is written as soon as it is done, by as many hands as there are."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from toolkit import actors, language, tables
from toolkit.errors import InputError
from toolkit.pipeline._analysis import Analysis, Settings, analyse_all
from toolkit.records import Document, Rejected

__all__ = ["PART_SIZE", "finish", "write_parts"]

#: Documents in one part: what is lost at most when a run is interrupted.
PART_SIZE = 64
#: Time that a scheduler has to answer.
_PATIENCE = "10s"


def _marker(folder: Path, part: int) -> Path:
    return folder / f"part-{part:05d}.done"


def _is_done(folder: Path, part: int) -> bool:
    files = [folder / field.name / f"part-{part:05d}.parquet" for field in fields(Analysis)]
    return _marker(folder, part).exists() and all(file.exists() for file in files)


def _write_part(part: int, items: Sequence[Document | Rejected], folder: Path, settings: Settings) -> int:
    found = list(analyse_all(items, language.load(settings.model), settings))
    for field in fields(Analysis):
        rows = [row for analysis in found for row in getattr(analysis, field.name)]
        tables.write_part(field.name, actors.merge(rows) if field.name == "actors" else rows, folder, part)
    _marker(folder, part).touch()
    return len(items)


def _batches(items: Iterator[Document | Rejected]) -> Iterator[list[Document | Rejected]]:
    while batch := list(islice(items, PART_SIZE)):
        yield batch


@contextmanager
def _hands(workers: int, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """Open what does the work: processes of this machine or a dask cluster; give it and its number of workers."""
    if scheduler is None:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool, workers
        return
    try:
        distributed: Any = import_module("distributed")
    except ModuleNotFoundError as error:
        raise InputError("scheduler needs the package distributed: pip install 'polyvocal[cluster]'") from error
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"scheduler must be the address of a dask scheduler; nobody answers at {scheduler}") from error
    with client:
        yield client.get_executor(pure=False), max(1, len(client.nthreads()))


def write_parts(
    items: Iterator[Document | Rejected], folder: Path, settings: Settings, workers: int, scheduler: str | None
) -> Iterator[int]:
    """Write every part that is not written yet; yield the number of items of each part when it is done."""
    if workers == 1 and scheduler is None:
        for part, batch in enumerate(_batches(items)):
            yield len(batch) if _is_done(folder, part) else _write_part(part, batch, folder, settings)
        return
    with _hands(workers, scheduler) as (pool, number):
        waiting: list[Future[int]] = []
        for part, batch in enumerate(_batches(items)):
            if _is_done(folder, part):
                yield len(batch)
                continue
            waiting.append(pool.submit(_write_part, part, batch, folder, settings))
            if len(waiting) > 2 * number:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def finish(unfinished: Path, out: Path, aliases: Mapping[str, str]) -> dict[str, int]:
    """Turn the parts into the finished tables; count the rows of each."""
    counts = {}
    for name in tables.RECORDS:
        if name == "actors":
            rows = tables.to_records(name, tables.read(unfinished, name))
            shutil.rmtree(unfinished / name)
            tables.write_part(name, actors.merge(rows, aliases=aliases), unfinished)
        tables.assemble(name, sorted((unfinished / name).glob("part-*.parquet")), out)
        counts[name] = len(tables.read(out, name))
    return counts
