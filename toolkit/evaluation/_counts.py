"""Count, document by document, what of gold and predicted attributions agrees."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.evaluation._align import ROLES, Coded, align, coded, same_source
from toolkit.evaluation._units import Words

__all__ = ["CRITERIA", "KINDS", "MEASURES", "OVERLAP", "Key", "count"]

KINDS = ("all", "direct", "mixed", "indirect")
#: What has to agree for an attribution to count as found.
CRITERIA = ("content_any", "content", "who_said_what", "with_cue", "exact")
#: How the words of a part are compared.
MEASURES = ("exact", "overlap", "word")
#: Least share of words (IoU) at which two contents are the same.
OVERLAP = 0.5
#: Kind, part, measure, and one of: recall_hits, n_gold, precision_hits, n_predicted.
Key = tuple[str, str, str, str]


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*sets)


def _shared(ours: Sequence[frozenset[int]], others: Sequence[frozenset[int]], measure: str) -> tuple[float, int]:
    """Count how much of `ours` is among the others, and out of how much."""
    covered = _union(others)
    if measure == "exact":
        return sum((Counter(ours) & Counter(others)).values()), len(ours)
    if measure == "overlap":
        return sum(len(one & covered) / len(one) for one in ours), len(ours)
    words = _union(ours)
    return len(words & covered), len(words)


def _parts(kind: str, gold: Sequence[Coded], predicted: Sequence[Coded], counts: Counter[Key]) -> None:
    """Count source, cue and content each by itself: those of one kind on one side against all on the other."""
    for role in ROLES:
        mine, found = ([getattr(a, role) for a in side if getattr(a, role)] for side in (gold, predicted))
        mine_of, found_of = (
            [getattr(a, role) for a in side if getattr(a, role) and kind in ("all", a.kind)]
            for side in (gold, predicted)
        )
        for measure in MEASURES:
            for name, total, pair in (
                ("recall_hits", "n_gold", _shared(mine_of, found, measure)),
                ("precision_hits", "n_predicted", _shared(found_of, mine, measure)),
            ):
                counts[kind, role, measure, name] += pair[0]  # type: ignore[assignment]
                counts[kind, role, measure, total] += pair[1]


def _met(one: Coded, other: Coded, overlap: float) -> list[str]:
    met = ["content_any"]
    if overlap >= OVERLAP:
        met.append("content")
        if same_source(one, other):
            met.append("who_said_what")
            if one.cue & other.cue or not (one.cue or other.cue):
                met.append("with_cue")
    if all(getattr(one, role) == getattr(other, role) for role in ROLES):
        met.append("exact")
    return met


def count(text: str, gold: Iterable[dict[str, Any]], predicted: Iterable[dict[str, Any]]) -> Counter[Key]:
    """Count hits and totals in one document, for every kind of content, part and measure."""
    words, counts = Words(text), Counter[Key]()
    ours, theirs = coded(words, gold), coded(words, predicted)
    for kind in KINDS:
        _parts(kind, ours, theirs, counts)
        for criterion in CRITERIA:
            counts[kind, "attribution", criterion, "n_gold"] += sum(kind in ("all", a.kind) for a in ours)
            counts[kind, "attribution", criterion, "n_predicted"] += sum(kind in ("all", a.kind) for a in theirs)
    for pair in align(ours, theirs):
        one, other = ours[pair.gold], theirs[pair.predicted]
        for criterion in _met(one, other, pair.overlap):
            for kind in ("all", one.kind):
                counts[kind, "attribution", criterion, "recall_hits"] += 1
            for kind in ("all", other.kind):
                counts[kind, "attribution", criterion, "precision_hits"] += 1
    return counts
