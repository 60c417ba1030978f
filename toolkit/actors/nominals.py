"""Nouns that stand for actors: "the ministry", "her deputy", "Russian officials"; their extent and what they tell."""

import re
from typing import TYPE_CHECKING

from toolkit.actors.places import Places, look_up
from toolkit.actors.reading import Noun, nouns, offices, singular, subject_of
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["extent", "head_of", "is_plural", "left_edge", "modifiers_of", "named_state", "noun_of", "owner_of"]

_PREPOSITIONS = frozenset(["of", "for", "from", "in", "at", "to", "within", "inside"])
_STOPS = frozenset(["who", "which", "that", "whose", "when", "where", "and", "or", "but"])
_OUT = frozenset(["reporter", "journalist", "correspondent"])
_LEFT_POS = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV"))
_NOT_HEADS = frozenset(("compound", "amod", "nmod", "attr", "oprd", "npadvmod", "quantmod", "expl"))
_AGENTIVE = re.compile(r"...(?:er|or|ist|ee|eer|woman|man|ian)$")


def noun_of(token: "Token") -> Noun | None:
    """Tell which actor noun heads a noun phrase at a token, None if none does.

    Modifiers ("council tax") and predicates ("she is a lawyer") are no actors.
    """
    word = singular(token.text)
    noun = _hyphened(token) or nouns().get(word) or _agent(token)
    if noun is None or word in _OUT or token.pos_ not in ("NOUN", "PROPN"):
        return None
    if token.dep_ in _NOT_HEADS and not (_title_like(token) or _hyphened(token)):
        return None
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return None
    return noun


def _hyphened(token: "Token") -> Noun | None:
    """Read an office that a hyphen joins and the parser took apart ("secretary-general")."""
    if token.i + 2 >= len(token.doc) or token.nbor().text != "-" or token.nbor().whitespace_ or token.whitespace_:
        return None
    word = f"{token.lower_}-{token.nbor(2).lower_}"
    return Noun(word, "official", "person") if word in offices() else None


def head_of(token: "Token") -> int:
    """Give the token that stands for a noun in its sentence: of a compound with a hyphen the last, if so parsed."""
    apart = token.dep_ in _NOT_HEADS and _hyphened(token) is not None
    return int(token.i + 2 if apart else token.i)


def _agent(token: "Token") -> Noun | None:
    """Tell whether an unlisted noun names people by its form, where it speaks ("the beekeepers said")."""
    verb = subject_of(token)
    word = token.lemma_.casefold()
    if verb is None or verb.lemma_ not in vocab("speech_verb") or token.pos_ != "NOUN" or word in vocab("writing"):
        return None
    return Noun(word, "group", "person") if _AGENTIVE.search(word) and word not in vocab("thing_er") else None


def _title_like(token: "Token") -> bool:
    """Tell whether a noun that the parser took for a modifier stands before a name ("operations director Lee Hale")."""
    follows = token.i + 1 < len(token.doc) and token.nbor()
    return bool(follows and follows.pos_ == "PROPN" and token.dep_ in ("compound", "nmod"))


def left_edge(token: "Token") -> int:
    """Give the first token of the noun phrase that a token heads, without clauses and quotation marks before it."""
    doc, at = token.doc, token.i
    apart = _hyphened(token) is not None
    while at > 0:
        before = doc[at - 1]
        if before.is_sent_start and before.i != token.i and token.is_sent_start:
            break
        hyphen = before.text == "-" and not before.whitespace_
        possessive = before.tag_ == "POS"
        inside = apart or before.i >= token.left_edge.i or doc[at].text == "-"
        verbal = before.pos_ == "VERB" and before.dep_ == "amod"
        if before.tag_ in ("PRP$", "WP$"):
            return at - 1 if inside else at
        if not inside or not (hyphen or possessive or verbal or before.pos_ in _LEFT_POS):
            break
        at -= 1
        if before.is_sent_start:
            break
    while at < token.i and (doc[at].tag_ == "POS" or doc[at].text == "-"):
        at += 1
    return at


