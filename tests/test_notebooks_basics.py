"""The first notebooks and the one on checking run with other parameters, and on an article without actors."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit import evaluation, reports
from toolkit.pipeline import Run

ROOT = Path(__file__).parents[1]
NAMES = ("01_corpus", "02_who_says_what", "04_relations", "08_check_the_extraction")


@pytest.fixture
def run(shipped_run: Run) -> Path:
    return shipped_run.folder


def tables_of(name: str, out: Path, **parameters: object) -> dict[str, pd.DataFrame]:
    folder = reports.prepare(out)
    given = {"corpus": None, "out": ".", **parameters}
    reports.build(ROOT / "notebooks" / f"{name}.ipynb", folder, parameters=given)
    return {path.stem: pd.read_csv(path) for path in (folder / "tables").glob("*.csv")}


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_notebooks_run_with_other_parameters(run: Path, tmp_path: Path) -> None:
    shown = tables_of("01_corpus", tmp_path / "1", run=str(run), article="concord-0326", period="M")
    assert len(shown["documents"]) == 14
    assert "body" in set(shown["parts"]["role"])
    shown = tables_of("02_who_says_what", tmp_path / "2", run=str(run), actor="edda_lorne", min_confidence=0.5)
    assert shown["confidence"]["left"].is_monotonic_decreasing
    assert shown["one_speaker"]["content_text"].notna().all()
    shown = tables_of("04_relations", tmp_path / "4", run=str(run), level="actor")
    assert shown["types"]["n"].sum() == len(pd.read_parquet(run / "relations"))
    assert shown["evidence"]["passage"].notna().all()


@pytest.mark.usefixtures("in_this_process")
def test_marks_give_precision_and_a_coding_gives_recall(run: Path, tmp_path: Path) -> None:
    attributions, documents = (pd.read_parquet(run / name) for name in ("attributions", "documents"))
    sample = evaluation.draw_sample(attributions, 12, documents=documents, by=["kind"], least=2)
    marks = tmp_path / "marks.csv"
    for n in range(len(sample)):
        evaluation.record_mark(marks, sample.iloc[n], "wrong" if n == 0 else "right")
    coded = ROOT / "data" / "straits_dispute_attributions.jsonl"
    given = {"run": str(run), "marks": str(marks), "coded": str(coded), "n": 20}
    shown = tables_of("08_check_the_extraction", tmp_path / "8", **given)
    whole = shown["precision_attributions"].set_index("stratum").loc["all"]
    assert (whole["n_checked"], whole["wrong"], whole["n_all"]) == (12, 1, len(attributions))
    assert shown["recall"].set_index("kind").loc["all", "n_documents"] == 3


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", NAMES)
def test_an_article_without_any_actor_is_no_error(name: str, quiet_run: Path, tmp_path: Path) -> None:
    extra = {"coded": None, "marks": str(tmp_path / "none.csv")} if name == NAMES[-1] else {}
    tables_of(name, tmp_path / "report", run=str(quiet_run), **extra)


def test_shipped_marks_and_codings_fit_the_shipped_articles() -> None:
    marks = evaluation.read_marks(ROOT / "data" / "straits_dispute_checked.csv")
    assert marks["table"].value_counts().to_dict() == {"attributions": 60, "relations": 40}
    assert (marks["wrong"][marks["mark"] == "wrong"] != "").all()
    gold = evaluation.read_documents(ROOT / "data" / "straits_dispute_attributions.jsonl")
    for document in gold.values():
        assert document.text is not None
        assert all(row["source"] and row["cue"] and row["content"] for row in document.attributions)
    assert evaluation.recall(gold, gold)["recall"].tolist() == [1.0] * 4
