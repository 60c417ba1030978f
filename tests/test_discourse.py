"""Discourse networks: a debate that a person can check, algebra, other implementations, DNA's own results."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from toolkit import cli, exchange, measures, networks
from toolkit.errors import InputError
from toolkit.networks._discourse_time import calendar_windows
from toolkit.statements import Coded, incidence, write_dna
from toolkit.statements.moments import density
from toolkit.statements.periods import date_range

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared" / "dna"
VARIABLES = {
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
    "intensity": "integer",
    "tone": "short text",
}
TRAM, ROAD = "Build the tram", "Close the road"
CODER = pd.DataFrame({"coder": [1], "name": ["Ada"], "colour": ["#000000"]})
#: organization, concept, agreement, intensity, tone, day
DEBATE = [
    ("Rail Union", TRAM, 1, 2, "warm", 1),
    ("Quist Ltd", TRAM, 1, 1, "cool", 1),
    ("Quist Ltd", ROAD, 0, -2, "cool", 5),
    ("Rail Union", ROAD, 1, 2, "warm", 40),
    ("Drivers", TRAM, 0, -2, "harsh", 41),
    ("Drivers", ROAD, 0, -1, "cool", 70),
    ("Rail Union", TRAM, 1, 2, "warm", 70),
]


def make(rows: list[tuple[Any, ...]], sources: tuple[str, ...] = ("Daily", "Weekly")) -> Coded:
    """Make a coded debate; statements of one day stand in one document."""
    days = sorted({row[5] for row in rows})
    when = [pd.Timestamp("2024-01-31") + timedelta(days=day) for day in days]
    documents = pd.DataFrame(
        {
            "document_id": range(1, len(days) + 1),
            "title": [f"Report {day}" for day in days],
            "text": "Nothing but words. " * 20,
            "author": "Marla Quist",
            "source": [sources[day % len(sources)] for day in days],
            "section": "",
            "type": "news",
            "notes": "",
            "coder": 1,
            "date_time": pd.Series(when, dtype="datetime64[us]"),
        }
    )
    frame = pd.DataFrame(rows, columns=[*VARIABLES, "day"])
    place = frame.pop("day").map({day: number for number, day in enumerate(days)}).to_numpy(dtype=int)
    frame = frame.astype({"agreement": "Int64", "intensity": "Int64"})
    start = np.arange(len(rows))
    fixed = {"statement_id": start + 1, "document_id": place + 1, "start": start, "stop": start + 5, "coder": 1}
    statements = pd.DataFrame(fixed).assign(date_time=documents["date_time"].to_numpy()[place])
    statements = pd.concat([statements, frame], axis=1)
    entities = pd.DataFrame(
        [("organization", 1, "Quist Ltd", "#3366cc", None, "firm")],
        columns=["variable", "entity_id", "value", "colour", "parent", "sort"],
    )
    return Coded("Debate", VARIABLES, documents, statements, entities, CODER)


@pytest.fixture(scope="module")
def debate() -> Coded:
    return make(DEBATE)


def cells(matrix: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Upper triangle of a one-mode network."""
    labels = list(matrix.index)
    return {(a, b): float(matrix.loc[a, b]) for i, a in enumerate(labels) for b in labels[i + 1 :]}


DQ, DR, QR = ("Drivers", "Quist Ltd"), ("Drivers", "Rail Union"), ("Quist Ltd", "Rail Union")


