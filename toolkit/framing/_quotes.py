"""Scare quotes: quoted words that are no utterance, and words of distance such as "so-called"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.framing._places import Here
from toolkit.framing._rows import ScareQuote
from toolkit.framing._words import matches, phrases, words
from toolkit.language import ParsedSegment
from toolkit.quotations import Quotation, quotations
from toolkit.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

__all__ = ["quote_rows"]

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_END = ",.;:"
_SMALL = frozenset({"a", "an", "the", "of", "and", "or", "in", "on", "for", "to", "at", "by", "with", "from"})
_HEADS = ("headline", "subhead", "teaser")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "DET"})


def _inner(text: str, quote: Quotation, offset: int) -> Span | None:
    """Give what stands between the marks, without space and without the comma or stop that type puts inside."""
    start, end = quote.inner_start, quote.inner_end
    words_only = text[start:end].rstrip()
    words_only = words_only.rstrip(_END).rstrip() if words_only.rstrip(_END) else ""
    start += len(words_only) - len(words_only.lstrip())
    words_only = words_only.strip()
    return Span(offset + start, offset + start + len(words_only)) if _WORD.search(words_only) else None


def _is_clause(tokens: "Tokens") -> bool:
    """Tell whether quoted words hold a finite verb with its subject: somebody said them as a sentence."""
    inside = range(tokens.start, tokens.end)
    for token in tokens:
        if token.dep_ in _SUBJECTS and token.head.i in inside and token.head.dep_ not in ("relcl", "acl"):
            return True
    return False


def _sentence_like(text: str, quote: Quotation) -> bool:
    said = text[quote.inner_start : quote.inner_end].strip()
    before = text[: quote.start].rstrip()
    begins = not before or before[-1] in ".!?:,"
    return said.endswith(("?", "!", "…", "...")) or (said[:1].isupper() and said.endswith((".", ",")) and begins)


def _capitalised(said: str) -> bool:
    """Tell whether each word that titles capitalise is capitalised, two at least."""
    main = [word for word in _WORD.findall(said) if word.lower() not in _SMALL]
    return len(main) > 1 and all(word[0].isupper() or word[0].isdigit() for word in main)


def _class(name: str) -> frozenset[str]:
    return words("framing_quotations", "word", "class", name)


def _beside(part: ParsedSegment, tokens: "Tokens") -> "tuple[list[Token], list[Token]]":
    """Give up to three words before quoted tokens, nearest first, and the one after, marks left out."""
    doc = part.doc
    before = [t for t in reversed(doc[max(0, tokens.start - 5) : tokens.start]) if not t.is_quote and not t.is_space]
    after = [t for t in doc[tokens.end : tokens.end + 3] if not t.is_quote and not t.is_space]
    return before[:3], after[:1]


def _is_name(part: ParsedSegment, tokens: "Tokens", said: str) -> bool:
    """Tell whether quoted words are a title, the name of a thing, or a nickname inside a name."""
    before, after = _beside(part, tokens)
    near = {t.lemma_.lower() for t in (*before[:1], *after)}
    capital = said[:1].isupper() or said[:1].isdigit()
    if capital and (near & _class("work") or {t.lemma_.lower() for t in before[:1]} & _class("entitled")):
        return True
    if all(t.ent_type_ == "WORK_OF_ART" for t in tokens):
        return True
    inside_name = bool(before and after) and all(
        t.pos_ == "PROPN" and abs(t.i - edge) <= 2
        for t, edge in ((before[0], tokens.start), (after[0], tokens.end - 1))
    )
    if inside_name and capital:
        return True
    return part.segment.role not in _HEADS and _capitalised(said)


def _category(here: Here, part: ParsedSegment, quote: Quotation, span: Span, tokens: "Tokens") -> str | None:
    """Give the class of quoted words, None for an utterance."""
    before, _ = _beside(part, tokens)
    lemmas = [t.lemma_.lower() for t in before if t.pos_ not in ("DET", "PUNCT")]
    if lemmas[:1] and lemmas[0] in _class("cited"):
        return "cited"
    if (lemmas[:1] and lemmas[0] in _class("named")) or (
        lemmas[1:2] and lemmas[0] == "as" and lemmas[1] in _class("named")
    ):
        return "label"
    said = here.contents.at(span.start)
    if said is None:
        return None if _is_clause(tokens) else "scare"
    offset = part.segment.start
    whole = any(
        offset + quote.start <= s and e <= offset + quote.end + 1 for s, e in said.content_spans if s <= span.start < e
    )
    if not whole:
        return "fragment"
    if said.cue_spans or said.source_spans or said.continues is not None or _is_clause(tokens):
        return None
    return "scare"


def _quoted(here: Here, part: ParsedSegment, longest: int) -> Iterator[ScareQuote]:
    offset = part.segment.start
    text = here.parsed.document.text[offset : part.segment.end]
    for quote in quotations(text):
        span = _inner(text, quote, offset) if quote.closed else None
        if span is None or _sentence_like(text, quote):
            continue
        said = here.parsed.text(span)
        count = len(_WORD.findall(said))
        tokens = part.tokens(span) if count <= longest else None
        if tokens is None or _is_name(part, tokens, said):
            continue
        category = "so-called" if _distanced(text, quote.start) else _category(here, part, quote, span, tokens)
        if category is not None:
            yield ScareQuote(**here.place(part, *span), category=category, lemma=said.lower(), n_words=count)


def _distanced(text: str, position: int) -> bool:
    before = text[max(0, position - 24) : position].rstrip().lower().replace("so called", "so-called")
    return any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in _class("distance"))


def _named(here: Here, part: ParsedSegment) -> Iterator[ScareQuote]:
    """Yield the phrase after a word of distance that no quotation marks set off."""
    reached = 0
    for found in matches(part.doc, phrases("framing_quotations", "word", "class", "source")):
        tokens, rows = found[0]
        if tokens[0].i < reached or not any(row["class"] == "distance" for row in rows):
            continue
        reached = tokens[-1].i + 1
        phrase = []
        for token in part.doc[reached : reached + 6]:
            if token.pos_ not in _MODIFIERS and token.text != "-":
                break
            phrase.append(token)
        while phrase and phrase[-1].pos_ not in ("NOUN", "PROPN"):
            phrase.pop()
        if phrase and not phrase[0].is_quote:
            place = here.run(part, phrase[0], phrase[-1])
            count = len(_WORD.findall(place["text"]))
            yield ScareQuote(
                **place,
                category="so-called",
                lemma="".join(t.text_with_ws for t in tokens).strip().lower(),
                n_words=count,
            )


def quote_rows(here: Here, longest: int) -> Iterator[ScareQuote]:
    """Yield the scare quotes of a document; words that somebody is quoted with elsewhere in it are cited."""
    found = [row for part in here.parsed.parsed for row in (*_quoted(here, part, longest), *_named(here, part))]
    fragments = {row.lemma for row in found if row.category == "fragment"}
    for row in found:
        again = row.category == "scare" and row.lemma in fragments
        yield replace(row, category="cited") if again else row
