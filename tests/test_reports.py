"""Tests of reports: parameters, refusals, the folder, the page, and the same bytes twice."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from toolkit import reports
from toolkit.errors import InputError, ToolkitError
from toolkit.reports import Parameter, page, showing

NOTEBOOKS = Path(__file__).parent / "notebooks"
REPORT = NOTEBOOKS / "report.ipynb"
ROOT = Path(__file__).parents[1]
KNOWN: dict[str, Any] = {
    "notebook": "bare.ipynb",
    "notebook_sha256": "0",
    "parameters": {},
    "given": [],
    "inputs": {},
    "versions": {"polyvocal": "0"},
    "files": {},
}
GIVEN = {"limit": 2, "speakers": ["Müller", 'Quist "the elder"'], "out": "."}


# --- parameters ------------------------------------------------------------------------------------------------------


def test_declared_reads_default_type_and_meaning() -> None:
    declared = reports.declared(REPORT)
    assert list(declared)[:3] == ["run", "limit", "share"]
    assert declared["limit"] == Parameter("limit", 3, ("int",), "rows shown")
    assert declared["speakers"] == Parameter("speakers", None, ("list[str]", "None"), "only these")
    assert declared["kinds"].types == ("list[str]",)
    assert declared["since"].types == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_tag", "notebook no_tag.ipynb has no cell tagged 'parameters'; it needs exactly one"),
        ("two_tags", "notebook two_tags.ipynb has 2 cells tagged 'parameters'; it needs exactly one"),
        ("empty", "notebook empty.ipynb: the cell tagged 'parameters' is empty"),
        ("computed", "the default of parameter 'limit' is \"1 + int('2')\"; it must be written out"),
        ("imports", "the cell tagged 'parameters' holds 'import os'; it may only hold lines `name = default`"),
        ("odd_type", "parameter 'limit' has the type complex; use str, int, float, bool, list, dict, None"),
        ("broken", "the cell tagged 'parameters' is not valid Python (invalid syntax)"),
    ],
)
def test_notebook_without_proper_parameters_is_refused(name: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        reports.check_parameters(NOTEBOOKS / f"{name}.ipynb", {})


def test_unknown_parameter_is_refused_with_the_nearest() -> None:
    message = "there is no parameter 'limits' (did you mean 'limit'?); the notebook declares 'run', 'limit', 'share'"
    with pytest.raises(InputError, match=re.escape(message)):
        reports.check_parameters(REPORT, {"limits": 3})
    with pytest.raises(InputError, match=re.escape("there is no parameter 'zzz'; the notebook")):
        reports.check_parameters(REPORT, {"zzz": 3})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("limit", "3", "parameter 'limit' must be int; got '3', which is str"),
        ("limit", True, "parameter 'limit' must be int; got True, which is bool"),
        ("limit", 2.0, "parameter 'limit' must be int; got 2.0, which is float"),
        ("weighted", 1, "parameter 'weighted' must be bool; got 1, which is int"),
        ("weighted", "false", "parameter 'weighted' must be bool; got 'false', which is str"),
        ("kinds", "direct", "parameter 'kinds' must be list[str]; got 'direct', which is str"),
        ("kinds", [1], "parameter 'kinds' must be list[str]; got [1], which is list"),
        ("speakers", "Quist", "parameter 'speakers' must be list[str] or None; got 'Quist', which is str"),
        ("run", None, "parameter 'run' must be str; got None, which is NoneType"),
        ("share", "0.5", "parameter 'share' must be float; got '0.5', which is str"),
        ("colours", [], "parameter 'colours' must be dict; got [], which is list"),
        ("since", {1, 2}, "parameter 'since' must be any of str, int, float, bool, list, dict, None; got {1, 2}"),
    ],
)
def test_wrong_type_is_refused(name: str, value: object, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        reports.check_parameters(REPORT, {name: value})


def test_fitting_values_pass_in_the_order_of_the_notebook() -> None:
    values = {"since": "2023-09-01", "speakers": None, "share": 1, "limit": 7}
    assert list(reports.check_parameters(REPORT, values).items()) == [
        ("limit", 7),
        ("share", 1),
        ("speakers", None),
        ("since", "2023-09-01"),
    ]


@pytest.mark.parametrize(
    ("types", "text", "value"),
    [
        (("bool",), "false", False),
        (("bool",), "No", False),
        (("bool",), "on", True),
        (("int",), "007", 7),
        (("float",), "1e3", 1000.0),
        (("float",), "2", 2.0),
        (("str",), "2023-09-01", "2023-09-01"),
        (("str",), "007", "007"),
        (("str",), "none", "none"),
        (("str", "None"), "none", None),
        (("list",), "", []),
        (("list[str]",), "Marla Quist, Norvania", ["Marla Quist", "Norvania"]),
        (("list[str]",), '"Quist, Marla", Norvania', ["Quist, Marla", "Norvania"]),
        (("list[str]",), '["a", "b"]', ["a", "b"]),
        (("list[str]",), "[a, b]", ["a", "b"]),
        (("list[str]",), "3", ["3"]),
        (("list[int]",), "1, 2", [1, 2]),
        (("list[str]", "None"), "null", None),
        (("str", "list"), "a, b", "a, b"),
        (("str", "list"), "[a, b]", ["a", "b"]),
        (("int", "str"), "12", 12),
        (("int", "str"), "twelve", "twelve"),
        (("dict",), '{"a": 1}', {"a": 1}),
        ((), "5", 5),
        ((), "010", "010"),
        ((), "no", "no"),
        ((), "NaN", "NaN"),
        ((), "true", True),
    ],
)
def test_text_of_the_command_line_becomes_the_declared_type(types: tuple[str, ...], text: str, value: object) -> None:
    parsed = reports.parse_parameter("p", text, {"p": Parameter("p", None, types)})
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("types", "text", "message"),
    [
        (("int",), "many", "parameter 'p' must be int; got 'many'"),
        (("int", "None"), "1.5", "parameter 'p' must be int or None; got '1.5'"),
        (("bool",), "perhaps", "parameter 'p' must be bool; got 'perhaps'"),
        (("float",), "nan", "parameter 'p' must be float; got 'nan'"),
        (("list[int]",), "1, two", "parameter 'p' must be list[int]; got '1, two'"),
        (("list[int]",), '["1"]', "parameter 'p' must be list[int]; got '[\"1\"]'"),
        (("dict",), "[1]", "parameter 'p' must be dict; got '[1]'"),
    ],
)
def test_text_of_another_type_is_refused(types: tuple[str, ...], text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message) + "$"):
        reports.parse_parameter("p", text, {"p": Parameter("p", None, types)})


def test_unknown_parameter_of_the_command_line_is_refused() -> None:
    with pytest.raises(InputError, match=re.escape("there is no parameter 'q'; the notebook declares 'p'")):
        reports.parse_parameter("q", "1", {"p": Parameter("p", 1, ("int",))})


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8), max_size=4))
def test_any_list_of_strings_survives_as_json(values: list[str]) -> None:
    known = {"p": Parameter("p", [], ("list[str]",))}
    assert reports.parse_parameter("p", json.dumps(values), known) == values


@given(st.text(max_size=20))
def test_what_is_declared_as_a_string_stays_as_it_stands(text: str) -> None:
    assert reports.parse_parameter("p", text, {"p": Parameter("p", "", ("str",))}) == text


# --- refusals of notebook, kernel and folder -------------------------------------------------------------------------


def test_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"there is no notebook 'no_such_report'; give the path of one, or a name among"
    ):
        reports.find_notebook("no_such_report")
    broken = tmp_path / "x.ipynb"
    broken.write_text("not JSON", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.ipynb is not a Jupyter notebook that can be read"):
        reports.declared(broken)


def test_notebook_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / "fails.ipynb", tmp_path / "notebooks" / "small.ipynb")
    monkeypatch.chdir(tmp_path)
    assert reports.find_notebook("small") == reports.find_notebook("small.ipynb") == Path("notebooks/small.ipynb")


def test_unknown_kernel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no kernel 'cobol'; this machine has"):
        reports.build(REPORT, tmp_path / "out", parameters={}, kernel="cobol")


def test_nothing_is_made_when_a_parameter_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no parameter 'limt'"):
        reports.build(REPORT, tmp_path / "out", parameters={"limt": 1})
    assert not (tmp_path / "out").exists()


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "thesis.txt"
    foreign.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"out must be new, empty, or an earlier report; .* holds other files"):
        reports.prepare(tmp_path)
    (tmp_path / "report.json").write_text('{"somebody": "else"}', encoding="utf-8")
    with pytest.raises(InputError, match="holds other files"):
        reports.build(REPORT, tmp_path, parameters={})
    with pytest.raises(InputError, match=r"out must be a folder; .* is a file"):
        reports.prepare(foreign)
    assert foreign.read_text(encoding="utf-8") == "mine"


def test_prepared_folder_may_be_filled_and_prepared_again(tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "a" / "b")
    (out / "run").mkdir()
    (out / "run" / "run.json").write_text("{}", encoding="utf-8")
    assert reports.prepare(out) == out
    assert (out / "run" / "run.json").is_file()


# --- a whole report --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = reports.prepare(tmp_path_factory.mktemp("first") / "report")
    _place_run(out)
    finished: list[int] = []
    written = reports.build(REPORT, out, parameters=GIVEN, progress=finished.append)
    assert written == out / "index.html"
    assert sum(finished) == 7  # the cell with the given parameters is one
    return out


def _place_run(out: Path) -> None:
    (out / "run").mkdir()
    (out / "run" / "run.json").write_text("{}", encoding="utf-8")
    (out / "run" / "timing.json").write_text(f'{{"seconds": {len(str(out))}}}', encoding="utf-8")


def _contents(out: Path) -> dict[str, bytes]:
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("timing.json")}


def test_folder_holds_what_is_promised(report: Path) -> None:
    assert [*_contents(report)] == [
        "figures/network.png",
        "figures/network.svg",
        "index.html",
        "notebook.ipynb",
        "report.json",
        "run/run.json",
        "tables/speakers.csv",
    ]
    assert json.loads((report / "timing.json").read_text(encoding="utf-8"))["seconds"] > 0


def test_record_says_how_it_was_made(report: Path) -> None:
    record = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert record["finished"]
    assert record["notebook"] == "report.ipynb"
    assert record["parameters"]["speakers"] == ["Müller", 'Quist "the elder"']
    assert record["parameters"]["weighted"] is True
    assert record["given"] == ["limit", "speakers", "out"]
    assert [*record["inputs"]] == ["run"]
    assert [*record["files"]] == [
        "figures/network.png",
        "figures/network.svg",
        "index.html",
        "notebook.ipynb",
        "tables/speakers.csv",
    ]
    assert record["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))


def test_table_is_written_in_full(report: Path) -> None:
    written = pd.read_csv(report / "tables" / "speakers.csv")
    assert written["speaker"].tolist()[:3] == ["Quist & Daughters", "<Norvania>", "Harbour council"]
    assert written["share"].tolist()[:3] == [0.5, 0.25, -0.125]
    assert written["forms"].tolist()[0] == "Quist; the firm"


def test_executed_notebook_is_clean(report: Path) -> None:
    text = (report / "notebook.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec == {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert [cell.id for cell in notebook.cells][:2] == ["cell-001", "cell-002"]
    for accident in (str(report), "papermill", "start_time", "ipykernel_", "site-packages", "Traceback"):
        assert accident not in text
    assert not re.search(r"0x[0-9a-f]{6,}", text)
    given_cell = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert "speakers = ['Müller', 'Quist \"the elder\"']" in given_cell.source
    assert "run =" not in given_cell.source


@pytest.mark.slow
def test_same_report_in_another_folder_and_process_has_the_same_bytes(report: Path, tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "another {place}")
    _place_run(out)
    program = (
        "import json, sys; from pathlib import Path; from toolkit import reports; "
        "reports.build(sys.argv[1], Path(sys.argv[2]), parameters=json.loads(sys.argv[3]))"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": "4", "HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(REPORT), str(out), json.dumps(GIVEN)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert _contents(out) == _contents(report)
    assert not (home / ".ipython").exists()


# --- the page --------------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collect every tag with its attributes, and the tags left open."""

    VOID = ("br", "hr", "img", "input", "link", "meta")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def html(report: Path) -> str:
    return (report / "index.html").read_text(encoding="utf-8")


