"""Relations: constructions on hand-built parses, the word lists, and what must hold for any input."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc

from toolkit import lexicons, relations
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import POLARITY, RELATION_TYPES, Actor, Attribution, Document, Mention, Segment, Span
from toolkit.relations import lexicon

VOCAB = English().vocab
POS = {"NN": "NOUN", "JJ": "ADJ", "VB": "VERB", "RB": "ADV", "IN": "ADP", "DT": "DET", "TO": "PART", "MD": "AUX"}
POS |= {"PR": "PRON", "WP": "PRON", "WD": "PRON", "CC": "CCONJ", "RP": "ADP", "CD": "NUM", ",": "PUNCT", ".": "PUNCT"}
ACTORS = {
    "Norvania": "NOR",
    "Norvanian": "NOR",
    "Ostrava": "OST",
    "Ostravan": "OST",
    "Quist": "QUIST",
    "Belmont": "BEL",
    "Its": "NOR",
}


def parsed(lines: str, role: str = "body", published: date | None = None) -> ParsedDocument:
    """Build a one-sentence document from lines ``word lemma tag dep head``; a word after ``~`` has no space before."""
    rows = [line.split() for line in lines.strip().splitlines()]
    words = [row[0].lstrip("~") for row in rows]
    spaces = [number + 1 < len(rows) and not rows[number + 1][0].startswith("~") for number in range(len(rows))]
    pos = ["PROPN" if row[2].startswith("NNP") else POS[row[2][:2]] for row in rows]
    pos = ["AUX" if row[3] in ("aux", "auxpass") and row[2] != "TO" else p for row, p in zip(rows, pos, strict=True)]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        lemmas=[row[1] for row in rows],
        tags=[row[2] for row in rows],
        pos=pos,
        deps=[row[3] for row in rows],
        heads=[int(row[4]) for row in rows],
    )
    segment = Segment("d1", "s001", role, 0, len(doc.text))
    document = Document("d1", doc.text, published=published)
    return ParsedDocument(document, (ParsedSegment(segment, doc),), (segment,))


def mentions_of(document: ParsedDocument) -> list[Mention]:
    """Make a mention of every word that is in ACTORS."""
    found = []
    for token in document.parsed[0].doc:
        if token.text in ACTORS:
            kind = "nationality" if token.tag_ == "JJ" else "pronoun" if token.tag_.startswith("PR") else "name"
            span = (token.idx, token.idx + len(token))
            found.append(Mention("d1", f"m{token.i:04d}", *span, token.text, kind, ACTORS[token.text]))
    return found


def actors() -> list[Actor]:
    people = {"QUIST", "BEL"}
    return [Actor(a, a, "person" if a in people else "state") for a in sorted(set(ACTORS.values()))]


def edges(lines: str, attributions: list[Attribution] | None = None, **options: object) -> list[tuple[str, str, str]]:
    return [(r.source_actor, r.type, r.target_actor) for r in found(lines, attributions, **options)]


def found(
    lines: str, attributions: list[Attribution] | None = None, **options: object
) -> tuple[relations.Relation, ...]:
    document = parsed(lines, **options)  # type: ignore[arg-type]
    return relations.extract(document, mentions_of(document), actors(), attributions or [])


ACTIVE = """
Norvania Norvania NNP nsubj 1
accused accuse VBD ROOT 1
Ostrava Ostrava NNP dobj 1
of of IN prep 1
fraud fraud NN pobj 3
"""
PASSIVE = """
Ostrava Ostrava NNP nsubjpass 2
was be VBD auxpass 2
criticized criticize VBN ROOT 2
by by IN agent 2
Norvania Norvania NNP pobj 3
"""
PARTICLE = """
Norvania Norvania NNP nsubj 1
hits hit VBZ ROOT 1
back back RB advmod 1
at at IN prep 1
Ostrava Ostrava NNP pobj 3
"""
COORDINATED = """
Norvania Norvania NNP nsubj 3
and and CC cc 0
Quist Quist NNP conj 0
condemned condemn VBD ROOT 3
Ostrava Ostrava NNP dobj 3
and and CC cc 3
thanked thank VBD conj 3
Belmont Belmont NNP dobj 6
"""
RELATIVE = """
Norvania Norvania NNP nsubj 5
~, , , punct 0
which which WDT nsubj 3
bombed bomb VBD relcl 0
Ostrava Ostrava NNP dobj 3
celebrated celebrate VBD ROOT 5
"""
DRAFTED = """
Norvania Norvania NNP nsubj 1
vetoed veto VBD ROOT 1
a a DT det 3
resolution resolution NN dobj 1
drafted draft VBN acl 3
by by IN agent 4
Ostrava Ostrava NNP pobj 5
"""
NOMINAL = """
Norvanian norvanian JJ amod 1
criticism criticism NN nsubj 4
of of IN prep 1
Ostrava Ostrava NNP pobj 2
grew grow VBD ROOT 4
"""
LIGHT = """
Norvania Norvania NNP nsubj 1
launched launch VBD ROOT 1
an a DT det 3
onslaught onslaught NN dobj 1
on on IN prep 3
Ostrava Ostrava NNP pobj 4
"""
EACH_OTHER = """
Norvania Norvania NNP nsubj 3
and and CC cc 0
Ostrava Ostrava NNP conj 0
attacked attack VBD ROOT 3
each each DT det 5
other other JJ dobj 3
"""
TALKS = """
Talks talk NNS nsubj 5
between between IN prep 0
Norvania Norvania NNP pobj 1
and and CC cc 2
Ostrava Ostrava NNP conj 2
failed fail VBD ROOT 5
"""
REFUSED = """
Norvania Norvania NNP nsubj 1
refused refuse VBD ROOT 1
to to TO aux 3
meet meet VB xcomp 1
Ostrava Ostrava NNP dobj 3
"""
THREATENED = """
Norvania Norvania NNP nsubj 1
threatened threaten VBD ROOT 1
to to TO aux 3
attack attack VB xcomp 1
Ostrava Ostrava NNP dobj 3
"""
WILL_NOT = """
Norvania Norvania NNP nsubj 3
will will MD aux 3
not not RB neg 3
help help VB ROOT 3
Ostrava Ostrava NNP dobj 3
"""
URGED = """
Quist Quist NNP nsubj 1
urged urge VBD ROOT 1
Norvania Norvania NNP dobj 1
to to TO aux 4
bomb bomb VB xcomp 1
Ostrava Ostrava NNP dobj 4
"""
PLACE = """
Norvania Norvania NNP nsubj 1
protested protest VBD ROOT 1
in in IN prep 1
Ostrava Ostrava NNP pobj 2
"""
ASSET = """
Norvania Norvania NNP nsubj 1
bombed bomb VBD ROOT 1
an a DT det 4
Ostravan ostravan JJ amod 4
convoy convoy NN dobj 1
"""
GAS = """
Quist Quist NNP nsubj 1
attacked attack VBD ROOT 1
Ostravan ostravan JJ amod 3
pancakes pancake NNS dobj 1
"""
DEMANDED = """
Norvania Norvania NNP nsubj 1
demanded demand VBD ROOT 1
that that IN mark 4
Ostrava Ostrava NNP nsubj 4
withdraw withdraw VB ccomp 1
"""
RECEIVED = """
Norvania Norvania NNP nsubj 1
faced face VBD ROOT 1
criticism criticism NN dobj 1
from from IN prep 2
Ostrava Ostrava NNP pobj 3
"""
LIFTED = """
Norvania Norvania NNP nsubj 1
lifted lift VBD ROOT 1
sanctions sanction NNS dobj 1
on on IN prep 2
Ostrava Ostrava NNP pobj 3
"""
JOINT = """
Norvania Norvania NNP nsubj 3
and and CC cc 0
Ostrava Ostrava NNP conj 0
met meet VBD ROOT 3
"""
CALLED = """
Quist Quist NNP nsubj 1
called call VBD ROOT 1
Norvania Norvania NNP dobj 1
a a DT det 4
disgrace disgrace NN oprd 1
"""
UNDONE = """
Norvania Norvania NNP nsubj 1
imposed impose VBD ROOT 1
sanctions sanction NNS dobj 1
on on IN prep 1
Ostrava Ostrava NNP pobj 3
and and CC cc 1
lifted lift VBD conj 1
them they PRP dobj 6
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ACTIVE, [("NOR", "accuse", "OST")]),
        (PASSIVE, [("NOR", "accuse", "OST")]),
        (PARTICLE, [("NOR", "accuse", "OST")]),
        (
            COORDINATED,
            [
                ("NOR", "accuse", "OST"),
                ("QUIST", "accuse", "OST"),
                ("NOR", "support", "BEL"),
                ("QUIST", "support", "BEL"),
            ],
        ),
        (RELATIVE, [("NOR", "assault", "OST")]),
        (DRAFTED, [("NOR", "reject", "OST")]),
        (NOMINAL, [("NOR", "accuse", "OST")]),
        (LIGHT, [("NOR", "assault", "OST")]),
        (EACH_OTHER, [("NOR", "assault", "OST"), ("OST", "assault", "NOR")]),
        (TALKS, [("NOR", "consult", "OST"), ("OST", "consult", "NOR")]),
        (JOINT, [("NOR", "consult", "OST"), ("OST", "consult", "NOR")]),
        (REFUSED, [("NOR", "reject", "OST")]),
        (THREATENED, [("NOR", "assault", "OST"), ("NOR", "threaten", "OST")]),
        (WILL_NOT, [("NOR", "reject", "OST")]),
        (URGED, [("QUIST", "request", "NOR"), ("NOR", "assault", "OST")]),
        (PLACE, []),
        (ASSET, [("NOR", "assault", "OST")]),
        (GAS, []),
        (DEMANDED, [("NOR", "request", "OST")]),
        (RECEIVED, [("OST", "accuse", "NOR")]),
        (LIFTED, [("NOR", "yield", "OST")]),
        (CALLED, [("QUIST", "accuse", "NOR")]),
        (UNDONE, [("NOR", "sanction", "OST"), ("NOR", "yield", "OST")]),
    ],
)
def test_construction(lines: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(edges(lines)) == sorted(expected)


NEGATED = ACTIVE.replace("accused accuse VBD ROOT 1", "accused accuse VBD ROOT 1") + "not not RB neg 1\n"
MODAL = """
Norvania Norvania NNP nsubj 2
{word} {word} MD aux 2
attack attack VB ROOT 2
Ostrava Ostrava NNP dobj 2
"""
IF = """
If if IN mark 2
Norvania Norvania NNP nsubj 2
attacks attack VBZ advcl 5
Ostrava Ostrava NNP dobj 2
Quist Quist NNP nsubj 5
leaves leave VBZ ROOT 5
"""


@pytest.mark.parametrize(
    ("lines", "modality"),
    [
        (ACTIVE, "asserted"),
        (NEGATED, "negated"),
        (MODAL.format(word="will"), "announced"),
        (MODAL.format(word="could"), "hypothetical"),
        (MODAL.format(word="must"), "hypothetical"),
        (IF, "hypothetical"),
    ],
)
def test_modality(lines: str, modality: str) -> None:
    assert [r.modality for r in found(lines)] == [modality]


def test_deeds_of_long_ago_are_historical() -> None:
    lines = PASSIVE.replace("criticized criticize", "bombed bomb") + "in in IN prep 2\n1911 1911 CD pobj 5\n"
    assert [r.modality for r in found(lines, published=date(2031, 5, 7))] == ["historical"]
    assert [r.date for r in found(lines, published=date(2031, 5, 7))] == ["1911"]
    assert [r.modality for r in found(lines, published=date(1915, 5, 7))] == ["asserted"]


@pytest.mark.parametrize(
    ("preposition", "day"), [("in", "1911"), ("since", "1911"), ("by", None), ("until", None), ("before", None)]
)
def test_a_limit_is_no_date(preposition: str, day: str | None) -> None:
    lines = PASSIVE.replace("criticized criticize", "bombed bomb")
    lines += f"{preposition} {preposition} IN prep 2\n1911 1911 CD pobj 5\n"
    assert [r.date for r in found(lines, published=date(1915, 5, 7))] == [day]


def test_what_is_asked_of_somebody_is_not_done() -> None:
    assert {r.type: r.modality for r in found(URGED)} == {"request": "asserted", "assault": "demanded"}


WISH = """
Norvania Norvania NNP nsubj 1
has have VBZ ROOT 1
no no DT det 3
wish wish NN dobj 1
to to TO aux 5
attack attack VB acl 3
Ostrava Ostrava NNP dobj 5
"""
NEITHER = """
Norvania Norvania NNP nsubj 1
criticised criticise VBD ROOT 1
neither neither CC preconj 3
Ostrava Ostrava NNP dobj 1
nor nor CC cc 3
Quist Quist NNP conj 3
"""
WITHOUT = """
Quist Quist NNP nsubj 1
left leave VBD ROOT 1
without without IN prep 1
attacking attack VBG pcomp 2
Ostrava Ostrava NNP dobj 3
"""
AGREED_NOT = """
Norvania Norvania NNP nsubj 3
did do VBD aux 3
not not RB neg 3
agree agree VB ROOT 3
to to TO aux 5
help help VB xcomp 3
Ostrava Ostrava NNP dobj 5
"""
CONSIDERS = """
Norvania Norvania NNP nsubj 2
is be VBZ aux 2
considering consider VBG ROOT 2
helping help VBG xcomp 2
Ostrava Ostrava NNP dobj 3
"""
HOPED = """
Quist Quist NNP nsubj 1
hoped hope VBD ROOT 1
Norvania Norvania NNP nsubj 4
would would MD aux 4
help help VB ccomp 1
Ostrava Ostrava NNP dobj 4
"""
ANY = """
a a DT det 1
Norvania Norvania NNP nsubj 6
that that WDT nsubj 3
attacked attack VBD relcl 1
Ostrava Ostrava NNP dobj 3
would would MD aux 6
fail fail VB ROOT 6
"""
DENIED_FUTURE = LIFTED.replace("lifted lift VBD", "lift lift VB") + "will will MD aux 1\nnot not RB neg 1\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (WISH, [("assault", "negated")]),
        (NEITHER, [("accuse", "negated"), ("accuse", "negated")]),
        (WITHOUT, [("assault", "negated")]),
        (AGREED_NOT, [("agree", "negated")]),
        (CONSIDERS, [("aid", "hypothetical")]),
        (HOPED, [("aid", "hypothetical")]),
        (ANY, [("assault", "hypothetical")]),
        (WILL_NOT, [("reject", "asserted")]),
        (DENIED_FUTURE, [("reject", "asserted")]),
    ],
)
def test_what_did_not_happen_is_not_told_as_done(lines: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.type, r.modality) for r in found(lines)] == expected


