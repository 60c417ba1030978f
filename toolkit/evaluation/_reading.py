"""Read coded documents: of a run folder, or of lines with id, text and attributions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.errors import InputError

__all__ = ["Document", "Documents", "documents_of", "lines_of", "read_documents"]

_PARTS = {"source": "source_spans", "cue": "cue_spans", "content": "content_spans"}


@dataclass(frozen=True)
class Document:
    """Text (None where a file leaves it out) and attributions as span lists."""

    text: str | None
    attributions: list[dict[str, Any]]


Documents = dict[str, Document]


def documents_of(documents: pd.DataFrame, attributions: pd.DataFrame) -> Documents:
    """Turn tables of a run into coded documents, by id."""
    found: dict[str, list[dict[str, Any]]] = {str(name): [] for name in documents["doc_id"]}
    columns = ["doc_id", *_PARTS.values()]
    for doc_id, *spans in attributions[columns].itertuples(index=False):
        if doc_id in found:
            parts = [[(int(s["start"]), int(s["end"])) for s in listed] for listed in spans]
            found[doc_id].append(dict(zip(_PARTS, parts, strict=True)))
    texts = zip(documents["doc_id"], documents["text"], strict=True)
    return {str(name): Document(text, found[str(name)]) for name, text in texts}


def lines_of(path: Path, needed: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield where each line of a ``.jsonl`` file stands, the id of its document, and what it holds.

    Raises
    ------
    InputError
        If a line is no object with an id and the list that is needed, or a document is there twice.
    """
    seen: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                where = f"{path}, line {number}"
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    raise InputError(f"{where}: no JSON ({error})") from error
                if not isinstance(row, dict) or "id" not in row or not isinstance(row.get(needed), list):
                    raise InputError(f"{where}: an object with 'id' and a list {needed!r} is needed")
                name = str(row["id"])
                if name in seen:
                    raise InputError(f"{where}: document {name!r} is there twice")
                seen.add(name)
                yield where, name, row


def _spans(part: Any, where: str) -> list[tuple[int, int]]:
    """Take spans as pairs or as objects with start and end."""
    try:
        listed = [(s["start"], s["end"]) if isinstance(s, Mapping) else (s[0], s[1]) for s in part or []]
        return [(int(start), int(end)) for start, end in listed]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(f"{where}: spans must be a list of [start, end]; got {part!r}") from error


def _read_lines(path: Path) -> Documents:
    return {
        name: Document(
            row.get("text"), [{part: _spans(one.get(part), where) for part in _PARTS} for one in row["attributions"]]
        )
        for where, name, row in lines_of(path, "attributions")
    }


def read_documents(path: str | Path) -> Documents:
    """Read attributions as they were predicted or coded by hand.

    Parameters
    ----------
    path : str or Path
        A run folder, or a ``.jsonl`` file with one document a line: `id`, `text` (may be missing in predictions) and
        `attributions`, each with `source`, `cue` and `content`: lists of ``[start, end]`` in characters of the text,
        empty where there is none.

    Returns
    -------
    dict of str to Document
        By document id.

    Raises
    ------
    InputError
        If it is neither, or a line is not as described; the message names file and line.
    """
    path = Path(path)
    if path.is_dir():
        return documents_of(tables.read(path, "documents"), tables.read(path, "attributions"))
    if path.suffix == ".jsonl" and path.is_file():
        return _read_lines(path)
    raise InputError(f"a run folder or a .jsonl file is needed; {path} is neither")
