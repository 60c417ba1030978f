"""Time the suggestion of merges and splits among 50,000 forms of made-up actors.

``python tests/benchmarks/bench_merges.py [N_FORMS]`` prints CPU seconds, and how many planted variants are found.
"""

import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

if str(Path(__file__).parents[2]) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parents[2]))

from toolkit.actors.merges import suggest_merges, suggest_splits
from toolkit.actors.names import slug
from toolkit.records import Actor

ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ei", "ou")
CODAS = ("", "l", "n", "r", "s", "t", "nd", "rk", "st", "sk")
OFFICES = ("Foreign Minister", "President", "mayor", "leader", "spokesman", "")
FIELDS = ("Fisheries", "Transport", "Water", "Justice", "Trade", "Health", "Defence", "Energy")
BODIES = ("Union", "Council", "Institute", "Association", "Party", "Authority", "Trust", "Society")


def words(number: int, syllables: int, rng: np.random.Generator) -> list[str]:
    """Make words that look like names."""
    made = []
    for _ in range(number):
        parts = [rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables)]
        made.append("".join(parts).capitalize())
    return made


def variant(name: str, rng: np.random.Generator) -> str:
    """Write a person's name in another way."""
    given, family = name.split()
    ways = (
        f"{given[0]}. {family}",
        f"{given} {rng.choice(list('ABDEFGH'))}. {family}",
        f"{given} {family.replace('a', 'á', 1).replace('o', 'ö', 1).replace('e', 'é', 1)}",
        f"{given} {family[:2]}{family[3:]}",
        f"{family}",
        f"Dr {given} {family}",
    )
    return str(rng.choice(ways))


def people(number: int, rng: np.random.Generator) -> tuple[list[Actor], set[tuple[str, str]]]:
    """Make people, some of them under two names; surnames are as uneven as in life."""
    given, families = words(400, 2, rng), words(6000, 3, rng)
    share = 1 / (np.arange(len(families)) + 20)
    chosen = rng.choice(families, size=number, p=share / share.sum())
    rows, planted = {}, set()
    for family in chosen:
        name, role = f"{rng.choice(given)} {family}", str(rng.choice(OFFICES)) or None
        forms = (name, family, f"{role} {name}" if role else f"Mr {family}")
        rows[slug(name)] = Actor(slug(name), name, "person", role=role, forms=tuple(sorted(forms)))
        if rng.random() < 0.15:
            other = variant(name, rng)
            rows.setdefault(slug(other), Actor(slug(other), other, "person", role=role, forms=(other,)))
            if slug(other) != slug(name):
                planted.add((slug(name), slug(other)))
    return list(rows.values()), planted


def bodies(number: int, rng: np.random.Generator) -> list[Actor]:
    """Make organisations, some of them also by acronym or with other word order."""
    rows = {}
    for place in words(number, 3, rng):
        field, kind = rng.choice(FIELDS), rng.choice(BODIES)
        name = f"{place} {field} {kind}"
        rows[slug(name)] = Actor(slug(name), name, "organisation", forms=(name, f"the {kind.lower()}"))
        if rng.random() < 0.1:
            other = f"{kind} of {place} {field}"
            rows[slug(other)] = Actor(slug(other), other, "organisation", forms=(other,))
        if rng.random() < 0.05:
            other = f"{place[0]}{field[0]}{kind[0]}"
            rows[slug(other)] = Actor(slug(other), other, "organisation", forms=(other,))
    return list(rows.values())


def corpus(n_forms: int, seed: int = 0) -> tuple[dict[str, pd.DataFrame | list[Actor]], set[tuple[str, str]]]:
    """Make actors with that many forms, and documents that mention them."""
    rng = np.random.default_rng(seed)
    persons, planted = people(n_forms // 4, rng)
    actors = [*persons, *bodies(n_forms // 10, rng)]
    n_documents = len(actors) // 2
    ids = np.array([actor.actor_id for actor in actors])
    mentions = pd.DataFrame(
        {
            "doc_id": [f"d{n}" for n in rng.integers(0, n_documents, size=6 * len(ids))],
            "actor_id": np.concatenate([ids, rng.choice(ids, size=5 * len(ids))]),
            "kind": "name",
            "text": "",
        }
    )
    days = [date(2015, 1, 1) + timedelta(days=int(n)) for n in rng.integers(0, 3600, size=n_documents)]
    documents = pd.DataFrame({"doc_id": [f"d{n}" for n in range(n_documents)], "published": days})
    return {"actors": actors, "mentions": mentions, "documents": documents}, planted


def main(arguments: list[str]) -> int:
    """Print the times."""
    made, planted = corpus(int(arguments[0]) if arguments else 50_000)
    actors = made["actors"]
    assert isinstance(actors, list)
    sys.stdout.write(f"{len(actors)} actors, {sum(len(a.forms) for a in actors)} forms\n")
    before = time.process_time()
    found = suggest_merges(**made, min_score=0.3)  # type: ignore[arg-type]
    sys.stdout.write(f"merges: {time.process_time() - before:.1f} s of CPU, {len(found)} suggestions\n")
    before = time.process_time()
    splits = suggest_splits(**made)  # type: ignore[arg-type]
    sys.stdout.write(f"splits: {time.process_time() - before:.1f} s of CPU, {len(splits)} suggestions\n")
    told = set(zip(found["actor"], found["other"], strict=True)) | set(zip(found["other"], found["actor"], strict=True))
    sys.stdout.write(f"planted variants found: {len(planted & told)} of {len(planted)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
