"""Figures: what they draw, where they draw it, that nothing covers anything, and that bytes repeat."""

import random
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch, Rectangle

from toolkit import plots
from toolkit.errors import InputError
from toolkit.plots._labels import place_labels
from toolkit.plots._room import wrapped
from toolkit.plots._style import SIGN_COLOURS
from toolkit.records import ACTOR_TYPES

NAMES = (
    "Ministry of Foreign Affairs and International Cooperation of Norvania",
    "Marla Quist",
    "Confederation of Fishing Cooperatives",
    "Varland",
    "High Commissioner for Maritime Boundaries",
)


def network(n: int, ties: int, seed: int = 1) -> nx.DiGraph:
    """Make a network in which each actor has a tie, with every sign."""
    draw = random.Random(seed)
    graph = nx.DiGraph()
    for place in range(n):
        name = NAMES[place] if place < len(NAMES) else f"Actor number {place}"
        graph.add_node(f"a{place:02d}", name=name, type=ACTOR_TYPES[place % 7])
    nodes = sorted(graph)
    pairs = [(nodes[place], nodes[draw.randrange(place)]) for place in range(1, n)]
    while len(set(pairs)) < ties:
        source, target = draw.sample(nodes, 2)
        pairs.append((source, target))
    for place, (source, target) in enumerate(sorted(set(pairs))):
        sign, weight = place % 3 - 1, 1 + place % 5
        graph.add_edge(source, target, weight=weight, sign=sign, polarity=float(sign))
    return graph


def labels(ax) -> dict[str, list]:
    """Texts of the labels of nodes, by node."""
    found: dict[str, list] = {}
    for text in ax.texts:
        if (text.get_gid() or "").startswith("label-"):
            found.setdefault(text.get_gid().split("-")[1], []).append(text)
    return found


def ties(ax) -> list[PathPatch]:
    return [patch for patch in ax.patches if (patch.get_gid() or "").startswith("tie-")]


def words(ax) -> str:
    return " ".join(text.get_text() for text in ax.texts)


@pytest.mark.parametrize(("n", "n_ties", "size"), [(3, 4, (5, 4)), (25, 45, (9, 6.5)), (25, 60, (8, 6))])
def test_labels_cover_neither_each_other_nor_nodes(n, n_ties, size):
    fig, ax = plots.figure(*size)
    graph = network(n, n_ties)
    plots.plot_network(graph, ax=ax, title="Who acts towards whom")
    fig.canvas.draw()
    boxes = {node: [line.get_window_extent() for line in lines] for node, lines in labels(ax).items()}
    assert len(boxes) == n, "every node has its label"
    for one, other in combinations(sorted(boxes), 2):
        assert not any(a.overlaps(b) for a in boxes[one] for b in boxes[other]), (one, other)
    frame = ax.get_window_extent()
    for lines in boxes.values():
        for box in lines:
            assert frame.x0 - 1 <= box.x0 < box.x1 <= frame.x1 + 1
    centres = np.vstack([ax.transData.transform(c.get_offsets()) for c in ax.collections if c.get_zorder() == 4])
    assert len(centres) == n
    for lines in boxes.values():
        assert not any(box.contains(*centre) for box in lines for centre in centres)


def test_signs_are_told_by_colour_and_by_dashes():
    graph = network(12, 18)
    graph.add_edge("a00", "a11", weight=1, sign=None)
    _, ax = plots.figure()
    plots.plot_network(graph, ax=ax)
    drawn = [(to_hex(tie.get_edgecolor()).upper(), tie.get_linestyle()) for tie in ties(ax)]
    signs = [data["sign"] for _, _, data in graph.edges(data=True)]
    for sign, colour in SIGN_COLOURS.items():
        assert sum(found == colour for found, _ in drawn) == signs.count(sign)
    dashes = {tie.get_edgecolor()[:3]: str(tie.get_linestyle()) for tie in ties(ax)}
    assert len(dashes) == 4
    assert len({colour for colour, style in drawn if style in ("solid", "-")}) == 2, "positive and not known"


