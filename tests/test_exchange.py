"""Files for other programs: what is written is read back, bytes are stable, and every error."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from toolkit import exchange, networks, tables
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Relation, Span

TEXT = "“We leave,” said Quist. Varland is to blame, she added."
SCORER = Path(__file__).parents[2] / "shared" / "polnear" / "score_attribution.py"
ACTORS = [
    Actor("quist", "Marla Quist & “Sons”\x0b", "person"),
    Actor("TOR", "Varland", "state", "TOR"),
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
    Relation("d1", "r1", "quist", "TOR", None, None, "accuse", "verbal conflict", -1, "blame", "asserted", 24, 43),
    Relation("d1", "r2", "TOR", "quist", None, None, "consult", "verbal cooperation", 0, "meet", "asserted", 24, 43),
]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    documents = [Document("d1", TEXT, "Exit", None, "Straits Post"), Document("d2", "Nothing is said.")]
    for name, rows in (
        ("documents", documents),
        ("actors", ACTORS),
        ("attributions", ATTRIBUTIONS),
        ("relations", RELATIONS),
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
    with pytest.raises(InputError, match=r"must end in one of \.csv, \.gexf, \.graphml, \.jsonl; got 'network\.docx'"):
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
