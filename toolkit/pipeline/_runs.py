"""Runs: a folder with the tables of a corpus, and the record of how they were made."""

import hashlib
import json
import platform
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit
from toolkit import actors, attributions, encoder, language, readers
from toolkit import coreference as coref
from toolkit.errors import InputError
from toolkit.pipeline._analysis import Settings
from toolkit.pipeline._parts import finish, write_parts

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Run", "extract", "is_run", "open_run"]

_VERSIONED = ("numpy", "onnxruntime", "pandas", "pyarrow", "spacy", "tokenizers", "trafilatura")
#: What only stores and computes, and reads nothing: a run by other versions of these is still the same run.
_STORING = ("numpy", "pandas", "pyarrow", "python")


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and the number of rows of each table."""

    folder: Path
    counts: dict[str, int]


def _provenance(corpus: Path, settings: Settings, text_column: str | None, nlp: "Language") -> dict[str, Any]:
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
    settings = Settings(model, method, {} if aliases is None else aliases, min_confidence, coreference)
    items = readers.read_corpus(corpus, text_column=text_column)
    provenance = _provenance(corpus, settings, text_column, language.load(model))
    unfinished = _begin(out, provenance)
    for finished in write_parts(iter(items), unfinished.resolve(), settings, workers, scheduler):
        if progress is not None:
            progress(finished)
    if not list(unfinished.glob("*.done")):
        shutil.rmtree(unfinished)
        raise InputError(f"corpus must be a file or folder with something to read; {corpus} holds nothing")
    counts = finish(unfinished, out, settings.aliases)
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
    settings = Settings(language.DEFAULT_MODEL, attributions.DEFAULT_METHOD, {})
    wanted = json.loads(_json(_provenance(corpus, settings, None, language.load(language.DEFAULT_MODEL))))
    for facts in (stated, wanted):
        facts["versions"] = {name: version for name, version in facts["versions"].items() if name not in _STORING}
    return bool({name: part for name, part in stated.items() if name != "counts"} == wanted)


def open_run(run: str | Path, *, corpus: str | Path | None = None) -> Path:
    """Make a run of a corpus, or take one that is there: the first step of a notebook.

    Parameters
    ----------
    run : str or Path
        Run folder.
    corpus : str or Path, optional
        If given, it is extracted into `run`, which replaces an earlier run there; a run of the same input by the same
        versions (of what reads; Python, numpy, pandas and pyarrow may differ) is taken as it is.

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
