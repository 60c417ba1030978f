"""How well a division into camps fits a debate, and the division that fits best."""

import numpy as np

from toolkit.measures._matrices import Array
from toolkit.measures._partitions import (
    EXACT,
    Labels,
    all_partitions,
    balanced_search,
    best_partition,
    n_partitions,
    search,
)

__all__ = ["balanced_camps", "best_camps", "by_size", "dna_quality", "gains", "margins", "summarized"]


def _null(cells: Array) -> Array:
    """Take away from every tie what the strengths of its two nodes let expect."""
    total, strength = cells.sum(), cells.sum(axis=1)
    return cells - np.outer(strength, strength) / total if total > 0 else cells


def gains(congruence: Array, conflict: Array) -> Array:
    total = congruence.sum() + conflict.sum()
    gain: Array = (_null(congruence) - _null(conflict)) / total if total > 0 else congruence
    return gain


def _modularity(gain: Array, labels: Labels) -> float:
    return float(gain[labels[:, None] == labels[None, :]].sum())


def dna_quality(congruence: Array, conflict: Array, rows: Labels) -> Array:
    """Sum how far each dyad is from DNA's ideal, for each row of memberships (section 'DNA' of `polarization`)."""
    nodes, norms = len(congruence), (np.abs(congruence).sum(), np.abs(conflict).sum())
    sizes = np.stack([(rows == group).sum(axis=1) for group in range(int(rows.max(initial=0)) + 1)], axis=1)
    within = (sizes * (sizes - 1)).sum(axis=1).astype(float)
    between = nodes * (nodes - 1) - within
    own = np.take_along_axis(sizes, rows.astype(int), axis=1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        ideal = own * (own - 1) / within[:, None] * norms[0] / within[:, None]
        apart = own[:, :, None] * own[:, None, :] / between[:, None, None] * norms[1] / between[:, None, None]
        same = rows[:, :, None] == rows[:, None, :]
        cells = np.where(
            same,
            np.abs(congruence - ideal[:, :, None]) + np.abs(conflict),
            np.abs(congruence) + np.abs(conflict - apart),
        )
    cells[:, np.arange(nodes), np.arange(nodes)] = 0.0
    return np.asarray(cells.sum(axis=(1, 2)) / 2, dtype=float)


def balanced_camps(congruence: Array, conflict: Array, camps: int, seed: int) -> tuple[Labels, bool]:
    """Find the balanced memberships that DNA's quality is largest for; say whether all were compared."""
    nodes = len(congruence)
    larger = -(-nodes // camps)
    if n_partitions(nodes, camps) <= EXACT // 8:
        rows = all_partitions(nodes, camps, largest=larger)
        sizes = np.sort(np.stack([(rows == group).sum(axis=1) for group in range(camps)], axis=1), axis=1)
        rows = rows[sizes[:, 0] == nodes // camps] if camps <= nodes else rows
        parts = np.array_split(rows, max(1, len(rows) // 2_000))
        score = np.concatenate([dna_quality(congruence, conflict, part) for part in parts])
        best: Labels = rows[int(np.argmax(score >= score.max() - 1e-12))]
        return best, True
    start = np.sort(np.arange(nodes) % camps).astype(np.int8)
    rng = np.random.default_rng(seed)
    return balanced_search(lambda m: dna_quality(congruence, conflict, m), start, rng, starts=5), False


def best_camps(congruence: Array, conflict: Array, camps: int, seed: int) -> tuple[Labels, bool]:
    gain = gains(congruence, conflict)
    if n_partitions(len(gain), camps) <= EXACT:
        return best_partition(gain, camps), True
    return search(gain, camps, seed=seed), False


def by_size(labels: Labels) -> list[int]:
    """Give every group a number from 1: the largest first, of equal size the one with the first node."""
    groups = sorted(set(labels.tolist()), key=lambda g: (-int((labels == g).sum()), int(np.argmax(labels == g))))
    return [groups.index(label) + 1 for label in labels.tolist()]


def margins(gain: Array, labels: Labels, camps: int) -> Array:
    """Give for every node how much the modularity falls if it alone goes to the camp that suits it best of others."""
    cells = gain - np.diag(np.diag(gain))
    inside = cells @ np.eye(camps)[labels]
    here = np.arange(len(labels)), labels
    own = inside[here].copy()
    inside[here] = -np.inf
    return np.asarray(2 * (own - inside.max(axis=1, initial=-np.inf)), dtype=float)


def _shares(congruence: Array, conflict: Array, labels: Labels) -> dict[str, float]:
    """Give the share of all congruence inside camps and of all conflict between them, missing without any."""
    same = labels[:, None] == labels[None, :]
    kept = ((congruence, same), (conflict, ~same))
    inside, between = (float(np.abs(m[k]).sum() / np.abs(m).sum()) if m.any() else float("nan") for m, k in kept)
    return {"within_congruence": inside, "between_conflict": between}


def summarized(congruence: Array, conflict: Array, labels: Labels, camps: int, compat: str) -> dict[str, float]:
    if compat == "dna":
        raw, norm = (float(dna_quality(congruence, conflict, labels[None])[0]), float(_norm(congruence, conflict)))
        score = raw / norm if norm > 0 else float("nan")
    else:
        raw = _modularity(gains(congruence, conflict), labels) if _norm(congruence, conflict) > 0 else float("nan")
        score = raw * camps / (camps - 1)
    return {"raw": raw, "score": score, **_shares(congruence, conflict, labels)}


def _norm(congruence: Array, conflict: Array) -> float:
    return float(np.abs(congruence).sum() + np.abs(conflict).sum())
