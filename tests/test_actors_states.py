"""Rules for actors in texts about states that no gazetteer knows, and for the user's corrections, with the model."""

from pathlib import Path

import pytest

from toolkit import actors, attributions, language, layout
from toolkit.actors.aliases import alias_of, folded, states_of
from toolkit.actors.corpus import merge
from toolkit.actors.learn import palaces
from toolkit.actors.places import known
from toolkit.records import Actor, Document


class Found:
    """What was found in a text: actor of each mention by its form, type of each actor, sources."""

    def __init__(self, body: str, aliases: dict[str, str] | None = None) -> None:
        document = Document("d", "Talks on Monday\n\n" + body)
        segments = layout.segment(document)
        parsed = language.parse(document, segments, language.load())
        said = attributions.extract(parsed)
        resolution = actors.resolve(parsed, actors.find_mentions(parsed), said, aliases=aliases)
        self.forms = {m.text: m.actor_id for m in resolution.mentions}
        self.actors = {a.actor_id: a for a in resolution.actors}
        self.open = {
            m.text: u.reason for u in resolution.unresolved for m in resolution.mentions if m.mention_id == u.mention_id
        }
        self.sources = [a.source_actor for a in actors.link(parsed, said, resolution)]

    def type(self, actor_id: str) -> str:
        return self.actors[actor_id].type


def test_ships_are_neither_people_nor_whom_she_means() -> None:
    found = Found("Ada Brandt left the trawler Three Larks. The boat was old. She said the harbour was full.")
    assert found.forms["She"] == "ada_brandt"
    assert not any(form in found.forms for form in ("The boat", "Three Larks", "the trawler Three Larks"))


def test_armed_boats_that_act_are_a_group() -> None:
    found = Found("Osterian patrol boats rammed the ferry. Osteria's foreign minister denied it.")
    assert found.type(str(found.forms["Osterian patrol boats"])) == "group"


def test_relation_between_states_is_no_part_and_names_no_actor() -> None:
    found = Found(
        "Velkland's government spoke. Osteria, Velkland's closest ally, backed the plan. "
        "Velkland's oldest friend stayed silent."
    )
    assert (found.forms["Velkland's closest ally"], found.type("osteria")) == ("osteria", "state")
    assert found.actors["osteria"].part_of is None
    assert found.open["Velkland's oldest friend"] == "the text does not say which friend"


def test_adjective_that_no_rule_forms_belongs_to_the_state() -> None:
    found = Found("Velkland closed its ports. The Velkish prime minister, Ada Brandt, said it was time.")
    assert found.actors["ada_brandt"].part_of == "velkland.GOV"


def test_presidents_of_two_states_stay_apart() -> None:
    found = Found(
        "Osteria's president apologised on Monday.\n\n\"It is late,\" Velkland's President Jon Marek said.\n\n"
        "The harbour stayed closed. Many fishermen praised the president."
    )
    assert found.forms["Osteria's president"] != "jon_marek"
    assert found.forms["the president"] is None


def test_holder_named_in_the_next_paragraph_is_the_one_the_first_describes() -> None:
    found = Found("Osteria's president has resigned.\n\nAda Brandt wrote to parliament on Monday that she was ill.")
    assert found.forms["Osteria's president"] == "ada_brandt"
    found = Found("Ada Brandt packed her bags. On Monday the Danish foreign minister left for Lima.")
    assert found.forms["the Danish foreign minister"] == "ada_brandt"


def test_palace_is_a_seat_of_government() -> None:
    found = Found("The Gull House, the Danish president's palace, denied it.")
    assert found.forms["The Gull House"] == "DNK.GOV"
    assert palaces("Gull Hall, Osteria's seat of power, and Ada Brandt, his friend", known()) == {}


def test_union_has_one_id_whether_its_state_is_known_or_not() -> None:
    name = "Osterian Weavers' Union"
    known_state = Found(f"Osteria's government fell. The {name} (OWU) welcomed it. The union said no.")
    unknown = Found(f"The {name} (OWU) welcomed it.")
    assert known_state.forms["The union"] == unknown.forms[name]
    assert known_state.forms[name] == unknown.forms[name] == "osterian_weavers_union"
    assert known_state.actors["osterian_weavers_union"].name == name


def test_and_inside_a_name_joins_and_between_names_does_not() -> None:
    assert "Moss and Peat Trust" in Found("The Moss and Peat Trust (MPT) said the bog was dry.").forms
    assert "Ada Brandt and Peat Trust" not in Found("Ada Brandt and Peat Trust said the bog was dry.").forms


def test_noun_before_a_full_name_is_its_role() -> None:
    found = Found("Skipper Ada Brandt said the sea was rough.")
    assert (found.sources, found.type("ada_brandt")) == (["ada_brandt"], "person")


def test_secretary_general_belongs_to_the_council() -> None:
    found = Found(
        "Osteria's government left. The Moss Council met. The council's secretary-general, Ada Brandt, spoke. "
        "The secretary-general said it was over."
    )
    assert found.actors["ada_brandt"].part_of == "moss_council"
    assert found.forms["The secretary-general"] == "ada_brandt"


