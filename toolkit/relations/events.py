"""Acts told by verbs and by nouns, with who does them to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.records import POLARITY
from toolkit.relations.grammar import (
    children,
    conjuncts,
    governor,
    is_passive,
    objects,
    particles,
    patients,
    prepositional,
    subjects,
    surface_subjects,
)
from toolkit.relations.lexicon import Frame, Noun, effects, frames, key, nouns
from toolkit.relations.parties import Index, Party, is_reciprocal, parties

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Event", "noun_events", "verb_events"]

_BETWEEN = frozenset({"between", "among"})
_BY = frozenset({"by", "from"})
#: Verbs that react to the act their object or prepositional phrase names.
_REACTIONS = frozenset(
    {"respond", "react", "answer", "reply", "hit", "fire", "strike", "shrug", "face", "brush", "defy"}
)
_POSITIVE_TYPES = frozenset(t for t, sign in POLARITY.items() if sign > 0 or t == "consult")


@dataclass(frozen=True)
class Event:
    """An act between two parties, before it is known who tells it and how far it holds."""

    segment: int
    trigger: "Token"
    source: Party
    target: Party
    type: str
    polarity: int
    verb: str
    modality: str | None = None
    symmetric: bool = False


def _pairs(
    event_of: "Event", sources: Sequence[Party], targets: Sequence[Party], *, both: bool = False
) -> Iterator[Event]:
    for source in sources:
        for target in targets:
            if source.actor != target.actor:
                yield replace(event_of, source=source, target=target)
                if both:
                    yield replace(event_of, source=target, target=source)


# ---------------------------------------------------------------- verbs


def _fits(frame: Frame, verb: "Token", taken: frozenset[str]) -> bool:
    if frame.particle and frame.particle not in particles(verb):
        return False
    return not frame.objects or bool(frame.objects & taken)


def _dative(verb: "Token", frame: Frame) -> list["Token"]:
    direct = [d for d in children(verb, "dative") if d.pos_ != "ADP"]
    if direct:
        return direct
    if is_passive(verb) and objects(verb):
        return surface_subjects(verb)
    reached = prepositional(verb, frozenset({"to", "for"}))
    if reached or frame.objects:
        return reached
    return patients(verb)


def _prepositional(verb: "Token", frame: Frame) -> list["Token"]:
    found = prepositional(verb, frame.prepositions)
    if frame.preposition_objects:
        kept = [t for t in found if key(t.lemma_) in frame.preposition_objects]
        if frame.target == "possessor":
            return [o for t in kept for o in children(t, "poss") + prepositional(t, frozenset({"of"}), verb=False)]
        return kept
    if found:
        return found
    stranded = any(c.lower_ in frame.prepositions and not children(c, "pobj") for c in children(verb, "prep", "prt"))
    if stranded and is_passive(verb) and not objects(verb):
        return surface_subjects(verb)
    if stranded and verb.dep_ == "relcl":
        return [verb.head]
    # "lifted the sanctions" without "on": whoever the object itself names.
    return [o for o in patients(verb) if frame.objects]


def _targets(verb: "Token", frame: Frame) -> list["Token"]:
    if frame.target == "dative":
        return _dative(verb, frame)
    if frame.target == "object":
        if frame.prepositions and not _prepositional(verb, replace_target(frame)):
            return []
        return patients(verb)
    return _prepositional(verb, frame)


def replace_target(frame: Frame) -> Frame:
    """Give the frame as one whose prepositional phrase is asked for."""
    return frame._replace(target="preposition", objects=frozenset())


def _taken(verb: "Token") -> frozenset[str]:
    heads = [n for o in patients(verb) for n in conjuncts(o)]
    small = list(children(verb, "acomp", "oprd", "advcl", "ccomp"))
    return frozenset(key(t.lemma_) for t in (*heads, *small))


def _of_frame(found: Index, segment: int, verb: "Token", frame: Frame) -> tuple[Event, ...]:
    sources = parties(found, segment, subjects(verb), "source")
    tokens = _targets(verb, frame)
    base = Event(segment, verb, _NOBODY, _NOBODY, frame.type, frame.polarity, frame.lemma)
    if any(is_reciprocal(t) for t in tokens):
        return tuple(_pairs(base, sources, sources))
    targets = parties(found, segment, tokens, "material" if frame.material else "verbal")
    events = tuple(_pairs(replace(base, symmetric=frame.symmetric), sources, targets, both=frame.symmetric))
    if not events and frame.symmetric and not targets:
        return tuple(_pairs(replace(base, symmetric=True), sources, sources))
    return events


_NOBODY = Party("", "", None, 0.0)  # type: ignore[arg-type]


def verb_events(found: Index, segment: int, verb: "Token") -> tuple[Event, ...]:
    """Find the act that a verb tells, by the most specific of its frames that has both parties.

    Parameters
    ----------
    found : Index
        Mentions by token.
    segment : int
        Number of the parsed segment.
    verb : Token
        A verb form.

    Returns
    -------
    tuple of Event
        One for each pair of source and target; both directions where the verb is symmetric.
    """
    rows = frames().get(key(verb.lemma_), ())
    if not rows:
        return ()
    taken = _taken(verb)
    for frame in rows:
        if _fits(frame, verb, taken):
            events = _of_frame(found, segment, verb, frame)
            if events:
                return tuple(e for event in events for e in _governed(event))
    return ()


def _governed(event: Event) -> tuple[Event, ...]:
    """Change an act by the word that governs it: refused to meet, agreed to send, threatened to attack."""
    token, seen = event.trigger, 0
    while (above := governor(token)) is not None and seen < 4:
        head, does = above
        seen += 1
        changed = _effect(event, head, does)
        if changed is None:
            return ()
        event, token = changed, head
    return (event,)


def _effect(event: Event, head: "Token", does: frozenset[str]) -> Event | None:
    positive = event.type in _POSITIVE_TYPES
    asked = bool(children(head, "dobj", "dative")) and head.pos_ == "VERB"
    if "request" in does and asked:
        return replace(event, modality="demanded")
    if "refuse" in does and not asked:
        return replace(event, type="reject", polarity=-1, verb=f"refuse to {event.verb}") if positive else None
    if "threaten" in does:
        return replace(event, type="threaten", polarity=-1, verb=f"threaten to {event.verb}", modality=None)
    if "agree" in does:
        kind = ("agree", 1) if positive else (event.type, event.polarity)
        return replace(
            event,
            type=kind[0],
            polarity=kind[1],
            verb=f"agree to {event.verb}",
            modality=None if positive else "announced",
        )
    if "request" in does or "plan" in does:
        return replace(event, modality=event.modality or ("announced" if "plan" in does else "demanded"))
    if "fail" in does:
        return replace(event, modality="negated")
    return event


# ---------------------------------------------------------------- nouns


def _governing_verb(noun: "Token") -> "tuple[Token, str] | None":
    """Find the verb whose object, passive subject or prepositional object a noun is, and which of them."""
    first = noun
    while first.dep_ == "conj":
        first = first.head
    head = first.head
    if first.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
        return head, "object"
    if first.dep_ == "pobj" and head.dep_ == "prep" and head.head.pos_ in ("VERB", "AUX"):
        return head.head, head.lower_
    if first.dep_ == "pobj" and head.dep_ == "prep" and head.head.dep_ in ("prt", "advmod"):
        return head.head.head, head.lower_
    return None


@dataclass(frozen=True)
class _Act:
    """A noun that names an act, with its entry and what the verb above does to it."""

    found: Index
    segment: int
    token: "Token"
    entry: Noun
    verb: "Token | None"
    does: frozenset[str]
    link: str

    def sides(self, tokens: Sequence["Token"], role: str) -> tuple[Party, ...]:
        return parties(self.found, self.segment, tokens, role)

    def own_source(self) -> tuple[Party, ...]:
        token = self.token
        tokens = children(token, "poss", "amod", "compound", "nmod") + prepositional(token, _BY, verb=False)
        if self.entry.of == "source":
            tokens += prepositional(token, frozenset({"of"}), verb=False)
        tokens += [s for clause in children(token, "acl") if clause.tag_ == "VBN" for s in subjects(clause)]
        return self.sides(tokens, "source")

    def own_target(self) -> tuple[Party, ...]:
        names = self.entry.prepositions | ({"of"} if self.entry.of == "target" else frozenset())
        tokens = prepositional(self.token, frozenset(names), verb=False)
        if (
            not tokens
            and self.verb is not None
            and self.does & {"light", "cease", "request", "agree", "threaten", "refuse"}
        ):
            tokens = prepositional(self.verb, self.entry.prepositions)
            tokens += [d for d in children(self.verb, "dative") if d.pos_ != "ADP"]
        return self.sides(tokens, "material" if self.entry.type in ("assault", "coerce") else "verbal")

    def between(self) -> tuple[Party, ...]:
        return self.sides(prepositional(self.token, _BETWEEN, verb=False), "source")

    def doer(self) -> tuple[Party, ...]:
        return self.sides(subjects(self.verb), "source") if self.verb is not None else ()


def _act(found: Index, segment: int, token: "Token") -> _Act | None:
    entry = nouns().get(key(token.lemma_))
    if entry is None:
        return None
    above = _governing_verb(token)
    verb, link = above if above is not None else (None, "")
    does = effects().get(key(verb.lemma_), frozenset()) if verb is not None else frozenset()
    return _Act(found, segment, token, entry, verb, does, link)


def _reciprocal_events(act: _Act, base: Event) -> tuple[Event, ...]:
    pair = act.between()
    if not pair and "light" in act.does:
        pair = act.doer()
    return tuple(_pairs(replace(base, symmetric=True), pair, pair))


def _shifted(act: _Act, base: Event) -> Event | None:
    """Change an act by the verb whose object its noun is: lifted the sanctions, called for talks."""
    positive, does = base.type in _POSITIVE_TYPES, act.does
    if "refuse" in does:
        return replace(base, type="reject", polarity=-1, verb=f"refuse {base.verb}") if positive else None
    if "cease" in does and "light" not in does:
        kind = "sanction" if positive else "yield"
        return replace(base, type=kind, polarity=POLARITY[kind], verb=f"end {base.verb}")
    if "threaten" in does:
        return replace(base, type="threaten", polarity=-1, verb=f"threaten {base.verb}")
    if "agree" in does and positive:
        return replace(base, type="agree", polarity=1, verb=f"agree {base.verb}")
    if "request" in does:
        return replace(base, type="request", polarity=min(0, base.polarity), verb=f"request {base.verb}")
    return base if does & {"light", "plan", "try"} else None


def noun_events(found: Index, segment: int, token: "Token") -> tuple[Event, ...]:
    """Find the act that a noun names: criticism of Y by X, X launched an attack on Y, talks between X and Y.

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
        One for each pair of source and target; both directions where the noun is symmetric.
    """
    act = _act(found, segment, token)
    if act is None:
        return ()
    base = Event(segment, token, _NOBODY, _NOBODY, act.entry.type, act.entry.polarity, act.entry.noun)
    source, target = act.own_source(), act.own_target()
    if ("receive" in act.does and act.link == "object") or act.link == "under":
        suffering = act.sides(surface_subjects(act.verb), "verbal") if act.verb is not None else ()
        source = source or act.sides(prepositional(act.verb, _BY), "source") if act.verb is not None else source
        return tuple(_pairs(base, source, suffering))
    both = act.entry.symmetric
    if source and target:
        return tuple(_pairs(replace(base, symmetric=both), source, target, both=both))
    if source and not target and _reacts(act):
        return tuple(_pairs(base, source, act.doer()))
    if act.verb is not None and not _told_by_verb(act):
        shifted = _shifted(act, base)
        if shifted is not None and target:
            return tuple(
                _pairs(replace(shifted, symmetric=both), act.doer(), target, both=both and shifted.type == base.type)
            )
    return _reciprocal_events(act, base) if both and not target else ()


def _reacts(act: _Act) -> bool:
    if act.verb is None or act.entry.type in _POSITIVE_TYPES:
        return False
    lemma = key(act.verb.lemma_)
    rejects = any(f.type == "reject" for f in frames().get(lemma, ()))
    return lemma in _REACTIONS or rejects


def _told_by_verb(act: _Act) -> bool:
    """Tell whether a verb frame already names this noun, so that the act is not counted twice."""
    assert act.verb is not None
    rows = frames().get(key(act.verb.lemma_), ())
    return any(key(act.token.lemma_) in f.objects for f in rows) and bool(verb_events(act.found, act.segment, act.verb))
