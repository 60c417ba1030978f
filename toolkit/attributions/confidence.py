"""How sure an attribution is: a logistic regression over what the reader and the rules say of it.

The weights are fitted on articles of the training corpus that the reader has not seen (`toolkit.training.calibration`)
and stand in the reader's manifest under ``confidence``.
"""

import math
from collections.abc import Mapping, Sequence

from toolkit.attributions.decoding import Found

__all__ = ["EVIDENCE", "chance", "evidence"]

#: What the regression looks at, in the order of `evidence`.
EVIDENCE = (
    "constant",
    "cue",
    "source",
    "no source",
    "content",
    "weakest piece",
    "quoted",
    "rule",
    "same content",
    "same source",
    "rule of speech",
    "rule of thought",
    "rule of intention",
    "rule of an act",
    "rule: cue",
    "no rule: cue",
    "no rule: content",
    "likely cue",
    "no content",
    "verb",
    "auxiliary",
    "noun",
    "adjective",
    "preposition",
    "mark",
)
_WORDS = ("VERB", "AUX", "NOUN", "ADJ", "ADP", "PUNCT")
_ATTITUDES = ("speech", "thought", "intention", "act")


def _logit(chance: float) -> float:
    kept = min(max(chance, 0.001), 0.999)
    return math.log(kept / (1 - kept))


def evidence(
    found: Found, *, quoted: bool, attitude: str | None, same_content: float, same_source: bool, word: str
) -> tuple[float, ...]:
    """Give the values of `EVIDENCE` for an attribution.

    Parameters
    ----------
    found : Found
        What the reader found.
    quoted : bool
        Whether its content stands between quotation marks, in part or wholly.
    attitude : str or None
        What the rules take it for: speech, thought, intention, act; None where they see no attribution with this cue.
    same_content : float
        Share of letters that both contents have in common (Dice, 0 to 1).
    same_source : bool
        Whether both sources meet, or both have none.
    word : str
        Part of speech of the cue's first word (Universal Dependencies).
    """
    cue, content, rule = _logit(found.cue_score), _logit(found.content_score), attitude is not None
    return (
        1.0,
        cue,
        _logit(found.source_score) if found.source else 0.0,
        float(not found.source),
        content,
        _logit(found.window_score),
        float(quoted),
        float(rule),
        same_content,
        float(same_source),
        *(float(attitude == one) for one in _ATTITUDES),
        cue if rule else 0.0,
        0.0 if rule else cue,
        0.0 if rule else content,
        float(found.cue_score > 0.5),
        float(not found.content),
        *(float(word == one) for one in _WORDS),
    )


def chance(values: Sequence[float], weights: Mapping[str, float]) -> float:
    """Give the chance that an attribution is right, 0 to 1, rounded to three digits.

    Examples
    --------
    >>> chance((1.0, 2.0), {"constant": 0.0, "cue": 0.0})
    0.5
    """
    total = sum(value * weights[name] for name, value in zip(EVIDENCE, values, strict=False))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)
