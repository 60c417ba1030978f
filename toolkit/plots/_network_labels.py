"""The labels of a drawn network, and the line that says what is not shown."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from toolkit.plots._labels import Placed, place_labels
from toolkit.plots._layout import Points
from toolkit.plots._room import letters, text_size, within, wrapped
from toolkit.plots._style import GREY, HALO, INK, MUTED

__all__ = ["Canvas", "broken", "draw_hidden", "draw_labels", "label_order"]

#: Height of the line above the legend that says what is not shown.
_NOTE = 11.0
#: How many nodes are labelled when `label_top` is not given.
_LABELLED = 40


class Canvas(NamedTuple):
    width: float
    height: float
    floor: float  # height of the legend
    scale: float = 1.0  # of the nodes

    @property
    def box(self) -> tuple[float, float, float, float]:
        return 1.0, self.floor + _NOTE, self.width - 1, self.height - 1


def label_order(nodes: list[str], values: Points, label_top: int | None) -> list[int]:
    ranked = sorted(range(len(nodes)), key=lambda place: (-values[place], nodes[place]))
    return ranked[: _LABELLED if label_top is None else label_top]


def draw_labels(
    ax: Axes, names: list[str], order: list[int], points: Points, radii: Points, dots: Points, canvas: Canvas
) -> int:
    """Label nodes; return how many of `order` found no place."""
    room = canvas.width * (canvas.height - canvas.floor) / max(len(order), 1)
    size = 6.5 if canvas.scale < 1 else 8.0 if room > 9000 else 7.0 if room > 4500 else 6.5
    texts = {place: broken(names[place], canvas) for place in order}
    sizes = {place: text_size(text, size) for place, text in texts.items()}
    around = np.hstack([points - radii[:, None], points + radii[:, None]])
    found = place_labels(points, radii, sizes, obstacles=around, dots=dots, canvas=canvas.box)
    for place, label in found.items():
        left, low, right, high = label.box
        if label.leader:
            near = np.clip(points[place], (left, low + 1), (right, high - 1))
            ax.plot(*np.array([points[place], near]).T, color=GREY, lw=0.6, zorder=3.5)
        _draw_lines(ax, texts[place], label, size, place)
    return len(order) - len(found)


def broken(name: str, canvas: Canvas) -> str:
    return wrapped(name) if canvas.scale == 1 else within(name, 0.3 * canvas.width, 6.5, width=16, lines=3)


def _draw_lines(ax: Axes, text: str, label: Placed, size: float, number: int) -> None:
    """Write a label line by line, evenly spaced, towards its node."""
    left, low, right, high = label.box
    side = {1: "left", 0: "center", -1: "right"}[label.side]
    x = {1: left, 0: (left + right) / 2, -1: right}[label.side]
    lines = text.split("\n")
    step = (high - low) / len(lines)
    for place, line in enumerate(lines):
        written = ax.text(x, high - (place + 0.77) * step, line, ha=side, va="baseline", fontsize=size, color=INK)
        written.set(bbox=HALO, zorder=5, gid=f"label-{number}-{place}")


def draw_hidden(ax: Axes, words: str, canvas: Canvas) -> None:
    if words:
        broken = within(words, canvas.width - 4, letters(ax, 7), width=200, lines=2)
        written = ax.text(canvas.width - 2, canvas.floor, broken, ha="right", va="bottom", fontsize=letters(ax, 7))
        written.set(color=MUTED, style="italic")
