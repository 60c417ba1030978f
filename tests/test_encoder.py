"""The trained reader's network: files that are checked, and the same result whatever stands around a text."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import attributions, encoder, language, layout
from toolkit.encoder.pieces import FEATURES
from toolkit.errors import InputError, MissingModelError
from toolkit.records import Document, Segment

FOLDER = Path(encoder.reader.FOLDER)
TEXT = (
    "Ferry fares to rise\n\n"
    "Marla Quist, the harbour minister of Norvania, said on Monday that fares would rise by a tenth. "
    "“We have no choice,” she told reporters.\n\n"
    "The union, which had asked for talks, called the plan reckless. Its chair, Odo Brandt, fears that islanders "
    "will leave."
)
ODD = {
    "one word": "Ferry",
    "only marks": "“” \"\" '' «»",
    "unbalanced": '“We will not, he said. "Nor I, she said.\n\n“Never',
    "emoji": "“No 🚫👩‍👩‍👧 way,” said Marla 🙂 Quist.",
    "right to left": "قال الوزير إن الرسوم سترتفع. “No,” said Quist. אמר",
    "invisible": "“No,”\u200b said\x00 Marla\ufeff Quist\u00ad.",
    "long paragraph": "Marla Quist said that the fare would rise. " * 600,
}


def parsed(text: str, name: str = "d1") -> language.ParsedDocument:
    segments = [Segment(name, "s1", "body", 0, len(text))]
    return language.parse(Document(name, text), segments, language.load())


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_texts_are_read_and_offsets_hold(name: str) -> None:
    document = parsed(ODD[name])
    for row in attributions.extract(document, method="trained"):
        for spans, text in ((row.cue_spans, row.cue_text), (row.source_spans, row.source_text)):
            assert all(0 <= s.start < s.end <= len(ODD[name]) for s in spans)
            assert text is None or ODD[name][spans[0].start : spans[0].end] in text
        assert all(0 <= s.start < s.end <= len(ODD[name]) for s in row.content_spans)


@settings(max_examples=15)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=120))
def test_any_text_is_cut_into_pieces_that_lie_in_it(text: str) -> None:
    document = parsed(text)
    pieces = encoder.load().pieces(document)
    real = pieces.starts >= 0
    assert (pieces.ends[real] <= len(text)).all()
    assert (pieces.starts[real] < pieces.ends[real]).all()
    for column, size in enumerate(FEATURES.values()):
        assert pieces.features[:, column].max(initial=0) < size


def test_a_text_is_read_alike_alone_and_after_others_and_with_two_threads() -> None:
    document = parsed(TEXT)
    alone = encoder.see(document)
    for n in range(5):
        encoder.see(parsed(f"Something else, said reader {n}. " * (n + 1)))
    again = encoder.see(document)
    two = encoder.see(document, encoder.load(threads=2))
    for other in (again, two):
        for one, same in zip(alone.windows, other.windows, strict=True):
            np.testing.assert_array_equal(one.states, same.states)
            np.testing.assert_array_equal(one.cues, same.cues)
    assert attributions.extract(document, method="trained", seen=alone) == attributions.extract(
        document, method="trained", seen=two
    )


def test_numbers_do_not_depend_on_the_processor() -> None:
    """Where sums of 8-bit products overflow (a processor without VNNI, no guard against it) they differ by a tenth."""
    reader = encoder.load()
    ids = np.array(reader.tokenizer.encode("Marla Quist said that fares would rise.").ids[1:-1])
    none = np.zeros(len(ids), np.int64)
    pieces = encoder.Pieces(ids, none, none, np.zeros((len(ids), len(FEATURES)), np.int64), none)
    (window,) = reader.windows(pieces)
    assert window.states[0, :4] == pytest.approx([-0.235, -0.320, -0.262, 0.099], abs=0.005)
    assert window.early[1, :4] == pytest.approx([-0.154, 0.770, 0.126, -0.301], abs=0.005)


@pytest.mark.parametrize(("difference", "guarded"), [(0.5, True), (0.001, False)])
def test_overflow_is_guarded_against_where_it_happens(
    difference: float, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    class Network:
        def __init__(self, path: Path, name: str, threads: int, *, guarded: bool) -> None:
            asked.append((name, guarded))
            self.guarded = guarded

        def run(self, given: dict[str, object]) -> list[object]:
            return [np.full((1, 3, 2), 0.0 if self.guarded else difference)]

    monkeypatch.setattr(encoder.reader, "_Network", Network)
    reader = encoder.load.__wrapped__(FOLDER)
    assert asked[2:] == [(name, guarded) for name in ("roles", "pairs", "targets")]
    assert reader._networks["encoder"].guarded == guarded


def test_each_network_of_the_file_takes_its_own_inputs_only() -> None:
    """The others' inputs are fed with next to nothing, and what they hold plays no part."""
    path = FOLDER / encoder.reader.NETWORKS_FILE
    network = encoder.reader._Network(path, "pairs", 1, guarded=False)
    given = {"states": np.ones((1, 5, 384), np.float32), "marks": np.array([[0, 1, 0, 2, 0]])}
    types, quads, feelings = network.run(given)
    assert (types.shape, quads.shape, feelings.shape) == ((1, 17), (1, 6), (1, 5))
    again = network.run({**given, "ids": np.full((1, 9), 7), "paragraphs": np.ones((1, 9), np.int64)})
    assert all((one == other).all() for one, other in zip((types, quads, feelings), again, strict=True))


def test_confidence_bounds_what_is_kept() -> None:
    document = parsed(TEXT)
    everything = attributions.extract(document, method="trained", min_confidence=0.0)
    assert {(a.source_text, a.cue_text) for a in everything} >= {("she", "told")}
    assert all(a.confidence is None or 0 <= a.confidence <= 1 for a in everything)
    sure = attributions.extract(document, method="trained", min_confidence=0.9)
    assert {a.content_spans for a in sure} <= {a.content_spans for a in everything}
    assert all(a.confidence is None or a.confidence >= 0.9 for a in sure)


@pytest.mark.parametrize("value", [-0.1, 1.5])
def test_a_confidence_out_of_range_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="min_confidence must lie between 0 and 1"):
        attributions.extract(parsed("No."), method="trained", min_confidence=value)


def test_a_passage_of_nothing_has_no_states() -> None:
    seen = encoder.see(parsed("Ferry."))
    assert seen.passage(100, 120)[:2] == (0, 0)


def test_the_manifest_states_what_is_there() -> None:
    facts = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert facts["features"] == FEATURES
    assert sum((FOLDER / name).stat().st_size for name in facts["files"]) < 26_000_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match=r"manifest\.json is missing"):
        encoder.load(tmp_path)
    shutil.copy(FOLDER / "manifest.json", tmp_path)
    with pytest.raises(MissingModelError, match=r"reader\.onnx is missing"):
        encoder.load(tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "reader"
    shutil.copytree(FOLDER, copy)
    with (copy / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(InputError, match=r"is not the file that manifest\.json states"):
        encoder.load(copy)


def test_an_article_with_a_layout_is_read_segment_by_segment() -> None:
    document = Document("d1", TEXT)
    read = encoder.load().pieces(language.parse(document, layout.segment(document), language.load()))
    assert read.paragraphs.max() >= 2
    assert (read.starts < 0).sum() == read.paragraphs.max()
