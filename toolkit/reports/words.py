"""What a report says in words: the short of it, its key numbers, and what was left out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit import measures, networks
from toolkit.readers import ENCODING_GUESSED

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["in_short", "key_numbers", "left_out"]


def _several(number: int, noun: str) -> str:
    """Count a thing in words.

    Examples
    --------
    >>> _several(1, "tie"), _several(1200, "word")
    ('1 tie', '1,200 words')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _read(documents: pd.DataFrame) -> str:
    days = documents["published"].dropna()
    period = f"published from {days.min()} to {days.max()}" if len(days) else "none of them dated"
    words = _several(int(documents["n_words"].sum()), "word")
    return f"**{_several(len(documents), 'document')}** with {words}, {period}."


def _said(attributions: pd.DataFrame, actors: pd.DataFrame) -> str:
    speakers = measures.speakers(attributions, actors)
    said = f"**{_several(int((attributions['attitude'] == 'speech').sum()), 'attribution')}** of speech"
    if speakers.empty:
        return f"{said}, none with a known source."
    first = speakers.iloc[0]
    return f"{said} by {_several(len(speakers), 'actor')}; most are of **{first['name']}** ({first['n']})."


def _done(graph: "nx.DiGraph") -> str:
    summary = measures.summary(graph).iloc[0]
    if not summary["n_ties"]:
        return "**No relation** counts in the network."
    ties = networks.edges_table(graph)
    strongest = ties.sort_values(["weight", "source", "target"], ascending=[False, True, True]).iloc[0]
    return (
        f"**{_several(graph.graph['n_used'], 'relation')}** in {_several(int(summary['n_ties']), 'tie')} between "
        f"{_several(int(summary['n_nodes']), 'actor')}; {summary['share_negative']:.0%} are hostile, "
        f"{summary['share_positive']:.0%} friendly. The strongest tie runs from **{strongest['source_name']}** to "
        f"**{strongest['target_name']}** ({strongest['types']})."
    )


def _is_guess(rejected: pd.DataFrame) -> "pd.Series[bool]":
    """Tell the files that were read, in an encoding that was guessed, from those that were not read."""
    return rejected["reason"] == ENCODING_GUESSED


def _unread(rejected: pd.DataFrame) -> str:
    guessed = int(_is_guess(rejected).sum())
    said = f"Rejected: **{_several(len(rejected) - guessed, 'file')}** or rows."
    return f"{said} Read in an encoding that was guessed: **{_several(guessed, 'file')}**." if guessed else said


def in_short(tables: dict[str, pd.DataFrame], graph: "nx.DiGraph") -> str:
    """Say in a few lines what was read, who speaks, and what the network is.

    Parameters
    ----------
    tables : dict of str to DataFrame
        The tables of a run, as `tables.load` gives them.
    graph : DiGraph
        As `networks.relation_network` makes it from them.

    Returns
    -------
    str
        Markdown, one line for each thing. Counts of attributions are those of attitude speech.
    """
    lines = (
        _read(tables["documents"]),
        _said(tables["attributions"], tables["actors"]),
        _done(graph),
        _unread(tables["rejected"]),
    )
    return "\n".join(f"- {line}" for line in lines)


