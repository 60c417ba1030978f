"""Where a passage stands: in whose words, in which mention; and the common columns of a row."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Attribution, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Cover", "Here", "cover"]

#: Roles whose sentences are headlines.
HEADS = ("headline", "subhead", "teaser")

T = TypeVar("T")


@dataclass(frozen=True)
class Cover(Generic[T]):
    """What is innermost at each position: `inner[n]` holds from `edges[n]` up to the next edge."""

    edges: tuple[int, ...]
    inner: tuple[T | None, ...]

    def at(self, position: int) -> T | None:
        """Give the innermost at a position, None where nothing is."""
        number = bisect_right(self.edges, position) - 1
        return self.inner[number] if number >= 0 else None


def cover(stretches: Iterable[tuple[int, int, T]]) -> Cover[T]:
    """Make a cover of stretches (start, end, what), which may nest or overlap; the shorter one is the inner one.

    Examples
    --------
    >>> found = cover([(0, 10, "outer"), (4, 6, "inner")])
    >>> found.at(3), found.at(5), found.at(9), found.at(10)
    ('outer', 'inner', 'outer', None)
    """
    waiting = sorted(((start, end, number, what) for number, (start, end, what) in enumerate(stretches)), reverse=True)
    edges = sorted({edge for start, end, _, _ in waiting for edge in (start, end)})
    heap: list[tuple[int, int, int, T]] = []
    inner: list[T | None] = []
    for edge in edges:
        while waiting and waiting[-1][0] == edge:
            start, end, number, what = waiting.pop()
            heappush(heap, (end - start, number, end, what))
        while heap and heap[0][2] <= edge:
            heappop(heap)
        inner.append(heap[0][3] if heap else None)
    return Cover(tuple(edges), tuple(inner))


@dataclass(frozen=True)
class Here:
    """A parsed document with what is known of it."""

    parsed: ParsedDocument
    mentions: Sequence[Mention] = ()
    attributions: Sequence[Attribution] = ()

    @cached_property
    def contents(self) -> Cover[Attribution]:
        """The innermost attribution in whose content a position stands."""
        return cover((start, end, a) for a in self.attributions for start, end in a.content_spans)

    @cached_property
    def parts(self) -> Cover[ParsedSegment]:
        """The parsed segment at a position."""
        return cover((p.segment.start, p.segment.end, p) for p in self.parsed.parsed)

    @cached_property
    def cues(self) -> Cover[Attribution]:
        """The attribution of whose cue a position is part."""
        return cover((start, end, a) for a in self.attributions for start, end in a.cue_spans)

    @cached_property
    def named(self) -> Cover[Mention]:
        """The innermost mention at a position."""
        return cover((m.start, m.end, m) for m in self.mentions)

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """The names of several words by which each actor goes, in lower case."""
        found: dict[str, set[str]] = {}
        for mention in self.mentions:
            if mention.actor_id is not None and len(mention.text.split()) > 1:
                found.setdefault(mention.actor_id, set()).add(mention.text.lower())
        return {actor: frozenset(forms) for actor, forms in found.items()}

    def place(self, part: ParsedSegment, start: int, end: int) -> dict[str, Any]:
        """Give the columns that every row has, from a position in the document's text."""
        said = self.contents.at(start)
        return {
            "doc_id": self.parsed.document.doc_id,
            "start": start,
            "end": end,
            "text": self.parsed.document.text[start:end],
            "segment_role": part.segment.role,
            "attribution_id": said.attribution_id if said is not None else None,
            "source_actor": said.source_actor if said is not None else None,
        }

    def run(self, part: ParsedSegment, first: "Token", last: "Token") -> dict[str, Any]:
        """Give the columns that every row has, for a run of tokens."""
        return self.place(part, part.segment.start + first.idx, part.segment.start + last.idx + len(last))

    def side(self, part: ParsedSegment, name: str, tokens: "Sequence[Token]") -> dict[str, Any]:
        """Give the columns ``name_start``, ``name_end`` and ``name_text`` for a run of tokens, none for no token."""
        if not tokens:
            return {}
        span = Span(part.segment.start + tokens[0].idx, part.segment.start + tokens[-1].idx + len(tokens[-1]))
        return {f"{name}_start": span.start, f"{name}_end": span.end, f"{name}_text": self.parsed.text(span)}

    def mention(self, part: ParsedSegment, token: "Token") -> Mention | None:
        """Give the innermost mention that a token belongs to."""
        return self.named.at(part.segment.start + token.idx)

    def actor(self, part: ParsedSegment, token: "Token") -> str | None:
        """Give the actor of the mention that a token belongs to, None where there is none or it is unresolved."""
        found = self.mention(part, token)
        return found.actor_id if found is not None else None

    def headed(self, part: ParsedSegment, token: "Token") -> str | None:
        """Give the actor of the mention whose head a token is; a word inside another's mention names nobody."""
        found = self.mention(part, token)
        words = part.tokens(Span(found.start, found.end)) if found is not None else None
        return found.actor_id if found is not None and words is not None and words.root == token else None
