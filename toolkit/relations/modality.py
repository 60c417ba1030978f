"""How far an act is said to hold: done, to come, threatened, demanded, only possible, denied, not done, long ago."""

import re
from typing import TYPE_CHECKING

from toolkit.records import RELATION_TYPES
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, conditional, effect_of, finite, governor, surface_subjects
from toolkit.relations.lexicon import key
from toolkit.relations.negation import is_negated, none

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["modality"]

_FUTURE = frozenset({"will", "'ll", "shall", "wo", "’ll"})
_WOULD = frozenset({"would", "'d"})
_POSSIBLE = frozenset({"could", "may", "might", "can"})
_NECESSARY = frozenset({"must", "should", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "should", "lest"})
#: Verbs that with a bare infinitive clause (that Y *pay*) ask for the deed, beside those of the list of operators.
_ASKS = frozenset({"insist", "rule", "require", "stipulate"})
#: Verbs that say of a claim that it is not true.
_REJECTS = frozenset({"deny", "reject", "dismiss", "refute", "rebut", "dispute", "contradict", "debunk"})
#: Nouns for what is claimed, which may be denied.
_CLAIMS = frozenset(
    {"claim", "allegation", "accusation", "report", "suggestion", "charge", "assertion", "notion", "idea", "rumour"}
    | {"rumor", "speculation", "insinuation"}
)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})(?:s\b|\b)")
_AGES = re.compile(r"\b(?:(?:decades|centuries|(?:a|one|half a) century|generations) (?:ago|earlier|before))\b", re.I)
_CENTURY = re.compile(r"\b(?:1[0-9]|[a-z]+eenth)(?:th)?[- ]century\b|\blast century\b", re.I)
_YEARS_AGO = re.compile(r"\b([0-9]{2,4}) years (?:ago|earlier|before)\b", re.I)
#: A deed at least this many years before publication is history, not news.
_LONG_AGO = 20
#: What a word beside a noun that names an act does to it: a *planned* visit, a *possible* attack, a *cancelled* visit.
_BESIDE = {
    "threaten": "threatened",
    "request": "hypothetical",
    "wish": "hypothetical",
    "plan": "announced",
    "cease": "negated",
}


def _came_to_pass(clause: "Token") -> bool:
    """Tell whether what was waited for has happened: until Y *attacked*."""
    until = any(m.lower_ == "until" for m in children(clause, "mark", "advmod"))
    return until and clause.tag_ in ("VBD", "VBN") and not children(clause, "aux")


def _conditional(token: "Token") -> bool:
    """Tell whether an act stands in a condition, a question put indirectly, or what is waited for."""
    for clause in (token, *token.ancestors):
        marks = {m.lower_ for m in children(clause, "mark", "advmod")}
        if clause.dep_ in ("advcl", "ccomp") and marks & _CONDITIONS:
            return not _came_to_pass(clause)
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


def _hangs(verb: "Token") -> bool:
    """Tell whether a verb hangs on a condition: will leave *if Y stays*."""
    return any(_conditional(clause) for clause in children(verb, "advcl") if conditional(clause))


def _modal(verb: "Token") -> str | None:
    words = {c.lower_ for c in children(verb, "aux")}
    if words & (_NECESSARY | _POSSIBLE):
        return "hypothetical"
    if words & _FUTURE:
        return "hypothetical" if _hangs(verb) else "announced"
    if words & _WOULD:
        # The future of reported speech, unless it hangs on a condition or did not come to be (would have gone).
        unreal = words & {"have", "'ve"} or _hangs(verb) or verb.dep_ == "ROOT"
        return "hypothetical" if unreal else "announced"
    return "announced" if _is_to(verb) else None


def _is_to(verb: "Token") -> bool:
    """Tell whether a verb is in a future without *will*: is to meet, is going to meet."""
    head = verb.head
    if verb.dep_ != "xcomp" or verb.tag_ != "VB" or not any(a.lower_ == "to" for a in children(verb, "aux")):
        return False
    be = head.lemma_ == "be" and not children(head, "acomp", "attr")
    going = head.lower_ == "going" and any(a.lemma_ == "be" for a in children(head, "aux"))
    return be or going


