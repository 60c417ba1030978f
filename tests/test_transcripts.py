"""Speakers that the layout names: turns of a transcript, and quotations signed with a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import attributions, language
from toolkit.attributions.decoding import Found
from toolkit.attributions.drafts import passages
from toolkit.attributions.rules import rule_drafts
from toolkit.attributions.trained import combined
from toolkit.attributions.turns import turns
from toolkit.quotations import quotations
from toolkit.records import Attribution, Document, Segment

TALK = ["QUIST: We sign on Friday.", "ADDO: When exactly?", "QUIST: The council said it would vote at noon."]


def parsed_of(paragraphs: list[str]) -> language.ParsedDocument:
    text, made = "", []
    for number, paragraph in enumerate(paragraphs, start=1):
        made.append(Segment("d", f"s{number:04d}", "body", len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return language.parse(Document("d", text), made, language.load())


def rows(*paragraphs: str, method: str = "rules") -> list[tuple[str | None, str | None, str | None]]:
    return [(a.source_text, a.cue_text, a.content_text) for a in found(*paragraphs, method=method)]


def found(*paragraphs: str, method: str = "rules") -> tuple[Attribution, ...]:
    return attributions.extract(parsed_of(list(paragraphs)), method=method)


@pytest.mark.parametrize("method", ["rules", "trained"])
def test_turns_of_a_transcript_belong_to_their_label(method: str) -> None:
    found_rows = rows("The talks were taped.", *TALK, "She left.", method=method)
    assert found_rows == [
        ("QUIST", ":", "We sign on Friday."),
        ("ADDO", ":", "When exactly?"),
        ("QUIST", ":", "The council said it would vote at noon."),
        ("The council", "said", "it would vote at noon"),
    ]


def test_a_turn_is_direct_speech() -> None:
    assert [a.kind for a in found(*TALK) if a.cue_text == ":"] == ["direct"] * 3


def test_a_paragraph_between_turns_goes_on_with_the_turn_before() -> None:
    made = found(TALK[0], "The harbour opens.", "(Laughter.)", *TALK[1:])
    assert [(a.content_text, a.continues) for a in made[:2]] == [
        ("We sign on Friday.", None),
        ("The harbour opens.", made[0].attribution_id),
    ]
    assert not any("Laughter" in (a.content_text or "") for a in made)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (TALK, [True, True, True]),
        (['"QUIST: We sign.', '"ADDO: When?', '"QUIST: On Friday.'], [True, True, True]),
        (["MS. MARLA QUIST (ORLBY): Yes.", "THE CHAIR: No.", "THE CHAIR: Well."], [True, True, True]),
        # twice only, or nobody twice: headings of an advisory
        (["QUIST: We sign.", "QUIST: On Friday."], [False, False]),
        (["WHO: the council", "WHEN: noon", "WHERE: the harbour"], [False, False, False]),
        # names not in capitals need four turns of two speakers
        (["Quist: Yes.", "Addo: No.", "Quist: Yes.", "Addo: No."], [True, True, True, True]),
        (["Quist: Yes.", "Addo: No.", "Quist: Yes."], [False, False, False]),
        (["Read more: a", "Read more: b", "Watch: c", "Watch: d"], [False, False, False, False]),
        (["there is one thing: money", "there is one thing: money"] * 2, [False] * 4),
        ([], []),
    ],
)
def test_which_paragraphs_are_turns(texts: list[str], expected: list[bool]) -> None:
    assert [turn is not None for turn in turns(texts)] == expected


@given(st.lists(st.text(alphabet="AB:qx \n.()", max_size=30), max_size=8))
def test_turns_lie_in_their_paragraphs(texts: list[str]) -> None:
    made = turns(texts)
    assert len(made) == len(texts)
    for text, turn in zip(texts, made, strict=True):
        if turn is not None:
            assert text[turn.start :].strip()
            if turn.label is not None and turn.colon is not None:
                assert text[slice(*turn.colon)] == ":"
                assert turn.label[1] <= turn.colon[0] < turn.start


@pytest.mark.parametrize("method", ["rules", "trained"])
@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (['"It feeds us all." — Marla Quist, 34, Orlby'], [("Marla Quist, 34, Orlby", "—", '"It feeds us all."')]),
        (['"It feeds us all."', "- Tom Addo"], [("Tom Addo", "-", '"It feeds us all."')]),
        (
            ['"Never again."\n– Ines Roth\n"Maybe later."\n– Bo Lindt'],
            [("Ines Roth", "–", '"Never again."'), ("Bo Lindt", "–", '"Maybe later."')],
        ),
    ],
)
def test_signed_quotations(paragraphs: list[str], expected: list[tuple[str, str, str]], method: str) -> None:
    assert rows(*paragraphs, method=method) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        '"It feeds us all." — Marla Quist went home after that.',
        '"It feeds us all." — not a word more.',
        '"It feeds us all." — Harl Council\'s own words',
    ],
)
def test_what_is_no_signature(paragraph: str) -> None:
    assert all(cue not in ("—", "-") for _, cue, _ in rows(paragraph))


def test_the_quotation_after_a_signature_does_not_go_on_with_it() -> None:
    made = found('"Never again." — Ines Roth', '"I would leave tomorrow," said Tom Addo.')
    assert [(a.source_text, a.continues) for a in made] == [("Ines Roth", None), ("Tom Addo", None)]


def test_the_reader_cannot_overrule_the_layout() -> None:
    here = passages(parsed_of(TALK))[0]
    start = here.text.index("We")
    other = Found(((0, 5)), ((start, start + 2),), ((0, len(here.text)),), 1.0, 1.0, 1.0, 1.0)
    drafts, _ = rule_drafts(here)
    assert [draft.shown for draft in combined(here, [other], drafts)] == [True]


def test_notes_in_brackets_are_nobodys_words() -> None:
    assert rows('"(Applause.)"', "The hall was full.") == []


def test_a_closing_mark_can_open_a_quotation_by_mistake() -> None:
    text = "”We sign on Friday.” That was all."
    assert [text[q.start : q.end] for q in quotations(text)] == ["”We sign on Friday.”"]
