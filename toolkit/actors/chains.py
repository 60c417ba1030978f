"""What the chains of a coreference package count for: a say on pronouns of the third person, and on nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actors.sources import MentionIndex
from toolkit.language import ParsedDocument
from toolkit.records import Actor, Attribution, Mention, Span

if TYPE_CHECKING:
    from toolkit.actors.resolve import Resolution

__all__ = ["follow"]

#: What `Resolution.rules` says of the pronouns that a package decided on.
RULE = "coreference package"
_PERSON = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))
_THING = frozenset(("it", "its", "itself"))
_SEVERAL = frozenset(("they", "them", "their", "theirs", "themselves"))
#: Kinds of mention that name an actor rather than describe it.
_NAMING = ("name", "title", "metonym")


def _agrees(pronoun: str, actor: Actor) -> bool:
    """Tell whether a pronoun can mean an actor of a type: he and she people, it what is none, they any."""
    low = pronoun.casefold()
    if low in _PERSON:
        return actor.type == "person"
    return actor.type != "person" if low in _THING else low in _SEVERAL


def _members(index: MentionIndex, chain: Sequence[Span]) -> Iterator[int]:
    """Give the mentions that a chain means: those with the head of one of its places."""
    for span in chain:
        segment, tokens = index.at(span.start), index.tokens(span)
        number = index.headed_by(segment, tokens.root) if segment is not None and tokens is not None else None
        if number is not None:
            yield number


def _actor_of(members: Sequence[Mention]) -> str | None:
    """Give the only actor of a chain, None unless one of its mentions names it and no mention means another."""
    named = {m.actor_id for m in members if m.kind in _NAMING and m.actor_id is not None}
    meant = {m.actor_id for m in members if m.kind != "pronoun" and m.actor_id is not None}
    return next(iter(named)) if len(named) == 1 and meant == named else None


def _spoken_by(index: MentionIndex, attributions: Sequence[Attribution]) -> dict[int, set[str]]:
    """Give for mentions inside quoted words the actors whose words these are."""
    found: dict[int, set[str]] = {}
    for attribution in attributions:
        source = index.source(attribution) if attribution.kind != "indirect" else None
        actor = index.mentions[source].actor_id if source is not None else None
        for span in attribution.content_spans if actor is not None else ():
            for number in index.within(span):
                found.setdefault(number, set()).add(str(actor))
    return found


def follow(
    parsed: ParsedDocument,
    resolution: "Resolution",
    chains: Sequence[Sequence[Span]],
    *,
    attributions: Sequence[Attribution] = (),
) -> "Resolution":
    """Let the chains of a coreference package decide on pronouns.

    A pronoun of the third person, left open or resolved otherwise, gets the actor of its chain if exactly one actor is
    meant there, a name, title or metonym in the chain names it, and the pronoun agrees with it (*he* and *she* with a
    person, *it* with what is none). *He* and *she* in quoted words never get their speaker. Chains of which this does
    not hold, and all mentions but these pronouns, are left as `resolve` has them.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    resolution : Resolution
        What `resolve` gave for it; it is not changed.
    chains : sequence of sequence of Span
        What `coreference.find` gives.
    attributions : sequence of Attribution, optional
        Its attributions, by which it is known whose words are quoted.

    Returns
    -------
    Resolution
        The same mentions and actors, with these pronouns resolved and no longer among those left open.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.actors import find_mentions, resolve
    >>> from toolkit.records import Document, Segment, Span
    >>> document = Document("d", "Marla Quist met Ada Brandt. She left.")
    >>> parsed = language.parse(document, [Segment("d", "s1", "body", 0, 37)], language.load())
    >>> resolution = resolve(parsed, find_mentions(parsed), ())
    >>> followed = follow(parsed, resolution, [[Span(16, 26), Span(28, 31)]])
    >>> [m.actor_id for m in followed.mentions], followed.unresolved
    (['marla_quist', 'ada_brandt', 'ada_brandt'], ())
    """
    index = MentionIndex(parsed, resolution.mentions)
    actors = {actor.actor_id: actor for actor in resolution.actors}
    spoken = _spoken_by(index, attributions)
    decided: dict[int, str] = {}
    for chain in chains:
        numbers = sorted(set(_members(index, chain)))
        actor = actors.get(_actor_of([resolution.mentions[n] for n in numbers]) or "")
        for number in numbers if actor is not None else ():
            mention = resolution.mentions[number]
            itself = (
                mention.text.casefold() in _PERSON and actor is not None and actor.actor_id in spoken.get(number, ())
            )
            if actor is not None and mention.kind == "pronoun" and _agrees(mention.text, actor) and not itself:
                decided.setdefault(number, actor.actor_id)
    mentions = tuple(replace(m, actor_id=decided.get(n, m.actor_id)) for n, m in enumerate(resolution.mentions))
    told = {resolution.mentions[n].mention_id for n in decided}
    left = tuple(u for u in resolution.unresolved if u.mention_id not in told)
    rules = {**resolution.rules, **dict.fromkeys(sorted(told), RULE)}
    return replace(resolution, mentions=mentions, unresolved=left, rules=rules)
