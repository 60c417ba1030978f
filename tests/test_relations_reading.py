"""The reader's second opinion on acts: what it drops, retypes and adds, from opinions made by hand."""

from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc

from toolkit import language, relations
from toolkit.encoder import see
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Actor, Document, Mention, Relation, Segment
from toolkit.relations.events import Event
from toolkit.relations.places import Party, index
from toolkit.relations.reading import Opinion, opinions, reviewed, unlisted

TEXT = "Norvania snubbed Belmarra"
MENTIONS = (
    Mention("d1", "m1", 0, 8, "Norvania", "name", "norvania"),
    Mention("d1", "m2", 17, 25, "Belmarra", "name", "belmarra"),
)
PAIR, BACK = ("m1", "m2"), ("m2", "m1")


@pytest.fixture
def parsed() -> ParsedDocument:
    doc = Doc(
        spacy.blank("en").vocab,
        words=TEXT.split(),
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "dobj"],
        pos=["PROPN", "VERB", "PROPN"],
        lemmas=["Norvania", "snub", "Belmarra"],
    )
    segment = Segment("d1", "s1", "body", 0, len(TEXT))
    return ParsedDocument(Document("d1", TEXT), (ParsedSegment(segment, doc),), (segment,))


def event(parsed: ParsedDocument, kind: str, polarity: int) -> Event:
    subject, verb, target = parsed.parsed[0].doc
    parties = Party("norvania", "m1", subject, 1.0), Party("belmarra", "m2", target, 1.0)
    return Event(0, verb, *parties, kind, polarity, "snub")


def opinion(kind: str, chance: float, neutral: float = 0.0) -> Opinion:
    return Opinion({kind: chance, "consult": 0.01}, neutral)


def test_a_surely_neutral_act_is_dropped(parsed: ParsedDocument) -> None:
    told = event(parsed, "accuse", -1)
    assert reviewed([told], {PAIR: opinion("accuse", 0.3, neutral=0.9)}) == []
    assert reviewed([told], {PAIR: opinion("accuse", 0.3, neutral=0.4)}) == [told]


def test_a_sure_type_of_the_same_sign_replaces_that_of_the_lists(parsed: ParsedDocument) -> None:
    told = event(parsed, "accuse", -1)
    assert reviewed([told], {PAIR: opinion("reject", 0.95)}) == [replace(told, type="reject")]
    assert reviewed([told], {PAIR: opinion("reject", 0.6)}) == [told], "not sure enough"
    assert reviewed([told], {PAIR: opinion("support", 0.95)}) == [told], "never another sign"


@pytest.mark.parametrize("kind", ["compare", "address"])
def test_some_types_are_left_to_rules(parsed: ParsedDocument, kind: str) -> None:
    told = event(parsed, kind, 0)
    assert reviewed([told], {PAIR: opinion("reject", 0.99, neutral=0.99)}) == [told]


def test_what_the_reader_has_not_seen_or_a_content_tells_stays(parsed: ParsedDocument) -> None:
    told = event(parsed, "accuse", -1)
    derived = replace(told, said="a0001")
    assert reviewed([told, derived], {}) == [told, derived]
    assert reviewed([derived], {PAIR: opinion("accuse", 0.1, neutral=0.99)}) == [derived]


def test_an_act_that_no_list_has_is_told_once_with_its_verb(parsed: ParsedDocument) -> None:
    found = index(parsed, MENTIONS)
    [made] = unlisted(parsed, found, {PAIR: opinion("reject", 0.9)}, [])
    assert (made.source.actor, made.type, made.polarity, made.target.actor) == ("norvania", "reject", -1, "belmarra")
    assert made.verb == "snub"
    assert made.source.weight * made.target.weight == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize("given", [opinion("reject", 0.6), opinion("reject", 0.8, neutral=0.3)])
def test_a_doubtful_act_is_not_told(parsed: ParsedDocument, given: Opinion) -> None:
    assert list(unlisted(parsed, index(parsed, MENTIONS), {PAIR: given}, [])) == []


def test_a_pair_that_an_act_joins_already_is_left_alone(parsed: ParsedDocument) -> None:
    known = {PAIR: opinion("reject", 0.99), BACK: opinion("accuse", 0.99)}
    assert list(unlisted(parsed, index(parsed, MENTIONS), known, [event(parsed, "accuse", -1)])) == []


