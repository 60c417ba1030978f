"""Framing: every device on hand-built parses, the word lists, the tables, and what must hold for any text."""

import csv
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc

from toolkit import attributions, framing, language, lexicons
from toolkit.errors import InputError
from toolkit.framing import _places
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Attribution, Document, Mention, Segment, Span

VOCAB = English().vocab
POS = {"NN": "NOUN", "JJ": "ADJ", "VB": "VERB", "RB": "ADV", "IN": "ADP", "DT": "DET", "TO": "PART", "MD": "AUX"}
POS |= {"PR": "PRON", "WP": "PRON", "WD": "PRON", "CC": "CCONJ", "RP": "ADP", "CD": "NUM", ",": "PUNCT", ".": "PUNCT"}
POS |= {"``": "PUNCT", "''": "PUNCT", "HY": "PUNCT", "PO": "PART", "EX": "PRON", "$": "SYM"}


def parsed(lines: str, *, role: str = "body", published: date | None = None) -> ParsedDocument:
    """Build a document of one segment from lines ``word lemma tag dep head [entity]``; ``~`` means no space before."""
    rows = [line.split() for line in lines.strip().splitlines()]
    pos = ["PROPN" if row[2].startswith("NNP") else POS[row[2][:2]] for row in rows]
    pos = ["AUX" if row[3] in ("aux", "auxpass") and row[2] != "TO" else p for row, p in zip(rows, pos, strict=True)]
    doc = Doc(
        VOCAB,
        words=[row[0].lstrip("~") for row in rows],
        spaces=[number + 1 < len(rows) and not rows[number + 1][0].startswith("~") for number in range(len(rows))],
        lemmas=[row[1] for row in rows],
        tags=[row[2] for row in rows],
        pos=pos,
        deps=[row[3] for row in rows],
        heads=[int(row[4]) for row in rows],
        ents=[f"B-{row[5]}" if len(row) > 5 else "O" for row in rows],
    )
    segment = Segment("d1", "s001", role, 0, len(doc.text))
    return ParsedDocument(Document("d1", doc.text, published=published), (ParsedSegment(segment, doc),), (segment,))


def span(document: ParsedDocument, words: str) -> Span:
    start = document.document.text.index(words)
    return Span(start, start + len(words))


def mention(document: ParsedDocument, words: str, actor: str) -> Mention:
    return Mention("d1", f"m_{words}", *span(document, words), words, "name", actor)


def said(document: ParsedDocument, content: str, cue: str | None = None, **fields: object) -> Attribution:
    cues = (span(document, cue),) if cue is not None else ()
    known = {"kind": "indirect", "attitude": "speech", "cue_text": cue} | fields
    return Attribution("d1", "a1", source_spans=(), cue_spans=cues, content_spans=(span(document, content),), **known)  # type: ignore[arg-type]


def read(text: str, *, published: date | None = None) -> tuple[ParsedDocument, tuple[Attribution, ...]]:
    segments = [Segment("d1", "s001", "body", 0, len(text))] if text else []
    document = language.parse(Document("d1", text, published=published), segments, language.load())
    return document, attributions.extract(document)


# Places


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
def test_cover_gives_the_shortest_stretch_at_every_position(pairs: list[tuple[int, int]]) -> None:
    stretches = [(start, start + length, number) for number, (start, length) in enumerate(pairs)]
    found = _places.cover(stretches)
    for position in range(45):
        lengths = [end - start for start, end, _ in stretches if start <= position < end]
        inner = found.at(position)
        assert (None if inner is None else pairs[inner][1]) == min(lengths, default=None)


# Reporting verbs

SAID = """
Quist Quist NNP nsubj 1
claimed claim VBD ROOT 1
they they PRP nsubj 3
left leave VBD ccomp 1
"""


@pytest.mark.parametrize(
    ("fields", "stance"),
    [
        ({"cue_lemma": "say"}, "neutral"),
        ({"cue_lemma": "claim"}, "doubting"),
        ({"cue_lemma": "insist"}, "assertive"),
        ({"cue_lemma": "reveal"}, "factive"),
        ({"cue_lemma": "pretend"}, "counterfactive"),
        ({"cue_lemma": "lament"}, "emotive"),
        ({"cue_lemma": "condemn"}, "judging"),
        ({"cue_lemma": "hail"}, "praising"),
        ({"cue_lemma": "whisper"}, "prosodic"),
        ({"cue_lemma": "vow"}, "commissive"),
        ({"cue_lemma": "ask", "speech_act": "question"}, "neutral"),
        ({"cue_lemma": "ask", "cue_class": "directive"}, "directive"),
        ({"cue_lemma": "call", "cue_class": "evaluative"}, "judging"),
        ({"cue_lemma": "quork", "cue_class": "doubting"}, "doubting"),
        ({"cue_lemma": "quork", "cue_class": "evaluative", "speech_act": "praise"}, "praising"),
        ({"cue_lemma": "quork"}, "unclassified"),
    ],
)
def test_stance_of_a_cue_is_that_of_the_list_then_of_its_class(fields: dict[str, str], stance: str) -> None:
    document = parsed(SAID)
    (row,) = framing.reporting_verbs(document, [said(document, "they left", "claimed", **fields)])
    assert (row.text, row.category) == ("claimed", stance)


def test_a_particle_changes_the_stance() -> None:
    document = parsed(SAID.replace("claimed", "point out").replace("point out claim", "pointed point"))
    here = said(document, "they left", "pointed", cue_lemma="point")
    out = Attribution(**{**here.__dict__, "cue_text": "pointed out"})
    assert [framing.reporting_verbs(document, [a])[0].category for a in (here, out)] == ["assertive", "factive"]


def test_reporting_verb_belongs_to_its_own_attribution_and_names_the_outer_one() -> None:
    document = parsed(SAID)
    inner = said(document, "they left", "claimed", cue_lemma="claim", source_actor="quist", negated=True)
    outer = Attribution("d1", "a0", "indirect", "speech", (), (), (Span(0, 23),), source_actor="belmont")
    (row,) = framing.reporting_verbs(document, [outer, inner])
    assert (row.attribution_id, row.source_actor, row.within, row.negated) == ("a1", "quist", "a0", True)


