"""Around an act: how far it is said to hold, in whose words, when, and the passage that shows it."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.dates import TimeExpression
from toolkit.records import Attribution, Mention, Span
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, effect_of, governor, is_negated
from toolkit.relations.lexicon import key
from toolkit.relations.places import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["evidence", "innermost", "modality", "when"]

_FUTURE = frozenset({"will", "'ll", "shall", "wo", "’ll"})
_WOULD = frozenset({"would", "'d"})
_POSSIBLE = frozenset({"could", "may", "might", "can"})
_NECESSARY = frozenset({"must", "should", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "should"})
#: Verbs whose object is told by them: denied the attack.
_TELLS = frozenset({"deny", "allege", "claim", "announce", "confirm", "describe", "report"})
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
#: A deed at least this many years before publication is history, not news.
_LONG_AGO = 20


def _finite(token: "Token") -> "Token":
    """Find the verb whose auxiliaries decide about a token: its own, or of the verb it shares them with."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    while not children(token, "aux", "auxpass", "neg", "nsubj", "nsubjpass") and token.dep_ in ("conj", "xcomp"):
        if token.head.pos_ not in ("VERB", "AUX"):
            break
        token = token.head
    return token


def _conditional(token: "Token") -> bool:
    chain = [token, *token.ancestors]
    for clause in chain:
        if clause.dep_ in ("advcl", "ccomp") and any(
            m.lower_ in _CONDITIONS for m in children(clause, "mark", "advmod")
        ):
            return True
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


def _modal(verb: "Token") -> str | None:
    words = {c.lower_ for c in children(verb, "aux")}
    if words & _NECESSARY:
        return "hypothetical"
    if words & _FUTURE:
        return "announced"
    if words & _WOULD:
        # The future of reported speech, unless it hangs on a condition.
        hangs = any(_conditional(clause) for clause in children(verb, "advcl"))
        return "hypothetical" if hangs or verb.dep_ == "ROOT" else "announced"
    if words & _POSSIBLE:
        return "hypothetical"
    return None


def _historical(event: Event, published_year: int | None) -> bool:
    if published_year is None:
        return False
    clause = _finite(event.trigger)
    years = [int(y) for y in _YEAR.findall(clause.sent.text)]
    return bool(years) and max(years) <= published_year - _LONG_AGO and clause.tag_ in ("VBD", "VBN")


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


def _negated(trigger: "Token") -> bool:
    """Tell whether an act is denied, by itself or by what governs it: did not attack, had no wish to attack."""
    verb = _finite(trigger)
    if is_negated(trigger) or (verb != trigger and (verb.pos_ == "AUX" or trigger.pos_ != "VERB") and is_negated(verb)):
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
            return True
        if clause.dep_ in ("relcl", "ROOT"):
            return False
    return False


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
        One of `records.MODALITIES`. A deed that is asked for or ought to be done is hypothetical: that it is asked for
        is a relation of its own, of type request.
    """
    if _second_comparand(event.trigger) or _historical(event, published_year):
        return "historical"
    if denied:
        return "denied"
    if event.modality == "asserted":
        return "asserted"
    if event.modality is None and _conditional(event.trigger):
        return "hypothetical"
    if _negated(event.trigger):
        return "negated"
    if event.modality is not None:
        return event.modality
    if _generic(event.trigger) or _wished(event.trigger):
        return "hypothetical"
    return _modal(_finite(event.trigger)) or ("announced" if _purpose(event.trigger) else "asserted")


def _clause(token: "Token") -> "Token":
    """Find the verb of the clause that a token stands in."""
    return next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX") or t.head == t), token)


def when(event: Event, times: Sequence[TimeExpression]) -> str | None:
    """Find when an act took place, where its own clause says so.

    Parameters
    ----------
    event : Event
        The act.
    times : sequence of TimeExpression
        Those of its segment, as `dates.find_times` gives them for the segment's text.

    Returns
    -------
    str or None
        ISO 8601, as exact as the words are.
    """
    trigger = event.trigger
    clauses = {_clause(trigger).i, _finite(trigger).i}
    for time in times:
        words = trigger.doc.char_span(time.start, time.end, alignment_mode="expand")
        if words is not None and time.iso is not None and words.root.sent == trigger.sent:
            verb = _clause(words.root)
            if verb.i in clauses or (verb.dep_ == "xcomp" and verb.head.i in clauses) or trigger.head == words.root:
                return time.iso
    return None


def _reacted_to(trigger: "Token", offset: int, attribution: Attribution) -> bool:
    head = trigger.head.idx + offset
    at_cue = any(start <= head < end for start, end in attribution.cue_spans)
    return at_cue and trigger.dep_ == "dobj" and attribution.cue_lemma not in _TELLS


def innermost(event: Event, offset: int, attributions: Sequence[Attribution]) -> Attribution | None:
    """Find the narrowest attribution whose content tells an act, None in the narrator's own voice.

    An act of speech is not told by the attribution that makes it, nor an act whose noun is itself what a cue reacts to
    (*rejected the call*).
    """
    position = offset + event.trigger.idx
    around = [
        (end - start, a.attribution_id, a)
        for a in attributions
        for start, end in a.content_spans
        if start <= position < end and a.attribution_id != event.said and not _reacted_to(event.trigger, offset, a)
    ]
    return min(around, key=lambda found: found[:2])[2] if around else None


def _whole(party: Party, mentions: Mapping[str, Mention], trigger: "Token", offset: int) -> Span:
    """Give the words of a party: its mention where that stands in the sentence of the act, else its token."""
    token, mention = party.token, mentions.get(party.mention)
    own = Span(offset + token.idx, offset + token.idx + len(token))
    if mention is None:
        return own
    sentence = Span(offset + trigger.sent.start_char, offset + trigger.sent.end_char)
    inside = sentence.start <= mention.start and mention.end <= sentence.end
    return Span(min(own.start, mention.start), max(own.end, mention.end)) if inside else own


def _shares_subject(event: Event) -> bool:
    """Tell whether the source stands with another verb, of which this one is a continuation."""
    verb = event.trigger
    return verb.dep_ == "conj" and verb.pos_ in ("VERB", "AUX") and not children(verb, "nsubj", "nsubjpass")


def evidence(event: Event, mentions: Mapping[str, Mention], offset: int) -> Span:
    """Give the passage of an act: the word that tells it with its particle, its objects and the two parties.

    Parameters
    ----------
    event : Event
        The act.
    mentions : mapping of str to Mention
        The document's mentions by id.
    offset : int
        Where the text of the event's segment begins in the document.

    Returns
    -------
    Span
        From the first to the last word, in the document's text. The source is left out where it stands with another
        verb (X did this and *did that to Y*) or in another sentence.
    """
    trigger = event.trigger
    words = [trigger, *children(trigger, "prt", "dobj", "dative")]
    spans = [Span(offset + word.idx, offset + word.idx + len(word)) for word in words]
    for party in (event.target,) if _shares_subject(event) else (event.source, event.target):
        if party.token is not None and party.token.doc == trigger.doc and party.token.sent == trigger.sent:
            spans.append(_whole(party, mentions, trigger, offset))
    return Span(min(s.start for s in spans), max(s.end for s in spans))
