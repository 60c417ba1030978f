"""The commands `evaluate` and `code`."""

import json
import sys
from pathlib import Path

import pytest

from toolkit import cli, reports

LINE = {
    "id": "d",
    "text": "Quist said no.",
    "attributions": [{"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 13]]}],
}


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_evaluate_prints_a_table_and_writes_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, empty = tmp_path / "gold.jsonl", tmp_path / "empty.jsonl"
    gold.write_text(json.dumps(LINE), encoding="utf-8")
    empty.write_text(json.dumps({"id": "other", "attributions": []}), encoding="utf-8")
    assert call(monkeypatch, "evaluate", gold, gold, "--out", tmp_path / "a" / "s.json") == 0
    assert "all,attribution,who_said_what,1.0,1.0,1.0,1,1" in capsys.readouterr().out
    written = json.loads((tmp_path / "a" / "s.json").read_text(encoding="utf-8"))
    assert written["n_documents"] == 1
    assert written["scores"][0]["f1"] == 1.0
    assert any(row["f1"] is None for row in written["scores"])
    assert call(monkeypatch, "evaluate", empty, gold) == 0
    said = capsys.readouterr().err
    assert "d: not predicted" in said
    assert "1 documents are not in GOLD" in said


def test_evaluate_names_what_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "evaluate", tmp_path / "no", tmp_path / "no") == 2
    assert "a run folder or a .jsonl file is needed" in capsys.readouterr().err


def test_code_puts_the_notebook_beside_the_run_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("{}", encoding="utf-8")
    assert call(monkeypatch, "code", tmp_path / "run", "--coder", "Tern", "--dry-run") == 0
    path = tmp_path / "run_check.ipynb"
    assert capsys.readouterr().out.strip() == str(path)
    filled = [c for c in reports.read_notebook(path).cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert "marks = 'run_checked.csv'" in filled[0].source
    assert "coder = 'Tern'" in filled[0].source
    assert {"corpus", "run", "marks", "coded", "interactive", "coder"} <= set(reports.declared(path))
    before = path.read_bytes()
    assert call(monkeypatch, "code", tmp_path / "run", "--dry-run") == 0
    assert path.read_bytes() == before


def test_code_wants_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "code", tmp_path, "--dry-run") == 2
    assert "RUN must be the folder of a finished run" in capsys.readouterr().err


def test_evaluate_compares_actors_and_relations_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    actors = [{"id": name, "name": name, "type": "state"} for name in ("Norvania", "Belmarra")]
    accused = {"source_actor": "Norvania", "target_actor": "Belmarra", "type": "accuse", "polarity": -1}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(LINE | {"actors": actors, "relations": [accused]}), encoding="utf-8")
    assert call(monkeypatch, "evaluate", gold, gold, "--what", "relations") == 0
    said = capsys.readouterr().out
    assert "party,relations,type_and_sign,1.0,1.0,1.0,1,1" in said
    assert "attribution" not in said
    assert call(monkeypatch, "evaluate", gold, gold, "--what", "all", "--replicates", 5) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].endswith("f1_low,f1_high")
    for part in ("all,attribution,who_said_what,", "all,actors,found,", "actor,relations,pair,"):
        assert part in said
