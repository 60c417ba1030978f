"""Moves and counter-moves, and the share of voice: what the figures draw."""

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import FancyArrowPatch

from toolkit import plots
from toolkit.errors import InputError
from toolkit.plots._style import SIGN_COLOURS


@pytest.fixture
def ax():
    fig, ax = plots.figure(8, 3)
    yield ax
    plt.close(fig)


NAMES = {"nor": "Norvania", "ost": "Ostrava", "quist": "Marla Quist"}
ROWS = [
    ("nor", "ost", "2024-03-01", "accuse", "verbal conflict", -1),
    ("ost", "nor", "2024-03-05", "coerce", "material conflict", -1),
    ("nor", "ost", "2024-03-05", "consult", "verbal cooperation", 0),
    ("nor", "ost", "2024-03-05", "sanction", "material conflict", -1),
    ("ost", "nor", "2024-03-20", "support", "verbal cooperation", 1),
    ("quist", "nor", "2024-03-20", "support", "verbal cooperation", 1),
]
ACTS = pd.DataFrame(ROWS, columns=["source", "target", "date", "type", "quad", "polarity"]).assign(
    date=lambda t: pd.to_datetime(t["date"]),
    source_name=lambda t: t["source"].map(NAMES),
    target_name=lambda t: t["target"].map(NAMES),
)
LINKS = pd.DataFrame(
    {
        "mover": ["nor", "nor", "quist"],
        "answerer": ["ost", "ost", "nor"],
        "move_date": pd.to_datetime(["2024-03-01", "2024-03-05", "2024-03-01"]),
        "answer_date": pd.to_datetime(["2024-03-05", "2024-03-20", "2024-03-20"]),
        "move_polarity": [-1, -1, 1],
        "answer_polarity": [-1, 1, 1],
    }
)


def hex_of(colour) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in colour[:3])


def test_two_lanes_with_a_mark_for_each_kind_of_act_and_day(ax):
    assert plots.plot_exchange(ACTS, LINKS, "nor", "ost", ax=ax, title="Tit for tat") is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Ostrava → Norvania", "Norvania → Ostrava"]
    marks = [collection for collection in ax.collections if len(collection.get_offsets())]
    assert sum(len(m.get_offsets()) for m in marks if m.get_zorder() == 4) == 5, "acts of others are not drawn"
    heights = sorted({round(float(y), 2) for m in marks if m.get_zorder() == 4 for _, y in m.get_offsets()})
    assert heights == [0.0, 1.0, 1.13], "marks of one day and lane stand above one another"
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    assert [hex_of(arrow.get_edgecolor()) for arrow in arrows] == [SIGN_COLOURS[-1], SIGN_COLOURS[1]]
    assert [arrow.get_linestyle() == "-" for arrow in arrows] == [True, False], "another sign is dashed"
    assert {"accuse", "coerce", "support"} <= {text.get_text() for text in ax.texts}
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == [
        "verbal cooperation",
        "verbal cooperation, neutral",
        "verbal conflict",
        "material conflict",
        "answer in kind",
        "other answer",
    ]


def test_the_figure_can_be_turned_round_and_has_nothing_to_say_of_strangers(ax):
    plots.plot_exchange(ACTS, LINKS, "ost", "nor", ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()][1] == "Ostrava → Norvania"
    ax.clear()
    plots.plot_exchange(ACTS, LINKS, "ost", "quist", ax=ax)
    assert [text.get_text() for text in ax.texts] == ["no dated acts"]


def test_one_sided_exchanges_are_drawn(ax):
    plots.plot_exchange(ACTS.head(1), LINKS.head(0), "nor", "ost", ax=ax)
    assert not [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_words_do_not_cover_words(ax):
    days = pd.date_range("2024-01-01", periods=60)
    many = pd.concat([ACTS.head(1)] * 60, ignore_index=True).assign(date=days, type="threaten")
    plots.plot_exchange(many, LINKS.head(0), "nor", "ost", ax=ax)
    renderer = ax.figure.canvas.get_renderer()
    boxes = sorted((text.get_window_extent(renderer) for text in ax.texts), key=lambda box: box.x0)
    assert 3 < len(boxes) < 60
    assert all(one.x1 <= two.x0 for one, two in pairwise(boxes))


def shares(groups, rows) -> pd.DataFrame:
    table = pd.DataFrame(
        [(group, actor, NAMES.get(actor or ""), n) for group in groups for actor, n in rows],
        columns=["group", "actor_id", "name", "n"],
    )
    total = table.groupby("group")["n"].transform("sum")
    return table.assign(share=table["n"] / total, share_words=table["n"] / total, group_n=total)


def test_outlets_are_bars_that_end_at_one(ax):
    table = shares(["Post", "Gazette"], [("nor", 3), ("ost", 2), ("quist", 1), (None, 4)])
    assert plots.plot_voice_shares(table, ax=ax, top=2) is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Gazette", "Post"]
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["Norvania", "Ostrava", "1 others", "source not known"]
    ends = [patch.get_x() + patch.get_width() for patch in ax.patches]
    assert max(ends) == pytest.approx(1)
    assert [text.get_text() for text in ax.texts][:2] == ["10", "10"]


def test_periods_are_columns_in_the_order_of_time(ax):
    months = list(pd.date_range("2023-01-01", periods=24, freq="MS"))
    plots.plot_voice_shares(shares(months, [("nor", 1), ("ost", 2)]), ax=ax, value="share_words")
    assert [label.get_text() for label in ax.get_xticklabels()][:2] == ["2023-01-01", "2023-04-01"]
    assert len(ax.patches) == 48
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Norvania", "Ostrava"], "top of the bar first"


def test_nothing_is_said_to_be_nothing(ax):
    plots.plot_voice_shares(shares([], []), ax=ax)
    assert [text.get_text() for text in ax.texts] == ["no attributions"]


def test_wrong_input_is_refused(ax):
    with pytest.raises(InputError, match=r"acts lacks the columns \['quad'\]"):
        plots.plot_exchange(ACTS.drop(columns="quad"), LINKS, "nor", "ost", ax=ax)
    with pytest.raises(InputError, match=r"answers lacks the columns \['mover'\]"):
        plots.plot_exchange(ACTS, LINKS.drop(columns="mover"), "nor", "ost", ax=ax)
    with pytest.raises(InputError, match="first and second must be two actors; got 'nor' twice"):
        plots.plot_exchange(ACTS, LINKS, "nor", "nor", ax=ax)
    with pytest.raises(InputError, match="value must be one of 'share', 'share_words'; got 'n'"):
        plots.plot_voice_shares(shares(["Post"], [("nor", 1)]), ax=ax, value="n")
    with pytest.raises(InputError, match="top must be at least 1; got 0"):
        plots.plot_voice_shares(shares(["Post"], [("nor", 1)]), ax=ax, top=0)
    with pytest.raises(InputError, match="top must be at most 8, the number of colours; got 9"):
        plots.plot_voice_shares(shares(["Post"], [("nor", 1)]), ax=ax, top=9)
    with pytest.raises(InputError, match="shares lacks the columns"):
        plots.plot_voice_shares(pd.DataFrame({"group": ["Post"]}), ax=ax)
