from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from toolkit import agreement
from toolkit.errors import InputError
from toolkit.statements import read_dna

DATA = Path(__file__).parents[1] / "data"


def ratings(*columns: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame({f"coder {n}": pd.Series(column, dtype=object) for n, column in enumerate(columns, 1)})


def rows(*statements: tuple[str, int, int, str, int | None]) -> pd.DataFrame:
    made = pd.DataFrame(statements, columns=["doc_id", "start", "stop", "concept", "agreement"])
    return made.astype({"agreement": "Int64"})


FIRST = rows(("d1", 0, 20, "toll", 1), ("d1", 30, 50, "tram", 0), ("d2", 0, 10, "toll", 0))
SECOND = rows(("d1", 5, 20, "toll", 0), ("d1", 31, 50, "tram", 0), ("d2", 40, 60, "toll", 1))


def test_cohen_on_a_table_that_a_person_can_check() -> None:
    # Cohen 1960 in small: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give p_o = .7, p_e = .5, kappa = .4.
    table = ratings(["y"] * 25 + ["n"] * 25, ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15)
    assert agreement.percent(table) == pytest.approx(0.7)
    assert agreement.kappa(table) == pytest.approx(0.4)
    found = agreement.confusion(table)
    assert found.loc["y", "n"] == 5
    assert found.loc["n", "y"] == 10
    assert (found.index.name, found.columns.name) == ("coder 1", "coder 2")


def test_krippendorff_on_his_own_example() -> None:
    # K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units.
    nan = None
    table = ratings(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    )
    assert agreement.alpha(table) == pytest.approx(0.743, abs=0.0005)


LABEL = st.sampled_from(["toll", "tram", "vote"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(LABEL, LABEL), min_size=2, max_size=12))
def test_like_nltk(pairs: list[tuple[str, str]]) -> None:
    table = ratings(*zip(*pairs, strict=True))
    data = [(coder, str(unit), label) for unit, pair in enumerate(pairs) for coder, label in enumerate(pair)]
    task = AnnotationTask(data)
    assert agreement.percent(table) == pytest.approx(task.avg_Ao())
    if len({label for pair in pairs for label in pair}) > 1:
        assert agreement.alpha(table) == pytest.approx(task.alpha())
        kappa = agreement.kappa(table)
        assert kappa is not None
        assert kappa == pytest.approx(task.kappa())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.none() | LABEL] * 3), min_size=1, max_size=10), st.randoms())
def test_order_of_units_and_coders_does_not_matter(units: list[tuple[Any, ...]], random: Any) -> None:
    table = ratings(*zip(*units, strict=True))
    mixed = table.sample(frac=1, random_state=random.randint(0, 99))[["coder 3", "coder 1", "coder 2"]]
    value = agreement.alpha(table)
    assert agreement.alpha(mixed) == (None if value is None else pytest.approx(value))
    assert value is None or value <= 1
    share = agreement.percent(table)
    assert share is None or 0 <= share <= 1
    assert (share == 1 and value is not None) <= (value == 1)


def test_what_is_not_defined_is_missing() -> None:
    assert agreement.percent(ratings(["a", None], [None, "a"])) is None
    assert agreement.kappa(ratings(["a", None], [None, "a"])) is None
    assert agreement.alpha(ratings(["a", None], [None, "a"])) is None
    assert agreement.kappa(ratings(["a", "a"], ["a", "a"])) is None
    assert agreement.alpha(ratings(["a", "a"], ["a", "a"])) is None


def test_ratings_of_the_wrong_number_of_coders() -> None:
    with pytest.raises(InputError, match=r"one column for each of two or more coders; got \['coder 1'\]"):
        agreement.alpha(ratings(["a"]))
    three = ratings(["a"], ["a"], ["a"])
    with pytest.raises(InputError, match=r"kappa needs ratings of two coders; got .*; use alpha for more"):
        agreement.kappa(three)
    with pytest.raises(InputError, match="confusion needs ratings of two coders"):
        agreement.confusion(three)


def test_statements_are_paired_by_their_passages() -> None:
    found = agreement.paired(FIRST, SECOND)
    assert found["row_first"].tolist() == [0, 1, 2, pd.NA]
    assert found["row_second"].tolist()[:2] == [0, 1]
    assert found["row_second"].isna().tolist() == [False, False, True, False]
    assert found["overlap"].tolist()[:2] == [0.75, 0.95]
    assert found["doc_id"].tolist() == ["d1", "d1", "d2", "d2"]
    assert len(agreement.paired(FIRST, SECOND, min_overlap=0.9).dropna(subset=["overlap"])) == 1


def test_two_statements_on_one_passage_are_paired_by_their_labels() -> None:
    first = rows(("d1", 0, 9, "toll", 1), ("d1", 0, 9, "tram", 1))
    found = agreement.paired(first, first.iloc[::-1])
    assert (found["concept_first"] == found["concept_second"]).all()


def test_units_that_both_marked() -> None:
    found = agreement.unitising(FIRST, SECOND)
    assert (found["n_first"], found["n_second"], found["n_both"]) == (3, 3, 2)
    assert found["share"] == pytest.approx(2 / 3)
    assert found["characters"] == pytest.approx(34 / 70)
    nothing = agreement.unitising(FIRST.iloc[:0], FIRST.iloc[:0])
    assert nothing["share"] is None
    assert nothing["characters"] is None