CUT = """
Norvania Norvania NNP nsubj 1
cut cut VBD ROOT 1
its its PRP$ poss 3
deliveries delivery NNS dobj 1
to to IN prep 3
Ostrava Ostrava NNP pobj 4
"""
STOPPED = """
Norvania Norvania NNP nsubj 1
stopped stop VBD ROOT 1
helping help VBG xcomp 1
Ostrava Ostrava NNP dobj 2
"""
THROWN = """
Norvania Norvania NNP nsubj 1
threw throw VBD ROOT 1
out out RP prt 1
an a DT det 5
Ostravan ostravan JJ amod 5
diplomat diplomat NN dobj 1
"""
CLOSED = """
Norvania Norvania NNP nsubj 1
closed close VBD ROOT 1
its its PRP$ poss 3
ports port NNS dobj 1
to to IN prep 1
Ostravan ostravan JJ amod 6
ships ship NNS pobj 4
"""
PRAISED_SHIP = """
Norvania Norvania NNP nsubj 1
praised praise VBD ROOT 1
an a DT det 4
Ostravan ostravan JJ amod 4
ship ship NN dobj 1
"""
RAMMED = PRAISED_SHIP.replace("praised praise", "rammed ram")
NAMED = """
Quist Quist NNP nsubj 1
called call VBD ROOT 1
the the DT det 4
Ostravan ostravan JJ amod 4
sailors sailor NNS dobj 1
"""
SEEN_BY = """
Quist Quist NNP nsubj 10
wrote write VBD relcl 0
~, , , punct 10
a a DT det 4
letter letter NN nsubjpass 10
to to IN prep 4
Ostrava Ostrava NNP pobj 5
seen see VBN acl 4
by by IN agent 7
Norvania Norvania NNP pobj 8
was be VBD ROOT 10
"""
UNLESS = """
Norvania Norvania NNP nsubj 1
threatened threaten VBD ROOT 1
to to TO aux 3
leave leave VB xcomp 1
unless unless IN mark 6
Ostrava Ostrava NNP nsubj 6
apologised apologise VBD advcl 3
"""
RELEASE = """
Norvania Norvania NNP nsubj 1
demanded demand VBD ROOT 1
the the DT det 3
release release NN dobj 1
of of IN prep 3
Quist Quist NNP pobj 4
"""
NOTE = """
Norvania Norvania NNP nsubj 1
handed hand VBD ROOT 1
Quist Quist NNP dative 1
a a DT det 4
note note NN dobj 1
demanding demand VBG acl 4
money money NN dobj 5
"""
REPLY = """
Norvania Norvania NNP nsubj 3
has have VBZ aux 3
not not RB neg 3
answered answer VBN ROOT 3
Ostrava Ostrava NNP poss 6
~'s 's NN case 4
letter letter NN dobj 3
to to IN prep 6
Quist Quist NNP pobj 7
"""
STORY = """
Norvania Norvania NNP nsubj 3
~, , , punct 0
furious furious JJ amod 0
refused refuse VBD ROOT 3
to to TO aux 5
come come VB xcomp 3
~, , , punct 3
accusing accuse VBG advcl 3
Ostrava Ostrava NNP dobj 7
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (CUT, [("NOR", "sanction", "OST")]),
        (STOPPED, [("NOR", "sanction", "OST")]),
        (THROWN, [("NOR", "sanction", "OST")]),
        (CLOSED, [("NOR", "sanction", "OST")]),
        (PRAISED_SHIP, []),
        (RAMMED, [("NOR", "assault", "OST")]),
        (NAMED, []),
        (SEEN_BY, []),
        (UNLESS, [("NOR", "threaten", "OST")]),
        (RELEASE, []),
        (NOTE, [("NOR", "request", "QUIST")]),
        (REPLY, [("NOR", "address", "OST"), ("OST", "address", "QUIST")]),
        (STORY, [("NOR", "accuse", "OST")]),
    ],
)
def test_who_does_what_to_whom(lines: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(edges(lines)) == expected


def test_an_unanswered_letter_was_sent() -> None:
    assert [(r.source_actor, r.modality) for r in found(REPLY)] == [("NOR", "negated"), ("OST", "asserted")]


def test_the_verb_is_spelt_as_a_word() -> None:
    assert [r.verb for r in found(ACTIVE.replace("accused accuse", "seized seize"))] == ["seize"]


COULD = """
Quist Quist NNP nsubj 1
said say VBD ROOT 1
Norvania Norvania NNP nsubj 4
could could MD aux 4
attack attack VB ccomp 1
Ostrava Ostrava NNP dobj 4
"""


@pytest.mark.parametrize(
    ("part_of", "lines", "expected"),
    [
        ("NOR", COULD, [("assault", "threatened"), ("threaten", "asserted")]),
        (None, COULD, [("assault", "hypothetical")]),
        ("NOR", COULD.replace("could could", "will will"), [("assault", "announced")]),
        (
            "NOR",
            COULD.replace("could could", "will will") + "if if IN mark 8\nit it PRP nsubj 8\nfails fail VBZ advcl 4\n",
            [("assault", "threatened"), ("threaten", "asserted")],
        ),
    ],
)
def test_what_one_s_own_side_could_do_is_a_threat(
    part_of: str | None, lines: str, expected: list[tuple[str, str]]
) -> None:
    document = parsed(lines)
    who = [Actor("QUIST", "Quist", "person", part_of=part_of), *(a for a in actors() if a.actor_id != "QUIST")]
    said = attribution(document, "said", document.document.text[len("Quist said ") :])
    rows = relations.extract(document, mentions_of(document), who, [said])
    assert [(r.type, r.modality) for r in rows if r.source_actor == "NOR"] == expected


def told_before(first: str, second: str) -> list[tuple[str, str, str]]:
    """Extract from two sentences, and give what the second tells."""
    parts = parsed(first), parsed(second)
    text = " ".join(part.document.text for part in parts)
    start = len(parts[0].document.text) + 1
    segments = (Segment("d1", "s1", "body", 0, start - 1), Segment("d1", "s2", "body", start, len(text)))
    docs = tuple(ParsedSegment(s, part.parsed[0].doc) for s, part in zip(segments, parts, strict=True))
    document = ParsedDocument(Document("d1", text), docs, segments)
    named = mentions_of(parts[0])
    named += [
        Mention("d1", f"n{m.mention_id}", m.start + start, m.end + start, m.text, m.kind, m.actor_id)
        for m in mentions_of(parts[1])
    ]
    rows = relations.extract(document, named, actors(), [])
    return [(r.source_actor, r.type, r.target_actor) for r in rows if r.evidence_start >= start]


OFFERED = """
Norvania Norvania NNP nsubj 1
offered offer VBD ROOT 1
a a DT det 3
truce truce NN dobj 1
"""
ACCEPTED = """
Ostrava Ostrava NNP nsubj 1
{verb} ROOT 1
{the} DT det 3
{noun} NN dobj 1
"""
SENT = """
Norvania Norvania NNP nsubj 1
sent send VBD ROOT 1
a a DT det 3
note note NN dobj 1
"""
BANNED = """
Ostrava Ostrava NNP nsubj 1
announced announce VBD ROOT 1
a a DT det 3
ban ban NN dobj 1
on on IN prep 3
Norvania Norvania NNP pobj 4
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (OFFERED, ("accepted accept VBD", "the the", "offer offer"), [("OST", "agree", "NOR")]),
        (OFFERED, ("accepted accept VBD", "an an", "offer offer"), []),
        (OFFERED, ("rejected reject VBD", "the the", "threat threat"), []),
        (SENT, ("rejected reject VBD", "the the", "note note"), [("OST", "reject", "NOR")]),
        (SENT, ("met meet VBD", "the the", "note note"), []),
        (BANNED, ("lifted lift VBD", "the the", "ban ban"), [("OST", "yield", "NOR")]),
    ],
)
def test_the_offer_is_that_of_the_one_who_made_it(
    first: str, second: tuple[str, str, str], expected: list[tuple[str, str, str]]
) -> None:
    verb, the, noun = second
    assert told_before(first, ACCEPTED.format(verb=verb, the=the, noun=noun)) == expected


