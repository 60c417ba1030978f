"""Suggested merges and splits of actors, the file a person decides in, dated roles, and the table of actors."""

import importlib.util
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import actors, tables
from toolkit.actors import (
    actor_table,
    apply_merges,
    places,
    read_aliases,
    read_merges,
    roles_over_time,
    suggest_merges,
    suggest_splits,
    write_merges,
)
from toolkit.actors.aliases import states_of
from toolkit.actors.dated import office_in
from toolkit.actors.folding import plain, sounded, within
from toolkit.actors.registry import Registry
from toolkit.actors.told import aliased, type_of_name
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Mention, Relation, Span


def person(name: str, *forms: str, **more: str) -> Actor:
    return Actor(actors.names.slug(name), name, "person", forms=tuple(sorted({name, *forms})), **more)  # type: ignore[arg-type]


def body(name: str, *forms: str, actor_id: str | None = None, kind: str = "organisation", **more: str) -> Actor:
    return Actor(actor_id or actors.names.slug(name), name, kind, forms=tuple(sorted({name, *forms})), **more)  # type: ignore[arg-type]


def only(rows: list[Actor], min_score: float = 0.0, **more: pd.DataFrame) -> pd.Series:
    found = suggest_merges(rows, min_score=min_score, **more)
    assert len(found) == 1
    return found.iloc[0]


# --- merges ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "says", "accepted"),
    [
        ("Marla Åberg-Quist", "Marla Aberg Quist", "but for accents", True),
        ("Marla Quist", "Dr Marla Quist", "but for a title", True),
        ("Marla Johanna Quist", "Marla Quist", "one with a middle name", True),
        ("Dmitriy Kovač", "Dmitry Kovach", "another transcription", True),
        ("William Quist", "Bill Quist", "short form of the given name", True),
        ("Marla Quist", "M. Quist", "an initial", True),
        ("Marla Quist", "Quist Marla", "in another order", True),
        ("Marla Quist", "Marla Quist-Strell", "a further family name", True),
        ("Marla Brandvold", "Marla Brandvolt", "nearly the same spelling", True),
        ("Marla Quist", "Quist", "only the surname", False),
    ],
)
def test_names_of_people(one: str, other: str, says: str, accepted: bool) -> None:
    row = only([person(one), person(other)])
    assert says in row["reason"]
    assert bool(row["score"] >= 0.5) is accepted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marla Quist", "Pavo Quist"),
        ("Maria Brandvold", "Marta Brandvold"),
        ("J. M. Quist", "J. P. Quist"),
        ("Marla Quist", "Marla Strell"),
        ("Marla Quast", "Marla Quist"),
    ],
)
def test_different_people(one: str, other: str) -> None:
    assert suggest_merges([person(one), person(other)], min_score=0).empty


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Ministry of Transport", "Transport Ministry", "in another order"),
        ("Quistham Labour Organisation", "Quistham Labor Organization", "the same name"),
        ("Quistham Harbour Union", "QHU", "acronym"),
        ("Quistham Harbours Ltd", "Quistham Harbours", "the same name"),
        ("Quistham Harbour Union", "Harbour Union", "shorter form"),
        ("Danish Ministry of Defence", "defence ministry", "in another order"),
    ],
)
def test_names_of_bodies(one: str, other: str, says: str) -> None:
    row = only([body(one), body(other.title() if other.islower() else other)])
    assert says in row["reason"]
    assert row["score"] >= 0.5


def test_bodies_of_different_states_are_apart() -> None:
    rows = [body("Danish Ministry of Defence", country="DNK"), body("Polish Ministry of Defence", country="POL")]
    assert suggest_merges(rows, min_score=0).empty


def test_a_name_that_is_a_form_of_the_other_is_told() -> None:
    row = only([body("Quistham Fishers' Guild", "QFG", "the guild"), body("QFG")])
    assert (row["actor"], row["other"], row["forms"]) == ("quistham_fishers_guild", "qfg", "QFG")
    assert "also named as the other" in row["reason"]


def test_only_a_shared_role_lifts_a_surname() -> None:
    alone = only([person("Marla Quist", country="NOR"), person("Quist", country="NOR")])
    assert alone["score"] <= 0.3
    assert alone["reason"].startswith("only the surname is the same")
    rows = [person("Marla Quist", role="President"), person("Quist", role="Norwegian president")]
    assert only(rows)["score"] < 0.5
    role = only([replace(row, country="NOR") for row in rows])
    assert role["score"] > 0.5
    assert "with the same role (president)" in role["reason"]


