"""A person decides on what a machine proposed: accept, refuse, or correct. The decision wins and is kept apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.concepts._code import MACHINE
from toolkit.errors import InputError, check_columns, check_option
from toolkit.statements import Coded
from toolkit.statements.coded import left_out_frame
from toolkit.statements.sheets import read_cells, write_cells

__all__ = ["DECISIONS", "STANCES", "accept", "check_decision", "concepts_of", "decision_table", "write_decisions"]

DECISIONS = ("accept", "refuse", "correct", "")
#: What a person writes into `corrected_stance` -> agreement.
STANCES: dict[str, int | None] = {"1": 1, "-1": 0, "none": None}
_FILLED = ("decision", "corrected_concept", "corrected_stance", "coder", "note")
_NEEDED = ("statement_id", "decision", "corrected_concept", "corrected_stance")


def write_decisions(proposals: Coded, path: str | Path) -> None:
    """Write what is proposed as a spreadsheet in which a person decides.

    Parameters
    ----------
    proposals : Coded
        As `code` makes it, or as an earlier `accept` left it: rows of the coder "machine" are written.
    path : str or Path
        A ``.csv`` or ``.xlsx`` file; replaced if it is there. Columns: statement_id, document (its title), date,
        person, organization, passage, concept, stance (1, -1, or empty), confidence, matched, stance_words; and, to be
        filled, decision (accept, refuse, correct, or empty: undecided), corrected_concept, corrected_stance (1, -1,
        none), coder (the person's name), note.

    Raises
    ------
    InputError
        If nothing in `proposals` is by the machine.
    """
    write_cells(decision_table(proposals), path)


def decision_table(proposals: Coded) -> pd.DataFrame:
    """Make the table of `write_decisions`, nothing decided.

    Raises
    ------
    InputError
        If nothing in `proposals` is by the machine.
    """
    rows = proposals.statements[_by_machine(proposals)]
    if rows.empty and len(proposals.statements):
        raise InputError(f"proposals has no statement by the coder {MACHINE!r}")
    documents = proposals.documents.set_index("document_id")
    made = pd.DataFrame({"statement_id": rows["statement_id"].astype(str)})
    made["document"] = rows["document_id"].map(documents["title"])
    made["date"] = rows["date_time"].dt.strftime("%Y-%m-%d")
    made[["person", "organization"]] = rows[["person", "organization"]]
    made["passage"] = _passages(proposals, rows)
    made["concept"] = rows["concept"]
    made["stance"] = rows["agreement"].map({1: "1", 0: "-1"}, na_action="ignore").astype("object")
    for name in ("confidence", "matched", "stance_words"):
        made[name] = rows[name].astype("object").map(str, na_action="ignore") if name in rows else ""
    made = made.astype("object").where(made.notna(), "").assign(**dict.fromkeys(_FILLED, ""))
    return made.astype("str")


def _by_machine(coded: Coded) -> "pd.Series[bool]":
    machine = coded.coders["coder"][coded.coders["name"] == MACHINE]
    return coded.statements["coder"].isin(machine)


def _passages(coded: Coded, rows: pd.DataFrame) -> list[str]:
    texts = coded.documents.set_index("document_id")["text"]
    places = zip(rows["document_id"], rows["start"], rows["stop"], strict=True)
    return [" ".join(texts[document][start:stop].split()) for document, start, stop in places]


def accept(proposals: Coded, decisions: str | Path | pd.DataFrame, *, coder: str | None = None) -> Coded:
    """Apply a person's decisions to what a machine proposed.

    Parameters
    ----------
    proposals : Coded
        As `code` makes it. It is not changed.
    decisions : str, Path or DataFrame
        The file of `write_decisions` after the person filled it, or the same as a table of text ("" where empty).
    coder : str, optional
        Name of the person, for rows whose column `coder` is empty or missing.

    Returns
    -------
    Coded
        Statements that were accepted or corrected belong to the person: `coder` is theirs, `status` "accepted" or
        "corrected", `confidence` missing (a person's decision has none of the machine's). What nobody decided on stays
        a proposal of the machine. What was refused is no statement any more; `left_out` says by whom.

    Raises
    ------
    InputError
        If a column is missing, a row names no proposal or one twice, belongs to another passage (the file is of other
        proposals), has a decision, concept or stance that is none, corrects nothing or corrects without "correct", or
        nobody is named; the message names row, column, value and options.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"statement_id": ["1"], "decision": ["maybe"], "corrected_concept": [""], "corrected_stance": [""]}
    ... )
    >>> from toolkit.concepts._accept import _checked
    >>> _checked(table, ("toll",), "Abel Orr")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: decision in row 2 must be one of 'accept', 'refuse', 'correct', ''; got 'maybe'
    """
    table = decisions if isinstance(decisions, pd.DataFrame) else read_cells(decisions)
    decided = _checked(table, concepts_of(proposals), coder)
    _check_same(decided, proposals)
    return _apply(proposals, decided[decided["decision"] != ""])


def concepts_of(coded: Coded) -> tuple[str, ...]:
    """List the concepts that there are, those without a statement too."""
    entities = coded.entities
    return tuple(entities["value"][(entities["variable"] == "concept") & (entities["value"] != "")])


def _checked(table: pd.DataFrame, concepts: tuple[str, ...], coder: str | None) -> pd.DataFrame:
    """Check every row of the decisions and fill in the person."""
    check_columns("decisions", table.columns, _NEEDED, hint="`write_decisions` makes such a table")
    made = table.reset_index(drop=True).astype("object")
    made = made.where(made.notna(), "").map(lambda cell: str(cell).strip())
    named = made["coder"] if "coder" in made else pd.Series("", index=made.index)
    made["coder"] = named.mask(named == "", (coder or "").strip())
    for number, row in enumerate(made.to_dict("records"), start=2):
        check_decision(number, row, concepts)
    twice = made[made.duplicated("statement_id")]
    if len(twice):
        raise InputError(
            f"statement_id {twice['statement_id'].iloc[0]} is there twice, again in row {twice.index[0] + 2}"
        )
    return made


def check_decision(number: int, row: dict[Any, str], concepts: tuple[str, ...]) -> None:
    """Check one row of the decisions.

    Raises
    ------
    InputError
        If something in it is no option, or it corrects without saying so, or nobody is named.
    """
    check_option(f"decision in row {number}", row["decision"], DECISIONS)
    corrected = [name for name in ("corrected_concept", "corrected_stance") if row[name]]
    if corrected and row["decision"] != "correct":
        raise InputError(
            f"row {number} fills {corrected}; its decision must then be 'correct'; got {row['decision']!r}"
        )
    if row["decision"] == "correct" and not corrected:
        raise InputError(f"row {number} has the decision 'correct'; fill corrected_concept or corrected_stance")
    if row["corrected_concept"]:
        check_option(f"corrected_concept in row {number}", row["corrected_concept"], concepts)
    if row["corrected_stance"]:
        check_option(f"corrected_stance in row {number}", row["corrected_stance"], STANCES)
    if row["decision"] and row["coder"] in ("", MACHINE):
        raise InputError(
            f"row {number} needs the name of who decided, in column coder or as coder=; got {row['coder']!r}"
        )


def _check_same(decided: pd.DataFrame, proposals: Coded) -> None:
    """Check that the decisions are about these proposals."""
    rows = proposals.statements[_by_machine(proposals)]
    passages = dict(zip(rows["statement_id"].astype(str), _passages(proposals, rows), strict=True))
    for number, row in enumerate(decided.to_dict("records"), start=2):
        if row["statement_id"] not in passages:
            raise InputError(f"statement_id in row {number} is no proposal of these; got {row['statement_id']!r}")
        if "passage" in row and row["passage"] != passages[row["statement_id"]]:
            raise InputError(
                f"row {number} is about another passage than statement {row['statement_id']}: other proposals"
            )


def _apply(proposals: Coded, decided: pd.DataFrame) -> Coded:
    ids = proposals.statements["statement_id"].astype(str)
    rows = decided.set_index("statement_id").reindex(ids).set_index(proposals.statements.index)
    done = rows["decision"].notna()
    names = sorted(set(decided["coder"]) - set(proposals.coders["name"]))
    first = int(proposals.coders["coder"].max()) + 1
    new = pd.DataFrame({"coder": range(first, first + len(names)), "name": names, "colour": "#000000"})
    coders = pd.concat([proposals.coders, new.astype(proposals.coders.dtypes.to_dict())], ignore_index=True)
    numbers = dict(zip(coders["name"], coders["coder"], strict=True))
    made = proposals.statements.copy()
    made["coder"] = made["coder"].mask(done, rows["coder"].map(numbers).astype("Int64"))
    made["concept"] = made["concept"].mask(rows["corrected_concept"].fillna("") != "", rows["corrected_concept"])
    restated = rows["corrected_stance"].fillna("") != ""
    made["agreement"] = made["agreement"].mask(restated, rows["corrected_stance"].map(STANCES).astype("Int64"))
    made["status"] = made["status"].mask(done, rows["decision"].map({"accept": "accepted", "correct": "corrected"}))
    made["confidence"] = made["confidence"].mask(done)
    refused = rows["decision"] == "refuse"
    keys = [
        (f"statement {key}", f"refused by {name}")
        for key, name in zip(ids[refused], rows["coder"][refused], strict=True)
    ]
    left_out = pd.concat([proposals.left_out, left_out_frame(keys)], ignore_index=True)
    return replace(proposals, statements=made[~refused].reset_index(drop=True), coders=coders, left_out=left_out)
