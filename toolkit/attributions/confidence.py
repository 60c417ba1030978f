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
)


def _logit(chance: float) -> float:
    kept = min(max(chance, 0.001), 0.999)
    return math.log(kept / (1 - kept))


def evidence(
    found: Found, *, quoted: bool, rule: bool, same_content: float, same_source: bool, speech: bool
) -> tuple[float, ...]:
    """Give the values of `EVIDENCE` for an attribution.

    Parameters
    ----------
    found : Found
        What the reader found.
    quoted : bool
        Whether its content stands between quotation marks, in part or wholly.
    rule : bool
        Whether the rules see an attribution with this cue.
    same_content : float
        Share of letters that both contents have in common (Dice, 0 to 1).
    same_source : bool
        Whether both sources meet, or both have none.
    speech : bool
        Whether the rules take it for speech.
    """
    return (
        1.0,
        _logit(found.cue_score),
        _logit(found.source_score) if found.source else 0.0,
        float(not found.source),
        _logit(found.content_score),
        _logit(found.window_score),
        float(quoted),
        float(rule),
        same_content,
        float(same_source),
        float(speech),
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
