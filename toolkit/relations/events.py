"""What an act is before it is known who tells it: the record, pairs of parties, and the words that govern an act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.records import POLARITY
from toolkit.relations.grammar import children, governor
from toolkit.relations.negation import is_negated
from toolkit.relations.places import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["POSITIVE", "Event", "Story", "governed", "pairs", "told", "with_deed"]

#: Types of friendly acts, consultation among them.
POSITIVE = frozenset(kind for kind, sign in POLARITY.items() if sign > 0 or kind == "consult")
_FUTURE = frozenset({"will", "would", "wo", "'ll", "can", "could", "ca", "shall"})


@dataclass(frozen=True)
class Story:
    """What a word tells, without the parties: its type, sign, name, and how far it holds where the word says so.

    `deed` is the story of what is threatened, where this one is the threat.
    """

    segment: int
    trigger: "Token"
    type: str
    polarity: int
    verb: str
    modality: str | None = None
    deed: "Story | None" = None


@dataclass(frozen=True)
class Event:
    """An act between two parties, before it is known who tells it and how far it holds.

    `said` is the id of the attribution that makes the act, for an act of speech that no verb frame tells.
    """

    segment: int
    trigger: "Token"
    source: Party
    target: Party
    type: str
    polarity: int
    verb: str
    modality: str | None = None
    mutual: bool = False
    said: str | None = None


def told(story: Story, source: Party, target: Party, *, mutual: bool = False) -> Event:
    """Put parties to a story."""
    return Event(
        story.segment, story.trigger, source, target, story.type, story.polarity, story.verb, story.modality, mutual
    )


def pairs(story: Story, sources: Sequence[Party], targets: Sequence[Party], *, mutual: bool = False) -> Iterator[Event]:
    """Yield a story once for every source and target that differ."""
    for source in sources:
        for target in targets:
            if source.actor != target.actor:
                yield told(story, source, target, mutual=mutual)


def with_deed(story: Story) -> tuple[Story, ...]:
    """Give a story and, where it is a threat, the deed that is threatened."""
    return (story,) if story.deed is None else (story, story.deed)


def governed(story: Story) -> Story | None:
    """Change a story by the words that govern its verb: refused to meet, agreed to send, threatened to attack.

    Returns
    -------
    Story or None
        None where the act is no longer one towards the target (refused to attack).
    """
    token, changed, steps = story.trigger, story, 0
    while (above := governor(token)) is not None and steps < 4:
        head, does = above
        steps += 1
        if "cease" in does and is_negated(head):
            does = frozenset()  # has not stopped helping: still helps
        result = _effect(changed, does, asked=_asked(head, token))
        if result is None:
            return None
        changed, token = result, head
    return _unwilling(changed)


def _unwilling(story: Story) -> Story:
    """Read a future that is denied to a friendly act as a refusal: will not lift the ban."""
    verb = story.trigger
    denied = children(verb, "neg") and {c.lower_ for c in children(verb, "aux")} & _FUTURE
    if denied and story.type in POSITIVE and verb.pos_ == "VERB":
        return replace(story, type="reject", polarity=-1, verb=f"refuse to {story.verb}", modality="asserted")
    return story


def _asked(head: "Token", act: "Token") -> bool:
    """Tell whether a governing verb has an object of its own before the act, who then is to do it."""
    if head.pos_ != "VERB":
        return False
    of_whom = [p for prep in children(head, "prep") if prep.lower_ in ("on", "upon") for p in children(prep, "pobj")]
    return any(t.i < act.i for t in (*children(head, "dobj", "dative"), *of_whom)) or bool(children(act, "nsubj"))


def _effect(story: Story, does: frozenset[str], *, asked: bool) -> Story | None:
    positive = story.type in POSITIVE
    if "request" in does and asked:
        return replace(story, modality="demanded")
    if "refuse" in does and not asked:
        return _as(story, "reject", "refuse to") if positive or story.type == "address" else None
    if "deny" in does:
        return replace(story, modality="denied")
    if "cease" in does:
        kind = "sanction" if positive else "yield"
        return replace(story, modality="negated") if asked else _as(story, kind, "end")
    if "threaten" in does:
        deed = replace(story, modality="threatened") if story.polarity < 0 and story.type != "threaten" else None
        return replace(_as(story, "threaten", "threaten to"), deed=deed)
    if "agree" in does:
        return _as(story, "agree", "agree to") if positive else replace(story, modality="announced")
    if does & {"request", "wish"}:
        return replace(story, modality="hypothetical")
    if "plan" in does:
        return replace(story, modality=story.modality or "announced")
    if "fail" in does and story.type in ("agree", "support"):
        return _as(story, "reject", "fail to")
    if "fail" in does:
        return replace(story, modality="negated")
    return story


def _as(story: Story, kind: str, words: str) -> Story:
    return replace(story, type=kind, polarity=POLARITY[kind], verb=f"{words} {story.verb}", modality=None, deed=None)
