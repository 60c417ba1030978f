"""The garden ring debate is what its passport says: two coders, two camps, two brokers, and one that changes sides."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit import measures, networks, statements
from toolkit.statements import Coded

DATA = Path(__file__).parents[1] / "data"
ARTICLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((DATA / "garden_ring_debate").glob("*.txt"))}
GARDEN = ["Council Ruling Group", "Cyclists' Club", "Health Board", "Residents' League"]
ROAD = ["Council Opposition Group", "Drivers' Club", "Fire Service Union"]
BROKERS = ["Heritage Society", "Tarnholt Omnibus"]
SHIFTING = "Traders' Association"
HALVES = [("2032-03-01", "2032-05-31"), ("2032-06-01", "2032-08-31")]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(DATA / "garden_ring_debate_statements.csv")


@pytest.fixture(scope="module")
def coded() -> Coded:
    return statements.read_dna(DATA / "garden_ring_debate.dna")


@pytest.fixture(scope="module", params=[1, 2], ids=["coder 1", "coder 2"])
def network(request: pytest.FixtureRequest, coded: Coded) -> Callable[[str, int], pd.DataFrame]:
    """Make the network of the organisations in one half of the debate, as one coder sees it."""
    rows = coded.statements
    one = replace(coded, statements=rows[rows["coder"] == request.param].reset_index(drop=True))
    options: dict[str, Any] = {"kind": "onemode", "variable1": "organization", "variable2": "concept"}
    options |= {"qualifier": "agreement", "normalization": "average"}

    def make(aggregation: str, half: int) -> pd.DataFrame:
        start, stop = HALVES[half]
        return networks.discourse_network(one, aggregation=aggregation, start=start, stop=stop, **options)

    return make


def test_thirty_short_articles_over_six_months() -> None:
    days = pd.Series([pd.Timestamp(name.removesuffix("_ledger")) for name in ARTICLES])
    assert days.dt.month.value_counts().sort_index().to_dict() == dict.fromkeys(range(3, 9), 5)
    for name, text in ARTICLES.items():
        headline, line, paragraphs = text.split("\n\n", 2)
        day = pd.Timestamp(name.removesuffix("_ledger"))
        assert "\n" not in headline
        assert line == f"Published: {day.day} {day:%B %Y}\nBy the city desk, The Tarnholt Ledger"
        assert 3 <= len(paragraphs.split("\n\n")) <= 5, name
        assert 60 <= len(text.split()) <= 130, name


def test_the_table_has_its_columns_and_two_coders(table: pd.DataFrame) -> None:
    assert ",".join(table.columns) == (
        "statement_id,doc_id,start,stop,person,organization,concept,agreement,coder,date"
    )
    assert table["statement_id"].tolist() == list(range(1, len(table) + 1))
    assert table["coder"].value_counts().to_dict() == {1: 112, 2: 111}
    assert set(table["agreement"]) == {0, 1}
    assert table["person"].nunique() == 12
    assert table.groupby("person")["organization"].nunique().eq(1).all()
    assert sorted(set(table["organization"])) == sorted([*GARDEN, *ROAD, *BROKERS, SHIFTING])
    assert (table["doc_id"] == table["date"] + "_ledger").all()
    assert set(table["doc_id"]) == set(ARTICLES)


def test_every_coded_passage_stands_in_its_article(table: pd.DataFrame) -> None:
    for row in table.itertuples():
        text = ARTICLES[row.doc_id]
        assert text.index("Ledger\n\n") + 8 <= row.start < row.stop <= len(text), row
        passage = text[row.start : row.stop]
        assert passage == passage.strip(), row
        assert "\n" not in passage, row
        assert text[row.start - 1] in ' \n"', row
        assert not (passage[-1] + text[row.stop]).isalpha(), row
        assert row.person.split()[-1] in text, row
    for _, rows in table.sort_values("start").groupby(["coder", "doc_id"]):
        assert (rows["stop"].shift().fillna(0) <= rows["start"]).all()


def test_the_database_holds_the_table_and_the_articles(table: pd.DataFrame, coded: Coded) -> None:
    columns = ["statement_id", "start", "stop", "person", "organization", "concept", "agreement", "coder"]
    assert coded.statements[columns].to_numpy().tolist() == table[columns].to_numpy().tolist()
    assert coded.statements["date_time"].tolist() == pd.to_datetime(table["date"]).tolist()
    assert coded.documents["text"].tolist() == list(ARTICLES.values())
    assert coded.documents["title"].tolist() == [text.split("\n")[0] for text in ARTICLES.values()]
    assert coded.coders["name"].tolist() == ["Coder 1", "Coder 2"]


def test_the_colours_show_the_camps(coded: Coded) -> None:
    rows = coded.entities[coded.entities["variable"] == "organization"]
    colour = dict(zip(rows["value"], rows["colour"], strict=True))
    groups = [GARDEN, ROAD, BROKERS, [SHIFTING]]
    assert [len({colour[name] for name in group}) for group in groups] == [1, 1, 1, 1]
    assert len({colour[group[0]] for group in groups}) == 4


def test_the_coders_disagree_now_and_then(table: pd.DataFrame) -> None:
    first, second = (table[table["coder"] == coder] for coder in (1, 2))
    pairs = first.merge(second, on=["doc_id", "person"], suffixes=("", "_2"))
    pairs = pairs[(pairs["start"] < pairs["stop_2"]) & (pairs["start_2"] < pairs["stop"])]
    assert pairs["statement_id"].is_unique
    assert pairs["statement_id_2"].is_unique
    found = {
        "concept": int((pairs["concept"] != pairs["concept_2"]).sum()),
        "stance": int((pairs["agreement"] != pairs["agreement_2"]).sum()),
        "passage": int(((pairs["start"] != pairs["start_2"]) | (pairs["stop"] != pairs["stop_2"])).sum()),
        "only coder 1": len(first) - len(pairs),
        "only coder 2": len(second) - len(pairs),
    }
    assert found == {"concept": 3, "stance": 2, "passage": 3, "only coder 1": 3, "only coder 2": 2}
    assert 0.05 <= sum(found.values()) / (len(first) + len(second) - len(pairs)) <= 0.15


def test_the_codebook_describes_each_concept(table: pd.DataFrame) -> None:
    yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the notebooks")
    book = yaml.safe_load((DATA / "garden_ring_debate_codebook.yml").read_text(encoding="utf-8"))
    assert sorted(entry["concept"] for entry in book["concepts"]) == sorted(set(table["concept"]))
    for entry in book["concepts"]:
        assert set(entry) == {"concept", "description", "parent", "seed_phrases", "examples", "exclusions"}
        assert entry["parent"] in book["parents"]
        assert all(isinstance(phrase, str) for phrase in [*entry["seed_phrases"], *entry["exclusions"]])
        assert {example["agreement"] for example in entry["examples"]} == {0, 1}


def test_two_camps_in_the_first_half(network: Callable[[str, int], pd.DataFrame]) -> None:
    ties, road = network("subtract", 0), [*ROAD, SHIFTING]
    assert all(ties.loc[pair] > 0 for camp in (GARDEN, road) for pair in combinations(camp, 2))
    assert all(ties.loc[pair] < 0 for pair in product(GARDEN, road))


def test_the_traders_change_sides_and_nobody_else(network: Callable[[str, int], pd.DataFrame]) -> None:
    before, after = network("subtract", 0), network("subtract", 1)
    for other in GARDEN:
        assert before.loc[SHIFTING, other] < 0 < after.loc[SHIFTING, other]
    for other in ROAD:
        assert before.loc[SHIFTING, other] > 0 > after.loc[SHIFTING, other]
    assert all(after.loc[pair] > 0 for camp in (GARDEN, ROAD) for pair in combinations(camp, 2))
    assert all(after.loc[pair] < 0 for pair in product(GARDEN, ROAD))


def test_the_traders_turn_in_june(table: pd.DataFrame) -> None:
    rows = table[(table["organization"] == SHIFTING) & table["concept"].isin(["close the ring road", "delivery hours"])]
    late = rows["date"] >= "2032-06-01"
    assert set(rows.loc[~late, "agreement"]) == {0}
    assert set(rows.loc[late, "agreement"]) == {1}
    assert rows.loc[late, "date"].min() == "2032-06-09"


@pytest.mark.parametrize("half", [0, 1], ids=["spring", "summer"])
def test_brokers_agree_with_both_camps(network: Callable[[str, int], pd.DataFrame], half: int) -> None:
    ties = network("congruence", half)
    for broker in BROKERS:
        assert ties.loc[broker, GARDEN].max() > 0, broker
        assert ties.loc[broker, ROAD].max() > 0, broker


@pytest.mark.parametrize("half", [0, 1], ids=["spring", "summer"])
def test_polarization_finds_the_planted_camps(network: Callable[[str, int], pd.DataFrame], half: int) -> None:
    found = measures.polarization(network("congruence", half), network("conflict", half))
    camp = found.set_index("actor")["camp"]
    planted = [[*GARDEN, SHIFTING], ROAD] if half else [GARDEN, [*ROAD, SHIFTING]]
    assert [camp[group].nunique() for group in planted] == [1, 1]
    assert camp[planted[0][0]] != camp[planted[1][0]]
    margin = found.set_index("actor")["margin"]
    assert margin[BROKERS].max() < margin.drop(BROKERS).min()
