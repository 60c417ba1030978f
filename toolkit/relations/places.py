"""Where the actors of a document stand in its parse, and what was told of them before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import ParsedDocument
from toolkit.records import Mention, Span
from toolkit.relations.lexicon import key, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Couple", "Index", "Maker", "Party", "index", "named", "segment_at"]

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_TERSE = frozenset({"headline", "summary", "subhead", "teaser"})
#: How many sentences back an act may stand that ``the offer`` or ``the threat`` takes up.
_REACH = 2
#: Letters that a noun shares with the verb that it is made from: invite, invitation.
_ROOT = 4


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


class Maker(NamedTuple):
    """Who made an offer, a threat, a note: where, the noun if it was one, the type of act, who, and towards whom."""

    sentence: int
    place: int
    noun: str
    verb: str
    kind: str
    party: Party
    target: Party | None


@dataclass(frozen=True)
class Index:
    """The mentions of a document by token: those headed by it, and the narrowest one around it."""

    headed: Mapping[tuple[int, int], Mention]
    around: Mapping[tuple[int, int], tuple[Mention, int]]
    terse: frozenset[int] = frozenset()
    couples: tuple[Couple, ...] = ()
    demonyms: Mapping[str, Mention] = field(default_factory=dict)
    sentences: Mapping[tuple[int, int], int] = field(default_factory=dict)
    makers: tuple[Maker, ...] = ()

    def sentence(self, segment: int, token: "Token") -> int:
        """Give the number of a token's sentence in the document."""
        return self.sentences.get((segment, token.i), 0)

    def maker(self, segment: int, token: "Token") -> Maker | None:
        """Find who made what a definite noun takes up (*the note*, *the offer*), None where that is not certain.

        The same noun before must have one maker all through; else the last act of its type, two sentences back at most.
        """
        here, noun = self.sentence(segment, token), key(token.lemma_)
        entry = nouns().get(noun)
        if (entry is not None and entry.symmetric) or not _is_taken_up(token):
            return None
        before = [m for m in self.makers if (m.sentence, m.place) < (here, token.i)]
        same = [m for m in before if m.noun == noun]
        if same:
            return same[-1] if len({m.party.actor for m in same}) == 1 else None
        if entry is None or entry.type not in ("request", "agree", "accuse", "threaten"):
            return None
        near = [m for m in before if m.kind == entry.type and m.sentence >= here - _REACH]
        akin = [m for m in near if (m.verb or m.noun)[:_ROOT] == noun[:_ROOT]]
        if not akin and len({m.party.actor for m in near}) > 1:
            return None
        found = akin or near
        return found[-1] if found else None

    def couple(self, segment: int, token: "Token", *, mutual: bool = False) -> tuple[Party, ...]:
        """Give the two actors last joined in an act before a token, whom ``both sides`` means; else none."""
        if not self.couples:
            return ()
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
    starts = ((n, sent) for n, segment in enumerate(parsed.parsed) for sent in segment.doc.sents)
    sentences = {(n, word.i): number for number, (n, sent) in enumerate(starts) for word in sent}
    return Index(headed, around, terse, demonyms=_demonyms(headed.values()), sentences=sentences)


def named(found: Index, segment: int, party: Party, mentions: Mapping[str, Mention]) -> str:
    """Give the mention that tells who a party is: where a pronoun stands, the name nearest before it in the sentence.

    Parameters
    ----------
    found : Index
        From `index`.
    segment : int
        Number of the parsed segment of the party.
    party : Party
        The party.
    mentions : mapping of str to Mention
        The document's mentions by id.

    Returns
    -------
    str
        Id of a mention of the same actor; that of the party itself if it is no pronoun, or nothing else is there.
    """
    own = mentions.get(party.mention)
    if own is None or own.kind != "pronoun":
        return party.mention
    here = found.sentence(segment, party.token)
    before = [
        mention
        for (number, place), mention in found.headed.items()
        if number == segment and mention.actor_id == party.actor and mention.kind not in ("pronoun", "nationality")
        if place < party.token.i and found.sentences.get((number, place)) == here
    ]
    return max(before, key=lambda m: (m.start, m.mention_id)).mention_id if before else party.mention


def _demonyms(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """Give the word for a people by the adjective or the name of its state: Norvanians for Norvanian or Norvania."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        ending = "s" if mention.kind == "nationality" else "ns"
        named = mention.kind == "nationality" or (mention.kind == "name" and mention.text.endswith("a"))
        if named and mention.actor_id is not None and not mention.text.endswith("s"):
            found.setdefault(mention.text + ending, []).append(mention)
    return {word: same[0] for word, same in found.items() if len({m.actor_id for m in same}) == 1}


def _is_taken_up(token: "Token") -> bool:
    """Tell whether a noun is definite without saying whose it is: the note, that threat."""
    words = [c for c in token.children if c.dep_ in ("det", "poss", "compound", "nmod", "amod")]
    return [w.lower_ for w in words if w.dep_ == "det" and w.lower_ in _DEFINITE] == [w.lower_ for w in words] != []
