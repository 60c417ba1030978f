"""Scaling: positions, item response with intervals, correspondence analysis, and their figure."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from scipy.spatial.distance import pdist
from scipy.special import ndtr
from scipy.stats import chi2_contingency, spearmanr

from toolkit import measures, networks, plots, statements
from toolkit.errors import InputError
from toolkit.measures import _ideal_points, _scaling
from toolkit.measures._ideal_points import SPREAD, Answers, Draws, aligned_draws, effective_size, sample, split_rhat
from toolkit.plots._style import SIGN_COLOURS
from toolkit.statements import Coded

DATA = Path(__file__).parents[1] / "data"
REFERENCE = Path(__file__).parents[2] / "shared" / "dna"
GARDEN = ["Council Ruling Group", "Cyclists' Club", "Health Board", "Residents' League"]
ROAD = ["Council Opposition Group", "Drivers' Club", "Fire Service Union"]
BROKERS = ["Heritage Society", "Tarnholt Omnibus"]
#: Marla Quist and Tern want the tram, the clubs the road; Vane is between.
SAYS = pd.DataFrame(
    [[1, 1, -1, 1], [1, 0, -1, 1], [1, -1, 0, -1], [-1, -1, 1, 0], [-1, 0, 1, -1], [-1, -1, 1, -1]],
    index=["Marla Quist", "Tern", "Vane", "Ferry Club", "Harbour Union", "Lorry Club"],
    columns=["tram", "toll", "road", "lane"],
)
#: Greenacre's example: smoking by staff group.
SMOKE = pd.DataFrame(
    [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]],
    index=["SM", "JM", "SE", "JE", "SC"],
    columns=["none", "light", "medium", "heavy"],
)


@pytest.fixture(scope="module")
def coded() -> Coded:
    both = statements.read_dna(DATA / "garden_ring_debate.dna")
    rows = both.statements
    return replace(both, statements=rows[rows["coder"] == 1].reset_index(drop=True))


@pytest.fixture(scope="module")
def debate(coded: Coded) -> pd.DataFrame:
    return measures.scale(coded)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample too little, where it is not the numbers that count."""
    monkeypatch.setattr(_ideal_points, "_WARMUP", 50)
    monkeypatch.setattr(_scaling, "_DRAWS", 100)


@pytest.fixture(scope="module")
def says() -> pd.DataFrame:
    return measures.scale(SAYS, longest=1000)


def planted(seed: int, actors: int, concepts: int, share: float, dimensions: int = 1) -> tuple[Any, Any, pd.DataFrame]:
    draw = np.random.default_rng(seed)
    theta, beta = draw.standard_normal((actors, dimensions)), 1.5 * draw.standard_normal((concepts, dimensions))
    value = theta @ beta.T - draw.standard_normal(concepts) + draw.standard_normal((actors, concepts))
    cells = np.where(draw.random(value.shape) < share, np.sign(value), np.nan)
    names = [f"a{number:03d}" for number in range(actors)], [f"c{number:03d}" for number in range(concepts)]
    return theta, beta, pd.DataFrame(cells, index=names[0], columns=names[1])


@pytest.fixture(scope="module")
def simulated() -> tuple[Any, Any, pd.DataFrame]:
    theta, beta, cells = planted(3, 40, 30, 0.6)
    table = measures.scale(cells, positive=str(cells.index[theta[:, 0].argmax()]), longest=2000)
    return theta[:, 0], beta[:, 0], table


def estimates(table: pd.DataFrame, parameter: str = "position", dimension: int | None = 1) -> "pd.Series[float]":
    rows = table[table["parameter"] == parameter]
    rows = rows[rows["dimension"].isna() if dimension is None else rows["dimension"] == dimension]
    return rows.set_index("name")["estimate"]


# --- Positions --------------------------------------------------------------------------------------------------------


def statements_of(*rows: tuple[str, str, int], kind: str = "boolean") -> Any:
    documents = pd.DataFrame({"document_id": [1], "date_time": pd.to_datetime(["2024-05-01"])})
    table = pd.DataFrame(rows, columns=["organization", "concept", "agreement"])
    table = table.assign(statement_id=range(len(table)), document_id=1, start=range(len(table)))
    table["stop"] = table["start"] + 1
    kinds = {"organization": "short text", "concept": "short text", "agreement": kind}
    return SimpleNamespace(statement_type="S", variables=kinds, documents=documents, statements=table)


