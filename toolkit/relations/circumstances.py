"""Around an act: how far it is said to hold, in whose words, when, and the passage that shows it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.records import Attribution, Span
from toolkit.relations.events import Event
from toolkit.relations.grammar import children
from toolkit.relations.lexicon import key

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["evidence", "innermost", "modality"]

_FUTURE = frozenset({"will", "'ll", "shall", "wo", "’ll"})
_POSSIBLE = frozenset({"could", "may", "might", "can", "would", "'d"})
_NECESSARY = frozenset({"must", "should", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "should"})
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
        return "demanded"
    if words & _FUTURE:
        return "announced"
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
        One of `records.MODALITIES`.
    """
    if _second_comparand(event.trigger) or _historical(event, published_year):
        return "historical"
    verb = _finite(event.trigger)
    negated = event.trigger if event.trigger.pos_ in ("VERB", "AUX") else verb
    if children(negated, "neg") or (negated != verb and verb.pos_ == "AUX" and children(verb, "neg")):
        return "denied" if denied else "negated"
    if denied:
        return "denied"
    if event.modality is not None:
        return event.modality
    if _conditional(event.trigger):
        return "hypothetical"
    return _modal(verb) or "asserted"


def innermost(position: int, attributions: Sequence[Attribution]) -> Attribution | None:
    """Find the narrowest attribution whose content holds a position, None in the narrator's own voice."""
    around = [
        (end - start, a.attribution_id, a)
        for a in attributions
        for start, end in a.content_spans
        if start <= position < end
    ]
    return min(around, key=lambda found: found[:2])[2] if around else None


def evidence(event: Event) -> Span:
    """Give the passage of an act, from its first to its last word, as positions in its parsed segment.

    The source is left out where it stands in another clause, as with a verb that shares its subject.
    """
    trigger = event.trigger
    tokens = [trigger, *children(trigger, "prt", "dobj", "dative")]
    sentence = trigger.sent
    for party, far in ((event.source, 14), (event.target, 25)):
        token = party.token
        if token is not None and token.sent == sentence and abs(token.i - trigger.i) <= far:
            tokens.append(token)
    reached = [*tokens]
    for party in (event.source, event.target):
        if party.token in tokens:
            reached += [
                t
                for t in party.token.subtree
                if t.dep_ in ("compound", "amod", "det", "poss", "nummod", "case") and t.head == party.token
            ]
    first, last = min(t.i for t in reached), max(t.i for t in reached)
    tokens_between = trigger.doc[first : last + 1]
    return Span(tokens_between.start_char, tokens_between.end_char)
