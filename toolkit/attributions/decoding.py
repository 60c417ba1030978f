"""From the reader's scores to spans: cues, and for each cue the best labelling of the pieces around it."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.encoder import Pieces, Seen, Window

__all__ = ["AROUND", "REACH", "Found", "best_paths", "cue_ranges", "decode", "runs"]

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int64]
Range = tuple[int, int]
#: Labels of the role head: 0 none, 1 begins a source, 2 goes on with it, 3 begins a content, 4 goes on with it.
_SOURCE, _CONTENT = 1, 3
_NEVER = -1e4
#: Pieces beside the paragraph of a cue, and beside the cues of a paragraph, in which their source and content may lie.
AROUND, REACH = 24, 128
#: Cues whose labels are found together.
_TOGETHER = 64
_FIRST = np.array([0.0, 0.0, _NEVER, 0.0, _NEVER])


@dataclass(frozen=True)
class Found:
    """An attribution as the reader sees it: positions in the document, and how sure it is of each part.

    `cue_score` is the probability of the cue (0 to 1); `source_score` and `content_score` are mean probabilities of
    the labels of their pieces, 0 where the part is absent.
    """

    cue: Range
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    cue_score: float
    source_score: float
    content_score: float
    window_score: float


def cue_ranges(cues: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """Find the runs of pieces that are more likely than `threshold` part of a cue: start, stop, best probability.

    A piece that rather begins a cue than goes on with one begins a run of its own.
    """
    on = cues[:, 1] + cues[:, 2]
    found: list[tuple[int, int, float]] = []
    for place in np.nonzero(on >= threshold)[0].tolist():
        if found and found[-1][1] == place and cues[place, 2] >= cues[place, 1]:
            start, _, best = found[-1]
            found[-1] = (start, place + 1, max(best, float(on[place])))
        else:
            found.append((place, place + 1, float(on[place])))
    return found


def best_paths(scores: Floats) -> Labels:
    """Find the likeliest allowed labels of each row (Viterbi): a part goes on only where it has begun.

    Parameters
    ----------
    scores : array of float, shape (n, length, 5)
        Log-probabilities of the labels.

    Returns
    -------
    array of int, shape (n, length)
    """
    totals = np.empty_like(scores, dtype=np.float64)
    totals[:, 0] = scores[:, 0] + _FIRST
    for place in range(1, scores.shape[1]):
        before, here = totals[:, place - 1], totals[:, place]
        here[:] = scores[:, place] + before.max(1)[:, None]
        here[:, 2::2] = scores[:, place, 2::2] + np.maximum(before[:, 1::2], before[:, 2::2])
    return _traced(totals)


def _traced(totals: Floats) -> Labels:
    """Follow the best path of each row back from its end, given the best sum that ends in each label at each place."""
    n, length, n_labels = totals.shape
    back = np.repeat(totals.argmax(2)[:, :, None], n_labels, axis=2)
    back[:, :, 2::2] = np.where(totals[:, :, 2::2] > totals[:, :, 1::2], (2, 4), (1, 3))
    path = np.zeros((n, length), np.int64)
    path[:, -1] = totals[:, -1].argmax(1)
    rows = np.arange(n)
    for place in range(length - 1, 0, -1):
        path[:, place - 1] = back[rows, place - 1, path[:, place]]
    return path


def runs(path: Labels, first: int) -> Iterator[Range]:
    """Give the runs of one part in a path: half-open ranges of places, each from a label `first` on."""
    begins = np.nonzero(path == first)[0].tolist()
    for start in begins:
        stop = start + 1
        while stop < len(path) and path[stop] == first + 1:
            stop += 1
        yield start, stop


def _covered(pieces: Pieces, start: int, stop: int) -> Range | None:
    """Give the characters of a range of pieces, separators at its edges left out."""
    kept = np.nonzero(pieces.starts[start:stop] >= 0)[0]
    if not len(kept):
        return None
    return int(pieces.starts[start + kept[0]]), int(pieces.ends[start + kept[-1]])


def _spans(pieces: Pieces, path: Labels, first: int, offset: int) -> tuple[Range, ...]:
    found = (_covered(pieces, offset + start, offset + stop) for start, stop in runs(path, first))
    return tuple(span for span in found if span is not None)


def _certainty(chances: Floats, path: Labels, first: int) -> float:
    chosen = (path == first) | (path == first + 1)
    return float(chances[chosen].mean()) if chosen.any() else 0.0


def _asked(window: Window, threshold: float, also: Sequence[Range]) -> list[tuple[int, int, float]]:
    """List the cues that a window answers for, in reading order: the likely ones, and others that meet none of them."""
    likely = [(s + window.start, e + window.start, p) for s, e, p in cue_ranges(window.cues, threshold)]
    taken = {piece for start, stop, _ in likely for piece in range(start, stop)}
    for start, stop in also:
        if taken.isdisjoint(range(start, stop)):
            chances = 1 - window.cues[start - window.start : stop - window.start, 0]
            likely.append((start, min(stop, window.stop), float(chances.max())))
    return sorted(cue for cue in likely if window.first <= cue[0] < window.last)


def _by_window(seen: Seen, spans: Sequence[Range]) -> list[list[Range]]:
    """Sort spans of the document to the windows that answer for them, as ranges of pieces."""
    lasts = [window.last for window in seen.windows]
    sorted_out: list[list[Range]] = [[] for _ in lasts]
    for span in spans:
        inside = seen.pieces.within(*span)
        if len(inside):
            sorted_out[bisect_right(lasts, inside[0])].append((int(inside[0]), int(inside[-1]) + 1))
    return sorted_out


def _stretch(pieces: Pieces, window: Window, paragraph: int, cues: Sequence[Range]) -> Range:
    """Give the pieces in which source and content of cues are looked for: their paragraph and a little around it."""
    first, last = np.searchsorted(pieces.paragraphs, (paragraph, paragraph + 1)).tolist()
    near, far = cues[0][0] - REACH, cues[-1][1] + REACH
    return max(window.start, first - AROUND, near), min(window.stop, last + AROUND, far)


@dataclass(frozen=True)
class _Query:
    """A cue (pieces, probability), and the scores of the pieces around it, the first of which is piece `offset`."""

    cue: tuple[int, int, float]
    offset: int
    scores: Floats


def _in_paragraph(
    seen: Seen, window: Window, paragraph: int, cues: Sequence[tuple[int, int, float]]
) -> Iterator[_Query]:
    asked = [(start, stop) for start, stop, _ in cues]
    offset, end = _stretch(seen.pieces, window, paragraph, asked)
    scores = seen.reader.roles(seen.pieces, window, asked, (offset, end))
    for row, cue in enumerate(cues):
        scores[row, cue[0] - offset : cue[1] - offset, 1:] = _NEVER
        yield _Query(cue, offset, scores[row])


def _in_window(seen: Seen, window: Window, cues: Sequence[tuple[int, int, float]]) -> Iterator[_Query]:
    for paragraph, group in itertools.groupby(cues, lambda cue: int(seen.pieces.paragraphs[cue[0]])):
        yield from _in_paragraph(seen, window, paragraph, list(group))


def _padded(scores: Sequence[Floats]) -> Floats:
    """Stack scores of different lengths: behind its end a row has no part, for certain."""
    stacked = np.full((len(scores), max(map(len, scores)), scores[0].shape[1]), _NEVER)
    stacked[:, :, 0] = 0.0
    for row, one in zip(stacked, scores, strict=True):
        row[: len(one)] = one
    return stacked


def _answered(pieces: Pieces, queries: Sequence[_Query]) -> Iterator[Found]:
    """Read source and content of some cues off their scores, together: the steps along the text are what takes time."""
    for query, whole in zip(queries, best_paths(_padded([q.scores for q in queries])), strict=True):
        path = whole[: len(query.scores)]
        span = _covered(pieces, query.cue[0], query.cue[1])
        chances = np.exp(query.scores[np.arange(len(path)), path])
        if span is not None:
            yield Found(
                cue=span,
                source=_spans(pieces, path, _SOURCE, query.offset),
                content=_spans(pieces, path, _CONTENT, query.offset),
                cue_score=query.cue[2],
                source_score=_certainty(chances, path, _SOURCE),
                content_score=_certainty(chances, path, _CONTENT),
                window_score=float(chances.min()),
            )


def decode(seen: Seen, *, threshold: float = 0.3, also: Sequence[Range] = ()) -> list[Found]:
    """Read the attributions off a document that the encoder has seen, in reading order of their cues.

    Parameters
    ----------
    seen : Seen
        As `encoder.see` gives it.
    threshold : float, optional
        Least probability of a cue, 0 to 1.
    also : sequence of (int, int), optional
        Cues to read in any case, as positions in the document; left out where they meet a likely one.

    Returns
    -------
    list of Found
        Those without a content too.
    """
    asked = _by_window(seen, also)
    queries = [
        query
        for window, others in zip(seen.windows, asked, strict=True)
        for query in _in_window(seen, window, _asked(window, threshold, others))
    ]
    together = [queries[at : at + _TOGETHER] for at in range(0, len(queries), _TOGETHER)]
    return [found for some in together for found in _answered(seen.pieces, some)]
