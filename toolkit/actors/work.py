"""One document while its mentions are resolved, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.actors.nominals import field_after
from toolkit.actors.pronouns import Entry, Verdict, is_subject, is_together
from toolkit.actors.reading import Reading
from toolkit.actors.registry import Draft, Registry
from toolkit.actors.setting import Setting
from toolkit.language import ParsedDocument

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Work", "enter", "inner_name", "owner_of", "setting_of", "stream"]


@dataclass
class Work:
    """One document while its mentions are resolved in reading order."""

    parsed: ParsedDocument
    readings: tuple[Reading, ...]
    registry: Registry
    aliases: Mapping[str, str]
    verdicts: list[Verdict]
    named: dict[int, int] = field(default_factory=dict)
    heads: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    recent: dict[str, None] = field(default_factory=dict)
    introduced: dict[str, int] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    quotes: dict[int, str] = field(default_factory=dict)

    def doc(self, reading: Reading) -> "Doc":
        """Give the parse of the segment of a mention."""
        return self.parsed.parsed[reading.segment].doc


def stream(parsed: ParsedDocument, segment: int) -> str:
    """Name the stretch of text that a segment is read with: the body, the head of the article, or the segment alone."""
    role = parsed.parsed[segment].segment.role
    if role in ("body", "subhead"):
        return "body"
    return "head" if role in ("headline", "summary") else f"{role} {segment}"


def owner_of(work: Work, reading: Reading) -> Draft | None:
    """Give the actor that a mention says it belongs to, once that is resolved."""
    if reading.owner is None:
        return None
    for number in work.heads.get((reading.segment, reading.owner), []):
        actor = work.verdicts[number].actor_id
        if actor is not None and work.readings[number] is not reading:
            return work.registry.drafts[actor]
    return None


def inner_name(work: Work, reading: Reading) -> int | None:
    """Give the organisation whose name stands before the noun of a mention ("Harbour Line managers")."""
    for at in range(reading.head - 1, reading.first - 1, -1):
        for number in work.heads.get((reading.segment, at), []):
            other = work.readings[number]
            actor = work.verdicts[number].actor_id
            if actor is not None and other.kind == "name" and other is not reading and other.last <= reading.head:
                return number
    return None


def _counterpart_owner(work: Work, reading: Reading) -> Draft | None:
    """Give whom a counterpart is held against: the nearest institution or person before it in its sentence."""
    doc = work.doc(reading)
    wanted = "institution" if doc[reading.first].lower_ == "its" else "person"
    for number in range(len(work.readings) - 1, -1, -1):
        other = work.readings[number]
        if other.segment != reading.segment or other.last > reading.first or other.first < doc[reading.head].sent.start:
            continue
        actor = work.verdicts[number].actor_id
        if actor is not None and work.registry.drafts[actor].type == wanted:
            return work.registry.drafts[actor]
    return None


def _open_owner(work: Work, reading: Reading) -> bool:
    """Tell whether a possessor is a mention of a person that is left open."""
    numbers = work.heads.get((reading.segment, reading.owner), []) if reading.owner is not None else []
    return any(work.readings[n].what == "person" and work.readings[n].kind == "name" for n in numbers)


def _near(work: Work, reading: Reading) -> frozenset[str]:
    """Give the actors mentioned before in the paragraph of a mention and the subjects of the paragraph before."""
    entries = work.entries.get(stream(work.parsed, reading.segment), [])[-40:]
    here = frozenset(e.actor_id for e in entries if e.reading.segment == reading.segment)
    if here & {d.actor_id for d in work.registry.people()}:
        return here
    last = max((e.sentence for e in entries), default=-1)
    return frozenset(e.actor_id for e in entries if e.sentence == last and e.subject)


def setting_of(work: Work, reading: Reading) -> Setting:
    """Give where a mention stands: its possessor and what was mentioned before it."""
    owner = owner_of(work, reading)
    if owner is None and reading.kind in ("nominal", "title") and not reading.name:
        inner = inner_name(work, reading)
        owner = work.registry.drafts[str(work.verdicts[inner].actor_id)] if inner is not None else None
    if reading.noun == "counterpart":
        owner = _counterpart_owner(work, reading) or owner
    after = field_after(work.doc(reading)[reading.head]) if reading.what == "institution" else ()
    possessive = work.doc(reading)[reading.first].tag_ == "PRP$" or _open_owner(work, reading)
    near = _near(work, reading) if reading.office and not reading.name else frozenset()
    return Setting(work.registry, owner, work.recent, work.states, after, possessive, near)


def enter(work: Work, number: int, actor_id: str, sentence: int) -> None:
    """Enter a mention into what pronouns look back on; an open one under a mark that is no actor."""
    reading = work.readings[number]
    entry = Entry(
        reading,
        actor_id,
        sentence,
        is_subject(work.doc(reading), reading),
        number in work.sources,
        number in work.quotes,
        is_together(work.doc(reading), reading),
    )
    work.entries.setdefault(stream(work.parsed, reading.segment), []).append(entry)
