"""What the trained reader says of two actors in a sentence: a second opinion on acts, and acts that no list has.

The pair head gives, for an ordered pair of mentions, the chances of each type of act, of each quad, and of "the other
way round". Both orders are read; they have to agree before an act is believed that no verb of the lists tells.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from toolkit.encoder import Seen
from toolkit.language import ParsedDocument
from toolkit.records import POLARITY, RELATION_TYPES, Mention, Span
from toolkit.relations.bearing import bears
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, conjuncts
from toolkit.relations.lexicon import key, nouns
from toolkit.relations.negation import is_negated
from toolkit.relations.places import Index, Party

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Opinion", "opinions", "reviewed", "unlisted"]

Floats = npt.NDArray[np.floating]
#: Sentences with more mentions than this are lists; nothing is read into them.
_MOST = 12
_MUTUAL = frozenset({"agree", "consult", "cooperate"})
#: Chance of "neutral" from which an act that the lists found is not believed.
_NEUTRAL = 0.5
#: Chance of another type from which that type replaces the one of the lists.
_OTHER = 0.9
#: Chance from which an act is believed that no list has.
_UNLISTED = 0.85
#: Chance from which it is believed beside another act of the same type that shares a side with it.
_BESIDE = 0.95
#: Types that the training data hold too few cases of, or that say no more than that somebody is spoken to.
_LEFT_TO_RULES = frozenset({"compare", "address"})


@dataclass(frozen=True)
class Opinion:
    """What the reader thinks passes from one mention to another.

    `types` are the chances of each relation type, those of both orders joined by their geometric mean; `neutral` is
    the chance that nothing passes.
    """

    types: Mapping[str, float]
    neutral: float

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest type and its chance."""
        return max(self.types.items(), key=lambda item: (item[1], item[0]))


def _opinion(labels: Sequence[str], forth: tuple[Floats, Floats], back: tuple[Floats, Floats]) -> Opinion:
    other_way = float(back[0][labels.index("reversed")])
    joined: dict[str, float] = {}
    for place, name in enumerate(labels):
        if name not in ("none", "reversed"):
            against = float(back[0][place]) if name in _MUTUAL else other_way
            joined[name] = float(np.sqrt(float(forth[0][place]) * against))
    return Opinion(joined, float(np.sqrt(float(forth[1][0]) * float(back[1][0]))))


