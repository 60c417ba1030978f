"""Historical analogies: what is likened to what past thing, in which words and by whom."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.framing._again import again, once_more
from toolkit.framing._grammar import children, phrase, pobjects, rejected, subjects, unsettled
from toolkit.framing._likeness import Likeness, qualified
from toolkit.framing._nouns import texts
from toolkit.framing._past import Past, Pasts
from toolkit.framing._places import Here
from toolkit.framing._rows import Analogy
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["analogy_rows"]

_DATED_BY = ("in", "during", "at", "under", "before", "after")
_REMEMBERING = frozenset({"recall", "invoke", "evoke", "conjure", "repeat", "echo"})
_ANY = ("a", "an", "some", "any", "no", "another")
#: Nouns that bring up a past thing; they liken only where something is likened to it.
_BRINGING = frozenset(
    {
        "lesson",
        "memory",
        "ghost",
        "shadow",
        "shade",
        "spectre",
        "specter",
        "hallmark",
        "return",
        "heir",
        "successor",
        "version",
        "reminder",
    }
)


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
            if noun.pos_ == "NOUN" and not noun.ent_type_ and not _in_a_text(noun):
                return " ".join(t.text for t in phrase(noun) if t.i <= noun.i)
    return None


def _in_a_text(noun: "Token") -> bool:
    """Tell whether a noun says where something was said: in a statement, in another column."""
    return noun.lemma_.lower() in texts() or any(d.lower_ in ("a", "an", "another") for d in children(noun, "det"))


def _verb(pasts: Pasts, verb: "Token", row: Mapping[str, str]) -> Iterator[Likeness]:
    taken = children(verb, "dobj", "nsubjpass")
    if not taken and verb.dep_ == "relcl":  # scenes that they have likened to Munich
        taken = [verb.head]
    elif not taken and verb.tag_ == "VBN" and not children(verb, "aux"):
        taken = subjects(verb)
    if row["sides"] == "subject":
        own = subjects(verb)
        person = any(s.pos_ == "PRON" and s.lower_ not in ("it", "this", "that") for s in own)
        recalls = verb.lemma_ in _REMEMBERING and (person or any(s.ent_type_ == "PERSON" for s in own))
        past = None if recalls or not own else _first_past(pasts, children(verb, "dobj"))
        if past is not None:
            yield Likeness(row["form"], [verb], past, own[0], _dimension(verb))
        return
    if verb.tag_ == "VBN" and not children(verb, "aux", "auxpass", "nsubj", "nsubjpass"):
        return  # compared with 1938, prices are low
    names = tuple(row["prepositions"].split("|"))
    reached = [*pobjects(verb, *names), *(o for t in taken for o in pobjects(t, *names))]
    past = _first_past(pasts, reached) or next((p for o in reached if (p := pasts.explained(o)) is not None), None)
    if past is not None:
        yield Likeness(row["form"], [verb], past, taken[0] if taken else None, _dimension(verb, *taken))


def _adjective(pasts: Pasts, word: "Token", row: Mapping[str, str]) -> Iterator[Likeness]:
    names = row["prepositions"].split("|")
    reached = [*pobjects(word, *names), *(o for respect in pobjects(word, "in") for o in pobjects(respect, *names))]
    if word.dep_ == "acomp":
        reached += [o for o in pobjects(word.head, *names) if o.i > word.i]
    past = _first_past(pasts, reached)
    if past is not None:
        yield Likeness(row["form"], [word], past, qualified(word), _dimension(word))


def _noun(pasts: Pasts, noun: "Token", row: Mapping[str, str]) -> Iterator[Likeness]:
    reached = pobjects(noun, *row["prepositions"].split("|"))
    if noun.dep_ == "dobj":
        reached += [o for o in pobjects(noun.head, "with", "to", "between") if o.i > noun.i]
    joined = [o for o in reached if o.head.lower_ == "between"]
    both = [*reached, *chain.from_iterable(children(o, "conj") for o in joined)]
    past = next((p for o in reversed(both) if (p := pasts.at(o)) is not None), None)
    if past is None:
        return
    covered = {t.i for t in past.tokens}
    others = [o for o in both if o.i not in covered]
    present = others[0] if others else next(iter(children(noun, "poss")), None) or qualified(noun)
    dated = present is not None and present.ent_type_ in ("DATE", "TIME")  # today's version
    if (present is not None and not dated) or noun.lemma_.lower() not in _BRINGING:
        yield Likeness(row["form"], [noun], past, present, _dimension(noun))


def _simile(pasts: Pasts, word: "Token") -> Iterator[Likeness]:
    """Yield *like Munich*, *unlike in 1938*, *as brutal as Stalin*, *as in 1938*, *as it did in 1938*."""
    low, head = word.lower_, word.head
    if low in ("like", "unlike") and word.pos_ in ("ADP", "SCONJ", "ADJ"):
        inner = [o for prep in children(word, "prep") for o in children(prep, "pobj")]
        past = _first_past(pasts, [*children(word, "pobj"), *inner])
        if past is not None and not _names_examples(word):
            yield Likeness("simile", [word], past, _liked(word, past), contrary=low == "unlike")
    elif low == "as":
        yield from _as(pasts, word, head)


def _names_examples(word: "Token") -> bool:
    """Tell whether *like* gives an example of what stands before it: other rulers, like Stalin."""
    return word.head.tag_ in ("NNS", "NNPS") and word.i > word.head.i


def _liked(word: "Token", past: Past) -> "Token | None":
    head = word.head
    if head.dep_ == "dobj" and past.kind == "person" and not any(d.lower_ in _ANY for d in children(head, "det")):
        head = head.head  # ruled the country like Stalin
    if head.pos_ in ("VERB", "AUX"):
        return next(iter(subjects(head)), None)
    if head.pos_ == "ADJ":
        return qualified(head)
    return head if head != word else None


def _as(pasts: Pasts, word: "Token", head: "Token") -> Iterator[Likeness]:
    graded = head.pos_ in ("ADJ", "ADV") and any(a.lower_ == "as" and a.i < head.i for a in children(head, "advmod"))
    if graded and word.i > head.i:
        past = _first_past(pasts, children(word, "pobj"))
        if past is not None:
            yield Likeness("simile", [head, word], past, qualified(head), head.text)
        return
    before = word.doc[word.i - 1].lower_ if word.i else ""
    after = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
    if after is not None and after.lower_ in _DATED_BY and before not in ("such", "well"):
        past = _first_past(pasts, children(after, "pobj"))
        if past is not None:
            yield Likeness("simile", [word], past, _subject_above(word))
    elif word.dep_ == "mark" and head.dep_ == "advcl" and head.i > word.i:
        past = _first_past(pasts, pobjects(head, *_DATED_BY))
        own = any(s.ent_type_ == "PERSON" or s.lower_ in ("he", "she", "i", "we") for s in subjects(head))
        if past is not None and past.date is not None and not own and head.lemma_ in ("do", "be", "have"):
            yield Likeness("simile", [word], past, next(iter(subjects(head.head)), None))


def _subject_above(word: "Token") -> "Token | None":
    for above in word.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            return next(iter(subjects(above)), None)
    return None


def _found(pasts: Pasts, token: "Token") -> Iterator[Likeness]:
    row = _triggers().get((token.lemma_.lower(), token.pos_))
    if row is not None:
        rule = {"VERB": _verb, "ADJ": _adjective, "NOUN": _noun}[token.pos_]
        yield from rule(pasts, token, row)
    yield from _simile(pasts, token)
    yield from again(pasts, token)
    yield from once_more(pasts, token)


def _stance(found: Likeness, *, denied: bool) -> int | None:
    trigger = found.trigger[-1]
    if found.category == "simile" and trigger.lower_ == "as" and len(found.trigger) == 1:
        before = trigger.doc[trigger.i - 1].lower_ if trigger.i else ""
        # "they did not yield, as in 1938" is alike; "they are not so poor as in 1938" is not
        if before == "not" or (before not in ("", ",", "just", "much") and rejected(trigger.head)):
            return -1
        return None if unsettled(trigger) else 1
    if found.contrary or denied or rejected(trigger) or any(t.lower_ == "no" for t in found.trigger):
        return -1
    judged = trigger.pos_ == "NOUN" and trigger.dep_ in ("nsubj", "nsubjpass")  # "comparisons with Munich are cheap"
    return None if judged or unsettled(trigger) else 1


def _confidence(found: Likeness) -> str:
    """Tell how often the form of a likeness holds what it says: words that compare do, similes seldom."""
    loose = found.category in ("simile", "epithet") or found.trigger[0].lemma_.lower() in _BRINGING
    return "low" if loose else "high"


def _without(head: "Token", past: Past) -> "Sequence[Token]":
    """Give the words of a phrase up to the past side that the parse hangs on it."""
    first = past.tokens[0].i
    cut = next((c.left_edge.i for c in head.rights if c.left_edge.i <= first <= c.right_edge.i), None)
    words = phrase(head)
    return [t for t in words if t.i < cut] if cut is not None else words


def _of_itself(past: Past) -> bool:
    """Tell whether a sentence is about somebody of the past, whom it names twice: the young Stalin, the old Stalin."""
    if past.kind != "person":
        return False
    name = next((t for t in reversed(past.tokens) if t.pos_ == "PROPN"), past.tokens[-1])
    own = {t.lower_ for t in past.tokens}
    others = [t for t in name.sent if t.lower_ == name.lower_ and t != name]
    return any(all(c.lower_ in own for c in children(t, "compound")) for t in others)


def _row(here: Here, part: ParsedSegment, found: Likeness) -> Analogy:
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
        confidence=_confidence(found),
        stance=_stance(found, denied=cue is not None and cue.negated),
    )


def analogy_rows(here: Here) -> Iterator[Analogy]:
    """Yield the historical analogies of a document; a past side is likened once."""
    for part in here.parsed.parsed:
        pasts = Pasts(here, part)
        seen: set[int] = set()
        for found in chain.from_iterable(_found(pasts, token) for token in part.doc):
            own = {t.i for t in found.past.tokens}
            if not own & seen and not _of_itself(found.past):
                seen |= own
                yield _row(here, part, found)
