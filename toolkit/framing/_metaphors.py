"""Conflict metaphors of talk and politics, where the words beside rule the literal reading out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.framing._grammar import children, pobjects, subjects
from toolkit.framing._nouns import kinds
from toolkit.framing._places import Here
from toolkit.framing._rows import Metaphor
from toolkit.framing._words import Found, matches, phrases

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["metaphor_rows"]

_EVIDENCE = {
    "idiom": frozenset({"talk"}),
    "figure": frozenset({"talk", "politics"}),
    "people": frozenset({"talk", "politics", "people"}),
}
_PREPOSITIONS = ("of", "over", "on", "against", "for", "with", "to", "from", "by", "between", "about", "at", "amid")
_MODIFIERS = ("amod", "compound", "nmod", "poss")
_PREDICATES = ("acomp", "attr", "oprd")


def _kinds_of(tokens: "Sequence[Token]") -> frozenset[str]:
    return frozenset(k for t in tokens for w in (t.lemma_.lower(), t.lower_) for k in kinds().get(w, ()))


def _top(tokens: "Sequence[Token]") -> "Token":
    """Find the word that the others of a phrase hang on."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def _of_verb(verb: "Token") -> "list[Token]":
    return [*subjects(verb), *children(verb, "dobj", "nsubjpass", "oprd"), *pobjects(verb, *_PREPOSITIONS)]


def _above(top: "Token") -> "list[Token]":
    """Give what a phrase is said of: the noun that it qualifies, the subject that it is predicated of."""
    head = top.head
    if head == top:
        return []
    if top.dep_ == "amod" or (top.dep_ == "prep" and head.pos_ in ("NOUN", "PROPN")):
        return [head]
    if top.dep_ in _PREDICATES or (top.dep_ in ("prep", "advmod") and head.pos_ in ("VERB", "AUX")):
        return subjects(head)
    return []


def _near(tokens: "Sequence[Token]") -> "list[Token]":
    """Give the words that show what a phrase is used of: its objects and modifiers, what it is predicated of."""
    top = _top(tokens)
    inside = {t.i for t in tokens}
    found = _of_verb(top) if top.pos_ == "VERB" else []
    for token in tokens:
        found += [*children(token, *_MODIFIERS), *pobjects(token, *_PREPOSITIONS)]
    if top.dep_ == "dobj":
        found += [o for o in pobjects(top.head, *_PREPOSITIONS) if o.i > top.i]
    return [t for t in (*found, *_above(top)) if t.i not in inside]


def _wide(tokens: "Sequence[Token]", near: "Sequence[Token]") -> "list[Token]":
    """Give every word that might show a literal reading: those near, what modifies them, the clause around."""
    top = _top(tokens)
    inside = {t.i for t in tokens}
    found = list(near)
    verb = top
    for _ in range(3):
        if verb.pos_ == "VERB" or verb.head == verb:
            break
        verb = verb.head
        found.append(verb)
    if verb.pos_ in ("VERB", "AUX"):
        found += [*subjects(verb), *children(verb, "dobj", "nsubjpass", "attr")]
        found += [o for p in children(verb, "prep", "agent") for o in children(p, "pobj")]
    found += [o for t in tokens for p in children(t, "prep", "agent") for o in children(p, "pobj")]
    modifiers = [c for t in found for c in children(t, *_MODIFIERS, "conj")]
    return [t for t in (*found, *modifiers) if t.i not in inside]


def _located(tokens: "Sequence[Token]") -> bool:
    """Tell whether a fight takes place somewhere: fought in Norvania."""
    top = _top(tokens)
    return top.pos_ == "VERB" and any(o.ent_type_ in ("GPE", "LOC") for o in pobjects(top, "in", "near"))


def _fits(tokens: "Sequence[Token]", row: Mapping[str, str]) -> bool:
    last, need = tokens[-1], row["need"]
    if row["pos"] and last.pos_ != row["pos"]:
        return False
    if need != "idiom" and len(tokens) == 1 and (last.pos_ not in ("NOUN", "VERB", "ADJ") or last.dep_ == "compound"):
        return False
    if need != "idiom" and last.text[:1].isupper() and not tokens[0].is_sent_start:
        return False  # a name
    near = _near(tokens)
    shown = bool(_kinds_of(near) & _EVIDENCE[need])
    literal = f"literal {row['domain']}"
    if need == "idiom":
        return shown or literal not in _kinds_of(_wide(tokens, near))
    return shown and literal not in _kinds_of(_wide(tokens, near)) and not (row["domain"] == "war" and _located(tokens))


def _chosen(found: Sequence[Found]) -> "tuple[Sequence[Token], Mapping[str, str], bool]":
    """Choose the longest phrase; what it covers is not read again, whether it is a metaphor or not."""
    tokens, rows = found[0]
    row = next((row for row in rows if _fits(tokens, row)), None)
    return tokens, row if row is not None else rows[0], row is not None


def metaphor_rows(here: Here) -> Iterator[Metaphor]:
    """Yield the conflict metaphors of a document."""
    index = phrases("framing_metaphors", "phrase", "pos", "domain", "need", "source")
    for part in here.parsed.parsed:
        reached = 0
        for found in matches(part.doc, index):
            if found[0].tokens[0].i < reached:
                continue
            tokens, row, fits = _chosen(found)
            reached = tokens[-1].i + 1
            if fits:
                place = here.run(part, tokens[0], tokens[-1])
                yield Metaphor(**place, category=row["domain"], lemma=row["phrase"])
