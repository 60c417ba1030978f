"""Files for other programs: what is written is read back, bytes are stable, and every error."""

import importlib.util
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from toolkit import exchange, networks, statements, tables
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Mention, Relation, Segment, Span, Statement

TEXT = "“We leave,” said Quist. Varland is to blame, she added."
SCORER = Path(__file__).parents[2] / "shared" / "polnear" / "score_attribution.py"
ACTORS = [
    Actor("quist", "Marla Quist & “Sons”\x0b", "person"),
    Actor("TOR", "Varland", "state", "TOR"),
    Actor("office", "Varland's office", "institution", part_of="TOR"),
]
ATTRIBUTIONS = [
    Attribution(
        "d1",
        "a1",
        "direct",
        "speech",
        (Span(17, 22),),
        (Span(12, 16),),
        (Span(0, 11),),
        source_text="Quist",
        content_text="“We leave,”",
        source_actor="quist",
        addressee_actor="TOR",
        published=date(2024, 3, 5),
    ),
    Attribution("d1", "a2", "indirect", "speech", (), (), (Span(24, 31), Span(35, 43))),
]
RELATIONS = [
    Relation("d2", "r1", "quist", "TOR", None, None, "accuse", "verbal conflict", -1, "blame", "asserted", 24, 43),
    Relation("d2", "r2", "TOR", "quist", None, None, "consult", "verbal cooperation", 0, "meet", "asserted", 24, 43),
]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    documents = [Document("d1", TEXT, "Exit", date(2024, 3, 5), "Straits Post"), Document("d2", "Nothing is said.")]
    for name, rows in (
        ("documents", documents),
        ("actors", ACTORS),
        ("attributions", ATTRIBUTIONS),
        ("relations", RELATIONS),
        ("segments", [Segment("d1", "s1", "headline", 0, 23), Segment("d1", "s2", "body", 24, len(TEXT))]),
        (
            "mentions",
            [Mention("d1", "m1", 17, 22, "Quist", "name", "quist"), Mention("d1", "m2", 40, 53, "", "nominal")],
        ),
        ("targets", []),
        ("unresolved", []),
        ("rejected", []),
    ):
        tables.write_part(name, rows, tmp_path / "run")
    return tmp_path / "run"


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_networks_are_read_back(run, tmp_path, suffix):
    path = exchange.export(run, tmp_path / "out" / f"network{suffix}")
    read = nx.read_gexf(path) if suffix == ".gexf" else nx.read_graphml(path)
    assert read.is_directed()
    assert sorted(read.edges) == [("TOR", "quist"), ("quist", "TOR")]
    edge = read.edges["quist", "TOR"]
    assert isinstance(edge["weight"], float)
    assert (edge["weight"], edge["negative"], edge["sign"], edge["polarity"]) == (1.0, 1, -1, -1.0)
    assert edge["types"] == "accuse:1"
    assert "first" not in edge, "no date is known, so none is written"
    assert read.nodes["quist"]["label"] == "Marla Quist & “Sons” "
    assert "country" not in read.nodes["quist"]
    assert read.nodes["TOR"]["country"] == "TOR"


@pytest.mark.parametrize("suffix", exchange.SUFFIXES)
def test_bytes_are_the_same_every_time(run, tmp_path, suffix):
    first = exchange.export(run, tmp_path / f"a{suffix}").read_bytes()
    assert first == exchange.export(str(run), str(tmp_path / f"b{suffix}")).read_bytes()
    if suffix in (".dna", ".xlsx"):
        return
    assert b"\r" not in first
    assert str(date.today().year).encode() not in first
    assert b"NetworkX" not in first


def test_attributions_as_a_flat_table(run, tmp_path):
    table = pd.read_csv(exchange.export(run, tmp_path / "attributions.csv"))
    first, second = table.to_dict("records")
    assert (first["source_start"], first["source_end"], first["source_spans"]) == (17, 22, "17-22")
    assert (first["source_name"], first["addressee_name"]) == ("Marla Quist & “Sons”\x0b", "Varland")
    assert (first["title"], first["outlet"], first["published"]) == ("Exit", "Straits Post", "2024-03-05")
    assert second["content_spans"] == "24-31;35-43"
    assert pd.isna(second["source_start"])
    assert not table.map(lambda cell: str(cell).startswith(("[", "{"))).any(axis=None)


