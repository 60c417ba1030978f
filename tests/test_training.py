"""What the network learns from: labels, windows and packs of sentences (no torch needed), and calibration."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit import encoder, language
from toolkit.attributions.confidence import EVIDENCE
from toolkit.encoder.reader import ROOM
from toolkit.errors import InputError
from toolkit.training.calibration import expected_error, fit_weights, is_right, reliability
from toolkit.training.examples import FEELINGS, QUADS, TYPES, UNKNOWN, articles, packed, sentences, spoken_of, windows

TEXT = "Quist said that the talks had failed.\n\n“Never again,” Brandt replied."


def span(words: str, text: str = TEXT) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def article(tmp_path: Path, text: str = TEXT) -> Any:
    row = {"source": [span("Quist", text)], "cue": [span("said", text)], "content": [span("the talks had", text)]}
    path = written(tmp_path, {"id": "a1", "text": text, "attributions": [row]})
    return articles(path, encoder.load().tokenizer, language.load())[0]


def test_pieces_of_an_article_get_their_labels(tmp_path: Path) -> None:
    made = article(tmp_path)
    words = [TEXT[a:b] for a, b in zip(made.pieces.starts, made.pieces.ends, strict=True)]
    assert [word for word, label in zip(words, made.cues, strict=True) if label] == ["said"]
    [(cue, roles)] = made.roles
    assert [words[n] for n in cue] == ["said"]
    labelled = [(word, int(label)) for word, label in zip(words, roles, strict=True) if label]
    assert labelled == [("Qui", 1), ("st", 2), ("the", 3), ("talks", 4), ("had", 4)]


def test_windows_hold_every_piece_once_and_only_cues_well_inside(tmp_path: Path) -> None:
    made = article(tmp_path, TEXT + " Then they left the hall in silence." * 120)
    for seed in range(5):
        cut = list(windows(made, random.Random(seed)))
        assert all(w.stop - w.start <= ROOM for w in cut)
        held = [n for w in cut for n in range(w.start, w.stop)]
        assert len(held) == len(set(held))
        for window in cut:
            for cue, roles in window.roles:
                assert (window.cues[cue] > 0).all()
                assert len(roles) == window.stop - window.start


def test_who_is_spoken_of_is_asked_about_without_an_answer(tmp_path: Path) -> None:
    text = "  John Smith told the crowd that he would beat her easily in March.\n\nIt rained.\nIt rained for weeks."
    path = written(tmp_path, {"text": text}, {"text": text})
    [made] = spoken_of(path, encoder.load().tokenizer, language.load())
    assert made.text == "John Smith told the crowd that he would beat her easily in March."
    starts, ends = made.pieces.starts, made.pieces.ends
    asked = [made.text[starts[q.spans[0][0]] : ends[q.spans[0][-1]]] for q in made.queries]
    assert asked == ["John Smith", "he", "her"]
    assert {q.answers for q in made.queries} == {(UNKNOWN,)}


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        (
            {"text": "Norvania sued Belmarra.", "marked": "[Norvania] sued [Belmarra].", "source_text": "Norvania"}
            | {"target_text": "Belmarra", "polarity": -1},
            [(UNKNOWN, UNKNOWN, FEELINGS.index("against")), (UNKNOWN, UNKNOWN, FEELINGS.index("against reversed"))],
        ),
        (
            {"text": "Norvania sued Belmarra.", "events": [{"source_spans": [[0, 8]], "target_spans": [[14, 22]]}]},
            [
                (TYPES.index("accuse"), QUADS.index("verbal conflict"), UNKNOWN),
                (TYPES.index("reversed"), QUADS.index("reversed"), UNKNOWN),
            ],
        ),
        ({"text": "Quist lied.", "targets": [{"start": 0, "end": 5, "polarity": -1}]}, [(0,)]),
    ],
)
def test_queries_of_a_sentence(tmp_path: Path, row: dict[str, Any], answers: list[tuple[int, ...]]) -> None:
    for event in row.get("events", []):
        event |= {"plover": "DISAPPROVE", "quadclass": 3}
    [made] = sentences(written(tmp_path, row), encoder.load().tokenizer, language.load())
    assert [query.answers for query in made.queries] == answers


def test_packs_hold_every_sentence_in_order_and_know_its_place(tmp_path: Path) -> None:
    rows = [{"text": f"Quist number {n} lied.", "targets": [{"start": 0, "end": 5, "polarity": 0}]} for n in range(9)]
    made = sentences(written(tmp_path, *rows), encoder.load().tokenizer, language.load())
    packs = list(packed(made, random.Random(1)))
    assert any(len(pack.queries) > 1 for pack in packs)
    shown = [pack.pieces.ids[at : at + length].tolist() for pack in packs for at, length, _ in pack.queries]
    assert shown == [sentence.pieces.ids.tolist() for sentence in made]


@pytest.mark.parametrize(("line", "message"), [("{", "line 1: no JSON"), ("[]", "an object with 'text' is needed")])
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        sentences(path, encoder.load().tokenizer, language.load())


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        ([(10, 20)], [(0, 5)], True),
        ([(10, 16)], [(0, 5)], True),
        ([(10, 14)], [(0, 5)], False),
        ([(10, 20)], [], False),
    ],
)
def test_right_is_half_the_content_and_the_source(content: list, source: list, expected: bool) -> None:
    gold = [{"content": [[10, 20]], "source": [[3, 5]]}]
    assert is_right(content, source, gold) is expected


def test_calibration_of_honest_chances_is_nearly_without_error() -> None:
    rng = np.random.default_rng(0)
    chances = rng.random(20_000)
    honest = reliability(chances, rng.random(20_000) < chances)
    assert expected_error(honest) < 0.02
    assert expected_error(reliability(chances, rng.random(20_000) < chances / 2)) > 0.2
    assert sum(row["n"] for row in honest) == 20_000


def test_a_strong_penalty_keeps_the_weights_small() -> None:
    values = np.zeros((200, len(EVIDENCE)))
    values[:, 0], values[:, 1] = 1, np.linspace(-2, 2, 200)
    right = values[:, 1] > 0
    assert abs(fit_weights(values, right, ridge=1000)["cue"]) < abs(fit_weights(values, right)["cue"])


def test_four_bits_a_number_lose_no_more_than_half_a_step() -> None:
    pytest.importorskip("torch", reason="needs the extra `train`")
    from toolkit.training.export import _blocks

    table = np.random.default_rng(1).normal(size=(5, 64)).astype(np.float32)
    packed, scales = _blocks(table)
    assert (packed.shape, scales.shape) == ((5, 32), (5, 2))
    numbers = np.stack([packed & 15, packed >> 4], 2).reshape(5, 2, 32).astype(int) - 8
    back = numbers * scales[:, :, None].astype(np.float32)
    blocks = table.reshape(5, 2, 32)
    within = np.abs(blocks) <= 7 * scales[:, :, None]
    assert (np.abs(back - blocks)[within] <= 0.51 * np.broadcast_to(scales[:, :, None], blocks.shape)[within]).all()
    assert np.abs(back - blocks).mean() < 0.1
