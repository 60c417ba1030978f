"""What was made before and is taken up later: offers, threats, notes, and who made them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.language import ParsedDocument
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, effect_of, patients, subjects
from toolkit.relations.lexicon import frames, heads, key, nouns
from toolkit.relations.parties import parties
from toolkit.relations.places import Index, Maker, Party
from toolkit.relations.verbs import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["makers"]

#: Verbs whose subject is the author of the text that is their object.
_MAKING = frozenset({"hand", "send", "deliver", "write", "submit", "present", "publish", "table", "draft", "put"})
_SAYING = frozenset({"request", "agree", "accuse", "threaten"})


def _is_text(noun: "Token") -> bool:
    entry = nouns().get(key(noun.lemma_))
    return "word" in heads().get(key(noun.lemma_), ()) or (entry is not None and entry.type in _SAYING | {"address"})


def _kind(noun: "Token") -> str:
    entry = nouns().get(key(noun.lemma_))
    return entry.type if entry is not None else ""


def _by_verb(found: Index, segment: int, verb: "Token") -> Iterator[tuple["Token", str, str, str, tuple[Party, ...]]]:
    """Yield what a verb makes: the text that it hands over, or the request, offer, charge or threat that it is."""
    frames_here = frames().get(key(verb.lemma_), ())
    making = key(verb.lemma_) in _MAKING or "light" in effect_of(verb)
    if not (making or any(frame.type in _SAYING for frame in frames_here)):
        return
    who = parties(found, segment, subjects(verb), "source")
    for noun in patients(verb) if making else ():
        if _is_text(noun) and not children(noun, "poss"):
            yield noun, key(noun.lemma_), "", _kind(noun), who
    for frame in frames_here:
        prepared = not frame.prepositions or any(c.lower_ in frame.prepositions for c in children(verb, "prep"))
        if frame.type in _SAYING and prepared and fits(frame, verb):
            yield verb, "", key(verb.lemma_), frame.type, who
            return


def _of_token(found: Index, segment: int, token: "Token") -> Iterator[tuple["Token", str, str, str, tuple[Party, ...]]]:
    if token.pos_ == "VERB":
        yield from _by_verb(found, segment, token)
    elif token.pos_ == "NOUN" and (owners := children(token, "poss")) and _is_text(token):
        yield token, key(token.lemma_), "", _kind(token), parties(found, segment, owners, "source")


def makers(parsed: ParsedDocument, found: Index, events: Sequence[Event]) -> tuple[Maker, ...]:
    """List who made what texts and acts of speech where, in reading order.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    found : Index
        Its mentions by token.
    events : sequence of Event
        What is known of its acts so far.

    Returns
    -------
    tuple of Maker
        Those with a single known maker; an act named by a noun with its target too.
    """
    made = [
        Maker(found.sentence(number, place), place.i, noun, verb, kind, who[0], None)
        for number, segment in enumerate(parsed.parsed)
        for token in segment.doc
        for place, noun, verb, kind, who in _of_token(found, number, token)
        if len(who) == 1
    ]
    named = [e for e in events if e.trigger.pos_ == "NOUN" and not e.mutual]
    made += [
        Maker(found.sentence(e.segment, e.trigger), e.trigger.i, key(e.trigger.lemma_), "", e.type, e.source, e.target)
        for e in named
    ]
    return tuple(sorted(made, key=lambda m: (m.sentence, m.place, m.noun, m.verb, m.kind, m.target is not None)))
