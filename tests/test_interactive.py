"""The interactive view: what arrives in the widget, in the looks of the figures, and what it refuses."""

import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import interactive, networks, plots
from toolkit.errors import InputError
from toolkit.plots._looks import OTHER, TYPE_LOOKS
from toolkit.plots._style import SIGN_COLOURS, group_colour

DEBATE = Path(__file__).parents[1] / "data" / "garden_ring_debate.dna"


@pytest.fixture
def graph() -> nx.Graph:
    made = nx.Graph(kind="onemode")
    made.add_node("tern", name="Abel Tern", mode=1)
    made.add_node("quist", name="Marla Quist", mode=1, parent="Harbour Union")
    made.add_node("club", name="Ferry Club", mode=1)
    made.add_edge("tern", "quist", weight=2.0, sign=1)
    made.add_edge("quist", "club", weight=-0.5, sign=-1)
    return made


def nodes_of(view: interactive.NetworkView) -> dict[str, dict[str, object]]:
    return {node["key"]: node["attributes"] for node in view.data["nodes"]}


def ties_of(view: interactive.NetworkView) -> dict[tuple[str, str], dict[str, object]]:
    return {(tie["source"], tie["target"]): tie["attributes"] for tie in view.data["edges"]}


def test_nodes_arrive_with_names_places_sizes_and_what_the_graph_says(graph: nx.Graph) -> None:
    found = nodes_of(interactive.view(graph, seed=3))
    assert list(found) == ["club", "quist", "tern"]
    assert found["quist"]["label"] == "Marla Quist"
    assert found["quist"]["parent"] == "Harbour Union"
    assert [found[name]["size"] for name in found] == [0.5, 2.5, 2.0]
    places = plots.network_positions(graph, seed=3)
    assert [(found[n]["x"], found[n]["y"]) for n in found] == [
        (round(places[n][0] * 100, 3), round(places[n][1] * 100, 3)) for n in found
    ]


def test_ties_arrive_with_sign_as_colour_and_word_and_only_positive_ones_pull(graph: nx.Graph) -> None:
    view = interactive.view(graph)
    found = ties_of(view)
    assert found["club", "quist"]["color"] == SIGN_COLOURS[-1]
    assert found["club", "quist"]["label"] == "−0.5 (negative)"
    assert found["club", "quist"]["pull"] == 0
    assert found["quist", "tern"]["color"] == SIGN_COLOURS[1]
    assert found["quist", "tern"]["label"] == "2 (positive)"
    assert {name: found["quist", "tern"][name] for name in ("size", "pull", "weight")} == {
        "size": 2,
        "pull": 2,
        "weight": 2,
    }
    drawn = {name: view.visual_variables[name].get("attribute") for name in ("edgeColor", "edgeSize", "nodeColor")}
    assert drawn == {"edgeColor": "sign", "edgeSize": "size", "nodeColor": "kind"}
    palette = dict(view.visual_variables["edgeColor"]["palette"])
    assert palette == {"negative": SIGN_COLOURS[-1], "positive": SIGN_COLOURS[1]}
    assert view.edge_weight == "pull"


def test_words_of_many_ties_wait_for_a_click() -> None:
    found = ties_of(interactive.view(nx.complete_graph(8)))
    assert all("label" not in tie for tie in found.values())
    assert {tie["tie"] for tie in found.values()} == {"1 (not known)"}


def test_colours_are_those_of_the_figures(graph: nx.Graph) -> None:
    members = pd.DataFrame({"actor": ["quist", "tern", "club"], "coalition": pd.array([2, 1, None], dtype="Int64")})
    found = nodes_of(interactive.view(graph, coalitions=members))
    assert [found[name]["color"] for name in ("quist", "tern", "club")] == [group_colour(2), group_colour(1), OTHER[1]]
    assert [found[name]["kind"] for name in ("quist", "tern", "club")] == ["coalition 2", "coalition 1", "no coalition"]
    graph.nodes["quist"]["type"] = "person"
    assert nodes_of(interactive.view(graph))["quist"]["color"] == TYPE_LOOKS["person"][1]


