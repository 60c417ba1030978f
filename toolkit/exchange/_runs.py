"""Runs as files for other programs: spreadsheets, graphs, and lines for scorers of attributions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from toolkit import networks, tables
from toolkit.exchange._graphs import gexf, graphml
from toolkit.exchange._writing import check_suffix, write_text

__all__ = ["SUFFIXES", "attribution_lines", "attributions_flat", "export"]

_ROLES = ("source", "cue", "content")


def _spans(spans: Any) -> list[list[int]]:
    return [[int(span["start"]), int(span["end"])] for span in spans]


def attribution_lines(documents: pd.DataFrame, attributions: pd.DataFrame) -> list[dict[str, Any]]:
    """Give every document with the spans of its attributions, for scorers and other programs.

    Returns
    -------
    list of dict
        One a document, sorted by id: ``{"id": ..., "attributions": [{"source": [[start, end], ...], "cue": ...,
        "content": ...}]}``; an absent role is an empty list. Positions are characters of the text.

    Examples
    --------
    >>> documents, attributions = tables.to_frame("documents", []), tables.to_frame("attributions", [])
    >>> attribution_lines(documents, attributions)
    []
    """
    found: dict[str, list[dict[str, Any]]] = {doc: [] for doc in sorted(documents["doc_id"])}
    for row in attributions.sort_values(["doc_id", "attribution_id"]).to_dict("records"):
        found[row["doc_id"]].append({role: _spans(row[f"{role}_spans"]) for role in _ROLES})
    return [{"id": doc, "attributions": listed} for doc, listed in found.items()]


def attributions_flat(documents: pd.DataFrame, attributions: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Make the attributions a table without lists, for a spreadsheet.

    Returns
    -------
    DataFrame
        The columns of the table of attributions, with title and outlet of the document, source_name and
        addressee_name. For each of source, cue and content, `_start` and `_end` of the first span, and all spans
        as text (``"12-34;50-60"``); missing where the role is absent.
    """
    frame = attributions.sort_values(["doc_id", "attribution_id"], ignore_index=True)
    about = documents.set_index("doc_id")
    names = actors.set_index("actor_id")["name"]
    frame.insert(1, "title", frame["doc_id"].map(about["title"]))
    frame.insert(2, "outlet", frame["doc_id"].map(about["outlet"]))
    for end in ("source", "addressee"):
        _insert_after(frame, f"{end}_actor", f"{end}_name", frame[f"{end}_actor"].map(names))
    for role in _ROLES:
        spans = [_spans(value) for value in frame[f"{role}_spans"]]
        frame[f"{role}_spans"] = [";".join(f"{a}-{b}" for a, b in listed) or None for listed in spans]
        for offset, name in ((1, "end"), (0, "start")):
            first = pd.Series([listed[0][offset] if listed else None for listed in spans], dtype="Int64")
            _insert_after(frame, f"{role}_spans", f"{role}_{name}", first)
    return frame


def _insert_after(frame: pd.DataFrame, column: str, name: str, values: "pd.Series[Any]") -> None:
    frame.insert(list(frame.columns).index(column) + 1, name, values)


def _read(run: Path, *names: str) -> list[pd.DataFrame]:
    return [tables.read(run, name) for name in names]


def _csv(run: Path) -> str:
    documents, attributions, actors = _read(run, "documents", "attributions", "actors")
    text: str = attributions_flat(documents, attributions, actors).to_csv(index=False, lineterminator="\n")
    return text


def _jsonl(run: Path) -> str:
    documents, attributions = _read(run, "documents", "attributions")
    return "".join(json.dumps(line) + "\n" for line in attribution_lines(documents, attributions))


def _network(run: Path) -> nx.DiGraph:
    relations, actors, documents = _read(run, "relations", "actors", "documents")
    return networks.relation_network(relations, actors, documents=documents)


_WRITERS: dict[str, Callable[[Path], str]] = {
    ".csv": _csv,
    ".gexf": lambda run: gexf(_network(run)),
    ".graphml": lambda run: graphml(_network(run)),
    ".jsonl": _jsonl,
}
#: What `export` can write.
SUFFIXES = tuple(_WRITERS)


def export(run: str | Path, to: str | Path) -> Path:
    """Write a run for another program; the suffix of the file says what.

    Parameters
    ----------
    run : str or Path
        Run folder.
    to : str or Path
        File to write. ``.csv``: the attributions, one a line (see `attributions_flat`), UTF-8. ``.jsonl``: one
        document a line with the spans of its attributions (see `attribution_lines`). ``.gexf`` (Gephi) and
        ``.graphml`` (visone): the relation network of the actors, with the defaults of
        `networks.relation_network`.

    Returns
    -------
    Path
        The file. The same run gives the same bytes.

    Raises
    ------
    InputError
        For another suffix, or a folder that is no run.

    Examples
    --------
    >>> export("run", "network.docx")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the file to write must end in one of .csv, .gexf, .graphml, .jsonl; got 'network.docx'
    """
    to = Path(to)
    suffix = check_suffix(to, SUFFIXES)
    return write_text(_WRITERS[suffix](Path(run)), to)
