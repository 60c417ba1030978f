"""The same report for several values of a parameter, and a page that lays them side by side."""

import base64
import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.reports._digests import digest_of, versions
from toolkit.reports.execution import NotebookError
from toolkit.reports.folder import PAGE, Belonging, build, prepare, remove_earlier
from toolkit.reports.page import in_words
from toolkit.reports.parameter_files import unknown_parameter
from toolkit.reports.parameters import check_parameters, declared
from toolkit.reports.sets import Progress, build_set, check_notebooks, entry_of, failures_in_words, write_overview
from toolkit.reports.values import parse_list, parse_parameter

__all__ = ["NUMBERS", "build_each", "each_value"]

#: Name of the table with the key numbers of a report: columns what and value.
NUMBERS = "numbers"
#: Figures are embedded until the page has so many bytes of them.
_ROOM = 3_500_000
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


# --- numbers ---------------------------------------------------------------------------------------------------------


def _numbers(report: Path) -> dict[str, str]:
    """Key numbers of one report: its table of numbers, and how many rows each table has."""
    found: dict[str, str] = {}
    listed = report / "tables" / f"{NUMBERS}.csv"
    if listed.is_file():
        with listed.open(encoding="utf-8", newline="") as file:
            found |= {row["what"]: row["value"] for row in csv.DictReader(file)}
    for path in sorted((report / "tables").glob("*.csv")):
        if path.stem != NUMBERS:
            with path.open(encoding="utf-8", newline="") as file:
                found[f"rows of table {path.stem}"] = str(max(0, sum(1 for _ in csv.reader(file)) - 1))
    return found


def _shown(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text or "–"
    if number != number:
        return "–"
    shown = f"{number:,.0f}" if number == round(number) else f"{number:.3g}" if abs(number) < 1 else f"{number:,.2f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def _rows(reports: Sequence[Mapping[str, Path]]) -> list[dict[str, Any]]:
    """Lay the numbers of all values side by side; the order is that of the first report that has a number."""
    rows = []
    for notebook in reports[0]:
        columns = [_numbers(report[notebook]) for report in reports]
        for what in dict.fromkeys(name for column in columns for name in column):
            cells = [column.get(what, "") for column in columns]
            same = len(set(cells)) == 1
            shown = [_shown(cell) for cell in cells]
            rows.append({"notebook": notebook, "what": what, "values": cells, "cells": shown, "same": same})
    return rows


def _write_rows(rows: Sequence[Mapping[str, Any]], labels: Sequence[str], out: Path) -> Path:
    path = out / "tables" / "comparison.csv"
    path.parent.mkdir(exist_ok=True)
    lines = [[row["notebook"], row["what"], *row["values"]] for row in rows]
    frame = pd.DataFrame(lines, columns=["notebook", "number", *labels])
    frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return path


# --- figures ---------------------------------------------------------------------------------------------------------


def _alternative(notebook: Path) -> dict[str, str]:
    """Alternative text of each figure file of a report, from its executed notebook."""
    import nbformat

    found: dict[str, str] = {}
    if not notebook.is_file():
        return found
    read: Any = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    for cell in read.cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("image/png", {})
            found |= dict.fromkeys(about.get("files", []), about.get("alt", ""))
    return found


def _figures(reports: Sequence[Mapping[str, Path]], values: Sequence[Any], out: Path) -> list[dict[str, Any]]:
    """Lay the figures of a name side by side; beyond a size they are links."""
    figures, room = [], _ROOM
    for notebook in reports[0]:
        folders = [report[notebook] for report in reports]
        names = sorted({path.stem for folder in folders for path in (folder / "figures").glob("*.png")})
        texts = [_alternative(folder / "notebook.ipynb") for folder in folders]
        for name in names:
            cells = []
            for folder, value, text in zip(folders, values, texts, strict=True):
                cell = _figure(folder, name, out, text, room)
                room -= len(cell["image"] or "")
                cells.append({"value": value, **cell})
            title = name if len(reports[0]) == 1 else f"{notebook}: {name}"
            figures.append({"name": title, "cells": cells})
    return figures


def _figure(folder: Path, name: str, out: Path, texts: Mapping[str, str], room: int) -> dict[str, str | None]:
    path = folder / "figures" / f"{name}.png"
    cell: dict[str, str | None] = {"image": None, "file": None, "alt": None, "page": None}
    if path.is_file():
        cell["file"] = path.relative_to(out).as_posix()
        cell["page"] = (folder / PAGE).relative_to(out).as_posix()
        cell["alt"] = texts.get(f"figures/{name}.png") or f"Figure {name}"
        image = f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
        cell["image"] = image if len(image) <= room else None
    return cell


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
    entries: list[dict[str, Any]] = []
    failed: list[tuple[str, NotebookError]] = []
    folders = [out / folder for folder in _folders(name, values)]
    for value, folder, chosen in zip(values, folders, given, strict=True):
        page, error, title = None, None, f"{name}: {in_words(value)}"
        try:
            page = _one(paths, folder, chosen, title=title, kernel=kernel, progress=progress, belonging=own)
        except NotebookError as stopped:
            error = stopped
            failed.append((title, error))
        entries.append({"value": value, **entry_of(page, folder, home=out, error=error, title=title)})
    reports = [_reports_in(folder, paths) for folder in folders]
    rows = _rows(reports)
    written = _write_rows(rows, [in_words(value) for value in values], out)
    record = {
        "polyvocal_report": 1,
        "finished": not failed,
        "title": f"The report by {name}",
        "parameter": name,
        "reports": entries,
        **(own.about or {}),
        "versions": versions(),
        "files": {written.relative_to(out).as_posix(): digest_of(written)},
    }
    shown = {"entries": entries, "rows": rows, "figures": _figures(reports, values, out), "several": len(paths) > 1}
    page = write_overview(out, "sweep.html.j2", record, **shown)
    if failed:
        raise failures_in_words(failed, len(values), page)
    return page


def _reports_in(folder: Path, paths: Sequence[Path]) -> dict[str, Path]:
    return {path.stem: folder / path.stem if len(paths) > 1 else folder for path in paths}


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
