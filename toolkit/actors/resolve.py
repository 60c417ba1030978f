"""Resolve the mentions of one document to actors."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.actors.aliases import Aliases, alias_of
from toolkit.actors.described import Setting, describe, enter_role
from toolkit.actors.mentions import mention_of, readings
from toolkit.actors.names import slug
from toolkit.actors.nominals import field_after
from toolkit.actors.places import Places
from toolkit.actors.pronouns import Entry, Focus, Verdict, antecedent, is_subject, relative_head
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.actors.registry import Draft, Registry
from toolkit.actors.sources import MentionIndex
from toolkit.actors.linking import speakers
from toolkit.language import ParsedDocument
from toolkit.records import Actor, Attribution, Mention, Unresolved

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True)
class Resolution:
    """Mentions with the actors they name, those actors, and the mentions left open with the reason."""

    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass
class _Work:
    """One document while its mentions are resolved in reading order."""

    parsed: ParsedDocument
    readings: tuple[Reading, ...]
    registry: Registry
    aliases: Mapping[str, str]
    verdicts: list[Verdict]
    named: dict[int, int] = field(default_factory=dict)
    heads: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    quotes: dict[int, str] = field(default_factory=dict)

    def doc(self, reading: Reading) -> "Doc":
        return self.parsed.parsed[reading.segment].doc


def _stream(parsed: ParsedDocument, segment: int) -> str:
    """Name the stretch of text that a segment is read with: the body, the head of the article, or the segment alone."""
    role = parsed.parsed[segment].segment.role
    if role in ("body", "subhead"):
        return "body"
    return "head" if role in ("headline", "summary") else f"{role} {segment}"


def _apposed(work: _Work) -> dict[int, int]:
    """Find descriptions and the names they stand beside ("the mayor, Lee Hale,"): index of one -> index of the other."""
    found: dict[int, int] = {}
    starts = {(r.segment, r.first): n for n, r in reversed(list(enumerate(work.readings)))}
    for number, reading in enumerate(work.readings):
        if reading.kind == "pronoun" or reading.what in ("state", "adjective", "people", "both"):
            continue
        doc = work.doc(reading)
        if reading.last + 1 >= len(doc) or doc[reading.last].text != ",":
            continue
        other = starts.get((reading.segment, reading.last + 1))
        if other is None or other == number:
            continue
        pair = _pair(reading, work.readings[other], doc)
        if pair is not None:
            described, name = (number, other) if pair else (other, number)
            found[described] = name
    return found


def _pair(reading: Reading, other: Reading, doc: "Doc") -> bool | None:
    """Tell whether two neighbours are a description and a name (True), a name and a description (False), or neither."""
    names = ("name", "title")
    described = ("title", "nominal")
    if other.last < len(doc) and doc[other.last].lower_ in ("and", "or", "&"):
        return None
    person = reading.what == "person" and other.what == "person"
    body = reading.what not in ("person", "group") and other.what in ("organisation", "body") and not reading.plural
    if (person or body) and not reading.name and reading.kind in described and other.name and other.kind in names:
        return True
    if person and reading.name and not other.name and other.kind in described and not other.plural:
        return False
    return None


def _verdict_of_name(work: _Work, reading: Reading) -> Verdict:
    registry = work.registry
    if reading.what == "person":
        return _person(work, reading)
    if reading.what in ("state", "adjective"):
        return Verdict(registry.state(str(reading.state)).actor_id)
    if reading.what in ("people", "capital", "seat"):
        return Verdict(registry.government(str(reading.state)).actor_id)
    if reading.body is not None:
        return Verdict(registry.body(reading.body).actor_id)
    kind = "institution" if _public(reading.name) else "organisation"
    draft = registry.organisation(reading.name, kind, reading.state)
    if reading.noun:
        draft.nouns.add(reading.noun)
    return Verdict(draft.actor_id)


def _public(name: str) -> bool:
    noun = nouns().get(singular(name.split()[-1])) or nouns().get(singular(name.split()[0]))
    return noun is not None and noun.type == "institution"


def _person(work: _Work, reading: Reading) -> Verdict:
    draft, candidates = work.registry.person(reading)
    if draft is None:
        return Verdict(None, candidates, "several people bear that name")
    draft.gender = draft.gender or reading.gender
    return Verdict(draft.actor_id)


def _generic(reading: Reading) -> bool:
    """Tell whether a name is but one noun with a capital ("Council", "Parliament"), to be read as "the council"."""
    words = reading.name.split()
    return reading.what == "organisation" and len(words) == 1 and singular(words[0]) in nouns()


def _enter_names(work: _Work) -> None:
    """Enter everybody and everything that is named, the fullest names first, so that shorter forms find them."""
    order = sorted(
        (n for n, r in enumerate(work.readings) if r.name and not _generic(r) and r.kind != "pronoun"),
        key=lambda n: (-len(work.readings[n].name.split()), n),
    )
    for number in order:
        if alias_of(work.readings[number].text, work.aliases) is None:
            work.verdicts[number] = _verdict_of_name(work, work.readings[number])
        _bracketed(work, number)


def _bracketed(work: _Work, number: int) -> None:
    """Take what stands in brackets behind a name as its acronym."""
    reading, doc = work.readings[number], work.doc(work.readings[number])
    actor = work.verdicts[number].actor_id
    if actor is None or reading.last + 2 >= len(doc) or doc[reading.last].text != "(":
        return
    short, closing = doc[reading.last + 1].text, doc[reading.last + 2].text
    if closing == ")" and short.isupper() and len(short) > 1 and reading.what in ("organisation", "body"):
        work.registry.acronyms[short] = actor


def _owner(work: _Work, reading: Reading) -> Draft | None:
    """Give the actor that a mention says it belongs to, once that is resolved."""
    if reading.owner is None:
        return None
    for number in work.heads.get((reading.segment, reading.owner), []):
        actor = work.verdicts[number].actor_id
        if actor is not None and work.readings[number] is not reading:
            return work.registry.drafts[actor]
    return None


def _inner_name(work: _Work, reading: Reading) -> Draft | None:
    """Give the organisation whose name stands before the noun of a mention ("Harbour Line managers")."""
    for at in range(reading.head - 1, reading.first - 1, -1):
        for number in work.heads.get((reading.segment, at), []):
            other = work.readings[number]
            actor = work.verdicts[number].actor_id
            if actor is not None and other.kind == "name" and other is not reading and other.last <= reading.head:
                return work.registry.drafts[actor]
    return None


def _setting(work: _Work, reading: Reading) -> Setting:
    owner = _owner(work, reading)
    if owner is None and reading.kind in ("nominal", "title") and not reading.name:
        owner = _inner_name(work, reading)
    after = field_after(work.doc(reading)[reading.head]) if reading.what == "institution" else ()
    possessive = work.doc(reading)[reading.first].tag_ == "PRP$"
    return Setting(work.registry, owner, work.recent, work.states, after, possessive)


def _resolve_one(work: _Work, number: int, sentence: int) -> Verdict:
    reading = work.readings[number]
    alias = alias_of(reading.text, work.aliases)
    if alias is not None:
        return Verdict(_aliased(work, reading, alias).actor_id)
    if reading.kind == "pronoun":
        return _pronoun(work, number, sentence)
    if number in work.named:
        return work.verdicts[work.named[number]]
    if work.verdicts[number].actor_id or (reading.name and not _generic(reading)):
        return work.verdicts[number]
    if _generic(reading):
        noun = nouns()[singular(reading.name)]
        reading = replace(reading, noun=noun.word, what=noun.type if noun.type != "person" else "group", definite=True)
    return describe(reading, _setting(work, reading))


def _aliased(work: _Work, reading: Reading, actor: str) -> Draft:
    """Give the actor that the user's list names: by id, by the name of one in the document, or a new one."""
    registry = work.registry
    if actor in registry.drafts:
        return registry.drafts[actor]
    base, _, tail = actor.partition(".")
    if base in registry.places.states and tail in ("", "GOV"):
        return registry.government(base) if tail else registry.state(base)
    for form in (actor, actor.removeprefix("the ")):
        for body in registry.places.bodies.get(form, ()):
            return registry.body(body)
    for draft in registry.drafts.values():
        if draft.name == actor:
            return draft
    actor_id = actor if actor == actor.replace(" ", "_") and ("_" in actor or "." in actor or actor.islower()) else slug(actor)
    kinds = {"person": "person", "group": "group"}
    kind = kinds.get(reading.what, "organisation")
    return registry.add(Draft(actor_id, actor, kind, gender=reading.gender))


