"""A small form in a notebook: one row after the other is marked, and each mark is on disk at once."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import evaluation
from toolkit.errors import InputError

__all__ = ["Checker", "checker", "marked_passage"]

#: Part -> how it is drawn. Told apart by line and label, not by colour alone.
_LOOKS = {
    "source": "border-bottom: 3px solid #0072b2",
    "cue": "border-bottom: 3px dotted #d55e00",
    "content": "background: rgba(230, 159, 0, .25)",
    "evidence": "background: rgba(230, 159, 0, .25)",
}
_BUTTONS = {"right": "success", "wrong": "danger", "unsure": "warning"}


def marked_passage(passage: str, parts: Sequence[tuple[str, int, int]]) -> str:
    """Write a passage as HTML in which source, cue and content (or the evidence) are marked.

    Parameters
    ----------
    passage : str
        The text.
    parts : sequence of (part, start, end)
        Stretches of it, as `evaluation.draw_sample` gives them; they may overlap.

    Returns
    -------
    str
        HTML; nothing of the text is taken as markup.

    Examples
    --------
    >>> marked_passage("He left.", [("source", 0, 2)])
    '<span title="source" style="border-bottom: 3px solid #0072b2">He</span> left.'
    """
    edges = sorted({0, len(passage), *(edge for _, start, end in parts for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        names = sorted({part for part, first, last in parts if first <= start and end <= last})
        text = escape(passage[start:end]).replace("\n", "<br>")
        looks = "; ".join(_LOOKS[name] for name in names)
        pieces.append(f'<span title="{", ".join(names)}" style="{looks}">{text}</span>' if names else text)
    return "".join(pieces)


def _legend(sample: pd.DataFrame) -> str:
    """Say how the parts are drawn that a sample has."""
    parts = {part for row in sample["parts"] for part, _, _ in row}
    shown = "&ensp;".join(f'<span style="{looks}">{name}</span>' for name, looks in _LOOKS.items() if name in parts)
    return f"<p>{shown}</p>"


def _by(coder: str) -> str:
    return f" by {escape(coder)}" if coder else ""


def next_open(made: Iterable[str], place: int) -> int:
    """Give the next place behind another with nothing made yet, else the first such place, else the place itself."""
    left = [number for number, one in enumerate(made) if not one]
    return next((number for number in left if number > place), left[0] if left else max(place, 0))


def progress(done: int, n: int) -> str:
    """Say how many of some rows are done."""
    return f"{done} done" if done < n else "<b>all done</b>"


def warned(warning: str) -> str:
    """Write a warning as HTML, "" for none."""
    return f'<p style="color: #a63603"><b>{escape(warning)}</b></p>' if warning else ""


def taken(coder: str) -> str:
    """Say that a row is another coder's."""
    return f"{coder or 'Somebody unnamed'} has decided on this. For decisions of your own take a file of your own."


