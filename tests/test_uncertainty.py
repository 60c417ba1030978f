"""How sure networks are: against repeated statements, exact sums, other implementations, and simulated debates."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from toolkit import measures, networks, plots, uncertainty
from toolkit.errors import InputError
from toolkit.records import Actor, Relation
from toolkit.statements import Coded
from toolkit.statements.sheets import read_cells
from toolkit.tables import to_frame
from toolkit.uncertainty import bootstrap, combined, in_words, over_windows, propagate, say
from toolkit.uncertainty._cells import counted, incidence_of, onemode, twomode
from toolkit.uncertainty._central import CENTRALITIES, central
from toolkit.uncertainty._draws import Drawing, weights
from toolkit.uncertainty._groups import gains, improved, quality
from toolkit.uncertainty._material import units_of

VARIABLES = {"organization": "short text", "concept": "short text", "agreement": "boolean", "strength": "integer"}
AGREE = {"qualifier": "agreement", "aggregation": "congruence"}
Row = tuple[int, str, str, int]


def coded_of(
    rows: list[Row], confidence: list[float | None] | None = None, dates: Mapping[int, str] | None = None
) -> Coded:
    """Make coded statements: document, organization, concept, agreement."""
    frame = pd.DataFrame(rows, columns=["document_id", "organization", "concept", "agreement"])
    ids = sorted(set(frame["document_id"]))
    when = pd.Series({n: pd.Timestamp((dates or {}).get(n, "2024-01-01")) for n in ids}).astype("datetime64[us]")
    documents = pd.DataFrame({"document_id": ids, "date_time": when.to_numpy()})
    documents = documents.assign(title="", text="", author="", source="", section="", type="", notes="", coder=1)
    statements = frame.assign(
        statement_id=range(1, len(frame) + 1),
        start=0,
        stop=1,
        coder=1,
        date_time=frame["document_id"].map(when),
        strength=pd.array([1 + 2 * row[3] for row in rows], dtype="Int64"),
        agreement=frame["agreement"].astype("Int64"),
    )
    if confidence is not None:
        statements = statements.assign(confidence=pd.array(confidence, dtype="Float64"))
    entities = pd.DataFrame(columns=["variable", "entity_id", "value", "colour", "parent"])
    coders = pd.DataFrame({"coder": [1], "name": ["Coder"], "colour": ["#000000"]})
    return Coded("Debate", VARIABLES, documents, statements, entities, coders)


def drawn(seed: int, n: int = 60, actors: int = 7, documents: int = 20) -> list[Row]:
    """Draw a debate of two camps with some dissent."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(n):
        actor, concept = int(rng.integers(actors)), int(rng.integers(4))
        agrees = int((actor + concept) % 2 == 0) ^ int(rng.random() < 0.2)
        rows.append((int(rng.integers(1, documents + 1)), f"Club {actor}", f"plan {concept}", agrees))
    return rows


