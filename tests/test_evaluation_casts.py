"""Actors and relations of documents against those that a person found."""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import evaluation, widgets
from toolkit.errors import InputError
from toolkit.evaluation import Cast
from toolkit.evaluation._casts import Act, Member
from toolkit.evaluation._same_actors import matching, party_of, plain
from toolkit.records import Actor, Attribution, Document, Mention, Relation, Span
from toolkit.tables import RECORDS, to_frame, write_part

TEXT = "Norvania accused Belmarra. Marla Quist praised the Harbour Party. She thanked Belmarra."
ACTORS = [
    {"id": "NOR", "name": "Norvania", "type": "state", "country": "NOR", "forms": ["Norvanian"]},
    {"id": "GOV", "name": "Norvanian government", "type": "government", "country": "NOR", "part_of": "NOR"},
    {"id": "BEL", "name": "Belmarra", "type": "state"},
    {"id": "Q", "name": "Marla Quist", "type": "person", "forms": ["Quist"]},
    {"id": "T", "name": "Abel Tern", "type": "person", "forms": ["Tern"]},
]
RELATIONS = [
    {"source_actor": "GOV", "target_actor": "BEL", "type": "accuse", "polarity": -1},
    {"source_actor": "Q", "target_actor": "T", "type": "consult", "polarity": 0, "symmetric": True},
    {"source_actor": "T", "target_actor": "Q", "type": "assault", "polarity": -1, "modality": "historical"},
]


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def cast(*members: tuple[str, str, list[str]], acts: tuple[Act, ...] = ()) -> dict[str, Cast]:
    made = {name: Member(name, kind, frozenset([name, *forms])) for name, kind, forms in members}
    return {"d": Cast(made, frozenset(made), acts)}


def act(source: str, target: str, kind: str = "accuse", polarity: int = -1, modality: str = "asserted") -> Act:
    return Act(source, target, kind, polarity, modality)


@pytest.fixture
def gold(tmp_path: Path) -> dict[str, Cast]:
    return evaluation.read_casts(written(tmp_path / "g.jsonl", {"id": "d", "actors": ACTORS, "relations": RELATIONS}))


@pytest.fixture
def run() -> dict[str, pd.DataFrame]:
    """Three relations of a run; the pronoun names nobody."""
    ends = [("p_nor", "p_bel", "accuse", -1), ("p_quist", "p_harbour", "support", 1), ("p_quist", "p_bel", "agree", 1)]
    quads = {"accuse": "verbal conflict", "support": "verbal cooperation", "agree": "verbal cooperation"}
    records: dict[str, list[Any]] = {name: [] for name in RECORDS}
    records["documents"] = [Document("d", TEXT)]
    records["actors"] = [
        Actor("p_bel", "Belmarra", "state", "BEL"),
        Actor("p_harbour", "Harbour Party", "party"),
        Actor("p_nor", "Norvania", "state", "NOR"),
        Actor("p_nobody", "Nobody", "person"),
        Actor("p_quist", "Marla Quist", "person"),
    ]
    records["mentions"] = [
        Mention("d", "m1", 27, 38, "Marla Quist", "name", "p_quist"),
        Mention("d", "m2", 66, 69, "She", "pronoun", "p_quist"),
        Mention("d", "m3", 0, 8, "Norvania", "name"),
    ]
    spans = (Span(0, 8),), (Span(9, 16),), (Span(17, 25),)
    records["attributions"] = [Attribution("d", "a1", "indirect", "speech", *spans, source_actor="p_nor")]
    records["relations"] = [
        Relation("d", f"r{n}", source, target, None, None, kind, quads[kind], sign, kind, "asserted", 9 * n, 9 * n + 8)
        for n, (source, target, kind, sign) in enumerate(ends)
    ]
    return {name: to_frame(name, rows) for name, rows in records.items()}


def figures(comparison: evaluation.Comparison, kind: str = "all") -> dict[str, tuple[float, float]]:
    rows = comparison.scores.query("kind == @kind")
    return {name: (p, r) for name, p, r in rows[["criterion", "precision", "recall"]].itertuples(index=False)}