@pytest.mark.parametrize(
    ("qualifier", "aggregation", "expected"),
    [
        # concept by concept: Drivers TRAM-, ROAD-; Quist TRAM+, ROAD-; Rail Union TRAM++, ROAD+
        ("agreement", "ignore", {DQ: 2, DR: 3, QR: 3}),
        ("agreement", "congruence", {DQ: 1, DR: 0, QR: 2}),
        ("agreement", "conflict", {DQ: 1, DR: 3, QR: 1}),
        ("agreement", "subtract", {DQ: 0, DR: -3, QR: 1}),
        # intensity from -2 to 2: likeness 1 - distance / 4
        ("intensity", "congruence", {DQ: 0.25 + 0.75, DR: 0 + 0.25, QR: 2 * 0.75 + 0}),
        # tone: names are alike or not
        ("tone", "congruence", {DQ: 1, DR: 0, QR: 0}),
        ("tone", "conflict", {DQ: 1, DR: 3, QR: 3}),
        # the outlet: odd days are Weekly, even days Daily
        ("source", "congruence", {DQ: 1, DR: 2, QR: 1}),
    ],
)
def test_one_mode_by_hand(debate: Coded, qualifier: str, aggregation: str, expected: dict[Any, float]) -> None:
    matrix = networks.discourse_network(debate, qualifier=qualifier, aggregation=aggregation)
    assert cells(matrix) == pytest.approx(expected)
    assert np.diagonal(matrix).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("normalization", "expected"),
    [
        # congruence 1, 0, 2; statements 2, 2, 3; profiles (T+, T-, R+, R-): D 0101, Q 1001, R 2010
        ("average", {DQ: 1 / 2, DR: 0, QR: 2 / 2.5}),
        ("cosine", {DQ: 1 / 2, DR: 0, QR: 2 / (2**0.5 * 5**0.5)}),
        ("jaccard", {DQ: 1 / 3, DR: 0, QR: 2 / (2 + 5 - 2)}),
    ],
)
def test_normalization_by_hand(debate: Coded, normalization: str, expected: dict[Any, float]) -> None:
    matrix = networks.discourse_network(
        debate, qualifier="agreement", aggregation="congruence", normalization=normalization
    )
    assert cells(matrix) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [[1, 1], [1, 1], [2, 1]]),
        ({"aggregation": "subtract"}, [[-1, -1], [1, -1], [2, 1]]),
        ({"aggregation": "subtract", "qualifier": "intensity"}, [[-2, -1], [1, -2], [4, 2]]),
        ({"aggregation": "combine"}, [[2, 2], [1, 2], [1, 1]]),
        ({"normalization": "activity"}, [[1 / 2, 1 / 2], [1 / 2, 1 / 2], [2 / 3, 1 / 3]]),
        ({"normalization": "prominence"}, [[1 / 4, 1 / 3], [1 / 4, 1 / 3], [2 / 4, 1 / 3]]),
        ({"duplicates": "acrossrange"}, [[1, 1], [1, 1], [1, 1]]),
        ({"stop": "2024-03-01"}, [[1, 1], [1, 0]]),
        ({"exclude": {"organization": ["Quist Ltd"]}}, [[1, 1], [2, 1]]),
        ({"exclude": {"organization": "Quist Ltd"}, "invert": "organization"}, [[1, 1]]),
        ({"exclude": {"intensity": ["-2"]}, "isolates": True}, [[0, 1], [1, 0], [2, 1]]),
        ({"exclude": {"source": ["Daily"]}}, [[1, 0], [1, 1], [1, 0]]),
    ],
)
def test_two_mode_by_hand(debate: Coded, options: dict[str, Any], expected: list[list[float]]) -> None:
    matrix = networks.discourse_network(debate, kind="twomode", **({"qualifier": "agreement"} | options))
    np.testing.assert_allclose(matrix.to_numpy(), expected)


def test_a_network_says_what_stands_behind_it(debate: Coded) -> None:
    about = networks.discourse_network(debate, stop="2024-03-01").attrs
    assert about["n_statements"] == 3
    assert (about["start"], about["stop"]) == (pd.Timestamp("2024-02-01"), pd.Timestamp("2024-03-01 23:59:59"))


def test_months_and_weeks_have_their_year_by_default() -> None:
    twice = make([("A", "c", 1, 0, "x", 1), ("B", "c", 1, 0, "x", 2), ("A", "c", 1, 0, "x", 367)])
    for unit in ("month", "week"):
        options = {"kind": "twomode", "duplicates": unit}
        assert networks.discourse_network(twice, **options).loc["A", "c"] == 2
        assert networks.discourse_network(twice, **options, compat="dna").loc["A", "c"] == 1


def test_empty_and_missing_labels_do_not_count_but_are_listed() -> None:
    coded = make([("", "c", 1, 0, "x", 1), ("A", "c", None, 0, "x", 1), ("B", "c", 1, 0, "x", 1)])
    assert networks.discourse_network(coded, kind="twomode").to_numpy().tolist() == [[1], [1]]
    signed = networks.discourse_network(coded, kind="twomode", qualifier="agreement", aggregation="subtract")
    assert list(signed.index) == ["B"], "a statement without a stance cannot be signed"
    assert networks.event_list(coded)["organization"].tolist() == ["", "A", "B"]