def test_a_position_is_a_clear_majority() -> None:
    coded = statements_of(
        *[("Tern", "tram", 1)] * 2, ("Tern", "tram", 0), ("Tern", "toll", 0), ("Quist", "tram", 1), ("Quist", "tram", 0)
    )
    table = measures.positions(coded)
    expected = pd.DataFrame([[np.nan, np.nan], [-1, 1]], index=["Quist", "Tern"], columns=["toll", "tram"])
    pd.testing.assert_frame_equal(table, expected)
    assert table.attrs["mixed"] == 1
    strict = measures.positions(coded, threshold=0.7)
    assert strict["tram"].isna().all()
    assert strict.attrs["mixed"] == 2
    assert measures.positions(coded, threshold=2 / 3).equals(table)


def test_of_an_integer_the_sign_counts_and_zero_says_nothing() -> None:
    coded = statements_of(("Tern", "tram", 3), ("Tern", "toll", 0), ("Quist", "tram", -2), kind="integer")
    assert measures.positions(coded).to_dict() == {"tram": {"Quist": -1.0, "Tern": 1.0}}


def test_without_a_contradiction_it_is_the_binary_recoding_of_rdna(coded: Coded) -> None:
    """DNA's "combine" is 1 for agreement only, 2 for disagreement only, 3 for both, 0 for neither."""
    options: dict[str, Any] = {"kind": "twomode", "qualifier": "agreement"}
    combined = networks.discourse_network(coded, aggregation="combine", **options)
    expected = combined.apply(lambda column: column.map({1: 1.0, 2: -1.0}))
    found = measures.positions(coded, threshold=1)
    pd.testing.assert_frame_equal(found, expected, check_names=False, check_index_type=False, check_column_type=False)
    assert found.attrs["mixed"] == int((combined == 3).to_numpy().sum())


def test_positions_say_what_is_wrong(coded: Coded) -> None:
    with pytest.raises(InputError, match=r"threshold must be between 0\.5 and 1; got 0\.4"):
        measures.positions(coded, threshold=0.4)
    with pytest.raises(
        InputError, match="qualifier must be a boolean or an integer variable; 'person' is a short text"
    ):
        measures.positions(coded, qualifier="person")
    with pytest.raises(InputError, match="no statement takes a position"):
        measures.positions(statements_of(("Tern", "tram", 0), kind="integer"))
    with pytest.raises(InputError, match="variable1 must be a variable"):
        measures.positions(coded, variable1="party")


# --- Item response ----------------------------------------------------------------------------------------------------


def test_planted_positions_are_found_in_order(simulated: tuple[Any, Any, pd.DataFrame]) -> None:
    theta, beta, table = simulated
    assert table.attrs["converged"]
    assert spearmanr(estimates(table), theta)[0] > 0.9
    assert spearmanr(estimates(table, "discrimination"), beta)[0] > 0.9


def test_intervals_cover_what_was_planted(simulated: tuple[Any, Any, pd.DataFrame]) -> None:
    """Of 70 intervals for 95 % at least 61 hold the truth (binomial with p = 0.95: 99.8 %)."""
    theta, beta, table = simulated
    chosen = table[table["parameter"] != "difficulty"]
    truth = np.concatenate([theta, beta])
    inside = (chosen["low"] <= truth) & (truth <= chosen["high"])
    assert inside.sum() >= 61
    assert (chosen["low"] < chosen["estimate"]).all()
    assert (chosen["estimate"] < chosen["high"]).all()


