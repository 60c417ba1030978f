"""Resolve the mentions of one document to actors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.actors.aliases import Aliases, alias_of, folded, states_of
from toolkit.actors.apposition import announced, apposed, introduced
from toolkit.actors.described import describe, enter_role
from toolkit.actors.entering import aliased, enter_names, generic
from toolkit.actors.leaders import enter_leaders
from toolkit.actors.mentions import mention_of, read_with, readings
from toolkit.actors.palaces import enter_palaces
from toolkit.actors.places import known
from toolkit.actors.pronouns import RULES, Focus, Verdict, antecedent, relative, relative_head
from toolkit.actors.reading import Reading, nouns
from toolkit.actors.registry import Registry
from toolkit.actors.sources import MentionIndex
from toolkit.actors.speaking import speakers
from toolkit.actors.work import Work, enter, inner_name, setting_of, stream
from toolkit.language import ParsedDocument
from toolkit.records import Actor, Attribution, Mention, Unresolved

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True)
class Resolution:
    """Mentions with the actors they name, those actors, and the mentions left open with the reason.

    `rules` tells for the pronouns that were resolved, by mention id, what resolved each.
    """

    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    unresolved: tuple[Unresolved, ...]
    rules: Mapping[str, str] = field(default_factory=dict)


def _resolve_one(work: Work, number: int, sentence: int) -> Verdict:
    reading = work.readings[number]
    alias = alias_of(work.aliases, reading.text)
    if alias is not None and not work.verdicts[number].actor_id:
        return Verdict(aliased(work.registry, reading, alias).actor_id)
    if reading.kind == "pronoun":
        return _pronoun(work, number, sentence)
    if number in work.named:
        return work.verdicts[work.named[number]]
    described = generic(reading)
    if work.verdicts[number].actor_id or (reading.name and described is None):
        return work.verdicts[number]
    reading = described or reading
    setting = setting_of(work, reading)
    inner = inner_name(work, reading)
    if inner is not None and reading.what != "government":
        taken = set(work.readings[inner].text.casefold().replace("-", " ").split())
        reading = replace(reading, modifiers=tuple(m for m in reading.modifiers if m not in taken))
    return describe(reading, setting)


def _pronoun(work: Work, number: int, sentence: int) -> Verdict:
    reading = work.readings[number]
    doc = work.doc(reading)
    if reading.what == "r":
        head = relative_head(doc, reading)
        numbers = work.heads.get((reading.segment, head if head is not None else -1), [])
        return relative(doc, reading, [work.verdicts[n].actor_id for n in numbers])
    if reading.what in ("1", "1p"):
        return Verdict(None, (), "first person")
    quote = work.quotes.get(number)
    focus = Focus(
        work.entries.get(stream(work.parsed, reading.segment), [])[-60:], sentence, quote is not None,
        number in work.sources, None,
    )  # fmt: skip
    verdict = antecedent(doc, reading, focus, work.registry)
    if verdict.actor_id is not None and reading.gender and quote is None:
        draft = work.registry.drafts[verdict.actor_id]
        draft.gender = draft.gender or reading.gender
    return verdict


def _mark(work: Work, index: MentionIndex, attributions: Sequence[Attribution]) -> None:
    """Mark which mentions are the source of an attribution and which stand inside quoted words."""
    for attribution in attributions:
        number = index.source(attribution)
        if number is not None:
            work.sources.setdefault(number, attribution.attribution_id)
        if attribution.kind != "indirect":
            for span in attribution.content_spans:
                for inside in index.within(span):
                    work.quotes.setdefault(inside, attribution.attribution_id)


def _sentences(work: Work) -> list[int]:
    """Give the number of the sentence of each mention."""
    starts: dict[tuple[int, int], int] = {}
    for number, segment in enumerate(work.parsed.parsed):
        for sentence in segment.doc.sents:
            starts[(number, sentence.start)] = len(starts)
    return [starts[(r.segment, work.doc(r)[r.head].sent.start)] for r in work.readings]


def _remember(work: Work, number: int, actor_id: str, sentence: int) -> None:
    reading = work.readings[number]
    draft = work.registry.drafts[actor_id]
    work.recent.pop(actor_id, None)
    work.recent[actor_id] = None
    if reading.kind == "nationality" and reading.what == "adjective":
        return
    if draft.state is not None and draft.type in ("state", "government") and draft.state not in work.states:
        work.states.append(draft.state)
    enter(work, number, actor_id, sentence)


def _enter_roles(work: Work) -> None:
    """Give people and bodies the descriptions that stand beside their names."""
    for number, reading in enumerate(work.readings):
        actor = work.verdicts[number].actor_id
        if actor is not None and reading.what == "person" and reading.name and (reading.office or reading.title):
            enter_role(work.registry.drafts[actor], reading, setting_of(work, reading))
    for described, name in sorted(work.named.items()):
        actor = work.verdicts[name].actor_id
        if actor is None:
            continue
        draft, reading = work.registry.drafts[actor], work.readings[described]
        draft.nouns.add(reading.noun)
        if reading.what == "person":
            enter_role(draft, reading, setting_of(work, reading))
            draft.gender = draft.gender or reading.gender


def _enter_missions(work: Work) -> None:
    """Enter embassies whose place the text gives somewhere, so that "the embassy" finds them everywhere."""
    for reading in work.readings:
        noun = nouns().get(reading.noun)
        if noun is not None and noun.group == "mission" and reading.place and reading.state and not reading.name:
            describe(reading, setting_of(work, reading))


def _walk(work: Work) -> None:
    """Resolve what is no name, in reading order; possessors before what they possess."""
    sentences = _sentences(work)
    order = sorted(range(len(work.readings)), key=lambda n: _turn(work, n))
    for number in order:
        work.verdicts[number] = _resolve_one(work, number, sentences[number])
        actor = work.verdicts[number].actor_id
        reading = work.readings[number]
        if actor is None:
            if reading.what == "person" and reading.kind in ("name", "title"):
                enter(work, number, f"?{number}", sentences[number])
            continue
        if number in work.named and reading.what == "person":
            enter_role(work.registry.drafts[actor], reading, setting_of(work, reading))
        _remember(work, number, actor, sentences[number])


def _turn(work: Work, number: int) -> tuple[int, int, int]:
    """Give the place of a mention in the order of work: by its end, so that inner ones come first."""
    reading = work.readings[number]
    return (reading.segment, reading.last, -reading.first)


def _first_person(work: Work, speakers: Mapping[str, str]) -> None:
    """Give *I* and *my* the speaker of the quotation, and take from him the pronouns by which he means others."""
    for number, reading in enumerate(work.readings):
        speaker = speakers.get(work.quotes.get(number, ""))
        third = reading.kind == "pronoun" and reading.what in ("m", "f") and number not in work.sources
        if third and speaker is not None and work.verdicts[number].actor_id == speaker:
            work.verdicts[number] = Verdict(None, (), "the speaker means somebody else")
        if reading.kind != "pronoun" or reading.what != "1":
            continue
        actor = speakers.get(work.quotes.get(number, ""))
        if actor is None or work.registry.drafts[actor].type != "person":
            continue
        work.verdicts[number] = Verdict(actor, rule=RULES["first"])
        for other in range(max(0, number - 40), min(len(work.readings), number + 40)):
            owned = work.readings[other]
            its = owned.segment == reading.segment and owned.owner == reading.head and not owned.name
            if its and work.verdicts[other].actor_id is None:
                work.verdicts[other] = describe(owned, setting_of(work, owned))


def _records(work: Work, mentions: Sequence[Mention], numbers: Mapping[tuple[int, int], int]) -> Resolution:
    resolved, left = [], []
    rules: dict[str, str] = {}
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
        elif mention.kind == "pronoun":
            rules[mention.mention_id] = verdict.rule
        else:
            work.registry.drafts[verdict.actor_id].forms.add(mention.text)
    used = [m.actor_id for m in resolved if m.actor_id is not None]
    return Resolution(tuple(resolved), work.registry.records(used), tuple(left), rules)


def _numbers(records: Sequence[Mention], mentions: Sequence[Mention], *, loose: bool) -> dict[tuple[int, int], int]:
    """Give for the position of each mention the number of its record; if `loose`, an article does not count."""
    exact = {(record.start, record.end): number for number, record in enumerate(records)}
    ends = {(record.start + _article(record), record.end): number for number, record in enumerate(records)}
    found: dict[tuple[int, int], int] = {}
    for mention in mentions:
        number = exact.get((mention.start, mention.end))
        if number is None and loose:
            number = ends.get((mention.start + _article(mention), mention.end))
        if number is not None:
            found[(mention.start, mention.end)] = number
    return found


def _article(mention: Mention) -> int:
    article, _, rest = mention.text.partition(" ")
    return len(article) + 1 if rest and article.casefold() == "the" else 0


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

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.actors import find_mentions
    >>> from toolkit.records import Document, Segment
    >>> document = Document("d", "Norvania's president, Marla Quist, left Lima. Ms Quist said she was tired.")
    >>> parsed = language.parse(document, [Segment("d", "s1", "body", 0, 74)], language.load())
    >>> resolution = resolve(parsed, find_mentions(parsed), ())
    >>> [(mention.text, mention.actor_id) for mention in resolution.mentions if mention.kind != "name"]
    [("Norvania's president", 'marla_quist'), ('Ms Quist', 'marla_quist'), ('she', 'marla_quist')]
    """
    day = parsed.document.published
    corrections = aliases.on(day) if isinstance(aliases, Aliases) else aliases or {}
    told = states_of(corrections, known()) if corrections else known()
    found, places = readings(parsed) if told is known() else read_with(parsed, told)
    records = [mention_of(parsed, reading, "m") for reading in found]
    places_of = _numbers(records, mentions, loose=bool(corrections))
    kept = sorted(set(places_of.values()))
    chosen = tuple(found[n] for n in kept)
    work = Work(
        parsed, chosen, Registry(parsed.document.doc_id, places), folded(corrections), [Verdict(None)] * len(chosen),
        heads=_inner(chosen),
    )  # fmt: skip
    index = MentionIndex(parsed, [records[n] for n in kept])
    ordered = sorted(attributions, key=lambda a: (a.content_spans, a.attribution_id))
    work.named = apposed(parsed, chosen)
    _mark(work, index, ordered)
    work.named.update(announced(parsed, chosen, work.named, work.sources))
    work.named.update(introduced(parsed, chosen, work.named))
    enter_names(work)
    _enter_roles(work)
    _enter_missions(work)
    _walk(work)
    enter_palaces(work)
    _first_person(work, speakers(index, [v.actor_id for v in work.verdicts], ordered))
    enter_leaders(work.registry, day)
    ranks = {n: rank for rank, n in enumerate(kept)}
    numbers = {place: ranks[n] for place, n in places_of.items()}
    return _records(work, mentions, numbers)
