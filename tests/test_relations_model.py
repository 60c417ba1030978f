"""Relations with the real model: a handful of sentences, and the floors on annotated material where that is present."""

import json
import re
from pathlib import Path

import pytest

from toolkit import language, relations
from toolkit.records import Actor, Document, Mention, Segment


def edges(text: str, named: dict[str, str], role: str = "body") -> set[tuple[str, str, str]]:
    """Extract from one sentence in which each form names an actor."""
    segment = Segment("d1", "s001", role, 0, len(text))
    parsed = language.parse(Document("d1", text), [segment], language.load())
    places = sorted(
        (m.start(), m.end(), actor) for form, actor in named.items() for m in re.finditer(rf"\b{form}\b", text)
    )
    mentions = [Mention("d1", f"m{n:04d}", a, b, text[a:b], "name", actor) for n, (a, b, actor) in enumerate(places)]
    actors = [Actor(actor, actor, "state") for actor in sorted(set(named.values()))]
    return {(r.source_actor, r.type, r.target_actor) for r in relations.extract(parsed, mentions, actors, [])}


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
