"""Names: cut a run of capitalised words into state, office, title and core, and tell what it names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.actors.names import PARTICLES, genders, title_gender, titles
from toolkit.actors.places import Body, Places, look_up
from toolkit.actors.reading import Noun, nouns, offices, singular
from toolkit.actors.runs import Run, body_word, is_group_word

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Cut", "Evidence", "classify", "cut", "gather"]

_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_THING_LABELS = frozenset(("EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "DATE", "LANGUAGE"))
_FORMER = frozenset("former ex-president then acting deputy vice interim outgoing incoming".split())
_PLACE_WORDS = frozenset(
    "Street Road Lane Avenue Square Park River Lake Sea Ocean Bay Island Islands Mountains Valley Bridge Airport "
    "Station Province County Region Peninsula Desert Coast Strait Straits Gulf Canal Border Hill Hills Beach Harbour "
    "Stadium Hotel Prize War Wars Act Agreement Treaty Accord Day Week Games Cup Olympics Summit Conference".split()
)


@dataclass(frozen=True)
class Cut:
    """A run of capitalised words in its parts; `core` is the index of the first token of the proper name."""

    run: Run
    core: int
    state: str | None = None
    title: str = ""
    office: str = ""
    body: Body | None = None
    what: str = ""
    code: str | None = None


@dataclass
class Evidence:
    """What the document shows about its names: entity labels, surnames of its people, names of its organisations."""

    labels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    surnames: set[str] = field(default_factory=set)
    organisations: dict[str, str] = field(default_factory=dict)


def _text(doc: "Doc", first: int, last: int) -> str:
    return str(doc[first:last].text)


def _current(bodies: Iterable[Body], day: date | None) -> Body | None:
    return next((body for body in bodies if body.holds(day)), None)


def _gazetteer(text: str, places: Places, day: date | None) -> tuple[str, str | None, Body | None] | None:
    """Look a whole name up: what it names, the code of its state, the body."""
    for what, table in (("state", places.names), ("adjective", places.adjectives), ("people", places.peoples)):
        code = look_up(table, text)
        if code is not None and not (what == "adjective" and text in places.bodies):
            return what, code, None
    for form in (text, text.title() if text.isupper() and len(text) > 5 else text):
        body = _current(places.bodies.get(form, ()), day)
        if body is not None:
            return "body", body.country, body
        body = _current(places.metonyms.get(form, ()), day)
        if body is not None:
            return "metonym", body.country, body
    for what, table in (("seat", places.seats), ("capital", places.capitals)):
        code = look_up(table, text)
        if code is not None:
            return what, code, None
    return None


def _office_word(word: str) -> bool:
    low = word.casefold().rstrip(".")
    return low in offices() and word not in genders()


def _office_prefix(doc: "Doc", first: int, last: int) -> int:
    """Give where the office ends that a run begins with ("Foreign Secretary Ann Lee"), `first` if there is none."""
    for end in range(last, first, -1):
        text = _text(doc, first, end).casefold()
        if text in offices() and (end - first > 1 or _office_word(doc[first].text)):
            return end
    for end in range(min(last, first + 6), first, -1):
        if _office_word(doc[end - 1].text) and not any(body_word(doc[i].text) for i in range(end, last)):
            return end
    return first


def _state_prefix(doc: "Doc", first: int, last: int, places: Places) -> tuple[int, str | None]:
    for end in range(min(last - 1, first + 3), first, -1):
        text = _text(doc, first, end)
        rest = doc[end].text
        code = look_up(places.adjectives, text)
        if code is None and (_office_word(rest) or body_word(rest) or rest in titles() or is_group_word(rest)):
            code = look_up(places.names, text)
        if code is not None and not (rest == "Party" or doc[end].lower_ in ("-", "of", "and", "'s")):
            return end, code
    return first, None


def _titles_end(doc: "Doc", first: int, last: int) -> int:
    at = first
    while at < last - 1 and doc[at].text.rstrip(".") in titles() and not (at == first and doc[at].text in genders()):
        at += 1
        while at < last - 1 and doc[at].text in ("-", "."):
            at += 1
    return at


def cut(doc: "Doc", run: Run, places: Places, day: date | None) -> Cut:
    """Cut a run into the state, office and title that it opens with and its core."""
    at, last, state, title, office = run.first, run.last, None, "", ""
    for _ in range(4):
        found = _gazetteer(_text(doc, at, last), places, day)
        if found is not None:
            what, code, body = found
            return Cut(run, at, state, title, office, body, what, code)
        end, code = _state_prefix(doc, at, last, places)
        if code is not None and state is None:
            at, state = end, code
            continue
        end = _titles_end(doc, at, last)
        if end > at:
            title = title or doc[at].text
            at = end
            continue
        end = _office_prefix(doc, at, last)
        if end > at and not (end < last and doc[end].lower_ in ("of", "for", "-")):
            office = (office + " " + _text(doc, at, end)).strip()
            at = end
        if at == last or end == at == run.first:
            break
    return Cut(run, at, state, title, office)


def _is_body_name(doc: "Doc", first: int, last: int) -> bool:
    words = [doc[i].text for i in range(first, last)]
    if words[-1] in nouns() and nouns()[words[-1]].group in ("body", "party") and len(words) > 1:
        return True
    if body_word(words[-1]) and (len(words) > 1 or words[-1] not in ("United", "Post", "Mail", "Press", "Times", "Front")):
        return True
    return any(body_word(word) and words[i + 1] in ("of", "for", "on") for i, word in enumerate(words[:-1]))


def gather(docs: Sequence["Doc"], cuts: Sequence[Cut]) -> Evidence:
    """Collect what the document shows about the names in its runs."""
    evidence = Evidence()
    for part in cuts:
        doc, last = docs[part.run.segment], part.run.last
        if part.what or part.core == last:
            continue
        core = _text(doc, part.core, last)
        label = doc[last - 1].ent_type_
        if label:
            evidence.labels[core][label] += 1
        given = last - part.core in (2, 3, 4) and doc[part.core].text in genders()
        if _is_body_name(doc, part.core, last):
            for i in range(part.core, last):
                evidence.organisations.setdefault(doc[i].text, core)
        elif part.title or part.office or given or (label == "PERSON" and last - part.core > 1):
            evidence.surnames.add(doc[last - 1].text)
    return evidence


def _by_label(core: str, words: list[str], evidence: Evidence) -> str:
    counts = evidence.labels.get(core, Counter())
    person, body = counts["PERSON"], counts["ORG"]
    place = sum(counts[label] for label in _PLACE_LABELS)
    thing = sum(counts[label] for label in _THING_LABELS)
    if person and person >= max(body, place):
        return "person"
    if body and body >= place:
        return "organisation"
    if place and place >= thing:
        return "place"
    if thing or counts["NORP"]:
        return "thing" if thing else "group"
    return "unknown"


def classify(doc: "Doc", part: Cut, evidence: Evidence) -> str:
    """Tell what the core of a name is.

    Returns
    -------
    str
        ``person``, ``organisation``, ``office`` (an office without a name), ``group``, ``place``, ``thing``,
        ``unknown``, or what the gazetteer says (``state``, ``adjective``, ``people``, ``body``, ``metonym``, ``seat``,
        ``capital``).
    """
    first, last = part.core, part.run.last
    if part.what:
        return "person" if part.title and part.what in ("capital", "state") else part.what
    if first == last:
        return "office"
    words = [doc[i].text for i in range(first, last)]
    core = _text(doc, first, last)
    if is_group_word(words[-1]):
        return "group"
    if _is_body_name(doc, first, last):
        return "organisation"
    if part.title or (part.office and not body_word(words[-1])):
        return "person"
    if words[-1] in _PLACE_WORDS:
        return "thing"
    if len(words) in (2, 3, 4) and words[0] in genders():
        return "person"
    if len(words) == 1 and words[0] in evidence.surnames:
        return "person"
    if len(words) == 1 and words[0] in evidence.organisations:
        return "organisation"
    if len(words) > 1 and words[-1] in evidence.surnames and _by_label(core, words, evidence) != "organisation":
        return "person"
    return _by_label(core, words, evidence)