def test_page_is_well_formed(html: str) -> None:
    reader = Reader(html)
    assert reader.open == []
    assert reader.of("html") == [{"lang": "en"}]
    identifiers = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(reader.of(landmark)) == 1
    assert len(reader.of("h1")) == 1


def test_page_asks_no_other_host(html: str) -> None:
    reader = Reader(html)
    fetched = [attributes.get("src", "data:") for _, attributes in reader.tags]
    fetched += [attributes["href"] for attributes in reader.of("link")]
    assert all(address.startswith("data:") for address in fetched)
    style = "".join(re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL))
    assert "url(" not in style
    assert "@import" not in style
    policy = next(tag["content"] for tag in reader.of("meta") if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_every_image_has_alternative_text(html: str) -> None:
    images = Reader(html).of("img")
    assert [image["alt"] for image in images] == ['Quist stands between "Norvania" & the islands.']
    assert "<figcaption>Who addresses whom." in html
    assert html.count("Who addresses whom.</em>") == 0


def test_contents_lead_to_the_headings(html: str) -> None:
    reader = Reader(html)
    anchors = [tag["href"][1:] for tag in reader.of("a") if tag["href"].startswith("#")]
    identifiers = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
    assert anchors == ["content", "speakers", "by-name", "speakers-2", "network", "provenance"]
    assert identifiers.issuperset(anchors)
    assert "<title>Who speaks in Norvania?</title>" in html


def test_table_of_the_page_is_accessible_and_escaped(html: str) -> None:
    table = re.search(r'<table class="report-table">.*?</table>', html, flags=re.DOTALL)
    assert table is not None
    assert "<caption>Attributions by speaker &amp; their share.</caption>" in table[0]
    assert table[0].count('<th scope="col"') == 4
    assert '<th scope="row">&lt;Norvania&gt;</th>' in table[0]
    assert '<td class="number" data-value="1200">1200</td>' in table[0]
    assert 'The first 2 of 5 rows; all of them: <a href="tables/speakers.csv" download>' in html


def test_code_is_folded_and_messages_are_kept_apart(html: str) -> None:
    reader = Reader(html)
    folded = [tag for tag in reader.of("details") if tag.get("class") == "code"]
    assert len(folded) == 5
    assert all("open" not in tag for tag in folded)
    assert "UserWarning: five articles have no date" in html
    assert '<details class="messages">' in html
    assert "<style scoped>" not in html


def test_page_of_a_notebook_without_title_and_with_bare_outputs(tmp_path: Path) -> None:
    bare = new_output("display_data", {"image/png": "AAAA"})
    drawn = new_output("display_data", {"image/svg+xml": "<?xml?><svg></svg>"})
    cells = [
        new_markdown_cell("Text only & <b>bold</b>."),
        new_code_cell("x", outputs=[bare, drawn, new_output("display_data", {"text/markdown": "*so*"})]),
        new_code_cell("y", outputs=[new_output("display_data", {"application/json": {}})]),
    ]
    notebook = new_notebook(cells=cells, metadata={"lang": "fr"})
    provenance = KNOWN | {"parameters": {"a": [], "b": None, "c": True, "d": ["x", "y"]}, "given": ["b"]}
    text = page.render(notebook, provenance, name="bare", folder=tmp_path)
    assert '<html lang="fr">' in text
    assert "<h1>bare</h1>" in text
    assert text.count("A figure without a description") == 2
    assert "<em>so</em>" in text
    for words in ("<td>(empty)</td>", "<td>(none)</td>", "<td>yes</td>", "<td>x, y</td>"):
        assert words in text
    assert Reader(text).open == []


def test_what_a_cell_says_in_markdown_is_text_of_the_page(tmp_path: Path) -> None:
    said = new_output("display_data", {"text/markdown": "**112 statements** by ten actors."})
    notebook = new_notebook(cells=[new_code_cell("say()", outputs=[said])])
    text = page.render(notebook, KNOWN, name="bare", folder=tmp_path)
    assert re.search(r'<section class="text">\s*<p><strong>112 statements</strong>', text)


@pytest.mark.parametrize(
    ("n_columns", "kind"), [(8, "report-table"), (9, "report-table many"), (13, "report-table many most")]
)
def test_table_of_many_columns_is_marked(tmp_path: Path, n_columns: int, kind: str) -> None:
    head = '<th scope="col" style="text-align: left">source_<wbr>name</th>' * n_columns
    table = f'<table class="report-table" style="font-size: 11px"><thead><tr>{head}</tr></thead></table>'
    html = f'<div class="table-block">\n{table}</div>'
    notebook = new_notebook(cells=[new_code_cell("show()", outputs=[new_output("display_data", {"text/html": html})])])
    text = page.render(notebook, KNOWN, name="bare", folder=tmp_path)
    assert text.count('<th scope="col">source_<wbr>name</th>') == n_columns
    assert f'<table class="{kind}">' in text


def test_figure_leads_to_its_drawing_in_full_size(tmp_path: Path) -> None:
    about = {"image/png": {"alt": "Two dots.", "files": ["figures/dots.png", "figures/dots.svg"]}}
    drawn = new_output("display_data", {"image/png": "AAAA"}, metadata=about)
    below = new_output("display_data", {"text/html": "Dots."}, metadata={showing.CAPTION: "Dots."})
    notebook = new_notebook(cells=[new_code_cell("draw()", outputs=[drawn, below])])
    text = page.render(notebook, KNOWN, name="bare", folder=tmp_path)
    assert '<a href="figures/dots.svg"><img src="data:image/png;base64,AAAA" alt="Two dots."></a>' in text


def test_unfinished_page_ends_with_the_cell_that_stopped(tmp_path: Path) -> None:
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    cells = [
        new_markdown_cell("## Before"),
        new_code_cell("stop()", outputs=[error]),
        new_markdown_cell("## Behind"),
    ]
    stopped = page.render(new_notebook(cells=cells), KNOWN, name="bare", folder=tmp_path, stopped="code cell 1")
    assert "Before" in stopped
    assert "Behind" not in stopped
    assert "Behind" in page.render(new_notebook(cells=cells), KNOWN, name="bare", folder=tmp_path)


# --- made again, and failing -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_failing_cell_is_named_and_leaves_no_page(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    shutil.copytree(report, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "tables" / "speakers.csv").write_text("corrected by hand", encoding="utf-8")
    message = "notebook fails stopped at code cell 2 (`rows = [1, 2][limit + 5]`): IndexError: list index out of range"
    with pytest.raises(reports.NotebookError, match=re.escape(message)) as raised:
        reports.build(NOTEBOOKS / "fails.ipynb", out, parameters={"limit": 2})
    assert isinstance(raised.value, ToolkitError)
    assert str(raised.value).endswith(f"What was made until then is in {out / 'failed' / 'index.html'}")
    assert [*_contents(out)] == [
        "failed/index.html",
        "failed/notebook.ipynb",
        "failed/report.json",
        "notes.txt",
        "report.json",
        "run/run.json",
        "tables/speakers.csv",
    ]
    record = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert record["finished"] is False
    assert [*record["failed"]] == ["failed/index.html", "failed/notebook.ipynb", "failed/report.json"]
    kept = json.loads((out / "failed" / "report.json").read_text(encoding="utf-8"))
    assert (kept["finished"], kept["parameters"]["limit"]) == (False, 2)
    assert kept["stopped"].startswith("code cell 2 (`rows")
    html = (out / "failed" / "index.html").read_text(encoding="utf-8")
    assert "This report is not finished.</strong> It stopped at code cell 2" in html
    assert "never" not in html
    partial = nbformat.read(out / "failed" / "notebook.ipynb", as_version=4)
    assert [cell.source for cell in partial.cells][-1] == 'print("never")'
    assert partial.cells[-1].outputs == []
    assert not any("papermill" in cell.source for cell in partial.cells)


def _run_cells(tmp_path: Path, *sources: str) -> Path:
    cells = [new_code_cell(source) for source in sources]
    return reports.write_notebook(new_notebook(cells=cells), tmp_path / "small.ipynb")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise SystemExit(0)", "notebook small stopped at code cell 1 (`raise SystemExit(0)`): SystemExit: 0"),
        (
            "import os\n\nvalues = [1]\nvalues[len(os.sep)]\n",
            "notebook small stopped at code cell 1 (`values[len(os.sep)]`): IndexError: list index out of range",
        ),
        ("import os\n1 +", "notebook small stopped at code cell 1 (`1 +`): SyntaxError: invalid syntax"),
        ("import os; os._exit(3)", "notebook small: Python itself ended in the cell `import os; os._exit(3)`"),
    ],
)
def test_notebook_that_ends_early_is_not_a_report(tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(reports.NotebookError, match=re.escape(message)):
        reports.execute(_run_cells(tmp_path, source, "1 + 1"), cwd=tmp_path)


@pytest.mark.slow
def test_notebook_run_in_place_is_stable(tmp_path: Path) -> None:
    path = _run_cells(tmp_path, "limit = 3", "print({str(n) for n in range(limit + 9)})", "object()")
    assert reports.execute_in_place(path) == path
    first = path.read_bytes()
    notebook = nbformat.reads(first.decode("utf-8"), as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3]
    assert notebook.cells[2].outputs[0].data == {"text/plain": "<object at 0x...>"}
    assert [file.name for file in tmp_path.iterdir()] == ["small.ipynb"]
    assert reports.execute_in_place(path).read_bytes() == first


# --- cleaning --------------------------------------------------------------------------------------------------------


def test_cleaning_takes_out_accidents_and_changes_no_input(tmp_path: Path) -> None:
    outputs = [
        new_output("stream", name="stderr", text="/tmp/ipykernel_7/123.py:1: UserWarning: careful\n"),
        new_output("stream", name="stdout", text="one\n"),
        new_output("stream", name="stdout", text=f"{tmp_path}/tables\n"),
        new_output("stream", name="stderr", text="Matplotlib is building the font cache; this may take a moment.\n"),
        new_output("execute_result", {"text/plain": "<Graph at 0x7f00deadbeef>", showing_widget(): {}}),
    ]
    cell = new_code_cell("x", outputs=outputs, metadata={"papermill": {"duration": 1}, "tags": ["t"], "execution": {}})
    notebook = new_notebook(
        cells=[cell], metadata={"widgets": {}, "kernelspec": {"name": "conda-env-x", "display_name": "x"}}
    )
    before = nbformat.writes(notebook)
    cleaned = reports.clean_notebook(notebook, folder=tmp_path)
    assert nbformat.writes(notebook) == before
    assert cleaned.cells[0].metadata == {"tags": ["t"]}
    assert [*cleaned.metadata] == ["kernelspec"]
    said = [output.get("text") or output.data for output in cleaned.cells[0].outputs]
    assert said == ["one\n./tables\n", {"text/plain": "<Graph at 0x...>"}, "UserWarning: careful\n"]


def showing_widget() -> str:
    return "application/vnd.jupyter.widget-view+json"


@given(st.lists(st.tuples(st.sampled_from(["stdout", "stderr"]), st.text("ab\n", min_size=1, max_size=3)), max_size=6))
def test_cleaning_does_not_depend_on_how_streams_were_cut(pieces: list[tuple[str, str]]) -> None:
    cut = [new_output("stream", name=name, text=text) for name, text in pieces]
    whole = [
        new_output("stream", name=name, text="".join(text for other, text in pieces if other == name))
        for name in ("stdout", "stderr")
    ]
    cleaned = [
        reports.clean_notebook(new_notebook(cells=[new_code_cell("x", outputs=outputs)])) for outputs in (cut, whole)
    ]
    assert cleaned[0] == cleaned[1]
    assert reports.clean_notebook(cleaned[0]) == cleaned[0]


# --- showing ---------------------------------------------------------------------------------------------------------


Shown = list[tuple[dict[str, str], dict[str, Any] | None]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    calls: Shown = []
    monkeypatch.setattr(showing, "_display", lambda data, metadata=None: calls.append((data, metadata)))
    return calls


def _unstyled(html: str) -> str:
    return re.sub(r' style="[^"]*"', "", html)


def test_table_without_folder_writes_nothing(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["Quist", "Norvania"], name="actor"))
    reports.show_table(frame, "actors", caption="How often.")
    html = _unstyled(shown[0][0]["text/html"])
    assert '<th scope="row">Quist</th><td class="number" data-value="1">1</td>' in html
    assert "table-note" not in html
    assert shown[0][0]["text/plain"] == "How often.\n   actor  n\n   Quist  1\nNorvania  2"
    assert [*tmp_path.iterdir()] == []


def test_what_is_rounded_to_nothing_has_no_sign(shown: Shown) -> None:
    reports.show_table(pd.DataFrame({"n": [-0.001, -0.01]}), "n", caption="Small.")
    html = _unstyled(shown[0][0]["text/html"])
    assert '<td class="number" data-value="-0.001">0.00</td>' in html
    assert '<td class="number" data-value="-0.01">−0.01</td>' in html


@pytest.mark.parametrize(("n_long", "n_short", "width"), [(1, 2, 18), (3, 2, 18), (4, 2, 16), (3, 9, 13), (6, 9, 8)])
def test_long_columns_share_the_width_of_a_page(n_long: int, n_short: int, width: int, shown: Shown) -> None:
    row = {f"passage {n}": "word " * 30 for n in range(n_long)} | {f"name {n}": "Quist" for n in range(n_short)}
    reports.show_table(pd.DataFrame([row]), "wide", caption="Wide.")
    assert shown[0][0]["text/html"].count(f"min-width: {width}em") == n_long


def test_table_shows_numbers_missing_values_and_lists(shown: Shown, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "share": [-0.5, np.nan],
            "whole": [3.0, np.nan],
            "spans": [[{"start": 0, "end": 4}], []],
            "forms": [np.array(["a", "b"]), None],
            "open": [True, False],
        }
    )
    reports.show_table(frame, "all", caption="All.", out=tmp_path, digits=1)
    html = _unstyled(shown[0][0]["text/html"])
    for cell in (
        '<td class="number" data-value="-0.5">−0.5</td>',
        '<td class="number" data-value="3.0">3</td>',
        '<td class="number missing">–</td>',
        "<td>[{&quot;start&quot;: 0, &quot;end&quot;: 4}]</td>",
        "<td>a; b</td>",
        "<td>True</td>",
    ):
        assert cell in html
    assert 'This table as a file: <a href="tables/all.csv" download>tables/all.csv</a>' in html
    assert (tmp_path / "tables" / "all.csv").read_bytes() == (
        b'n,share,whole,spans,forms,open\n1,-0.5,3.0,"[{""start"": 0, ""end"": 4}]",a; b,True\n,,,,,False\n'
    )


