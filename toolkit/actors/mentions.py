"""Find the mentions of actors in a parsed document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.actors import learn, named, nominals, runs
from toolkit.actors.names import gender_of_name, title_gender
from toolkit.actors.places import Places, known, look_up
from toolkit.actors.reading import SPEECH_VERBS, Reading, acts, nouns, offices, singular, subject_of
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_mentions", "mention_of", "readings"]

_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "myself": "1", "we": "1p", "us": "1p", "our": "1p", "who": "r", "which": "r",
}  # fmt: skip
_BOTH = frozenset("side delegation party country government nation team state leader".split())
_TITLED = frozenset(("official", "group", "relative"))


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


def _head_of(doc: "Doc", first: int, last: int) -> int:
    """Find the token of a run whose head lies outside it; the last one if several do."""
    outside = [t.i for t in doc[first:last] if not first <= t.head.i < last or t.head.i == t.i]
    return outside[-1] if outside else last - 1


def _title_before(doc: "Doc", first: int, what: str) -> int | None:
    """Find a noun in small letters right before a name that says who it is ("operations director Lee Hale")."""
    if first == 0 or doc[first].is_sent_start:
        return None
    before = doc[first - 1]
    noun = nouns().get(singular(before.text))
    if noun is None or before.pos_ not in ("NOUN", "PROPN") or nominals.is_plural(before) or not before.whitespace_:
        return None
    fits = noun.type == "person" if what == "person" else noun.type != "person" and what in ("organisation", "body")
    return before.i if fits else None


def _determined(doc: "Doc", first: int) -> int:
    return first - 1 if first and doc[first - 1].lower_ in ("the", "a", "an") and not doc[first].is_sent_start else first


def _person(doc: "Doc", part: named.Cut) -> Reading:
    run = part.run
    parts = tuple(
        doc[i].text for i in range(part.core, run.last) if doc[i].text not in ("-", ".")
    ) if "-" not in doc[part.core : run.last].text else tuple(doc[part.core : run.last].text.split())
    first, office, head = run.first, part.office, _head_of(doc, part.core, run.last)
    kind = "title" if part.office or part.title else "name"
    noun = _title_before(doc, run.first, "person")
    modifiers: tuple[str, ...] = ()
    state, owner = part.state, None
    if noun is not None:
        first = nominals.left_edge(doc[noun])
        kind = "title"
        modifiers = nominals.modifiers_of(doc[noun], first, known())
        office = " ".join((*modifiers, doc[noun].lower_, office)).strip()
        owner = nominals.owner_of(doc[noun])
    gender = title_gender(part.title) or gender_of_name(parts)
    return Reading(
        run.segment, first, run.last, head, kind, "person", doc[first : run.last].text,
        name=" ".join(parts), parts=parts, title=part.title, office=office, state=state, gender=gender,
        noun=doc[noun].lower_ if noun is not None else "", owner=owner,
    )  # fmt: skip


def _office(doc: "Doc", part: named.Cut, places: Places) -> Reading:
    run = part.run
    head = _head_of(doc, run.first, run.last)
    token = doc[run.last - 1]
    first, last = nominals.extent(token)
    first = min(first, _determined(doc, run.first))
    state = part.state or nominals.named_state(token, first, places)
    return Reading(
        run.segment, first, max(last, run.last), head, "title", "person", doc[first : max(last, run.last)].text,
        office=part.office, state=state, noun=singular(token.text), definite=True, owner=nominals.owner_of(token),
    )  # fmt: skip


def _body(doc: "Doc", part: named.Cut, what: str, day: date | None) -> Reading:
    run = part.run
    noun = _title_before(doc, run.first, "organisation")
    first = nominals.left_edge(doc[noun]) if noun is not None else run.first
    core = doc[part.core : run.last].text
    text = doc[first : run.last].text
    return Reading(
        run.segment, first, run.last, _head_of(doc, run.first, run.last), "name", what, text, name=core,
        state=part.state, body=part.body, noun=doc[noun].lower_ if noun is not None else "",
        office=part.office,
    )  # fmt: skip


def _nation(doc: "Doc", part: named.Cut, what: str) -> Reading | None:
    """Read a state's name, an adjective of nationality, a people, a capital or a seat of government."""
    run = part.run
    token = doc[run.last - 1]
    common = {"state": part.code, "name": doc[run.first : run.last].text}
    head = _head_of(doc, run.first, run.last)
    follows = doc[run.last] if run.last < len(doc) else None
    modifier = token.dep_ in ("amod", "compound", "nmod") and follows is not None and follows.pos_ in ("NOUN", "PROPN", "ADJ")
    if what == "state":
        kind = "nationality" if modifier and look_up(nominals_adjectives(), token.text) else "name"
        return Reading(run.segment, run.first, run.last, head, kind, what, doc[run.first : run.last].text, **common)
    if what in ("capital", "seat", "metonym") and (modifier or not acts(doc[head])):
        return None
    first = run.first
    if what in ("seat", "metonym", "people") or (what == "adjective" and not modifier):
        first = _determined(doc, run.first)
    kind = {"adjective": "nationality", "people": "nationality"}.get(what, "metonym")
    if what == "adjective" and not modifier and first < run.first:
        what = "people"
    if what == "people" and first == run.first and modifier:
        what = "adjective"
    return Reading(
        run.segment, first, run.last, head, kind, what, doc[first : run.last].text,
        state=part.code, name=common["name"] or "", body=part.body, plural=what == "people",
    )  # fmt: skip


