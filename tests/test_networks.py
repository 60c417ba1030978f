"""Networks: example tables that a person can check, the algebra of ties and evidence, and every error."""

from datetime import date

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import networks
from toolkit.errors import InputError
from toolkit.networks._select import days
from toolkit.records import MODALITIES, POLARITY, RELATION_TYPES, Actor, Attribution, Document, Relation, Span, Target
from toolkit.tables import to_frame

ACTORS = [
    Actor("NOR", "Norvania", "state", "NOR"),
    Actor("NOR.gov", "Government of Norvania", "government", "NOR", part_of="NOR"),
    Actor("NOR.mfa", "Ministry of Foreign Affairs", "institution", None, part_of="NOR.gov"),
    Actor("NOR.officials", "Norvanian officials", "group", None, part_of="NOR.gov"),
    Actor("NOR.bank", "Bank of Norvania", "institution", "NOR"),
    Actor("quist", "Marla Quist", "person", None, "foreign minister", "NOR.mfa"),
    Actor("front", "Workers' Front", "party", "NOR", part_of="NOR"),
    Actor("front.youth", "Young Workers", "group", None, part_of="front"),
    Actor("TOR.gov", "Government of Varland", "government", "TOR"),
    Actor("holm", "Ada Holm", "person", "TOR"),
    Actor("kestrel", "Kestrel Shipping", "organisation"),
    Actor("kestrel.board", "Board of Kestrel", "group", part_of="kestrel"),
]
MARCH = date(2024, 3, 5)
DOCUMENTS = [
    Document(
        "d1",
        "Quist accused Varland.\n\nVarland rejected it. Quist thanked Holm.",
        None,
        date(2024, 3, 5),
        "Straits Post",
    ),
    Document("d2", "Quist accused Varland again.", None, date(2024, 4, 1), "Harbour Times"),
    Document("d3", "No date here: Quist accused Varland.", None, None, None),
]


def relation(doc: str, number: int, source: str, target: str, kind: str, **more: object) -> Relation:
    values: dict[str, object] = {
        "source_mention": None,
        "target_mention": None,
        "quad": RELATION_TYPES[kind],
        "polarity": POLARITY[kind],
        "verb": kind,
        "modality": "asserted",
        "evidence_start": 0,
        "evidence_end": 5,
    }
    return Relation(doc, f"r{number}", source, target, type=kind, **(values | more))  # type: ignore[arg-type]


RELATIONS = [
    relation("d1", 1, "quist", "TOR.gov", "accuse", evidence_start=0, evidence_end=21),
    relation("d1", 2, "TOR.gov", "quist", "reject", evidence_start=24, evidence_end=43, attribution_id="a1"),
    relation(
        "d1", 3, "quist", "holm", "support", evidence_start=45, evidence_end=63, date="2024-03", reported_by="holm"
    ),
    relation("d2", 4, "quist", "TOR.gov", "accuse", evidence_start=0, evidence_end=27, date="2024-03-31"),
    relation("d2", 5, "quist", "TOR.gov", "compare", modality="historical"),
    relation("d2", 6, "quist", "TOR.gov", "support"),
    relation("d3", 7, "quist", "TOR.gov", "accuse", evidence_start=14, evidence_end=35),
    relation("d2", 8, "NOR.officials", "NOR", "address"),
    relation("d2", 9, "front.youth", "kestrel.board", "protest"),
]


@pytest.fixture
def actors() -> pd.DataFrame:
    return to_frame("actors", ACTORS)


@pytest.fixture
def documents() -> pd.DataFrame:
    return to_frame("documents", DOCUMENTS)


@pytest.fixture
def relations() -> pd.DataFrame:
    return to_frame("relations", RELATIONS)


def test_edge_attributes_count_what_the_table_holds(relations, actors, documents):
    graph = networks.relation_network(relations, actors, documents=documents)
    assert graph.edges["quist", "TOR.gov"] == {
        "weight": 4,
        "positive": 1,
        "negative": 3,
        "neutral": 0,
        "polarity": -0.5,
        "sign": -1,
        "types": "accuse:3, support:1",
        "n_documents": 3,
        "first": "2024-03-05",
        "last": "2024-04-01",
    }
    assert graph.edges["NOR.officials", "NOR"]["sign"] == 0
    assert graph.edges["quist", "holm"]["first"] == "2024-03"
    assert graph.nodes["quist"] == {"name": "Marla Quist", "type": "person", "country": None}
    assert list(graph) == sorted(graph)
    assert list(graph.edges) == sorted(graph.edges)


