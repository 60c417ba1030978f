"""Resolve pronouns by agreement, syntax and who spoke last; leave open what stays doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actors.reading import Reading, subject_of
from toolkit.actors.registry import Draft, Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Entry", "Focus", "Verdict", "antecedent"]

#: How many sentences back an antecedent may stand.
REACH = 5
_THINGS = frozenset(("organisation", "institution", "government", "state", "party"))


@dataclass(frozen=True)
class Entry:
    """A resolved mention: its reading, actor, sentence number, whether it is a subject, speaks, stands in a quotation."""

    reading: Reading
    actor_id: str
    sentence: int
    subject: bool
    speaks: bool
    quoted: bool


@dataclass(frozen=True)
class Verdict:
    """The outcome for one mention: an actor, or the candidates and the reason why none was chosen."""

    actor_id: str | None
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Focus:
    """What a pronoun can look back on: the mentions of its stream so far, its own sentence, whether it is quoted."""

    entries: Sequence[Entry]
    sentence: int
    quoted: bool
    speaks: bool
    speaker: str | None


def _agrees(draft: Draft, reading: Reading) -> bool:
    if reading.what in ("m", "f"):
        return draft.type == "person" and not draft.plural and draft.gender in (None, reading.what)
    if reading.what == "n":
        return draft.type in _THINGS
    return draft.type == "group" or draft.plural


def _clause_subjects(token: "Token") -> list["Token"]:
    """Give the subjects of the clauses that hold a pronoun, from its own outwards."""
    found, at = [], token
    for _ in range(12):
        if at.head.i == at.i:
            break
        at = at.head
        if at.pos_ in ("VERB", "AUX"):
            found += [c for c in at.children if c.dep_ in ("nsubj", "nsubjpass") and c.i != token.i and c.i < token.i]
    return found


def _in_sentence(doc: "Doc", reading: Reading, focus: Focus, registry: Registry, here: list[Entry]) -> Verdict | None:
    token = doc[reading.head]
    by_head = {entry.reading.head: entry for entry in here}
    for subject in _clause_subjects(token):
        entry = by_head.get(subject.i)
        if entry is None:
            if reading.what == "n" and subject.pos_ == "NOUN" and not focus.speaks:
                return Verdict(None, (), "may mean something that is no actor")
            continue
        own_object = token.dep_ in ("dobj", "pobj", "dative") and subject.head == token.head and "self" not in reading.noun
        if not own_object and _agrees(registry.drafts[entry.actor_id], reading):
            return Verdict(entry.actor_id)
    if token.dep_ == "nsubj" and focus.speaks and not here:
        return None
    return _choose([e for e in here if not focus.speaks or not e.quoted], reading, registry)


def _choose(entries: Sequence[Entry], reading: Reading, registry: Registry) -> Verdict | None:
    """Choose among the mentions of one sentence: speaker, then subject, then the only one that agrees."""
    fitting = [e for e in entries if _agrees(registry.drafts[e.actor_id], reading)]
    actors = sorted({e.actor_id for e in fitting})
    if not actors:
        return None
    for marked in ([e for e in fitting if e.speaks], [e for e in fitting if e.subject], fitting):
        chosen = sorted({e.actor_id for e in marked})
        if len(chosen) == 1:
            return _checked(chosen[0], actors, reading, registry)
        if chosen:
            return Verdict(None, tuple(chosen), "several actors agree with the pronoun")
    return None


def _checked(chosen: str, actors: list[str], reading: Reading, registry: Registry) -> Verdict:
    """Refuse somebody of unknown gender beside whom somebody of the right gender is named."""
    if reading.what in ("m", "f") and registry.drafts[chosen].gender is None:
        surer = [a for a in actors if registry.drafts[a].gender == reading.what]
        if surer:
            return Verdict(None, tuple(actors), "several actors agree with the pronoun")
    return Verdict(chosen)


def antecedent(doc: "Doc", reading: Reading, focus: Focus, registry: Registry) -> Verdict:
    """Find whom a pronoun of the third person means.

    Parameters
    ----------
    doc : Doc
        Parse of its segment.
    reading : Reading
        The pronoun.
    focus : Focus
        The resolved mentions before it.
    registry : Registry
        The actors of the document.

    Returns
    -------
    Verdict
        First the subjects of the clauses around it, then the sentences before it, the nearest first; in each the
        speaker, the subject, or the only actor that agrees. Several that agree leave it open.
    """
    others = [e for e in focus.entries if not (focus.quoted and e.actor_id == focus.speaker)]
    here = [e for e in others if e.sentence == focus.sentence]
    verdict = _in_sentence(doc, reading, focus, registry, here)
    if verdict is not None:
        return verdict
    for level in ((False,), (True, False)) if not focus.quoted else ((True, False),):
        earlier: dict[int, list[Entry]] = {}
        for entry in others:
            near = focus.sentence - REACH <= entry.sentence < focus.sentence
            if near and (entry.quoted in level or entry.speaks):
                earlier.setdefault(entry.sentence, []).append(entry)
        for sentence in sorted(earlier, reverse=True):
            verdict = _choose(earlier[sentence], reading, registry)
            if verdict is not None:
                return verdict
    return Verdict(None, (), "no actor before it agrees with the pronoun")


def relative_head(doc: "Doc", reading: Reading) -> int | None:
    """Give the token that a relative pronoun goes back to."""
    verb = doc[reading.head].head
    return int(verb.head.i) if verb.dep_ == "relcl" else None


def is_subject(doc: "Doc", reading: Reading) -> bool:
    """Tell whether a mention is the subject of a main clause or of what is reported in one."""
    return subject_of(doc[reading.head]) is not None