@given(
    st.booleans(), st.booleans(), st.integers(0, 6), st.sampled_from([None, "mayor"]), st.sampled_from([None, "editor"])
)
def test_surname_never_passes_without_a_shared_role(
    country: bool, body_: bool, beside: int, role: str | None, other: str | None
) -> None:
    same = {"country": "NOR"} if country else {}
    same |= {"part_of": "harbour_party"} if body_ else {}
    rows = [person("Marla Quist", **same), person("Quist", **same)]
    rows = [replace(row, role=told) for row, told in zip(rows, (role, other), strict=True)]
    near = [f"n{number}" for number in range(beside)]
    pairs = [("a", "marla_quist"), ("b", "quist"), *((doc, actor) for doc in "ab" for actor in near)]
    mentions = pd.DataFrame(pairs, columns=["doc_id", "actor_id"])
    assert suggest_merges(rows, mentions=mentions, min_score=0.31).empty


def test_what_fits_several_scores_less_and_says_so() -> None:
    one = only([person("Marla Quist"), person("M. Quist")])
    rows = [person("Marla Quist"), person("Mona Quist"), person("Miro Quist"), person("M. Quist")]
    several = suggest_merges(rows, min_score=0)
    assert len(several) == 3
    assert several["score"].max() < 0.3 < one["score"]
    assert several["reason"].str.contains("but it fits 3 actors").all()


def test_evidence_from_records() -> None:
    base = only([person("Marla Quist"), person("M. Quist")])["score"]
    same = only([person("Marla Quist", country="NOR"), person("M. Quist", country="NOR")])
    apart = only([person("Marla Quist", country="NOR"), person("M. Quist", country="DNK")])
    man = only([person("Maria Quist"), person("M. Quist", "Mr M. Quist")])
    assert apart["score"] < base < same["score"]
    assert "but of different countries" in apart["reason"]
    assert "of different gender" in man["reason"]


def mentioned(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["doc_id", "actor_id"])


def test_evidence_from_documents_and_relations() -> None:
    rows = [person("Marla Quist"), person("M. Quist")]
    base = only(rows)["score"]
    together = only(rows, mentions=mentioned(("a", "marla_quist"), ("a", "m_quist")))
    assert together["score"] < base
    assert "told apart in 1 document" in together["reason"]
    beside = mentioned(
        ("a", "marla_quist"), ("a", "x"), ("a", "y"), ("b", "m_quist"), ("b", "x"), ("b", "y"), ("c", "z"), ("d", "z")
    )
    near = only(rows, mentions=beside)
    assert near["score"] > base
    assert "named beside the same 2 actors" in near["reason"]
    acting = only(rows, relations=pd.DataFrame({"source_actor": ["m_quist"], "target_actor": ["marla_quist"]}))
    assert "they act on each other" in acting["reason"]
    sharing = pd.DataFrame({"source_actor": ["m_quist", "x"], "target_actor": ["x", "marla_quist"]})
    assert "in relations with the same 1 actor" in only(rows, relations=sharing)["reason"]
    days = pd.DataFrame({"doc_id": ["a", "b"], "published": [date(2001, 1, 1), date(2021, 1, 1)]})
    far = only(rows, mentions=mentioned(("a", "marla_quist"), ("b", "m_quist")), documents=days)
    assert "20 years apart" in far["reason"]


def test_what_is_only_described_is_not_compared() -> None:
    rows = [
        Actor("critics@d1", "Quist critics", "group", forms=("critics of Quist",)),
        Actor("critics@d2", "Quist critics", "group", forms=("critics of Quist",)),
        Actor("norvania.OFFICIAL", "Norvanian official", "person", forms=("a Norvanian official",)),
        Actor("quist.office", "Quist office", "institution", forms=("her office",)),
        Actor("quists_office", "Quist's office", "institution", forms=("Quist's office",)),
    ]
    assert suggest_merges(rows, min_score=0).empty


def test_forms_that_name_others_too_become_no_aliases() -> None:
    rows = [
        person("Marla Quist", "Quist", role="President"),
        person("Pavo Quist", "Quist"),
        person("Quist", "President Quist", role="President"),
    ]
    found = suggest_merges(rows, min_score=0)
    row = found[found["actor"] == "marla_quist"].iloc[0]
    assert row["forms"] == ""
    assert "no name of the other is its own" in row["reason"]


