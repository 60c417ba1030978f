"""The passages behind a tie of the relation network."""

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._select import COUNTED, select

__all__ = ["evidence"]

_BLANK = re.compile(r"\n[ \t\r]*\n")
_EVIDENCE = (
    "doc_id",
    "relation_id",
    "published",
    "outlet",
    "date",
    "source_actor",
    "target_actor",
    "type",
    "polarity",
    "verb",
    "modality",
    "reported_by",
    "passage",
    "context",
    "start",
    "end",
)
#: A block between blank lines that is longer holds several paragraphs; the line is taken then.
_LONGEST_BLOCK = 1500


def _paragraph(text: str, start: int, end: int) -> str:
    """Give the paragraph around a passage: the block between blank lines, or the line."""
    before = max((match.end() for match in _BLANK.finditer(text, 0, start)), default=0)
    after = _BLANK.search(text, end)
    block = text[before : after.start() if after else len(text)].strip()
    if len(block) <= _LONGEST_BLOCK:
        return block
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)].strip()


def evidence(
    relations: pd.DataFrame,
    documents: pd.DataFrame,
    source: str,
    target: str,
    *,
    actors: pd.DataFrame | None = None,
    level: str = "actor",
    types: Sequence[str] | None = None,
    modalities: Sequence[str] = COUNTED,
    reporters: str = "all",
    start: date | str | None = None,
    stop: date | str | None = None,
    outlets: Sequence[str] | None = None,
    quads: Sequence[str] | None = None,
    polarities: Sequence[int] | None = None,
    reported_by: Sequence[str] | None = None,
    claimed_by: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Open a tie of the relation network to the passages behind it.

    Give the arguments of the network (``**graph.graph["arguments"]``) and there is one row for each relation that
    the weight of the tie counts; the counts of `polarity` are those of the edge.

    Parameters
    ----------
    relations, documents : DataFrame
        Tables of relations and documents.
    source, target : str
        Node ids of the tie, from whom to whom.
    actors : DataFrame, optional
        Table of actors; needed for a level other than ``"actor"``.
    level, types, modalities, reporters, start, stop, outlets, quads, polarities, reported_by, claimed_by
        As in `relation_network`.

    Returns
    -------
    DataFrame
        Columns doc_id, relation_id, published, outlet, date (as the relation says; null if it does not),
        source_actor, target_actor, type, polarity, verb, modality, reported_by (actor id; null for the narrator),
        passage (the evidence), context (its paragraph), start, end (of the passage). In the order of the text.

    Raises
    ------
    InputError
        As `relation_network`; also if a document of the evidence is missing.

    Examples
    --------
    >>> from toolkit.records import Document, Relation
    >>> from toolkit.tables import to_frame
    >>> documents = to_frame("documents", [Document("d1", "Quist accused Norvania of theft.")])
    >>> relations = to_frame("relations", [Relation("d1", "r1", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 22)])
    >>> evidence(relations, documents, "quist", "NOR")[["type", "passage"]].to_dict("records")
    [{'type': 'accuse', 'passage': 'Quist accused Norvania'}]
    """
    if actors is None:
        if level != "actor":
            raise InputError(f"level={level!r} needs actors=, the table that says who belongs to whom")
        ends = ("source_actor", "target_actor", "reported_by")
        asked = (*(reported_by or ()), *(claimed_by or ()))
        named = sorted({*(name for end in ends for name in relations[end].dropna()), *asked})
        actors = pd.DataFrame({"actor_id": named}).assign(
            name=None, type="person", country=None, role=None, part_of=None, forms=None
        )
    kept, _, _, _ = select(
        relations,
        actors,
        documents,
        level=level,
        types=types,
        modalities=modalities,
        reporters=reporters,
        start=start,
        stop=stop,
        outlets=outlets,
        quads=quads,
        polarities=polarities,
        reported_by=reported_by,
        claimed_by=claimed_by,
    )
    rows = kept[(kept["u"] == source) & (kept["v"] == target)]
    rows = rows.sort_values(["doc_id", "evidence_start", "evidence_end", "relation_id"], ignore_index=True)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    lacking = sorted(set(rows["doc_id"]) - set(texts))
    if lacking:
        raise InputError(f"table 'documents' lacks the documents {lacking[:5]}")
    rows = rows.rename(columns={"evidence_start": "start", "evidence_end": "end"})
    places = list(zip(rows["doc_id"], rows["start"], rows["end"], strict=True))
    rows = rows.assign(
        passage=pd.Series([texts[doc][a:b] for doc, a, b in places], dtype=object),
        context=pd.Series([_paragraph(texts[doc], a, b) for doc, a, b in places], dtype=object),
    )
    return rows[list(_EVIDENCE)]