def of(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    return table[table["measure"] == measure]


def value(table: pd.DataFrame, measure: str, item: str, other: str, column: str = "estimate") -> float:
    rows = of(table, measure)
    return float(rows.loc[(rows["item"] == item) & (rows["other"] == other), column].iloc[0])


# --- cells against the networks of repeated statements ---------------------------------------------------------------

OPTIONS: list[dict[str, Any]] = [
    {},
    {"normalization": "cosine"},
    {**AGREE, "normalization": "average"},
    {**AGREE, "aggregation": "conflict", "normalization": "jaccard"},
    {**AGREE, "aggregation": "subtract", "normalization": "cosine"},
    {"qualifier": "strength", "aggregation": "congruence"},
    {"qualifier": "type", "aggregation": "subtract", "normalization": "jaccard"},
    {"kind": "twomode"},
    {"kind": "twomode", **AGREE, "aggregation": "subtract", "normalization": "activity"},
    {"kind": "twomode", "qualifier": "strength", "aggregation": "subtract", "normalization": "prominence"},
    {"kind": "twomode", "duplicates": "document"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_weighted_statements_make_the_network_of_repeated_ones(options: dict[str, Any]) -> None:
    rows = drawn(3)
    coded = coded_of(rows)
    coded.documents["type"] = ["news" if n % 2 else "essay" for n in coded.documents["document_id"]]
    units = units_of(coded, options)
    copies = weights(units, Drawing("document"), 3, np.random.default_rng(5))
    cells = counted(units, incidence_of(units), copies)
    made = twomode(units, cells) if units.kind == "twomode" else onemode(units, cells, units.aggregation)
    names = sorted(set(coded.statements["document_id"]))
    # factorize() numbers documents in the order of the statements that count: by date, then document
    for replicate, network in zip(copies, made, strict=True):
        per_document = {int(d): 0 for d in range(units.n_documents)}
        per_document.update({int(d): int(w) for d, w in zip(units.document, replicate, strict=True)})
        again = [
            (1000 * copy + names[d], *row[1:])
            for d, number in per_document.items()
            for copy in range(number)
            for row in rows
            if row[0] == names[d]
        ]
        repeated = coded_of(again)
        repeated.documents["type"] = ["news" if n % 1000 % 2 else "essay" for n in repeated.documents["document_id"]]
        expected = networks.discourse_network(repeated, **options)
        columns = units.columns if units.kind == "twomode" else units.rows
        found = pd.DataFrame(network, index=units.rows, columns=columns).loc[expected.index, expected.columns]
        np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(), atol=1e-12)


@pytest.mark.parametrize("options", [{**AGREE, "normalization": "average"}, {"kind": "twomode"}], ids=str)
def test_estimates_are_those_of_networks_and_measures(options: dict[str, Any]) -> None:
    coded = coded_of(drawn(1))
    table = bootstrap(coded, network=options, replicates=5)
    network = networks.discourse_network(coded, **options)
    edges = of(table, "edge")
    assert edges["estimate"].tolist() == [network.loc[a, b] for a, b in zip(edges["item"], edges["other"], strict=True)]
    assert edges["estimate"].sum() == pytest.approx(network.to_numpy().sum() / (2 if len(options) == 3 else 1))
    nodes = measures.node_centrality(network).set_index("node")
    for name in CENTRALITIES:
        found = of(table, name).set_index("item")["estimate"]
        np.testing.assert_allclose(found, nodes.loc[found.index, name], atol=1e-9)


def test_modularity_and_polarization_are_those_of_measures() -> None:
    coded = coded_of(drawn(2))
    table = bootstrap(coded, network=AGREE, replicates=5, seed=4)
    agree = networks.discourse_network(coded, **AGREE)
    oppose = networks.discourse_network(coded, **(AGREE | {"aggregation": "conflict"}))
    assert of(table, "modularity")["estimate"].item() == pytest.approx(
        measures.coalitions(agree, seed=4).attrs["modularity"]
    )
    score: Any = measures.polarization(agree, oppose).attrs["score"]
    assert of(table, "polarization")["estimate"].item() == pytest.approx(score)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 12), st.floats(0.1, 0.9))