def test_directed_relations_keep_their_direction_and_lists_and_dates_become_text() -> None:
    graph = nx.DiGraph(kind="relations")
    graph.add_node("b", type="state", forms=["Norvania", "Norvanians"], seen=pd.Timestamp("2031-03-01"), part_of=None)
    graph.add_edge("b", "a", weight=3, sign=0, types={"threaten", "accuse"})
    view = interactive.view(graph)
    assert view.data["options"]["type"] == "directed"
    assert ties_of(view)["b", "a"]["label"] == "3 (neutral or mixed)"
    assert ties_of(view)["b", "a"]["types"] == "accuse, threaten"
    node = nodes_of(view)["b"]
    assert (node["forms"], node["seen"]) == ("Norvania, Norvanians", "2031-03-01 00:00:00")
    assert "part_of" not in node
    json.dumps(view.data)


def test_size_by_attribute_or_mapping(graph: nx.Graph) -> None:
    values = {"quist": 1, "tern": 2, "club": 3}
    assert nodes_of(interactive.view(graph, size=values))["club"]["size"] == 3
    nx.set_node_attributes(graph, values, "rank")
    assert nodes_of(interactive.view(graph, size="rank"))["tern"]["size"] == 2
    with pytest.raises(InputError, match=r"size must be .*; 'betweenness' has no number for \['club', 'quist', 'tern'"):
        interactive.view(graph, size="betweenness")
    with pytest.raises(InputError, match=r"the mapping has no number for \['tern'\]"):
        interactive.view(graph, size={"quist": 1, "club": 3})


def test_the_graph_is_not_changed(graph: nx.Graph) -> None:
    before = json.dumps([list(graph.nodes(data=True)), list(graph.edges(data=True))])
    interactive.view(graph)
    assert json.dumps([list(graph.nodes(data=True)), list(graph.edges(data=True))]) == before


@given(st.permutations(["a", "b", "c", "d"]), st.permutations([("a", "b"), ("b", "c"), ("a", "d")]))
def test_order_of_the_graph_does_not_matter(names: list[str], pairs: list[tuple[str, str]]) -> None:
    made = nx.Graph()
    made.add_nodes_from(names)
    made.add_edges_from((v, u) for u, v in pairs)
    plain = nx.Graph(sorted(pairs))
    assert interactive.view(made).data == interactive.view(plain).data


def test_two_mode_networks_of_the_debate_have_two_colours() -> None:
    coded = networks.read_debate(DEBATE, coder=1)
    matrix = networks.discourse_network(coded, kind="twomode", aggregation="subtract", qualifier="agreement")
    found = nodes_of(interactive.view(networks.discourse_graph(matrix, kind="twomode")))
    assert len({found[name]["color"] for name in matrix.index}) == 1
    assert found[matrix.index[0]]["color"] != found[matrix.columns[0]]["color"]
    assert {found[name]["kind"] for name in matrix.columns} == {"concept"}


def test_an_empty_network_is_shown_empty() -> None:
    assert interactive.view(nx.Graph()).data["nodes"] == []


def test_what_cannot_be_shown_is_told(graph: nx.Graph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at most one tie of two nodes"):
        interactive.view(nx.MultiGraph())
    with pytest.raises(InputError, match="height must be at least 50 pixels; got 10"):
        interactive.view(graph, height=10)
    with pytest.raises(InputError, match=r"coalitions lacks the columns \['coalition'\]"):
        interactive.view(graph, coalitions=pd.DataFrame({"actor": ["quist"]}))


def test_no_page_is_written_that_needs_the_internet(graph: nx.Graph, tmp_path: Path) -> None:
    for write in (
        lambda path: interactive.view(graph).to_html(path),
        lambda path: interactive.NetworkView.write_html(graph, path),
    ):
        with pytest.raises(InputError, match=r"loads scripts from the internet.*plots\.save"):
            write(tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_no_coalition_has_the_colour_of_a_sign() -> None:
    assert not {group_colour(number) for number in range(1, 7)} & set(SIGN_COLOURS.values())
