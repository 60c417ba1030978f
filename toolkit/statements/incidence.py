"""Which statements of a coded corpus count, in which order and under which labels.

The ground on which networks and measures stand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.statements.duplicates import DUPLICATES, first_of_its_kind
from toolkit.statements.loading import Rows, categories_of, label_order, listed
from toolkit.statements.periods import COMPAT, date_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.statements.coded import Coded

__all__ = [
    "COMPAT",
    "DOCUMENT_VARIABLES",
    "DUPLICATES",
    "Selection",
    "label_order",
    "level_of",
    "prepare",
    "select",
]

#: Variables of the document that can stand where a variable of the statement can.
DOCUMENT_VARIABLES = ("author", "source", "section", "type", "id", "title")
#: Document variables by which DNA can leave out statements.
_FILTERS = ("author", "source", "section", "type")
Excluded = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Selection:
    """Statements in order of date, document, place and id; those that count are marked.

    Attributes
    ----------
    loaded : DataFrame
        Statements within the dates and not left out by their document: `statement_id`, `document_id`, `date_time`,
        `position` (row in the table of statements), `a`, `b` (labels, ordered categories), `q` (categories for named
        levels, Int64 for boolean and integer; missing throughout without a qualifier).
    counted : ndarray of bool
        Which rows of `loaded` remain after excluded values, empty labels and duplicates.
    start, stop : Timestamp
        The range, both ends included.
    qualifier : {"none", "boolean", "integer", "short text", "document"}
        What the levels are.
    """

    loaded: pd.DataFrame
    counted: NDArray[np.bool_]
    start: pd.Timestamp
    stop: pd.Timestamp
    qualifier: str

    @property
    def used(self) -> pd.DataFrame:
        """The statements that count."""
        return self.loaded[self.counted].reset_index(drop=True)


def level_of(coded: Coded, name: str, document: bool | None, parameter: str) -> bool:
    """Say whether a name means a variable of the document; a variable of the statement goes first.

    Raises
    ------
    InputError
        If the name is no variable of the kind asked for.
    """
    if document is None:
        document = name not in coded.variables and name in DOCUMENT_VARIABLES
    options: list[str] = list(DOCUMENT_VARIABLES) if document else list(coded.variables)
    if name not in options:
        where = "of the document" if document else f"of statement type {coded.statement_type!r}"
        raise InputError(f"{parameter} must be a variable {where}, one of {', '.join(options)}; got {name!r}")
    return document


def _lists(excluded: Excluded | None) -> dict[str, Sequence[object]]:
    """Take a single value for a list of one."""
    return {name: [values] if isinstance(values, str) else values for name, values in (excluded or {}).items()}


def _names(given: Collection[str]) -> Collection[str]:
    return (given,) if isinstance(given, str) else given


def _check_inverted(inverted: Collection[str], listed: Collection[str], compat: str) -> None:
    unlisted = sorted(set(inverted) - set(listed))
    if unlisted and compat == "none":
        raise InputError(f"invert names {', '.join(unlisted)}, for which exclude lists nothing")


def _split_excluded(
    coded: Coded, exclude: Excluded, documents: Excluded, compat: str
) -> tuple[dict[str, Sequence[object]], dict[str, Sequence[object]]]:
    """Separate excluded values of statements from those of documents."""
    own, of_documents = dict(exclude), dict(documents)
    for name in sorted(set(own) - set(coded.variables)):
        if compat == "dna" or name not in DOCUMENT_VARIABLES:
            raise InputError(
                f"exclude: {name!r} is no variable of statement type {coded.statement_type!r} and cannot be excluded; "
                f"its variables are {', '.join(coded.variables)}"
            )
        of_documents[name] = own.pop(name)
    for name, values in of_documents.items():
        check_option("exclude_documents", name, _FILTERS if compat == "dna" else DOCUMENT_VARIABLES)
        if compat == "dna" and any("'" in str(value) for value in values):
            raise InputError(f"exclude_documents: DNA cannot leave out a {name} with an apostrophe; got {values!r}")
    return own, of_documents


def _filter_documents(rows: Rows, excluded: Excluded, inverted: Collection[str]) -> None:
    for name, wanted in excluded.items():
        if wanted:
            rows.keep(listed(rows.values(name, document=True), wanted) == (name in inverted))


def _not_excluded(rows: Rows, excluded: Excluded, inverted: Collection[str]) -> NDArray[np.bool_]:
    kept = np.ones(len(rows.position), dtype=bool)
    for name, wanted in excluded.items():
        if wanted:
            kept &= listed(rows.values(name, document=False), wanted) == (name in inverted)
    return kept


# --- what counts -----------------------------------------------------------------------------------------------------


def _filled(labels: pd.Categorical[str]) -> NDArray[np.bool_]:
    """Say which labels are neither missing nor empty."""
    codes = np.asarray(labels.codes)
    filled = codes >= 0
    if "" in labels.categories:
        filled &= codes != labels.categories.get_loc("")
    return filled


def _frame(rows: Rows, names: Sequence[tuple[str, bool] | None]) -> pd.DataFrame:
    frame = rows.coded.statements[["statement_id", "document_id"]].take(rows.position).reset_index(drop=True)
    frame["date_time"] = rows.when[rows.position]
    frame["position"] = rows.position
    for column, named in zip("abq", names, strict=True):
        if named is None:
            frame[column] = categories_of(pd.Series([""])).take(np.zeros(len(frame), dtype=int))
        elif column == "q" and rows.coded.variables.get(named[0]) in ("boolean", "integer") and not named[1]:
            frame[column] = rows.values(*named).astype("Int64")
        else:
            frame[column] = rows.labels(*named)
    return frame


def _qualifier_kind(coded: Coded, qualifier: tuple[str, bool] | None) -> str:
    if qualifier is None:
        return "none"
    kind = "document" if qualifier[1] else coded.variables[qualifier[0]]
    if kind == "long text":
        raise InputError(f"qualifier must not be a long text; got {qualifier[0]!r}")
    return kind


def _labelled(frame: pd.DataFrame, names: Sequence[tuple[str, bool] | None], levels: str) -> NDArray[np.bool_]:
    """Say which statements have all labels, and a level where levels count."""
    found = np.ones(len(frame), dtype=bool)
    for column, named in zip("ab", names, strict=False):
        if named is not None:
            found &= _filled(frame[column].array)
    if levels != "none":
        found &= frame["q"].notna().to_numpy()
    if levels in ("short text", "document"):
        found &= _filled(frame["q"].array)
    return found


def prepare(
    coded: Coded,
    *,
    variable1: str,
    variable2: str | None = None,
    qualifier: str | None = None,
    aggregation: str = "ignore",
    variable1_document: bool | None = None,
    variable2_document: bool | None = None,
    qualifier_document: bool | None = None,
    duplicates: str = "include",
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Excluded | None = None,
    invert: Collection[str] = (),
    exclude_documents: Excluded | None = None,
    invert_documents: Collection[str] = (),
    keep_empty: bool = False,
    compat: str = "none",
) -> Selection:
    """Load the statements of a corpus and mark those that count; see `select` for the parameters.

    Returns
    -------
    Selection
        All statements that the dates and documents let through, with the marks.
    """
    check_option("duplicates", duplicates, DUPLICATES)
    begin, end = date_range(coded, start, stop, compat=compat)
    given = {
        "variable1": (variable1, variable1_document),
        "variable2": (variable2, variable2_document),
        "qualifier": (qualifier, qualifier_document),
    }
    names = [
        None if name is None else (name, level_of(coded, name, flag, parameter))
        for parameter, (name, flag) in given.items()
    ]
    kind = _qualifier_kind(coded, names[2])
    own, of_documents = _split_excluded(coded, _lists(exclude), _lists(exclude_documents), compat)
    invert, invert_documents = _names(invert), _names(invert_documents)
    _check_inverted({*invert, *invert_documents}, {*own, *of_documents}, compat)
    inverted = {*invert_documents, *(name for name in invert if compat == "none" and name not in own)}
    rows = Rows(coded, begin, end, bounded=bool(start or stop))
    _filter_documents(rows, of_documents, inverted)
    frame = _frame(rows, names)
    levels = "none" if aggregation == "ignore" else kind
    kept = _not_excluded(rows, own, invert)
    if not keep_empty:
        kept &= _labelled(frame, names, levels)
    return Selection(frame, first_of_its_kind(frame, kept, duplicates, levels, compat), begin, end, kind)


def select(coded: Coded, **options: Any) -> pd.DataFrame:
    """Choose the statements that count.

    Parameters
    ----------
    coded : Coded
        Coded corpus.
    variable1, variable2 : str
        Variables of the statement or of the document; `variable2` may be left out.
    qualifier : str, optional
        Variable that separates ties. Long text is refused.
    aggregation : str, default "ignore"
        With "ignore" the qualifier plays no part in duplicates, and its empty values count.
    variable1_document, variable2_document, qualifier_document : bool, optional
        Whether the name means a variable of the document; by default if it is none of the statement.
    duplicates : {"include", "document", "week", "month", "year", "acrossrange"}
        Within what a statement with the same labels and level counts once: the first does. With compat="dna"
        months and weeks are compared without their year.
    start, stop : date, datetime or str, optional
        Limits, both included; a day as `stop` runs to its end. ISO or dd.MM.yyyy, with compat="dna" only the latter.
    exclude, exclude_documents : mapping of str to list, optional
        Values to leave out, by variable of the statement or of the document. By default `exclude` takes both.
    invert, invert_documents : collection of str
        Variables whose list says what to keep instead.
    keep_empty : bool, default False
        Keep statements without a label.
    compat : {"none", "dna"}
        "dna" does what DNA does.

    Returns
    -------
    DataFrame
        `statement_id`, `document_id`, `date_time`, `position`, `a`, `b`, `q`; see `Selection`. In order of date,
        document, place and id.

    Raises
    ------
    InputError
        If a variable, date or option is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> documents = pd.DataFrame({"document_id": [1], "date_time": pd.to_datetime(["2024-05-01"])})
    >>> statements = pd.DataFrame(
    ...     {"statement_id": [1, 2], "document_id": 1, "start": [0, 9], "stop": [5, 12], "who": ["Quist", ""]}
    ... )
    >>> coded = SimpleNamespace(
    ...     statement_type="S", variables={"who": "short text"}, documents=documents, statements=statements
    ... )
    >>> select(coded, variable1="who")["a"].tolist()
    ['Quist']
    """
    return prepare(coded, **options).used
