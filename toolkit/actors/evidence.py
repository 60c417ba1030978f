"""What a document shows about its names, and what each of them is by that."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.actors.named import Cut, text_of
from toolkit.actors.names import genders
from toolkit.actors.nominals import is_plural
from toolkit.actors.reading import Noun, acts, nouns, singular, subject_of
from toolkit.actors.runs import body_word, is_group_word
from toolkit.actors.vocabulary import vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Evidence", "classify", "gather", "trim"]

_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_THING_LABELS = frozenset(("EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "DATE", "LANGUAGE"))
_NOBODY = Noun("", "", "")


@dataclass
class Evidence:
    """What the document shows about its names: entity labels, surnames of its people, names of its organisations."""

    labels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    surnames: set[str] = field(default_factory=set)
    organisations: dict[str, str] = field(default_factory=dict)
    acting: set[str] = field(default_factory=set)
    articled: set[str] = field(default_factory=set)
    vehicles: set[str] = field(default_factory=set)
    unknown_seats: bool = False


def _without_verb(doc: "Doc", part: Cut, evidence: Evidence) -> Cut:
    """Cut off a verb with a capital that a headline puts behind a name ("Marla Quist Says")."""
    core, last = part.core, part.run.last
    if part.what or last - core < 2:
        return part
    verb, shorter = doc[last - 1], text_of(doc, core, last - 1)
    named = evidence.labels.get(shorter, Counter())["PERSON"] > 0 or shorter in evidence.surnames
    verbal = verb.pos_ == "VERB" or verb.lemma_.casefold() in vocab("speech_verb")
    if verbal and named and verb.text not in evidence.surnames:
        return replace(part, run=replace(part.run, last=last - 1))
    return part


def trim(doc: "Doc", part: Cut, evidence: Evidence) -> Cut:
    """Cut off what stands before a name that also occurs alone ("Quistham Marla Quist"), and a verb behind it."""
    part = _without_verb(doc, part, evidence)
    core, last = part.core, part.run.last
    if part.what or last - core < 3 or doc[core].text in genders() or "-" in doc[core:last].text:
        return part
    given = (
        doc[last - 2].text in genders() and doc[core].text not in vocab("particle") and not doc[core].text.endswith(".")
    )
    alone = text_of(doc, last - 2, last)
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


def _vehicle_before(doc: "Doc", first: int) -> bool:
    """Tell whether a noun for a vehicle stands right before a name ("the trawler Three Brothers")."""
    at = first - 1
    if at > 0 and (doc[at].pos_ == "NUM" or doc[at].text == '"'):
        at -= 1
    noun = nouns().get(singular(doc[at].text)) if at >= 0 else None
    return noun is not None and noun.group in ("vehicle", "warcraft") and doc[at].text[0].islower()


def _observe(doc: "Doc", part: Cut, evidence: Evidence) -> None:
    """Take down what one occurrence of a name shows."""
    last = part.run.last
    core = text_of(doc, part.core, last)
    head = doc[last - 1]
    if part.core and doc[part.core - 1].lower_ == "the":
        evidence.articled.add(core)
    if _vehicle_before(doc, part.core):
        evidence.vehicles.add(core)
        return
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
    verb = subject_of(head) if several and not head.ent_type_ else None
    speaks = verb is not None and verb.lemma_ in vocab("speech_verb")
    if part.title or part.office or given or described or speaks or (head.ent_type_ == "PERSON" and several):
        evidence.surnames.add(head.text)


def gather(docs: Sequence["Doc"], cuts: Sequence[Cut], *, unknown_seats: bool = False) -> Evidence:
    """Collect what the document shows about the names in its runs.

    `unknown_seats` says that it speaks of states whose capitals are not known.
    """
    evidence = Evidence(unknown_seats=unknown_seats)
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
    core = text_of(doc, first, last)
    if core in evidence.vehicles:
        return "thing"
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
    bare = label == "person" or (label == "organisation" and core not in evidence.articled and not core.isupper())
    if bare and evidence.unknown_seats and core not in genders() and core not in evidence.organisations:
        return "place"
    return "organisation" if core in evidence.organisations and label != "place" else label


def _several(core: str, words: list[str], evidence: Evidence) -> str:
    """Tell what a name of several words is."""
    joined_surnames = len(words) == 3 and words[1] == "-" and {words[0], words[2]} <= evidence.surnames
    if words[-1] in vocab("place_word") or joined_surnames:
        return "thing"
    if len(words) in (2, 3, 4) and words[0] in genders():
        return "person"
    label = _by_label(core, words, evidence)
    if words[-1] in vocab("seat_word") and label in ("person", "unknown"):
        return "place"
    return "person" if words[-1] in evidence.surnames and label != "place" else label
