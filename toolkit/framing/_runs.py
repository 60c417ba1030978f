"""Framing of a whole run: from its tables to the rows of every document, and their counts side by side."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit import language, tables
from toolkit.errors import InputError, check_option
from toolkit.framing._devices import frame
from toolkit.framing._rows import DEVICES, Row, table
from toolkit.framing._summary import counted_by, summarise
from toolkit.language import ParsedDocument
from toolkit.records import Document, Span

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["device_table", "frame_corpus"]

#: What to count by -> the column of `summarise` that identifies it.
_KEYS = {"actor": "source_actor", "outlet": "outlet"}


def _by_document(name: str, rows: pd.DataFrame) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = {}
    for record in tables.to_records(name, rows):
        found.setdefault(record.doc_id, []).append(record)
    return found


def _passage(parsed: ParsedDocument, row: Row) -> str:
    """Give the sentence or sentences of a row, on one line."""
    part = parsed.at(row.start)
    tokens = part.tokens(Span(row.start, row.end)) if part is not None else None
    if part is None or tokens is None:
        return row.text
    sentences = part.doc[tokens[0].sent.start : tokens[-1].sent.end]
    return " ".join(parsed.text(part.span(sentences)).split())


def _check_segments(documents: Iterable[Document], known: Mapping[str, object]) -> None:
    lacking = [document.doc_id for document in documents if document.doc_id not in known and document.text.strip()]
    if lacking:
        raise InputError(f"segments must hold those of every document; {lacking[0]!r} has none")


def frame_corpus(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    mentions: pd.DataFrame,
    attributions: pd.DataFrame,
    nlp: "Language",
) -> pd.DataFrame:
    """Find all devices of framing in the documents of a run.

    Each document is parsed again, one after the other; nothing is looked up in the parse of the run, which is not kept.

    Parameters
    ----------
    documents, segments, mentions, attributions : DataFrame
        Tables of a run, as `tables.load` gives them. Rows of documents that are not in `documents` are left out.
    nlp : Language
        Pipeline from `language.load`, best the one of the run.

    Returns
    -------
    DataFrame
        As `table` gives it, in the same order, and last the column passage: the sentence in which the row stands (the
        sentences, where it runs over several), line breaks as spaces.

    Raises
    ------
    InputError
        If a table lacks a column, or a document with text has no segment.

    Examples
    --------
    >>> from toolkit.records import Document, Segment
    >>> text = "All is calm. The regime fell."
    >>> empty = {name: tables.to_frame(name, []) for name in ("mentions", "attributions")}
    >>> found = frame_corpus(tables.to_frame("documents", [Document("d1", text)]),
    ...     tables.to_frame("segments", [Segment("d1", "s1", "body", 0, len(text))]), **empty, nlp=language.load())
    >>> found[["device", "text", "passage"]].values.tolist()
    [['naming', 'regime', 'The regime fell.']]
    """
    wanted: list[Document] = tables.to_records("documents", documents)
    parts, named, said = (
        _by_document(name, rows)
        for name, rows in (("segments", segments), ("mentions", mentions), ("attributions", attributions))
    )
    _check_segments(wanted, parts)
    found: list[Row] = []
    passages: dict[tuple[object, ...], str] = {}
    for document in wanted:
        parsed = language.parse(document, parts.get(document.doc_id, ()), nlp)
        rows = frame(parsed, named.get(document.doc_id, ()), said.get(document.doc_id, ()))
        found += rows
        passages |= {(row.doc_id, row.start, row.end): _passage(parsed, row) for row in rows}
    made = table(found)
    places = zip(made["doc_id"], made["start"], made["end"], strict=True)
    return made.assign(passage=pd.Series([passages[place] for place in places], dtype="str", index=made.index))


def device_table(
    table: pd.DataFrame,
    device: str,
    by: str = "outlet",
    *,
    column: str = "category",
    documents: pd.DataFrame | None = None,
    attributions: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the categories of one device side by side, for each outlet or each actor.

    Parameters
    ----------
    table : DataFrame
        What `table` or `frame_corpus` gives.
    device : str
        One of `DEVICES`.
    by : {"outlet", "actor"}
        What to count by, as in `summarise`.
    column : str
        What of the device to set side by side: its category, or another column such as kind, modality or orientation.
    documents, attributions : DataFrame, optional
        Tables, for the number of words, as in `summarise`; `documents` is needed with ``by="outlet"``.
    actors : DataFrame, optional
        Table of actors, for the names; without it, or where an actor is missing, the id is the name.

    Returns
    -------
    DataFrame
        One row for each outlet or actor in which the device occurs; most passages first, then by name; last the row
        without one (the outlet is not known; in nobody's words, or by nobody known). Columns: outlet, or source_actor
        and name; n, the number of passages; n_documents; per_1000 (of all passages, as in `summarise`, null where the
        number of words is unknown); then for each value of `column` that occurs how many passages have it, categories
        in the order of the record, other values sorted. Passages where the value is missing are in n alone.

    Raises
    ------
    InputError
        For an unknown device, `by` or `column`, or as `summarise`.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["d1", "d1"], "source_actor": ["quist", "quist"], "device": ["hedge"] * 2,
    ...     "category": ["modal", "booster"]})
    >>> device_table(rows, "hedge", "actor")[["name", "n", "booster", "modal"]].values.tolist()
    [['quist', 2, 1, 1]]
    """
    check_option("device", device, DEVICES)
    check_option("by", by, _KEYS)
    check_option("column", column, [str(name) for name in table.columns])
    key = _KEYS[by]
    chosen = table[table["device"] == device]
    chosen = chosen.assign(category=chosen[column])
    counts = summarise(chosen, by, documents=documents, attributions=attributions)
    groups = counted_by(chosen, by, documents).groupby(key, dropna=False)["doc_id"]
    wide = counts.pivot_table(index=key, columns="category", values="n", aggfunc="sum", fill_value=0, dropna=False)
    made = groups.agg(n="size", n_documents="nunique").reset_index()
    rates = counts.groupby(key, dropna=False)["per_1000"].sum(min_count=1)
    made["per_1000"] = made[key].map(rates).astype(float)
    ranks = DEVICES[device].categories if column == "category" else sorted(chosen["category"].dropna().unique())
    for value in ranks:
        if (chosen["category"] == value).any():
            made[str(value)] = made[key].map(wide[value]).astype(int)
    return _named(made, key, actors)


def _named(made: pd.DataFrame, key: str, actors: pd.DataFrame | None) -> pd.DataFrame:
    """Put names beside ids of actors, and sort."""
    label = key
    if key == "source_actor":
        names = {} if actors is None else dict(zip(actors["actor_id"], actors["name"], strict=True))
        found = [value if pd.isna(value) else names.get(value, value) for value in made[key]]
        made.insert(1, "name", pd.Series(found, dtype="str", index=made.index))
        label = "name"
    by = ["_open", "n", label, key]
    order = made.assign(_open=made[key].isna()).sort_values(by, ascending=[True, False, True, True], ignore_index=True)
    return order.drop(columns="_open")
