import base64
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import records, tables
from toolkit.errors import InputError
from toolkit.statements import (
    Coded,
    from_run,
    read_csv,
    read_dna,
    read_statements,
    read_tables,
    to_statements,
    write_csv,
    write_dna,
    write_statements,
    write_tables,
)
from toolkit.statements.carets import from_units, to_units
from toolkit.statements.coded import entity_frame
from toolkit.statements.database import empty_table
from toolkit.statements.frames import entities_of
from toolkit.statements.schema import COLUMNS
from toolkit.statements.sheets import read_cells, write_cells

SHARED = Path(__file__).parents[2] / "shared" / "dna"
SHOWN = ("documents", "statements", "entities", "coders")
VARIABLES = {
    "person": "short text",
    "concept": "short text",
    "agreement": "boolean",
    "weight": "integer",
    "note": "long text",
}
TEXT = "Marla Quist wants the tram. \U0001f68b Norvania Rail does not, says Abel Orr."


def shared(name: str) -> Path:
    if not (SHARED / name).is_file():
        pytest.skip(f"no annotated material: {SHARED / name} is absent")
    return SHARED / name


def coded_of(
    rows: list[tuple[object, ...]], texts: tuple[str, ...] = (TEXT,), variables: dict[str, str] = VARIABLES
) -> Coded:
    """Make statements (document, start, stop, then the variables), one day after the other."""
    documents = pd.DataFrame({"document_id": range(1, len(texts) + 1), "text": pd.Series(texts, dtype="str")})
    documents["title"] = pd.Series([f"Document {key}" for key in documents["document_id"]], dtype="str")
    for name in ("author", "source", "section", "type", "notes"):
        documents[name] = pd.Series([""] * len(texts), dtype="str")
    documents["coder"] = pd.Series(1, index=documents.index, dtype="Int64")
    days = pd.Timestamp("2024-03-01 10:30:05") + pd.to_timedelta(documents["document_id"], unit="D")
    documents["date_time"] = days.astype("datetime64[us]")
    statements = pd.DataFrame(rows, columns=["document_id", "start", "stop", *variables])
    kinds = {name: "str" if kind.endswith("text") else "Int64" for name, kind in variables.items()}
    statements = statements.astype({"document_id": "int64", "start": "int64", "stop": "int64", **kinds})
    statements.insert(0, "statement_id", range(1, len(rows) + 1))
    statements.insert(4, "coder", pd.Series(1, index=statements.index, dtype="Int64"))
    times = statements["document_id"].map(documents.set_index("document_id")["date_time"])
    statements.insert(5, "date_time", times.astype("datetime64[us]"))
    coders = pd.DataFrame({"coder": [1], "name": ["Admin"], "colour": ["#ffff00"]}).astype({"name": "str"})
    columns = ["document_id", "title", "text", "author", "source", "section", "type", "notes", "coder", "date_time"]
    entities = entities_of(statements, variables)
    return Coded(
        "DNA Statement", dict(variables), documents[columns], statements, entities, coders.astype({"colour": "str"})
    )


def example() -> Coded:
    return coded_of(
        [
            (1, 0, 11, "Marla Quist", "Build the tram", 1, 5, ""),
            (1, 28, 68, "Abel Orr", "Build the tram", 0, -3, "heated"),
        ]
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("written") / "example.dna"
    write_dna(example(), path)
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, written: bytes) -> Path:
    path = tmp_path / "example.dna"
    path.write_bytes(written)
    return path


def change(path: Path, *commands: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for command in commands:
            connection.execute(command)


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def same(left: Coded, right: Coded) -> None:
    assert (left.statement_type, left.variables) == (right.statement_type, right.variables)
    for name in SHOWN:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))


def same_tables(left: Path, right: Path) -> None:
    a, b = read_tables(left), read_tables(right)
    for table in COLUMNS:
        pd.testing.assert_frame_equal(a[table], b[table])


# Reading


def test_database_read_back_is_what_was_written(database: Path) -> None:
    coded = read_dna(database)
    same(coded, example())
    assert coded.statements["agreement"].tolist() == [1, 0]
    assert coded.statements["weight"].tolist() == [5, -3]
    text = coded.documents["text"][0]
    passages = [text[a:b] for a, b in zip(coded.statements["start"], coded.statements["stop"], strict=True)]
    assert passages == ["Marla Quist", "\U0001f68b Norvania Rail does not, says Abel Orr."]
    assert ask(database, "SELECT Start, Stop FROM STATEMENTS") == [(0, 11), (28, 69)]  # DNA counts UTF-16 units
    assert ask(database, "SELECT Date FROM DOCUMENTS") == [(1709375405,)]


def test_entities_carry_colour_parent_and_attributes(database: Path) -> None:
    change(
        database,
        "UPDATE ENTITIES SET Red = 255, Green = 128, Blue = 1 WHERE Value = 'Abel Orr'",
        "UPDATE ENTITIES SET ChildOf = (SELECT ID FROM ENTITIES WHERE Value = 'Marla Quist') WHERE Value = 'Abel Orr'",
        "INSERT INTO ATTRIBUTEVARIABLES VALUES (1, 1, 'Type'), (2, 1, 'value'), (3, 2, 'Field')",
        "INSERT INTO ATTRIBUTEVALUES SELECT NULL, ID, 1, 'of ' || Value FROM ENTITIES WHERE VariableId = 1",
        "INSERT INTO ATTRIBUTEVALUES SELECT NULL, ID, 2, 'v' FROM ENTITIES WHERE Value = 'Abel Orr'",
    )
    coded = read_dna(database)
    orr = coded.entities[coded.entities["value"] == "Abel Orr"].iloc[0]
    assert orr[["variable", "colour", "parent", "Type", "value (attribute)"]].tolist() == [
        "person", "#ff8001", "Marla Quist", "of Abel Orr", "v",
    ]  # fmt: skip
    tram = coded.entities[coded.entities["value"] == "Build the tram"].iloc[0]
    assert tram[["parent", "Type", "value (attribute)", "Field"]].isna().all()


