"""What the rules of analogies find, and what a word of likeness is said of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from toolkit.framing._grammar import subjects
from toolkit.framing._past import Past

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Likeness", "qualified"]


class Likeness(NamedTuple):
    """What a rule found: the words that liken, the past side, the head of the present side."""

    category: str
    trigger: "Sequence[Token]"
    past: Past
    present: "Token | None"
    dimension: str | None = None
    contrary: bool = False


def qualified(word: "Token") -> "Token | None":
    """Find what an adjective or a noun of likeness is said of."""
    if word.dep_ in ("acomp", "attr", "oprd", "advcl", "ccomp") and word.head.pos_ in ("VERB", "AUX"):
        return next(iter(subjects(word.head)), None)
    return word.head if word.dep_ in ("amod", "acl", "relcl", "appos") and word.head != word else None
