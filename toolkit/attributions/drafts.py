"""What the rules share: a passage (one parsed segment and its quotations) and a draft (an attribution in the making).

Positions here are characters of the passage; `assemble` moves them to the document.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.attributions.cues import Entry
from toolkit.attributions.turns import Turn, turns
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.quotations import Quotation, quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

__all__ = ["Draft", "Passage", "Range", "closed", "passages", "ranges", "snapped", "stretch", "trimmed"]

Range = tuple[int, int]
_EDGE = frozenset(" \t\n\r\u00a0,;:.-–—*•|")
_LEADING = frozenset(" \t\n\r\u00a0,;:-–—*•|)")


@dataclass(frozen=True)
class Passage:
    """One parsed segment: its parse, its text as the author wrote it, its quotations, and its turn in a transcript."""

    parsed: ParsedSegment
    doc: "Doc"
    text: str
    quotes: tuple[Quotation, ...]
    turn: Turn | None = None

    def quote_at(self, position: int) -> Quotation | None:
        """Find the quotation that holds a position, None outside quotation marks."""
        return next((q for q in self.quotes if q.holds(position)), None)

    def tokens(self, span: Range) -> list["Token"]:
        """List the tokens that a span meets, those of white space left out."""
        first, stop = max(bisect_right(self._starts, span[0]) - 1, 0), bisect_left(self._starts, span[1])
        return [t for t in self.doc[first:stop] if span[0] < t.idx + len(t) and not t.is_space]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.idx for token in self.doc]


@dataclass(frozen=True)
class Draft:
    """An attribution in the making.

    `free` marks a quotation that nobody is named for; `shown` words whose speaker the layout shows (a turn of a
    transcript, a signed quotation), which no reader overrules. `evidence` is what the trained reader gives for it, see
    `confidence.EVIDENCE`, and empty for what rules found.
    """

    content: tuple[Range, ...]
    source: tuple[Range, ...] = ()
    cue: tuple[Range, ...] = ()
    entry: Entry | None = None
    attitude: str | None = None
    lemma: str | None = None
    negated: bool = False
    free: bool = False
    shown: bool = False
    rank: int = 0
    evidence: tuple[float, ...] = ()
    confidence: float | None = None


def passages(parsed: ParsedDocument) -> list[Passage]:
    """Read the quotations of every parsed segment.

    One that is left open counts only after a colon or comma, or where the next paragraph opens one again: anything
    else is a mark that lacks its partner.
    """
    texts = [parsed.document.text[s.segment.start : s.segment.end] for s in parsed.parsed]
    spoken = turns([text if s.segment.role == "body" else "" for s, text in zip(parsed.parsed, texts, strict=True)])
    made: list[Passage] = []
    following: dict[str, Passage] = {}
    for segment, text, turn in reversed(list(zip(parsed.parsed, texts, spoken, strict=True))):
        quotes = quotations(text)
        after = following.get(segment.segment.role)
        if quotes and not quotes[-1].closed and not _goes_on(text, quotes[-1], after):
            quotes = quotes[:-1]
        following[segment.segment.role] = Passage(segment, segment.doc, text, quotes, turn)
        made.append(following[segment.segment.role])
    return made[::-1]


def _goes_on(text: str, quote: Quotation, after: Passage | None) -> bool:
    introduced = text[: quote.start].rstrip().endswith((":", ","))
    reopened = after is not None and any(not after.text[: q.start].strip() for q in after.quotes[:1])
    return introduced or reopened


def stretch(tokens: "Token | Tokens") -> Range:
    """Give the characters of a token or a run of tokens."""
    if hasattr(tokens, "idx"):
        return tokens.idx, tokens.idx + len(tokens)
    return tokens.start_char, tokens.end_char


def trimmed(text: str, start: int, end: int) -> Range | None:
    """Drop white space, commas, dashes and full stops at the edges; None if nothing is left."""
    while start < end and text[start] in _LEADING:
        start += 1
    while end > start and text[end - 1] in _EDGE and not _abbreviates(text, start, end):
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Say whether a final full stop belongs to an abbreviation such as U.S. or Jr."""
    if text[end - 1] != "." or text[end : end + 1] == ".":
        return False
    word = text[start : end - 1].rsplit(None, 1)[-1:] or [""]
    return "." in word[0] or word[0] in ("Jr", "Sr", "Inc", "Corp", "Co", "Ltd")


def snapped(here: Passage, start: int, end: int) -> Range:
    """Widen a range to whole quotations where it cuts into one, unless it lies well inside one."""
    for quote in here.quotes:
        if end <= quote.start or quote.end <= start:
            continue
        inside = quote.start <= start and end <= quote.end
        if inside and (end - start) < 0.9 * (quote.inner_end - quote.inner_start):
            return start, end
        start, end = min(start, quote.start), max(end, quote.end)
    return start, end


def ranges(here: Passage, pieces: Iterable[Range], *, within: Range | None = None) -> tuple[Range, ...]:
    """Trim pieces and widen them to quotations, in order, dropping empty and overlapping ones."""
    made: list[Range] = []
    for piece in pieces:
        cut = trimmed(here.text, *piece)
        if cut is None:
            continue
        start, end = snapped(here, *cut)
        if within is not None:
            start, end = max(start, within[0]), min(end, within[1])
        if made:
            start = max(start, made[-1][1])
        if start < end:
            made.append((start, closed(here.text, start, end)))
    return tuple(made)


def closed(text: str, start: int, end: int) -> int:
    """Give the end of a range, moved over a closing bracket that it would otherwise lack."""
    return end + 1 if text[end : end + 1] == ")" and "(" in text[start:end].rpartition(")")[2] else end