def nominals_adjectives() -> dict[str, str]:
    """Adjectives of the gazetteer."""
    return known().adjectives


def _named(doc: "Doc", part: named.Cut, what: str, places: Places, day: date | None) -> Reading | None:
    if what == "person":
        return _person(doc, part)
    if what == "office":
        return _office(doc, part, places)
    if what in ("organisation", "body") or (what == "metonym" and part.body and part.body.type == "institution"):
        return _body(doc, part, "organisation" if what == "organisation" else "body", day)
    if what == "group":
        return None
    if what in ("unknown", "place", "thing"):
        return _unknown(doc, part, what)
    return _nation(doc, part, what)


def _unknown(doc: "Doc", part: named.Cut, what: str) -> Reading | None:
    """Read a name of unknown kind as an organisation where it speaks or is told something, else not at all."""
    if what == "thing":
        return None
    head = _head_of(doc, part.core, part.run.last)
    verb = subject_of(doc[head])
    if verb is None or verb.lemma_ not in SPEECH_VERBS:
        return None
    several = part.run.last - part.core in (2, 3) and what == "unknown"
    return _person(doc, part) if several else _body(doc, part, "organisation", None)


def _nominal(token: "Token", number: int, places: Places, bodies: frozenset[str]) -> Reading | None:
    noun = nominals.noun_of(token)
    if noun is None:
        return None
    doc = token.doc
    first, last = nominals.extent(token)
    plural = nominals.is_plural(token)
    modifiers = nominals.modifiers_of(token, first, places)
    state = nominals.named_state(token, first, places)
    determiner = doc[first].lower_
    owner = nominals.owner_of(token)
    definite = determiner in ("the", "this", "that", "these", "those") or doc[first].tag_ == "PRP$" or doc[first:token.i].text.endswith("'s")
    office = nominals.is_office(noun) and not plural
    if noun.type != "person" and not _body_counts(token, noun.group, state, owner, definite, noun.word in bodies):
        return None
    what = noun.type if noun.type != "person" else "group" if plural else "person"
    if noun.word in _BOTH and plural and any(t.lower_ in ("both", "two") for t in doc[first : token.i]):
        what = "both"
    return Reading(
        number, first, last, token.i, "title" if office else "nominal", what, doc[first:last].text,
        office=" ".join((*modifiers, noun.word)) if office else "", state=state, noun=noun.word,
        modifiers=modifiers, gender=noun.gender or None, plural=plural, definite=definite, owner=owner,
        place=_place(doc, token),
    )  # fmt: skip


def _body_counts(token: "Token", group: str, state: str | None, owner: int | None, definite: bool, named_so: bool) -> bool:
    """Tell whether a noun for a body names an actor here, not just a thing ("the office was cold")."""
    if group in ("government", "ministry", "mission", "military", "institution") and (state or owner is not None or definite):
        return True
    return (definite and named_so) or acts(token)


