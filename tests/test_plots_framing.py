"""What the framing figure draws, and what the network leaves out of large networks."""

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from toolkit import plots
from toolkit.errors import InputError


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("Gazette", "hedge", "modal", 8, 4.0),
            ("Gazette", "hedge", "booster", 2, 1.0),
            ("Lantern", "hedge", "modal", 4, 1.0),
            (None, "hedge", "modal", 5, np.nan),
        ],
        columns=["outlet", "device", "category", "n", "per_1000"],
    )


def test_area_is_the_rate_and_hollow_rests_on_little() -> None:
    _, ax = plots.figure(6, 3)
    plots.plot_framing(rows(), ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Gazette", "Lantern", "not known"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["booster", "modal"]
    dots, crosses = ax.collections[1:3]
    areas = dots.get_sizes()
    assert areas[0] / areas[1] == pytest.approx(4)
    assert areas[1] == pytest.approx(areas[2])
    hollow = (dots.get_facecolors() == 1).all(axis=1)
    assert hollow.tolist() == [False, True, False]
    assert len(crosses.get_offsets()) == 1
    assert [text.get_text() for text in ax.texts] == ["8", "2", "4", "5"]


def test_rows_beyond_the_top_are_told_and_devices_kept_apart() -> None:
    _, ax = plots.figure(6, 3)
    two = pd.concat([rows(), rows().head(1).assign(device="scare_quote", category="label")])
    plots.plot_framing(two, ax=ax, top=1, title="Framing")
    assert "9 of 27 passages not shown" in [text.get_text() for text in ax.texts]
    assert [label.get_text() for label in ax.get_xticklabels()][-1] == "scare quote: label"


def test_no_passages() -> None:
    _, ax = plots.figure(6, 3)
    assert plots.plot_framing(rows().head(0), ax=ax).texts[0].get_text() == "no passages"


def test_framing_refuses() -> None:
    _, ax = plots.figure(6, 3)
    for table, options, words in (
        (rows().drop(columns="n"), {}, "lacks the columns"),
        (rows(), {"by": "name"}, "by must be one of 'outlet'"),
        (pd.concat([rows(), rows()]), {}, "one row for each"),
        (rows(), {"top": 0}, "top must be at least 1"),
        (rows(), {"least": 0}, "least must be at least 1"),
    ):
        with pytest.raises(InputError, match=words):
            plots.plot_framing(table, ax=ax, **options)


def large() -> nx.DiGraph:
    graph = nx.DiGraph()
    for number in range(30):
        graph.add_edge("hub", f"n{number:02}", weight=number + 1, sign=1)
    return graph


def test_large_network_shows_the_strongest_ties_and_says_what_is_hidden(tmp_path: Path) -> None:
    graph = large()
    files = []
    for name in ("a", "b"):
        fig, ax = plots.figure(6, 4)
        plots.plot_network(graph, ax=ax, ties=10)
        files.append(plots.save(fig, tmp_path / name))
    assert graph.number_of_edges() == 30
    texts = [text.get_text() for text in ax.texts]
    assert any(text.startswith("20 of 30 ties, 20 of 31 nodes") for text in texts)
    assert "n29" in texts
    assert "n05" not in texts
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_small_network_is_drawn_in_full() -> None:
    _, ax = plots.figure(6, 4)
    plots.plot_network(large(), ax=ax)
    assert not any("ties" in text.get_text() and "not shown" in text.get_text() for text in ax.texts)


def test_ties_must_be_positive() -> None:
    _, ax = plots.figure(6, 4)
    with pytest.raises(InputError, match="ties must be at least 1"):
        plots.plot_network(large(), ax=ax, ties=0)
