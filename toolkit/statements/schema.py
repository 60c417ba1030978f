"""The tables of a DNA 3.0 database: columns, types, limits and references, and the SQL that makes them.

One list says everything: what `database` checks when it reads, and what it creates when it writes.
"""

__all__ = [
    "COLUMNS",
    "CREATE",
    "DATA_TABLES",
    "DTYPES",
    "KEYS",
    "LABELS",
    "LABEL_LIMIT",
    "NULLABLE",
    "REFERENCES",
    "TABLES",
    "VERSION",
]

#: Version marks of the databases that DNA 3.0.7 to 3.0.11 write and open.
VERSION = {"version": "3.0.7", "date": "2022-06-10"}
#: Labels, names and titles have at most this many characters.
LABEL_LIMIT = 190
#: Type of a variable -> table that holds its values.
DATA_TABLES = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "short text": "DATASHORTTEXT",
    "long text": "DATALONGTEXT",
}


def _label(name: str, default: str = "") -> str:
    return f"{name} TEXT NOT NULL {default}CHECK (LENGTH({name}) <= {LABEL_LIMIT})"


def _within(name: str, low: int, high: int, default: int | None = None, null: str = "NOT NULL ") -> str:
    given = "" if default is None else f"DEFAULT {default} "
    return f"{name} INTEGER {null}{given}CHECK ({name} BETWEEN {low} AND {high})"


_ID = "ID INTEGER PRIMARY KEY NOT NULL"
_EMPTY = "DEFAULT '' "
_COLOUR = tuple(_within(name, 0, 255, 0) for name in ("Red", "Green", "Blue"))
_NO_COLOUR = tuple(_within(name, 0, 255, null="") for name in ("Red", "Green", "Blue"))
_PERMISSIONS = (
    "AddDocuments",
    "EditDocuments",
    "DeleteDocuments",
    "ImportDocuments",
    "AddStatements",
    "EditStatements",
    "DeleteStatements",
    "EditAttributes",
    "EditRegex",
    "EditStatementTypes",
    "EditCoders",
    "EditCoderRelations",
    "ViewOthersDocuments",
    "EditOthersDocuments",
    "ViewOthersStatements",
    "EditOthersStatements",
)
_TYPES = "'boolean', 'integer', 'long text', 'short text'"
_STATEMENT_VARIABLE = (_ID, "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL")

