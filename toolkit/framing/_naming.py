"""Evaluative naming: which word stands for somebody or something, and what a neutral word would be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.framing._grammar import children, subjects
from toolkit.framing._places import Here
from toolkit.framing._rows import Naming
from toolkit.framing._words import Found, matches, phrases
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["named_actor", "naming_rows"]

_MODIFIERS = ("amod", "compound", "nmod", "poss")
#: Entities whose words are a name, whatever else they mean: the Alliance Bank.
_NAMED = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})


def _guarded(tokens: "Sequence[Token]", row: Mapping[str, str]) -> bool:
    """Tell whether the word beside shows another meaning: a sanctions regime, a fighter jet."""
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    before = {doc[first - 1].lower_} if first else set()
    before |= {c.lower_ for c in children(tokens[-1], "compound", "amod")}
    after = {doc[last + 1].lower_} if last + 1 < len(doc) else set()
    return bool(before & set(row["unless_after"].split("|")) or after & set(row["unless_before"].split("|")))


def _of_name(adjective: "Token") -> bool:
    """Tell whether an adjective is a name: *Democratic* candidates; in a headline its noun has a capital too."""
    capital = adjective.text[:1].isupper() and not adjective.is_sent_start
    return capital and adjective.dep_ == "amod" and not adjective.head.text[:1].isupper()


def _stands(tokens: "Sequence[Token]", row: Mapping[str, str]) -> bool:
    last = tokens[-1]
    if row["pos"] == "NOUN":
        part_of_name = last.pos_ == "PROPN" and (last.dep_ in _MODIFIERS or last.ent_type_ in _NAMED)
        return last.pos_ in ("NOUN", "PROPN") and last.dep_ != "amod" and not part_of_name
    if _of_name(last):
        return False
    return last.pos_ in ("ADJ", "VERB") and last.dep_ in ("amod", "acomp") and last.tag_ not in ("JJR", "RBR")


def _chosen(found: Sequence[Found]) -> "tuple[Sequence[Token], Mapping[str, str]] | None":
    for tokens, rows in found:
        for row in rows:
            if _stands(tokens, row):
                return None if _guarded(tokens, row) else (tokens, row)
    return None


def _bearer(word: "Token") -> "Token | None":
    """Find what bears the name where another phrase does: Quist is a tyrant; Quist, a tyrant; called Quist a tyrant."""
    if word.dep_ == "appos":
        return word.head
    if word.dep_ in ("attr", "acomp"):
        return next(iter(subjects(word.head)), None)
    if word.dep_ == "oprd":
        return next(iter(children(word.head, "dobj", "nsubjpass")), None)
    return None


def named_actor(here: Here, part: ParsedSegment, noun: "Token") -> str | None:
    """Give the actor that a noun names: of its own mention, of its bearer, or of the name that modifies it."""
    own = here.actor(part, noun)
    if own is not None:
        return own
    bearer = _bearer(noun)
    near = [bearer] if bearer is not None else children(noun, *_MODIFIERS)
    return next((actor for token in near if (actor := here.actor(part, token)) is not None), None)


def _row(here: Here, part: ParsedSegment, tokens: "Sequence[Token]", row: Mapping[str, str]) -> Naming:
    last = tokens[-1]
    is_noun = row["pos"] == "NOUN"
    bearer = last if is_noun else last.head if last.dep_ == "amod" else _bearer(last)
    return Naming(
        **here.run(part, tokens[0], last),
        category="noun" if is_noun else "adjective",
        lemma=row["phrase"],
        kind=row["group"],
        orientation=int(row["orientation"]),
        counterpart=row["counterpart"] or None,
        actor_id=named_actor(here, part, bearer) if bearer is not None else None,
    )


def naming_rows(here: Here) -> Iterator[Naming]:
    """Yield the names and qualities of the word list, the neutral names among them."""
    columns = ("pos", "orientation", "counterpart", "group", "unless_after", "unless_before", "source")
    index = phrases("framing_names", "phrase", *columns)
    for part in here.parsed.parsed:
        reached = 0
        for found in matches(part.doc, index):
            chosen = _chosen(found)
            if chosen is not None and chosen[0][0].i >= reached:
                reached = chosen[0][-1].i + 1
                yield _row(here, part, *chosen)
