"""Scare quotes: quoted words that are no utterance, and words of distance such as "so-called"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.framing._places import HEADS, Here
from toolkit.framing._rows import ScareQuote
from toolkit.framing._words import matches, phrases, words
from toolkit.language import ParsedSegment
from toolkit.quotations import Quotation, quotations
from toolkit.records import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

__all__ = ["quote_rows"]

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_END = ",.;:"
_SMALL = frozenset({"a", "an", "the", "of", "and", "or", "in", "on", "for", "to", "at", "by", "with", "from"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_FUNCTION = frozenset({"PRON", "DET", "ADP", "CCONJ", "SCONJ", "PART", "AUX", "PUNCT"})
_FIRST = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours"})
#: Number of words up to which marks may set off the writer's own.
_FEW = 4
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
    return part.segment.role not in HEADS and _capitalised(said)


def _is_phrase(tokens: "Tokens", count: int) -> bool:
    """Tell whether quoted words are a word or a phrase: no verb with its subject, no finite verb among others."""
    return not _is_clause(tokens) and (count == 1 or not any(t.tag_ in _FINITE for t in tokens))


def _ascribed(here: Here, part: ParsedSegment, tokens: "Tokens") -> bool:
    """Tell whether the sentence reports or judges, or a noun above brings in words: a sign that read "..."."""
    above = {t.i for t in tokens.root.ancestors}
    sentence = part.doc[tokens[0].sent.start : tokens[-1].sent.end]
    others = [t for t in sentence if not tokens.start <= t.i < tokens.end]
    if any(here.cues.at(part.segment.start + t.idx) is not None for t in others):
        return True
    telling = [t for t in others if t.i in above or (t.pos_ in ("VERB", "NOUN") and t.dep_ != "amod")]
    return any(t.lemma_.lower() in _ascribing() for t in telling)


@lru_cache
def _ascribing() -> frozenset[str]:
    said = {row["lemma"] for row in lexicons.load("cues", "lemma", "cue_class", "frame") if _quotes_or_judges(row)}
    return _class("ascribing") | _class("cited") | _class("named") | said


def _quotes_or_judges(row: Mapping[str, str]) -> bool:
    return "quote" in row["frame"].split() or row["cue_class"] == "evaluative"


def _within_a_phrase(part: ParsedSegment, tokens: "Tokens") -> bool:
    """Tell whether the marks cut through a noun phrase of the writer's sentence: their "reform", a "safe" region.

    Words between marks that are a whole complement (a time of "change") are as a rule somebody's.
    """
    before, after = _beside(part, tokens)
    opens = before[:1] and before[0].pos_ in ("DET", "ADJ", "PRON", "PART", "NUM") and before[0].i == tokens.start - 2
    goes_on = after[:1] and after[0].pos_ in ("NOUN", "PROPN", "ADJ") and after[0].i == tokens.end + 1
    told = any(t.tag_ in _FINITE for t in part.doc[tokens[0].sent.start : tokens[-1].sent.end])
    return told and bool(opens or goes_on)


def _by_reporter(here: Here, part: ParsedSegment, tokens: "Tokens", said: str, count: int) -> bool:
    """Tell whether quoted words that nobody is found to have said may be the writer's own word, held at a distance.

    They are few, a word of content or a phrase, no name, without the first person, ascribed to nobody above them, and
    in the text, as headlines quote without a source.
    """
    if part.segment.role in HEADS or count > _FEW or said[:1].isupper() or said[:1].isdigit():
        return False
    before, _ = _beside(part, tokens)
    predicate = next((t.lower_ for t in before if t.pos_ != "DET"), "") == "as"  # admired as "..."
    first = any(t.lower_ in _FIRST for t in tokens)
    own = _within_a_phrase(part, tokens) and not predicate and not first
    return own and _is_phrase(tokens, count) and not _ascribed(here, part, tokens)


def _before_it(part: ParsedSegment, tokens: "Tokens") -> str | None:
    """Give the class that the words before quoted words show: cited or label."""
    before, _ = _beside(part, tokens)
    lemmas = [t.lemma_.lower() for t in before if t.pos_ not in ("DET", "PUNCT")]
    if lemmas[:1] and lemmas[0] in _class("cited") | _class("gloss"):
        return "cited"
    if lemmas[1:2] and lemmas[0] == "as":
        lemmas = lemmas[1:]
    return "label" if lemmas[:1] and lemmas[0] in _class("named") else None


def _category(here: Here, part: ParsedSegment, quote: Quotation, span: Span, tokens: "Tokens") -> str | None:
    """Give the class of quoted words, None for an utterance."""
    shown = _before_it(part, tokens)
    if shown is not None:
        return shown
    text = here.parsed.text(span)
    count = len(_WORD.findall(text))
    said = here.contents.at(span.start)
    if said is not None:
        if not _is_whole(said, part.segment.start + quote.start, part.segment.start + quote.end, span):
            return "fragment" if _is_phrase(tokens, count) else None
        if said.cue_spans or said.source_spans or said.continues is not None:
            return None
    if all(t.pos_ in _FUNCTION for t in tokens):
        return "cited" if count == 1 else None
    return "scare" if _by_reporter(here, part, tokens, text, count) else None


def _is_whole(said: Attribution, start: int, end: int, span: Span) -> bool:
    """Tell whether a quotation is the whole content of an attribution."""
    return any(start <= s and e <= end + 1 for s, e in said.content_spans if s <= span.start < e)


def _row(here: Here, part: ParsedSegment, quote: Quotation, span: Span, tokens: "Tokens") -> ScareQuote | None:
    text = here.parsed.document.text[part.segment.start : part.segment.end]
    category = "so-called" if _distanced(text, quote.start) else _category(here, part, quote, span, tokens)
    if category is None:
        return None
    said = here.parsed.text(span)
    count = len(_WORD.findall(said))
    return ScareQuote(**here.place(part, *span), category=category, lemma=said.lower(), n_words=count)


def _quoted(here: Here, part: ParsedSegment, longest: int) -> Iterator[ScareQuote]:
    """Yield the quoted words of a segment; where a sentence quotes somebody, other marks in it may be theirs."""
    offset = part.segment.start
    text = here.parsed.document.text[offset : part.segment.end]
    found: list[ScareQuote] = []
    quoting: set[int] = set()
    for quote in quotations(text):
        span = _inner(text, quote, offset) if quote.closed else None
        tokens = part.tokens(span) if span is not None else None
        if span is None or tokens is None:
            continue
        said = here.parsed.text(span)
        if text[: quote.start].endswith("="):  # markup
            continue
        utterance = _sentence_like(text, quote) or len(_WORD.findall(said)) > longest
        if not utterance and _is_name(part, tokens, said):
            continue
        row = None if utterance else _row(here, part, quote, span, tokens)
        if row is None or row.category == "fragment":
            quoting.update(t.sent.start for t in tokens)
        if row is not None:
            found.append(row)
    cited = {row.lemma for row in found if row.category == "fragment"}
    for row in found:
        at = part.tokens(Span(row.start, row.end))
        if row.lemma in cited or row.category != "scare" or at is None or at[0].sent.start not in quoting:
            yield row


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