def test_empty_table_is_shown(shown: Shown) -> None:
    reports.show_table(pd.DataFrame({"a": pd.Series([], dtype="int64")}), "none", caption="Nothing.")
    assert "<tbody>\n\n</tbody>" in shown[0][0]["text/html"]


def _save(figure: object, path: str, *, alt: str) -> None:
    assert alt
    Path(f"{path}.png").write_bytes(b"png of a figure")
    Path(f"{path}.svg").write_text("<svg/>", encoding="utf-8")


def test_figure_is_shown_with_its_words_and_kept_only_in_a_report(shown: Shown, tmp_path: Path) -> None:
    reports.show_figure(Figure(), "net", alt="Two camps.", caption="Who & whom.", save=_save)
    reports.show_figure(Figure(), "net", alt="Two camps.", caption="Who & whom.", save=_save, out=tmp_path)
    (data, about), (below, mark), (_, in_report), _ = shown
    assert data["image/png"] == "cG5nIG9mIGEgZmlndXJl"
    assert about == {"image/png": {"alt": "Two camps.", "files": []}}
    assert in_report == {"image/png": {"alt": "Two camps.", "files": ["figures/net.png", "figures/net.svg"]}}
    assert below["text/html"] == "<p><em>Who &amp; whom.</em></p>"
    assert mark == {showing.CAPTION: "Who & whom."}
    assert [*_contents(tmp_path)] == ["figures/net.png", "figures/net.svg"]


