"""Acts told by verbs."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.records import POLARITY, RELATION_TYPES
from toolkit.relations.events import POSITIVE, Event, Story, governed, pairs, told, with_deed
from toolkit.relations.grammar import (
    children,
    conditional,
    conjuncts,
    effect_of,
    is_passive,
    objects,
    particles,
    patients,
    prepositional,
    subjects,
    surface_subjects,
)
from toolkit.relations.lexicon import Frame, frames, heads, key, nouns
from toolkit.relations.parties import is_reciprocal, parties
from toolkit.relations.places import Index, Party

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["fits", "judgement_of", "judgements", "role", "verb_events", "verbal", "wished"]

#: What makes an attack one of words.
_OF_WORDS = frozenset({"verbal", "scathing", "blistering", "stinging", "withering", "outspoken", "veiled", "vitriolic"})
_NAMING = frozenset({"call", "describe", "brand", "label", "dub", "deem", "consider", "portray", "regard", "denounce"})


@lru_cache
def judgements(name: str) -> dict[str, int]:
    """Give the words of one class of ``relation_judgements.csv`` with their sign."""
    rows = lexicons.load("relation_judgements", "lemma", "class", "sign", "source")
    return {key(row["lemma"]): int(row["sign"]) for row in rows if row["class"] == name}


def judgement_of(word: "Token", reach: int = 8) -> int:
    """Give the sign of the first word of praise or blame in a phrase, 0 if there is none."""
    for part in sorted((word, *word.subtree), key=lambda t: (t.i != word.i, t.i)):
        if abs(part.i - word.i) > reach:
            continue
        name = {"NOUN": "noun", "ADJ": "adjective", "PROPN": "noun", "VERB": "adjective"}.get(part.pos_)
        sign = judgements(name).get(key(part.lemma_), 0) or judgements(name).get(part.lower_, 0) if name else 0
        if sign:
            return sign
    return 0


def verbal(act: "Token") -> bool:
    """Tell whether an attack is one of words: a *scathing* attack, an attack, *calling* them cowards."""
    nouns = [act, *children(act, "dobj")]
    if any(key(c.lemma_) in _NAMING and c.tag_ == "VBG" for c in children(act, "advcl")):
        return True
    return any(key(m.lemma_) in _OF_WORDS for noun in nouns for m in children(noun, "amod"))


def role(kind: str) -> str:
    """Give what the target of a type may be reached through (see `parties`): assets for deeds, words for stances."""
    if kind in ("yield", "sanction"):
        return "measure"
    if kind == "consult":
        return "contact"
    return "material" if RELATION_TYPES[kind].startswith("material") else "verbal"


def fits(frame: Frame, verb: "Token", taken: frozenset[str] | None = None) -> bool:
    """Tell whether a verb has the particle and one of the objects that a frame fixes."""
    taken = _taken(verb) if taken is None and frame.objects else taken or frozenset()
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
    if reached:
        return reached
    if frame.objects:  # "gave Norvania weapons", read as one noun phrase
        return [c for o in patients(verb) for c in children(o, "compound", "nmod") if c.pos_ == "PROPN"]
    return patients(verb)


def _stranded(verb: "Token", frame: Frame) -> list["Token"]:
    """Find the target of a preposition that was left behind: was fired on, the man they called on."""
    left = any(
        c.lower_ in frame.prepositions and not children(c, "pobj", "pcomp") for c in children(verb, "prep", "prt")
    )
    if left and is_passive(verb) and not objects(verb):
        return surface_subjects(verb)
    return [verb.head] if left and verb.dep_ == "relcl" else []


def _prepositional(verb: "Token", frame: Frame) -> list["Token"]:
    found = prepositional(verb, frame.prepositions)
    if frame.preposition_objects:
        found = [t for t in found if key(t.lemma_) in frame.preposition_objects]
    if frame.target == "possessor":
        return [o for t in found for o in (*children(t, "poss"), *prepositional(t, frozenset({"of"}), verb=False))]
    if not frame.objects:  # "demanded the release of Y" demands nothing of Y
        found = [t for t in found if t.head.lower_ != "of" or t.head.head == verb or not _of_act(t.head.head)]
    if found:
        return found
    # "lifted the sanctions" without "on": whoever the object itself names.
    named = patients(verb) if frame.objects else []
    return _stranded(verb, frame) or [o for o in named if not any(p.tag_ == "PRP$" for p in children(o, "poss"))]


def _of_act(noun: "Token") -> bool:
    entry = nouns().get(key(noun.lemma_))
    return entry is not None and entry.of == "target"


def _recipients(verb: "Token") -> list["Token"]:
    """Find who gets the text that asks for something: handed *her* a note demanding his release."""
    text = verb.head
    if verb.dep_ == "advcl" and verb.i > 0 and verb.nbor(-1) in children(text, "dobj"):
        text = verb.nbor(-1)
    if verb.tag_ != "VBG" or text.dep_ != "dobj" or text.head.pos_ != "VERB":
        return []
    if not heads().get(key(text.lemma_), frozenset()) & {"word"}:
        return []
    return [d for d in children(text.head, "dative") if d.pos_ != "ADP"] or prepositional(text.head, frozenset({"to"}))


def wished(clause: "Token") -> bool:
    """Tell whether a clause is in the subjunctive or has *should*: that he go, that he be freed, that he should go."""
    helpers = {a.lower_ for a in children(clause, "aux", "auxpass")}
    if clause.tag_ == "VB":
        return not helpers - {"should", "not"}
    return (clause.tag_ == "VBP" and not helpers) or (clause.tag_ == "VBN" and "be" in helpers)


def _clause(verb: "Token") -> list["Token"]:
    """Find who is to act where a verb asks for it in a clause: demanded that Y resign."""
    clauses = [c for c in children(verb, "ccomp") if c.i > verb.i and wished(c)]
    return [s for clause in clauses for s in surface_subjects(clause) if s.i > verb.i]


def _targets(verb: "Token", frame: Frame) -> list["Token"]:
    if frame.target == "dative":
        return _dative(verb, frame)
    if frame.target == "clause":
        return _clause(verb)
    if frame.target == "infinitive":
        below = children(verb, "xcomp", "ccomp")
        return patients(verb) if any(a.lower_ == "to" for c in below for a in children(c, "aux")) else []
    if frame.target == "object":
        if not frame.prepositions or _prepositional(verb, frame._replace(objects=frozenset())):
            return patients(verb)
        return []
    return _prepositional(verb, frame)


def _taken(verb: "Token") -> frozenset[str]:
    heads = [noun for taken in patients(verb) for noun in conjuncts(taken)]
    return frozenset(key(t.lemma_) for t in (*heads, *children(verb, "acomp", "oprd", "advcl", "ccomp")))


def _names(verb: "Token") -> bool:
    """Tell whether *call* gives a name rather than rings up: was called, calling it a farce, called them “rebels”."""
    if key(verb.lemma_) != "call":
        return False
    if children(verb, "oprd", "ccomp", "acomp", "attr") or is_passive(verb) or verb.tag_ == "VBG":
        return True
    called = objects(verb)
    within = verb.doc[verb.i + 1 : max((t.i for t in called), default=verb.i) + 1]
    return any(t.is_quote for t in within) or any(t.tag_ == "NNS" for t in called)


def _of_frame(found: Index, segment: int, verb: "Token", frame: Frame, doer: Party | None) -> Iterator[Event]:
    sources = parties(found, segment, subjects(verb), "source") or ((doer,) if doer is not None else ())
    tokens = _targets(verb, frame)
    if frame.type == "request" and frame.target == "object":
        tokens = [t for t in tokens if key(t.lemma_) not in nouns()]  # ordered his release: the noun tells the act
    story = governed(Story(segment, verb, frame.type, frame.polarity, frame.lemma))
    if story is None or not sources or (frame.type == "consult" and _names(verb)):
        return
    if frame.type == "assault" and verbal(verb):
        story = replace(story, type="accuse")
    if any(is_reciprocal(t) for t in tokens):
        yield from pairs(story, sources, sources, mutual=True)
        return
    if frame.type == "request" and not tokens:
        tokens = _recipients(verb)
    if frame.type == "yield" and frame.target == "object" and not frame.objects:
        tokens = [t for t in tokens if "word" not in heads().get(key(t.lemma_), ())]  # released its report
    targets = parties(found, segment, tokens, role(frame.type))
    if not targets and frame.type == "consult" and frame.target == "object" and frame.objects:
        targets = found.couple(segment, verb, mutual=True)  # hosts the talks: those who talk
    for each in with_deed(story):
        yield from pairs(each, sources, targets)
    if frame.symmetric and not targets:
        yield from pairs(story, sources, sources, mutual=True)


def _named_so(found: Index, segment: int, verb: "Token", doer: Party | None) -> Iterator[Event]:
    """Yield praise and blame by name: X called Y's plan a disgrace."""
    if key(verb.lemma_) not in _NAMING:
        return
    names = [*children(verb, "oprd", "attr", "acomp"), *prepositional(verb, frozenset({"as"}))]
    names += [c for c in children(verb, "ccomp", "advcl") if c.pos_ in ("NOUN", "ADJ", "PROPN")]
    names += [p for prep in children(verb, "prep") if prep.lower_ == "as" for p in prep.children if p.pos_ == "ADJ"]
    sign = next((s for s in map(judgement_of, names) if s), 0)
    if not sign:
        return
    sources = parties(found, segment, subjects(verb), "source") or ((doer,) if doer is not None else ())
    kind = "accuse" if sign < 0 else "support"
    targets = parties(found, segment, patients(verb), "verbal")
    yield from pairs(Story(segment, verb, kind, sign, key(verb.lemma_)), sources, targets)


