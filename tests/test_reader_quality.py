"""Floors for who said what on the development part of PolNeAR, by the trained reader and by rules."""

import gzip
import json
from pathlib import Path

import pytest

from toolkit import attributions, language, layout
from toolkit.records import Document
from toolkit.training.calibration import is_right

ARTICLES = 16
#: Measured on the first sixteen articles with the weights of the second round, less three points.
FLOORS = {"trained": 0.74, "rules": 0.65}


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
        n_right += sum(is_right(one.content_spans, one.source_spans, row["attributions"]) for one in found)
    assert 2 * n_right / (n_found + sum(len(row["attributions"]) for row in rows)) >= FLOORS[method]