def _pronoun(work: _Work, number: int, sentence: int) -> Verdict:
    reading = work.readings[number]
    doc = work.doc(reading)
    if reading.what == "r":
        head = relative_head(doc, reading)
        for other in work.heads.get((reading.segment, head if head is not None else -1), []):
            if work.verdicts[other].actor_id is not None:
                return Verdict(work.verdicts[other].actor_id)
        return Verdict(None, (), "what it goes back to is no actor")
    if reading.what in ("1", "1p"):
        return Verdict(None, (), "first person")
    quote = work.quotes.get(number)
    focus = Focus(
        work.entries.get(_stream(work.parsed, reading.segment), [])[-60:], sentence, quote is not None,
        number in work.sources, None,
    )  # fmt: skip
    verdict = antecedent(doc, reading, focus, work.registry)
    if verdict.actor_id is not None and reading.gender:
        draft = work.registry.drafts[verdict.actor_id]
        draft.gender = draft.gender or reading.gender
    return verdict


def _mark(work: _Work, index: MentionIndex, attributions: Sequence[Attribution]) -> None:
    """Mark which mentions are the source of an attribution and which stand inside quoted words."""
    for attribution in attributions:
        number = index.source(attribution)
        if number is not None:
            work.sources.setdefault(number, attribution.attribution_id)
        if attribution.kind != "indirect":
            for span in attribution.content_spans:
                for inside in index.within(span):
                    work.quotes.setdefault(inside, attribution.attribution_id)