def test_an_offer_that_two_made_is_nobody_s() -> None:
    both = SENT + "and and CC cc 1\nQuist Quist NNP nsubj 6\nsent send VBD conj 1\na a DT det 8\nnote note NN dobj 6\n"
    assert told_before(both, ACCEPTED.format(verb="rejected reject VBD", the="the the", noun="note note")) == []


def test_a_people_is_known_by_its_adjective() -> None:
    first = OFFERED.replace("Norvania Norvania NNP", "Norvanian norvanian JJ").replace("JJ nsubj 1", "JJ amod 3")
    second = "Ostrava Ostrava NNP nsubj 1\nexpelled expel VBD ROOT 1\nNorvanians Norvanians NNPS dobj 1\n"
    assert told_before(first, second) == [("OST", "sanction", "NOR")]


SAID = """
Quist Quist NNP nsubj 1
{said} ROOT 1
Norvania Norvania NNP nsubj 3
bombed bomb VBD ccomp 1
Ostrava Ostrava NNP dobj 3
"""


def attribution(document: ParsedDocument, cue: str, content: str, **values: object) -> Attribution:
    def span(words: str) -> Span:
        start = document.document.text.index(words)
        return Span(start, start + len(words))

    given: dict[str, object] = {"source_actor": "QUIST", "cue_lemma": cue, **values}
    source = (span("Quist"),)
    return Attribution("d1", "a1", "indirect", "speech", source, (span(cue),), (span(content),), **given)  # type: ignore[arg-type]


