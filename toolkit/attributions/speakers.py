"""Who speaks a quotation: the words beside it that name somebody, by the parse or by their place."""

from typing import TYPE_CHECKING

from toolkit.attributions.drafts import Passage, Range
from toolkit.attributions.sources import noun_phrase, own_subject, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["NAMELIKE", "speaker_beside"]

NAMELIKE = ("NOUN", "PROPN", "PRON")
_NAMING = (*NAMELIKE, "DET", "ADJ", "PART", "ADP", "NUM")


def speaker_beside(here: Passage, verb: "Token", window: list["Token"], *, after: bool) -> tuple[Range, ...]:
    """Find the source of a cue among the tokens beside a quotation: by the parse if it agrees, else by position."""
    inside = {t.i for t in window}
    named = _only_names(verb, window) if after else None
    if named is not None:
        return (named,)
    who = own_subject(verb)
    if who is None or who.i not in inside:
        who = _by_position(verb, window, after=after)
    if who is None:
        found = subject(verb)
        who = found if found is not None and here.quote_at(found.idx) is None else None
    if who is None:
        return ()
    phrase = noun_phrase(here, who, verb)
    if phrase is None:
        return ()
    low = min(t.idx for t in window) if who.i in inside else 0
    high = max(t.idx + len(t) for t in window) if who.i in inside else len(here.text)
    start, end = max(phrase[0], low), min(phrase[1], high)
    return ((start, end),) if start < end else ()


def _only_names(verb: "Token", window: list["Token"]) -> Range | None:
    """Take all words between a quotation and its cue where they only name somebody: `"...", the chair, X, told us`."""
    words = [t for t in window if t.i < verb.i]
    while words and (words[-1].text in (",", "-", "–", "—") or words[-1].pos_ in ("ADV", "AUX", "PART")):
        words.pop()
    commas = [t for t in words if t.text == ","]
    if not commas or words[0].pos_ not in ("DET", "PRON", *NAMELIKE):
        return None
    named = all(t.pos_ in _NAMING or t.text == "," for t in words) and words[-1].pos_ in NAMELIKE
    return (words[0].idx, words[-1].idx + len(words[-1])) if named else None


def _by_position(verb: "Token", window: list["Token"], *, after: bool) -> "Token | None":
    if not after:
        subjects = [t for t in window if t.i < verb.i and t.dep_ in ("nsubj", "nsubjpass")]
        if verb.tag_ == "VBG":
            return subjects[0] if subjects else None
        return subjects[-1] if subjects and subject(verb) is None else None
    left = [t for t in window if t.i < verb.i and t.pos_ in NAMELIKE]
    right = [t for t in window if t.i > verb.i and t.pos_ in NAMELIKE]
    if after and left:
        return _top(left[-1], left)
    if after and right and right[0].i - verb.i <= 4:
        return _top(right[0], right)
    return None


def _top(token: "Token", among: list["Token"]) -> "Token":
    """Climb from a noun to the noun it belongs to, as long as that stands in the same stretch."""
    inside = {t.i for t in among}
    while token.dep_ in ("compound", "poss", "nmod", "amod") and token.head.i in inside and token.head != token:
        token = token.head
    return token
