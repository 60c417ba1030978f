"""The notebook on coding concepts runs on a run of one's own, without any coding by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toolkit import codebooks, concepts, reports, tables
from toolkit.codebooks import Codebook, Concept
from toolkit.records import Actor, Attribution, Document, Span

ROOT = Path(__file__).parents[1]
TEXT = "Marla Quist opposes the toll. Abel Tern wants a tram. Abel Tern said the harbour silts up."


def said(number: int, *parts: str, actor: str, document: str = "d1") -> Attribution:
    source, cue, content = (Span(TEXT.rindex(part), TEXT.rindex(part) + len(part)) for part in parts)
    return Attribution(
        document, f"a{number}", "indirect", "speech", (source,), (cue,), (content,), source_actor=actor,
        cue_text=parts[1], content_text=parts[2],
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_notebook_codes_a_run_of_ones_own(tmp_path: Path) -> None:
    out = reports.prepare(tmp_path / "report")
    rows: dict[str, list[Any]] = {name: [] for name in tables.SCHEMAS}
    rows["documents"] = [Document(name, TEXT, title=name, published=date(2031, 3, 1)) for name in ("d1", "d2")]
    rows["actors"] = [Actor("p1", "Marla Quist", "person"), Actor("p2", "Abel Tern", "person")]
    rows["attributions"] = [
        said(1, "Marla Quist", "opposes", "the toll", actor="p1"),
        said(2, "Abel Tern", "wants", "a tram", actor="p2"),
        said(3, "Abel Tern", "said", "the harbour silts up", actor="p2", document="d2"),
    ]
    for name, listed in rows.items():
        tables.write_part(name, listed, out / "run")
    book = Codebook((Concept("toll"), Concept("tram")))
    codebooks.write(book, tmp_path / "book.yml")
    proposals = concepts.code(out / "run", book)
    concepts.record_decision(tmp_path / "mine.csv", proposals, 1, "accept", coder="Dara Finch")
    given = {"run": "run", "codebook": str(tmp_path / "book.yml"), "decisions": str(tmp_path / "mine.csv"), "out": "."}
    given |= dict.fromkeys(("hand", "second_coder", "left_over", "blind"))
    given |= {"dna": str(tmp_path / "accepted.dna"), "suggestions": 1}
    page = reports.build(ROOT / "notebooks" / "09_code_concepts.ipynb", out, parameters=given)
    html = page.read_text(encoding="utf-8")
    assert "Nothing is coded by hand" in html
    assert "1 statements of 1 persons written and read again" in html
    assert (tmp_path / "accepted.dna").is_file()
    written = {path.stem: path.read_text(encoding="utf-8") for path in (out / "tables").glob("*.csv")}
    assert "silts" in written["suggestions"]
    assert "Dara Finch,accepted,1" in written["coders"]
