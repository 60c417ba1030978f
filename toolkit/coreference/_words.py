"""The words of a document as a coreference package reads them, each with its place in the document's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from toolkit.language import ParsedDocument
from toolkit.records import Span

__all__ = ["Finder", "Words", "words_of"]


class Finder(Protocol):
    """What finds chains: of words by sentences, runs of words (first, last; both included, counted over all)."""

    def clusters(self, sentences: Sequence[Sequence[str]]) -> Iterable[Iterable[tuple[int, int]]]:
        """Give the chains, each as the runs of words that mean the same."""


@dataclass(frozen=True)
class Words:
    """Words by sentences, without spaces, and the place of each in the document's text."""

    sentences: tuple[tuple[str, ...], ...]
    places: tuple[Span, ...]

    def span(self, first: int, last: int) -> Span:
        """Give the place of a run of words."""
        return Span(self.places[first].start, self.places[last].end)


def words_of(parsed: ParsedDocument) -> Words:
    """Collect the words of the parsed segments: no byline, link or caption credit is read along."""
    sentences: list[tuple[str, ...]] = []
    places: list[Span] = []
    for segment in parsed.parsed:
        for sentence in segment.doc.sents:
            tokens = [token for token in sentence if not token.is_space]
            if tokens:
                sentences.append(tuple(token.text for token in tokens))
                places += [segment.span(token) for token in tokens]
    return Words(tuple(sentences), tuple(places))