@pytest.mark.parametrize("answered", [[[1, 1, -1], [1, 1, -1], [1, -1, -1], [-1, -1, 1], [-1, 1, 1], [1, 1, 1]]])
def test_the_posterior_is_that_of_importance_sampling(answered: list[list[int]]) -> None:
    """Reference: draws from the prior of the items, weighted by likelihoods integrated over positions."""
    cells = np.array(answered)
    draw = np.random.default_rng(0)
    alpha, beta = SPREAD * draw.standard_normal((2, 40_000, 3))
    nodes, weights = np.polynomial.hermite_e.hermegauss(25)
    value = beta[:, None, :] * nodes[:, None] - alpha[:, None, :]
    likelihood = np.ones(len(alpha))
    for row in cells:
        likelihood *= ndtr(row * value).prod(axis=2) @ (weights / weights.sum())
    share = likelihood / likelihood.sum()
    assert 1 / (share**2).sum() > 1000
    actor, item = (place.ravel() for place in np.indices(cells.shape))
    answers = Answers(actor, item, cells.ravel().astype(float), *cells.shape)
    draws, _, agree = sample(answers, 1, draws=1000, longest=2000, seed=1)
    assert agree
    found_alpha, found_beta = draws.alpha.reshape(-1, 3), draws.beta.reshape(-1, 3)
    assert found_alpha.mean(axis=0) == pytest.approx(share @ alpha, abs=0.2)
    assert (found_alpha**2).mean(axis=0) == pytest.approx(share @ alpha**2, rel=0.15)
    for one, other in ((0, 1), (0, 2), (1, 2), (0, 0)):
        expected = share @ (beta[:, one] * beta[:, other])
        assert (found_beta[:, one] * found_beta[:, other]).mean() == pytest.approx(expected, abs=0.45)


@pytest.mark.usefixtures("brief")
def test_neither_order_nor_size_of_the_cells_plays_a_part() -> None:
    table = measures.scale(SAYS, longest=100)
    mixed = 3.0 * SAYS.where(SAYS != 0).iloc[::-1, [2, 0, 3, 1]]
    pd.testing.assert_frame_equal(measures.scale(mixed, longest=100), table)
    assert not measures.scale(mixed, longest=100, seed=1)["estimate"].equals(table["estimate"])


def test_names_and_seeds_play_no_part_but_for_chance(says: pd.DataFrame) -> None:
    names = dict(zip(SAYS.index, ["z", "b", "y", "a", "x", "c"], strict=True))
    renamed = measures.scale(SAYS.rename(index=names), longest=1000, seed=5)
    found = estimates(renamed).rename({new: old for old, new in names.items()})
    assert found.loc[SAYS.index].to_numpy() == pytest.approx(estimates(says).loc[SAYS.index], abs=0.25)


@pytest.mark.usefixtures("brief")
def test_the_sides_follow_the_rule_or_the_actor_named() -> None:
    """Quist and Tern support more often than the others, so theirs is the positive side."""
    says = measures.scale(SAYS, longest=100)
    assert (estimates(says)[["Marla Quist", "Tern"]] > 0).all()
    assert says.attrs["sign"] == "dimension 1: positive is that of those who support more often"
    turned = measures.scale(SAYS, positive="Lorry Club", longest=100)
    assert turned.attrs["sign"] == "dimension 1: positive is that of Lorry Club"
    for parameter in ("position", "discrimination"):
        pd.testing.assert_series_equal(-estimates(turned, parameter), estimates(says, parameter))
    pd.testing.assert_series_equal(estimates(turned, "difficulty", None), estimates(says, "difficulty", None))
    rows = [table[table["kind"] == "actor"] for table in (turned, says)]
    assert (-rows[0]["high"]).tolist() == pytest.approx(rows[1]["low"].tolist())


@pytest.mark.usefixtures("brief")
def test_the_table_is_tidy_and_says_what_it_left_out() -> None:
    table = measures.scale(SAYS.assign(ferry=[1, 0, 0, 0, 0, 0]), longest=100)
    kinds = table.groupby(["kind", "parameter"], sort=False).size()
    assert kinds.to_dict() == {
        ("actor", "position"): 6,
        ("concept", "discrimination"): 5,
        ("concept", "difficulty"): 5,
    }
    assert table["name"].tolist()[:6] == sorted(SAYS.index)
    assert table["dimension"].tolist()[:11] == [1] * 11
    assert table["dimension"].isna().tolist() == [False] * 11 + [True] * 5
    ferry = table[table["name"] == "ferry"]
    assert ferry["n"].tolist() == [1, 1]
    assert ferry[["estimate", "low", "high", "rhat", "ess"]].isna().all(axis=None)
    assert table.attrs["left_out"] == ["ferry"]
    assert set(estimates(table).dropna().index) == set(SAYS.index)
    assert measures.scale(SAYS, min_concepts=4, longest=100).attrs["left_out"] == [
        "Ferry Club",
        "Harbour Union",
        "Tern",
        "Vane",
    ]


