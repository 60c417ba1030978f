"""The sample corpus is what its passport says, and its key is true of its texts."""

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit import pipeline, readers, records, tables
from toolkit.records import Document

DATA = Path(__file__).parents[1] / "data"
CORPUS = DATA / "straits_dispute"
GOLD: dict[str, Any] = json.loads((DATA / "straits_dispute_gold.json").read_text(encoding="utf-8"))
PARTIES = {actor["party"] for actor in GOLD["actors"]} - {None}
ACTORS = {actor["name"] for actor in GOLD["actors"]}


def one_line(text: str) -> str:
    """Read each run of white space, line breaks and no-break spaces included, as one space."""
    return re.sub(r"\s+", " ", text)


def key_of(document: Document) -> str:
    """Name a document as the key does: file, and for a table its row."""
    name = Path(document.path or "").name
    name = re.split(r"#", name)[0]
    if not name.endswith(".csv"):
        return name
    return next(
        key for key in GOLD["documents"] if key.startswith(name) and document.doc_id.endswith(key.split("#")[1])
    )


@pytest.fixture(scope="module")
def articles(corpus: Path) -> dict[str, Document]:
    found = list(readers.read_corpus(corpus))
    assert [item for item in found if not isinstance(item, Document)] == []
    return {key_of(item): item for item in found if isinstance(item, Document)}


def readable(document: Document) -> str:
    return one_line(f"{document.title or ''}\n{document.text}")


