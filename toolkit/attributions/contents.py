"""What is said: the complements of a verbal cue, and the characters that they cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.attributions.cues import Entry, choose, entries, of_noun
from toolkit.attributions.drafts import Passage, Range
from toolkit.attributions.sources import is_passive, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Complement", "complement", "parenthesis", "rest"]

_PERSONS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PREPOSITIONS = ("of", "for", "over", "as", "to", "with", "about", "against", "from", "on", "between")


@dataclass(frozen=True)
class Complement:
    """The complement of a cue: the row it fits, the tokens of the cue beside its head, and the pieces of content."""

    entry: Entry
    particle: tuple["Token", ...]
    pieces: tuple[Range, ...]
    frame: str


def _chars(first: "Token", last: "Token") -> Range:
    return first.idx, last.idx + len(last)


def _has_to(clause: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" and c.i < clause.i for c in clause.children)


def _object(verb: "Token") -> "Token | None":
    return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)


def _kind_of(clause: "Token") -> str:
    """Name the frame that a clausal complement fills."""
    if clause.pos_ not in ("VERB", "AUX"):
        return "predicate"
    if _has_to(clause):
        return "infinitive" if own_subject(clause) is None else "object_infinitive"
    if clause.tag_ == "VB" and not any(c.dep_ in ("aux", "mark", "neg") for c in clause.children) and own_subject(clause):
        return "object_infinitive"
    if own_subject(clause) is None and clause.tag_ == "VBG" and not any(c.dep_ == "aux" for c in clause.children):
        return "gerund"
    if own_subject(clause) is None and clause.dep_ == "xcomp":
        return "predicate" if clause.tag_ in ("VBN", "VBD") else "infinitive"
    return "clause"


def _left_content(verb: "Token", clause: "Token") -> tuple[Range, ...]:
    """Give the content that stands before its cue, and the rest of it where the cue interrupts it."""
    cue_first = verb.i
    subject = own_subject(verb)
    if subject is not None and clause.i < subject.i < verb.i:
        cue_first = subject.left_edge.i
    first = clause.left_edge.i
    sent = verb.sent
    if verb.dep_ == "ROOT" and first > sent.start and not any(
        t.pos_ in ("VERB", "AUX") for t in verb.doc[sent.start : first]
    ):
        first = sent.start
    doc = verb.doc
    while first < cue_first and doc[first].pos_ == "CCONJ" and doc[first].head is verb:
        first += 1
    if first >= cue_first:
        return ()
    pieces = [_chars(doc[first], doc[cue_first - 1])]
    rest = [t for t in clause.subtree if t.i > verb.i and not t.is_punct and t.i > cue_first]
    if rest:
        pieces.append(_chars(rest[0], rest[-1]))
    return tuple(pieces)


def _clauses(verb: "Token") -> Iterator["Token"]:
    for child in verb.children:
        late = child.dep_ == "advcl" and child.i > verb.i and _has_to(child)
        if child.dep_ in ("ccomp", "xcomp", "oprd") or late:
            yield child


def _wh_or_that(clause: "Token") -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether", "if") for c in clause.children)


def _clausal(verb: "Token", rows: tuple[Entry, ...], particle: str) -> tuple[Entry, tuple[Range, ...], str] | None:
    for clause in _clauses(verb):
        frame = "predicate" if clause.dep_ == "oprd" else _kind_of(clause)
        if clause.i < verb.i:
            frame = "clause" if frame == "predicate" or own_subject(clause) is not None else frame
            entry = choose(rows, frame, particle)
            if entry is not None and frame == "clause" and "quote" in entry.frame:
                pieces = _left_content(verb, clause)
                if pieces:
                    return entry, pieces, frame
            continue
        target = _object(verb)
        if target is not None and target.i > clause.i:
            target = None
        if frame == "infinitive" and target is not None:
            frame = "object_infinitive"
        entry = choose(rows, frame, particle)
        if frame == "predicate" and is_passive(verb):
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
        return entry, (_chars(first, _last(clause)),), frame
    return None


def _last(clause: "Token") -> "Token":
    """Give the last token of a clause, up to a second verb that goes on telling: ", then walked out"."""
    for child in clause.children:
        then = child.dep_ == "conj" and own_subject(child) is None and child.left_edge.lower_ == "then"
        if then and child.i > clause.i and child.left_edge.i > clause.i + 1:
            return child.doc[child.left_edge.i - 1]
    return clause.right_edge


def _prepositional(verb: "Token", rows: tuple[Entry, ...]) -> tuple[Entry, tuple[Range, ...], str] | None:
    """`accuse X of`, `criticise X for`, `describe X as`, `compare X to`: the object and the phrase after it."""
    target = _object(verb)
    holders = [verb] if target is None else [verb, target]
    for holder in holders:
        for prep in holder.children:
            if prep.i <= verb.i or prep.dep_ not in ("prep", "dative", "mark", "advcl") or prep.lower_ not in _PREPOSITIONS:
                continue
            if holder is verb and target is not None and prep.i < target.i:
                continue
            entry = choose(rows, prep.lower_)
            alone = choose(rows, f"{prep.lower_}_only")
            if entry is None and alone is None:
                continue
            if entry is not None and target is None and not is_passive(verb) and prep.lower_ not in ("about", "against"):
                continue
            chosen = entry or alone
            if chosen is None:
                continue
            listener = "listener" in chosen.frame or entry is None
            first = prep.left_edge if target is None or listener or is_passive(verb) else target.left_edge
            return chosen, (_chars(first, prep.right_edge),), prep.lower_
    return None


def _is_claim(noun: "Token") -> bool:
    """Say whether a noun is something that is said or can be denied: a call, an idea, wrongdoing, "this"."""
    if noun.lower_ in ("this", "that", "it"):
        return True
    named = {row["noun"] for row in lexicons.load("cue_claims", "noun")}
    return bool(of_noun(noun)) or noun.lemma_.lower() in named


def _is_person(noun: "Token") -> bool:
    return noun.ent_type_ in _PERSONS or noun.pos_ == "PRON"


def _nominal(verb: "Token", rows: tuple[Entry, ...]) -> tuple[Entry, tuple[Range, ...], str] | None:
    target = _object(verb)
    if target is None or target.tag_ in ("WDT", "WP"):
        return None
    whole = (_chars(target.left_edge, target.right_edge),)
    last = target.right_edge
    onward = next((c for c in verb.children if c.i == last.i + 1 and c.lower_ in ("to", "from", "about")), None)
    message = (_chars(target.left_edge, onward.right_edge if onward is not None else last),)
    for frame in ("np", "np_message", "np_abstract", "claim", "bare"):
        entry = choose(rows, frame)
        if entry is None or target.left_edge.i <= verb.i:
            continue
        if frame == "np_abstract" and _is_person(target):
            continue
        if frame in ("claim", "np_message") and not _is_claim(target):
            continue
        if frame in ("np",) and target.pos_ == "PRON" and target.lower_ in ("me", "him", "her", "us", "them", "you"):
            continue
        return entry, message if frame == "np_message" else whole, frame
    return None


def _with_particle(verb: "Token", rows: tuple[Entry, ...]) -> tuple[Entry, tuple["Token", ...], tuple[Range, ...], str] | None:
    wanted = {row.particle for row in rows if row.particle}
    if not wanted:
        return None
    for child in verb.children:
        if child.i <= verb.i or child.lower_ not in wanted or child.i - verb.i > 4:
            continue
        own = tuple(row for row in rows if row.particle == child.lower_)
        if child.dep_ in ("prt", "advmod", "acomp", "oprd", "advcl"):
            clausal = _clausal(verb, own, child.lower_)
            if clausal is not None:
                return clausal[0], (child,), clausal[1], clausal[2]
            target = _object(verb)
            entry = choose(own, "np", child.lower_)
            if target is not None and entry is not None:
                return entry, (child,), (_chars(target.left_edge, target.right_edge),), "np"
        if child.dep_ in ("prep", "dative", "agent"):
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
        (c for c in verb.children if c.dep_ in ("xcomp", "advcl", "ccomp") and c.i > prep.i and _has_to(c)), None
    )
    if infinitive is None:
        infinitive = next((t for t in prep.subtree if t.dep_ in ("relcl", "acl", "xcomp") and _has_to(t)), None)
    for frame in ("object_infinitive", "np", "bare", "gerund", "as"):
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
        return entry, (prep,), (_chars(prep.nbor(1), last),), frame
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
    """`called the account "invented"`: an object and the quoted words that it is called."""
    entry = choose(rows, "quote_predicate")
    if entry is None or is_passive(verb):
        return None
    quote = next((q for q in here.quotes if q.start > verb.idx), None)
    if quote is None:
        return None
    between = [t for t in verb.doc[verb.i + 1 :] if t.idx < quote.start]
    naming = any(t.pos_ in ("VERB", "AUX") for t in between) or any(t.text in (",", ";", ":", ".", "(") for t in between)
    if not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in between):
        return None
    if not 1 <= len(between) <= 12 or naming or between[0].lower_ in ("for", "on", "upon", "in", "off", "out"):
        return None
    return entry, ((between[0].idx, quote.end),), "predicate"


def rest(here: Passage, verb: "Token", rows: tuple[Entry, ...]) -> Complement | None:
    """Take the rest of the sentence after a verb of saying whose complement the parse does not show."""
    entry = choose(rows, "rest")
    who = own_subject(verb)
    if entry is None or who is None or who.i > verb.i or verb.tag_ in ("VBG", "VBN"):
        return None
    after = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if not t.is_space]
    if len(after) < 3 or after[0].is_punct or after[0].dep_ in ("prep", "dobj", "prt", "dative", "agent"):
        return None
    if any(t.pos_ == "ADP" for t in after[:1]) or not any(t.pos_ in ("VERB", "AUX", "ADJ") for t in after):
        return None
    return Complement(entry, (), (_chars(after[0], after[-1]),), "rest")


def parenthesis(here: Passage, verb: "Token", rows: tuple[Entry, ...]) -> Complement | None:
    """Take the sentence around a cue that interrupts or closes it: "Talks, she said, go on", "Talks go on, he says"."""
    entry = next((row for row in rows if {"clause", "quote"} <= row.frame and not row.particle), None)
    who = own_subject(verb)
    if entry is None or who is None or verb.dep_ in ("relcl", "acl"):
        return None
    doc, sent = verb.doc, verb.sent
    first = min(who.left_edge.i, verb.i)
    while first > sent.start and doc[first - 1].dep_ in ("aux", "neg", "advmod") and doc[first - 1].head is verb:
        first -= 1
    last = max(verb.i, who.right_edge.i)
    while last + 1 < sent.end and doc[last + 1].head is verb and doc[last + 1].dep_ in ("advmod", "npadvmod", "prep"):
        last = doc[last + 1].right_edge.i
    closes = last + 1 >= sent.end or doc[last + 1].is_punct
    if first <= sent.start or doc[first - 1].text not in (",", "-", "–", "—") or not closes:
        return None
    if is_passive(verb) or not any(t.pos_ in ("VERB", "AUX") for t in sent if t.i < first or t.i > last):
        return None
    pieces = [_chars(doc[sent.start], doc[first - 1])]
    if last + 2 < sent.end and doc[last + 1].text in (",", "-", "–", "—") and not _starts_anew(doc[last + 2]):
        pieces.append(_chars(doc[last + 2], doc[sent.end - 1]))
    return Complement(entry, (), tuple(pieces), "parenthesis")


def _starts_anew(token: "Token") -> bool:
    """Say whether a token after a cue begins something else than the rest of the content: "adding that"."""
    return token.tag_ == "VBG" and bool(entries(token, "VERB"))
