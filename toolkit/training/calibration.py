"""Confidence that means something: fitted and measured on articles that the reader has not learnt from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from toolkit import attributions
from toolkit.attributions.confidence import EVIDENCE
from toolkit.attributions.drafts import Draft, Passage
from toolkit.encoder import Seen
from toolkit.language import ParsedDocument

__all__ = ["expected_error", "fit_weights", "is_right", "judged", "reliability"]

Floats = npt.NDArray[np.float64]
Spans = Sequence[Sequence[int]]


def _letters(spans: Spans) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def is_right(content: Spans, source: Spans, gold: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether some annotated attribution shares half the content and the source, or lacks one too."""
    own, who = _letters(content), _letters(source)
    for row in gold:
        other, named = _letters(row["content"]), _letters(row["source"])
        if 2 * len(own & other) >= len(own | other) and (who & named or not (who or named)):
            return True
    return False


def _moved(here: Passage, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    start = here.parsed.segment.start
    return [(start + a, start + b) for a, b in spans]


def _outermost(drafts: Sequence[Draft]) -> list[Draft]:
    read = [d for d in drafts if d.evidence]
    return [d for d in read if not any(_letters(d.content) < _letters(other.content) for other in read)]


def judged(
    parsed: ParsedDocument, seen: Seen, gold: Sequence[Mapping[str, Any]]
) -> list[tuple[tuple[float, ...], bool]]:
    """Give the evidence of each outermost attribution of the reader's, and whether it is right.

    Parameters
    ----------
    parsed : ParsedDocument
        An annotated article.
    seen : Seen
        What the encoder saw of it.
    gold : sequence of mapping
        Its annotated attributions: lists of ``[start, end]`` under ``source``, ``cue`` and ``content``.
    """
    return [
        (draft.evidence, is_right(_moved(here, draft.content), _moved(here, draft.source), gold))
        for here, drafts in attributions.read_drafts(parsed, seen)
        for draft in _outermost(drafts)
    ]


def fit_weights(values: Floats, right: npt.NDArray[np.bool_], *, ridge: float = 1.0) -> dict[str, float]:
    """Fit the logistic regression of `right` on the evidence, penalised by `ridge` times the squared weights.

    Parameters
    ----------
    values : array of float, shape (n, len(EVIDENCE))
        Evidence; the first column is constant and not penalised.
    right : array of bool, shape (n,)
        Whether each attribution is right.
    ridge : float, optional
        Strength of the penalty.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> values = np.zeros((400, len(EVIDENCE))); values[:, 0] = 1; values[:, 1] = rng.normal(size=400)
    >>> weights = fit_weights(values, rng.random(400) < 1 / (1 + np.exp(-2 * values[:, 1])))
    >>> 1.5 < weights["cue"] < 2.5 and abs(weights["constant"]) < 0.4
    True
    """
    penalty = np.r_[0.0, np.full(values.shape[1] - 1, ridge)]
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (values @ weights)
        gradient = -(values * (sign / (1 + np.exp(margin)))[:, None]).sum(0) + penalty * weights
        return float(np.logaddexp(0, -margin).sum() + 0.5 * (penalty * weights**2).sum()), gradient

    found = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B")
    return {name: round(float(weight), 4) for name, weight in zip(EVIDENCE, found.x, strict=True)}


def reliability(chances: Floats, right: npt.NDArray[np.bool_], *, bins: int = 10) -> list[dict[str, float]]:
    """Compare stated and observed shares in bins of equal width: `low`, `high`, `n`, `stated`, `observed`.

    Examples
    --------
    >>> reliability(np.array([0.2, 0.9]), np.array([False, True]), bins=2)[1]["observed"]
    1.0
    """
    at = np.minimum((chances * bins).astype(int), bins - 1)
    return [
        {
            "low": n / bins,
            "high": (n + 1) / bins,
            "n": int((at == n).sum()),
            "stated": round(float(chances[at == n].mean()), 3),
            "observed": round(float(right[at == n].mean()), 3),
        }
        for n in range(bins)
        if (at == n).any()
    ]


def expected_error(table: Sequence[Mapping[str, float]]) -> float:
    """Give the expected calibration error: the mean gap of stated and observed shares, weighted by `n` (0 to 1).

    Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning".
    """
    total = sum(row["n"] for row in table)
    return round(sum(row["n"] * abs(row["stated"] - row["observed"]) for row in table) / total, 4) if total else 0.0