def _sentences(work: _Work) -> list[int]:
    """Number the sentences of the document and give that of each mention."""
    starts: dict[tuple[int, int], int] = {}
    for number, segment in enumerate(work.parsed.parsed):
        for sentence in segment.doc.sents:
            starts[(number, sentence.start)] = len(starts)
    return [starts[(r.segment, work.doc(r)[r.head].sent.start)] for r in work.readings]


def _remember(work: _Work, number: int, actor_id: str, sentence: int) -> None:
    reading = work.readings[number]
    draft = work.registry.drafts[actor_id]
    work.recent.append(actor_id)
    if draft.state is not None and draft.type in ("state", "government") and draft.state not in work.states:
        work.states.append(draft.state)
    if reading.kind == "nationality" and reading.what == "adjective":
        return
    entry = Entry(
        reading, actor_id, sentence, is_subject(work.doc(reading), reading), number in work.sources, number in work.quotes
    )
    work.entries.setdefault(_stream(work.parsed, reading.segment), []).append(entry)


def _enter_roles(work: _Work) -> None:
    """Give people and bodies the descriptions that stand beside their names."""
    for number, reading in enumerate(work.readings):
        actor = work.verdicts[number].actor_id
        if actor is not None and reading.what == "person" and reading.name and reading.office:
            enter_role(work.registry.drafts[actor], reading, _setting(work, reading))
    for described, name in sorted(work.named.items()):
        actor = work.verdicts[name].actor_id
        if actor is None:
            continue
        draft, reading = work.registry.drafts[actor], work.readings[described]
        draft.nouns.add(reading.noun)
        if reading.what == "person":
            enter_role(draft, reading, _setting(work, reading))
            draft.gender = draft.gender or reading.gender


def _enter_missions(work: _Work) -> None:
    """Enter embassies whose place the text gives somewhere, so that "the embassy" finds them everywhere."""
    for reading in work.readings:
        noun = nouns().get(reading.noun)
        if noun is not None and noun.group == "mission" and reading.place and reading.state and not reading.name:
            describe(reading, _setting(work, reading))


def _walk(work: _Work) -> None:
    """Resolve what is no name, in reading order; possessors before what they possess."""
    sentences = _sentences(work)
    order = sorted(range(len(work.readings)), key=lambda n: _turn(work, n))
    for number in order:
        work.verdicts[number] = _resolve_one(work, number, sentences[number])
        actor = work.verdicts[number].actor_id
        if actor is None:
            continue
        reading = work.readings[number]
        if number in work.named and reading.what == "person":
            enter_role(work.registry.drafts[actor], reading, _setting(work, reading))
        _remember(work, number, actor, sentences[number])