def _prepositional(doc: "Doc", at: int, head: "Token") -> int:
    """Give where a prepositional phrase that begins at `at` ends, cut before commas, clauses and verbs."""
    preposition = doc[at]
    if (
        preposition.lower_ not in _PREPOSITIONS
        or preposition.dep_ not in ("prep", "dative")
        or preposition.head != head
    ):
        return at
    end = at + 1
    limit = min(preposition.right_edge.i + 1, at + 10)
    while end < limit:
        token = doc[end]
        if (
            token.lower_ in _STOPS
            or token.text in ',"();:–—'
            or (token.pos_ in ("VERB", "AUX") and token.dep_ != "amod")
        ):
            break
        end += 1
    return end if end > at + 1 else at


def extent(token: "Token") -> tuple[int, int]:
    """Give first token and end of the noun phrase that a token heads, without relative clause and apposition."""
    last = token.i + (3 if _hyphened(token) else 1)
    relational = nouns().get(singular(token.text))
    if last < len(token.doc) and not (relational and relational.group == "relative" and token.dep_ == "dobj"):
        end = _prepositional(token.doc, last, token)
        last = end
    return left_edge(token), last


def is_plural(token: "Token") -> bool:
    """Tell whether a noun is plural, by its tag or its form."""
    return token.tag_ in ("NNS", "NNPS") or singular(token.text) != token.lower_


def named_state(token: "Token", first: int, places: Places) -> str | None:
    """Find the state that a noun phrase names before its head or after *of* or *in* ("the ministry in Peru")."""
    doc = token.doc
    for start in range(first, token.i):
        for end in range(min(token.i, start + 4), start, -1):
            text = doc[start:end].text
            code = look_up(places.adjectives, text) or look_up(places.names, text)
            if code is not None and doc[start].text[0].isupper():
                return code
    after = token.i + 1
    noun = nouns().get(singular(token.text))
    linking = ("of",) if noun is not None and noun.group == "mission" else ("of", "in")
    if after < len(doc) and doc[after].lower_ in linking:
        start = after + 2 if after + 1 < len(doc) and doc[after + 1].lower_ == "the" else after + 1
        for end in range(min(len(doc), start + 4), start, -1):
            code = look_up(places.names, doc[start:end].text)
            if code is not None:
                return code
    return None


def modifiers_of(token: "Token", first: int, places: Places) -> tuple[str, ...]:
    """Give the words between determiner and head that are neither state, number nor possessor, in small letters."""
    doc, found = token.doc, []
    start = first
    for at in range(first, token.i):
        if doc[at].tag_ in ("POS", "PRP$"):
            start = at + 1
    at = start
    while at < token.i:
        width = _state_width(doc, at, token.i, places)
        if not width and doc[at].pos_ in ("ADJ", "NOUN", "PROPN", "VERB"):
            found.append(doc[at].lower_)
        at += width or 1
    return tuple(found)


def _state_width(doc: "Doc", at: int, end: int, places: Places) -> int:
    """Give how many tokens name a state at a position, 0 if none do."""
    for width in range(min(3, end - at), 0, -1):
        text = doc[at : at + width].text
        if doc[at].text[0].isupper() and (look_up(places.adjectives, text) or look_up(places.names, text)):
            return width
    return 0


def field_after(token: "Token") -> tuple[str, ...]:
    """Give the words after *of* or *for* that say what a ministry is for ("ministry of defence")."""
    doc, at = token.doc, token.i + 1
    if at >= len(doc) or doc[at].lower_ not in ("of", "for"):
        return ()
    found = []
    for token_after in doc[at + 1 : at + 6]:
        if token_after.lower_ in ("the", "and"):
            continue
        if token_after.pos_ not in ("NOUN", "PROPN", "ADJ"):
            break
        found.append(token_after.lower_)
    return tuple(found)


def owner_of(token: "Token") -> int | None:
    """Find the possessor ("X's office", "her deputy") or what follows *of* or *for* ("a spokesman for X")."""
    for child in token.lefts:
        if child.dep_ == "poss":
            return int(child.i)
    for at in range(token.i - 1, left_edge(token), -1):
        if token.doc[at].tag_ == "POS":
            return at - 1
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "from", "at", "within") and child.i == token.i + 1:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return int(grandchild.i)
    return None


def is_office(token: "Token", noun: Noun) -> bool:
    """Tell whether a noun, with the word before it or alone, is an office that one person holds ("chief executive")."""
    two = f"{token.doc[token.i - 1].lower_} {noun.word}" if token.i else noun.word
    return noun.word in offices() or two in offices()
