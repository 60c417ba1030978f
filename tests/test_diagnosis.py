from importlib.metadata import PackageNotFoundError

import pytest

from toolkit import diagnosis, language
from toolkit.errors import MissingModelError


def test_everything_is_found_here() -> None:
    found = diagnosis.findings()
    assert found[0].what == "Python"
    assert all(finding.ok for finding in found), found


def test_missing_package_comes_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(diagnosis, "version", gone)
    finding = next(f for f in diagnosis.findings() if f.what == "networkx")
    assert not finding.ok
    assert finding.state == "not installed"
    assert "pip install 'networkx" in finding.remedy


def test_missing_model_comes_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise MissingModelError("model 'en_core_web_sm' is not installed. With pip: ...")

    monkeypatch.setattr(language, "load", gone)
    finding = next(f for f in diagnosis.findings() if f.what == "language model")
    assert not finding.ok
    assert "With pip" in finding.state