def test_thicker_ties_weigh_more_and_larger_nodes_too():
    graph = nx.DiGraph()
    graph.add_edge("a", "b", weight=9, sign=1)
    graph.add_edge("b", "c", weight=1, sign=-1)
    _, ax = plots.figure(5, 4)
    plots.plot_network(graph, ax=ax, size={"a": 1, "b": 4, "c": 0})
    by_colour = {to_hex(tie.get_edgecolor()).upper(): tie.get_linewidth() for tie in ties(ax)}
    assert by_colour[SIGN_COLOURS[1]] > by_colour[SIGN_COLOURS[-1]]
    nodes = next(c for c in ax.collections if c.get_zorder() == 4)
    a, b, c = nodes.get_sizes()
    assert b > a > c > 0
    assert "Size: value" in words(ax)


def test_the_axes_given_are_drawn_into_and_no_others():
    fig, (left, right) = plots.figure(10, 4, columns=2)
    graph = network(6, 8)
    assert plots.plot_network(graph, ax=right) is right
    assert plots.plot_matrix(graph, ax=right) is right
    assert not [*left.patches, *left.collections, *left.texts, *left.lines]
    assert len(fig.axes) == 2


def test_inputs_are_not_changed():
    graph, moves, speakers = network(6, 8), moves_table(5), speakers_table()
    before = nx.to_dict_of_dicts(graph), moves.copy(), speakers.copy()
    positions = plots.network_positions(graph)
    kept = dict(positions)
    _, axes = plots.figure(12, 4, columns=4)
    plots.plot_network(graph, ax=axes[0], positions=positions)
    plots.plot_matrix(graph, ax=axes[1])
    plots.plot_timeline(moves, ax=axes[2])
    plots.plot_speakers(speakers, ax=axes[3])
    assert nx.to_dict_of_dicts(graph) == before[0]
    assert positions == kept
    pd.testing.assert_frame_equal(moves, before[1])
    pd.testing.assert_frame_equal(speakers, before[2])


def test_the_same_figure_has_the_same_bytes(tmp_path):
    files = []
    for name in ("one", "two"):
        fig, ax = plots.figure(5, 4)
        plots.plot_network(network(8, 12), ax=ax, title="Ties")
        files.append(plots.save(fig, tmp_path / name / "v1.0", alt="Eight actors & twelve ties"))
    assert [path.name for path in files[0]] == ["v1.0.png", "v1.0.svg"]
    for first, second in zip(*files, strict=True):
        assert first.read_bytes() == second.read_bytes()
    svg = files[0][1].read_text()
    assert "<title>Eight actors &amp; twelve ties</title>" in svg
    assert ">Ties</text>" in svg
    assert "dc:date" not in svg
    assert b"Matplotlib" not in files[0][0].read_bytes()


def test_only_the_strongest_are_labelled_and_the_figure_says_so():
    _, ax = plots.figure(9, 7)
    plots.plot_network(network(60, 90), ax=ax, label_top=10)
    assert len(labels(ax)) <= 10
    assert f"{60 - len(labels(ax))} of 60 labels not shown" in words(ax)


def test_a_network_without_ties_and_one_without_nodes():
    _, (left, right) = plots.figure(8, 4, columns=2)
    plots.plot_network(nx.DiGraph(), ax=left)
    assert words(left) == "no ties"
    lonely = nx.DiGraph()
    lonely.add_nodes_from(["b", "a"])
    lonely.add_edge("a", "a", weight=1)
    plots.plot_network(lonely, ax=right, legend=False)
    assert len(labels(right)) == 2
    assert not ties(right)


