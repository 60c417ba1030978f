"""The seminar: answers are checked without being given away, and the students' copy holds no solution."""

import ast
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from toolkit import cli, reports, seminar
from toolkit.errors import InputError
from toolkit.seminar._key import folded

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks" / "seminar"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
UNITS = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem[0])


def tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))


def values_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[str], Any]]:
    """Run the code cells in this process, in the notebook's folder; give the tags and the last value of each."""
    monkeypatch.chdir(path.parent)
    names: dict[str, Any] = {}
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(re.sub(r"^replicates = \d+", "replicates = 20", cell.source, flags=re.MULTILINE))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), names)
        value = eval(compile(ast.Expression(last.value), path.name, "eval"), names) if last else None
        found.append((tags(cell), value))
    return found


def test_there_are_four_units() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["1_", "2_", "3_", "4_"]


@UNITS
def test_unit_is_thin(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert sum("parameters" in tags(cell) for cell in cells) == 1
    assert sum("solution" not in tags(cell) for cell in code) <= 20
    for cell in code:
        assert len(cell.source.splitlines()) <= 26
        assert not re.search(r"^\s*(def|class) |sys\.path|download|^\s*[%!]", cell.source, flags=re.MULTILINE)


@UNITS
def test_unit_is_committed_with_clean_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook == reports.clean_notebook(notebook)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    text = path.read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert "Warning" not in text
    assert str(ROOT) not in text


@UNITS
def test_every_exercise_has_a_solution_and_an_entry_in_the_key(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    asked, solved = (
        [name for cell in cells if tag in tags(cell) for name in re.findall(r'seminar\.check\("([^"]+)"', cell.source)]
        for tag in ("exercise", "solution")
    )
    assert asked == solved
    assert len(set(asked)) == len(asked) >= 5
    assert set(asked) == {name for name in seminar.read_key() if name.startswith(path.stem[0])}


@pytest.mark.slow
@UNITS
@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_solutions_are_right_and_untouched_exercises_not_yet(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [(tagged, value) for tagged, value in values_of(path, monkeypatch) if isinstance(value, seminar.Feedback)]
    assert {value.right for tagged, value in said if "solution" in tagged} == {True}
    assert {value.right for tagged, value in said if "exercise" in tagged} == {None}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("students") / "seminar"
    seminar.student_copy(folder, notebooks=FOLDER, data=ROOT / "data")
    return folder


def test_students_copy_holds_no_solution_and_no_output(copy: Path) -> None:
    notebooks = sorted(copy.glob("*.ipynb"))
    assert [path.name for path in notebooks] == [path.name for path in NOTEBOOKS]
    for path, source in zip(notebooks, NOTEBOOKS, strict=True):
        cells = nbformat.read(path, as_version=4).cells
        assert not any({"solution", "instructor"} & tags(cell) for cell in cells)
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
        text = path.read_text(encoding="utf-8")
        assert "../.." not in text
        hidden = [cell.source for cell in nbformat.read(source, as_version=4).cells if "solution" in tags(cell)]
        shown = {cell.source for cell in cells}
        assert hidden
        assert not shown & set(hidden)


def test_students_copy_leads_nowhere_else(copy: Path) -> None:
    for page in sorted(copy.glob("*.md")):
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (copy / link).exists()] == []
    assert (copy / "data" / "seminar" / "seminar_statements.csv").is_file()
    assert (copy / "START_HERE.md").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS], ids=lambda name: name[0])