def test_an_attribution_without_cue_gives_no_reporting_verb() -> None:
    document = parsed(SAID)
    assert framing.reporting_verbs(document, [said(document, "they left")]) == ()


# Scare quotes

QUOTED = """
The the DT det 2
~" " `` punct 2
~reform reform NN nsubj 4
~" " '' punct 2
failed fail VBD ROOT 4
~. . . punct 4
"""
QUOTED = QUOTED.replace('~" " ``', '" " ``')


def test_quoted_words_of_nobody_are_a_scare_quote() -> None:
    (row,) = framing.scare_quotes(parsed(QUOTED), [])
    assert (row.text, row.category, row.n_words, row.attribution_id) == ("reform", "scare", 1, None)


def test_quoted_words_inside_a_longer_content_are_a_fragment() -> None:
    document = parsed(QUOTED)
    (row,) = framing.scare_quotes(document, [said(document, 'The "reform" failed', source_actor="quist", kind="mixed")])
    assert (row.text, row.category, row.source_actor) == ("reform", "fragment", "quist")


def test_quoted_words_that_are_the_whole_content_of_a_cue_are_an_utterance() -> None:
    document = parsed(QUOTED)
    whole = said(document, '"reform"', "failed", kind="direct", cue_lemma="say")
    assert framing.scare_quotes(document, [whole]) == ()
    nobody = Attribution(**{**whole.__dict__, "cue_spans": (), "cue_text": None})
    assert [row.category for row in framing.scare_quotes(document, [nobody])] == ["scare"]


SENTENCE = """
There there EX expl 1
was be VBD ROOT 1
a a DT det 3
note note NN attr 1
~: : . punct 1
" " `` punct 7
~they they PRP nsubj 7
failed fail VBD ccomp 1
~" " '' punct 7
"""
NAMED = """
the the DT det 1
{noun} {noun} NN ROOT 1
" " `` punct 4
~{first} {first} JJ amod 4
{second} {second} NN appos 1
~" " '' punct 4
"""
NICKNAME = """
Marla Marla NNP compound 4
" " `` punct 2
~Fox Fox NNP compound 4
~" " '' punct 2
Quist Quist NNP nsubj 5
spoke speak VBD ROOT 5
"""


def test_quoted_sentences_titles_and_nicknames_are_no_scare_quotes() -> None:
    assert framing.scare_quotes(parsed(SENTENCE), []) == ()
    assert framing.scare_quotes(parsed(NICKNAME), []) == ()
    assert framing.scare_quotes(parsed(NAMED.format(noun="film", first="Long", second="night")), []) == ()
    assert framing.scare_quotes(parsed(NAMED.format(noun="plan", first="Long", second="Night")), []) == ()


@pytest.mark.parametrize("noun", ["word", "slogan", "or", "meaning"])
def test_a_word_for_words_before_them_cites_them(noun: str) -> None:
    (row,) = framing.scare_quotes(parsed(NAMED.format(noun=noun, first="long", second="night")), [])
    assert (row.text, row.category, row.n_words) == ("long night", "cited", 2)


INTEGRATED = """
Quist Quist NNP nsubj 1
{verb} {lemma} VBD ROOT 1
{before} {before} {tag} {dep} 4
" " `` punct 4
~{word} {word} NN dobj 1
~" " '' punct 4
"""


def integrated(word: str = "reform", verb: str = "built build", before: str = "the DT det") -> list[str]:
    (form, lemma), (first, tag, dep) = verb.split(), before.split()
    lines = INTEGRATED.format(word=word, verb=form, lemma=lemma, before=first, tag=tag, dep=dep)
    return [row.category for row in framing.scare_quotes(parsed(lines), [])]


def test_a_scare_quote_is_a_word_of_the_writer_within_a_phrase() -> None:
    assert integrated() == ["scare"]
    assert integrated(word="Reform") == [], "a name or a title"
    assert integrated(word="us") == [], "the first person is that of a speaker"
    assert integrated(before="with IN prep") == [], "a whole complement is as a rule somebody's"
    assert integrated(before="as IN prep") == [], "what somebody describes it as"
    for verb in ("praised praise", "rated rate", "said say"):
        assert integrated(verb=verb) == [], "a sentence that reports or judges"


def test_beside_the_words_of_somebody_no_other_marks_are_the_writers() -> None:
    lines = INTEGRATED.format(word="reform", verb="built", lemma="build", before="the", tag="DT", dep="det")
    document = parsed(lines + 'and and CC cc 4\na a DT det 9\n" " `` punct 9\n~road road NN conj 4\n~" " \'\' punct 9')
    held = Attribution("d1", "a1", "mixed", "speech", (), (), (span(document, 'a "road"'),))
    assert [(row.text, row.category) for row in framing.scare_quotes(document, [held])] == [("road", "fragment")]


def test_a_sentence_within_a_content_is_no_fragment() -> None:
    lines = 'They they PRP nsubj 1\nsay say VBP ROOT 1\nit it PRP nsubj 4\n" " `` punct 4\n~failed fail VBD ccomp 1'
    lines += "\nat at IN prep 4\nsea sea NN pobj 5\n~\" \" '' punct 4"
    document = parsed(lines)
    assert framing.scare_quotes(document, [said(document, 'it "failed at sea"', "say")]) == ()


SO_CALLED = """
The the DT det 5
so so RB advmod 3
~- - HY punct 3
~called call VBN amod 5
peace peace NN compound 5
plan plan NN nsubj 6
failed fail VBD ROOT 6
"""


def test_so_called_sets_off_the_phrase_after_it_quoted_or_not() -> None:
    (row,) = framing.scare_quotes(parsed(SO_CALLED), [])
    assert (row.text, row.category, row.lemma) == ("peace plan", "so-called", "so-called")
    quoted = SO_CALLED.replace("peace peace NN compound 5", '" " `` punct 5').replace("plan plan", "~plan plan")
    quoted = quoted.replace("failed fail VBD ROOT 6", "~\" \" '' punct 5\nfailed fail VBD ROOT 7").replace(
        "nsubj 6", "nsubj 7"
    )
    (row,) = framing.scare_quotes(parsed(quoted), [])
    assert (row.text, row.category) == ("plan", "so-called")


