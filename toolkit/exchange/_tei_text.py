"""The text of a document as TEI: blocks by layout role, inline marks where they nest, anchors where they do not."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.records import Segment

__all__ = ["Block", "Mark", "attribute", "blocks_of", "escape", "place", "written"]

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_IN_QUOTES = _ENTITIES | {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
#: Elements that a division begins with.
_TOP = {"headline": "head", "byline": "byline", "dateline": "dateline"}
#: Elements in which speech may be marked.
_HOLDS_SPEECH = ("head", "p", "ab")


class Block(NamedTuple):
    """A stretch of text that becomes one element."""

    start: int
    end: int
    name: str
    attributes: str = ""


class Mark(NamedTuple):
    """A stretch of text that becomes an inline element: `said` or `rs`."""

    start: int
    end: int
    name: str
    attributes: str


def escape(text: str) -> str:
    r"""Write text for XML; characters it cannot hold become U+FFFD, one for one.

    Examples
    --------
    >>> escape("a < b\r\n")
    'a &lt; b&#13;\n'
    """
    return _NOT_XML.sub("\ufffd", text).translate(_ENTITIES)


def attribute(name: str, value: object) -> str:
    """Write an attribute with a blank before it; nothing for what is missing."""
    return "" if value in (None, "") else f' {name}="{_NOT_XML.sub(chr(0xFFFD), str(value)).translate(_IN_QUOTES)}"'


def blocks_of(text: str, segments: Sequence[Segment]) -> list[Block]:
    """Divide a text into blocks; what no segment covers becomes one, unless it is blank.

    Headline, byline and dateline are `head`, `byline` and `dateline` where they stand before everything else, which is
    where TEI allows them; the body is `p`; all else is `ab` with its role as type.
    """
    blocks: list[Block] = []
    end = 0

    def add(start: int, stop: int, role: str) -> None:
        if not text[start:stop].strip():
            return
        top = all(block.name not in ("p", "ab") for block in blocks)
        name = _TOP.get(role, "ab") if top else "ab"
        name = "p" if role == "body" else name
        blocks.append(Block(start, stop, name, attribute("type", role) if name == "ab" else ""))

    for segment in sorted(segments, key=lambda s: (s.start, s.end)):
        if segment.end > end:
            add(end, segment.start, "other")
            add(max(end, segment.start), segment.end, segment.role)
            end = segment.end
    add(end, len(text), "other")
    return blocks


def _cross(one: Mark, other: Mark) -> bool:
    """Say whether two marks cannot both be elements; speech may hold names, not the other way round."""
    apart = one.end <= other.start or other.end <= one.start
    if apart:
        return False
    inner, outer = (one, other) if one.end - one.start <= other.end - other.start else (other, one)
    if not outer.start <= inner.start <= inner.end <= outer.end:
        return True
    equal = (inner.start, inner.end) == (outer.start, outer.end)
    return not equal and (outer.name, inner.name) == ("rs", "said")


def place(marks: Sequence[Mark], blocks: Sequence[Block], taken: Sequence[Mark]) -> bool:
    """Say whether marks can be elements beside those that are taken."""
    for mark in marks:
        around = [block for block in blocks if block.start <= mark.start and mark.end <= block.end]
        if not around or (mark.name == "said" and around[0].name not in _HOLDS_SPEECH):
            return False
        if any(_cross(mark, other) for other in taken):
            return False
    return True


def _stretch(
    text: str, start: int, end: int, marks: Sequence[Mark], anchors: dict[int, str], done: frozenset[int]
) -> str:
    """Write a stretch of text with its marks and with the anchors not done yet."""
    waiting = sorted(marks, key=lambda m: (m.start, -m.end, m.name != "said"))
    here = {at for at in anchors if start <= at <= end and at not in done}
    cuts = sorted({start, end, *here, *(edge for mark in waiting for edge in mark[:2])})
    made: list[str] = []
    opened: list[Mark] = []
    for at, after in pairwise([*cuts, end]):
        while opened and opened[-1].end == at:
            made.append(f"</{opened.pop().name}>")
        if at in here:
            made.append(f'<anchor xml:id="{anchors[at]}"/>')
        while waiting and waiting[0].start == at:
            opened.append(waiting.pop(0))
            made.append(f"<{opened[-1].name}{opened[-1].attributes}>")
        made.append(escape(text[at:after]))
    return "".join(made)


def written(text: str, blocks: Sequence[Block], marks: Sequence[Mark], anchors: dict[int, str]) -> str:
    """Write a text: its characters, in order and complete, are the text of the elements.

    Parameters
    ----------
    text : str
        Text of the document.
    blocks, marks
        As `blocks_of` and `place` allow them.
    anchors : dict of int to str
        Offset -> id of the anchor that is to stand there.
    """
    made: list[str] = []
    done: frozenset[int] = frozenset()
    end = 0
    for block in [*blocks, None]:
        start, stop = (block.start, block.end) if block else (len(text), len(text))
        gap = _stretch(text, end, start, (), {at: name for at, name in anchors.items() if end < at < start}, done)
        made.append(gap)
        if block:
            mine = [mark for mark in marks if start <= mark.start and mark.end <= stop]
            made.append(
                f"<{block.name}{block.attributes}>{_stretch(text, start, stop, mine, anchors, done)}</{block.name}>"
            )
            done = done | {at for at in anchors if start <= at <= stop}
        end = stop
    return "".join(made)