def test_an_act_in_a_content_is_reported_by_its_source() -> None:
    lines = SAID.format(said="said say VBD")
    said = attribution(parsed(lines), "said", "Norvania bombed Ostrava")
    (told,) = found(lines, [said])
    assert (told.source_actor, told.type, told.reported_by, told.attribution_id) == ("NOR", "assault", "QUIST", "a1")


def test_what_is_denied_is_denied() -> None:
    lines = SAID.format(said="denied deny VBD")
    denied = attribution(parsed(lines), "denied", "Norvania bombed Ostrava", speech_act="denial")
    assert [(r.type, r.modality) for r in found(lines, [denied])] == [("assault", "denied")]


def test_an_accusation_is_an_act_of_the_speaker_too() -> None:
    lines = SAID.format(said="alleged allege VBD")
    alleged = attribution(parsed(lines), "alleged", "Norvania bombed Ostrava", speech_act="accusation")
    acts = {
        (r.source_actor, r.type, r.target_actor): (r.reported_by, r.attribution_id) for r in found(lines, [alleged])
    }
    assert acts == {("NOR", "assault", "OST"): ("QUIST", "a1"), ("QUIST", "accuse", "NOR"): (None, "a1")}


def test_an_addressee_is_spoken_to() -> None:
    lines = "Quist Quist NNP nsubj 1\nwrote write VBD ROOT 1\nthat that IN mark 4\nit it PRP nsubj 4\n"
    lines += "rained rain VBD ccomp 1"
    wrote = attribution(parsed(lines), "wrote", "that it rained", addressee_actor="OST")
    assert edges(lines, [wrote]) == [("QUIST", "address", "OST")]