def test_words_that_somebody_is_quoted_with_elsewhere_are_cited() -> None:
    lines = 'The the DT det 2\n" " `` punct 2\n~reform reform NN ROOT 2\n~" " \'\' punct 2\nand and CC cc 2\n'
    document = parsed(
        lines + 'a a DT det 7\n" " `` punct 7\n~reform reform NN conj 2\n~" " \'\' punct 7\nfell fall VBD acl 7'
    )
    held = Attribution("d1", "a1", "mixed", "speech", (), (), (span(document, 'The "reform"'),))
    assert [row.category for row in framing.scare_quotes(document, [held])] == ["fragment", "cited"]


def test_longer_quotations_than_the_limit_are_left_out() -> None:
    document = parsed(NAMED.format(noun="plan", first="long", second="night"))
    assert framing.scare_quotes(document, [], longest=1) == ()
    with pytest.raises(InputError, match="longest must be at least 1; got 0"):
        framing.scare_quotes(document, [], longest=0)


# Hedges, boosters, modals

MODAL = """
{subject} {lemma} {tag} nsubj 2
{modal} {modal} MD aux 2
{verb}
"""


def modality(subject: str, modal: str, verb: str) -> str | None:
    """Give the modality of ``subject modal verb``, the subject as ``word tag``, the verb as the lines after it."""
    word, tag = subject.split()
    lines = MODAL.format(subject=word, lemma=word.lower(), tag=tag, modal=modal, verb=verb)
    (row,) = (r for r in framing.hedges(parsed(lines)) if r.category == "modal")
    assert isinstance(row, framing.Hedge)
    return row.modality


GO, BE = "go go VB ROOT 2", "be be VB ROOT 2"
PERFECT = "have have VB aux 3\nleft leave VBN ROOT 3"


@pytest.mark.parametrize(
    ("subject", "modal", "verb", "expected"),
    [
        ("He PRP", "must", GO, "deontic"),
        ("It PRP", "must", BE, None),
        ("He PRP", "should", GO, "deontic"),
        ("He PRP", "might", GO, "epistemic"),
        ("He PRP", "may", GO, "epistemic"),
        ("He PRP", "can", GO, "dynamic"),
        ("He PRP", "could", GO, None),
        ("Prices NNS", "could", GO, "epistemic"),
        ("Prices NNS", "will", GO, "epistemic"),
        ("We PRP", "will", GO, "dynamic"),
        ("He PRP", "will", GO, None),
        ("He PRP", "shall", GO, "deontic"),
    ],
)
def test_modality_follows_subject_and_verb(subject: str, modal: str, verb: str, expected: str | None) -> None:
    assert modality(subject, modal, verb) == expected


@pytest.mark.parametrize("modal", ["must", "may", "could", "can"])
def test_a_perfect_infinitive_is_epistemic(modal: str) -> None:
    lines = MODAL.format(subject="He", lemma="he", tag="PRP", modal=modal, verb=PERFECT).replace("aux 2", "aux 3")
    (row,) = framing.hedges(parsed(lines.replace("nsubj 2", "nsubj 3")))
    assert row.modality == "epistemic"


APPROXIMATE = """
about about RB advmod 1
{next} {next} {tag} nummod 2
villages village NNS ROOT 2
"""


def test_about_hedges_a_number_only() -> None:
    assert [r.lemma for r in framing.hedges(parsed(APPROXIMATE.format(next="200", tag="CD")))] == ["about"]
    assert framing.hedges(parsed(APPROXIMATE.format(next="old", tag="JJ"))) == ()


CERTAIN = """
It it PRP nsubj 1
is be VBZ ROOT 1
{neg}clear clear JJ acomp 1
"""


def test_a_negated_booster_is_a_hedge() -> None:
    (sure,) = framing.hedges(parsed(CERTAIN.format(neg="")))
    (unsure,) = framing.hedges(parsed(CERTAIN.format(neg="not not RB neg 1\n")))
    assert (sure.category, sure.negated) == ("booster", False)
    assert (unsure.category, unsure.negated) == ("hedge", True)


def test_rather_than_is_no_hedge() -> None:
    lines = "strong strong JJ ROOT 0\nrather rather RB advmod 3\nthan than IN prep 0\nlarge large JJ pobj 2"
    assert framing.hedges(parsed(lines)) == ()
    assert [r.kind for r in framing.hedges(parsed("rather rather RB advmod 1\nlarge large JJ ROOT 1"))] == ["downtoner"]


# Naming

NAMING = """
The the DT det 2
{before} {before} JJ amod 2
regime regime NN nsubj 3
fell fall VBD ROOT 3
"""
TYRANT = """
Quist Quist NNP nsubj 1
is be VBZ ROOT 1
a a DT det 3
tyrant tyrant NN attr 1
"""


def test_a_name_has_orientation_counterpart_and_actor() -> None:
    document = parsed(NAMING.format(before="Norvanian"))
    (row,) = framing.naming(document, [mention(document, "Norvanian regime", "NOR.GOV")])
    assert (row.text, row.orientation, row.counterpart, row.actor_id) == ("regime", -1, "government", "NOR.GOV")
    (row,) = framing.naming(document, [mention(document, "Norvanian", "NOR")])
    assert row.actor_id == "NOR"
    neutral = parsed(NAMING.format(before="Norvanian").replace("regime", "government"))
    (row,) = framing.naming(neutral, [])
    assert (row.orientation, row.counterpart, row.actor_id) == (0, None, None)


def test_another_meaning_of_a_name_is_left_out() -> None:
    assert framing.naming(parsed(NAMING.format(before="visa")), []) == ()
    jet = "a a DT det 2\nfighter fighter NN compound 2\njet jet NN ROOT 2"
    assert framing.naming(parsed(jet), []) == ()


def test_a_name_says_nothing_for_or_against() -> None:
    candidates = "the the DT det 2\nDemocratic democratic JJ amod 2\ncandidates candidate NNS ROOT 2"
    assert [row.text for row in framing.naming(parsed(candidates), [])] == ["candidates"]
    headline = parsed(candidates.replace("candidates candidate", "Candidates candidate"), role="headline")
    assert [row.text for row in framing.naming(headline, [])] == ["Candidates"]
    bank = "the the DT det 2\nKestrel Kestrel NNP compound 2 ORG\nAlliance Alliance NNP ROOT 2 ORG"
    assert framing.naming(parsed(bank), []) == ()


