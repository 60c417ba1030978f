"""Samples, marks, precision and recall with intervals, predicted against gold."""

import gzip
import importlib.util
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, t

from toolkit import evaluation
from toolkit.errors import InputError
from toolkit.evaluation import Document
from toolkit.evaluation._units import Words
from toolkit.records import Attribution, Relation, Span
from toolkit.records import Document as Article
from toolkit.tables import to_frame

TEXT = (
    "“We sail,” Marla Quist, the minister, said on Monday. Mr. Tern believes that “nobody” waits. It is said he left."
)


def spans(*parts: str) -> list[tuple[int, int]]:
    return [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


GOLD = [
    {"source": spans("Marla Quist, the minister"), "cue": spans("said on"), "content": spans("“We sail,”")},
    {"source": spans("Mr. Tern"), "cue": spans("believes"), "content": spans("that “nobody” waits")},
    {"source": [], "cue": spans("is said"), "content": spans("he left")},
]


def found(predicted: list[dict[str, Any]], criterion: str = "who_said_what", kind: str = "all") -> list[float]:
    result = evaluation.compare({"d": Document(None, predicted)}, {"d": Document(TEXT, GOLD)}).scores
    row = result.query("part == 'attribution' and criterion == @criterion and kind == @kind")
    return list(row[["precision", "recall"]].iloc[0])


@pytest.fixture
def run() -> dict[str, pd.DataFrame]:
    """Forty attributions, thirty of them direct, in two documents."""
    rows = [
        Attribution(
            f"d{n % 2}",
            f"a{n:02d}",
            "direct" if n < 30 else "indirect",
            "speech",
            (Span(11, 22),),
            (Span(38, 42),),
            (Span(n, n + 3),),
            source_text="Marla Quist",
            cue_text="said",
            content_text=TEXT[n : n + 3],
        )
        for n in range(40)
    ]
    documents = to_frame("documents", [Article("d0", TEXT), Article("d1", TEXT)])
    return {"attributions": to_frame("attributions", rows), "documents": documents}


# --- predicted against gold ------------------------------------------------------------------------------------------


def test_gold_against_itself_is_right_in_everything() -> None:
    scores = evaluation.compare({"d": Document(TEXT, GOLD)}, {"d": Document(TEXT, GOLD)}).scores
    assert (scores["f1"].dropna() == 1).all()
    assert scores.query("part == 'content' and criterion == 'exact'")["n_gold"].tolist() == [3, 1, 1, 1]


def test_quotation_marks_and_punctuation_at_an_edge_do_not_matter() -> None:
    edges = [{**GOLD[0], "content": spans("We sail"), "source": spans("Marla Quist, the minister,")}]
    assert found(edges, "exact") == [1, 1 / 3]


def test_a_source_is_right_by_its_head() -> None:
    assert found([{**GOLD[0], "source": spans("Quist")}]) == [1, 1 / 3]
    assert found([{**GOLD[0], "source": spans("Marla")}]) == [0, 0]
    assert found([{**GOLD[2], "source": spans("It")}]) == [0, 0]
    assert found([GOLD[2]]) == [1, 1 / 3]


def test_recall_is_by_the_kind_of_gold_and_precision_by_that_of_the_prediction() -> None:
    assert found(GOLD[:1], kind="direct") == [1, 1]
    precision, recall = found(GOLD[:1], kind="mixed")
    assert math.isnan(precision)
    assert recall == 0


def test_pairs_are_chosen_for_the_largest_overlap_in_all() -> None:
    words = "a1 a2 a3 a4 a5 a6"
    gold = [{"content": [(0, 8)]}, {"content": [(9, 17)]}]
    predicted = [{"content": [(0, 17)]}, {"content": [(0, 8)]}]
    scores = evaluation.compare({"d": Document(words, predicted)}, {"d": Document(words, gold)}, kinds=["all"]).scores
    assert scores.query("criterion == 'content'")["f1"].tolist() == [1.0]


def test_words_leave_out_the_possessive_and_heads_stop_at_prepositions() -> None:
    words = Words("Norvania's don't U.S.")
    assert [words.text[a:b] for a, b in words.spans] == ["Norvania", "don't", "U", "S"]
    for text, head in [
        ("a spokesman for Ms Tern", "spokesman"),
        ("Marla Quist Jr.", "Quist"),
        ("Tern herself", "Tern"),
    ]:
        words = Words(text)
        at = words.head(frozenset(range(len(words.spans))))
        assert at is not None
        assert text[slice(*words.spans[at])] == head


def test_missing_documents_count_and_extra_ones_do_not() -> None:
    gold = {"a": Document(TEXT, GOLD), "b": Document(TEXT, GOLD)}
    result = evaluation.compare({"a": Document(TEXT, GOLD), "c": Document(TEXT, GOLD)}, gold, kinds=["all"])
    assert (result.not_predicted, result.not_gold, result.n_documents) == (("b",), ("c",), 2)
    row = result.scores.query("criterion == 'who_said_what'").iloc[0]
    assert (row["precision"], row["recall"]) == (1.0, 0.5)


def test_an_interval_of_equal_documents_has_no_width() -> None:
    gold = {name: Document(TEXT, GOLD) for name in "abc"}
    scores = evaluation.compare({n: Document(TEXT, GOLD[:2]) for n in "abc"}, gold, kinds=["all"], replicates=20).scores
    row = scores.query("criterion == 'who_said_what'").iloc[0]
    assert row["f1_low"] == pytest.approx(row["f1"]) == pytest.approx(row["f1_high"])


@pytest.mark.parametrize(
    ("predicted", "gold", "options", "message"),
    [
        ({"d": Document("Other", [])}, {"d": Document(TEXT, [])}, {}, "the text of 'd' differs"),
        ({}, {"d": Document(None, [])}, {}, "document 'd' has no text"),
        ({}, {}, {}, "GOLD holds no document"),
        ({}, {"d": Document("Hm", [{"content": [(0, 9)]}])}, {}, "document 'd': span .0, 9. is outside of a text of 2"),
        ({}, {"d": Document(TEXT, [])}, {"kinds": ["loud"]}, "kinds must be among"),
        ({}, {"d": Document(TEXT, [])}, {"level": 2}, "level between 0 and 1; got replicates 0, level 2"),
    ],
)
def test_what_cannot_be_compared_is_said(predicted: Any, gold: Any, options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        evaluation.compare(predicted, gold, **options)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: no JSON"),
        ('{"id": "a"}', "line 1: an object with 'id' and a list 'attributions'"),
        ('{"id": "a", "attributions": [{"cue": [3]}]}', "line 1: spans must be a list"),
        ('{"id": "a", "attributions": []}\n{"id": "a", "attributions": []}', "line 2: document 'a' is there twice"),
    ],
)
def test_lines_that_are_no_documents_are_named(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        evaluation.read_documents(tmp_path / "x.jsonl")
    with pytest.raises(InputError, match=r"a run folder or a \.jsonl file is needed"):
        evaluation.read_documents(tmp_path / "x.csv")


def test_figures_are_those_of_the_scorer_of_the_annotated_articles(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("scorer", shared / "polnear" / "score_attribution.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with gzip.open(shared / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines][:20]
    generator = np.random.default_rng(1)
    predicted = [
        {"id": d["id"], "attributions": [_shaken(a, generator, d["text"]) for a in d["attributions"][::2]]}
        for d in gold
    ]
    theirs, _ = scorer.score(gold, predicted)
    ours = evaluation.compare(
        {d["id"]: Document(None, d["attributions"]) for d in predicted},
        {d["id"]: Document(d["text"], d["attributions"]) for d in gold},
    ).scores.set_index(["kind", "part", "criterion"])
    names = {"word": "token", "content": "content_iou50", "with_cue": "attr_overlap", "exact": "attr_exact"}
    for kind, part, criterion in ours.index:
        name = names.get(criterion, criterion) if part == "attribution" else {"word": "token"}.get(criterion, criterion)
        row, want = ours.loc[(kind, part, criterion)], theirs[kind][part][name]
        for column, short in (("precision", "p"), ("recall", "r"), ("f1", "f1")):
            assert row[column] == pytest.approx(want[short], abs=5.1e-5, nan_ok=True), (kind, part, criterion)


def _shaken(row: dict[str, Any], generator: np.random.Generator, text: str) -> dict[str, Any]:
    """Move the edges of spans, and lose some sources."""
    moved = {
        role: [
            [max(0, s - int(generator.integers(0, 9))), min(len(text), e + int(generator.integers(0, 9)))]
            for s, e in row[role]
        ]
        for role in ("source", "cue", "content")
    }
    return moved if generator.random() < 0.8 else {**moved, "source": []}


# --- samples and marks -----------------------------------------------------------------------------------------------


def test_a_sample_has_the_least_of_each_stratum_and_the_rest_in_proportion(run: dict[str, pd.DataFrame]) -> None:
    sample = evaluation.draw_sample(run["attributions"], 16, documents=run["documents"], by=["kind"], least=2)
    assert sample["stratum"].value_counts().to_dict() == {"direct": 11, "indirect": 5}
    assert sample.set_index("stratum")["n_stratum"].to_dict() == {"direct": 30, "indirect": 10}
    assert sample["key"].is_unique
    again = evaluation.draw_sample(run["attributions"], 16, documents=run["documents"], by=["kind"], least=2)
    pd.testing.assert_frame_equal(sample, again)
    whole = evaluation.draw_sample(run["attributions"], 99, documents=run["documents"], by=["kind"])
    assert len(whole) == 40


@given(n=st.integers(1, 50), least=st.integers(0, 12))
def test_shares_deal_out_n_rows_within_the_strata(n: int, least: int) -> None:
    from toolkit.evaluation._sample import _shares

    sizes = pd.Series({"a": 3, "b": 11, "c": 20})
    dealt = _shares(sizes, n, least)
    assert (dealt <= sizes).all()
    assert (dealt >= sizes.clip(upper=least)).all()
    assert dealt.sum() == max(min(n, 34), sizes.clip(upper=least).sum())


def test_a_passage_holds_the_parts_at_their_places(run: dict[str, pd.DataFrame]) -> None:
    row = evaluation.draw_sample(run["attributions"], 1, documents=run["documents"], context=5).iloc[0]
    shown = {part: row["passage"][start:end] for part, start, end in row["parts"]}
    assert (shown["source"], shown["cue"]) == ("Marla Quist", "said")
    assert row["claim"].startswith("Marla Quist | said | ")
    assert row["key"].startswith("source 11-22;cue 38-42;content ")


def test_a_relation_is_told_by_its_actors_type_and_sign() -> None:
    relation = Relation(
        "d0", "r1", "quist", "norvania", None, None, "accuse", "verbal conflict", -1, "accuse", "asserted", 0, 9
    )
    table = to_frame("relations", [relation])
    documents = to_frame("documents", [Article("d0", TEXT)])
    row = evaluation.draw_sample(table, 3, documents=documents).iloc[0]
    assert row["key"] == "evidence 0-9;quist>norvania;accuse;-1"
    assert row["claim"] == "quist → accuse (−) → norvania"


def test_marks_are_on_disk_at_once_replace_earlier_ones_and_fit_a_later_run(
    run: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "marks.csv"
    sample = evaluation.draw_sample(run["attributions"], 10, documents=run["documents"])
    for n in range(10):
        evaluation.record_mark(path, sample.iloc[n], "right", coder="Tern")
    evaluation.record_mark(path, sample.iloc[0], "wrong", wrong=["source", "cue"], note="she; not he")
    marks = evaluation.read_marks(path)
    assert marks["mark"].value_counts().to_dict() == {"right": 9, "wrong": 1}
    later = run["attributions"].assign(attribution_id="new")
    later = later[later["content_spans"].map(lambda s: s[0]["start"]) != sample["content_spans"][1][0]["start"]]
    matched = evaluation.match_marks(later, marks)
    assert (len(matched.rows), len(matched.gone)) == (9, 1)
    assert evaluation.wrong_parts(matched.rows)["wrong"].tolist() == ["cue", "source"]
    assert evaluation.read_marks(tmp_path / "none.csv").empty


def test_wrong_marks_are_refused(run: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    row = evaluation.draw_sample(run["attributions"], 1, documents=run["documents"]).iloc[0]
    with pytest.raises(InputError, match="mark must be one of 'right', 'wrong', 'unsure'; got 'maybe'"):
        evaluation.record_mark(tmp_path / "m.csv", row, "maybe")
    with pytest.raises(InputError, match=r"wrong must be one of 'source', .*; got 'type'"):
        evaluation.record_mark(tmp_path / "m.csv", row, "wrong", wrong=["type"])
    with pytest.raises(InputError, match="with mark 'wrong' only; got 'right'"):
        evaluation.record_mark(tmp_path / "m.csv", row, "right", wrong=["source"])
    (tmp_path / "m.csv").write_text("doc_id\na\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the columns"):
        evaluation.read_marks(tmp_path / "m.csv")
    line = "attributions,d,k,c,right,,,\n"
    (tmp_path / "m.csv").write_text(f"table,doc_id,key,claim,mark,wrong,note,coder\n{line}{line}", encoding="utf-8")
    with pytest.raises(InputError, match="row 3: the same row is marked twice"):
        evaluation.read_marks(tmp_path / "m.csv")


def test_a_sample_of_nothing_is_refused(run: dict[str, pd.DataFrame]) -> None:
    rows, documents = run["attributions"], run["documents"]
    for table, options, message in (
        (rows.head(0), {}, "table holds no row"),
        (documents, {}, "table must hold attributions or relations"),
        (rows, {"by": ["tone"]}, r"it lacks \['tone'\]"),
        (rows, {"by": "kind"}, "by must be a sequence of columns; got the string 'kind'"),
        (rows, {"n": 0}, "n must be at least 1"),
        (rows, {"documents": documents.head(1)}, r"documents lacks \['d1'\]"),
    ):
        with pytest.raises(InputError, match=message):
            evaluation.draw_sample(table, **{"n": 40, "documents": documents, **options})


# --- precision and recall --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "n"), [(0, 7), (3, 9), (50, 60), (12, 12)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_wilson_is_that_of_scipy(right: int, n: int, level: float) -> None:
    theirs = binomtest(right, n).proportion_ci(level, method="wilson")
    assert evaluation.wilson(right, n, level=level) == pytest.approx((theirs.low, theirs.high))


def test_precision_weighs_strata_by_their_size() -> None:
    population = pd.DataFrame({"kind": ["a"] * 90 + ["b"] * 10})
    marked = pd.DataFrame({"kind": ["a"] * 10 + ["b"] * 10, "mark": ["right"] * 15 + ["wrong"] * 4 + ["unsure"]})
    table = evaluation.precision(marked, population=population, by=["kind"]).set_index("stratum")
    assert table.loc["all", "precision"] == pytest.approx(0.9 * 1.0 + 0.1 * 5 / 9)
    assert table.loc["all", "if_unsure_wrong"] == pytest.approx(0.9 * 1.0 + 0.1 * 5 / 10)
    a, b = evaluation.wilson(10, 10), evaluation.wilson(5, 9)
    down = math.sqrt((0.9 * (1 - a[0])) ** 2 + (0.1 * (5 / 9 - b[0])) ** 2)
    assert table.loc["all", "low"] == pytest.approx(table.loc["all", "precision"] - down)
    assert table.loc["all", "high"] == pytest.approx(0.9555555 + 0.1 * (b[1] - 5 / 9), abs=1e-6)


def test_a_run_that_is_checked_as_a_whole_leaves_no_doubt() -> None:
    marked = pd.DataFrame({"mark": ["right"] * 3 + ["wrong"]})
    row = evaluation.precision(marked, population=marked, finite=True).iloc[0]
    assert (row["low"], row["precision"], row["high"]) == (0.75, 0.75, 0.75)
    wide = evaluation.precision(marked, population=pd.DataFrame(index=range(8), columns=["x"]), finite=True).iloc[0]
    infinite = evaluation.wilson(3, 4)
    assert infinite[0] < wide["low"] < 0.75 < wide["high"] < infinite[1]


def test_a_stratum_without_marks_leaves_the_total_unknown() -> None:
    population = pd.DataFrame({"kind": ["a", "b"]})
    marked = pd.DataFrame({"kind": ["a"], "mark": ["right"]})
    table = evaluation.precision(marked, population=population, by=["kind"]).set_index("stratum")
    assert table["precision"].isna().to_dict() == {"a": False, "b": True, "all": True}


def test_precision_of_what_does_not_belong_together_is_refused() -> None:
    marked = pd.DataFrame({"mark": ["right", "right"]})
    with pytest.raises(InputError, match="more rows are marked than found"):
        evaluation.precision(marked, population=marked.head(1))
    with pytest.raises(InputError, match="population holds no row"):
        evaluation.precision(marked, population=marked.head(0))
    with pytest.raises(InputError, match="must have the column 'mark'"):
        evaluation.precision(marked[[]], population=marked)
    with pytest.raises(InputError, match="right must lie between 0 and n"):
        evaluation.wilson(3, 2)
    with pytest.raises(InputError, match="level must lie between"):
        evaluation.wilson(1, 2, level=1)


def test_recall_has_an_interval_from_the_documents() -> None:
    gold = {"a": Document(TEXT, GOLD), "b": Document(TEXT, GOLD), "c": Document(TEXT, GOLD[:2])}
    predicted = {"a": Document(TEXT, GOLD), "b": Document(TEXT, GOLD[:1]), "c": Document(TEXT, GOLD[:1])}
    row = evaluation.recall(predicted, gold).iloc[0]
    assert (row["n_gold"], row["n_found"], row["recall"]) == (8, 5, 0.625)
    rest = np.array([3 - 0.625 * 3, 1 - 0.625 * 3, 1 - 0.625 * 2])
    half = t.ppf(0.975, 2) * math.sqrt(3 / 2 * (rest**2).sum()) / 8
    assert (row["low"], row["high"]) == (max(0, 0.625 - half), min(1, 0.625 + half))
    alone = evaluation.recall({"a": gold["a"]}, {"a": gold["a"]}).iloc[0]
    assert alone["recall"] == 1
    assert math.isnan(alone["low"])
    with pytest.raises(InputError, match="criterion must be one of"):
        evaluation.recall(predicted, gold, criterion="luck")
