"""Edges of what the trained reader marks, on parses made by hand; and how sure an attribution is."""

import pytest
import spacy
from spacy.tokens import Doc

from toolkit.attributions.confidence import EVIDENCE, chance, evidence
from toolkit.attributions.decoding import Found
from toolkit.attributions.drafts import Passage, Range
from toolkit.attributions.repairs import whole_contents, whole_source, whole_words
from toolkit.language import ParsedSegment
from toolkit.quotations import quotations
from toolkit.records import Segment

#: Quist said that talks in Orlby had failed ; head of each word, dependency.
WORDS = ["Quist", "said", "that", "talks", "in", "Orlby", "had", "failed", "badly"]
HEADS = [1, 1, 7, 7, 3, 4, 7, 1, 7]
DEPS = ["nsubj", "ROOT", "mark", "nsubj", "prep", "pobj", "aux", "ccomp", "advmod"]
POS = ["PROPN", "VERB", "SCONJ", "NOUN", "ADP", "PROPN", "AUX", "VERB", "ADV"]


def passage(
    words: list[str], heads: list[int], deps: list[str], pos: list[str], spaces: list[bool] | None = None
) -> Passage:
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, pos=pos, spaces=spaces)
    segment = ParsedSegment(Segment("d1", "s1", "body", 0, len(doc.text)), doc)
    return Passage(segment, doc, doc.text, quotations(doc.text))


@pytest.fixture
def here() -> Passage:
    return passage(WORDS, HEADS, DEPS, POS)


def place(here: Passage, words: str) -> Range:
    start = here.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("talks in Orlby had failed", "that talks in Orlby had failed badly"),
        ("that talks in Orlby had", "that talks in Orlby had"),  # its verb is not marked: nothing hangs on "had"
        ("talks in", "talks in Orlby"),
        ("had failed", "had failed badly"),  # the next word to the left hangs on "in", which is outside
    ],
)
def test_a_content_is_widened_by_what_hangs_on_it_but_not_over_the_cue(here: Passage, cut: str, whole: str) -> None:
    others = [place(here, "Quist"), place(here, "said")]
    [(start, end)] = whole_contents(here, [place(here, cut)], others)
    assert here.text[start:end] == whole


def test_pieces_without_a_letter_between_are_one_and_marks_alone_are_none(here: Passage) -> None:
    pieces = [place(here, "talks in"), place(here, "Orlby")]
    assert whole_source(here, pieces) == (place(here, "talks in Orlby"),)
    assert whole_contents(here, [(5, 6)], []) == ()
    assert whole_source(here, []) == ()


@pytest.mark.parametrize(("read", "whole"), [("The", "The trust"), ("rust", "The trust"), ("That", "That")])
def test_a_source_is_whole_words_and_no_article_alone(read: str, whole: str) -> None:
    words, heads = ["The", "trust", "agreed", ".", "That", "was", "said", "."], [1, 2, 2, 2, 6, 6, 6, 6]
    deps = ["det", "nsubj", "ROOT", "punct", "nsubjpass", "auxpass", "ROOT", "punct"]
    here = passage(words, heads, deps, ["DET", "NOUN", "VERB", "PUNCT", "PRON", "AUX", "VERB", "PUNCT"])
    assert whole_source(here, [place(here, read)]) == (place(here, whole),)


def test_a_content_that_cuts_into_a_quotation_takes_the_whole_of_it() -> None:
    words = ['"', "We", "will", "not", "sign", '"', "Quist", "said"]
    quoted = passage(
        words,
        [4, 4, 4, 4, 7, 4, 7, 7],
        ["punct", "nsubj", "aux", "neg", "ccomp", "punct", "nsubj", "ROOT"],
        ["PUNCT", "PRON", "AUX", "PART", "VERB", "PUNCT", "PROPN", "VERB"],
        [False, True, True, True, False, True, True, False],
    )
    [(start, end)] = whole_contents(quoted, [place(quoted, "will not sign")], [place(quoted, "Quist said")])
    assert quoted.text[start:end].startswith('"')
    assert quoted.text[start:end].endswith('"')
    assert "Quist" not in quoted.text[start:end]


def test_a_content_that_cuts_a_clause_after_its_subject_takes_the_whole_clause() -> None:
    words = ["Quist", "cited", "remarks", "Addo", "had", "made"]
    cut = passage(
        words,
        [1, 1, 1, 5, 5, 2],
        ["nsubj", "ROOT", "dobj", "nsubj", "aux", "relcl"],
        ["PROPN", "VERB", "NOUN", "PROPN", "AUX", "VERB"],
    )
    others = [place(cut, "Quist"), place(cut, "cited")]
    assert whole_contents(cut, [place(cut, "remarks Addo")], others) == (place(cut, "remarks Addo had made"),)
    # what the span does not cut into, it does not take
    assert whole_contents(cut, [place(cut, "Quist")], [place(cut, "cited")]) == (place(cut, "Quist"),)


def test_a_content_gives_up_what_is_source_or_cue(here: Passage) -> None:
    everything = (0, len(here.text))
    others = [place(here, "Quist"), place(here, "said")]
    assert whole_contents(here, [everything], others) == (place(here, "that talks in Orlby had failed badly"),)
    inner = [place(here, "Orlby")]
    assert whole_contents(here, [place(here, "talks in Orlby had failed badly")], inner) == (
        place(here, "talks in"),
        place(here, "had failed badly"),
    )


def test_spans_are_rounded_to_words(here: Passage) -> None:
    start, end = place(here, "said")
    assert whole_words(here, [(start, end + 2)]) == (place(here, "said"),)
    assert whole_words(here, [(start + 1, end)]) == (place(here, "said"),)
    assert whole_words(here, [(start, start + 1)]) == (place(here, "said"),)
    assert whole_words(here, []) == ()


def found(cue: float = 0.9, source: tuple[Range, ...] = ((0, 5),)) -> Found:
    return Found((6, 10), source, ((11, 20),), cue, 0.8 if source else 0.0, 0.7, 0.6)


def test_evidence_has_a_value_for_each_name_and_says_when_there_is_no_source() -> None:
    values = evidence(found(source=()), quoted=True, attitude=None, same_content=0.0, same_source=False, word="VERB")
    named = dict(zip(EVIDENCE, values, strict=True))
    assert (named["constant"], named["no source"], named["source"], named["quoted"]) == (1, 1, 0, 1)


def test_a_surer_cue_gives_a_greater_chance() -> None:
    weights = dict.fromkeys(EVIDENCE, 0.0) | {"cue": 1.0}
    rows = [
        evidence(found(cue), quoted=False, attitude="speech", same_content=1.0, same_source=True, word="VERB")
        for cue in (0.2, 0.5, 0.9, 1.0)
    ]
    chances = [chance(row, weights) for row in rows]
    assert chances == sorted(chances)
    assert chances[:3] == [0.2, 0.5, 0.9], "with weight 1 on its log-odds the chance is that of the cue"
