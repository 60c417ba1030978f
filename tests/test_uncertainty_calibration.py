"""Calibration of confidences by class: against shares a person can count, in properties, and by coverage."""

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from toolkit.errors import InputError
from toolkit.uncertainty import calibrate

ROWS = pd.DataFrame({"kind": ["direct"] * 40 + ["indirect"] * 40, "confidence": 0.8})
MARKS = ROWS.assign(mark=["right"] * 38 + ["wrong"] * 2 + ["right", "wrong"] * 20)


def test_classes_with_many_marks_go_to_their_shares() -> None:
    found = calibrate(ROWS, MARKS, by=["kind"])
    assert found.cells["kind"].tolist() == ["direct", "indirect"]
    assert found.cells[["n", "n_checked", "right"]].to_numpy().tolist() == [[40, 40, 38], [40, 40, 20]]
    np.testing.assert_allclose(found.cells["said"], 0.8)
    # between the share of the class and that of the whole (58 of 80), nearer to the class
    direct, indirect = found.cells["calibrated"]
    assert 0.9 < direct < 0.95
    assert 0.5 < indirect < 0.55
    expected = found.rows["kind"].map({"direct": direct, "indirect": indirect})
    np.testing.assert_allclose(found.rows["calibrated"], expected)
    assert "calibrated" not in ROWS.columns


def test_a_class_without_marks_is_the_whole_and_one_with_few_is_near_it() -> None:
    more = pd.DataFrame({"kind": ["mixed"] * 3 + ["none"], "confidence": 0.8})
    marks = pd.concat([MARKS, more.head(2).assign(mark="wrong")])
    cells = calibrate(pd.concat([ROWS, more]), marks, by=["kind"]).cells.set_index("kind")
    assert cells.loc["none", "n_checked"] == 0
    assert cells.loc["none", "offset"] == pytest.approx(0, abs=1e-9)
    assert 0 < cells.loc["mixed", "calibrated"] < cells.loc["indirect", "calibrated"]


def test_where_classes_do_not_differ_they_are_pooled() -> None:
    rows = pd.DataFrame({"kind": list("abcd") * 30, "confidence": 0.5})
    marks = rows.assign(mark=["right" if n // 4 % 3 else "wrong" for n in range(len(rows))])
    found = calibrate(rows, marks, by=["kind"])
    np.testing.assert_allclose(found.cells["calibrated"], 2 / 3, atol=0.01)
    assert found.cells.attrs["spread"] < 0.05


def test_the_slope_of_confidences_that_say_too_much_is_found() -> None:
    rng = np.random.default_rng(0)
    said = rng.uniform(0.02, 0.98, 3000)
    rows = pd.DataFrame({"kind": "direct", "confidence": said})
    true = expit(0.5 * logit(said))
    marks = rows.assign(mark=np.where(rng.random(3000) < true, "right", "wrong"))
    found = calibrate(rows, marks, by=["kind"])
    assert found.cells.attrs["slope"] == pytest.approx(0.5, abs=0.08)
    assert np.abs(found.rows["calibrated"] - true).max() < 0.05


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_chances_are_chances_whatever_the_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame({"kind": rng.choice(list("abc"), 40), "confidence": rng.random(40)})
    marks = rows.assign(mark=rng.choice(["right", "wrong", "unsure"], 40, p=[0.6, 0.3, 0.1]))
    order = rng.permutation(40)
    one = calibrate(rows, marks, by=["kind"]).rows["calibrated"]
    other = calibrate(rows.iloc[order], marks.iloc[order], by=["kind"]).rows["calibrated"]
    assert one.between(0, 1).all()
    np.testing.assert_allclose(one.iloc[order], other, atol=1e-6)


def test_rows_without_confidence_stay_without() -> None:
    rows = ROWS.assign(confidence=[None, *[0.8] * 79])
    found = calibrate(rows, MARKS.assign(confidence=rows["confidence"]), by=["kind"])
    assert found.rows["calibrated"].isna().sum() == 1
    assert found.cells.attrs["n_checked"] == 79
    shares = calibrate(ROWS, MARKS, by=["kind"], confidence=None).cells
    assert shares["said"].isna().all()
    assert shares["calibrated"].round(1).tolist() == [0.9, 0.5]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": []}, "by must name at least one column"),
        ({"by": ["outlet"]}, r"rows lacks the columns \['outlet'\]"),
        ({"marked": MARKS.drop(columns="mark")}, r"marked lacks the columns \['mark'\]"),
        ({"into": "kind"}, "into must be a new column; 'kind' is in the table already"),
        ({"marked": MARKS.assign(mark="good")}, "mark must be one of 'right', 'wrong', 'unsure'; got 'good'"),
        ({"marked": MARKS.head(9)}, "marked must have at least 10 rows with a confidence, right or wrong; got 9"),
        ({"confidence": "sure"}, "confidence names a column that the statements lack, 'sure'"),
    ],
)
def test_messages(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        calibrate(ROWS, **({"marked": MARKS, "by": ["kind"]} | options))


def test_calibrated_intervals_cover_where_uncalibrated_do_not(simulation: ModuleType) -> None:
    debate, shares = simulation.SCENARIOS["clear camps"], {}
    for checked in (None, 0.5):
        parts = [
            simulation.of_coding(debate, seed, 60, holds="by concept", checked=checked).assign(seed=seed)
            for seed in range(8)
        ]
        table = pd.concat(parts).assign(scenario="small", task="coding", interval="percentile")
        shares[checked] = simulation.summary(table)["covers"].mean()
    assert shares[0.5] >= 80
    assert shares[0.5] > shares[None]


def test_the_benchmark_runs_from_its_command_line(
    simulation: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simulation.SCENARIOS = {"clear camps": simulation.Debate(documents=12)}
    options = ["--simulations", "2", "--replicates", "4", "--file", str(tmp_path / "coverage.csv")]
    assert simulation.main(options) == 0
    first = capsys.readouterr().out
    assert "coding, by concept, calibrated" in first
    assert simulation.main(options) == 0  # all is done already
    assert capsys.readouterr().out == first
