"""Relations on annotated sentences, with the actors that the toolkit finds itself, and where the missing ones are lost.

``python tests/benchmarks/bench_relations.py [STEP]`` reads every STEP-th sentence (all by default) of the held-back
fifth of the training part and prints, of the annotated pairs, how many are found with their direction, with their quad
and with their type; and how many are lost because an actor was not found, was not resolved, or the pair was not joined.
Only one pair of a sentence is annotated there, so that precision cannot be measured. Actors match if their words
overlap; a pronoun is no match for the name that it stands for.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from toolkit import actors, attributions, encoder, language, relations
from toolkit.records import Document, Mention, Relation, Segment
from toolkit.training.examples import is_held_back

GOLD = Path(__file__).parents[3] / "shared" / "relations" / "plv_train.jsonl"
QUADS = ("neutral", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
#: Types that the annotation divides further.
JOINED = {
    **dict.fromkeys(("CONCEDE", "RETREAT"), "YIELD"),
    **dict.fromkeys(("DISAPPROVE", "INVESTIGATE"), "ACCUSE"),
    "DEMAND": "REQUEST",
    "FIGHT": "ASSAULT",
}


def over(spans: Iterable[Sequence[int]], mention: Mention | None) -> bool:
    """Tell whether a mention shares a letter with annotated words."""
    return mention is not None and any(start < mention.end and mention.start < end for start, end in spans)


def outcome(event: dict[str, Any], found: Sequence[Relation], mentions: Sequence[Mention]) -> tuple[str, bool, bool]:
    """Say what became of an annotated pair: found or why it is lost, and whether quad and type are right."""
    by = {mention.mention_id: mention for mention in mentions}
    ends = event["source_spans"], event["target_spans"]
    pairs = [(by.get(row.source_mention or ""), by.get(row.target_mention or ""), row) for row in found]
    same = [row for a, b, row in pairs if over(ends[0], a) and over(ends[1], b)]
    if same:
        kind = JOINED.get(event["plover"], event["plover"])
        return (
            "found",
            any(row.quad == QUADS[event["quadclass"]] for row in same),
            any(row.type.upper() == kind for row in same),
        )
    if any(over(ends[1], a) and over(ends[0], b) for a, b, _ in pairs):
        return "the other way round", False, False
    for side, spans in zip(("source", "target"), ends, strict=True):
        here = [mention for mention in mentions if over(spans, mention)]
        if not any(mention.actor_id for mention in here):
            return f"{side} not {'resolved' if here else 'found'}", False, False
    return "pair not joined", False, False


def main() -> None:
    """Print the figures, or why there are none."""
    if not GOLD.exists():
        sys.stdout.write(f"skipped: {GOLD} is not there\n")
        return
    rows = [row for row in map(json.loads, GOLD.open(encoding="utf-8")) if is_held_back(row["text"], 5)]
    rows = rows[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    nlp, reader = language.load(), encoder.load()
    outcomes: list[tuple[str, bool, bool]] = []
    began = time.process_time()
    for row in rows:
        segments = [Segment(row["id"], "s001", "body", 0, len(row["text"]))]
        parsed = language.parse(Document(row["id"], row["text"]), segments, nlp)
        seen = encoder.see(parsed, reader)
        said = attributions.extract(parsed, method="trained", seen=seen)
        who = actors.resolve(parsed, actors.find_mentions(parsed), said)
        said = actors.link(parsed, said, who)
        found = relations.extract(parsed, who.mentions, who.actors, said, seen=seen)
        events = (event for event in row["events"] if event["source_spans"] and event["target_spans"])
        outcomes += [outcome(event, found, who.mentions) for event in events]
    n = max(len(outcomes), 1)
    met = [sum(map(bool, column)) / n for column in zip(*((o[0] == "found", *o[1:]) for o in outcomes), strict=True)]
    words = "  ".join(f"{name} {share:.3f}" for name, share in zip(("pair", "+quad", "+type"), met, strict=False))
    sys.stdout.write(f"{len(rows)} sentences, {n} pairs, {time.process_time() - began:.0f} CPU seconds\n{words}\n")
    for reason, count in Counter(o[0] for o in outcomes).most_common():
        sys.stdout.write(f"{count:5d}  {reason}\n")


if __name__ == "__main__":
    main()
