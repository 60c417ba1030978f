"""What a report says of itself: key numbers, what was left out, methods with citations; and the shipped figures."""

import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from toolkit import networks, reports, tables
from toolkit.errors import InputError
from toolkit.records import MODALITIES, Actor, Attribution, Document, Mention, Rejected, Relation, Span, Unresolved
from toolkit.reports.methods import REFERENCES

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def act(number: int, modality: str = "asserted") -> Relation:
    ends = ("quist", "belmarra", None, None)
    return Relation("d1", f"r{number}", *ends, "accuse", "verbal conflict", -1, "accuse", modality, 0, 4)


def said(number: int, who: str | None) -> Attribution:
    return Attribution("d1", f"a{number}", "direct", "speech", (), (), (Span(0, 4),), source_actor=who)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    rows = {
        "documents": [
            Document("d1", "text", published=date(2031, 3, 2), outlet="Courier", n_words=1200),
            Document("d2", "text", published=date(2031, 5, 2), outlet="Lantern", n_words=800),
            Document("d3", "text", n_words=10),
        ],
        "actors": [Actor("quist", "Marla Quist", "person"), Actor("belmarra", "Belmarra", "state")],
        "attributions": [said(1, "quist"), said(2, None)],
        "relations": [act(1), act(2, "denied")],
        "mentions": [
            *(Mention("d1", f"m{n}", 0, 4, "they", "pronoun", None) for n in range(3)),
            Mention("d1", "m3", 0, 4, "Quist", "name", "quist"),
            Mention("d1", "m4", 0, 4, "Belmarra", "name", "belmarra"),
        ],
        "unresolved": [
            Unresolved("d1", "m0", (), "first person"),
            Unresolved("d1", "m1", (), "no candidate"),
            Unresolved("d1", "m2", (), "first person"),
        ],
        "rejected": [Rejected("x.txt", "empty file"), Rejected("y.txt", "empty file")],
    }
    for name in tables.SCHEMAS:
        tables.write_part(name, rows.get(name, []), tmp_path)
    about = {
        "parameters": {"method": "trained", "model": "en_small", "min_confidence": 0.5, "aliases": {"a": "b"}},
        "versions": {"polyvocal": "0.1.0", "spacy": "3.8.7", "model": "en_small 3.8", "reader": "reader 1"},
    }
    (tmp_path / "run.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


def test_left_out_names_every_reason(run: Path) -> None:
    found = tables.load(run, start="2031-03-01", stop="2031-03-31")
    graph = networks.relation_network(found["relations"], found["actors"], min_weight=2)
    table = reports.left_out(found, graph, run=run)
    rows = {row.what: (row.n, row.of) for row in table.itertuples()}
    assert rows["relations: modality not chosen"] == (1, 2)
    assert rows["relations: tie below min_weight"] == (1, 2)
    assert rows["attributions without a known source"] == (1, 2)
    assert rows["mentions left open"] == (3, 5)
    assert rows["mentions left open: first person"] == (2, 3)
    assert rows["files or rows rejected: empty file"] == (2, 2)
    assert rows["documents outside the period or outlets chosen"] == (1, 3)
    assert rows["documents without a date, left out as a period is chosen"] == (1, 3)
    assert "attributions with a confidence below 0.5: not kept when the corpus was read" in rows
    assert table["n"].isna().sum() == 1


def test_files_whose_encoding_was_guessed_were_read(run: Path) -> None:
    found = tables.load(run)
    guessed = found["rejected"].assign(reason=["empty file", "encoding guessed"])
    found = found | {"rejected": guessed}
    graph = networks.relation_network(found["relations"], found["actors"])
    assert "Rejected: **1 file** or rows. Read in an encoding that was guessed: **1 file**." in reports.in_short(
        found, graph
    )
    assert reports.key_numbers(found, graph).set_index("what").loc["files or rows rejected", "value"] == 1
    rows = reports.left_out(found, graph).set_index("what")["n"]
    assert rows["files or rows rejected: empty file"] == rows["files read in an encoding that was guessed"] == 1
    said = reports.methods(run, found)
    assert "1 file or row was rejected (empty file: 1). 1 file was read in an encoding that was guessed." in said


def test_methods_of_two_runs_tell_apart_how_they_were_read(run: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "run.json").write_text('{"parameters": {"method": "rules"}, "versions": {}}', encoding="utf-8")
    found = tables.load(run)
    text = reports.methods(run, found, against=found, run_against=other)
    assert text.count("was read with Polyvocal") == 2
    assert text.index("The first was read") < text.index("The second was read") < text.index("The second gave")
    assert "Of the second, 2 files or rows were rejected" in text
    assert reports.methods(run, found, against=found, run_against=run).count("was read with Polyvocal") == 1


def test_key_numbers_are_counts_and_shares(run: Path) -> None:
    found = tables.load(run)
    graph = networks.relation_network(found["relations"], found["actors"])
    numbers = reports.key_numbers(found, graph).set_index("what")["value"]
    assert numbers["documents"] == 3
    assert numbers["words"] == 2010
    assert numbers["share of them with a known source"] == 0.5
    assert numbers["relations that count"] == 1
    assert numbers["share of hostile relations"] == 1.0
    empty = {name: tables.to_frame(name, []) for name in tables.SCHEMAS}
    nothing = reports.key_numbers(empty, networks.relation_network(empty["relations"], empty["actors"]))
    assert nothing.set_index("what").loc["share of them with a known source", "value"] is None


def test_methods_say_what_was_read_how_and_cite_it(run: Path) -> None:
    found = tables.load(run)
    graph = networks.relation_network(found["relations"], found["actors"], level="party", min_weight=1)
    text = reports.methods(run, found, graph)
    paragraph, _, references = text.partition("\n\n**References**\n\n")
    assert "\n" not in paragraph
    for words in (
        "The corpus holds 3 documents of 2 outlets (2,010 words), published from 2031-03-02 to 2031-05-02 (1 document",
        "Polyvocal 0.1.0, on parses of spaCy 3.8.7 (Honnibal et al. 2020; model en_small 3.8)",
        "(reader 1, from MiniLM; Wang et al. 2020) fine-tuned on PolNeAR (Newell et al. 2018)",
        "confidence below 0.5 were left out",
        "1 name was assigned to actors by hand",
        "2 attributions of speech (50% of them with a known source) and 5 mentions of actors, of which 3 could not",
        "PLOVER (Halterman et al. 2023), the successor of CAMEO (Gerner et al. 2002)",
        "Of 2 relations found, 1 make up the directed, signed network; deeds that are asserted or announced count, "
        "those only threatened, demanded, hypothetical, denied, negated or historical do not; a government",
        "a government, its ministries and its state are one node",
        "2 files or rows were rejected (empty file: 2)",
    ):
        assert words in paragraph
    listed = references.splitlines()
    assert listed == sorted(listed)
    cited = {short for short in REFERENCES if short in paragraph}
    assert len(listed) == len(cited) == 7


def test_methods_of_rules_alone_and_of_a_comparison(run: Path) -> None:
    (run / "run.json").write_text('{"parameters": {"method": "rules"}}', encoding="utf-8")
    found = tables.load(run)
    text = reports.methods(run, found, against=found, more=["Compared (Efron and Tibshirani 1993)."])
    assert "by rules over the parse alone" in text
    assert "MiniLM" not in text
    assert "The second side of the comparison holds 3 documents" in text
    assert "An Introduction to the Bootstrap" in text
    (run / "run.json").unlink()
    with pytest.raises(InputError, match=r"run must be the folder of a finished run; .* has no run\.json"):
        reports.methods(run, found)


def test_methods_name_the_deeds_that_were_chosen_to_count(run: Path) -> None:
    found = tables.load(run)
    one = networks.relation_network(found["relations"], found["actors"], modalities=["denied"])
    assert "; deeds that are denied count, those only asserted, announced, threatened" in reports.methods(
        run, found, one
    )
    every = networks.relation_network(found["relations"], found["actors"], modalities=MODALITIES)
    said = (
        "; deeds that are asserted, announced, threatened, demanded, hypothetical, denied, negated or historical count;"
    )
    assert said in reports.methods(run, found, every)


def test_methods_of_coded_statements() -> None:
    listed = pd.DataFrame(
        {"document_id": [1, 1, 2], "time": pd.to_datetime(["2031-03-01", "2031-03-02", "2031-04-01"])}
    )
    options = {"variable1": "organization", "aggregation": "subtract"}
    text = reports.coded_methods(listed, network=options, replicates=200, seed=4)
    assert "3 coded statements in 2 documents, from 2031-03-01 to 2031-04-01" in text
    assert "(Leifeld 2017; actors: organization, aggregation: subtract)" in text
    assert "200 bootstrap replicates" in text
    assert "seed 4" in text
    assert "doi:10.1093/oxfordhb/9780190228217.013.25" in text
    assert "bootstrap" not in reports.coded_methods(listed, network=options)
    with pytest.raises(InputError, match=r"statements lacks the columns \['time'\]"):
        reports.coded_methods(listed[["document_id"]], network={})


def test_references_have_authors_and_years() -> None:
    for short, entry in REFERENCES.items():
        year = re.search(r"\d{4}$", short)
        assert year is not None
        assert f"({year[0]})" in entry
        assert entry.startswith(short.split()[0])
        assert entry.endswith(".")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_committed_figure_has_alternative_text(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                assert len(output["metadata"].get("image/png", {}).get("alt", "")) > 10, cell["id"]
