"""What a notebook calls to show a table or a figure, in JupyterLab and in a report alike."""

import base64
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import display

from toolkit.errors import InputError

__all__ = ["show_figure", "show_table"]

#: Mark, in the metadata of an output, for the caption that follows a figure (the page draws the two as one).
CAPTION = "toolkit_caption"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MISSING = "–"
#: Cells with more characters get a wide column.
_LONG = 60
#: Width of a table that fits a page, and of a wide column at most and at least; of a letter, and of the space
#: beside a cell: in em.
_PAGE, _WIDEST, _NARROWEST, _LETTER, _BESIDE = 80, 18, 8, 0.55, 1.2
_MANY = 12
#: Ids and days are not broken at their hyphens.
_ID = re.compile(r"(?=.*-)\S{1,24}")
#: How cells look in JupyterLab, which shows no style sheet of a notebook not run yet; a report takes these out.
_LEFT = ' style="text-align: left; vertical-align: top"'
_RIGHT = ' style="text-align: right; vertical-align: top"'
#: The columns of a concordance: the contexts meet at the node.
_KEY_WORD = {
    "left": ' class="before" style="text-align: right; vertical-align: top; min-width: 19em"',
    "node": ' class="node" style="text-align: center; vertical-align: top; font-weight: bold"',
    "right": ' class="behind" style="text-align: left; vertical-align: top; min-width: 19em"',
}
_WHOLE = ' style="text-align: left; vertical-align: top; white-space: nowrap"'
#: A caption is as wide as its table, so a table of two short columns is drawn wider than it needs to be.
_WIDE = ' style="min-width: 32em"'
#: One of more columns than `_MANY` has smaller letters.
_SMALL = ' style="font-size: 11px"'


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InputError(f"name must be small letters, digits, - and _ (it becomes a file name); got {name!r}")


def _display(data: dict[str, str], metadata: dict[str, Any] | None = None) -> None:
    display(data, raw=True, metadata=metadata)  # type: ignore[no-untyped-call]


def _check_words(**words: str) -> None:
    for parameter, text in words.items():
        if not text.strip():
            raise InputError(f"{parameter} must say something; got {text!r}")


def _folder(out: str | Path, name: str) -> Path:
    folder = Path(out) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _written(plain: pd.DataFrame, out: str | Path, name: str) -> str:
    """Write all of a table as CSV; give its address from the page."""
    _folder(out, Path(name).parent.name)
    plain.to_csv(Path(out) / name, index=False, lineterminator="\n", encoding="utf-8")
    return name


# --- tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    name: str
    is_numeric: bool
    digits: int
    is_mixed: bool = False  # counts and shares in one column: each number as it is
    width: int = _WIDEST  # in em, at least, where cells are long