def test_frames_do_as_well_and_order_does_not_matter() -> None:
    rows = [person("Marla Quist"), person("M. Quist"), body("Quistham Harbour Union"), body("QHU")]
    expected = suggest_merges(rows)
    pd.testing.assert_frame_equal(suggest_merges(tables.to_frame("actors", rows)), expected)
    pd.testing.assert_frame_equal(suggest_merges(rows[::-1]), expected)
    assert list(expected.columns) == [
        *("kind", "score", "actor", "actor_name", "other", "other_name", "forms", "from", "to", "reason")
    ]


def test_refusals_of_parameters() -> None:
    with pytest.raises(InputError, match=r"min_score must be between 0 and 1; got 1\.5"):
        suggest_merges([], min_score=1.5)
    with pytest.raises(InputError, match=r"mentions lacks the columns \['doc_id', 'actor_id'\]"):
        suggest_merges([], mentions=pd.DataFrame())
    with pytest.raises(InputError, match=r"documents lacks the columns"):
        suggest_merges([], documents=pd.DataFrame())
    with pytest.raises(InputError, match=r"relations lacks the columns"):
        suggest_merges([], relations=pd.DataFrame())
    with pytest.raises(InputError, match=r"decided lacks the columns .*; it is what read_merges gives"):
        suggest_merges([], decided=pd.DataFrame())
    assert suggest_merges([]).empty


# --- splits ----------------------------------------------------------------------------------------------------------


def test_splits_by_given_name_gender_country_and_office() -> None:
    rows = [
        person("Quist", "Marla Quist", "Pavo Quist", "Quist"),
        person("Strell", "Mr Strell", "Ms Strell", "Mr. Strell"),
        person("Brandt", "Danish minister Brandt", "the Polish minister Brandt"),
        person("Lorne", "King Lorne", "Judge Lorne"),
    ]
    found = suggest_splits(rows).set_index("other")
    assert found.loc["quist", "reason"] == "two given names: 'Marla' and 'Pavo'"
    assert found.loc["strell", "forms"] == "Ms Strell"
    assert found.loc["brandt", "reason"].startswith("of two countries: ")
    assert found.loc["brandt", "forms"] == "the Polish minister Brandt"
    assert "roles that go ill together" in found.loc["lorne", "reason"]
    assert (found["kind"] == "split").all()


def test_no_split_where_names_fit_or_offices_follow_each_other() -> None:
    rows = [
        person("Marla Anna Quist", "Marla Quist", "Anna Quist", "M. Quist", "Quist", "Ms Quist"),
        person("William Strell", "Bill Strell", "Mr Strell"),
        person("Lorne", "Foreign Minister Lorne", "Prime Minister Lorne"),
        person("Brandt", "Ambassador Brandt", "Foreign Minister Brandt"),
    ]
    documents = pd.DataFrame({"doc_id": ["a", "b"], "published": [date(2001, 1, 1), date(2009, 1, 1)]})
    mentions = pd.DataFrame(
        [("a", "brandt", "title", "Ambassador Brandt"), ("b", "brandt", "title", "Foreign Minister Brandt")],
        columns=["doc_id", "actor_id", "kind", "text"],
    )
    assert suggest_splits(rows, mentions=mentions, documents=documents).empty
    assert list(suggest_splits(rows[3:])["other"]) == ["brandt"]


# --- the file --------------------------------------------------------------------------------------------------------

ROWS = [person("Marla Quist", "Quist"), person("M. Quist"), body("Quistham Harbour Union"), body("QHU")]


def decide(path: Path, **decisions: str) -> None:
    table = read_merges(path)
    table["decision"] = table["other"].map(decisions).fillna(table["decision"])
    table.to_csv(path, index=False)


def test_decisions_survive_and_are_not_suggested_again(tmp_path: Path) -> None:
    path = tmp_path / "merges.csv"
    written = write_merges(path, suggest_merges(ROWS))
    assert set(written["other"]) == {"m_quist", "qhu"}
    decide(path, qhu="Refuse")
    rows = [*ROWS, person("Pavo Strell"), person("P. Strell")]
    decided = read_merges(path)
    assert set(suggest_merges(rows, decided=decided)["other"]) == {"m_quist", "p_strell"}
    again = write_merges(path, suggest_merges(rows))
    assert dict(zip(again["other"], again["decision"], strict=True)) == {"qhu": "refuse", "m_quist": "", "p_strell": ""}
    before = path.read_bytes()
    write_merges(path, suggest_merges(rows), suggest_splits(rows))
    assert path.read_bytes() == before
    write_merges(path, suggest_merges([]))
    assert list(read_merges(path)["other"]) == ["qhu"]


