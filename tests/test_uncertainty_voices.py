"""How sure networks of attributions are: expected weights by algebra, shared errors, and coverage in small."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from toolkit import networks, plots
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Span, Target
from toolkit.tables import to_frame
from toolkit.uncertainty import bootstrap, combined, in_words, propagate

ACTORS = to_frame(
    "actors",
    [
        Actor("quist", "Marla Quist", "person"),
        Actor("tern", "Abel Tern", "person"),
        Actor("NOR", "Norvania", "state"),
    ],
)
POST = "outlet:Straits Post"
#: Document, source, confidence.
ROWS: list[tuple[str, str, float | None]] = [
    ("d1", "quist", 0.5),
    ("d1", "quist", 0.8),
    ("d2", "quist", 0.9),
    ("d2", "tern", 0.6),
    ("d3", "tern", None),
]


def attributions(rows: list[tuple[str, str, float | None]] = ROWS) -> pd.DataFrame:
    spans: Any = ((Span(0, 5),), (Span(6, 10),))
    made = [
        Attribution(doc, f"a{n}", "direct", "speech", *spans, (Span(20 * n + 11, 20 * n + 19),), source_actor=who,
                    confidence=p)
        for n, (doc, who, p) in enumerate(rows)
    ]  # fmt: skip
    return to_frame("attributions", made)


def documents(names: list[str]) -> pd.DataFrame:
    return to_frame("documents", [Document(name, "x", outlet="Straits Post") for name in names])


def targets(of: list[tuple[int, str, int | None]]) -> pd.DataFrame:
    """Make targets: number of the attribution, actor, stance."""
    made = [Target(ROWS[n][0], f"a{n}", who, f"m{k}", stance) for k, (n, who, stance) in enumerate(of)]
    return to_frame("targets", made)


def value(table: pd.DataFrame, measure: str, item: str, other: str | None, column: str = "estimate") -> float:
    rows = table[(table["measure"] == measure) & (table["item"] == item)]
    rows = rows if other is None else rows[rows["other"] == other]
    return float(rows[column].iloc[0])


DOCUMENTS = documents(["d1", "d2", "d3"])
TABLES: dict[str, Any] = {"actors": ACTORS, "documents": DOCUMENTS, "replicates": 200}


def test_expected_quotations_are_sums_of_chances() -> None:
    table = propagate(attributions(), **TABLES, missing="certain")
    assert value(table, "edge", POST, "quist") == pytest.approx(2.2)
    assert value(table, "edge", POST, "quist", "se") == pytest.approx((0.25 + 0.16 + 0.09) ** 0.5)
    assert value(table, "edge", POST, "tern") == pytest.approx(1.6)
    assert value(table, "edge", POST, "tern", "sure") == 1  # one of them has no confidence, so is certain
    assert value(table, "edge", POST, "quist", "bias") == pytest.approx(0.8)
    assert value(table, "out_strength", POST, None) == pytest.approx(3.8, abs=0.2)
    assert set(table["measure"]) >= {"edge", "in_strength", "rank of in_strength", "rank stability of in_strength"}
    assert not {"positive", "polarity"} & set(table["measure"])
    assert (table.attrs["kind"], table.attrs["n_statements"], table.attrs["n_unsure"]) == ("quotations", 5, 4)
    assert all("nan" not in text for text in in_words(table))
    with pytest.raises(InputError, match="'confidence' is missing for 1 of 5"):
        propagate(attributions(), **TABLES)


def test_quotations_are_resampled_by_document() -> None:
    table = bootstrap(attributions(), **TABLES | {"replicates": 2000})
    graph = networks.quotation_network(attributions(), DOCUMENTS, ACTORS)
    edges = table[table["measure"] == "edge"]
    found = {(row.item, row.other): row.estimate for row in edges.itertuples()}
    assert found == {(u, v): data["weight"] for u, v, data in graph.edges(data=True)}
    # three documents with 2, 1 and 0 of them are drawn three times: variance 3 times that of one draw
    assert value(table, "edge", POST, "quist", "se") == pytest.approx((3 * (5 / 3 - 1)) ** 0.5, abs=0.06)
    assert value(table, "edge", POST, "quist", "documents") == 2


def test_errors_of_a_document_hang_together_if_asked() -> None:
    rows = [("d1", "quist", 0.5)] * 8 + [("d2", "tern", 1.0)]
    together = propagate(attributions(rows), **TABLES | {"replicates": 1000}, dependence="document")
    assert value(together, "edge", POST, "quist") == 4
    assert value(together, "edge", POST, "quist", "se") == pytest.approx(4, abs=0.2)
    alone = propagate(attributions(rows), **TABLES)
    assert value(alone, "edge", POST, "quist", "se") == pytest.approx(2**0.5)


MENTIONED = [(0, "NOR", 1), (0, "tern", -1), (1, "NOR", None), (2, "NOR", -1), (2, "NOR", -1), (3, "NOR", -1)]


def test_mentions_count_an_attribution_once_with_its_sign() -> None:
    about: dict[str, Any] = {"actors": ACTORS, "targets": targets(MENTIONED), "replicates": 400}
    graph = networks.mention_network(attributions(), about["targets"], ACTORS)
    table = bootstrap(attributions(), **about)
    for u, v, data in graph.edges(data=True):
        assert value(table, "edge", u, v) == data["weight"]
        assert value(table, "positive", u, v) == data["positive"]
        assert value(table, "polarity", u, v) == data["polarity"]
    sure = propagate(attributions(), **about)
    assert value(sure, "edge", "quist", "NOR") == pytest.approx(2.2)
    assert value(sure, "negative", "quist", "NOR") == pytest.approx(0.9)
    assert value(sure, "negative", "quist", "NOR", "se") == pytest.approx(0.3)
    assert sure.attrs["n_statements"] == 4


def test_an_attribution_that_names_two_is_right_or_wrong_for_both() -> None:
    table = propagate(
        attributions([("d1", "quist", 0.5), ("d2", "tern", 1.0)]),
        actors=ACTORS,
        targets=targets([(0, "NOR", None), (0, "tern", None)]),
        replicates=2000,
    )
    # both ties come and go together: standard deviation 1 of their sum, not sqrt(1/2)
    assert value(table, "out_strength", "quist", None, "se") == pytest.approx(1, abs=0.02)
    assert value(table, "edge", "quist", "NOR", "se") == 0.5


def test_combined_and_workers_give_the_same_table() -> None:
    one = combined(attributions(), **TABLES, missing="certain", seed=2)
    two = combined(attributions(), **TABLES, missing="certain", seed=2, workers=2)
    pd.testing.assert_frame_equal(one, two)
    assert value(one, "edge", POST, "quist", "se") > value(one, "edge", POST, "quist", "se_coding")


def test_intervals_cover_the_error_free_weight() -> None:
    rng, covered = np.random.default_rng(0), []
    for seed in range(60):
        chance = rng.beta(4, 1, 30).round(3)
        rows = [(f"d{n % 10}", "quist" if n % 3 else "tern", float(p)) for n, p in enumerate(chance)]
        right = rng.random(30) < chance
        about: dict[str, Any] = {"actors": ACTORS, "documents": documents([f"d{n}" for n in range(10)])}
        table = propagate(attributions(rows), **about, measures=["edges"], replicates=200, seed=seed)
        true = sum(bool(kept) for kept, row in zip(right, rows, strict=True) if row[1] == "quist")
        low, high = (value(table, "edge", POST, "quist", name) for name in ("low", "high"))
        covered.append(low <= true <= high)
    assert np.mean(covered) >= 0.9


def test_figure_of_nodes() -> None:
    table = propagate(attributions(), **TABLES, missing="certain")
    ax = plots.plot_edge_intervals(table, ax=plots.figure(6, 3)[1], measure="in_strength", top=2)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["quist", "tern"]
    assert [text.get_text() for text in ax.texts] == ["1 weaker nodes not shown"]
    ranks = plots.plot_edge_intervals(table, ax=plots.figure(6, 3)[1], measure="rank of in_strength")
    assert [label.get_text() for label in ranks.get_yticklabels()] == ["quist", "tern", POST]
    none = plots.plot_edge_intervals(table, ax=plots.figure(6, 3)[1], measure="betweenness")
    assert none.texts[0].get_text() == "no node with betweenness"
    alone = table.assign(other=None)
    assert len(plots.plot_edge_intervals(alone, ax=plots.figure(6, 3)[1]).get_yticklabels()) == 2
    plt.close("all")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"actors": None}, "quotations need actors="),
        ({"documents": None}, "quotations need documents="),
        ({"network": {"kind": "mentions"}}, "mentions need targets="),
        ({"network": {"kind": "onemode"}}, "network: kind must be one of 'quotations', 'mentions'; got 'onemode'"),
        ({"network": {"min_weight": 2}}, "min_weight must be 1 here; got 2"),
        ({"network": {"attitude": ["act"]}}, "no statement counts in this network"),
        ({"measures": ["modularity"]}, "'modularity' needs a one-mode network"),
    ],
)
def test_messages(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        bootstrap(attributions(), **TABLES | options)


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="got a table of neither"):
        bootstrap(ACTORS)
