"""Speech acts, modality, and where a content ends: sentences a person can check, run through the real parser."""

import pytest

from tests.test_attributions import extract, triples

Triple = tuple[str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Marla Quist said her government could close its ports if the tax was not withdrawn.", "threat"),
        ("The minister said that his country might cut the supply.", "threat"),
        ("Quist warned that she will ban timber unless the crew is freed.", "threat"),
        ('"We will block the road if they do not pay," the union said.', "threat"),
        ("Norvania's minister said Norvania could ban timber if talks failed.", "threat"),
        # no harm, no modal, not the speaker's side, denied
        ("The minister said his government could open its ports if the tax was withdrawn.", "statement"),
        ("The minister said his government closed its ports.", "statement"),
        ("The minister said Sudland could ban timber if talks failed.", "statement"),
        ('"They will block the road if we do not pay," the mayor said.', "statement"),
        ("The minister said her government would not ban timber if talks failed.", "statement"),
        ("The mayor warned that the bridge could close if it rained.", "warning"),
        # asking and telling somebody to do something
        ("The mayor asked the minister to resign.", "demand"),
        ("The mayor told the drivers to leave.", "demand"),
        ("The mayor asked whether the bridge was safe.", "question"),
        ("The mayor told reporters that the bridge was safe.", "statement"),
        ("The mayor said the bridge must be closed.", "demand"),
    ],
)
def test_speech_act(text: str, act: str) -> None:
    assert [a.speech_act for a in extract(text) if a.attitude == "speech"] == [act]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("She said the town has to pay for the bridge.", "necessary"),
        ("She said the town needs to pay for the bridge.", "necessary"),
        ("She said the town needs a bridge.", None),
        ("She said the bridge that the town needs is cheap.", None),
        ("She said he had done what he should have done.", None),
    ],
)
def test_only_the_main_clause_is_necessary(text: str, modality: str | None) -> None:
    assert [a.modality for a in extract(text)] == [modality]


ENDS: list[tuple[str, list[Triple]]] = [
    (
        "Two envoys contradicted her: according to them, a deal was offered on Monday.",
        [("them", "according to", "a deal was offered on Monday")],
    ),
    (
        "The ship was moved on Monday, according to the Lamp Trust, the charity that hired it.",
        [("the Lamp Trust, the charity that hired it", "according to", "The ship was moved on Monday")],
    ),
    (
        "Marla Quist said that she had never seen the letter, and the mayor thanked her.",
        [
            ("Marla Quist", "said", "that she had never seen the letter"),
            ("the mayor", "thanked", "her"),
        ],
    ),
    (
        "The minister threatened to leave unless the tax was withdrawn.",
        [("The minister", "threatened", "to leave unless the tax was withdrawn")],
    ),
    (
        '"We will pay," said the minister. She accused the union of being "half asleep".',
        [
            ("the minister", "said", '"We will pay,"'),
            ("She", "accused", 'the union of being "half asleep"'),
        ],
    ),
    (
        '"We have lost a year," the union\'s chair, Ola Brandt, told a meeting.',
        [("the union's chair, Ola Brandt", "told", '"We have lost a year,"')],
    ),
    (
        "The mayor spoke to him on Monday, her office said, and promised to send a boat.",
        [
            ("her office", "said", "The mayor spoke to him on Monday and promised to send a boat"),
            ("The mayor", "promised", "to send a boat"),
        ],
    ),
    (
        "In a letter to both governments, seen by the Ledger, the union's secretary-general, Ola Brandt, proposed that "
        "pilots guide boats through the bay until spring.",
        [
            (
                "the union's secretary-general, Ola Brandt",
                "proposed",
                "that pilots guide boats through the bay until spring",
            )
        ],
    ),
    ("Some voters said he was tired, while others said he was not.", []),
]


@pytest.mark.parametrize(("text", "expected"), ENDS[:-1])
def test_where_a_content_ends(text: str, expected: list[Triple]) -> None:
    found = triples(text)
    assert [row for row in found if row[1] != "thanked"] == [row for row in expected if row[1] != "thanked"]


def test_what_others_say_meanwhile_is_no_part_of_a_content() -> None:
    assert [a.content_text for a in extract(ENDS[-1][0])][:1] == ["he was tired"]


@pytest.mark.parametrize(
    "text",
    [
        "Norvania slammed a door.",
        "The treaty guarantees passage.",
        "It has not called one.",
        "The town in five questions",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert extract(text) == ()


def test_stray_words_of_a_quotation_are_no_contents() -> None:
    rows = extract('"It was wrong, we denied it, and they asked us to. I want his name," Marla Quist said.')
    assert [a.cue_text for a in rows] == ["said"]


def test_a_cue_that_ends_a_paragraph_introduces_the_next() -> None:
    first, second = extract('Union chair Ola Brandt said:\n\n"We tried.\n\n"So we left."')
    assert (first.source_text, first.cue_text, first.content_text) == ("Union chair Ola Brandt", "said", '"We tried.')
    assert (second.source_text, second.continues) == (None, first.attribution_id)


def test_a_cue_that_ends_a_paragraph_needs_a_quotation() -> None:
    assert extract("Union chair Ola Brandt said:\n\nNobody came.") == ()


def test_a_denied_order_is_negated() -> None:
    (row,) = extract("Marla Quist did not give an order to leave.")
    assert (row.cue_text, row.negated) == ("order", True)
