"""Shared settings: no display, no network, the same random cases in every run."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from toolkit.pipeline import Run

os.environ.setdefault("MPLBACKEND", "Agg")
settings.register_profile("polyvocal", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("polyvocal")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shipped corpus."""
    return ROOT / "data" / "straits_dispute"


@pytest.fixture(scope="session")
def shipped_run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> "Run":
    """The run of the shipped corpus, made once: to be read, never written to."""
    from toolkit import pipeline

    return pipeline.extract(corpus, tmp_path_factory.mktemp("shipped") / "run")


@pytest.fixture(scope="session")
def quiet_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of one article without actors, outlet and date: to be read, never written to."""
    from toolkit import pipeline

    folder = tmp_path_factory.mktemp("quiet")
    (folder / "quiet.txt").write_text("Harbour news\n\nThe wall was repaired.\n", encoding="utf-8")
    return pipeline.extract(folder / "quiet.txt", folder / "run").folder


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports run their cells in this process, which has imported everything, and not in a kernel."""
    import notebook_cells

    monkeypatch.setattr("toolkit.reports.folder.execute", notebook_cells.execute)


@pytest.fixture(scope="session")
def simulation() -> ModuleType:
    """The benchmark of coverage, to be run in small."""
    path = Path(__file__).parent / "benchmarks" / "bench_coverage.py"
    spec = importlib.util.spec_from_file_location("bench_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def shared() -> Path:
    """Annotated material that is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the annotated articles in ../shared, which are not part of the project")
    return SHARED
