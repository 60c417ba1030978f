"""Names: cut a run of capitalised words into state, office, title and core, and tell what it names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.actors.names import genders, title_office, titles
from toolkit.actors.nominals import is_plural
from toolkit.actors.places import Body, Places, look_up
from toolkit.actors.reading import Noun, acts, nouns, offices, singular
from toolkit.actors.runs import Run, body_word, is_group_word
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Cut", "Evidence", "classify", "cut", "gather"]

_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_THING_LABELS = frozenset(("EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "DATE", "LANGUAGE"))
_NOBODY = Noun("", "", "")


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
    acting: set[str] = field(default_factory=set)


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


def _telling(doc: "Doc", first: int, last: int) -> str:
    """Give of several forms of address the one that says most: the last that is an office, else the first."""
    held = [doc[i].text for i in range(first, last) if title_office(doc[i].text)]
    return held[-1] if held else doc[first].text


def _inner_title(doc: "Doc", first: int, last: int) -> int:
    """Give the place of a form of address inside a run ("Quistham Cllr. Marla Quist"), `first` if there is none."""
    for at in range(first + 1, last - 1):
        word = doc[at].text.rstrip(".")
        if word in titles() and word not in genders() and not body_word(doc[last - 1].text):
            return at
    return first


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
            title = title or _telling(doc, at, end)
            at = end
            continue
        if last - at > 2 and doc[at + 1].lower_ == "for" and is_group_word(doc[at].text):
            break
        end = _office_prefix(doc, at, last)
        if end > at and not (end < last and doc[end].lower_ in ("of", "for", "-")):
            office = (office + " " + _text(doc, at, end)).strip()
            at = end
        inner = _inner_title(doc, at, last)
        if inner > at:
            held = title_office(doc[inner].text)
            office = f"{_text(doc, at, inner)} {held}" if held and not office else office
            at = inner
            continue
        if at == last or end == at == run.first:
            break
    return Cut(run, at, state, title, office)


def trim(doc: "Doc", part: Cut, evidence: Evidence) -> Cut:
    """Cut off what stands before a name that also occurs alone ("Quistham Marla Quist"), if it is no given name."""
    core, last = part.core, part.run.last
    if part.what or last - core < 3 or doc[core].text in genders() or "-" in doc[core:last].text:
        return part
    given = (
        doc[last - 2].text in genders() and doc[core].text not in vocab("particle") and not doc[core].text.endswith(".")
    )
    alone = _text(doc, last - 2, last)
    apart = doc[core].ent_type_ != "PERSON" and doc[last - 1].ent_type_ == "PERSON"
    if given and (apart or evidence.labels.get(alone, Counter())["PERSON"]):
        return replace(part, core=last - 2)
    return part


def _is_body_name(doc: "Doc", first: int, last: int) -> bool:
    words = [doc[i].text for i in range(first, last)]
    if words[-1] in nouns() and nouns()[words[-1]].group in ("body", "party") and len(words) > 1:
        return True
    if body_word(words[-1]) and (
        len(words) > 1 or words[-1] not in ("United", "Post", "Mail", "Press", "Times", "Front")
    ):
        return True
    if len(words) > 2 and words[1] == "for" and is_group_word(words[0]):
        return True
    return any(body_word(word) and words[i + 1] in ("of", "for", "on") for i, word in enumerate(words[:-1]))


def _before_government(doc: "Doc", last: int) -> bool:
    """Tell whether a noun for a government follows ("the Kral regime")."""
    noun = nouns().get(doc[last].lower_) if last < len(doc) else None
    return noun is not None and noun.group == "government"


def _described(doc: "Doc", first: int, last: int) -> bool:
    """Tell whether a noun for a person stands in apposition before or behind a name ("his wife, Ann Lee")."""
    if first >= 2 and doc[first - 1].text == ",":
        noun = nouns().get(singular(doc[first - 2].text))
        if noun is not None and noun.type == "person" and not is_plural(doc[first - 2]):
            return True
    if (
        last + 2 < len(doc)
        and doc[last].text == ","
        and doc[last + 1].lower_ in ("the", "a", "an", "who", "his", "her")
    ):
        apposed = [c for c in doc[last - 1].children if c.dep_ == "appos"]
        return doc[last + 1].lower_ == "who" or any(
            nouns().get(singular(c.text), _NOBODY).type == "person" for c in apposed
        )
    return False


def _observe(doc: "Doc", part: Cut, evidence: Evidence) -> None:
    """Take down what one occurrence of a name shows."""
    last = part.run.last
    core = _text(doc, part.core, last)
    head = doc[last - 1]
    if head.ent_type_:
        evidence.labels[core][head.ent_type_] += 1
    if head.dep_ == "pobj" and head.head.lower_ in ("in", "near") and not (part.title or part.office):
        evidence.labels[core]["GPE"] += 2
    if acts(head) or (core.isupper() and len(core) > 1) or _before_government(doc, last):
        evidence.acting.add(core)
    several = last - part.core in (2, 3, 4)
    given = several and doc[part.core].text in genders()
    if _is_body_name(doc, part.core, last):
        for i in range(part.core, last):
            evidence.organisations.setdefault(doc[i].text, core)
        return
    described = several and _described(doc, part.core, last)
    if described:
        evidence.labels[core]["PERSON"] += 3
    if part.title or part.office or given or described or (head.ent_type_ == "PERSON" and several):
        evidence.surnames.add(head.text)


def gather(docs: Sequence["Doc"], cuts: Sequence[Cut]) -> Evidence:
    """Collect what the document shows about the names in its runs."""
    evidence = Evidence()
    for part in cuts:
        doc, last = docs[part.run.segment], part.run.last
        if part.what or part.core == last:
            continue
        _observe(doc, part, evidence)
    return evidence


def _by_label(core: str, words: list[str], evidence: Evidence) -> str:
    counts = evidence.labels.get(core, Counter())
    person, body = counts["PERSON"], counts["ORG"]
    place = sum(counts[label] for label in _PLACE_LABELS)
    thing = sum(counts[label] for label in _THING_LABELS)
    if len(words) == 1 and place and place >= max(body, person):
        return "place"
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
    if is_group_word(words[-1]):
        return "group"
    if _is_body_name(doc, first, last):
        return "organisation"
    if part.title or (part.office and not body_word(words[-1])):
        return "person"
    core = _text(doc, first, last)
    return _single(core, evidence) if len(words) == 1 else _several(core, words, evidence)


def _single(core: str, evidence: Evidence) -> str:
    """Tell what a name of one word is: it must act somewhere, or be the family name of somebody."""
    if core in evidence.surnames and core not in vocab("place_word"):
        return "person"
    if core not in evidence.acting or core in vocab("place_word"):
        return "thing"
    if body_word(core) and core.casefold() not in nouns():
        return "thing"
    label = _by_label(core, [core], evidence)
    return "organisation" if core in evidence.organisations and label != "place" else label


def _several(core: str, words: list[str], evidence: Evidence) -> str:
    """Tell what a name of several words is."""
    joined_surnames = len(words) == 3 and words[1] == "-" and {words[0], words[2]} <= evidence.surnames
    if words[-1] in vocab("place_word") or joined_surnames:
        return "thing"
    if len(words) in (2, 3, 4) and words[0] in genders():
        return "person"
    label = _by_label(core, words, evidence)
    return "person" if words[-1] in evidence.surnames and label != "place" else label
