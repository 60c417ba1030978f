"""From coded statements to a database that DNA 3.0 opens."""

import base64
import hashlib
import re
from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.statements.carets import check_carets, to_units
from toolkit.statements.coded import ENTITIES, Coded
from toolkit.statements.database import empty_table, version_marks, write_tables
from toolkit.statements.schema import COLUMNS
from toolkit.statements.values import Tables, attributes, cascade, data, next_id, stack, typed

__all__ = ["write_dna"]

_BLACK = "#000000"
_TYPE_COLOUR = {"Red": 239, "Green": 208, "Blue": 51}
_CODER_DEFAULTS: dict[Hashable, Any] = {
    **dict.fromkeys(COLUMNS["CODERS"], 1),
    **{"Refresh": 0, "FontSize": 14, "PopupWidth": 300, "ColorByCoder": 0, "PopupDecoration": 0},
}
_ADMIN = 1


def write_dna(
    coded: Coded, path: str | Path, *, missing: Mapping[str, int] | None = None, password: str = "polyvocal"
) -> None:
    r"""Write coded statements as a database that DNA 3.0 opens.

    What the tables of `coded` do not show but the database it was read from held (statements of other types, patterns,
    permissions, row numbers) is written back; what referred to documents, coders or entities that are gone goes with
    them, as in DNA. A value of a short-text variable that `entities` does not list is added to it in black. Missing
    text is written as "", which is DNA's "not coded".

    Parameters
    ----------
    coded : Coded
        The statements. It is not changed.
    path : str or Path
        The ``.dna`` file; replaced if it is there. Equal input gives equal bytes.
    missing : mapping of str to int, optional
        Boolean or integer variable -> the number to write where a statement has none. DNA has no missing numbers (it
        cannot open statements without one), so they are refused unless you say what they mean.
    password : str
        Password of coders that the database does not know yet; DNA asks for it on opening. An account for the
        administrator (coder 1) is added if there is none.

    Raises
    ------
    InputError
        If a statement lies outside its document's text, a number is missing, a document has no date, a label is longer
        than 190 characters, or something refers to what is not there.

    Examples
    --------
    >>> import tempfile
    >>> from toolkit.statements import Coded, read_csv, read_dna
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "coded.csv"
    ...     _ = table.write_text("time,organization,concept\n2024-03-01,Tram Union,Build it\n", encoding="utf-8")
    ...     write_dna(read_csv(table), Path(folder) / "coded.dna")
    ...     read_dna(Path(folder) / "coded.dna").entities["value"].tolist()
    ['', 'Tram Union', '', 'Build it']
    """
    check_carets(_known_documents(coded), coded.documents)
    try:
        made = _tables(coded, dict(missing or {}), password)
    except UnicodeEncodeError as error:
        raise InputError(f"{path} cannot be written: {error}") from error
    write_tables(made if len(made["SETTINGS"]) else {**made, "SETTINGS": version_marks()}, path)


def _tables(coded: Coded, missing: dict[str, int], password: str) -> Tables:
    base: Tables = {**{table: empty_table(table) for table in COLUMNS if table not in coded.database}, **coded.database}
    made: Tables = {}
    made["CODERS"] = _coders(coded, base["CODERS"], password)
    made["CODERRELATIONS"] = _coder_relations(base, made["CODERS"])
    made["DOCUMENTS"] = _documents(coded.documents)
    number, made["STATEMENTTYPES"] = _statement_type(coded, base["STATEMENTTYPES"])
    made["VARIABLES"] = _variables(coded, base["VARIABLES"], number)
    made["STATEMENTS"] = _statements(coded, base["STATEMENTS"], number)
    mine = _mine(made["VARIABLES"], number)
    made["ENTITIES"] = _entities(coded, base["ENTITIES"], mine)
    made = cascade(base | made)
    made |= attributes(coded, made, base, mine)
    return made | data(coded, made, base, mine, missing)


def _known_documents(coded: Coded) -> pd.DataFrame:
    lost = coded.statements[~coded.statements["document_id"].isin(coded.documents["document_id"])]
    if len(lost):
        row = lost.iloc[0]
        raise InputError(f"statement {row['statement_id']} is in document {row['document_id']}, which is not there")
    return coded.statements


def _parts(colours: "pd.Series[Any]") -> pd.DataFrame:
    """Split ``#rrggbb`` into Red, Green and Blue; missing stays missing."""
    wrong = [colour for colour in colours.dropna() if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour)]
    if wrong:
        raise InputError(f"colour must be #rrggbb; got {wrong[0]!r}")
    parts = {name: colours.str[at : at + 2] for name, at in (("Red", 1), ("Green", 3), ("Blue", 5))}
    numbers = {name: [None if pd.isna(p) else int(p, 16) for p in part] for name, part in parts.items()}
    return pd.DataFrame(numbers, index=colours.index, dtype="Int64")


@cache
def _hashed(password: str, name: str) -> str:
    """Digest a password as DNA does (salted, 100,000 rounds of SHA-256); the salt comes from the coder's name."""
    salt = hashlib.sha256(f"polyvocal {name}".encode()).digest()[:16]
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


def _coders(coded: Coded, base: pd.DataFrame, password: str) -> pd.DataFrame:
    """Keep the settings of coders the database knows; give new ones DNA's."""
    listed = list(coded.coders[["coder", "name", "colour"]].itertuples(index=False, name=None))
    if base.empty and _ADMIN not in set(coded.coders["coder"]):
        listed = [(_ADMIN, "Admin", "#ffff00"), *listed]
    stored = {row["ID"]: row for row in base.to_dict("records")}
    colours = _parts(pd.Series([colour for _, _, colour in listed], dtype="str").fillna(_BLACK)).to_dict("records")
    rows = []
    for (number, name, _), colour in zip(listed, colours, strict=True):
        known = stored[number] if number in stored else _new_coder(name, password)
        rows.append({**known, "ID": number, "Name": name, **colour})
    return typed("CODERS", pd.DataFrame(rows)) if rows else base