def test_speaking_to_somebody_is_nothing_beside_what_the_same_word_does_to_him() -> None:
    lines = "Quist Quist NNP nsubj 1\nwarned warn VBD ROOT 1\nOstrava Ostrava NNP dobj 1"
    warned = attribution(parsed(lines), "warned", "Ostrava", addressee_actor="OST")
    assert edges(lines, [warned]) == edges(lines) == [("QUIST", "threaten", "OST")]


def test_who_speaks_in_a_relative_clause_of_an_accusation_is_not_accused() -> None:
    lines = "Quist Quist NNP nsubj 1\naccused accuse VBD ROOT 1\nNorvania Norvania NNP dobj 1\nof of IN prep 1\n"
    lines += "theft theft NN pobj 3\n, , , punct 4\na a DT det 7\ncharge charge NN appos 4\nthat that WDT dobj 10\n"
    lines += "Ostrava Ostrava NNP nsubj 10\ndismissed dismiss VBD relcl 7"
    content = "of theft , a charge that Ostrava dismissed"
    accused = attribution(parsed(lines), "accused", content, speech_act="accusation")
    assert ("QUIST", "accuse", "OST") not in edges(lines, [accused])


NECESSARY = """
Quist Quist NNP nsubj 1
said say VBD ROOT 1
Ostrava Ostrava NNP nsubj 4
must must MD aux 4
resign resign VB ccomp 1
"""


