"""How far a content runs: to the left of its cue, and on the right up to where the narrator goes on."""

from typing import TYPE_CHECKING

from toolkit.attributions.cues import entries
from toolkit.attributions.drafts import Range
from toolkit.attributions.sources import own_subject, resumed

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["characters", "condition_of", "has_to", "last_of", "left_content", "object_of"]

_BACKSHIFTED = frozenset({"had", "'d", "would", "could", "might"})


def characters(first: "Token", last: "Token") -> Range:
    """Give the characters from one token to another."""
    return first.idx, last.idx + len(last)


def has_to(clause: "Token") -> bool:
    """Say whether a clause is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" and c.i < clause.i for c in clause.children)


def object_of(verb: "Token") -> "Token | None":
    """Give the direct object after a verb, None if there is none."""
    return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)


def left_content(verb: "Token", clause: "Token") -> tuple[Range, ...]:
    """Give the content that stands before its cue, and the rest of it where the cue interrupts it."""
    cue_first = verb.i
    subject = own_subject(verb)
    if subject is not None and clause.i < subject.i < verb.i:
        cue_first = subject.left_edge.i
    first = clause.left_edge.i
    sent = verb.sent
    if (
        verb.dep_ == "ROOT"
        and first > sent.start
        and not any(t.pos_ in ("VERB", "AUX") for t in verb.doc[sent.start : first])
    ):
        first = sent.start
    doc = verb.doc
    while first < cue_first and doc[first].pos_ == "CCONJ" and doc[first].head == verb:
        first += 1
    if first >= cue_first:
        return ()
    pieces = [characters(doc[first], doc[cue_first - 1])]
    if any(t.text == ";" for t in doc[clause.i : cue_first]):
        return ()
    rest = [t for t in clause.subtree if t.i > verb.i and not t.is_punct and t.i > cue_first]
    if rest:
        pieces.append(characters(rest[0], rest[-1]))
    return tuple(pieces)


def last_of(clause: "Token") -> "Token":
    """Give the last token of a clause, up to where the narrator goes on: ", then walked out", ", adding that"."""
    stops = [t.left_edge.i for t in clause.subtree if t.i > clause.i and _is_narrators(t, clause)]
    first = min(stops, default=clause.right_edge.i + 1)
    doc = clause.doc
    while first - 1 > clause.i and (doc[first - 1].pos_ in ("CCONJ", "PUNCT") and not doc[first - 1].is_quote):
        first -= 1
    return doc[first - 1]


def _is_narrators(token: "Token", clause: "Token") -> bool:
    return _walks_on(token) or resumed(token) is not None or _happens(token, clause) or _comments(token)


def _walks_on(token: "Token") -> bool:
    first = token.left_edge
    return token.dep_ in ("conj", "dep") and own_subject(token) is None and first.lower_ == "then" and first.i < token.i


def _happens(token: "Token", clause: "Token") -> bool:
    """Say whether a further clause is the narrator's: "said he would come, and the mayor thanked him".

    What is said stands one tense further back than the cue; the narrator's own clause does not, nor does what
    somebody else says: "said it was cheap, while others said it was not".
    """
    cue, first = clause.head, token.left_edge
    contrasts = token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "while" for c in token.children)
    if contrasts and token.tag_ == cue.tag_ and entries(token, "VERB") and own_subject(token) is not None:
        return first.nbor(-1).text == ","
    if token.dep_ != "conj" or token.head != clause or own_subject(token) is None or cue.tag_ != "VBD":
        return False
    shifted = any(c.dep_ == "aux" and c.lower_ in _BACKSHIFTED for c in clause.children)
    plain = token.tag_ == "VBD" and token.pos_ == "VERB" and not any(c.dep_ in ("aux", "mark") for c in token.children)
    joined = first.i > 1 and first.nbor(-1).pos_ == "CCONJ" and first.nbor(-2).text == ","
    return shifted and plain and joined


def _comments(token: "Token") -> bool:
    """Say whether a participle after a quotation and a comma is the narrator's: `said it was "over", citing a poll`."""
    first = token.left_edge
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl") or first.i < 2 or first != token:
        return False
    return {first.nbor(-1).text, first.nbor(-2).text} == {",", '"'}


def condition_of(cue: "Token", last: "Token") -> "Token":
    """Move the end of a content over a condition that the parse ties to the cue: "threatened to go unless ..."."""
    for child in cue.children:
        conditional = any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "until") for c in child.children)
        if child.dep_ == "advcl" and conditional and child.left_edge.i == last.i + 1:
            return child.right_edge
    return last