def test_accepted_suggestions_become_aliases(tmp_path: Path) -> None:
    path, aliases = tmp_path / "merges.csv", tmp_path / "aliases.csv"
    aliases.write_text("form,actor,note\nthe harbour folk,Quistham Harbour Union,mine\n", encoding="utf-8")
    write_merges(path, suggest_merges(ROWS))
    decide(path, m_quist="accept", qhu="accept")
    table = apply_merges(path, aliases)
    assert read_aliases(aliases) == {
        "the harbour folk": "Quistham Harbour Union",
        "M. Quist": "Marla Quist",
        "QHU": "Quistham Harbour Union",
    }
    assert table["note"].str.startswith("accepted merge: ").tolist() == [False, True, True]
    before = aliases.read_bytes()
    apply_merges(path, aliases)
    assert aliases.read_bytes() == before
    decide(path, qhu="refuse")
    apply_merges(path, aliases)
    assert "QHU" not in read_aliases(aliases)
    assert "the harbour folk" in read_aliases(aliases)


def suggestion(actor: str, other: str, decision: str = "accept", kind: str = "merge", **more: str) -> dict[str, str]:
    row = {"decision": decision, "kind": kind, "score": "0.9", "actor": actor, "actor_name": actor, "other": other}
    row |= {"other_name": other, "forms": other.upper(), "from": "", "to": "", "reason": "r", "note": ""}
    return row | more


def save(path: Path, *rows: dict[str, str]) -> Path:
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_chains_dates_and_splits(tmp_path: Path) -> None:
    path = save(
        tmp_path / "m.csv",
        suggestion("b", "a"),
        suggestion("c", "b"),
        suggestion("d", "e", **{"from": "2020-01-01", "to": "2021-12-31", "forms": "E; Mr E"}),
        suggestion("pavo_quist", "quist", kind="split", actor_name="Pavo Quist", forms="Pavo Quist"),
        suggestion("norvania.NAVY", "navy", actor_name="Norvanian navy", forms="the Navy"),
    )
    apply_merges(path, tmp_path / "a.csv")
    held = read_aliases(tmp_path / "a.csv")
    assert held == {"A": "c", "B": "c", "Pavo Quist": "Pavo Quist", "the Navy": "norvania.NAVY"}
    assert held.on(date(2020, 6, 1))["Mr E"] == "d"  # type: ignore[attr-defined]
    assert "Mr E" not in held.on(date(2022, 6, 1))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([suggestion("b", "a"), suggestion("c", "a")], r"'a' is to become \['b', 'c'\]: accept their merge too, or"),
        ([suggestion("b", "a"), suggestion("a", "b")], "'a' is to become itself: refuse one of the merges"),
        ([suggestion("b", "a", forms=" ")], "'a' is accepted but has no forms; name some in that column"),
        (
            [suggestion("c", "a"), suggestion("c", "b"), suggestion("a", "b", "refuse")],
            "'a' and 'b' are refused, but other merges unite them",
        ),
        ([suggestion("b", "a", forms="X"), suggestion("d", "c", forms="x")], "the form 'x' names both 'b' and 'd'"),
        (
            [suggestion("b", "a", "maybe")],
            "line 2: decision must be 'accept' .or 'yes'., 'refuse' .or 'no'. or empty; got 'maybe'",
        ),
        ([suggestion("b", "")], "line 2: column 'other' is empty"),
        ([suggestion("b", "a", **{"from": "May"})], "column 'from' must be a day such as 2024-05-31; got 'May'"),
        ([suggestion("b", "a", **{"from": "2021-01-02", "to": "2021-01-01"})], "'from' .* is later than 'to'"),
        ([suggestion("b", "a", score="high")], "column 'score' must hold numbers"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_written(
    tmp_path: Path, rows: list[dict[str, str]], message: str
) -> None:
    path = save(tmp_path / "m.csv", *rows)
    with pytest.raises(InputError, match=message):
        apply_merges(path, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_yes_and_no_do_as_well(tmp_path: Path) -> None:
    path = save(tmp_path / "m.csv", suggestion("b", "a", "YES"), suggestion("d", "c", "no"))
    assert read_merges(path)["decision"].tolist() == ["accept", "refuse"]


def test_new_aliases_say_what_the_run_knows(tmp_path: Path) -> None:
    path, aliases = save(tmp_path / "m.csv", suggestion("qhu", "a"), suggestion("d", "c")), tmp_path / "a.csv"
    known = [body("Quistham Harbour Union", actor_id="qhu", country="DNK", part_of="d"), body("D", kind="party")]
    table = apply_merges(path, aliases, actors=tables.to_frame("actors", known))
    assert table.set_index("form").loc["A", ["name", "type", "country", "part_of"]].tolist() == [
        *("Quistham Harbour Union", "organisation", "DNK", "d"),
    ]
    held = read_aliases(aliases)
    assert (held.told["qhu"].type, held.told["d"].type) == ("organisation", "party")  # type: ignore[attr-defined]
    before = aliases.read_bytes()
    apply_merges(path, aliases, actors=tables.to_frame("actors", known))
    assert aliases.read_bytes() == before


def test_what_a_person_says_of_an_actor_stays(tmp_path: Path) -> None:
    path, aliases = save(tmp_path / "m.csv", suggestion("qhu", "a")), tmp_path / "a.csv"
    aliases.write_text("form,actor,type\nthe harbour folk,qhu,group\n", encoding="utf-8")
    apply_merges(path, aliases, actors=tables.to_frame("actors", [body("Harbour Union", actor_id="qhu")]))
    assert read_aliases(aliases).told["qhu"].type == "group"  # type: ignore[attr-defined]
    with pytest.raises(InputError, match=r"actors lacks the columns \['actor_id', 'name'"):
        apply_merges(path, aliases, actors=pd.DataFrame())


# --- what an aliases file says of actors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Quistham Harbour Union", "organisation"),
        ("Peter Quist", "person"),
        ("the minister", "person"),
        ("Fishers' leaders", "group"),
        ("Ministry of Nets", "institution"),
        ("Quistham Harbour Party", "party"),
        ("Blue Tower", None),
        ("", None),
    ],
)
def test_type_of_name(name: str, kind: str | None) -> None:
    assert type_of_name(name) == kind


