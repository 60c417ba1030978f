"""Around an act: in whose words it stands, when it was done, and the passage that shows it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.dates import TimeExpression
from toolkit.records import Attribution, Mention, Span
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, finite, governor
from toolkit.relations.places import Party

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

__all__ = ["evidence", "innermost", "when"]

#: Verbs whose object is told by them: denied the attack.
_TELLS = frozenset({"deny", "allege", "claim", "announce", "confirm", "describe", "report"})

#: Prepositions of times at which something is not done, but has to be.
_LIMITS = frozenset({"before", "by", "till", "until"})


def _clause(token: "Token") -> "Token":
    """Find the verb of the clause that a token stands in."""
    return next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX") or t.head == t), token)


def _is_limit(words: "Words") -> bool:
    """Tell whether a time is one before or until which something is to be done: by Friday."""
    return any(word.lower_ in _LIMITS for word in (words[0], words.root.head))


def when(event: Event, times: Sequence[TimeExpression]) -> str | None:
    """Find when an act took place, where its own clause says so; limits (*by Friday*, *until May*) do not.

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
    clauses = {_clause(trigger).i, finite(trigger).i}
    for time in times:
        words = trigger.doc.char_span(time.start, time.end, alignment_mode="expand")
        if words is not None and time.iso is not None and words.root.sent == trigger.sent and not _is_limit(words):
            verb = _clause(words.root)
            if verb.i in clauses or (verb.dep_ == "xcomp" and verb.head.i in clauses) or trigger.head == words.root:
                return time.iso
    return None


def _reacted_to(trigger: "Token", offset: int, attribution: Attribution) -> bool:
    head = trigger.head.idx + offset
    at_cue = any(start <= head < end for start, end in attribution.cue_spans)
    return at_cue and trigger.dep_ == "dobj" and attribution.cue_lemma not in _TELLS


def _is_its_cue(event: Event, offset: int, attribution: Attribution) -> bool:
    """Tell whether a cue is the word that makes an act what it is: *refused* to meet, *called for* sanctions."""
    if " " not in event.verb:
        return False
    trigger = event.trigger
    words = [trigger.head, trigger.head.head] if trigger.pos_ == "NOUN" else []
    above = governor(trigger)
    while above is not None and len(words) < 5:
        words.append(above[0])
        above = governor(above[0])
    starts = [word.idx + offset for word in words]
    return any(start <= place < end for place in starts for start, end in attribution.cue_spans)


def innermost(event: Event, offset: int, attributions: Sequence[Attribution]) -> Attribution | None:
    """Find the narrowest attribution whose content tells an act, None in the narrator's own voice.

    An act of speech is not told by the attribution that makes it, nor a refusal by the *refused* that is its cue, nor
    an act whose noun is itself what a cue reacts to (*rejected the call*).
    """
    position = offset + event.trigger.idx
    around = [
        (end - start, a.attribution_id, a)
        for a in attributions
        for start, end in a.content_spans
        if start <= position < end and a.attribution_id != event.said
        if not _reacted_to(event.trigger, offset, a) and not _is_its_cue(event, offset, a)
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