def test_reading_changes_nothing_and_needs_no_write_permission(database: Path) -> None:
    before = database.read_bytes()
    database.chmod(0o400)
    read_dna(database)
    assert database.read_bytes() == before
    assert sorted(path.name for path in database.parent.iterdir()) == [database.name]


def test_statement_type_is_chosen_only_where_there_is_no_choice(database: Path) -> None:
    change(
        database,
        "INSERT INTO STATEMENTTYPES VALUES (2, 'Frame', 1, 2, 3)",
        "INSERT INTO VARIABLES VALUES (9, 'frame', 'short text', 2)",
    )
    assert read_dna(database).statement_type == "DNA Statement"
    empty = read_dna(database, statement_type="Frame")
    assert list(empty.variables) == ["frame"]
    assert empty.statements.empty
    change(database, "INSERT INTO STATEMENTS VALUES (7, 2, 1, 0, 3, 1)")
    with pytest.raises(
        InputError, match=r"must be given; .* 'DNA Statement' \(2 statements\), 'Frame' \(1 statements\)"
    ):
        read_dna(database)
    with pytest.raises(InputError, match=r"statement_type must be one of 'DNA .*'Frame' .*; got 'frame'"):
        read_dna(database, statement_type="frame")
    assert read_dna(database, statement_type="Frame").statements["frame"].isna().all()


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        (["UPDATE SETTINGS SET Value = '2.0 beta 25' WHERE Property = 'version'"], "made by DNA 2.0 beta 25"),
        (["UPDATE SETTINGS SET Value = '3.1' WHERE Property = 'version'"], "made by DNA 3.1; .* 3.0 can be read"),
        (["UPDATE SETTINGS SET Value = '3.01' WHERE Property = 'version'"], "made by DNA 3.01"),
        (["DELETE FROM SETTINGS"], "does not say which version"),
        (["DROP TABLE ENTITIES"], "lacks the tables ENTITIES"),
        (["DROP TABLE REGEXES", "CREATE VIEW REGEXES AS SELECT 'x' AS Label"], "lacks the tables REGEXES"),
        (["ALTER TABLE STATEMENTS ADD COLUMN Mood TEXT"], r"table STATEMENTS has the columns .*Mood.*DNA 3.0 has"),
        (["ALTER TABLE STATEMENTS RENAME COLUMN Stop TO Halt"], "table STATEMENTS has the columns"),
        (["UPDATE DATAINTEGER SET Value = 'much' WHERE ID = 1"], "DATAINTEGER.Value holds .* not integer"),
        (["UPDATE DATAINTEGER SET Value = 1.5 WHERE ID = 1"], "DATAINTEGER.Value holds .* not integer"),
        (["UPDATE DOCUMENTS SET Text = x'00ff'"], "DOCUMENTS.Text holds .* not text"),
        (["UPDATE DOCUMENTS SET Text = CAST(x'ff41' AS TEXT)"], "damaged: Could not decode to UTF-8"),
        (["UPDATE DATABOOLEAN SET Value = 7 WHERE ID = 1"], "statement 1 has 7 where a boolean is 0 or 1"),
        (["UPDATE DATASHORTTEXT SET Entity = 99 WHERE ID = 1"], "DATASHORTTEXT.Entity names 99, .* not in ENTITIES"),
        (["DELETE FROM DOCUMENTS"], "STATEMENTS.DocumentId names 1, which is not in DOCUMENTS"),
        (["UPDATE STATEMENTS SET DocumentId = NULL"], r"statement \d+ has no type or document"),
        (["UPDATE VARIABLES SET DataType = 'complex'"], r"type of variable 'person' must be one of .*; got 'complex'"),
        (["UPDATE VARIABLES SET Variable = 'start' WHERE ID = 1"], r"called like a column .*; got \['start'\]; rename"),
        (["UPDATE DOCUMENTS SET Date = 9000000000000000000"], "DOCUMENTS.Date 9000000000000000000 is no date"),
        (["UPDATE STATEMENTS SET Stop = 900 WHERE ID = 2"], r"statement 2 covers 28 to 899 of document 1, .* 68 char"),
        (["UPDATE STATEMENTS SET Start = 11 WHERE ID = 1"], r"statement 1 covers 11 to 11 .*0 <= start < stop"),
        (
            ["INSERT INTO STATEMENTTYPES SELECT 5, Label, 0, 0, 0 FROM STATEMENTTYPES"],
            "statement_type must name one type; 2 are called 'DNA Statement'",
        ),
    ],
)  # fmt: skip
def test_database_that_is_not_sound_is_refused(database: Path, commands: list[str], message: str) -> None:
    change(database, *commands)
    with pytest.raises(InputError, match=message):
        read_dna(database, statement_type="DNA Statement")


def test_carets_need_not_be_sound_if_they_are_not_needed(database: Path) -> None:
    change(database, "UPDATE STATEMENTS SET Stop = 900 WHERE ID = 2")
    assert read_dna(database, check_carets=False).statements["stop"].tolist() == [11, 899]


