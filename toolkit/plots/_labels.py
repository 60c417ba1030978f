"""Where labels stand: beside their node, over nothing else."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.plots._layout import Points

__all__ = ["Placed", "place_labels"]

_ANGLES = np.deg2rad([0, 180, 90, 270, 30, 330, 150, 210, 60, 300, 120, 240])
_DISTANCES = (3.5, 8.0, 14.0, 22.0, 32.0, 44.0, 58.0)
#: From this distance on a line leads from the label to the node.
_LEADER = 10.0
_HARD = 1e4
#: How far from a box (left, bottom, right, top) a tie had better stay.
_AIR = np.array([-2.0, -2.0, 2.0, 2.0])
#: What a dot of a leader costs that lies under a label.
_CROSSED = 12.0
#: What it costs to stand so near another node that the label might seem to be its.
_NEAR = 8.0


class Placed(NamedTuple):
    """A label's box (left, bottom, right, top), the side of its node (-1, 0, 1) and whether it needs a leader."""

    box: tuple[float, float, float, float]
    side: int
    leader: bool


class _Candidates(NamedTuple):
    boxes: Points  # (n, 4)
    cost: Points
    side: NDArray[np.int_]
    leader: NDArray[np.bool_]
    traces: Points  # (n, 12, 2): dots along the leader; far away where there is none


def _candidates(point: Points, radius: float, size: tuple[float, float], canvas: tuple[float, ...]) -> _Candidates:
    angle = np.tile(_ANGLES, len(_DISTANCES))
    distance = np.repeat(_DISTANCES, len(_ANGLES))
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    half = np.array(size) / 2
    centre = point + way * (radius + distance)[:, None] + np.sign(np.round(way, 6)) * np.abs(way) ** 0.5 * half
    boxes = np.hstack([centre - half, centre + half])
    outside = np.maximum(np.array(canvas[:2]) - boxes[:, :2], 0).sum(axis=1)
    outside += np.maximum(boxes[:, 2:] - np.array(canvas[2:]), 0).sum(axis=1)
    order = np.tile(np.arange(len(_ANGLES)), len(_DISTANCES)) * 0.25
    side = np.where(np.abs(way[:, 0]) < 0.4, 0, np.sign(way[:, 0])).astype(int)
    leader = distance >= _LEADER
    cost = order + distance * 0.6 + _HARD * (outside > 0) + outside
    return _Candidates(boxes, cost, side, leader, _traces(point, radius, boxes, leader))


def _traces(point: Points, radius: float, boxes: Points, leader: NDArray[np.bool_]) -> Points:
    near = np.clip(point, boxes[:, :2], boxes[:, 2:])
    steps = np.linspace(0.05, 0.95, 12)[None, :, None]
    start = point + (near - point) * (radius / np.maximum(np.hypot(*(near - point).T), radius + 1e-9))[:, None]
    dots = start[:, None, :] * (1 - steps) + near[:, None, :] * steps
    return np.where(leader[:, None, None], dots, -1e6)


def _overlap(boxes: Points, others: Points, margin: float) -> Points:
    """Area that each box shares with any of the others."""
    if not len(others):
        return np.zeros(len(boxes))
    low = np.maximum(boxes[:, None, :2] - margin, others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:] + margin, others[None, :, 2:])
    return np.asarray(np.prod(np.maximum(high - low, 0), axis=2).sum(axis=1))


def _inside(boxes: Points, dots: Points) -> Points:
    """Sum of the weights of the dots (x, y, weight) that lie in each box."""
    if not len(dots):
        return np.zeros(len(boxes))
    x, y, weight = dots.T
    within = (x >= boxes[:, [0]]) & (x <= boxes[:, [2]]) & (y >= boxes[:, [1]]) & (y <= boxes[:, [3]])
    return np.asarray(within @ weight)


def _crossed(traces: Points, boxes: Points) -> Points:
    """How many dots of each leader lie under any of the boxes."""
    if not len(boxes):
        return np.zeros(len(traces))
    x, y = traces[..., 0, None], traces[..., 1, None]
    under = (x >= boxes[:, 0]) & (x <= boxes[:, 2]) & (y >= boxes[:, 1]) & (y <= boxes[:, 3])
    return np.asarray(under.any(axis=2).sum(axis=1), dtype=float)


def _clash(option: _Candidates, options: dict[int, _Candidates], others: dict[int, int]) -> Points:
    """Price each candidate by the labels that stand already, and their leaders."""
    if not others:
        return np.zeros(len(option.boxes))
    boxes = np.array([options[other].boxes[place] for other, place in others.items()])
    leaders = np.vstack([options[other].traces[place] for other, place in others.items()])
    shared = _overlap(option.boxes, boxes, 1.5)
    under = _inside(option.boxes, np.column_stack([leaders, np.full(len(leaders), _CROSSED)]))
    return np.asarray(_HARD * (shared > 0) + 5 * shared + under + _CROSSED * _crossed(option.traces, boxes))


def place_labels(
    points: Points,
    radii: Points,
    sizes: dict[int, tuple[float, float]],
    *,
    obstacles: Points,
    dots: Points,
    canvas: tuple[float, float, float, float],
) -> dict[int, Placed]:
    """Find a place for each label, first come first served, then improve each in turn until nothing changes.

    Parameters
    ----------
    points, radii : array
        Centres and radii of the nodes, in points.
    sizes : dict
        Number of the node -> width and height of its label, the most important first.
    obstacles : array of boxes
        What labels must not cover: the nodes.
    dots : array of (x, y, weight)
        What they had better not cover: dots along the ties.
    canvas : tuple
        What they must not leave.

    Returns
    -------
    dict
        Number of the node -> place. A label for which there is no free place is left out.
    """
    options = {node: _candidates(points[node], float(radii[node]), size, canvas) for node, size in sizes.items()}
    fixed = {
        node: _HARD * (_overlap(option.boxes, obstacles, 1.0) > 0)
        + 4.0 * _inside(option.boxes + _AIR, dots)
        + _CROSSED * _crossed(option.traces, np.delete(obstacles, node, axis=0))
        + _NEAR * (_overlap(option.boxes, np.delete(obstacles, node, axis=0), 6.0) > 0)
        for node, option in options.items()
    }
    chosen: dict[int, int] = {}
    for _ in range(8):
        before = dict(chosen)
        for node, option in options.items():
            others = {other: place for other, place in chosen.items() if other != node}
            chosen[node] = int(np.argmin(option.cost + fixed[node] + _clash(option, options, others)))
        if chosen == before:
            break
    return _without_clashes(options, fixed, chosen)


def _without_clashes(
    options: dict[int, _Candidates], fixed: dict[int, Points], chosen: dict[int, int]
) -> dict[int, Placed]:
    kept: dict[int, Placed] = {}
    for node, place in chosen.items():
        option = options[node]
        box = option.boxes[place]
        taken = np.array([placed.box for placed in kept.values()]).reshape(-1, 4)
        free = option.cost[place] < _HARD and fixed[node][place] < _HARD
        if free and _overlap(box[None, :], taken, 0.5)[0] == 0:
            kept[node] = Placed(
                (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
                int(option.side[place]),
                bool(option.leader[place]),
            )
    return kept