def test_the_fit_counts_errors(says: pd.DataFrame) -> None:
    value = np.outer(estimates(says), estimates(says, "discrimination"))
    value = value - estimates(says, "difficulty", None).to_numpy()
    cells = SAYS.loc[estimates(says).index, estimates(says, "discrimination").index].to_numpy()
    wrong = int(((value > 0) != (cells > 0))[cells != 0].sum())
    minority = sum(min((column > 0).sum(), (column < 0).sum()) for column in cells.T)
    assert says.attrs["correct"] == pytest.approx(1 - wrong / np.count_nonzero(cells))
    assert says.attrs["error_reduction"] == pytest.approx(1 - wrong / minority)


@pytest.mark.usefixtures("brief")
def test_it_says_when_the_chains_do_not_agree() -> None:
    table = measures.scale(SAYS, longest=250)
    assert not table.attrs["converged"]
    assert table.attrs["sweeps"] == 200
    assert (table["rhat"].max() > 1.05) or (table["ess"].min() < 200)


def test_two_dimensions_are_found_up_to_a_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    theta, _, cells = planted(1, 24, 30, 0.8, dimensions=2)
    monkeypatch.setattr(_scaling, "_DRAWS", 400)
    table = measures.scale(cells, dimensions=2, longest=400)
    found = np.column_stack([estimates(table, dimension=d) for d in (1, 2)])
    fitted = np.column_stack([np.ones(len(found)), found])
    rest = theta - fitted @ np.linalg.lstsq(fitted, theta, rcond=None)[0]
    assert (1 - (rest**2).sum(axis=0) / ((theta - theta.mean(axis=0)) ** 2).sum(axis=0)).min() > 0.7
    centred = found - found.mean(axis=0)
    spread = centred.T @ centred
    assert spread[0, 1] == pytest.approx(0, abs=1e-6 * spread[0, 0])
    assert spread[0, 0] > spread[1, 1]


def test_aligned_draws_forget_how_each_draw_was_turned() -> None:
    draw = np.random.default_rng(2)
    theta, beta = draw.standard_normal((6, 2)) * [2, 1], draw.standard_normal((5, 2))
    angles = draw.uniform(0, 2 * np.pi, (10, 4))
    turn = np.stack([np.cos(angles), -np.sin(angles), np.sin(angles), np.cos(angles)], axis=-1).reshape(10, 4, 2, 2)
    turn[:, :2] = turn[:, :2] @ np.diag([1, -1])
    alpha = np.zeros((10, 4, 5))
    found = aligned_draws(Draws(theta @ turn, beta @ turn, alpha))
    assert np.ptp(found.theta, axis=(0, 1)).max() < 1e-9
    assert found.theta[0, 0] @ found.beta[0, 0].T == pytest.approx(theta @ beta.T)


def test_rhat_and_effective_size_know_independent_from_dependent_draws() -> None:
    draw = np.random.default_rng(4)
    plain = draw.standard_normal((1000, 4, 3))
    assert split_rhat(plain) == pytest.approx(np.ones(3), abs=0.01)
    assert effective_size(plain) == pytest.approx(np.full(3, 4000), rel=0.15)
    slow = np.zeros((4000, 4, 1))
    for place in range(1, len(slow)):
        slow[place] = 0.8 * slow[place - 1] + draw.standard_normal((4, 1))
    assert effective_size(slow) == pytest.approx([16000 * 0.2 / 1.8], rel=0.25)
    assert (split_rhat(plain + np.arange(4)[None, :, None]) > 1.3).all()
    assert (effective_size(plain + np.arange(4)[None, :, None]) < 20).all()


def test_the_planted_camps_fall_on_two_sides_and_brokers_between(debate: pd.DataFrame) -> None:
    assert debate.attrs["converged"]
    where = debate[debate["kind"] == "actor"].set_index("name")
    assert (where.loc[GARDEN, "low"] > 0).all()
    assert (where.loc[ROAD, "high"] < 0).all()
    between = where.loc[BROKERS, "estimate"]
    assert where.loc[ROAD, "estimate"].max() < between.min()
    assert between.max() < where.loc[GARDEN, "estimate"].min()
    assert (estimates(debate, "discrimination").sort_values().index[:1] == ["referendum"]).all()