def test_uniqueness_is_checked_even_if_the_file_does_not(database: Path) -> None:
    rows = ask(database, "SELECT * FROM DATABOOLEAN")
    change(
        database,
        "DROP TABLE DATABOOLEAN",
        "CREATE TABLE DATABOOLEAN(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER)",
        *(f"INSERT INTO DATABOOLEAN VALUES {row}" for row in [*rows, (8, *rows[0][1:])]),
    )
    with pytest.raises(InputError, match="DATABOOLEAN has StatementId, VariableId = 1, 3 twice"):
        read_dna(database)


def test_files_of_other_kinds_are_refused(tmp_path: Path, database: Path) -> None:
    for name, content, message in (
        ("old.dna", b"<?xml version='1.0'?>", "not an SQLite file; databases of DNA 1 are XML"),
        ("empty.dna", b"", "not an SQLite file"),
        ("cut.dna", database.read_bytes()[:5000], "damaged"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=message):
            read_dna(tmp_path / name)
    change(tmp_path / "other.dna", "CREATE TABLE birds(name TEXT)")
    with pytest.raises(InputError, match="an SQLite file without DNA's tables"):
        read_dna(tmp_path / "other.dna")
    with pytest.raises(InputError, match="is not a file"):
        read_dna(tmp_path)


def test_damaged_page_is_found(database: Path) -> None:
    content = bytearray(database.read_bytes())
    root = int(ask(database, "SELECT rootpage FROM sqlite_master WHERE name = 'DATASHORTTEXT'")[0][0])  # type: ignore[call-overload]
    content[(root - 1) * 4096 : (root - 1) * 4096 + 200] = b"\xff" * 200
    database.write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        read_dna(database)


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_unfinished_changes_are_not_overlooked(database: Path, suffix: str) -> None:
    database.with_name(database.name + suffix).write_bytes(b"pending")
    with pytest.raises(InputError, match=f"unfinished changes in example.dna{suffix}"):
        read_dna(database)


def test_path_with_special_characters_is_read(tmp_path: Path, database: Path) -> None:
    odd = tmp_path / "a?b#c %41&mode=rwc.dna"
    odd.write_bytes(database.read_bytes())
    assert len(read_dna(odd).statements) == 2


def test_coded_checks_its_tables() -> None:
    coded = example()
    with pytest.raises(InputError, match=r"table 'documents' lacks the columns \['title'\]"):
        replace(coded, documents=coded.documents.drop(columns="title"))
    with pytest.raises(InputError, match=r"table 'statements' lacks the columns \['mood'\]"):
        replace(coded, variables={**VARIABLES, "mood": "short text"})
    with pytest.raises(InputError, match=r"type of variable 'note' must be one of 'boolean', .*; got 'text'"):
        replace(coded, variables={"note": "text"})
    with pytest.raises(InputError, match=r"may not be called like a column of statements; got \['coder'\]"):
        replace(coded, variables={"coder": "integer"})


# Round trips


@pytest.mark.parametrize(
    ("name", "statement_type"),
    [
        ("sample.dna", "DNA Statement"),
        ("sample.dna", "Annotation"),
        ("synth.dna", None),
        ("synth_unique.dna", None),
        ("const.dna", None),
        ("perfect.dna", None),
    ],
)
def test_database_of_dna_comes_back_whole(tmp_path: Path, name: str, statement_type: str | None) -> None:
    coded = read_dna(shared(name), statement_type=statement_type)
    write_dna(coded, tmp_path / "again.dna")
    same_tables(shared(name), tmp_path / "again.dna")
    write_dna(replace(coded, database={}), tmp_path / "alone.dna")  # nothing but what the tables show
    same(coded, read_dna(tmp_path / "alone.dna", statement_type=coded.statement_type))


def test_schema_is_that_of_dna(tmp_path: Path, database: Path) -> None:
    sample = shared("sample.dna")
    for table in COLUMNS:
        for pragma in ("table_info", "foreign_key_list"):
            queried = f"PRAGMA {pragma}({table})"
            drop = 2 if pragma == "foreign_key_list" else 0  # the first two columns are only numbers
            theirs, ours = (sorted(row[drop:] for row in ask(path, queried)) for path in (sample, database))
            assert theirs == ours, table
        unique = f"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\""
        assert len(ask(sample, unique)) == len(ask(database, unique)), table


def rich(path: Path) -> None:
    """Add what `Coded` does not show: another type, patterns, links, settings, gaps in numbers, missing values."""
    change(
        path,
        "INSERT INTO STATEMENTTYPES VALUES (4, 'Frame', 1, 2, 3)",
        "INSERT INTO VARIABLES VALUES (11, 'frame', 'short text', 4), (12, 'sure', 'boolean', 4)",
        "INSERT INTO ENTITIES VALUES (50, 11, '', 0, 0, 0, NULL), (51, 11, 'thrift', 9, 9, 9, 50)",
        "INSERT INTO STATEMENTS VALUES (20, 4, 1, 3, 9, 1)",
        "INSERT INTO DATASHORTTEXT VALUES (90, 20, 11, 51)",
        "INSERT INTO DATABOOLEAN VALUES (91, 20, 12, 1)",
        "INSERT INTO REGEXES VALUES ('tram|rail', 1, 2, 3), ('bus', 0, 0, 0)",
        "INSERT INTO VARIABLELINKS VALUES (3, 1, 2)",
        "INSERT INTO SETTINGS VALUES ('theme', 'dark')",
        "INSERT INTO CODERS(ID, Name, Password, Refresh, PopupWidth) VALUES (6, 'Ö \"O\"', 'hash', 7, NULL)",
        "INSERT INTO CODERRELATIONS VALUES (8, 6, 1, 0, 0, 1, 0)",
        "INSERT INTO ATTRIBUTEVARIABLES VALUES (5, 1, 'Type'), (6, 11, 'Type'), (7, 2, 'value (attribute)')",
        "INSERT INTO ATTRIBUTEVALUES VALUES (30, 2, 5, 'a\nb'), (31, 51, 6, 'x'), (33, 4, 7, '')",
        "UPDATE ENTITIES SET Red = NULL, Green = NULL, Blue = NULL WHERE ID = 3",
        "UPDATE DATABOOLEAN SET ID = 77 WHERE ID = 1",
        "DELETE FROM DATAINTEGER WHERE StatementId = 2",
        "UPDATE DATALONGTEXT SET Value = NULL WHERE StatementId = 1",
        "UPDATE STATEMENTS SET Coder = NULL WHERE ID = 1",
        "UPDATE DOCUMENTS SET Date = -86401",
    )


@pytest.mark.parametrize("statement_type", ["DNA Statement", "Frame"])
def test_what_coded_does_not_show_comes_back(database: Path, statement_type: str) -> None:
    rich(database)
    coded = read_dna(database, statement_type=statement_type)
    again = database.with_name("again.dna")
    write_dna(coded, again)
    same_tables(database, again)


def test_changes_arrive_and_take_what_hangs_on_them_along(database: Path) -> None:
    rich(database)
    coded = read_dna(database, statement_type="DNA Statement")
    statements = coded.statements.assign(concept="Buy buses")[coded.statements["statement_id"] == 2]
    statements["weight"] = pd.Series(4, index=statements.index, dtype="Int64")
    variables = {name: kind for name, kind in coded.variables.items() if name != "note"}
    write_dna(replace(coded, variables=variables, statements=statements), database.with_name("new.dna"))
    again = read_dna(database.with_name("new.dna"), statement_type="DNA Statement")
    assert list(again.variables) == ["person", "concept", "agreement", "weight"]
    assert again.statements[["statement_id", "concept", "weight"]].to_numpy().tolist() == [[2, "Buy buses", 4]]
    new = again.entities[again.entities["value"] == "Buy buses"].iloc[0]
    assert new["colour"] == "#000000"
    raw = read_tables(database.with_name("new.dna"))
    assert raw["DATALONGTEXT"].empty
    assert raw["DATABOOLEAN"]["ID"].tolist() == [2, 91]
    assert raw["STATEMENTS"]["ID"].tolist() == [2, 20]
    gone = replace(coded, documents=coded.documents.iloc[:0], statements=coded.statements.iloc[:0])
    write_dna(gone, database.with_name("gone.dna"))
    raw = read_tables(database.with_name("gone.dna"))
    assert raw["STATEMENTS"].empty
    assert raw["DATASHORTTEXT"].empty
    assert len(raw["REGEXES"]) == 2


LABELS = st.text(max_size=12) | st.sampled_from(
    ["", "'", '"', "a\nb", "a\r\nb", "\x00", "=1+1", "é\U0001f68b", " x ", "%s"]
)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(min_size=1, max_size=30) | st.just("a\U0001f68bb\r\nc")
FAST = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def coded_statements(draw: st.DrawFn, labels: st.SearchStrategy[str] = LABELS) -> Coded:
    texts = tuple(draw(st.lists(TEXTS, min_size=1, max_size=3)))
    rows: list[tuple[object, ...]] = []
    for _ in range(draw(st.integers(0, 5))):
        document = draw(st.integers(1, len(texts)))
        stop = draw(st.integers(1, len(texts[document - 1])))
        where = (document, draw(st.integers(0, stop - 1)), stop)
        rows.append((*where, draw(labels), draw(labels), draw(st.integers(0, 1)), draw(NUMBERS), draw(labels)))
    return coded_of(rows, texts)


@FAST
@given(coded=coded_statements())
def test_any_statements_survive_a_database(coded: Coded, tmp_path: Path) -> None:
    write_dna(coded, tmp_path / "any.dna")
    same(coded, read_dna(tmp_path / "any.dna"))
    texts = zip(coded.documents["document_id"], coded.documents["text"], strict=True)
    units = {key: len(text.encode("utf-16-le")) // 2 for key, text in texts}
    for document, start, stop in ask(tmp_path / "any.dna", "SELECT DocumentId, Start, Stop FROM STATEMENTS"):
        assert 0 <= start < stop <= units[document]  # type: ignore[operator,index]


@FAST
@given(
    texts=st.lists(st.text(min_size=1), min_size=1, max_size=4),
    at=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 20)), max_size=9),
)
def test_positions_survive_the_change_of_units(texts: list[str], at: list[tuple[int, int, int]]) -> None:
    documents = pd.DataFrame({"document_id": range(len(texts)), "text": texts})
    rows = [(d % len(texts), *(min(p, len(texts[d % len(texts)])) for p in places)) for d, *places in at]
    statements = pd.DataFrame(rows, columns=["document_id", "start", "stop"], dtype="int64")
    units = to_units(statements, documents)
    for (document, start, _), unit in zip(rows, units["start"], strict=True):
        assert len(texts[document][:start].encode("utf-16-le")) == 2 * unit
    pd.testing.assert_frame_equal(from_units(units, documents), statements)


