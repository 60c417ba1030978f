"""Positions in a document's text: DNA counts UTF-16 code units, the toolkit counts characters."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError

__all__ = ["check_carets", "from_units", "to_units"]

_Ints = npt.NDArray[np.int64]


def _unit_offsets(text: str) -> _Ints:
    """Give the offset in UTF-16 code units of each character, and of the end."""
    wide = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) > 0xFFFF
    return np.concatenate([[0], np.cumsum(1 + wide, dtype=np.int64)])


def _wide_documents(documents: pd.DataFrame) -> dict[int, _Ints]:
    """Give the offsets for those documents in which the two ways of counting differ."""
    pairs = zip(documents["document_id"], documents["text"], strict=True)
    return {key: _unit_offsets(text) for key, text in pairs if not text.isascii() and max(text) > "\uffff"}


def _check_inside(statements: pd.DataFrame, ends: "pd.Series[int]") -> None:
    start, stop = statements["start"], statements["stop"]
    wrong = statements[(start < 0) | (start >= stop) | (stop > ends)]
    if len(wrong):
        row = wrong.iloc[0]
        raise InputError(
            f"statement {row['statement_id']} covers {row['start']} to {row['stop']} of document {row['document_id']}, "
            f"whose text has {ends[wrong.index[0]]} characters; a statement needs 0 <= start < stop <= length "
            f"({len(wrong)} such statements)"
        )


def check_carets(statements: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Raise unless every statement covers at least one character of its document's text.

    Parameters
    ----------
    statements, documents : DataFrame
        Tables of a `Coded`.

    Raises
    ------
    InputError
        Naming the first statement that does not, and how many there are.

    Examples
    --------
    >>> texts = pd.DataFrame({"document_id": [1], "text": ["Build it."]})
    >>> check_carets(pd.DataFrame({"statement_id": [1], "document_id": [1], "start": [0], "stop": [9]}), texts)
    """
    lengths = documents.set_index("document_id")["text"].str.len()
    _check_inside(statements, statements["document_id"].map(lengths))


def to_units(statements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    r"""Turn character offsets in `start`, `stop` into DNA's code units.

    Examples
    --------
    >>> texts = pd.DataFrame({"document_id": [1], "text": ["\U0001f68b yes"]})
    >>> to_units(pd.DataFrame({"document_id": [1], "start": [2], "stop": [5]}), texts)["start"].tolist()
    [3]
    """
    made = statements.copy()
    for document, offsets in _wide_documents(documents).items():
        here = made["document_id"] == document
        for name in ("start", "stop"):
            made.loc[here, name] = offsets[made.loc[here, name]]
    return made


def from_units(statements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    r"""Turn DNA's code units in `start`, `stop` into character offsets.

    An offset into the middle of a character counts from its beginning; one past the end stays past the end.

    Examples
    --------
    >>> texts = pd.DataFrame({"document_id": [1], "text": ["\U0001f68b yes"]})
    >>> from_units(pd.DataFrame({"document_id": [1], "start": [3], "stop": [6]}), texts)["start"].tolist()
    [2]
    """
    made = statements.copy()
    for document, offsets in _wide_documents(documents).items():
        here = made["document_id"] == document
        for name in ("start", "stop"):
            units = made.loc[here, name].to_numpy()
            beyond = np.maximum(units - offsets[-1], 0)
            made.loc[here, name] = np.searchsorted(offsets, units - beyond, side="right") - 1 + beyond
    return made
