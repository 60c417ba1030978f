"""Floors for who said what on the development part of PolNeAR, by the trained reader and by rules."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from toolkit import attributions, language, layout
from toolkit.records import Attribution, Document

ARTICLES = 16
#: Measured on the first sixteen articles when the reader was shipped, less three points.
FLOORS = {"trained": 0.60, "rules": 0.57}


def letters(spans: Any) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def is_right(row: Attribution, gold: list[dict[str, Any]]) -> bool:
    """Content shares half its characters with an annotated one, and the sources meet or both are absent."""
    content, source = letters(row.content_spans), letters(row.source_spans)
    for annotated in gold:
        other, named = letters(annotated["content"]), letters(annotated["source"])
        if 2 * len(content & other) >= len(content | other) and (source & named or not (source or named)):
            return True
    return False


@pytest.mark.parametrize("method", sorted(FLOORS))
def test_who_said_what_is_not_under_its_floor(method: str, shared: Path) -> None:
    with gzip.open(shared / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(ARTICLES), lines, strict=False)]
    n_found = n_right = 0
    for row in rows:
        document = Document(row["id"], row["text"])
        parsed = language.parse(document, layout.segment(document), language.load())
        found = attributions.outermost(attributions.extract(parsed, method=method), row["text"])
        n_found += len(found)
        n_right += sum(is_right(one, row["attributions"]) for one in found)
    assert 2 * n_right / (n_found + sum(len(row["attributions"]) for row in rows)) >= FLOORS[method]
