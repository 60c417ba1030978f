"""Parameter files, sets of notebooks, a report for each value, and the command that makes them - without any kernel."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from toolkit import cli, reports, tables
from toolkit.errors import InputError
from toolkit.records import Document
from toolkit.reports import _side_by_side, folder

PNG = "iVBORw0KGgo="


def notebook(path: Path, title: str, *lines: str) -> Path:
    cells = [
        new_markdown_cell(f"# {title}"),
        new_code_cell("\n".join(lines), metadata={"tags": ["parameters"]}),
        new_code_cell("print(1)"),
    ]
    return reports.write_notebook(new_notebook(cells=cells), path)


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """Two notebooks that read articles; the second alone has a word."""
    common = ('run = "run"', "out: str | None = None", "start: str | None = None", "limit = 3")
    return [
        notebook(tmp_path / "voices.ipynb", "Who *speaks*?", 'title = ""', *common),
        notebook(tmp_path / "words.ipynb", "Words", *common, "word: str = 'toll'", "kinds: list[str] | None = None"),
    ]


@pytest.fixture
def _no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of running cells, write what a notebook might; limit 13 fails."""

    def fake(
        path: Path, *, cwd: Path, parameters: Mapping[str, Any], progress: Callable[[int], None] | None, **_: Any
    ) -> Any:
        read = reports.clean_notebook(reports.read_notebook(path))
        if progress:
            progress(1)
        limit = parameters.get("limit", 3)
        about = {"image/png": {"alt": f"The {limit} longest bars.", "files": ["figures/bars.png"]}}
        read.cells[2].outputs = [new_output("display_data", {"image/png": PNG}, metadata=about)]
        for name in ("tables", "figures"):
            (cwd / name).mkdir(exist_ok=True)
        numbers = f"what,value\ndocuments,14\nshare,{limit / 10}\n"
        (cwd / "tables" / "numbers.csv").write_text(numbers, encoding="utf-8")
        (cwd / "tables" / "speakers.csv").write_text("a\n" + "x\n" * limit, encoding="utf-8")
        (cwd / "figures" / "bars.png").write_bytes(b"png" * limit)
        if limit == 13:
            raise reports.NotebookError("notebook stopped", where="code cell 2 (`1 / 0`): ZeroDivisionError", ran=read)
        return read

    monkeypatch.setattr(folder, "execute", fake)


def record(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "report.json").read_text(encoding="utf-8")))


def test_a_day_that_does_not_exist_is_told_before_anything_runs(tmp_path: Path) -> None:
    path = notebook(tmp_path / "days.ipynb", "Days", "start: str | None = None  # first day of publication")
    assert reports.check_parameters(path, {"start": "2031-03-31"}) == {"start": "2031-03-31"}
    assert reports.check_parameters(path, {"start": None}) == {"start": None}
    with pytest.raises(InputError, match=r"'start' must be a day, as 2031-03-01; got '2031-13-01' \(month must be"):
        reports.check_parameters(path, {"start": "2031-13-01"})


# --- parameter files -------------------------------------------------------------------------------------------------


def test_parameter_file_gives_each_notebook_its_own(two: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "march.yml"
    file.write_text(
        "start: 2031-03-01\nlimit: 5\nwords:\n  limit: 7\n  word: no\n  kinds: [a, 'b, c']\n", encoding="utf-8"
    )
    read = reports.read_parameters(file, two)
    assert read.by_notebook == {
        "voices": {"start": "2031-03-01", "limit": 5},
        "words": {"start": "2031-03-01", "limit": 7, "word": "no", "kinds": ["a", "b, c"]},
    }
    assert read.record["values"]["words"]["limit"] == 7
    assert read.name == "march.yml"
    assert len(read.sha256) == 64


def test_parameter_file_for_one_notebook_and_an_empty_one(two: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "p.yml"
    file.write_text("word: on\nlimit: 8\n", encoding="utf-8")
    assert reports.read_parameters(file, two[1:]).by_notebook == {"words": {"limit": 8, "word": "on"}}
    file.write_text("# nothing\n", encoding="utf-8")
    assert reports.read_parameters(file, two).by_notebook == {"voices": {}, "words": {}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit: 3\nlimit: 4\n", "the key 'limit' stands twice, the second time in line 2"),
        ("words:\n  word: a\n  word: b\n", "the key 'word' stands twice, the second time in line 3"),
        ("limt: 3\n", "there is no parameter 'limt' (did you mean 'limit'?); the notebooks voices, words declare"),
        ("wrods: {word: a}\n", "there is no parameter 'wrods' (did you mean 'words'?)"),
        ("voices: {word: a}\n", "there is no parameter 'word'; the notebook declares 'title'"),
        ("limit: three\n", "parameter 'limit' must be int; got 'three', which is str"),
        ("limit: no\n", "parameter 'limit' must be int; got 'no', which is str"),
        (
            "word: 7\n",
            "parameter 'word' must be str; got 7, which is int; in YAML a word that looks like a number needs",
        ),
        ("words: 3\n", "the section 'words' must hold lines `NAME: value`; got 3"),
        ("- a\n- b\n", "must hold lines `NAME: value`; got a list"),
        ("7: a\n", "names of parameters are words; got 7"),
        ("a: [1\n", "is not YAML (while parsing a flow sequence"),
    ],
)
def test_wrong_parameter_file_is_refused(two: list[Path], tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)) as raised:
        reports.read_parameters(file, two)
    assert "wrong.yml" in str(raised.value)


