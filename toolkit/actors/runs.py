"""Runs of capitalised words that may be names, cut into the parts that a name can have."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.actors.names import genders, titles
from toolkit.actors.places import Places, look_up
from toolkit.actors.reading import nouns, offices, singular
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Run", "Words", "body_word", "dateline_end", "runs", "words_of"]

_NOT_NAMES = frozenset(("PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "NUM", "PUNCT", "SYM", "PART", "SPACE"))
_UNNAMED = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "EVENT", "LANGUAGE"))
_DATELINE = re.compile(r"[^\w(]*[A-Z][A-Z .,'/-]{2,}[^.!?\"]{0,45}?(?:\)\s?|\s)[-–—]+\s")


@dataclass(frozen=True)
class Words:
    """What a document shows about its words: those written with a capital inside sentences, and small ones."""

    inside: frozenset[str]
    small: frozenset[str]


@dataclass(frozen=True)
class Run:
    """Tokens ``first:last`` of one segment that may be a name."""

    segment: int
    first: int
    last: int


@lru_cache(maxsize=1)
def _name_words() -> frozenset[str]:
    listed = {row["word"] for row in lexicons.load("bodies_in_names", "word", "type")}
    groups = ("group", "official", "relative", "vehicle", "warcraft")
    return frozenset(listed | {n.title() for n, noun in nouns().items() if noun.group not in groups and n != "forces"})


def body_word(word: str) -> bool:
    """Tell whether a capitalised word marks the name of an organisation ("Council", "Ltd")."""
    plain = word.rstrip(".")
    return plain in _name_words() or (plain.isupper() and len(plain) > 4 and plain.title() in _name_words())


def _begins(token: "Token") -> bool:
    """Tell whether a token begins a sentence or a quotation, where a capital says nothing."""
    if token.is_sent_start or token.i == 0:
        return True
    before = token.nbor(-1)
    return before.text in "\"':•*-–—(" and not (before.text in "-'" and not before.whitespace_)


def _shouts(doc: "Doc") -> bool:
    """Tell whether a segment writes every word with a capital, so that capitals mark no names."""
    long = [t.text for t in doc if t.is_alpha and len(t.text) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def words_of(segments: Sequence[ParsedSegment]) -> Words:
    """Collect what a document shows about its words."""
    inside: Counter[str] = Counter()
    small: set[str] = set()
    for parsed in segments:
        shouting = _shouts(parsed.doc)
        for token in parsed.doc:
            if not token.is_alpha:
                continue
            if not token.text[0].isupper():
                small.add(token.text)
            elif not shouting and not _begins(token) and token.pos_ not in _NOT_NAMES:
                inside[token.text] += 1
    return Words(frozenset(inside), frozenset(small))


def dateline_end(parsed: ParsedSegment) -> int:
    """Give the number of tokens of a dateline ("LIMA, May 3 (Agency) -") that a segment opens with, 0 for none."""
    opening = parsed.doc[:40].text if parsed.segment.role in ("body", "summary") else ""
    match = _DATELINE.match(opening) if re.search(r"\s[-–—]+\s", opening) else None
    return sum(1 for token in parsed.doc if token.idx < match.end()) if match else 0


def _known(word: str, places: Places) -> bool:
    tables = (places.names, places.adjectives, places.peoples, places.capitals, places.seats)
    return any(look_up(table, word) for table in tables) or word in places.bodies or word in places.metonyms


def _named_for(token: "Token") -> bool:
    """Tell whether a name such as "Parents for Safe Roads (PSR)" begins at a token."""
    doc, at = token.doc, token.i
    if at + 3 >= len(doc) or doc[at + 1].lower_ != "for" or not doc[at + 2].text[0].isupper():
        return False
    return any(t.text == "(" for t in doc[at + 3 : at + 6]) or doc[at + 2].ent_iob_ == "I"


def _capital(token: "Token", words: Words, places: Places, *, shouting: bool) -> bool:
    text = token.text
    if not text[0].isupper() or text in vocab("calendar") or (token.pos_ in _NOT_NAMES and not _known(text, places)):
        return False
    if _begins(token) and _named_for(token):
        return True
    if _begins(token) and singular(text) != text.casefold() and singular(text) in nouns() and text not in words.inside:
        return False
    if _known(text, places) and not (
        token.pos_ in _NOT_NAMES and len(text) < 4 and text.isalpha() and not text.isupper()
    ):
        return True
    if text.casefold() in ("the", "i", "a", "an") or (text.isupper() and shouting):
        return False
    if shouting:
        return text in words.inside or (
            token.ent_type_ in ("PERSON", "ORG", "GPE") and text.casefold() not in words.small
        )
    if not _begins(token) or token.pos_ == "PROPN":
        return token.ent_type_ not in _UNNAMED or token.ent_type_ == "EVENT" or text in words.inside
    if text in words.inside or text.rstrip(".") in titles():
        return True
    follows = token.i + 1 < len(token.doc) and token.nbor().text[0].isupper() and token.nbor().pos_ == "PROPN"
    return bool(follows and (token.ent_type_ in ("ORG", "PERSON") or text.casefold() in offices()))


def _one_body(doc: "Doc", at: int, first: int, is_capital: list[bool], places: Places) -> bool:
    """Tell whether *and* joins two words of one name ("the Seal and Shore Trust"), not two names."""
    last = at + 1
    while last + 1 < len(doc) and is_capital[last + 1]:
        last += 1
    closes = last - at > 1 and body_word(doc[last].text)
    if (
        not closes
        or at - first > 2
        or body_word(doc[at - 1].text)
        or any(_known(t.text, places) for t in doc[first:at])
    ):
        return False
    if any(t.ent_type_ == "PERSON" or t.text.rstrip(".") in titles() for t in doc[first:at]):
        return False
    initials = "".join(t.text[0] for t in doc[first : last + 1] if t.text[0].isupper())
    bracket = last + 2 < len(doc) and doc[last + 1].text == "(" and doc[last + 2].text == initials
    article = first > 0 and doc[first - 1].lower_ == "the"
    return bool(bracket or (article and not body_word(doc[at + 1].text) and doc[at + 2 : last].text.islower() is False))


def _joins(doc: "Doc", at: int, first: int, is_capital: list[bool], places: Places) -> int:
    """Give how many tokens from `at` join the run so far to a capitalised word that follows them (0: none do)."""

    def capital(index: int) -> bool:
        return index < len(doc) and is_capital[index]

    token, before = doc[at], doc[at - 1]
    low = token.lower_
    organisation = token.ent_type_ == "ORG" and before.ent_type_ == "ORG"
    if token.text == "-" and not before.whitespace_ and not token.whitespace_ and capital(at + 1):
        return 1
    if token.text == "&" and capital(at + 1):
        return 1
    if low in ("'", "'s") and token.tag_ == "POS" and capital(at + 1) and not look_up(places.names, before.text):
        union = before.text.endswith("s") and low == "'" and body_word(doc[at + 1].text)
        return int(union or (organisation and doc[at + 1].ent_type_ == "ORG" and doc[at + 1].ent_iob_ == "I"))
    if low == "of" and (before.text in vocab("before_of") or organisation):
        if capital(at + 1):
            return 1
        return 2 if at + 2 < len(doc) and doc[at + 1].lower_ == "the" and capital(at + 2) and organisation else 0
    if low == "for" and at == first + 1 and _named_for(before) and capital(at + 1):
        return 1
    if low == "and" and capital(at + 1) and _one_body(doc, at, first, is_capital, places):
        return 1
    if low in ("for", "and", "on", "to") and organisation and capital(at + 1) and doc[at + 1].ent_iob_ == "I":
        return 1
    if low in vocab("particle") and capital(at + 1):
        return 1
    if low in vocab("particle") and at + 2 < len(doc) and doc[at + 1].lower_ in vocab("particle") and capital(at + 2):
        return 2
    return 0


def runs(parsed: ParsedSegment, number: int, words: Words, places: Places) -> Iterator[Run]:
    """Find the runs of capitalised words of a segment.

    Parameters
    ----------
    parsed : ParsedSegment
        The segment.
    number : int
        Its number in the document.
    words : Words
        What the whole document shows about its words.
    places : Places
        Names that are known, so that they count even where a sentence begins.

    Yields
    ------
    Run
        From left to right.
    """
    doc = parsed.doc
    shouting = _shouts(doc)
    is_capital = [_capital(token, words, places, shouting=shouting) for token in doc]
    at = dateline_end(parsed)
    while at < len(doc):
        if not is_capital[at]:
            at += 1
            continue
        first = at
        at += 1
        while at < len(doc):
            joined = 0 if is_capital[at] else _joins(doc, at, first, is_capital, places)
            if is_capital[at] and not _new_name(doc, at, places):
                at += 1
            elif joined:
                at += joined + 1
            else:
                break
        if _small_body(doc, first, at, places):
            at += 1
        yield Run(number, first, at)


def _small_body(doc: "Doc", first: int, at: int, places: Places) -> bool:
    """Tell whether a noun in small letters ends the name of a body ("Quistham council")."""
    if at >= len(doc) or doc[at - 1].dep_ not in ("compound", "nmod") or _known(doc[first:at].text, places):
        return False
    noun = nouns().get(doc[at].text)
    return (
        noun is not None
        and noun.group in ("body", "party")
        and noun.type != "group"
        and not _known(doc[first].text, places)
    )


def _new_name(doc: "Doc", at: int, places: Places) -> bool:
    """Tell whether a capitalised token begins another name than the capitalised one before it ("Syria Mr Kral")."""
    if doc[at].is_sent_start:
        return True
    return doc[at].text in ("Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Ms.") and doc[at - 1].text not in genders()


def is_group_word(word: str) -> bool:
    """Tell whether a capitalised word is a plural of people ("MPs", "Senators")."""
    one = singular(word)
    return one != word.casefold() and one in nouns() and nouns()[one].group in ("group", "official")
