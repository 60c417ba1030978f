"""The report folder: make it, fill it, and record what is in it."""

import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import toolkit
from toolkit.errors import InputError
from toolkit.reports.execution import execute
from toolkit.reports.notebooks import find_notebook, write_notebook
from toolkit.reports.page import render
from toolkit.reports.parameters import check_parameters, declared

__all__ = ["build", "prepare"]

_PAGE, _NOTEBOOK, _FAILED = "index.html", "notebook.ipynb", "failed.ipynb"
_RECORD, _TIMING = "report.json", "timing.json"
_VERSIONED = (
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "networkx",
    "nltk",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "spacy",
)


# --- digests ---------------------------------------------------------------------------------------------------------


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path relative to it, sorted; timings left out."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: found[name] for name in sorted(found) if Path(name).name != _TIMING}


def _tree_digest(path: Path) -> str:
    """Digest of a file, or of a folder: of the list of its files with their digests."""
    if path.is_file():
        return _digest(path)
    lines = [f"{_digest(file)}  {name}\n" for name, file in _files(path).items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _inputs(out: Path, values: Iterable[Any]) -> dict[str, str]:
    """Digests of what stood in the report folder beforehand and a parameter names, such as ``run``."""
    names = sorted({value for value in values if isinstance(value, str) and value})
    return {name: _tree_digest(out / name) for name in names if _is_inside(out, name)}


def _is_inside(out: Path, name: str) -> bool:
    try:
        return (out / name).exists() and out.resolve() in (out / name).resolve().parents
    except (OSError, ValueError):  # a text that cannot be a path
        return False


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "polyvocal": toolkit.__version__}
    for package in _VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


# --- the folder ------------------------------------------------------------------------------------------------------


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _record(out: Path) -> dict[str, Any] | None:
    """Read the record of an earlier report of ours in a folder; None where there is none."""
    try:
        record = json.loads((out / _RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) and "polyvocal_report" in record else None


def prepare(out: Path) -> Path:
    """Make a report folder, or check that an existing one may be written to, and mark it as one.

    Call it before placing a run folder in `out`; `build` calls it too. Files of an earlier report stay until `build`
    replaces them.

    Parameters
    ----------
    out : Path
        The folder; made with its parents where absent.

    Returns
    -------
    Path
        `out`.

    Raises
    ------
    InputError
        If `out` is a file, or a folder that holds something but no report of this toolkit.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = prepare(Path(mkdtemp()) / "housing")
    >>> sorted(path.name for path in folder.iterdir())
    ['report.json']
    """
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise InputError(f"out must be a folder; {out} is a file")
    if _record(out) is None:
        if out.is_dir() and any(out.iterdir()):
            raise InputError(f"out must be new, empty, or an earlier report; {out} holds other files")
        out.mkdir(parents=True, exist_ok=True)
        _write_json(out / _RECORD, {"polyvocal_report": 1, "finished": False, "files": {}})
    return out


def _remove_earlier(out: Path) -> None:
    """Remove what an earlier report wrote, as far as nobody changed it since; nothing else."""
    for name, digest in ((_record(out) or {}).get("files") or {}).items():
        path = out / name
        if path.is_file() and out.resolve() in path.resolve().parents and _digest(path) == digest:
            path.unlink()
    for name in (_PAGE, _NOTEBOOK, _FAILED, _TIMING):
        (out / name).unlink(missing_ok=True)


def _produced(out: Path, before: Mapping[str, str], inputs: Mapping[str, str]) -> dict[str, str]:
    """Digests of the files that the notebook wrote or changed."""
    now = {name: path for name, path in _files(out).items() if not _is_within(name, inputs) and name != _RECORD}
    digests = {name: _digest(path) for name, path in now.items()}
    return {name: digest for name, digest in digests.items() if before.get(name) != digest}


def _is_within(name: str, folders: Iterable[str]) -> bool:
    return any(Path(name).is_relative_to(Path(folder)) for folder in folders)


def build(
    notebook: str | Path,
    out: Path,
    *,
    parameters: Mapping[str, object],
    kernel: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Run a notebook with parameters and make a report folder of it.

    Everything is checked before anything runs. Made again with the same parameters and inputs, in this folder or
    another, every file has the same bytes, save ``timing.json``.

    Parameters
    ----------
    notebook : str or Path
        Path of a notebook, or the name of one that comes with the toolkit. The file is not changed.
    out : Path
        Report folder: new, empty, or that of an earlier report, whose files are replaced. The cells run in it.
    parameters : mapping
        Values by name; what is not given keeps the default that the notebook declares.
    kernel : str, optional
        Name of a registered kernel; by default that of the running Python.
    progress : callable, optional
        Called with 1 after each code cell.

    Returns
    -------
    Path
        ``out/index.html``.

    Raises
    ------
    InputError
        If there is no such notebook or kernel, a parameter is unknown or of another type, or `out` holds files that
        are not those of a report.
    NotebookError
        If a cell fails. Then there is no ``index.html``; the notebook as far as it ran is ``out/failed.ipynb``.
    """
    path = find_notebook(notebook)
    given = check_parameters(path, parameters)
    out = prepare(out)
    _remove_earlier(out)
    _write_json(out / _RECORD, {"polyvocal_report": 1, "finished": False, "files": {}})
    values = {name: given.get(name, parameter.default) for name, parameter in declared(path).items()}
    inputs = _inputs(out, values.values())
    before = {name: _digest(file) for name, file in _files(out).items() if not _is_within(name, inputs)}
    started = time.perf_counter()
    ran = execute(path, cwd=out, parameters=given, kernel=kernel, failed=out / _FAILED, progress=progress)
    seconds = time.perf_counter() - started
    write_notebook(ran, out / _NOTEBOOK)
    record: dict[str, Any] = {
        "polyvocal_report": 1,
        "finished": True,
        "notebook": path.name,
        "notebook_sha256": _digest(path),
        "parameters": values,
        "given": list(given),
        "inputs": inputs,
        "versions": _versions(),
        "files": _produced(out, before, inputs),
    }
    page = out / _PAGE
    page.write_text(render(ran, record, name=path.stem, folder=path.parent), encoding="utf-8", newline="\n")
    record["files"] = dict(sorted({**record["files"], _PAGE: _digest(page)}.items()))
    _write_json(out / _TIMING, {"seconds": round(seconds, 3)})
    _write_json(out / _RECORD, record)
    return page