def test_a_title_names_whom_it_stands_before_and_other_modifiers_nobody() -> None:
    lines = "dictator dictator NN compound 1\nQuist Quist NNP nsubj 2 PERSON\nfell fall VBD ROOT 2"
    document = parsed(lines)
    (row,) = framing.naming(document, [mention(document, "Quist", "quist")])
    assert (row.text, row.actor_id) == ("dictator", "quist")
    assert framing.naming(parsed(lines.replace("Quist Quist NNP nsubj 2 PERSON", "plan plan NN nsubj 2")), []) == ()


def test_whose_something_is_is_not_who_is_named() -> None:
    document = parsed(NAMING.format(before="Quist").replace("Quist JJ amod", "Quist NNP poss"))
    (row,) = framing.naming(document, [mention(document, "Quist", "quist")])
    assert row.actor_id is None


def test_a_word_of_many_senses_counts_in_the_company_of_its_kind() -> None:
    retreat = (
        "The the DT det 1\nretreat retreat NN nsubj 2\nfollowed follow VBD ROOT 2\nthe the DT det 4\n{x} {x} NN dobj 2"
    )
    assert framing.naming(parsed(retreat.format(x="storm")), []) == ()
    assert [row.text for row in framing.naming(parsed(retreat.format(x="treaty")), [])] == ["retreat"]


def test_neutral_words_are_those_for_people_and_bodies() -> None:
    lines = "The the DT det 1\n{noun} {noun} NN nsubj 2\nended end VBD ROOT 2"
    assert [row.text for row in framing.naming(parsed(lines.format(noun="government")), [])] == ["government"]
    assert framing.naming(parsed(lines.format(noun="war")), []) == ()


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("a a DT det 2\nhonest honest JJ amod 2\nmayor mayor NN ROOT 2", ["honest"]),
        ("a a DT det 2\nhonest honest JJ amod 2\ndrawer drawer NN ROOT 2", []),
        ("a a DT det 2\nhonest honest JJ amod 2\ndebate debate NN ROOT 2", ["honest"]),
        ("She she PRP nsubj 1\nis be VBZ ROOT 1\nproud proud JJ acomp 1\nof of IN prep 2\nit it PRP pobj 3", []),
        ("a a DT det 2\ncriminal criminal JJ amod 2\npolicy policy NN ROOT 2", []),
        ("a a DT det 2\ncriminal criminal JJ amod 2\nmayor mayor NN ROOT 2", ["criminal"]),
    ],
)
def test_an_adjective_judges_people_deeds_and_what_is_said(lines: str, found: list[str]) -> None:
    assert [row.text for row in framing.naming(parsed(lines), []) if row.category == "adjective"] == found


def test_a_predicate_names_its_subject() -> None:
    document = parsed(TYRANT)
    (row,) = framing.naming(document, [mention(document, "Quist", "quist")])
    assert (row.text, row.kind, row.actor_id) == ("tyrant", "ruler", "quist")


def test_an_adjective_qualifies_a_noun() -> None:
    document = parsed(NAMING.format(before="brutal").replace("regime", "mayor"))
    (row,) = framing.naming(document, [mention(document, "mayor", "quist")])
    assert (row.category, row.orientation, row.counterpart, row.actor_id) == ("adjective", -1, None, "quist")
    adverbial = parsed("brutal brutal JJ ROOT 0")
    assert framing.naming(adverbial, []) == ()


# Analogies

LIKENED = """
Quist Quist NNP nsubj 1
{verb} {verb} VBD ROOT 1
the the DT det 3
siege siege NN dobj 1
to to IN prep 1
{past}
"""
STALINGRAD = "Stalingrad Stalingrad NNP pobj 4"
LIKE = """
This this DT nsubj 1
is be VBZ ROOT 1
{neg}{like} like IN prep 1
{past} {past} NNP pobj 2
in in IN prep 1
{year} {year} CD pobj 4
"""
NO_CHURCHILL = """
Quist Quist NNP nsubj 1
is be VBZ ROOT 1
{det} {det} DT det 3
Churchill Churchill NNP attr 1
"""


def test_who_likens_what_to_what() -> None:
    document = parsed(LIKENED.format(verb="liken", past=STALINGRAD))
    content = said(document, "the siege to Stalingrad", "liken", source_actor="quist", cue_lemma="liken")
    (row,) = framing.analogies(document, [], [content])
    assert (row.present_text, row.past_text, row.kind, row.past_date) == (
        "the siege",
        "Stalingrad",
        "event",
        "1942-1943",
    )
    assert (row.category, row.stance, row.source_actor) == ("comparison", 1, "quist")
    assert row.text == "liken the siege to Stalingrad"


def test_a_comparison_with_nothing_past_is_no_historical_analogy() -> None:
    assert framing.analogies(parsed(LIKENED.format(verb="liken", past="Belmarra Belmarra NNP pobj 4")), [], []) == ()
    assert framing.analogies(parsed(LIKENED.format(verb="bring", past=STALINGRAD)), [], []) == ()


def test_like_takes_the_year_that_follows() -> None:
    (row,) = framing.analogies(parsed(LIKE.format(neg="", like="like", past="Munich", year="1938")), [], [])
    assert (row.past_text, row.past_date, row.present_text, row.stance) == ("Munich in 1938", "1938", "This", 1)
    (row,) = framing.analogies(parsed(LIKE.format(neg="", like="like", past="Belmarra", year="1938")), [], [])
    assert (row.past_text, row.kind, row.stance) == ("Belmarra in 1938", "event", 1)


def test_a_denied_likeness_has_stance_minus_one() -> None:
    denied = LIKE.format(neg="not not RB neg 1\n", like="like", past="Munich", year="1938")
    denied = denied.replace("pobj 2", "pobj 3").replace("pobj 4", "pobj 5")
    (row,) = framing.analogies(parsed(denied), [], [])
    assert row.stance == -1
    (row,) = framing.analogies(parsed(LIKE.format(neg="", like="unlike", past="Munich", year="1938")), [], [])
    assert row.stance == -1
    (row,) = framing.analogies(parsed(NO_CHURCHILL.format(det="no")), [], [])
    assert (row.category, row.present_text, row.past_text, row.stance) == ("epithet", "Quist", "Churchill", -1)


