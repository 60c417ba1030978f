"""Drawing scales: where actors or concepts stand, on a line with intervals or on a map."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from toolkit.errors import InputError, check_option
from toolkit.plots._labels import Placed, place_labels
from toolkit.plots._layout import Points
from toolkit.plots._room import (
    fitted,
    is_narrow,
    letters,
    lines_for,
    rows_for,
    size_in_points,
    text_size,
)
from toolkit.plots._style import (
    COLOURS,
    FAINT,
    GREY,
    HALO,
    INK,
    MUTED,
    SIGN_COLOURS,
    axis_label,
    clear,
    key,
    needs,
    note,
    nothing,
    positive,
    upright_label,
)
from toolkit.plots._style import title as set_title

__all__ = ["plot_scaling"]

_PARAMETERS = ("position", "discrimination", "difficulty")
_LETTERS = 7.5
_RADIUS = 3.6
#: Kind of point -> marker and colour.
_MARKS = {
    "actor": ("o", COLOURS[0]),
    "row": ("o", COLOURS[0]),
    "concept": ("s", COLOURS[1]),
    "column": ("s", COLOURS[1]),
}
#: Room around the map for labels, in points: across, upright; and that of a narrow drawing.
_ROOM, _LITTLE_ROOM = (52.0, 26.0), (34.0, 16.0)


def _chosen(table: pd.DataFrame, parameter: str) -> pd.DataFrame:
    """Give the rows to draw; a table without parameters, as of a correspondence analysis, is drawn whole."""
    needs(table, ("kind", "name", "dimension", "estimate"))
    kinds = sorted(set(table["kind"]) - set(_MARKS))
    if kinds:
        raise InputError(f"table may hold the kinds {list(_MARKS)}; got {kinds}")
    rows = table[table["parameter"] == parameter] if "parameter" in table.columns else table
    twice = rows.duplicated(["kind", "name", "dimension"])
    if twice.any():
        name = rows.loc[twice, "name"].iloc[0]
        raise InputError(f"table must have one row a kind, name, parameter and dimension; got several of {name!r}")
    if rows["dimension"].nunique() > 2:
        raise InputError(f"table must have one or two dimensions; got {rows['dimension'].nunique()}")
    return rows.assign(n=rows["n"] if "n" in rows.columns else 0)


def _remarks(ax: Axes, hidden: int, empty: int, *, unfinished: bool, letters: int = 0) -> None:
    """Say below the drawing what it does not show."""
    parts = ["the chains do not agree: not to be used"] if unfinished else []
    parts += [f"{letters} labels not shown"] if letters else []
    parts += [f"{hidden} more not shown"] if hidden else []
    parts += [f"{empty} with too few positions"] if empty else []
    note(ax, "; ".join(parts))


def _interval_words(table: pd.DataFrame, rows: pd.DataFrame) -> str:
    if not {"low", "high"} <= set(rows.columns):
        return ""
    level = table.attrs.get("level")
    return " with intervals" if level is None else f" with {100 * level:.3g} % intervals"


def _line(ax: Axes, rows: pd.DataFrame, label: str) -> None:
    """Draw one row a name, the highest estimate on top."""
    rows = rows.sort_values(["estimate", "name"], ascending=[False, True])
    lines = lines_for(ax, len(rows))
    ax.axvline(0, color=GREY, lw=0.8, zorder=1)
    bars = rows[["low", "high"]] if {"low", "high"} <= set(rows.columns) else rows[["estimate", "estimate"]]
    for place, (estimate, low, high) in enumerate(zip(rows["estimate"], *bars.to_numpy().T, strict=True)):
        side = int(low > 0) - int(high < 0)
        look: dict[str, Any] = {"color": SIGN_COLOURS[side], "zorder": 3}
        ax.plot([low, high], [place, place], lw=1.6, solid_capstyle="butt", gid=f"interval-{place}", **look)
        marker = {1: "o", -1: "o", 0: "D"}[side]
        ax.plot([estimate], [place], marker=marker, ms=5.5 if side else 4.8, mec="white", mew=0.6, **look)
    ax.set_yticks(range(len(rows)), [fitted(ax, str(name), 34, lines) for name in rows["name"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    axis_label(ax, label)
    ax.grid(axis="x", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)


def _limits(ax: Axes, x: Points, y: Points) -> tuple[float, float]:
    """Give both axes the same unit, with room for labels; return width and height in points."""
    around = _LITTLE_ROOM if is_narrow(ax) else _ROOM
    for _pass in range(3):  # the numbers on the axes take room that depends on the limits
        width, height = size_in_points(ax)
        spans = [max(float(v.max() - v.min()), 1e-9) for v in (x, y)]
        free = [max(side - 2 * room, 0.4 * side) for side, room in zip((width, height), around, strict=True)]
        unit = max(span / room for span, room in zip(spans, free, strict=True))
        for values, side, set_limits in ((x, width, ax.set_xlim), (y, height, ax.set_ylim)):
            middle = (values.max() + values.min()) / 2
            set_limits(middle - unit * side / 2, middle + unit * side / 2)
    return width, height


def _map(ax: Axes, rows: pd.DataFrame) -> int:
    """Draw points with crosses for intervals and labels that cover nothing; return how many labels found no place."""
    wide = rows.pivot_table(index=["kind", "name"], columns="dimension", values="estimate").dropna()
    first, second = sorted(wide.columns)
    wide = wide.sort_index()
    x, y = wide[first].to_numpy(), wide[second].to_numpy()
    width, height = _limits(ax, x, y)
    ax.axvline(0, color=FAINT, lw=1, zorder=1)
    ax.axhline(0, color=FAINT, lw=1, zorder=1)
    if {"low", "high"} <= set(rows.columns):
        _crosses(ax, rows.set_index(["kind", "name"]).loc[wide.index], wide, (first, second))
    kinds = [str(kind) for kind, _ in wide.index]
    for kind in sorted(set(kinds)):
        of_kind = np.array([k == kind for k in kinds])
        marker, colour = _MARKS[kind]
        look: dict[str, Any] = {"marker": marker, "color": colour, "edgecolors": "white", "linewidths": 0.7}
        ax.scatter(x[of_kind], y[of_kind], s=(2 * _RADIUS) ** 2, zorder=4, label=f"{kind}s", **look)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    points = np.column_stack([(x - left) / (right - left) * width, (y - low) / (high - low) * height])
    return _labelled(ax, [str(name) for _, name in wide.index], kinds, points, (width, height))


def _crosses(ax: Axes, rows: pd.DataFrame, wide: pd.DataFrame, dimensions: tuple[Any, Any]) -> None:
    across, upright = (rows[rows["dimension"] == dimension] for dimension in dimensions)
    for item in wide.index:
        look: dict[str, Any] = {"color": _MARKS[item[0]][1], "alpha": 0.22, "lw": 1.0, "zorder": 2}
        x, y = wide.loc[item, dimensions[0]], wide.loc[item, dimensions[1]]
        ax.plot([across.loc[item, "low"], across.loc[item, "high"]], [y, y], **look)
        ax.plot([x, x], [upright.loc[item, "low"], upright.loc[item, "high"]], **look)


def _labelled(ax: Axes, names: list[str], kinds: list[str], points: Points, size: tuple[float, float]) -> int:
    letter = letters(ax, _LETTERS)
    texts = [fitted(ax, name, 22, 3, size=_LETTERS, share=0.25) for name in names]
    radii = np.full(len(points), _RADIUS)
    around = np.hstack([points - _RADIUS, points + _RADIUS])
    sizes = {place: text_size(text, 1.03 * letter) for place, text in enumerate(texts)}  # on a screen letters are wider
    box = (2.0, 2.0, size[0] - 2, size[1] - 2)
    found = place_labels(points, radii, sizes, obstacles=around, dots=np.zeros((0, 3)), canvas=box)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    origin, scale = np.array([left, low]), np.array([(right - left) / size[0], (high - low) / size[1]])
    for place, label in found.items():
        if label.leader:
            near = np.clip(points[place], label.box[:2], label.box[2:])
            ax.plot(*(np.array([points[place], near]) * scale + origin).T, color=GREY, lw=0.6, zorder=3.5)
        colour = INK if len(set(kinds)) == 1 else _MARKS[kinds[place]][1]
        _write(ax, texts[place], label, origin, scale, colour, place)
    return len(texts) - len(found)


def _write(ax: Axes, text: str, label: Placed, origin: Points, scale: Points, colour: str, number: int) -> None:
    left, low, right, high = label.box
    x = {1: left, 0: (left + right) / 2, -1: right}[label.side]
    at = np.array([x, (low + high) / 2]) * scale + origin
    side = {1: "left", 0: "center", -1: "right"}[label.side]
    written = ax.text(
        at[0], at[1], text, ha=side, va="center", fontsize=letters(ax, _LETTERS), color=colour, linespacing=1.1
    )
    written.set(bbox=HALO, zorder=5, gid=f"label-{number}")


def _explain(ax: Axes, kinds: list[str]) -> None:
    """Explain the marks where there are two kinds of them."""
    handles = [
        Line2D([], [], marker=_MARKS[kind][0], color=_MARKS[kind][1], ls="none", ms=5.5, label=f"{kind}s")
        for kind in kinds
    ]
    if handles:
        key(ax, handles, len(kinds))


def plot_scaling(
    table: pd.DataFrame, *, ax: Axes, parameter: str = "position", top: int = 40, title: str | None = None
) -> Axes:
    """Draw where actors or concepts stand.

    One dimension: a row a name, the highest on top, a mark at the estimate and a bar from `low` to `high`. Blue dots
    lie above 0 with their whole interval, vermillion ones below, grey diamonds have 0 in their interval. Two
    dimensions: a map with the same unit on both axes; pale crosses are the intervals, cut at the edge. No label
    covers another label or a point; a thin line leads to labels that stand apart.

    Parameters
    ----------
    table : DataFrame
        As `measures.scale` makes it, or the `points` of `measures.correspondence` (without intervals; rows are blue
        dots, columns vermillion squares).
    ax : Axes
        Where to draw. A map fits the size that the axes have at this moment.
    parameter : {"position", "discrimination", "difficulty"}
        Positions of the actors, or one of the parameters of the concepts. Plays no part where the table has no column
        of that name.
    top : int
        How many names of each kind to show at most, as far as there is room, those with most positions (then by name);
        the figure says how many are not shown, and if the estimates have not converged.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing, a kind or parameter is unknown, there are more than two dimensions, a name stands in
        the table twice, or `top` is below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"kind": "actor", "name": ["Quist", "Tern"], "parameter": "position", "dimension": 1,
    ...     "estimate": [-0.5, 1.2], "low": [-1.4, 0.3], "high": [0.4, 2.2], "n": [4, 6]})
    >>> fig, ax = plots.figure(5, 2)
    >>> [label.get_text() for label in plot_scaling(table, ax=ax).get_yticklabels()]
    ['Tern', 'Quist']
    """
    check_option("parameter", parameter, _PARAMETERS)
    positive("top", top)
    rows = _chosen(table, parameter)
    known = rows.dropna(subset=["estimate"])
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    if known.empty:
        return nothing(ax, "nothing to show")
    names = known.drop_duplicates(["kind", "name"]).sort_values(["n", "name"], ascending=[False, True])
    is_map = len(set(known["dimension"])) > 1
    kept = names.groupby("kind").head(top if is_map else rows_for(ax, top)).set_index(["kind", "name"]).index
    shown = known[known.set_index(["kind", "name"]).index.isin(kept)]
    words, missed = _interval_words(table, shown), 0
    if shown["dimension"].nunique() < 2:
        _line(ax, shown, f"{parameter}{words}")
    else:
        clear(ax, keep=("bottom", "left"))
        one, two = sorted(shown["dimension"].unique())
        axis_label(ax, f"dimension {one}{words}")
        upright_label(ax, f"dimension {two}", color=MUTED, loc="bottom")
        kinds = sorted(shown["kind"].unique())
        _explain(ax, kinds if len(kinds) > 1 else [])
        missed = _map(ax, shown)
    empty = rows.loc[rows["estimate"].isna(), ["kind", "name"]].drop_duplicates()
    unfinished = table.attrs.get("converged") is False
    _remarks(ax, len(names) - len(kept), len(empty), unfinished=unfinished, letters=missed)
    return ax
