"""Run the cells of a notebook in this process: a kernel of their own costs six seconds to start and import."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_output
from traitlets.config import Config

from toolkit import reports

_NAME = "cells_of_a_notebook"


@contextlib.contextmanager
def _shell() -> Iterator[InteractiveShell]:
    """Open a shell that is alone, keeps no history and leaves this process as it was."""
    with tempfile.TemporaryDirectory() as home:
        quiet = Config({"HistoryManager": {"enabled": False}})
        try:
            yield InteractiveShell.instance(user_module=ModuleType(_NAME), ipython_dir=home, config=quiet)
        finally:
            InteractiveShell.clear_instance()
            sys.modules.pop(_NAME, None)


def _with_parameters(cells: list[Any], parameters: Mapping[str, Any]) -> list[Any]:
    lines = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    given = new_code_cell(lines, metadata={"tags": ["injected-parameters"]})
    place = next(n for n, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    return [*cells[: place + 1], given, *cells[place + 1 :]]


def execute(
    path: str | Path,
    *,
    cwd: Path,
    parameters: Mapping[str, Any] | None = None,
    kernel: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Any:
    """Do what `reports.execute` does; a cell that fails raises its own error."""
    assert kernel is None
    notebook = reports.read_notebook(path)
    notebook.cells = _with_parameters(notebook.cells, parameters or {})
    with contextlib.chdir(cwd), _shell() as shell:
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for number, cell in enumerate(code, start=1):
            with capture_output() as captured:
                shell.display_trap.hook = sys.displayhook  # that of the capture: the value of the last line is shown
                shell.run_cell(cell.source).raise_error()
            said = [("stdout", captured.stdout), ("stderr", captured.stderr)]
            cell.outputs = [new_output("stream", name=name, text=text) for name, text in said if text]
            shown = [(output.data, output.metadata or {}) for output in captured.outputs]
            cell.outputs += [new_output("display_data", data, metadata=about) for data, about in shown]
            cell.execution_count = number
            if progress is not None:
                progress(1)
    return reports.clean_notebook(notebook, folder=cwd)
