import json
import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from toolkit import cli

GOOD = """Norvania closes the straits

Posted On: 3rd March 2031

Norvania expelled Belmarra's envoy on Monday. "We will sail," Foreign Minister Marla Quist said.
"""


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run the command line in this process; give its exit code."""
    monkeypatch.setattr(sys, "argv", ["polyvocal", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "articles" / "a.txt"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_extract_writes_a_run(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, "extract", article, "--out", tmp_path / "run") == 0
    assert len(pd.read_parquet(tmp_path / "run" / "attributions")) == 1


def test_one_bad_file_is_told_and_gives_exit_code_1(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (article.parent / "empty.txt").touch()
    assert call(monkeypatch, "extract", article.parent, "--out", tmp_path / "run") == 1
    said = capsys.readouterr()
    assert "empty.txt: empty file" in said.err
    assert "1 documents, 1 attributions" in said.err
    assert said.out == ""


def broken_folder(folder: Path) -> Path:
    """Two good articles among a file of every kind of trouble."""
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "latin.txt").write_bytes("Grüße aus Mölln\n\nDer Minister erklärte, er sei müde.".encode("latin-1"))
    (folder / "cut.docx").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\x08\x00 cut short")
    (folder / "nothing.pdf").touch()
    with zipfile.ZipFile(folder / "slip.zip", "w") as archive:
        archive.writestr("../outside.txt", GOOD)
    return folder


def test_trouble_is_listed_and_the_good_articles_are_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = broken_folder(tmp_path / "corpus")
    assert call(monkeypatch, "extract", corpus, "--out", tmp_path / "run") == 1
    attributions = pd.read_parquet(tmp_path / "run" / "attributions")
    assert {"one", "two"} <= set(attributions["doc_id"])
    rejected = pd.read_parquet(tmp_path / "run" / "rejected").set_index("path")["reason"]
    assert {name.split("/")[0] for name in rejected.index} == {
        "binary.txt",
        "cut.docx",
        "empty.txt",
        "latin.txt",
        "nothing.pdf",
        "slip.zip",
    }
    assert rejected["latin.txt"] == "encoding guessed"
    assert not (tmp_path / "outside.txt").exists()


def test_nothing_readable_gives_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").touch()
    assert call(monkeypatch, "extract", tmp_path / "empty.txt", "--out", tmp_path / "run") == 2
    assert "corpus holds no readable document" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "nowhere", "--out", "run"], "nowhere"),
        (["extract", "{article}", "--out", "run", "--model", "en_none"], "model 'en_none' is not installed"),
        (["extract", "{article}", "--out", "run", "--workers", "0"], "workers must be at least 1; got 0"),
        (["extract", "{article}"], "Missing option '--out'"),
        (["export", "nowhere", "--to", "out.csv"], "nowhere"),
        (["report", "{article}", "--out", "rep", "--notebook", "none"], "none"),
        (["report", "{article}", "--out", "rep", "-p", "min_wait", "2"], "min_weight"),
        (["report", "{article}", "--out", "rep", "-p", "min_weight", "two"], "min_weight"),
        (["report", "debate.dna", "--out", "rep"], "debate.dna take --notebook 05_discourse_network"),
        (["report", "{article}", "--out", "rep", "--notebook", "05_discourse_network"], "reads coded statements (.dna"),
        (["report", "none.csv", "--out", "rep", "--notebook", "05_discourse_network"], "there is no file none.csv"),
        (["dance"], "No such command 'dance'"),
    ],
)
def test_wrong_usage_gives_exit_code_2_and_says_why(
    arguments: list[str],
    message: str,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(monkeypatch, *(word.format(article=article) for word in arguments)) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "rep" / "index.html").exists()


def test_export_writes_a_graph(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, "extract", article, "--out", tmp_path / "run") == 0
    assert call(monkeypatch, "export", tmp_path / "run", "--to", tmp_path / "net.graphml") == 0
    assert nx.read_graphml(tmp_path / "net.graphml").is_directed()


def test_doctor_lists_python_packages_and_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "doctor") == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("Python", "networkx", "language model", "write access"))
    assert "MISSING" not in said


def test_forms_of_aliases_that_stand_in_no_document_are_told(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["form,actor", "Marla Quist,the_minister", *(f"Nobody Number{n},nobody" for n in range(30))]
    (tmp_path / "aliases.csv").write_text("\n".join(rows), encoding="utf-8")
    call(monkeypatch, "extract", article, "--out", tmp_path / "run", "--aliases", tmp_path / "aliases.csv")
    said = capsys.readouterr().err
    assert "aliases: 'Nobody Number0' stands in no document" in said
    assert "aliases: ... and 10 more forms stand in none" in said
    assert "Marla Quist" not in said


@pytest.mark.parametrize("name", sorted(cli.program.commands))
def test_the_examples_of_a_command_are_calls_of_it(name: str) -> None:
    command = cli.program.commands[name]
    calls = [line.strip() for line in (command.epilog or "").splitlines()[2:]]
    assert calls or name in ("doctor", "train")
    for line in calls:
        program, called, *arguments = shlex.split(line)
        assert (program, called) == ("polyvocal", name)
        command.make_context(name, arguments)  # raises for an option or a value that there is not


def test_aliases_win(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("form,actor\nMarla Quist,the_minister\n", encoding="utf-8")
    assert call(monkeypatch, "extract", article, "--out", tmp_path / "run", "--aliases", aliases) == 0
    assert pd.read_parquet(tmp_path / "run" / "attributions")["source_actor"].tolist() == ["the_minister"]


def test_module_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "--version"], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.startswith("polyvocal, version ")


@pytest.mark.slow
def test_report_of_a_corpus_and_of_its_run_are_the_same(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "one", tmp_path / "deeper" / "two"
    assert call(monkeypatch, "report", article, "--out", first, "-p", "title", "Toll & trouble") == 0
    assert capsys.readouterr().out.strip() == str(first / "index.html")
    assert "<h1>Toll &amp; trouble</h1>" in (first / "index.html").read_text(encoding="utf-8")
    assert json.loads((first / "run" / "run.json").read_text(encoding="utf-8"))["counts"]["documents"] == 1
    assert call(monkeypatch, "report", first / "run", "--out", second, "-p", "title", "Toll & trouble") == 0
    files = [p.relative_to(first) for p in sorted(first.rglob("*")) if p.is_file() and p.name != "timing.json"]
    assert files
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)


@pytest.mark.slow
def test_report_of_coded_statements_needs_no_extraction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = Path(__file__).parents[1] / "data" / "garden_ring_debate.dna", tmp_path / "report"
    given = ["-p", "coder", "2", "-p", "replicates", "20", "-p", "title", "Ring road"]
    assert call(monkeypatch, "report", source, "--notebook", "05_discourse_network", "--out", out, *given) == 0
    assert capsys.readouterr().out.strip() == str(out / "index.html")
    assert "<h1>Ring road</h1>" in (out / "index.html").read_text(encoding="utf-8")
    assert (out / "coded.dna").read_bytes() == source.read_bytes()
    assert set(json.loads((out / "report.json").read_text(encoding="utf-8"))["inputs"]) == {"coded.dna"}
    assert not (out / "run").exists()
