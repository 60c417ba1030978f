"""Find the mentions of actors in a parsed document."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.actors import evidence, learn, named, runs
from toolkit.actors.describing import scan_nominals
from toolkit.actors.naming import read_name
from toolkit.actors.places import Places, known
from toolkit.actors.reading import Reading
from toolkit.language import ParsedDocument
from toolkit.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_mentions", "mention_of", "read_with", "readings"]

_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "myself": "1", "we": "1p", "us": "1p", "our": "1p", "who": "r", "which": "r",
}  # fmt: skip


def _pronoun(token: "Token") -> str | None:
    form = _PRONOUNS.get(token.lower_)
    if form is None or token.pos_ not in ("PRON", "DET") or token.dep_ == "expl":
        return None
    if token.lower_ == "it":
        idle = token.head.lemma_ in ("be", "seem", "appear", "rain", "take") and token.dep_ == "nsubj"
        return None if idle else form
    if form == "r":
        verb = token.head
        relative = token.dep_ in ("nsubj", "nsubjpass") and verb.dep_ == "relcl" and verb.head.i < token.i
        return form if relative else None
    if token.text == "US":
        return None
    return form


def _scan_pronouns(doc: "Doc", number: int) -> Iterator[Reading]:
    for token in doc:
        form = _pronoun(token)
        if form is not None:
            gender = form if form in "mf" else None
            yield Reading(
                number, token.i, token.i + 1, token.i, "pronoun", form, token.text, gender=gender,
                plural=form in ("p", "1p"), noun=token.lower_,
            )  # fmt: skip


def _modifies(reading: Reading, longer: Reading) -> bool:
    inside = longer.first <= reading.first and reading.last <= longer.last
    return inside and reading.head < longer.head


def _tidy(found: list[Reading], doc: "Doc") -> list[Reading]:
    """Drop doubles, and states and nationalities that only modify a longer mention ("Danish officials")."""
    ordered = sorted(found, key=lambda r: (*r.key, r.kind == "pronoun"))
    kept: dict[tuple[int, int], Reading] = {}
    for number, reading in enumerate(ordered):
        modifier = reading.kind == "nationality" or reading.what in ("capital", "seat", "state")
        owns = doc[reading.last - 1].dep_ == "poss" or reading.noun
        around = ordered[max(0, number - 6) : number + 6] if modifier and not owns else []
        if not any(_modifies(reading, other) for other in around):
            kept.setdefault((reading.first, reading.last), reading)
    return list(kept.values())


def _unknown_seats(places: Places) -> bool:
    """Tell whether the text made a state known without its capital."""
    seated = set(places.capitals.values())
    return any(state.country is None and code not in seated for code, state in places.states.items())


@lru_cache(maxsize=1)
def readings(parsed: ParsedDocument) -> tuple[tuple[Reading, ...], Places]:
    """Read every mention of a document, in reading order, with the places that hold in it.

    The last document is remembered, since its mentions are found and then resolved.
    """
    return read_with(parsed, known())


def read_with(parsed: ParsedDocument, given: Places) -> tuple[tuple[Reading, ...], Places]:
    """Read every mention of a document with a gazetteer of one's own."""
    places = learn.from_document(parsed, given)
    segments, day = parsed.parsed, parsed.document.published
    words = runs.words_of(segments)
    docs = [segment.doc for segment in segments]
    found_runs = [run for n, segment in enumerate(segments) for run in runs.runs(segment, n, words, places)]
    cuts = [named.cut(docs[run.segment], run, places, day) for run in found_runs]
    shown = evidence.gather(docs, cuts, unknown_seats=_unknown_seats(places))
    by_segment: dict[int, list[Reading]] = {}
    for part in (evidence.trim(docs[c.run.segment], c, shown) for c in cuts):
        doc = docs[part.run.segment]
        reading = read_name(doc, part, evidence.classify(doc, part, shown), places, day)
        if reading is not None:
            by_segment.setdefault(part.run.segment, []).append(reading)
    bodies = frozenset(
        doc[r.last - 1].lower_
        for n, rs in by_segment.items()
        for r in rs
        for doc in (docs[n],)
        if r.what in ("organisation", "body")
    )
    result: list[Reading] = []
    for number, segment in enumerate(segments):
        named_here = by_segment.get(number, [])
        start = runs.dateline_end(segment)
        nominal = scan_nominals(segment.doc, number, places, bodies, named_here, start)
        result += _tidy([*named_here, *nominal, *_scan_pronouns(segment.doc, number)], segment.doc)
    return tuple(result), places


def mention_of(parsed: ParsedDocument, reading: Reading, mention_id: str, actor_id: str | None = None) -> Mention:
    """Make the record of a reading."""
    segment = parsed.parsed[reading.segment]
    span = segment.span(segment.doc[reading.first : reading.last])
    return Mention(parsed.document.doc_id, mention_id, span.start, span.end, parsed.text(span), reading.kind, actor_id)


def find_mentions(parsed: ParsedDocument) -> tuple[Mention, ...]:
    """Find the spans that name an actor: names, titles, nouns, pronouns, nationalities, metonyms.

    Parameters
    ----------
    parsed : ParsedDocument
        A parsed document.

    Returns
    -------
    tuple of Mention
        In reading order, `mention_id` ``m0001`` and on, `actor_id` None. A mention may lie inside a longer one
        ("Marla Quist" in "Marla Quist's deputy"). Capitals and seats of government are mentions only where they
        act; mere places, reporters and predicates ("is a lawyer") are none.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> document = Document("d", "Danish officials accused Marla Quist of lying in Lima.")
    >>> parsed = language.parse(document, [Segment("d", "s1", "body", 0, 54)], language.load())
    >>> [(mention.text, mention.kind) for mention in find_mentions(parsed)]
    [('Danish officials', 'nominal'), ('Marla Quist', 'name')]
    """
    found, _ = readings(parsed)
    width = max(4, len(str(len(found))))
    return tuple(mention_of(parsed, reading, f"m{number:0{width}d}") for number, reading in enumerate(found, start=1))
