"""Rows of a run as somebody checks them: what identifies a row, what it says, and the passage it stands in."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit.errors import InputError

__all__ = ["PARTS", "described", "keyed", "kind_of_rows", "shown", "spans_of"]

#: Part -> column of spans, in the order in which a key names them.
PARTS = {"source": "source_spans", "cue": "cue_spans", "content": "content_spans"}
_RELATION = ("source_actor", "target_actor", "type", "polarity", "evidence_start", "evidence_end")


def kind_of_rows(table: pd.DataFrame) -> str:
    """Tell attributions from relations.

    Raises
    ------
    InputError
        If a table has the columns of neither.
    """
    if {"doc_id", *PARTS.values()} <= set(table.columns):
        return "attributions"
    if {"doc_id", *_RELATION} <= set(table.columns):
        return "relations"
    raise InputError(f"table must hold attributions or relations of a run; it has {sorted(map(str, table.columns))}")


def spans_of(row: Any) -> list[tuple[str, int, int]]:
    """List the marked stretches of a row: part, start, end, in the order of the text."""
    if hasattr(row, "evidence_start"):
        return [("evidence", int(row.evidence_start), int(row.evidence_end))]
    found = [(part, int(s["start"]), int(s["end"])) for part, name in PARTS.items() for s in getattr(row, name)]
    return sorted(found, key=lambda span: (span[1], span[2], span[0]))


def _key(row: Any) -> str:
    if hasattr(row, "evidence_start"):
        ends = f"{row.source_actor}>{row.target_actor}"
        return f"evidence {row.evidence_start}-{row.evidence_end};{ends};{row.type};{row.polarity}"
    parts = []
    for part, name in PARTS.items():
        spans = sorted((int(s["start"]), int(s["end"])) for s in getattr(row, name))
        parts.append(f"{part} {','.join(f'{start}-{end}' for start, end in spans)}".rstrip())
    return ";".join(parts)


def keyed(table: pd.DataFrame) -> pd.DataFrame:
    """Add the column `key`: the spans (of relations also actors, type and sign), which a new run gives again."""
    kind_of_rows(table)
    return table.assign(key=pd.Series([_key(row) for row in table.itertuples()], index=table.index, dtype="str"))


def _one_line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else "–"


def described(row: Any) -> str:
    """Say what a row claims, in one line."""
    if hasattr(row, "evidence_start"):
        sign = {1: "+", 0: "0", -1: "−"}[int(row.polarity)]
        return f"{row.source_actor} → {row.type} ({sign}) → {row.target_actor}"
    source, cue, content = (_one_line(getattr(row, f"{part}_text", None)) for part in PARTS)
    actor = getattr(row, "source_actor", None)
    if source == "–" and isinstance(actor, str):  # a quotation that goes on: the source stands before
        source = f"({actor})"
    return f"{source} | {cue} | {content}"


def _edges(text: str, start: int, end: int, context: int) -> tuple[int, int]:
    """Widen a stretch by some characters, to where a word ends."""
    first, last = max(0, start - context), min(len(text), end + context)
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    return first, last


def shown(text: str, spans: Sequence[tuple[str, int, int]], context: int) -> tuple[str, list[tuple[str, int, int]]]:
    """Cut out the passage around some spans; give it and the spans as positions in it.

    Raises
    ------
    InputError
        If a span ends behind the text.
    """
    start, end = min(span[1] for span in spans), max(span[2] for span in spans)
    if end > len(text):
        raise InputError(f"span {start}-{end} is outside of a text of {len(text)} characters")
    first, last = _edges(text, start, end, context)
    return text[first:last], [(part, a - first, b - first) for part, a, b in spans]
