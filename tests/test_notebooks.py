"""The shipped notebooks are thin, and run with other parameters than their own."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from toolkit import reports, tables
from toolkit.pipeline import Run
from toolkit.records import Document

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_thin(path: Path) -> None:
    cells = read(path).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in cells) == 1
    assert len(code) <= 20
    assert all(len(source.splitlines()) <= 26 for source in code)
    for source in code:
        assert not re.search(r"^\s*(def|class) |sys\.path|download|^\s*[%!]", source, flags=re.MULTILINE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_committed_with_clean_outputs(path: Path) -> None:
    notebook = read(path)
    assert notebook == reports.clean_notebook(notebook)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    text = path.read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert str(ROOT) not in text


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_report_runs_with_other_parameters(shipped_run: Run, tmp_path: Path) -> None:
    shutil.copytree(shipped_run.folder, reports.prepare(tmp_path / "report") / "run")
    parameters = {
        "corpus": None,
        "run": "run",
        "out": ".",
        "title": "March, person by person",
        "level": "actor",
        "start": "2031-03-01",
        "stop": "2031-03-31",
        "min_weight": 2,
        "seed": 7,
    }
    page = reports.build(ROOT / "notebooks" / "report_actor_network.ipynb", tmp_path / "report", parameters=parameters)
    html = page.read_text(encoding="utf-8")
    assert "<h1>March, person by person</h1>" in html
    assert "2031-04" not in (tmp_path / "report" / "tables" / "documents.csv").read_text(encoding="utf-8")
    for kind in ("svg", "csv"):  # what is drawn stands beside each figure
        assert {p.stem for p in (tmp_path / "report" / "figures").glob(f"*.{kind}")} == {
            "matrix",
            "network",
            "speakers",
            "timeline",
        }
    assert "Halterman, A." in html
    assert "relations: tie below min_weight" in (tmp_path / "report" / "tables" / "left_out.csv").read_text("utf-8")
    assert "documents,10\n" in (tmp_path / "report" / "tables" / "numbers.csv").read_text("utf-8")


@pytest.mark.usefixtures("in_this_process")
def test_report_of_an_article_without_any_actor(quiet_run: Path, tmp_path: Path) -> None:
    page = reports.build(
        ROOT / "notebooks" / "report_actor_network.ipynb",
        tmp_path / "report",
        parameters={"corpus": None, "run": str(quiet_run), "out": "."},
    )
    assert "No relation" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", ["06_words_in_context", "07_framing"])
def test_workbench_of_an_article_without_any_actor(name: str, quiet_run: Path, tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "report")
    page = reports.build(
        ROOT / "notebooks" / f"{name}.ipynb", out, parameters={"corpus": None, "run": str(quiet_run), "out": "."}
    )
    assert "There are none." in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_this_process")
def test_comparison_of_corpora_without_any_actor(tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "report")
    for side in "ab":
        documents = [Document(f"{side}{n}", "The wall was repaired.", n_words=4) for n in range(2)]
        for name in tables.SCHEMAS:
            tables.write_part(name, documents if name == "documents" else [], out / f"run_{side}")
        (out / f"run_{side}" / "run.json").write_text("{}", encoding="utf-8")
    given = dict.fromkeys(("corpus", "name_a", "stop_a", "start_b"))
    given |= {"run_a": "run_a", "run_b": "run_b", "out": ".", "level": "actor", "replicates": 20, "seed": 5}
    page = reports.build(ROOT / "notebooks" / "compare.ipynb", out, parameters=given)
    html = page.read_text(encoding="utf-8")
    assert "0 of 2" in html
    assert "There are none." in html


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_workbench_runs_with_other_parameters(shipped_run: Run, tmp_path: Path) -> None:
    period = {"corpus": None, "run": str(shipped_run.folder), "out": ".", "start": "2031-03-01", "stop": "2031-03-31"}
    words = {"word": "strait*", "words": ["strait*", "fish*"], "actor": "edda_lorne", "outlet": "The Daily Lantern"}
    chosen = {
        "06_words_in_context": words | {"kinds": ["direct"], "min_count": 2, "period": "month", "copies": "drop"},
        "07_framing": {"outlets": ["The Daily Lantern", "Drennick Gazette"], "rows": 5},
    }
    tables = {}
    for name, parameters in chosen.items():
        out = reports.prepare(tmp_path / name)
        reports.build(ROOT / "notebooks" / f"{name}.ipynb", out, parameters=period | parameters)
        tables[name] = {path.stem: path.read_text(encoding="utf-8") for path in (out / "tables").glob("*.csv")}
        assert not any("2031-04" in text for text in tables[name].values())
    assert "strait" in tables["06_words_in_context"]["concordance"].lower()
    assert tables["06_words_in_context"]["actor_keyness"].count("\n") > 2
    assert set(tables["07_framing"]) >= {"verbs_by_actor", "quotes", "naming", "agency", "hedges_by_outlet"}
    assert "Courier" not in tables["07_framing"]["verbs_by_outlet"]


def test_importing_the_toolkit_takes_under_300_milliseconds() -> None:
    code = "import time; t = time.perf_counter(); import toolkit; print(time.perf_counter() - t)"
    times = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
        time.sleep(0.05)
    assert min(times) < 0.3