def _listed(value: Any) -> Any:
    """Turn a list into text: strings joined with a semicolon, anything else as JSON."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple | dict):
        return value
    if isinstance(value, dict) or not all(isinstance(item, str) for item in value):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "; ".join(value)


def _plain_values(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Turn lists into text and leave the rest as it is (a map would turn counts beside shares into floats)."""
    return pd.Series([_listed(value) for value in column], index=column.index, dtype=object)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Make columns plain: an index that says more than row numbers becomes the first columns, lists become text."""
    if frame.columns.nlevels > 1:
        raise InputError("frame must have one row of column names; got several levels")
    if any(frame.index.names) or not pd.api.types.is_integer_dtype(frame.index):
        frame = frame.reset_index()
    frame = frame.set_axis([str(column) for column in frame.columns], axis=1)
    if not frame.columns.is_unique:
        raise InputError(f"frame must have different column names; got {', '.join(frame.columns)}")
    lists = [str(column) for column in frame if frame[column].dtype == object]
    frame = frame.assign(**{column: _plain_values(frame[column]) for column in lists})
    moments = [str(column) for column in frame.select_dtypes("datetime")]
    return frame.assign(**{column: _days(frame[column]) for column in moments})


def _days(moments: "pd.Series[Any]") -> "pd.Series[Any]":
    """Show moments that are all at midnight as days."""
    present = moments.dropna()
    is_day = bool((present == present.dt.normalize()).all())
    days: pd.Series[Any] = moments.dt.date.where(moments.notna(), None)
    return days if is_day else moments


def _column(column: "pd.Series[Any]", digits: int) -> _Column:
    is_numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    present = column.dropna().astype(float) if is_numeric else column
    is_whole = is_numeric and bool((present == present.round()).all())
    kinds = {type(value) for value in column.dropna()}
    if column.dtype == object and kinds and kinds <= {int, float}:
        return _Column(str(column.name), is_numeric=True, digits=digits, is_mixed=True)
    return _Column(str(column.name), is_numeric, 0 if is_whole else digits)


def _needed(column: _Column, cells: "pd.Series[Any]") -> float:
    """Width of a column without long cells: that of the longest piece that cannot be broken."""
    pieces = column.name.replace("_", "_ ").split()
    for value in cells.dropna():
        if column.is_numeric:
            pieces.append(_number(value, column.digits))
        else:
            pieces += [str(value)] if _is_unbroken(value) else re.split(r"[\s-]+", str(value))
    return _LETTER * max(map(len, pieces), default=0) + _BESIDE


def _fitted(columns: list[_Column], shown: pd.DataFrame) -> list[_Column]:
    """Share the width of a page among the columns with long cells."""
    is_long = [bool(shown[column.name].astype(str).str.len().gt(_LONG).any()) for column in columns]
    pairs = list(zip(columns, is_long, strict=True))
    taken = sum(_needed(column, shown[column.name]) for column, long in pairs if not long)
    room = (_PAGE - taken) / max(sum(is_long), 1) - _BESIDE
    return [replace(column, width=int(min(max(room, _NARROWEST), _WIDEST))) for column in columns]


def _side(column: _Column) -> str:
    return _RIGHT if column.is_numeric else _LEFT


def _number(value: Any, digits: int) -> str:
    """Figures as printed, with a true minus sign, and none where they are rounded to 0."""
    text = f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}" if text.strip("-0.") else "")


def _is_unbroken(value: Any) -> bool:
    return isinstance(value, date) or bool(_ID.fullmatch(str(value)))


def _cell(value: Any, column: _Column) -> str:
    if pd.isna(value):
        return f'<td class="{"number " if column.is_numeric else ""}missing"{_side(column)}>{_MISSING}</td>'
    if column.is_numeric:
        digits = 0 if column.is_mixed and isinstance(value, int) else column.digits
        return f'<td class="number" data-value="{value}"{_RIGHT}>{_number(value, digits)}</td>'
    if column.name in _KEY_WORD:
        return f"<td{_KEY_WORD[column.name]}>{escape(str(value))}</td>"
    if _is_unbroken(value):
        return f'<td class="whole"{_WHOLE}>{escape(str(value))}</td>'
    wide = f' class="long" style="text-align: left; vertical-align: top; min-width: {column.width}em"'
    return f"<td{wide if len(str(value)) > _LONG else _LEFT}>{escape(str(value))}</td>"


def _row(values: tuple[Any, ...], columns: list[_Column]) -> str:
    """One row; where the first column is text, it is the heading of the row, but for the context of a key word."""
    cells = list(map(_cell, values, columns))
    if cells and not columns[0].is_numeric and columns[0].name not in _KEY_WORD:
        cells[0] = cells[0].replace("<td", '<th scope="row"', 1)[: -len("</td>")] + "</th>"
    return f"<tr>{''.join(cells)}</tr>"


def _heading(column: _Column) -> str:
    kind = f' class="number"{_side(column)}' if column.is_numeric else _KEY_WORD.get(column.name, _LEFT)
    return f'<th scope="col"{kind}>{escape(column.name).replace("_", "_<wbr>")}</th>'


def _note(n_rows: int, n_shown: int, file: str | None) -> str:
    if not n_rows:
        return "There are none."
    link = f'<a href="{file}" download>{file}</a>' if file else ""
    if n_shown < n_rows:
        cut = f"The first {n_shown:,} of {n_rows:,} rows"
        return f"{cut}; all of them: {link}" if link else f"{cut}."
    return f"This table as a file: {link}" if link else ""


def _table(frame: pd.DataFrame, columns: list[_Column], caption: str, note: str) -> str:
    head = "".join(map(_heading, columns))
    rows = [_row(values, columns) for values in frame.itertuples(index=False, name=None)]
    wide = _SMALL if len(columns) > _MANY else _WIDE
    foot = f'\n<p class="table-note">{note}</p>' if note else ""
    return (
        f'<div class="table-block">\n<table class="report-table"{wide}>\n<caption{_LEFT}>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + f"\n</tbody>\n</table>{foot}\n</div>"
    )


def show_table(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str,
    out: str | Path | None = None,
    rows: int = 20,
    digits: int = 2,
) -> None:
    """Show a table with its caption and, in a report, write all of it to ``tables/NAME.csv``.

    Numbers stand flush right, with `digits` decimals (none where a column holds whole numbers only); the file has
    them in full. A missing value is a dash in the table and empty in the file. An index that is not just the row
    number becomes the first column; lists of strings are joined with a semicolon.

    Parameters
    ----------
    frame : DataFrame
        What to show, in its order, with one row of column names.
    name : str
        Short name in small letters; the name of the file.
    caption : str
        One sentence: what the rows and the numbers are.
    out : str or Path, optional
        Report folder; None, as in JupyterLab, writes nothing.
    rows : int
        How many rows to show at most; the note below says how many there are.
    digits : int
        Decimals shown.

    Raises
    ------
    InputError
        If `name` cannot be a file name, `caption` is empty, `rows` or `digits` is negative, or the column names are
        in several levels or not distinct.

    Examples
    --------
    >>> frame = pd.DataFrame({"speaker": ["Marla Quist"], "share": [0.5]})
    >>> show_table(frame, "speakers", caption="Who speaks.")  # doctest: +ELLIPSIS
    {'text/html': '<div class="table-block">...Marla Quist</th><td class="number" data-value="0.5"...>0.50</td>...
    """
    _check_name(name)
    _check_words(caption=caption)
    if rows < 0 or digits < 0:
        raise InputError(f"rows and digits must not be negative; got rows={rows}, digits={digits}")
    plain = _plain(frame)
    file = None
    if out is not None:
        file = _written(plain, out, f"tables/{name}.csv")
    shown = plain.head(rows)
    columns = _fitted([_column(plain[column], digits) for column in plain], shown)
    html = _table(shown, columns, caption, _note(len(plain), len(shown), file))
    text = shown.to_string(index=False, max_colwidth=40, float_format=lambda value: f"{value:.{digits + 2}g}")
    _display({"text/html": html, "text/plain": f"{caption}\n{text if len(plain) else 'There are none.'}"})


# --- figures ---------------------------------------------------------------------------------------------------------


def _close(figure: Any) -> None:
    """Close a figure that pyplot made, or the notebook would draw it a second time below the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def _saved(save: Callable[..., object], figure: Any, path: Path, alt: str) -> bytes:
    save(figure, str(path), alt=alt)
    return path.with_name(f"{path.name}.png").read_bytes()


def _width(png: bytes) -> dict[str, int]:
    """Read the width that a PNG is meant to have, at 96 dots per inch as pages have it, so that letters keep size."""
    place = png.find(b"pHYs", 0, 4096)
    if place < 0 or png[12:16] != b"IHDR":
        return {}
    pixels = int.from_bytes(png[16:20], "big")
    per_metre = int.from_bytes(png[place + 4 : place + 8], "big")
    return {"width": round(pixels / per_metre / 0.0254 * 96)} if per_metre else {}


def show_figure(
    figure: Any,
    name: str,
    *,
    alt: str,
    caption: str,
    save: Callable[..., object],
    out: str | Path | None = None,
    data: pd.DataFrame | None = None,
) -> None:
    """Show a figure with caption and alternative text and, in a report, write ``figures/NAME.png`` and ``.svg``.

    With `data`, what is drawn is written too, as ``figures/NAME.csv`` beside them.

    The figure is closed, so that the notebook does not draw it a second time.

    Parameters
    ----------
    figure : Figure or Axes
        What to show, as the functions of `plots` return it.
    name : str
        Short name in small letters; the name of the files.
    alt : str
        What a reader who cannot see the figure should know: the finding, not the title.
    caption : str
        One sentence below the figure: what is drawn, and how.
    save : callable
        ``plots.save``: called with the figure, a path without suffix and ``alt=``, writes PNG and SVG.
    out : str or Path, optional
        Report folder; None, as in JupyterLab, keeps no file.
    data : DataFrame, optional
        The table that was drawn.

    Raises
    ------
    InputError
        If `name` cannot be a file name, or `alt` or `caption` is empty.
    """
    _check_name(name)
    _check_words(alt=alt, caption=caption)
    figure = getattr(figure, "figure", figure)
    if out is not None:
        png = _saved(save, figure, _folder(out, "figures") / name, alt)
    else:
        with TemporaryDirectory() as folder:
            png = _saved(save, figure, Path(folder) / name, alt)
    _close(figure)
    files = [] if out is None else [f"figures/{name}.png", f"figures/{name}.svg"]
    if data is not None and out is not None:
        files.append(_written(_plain(data), out, f"figures/{name}.csv"))
    shown = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": f"Figure {name}: {alt}"}
    _display(shown, {"image/png": {"alt": alt, "files": files, **_width(png)}})
    below = {"text/html": f"<p><em>{escape(caption)}</em></p>", "text/plain": caption}
    _display(below, {CAPTION: caption})
