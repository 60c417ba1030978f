"""A small form in a notebook: a person accepts, refuses or corrects what a machine proposed."""

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import concepts
from toolkit.errors import InputError
from toolkit.statements import Coded
from toolkit.widgets._checker import marked_passage, next_open, progress, taken, warned

__all__ = ["Decider", "decider"]

_BUTTONS = {"accept": "success", "refuse": "danger", "correct": "warning"}
_STANCES = {"as proposed": "", "for": "1", "against": "-1", "not stated": "none"}
_SAID = {"1": "for", "-1": "against", "": "stance not stated"}


class Decider:
    """The form and where it stands.

    `box` is the widget, `position` the place of the row shown among the proposals, `decisions` what is on disk. The
    least sure proposal comes first.
    """

    def __init__(self, proposals: Coded, path: Path, coder: str, context: int) -> None:
        """Build the form; it begins with the first proposal on which nobody has decided."""
        import ipywidgets as widgets

        self.proposals, self.path, self.coder, self.context = proposals, path, coder, context
        sure = pd.to_numeric(self.decisions["confidence"])
        self._order = sure.sort_values(kind="stable", na_position="first").index.tolist()
        self._state, self._text = widgets.HTML(), widgets.HTML()
        names = concepts.concepts_of(proposals)
        self.concept = widgets.Dropdown(options=[("as proposed", ""), *((n, n) for n in names)], description="concept")
        self.stance = widgets.Dropdown(options=list(_STANCES.items()), description="stance")
        self.note = widgets.Text(description="note", placeholder="free words")
        self.buttons = {name: widgets.Button(description=name, button_style=s) for name, s in _BUTTONS.items()}
        self.back, self.forward = widgets.Button(description="back"), widgets.Button(description="skip")
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self.decide(name))
        self.back.on_click(lambda _: self.move(-1))
        self.forward.on_click(lambda _: self.move(1))
        row = widgets.HBox([*self.buttons.values(), self.back, self.forward])
        self.box = widgets.VBox([self._state, self._text, row, widgets.HBox([self.concept, self.stance]), self.note])
        self._go_on(-1)

    @property
    def position(self) -> int:
        """Place of the row shown in `decisions`."""
        return int(self._order[self._place])

    @property
    def decisions(self) -> pd.DataFrame:
        """One row a proposal, with what is decided on disk; see `concepts.match_decisions`."""
        nothing = concepts.decision_table(self.proposals)
        return concepts.match_decisions(self.proposals, self.path if self.path.is_file() else nothing).rows

    def decide(self, decision: str) -> None:
        """Write a decision on the row shown and go on to the next open one; "correct" needs a concept or a stance.

        Decisions of another coder stay as they are.
        """
        correct = decision == "correct"
        before = self.decisions.iloc[self.position]
        if before["decision"] and before["coder"] != self.coder:
            self._show(self._place, taken(before["coder"]))
            return
        if correct and not (self.concept.value or self.stance.value):
            self._show(self._place, "To correct, choose another concept or stance first.")
            return
        concepts.record_decision(
            self.path,
            self.proposals,
            int(before["statement_id"]),
            decision,
            corrected_concept=self.concept.value if correct else "",
            corrected_stance=self.stance.value if correct else "",
            coder=self.coder,
            note=self.note.value,
        )
        self._go_on(self._place)

    def _go_on(self, place: int) -> None:
        """Show the next proposal without a decision."""
        made = self.decisions["decision"]
        self._show(next_open([made[row] for row in self._order], place))

    def move(self, by: int) -> None:
        """Go to another row without a decision."""
        self._show(min(max(self._place + by, 0), len(self._order) - 1))

    def _passage(self, statement_id: str) -> str:
        """Give the passage in its document, shaded."""
        rows: Any = self.proposals.statements
        row = rows[rows["statement_id"].astype(str) == statement_id].iloc[0]
        text = str(self.proposals.documents.set_index("document_id")["text"][row["document_id"]])
        first = text.rfind(" ", 0, max(0, int(row["start"]) - self.context)) + 1
        after = text.find(" ", int(row["stop"]) + self.context)
        last = after if after >= 0 else len(text)
        return marked_passage(text[first:last], [("content", int(row["start"]) - first, int(row["stop"]) - first)])

    def _show(self, place: int, warning: str = "") -> None:
        self._place = place
        table = self.decisions
        row = table.iloc[self.position]
        done = int((table["decision"] != "").sum())
        said = f"; decided: <b>{escape(row['decision'])}</b> by {escape(row['coder'])}" if row["decision"] else ""
        who = " · ".join(escape(name) for name in (row["person"], row["organization"]) if name) or "nobody named"
        why = ", ".join(escape(words) for words in (row["matched"], row["stance_words"]) if words)
        sure = f"{float(row['confidence']):.2f}" if row["confidence"] else "unknown"
        self._state.value = (
            f"<p>{place + 1} of {len(table)}, {progress(done, len(table))}{said} · {escape(row['document'])}, "
            f"{row['date']}<br>"
            f"<b>{who} → {escape(row['concept'])} ({_SAID[row['stance']]})</b><br>"
            f"confidence {sure}{f'; because of: {why}' if why else ''}</p>"
            f"{warned(warning)}"
        )
        self._text.value = f'<p style="line-height: 1.8">{self._passage(row["statement_id"])}</p>'
        self.concept.value, self.stance.value = row["corrected_concept"], row["corrected_stance"]
        self.note.value = row["note"]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)  # type: ignore[no-untyped-call]


def decider(proposals: Coded, path: str | Path, *, coder: str, context: int = 240) -> Decider:
    """Decide on a machine's proposals, in a notebook.

    The form shows one proposal, the least sure first: who, which concept and stance, how sure the machine is and
    because of which words, and the passage shaded in its document. The buttons are reached with the tab key and pressed
    with space. Each decision is written to the file at once, so nothing is lost; a form that is made again goes on with
    the first proposal without a decision. For "correct", choose the right concept or stance first.

    Parameters
    ----------
    proposals : Coded
        As `concepts.code` makes it.
    path : str or Path
        File for the decisions, see `concepts.write_decisions`; made with the first one. Those in it that fit these
        proposals are kept (`concepts.match_decisions`), and those of another coder cannot be changed in the form. With
        the first new decision the file is written anew; if some of the earlier ones fit nothing, the earlier file
        stays beside it (`concepts.record_decision`).
    coder : str
        Name of who decides.
    context : int
        Characters to show before and after the passage.

    Returns
    -------
    Decider
        Shows itself as the last line of a cell.

    Raises
    ------
    InputError
        If nothing is proposed, nobody is named, `context` is below 0, or the file is none of decisions, or one in it is
        none that `concepts.accept` takes.
    """
    if coder.strip() in ("", concepts.MACHINE):
        raise InputError(f"coder must be the name of the person who decides; got {coder!r}")
    if context < 0:
        raise InputError(f"context must be 0 or more; got {context}")
    if concepts.decision_table(proposals).empty:
        raise InputError("proposals holds nothing to decide on")
    if Path(path).is_file():  # raises if a decision in it is none
        concepts.accept(proposals, concepts.match_decisions(proposals, path).rows, coder=coder)
    return Decider(proposals, Path(path), coder.strip(), context)
