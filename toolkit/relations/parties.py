"""Which actors a noun phrase brings into a relation: itself, its members, or the owner of a force, an asset, a word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import ParsedDocument
from toolkit.records import Mention, Span
from toolkit.relations.grammar import antecedent, children, conjuncts, subjects
from toolkit.relations.lexicon import heads, key, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Couple", "Index", "Party", "index", "is_collective", "is_reciprocal", "parties", "segment_at"]

_AUTHORS = frozenset({"by", "from", "of"})
_TERSE = frozenset({"headline", "summary", "subhead", "teaser"})
_SIDES = frozenset(
    {"side", "country", "party", "delegation", "government", "state", "nation", "leader", "minister", "neighbour"}
    | {"neighbor", "rival", "capital", "team", "camp", "faction", "man", "woman", "company"}
)
_MODIFIERS = ("amod", "compound", "nmod", "npadvmod")


@dataclass(frozen=True)
class Party:
    """An actor as one side of a relation: the mention that brings it in, where, and how directly (0 to 1)."""

    actor: str
    mention: str
    token: "Token"
    weight: float


class Couple(NamedTuple):
    """Two actors joined in an act: where, who, and whether they did it together."""

    segment: int
    place: int
    parties: tuple[Party, Party]
    mutual: bool


@dataclass(frozen=True)
class Index:
    """The mentions of a document by token: those headed by it, and the narrowest one around it."""

    headed: Mapping[tuple[int, int], Mention]
    around: Mapping[tuple[int, int], tuple[Mention, int]]
    terse: frozenset[int] = frozenset()
    couples: tuple[Couple, ...] = ()

    def couple(self, segment: int, token: "Token", *, mutual: bool = False) -> tuple[Party, ...]:
        """Give the two actors last joined in an act before a token, whom ``both sides`` means; else none."""
        before = [c for c in self.couples if (c.segment, c.place) < (segment, token.sent.start)]
        before = [c for c in before if c.mutual or not mutual]
        return tuple(replace(party, token=token, weight=0.5) for party in before[-1].parties) if before else ()

    def at(self, segment: int, token: "Token") -> Mention | None:
        """Give the mention that a token stands for, None if there is none."""
        found = self.headed.get((segment, token.i))
        if found is not None:
            return found
        near = self.around.get((segment, token.i))
        if near is None or near[0].kind == "nationality":
            return None
        mention, root = near
        inside = self.around.get((segment, token.head.i))
        outside = inside is None or inside[0] is not mention or token.head == token
        return mention if outside and token.i != root else None


def segment_at(parsed: ParsedDocument, position: int) -> int | None:
    """Give the number of the parsed segment that holds a position, None where nothing was parsed."""
    spans = enumerate(p.segment for p in parsed.parsed)
    return next((number for number, s in spans if s.start <= position < s.end), None)


def _prefer(mention: Mention) -> tuple[bool, int, int, str]:
    return (mention.actor_id is None, mention.start - mention.end, mention.start, mention.mention_id)


def index(parsed: ParsedDocument, mentions: Iterable[Mention]) -> Index:
    """Place the mentions of a document on its tokens.

    Where several share a head, one with an actor comes before one without, then the longest.
    """
    headed: dict[tuple[int, int], Mention] = {}
    around: dict[tuple[int, int], tuple[Mention, int]] = {}
    for mention in sorted(mentions, key=_prefer):
        number = segment_at(parsed, mention.start)
        tokens = parsed.parsed[number].tokens(Span(mention.start, mention.end)) if number is not None else None
        if number is None or tokens is None:
            continue
        headed.setdefault((number, tokens.root.i), mention)
        if mention.actor_id is not None:
            around.update({(number, token.i): (mention, tokens.root.i) for token in tokens})
    terse = frozenset(n for n, segment in enumerate(parsed.parsed) if segment.segment.role in _TERSE)
    return Index(headed, around, terse)


def is_reciprocal(token: "Token") -> bool:
    """Tell whether a token is ``each other`` or ``one another``."""
    before = token.nbor(-1).lower_ if token.i > token.sent.start else ""
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
        return "body" in kinds or (not possessive and "asset" in kinds)
    if possessive:
        return True
    return bool(kinds & ({"body", "asset"} if role == "material" else {"body", "asset", "word"}))


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
        return found

    def owner(self, token: "Token") -> list[Party]:
        own = _Reader(self.index, self.segment, "source")
        return [replace(p, weight=0.7 * p.weight) for p in own.one(token)]

    def compound(self, token: "Token") -> list[Party]:
        return [p for child in children(token, *_MODIFIERS) for p in self.named(child, 0.6)]

    def authors(self, token: "Token") -> list[Party]:
        """Find the actor behind an act, a text or a body: by, from or of somebody, drafted by somebody."""
        kinds = _kinds(token)
        if not kinds & {"body", "word", "partitive"} or (self.role == "material" and not kinds & {"body", "partitive"}):
            return []
        behind = [p for prep in children(token, "prep", "agent") for p in self._of(token, prep)]
        behind += [s for clause in children(token, "acl") if clause.tag_ == "VBN" for s in subjects(clause)]
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
        return self.modifiers(token) + self.authors(token)

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
        ``source`` (only a force or body stands for its owner), ``verbal`` (target of a stance: a plan stands for its
        author) or ``material`` (target of a deed: an asset stands for its owner).

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
