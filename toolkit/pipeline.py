"""From a corpus to a run: read, analyse and write the tables, part by part, so that nothing finished is lost.

A run folder holds one folder for each table, ``run.json`` (command, parameters, versions, input digests, counts; the
same for the same input) and ``timing.json`` (wall time, which never is). While a run is not finished its parts stand
in ``unfinished/``; the same call goes on from there.
"""

import hashlib
import json
import platform
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit
from toolkit import actors, attributions, encoder, language, layout, readers, relations, stance, tables
from toolkit import coreference as coref
from toolkit.errors import InputError
from toolkit.records import (
    Actor,
    Attribution,
    Document,
    Mention,
    Rejected,
    Relation,
    Segment,
    Target,
    Unresolved,
)

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PART_SIZE", "Analysis", "Run", "analyse", "extract", "is_run", "open_run"]

#: Documents in one part: what is lost at most when a run is interrupted.
PART_SIZE = 64
#: Time that a scheduler has to answer.
_PATIENCE = "10s"
_VERSIONED = ("numpy", "onnxruntime", "pandas", "pyarrow", "spacy", "tokenizers", "trafilatura")


@dataclass(frozen=True)
class Analysis:
    """What was found in one document or in several: the rows of the tables of a run."""

    documents: tuple[Document, ...] = ()
    segments: tuple[Segment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    relations: tuple[Relation, ...] = ()
    targets: tuple[Target, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and the number of rows of each table."""

    folder: Path
    counts: dict[str, int]


@dataclass(frozen=True)
class _Settings:
    model: str
    method: str
    aliases: Mapping[str, str]
    min_confidence: float | None = None
    coreference: str = "none"


def analyse(
    document: Document,
    nlp: "Language",
    *,
    method: str = attributions.DEFAULT_METHOD,
    aliases: Mapping[str, str] | None = None,
    min_confidence: float | None = None,
    coreference: str = "none",
) -> Analysis:
    r"""Find segments, attributions, actors and relations of one document.

    Parameters
    ----------
    document : Document
        The document; it is not changed. Title, date, author and outlet are filled from its layout where missing.
    nlp : Language
        Pipeline from `language.load`.
    method : {"trained", "rules"}, optional
        How attributions and relations are found: by the trained reader with the rules, or by the rules alone.
    aliases : mapping of str to str, optional
        A person's corrections, form -> actor, see `actors.read_aliases`.
    min_confidence : float, optional
        Least confidence of an attribution, see `attributions.extract`.
    coreference : {"none", "fastcoref", "maverick"}, optional
        A coreference package of the user's that has a say on pronouns, see `coreference.find` and `actors.follow`.

    Returns
    -------
    Analysis
        The rows of all tables for this document; a document that the parser cannot take is in `rejected` instead.

    Examples
    --------
    >>> found = analyse(Document("d1", 'Tolls rise\n\n"No," said Marla Quist.'), language.load())
    >>> [(a.source_text, a.content_text) for a in found.attributions]
    [('Marla Quist', '"No,"')]
    """
    segments = layout.segment(document)
    document = layout.with_metadata(document, segments)
    longest = max((s.end - s.start for s in segments), default=0)
    if longest > nlp.max_length:
        detail = f"{longest} characters without a paragraph break; the parser takes {nlp.max_length}"
        return Analysis(rejected=(Rejected(document.path or document.doc_id, "paragraph too long", detail),))
    parsed = language.parse(document, segments, nlp)
    seen = encoder.see(parsed) if method == "trained" else None
    found = attributions.extract(parsed, method=method, seen=seen, min_confidence=min_confidence)
    resolution = actors.resolve(parsed, actors.find_mentions(parsed), found, aliases=aliases)
    if coreference != "none":
        chains = coref.find(parsed, package=coreference, nlp=nlp)
        resolution = actors.follow(parsed, resolution, chains, attributions=found)
    linked = actors.link(parsed, found, resolution)
    spoken_of = actors.targets(linked, resolution.mentions, resolution.actors)
    if seen is not None:
        spoken_of = stance.of_targets(parsed, seen, spoken_of, resolution.mentions)
    return Analysis(
        documents=(document,),
        segments=segments,
        mentions=resolution.mentions,
        actors=resolution.actors,
        attributions=linked,
        relations=relations.extract(parsed, resolution.mentions, resolution.actors, linked, seen=seen),
        targets=spoken_of,
        unresolved=resolution.unresolved,
    )


def _analyse_all(items: Iterable[Document | Rejected], nlp: "Language", settings: _Settings) -> Iterator[Analysis]:
    for item in items:
        if isinstance(item, Rejected):
            yield Analysis(rejected=(item,))
        else:
            yield analyse(
                item,
                nlp,
                method=settings.method,
                aliases=settings.aliases,
                min_confidence=settings.min_confidence,
                coreference=settings.coreference,
            )


def _marker(folder: Path, part: int) -> Path:
    return folder / f"part-{part:05d}.done"


def _is_done(folder: Path, part: int) -> bool:
    files = [folder / field.name / f"part-{part:05d}.parquet" for field in fields(Analysis)]
    return _marker(folder, part).exists() and all(file.exists() for file in files)


def _write_part(part: int, items: Sequence[Document | Rejected], folder: Path, settings: _Settings) -> int:
    found = list(_analyse_all(items, language.load(settings.model), settings))
    for field in fields(Analysis):
        rows = [row for analysis in found for row in getattr(analysis, field.name)]
        tables.write_part(field.name, actors.merge(rows) if field.name == "actors" else rows, folder, part)
    _marker(folder, part).touch()
    return len(items)


def _provenance(corpus: Path, settings: _Settings, text_column: str | None, nlp: "Language") -> dict[str, Any]:
    aliases = json.dumps(actors.stated(settings.aliases), sort_keys=True)
    return {
        "command": "extract",
        "parameters": {
            "aliases": hashlib.sha256(aliases.encode()).hexdigest() if settings.aliases else None,
            "coreference": settings.coreference,
            "corpus": corpus.resolve().name,
            "method": settings.method,
            "min_confidence": settings.min_confidence,
            "model": settings.model,
            "text_column": text_column,
        },
        "versions": {
            "polyvocal": toolkit.__version__,
            "python": platform.python_version(),
            "model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
            "coreference": coref.version(settings.coreference),
            "reader": encoder.load().facts["version"] if settings.method == "trained" else None,
            **{name: version(name) for name in _VERSIONED},
        },
        "inputs": dict(readers.digests(corpus)),
    }


def is_run(path: str | Path) -> bool:
    """Tell whether a path is the folder of a finished run.

    Examples
    --------
    >>> is_run("no/such/folder")
    False
    """
    return (Path(path) / "run.json").is_file()


def _json(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _begin(out: Path, provenance: dict[str, Any]) -> Path:
    """Make the folder of unfinished parts; it is kept if it belongs to the same input and settings."""
    unfinished = out / "unfinished"
    stated = unfinished / "settings.json"
    if out.exists() and not out.is_dir():
        raise InputError(f"out must be a folder; {out} is a file")
    if out.is_dir() and any(out.iterdir()) and not (is_run(out) or stated.is_file()):
        raise InputError(f"out must be a new or empty folder or an earlier run; {out} holds other files")
    settings = _json(provenance)
    if not (stated.is_file() and stated.read_text(encoding="utf-8") == settings):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        stated.write_text(settings, encoding="utf-8")
    (out / "run.json").unlink(missing_ok=True)
    shutil.rmtree(out / "statements", ignore_errors=True)  # the coding of the run that is replaced
    return unfinished


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


def _write_parts(
    items: Iterator[Document | Rejected], folder: Path, settings: _Settings, workers: int, scheduler: str | None
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


def _finish(unfinished: Path, out: Path, aliases: Mapping[str, str]) -> dict[str, int]:
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


def extract(
    corpus: str | Path,
    out: str | Path,
    *,
    model: str = language.DEFAULT_MODEL,
    method: str = attributions.DEFAULT_METHOD,
    min_confidence: float | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    aliases: Mapping[str, str] | None = None,
    coreference: str = "none",
    text_column: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Run:
    """Extract all tables from a corpus into a run folder.

    Parameters
    ----------
    corpus : str or Path
        A file or a folder, see `readers.read_corpus`.
    out : str or Path
        Run folder: new, empty, or an earlier run, which is replaced. An interrupted run with the same input and
        settings is continued.
    model : str
        Name of the language model, see `language.load`.
    method : {"trained", "rules"}, optional
        How attributions and relations are found, see `analyse`.
    min_confidence : float, optional
        Least confidence of an attribution, see `attributions.extract`.
    workers : int
        Number of processes. The result is the same for any number.
    scheduler : str, optional
        Address of a dask scheduler, as ``tcp://10.0.0.1:8786``, whose workers do the work instead; they must see `out`
        under the same path, and have the same version of the toolkit.
    aliases : mapping of str to str, optional
        A person's corrections, form -> actor, see `actors.read_aliases`.
    coreference : {"none", "fastcoref", "maverick"}, optional
        A coreference package of the user's that has a say on pronouns, see `analyse`.
    text_column : str, optional
        Column of .csv and .xlsx files that holds the text; found by its name if not given.
    progress : callable, optional
        Called with the number of documents and rejected files finished since the last call.

    Returns
    -------
    Run
        The folder and the number of rows of each table.

    Raises
    ------
    InputError
        If there is nothing readable at `corpus`, `out` holds other files, an option is wrong, or no scheduler answers.
    MissingModelError
        If the model or the coreference package is not installed.
    """
    started = time.perf_counter()
    corpus, out = Path(corpus), Path(out)
    if workers < 1:
        raise InputError(f"workers must be at least 1; got {workers}")
    if scheduler is not None and workers != 1:
        raise InputError(f"workers and scheduler exclude each other; got workers {workers}, scheduler {scheduler!r}")
    settings = _Settings(model, method, {} if aliases is None else aliases, min_confidence, coreference)
    items = readers.read_corpus(corpus, text_column=text_column)
    provenance = _provenance(corpus, settings, text_column, language.load(model))
    unfinished = _begin(out, provenance)
    for finished in _write_parts(iter(items), unfinished.resolve(), settings, workers, scheduler):
        if progress is not None:
            progress(finished)
    if not list(unfinished.glob("*.done")):
        shutil.rmtree(unfinished)
        raise InputError(f"corpus must be a file or folder with something to read; {corpus} holds nothing")
    counts = _finish(unfinished, out, settings.aliases)
    (out / "run.json").write_text(_json({**provenance, "counts": counts}), encoding="utf-8")
    timing = {"seconds": round(time.perf_counter() - started, 1), "workers": workers}
    (out / "timing.json").write_text(_json(timing), encoding="utf-8")
    shutil.rmtree(unfinished)
    return Run(out, counts)


def _is_same(run: Path, corpus: Path) -> bool:
    """Tell whether a finished run is what `extract` would make of a corpus now, all options at their defaults."""
    if not is_run(run):
        return False
    stated = json.loads((run / "run.json").read_text(encoding="utf-8"))
    settings = _Settings(language.DEFAULT_MODEL, attributions.DEFAULT_METHOD, {})
    wanted = json.loads(_json(_provenance(corpus, settings, None, language.load(language.DEFAULT_MODEL))))
    return bool({name: part for name, part in stated.items() if name != "counts"} == wanted)


def open_run(run: str | Path, *, corpus: str | Path | None = None) -> Path:
    """Make a run of a corpus, or take one that is there: the first step of a notebook.

    Parameters
    ----------
    run : str or Path
        Run folder.
    corpus : str or Path, optional
        If given, it is extracted into `run`, which replaces an earlier run there; a run of the same input by the same
        versions is taken as it is.

    Returns
    -------
    Path
        The run folder.

    Raises
    ------
    InputError
        If no corpus is given and `run` is not a finished run.
    """
    if corpus is not None:
        return Path(run) if _is_same(Path(run), Path(corpus)) else extract(corpus, run).folder
    if not is_run(run):
        raise InputError(f"run must be the folder of a finished run, or corpus must be given; {run} holds no run.json")
    return Path(run)
