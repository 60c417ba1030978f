"""The same report for several values of a parameter, and a page that lays them side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from toolkit.reports import _side_by_side as compared
from toolkit.reports._digests import digest_of
from toolkit.reports.folder import PAGE, Belonging, build, prepare, remove_earlier
from toolkit.reports.page import in_words
from toolkit.reports.parameter_files import unknown_parameter
from toolkit.reports.parameters import check_parameters, declared
from toolkit.reports.sets import Parts, Progress, build_set, check_notebooks
from toolkit.reports.values import parse_list, parse_parameter

__all__ = ["build_each", "each_value"]

_LONGEST = 40


def each_value(text: str, notebooks: Sequence[Path]) -> tuple[str, list[Any]]:
    """Read ``PARAM=a,b,c`` of the command line: the parameter and its values, each of the declared type.

    Values are parted by commas; quotation marks keep a comma; JSON (``[...]``) does for lists of lists.

    Parameters
    ----------
    text : str
        What was written.
    notebooks : sequence of Path
        Notebooks of the report; those that declare the parameter get the values.

    Returns
    -------
    str, list
        Name and values.

    Raises
    ------
    InputError
        If there is no ``=``, no notebook declares the parameter, a value is of another type or stands twice, or there
        are fewer than two.
    """
    name, found, rest = text.partition("=")
    name = name.strip()
    if not found:
        raise InputError(f"--each must be PARAM=a,b,c; got {text!r}")
    known = {notebook.stem: declared(notebook) for notebook in notebooks}
    takers = [parameters for parameters in known.values() if name in parameters]
    if not takers:
        raise unknown_parameter(name, known)
    pieces = parse_list(rest)
    values = [parse_parameter(name, piece, takers[0]) if isinstance(piece, str) else piece for piece in pieces]
    if len(values) < 2 or any(value in values[:place] for place, value in enumerate(values)):
        raise InputError(f"--each {name} must have two or more different values; got {rest!r}")
    return name, values


def _folders(name: str, values: Sequence[Any]) -> list[str]:
    """Name a folder for each value: the parameter and the value in letters that any system takes."""
    taken: list[str] = []
    for value in values:
        stem = re.sub(r"[^\w.-]+", "-", f"{name}_{in_words(value).strip('()')}").strip("-.")[:_LONGEST]
        number, folder = 2, stem
        while folder.casefold() in (other.casefold() for other in taken):
            folder, number = f"{stem}-{number}", number + 1
        taken.append(folder)
    return taken


# --- all of it -------------------------------------------------------------------------------------------------------


def _one(
    paths: Sequence[Path],
    out: Path,
    parameters: Mapping[str, Mapping[str, object]],
    *,
    title: str,
    kernel: str | None,
    progress: Progress | None,
    belonging: Belonging,
) -> Path:
    """Make the report of one value: of one notebook, or a set."""
    if len(paths) > 1:
        return build_set(
            paths, out, parameters=parameters, title=title, kernel=kernel, progress=progress, belonging=belonging
        )
    tell = None if progress is None else lambda number: progress(f"{title}, {paths[0].stem}", number)
    given = parameters[paths[0].stem]
    return build(paths[0], out, parameters=given, kernel=kernel, progress=tell, belonging=belonging)


def build_each(
    notebooks: Sequence[str | Path],
    out: Path,
    name: str,
    values: Sequence[Any],
    *,
    parameters: Mapping[str, Mapping[str, object]],
    kernel: str | None = None,
    progress: Progress | None = None,
    belonging: Belonging | None = None,
) -> Path:
    """Make a report for each of several values of a parameter, and a page that compares them.

    Everything is checked before anything runs. If a report fails, the others are made all the same.

    Parameters
    ----------
    notebooks : sequence of str or Path
        One notebook, or several, which make a set for each value.
    out : Path
        Folder: new, empty, or that of an earlier report. The report of a value is in ``out/NAME_VALUE``.
    name : str
        The parameter; those notebooks get it that declare it.
    values : sequence
        Two or more values of the declared type.
    parameters : mapping
        Name of the notebook -> its other values by name.
    kernel : str, optional
        Name of a registered kernel; by default that of the running Python.
    progress : callable, optional
        Called with what is being made and 1 after each code cell.
    belonging : Belonging, optional
        As for `build`.

    Returns
    -------
    Path
        ``out/index.html``: the key numbers of each report side by side (also ``out/tables/comparison.csv``), and
        figures of the same name. Key numbers are those of the table ``numbers`` that a notebook shows (columns what and
        value), and how many rows its tables have.

    Raises
    ------
    InputError
        As `build`; also if no notebook declares `name`.
    NotebookError
        If a report failed; raised at the end, when all that can be made is made.
    """
    paths = check_notebooks(notebooks)
    known = {path.stem: declared(path) for path in paths}
    if not any(name in names for names in known.values()):
        raise unknown_parameter(name, known)
    given = [_with_value(paths, parameters, name, value) for value in values]
    out, own = prepare(out), belonging or Belonging()
    remove_earlier(out)
    own = replace(own, home=own.home or out, up=f"../{PAGE}")
    parts, folders = Parts(out), [out / folder for folder in _folders(name, values)]
    for value, folder, chosen in zip(values, folders, given, strict=True):
        title = f"{name}: {in_words(value)}"
        options: dict[str, Any] = {"title": title, "kernel": kernel, "progress": progress, "belonging": own}
        parts.make(partial(_one, paths, folder, chosen, **options), folder, title=title, value=value)
    reports = [{path.stem: folder / path.stem if len(paths) > 1 else folder for path in paths} for folder in folders]
    rows = compared.rows(reports)
    written = compared.write_rows(rows, [in_words(value) for value in values], out)
    return parts.overview(
        "sweep.html.j2",
        {"title": f"The report by {name}", "parameter": name, "reports": parts.entries, **(own.about or {})},
        files={written.relative_to(out).as_posix(): digest_of(written)},
        rows=rows,
        figures=compared.figures(reports, values, out),
        several=len(paths) > 1,
    )


def _with_value(
    paths: Sequence[Path], parameters: Mapping[str, Mapping[str, object]], name: str, value: object
) -> dict[str, dict[str, object]]:
    """Give the value to the notebooks that declare it, and check everything."""
    given = {path.stem: dict(parameters.get(path.stem, {})) for path in paths}
    for path in paths:
        if name in declared(path):
            given[path.stem][name] = value
        check_parameters(path, given[path.stem])
    return given