def _turn(work: _Work, number: int) -> tuple[int, int, int]:
    """Give the place of a mention in the order of work: by its end, so that what lies inside another comes before it."""
    reading = work.readings[number]
    return (reading.segment, reading.last, -reading.first)


def _first_person(work: _Work, speakers: Mapping[str, str]) -> None:
    for number, reading in enumerate(work.readings):
        if reading.kind != "pronoun" or reading.what != "1":
            continue
        actor = speakers.get(work.quotes.get(number, ""))
        if actor is not None and work.registry.drafts[actor].type == "person":
            work.verdicts[number] = Verdict(actor)


def _records(work: _Work, mentions: Sequence[Mention], numbers: Mapping[tuple[int, int], int]) -> Resolution:
    resolved, left = [], []
    by_text: dict[str, set[str]] = {}
    for mention in mentions:
        number = numbers.get((mention.start, mention.end))
        actor = work.verdicts[number].actor_id if number is not None else None
        if actor is not None:
            by_text.setdefault(mention.text, set()).add(actor)
    for mention in mentions:
        number = numbers.get((mention.start, mention.end))
        verdict = work.verdicts[number] if number is not None else _by_text(by_text.get(mention.text, set()))
        resolved.append(replace(mention, actor_id=verdict.actor_id))
        if verdict.actor_id is None:
            left.append(Unresolved(mention.doc_id, mention.mention_id, verdict.candidates, verdict.reason))
        elif mention.kind != "pronoun":
            work.registry.drafts[verdict.actor_id].forms.add(mention.text)
    used = [m.actor_id for m in resolved if m.actor_id is not None]
    return Resolution(tuple(resolved), work.registry.records(used), tuple(left))


def _by_text(actors: set[str]) -> Verdict:
    if len(actors) == 1:
        return Verdict(next(iter(actors)))
    return Verdict(None, tuple(sorted(actors)), "a mention that the toolkit did not find itself")


def _inner(readings: Sequence[Reading]) -> dict[tuple[int, int], list[int]]:
    heads: dict[tuple[int, int], list[int]] = {}
    for number, reading in enumerate(readings):
        heads.setdefault((reading.segment, reading.head), []).append(number)
    return heads


def resolve(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    *,
    aliases: Mapping[str, str] | None = None,
) -> Resolution:
    """Resolve the mentions of a document to actors.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    mentions : sequence of Mention
        Its mentions, as `find_mentions` gives them; those left out are not resolved, those added by hand get the
        actor of others with the same text.
    attributions : sequence of Attribution
        Its attributions in any order; who speaks helps to resolve pronouns.
    aliases : mapping, optional
        The user's corrections, form -> actor, as `read_aliases` gives them. They win over everything else.

    Returns
    -------
    Resolution
        The mentions with `actor_id` filled where the text tells; the actors, sorted by id; and what is left open,
        each with the actors it may name and why none was chosen.
    """
    day = parsed.document.published
    found, places = readings(parsed)
    records = [mention_of(parsed, reading, "m") for reading in found]
    given = {(mention.start, mention.end) for mention in mentions}
    kept = [n for n, record in enumerate(records) if (record.start, record.end) in given]
    chosen = tuple(found[n] for n in kept)
    chosen_aliases = aliases.on(day) if isinstance(aliases, Aliases) else aliases or {}
    work = _Work(
        parsed, chosen, Registry(parsed.document.doc_id, places), chosen_aliases, [Verdict(None)] * len(chosen),
        heads=_inner(chosen),
    )  # fmt: skip
    index = MentionIndex(parsed, [records[n] for n in kept])
    ordered = sorted(attributions, key=lambda a: (a.content_spans, a.attribution_id))
    work.named = _apposed(work)
    _mark(work, index, ordered)
    _enter_names(work)
    _enter_roles(work)
    _enter_missions(work)
    _walk(work)
    _first_person(work, speakers(index, [v.actor_id for v in work.verdicts], ordered))
    numbers = {(records[n].start, records[n].end): place for place, n in enumerate(kept)}
    return _records(work, mentions, numbers)