def test_what_somebody_must_do_is_requested() -> None:
    said = attribution(parsed(NECESSARY), "said", "Ostrava must resign")
    assert edges(NECESSARY, [said]) == [("QUIST", "request", "OST")]


def test_a_harm_that_somebody_could_face_is_a_threat() -> None:
    lines = (
        NECESSARY.replace("must must", "could could")
        .replace("resign resign", "suffer suffer")
        .replace("said", "warned")
    )
    warned = attribution(parsed(lines), "warned", "Ostrava could suffer", speech_act="warning")
    assert edges(lines, [warned]) == [("QUIST", "threaten", "OST")]


def test_a_neutral_report_makes_no_act_of_the_speaker() -> None:
    lines = NECESSARY.replace("must must MD aux 4\n", "").replace("resign resign VB ccomp 1", "slept sleep VBD ccomp 1")
    lines = lines.replace("NNP nsubj 4", "NNP nsubj 3")
    assert edges(lines, [attribution(parsed(lines), "said", "Ostrava slept")]) == []


def test_a_headline_verb_taken_for_a_noun() -> None:
    lines = "Norvania Norvania NNP compound 1\nslams slam NNS compound 2\nOstrava Ostrava NNP ROOT 2"
    assert edges(lines, role="headline") == [("NOR", "accuse", "OST")]
    assert edges(lines, role="body") == []