def key_numbers(tables: dict[str, pd.DataFrame], graph: "nx.DiGraph") -> pd.DataFrame:
    """Give the key numbers of a report as a table, so that reports can be laid side by side.

    Shown as the table ``numbers``, it is what `build_each` compares.

    Parameters
    ----------
    tables, graph
        As for `in_short`.

    Returns
    -------
    DataFrame
        Columns what and value: documents, words, attributions of speech, their share with a known source (0 to 1),
        actors that speak, relations that count, nodes, ties, density, reciprocity, shares of hostile and friendly
        relations (0 to 1, missing without a tie), mentions left open, files rejected.
    """
    speech = tables["attributions"].query("attitude == 'speech'")
    summary = measures.summary(graph).iloc[0]
    known = speech["source_actor"].notna()
    rows: list[tuple[str, Any]] = [
        ("documents", len(tables["documents"])),
        ("words", int(tables["documents"]["n_words"].sum())),
        ("attributions of speech", len(speech)),
        ("share of them with a known source", known.mean() if len(speech) else None),
        ("actors that speak", speech["source_actor"].nunique()),
        ("relations that count", graph.graph["n_used"]),
        ("actors in the network", len(graph)),
        ("ties", graph.number_of_edges()),
        ("density", summary["density"]),
        ("reciprocity", summary["reciprocity"]),
        ("share of hostile relations", summary["share_negative"]),
        ("share of friendly relations", summary["share_positive"]),
        ("mentions left open", len(tables["unresolved"])),
        ("files or rows rejected", int((~_is_guess(tables["rejected"])).sum())),
    ]
    values = [value if value is None or isinstance(value, int) else float(value) for _, value in rows]
    return pd.DataFrame({"what": [what for what, _ in rows], "value": pd.Series(values, dtype=object)})


# --- what was left out -----------------------------------------------------------------------------------------------


def _not_chosen(tables: dict[str, pd.DataFrame], run: Path) -> list[tuple[str, int | None, int | None]]:
    """Count what the whole run holds and the report does not: documents outside the period and the outlets."""
    from toolkit.tables import read

    whole, chosen = read(run, "documents"), set(tables["documents"]["doc_id"])
    hidden = whole[~whole["doc_id"].isin(chosen)]
    undated = int(hidden["published"].isna().sum())
    rows: list[tuple[str, int | None, int | None]] = [
        ("documents outside the period or outlets chosen", len(hidden) - undated, len(whole)),
        ("documents without a date, left out as a period is chosen", undated, len(whole)),
    ]
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    least = record.get("parameters", {}).get("min_confidence")
    if least is not None:
        rows.append((f"attributions with a confidence below {least:g}: not kept when the corpus was read", None, None))
    return rows


def _by_reason(frame: pd.DataFrame, what: str) -> list[tuple[str, int | None, int | None]]:
    counts = frame["reason"].value_counts()
    return [(f"{what}: {reason}", int(counts[reason]), len(frame)) for reason in sorted(counts.index)]


def left_out(tables: dict[str, pd.DataFrame], graph: "nx.DiGraph", *, run: str | Path | None = None) -> pd.DataFrame:
    """Count what was found and does not count in the figures.

    Parameters
    ----------
    tables, graph
        As for `in_short`.
    run : str or Path, optional
        Run folder; with it, documents outside the period and the outlets are counted too, and a least confidence is
        named.

    Returns
    -------
    DataFrame
        Columns what, n, of (how many there are in all): relations by reason, attributions without a known source,
        documents without a date, mentions left open (all, then by reason), files or rows rejected by reason,
        files read in an encoding that was guessed, documents not chosen. Missing is what cannot be counted:
        attributions below the least confidence are not kept.
    """
    rows: list[tuple[str, int | None, int | None]] = [
        (f"relations: {reason}", n, len(tables["relations"])) for reason, n in sorted(graph.graph["left_out"].items())
    ]
    for what, name, column in (
        ("attributions without a known source", "attributions", "source_actor"),
        ("documents without a date", "documents", "published"),
    ):
        rows.append((what, int(tables[name][column].isna().sum()), len(tables[name])))
    rows.append(("mentions left open", len(tables["unresolved"]), len(tables["mentions"])))
    rows += _by_reason(tables["unresolved"], "mentions left open")
    guessed = _is_guess(tables["rejected"])
    rows += _by_reason(tables["rejected"][~guessed], "files or rows rejected")
    rows += [("files read in an encoding that was guessed", int(guessed.sum()), None)] if guessed.any() else []
    rows += _not_chosen(tables, Path(run)) if run is not None else []
    frame = pd.DataFrame(rows, columns=["what", "n", "of"])
    return frame.astype({"n": "Int64", "of": "Int64"})