# --- actors ----------------------------------------------------------------------------------------------------------


def test_gold_against_itself_is_right_in_everything(gold: dict[str, Cast]) -> None:
    found = figures(evaluation.compare_actors(gold, gold))
    assert found["found"] == found["whole"] == (1, 1)
    assert found["not_split"][1] == found["not_merged"][0] == 1
    scores = evaluation.compare_relations(gold, gold).scores
    assert (scores["f1"] == 1).all()
    assert scores["n_gold"].tolist() == [2, 3, 3, 3, 3] * 2


def test_a_split_actor_is_found_but_not_whole() -> None:
    known = cast(("Marla Quist", "person", ["Quist"]), ("Abel Tern", "person", []))
    parts = cast(("Marla Quist", "person", []), ("Quist", "person", []), ("Somebody", "person", []))
    comparison = evaluation.compare_actors(parts, known)
    found = figures(comparison)
    assert found["found"] == (pytest.approx(2 / 3), 0.5)
    assert found["whole"] == (0, 0)
    assert found["not_split"][1] == 0
    assert found["not_merged"][0] == 1
    assert comparison.scores.set_index("criterion")["f1"].isna().tolist() == [False, False, True, True]


def test_a_merged_actor_has_the_own_names_of_two() -> None:
    known = cast(("Marla Quist", "person", ["the minister"]), ("Abel Tern", "person", ["the minister"]))
    both = cast(("Marla Quist", "person", ["Abel Tern"]))
    assert figures(evaluation.compare_actors(both, known))["not_merged"][0] == 0
    shared = cast(("Marla Quist", "person", ["the minister"]))  # a name of both says nothing
    assert figures(evaluation.compare_actors(shared, known))["not_merged"][0] == 1


def test_a_state_may_share_names_with_its_organs(gold: dict[str, Cast]) -> None:
    one = cast(("Norvania", "state", ["the Norvanian government's"]))
    matched = matching(one["d"], gold["d"])
    assert matched.gold_of == {"Norvania": "NOR"}
    assert not matched.merged


def test_names_meet_whatever_their_case_article_and_possessive() -> None:
    assert {plain(form) for form in ("the Fishers’ Union", "Fishers' union’s", "“FISHERS’ UNION”,")} == {
        "fishers union"
    }


def test_of_equal_matches_the_type_decides() -> None:
    known = cast(("Mirren", "state", ["here"]), ("Mirren Club", "organisation", ["here"]))
    assert matching(cast(("here", "organisation", []))["d"], known["d"]).gold_of == {"here": "Mirren Club"}


def test_missing_documents_count_and_extra_ones_do_not(gold: dict[str, Cast]) -> None:
    comparison = evaluation.compare_actors({"other": gold["d"]}, gold)
    assert (comparison.not_predicted, comparison.not_gold, comparison.n_documents) == (("d",), ("other",), 1)
    assert figures(comparison)["found"][1] == 0


# --- relations -------------------------------------------------------------------------------------------------------


def test_each_criterion_asks_for_one_thing_more() -> None:
    sides = ("Norvania", "state", []), ("Belmarra", "state", [])
    known = cast(*sides, acts=(act("Norvania", "Belmarra"),))
    expected = {
        act("Norvania", "Belmarra"): [1, 1, 1, 1, 1],
        act("Norvania", "Belmarra", "reject"): [1, 1, 1, 0, 0],
        act("Norvania", "Belmarra", "accuse", 0): [1, 1, 0, 1, 0],
        act("Belmarra", "Norvania"): [1, 0, 0, 0, 0],
        act("Norvania", "Norvania"): [0, 0, 0, 0, 0],
    }
    for one, right in expected.items():
        scores = evaluation.compare_relations(cast(*sides, acts=(one,)), known).scores
        assert scores.query("kind == 'actor'")["f1"].tolist() == right, one


