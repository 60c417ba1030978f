"""`polyvocal merges`: suggestions of a run, decisions in a file, the aliases that come of them."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from toolkit import actors, cli, tables
from toolkit.records import Actor

ROWS = [
    Actor("marla_quist", "Marla Quist", "person", role="mayor", forms=("Marla Quist",)),
    Actor("m_quist", "M. Quist", "person", role="mayor", forms=("M. Quist",)),
    Actor("strell", "Strell", "person", forms=("Pavo Strell", "Edda Strell", "Strell")),
]


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    for name in tables.RECORDS:
        tables.write_part(name, ROWS if name == "actors" else [], folder)
    (folder / "run.json").write_text("{}", encoding="utf-8")
    return folder


def test_suggestions_decisions_aliases(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, aliases = tmp_path / "merges.csv", tmp_path / "names.csv"
    assert call(monkeypatch, "merges", run, "--out", out, "--splits") == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(out)
    assert "2 suggestions to decide on, 0 decided" in said.err
    table = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert set(table["kind"]) == {"merge", "split"}
    assert all(table["reason"])
    table.loc[table["kind"] == "merge", "decision"] = "yes"
    table.loc[table["kind"] == "split", "decision"] = "no"
    table.to_csv(out, index=False)
    assert call(monkeypatch, "merges", run, "--out", out, "--splits") == 0
    assert "0 suggestions to decide on, 2 decided" in capsys.readouterr().err
    assert call(monkeypatch, "merges", run, "--apply", out, "--aliases", aliases) == 0
    assert "1 forms from accepted suggestions, 0 of your own" in capsys.readouterr().err
    held = actors.read_aliases(aliases)
    assert held == {"M. Quist": "Marla Quist"}
    assert held.told["marla_quist"].type == "person"  # type: ignore[attr-defined]


def test_splits_only_where_asked_for_and_scores_are_a_floor(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(monkeypatch, "merges", run, "--out", tmp_path / "m.csv") == 0
    assert set(pd.read_csv(tmp_path / "m.csv")["kind"]) == {"merge"}
    assert call(monkeypatch, "merges", run, "--out", tmp_path / "n.csv", "--min-score", "1") == 0
    assert pd.read_csv(tmp_path / "n.csv").empty


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "(to follow your decisions); got neither"),
        (["--out", "a.csv", "--apply", "b.csv"], "(to follow your decisions); got both, a.csv and b.csv"),
        (["--out", "a.csv", "--aliases", "b.csv"], "--aliases goes with --apply; got --aliases b.csv with --out"),
        (["--apply", "a.csv"], "--apply needs --aliases FILE"),
        (
            ["--apply", "a.csv", "--aliases", "b.csv", "--splits"],
            "--splits and --min-score go with --out; got --splits with --apply",
        ),
        (["--apply", "none.csv", "--aliases", "b.csv"], "none.csv cannot be read"),
        (["--out", "a.csv", "--min-score", "2"], "min_score must be between 0 and 1; got 2.0"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    message: str,
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(monkeypatch, "merges", run, *arguments) == 2
    assert message in capsys.readouterr().err


def test_what_is_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "merges", tmp_path, "--out", tmp_path / "a.csv") == 2
    assert "holds no run.json" in capsys.readouterr().err
