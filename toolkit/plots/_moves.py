"""Drawing moves and counter-moves of two actors."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from toolkit.errors import InputError
from toolkit.plots._charts import _date_axis, _numbers
from toolkit.plots._room import is_narrow, letters, size_in_points, slot, text_size, two_ends, wrapped
from toolkit.plots._style import (
    FAINT,
    GREY,
    HALO,
    MUTED,
    SIGN_COLOURS,
    clear,
    key,
    needs,
    nothing,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_exchange"]

#: Quad -> marker; the filled ones are deeds, the open ones words.
_MARKERS = {
    "verbal cooperation": ("^", False),
    "material cooperation": ("^", True),
    "verbal conflict": ("v", False),
    "material conflict": ("v", True),
    "neutral": ("o", False),
}
_ACTS = ("source", "target", "source_name", "target_name", "date", "type", "quad", "polarity")
_LINKS = ("mover", "answerer", "move_date", "answer_date", "answer_polarity", "move_polarity")
_LETTERS = 7.0
#: Height of a lane, and how far marks of one day stand apart in it.
_LANES = {0: 1.0, 1: 0.0}
_STEP = 0.13
#: Share of a narrow drawing that the names of lanes may take.
_LANE = 0.38


def plot_exchange(
    acts: pd.DataFrame,
    answers: pd.DataFrame,
    first: str,
    second: str,
    *,
    ax: Axes,
    title: str | None = None,
) -> Axes:
    """Draw moves and counter-moves of two actors in time (tit-for-tat).

    Two lanes, one for what each does to the other; a triangle up (blue) for a friendly act, down (vermillion) for a
    hostile one, a circle (grey) for a neutral one; filled for deeds, open for words. Marks of one day stand above one
    another. A line leads from a move to its answer: solid where the answer has the sign of the move, dashed where it
    has another one. What was done stands beside a mark where there is room.

    Parameters
    ----------
    acts : DataFrame
        As `networks.dated_acts` makes it; only acts between the two are drawn.
    answers : DataFrame
        As `networks.answers` makes it from them.
    first, second : str
        Node ids; the first has the upper lane.
    ax : Axes
        Where to draw.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing, or `first` and `second` are the same.

    Examples
    --------
    >>> from toolkit import plots
    >>> day = pd.Timestamp("2024-03-05")
    >>> acts = pd.DataFrame({"source": ["q"], "target": ["n"], "source_name": ["Quist"], "target_name": ["Norvania"],
    ...     "date": [day], "type": ["accuse"], "quad": ["verbal conflict"], "polarity": [-1]})
    >>> links = pd.DataFrame(columns=["mover", "answerer", "move_date", "answer_date", "move_polarity",
    ...     "answer_polarity"])
    >>> fig, ax = plots.figure(6, 2)
    >>> [label.get_text() for label in plot_exchange(acts, links, "q", "n", ax=ax).get_yticklabels()]
    ['Norvania → Quist', 'Quist → Norvania']
    """
    needs(acts, _ACTS, "acts")
    needs(answers, _LINKS, "answers")
    if first == second:
        raise InputError(f"first and second must be two actors; got {first!r} twice")
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    both = [(first, second), (second, first)]
    pairs = list(zip(acts["source"], acts["target"], strict=True))
    shown = acts.assign(lane=[both.index(pair) if pair in both else -1 for pair in pairs]).query("lane >= 0")
    if shown.empty:
        return nothing(ax, "no dated acts")
    marks = _placed(shown)
    ax.set_ylim(min(-0.45, marks["y"].min() - 0.2), max(1.45, marks["y"].max() + 0.2))
    ax.set_yticks([0, 1], _lane_names(ax, shown, first, second))
    _date_axis(ax, marks["date"])
    ax.hlines([0, 1], *ax.get_xlim(), color=FAINT, lw=0.9, zorder=1)
    kept = [pair in both for pair in zip(answers["mover"], answers["answerer"], strict=True)]
    links = answers[pd.Series(kept, index=answers.index, dtype=bool)]
    _arrows(ax, links, marks, first)
    _draw(ax, marks)
    key(ax, _keys(marks, links), 4)
    _write(ax, marks)
    return ax


def _lane_names(ax: Axes, shown: pd.DataFrame, first: str, second: str) -> list[str]:
    names: dict[str, str] = {}
    for end in ("source", "target"):
        names |= dict(zip(shown[end], shown[f"{end}_name"].astype(str), strict=True))
    one, two = names[first], names[second]
    lanes = [f"{two} → {one}", f"{one} → {two}"]
    if is_narrow(ax):
        return [two_ends(lane, _LANE * slot(ax).width, letters(ax, 8), " → ") for lane in lanes]
    return [wrapped(lane, 26, 3) for lane in lanes]


def _placed(shown: pd.DataFrame) -> pd.DataFrame:
    """Give each kind of act of a day and lane its place: outward from the middle of the figure."""
    same = ["lane", "date", "quad", "polarity"]
    marks = shown.groupby(same, sort=True).agg(n=("type", "size"), words=("type", _words)).reset_index()
    rank = marks.groupby(["lane", "date"]).cumcount()
    outward = marks["lane"].map({0: 1, 1: -1})
    return marks.assign(x=_numbers(marks["date"]), y=marks["lane"].map(_LANES) + _STEP * outward * rank)


def _words(types: "pd.Series[Any]") -> str:
    return ", ".join(dict.fromkeys(sorted(str(name) for name in types)))


def _draw(ax: Axes, marks: pd.DataFrame) -> None:
    kinds = sorted(set(zip(marks["quad"].astype(str), marks["polarity"].astype(int), strict=True)))
    for quad, sign in kinds:
        group = marks[(marks["quad"] == quad) & (marks["polarity"] == sign)]
        marker, filled = _MARKERS.get(quad, ("o", False))
        marker = marker if sign else "o"
        colour = SIGN_COLOURS[sign]
        sizes = [38 + 14 * (min(n, 6) - 1) for n in group["n"]]
        look: dict[str, Any] = {"marker": marker, "facecolors": colour if filled else "white", "linewidths": 1.4}
        ax.scatter(group["x"], group["y"], s=sizes, edgecolors=colour, zorder=4, **look)


def _arrows(ax: Axes, links: pd.DataFrame, marks: pd.DataFrame, first: str) -> None:
    """Lead from each move to its answer, mark to mark."""
    at = zip(marks["x"].astype(float), marks["y"].astype(float), strict=True)
    places = dict(zip(zip(marks["lane"], marks["date"], marks["polarity"], strict=True), at, strict=True))
    drawn = set()
    for row in links.sort_values(["answer_date", "move_date"]).to_dict("records"):
        lane, sign = (0 if row["mover"] == first else 1), int(row["answer_polarity"])
        start = places.get((lane, row["move_date"], row["move_polarity"]))
        end = places.get((1 - lane, row["answer_date"], sign))
        if start is not None and end is not None and (start, end) not in drawn:
            drawn.add((start, end))
            ax.add_patch(_arrow(start, end, sign, in_kind=sign == row["move_polarity"]))


def _arrow(start: tuple[float, float], end: tuple[float, float], sign: int, *, in_kind: bool) -> FancyArrowPatch:
    return FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=7,
        shrinkA=5,
        shrinkB=5,
        lw=0.9,
        color=SIGN_COLOURS[sign],
        alpha=0.75,
        linestyle="-" if in_kind else (0, (4, 2.5)),
        zorder=2,
    )


def _keys(marks: pd.DataFrame, links: pd.DataFrame) -> list[Line2D]:
    keys = []
    for quad, (marker, filled) in _MARKERS.items():
        for sign in sorted(set(marks.loc[marks["quad"] == quad, "polarity"]), reverse=True):
            colour = SIGN_COLOURS[int(sign)]
            look: dict[str, Any] = {"mfc": colour if filled else "white", "mec": colour, "mew": 1.3, "ms": 6}
            text = quad if sign or quad == "neutral" else f"{quad}, neutral"
            keys.append(Line2D([], [], ls="none", marker=marker if sign else "o", label=text, **look))
    kind = links["answer_polarity"] == links["move_polarity"]
    styles = ((True, "-", "answer in kind"), (False, (0, (4, 2.5)), "other answer"))
    return keys + [
        Line2D([], [], color=GREY, lw=1, ls=style, label=text) for is_, style, text in styles if (kind == is_).any()
    ]


def _write(ax: Axes, marks: pd.DataFrame) -> None:
    """Write what was done outside the marks of a lane, where it does not reach words written before."""
    left, right = ax.get_xlim()
    size, width = letters(ax, _LETTERS), size_in_points(ax)[0]
    scale = width / (right - left)
    for lane, outward in ((0, 1), (1, -1)):
        group = marks[marks["lane"] == lane]
        taken = -8.0 if is_narrow(ax) else -float("inf")
        for x in sorted(set(group["x"].astype(float))):
            text = ", ".join(dict.fromkeys(group.loc[group["x"] == x, "words"]))
            half = text_size(text, size)[0] / 2
            if (x - left) * scale - half < taken + 5 or (is_narrow(ax) and (x - left) * scale + half > width + 6):
                continue
            taken = (x - left) * scale + half
            near = group.loc[(group["x"] - x).abs() * scale < half + 6, "y"]
            place = (x, near.max() if lane == 0 else near.min())
            label = ax.annotate(text, place, (0, 9 * outward), textcoords="offset points", ha="center")
            label.set(va="bottom" if lane == 0 else "top", fontsize=size, color=MUTED, bbox=HALO)
