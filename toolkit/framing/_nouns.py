"""Kinds of nouns that the rules of several devices ask for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["animate", "animates", "figurative", "is_of_kind", "kinds", "texts"]

#: Endings of nouns made of a quality or a deed (Quirk et al. 1985, appendix I).
_ABSTRACT = ("ness", "ility", "ality", "ism", "acy")
#: Pronouns for people.
_PEOPLE = frozenset(
    {"i", "me", "we", "us", "you", "he", "him", "she", "her", "they", "them", "who", "whom", "everyone", "everybody"}
    | {"nobody", "anyone", "anybody", "someone", "somebody", "himself", "herself", "themselves", "ourselves"}
)


@lru_cache
def animates() -> frozenset[str]:
    """Give the nouns for people and for bodies of people."""
    people = {row["noun"] for row in lexicons.load("person_nouns", "noun")}
    return frozenset(people | {row["noun"] for row in lexicons.load("bodies", "noun")})


@lru_cache
def texts() -> frozenset[str]:
    """Give the nouns for what is said, written, wanted or decided."""
    rows = lexicons.load("relation_heads", "noun", "kind", "source")
    return frozenset(row["noun"] for row in rows if row["kind"] == "word")


@lru_cache
def _assets() -> frozenset[str]:
    rows = lexicons.load("relation_heads", "noun", "kind", "source")
    return frozenset(row["noun"] for row in rows if row["kind"] in ("asset", "craft"))


def animate(word: "Token") -> bool:
    """Tell whether a word stands for people or a body of people: a name, a pronoun, the Norvanian nationals."""
    known = word.ent_type_ in ("PERSON", "NORP", "ORG", "GPE") or word.lemma_.lower() in animates()
    known = known or any(c.dep_ == "amod" and c.ent_type_ == "NORP" and word.tag_ == "NNS" for c in word.children)
    return known or (word.pos_ == "PRON" and word.lower_ in _PEOPLE)


@lru_cache
def kinds() -> Mapping[str, frozenset[str]]:
    """Give the kinds of the words that show in which sense the words beside them are used."""
    found: dict[str, set[str]] = {}
    for row in lexicons.load("framing_kinds", "word", "kind", "source"):
        found.setdefault(row["word"], set()).add(row["kind"])
    return {word: frozenset(those) for word, those in found.items()}


def is_of_kind(lemma: str, *names: str) -> bool:
    """Tell whether a word is of one of some kinds."""
    return not kinds().get(lemma, frozenset()).isdisjoint(names)


def figurative(noun: str) -> bool:
    """Tell whether an act of force upon what a noun names is one in words only: talk, politics, a quality.

    Examples
    --------
    >>> figurative("proposal"), figurative("credibility"), figurative("bridge")
    (True, True, False)
    """
    talk = is_of_kind(noun, "talk", "politics") and noun not in animates()
    return talk or noun in texts() or (noun.endswith(_ABSTRACT) and noun not in _assets())
