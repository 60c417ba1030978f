"""Backbones of dense networks: the disparity filter and the noise-corrected one, against their formulas."""

from math import sqrt
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, binom, norm

from toolkit import measures, networks, statements
from toolkit.errors import InputError

DATA = Path(__file__).parents[1] / "data"
SAYS = pd.DataFrame([[8, 1, 1], [1, 1, 1]], index=["Quist", "Tern"], columns=["tram", "toll", "ferry"])
BACKBONES = [measures.disparity_backbone, measures.noise_corrected_backbone]


def onemode(*ties: tuple[str, str, float]) -> pd.DataFrame:
    names = sorted({end for one, other, _ in ties for end in (one, other)})
    matrix = pd.DataFrame(0.0, index=names, columns=names)
    for one, other, weight in ties:
        matrix.loc[one, other] = matrix.loc[other, one] = weight
    return matrix


@st.composite
def twomodes(draw: st.DrawFn) -> pd.DataFrame:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = [[draw(st.integers(0, 9)) for _ in range(columns)] for _ in range(rows)]
    return pd.DataFrame(cells, index=list("dcba"[:rows]), columns=list("xywz"[:columns]))


@st.composite
def onemodes(draw: st.DrawFn) -> pd.DataFrame:
    n = draw(st.integers(2, 5))
    cells = np.triu([[draw(st.integers(0, 9)) for _ in range(n)] for _ in range(n)], 1)
    return pd.DataFrame(cells + cells.T, index=list("edcba"[:n]), columns=list("edcba"[:n]))


# --- Disparity filter -------------------------------------------------------------------------------------------------


def test_disparity_by_hand() -> None:
    """Quist and tram: (1 - 8/10)^2 from Quist, (1 - 8/9)^1 from the tram; the smaller one counts."""
    table = measures.disparity_backbone(SAYS, alpha=0.05)
    p_values = {(s, t): p for s, t, p in table[["source", "target", "p_value"]].itertuples(index=False)}
    assert p_values == pytest.approx(
        {
            ("Quist", "ferry"): 1 / 2,
            ("Quist", "toll"): 1 / 2,
            ("Quist", "tram"): 0.2**2,
            ("Tern", "ferry"): (2 / 3) ** 2,
            ("Tern", "toll"): (2 / 3) ** 2,
            ("Tern", "tram"): (2 / 3) ** 2,
        }
    )
    assert table["kept"].tolist() == [False, False, True, False, False, False]
    assert table.attrs == {"n_ties": 6, "n_kept": 1, "share_weight": pytest.approx(8 / 13)}


def test_the_p_value_is_the_integral_of_serrano() -> None:
    """1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to the share: the hub's three ties."""
    table = measures.disparity_backbone(onemode(("a", "b", 5.0), ("a", "c", 2.0), ("a", "d", 1.0)))
    expected = [1 - 2 * quad(lambda x: 1 - x, 0, w / 8)[0] for w in (5, 2, 1)]
    assert table["p_value"].tolist() == pytest.approx(expected)
    assert table[["source", "target"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["a", "d"]]


def test_a_node_with_one_tie_tells_nothing() -> None:
    assert measures.disparity_backbone(onemode(("a", "b", 50.0)), alpha=1)["p_value"].tolist() == [1.0]


def test_directions_count_apart() -> None:
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("a", "b", 9), ("a", "c", 1), ("b", "a", 1), ("c", "a", 1)])
    table = measures.disparity_backbone(graph, alpha=0.2)
    assert table[["source", "target"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "a"], ["c", "a"]]
    assert table["p_value"].tolist() == pytest.approx([0.1, 0.9, 0.5, 0.5])
    assert sorted(measures.keep_ties(graph, table).edges) == [("a", "b")]