# Writing


def test_same_statements_give_same_bytes(tmp_path: Path) -> None:
    write_dna(example(), tmp_path / "a.dna")
    write_dna(example(), tmp_path / "b.dna")
    assert (tmp_path / "a.dna").read_bytes() == (tmp_path / "b.dna").read_bytes()
    assert not list(tmp_path.glob("*.unfinished"))


def test_new_database_has_an_administrator_with_the_password(tmp_path: Path) -> None:
    coded = example()
    coders = pd.DataFrame({"coder": [5], "name": ["Quist"], "colour": ["#112233"]})
    statements = coded.statements.assign(coder=5)
    write_dna(replace(coded, coders=coders, statements=statements), tmp_path / "x.dna", password="tram")
    found = ask(tmp_path / "x.dna", "SELECT ID, Name, Red, Green, Blue, FontSize, Password FROM CODERS")
    assert [row[:6] for row in found] == [(1, "Admin", 255, 255, 0, 14), (5, "Quist", 17, 34, 51, 14)]
    for row in found:
        stored = base64.b64decode(str(row[6]))
        digest = hashlib.sha256(stored[:16] + b"tram").digest()
        for _ in range(99_999):
            digest = hashlib.sha256(digest).digest()
        assert stored[16:] == digest
    assert ask(tmp_path / "x.dna", "SELECT Coder, OtherCoder FROM CODERRELATIONS") == [(1, 5), (5, 1)]
    assert dict(ask(tmp_path / "x.dna", "SELECT * FROM SETTINGS"))["version"].startswith("3.0")  # type: ignore[attr-defined]


