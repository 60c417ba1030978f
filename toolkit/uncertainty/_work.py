"""What bootstrap and propagation have in common."""

from typing import Any, NamedTuple

import numpy as np

from toolkit.errors import InputError
from toolkit.uncertainty._draws import Drawing
from toolkit.uncertainty._plan import Plan, evaluate
from toolkit.uncertainty._replicates import Progress, replicated
from toolkit.uncertainty._units import Array

__all__ = ["Work", "about_of", "as_coded", "check_documents", "draw"]


class Work(NamedTuple):
    """How much is to be computed, and how."""

    replicates: int
    seed: int
    workers: int
    progress: Progress


def draw(plan: Plan, drawing: Drawing, work: Work, stream: int) -> dict[str, Array]:
    seed = (work.seed, stream)
    return replicated(plan, drawing, work.replicates, seed=seed, workers=work.workers, progress=work.progress)


def as_coded(plan: Plan) -> dict[str, Array]:
    """Compute the statistics of all statements as they stand."""
    return {name: values[0] for name, values in evaluate(plan, np.ones((1, len(plan.units)))).items()}


def about_of(plan: Plan, **more: Any) -> dict[Any, Any]:
    units = plan.units
    counts = {"kind": units.kind, "n_statements": len(units.rows_drawn), "n_documents": units.n_documents}
    return {**counts, "partition": plan.partition, **more}


def check_documents(plan: Plan, unit: str) -> None:
    if unit != "statement" and plan.units.n_documents < 2:
        raise InputError(
            f"unit={unit!r} needs statements from at least two documents; got {plan.units.n_documents}. With one "
            "document nothing can be said of another sample of documents"
        )
