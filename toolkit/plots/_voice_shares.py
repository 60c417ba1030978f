"""Drawing the share of voice."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from toolkit.errors import InputError, check_option
from toolkit.plots._room import fitted, is_narrow, letters, slot, text_size
from toolkit.plots._style import MUTED, clear, key, needs, note, nothing, positive
from toolkit.plots._style import title as set_title

__all__ = ["plot_voice_shares"]

#: Okabe and Ito (2008), the light ones last; then greys for all others and for those not known.
_VOICES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#3C4A55")
_OTHERS, _UNKNOWN = "#B9BFC6", "#E6E8EB"
_HATCHES = ("", "///", "", "...", "", "\\\\\\", "", "xx")


def plot_voice_shares(
    shares: pd.DataFrame, *, ax: Axes, value: str = "share", top: int = 6, title: str | None = None
) -> Axes:
    """Draw the share of voice: a bar for each period or outlet, divided among the actors.

    The actors with most attributions in all have a colour (every second one a hatch too); all others are grey, and
    sources that are not known light grey at the end. The number of attributions stands at the end of a bar.

    Parameters
    ----------
    shares : DataFrame
        As `measures.voice_shares` makes it; periods become columns in the order of time, outlets become lines.
    ax : Axes
        Where to draw.
    value : {"share", "share_words"}
        What to draw.
    top : int
        How many actors have a colour, at most 8.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes.

    Raises
    ------
    InputError
        If a column is missing, `value` is unknown, or `top` is not from 1 to 8.

    Examples
    --------
    >>> from toolkit import plots
    >>> shares = pd.DataFrame({"group": ["Post", "Post"], "actor_id": ["q", None], "name": ["Quist", None], "n": [3, 1],
    ...     "share": [0.75, 0.25], "share_words": [0.8, 0.2], "group_n": [4, 4]})
    >>> fig, ax = plots.figure(6, 2)
    >>> plot_voice_shares(shares, ax=ax).texts[0].get_text()
    '4'
    """
    check_option("value", value, ("share", "share_words"))
    needs(shares, ("group", "actor_id", "name", "n", value, "group_n"), "shares")
    positive("top", top)
    if top > len(_VOICES):
        raise InputError(f"top must be at most {len(_VOICES)}, the number of colours; got {top}")
    set_title(ax, title)
    clear(ax)
    if shares.empty:
        return nothing(ax, "no attributions")
    groups = sorted(set(shares["group"]))
    upright = all(isinstance(group, pd.Timestamp) for group in groups)
    _bars(ax, _layers(shares, groups, value, top), len(groups), upright=upright)
    counts = dict(zip(shares["group"], shares["group_n"], strict=True))
    _ends(ax, [f"{counts[group]}" for group in groups], upright=upright)
    labels = [group.strftime("%Y-%m-%d") if upright else fitted(ax, str(group), 26, 2) for group in groups]
    _axis(ax, labels, upright=upright)
    return ax


def _layers(shares: pd.DataFrame, groups: list[Any], value: str, top: int) -> list[tuple[str, list[float], str, str]]:
    """Give the layers of the bars from the first on: name, values by group, colour, hatch."""
    known = shares[shares["actor_id"].notna()]
    totals = known.groupby("actor_id").agg(n=("n", "sum"), name=("name", "first")).reset_index()
    ranked = totals.sort_values(["n", "name", "actor_id"], ascending=[False, True, True])["actor_id"].tolist()
    names = dict(zip(known["actor_id"], known["name"], strict=True))

    def values(rows: pd.DataFrame) -> list[float]:
        sums = rows.groupby("group")[value].sum()
        return [float(sums.get(group, 0.0)) for group in groups]

    layers = [
        (str(names[actor]), values(known[known["actor_id"] == actor]), colour, hatch)
        for actor, colour, hatch in zip(ranked[:top], _VOICES, _HATCHES, strict=False)
    ]
    others = known[known["actor_id"].isin(ranked[top:])]
    if len(others):
        layers.append((f"{len(ranked) - top} others", values(others), _OTHERS, ""))
    unknown = shares[shares["actor_id"].isna()]
    return [*layers, ("source not known", values(unknown), _UNKNOWN, "")] if len(unknown) else layers


def _bars(ax: Axes, layers: list[tuple[str, list[float], str, str]], n: int, *, upright: bool) -> None:
    places, so_far = list(range(n)), [0.0] * n
    handles = []
    for name, values, colour, hatch in layers:
        look: dict[str, Any] = {"color": colour, "hatch": hatch, "edgecolor": "white", "lw": 0.6}
        if upright:
            ax.bar(places, values, bottom=so_far, width=0.78, **look)
        else:
            ax.barh(places, values, left=so_far, height=0.7, **look)
        so_far = [a + b for a, b in zip(so_far, values, strict=True)]
        handles.append(Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=fitted(ax, name, 26, 2)))
    size: dict[str, Any] = {"handlelength": 1.4, "handleheight": 1.1}
    if is_narrow(ax):
        key(ax, handles, 3, **size)
    else:
        beside: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0), "borderaxespad": 0.0}
        key(ax, handles[::-1] if upright else handles, 1, **beside, **size)


def _ends(ax: Axes, words: list[str], *, upright: bool) -> None:
    size = letters(ax, 7)
    step = max(1, -(-int((text_size(max(words, key=len), size)[0] + 2) * len(words)) // int(slot(ax).width)))
    for place, text in list(enumerate(words))[:: step if upright else 1]:
        at, away = ((place, 1.0), (0, 3)) if upright else ((1.0, place), (4, 0))
        end = ax.annotate(text, at, away, textcoords="offset points", color=MUTED, fontsize=size)
        end.set(ha="center" if upright else "left", va="bottom" if upright else "center")


def _axis(ax: Axes, labels: list[str], *, upright: bool) -> None:
    n = len(labels)
    percent = PercentFormatter(1.0, decimals=0)
    if upright:
        step = max(1, -(-n // max(1, int(0.82 * slot(ax).width / (text_size(labels[0], letters(ax, 8))[0] + 8)))))
        ax.set(xlim=(-0.6, n - 0.4), ylim=(0, 1.12 if is_narrow(ax) else 1.06))
        ax.set_xticks(list(range(0, n, step)), labels[::step])
        ax.yaxis.set_major_formatter(percent)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
        note(ax, "above each bar: number of attributions")
    else:
        ax.set(ylim=(n - 0.4, -0.6), xlim=(0, 1.25 if is_narrow(ax) else 1.08))
        ax.set_yticks(list(range(n)), labels)
        ax.xaxis.set_major_formatter(percent)
        ax.set_xticks([0, 0.5, 1.0] if is_narrow(ax) else [0, 0.25, 0.5, 0.75, 1.0])
        note(ax, "beside each bar: number of attributions")
