"""Where a statement stands in its document, when a spreadsheet says only what it reads."""

from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.carets import check_carets

__all__ = ["located", "made_up"]

_LONGEST = 10_000_000


def located(statements: pd.DataFrame, passages: "pd.Series[str] | None", documents: pd.DataFrame) -> pd.DataFrame:
    """Give every statement its `start` and `stop` in its document's text.

    Parameters
    ----------
    statements : DataFrame
        `statement_id`, `document_id`, and `start`, `stop` where known.
    passages : Series or None
        What each statement reads; needed where `start` or `stop` is missing.
    documents : DataFrame
        `document_id`, `text`.

    Returns
    -------
    DataFrame
        The statements with positions.

    Raises
    ------
    InputError
        If a passage is not, or more than once, in its document, or a position is outside of it.

    Examples
    --------
    >>> rows = pd.DataFrame({"statement_id": [1], "document_id": [1], "start": [pd.NA], "stop": [pd.NA]}, dtype="Int64")
    >>> texts = pd.DataFrame({"document_id": [1], "text": ["We say: build it."]})
    >>> located(rows, pd.Series(["build it"]), texts)[["start", "stop"]].values.tolist()
    [[8, 16]]
    """
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    known = statements["start"].notna() & statements["stop"].notna()
    read = [""] * len(statements) if passages is None else passages.tolist()
    rows = zip(statements["statement_id"], statements["document_id"], read, known, strict=True)
    found = [(0, 0) if given else _found(number, key, texts[key], passage) for number, key, passage, given in rows]
    places = pd.DataFrame(found, columns=["start", "stop"], index=statements.index)
    made = statements.assign(**{name: statements[name].where(known, places[name]) for name in places.columns})
    made = made.astype({"start": "int64", "stop": "int64"})
    check_carets(made, documents)
    return made


def _found(number: int, document: int, text: str, passage: str) -> tuple[int, int]:
    start = text.find(passage) if passage else -1
    if start < 0 or text.find(passage, start + 1) >= 0:
        how = "not in" if start < 0 else "more than once in"
        raise InputError(
            f"statement {number} has no positions and its passage {passage[:40]!r} is {how} document {document}"
        )
    return start, start + len(passage)


def made_up(
    statements: pd.DataFrame, passages: "pd.Series[str] | None", variables: list[str]
) -> "tuple[pd.DataFrame, list[str]]":
    r"""Make texts of documents from the passages of their statements.

    Parameters
    ----------
    statements : DataFrame
        `document_id`, `start`, `stop` (may be missing), and the variables.
    passages : Series or None
        What each statement reads; the values of its variables stand in where that is empty.
    variables : list of str
        Names of the variables.

    Returns
    -------
    tuple
        The statements with positions, and the texts by document number.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": [1, 1], "start": pd.NA, "stop": pd.NA, "concept": ["A", "B"]})
    >>> made_up(rows, None, ["concept"])[1]
    ['A\nB']
    """
    ordered = statements[["document_id", "start", "stop"]].assign(shown=_shown(statements, passages, variables))
    ordered = ordered.sort_values(["document_id", "start", "stop"], kind="stable")
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    for _, rows in groupby(ordered.itertuples(index=False, name=None), key=itemgetter(0)):
        given = [row[1:] for row in rows]
        text = _at_positions(given)
        if text is None:
            text, given = _in_lines([passage for _, _, passage in given])
        texts.append(text)
        places += [(int(start), int(stop)) for start, stop, _ in given]
    made = pd.DataFrame(places, columns=["start", "stop"], index=ordered.index, dtype="int64")
    return statements.assign(start=made["start"], stop=made["stop"]), texts


def _shown(statements: pd.DataFrame, passages: "pd.Series[str] | None", variables: list[str]) -> "pd.Series[str]":
    values = statements[variables].astype("object").where(statements[variables].notna(), "")
    lines = pd.Series([" | ".join(map(str, row)) for row in values.to_numpy()], index=statements.index, dtype="str")
    return lines if passages is None else passages.mask(passages == "", lines)


def _in_lines(passages: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    starts = accumulate((len(passage) + 1 for passage in passages), initial=0)
    places = [(start, start + len(passage), passage) for start, passage in zip(starts, passages, strict=False)]
    return "\n".join(passages), places


def _at_positions(rows: list[tuple[Any, Any, str]]) -> str | None:
    """Put passages, sorted by position, where they stand, blanks between them; None if they do not fit."""
    made = ""
    for start, stop, passage in rows:
        if pd.isna(start) or pd.isna(stop) or not 0 <= start < stop <= _LONGEST or stop - start != len(passage):
            return None
        made = made.ljust(start)
        there = made[start:stop]
        if not passage.startswith(there):
            return None
        made += passage[len(there) :]
    return made
