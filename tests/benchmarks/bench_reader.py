"""Attributions by the trained reader and by rules, beside the parser, in one run on one thread.

``python tests/benchmarks/bench_reader.py [GOLD.jsonl.gz] [ARTICLES]`` prints, for each method, who said what (content
shares half its characters with an annotated one and the source is met) and words per CPU second.
"""

import gzip
import json
import sys
import time
from pathlib import Path
from typing import Any

from toolkit import attributions, encoder, language, layout
from toolkit.records import Attribution, Document
from toolkit.training.calibration import is_right

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "polnear" / "dev.jsonl.gz"


def scores(found: list[tuple[Attribution, ...]], gold: list[list[dict[str, Any]]]) -> str:
    """Give precision, recall and F1 of who said what over documents."""
    n_right = sum(
        is_right(row.content_spans, row.source_spans, annotated)
        for rows, annotated in zip(found, gold, strict=True)
        for row in rows
    )
    precision, recall = n_right / sum(map(len, found)), n_right / sum(map(len, gold))
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"


def main(path: Path, articles: int) -> None:
    """Read annotated articles with both methods."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:articles]
    nlp, reader = language.load(), encoder.load()
    spent = dict.fromkeys(("parse", "encoder", "trained", "rules"), 0.0)
    found: dict[str, list[tuple[Attribution, ...]]] = {"trained": [], "rules": []}
    for row in rows:
        document = Document(row["id"], row["text"])
        segments = layout.segment(document)
        clock = time.process_time()
        parsed = language.parse(document, segments, nlp)
        spent["parse"] += time.process_time() - clock
        clock = time.process_time()
        seen = encoder.see(parsed, reader)
        spent["encoder"] += time.process_time() - clock
        for method, extra in (("trained", {"seen": seen}), ("rules", {})):
            clock = time.process_time()
            made = attributions.extract(parsed, method=method, **extra)
            spent[method] += time.process_time() - clock
            found[method].append(attributions.outermost(made, row["text"]))
    words = sum(len(row["text"].split()) for row in rows)
    gold = [row["attributions"] for row in rows]
    for method, rows_found in found.items():
        sys.stdout.write(f"{method:8} {scores(rows_found, gold)}\n")
    spent["trained"] -= spent["rules"]
    for step, seconds in spent.items():
        sys.stdout.write(f"{step:8} {words / seconds:8.0f} words/s  {seconds / spent['parse']:.2f} x parse\n")
    sys.stdout.write(
        f"reader   {(spent['encoder'] + spent['trained']) / spent['parse']:.2f} x parse (encoder and heads)\n"
    )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0]) if given else GOLD, int(given[1]) if len(given) > 1 else 84)
