"""Runs as files for other programs: spreadsheets, graphs, and lines for scorers of attributions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from toolkit import networks, statements, tables
from toolkit.exchange._coded import coded_of
from toolkit.exchange._graphs import gexf, graphml
from toolkit.exchange._sheets import workbook
from toolkit.exchange._tei import tei
from toolkit.exchange._writing import check_suffix, write_bytes, write_text

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


def _write_dna(run: Path, to: Path) -> list[str]:
    coded, said = coded_of(run)
    to.parent.mkdir(parents=True, exist_ok=True)
    statements.write_dna(coded, to)
    return said


def _write_workbook(run: Path, to: Path) -> list[str]:
    content, said = workbook(run)
    write_bytes(content, to)
    return said


def _worded(word: Callable[[Path], str]) -> Callable[[Path, Path], list[str]]:
    def write(run: Path, to: Path) -> list[str]:
        write_text(word(run), to)
        return []

    return write


_WRITERS: dict[str, Callable[[Path, Path], list[str]]] = {
    ".csv": _worded(_csv),
    ".dna": _write_dna,
    ".gexf": _worded(lambda run: gexf(_network(run))),
    ".graphml": _worded(lambda run: graphml(_network(run))),
    ".jsonl": _worded(_jsonl),
    ".tei": _worded(tei),
    ".xlsx": _write_workbook,
}
#: What `export` can write.
SUFFIXES = tuple(_WRITERS)


def export(run: str | Path, to: str | Path, *, say: Callable[[str], object] | None = None) -> Path:
    """Write a run for another program; the suffix of the file says what.

    Parameters
    ----------
    run : str or Path
        Run folder.
    to : str or Path
        File to write. ``.csv``: the attributions, one a line (see `attributions_flat`), UTF-8. ``.jsonl``: one
        document a line with the spans of its attributions (see `attribution_lines`). ``.gexf`` (Gephi) and
        ``.graphml`` (visone): the relation network of the actors, with the defaults of
        `networks.relation_network`. ``.xlsx``: one sheet a table; lists as text (``12-34; 50-60``), dates as ISO text,
        text longer than a cell (32,767 characters) goes on in the columns ``text (2)``, ``text (3)``, ... ``.dna``: a
        database for Discourse Network Analyzer with the documents as they are; with rows in the table `statements`
        these (type "DNA Statement"; those that state no stance are left out), otherwise the attributions (type
        "Attribution": person, organization, kind, cue, content), for a person to go on coding. ``.tei``: a corpus in
        TEI P5, with the actors in its header, attributions as groups of spans, and contents (`said`) and mentions
        (`rs`) marked in the text where they nest.
    say : callable, optional
        Called with a sentence for each kind of thing that the file lacks or holds otherwise.

    Returns
    -------
    Path
        The file. The same run gives the same bytes.

    Raises
    ------
    InputError
        For another suffix, a folder that is no run, or what the format cannot hold.

    Examples
    --------
    >>> export("run", "network.docx")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the file to write must end in one of .csv, .dna, .gexf, .graphml, .jsonl, .tei, .xlsx;...
    """
    to = Path(to)
    for sentence in _WRITERS[check_suffix(to, SUFFIXES)](Path(run), to):
        if say is not None:
            say(sentence)
    return to
