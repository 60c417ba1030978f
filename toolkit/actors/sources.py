"""Which mention is meant by the source of an attribution."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actors.reading import nouns, singular
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Attribution, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["MentionIndex"]


@dataclass(frozen=True)
class MentionIndex:
    """Mentions of one document, found by position. `mentions` are in reading order."""

    parsed: ParsedDocument
    mentions: Sequence[Mention]

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [parsed.segment.start for parsed in self.parsed.parsed]

    def number_at(self, position: int) -> int:
        """Give the number of the parsed segment that holds a position, -1 if none does."""
        number = bisect_right(self._segment_starts, position) - 1
        return number if number >= 0 and position < self.parsed.parsed[number].segment.end else -1

    def at(self, position: int) -> ParsedSegment | None:
        """Give the parsed segment that holds a position, None if none does."""
        number = self.number_at(position)
        return self.parsed.parsed[number] if number >= 0 else None

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def _roots(self) -> dict[tuple[str, int], int]:
        """Give for the head token of each mention the number of the longest mention that it heads."""
        found: dict[tuple[str, int], int] = {}
        for number, mention in enumerate(self.mentions):
            segment = self.at(mention.start)
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
            segment = self.at(span.start)
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
            if root.lemma_.casefold() in vocab("writing"):
                continue
            return self._beside(segment, tokens.root)
        return None

    def _beside(self, segment: ParsedSegment, root: "Token") -> int | None:
        """Give the name that stands in apposition to the head of a source, or says whose team it is."""
        for child in root.children:
            if child.dep_ == "appos":
                return self.headed_by(segment, child)
        if root.lemma_.casefold() in vocab("team"):
            for child in root.children:
                if child.dep_ in ("compound", "nmod", "poss"):
                    return self.headed_by(segment, child)
        return None

    def _author(self, segment: ParsedSegment, root: "Token") -> int | None:
        """Give who drafted, owns or sent something written or said."""
        noun = nouns().get(singular(root.text))
        if root.ent_type_ == "PERSON" or (
            root.lemma_.casefold() not in vocab("writing") and (noun is None or noun.type == "person")
        ):
            return None
        for child in root.children:
            if child.dep_ in ("acl", "relcl"):
                for agent in child.children:
                    if agent.dep_ == "agent":
                        return self.object_of(segment, agent)
        for child in root.children:
            if child.dep_ == "poss":
                return self.headed_by(segment, child)
        for child in root.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("from", "by", "of"):
                found = self.object_of(segment, child)
                if found is not None:
                    return found
        return None

    def object_of(self, segment: ParsedSegment, preposition: "Token") -> int | None:
        """Give the number of the mention that stands after a preposition, None if none does."""
        for child in preposition.children:
            if child.dep_ == "pobj":
                return self.headed_by(segment, child)
        return None
