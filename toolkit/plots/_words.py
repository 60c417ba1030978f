"""Drawing words: where they stand in a corpus, which are key, and how frequent they are in time."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from toolkit.errors import InputError, check_option
from toolkit.plots._charts import _date_axis, _numbers
from toolkit.plots._room import fitted, is_narrow, letters, rows_for, size_in_points, text_size
from toolkit.plots._style import (
    COLOURS,
    FAINT,
    GREY,
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

__all__ = ["plot_frequency_over_time", "plot_keyness", "plot_lexical_dispersion"]

#: Colour-blind safe (Okabe and Ito 2008), without the yellow; each line has its own mark as well.
_COLOURS = (*COLOURS, INK)
_MARKS = ("o", "s", "^", "D", "v", "P", "X")
_VALUES = {"log_ratio": "log ratio (1: twice as often)", "g2": "log-likelihood G²"}
#: From here on numbers have a comma, as in the tables.
_THOUSAND = 1000
_SIDES = {"target": SIGN_COLOURS[1], "reference": SIGN_COLOURS[-1]}


def _document_ticks(ax: Axes, places: pd.DataFrame) -> None:
    """Write the dates of documents where they begin, at most eight, and a line at the border of each document."""
    total = int(places["corpus_words"].iloc[0])
    starts = places.drop_duplicates("doc_start")[["doc_start", "published"]].sort_values("doc_start")
    if len(starts) <= 80:
        ax.vlines(starts["doc_start"], -0.5, places["word"].nunique() - 0.5, color=FAINT, lw=0.7, zorder=0)
    dated = starts.dropna(subset=["published"])
    if dated.empty:
        axis_label(ax, "words from the beginning")
        return
    most = min(7.0, size_in_points(ax)[0] / (text_size("2031-03-01", letters(ax, 8))[0] + 6))
    ticks: list[tuple[int, str]] = []
    for start, day in zip(dated["doc_start"], pd.to_datetime(dated["published"]), strict=True):
        if not ticks or start - ticks[-1][0] >= total / most:
            ticks.append((int(start), day.strftime("%Y-%m-%d")))
    ax.set_xticks([start for start, _ in ticks], [day for _, day in ticks])
    for label in ax.get_xticklabels():
        label.set_horizontalalignment("left")
    axis_label(ax, f"all {total:,} words, in the order of publication")


def plot_lexical_dispersion(places: pd.DataFrame, *, ax: Axes, title: str | None = None) -> Axes:
    """Draw where words stand in a corpus: a row a word, a stroke an occurrence, a thin line where a document begins.

    Parameters
    ----------
    places : DataFrame
        As `textstats.lexical_dispersion` makes it: word, offset, published, doc_start, corpus_words.
    ax : Axes
        Where to draw.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. Behind each word stands how often it occurs. Borders of documents are left out if there are more
        than 80.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> from toolkit import plots
    >>> places = pd.DataFrame({"word": ["toll"], "offset": [1], "published": ["2024-03-05"], "doc_start": [0],
    ...     "corpus_words": [9]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [label.get_text() for label in plot_lexical_dispersion(places, ax=ax).get_yticklabels()]
    ['toll (1)']
    """
    needs(places, ("word", "offset", "published", "doc_start", "corpus_words"), "places")
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    if places.empty:
        return nothing(ax, "no words")
    words = list(dict.fromkeys(places["word"]))
    found = places.dropna(subset=["offset"])
    offsets = [found.loc[found["word"] == word, "offset"].astype(float).tolist() for word in words]
    ax.eventplot(offsets, lineoffsets=list(range(len(words))), linelengths=0.62, linewidths=1.1, colors=SIGN_COLOURS[1])
    ax.set_yticks(range(len(words)), [fitted(ax, f"{w} ({len(o)})", 34) for w, o in zip(words, offsets, strict=True)])
    ax.set_ylim(len(words) - 0.5, -0.5)
    ax.set_xlim(0, max(1, int(places["corpus_words"].iloc[0])))
    _document_ticks(ax, places)
    return ax


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    ax: Axes,
    value: str = "log_ratio",
    top: int = 12,
    target: str = "target",
    reference: str = "reference",
    title: str | None = None,
) -> Axes:
    """Draw the words that are key in one sub-corpus against another: bars to the right and to the left.

    Parameters
    ----------
    keyness : DataFrame
        As `textstats.keyness` makes it: word, used_more_in, n_target, n_reference and `value`; the first rows of each
        side are drawn, in the order given.
    ax : Axes
        Where to draw.
    value : {"log_ratio", "g2"}
        Length of the bars: effect size, or log-likelihood.
    top : int
        How many words of each side at most, as far as there is room; the figure says how many are not shown.
    target, reference : str
        Names of the sub-corpora.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. At the end of a bar stand the counts in target and reference. Words with equal shares are not
        drawn.

    Raises
    ------
    InputError
        For an unknown value, a missing column, or `top` below 1.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"word": ["toll"], "used_more_in": ["target"], "n_target": [3], "n_reference": [1],
    ...     "log_ratio": [1.58]})
    >>> fig, ax = plots.figure(6, 2)
    >>> [text.get_text() for text in plot_keyness(table, ax=ax).texts]
    ['toll', '3 : 1']
    """
    check_option("value", value, _VALUES)
    needs(keyness, ("word", "used_more_in", "n_target", "n_reference", value), "keyness")
    positive("top", top)
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    most = max(1, rows_for(ax, 2 * top) // 2)
    sides = {side: keyness[keyness["used_more_in"] == side].head(most) for side in _SIDES}
    drawn = pd.concat([sides["target"], sides["reference"][::-1]])
    if drawn.empty:
        return nothing(ax, "no key words")
    names = {"target": target, "reference": reference}
    longest = float(drawn[value].abs().max()) or 1.0
    for place, row in enumerate(drawn.to_dict("records")):
        _bar(ax, place, {str(key): cell for key, cell in row.items()}, value)
    ax.axvline(0, color=GREY, lw=0.8)
    reach = (1.6 if is_narrow(ax) else 1.3) * longest
    ax.set(xlim=(-reach, reach), ylim=(len(drawn) - 0.4, -0.6), yticks=[])
    if is_narrow(ax):
        ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.set_xticks([tick for tick in ax.get_xticks() if abs(tick) <= reach])
    ax.set_xticks(
        ax.get_xticks(),
        [f"{abs(tick):g}" if value == "g2" else f"{tick:g}".replace("-", "\N{MINUS SIGN}") for tick in ax.get_xticks()],
    )
    axis_label(ax, _VALUES[value])
    handles = [ax.barh([0], [0], color=_SIDES[s], label=f"more in {names[s]}") for s in _SIDES if len(sides[s])]
    key(ax, handles, 2)
    hidden = len(keyness) - len(drawn)
    note(ax, f"{hidden} more words not shown" if hidden else "")
    return ax


def _bar(ax: Axes, place: int, row: dict[str, Any], value: str) -> None:
    """Draw one bar, the word on the other side of the zero line, the counts at its end."""
    sign = 1 if row["used_more_in"] == "target" else -1
    length = sign * abs(row[value])
    ax.barh(place, length, height=0.68, color=_SIDES[row["used_more_in"]], edgecolor="white", lw=0.6)
    away, towards = ("right", "left") if sign > 0 else ("left", "right")
    text: dict[str, Any] = {"textcoords": "offset points", "va": "center"}
    ax.annotate(str(row["word"]), (0, place), (-5 * sign, 0), ha=away, fontsize=letters(ax, 8), color=INK, **text)
    counts = f"{row['n_target']} : {row['n_reference']}"
    ax.annotate(counts, (length, place), (5 * sign, 0), ha=towards, fontsize=letters(ax, 7), color=MUTED, **text)


def plot_frequency_over_time(
    frequency: pd.DataFrame,
    *,
    ax: Axes,
    value: str = "per_million",
    line: str = "word",
    title: str | None = None,
) -> Axes:
    """Draw how frequent words are in time: a line a word, broken where a period has no words at all.

    Parameters
    ----------
    frequency : DataFrame
        As `textstats.frequency_over_time` makes it: period, count, per_million, n_texts and the column `line`.
    ax : Axes
        Where to draw.
    value : {"per_million", "count", "n_texts"}
        What to draw.
    line : str
        Column that says which line a row belongs to: ``"word"``, or what the table was counted by.
    title : str, optional
        Title.

    Returns
    -------
    Axes
        The same axes. Up to seven lines are drawn, the first; the figure says how many are not shown, and how many
        occurrences in documents without a date.

    Raises
    ------
    InputError
        For an unknown value, a missing column, or a table with several rows for one line and period.

    Examples
    --------
    >>> from toolkit import plots
    >>> table = pd.DataFrame({"word": ["toll"], "period": pd.to_datetime(["2024-03-01"]), "per_million": [10.0],
    ...     "count": [1]})
    >>> fig, ax = plots.figure(6, 2)
    >>> len(plot_frequency_over_time(table, ax=ax).get_lines())
    1
    """
    check_option("value", value, ("per_million", "count", "n_texts"))
    needs(frequency, (line, "period", "count", value), "frequency")
    if frequency.duplicated([line, "period"]).any():
        raise InputError(f"frequency has several rows for one {line!r} and period; choose line= or one word")
    set_title(ax, title)
    clear(ax, keep=("bottom",))
    dated = frequency.dropna(subset=["period"])
    if dated.empty:
        return nothing(ax, "no dated words")
    names = list(dict.fromkeys(dated[line]))
    for name, colour, mark in zip(names, _COLOURS, _MARKS, strict=False):
        part = dated[dated[line] == name]
        look: dict[str, Any] = {"color": colour, "marker": mark, "ms": 4.5, "lw": 1.4, "mec": "white", "mew": 0.5}
        look["clip_on"] = False
        ax.plot(_numbers(part["period"]), part[value].astype(float), label=str(name), **look)
    words = value.replace("per_million", "per million words").replace("n_texts", "documents")
    upright_label(ax, words, color=MUTED)
    if dated[value].max() >= _THOUSAND:
        ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    _date_axis(ax, dated["period"])
    ax.set_xlim(right=float(_numbers(dated["period"].max())) + (ax.get_xlim()[1] - ax.get_xlim()[0]) * 0.03)
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color=FAINT, lw=0.8)
    ax.set_axisbelow(True)
    key(ax, ax.get_legend_handles_labels()[0], 4)
    hidden, undated = len(names[len(_COLOURS) :]), int(frequency.loc[frequency["period"].isna(), "count"].sum())
    parts = [f"{hidden} more lines not shown"] if hidden else []
    parts += [f"{undated} occurrences without a date not shown"] if undated else []
    note(ax, "; ".join(parts))
    return ax
