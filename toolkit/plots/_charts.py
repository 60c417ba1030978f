"""Drawing tables: moves in time, and who speaks how much."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from toolkit.plots._room import (
    fitted,
    is_narrow,
    letters,
    lines_for,
    pair_rows,
    rows_for,
    size_in_points,
    text_size,
)
from toolkit.plots._style import (
    FAINT,
    GREY,
    HALO,
    MUTED,
    SIGN_COLOURS,
    SIGNS,
    axis_label,
    clear,
    key,
    needs,
    note,
    nothing,
    positive,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_speakers", "plot_timeline"]

_MARKERS = {1: "^", -1: "v", 0: "o"}
#: Kind of wording -> shade, from the source's own words to the reporter's.
_KINDS = {"direct": "#0A4C7D", "mixed": "#5B9BC9", "indirect": "#C5DAEA"}
#: Days that a coarse date spans beyond its first.
_SPAN = {"week": 6, "month": 30, "year": 364}
_LETTERS = 7.0
#: How far marks of one pair and day, but of different signs, stand apart; a row is 1 high.
_APART = 0.27
#: A timeline leaves out moves that are far from the others: at least so far (thrice this), and at most this share.
_LEAST_SPREAD, _FEW = pd.Timedelta(days=30), 0.05
#: Distances between the dates of an axis, and how the dates are written.
_STEPS = (
    ("D", "%Y-%m-%d"),
    ("2D", "%Y-%m-%d"),
    ("W-MON", "%Y-%m-%d"),
    ("2W-MON", "%Y-%m-%d"),
    ("MS", "%Y-%m"),
    ("2MS", "%Y-%m"),
    ("QS", "%Y-%m"),
    ("YS", "%Y"),
)


def _rows(dated: pd.DataFrame, top: int) -> list[str]:
    """Pairs to show: the most frequent, in the order of their first move."""
    groups = dated.groupby("pair", sort=True)
    table = pd.DataFrame({"n": groups.size(), "first": groups["date"].min()}).reset_index()
    kept = table.sort_values(["n", "first", "pair"], ascending=[False, True, True]).head(top)
    return [str(pair) for pair in kept.sort_values(["first", "pair"])["pair"]]


def _near(days: "pd.Series[Any]") -> "pd.Series[bool]":
    """Say which days are drawn: a few that lie beyond Tukey's outer fences would press all others together."""
    low, high = (pd.Timestamp(str(days.quantile(share))) for share in (0.25, 0.75))
    far = 3 * max(high - low, _LEAST_SPREAD)
    near = pd.Series(data=True, index=days.index)
    for outside in (days < low - far, days > high + far):
        if outside.mean() <= _FEW:
            near &= ~outside
    return near


def _numbers(days: Any) -> Any:
    """Turn dates into days since 1970, the unit of the axis."""
    return (days - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)