def test_what_is_past_depends_on_the_day_of_publication() -> None:
    lines = LIKE.format(neg="", like="like", past="Belmarra", year="2005")
    assert framing.analogies(parsed(lines), [], []) == ()
    assert framing.analogies(parsed(lines, published=date(2007, 1, 1)), [], []) == ()
    assert len(framing.analogies(parsed(lines, published=date(2016, 1, 1)), [], [])) == 1


def test_a_person_of_the_document_is_no_reference_to_the_past() -> None:
    lines = (
        NO_CHURCHILL.format(det="no") + "~, , , punct 1\nMary Mary NNP compound 6\nChurchill Churchill NNP npadvmod 1"
    )
    document = parsed(lines)
    short = mention(document, "Churchill", "mary")
    assert framing.analogies(document, [short, mention(document, "Mary Churchill", "mary")], []) == ()
    assert len(framing.analogies(document, [], [])) == 1


@pytest.mark.parametrize(("before", "category"), [("another", "another"), ("new", "another")])
def test_another_and_new_make_the_past_present(before: str, category: str) -> None:
    tag, dep = ("DT", "det") if before == "another" else ("JJ", "amod")
    lines = f"It it PRP nsubj 1\nis be VBZ ROOT 1\n{before} {before} {tag} {dep} 3\nVietnam Vietnam NNP attr 1 GPE"
    (row,) = framing.analogies(parsed(lines), [], [])
    assert (row.category, row.text, row.past_text, row.stance) == (category, f"{before} Vietnam", "Vietnam", 1)


def test_a_person_of_a_nation_is_no_second_nation() -> None:
    lines = "He he PRP nsubj 1\nis be VBZ ROOT 1\nanother another DT det 3\n{name} {name} NNP attr 1 GPE"
    assert framing.analogies(parsed(lines.format(name="Norvanian")), [], []) == ()
    assert len(framing.analogies(parsed(lines.format(name="Norvania")), [], [])) == 1


def test_like_with_an_example_or_a_name_in_passing_is_no_analogy() -> None:
    example = "leaders leader NNS ROOT 0\n~, , , punct 0\nlike like IN prep 0\nStalin Stalin NNP pobj 2"
    assert framing.analogies(parsed(example), [], []) == ()
    passing = "This this DT nsubj 1\nis be VBZ ROOT 1\nlike like IN prep 1\neyes eye NNS pobj 2\n"
    passing += "on on IN prep 3\nStalin Stalin NNP pobj 4"
    assert framing.analogies(parsed(passing), [], []) == ()


def test_loose_forms_have_low_confidence() -> None:
    (row,) = framing.analogies(parsed(LIKENED.format(verb="liken", past=STALINGRAD)), [], [])
    assert row.confidence == "high"
    (row,) = framing.analogies(parsed(LIKE.format(neg="", like="like", past="Munich", year="1938")), [], [])
    assert row.confidence == "low"
    with pytest.raises(InputError, match="confidence must be one of 'high', 'low'; got 'sure'"):
        replace(row, confidence="sure")


def test_a_possible_likeness_has_no_stance() -> None:
    lines = (
        "It it PRP nsubj 2\ncould could MD aux 2\nbe be VB ROOT 2\nanother another DT det 4\nVietnam Vietnam NNP attr 2"
    )
    (row,) = framing.analogies(parsed(lines), [], [])
    assert row.stance is None


# Agency

ACTIVE = """
Police police NNS nsubj 1
arrested arrest VBD ROOT 1
Quist Quist NNP dobj 1
"""
PASSIVE = """
Quist Quist NNP nsubjpass 2
was be VBD auxpass 2
arrested arrest VBN ROOT 2
{by}
"""
NOMINAL = """
{owner} {owner} NNP poss 2
~'s 's POS case 0
{noun} {noun} NN ROOT 2
{of}
"""


def acts(lines: str, **options: str) -> list[tuple[str, str, str | None, str | None]]:
    rows = framing.agency(parsed(lines, **options), [])  # type: ignore[arg-type]
    return [(row.text, row.category, row.agent_text, row.patient_text) for row in rows]


def test_active_and_passive() -> None:
    by = "by by IN agent 2\npolice police NNS pobj 3"
    assert acts(ACTIVE) == [("arrested", "active", "Police", "Quist")]
    assert acts(PASSIVE.format(by=by)) == [("arrested", "passive with agent", "police", "Quist")]
    assert acts(PASSIVE.format(by="")) == [("arrested", "agent deleted", None, "Quist")]


def test_a_day_is_no_agent() -> None:
    by = "by by IN agent 2\nMonday Monday NNP pobj 3 DATE"
    assert acts(PASSIVE.format(by=by)) == [("arrested", "agent deleted", None, "Quist")]


def test_verbs_that_do_nothing_to_anybody_are_not_looked_at() -> None:
    assert acts(ACTIVE.replace("arrested arrest", "met meet")) == []
    assert (
        acts(ACTIVE.replace("Quist Quist NNP dobj", "deal deal NN dobj").replace("arrested arrest", "struck strike"))
        == []
    )


def test_a_participle_in_a_headline_is_a_passive() -> None:
    lines = "Two two CD nummod 1\nfarmers farmer NNS nsubj 2\nkilled kill VBN ROOT 2"
    assert acts(lines, role="headline") == [("killed", "agent deleted", None, "Two farmers")]
    assert acts(lines) == []


def test_an_infinitive_or_gerund_without_subject_is_nonfinite() -> None:
    lines = "Bombing bomb VBG csubj 3\nthe the DT det 2\ncity city NN dobj 0\nfailed fail VBD ROOT 3"
    assert acts(lines) == [("Bombing", "nonfinite", None, "the city")]