def test_data_of_a_figure_stand_beside_it(shown: Shown, tmp_path: Path) -> None:
    data = pd.DataFrame({"n": [2]}, index=pd.Index(["Quist"], name="actor"))
    reports.show_figure(Figure(), "net", alt="Two camps.", caption="Who.", save=_save, out=tmp_path, data=data)
    reports.show_figure(Figure(), "net", alt="Two camps.", caption="Who.", save=_save, data=data)
    assert shown[0][1] == {
        "image/png": {"alt": "Two camps.", "files": ["figures/net.png", "figures/net.svg", "figures/net.csv"]}
    }
    assert (tmp_path / "figures" / "net.csv").read_text(encoding="utf-8") == "actor,n\nQuist,2\n"


def test_cells_say_their_side_themselves_and_ids_are_not_broken(shown: Shown) -> None:
    """Style sheets of a notebook that nobody has run yet are not shown."""
    frame = pd.DataFrame({"who": ["Marla Quist"], "doc_id": ["2031-03-03_lantern"], "text": ["word " * 20], "n": [1]})
    reports.show_table(frame, "sides", caption="Sides.")
    html = shown[0][0]["text/html"]
    assert "<style" not in html
    assert '<td class="whole" style="text-align: left; vertical-align: top; white-space: nowrap">2031-' in html
    assert '<th scope="row" style="text-align: left' in html
    assert '<td class="long" style="text-align: left; vertical-align: top; min-width: 18em">' in html
    assert '<td class="number" data-value="1" style="text-align: right' in html