def test_an_organ_counts_as_its_state_unless_every_actor_counts_for_itself(gold: dict[str, Cast]) -> None:
    found = cast(("Norvania", "state", []), ("Belmarra", "state", []), acts=(act("Norvania", "Belmarra"),))
    comparison = evaluation.compare_relations(found, gold)
    assert figures(comparison, "party")["type_and_sign"] == (1, pytest.approx(1 / 3))
    assert figures(comparison, "actor")["type_and_sign"] == (0, 0)


def test_an_organ_that_the_gold_does_not_have_counts_as_its_state_too(gold: dict[str, Cast]) -> None:
    members = {
        "n": Member("Norvania", "state", frozenset(["Norvania"]), country="NOR"),
        "m": Member("Ministry of Ports", "institution", frozenset(["Ministry of Ports"]), country="NOR"),
        "b": Member("Belmarra", "state", frozenset(["Belmarra"])),
    }
    found = {"d": Cast(members, frozenset(members), (act("m", "b"),))}
    comparison = evaluation.compare_relations(found, gold)
    assert figures(comparison, "party")["direction"][0] == 1
    assert figures(comparison, "actor")["direction"][0] == 0


def test_persons_stand_for_themselves_and_circles_end() -> None:
    members = {
        "a": Member("A", "institution", frozenset(), part_of="b"),
        "b": Member("B", "institution", frozenset(), part_of="a"),
        "p": Member("P", "person", frozenset(), part_of="a"),
        "o": Member("O", "institution", frozenset(), part_of="p"),
    }
    assert [party_of(name, members) for name in "abpo"] == ["b", "a", "p", "o"]


def test_what_does_not_count_is_left_out_on_both_sides(gold: dict[str, Cast]) -> None:
    members = ("Marla Quist", "person", []), ("Abel Tern", "person", [])
    spoken = cast(*members, acts=(act("Abel Tern", "Marla Quist", "address", 0),))
    assert evaluation.compare_relations(spoken, gold).scores["n_predicted"].eq(0).all()
    old = cast(*members, acts=(act("Abel Tern", "Marla Quist", "assault", modality="historical"),))
    assert evaluation.compare_relations(old, gold).scores["n_predicted"].eq(0).all()
    everything = evaluation.compare_relations(old, gold, without=())
    assert figures(everything, "actor")["type"] == (1, 0.25)


def test_intervals_come_from_documents_drawn_again(gold: dict[str, Cast]) -> None:
    same = dict.fromkeys("abc", gold["d"])
    scores = evaluation.compare_relations(same, same, replicates=20).scores
    assert (scores[["precision_low", "recall_high", "f1_low", "f1_high"]] == 1).all(axis=None)
    half = {"a": gold["d"], "b": Cast({}, frozenset(), ())}
    two = dict.fromkeys("ab", gold["d"])
    row = evaluation.compare_actors(half, two, replicates=200, seed=3).scores.iloc[0]
    assert (row["recall_low"], row["recall"], row["recall_high"]) == (0, 0.5, 1)
    assert math.isnan(
        evaluation.compare_actors(half, two, replicates=9).scores.set_index("criterion")["f1_low"]["not_split"]
    )


FORMS = st.lists(st.sampled_from(["Quist", "Tern", "Roake", "Marsh", "the minister"]), min_size=1, max_size=3)


@given(st.lists(FORMS, max_size=4), st.lists(FORMS, min_size=1, max_size=4))
def test_figures_of_actors_are_shares_and_whole_is_found(ours: list[list[str]], theirs: list[list[str]]) -> None:
    found, known = (cast(*((f"n{k}", "person", forms) for k, forms in enumerate(side))) for side in (ours, theirs))
    scores = evaluation.compare_actors(found, known).scores.set_index("criterion")
    assert scores[["precision", "recall", "f1"]].melt()["value"].dropna().between(0, 1).all()
    assert scores.loc["whole", "recall"] <= scores.loc["found", "recall"]


# --- runs and marks --------------------------------------------------------------------------------------------------