@pytest.mark.parametrize(
    ("noun", "of", "category", "agent", "patient"),
    [
        ("bombing", "of of IN prep 2\nOstrava Ostrava NNP pobj 3", "nominalised with agent", "Norvania", "Ostrava"),
        ("attack", "on on IN prep 2\nOstrava Ostrava NNP pobj 3 GPE", "nominalised with agent", "Norvania", "Ostrava"),
        ("destruction", "", "nominalised without agent", None, "Norvania"),
        ("destruction", "by by IN prep 2\nOstrava Ostrava NNP pobj 3", "nominalised with agent", "Ostrava", "Norvania"),
    ],
)
def test_nouns_of_acts(noun: str, of: str, category: str, agent: str | None, patient: str | None) -> None:
    assert acts(NOMINAL.format(owner="Norvania", noun=noun, of=of)) == [(noun, category, agent, patient)]


def test_a_strike_of_workers_is_no_attack() -> None:
    assert acts(NOMINAL.format(owner="Dockers", noun="strike", of="")) == []
    assert acts("an a DT det 2\nair air NN compound 2\nstrike strike NN ROOT 2")[0][1] == "nominalised without agent"


PURPOSE = "They they PRP nsubj 1\n{verb} {verb} VBD ROOT 1\nthe the DT det 3\n{noun} {noun} NN dobj 1\nto to TO aux 5\n"
PURPOSE += "seize seize VB xcomp 1\nthe the DT det 7\nport port NN dobj 5"


def test_the_object_acts_after_verbs_that_make_it_act_only() -> None:
    assert [row[2] for row in acts(PURPOSE.format(verb="tell", noun="army"))] == ["the army"]
    assert [row[2] for row in acts(PURPOSE.format(verb="sell", noun="army"))] == ["They"]


def test_force_upon_talk_is_no_act_and_an_attack_needs_a_sign_of_force() -> None:
    assert (
        acts(ACTIVE.replace("Quist Quist NNP", "proposal proposal NN").replace("arrested arrest", "killed kill")) == []
    )
    attack = ACTIVE.replace("arrested arrest", "attacked attack")
    assert acts(attack.replace("Police police NNS", "Marla Marla NNP")) == []
    assert [row[1] for row in acts(attack)] == ["active"], "police carry arms"


def test_people_are_freed_and_a_report_is_only_released() -> None:
    freed = ACTIVE.replace("arrested arrest", "released release")
    assert [row[3] for row in acts(freed.replace("Quist Quist NNP dobj 1", "Quist Quist NNP dobj 1 PERSON"))] == [
        "Quist"
    ]
    assert acts(freed.replace("Quist Quist NNP", "video video NN")) == []


def test_what_reports_speech_or_is_a_metaphor_is_no_act() -> None:
    document = parsed(ACTIVE)
    assert framing.agency(document, [], [said(document, "Quist", "arrested")]) == ()


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("a a DT det 1\nstate state NN ROOT 1\nof of IN prep 1\nsiege siege NN pobj 2", []),
        ("police police NN compound 1\nkillings killing NNS ROOT 1\nof of IN prep 1\nmen man NNS pobj 2", ["police"]),
        ("Ostrava Ostrava NNP compound 1 GPE\nbombing bombing NN ROOT 1", [None]),
    ],
)
def test_nouns_with_words_before_them(lines: str, found: list[str | None]) -> None:
    assert [row[2] for row in acts(lines)] == found


def test_a_light_verb_brings_the_agent() -> None:
    lines = "Rebels rebel NNS nsubj 1\nlaunched launch VBD ROOT 1\na a DT det 3\nraid raid NN dobj 1"
    assert acts(lines) == [("raid", "nominalised with agent", "Rebels", None)]


def test_agents_and_patients_are_actors_where_mentions_are() -> None:
    document = parsed(ACTIVE)
    (row,) = framing.agency(document, [mention(document, "Quist", "quist")])
    assert (row.agent_actor, row.patient_actor) == (None, "quist")


# Metaphors

HIT_BACK = """
Quist Quist NNP nsubj 1
hit hit VBD ROOT 1
back back RB advmod 1
{rest}
"""
VERB_OF = """
The the DT det 1
{subject} {subject} NN nsubj 2
torpedoed torpedo VBD ROOT 2
the the DT det 4
{noun} {noun} NN dobj 2
"""


def figures(lines: str) -> list[tuple[str, str]]:
    return [(row.text, row.category) for row in framing.metaphors(parsed(lines))]


def test_an_idiom_is_a_metaphor_unless_a_word_beside_is_literal() -> None:
    assert figures(HIT_BACK.format(rest="")) == [("hit back", "war")]
    assert figures(HIT_BACK.format(rest="with with IN prep 1\nrockets rocket NNS pobj 3")) == []
    at = "at at IN prep 1\ncriticism criticism NN pobj 3\nof of IN prep 4\nshelling shelling NN pobj 5"
    assert figures(HIT_BACK.format(rest=at)) == [("hit back", "war")]


def test_another_word_is_a_metaphor_only_beside_talk_or_politics() -> None:
    assert figures(VERB_OF.format(subject="mayor", noun="deal")) == [("torpedoed", "war")]
    assert figures(VERB_OF.format(subject="submarine", noun="frigate")) == []
    assert figures(VERB_OF.format(subject="submarine", noun="deal")) == []
    assert figures(VERB_OF.format(subject="mayor", noun="mayor")) == []


def test_fired_rockets_is_no_metaphor_and_a_salvo_of_insults_is() -> None:
    lines = "They they PRP nsubj 1\nfired fire VBD ROOT 1\n{x}"
    assert figures(lines.format(x="rockets rocket NNS dobj 1")) == []
    salvo = "a a DT det 3\nsalvo salvo NN dobj 1\nof of IN prep 3\n{noun} {noun} NNS pobj 4"
    assert figures(lines.format(x=salvo.format(noun="rocket"))) == []
    assert figures(lines.format(x=salvo.format(noun="insult"))) == [("salvo", "war")]


def test_a_fight_at_a_place_is_meant_literally() -> None:
    lines = "He he PRP nsubj 1\nfought fight VBD ROOT 1\nthe the DT det 3\nplan plan NN dobj 1"
    assert figures(lines) == [("fought", "war")]
    assert figures(lines + "\nin in IN prep 1\nNorvania Norvania NNP pobj 4 GPE") == []