def test_betweenness_and_closeness_of_stacks_are_those_of_networkx(seed: int, n: int, density: float) -> None:
    graphs = [nx.gnp_random_graph(n, density, seed=seed + k) for k in range(2)]
    found = central(np.stack([nx.to_numpy_array(graph) for graph in graphs]), two=False)
    for k, graph in enumerate(graphs):
        between, close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph, wf_improved=True)
        np.testing.assert_allclose(found["betweenness"][k], [between[v] for v in graph], atol=1e-9)
        np.testing.assert_allclose(found["closeness"][k], [close[v] for v in graph], atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_moving_never_lowers_modularity_and_leaves_nobody_better_off(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = np.triu(rng.integers(0, 4, (3, 8, 8)), 1).astype(float)
    cells += cells.transpose(0, 2, 1)
    start = rng.integers(0, 2, (3, 8))
    gain = gains(cells)
    moved = improved(gain, start, 3)
    assert (quality(gain, moved) >= quality(gain, start) - 1e-12).all()
    for node in range(8):
        for group in range(3):
            other = moved.copy()
            other[:, node] = group
            assert (quality(gain, other) <= quality(gain, moved) + 1e-9).all()


# --- drawing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["document", "statement", "both"])
def test_replicates_have_as_many_units_as_the_data(unit: str) -> None:
    units = units_of(coded_of(drawn(1)), {})
    found = weights(units, Drawing(unit), 200, np.random.default_rng(0))
    assert found.shape == (200, len(units))
    np.testing.assert_allclose(found.mean(axis=0), 1, atol=0.5)
    if unit == "statement":
        assert (found.sum(axis=1) == len(units)).all()
    else:
        sums = np.stack([np.bincount(units.document, row) for row in found]) / np.bincount(units.document)
        assert (sums.sum(axis=1).round(9) == units.n_documents).all()
    if unit == "document":
        assert all((found[:, units.document == d].std(axis=1) == 0).all() for d in range(units.n_documents))


def test_same_seed_gives_same_table_with_any_number_of_workers() -> None:
    coded, told = coded_of(drawn(1)), list[int]()
    options: dict[str, Any] = {"network": AGREE, "replicates": 60, "seed": 3, "measures": ["edges", "modularity"]}
    one = bootstrap(coded, **options, progress=told.append)
    two = bootstrap(coded, **options, workers=2)
    pd.testing.assert_frame_equal(one, two)
    assert sum(told) == 60
    assert not one.equals(bootstrap(coded, **(options | {"seed": 4})))


def test_a_bar_shows_on_the_screen_only_if_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as a terminal does
    options: dict[str, Any] = {"network": AGREE, "replicates": 60, "seed": 3, "measures": ["edges"]}
    quiet = bootstrap(coded_of(drawn(1)), **options)
    assert capsys.readouterr() == ("", "")
    pd.testing.assert_frame_equal(bootstrap(coded_of(drawn(1)), **options, progress=True), quiet)
    told = capsys.readouterr()
    assert not told.out
    assert "replicates" in told.err


def test_a_tie_in_one_document_of_many_is_often_lost() -> None:
    rows = [(n, "Quist Ltd", "tram", 1) for n in range(1, 40)] + [(40, "Tern Club", "tram", 1)]
    table = bootstrap(coded_of(rows), network={"kind": "twomode"}, measures=["edges"], replicates=2000)
    assert value(table, "edge", "Tern Club", "tram", "sure") == pytest.approx(1 - (39 / 40) ** 40, abs=0.03)
    assert value(table, "edge", "Tern Club", "tram", "documents") == 1
    assert value(table, "edge", "Quist Ltd", "tram", "sure") == 1
    # binomial: the share 39/40 of 40 documents
    assert value(table, "edge", "Quist Ltd", "tram", "se") == pytest.approx((40 * 39 / 40 * 1 / 40) ** 0.5, abs=0.05)


def test_intervals_differ_in_what_they_do_with_the_bias() -> None:
    coded = coded_of(drawn(6))
    found = {
        kind: of(bootstrap(coded, network=AGREE, measures=["edges"], replicates=300, interval=kind), "edge")
        for kind in ("centred", "percentile", "basic", "normal")
    }
    centred, percentile, basic = (found[kind] for kind in ("centred", "percentile", "basic"))
    inside = (centred["low"] > 0) & (percentile["low"] > 0)
    shift = percentile.loc[inside, "low"] - centred.loc[inside, "low"]
    np.testing.assert_allclose(shift, centred.loc[inside, "bias"])
    kept = basic["low"] > 0
    np.testing.assert_allclose((basic["low"] + percentile["high"])[kept], 2 * basic["estimate"][kept])
    width = (found["normal"]["high"] - found["normal"]["estimate"]) / found["normal"]["se"]
    np.testing.assert_allclose(width, 1.959964, atol=1e-5)
    assert all((frame["low"] >= 0).all() for frame in found.values())


def test_coalitions_that_are_clear_are_stable() -> None:
    rows = [(n, f"Club {n % 6}", f"plan {n % 5}", int(n % 2)) for n in range(1, 121)]
    table = bootstrap(coded_of(rows), network=AGREE, replicates=50)
    assert (of(table, "stays in coalition")["estimate"] == 1).all()
    assert value(table, "same camp", "Club 0", "Club 2") == 1
    assert value(table, "same camp", "Club 0", "Club 1") == 0
    assert of(table, "polarization")["low"].item() > 0.9


def test_partition_given_from_outside_is_kept() -> None:
    coded = coded_of(drawn(1))
    sides = {f"Club {n}": n % 2 for n in range(7)}
    table = bootstrap(coded, network=AGREE, replicates=20, partition=sides)
    agree = networks.discourse_network(coded, **AGREE)
    groups = [{f"Club {n}" for n in range(7) if n % 2 == side} for side in (0, 1)]
    expected = nx.community.modularity(nx.from_pandas_adjacency(agree), groups)
    assert of(table, "modularity")["estimate"].item() == pytest.approx(expected)
    assert of(table, "same coalition").empty


def test_partition_anew_agrees_with_moved_where_camps_are_clear() -> None:
    coded = coded_of(drawn(9, n=150))
    tables = [
        bootstrap(coded, network=AGREE, replicates=10, measures=["modularity"], partition=p) for p in ("moved", "anew")
    ]
    assert tables[0]["se"].item() == pytest.approx(tables[1]["se"].item(), rel=0.2)


def test_rank_stability() -> None:
    rows = [(n, "Quist Ltd" if n % 3 else "Tern Club", "tram", 1) for n in range(1, 100)]
    rows += [(n, "Ferry Club", "toll", 1) for n in range(1, 100, 10)]
    table = bootstrap(coded_of(rows), network={"kind": "twomode"}, measures=["centrality"], replicates=100)
    assert of(table, "rank of strength").set_index("item")["estimate"].to_dict() == {
        "Ferry Club": 3,
        "Quist Ltd": 1,
        "Tern Club": 2,
    }
    assert of(table, "rank stability of strength")["estimate"].item() > 0.95
    assert set(of(table, "strength")["item"]) == {"Quist Ltd", "Tern Club", "Ferry Club", "tram", "toll"}


# --- propagation -----------------------------------------------------------------------------------------------------


def test_expected_weights_are_sums_of_chances() -> None:
    rows: list[Row] = [(1, "Quist Ltd", "tram", 1), (1, "Quist Ltd", "tram", 1), (2, "Tern Club", "tram", 1)]
    table = propagate(coded_of(rows, [0.5, 0.8, 0.6]), network={"kind": "twomode"}, measures=["edges"], replicates=50)
    assert value(table, "edge", "Quist Ltd", "tram") == pytest.approx(1.3)
    assert value(table, "edge", "Quist Ltd", "tram", "se") == pytest.approx((0.25 + 0.16) ** 0.5)
    assert value(table, "edge", "Quist Ltd", "tram", "bias") == pytest.approx(0.7)
    once = {"kind": "twomode", "duplicates": "document"}
    table = propagate(coded_of(rows, [0.5, 0.8, 0.6]), network=once, measures=["edges"], replicates=50)
    assert value(table, "edge", "Quist Ltd", "tram") == pytest.approx(1 - 0.5 * 0.2)
    table = propagate(
        coded_of(rows, [0.5, 0.8, 0.6]), network=once, measures=["edges"], replicates=50, dependence="document"
    )
    assert value(table, "edge", "Quist Ltd", "tram") == pytest.approx(0.8)


@pytest.mark.parametrize("aggregation", ["congruence", "subtract"])
def test_expected_products_are_the_means_of_draws(aggregation: str) -> None:
    rows = drawn(8, n=40, actors=4)
    rng = np.random.default_rng(1)
    coded = coded_of(rows, [float(p) for p in rng.uniform(0.2, 1, len(rows)).round(2)])
    network = AGREE | {"aggregation": aggregation}
    units = units_of(coded, network, confidence="confidence")
    cells = counted(units, incidence_of(units), weights(units, Drawing(None, True), 4000, rng))
    draws = onemode(units, cells, aggregation)
    table = of(propagate(coded, network=network, measures=["edges"], replicates=10), "edge")
    for row in table.to_dict("records"):
        i, j = units.rows.index(row["item"]), units.rows.index(row["other"])
        assert row["estimate"] == pytest.approx(draws[:, i, j].mean(), abs=5 * row["se"] / 4000**0.5 + 1e-9)
        assert row["se"] == pytest.approx(draws[:, i, j].std(), rel=0.1, abs=1e-9)


def test_errors_of_a_document_hang_together_if_asked() -> None:
    rows: list[Row] = [(1, "Quist Ltd", "tram", 1)] * 10 + [(2, "Tern Club", "tram", 1)]
    coded = coded_of(rows, [0.5] * 11)
    options: dict[str, Any] = {"network": {"kind": "twomode"}, "measures": ["edges"], "replicates": 400}
    alone, together = propagate(coded, **options), propagate(coded, **options, dependence="document")
    assert value(alone, "edge", "Quist Ltd", "tram", "se") == pytest.approx(2.5**0.5)
    assert value(together, "edge", "Quist Ltd", "tram", "se") == pytest.approx(5, rel=0.05)
    assert value(together, "edge", "Quist Ltd", "tram") == 5
    assert value(together, "edge", "Quist Ltd", "tram", "sure") == pytest.approx(0.5, abs=0.1)


def test_certain_statements_leave_nothing_open() -> None:
    coded = coded_of(drawn(1), [1.0] * 60)
    table = propagate(coded, network=AGREE, replicates=5)
    plain = bootstrap(coded, network=AGREE, replicates=5)
    edges = of(table, "edge")
    assert edges["estimate"].tolist() == of(plain, "edge")["estimate"].tolist()
    assert (edges["se"] == 0).all()
    assert (edges["low"] == edges["high"]).all()
    assert table.attrs["n_unsure"] == 0


def test_combined_holds_both_errors() -> None:
    rows = drawn(4, n=100, actors=4)
    coded = coded_of(rows, [0.7] * 100)
    options: dict[str, Any] = {"network": {"kind": "twomode"}, "measures": ["edges"], "replicates": 400}
    both, coding = combined(coded, **options), propagate(coded, **options)
    assert both["estimate"].equals(coding["estimate"])
    assert both["se_coding"].equals(coding["se"])
    assert (both["se"] > both["se_coding"]).mean() > 0.9
    np.testing.assert_allclose(both["se"] ** 2, both["se_coding"] ** 2 + both["se_sampling"] ** 2, rtol=0.25)
    together = combined(coded, **options, dependence="document")
    assert together["se"].mean() >= both["se"].mean() * 0.9


# --- relations -------------------------------------------------------------------------------------------------------

PEOPLE = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])


