"""Bar plots, polarization, backbones, distances and phases: tables to check by hand, algebra, other implementations."""

import gzip
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from dna_reference_measures import replay
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.linalg import eigvalsh
from scipy.sparse.csgraph import laplacian
from scipy.spatial.distance import pdist, squareform

from toolkit import measures, networks
from toolkit.errors import InputError
from toolkit.measures import _backbone, _camps, _partitions, _projection, _subsets
from toolkit.measures._backbone_search import annealed
from toolkit.statements import Coded, read_dna

SHARED = Path(__file__).parents[2] / "shared" / "dna"
needs_reference = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the results of DNA in ../shared/dna, which are not part of the project"
)
NAMES: dict[str, Any] = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement"}
Rows = Sequence[tuple[str, str, int | None, str]]


def coded_from(rows: Rows, *, kind: str = "boolean") -> Coded:
    """Make statements of organization, concept, agreement and day, each in a document of its own."""
    count = len(rows)
    dates = pd.to_datetime([row[3] for row in rows]).astype("datetime64[us]")
    documents = pd.DataFrame({"document_id": range(1, count + 1), "date_time": dates, "coder": 1})
    texts = ("title", "text", "author", "source", "section", "type", "notes")
    documents = documents.assign(**dict.fromkeys(texts, ""), outlet="")
    agreement: Any = [row[2] for row in rows]
    statements = pd.DataFrame(
        {
            "statement_id": range(1, count + 1),
            "document_id": range(1, count + 1),
            "start": 0,
            "stop": 1,
            "coder": 1,
            "date_time": dates,
            "organization": pd.array([row[0] for row in rows], dtype="str"),
            "concept": pd.array([row[1] for row in rows], dtype="str"),
            "agreement": pd.array(agreement, dtype="str" if kind == "short text" else "Int64"),
        }
    )
    labels = sorted({("organization", row[0]) for row in rows} | {("concept", row[1]) for row in rows})
    entities = pd.DataFrame(labels, columns=["variable", "value"])
    entities = entities.assign(entity_id=range(1, len(labels) + 1), colour="#336699", parent=None)
    entities["Type"] = ["group" if name == "organization" else None for name in entities["variable"]]
    coders = pd.DataFrame({"coder": [1], "name": ["Ann"], "colour": ["#000000"]})
    types = {"organization": "short text", "concept": "short text", "agreement": kind}
    return Coded("Claim", types, documents, statements, entities, coders)


DEBATE: Rows = [
    ("Quist", "tram", 1, "2024-05-01"),
    ("Tern", "tram", 1, "2024-05-02"),
    ("Ferry Club", "tram", 0, "2024-05-03"),
    ("Harbour Union", "tram", 0, "2024-05-08"),
    ("Quist", "toll", 1, "2024-05-09"),
    ("Ferry Club", "toll", 0, "2024-05-10"),
    ("Harbour Union", "toll", 0, "2024-05-11"),
    ("Tern", "toll", 1, "2024-05-15"),
    ("Tern", "parking", 1, "2024-05-16"),
    ("Quist", "parking", 1, "2024-05-17"),
]


def frame(cells: Any, labels: Sequence[str] | None = None) -> pd.DataFrame:
    """Name rows and columns a, b, c ..."""
    array = np.asarray(cells, dtype=float)
    names = list(labels or [f"a{place:02}" for place in range(len(array))])
    return pd.DataFrame(array, index=names, columns=names)


def symmetric(values: Sequence[int], n: int) -> np.ndarray[Any, Any]:
    cells = np.zeros((n, n))
    cells[np.triu_indices(n, 1)] = values
    return cells + cells.T