def _sentences(parsed: ParsedDocument, mentions: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """Give each sentence that holds mentions of at least two actors, and these mentions."""
    placed = sorted((m for m in mentions if m.actor_id is not None), key=lambda m: (m.start, m.end))
    starts = [mention.start for mention in placed]
    for segment in parsed.parsed:
        for sentence in segment.doc.sents:
            span = segment.span(sentence)
            near = placed[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            inside = [m for m in near if m.end <= span.end]
            if len({m.actor_id for m in inside}) > 1 and len(inside) <= _MOST:
                yield span, inside


def opinions(parsed: ParsedDocument, seen: Seen, mentions: Sequence[Mention]) -> dict[tuple[str, str], Opinion]:
    """Read every ordered pair of mentions of different actors that share a sentence, by their ids."""
    labels = seen.reader.facts["labels"]["types"]
    found: dict[tuple[str, str], Opinion] = {}
    for span, inside in _sentences(parsed, mentions):
        first, last, states = seen.passage(*span)
        places = [seen.pieces.within(m.start, m.end) - first for m in inside]
        pairs = [
            (a, b)
            for a, one in enumerate(inside)
            for b, two in enumerate(inside)
            if one.actor_id != two.actor_id and (one.end <= two.start or two.end <= one.start)
        ]
        marks = np.zeros((len(pairs), last - first), np.int64)
        for row, (a, b) in enumerate(pairs):
            for mark, place in ((1, places[a]), (2, places[b])):
                marks[row, place[(place >= 0) & (place < last - first)]] = mark
        usable = [row for row in range(len(pairs)) if {1, 2} <= set(marks[row].tolist())]
        if not usable:
            continue
        types, quads, _ = seen.reader.pairs(states, marks[usable])
        read = {pairs[row]: (types[n], quads[n]) for n, row in enumerate(usable)}
        for (a, b), forth in read.items():
            if (b, a) in read:
                found[inside[a].mention_id, inside[b].mention_id] = _opinion(labels, forth, read[b, a])
    return found


def reviewed(events: Sequence[Event], known: Mapping[tuple[str, str], Opinion]) -> list[Event]:
    """Look at the acts that lists found with the reader's eyes.

    What is surely neutral is dropped, what is surely of another type of the same sign gets it. What the reader has
    not seen stays as it is.
    """
    kept: list[Event] = []
    for event in events:
        opinion = known.get((event.source.mention, event.target.mention))
        if opinion is None or event.type in _LEFT_TO_RULES or event.said is not None:
            kept.append(event)
            continue
        if opinion.neutral >= _NEUTRAL:
            continue
        name, chance = opinion.best
        if chance >= _OTHER and name != event.type and POLARITY[name] == POLARITY[event.type]:
            event = replace(event, type=name)
        kept.append(event)
    return kept


def _between(one: "Token", two: "Token") -> "Token | None":
    """Find the lowest verb or noun above both words, which has to hold them together."""
    above = [one, *one.ancestors]
    shared = {two.i, *(t.i for t in two.ancestors)}
    common = next((t for t in above if t.i in shared), None)
    return common if common is not None and common.pos_ in ("VERB", "AUX", "NOUN") else None


#: Prepositions of a place where something happens, at which nobody is acted on.
_PLACES = frozenset({"in", "at", "near", "across", "inside", "within", "outside", "around", "throughout"})
#: Words with which somebody else's deed is told: between a speaker and the target of a deed they are no tie.
_CLAUSES = ("ccomp", "relcl", "advcl", "acl")


def _is_place(token: "Token") -> bool:
    """Tell whether a name is only where something happens: protests *in Norvania*."""
    while token.dep_ in ("conj", "appos", "compound", "amod", "poss", "nmod") and token.head != token:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in _PLACES


def _holds(trigger: "Token | None") -> bool:
    """Tell whether a word can be the act that joins two actors: a verb, or a noun that names an act."""
    return trigger is not None and (trigger.pos_ in ("VERB", "AUX") or key(trigger.lemma_) in nouns())


def _own_verb(found: Index, segment: int, trigger: "Token", source: Party, target: "Token") -> "Token | None":
    """Find the verb of the act in what a source says: said *it had freed* them.

    None where the clause that the target stands in has another subject, whose deed it then is; the verb given where
    no such clause is between.
    """
    clauses = [t for t in (target, *target.ancestors) if t.dep_ in _CLAUSES and trigger.is_ancestor(t)]
    if trigger.pos_ not in ("VERB", "AUX") or not clauses or any(c == source.token for c in clauses):
        return trigger
    for clause in reversed(clauses):
        own = children(clause, "nsubj", "nsubjpass")
        if own:
            named = found.at(segment, own[0])
            return clause if named is not None and named.actor_id == source.actor else None
    return trigger


def _apart(told: Sequence[Event], made: Event) -> bool:
    """Tell whether none of the acts of a sentence has the same type and shares a side with another actor beside it.

    Those who are coordinated (accused X and Y) may share; else the act is the same and one of the two is a bystander.
    """
    for other in told:
        for mine, its in ((made.source, other.source), (made.target, other.target)):
            theirs = other.target if its is other.source else other.source
            ours = made.target if its is other.source else made.source
            if (
                other.type == made.type
                and mine.actor == its.actor
                and ours.token not in conjuncts(_first(theirs.token))
            ):
                return False
    return True


def _first(token: "Token") -> "Token":
    while token is not None and token.dep_ == "conj":
        token = token.head
    return token


def _inner(mentions: Sequence[Mention]) -> frozenset[str]:
    """Give the mentions of actors that are part of a longer one: *Norvania* in *Norvania's army*."""
    placed = sorted((m for m in mentions if m.actor_id is not None), key=lambda m: (m.start, -m.end))
    inner: set[str] = set()
    reach = -1
    for mention in placed:
        if mention.start < reach:
            inner.add(mention.mention_id)
        reach = max(reach, mention.end)
    return frozenset(inner)


def unlisted(
    parsed: ParsedDocument, found: Index, known: Mapping[tuple[str, str], Opinion], events: Sequence[Event]
) -> Iterator[Event]:
    """Tell the acts that the reader is sure of and that no list has, the surest first.

    The reader was trained on sentences with one act, and tends to see that act between all who are named. So a pair
    that an act already joins in the sentence, either way, is left alone; so are one that no verb or act holds together,
    a place where something happens, a mention inside a longer one, what the clause says another did, and a second
    target (or source) beside that of an act of the same type, unless the two are coordinated.
    """
    places = {mention.mention_id: (where, mention) for where, mention in found.headed.items()}
    inner = _inner([mention for _, mention in places.values()])
    told: dict[int, list[Event]] = {}
    for event in events:
        told.setdefault(found.sentence(event.segment, event.trigger), []).append(event)
    for (source, target), opinion in sorted(known.items(), key=lambda item: (-item[1].best[1], item[0])):
        name, chance = opinion.best
        if chance < _UNLISTED or opinion.neutral > 1 - chance or not {source, target} <= set(places) - inner:
            continue
        made = _made(parsed, found, (places[source], places[target]), name, chance)
        if made is None:
            continue
        here = told.setdefault(found.sentence(made.segment, made.trigger), [])
        sides = {made.source.actor, made.target.actor}
        beside = chance >= _BESIDE or name in _MUTUAL or _apart(here, made)
        if beside and all({e.source.actor, e.target.actor} != sides for e in here):
            here.append(made)
            yield made


def _made(
    parsed: ParsedDocument,
    found: Index,
    ends: tuple[tuple[tuple[int, int], Mention], tuple[tuple[int, int], Mention]],
    name: str,
    chance: float,
) -> Event | None:
    """Make the act that the reader sees between two mentions, None where the grammar speaks against it."""
    source, target = (_party(parsed, *end, chance) for end in ends)
    segment = ends[0][0][0]
    trigger = _between(source.token, target.token)
    if trigger is None or not _holds(trigger):
        return None
    is_deed = RELATION_TYPES[name].startswith("material")
    verb = _own_verb(found, segment, trigger, source, target.token)
    if (is_deed and verb is None) or (not is_deed and _is_place(target.token)):
        return None
    above, trigger = trigger, trigger if verb is None else verb
    if not bears(source.token, above, trigger, target.token, name):
        return None
    # "will not lift the ban" is the refusal itself
    modality = "asserted" if name == "reject" and is_negated(trigger) else None
    word = key(trigger.lemma_)
    return Event(segment, trigger, source, target, name, POLARITY[name], word, modality, mutual=name in _MUTUAL)


def _party(parsed: ParsedDocument, where: tuple[int, int], mention: Mention, chance: float) -> Party:
    token = parsed.parsed[where[0]].doc[where[1]]
    return Party(mention.actor_id or "", mention.mention_id, token, round(float(np.sqrt(chance)), 3))
