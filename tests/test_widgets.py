"""The form writes each decision at once and goes on where somebody stopped."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit import evaluation, widgets
from toolkit.errors import InputError
from toolkit.records import Attribution, Document, Span
from toolkit.tables import to_frame

TEXT = "Quist said <no>. Tern said yes."


@pytest.fixture
def sample() -> pd.DataFrame:
    rows = [
        Attribution("d", "a1", "indirect", "speech", (Span(0, 5),), (Span(6, 10),), (Span(11, 15),)),
        Attribution("d", "a2", "indirect", "speech", (Span(17, 21),), (Span(22, 26),), (Span(27, 30),)),
    ]
    documents = to_frame("documents", [Document("d", TEXT)])
    return evaluation.draw_sample(to_frame("attributions", rows), 2, documents=documents)


def test_a_decision_is_on_disk_at_once_and_the_next_row_is_shown(sample: pd.DataFrame, tmp_path: Path) -> None:
    form = widgets.checker(sample, tmp_path / "m.csv", coder="Tern")
    form.buttons["right"].click()
    assert form.marks[["mark", "coder"]].to_numpy().tolist() == [["right", "Tern"]]
    assert form.position == 1
    form.wrong.value = ("source", "cue")
    form.note.value = "not she"
    form.buttons["wrong"].click()
    assert form.marks["wrong"].tolist() == ["", "source; cue"]


def test_a_form_made_again_goes_on_with_the_first_open_row(sample: pd.DataFrame, tmp_path: Path) -> None:
    evaluation.record_mark(tmp_path / "m.csv", sample.iloc[0], "unsure", note="who?")
    form = widgets.checker(sample, tmp_path / "m.csv")
    assert form.position == 1
    form.back.click()
    assert (form.position, form.note.value) == (0, "who?")
    form.back.click()
    assert form.position == 0
    form.forward.click()
    form.forward.click()
    assert form.position == 1


def test_what_was_wrong_with_one_row_is_not_taken_to_the_next(sample: pd.DataFrame, tmp_path: Path) -> None:
    form = widgets.checker(sample, tmp_path / "m.csv")
    form.wrong.value = ("content",)
    form.buttons["wrong"].click()
    assert form.wrong.value == ()
    form.back.click()
    assert form.wrong.value == ("content",)


def test_text_is_no_markup_and_overlaps_carry_both_names(sample: pd.DataFrame) -> None:
    html = widgets.marked_passage(TEXT, [("cue", 6, 10), ("content", 6, 15)])
    assert "&lt;no&gt;" in html
    assert 'title="content, cue"' in html


def test_what_is_no_sample_is_refused(sample: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 rows and lacks"):
        widgets.checker(sample.head(0), tmp_path / "m.csv")
    with pytest.raises(InputError, match=r"lacks \['passage'\]"):
        widgets.checker(sample.drop(columns="passage"), tmp_path / "m.csv")
