"""Statements into spreadsheets: one row a statement, headed like DNA's event lists."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.coded import STATEMENTS, Coded
from toolkit.statements.frames import HEADINGS, OF_DOCUMENT
from toolkit.statements.sheets import write_cells

__all__ = ["write_csv"]


def write_csv(
    coded: Coded, path: str | Path, *, columns: Mapping[str, str] | None = None, documents: str | Path | None = None
) -> None:
    r"""Write statements as a spreadsheet, one row a statement, headed like DNA's event lists.

    Colours, parents and attributes of entities are not in it; `write_dna` keeps them.

    Parameters
    ----------
    coded : Coded
        The statements.
    path : str or Path
        A ``.csv`` or ``.xlsx`` file; replaced if it is there.
    columns : mapping of str to str, optional
        Field or variable -> its heading, as for `read_csv`.
    documents : str or Path, optional
        Where to write the documents with their texts; `read_csv` reads both together and finds the same positions.

    Raises
    ------
    InputError
        If `columns` names something else, or a sheet cannot hold a cell.

    Examples
    --------
    >>> import tempfile
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     _ = path.write_text("time,organization,concept\n2024-03-01,Tram Union,Build it\n", encoding="utf-8")
    ...     write_csv(read_csv(path), path, columns={"concept": "claim"})
    ...     print(path.read_text(encoding="utf-8").splitlines()[0])
    "statement_id","time","organization","claim","start_position","stop_position","text","coder","coder_name",...
    """
    headings = {**{name: name for name in coded.variables}, **HEADINGS}
    unknown = sorted(set(columns or {}) - set(headings))
    if unknown:
        raise InputError(f"columns names {unknown}; fields and variables are {list(headings)}")
    headings |= dict(columns or {})
    frame = _event_list(coded)
    order = ["statement_id", "date_time", *coded.variables, *(name for name in HEADINGS if name not in STATEMENTS[:1])]
    order = list(dict.fromkeys(order))
    write_cells(_text(frame[order]).set_axis([headings[name] for name in order], axis=1), path)
    if documents is not None:
        named = coded.documents.merge(coded.coders[["coder", "name"]].rename(columns={"name": "coder_name"}), "left")
        write_cells(_text(named), documents)


def _event_list(coded: Coded) -> pd.DataFrame:
    """Join to each statement its document and the passage it covers."""
    of_document = coded.documents[["document_id", "text", *OF_DOCUMENT]]
    made = coded.statements.merge(of_document, how="left", on="document_id", suffixes=("", "_document"))
    made["text"] = [
        text[start:stop] for text, start, stop in zip(made["text"], made["start"], made["stop"], strict=True)
    ]
    names = coded.coders.set_index("coder")["name"]
    return made.assign(coder_name=made["coder"].map(names))


def _text(frame: pd.DataFrame) -> pd.DataFrame:
    made: dict[str, Any] = {}
    for name in frame.columns:
        values = frame[name]
        if name == "date_time":
            values = values.dt.strftime("%Y-%m-%d %H:%M:%S")
        made[name] = values.astype("object").where(values.notna(), "").map(str).astype("str")
    return pd.DataFrame(made)