def test_table_without_rows_says_so_in_plain_text_too(shown: Shown) -> None:
    reports.show_table(pd.DataFrame({"n": []}), "none", caption="Nothing.")
    assert shown[0][0]["text/plain"] == "Nothing.\nThere are none."


def test_counts_and_shares_in_one_column_are_numbers_each_as_it_is(shown: Shown) -> None:
    reports.show_table(pd.DataFrame({"value": pd.Series([14, 0.25, None], dtype=object)}), "n", caption="N.")
    html = _unstyled(shown[0][0]["text/html"])
    assert '<td class="number" data-value="14">14</td>' in html
    assert '<td class="number" data-value="0.25">0.25</td>' in html
    assert '<td class="number missing">' in html


def test_figure_keeps_the_size_that_it_was_drawn_for() -> None:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1200).to_bytes(4, "big") + (800).to_bytes(4, "big") + bytes(9)
    physical = b"\0\0\0\tpHYs" + (7874).to_bytes(4, "big") * 2 + b"\x01"  # 200 dots per inch
    assert showing._width(header + physical) == {"width": 576}
    assert showing._width(header) == showing._width(b"png") == {}


def _table(**changed: Any) -> Callable[[], None]:
    frame = changed.pop("frame", pd.DataFrame({"a": [1]}))
    return lambda: reports.show_table(frame, **{"name": "a", "caption": "A.", **changed})


def _figure(**changed: Any) -> Callable[[], None]:
    return lambda: reports.show_figure(
        Figure(), **{"name": "a", "alt": "A.", "caption": "A.", "save": _save, **changed}
    )


@pytest.mark.parametrize(
    ("show", "message"),
    [
        (_table(name="../a"), "name must be small letters, digits, - and _ (it becomes a file name); got '../a'"),
        (_table(caption=" "), "caption must say something; got ' '"),
        (_table(rows=-1), "rows and digits must not be negative; got rows=-1, digits=2"),
        (
            _table(frame=pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))),
            "frame must have one row of column names; got several levels",
        ),
        (
            _table(frame=pd.DataFrame([[1, 2]], columns=["a", "a"])),
            "frame must have different column names; got a, a",
        ),
        (_figure(name="A"), "name must be small letters, digits, - and _ (it becomes a file name); got 'A'"),
        (_figure(alt=""), "alt must say something; got ''"),
        (_figure(caption=""), "caption must say something; got ''"),
    ],
)
def test_showing_refuses(show: Callable[[], None], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        show()
