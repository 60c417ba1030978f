"""How often a pronoun is resolved rightly, by the rule that resolves it, against decisions taken by hand.

``python tests/pronoun_scores.py`` prints the table of ``toolkit/docs/pronouns.md``.
"""

import csv
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit import actors, attributions, language, layout
from toolkit.actors import Resolution
from toolkit.records import Document, Mention

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "tests" / "data" / "pronoun_decisions.csv"
ARTICLES = ROOT.parent / "shared" / "polnear" / "dev.jsonl.gz"
OPEN = "left open"


class Judgement(NamedTuple):
    """One pronoun of the sample: where it is, its decision, what resolved it, and whether that is right."""

    doc_id: str
    start: int
    pronoun: str
    decision: str
    rule: str
    outcome: str


def read_decisions(path: Path = DECISIONS) -> list[dict[str, str]]:
    """Read the decisions, in the order of their file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half(doc_id: str) -> str:
    """Tell to which half of the documents one belongs: rules were made looking at "development" only."""
    return "development" if hashlib.sha256(doc_id.encode()).digest()[0] % 2 == 0 else "unseen"


def resolved(wanted: Iterable[str]) -> Iterator[tuple[str, str, Resolution]]:
    """Give the id, the text and the resolved mentions of documents."""
    keep = set(wanted)
    nlp = language.load()
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["id"] in keep:
                document = Document(row["id"], row["text"])
                parsed = language.parse(document, layout.segment(document), nlp)
                found = attributions.extract(parsed, method="rules")
                yield row["id"], row["text"], actors.resolve(parsed, actors.find_mentions(parsed), found)


def _actors_at(mentions: Iterable[Mention], start: int, end: int) -> set[str]:
    """Give the actors of the mentions that end where the antecedent ends, or of those within it where none does."""
    inside = [m for m in mentions if start <= m.start and m.end <= end and m.kind != "pronoun"]
    over = [m for m in mentions if m.start < end and m.end == end and m.kind != "pronoun"]
    return {m.actor_id for m in (over or inside) if m.actor_id is not None}


def _outcome(decision: Mapping[str, str], actor: str | None, mentions: Iterable[Mention]) -> str:
    """Judge one answer; nobody named, or several together, is right only if left open."""
    if actor is None:
        return OPEN
    if not decision["antecedent_start"]:
        return "wrong"
    start, end = int(decision["antecedent_start"]), int(decision["antecedent_end"])
    return "right" if actor in _actors_at(mentions, start, end) else "wrong"


def judge(decisions: Iterable[Mapping[str, str]], text: str, resolution: Resolution) -> list[Judgement]:
    """Judge the pronouns of one document."""
    at = {(m.start, m.end): m for m in resolution.mentions if m.kind == "pronoun"}
    reasons = {u.mention_id: u.reason for u in resolution.unresolved}
    judged = []
    for decision in decisions:
        start, end = int(decision["start"]), int(decision["end"])
        mention = at.get((start, end))
        actor = mention.actor_id if mention is not None else None
        outcome = _outcome(decision, actor, resolution.mentions)
        rule = "no mention" if mention is None else resolution.rules.get(mention.mention_id, "")
        reason = reasons.get(mention.mention_id, "") if mention is not None else ""
        judged.append(
            Judgement(
                decision["doc_id"], start, text[start:end].casefold(), decision["decision"], rule or reason, outcome
            )
        )
    return judged


def sample(documents: Iterable[tuple[str, str, Resolution]] | None = None) -> list[Judgement]:
    """Judge the whole sample."""
    decisions: dict[str, list[dict[str, str]]] = {}
    for row in read_decisions():
        decisions.setdefault(row["doc_id"], []).append(row)
    given = resolved(decisions) if documents is None else documents
    return [j for doc_id, text, found in given for j in judge(decisions.get(doc_id, []), text, found)]


def figures(judged: Iterable[Judgement]) -> dict[str, Any]:
    """Count: pronouns, answered, right and wrong, the share answered, and of these the share that is right."""
    rows = list(judged)
    right = sum(j.outcome == "right" for j in rows)
    answered = sum(j.outcome != OPEN for j in rows)
    return {
        "n": len(rows),
        "answered": answered,
        "right": right,
        "wrong": answered - right,
        "answered %": round(100 * answered / len(rows), 1) if rows else None,
        "right %": round(100 * right / answered, 1) if answered else None,
    }


def by(judged: Iterable[Judgement], *, key: str) -> pd.DataFrame:
    """Count by rule, by pronoun or by decision."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in judged:
        groups.setdefault(getattr(judgement, key), []).append(judgement)
    return pd.DataFrame([{key: name, **figures(rows)} for name, rows in sorted(groups.items())])


def main() -> None:
    """Print the tables."""
    judged = sample()
    for name in ("development", "unseen"):
        sys.stdout.write(f"{name}: {figures(j for j in judged if half(j.doc_id) == name)}\n")
    sys.stdout.write(f"all: {figures(judged)}\n")
    for key in ("rule", "pronoun", "decision"):
        sys.stdout.write(by(judged, key=key).to_string(index=False) + "\n\n")


if __name__ == "__main__":
    main()
