"""What one mention says by itself, before anything is resolved; and small questions asked of a parse."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.actors.places import Body
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "Noun",
    "Reading",
    "acts",
    "nouns",
    "offices",
    "singular",
    "subject_of",
]

_RELATIONAL = frozenset(["with", "against", "by", "between"])


@dataclass(frozen=True)
class Noun:
    """A noun that names actors: its class, actor type and gender ("" for none)."""

    word: str
    group: str
    type: str
    gender: str = ""


@dataclass(frozen=True)
class Reading:
    """One mention as it stands: where it is (tokens of one parsed segment) and what its words tell."""

    segment: int
    first: int
    last: int
    head: int
    kind: str
    what: str
    text: str
    name: str = ""
    parts: tuple[str, ...] = ()
    title: str = ""
    office: str = ""
    state: str | None = None
    body: Body | None = None
    noun: str = ""
    modifiers: tuple[str, ...] = ()
    gender: str | None = None
    plural: bool = False
    definite: bool = False
    owner: int | None = None
    place: str = ""
    acronym: str = field(default="")

    @property
    def key(self) -> tuple[int, int, int]:
        """Order of reading: earlier first, of two that begin together the longer first."""
        return (self.segment, self.first, -self.last)


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """Nouns for people and bodies, by singular."""
    found = {
        row["noun"]: Noun(row["noun"], row["class"], row["type"])
        for row in lexicons.load("bodies", "noun", "class", "type")
    }
    for row in lexicons.load("person_nouns", "noun", "plural", "class", "gender"):
        found.setdefault(row["noun"], Noun(row["noun"], row["class"], "person", row["gender"]))
    for row in lexicons.load("offices", "office", "scope", "gender"):
        if " " not in row["office"]:
            found.setdefault(row["office"], Noun(row["office"], "official", "person", row["gender"]))
    return found


@lru_cache(maxsize=1)
def offices() -> dict[str, str]:
    """Offices in small letters, each with its scope."""
    return {row["office"]: row["scope"] for row in lexicons.load("offices", "office", "scope", "gender")}


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    rows = lexicons.load("person_nouns", "noun", "plural", "class", "gender")
    return {row["plural"]: row["noun"] for row in rows if row["plural"]}


def singular(word: str) -> str:
    """Give the singular, in small letters, of a noun that may name an actor; the word itself where it names none.

    Examples
    --------
    >>> singular("Ministries"), singular("MPs"), singular("fishermen"), singular("glass")
    ('ministry', 'mp', 'fisherman', 'glass')
    """
    low = word.casefold()
    table = nouns()
    if low in _irregular():
        return _irregular()[low]
    if low in table:
        return low
    for ending, new in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("s", "")):
        if low.endswith(ending) and low[: -len(ending)] + new in table:
            return low[: -len(ending)] + new
    return low


def _passive(verb: "Token") -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def subject_of(token: "Token") -> "Token | None":
    """Find the verb whose subject (active or passive) a token is, through coordination."""
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
        token = token.head
    return token.head if token.dep_ in ("nsubj", "nsubjpass") and token.head.pos_ in ("VERB", "AUX") else None


def _acts_as_subject(token: "Token") -> bool:
    verb = subject_of(token)
    if verb is None:
        return False
    if token.dep_ == "nsubjpass" or _passive(verb):
        return verb.lemma_ in vocab("address_verb")
    if verb.lemma_ != "be":
        return True
    return any(c.dep_ == "acomp" and c.lower_ in vocab("willing") for c in verb.children)


def acts(token: "Token") -> bool:
    """Tell whether what a token names does, says or undergoes something that only an actor can.

    True for the subject of a verb other than *be*, the object of a verb such as *accuse*, the agent of a passive,
    a possessor, what stands after *according to*, *with* or *against*. False for mere places ("talks in Lima").
    """
    if _acts_as_subject(token):
        return True
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    if token.dep_ in ("dobj", "dative"):
        return token.head.lemma_ in vocab("address_verb")
    if token.dep_ == "poss":
        return True
    if token.dep_ != "pobj":
        return False
    before = token.head
    if before.dep_ == "agent" or before.lower_ in _RELATIONAL:
        return True
    return before.lower_ == "to" and before.head.lower_ in ("according", "say", "said", "message", "letter", "appeal")
