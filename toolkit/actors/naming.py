"""Read what a name says: of a person, an office, a body, a state, a people, a capital."""

from datetime import date
from typing import TYPE_CHECKING

from toolkit.actors import named, nominals
from toolkit.actors.names import gender_of_name, title_gender
from toolkit.actors.places import Places, known, look_up
from toolkit.actors.reading import Reading, acts, nouns, singular, subject_of
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["read_name"]


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
    """Take the article before a token in."""
    article = first > 0 and doc[first - 1].lower_ in ("the", "a", "an") and not doc[first].is_sent_start
    return first - 1 if article else first


def _parts(doc: "Doc", first: int, last: int) -> tuple[str, ...]:
    """Give the parts of a person's name; what a hyphen joins is one part."""
    text = doc[first:last].text
    return tuple(text.split()) if "-" in text else tuple(t.text for t in doc[first:last] if t.text != ".")


def _after_of(doc: "Doc", last: int, places: Places) -> tuple[int | None, str | None]:
    """Give the token and the state that stand after *of* behind a name ("Lee Hale of Quistham Council")."""
    if last + 1 >= len(doc) or doc[last].lower_ != "of":
        return None, None
    held = next((c.i for c in doc[last].children if c.dep_ == "pobj"), last + 1)
    return int(held), look_up(places.names, doc[last + 1].text)


def _possessor(doc: "Doc", first: int) -> int | None:
    """Give the possessor right before a name with a title ("Norvania's President Marla Quist")."""
    if first >= 2 and doc[first - 1].tag_ == "POS":
        return first - 2
    return first - 1 if first and doc[first - 1].tag_ == "PRP$" else None


def _person(doc: "Doc", part: named.Cut, places: Places) -> Reading:
    run = part.run
    parts = _parts(doc, part.core, run.last)
    first, office, head = run.first, part.office, _head_of(doc, part.core, run.last)
    noun = _title_before(doc, run.first, "person")
    state, owner = part.state, None
    if noun is not None:
        first = nominals.left_edge(doc[noun])
        modifiers = nominals.modifiers_of(doc[noun], first, places)
        office = " ".join((*modifiers, doc[noun].lower_, office)).strip()
        owner = nominals.owner_of(doc[noun])
        state = state or nominals.named_state(doc[noun], first, places)
    titled = bool(part.office or part.title) or noun is not None
    if titled and owner is None and state is None:
        owner, state = _after_of(doc, run.last, places)
    if owner is None and state is None and (part.office or part.title):
        owner = _possessor(doc, run.first)
    return Reading(
        run.segment, first, run.last, head, "title" if titled else "name", "person", doc[first : run.last].text,
        name=" ".join(parts), parts=parts, title=part.title, office=office, state=state,
        gender=title_gender(part.title) or gender_of_name(parts), noun=doc[noun].lower_ if noun is not None else "",
        owner=owner,
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
        office=part.office, plural=_counted(doc, run.first, part),
    )  # fmt: skip


def _counted(doc: "Doc", first: int, part: named.Cut) -> bool:
    """Tell whether some members of a party are meant ("two Democrats"), not the party."""
    if first == 0 or part.body is None or part.body.type != "party":
        return False
    before = doc[first - 1]
    return before.pos_ == "NUM" or before.lower_ in ("some", "several", "many", "most", "few", "other", "senior")


def _nation(doc: "Doc", part: named.Cut, what: str) -> Reading | None:
    """Read a state's name, an adjective of nationality, a people, a capital or a seat of government."""
    run = part.run
    token = doc[run.last - 1]
    name = doc[run.first : run.last].text
    head = _head_of(doc, run.first, run.last)
    follows = doc[run.last] if run.last < len(doc) else None
    modifier = (
        token.dep_ in ("amod", "compound", "nmod") and follows is not None and follows.pos_ in ("NOUN", "PROPN", "ADJ")
    )
    if what == "state":
        kind = "nationality" if modifier and look_up(nominals_adjectives(), token.text) else "name"
        return Reading(
            run.segment,
            run.first,
            run.last,
            head,
            kind,
            what,
            doc[run.first : run.last].text,
            name=name,
            state=part.code,
        )
    if what in ("capital", "seat", "metonym") and (modifier or not acts(doc[head])):
        return None
    first = run.first
    if what in ("seat", "metonym", "people") or (what == "adjective" and not modifier):
        first = _determined(doc, run.first)
    kind = {"adjective": "nationality", "people": "nationality"}.get(what, "metonym")
    if what == "adjective" and not modifier and first < run.first:
        what = "people"
    if what == "people" and first == run.first:
        what = "adjective" if modifier else "nationals"
    return Reading(
        run.segment, first, run.last, head, kind, what, doc[first : run.last].text,
        state=part.code, name=name, body=part.body, plural=what in ("people", "nationals"),
    )  # fmt: skip


def nominals_adjectives() -> dict[str, str]:
    """Adjectives of the gazetteer."""
    return known().adjectives


def read_name(doc: "Doc", part: named.Cut, what: str, places: Places, day: date | None) -> Reading | None:
    """Read a name whose kind is known; None where it names no actor here."""
    if what == "person":
        return _person(doc, part, places)
    if what == "office":
        return _office(doc, part, places)
    if what in ("organisation", "body") or (what == "metonym" and part.body and part.body.type == "institution"):
        return _body(doc, part, "organisation" if what == "organisation" else "body", day)
    if what == "group":
        return None
    if what in ("unknown", "place", "thing"):
        return _unknown(doc, part, what, places)
    return _nation(doc, part, what)


def _city(doc: "Doc", part: named.Cut) -> Reading | None:
    """Read a place that speaks or asks as the seat of a government, of which one must still be found out."""
    run = part.run
    head = _head_of(doc, part.core, run.last)
    verb = subject_of(doc[head])
    if verb is None or verb.lemma_ not in vocab("speech_verb") | vocab("address_verb") or verb.lemma_ == "be":
        return None
    name = doc[part.core : run.last].text
    first = _determined(doc, run.first)
    return Reading(run.segment, first, run.last, head, "metonym", "city", doc[first : run.last].text, name=name)


def _unknown(doc: "Doc", part: named.Cut, what: str, places: Places) -> Reading | None:
    """Read a name of unknown kind as an organisation where it speaks, a place as the seat of some government."""
    if what == "thing":
        return None
    if what == "place":
        return _city(doc, part)
    head = _head_of(doc, part.core, part.run.last)
    verb = subject_of(doc[head])
    if verb is None or verb.lemma_ not in vocab("speech_verb"):
        return None
    several = part.run.last - part.core in (2, 3) and what == "unknown"
    return _person(doc, part, places) if several else _body(doc, part, "organisation", None)
