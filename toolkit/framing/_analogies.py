"""Historical analogies: what is likened to what past thing, in which words and by whom."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicons
from toolkit.framing._grammar import children, phrase, pobjects, rejected, subjects, unsettled
from toolkit.framing._past import Past, Pasts
from toolkit.framing._places import Here
from toolkit.framing._rows import Analogy
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["analogy_rows"]

_AGAIN = frozenset({"another", "second", "new", "next", "modern", "latter", "present", "today"})
_STRONG = frozenset({"another", "second"})
_DATED_BY = ("in", "during", "at", "under", "before", "after")
_REMEMBERING = frozenset({"recall", "invoke", "evoke", "conjure", "repeat", "echo"})
_NOW = frozenset({"time", "day", "age", "era", "generation", "century", "today"})
#: Endings of people's names after their country, which taggers take for the country.
_DEMONYMS = ("ian", "ese", "ish")
_PLACES = frozenset({"GPE", "EVENT", "PERSON", "LOC", "FAC"})


class _Likeness(NamedTuple):
    """What a rule found: the words that liken, the past side, the head of the present side."""

    category: str
    trigger: "Sequence[Token]"
    past: Past
    present: "Token | None"
    dimension: str | None = None
    contrary: bool = False


@lru_cache
def _triggers() -> Mapping[tuple[str, str], Mapping[str, str]]:
    rows = lexicons.load("framing_analogies", "lemma", "pos", "form", "sides", "prepositions", "source")
    return {(row["lemma"], row["pos"]): row for row in rows}


def _first_past(pasts: Pasts, heads: "Sequence[Token]") -> Past | None:
    return next((past for head in heads if (past := pasts.at(head)) is not None), None)


def _dimension(*holders: "Token") -> str | None:
    """Give in what respect the sides are alike, where it is said: comparable *in scale*."""
    for holder in holders:
        for noun in pobjects(holder, "in"):
            if noun.pos_ == "NOUN" and noun.ent_type_ not in ("DATE", "TIME", "GPE", "LOC"):
                return " ".join(t.text for t in phrase(noun) if t.i <= noun.i)
    return None


def _verb(pasts: Pasts, verb: "Token", row: Mapping[str, str]) -> Iterator[_Likeness]:
    taken = children(verb, "dobj", "nsubjpass") or [s for s in subjects(verb) if verb.tag_ == "VBN"]
    if row["sides"] == "subject":
        own = subjects(verb)
        person = any(s.pos_ == "PRON" and s.lower_ not in ("it", "this", "that") for s in own)
        recalls = verb.lemma_ in _REMEMBERING and (person or any(s.ent_type_ == "PERSON" for s in own))
        past = None if recalls or not own else _first_past(pasts, children(verb, "dobj"))
        if past is not None:
            yield _Likeness(row["form"], [verb], past, own[0], _dimension(verb))
        return
    names = tuple(row["prepositions"].split("|"))
    reached = [*pobjects(verb, *names), *(o for t in taken for o in pobjects(t, *names))]
    past = _first_past(pasts, reached)
    if past is not None:
        yield _Likeness(row["form"], [verb], past, taken[0] if taken else None, _dimension(verb, *taken))


def _adjective(pasts: Pasts, word: "Token", row: Mapping[str, str]) -> Iterator[_Likeness]:
    names = row["prepositions"].split("|")
    reached = [*pobjects(word, *names), *(o for respect in pobjects(word, "in") for o in pobjects(respect, *names))]
    if word.dep_ == "acomp":
        reached += [o for o in pobjects(word.head, *names) if o.i > word.i]
    past = _first_past(pasts, reached)
    if past is not None:
        yield _Likeness(row["form"], [word], past, _qualified(word), _dimension(word))


def _qualified(word: "Token") -> "Token | None":
    """Find what an adjective or a noun of likeness is said of."""
    if word.dep_ in ("acomp", "attr", "oprd", "advcl", "ccomp") and word.head.pos_ in ("VERB", "AUX"):
        return next(iter(subjects(word.head)), None)
    return word.head if word.dep_ in ("amod", "acl", "relcl", "appos") and word.head != word else None


def _noun(pasts: Pasts, noun: "Token", row: Mapping[str, str]) -> Iterator[_Likeness]:
    reached = pobjects(noun, *row["prepositions"].split("|"))
    if noun.dep_ == "dobj":
        reached += [o for o in pobjects(noun.head, "with", "to", "between") if o.i > noun.i]
    both = [*reached, *chain.from_iterable(children(o, "conj") for o in reached)]
    past = next((p for o in reversed(both) if (p := pasts.at(o)) is not None), None)
    if past is None:
        return
    covered = {t.i for t in past.tokens}
    others = [o for o in both if o.i not in covered]
    present = others[0] if others else next(iter(children(noun, "poss")), None) or _qualified(noun)
    yield _Likeness(row["form"], [noun], past, present, _dimension(noun))


def _simile(pasts: Pasts, word: "Token") -> Iterator[_Likeness]:
    """Yield *like Munich*, *unlike in 1938*, *as brutal as Stalin*, *as in 1938*, *as it did in 1938*."""
    low, head = word.lower_, word.head
    if low in ("like", "unlike") and word.pos_ in ("ADP", "SCONJ", "ADJ"):
        inner = [o for prep in children(word, "prep") for o in children(prep, "pobj")]
        past = _first_past(pasts, [*children(word, "pobj"), *inner])
        if past is not None:
            yield _Likeness("simile", [word], past, _liked(word), contrary=low == "unlike")
    elif low == "as":
        yield from _as(pasts, word, head)


def _liked(word: "Token") -> "Token | None":
    head = word.head
    if head.pos_ in ("VERB", "AUX"):
        return next(iter(subjects(head)), None)
    if head.pos_ == "ADJ":
        return _qualified(head)
    return head if head != word else None


def _as(pasts: Pasts, word: "Token", head: "Token") -> Iterator[_Likeness]:
    graded = head.pos_ in ("ADJ", "ADV") and any(a.lower_ == "as" and a.i < head.i for a in children(head, "advmod"))
    if graded and word.i > head.i:
        past = _first_past(pasts, children(word, "pobj"))
        if past is not None:
            yield _Likeness("simile", [head, word], past, _qualified(head), head.text)
        return
    before = word.doc[word.i - 1].lower_ if word.i else ""
    after = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
    if after is not None and after.lower_ in _DATED_BY and before not in ("such", "well"):
        past = _first_past(pasts, children(after, "pobj"))
        if past is not None:
            yield _Likeness("simile", [word], past, _subject_above(word))
    elif word.dep_ == "mark" and head.dep_ == "advcl" and head.i > word.i:
        past = _first_past(pasts, pobjects(head, *_DATED_BY))
        if past is not None and head.lemma_ in ("do", "be", "have"):
            yield _Likeness("simile", [word], past, next(iter(subjects(head.head)), None))


def _subject_above(word: "Token") -> "Token | None":
    for above in word.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            return next(iter(subjects(above)), None)
    return None


def _again(pasts: Pasts, noun: "Token") -> Iterator[_Likeness]:
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
        yield _Likeness(kind, marks[:1], past._replace(tokens=_bare(past)), _likened(noun))
    elif known is not None and known.kind in ("person", "event"):
        yield from _epithet(noun, known)


def _bare(past: Past) -> "Sequence[Token]":
    return [t for t in past.tokens if t.pos_ != "DET"] or past.tokens


def _likened(noun: "Token") -> "Token | None":
    return _qualified(noun) if noun.dep_ in ("attr", "appos") else None


def _epithet(noun: "Token", known: Past) -> Iterator[_Likeness]:
    now = [o for o in pobjects(noun, "of") if o.lemma_.lower() in _NOW]
    if any(any(p.lower_ in ("our", "this", "today", "21st") for p in o.subtree) for o in now):
        yield _Likeness("epithet", list(phrase(now[0]))[-1:], known, _likened(noun))
    elif noun.dep_ == "attr" and noun.head.lemma_ in ("be", "become"):
        owner = children(noun, "poss")
        no = [d for d in children(noun, "det") if d.lower_ in ("no", "a")]
        if owner or no:
            yield _Likeness("epithet", [*owner[:1], *no[:1]], known, _likened(noun))


def _once_more(pasts: Pasts, word: "Token") -> Iterator[_Likeness]:
    """Yield *Munich all over again*."""
    doc = word.doc
    if word.lower_ != "again" or word.i < 3 or [t.lower_ for t in doc[word.i - 2 : word.i]] != ["all", "over"]:
        return
    past = pasts.at(doc[word.i - 3])
    if past is not None:
        present = _likened(doc[word.i - 3])
        yield _Likeness("parallel", list(doc[word.i - 2 : word.i + 1]), past, present)


def _found(pasts: Pasts, token: "Token") -> Iterator[_Likeness]:
    row = _triggers().get((token.lemma_.lower(), token.pos_))
    if row is not None:
        rule = {"VERB": _verb, "ADJ": _adjective, "NOUN": _noun}[token.pos_]
        yield from rule(pasts, token, row)
    yield from _simile(pasts, token)
    yield from _again(pasts, token)
    yield from _once_more(pasts, token)


def _stance(found: _Likeness, *, denied: bool) -> int | None:
    trigger = found.trigger[-1]
    if found.contrary or denied or rejected(trigger) or any(t.lower_ == "no" for t in found.trigger):
        return -1
    judged = trigger.pos_ == "NOUN" and trigger.dep_ in ("nsubj", "nsubjpass")  # "comparisons with Munich are cheap"
    return None if judged or unsettled(trigger) else 1


def _without(head: "Token", past: Past) -> "Sequence[Token]":
    """Give the words of a phrase up to the past side that the parse hangs on it."""
    first = past.tokens[0].i
    cut = next((c.left_edge.i for c in head.rights if c.left_edge.i <= first <= c.right_edge.i), None)
    words = phrase(head)
    return [t for t in words if t.i < cut] if cut is not None else words


def _row(here: Here, part: ParsedSegment, found: _Likeness) -> Analogy:
    edges = sorted([*found.trigger, *found.past.tokens], key=lambda t: t.i)
    place = here.run(part, edges[0], edges[-1])
    cue = here.cues.at(part.segment.start + found.trigger[0].idx)
    if cue is not None:  # "likened X to Munich": the likeness is what the source says
        place |= {"attribution_id": cue.attribution_id, "source_actor": cue.source_actor}
    present = found.present
    head = next((t for t in found.past.tokens if here.actor(part, t) is not None), None)
    return Analogy(
        **place,
        **here.side(part, "past", found.past.tokens),
        **here.side(part, "present", _without(present, found.past) if present is not None else []),
        category=found.category,
        lemma=" ".join(t.lemma_.lower() for t in found.trigger),
        kind=found.past.kind,
        past_date=found.past.date,
        present_actor=here.actor(part, present) if present is not None else None,
        past_actor=here.actor(part, head) if head is not None else None,
        dimension=found.dimension,
        stance=_stance(found, denied=cue is not None and cue.negated),
    )


def analogy_rows(here: Here) -> Iterator[Analogy]:
    """Yield the historical analogies of a document; a past side is likened once."""
    for part in here.parsed.parsed:
        pasts = Pasts(here, part)
        seen: set[int] = set()
        for found in chain.from_iterable(_found(pasts, token) for token in part.doc):
            own = {t.i for t in found.past.tokens}
            if not own & seen:
                seen |= own
                yield _row(here, part, found)
