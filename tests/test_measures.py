"""Measures: hand-worked numbers, networkx as the reference, algebra, and every error."""

from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import measures
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Relation, Span
from toolkit.tables import to_frame


def signed(*ties: tuple[str, str, int, int, int]) -> nx.DiGraph:
    """Make a network of (source, target, positive, negative, neutral)."""
    graph = nx.DiGraph()
    for source, target, positive, negative, neutral in ties:
        weight, balance = positive + negative + neutral, positive - negative
        counts = {"positive": positive, "negative": negative, "neutral": neutral}
        graph.add_edge(source, target, weight=weight, **counts, sign=(balance > 0) - (balance < 0))
    return graph


#: a and b fight; c sides with a; d is named once, neutrally; e and f are apart and friends.
EXAMPLE = signed(
    ("a", "b", 0, 3, 0),
    ("b", "a", 0, 1, 1),
    ("c", "a", 2, 0, 0),
    ("c", "b", 0, 1, 0),
    ("b", "d", 0, 0, 1),
    ("e", "f", 1, 0, 0),
)


def test_centrality_by_hand():
    table = measures.centrality(EXAMPLE).set_index("node")
    assert table.index.tolist() == ["a", "b", "c", "d", "e", "f"], "strongest first, then by node"
    assert table.loc["a", ["in_degree", "out_degree", "in_strength", "out_strength"]].tolist() == [2, 1, 4, 3]
    assert table.loc["b", ["positive_in", "negative_in", "negative_out", "strength"]].tolist() == [0, 4, 1, 7]
    assert table.loc["a", "reciprocity"] == pytest.approx(2 / 3)
    assert table.loc["d", "reciprocity"] == 0
    # b lies on the paths a-d and c-d; the path c-a is direct.
    assert table.loc["b", "betweenness"] == pytest.approx(2 / (5 * 4))


def test_centrality_ranks_ties_of_strength_by_node_and_leaves_isolates_without_reciprocity():
    graph = signed(("b", "a", 1, 0, 0))
    graph.add_node("z", name="Zed", type="person")
    table = measures.centrality(graph)
    assert table["node"].tolist() == ["a", "b", "z"]
    assert table.loc[2, ["name", "type"]].tolist() == ["Zed", "person"]
    assert np.isnan(table.loc[2, "reciprocity"])


def test_measures_of_nothing():
    empty = nx.DiGraph()
    assert measures.centrality(empty).empty
    assert measures.communities(empty).empty
    assert np.isnan(measures.communities(empty).attrs["modularity"])
    assert np.isnan(measures.structural_balance(empty).loc[0, "share_balanced"])
    assert measures.reciprocity(empty)["n"].tolist() == [0, 0, 0, 0]
    assert measures.summary(empty).loc[0, ["n_nodes", "density", "n_components"]].tolist() == [0, 0, 0]


def test_reciprocity_by_hand():
    table = measures.reciprocity(EXAMPLE).set_index("ties")
    assert table.loc["all", ["n", "returned", "reciprocity"]].tolist() == [6, 2, pytest.approx(1 / 3)]
    assert table.loc["negative", ["n", "returned", "reciprocity"]].tolist() == [3, 2, pytest.approx(2 / 3)]
    assert table.loc["positive", ["n", "returned"]].tolist() == [2, 0]


def test_balance_by_hand():
    row = measures.structural_balance(EXAMPLE).loc[0]
    assert row["n_triangles"] == row["n_balanced"] == 1, "a and c against b: two negative ties"
    assert row["negative_2"] == 1
    hostile = signed(
        ("a", "b", 0, 1, 0), ("b", "c", 0, 1, 0), ("c", "a", 0, 1, 0), ("c", "d", 1, 1, 0), ("a", "d", 1, 0, 0)
    )
    row = measures.structural_balance(hostile).loc[0]
    assert (row["n_triangles"], row["share_balanced"], row["negative_3"]) == (1, 0, 1)


def test_summary_by_hand():
    row = measures.summary(EXAMPLE).loc[0]
    assert (row["n_nodes"], row["n_ties"], row["weight"]) == (6, 6, 10)
    assert row["density"] == pytest.approx(6 / 30)
    assert (row["n_components"], row["largest_component"], row["n_isolates"]) == (2, 4, 0)
    assert (row["share_positive"], row["share_negative"], row["share_neutral"]) == (0.3, 0.5, 0.2)


