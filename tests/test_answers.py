"""Moves and counter-moves: a small exchange that a person can check, the search by brute force, and chance."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import networks
from toolkit.errors import InputError
from toolkit.networks._answers import linked
from toolkit.records import POLARITY, RELATION_TYPES, Actor, Document, Relation
from toolkit.tables import to_frame

ACTORS = to_frame(
    "actors",
    [
        Actor("nor", "Norvania", "state", "NOR"),
        Actor("ost", "Ostrava", "state"),
        Actor("quist", "Marla Quist", "person"),
    ],
)
TEXT = "Norvania accused Ostrava. Ostrava seized a ship of Norvania."
DOCUMENTS = to_frame(
    "documents",
    [Document("d1", TEXT, None, date(2024, 3, 1), "Post"), Document("d2", TEXT, None, None, "Gazette")],
)


def act(number: int, source: str, target: str, kind: str, day: str | None, doc: str = "d2") -> Relation:
    place = (0, 24) if kind == "accuse" else (26, len(TEXT) - 1)
    return Relation(
        doc, f"r{number}", source, target, None, None, kind, RELATION_TYPES[kind], POLARITY[kind], kind, "asserted",
        *place, date=day,
    )  # fmt: skip


RELATIONS = to_frame(
    "relations",
    [
        act(1, "nor", "ost", "accuse", None, "d1"),
        act(2, "nor", "ost", "accuse", "2024-03-01"),
        act(3, "ost", "nor", "coerce", "2024-03-05"),
        act(4, "ost", "nor", "support", "2024-03-20"),
        act(5, "nor", "ost", "accuse", "2024-03"),
        act(6, "nor", "ost", "accuse", None),
        act(7, "nor", "ost", "sanction", "2024-03-05"),
        act(8, "nor", "ost", "consult", "2024-03-06"),
        act(9, "quist", "ost", "accuse", "2024-03-02"),
    ],
)


def acts_of(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Make a table of hostile acts from sources, targets and days."""
    relations = [
        act(n, source, target, "accuse", (date(2024, 1, 1) + timedelta(days=day)).isoformat())
        for n, (source, target, day) in enumerate(rows)
    ]
    return networks.dated_acts(to_frame("relations", relations), ACTORS)


def test_acts_told_twice_are_one_and_what_has_no_day_is_counted():
    acts = networks.dated_acts(RELATIONS, ACTORS, documents=DOCUMENTS)
    assert acts[["source", "type", "n_told"]].to_numpy().tolist() == [
        ["nor", "accuse", 2],
        ["quist", "accuse", 1],
        ["nor", "sanction", 1],
        ["ost", "coerce", 1],
        ["ost", "support", 1],
    ]
    assert acts.loc[0, ["doc_id", "relation_id"]].tolist() == ["d1", "r1"]
    assert acts.attrs["left_out"] == {"polarity not chosen": 1, "no date": 1, "no single day": 1}
    assert int(acts["n_told"].sum()) + sum(acts.attrs["left_out"].values()) == len(RELATIONS)
    hostile = networks.dated_acts(RELATIONS, ACTORS, documents=DOCUMENTS, polarities=(-1,), types=["accuse"])
    assert set(hostile["type"]) == {"accuse"}
    assert networks.dated_acts(RELATIONS.head(0), ACTORS).empty


def test_an_answer_follows_the_nearest_move_in_time():
    acts = networks.dated_acts(RELATIONS, ACTORS, documents=DOCUMENTS)
    found = networks.answers(acts, within=30)
    columns = ["mover", "answerer", "move_type", "answer_type", "days", "in_kind"]
    assert found[columns].to_numpy().tolist() == [
        ["nor", "ost", "accuse", "coerce", 4, True],
        ["nor", "ost", "sanction", "support", 15, False],
    ]
    assert networks.answers(acts, within=3).empty
    assert networks.answers(acts, within=30, least=5)["days"].tolist() == [15]
    opened = networks.answer_passages(found, RELATIONS, DOCUMENTS)
    assert opened.loc[0, ["move_passage", "answer_passage"]].tolist() == [
        "Norvania accused Ostrava",
        "Ostrava seized a ship of Norvania",
    ]


def test_acts_of_one_day_do_not_answer_each_other():
    assert networks.answers(acts_of(("nor", "ost", 0), ("ost", "nor", 0))).empty


def test_tables_of_nothing_have_their_columns():
    none = networks.dated_acts(RELATIONS.head(0), ACTORS)
    found = networks.answers(none)
    assert found.empty
    assert {"mover", "answer_relation_id", "days", "in_kind"} <= set(found)
    assert networks.retaliation(none).empty
    assert {"move_passage", "answer_passage"} <= set(networks.answer_passages(found, RELATIONS, DOCUMENTS))


DAYS = st.lists(st.integers(0, 40), max_size=8)


@settings(max_examples=60, deadline=None)
@given(first=DAYS, then=DAYS, within=st.integers(1, 20), least=st.integers(1, 3))
def test_links_are_those_of_a_search_by_hand(first, then, within, least):
    within = max(within, least)
    first, then = sorted(first), sorted(then)
    places = linked(np.array(first, dtype=np.int64), np.array(then, dtype=np.int64), within=within, least=least)
    expected = [max((s for s in first if least <= t - s <= within), default=None) for t in then]
    assert [None if place < 0 else first[place] for place in places] == expected


