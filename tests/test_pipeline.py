import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit import pipeline, readers, tables
from toolkit.errors import InputError
from toolkit.records import Document

ARTICLE = """Norvania closes the straits

Posted On: 3rd March 2031

Norvania expelled Belmarra's envoy on Monday. "We will sail," Foreign Minister Marla Quist said.
"""
QUIET = "Harbour news\n\nThe wall was repaired on Tuesday.\n"


def folder(root: Path, files: dict[str, str]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8", newline="")
    return root


def contents(run: Path) -> dict[str, bytes]:
    return {
        p.relative_to(run).as_posix(): p.read_bytes()
        for p in sorted(run.rglob("*"))
        if p.is_file() and p.name != "timing.json"
    }


def test_every_table_is_written_and_sorted(shipped_run: pipeline.Run) -> None:
    for name, keys in tables.KEYS.items():
        frame = tables.read(shipped_run.folder, name)
        assert frame.columns.tolist() == tables.SCHEMAS[name].names
        rows = list(frame[list(keys)].itertuples(index=False, name=None))
        assert rows == sorted(rows)
        assert shipped_run.counts[name] == len(frame)


def test_text_arrives_unchanged(shipped_run: pipeline.Run, corpus: Path) -> None:
    documents = tables.read(shipped_run.folder, "documents").set_index("doc_id")
    for path in sorted(corpus.glob("*.txt")):
        assert documents.loc[path.stem, "text"] == path.read_bytes().decode("utf-8")


def test_every_span_covers_what_its_table_says(shipped_run: pipeline.Run) -> None:
    texts = tables.read(shipped_run.folder, "documents").set_index("doc_id")["text"]
    for mention in tables.read(shipped_run.folder, "mentions").itertuples():
        assert texts[mention.doc_id][mention.start : mention.end] == mention.text
    for row in tables.read(shipped_run.folder, "attributions").itertuples():
        covered = " ".join(texts[row.doc_id][s["start"] : s["end"]] for s in row.content_spans)
        assert covered == row.content_text


def test_ids_lead_to_rows(shipped_run: pipeline.Run) -> None:
    load = tables.load(shipped_run.folder)
    actors = set(load["actors"]["actor_id"])
    mentions = set(zip(load["mentions"]["doc_id"], load["mentions"]["mention_id"], strict=True))
    said = set(zip(load["attributions"]["doc_id"], load["attributions"]["attribution_id"], strict=True))
    relations = load["relations"]
    assert len(relations) > 0
    for column in ("source_actor", "target_actor", "reported_by"):
        assert set(relations[column].dropna()) <= actors
    for column in ("source_mention", "target_mention"):
        named = relations.dropna(subset=[column])
        assert set(zip(named["doc_id"], named[column], strict=True)) <= mentions
    for table, column in (("attributions", "continues"), ("relations", "attribution_id")):
        named = load[table].dropna(subset=[column])
        assert set(zip(named["doc_id"], named[column], strict=True)) <= said
    for column in ("source_actor", "addressee_actor", "on_behalf_of"):
        assert set(load["attributions"][column].dropna()) <= actors
    assert set(load["actors"]["part_of"].dropna()) <= actors


def test_run_json_names_command_versions_inputs_and_counts(shipped_run: pipeline.Run, corpus: Path) -> None:
    stated = json.loads((shipped_run.folder / "run.json").read_text(encoding="utf-8"))
    assert stated["command"] == "extract"
    assert stated["parameters"]["corpus"] == corpus.name
    assert stated["inputs"] == dict(readers.digests(corpus))
    assert stated["counts"] == shipped_run.counts
    assert {"polyvocal", "python", "model", "spacy"} <= set(stated["versions"])
    assert not (shipped_run.folder / "unfinished").exists()


@pytest.mark.slow
def test_result_is_the_same_for_any_number_of_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three parts for two processes, the last of them the shortest, so that it may be done first."""
    monkeypatch.setattr("toolkit.pipeline._parts.PART_SIZE", 2)
    longest = ARTICLE + "\n".join(f"Envoy {n} met Marla Quist on day {n}." for n in range(2, 20))
    source = folder(tmp_path / "corpus", {"a.txt": longest, "b.txt": ARTICLE, "c.txt": "", "d.txt": longest})
    folder(source, {"e.txt": QUIET})
    one = pipeline.extract(source, tmp_path / "one" / "run")
    two = pipeline.extract(source, tmp_path / "two" / "run", workers=2)
    assert one.counts["documents"] == 4
    assert contents(two.folder) == contents(one.folder)


def test_another_document_changes_nothing_in_the_first(tmp_path: Path) -> None:
    alone = pipeline.extract(folder(tmp_path / "one", {"b.txt": ARTICLE}), tmp_path / "run1").folder
    among = pipeline.extract(folder(tmp_path / "two", {"a.txt": QUIET, "b.txt": ARTICLE}), tmp_path / "run2").folder
    for name in ("segments", "mentions", "attributions", "relations", "targets"):
        both = tables.read(among, name)
        assert both[both["doc_id"] == "b"].reset_index(drop=True).equals(tables.read(alone, name))


def test_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.pipeline._parts.PART_SIZE", 1)
    source = folder(tmp_path / "corpus", {f"{n}.txt": ARTICLE for n in "abc"})
    analysed: list[str] = []
    honest: Callable[..., pipeline.Analysis] = pipeline.analyse

    def analyse(document: Document, *args: object, **options: object) -> pipeline.Analysis:
        if len(analysed) == 1 and document.doc_id == "b":
            analysed.append("stop")
            raise KeyboardInterrupt
        analysed.append(document.doc_id)
        return honest(document, *args, **options)

    monkeypatch.setattr("toolkit.pipeline._analysis.analyse", analyse)
    with pytest.raises(KeyboardInterrupt):
        pipeline.extract(source, tmp_path / "run")
    assert not pipeline.is_run(tmp_path / "run")
    pipeline.extract(source, tmp_path / "run")
    assert analysed == ["a", "stop", "b", "c"]
    monkeypatch.undo()
    whole = pipeline.extract(source, tmp_path / "whole").folder
    assert tables.read(tmp_path / "run", "attributions").equals(tables.read(whole, "attributions"))


def test_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    pipeline.extract(folder(tmp_path / "one", {"a.txt": QUIET}), tmp_path / "run")
    pipeline.extract(folder(tmp_path / "two", {"b.txt": ARTICLE}), tmp_path / "run")
    assert tables.read(tmp_path / "run", "documents")["doc_id"].tolist() == ["b"]


def test_progress_counts_every_document(tmp_path: Path) -> None:
    seen: list[int] = []
    source = folder(tmp_path / "corpus", {"a.txt": QUIET, "b.txt": "", "c.txt": QUIET})
    pipeline.extract(source, tmp_path / "run", progress=seen.append)
    assert sum(seen) == 3


def test_bad_files_are_listed_and_lose_nothing_else(tmp_path: Path) -> None:
    source = folder(tmp_path / "corpus", {"a.txt": "", "good.txt": ARTICLE})
    (source / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 40)
    done = pipeline.extract(source, tmp_path / "run")
    assert tables.read(done.folder, "documents")["doc_id"].tolist() == ["good"]
    assert tables.read(done.folder, "rejected")["path"].tolist() == ["a.txt", "b.txt"]


def test_a_paragraph_beyond_the_parser_is_rejected(tmp_path: Path) -> None:
    source = folder(tmp_path / "corpus", {"long.txt": "word " * 250_000, "good.txt": ARTICLE})
    done = pipeline.extract(source, tmp_path / "run")
    rejected = tables.read(done.folder, "rejected")
    assert rejected[["path", "reason"]].to_numpy().tolist() == [["long.txt", "paragraph too long"]]
    assert "the parser takes 1000000" in rejected["detail"][0]


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "corpus", {"a.txt": QUIET})
    with pytest.raises(InputError, match=r"out must be a new or empty folder or an earlier run; .* holds other files"):
        pipeline.extract(source, source)


def test_file_as_out_is_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "corpus", {"a.txt": QUIET})
    with pytest.raises(InputError, match=r"out must be a folder; .* is a file"):
        pipeline.extract(source, source / "a.txt")


def test_no_worker_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workers must be at least 1; got 0"):
        pipeline.extract(corpus, tmp_path / "run", workers=0)


def test_empty_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"corpus must be a file or folder with something to read; .* holds nothing"):
        pipeline.extract(tmp_path / "empty", tmp_path / "run")


def test_open_run_takes_what_is_there(shipped_run: pipeline.Run, tmp_path: Path) -> None:
    assert pipeline.open_run(shipped_run.folder) == shipped_run.folder
    with pytest.raises(InputError, match=r"run must be the folder of a finished run, or corpus must be given"):
        pipeline.open_run(tmp_path)


def test_open_run_extracts_a_corpus(tmp_path: Path) -> None:
    made = pipeline.open_run(tmp_path / "run", corpus=folder(tmp_path / "corpus", {"a.txt": ARTICLE}))
    assert len(tables.read(made, "attributions")) == 1


def test_load_chooses_period_and_outlets(shipped_run: pipeline.Run) -> None:
    whole = tables.load(shipped_run.folder)
    days = whole["documents"]["published"].dropna()
    part = tables.load(shipped_run.folder, start=days.min(), stop=days.min())
    assert set(part["documents"]["published"]) == {days.min()}
    assert set(part["relations"]["doc_id"]) <= set(part["documents"]["doc_id"])
    assert len(part["actors"]) < len(whole["actors"])


def test_load_refuses_what_is_not_there(shipped_run: pipeline.Run) -> None:
    with pytest.raises(InputError, match="start must be a date as YYYY-MM-DD; got 'March'"):
        tables.load(shipped_run.folder, start="March")
    with pytest.raises(InputError, match=r"outlets must be among \[.*\]; got \['Nobody'\]"):
        tables.load(shipped_run.folder, outlets=["Nobody"])
    with pytest.raises(InputError, match="no document is left with start=1900-01-01, stop=1900-01-02"):
        tables.load(shipped_run.folder, start="1900-01-01", stop="1900-01-02")


def test_a_run_can_be_moved(shipped_run: pipeline.Run, tmp_path: Path) -> None:
    shutil.copytree(shipped_run.folder, tmp_path / "moved")
    assert tables.load(tmp_path / "moved")["documents"].equals(tables.load(shipped_run.folder)["documents"])
