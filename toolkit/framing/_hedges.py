"""Hedges, boosters and modals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.framing._grammar import children
from toolkit.framing._modals import MODALS, clause_of, modality_of
from toolkit.framing._places import Here
from toolkit.framing._rows import Hedge
from toolkit.framing._words import Found, matches, phrases
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["hedge_rows"]

_COUNTS = ("dozen", "hundred", "thousand", "million", "billion", "third", "quarter", "half")
_COMPLEMENTS = ("ccomp", "xcomp", "acomp", "oprd", "attr", "csubj")


def _next(token: "Token") -> "Token | None":
    return token.nbor() if token.i + 1 < len(token.doc) else None


def _number(token: "Token") -> bool:
    """Tell whether a number follows: about 200, nearly £3, some three dozen."""
    after = _next(token)
    if after is not None and (after.is_currency or after.text == "a"):
        follows = _next(after)
        ordinal = follows is not None and follows.ent_type_ == "ORDINAL"
        return follows is not None and not ordinal and (follows.like_num or follows.lower_ in _COUNTS)
    if after is None or (after.i + 1 < len(token.doc) and after.nbor().text == "-"):  # around third-party candidates
        return False
    return after.like_num or after.pos_ == "NUM"


def _clause(token: "Token") -> bool:
    """Tell whether a clause follows as the complement."""
    return any(c.i > token.i for c in children(token, "ccomp"))


def _complement(token: "Token") -> bool:
    return any(c.i > token.i for c in children(token, *_COMPLEMENTS))


def _degree(token: "Token") -> bool:
    return token.dep_ == "advmod" and token.head.pos_ in ("ADJ", "ADV", "VERB") and token.head.i > token.i


def _predicate(token: "Token") -> bool:
    return token.dep_ in ("acomp", "attr", "oprd", "ccomp", "ROOT", "conj") and token.dep_ != "amod"


def _modifier(token: "Token") -> bool:
    return token.dep_ in ("amod", "compound")


def _infinitive(token: "Token") -> bool:
    after = _next(token)
    if after is not None and after.pos_ == "ADV":
        after = _next(after)
    return token.lower_ == "to" and after is not None and after.tag_ == "VB"


#: What the words beside an entry must show; it is asked of the entry's last word.
_TESTS: Mapping[str, Callable[["Token"], bool]] = {
    "number": _number,
    "clause": _clause,
    "complement": _complement,
    "degree": _degree,
    "predicate": _predicate,
    "modifier": _modifier,
    "infinitive": _infinitive,
}
_POS = {"ADV": ("ADV", "ADP", "SCONJ"), "VERB": ("VERB", "AUX"), "ADJ": ("ADJ",)}


def _fits(row: Mapping[str, str], last: "Token") -> bool:
    if row["pos"] and last.pos_ not in _POS[row["pos"]]:
        return False
    return not row["when"] or _TESTS[row["when"]](last)


def _chosen(found: Sequence[Found]) -> "tuple[Sequence[Token], Mapping[str, str]] | None":
    for tokens, rows in found:
        for row in rows:
            if _fits(row, tokens[-1]):
                return tokens, row
    return None


def _negated(tokens: "Sequence[Token]") -> bool:
    last = tokens[-1]
    holders = [tokens[0], last]
    if last.dep_ in ("acomp", "attr", "oprd", "advmod", "xcomp", "pcomp"):
        holders.append(last.head)
    return any(children(holder, "neg") for holder in holders)


def _worded(here: Here, part: ParsedSegment, tokens: "Sequence[Token]", row: Mapping[str, str]) -> Hedge:
    negated = _negated(tokens) and row["kind"] not in ("approximator", "emphasis", "amplifier", "downtoner")
    # What is *not* certain, clear or known is hedged (Hyland 2005).
    turned = negated and row["category"] == "booster" and bool(row["pos"])
    return Hedge(
        **here.run(part, tokens[0], tokens[-1]),
        category="hedge" if turned else row["category"],
        lemma=row["phrase"],
        kind=None if row["category"] == "modal" else row["kind"],
        modality=row["kind"] if row["category"] == "modal" else None,
        negated=negated,
    )


def _modals(here: Here, part: ParsedSegment) -> Iterator[Hedge]:
    for token in part.doc:
        if token.tag_ != "MD" or token.lower_ not in MODALS:
            continue
        yield Hedge(
            **here.run(part, token, token),
            category="modal",
            lemma=MODALS[token.lower_],
            modality=modality_of(token),
            negated=bool(children(clause_of(token), "neg")),
        )


def hedge_rows(here: Here) -> Iterator[Hedge]:
    """Yield the hedges, boosters and modals of a document."""
    index = phrases("framing_hedges", "phrase", "pos", "when", "category", "kind", "source")
    for part in here.parsed.parsed:
        reached = 0
        for found in matches(part.doc, index):
            chosen = _chosen(found)
            if chosen is None or chosen[0][0].i < reached:
                continue
            tokens, row = chosen
            reached = tokens[-1].i + 1
            if row["category"] != "none":
                yield _worded(here, part, tokens, row)
        yield from _modals(here, part)
