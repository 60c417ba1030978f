"""Drawing coalitions over time: which actors stay together, and who changes sides."""

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from toolkit.errors import InputError
from toolkit.plots._room import (
    is_narrow,
    letters,
    size_in_points,
    text_size,
    within,
    wrapped,
)
from toolkit.plots._style import HALO, INK, clear, group_colour, needs, note, nothing
from toolkit.plots._style import title as set_title

__all__ = ["plot_alluvial"]

_WIDTH, _GAP, _APART = 0.13, 0.7, 0.04
_LETTERS = 7.0
_NAMED = 3
#: Room that a date and the number of a coalition need, in points.
_DATE, _NUMBER = 56.0, 10.0

Block = tuple[int, int]


class _Band(NamedTuple):
    """Actors that go from a coalition to one in the next window, and the heights of the band's upper edge."""

    column: int
    one: int
    other: int
    actors: list[str]
    left: float
    right: float


def _places(seen: pd.DataFrame, labels: list[int]) -> dict[Block, tuple[float, float]]:
    """Give bottom and top of the block of each window and coalition: coalition 1 on top, all centred on 0."""
    sizes = seen.groupby(["column", "coalition"], sort=True).size()
    found = {}
    for column, counts in sizes.groupby(level=0, sort=True):
        here = [(label, int(counts[column, label])) for label in labels if (column, label) in counts.index]
        top = (sum(size for _, size in here) + _GAP * (len(here) - 1)) / 2
        for label, size in here:
            found[int(str(column)), label] = (top - size, top)
            top -= size + _GAP
    return found


def _flows(seen: pd.DataFrame) -> pd.DataFrame:
    """List who goes from which block to which of the next window."""
    after = seen.assign(column=seen["column"] - 1)
    both = seen.merge(after, on=["column", "actor"], suffixes=("", "_after"))
    groups = both.groupby(["column", "coalition", "coalition_after"], sort=True)["actor"]
    return groups.agg(lambda actors: sorted(actors, key=str)).rename("actors").reset_index()


