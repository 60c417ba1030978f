"""The notebook of actors runs with other parameters than its own, and writes what a person decides in."""

from pathlib import Path

import pytest

from toolkit import actors, reports
from toolkit.pipeline import Run

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "03_actors.ipynb"
HERE = {"corpus": None, "out": "."}


@pytest.mark.usefixtures("in_this_process")
def test_actors_with_other_parameters(shipped_run: Run, tmp_path: Path) -> None:
    run = str(shipped_run.folder)
    chosen = {
        "start": "2031-03-01",
        "stop": "2031-03-31",
        "article": "2031-03-20_lantern",
        "min_score": 0.2,
        "decisions": str(tmp_path / "merges.csv"),
        "aliases": str(tmp_path / "names.csv"),
        "rows": 5,
    }
    page = reports.build(NOTEBOOK, reports.prepare(tmp_path / "report"), parameters=HERE | {"run": run} | chosen)
    written = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "report" / "tables").glob("*.csv")}
    assert set(written) >= {"actors", "kinds", "roles", "reasons", "unresolved", "merges", "splits", "levels"}
    assert not any("2031-04" in text for text in written.values())
    assert "shown: 2031-03-20_lantern" in page.read_text(encoding="utf-8")
    assert "polyvocal-article" in page.read_text(encoding="utf-8")
    assert "decision" in actors.read_merges(tmp_path / "merges.csv")
    assert actors.read_aliases(tmp_path / "names.csv") == {}


@pytest.mark.usefixtures("in_this_process")
def test_actors_of_an_article_without_any(quiet_run: Path, tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "report")
    page = reports.build(NOTEBOOK, out, parameters=HERE | {"run": str(quiet_run)})
    assert "There are none." in page.read_text(encoding="utf-8")