@settings(max_examples=15, deadline=None)
@given(first=DAYS.filter(len), then=DAYS.filter(len), within=st.integers(1, 20))
def test_shares_agree_with_the_table_of_answers(first, then, within):
    acts = acts_of(*(("nor", "ost", day) for day in first), *(("ost", "nor", day) for day in then))
    found = networks.answers(acts, within=within)
    table = networks.retaliation(acts, within=within, n=5)
    for row in table.itertuples(index=False):
        mine = found[found["mover"] == row.mover]
        assert row.n_answers == len(mine)
        assert row.share_answers == len(mine) / row.n_acts
        one, two = (first, then) if row.mover == "nor" else (then, first)
        assert row.n_moves == len(set(one))
        assert row.n_answered == sum(any(1 <= t - s <= within for t in two) for s in set(one))
        assert 0 < row.p_value <= 1
        assert (mine["days"].median() == row.median_days) or (mine.empty and np.isnan(row.median_days))


def test_an_exchange_in_turn_is_no_chance_and_one_at_random_is():
    turns = [(("nor", "ost") if n % 2 == 0 else ("ost", "nor")) for n in range(24)]
    days = [30 * (n // 2) + 3 * (n % 2) for n in range(24)]
    table = networks.retaliation(acts_of(*((*pair, day) for pair, day in zip(turns, days, strict=True))), within=7)
    answered = table.set_index(["mover", "answerer"])
    assert answered.loc[("nor", "ost"), "n_answers"] == 12
    assert answered.loc[("nor", "ost"), "p_value"] < 0.01
    assert answered.loc[("nor", "ost"), "ratio"] > 1.5
    assert answered.loc[("nor", "ost"), "median_days"] == 3
    assert answered.loc[("ost", "nor"), "p_value"] > 0.9
    rng = np.random.default_rng(3)
    mixed = [
        (*(("nor", "ost") if rng.random() < 0.5 else ("ost", "nor")), int(day)) for day in rng.permutation(200)[:40]
    ]
    assert networks.retaliation(acts_of(*mixed), within=7)["p_value"].min() > 0.05


def test_shifts_are_all_shifts_of_the_period():
    acts = acts_of(("nor", "ost", 0), ("nor", "ost", 10), ("ost", "nor", 2), ("ost", "nor", 12))
    table = networks.retaliation(acts, within=3, chance="shift").set_index("mover")
    # 13 days: the acts of ost stand 10 days apart, so that only few shifts put both one to three days after nor's
    first, then = [0, 10], [2, 12]
    counts = [sum(any(1 <= (t + shift) % 13 - s <= 3 for s in first) for t in then) for shift in range(1, 13)]
    assert table.loc["nor", "n_answers"] == 2
    assert table.loc["nor", "expected_answers"] == pytest.approx(np.mean(counts))
    assert table.loc["nor", "p_value"] == pytest.approx((1 + sum(count >= 2 for count in counts)) / 13)
    alone = networks.retaliation(acts_of(("nor", "ost", 0), ("ost", "nor", 0)), chance="shift")
    assert alone["p_value"].isna().all()


def test_seeds_and_other_pairs():
    rows = [("nor", "ost", 3 * n) for n in range(8)] + [("ost", "nor", 4 * n + 1) for n in range(8)]
    alone = networks.retaliation(acts_of(*rows), within=3, n=99)
    again = networks.retaliation(acts_of(*rows[::-1]), within=3, n=99)
    pd.testing.assert_frame_equal(alone, again)
    more = networks.retaliation(acts_of(*rows, ("quist", "nor", 5), ("nor", "quist", 6)), within=3, n=99)
    kept = more[~more["mover"].eq("quist") & ~more["answerer"].eq("quist")]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), alone)
    other = networks.retaliation(acts_of(*rows), within=3, n=99, seed=1)
    assert other["expected_answers"].tolist() != alone["expected_answers"].tolist()
    assert networks.retaliation(acts_of(*rows, ("quist", "nor", 5)), n=1).attrs["n_one_sided"] == 1
    assert networks.retaliation(acts_of(*rows), n=1, min_acts=9).empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"least": 0}, "least must be at least 1 and within at least least; got least=0, within=30"),
        ({"within": 1, "least": 2}, "got least=2, within=1"),
        ({"chance": "coin"}, "chance must be one of 'order', 'shift'; got 'coin'"),
        ({"n": 0}, "n and min_acts must be at least 1; got n=0, min_acts=1"),
        ({"min_acts": 0}, "n and min_acts must be at least 1; got n=999, min_acts=0"),
    ],
)
def test_wrong_options_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        networks.retaliation(acts_of(("nor", "ost", 0)), **options)


def test_wrong_tables_are_refused():
    acts = acts_of(("nor", "ost", 0), ("ost", "nor", 3))
    with pytest.raises(
        InputError, match=r"acts lacks the columns \['quad'\]; it must be a table that dated_acts makes"
    ):
        networks.answers(acts.drop(columns="quad"))
    with pytest.raises(InputError, match=r"unknown options \['colour'\]; those of relation_network are level, types"):
        networks.dated_acts(RELATIONS, ACTORS, colour="red")
    with pytest.raises(InputError, match="relations or documents lack 1 of the relations of found"):
        networks.answer_passages(networks.answers(acts), RELATIONS, DOCUMENTS)


def test_inputs_are_not_changed_and_rows_are_sorted():
    before = RELATIONS.copy(deep=True)
    acts = networks.dated_acts(RELATIONS.iloc[::-1], ACTORS, documents=DOCUMENTS)
    pd.testing.assert_frame_equal(acts, networks.dated_acts(RELATIONS, ACTORS, documents=DOCUMENTS))
    pd.testing.assert_frame_equal(RELATIONS, before)
    assert all(a <= b for a, b in pairwise(acts["date"]))