def relations(confidence: list[float | None]) -> pd.DataFrame:
    parts: Any = (None, None, "accuse", "verbal conflict")
    rows = [
        Relation(f"d{n}", "r1", "quist", "NOR", *parts, -1 if n % 3 else 1, "accuse", "asserted", 0, 9, confidence=p)
        for n, p in enumerate(confidence)
    ]
    return to_frame("relations", rows)


def test_relations_are_resampled_with_their_signs() -> None:
    table = bootstrap(relations([None] * 9), actors=PEOPLE, replicates=200)
    graph = networks.relation_network(relations([None] * 9), PEOPLE)
    data = graph["quist"]["NOR"]
    found = {m: value(table, m, "quist", "NOR") for m in ("edge", "positive", "negative", "polarity")}
    assert found == pytest.approx({"edge": 9, **{name: data[name] for name in ("positive", "negative", "polarity")}})
    assert (
        value(table, "polarity", "quist", "NOR", "low")
        < data["polarity"]
        < value(table, "polarity", "quist", "NOR", "high")
    )
    assert of(table, "in_strength").set_index("item")["estimate"].to_dict() == {"NOR": 9, "quist": 0}


def test_relations_without_confidence_are_refused_or_certain() -> None:
    mixed = relations([0.5, None, 0.25, None])
    with pytest.raises(InputError, match="'confidence' is missing for 2 of 4 statements"):
        propagate(mixed, actors=PEOPLE)
    table = propagate(mixed, actors=PEOPLE, missing="certain", measures=["edges"], replicates=50)
    assert value(table, "edge", "quist", "NOR") == 2.75
    assert value(table, "edge", "quist", "NOR", "se") == pytest.approx((0.25 + 0.1875) ** 0.5)
    assert table.attrs["n_unsure"] == 2