def test_what_is_left_out_is_counted(relations, actors):
    graph = networks.relation_network(relations, actors)
    assert graph.graph["left_out"] == {"modality not chosen": 1}
    assert (graph.graph["n_relations"], graph.graph["n_used"]) == (9, 8)
    assert graph.edges["TOR.gov", "quist"]["first"] is None


def test_dates_need_not_be_known(relations, actors, documents):
    graph = networks.relation_network(relations, actors, documents=documents[documents["doc_id"] == "d3"])
    assert graph.edges["quist", "TOR.gov"]["first"] == "2024-03-31"
    assert graph.edges["NOR.officials", "NOR"]["first"] is None


def test_party_level_joins_organs_and_parts_but_not_persons_and_parties(relations, actors):
    graph = networks.relation_network(relations, actors, level="party", isolates=True)
    members = {node: actors for node, actors in graph.graph["members"].items() if len(actors) > 1}
    assert members == {
        "NOR": ["NOR", "NOR.bank", "NOR.gov", "NOR.mfa", "NOR.officials"],
        "front": ["front", "front.youth"],
        "kestrel": ["kestrel", "kestrel.board"],
    }
    assert graph.has_edge("front", "kestrel")
    assert graph.graph["left_out"]["both sides are one node"] == 1


def test_country_level_joins_everything_with_a_country(relations, actors):
    graph = networks.relation_network(relations, actors, level="country")
    assert sorted(graph) == ["NOR", "TOR", "kestrel"]
    assert graph.nodes["TOR"] == {"name": "TOR", "type": "state", "country": "TOR"}
    assert graph.edges["NOR", "TOR"]["weight"] == 5
    only = to_frame("actors", [Actor("gov", "French government", "government", "FRA")])
    named = networks.relation_network(relations.head(0), only, level="country", isolates=True)
    assert dict(named.nodes(data="name")) == {"FRA": "France"}
    assert graph.graph["members"]["TOR"] == ["TOR.gov", "holm"]


def test_organisation_level_joins_persons_to_what_they_are_part_of(relations, actors):
    graph = networks.relation_network(relations, actors, level="organisation", isolates=True)
    assert graph.graph["members"]["NOR"] == ["NOR", "NOR.bank", "NOR.gov", "NOR.mfa", "NOR.officials", "quist"]
    assert graph.graph["members"]["holm"] == ["holm"], "a country is no organisation: it takes part_of"
    assert graph.edges["NOR", "TOR.gov"]["weight"] == 4


def test_a_person_below_a_person_climbs_on():
    people = [Actor("aide", "Aide", "person", part_of="quist"), Actor("quist", "Quist", "person", part_of="front")]
    table = to_frame("actors", [*people, Actor("front", "Front", "party")])
    graph = networks.relation_network(to_frame("relations", []), table, level="organisation", isolates=True)
    assert graph.graph["members"] == {"front": ["aide", "front", "quist"]}


def test_the_multigraph_has_a_tie_for_every_relation(relations, actors, documents):
    graph = networks.relation_multigraph(relations, actors, documents=documents)
    assert graph.number_of_edges() == graph.graph["n_used"] == 8
    assert list(graph["quist"]["TOR.gov"]) == ["d1/r1", "d2/r4", "d2/r6", "d3/r7"]
    assert graph.edges["quist", "holm", "d1/r3"]["reported_by"] == "holm"
    assert graph.edges["quist", "TOR.gov", "d3/r7"]["date"] is None
    assert graph.edges["quist", "TOR.gov", "d1/r1"]["outlet"] == "Straits Post"
    simple = networks.relation_network(relations, actors, documents=documents)
    for source, target, data in simple.edges(data=True):
        assert data["weight"] == graph.number_of_edges(source, target)