def extracted(text: str, names: tuple[str, ...], *, second_look: bool) -> tuple[Relation, ...]:
    document = Document("d1", text)
    parsed = language.parse(document, [Segment("d1", "s1", "body", 0, len(text))], language.load())
    mentions = [
        Mention("d1", f"m{n}", text.index(name), text.index(name) + len(name), name, "name", name.lower())
        for n, name in enumerate(names)
    ]
    actors = [Actor(name.lower(), name, "state") for name in names]
    seen = see(parsed) if second_look else None
    if seen is not None:
        read = opinions(parsed, seen, mentions)
        assert {(a, b) for a, b in read} == {(b, a) for a, b in read}, "both orders are read"
        assert all(0 <= chance <= 1 for view in read.values() for chance in (*view.types.values(), view.neutral))
    return relations.extract(parsed, mentions, actors, (), seen=seen)


def test_with_the_reader_a_plain_attack_is_still_an_attack() -> None:
    [found] = extracted("Norvania attacked Belmarra on Monday.", ("Norvania", "Belmarra"), second_look=True)
    assert (found.source_actor, found.type, found.target_actor) == ("norvania", "assault", "belmarra")
    assert extracted("Norvania attacked Belmarra.", ("Norvania", "Belmarra"), second_look=False)


def test_a_list_of_many_names_is_left_to_rules() -> None:
    names = tuple(f"{letter}ovania" for letter in "BCDFGHJKLMNPR")
    assert extracted(f"{', '.join(names)} took part.", names, second_look=True) == ()


def sentence(rows: str) -> tuple[ParsedDocument, tuple[Mention, ...]]:
    """Build a sentence from lines ``word tag dep head``; every proper noun is a mention of the actor of its name."""
    words, tags, deps, heads = zip(*(line.split() for line in rows.strip().splitlines()), strict=True)
    pos = ["PROPN" if t == "NNP" else "VERB" if t.startswith("V") else "ADP" if t == "IN" else "PRON" for t in tags]
    doc = Doc(
        spacy.blank("en").vocab,
        words=list(words),
        tags=list(tags),
        deps=list(deps),
        pos=pos,
        heads=[int(h) for h in heads],
        lemmas=[word.lower() for word in words],
    )
    segment = Segment("d1", "s1", "body", 0, len(doc.text))
    names = [t for t in doc if t.tag_ == "NNP"]
    spans = [(t, t.idx, t.idx + len(t)) for t in names]
    mentions = tuple(
        Mention("d1", t.text, start, end, t.text, "name", "Norvania" if t.text == "It" else t.text)
        for t, start, end in spans
    )
    return ParsedDocument(Document("d1", doc.text), (ParsedSegment(segment, doc),), (segment,)), mentions


PLACE = """
Norvania NNP nsubj 1
protested VBD ROOT 1
in IN prep 1
Belmarra NNP pobj 2
"""
SAID = """
Norvania NNP nsubj 1
said VBD ROOT 1
{who} NNP nsubj 3
freed VBD ccomp 1
Belmarra NNP dobj 3
"""


def test_a_place_is_no_target_of_words() -> None:
    parsed, mentions = sentence(PLACE)
    known = {("Norvania", "Belmarra"): opinion("accuse", 0.9)}
    assert list(unlisted(parsed, index(parsed, mentions), known, [])) == []
    known = {("Norvania", "Belmarra"): opinion("assault", 0.9)}
    assert len(list(unlisted(parsed, index(parsed, mentions), known, []))) == 1, "a deed may reach it"


def test_the_deed_in_somebody_s_words_is_that_of_its_own_subject() -> None:
    known = {("Norvania", "Belmarra"): opinion("yield", 0.9)}
    parsed, mentions = sentence(SAID.format(who="Ostrava"))
    assert list(unlisted(parsed, index(parsed, mentions), known, [])) == []
    parsed, mentions = sentence(SAID.format(who="It"))
    [made] = unlisted(parsed, index(parsed, mentions), known, [])
    assert made.verb == "freed", "the act is that of the clause, not saying so"


def test_a_mention_inside_a_longer_one_is_no_party(parsed: ParsedDocument) -> None:
    longer = Mention("d1", "m3", 0, 17, "Norvania snubbed", "name", "other")
    found = index(parsed, (*MENTIONS, longer))
    assert list(unlisted(parsed, found, {PAIR: opinion("reject", 0.9)}, [])) == []