def test_the_legend_explains_what_is_drawn_and_no_more():
    graph = nx.DiGraph(kind="relations")
    graph.add_node("a", name="Quist", type="person")
    graph.add_node("b", name="Varland", type="state")
    graph.add_edge("a", "b", weight=2, sign=-1)
    graph.add_edge("b", "a", weight=5, sign=-1)
    _, ax = plots.figure(6, 4)
    plots.plot_network(graph, ax=ax)
    assert "negative Width: relations 2 5 Nodes person state" in words(ax)
    assert "positive" not in words(ax)


@settings(max_examples=25, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=14),
    seed=st.integers(0, 3),
)
def test_positions_keep_nodes_apart_and_repeat(pairs, seed):
    graph = nx.DiGraph()
    graph.add_nodes_from("abcdefghij")
    graph.add_edges_from(pairs)
    places = plots.network_positions(graph, seed=seed)
    assert list(places) == sorted(graph)
    for one, other in combinations(places.values(), 2):
        assert np.hypot(one[0] - other[0], one[1] - other[1]) > 0.05
    again = nx.DiGraph()
    again.add_nodes_from("jihgfedcba")
    again.add_edges_from(reversed(pairs))
    assert plots.network_positions(again, seed=seed) == places


def test_positions_of_separate_parts_stand_side_by_side():
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("d", "e")])
    graph.add_node("f")
    places = plots.network_positions(graph)
    points = np.array(list(places.values()))
    assert np.ptp(points, axis=0).max() < 6, "parts do not fly apart"
    assert plots.network_positions(nx.DiGraph()) == {}


def test_a_label_without_room_is_left_out():
    points, radii = np.array([[5.0, 5.0]]), np.array([4.0])
    nothing = np.zeros((0, 3))
    box = np.array([[1.0, 1.0, 9.0, 9.0]])
    found = place_labels(points, radii, {0: (50, 10)}, obstacles=box, dots=nothing, canvas=(0, 0, 10, 10))
    assert found == {}


def test_names_are_wrapped_evenly_and_cut_only_when_very_long():
    assert wrapped("Marla Quist") == "Marla Quist"
    assert wrapped(NAMES[0]).split("\n") == [
        "Ministry of Foreign",
        "Affairs and International",
        "Cooperation of Norvania",
    ]
    assert wrapped("word " * 60, 20, 3).endswith("…")
    assert wrapped("x" * 100, 20, 2).count("\n") == 1


def moves_table(n: int, days: int = 3) -> pd.DataFrame:
    rows = [
        {
            "date": pd.Timestamp("2024-03-01") + pd.Timedelta(days=(place * 7) % days),
            "precision": "week" if place == 1 else "day",
            "source_name": NAMES[place % 5],
            "target_name": NAMES[(place + 1) % 5],
            "type": "accuse" if place % 2 else "support",
            "polarity": place % 3 - 1,
        }
        for place in range(n)
    ]
    return pd.DataFrame(rows)


def speakers_table() -> pd.DataFrame:
    rows = [(name, 5 - place, 2, 1) for place, name in enumerate(NAMES)]
    table = pd.DataFrame(rows, columns=["name", "direct", "mixed", "indirect"])
    table["n"] = table[["direct", "mixed", "indirect"]].sum(axis=1)
    return table.assign(share=table["n"] / 40)


@pytest.mark.parametrize(("n", "days"), [(1, 1), (4, 3), (40, 20), (40, 300), (40, 2000), (40, 9000)])
def test_timeline_draws_every_dated_move(n, days):
    fig, ax = plots.figure(9, 5)
    moves = moves_table(n, days)
    plots.plot_timeline(moves, ax=ax, title="Moves")
    fig.canvas.draw()
    pairs = moves["source_name"] + " → " + moves["target_name"]
    assert len(ax.get_yticks()) == pairs.nunique()
    marks = sum(len(c.get_offsets()) for c in ax.collections if c.get_zorder() == 3)
    assert marks == len(moves.assign(pair=pairs).groupby(["pair", "date", "polarity"]))
    assert 1 <= len(ax.get_xticks()) <= 8
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_timeline_says_what_it_does_not_show():
    _, (left, right) = plots.figure(9, 5, columns=2)
    moves = moves_table(12, 5)
    moves.loc[0, "date"] = pd.NaT
    plots.plot_timeline(moves, ax=left, top=2)
    shown = moves.dropna(subset=["date"])["source_name"].value_counts().head(2).sum()
    assert f"not shown: {11 - shown} moves of other pairs, 1 move without a date" in words(left)
    plots.plot_timeline(moves.iloc[:1], ax=right)
    assert words(right) == "no dated moves"


