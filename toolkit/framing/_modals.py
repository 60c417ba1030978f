"""Which modality a modal verb expresses, as far as its clause shows."""

from typing import TYPE_CHECKING

from toolkit.framing._grammar import children, subjects
from toolkit.framing._nouns import animates

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["MODALS", "clause_of", "modality_of"]

#: Form -> lemma.
MODALS = {
    "can": "can",
    "ca": "can",
    "could": "could",
    "may": "may",
    "might": "might",
    "must": "must",
    "shall": "shall",
    "sha": "shall",
    "should": "should",
    "will": "will",
    "wo": "will",
    "'ll": "will",
    "’ll": "will",
    "would": "would",
    "ought": "ought",
    "cannot": "can",
}
_PEOPLE = frozenset(
    {"he", "she", "they", "we", "i", "you", "who", "everyone", "everybody", "nobody", "anyone", "someone"}
)
_FIRST = frozenset({"i", "we"})
_ACTING = frozenset({"PERSON", "NORP", "ORG", "GPE"})
_STATES = frozenset({"be", "have", "seem", "appear", "become", "remain", "exist", "know", "mean", "cost", "contain"})
_WILLING = frozenset({"like", "prefer", "love", "hate", "rather"})


def clause_of(modal: "Token") -> "Token":
    """Give the verb that a modal helps, the modal itself where it stands alone."""
    return modal.head if modal.dep_ in ("aux", "auxpass") and modal.head != modal else modal


def _animate(subject: "Token") -> bool:
    if subject.lower_ in _PEOPLE or subject.ent_type_ in _ACTING:
        return True
    return subject.lemma_.lower() in animates()


def _perfect(verb: "Token") -> bool:
    return any(a.lower_ in ("have", "'ve", "’ve", "of") and a.tag_ == "VB" for a in children(verb, "aux"))


def _stative(verb: "Token") -> bool:
    return verb.lemma_.lower() in _STATES or (verb.tag_ == "VBG" and bool(children(verb, "aux")))


def _inverted(modal: "Token", verb: "Token") -> bool:
    own = children(verb, "nsubj", "nsubjpass", "expl")
    return bool(own) and modal.i < own[0].i and not any(c.text == "?" for c in verb.children)


def _obligation(lemma: str, modal: "Token", verb: "Token", animate: bool) -> str | None:
    progressive = verb.tag_ == "VBG" and bool(children(verb, "aux"))
    if lemma == "must" and (_perfect(verb) or progressive):
        return "epistemic"
    if lemma == "must" and verb.lemma_.lower() == "be" and not animate:
        return None
    if lemma == "should" and _inverted(modal, verb):
        return "epistemic"
    return "deontic"


def _possibility(lemma: str, verb: "Token", animate: bool, negated: bool) -> str | None:
    if lemma == "might" or _perfect(verb):
        return "epistemic"
    if lemma == "can":
        return "dynamic"
    if lemma == "could" and negated:
        return "dynamic"
    only = any(a.lower_ == "only" for a in children(verb, "advmod"))
    if lemma == "may" and animate and (negated or only) and not _stative(verb):
        return None
    if lemma == "could" and animate and not _stative(verb):
        return None
    return "epistemic"


def _prediction(lemma: str, verb: "Token", animate: bool, first: bool) -> str | None:
    if lemma == "would" and any(c.lower_ == "if" for clause in children(verb, "advcl") for c in clause.children):
        return "epistemic"
    if lemma == "shall":
        return None if first else "deontic"
    if lemma == "would" and first:
        return "dynamic" if verb.lemma_.lower() in _WILLING else None
    if first:
        return "dynamic"
    return None if animate else "epistemic"


def modality_of(modal: "Token") -> str | None:
    """Tell whether a modal is epistemic, deontic or dynamic.

    The tests are those of Coates (1983) and Palmer (2001): a perfect or progressive infinitive is epistemic with
    *must*, *may* and *could*; a subject that cannot will or may anything makes *will* a prediction and *could* a
    possibility; *I* and *we* make *will* a commitment; *can* is a root possibility.

    Returns
    -------
    str or None
        None where the clause leaves it open, as in *he may not go* or *the minister will resign*.
    """
    lemma, verb = MODALS[modal.lower_], clause_of(modal)
    found = subjects(verb)
    animate = any(map(_animate, found)) or not found
    if lemma in ("must", "should", "ought"):
        return _obligation(lemma, modal, verb, animate)
    if lemma in ("can", "could", "may", "might"):
        return _possibility(lemma, verb, animate, bool(children(verb, "neg")))
    return _prediction(lemma, verb, animate, any(s.lower_ in _FIRST for s in found))