#: Table -> definitions of its columns, in DNA's order; parents come before their children.
TABLES: dict[str, tuple[str, ...]] = {
    "SETTINGS": ("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"),
    "CODERS": (
        _ID,
        _label("Name"),
        *_COLOUR,
        _within("Refresh", 0, 9999, 0),
        _within("FontSize", 1, 99, 14),
        _label("Password"),
        _within("PopupWidth", 100, 9999, 300, null=""),
        _within("ColorByCoder", 0, 1, 0),
        _within("PopupDecoration", 0, 1, 0),
        _within("PopupAutoComplete", 0, 1, 1),
        *(_within(f"Permission{name}", 0, 1, 1) for name in _PERMISSIONS),
    ),
    "DOCUMENTS": (
        _ID,
        _label("Title"),
        "Text TEXT NOT NULL",
        "Coder INTEGER",
        _label("Author", _EMPTY),
        _label("Source", _EMPTY),
        _label("Section", _EMPTY),
        "Notes TEXT NOT NULL DEFAULT ''",
        _label("Type", _EMPTY),
        "Date INTEGER NOT NULL",
    ),
    "STATEMENTTYPES": (_ID, _label("Label"), *_COLOUR),
    "VARIABLES": (
        _ID,
        _label("Variable"),
        f"DataType TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN ({_TYPES}))",
        "StatementTypeId INTEGER",
    ),
    "VARIABLELINKS": (
        _ID,
        "SourceVariableId INTEGER",
        "TargetVariableId INTEGER CHECK (TargetVariableId != SourceVariableId)",
    ),
    "REGEXES": (f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) <= {LABEL_LIMIT})", *_COLOUR),
    "CODERRELATIONS": (
        _ID,
        "Coder INTEGER CHECK (Coder > 0)",
        "OtherCoder INTEGER CHECK (OtherCoder > 0 AND OtherCoder != Coder)",
        *(_within(name, 0, 1, 1) for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")),
    ),
    "STATEMENTS": (
        _ID,
        "StatementTypeId INTEGER",
        "DocumentId INTEGER",
        "Start INTEGER NOT NULL CHECK (Start >= 0)",
        "Stop INTEGER NOT NULL CHECK (Stop > Start)",
        "Coder INTEGER",
    ),
    "DATABOOLEAN": (*_STATEMENT_VARIABLE, "Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": (*_STATEMENT_VARIABLE, "Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": (
        _ID,
        "VariableId INTEGER NOT NULL",
        _label("Value", _EMPTY),
        *_NO_COLOUR,
        "ChildOf INTEGER CHECK (ChildOf > 0)",
    ),
    "DATASHORTTEXT": (*_STATEMENT_VARIABLE, "Entity INTEGER NOT NULL"),
    "DATALONGTEXT": (*_STATEMENT_VARIABLE, "Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": (_ID, "VariableId INTEGER NOT NULL", _label("AttributeVariable")),
    "ATTRIBUTEVALUES": (
        _ID,
        "EntityId INTEGER NOT NULL",
        "AttributeVariableId INTEGER NOT NULL",
        _label("AttributeValue", _EMPTY),
    ),
}
#: Table -> column -> table whose `ID` the column names.
REFERENCES: dict[str, dict[str, str]] = {
    "DOCUMENTS": {"Coder": "CODERS"},
    "VARIABLES": {"StatementTypeId": "STATEMENTTYPES"},
    "VARIABLELINKS": {"SourceVariableId": "VARIABLES", "TargetVariableId": "VARIABLES"},
    "CODERRELATIONS": {"Coder": "CODERS", "OtherCoder": "CODERS"},
    "STATEMENTS": {"StatementTypeId": "STATEMENTTYPES", "Coder": "CODERS", "DocumentId": "DOCUMENTS"},
    "DATABOOLEAN": {"StatementId": "STATEMENTS", "VariableId": "VARIABLES"},
    "DATAINTEGER": {"StatementId": "STATEMENTS", "VariableId": "VARIABLES"},
    "ENTITIES": {"ChildOf": "ENTITIES", "VariableId": "VARIABLES"},
    "DATASHORTTEXT": {"StatementId": "STATEMENTS", "VariableId": "VARIABLES", "Entity": "ENTITIES"},
    "DATALONGTEXT": {"StatementId": "STATEMENTS", "VariableId": "VARIABLES"},
    "ATTRIBUTEVARIABLES": {"VariableId": "VARIABLES"},
    "ATTRIBUTEVALUES": {"EntityId": "ENTITIES", "AttributeVariableId": "ATTRIBUTEVARIABLES"},
}
#: Table -> columns that are unique together, beside the first column.
KEYS: dict[str, tuple[str, ...]] = {
    "VARIABLES": ("Variable", "StatementTypeId"),
    "ENTITIES": ("VariableId", "Value"),
    "ATTRIBUTEVARIABLES": ("VariableId", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("EntityId", "AttributeVariableId"),
    **dict.fromkeys(DATA_TABLES.values(), ("StatementId", "VariableId")),
}
#: Table -> column -> "integer" or "text".
COLUMNS = {table: {line.split()[0]: line.split()[1].lower() for line in lines} for table, lines in TABLES.items()}
#: Table -> columns that may be empty.
NULLABLE = {
    table: {line.split()[0] for line in lines if "NOT NULL" not in line and "PRIMARY KEY" not in line}
    for table, lines in TABLES.items()
}


#: Tables and columns of labels, names and titles.
LABELS = [(table, line.split()[0]) for table, lines in TABLES.items() for line in lines if f"<= {LABEL_LIMIT})" in line]
#: Table -> column -> type in a data frame.
DTYPES = {
    table: {
        name: "str" if kind == "text" else "Int64" if name in NULLABLE[table] else "int64" for name, kind in columns
    }
    for table, columns in ((table, columns.items()) for table, columns in COLUMNS.items())
}


def _create(table: str) -> str:
    lines = [*TABLES[table]]
    for column, parent in REFERENCES.get(table, {}).items():
        lines.append(f"FOREIGN KEY ({column}) REFERENCES {parent}(ID) ON DELETE CASCADE")
    if table in KEYS:
        lines.append(f"UNIQUE ({', '.join(KEYS[table])})")
    return f"CREATE TABLE {table}({', '.join(lines)})"


#: Table -> the SQL that creates it.
CREATE = {table: _create(table) for table in TABLES}
