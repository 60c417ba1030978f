"""Lists of the statements that count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.networks._discourse_settings import Settings, settle
from toolkit.statements.carets import to_units

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["event_list"]

Excluded = Mapping[str, Sequence[object]]
_DOCUMENT_COLUMNS = ("title", "author", "source", "section", "type")


def event_list(
    coded: Coded,
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str | None = None,
    variable1_document: bool | None = None,
    variable2_document: bool | None = None,
    qualifier_document: bool | None = None,
    aggregation: str = "ignore",
    duplicates: str = "include",
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Excluded | None = None,
    invert: Collection[str] = (),
    exclude_documents: Excluded | None = None,
    invert_documents: Collection[str] = (),
    compat: str = "none",
) -> pd.DataFrame:
    r"""List the statements that count, in order of date, document, place and id.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    variable1, variable2, qualifier, variable1_document, variable2_document, qualifier_document, aggregation
        What makes two statements duplicates: both variables and, unless `aggregation` is "ignore" ("subtract" is the
        other choice), the qualifier. Empty labels stay in the list.
    duplicates, start, stop, exclude, invert, exclude_documents, invert_documents, compat
        As in `discourse_network`.

    Returns
    -------
    DataFrame
        `statement_id`, `time`, one column a variable, `start_position`, `stop_position`, `text` (what the statement
        covers), `coder`, `document_id`, `document_title`, `document_author`, `document_source`, `document_section`,
        `document_type`. Positions are characters; with compat="dna" UTF-16 code units, as DNA counts.

    Raises
    ------
    InputError
        As `discourse_network`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     lines = ["time,organization,concept,agreement", "2024-03-01,Rail Union,Build the tram,1"]
    ...     lines += ["2024-03-09,Quist Ltd,Build the tram,1", "2024-05-02,Quist Ltd,Close the road,0"]
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> event_list(coded, stop="2024-04-01")[["statement_id", "organization", "agreement"]].values.tolist()
    [[1, 'Rail Union', 1], [2, 'Quist Ltd', 1]]
    """
    given = {name: value for name, value in locals().items() if name != "coded"}
    settings = settle(coded, Settings(kind="eventlist", **given))
    position = settings.selection(coded).used["position"].to_numpy()
    rows = coded.statements.take(position).reset_index(drop=True)
    about = coded.documents.set_index("document_id").loc[rows["document_id"]].reset_index()
    places = to_units(rows, coded.documents) if settings.dna else rows
    spans = zip(about["text"], rows["start"], rows["stop"], strict=True)
    listed: dict[str, Any] = {"statement_id": rows["statement_id"], "time": about["date_time"]}
    listed |= {name: rows[name] for name in coded.variables}
    listed |= {"start_position": places["start"], "stop_position": places["stop"]}
    listed |= {"text": [text[a:b] for text, a, b in spans], "coder": rows["coder"], "document_id": rows["document_id"]}
    listed |= {f"document_{name}": about[name] for name in _DOCUMENT_COLUMNS}
    return pd.DataFrame(listed)