def _new_coder(name: str, password: str) -> dict[Hashable, Any]:
    return {**_CODER_DEFAULTS, "Password": _hashed(password, name)}


def _coder_relations(base: Tables, coders: pd.DataFrame) -> pd.DataFrame:
    """Let coders that are new see and edit each other's work; keep what is known of the others."""
    known = base["CODERRELATIONS"]
    new = set(coders["ID"]) - set(base["CODERS"]["ID"])
    pairs = [(a, b) for a in coders["ID"] for b in coders["ID"] if a != b and (a in new or b in new)]
    fresh = pd.DataFrame(pairs, columns=["Coder", "OtherCoder"])
    fresh["ID"] = range(next_id(known), next_id(known) + len(fresh))
    for column in ("viewStatements", "editStatements", "viewDocuments", "editDocuments"):
        fresh[column] = 1
    return stack("CODERRELATIONS", known, fresh)


def _documents(documents: pd.DataFrame) -> pd.DataFrame:
    if documents["date_time"].isna().any():
        lost = documents.loc[documents["date_time"].isna(), "document_id"].iloc[0]
        raise InputError(f"document {lost} has no date; DNA needs one")
    made = documents.rename(columns={name.lower(): name for name in COLUMNS["DOCUMENTS"]})
    made = made.rename(columns={"document_id": "ID"})
    made["Date"] = documents["date_time"].astype("datetime64[us]").astype("int64") // 1_000_000
    texts = [name for name, kind in COLUMNS["DOCUMENTS"].items() if kind == "text"]
    made[texts] = made[texts].fillna("")
    return typed("DOCUMENTS", made)


def _statement_type(coded: Coded, base: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    found = base["ID"][base["Label"] == coded.statement_type]
    if len(found):
        return int(found.iloc[0]), base
    number = next_id(base)
    row = pd.DataFrame([{"ID": number, "Label": coded.statement_type, **_TYPE_COLOUR}])
    return number, stack("STATEMENTTYPES", base, row)


def _variables(coded: Coded, base: pd.DataFrame, number: int) -> pd.DataFrame:
    """Keep variables that are still there with the same type, add new ones, drop the others."""
    wanted = pd.DataFrame(coded.variables.items(), columns=["Variable", "DataType"]).assign(StatementTypeId=number)
    old = base[base["StatementTypeId"].eq(number).fillna(False)]
    made = wanted.merge(old, how="left", on=["Variable", "DataType", "StatementTypeId"])
    new = made["ID"].isna()
    made.loc[new, "ID"] = range(next_id(base), next_id(base) + int(new.sum()))
    return stack("VARIABLES", base.drop(old.index), made)


def _mine(variables: pd.DataFrame, number: int) -> dict[str, int]:
    here = variables[variables["StatementTypeId"].eq(number).fillna(False)]
    return dict(zip(here["Variable"], here["ID"], strict=True))


def _statements(coded: Coded, base: pd.DataFrame, number: int) -> pd.DataFrame:
    names = {"statement_id": "ID", "document_id": "DocumentId", "start": "Start", "stop": "Stop", "coder": "Coder"}
    made = to_units(coded.statements[list(names)], coded.documents).rename(columns=names)
    others = base[base["StatementTypeId"].ne(number).fillna(True)]
    others = others[others["DocumentId"].isin(coded.documents["document_id"])]
    return stack("STATEMENTS", others, made.assign(StatementTypeId=number))


def _unlisted(coded: Coded) -> pd.DataFrame:
    """List the values of short-text variables that `entities` lacks, by variable and label."""
    rows = []
    for variable in (name for name, kind in coded.variables.items() if kind == "short text"):
        known = coded.entities["value"][coded.entities["variable"] == variable]
        used = set(coded.statements[variable].fillna("").unique())
        rows += [(variable, value) for value in sorted(used - set(known))]
    return pd.DataFrame(rows, columns=["variable", "value"], dtype="str")


def _entities(coded: Coded, base: pd.DataFrame, mine: dict[str, int]) -> pd.DataFrame:
    unknown = sorted(set(coded.entities["variable"]) - set(mine))
    if unknown:
        raise InputError(f"entities belong to variables that are not there: {unknown}")
    others = base[~base["VariableId"].isin(list(mine.values()))]
    listed = coded.entities[list(ENTITIES)]
    added = _unlisted(coded).assign(colour=_BLACK)
    first = max(next_id(base), int(listed["entity_id"].max()) + 1 if len(listed) else 1)
    added["entity_id"] = range(first, first + len(added))
    made = pd.concat([listed, added], ignore_index=True) if len(added) else listed.reset_index(drop=True)
    made = made.join(_parts(made["colour"]))
    made["VariableId"] = made["variable"].map(mine)
    made = made.rename(columns={"entity_id": "ID", "value": "Value"})
    made["ChildOf"] = _parents(made)
    return stack("ENTITIES", others, made)


def _parents(made: pd.DataFrame) -> "pd.Series[Any]":
    number = made.set_index(["variable", "Value"])["ID"]
    wanted = pd.MultiIndex.from_frame(made[["variable", "parent"]])
    found = pd.Series(number[~number.index.duplicated()].reindex(wanted).to_numpy(), index=made.index, dtype="Int64")
    lost = made[found.isna() & made["parent"].notna()]
    if len(lost):
        row = lost.iloc[0]
        raise InputError(f"{row['variable']} {row['Value']!r} has the parent {row['parent']!r}, which is not listed")
    return found