def _ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> tuple[pd.DatetimeIndex, str]:
    """Choose regular dates, at most so many, and how to write them."""
    for step, pattern in _STEPS:
        days = pd.date_range(first, last, freq=step)
        if 2 <= len(days) <= most:
            return days, pattern
    if (last - first).days < 2 * 365:
        return pd.DatetimeIndex([first, last]), _STEPS[0][1]
    years = range(first.year, last.year + 1, max(1, -(-(last.year - first.year) // max(most - 1, 1))))
    return pd.DatetimeIndex([pd.Timestamp(year, 1, 1) for year in years]), "%Y"


def _date_axis(ax: Axes, days: "pd.Series[Any]") -> None:
    """Write dates where there is room for them; what stands left of the axes has to be there already."""
    distinct = sorted(set(days))
    span = (distinct[-1] - distinct[0]).days
    room = max(span * 0.05, 1.0) if span else 3.0
    ax.set_xlim(_numbers(distinct[0]) - room, _numbers(distinct[-1]) + 3.2 * room)
    gaps = [(b - a).days for a, b in pairwise(distinct)]
    written = text_size("2031-03-01", letters(ax, 8))[0] + 7
    width = size_in_points(ax)[0] * max(span, 1) / (ax.get_xlim()[1] - ax.get_xlim()[0])
    regular, pattern = _ticks(distinct[0], distinct[-1], int(np.clip(width / written + 1, 2, 7)))
    few = len(distinct) <= 7 and min(gaps, default=1) >= max(0.13, written / max(width, 1)) * max(span, 1)
    chosen, pattern = (pd.DatetimeIndex(distinct), "%Y-%m-%d") if few or len(distinct) == 1 else (regular, pattern)
    ax.set_xticks(list(_numbers(chosen)), [day.strftime(pattern) for day in chosen])


def _words(types: "pd.Series[Any]") -> str:
    counts = types.value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-int(item[1]), str(item[0])))
    return ", ".join(f"{name} ×{count}" if count > 1 else str(name) for name, count in ranked)


def _marks(dated: pd.DataFrame, rows: list[str]) -> pd.DataFrame:
    """One mark for the moves of a pair, a day and a sign: where, how many, in which words."""
    shown = dated[dated["pair"].isin(rows)]
    groups = shown.groupby(["pair", "date", "polarity"], sort=True)
    marks = pd.DataFrame({"n": groups.size(), "words": groups["type"].agg(_words)}).reset_index()
    signs = marks.groupby(["pair", "date"])["polarity"].transform("size")
    row = marks["pair"].map({pair: place for place, pair in enumerate(rows)})
    return marks.assign(x=_numbers(marks["date"]), y=row - _APART * marks["polarity"] * (signs > 1))


def _write_words(ax: Axes, marks: pd.DataFrame) -> None:
    """Write what was done beside each mark where it fits before the next mark of the row."""
    width, height = size_in_points(ax)
    crowded = abs(height / (ax.get_ylim()[1] - ax.get_ylim()[0])) * _APART < _LETTERS + 1
    left, right = ax.get_xlim()
    scale = width / (right - left)
    for pair, group in marks.groupby("pair", sort=True):
        del pair
        for x, y, words in zip(group["x"], group["y"], group["words"], strict=True):
            if crowded and (group["x"] == x).sum() > 1:
                continue
            later = group.loc[(group["x"] > x) & ((group["y"] - y).abs() < 2 * _APART), "x"]
            room = ((later.min() if len(later) else right + 8 / scale) - x) * scale - 14
            if text_size(words, letters(ax, _LETTERS))[0] <= room:
                text = ax.annotate(words, (x, y), (7, 0), textcoords="offset points", va="center_baseline")
                text.set(fontsize=letters(ax, _LETTERS), color=MUTED, bbox=HALO)


def _spans(ax: Axes, dated: pd.DataFrame, rows: list[str]) -> None:
    """Underlay dates that are no single day with the days that they span."""
    if "precision" not in dated.columns:
        return
    coarse = dated[dated["precision"].isin(list(_SPAN)) & dated["pair"].isin(rows)]
    for pair, day, precision in zip(coarse["pair"], coarse["date"], coarse["precision"], strict=True):
        start = _numbers(day)
        ax.plot([start, start + _SPAN[precision]], [rows.index(pair)] * 2, color=GREY, lw=3, alpha=0.35, zorder=2)


def plot_timeline(moves: pd.DataFrame, *, ax: Axes, top: int = 20, title: str | None = None) -> Axes:
    """Draw moves between actors in time.

    One row a pair "who → whom", in the order of their first move; a mark for the moves of one day and one sign
    (triangle up, blue: positive; triangle down, vermillion: negative; circle, grey: neutral), the larger the more
    of them, with what was done beside it where there is room. A bar underlies dates known only to the week, month
    or year. Moves long before or after the others (beyond Tukey's outer fences: three times the interquartile range, or
    three months if that is more, outside the quartiles; at most 5 % of the moves on either side) are left to the table.

    Parameters
    ----------
    moves : DataFrame
        As `measures.moves` makes it: date, source_name, target_name, type, polarity, and precision if at hand.
    ax : Axes
        Where to draw.
    top : int
        How many pairs to show at most, as far as there is room, those with the most moves; the figure says which moves
        are not shown.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing or `top` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> moves = pd.DataFrame({"date": [pd.Timestamp("2024-03-05")], "source_name": ["Quist"],
    ...     "target_name": ["Norvania"], "type": ["accuse"], "polarity": [-1]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [label.get_text() for label in plot_timeline(moves, ax=ax).get_yticklabels()]
    ['Quist → Norvania']
    """
    needs(moves, ("date", "source_name", "target_name", "type", "polarity"), "moves")
    positive("top", top)
    set_title(ax, title)
    all_dated = moves.dropna(subset=["date"])
    dated = all_dated[_near(all_dated["date"])] if len(all_dated) else all_dated
    dated = dated.assign(pair=dated["source_name"].astype(str) + " → " + dated["target_name"].astype(str))
    clear(ax, keep=("bottom",))
    if dated.empty:
        return nothing(ax, "no dated moves")
    rows = _rows(dated, top)
    rows = _rows(dated, len(pair_rows(ax, rows, width=38, arrow=" → ")))
    marks = _marks(dated, rows)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), pair_rows(ax, rows, width=38, arrow=" → "))
    _date_axis(ax, marks["date"])
    ax.hlines(range(len(rows)), *ax.get_xlim(), color=FAINT, lw=0.8, zorder=1)
    _spans(ax, dated, rows)
    for sign in (0, 1, -1):
        chosen = marks[marks["polarity"] == sign]
        sizes = [26 + 16 * (min(n, 8) - 1) for n in chosen["n"]]
        look: dict[str, Any] = {"marker": _MARKERS[sign], "color": SIGN_COLOURS[sign], "linewidths": 0.7}
        ax.scatter(chosen["x"], chosen["y"], s=sizes, edgecolors="white", zorder=3, **look)
    shown = [sign for sign in (1, -1, 0) if (marks["polarity"] == sign).any()]
    key(ax, [_sign(_MARKERS[sign], SIGN_COLOURS[sign], SIGNS[sign].split()[0]) for sign in shown], len(shown))
    far = len(all_dated) - len(dated)
    _left_out(ax, undated=len(moves) - len(all_dated), far=far, other=len(dated) - int(marks["n"].sum()))
    _write_words(ax, marks)
    return ax