def test_ties_are_divided(relations, actors, documents):
    table = networks.relation_counts(relations, actors, by=["period", "polarity"], documents=documents)
    tie = table[(table["source"] == "quist") & (table["target"] == "TOR.gov")]
    assert tie[["period", "polarity", "weight"]].to_numpy().tolist() == [
        ["2024-03-01", -1, 2],
        ["2024-04-01", 1, 1],
    ]
    assert table.attrs["left_out"] == {"modality not chosen": 1, "no single period": 1}
    told = networks.relation_counts(relations, actors, by=["reporter"])
    assert told["reporter"].tolist() == ["narrator", "source not known", "narrator", "narrator", "Ada Holm"]
    weeks = networks.relation_counts(relations, actors, by=["period"], period="week", documents=documents)
    assert weeks.attrs["left_out"]["no single period"] == 2, "a month is no week"
    for by in ([], ["type"], ["quad", "modality"], ["outlet"]):
        divided = networks.relation_counts(relations, actors, by=by, documents=documents)
        assert divided["weight"].sum() == 8
    assert networks.relation_counts(relations.head(0), actors).empty


def test_wrong_divisions_are_refused(relations, actors):
    with pytest.raises(InputError, match="by must be one of 'type', 'quad'"):
        networks.relation_counts(relations, actors, by=["mood"])
    with pytest.raises(InputError, match="period must be one of 'day', 'week'"):
        networks.relation_counts(relations, actors, period="decade")
    with pytest.raises(InputError, match="by='outlet' needs documents="):
        networks.relation_counts(relations, actors, by=["outlet"])
    with pytest.raises(InputError, match=r"unknown options \['min_weight'\]"):
        networks.relation_multigraph(relations, actors, min_weight=2)


def test_a_circle_of_part_of_ends():
    actors = to_frame("actors", [Actor("a", "A", "group", part_of="b"), Actor("b", "B", "group", part_of="a")])
    empty = to_frame("relations", [])
    for level in networks.LEVELS:
        assert len(networks.relation_network(empty, actors, level=level, isolates=True)) in (1, 2)


def test_a_part_of_that_names_no_actor_is_no_step():
    actors = to_frame("actors", [Actor("a", "A", "group", part_of="gone")])
    graph = networks.relation_network(to_frame("relations", []), actors, level="country", isolates=True)
    assert list(graph) == ["a"]


def test_options_choose(relations, actors, documents):
    def weight(**options):
        graph = networks.relation_network(relations, actors, documents=documents, **options)
        return sum(data["weight"] for _, _, data in graph.edges(data=True)), graph.graph["left_out"]

    assert weight(types=["accuse"]) == (3, {"type not chosen": 6})
    assert weight(reporters="narrator") == (6, {"modality not chosen": 1, "reporter not chosen": 2})
    assert weight(reporters="attributed")[0] == 2
    assert weight(outlets=["Straits Post"])[0] == 3
    assert weight(quads=["verbal cooperation"])[0] == 2
    assert weight(polarities=[0]) == (1, {"polarity not chosen": 8})
    assert weight(reported_by=["holm"]) == (1, {"modality not chosen": 1, "not told by them": 7})
    assert weight(reported_by=["TOR"], level="country")[0] == 1, "a node may be named too"
    assert weight(modalities=MODALITIES)[0] == 9
    assert weight(min_weight=2) == (4, {"modality not chosen": 1, "tie below min_weight": 4})
    assert weight(start="2024-03-06") == (4, {"modality not chosen": 1, "no date": 1, "outside start and stop": 3})
    assert weight(start=date(2024, 3, 1), stop="2024-03-31")[0] == 4
    assert weight(stop="2024-03-30")[0] == 2, "a month counts only when the period holds all of it"


def test_no_relations_give_an_empty_network(actors):
    graph = networks.relation_network(to_frame("relations", []), actors)
    assert graph.number_of_nodes() == graph.number_of_edges() == 0
    assert networks.nodes_table(graph).empty
    ties = networks.edges_table(graph)
    assert ties.empty
    assert {"source", "target", "source_name", "target_name", "weight", "polarity", "types"} <= set(ties)


