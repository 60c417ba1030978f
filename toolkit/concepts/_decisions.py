"""Decisions on proposals: one at a time into their file, and found again where proposals were made anew."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.codebooks import Codebook
from toolkit.concepts._accept import check_decision, concepts_of, decision_table
from toolkit.concepts._code import MACHINE, with_concepts
from toolkit.errors import InputError, check_columns
from toolkit.statements import Coded
from toolkit.statements.frames import entities_of
from toolkit.statements.sheets import read_cells, write_cells

__all__ = ["MatchedDecisions", "match_decisions", "read_proposals", "record_decision"]

_VARIABLES = {
    "person": "short text",
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
}
_PROPOSED = ["statement_id", "date_time", "start", "stop", "text", *_VARIABLES, "confidence", "matched", "stance_words"]
#: What a decision is about: another place, concept or stance is another proposal.
_IDENTITY = ["document", "date", "passage", "concept", "stance"]


class MatchedDecisions(NamedTuple):
    """Decisions as a table for `accept`, and those that are about nothing that is proposed now."""

    rows: pd.DataFrame
    gone: pd.DataFrame


def read_proposals(path: str | Path, documents: pd.DataFrame, codebook: Codebook) -> Coded:
    """Read proposals that were kept as a table, with the documents that they are about.

    Parameters
    ----------
    path : str or Path
        A ``.csv`` or ``.xlsx`` file with one row a proposal: statement_id, date_time (day of the document), start,
        stop, text (the passage), person, organization, concept, agreement (1, 0 or empty), confidence, matched,
        stance_words.
    documents : DataFrame
        Documents with their texts, as in `Coded.documents`.
    codebook : Codebook
        The concepts that there are.

    Returns
    -------
    Coded
        As `code` makes it: statements of the coder "machine", status "proposal".

    Raises
    ------
    InputError
        If a column is missing, or not just one document of the day has the passage where the row says; names the row.
    """
    cells = read_cells(path)
    check_columns(str(path), cells.columns, _PROPOSED)
    made = cells.astype({"statement_id": "int64", "start": "int64", "stop": "int64"})
    places = [_document(f"{path}, row {n}", row, documents) for n, row in enumerate(made.to_dict("records"), start=2)]
    made["document_id"] = pd.Series(places, index=made.index, dtype="int64")
    made["date_time"] = made["document_id"].map(documents.set_index("document_id")["date_time"])
    made["agreement"] = pd.to_numeric(made["agreement"]).astype("Int64")
    made["confidence"] = pd.to_numeric(made["confidence"])
    made["coder"] = pd.Series(2, index=made.index, dtype="Int64")
    made["status"] = pd.Series("proposal", index=made.index, dtype="str")
    columns = ["statement_id", "document_id", "start", "stop", "coder", "date_time", *_VARIABLES]
    statements = made[[*columns, "confidence", "matched", "stance_words", "status"]]
    coders = pd.DataFrame({"coder": [1, 2], "name": ["Admin", MACHINE], "colour": "#000000"})
    coded = Coded("DNA Statement", dict(_VARIABLES), documents, statements, entities_of(statements, _VARIABLES), coders)
    return with_concepts(coded, codebook)


def _document(where: str, row: dict[Any, Any], documents: pd.DataFrame) -> int:
    """Find the document of a day that has the passage at its place."""
    of_day = documents[documents["date_time"].dt.strftime("%Y-%m-%d") == row["date_time"]]
    pairs = zip(of_day["document_id"], of_day["text"], strict=True)
    found = [int(number) for number, text in pairs if text[row["start"] : row["stop"]] == row["text"]]
    if len(found) != 1:
        raise InputError(
            f"{where}: one document of {row['date_time']} must have the passage {row['text'][:40]!r} at "
            f"{row['start']}-{row['stop']}; {len(found)} do"
        )
    return found[0]


def record_decision(
    path: str | Path,
    proposals: Coded,
    statement_id: int,
    decision: str,
    *,
    corrected_concept: str = "",
    corrected_stance: str = "",
    coder: str,
    note: str = "",
) -> Path:
    """Write one decision into the file of decisions at once; a later one on the same proposal replaces the earlier.

    Parameters
    ----------
    path : str or Path
        File as `write_decisions` makes it; made if it is not there. It is replaced as a whole, so a stop in the middle
        leaves the old one. If it is of earlier proposals, the decisions that fit are taken over; where some do not fit,
        the earlier file stays beside the new one as ``NAME.earlier.csv`` (then ``NAME.earlier2.csv``, and so on).
    proposals : Coded
        What the machine proposes.
    statement_id : int
        The proposal.
    decision : {"accept", "refuse", "correct", ""}
        The decision; "" takes an earlier one back.
    corrected_concept, corrected_stance : str
        With "correct": another concept, another stance ("1", "-1", "none"), or both.
    coder : str
        Name of who decides.
    note : str
        Free words.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the proposal is none, the file is none of decisions, or the decision is not as `accept` needs it.
    """
    path = Path(path)
    table, gone = match_decisions(proposals, path if path.is_file() else decision_table(proposals))
    place = table.index[table["statement_id"] == str(statement_id)]
    if not len(place):
        raise InputError(f"statement_id must be that of a proposal; got {statement_id!r}")
    values = {
        "decision": decision,
        "corrected_concept": corrected_concept,
        "corrected_stance": corrected_stance,
        "coder": coder,
        "note": note,
    }
    check_decision(int(place[0]) + 2, dict(values), concepts_of(proposals))
    table.loc[place[0], list(values)] = list(values.values())
    path.parent.mkdir(parents=True, exist_ok=True)
    if len(gone):
        shutil.copy2(path, _beside(path))
    unfinished = path.with_name(f"{path.stem}.unfinished{path.suffix}")
    write_cells(table, unfinished)
    unfinished.replace(path)
    return path


def _beside(path: Path) -> Path:
    """Give a name for an earlier file that no file has yet."""
    names = (path.with_name(f"{path.stem}.earlier{number}{path.suffix}") for number in ("", *range(2, 10_000)))
    return next(name for name in names if not name.exists())


def match_decisions(proposals: Coded, decisions: str | Path | pd.DataFrame) -> MatchedDecisions:
    """Find earlier decisions in proposals that were made anew, by document, day, passage, concept and stance.

    A decision is a judgement of exactly that: where a new run proposes another passage, concept or stance, the earlier
    decision says nothing about it.

    Parameters
    ----------
    proposals : Coded
        What the machine proposes now.
    decisions : str, Path or DataFrame
        A file of `write_decisions` on earlier proposals, or the same as a table.

    Returns
    -------
    MatchedDecisions
        `rows`: one row a proposal as `write_decisions` has them, with the decisions that fit, for `accept`; `gone`: the
        rows with a decision that fits nothing.

    Raises
    ------
    InputError
        If a column is missing.
    """
    before = decisions if isinstance(decisions, pd.DataFrame) else read_cells(decisions)
    filled = ["decision", "corrected_concept", "corrected_stance", "coder", "note"]
    check_columns("decisions", before.columns, (*_IDENTITY, *filled), hint="`write_decisions` makes such a table")
    rows = decision_table(proposals)
    places = dict(zip(_identities(rows), rows.index, strict=True))
    fits = []
    for key, decided, values in zip(
        _identities(before), before["decision"] != "", before[filled].to_numpy().tolist(), strict=True
    ):
        fits.append(key in places)
        if decided and fits[-1]:
            rows.loc[places[key], filled] = values
    gone = before[(before["decision"] != "") & ~pd.Series(fits, index=before.index, dtype="bool")]
    return MatchedDecisions(rows, gone.reset_index(drop=True))


def _identities(rows: pd.DataFrame) -> list[Any]:
    """Give what each row is about; rows about the same are told apart by their order."""
    numbered = rows[_IDENTITY].assign(number=rows.groupby(_IDENTITY).cumcount())
    return list(numbered.itertuples(index=False, name=None))
