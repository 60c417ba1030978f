"""Networks and measures beside other implementations: scikit-learn, scipy and networkx."""

import itertools
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist, squareform

from toolkit import measures, networks, statements
from toolkit.measures._clusters import classical_coordinates, clusters
from toolkit.statements import Coded
from toolkit.statements.projection import Profiles, one_mode, ties

sklearn = pytest.importorskip("sklearn", reason="needs scikit-learn (extra `dev`)")
cluster = pytest.importorskip("sklearn.cluster")
metrics = pytest.importorskip("sklearn.metrics")
pairwise = pytest.importorskip("sklearn.metrics.pairwise")

DEBATE = Path(__file__).parents[1] / "data" / "garden_ring_debate_statements.csv"


@pytest.fixture(scope="module")
def debate() -> Coded:
    return statements.read_csv(DEBATE)


def off_diagonal(cells: Any) -> Any:
    made = np.array(cells, dtype=float)
    np.fill_diagonal(made, 0)
    return made


@pytest.mark.parametrize("aggregation", ["ignore", "subtract", "congruence"])
def test_cosine_is_that_of_scikit_learn(debate: Coded, aggregation: str) -> None:
    options = {"kind": "twomode", "qualifier": "agreement"}
    if aggregation == "congruence":
        yes, no = (
            networks.discourse_network(debate, exclude={"agreement": [other]}, isolates=True, **options)
            for other in (0, 1)
        )
        profiles = np.hstack([yes.to_numpy(), no.to_numpy()])
    else:
        profiles = networks.discourse_network(debate, aggregation=aggregation, **options).to_numpy()
    made = networks.discourse_network(
        debate, qualifier="agreement", aggregation=aggregation, normalization="cosine", isolates=True
    )
    np.testing.assert_allclose(made.to_numpy(), off_diagonal(pairwise.cosine_similarity(profiles)), atol=1e-12)


def test_jaccard_of_what_is_said_at_all_is_that_of_scikit_learn(debate: Coded) -> None:
    made = networks.discourse_network(debate, duplicates="acrossrange", normalization="jaccard")
    said = networks.discourse_network(debate, kind="twomode").to_numpy() > 0
    expected = [[metrics.jaccard_score(one, other) for other in said] for one in said]
    np.testing.assert_allclose(made.to_numpy(), off_diagonal(expected), atol=1e-12)
    np.testing.assert_allclose(made.to_numpy(), off_diagonal(1 - cdist(said, said, "jaccard")), atol=1e-12)


def test_likeness_of_numbers_is_a_distance_of_scipy() -> None:
    levels = np.array([-2, 0, 1, 3])
    cells = np.eye(4)
    alike = ties(Profiles(cells, columns=1, levels=levels), "congruence")
    np.testing.assert_allclose(alike, 1 - cdist(levels[:, None], levels[:, None], "cityblock") / 5)


@pytest.mark.parametrize("normalization", ["no", "average", "jaccard", "cosine"])
@pytest.mark.parametrize("aggregation", ["ignore", "congruence", "conflict", "subtract"])
def test_formulas_do_not_depend_on_how_counts_are_held(aggregation: str, normalization: str) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    rng = np.random.default_rng(7)
    cells = rng.integers(0, 3, (5, 12)).astype(float)
    for levels, dna in itertools.product((np.array([-1, 0, 2]), None), (False, True)):
        made = [
            one_mode(Profiles(held, 4, levels), aggregation, normalization, dna=dna)
            for held in (cells, sparse.csr_array(cells))
        ]
        np.testing.assert_allclose(*made, atol=1e-12)


@pytest.mark.parametrize("method", ["single", "complete", "average"])
def test_hierarchical_clusters_are_those_of_scikit_learn(method: str) -> None:
    points = np.random.default_rng(3).normal(size=(12, 2))
    distances = cdist(points, points)
    found = clusters(distances, method, 3, seed=0, compat="none")
    model = cluster.AgglomerativeClustering(n_clusters=3, metric="precomputed", linkage=method)
    assert metrics.adjusted_rand_score(found, model.fit_predict(distances)) == pytest.approx(1)


def test_k_means_is_that_of_scikit_learn_on_camps_far_apart() -> None:
    rng = np.random.default_rng(5)
    points = np.vstack([rng.normal(loc=place, scale=0.3, size=(6, 2)) for place in ((0, 0), (5, 0), (0, 5))])
    distances = cdist(points, points)
    found = clusters(distances, "kmeans", 3, seed=0, compat="none")
    expected = cluster.KMeans(3, n_init=10, random_state=0).fit_predict(points)
    assert metrics.adjusted_rand_score(found, expected) == pytest.approx(1)
    placed = classical_coordinates(distances)
    np.testing.assert_allclose(squareform(cdist(placed, placed), checks=False), squareform(distances, checks=False))


def test_agreement_of_coalitions_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(11)
    for _ in range(5):
        labels = rng.integers(0, 3, (2, 9))
        tables = {
            name: pd.DataFrame({"actor": [f"a{n}" for n in range(9)], "coalition": row})
            for name, row in zip(("one", "two"), labels, strict=True)
        }
        (row,) = measures.compare_coalitions(tables).to_dict("records")
        assert row["adjusted_rand"] == pytest.approx(metrics.adjusted_rand_score(*labels))
        assert row["nmi"] == pytest.approx(metrics.normalized_mutual_info_score(*labels))


def test_presence_is_the_projection_of_networkx(debate: Coded) -> None:
    said = networks.discourse_network(debate, kind="twomode", duplicates="acrossrange")
    graph = nx.Graph([(row, ("concept", column)) for row, column in zip(*np.nonzero(said.to_numpy()), strict=True)])
    projected = nx.bipartite.weighted_projected_graph(graph, range(len(said)))
    expected = nx.to_numpy_array(projected, nodelist=range(len(said)))
    made = networks.discourse_network(debate, duplicates="acrossrange", isolates=True)
    np.testing.assert_allclose(made.to_numpy(), expected)