def _historical(event: Event, published_year: int | None) -> bool:
    if published_year is None:
        return False
    clause = finite(event.trigger)
    text = clause.sent.text
    if clause.tag_ not in ("VBD", "VBN"):
        return False
    years = [int(y) for y in _YEAR.findall(text)] + [published_year - int(n) for n in _YEARS_AGO.findall(text)]
    if years:
        return max(years) <= published_year - _LONG_AGO
    return bool(_AGES.search(text) or _CENTURY.search(text))


def _second_comparand(token: "Token") -> bool:
    """Tell whether a token stands in the thing something is likened to."""
    for above in token.ancestors:
        if above.dep_ == "pobj" and above.head.lower_ in ("to", "with"):
            verb = above.head.head
            if key(verb.lemma_) in ("liken", "compare", "equate") or key(verb.head.lemma_) in ("liken", "compare"):
                return True
    return token.dep_ == "pobj" and key(token.head.head.lemma_) in ("liken", "compare", "equate")


def _purpose(token: "Token") -> bool:
    """Tell whether a verb is an infinitive that says what something is for."""
    return (
        token.dep_ in ("advcl", "acl", "relcl")
        and token.tag_ == "VB"
        and any(a.lower_ == "to" for a in children(token, "aux"))
    )


def _yet_to(verb: "Token") -> bool:
    """Tell whether a deed is still undone: has yet to apologise."""
    head = verb.head
    return verb.dep_ == "xcomp" and head.lemma_ in ("have", "be") and any(a.lower_ == "yet" for a in head.children)


def _of_nothing(token: "Token") -> bool:
    """Tell whether an act is only what there is none of: no evidence *that Y attacked*, no plan *to attack*."""
    for clause in (token, *token.ancestors):
        if clause.dep_ in ("acl", "ccomp") and clause.head.pos_ == "NOUN" and none(clause.head):
            return True
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


def _negated(trigger: "Token") -> bool:
    """Tell whether an act is denied, by itself or by what governs it: did not attack, had no wish to attack."""
    verb = finite(trigger)
    if is_negated(trigger) or (verb != trigger and (verb.pos_ == "AUX" or trigger.pos_ != "VERB") and is_negated(verb)):
        return True
    if _yet_to(trigger) or _of_nothing(trigger):
        return True
    token = trigger
    for _ in range(4):
        above = governor(token)
        head = above[0] if above is not None else token.head if token.dep_ == "xcomp" else None
        if head is None:
            return False
        if "cease" in effect_of(head):
            return False
        if is_negated(head) or (head.dep_ in ("dobj", "attr") and is_negated(head.head)):
            return True
        token = head
    return False


def _denied(trigger: "Token") -> bool:
    """Tell whether somebody says that an act is not so: denied that Y attacked, dismissed claims that Y attacked."""
    for clause in (trigger, *trigger.ancestors):
        head = clause.head
        if clause.dep_ == "ccomp" and "deny" in effect_of(head) and not is_negated(head):
            return True
        if clause.dep_ in ("pcomp", "pobj") and head.dep_ == "prep":
            head = head.head
        if head != clause and key(head.lemma_) in _CLAIMS and head.dep_ in ("dobj", "nsubjpass"):
            return key(head.head.lemma_) in _REJECTS and not is_negated(head.head)
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


def _generic(trigger: "Token") -> bool:
    """Tell whether an act is told of anybody who would do it: a club *that punished a member* would be empty."""
    clause = next((t for t in (trigger, *trigger.ancestors) if t.dep_ == "relcl"), None)
    if clause is None or not any(c.lower_ in ("a", "an", "any", "whoever") for c in children(clause.head, "det")):
        return False
    above = clause.head.head
    return clause.head.dep_ in ("nsubj", "nsubjpass") and any(
        c.lower_ in _WOULD | _POSSIBLE | _NECESSARY | _FUTURE for c in children(above, "aux")
    )


def _wished(token: "Token") -> bool:
    """Tell whether an act stands in a clause that somebody only hopes, fears or waits for: hoped that Y would help."""
    for clause in (token, *token.ancestors):
        if clause.dep_ in ("ccomp", "advcl", "xcomp", "acl") and "wish" in effect_of(clause.head):
            return not _came_to_pass(clause)
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