def test_inputs_are_not_changed(relations, actors, documents):
    before = [frame.copy(deep=True) for frame in (relations, actors, documents)]
    graph = networks.relation_network(relations, actors, documents=documents, level="country")
    networks.evidence(relations, documents, "NOR", "TOR", actors=actors, **graph.graph["arguments"])
    for frame, copy in zip((relations, actors, documents), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_order_of_rows_does_not_matter(relations, actors, documents):
    graph = networks.relation_network(relations, actors, documents=documents)
    again = networks.relation_network(relations.iloc[::-1], actors.iloc[::-1], documents=documents.iloc[::-1])
    assert list(graph.nodes(data=True)) == list(again.nodes(data=True))
    assert list(graph.edges(data=True)) == list(again.edges(data=True))


def test_evidence_opens_a_tie_to_its_passages(relations, documents):
    rows = networks.evidence(relations, documents, "quist", "TOR.gov")
    assert rows["passage"].tolist()[0] == "Quist accused Varland"
    assert rows["context"].tolist()[0] == "Quist accused Varland."
    assert rows["relation_id"].tolist() == ["r1", "r6", "r4", "r7"]
    back = networks.evidence(relations, documents, "TOR.gov", "quist")
    assert back["context"].tolist() == ["Varland rejected it. Quist thanked Holm."]
    assert back["published"].tolist() == [MARCH]
    assert networks.evidence(relations, documents, "holm", "quist").empty


IDS = [actor.actor_id for actor in ACTORS]
ROWS = st.lists(
    st.builds(
        relation,
        st.sampled_from(["d1", "d2", "d3"]),
        st.integers(0, 10**6),
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        st.sampled_from(sorted(RELATION_TYPES)),
        polarity=st.sampled_from([-1, 0, 1]),
        modality=st.sampled_from(MODALITIES),
        date=st.sampled_from([None, "2024-03-02", "2024-W10", "2024-03", "2023"]),
        reported_by=st.sampled_from([None, "quist"]),
    ),
    max_size=12,
    unique_by=lambda row: row.relation_id,
)


@settings(max_examples=15, deadline=None)
@given(
    rows=ROWS,
    level=st.sampled_from(networks.LEVELS),
    reporters=st.sampled_from(networks.REPORTERS),
    start=st.sampled_from([None, "2024-03-01"]),
)
def test_every_weight_is_the_number_of_its_passages(rows, level, reporters, start):
    relations, actors, documents = (
        to_frame("relations", rows),
        to_frame("actors", ACTORS),
        to_frame("documents", DOCUMENTS),
    )
    graph = networks.relation_network(
        relations, actors, documents=documents, level=level, reporters=reporters, start=start
    )
    total = 0
    for source, target, data in graph.edges(data=True):
        passages = networks.evidence(relations, documents, source, target, actors=actors, **graph.graph["arguments"])
        signs = passages["polarity"].tolist()
        assert data["weight"] == len(passages) == data["positive"] + data["negative"] + data["neutral"]
        assert (data["positive"], data["negative"]) == (signs.count(1), signs.count(-1))
        assert data["polarity"] == sum(signs) / len(signs)
        assert data["n_documents"] == passages["doc_id"].nunique()
        total += len(passages)
    assert total == graph.graph["n_used"] == len(rows) - sum(graph.graph["left_out"].values())


@settings(max_examples=20, deadline=None)
@given(rows=ROWS)
def test_coarser_levels_never_gain_ties(rows):
    relations, actors = to_frame("relations", rows), to_frame("actors", ACTORS)
    used = [networks.relation_network(relations, actors, level=level).graph["n_used"] for level in networks.LEVELS]
    assert used[0] >= used[1] >= used[2] >= used[3]


def attribution(doc: str, number: int, source: str | None, spans: tuple[int, int], **more: object) -> Attribution:
    values: dict[str, object] = {"kind": "indirect", "attitude": "speech", "cue_spans": (), "source_spans": ()}
    return Attribution(doc, f"a{number}", content_spans=(Span(*spans),), source_actor=source, **(values | more))  # type: ignore[arg-type]


ATTRIBUTIONS = [
    attribution("d1", 1, "quist", (0, 40)),
    attribution("d1", 2, "holm", (10, 30), cue_spans=(Span(5, 9),)),
    attribution("d1", 3, "front", (20, 30), cue_spans=(Span(12, 15),), kind="direct"),
    attribution("d2", 4, "quist", (0, 10), kind="direct"),
    attribution("d2", 5, None, (10, 30)),
    attribution("d2", 6, "holm", (12, 20), cue_spans=(Span(21, 25),)),
    attribution("d3", 7, "quist", (0, 10)),
    attribution("d2", 8, "quist", (0, 5), cue_spans=(Span(6, 8),), attitude="thought"),
    attribution("d1", 9, "holm", (31, 39), cue_spans=(Span(45, 49),)),
]


def test_quotations_are_counted_once_and_nested_ones_go_to_who_reports_them(actors, documents):
    graph = networks.quotation_network(to_frame("attributions", ATTRIBUTIONS), documents, actors)
    ties = {(u, v): (data["weight"], data["kind"]) for u, v, data in graph.edges(data=True)}
    assert ties == {
        ("outlet:Straits Post", "quist"): (1, "published"),
        ("quist", "holm"): (1, "nested"),
        ("holm", "front"): (1, "nested"),
        ("outlet:Harbour Times", "quist"): (1, "published"),
        ("outlet:Straits Post", "holm"): (1, "published"),
    }
    assert graph.graph["left_out"] == {
        "attitude not chosen": 1,
        "no source": 1,
        "no outlet": 1,
        "inside the words of an unknown source": 1,
    }
    assert graph.graph["n_used"] + sum(graph.graph["left_out"].values()) == len(ATTRIBUTIONS)
    assert graph.nodes["outlet:Straits Post"]["kind"] == "outlet"
    assert graph.nodes["outlet:Straits Post"]["bipartite"] == 0
    assert graph.nodes["holm"]["bipartite"] == 1
    assert graph.edges["outlet:Harbour Times", "quist"]["direct"] == 1


def test_quotations_inside_a_thought_are_no_quotations(actors, documents):
    rows = [attribution("d1", 1, "quist", (0, 40), attitude="thought"), attribution("d1", 2, "holm", (10, 30))]
    graph = networks.quotation_network(to_frame("attributions", rows), documents, actors)
    assert graph.graph["left_out"] == {"attitude not chosen": 1, "inside an attitude not chosen": 1}


def test_quotations_by_document_have_no_gaps(actors, documents):
    graph = networks.quotation_network(to_frame("attributions", ATTRIBUTIONS), documents, actors, by="document")
    assert graph.has_edge("document:d3", "quist")
    assert "no document" not in graph.graph["left_out"]


def test_mentions_count_attributions_and_sum_stances(actors):
    targets = [
        Target("d1", "a1", "TOR.gov", "m1", -1),
        Target("d1", "a1", "TOR.gov", "m2", None),
        Target("d2", "a4", "TOR.gov", "m3", 1),
        Target("d1", "a1", "quist", "m4", 1),
        Target("d1", "a2", "kestrel", "m5", None),
        Target("d2", "a5", "TOR.gov", "m6", 1),
    ]
    graph = networks.mention_network(to_frame("attributions", ATTRIBUTIONS), to_frame("targets", targets), actors)
    assert graph.edges["quist", "TOR.gov"] == {
        "weight": 2,
        "mentions": 3,
        "positive": 1,
        "negative": 1,
        "neutral": 0,
        "polarity": 0.0,
        "sign": 0,
        "unknown": 0,
        "n_documents": 2,
    }
    unknown = graph.edges["holm", "kestrel"]
    assert (unknown["unknown"], unknown["sign"], unknown["polarity"]) == (1, None, None)
    assert graph.graph["left_out"] == {"no source": 1, "speaks of itself": 1}
    assert graph.graph["n_used"] == 4


def test_tables_of_a_graph_are_sorted():
    graph = nx.DiGraph()
    graph.add_node("b", name="Bee", type="person", country=None)
    graph.add_node("a", name=None)
    graph.add_edge("b", "a", weight=2, sign=1)
    assert networks.nodes_table(graph)["node"].tolist() == ["a", "b"]
    table = networks.edges_table(graph)
    assert table.to_dict("records") == [
        {"source": "b", "target": "a", "source_name": "Bee", "target_name": "a", "weight": 2, "sign": 1}
    ]


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_days_of_iso_dates(iso, first, last):
    assert tuple(map(str, days(iso))) == (first, last)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": "continent"}, "level must be one of 'actor', 'party', 'organisation', 'country'; got 'continent'"),
        ({"types": ["shout"]}, "types must be one of 'agree'"),
        ({"modalities": ["sure"]}, "modalities must be one of 'asserted'"),
        ({"reporters": "press"}, "reporters must be one of 'all', 'narrator', 'attributed'; got 'press'"),
        ({"quads": ["loud"]}, "quads must be one of 'verbal cooperation'"),
        ({"polarities": [2]}, "polarities must be one of -1, 0, 1; got 2"),
        ({"reported_by": ["tern"]}, r"reported_by names 1 actors that the table 'actors' lacks: \['tern'\]"),
        ({"claimed_by": ["tern"]}, r"claimed_by names 1 actors that the table 'actors' lacks: \['tern'\]"),
        ({"claimed_by": ["quist"]}, r"claimed_by needs the column 'chain': networks.reporting_chains"),
        ({"start": "May"}, "start must be a date or an ISO string such as '2024-05-31'; got 'May'"),
        ({"stop": "2024-01-01", "documents": None}, "start, stop and outlets need documents="),
        ({"outlets": ["Straits Post"], "documents": None}, "start, stop and outlets need documents="),
        ({"min_weight": 0}, "min_weight must be at least 1; got 0"),
    ],
)
def test_wrong_options_are_refused(relations, actors, documents, options, message):
    with pytest.raises(InputError, match=message):
        networks.relation_network(relations, actors, **({"documents": documents} | options))


