"""Which actors a noun phrase brings into a relation: itself, its members, or the owner of a force, an asset, a word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.relations.grammar import antecedent, children, conjuncts, subjects
from toolkit.relations.lexicon import heads, key, nouns
from toolkit.relations.places import Index, Party

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["WRITING", "is_collective", "is_reciprocal", "parties"]

_AUTHORS = frozenset({"by", "from", "of"})
#: Verbs whose agent made the text: a letter *written by* Y, not one *seen by* Y.
WRITING = frozenset(
    {"write", "draft", "sign", "send", "author", "compose", "table", "submit", "propose", "present", "sponsor"}
    | {"issue", "make", "publish", "circulate", "offer", "prepare", "pen", "deliver", "announce", "adopt", "file"}
    | {"impose", "order", "launch", "lead", "commit", "conduct", "put", "voice", "raise", "seek", "request"}
)
#: Which kinds of noun may stand for the actor that modifies them, for each part that a phrase can play.
_STANDING = {
    "contact": frozenset({"body"}),
    "verbal": frozenset({"body", "asset", "word"}),
    "measure": frozenset({"body", "asset", "craft", "word"}),
    "material": frozenset({"body", "asset", "craft"}),
}
_STANDS_OF = {part: kinds - {"asset", "craft"} | {"partitive"} for part, kinds in _STANDING.items()}
_STANDS_OF["source"] = frozenset({"body", "word", "partitive"})
_SIDES = frozenset(
    {"side", "country", "party", "delegation", "government", "state", "nation", "leader", "minister", "neighbour"}
    | {"neighbor", "rival", "capital", "team", "camp", "faction", "man", "woman", "company"}
)
_MODIFIERS = ("amod", "compound", "nmod", "npadvmod")


@lru_cache
def _people() -> frozenset[str]:
    """Give the nouns for persons."""
    return frozenset(key(row["noun"]) for row in lexicons.load("person_nouns", "noun", "plural", "class", "gender"))


def is_reciprocal(token: "Token") -> bool:
    """Tell whether a token is ``each other`` or ``one another``."""
    before = token.nbor(-1).lower_ if token.i else ""
    return (before, token.lower_) in (("each", "other"), ("one", "another"))


def is_collective(token: "Token") -> bool:
    """Tell whether a phrase means two actors named before: both sides, the two countries, both."""
    words = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod", "cc", "preconj")}
    if token.lower_ == "both":
        return not children(token, "prep")
    return key(token.lemma_) in _SIDES and ("both" in words or {"the", "two"} <= words)


def _kinds(token: "Token") -> frozenset[str]:
    found = heads().get(key(token.lemma_), frozenset())
    return found | {"word"} if key(token.lemma_) in nouns() else found


def _allowed(token: "Token", role: str, *, possessive: bool) -> bool:
    """Tell whether a noun lets the actor that modifies it be the party."""
    kinds = _kinds(token)
    if "own" in kinds:
        return False
    if role == "source":
        return bool(kinds & {"body", "craft"}) or (not possessive and "asset" in kinds)
    if possessive and not kinds & {"body", "asset", "craft", "word"}:
        return True
    if possessive and role == "material":
        return True
    return bool(kinds & _STANDING[role])


@dataclass(frozen=True)
class _Reader:
    """The look-up of one segment, with the part that the phrases play."""

    index: Index
    segment: int
    role: str

    def named(self, token: "Token", weight: float) -> list[Party]:
        mention = self.index.at(self.segment, token)
        if mention is None or mention.actor_id is None:
            return []
        return [Party(mention.actor_id, mention.mention_id, token, weight)]

    def blocked(self, token: "Token") -> bool:
        """Tell whether a noun is an actor of its own that was left unresolved, so that no other may stand for it."""
        mention = self.index.at(self.segment, token)
        return mention is not None and mention.actor_id is None and mention.kind in ("name", "pronoun", "title")

    def modifiers(self, token: "Token") -> list[Party]:
        found: list[Party] = []
        if _allowed(token, self.role, possessive=True):
            for owner in children(token, "poss"):
                found += self.named(owner, 0.7) or self.owner(owner)
        if _allowed(token, self.role, possessive=False):
            for modifier in children(token, *_MODIFIERS):
                for part in conjuncts(modifier):
                    found += self.named(part, 0.7) or self.compound(part)
        return found or self.goods(token)

    def goods(self, token: "Token") -> list[Party]:
        """Find the state whose goods a measure is taken on: tariffs on *Norvanian steel*."""
        if self.role != "measure" or token.dep_ != "pobj" or token.pos_ != "NOUN" or key(token.lemma_) in _people():
            return []
        mentions = [(child, self.index.at(self.segment, child)) for child in children(token, "amod")]
        return [
            Party(mention.actor_id, mention.mention_id, child, 0.6)
            for child, mention in mentions
            if mention is not None and mention.kind == "nationality" and mention.actor_id is not None
        ]

    def owner(self, token: "Token") -> list[Party]:
        own = _Reader(self.index, self.segment, "source")
        return [replace(p, weight=0.7 * p.weight) for p in own.one(token)]

    def compound(self, token: "Token") -> list[Party]:
        return [p for child in children(token, *_MODIFIERS) for p in self.named(child, 0.6)]

    def authors(self, token: "Token") -> list[Party]:
        """Find the actor behind an act, a text or a body: by, from or of somebody, drafted by somebody."""
        kinds = _kinds(token)
        entry = nouns().get(key(token.lemma_))
        met = self.role == "contact" and entry is not None and entry.type == "consult"  # attended a meeting of Y
        if not met and not kinds & _STANDS_OF[self.role]:
            return []
        behind = [p for prep in children(token, "prep", "agent") for p in self._of(token, prep)]
        written = [c for c in children(token, "acl") if c.tag_ == "VBN" and key(c.lemma_) in WRITING]
        behind += [s for clause in written for s in subjects(clause)]
        return [replace(p, weight=0.7 * p.weight) for noun in behind for p in self.phrase(noun)]

    def _of(self, token: "Token", prep: "Token") -> list["Token"]:
        noun = nouns().get(key(token.lemma_))
        if prep.lower_ not in _AUTHORS or (prep.lower_ == "of" and noun is not None and noun.of == "target"):
            return []
        return children(prep, "pobj")

    def partitive(self, token: "Token") -> list[Party]:
        if "partitive" not in _kinds(token) and token.pos_ not in ("NUM", "DET", "PRON"):
            return []
        return [
            replace(p, weight=0.9 * p.weight)
            for prep in children(token, "prep")
            if prep.lower_ == "of"
            for noun in children(prep, "pobj")
            for p in self.phrase(noun)
        ]

    def one(self, token: "Token") -> list[Party]:
        before = antecedent(token)
        if before is not None:
            return self.one(before)
        if is_collective(token) and (couple := self.index.couple(self.segment, token)):
            return list(couple)
        direct = self.named(token, 1.0)
        if direct:
            return direct
        if self.blocked(token):
            return []
        apposed = [p for child in children(token, "appos") for p in self.named(child, 0.9)]
        if apposed:
            return apposed
        part = self.partitive(token)
        if part:
            return part
        return self.people(token) or self.modifiers(token) + self.authors(token) or self.makers(token)

    def people(self, token: "Token") -> list[Party]:
        mention = self.index.demonyms.get(token.text) if token.tag_ in ("NNS", "NNPS", "NNP", "NN") else None
        if mention is None or mention.actor_id is None:
            return []
        return [Party(mention.actor_id, "", token, 0.8)]

    def makers(self, token: "Token") -> list[Party]:
        if self.role not in ("verbal", "measure") or "word" not in _kinds(token):
            return []
        maker = self.index.maker(self.segment, token)
        return [replace(maker.party, token=token, weight=0.5)] if maker is not None else []

    def listed(self, token: "Token") -> list[Party]:
        """Find the actor before a comma where a headline joins two that way: Norvania, Ostrava sign accord."""
        if self.segment not in self.index.terse or self.role != "source" or token.i < 2:
            return []
        first = min((t.i for t in token.subtree if t.dep_ in _MODIFIERS and t.head == token), default=token.i)
        before = token.doc[first - 2] if first >= 2 and token.doc[first - 1].text == "," else None
        return self.named(before, 0.8) if before is not None and before.i == 0 else []

    def phrase(self, token: "Token") -> list[Party]:
        return self.listed(token) + [party for part in conjuncts(token) for party in self.one(part)]


def parties(found: Index, segment: int, tokens: Sequence["Token"], role: str) -> tuple[Party, ...]:
    """Find the actors that noun phrases bring into a relation.

    Parameters
    ----------
    found : Index
        From `index`.
    segment : int
        Number of the parsed segment that the tokens are of.
    tokens : sequence of Token
        Heads of the phrases; those coordinated with them are read too.
    role : str
        ``source`` (only a force or body stands for its owner), ``contact`` (whom one meets: no thing and
        no text stands for anybody), ``verbal`` (target of a stance: a plan stands for its author, a ship for nobody),
        ``material`` (target of a deed: an asset or a ship stands for its owner) or ``measure`` (sanctions and their
        end: all of these).

    Returns
    -------
    tuple of Party
        Each actor once, the most direct mention of it, in text order.
    """
    reader = _Reader(found, segment, role)
    best: dict[str, Party] = {}
    for party in (p for token in tokens for p in reader.phrase(token)):
        known = best.get(party.actor)
        if known is None or party.weight > known.weight:
            best[party.actor] = party
    return tuple(sorted(best.values(), key=lambda p: (p.token.i, p.actor)))