def test_lines_for_scorers(run, tmp_path):
    path = exchange.export(run, tmp_path / "spans.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [
        {
            "id": "d1",
            "attributions": [
                {"source": [[17, 22]], "cue": [[12, 16]], "content": [[0, 11]]},
                {"source": [], "cue": [], "content": [[24, 31], [35, 43]]},
            ],
        },
        {"id": "d2", "attributions": []},
    ]


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer of attributions is not in ../shared")
def test_the_scorer_reads_the_lines(run, tmp_path):
    spec = importlib.util.spec_from_file_location("score_attribution", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    predicted = scorer.load(exchange.export(run, tmp_path / "spans.jsonl"))
    gold = [{**line, "text": TEXT if line["id"] == "d1" else "Nothing is said."} for line in predicted]
    result, _ = scorer.score(gold, predicted)
    assert result["all"]["attribution"]["attr_exact"]["f1"] == 1


def test_a_network_as_a_matrix(tmp_path):
    graph = nx.DiGraph()
    graph.add_edge("b", "a", weight=3)
    path = exchange.write_network(graph, tmp_path / "matrix.csv")
    assert path.read_text() == ",a,b\na,0,0\nb,3,0\n"


def test_any_network_of_the_toolkit_can_be_written(tmp_path):
    actors = tables.to_frame("actors", ACTORS)
    documents = tables.to_frame("documents", [Document("d1", TEXT, outlet="Straits Post")])
    graph = networks.quotation_network(tables.to_frame("attributions", ATTRIBUTIONS), documents, actors)
    before = nx.to_dict_of_dicts(graph)
    read = nx.read_graphml(exchange.write_network(graph, tmp_path / "quotations.graphml"))
    assert read.nodes["outlet:Straits Post"]["kind"] == "outlet"
    assert nx.to_dict_of_dicts(graph) == before


def test_wrong_files_are_refused(run, tmp_path):
    with pytest.raises(
        InputError, match=r"one of \.csv, \.dna, \.gexf, \.graphml, \.jsonl, \.tei, \.xlsx; got 'network\.docx'"
    ):
        exchange.export(run, tmp_path / "network.docx")
    with pytest.raises(InputError, match=r"must end in one of \.csv, \.dl, \.gexf, \.graphml; got 'network'"):
        exchange.write_network(nx.DiGraph(), tmp_path / "network")
    with pytest.raises(InputError, match="holds no table 'relations'"):
        exchange.export(tmp_path, tmp_path / "network.gexf")
    graph = nx.DiGraph()
    graph.add_node("a", forms=["A"])
    with pytest.raises(InputError, match=r"attribute 'forms' must be a string or a number to be written; got \['A'\]"):
        exchange.write_network(graph, tmp_path / "network.gexf")
    assert not (tmp_path / "network.gexf").exists()


# --- sheets ----------------------------------------------------------------------------------------------------------


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None, na_filter=False)


def test_a_sheet_for_every_table(run, tmp_path):
    tables.write_part("statements", [Statement("d1", "s0001", "a1", "quist", "leave", 1)], run)
    read = sheets(exchange.export(run, tmp_path / "run.xlsx"))
    assert list(read) == [*tables.RECORDS, "statements"]
    assert read["attributions"]["content_spans"].tolist() == ["0-11", "24-31; 35-43"]
    assert read["attributions"]["published"].tolist() == ["2024-03-05", ""]
    assert read["documents"]["text"].tolist() == [TEXT, "Nothing is said."]
    assert read["statements"]["stance"].tolist() == [1]
    assert read["rejected"].columns.tolist() == ["path", "reason", "detail"]


def test_cells_that_a_sheet_cannot_hold(run, tmp_path):
    long = "a" * 32_767 + "b" * 10
    rows = [Document("=1+1", long), Document("@x", "\U0001f68b" * 20_000), Document("e", "one\r\ntwo\x0b")]
    tables.write_part("documents", rows, run)
    said: list[str] = []
    path = exchange.export(run, tmp_path / "run.xlsx", say=said.append)
    read = sheets(path)["documents"].set_index("doc_id")
    assert set(read.index) == {"=1+1", "@x", "e"}, "no cell became a formula"
    assert (read["text"] + read["text (2)"]).tolist()[:2] == [long, "\U0001f68b" * 20_000]
    assert read.loc["e", "text"] == "one \ntwo\ufffd"
    assert said == ["2 cells hold characters that a sheet cannot: carriage returns became blanks, others \ufffd"], (
        "the text, and the name of an actor"
    )