def test_wrong_tables_are_refused(relations, actors, documents):
    with pytest.raises(InputError, match="table 'relations' lacks the columns"):
        networks.relation_network(relations.drop(columns="polarity"), actors)
    with pytest.raises(InputError, match=r"relations name 1 actors that the table 'actors' lacks: \['quist'\]"):
        networks.relation_network(relations, actors[actors["actor_id"] != "quist"])
    with pytest.raises(InputError, match=r"table 'actors' lists \['NOR'\] more than once"):
        networks.relation_network(relations, pd.concat([actors, actors.head(1)]))
    with pytest.raises(InputError, match="ISO 8601 day, week, month or year; got 'spring'"):
        networks.relation_network(relations.assign(date="spring"), actors)
    with pytest.raises(InputError, match="level='party' needs actors="):
        networks.evidence(relations, documents, "NOR", "TOR", level="party")
    with pytest.raises(InputError, match=r"table 'documents' lacks the documents \['d3'\]"):
        networks.evidence(relations, documents[documents["doc_id"] != "d3"], "quist", "TOR.gov")


def test_wrong_attributions_are_refused(actors, documents):
    attributions = to_frame("attributions", ATTRIBUTIONS)
    with pytest.raises(InputError, match="attitude must be one of"):
        networks.quotation_network(attributions, documents, actors, attitude=("song",))
    with pytest.raises(InputError, match="by must be one of 'outlet', 'author', 'document'; got 'editor'"):
        networks.quotation_network(attributions, documents, actors, by="editor")
    with pytest.raises(InputError, match="attributions name 1 actors"):
        networks.quotation_network(attributions, documents, actors[actors["actor_id"] != "holm"])
    lost = to_frame("targets", [Target("d9", "a1", "NOR", "m1")])
    with pytest.raises(InputError, match=r"targets name 1 attributions that the table 'attributions' lacks: \['a1'\]"):
        networks.mention_network(attributions, lost, actors)