def drafted(actor: str, aliases: Path | None = None) -> Actor:
    """Give the actor that a document without it gets from the list."""
    held = read_aliases(aliases) if aliases else {}
    registry = Registry("d", states_of(held, places.known()))
    return aliased(registry, None, actor).record()


@pytest.mark.parametrize(
    ("actor", "record"),
    [
        ("peter_quist", Actor("peter_quist", "Peter Quist", "person")),
        ("Peter Quist", Actor("peter_quist", "Peter Quist", "person")),
        ("DNK", Actor("DNK", "Denmark", "state", "DNK")),
        ("Denmark", Actor("DNK", "Denmark", "state", "DNK")),
        ("DNK.GOV", Actor("DNK.GOV", "Danish government", "government", "DNK", part_of="DNK")),
        (
            "DNK.MINISTRY_OF_NETS",
            Actor("DNK.MINISTRY_OF_NETS", "Danish Ministry of Nets", "institution", "DNK", part_of="DNK.GOV"),
        ),
        ("norvania.GOV", Actor("norvania.GOV", "Norvania Gov", "government")),
        ("quist_union", Actor("quist_union", "Quist Union", "organisation")),
        ("UN", Actor("united_nations", "United Nations", "organisation")),
    ],
)
def test_an_actor_of_the_list_is_known_by_gazetteer_id_or_name(actor: str, record: Actor) -> None:
    assert drafted(actor) == record