def _ribbon(ax: Axes, x: tuple[float, float], left: float, right: float, size: int, look: dict[str, Any]) -> None:
    """Draw a band whose upper edge goes from height `left` to height `right`."""
    start, stop = x
    middle = (start + stop) / 2
    upper = [(start, left), (middle, left), (middle, right), (stop, right)]
    lower = [(stop, right - size), (middle, right - size), (middle, left - size), (start, left - size)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(PathPatch(Path([*upper, *lower, upper[0]], codes), lw=0, **look))


def _bands(flows: pd.DataFrame, places: dict[Block, tuple[float, float]]) -> list[_Band]:
    """Stack the flows in their blocks, in the order of the blocks that they lead to and come from."""
    left, right = ({block: top for block, (_, top) in places.items()} for _ in range(2))
    columns = (flows[name].tolist() for name in ("column", "coalition", "coalition_after", "actors"))
    rows = list(zip(*columns, strict=True))
    starts: dict[tuple[int, int, int], float] = {}
    bands = []
    for column, one, other, actors in sorted(rows, key=lambda row: (row[0], row[1], -places[row[0] + 1, row[2]][1])):
        starts[column, one, other] = left[column, one]
        left[column, one] -= len(actors)
    for column, one, other, actors in sorted(rows, key=lambda row: (row[0], row[2], -places[row[0], row[1]][1])):
        bands.append(_Band(column, one, other, actors, starts[column, one, other], right[column + 1, other]))
        right[column + 1, other] -= len(actors)
    return sorted(bands)


def _draw_bands(ax: Axes, bands: list[_Band], width: float) -> None:
    """Draw those who stay first, then those who change sides, darker."""
    half = width / 2
    for column, one, other, actors, left, right in sorted(bands, key=lambda band: band.one != band.other):
        stays = one == other
        look = {"facecolor": group_colour(one), "alpha": 0.3 if stays else 0.6, "zorder": 2 if stays else 3}
        look["gid"] = f"flow-{column}-{one}-{other}"
        _ribbon(ax, (column + half, column + 1 - half), left, right, len(actors), look)


def _name_movers(ax: Axes, bands: list[_Band], unit: float) -> None:
    """Write who changes sides upon the band, where there is room beside the other names."""
    taken: list[tuple[float, ...]] = []
    per_actor, size = _per_actor(ax), letters(ax, _LETTERS)
    for column, one, other, actors, left, right in bands:
        if one == other:
            continue
        named = [wrapped(str(actor), 14 if is_narrow(ax) else 22, 2) for actor in actors[:_NAMED]]
        words = "\n".join([*named, f"+ {len(actors) - _NAMED} more"] if len(actors) > _NAMED else named)
        x, y = column + 0.5, (left + right - len(actors)) / 2
        box = (x * unit, y * per_actor, *text_size(words, size))
        if box[2] > 0.8 * unit or any(_overlap(box, before) for before in taken):
            continue
        taken.append(box)
        text = ax.text(x, y, words, ha="center", va="center", fontsize=size, color=INK, bbox=HALO, zorder=5)
        text.set(gid=f"mover-{column}-{one}-{other}", in_layout=False)


def _per_actor(ax: Axes) -> float:
    """Give the height of one actor in points."""
    low, high = ax.get_ylim()
    return size_in_points(ax)[1] / (high - low)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Say whether two texts overlap: middle across, middle upright, width and height of each."""
    return abs(one[0] - other[0]) < (one[2] + other[2]) / 2 and abs(one[1] - other[1]) < (one[3] + other[3]) / 2


def _blocks(ax: Axes, places: dict[Block, tuple[float, float]], width: float) -> None:
    for (column, label), (bottom, top) in places.items():
        corner, height = (column - width / 2, bottom), top - bottom
        look: dict[str, Any] = {"facecolor": group_colour(label), "edgecolor": "white", "lw": 0.8, "zorder": 4}
        ax.add_patch(Rectangle(corner, width, height, gid=f"block-{column}-{label}", **look))
        ax.text(
            column, (bottom + top) / 2, str(label), color="white", fontsize=letters(ax, 8), fontweight="bold", zorder=5
        ).set(ha="center", va="center")


def _listed(names: list[str], room: float, size: float) -> str:
    """Write names in lines of their own, as many as there is room for in points."""
    lines = int(room // (1.45 * size))
    if len(names) > lines:
        names = [*names[: lines - 1], f"+ {len(names) - lines + 1} more"] if lines > 1 else []
    return "\n".join(names)


def _members(ax: Axes, seen: pd.DataFrame, places: dict[Block, tuple[float, float]], width: float, unit: float) -> None:
    """Write the members of the blocks of the first and last window beside them, as many as there is room for."""
    per_actor, size = _per_actor(ax), letters(ax, _LETTERS)
    room = (-ax.get_xlim()[0] - width / 2 - _APART) * unit
    for column, side in dict.fromkeys([(0, -1), (int(seen["column"].max()), 1)]):
        for label in sorted({k for c, k in places if c == column}):
            chosen = seen[(seen["column"] == column) & (seen["coalition"] == label)]
            names = [within(str(actor), room, size, width=34, lines=1) for actor in sorted(chosen["actor"], key=str)]
            words = _listed(names, (len(names) + _GAP) * per_actor, letters(ax, _LETTERS))
            text = ax.text(column + side * (width / 2 + _APART), sum(places[column, label]) / 2, words)
            text.set(fontsize=size, color=INK, va="center", ha="right" if side < 0 else "left")
            text.set(gid=f"members-{column}-{label}", in_layout=False)


def _limits(ax: Axes, seen: pd.DataFrame, places: dict[Block, tuple[float, float]], last: int) -> float:
    """Leave room for the names at both ends, at most 30 % each; give the width of one window in points."""
    width = size_in_points(ax)[0]
    names = max(text_size(wrapped(str(actor), 34, 1), letters(ax, _LETTERS))[0] for actor in seen["actor"])
    room = min(names + _NUMBER + 2, 0.3 * width)
    span = max(last, 1)
    unit = (width - 2 * room) / (span + _WIDTH + 2 * _APART)
    beyond = room / unit + _WIDTH / 2 + _APART + (span - last) / 2
    ax.set_xlim(-beyond, last + beyond)
    height = max(top for _, top in places.values())
    ax.set_ylim(-height - 0.6, height + 0.6)
    return unit


def plot_alluvial(table: pd.DataFrame, *, ax: Axes, title: str | None = None) -> Axes:
    """Draw coalitions over time, one column a window: who stays together, and who changes sides.

    A block is a coalition, as high as it has members; its number and colour stay those of the coalition (beyond six
    in grey). Bands lead the actors to their coalition in the next window, dark where they change, with their names
    where there is room. Beside the first and the last column stand the members, as many
    as there is room for. An actor that is not in the next
    window has no band; how many places are empty is noted below.

    Parameters
    ----------
    table : DataFrame
        As `measures.coalitions_over_time` makes it: mid, actor, coalition.
    ax : Axes
        Where to draw; two to eight windows are easy to read.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing, or an actor stands in a window twice.

    Examples
    --------
    >>> from toolkit import plots
    >>> days = pd.to_datetime(["2024-03-15", "2024-03-15", "2024-04-15", "2024-04-15"])
    >>> table = pd.DataFrame({"mid": days, "actor": ["Quist", "Tern"] * 2, "coalition": [1, 2, 1, 1]})
    >>> fig, ax = plots.figure(6, 3)
    >>> [label.get_text() for label in plot_alluvial(table, ax=ax).get_xticklabels()]
    ['2024-03-15', '2024-04-15']
    """
    needs(table, ("mid", "actor", "coalition"))
    twice = table.duplicated(["mid", "actor"])
    if twice.any():
        mid, actor = table.loc[twice, ["mid", "actor"]].iloc[0]
        raise InputError(f"table must have one row an actor and window; got several of {actor!r} at {mid}")
    set_title(ax, title)
    clear(ax)
    ax.set(xticks=[], yticks=[])
    seen = table.dropna(subset=["coalition"]).astype({"coalition": int})
    if seen.empty:
        return nothing(ax, "no coalitions")
    mids = sorted(set(seen["mid"]))
    seen = seen.assign(column=seen["mid"].map({mid: place for place, mid in enumerate(mids)}))
    places = _places(seen, sorted(set(seen["coalition"])))
    unit = _limits(ax, seen, places, len(mids) - 1)
    bands = _bands(_flows(seen), places)
    width = max(_WIDTH, _NUMBER / unit)
    _draw_bands(ax, bands, width)
    _blocks(ax, places, width)
    _members(ax, seen, places, width, unit)
    every = range(0, len(mids), max(1, int(-(-_DATE // unit))))
    ax.set_xticks(every, [f"{mids[place]:%Y-%m-%d}" for place in every])
    _name_movers(ax, bands, unit)
    empty = seen["actor"].nunique() * len(mids) - len(seen)
    note(ax, f"{empty} times an actor has no coalition in a window" if empty else "")
    return ax
