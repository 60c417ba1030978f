"""What the grammar bears out of the acts that only the trained reader sees, on hand-built parses."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from toolkit.relations.bearing import bears

VOCAB = English().vocab
VEXED = "Quist/PROPN/nsubj/1 vexed/VERB/ROOT/1/vex Farr/PROPN/dobj/1"
OF_HIS = "Quist/PROPN/compound/1 aide/NOUN/nsubj/2 vexed/VERB/ROOT/2/vex Farr/PROPN/dobj/2"
BYSTANDER = "Voss/PROPN/nsubj/4 of/ADP/prep/0 the/DET/det/3 Quist/PROPN/pobj/1 vexed/VERB/ROOT/4/vex Farr/PROPN/dobj/4"
AGENT = "Farr/PROPN/nsubjpass/2 was/AUX/auxpass/2 vexed/VERB/ROOT/2/vex by/ADP/agent/2 Quist/PROPN/pobj/3"
TOLD = "Quist/PROPN/nsubj/1 said/VERB/ROOT/1/say Farr/PROPN/nsubj/4 might/AUX/aux/4 stay/VERB/ccomp/1"
SEEN = "Quist/PROPN/nsubj/1 sees/VERB/ROOT/1/see Farr/PROPN/dobj/1"
IS = "Quist/PROPN/nsubj/1 is/AUX/ROOT/1/be near/ADP/prep/1 Farr/PROPN/pobj/2"
WHOM = (
    "Quist/PROPN/nsubj/1 met/VERB/ROOT/1/meet those/PRON/dobj/1 who/PRON/nsubj/4 vexed/VERB/relcl/2/vex "
    "Farr/PROPN/dobj/4"
)
OTHERS = (
    "Quist/PROPN/nsubj/1 left/VERB/ROOT/1/leave as/SCONJ/mark/4 Voss/PROPN/nsubj/4 vexed/VERB/advcl/1/vex "
    "Farr/PROPN/dobj/4"
)
LET = "Quist/PROPN/nsubj/1 forced/VERB/ROOT/1/force Farr/PROPN/nsubj/4 to/PART/aux/4 go/VERB/ccomp/1"
DENOUNCED = "Quist/PROPN/nsubj/1 denounced/VERB/ROOT/1/denounce Farr/PROPN/dobj/1"
RULED_OUT = (
    "Quist/PROPN/nsubj/1 ruled/VERB/ROOT/1/rule out/ADP/prt/1 return/NOUN/dobj/1 to/ADP/prep/3 Farr/PROPN/pobj/4"
)
RULED_ON = "Quist/PROPN/nsubj/1 ruled/VERB/ROOT/1/rule on/ADP/prep/1 return/NOUN/pobj/2 to/ADP/prep/3 Farr/PROPN/pobj/4"
DEMANDED = "Quist/PROPN/nsubj/1 demanded/VERB/ROOT/1/demand that/SCONJ/mark/4 Farr/PROPN/nsubj/4 leave/VERB/ccomp/1"
ABOUT = (
    "Quist/PROPN/nsubj/1 ordered/VERB/ROOT/1/order sanctions/NOUN/dobj/1/sanction on/ADP/prep/2 those/PRON/pobj/3 "
    "who/PRON/nsubj/6 help/VERB/relcl/4 Farr/PROPN/dobj/6"
)


def parsed(rows: str) -> Doc:
    cells = [row.split("/") for row in rows.split()]
    return Doc(
        VOCAB, words=[c[0] for c in cells], pos=[c[1] for c in cells], deps=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells], lemmas=[c[4] if len(c) > 4 else c[0] for c in cells],
        tags=["TO" if c[0] == "to" else c[1] for c in cells],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "name", "expected", "why"),
    [
        (VEXED, "accuse", True, "subject and object"),
        (OF_HIS, "accuse", True, "part of the subject's name"),
        (AGENT, "accuse", True, "agent of a passive"),
        (BYSTANDER, "accuse", True, "the parse lost the subject: the word right before the verb"),
        (TOLD, "support", False, "what is said of somebody is not done to him"),
        (TOLD, "accuse", True, "but it may be held against him"),
        (SEEN, "support", False, "thought is no verbal act"),
        (SEEN, "assault", True, "a deed is left to the reader"),
        (IS, "accuse", False, "no act by itself"),
        (WHOM, "accuse", False, "what others do, in a relative clause"),
        (OTHERS, "accuse", False, "another does it"),
        (LET, "coerce", True, "the subject of an infinitive is an object"),
        (VEXED, "support", False, "support and request need a listed word"),
        (DENOUNCED, "request", False, "listed with another sign"),
        (DENOUNCED, "accuse", True, "listed with this sign"),
        (RULED_OUT, "yield", False, "listed with another sign, with this particle"),
        (RULED_OUT, "reject", True, "listed with this sign, with this particle"),
        (RULED_ON, "reject", True, "without the particle not listed with another sign"),
        (DEMANDED, "request", True, "the subject of what is demanded"),
        (ABOUT, "sanction", True, "a listed noun of the same sign is between"),
    ],
)
def test_an_act_needs_a_source_that_does_it_and_a_target_in_its_clause(
    rows: str, name: str, expected: bool, why: str
) -> None:
    doc = parsed(rows)
    source, target = (next(t for t in doc if t.text == text) for text in ("Quist", "Farr"))
    trigger = next(t for t in doc if t.dep_ == "ROOT")
    assert bears(source, trigger, trigger, target, name) is expected, why


def test_a_source_apart_from_the_act_does_nothing() -> None:
    doc = parsed(
        "Voss/PROPN/nsubj/4 of/ADP/prep/0 Quist/PROPN/pobj/1 hardly/ADV/advmod/4 vexed/VERB/ROOT/4/vex "
        "Farr/PROPN/dobj/4"
    )
    assert not bears(doc[2], doc[4], doc[4], doc[5], "accuse")
