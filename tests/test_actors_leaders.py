"""Who held which office when: the list, and what it says of phrases and of people in documents."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import actors, language, lexicons
from toolkit.actors.folding import plain
from toolkit.actors.leaders import bearers, country_in, in_office, longest_name, role_of
from toolkit.actors.places import known
from toolkit.records import Actor, Document, Segment

ROWS = lexicons.load("leaders", "name", "other_names", "called", "country", "body", "office", "from", "to", "note")
PLACES = lexicons.load("places", "name", "other_names", "country", "kind")


def _forms(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["other_names"].split("|"))]


def test_leaders_belong_to_a_state_or_a_body() -> None:
    bodies = {row["actor"] for row in lexicons.load("organisations", "actor", "name", "country")}
    for row in ROWS:
        assert (row["country"] in known().states) != (row["body"] in bodies), row
        assert row["office"], row
        assert row["note"] in ("", "common", "mononym"), row


def test_terms_are_years_or_months_and_do_not_end_before_they_begin() -> None:
    for row in ROWS:
        assert re.fullmatch(r"(18|19|20)\d\d(-(0[1-9]|1[0-2]))?", row["from"]), row
        assert re.fullmatch(r"((19|20)\d\d(-(0[1-9]|1[0-2]))?)?", row["to"]), row
        shorter = min(len(row["from"]), len(row["to"]))
        assert row["from"][:shorter] <= row["to"][:shorter], row


def test_no_term_stands_twice() -> None:
    terms = Counter((row["name"], row["country"], row["body"], row["office"], row["from"]) for row in ROWS)
    assert max(terms.values()) == 1


def test_names_have_two_parts_but_for_those_who_have_one_name() -> None:
    single = {row["name"] for row in ROWS if row["note"] == "mononym"}
    assert single == {form for row in ROWS for form in _forms(row) if " " not in form.strip()}


def test_one_person_is_written_in_one_way() -> None:
    """A form leads to one name, so that a person's terms are found together."""
    named: dict[str, set[str]] = {}
    for row in ROWS:
        for form in _forms(row):
            named.setdefault(plain(form), set()).add(row["name"])
    assert {form: names for form, names in named.items() if len(names) > 1} == {}


def test_every_sovereign_state_has_leaders_in_several_decades() -> None:
    have = {row["country"] for row in ROWS}
    assert set(known().states) - have <= {"FLK"}
    assert len(ROWS) > 3000
    decades = {row["from"][:3] for row in ROWS}
    assert {"194", "195", "196", "197", "198", "199", "200", "201", "202"} <= decades


def test_places_name_one_state_and_are_no_country() -> None:
    states = Counter(plain(form) for row in PLACES for form in _forms(row))
    assert [form for form, times in states.items() if times > 1] == []
    for row in PLACES:
        assert row["country"] in known().states, row
        assert row["kind"] in ("city", "region"), row
        assert row["name"] not in known().names, row


@pytest.mark.parametrize(
    ("phrase", "day", "country"),
    [
        ("Angela Merkel", None, "DEU"),
        ("former Chancellor Angela Merkel", None, "DEU"),
        ("ANGELA MERKEL's government", None, "DEU"),
        ("Lech Wałęsa", None, "POL"),
        ("President Bush", date(2003, 3, 1), "USA"),
        ("President Bush", None, None),
        ("King Abdullah", date(2010, 1, 1), None),
        ("King Abdullah", date(2020, 1, 1), "JOR"),
        ("Jens Stoltenberg", date(2012, 1, 1), "NOR"),
        ("Jens Stoltenberg", date(2018, 1, 1), None),
        ("President Xi", date(2020, 1, 1), "CHN"),
        ("Deputy Prime Minister Cameron", date(2012, 1, 1), None),
        ("former Prime Minister Cameron", date(2018, 1, 1), "GBR"),
        ("former Prime Minister Cameron", date(2012, 1, 1), None),
        ("Bishop Bush", date(2003, 3, 1), None),
        ("Merkel", date(2010, 1, 1), None),
        ("Marla Angela Merkel", None, None),
        ("Angela Merkel Quist", None, None),
        ("John Smith", None, None),
        ("two Osaka fishermen", None, "JPN"),
        ("Virginia Quist", None, None),
        ("Milan Quist", None, None),
        ("fishermen of Virginia", None, "USA"),
        ("Lodz police", None, "POL"),
        ("osaka fishermen", None, None),
        ("the Norvanian ambassador in Osaka", None, "JPN"),
        ("Danish fishermen in Osaka", None, "DNK"),
        ("Bonn", date(1970, 1, 1), "DEU"),
        ("Angela Merkel’s envoy", None, "DEU"),
    ],
)
def test_phrases(phrase: str, day: date | None, country: str | None) -> None:
    assert actors.country_of(phrase, day=day) == country