def test_event_list(debate: Coded) -> None:
    events = networks.event_list(debate, start=date(2024, 2, 5), stop=datetime(2024, 3, 11))
    assert events["statement_id"].tolist() == [3, 4]
    assert events.loc[0, ["document_source", "concept", "text"]].tolist() == ["Weekly", ROAD, "thing"]


# --- algebra ---------------------------------------------------------------------------------------------------------

ROW = st.tuples(
    st.sampled_from(["A", "B", "C", "ß", "😀"]),
    st.sampled_from(["c", "d", "e"]),
    st.integers(0, 1),
    st.integers(-2, 2),
    st.sampled_from(["x", "y", "z"]),
    st.integers(1, 80),
)
ROWS = st.lists(ROW, min_size=1, max_size=20)
few = settings(max_examples=15)
QUALIFIERS = st.sampled_from(["agreement", "intensity", "tone", "source"])
NORMALIZATIONS = st.sampled_from(["no", "average", "jaccard", "cosine"])


@few
@given(ROWS, QUALIFIERS, st.sampled_from(["include", "document", "month"]))
def test_congruence_and_conflict_make_ignore(rows: list[Any], qualifier: str, duplicates: str) -> None:
    coded = make(rows)
    made = {
        aggregation: networks.discourse_network(coded, qualifier=qualifier, aggregation=aggregation)
        for aggregation in ("ignore", "congruence", "conflict", "subtract")
    }
    pd.testing.assert_frame_equal(made["congruence"] + made["conflict"], made["ignore"])
    pd.testing.assert_frame_equal(made["congruence"] - made["conflict"], made["subtract"])


@few
@given(ROWS, QUALIFIERS, NORMALIZATIONS, st.sampled_from(["ignore", "congruence", "conflict", "subtract"]))
def test_one_mode_is_symmetric_and_bounded(rows: list[Any], qualifier: str, normalization: str, kind: str) -> None:
    matrix = networks.discourse_network(
        make(rows), qualifier=qualifier, aggregation=kind, normalization=normalization
    ).to_numpy()
    np.testing.assert_allclose(matrix, matrix.T)
    if normalization == "cosine":
        assert (np.abs(matrix) <= 1 + 1e-12).all() or (kind == "subtract" and qualifier in ("tone", "source"))
    if normalization == "jaccard" and kind in ("ignore", "congruence"):
        assert ((matrix >= 0) & (matrix <= 1 + 1e-12)).all()