def _place(doc: "Doc", token: "Token") -> str:
    """Give the name after *in* or *at* right behind a noun ("the embassy in Lima")."""
    at = token.i + 1
    if at + 1 < len(doc) and doc[at].lower_ in ("in", "at", "to") and doc[at + 1].text[0].isupper():
        return str(doc[at + 1].text)
    return ""


def _both_countries(token: "Token", number: int) -> Reading | None:
    if singular(token.text.rstrip("s")) not in _BOTH and token.lemma_ not in _BOTH or not nominals.is_plural(token):
        if token.lemma_ not in ("country", "nation", "government", "party", "team", "state"):
            return None
    first = nominals.left_edge(token)
    if token.tag_ != "NNS" or not any(t.lower_ in ("both", "two") for t in token.doc[first : token.i]):
        return None
    return Reading(number, first, token.i + 1, token.i, "nominal", "both", token.doc[first : token.i + 1].text,
                   noun=token.lemma_, plural=True, definite=True)  # fmt: skip


def _scan_nominals(doc: "Doc", number: int, places: Places, bodies: frozenset[str], taken: list[Reading], start: int) -> Iterator[Reading]:
    covered = {i for r in taken for i in range(r.first, r.last)}
    for token in doc[start:]:
        if token.i in covered:
            continue
        reading = _both_countries(token, number) or _nominal(token, number, places, bodies)
        if reading is not None:
            yield reading
        elif token.lemma_ in ("country", "nation", "homeland") and token.i and doc[token.i - 1].tag_ == "PRP$":
            yield Reading(number, token.i - 1, token.i + 1, token.i, "nominal", "state", doc[token.i - 1 : token.i + 1].text,
                          noun="country", definite=True, owner=token.i - 1)  # fmt: skip


def _inside_modifier(reading: Reading, others: Iterable[Reading], doc: "Doc") -> bool:
    """Tell whether a nationality is only the modifier of a longer mention ("Danish officials")."""
    if reading.kind != "nationality" and reading.what not in ("capital", "seat"):
        if reading.kind != "name" or reading.what != "state":
            return False
        if doc[reading.last - 1].dep_ == "poss":
            return False
    return any(o.first <= reading.first and reading.last <= o.last and o is not reading and o.head != reading.head
               and reading.head < o.head for o in others)  # fmt: skip


def _tidy(found: list[Reading], doc: "Doc") -> list[Reading]:
    """Drop doubles and what only modifies a longer mention; cut mentions that cross another."""
    kept = [r for r in found if not _inside_modifier(r, found, doc)]
    unique = {(r.first, r.last): r for r in sorted(kept, key=lambda r: (r.kind == "pronoun", r.key), reverse=True)}
    return sorted(unique.values(), key=lambda r: r.key)


def readings(parsed: ParsedDocument) -> tuple[tuple[Reading, ...], Places]:
    """Read every mention of a document, in reading order, with the places that hold in it."""
    places = learn.from_document(parsed, known())
    segments, day = parsed.parsed, parsed.document.published
    words = runs.words_of(segments)
    docs = [segment.doc for segment in segments]
    found_runs = [run for n, segment in enumerate(segments) for run in runs.runs(segment, n, words, places)]
    cuts = [named.cut(docs[run.segment], run, places, day) for run in found_runs]
    evidence = named.gather(docs, cuts)
    by_segment: dict[int, list[Reading]] = {}
    for part in cuts:
        doc = docs[part.run.segment]
        reading = _named(doc, part, named.classify(doc, part, evidence), places, day)
        if reading is not None:
            by_segment.setdefault(part.run.segment, []).append(reading)
    bodies = frozenset(
        doc[r.last - 1].lower_ for n, rs in by_segment.items() for r in rs for doc in (docs[n],) if r.what in ("organisation", "body")
    )
    result: list[Reading] = []
    for number, segment in enumerate(segments):
        named_here = by_segment.get(number, [])
        start = runs.dateline_end(segment)
        nominal = _scan_nominals(segment.doc, number, places, bodies, named_here, start)
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
    """
    found, _ = readings(parsed)
    return tuple(mention_of(parsed, reading, f"m{number:04d}") for number, reading in enumerate(found, start=1))