@given(network=st.one_of(onemodes(), twomodes()), alpha=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_larger_alpha_keeps_more(network: pd.DataFrame, alpha: float) -> None:
    table = measures.disparity_backbone(network, alpha=alpha)
    assert table["p_value"].between(0, 1).all()
    assert (table["kept"] == (table["p_value"] < alpha)).all()
    same = set(network.index) == set(network.columns)
    assert len(table) == (network.to_numpy() > 0).sum() / (2 if same else 1)
    scaled = measures.disparity_backbone(network * 7, alpha=alpha)
    assert scaled["p_value"].tolist() == pytest.approx(table["p_value"].tolist())


# --- Noise-corrected --------------------------------------------------------------------------------------------------


def reference(cells: Any, i: int, j: int) -> tuple[float, float]:
    """Write score and deviation as in the paper, one tie at a time; the prior by the moments of scipy's beta."""
    n_ij, n_i, n_j, n = (float(x) for x in (cells[i, j], cells[i].sum(), cells[:, j].sum(), cells.sum()))
    mean, spread = n_i * n_j / n**2, n_i * n_j * (n - n_i) * (n - n_j) / (n**4 * (n - 1))
    a = mean**2 / spread * (1 - mean) - mean
    b = a * (1 - mean) / mean
    assert beta.stats(a, b) == pytest.approx((mean, spread))
    share = (a + n_ij) / (a + b + n)
    kappa = n / (n_i * n_j)
    change = 1 / (n_i * n_j) - n * (n_i + n_j) / (n_i * n_j) ** 2
    variance = n * share * (1 - share) * (2 * (kappa + n_ij * change) / (kappa * n_ij + 1) ** 2) ** 2
    return (kappa * n_ij - 1) / (kappa * n_ij + 1), sqrt(variance)


@given(network=st.one_of(onemodes(), twomodes()))
@settings(max_examples=40, deadline=None)
def test_noise_corrected_agrees_with_the_paper(network: pd.DataFrame) -> None:
    cells = network.to_numpy(dtype=float)
    if 0 < cells.sum() <= 1:
        return
    table = measures.noise_corrected_backbone(network)
    for row in table.itertuples():
        i, j = network.index.get_loc(row.source), network.columns.get_loc(row.target)
        if cells[i].sum() < cells.sum() > cells[:, j].sum():
            assert (row.score, row.sd) == pytest.approx(reference(cells, i, j))
        assert row.expected == pytest.approx(cells[i].sum() * cells[:, j].sum() / cells.sum())
        assert row.kept == (row.score > 1.64 * row.sd)
        if row.sd > 0:
            assert row.p_value == pytest.approx(norm.sf(row.score / row.sd))


def test_noise_corrected_by_hand() -> None:
    """20 where 21 * 21 / 42 are expected: (20/10.5 - 1) / (20/10.5 + 1)."""
    says = pd.DataFrame([[20, 1], [1, 20]], index=["Quist", "Tern"], columns=["tram", "toll"])
    table = measures.noise_corrected_backbone(says)
    row = table.query("source == 'Quist' and target == 'tram'").iloc[0]
    assert row["score"] == pytest.approx(9.5 / 30.5)
    assert table["kept"].tolist() == [False, True, True, False]
    assert table.attrs["share_weight"] == pytest.approx(40 / 42)


def test_more_of_the_same_makes_surer() -> None:
    says = pd.DataFrame([[3, 2, 2], [2, 3, 2], [2, 2, 3]], index=list("abc"), columns=list("xyz"))
    few, many = (measures.noise_corrected_backbone(says * k).iloc[0] for k in (1, 50))
    assert few["score"] == pytest.approx(many["score"])
    assert few["sd"] > many["sd"]
    assert few["chance"] > 0.1 > 0.01 > many["chance"]


def test_a_tie_that_is_half_of_both_ends_has_no_deviation_but_a_chance() -> None:
    """With 2 more in the other cells the lift (w + 4) w / (w + 1)^2 is largest for w = 2: its slope is 0.

    2 of 6 with probability 1/4 each is no surprise.
    """
    table = measures.noise_corrected_backbone(pd.DataFrame([[2, 1], [1, 2]], index=list("ab"), columns=list("xy")))
    row = table.iloc[0]
    assert row["sd"] == pytest.approx(0, abs=1e-12)
    assert row["kept"]
    assert row["chance"] == pytest.approx(binom.sf(1, 6, 0.25))
    pair = measures.noise_corrected_backbone(onemode(("a", "b", 2.0), ("b", "c", 1.0), ("a", "c", 1.0))).iloc[0]
    assert pair["chance"] == pytest.approx(binom.sf(1, 4, 2 * 3 * 3 / 8**2))


def test_a_single_row_is_as_expected() -> None:
    table = measures.noise_corrected_backbone(pd.DataFrame([[3, 1]], index=["a"], columns=["x", "y"]), delta=0)
    assert table["score"].tolist() == pytest.approx([0, 0])
    assert not table["kept"].any()


@given(network=onemodes(), delta=st.floats(0, 4))
@settings(max_examples=30, deadline=None)
def test_a_larger_delta_keeps_less(network: pd.DataFrame, delta: float) -> None:
    kept = [measures.noise_corrected_backbone(network, delta=d)["kept"].sum() for d in (0, delta)]
    assert kept[0] >= kept[1]


def test_noise_is_not_kept_and_structure_is() -> None:
    """Counts drawn from activity alone keep about one tie in twenty; a planted block stands out."""
    draw = np.random.default_rng(7)
    active = draw.uniform(5, 20, 40)
    noise = draw.poisson(np.outer(active, active) / 12)
    names = [f"actor {k:02d}" for k in range(40)]
    columns = [f"concept {k:02d}" for k in range(40)]
    table = measures.noise_corrected_backbone(pd.DataFrame(noise, index=names, columns=columns))
    assert table["kept"].mean() < 0.09
    block = noise.copy()
    block[:10, :10] += draw.poisson(30, (10, 10))
    table = measures.noise_corrected_backbone(pd.DataFrame(block, index=names, columns=columns))
    planted = table["source"].isin(names[:10]) & table["target"].isin(columns[:10])
    assert table.loc[planted, "kept"].mean() > 0.75
    assert table.loc[~planted, "kept"].mean() < 0.15


# --- Both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backbone", BACKBONES)
def test_order_and_form_of_the_network_do_not_matter(backbone: Any) -> None:
    table = backbone(SAYS)
    assert table[["source", "target"]].to_numpy().tolist() == sorted(table[["source", "target"]].to_numpy().tolist())
    pd.testing.assert_frame_equal(table, backbone(SAYS.iloc[::-1, [1, 0, 2]]))
    pd.testing.assert_frame_equal(table, backbone(networks.discourse_graph(SAYS, kind="twomode")))
    pair = onemode(("a", "b", 5.0), ("a", "c", 1.0), ("b", "c", 1.0), ("c", "d", 2.0))
    found = backbone(pair)
    pd.testing.assert_frame_equal(found, backbone(networks.discourse_graph(pair, kind="onemode")))
    looped = pair.copy()
    looped.loc["a", "a"] = 99.0
    pd.testing.assert_frame_equal(found, backbone(looped))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_without_ties(backbone: Any) -> None:
    for empty in (SAYS * 0, pd.DataFrame(dtype=float)):
        table = backbone(empty)
        assert table.empty
        assert table.attrs["n_ties"] == 0
        assert np.isnan(table.attrs["share_weight"])
        assert (measures.keep_ties(empty, table) == empty).all(axis=None)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_kept_network_has_all_nodes_and_the_kept_ties(backbone: Any) -> None:
    network = onemode(("b", "a", 30.0), ("a", "c", 1.0), ("b", "c", 1.0), ("c", "d", 25.0), ("d", "a", 2.0))
    before = network.copy(deep=True)
    table = backbone(network, **({"alpha": 0.3} if backbone is measures.disparity_backbone else {}))
    reduced = measures.keep_ties(network, table)
    assert (reduced == reduced.T).all(axis=None)
    assert reduced.to_numpy().sum() == 2 * table.loc[table["kept"], "weight"].sum() > 0
    graph = measures.keep_ties(networks.discourse_graph(network, kind="onemode"), table)
    assert sorted(graph) == list("abcd")
    assert {tuple(sorted(tie)) for tie in graph.edges} == {
        (row.source, row.target) for row in table[table["kept"]].itertuples()
    }
    pd.testing.assert_frame_equal(network, before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.disparity_backbone(SAYS, alpha=1.5), "alpha must be from 0 to 1; got 1.5"),
        (lambda: measures.noise_corrected_backbone(SAYS, delta=-1), "delta must be 0 or more; got -1"),
        (lambda: measures.disparity_backbone(-SAYS), "network must not have negative ties"),
        (lambda: measures.noise_corrected_backbone(SAYS - 2), "network must not have negative ties"),
        (lambda: measures.noise_corrected_backbone(SAYS / 100), "network must hold counts; its weights sum to 0.13"),
        (lambda: measures.disparity_backbone(SAYS.astype(str) + "x"), "network must hold numbers only"),
        (
            lambda: measures.keep_ties(SAYS, pd.DataFrame({"source": []})),
            r"edges lacks the columns \['target', 'kept'\]",
        ),
        (
            lambda: measures.keep_ties(SAYS, pd.DataFrame({"source": ["q"], "target": ["tram"], "kept": [True]})),
            r"edges names nodes that the network lacks: \['q'\]",
        ),
    ],
)
def test_what_has_no_backbone(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_the_garden_ring_keeps_its_camps() -> None:
    """Spring: of all pairs that agree on anything the disparity filter keeps none between the camps."""
    coded = statements.read_dna(DATA / "garden_ring_debate.dna")
    options: dict[str, Any] = {"qualifier": "agreement", "aggregation": "congruence", "stop": "2032-05-31"}
    network = networks.discourse_network(coded, **options)
    garden = {"Council Ruling Group", "Cyclists' Club", "Health Board", "Residents' League"}
    brokers = {"Heritage Society", "Tarnholt Omnibus"}
    for table in (measures.disparity_backbone(network, alpha=0.2), measures.noise_corrected_backbone(network)):
        kept = table[table["kept"] & ~table["source"].isin(brokers) & ~table["target"].isin(brokers)]
        assert 0 < table.attrs["n_kept"] < table.attrs["n_ties"]
        assert (kept["source"].isin(garden) == kept["target"].isin(garden)).all()
