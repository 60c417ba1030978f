"""From the reader's scores to spans: cues, and for each cue the best labelling of the pieces around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.encoder import Pieces, Seen, Window

__all__ = ["Found", "best_paths", "cue_ranges", "decode", "runs"]

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int64]
Range = tuple[int, int]
#: Labels of the role head: 0 none, 1 begins a source, 2 goes on with it, 3 begins a content, 4 goes on with it.
_SOURCE, _CONTENT = 1, 3
_NEVER = -1e4
_FIRST = np.array([0.0, 0.0, _NEVER, 0.0, _NEVER])
_STEP = np.full((5, 5), _NEVER)
_STEP[:, [0, _SOURCE, _CONTENT]] = 0.0
_STEP[[1, 2], 2] = _STEP[[3, 4], 4] = 0.0


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
    n, length, _ = scores.shape
    total = scores[:, 0] + _FIRST
    back = np.zeros((length, n, 5), np.int64)
    for place in range(1, length):
        options = total[:, :, None] + _STEP
        back[place] = options.argmax(1)
        total = options.max(1) + scores[:, place]
    path = np.zeros((n, length), np.int64)
    path[:, -1] = total.argmax(1)
    rows = np.arange(n)
    for place in range(length - 1, 0, -1):
        path[:, place - 1] = back[place, rows, path[:, place]]
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


def _asked(seen: Seen, window: Window, threshold: float, also: Sequence[Range]) -> list[tuple[int, int, float]]:
    """List the cues of a window as ranges of pieces, in reading order: the likely ones, and others asked for."""
    likely = [(s + window.start, e + window.start, p) for s, e, p in cue_ranges(window.cues, threshold)]
    taken = {piece for start, stop, _ in likely for piece in range(start, stop)}
    for span in also:
        inside = seen.pieces.within(*span)
        inside = inside[(inside >= window.start) & (inside < window.stop)]
        if len(inside) and not taken & set(inside.tolist()):
            chance = float(1 - window.cues[inside - window.start, 0].min())
            likely.append((int(inside[0]), int(inside[-1]) + 1, chance))
    return sorted(cue for cue in likely if window.first <= cue[0] < window.last)


def _in_window(seen: Seen, window: Window, cues: Sequence[tuple[int, int, float]]) -> Iterator[Found]:
    if not cues:
        return
    pieces = seen.pieces
    scores = seen.reader.roles(pieces, window, [(start, stop) for start, stop, _ in cues])
    for row, (start, stop, _) in enumerate(cues):
        scores[row, start - window.start : stop - window.start, 1:] = _NEVER
    for cue, row_scores, path in zip(cues, scores, best_paths(scores), strict=True):
        span = _covered(pieces, cue[0], cue[1])
        chances = np.exp(row_scores[np.arange(len(path)), path])
        if span is not None:
            yield Found(
                cue=span,
                source=_spans(pieces, path, _SOURCE, window.start),
                content=_spans(pieces, path, _CONTENT, window.start),
                cue_score=cue[2],
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
    return [
        found for window in seen.windows for found in _in_window(seen, window, _asked(seen, window, threshold, also))
    ]