def test_columns_say_what_an_actor_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "form,actor,name,type,country,part_of\nthe tower,blue_tower,Blue Tower,party,DNK,Quist League\n"
        "the blues,blue_tower,,,,\n",
        encoding="utf-8",
    )
    assert drafted("blue_tower", path) == Actor("blue_tower", "Blue Tower", "party", "DNK", None, "quist_league")
    held = read_aliases(path)
    assert held.on(None)["Blue Tower"] == "blue_tower"  # type: ignore[attr-defined]
    found = actors.merge([Actor("blue_tower", "Blues", "organisation")], aliases=held)
    assert found == (Actor("blue_tower", "Blue Tower", "party", "DNK", None, "quist_league"),)
    assert actors.stated(held) != actors.stated(dict(held))
    assert pickle.loads(pickle.dumps(held)).told == held.told  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("x,y,,tribe,,", "line 2: column 'type' must be empty or one of person, .*; got 'tribe'"),
        ("x,y,,,Denmark,", "column 'country' must be empty or an ISO 3166 alpha-3 code such as DNK; got 'Denmark'"),
        ("x,y,,person,,\nz,y,,group,,", "column 'type' of the actor 'y' is both 'person' and 'group'"),
    ],
)
def test_what_is_no_type_or_country_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "a.csv").write_text(f"form,actor,name,type,country,part_of\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_aliases(tmp_path / "a.csv")


def test_what_nothing_tells_is_listed() -> None:
    made = [Actor("tower_folk", "Tower Blue", "organisation", forms=("the tower",))]
    assert actors.untold({"tower": "tower_folk"}, tables.to_frame("actors", made)) == ["tower_folk"]
    assert actors.untold({"tower": "tower_folk"}, [replace(made[0], forms=("the tower", "Tower Blue"))]) == []
    assert actors.untold({"Lima": "DNK"}, [Actor("DNK", "Denmark", "state")]) == []


def test_forms_that_stand_in_no_text_are_listed() -> None:
    texts = ["The  Harbour Master’s deputy left.", "Then Quist came."]
    forms = {"the harbour master's deputy": "deputy", "Quist": "quist", "Tern": "tern", "Abel Orr": "orr"}
    assert actors.unmatched(forms, texts) == ["Abel Orr", "Tern"]
    assert actors.unmatched({}, texts) == []


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_merges(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_text("decision;kind\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x.csv lacks the columns \['decision'"):
        read_merges(tmp_path / "x.csv")
    save(tmp_path / "y.csv", suggestion("b", "a"))
    with (tmp_path / "y.csv").open("a", encoding="utf-8") as file:
        file.write("accept,merge\n")
    with pytest.raises(InputError, match="line 3: the row does not have as many cells"):
        read_merges(tmp_path / "y.csv")
    with pytest.raises(InputError, match="suggestions lacks the columns"):
        write_merges(tmp_path / "z.csv", pd.DataFrame())


def test_a_persons_own_alias_wins_by_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("form,actor\nA,somebody else\n", encoding="utf-8")
    path = save(tmp_path / "m.csv", suggestion("b", "a"))
    with pytest.raises(InputError, match="the form 'A' names both 'somebody else' and 'b'"):
        apply_merges(path, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "form,actor\nA,somebody else\n"


# --- names -----------------------------------------------------------------------------------------------------------


def distance(one: str, other: str) -> int:
    """Reference: optimal string alignment by the full table."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            change = table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, change)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 4))
def test_within_is_the_distance(one: str, other: str, limit: int) -> None:
    assert within(one, other, limit) is (distance(one, other) <= limit)


@given(st.text(max_size=15))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert sounded(text) == sounded(text.upper()) or not text.isascii()


# --- roles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("the minister of foreign affairs", "foreign minister"),
        ("Deputy Foreign Minister Marla Quist", "deputy foreign minister"),
        ("former Danish prime minister Marla Quist", "former prime minister"),
        ("Denmark's foreign minister", "foreign minister"),
        ("Secretary of State Quist", "secretary of state"),
        ("the director-general", "director-general"),
        ("the leader of the Harbour Party", "leader"),
        ("a tall woman", None),
        ("", None),
    ],
)
def test_office_in(text: str, office: str | None) -> None:
    assert office_in(text) == office


DOCUMENTS = [
    Document("a", "Minister Quist spoke. The Rev. J. Quist, a man of few words, did not.", published=date(2020, 1, 2)),
    Document("b", "Intro.\n\nPremier Marla Quist left! She waved.", published=date(2024, 5, 6)),
    Document("c", "Premier Quist. " + "word " * 200),
]
ACTORS = [person("Marla Quist", "Minister Quist", "Premier Marla Quist", "Premier Quist"), body("Harbour Party")]


def at(doc: int, number: int, text: str, kind: str) -> Mention:
    start = DOCUMENTS[doc].text.index(text)
    return Mention(DOCUMENTS[doc].doc_id, f"m{number}", start, start + len(text), text, kind, "marla_quist")


MENTIONS = [
    at(0, 1, "Minister Quist", "title"),
    at(1, 1, "Premier Marla Quist", "title"),
    at(1, 2, "She", "pronoun"),
    at(2, 1, "Premier Quist", "title"),
]
RUN = {
    "actors": tables.to_frame("actors", ACTORS),
    "documents": tables.to_frame("documents", DOCUMENTS),
    "mentions": tables.to_frame("mentions", MENTIONS),
    "attributions": tables.to_frame(
        "attributions",
        [Attribution("b", "a1", "direct", "speech", (), (), (Span(0, 2),), source_actor="marla_quist")],
    ),
}


def test_roles_over_time() -> None:
    table = roles_over_time(RUN["mentions"], RUN["documents"], RUN["actors"])
    assert list(table.itertuples(index=False, name=None)) == [
        ("marla_quist", "minister", date(2020, 1, 2), date(2020, 1, 2), 1),
        ("marla_quist", "premier", date(2024, 5, 6), date(2024, 5, 6), 2),
    ]
    for name in ("mentions", "documents", "actors"):
        given_ = {**RUN, name: pd.DataFrame()}
        with pytest.raises(InputError, match=f"{name} lacks the columns"):
            roles_over_time(given_["mentions"], given_["documents"], given_["actors"])


# --- the table of actors ---------------------------------------------------------------------------------------------


def test_actor_table() -> None:
    table = actor_table(RUN)
    quist, party = table.to_dict("records")
    assert (quist["actor_id"], quist["mentions"], quist["as_source"], quist["documents"]) == ("marla_quist", 4, 1, 3)
    assert (quist["first_seen"], quist["last_seen"]) == (date(2020, 1, 2), date(2024, 5, 6))
    assert quist["example"] == "Premier Marla Quist left!"
    assert (quist["example_doc"], quist["example_start"]) == ("b", 8)
    assert quist["forms"] == ["Minister Quist", "Premier Marla Quist", "Premier Quist", "Marla Quist"]
    assert (party["mentions"], party["as_source"], party["documents"], party["example"]) == (0, 0, 0, None)


def test_examples_are_whole_sentences_or_shortened() -> None:
    rows = [Mention("a", "m1", 30, 38, "J. Quist", "name", "marla_quist")]
    rows[0] = at(0, 1, "J. Quist", "name")
    table = actor_table({**RUN, "mentions": tables.to_frame("mentions", rows)})
    assert table["example"][0] == "The Rev. J. Quist, a man of few words, did not."
    long = Document("a", "So " + "word " * 100 + "Quist " + "word " * 100)
    start = long.text.index("Quist")
    rows = [Mention("a", "m1", start, start + 5, "Quist", "name", "marla_quist")]
    given_ = {**RUN, "documents": tables.to_frame("documents", [long]), "mentions": tables.to_frame("mentions", rows)}
    example = actor_table(given_)["example"][0]
    assert "Quist" in example
    assert example.startswith("… ")
    assert example.endswith(" …")
    assert len(example) < 330


def test_actor_table_of_a_run_folder_and_refusals(tmp_path: Path) -> None:
    for name, rows in (("actors", ACTORS), ("documents", DOCUMENTS), ("mentions", MENTIONS), ("attributions", [])):
        tables.write_part(name, rows, tmp_path)
    assert actor_table(tmp_path)["mentions"].tolist() == [4, 0]
    with pytest.raises(InputError, match=r"run lacks the tables \['attributions', 'documents'\]"):
        actor_table({"actors": RUN["actors"], "mentions": RUN["mentions"]})
    with pytest.raises(InputError, match="table 'mentions' lacks the columns"):
        actor_table({**RUN, "mentions": pd.DataFrame()})


# --- size ------------------------------------------------------------------------------------------------------------


def test_planted_variants_are_found_among_many() -> None:
    path = Path(__file__).parent / "benchmarks" / "bench_merges.py"
    spec = importlib.util.spec_from_file_location("bench_merges", path)
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    made, planted = bench.corpus(2000)
    found = suggest_merges(**made, min_score=0.3)
    told = {frozenset(pair) for pair in zip(found["actor"], found["other"], strict=True)}
    assert len({frozenset(pair) for pair in planted} & told) > 0.6 * len(planted)
    assert not suggest_merges([], relations=tables.to_frame("relations", [relation()])).size


def relation() -> Relation:
    return Relation("d", "r", "a", "b", None, None, "accuse", "verbal conflict", -1, "say", "asserted", 0, 2)
