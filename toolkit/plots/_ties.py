"""The shape of ties: curves that start and end at the rim of their nodes, and arrow heads."""

from typing import NamedTuple

import numpy as np

from toolkit.plots._layout import Points

__all__ = ["Curve", "curves", "heads", "samples"]

#: How far a tie may bow out, as a share of its length; those that run both ways begin further on.
_BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32)
_BENDS_BOTH_WAYS = (0.14, 0.22, 0.3, 0.4)
_STEPS = np.linspace(0, 1, 81)


class Curve(NamedTuple):
    """A quadratic Bezier curve (3 points), the tip and the direction of its arrow head, and its head's length."""

    controls: Points
    tip: Points
    way: Points
    head: float


def samples(controls: Points, steps: Points = _STEPS) -> Points:
    """Points along a quadratic Bezier curve."""
    t = steps[:, None]
    return np.asarray((1 - t) ** 2 * controls[0] + 2 * t * (1 - t) * controls[1] + t**2 * controls[2])


def _part(controls: Points, a: float, b: float) -> Points:
    """Cut a quadratic Bezier curve from parameter a to b."""
    p, q, r = controls
    middle = (1 - a) * (1 - b) * p + (a * (1 - b) + b * (1 - a)) * q + a * b * r
    ends = samples(controls, np.array([a, b]))
    return np.array([ends[0], middle, ends[1]])


def _bent(start: Points, end: Points, bend: float) -> Points:
    along = end - start
    return np.array([start, (start + end) / 2 + bend * np.array([along[1], -along[0]]), end])


def _hits(controls: Points, points: Points, radii: Points, ends: tuple[int, int]) -> int:
    """How many dots of a curve come near a node that is none of its ends."""
    others = np.array([place for place in range(len(points)) if place not in ends], dtype=int)
    if not len(others):
        return 0
    offset = samples(controls)[:, None, :] - points[others][None, :, :]
    return int((np.hypot(offset[..., 0], offset[..., 1]) < radii[others] + 4).sum())


def _clipped(controls: Points, radii: tuple[float, float], head: float) -> Curve:
    """Begin at the rim of the first node; end before the head, whose tip touches the rim of the second."""
    dots = samples(controls)
    from_start = np.hypot(*(dots - controls[0]).T)
    from_end = np.hypot(*(dots - controls[2]).T)
    room = max(float(np.hypot(*(controls[2] - controls[0]))) - sum(radii) - 3, 4.0)
    head = min(head, 0.6 * room)
    a = float(_STEPS[np.argmax(from_start > radii[0] + 1)])
    tip = int(len(_STEPS) - 1 - np.argmax(from_end[::-1] > radii[1] + 1.5))
    base = int(len(_STEPS) - 1 - np.argmax(from_end[::-1] > radii[1] + 1.5 + 0.65 * head))
    b = max(float(_STEPS[base]), a + 0.02)
    way = dots[tip] - dots[base] if tip > base else controls[2] - controls[1]
    return Curve(_part(controls, a, b), dots[tip], way / max(float(np.hypot(*way)), 1e-9), head)


def curves(points: Points, radii: Points, pairs: list[tuple[int, int]], head_lengths: list[float]) -> list[Curve]:
    """Draw each tie as the least bent curve that keeps clear of other nodes; ties both ways bow to either side."""
    known = set(pairs)
    drawn = []
    for (u, v), head in zip(pairs, head_lengths, strict=True):
        bends = _BENDS_BOTH_WAYS if (v, u) in known else _BENDS
        options = [_bent(points[u], points[v], bend) for bend in bends]
        costs = [_hits(option, points, radii, (u, v)) for option in options]
        drawn.append(_clipped(options[int(np.argmin(costs))], (float(radii[u]), float(radii[v])), head))
    return drawn


def heads(curve: Curve, half_width: float) -> Points:
    """Corners of an arrow head, slightly notched at its back."""
    back = curve.tip - curve.way * curve.head
    side = np.array([-curve.way[1], curve.way[0]]) * half_width
    return np.array([curve.tip, back + side, back + curve.way * curve.head * 0.22, back - side])
