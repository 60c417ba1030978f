"""Stance towards targets: clear cases, spans that cannot be read, and the command."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from toolkit import cli, language, stance
from toolkit.errors import InputError
from toolkit.records import Span
from toolkit.training.examples import is_held_back

FOR = "The brilliant and generous Marla Quist won great praise from everyone."
AGAINST = "The corrupt and cruel Odo Brandt was condemned by everyone as a disgrace."
NEITHER = "The meeting was attended by Lena Vorst on Tuesday."


def span_of(text: str, name: str) -> Span:
    start = text.index(name)
    return Span(start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [(FOR, "Marla Quist", 1), (AGAINST, "Odo Brandt", -1), (NEITHER, "Lena Vorst", 0)],
)
def test_clear_cases(text: str, name: str, expected: int) -> None:
    [verdict] = stance.of_text(text, [span_of(text, name)], language.load())
    assert verdict.polarity == expected
    assert verdict.chances is not None
    assert verdict.confidence == max(verdict.chances)
    assert sum(verdict.chances) == pytest.approx(1, abs=0.01)


def test_each_target_of_a_long_text_is_judged_by_its_sentence() -> None:
    text = " ".join([FOR, *["The ferry left the harbour at noon and came back at night."] * 12, AGAINST])
    targets = [span_of(text, "Marla Quist"), span_of(text, "Odo Brandt")]
    together = stance.of_text(text, targets, language.load())
    assert [v.polarity for v in together] == [1, -1]


def test_who_is_disposed_towards_whom_has_a_direction() -> None:
    text = "Marla Quist praised Odo Brandt warmly and called him the best minister of all."
    quist, brandt = span_of(text, "Marla Quist"), span_of(text, "Odo Brandt")
    there, back = stance.of_text(text, [brandt, quist], language.load(), sources=[quist, brandt])
    assert there.polarity == 1
    assert back.polarity != 1
    assert there.chances is not None
    assert back.chances is not None
    assert there.chances[2] + back.chances[2] <= 1


def test_the_feelings_of_a_pair_are_told_by_direction() -> None:
    feelings = np.array([0.5, 0.1, 0.2, 0.15, 0.05])
    assert stance._directed(feelings, forward=True) == pytest.approx([0.2 / 0.7, 0.4 / 0.7, 0.1 / 0.7])
    assert stance._directed(feelings, forward=False) == pytest.approx([0.05 / 0.7, 0.5 / 0.7, 0.15 / 0.7])


def test_a_source_in_another_sentence_of_a_long_text_is_read_with_what_stands_between() -> None:
    middle = ["The ferry left the harbour at noon and came back at night."] * 3
    after = ["Fares rise in May as they do in every other year."] * 10
    text = " ".join([FOR, *middle, AGAINST, *after])
    [verdict] = stance.of_text(
        text, [span_of(text, "Odo Brandt")], language.load(), sources=[span_of(text, "Marla Quist")]
    )
    assert verdict.chances is not None


def test_a_source_without_letters_has_no_verdict() -> None:
    text = "\u200b\u200b Marla Quist left."
    [verdict] = stance.of_text(text, [span_of(text, "Marla Quist")], language.load(), sources=[Span(0, 2)])
    assert verdict == stance.Verdict(None, None, None)


def test_sources_must_be_as_many_as_targets() -> None:
    with pytest.raises(InputError, match="sources must be as many as targets, 1; got 2"):
        stance.of_text(FOR, [Span(0, 3)], language.load(), sources=[None, None])


def test_a_source_outside_the_text_is_refused() -> None:
    with pytest.raises(InputError, match=r"source \(0, 999\) lies outside the text"):
        stance.of_text(FOR, [Span(0, 3)], language.load(), sources=[Span(0, 999)])


def test_a_target_without_letters_has_no_verdict() -> None:
    [verdict] = stance.of_text("\u200b\u200b Marla Quist left.", [Span(0, 2)], language.load())
    assert verdict == stance.Verdict(None, None, None)


@pytest.mark.parametrize("target", [Span(3, 3), Span(0, 99)])
def test_a_target_outside_the_text_is_refused(target: Span) -> None:
    with pytest.raises(InputError, match="lies outside the text"):
        stance.of_text("Marla Quist left.", [target], language.load())


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["polyvocal", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


def test_the_command_keeps_the_lines_and_adds_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    place = span_of(AGAINST, "Odo Brandt")
    row = {"id": "x1", "text": AGAINST, "targets": [{"start": place.start, "end": place.end, "note": "kept"}]}
    source.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert run("stance", str(source), "--out", str(out), monkeypatch=monkeypatch) == 0
    [line] = out.read_text(encoding="utf-8").splitlines()
    [target] = json.loads(line)["targets"]
    assert target["polarity"] == -1
    assert target["note"] == "kept"
    assert 0 < target["confidence"] <= 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: no JSON"),
        ('{"text": "a"}', "a list 'targets' is needed"),
        ('{"text": "a", "targets": [{}]}', "each target needs 'start' and 'end'"),
        ('{"text": "a", "targets": [{"start": 0, "end": 1, "source": {}}]}', "each source needs 'start' and 'end'"),
        (
            '{"text": "a", "targets": [{"start": 0, "end": 1, "source": {"start": 0, "end": 2}}]}',
            "a source must lie in",
        ),
    ],
)
def test_wrong_lines_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    assert run("stance", str(source), "--out", str(tmp_path / "out.jsonl"), monkeypatch=monkeypatch) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("target", [{"start": 3, "end": 99}, {"start": 4, "end": 4}, {"start": "0", "end": 2}])
def test_the_command_names_file_and_line_of_a_target_outside(
    target: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.jsonl"
    rows = [{"id": 1, "text": "Quist left.", "targets": []}, {"id": 2, "text": "Quist left.", "targets": [target]}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("stance", str(source), "--out", str(tmp_path / "out.jsonl"), monkeypatch=monkeypatch) == 2
    assert "in.jsonl, line 2: a target must lie in its text, which has 11 characters" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_the_command_reads_the_source_of_a_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "Marla Quist despises Odo Brandt and calls him a disgrace."
    quist, brandt = (
        {"start": s.start, "end": s.end} for s in (span_of(text, "Marla Quist"), span_of(text, "Odo Brandt"))
    )
    row = {"id": "x1", "text": text, "targets": [{**brandt, "source": quist}, {**quist, "source": brandt}]}
    source.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run("stance", str(source), "--out", str(out), monkeypatch=monkeypatch) == 0
    there, back = json.loads(out.read_text(encoding="utf-8"))["targets"]
    assert there["polarity"] == -1
    assert back["polarity"] != -1
    assert there["source"] == quist


ANNOTATED = Path(__file__).parents[2] / "shared" / "stance" / "newsmtsc_train.jsonl.gz"


@pytest.mark.skipif(not ANNOTATED.exists(), reason="needs the annotated sentences of ../shared")
def test_floor_on_sentences_held_back_from_training() -> None:
    nlp = language.load()
    with gzip.open(ANNOTATED, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if is_held_back(row["text"], 5)][::5]
    right = []
    for row in rows:
        found = stance.of_text(row["text"], [Span(t["start"], t["end"]) for t in row["targets"]], nlp)
        right += [int(t["polarity"]) == verdict.polarity for t, verdict in zip(row["targets"], found, strict=True)]
    assert sum(right) / len(right) >= 0.74


DIRECTED = Path(__file__).parents[2] / "shared" / "relations" / "directed_sentiment_train.jsonl.gz"


@pytest.mark.skipif(not DIRECTED.exists(), reason="needs the annotated sentences of ../shared")
def test_floor_on_directed_sentiment_held_back_from_training() -> None:
    """Macro F1 over none, and for and against in either direction; measured 0.52 on all that were held back."""
    nlp = language.load()
    with gzip.open(DIRECTED, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if is_held_back(row["text"], 5)][::4]
    gold, found = [], []
    for row in rows:
        one, two = (row["text"].find(row[name]) for name in ("source_text", "target_text"))
        if min(one, two) < 0 or one == two:
            continue
        spans = Span(one, one + len(row["source_text"])), Span(two, two + len(row["target_text"]))
        there, back = stance.of_text(row["text"], spans[::-1], nlp, sources=spans)
        gold.append((int(row["polarity"]), one < two and int(row["polarity"]) != 0))
        polarity, forward = (there.polarity, one < two) if there.polarity else (back.polarity, one > two)
        found.append((polarity, forward and polarity != 0))
    labels = [(0, False), (1, True), (1, False), (-1, True), (-1, False)]
    assert set(gold) <= set(labels)
    scores = [
        2 * sum(g == f == x for g, f in zip(gold, found, strict=True)) / (gold.count(x) + found.count(x))
        for x in labels
    ]
    assert sum(scores) / len(scores) >= 0.45