def test_people_in_passing_are_no_actors() -> None:
    found = Found("The fee pays for pilots. Each captain takes a guide. Drivers said they would strike.")
    assert "pilots" not in found.forms
    assert "Drivers" in found.forms


def test_quotation_after_a_passive_is_by_its_agent() -> None:
    found = Found(
        "Ada Brandt praised the plan and Peter Hale opposed it.\n\n"
        'That idea was rejected by Mr Hale. "It is a bad day."'
    )
    assert found.sources[-1] == "peter_hale"


def test_names_of_groups_keep_their_casing() -> None:
    found = Found("Two Labour MPs said the vote was lost.")
    assert found.actors[str(found.sources[0])].name.endswith("MPs")


def test_relative_pronoun_speaks_for_its_noun() -> None:
    found = Found("The ministry met Ada Brandt, who said that it was late.")
    assert found.sources == ["ada_brandt"]


def test_quoted_pronoun_is_never_the_speaker() -> None:
    found = Found('Ada Brandt accepted. "I take his hand," she said. She lifted the ban.')
    assert (found.forms["his"], found.forms["she"]) == (None, "ada_brandt")


@pytest.mark.parametrize(
    ("aliases", "form", "actor"),
    [
        ({"Ada Brandt": "the_minister"}, "Foreign Minister Ada Brandt", "the_minister"),
        ({"the ada brandt": "DNK.GOV"}, "Foreign Minister Ada Brandt", "DNK.GOV"),
        ({"The Gull House": "Denmark"}, "Gull House", "DNK"),
        ({"Morvik": "Osteria", "Osterian": "Osteria"}, "Morvik", "osteria"),
    ],
)
def test_aliases_apply_to_names_in_mentions(aliases: dict[str, str], form: str, actor: str) -> None:
    text = "Foreign Minister Ada Brandt said no. The Gull House denied it. Morvik accused Osterian sailors of theft."
    assert Found(text, aliases).forms[form] == actor


def test_alias_of_a_person_also_holds_for_the_surname() -> None:
    found = Found("Foreign Minister Ada Brandt said no. Brandt left.", {"Ada Brandt": "the_minister"})
    assert (found.forms["Brandt"], found.type("the_minister")) == ("the_minister", "person")


WHITLOCK = "Councillor Dana Whitlock opposed the plan. Tom Whitlock backed it. Dana Whitlock said she would not yield."


@pytest.mark.parametrize(
    ("aliases", "dana"),
    [
        ({"Whitlock": "Dana M. Whitlock"}, "dana_m_whitlock"),
        ({"Ms Whitlock": "dana_m_whitlock"}, "dana_m_whitlock"),
        ({"Dana M. Whitlock": "the_councillor"}, "the_councillor"),
        ({"Whitlock": "Dora Whitlock"}, "dana_whitlock"),
        ({"D. M. Whitlock": "first", "D. R. Whitlock": "second"}, "dana_whitlock"),
        ({"Dana M. Whitlock": "first", "Dana R. Whitlock": "second"}, "dana_whitlock"),
        ({"D. Whitlock": "first"}, "dana_whitlock"),
        ({"Whitlock": "Dana M. Whitlock", "Ms Whitlock": "dana_m_whitlock"}, "dana_m_whitlock"),
    ],
)
def test_alias_of_a_fuller_name_holds_for_the_shorter_one(aliases: dict[str, str], dana: str) -> None:
    forms = Found(WHITLOCK, aliases).forms
    assert forms["Councillor Dana Whitlock"] == forms["Dana Whitlock"] == forms["she"] == dana
    assert forms["Tom Whitlock"] == "tom_whitlock"


def test_alias_of_a_shorter_name_holds_for_the_fuller_one() -> None:
    found = Found("Councillor Dana M. Whitlock opposed the plan.", {"Dana Whitlock": "the_councillor"})
    assert found.forms["Councillor Dana M. Whitlock"] == "the_councillor"


def test_alias_gives_a_state_its_type() -> None:
    found = Found("Morvik accused the sailors of theft.", {"Morvik": "Osteria", "Osterians": "Osteria"})
    assert (found.forms["Morvik"], found.type("osteria")) == ("osteria", "state")


def test_folded_aliases_do_not_count_article_and_case() -> None:
    aliases = folded({"The Gull House": "Denmark"})
    assert alias_of(aliases, "gull house") == alias_of(aliases, "Old gates", "Gull House") == "Denmark"
    assert alias_of({}, "gull house") is None
    assert states_of({"Ada": "Ada Brandt"}, known()) == known()


def test_shipped_aliases_name_the_state_of_each_capital() -> None:
    aliases = actors.read_aliases(Path(__file__).parents[1] / "data" / "straits_dispute_aliases.csv")
    found = Found("Velm denied it. Tavrin accused the Skers of theft.", aliases)
    assert (found.forms["Velm"], found.forms["Tavrin"]) == ("odrasia", "norvania")
    assert found.type("norvania") == "state"


def test_merge_knows_a_state_that_only_one_document_makes_known() -> None:
    rows = [Actor("osteria", "Osteria", "organisation", part_of="x"), Actor("osteria", "Osteria", "state")]
    assert [(a.type, a.part_of) for a in merge(rows)] == [("state", None)]
