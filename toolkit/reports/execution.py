"""Run a notebook through papermill and say plainly which cell failed."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.reports.kernels import LOG, manager
from toolkit.reports.notebooks import clean_notebook, find_notebook, read_notebook, write_notebook

__all__ = ["NotebookError", "execute", "execute_in_place"]

_INJECTED, _MARK = "injected-parameters", "papermill-error-cell-tag"
_TEMPORARY = re.compile(r"\(\d+\.py, line ")
#: What IPython writes above the line of the cell that failed.
_FAILED_LINE = re.compile(r"Cell In\s*\[\d+\], line (\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SHOWN = 72


class NotebookError(ToolkitError):
    """A notebook stopped before its end; the message names the cell and the error.

    Attributes
    ----------
    where : str
        The cell and the error alone.
    ran : NotebookNode or None
        The notebook as far as it ran; None where Python itself ended.
    """

    def __init__(self, message: str, *, where: str = "", ran: Any = None) -> None:
        super().__init__(message)
        self.where, self.ran = where or message, ran


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's log off the terminal; what matters in it is raised here as an error."""
    logger = logging.getLogger("papermill")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _cut(line: str) -> str:
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."


def _first_line(source: str) -> str:
    """Give the first line that does something; an import only where there is nothing else."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    acting = [line for line in lines if not line.startswith(("import ", "from "))]
    return _cut(next(iter(acting or lines), ""))


def _failing_line(cell: Any, output: Any) -> str:
    """Give the line of the cell that failed, if the error names one."""
    named = _FAILED_LINE.search(_ANSI.sub("", "\n".join(output.get("traceback", []))))
    lines = cell.source.splitlines()
    place = int(named[1]) - 1 if named else len(lines)
    return _cut(lines[place].strip()) if place < len(lines) else _first_line(cell.source)


def _is_injected(cell: Any) -> bool:
    return _INJECTED in cell.metadata.get("tags", [])


def _in_words(output: Any) -> str:
    """Name and message of an error on one line, without the names of temporary files."""
    said = _TEMPORARY.sub("(line ", " ".join(str(output.evalue).split()))
    return f"{output.ename}: {said}" if said else str(output.ename)


def _place(notebook: Any, stopped_at: Any, output: Any) -> str:
    """Say where a notebook stopped as a reader of the notebook counts: code cells, without the one papermill adds."""
    if _is_injected(stopped_at):
        return "the cell with the given parameters"
    own = [cell.id for cell in notebook.cells if cell.cell_type == "code" and not _is_injected(cell)]
    return f"code cell {own.index(stopped_at.id) + 1} (`{_failing_line(stopped_at, output)}`)"


def _failure(notebook: Any) -> str | None:
    """Say where a notebook stopped and why, or None where it did not."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return f"{_place(notebook, cell, output)}: {_in_words(output)}"
    return None


def _readable(notebook: Any, parameters: Mapping[str, Any]) -> Any:
    """Undo what papermill writes for machines: its red marks, and escaped letters in the cell of given parameters."""
    notebook.cells = [cell for cell in notebook.cells if _MARK not in cell.metadata.get("tags", [])]
    lines = ["# Parameters of this report", *(f"{name} = {value!r}" for name, value in parameters.items())]
    for cell in filter(_is_injected, notebook.cells):
        cell.source = "\n".join(lines)
    return notebook


def _hooks(progress: Callable[[int], None] | None, started: list[str]) -> dict[str, Any]:
    """Make what papermill calls at each code cell; `started` keeps the first lines of the cells begun."""

    def begun(*, cell: Any, **_: Any) -> None:
        started.append(_first_line(cell.source))

    def done(**_: Any) -> None:
        if progress is not None:
            progress(1)

    return {"on_cell_execute": begun, "on_cell_executed": done}


def _run(source: Path, result: Path, cwd: Path, parameters: Mapping[str, Any], options: dict[str, Any]) -> bool:
    """Let papermill run `source` and write `result`; return whether it came to the end."""
    import papermill

    paths = [str(path).replace("{", "{{").replace("}", "}}") for path in (source, result)]  # papermill formats paths
    try:
        with _quiet():
            papermill.execute_notebook(
                *paths,
                parameters=dict(parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                cwd=str(cwd),
                **options,
            )
    except papermill.PapermillExecutionError:
        return False
    return True


def _last_words(home: Path) -> str:
    """Look up the error in what a kernel that is gone left behind, if it could say one."""
    log = home / LOG
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.is_file() else []
    return next((line for line in lines if "rror" in line), "")


def execute(
    notebook: str | Path,
    *,
    cwd: Path,
    parameters: Mapping[str, Any] | None = None,
    kernel: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Any:
    """Run a notebook from top to bottom and return it, cleaned.

    Parameters
    ----------
    notebook : str or Path
        Path of a notebook, or the name of one that comes with the toolkit. The file is not changed.
    cwd : Path
        Folder in which the cells run.
    parameters : mapping, optional
        Checked values by name, from `check_parameters`.
    kernel : str, optional
        Name of a registered kernel; by default that of the running Python.
    progress : callable, optional
        Called with 1 after each code cell.

    Returns
    -------
    NotebookNode
        The executed notebook, as `clean_notebook` leaves it.

    Raises
    ------
    NotebookError
        If a cell fails; names the cell, the line that failed and the error, and holds the notebook as far as it ran.
    InputError
        If there is no such notebook or kernel.
    """
    name, given, started = Path(notebook).stem, parameters or {}, list[str]()
    with TemporaryDirectory(prefix="polyvocal-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source = write_notebook(read_notebook(notebook), home / "source.ipynb")
        options = {"kernel_manager_class": manager(home, kernel), **_hooks(progress, started)}
        try:
            finished = _run(source, home / "result.ipynb", cwd.resolve(), given, options)
        except RuntimeError as error:  # what nbclient raises for a kernel that is gone
            where = f"in the cell `{started[-1]}`" if started else "before the first cell"
            said = _last_words(home) or error
            where = f"Python itself ended {where}; is memory short? ({said})"
            raise NotebookError(f"notebook {name}: {where}", where=where) from error
        ran = clean_notebook(_readable(read_notebook(home / "result.ipynb"), given), folder=cwd)
    problem = _failure(ran) or (None if finished else "an unknown cell")
    if problem:
        where = problem.rstrip(".")
        raise NotebookError(f"notebook {name} stopped at {where}", where=where, ran=ran)
    return ran


def execute_in_place(notebook: str | Path, *, progress: Callable[[int], None] | None = None) -> Path:
    """Run a shipped notebook with its defaults, in its own folder, and write it back with its outputs, cleaned.

    For notebooks that are kept with their outputs: the same notebook gives the same bytes, so a difference in version
    control is a difference in results.

    Parameters
    ----------
    notebook : str or Path
        Path of a notebook, or the name of one that comes with the toolkit. Left as it is if a cell fails.
    progress : callable, optional
        Called with 1 after each code cell.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NotebookError
        If a cell fails; names the cell, the line that failed and the error.
    InputError
        If there is no such notebook.
    """
    path = find_notebook(notebook)
    return write_notebook(execute(path, cwd=path.parent, progress=progress), path)
