"""Read what a noun says that stands for an actor: a body, an office, a group of people, two sides."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.actors import nominals
from toolkit.actors.places import Places
from toolkit.actors.reading import Noun, Reading, acts, nouns, singular, subject_of
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["scan_nominals"]

_BOTH = frozenset(("side", "delegation", "party", "country", "government", "nation"))


def _nominal(token: "Token", number: int, places: Places, bodies: frozenset[str]) -> Reading | None:
    noun = nominals.noun_of(token)
    if noun is None:
        return None
    doc = token.doc
    if noun.group in ("relative", "generic") and _in_a_name(token):
        return None
    first, last = nominals.extent(token)
    plural = nominals.is_plural(token)
    office = nominals.is_office(token, noun) and not plural
    modifiers = nominals.modifiers_of(token, first, places)
    found = Reading(
        number, first, last, nominals.head_of(token), "title" if office else "nominal",
        noun.type if noun.type != "person" else "group" if plural else "person", doc[first:last].text,
        office=" ".join((*modifiers, noun.word)) if office else "", state=nominals.named_state(token, first, places),
        noun=noun.word, modifiers=modifiers, gender=noun.gender or None, plural=plural,
        definite=_definite(doc, first, token.i), owner=nominals.owner_of(token), place=_place(doc, token),
    )  # fmt: skip
    if (
        _idle(token, found)
        or _mere(token, noun, found)
        or (noun.type != "person" and not _body_counts(token, noun.group, found, bodies))
    ):
        return None
    unowned = found.state is None and found.owner is None
    return None if noun.group == "generic" and unowned and not _speaks(token) else found


def _in_a_name(token: "Token") -> bool:
    """Tell whether a noun is written with a capital behind another such word ("the trawler Three Brothers")."""
    before = token.doc[token.i - 1] if token.i and not token.is_sent_start else None
    return token.text[0].isupper() and before is not None and before.text[0].isupper() and not before.is_sent_start


def _definite(doc: "Doc", first: int, head: int) -> bool:
    if doc[first].lower_ in ("the", "this", "that", "these", "those") or doc[first].tag_ == "PRP$":
        return True
    return any(token.tag_ == "POS" for token in doc[first:head])


def _idle(token: "Token", found: Reading) -> bool:
    """Tell whether a noun names nobody here: "no minister", "a source of income", "the tax regime"."""
    doc = token.doc
    negated = found.first > 0 and doc[found.first - 1].lower_ == "not"
    if doc[found.first].lower_ in ("no", "whose", "neither", "either") or negated:
        return True
    if found.noun == "source" and token.i + 1 < len(doc) and token.nbor().lower_ == "of":
        return True
    common = bool(found.modifiers) and found.state is None and doc[token.i - 1].text[0].islower()
    return found.noun in ("regime", "administration") and common


def _speaks(token: "Token") -> bool:
    verb = subject_of(token)
    return verb is not None and verb.lemma_ in vocab("speech_verb")


def _bare(token: "Token") -> bool:
    """Tell whether a singular noun stands without any word before it, as a thing does ("by newspaper")."""
    if nominals.is_plural(token) or token.is_sent_start or token.text[0].isupper() or token.i == 0:
        return False
    before = token.doc[token.i - 1]
    return before.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "PART", "NUM", "PUNCT")


def _body_counts(token: "Token", group: str, found: Reading, bodies: frozenset[str]) -> bool:
    """Tell whether a noun for a body names an actor here, not just a thing ("the office was cold")."""
    if _bare(token):
        return False
    if group in ("vehicle", "warcraft"):
        return _is_force(token, group, found)
    if found.definite and _of_somebody(token):
        return True
    public = group in ("government", "ministry", "mission", "military", "institution")
    if public and (found.definite or found.state is not None or found.owner is not None):
        return True
    return (found.definite and found.noun in bodies) or acts(token)


def _is_force(token: "Token", group: str, found: Reading) -> bool:
    """Tell whether vehicles act as a force ("patrol boats rammed the trawler"), not just as things that move."""
    armed = group == "warcraft" or bool(vocab("armed").intersection(found.modifiers))
    if not armed and found.state is None:
        return False
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return True
    verb = subject_of(token) if token.dep_ != "nsubjpass" else None
    return verb is not None and any(child.dep_ == "dobj" for child in verb.children)


def _mere(token: "Token", noun: Noun, found: Reading) -> bool:
    """Tell whether people are only mentioned in passing: unnamed, unowned, neither speaking nor acted on.

    "A toll pays for pilots", "ships take a pilot", "we would be poorer sailors".
    """
    if noun.word in ("chair", "head") and found.owner is None and not _speaks(token) and found.first < token.i:
        return True
    if noun.type != "person" or found.definite or found.state is not None or found.owner is not None:
        return False
    top = token
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    if top.dep_ in ("attr", "oprd"):
        return True
    if top.dep_ == "dobj":
        return top.head.lemma_ in vocab("light_verb")
    if top.dep_ != "pobj" or any(child.dep_ in ("relcl", "appos") for child in token.children):
        return False
    if _of_somebody(top) or top.head.head.lemma_ in vocab("speech_verb"):
        return False
    return top.head.lower_ in ("for", "of", "without", "like", "than", "as", "in", "on", "about", "through")


def _of_somebody(token: "Token") -> bool:
    """Tell whether a noun says whose spokesman or member somebody is ("a spokesman for the council")."""
    if token.dep_ != "pobj" or token.head.lower_ not in ("of", "for", "from"):
        return False
    described = nouns().get(singular(token.head.head.text))
    return described is not None and described.type == "person"


def _place(doc: "Doc", token: "Token") -> str:
    """Give the name after *in* or *at* right behind a noun ("the embassy in Lima")."""
    at = token.i + 1
    if at + 1 < len(doc) and doc[at].lower_ in ("in", "at", "to") and doc[at + 1].text[0].isupper():
        return str(doc[at + 1].text)
    return ""


def _counted_two(doc: "Doc", first: int, head: int) -> bool:
    """Tell whether "both" or "two" stands before a noun, as a word of its own."""
    return any(t.lower_ in ("both", "two") and doc[t.i + 1].text != "-" for t in doc[first:head])


def _both_countries(token: "Token", number: int) -> Reading | None:
    """Read "both countries", "the two governments": two actors taken together."""
    if token.tag_ != "NNS" or token.lemma_.casefold() not in _BOTH:
        return None
    first = nominals.left_edge(token)
    if not _counted_two(token.doc, first, token.i):
        return None
    text = token.doc[first : token.i + 1].text
    return Reading(
        number, first, token.i + 1, token.i, "nominal", "both", text, noun=token.lemma_, plural=True, definite=True
    )


def scan_nominals(
    doc: "Doc", number: int, places: Places, bodies: frozenset[str], taken: list[Reading], start: int
) -> Iterator[Reading]:
    """Read the nouns of a segment, from token `start` on, that lie in no name."""
    covered = {i for r in taken for i in range(r.first, r.last)}
    for token in doc[start:]:
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN"):
            continue
        reading = _both_countries(token, number) or _nominal(token, number, places, bodies)
        if reading is not None:
            yield reading
        elif token.lemma_ in ("country", "nation", "homeland") and token.i and doc[token.i - 1].tag_ == "PRP$":
            text = doc[token.i - 1 : token.i + 1].text
            yield Reading(
                number, token.i - 1, token.i + 1, token.i, "nominal", "state", text, noun="country", definite=True,
                owner=token.i - 1,
            )  # fmt: skip
