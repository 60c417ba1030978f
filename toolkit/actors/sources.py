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
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

__all__ = ["MentionIndex"]


def _root(doc: "Doc", first: int, last: int) -> int:
    """Give the token of a run that the others depend on: the first whose head lies outside."""
    for at in range(first, last):
        head = doc[at].head.i
        if head == at or not first <= head < last:
            return at
    return first


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
            place = self.number_at(mention.start)
            if place < 0:
                continue
            segment = self.parsed.parsed[place]
            first, last = self._run(place, mention.start, mention.end)
            if first < last:
                root = _root(segment.doc, first, last)
                found.setdefault((segment.segment.segment_id, root), number)
        return found

    @cached_property
    def _offsets(self) -> dict[int, list[int]]:
        return {}

    def _run(self, place: int, start: int, end: int) -> tuple[int, int]:
        """Give the tokens of a parsed segment that lie between two positions of the text."""
        segment = self.parsed.parsed[place]
        if place not in self._offsets:
            self._offsets[place] = [token.idx for token in segment.doc]
        starts, offset = self._offsets[place], segment.segment.start
        return max(0, bisect_right(starts, start - offset) - 1), bisect_left(starts, end - offset)

    def tokens(self, span: Span) -> "Tokens | None":
        """Give the tokens of a position, None if it holds none."""
        place = self.number_at(span.start)
        if place < 0:
            return None
        first, last = self._run(place, span.start, span.end)
        return self.parsed.parsed[place].doc[first:last] if first < last else None

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
            tokens = self.tokens(span)
            if segment is None or tokens is None:
                continue
            root = self._modified(tokens.root)
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

    @staticmethod
    def _modified(token: "Token") -> "Token":
        """Give the noun that the clause of a relative pronoun modifies, any other token as it is."""
        if token.tag_ in ("WP", "WDT") or (token.lower_ == "that" and token.dep_ in ("nsubj", "nsubjpass")):
            verb = token.head
            while verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head.i < token.i:
                verb = verb.head
            if verb.dep_ == "relcl":
                return verb.head
        return token

    def _beside(self, segment: ParsedSegment, root: "Token") -> int | None:
        """Give the name that stands in apposition to the head of a source, or says whose team it is."""
        for child in root.children:
            if child.dep_ == "appos":
                return self.headed_by(segment, child)
        if root.pos_ == "NUM" or root.lower_ in ("some", "many", "most", "several", "all", "both", "others"):
            for child in root.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    return self.object_of(segment, child)
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