def test_missing_and_unreadable_parameter_files_are_refused(two: list[Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no parameter file"):
        reports.read_parameters(tmp_path / "none.yml", two)
    (tmp_path / "latin.yml").write_bytes(b"word: Gr\xfc\xdfe\n")
    with pytest.raises(InputError, match=r"latin\.yml cannot be read"):
        reports.read_parameters(tmp_path / "latin.yml", two)


def test_values_of_the_command_line_go_to_whom_they_concern(two: list[Path]) -> None:
    given = reports.given_to_all([("limit", "4"), ("word", "7")], two)
    assert given == {"voices": {"limit": 4}, "words": {"limit": 4, "word": "7"}}
    with pytest.raises(InputError, match=re.escape("there is no parameter 'wrd' (did you mean 'word'?)")):
        reports.given_to_all([("wrd", "7")], two)


def test_who_does_not_have_a_parameter_is_said(two: list[Path]) -> None:
    said = ["parameter 'word': for words; voices has no such parameter"]
    assert reports.not_given(["limit", "word", "word"], two) == said
    assert reports.not_given(["limit"], two) == []


# --- sets ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_no_kernel")
def test_set_has_a_page_for_each_notebook_and_an_overview(two: list[Path], tmp_path: Path) -> None:
    out, told = tmp_path / "report", []
    (reports.prepare(out) / "run").mkdir()
    (out / "run" / "run.json").write_text("{}", encoding="utf-8")
    given = {"voices": {"run": "../run", "title": "Voices & more"}, "words": {"run": "../run"}}
    page = reports.build_set(two, out, parameters=given, title="March", progress=lambda *said: told.append(said))
    html = page.read_text(encoding="utf-8")
    assert page == out / "index.html"
    assert "<h1>March</h1>" in html
    assert '<a href="voices/index.html">Voices &amp; more</a>' in html
    assert '<a href="words/index.html">Words</a>' in html
    assert "<p>With" not in html, "where things are, and titles, are not named"
    assert "default-src 'none'" in html
    assert told == [("voices", 1), ("words", 1)]
    assert '<a href="../index.html">Overview</a>' in (out / "words" / "index.html").read_text(encoding="utf-8")
    assert [*record(out / "words")["inputs"]] == ["../run"]
    assert [entry["notebook"] for entry in record(out)["notebooks"]] == ["voices.ipynb", "words.ipynb"]
    assert record(out)["finished"]
    before = page.read_bytes()
    assert reports.build_set(two, out, parameters=given, title="March").read_bytes() == before
    reports.build_set(two[:1], out, parameters=given)
    assert "older ones in words." in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("_no_kernel")
def test_failing_notebook_of_a_set_leaves_the_others(two: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "report"
    with pytest.raises(
        reports.NotebookError, match=r"1 of 2 parts .* voices stopped at code cell 2 .* ZeroDivision"
    ) as e:
        reports.build_set(two, out, parameters={"voices": {"limit": 13}})
    assert str(out / "index.html") in str(e.value)
    html = (out / "index.html").read_text(encoding="utf-8")
    assert "It stopped at code cell 2 (`1 / 0`): ZeroDivisionError." in html
    assert '<a href="voices/failed/index.html">As far as it came</a>' in html
    assert '<a href="words/index.html">' in html
    assert not (out / "voices" / "index.html").exists()
    assert (out / "voices" / "failed" / "tables" / "speakers.csv").is_file()
    assert not record(out)["finished"]
    reports.build_set(two, out, parameters={})
    assert not (out / "voices" / "failed").exists()


def test_sets_are_checked_before_anything_is_made(two: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "report"
    with pytest.raises(InputError, match="voices is asked for twice"):
        reports.build_set([two[0], two[0]], out, parameters={})
    with pytest.raises(InputError, match="there is none"):
        reports.build_set([], out, parameters={})
    with pytest.raises(InputError, match="there is no parameter 'wurd'"):
        reports.build_set(two, out, parameters={"words": {"wurd": "a"}})
    assert not out.exists()


def test_what_fits_articles_reads_a_run_and_writes_tables() -> None:
    found = [path.stem for path in reports.fitting("run")]
    assert {"06_words_in_context", "07_framing", "report_actor_network"} <= set(found)
    assert not {"00_quickstart", "05_discourse_network", "compare"} & set(found)
    assert not {"08_check_the_extraction", "09_code_concepts"} & set(found), "they need a sample or a codebook"
    assert [path.stem for path in reports.fitting("coded")] == ["05_discourse_network", "05b_positions"]
    assert {reports.source_of(path) for path in reports.fitting("run")} == {"run"}


# --- values side by side ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("limit=1,2", ("limit", [1, 2])),
        ('word="Quist, Marla", toll', ("word", ["Quist, Marla", "toll"])),
        ("start = none, 2031-03-01", ("start", [None, "2031-03-01"])),
        ('kinds=[["a", "b"], ["c"]]', ("kinds", [["a", "b"], ["c"]])),
        ("kinds=a,b", ("kinds", [["a"], ["b"]])),
    ],
)
def test_values_to_go_through_have_the_declared_type(two: list[Path], text: str, values: tuple[str, list[Any]]) -> None:
    assert reports.each_value(text, two) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit", "--each must be PARAM=a,b,c; got 'limit'"),
        ("limt=1,2", "there is no parameter 'limt' (did you mean 'limit'?)"),
        ("limit=1", "--each limit must have two or more different values; got '1'"),
        ("limit=1,1", "--each limit must have two or more different values; got '1,1'"),
        ("limit=1,two", "parameter 'limit' must be int; got 'two'"),
    ],
)
def test_wrong_values_to_go_through_are_refused(two: list[Path], text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        reports.each_value(text, two)


@pytest.mark.usefixtures("_no_kernel")
def test_report_for_each_value_lays_numbers_and_figures_side_by_side(two: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "report"
    page = reports.build_each(two[:1], out, "limit", [2, 4], parameters={"voices": {"title": "T"}})
    html = page.read_text(encoding="utf-8")
    assert '<a href="limit_2/index.html">limit: 2</a>' in html
    assert record(out / "limit_4")["parameters"]["limit"] == 4
    written = (out / "tables" / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert written == [
        "notebook,number,2,4",
        "voices,documents,14,14",
        "voices,share,0.2,0.4",
        "voices,rows of table speakers,2,4",
    ]
    assert '<tr class="same">' in html
    assert html.count('<img src="data:image/png;base64,') == 2
    assert 'alt="The 4 longest bars."' in html
    assert html.count('alt=""') == 0
    assert "files" in record(out)


@pytest.mark.usefixtures("_no_kernel")
def test_set_for_each_value_and_a_value_that_fails(two: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "report"
    with pytest.raises(reports.NotebookError, match="1 of 2 parts of the report are not finished: limit: 13 stopped"):
        reports.build_each(two, out, "limit", [2, 13], parameters={})
    html = (out / "index.html").read_text(encoding="utf-8")
    assert "limit: 13, not finished." in html
    assert (out / "limit_2" / "words" / "index.html").is_file()
    assert '<a href="../index.html">Overview</a>' in (out / "limit_2" / "index.html").read_text(encoding="utf-8")
    assert "words,share,0.2," in (out / "tables" / "comparison.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("_no_kernel")
def test_a_figure_that_is_the_same_for_all_values_is_shown_once(two: list[Path], tmp_path: Path) -> None:
    page = reports.build_each(two[:1], tmp_path / "r", "title", ["One", "Two"], parameters={})
    html = page.read_text(encoding="utf-8")
    assert html.count('<img src="data:image/png;base64,') == 1
    assert "title: One, Two (the same figure)" in html


@pytest.mark.usefixtures("_no_kernel")
def test_large_figures_are_linked(two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.reports._side_by_side._ROOM", 30)
    page = reports.build_each(two[:1], tmp_path / "r", "limit", [2, 4], parameters={})
    assert "limit_4/figures/bars.png</a> (not shown here" in page.read_text(encoding="utf-8")


def test_folders_of_values_differ_and_suit_any_system(two: list[Path], tmp_path: Path) -> None:
    from toolkit.reports.sweeps import _folders

    assert _folders("word", ["a/b", "a:b", "A b", None]) == ["word_a-b", "word_a-b-2", "word_A-b-3", "word_none"]
    with pytest.raises(InputError, match="there is no parameter 'none'"):
        reports.build_each(two, tmp_path / "out", "none", [1, 2], parameters={})


# --- the command -----------------------------------------------------------------------------------------------------


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    out = tmp_path / "finished"
    for name in tables.SCHEMAS:
        tables.write_part(name, [Document("d", "text", n_words=1)] if name == "documents" else [], out)
    (out / "run.json").write_text("{}", encoding="utf-8")
    return out


@pytest.mark.usefixtures("_no_kernel")
def test_command_shares_one_run_among_notebooks_and_values(
    two: list[Path], run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, file = tmp_path / "report", tmp_path / "p.yml"
    file.write_text("limit: 9\nwords:\n  word: bridge\n", encoding="utf-8")
    chosen = [word for path in two for word in ("--notebook", path)]
    given = ["--parameters", file, "-p", "limit", "5"]
    assert call(monkeypatch, "report", run, "--out", out, *chosen, *given) == 0
    assert capsys.readouterr().out.strip() == str(out / "index.html")
    said = record(out / "words")
    assert (said["parameters"]["limit"], said["parameters"]["word"]) == (5, "bridge")
    assert said["parameters"]["run"] == "../run"
    assert said["parameter_file"]["name"] == "p.yml"
    assert said["parameter_file"]["values"] == {"limit": 9, "words": {"word": "bridge"}}
    assert call(monkeypatch, "report", run, "--out", tmp_path / "each", *chosen, "--each", "limit=1,2") == 0
    assert record(tmp_path / "each" / "limit_2" / "words")["parameters"]["run"] == "../../run"
    assert [*record(tmp_path / "each" / "limit_2" / "words")["inputs"]] == ["../../run"]


@pytest.mark.usefixtures("_no_kernel")
def test_command_compares_two_runs(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f'{name}: str | None = "x"' for name in ("run_a", "run_b", "name_a", "name_b", "start_a", "stop_a", "out")]
    pair = notebook(tmp_path / "pair.ipynb", "Pair", *lines)
    other = tmp_path / "other"
    other.mkdir()
    for path in sorted(run.rglob("*")):
        if path.is_file():
            target = other / path.relative_to(run)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    out = tmp_path / "report"
    assert call(monkeypatch, "report", run, "--against", other, "--notebook", pair, "--out", out) == 0
    parameters = record(out)["parameters"]
    assert (parameters["run_a"], parameters["run_b"]) == ("run_a", "run_b")
    assert (parameters["name_a"], parameters["name_b"]) == ("finished", "other")
    assert parameters["start_a"] is None
    assert [*record(out)["inputs"]] == ["run_a", "run_b"]
    assert call(monkeypatch, "report", run, "--against", run, "--notebook", pair, "--out", out) == 2
    assert "--against names the same corpus" in capsys.readouterr().err
    given = ["-p", "stop_a", "2031-03-31"]
    assert call(monkeypatch, "report", run, "--against", run, "--notebook", pair, "--out", out, *given) == 0
    assert record(out)["parameters"]["run_b"] == "run_a"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--notebook", "all", "--notebook", "07_framing"], "--notebook all stands alone"),
        (
            ["--notebook", "00_quickstart", "--against", "{run}"],
            "notebook 00_quickstart reads articles; leave --against",
        ),
        (["--notebook", "compare"], "notebook compare reads two corpora; name the other corpus or run with --against"),
        (["--notebook", "07_framing", "--notebook", "05_discourse_network"], "must read the same; 07_framing reads"),
        (["--each", "level"], "--each must be PARAM=a,b,c; got 'level'"),
        (["--each", "levl=actor,party"], "there is no parameter 'levl' (did you mean 'level'?)"),
        (["--parameters", "none.yml"], "there is no parameter file none.yml"),
    ],
)
def test_command_refuses_and_makes_nothing(
    arguments: list[str],
    message: str,
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [word.format(run=run) for word in arguments]
    assert call(monkeypatch, "report", run, "--out", tmp_path / "report", *given) == 2
    assert message in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    ("written", "shown"),
    [("0.16", "0.160"), ("0.025649", "0.0256"), ("-0.5", "\N{MINUS SIGN}0.500"), ("4951", "4,951"), ("", "–")],
)
def test_numbers_side_by_side_have_three_figures(written: str, shown: str) -> None:
    assert _side_by_side._shown(written) == shown


def test_what_has_to_be_chosen_of_coded_statements_is_said_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(__file__).parents[1] / "data" / "garden_ring_debate.dna"
    out = tmp_path / "report"
    chosen = ["--notebook", "05_discourse_network", "--out", out]
    assert call(monkeypatch, "report", source, *chosen, "-p", "coder", "7") == 2
    said = capsys.readouterr().err
    assert "coder 7 has no statement in garden_ring_debate.dna; coders: 1 (Coder 1), 2 (Coder 2)" in said
    assert "choose with -p coder NUMBER" in said
    assert call(monkeypatch, "report", source, *chosen, "-p", "statement_type", "Claim") == 2
    assert "got 'Claim'; choose with -p statement_type LABEL" in capsys.readouterr().err
    assert call(monkeypatch, "report", source, *chosen, "-p", "normalization", "mean") == 2
    assert "parameter 'normalization' must be one of 'average', 'jaccard', 'cosine', 'no'" in capsys.readouterr().err
    assert not out.exists()