def test_the_passport_lists_every_file_and_no_other() -> None:
    passport = (DATA / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w-]+\.(?:txt|html|docx|csv|jsonl|json|dna|yml))`", passport))
    present = {path.name for path in DATA.rglob("*") if path.is_file()} - {"README.md"}
    assert named == present


def test_the_passport_states_date_and_length_of_every_article(articles: dict[str, Document]) -> None:
    lines = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    for key, gold in GOLD["documents"].items():
        name, _, row = key.partition("#")
        (line,) = [x for x in lines if x.startswith(f"| `{name}`") and f"`{row}`" * bool(row) in x and " txt" not in x]
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        assert cells[2] == gold["date"], key
        assert gold["outlet"].endswith(cells[1]) or cells[1] in gold["outlet"], key
        words = len(readable(articles[key]).split())
        assert int(cells[3]) == pytest.approx(words, rel=0.1), key


def test_the_corpus_has_fourteen_articles_each_with_its_key(articles: dict[str, Document]) -> None:
    assert sorted(articles) == sorted(GOLD["documents"])
    assert len(articles) == 14


def test_what_the_key_quotes_stands_in_the_text(articles: dict[str, Document]) -> None:
    for key, gold in GOLD["documents"].items():
        text = readable(articles[key])
        quoted = [gold["headline"], *gold["captions"], *gold["teasers"], *(r["evidence"] for r in gold["relations"])]
        # related links and captions of a web page may be outside what its reader keeps
        optional = {*gold["captions"], *gold["teasers"]} if key.endswith(".html") else set()
        assert [q for q in quoted if one_line(q) not in text and q not in optional] == [], key


def test_the_attributions_of_the_key_stand_in_the_text(articles: dict[str, Document]) -> None:
    for row in GOLD["attributions"]:
        text = readable(articles[row["doc"]])
        assert one_line(row["content"]) in text, row
        assert row["source"] is None or one_line(row["source"]) in text, row


def test_the_key_uses_the_words_of_the_tables() -> None:
    relations = [relation for gold in GOLD["documents"].values() for relation in gold["relations"]]
    for relation in relations:
        assert relation["sign"] == records.POLARITY[relation["type"]], relation
        assert relation["modality"] in records.MODALITIES, relation
        assert {relation["source"], relation["target"]} <= PARTIES, relation
    assert {actor["type"] for actor in GOLD["actors"]} <= set(records.ACTOR_TYPES)
    assert PARTIES <= ACTORS
    assert {row["actor"] for row in GOLD["attributions"]} - {None} <= ACTORS


def test_the_two_blocs_of_march_are_no_blocs_in_april() -> None:
    """The corpus tells a story that a signed network can show."""

    def sign(source: str, target: str, first: str, last: str) -> int:
        days = {key: gold for key, gold in GOLD["documents"].items() if first <= gold["date"] <= last}
        pairs = [
            r for gold in days.values() for r in gold["relations"] if (r["source"], r["target"]) == (source, target)
        ]
        return sum(relation["sign"] for relation in pairs)

    march, april = ("2031-03-01", "2031-03-31"), ("2031-04-01", "2031-04-30")
    assert sign("Odrasia", "Norvania", *march) > 0 > sign("Odrasia", "Norvania", *april)
    assert sign("Skerland", "Norvania", *march) < 0 < sign("Skerland", "Norvania", *april)
    assert sign("Norvania", "Belmarra", *march) < 0 < sign("Norvania", "Belmarra", *april)


def test_every_alias_leads_to_an_actor_of_the_key() -> None:
    with (DATA / "straits_dispute_aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["form", "actor", "from", "to", "note"]
    assert {row["actor"] for row in rows} <= ACTORS
    assert all(date.fromisoformat(row[end]) for row in rows for end in ("from", "to") if row[end])
    assert len({row["form"] for row in rows}) == len(rows)


def test_the_layouts_differ_as_the_passport_says() -> None:
    raw = {path.name: path.read_bytes() for path in CORPUS.glob("*.txt")}
    assert [name for name, content in sorted(raw.items()) if b"\r\n" in content] == ["2031-03-13_concord.txt"]
    assert [name for name, content in sorted(raw.items()) if re.search(rb"\n\r?\n", content) is None] == [
        "2031-03-05_gazette.txt"
    ]
    assert b"\n \n" in raw["2031-03-31_gazette.txt"]
    assert b"\n    " in raw["2031-04-11_concord.txt"]
    assert "\u00a0".encode() in raw["2031-03-17_courier.txt"]
    assert max(map(len, raw["2031-03-10_courier.txt"].splitlines())) <= 75


@pytest.fixture(scope="module")
def run(shipped_run: pipeline.Run) -> dict[str, pd.DataFrame]:
    names = ("documents", "segments", "actors", "attributions", "relations")
    return {name: tables.read(shipped_run.folder, name) for name in names}


@pytest.mark.slow
class TestFloor:
    """What must be found of the key. The key is not exhaustive, so nothing is said of what is found too much."""

    def test_paragraphs_and_dates(self, run: dict[str, pd.DataFrame]) -> None:
        body = run["segments"].query("role == 'body'").groupby("doc_id").size()
        dates = run["documents"].set_index("doc_id")["published"].map(str)
        found = {doc_id(key): gold for key, gold in GOLD["documents"].items()}
        assert sum(body[key] == gold["body_paragraphs"] for key, gold in found.items()) >= 14
        assert sum(dates[key] == gold["date"] for key, gold in found.items()) >= 14

    def test_attributions_and_their_actors(self, run: dict[str, pd.DataFrame]) -> None:
        text = run["documents"].set_index("doc_id")["text"]
        names = run["actors"].set_index("actor_id")["name"]
        rows = run["attributions"]
        found = speaker = 0
        for gold in GOLD["attributions"]:
            here = rows[rows["doc_id"] == doc_id(gold["doc"])]
            at = place(gold["content"], text[doc_id(gold["doc"])])[0]
            near = [row for row in here.itertuples() if any(abs(span["start"] - at) <= 6 for span in row.content_spans)]
            found += bool(near)
            speaker += any(names.get(row.source_actor) == gold["actor"] for row in near)
        assert found >= 64, f"{found} of {len(GOLD['attributions'])} contents"
        assert speaker >= 55, f"{speaker} of {len(GOLD['attributions'])} actors"

    def test_relations_between_parties_with_their_sign(self, run: dict[str, pd.DataFrame]) -> None:
        text = run["documents"].set_index("doc_id")["text"]
        party = parties(run["actors"])
        rows = run["relations"]
        found, total = 0, 0
        for key, document in GOLD["documents"].items():
            here = rows[rows["doc_id"] == doc_id(key)]
            for gold in document["relations"]:
                start, end = place(gold["evidence"], text[doc_id(key)])
                total += 1
                found += any(
                    row.evidence_start < end
                    and start < row.evidence_end
                    and (party.get(row.source_actor), party.get(row.target_actor)) == (gold["source"], gold["target"])
                    and row.polarity == gold["sign"]
                    for row in here.itertuples()
                )
        assert found >= 40, f"{found} of {total} relations"


def doc_id(key: str) -> str:
    """Turn a name of the key into the id of the document: the row of a table, else the file without its suffix."""
    return key.split("#")[1] if "#" in key else Path(key).stem


def place(quoted: str, text: str) -> tuple[int, int]:
    """Find words in a text whatever white space stands between them."""
    found = re.search(r"\s+".join(map(re.escape, quoted.split())), text)
    assert found is not None, quoted
    return found.span()


def parties(actors: pd.DataFrame) -> dict[str, str | None]:
    """Lead each actor to its party: the one of the key, or that of what it is part of."""
    known = {actor["name"]: actor["party"] for actor in GOLD["actors"]}
    rows = actors.set_index("actor_id")

    def climb(actor: str, depth: int = 0) -> str | None:
        if actor not in rows.index or depth > 5:
            return None
        name, above = rows.loc[actor, ["name", "part_of"]]
        return known.get(name) or (climb(above, depth + 1) if isinstance(above, str) else None)

    return {actor: climb(actor) for actor in rows.index}
