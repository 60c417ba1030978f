"""What a report says in words: the short of it, and what was left out."""

from typing import TYPE_CHECKING

import pandas as pd

from toolkit import measures, networks

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["in_short", "left_out"]


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
        f"Rejected, or read with reservations: **{len(tables['rejected']):,}** files or rows.",
    )
    return "\n".join(f"- {line}" for line in lines)


def left_out(tables: dict[str, pd.DataFrame], graph: "nx.DiGraph") -> pd.DataFrame:
    """Count what was found and does not count in the figures.

    Parameters
    ----------
    tables, graph
        As for `in_short`.

    Returns
    -------
    DataFrame
        Columns what, n, of (how many there are in all): relations by reason, attributions without a known source,
        mentions left open, documents without a date, files or rows rejected.
    """
    rows = [
        (f"relations: {reason}", n, len(tables["relations"])) for reason, n in sorted(graph.graph["left_out"].items())
    ]
    for what, name, column in (
        ("attributions without a known source", "attributions", "source_actor"),
        ("documents without a date", "documents", "published"),
    ):
        rows.append((what, int(tables[name][column].isna().sum()), len(tables[name])))
    rows.append(("mentions left open", len(tables["unresolved"]), len(tables["mentions"])))
    return pd.DataFrame(rows, columns=["what", "n", "of"])
