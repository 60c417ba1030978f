"""Relations with the real model: a handful of sentences, and the floors on annotated material where that is present."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from toolkit import language, relations
from toolkit.records import Actor, Document, Mention, Relation, Segment


def relations_of(
    text: str, named: dict[str, str], role: str = "body", published: date | None = None
) -> tuple[Relation, ...]:
    """Extract from one sentence in which each form names an actor."""
    segment = Segment("d1", "s001", role, 0, len(text))
    parsed = language.parse(Document("d1", text, published=published), [segment], language.load())
    places = sorted(
        (m.start(), m.end(), actor) for form, actor in named.items() for m in re.finditer(rf"\b{form}\b", text)
    )
    mentions = [Mention("d1", f"m{n:04d}", a, b, text[a:b], "name", actor) for n, (a, b, actor) in enumerate(places)]
    actors = [Actor(actor, actor, "state") for actor in sorted(set(named.values()))]
    return relations.extract(parsed, mentions, actors, [])


def edges(text: str, named: dict[str, str], role: str = "body") -> set[tuple[str, str, str]]:
    return {(r.source_actor, r.type, r.target_actor) for r in relations_of(text, named, role)}


NAMES = {"Norway": "NOR", "Norwegian": "NOR", "Malta": "MLT", "Maltese": "MLT", "Quist": "QUI"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway has accused Malta of stealing its herring.", {("NOR", "accuse", "MLT")}),
        ("Malta was warned by Norway last week.", {("NOR", "threaten", "MLT")}),
        ("Norway hit back at Maltese criticism.", {("NOR", "accuse", "MLT"), ("MLT", "accuse", "NOR")}),
        ("Norway imposed sanctions on Malta in May.", {("NOR", "sanction", "MLT")}),
        ("Norway and Malta held talks in Geneva.", {("NOR", "consult", "MLT"), ("MLT", "consult", "NOR")}),
        ("Norway agreed to send weapons to Malta.", {("NOR", "agree", "MLT")}),
        ("Norwegian troops attacked a Maltese convoy.", {("NOR", "assault", "MLT")}),
        ("Quist called on Norway to lift sanctions on Malta.", {("QUI", "request", "NOR"), ("NOR", "yield", "MLT")}),
        ("Norway sued Malta, which had arrested Quist.", {("NOR", "accuse", "MLT"), ("MLT", "coerce", "QUI")}),
        ("Quist spent the summer in Norway and liked Malta.", set()),
        ("Norway cut its timber deliveries to Malta by a third.", {("NOR", "sanction", "MLT")}),
        ("Norway threw out two Maltese diplomats on Sunday.", {("NOR", "sanction", "MLT")}),
        ("Norway closed its harbours to Maltese ships.", {("NOR", "sanction", "MLT")}),
        ("Norway praised a Maltese ship.", set()),
        ("Quist called the Maltese sailors heroes.", set()),
        ("Norway threatened to stay at home unless Malta apologised.", {("NOR", "threaten", "MLT")}),
        (
            "Quist gave Malta a note demanding the release of the crew.",
            {("QUI", "address", "MLT"), ("QUI", "request", "MLT")},
        ),
        ("Malta made an offer on Monday. Norway rejected the offer.", {("NOR", "reject", "MLT")}),
        ("Malta asked for a debate. Norway backed the request.", {("NOR", "support", "MLT")}),
        ("Norwegian cheese is popular in Malta.", set()),
    ],
)
def test_sentence(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert edges(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway attacked Malta on Monday.", {"assault:asserted"}),
        ("Norway will meet Malta in May.", {"consult:announced"}),
        ("Norway vowed to bomb Malta.", {"assault:announced"}),
        ("Norway plans to sue Malta.", {"accuse:announced"}),
        ("Norway is going to arrest Quist.", {"coerce:announced"}),
        ("Norway is to meet Quist on Friday.", {"consult:announced"}),
        ("Norway's planned visit to Malta fell through.", {"consult:announced"}),
        ("Norway threatened to bomb Malta.", {"threaten:asserted", "assault:threatened"}),
        ("Norway will bomb Malta if Malta sends its fleet.", {"assault:threatened"}),
        ("Norway would attack Malta if it closed its ports.", {"assault:threatened"}),
        ("Quist spoke of a threatened Norwegian blockade of Malta.", {"coerce:threatened"}),
        ("Quist urged Norway to arrest the Maltese envoy.", {"coerce:demanded", "request:asserted"}),
        ("Quist called on Friday on Norway to bomb Malta.", {"assault:demanded", "request:asserted"}),
        ("Quist demanded that Norway release the Maltese crew.", {"yield:demanded", "request:asserted"}),
        ("Norway could attack Malta.", {"assault:hypothetical"}),
        ("Norway would have attacked Malta.", {"assault:hypothetical"}),
        ("If Norway attacks Malta, Quist leaves.", {"assault:hypothetical"}),
        ("Unless Norway attacks Malta, Quist stays.", {"assault:hypothetical"}),
        ("Quist wondered whether Norway had attacked Malta.", {"assault:hypothetical"}),
        ("Quist fears that Norway will attack Malta.", {"assault:hypothetical"}),
        ("Has Norway attacked Malta?", {"assault:hypothetical"}),
        ("A possible Norwegian attack on Malta worries Quist.", {"assault:hypothetical"}),
        ("Quist denied that Norway had attacked Malta.", {"assault:denied"}),
        ("Norway denied attacking Malta.", {"assault:denied"}),
        ("Quist dismissed claims that Norway had attacked Malta.", {"assault:denied"}),
        ("Norway did not attack Malta.", {"assault:negated"}),
        ("Norway has never attacked Malta.", {"assault:negated"}),
        ("Norway has yet to apologise to Malta.", {"yield:negated"}),
        ("Norway stopped short of accusing Malta.", {"accuse:negated"}),
        ("There is no evidence that Norway attacked Malta.", {"assault:negated"}),
        ("Instead of attacking Malta, Norway waited.", {"assault:negated"}),
        ("Norway attacked Malta in 1931.", {"assault:historical"}),
        ("Norway attacked Malta half a century ago.", {"assault:historical"}),
        ("Norway bombed Malta in the 1940s.", {"assault:historical"}),
        ("Norway waited until Malta attacked Quist.", {"assault:asserted"}),
        ("Norway, which had accused Malta, left.", {"accuse:asserted"}),
        ("Norway refused to meet Malta.", {"reject:asserted"}),
        ("Norway agreed to send weapons to Malta.", {"agree:asserted"}),
    ],
)
def test_modality_of_a_sentence(text: str, expected: set[str]) -> None:
    assert expected <= {f"{r.type}:{r.modality}" for r in relations_of(text, NAMES, published=date(2024, 5, 1))}


def test_headline() -> None:
    assert edges("Norway slams Malta over herring", NAMES, "headline") == {("NOR", "accuse", "MLT")}
    assert ("NOR", "consult", "MLT") in edges("Norway, Malta resume herring talks", NAMES, "headline")


ANNOTATED = Path(__file__).parents[2] / "shared" / "relations" / "plv_train.jsonl"


def found_with_right_type(row: dict[str, list[dict[str, list[list[int]]]]]) -> tuple[bool, bool]:
    """Tell whether the annotated pair is found in an annotated sentence, and whether its type is right too."""
    text, event = str(row["text"]), row["events"][0]
    places = [("source", event["source_spans"][0]), ("target", event["target_spans"][0])]
    segment = Segment("d1", "s001", "body", 0, len(text))
    parsed = language.parse(Document("d1", text), [segment], language.load())
    mentions = [Mention("d1", f"m{n}", a, b, text[a:b], "name", side) for n, (side, (a, b)) in enumerate(places)]
    actors = [Actor("source", "source", "state"), Actor("target", "target", "state")]
    types = {r.type for r in relations.extract(parsed, mentions, actors, []) if r.source_actor == "source"}
    return bool(types), str(event["plover"]).lower() in types


@pytest.mark.skipif(not ANNOTATED.exists(), reason="needs the annotated sentences of ../shared")
def test_floor_on_annotated_sentences() -> None:
    rows = [json.loads(line) for line in ANNOTATED.read_text(encoding="utf-8").splitlines()]
    whole = [r for r in rows if r["events"][0]["source_spans"] and r["events"][0]["target_spans"]][::8]
    pairs, types = zip(*map(found_with_right_type, whole), strict=True)
    assert sum(pairs) / len(whole) >= 0.50
    assert sum(types) / len(whole) >= 0.42


DECISIONS = Path(__file__).parent / "data" / "relation_modality.csv"


def modality_found(text: str, decided: dict[str, str]) -> str | None:
    """Give the modality of the decided relation as rules find it, None where they do not find the relation."""
    places = [(side, *(int(decided[f"{side}_{end}"]) for end in ("start", "end"))) for side in ("source", "target")]
    segment = Segment("d1", "s001", "body", 0, len(text))
    parsed = language.parse(Document("d1", text, published=date(2018, 1, 1)), [segment], language.load())
    mentions = [Mention("d1", side, a, b, text[a:b], "name", side) for side, a, b in places]
    actors = [Actor(side, side, "group") for side, _, _ in places]
    rows = relations.extract(parsed, mentions, actors, [])
    of_type = [r.modality for r in rows if (r.source_actor, r.type) == ("source", decided["type"])]
    return of_type[0] if of_type else None


@pytest.mark.skipif(not ANNOTATED.exists(), reason="needs the annotated sentences of ../shared")
def test_floor_of_modality_on_decided_relations() -> None:
    lines = map(json.loads, ANNOTATED.read_text(encoding="utf-8").splitlines())
    texts = {row["id"]: row["text"] for row in lines}
    with DECISIONS.open(encoding="utf-8", newline="") as rows:
        decided = list(csv.DictReader(rows))
    pairs = [(row["modality"], modality_found(texts[row["doc_id"]], row)) for row in decided]
    known = [(wanted, got) for wanted, got in pairs if got is not None]
    assert len(known) >= 0.75 * len(decided)
    assert sum(wanted == got for wanted, got in known) / len(known) >= 0.95
    other = [(wanted, got) for wanted, got in known if wanted != "asserted"]
    assert sum(wanted == got for wanted, got in other) / len(other) >= 0.8
