"""The shipped corpus still gives the tables of the committed report (renew with ``make golden``)."""

import json
from pathlib import Path

import pytest

from toolkit import actors, pipeline, tables

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "reports" / "straits_dispute"


@pytest.fixture(scope="module")
def fresh(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    aliases = actors.read_aliases(ROOT / "data" / "straits_dispute_aliases.csv")
    return pipeline.extract(corpus, tmp_path_factory.mktemp("golden") / "run", aliases=aliases).folder


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_table_is_the_committed_one(name: str, fresh: Path) -> None:
    expected = tables.to_records(name, tables.read(COMMITTED / "run", name))
    found = tables.to_records(name, tables.read(fresh, name))
    assert found == expected


def test_report_is_of_the_committed_corpus(fresh: Path) -> None:
    stated = [json.loads((run / "run.json").read_text(encoding="utf-8")) for run in (fresh, COMMITTED / "run")]
    assert stated[0]["inputs"] == stated[1]["inputs"]
    assert stated[0]["counts"] == stated[1]["counts"]


def test_committed_report_is_whole_and_small() -> None:
    files = [path for path in COMMITTED.rglob("*") if path.is_file()]
    assert {"index.html", "notebook.ipynb", "report.json"} <= {path.name for path in files}
    assert sum(path.stat().st_size for path in files) < 3_000_000