def test_agreement_by_variable() -> None:
    found = agreement.intercoder(FIRST, SECOND).set_index("variable")
    assert found["n"].tolist() == [2, 2, 2]
    assert found["percent"].tolist() == [1.0, 0.5, 0.5]
    assert found.loc["concept", ["kappa", "alpha"]].tolist() == [1.0, 1.0]
    assert agreement.intercoder(FIRST, SECOND.iloc[:0])["percent"].isna().all()


def test_an_unstated_stance_is_missing_not_a_label() -> None:
    second = FIRST.assign(agreement=pd.array([1, None, 0], dtype="Int64"))
    found = agreement.intercoder(FIRST, second).set_index("variable")
    assert found["n"].to_dict() == {"concept": 3, "agreement": 2, "concept and agreement": 2}


def test_a_machine_beside_a_person() -> None:
    result = agreement.compare_codings(SECOND.assign(coder="machine"), FIRST.assign(coder="Quist"))
    toll, tram = result.concepts.set_index("concept").loc[["toll", "tram"]].to_dict("records")
    assert (toll["n_hand"], toll["n_machine"], toll["n_right"], toll["f1"]) == (2, 2, 1, 0.5)
    assert toll["stance_accuracy"] == 0
    assert (tram["precision"], tram["recall"], tram["stance_accuracy"]) == (1, 1, 1)
    micro, macro = result.overall.to_dict("records")
    assert micro["f1"] == pytest.approx(2 / 3)
    assert micro["stance_accuracy"] == 0.5
    assert micro["stance_stated"] == 1
    assert macro["f1"] == 0.75
    assert len(result.pairs) == 2


def test_a_concept_nobody_coded_by_hand_counts_in_the_mean_only_if_wanted() -> None:
    machine = pd.concat([FIRST, rows(("d3", 0, 5, "vote", 1))], ignore_index=True)
    means = [
        agreement.compare_codings(machine, FIRST, average=average).overall["f1"].tolist()[1]
        for average in ("all", "coded")
    ]
    assert means == [pytest.approx(2 / 3), 1.0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(1, 20), LABEL), max_size=8))
def test_a_coding_agrees_with_itself(listed: list[tuple[str, int, int, str]]) -> None:
    table = rows(*((doc, start, start + length, label, 1) for doc, start, length, label in listed))
    result = agreement.compare_codings(table, table)
    assert len(result.pairs) == len(table)
    assert result.overall["f1"].tolist()[0] == 1 or table.empty
    pairs = agreement.paired(table, table)
    assert len(pairs) == len(table)
    assert np.allclose(pairs["overlap"], 1)


def test_errors_name_what_is_wrong() -> None:
    with pytest.raises(InputError, match=r"hand must be of one coder; it is of \['1', '2'\]; see by_coder"):
        agreement.compare_codings(FIRST, FIRST.assign(coder=[1, 2, 1]))
    with pytest.raises(InputError, match=r"machine lacks the columns \['stop'\]"):
        agreement.compare_codings(FIRST.drop(columns="stop"), FIRST)
    with pytest.raises(InputError, match=r"first lacks the columns \['concept'\]"):
        agreement.paired(FIRST.drop(columns="concept"), FIRST)
    with pytest.raises(InputError, match="min_overlap must lie between 0 and 1; got 2"):
        agreement.paired(FIRST, FIRST, min_overlap=2)
    with pytest.raises(InputError, match="min_overlap must lie between 0 and 1; got -1"):
        agreement.compare_codings(FIRST, FIRST, min_overlap=-1)
    with pytest.raises(InputError, match="average must be one of 'all', 'coded'; got 'some'"):
        agreement.compare_codings(FIRST, FIRST, average="some")
    with pytest.raises(InputError, match="coded lacks the column 'coder'"):
        agreement.by_coder(FIRST)


def test_inputs_are_not_changed() -> None:
    before = FIRST.copy(deep=True)
    agreement.compare_codings(FIRST, SECOND)
    agreement.intercoder(FIRST, SECOND)
    pd.testing.assert_frame_equal(FIRST, before)


def test_the_two_coders_of_the_debate() -> None:
    coded = read_dna(DATA / "garden_ring_debate.dna")
    first, second = agreement.by_coder(coded).values()
    units = agreement.unitising(first, second)
    assert (units["n_first"], units["n_second"], units["n_both"]) == (112, 111, 109)
    found = agreement.intercoder(first, second).set_index("variable")
    assert round(found.loc["concept", "percent"] * 109) == 106
    assert round(found.loc["agreement", "percent"] * 109) == 107
    assert found.loc["concept", "alpha"] > 0.95


def test_documents_of_two_codings_meet_by_their_text() -> None:
    coded = read_dna(DATA / "garden_ring_debate.dna")
    turned = coded.documents.assign(document_id=101 - coded.documents["document_id"])
    rows_ = coded.statements.assign(document_id=101 - coded.statements["document_id"])
    other = replace(coded, documents=turned.sort_values("document_id", ignore_index=True), statements=rows_)
    found = agreement.paired(coded, other)
    assert found["overlap"].eq(1).all()
    assert (found["concept_first"] == found["concept_second"]).all()


def test_the_command_compares_the_two_coders_of_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from toolkit import cli

    source = Path(__file__).parents[1] / "data" / "garden_ring_debate.dna"
    monkeypatch.setattr("sys.argv", ["polyvocal", "agreement", str(source)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert not stopped.value.code
    header, concept, *_ = capsys.readouterr().out.splitlines()
    assert header == "variable,n,percent,kappa,alpha"
    assert 0.9 < float(concept.split(",")[-1]) < 1
