"""Cut a text into lines, and join the lines of hard-wrapped paragraphs."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Line", "cut", "terminated"]

#: Runs between line breaks: every break that `str.splitlines` knows.
_RUN = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\x1c-\x1e\x85\u2028\u2029]")
_END = re.compile(r"(?:[.!?…。！？]|[.!?…]\s?\[[\w\s/,&.-]{1,30}\])[\"'”’»)\]\u200b*]*$|[.!?…][\"'”’»)\]]*\s?[\"'”’»]$")
_FIRST_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"(?:[•●▪◦‣■–—*·►▶➤]|-)\s+\S|[•●▪‣►▶➤]|[-–](?=[A-Z“])")
#: Wider than this, lines are paragraphs, not wrapped lines.
_WIDEST = 140
_FULL = 0.9
_LONG = 0.6


class Line(NamedTuple):
    """One paragraph or line of its own: its place, whether a blank line stands before it, and its text."""

    start: int
    end: int
    gap: bool
    indent: int
    text: str

    @property
    def words(self) -> int:
        """Number of words, split at white space."""
        return len(self.text.split())

    @property
    def bulleted(self) -> bool:
        """Whether the line opens with a bullet."""
        return _BULLET.match(self.text) is not None


def terminated(text: str) -> bool:
    """Whether a text ends like a sentence, closing quotation marks and brackets set aside.

    Examples
    --------
    >>> terminated('"We will pay."'), terminated("Quist to pay")
    (True, False)
    """
    return _END.search(text) is not None


def _raw(text: str) -> list[Line]:
    found: list[Line] = []
    last = 0
    for run in _RUN.finditer(text):
        piece = run[0]
        stripped = piece.strip()
        if not stripped:
            continue
        indent = len(piece) - len(piece.lstrip())
        start = run.start() + indent
        gap = len(_BREAK.findall(text[last:start])) > 1
        found.append(Line(start, start + len(stripped), gap, indent, stripped))
        last = start + len(stripped)
    return found


def _fills(line: Line, following: Line, width: float) -> bool:
    """Whether the next line's first word would not have fitted on this line."""
    word = _FIRST_WORD.match(following.text)
    return len(line.text) + 1 + (len(word[0]) if word else 0) > _FULL * width


def _width(raw: list[Line]) -> float | None:
    """Width at which a text is hard-wrapped, None if its lines are paragraphs."""
    pairs = [(a, b) for a, b in pairwise(raw) if not b.gap]
    if not pairs:
        return None
    lengths = sorted(len(a.text) for a, _ in pairs)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if not 30 <= width <= _WIDEST:
        return None
    full = sum(_fills(a, b, width) for a, b in pairs)
    running = sum(b.text[0].islower() and not terminated(a.text) for a, b in pairs)
    return width if running >= 0.15 * len(pairs) and full >= len(pairs) / 4 else None


def _continues(line: Line, following: Line, width: float | None) -> bool:
    """Whether a line runs on in the next one, no blank line being between them."""
    if following.gap or following.bulleted:
        return False
    open_end = not terminated(line.text)
    if open_end and following.text[0].islower() and len(line.text) >= 20:
        return True
    if line.text[-1] == ";" or (line.text[-1] == "," and line.words >= 5):
        return True
    if width is None or following.indent >= line.indent + 2:
        return False
    return _fills(line, following, width) or (open_end and len(line.text) >= _LONG * width)


def cut(text: str, starts_anew: Callable[[str], bool], closed: Callable[[str], bool]) -> list[Line]:
    r"""Cut a text into paragraphs and lines of their own.

    Parameters
    ----------
    text : str
        The text of a document.
    starts_anew : callable
        Whether a line cannot continue the one before it (a label, a byline, a date line).
    closed : callable
        Whether a line cannot run on in the next one.

    Returns
    -------
    list of Line
        In reading order, trimmed; the lines of a hard-wrapped paragraph are one. Every character that is not
        white space lies in exactly one.

    Examples
    --------
    >>> [line.text for line in cut("Rain stops play\n\nIt rained.\nNobody\nminded.", str.isdigit, str.isdigit)]
    ['Rain stops play', 'It rained.', 'Nobody', 'minded.']
    """
    raw = _raw(text)
    width = _width(raw)
    joined: list[Line] = []
    for before, line in zip([None, *raw], raw, strict=False):
        if before and _continues(before, line, width) and not starts_anew(line.text) and not closed(before.text):
            head = joined.pop()
            line = Line(head.start, line.end, head.gap, head.indent, text[head.start : line.end])
        joined.append(line)
    return joined