def test_values_that_entities_do_not_list_are_added(tmp_path: Path) -> None:
    coded = replace(example(), entities=entity_frame())
    write_dna(coded, tmp_path / "x.dna")
    found = ask(tmp_path / "x.dna", "SELECT ID, Value, Red FROM ENTITIES ORDER BY ID")
    assert found == [(1, "Abel Orr", 0), (2, "Marla Quist", 0), (3, "Build the tram", 0)]


def test_missing_text_is_not_coded_and_missing_numbers_need_a_meaning(tmp_path: Path) -> None:
    coded = coded_of([(1, 0, 5, None, "Build the tram", None, 1, None)])
    with pytest.raises(InputError, match=r"1 statements have no agreement, the first is 1; .*missing=\{'agreement'"):
        write_dna(coded, tmp_path / "x.dna")
    assert not (tmp_path / "x.dna").exists()
    write_dna(coded, tmp_path / "x.dna", missing={"agreement": 1})
    again = read_dna(tmp_path / "x.dna").statements
    assert again[["person", "agreement", "note"]].to_numpy().tolist() == [["", 1, ""]]


def with_statement(**values: object) -> Callable[[Coded], Coded]:
    return lambda coded: replace(coded, statements=coded.statements.assign(**values))  # type: ignore[arg-type]


def with_documents(**values: object) -> Callable[[Coded], Coded]:
    return lambda coded: replace(coded, documents=coded.documents.assign(**values))  # type: ignore[arg-type]


def with_entities(**values: object) -> Callable[[Coded], Coded]:
    return lambda coded: replace(coded, entities=coded.entities.assign(**values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (with_statement(stop=500), r"covers 0 to 500 of document 1, whose text has 68 .*\(2 such statements\)"),
        (with_statement(start=-1), "covers -1 to 11"),
        (with_statement(document_id=7), "statement 1 is in document 7, which is not there"),
        (with_statement(statement_id=3), "STATEMENTS has ID = 3 twice"),
        (with_statement(coder=9), "STATEMENTS.Coder names 9, which is not in CODERS"),
        (with_statement(agreement=2), "agreement is boolean and must be 0 or 1; statement 1 has 2"),
        (with_statement(person="x" * 191), "ENTITIES.Value 'x+'... has 191 characters; DNA allows 190"),
        (
            with_statement(person=pd.Series(["\ud800"] * 2, dtype="object")),
            "cannot be written: .* surrogates not allowed",
        ),
        (with_documents(date_time=pd.NaT), "document 1 has no date; DNA needs one"),
        (with_documents(title="x" * 200), "DOCUMENTS.Title .* has 200 characters"),
        (with_entities(colour="red"), "colour must be #rrggbb; got 'red'"),
        (with_entities(parent="Nobody"), "person '' has the parent 'Nobody', which is not listed"),
        (with_entities(variable="hero"), r"entities belong to variables that are not there: \['hero'\]"),
        (with_entities(entity_id=1), "ENTITIES has ID = 1 twice"),
    ],
)
def test_what_dna_would_not_hold_is_not_written(tmp_path: Path, wrong: Callable[[Coded], Coded], message: str) -> None:
    with pytest.raises(InputError, match=message):
        write_dna(wrong(example()), tmp_path / "x.dna")
    assert not list(tmp_path.iterdir())


def test_values_outside_the_limits_of_a_column_are_not_written(tmp_path: Path) -> None:
    made = {table: empty_table(table) for table in COLUMNS if table != "SETTINGS"}
    made["REGEXES"] = pd.DataFrame({"Label": ["tram"], "Red": [300], "Green": [0], "Blue": [0]})
    with pytest.raises(InputError, match="cannot be written: CHECK constraint failed"):
        write_tables(made, tmp_path / "x.dna")


# Spreadsheets