def _demanded(token: "Token") -> bool:
    """Tell whether an act is what somebody wants done: demanded that Y *leave*; let them *talk*."""
    for clause in (token, *token.ancestors):
        subject = children(clause, "nsubj", "nsubjpass")
        helpers = {c.lower_ for c in children(clause, "aux", "auxpass")}
        asks = "request" in effect_of(clause.head) or key(clause.head.lemma_) in _ASKS
        # parsers tag "that they pay" as present; "that Y pay" cannot be
        odd = "request" in effect_of(clause.head) or all(s.tag_ in ("NN", "NNP") for s in subject)
        bare = (clause.tag_ == "VB" or (clause.tag_ == "VBP" and odd)) and not helpers - {"be"}
        if clause.dep_ in ("ccomp", "acl") and subject and asks and (bare or helpers & _NECESSARY):
            return True
        if clause.dep_ == "ROOT":
            order = clause.tag_ == "VB" and not subject and not helpers
            return order and clause != token and key(clause.lemma_) == "let"
        if clause.dep_ == "relcl":
            return False
    return False


def _asked(trigger: "Token") -> bool:
    """Tell whether an act stands in the main clause of a question: did Y attack."""
    verb = finite(trigger)
    if verb.dep_ != "ROOT" or not verb.sent.text.rstrip().rstrip("\"'”’»").endswith("?"):
        return False
    first = min((t.i for t in children(verb, "nsubj", "nsubjpass")), default=verb.i)
    return any(helper.i < first for helper in children(verb, "aux", "auxpass"))


def _beside(noun: "Token") -> str | None:
    """Read what a word beside a noun says of the act that it names: a planned visit, a possible attack."""
    if noun.pos_ != "NOUN":
        return None
    does = [effect_of(word) for word in children(noun, "amod")]
    return next((_BESIDE[effect] for words in does for effect in _BESIDE if effect in words), None)


def _on_their_conduct(event: Event) -> bool:
    """Tell whether a hostile deed to come hangs on what its target does: will strike if *Y* moves."""
    verb = finite(event.trigger)
    if not RELATION_TYPES[event.type].endswith("conflict") or not _hangs(verb):
        return False
    if not {c.lower_ for c in children(verb, "aux")} & (_FUTURE | _WOULD):
        return False
    doers = [s for clause in children(verb, "advcl") if conditional(clause) for s in surface_subjects(clause)]
    named = event.target.token
    return any(s == named or s.lemma_ == named.lemma_ or s.pos_ == "PRON" for s in doers)


def _only_said(event: Event) -> str | None:
    """Read what the clauses around an act make of it, None where they tell it as done."""
    trigger = event.trigger
    if event.modality is None and _conditional(trigger):
        return "hypothetical"
    if _denied(trigger):
        return "denied"
    if _negated(trigger):
        return "negated"
    if event.modality is not None:
        return event.modality
    if _demanded(trigger):
        return "demanded"
    if _on_their_conduct(event):
        return "asserted" if event.type == "threaten" else "threatened"
    if _generic(trigger) or _wished(trigger) or _asked(trigger):
        return "hypothetical"
    return _beside(trigger)


def modality(event: Event, *, denied: bool, published_year: int | None) -> str:
    """Say how far an act is told to hold.

    Parameters
    ----------
    event : Event
        The act.
    denied : bool
        Whether it stands in what somebody denies.
    published_year : int or None
        Year of the document; acts of twenty and more years before are historical.

    Returns
    -------
    str
        One of `records.MODALITIES`. A deed that is asked of somebody is demanded, one that somebody threatens to do is
        threatened; that it is asked for or threatened is a relation of its own, of type request or threaten, asserted.
        A deed that ought to be done, without saying who asks for it, is hypothetical.
    """
    if _second_comparand(event.trigger) or _historical(event, published_year):
        return "historical"
    if denied:
        return "denied"
    if event.modality == "asserted":
        return "asserted"
    said = _only_said(event)
    return said or _modal(finite(event.trigger)) or ("announced" if _purpose(event.trigger) else "asserted")