@st.composite
def debates(draw: st.DrawFn, low: int = 3, high: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    n = draw(st.integers(low, high))
    pairs = n * (n - 1) // 2
    both = [draw(st.lists(st.integers(0, 3), min_size=pairs, max_size=pairs)) for _ in range(2)]
    return frame(symmetric(both[0], n)), frame(symmetric(both[1], n))


@st.composite
def statements(draw: st.DrawFn, levels: Sequence[Any] = (0, 1)) -> Rows:
    one = st.tuples(
        st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(["x", "y", "z"]), st.sampled_from(list(levels))
    )
    rows = draw(st.lists(one, min_size=6, max_size=25))
    return [(*row, f"2024-05-{1 + place % 28:02}") for place, row in enumerate(rows)]


# --- bar plots -------------------------------------------------------------------------------------------------------


def test_barplot_counts_each_value_by_level() -> None:
    table = measures.barplot(coded_from(DEBATE), variable="concept", qualifier="agreement")
    assert table[["value", "n", "n_0", "n_1"]].to_numpy().tolist() == [
        ["parking", 2, 0, 2],
        ["toll", 4, 2, 2],
        ["tram", 4, 2, 2],
    ]
    assert table.attrs["levels"] == [0, 1]
    assert table["colour"].tolist() == ["#336699"] * 3
    assert "Type" not in table.columns


def test_barplot_shows_the_attributes_of_the_variable() -> None:
    table = measures.barplot(coded_from(DEBATE), variable="organization")
    assert list(table.columns) == ["value", "n", "colour", "Type"]
    assert table["n"].tolist() == [2, 2, 3, 3]
    assert table.attrs["levels"] == []


def test_barplot_drops_empty_values_and_filters_dates() -> None:
    rows = [*DEBATE, ("Quist", "", 1, "2024-05-18")]
    assert "" not in measures.barplot(coded_from(rows), variable="concept")["value"].tolist()
    late = measures.barplot(
        coded_from(rows), variable="concept", start="2024-05-15", exclude={"organization": ["Tern"]}
    )
    assert late[["value", "n"]].to_numpy().tolist() == [["parking", 1]]


def test_barplot_without_statements_is_empty() -> None:
    table = measures.barplot(coded_from(DEBATE), variable="concept", qualifier="agreement", start="2030-01-01")
    assert table.empty
    assert list(table.columns) == ["value", "n", "n_0", "n_1", "colour"]


def test_barplot_takes_names_as_levels_by_default_and_dna_does_not() -> None:
    rows = [("Quist", "tram", "warm", "2024-05-01"), ("Tern", "tram", "cold", "2024-05-02")]
    coded = coded_from(rows, kind="short text")  # type: ignore[arg-type]
    table = measures.barplot(coded, variable="concept", qualifier="agreement")
    assert table[["n_cold", "n_warm"]].to_numpy().tolist() == [[1, 1]]
    with pytest.raises(InputError, match="DNA fails on a short-text qualifier in bar plots; got 'agreement'"):
        measures.barplot(coded, variable="concept", qualifier="agreement", compat="dna")


def test_barplot_refuses_what_dna_replaces() -> None:
    coded = coded_from(DEBATE)
    with pytest.raises(InputError, match="variable1 must be a variable of statement type 'Claim'"):
        measures.barplot(coded, variable="colour")
    with pytest.raises(InputError, match="compat must be one of 'none', 'dna'; got 'rdna'"):
        measures.barplot(coded, variable="concept", compat="rdna")
    replaced = measures.barplot(coded, variable="colour", qualifier="mood", compat="dna")
    assert replaced["value"].tolist() == ["Ferry Club", "Harbour Union", "Quist", "Tern"]


@given(statements())
@settings(max_examples=8)
def test_barplot_is_the_sum_of_the_two_mode_network(rows: Rows) -> None:
    coded = coded_from(rows)
    table = measures.barplot(coded, variable="organization", qualifier="agreement").set_index("value")
    two_mode = networks.discourse_network(coded, kind="twomode", aggregation="ignore", **NAMES)
    signed = networks.discourse_network(coded, kind="twomode", aggregation="subtract", **NAMES)
    assert (table["n_0"] + table["n_1"] == table["n"]).all()
    assert table["n"].tolist() == two_mode.sum(axis=1).loc[table.index].tolist()
    assert (table["n_1"] - table["n_0"]).tolist() == signed.sum(axis=1).loc[table.index].tolist()


# --- polarization ----------------------------------------------------------------------------------------------------


def test_polarization_finds_two_camps_and_scores_them_one() -> None:
    agree = frame([[0, 2, 0, 0], [2, 0, 0, 0], [0, 0, 0, 2], [0, 0, 2, 0]])
    oppose = frame([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]])
    found = measures.polarization(agree, oppose)
    assert found["camp"].tolist() == [1, 1, 2, 2]
    assert found.attrs == {"raw": 0.5, "score": 1.0, "within_congruence": 1.0, "between_conflict": 1.0, "exact": True}
    # moved alone, an actor loses a tie of agreement (2 - 2 * 2 / 8) and gains two of conflict (1 - 2 * 2 / 8 each)
    # with the other camp, and no longer repels its friend (0 - 2 * 2 / 8): 2 * (1.5 + 0.5 + 2 * (0.5 + 0.5)) / 16
    assert found["margin"].tolist() == pytest.approx([0.5] * 4)


def test_polarization_of_consensus_is_zero_with_one_camp() -> None:
    found = measures.polarization(frame(1 - np.eye(4)), frame(np.zeros((4, 4))))
    assert found["camp"].tolist() == [1, 1, 1, 1]
    assert found.attrs["score"] == pytest.approx(0)
    assert np.isnan(found.attrs["between_conflict"])


