"""Where the nodes of a network stand."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = ["Points", "network_positions", "on_canvas", "spread"]

Points = NDArray[np.float64]
#: Above this number of nodes in a component the spring layout alone is used.
_LARGE = 120
#: Above this number the middle of a part gets more room.
_CROWDED = 25
_GAP = 0.9


def _turned(points: Points) -> Points:
    """Turn a layout so that its longer axis lies flat, always the same side up."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turned: Points = np.asarray(centred @ vectors[:, ::-1])
    skew = np.round((turned**3).sum(axis=0), 6)
    return np.asarray(turned * np.where(skew < 0, -1.0, 1.0))


def _rounded_out(points: Points) -> Points:
    """Give a crowded middle more room: distances from the centre grow as their power of 0.75."""
    centred = points - points.mean(axis=0)
    far = np.hypot(*centred.T)
    top = max(float(far.max()), 1e-9)
    return np.asarray(centred * ((far / top + 1e-9) ** -0.25)[:, None])


def _component(graph: nx.Graph, seed: int) -> Points:
    """Lay out a connected graph with a mean tie length of 1, lower left corner at the origin."""
    if len(graph) == 1:
        return np.zeros((1, 2))
    small = len(graph) <= _LARGE
    chosen: Any = nx.kamada_kawai_layout(graph, weight=None) if small else None
    if len(graph) > _CROWDED:
        rounds = 15 if small else 200
        chosen = nx.spring_layout(graph, pos=chosen, weight=None, iterations=rounds, seed=seed, threshold=1e-6)
    points: Points = np.array([chosen[node] for node in graph], dtype=np.float64)
    points = _turned(_rounded_out(points) if len(graph) > _CROWDED else points)
    number = {node: place for place, node in enumerate(graph)}
    lengths = [float(np.hypot(*(points[number[u]] - points[number[v]]))) for u, v in graph.edges]
    points /= max(float(np.mean(lengths)), 1e-9)
    return np.asarray(points - points.min(axis=0))


def _dots(points: Points, edges: list[tuple[int, int]]) -> Points:
    """Nodes and points along the ties of a laid out part."""
    steps = np.linspace(0, 1, 9)[:, None]
    along = [points[u] * (1 - steps) + points[v] * steps for u, v in edges]
    return np.vstack([points, *along])


def _corner(part: Points, placed: Points, aspect: float) -> Points:
    """Find the free place for a part that makes the whole grow least, then the one nearest to the middle."""
    low, high = placed.min(axis=0), placed.max(axis=0)
    size = part.max(axis=0)
    across = np.arange(low[0] - size[0] - 2 * _GAP, high[0] + 2 * _GAP, _GAP / 2)
    up = np.arange(low[1] - size[1] - 2 * _GAP, high[1] + 2 * _GAP, _GAP / 2)
    corners = np.array([(x, y) for x in across for y in up])
    inside = (placed[None] > corners[:, None] - _GAP) & (placed[None] < corners[:, None] + size + _GAP)
    free = corners[~inside.all(axis=2).any(axis=1)]
    whole = np.maximum(high, free + size) - np.minimum(low, free)
    growth = np.maximum(whole[:, 0] / aspect, whole[:, 1])
    off_centre = np.hypot(*(free + size / 2 - (low + high) / 2).T)
    best = np.lexsort((free[:, 1], free[:, 0], np.round(off_centre, 6), np.round(growth, 6)))[0]
    return np.asarray(free[best])


def network_positions(graph: nx.Graph, *, seed: int = 0, aspect: float = 1.5) -> dict[str, tuple[float, float]]:
    """Lay out a network: related actors near each other, separate parts side by side.

    Each connected part is laid out by itself (Kamada and Kawai 1989, for more than 25 nodes followed by some rounds
    of Fruchterman and Reingold 1991, above 120 nodes by these alone), turned so that its longer axis lies flat, and
    scaled to a mean tie length of 1. The parts are then put where there is room, the largest first. Directions,
    weights and signs do not count.

    Parameters
    ----------
    graph : Graph or DiGraph
        The network.
    seed : int
        Seed of the spring layout.
    aspect : float
        Width by height that the arrangement of the parts aims at.

    Returns
    -------
    dict
        Node -> (x, y), rounded to 6 decimals; nodes sorted.

    Examples
    --------
    >>> import networkx as nx
    >>> network_positions(nx.DiGraph([("a", "b")]))
    {'a': (0.0, 0.0), 'b': (1.0, 0.0)}
    """
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted((min(u, v), max(u, v)) for u, v in graph.edges if u != v))
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    places: dict[str, tuple[float, float]] = {}
    taken = np.zeros((0, 2))
    for part in parts:
        number = {node: place for place, node in enumerate(part)}
        sub = nx.Graph()
        sub.add_nodes_from(part)
        sub.add_edges_from(sorted(edge for edge in plain.edges if edge[0] in number and edge[1] in number))
        points = _component(sub, seed)
        points = points + (_corner(points, taken, aspect) if len(taken) else 0.0)
        taken = np.vstack([taken, _dots(points, [(number[u], number[v]) for u, v in sub.edges])])
        for node, (x, y) in zip(part, points, strict=True):
            places[node] = (round(float(x), 6) + 0.0, round(float(y), 6) + 0.0)
    return dict(sorted(places.items()))


def _scaled(span: Points, room: Points) -> Points:
    """Fit a layout into the room, stretching one side at most 1.6 times as much as the other."""
    scale = np.where(span > 1e-9, room / np.maximum(span, 1e-9), np.inf)
    if np.isinf(scale).all():
        return np.ones(2)
    return np.asarray(np.minimum(scale, 1.6 * scale.min()))


def on_canvas(
    positions: Mapping[str, tuple[float, float]],
    nodes: list[str],
    box: tuple[float, float, float, float],
    pairs: list[tuple[int, int]],
    longest: float,
) -> Points:
    """Bring positions into a box (left, bottom, right, top in points); a mean tie is at most `longest` points."""
    points = np.array([positions[node] for node in nodes], dtype=float).reshape(-1, 2)
    low, high = np.array(box[:2]), np.array(box[2:])
    span = np.ptp(points, axis=0)
    placed = (points - points.min(axis=0) - span / 2) * _scaled(span, high - low)
    if pairs:
        mean = float(np.mean([np.hypot(*(placed[u] - placed[v])) for u, v in pairs]))
        placed *= min(1.0, longest / max(mean, 1e-9))
    return np.asarray(placed + (low + high) / 2)


def spread(points: Points, radii: Points, box: tuple[float, float, float, float], *, gap: float) -> Points:
    """Push nodes apart that stand closer than `gap`, inside the box."""
    placed = points.copy()
    low, high = np.array(box[:2]), np.array(box[2:])
    wanted = radii[:, None] + radii[None, :] + gap
    for _ in range(200):
        offset = placed[:, None, :] - placed[None, :, :]
        distance = np.hypot(offset[..., 0], offset[..., 1])
        np.fill_diagonal(distance, np.inf)
        lack = np.maximum(wanted - distance, 0.0)
        if lack.max() < 0.5:
            break
        way = offset / np.maximum(distance, 1e-6)[..., None]
        way[distance < 1e-6] = (0.6, 0.8)
        placed = np.clip(placed + 0.35 * (way * lack[..., None]).sum(axis=1), low, high)
    return placed