def test_people_come_in_waves_but_not_on_beaches() -> None:
    lines = "a a DT det 1\nwave wave NN ROOT 1\nof of IN prep 1\n{noun} {noun} NNS pobj 2"
    assert figures(lines.format(noun="migrant")) == [("wave", "natural force")]
    assert figures(lines.format(noun="water")) == []


# Tables


def test_table_of_nothing_has_all_columns() -> None:
    frame = framing.table([])
    assert frame.empty
    assert frame.columns[:6].tolist() == ["doc_id", "start", "end", "text", "device", "category"]
    assert {"orientation", "stance", "agent_text", "past_text", "modality", "n_words"} <= set(frame.columns)


def test_table_is_sorted_and_null_where_a_device_has_no_such_column() -> None:
    document = parsed(TYRANT)
    rows = [*framing.naming(document, []), *framing.hedges(parsed(CERTAIN.format(neg="")))]
    frame = framing.table(rows)
    assert frame["text"].tolist() == ["clear", "tyrant"]
    assert frame["orientation"].tolist() == [pd.NA, -1]
    assert frame["negated"].tolist() == [False, pd.NA]
    assert frame["stance"].isna().all()
    assert frame.dtypes["stance"] == "Int64"


def test_table_refuses_what_is_no_row() -> None:
    with pytest.raises(InputError, match=r"rows must be rows of reporting_verb, .*, metaphor; got str"):
        framing.table(["regime"])  # type: ignore[list-item]


def test_rows_check_their_values() -> None:
    place = {"doc_id": "d1", "start": 0, "end": 3, "text": "may", "lemma": "may", "segment_role": "body"}
    with pytest.raises(InputError, match="category must be one of 'hedge', 'booster', 'modal'; got 'verb'"):
        framing.Hedge(**place, category="verb")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="modality must be one of 'epistemic', 'deontic', 'dynamic'; got 'alethic'"):
        framing.Hedge(**place, category="modal", modality="alethic")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="orientation must be one of -1, 0, 1; got 2"):
        framing.Naming(**place, category="noun", kind="state", orientation=2)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="a span needs 0 <= start < end; got start=0, end=0"):
        framing.Hedge(**place | {"end": 0}, category="modal")  # type: ignore[arg-type]


def test_records_of_another_document_are_refused() -> None:
    document = parsed(TYRANT)
    with pytest.raises(InputError, match="mentions must be those of document 'd1'; got one of 'd2'"):
        framing.naming(document, [Mention("d2", "m1", 0, 5, "Quist", "name")])
    with pytest.raises(InputError, match="attributions must be those of document 'd1'; got one of 'd2'"):
        framing.hedges(document, [Attribution("d2", "a1", "direct", "speech", (), (), (Span(0, 5),))])


ROWS = pd.DataFrame(
    {
        "doc_id": ["d1", "d1", "d2", "d2"],
        "source_actor": ["quist", None, "quist", "quist"],
        "device": ["hedge", "hedge", "hedge", "naming"],
        "category": ["modal", "modal", "modal", "noun"],
    }
)
DOCUMENTS = pd.DataFrame({"doc_id": ["d1", "d2"], "outlet": ["Gazette", "Gazette"], "n_words": [400, 600]})


def counted(by: str, **tables: pd.DataFrame) -> list[tuple[object, ...]]:
    frame = framing.summarise(ROWS, by, **tables)
    rows = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in rows.itertuples(index=False)]


def test_summarise_by_document_outlet_and_actor() -> None:
    assert counted("document", documents=DOCUMENTS) == [
        ("d1", "hedge", "modal", 2, 1, 5.0),
        ("d2", "hedge", "modal", 1, 1, 1000 / 600),
        ("d2", "naming", "noun", 1, 1, 1000 / 600),
    ]
    assert counted("outlet", documents=DOCUMENTS) == [
        ("Gazette", "hedge", "modal", 3, 2, 3.0),
        ("Gazette", "naming", "noun", 1, 1, 1.0),
    ]
    words = pd.DataFrame({"source_actor": ["quist", "quist"], "content_text": ["we may go", "the regime fell at last"]})
    assert counted("actor", attributions=words) == [
        ("quist", "hedge", "modal", 2, 2, 250.0),
        ("quist", "naming", "noun", 1, 1, 125.0),
        (None, "hedge", "modal", 1, 1, None),
    ]


def test_summarise_without_words_has_no_rate_and_counts_all() -> None:
    frame = framing.summarise(ROWS)
    assert frame["per_1000"].isna().all()
    assert frame["n"].sum() == len(ROWS)
    assert framing.summarise(framing.table([])).empty


def test_summarise_says_what_it_needs() -> None:
    with pytest.raises(InputError, match="by must be one of 'document', 'actor', 'outlet'; got 'week'"):
        framing.summarise(ROWS, "week")
    with pytest.raises(InputError, match="documents must be given for this count: it needs the columns"):
        framing.summarise(ROWS, "outlet")
    with pytest.raises(InputError, match=r"documents lacks the columns \['n_words'\]"):
        framing.summarise(ROWS, "outlet", documents=DOCUMENTS.drop(columns="n_words"))
    with pytest.raises(InputError, match=r"table lacks the columns \['device'\]"):
        framing.summarise(ROWS.drop(columns="device"))


# Word lists

LISTS = ("reporting", "hedges", "names", "quotations", "analogies", "past", "acts", "metaphors", "kinds")


@pytest.mark.parametrize("name", LISTS)
def test_every_row_of_a_list_has_a_source_and_comes_once(name: str) -> None:
    rows = lexicons.load(f"framing_{name}", "source")
    assert all(row["source"] for row in rows)
    assert len({tuple(row.items()) for row in rows}) == len(rows)


