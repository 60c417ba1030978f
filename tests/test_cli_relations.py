"""The network of relations on the command line: levels, whose words count, and what does not go together."""

import sys
from pathlib import Path

import networkx as nx
import pytest

from toolkit import cli, tables
from toolkit.records import Actor, Attribution, Document, Relation, Span

ACTORS = [
    Actor("NOR", "Norvania", "state", "NOR"),
    Actor("NOR.gov", "Government of Norvania", "government", "NOR", part_of="NOR"),
    Actor("quist", "Marla Quist", "person", part_of="NOR.gov"),
    Actor("TOR", "Varland", "state", "TOR"),
    Actor("holm", "Ada Holm", "person"),
]
SAID = [
    Attribution("d1", "a1", "indirect", "speech", (Span(0, 1),), (Span(1, 2),), (Span(2, 60),), source_actor="holm"),
    Attribution("d1", "a2", "indirect", "speech", (Span(5, 6),), (Span(6, 7),), (Span(8, 40),), source_actor="quist"),
]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    def told(number: int, source: str, **more: str) -> Relation:
        ends = (source, "TOR", None, None, "accuse", "verbal conflict", -1, "accuse", "asserted", 8, 20)
        return Relation("d1", f"r{number}", *ends, **more)  # type: ignore[arg-type]

    rows = [told(1, "quist"), told(2, "NOR.gov", reported_by="quist", attribution_id="a2"), told(3, "holm")]
    made = {"documents": [Document("d1", "x" * 60)], "actors": ACTORS, "relations": rows, "attributions": SAID}
    for name, records in made.items():
        tables.write_part(name, records, tmp_path)
    return tmp_path


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["polyvocal", "network", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {("quist", "TOR"), ("NOR.gov", "TOR"), ("holm", "TOR")}),
        (["--level", "party"], {("quist", "TOR"), ("NOR", "TOR"), ("holm", "TOR")}),
        (["--level", "organisation"], {("NOR", "TOR"), ("holm", "TOR")}),
        (["--level", "country"], {("NOR", "TOR"), ("holm", "TOR")}),
        (["--reporters", "narrator"], {("quist", "TOR"), ("holm", "TOR")}),
        (["--claimed-by", "holm"], {("NOR.gov", "TOR")}),
    ],
)
def test_options_of_the_network_of_relations(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], expected: set[tuple[str, str]]
) -> None:
    out = tmp_path / "n.graphml"
    assert call(monkeypatch, run, "--kind", "relations", "--out", out, *options) == 0
    assert set(nx.read_graphml(out).edges()) == expected


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("relations", ["--level", "continent"], "level must be one of 'actor', 'party', 'organisation', 'country'"),
        ("relations", ["--reporters", "press"], "reporters must be one of 'all', 'narrator', 'attributed'"),
        ("onemode", ["--claimed-by", "holm"], "--claimed-by goes with --kind relations; got --kind onemode"),
    ],
)
def test_what_does_not_go_is_refused(
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    options: list[str],
    message: str,
) -> None:
    assert call(monkeypatch, run, "--kind", kind, "--out", tmp_path / "n.graphml", *options) == 2
    assert message in " ".join(capsys.readouterr().err.split())
