"""Quotation marks on plain strings, and rules over hand-built parses: no model needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc

from toolkit import attributions
from toolkit.attributions import quotations
from toolkit.language import ParsedDocument, ParsedSegment, plain
from toolkit.records import Attribution, Document, Segment

QUOTED = [
    ('He said "no" twice', ['"no"']),
    ("He said “no” and ‘yes’", ["“no”", "‘yes’"]),
    ("The workers' plan is 'mad', they say", ["'mad'"]),
    ("'The Quists' attacks were bad', he says", ["'The Quists' attacks were bad'"]),
    ("She didn't say 'won't' here", ["'won't'"]),
    ("Rock 'n' roll from the '90s for 'em", []),
    ('a 6\'2" man with a 5" knife', []),
    ('"I am 6\'2" tall," he said', ['"I am 6\'2" tall,"']),
    ("''Old marks,'' he said", ["''Old marks,''"]),
    ("``Old marks,'' he said", ["``Old marks,''"]),
    ("«Nein», sagt sie", ["«Nein»"]),
    ("\"He said 'go' to me,\" she said", ["\"He said 'go' to me,\""]),
    ("'He said \"go\" to me,' she said", ["'He said \"go\" to me,'"]),
    ('"One. "Two," she said', ['"Two,"']),
    ('"Left open', ['"Left open']),
    ('stray" mark', []),
    ('""', []),
    ('"', []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == expected


def test_an_open_quotation_says_so() -> None:
    assert [q.closed for q in quotations('"One," he said. "Two')] == [True, False]


@given(st.text(alphabet="aZ6 .,'\"“”‘’«»`\n", max_size=60))
def test_quotations_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for q in quotations(text):
        assert last <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        last = q.end


def rows_of(words: str, heads: list[int], deps: str, tags: str, pos: str, lemmas: str) -> tuple[Attribution, ...]:
    """Extract from a hand-built parse of words that stand one space apart."""
    tokens = words.split()
    doc = Doc(
        English().vocab,
        words=tokens,
        heads=heads,
        deps=deps.split(),
        tags=tags.split(),
        pos=pos.split(),
        lemmas=lemmas.split(),
        sent_starts=[n == 0 for n in range(len(tokens))],
    )
    text = doc.text
    segment = Segment("d", "s0001", "body", 0, len(text))
    assert plain(text) == text
    parsed = ParsedDocument(Document("d", text), (ParsedSegment(segment, doc),), (segment,))
    return attributions.extract(parsed, method="rules")


def test_said_with_a_that_clause() -> None:
    (row,) = rows_of(
        "Quist said that taxes rise .",
        [1, 1, 4, 4, 1, 1],
        "nsubj ROOT mark nsubj ccomp punct",
        "NNP VBD IN NNS VBP .",
        "PROPN VERB SCONJ NOUN VERB PUNCT",
        "Quist say that tax rise .",
    )
    assert (row.source_text, row.cue_text, row.content_text) == ("Quist", "said", "that taxes rise")


def test_an_elided_second_verb_has_the_same_source() -> None:
    first, second = rows_of(
        "She said nothing changed and claimed it helped .",
        [1, 1, 3, 1, 1, 1, 7, 5, 1],
        "nsubj ROOT nsubj ccomp cc conj nsubj ccomp punct",
        "PRP VBD NN VBD CC VBD PRP VBD .",
        "PRON VERB PRON VERB CCONJ VERB PRON VERB PUNCT",
        "she say nothing change and claim it help .",
    )
    assert (first.content_text, second.content_text) == ("nothing changed", "it helped")
    assert first.source_spans == second.source_spans


def test_a_passive_has_its_agent_as_source() -> None:
    (row,) = rows_of(
        "He was accused of fraud by Quist .",
        [2, 2, 2, 2, 3, 2, 5, 2],
        "nsubjpass auxpass ROOT prep pobj agent pobj punct",
        "PRP VBD VBN IN NN IN NNP .",
        "PRON AUX VERB ADP NOUN ADP PROPN PUNCT",
        "he be accuse of fraud by Quist .",
    )
    assert (row.source_text, row.cue_text, row.content_text) == ("Quist", "accused", "of fraud")


def test_a_relative_pronoun_stands_as_the_source() -> None:
    rows = rows_of(
        "Quist , who said prices fell , left .",
        [7, 0, 3, 0, 5, 3, 0, 7, 7],
        "nsubj punct nsubj relcl nsubj ccomp punct ROOT punct",
        "NNP , WP VBD NNS VBD , VBD .",
        "PROPN PUNCT PRON VERB NOUN VERB PUNCT VERB PUNCT",
        "Quist , who say price fall , leave .",
    )
    assert [(a.source_text, a.content_text) for a in rows] == [("who", "prices fell")]


def test_a_noun_with_its_owner() -> None:
    (row,) = rows_of(
        "Quist 's claim that prices fell surprised nobody .",
        [2, 0, 6, 5, 5, 2, 6, 6, 6],
        "poss case nsubj mark nsubj acl ROOT dobj punct",
        "NNP POS NN IN NNS VBD VBD NN .",
        "PROPN PART NOUN SCONJ NOUN VERB VERB PRON PUNCT",
        "Quist 's claim that price fall surprise nobody .",
    )
    assert (row.source_text, row.cue_text, row.content_text) == ("Quist", "claim", "that prices fell")


def test_an_expletive_says_nothing() -> None:
    assert (
        rows_of(
            "There said a voice that prices fell .",
            [1, 1, 3, 1, 6, 6, 1, 1],
            "expl ROOT det attr mark nsubj ccomp punct",
            "EX VBD DT NN IN NNS VBD .",
            "PRON VERB DET NOUN SCONJ NOUN VERB PUNCT",
            "there say a voice that price fall .",
        )
        == ()
    )


def test_a_plural_noun_read_as_a_verb_is_no_cue() -> None:
    assert (
        rows_of(
            "Rivers , in five questions that matter .",
            [4, 0, 3, 4, 4, 6, 4, 4],
            "nsubj punct prep nsubj ROOT nsubj ccomp punct",
            "NNS , IN CD VBZ DT VBP .",
            "NOUN PUNCT ADP NUM VERB PRON VERB PUNCT",
            "river , in five question that matter .",
        )
        == ()
    )


def test_a_verb_after_an_interrupting_cue_has_the_subject_of_the_sentence() -> None:
    rows = rows_of(
        "Quist left , aides said , and promised to return .",
        [1, 1, 4, 4, 1, 4, 4, 4, 9, 7, 1],
        "nsubj ROOT punct nsubj parataxis punct cc conj aux xcomp punct",
        "NNP VBD , NNS VBD , CC VBD TO VB .",
        "PROPN VERB PUNCT NOUN VERB PUNCT CCONJ VERB PART VERB PUNCT",
        "Quist leave , aide say , and promise to return .",
    )
    assert [(a.source_text, a.cue_text) for a in rows if a.cue_text == "promised"] == [("Quist", "promised")]


def test_what_a_treaty_grants_is_not_said() -> None:
    assert (
        rows_of(
            "The treaty guarantees passage .",
            [1, 2, 2, 2, 2],
            "det nsubj ROOT dobj punct",
            "DT NN VBZ NN .",
            "DET NOUN VERB NOUN PUNCT",
            "the treaty guarantee passage .",
        )
        == ()
    )


def test_an_object_with_nothing_but_a_stranded_to_is_no_content() -> None:
    assert (
        rows_of(
            "Quist asked us to .",
            [1, 1, 1, 1, 1],
            "nsubj ROOT dobj xcomp punct",
            "NNP VBD PRP TO .",
            "PROPN VERB PRON PART PUNCT",
            "Quist ask we to .",
        )
        == ()
    )
