"""Acts in headlines whose verb was taken for a noun: Norvania vetoes budget, Teachers slam minister.

A headline has no articles and few endings, so that parsers often read it as one long noun. Where a word between two
named actors is a form of a listed verb, it is read as that verb.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.relations.events import Event, Story, pairs
from toolkit.relations.lexicon import Frame, frames, key
from toolkit.relations.places import Index, Party

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["headline_events"]

_NEAR = 4
_STOPS = frozenset({":", ";", ",", ".", "-", "--", "'", '"', "as", "after", "over", "while"})


def _lemmas(token: "Token") -> tuple[str, ...]:
    """Give the verbs that a word may be a form of in the present tense."""
    word = token.lower_
    endings = [(word[:-3] + "y") if word.endswith("ies") else "", word[:-2] if word.endswith("es") else ""]
    return tuple(dict.fromkeys(key(w) for w in (word, *endings, word[:-1] if word.endswith("s") else "") if w))


def _frames(token: "Token") -> Iterator[Frame]:
    for lemma in _lemmas(token):
        yield from (f for f in frames().get(lemma, ()) if not f.objects and not f.preposition_objects)


def _agrees(subject: "Token", verb: "Token") -> bool:
    """Tell whether a subject and a verb form agree: one does, many do."""
    plural = subject.tag_ in ("NNS", "NNPS")
    return plural != verb.lower_.endswith("s") or (plural and verb.lower_.endswith("ss"))


def _target(found: Index, segment: int, verb: "Token", frame: Frame) -> Party | None:
    place = verb.i + 1
    doc = verb.doc
    for fixed in ([frame.particle] if frame.particle else []), sorted(frame.prepositions):
        if fixed:
            if place >= len(doc) or doc[place].lower_ not in fixed:
                return None
            place += 1
    if frame.target not in ("object", "preposition", "clause"):
        return None
    for token in doc[place : place + _NEAR]:
        if token.lower_ in _STOPS or token.pos_ == "ADP":
            return None
        mention = found.headed.get((segment, token.i))
        if mention is not None and mention.actor_id is not None:
            return Party(mention.actor_id, mention.mention_id, token, 0.6)
    return None


def headline_events(found: Index, segment: int, doc: "Doc") -> Iterator[Event]:
    """Yield the acts of a headline whose verb the parser missed.

    Parameters
    ----------
    found : Index
        Mentions by token.
    segment : int
        Number of the parsed segment; only headlines, summaries, subheads and teasers are read.
    doc : Doc
        Its parse.

    Yields
    ------
    Event
        With the mention right before the verb as source and the first one after it as target.
    """
    if segment not in found.terse:
        return
    for verb in doc[1:]:
        mention = found.headed.get((segment, verb.i - 1))
        if (
            verb.pos_ in ("VERB", "AUX")
            or mention is None
            or mention.actor_id is None
            or not _agrees(doc[verb.i - 1], verb)
        ):
            continue
        source = Party(mention.actor_id, mention.mention_id, doc[verb.i - 1], 0.6)
        for frame in _frames(verb):
            target = _target(found, segment, verb, frame)
            if target is not None:
                yield from pairs(Story(segment, verb, frame.type, frame.polarity, frame.lemma), [source], [target])
                break