def test_key_passages_are_those_of_the_strongest_ties_earliest_first(relations, actors, documents):
    graph = networks.relation_network(relations, actors, documents=documents, level="party")
    table = networks.key_passages(graph, relations, documents, actors, ties=1, passages=3)
    assert table["passage"].tolist() == ["Quist accused Varland", "Quist", "Quist accused Varland again"]
    assert table["weight"].unique().tolist() == [4]
    assert table["target_name"].unique().tolist() == ["Government of Varland"]
    everything = networks.key_passages(graph, relations, documents, actors, ties=99, passages=99)
    assert len(everything) == graph.graph["n_used"]
    empty = networks.relation_network(relations.head(0), actors)
    assert list(networks.key_passages(empty, relations, documents, actors)) == list(table)
    with pytest.raises(InputError, match="graph must be a relation network; got kind=None"):
        networks.key_passages(nx.DiGraph(), relations, documents, actors)
    with pytest.raises(InputError, match="ties and passages must be at least 1; got ties=0, passages=3"):
        networks.key_passages(graph, relations, documents, actors, ties=0)


#: Holm says that an unnamed aide says that Quist said that Norvania attacked Varland; and that Quist asked Varland.
NESTED = [
    Attribution("d1", "a1", "indirect", "speech", (Span(0, 1),), (Span(1, 2),), (Span(2, 60),), source_actor="holm"),
    Attribution("d1", "a2", "indirect", "speech", (Span(5, 6),), (Span(6, 7),), (Span(8, 40),)),
    Attribution(
        "d1", "a3", "indirect", "speech", (Span(9, 10),), (Span(11, 12),), (Span(13, 40),), source_actor="quist"
    ),
    Attribution(
        "d1", "a4", "indirect", "speech", (Span(42, 44),), (Span(45, 47),), (Span(48, 59),), source_actor="quist"
    ),
]