@pytest.mark.parametrize("method", ["louvain", "greedy"])
def test_communities_by_hand(method):
    table = measures.communities(EXAMPLE, method=method)
    # Without hostility there remain a-b (1 neutral), a-c (2), b-d (1), e-f (1).
    assert table[["node", "community", "size"]].to_numpy().tolist() == [
        ["a", 1, 2],
        ["c", 1, 2],
        ["b", 2, 2],
        ["d", 2, 2],
        ["e", 3, 2],
        ["f", 3, 2],
    ]
    degrees = {"a": 3, "b": 2, "c": 2, "d": 1, "e": 1, "f": 1}
    expected = (2 + 1 + 1) / 5 - ((3 + 2) ** 2 + (2 + 1) ** 2 + (1 + 1) ** 2) / (4 * 5**2)
    assert sum(degrees.values()) == 10
    assert table.attrs["modularity"] == pytest.approx(expected)


def test_enemies_are_communities_of_their_own():
    table = measures.communities(signed(("a", "b", 0, 2, 0), ("c", "a", 0, 1, 0)))
    assert table["community"].tolist() == [1, 2, 3]


NODES = "abcdefg"
GRAPHS = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda pair: pair[0] != pair[1]),
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).filter(any),
    max_size=20,
).map(lambda ties: signed(*((u, v, *counts) for (u, v), counts in ties.items())))


@settings(max_examples=40, deadline=None)
@given(graph=GRAPHS)
def test_centrality_agrees_with_networkx(graph):
    table = measures.centrality(graph).set_index("node")
    for way, degree in (("in", graph.in_degree), ("out", graph.out_degree)):
        assert table[f"{way}_degree"].to_dict() == dict(degree())
        assert table[f"{way}_strength"].to_dict() == dict(degree(weight="weight"))
        for sign in ("positive", "negative"):
            assert table[f"{sign}_{way}"].to_dict() == dict(degree(weight=sign))
    assert table["betweenness"].to_dict() == pytest.approx(nx.betweenness_centrality(graph))
    assert table["in_strength"].sum() == table["out_strength"].sum()


@settings(max_examples=40, deadline=None)
@given(graph=GRAPHS)
def test_reciprocity_agrees_with_networkx_and_does_not_mind_turning_all_ties(graph):
    table = measures.reciprocity(graph)
    if graph.number_of_edges():
        assert table.loc[0, "reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    pd.testing.assert_frame_equal(table, measures.reciprocity(graph.reverse()))
    assert table["n"].iloc[1:].sum() == table["n"].iloc[0]
    assert table["returned"].iloc[1:].sum() <= table["returned"].iloc[0]


@settings(max_examples=40, deadline=None)
@given(graph=GRAPHS, node=st.sampled_from(NODES))
def test_balance_agrees_with_counting_and_survives_switching(graph, node):
    row = measures.structural_balance(graph).loc[0]

    def pair(u, v):
        both = [graph.edges[tie] for tie in ((u, v), (v, u)) if graph.has_edge(*tie)]
        return np.sign(sum(data["positive"] - data["negative"] for data in both))

    products = [pair(a, b) * pair(b, c) * pair(a, c) for a, b, c in combinations(sorted(graph), 3)]
    assert row["n_triangles"] == sum(product != 0 for product in products)
    assert row["n_balanced"] == sum(product > 0 for product in products)
    switched = graph.copy()
    for u, v, data in switched.edges(data=True):
        if node in (u, v):
            data["positive"], data["negative"] = data["negative"], data["positive"]
    assert measures.structural_balance(switched).loc[0, "n_balanced"] == row["n_balanced"]


@settings(max_examples=30, deadline=None)
@given(graph=GRAPHS, seed=st.integers(0, 5))
def test_communities_divide_the_actors_and_repeat(graph, seed):
    table = measures.communities(graph, seed=seed)
    assert sorted(table["node"]) == sorted(graph)
    sizes = table.groupby("community")["node"].size()
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert table["size"].tolist() == sizes.loc[table["community"]].tolist()
    shuffled = nx.DiGraph()
    shuffled.add_nodes_from(reversed(list(graph)))
    shuffled.add_edges_from(reversed(list(graph.edges(data=True))))
    pd.testing.assert_frame_equal(table, measures.communities(shuffled, seed=seed))


def test_wrong_graphs_and_options_are_refused():
    for measure in (
        measures.centrality,
        measures.reciprocity,
        measures.communities,
        measures.structural_balance,
        measures.summary,
    ):
        with pytest.raises(InputError, match="the graph must be a DiGraph; got Graph"):
            measure(nx.Graph())
    with pytest.raises(InputError, match="method must be one of 'louvain', 'greedy'; got 'magic'"):
        measures.communities(EXAMPLE, method="magic")


def said(
    number: int, source: str | None, kind: str, cue: str, text: str, doc: str = "d1", **more: object
) -> Attribution:
    spans = (Span(0, 3),)
    values: dict[str, object] = {"attitude": "speech", "source_spans": (), "cue_spans": (), "content_text": text}
    return Attribution(
        doc,
        f"a{number}",
        kind,
        content_spans=spans,
        source_actor=source,
        cue_lemma=cue,
        **(values | more),  # type: ignore[arg-type]
    )


ATTRIBUTIONS = to_frame(
    "attributions",
    [
        said(1, "quist", "direct", "say", "The strait isn't closed."),
        said(2, "quist", "indirect", "warn", "talks may fail", "d2"),
        said(3, "quist", "indirect", "say", "talks"),
        said(4, "holm", "mixed", "say", "no"),
        said(5, None, "direct", "say", "yes"),
        said(6, "holm", "indirect", "believe", "it", attitude="thought"),
    ],
)
ACTORS = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("holm", "Ada Holm", "person")])


