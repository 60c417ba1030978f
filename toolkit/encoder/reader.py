"""Run the network: windows of a document through the encoder, marked windows through the heads."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from toolkit.encoder.pieces import FEATURES, SEPARATOR, START, Integers, Pieces, read_pieces
from toolkit.errors import InputError, MissingModelError
from toolkit.language import ParsedDocument

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["ROOM", "Reader", "Seen", "Window", "load", "see"]

Scores = npt.NDArray[np.float32]
Range = tuple[int, int]
#: Pieces of the text in one window.
ROOM = 254
#: Pieces seen before and behind what a window answers for: where it ends with a paragraph, and where it ends inside.
_AROUND, _AROUND_INSIDE = (20, 12), (48, 32)
#: Column of the features that says where sentences start, and its code for a start.
_SENTENCE, _STARTS = list(FEATURES).index("sentence"), 2
FOLDER = Path(__file__).parents[1] / "models" / "reader"
#: The file that holds all networks (see `training.join`), and what it holds: how many outputs each network has.
NETWORKS_FILE = "reader.onnx"
#: Input of the file whose length says which network is meant, from 1.
HEAD = "head"
_NETWORKS = {"encoder": 3, "roles": 1, "pairs": 3, "targets": 1}
#: States differ by less than this where nothing overflows.
_ROUNDING = 0.02


@dataclass(frozen=True)
class Window:
    """What the encoder saw in a stretch of pieces.

    Attributes
    ----------
    start, stop : int
        The pieces it holds, as a half-open range of the document's.
    first, last : int
        The pieces it answers for (half-open): every piece has one window that does.
    states : array of float, shape (stop - start + 2, width)
        One state for each piece, with those of the marks at either end.
    early : array of float, shape (stop - start + 2, width)
        The states half way through the encoder, where the head for targets begins.
    cues : array of float, shape (stop - start, 3)
        Probability that a piece is outside a cue, begins one, goes on with one.
    """

    start: int
    stop: int
    first: int
    last: int
    states: npt.NDArray[np.float16]
    early: npt.NDArray[np.float16]
    cues: Scores

    def __len__(self) -> int:
        """Count the pieces."""
        return self.stop - self.start


def _softmax(scores: Scores) -> Scores:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    result: Scores = shifted / shifted.sum(-1, keepdims=True)
    return result


def _last_start(starts: Integers, low: int, high: int) -> int | None:
    """Give the last of some sorted places in ``(low, high]``."""
    at = int(np.searchsorted(starts, high, side="right")) - 1
    return int(starts[at]) if at >= 0 and starts[at] > low else None


def _edges(pieces: Pieces) -> Iterator[tuple[int, bool]]:
    """Cut pieces into parts that fit a window with what is seen around them: where each ends, if inside a paragraph.

    A part ends with a paragraph if one ends in its second half, else with a sentence, else where there is no more room.
    """
    paragraphs = np.nonzero(np.diff(pieces.paragraphs))[0] + 1
    sentences = np.nonzero(pieces.features[:, _SENTENCE] == _STARTS)[0]
    start, inside, n = 0, False, len(pieces)
    while True:
        before = (_AROUND_INSIDE if inside else _AROUND)[0] if start else 0
        if n - start + before <= ROOM:
            yield n, False
            return
        limit = start + ROOM - before - _AROUND[1]
        edge = _last_start(paragraphs, start + ROOM // 2, limit)
        inside = edge is None
        if edge is None:
            limit = start + ROOM - before - _AROUND_INSIDE[1]
            edge = _last_start(sentences, start + ROOM // 2, limit) or limit
        yield edge, inside
        start = edge


def window_ranges(pieces: Pieces) -> list[tuple[int, int, int, int]]:
    """Cut pieces into windows: start, stop, first and last piece that each answers for (half-open)."""
    if not len(pieces):
        return []
    found, first, inside = [], 0, False
    for last, ends_inside in _edges(pieces):
        before, behind = (_AROUND_INSIDE if inside else _AROUND)[0], (_AROUND_INSIDE if ends_inside else _AROUND)[1]
        found.append((max(first - before, 0), min(last + behind, len(pieces)), first, last))
        first, inside = last, ends_inside
    return found


class Reader:
    """The networks of one folder, and the tokenizer that belongs to them."""

    def __init__(self, tokenizer: "Tokenizer", networks: Mapping[str, "_Network"], facts: dict[str, Any]) -> None:
        self.tokenizer = tokenizer
        self.facts = facts
        self._networks = networks

    def pieces(self, parsed: ParsedDocument) -> Pieces:
        """Cut a parsed document into the pieces that this reader knows."""
        return read_pieces(parsed, self.tokenizer)

    def windows(self, pieces: Pieces) -> list[Window]:
        """Read a document once, window by window."""
        return [self._window(pieces, *edges) for edges in window_ranges(pieces)]

    def _window(self, pieces: Pieces, start: int, stop: int, first: int, last: int) -> Window:
        ids = np.concatenate([[START], pieces.ids[start:stop], [SEPARATOR]])[None]
        features = np.pad(pieces.features[start:stop], ((1, 1), (0, 0)))[None]
        states, early, cues = self._networks["encoder"].run({"ids": ids, "features": features})
        late, soon = (part[0].astype(np.float16) for part in (states, early))
        return Window(start, stop, first, last, late, soon, _softmax(cues[0, 1:-1]))

    def roles(self, pieces: Pieces, window: Window, cues: Sequence[Range], stretch: Range) -> Scores:
        """Score the pieces of a stretch of a window against cues in it.

        Parameters
        ----------
        pieces : Pieces
            Those of the document.
        window : Window
            One of `windows`.
        cues : sequence of (int, int)
            Half-open ranges of pieces of the document, all of them in the stretch.
        stretch : (int, int)
            Half-open range of pieces of the window that could be source or content.

        Returns
        -------
        array of float, shape (len(cues), length of the stretch, 5)
            Log-probability of none, begins and goes on with a source, begins and goes on with a content.
        """
        first, last = stretch
        marks = np.zeros((len(cues), last - first), np.int64)
        for row, (start, stop) in enumerate(cues):
            marks[row, start - first : stop - first] = 1
        states = window.states[first - window.start + 1 : last - window.start + 1].astype(np.float32)
        given: dict[str, npt.NDArray[Any]] = {"states": states[None], "marks": marks}
        given["paragraphs"] = pieces.paragraphs[None, first:last]
        (scores,) = self._networks["roles"].run(given)
        result: Scores = np.log(np.maximum(_softmax(scores), 1e-9))
        return result

    def pairs(self, states: Scores, marks: Integers) -> tuple[Scores, Scores, Scores]:
        """Give the probabilities of type, quad and feeling for marked pairs in one sentence.

        Parameters
        ----------
        states : array of float, shape (length, width)
            States of the sentence's pieces.
        marks : array of int, shape (n, length)
            1 on the first span of a pair, 2 on the second, 0 elsewhere.

        Returns
        -------
        tuple of three arrays of float, shape (n, number of labels)
            Their labels are in `facts` under ``types``, ``quads`` and ``feelings``.
        """
        types, quads, feelings = self._networks["pairs"].run({"states": states[None], "marks": marks})
        return _softmax(types), _softmax(quads), _softmax(feelings)

    def targets(self, states: Scores, marks: Integers) -> Scores:
        """Give the probabilities of against, neutral and for, for targets marked with 1 in one sentence.

        `states` are the early ones of the sentence's pieces.
        """
        (scores,) = self._networks["targets"].run({"states": states[None], "marks": marks})
        return _softmax(scores)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        raise MissingModelError(f"no reader in {folder}: manifest.json is missing")
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name, digest in sorted(facts["files"].items()):
        file = folder / name
        if not file.is_file():
            raise MissingModelError(f"no reader in {folder}: {name} is missing")
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != digest:
            raise InputError(f"{file} is not the file that manifest.json states (sha256 {found}, expected {digest})")
    return facts


class _Network:
    """One of the networks of the file: inputs of the others are fed with next to nothing."""

    def __init__(self, path: Path, name: str, threads: int, *, guarded: bool) -> None:
        import onnxruntime

        number = list(_NETWORKS).index(name) + 1
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.add_free_dimension_override_by_name(HEAD, number)  # the others are dropped
        if guarded:
            options.add_session_config_entry("session.x64quantprecision", "1")
        self._session: InferenceSession = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [output.name for output in self._session.get_outputs()][: _NETWORKS[name]]
        self._idle = {given.name: _smallest(given) for given in self._session.get_inputs()}

    def run(self, given: Mapping[str, npt.NDArray[Any]]) -> list[Scores]:
        """Give the outputs for the inputs of this network."""
        made: list[Scores] = self._session.run(self._outputs, {**self._idle, **given})
        return made


def _smallest(given: Any) -> npt.NDArray[Any]:
    """Give the smallest array that an input takes."""
    shape = [length if isinstance(length, int) else 1 for length in given.shape]
    return np.zeros(shape, np.float32 if given.type == "tensor(float)" else np.int64)


def _overflows(fast: _Network, exact: _Network) -> bool:
    """Tell whether sums of 8-bit products overflow on this processor, as they do where VNNI instructions are lacking.

    They do so unnoticed, and change the states by tenths. The guard against it takes half as long again, so that it is
    used only where the two ways differ.
    """
    ids = np.arange(1000, 4000, 50)[None]
    given = {"ids": ids, "features": np.zeros((*ids.shape, len(FEATURES)), np.int64)}
    return bool(np.abs(fast.run(given)[0] - exact.run(given)[0]).max() > _ROUNDING)


@lru_cache(maxsize=2)
def load(folder: str | Path = FOLDER, *, threads: int = 1) -> Reader:
    """Load the reader of a folder, its files checked against their digests.

    Parameters
    ----------
    folder : path, optional
        Folder with ``manifest.json``, ``tokenizer.json`` and ``reader.onnx``; the one that comes with the toolkit.
    threads : int, optional
        Threads of one pass. Results do not depend on it.

    Returns
    -------
    Reader
        Kept in memory for the next call.

    Raises
    ------
    MissingModelError
        If the folder lacks a file.
    InputError
        If a file is not the one that the manifest states.

    Examples
    --------
    >>> load().facts["labels"]["roles"][:2]
    ['none', 'B-source']
    """
    from tokenizers import Tokenizer

    folder = Path(folder)
    facts = _manifest(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    path = folder / NETWORKS_FILE
    fast, exact = (_Network(path, "encoder", threads, guarded=guarded) for guarded in (False, True))
    guarded = _overflows(fast, exact)
    networks = {name: _Network(path, name, threads, guarded=guarded) for name in _NETWORKS if name != "encoder"}
    networks["encoder"] = exact if guarded else fast
    return Reader(tokenizer, networks, facts)


@dataclass(frozen=True)
class Seen:
    """A document after the encoder has read it: its pieces, its windows, and the reader whose heads can go on."""

    pieces: Pieces
    windows: tuple[Window, ...]
    reader: Reader

    def passage(self, start: int, end: int, *, early: bool = False) -> tuple[int, int, Scores]:
        """Give the states of a passage of the document's text, as one window saw it; `early` ones if asked for.

        Returns
        -------
        first, last : int
            The pieces of the passage, half-open; what the window that answers for its middle does not hold is cut off.
        states : array of float, shape (last - first, width)
        """
        inside = self.pieces.within(start, end)
        if not len(inside):
            return 0, 0, np.zeros((0, 0), np.float32)
        first, last = int(inside[0]), int(inside[-1]) + 1
        middle = (first + last) // 2
        window = next(w for w in self.windows if w.first <= middle < w.last)
        first, last = max(first, window.start), min(last, window.stop)
        states = window.early if early else window.states
        return first, last, states[first - window.start + 1 : last - window.start + 1].astype(np.float32)


def see(parsed: ParsedDocument, reader: Reader | None = None) -> Seen:
    """Read a parsed document once, for all heads.

    Parameters
    ----------
    parsed : ParsedDocument
        The document with its parse.
    reader : Reader, optional
        The reader; by default the one that comes with the toolkit.
    """
    reader = load() if reader is None else reader
    pieces = reader.pieces(parsed)
    return Seen(pieces, tuple(reader.windows(pieces)), reader)