@few
@given(ROWS, QUALIFIERS, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(rows: list[Any], qualifier: str, random: Any) -> None:
    options: dict[str, Any] = {"qualifier": qualifier, "aggregation": "congruence", "normalization": "cosine"}
    matrix = networks.discourse_network(make(rows), **options)
    mixed = list(rows)
    random.shuffle(mixed)
    pd.testing.assert_frame_equal(networks.discourse_network(make(mixed), **options), matrix, rtol=1e-12)
    names = {"A": "Zoo", "B": "Bee", "C": "Ada", "ß": "q", "😀": "Quist"}
    renamed = networks.discourse_network(make([(names[row[0]], *row[1:]) for row in rows]), **options)
    pd.testing.assert_frame_equal(
        matrix.rename(index=names, columns=names).loc[renamed.index, renamed.columns], renamed, rtol=1e-12
    )


@few
@given(ROWS, st.sampled_from(["days", "weeks", "months", "years", "events"]), QUALIFIERS)
def test_one_window_over_everything_is_no_window(rows: list[Any], unit: str, qualifier: str) -> None:
    coded = make(rows)
    options: dict[str, Any] = {"qualifier": qualifier, "aggregation": "congruence"}
    (window,) = networks.discourse_windows(coded, time_window=unit, window_size=1000, **options)
    pd.testing.assert_frame_equal(window.matrix, networks.discourse_network(coded, **options), check_flags=False)
    assert window.n_statements == len(rows)


@few
@given(ROWS, st.sampled_from(["days", "weeks", "months"]), st.sampled_from(["agreement", "intensity"]))
def test_windows_of_one_unit_add_up(rows: list[Any], unit: str, qualifier: str) -> None:
    options: dict[str, Any] = {"kind": "twomode", "qualifier": qualifier, "aggregation": "subtract"}
    coded = make(rows)
    windows = networks.discourse_windows(coded, time_window=unit, isolates=True, **options)
    total = sum(window.matrix.to_numpy() for window in windows)
    np.testing.assert_allclose(total, networks.discourse_network(coded, **options).to_numpy())
    assert all(a.stop + pd.Timedelta(seconds=1) == b.start for a, b in pairwise(windows))


@few
@given(ROWS, st.sampled_from(["include", "document"]))
def test_two_mode_sums_are_the_bar_plot(rows: list[Any], duplicates: str) -> None:
    coded = make(rows)
    bars = measures.barplot(coded, variable="concept", qualifier="agreement").set_index("value")
    options: dict[str, Any] = {"kind": "twomode", "qualifier": "agreement"}
    plain = networks.discourse_network(coded, **options).sum()
    signed = networks.discourse_network(coded, aggregation="subtract", **options).sum()
    assert plain.tolist() == bars.loc[plain.index, "n"].tolist()
    assert signed.tolist() == (bars["n_1"] - bars["n_0"]).loc[signed.index].tolist()


@few
@given(ROWS)
def test_two_identical_actors_have_cosine_and_jaccard_one(rows: list[Any]) -> None:
    twin = make([*rows, *(("Twin", *row[1:]) for row in rows if row[0] == rows[0][0])])
    for qualifier, aggregation in (("agreement", "ignore"), ("intensity", "congruence"), ("tone", "congruence")):
        for normalization in ("cosine", "jaccard"):
            matrix = networks.discourse_network(
                twin, qualifier=qualifier, aggregation=aggregation, normalization=normalization
            )
            assert matrix.loc["Twin", rows[0][0]] == pytest.approx(1)
    signed = networks.discourse_network(twin, qualifier="agreement", aggregation="subtract", normalization="cosine")
    net = networks.discourse_network(twin, kind="twomode", qualifier="agreement", aggregation="subtract").loc["Twin"]
    assert signed.loc["Twin", rows[0][0]] == pytest.approx(float(net.any()))


# --- other implementations -------------------------------------------------------------------------------------------


@few
@given(ROWS)
def test_presence_is_the_projection_of_networkx(rows: list[Any]) -> None:
    coded = make(rows)
    matrix = networks.discourse_network(coded, duplicates="acrossrange")
    affiliation = nx.Graph([(row[0], f"concept {row[1]}") for row in rows])
    projected = nx.bipartite.weighted_projected_graph(affiliation, sorted(matrix.index))
    expected = nx.to_pandas_adjacency(projected).loc[matrix.index, matrix.columns]
    np.testing.assert_allclose(matrix.to_numpy(), expected.to_numpy())
    jaccard = networks.discourse_network(coded, duplicates="acrossrange", normalization="jaccard")
    overlap = nx.bipartite.overlap_weighted_projected_graph(affiliation, sorted(matrix.index))
    expected = nx.to_pandas_adjacency(overlap).loc[matrix.index, matrix.columns]
    np.testing.assert_allclose(jaccard.to_numpy(), expected.to_numpy())


@few
@given(ROWS)
def test_cosine_is_that_of_scipy(rows: list[Any]) -> None:
    coded = make(rows)
    profiles = networks.discourse_network(coded, kind="twomode").to_numpy()
    expected = 1 - cdist(profiles, profiles, "cosine")
    np.fill_diagonal(expected, 0)
    matrix = networks.discourse_network(coded, normalization="cosine").to_numpy()
    np.testing.assert_allclose(matrix, expected, atol=1e-12)
    signed = networks.discourse_network(coded, kind="twomode", qualifier="agreement", aggregation="subtract")
    assume((signed != 0).any(axis=1).all())
    expected = 1 - cdist(signed.to_numpy(), signed.to_numpy(), "cosine")
    np.fill_diagonal(expected, 0)
    made = networks.discourse_network(coded, qualifier="agreement", aggregation="subtract", normalization="cosine")
    np.testing.assert_allclose(made.to_numpy(), expected, atol=1e-12)


def plain_ties(rows: list[Any], column: int, aggregation: str) -> dict[tuple[str, str], float]:
    """Sum over pairs of statements, one by one."""
    values = [row[column] for row in rows]
    widest = max(values) - min(values) if column == 3 else 1
    ties: dict[tuple[str, str], float] = {}
    for one in rows:
        for other in rows:
            if one[0] != other[0] and one[1] == other[1]:
                apart = abs(one[column] - other[column]) / (widest or 1)
                part = {"congruence": 1 - apart, "conflict": apart}[aggregation]
                ties[one[0], other[0]] = ties.get((one[0], other[0]), 0) + part
    return ties


@few
@given(ROWS, st.sampled_from(["congruence", "conflict"]))
def test_sums_over_pairs_one_by_one(rows: list[Any], aggregation: str) -> None:
    for column, qualifier in ((2, "agreement"), (3, "intensity")):
        matrix = networks.discourse_network(make(rows), qualifier=qualifier, aggregation=aggregation)
        expected = plain_ties(rows, column, aggregation)
        for a in matrix.index:
            for b in matrix.columns:
                assert matrix.loc[a, b] == pytest.approx(expected.get((a, b), 0))


# --- windows ---------------------------------------------------------------------------------------------------------


def test_windows_have_the_size_asked_for() -> None:
    start, stop = pd.Timestamp("2024-01-31 10:00"), pd.Timestamp("2024-04-02")
    for size in (1, 2, 3):
        windows = calendar_windows(start, stop, "months", size)
        assert len(windows) == 5 - size
        assert all(a + pd.DateOffset(months=size) - pd.Timedelta(seconds=1) == c for a, _, c in windows)
    assert calendar_windows(start, stop, "weeks", 1)[0][0] == pd.Timestamp("2024-01-29"), "an ISO week"
    assert calendar_windows(start, stop, "years", 1)[0][2] == pd.Timestamp("2024-12-31 23:59:59")
    (only,) = calendar_windows(start, stop, "years", 3)
    assert only[0] == pd.Timestamp("2024-01-01")


def test_event_windows_hold_so_many_statements_in_a_fixed_order(debate: Coded) -> None:
    for size in (1, 2, 3, 4):
        windows = networks.discourse_windows(debate, time_window="events", window_size=size, kind="twomode")
        assert [window.n_statements for window in windows] == [size] * (8 - size)
        assert all(window.matrix.to_numpy().sum() == size for window in windows)
    again = networks.discourse_windows(make(DEBATE), time_window="events", window_size=1, kind="twomode")
    assert [window.matrix.index[0] for window in again[:3]] == ["Rail Union", "Quist Ltd", "Quist Ltd"]
    dna = networks.discourse_windows(debate, time_window="events", window_size=2, kind="twomode", compat="dna")
    assert {window.n_statements for window in dna} == {3}, "DNA makes even sizes odd"


def test_congruence_and_conflict_side_by_side(debate: Coded) -> None:
    options: dict[str, Any] = {"time_window": "events", "window_size": 4, "qualifier": "agreement"}
    windows = networks.discourse_windows(debate, aggregation="congruence & conflict", **options)
    assert [window.aggregation for window in windows[:3]] == ["congruence", "conflict", "congruence"]
    assert networks.windows_table(windows).columns[-1] == "aggregation"


@given(st.sampled_from(["uniform", "triangular", "epanechnikov", "gaussian"]), st.floats(0, 3))
def test_kernels_are_symmetric_and_integrate_to_one(kernel: str, z: float) -> None:
    assert density(kernel, np.array([z])) == density(kernel, np.array([-z]))
    grid = np.linspace(-6, 6, 24001)
    assert np.trapezoid(density(kernel, grid), grid) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("kernel", ["uniform", "triangular", "epanechnikov", "gaussian"])
def test_a_debate_run_backwards_gives_the_same_smoothed_networks(kernel: str) -> None:
    rows = [("A", "c", 1, 0, "x", 1), ("B", "c", 1, 0, "x", 3), ("A", "c", 0, 0, "x", 6), ("B", "c", 1, 0, "x", 9)]
    back = [(*row[:5], 10 - row[5]) for row in rows]
    options: dict[str, Any] = {
        "time_window": "days",
        "window_size": 4,
        "kernel": kernel,
        "indent_time": False,
        "qualifier": "agreement",
    }
    for kind, aggregation in (("onemode", "congruence"), ("twomode", "subtract")):
        made = [
            [
                w.matrix.to_numpy()
                for w in networks.discourse_windows(make(r), kind=kind, aggregation=aggregation, **options)
            ]
            for r in (rows, back)
        ]
        np.testing.assert_allclose(made[0], made[1][::-1], atol=1e-12)


def test_a_smoothed_tie_by_hand() -> None:
    coded = make([("A", "c", 1, 0, "x", 1), ("B", "c", 1, 0, "x", 3), ("A", "d", 1, 0, "x", 5)])
    options: dict[str, Any] = {"time_window": "days", "window_size": 4, "kernel": "triangular"}
    (window,) = networks.discourse_windows(coded, kind="twomode", **options)
    assert window.mid == pd.Timestamp("2024-02-03")
    np.testing.assert_allclose(window.matrix, [[0, 0], [1, 0]])
    windows = networks.discourse_windows(coded, indent_time=False, **options)
    assert windows[1].matrix.loc["A", "B"] == pytest.approx((0.5 * 0.5) ** 0.5)


def test_normalize_to_one(debate: Coded) -> None:
    options: dict[str, Any] = {"time_window": "months", "qualifier": "agreement", "aggregation": "subtract"}
    windows = networks.discourse_windows(debate, kind="twomode", normalize_to_one=True, **options)
    assert [float(np.abs(window.matrix.to_numpy()).sum()) for window in windows] == pytest.approx([1, 1, 1])


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "threemode"}, "kind must be one of"),
        ({"kind": "eventlist"}, "event_list lists the statements; got 'eventlist'"),
        ({"variable1": "actor"}, "variable1 must be a variable of statement type 'Debate', one of organization"),
        ({"variable1": "person", "variable1_document": True}, "variable1 must be a variable of the document"),
        ({"variable2": "organization"}, "variable1 and variable2 must differ"),
        ({"variable1": "agreement"}, "must be short texts; 'agreement' is boolean"),
        ({"qualifier": "concept"}, "qualifier must differ from variable1 and variable2"),
        ({"aggregation": "congruence", "qualifier": None}, "aggregation='congruence' needs a qualifier"),
        ({"aggregation": "combine"}, "aggregation must be one of 'ignore', 'congruence'"),
        ({"aggregation": "congruence & conflict"}, "no kernel; got time_window='no' and kernel='no'"),
        ({"normalization": "activity"}, "normalization must be one of 'no', 'average'"),
        ({"duplicates": "year & day"}, "duplicates must be one of"),
        ({"kind": "twomode", "aggregation": "subtract", "qualifier": "tone"}, "'tone' holds names"),
        ({"kind": "twomode", "aggregation": "combine", "normalization": "activity"}, "dividing the code means nothing"),
        ({"start": "yesterday"}, "start must be a date"),
        ({"start": datetime.fromisoformat("2024-01-01T00:00+01:00")}, "start must have no time zone"),
        ({"start": "2024-03-01", "stop": "2024-02-01"}, "start must not be after stop"),
        ({"exclude": {"person": ["x"]}}, "'person' is no variable of statement type"),
        ({"exclude_documents": {"person": ["x"]}}, "exclude_documents must be one of"),
        ({"invert": ["concept"]}, "invert names concept, for which exclude lists nothing"),
        ({"compat": "rdna"}, "compat must be one of 'none', 'dna'"),
    ],
)
def test_what_does_not_fit_is_refused(debate: Coded, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        networks.discourse_network(debate, **({"qualifier": "agreement"} | options))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time_window": "fortnights"}, "time_window must be one of"),
        ({"time_window": "days", "window_size": 0}, "window_size must be a whole number of at least 1"),
        ({"time_window": "days", "kernel": "box"}, "kernel must be one of"),
        ({"time_window": "events", "kernel": "uniform"}, "needs a time_window in units of time"),
        ({"time_window": "days", "kind": "eventlist"}, "event_list lists the statements"),
    ],
)
def test_windows_that_do_not_fit_are_refused(debate: Coded, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        networks.discourse_windows(debate, **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": "2024-02-01"}, r"start must be dd\.MM\.yyyy"),
        ({"start": "32.01.2024"}, r"start must be dd\.MM\.yyyy"),
        ({"stop": "01.02.2024 25:00:00"}, "no such time of day"),
        ({"exclude": {"source": ["x"]}}, "cannot be excluded"),
        ({"exclude_documents": {"source": ["O'Quist"]}}, "apostrophe"),
        ({"qualifier": "source", "aggregation": "congruence", "duplicates": "document"}, "qualifier of the document"),
        ({"kind": "twomode", "aggregation": "combine", "normalization": "prominence"}, "square; it is 3 x 2"),
        ({"variable1": "author", "variable1_document": False}, "variable1 must be a variable of statement type"),
        ({"time_window": "days", "kernel": "uniform", "start": "01.01.2030"}, "where no statement counts"),
        ({"time_window": "days", "kernel": "uniform", "qualifier": "section"}, "qualifier is empty"),
    ],
)
def test_where_dna_fails_we_say_why(debate: Coded, options: dict[str, Any], message: str) -> None:
    make_one = networks.discourse_windows if "time_window" in options else networks.discourse_network
    with pytest.raises(InputError, match=message):
        make_one(debate, compat="dna", **({"qualifier": "agreement"} | options))


