from datetime import date

import pandas as pd

from toolkit import networks, reports, tables
from toolkit.records import Actor, Attribution, Document, Rejected, Relation, Span

QUIST, BELMARRA = Actor("quist", "Marla Quist", "person"), Actor("belmarra", "Belmarra", "state")


def found(*, full: bool) -> dict[str, pd.DataFrame]:
    """The tables of a run with one of everything, or of an empty document."""
    said = Attribution(
        "d", "a1", "direct", "speech", (), (), (Span(0, 4),), source_actor="quist", published=date(2031, 3, 2)
    )
    act = Relation(
        "d", "r1", "quist", "belmarra", None, None, "accuse", "verbal conflict", -1, "accuse", "asserted", 0, 4
    )
    unsure = Relation(
        "d", "r2", "quist", "belmarra", None, None, "assault", "material conflict", -1, "hit", "denied", 0, 4
    )
    rows = {
        "documents": [Document("d", "text", published=date(2031, 3, 2) if full else None, n_words=1200)],
        "actors": [QUIST, BELMARRA],
        "attributions": [said] if full else [],
        "relations": [act, unsure] if full else [],
        "rejected": [Rejected("x.txt", "empty file")],
    }
    return {name: tables.to_frame(name, rows.get(name, [])) for name in tables.SCHEMAS}


def words(*, full: bool) -> str:
    these = found(full=full)
    return reports.in_short(these, networks.relation_network(these["relations"], these["actors"]))


def test_in_short_says_what_was_read_said_and_done() -> None:
    assert words(full=True).splitlines() == [
        "- **1 document** with 1,200 words, published from 2031-03-02 to 2031-03-02.",
        "- **1 attribution** of speech by 1 actor; most are of **Marla Quist** (1).",
        "- **1 relation** in 1 tie between 2 actors; 100% are hostile, 0% friendly. The strongest tie runs from "
        "**Marla Quist** to **Belmarra** (accuse:1).",
        "- Rejected: **1 file** or rows.",
    ]


def test_in_short_of_nothing_says_so() -> None:
    lines = words(full=False).splitlines()
    assert "none of them dated" in lines[0]
    assert lines[1] == "- **0 attributions** of speech, none with a known source."
    assert lines[2] == "- **No relation** counts in the network."


def test_left_out_counts_what_does_not_count() -> None:
    these = found(full=True)
    graph = networks.relation_network(these["relations"], these["actors"])
    table = reports.left_out(these, graph).set_index("what")
    assert table.loc["attributions without a known source"].tolist() == [0, 1]
    (reason,) = (what for what in table.index if what.startswith("relations: "))
    assert reason == "relations: modality not chosen"
    assert table.loc[reason].tolist() == [1, 2]