def test_a_run_is_read_with_whom_it_names_and_whom_it_ties(run: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for name in ("documents", "actors", "mentions", "attributions", "relations"):
        write_part(name, [RECORDS[name](**row) for row in _rows(run[name])], tmp_path / "run")
    made = evaluation.casts_of(run)
    assert evaluation.read_casts(tmp_path / "run") == made
    assert made["d"].present == {"p_bel", "p_harbour", "p_nor", "p_quist"}
    assert "She" not in made["d"].members["p_quist"].forms


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    missing = table.astype("object").where(table.notna(), None)
    rows: list[dict[str, Any]] = []
    for row in missing.to_dict("records"):
        spans = {name: tuple(Span(**s) for s in row[name]) for name in row if str(name).endswith("_spans")}
        forms = {"forms": tuple(row["forms"])} if "forms" in row else {}
        rows.append({str(k): v for k, v in row.items()} | spans | forms)
    return rows


def test_what_the_form_saves_makes_a_gold_with_the_same_precision(run: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    relations = run["relations"]
    sample = evaluation.draw_sample(relations, len(relations), documents=run["documents"])
    form = widgets.checker(sample, tmp_path / "marks.csv", coder="Tern")
    form.decide("right")
    form.wrong.value = ("type",)
    form.decide("wrong")
    form.decide("right")
    marked = evaluation.match_marks(relations, evaluation.read_marks(tmp_path / "marks.csv")).rows
    right = evaluation.casts_of(run | {"relations": marked[marked["mark"] == "right"]})
    exact = figures(evaluation.compare_relations(evaluation.casts_of(run), right), "actor")["type_and_sign"]
    share = evaluation.precision(marked, population=relations)["precision"].iloc[0]
    assert exact == (pytest.approx(share), 1)
    assert share == pytest.approx(2 / 3)


def _line(**changes: Any) -> dict[str, Any]:
    return {"id": "d", "actors": ACTORS, "relations": RELATIONS} | changes


def _relation(**changes: Any) -> dict[str, Any]:
    return _line(relations=[RELATIONS[0] | changes])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"id": "d"}, "line 1: an object with 'id' and a list 'actors' is needed"),
        (_line(actors=[{"id": "a", "name": "A"}]), "line 1: an actor needs 'id', 'name' and 'type' as text; got"),
        (_line(actors=[*ACTORS, ACTORS[0]]), "line 1: actor 'NOR' is there twice"),
        (_line(relations=["x"]), "line 1: a relation must be an object; got 'x'"),
        (_relation(target_actor="X"), "line 1: target_actor must be the id of an actor of the line; got 'X'"),
        (_relation(type="hug"), "line 1: type must be one of 'agree', .*; got 'hug'"),
        (_relation(polarity=2), "line 1: polarity must be one of -1, 0, 1; got 2"),
        (_relation(modality="maybe"), "line 1: modality must be one of .*; got 'maybe'"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        evaluation.read_casts(written(tmp_path / "g.jsonl", line))


def test_what_cannot_be_compared_is_said(gold: dict[str, Cast], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is neither"):
        evaluation.read_casts(tmp_path / "no")
    with pytest.raises(InputError, match="run lacks the tables"):
        evaluation.casts_of({})
    with pytest.raises(InputError, match="GOLD holds no document"):
        evaluation.compare_actors(gold, {})
    with pytest.raises(InputError, match="got replicates -1"):
        evaluation.compare_actors(gold, gold, replicates=-1)
    with pytest.raises(InputError, match=r"without must be one of .*; got 'old'"):
        evaluation.compare_relations(gold, gold, without=["old"])
    half = written(tmp_path / "h.jsonl", {"id": "d", "actors": ACTORS})
    with pytest.raises(InputError, match=r"GOLD has no list 'relations' for \['d'\]"):
        evaluation.compare_relations(gold, half)
    with pytest.raises(InputError, match=r"PREDICTED has no list 'relations' for \['d'\]"):
        evaluation.compare_relations(half, gold)
