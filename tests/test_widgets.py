"""The form writes each decision at once and goes on where somebody stopped."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from toolkit import concepts, evaluation, widgets
from toolkit.codebooks import Codebook, Concept
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Span
from toolkit.statements import Coded
from toolkit.tables import to_frame
from toolkit.widgets._checker import next_open

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


def test_wrong_needs_what_is_wrong_and_the_end_is_told(sample: pd.DataFrame, tmp_path: Path) -> None:
    form = widgets.checker(sample, tmp_path / "m.csv")
    form.buttons["wrong"].click()
    assert "Choose first what is wrong" in form._state.value
    assert form.marks.empty
    form.buttons["right"].click()
    assert "1 done" in form._state.value
    form.buttons["right"].click()
    assert "all done" in form._state.value


def test_marks_of_another_coder_stay(sample: pd.DataFrame, tmp_path: Path) -> None:
    evaluation.record_mark(tmp_path / "m.csv", sample.iloc[0], "right", coder="Quist")
    form = widgets.checker(sample, tmp_path / "m.csv", coder="Tern")
    form.back.click()
    assert "marked <b>right</b> by Quist" in form._state.value
    form.buttons["unsure"].click()
    assert "Quist has decided on this" in form._state.value
    assert form.position == 0
    assert form.marks[["mark", "coder"]].to_numpy().tolist() == [["right", "Quist"]]


@pytest.mark.parametrize(
    ("made", "place", "expected"),
    [(["x", "", "x", ""], 1, 3), (["", "x", "x"], 1, 0), (["x", "x"], 1, 1), (["x", ""], -1, 1), (["x"], -1, 0)],
)
def test_a_form_goes_on_with_what_is_open(made: list[str], place: int, expected: int) -> None:
    assert next_open(made, place) == expected


def test_the_form_says_how_the_parts_are_drawn(sample: pd.DataFrame, tmp_path: Path) -> None:
    legend = widgets.checker(sample, tmp_path / "m.csv").box.children[1].value
    assert all(f">{part}</span>" in legend for part in ("source", "cue", "content"))
    assert "evidence" not in legend


def test_text_is_no_markup_and_overlaps_carry_both_names(sample: pd.DataFrame) -> None:
    html = widgets.marked_passage(TEXT, [("cue", 6, 10), ("content", 6, 15)])
    assert "&lt;no&gt;" in html
    assert 'title="content, cue"' in html


def test_what_is_no_sample_is_refused(sample: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 rows and lacks"):
        widgets.checker(sample.head(0), tmp_path / "m.csv")
    with pytest.raises(InputError, match=r"lacks \['passage'\]"):
        widgets.checker(sample.drop(columns="passage"), tmp_path / "m.csv")


@pytest.fixture
def proposals() -> Coded:
    text = "Marla Quist opposes the toll. Abel Tern wants <a> tram."
    rows = [
        Attribution(
            "d1", "a1", "indirect", "act", (Span(0, 11),), (Span(12, 19),), (Span(20, 28),), source_actor="p1",
            cue_text="opposes", content_text="the toll",
        ),
        Attribution(
            "d1", "a2", "indirect", "act", (Span(30, 39),), (Span(40, 45),), (Span(46, 54),), source_actor="p2",
            cue_text="wants", content_text="<a> tram",
        ),
    ]  # fmt: skip
    run = {
        "documents": to_frame("documents", [Document("d1", text, title="Straits", published=date(2031, 3, 1))]),
        "attributions": to_frame("attributions", rows),
        "actors": to_frame("actors", [Actor("p1", "Marla Quist", "person"), Actor("p2", "Abel Tern", "person")]),
    }
    return concepts.code(run, Codebook((Concept("toll"), Concept("tram"))))


def test_decisions_are_on_disk_at_once_and_the_form_goes_on(proposals: Coded, tmp_path: Path) -> None:
    form = widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    assert "Marla Quist → toll (against)" in form._state.value
    form.buttons["accept"].click()
    assert form.position == 1
    again = widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    assert again.position == 1
    assert "&lt;a&gt; tram" in again._text.value
    again.stance.value = "-1"
    again.buttons["correct"].click()
    assert again.decisions["decision"].tolist() == ["accept", "correct"]
    done = concepts.accept(proposals, tmp_path / "d.csv")
    assert done.statements["agreement"].tolist() == [0, 0]
    again.back.click()
    assert "decided: <b>accept</b>" in again._state.value


def test_correct_needs_something_to_correct(proposals: Coded, tmp_path: Path) -> None:
    form = widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    form.buttons["correct"].click()
    assert "choose another concept or stance first" in form._state.value
    assert not (tmp_path / "d.csv").exists()
    form.concept.value = "tram"  # chosen, but refused after all
    form.buttons["refuse"].click()
    assert form.decisions[["decision", "corrected_concept"]].to_numpy().tolist() == [["refuse", ""], ["", ""]]


def test_who_decides_must_be_named_and_the_file_of_decisions(proposals: Coded, tmp_path: Path) -> None:
    for name in ("", " ", "machine"):
        with pytest.raises(InputError, match="coder must be the name of the person"):
            widgets.decider(proposals, tmp_path / "d.csv", coder=name)
    with pytest.raises(InputError, match="context must be 0 or more; got -1"):
        widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch", context=-1)
    pd.DataFrame({"mark": ["right"]}).to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(InputError, match="decisions lacks"):
        widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    concepts.decision_table(proposals).assign(decision="maybe").to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(InputError, match="decision in row 2 must be one of"):
        widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    nothing = replace(proposals, statements=proposals.statements.head(0))
    with pytest.raises(InputError, match="proposals holds nothing to decide on"):
        widgets.decider(nothing, tmp_path / "e.csv", coder="Dara Finch")


def test_decisions_on_earlier_proposals_are_taken_over_where_they_fit(proposals: Coded, tmp_path: Path) -> None:
    table = concepts.decision_table(proposals).assign(decision="accept", coder="Gil Harrow")
    table.loc[0, "passage"] = "other words"
    table.to_csv(tmp_path / "d.csv", index=False)
    before = (tmp_path / "d.csv").read_bytes()
    form = widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    assert form.decisions["decision"].tolist() == ["", "accept"]
    assert form.position == 0
    form.buttons["refuse"].click()
    assert form.decisions[["decision", "coder"]].to_numpy().tolist() == [
        ["refuse", "Dara Finch"],
        ["accept", "Gil Harrow"],
    ]
    assert (tmp_path / "d.earlier.csv").read_bytes() == before
    assert concepts.accept(proposals, tmp_path / "d.csv").statements["status"].tolist() == ["accepted"]


def test_decisions_of_another_coder_stay(proposals: Coded, tmp_path: Path) -> None:
    concepts.record_decision(tmp_path / "d.csv", proposals, 1, "accept", coder="Gil Harrow")
    form = widgets.decider(proposals, tmp_path / "d.csv", coder="Dara Finch")
    form.back.click()
    form.buttons["refuse"].click()
    assert "Gil Harrow has decided on this" in form._state.value
    assert form.decisions["decision"].tolist() == ["accept", ""]


def test_the_least_sure_proposal_comes_first(proposals: Coded, tmp_path: Path) -> None:
    surer = proposals.statements.assign(confidence=[0.9, 0.2])
    form = widgets.decider(replace(proposals, statements=surer), tmp_path / "d.csv", coder="Dara Finch")
    assert form.position == 1
    form.forward.click()
    assert form.position == 0
