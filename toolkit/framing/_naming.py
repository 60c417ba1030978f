"""Evaluative naming: which word stands for somebody or something, and what a neutral word would be."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.framing._grammar import children, subjects
from toolkit.framing._nouns import animate, is_of_kind, kinds, texts
from toolkit.framing._places import HEADS, Here
from toolkit.framing._rows import Naming
from toolkit.framing._words import Found, matches, phrases
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["naming_rows"]

_MODIFIERS = ("amod", "compound", "nmod")
#: Entities whose words are a name, whatever else they mean: the Alliance Bank.
_NAMED = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})
#: Groups whose names are those of a state, so that the country before one is who is named.
_STATES = frozenset({"government", "states", "state's soldiers"})


def _guarded(tokens: "Sequence[Token]", row: Mapping[str, str]) -> bool:
    """Tell whether the word beside shows another meaning: a sanctions regime, a fighter jet."""
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    before = {doc[first - 1].lower_} if first else set()
    before |= {c.lower_ for c in children(tokens[-1], "compound", "amod")}
    after = {doc[last + 1].lower_} if last + 1 < len(doc) else set()
    return bool(before & set(row["unless_after"].split("|")) or after & set(row["unless_before"].split("|")))


def _of_name(word: "Token", part: ParsedSegment) -> bool:
    """Tell whether a word is a name or part of one: *Democratic* candidates; in a headline every word has a capital."""
    if part.segment.role in HEADS:
        return word.pos_ == "PROPN" or (word.pos_ == "ADJ" and not word.head.text[:1].isupper())
    if not word.text[:1].isupper() or word.is_sent_start:
        return word.ent_type_ in _NAMED and word.pos_ == "PROPN"
    alone = word.pos_ == "NOUN" and any(c.lower_ == "the" for c in children(word, "det"))
    return not alone  # the Government


def _title(noun: "Token") -> bool:
    """Tell whether a noun stands before the name of the one whom it names: dictator Quist."""
    return noun.dep_ in _MODIFIERS and noun.head.pos_ == "PROPN" and noun.head.ent_type_ == "PERSON"


def _names(noun: "Token", row: Mapping[str, str], part: ParsedSegment) -> bool:
    """Tell whether a noun names somebody or something; a neutral one counts where it is for people or a body."""
    if noun.pos_ not in ("NOUN", "PROPN") or (noun.dep_ in _MODIFIERS and not _title(noun)):
        return False
    if row["open"] and not _in_company(noun, row["group"]):
        return False
    if row["orientation"] != "0":
        return True
    bare = noun.tag_ == "NN" and part.segment.role not in HEADS and not list(noun.lefts)
    return bool(row["people"]) and not bare


def _in_company(noun: "Token", group: str) -> bool:
    """Tell whether the sentence has another word of the group, which shows the sense of one that has several."""
    return any(t.lemma_.lower() in _group(group) and t.lemma_ != noun.lemma_ for t in noun.sent)


@lru_cache
def _group(name: str) -> frozenset[str]:
    rows = lexicons.load("framing_names", "phrase", "pos", "group", "open")
    return frozenset(r["phrase"] for r in rows if r["group"] == name and r["pos"] == "NOUN" and not r["open"])


def _qualifies(adjective: "Token", row: Mapping[str, str]) -> bool:
    """Tell whether an adjective judges an actor, a deed, or what is said or wanted in politics.

    One with a complement tells of a feeling or a relation (proud of, responsible for), one that also classifies
    (criminal law) judges people, or where it is a predicate or graded.
    """
    if adjective.pos_ not in ("ADJ", "VERB") or adjective.tag_ in ("JJR", "RBR"):
        return False
    if adjective.dep_ not in ("amod", "acomp") or children(adjective, "prep", "xcomp", "ccomp"):
        return False
    bearer = _bearer(adjective)
    if bearer is None or (row["classifies"] and adjective.text[:1].isupper()):  # Democratic candidates
        return False
    if animate(bearer):
        return True
    judged = adjective.dep_ == "acomp" or bool(children(adjective, "advmod"))
    return (judged or not row["classifies"]) and bearer.lemma_.lower() in _judged()


@lru_cache
def _judged() -> frozenset[str]:
    """Give the nouns of deeds, of what is said, and of politics."""
    found = {row["phrase"] for row in lexicons.load("framing_names", "phrase", "pos") if row["pos"] == "NOUN"}
    found |= {noun for row in lexicons.load("framing_acts", "noun") for noun in row["noun"].split("|") if noun}
    return frozenset(found | texts() | {word for word in kinds() if is_of_kind(word, "talk", "politics")})


def _stands(tokens: "Sequence[Token]", row: Mapping[str, str], part: ParsedSegment) -> bool:
    last = tokens[-1]
    if _of_name(last, part):
        return False
    return _names(last, row, part) if row["pos"] == "NOUN" else _qualifies(last, row)


def _chosen(found: Sequence[Found], part: ParsedSegment) -> "tuple[Sequence[Token], Mapping[str, str]] | None":
    for tokens, rows in found:
        for row in rows:
            if _stands(tokens, row, part):
                return None if _guarded(tokens, row) else (tokens, row)
    return None


def _bearer(word: "Token") -> "Token | None":
    """Find what bears a name or quality where another word does: Quist is a tyrant; Quist, a tyrant; dictator Quist."""
    if word.dep_ == "appos" or word.dep_ in _MODIFIERS:
        return word.head
    if word.dep_ in ("attr", "acomp"):
        return next(iter(subjects(word.head)), None)
    if word.dep_ == "oprd":
        return next(iter(children(word.head, "dobj", "nsubjpass")), None)
    return None


def _named_actor(here: Here, part: ParsedSegment, noun: "Token", kind: str) -> str | None:
    """Give the actor that a noun names: of the mention that it heads, of its bearer, or of the country before it."""
    heads = [noun, *filter(None, [_bearer(noun)])]
    if kind in _STATES:  # the Norvanian regime
        heads += children(noun, "amod", "compound")
    return next((actor for token in heads if (actor := here.headed(part, token)) is not None), None)


def _row(here: Here, part: ParsedSegment, tokens: "Sequence[Token]", row: Mapping[str, str]) -> Naming:
    last = tokens[-1]
    is_noun = row["pos"] == "NOUN"
    bearer = last if is_noun else _bearer(last)
    return Naming(
        **here.run(part, tokens[0], last),
        category="noun" if is_noun else "adjective",
        lemma=row["phrase"],
        kind=row["group"],
        orientation=int(row["orientation"]),
        counterpart=row["counterpart"] or None,
        actor_id=_named_actor(here, part, bearer, row["group"]) if bearer is not None else None,
    )


def naming_rows(here: Here) -> Iterator[Naming]:
    """Yield the names and qualities of the word list, the neutral names among them."""
    columns = (
        "pos",
        "orientation",
        "counterpart",
        "group",
        "open",
        "classifies",
        "unless_after",
        "unless_before",
        "source",
    )
    index = phrases("framing_names", "phrase", *columns)
    for part in here.parsed.parsed:
        reached = 0
        for found in matches(part.doc, index):
            chosen = _chosen(found, part)
            if chosen is not None and chosen[0][0].i >= reached:
                reached = chosen[0][-1].i + 1
                yield _row(here, part, *chosen)