def test_speakers_by_hand():
    table = measures.speakers(ATTRIBUTIONS, ACTORS)
    assert table.to_dict("records")[0] == {
        "actor_id": "quist",
        "name": "Marla Quist",
        "type": "person",
        "n": 3,
        "direct": 1,
        "indirect": 2,
        "mixed": 0,
        "share": 0.6,
        "n_words": 8,
        "n_documents": 2,
        "top_cues": "say:2, warn:1",
    }
    assert table["share"].sum() == pytest.approx(0.8), "one of five has no known source"
    assert measures.speakers(ATTRIBUTIONS, ACTORS, attitude=("speech", "thought"))["n"].tolist() == [3, 2]
    assert measures.speakers(ATTRIBUTIONS.head(0), ACTORS).empty


def test_speakers_refuse():
    with pytest.raises(InputError, match="attitude must be one of"):
        measures.speakers(ATTRIBUTIONS, ACTORS, attitude=("song",))
    with pytest.raises(InputError, match=r"attributions name 1 actors that the table 'actors' lacks: \['quist'\]"):
        measures.speakers(ATTRIBUTIONS, ACTORS.iloc[:1])


def did(number: int, doc: str, when: str | None, **more: object) -> Relation:
    values: dict[str, object] = {"modality": "asserted", "evidence_start": 0, "evidence_end": 5, "date": when}
    return Relation(
        doc,
        f"r{number}",
        "quist",
        "holm",
        None,
        None,
        "accuse",
        "verbal conflict",
        -1,
        "accuse",
        **(values | more),  # type: ignore[arg-type]
    )


DOCUMENTS = to_frame(
    "documents", [Document("d1", "Quist accused Holm.", published=date(2024, 3, 5)), Document("d2", "Quist again.")]
)


def test_moves_stand_in_the_order_of_time():
    rows = [
        did(1, "d1", None),
        did(2, "d1", "2024-W09"),
        did(3, "d2", None),
        did(4, "d2", "2023"),
        did(5, "d1", "2024-02"),
    ]
    rows.append(did(6, "d1", None, modality="historical"))
    table = measures.moves(to_frame("relations", rows), DOCUMENTS, actors=ACTORS)
    assert table["relation_id"].tolist() == ["r4", "r5", "r2", "r1", "r3"]
    assert table["precision"].tolist()[:4] == ["year", "month", "week", "day"]
    assert table["date"].dt.strftime("%Y-%m-%d").tolist()[:4] == [
        "2023-01-01",
        "2024-02-01",
        "2024-02-26",
        "2024-03-05",
    ]
    assert table["dated_by"].tolist()[:4] == ["text", "text", "text", "publication"]
    assert pd.isna(table["date"].iloc[4])
    assert table.loc[0, ["source_name", "target_name", "passage"]].tolist() == ["Marla Quist", "Ada Holm", "Quist"]
    assert measures.moves(to_frame("relations", rows), DOCUMENTS)["source_name"].unique().tolist() == ["quist"]
    assert measures.moves(to_frame("relations", []), DOCUMENTS).empty


def test_moves_refuse():
    with pytest.raises(InputError, match="ISO 8601 day, week, month or year; got 'spring'"):
        measures.moves(to_frame("relations", [did(1, "d1", "spring")]), DOCUMENTS)
    with pytest.raises(InputError, match=r"table 'documents' lacks the documents \['d9'\]"):
        measures.moves(to_frame("relations", [did(1, "d9", None)]), DOCUMENTS)
    with pytest.raises(InputError, match="modalities must be one of"):
        measures.moves(to_frame("relations", []), DOCUMENTS, modalities=("sure",))