def text_file(folder: Path, *lines: str, name: str = "coded.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_spreadsheet_under_dnas_headings(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "document_id;document_title;time;organization;concept;agreement;weight;coder;text",
        "d7;Tram day;2024-03-02 09:00:00;Tram Union;Build it;1;3;Quist;we build",
        "d2;Rail day;2024-03-01;Norvania Rail;Build it;;-1;Orr;",
        "d7;Tram day;2024-03-02 09:00:00;Tram Union;Stop it;false;;Quist;no, stop",
    )
    coded = read_csv(path)
    assert coded.variables == {
        "organization": "short text",
        "concept": "short text",
        "agreement": "boolean",
        "weight": "integer",
    }
    assert coded.documents[["document_id", "title", "doc_id"]].to_numpy().tolist() == [
        [1, "Tram day", "d7"],
        [2, "Rail day", "d2"],
    ]
    assert coded.documents["text"].tolist() == ["we build\nno, stop", "Norvania Rail | Build it |  | -1"]
    assert coded.statements["agreement"].fillna(9).tolist() == [1, 9, 0]
    assert coded.statements["coder"].tolist() == [3, 2, 3]
    assert coded.statements[["start", "stop"]].to_numpy().tolist() == [[0, 8], [0, 32], [9, 17]]
    assert coded.coders["name"].tolist() == ["Admin", "Orr", "Quist"]
    assert coded.statements["date_time"][1] == pd.Timestamp("2024-03-01")
    write_dna(coded, tmp_path / "x.dna", missing={"agreement": 1, "weight": 0})
    assert len(read_dna(tmp_path / "x.dna").statements) == 3


def test_column_map_types_and_date_format(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Tag,Wer,Was,Ja,Extra", "01.03.2024,Quist,1,1,z", "02.03.2024,Orr,0,0,z")
    names = {"date_time": "Tag", "person": "Wer", "concept": "Was", "agreement": "Ja"}
    coded = read_csv(path, columns=names, types={"concept": "short text"}, date_format="%d.%m.%Y", statement_type="T")
    assert coded.variables == {"person": "short text", "concept": "short text", "agreement": "boolean"}
    assert (coded.statement_type, coded.documents["title"].tolist()) == ("T", ["Document 1", "Document 2"])
    write_csv(coded, tmp_path / "out.csv", columns=names)
    again = read_csv(tmp_path / "out.csv", columns=names, types={"concept": "short text"}, statement_type="T")
    same(coded, again)


def test_names_of_coders_alone_are_their_coders(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "document_id,date,text,concept,coder_name",
        "a,2024-03-01,tram,Build it,Quist",
        "b,2024-03-01,rail,Build it,Orr",
    )
    coded = read_csv(path)
    assert coded.statements["coder"].tolist() == [3, 2]
    assert coded.coders["name"].tolist() == ["Admin", "Orr", "Quist"]


def test_passages_are_found_in_given_documents(tmp_path: Path) -> None:
    path = text_file(tmp_path, "document_id,text,concept,coder", "a,the tram,Build it,4", "b,rail,Build it,2")
    documents = text_file(
        tmp_path,
        "document_id,text,date_time,title,coder",
        "b,No rail.,2024-03-01,Rail,4",
        "a,We want the tram.,2024-03-02,Tram,",
        name="documents.csv",
    )
    coded = read_csv(path, documents=documents)
    assert coded.documents[["title", "doc_id"]].to_numpy().tolist() == [["Rail", "b"], ["Tram", "a"]]
    assert coded.statements[["document_id", "start", "stop"]].to_numpy().tolist() == [[2, 8, 16], [1, 3, 7]]
    assert coded.coders["coder"].tolist() == [1, 2, 4]
    for text, how in (("bus", "not in"), ("t", "more than once in"), ("", "not in")):
        text_file(tmp_path, "document_id,text,concept", f'a,"{text}",Build it')
        with pytest.raises(
            InputError, match=f"statement 1 has no positions and its passage '{text}' is {how} document 2"
        ):
            read_csv(path, documents=documents)
    text_file(tmp_path, "document_id,concept", "c,Build it")
    with pytest.raises(InputError, match="document 'c' of a statement is not in"):
        read_csv(path, documents=documents)
    text_file(tmp_path, "document_id,concept,start,stop", "a,Build it,3,99")
    with pytest.raises(InputError, match="covers 3 to 99 of document 2"):
        read_csv(path, documents=documents)
    text_file(tmp_path, "document_id,date_time", "a,2024-03-01", name="documents.csv")
    with pytest.raises(InputError, match=r"lacks the columns \['text'\]"):
        read_csv(path, documents=documents)
    text_file(tmp_path, "document_id,text,date_time", "a,x,2024-03-01", "a,y,2024-03-01", name="documents.csv")
    with pytest.raises(InputError, match="has document 'a' twice"):
        read_csv(path, documents=documents)


DATED = ["time,concept"]


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        ([*DATED, "2024-03-01,A"], {"columns": {"concept": "claim"}}, r"lacks the columns \{'concept': 'claim'\}; it"),
        ([*DATED, "2024-03-01,A"], {"types": {"claim": "boolean"}}, r"types names \['claim'\]; the variables are"),
        ([*DATED, "2024-03-01,A"], {"types": {"concept": "text"}}, "type of 'concept' must be one of"),
        ([*DATED, "2024-03-01,A"], {"types": {"concept": "boolean"}}, "concept in row 2 must be 0, 1, .*; got 'A'"),
        ([*DATED, "2024-03-01,1", "2024-03-01,x"], {"types": {"concept": "integer"}}, "row 3 must be a whole number"),
        (["concept", "A"], {}, r"no column says when .*columns=\{'date_time': ...\}"),
        (["time", "2024-03-01"], {}, "has no variable"),
        ([*DATED, "March,A"], {}, "row 2 must have a time as YYYY-MM-DD .*; got 'March'"),
        ([*DATED, ",A"], {}, "row 2 must have a time"),
        ([*DATED, "2024-03-01,A"], {"date_format": "%d.%m.%Y"}, "must have a time as %d.%m.%Y; got"),
        (["statement_id,time,concept", "1,2024-03-01,A", "1,2024-03-01,A"], {}, "in every row; row 3 has 1 again"),
        (["document_id,time,concept", "1,2024-03-01,A", ",2024-03-01,A"], {}, "row 3 has no document_id"),
        (["document_id,time,concept", "a,2024-03-01,A", "a,2024-03-02,A"], {}, "rows of document 'a' disagree"),
        (["time,concept,concept", "2024-03-01,A,B"], {}, r"has the columns \['concept'\] more than once"),
        ([*DATED, "2024-03-01,A,B,C"], {}, r"cannot be read as .csv \(utf-8-sig\)"),
        ([*DATED, "2024-03-01,é"], {"encoding": "ascii"}, r"cannot be read as .csv \(ascii\)"),
    ],
)  # fmt: skip
def test_spreadsheet_that_says_too_little_is_refused(
    tmp_path: Path, lines: list[str], options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_csv(text_file(tmp_path, *lines), **options)  # type: ignore[arg-type]


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no zip")
    (tmp_path / "x.csv").write_bytes(b"")
    for name, message in (
        ("x.xlsx", "cannot be read as .xlsx"),
        ("x.csv", "cannot be read as .csv"),
        ("y.csv", "is not a file"),
        ("x.ods", "ending of 'x.ods' must be one of '.csv', '.xlsx'"),
    ):
        with pytest.raises(InputError, match=message):
            read_csv(tmp_path / name)
    with pytest.raises(InputError, match=r"columns names \['claim'\]; fields and variables are"):
        write_csv(example(), tmp_path / "z.csv", columns={"claim": "x"})


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_spreadsheet_with_its_documents_comes_back_whole(tmp_path: Path, suffix: str) -> None:
    coded = coded_of(
        [
            (1, 0, 11, "=1+1", "Build the tram", 1, 5, ""),
            (2, 28, 68, ' "O", r', "a\nb", None, -3, "x" * 300),
            (2, 1, 68, "007", "", 0, None, "é\U0001f68b"),
        ],
        (TEXT, TEXT),
    )
    write_csv(coded, tmp_path / f"s{suffix}", documents=tmp_path / f"d{suffix}")
    again = read_csv(tmp_path / f"s{suffix}", documents=tmp_path / f"d{suffix}", types=VARIABLES)
    same(replace(coded, coders=coded.coders.assign(colour=again.coders["colour"])), again)
    alone = read_csv(tmp_path / f"s{suffix}", types=VARIABLES)  # positions stand, what nobody coded is blank
    pd.testing.assert_frame_equal(alone.statements, coded.statements)
    assert alone.documents["text"].tolist() == [TEXT[:11], " " + TEXT[1:]]


def test_sheet_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    for cell, message in (("x" * 32_768, "a in row 1 has 32768 characters"), ("a\rb", "has a character")):
        with pytest.raises(InputError, match=f"{message} that a sheet cannot hold; write .csv"):
            write_cells(pd.DataFrame({"a": [cell]}), tmp_path / "x.xlsx")
    with pytest.raises(InputError, match="cannot be written"):
        write_cells(pd.DataFrame({"a": ["\ud800"]}, dtype="object"), tmp_path / "x.csv")


@FAST
@given(coded=coded_statements())
def test_any_statements_survive_a_spreadsheet(coded: Coded, tmp_path: Path) -> None:
    coded = replace(coded, statements=coded.statements.assign(weight=coded.statements["weight"] % 10**17))
    write_csv(coded, tmp_path / "s.csv", documents=tmp_path / "d.csv")
    if coded.statements.empty:
        return
    again = read_csv(tmp_path / "s.csv", documents=tmp_path / "d.csv", types=VARIABLES)
    same(replace(coded, coders=coded.coders.assign(colour="#000000").astype({"colour": "str"})), again)


@FAST
@given(cells=st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=6))
def test_cells_survive_a_csv(cells: list[tuple[str, str]], tmp_path: Path) -> None:
    frame = pd.DataFrame(cells, columns=["a", "b c"], dtype="str")
    write_cells(frame, tmp_path / "t.csv")
    pd.testing.assert_frame_equal(read_cells(tmp_path / "t.csv"), frame)


