"""Agency: who is made to act upon whom, and who is left out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicons
from toolkit.framing._grammar import children, phrase, pobjects, subjects
from toolkit.framing._places import Here
from toolkit.framing._rows import Agency
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["agency_rows"]

_NO_AGENTS = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})
_MEASURES = frozenset({"PERCENT", "MONEY", "QUANTITY", "TIME", "DATE"})
#: Objects that make an idiom of a verb of this list: strike a deal.
_IDIOMS = frozenset(
    {"deal", "balance", "chord", "tone", "note", "bargain", "pose", "accord", "agreement", "film", "record"}
)
_LIGHT = frozenset(
    {"launch", "carry", "conduct", "mount", "stage", "commit", "perpetrate", "wage", "undertake", "make"}
)
_ARMS = frozenset({"air", "missile", "drone", "rocket", "military", "nuclear", "artillery", "naval", "aerial"})
_UPON = ("on", "against", "upon")
#: Classes whose nouns name many other things; they count only where a side is named.
_WEAK = frozenset({"helping", "changing", "threatening"})
_HEADS = ("headline", "subhead", "teaser")


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
def _texts() -> frozenset[str]:
    rows = lexicons.load("relation_heads", "noun", "kind", "source")
    return frozenset(row["noun"] for row in rows if row["kind"] == "word")


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
    """Find the agent that ``by`` brings in; a time or an amount is none."""
    return next((o for o in pobjects(act, "by") if o.ent_type_ not in _NO_AGENTS and o.pos_ != "VERB"), None)


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
    agent = next((s for s in subjects(verb) if s.dep_ != "expl"), None)
    return _Act("nonfinite" if agent is None else "active", verb.lemma_.lower(), kind, agent, taken[0])


def _people(noun: "Token") -> "Token | None":
    """Find the nationality or name that modifies a noun: *Norvanian* attacks, the *Quist* murder."""
    near = [c for c in children(noun, "amod", "compound", "nmod") if c.ent_type_ in ("NORP", "GPE", "PERSON", "ORG")]
    return near[0] if near else None


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
    if entry is None or noun.dep_ in ("compound", "amod", "nmod"):
        return None
    owner = next(iter(children(noun, "poss")), None)
    of = next(iter(pobjects(noun, "of")), None)
    agent, patient = _doer(noun) or _lightly(noun), next(iter(pobjects(noun, *_UPON)), None)
    if entry.possessor == "agent":
        agent, patient = agent or owner or _people(noun), patient or of
    elif of is not None:
        agent, patient = agent or owner or _people(noun), of
    else:
        patient = patient or owner or _compound(noun)
    if agent is None and patient is None and entry.kind in _WEAK:
        return None
    if noun.lemma_.lower() == "strike" and patient is None and not _military(noun):
        return None
    worded = "without" if agent is None else "with"
    return _Act(f"nominalised {worded} agent", entry.verb, entry.kind, agent, patient)


def _military(strike: "Token") -> bool:
    """Tell a strike of arms from one of workers."""
    return any(c.lemma_.lower() in _ARMS for c in children(strike, "amod", "compound", "nmod"))


def _compound(noun: "Token") -> "Token | None":
    found = _people(noun)
    return found if found is not None and found.dep_ == "compound" else None


def _side(here: Here, part: ParsedSegment, name: str, head: "Token | None") -> dict[str, object]:
    if head is None:
        return {}
    words: Sequence[Token] = phrase(head)
    return {**here.side(part, name, words), f"{name}_actor": here.actor(part, head)}


def _of_text(act: _Act) -> bool:
    """Tell whether what is acted on is something said or written, to which nothing is done: released a report."""
    return act.patient is not None and act.patient.lemma_.lower() in _texts()


def _row(here: Here, part: ParsedSegment, token: "Token", act: _Act) -> Agency:
    sides = {**_side(here, part, "agent", act.agent), **_side(here, part, "patient", act.patient)}
    return Agency(
        **{**here.run(part, token, token), **sides},
        category=act.category,
        lemma=act.lemma,
        kind=act.kind,
        negated=bool(children(token, "neg")),
    )


def agency_rows(here: Here) -> Iterator[Agency]:
    """Yield the acts upon somebody or something."""
    for part in here.parsed.parsed:
        headline = part.segment.role in _HEADS
        for token in part.doc:
            act = None
            if token.pos_ == "VERB":
                act = _of_verb(token, headline=headline)
            elif token.pos_ == "NOUN":
                act = _of_noun(token)
            if act is not None and not _of_text(act):
                yield _row(here, part, token, act)