def _undone(found: Index, segment: int, verb: "Token") -> Iterator[Event]:
    """Yield the end of an act told just before: imposed sanctions on Y and lifted *them*."""
    taken = objects(verb)
    first = verb.head
    if verb.dep_ != "conj" or first.pos_ != "VERB" or "cease" not in effect_of(verb):
        return
    if any(t.lower_ in ("it", "them") for t in taken) and objects(first) and not particles(verb) & {"off"}:
        for event in verb_events(found, segment, first):
            kind = "sanction" if event.type in POSITIVE else "yield"
            story = Story(segment, verb, kind, POLARITY[kind], f"end {event.verb}")
            yield told(story, event.source, event.target, mutual=event.mutual)


def _ultimatum(found: Index, segment: int, verb: "Token") -> Iterator[Event]:
    """Yield a threat whose target has to act to avert it: threatened to leave *unless Y apologised*."""
    if "threaten" not in effect_of(verb):
        return
    below = children(verb, "xcomp")
    if any(verb_events(found, segment, act) for act in below):
        return
    clauses = [c for v in (verb, *below) for c in children(v, "advcl") if conditional(c)]
    targets = parties(found, segment, [s for c in clauses for s in surface_subjects(c)], "source")
    story = governed(Story(segment, verb, "threaten", POLARITY["threaten"], "threaten"))
    if story is not None:
        yield from pairs(story, parties(found, segment, subjects(verb), "source"), targets)


def verb_events(found: Index, segment: int, verb: "Token", doer: Party | None = None) -> tuple[Event, ...]:
    """Find the act that a verb tells, by the most specific of its frames that has both parties.

    Parameters
    ----------
    found : Index
        Mentions by token.
    segment : int
        Number of the parsed segment.
    verb : Token
        A verb form.
    doer : Party, optional
        Who acts where the sentence does not say: the source of the attribution whose cue the verb is.

    Returns
    -------
    tuple of Event
        One for each pair of source and target. Both directions only where the parties share one phrase (X and Y met)
        or the verb has ``each other`` as object.
    """
    first = (*_named_so(found, segment, verb, doer), *_undone(found, segment, verb))
    if first:
        return first
    rows = frames().get(key(verb.lemma_), ())
    taken = _taken(verb) if rows else frozenset()
    for frame in rows:
        if fits(frame, verb, taken) and (events := tuple(_of_frame(found, segment, verb, frame, doer))):
            return events
    return tuple(_ultimatum(found, segment, verb))
