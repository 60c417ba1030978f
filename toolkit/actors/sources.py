"""Which mention is meant by the source of an attribution."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Attribution, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["MentionIndex"]

#: Nouns for what somebody wrote or said; such a source speaks for its author.
WRITINGS = frozenset(
    "letter statement report tweet memo email e-mail note article post message text document paper speech interview "
    "communique declaration resolution rule rules filing lawsuit complaint petition manifesto blog book dossier "
    "transcript affidavit column editorial press-release leaflet poster website survey poll study".split()
)


@dataclass(frozen=True)
class MentionIndex:
    """Mentions of one document, found by position. `mentions` are in reading order."""

    parsed: ParsedDocument
    mentions: Sequence[Mention]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def _roots(self) -> dict[tuple[str, int], int]:
        """Give for the head token of each mention the number of the longest mention that it heads."""
        found: dict[tuple[str, int], int] = {}
        for number, mention in enumerate(self.mentions):
            segment = self.parsed.at(mention.start)
            tokens = segment.tokens(Span(mention.start, mention.end)) if segment is not None else None
            if segment is not None and tokens is not None:
                found.setdefault((segment.segment.segment_id, int(tokens.root.i)), number)
        return found

    def within(self, span: Span) -> list[int]:
        """Give the numbers of the mentions that lie inside a position, in reading order."""
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end - 1)
        return [n for n in range(first, last) if self.mentions[n].end <= span.end]

    def headed_by(self, segment: ParsedSegment, token: "Token | None") -> int | None:
        """Give the number of the mention that a token heads, None if it heads none."""
        if token is None:
            return None
        return self._roots.get((segment.segment.segment_id, int(token.i)))

    def source(self, attribution: Attribution) -> int | None:
        """Give the number of the mention that is the source of an attribution.

        The head of the source decides. Where that is something written or said ("the union's letter"), its author is
        the source: who drafted it, whose it is, whom it is from.
        """
        for span in attribution.source_spans:
            segment = self.parsed.at(span.start)
            tokens = segment.tokens(span) if segment is not None else None
            if segment is None or tokens is None:
                continue
            root = tokens.root
            direct = self.headed_by(segment, root)
            if direct is not None:
                return direct
            author = self._author(segment, root)
            if author is not None:
                return author
            if root.lemma_.casefold() in WRITINGS:
                continue
            outer = self._outer(span)
            if outer:
                return outer[0]
        return None

    def _outer(self, span: Span) -> list[int]:
        """Give the mentions of a position that lie in no other one and are no possessors."""
        numbers = self.within(span)
        return [
            n
            for n in numbers
            if not any(o != n and self.mentions[o].start <= self.mentions[n].start < self.mentions[o].end for o in numbers)
            and self.parsed.document.text[self.mentions[n].end :][:2] not in ("'s", "’s")
        ]

    def _author(self, segment: ParsedSegment, root: "Token") -> int | None:
        for child in root.children:
            if child.dep_ in ("acl", "relcl"):
                for agent in child.children:
                    if agent.dep_ == "agent":
                        return self._object(segment, agent)
        for child in root.children:
            if child.dep_ == "poss":
                return self.headed_by(segment, child)
        for child in root.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("from", "by", "of"):
                found = self._object(segment, child)
                if found is not None:
                    return found
        return None

    def _object(self, segment: ParsedSegment, preposition: "Token") -> int | None:
        for child in preposition.children:
            if child.dep_ == "pobj":
                return self.headed_by(segment, child)
        return None
