"""Time of each step of the extraction beside the parse: ``python tests/benchmarks/bench_extract.py [CORPUS]``.

Prints, for the shipped corpus or any other, CPU seconds, words per CPU second, and the ratio to the parse alone.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from toolkit import actors, attributions, encoder, language, layout, readers, relations, stance
from toolkit.records import Document

ROOT = Path(__file__).parents[2]


def main(corpus: Path, repeats: int = 5) -> None:
    """Analyse every document of a corpus some times and print what each step costs."""
    documents = [item for item in readers.read_corpus(corpus) if isinstance(item, Document)]
    nlp = language.load()
    spent: dict[str, float] = defaultdict(float)

    def timed(step: str, function: Callable[..., Any], *arguments: Any) -> Any:
        started = time.process_time()
        result = function(*arguments)
        spent[step] += time.process_time() - started
        return result

    for _ in range(repeats):
        for document in documents:
            segments = timed("layout", layout.segment, document)
            dated = timed("layout", layout.with_metadata, document, segments)
            parsed = timed("parse", language.parse, dated, segments, nlp)
            seen = timed("encoder", encoder.see, parsed)
            found = timed("attributions", lambda p, s: attributions.extract(p, method="trained", seen=s), parsed, seen)
            mentions = timed("actors", actors.find_mentions, parsed)
            resolution = timed("actors", actors.resolve, parsed, mentions, found)
            linked = timed("actors", actors.link, parsed, found, resolution)
            told = (parsed, resolution.mentions, resolution.actors, linked)
            timed("relations", lambda *given: relations.extract(*given[:-1], seen=given[-1]), *told, seen)
            targets = timed("actors", actors.targets, linked, resolution.mentions, resolution.actors)
            timed("stance", stance.of_targets, parsed, seen, targets, resolution.mentions)
    words = repeats * sum(document.n_words or 0 for document in documents)
    for step, seconds in [*spent.items(), ("all", sum(spent.values()))]:
        ratio = seconds / spent["parse"]
        sys.stdout.write(f"{step:13} {seconds:7.2f} s  {words / seconds:9.0f} words/s  {ratio:5.2f} x parse\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "straits_dispute")