def test_both_sides_are_the_two_that_met() -> None:
    first, second = (
        parsed(JOINT),
        parsed("Quist Quist NNP nsubj 1\nurged urge VBD ROOT 1\nboth both DT det 3\nsides side NNS dobj 1"),
    )
    text = f"{first.document.text} {second.document.text}"
    start = len(first.document.text) + 1
    segments = (Segment("d1", "s1", "body", 0, start - 1), Segment("d1", "s2", "body", start, len(text)))
    docs = (first.parsed[0].doc, second.parsed[0].doc)
    document = ParsedDocument(
        Document("d1", text), tuple(ParsedSegment(s, d) for s, d in zip(segments, docs, strict=True)), segments
    )
    named = [*mentions_of(first), Mention("d1", "m0100", start, start + 5, "Quist", "name", "QUIST")]
    requests = [r for r in relations.extract(document, named, actors(), []) if r.type == "request"]
    assert [(r.source_actor, r.target_actor) for r in requests] == [("QUIST", "NOR"), ("QUIST", "OST")]
    assert {text[r.evidence_start : r.evidence_end] for r in requests} == {"Quist urged both sides"}


def test_evidence_and_order() -> None:
    rows = found(COORDINATED)
    assert [r.relation_id for r in rows] == ["r0001", "r0002", "r0003", "r0004"]
    text = parsed(COORDINATED).document.text
    assert text[rows[-1].evidence_start : rows[-1].evidence_end] == "thanked Belmont"


GOODS = """
Norvania Norvania NNP nsubj 1
imposed impose VBD ROOT 1
tariffs tariff NNS dobj 1
on on IN prep 2
imports import NNS pobj 3
of of IN prep 4
Ostravan ostravan JJ amod 7
steel steel NN pobj 5
"""
SINGERS = GOODS.replace("steel steel NN", "singers singer NNS")
DEMAND = """
Norvania Norvania NNP nsubj 1
repeated repeat VBD ROOT 1
its its PRP$ poss 3
demand demand NN dobj 1
that that IN mark 6
Ostrava Ostrava NNP nsubj 6
ease ease VBP acl 3
rules rule NNS dobj 6
"""
PROMISED = """
Norvania Norvania NNP nsubj 1
said say VBD ROOT 1
it it PRP nsubj 4
would would MD aux 4
attack attack VB ccomp 1
Ostrava Ostrava NNP dobj 4
"""


def test_a_measure_on_goods_is_one_on_the_state_that_they_come_from() -> None:
    assert edges(GOODS) == [("NOR", "sanction", "OST")]
    assert edges(SINGERS) == [], "people are not goods"


def test_a_demand_is_made_of_the_one_who_is_to_act() -> None:
    assert edges(DEMAND) == [("NOR", "request", "OST")]


def test_a_pronoun_gives_way_to_the_name_before_it() -> None:
    document = parsed(PROMISED)
    it = Mention("d1", "m0002", 14, 16, "it", "pronoun", "NOR")
    (row,) = relations.extract(document, [*mentions_of(document), it], actors(), [])
    assert (row.source_mention, row.target_mention) == ("m0000", "m0005")
    assert document.document.text[row.evidence_start : row.evidence_end] == "it would attack Ostrava"
    (alone,) = relations.extract(document, [*mentions_of(document)[1:], it], actors(), [])
    assert alone.source_mention == "m0002"


def test_unknown_parties_give_no_relation() -> None:
    document = parsed(ACTIVE)
    named = mentions_of(document)
    unresolved = [Mention(m.doc_id, m.mention_id, m.start, m.end, m.text, m.kind) for m in named]
    assert relations.extract(document, unresolved, actors(), []) == ()
    assert relations.extract(document, named, [], []) == ()


# ---------------------------------------------------------------- properties

