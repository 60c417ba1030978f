"""A person's marks on what was found: a CSV file that is written after each decision and fits later runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.errors import InputError, check_columns, check_option
from toolkit.evaluation._rows import keyed, kind_of_rows

__all__ = ["MARKS", "WRONG", "Matched", "match_marks", "read_marks", "record_mark", "wrong_parts"]

MARKS = ("right", "wrong", "unsure")
#: What can be wrong with a row of a table.
WRONG = {
    "attributions": ("source", "cue", "content", "no attribution"),
    "relations": ("source", "target", "direction", "type", "sign", "modality", "no relation"),
}
_COLUMNS = ["table", "doc_id", "key", "claim", "mark", "wrong", "note", "coder"]
_IDENTITY = ["table", "doc_id", "key"]


class Matched(NamedTuple):
    """Rows of the present run with their marks, and the marks of rows that this run does not have."""

    rows: pd.DataFrame
    gone: pd.DataFrame


def read_marks(path: str | Path) -> pd.DataFrame:
    """Read the marks that somebody has made.

    Parameters
    ----------
    path : str or Path
        CSV file with the columns table (attributions or relations), doc_id, key (see `draw_sample`), claim, mark
        (right, wrong, unsure), wrong (what is wrong, several joined by a semicolon; empty where nothing), note, coder.

    Returns
    -------
    DataFrame
        All of it as text, "" where empty, in the order of table, doc_id and key. No row where there is no file yet.

    Raises
    ------
    InputError
        If a column is missing, or a row has an unknown table, mark or fault, or is there twice; names the row.
    """
    path = Path(path)
    if not path.is_file():
        return pd.DataFrame(columns=_COLUMNS, dtype="str")
    found = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    check_columns(str(path), found.columns, _COLUMNS, hint="`record_mark` makes such a file")
    for number, row in enumerate(found.itertuples(), start=2):
        _check(f"{path}, row {number}: ", str(row.table), str(row.mark), _faults(str(row.wrong)))
    twice = found[found.duplicated(_IDENTITY)]
    if len(twice):
        raise InputError(f"{path}, row {twice.index[0] + 2}: the same row is marked twice")
    return found[_COLUMNS].sort_values(_IDENTITY, ignore_index=True)


def _faults(cell: str) -> list[str]:
    return [fault.strip() for fault in cell.split(";") if fault.strip()]


def _check(where: str, table: str, mark: str, wrong: Sequence[str]) -> None:
    check_option(f"{where}table", table, WRONG)
    check_option(f"{where}mark", mark, MARKS)
    for fault in wrong:
        check_option(f"{where}wrong", fault, WRONG[table])
    if wrong and mark != "wrong":
        raise InputError(f"{where}what is wrong is stated with mark 'wrong' only; got {mark!r} with {list(wrong)}")


def record_mark(
    path: str | Path,
    row: pd.Series,
    mark: str,
    *,
    wrong: Sequence[str] = (),
    note: str = "",
    coder: str = "",
) -> Path:
    """Write one decision into the file of marks at once; a later decision on the same row replaces the earlier one.

    Parameters
    ----------
    path : str or Path
        CSV file as for `read_marks`; made if it is not there. It is replaced as a whole, so a stop in the middle leaves
        the old one.
    row : Series
        Row of a sample as `draw_sample` makes it.
    mark : {"right", "wrong", "unsure"}
        The decision.
    wrong : sequence of str
        What is wrong: of attributions source, cue, content, "no attribution"; of relations source, target, direction,
        type, sign, modality, "no relation". Only with ``"wrong"``.
    note, coder : str
        Free words, and who decides.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        For an unknown mark or fault, or a file that is none of marks.
    """
    path, table = Path(path), kind_of_rows(row.to_frame().T)
    _check("", table, mark, wrong)
    one = [table, row["doc_id"], row["key"], row["claim"], mark, "; ".join(wrong), note, coder]
    made = pd.concat([read_marks(path), pd.DataFrame([one], columns=_COLUMNS)], ignore_index=True)
    made = made.drop_duplicates(_IDENTITY, keep="last").sort_values(_IDENTITY, ignore_index=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    made.to_csv(unfinished, index=False, encoding="utf-8", lineterminator="\n")
    unfinished.replace(path)
    return path


def match_marks(table: pd.DataFrame, marks: pd.DataFrame) -> Matched:
    """Find the marked rows in the present run, by document and spans.

    A row of another run is the same if document and all spans are (of relations also actors, type and sign): a mark is
    a judgement of exactly that.

    Parameters
    ----------
    table : DataFrame
        Attributions or relations of a run.
    marks : DataFrame
        As `read_marks` gives them; those of the other table are left aside.

    Returns
    -------
    Matched
        `rows`: the rows of the table that are marked, with `key`, `mark`, `wrong`, `note` and `coder`; `gone`: the
        marks whose row is not in the table.

    Raises
    ------
    InputError
        If the table is neither attributions nor relations.
    """
    mine = marks[marks["table"] == kind_of_rows(table)]
    present = keyed(table).drop_duplicates(["doc_id", "key"])
    rows = present.merge(mine[["doc_id", "key", "mark", "wrong", "note", "coder"]], on=["doc_id", "key"], how="inner")
    pairs = set(zip(present["doc_id"], present["key"], strict=True))
    there = [pair in pairs for pair in zip(mine["doc_id"], mine["key"], strict=True)]
    return Matched(rows.reset_index(drop=True), mine[[not found for found in there]].reset_index(drop=True))


def wrong_parts(marked: pd.DataFrame) -> pd.DataFrame:
    """Count what is wrong in the rows that are marked as wrong.

    Parameters
    ----------
    marked : DataFrame
        With columns `mark` and `wrong`.

    Returns
    -------
    DataFrame
        Columns wrong ("not stated" where nobody says), n, share (0 to 1, of the wrong rows; a row may have several).

    Examples
    --------
    >>> marked = pd.DataFrame({"mark": ["wrong", "wrong", "right"], "wrong": ["source; content", "source", ""]})
    >>> wrong_parts(marked).values.tolist()
    [['source', 2, 1.0], ['content', 1, 0.5]]
    """
    cells = marked["wrong"][marked["mark"] == "wrong"]
    listed = pd.Series([fault for cell in cells for fault in _faults(cell) or ["not stated"]], dtype="str")
    counts = listed.value_counts(sort=False).rename_axis("wrong").reset_index(name="n")
    made = counts.sort_values(["n", "wrong"], ascending=[False, True], ignore_index=True)
    return made.assign(share=made["n"] / max(1, len(cells)))
