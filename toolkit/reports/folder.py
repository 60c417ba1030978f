"""The report folder: make it, fill it, and record what is in it."""

import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from toolkit.reports._digests import TIMING, digest_of, files_of, inputs_of, is_within, versions
from toolkit.reports.execution import NotebookError, execute
from toolkit.reports.notebooks import find_notebook, read_notebook, write_notebook
from toolkit.reports.page import render, title_of
from toolkit.reports.parameters import check_parameters, declared

__all__ = ["PAGE", "RECORD", "Belonging", "build", "prepare", "read_record", "remove_earlier", "write_record"]

PAGE, RECORD = "index.html", "report.json"
_NOTEBOOK, _FAILED = "notebook.ipynb", "failed"
_MARK = {"polyvocal_report": 1, "finished": False, "files": {}}


@dataclass(frozen=True)
class Belonging:
    """What a report of a set has in common with the others.

    Attributes
    ----------
    home : Path
        Folder of the set; what parameters name in it is input too.
    up : str
        Address of the overview, from the page.
    about : dict
        What the record states beside the rest, such as the parameter file.
    """

    home: Path | None = None
    up: str | None = None
    about: Mapping[str, Any] | None = None


# --- the folder ------------------------------------------------------------------------------------------------------


def write_record(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON for people to read, the same bytes for the same content."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_record(out: Path) -> dict[str, Any] | None:
    """Read the record of an earlier report of ours in a folder; None where there is none."""
    try:
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
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
    if read_record(out) is None:
        if out.is_dir() and any(out.iterdir()):
            raise InputError(f"out must be new, empty, or an earlier report; {out} holds other files")
        out.mkdir(parents=True, exist_ok=True)
        write_record(out / RECORD, _MARK)
    return out


def remove_earlier(out: Path) -> None:
    """Remove what an earlier report wrote, as far as nobody changed it since; nothing else."""
    earlier = read_record(out) or {}
    for name, digest in {**(earlier.get("files") or {}), **(earlier.get("failed") or {})}.items():
        path = out / name
        if path.is_file() and out.resolve() in path.resolve().parents and digest_of(path) == digest:
            path.unlink()
    for name in (PAGE, _NOTEBOOK, TIMING):
        (out / name).unlink(missing_ok=True)
    for folder in ("failed/figures", "failed/tables", _FAILED, "figures", "tables"):
        if (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()


def _produced(out: Path, before: Mapping[str, str], inputs: Mapping[str, str]) -> dict[str, str]:
    """Digests of the files that the notebook wrote or changed."""
    now = {name: path for name, path in files_of(out).items() if not is_within(name, inputs) and name != RECORD}
    digests = {name: digest_of(path) for name, path in now.items()}
    return {name: digest for name, digest in digests.items() if before.get(name) != digest}


@dataclass(frozen=True)
class _Job:
    """A notebook that is to become a report, with everything settled that the page states."""

    path: Path
    out: Path
    given: Mapping[str, Any]
    belonging: Belonging
    record: dict[str, Any]

    def page(self, ran: Any, *, stopped: str | None = None) -> str:
        name, folder = self.path.stem, self.path.parent
        return render(ran, self.record, name=name, folder=folder, up=self.belonging.up, stopped=stopped)


def _settled(path: Path, out: Path, given: Mapping[str, Any], belonging: Belonging) -> _Job:
    values = {name: given.get(name, parameter.default) for name, parameter in declared(path).items()}
    record: dict[str, Any] = {
        "polyvocal_report": 1,
        "finished": True,
        "title": title_of(read_notebook(path), values, name=path.stem, folder=path.parent),
        "notebook": path.name,
        "notebook_sha256": digest_of(path),
        "parameters": values,
        "given": list(given),
        **(belonging.about or {}),
        "inputs": inputs_of(out, values.values(), belonging.home),
        "versions": versions(),
        "files": {},
    }
    return _Job(path, out, given, belonging, record)


def _keep_apart(job: _Job, error: NotebookError, before: Mapping[str, str]) -> None:
    """Put what a failed notebook wrote into a folder of its own, with the page as far as it came."""
    apart = job.out / _FAILED
    apart.mkdir(exist_ok=True)
    for name in _produced(job.out, before, job.record["inputs"]):
        if not is_within(name, [_FAILED]):
            (apart / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(job.out / name, apart / name)
    if error.ran is not None:
        write_notebook(error.ran, apart / _NOTEBOOK)
        (apart / PAGE).write_text(job.page(error.ran, stopped=error.where), encoding="utf-8", newline="\n")
        write_record(apart / RECORD, job.record | {"finished": False, "stopped": error.where})
    written = {f"{_FAILED}/{name}": digest_of(path) for name, path in files_of(apart).items()}
    write_record(job.out / RECORD, _MARK | {"failed": written, "stopped": error.where})


def build(
    notebook: str | Path,
    out: Path,
    *,
    parameters: Mapping[str, object],
    kernel: str | None = None,
    progress: Callable[[int], None] | None = None,
    belonging: Belonging | None = None,
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
    belonging : Belonging, optional
        What the report has in common with others of a set; `build_set` gives it.

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
        If a cell fails. Then there is no ``index.html``; page, notebook, tables and figures as far as they came stand
        apart in ``out/failed/``, and the next report replaces them.
    """
    path = find_notebook(notebook)
    given = check_parameters(path, parameters)
    out = prepare(out)
    remove_earlier(out)
    write_record(out / RECORD, _MARK)
    job = _settled(path, out, given, belonging or Belonging())
    inputs, record = job.record["inputs"], job.record
    before = {name: digest_of(file) for name, file in files_of(out).items() if not is_within(name, inputs)}
    started = time.perf_counter()
    try:
        ran = execute(path, cwd=out, parameters=given, kernel=kernel, progress=progress)
    except NotebookError as error:
        _keep_apart(job, error, before)
        kept = out / _FAILED / PAGE
        said = f"{error}. What was made until then is in {kept if kept.is_file() else kept.parent}"
        raise NotebookError(said, where=error.where, ran=error.ran) from error
    seconds = time.perf_counter() - started
    write_notebook(ran, out / _NOTEBOOK)
    record["files"] = _produced(out, before, inputs)
    page = out / PAGE
    page.write_text(job.page(ran), encoding="utf-8", newline="\n")
    record["files"] = dict(sorted({**record["files"], PAGE: digest_of(page)}.items()))
    write_record(out / TIMING, {"seconds": round(seconds, 3)})
    write_record(out / RECORD, record)
    return page
