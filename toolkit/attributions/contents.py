"""What is said: the complements of a verbal cue, and the characters that they cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attributions.cues import Entry, choose, of_noun, words
from toolkit.attributions.drafts import Passage, Range
from toolkit.attributions.extents import characters, condition_of, has_to, last_of, left_content, object_of
from toolkit.attributions.sources import is_passive, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Complement", "complement"]

_PERSONS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_ABSTRACT = ("ion", "ment", "ance", "ence", "ism", "ity", "ness", "ship", "al", "ing")
_PREPOSITIONS = ("of", "for", "over", "as", "to", "with", "about", "against", "from", "on", "between")


@dataclass(frozen=True)
class Complement:
    """The complement of a cue: the row it fits, the tokens of the cue beside its head, and the pieces of content."""

    entry: Entry
    particle: tuple["Token", ...]
    pieces: tuple[Range, ...]
    frame: str


def _kind_of(clause: "Token") -> str:
    """Name the frame that a clausal complement fills."""
    if clause.pos_ not in ("VERB", "AUX"):
        return "predicate"
    if has_to(clause):
        return "infinitive" if own_subject(clause) is None else "object_infinitive"
    if (
        clause.tag_ == "VB"
        and not any(c.dep_ in ("aux", "mark", "neg") for c in clause.children)
        and own_subject(clause)
    ):
        return "object_infinitive"
    if own_subject(clause) is None and clause.tag_ == "VBG" and not any(c.dep_ == "aux" for c in clause.children):
        return "gerund"
    if own_subject(clause) is None and clause.dep_ == "xcomp":
        return "predicate" if clause.tag_ in ("VBN", "VBD") else "infinitive"
    return "clause"


def _is_quoted_before(clause: "Token", verb: "Token") -> bool:
    return clause.i < verb.i and any(t.text in ('"', "''") for t in verb.doc[clause.i : verb.i])


def _clauses(verb: "Token") -> Iterator["Token"]:
    # What stands in quotation marks before its cue comes first, then what follows the cue.
    for child in sorted(verb.children, key=lambda c: (not _is_quoted_before(c, verb), c.i < verb.i, c.i)):
        late = child.dep_ == "advcl" and child.i > verb.i and has_to(child)
        if child.dep_ in ("ccomp", "xcomp", "oprd") or late:
            yield child


def _has_gap(verb: "Token", predicate: "Token") -> bool:
    """Say whether what is called something stands elsewhere: "an agenda they call crucial"."""
    within = own_subject(predicate) is not None or any(c.dep_ == "det" for c in predicate.children)
    return object_of(verb) is None and not within and predicate.pos_ == "ADJ"


def _clausal(verb: "Token", rows: tuple[Entry, ...], particle: str) -> tuple[Entry, tuple[Range, ...], str] | None:
    for clause in _clauses(verb):
        frame = "predicate" if clause.dep_ == "oprd" else _kind_of(clause)
        if clause.i < verb.i:
            frame = "clause" if frame == "predicate" or own_subject(clause) is not None else frame
            entry = choose(rows, frame, particle)
            addressed = entry is not None and (object_of(verb) is None or "listener" in entry.frame)
            if entry is not None and addressed and frame == "clause" and "quote" in entry.frame:
                pieces = left_content(verb, clause)
                if pieces:
                    return entry, pieces, frame
            continue
        target = object_of(verb)
        if target is not None and target.i > clause.i:
            target = None
        if frame == "infinitive" and target is not None:
            frame = "object_infinitive"
        entry = choose(rows, frame, particle)
        if frame == "predicate" and (is_passive(verb) or _has_gap(verb, clause)):
            continue
        if entry is None and frame in ("gerund", "predicate") and not is_passive(verb):
            entry = next((row for row in rows if {"clause", "quote"} <= row.frame and row.particle == particle), None)
            frame = "clause"
        if entry is None:
            continue
        first = clause.left_edge
        if target is not None and frame in ("object_infinitive", "predicate") and "listener" not in entry.frame:
            first = target.left_edge
        if first.i <= verb.i:
            first = verb.nbor(1)
        return entry, (characters(first, condition_of(verb, last_of(clause))),), frame
    return None


def _prepositional(verb: "Token", rows: tuple[Entry, ...]) -> tuple[Entry, tuple[Range, ...], str] | None:
    """`accuse X of`, `criticise X for`, `describe X as`, `compare X to`: the object and the phrase after it."""
    target = object_of(verb)
    holders = [verb] if target is None else [verb, target]
    for holder in holders:
        for prep in holder.children:
            if (
                prep.i <= verb.i
                or prep.dep_ not in ("prep", "dative", "mark", "advcl")
                or prep.lower_ not in _PREPOSITIONS
            ):
                continue
            if holder is verb and target is not None and prep.i < target.i:
                continue
            entry = choose(rows, prep.lower_)
            alone = choose(rows, f"{prep.lower_}_only")
            if entry is None and alone is None:
                continue
            if (
                entry is not None
                and target is None
                and not is_passive(verb)
                and prep.lower_ not in ("about", "against")
            ):
                continue
            chosen = entry or alone
            if chosen is None:
                continue
            listener = "listener" in chosen.frame or entry is None
            first = prep.left_edge if target is None or listener or is_passive(verb) else target.left_edge
            return chosen, (characters(first, prep.right_edge),), prep.lower_
    return None


def _is_claim(noun: "Token") -> bool:
    """Say whether a noun is something that is said or can be denied: a call, an idea, wrongdoing, "this"."""
    if noun.lower_ in ("this", "that", "it"):
        return True
    return bool(of_noun(noun)) or noun.lemma_.lower() in words("claim")


def _is_some_thing(noun: "Token") -> bool:
    """Say whether a noun is any one thing, as in idioms: "slammed a door"; not what can be judged: "a decision"."""
    indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children)
    return indefinite and not _is_person(noun) and not _is_claim(noun) and not noun.lemma_.lower().endswith(_ABSTRACT)


def _is_person(noun: "Token") -> bool:
    return noun.ent_type_ in _PERSONS or noun.pos_ == "PRON"


def _nominal(verb: "Token", rows: tuple[Entry, ...]) -> tuple[Entry, tuple[Range, ...], str] | None:
    target = object_of(verb)
    if target is None or target.tag_ in ("WDT", "WP"):
        return None
    whole = (characters(target.left_edge, target.right_edge),)
    last = target.right_edge
    onward = next((c for c in verb.children if c.i == last.i + 1 and c.lower_ in ("to", "from", "about")), None)
    message = (characters(target.left_edge, onward.right_edge if onward is not None else last),)
    for frame in ("np", "np_message", "np_abstract", "claim", "bare"):
        entry = choose(rows, frame)
        if entry is None or target.left_edge.i <= verb.i:
            continue
        if frame in ("np_abstract", "np_message", "claim") and _is_person(target) and target.pos_ != "PRON":
            continue
        if frame in ("claim", "np_message") and not _is_claim(target):
            continue
        if frame.startswith("np") and target.tag_ == "PRP" and target.lower_ != "it":
            continue
        if frame == "bare" and entry.cue_class == "evaluative" and _is_some_thing(target):
            continue
        return entry, message if frame == "np_message" else whole, frame
    return None


def _with_particle(
    verb: "Token", rows: tuple[Entry, ...]
) -> tuple[Entry, tuple["Token", ...], tuple[Range, ...], str] | None:
    wanted = {row.particle for row in rows if row.particle}
    if not wanted:
        return None
    target = object_of(verb)
    for child in verb.children:
        if child.i <= verb.i or child.lower_ not in wanted or child.i - verb.i > 4:
            continue
        own = tuple(row for row in rows if row.particle == child.lower_)
        if child.dep_ in ("prt", "advmod", "acomp", "oprd", "advcl"):
            clausal = _clausal(verb, own, child.lower_)
            if clausal is not None:
                return clausal[0], (child,), clausal[1], clausal[2]
            entry = choose(own, "np", child.lower_)
            if target is not None and entry is not None:
                return entry, (child,), (characters(target.left_edge, target.right_edge),), "np"
        if child.dep_ in ("prep", "dative") and not (target is not None and target.i < child.i):
            found = _after_preposition(verb, child, own)
            if found is not None:
                return found
    return None


def _after_preposition(
    verb: "Token", prep: "Token", rows: tuple[Entry, ...]
) -> tuple[Entry, tuple["Token", ...], tuple[Range, ...], str] | None:
    if prep.right_edge.i == prep.i:
        return None
    last = prep.right_edge
    infinitive = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "advcl", "ccomp") and c.i > prep.i and has_to(c)), None
    )
    if infinitive is None:
        infinitive = next((t for t in prep.subtree if t.dep_ in ("relcl", "acl", "xcomp") and has_to(t)), None)
    for frame in ("object_infinitive", "as", "np", "bare", "gerund"):
        entry = next((row for row in rows if frame in row.frame), None)
        if entry is None or (frame == "object_infinitive" and infinitive is None):
            continue
        if frame == "as":
            more = next((c for c in verb.children if c.lower_ == "as" and c.i > prep.i), None)
            if more is None:
                continue
            last = more.right_edge
        if infinitive is not None and frame == "object_infinitive" and infinitive.right_edge.i > last.i:
            last = infinitive.right_edge
        return entry, (prep,), (characters(prep.nbor(1), last),), frame
    return None


def complement(here: Passage, verb: "Token", rows: tuple[Entry, ...]) -> Complement | None:
    """Find the complement of a verb that one of its rows allows, None if there is none."""
    special = _with_particle(verb, rows)
    if special is not None:
        return Complement(*special)
    for found in (_quoted_predicate(here, verb, rows), _clausal(verb, rows, ""), _prepositional(verb, rows)):
        if found is not None:
            return Complement(found[0], (), found[1], found[2])
    if is_passive(verb):
        return None
    nominal = _nominal(verb, rows)
    return Complement(nominal[0], (), nominal[1], nominal[2]) if nominal is not None else None


def _quoted_predicate(
    here: Passage, verb: "Token", rows: tuple[Entry, ...]
) -> tuple[Entry, tuple[Range, ...], str] | None:
    """Find the object and the quoted words in `called the plan "a farce"`."""
    entry = choose(rows, "quote_predicate")
    if entry is None or is_passive(verb):
        return None
    quote = next((q for q in here.quotes if q.start > verb.idx), None)
    if quote is None:
        return None
    between = [t for t in verb.doc[verb.i + 1 :] if t.idx < quote.start]
    naming = any(t.pos_ in ("VERB", "AUX") for t in between) or any(
        t.text in (",", ";", ":", ".", "(") for t in between
    )
    if not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in between):
        return None
    if not 1 <= len(between) <= 12 or naming or between[0].lower_ in ("for", "on", "upon", "in", "off", "out"):
        return None
    return entry, ((between[0].idx, quote.end),), "predicate"
