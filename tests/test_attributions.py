"""Who says what: example sentences a person can check, run through the real parser, and properties of any result."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import attributions, language, lexicons
from toolkit.errors import InputError
from toolkit.records import ATTITUDES, CUE_CLASSES, SPEECH_ACTS, Attribution, Document, Segment, covered_text

SHARED = Path(__file__).parents[2] / "shared"


def segments(text: str, roles: Sequence[str] = ()) -> list[Segment]:
    """Make a segment of every non-blank line; the first ones get `roles`, the others are body."""
    made: list[Segment] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            role = roles[len(made)] if len(made) < len(roles) else "body"
            made.append(Segment("d", f"s{len(made) + 1:04d}", role, start, start + len(line)))
        start += len(line) + 1
    return made


def extract(text: str, *roles: str) -> tuple[Attribution, ...]:
    parsed = language.parse(Document("d", text), segments(text, roles), language.load())
    return attributions.extract(parsed, method="rules")


def triples(text: str, *roles: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.source_text, a.cue_text, a.content_text) for a in extract(text, *roles) if a.attitude == "speech"]


EXAMPLES = [
    # direct speech, cue after, before, inverted, split
    ('"We will not sign," she told reporters.', [("she", "told", '"We will not sign,"')]),
    (
        'Marla Quist, the mayor of Orlby, said: "We will not sign. Nobody will."',
        [("Marla Quist, the mayor of Orlby", "said", '"We will not sign. Nobody will."')],
    ),
    (
        '"We will not sign," said Marla Quist, who leads the union.',
        [("Marla Quist, who leads the union", "said", '"We will not sign,"')],
    ),
    ('"We tried," he said, "and we failed."', [("he", "said", '"We tried," "and we failed."')]),
    ('"We tried," he said. "Nobody helped us."', [("he", "said", '"We tried," "Nobody helped us."')]),
    ("‘We will not sign,’ said the minister.", [("the minister", "said", "‘We will not sign,’")]),
    # mixed speech
    (
        'The minister said the plan was "a bad joke" and would fail.',
        [("The minister", "said", 'the plan was "a bad joke" and would fail')],
    ),
    ("Marla Quist called the report 'nonsense'.", [("Marla Quist", "called", "the report 'nonsense'")]),
    # indirect speech
    (
        "The minister denied that Norvania had broken the treaty.",
        [("The minister", "denied", "that Norvania had broken the treaty")],
    ),
    ("Taxes will rise next year, the minister said.", [("the minister", "said", "Taxes will rise next year")]),
    ("The talks, officials said, will go on.", [("officials", "said", "The talks will go on")]),
    (
        "The company said in a statement that it would appeal.",
        [("The company", "said", "that it would appeal")],
    ),
    # complements with an object
    (
        "Norvania accused the mayor of theft.",
        [("Norvania", "accused", "the mayor of theft")],
    ),
    ("The envoy urged the rebels to stop.", [("The envoy", "urged", "the rebels to stop")]),
    (
        "The mayor called on the government to act.",
        [("The mayor", "called on", "the government to act")],
    ),
    (
        "The senator likened the tax to a robbery.",
        [("The senator", "likened", "the tax to a robbery")],
    ),
    (
        "The bank apologised to customers for the delay.",
        [("The bank", "apologised", "for the delay")],
    ),
    ("The party rejected the claim that it had lied.", [("The party", "rejected", "the claim that it had lied")]),
    # passive, according to, nouns
    ("The minister was accused of misleading parliament.", [(None, "accused", "of misleading parliament")]),
    (
        "According to the union, the talks have failed.",
        [("the union", "According to", "the talks have failed")],
    ),
    (
        "The talks have failed, according to the union.",
        [("the union", "according to", "The talks have failed")],
    ),
    (
        "Reports that the bridge had fallen spread quickly.",
        [(None, "Reports", "that the bridge had fallen")],
    ),
    # participles with the same source, also where the parse hangs them elsewhere
    (
        "The minister said taxes would rise, adding that nobody liked it.",
        [("The minister", "said", "taxes would rise"), ("The minister", "adding", "that nobody liked it")],
    ),
    # nothing is said
    ("The committee met on Monday in the old town hall.", []),
    ('A group known as "river friends" cleaned the bank.', []),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples(text: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    found = [row for row in triples(text) if row[1] != "claim"]
    assert found == expected


HEADLINES = [
    (
        "Marla Quist: Norvania must leave the union",
        [("Marla Quist", ":", "Norvania must leave the union")],
    ),
    ("Tenants 'will sue the city', says charity", [("charity", "says", "Tenants 'will sue the city'")]),
    ("Explainer: how a bridge is built", []),
    ("'We will never sign this' - a village waits", [(None, None, "'We will never sign this'")]),
    ("'Rent war': council meets again", []),
]


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headlines(text: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert triples(text, "headline") == expected


def test_a_quotation_that_fills_the_next_paragraph_continues_the_one_before() -> None:
    first, second = extract('"We will not sign," she told reporters.\n\n"And if they insist, we will leave."')
    assert (first.source_text, first.continues) == ("she", None)
    assert (second.source_spans, second.cue_spans, second.continues) == ((), (), first.attribution_id)
    assert second.kind == "direct"


def test_a_quotation_left_open_goes_on_paragraph_by_paragraph() -> None:
    rows = extract('Marla Quist said: "We tried.\n\n"Nobody helped us.\n\n"So we left."')
    assert [a.continues for a in rows] == [None, "a0001", "a0002"]
    assert [a.content_text for a in rows] == ['"We tried.', '"Nobody helped us.', '"So we left."']


def test_a_mark_without_its_partner_is_no_quotation() -> None:
    assert triples("“We will not sign.") == []


def test_a_free_quotation_after_a_sentence_without_a_cue_has_no_source() -> None:
    rows = [a for a in extract('Mr Quist opened the letter. "At long last."') if a.attitude == "speech"]
    assert [(a.source_text, a.content_text, a.continues) for a in rows] == [(None, '"At long last."', None)]


def test_a_quotation_after_its_cue_sentence_is_a_further_span() -> None:
    (row,) = extract('The minister said that talks would go on. "There is no other way."')
    assert row.content_text == 'that talks would go on "There is no other way."'
    assert row.kind == "mixed"


def test_nested_attributions_are_rows_of_their_own_and_outermost_drops_them() -> None:
    text = "An official said that Quist had denied that taxes would rise."
    rows = extract(text)
    assert [(a.source_text, a.cue_text) for a in rows] == [("An official", "said"), ("Quist", "denied")]
    assert [a.cue_text for a in attributions.outermost(rows, text)] == ["said"]


def test_outermost_joins_what_continues() -> None:
    text = '"We will not sign," she told reporters.\n\n"And we will leave."'
    (row,) = attributions.outermost(extract(text), text)
    assert row.content_text == '"We will not sign," "And we will leave."'


def test_fields() -> None:
    (row,) = extract("Marla Quist did not say that the bridge could fall.")
    assert (row.kind, row.attitude, row.cue_lemma, row.cue_class) == ("indirect", "speech", "say", "neutral")
    assert (row.speech_act, row.modality, row.negated) == ("statement", "possible", True)
    assert (row.attribution_id, row.segment_role, row.source_actor, row.confidence) == ("a0001", "body", None, None)


@pytest.mark.parametrize(
    ("text", "attitude"),
    [
        ("The minister believes that the plan will fail.", "thought"),
        ("The minister wants to leave the union.", "intention"),
        ("The minister backs the plan.", "act"),
        ("The minister says that the plan will fail.", "speech"),
    ],
)
def test_attitude(text: str, attitude: str) -> None:
    assert [a.attitude for a in extract(text)] == [attitude]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("She said the bridge may fall if it rains.", "conditional"),
        ("She said the bridge must not fall.", "necessary"),
        ("She said the bridge might fall.", "possible"),
        ("She said the bridge will fall.", None),
    ],
)
def test_modality(text: str, modality: str | None) -> None:
    assert [a.modality for a in extract(text)] == [modality]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("She warned that the bridge would fall.", "warning"),
        ("She promised to repair the bridge.", "promise"),
        ('She said: "We are sorry for the delay."', "apology"),
        ('She said: "Who will pay for the bridge?"', "question"),
        ("She denied that the bridge was old.", "denial"),
    ],
)
def test_speech_act(text: str, act: str) -> None:
    assert [a.speech_act for a in extract(text)] == [act]


def test_an_unknown_method_is_refused() -> None:
    parsed = language.ParsedDocument(Document("d", ""), (), ())
    with pytest.raises(InputError, match="method must be one of 'trained', 'rules'; got 'magic'"):
        attributions.extract(parsed, method="magic")


def test_nothing_parsed_gives_nothing() -> None:
    assert attributions.extract(language.ParsedDocument(Document("d", ""), (), ())) == ()


MARKS = "\" “ ” ' ‘ ’ '' `` « » , . : ; ? ! ( ) - — … 6'2\" 5\" 🙂"
NAMES = "Marla Quist Norvania the minister he She it report boss's workers' 'em don't n't not sorry"
VERBS = "said says told accused claimed denied urged called was will must that of to for on as by if and according"
WORDS = [word for line in (MARKS, NAMES, VERBS) for word in line.split(" ")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_any_words_and_marks_give_sound_rows(words: list[str]) -> None:
    text = " ".join([*words[:9], "\n", *words[9:]])
    rows = extract(text, "headline")
    assert [a.attribution_id for a in rows] == [f"a{n:04d}" for n in range(1, len(rows) + 1)]
    known: set[str] = set()
    for row in rows:
        for spans, covered in (
            (row.source_spans, row.source_text),
            (row.cue_spans, row.cue_text),
            (row.content_spans, row.content_text),
        ):
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert list(spans) == sorted(spans)
            assert covered == covered_text(text, spans)
        assert row.continues is None or row.continues in known
        assert bool(row.source_spans) <= bool(row.cue_spans)
        known.add(row.attribution_id)
    assert extract(text, "headline") == rows


def test_word_list() -> None:
    rows = lexicons.load("cues", "lemma", "particle", "pos", "attitude", "cue_class", "speech_act", "frame", "source")
    assert len({row["lemma"] for row in rows if row["pos"] == "VERB"}) >= 300
    assert len({row["lemma"] for row in rows if row["pos"] == "NOUN"}) >= 80
    assert len({(r["lemma"], r["particle"], r["pos"], r["attitude"]) for r in rows}) == len(rows)
    for row in rows:
        assert row["attitude"] in ATTITUDES, row
        assert row["cue_class"] in CUE_CLASSES, row
        assert row["speech_act"] in ("", *SPEECH_ACTS), row
        assert row["frame"], row
        assert row["source"], row


@pytest.mark.skipif(not SHARED.exists(), reason="needs the annotated articles in ../shared")
def test_quality_on_annotated_articles() -> None:
    hits = gold_count = found_count = sources = 0
    layout = pytest.importorskip("toolkit.layout")
    golds = [SHARED / "seed" / "gold.json", *sorted((SHARED / "heldin").glob("*.gold.json"))]
    for path in golds:
        name = "article.txt" if path.name == "gold.json" else path.name.replace(".gold.json", ".txt")
        text = path.with_name(name).read_bytes().decode()
        document = Document("d", text)
        parsed = language.parse(document, layout.segment(document), language.load())
        rows = [a for a in attributions.extract(parsed) if a.attitude == "speech"]
        gold = json.loads(path.read_text(encoding="utf-8"))["attributions"]
        wanted = [(_letters(g["content"]), g["source"]) for g in gold if g["content"]]
        free = list(rows)
        for letters, source in wanted:
            best = max(free, key=lambda a: _dice(_letters(a.content_spans), letters), default=None)
            if best is not None and _dice(_letters(best.content_spans), letters) >= 0.5:
                free.remove(best)
                hits += 1
                sources += [list(span) for span in best.source_spans] == source
        gold_count += len(wanted)
        found_count += len(rows)
    assert 2 * hits / (gold_count + found_count) >= 0.85
    assert sources / hits >= 0.9


def _letters(spans: Sequence[Sequence[int]]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def _dice(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
