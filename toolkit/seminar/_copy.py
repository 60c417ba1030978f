"""The students' copy: the notebooks without their solutions, with the data that they read."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import toolkit
from toolkit import reports
from toolkit.errors import InputError

__all__ = ["pack", "student_copy"]

_HIDDEN = {"solution", "instructor"}
#: What the notebooks read, in the folder of data.
_DATA = ("garden_ring_debate", "garden_ring_debate.dna", "seminar")
#: What stands in the notebooks -> what stands in the copy, where everything lies in one folder.
_PLACES = (("../../data", "data"), ("../../toolkit/docs/", ""))
_PAGES = ("glossary.md", "figures.md")
_HOME = Path(toolkit.__file__).parent
_START = """# Start here

Open `{first}` in JupyterLab (in this folder: `jupyter lab {first}`), then the others in the order of their
numbers. Each takes about 45 minutes.

1. Run the cells one after the other with Shift and Enter, and read what stands between them.
2. An exercise ends in a cell with `None` in it. Write your answer in its place and run the cell: it says whether
   the answer is right.
3. A notebook that has gone astray: *Kernel > Restart Kernel*, then *Run > Run All Above Selected Cell*.

Words are explained in [the glossary](glossary.md), figures in [their guide](figures.md). Nothing is downloaded: all
of it works without a connection, once Polyvocal {version} is installed (`polyvocal doctor` says whether it is). What
you write stays in this folder.
"""


def _found(name: str, given: str | Path | None) -> Path:
    """Find a folder of the project: where the user says, in the working folder, in a checkout, in the package."""
    options = [Path(given)] if given is not None else [Path(name), _HOME.parent / name, _HOME / name]
    for option in options:
        if option.is_dir():
            return option
    raise InputError(f"there is no folder {' or '.join(map(str, options))}; name the one with the seminar's {name}")


def _for_students(notebook: Any) -> Any:
    """Take solutions and outputs out of a notebook, and lead its paths into the copy."""
    copy = reports.clean_notebook(notebook)
    copy.cells = [cell for cell in copy.cells if not _HIDDEN & set(cell.metadata.get("tags", []))]
    for cell in copy.cells:
        for before, after in _PLACES:
            cell.source = cell.source.replace(before, after)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return reports.clean_notebook(copy)


def _write_data(data: Path, out: Path) -> None:
    for name in _DATA:
        if not (data / name).exists():
            raise InputError(f"data {data} lacks {name!r}, which the seminar reads")
        if (data / name).is_dir():
            shutil.copytree(data / name, out / name)
        else:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(data / name, out / name)


def student_copy(
    out: str | Path, *, notebooks: str | Path | None = None, data: str | Path | None = None
) -> tuple[Path, ...]:
    """Write the folder that students get: notebooks without solutions and outputs, data, glossary, a page to start.

    Parameters
    ----------
    out : str or Path
        Folder to write; it must not exist, or be empty.
    notebooks : str or Path, optional
        Folder with the notebooks; by default the seminar that comes with the toolkit. Cells tagged ``solution`` or
        ``instructor`` are left out.
    data : str or Path, optional
        Folder with the data that they read; by default the shipped one.

    Returns
    -------
    tuple of Path
        The files written, sorted.

    Raises
    ------
    InputError
        If `out` holds something already, or notebooks or data are not there.
    """
    folder = Path(out)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"out must be a new or empty folder; {folder} holds something")
    sources = sorted(_found("notebooks/seminar", notebooks).glob("*.ipynb"))
    if not sources:
        raise InputError(f"there is no notebook in {_found('notebooks/seminar', notebooks)}")
    place = _found("data", data)
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        reports.write_notebook(_for_students(reports.read_notebook(source)), folder / source.name)
    _write_data(place, folder / "data")
    for page in _PAGES:
        lines = (_HOME / "docs" / page).read_text(encoding="utf-8").splitlines()
        text = "\n".join(line for line in lines if "](../../" not in line)
        (folder / page).write_text(text + "\n", encoding="utf-8", newline="\n")
    start = _START.format(first=sources[0].name, version=toolkit.__version__)
    (folder / "START_HERE.md").write_text(start, encoding="utf-8", newline="\n")
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def pack(folder: str | Path, path: str | Path) -> Path:
    """Put a folder into a zip file; the same files give the same bytes.

    Parameters
    ----------
    folder : str or Path
        What to pack; its name is the folder in the zip file.
    path : str or Path
        File to write, ending in .zip.

    Returns
    -------
    Path
        The zip file.

    Raises
    ------
    InputError
        If `path` does not end in .zip or there is no such folder.
    """
    source, target = Path(folder), Path(path)
    if target.suffix != ".zip":
        raise InputError(f"path must end in .zip; got {str(target)!r}")
    if not source.is_dir():
        raise InputError(f"folder must be a folder; there is no {source}")
    target.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(found for found in source.rglob("*") if found.is_file() and found.resolve() != target.resolve())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for found in files:
            about = zipfile.ZipInfo((Path(source.name) / found.relative_to(source)).as_posix())
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            about.create_system = 3
            packed.writestr(about, found.read_bytes(), compresslevel=9)
    return target
