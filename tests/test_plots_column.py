"""Every figure in a column of a journal (8 cm): letters can be read, none covers another, none leaves the figure."""

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from toolkit import plots
from toolkit.errors import InputError

ACTORS = (
    "Ministry of Foreign Affairs and International Cooperation of Norvania",
    "Marla Quist",
    "Confederation of Fishing Cooperatives",
    "Varland",
    "High Commissioner for Maritime Boundaries",
    "Edo Tern",
    "Residents' League of the Lower Harbour",
    "Norvania",
)
CONCEPTS = ("the toll should be abolished", "dredging", "a referendum on the outer harbour", "night ferries", "quotas")
DAYS = pd.date_range("2031-03-03", periods=8, freq="9D")
TITLE = "Who acts towards whom in the dispute over the straits, March and April"


def relations() -> nx.DiGraph:
    graph = nx.DiGraph(kind="relations")
    types = ("institution", "person", "organisation", "state", "group", "person", "group", "state")
    for name, kind in zip(ACTORS, types, strict=True):
        graph.add_node(name, name=name, type=kind)
    for place, (one, other) in enumerate(sorted(nx.gnp_random_graph(8, 0.6, seed=3).edges)):
        sign = place % 3 - 1
        graph.add_edge(ACTORS[one], ACTORS[other], weight=1 + place % 12, sign=sign, polarity=float(sign))
    return graph


def discourse() -> nx.Graph:
    graph = nx.Graph()
    for place, (one, other) in enumerate(combinations(ACTORS, 2)):
        graph.add_edge(one, other, weight=(1 + place % 4) * (1 if place % 3 else -1))
    return graph


def members() -> pd.DataFrame:
    return pd.DataFrame({"actor": ACTORS, "coalition": [1, 1, 2, 2, 1, 3, 2, 3]})


def moves() -> pd.DataFrame:
    rows = [(DAYS[i], ACTORS[i], ACTORS[(i + k) % 8], "accuse", (i + k) % 3 - 1) for i in range(8) for k in (1, 2, 3)]
    table = pd.DataFrame(rows, columns=["date", "source_name", "target_name", "type", "polarity"])
    return table.assign(precision="day")


def acts() -> pd.DataFrame:
    table = pd.DataFrame({"date": DAYS, "source": ["q", "n"] * 4, "target": ["n", "q"] * 4})
    names = {"q": ACTORS[0], "n": ACTORS[2]}
    quads = ["verbal conflict", "material conflict", "verbal cooperation", "material cooperation"] * 2
    table = table.assign(source_name=table["source"].map(names), target_name=table["target"].map(names), quad=quads)
    return table.assign(type=["accuse", "sanction", "agree", "aid"] * 2, polarity=[-1, -1, 1, 1] * 2)


def answers() -> pd.DataFrame:
    links = {"mover": ["q", "n"], "answerer": ["n", "q"], "move_date": DAYS[:2], "answer_date": DAYS[1:3]}
    return pd.DataFrame({**links, "move_polarity": [-1, -1], "answer_polarity": [-1, 1]})


def stances() -> pd.DataFrame:
    table = pd.DataFrame({"value": CONCEPTS, "n": [120, 30, 14, 9, 2], "n_0": [70, 30, 4, 4, 1]})
    table["n_1"] = table["n"] - table["n_0"]
    table.attrs["levels"] = [0, 1]
    return table


def scale(dimensions: int) -> pd.DataFrame:
    estimates = np.linspace(-1.6, 1.9, 8)
    one = pd.DataFrame({"kind": "actor", "name": ACTORS, "parameter": "position", "dimension": 1, "n": 4})
    tables = [one.assign(dimension=d + 1, estimate=np.roll(estimates, 3 * d)) for d in range(dimensions)]
    table = pd.concat(tables, ignore_index=True)
    table = table.assign(low=table["estimate"] - 0.8, high=table["estimate"] + 0.8)
    table.attrs["level"] = 0.95
    return table


def ties() -> pd.DataFrame:
    rows = [("edge", one, other, 12.5 - i, 8.5 - i, 16.5 - i) for i, (one, other) in enumerate(combinations(ACTORS, 2))]
    table = pd.DataFrame(rows, columns=["measure", "item", "other", "estimate", "low", "high"])
    return table.assign(sure=0.9, level=0.95)


