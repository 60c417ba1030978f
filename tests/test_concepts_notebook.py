"""The notebook on coding concepts runs on a run of one's own, without any coding by hand."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toolkit import cli, codebooks, concepts, tables
from toolkit.codebooks import Codebook, Concept
from toolkit.records import Actor, Attribution, Document, Span

TEXT = "Marla Quist opposes the toll. Abel Tern wants a tram. Abel Tern said the harbour silts up."


def said(number: int, *parts: str, actor: str, document: str = "d1") -> Attribution:
    source, cue, content = (Span(TEXT.rindex(part), TEXT.rindex(part) + len(part)) for part in parts)
    return Attribution(
        document, f"a{number}", "indirect", "speech", (source,), (cue,), (content,), source_actor=actor,
        cue_text=parts[1], content_text=parts[2],
    )  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    rows: dict[str, list[Any]] = {name: [] for name in tables.SCHEMAS}
    rows["documents"] = [Document(name, TEXT, title=name, published=date(2031, 3, 1)) for name in ("d1", "d2")]
    rows["actors"] = [Actor("p1", "Marla Quist", "person"), Actor("p2", "Abel Tern", "person")]
    rows["attributions"] = [
        said(1, "Marla Quist", "opposes", "the toll", actor="p1"),
        said(2, "Abel Tern", "wants", "a tram", actor="p2"),
        said(3, "Abel Tern", "said", "the harbour silts up", actor="p2", document="d2"),
    ]
    for name, listed in rows.items():
        tables.write_part(name, listed, tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text("{}", encoding="utf-8")
    return tmp_path / "run"


def report(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", "report", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_notebook_codes_a_run_of_ones_own(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # files are named as seen from here
    book = Codebook((Concept("toll"), Concept("tram")))
    codebooks.write(book, Path("book.yml"))
    concepts.record_decision("mine.csv", concepts.code(run, book), 1, "accept", coder="Dara Finch")
    given = [("decisions", "mine.csv"), ("dna", tmp_path / "accepted.dna"), ("suggestions", 1)]
    chosen = [part for name, value in given for part in ("-p", name, value)]
    about = ("--notebook", "09_code_concepts", "--codebook", "book.yml", "--out", "report")
    assert report(monkeypatch, "run", *about, *chosen) == 0
    html = Path("report/index.html").read_text(encoding="utf-8")
    assert "Nothing is coded by hand" in html
    assert "1 statements of 1 persons written and read again" in html
    assert Path("accepted.dna").is_file()
    written = {path.stem: path.read_text(encoding="utf-8") for path in Path("report/tables").glob("*.csv")}
    assert "silts" in written["suggestions"]
    assert "Dara Finch,accepted,1" in written["coders"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--notebook", "09_code_concepts"], "09_code_concepts codes with a codebook; name it with --codebook FILE"),
        (["--notebook", "02_who_says_what", "--codebook", "book.yml"], "--codebook goes with a run or articles"),
        (["--notebook", "05_discourse_network", "--codebook", "book.yml"], "0 organizations take a stance"),
    ],
)
def test_a_codebook_where_it_does_not_fit_is_told(
    run: Path,
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    codebooks.write(Codebook((Concept("toll"),)), Path("book.yml"))
    assert report(monkeypatch, run, *arguments, "--out", "report") == 2
    assert message in capsys.readouterr().err
