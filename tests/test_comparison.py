"""Comparing two corpora: the numbers, their intervals, the words; with networkx and simulation as references."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import comparison, measures, networks
from toolkit.comparison._draws import differences, drawn, part_of, rng_of
from toolkit.comparison._measures import NAMES, network_measures
from toolkit.comparison._sides import Side, ties_of
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Relation, Span
from toolkit.tables import SCHEMAS, to_frame

ACTORS = [
    Actor("quist", "Marla Quist", "person"),
    Actor("tern", "Ode Tern", "person"),
    Actor("NOR", "Norvania", "state"),
    Actor("NOR.GOV", "Norvanian government", "government", part_of="NOR"),
]
Tables = dict[str, pd.DataFrame]


def said(doc: str, number: int, who: str | None, attitude: str = "speech") -> Attribution:
    return Attribution(doc, f"a{number}", "direct", attitude, (), (), (Span(0, 4),), source_actor=who)


def act(doc: str, number: int, source: str, target: str, polarity: int, modality: str = "asserted") -> Relation:
    kind = {-1: "accuse", 0: "address", 1: "support"}[polarity]
    return Relation(doc, f"r{number}", source, target, None, None, kind, "neutral", polarity, kind, modality, 0, 4)


def corpus(
    n_documents: int, attributions: Sequence[Attribution] = (), relations: Sequence[Relation] = (), prefix: str = "d"
) -> Tables:
    documents = [
        Document(f"{prefix}{n}", "text", published=date(2031, 3, n + 1), n_words=10, sha256=f"{prefix}{n}", outlet="o")
        for n in range(n_documents)
    ]
    rows = {"documents": documents, "actors": ACTORS, "attributions": attributions, "relations": relations}
    return {name: to_frame(name, rows.get(name, [])) for name in SCHEMAS}


@pytest.fixture
def sides() -> tuple[Tables, Tables]:
    """First: Quist has 3 of 5 attributions in 2 of 4 documents. Second: 1 of 4."""
    a = corpus(
        4,
        [
            said("d0", 1, "quist"),
            said("d0", 2, "quist"),
            said("d1", 1, "quist"),
            said("d2", 1, "tern"),
            said("d3", 1, None),
        ],
        [act("d0", 1, "quist", "NOR", -1), act("d1", 1, "quist", "NOR", -1), act("d1", 2, "NOR", "quist", 1)],
    )
    b = corpus(
        2,
        [
            said("e0", 1, "quist"),
            said("e0", 2, "tern"),
            said("e1", 1, "tern"),
            said("e1", 2, None),
            said("e1", 3, "tern", "act"),
        ],
        [
            act("e0", 1, "quist", "NOR.GOV", 1),
            act("e1", 1, "quist", "NOR", -1),
            act("e1", 2, "quist", "NOR", 1, "denied"),
        ],
        prefix="e",
    )
    return a, b


def row_of(table: pd.DataFrame, measure: str, item: str | None = None) -> dict[str, Any]:
    rows = table[table["measure"] == measure]
    rows = rows if item is None else rows[rows["item"] == item]
    (row,) = rows.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_shares_of_speech_are_those_that_a_person_counts(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, measures=["speech"], replicates=200)
    quist = row_of(table, "share of speech", "quist")
    assert (quist["a"], quist["b"]) == (3 / 5, 1 / 4)
    assert quist["difference"] == pytest.approx(-0.35)
    assert (quist["n_a"], quist["n_b"], quist["documents_a"], quist["documents_b"]) == (3, 1, 2, 1)
    assert -1 <= quist["low"] < quist["difference"] < quist["high"] <= 1
    assert table["item_name"].tolist().count("Ode Tern") == 1


def test_shares_are_those_of_speakers(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, measures=["speech"], level="actor", min_documents=1, replicates=2)
    for side, tables in zip("ab", sides, strict=True):
        listed = measures.speakers(tables["attributions"], tables["actors"]).set_index("actor_id")["share"]
        found = table.set_index("item")[side]
        assert {name: found[name] for name in listed.index} == pytest.approx(listed.to_dict())


def test_ties_are_rates_in_100_documents_by_pair_and_sign(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, measures=["ties"], min_documents=1, replicates=50)
    hostile = row_of(table, "hostile acts")
    assert (hostile["item"], hostile["other"], hostile["a"], hostile["b"]) == ("quist", "NOR", 50.0, 50.0)
    assert hostile["difference"] == 0
    friendly = table[table["measure"] == "friendly acts"].set_index(["item", "other"])
    assert friendly.loc[("quist", "NOR"), ["a", "b"]].tolist() == [0.0, 50.0]  # at the level of parties
    assert friendly.loc[("NOR", "quist"), "n_a"] == 1
    assert table.attrs["n_not_compared"] == {"ties": 0}
    rare = comparison.compare(*sides, measures=["ties"], min_documents=2, replicates=50)
    assert rare["measure"].tolist() == ["hostile acts"]
    assert rare.attrs["n_not_compared"] == {"ties": 2}


relation_lists = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["quist", "tern", "NOR"]),
        st.sampled_from(["quist", "tern", "NOR"]),
        st.sampled_from([-1, 0, 1]),
    ),
    max_size=14,
)


@settings(max_examples=30)
@given(relation_lists, st.integers(1, 2))
def test_measures_of_the_network_are_those_of_networkx(
    drawn_: list[tuple[int, str, str, int]], min_weight: int
) -> None:
    relations = [act(f"d{doc}", n, *rest) for n, (doc, *rest) in enumerate(drawn_)]
    tables = corpus(4, relations=relations)
    ties, _ = ties_of(tables, tables, level="actor")
    (row,) = network_measures(ties, 0, np.ones((1, 4)), min_weight=min_weight)
    found = dict(zip(NAMES, row, strict=True))
    graph = networks.relation_network(tables["relations"], tables["actors"], min_weight=min_weight)
    summary = measures.summary(graph).iloc[0]
    balance = measures.structural_balance(graph)["share_balanced"].iloc[0]
    assert found["actors"] == summary["n_nodes"]
    assert found["ties"] == summary["n_ties"]
    same = {"reciprocity": "reciprocity", "share friendly": "share_positive", "share hostile": "share_negative"}
    for mine, theirs in same.items():
        assert found[mine] == pytest.approx(summary[theirs], nan_ok=True)
    assert found["balanced triangles"] == pytest.approx(balance, nan_ok=True)
    if summary["n_nodes"] > 1:
        assert found["density"] == pytest.approx(summary["density"])


def test_networks_are_compared_with_as_many_documents(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, measures=["network"], replicates=300)
    assert table["measure"].tolist() != []
    assert set(table["documents_a"]) == set(table["documents_b"]) == {2}
    ties = row_of(table, "ties")
    assert ties["b"] == 1
    assert 0 < ties["a"] < 2  # 2 ties in 4 documents; fewer in 2 of them


def test_a_corpus_does_not_differ_from_itself(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(sides[0], sides[0], min_documents=1, replicates=100)
    known = table[table["difference"].notna()]
    assert (known["difference"] == 0).all()
    assert (known["low"] <= 0).all()
    assert (known["high"] >= 0).all()
    assert (known["p"] == 1).all()


def test_the_same_seed_gives_the_same_table_and_inputs_stay(sides: tuple[Tables, Tables]) -> None:
    before = {name: frame.copy() for name, frame in sides[0].items()}
    first = comparison.compare(*sides, replicates=50, min_documents=1)
    pd.testing.assert_frame_equal(first, comparison.compare(*sides, replicates=50, min_documents=1))
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, sides[0][name])
    other = comparison.compare(*sides, replicates=50, min_documents=1, seed=1)
    assert not first["low"].equals(other["low"])
    alone = comparison.compare(*sides, replicates=50, min_documents=1, measures=["network"])
    pd.testing.assert_series_equal(
        alone["low"], first.tail(len(alone))["low"].reset_index(drop=True), check_names=False
    )


def test_intervals_hold_and_tests_err_as_often_as_they_say() -> None:
    """In 200 pairs of samples of the same kind, about 5 % have an interval without 0 or p below 0.05."""
    rng = np.random.default_rng(3)
    outside, small = 0, 0
    for number in range(200):
        found = [Side(rng.poisson(1.0, (60, 1)).astype(float), rng.poisson(3.0, 60) + 1.0) for _ in "ab"]
        estimate, draws = [], []
        for place, side in enumerate(found):
            weights = drawn(60, 60, 400, rng_of(number, place, 0))
            estimate.append(side.counts.sum() / side.base.sum())
            draws.append((weights @ side.counts)[:, 0] / (weights @ side.base))
        result = differences(np.array([estimate[1] - estimate[0]]), (draws[1] - draws[0])[:, None], level=0.95)
        outside += not result.low[0] <= 0 <= result.high[0]
        small += result.p[0] < 0.05
    assert 2 <= outside <= 20
    assert 2 <= small <= 20


def test_draws_hold_what_they_say() -> None:
    rng = np.random.default_rng(0)
    assert (drawn(5, 3, 20, rng).sum(axis=1) == 3).all()
    parts = part_of(5, 3, 20, rng)
    assert (parts.sum(axis=1) == 3).all()
    assert set(np.unique(parts)) == {0.0, 1.0}


def test_differences_without_values_stay_missing() -> None:
    result = differences(np.array([np.nan, 1.0]), np.full((3, 2), np.nan), level=0.9)
    assert all(np.isnan(values).all() for values in result)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["mood"]}, "measures must be one of 'speech', 'ties', 'network'; got 'mood'"),
        ({"level": "planet"}, "level must be one of 'actor', 'party'"),
        ({"confidence": 95}, "confidence must be between 0 and 1, such as 0.95; got 95"),
        ({"replicates": 1}, "replicates must be at least 2; got 1"),
        ({"min_documents": 0}, "min_documents must be at least 1; got 0"),
        ({"min_weight": 0}, "min_weight must be at least 1; got 0"),
        ({"correction": "luck", "replicates": 2}, "correction must be one of"),
    ],
)
def test_wrong_options_are_refused(sides: tuple[Tables, Tables], options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        comparison.compare(*sides, **options)


def test_one_document_and_unknown_actors_are_refused(sides: tuple[Tables, Tables]) -> None:
    with pytest.raises(InputError, match="b must have at least two documents, as documents are drawn again; got 1"):
        comparison.compare(sides[0], corpus(1))
    strange = corpus(2, [said("d0", 1, "nobody")])
    with pytest.raises(
        InputError, match=re.escape("attributions name 1 actors that the table 'actors' lacks: ['nobody']")
    ):
        comparison.compare(strange, sides[1])


def test_empty_sides_give_an_empty_comparison() -> None:
    table = comparison.compare(corpus(2), corpus(3), replicates=10)
    assert set(table["measure"]) == set(NAMES)
    assert row_of(table, "ties")["difference"] == 0
    assert np.isnan(row_of(table, "density")["difference"])


def test_sizes_count_documents_on_both_sides(sides: tuple[Tables, Tables]) -> None:
    table = comparison.sizes(*sides).set_index("what")
    assert table.loc["documents"].tolist() == [4, 2]
    assert table.loc["attributions of speech"].tolist() == [5, 4]
    assert table.loc["of these with a known source"].tolist() == [4, 3]
    assert table.loc["first day"].tolist() == [date(2031, 3, 1)] * 2
    assert table.loc["documents in both"].tolist() == [0, 0]
    assert comparison.sizes(sides[0], sides[0]).set_index("what").loc["documents in both"].tolist() == [4, 4]


def test_words_tell_what_holds_after_correction(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, replicates=20, min_documents=1)
    row = table[table["measure"] == "hostile acts"].assign(p_corrected=0.001, difference=-20.0, low=-30.0, high=-10.0)
    text = comparison.in_words(pd.concat([row, table.assign(p_corrected=0.5)]), names=("March", "April"))
    assert text.splitlines() == [
        "- Hostile acts of **Marla Quist** towards **Norvania** in 100 documents: March 50.0, April 50.0 (difference "
        "−20.0, interval −30.0 to −10.0).",
        f"- In all **1 of {1 + len(table)}** comparisons hold after correction for many tests (p ≤ 0.05).",
    ]
    with pytest.raises(InputError, match=r"table lacks the columns \['measure'"):
        comparison.in_words(pd.DataFrame())


def test_methods_say_how_it_was_done(sides: tuple[Tables, Tables]) -> None:
    table = comparison.compare(*sides, replicates=20)
    text = comparison.methods(table)
    assert "(4 and 2)" in text
    assert "20 bootstrap replicates" in text
    assert "(Benjamini and Hochberg 1995)" in text
    assert "Measures of the network were computed for 2 documents on either side" in text
    plain = comparison.methods(comparison.compare(*sides, replicates=20, measures=["speech"], correction="none"))
    assert "were not corrected" in plain
    assert "PLOVER" not in plain
    with pytest.raises(InputError, match="table has no attrs"):
        comparison.methods(pd.DataFrame())


def test_a_side_is_called_by_what_was_chosen() -> None:
    assert comparison.side_name(None, None, None, "first") == "first"
    assert comparison.side_name("2031-03-01", "2031-03-31", ["A", "B"], "x") == "A, B, 2031-03-01 to 2031-03-31"