# --- windows, words, figures -----------------------------------------------------------------------------------------

DATES = {n: f"2024-{1 + (n - 1) // 7:02}-03" for n in range(1, 21)}


def test_windows_are_measured_one_by_one() -> None:
    coded = coded_of(drawn(5, n=120), dates=DATES)
    table = over_windows(coded, time_window="months", network=AGREE, replicates=20)
    polarized = of(table, "polarization")
    assert len(polarized) == 3
    assert polarized["n_statements"].sum() == 120
    first = of(bootstrap(coded, network=AGREE | {"stop": "2024-01-31"}, replicates=20), "polarization")
    assert polarized["low"].iloc[0] == pytest.approx(first["low"].item())
    alone = coded_of([(1, "A", "x", 1), (1, "B", "x", 1)])
    with pytest.raises(InputError, match="no window of 1 months has a tie and two documents"):
        over_windows(alone, time_window="months", network=AGREE)


ROW: dict[str, Any] = {
    "measure": "edge",
    "item": "Quist Ltd",
    "other": "Tern Club",
    "estimate": 4.2,
    "low": 1.8,
    "high": 6.94,
    "se": 1.0,
    "bias": 0.0,
    "sure": 0.98,
    "documents": 2,
    "level": 0.95,
    "error": "sampling",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            "The tie of Quist Ltd and Tern Club weighs 4.2 (95 % interval 1.8 to 6.94, from drawing the documents "
            "again); it is there in 98 % of the replicates. Only 2 documents stand behind it, so the interval is "
            "rough.",
        ),
        (
            {"estimate": -4.2, "low": -6.94, "high": -0.001, "sure": np.nan, "documents": 30},
            "The tie of Quist Ltd and Tern Club weighs \u22124.2 (95 % interval \u22126.94 to \u22120.001, from "
            "drawing the documents again).",
        ),
        (
            {"error": "coding"},
            "The tie of Quist Ltd and Tern Club weighs 4.2 (95 % interval 1.8 to 6.94, from the machine's doubts); "
            "the chance that there is one is 98 %.",
        ),
        (
            {"measure": "rank of strength", "other": None, "estimate": 1.0, "low": 1.0, "high": 3.0, "documents": None},
            "By strength, Quist Ltd has rank 1 (95 % interval 1 to 3, from drawing the documents again); it is in "
            "front in 98 % of the replicates.",
        ),
        (
            {"measure": "rank stability of degree", "item": None},
            "The order of the actors by degree correlates with that of the replicates by 4.2 on average (95 % of them "
            "1.8 to 6.94; 1 is the same order).",
        ),
        (
            {"measure": "rank stability of degree", "low": np.nan},
            "All actors have the same degree, so there is no order to be stable.",
        ),
        (
            {"measure": "stays in camp", "estimate": 0.999},
            "Quist Ltd stays in its camp in more than 99 % of the replicates.",
        ),
        ({"measure": "same camp", "estimate": np.nan}, "The share is not known."),
        ({"measure": "modularity", "item": None, "estimate": np.nan}, "The modularity of the network is not known."),
        (
            {"measure": "betweenness", "estimate": 0.00124, "low": np.nan, "sure": np.nan, "documents": pd.NA},
            "The betweenness of Quist Ltd is 0.0012 (no interval can be given).",
        ),
    ],
)
def test_estimates_in_words(changed: dict[str, Any], said: str) -> None:
    assert say(ROW | changed) == said