def _sign(marker: str, colour: str, text: str) -> Line2D:
    return Line2D([], [], marker=marker, color=colour, ls="none", ms=6, label=text)


def _left_out(ax: Axes, *, undated: int, far: int, other: int) -> None:
    counts = {"of other pairs": other, "long before or after": far, "without a date": undated}
    parts = [f"{n} move{'s' * (n > 1)} {which}" for which, n in counts.items() if n]
    note(ax, f"not shown: {', '.join(parts)}" if parts else "")


def plot_speakers(speakers: pd.DataFrame, *, ax: Axes, top: int = 15, title: str | None = None) -> Axes:
    """Draw who speaks how much: a bar an actor, divided into direct, mixed and indirect speech.

    Parameters
    ----------
    speakers : DataFrame
        As `measures.speakers` makes it: name, n, direct, mixed, indirect, share; drawn in the order given.
    ax : Axes
        Where to draw.
    top : int
        How many rows to draw at most, as far as there is room; the figure says how many are not shown.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. At the end of a bar stand the number of attributions and its share of all.

    Raises
    ------
    InputError
        If a column is missing or `top` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> speakers = pd.DataFrame({"name": ["Quist"], "n": [3], "direct": [2], "mixed": [0], "indirect": [1],
    ...     "share": [0.75]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [text.get_text() for text in plot_speakers(speakers, ax=ax).texts]
    ['3  (75 %)']
    """
    needs(speakers, ("name", "n", *_KINDS, "share"), "speakers")
    positive("top", top)
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    shown = speakers.head(rows_for(ax, top))
    if shown.empty:
        return nothing(ax, "no speakers")
    places = list(range(len(shown)))
    so_far = pd.Series(0, index=shown.index)
    for kind, colour in _KINDS.items():
        ax.barh(places, shown[kind], left=so_far, height=0.68, color=colour, label=kind, edgecolor="white", lw=0.6)
        so_far = so_far + shown[kind]
    for place, n, share in zip(places, shown["n"], shown["share"], strict=True):
        words = f"{n}  ({100 * share:.0f} %)"
        end = ax.annotate(words, (n, place), (5, 0), textcoords="offset points", va="center")
        end.set(fontsize=letters(ax, 7.5), color=MUTED, bbox=HALO)
    lines = lines_for(ax, len(shown), 3)
    ax.set_yticks(places, [fitted(ax, str(name), 34, lines) for name in shown["name"]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, float(shown["n"].max()) * (1.45 if is_narrow(ax) else 1.16))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4 if is_narrow(ax) else 6))
    axis_label(ax, "attributions (share of all)")
    ax.grid(axis="x", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    key(ax, ax.get_legend_handles_labels()[0], len(_KINDS))
    hidden = len(speakers) - len(shown)
    note(ax, f"{hidden} more speakers not shown" if hidden else "")
    return ax