def windows() -> pd.DataFrame:
    table = pd.DataFrame({"window_start": DAYS, "window_mid": DAYS, "window_stop": DAYS + pd.Timedelta(days=30)})
    values = {"estimate": 0.5, "low": 0.3, "high": 0.7, "level": 0.95}
    return table.assign(measure="polarization", item=None, **values)


def coalitions() -> pd.DataFrame:
    table = pd.MultiIndex.from_product([DAYS[:4], ACTORS], names=["mid", "actor"]).to_frame(index=False)
    return table.assign(coalition=[1 + (place // 8 + place) % (2 + place // 16) for place in range(len(table))])


def shares(groups) -> pd.DataFrame:
    table = pd.MultiIndex.from_product([groups, ACTORS], names=["group", "name"]).to_frame(index=False)
    table = table.assign(actor_id=table["name"], n=15, share=0.125, share_words=0.125, group_n=120)
    return table.assign(actor_id=table["actor_id"].where(table["name"] != ACTORS[7]))


def words() -> pd.DataFrame:
    rows = [(word, place * 90 + 7, DAYS[place], place * 100) for word in CONCEPTS for place in range(8)]
    table = pd.DataFrame(rows, columns=["word", "offset", "published", "doc_start"])
    return table.assign(corpus_words=800)


def keyness() -> pd.DataFrame:
    names = [f"word{'y' * place}" for place in range(24)]
    sides = ["target", "reference"] * 12
    table = pd.DataFrame({"word": names, "used_more_in": sides, "n_target": 1204, "n_reference": 118})
    return table.assign(log_ratio=np.linspace(4, 0.5, 24))


def frequency() -> pd.DataFrame:
    table = pd.MultiIndex.from_product([CONCEPTS, DAYS], names=["word", "period"]).to_frame(index=False)
    return table.assign(per_million=np.arange(40.0) * 400, count=3)


def framing() -> pd.DataFrame:
    categories = [("reporting verb", f"{name} wording") for name in "abcdefgh"] + [("scare quote", "fragment")]
    rows = [(outlet, *pair, 3 + i, 1.5 + i) for outlet in ACTORS[:5] for i, pair in enumerate(categories)]
    return pd.DataFrame(rows, columns=["outlet", "device", "category", "n", "per_1000"])


def counts() -> pd.DataFrame:
    return pd.DataFrame({"period": [f"{day:%Y-%m-%d}" for day in DAYS], "n": range(8)})


def twomode() -> pd.DataFrame:
    values = [[(i * 3 + j) % 5 - 2 for j in range(5)] for i in range(8)]
    return pd.DataFrame(values, index=list(ACTORS), columns=list(CONCEPTS))


FIGURES = {
    "plot_alluvial": lambda ax: plots.plot_alluvial(coalitions(), ax=ax, title=TITLE),
    "plot_counts": lambda ax: plots.plot_counts(counts(), ax=ax, title=TITLE),
    "plot_discourse_network": lambda ax: plots.plot_discourse_network(
        discourse(), ax=ax, coalitions=members(), title=TITLE
    ),
    "plot_edge_intervals": lambda ax: plots.plot_edge_intervals(ties(), ax=ax, title=TITLE),
    "plot_exchange": lambda ax: plots.plot_exchange(acts(), answers(), "q", "n", ax=ax, title=TITLE),
    "plot_framing": lambda ax: plots.plot_framing(framing(), ax=ax, title=TITLE),
    "plot_frequency_over_time": lambda ax: plots.plot_frequency_over_time(frequency(), ax=ax, title=TITLE),
    "plot_interval_ribbon": lambda ax: plots.plot_interval_ribbon(windows(), ax=ax, title=TITLE),
    "plot_keyness": lambda ax: plots.plot_keyness(keyness(), ax=ax, title=TITLE),
    "plot_lexical_dispersion": lambda ax: plots.plot_lexical_dispersion(words(), ax=ax, title=TITLE),
    "plot_matrix": lambda ax: plots.plot_matrix(relations(), ax=ax, title=TITLE),
    "plot_network": lambda ax: plots.plot_network(relations(), ax=ax, title=TITLE),
    "plot_phases": lambda ax: plots.plot_phases(
        pd.DataFrame({"mid": DAYS, "state": [1, 1, 2, 2, 3, 3, 1, 1], "change": [None, *np.linspace(0.1, 0.9, 7)]}),
        ax=ax,
        title=TITLE,
    ),
    "plot_reliability": lambda ax: plots.plot_reliability(
        pd.DataFrame({"stated": [0.1, 0.5, 0.9], "observed": [0.2, 0.45, 0.9], "n": [40, 400, 1200]}),
        ax=ax,
        title=TITLE,
    ),
    "plot_scaling": lambda ax: plots.plot_scaling(scale(1), ax=ax, title=TITLE),
    "plot_scaling, map": lambda ax: plots.plot_scaling(scale(2), ax=ax, title=TITLE),
    "plot_speakers": lambda ax: plots.plot_speakers(
        pd.DataFrame({"name": ACTORS, "n": 120, "direct": 60, "mixed": 30, "indirect": 30, "share": 0.125}),
        ax=ax,
        title=TITLE,
    ),
    "plot_stances": lambda ax: plots.plot_stances(stances(), ax=ax, title=TITLE),
    "plot_timeline": lambda ax: plots.plot_timeline(moves(), ax=ax, title=TITLE),
    "plot_two_mode": lambda ax: plots.plot_two_mode(twomode(), ax=ax, title=TITLE),
    "plot_voice_shares": lambda ax: plots.plot_voice_shares(shares(ACTORS[:5]), ax=ax, title=TITLE),
    "plot_voice_shares, time": lambda ax: plots.plot_voice_shares(shares(list(DAYS)), ax=ax, title=TITLE),
}


def texts(ax) -> list[Text]:
    """Texts that are drawn: no ticks beyond the limits, none of axes that are off."""
    axes = (ax.xaxis, ax.yaxis)
    shown = {id(label) for axis in axes for tick in axis._update_ticks() for label in (tick.label1, tick.label2)}
    shown |= {id(label) for axis in axes for label in (axis.label, axis.offsetText)}
    of_axes = {id(text) for axis in axes for text in axis.findobj(Text)}
    hidden = of_axes - (shown if ax.axison else set())
    return [t for t in ax.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden]


def test_every_figure_is_tried():
    tried = {name.split(",")[0] for name in FIGURES}
    assert tried == {name for name in plots.__all__ if name.startswith("plot_")}


@pytest.mark.parametrize("name", FIGURES)
def test_in_a_column_letters_can_be_read(name):
    fig, ax = plots.figure("column")
    assert FIGURES[name](ax) is ax
    fig.draw_without_rendering()
    found = [(text, text.get_window_extent()) for text in texts(ax)]
    assert TITLE.split()[0] in "".join(text.get_text() for text, _ in found)
    width, height = fig.get_size_inches() * fig.dpi
    for text, box in found:
        assert text.get_fontsize() >= 6, text
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(found, 2):
        across, upright = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or upright <= 1.5, (one.get_text(), other.get_text())
    plt.close(fig)


def test_a_figure_may_have_the_width_of_a_column_or_of_a_page():
    for width, height, size in (("column", None, [3.15, 3.15]), ("page", None, [6.3, 4.2]), ("column", 2, [3.15, 2])):
        fig, _ = plots.figure(width, height)
        assert fig.get_size_inches().tolist() == size
    with pytest.raises(InputError, match="width must be one of 'column', 'page'; got 'poster'"):
        plots.figure("poster")


def test_what_a_small_figure_does_not_show_is_said():
    _, ax = plots.figure("column", 2)
    plots.plot_edge_intervals(ties(), ax=ax)
    shown = len(ax.get_yticks())
    assert 1 < shown < 20
    assert [text.get_text() for text in ax.texts] == [f"{28 - shown} weaker ties not shown"]
    for label in ax.get_yticklabels():
        one, other = label.get_text().split(" –")
        assert one[:5] in {name[:5] for name in ACTORS}
        assert other.strip()[:5] in {name[:5] for name in ACTORS}, "both ends can be read"


def test_at_the_usual_size_as_many_rows_are_shown_as_are_asked_for():
    _, ax = plots.figure(9, 6)
    plots.plot_edge_intervals(ties(), ax=ax, top=20)
    assert len(ax.get_yticks()) == 20
    _, ax = plots.figure(10, 6)
    plots.plot_timeline(moves(), ax=ax, top=20)
    assert len(ax.get_yticks()) == 20