def test_timeline_writes_types_where_there_is_room():
    _, ax = plots.figure(9, 4)
    plots.plot_timeline(moves_table(3), ax=ax)
    assert sorted(text.get_text() for text in ax.texts) == ["accuse", "support", "support"]


def test_speakers_are_bars_of_three_kinds():
    _, (left, right) = plots.figure(9, 4, columns=2)
    plots.plot_speakers(speakers_table(), ax=left, top=3, title="Who speaks")
    bars = [patch.get_width() for patch in left.patches if isinstance(patch, Rectangle)]
    assert bars == [5, 4, 3, 2, 2, 2, 1, 1, 1]
    assert "8  (20 %)" in words(left)
    assert "2 more speakers not shown" in words(left)
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["direct", "mixed", "indirect"]
    plots.plot_speakers(speakers_table().head(0), ax=right)
    assert words(right) == "no speakers"


def test_matrix_holds_the_weights_and_the_colours_of_the_mean_sign():
    graph = nx.DiGraph()
    graph.add_edge("a", "b", weight=3, polarity=-1.0)
    graph.add_edge("b", "c", weight=2, polarity=1.0)
    graph.add_edge("c", "a", weight=1, polarity=None)
    graph.add_edge("c", "b", weight=7)
    _, (left, right) = plots.figure(9, 4, columns=2)
    plots.plot_matrix(graph, ax=left)
    assert sorted(text.get_text() for text in left.texts) == ["1", "2", "3", "7", "a row acts towards a column"]
    colours = [to_hex(cell.get_facecolor()).upper() for cell in left.patches]
    assert colours.count(SIGN_COLOURS[-1]) == colours.count(SIGN_COLOURS[1]) == 1
    plots.plot_matrix(graph, ax=right, top=2)
    assert "of 4 ties not shown" in words(right)
    plots.plot_matrix(nx.DiGraph(), ax=right)
    assert "no ties" in words(right)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"label_top": 0}, "label_top must be at least 1; got 0"),
        ({"size": "betweenness"}, r"size='betweenness' has no value for \['a00'"),
        ({"size": {"a00": 1}}, r"size='mapping' has no value for \['a01'"),
        ({"size": dict.fromkeys(["a00", "a01", "a02"], -1)}, "size must be 0 or more for every node"),
        ({"positions": {"a00": (0, 0)}}, r"positions lacks the nodes \['a01', 'a02'\]"),
    ],
)
def test_wrong_options_are_refused(options, message):
    _, ax = plots.figure(4, 3)
    with pytest.raises(InputError, match=message):
        plots.plot_network(network(3, 2), ax=ax, **options)


def test_wrong_tables_are_refused():
    _, ax = plots.figure(4, 3)
    with pytest.raises(InputError, match=r"moves lacks the columns \['polarity'\]"):
        plots.plot_timeline(moves_table(2).drop(columns="polarity"), ax=ax)
    with pytest.raises(InputError, match=r"speakers lacks the columns \['share'\]"):
        plots.plot_speakers(speakers_table().drop(columns="share"), ax=ax)
    for draw, table in ((plots.plot_timeline, moves_table(2)), (plots.plot_speakers, speakers_table())):
        with pytest.raises(InputError, match="top must be at least 1; got 0"):
            draw(table, ax=ax, top=0)
    with pytest.raises(InputError, match="top must be at least 1; got 0"):
        plots.plot_matrix(network(3, 2), ax=ax, top=0)
