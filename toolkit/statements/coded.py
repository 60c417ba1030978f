"""Coded statements of one statement type, with the documents, entities and coders they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from toolkit.errors import InputError, check_columns, check_option

__all__ = [
    "CODERS",
    "DOCUMENTS",
    "ENTITIES",
    "STATEMENTS",
    "VARIABLE_TYPES",
    "Coded",
    "check_variables",
    "entity_frame",
    "left_out_frame",
]

#: The four types a variable can have.
VARIABLE_TYPES = ("boolean", "integer", "short text", "long text")
#: Columns of the tables; statements have one more for each variable, entities one for each attribute.
DOCUMENTS = ("document_id", "title", "text", "author", "source", "section", "type", "notes", "coder", "date_time")
STATEMENTS = ("statement_id", "document_id", "start", "stop", "coder", "date_time")
ENTITIES = ("variable", "entity_id", "value", "colour", "parent")
CODERS = ("coder", "name", "colour")


def left_out_frame(rows: list[tuple[str, str]] | None = None) -> pd.DataFrame:
    """Make the table of what was left out: `key` says what, `reason` why.

    Examples
    --------
    >>> left_out_frame([("d1 a3", "no concept")])["reason"].tolist()
    ['no concept']
    """
    return pd.DataFrame(rows or [], columns=["key", "reason"], dtype="str")


def entity_frame(rows: list[tuple[str, int, str, str | None, str | None]] | None = None) -> pd.DataFrame:
    """Make an entities table without attributes, with the right types even when it is empty.

    Examples
    --------
    >>> entity_frame([("concept", 1, "Build the tram", "#000000", None)])["parent"].isna().tolist()
    [True]
    """
    frame = pd.DataFrame(rows or [], columns=list(ENTITIES))
    return frame.astype({name: "int64" if name == "entity_id" else "str" for name in ENTITIES})


def check_variables(variables: Mapping[str, str]) -> None:
    """Raise unless every variable has one of the four types and a name of its own.

    Raises
    ------
    InputError
        If a type is none, or a variable is called like a column that all statements have.

    Examples
    --------
    >>> check_variables({"concept": "short text"})
    """
    for variable, kind in variables.items():
        check_option(f"type of variable {variable!r}", kind, VARIABLE_TYPES)
    clash = sorted(set(variables) & set(STATEMENTS))
    if clash:
        raise InputError(f"variables may not be called like a column of statements; got {clash}; rename them in DNA")


@dataclass(frozen=True, eq=False)
class Coded:
    """Hand-coded (or machine-proposed) statements of one type.

    Attributes
    ----------
    statement_type : str
        Label of the statement type, e.g. ``DNA Statement``.
    variables : dict of str to str
        Name -> ``boolean``, ``integer``, ``short text`` or ``long text``, in DNA's order.
    documents : DataFrame
        `document_id`, `title`, `text`, `author`, `source` (the outlet), `section`, `type`, `notes`, `coder` (number,
        may be missing), `date_time` (UTC, without zone); sorted by `document_id`.
    statements : DataFrame
        `statement_id`, `document_id`, `start`, `stop` (half-open offsets into the document's text), `coder`,
        `date_time` (that of its document), one column a variable: text, or Int64 for boolean (0, 1) and integer.
        "" is what a coder left empty; missing is a value the database does not hold. Sorted by `statement_id`.
    entities : DataFrame
        The values of short-text variables: `variable`, `entity_id`, `value`, `colour` (``#rrggbb``), `parent` (value
        of the same variable), one column an attribute; missing where a variable lacks that attribute.
    coders : DataFrame
        `coder` (number), `name`, `colour`.
    database : mapping of str to DataFrame
        Tables of the file it was read from; `write_dna` takes from them what the tables above do not show (other
        statement types, permissions, patterns, row numbers). Empty if it was not read from a database.
    left_out : DataFrame
        What could not become a statement: `key`, `reason`.
    """

    statement_type: str
    variables: dict[str, str]
    documents: pd.DataFrame
    statements: pd.DataFrame
    entities: pd.DataFrame
    coders: pd.DataFrame
    database: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    left_out: pd.DataFrame = field(default_factory=left_out_frame, repr=False)

    def __post_init__(self) -> None:
        """Check that the tables have their columns and the variables a type each."""
        check_variables(self.variables)
        needed = {
            "documents": DOCUMENTS,
            "statements": (*STATEMENTS, *self.variables),
            "entities": ENTITIES,
            "coders": CODERS,
        }
        for name, columns in needed.items():
            check_columns(f"table {name!r}", getattr(self, name).columns, columns)