@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_untouched_copy_runs_from_its_own_folder(name: str, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [value for _, value in values_of(copy / name, monkeypatch) if isinstance(value, seminar.Feedback)]
    assert len(said) >= 5
    assert {value.right for value in said} == {None}


def test_zip_has_the_same_bytes_twice(copy: Path, tmp_path: Path) -> None:
    first, second = seminar.pack(copy, tmp_path / "a.zip"), seminar.pack(copy, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as packed:
        names = packed.namelist()
        assert names == sorted(names, key=lambda name: Path(name).parts)
        assert {Path(name).parts[0] for name in names} == {"seminar"}
        assert packed.testzip() is None


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_command_writes_folder_and_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert call(monkeypatch, "seminar", "--out", tmp_path / "seminar", "--zip", tmp_path / "a.zip") == 0
    assert call(monkeypatch, "seminar", "--zip", tmp_path / "b.zip") == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("arguments", [(), ("--zip", "a.tar")])
def test_command_refuses(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, "seminar", *arguments) == 2


def test_copy_refuses(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").touch()
    with pytest.raises(InputError, match="out must be a new or empty folder"):
        seminar.student_copy(tmp_path / "full")
    with pytest.raises(InputError, match="there is no folder"):
        seminar.student_copy(tmp_path / "new", notebooks=tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="there is no notebook in"):
        seminar.student_copy(tmp_path / "new", notebooks=tmp_path / "empty")
    with pytest.raises(InputError, match="lacks 'garden_ring_debate'"):
        seminar.student_copy(tmp_path / "new", notebooks=FOLDER, data=tmp_path / "empty")
    with pytest.raises(InputError, match=r"path must end in \.zip"):
        seminar.pack(tmp_path, tmp_path / "a.tar")
    with pytest.raises(InputError, match="folder must be a folder"):
        seminar.pack(tmp_path / "none", tmp_path / "a.zip")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    import yaml

    entries = {
        "one": seal("one", "Marla Quist", hint="Read again.", wrong={"Orr": "That is her rival."}),
        "any": seal("any", ["straits", "fish"]),
        "parts": seal("parts", {"a": 1, "b": ("toll", "a toll")}, right="Well done."),
    }
    (tmp_path / "key.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    return tmp_path / "key.yml"


seal = seminar.seal


@pytest.mark.parametrize(
    ("exercise", "answer", "right", "words"),
    [
        ("one", " marla  QUIST. ", True, "Right."),
        ("one", "Orr", False, "Not right yet. That is her rival."),
        ("one", "Penn", False, "Not right yet. Read again."),
        ("one", "", None, "Not yet"),
        ("any", {"fish", "Straits"}, True, "Right."),
        ("any", ["fish", "tar"], False, "1 of 2 found. This does not belong there: tar."),
        ("any", [None, None], None, "Not yet"),
        ("parts", {"a": 1.001, "b": "A toll"}, True, "Right. Well done."),
        ("parts", {"a": 2, "b": None}, False, "0 of 2 are right. Look again at a. Still open: b."),
        ("parts", {"a": None, "b": ...}, None, "Not yet"),
    ],
)
def test_feedback(key: Path, exercise: str, answer: object, right: bool | None, words: str) -> None:
    said = seminar.check(exercise, answer, key=key)
    assert said.right is right
    assert words in said.words
    assert "Quist" not in key.read_text(encoding="utf-8")


def test_check_refuses(key: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="exercise must be one of"):
        seminar.check("9.9", 1)
    with pytest.raises(InputError, match="must be one text or number"):
        seminar.check("one", ["Quist"], key=key)
    with pytest.raises(InputError, match="must be a list or set"):
        seminar.check("any", "fish", key=key)
    with pytest.raises(InputError, match="must be a dict with"):
        seminar.check("parts", 1, key=key)
    with pytest.raises(InputError, match="there is no"):
        seminar.read_key(tmp_path / "none.yml")
    for text, words in (("a: [", "no YAML"), ("a: 1", "must map names"), ("a: {x: 1}", "needs one of")):
        (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            seminar.read_key(tmp_path / "bad.yml")
    with pytest.raises(InputError, match="must not be empty"):
        seal("a", {})
    with pytest.raises(InputError, match="words must be among"):
        seal("a", 1, praise="Good.")


def test_spelling_plays_no_part() -> None:
    assert folded("Traders’ Association") == folded("traders' association ")
    assert folded(-0.001) == folded(0) == "0.00"
    assert folded(float("nan")) == "nan"
