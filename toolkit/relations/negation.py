"""Whether a word is denied: did not, never, no longer, without, rather than, *nobody* did, *no* wish, neither side."""

from typing import TYPE_CHECKING

from toolkit.relations.grammar import children

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_negated", "none"]

_NOBODY = frozenset({"nobody", "none", "neither", "nothing", "noone"})
_NEVER = frozenset({"never", "hardly", "scarcely", "barely", "rarely", "neither", "nor"})


def none(noun: "Token") -> bool:
    """Tell whether a noun phrase means nobody or nothing: *no* envoy, *neither* side, *nobody*."""
    return noun.lower_ in _NOBODY or any(c.lower_ in ("no", "neither") for c in children(noun, "det", "preconj", "neg"))


def _instead(word: "Token") -> bool:
    """Tell whether something else was done: without, rather than, instead of, short of attacking."""
    if word.dep_ == "pcomp" and word.head.lower_ in ("without", "than"):
        return True
    if word.dep_ == "pcomp" and word.head.lower_ == "of":
        return bool(word.head.i) and word.doc[word.head.i - 1].lower_ in ("instead", "short")
    return [t.lower_ for t in word.doc[max(0, word.i - 2) : word.i]] == ["rather", "than"]


def is_negated(word: "Token") -> bool:
    """Tell whether a verb or noun is denied: did not, never, no longer, without, *nobody* did, *no* wish, neither side.

    Parameters
    ----------
    word : Token
        A verb, or a noun that names an act or a wish.

    Returns
    -------
    bool
        Its own negation only; what stands above it is not looked at.
    """
    if children(word, "neg") or (word.pos_ not in ("VERB", "AUX") and none(word)):
        return True
    adverbs = children(word, "advmod", "cc", "preconj")
    if any(a.lower_ in _NEVER or any(c.lower_ == "no" for c in a.children) for a in adverbs):
        return True
    if _instead(word):
        return True
    if word.pos_ not in ("VERB", "AUX"):
        return False
    reached = [p for prep in children(word, "prep", "agent") for p in children(prep, "pobj")]
    nobody = any(p.lower_ in _NOBODY or any(c.lower_ == "neither" for c in p.children) for p in reached)
    return nobody or any(map(none, children(word, "nsubj", "nsubjpass", "dobj", "attr", "dative")))
