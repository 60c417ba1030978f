"""Cues that the parse does not tie to what is said: in a parenthesis, at the end, or before a clause it misreads."""

from typing import TYPE_CHECKING

from toolkit.attributions.contents import Complement
from toolkit.attributions.cues import Entry, choose, entries
from toolkit.attributions.extents import characters
from toolkit.attributions.sources import is_passive, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["parenthesis", "rest"]


def parenthesis(verb: "Token", rows: tuple[Entry, ...]) -> Complement | None:
    """Take the sentence around a cue that interrupts or closes it: "Talks, she said, go on", "Talks go on, he says"."""
    entry = next((row for row in rows if {"clause", "quote"} <= row.frame and not row.particle), None)
    who = own_subject(verb)
    if entry is None or who is None or verb.dep_ in ("relcl", "acl"):
        return None
    doc, sent = verb.doc, verb.sent
    first = min(who.left_edge.i, verb.i)
    while first > sent.start and doc[first - 1].dep_ in ("aux", "neg", "advmod") and doc[first - 1].head == verb:
        first -= 1
    last = max(verb.i, who.right_edge.i)
    while last + 1 < sent.end and doc[last + 1].head == verb and doc[last + 1].dep_ in ("advmod", "npadvmod", "prep"):
        last = doc[last + 1].right_edge.i
    closes = last + 1 >= sent.end or doc[last + 1].is_punct
    if first <= sent.start or doc[first - 1].text not in (",", "-", "–", "—") or not closes:
        return None
    if is_passive(verb) or not any(t.pos_ in ("VERB", "AUX") for t in sent if t.i < first or t.i > last):
        return None
    pieces = [characters(doc[sent.start], doc[first - 1])]
    if last + 2 < sent.end and doc[last + 1].text in (",", "-", "–", "—") and not _starts_anew(doc[last + 2]):
        pieces.append(characters(doc[last + 2], doc[sent.end - 1]))
    return Complement(entry, (), tuple(pieces), "parenthesis")


def _starts_anew(token: "Token") -> bool:
    """Say whether a token after a cue begins something else than the rest of the content: "adding that"."""
    return token.tag_ == "VBG" and bool(entries(token, "VERB"))


def rest(verb: "Token", rows: tuple[Entry, ...]) -> Complement | None:
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
    return Complement(entry, (), (characters(after[0], after[-1]),), "rest")
