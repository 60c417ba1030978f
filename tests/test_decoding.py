"""From scores to spans: cues, best paths, and what a document's windows have in common."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toolkit.attributions.decoding import best_paths, cue_ranges, runs
from toolkit.encoder.pieces import FEATURES, Pieces
from toolkit.encoder.reader import ROOM, window_ranges

ALLOWED_FIRST = {0, 1, 3}
ALLOWED_AFTER = {0: {0, 1, 3}, 1: {0, 1, 2, 3}, 2: {0, 1, 2, 3}, 3: {0, 1, 3, 4}, 4: {0, 1, 3, 4}}


@pytest.mark.parametrize(
    ("begins", "goes_on", "expected"),
    [
        ([0, 0.9, 0, 0], [0, 0, 0.8, 0], [(1, 3)]),  # one cue of two pieces
        ([0.9, 0.9, 0, 0], [0, 0, 0, 0], [(0, 1), (1, 2)]),  # two cues side by side
        ([0.1, 0.2, 0.1, 0], [0, 0, 0, 0], []),
        ([0.3, 0, 0, 0.6], [0.3, 0, 0, 0.1], [(0, 1), (3, 4)]),
    ],
)
def test_cues_are_runs_above_the_threshold(begins: list[float], goes_on: list[float], expected: list[tuple]) -> None:
    cues = np.stack([1 - np.array(begins) - np.array(goes_on), begins, goes_on], axis=1)
    assert [(start, stop) for start, stop, _ in cue_ranges(cues, 0.5)] == expected


def _likeliest(scores: np.ndarray) -> float:
    """The best allowed sum, by trying every path."""
    best = -np.inf
    for path in itertools.product(range(5), repeat=len(scores)):
        if path[0] in ALLOWED_FIRST and all(b in ALLOWED_AFTER[a] for a, b in itertools.pairwise(path)):
            best = max(best, sum(row[label] for row, label in zip(scores, path, strict=True)))
    return best


@given(hnp.arrays(np.float64, (2, 4, 5), elements=st.floats(-9, 0)))
def test_best_path_is_allowed_and_beats_all_others(scores: np.ndarray) -> None:
    for row, path in zip(scores, best_paths(scores), strict=True):
        assert path[0] in ALLOWED_FIRST
        assert all(b in ALLOWED_AFTER[a] for a, b in itertools.pairwise(path.tolist()))
        assert row[np.arange(4), path].sum() == pytest.approx(_likeliest(row))


def test_runs_of_a_part_begin_with_its_first_label() -> None:
    path = np.array([1, 2, 0, 3, 4, 4, 3, 0, 1])
    assert list(runs(path, 1)) == [(0, 2), (8, 9)]
    assert list(runs(path, 3)) == [(3, 6), (6, 7)]


def _pieces(lengths: list[int], sentence: int) -> Pieces:
    """Paragraphs of so many pieces, a sentence starting each `sentence` pieces."""
    n = sum(lengths)
    features = np.zeros((n, len(FEATURES)), np.int64)
    features[::sentence, list(FEATURES).index("sentence")] = 2
    places = np.arange(n)
    return Pieces(places, places, places + 1, features, np.repeat(np.arange(len(lengths)), lengths))


@given(st.lists(st.integers(1, 700), max_size=30), st.integers(1, 900))
def test_windows_hold_every_piece_and_each_answers_for_its_own(lengths: list[int], sentence: int) -> None:
    n, ranges = sum(lengths), window_ranges(_pieces(lengths, sentence))
    owned = [piece for _, _, first, last in ranges for piece in range(first, last)]
    assert owned == list(range(n))
    assert all(start <= first < last <= stop and stop - start <= ROOM for start, stop, first, last in ranges)
    assert len(ranges) <= max(n / 80 + 1, 0 if not n else 1)


def test_windows_end_with_paragraphs_then_sentences() -> None:
    by_paragraph = window_ranges(_pieces([100, 90, 100, 100], 30))
    assert [last for *_, last in by_paragraph] == [190, 390]
    by_sentence = window_ranges(_pieces([600], 50))
    assert [last for *_, last in by_sentence] == [200, 350, 500, 600]
    assert next(last for *_, last in window_ranges(_pieces([600], 900))) == ROOM - 32