SENTENCES = (ACTIVE, PASSIVE, COORDINATED, RELATIVE, DRAFTED, LIGHT, EACH_OTHER, URGED, RECEIVED, UNDONE)


@given(
    st.sampled_from(SENTENCES),
    st.integers(0, 1000),
    st.lists(st.sampled_from([*sorted(set(ACTORS.values())), None]), min_size=9, max_size=9),
)
def test_any_resolution_gives_valid_relations(lines: str, seed: int, chosen: list[str | None]) -> None:
    """Evidence lies in the text, parties differ, and the order of the mentions does not matter."""
    document = parsed(lines)
    named = [
        Mention(m.doc_id, m.mention_id, m.start, m.end, m.text, m.kind, actor)
        for m, actor in zip(mentions_of(document), chosen, strict=False)
    ]
    rows = relations.extract(document, named, actors(), [])
    shuffled = random.Random(seed).sample(named, len(named))
    assert relations.extract(document, shuffled, actors(), []) == rows
    for row in rows:
        assert 0 <= row.evidence_start < row.evidence_end <= len(document.document.text)
        assert row.source_actor != row.target_actor
        assert row.quad == RELATION_TYPES[row.type]
        assert row.confidence is not None
        assert 0 < row.confidence <= 1


@given(st.lists(st.sampled_from(["NN", "VBD", "IN", "NNP", "DT"]), min_size=1, max_size=12), st.data())
def test_any_tree_is_read(tags: list[str], data: st.DataObject) -> None:
    """No tree, however odd, makes the rules fail or run for ever."""
    labels = [
        "nsubj",
        "dobj",
        "prep",
        "pobj",
        "xcomp",
        "advcl",
        "acl",
        "relcl",
        "conj",
        "agent",
        "amod",
        "ccomp",
        "pcomp",
    ]
    words = [
        "accused",
        "talks",
        "of",
        "Norvania",
        "who",
        "both",
        "other",
        "by",
        "called",
        "Ostrava",
        "threat",
        "lifted",
    ]
    heads = [0 if n == 0 else data.draw(st.integers(0, n - 1)) for n in range(len(tags))]
    chosen = [data.draw(st.sampled_from(words)) for _ in tags]
    deps = ["ROOT", *(data.draw(st.sampled_from(labels)) for _ in tags[1:])]
    rows = [f"{w} {w} {t} {d} {h}" for w, t, d, h in zip(chosen, tags, deps, heads, strict=True)]
    for row in found("\n".join(rows)):
        assert row.source_actor != row.target_actor


# ---------------------------------------------------------------- word lists


def test_every_verb_frame_is_valid() -> None:
    rows = lexicons.load("relation_verbs")
    assert len(rows) >= 400
    assert len({tuple(v for k, v in r.items() if k not in ("type", "source")) for r in rows}) == len(rows)
    for row in rows:
        assert row["type"] in RELATION_TYPES, row
        assert row["target"] in lexicon.TARGETS, row
        assert row["polarity"] in ("", "-1", "0", "1"), row
        assert row["symmetric"] in ("", "yes"), row
        assert row["source"], row
        assert row["target"] != "preposition" or row["preposition"], row
        assert row["target"] != "possessor" or row["preposition_object"], row
        assert row["lemma"] == row["lemma"].lower().strip(), row


def test_every_event_noun_is_valid() -> None:
    rows = lexicons.load("relation_nouns")
    assert len({r["noun"] for r in rows}) == len(rows)
    for row in rows:
        assert row["type"] in RELATION_TYPES, row
        assert row["of"] in ("", "source", "target"), row
        assert row["symmetric"] in ("", "yes"), row
        assert row["prepositions"] or row["of"], row
        assert row["source"], row


def test_every_other_list_is_valid() -> None:
    assert {r["effect"] for r in lexicons.load("relation_operators")} == set(lexicon.EFFECTS)
    assert {r["kind"] for r in lexicons.load("relation_heads")} == set(lexicon.HEAD_KINDS)
    judged = lexicons.load("relation_judgements")
    assert {r["sign"] for r in judged} == {"-1", "1"}
    assert {r["class"] for r in judged} == {"verb", "noun", "adjective", "harm"}
    for name in ("relation_operators", "relation_heads", "relation_judgements"):
        rows = [tuple(r.values()) for r in lexicons.load(name)]
        assert len(set(rows)) == len(rows), name
        assert all(r[-1] for r in rows), name


def test_most_specific_frame_comes_first() -> None:
    for rows in lexicon.frames().values():
        assert [f.specificity for f in rows] == sorted((f.specificity for f in rows), reverse=True)
    assert {f.polarity for f in lexicon.frames()["accuse"]} == {POLARITY["accuse"]}
