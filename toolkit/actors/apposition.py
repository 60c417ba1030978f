"""Which description and which name stand for the same actor because of where they stand."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.actors.pronouns import is_subject
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.language import ParsedDocument

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["announced", "apposed"]


def apposed(parsed: ParsedDocument, readings: Sequence[Reading]) -> dict[int, int]:
    """Find descriptions and the names they stand beside ("the mayor, Lee Hale,"): one's number -> the other's."""
    found: dict[int, int] = {}
    starts = {(r.segment, r.first): n for n, r in reversed(list(enumerate(readings)))}
    for number, reading in enumerate(readings):
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