@pytest.mark.usefixtures("brief")
def test_statements_and_their_positions_give_the_same(coded: Coded) -> None:
    options: dict[str, Any] = {"variable1": "person", "threshold": 1}
    table = measures.scale(measures.positions(coded, **options), longest=100)
    pd.testing.assert_frame_equal(measures.scale(coded, longest=100, **options), table)
    assert table.attrs["mixed"] == measures.positions(coded, **options).attrs["mixed"] > 0


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs databases in ../shared/dna, which are not part of this")
def test_a_perfectly_split_debate_splits() -> None:
    """RDNA's own fits are not recorded there, so this is what any of them must show: sign and order."""
    coded = statements.read_dna(REFERENCE / "perfect.dna")
    side = measures.positions(coded).mean(axis=1)
    table = measures.scale(coded, longest=1000)
    actors = table[table["kind"] == "actor"].set_index("name")
    assert (np.sign(actors["low"]) == np.sign(actors["high"])).all()
    assert (np.sign(actors["estimate"]) == side).all()


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (SAYS, {"dimensions": 3}, "dimensions must be one of 1, 2; got 3"),
        (SAYS, {"level": 1.0}, "level must be between 0 and 1; got 1.0"),
        (SAYS, {"min_actors": 0}, "min_actors must be at least 1; got 0"),
        (SAYS, {"min_concepts": -1}, "min_concepts must be at least 1; got -1"),
        (SAYS, {"longest": 500}, "longest must be at least 1000; got 500"),
        (SAYS.abs(), {}, "debate must hold both support"),
        (SAYS.iloc[:, :2], {"dimensions": 2}, "dimensions = 2 needs at least 3 actors .* 6 actors and 2 concepts"),
        (SAYS.iloc[[0, 5], :1], {}, "there are 2 actors and 1 concepts"),
        (SAYS, {"positive": "Nobody"}, r"positive must be among the scaled actors .*; got \['Nobody'\]"),
        (SAYS, {"positive": ["Tern", "Vane"]}, "positive must name one actor for each of 1 dimensions at most"),
        (SAYS, {"threshold": 1}, "threshold can only be given with coded statements"),
        ([[1, -1]], {}, "debate must be a DataFrame or Coded; got list"),
        (SAYS.rename(index={"Tern": "Vane"}), {}, "debate must have unique row and column labels"),
        (SAYS.astype(str).replace("1", "yes"), {}, "debate must hold numbers only"),
    ],
)
def test_scale_says_what_is_wrong(given: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.scale(given, **options)


# --- Correspondence analysis ------------------------------------------------------------------------------------------


def points(found: measures.Correspondence, kind: str, column: str = "estimate", dimension: int = 1) -> dict[str, float]:
    rows = found.points[(found.points["kind"] == kind) & (found.points["dimension"] == dimension)]
    return dict(zip(rows["name"], rows[column], strict=True))


def test_smoking_staff_as_published() -> None:
    """Greenacre's table: figures of his book and of the R package ca, whose first axis points the other way."""
    found = measures.correspondence(SMOKE)
    assert found.total == pytest.approx(0.08519, abs=5e-6)
    assert found.inertia["inertia"].round(6).tolist() == pytest.approx([0.074759, 0.010017, 0.000414], abs=1e-6)
    assert (100 * found.inertia["share"]).round(1).tolist() == [87.8, 11.8, 0.5]
    first = {"SM": 0.0658, "JM": -0.2590, "SE": 0.3806, "JE": -0.2330, "SC": 0.2011}
    assert points(found, "row") == pytest.approx(first, abs=5e-5)
    second = {"SM": -0.1937, "JM": -0.2433, "SE": -0.0107, "JE": 0.0577, "SC": 0.0789}
    flip = np.sign(points(found, "row", dimension=2)["JE"])
    assert {k: flip * v for k, v in points(found, "row", dimension=2).items()} == pytest.approx(second, abs=6e-5)
    columns = {"none": 0.3933, "light": -0.0995, "medium": -0.1963, "heavy": -0.2938}
    assert points(found, "column") == pytest.approx(columns, abs=6e-5)
    contributions = {"SM": 0.003, "JM": 0.084, "SE": 0.512, "JE": 0.331, "SC": 0.070}
    assert points(found, "row", "contribution") == pytest.approx(contributions, abs=5e-4)
    assert points(found, "row", "mass")["SE"] == pytest.approx(51 / 193)


TABLES = st.integers(3, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=3, max_size=6)
)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_the_algebra_of_correspondence_holds(cells: list[list[int]]) -> None:
    table = pd.DataFrame(cells).rename(index="r{}".format, columns="c{}".format)
    full = table.loc[table.any(axis=1), table.any(axis=0)]
    if min(full.shape) < 2 or np.linalg.matrix_rank(full.to_numpy()) < 2:
        return
    found = measures.correspondence(table, dimensions=9)
    n = full.to_numpy().sum()
    assert found.total == pytest.approx(chi2_contingency(full, correction=False)[0] / n)
    known = found.points[found.points["mass"] > 0]
    for kind, inertia in product(("row", "column"), found.inertia.itertuples()):
        rows = known[(known["kind"] == kind) & (known["dimension"] == inertia.dimension)]
        assert rows["contribution"].sum() == pytest.approx(1)
        assert (rows["mass"] * rows["estimate"]).sum() == pytest.approx(0, abs=1e-7)
        assert (rows["mass"] * rows["estimate"] ** 2).sum() == pytest.approx(inertia.inertia)
    assert known.groupby(["kind", "name"])["cosine"].sum(min_count=1).dropna().to_numpy() == pytest.approx(1)
    rows = known[known["kind"] == "row"].pivot_table(index="name", columns="dimension", values="estimate")
    profiles = full.div(full.sum(axis=1), axis=0) / np.sqrt(full.sum(axis=0) / n)
    assert pdist(rows) == pytest.approx(pdist(profiles), abs=1e-6)