def test_lists_hold_only_known_values() -> None:
    stances = {row["stance"] for row in lexicons.load("framing_reporting")}
    assert stances <= set(framing.ReportingVerb.categories)
    assert {row["domain"] for row in lexicons.load("framing_metaphors")} == set(framing.Metaphor.categories)
    assert {row["need"] for row in lexicons.load("framing_metaphors")} == {"idiom", "figure", "people"}
    assert {row["category"] for row in lexicons.load("framing_hedges")} == {*framing.Hedge.categories, "none"}
    assert {row["form"] for row in lexicons.load("framing_analogies")} <= set(framing.Analogy.categories)
    names = lexicons.load("framing_names")
    assert {row["orientation"] for row in names} == {"-1", "0", "1"}
    loaded_nouns = [row for row in names if row["pos"] == "NOUN" and row["group"] != "character"]
    assert all(bool(row["counterpart"]) == (row["orientation"] != "0") for row in loaded_nouns)
    neutral = {(row["phrase"], row["group"]) for row in names if row["orientation"] == "0"}
    # two counterparts are plurals of listed words
    plurals = {("civilian deaths", "harm"), ("troops", "state's soldiers")}
    loaded = {(row["counterpart"], row["group"]) for row in names if row["counterpart"]}
    assert loaded <= neutral | plurals, "a counterpart is the neutral word of its own group"


def test_a_blockade_is_no_bombing() -> None:
    classes = {row["verb"]: row["class"] for row in lexicons.load("framing_acts")}
    assert {classes[verb] for verb in ("blockade", "besiege", "intercept")} == {"restraining"}
    assert {classes[verb] for verb in ("raid", "invade", "storm")} == {"attacking"}
    assert classes["deceive"] == "wronging"


def test_the_page_gives_the_precision_that_was_read() -> None:
    decisions_file = Path(__file__).parent / "data" / "framing_decisions.csv"
    rows = list(csv.DictReader(decisions_file.read_text(encoding="utf-8").splitlines()))
    assert {row["device"] for row in rows} == set(framing.DEVICES)
    page = (Path(framing.__file__).parents[1] / "docs" / "framing.md").read_text(encoding="utf-8")
    for device, part in sorted({(row["device"], row["part"]) for row in rows}):
        decisions = [row["right"] for row in rows if (row["device"], row["part"]) == (device, part)]
        right, n = decisions.count("yes"), len(decisions)
        low, high = proportion(right, n)
        share = f"{right} of {n} | {right / n:.2f} | {low:.2f} to {high:.2f}"
        assert f"| {device} | {part} | {share} |" in page


def proportion(right: int, n: int) -> tuple[float, float]:
    """Give the Wilson interval of a share at 95 %."""
    z = 1.959964
    middle, spread = (right + z * z / 2) / (n + z * z), z * math.sqrt(right * (n - right) / n + z * z / 4) / (n + z * z)
    return middle - spread, middle + spread


# With the model


def test_frame_gives_every_device_in_order_with_who_says_it() -> None:
    text = (
        'Marla Quist claimed that the regime was a "cancer" and likened the siege to Stalingrad. '
        "Ten farmers were killed, and the minister hit back at her critics. They may have to go."
    )
    document, found = read(text)
    rows = framing.frame(document, [], found)
    assert {row.device for row in rows} == set(framing.DEVICES)
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    quote = next(row for row in rows if row.device == "scare_quote")
    assert (quote.text, quote.category, quote.attribution_id) == ("cancer", "fragment", found[0].attribution_id)
    told = next(row for row in rows if row.text == "killed")
    assert told.attribution_id is None
    assert framing.frame(document, [], found) == rows


@pytest.mark.parametrize(
    ("text", "past", "stance"),
    [
        ("It could become another Vietnam.", "Vietnam", None),
        ("The crackdown is reminiscent of Stalin.", "Stalin", 1),
        ("She rejected comparisons with Nazi Germany.", "Nazi Germany", -1),
        ("It is Munich all over again.", "Munich", 1),
        ("As in 1938, the powers looked away.", "1938", 1),
        ("Quist is the Stalin of our time.", "Stalin", 1),
        ("Quist likened the toll to the Sound Dues, a fee that kings took until 1857.", "the Sound Dues", 1),
    ],
)
def test_analogies_with_the_model(text: str, past: str, stance: int | None) -> None:
    document, found = read(text)
    (row,) = framing.analogies(document, [], found)
    assert (row.past_text, row.stance) == (past, stance)


@pytest.mark.parametrize("text", ["I like Munich.", "Quist recalled the war of 1938.", "The new mayor liked Vienna."])
def test_what_is_no_analogy(text: str) -> None:
    document, found = read(text)
    assert framing.analogies(document, [], found) == ()


ODD = [
    "",
    '"',
    "“”",
    "\"\" '' «»",
    "😀😀 🙃",
    "“😀”",
    '"""" “„‟ ""',
    "so-called",
    "another",
    "like",
    "as in",
    "to to to",
    "\n\n \t",
    "…",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_gives_sound_rows(text: str) -> None:
    check(text)


def check(text: str) -> None:
    document, found = read(text)
    rows = framing.frame(document, [], found)
    assert all(text[row.start : row.end] == row.text for row in rows)
    assert all(row.text.strip() for row in rows)
    for row in rows:
        for side in ("past", "present", "agent", "patient"):
            said_there = getattr(row, f"{side}_text", None)
            if said_there is not None:
                assert text[getattr(row, f"{side}_start") : getattr(row, f"{side}_end")] == said_there
    frame = framing.table(rows)
    assert len(frame) == len(rows)
    assert all(math.isnan(rate) for rate in framing.summarise(frame)["per_1000"])


def pieces() -> Sequence[str]:
    listed = [("framing_names", "phrase"), ("framing_metaphors", "phrase"), ("framing_hedges", "phrase")]
    listed += [("framing_past", "name"), ("framing_acts", "verb"), ("framing_analogies", "lemma")]
    some = [row[column] for name, column in listed for row in lexicons.load(name)[::25]]
    plain = [
        "the",
        "Quist",
        "was",
        "by",
        "of",
        "to",
        "like",
        "another",
        "no",
        "in",
        "1938",
        "said",
        "that",
        "he",
        "plan",
    ]
    marks = [",", ".", "?", "“", "”", '"', "'", "‘", "’", "'s", "so-called", "😀", "—"]
    return sorted({*some, *plain, *marks})


@given(st.lists(st.sampled_from(pieces()), max_size=18).map(" ".join))
def test_spans_are_positions_in_the_text_whatever_it_is(text: str) -> None:
    check(text)