def test_namesakes_are_told_apart_by_the_day_or_left_open() -> None:
    assert [term.name for term in in_office("Trudeau", "Prime Minister", date(1970, 1, 1))] == ["Pierre Trudeau"]
    assert [term.name for term in in_office("Trudeau", "Prime Minister", date(2020, 1, 1))] == ["Justin Trudeau"]
    assert in_office("Trudeau", "Prime Minister") == ()
    assert [t.name for t in in_office("Macron", "President")] == ["Emmanuel Macron"]


def test_a_common_name_counts_behind_its_office_only() -> None:
    assert longest_name(["Prime", "Minister", "Eric", "Williams"], 2)[0].country == "TTO"
    assert longest_name(["Skipper", "Eric", "Williams"], 1) == ()


def test_roles_are_dated() -> None:
    terms = bearers("Boris Johnson")
    assert role_of(terms, date(2017, 5, 1)) == "foreign secretary"
    assert role_of(terms, date(2021, 5, 1)) == "prime minister"
    assert role_of(terms, date(2024, 5, 1)) == "former prime minister"
    assert role_of(terms, date(2000, 5, 1)) is None
    assert role_of(terms, None) is None


def test_politicians_without_office_have_a_state_and_no_role() -> None:
    terms = bearers("Alexei Navalny")
    assert country_in(terms) == "RUS"
    assert role_of(terms, date(2020, 1, 1)) is None


@given(st.integers(0, len(ROWS) - 1), st.dates(date(1945, 1, 1), date(2025, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_a_full_name_never_gives_a_state_that_the_list_does_not(number: int, day: date) -> None:
    terms = bearers(ROWS[number]["name"])
    assert terms
    assert country_in(terms, day) in {term.country for term in terms} | {None}
    states = {term.country for term in terms}
    if len(states) == 1:
        assert country_in(terms, day) == country_in(terms) == states.pop()


def _actors(text: str, day: date | None) -> dict[str, Actor]:
    document = Document("d", text, published=day)
    parsed = language.parse(document, [Segment("d", "s1", "body", 0, len(text))], language.load())
    return {actor.name: actor for actor in actors.resolve(parsed, actors.find_mentions(parsed), ()).actors}


def test_documents_get_the_state_and_the_role_of_the_day() -> None:
    text = "Angela Merkel met Marla Quist on Monday. Merkel said she was tired."
    found = _actors(text, date(2010, 5, 1))
    merkel = found["Angela Merkel"]
    assert (merkel.country, merkel.role, merkel.part_of) == ("DEU", "chancellor", "DEU.GOV")
    assert (found["Marla Quist"].country, found["Marla Quist"].role) == (None, None)
    later = _actors(text, date(2024, 5, 1))["Angela Merkel"]
    assert (later.country, later.role, later.part_of) == ("DEU", "former chancellor", None)
    undated = _actors(text, None)["Angela Merkel"]
    assert (undated.country, undated.role, undated.part_of) == ("DEU", None, None)


def test_what_a_document_says_of_a_namesake_wins() -> None:
    found = _actors("Angela Merkel, a fisherman, left the harbour. Merkel said she was tired.", date(2010, 5, 1))
    assert found["Angela Merkel"].country is None
    told = _actors("Norvania's president, Angela Merkel, left Lima. Merkel said she was tired.", date(2010, 5, 1))
    assert told["Angela Merkel"].country is None
    assert told["Angela Merkel"].part_of == "norvania.GOV"
