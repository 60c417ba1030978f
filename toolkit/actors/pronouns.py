"""Resolve pronouns by agreement, syntax and who spoke last; leave open what stays doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.actors.reading import Reading, nouns, subject_of
from toolkit.actors.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Entry", "Focus", "Verdict", "antecedent"]

#: How many sentences back an antecedent may stand.
REACH = 5
#: How many back that of *they* may: groups are seldom spoken of over many sentences.
REACH_OF_THEY = 2
#: What resolves a pronoun, beside "speaker", "subject" or "only one" of "its sentence" or "an earlier sentence".
RULES = {
    "clause": "subject of a clause around it",
    "relative": "noun before a relative pronoun",
    "first": "speaker of the quotation",
}
_SEVERAL = "several actors agree with the pronoun"
_TOGETHER = "several actors are meant together"
_DESCRIBED = "it may mean somebody named or somebody described"
_THING = "it may mean something that is no actor"
_THINGS = frozenset(("organisation", "institution", "government", "state", "party"))


@dataclass(frozen=True)
class Entry:
    """A resolved mention: its reading, actor and sentence; is it a subject, speaker, quoted, one of several."""

    reading: Reading
    actor_id: str
    sentence: int
    subject: bool
    speaks: bool
    quoted: bool
    together: bool = False


@dataclass(frozen=True)
class Verdict:
    """The outcome for one mention: an actor and the rule that found it, or candidates and why none was chosen."""

    actor_id: str | None
    candidates: tuple[str, ...] = ()
    reason: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Focus:
    """What a pronoun can look back on: the mentions of its stream so far, its own sentence, whether it is quoted."""

    entries: Sequence[Entry]
    sentence: int
    quoted: bool
    speaks: bool
    speaker: str | None


def _agrees(registry: Registry, reading: Reading, entry: Entry) -> bool:
    draft = registry.drafts.get(entry.actor_id)
    if draft is None:
        return reading.what in ("m", "f") and entry.reading.what == "person" and not entry.reading.plural
    if reading.what in ("m", "f"):
        return draft.type == "person" and not draft.plural and draft.gender in (None, reading.what)
    if reading.what == "n":
        collective = draft.type == "group" and not draft.plural
        return (draft.type in _THINGS or collective) and not entry.reading.plural
    return draft.type == "group" or draft.plural or entry.reading.plural


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


def _in_sentence(
    token: "Token", reading: Reading, focus: Focus, registry: Registry, here: list[Entry], barred: set[int]
) -> Verdict | None:
    """Look at the subjects of the clauses around a pronoun, then at what stands before it in its sentence."""
    by_head = {entry.reading.head: entry for entry in here}
    for subject in _clause_subjects(token):
        entry = by_head.get(subject.i)
        if entry is None and subject.i in barred:
            continue
        if entry is None:
            if reading.what == "p" and subject.tag_ in ("NNS", "NNPS"):
                return Verdict(None, (), _THING)
            if reading.what in ("n", "p") and subject.lower_ not in ("he", "she", "i", "you", "who", "which", "that"):
                return None if focus.speaks else Verdict(None, (), _THING)
            continue
        if _agrees(registry, reading, entry):
            return _nearest(entry, here, reading, registry)
    doubtful = reading.what in ("n", "p") and not focus.speaks
    if doubtful and _thing_before(token, reading, {e.reading.head for e in here}):
        return Verdict(None, (), _THING)
    return _choose([e for e in here if focus.quoted or not e.quoted], reading, registry, "its sentence")


def _nearest(found: Entry, here: Sequence[Entry], reading: Reading, registry: Registry) -> Verdict:
    """Give the subject of a clause; *it* and *they* stay open if another subject that agrees stands nearer."""
    if reading.what in ("n", "p"):
        later = [e for e in here if e.subject and e.reading.head > found.reading.head and _agrees(registry, reading, e)]
        rivals = sorted({e.actor_id for e in later} | {found.actor_id})
        if len(rivals) > 1:
            return Verdict(None, tuple(a for a in rivals if a in registry.drafts), _SEVERAL)
    return _named(found.actor_id, registry, RULES["clause"])


def _described(registry: Registry, actor_id: str) -> bool:
    """Tell whether somebody is only described, in words that tell no gender ("the candidate")."""
    draft = registry.drafts.get(actor_id)
    if draft is None or draft.type != "person" or draft.parts:
        return False
    return not any(nouns()[noun].gender for noun in draft.nouns if noun in nouns())


def _barred(token: "Token", entries: Sequence[Entry]) -> set[str]:
    """Give the actors that an object pronoun cannot mean: the subject of its own verb ("Hale urged him to wait")."""
    if token.lower_ not in ("him", "her", "them", "it") or token.tag_ == "PRP$":
        return set()
    verb = token.head
    if token.dep_ == "nsubj":
        if token.lower_ == "it" or verb.dep_ not in ("ccomp", "xcomp", "advcl"):
            return set()
        verb = verb.head
    elif token.dep_ == "pobj":
        verb = verb.head
    for _ in range(8):
        subjects = {c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")}
        if subjects or verb.dep_ not in ("conj", "xcomp", "advcl"):
            break
        verb = verb.head
    return {e.actor_id for e in entries if e.reading.head in subjects and e.reading.head < token.i}


def _thing_before(token: "Token", reading: Reading, actors: set[int]) -> bool:
    """Tell whether a noun that names no actor but agrees with the pronoun stands before it in its sentence."""
    tag = ("NNS", "NNPS") if reading.what == "p" else ("NN",)
    before = token.doc[token.sent.start : token.i]
    return any(t.tag_ in tag and t.i not in actors and t.dep_ not in ("compound", "npadvmod", "nmod") for t in before)


def _choose(entries: Sequence[Entry], reading: Reading, registry: Registry, where: str) -> Verdict | None:
    """Choose among the mentions of one sentence: speaker, then subject, then the only one that agrees."""
    fitting = [e for e in entries if _agrees(registry, reading, e)]
    actors = sorted({e.actor_id for e in fitting})
    if not actors:
        return None
    speak, lead = [e for e in fitting if e.speaks], [e for e in fitting if e.subject]
    for rule, marked in (("speaker", speak), ("subject", lead), ("only one", fitting)):
        chosen = sorted({e.actor_id for e in marked})
        if len(chosen) == 1:
            return replace(_checked(chosen[0], actors, reading, registry), rule=f"{rule} of {where}")
        if chosen:
            return Verdict(None, tuple(a for a in chosen if a in registry.drafts), _SEVERAL)
    return None


def _earlier(
    entries: Sequence[Entry], reading: Reading, registry: Registry, rows: Sequence[Sequence[Entry]]
) -> Verdict | None:
    """Choose among the mentions of a sentence before that of the pronoun.

    Somebody only described is passed over unless a speaker or subject, and then is a rival of those named near by.
    """
    if reading.what == "p":
        if any(e.together for e in entries):
            return Verdict(None, (), _TOGETHER)
        marked = {e.actor_id for e in entries if (e.subject or e.speaks) and _agrees(registry, reading, e)}
        if len(marked) > 1:
            return Verdict(None, tuple(sorted(a for a in marked if a in registry.drafts)), _SEVERAL)
    if reading.what not in ("m", "f"):
        return _choose(entries, reading, registry, "an earlier sentence")
    kept = [e for e in entries if e.subject or e.speaks or not _described(registry, e.actor_id)]
    verdict = _choose(kept, reading, registry, "an earlier sentence")
    if verdict is None or verdict.actor_id is None or not _described(registry, verdict.actor_id):
        return verdict
    told = any(e.actor_id == verdict.actor_id and e.reading.definite for e in kept)
    near = {e.actor_id for row in rows for e in row if _agrees(registry, reading, e)}
    named = sorted(a for a in near if a in registry.drafts and registry.drafts[a].parts)
    return Verdict(None, (*named, verdict.actor_id), _DESCRIBED) if told and named else verdict


def _named(actor_id: str, registry: Registry, rule: str = "") -> Verdict:
    """Give an actor, or say that the mention to which a pronoun goes back is itself open."""
    if actor_id in registry.drafts:
        return Verdict(actor_id, rule=rule)
    return Verdict(None, (), "what it goes back to is not resolved")


def _checked(chosen: str, actors: list[str], reading: Reading, registry: Registry) -> Verdict:
    """Refuse somebody of unknown gender beside whom somebody of the right gender is named."""
    if chosen not in registry.drafts:
        return _named(chosen, registry)
    surer = any(a in registry.drafts and registry.drafts[a].gender == reading.what for a in actors)
    if surer and reading.what in ("m", "f") and registry.drafts[chosen].gender is None:
        return Verdict(None, tuple(a for a in actors if a in registry.drafts), _SEVERAL)
    return Verdict(chosen)


def _leads(token: "Token") -> bool:
    """Tell whether a pronoun is the subject of a clause or belongs to it ("its chair said")."""
    leading = ("nsubj", "nsubjpass")
    return token.dep_ in leading or (token.dep_ == "poss" and token.head.dep_ in leading)


def _before(reading: Reading, focus: Focus, others: Sequence[Entry], *, quoted: bool) -> dict[int, list[Entry]]:
    """Give the mentions of the sentences before a pronoun by sentence, those of the narrator or those in quotations."""
    spoken = REACH_OF_THEY if reading.what == "p" else REACH
    reach = REACH if reading.what in ("m", "f") else spoken if focus.speaks else 1
    found: dict[int, list[Entry]] = {}
    for entry in others:
        near = focus.sentence - reach <= entry.sentence < focus.sentence
        marked = entry.subject or entry.speaks or reading.what in ("m", "f")
        if near and marked and (entry.quoted == quoted or entry.speaks):
            found.setdefault(entry.sentence, []).append(entry)
    return found


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
        speaker, the subject, or the only actor that agrees. *It* and *they* look back beyond their sentence only as
        subjects, and only to subjects. Several that agree leave it open.
    """
    token = doc[reading.head]
    others = [e for e in focus.entries if not (focus.quoted and e.actor_id == focus.speaker)]
    here = [e for e in others if e.sentence == focus.sentence]
    barred = _barred(token, here)
    heads = {e.reading.head for e in here if e.actor_id in barred}
    others = [e for e in others if e.actor_id not in barred]
    verdict = _in_sentence(token, reading, focus, registry, [e for e in here if e.actor_id not in barred], heads)
    if verdict is not None:
        return verdict
    if reading.what == "n" and not _leads(token):
        return Verdict(None, (), _THING)
    levels = (True,) if focus.quoted else (False,) if focus.speaks else (False, True)
    for quoted in levels:
        earlier = _before(reading, focus, others, quoted=quoted)
        if focus.quoted:
            for sentence, entries in _before(reading, focus, others, quoted=False).items():
                earlier.setdefault(sentence, []).extend(entries)
        rows = [earlier[sentence] for sentence in sorted(earlier, reverse=True)]
        for entries in rows:
            verdict = _earlier(entries, reading, registry, rows)
            if verdict is not None:
                return verdict
    return Verdict(None, (), "no actor before it agrees with the pronoun")