def test_dna_corrects_options_in_silence(debate: Coded) -> None:
    asked = networks.discourse_network(
        debate,
        kind="nonsense",
        variable1="nonsense",
        variable2="nonsense",
        qualifier="nonsense",
        aggregation="conflict",
        normalization="cosine",
        duplicates="sometimes",
        compat="dna",
    )
    pd.testing.assert_frame_equal(asked, networks.discourse_network(debate, kind="twomode"))


def test_dna_dates(debate: Coded) -> None:
    limits = ("01.01.1900 12:00:00", "31.02.2024", "", "03.02.2024 24:00:00")
    assert {date_range(debate, text, None, compat="dna")[0] for text in limits} == {pd.Timestamp("2024-02-01")}
    assert date_range(debate, None, "03.02.2024 ", compat="dna")[1] == pd.Timestamp("2024-02-03 23:59:59")
    assert date_range(debate, "03.02.2024", "2024-02-04T10:00:00")[0] == pd.Timestamp("2024-02-03")


def test_statements_that_count_keep_their_order(debate: Coded) -> None:
    chosen = incidence.select(debate, variable1="organization", variable2="concept", duplicates="acrossrange")
    assert chosen["statement_id"].tolist() == [1, 2, 3, 4, 5, 6]


# --- files and the command line --------------------------------------------------------------------------------------


