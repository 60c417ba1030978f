"""The word lists of relations: verb frames, event nouns, verbs that govern an act, heads that stand for their owner."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons
from toolkit.records import POLARITY

__all__ = ["EFFECTS", "HEAD_KINDS", "TARGETS", "Frame", "Noun", "effects", "frames", "heads", "key", "nouns"]

#: Where a frame's target stands.
TARGETS = ("object", "preposition", "dative", "possessor", "clause", "infinitive")
#: What a governing word does to the act below it.
EFFECTS = (
    "light",
    "receive",
    "cease",
    "refuse",
    "deny",
    "agree",
    "threaten",
    "request",
    "plan",
    "try",
    "fail",
    "cause",
    "wish",
)
#: How a noun stands for the actor that modifies it.
HEAD_KINDS = ("body", "asset", "craft", "word", "own", "partitive")


#: Words whose ``-ize`` is no ending.
_TRUE_IZE = frozenset({"assize", "capsize", "downsize", "maize", "prize", "resize", "seize", "size"})


class Frame(NamedTuple):
    """One use of a verb: its particle, its fixed nouns, and where its target stands."""

    lemma: str
    particle: str
    objects: frozenset[str]
    prepositions: frozenset[str]
    preposition_objects: frozenset[str]
    target: str
    type: str
    polarity: int
    symmetric: bool

    @property
    def specificity(self) -> int:
        """Number of words that the frame fixes, the rarer ones counted more."""
        below = self.target in ("clause", "infinitive")
        fixed = (self.particle, self.objects, self.preposition_objects, self.prepositions, below)
        return sum(weight for weight, part in zip((8, 4, 3, 2, 1), fixed, strict=True) if part)


class Noun(NamedTuple):
    """A noun that names an act: the prepositions of its target, and the part that ``of`` brings in."""

    noun: str
    type: str
    polarity: int
    prepositions: frozenset[str]
    of: str
    symmetric: bool


def key(lemma: str) -> str:
    """Give the form under which a word is looked up: lower case, British ``-ise``.

    Examples
    --------
    >>> key("Criticize")
    'criticise'
    >>> key("seize")
    'seize'
    """
    lemma = lemma.lower()
    return lemma[:-3] + "ise" if lemma.endswith("ize") and lemma not in _TRUE_IZE else lemma


def _cell(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split("|") if part)


def _sign(row: Mapping[str, str]) -> int:
    return int(row["polarity"]) if row["polarity"] else POLARITY[row["type"]]


@lru_cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Give the frames of every verb of ``relation_verbs.csv``, the most specific first."""
    columns = ("lemma", "particle", "object", "preposition", "preposition_object", "target", "type", "polarity")
    found: dict[str, list[Frame]] = {}
    for row in lexicons.load("relation_verbs", *columns, "symmetric", "source"):
        frame = Frame(
            key(row["lemma"]),
            row["particle"],
            _cell(row["object"]),
            _cell(row["preposition"]),
            _cell(row["preposition_object"]),
            row["target"],
            row["type"],
            _sign(row),
            row["symmetric"] == "yes",
        )
        found.setdefault(frame.lemma, []).append(frame)
    return {lemma: tuple(sorted(rows, key=lambda f: -f.specificity)) for lemma, rows in found.items()}


@lru_cache
def nouns() -> Mapping[str, Noun]:
    """Give the event nouns of ``relation_nouns.csv``."""
    rows = lexicons.load("relation_nouns", "noun", "type", "prepositions", "of", "symmetric", "source")
    return {
        key(row["noun"]): Noun(
            key(row["noun"]),
            row["type"],
            POLARITY[row["type"]],
            _cell(row["prepositions"]),
            row["of"],
            row["symmetric"] == "yes",
        )
        for row in rows
    }


@lru_cache
def effects() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give what each word of ``relation_operators.csv`` does to the act that it governs: (particle, effect) pairs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicons.load("relation_operators", "lemma", "particle", "effect", "source"):
        found.setdefault(key(row["lemma"]), []).append((row["particle"], row["effect"]))
    return {lemma: tuple(rows) for lemma, rows in found.items()}


@lru_cache
def heads() -> Mapping[str, frozenset[str]]:
    """Give how each noun of ``relation_heads.csv`` stands for the actor that modifies it."""
    found: dict[str, set[str]] = {}
    for row in lexicons.load("relation_heads", "noun", "kind", "source"):
        found.setdefault(key(row["noun"]), set()).add(row["kind"])
    return {noun: frozenset(values) for noun, values in found.items()}