def test_every_row_can_be_said() -> None:
    table = bootstrap(coded_of(drawn(1)), network=AGREE, replicates=10)
    assert all(text.endswith(".") and "nan" not in text for text in in_words(table))
    assert in_words(table.tail(1)) == [say(table.iloc[-1])]
    with pytest.raises(InputError, match="row lacks the columns"):
        say({"measure": "edge"})


def test_figures_draw_the_table() -> None:
    coded = coded_of(drawn(5, n=120), dates=DATES)
    table = bootstrap(coded, network=AGREE | {"aggregation": "subtract"}, replicates=20, measures=["edges"])
    _, ax = plots.figure(6, 4)
    plots.plot_edge_intervals(table, ax=ax, top=3, title="Ties")
    strongest = table.loc[table["estimate"].abs().nlargest(3).index]
    bars = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() > 2]
    assert sorted(tuple(bar) for bar in bars) == sorted(zip(strongest["low"], strongest["high"], strict=True))
    assert [text.get_text() for text in ax.texts] == ["18 weaker ties not shown"]
    assert plots.plot_edge_intervals(table.head(0), ax=plots.figure(4, 2)[1]).texts[0].get_text() == "no ties"
    with pytest.raises(InputError, match="table lacks the columns"):
        plots.plot_edge_intervals(table.drop(columns="sure"), ax=ax)
    windows = over_windows(coded, time_window="months", network=AGREE, replicates=10, measures=["polarization"])
    _, ax = plots.figure(6, 4)
    plots.plot_interval_ribbon(windows, ax=ax)
    assert list(ax.lines[0].get_ydata()) == of(windows, "polarization")["estimate"].tolist()
    broken = of(windows, "polarization").iloc[[0, 2]]
    assert len(plots.plot_interval_ribbon(broken, ax=plots.figure(4, 2)[1]).lines) == 4
    with pytest.raises(InputError, match="several rows of 'stays in camp' for a window"):
        plots.plot_interval_ribbon(windows, ax=ax, measure="stays in camp")
    empty = plots.plot_interval_ribbon(windows, ax=plots.figure(4, 2)[1], measure="degree")
    assert empty.texts[0].get_text() == "no window with degree"
    plt.close("all")


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "week"}, "unit must be one of 'document', 'statement', 'both'; got 'week'"),
        ({"interval": "bca"}, "interval must be one of 'centred', 'percentile', 'basic', 'normal'; got 'bca'"),
        ({"level": 95}, "level must be between 0 and 1, such as 0.95; got 95"),
        ({"replicates": 1}, "replicates must be a whole number of at least 2; got 1"),
        ({"workers": 0}, "workers must be a whole number of at least 1; got 0"),
        ({"measures": ["density"]}, "measures must be one of 'edges'"),
        ({"network": {}, "measures": ["polarization"]}, "'polarization' needs a qualifier and an aggregation"),
        ({"network": {"kind": "twomode"}, "measures": ["modularity"]}, "'modularity' needs a one-mode network"),
        ({"network": {"kind": "twomode", **AGREE, "aggregation": "combine"}}, "aggregation='combine' gives codes"),
        ({"network": {"duplicates": "month"}}, "duplicates must be 'include' or 'document' here; got 'month'"),
        ({"network": {"compat": "dna"}}, "compat must be 'none' here; got 'dna'"),
        ({"network": {"variable1": "party"}}, "variable1 must be a variable"),
        ({"partition": "new"}, "partition must be one of 'moved', 'fixed', 'anew'; got 'new'"),
        ({"partition": {"Club 0": 1}}, "partition must give a group for every actor of the network; it lacks"),
        ({"partition": {f"Club {n}": n for n in range(7)}}, "partition has 7 groups, more than n_camps=2"),
        ({"n_camps": 1}, "n_camps must be at least 2; got 1"),
    ],
)
def test_bootstrap_says_what_is_wrong(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        bootstrap(coded_of(drawn(1)), **({"network": AGREE, "replicates": 5} | options))


def test_other_messages() -> None:
    coded = coded_of(drawn(1), [0.5] * 60)
    with pytest.raises(
        InputError, match="statements must be a Coded or the table of relations or of attributions; got list"
    ):
        bootstrap([])  # type: ignore[arg-type]
    with pytest.raises(InputError, match="relations need actors="):
        bootstrap(relations([None]))
    with pytest.raises(InputError, match="min_weight must be 1 here; got 2"):
        bootstrap(relations([None]), actors=PEOPLE, network={"min_weight": 2})
    with pytest.raises(InputError, match="at least two documents; got 1"):
        bootstrap(coded_of([(1, "A", "x", 1), (1, "B", "x", 1)]))
    with pytest.raises(InputError, match="no statement counts"):
        bootstrap(coded, network={"exclude": {"concept": [f"plan {n}" for n in range(4)]}})
    with pytest.raises(InputError, match="confidence names a column that the statements lack, 'sure'"):
        propagate(coded, confidence="sure")
    with pytest.raises(InputError, match=r"'confidence' must be from 0 to 1; got 1.5"):
        propagate(coded_of(drawn(1), [1.5] * 60))
    with pytest.raises(InputError, match="missing must be one of 'refuse', 'certain'"):
        propagate(coded, missing="half")
    with pytest.raises(InputError, match="dependence must be one of"):
        propagate(coded, dependence="week")
    with pytest.raises(InputError, match="dependence='document' needs unit='document'; got 'both'"):
        combined(coded, unit="both", dependence="document")


# --- coverage, in small ----------------------------------------------------------------------------------------------


def test_intervals_cover_the_truth_in_small(simulation: ModuleType) -> None:
    debate = simulation.SCENARIOS["clear camps"]
    parts = [simulation.of_sample(debate, seed, 100).assign(seed=seed, truth=np.nan) for seed in range(10)]
    parts += [simulation.of_coding(debate, seed, 100, holds="everywhere").assign(seed=seed) for seed in range(10)]
    both = [simulation.of_coding(debate, seed, 100, holds="everywhere", measured=combined) for seed in range(10)]
    parts += [part.assign(interval="centred", task="both") for part in both]
    table = pd.concat(parts).assign(scenario="small")
    table["task"] = table["task"].fillna(table["truth"].notna().map({True: "coding", False: "sampling"}))
    table["interval"] = table["interval"].fillna("percentile")
    shares = simulation.summary(table)["covers"]
    centred = shares.loc["sampling"].xs("centred", level="interval")
    assert centred.min() >= 70
    assert centred.mean() >= 88
    assert shares.loc["coding"].mean() >= 85
    assert shares.loc["both"].mean() >= 90


# --- two codings side by side ----------------------------------------------------------------------------------------

GARDEN = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def coders() -> tuple[Coded, Coded]:
    """The two coders of the shipped debate."""
    one, other = (networks.read_debate(GARDEN / "garden_ring_debate.dna", coder=coder) for coder in (1, 2))
    return one, other


def test_findings_of_a_coding_agree_with_themselves(coders: tuple[Coded, Coded]) -> None:
    found = uncertainty.compare_findings(coders[0], coders[0]).set_index("finding")
    assert found["agreement"].round(9).eq(1).all()
    assert found.loc["concepts", "n"] == 112
    assert found.loc["shift", ["hand", "machine"]].tolist() == ["Traders' Association 2032-06"] * 2
    assert found.loc["brokers", "hand"] == "Tarnholt Omnibus; Heritage Society"


def test_findings_of_two_persons_part_where_it_was_planted(coders: tuple[Coded, Coded]) -> None:
    found = uncertainty.compare_findings(coders[1], coders[0]).set_index("finding")
    assert found.loc["concepts", ["hand", "machine", "n"]].tolist() == ["112", "111", 106]
    assert found.loc["stances", "agreement"] == pytest.approx(104 / 106)
    assert found.loc[["coalitions", "shift", "actors"], "agreement"].tolist() == [1, 1, 1]
    assert found.loc["one-mode ties", "agreement"] > 0.9
    apart = uncertainty.coding_differences(coders[1], coders[0])["difference"].value_counts().to_dict()
    assert apart == {"concept": 3, "only hand": 3, "only machine": 2, "stance": 2}


def test_differences_come_with_actor_and_passage(coders: tuple[Coded, Coded]) -> None:
    rows = coders[0].statements
    stance = rows["agreement"].mask(rows.index == 5, pd.NA).mask(rows.index == 7, 1 - rows["agreement"])
    other = replace(coders[0], statements=rows.assign(agreement=stance))
    found = uncertainty.coding_differences(other, coders[0])
    assert found["difference"].tolist() == ["stance", "no stance"]
    assert found["actor"].tolist() == rows["organization"].iloc[[7, 5]].tolist()
    texts = coders[0].documents.set_index("document_id")["text"]
    row = rows.iloc[7]
    assert found["passage"].iloc[0] == texts[row["document_id"]][row["start"] : row["stop"]]
    assert found["stance_machine"].isna().tolist() == [False, True]


def test_documents_meet_by_title_or_day_where_texts_differ(coders: tuple[Coded, Coded]) -> None:
    documents = coders[0].documents
    titles = documents["title"].mask(documents.index < 15, "another")
    other = replace(coders[0], documents=documents.assign(text="x" * 2000, title=titles))
    assert uncertainty.compare_findings(other, coders[0])["n"].iloc[0] == 112


def test_codings_without_a_document_in_common_are_refused(coders: tuple[Coded, Coded]) -> None:
    documents = coders[0].documents
    moved = documents.assign(text="x" * 2000, title="x", date_time=documents["date_time"] + pd.Timedelta(days=4000))
    other = replace(coders[0], documents=moved)
    for compare in (uncertainty.compare_findings, uncertainty.coding_differences):
        with pytest.raises(InputError, match="machine and hand have no document in common"):
            compare(other, coders[0])
    with pytest.raises(InputError, match="variable1 must be a variable of both codings; 'party' is missing in one"):
        uncertainty.coding_differences(coders[1], coders[0], variable1="party")


@pytest.mark.slow
def test_the_shipped_machine_coding_is_what_the_code_gives(tmp_path: Path) -> None:
    from machine_coding import MACHINE, machine_coding

    shipped = read_cells(MACHINE)
    made = machine_coding(tmp_path)
    versions = shipped["made_by"].str.rpartition("; ")[0]
    pd.testing.assert_frame_equal(made, shipped.assign(made_by=versions), check_dtype=False)
