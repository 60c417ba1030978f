"""Find, read, clean and write notebook files."""

import re
from pathlib import Path
from typing import Any

import toolkit
from toolkit.errors import InputError

__all__ = ["clean_notebook", "find_notebook", "read_notebook", "shipped_notebooks", "write_notebook"]

#: Where the notebooks that come with the toolkit may stand: in the working folder, in a checkout, in the package.
_FOLDERS = (
    Path("notebooks"),
    Path(toolkit.__file__).parents[1] / "notebooks",
    Path(toolkit.__file__).parent / "notebooks",
)
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_NOTEBOOK_METADATA = ("authors", "lang", "language_info", "title")
_CELL_METADATA = ("deletable", "editable", "format", "jupyter", "name", "slideshow", "tags")
_WIDGET = "application/vnd.jupyter.widget-view+json"
#: What a message says about this very process or machine, and what stands there instead.
_ACCIDENTS = (
    (re.compile(r"^\S*ipykernel_\d+[/\\]\d+\.py:\d+: ", re.MULTILINE), ""),
    (re.compile(r"^\S+[/\\]site-packages[/\\]", re.MULTILINE), ""),
    (re.compile(r"^(?:Matplotlib (?:is building|created a temp)|mkdir -p failed for).*\n?", re.MULTILINE), ""),
    (re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b"), "at 0x..."),
)


def find_notebook(notebook: str | Path) -> Path:
    """Find a notebook by its path, or by the name of one that comes with the toolkit.

    Parameters
    ----------
    notebook : str or Path
        A path, or the file name of a notebook in ``notebooks/``, with or without ``.ipynb``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If there is no such notebook; names those that there are.

    Examples
    --------
    >>> find_notebook("no_such_report")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: there is no notebook 'no_such_report'...
    """
    path = Path(notebook)
    if path.is_file():
        return path
    name = path.name if path.suffix == ".ipynb" else f"{path.name}.ipynb"
    if path.parent == Path():
        for folder in _FOLDERS:
            if (folder / name).is_file():
                return folder / name
    known = [found.stem for found in shipped_notebooks()]
    raise InputError(
        f"there is no notebook {str(notebook)!r}; give the path of one, or a name among {', '.join(known) or 'none'}"
    )


def shipped_notebooks() -> list[Path]:
    """List the notebooks that come with the toolkit, by name; of two of a name, the one that `find_notebook` takes."""
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        for path in folder.glob("*.ipynb"):
            found.setdefault(path.stem, path)
    return [found[name] for name in sorted(found)]


def read_notebook(notebook: str | Path) -> Any:
    """Read a notebook file, brought to the current format.

    Parameters
    ----------
    notebook : str or Path
        Path of the file, or the name of a notebook that comes with the toolkit.

    Returns
    -------
    NotebookNode
        The notebook.

    Raises
    ------
    InputError
        If there is no such file or it is not a notebook.
    """
    import nbformat  # takes a second or two: only those who read notebooks wait for it

    path = find_notebook(notebook)
    try:
        return nbformat.v4.upgrade(nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise InputError(f"{path} is not a Jupyter notebook that can be read ({error})") from error


def write_notebook(notebook: Any, path: Path) -> Path:
    """Write a notebook file; the same notebook gives the same bytes.

    Parameters
    ----------
    notebook : NotebookNode
        What to write.
    path : Path
        Where to.

    Returns
    -------
    Path
        The file written.
    """
    import nbformat

    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    return path


def _node(content: Any) -> Any:
    from nbformat import from_dict

    return from_dict(content)  # type: ignore[no-untyped-call]


def _without_accidents(text: str, folder: str | None) -> str:
    if folder:
        text = text.replace(folder, ".")
    for pattern, instead in _ACCIDENTS:
        text = pattern.sub(instead, text)
    return text


def _clean_output(output: Any, folder: str | None) -> Any:
    if output.output_type == "stream":
        output.text = _without_accidents(output.text, folder)
    elif "data" in output:
        output.data.pop(_WIDGET, None)
        if "text/plain" in output.data:
            output.data["text/plain"] = _without_accidents(output.data["text/plain"], folder)
    return output


def _joined(outputs: list[Any]) -> list[Any]:
    """Join neighbouring pieces of a stream, stderr at the end: how a stream was cut, and when it came, is accident."""
    ordered = sorted(outputs, key=lambda output: output.get("name") == "stderr")
    joined: list[Any] = []
    for output in ordered:
        if joined and output.output_type == "stream" and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _is_empty(output: Any) -> bool:
    return bool(output.output_type == "stream" and not output.text)


def clean_notebook(notebook: Any, *, folder: Path | None = None) -> Any:
    """Leave out of a notebook what differs between two runs of the same thing.

    Times, durations, paths and the name of the kernel go; cells are numbered ``cell-001``, ``cell-002``, ...; pieces
    of a stream are joined; widgets (whose ids are random) go; memory addresses and the place of temporary files are
    taken out of messages.

    Parameters
    ----------
    notebook : NotebookNode
        Executed or not; it is not changed.
    folder : Path, optional
        Folder whose absolute path is written as ``.`` in what the cells say.

    Returns
    -------
    NotebookNode
        A cleaned copy.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cleaned = clean_notebook(new_notebook(cells=[new_code_cell("1 + 1", metadata={"papermill": {}})]))
    >>> cleaned.cells[0].id, cleaned.cells[0].metadata
    ('cell-001', {})
    """
    copy = _node(notebook)
    kept = {key: copy.metadata[key] for key in _NOTEBOOK_METADATA if key in copy.metadata}
    copy.metadata = _node({**kept, "kernelspec": dict(_KERNELSPEC)})
    copy.nbformat, copy.nbformat_minor = 4, 5
    for number, cell in enumerate(copy.cells, start=1):
        cell.id = f"cell-{number:03d}"
        cell.metadata = _node({key: cell.metadata[key] for key in _CELL_METADATA if key in cell.metadata})
        if cell.cell_type == "code":
            where = str(folder.resolve()) if folder else None
            cleaned = [_clean_output(output, where) for output in _joined(cell.outputs)]
            cell.outputs = [output for output in cleaned if not _is_empty(output)]
    return copy
