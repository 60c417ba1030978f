"""Pair gold and predicted attributions of one document one to one, so that their contents overlap most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError
from toolkit.evaluation._units import Words

__all__ = ["ROLES", "Coded", "Pair", "align", "coded", "same_source"]

ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Coded:
    """One attribution as sets of words."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    kind: str
    head: int | None


@dataclass(frozen=True)
class Pair:
    """Row of gold, row of predicted, and the share of words that both contents have (IoU, above 0 to 1)."""

    gold: int
    predicted: int
    overlap: float


def coded(words: Words, attributions: Iterable[dict[str, Any]]) -> list[Coded]:
    """Turn attributions as spans into sets of words.

    Raises
    ------
    InputError
        If a span ends behind the text.
    """
    made = []
    for row in attributions:
        parts = {role: [(int(s), int(e)) for s, e in row.get(role) or []] for role in ROLES}
        outside = [span for spans in parts.values() for span in spans if not 0 <= span[0] <= span[1] <= len(words.text)]
        if outside:
            raise InputError(f"span {outside[0]} is outside of a text of {len(words.text)} characters")
        sets = {role: words.covered(spans) for role, spans in parts.items()}
        made.append(Coded(**sets, kind=words.kind(sets["content"]), head=words.head(sets["source"])))
    return made


def _iou(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def align(gold: Sequence[Coded], predicted: Sequence[Coded]) -> list[Pair]:
    """Pair attributions one to one so that the sum of the overlaps of contents is largest; ties by cue, then source."""
    if not gold or not predicted:
        return []
    worth = np.zeros((len(gold), len(predicted)))
    for i, one in enumerate(gold):
        for j, other in enumerate(predicted):
            if overlap := _iou(one.content, other.content):
                worth[i, j] = overlap + 1e-4 * _iou(one.cue, other.cue) + 1e-5 * _iou(one.source, other.source)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    chosen = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]
    return [Pair(i, j, _iou(gold[i].content, predicted[j].content)) for i, j in chosen]


def same_source(one: Coded, other: Coded) -> bool:
    """Tell whether both name the same source: each one's head word is in the other, or both name none."""
    if not one.source or not other.source:
        return not one.source and not other.source
    return one.source == other.source or (one.head in other.source and other.head in one.source)