# Runs


@pytest.fixture
def run(tmp_path: Path) -> Path:
    def said(doc: str, key: str, actor: str | None, behalf: str | None = None) -> records.Attribution:
        content = (records.Span(6, 10), records.Span(12, 20))
        place = ((records.Span(0, 5),), (), content)
        return records.Attribution(doc, key, "direct", "speech", *place, source_actor=actor, on_behalf_of=behalf)

    documents = [
        records.Document("d1", TEXT, title="T" * 250, published=date(2024, 3, 1), outlet="Norvania Post", author="Orr"),
        records.Document("d2", TEXT),
        records.Document("d3", TEXT, published=date(2024, 3, 2)),
    ]
    actors = [
        records.Actor("p1", "Marla Quist", "person", part_of="o1"),
        records.Actor("o1", "Tram Union", "organisation"),
        records.Actor("o2", "Norvania Rail", "organisation"),
        records.Actor("p2", "Abel Orr", "person"),
    ]
    attributions = [
        said("d1", "a1", "p1"),
        said("d1", "a2", "p1", "o2"),
        said("d1", "a3", None),
        said("d2", "a1", "p1"),
        said("d3", "a1", "o2"),
        said("d3", "a2", "p2"),
    ]
    for name, rows in (("documents", documents), ("actors", actors), ("attributions", attributions)):
        tables.write_part(name, rows, tmp_path / "run")
    return tmp_path / "run"


CODES = [
    ("d1", "a1", "Build the tram", 1),
    ("d1", "a1", "Raise fares", -1),
    ("d1", "a2", "Build the tram", None),
    ("d1", "a3", "Build the tram", 1),
    ("d3", "a2", None, 1),
]