class Checker:
    """The form and where it stands. `box` is the widget; `position` the row shown, `marks` what is on disk."""

    def __init__(self, sample: pd.DataFrame, path: Path, coder: str) -> None:
        """Build the form; it begins with the first row without a mark."""
        import ipywidgets as widgets

        self.sample, self.path, self.coder = sample.reset_index(drop=True), path, coder
        self.table = "relations" if "evidence_start" in sample else "attributions"
        self.position = 0
        self._state, self._text, legend = widgets.HTML(), widgets.HTML(), widgets.HTML(_legend(self.sample))
        faults = evaluation.WRONG[self.table]
        self.wrong = widgets.SelectMultiple(
            options=faults, description="what is wrong", rows=len(faults), style={"description_width": "initial"}
        )
        self.note = widgets.Text(description="note", placeholder="free words")
        self.buttons = {name: widgets.Button(description=name, button_style=s) for name, s in _BUTTONS.items()}
        self.back, self.forward = widgets.Button(description="back"), widgets.Button(description="skip")
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self.decide(name))
        self.back.on_click(lambda _: self.move(-1))
        self.forward.on_click(lambda _: self.move(1))
        row = widgets.HBox([*self.buttons.values(), self.back, self.forward])
        self.box = widgets.VBox([self._state, legend, self._text, row, self.wrong, self.note])
        self._show(next_open(self._marks()["mark"], -1))

    def _marks(self) -> pd.DataFrame:
        """Give mark, wrong, note and coder of each row of the sample, "" where there is none."""
        made = self.marks.query("table == @self.table")[["doc_id", "key", "mark", "wrong", "note", "coder"]]
        return self.sample[["doc_id", "key"]].merge(made, on=["doc_id", "key"], how="left").fillna("")

    @property
    def marks(self) -> pd.DataFrame:
        """What is on disk, as `evaluation.read_marks` gives it."""
        return evaluation.read_marks(self.path)

    def decide(self, mark: str) -> None:
        """Write a mark for the row shown and go on to the next one without a mark; "wrong" needs what is wrong.

        Marks of another coder stay as they are.
        """
        wrong = self.wrong.value if mark == "wrong" else ()
        row, before = self.sample.iloc[self.position], self._marks().iloc[self.position]
        if before["mark"] and before["coder"] != self.coder:
            self._show(self.position, taken(before["coder"]))
            return
        if mark == "wrong" and not wrong:
            self._show(self.position, "Choose first what is wrong.")
            return
        evaluation.record_mark(self.path, row, mark, wrong=wrong, note=self.note.value, coder=self.coder)
        self._show(next_open(self._marks()["mark"], self.position))

    def move(self, by: int) -> None:
        """Go to another row without a mark."""
        self._show(min(max(self.position + by, 0), len(self.sample) - 1))

    def _show(self, position: int, warning: str = "") -> None:
        self.position = position
        row: Any = self.sample.iloc[position]
        marks = self._marks()
        before = marks.iloc[position]
        done = int((marks["mark"] != "").sum())
        said = f"; marked <b>{escape(before['mark'])}</b>{_by(before['coder'])}" if before["mark"] else ""
        self._state.value = (
            f"<p>{position + 1} of {len(marks)}, {progress(done, len(marks))}{said} · {escape(str(row['doc_id']))}<br>"
            f"<b>{escape(row['claim'])}</b></p>{warned(warning)}"
        )
        self._text.value = f'<p style="line-height: 1.8">{marked_passage(row["passage"], row["parts"])}</p>'
        self.wrong.value = tuple(part for part in self.wrong.options if part in before["wrong"].split("; "))
        self.note.value = before["note"]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)  # type: ignore[no-untyped-call]


def checker(sample: pd.DataFrame, path: str | Path, *, coder: str = "") -> Checker:
    """Mark a sample right, wrong or unsure, in a notebook.

    The form shows one row: what is claimed, and its passage with source (thick line), cue (dotted line) and content
    (shaded) marked. The buttons are reached with the tab key and pressed with space. Each decision is written to the
    file at once, so nothing is lost; a form that is made again goes on with the first row without a mark. For
    "wrong", choose first what is wrong.

    Parameters
    ----------
    sample : DataFrame
        As `evaluation.draw_sample` makes it.
    path : str or Path
        CSV file for the marks, see `evaluation.read_marks`; made with the first one. Marks that are in it are kept,
        and those of another coder cannot be changed in the form.
    coder : str
        Who decides.

    Returns
    -------
    Checker
        Shows itself as the last line of a cell.

    Raises
    ------
    InputError
        If the sample has no row or lacks a column, or the file is none of marks.
    """
    lacking = [name for name in ("doc_id", "key", "claim", "passage", "parts") if name not in sample.columns]
    if lacking or sample.empty:
        raise InputError(
            f"sample must be what `evaluation.draw_sample` makes; it has {len(sample)} rows and lacks {lacking}"
        )
    return Checker(sample, Path(path), coder)