def test_graphs_carry_colours_and_attributes(debate: Coded, tmp_path: Path) -> None:
    matrix = networks.discourse_network(debate, kind="twomode", qualifier="agreement", aggregation="subtract")
    about = {"kind": "twomode", "coded": debate, "variable1": "organization", "variable2": "concept"}
    graph = networks.discourse_graph(matrix, **about)
    assert graph.nodes["Quist Ltd"]["sort"] == "firm"
    assert graph.edges["Drivers", TRAM] == {"weight": -1, "sign": -1, "absolute": 1}
    read = nx.read_graphml(exchange.write_network(graph, tmp_path / "n.graphml"))
    assert (read.nodes["Quist Ltd"]["r"], read.nodes["Quist Ltd"]["b"]) == (0x33, 0xCC)
    assert not read.is_directed()
    text = exchange.write_network(graph, tmp_path / "n.dl").read_text()
    assert text.startswith('dl nr=3 nc=2 format=fullmatrix\nrow labels:\n"Drivers"')
    assert text.endswith("data:\n-1 -1\n1 -1\n2 1\n")
    assert exchange.write_matrix(matrix, tmp_path / "m.dl").read_text() == text
    again = networks.discourse_graph(matrix, **about)
    assert dict(again.nodes(data="x")) == dict(graph.nodes(data="x"))