@pytest.fixture
def chained() -> pd.DataFrame:
    def told(number, source, target, kind, start, end, by, attribution):
        more = {"evidence_start": start, "evidence_end": end, "reported_by": by, "attribution_id": attribution}
        return relation("d1", number, source, target, kind, **more)

    rows = [
        told(1, "NOR", "TOR.gov", "assault", 13, 40, "quist", "a3"),
        told(2, "quist", "TOR.gov", "request", 42, 59, "holm", "a4"),
        told(3, "NOR", "TOR.gov", "accuse", 61, 70, None, None),
        told(4, "holm", "quist", "address", 0, 9, None, "a1"),
        told(5, "NOR", "quist", "accuse", 8, 12, None, "a2"),
    ]
    return networks.reporting_chains(to_frame("relations", rows), to_frame("attributions", NESTED))


def test_chains_go_from_the_innermost_voice_to_the_outermost(chained):
    assert chained["chain"].tolist() == [
        ("quist", None, "holm"),
        ("holm",),  # the request is Quist's own act: Holm tells it
        (),
        (),  # Holm's own message: the narrator tells it
        (None, "holm"),
    ]
    plain = chained.drop(columns="chain")
    assert plain.equals(networks.reporting_chains(plain, to_frame("attributions", NESTED))[plain.columns])


def test_networks_ask_who_claims_what_at_any_depth(chained, actors, documents):
    def ties(**options):
        graph = networks.relation_network(chained, actors, **options)
        assert (
            sum(len(networks.evidence(chained, documents, *pair, actors=actors, **options)) for pair in graph.edges)
            == (graph.graph["n_used"])
        )
        return sorted((u, v, data["types"]) for u, v, data in graph.edges(data=True))

    assert ties(reporters="narrator") == [("NOR", "TOR.gov", "accuse:1"), ("holm", "quist", "address:1")]
    assert ties(reported_by=["holm"]) == [("quist", "TOR.gov", "request:1")]
    assert ties(claimed_by=["holm"]) == [
        ("NOR", "TOR.gov", "assault:1"),
        ("NOR", "quist", "accuse:1"),
        ("quist", "TOR.gov", "request:1"),
    ]
    assert ties(claimed_by=["quist"]) == [("NOR", "TOR.gov", "assault:1")]
    assert ties(claimed_by=["TOR"], level="country") == ties(claimed_by=["holm"], level="country")
    assert ties(claimed_by=[]) == []
    graph = networks.relation_multigraph(chained, actors)
    assert graph.edges["NOR", "TOR.gov", "d1/r1"]["chain"] == "quist < ? < holm"
    assert graph.edges["NOR", "TOR.gov", "d1/r3"]["chain"] is None


def test_a_chain_needs_its_attributions(relations):
    with pytest.raises(
        InputError, match=r"relations name 1 attributions that the table 'attributions' lacks: \[\('d1'"
    ):
        networks.reporting_chains(relations, to_frame("attributions", []))
