"""Agency: who is made to act upon whom, and who is left out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicons
from toolkit.framing._grammar import children, phrase, pobjects, subjects
from toolkit.framing._metaphors import metaphor_rows
from toolkit.framing._nouns import animate, animates, figurative, is_of_kind, texts
from toolkit.framing._places import HEADS, Here
from toolkit.framing._rows import Agency
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["agency_rows"]

_NO_AGENTS = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_MEASURES = frozenset({"PERCENT", "MONEY", "QUANTITY", "TIME", "DATE"})
#: Objects that make an idiom of a verb of this list: strike a deal.
_IDIOMS = frozenset(
    {"deal", "balance", "chord", "tone", "note", "bargain", "pose", "accord", "agreement", "film", "record"}
)
_LIGHT = frozenset(
    {"launch", "carry", "conduct", "mount", "stage", "commit", "perpetrate", "wage", "undertake", "make"}
)
_ARMS = frozenset({"air", "missile", "drone", "rocket", "military", "nuclear", "artillery", "naval", "aerial"})
#: How far from a verb one joined to it shares its agent: shot and killed by them.
_NEAR = 3
_UPON = ("on", "against", "upon")
#: Classes whose nouns name many other things; they count only where a side is named.
_WEAK = frozenset({"helping", "changing", "threatening", "destroying"})
#: Classes of force, and their verbs that as often are done in words.
_FORCE = frozenset({"killing", "hurting", "bombing", "attacking", "capturing", "wronging", "removing"})
_WORDED = frozenset(
    {"attack", "assault", "hit", "batter", "beat", "punch", "crush", "kick", "pummel", "pound", "abuse"}
)
#: Classes that are done to people: prisoners are freed, a report is only released.
_UPON_PEOPLE = frozenset({"freeing", "threatening"})
#: Classes whose nouns have what is acted on before them: tax cuts, prisoner releases.
_UPON_THINGS = frozenset({"changing", "freeing", "removing", "restraining"})


class _Noun(NamedTuple):
    verb: str
    kind: str
    possessor: str


class _Act(NamedTuple):
    category: str
    lemma: str
    kind: str
    agent: "Token | None"
    patient: "Token | None"


@lru_cache
def _verbs() -> Mapping[str, str]:
    return {row["verb"]: row["class"] for row in lexicons.load("framing_acts", "verb", "noun", "class", "source")}


@lru_cache
def _nouns() -> Mapping[str, _Noun]:
    found = {}
    for row in lexicons.load("framing_acts", "verb", "noun", "possessor", "class", "source"):
        for noun in filter(None, row["noun"].split("|")):
            found[noun] = _Noun(row["verb"], row["class"], row["possessor"])
    return found


def _passive(verb: "Token", *, headline: bool) -> bool:
    for _ in range(4):
        if children(verb, "auxpass", "nsubjpass", "agent"):
            return True
        if verb.tag_ != "VBN":
            return False
        if verb.dep_ == "acl":
            return True
        if headline and not children(verb, "aux", "dobj"):
            return bool(children(verb, "nsubj"))
        if verb.dep_ != "conj" or children(verb, "nsubj", "aux"):
            return False
        verb = verb.head
    return False


def _doer(act: "Token") -> "Token | None":
    """Find the agent that ``by`` brings in, with the verb or with the one joined to it; a time or amount is none."""
    joined = [c for c in children(act, "conj") if c.tag_ == act.tag_ and c.i - act.i <= _NEAR]
    named = [o for verb in (act, *joined) for o in pobjects(verb, "by")]
    return next((o for o in named if o.ent_type_ not in _NO_AGENTS and o.pos_ != "VERB"), None)


def _of_verb(verb: "Token", *, headline: bool) -> _Act | None:
    kind = _verbs().get(verb.lemma_.lower())
    if kind is None:
        return None
    if _passive(verb, headline=headline):
        agent = _doer(verb)
        patient = next(iter(subjects(verb)), None)
        category = "agent deleted" if agent is None else "passive with agent"
        return _Act(category, verb.lemma_.lower(), kind, agent, patient)
    taken = [o for o in children(verb, "dobj") if o.ent_type_ not in _MEASURES and o.lemma_.lower() not in _IDIOMS]
    if not taken:
        return None
    agent = next((s for s in subjects(verb) if s.dep_ != "expl" and not _means(verb, s)), None)
    agent = None if agent is not None and agent.lower_ in ("this", "that") else agent
    return _Act("nonfinite" if agent is None else "active", verb.lemma_.lower(), kind, agent, taken[0])


def _means(verb: "Token", noun: "Token") -> bool:
    """Tell whether a noun is what an infinitive is for, not who does it: a chance to defeat them, the aim is to."""
    return any(t.lower_ == "to" for t in children(verb, "aux")) and not animate(noun)


def _people(noun: "Token", *, places: bool = True) -> "Token | None":
    """Find the nationality or name that modifies a noun: *Norvanian* attacks, the *Quist* murder.

    A place before an attack on nobody named is where it was: the *Ostrava* attack.
    """
    near = [c for c in children(noun, "amod", "compound", "nmod") if c.ent_type_ in ("NORP", "GPE", "PERSON", "ORG")]
    found = near[0] if near else None
    return found if places or found is None or found.ent_type_ != "GPE" or found.dep_ == "amod" else None


def _body(noun: "Token") -> "Token | None":
    """Find the people that stand before a noun: *police* killings."""
    return next((c for c in children(noun, "compound") if c.lemma_.lower() in animates()), None)


def _lightly(noun: "Token") -> "Token | None":
    """Find who does what a light verb and a noun say: *launched* an attack."""
    verb = noun.head
    if verb.lemma_.lower() not in _LIGHT:
        return None
    if noun.dep_ == "dobj":
        return next((s for s in subjects(verb) if s.dep_ != "expl"), None)
    return _doer(verb) if noun.dep_ == "nsubjpass" else None


def _of_noun(noun: "Token") -> _Act | None:
    entry = _nouns().get(noun.lemma_.lower())
    if entry is None or noun.dep_ in ("compound", "amod", "nmod") or animate(noun) or _no_deed(noun):
        return None
    owner = next((o for o in children(noun, "poss") if o.ent_type_ not in _NO_AGENTS), None)
    of = next(iter(pobjects(noun, "of")), None)
    agent, patient = _doer(noun) or _lightly(noun), next(iter(pobjects(noun, *_UPON)), None)
    if entry.kind == "helping":  # the support of voters: who helps, or who is helped?
        patient = patient or next(iter(pobjects(noun, "for")), None)
        agent = agent or (owner if patient is not None else None)
    elif entry.possessor == "agent":
        patient = patient or of
        agent = agent or owner or _people(noun, places=patient is not None) or _body(noun)
    elif of is not None:
        agent, patient = agent or owner or _people(noun) or _body(noun), of
    else:
        patient = patient or owner or _compound(noun, entry.kind)
    if entry.kind in _WEAK and agent is None and patient is None:
        return None
    if noun.lemma_.lower() == "strike" and patient is None and not _military(noun):
        return None
    worded = "without" if agent is None else "with"
    return _Act(f"nominalised {worded} agent", entry.verb, entry.kind, agent, patient)


def _no_deed(noun: "Token") -> bool:
    """Tell whether a noun says what a state or a kind is of, or is done to oneself: a state of siege, self-defence."""
    named = noun.head.head.lemma_.lower() if noun.dep_ == "pobj" and noun.head.lower_ == "of" else ""
    before = [t.lower_ for t in noun.doc[max(0, noun.i - 2) : noun.i]]
    return named in ("state", "kind", "sort") or before[-2:] == ["self", "-"]


def _military(strike: "Token") -> bool:
    """Tell a strike of arms from one of workers."""
    return any(c.lemma_.lower() in _ARMS for c in children(strike, "amod", "compound", "nmod"))


def _compound(noun: "Token", kind: str) -> "Token | None":
    """Find the patient that stands before a noun: the *Quist* murder, *tax* cuts."""
    found = _people(noun)
    if found is not None:
        return found if found.dep_ == "compound" else None
    return next((c for c in children(noun, "compound") if kind in _UPON_THINGS and c.pos_ == "NOUN"), None)


def _side(here: Here, part: ParsedSegment, name: str, head: "Token | None") -> dict[str, object]:
    if head is None:
        return {}
    words: Sequence[Token] = phrase(head)
    return {**here.side(part, name, words), f"{name}_actor": here.actor(part, head)}


def _in_words(here: Here, part: ParsedSegment, token: "Token", act: _Act) -> bool:
    """Tell whether an act is done in words only.

    Its word reports speech; something said or written is acted on (published or released); force is used upon talk,
    politics or a quality; or an attack has nothing of force in its sentence.
    """
    if here.cues.at(part.segment.start + token.idx) is not None:
        return True
    patient = act.patient
    if patient is not None and patient.lemma_.lower() in texts():
        return True
    if act.kind in _UPON_PEOPLE:
        return patient is None or not animate(patient)
    if act.kind not in _FORCE:
        return False
    if patient is not None and not patient.ent_type_ and figurative(patient.lemma_.lower()):
        return True
    if patient is not None and patient.ent_type_ in _PLACES:
        return False
    return act.lemma in _WORDED and not any(_armed(t) for t in token.sent if t != token)


def _armed(word: "Token") -> bool:
    """Tell whether a word shows that force is meant: a weapon, who carries it, another deed of force."""
    lemma = word.lemma_.lower()
    verb = _verbs().get(lemma) if lemma not in _WORDED else None
    return is_of_kind(lemma, "literal war") or lemma.startswith("terroris") or verb in _FORCE


def _row(here: Here, part: ParsedSegment, token: "Token", act: _Act) -> Agency:
    sides = {**_side(here, part, "agent", act.agent), **_side(here, part, "patient", act.patient)}
    return Agency(
        **{**here.run(part, token, token), **sides},
        category=act.category,
        lemma=act.lemma,
        kind=act.kind,
        negated=bool(children(token, "neg")) if token.pos_ == "VERB" else any(d.lower_ == "no" for d in token.children),
    )


def agency_rows(here: Here) -> Iterator[Agency]:
    """Yield the acts upon somebody or something; those that are metaphors of talk are none."""
    figures = {row.start for row in metaphor_rows(here)}
    for part in here.parsed.parsed:
        headline = part.segment.role in HEADS
        for token in part.doc:
            act = None
            if token.pos_ == "VERB":
                act = _of_verb(token, headline=headline)
            elif token.pos_ == "NOUN":
                act = _of_noun(token)
            figure = part.segment.start + token.idx in figures
            if act is not None and not figure and not _in_words(here, part, token, act):
                yield _row(here, part, token, act)