def codes(rows: list[tuple[str, str, str | None, int | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_id", "attribution_id", "concept", "stance"])


def test_run_becomes_statements_and_says_what_it_leaves_out(run: Path, tmp_path: Path) -> None:
    coded = from_run(run, codes=codes(CODES))
    shown = coded.statements[["document_id", "start", "stop", "person", "organization", "concept", "agreement"]]
    assert shown.astype("object").where(shown.notna(), None).to_numpy().tolist() == [
        [1, 6, 20, "Marla Quist", "Tram Union", "Build the tram", 1],
        [1, 6, 20, "Marla Quist", "Tram Union", "Raise fares", 0],
        [1, 6, 20, "Marla Quist", "Norvania Rail", "Build the tram", None],
    ]
    assert coded.left_out.to_numpy().tolist() == [
        ["d1 a3", "no source"],
        ["d2 a1", "no date"],
        ["d3 a1", "no concept"],
        ["d3 a2", "no concept"],
    ]
    assert coded.documents["doc_id"].tolist() == ["d1", "d3"]
    assert coded.documents["title"].tolist() == ["T" * 189 + "…", "d3"]
    assert coded.documents["source"].tolist() == ["Norvania Post", ""]
    write_dna(coded, tmp_path / "x.dna", missing={"agreement": 1})
    again = read_dna(tmp_path / "x.dna")
    assert again.statements["concept"].tolist() == ["Build the tram", "Raise fares", "Build the tram"]
    assert again.coders["name"].tolist() == ["Admin", "polyvocal"]


def test_run_without_codes_can_be_coded_in_dna(run: Path, tmp_path: Path) -> None:
    assert from_run(run).statements.empty
    assert set(from_run(run).left_out["reason"]) == {"no source", "no date", "no concept"}
    coded = from_run(run, uncoded="keep")
    assert coded.statements[["person", "organization", "concept"]].to_numpy().tolist() == [
        ["Marla Quist", "Tram Union", ""],
        ["Marla Quist", "Norvania Rail", ""],
        ["", "Norvania Rail", ""],
        ["Abel Orr", "", ""],
    ]
    write_dna(coded, tmp_path / "x.dna", missing={"agreement": 1})
    same_variables = read_dna(tmp_path / "x.dna").variables
    assert same_variables == coded.variables
    write_dna(from_run(run), tmp_path / "none.dna")
    assert read_dna(tmp_path / "none.dna").statements.empty


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("d1", "a1", "A", 2)], "stance must be 1, -1 or missing; got 2"),
        ([("d1", "a9", "A", 1)], "codes names d1 a9, which the run does not have"),
        ([("d1", "a1", "A", 1), ("d1", "a1", "A", -1)], "codes has 'A' for d1 a1 twice"),
    ],
)
def test_codes_that_make_no_sense_are_refused(
    run: Path, rows: list[tuple[str, str, str | None, int | None]], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        from_run(run, codes=codes(rows))


def test_options_of_runs_are_checked(run: Path) -> None:
    with pytest.raises(InputError, match="uncoded must be one of 'leave out', 'keep'; got 'drop'"):
        from_run(run, uncoded="drop")
    with pytest.raises(InputError, match=r"codes lacks the columns \['concept'\]"):
        from_run(run, codes=codes(CODES).drop(columns="concept"))
    with pytest.raises(InputError, match="holds no table 'documents'"):
        from_run(run / "nowhere")


def test_table_of_statements_comes_back(run: Path) -> None:
    coded = from_run(run, codes=codes(CODES))
    before = coded.statements.copy()
    write_statements(coded, run)
    table = tables.read(run, "statements")
    listed = table[["doc_id", "statement_id", "attribution_id", "actor_id", "concept", "coder"]]
    assert listed.to_numpy().tolist() == [
        ["d1", "s0001", "a1", "p1", "Build the tram", "polyvocal"],
        ["d1", "s0002", "a1", "p1", "Raise fares", "polyvocal"],
        ["d1", "s0003", "a2", "p1", "Build the tram", "polyvocal"],
    ]
    assert [None if pd.isna(stance) else int(stance) for stance in table["stance"]] == [1, -1, None]
    assert set(table["published"]) == {date(2024, 3, 1)}
    again = read_statements(run)
    pd.testing.assert_frame_equal(again.statements, before)
    pd.testing.assert_frame_equal(coded.statements, before)
    assert again.coders["name"].tolist() == ["Admin", "polyvocal"]
    write_statements(again, run)
    pd.testing.assert_frame_equal(tables.read(run, "statements"), table)


def test_statements_of_other_runs_are_refused(run: Path, tmp_path: Path) -> None:
    coded = from_run(run, codes=codes(CODES))
    with pytest.raises(InputError, match="d1 a1, which the run does not have"):
        to_statements(coded, tables.to_frame("attributions", []))
    table = tmp_path / "t.csv"
    table.write_text("date,who\n2024-03-01,Quist\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"must come from a run .*; it lacks \['attribution_id'"):
        to_statements(read_csv(table), tables.read(run, "attributions"))


@pytest.mark.parametrize("heading", ["date", "Date", "published", "time"])
def test_common_headings_are_known(tmp_path: Path, heading: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"doc_id,{heading},Outlet,concept\nx1,2024-03-01,Post,tram\n", encoding="utf-8")
    coded = read_csv(table)
    assert coded.variables == {"concept": "short text"}
    assert coded.documents[["doc_id", "source"]].to_numpy().tolist() == [["x1", "Post"]]
    table.write_text("doc_id,when,concept\nx1,2024-03-01,tram\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"the columns are \['doc_id', 'when', 'concept'\]; known are time, date_time"):
        read_csv(table)
