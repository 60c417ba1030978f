"""What two texts share, passage by passage."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from toolkit import tokens
from toolkit.errors import InputError

__all__ = ["side_by_side"]

_COLUMNS = ("kind", "a_start", "a_end", "b_start", "b_end", "n_words", "a_text", "b_text")


class _Passage(NamedTuple):
    """A run of words: where it begins in each text, and its length."""

    a: int
    b: int
    length: int


def _positions(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    spans = [(start, end) for start, end in tokens.spans(text) if text[start].isalnum()]
    return spans, [tokens.key(text[start:end]) for start, end in spans]


def _run(a: Sequence[str], b: Sequence[str], i: int, j: int, used: Sequence[bool]) -> int:
    length = 0
    while i + length < len(a) and j + length < len(b) and not used[j + length] and a[i + length] == b[j + length]:
        length += 1
    return length


def _shared(a: Sequence[str], b: Sequence[str], shortest: int) -> list[_Passage]:
    """Walk through `a` and take at each place the longest run that `b` has and has not given yet."""
    where: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(b) - shortest + 1):
        where.setdefault(tuple(b[j : j + shortest]), []).append(j)
    used, found, i = [False] * len(b), list[_Passage](), 0
    while i <= len(a) - shortest:
        runs = [(_run(a, b, i, j, used), -j) for j in where.get(tuple(a[i : i + shortest]), [])]
        length, place = max(runs, default=(0, 0))
        if length < shortest:
            i += 1
            continue
        found.append(_Passage(i, -place, length))
        used[-place : -place + length] = [True] * length
        i += length
    return found


def _gaps(passages: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Give the runs (first word, word behind the last) between passages that are given by start and length."""
    edges = [0] + [edge for start, length in sorted(passages) for edge in (start, start + length)] + [size]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def side_by_side(a: str, b: str, *, min_words: int = 5) -> pd.DataFrame:
    """Show what two texts share and what each has alone.

    Parameters
    ----------
    a, b : str
        Two texts.
    min_words : int
        Shortest passage to count as shared, in words. Capitals and signs do not matter; a passage may stand at another
        place in the other text.

    Returns
    -------
    DataFrame
        In the order of `a`; a passage of `b` alone follows the shared passage that it follows in `b`. Columns kind
        (``"shared"``, ``"only a"``, ``"only b"``), a_start, a_end, b_start, b_end (positions in the texts, missing
        where the passage does not stand), n_words, a_text, b_text (missing likewise). Every word of both texts is in
        exactly one row; signs at the edges of passages are left out.

    Raises
    ------
    InputError
        If `min_words` is below 1.

    Examples
    --------
    >>> table = side_by_side("The strait is closed, said Quist.", "Today the strait is closed again.", min_words=3)
    >>> table[["kind", "a_text", "b_text"]].fillna("").values.tolist()
    [['only b', '', 'Today'], ['shared', 'The strait is closed', 'the strait is closed'], ['only b', '', 'again'], \
['only a', 'said Quist', '']]
    """
    if min_words < 1:
        raise InputError(f"min_words must be at least 1; got {min_words}")
    (a_spans, a_words), (b_spans, b_words) = _positions(a), _positions(b)
    passages = _shared(a_words, b_words, min_words)
    # Sorting keys: the place in a, then 0 for what stands in a, 1 for what follows it in b.
    rows = [((p.a, 0), _row(a, b, a_spans, b_spans, (p.a, p.a + p.length), (p.b, p.b + p.length))) for p in passages]
    for gap in _gaps([(p.a, p.length) for p in passages], len(a_words)):
        rows.append(((gap[0], 0), _row(a, b, a_spans, b_spans, gap, None)))
    for gap in _gaps([(p.b, p.length) for p in passages], len(b_words)):
        before = next((p.a for p in passages if p.b + p.length == gap[0]), -1)
        rows.append(((before, 1), _row(a, b, a_spans, b_spans, None, gap)))
    frame = pd.DataFrame([row for _, row in sorted(rows, key=lambda item: item[0])], columns=list(_COLUMNS))
    places = ["a_start", "a_end", "b_start", "b_end"]
    return frame.astype(dict.fromkeys(places, "Int64"))


def _row(
    a: str,
    b: str,
    a_spans: Sequence[tuple[int, int]],
    b_spans: Sequence[tuple[int, int]],
    in_a: tuple[int, int] | None,
    in_b: tuple[int, int] | None,
) -> tuple[Any, ...]:
    ends: list[Any] = []
    texts: list[str | None] = []
    for text, spans, run in ((a, a_spans, in_a), (b, b_spans, in_b)):
        start, end = (spans[run[0]][0], spans[run[1] - 1][1]) if run else (None, None)
        ends += [start, end]
        texts.append(text[start:end] if run else None)
    run = in_a or in_b or (0, 0)
    kind = "shared" if in_a and in_b else "only a" if in_a else "only b"
    return (kind, *ends, run[1] - run[0], *texts)