def test_graphs_refuse_what_they_cannot_hold() -> None:
    with pytest.raises(InputError, match="kind must be one of"):
        networks.discourse_graph(pd.DataFrame(), kind="eventlist")
    with pytest.raises(
        InputError, match=r"same labels in rows and columns with kind='onemode'; got rows \['a'\], columns \['b'\]"
    ):
        networks.discourse_graph(pd.DataFrame([[1.0]], ["a"], ["b"]), kind="onemode")
    with pytest.raises(InputError, match="matrix must hold finite numbers only; 1 cells are not"):
        networks.discourse_graph(pd.DataFrame([[np.nan]], ["a"], ["a"]), kind="onemode")
    assert list(networks.discourse_graph(pd.DataFrame([[1.0]], ["a"], ["a"]), kind="twomode")) == ["a", "a (2)"]


def test_a_network_over_time_for_gephi(debate: Coded, tmp_path: Path) -> None:
    windows = networks.discourse_windows(debate, time_window="months", qualifier="agreement", aggregation="congruence")
    read = nx.read_gexf(exchange.write_windows(windows, tmp_path / "n.gexf"))
    assert read.edges["Quist Ltd", "Rail Union"]["tie"] == [(1.0, "2024-02-01", "2024-03-01")]
    with pytest.raises(InputError, match=r"windows of a dynamic network must all be of one aggregation; got \[\]"):
        exchange.write_windows([], tmp_path / "n.gexf")


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", "network", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "coded.csv"
    networks.event_list(make(DEBATE)).to_csv(path, index=False)
    return path