def test_polarization_leaves_actors_without_ties_out() -> None:
    agree = frame([[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    found = measures.polarization(agree, frame(np.zeros((3, 3))))
    assert found["camp"].isna().tolist() == [False, False, True]
    nothing = measures.polarization(frame(np.zeros((2, 2))), frame(np.zeros((2, 2))))
    assert nothing["camp"].isna().all()
    assert np.isnan(nothing.attrs["score"])


def networkx_quality(agree: pd.DataFrame, oppose: pd.DataFrame, camps: Sequence[int]) -> float:
    groups = [{place for place, camp in enumerate(camps) if camp == group} for group in sorted(set(camps))]
    total, value = agree.to_numpy().sum() + oppose.to_numpy().sum(), 0.0
    for table, sign in ((agree, 1), (oppose, -1)):
        if table.to_numpy().any():
            graph = nx.from_numpy_array(table.to_numpy())
            value += sign * table.to_numpy().sum() / total * nx.community.modularity(graph, groups)
    return value


@given(debates(), st.data())
@settings(max_examples=15)
def test_quality_is_that_of_networkx(pair: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject) -> None:
    agree, oppose = pair
    assume(agree.to_numpy().any() or oppose.to_numpy().any())
    camps = data.draw(st.lists(st.integers(0, 2), min_size=len(agree), max_size=len(agree)))
    ours = measures.polarization_quality(agree, oppose, camps)
    assert ours["raw"] == pytest.approx(networkx_quality(agree, oppose, camps))


@given(debates(high=6), st.integers(2, 3))
@settings(max_examples=8)
def test_polarization_is_the_best_of_all_divisions(pair: tuple[pd.DataFrame, pd.DataFrame], n_camps: int) -> None:
    agree, oppose = pair
    assume(agree.to_numpy().any() or oppose.to_numpy().any())
    found = measures.polarization(agree, oppose, n_camps=n_camps).attrs
    every = itertools.product(range(n_camps), repeat=len(agree) - 1)
    best = max(networkx_quality(agree, oppose, [0, *camps]) for camps in every)
    assert found["raw"] == pytest.approx(best)
    assert -1e-12 <= found["score"] <= 1 + 1e-12


@given(debates(), st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_polarization_does_not_depend_on_the_order_of_actors(
    pair: tuple[pd.DataFrame, pd.DataFrame], random: Any
) -> None:
    order = list(pair[0].index)
    random.shuffle(order)
    ours, shuffled = (measures.polarization(*(table.loc[o, o] for table in pair)) for o in (list(pair[0]), order))
    pd.testing.assert_frame_equal(ours, shuffled)


def planted(n: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    camp = np.arange(n) % 3 // 2
    same = camp[:, None] == camp[None, :]
    pair = [np.triu(rng.poisson(np.where(same, a, b)), 1) for a, b in ((2.0, 0.4), (0.3, 1.6))]
    return frame(pair[0] + pair[0].T), frame(pair[1] + pair[1].T), camp


@pytest.mark.parametrize("n", [12, 45])
def test_polarization_finds_planted_camps_of_unequal_size(n: int) -> None:
    agree, oppose, camp = planted(n, 3)
    found = measures.polarization(agree, oppose, seed=5)
    assert found.attrs["exact"] == (n == 12)
    assert (found.sort_values("actor")["camp"].to_numpy() - 1 == camp).all()
    pd.testing.assert_frame_equal(found, measures.polarization(agree, oppose, seed=5))


def test_search_finds_what_comparing_all_finds() -> None:
    for seed in range(4):
        agree, oppose, _ = planted(10, seed)
        gain = _camps.gains(agree.to_numpy(), oppose.to_numpy())
        rows = [_partitions.search(gain, 3, seed=1), _partitions.best_partition(gain, 3)]
        value = [gain[row[:, None] == row[None, :]].sum() for row in rows]
        assert value[0] == pytest.approx(value[1])


def test_all_partitions_are_as_many_as_there_are() -> None:
    assert len(_partitions.all_partitions(7, 3)) == _partitions.n_partitions(7, 3)
    assert len({tuple(row) for row in _partitions.all_partitions(6, 6).tolist()}) == 203
    assert len(_partitions.all_partitions(4, 2, largest=2)) == 3


def test_margin_is_what_a_move_costs() -> None:
    agree, oppose, _ = planted(9, 1)
    found = measures.polarization(agree, oppose).sort_values("actor", ignore_index=True)
    for place, actor in enumerate(found["actor"]):
        camps = found["camp"].tolist()
        camps[place] = 3 - camps[place]
        moved = measures.polarization_quality(agree, oppose, camps)["raw"]
        assert found.attrs["raw"] - moved == pytest.approx(found.loc[place, "margin"]), actor


def test_dna_maximises_the_distance_from_the_ideal() -> None:
    agree = frame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    oppose = frame([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]])
    true = measures.polarization_quality(agree, oppose, [1, 1, 2, 2], compat="dna")
    found = measures.polarization(agree, oppose, compat="dna")
    # inside: |1 - 2/4 * 4/4| for 4 ordered dyads; between: |1 - 4/8 * 8/8| for 8: 6 in all, of 2 * (4 + 8)
    assert true["raw"] == pytest.approx(3)
    assert true["score"] == pytest.approx(0.25)
    assert found.attrs["score"] > true["score"]
    assert sorted(found["camp"].value_counts()) == [2, 2]


def test_dna_search_in_large_networks_is_seeded_and_balanced() -> None:
    agree, oppose, _ = planted(19, 2)
    found = [measures.polarization(agree, oppose, compat="dna", seed=4) for _ in range(2)]
    assert not found[0].attrs["exact"]
    assert sorted(found[0]["camp"].value_counts()) == [9, 10]
    pd.testing.assert_frame_equal(*found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_camps": 1}, "n_camps must be at least 2; got 1"),
        ({"compat": "r"}, "compat must be one of 'none', 'dna'; got 'r'"),
    ],
)
def test_polarization_refuses_options(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.polarization(frame(np.zeros((2, 2))), frame(np.zeros((2, 2))), **change)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            frame([[0, 1], [2, 0]]),
            frame(np.zeros((2, 2))),
            "congruence must be symmetric; it is not between 'a00' and 'a01'",
        ),
        (frame(np.zeros((2, 2))), frame([[0, -1], [-1, 0]]), "conflict must not be negative; .* got -1"),
        (
            frame(np.zeros((2, 2))),
            frame(np.zeros((2, 2)), "xy"),
            r"congruence and conflict must have the same nodes; \[.*\] are in only one",
        ),
        (pd.DataFrame([[1.0]], index=["a"], columns=["b"]), frame([[0]]), "must be a one-mode network"),
        (frame([[0, np.nan], [np.nan, 0]]), frame(np.zeros((2, 2))), "must hold finite numbers"),
        (
            frame(np.zeros((2, 2)), "aa"),
            frame(np.zeros((2, 2))),
            r"unique row and column labels; got \['a'\] more than once",
        ),
        (pd.DataFrame([["x"]], index=["a"], columns=["a"]), frame([[0]]), "must hold numbers only"),
        ([[0]], frame([[0]]), "congruence must be a DataFrame; got list"),
    ],
)
def test_polarization_refuses_networks(first: Any, second: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.polarization(first, second)


def test_quality_needs_a_camp_for_every_actor() -> None:
    with pytest.raises(InputError, match="camps must give one camp for each of the 2 actors; got 1"):
        measures.polarization_quality(frame(np.zeros((2, 2))), frame(np.zeros((2, 2))), [1])


def debate_steps(size: int = 1) -> list[measures.DebateWindow]:
    coded = coded_from(DEBATE)
    pair = [
        networks.discourse_windows(
            coded, aggregation=name, normalization="average", time_window="weeks", window_size=size, **NAMES
        )
        for name in ("congruence", "conflict")
    ]
    return measures.debate_windows(*pair)


def test_polarization_windows_keep_the_numbers_of_camps() -> None:
    agree = frame([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]])
    oppose = frame([[0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1], [1, 1, 1, 0]])
    turned = frame(agree.to_numpy()[::-1, ::-1]), frame(oppose.to_numpy()[::-1, ::-1])
    days = pd.date_range("2024-05-01", periods=3)
    steps = [measures.DebateWindow(*days, agree, oppose), measures.DebateWindow(*days, *turned)]
    scores, members = measures.polarization_windows(steps)
    assert scores["score"].iloc[0] == pytest.approx(scores["score"].iloc[1])
    assert members["camp"].tolist()[:4] == [1, 1, 1, 2]
    second = members.iloc[4:].set_index("actor")["camp"]
    assert second["a01"] == second["a02"] == second["a03"] == 1
    assert second["a00"] == 2


def test_polarization_windows_of_a_debate() -> None:
    scores, members = measures.polarization_windows(debate_steps())
    assert list(scores.columns[:5]) == ["start", "mid", "stop", "n_actors", "score"]
    assert scores["n_actors"].tolist() == [3, 3, 2]
    first = members[members["mid"] == scores["mid"][0]].set_index("actor")["camp"]
    assert first["Quist"] == first["Tern"] != first["Ferry Club"]


def test_debate_windows_must_fit() -> None:
    steps = networks.discourse_windows(coded_from(DEBATE), time_window="weeks", window_size=1, **NAMES)
    with pytest.raises(InputError, match="as many windows; got 3, 2"):
        measures.debate_windows(steps, steps[:2])
    with pytest.raises(InputError, match="windows must be the same"):
        measures.debate_windows(steps[:1], steps[1:2])


def test_dna_windows_hold_the_same_network_twice() -> None:
    made = measures.dna_debate_windows(
        coded_from(DEBATE), time_window="days", window_size=3, kernel="gaussian", **NAMES
    )
    assert len(made) == 17
    for window in made:
        pd.testing.assert_frame_equal(window.congruence, window.conflict)
    assert (made[0].congruence.to_numpy() < 0).any()
    with pytest.raises(InputError, match="kernel must be one of"):
        measures.dna_debate_windows(coded_from(DEBATE), time_window="days", window_size=3, kernel="no", **NAMES)
    with pytest.raises(InputError, match="no statement counts"):
        measures.dna_debate_windows(
            coded_from(DEBATE),
            time_window="days",
            window_size=3,
            exclude={"concept": ["tram", "toll", "parking"]},
            **NAMES,
        )


@pytest.mark.parametrize("unit", ["minutes", "weeks", "months", "years"])
@pytest.mark.parametrize("kernel", ["uniform", "triangular", "epanechnikov"])
def test_dna_windows_of_every_unit(unit: str, kernel: str) -> None:
    rows = [(*row[:3], f"2024-05-01T00:{row[3][-2:]}") for row in DEBATE] if unit == "minutes" else DEBATE
    made = measures.dna_debate_windows(coded_from(rows), time_window=unit, window_size=2, kernel=kernel, **NAMES)
    assert all(window.start <= window.mid <= window.stop for window in made)
    indented = measures.dna_debate_windows(
        coded_from(rows), time_window=unit, window_size=2, kernel=kernel, indent_time=True, **NAMES
    )
    assert len(indented) == max(0, len(made) - 2)


# --- networks of counts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["boolean", "integer", "short text"])
@pytest.mark.parametrize("compat", ["none", "dna"])
@given(data=st.data())
@settings(max_examples=2)
def test_full_network_is_that_of_networks(kind: str, compat: str, data: st.DataObject) -> None:
    levels = {"boolean": (0, 1), "integer": (-2, 0, 1, 3), "short text": ("cold", "warm", "wet")}[kind]
    rows = data.draw(statements(levels))
    assume(len({row[2] for row in rows}) > 1)
    coded = coded_from(rows, kind=kind)
    for aggregation, normalization in itertools.product(_projection.AGGREGATIONS, _projection.NORMALIZATIONS):
        options = {**NAMES, "aggregation": aggregation, "normalization": normalization, "compat": compat}
        losses = _subsets.losses_of(coded, {**options, "duplicates": "include"})  # type: ignore[typeddict-item]
        expected = networks.discourse_network(coded, kind="onemode", **options)
        assert losses.counts.actors == list(expected.index)
        np.testing.assert_allclose(losses.full, expected.to_numpy(), atol=1e-12)
        plain = _projection.one_mode(losses.counts, aggregation=aggregation, normalization=normalization, compat=compat)
        np.testing.assert_allclose(losses.full, plain, atol=1e-12)


def test_networks_on_subsets_do_not_depend_on_how_they_are_made() -> None:
    losses = _subsets.losses_of(coded_from(DEBATE), {**NAMES})  # type: ignore[typeddict-item]
    masks = np.array([[True, False, True], [False, True, False]])
    slow = _subsets.Losses(losses.counts, (), losses.aggregation, losses.normalization, losses.compat)
    np.testing.assert_allclose(losses.networks(masks), slow.networks(masks))


# --- backbones -------------------------------------------------------------------------------------------------------


def test_nested_backbone_by_hand() -> None:
    table = measures.nested_backbone(coded_from(DEBATE), **NAMES)
    assert table["i"].tolist() == [1, 2, 3]
    # tram and toll carry the same conflict: without one of them the rest keeps it, without parking it weighs too much
    assert table["entity"].tolist() == ["tram", "parking", "toll"]
    assert table["statements"].tolist() == [6, 4, 0]
    assert table["redundant_loss"].iloc[-1] == pytest.approx(0, abs=1e-9)
    assert table.attrs["statements"] == 10


def spectrum(cells: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    values = np.sort(eigvalsh(laplacian(cells)))[::-1]
    return values / values.sum() if values.sum() > 0 else values


def test_loss_is_the_distance_of_laplacian_eigenvalues() -> None:
    coded = coded_from(DEBATE)
    options = {**NAMES, "aggregation": "congruence"}
    found = measures.backbone(coded, size=1, **options)
    tables = [found.full, found.backbone_network, found.redundant_network]
    first, second, third = (spectrum(table.to_numpy()) for table in tables)
    assert found.loss == pytest.approx(np.linalg.norm(first - second))
    assert found.redundant_loss == pytest.approx(np.linalg.norm(first - third))
    dna = measures.backbone(coded, size=1, compat="dna", **options)
    degrees = [np.sort(table.sum(axis=1).to_numpy())[::-1] for table in (dna.full, dna.backbone_network)]
    assert dna.loss == pytest.approx(
        sum(abs(a / degrees[0].sum() - b / degrees[1].sum()) for a, b in zip(*degrees, strict=True))
    )


@pytest.mark.parametrize("compat", ["none", "dna"])
@given(rows=statements())
@settings(max_examples=4)
def test_backbone_is_the_best_of_all_subsets(compat: str, rows: Rows) -> None:
    concepts = sorted({row[1] for row in rows})
    assume(len(concepts) > 1)
    coded = coded_from(rows)
    options = {**NAMES, "compat": compat}
    subsets = [s for k in range(1, len(concepts)) for s in itertools.combinations(concepts, k)]
    losses = {s: measures.evaluate_backbone(coded, s, penalty=2.0, **options)["loss"] for s in subsets}
    found = measures.backbone(coded, penalty=2.0, **options)
    assert found.exact
    assert found.penalized_loss == pytest.approx(min(losses.values()), abs=1e-9)
    assert losses[tuple(found.backbone)] == pytest.approx(found.penalized_loss, abs=1e-9)
    assert sorted(found.backbone + found.redundant) == concepts
    fixed = measures.backbone(coded, size=1, **options)
    single = {s: measures.evaluate_backbone(coded, s, **options)["loss"] for s in subsets if len(s) == 1}
    assert fixed.loss == pytest.approx(min(single.values()), abs=1e-9)
    assert fixed.penalized_loss == fixed.loss


def random_debate(seed: int) -> Coded:
    rng = np.random.default_rng(seed)
    rows = [(f"O{rng.integers(8)}", f"C{rng.integers(9)}", int(rng.integers(2)), "2024-05-01") for _ in range(150)]
    return coded_from(rows)


def test_search_for_backbones_finds_what_comparing_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = random_debate(1)
    best = [measures.backbone(coded, size=size, **NAMES) for size in (3, None)]
    monkeypatch.setattr(_backbone, "_EXACT", 0)
    for size, exact in zip((3, None), best, strict=True):
        found = [measures.backbone(coded, size=size, seed=3, **NAMES) for _ in range(2)]
        assert not found[0].exact
        assert found[0].backbone == found[1].backbone == exact.backbone
        assert found[0].penalized_loss == pytest.approx(exact.penalized_loss)


def test_annealing_keeps_the_size() -> None:
    losses = _subsets.losses_of(random_debate(2), {**NAMES})  # type: ignore[typeddict-item]
    assert annealed(losses, 4, 0.0, 50, 0).sum() == 4


@given(statements(), st.permutations(["x", "y", "z"]))
@settings(max_examples=6)
def test_losses_do_not_depend_on_names_or_order(rows: Rows, names: list[str]) -> None:
    other = dict(zip("xyz", names, strict=True))
    renamed = [(row[0].lower(), other[row[1]], row[2], row[3]) for row in reversed(rows)]
    subset = {rows[0][1]}
    ours = measures.evaluate_backbone(coded_from(rows), subset, **NAMES)
    theirs = measures.evaluate_backbone(coded_from(renamed), {other[name] for name in subset}, **NAMES)
    assert list(ours.values()) == pytest.approx(list(theirs.values()), abs=1e-8)


@pytest.mark.parametrize(
    ("given_options", "message"),
    [
        ({"variable2": None}, "variable2 must name a variable; got None"),
        ({"qualifier": None}, "aggregation 'subtract' needs a qualifier; got None"),
        ({"aggregation": "combine"}, "aggregation must be one of 'ignore', 'congruence', 'conflict', 'subtract'"),
        ({"normalization": "activity"}, "normalization must be one of 'no', 'average', 'jaccard', 'cosine'"),
        ({"compat": "R"}, "compat must be one of 'none', 'dna'; got 'R'"),
        ({"size": 3}, "size must be between 1 and 2, one less than the concepts; got 3"),
        ({"exclude": {"concept": ["tram", "toll", "parking"]}}, "no statement counts"),
        ({"exclude": {"concept": ["tram", "toll"]}}, "a backbone needs at least two concepts"),
    ],
)
def test_backbone_refuses(given_options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.backbone(coded_from(DEBATE), **{**NAMES, **given_options})


def test_evaluate_backbone_refuses_unknown_concepts() -> None:
    with pytest.raises(InputError, match=r"among the statements that count; got \['ferry'\]"):
        measures.evaluate_backbone(coded_from(DEBATE), ["tram", "ferry"], **NAMES)


def test_dna_replaces_what_does_not_fit() -> None:
    options = {**NAMES, "compat": "dna", "normalization": "no"}
    expected = measures.nested_backbone(coded_from(DEBATE), **{**options, "qualifier": None, "duplicates": "include"})
    replaced = {"variable1": "party", "variable2": "topic", "qualifier": "mood", "duplicates": "hour"}
    found = measures.nested_backbone(
        coded_from(DEBATE), **{**options, **replaced, "normalization": "activity", "qualifier_document": True}
    )
    # both are replaced by organization; as the two must differ, the second becomes concept
    pd.testing.assert_frame_equal(found, expected)


def test_dna_divides_by_zero_with_one_level() -> None:
    coded = coded_from([(*row[:2], 3, row[3]) for row in DEBATE], kind="integer")
    with pytest.raises(InputError, match="DNA divides by 0: qualifier 'agreement' has only one level"):
        measures.nested_backbone(coded, compat="dna", **NAMES)
    assert len(measures.nested_backbone(coded, **NAMES)) == 3


# --- distances -------------------------------------------------------------------------------------------------------


@st.composite
def layers(draw: st.DrawFn, n_layers: int = 4, n: int = 4) -> list[pd.DataFrame]:
    pairs = n * (n - 1) // 2
    made = draw(
        st.lists(st.lists(st.integers(-3, 3), min_size=pairs, max_size=pairs), min_size=n_layers, max_size=n_layers)
    )
    return [frame(symmetric(values, n)) for values in made]


@pytest.mark.parametrize("method", ["absdiff", "euclidean", "jaccard", "spectral"])
@pytest.mark.parametrize("normalize", [False, True])
@given(networks_given=layers())
@settings(max_examples=5)
def test_distances_are_a_metric(method: str, normalize: bool, networks_given: list[pd.DataFrame]) -> None:
    cells = measures.network_distances(networks_given, method=method, normalize_to_one=normalize).to_numpy()
    assert (cells == cells.T).all()
    assert (np.diag(cells) == 0).all()
    assert (cells >= 0).all()
    assert (cells[:, None, :] <= cells[:, :, None] + cells[None] + 1e-9).all()
    if method == "jaccard":
        assert cells.max() <= 1 + 1e-12


@given(layers(2), st.permutations(range(4)))
@settings(max_examples=10)
def test_spectral_distance_does_not_see_names(pair: list[pd.DataFrame], order: list[int]) -> None:
    mixed = frame(pair[0].to_numpy()[np.ix_(order, order)])
    assert measures.network_distances([pair[0], mixed], method="spectral").iloc[0, 1] == pytest.approx(0, abs=1e-7)


def test_distances_by_hand() -> None:
    first, second = frame([[0, 2], [2, 0]], "ab"), frame([[0, -1], [-1, 0]], "bc")
    value = {
        m: measures.network_distances([first, second], method=m).iloc[0, 1] for m in ("absdiff", "euclidean", "jaccard")
    }
    assert value == pytest.approx({"absdiff": 6.0, "euclidean": 10**0.5, "jaccard": 1.0})
    unit = measures.network_distances([first, second], normalize_to_one=True)
    assert unit.iloc[0, 1] == 2.0
    signed = measures.network_distances([second, first], normalize_to_one=True, compat="dna")
    assert signed.iloc[0, 1] == 2.0
    mixed = frame([[0, 2, -1], [2, 0, 0], [-1, 0, 0]])
    assert measures.network_distances([mixed, 0 * mixed], normalize_to_one=True).iloc[0, 1] == pytest.approx(1.0)
    assert measures.network_distances([mixed, 0 * mixed], normalize_to_one=True, compat="dna").iloc[0, 1] == 3.0
    assert measures.network_distances([]).shape == (0, 0)


def test_distances_refuse() -> None:
    two_mode = pd.DataFrame([[1.0]], index=["a"], columns=["tram"])
    with pytest.raises(InputError, match="network 0 must be a one-mode network"):
        measures.network_distances([two_mode], method="spectral")
    with pytest.raises(InputError, match="method must be one of 'absdiff', 'euclidean', 'jaccard', 'spectral'"):
        measures.network_distances([two_mode], method="hamming")
    with pytest.raises(InputError, match="labels must name each of the 1 networks; got 2"):
        measures.network_distances([two_mode], labels=[1, 2])


# --- phases ----------------------------------------------------------------------------------------------------------


def phases(sizes: Sequence[int], seed: int = 0) -> pd.DataFrame:
    """Place layers around as many points as there are phases."""
    rng = np.random.default_rng(seed)
    points = np.concatenate([rng.normal(10 * place, 1, (size, 3)) for place, size in enumerate(sizes)])
    days = pd.date_range("2024-05-01", periods=len(points))
    return pd.DataFrame(squareform(pdist(points)), index=days, columns=days)


@pytest.mark.parametrize(
    "method", ["single", "average", "complete", "ward", "kmeans", "pam", "spectral", "concor", "fastgreedy", "segments"]
)
def test_every_method_finds_two_phases(method: str) -> None:
    found = measures.phase_transitions(phases([5, 7]), methods=[method], k_max=2)
    assert found.states["state"].tolist() == [1] * 5 + [2] * 7
    assert (found.method, found.k) == (method, 2)
    assert found.states["change"].iloc[1:].idxmax() == 5


@pytest.mark.parametrize("compat", ["none", "dna"])
def test_phases_have_the_largest_modularity(compat: str) -> None:
    distances = phases([4, 5, 6], seed=2)
    found = measures.phase_transitions(distances, compat=compat)
    assert found.quality["modularity"].max() == pytest.approx(found.modularity)
    ties = 1 - distances.to_numpy() / distances.to_numpy().max()
    np.fill_diagonal(ties, 0)
    states = found.states["state"]
    groups = [set(states.index[states == state]) for state in sorted(set(states))]
    assert nx.community.modularity(nx.from_numpy_array(ties), groups) == pytest.approx(found.modularity)
    assert found.states["state"].iloc[0] == 1


def test_phases_come_back() -> None:
    order = [0, 1, 2, 8, 9, 3, 4]
    distances = phases([5, 5]).iloc[order, order]
    found = measures.phase_transitions(distances, methods=["ward"])
    assert found.states["state"].tolist() == [1, 1, 1, 2, 2, 1, 1]
    spells, transitions = measures.state_dynamics(found.states)
    assert spells["n_layers"].tolist() == [3, 2, 2]
    assert transitions[["before", "after", "n"]].to_numpy().tolist() == [[1, 1, 3], [1, 2, 1], [2, 1, 1], [2, 2, 1]]


def test_phases_of_layers_that_are_all_the_same() -> None:
    found = measures.phase_transitions(frame(np.zeros((4, 4))))
    assert found.states["state"].tolist() == [1, 1, 1, 1]
    assert (found.method, found.k, len(found.quality)) == ("", 1, 0)


def test_phases_with_layers_repeated() -> None:
    cells = np.repeat(np.repeat(phases([3, 2]).to_numpy(), 3, axis=0), 3, axis=1)
    found = measures.phase_transitions(frame(cells))
    assert found.states["state"].tolist() == [1] * 9 + [2] * 6


@pytest.mark.parametrize(
    ("distances", "change", "message"),
    [
        (frame(np.zeros((2, 2))), {}, "at least three layers; got 2"),
        (frame(np.ones((3, 3))), {}, "0 on the diagonal"),
        (frame(np.zeros((3, 3))), {"methods": ["infomap"]}, "methods must be one of 'single'"),
        (frame(np.zeros((3, 3))), {"k_min": 1}, "2 <= k_min <= k_max; got 1 and 6"),
        (frame([[0, 1, 2], [1, 0, 1], [1, 1, 0]]), {}, "distances must be symmetric"),
    ],
)
def test_phases_refuse(distances: pd.DataFrame, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.phase_transitions(distances, **change)


def test_state_dynamics_refuses_tables_without_states() -> None:
    with pytest.raises(InputError, match=r"states lacks the columns \['state'\]"):
        measures.state_dynamics(pd.DataFrame({"mid": [1]}))


def test_embedding_keeps_the_order_of_distances() -> None:
    distances = frame(squareform(pdist(np.array([[0.0, 0], [1, 0], [3, 1], [6, 0], [10, 2]]))))
    placed = measures.temporal_embedding(distances)
    assert placed.attrs["stress"] < 1e-6
    ours = pdist(placed[["x", "y"]].to_numpy())
    assert np.corrcoef(ours, squareform(distances.to_numpy()))[0, 1] > 0.95
    assert (placed[["x", "y"]].mean().abs() < 1e-9).all()
    squared = measures.temporal_embedding(distances**2)
    assert squared.attrs["stress"] < 0.05


# --- the results of DNA ----------------------------------------------------------------------------------------------


def reference(name: str, step: int) -> list[dict[str, Any]]:
    with gzip.open(SHARED / f"reference_{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, 0, None, step)]


@needs_reference
@pytest.mark.parametrize(
    ("name", "step"), [("barplot", 6), ("distance", 9), ("backbone", 25), ("polarization_quality", 3)]
)
def test_results_of_dna(name: str, step: int) -> None:
    read: dict[tuple[str, str], Coded] = {}
    for case in reference(name, step):
        key = (case.get("db") or case["params"]["db"], case["params"]["statementType"])
        if key not in read:
            read[key] = read_dna(SHARED / key[0], statement_type=key[1])
        assert replay(case, read[key]) in ("match", "raised"), case.get("id")


@needs_reference
def test_a_wrong_result_differs() -> None:
    cases = [case for case in reference("backbone", 1) if case["kind"] == "nested"][:1]
    cases += [case for case in reference("backbone", 1) if case["kind"] == "fixed"][:1]
    cases += reference("distance", 30) + reference("barplot", 50)
    coded = read_dna(SHARED / "sample.dna", statement_type="DNA Statement")
    cases[0]["result"]["backboneLoss"][2] *= 1.001
    cases[1]["result"]["minPenalizedBackboneLossLog"] *= 0.999
    cases[2]["result"]["distance"][0][1] += 1e-6
    cases[3]["result"]["counts"][0][0] += 1
    assert [replay(case, coded) for case in cases] == ["differ"] * 4
    swapped = cases[0] | {"result": cases[0]["result"] | {"entity": cases[0]["result"]["entity"][::-1]}}
    assert replay(swapped, coded) == "differ"


@needs_reference
def test_polarization_of_the_perfect_debate_finds_its_camps() -> None:
    coded = read_dna(SHARED / "perfect.dna", statement_type="Rich Statement")
    agree, oppose = (
        networks.discourse_network(coded, aggregation=name, normalization="average", **NAMES)
        for name in ("congruence", "conflict")
    )
    found = measures.polarization(agree, oppose).set_index("actor")
    assert found["camp"].tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    assert [name[0] for name in found.index] == list("AAAABBBB")
    assert found.attrs["score"] == pytest.approx(1.0)
    dna = measures.polarization(agree, oppose, compat="dna")
    assert dna.attrs["score"] == pytest.approx(0.5357142857142857)
    true = measures.polarization_quality(agree, oppose, [name[0] == "A" for name in agree.index], compat="dna")
    assert true["score"] == pytest.approx(0.25)
