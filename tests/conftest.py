"""Shared settings: no display, no network, the same random cases in every run."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
def shared() -> Path:
    """Annotated material that is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the annotated articles in ../shared, which are not part of the project")
    return SHARED