def test_command_line(spreadsheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, debate: Coded) -> None:
    out = tmp_path / "new" / "network.csv"
    options = ["--aggregation", "congruence", "--normalization", "cosine", "--stop", "2024-04-10"]
    assert call(monkeypatch, spreadsheet, "--kind", "onemode", "--out", out, *options) == 0
    expected = networks.discourse_network(
        debate, qualifier="agreement", aggregation="congruence", normalization="cosine", stop="2024-04-10"
    )
    pd.testing.assert_frame_equal(
        pd.read_csv(out, index_col=0), expected, check_dtype=False, check_names=False, check_index_type=False
    )
    database = write_dna(debate, tmp_path / "coded.dna")
    assert (
        call(monkeypatch, database or tmp_path / "coded.dna", "--kind", "twomode", "--out", out, "--compat", "dna") == 0
    )
    assert out.read_text().splitlines()[0] == f",{TRAM},{ROAD}"


@pytest.mark.parametrize(
    ("kind", "name", "more", "first"),
    [
        ("eventlist", "e.csv", [], "statement_id,time,organization"),
        ("twomode", "w.csv", ["--time-window", "months"], "window_start,window_mid,window_stop,row,column,value"),
        ("onemode", "n.dl", ["--exclude", f"concept={ROAD}", "--invert", "concept"], "dl n=3 format=fullmatrix"),
        ("onemode", "n.graphml", ["--exclude", "source=Daily"], "<?xml"),
        ("onemode", "n.gexf", ["--time-window", "weeks", "--kernel", "gaussian", "--window-size", 2], "<?xml"),
    ],
)
def test_command_line_writes_every_kind(
    spreadsheet: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
    more: list[Any],
    first: str,
) -> None:
    assert call(monkeypatch, spreadsheet, "--kind", kind, "--out", tmp_path / name, *more) == 0
    assert (tmp_path / name).read_text().startswith(first)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "onemode", "--out", "n.docx"], "must end in one of .csv, .dl, .gexf, .graphml"),
        (["--kind", "eventlist", "--out", "n.dl"], "a list of statements is written as .csv"),
        (["--kind", "onemode", "--out", "n.csv", "--exclude", "concept"], "--exclude must be VAR=VALUE"),
        (["--kind", "onemode", "--out", "n.csv", "--codes", "c.csv"], "--codes goes with a run folder"),
        (["--kind", "onemode", "--out", "n.csv", "--variable1", "x"], "variable1 must be a variable"),
        (
            ["--kind", "onemode", "--out", "n.csv", "--column", "concept"],
            "--column must be FIELD=COLUMN; got 'concept'",
        ),
    ],
)
def test_command_line_refuses(
    spreadsheet: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    assert call(monkeypatch, spreadsheet, *arguments) == 2
    assert message in capsys.readouterr().err


def test_command_line_reads_tables_under_any_heading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Path(__file__).parents[1] / "data" / "garden_ring_debate_statements.csv"
    assert call(monkeypatch, shipped, "--kind", "twomode", "--out", tmp_path / "a.csv") == 0
    assert "close the ring road" in (tmp_path / "a.csv").read_text().splitlines()[0]
    table = tmp_path / "t.csv"
    table.write_text("when,body,claim\n2024-03-01,Tram Union,tram\n2024-03-02,Orr,tram\n", encoding="utf-8")
    given = [part for pair in ("date_time=when", "organization=body", "concept=claim") for part in ("--column", pair)]
    assert call(monkeypatch, table, "--kind", "onemode", "--out", tmp_path / "b.csv", *given) == 0
    assert (tmp_path / "b.csv").read_text() == ",Orr,Tram Union\nOrr,0,1\nTram Union,1,0\n"


# --- DNA -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs DNA's results in ../shared/dna, which are not part of this")
@pytest.mark.parametrize("name", ["reference", "reference_synth", "reference_edge"])
def test_dna_gives_the_same(name: str) -> None:
    command = [sys.executable, "tests/dna_reference.py", "-v", str(REFERENCE / f"{name}.jsonl.gz"), str(REFERENCE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differ" in done.stdout.splitlines()[-1]
