"""Which description and which name stand for the same actor because of where they stand."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.actors.names import title_office
from toolkit.actors.pronouns import is_subject
from toolkit.actors.reading import Noun, Reading, nouns, singular
from toolkit.language import ParsedDocument

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["announced", "apposed", "introduced"]

_NOBODY = Noun("", "", "")


def apposed(parsed: ParsedDocument, readings: Sequence[Reading]) -> dict[int, int]:
    """Find descriptions and the names they stand beside ("the mayor, Lee Hale,"): one's number -> the other's."""
    found: dict[int, int] = {}
    starts = {(r.segment, r.first): n for n, r in reversed(list(enumerate(readings)))}
    for number, reading in enumerate(readings):
        related = _related(reading, starts, readings, parsed.parsed[reading.segment].doc)
        if related is not None:
            described, name = (number, related) if _relational(reading) else (related, number)
            found[described] = name
            continue
        if (
            reading.kind == "pronoun"
            or parsed.parsed[reading.segment].doc[reading.first].tag_ == "WP$"
            or reading.what in ("state", "adjective", "people", "nationals", "both", "city")
        ):
            continue
        doc = parsed.parsed[reading.segment].doc
        if reading.last + 1 >= len(doc) or doc[reading.last].text != ",":
            continue
        other = starts.get((reading.segment, reading.last + 1))
        if other is None or other == number:
            continue
        pair = _pair(reading, readings[other], doc)
        if pair is not None:
            described, name = (number, other) if pair else (other, number)
            found[described] = name
            end = readings[described].last
            joined = starts.get((reading.segment, end + 1)) if end < len(doc) and doc[end].lower_ == "and" else None
            if joined is not None and not pair and not readings[joined].name and readings[joined].what == "person":
                found[joined] = name
    return found


def _relational(reading: Reading) -> bool:
    """Tell whether a mention is a description by a noun such as *ally*, which needs another actor."""
    return not reading.name and not reading.plural and nouns().get(reading.noun, _NOBODY).group == "relative"


def _related(
    reading: Reading, starts: Mapping[tuple[int, int], int], readings: Sequence[Reading], doc: "Doc"
) -> int | None:
    """Find the state or body that stands beside "Norvania's closest ally", with a comma or without."""
    if reading.last >= len(doc):
        return None
    apart = doc[reading.last].text == ","
    other = starts.get((reading.segment, reading.last + (1 if apart else 0)))
    if other is None:
        return None
    names = ("state", "body", "organisation")
    one, two = reading, readings[other]
    if _relational(one) and two.what in names and two.kind == "name":
        joined = two.last < len(doc) and doc[two.last].lower_ in ("and", "or")
        return None if apart and joined else other
    if apart and one.what in names and one.kind == "name" and _relational(two):
        return other
    return None


def announced(
    parsed: ParsedDocument, readings: Sequence[Reading], named: Mapping[int, int], sources: Collection[int]
) -> dict[int, int]:
    """Find offices whose holder the next sentence of the paragraph names as the one who speaks.

    "The mayor was unmoved. 'No,' Lee Hale said." The holder must be named there for the first time.
    """
    first_named: dict[str, int] = {}
    for number, reading in enumerate(readings):
        if reading.what == "person" and len(reading.parts) > 1:
            first_named.setdefault(reading.parts[-1], number)
    fresh = set(first_named.values()) - set(named.values())
    found: dict[int, int] = {}
    for number, reading in enumerate(readings):
        if reading.what != "person" or reading.name or not reading.definite or not reading.office or number in named:
            continue
        doc = parsed.parsed[reading.segment].doc
        end = doc[reading.head].sent.end
        person = _next_person(readings, number)
        if person is None or not is_subject(doc, reading):
            continue
        name = readings[person]
        next_sentence = end < len(doc) and name.first >= end and _opens_with_quote(doc, end)
        if next_sentence and person in fresh and person in sources and name.kind == "name":
            found[number] = person
    return found


def _whose(parsed: ParsedDocument, reading: Reading) -> str:
    if reading.state is not None or reading.owner is None:
        return reading.state or ""
    return str(parsed.parsed[reading.segment].doc[reading.owner].text)


def _held_by_another(parsed: ParsedDocument, readings: Sequence[Reading], reading: Reading) -> bool:
    """Tell whether somebody is named who has that office, or whose office it may be."""
    words = reading.office.casefold().replace("-", " ").split()[-1:]
    mine = _whose(parsed, reading)
    for other in readings:
        if other.what == "person" and other.name and (other.office or other.title):
            office = (other.office or title_office(other.title)).casefold().replace("-", " ").split()
            if office[-1:] == words and _whose(parsed, other) in ("", mine):
                return True
    return False


def introduced(parsed: ParsedDocument, readings: Sequence[Reading], named: Mapping[int, int]) -> dict[int, int]:
    """Find offices of a state whose holder the sentence beside names as its subject and nothing else describes.

    "Norvania's president has resigned." and, as the next paragraph, "Marla Quist wrote"; or, in one paragraph, "Marla
    Quist waited. On Tuesday the Norvanian president left."
    """
    known = {readings[n].parts[-1] for n in named.values() if readings[n].parts}
    known |= {r.parts[-1] for r in readings if r.parts and (r.office or title_office(r.title))}
    leading = [n for n, r in enumerate(readings) if r.what == "person" and r.kind != "pronoun" and _leads(parsed, r)]
    first: dict[str, int] = {}
    for number, reading in enumerate(readings):
        if len(reading.parts) > 1 and parsed.parsed[reading.segment].segment.role == "body":
            first.setdefault(reading.parts[-1], number)
    found: dict[int, int] = {}
    for one, two in pairwise(leading):
        described, name = (one, two) if readings[two].name else (two, one)
        office, person = readings[described], readings[name]
        if office.name or not office.office or not (office.state or office.owner) or described in named:
            continue
        fresh = len(person.parts) > 1 and person.parts[-1] not in known and first[person.parts[-1]] == name
        beside = fresh and _adjoin(parsed, office, person, lead=described == one)
        if beside and not _held_by_another(parsed, readings, office):
            found[described] = name
    return found


def _leads(parsed: ParsedDocument, reading: Reading) -> bool:
    """Tell whether a mention is the subject of its sentence in the body."""
    segment = parsed.parsed[reading.segment]
    head = segment.doc[reading.head]
    return segment.segment.role == "body" and head.dep_ == "nsubj" and head.head.dep_ == "ROOT"


def _adjoin(parsed: ParsedDocument, office: Reading, person: Reading, *, lead: bool) -> bool:
    """Tell whether the sentence of a name opens the paragraph after that of an office, or stands right before it."""
    doc = parsed.parsed[person.segment].doc
    sentence = doc[person.head].sent
    if lead:
        opening = sentence.start == 0 and parsed.parsed[office.segment].doc[office.head].sent.start == 0
        bodies = [n for n, s in enumerate(parsed.parsed) if s.segment.role == "body"]
        return opening and office.segment == bodies[0] and person.segment == next(iter(bodies[1:]), -1)
    return person.segment == office.segment and doc[office.head].sent.start == sentence.end


def _next_person(readings: Sequence[Reading], number: int) -> int | None:
    """Give the next mention of a person by name or noun in the same paragraph."""
    for after in range(number + 1, len(readings)):
        if readings[after].segment != readings[number].segment:
            return None
        if readings[after].what == "person" and readings[after].kind != "pronoun":
            return after
    return None


def _opens_with_quote(doc: "Doc", at: int) -> bool:
    return doc[at].text == '"' or (doc[at - 1].text == '"' and at >= 1)


def _pair(reading: Reading, other: Reading, doc: "Doc") -> bool | None:
    """Tell whether two neighbours are a description and a name (True), a name and a description (False), or neither."""
    names = ("name", "title")
    described = ("title", "nominal")
    person = reading.what == "person" and other.what == "person"
    if other.last < len(doc) and doc[other.last].lower_ in ("and", "or", "&"):
        after = doc[other.last + 1] if other.last + 1 < len(doc) else None
        if after is not None and after.lower_ in ("a", "an", "the") and after.i + 1 < len(doc):
            after = after.nbor()
        if after is None or other.name or singular(after.text) not in nouns() or not reading.name:
            return None
    body = reading.what not in ("person", "group") and other.what in ("organisation", "body") and not reading.plural
    if (person or body) and not reading.name and reading.kind in described and other.name and other.kind in names:
        return True
    if person and reading.name and not other.name and other.kind in described and not other.plural:
        return False
    return None