def test_too_many_rows_for_a_sheet_are_refused(run, tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.exchange._sheets._ROWS", 1)
    with pytest.raises(InputError, match="table 'documents' has 2 rows; a sheet holds 1"):
        exchange.export(run, tmp_path / "run.xlsx")


# --- TEI -------------------------------------------------------------------------------------------------------------

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def corpus(run: Path, tmp_path: Path) -> ET.Element:
    return ET.parse(exchange.export(run, tmp_path / "corpus.tei")).getroot()


def plain(tag: ET.Element) -> str:
    return tag.tag.removeprefix(TEI)


def test_the_text_is_that_of_the_document(run, tmp_path):
    wild = "A\r\n\tB & <c>\n\n  \u201cd\u201d "
    tables.write_part("documents", [Document("d1", TEXT), Document("d2", wild), Document("d3", "")], run)
    divisions = corpus(run, tmp_path).findall(f".//{TEI}div")
    assert ["".join(division.itertext()) for division in divisions] == [TEXT, wild, ""]


def test_tei_says_who_says_what(run, tmp_path):
    root = corpus(run, tmp_path)
    (said, more, last) = root.iter(f"{TEI}said")
    person = next(root.iter(f"{TEI}person"))
    assert (said.text, said.get("who"), said.get("direct")) == ("\u201cWe leave,\u201d", f"#{person.get(ID)}", "true")
    assert [more.get("next"), last.get("prev")] == [f"#{last.get(ID)}", f"#{more.get(ID)}"]
    (relation,) = root.iter(f"{TEI}relation")
    assert (relation.get("name"), relation.get("active"), relation.get("passive")) == ("part_of", "#actor2", "#actor1")
    (name,) = root.iter(f"{TEI}rs")
    assert (name.text, name.get("type"), name.get("ref")) == ("Quist", "name", f"#{person.get(ID)}")
    first, _, overlapping = root.iter(f"{TEI}spanGrp")
    assert first.get("ana") == "#kind.direct #attitude.speech"
    assert [span.get("type") for span in first] == ["source", "cue", "content"]
    assert first[0].get("from") == "#doc1.c17"
    assert overlapping.get("type") == "mention", "it crosses a content, so it stands in a group of spans"


def test_tei_points_to_what_is_there_and_keeps_its_order(run, tmp_path):
    root = corpus(run, tmp_path)
    ids = [element.get(ID) for element in root.iter() if element.get(ID)]
    assert len(ids) == len(set(ids))
    pointers = ("who", "toWhom", "corresp", "ana", "from", "to", "ref", "next", "prev", "active", "passive")
    targets = {part[1:] for e in root.iter() for name in pointers for part in (e.get(name) or "").split()}
    assert targets <= set(ids)
    assert [plain(child) for child in root] == ["teiHeader", "TEI", "TEI"]
    assert [plain(child) for child in root[1]] == ["teiHeader", "standOff", "text"]
    assert [plain(child) for child in root[0]] == ["fileDesc", "encodingDesc", "profileDesc"]
    order = ["titleStmt", "extent", "publicationStmt", "sourceDesc"]
    assert [plain(child) for child in root[0][0]] == order
    assert [plain(child) for child in root.findall(f".//{TEI}div")[0]] == ["head", "p"]


def test_late_headlines_and_bare_text_become_blocks(run, tmp_path):
    rows = [Segment("d1", "s1", "body", 0, 11), Segment("d1", "s2", "headline", 24, 31)]
    tables.write_part("segments", rows, run)
    division = corpus(run, tmp_path).findall(f".//{TEI}div")[0]
    blocks = [(plain(child), child.get("type")) for child in division if plain(child) != "anchor"]
    assert blocks == [("p", None), ("ab", "other"), ("ab", "headline"), ("ab", "other")]


def test_tei_of_nothing_is_refused(run, tmp_path):
    tables.write_part("documents", [], run)
    with pytest.raises(InputError, match="holds no document; a corpus in TEI needs one"):
        exchange.export(run, tmp_path / "corpus.tei")


# --- DNA -------------------------------------------------------------------------------------------------------------


def test_attributions_for_coding_in_dna(run, tmp_path):
    said: list[str] = []
    coded = statements.read_dna(exchange.export(run, tmp_path / "run.dna", say=said.append))
    assert said == ["1 documents without a date were left out; DNA needs one"]
    assert coded.statement_type == "Attribution"
    assert coded.documents["text"].tolist() == [TEXT]
    rows = coded.statements[["start", "stop", "person", "organization", "kind", "cue", "content"]].to_numpy().tolist()
    assert rows == [
        [0, 11, "Marla Quist & \u201cSons\u201d\x0b", "", "direct", "", "\u201cWe leave,\u201d"],
        [24, 43, "", "", "indirect", "", ""],
    ]


def test_coded_statements_for_dna(run, tmp_path):
    rows = [
        Statement("d1", "s0001", "a1", "quist", "leave", -1, "machine"),
        Statement("d1", "s0002", "a1", "quist", "stay", None, "machine"),
        Statement("d1", "s0003", "a2", None, "leave", 1, "machine"),
    ]
    tables.write_part("statements", rows, run)
    said: list[str] = []
    coded = statements.read_dna(exchange.export(run, tmp_path / "run.dna", say=said.append))
    assert said[1:] == [
        "1 statements whose document has no date or whose actor is not known were left out",
        "1 statements that state no stance were left out; DNA has only yes and no",
    ]
    assert coded.statements[["start", "concept", "agreement"]].to_numpy().tolist() == [[0, "leave", 0]]
    assert coded.coders["name"].tolist() == ["Admin", "machine"]