def test_transposing_swaps_and_order_plays_no_part() -> None:
    found, turned = measures.correspondence(SMOKE), measures.correspondence(SMOKE.T)
    for kind, other in (("row", "column"), ("column", "row")):
        here, there = points(found, kind), points(turned, other)
        assert {name: abs(value) for name, value in here.items()} == pytest.approx(
            {name: abs(value) for name, value in there.items()}
        )
    mixed = measures.correspondence(SMOKE.iloc[::-1, [3, 1, 0, 2]])
    pd.testing.assert_frame_equal(mixed.points, found.points)


def test_support_and_rejection_become_two_columns(coded: Coded) -> None:
    signed = measures.positions(coded).fillna(0)
    found = measures.correspondence(signed, doubled=True)
    where = points(found, "row")
    sides = {name: np.sign(where[name]) for name in GARDEN + ROAD}
    assert len({sides[name] for name in GARDEN}) == len({sides[name] for name in ROAD}) == 1
    assert sides[GARDEN[0]] == -sides[ROAD[0]]
    assert len(points(found, "column")) == 2 * signed.shape[1]
    assert np.isnan(points(found, "column")["residents' parking (for)"]) == (
        (signed["residents' parking"] > 0).sum() == 0
    )


def test_empty_rows_have_no_place() -> None:
    found = measures.correspondence(SMOKE.assign(cigars=0))
    cigars = found.points[found.points["name"] == "cigars"]
    assert cigars["mass"].tolist() == [0, 0]
    assert cigars[["estimate", "inertia", "contribution", "cosine"]].isna().all(axis=None)
    assert found.total == pytest.approx(measures.correspondence(SMOKE).total)


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (SAYS, {}, "matrix must not have negative cells; doubled=True"),
        (SMOKE, {"dimensions": 0}, "dimensions must be at least 1; got 0"),
        (SMOKE.iloc[:1], {}, "at least two rows and two columns"),
        (SMOKE * 0, {}, "at least two rows and two columns"),
        (pd.DataFrame([[1, 2], [2, 4]]), {}, "all its rows have the same profile"),
        (SMOKE.astype(float).replace(4, np.nan), {}, "matrix must hold finite numbers"),
    ],
)
def test_correspondence_says_what_is_wrong(given: pd.DataFrame, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        measures.correspondence(given, **options)


# --- Figure -----------------------------------------------------------------------------------------------------------


def test_the_line_shows_each_interval_the_highest_on_top(debate: pd.DataFrame) -> None:
    fig, ax = plots.figure(7, 4)
    assert plots.plot_scaling(debate, ax=ax, title="Who stands where") is ax
    actors = debate[debate["kind"] == "actor"].sort_values("estimate", ascending=False)
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert names == actors["name"].tolist()
    bars = {line.get_gid(): line for line in ax.lines if str(line.get_gid()).startswith("interval-")}
    for place, (low, high) in enumerate(zip(actors["low"], actors["high"], strict=True)):
        line = bars[f"interval-{place}"]
        assert list(line.get_xdata()) == [low, high]
        assert to_hex(line.get_color()).upper() == SIGN_COLOURS[int(low > 0) - int(high < 0)].upper()
    assert ax.get_xlabel() == "position with 95 % intervals"
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    del fig


def test_parameters_of_concepts_can_be_drawn(debate: pd.DataFrame) -> None:
    for parameter in ("discrimination", "difficulty"):
        _, ax = plots.figure(7, 4)
        plots.plot_scaling(debate, ax=ax, parameter=parameter)
        assert len(ax.get_yticklabels()) == 8
        assert ax.get_xlabel().startswith(parameter)


def on_map(names: list[str], x: list[float], y: list[float], spread: float = 0.4) -> pd.DataFrame:
    blocks = [
        pd.DataFrame({"kind": "actor", "name": names, "parameter": "position", "dimension": d, "estimate": values})
        for d, values in ((1, x), (2, y))
    ]
    table = pd.concat(blocks, ignore_index=True)
    return table.assign(low=table["estimate"] - spread, high=table["estimate"] + spread, n=3)


def test_labels_of_the_map_cover_neither_each_other_nor_points() -> None:
    draw = np.random.default_rng(8)
    names = [f"Association number {place} of Norvania" for place in range(14)]
    fig, ax = plots.figure(7, 6)
    plots.plot_scaling(on_map(names, list(draw.normal(size=14)), list(draw.normal(size=14))), ax=ax)
    fig.canvas.draw()
    labels = [text for text in ax.texts if str(text.get_gid()).startswith("label-")]
    assert len(labels) == 14
    boxes = [text.get_window_extent() for text in labels]
    frame = ax.get_window_extent()
    for place, box in enumerate(boxes):
        assert frame.x0 - 1 <= box.x0 <= box.x1 <= frame.x1 + 1
        assert not any(box.padded(-1).overlaps(other.padded(-1)) for other in boxes[place + 1 :])
    offsets = ax.collections[0].get_offsets()
    for spot in ax.transData.transform(offsets):
        assert not any(box.padded(-1).contains(*spot) for box in boxes)
    units = np.abs(ax.transData.transform((1, 1)) - ax.transData.transform((0, 0)))
    assert units[0] == pytest.approx(units[1], rel=0.02)


def test_rows_and_columns_look_different() -> None:
    _, ax = plots.figure(7, 6)
    plots.plot_scaling(measures.correspondence(SMOKE).points, ax=ax)
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["columns", "rows"]
    assert [len(drawn.get_offsets()) for drawn in ax.collections] == [4, 5]
    assert ax.get_xlabel() == "dimension 1"


def test_the_figure_says_what_it_does_not_show() -> None:
    table = on_map(["Tern", "Quist", "Vane"], [0, 1, 2], [0, 1, 2]).query("dimension == 1").copy()
    table.loc[table["name"] == "Vane", "estimate"] = np.nan
    table.loc[table["name"] == "Quist", "n"] = 9
    table.attrs["converged"] = False
    _, ax = plots.figure(6, 2)
    plots.plot_scaling(table, ax=ax, top=1)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Quist"]
    words = "the chains do not agree: not to be used; 1 more not shown; 1 with too few positions"
    assert ax.texts[-1].get_text() == words
    _, ax = plots.figure(6, 2)
    plots.plot_scaling(table.iloc[:0], ax=ax)
    assert ax.texts[-1].get_text() == "nothing to show"


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (
            {},
            {"parameter": "place"},
            "parameter must be one of 'position', 'discrimination', 'difficulty'; got 'place'",
        ),
        ({}, {"top": 0}, "top must be at least 1; got 0"),
        ({"kind": "party"}, {}, r"table may hold the kinds .*; got \['party'\]"),
        ({"name": "Tern"}, {}, "table must have one row a kind, name, parameter and dimension; got several of 'Tern'"),
        ({"dimension": [1, 2, 3]}, {}, "table must have one or two dimensions; got 3"),
        ({"estimate": None}, {}, r"table lacks the columns \['estimate'\]"),
    ],
)
def test_the_figure_says_what_is_wrong(change: dict[str, Any], options: dict[str, Any], message: str) -> None:
    table = on_map(["Tern", "Quist", "Vane"], [0, 1, 2], [0, 1, 2]).query("dimension == 1").assign(**change)
    if change.get("estimate", 0) is None:
        table = table.drop(columns="estimate")
    with pytest.raises(InputError, match=message):
        plots.plot_scaling(table, ax=plots.figure(6, 2)[1], **options)
