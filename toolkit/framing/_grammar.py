"""The little grammar that the rules share: who is subject, which words make up a phrase."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["children", "phrase", "pobjects", "rejected", "subjects", "unsettled"]

_NEVER = frozenset({"never", "hardly", "scarcely", "neither", "nor", "no"})
_RELATIVES = frozenset({"who", "whom", "which", "that"})
#: Verbs that turn down what stands below them.
_REJECTING = frozenset(
    {
        "reject",
        "deny",
        "dismiss",
        "refute",
        "rebuff",
        "repudiate",
        "refuse",
        "resist",
        "avoid",
        "prevent",
        "stop",
        "fear",
    }
)
_CLAUSES = frozenset({"relcl", "acl", "advcl", "appos", "parataxis", "ccomp"})
_STEPS = 6
#: Verbs whose object does what the infinitive after it says (Quirk et al. 1985, 16.63); after others it is a purpose.
_CONTROL = frozenset(
    {"advise", "allow", "ask", "authorise", "authorize", "beg", "believe", "cause", "challenge", "charge"}
    | {"command", "compel", "convince", "dare", "direct", "drive", "enable", "encourage", "entitle", "expect"}
    | {"forbid", "force", "get", "have", "hear", "help", "hire", "implore", "incite", "induce", "instruct"}
    | {"invite", "leave", "let", "make", "mean", "motivate", "need", "oblige", "order", "permit", "persuade"}
    | {"pressure", "prompt", "push", "recruit", "remind", "request", "require", "see", "send", "teach", "tell"}
    | {"tempt", "train", "trust", "urge", "want", "warn", "watch", "wish"}
)


def children(token: "Token", *labels: str) -> list["Token"]:
    """Give the children of a token that carry one of the labels, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def pobjects(token: "Token", *names: str) -> list["Token"]:
    """Give the heads of the prepositional phrases right below a token, of the named prepositions (all for none)."""
    preps = [p for p in children(token, "prep", "agent", "dative") if not names or p.lower_ in names]
    return [o for p in preps for o in children(p, "pobj")]


def subjects(verb: "Token") -> list["Token"]:
    """Find the subject of a verb: its own, that of the verb it is joined to, or the noun that it qualifies.

    Returns
    -------
    list of Token
        Relative pronouns are replaced by the noun they stand for; empty where the parse shows no subject.
    """
    for _ in range(_STEPS):
        own = children(verb, "nsubj", "nsubjpass", "csubj", "expl")
        if own:
            return [_antecedent(verb, o) for o in own]
        if verb.dep_ not in ("conj", "xcomp", "aux", "auxpass") or verb.head == verb:
            break
        asked = children(verb.head, "dobj") if verb.dep_ == "xcomp" and verb.head.lemma_ in _CONTROL else []
        if asked:
            return asked
        verb = verb.head
    return [verb.head] if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON") else []


def _antecedent(verb: "Token", subject: "Token") -> "Token":
    relative = verb.dep_ == "relcl" and subject.lower_ in _RELATIVES
    return verb.head if relative else subject


def phrase(head: "Token", *, clauses: bool = False) -> Sequence["Token"]:
    """Give the words of a noun phrase as one run, without relative clauses, appositions and joined phrases.

    Parameters
    ----------
    head : Token
        Its head.
    clauses : bool
        Whether to keep what comes after the head in full.

    Returns
    -------
    sequence of Token
        Without marks at its edges; at least the head.
    """
    left = head.left_edge.i
    right = head.right_edge.i if clauses else _right(head)
    run = list(head.doc[left : right + 1])
    while len(run) > 1 and _edge(run[0]) and run[0].i < head.i:
        run = run[1:]
    while len(run) > 1 and _edge(run[-1]) and run[-1].i > head.i:
        run = run[:-1]
    return run


def _right(head: "Token", depth: int = 40) -> int:
    if not depth:
        return head.i
    kept = takewhile(lambda c: c.dep_ not in _CLAUSES and c.dep_ not in ("conj", "cc", "punct"), head.rights)
    return max((_right(c, depth - 1) for c in kept), default=head.i)


def _edge(token: "Token") -> bool:
    return token.is_space or token.dep_ == "case" or (token.is_punct and not token.is_bracket) or token.lower_ == "'s"


def rejected(token: "Token") -> bool:
    """Tell whether what stands at a token is denied: by a negation of it or of a verb above, or a verb of rejecting."""
    for _ in range(_STEPS):
        if children(token, "neg") or any(c.lower_ in _NEVER for c in children(token, "det", "advmod", "preconj")):
            return True
        if token.dep_ in ("pobj", "pcomp") and token.head.lower_ == "without":
            return True
        head = token.head
        if head == token or token.dep_ in ("relcl", "advcl", "acl", "parataxis"):
            return False
        if head.lemma_.lower() in _REJECTING and token.dep_ not in ("nsubj", "nsubjpass"):
            return not children(head, "neg")
        if token.dep_ == "ccomp":
            return False
        token = head
    return False


def unsettled(token: "Token") -> bool:
    """Tell whether what stands at a token is asked, supposed or only possible."""
    for _ in range(_STEPS):
        if any(m.lower_ in ("if", "unless", "whether") for m in children(token, "mark")):
            return True
        if any(a.lower_ in ("may", "might", "could", "would") for a in children(token, "aux")):
            return True
        if token.head == token:
            break
        token = token.head
    return any(c.text == "?" for c in children(token, "punct"))
