"""Acts named by nouns: criticism of Y by X, X launched an attack on Y, talks between X and Y."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.records import POLARITY
from toolkit.relations.events import POSITIVE, Event, Story, governed, pairs
from toolkit.relations.grammar import children, effect_of, prepositional, subjects, surface_subjects
from toolkit.relations.lexicon import Noun, frames, key, nouns
from toolkit.relations.parties import WRITING, parties
from toolkit.relations.places import Index, Party
from toolkit.relations.verbs import role, verb_events, verbal, wished

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["noun_events"]

_BETWEEN = frozenset({"between", "among"})
_BY = frozenset({"by", "from"})
_ADJUNCT = frozenset({"in", "at"})
#: Verbs that react to the act which their object or prepositional phrase names.
_REACTIONS = frozenset(
    {"respond", "react", "answer", "reply", "hit", "fire", "strike", "shrug", "face", "brush", "defy"}
)
#: Nouns whose ``of`` says which act they are about: the threat of a ban.
_OF_ACT = frozenset({"threat", "promise", "warning", "offer", "campaign", "wave", "series", "policy", "round", "talk"})
#: What a verb makes of an act whose doer is another: demanded *X's* withdrawal.
_MAKES = {"request": "demanded", "threaten": "threatened", "plan": "announced", "wish": "hypothetical"}
_REACHING = frozenset({"light", "cease", "request", "agree", "threaten", "refuse", "plan"})


def _above(noun: "Token") -> "tuple[Token | None, str]":
    """Find the verb that a noun is an object of, and how: ``object``, or the preposition between."""
    first = noun
    while first.dep_ == "conj":
        first = first.head
    head = first.head
    if first.dep_ == "pobj" and head.lower_ == "of" and key(head.head.lemma_) in _OF_ACT:
        return _above(head.head)
    if first.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
        return head, "object"
    if first.dep_ == "pobj" and head.dep_ in ("prep", "agent"):
        verb = head.head.head if head.head.dep_ in ("prt", "advmod") else head.head
        if verb.pos_ in ("VERB", "AUX"):
            return verb, head.lower_
    return None, ""


@dataclass(frozen=True)
class _Act:
    """A noun that names an act, with its entry, the verb above it and what that verb does to it."""

    found: Index
    segment: int
    token: "Token"
    entry: Noun
    verb: "Token | None"
    link: str
    does: frozenset[str]

    def sides(self, tokens: Sequence["Token"], side: str) -> tuple[Party, ...]:
        return parties(self.found, self.segment, tokens, side)

    def own_source(self) -> tuple[Party, ...]:
        token = self.token
        tokens = children(token, "poss", "amod", "compound", "nmod") + prepositional(token, _BY, verb=False)
        if self.entry.of == "source":
            tokens += prepositional(token, frozenset({"of"}), verb=False)
        written = [c for c in children(token, "acl") if c.tag_ == "VBN" and key(c.lemma_) in WRITING]
        tokens += [s for clause in written for s in subjects(clause)]
        return self.sides(tokens, "source")

    def own_target(self) -> tuple[Party, ...]:
        names = (self.entry.prepositions - _BETWEEN) | (frozenset({"of"}) if self.entry.of == "target" else frozenset())
        tokens = prepositional(self.token, names, verb=False)
        if not tokens and self.verb is not None and self.link == "object" and self.does & _REACHING:
            tokens = prepositional(self.verb, self.entry.prepositions)
            tokens += [d for d in children(self.verb, "dative") if d.pos_ != "ADP"]
        if not tokens and self.entry.symmetric:  # a dispute over pay with X
            inside = [t for t in self.token.subtree if t.dep_ == "prep" and t.lower_ == "with" and t.i > self.token.i]
            tokens = [p for prep in inside for p in children(prep, "pobj")]
        if not tokens and self.entry.type == "request":  # the demand that Y pay
            clauses = [c for c in children(self.token, "acl", "ccomp") if children(c, "mark") and wished(c)]
            tokens = [s for clause in clauses for s in surface_subjects(clause) if s.i > self.token.i]
        return self.sides(tokens, role(self.entry.type)) or self.taken_up()

    def taken_up(self) -> tuple[Party, ...]:
        """Find whom an act named before was towards, where its doer now ends it: Y paused *the ban*."""
        maker = self.found.maker(self.segment, self.token) if "cease" in self.does else None
        if maker is None or maker.noun != self.entry.noun or maker.target is None:
            return ()
        doers = {party.actor for party in self.doer()}
        return (replace(maker.target, token=self.token, weight=0.5),) if doers == {maker.party.actor} else ()

    def between(self) -> tuple[Party, ...]:
        return self.sides(prepositional(self.token, _BETWEEN, verb=False), "source")

    def doer(self) -> tuple[Party, ...]:
        return self.sides(subjects(self.verb), "source") if self.verb is not None else ()


def _act(found: Index, segment: int, token: "Token") -> _Act | None:
    entry = nouns().get(key(token.lemma_))
    if entry is None:
        return None
    verb, link = _above(token)
    return _Act(found, segment, token, entry, verb, link, effect_of(verb) if verb is not None else frozenset())


def _shifted(act: _Act, story: Story) -> Story | None:
    """Change an act by the verb whose object its noun is: lifted the sanctions, called for talks.

    None where the verb takes the act away (refused an attack) or does nothing with it.
    """
    changed = _by_verb(act, story)
    if changed is None or act.verb is None or act.link != "object":
        return changed
    above = governed(replace(changed, trigger=act.verb))
    return replace(above, trigger=story.trigger) if above is not None else None


def _by_verb(act: _Act, story: Story) -> Story | None:
    positive, does = story.type in POSITIVE, act.does
    name = story.verb
    if act.link != "object":
        light = "light" in does or act.link in _ADJUNCT
        if "request" in does and act.link == "for":
            return replace(story, type="request", polarity=min(0, story.polarity), verb=f"request {name}")
        return story if light else None
    if "refuse" in does:
        return replace(story, type="reject", polarity=-1, verb=f"refuse {name}") if positive else None
    if "cease" in does:
        if act.verb is not None and children(act.verb, "neg"):
            return None
        kind = "sanction" if positive else "yield"
        return replace(story, type=kind, polarity=POLARITY[kind], verb=f"end {name}")
    if "threaten" in does:
        return replace(story, type="threaten", polarity=-1, verb=f"threaten {name}")
    if "agree" in does and positive and story.type != "support":
        return replace(story, type="agree", polarity=1, verb=f"agree {name}")
    if "request" in does and "light" not in does:
        if positive and not act.entry.symmetric:
            return None  # demanded the release of Y, called for aid to Y: nothing is asked of Y
        return replace(story, type="request", polarity=min(0, story.polarity), verb=f"request {name}")
    return story if does & {"light", "plan", "try", "agree", "request"} else None


def _reacts(act: _Act) -> bool:
    if act.verb is None or act.entry.type in POSITIVE:
        return False
    lemma = key(act.verb.lemma_)
    return lemma in _REACTIONS or any(f.type == "reject" for f in frames().get(lemma, ()))


def _told_by_verb(act: _Act) -> bool:
    """Tell whether a verb frame already names this noun, so that the act is not counted twice."""
    if act.verb is None:
        return False
    rows = frames().get(key(act.verb.lemma_), ())
    return any(key(act.token.lemma_) in f.objects for f in rows) and bool(verb_events(act.found, act.segment, act.verb))


def _received(act: _Act, story: Story) -> Iterator[Event]:
    """Yield an act whose target is the subject: came under attack from X, drew criticism from X."""
    if act.verb is None:
        return
    source = act.own_source() or act.sides(prepositional(act.verb, _BY), "source")
    yield from pairs(story, source, act.sides(surface_subjects(act.verb), "verbal"))


def noun_events(found: Index, segment: int, token: "Token") -> tuple[Event, ...]:
    """Find the act that a noun names.

    Parameters
    ----------
    found : Index
        Mentions by token.
    segment : int
        Number of the parsed segment.
    token : Token
        A noun.

    Returns
    -------
    tuple of Event
        One for each pair of source and target; both directions for what is between X and Y, or what they do together.
    """
    act = _act(found, segment, token)
    if act is None or _told_by_verb(act):
        return ()
    story = Story(segment, token, act.entry.type, act.entry.polarity, act.entry.noun)
    if story.type == "assault" and verbal(token):
        story = replace(story, type="accuse")
    if ("receive" in act.does and act.link == "object") or (act.link == "under" and act.does):
        return tuple(_received(act, story))
    events = tuple(_told(act, story))
    if act.verb is None or act.link != "object" or not events:
        return events
    by_verb = {(e.source.actor, e.target.actor, e.polarity) for e in verb_events(found, segment, act.verb)}
    return tuple(e for e in events if (e.source.actor, e.target.actor, e.polarity) not in by_verb)


def _owned(act: _Act, story: Story, source: Sequence[Party]) -> Story | None:
    """Change an act with a doer of its own by the verb above: X cut *its* deliveries, Z condemned *X's* deliveries.

    What somebody else does with the act leaves it as it is, unless it ends there or is only asked for.
    """
    if act.link != "object" or act.verb is None:
        return story
    if {p.actor for p in source} & {p.actor for p in act.doer()}:
        return _shifted(act, story) if act.does else story
    if act.does & {"cease", "refuse"}:
        return None
    if "light" not in act.does and (said := act.does & _MAKES.keys()):
        return replace(story, modality=_MAKES[min(said)])
    told_as_fact = bool(children(act.token, "poss")) and not act.does
    return replace(story, modality="asserted") if told_as_fact else story


def _told(act: _Act, story: Story) -> Iterator[Event]:
    source, target = act.own_source(), act.own_target()
    if source and target:
        owned = _owned(act, story, source)
        yield from pairs(owned, source, target) if owned is not None else ()
    elif source and _reacts(act):
        yield from pairs(replace(story, modality="asserted"), source, act.doer())
    elif target and (shifted := _shifted(act, story)) is not None:
        yield from pairs(shifted, act.doer(), target)
    elif act.entry.symmetric and not target:
        pair = act.between() or (act.doer() if "light" in act.does else ())
        yield from pairs(story, pair, pair, mutual=True)
