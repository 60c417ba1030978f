"""The past come back: another Munich, a new Cold War, the Stalin of our time, Munich all over again."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.framing._grammar import children, phrase, pobjects
from toolkit.framing._likeness import Likeness, qualified
from toolkit.framing._past import Past, Pasts

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["again", "once_more"]

_AGAIN = frozenset({"another", "second", "new", "next", "modern", "latter", "present", "today"})
_STRONG = frozenset({"another", "second"})
_NOW = frozenset({"time", "day", "age", "era", "generation", "century", "today"})
#: Endings of people's names after their country, which taggers take for the country.
_DEMONYMS = ("ian", "ese", "ish")
_PLACES = frozenset({"GPE", "EVENT", "PERSON", "LOC", "FAC"})


def again(pasts: Pasts, noun: "Token") -> Iterator[Likeness]:
    """Yield *another Munich*, *a new Cold War*, *a modern-day Stalin*, *Europe's Vietnam*, *the Stalin of our time*."""
    if noun.pos_ not in ("PROPN", "NOUN") or noun.dep_ in ("compound", "poss"):
        return
    known = pasts.known.get(noun.i)
    inside = {t.i for t in known.tokens} if known is not None else {noun.i}
    first = min(inside)
    before = noun.doc[max(0, first - 4) : first]
    marks = [m for m in before if m.lower_ in _AGAIN and noun in (m.head, m.head.head)]
    past = known
    strong = [m for m in marks if m.lower_ in _STRONG and m.head == noun]
    named = noun.pos_ == "PROPN" and noun.ent_type_ in _PLACES and not noun.lower_.endswith(_DEMONYMS)
    if past is None and strong and named:
        compounds = [c for c in children(noun, "compound") if c.pos_ == "PROPN"]
        past = Past([*compounds, noun], noun.ent_type_.lower(), None, False)
    if past is not None and marks and past.kind != "period":
        kind = "another" if any(m.head == noun and m.dep_ in ("det", "amod") for m in marks) else "epithet"
        yield Likeness(kind, marks[:1], past._replace(tokens=_bare(past)), _likened(noun))
    elif known is not None and known.kind in ("person", "event"):
        yield from _epithet(noun, known)


def _bare(past: Past) -> "Sequence[Token]":
    return [t for t in past.tokens if t.pos_ != "DET"] or past.tokens


def _likened(noun: "Token") -> "Token | None":
    return qualified(noun) if noun.dep_ in ("attr", "appos") else None


def _epithet(noun: "Token", known: Past) -> Iterator[Likeness]:
    now = [o for o in pobjects(noun, "of") if o.lemma_.lower() in _NOW]
    if any(any(p.lower_ in ("our", "this", "today", "21st") for p in o.subtree) for o in now):
        yield Likeness("epithet", list(phrase(now[0]))[-1:], known, _likened(noun))
    elif noun.dep_ == "attr" and noun.head.lemma_ in ("be", "become"):
        owner = children(noun, "poss")
        no = [d for d in children(noun, "det") if d.lower_ in ("no", "a")]
        if owner or no:
            yield Likeness("epithet", [*owner[:1], *no[:1]], known, _likened(noun))


def once_more(pasts: Pasts, word: "Token") -> Iterator[Likeness]:
    """Yield *Munich all over again*."""
    doc = word.doc
    if word.lower_ != "again" or word.i < 3 or [t.lower_ for t in doc[word.i - 2 : word.i]] != ["all", "over"]:
        return
    past = pasts.at(doc[word.i - 3])
    if past is not None:
        present = _likened(doc[word.i - 3])
        yield Likeness("parallel", list(doc[word.i - 2 : word.i + 1]), past, present)