def relative_head(doc: "Doc", reading: Reading) -> int | None:
    """Give the token that a relative pronoun goes back to."""
    verb = doc[reading.head].head
    return int(verb.head.i) if verb.dep_ == "relcl" else None


def is_together(doc: "Doc", reading: Reading) -> bool:
    """Tell whether a mention is a subject together with another ("Hale and Quist left", the second of them)."""
    token = doc[reading.head]
    return token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN") and subject_of(token) is not None


def relative(doc: "Doc", reading: Reading, actors: Sequence[str | None]) -> Verdict:
    """Give a relative pronoun the actor of the noun before it; none where that is joined to another."""
    if _several_before(doc, reading):
        return Verdict(None, (), "it goes back to several actors together")
    told = [actor for actor in actors if actor is not None]
    return Verdict(told[0], rule=RULES["relative"]) if told else Verdict(None, (), "what it goes back to is no actor")


def _several_before(doc: "Doc", reading: Reading) -> bool:
    """Tell whether a relative pronoun goes back to several together ("Hale and Quist, who want it")."""
    verb = doc[reading.head].head
    head = verb.head
    joined = head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN")
    plural = any(t.tag_ == "VBP" for t in (verb, *verb.children) if t.i == verb.i or t.dep_ in ("aux", "auxpass"))
    return joined and plural and head.tag_ in ("NN", "NNP")


def is_subject(doc: "Doc", reading: Reading) -> bool:
    """Tell whether a mention is the subject of a main clause or of what is reported in one."""
    return subject_of(doc[reading.head]) is not None
