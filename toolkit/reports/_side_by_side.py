"""Reports of the same notebooks laid side by side: their key numbers, and their figures of the same name."""

import base64
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.reports._digests import digest_of
from toolkit.reports.folder import PAGE

__all__ = ["NUMBERS", "figures", "rows", "write_rows"]

#: Name of the table with the key numbers of a report: columns what and value.
NUMBERS = "numbers"
#: Figures are embedded until the page has so many bytes of them.
_ROOM = 3_500_000


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
    shown = f"{number:,.0f}" if number == round(number) else f"{number:#.3g}" if abs(number) < 1 else f"{number:,.2f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def rows(reports: Sequence[Mapping[str, Path]]) -> list[dict[str, Any]]:
    """Lay the numbers of all values side by side; the order is that of the first report that has a number."""
    found = []
    for notebook in reports[0]:
        columns = [_numbers(report[notebook]) for report in reports]
        for what in dict.fromkeys(name for column in columns for name in column):
            cells = [column.get(what, "") for column in columns]
            same = len(set(cells)) == 1
            shown = [_shown(cell) for cell in cells]
            found.append({"notebook": notebook, "what": what, "values": cells, "cells": shown, "same": same})
    return found


def write_rows(found: Sequence[Mapping[str, Any]], labels: Sequence[str], out: Path) -> Path:
    """Write the numbers as ``tables/comparison.csv``, one column a value."""
    path = out / "tables" / "comparison.csv"
    path.parent.mkdir(exist_ok=True)
    lines = [[row["notebook"], row["what"], *row["values"]] for row in found]
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


def figures(reports: Sequence[Mapping[str, Path]], values: Sequence[Any], out: Path) -> list[dict[str, Any]]:
    """Lay the figures of a name side by side, one that is the same for several values once; beyond a size as links."""
    found, room = [], _ROOM
    for notebook in reports[0]:
        folders = [report[notebook] for report in reports]
        names = sorted({path.stem for folder in folders for path in (folder / "figures").glob("*.png")})
        texts = [_alternative(folder / "notebook.ipynb") for folder in folders]
        for name in names:
            cells: dict[str, dict[str, Any]] = {}
            for folder, value, text in zip(folders, values, texts, strict=True):
                seen = _digest(folder, name)
                if seen not in cells:
                    cells[seen] = {"values": [], **_figure(folder, name, out, text, room)}
                    room -= len(cells[seen]["image"] or "")
                cells[seen]["values"].append(value)
            title = name if len(reports[0]) == 1 else f"{notebook}: {name}"
            found.append({"name": title, "cells": list(cells.values())})
    return found


def _digest(folder: Path, name: str) -> str:
    path = folder / "figures" / f"{name}.png"
    return digest_of(path) if path.is_file() else ""


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
