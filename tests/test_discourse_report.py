"""The discourse report: reading coded statements, passages behind ties, findings in words, figures, the notebook."""

import json
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import measures, networks, plots, reports
from toolkit.errors import InputError
from toolkit.statements import Coded

ROOT = Path(__file__).parents[1]
DEBATE = ROOT / "data" / "garden_ring_debate.dna"
TABLE = ROOT / "data" / "garden_ring_debate_statements.csv"
NOTEBOOK = ROOT / "notebooks" / "05_discourse_network.ipynb"
NAMES = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement"}
ROWS = """time,coder,organization,concept,agreement,text
2024-03-01,1,Quist,tram,0,No tram here.
2024-03-02,1,Tern,tram,0,We do not need it.
2024-03-03,1,Ferry Club,tram,1,Build the tram.
2024-05-09,1,Quist,tram,1,We were wrong about it.
2024-05-10,1,Quist,toll,0,No toll.
2024-05-11,1,Tern,toll,1,A fair toll.
2024-05-11,2,Tern,toll,1,The toll is fair.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "coded.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "coded.csv"


@pytest.fixture
def coded(path: Path) -> Coded:
    return networks.read_debate(path, coder=1)


@pytest.fixture(scope="module")
def debate() -> Coded:
    return networks.read_debate(DEBATE, coder=1)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_one_coder_or_all(path: Path) -> None:
    assert [len(networks.read_debate(path, coder=coder).statements) for coder in (1, 2, None)] == [6, 1, 7]


def test_table_and_database_are_the_same_debate(debate: Coded) -> None:
    names = {"document_id": "doc_id", "date_time": "date"}
    table = networks.read_debate(TABLE, coder=1, columns=names)
    one, other = (networks.discourse_network(coded, **NAMES, aggregation="subtract") for coded in (debate, table))
    pd.testing.assert_frame_equal(one, other)


def test_wrong_file_coder_and_columns_are_told(path: Path) -> None:
    with pytest.raises(InputError, match=r"coder 9 has no statement in coded\.csv; coders: 1.*, 2"):
        networks.read_debate(path, coder=9)
    with pytest.raises(InputError, match=r"must be a \.dna database or a \.csv or \.xlsx table.*'coded\.txt'"):
        networks.read_debate(path.with_suffix(".txt"))
    with pytest.raises(InputError, match="columns go with a spreadsheet"):
        networks.read_debate(DEBATE, columns={"date_time": "date"})


# --- passages --------------------------------------------------------------------------------------------------------


def ties(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", "weight"])


def test_first_statements_are_the_earliest_of_their_group_in_a_span_of_time() -> None:
    days = pd.to_datetime(["2024-03-05", "2024-03-01", "2024-03-03", "2024-03-04"])
    listed = pd.DataFrame({"time": days, "concept": ["toll", "toll", "", "ferry"], "agreement": [1, 1, 1, 0]})
    by = ["concept", "agreement"]
    found = networks.first_statements(listed, by)
    assert found[[*by, "time"]].to_numpy().tolist() == [["ferry", 0, days[3]], ["toll", 1, days[1]]]
    late = networks.first_statements(listed, by, after=days[1], until=days[0])
    assert late["time"].tolist() == [days[3], days[0]]
    assert networks.first_statements(listed, by, after=days[0]).empty
    with pytest.raises(InputError, match=r"listed lacks the columns \['stance'\]; event_list makes such a table"):
        networks.first_statements(listed, ["stance"])


def test_passages_are_alike_for_agreement_and_unlike_for_conflict(coded: Coded) -> None:
    found = networks.tie_passages(coded, ties(("Quist", "Tern", 1.0), ("Quist", "Tern", -1.0), ("Quist", "Tern", 0.0)))
    said = found[["weight", "concept", "source_passage", "target_passage"]].to_numpy().tolist()
    assert said == [
        [1.0, "tram", "No tram here.", "We do not need it."],
        [-1.0, "toll", "No toll.", "A fair toll."],
        [-1.0, "tram", "We were wrong about it.", "We do not need it."],
    ]


def test_no_ties_no_passages(coded: Coded) -> None:
    found = networks.tie_passages(coded, ties())
    assert found.empty
    assert "source_passage" in found.columns


def test_passages_of_the_debate_stand_in_its_articles(debate: Coded) -> None:
    matrix = networks.discourse_network(debate, **NAMES, aggregation="subtract", normalization="average")
    first, other = matrix.index[0], matrix.iloc[0].idxmin()
    found = networks.tie_passages(debate, ties((first, other, matrix.loc[first, other])), passages=2)
    texts = dict(zip(debate.documents["title"], debate.documents["text"], strict=True))
    assert len(found) == 2
    for row in found.itertuples():
        assert row.source_stance != row.target_stance
        assert row.source_passage in texts[row.source_document]
        assert row.target_passage in texts[row.target_document]


def test_wrong_passages_are_told(coded: Coded) -> None:
    with pytest.raises(InputError, match="ties lacks the columns"):
        networks.tie_passages(coded, pd.DataFrame({"source": ["Quist"]}))
    with pytest.raises(InputError, match="passages must be at least 1; got 0"):
        networks.tie_passages(coded, ties(), passages=0)
    with pytest.raises(InputError, match=r"lack the variables \['person'\]"):
        networks.tie_passages(coded, ties(), variable1="person")


# --- findings --------------------------------------------------------------------------------------------------------


def moves(actor: str = "Quist") -> pd.DataFrame:
    days = pd.to_datetime(["2024-03-15", "2024-05-15"])
    row = {"actor": [actor], "before": [1], "after": [2], "last_before": days[:1], "mid": days[1:]}
    return pd.DataFrame(row)


def test_who_turned_and_who_did_not(coded: Coded) -> None:
    found = measures.turned_positions(coded, pd.concat([moves(), moves("Tern")], ignore_index=True))
    assert found["turned"].tolist() == [["tram"], []]
    assert found["compared"].tolist() == [1, 0]


def test_nobody_moved(coded: Coded) -> None:
    found = measures.turned_positions(coded, moves().head(0))
    assert found.empty
    assert {"turned", "compared"} <= set(found.columns)


@pytest.mark.parametrize("coder", [1, 2])
def test_only_the_traders_of_the_debate_turned(coder: int) -> None:
    coded = networks.read_debate(DEBATE, coder=coder)
    options = {"aggregation": "congruence", "normalization": "average", "time_window": "months", "window_size": 3}
    over_time = measures.coalitions_over_time(networks.discourse_windows(coded, **NAMES, **options))
    found = measures.turned_positions(coded, measures.movers(over_time, min_windows=2))
    shifted = found[found["turned"].str.len() > 0]
    assert shifted["actor"].tolist() == ["Traders' Association"]
    assert "close the ring road" in shifted["turned"].iloc[0]
    assert f"{shifted['mid'].iloc[0]:%Y-%m}" == "2032-06"


def test_what_cannot_be_compared_is_told(coded: Coded) -> None:
    with pytest.raises(InputError, match="qualifier must be boolean or integer; 'concept' is short text"):
        measures.turned_positions(coded, moves(), qualifier="concept")
    with pytest.raises(InputError, match="'person' is no variable"):
        measures.turned_positions(coded, moves(), variable1="person")
    with pytest.raises(InputError, match=r"moves lacks the columns \['last_before', 'mid'\]"):
        measures.turned_positions(coded, pd.DataFrame({"actor": ["Quist"]}))


labels = st.lists(st.integers(1, 4), min_size=6, max_size=6)


@given(labels, labels)
@settings(max_examples=40, deadline=None)
def test_numbers_change_and_coalitions_do_not(over: list[int], whole: list[int]) -> None:
    actors = [f"a{number}" for number in range(6)]
    table = pd.DataFrame({"mid": pd.Timestamp("2024-03-15"), "actor": actors, "coalition": over})
    found = measures.numbered_like(table, pd.DataFrame({"actor": actors, "coalition": whole}))["coalition"]
    assert len(set(zip(over, found, strict=True))) == len(set(over)) == found.nunique()
    assert sum(found == whole) >= sum(pd.Series(over) == whole)


def test_numbers_left_over_are_free_ones_and_missing_stays_missing() -> None:
    numbers = pd.array([1, 2, 3, None], dtype="Int64")
    table = pd.DataFrame({"mid": pd.Timestamp("2024-03-15"), "actor": list("abcd"), "coalition": numbers})
    members = pd.DataFrame({"actor": list("abd"), "coalition": [2, 1, 3]})
    found = measures.numbered_like(table, members)["coalition"]
    assert found.fillna(0).tolist() == [2, 1, 4, 0]


def test_findings_in_words(coded: Coded) -> None:
    members = pd.DataFrame({"actor": ["Quist", "Tern"], "coalition": [1, 2], "strength": [1.0, 0.5]})
    brokers = pd.DataFrame({"actor": ["Tern", "Quist"], "participation": [0.4, 0.0]})
    days = pd.to_datetime(["2024-03-15", "2024-05-15"])
    turned = measures.turned_positions(coded, pd.concat([moves(), moves("Tern")], ignore_index=True))
    states = pd.DataFrame({"mid": days, "state": [1, 2]})
    assert measures.debate_in_short(members, brokers, turned, states).splitlines() == [
        "- **2 coalitions**, numbered by size:",
        "  - 1: Quist",
        "  - 2: Tern",
        "- The methods agree least on Tern (50 %).",
        "- Between the coalitions stand above all **Tern**.",
        "- **Quist** went from coalition 1 to 2 in the window around 2024-05-15, and turned on tram.",
        "- Tern is counted from coalition 1 to 2 in the window around 2024-05-15, but turned on no concept: "
        "others moved, or spoke of other things.",
        "- **2 states** of the debate; the state changes in the window around 2024-05-15.",
    ]
    plain = measures.debate_in_short(members, brokers.tail(1), moves(), states.head(1))
    assert "**Nobody** stands between" in plain
    assert "**Quist** went from coalition 1 to 2 in the window around 2024-05-15." in plain
    assert "**one phase** throughout" in plain
    empty = measures.debate_in_short(members.head(0), brokers.head(0), moves().head(0))
    assert "**No coalition**" in empty
    assert "too short to look for phases" in empty


@pytest.mark.parametrize("name", ["members", "brokers", "moves", "states"])
def test_tables_that_lack_columns_are_told(name: str) -> None:
    members = pd.DataFrame({"actor": ["Quist"], "coalition": [1], "strength": [1.0]})
    given_ = {"members": members, "brokers": members.assign(participation=0.0), "moves": moves()}
    with pytest.raises(InputError, match=f"{name} lacks the columns"):
        measures.debate_in_short(**(given_ | {name: pd.DataFrame()}))


# --- figures ---------------------------------------------------------------------------------------------------------


def test_stances_run_to_both_sides(coded: Coded) -> None:
    table = measures.barplot(coded, variable="concept", qualifier="agreement")
    _, ax = plots.figure(6, 2)
    plots.plot_stances(table, ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["tram", "toll"]
    assert [round(bar.get_width()) for bar in ax.patches] == [-2, -1, 2, 1]
    assert [text.get_text() for text in ax.texts] == ["2", "1", "2", "1"]


def test_stances_of_whole_numbers_leave_out_0() -> None:
    table = pd.DataFrame({"value": ["tram"], "n": [10], "n_-2": [1], "n_-1": [2], "n_0": [4], "n_1": [3]})
    table.attrs["levels"] = [-2, -1, 0, 1]
    _, ax = plots.figure(6, 2)
    plots.plot_stances(table, ax=ax)
    assert [(round(bar.get_x()), round(bar.get_width())) for bar in ax.patches] == [(0, -2), (-2, -1), (0, 3)]


def test_stances_say_what_is_not_shown() -> None:
    table = pd.DataFrame({"value": ["tram", "toll"], "n": [2, 1], "n_0": [1, 0], "n_1": [1, 1]})
    table.attrs["levels"] = [0, 1]
    _, ax = plots.figure(6, 2)
    assert plots.plot_stances(table, ax=ax, top=1).texts[-1].get_text() == "1 more values not shown"
    _, ax = plots.figure(6, 2)
    empty = table.head(0)
    empty.attrs["levels"] = [0, 1]
    assert plots.plot_stances(empty, ax=ax).texts[0].get_text() == "no statements"


def test_stances_without_sides_are_refused() -> None:
    table = pd.DataFrame({"value": ["tram"], "n": [1], "n_good": [1]})
    _, ax = plots.figure(6, 2)
    with pytest.raises(InputError, match=r"boolean or integer qualifier; its levels are \[\]"):
        plots.plot_stances(table, ax=ax)
    table.attrs["levels"] = [0, 1]
    with pytest.raises(InputError, match=r"table lacks the columns \['n_0', 'n_1'\]"):
        plots.plot_stances(table, ax=ax)


def test_two_mode_puts_camps_at_opposite_ends() -> None:
    says = pd.DataFrame([[2, -2], [-2, 2], [2, -1], [0, 0]], index=["a", "b", "c", "d"], columns=["tram", "toll"])
    _, ax = plots.figure(6, 4)
    plots.plot_two_mode(says, ax=ax, top=3)
    names = [text.get_text() for text in ax.texts]
    assert set(names[:3]) == {"a", "b", "c"}
    assert "b" in (names[0], names[2])
    assert len(ax.lines) == 6
    assert {line.get_linestyle() for line in ax.lines} == {"-", "--"}
    assert names[-1] == "1 more actors and 0 more concepts not shown"


def test_two_mode_without_ties() -> None:
    _, ax = plots.figure(4, 3)
    assert plots.plot_two_mode(pd.DataFrame(0.0, index=["a"], columns=["b"]), ax=ax).texts[0].get_text() == "no ties"
    with pytest.raises(InputError, match="top must be at least 1; got 0"):
        plots.plot_two_mode(pd.DataFrame(), ax=ax, top=0)


def test_discourse_network_shows_coalitions_and_strongest_ties() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("Quist", "Tern", 2.0), ("Tern", "Ferry Club", -1.0), ("Quist", "Ferry Club", -0.5)])
    members = pd.DataFrame(
        {"actor": ["Quist", "Tern", "Ferry Club"], "coalition": pd.array([1, 1, None], dtype="Int64")}
    )
    _, ax = plots.figure(6, 5)
    plots.plot_discourse_network(graph, ax=ax, coalitions=members, ties=2)
    words = [text.get_text() for text in ax.texts]
    assert words.count("1") == 2
    assert {"Quist", "Tern", "1 weaker ties not shown", "Number, colour: coalition"} <= set(words)
    assert len(ax.collections) == 3
    with pytest.raises(InputError, match=r"coalitions lacks the columns \['coalition'\]"):
        plots.plot_discourse_network(graph, ax=ax, coalitions=members[["actor"]])
    with pytest.raises(InputError, match="ties must be at least 1; got 0"):
        plots.plot_discourse_network(graph, ax=ax, ties=0)


def test_discourse_network_without_actors() -> None:
    _, ax = plots.figure(4, 3)
    assert plots.plot_discourse_network(nx.Graph(), ax=ax).texts[-1].get_text() == "no actors"


def test_phases_part_where_the_state_changes() -> None:
    days = pd.to_datetime(["2024-03-01", "2024-04-01", "2024-05-01"])
    states = pd.DataFrame({"mid": days, "state": [1, 1, 2], "change": [None, 0.2, 1.0]})
    _, ax = plots.figure(6, 3)
    plots.plot_phases(states, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["1", "no window before", "1", "2"]
    assert [bool(dot.get_offsets()[0][1] < 0) for dot in ax.collections] == [True, False, False]
    assert len(ax.lines) == 2
    _, ax = plots.figure(6, 3)
    assert plots.plot_phases(states.head(0), ax=ax).texts[0].get_text() == "no windows"
    with pytest.raises(InputError, match=r"states lacks the columns \['change'\]"):
        plots.plot_phases(states[["mid", "state"]], ax=ax)


@pytest.mark.parametrize("figure", ["stances", "two_mode", "network"])
def test_figures_are_the_same_bytes_twice(figure: str, debate: Coded, tmp_path: Path) -> None:
    options = {**NAMES, "aggregation": "subtract"}
    twomode = networks.discourse_network(debate, kind="twomode", **options)
    graph = networks.discourse_graph(networks.discourse_network(debate, **options), kind="onemode")
    files = []
    for name in ("one", "two"):
        _, ax = plots.figure(7, 5)
        if figure == "stances":
            plots.plot_stances(measures.barplot(debate, variable="concept", qualifier="agreement"), ax=ax)
        elif figure == "two_mode":
            plots.plot_two_mode(twomode, ax=ax)
        else:
            plots.plot_discourse_network(graph, ax=ax)
        files.append(plots.save(ax.figure, tmp_path / name)[1].read_bytes())
    assert files[0] == files[1]


# --- the notebook ----------------------------------------------------------------------------------------------------


def said(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    words = [output.get("text", []) for output in outputs]
    words += [output.get("data", {}).get("text/markdown", []) for output in outputs]
    return "\n".join("".join(text) for text in words)


def test_committed_notebook_shows_what_was_planted() -> None:
    text = said(NOTEBOOK)
    assert "Between the coalitions stand above all **Tarnholt Omnibus and Heritage Society**." in text
    assert "**Traders' Association** went from coalition 2 to 1 in the window around 2032-06-16" in text
    assert "turned on a concept: Traders' Association\n" in text


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_report_runs_on_a_table_with_other_parameters(tmp_path: Path) -> None:
    parameters = {
        "coded": str(TABLE),
        "machine": None,
        "columns": {"document_id": "doc_id", "date_time": "date"},
        "coder": 2,
        "variable1": "person",
        "aggregation": "congruence",
        "normalization": "no",
        "window_months": 6,
        "replicates": 30,
        "out": ".",
        "title": "Who speaks like whom",
        "seed": 3,
    }
    page = reports.build(NOTEBOOK, tmp_path / "report", parameters=parameters)
    assert "<h1>Who speaks like whom</h1>" in page.read_text(encoding="utf-8")
    assert "12 actors (person)" in said(tmp_path / "report" / "notebook.ipynb")
    assert (tmp_path / "report" / "figures" / "alluvial.svg").is_file()
    assert not (tmp_path / "report" / "figures" / "phases.svg").exists()
    assert pd.read_csv(tmp_path / "report" / "tables" / "movers.csv").empty


@pytest.mark.usefixtures("in_this_process")
def test_report_of_a_handful_of_statements_with_empty_months(tmp_path: Path) -> None:
    rows = ["time,organization,concept,agreement", "2024-03-01,Quist,tram,1", "2024-03-09,Tern,tram,1"]
    rows += ["2024-09-02,Quist,toll,0", "2024-12-02,Tern,toll,1", "2024-12-05,Ferry Club,toll,1"]
    (tmp_path / "few.csv").write_text("\n".join(rows), encoding="utf-8")
    parameters = {"coded": str(tmp_path / "few.csv"), "machine": None, "coder": None, "replicates": 20, "out": "."}
    page = reports.build(NOTEBOOK, tmp_path / "report", parameters=parameters)
    assert "5 statements in 5 documents" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_this_process")
def test_positions_of_a_handful_of_statements_say_why_there_is_no_scale(tmp_path: Path) -> None:
    rows = ["time,organization,concept,agreement", "2024-03-01,Quist,tram,1", "2024-03-09,Tern,tram,0"]
    (tmp_path / "few.csv").write_text("\n".join(rows), encoding="utf-8")
    parameters = {"coded": str(tmp_path / "few.csv"), "coder": None, "out": "."}
    reports.build(NOTEBOOK.with_name("05b_positions.ipynb"), tmp_path / "report", parameters=parameters)
    text = said(tmp_path / "report" / "notebook.ipynb")
    assert "No further scale: debate must hold" in text
    assert "No tie is stronger than chance." in text


def test_findings_of_the_machine_stand_beside_those_by_hand() -> None:
    text = said(NOTEBOOK)
    assert "interactive is False: no widget" in text
    assert "only hand:" in text


def test_windows_of_any_kind_do() -> None:
    """Coalitions over time take what `numbered_like` renumbers from plain objects too."""
    matrix = pd.DataFrame([[0.0, 1.0], [1.0, 0.0]], index=["Quist", "Tern"], columns=["Quist", "Tern"])
    day = pd.Timestamp("2024-03-15")
    table = measures.coalitions_over_time([SimpleNamespace(start=day, mid=day, stop=day, matrix=matrix)])
    members = pd.DataFrame({"actor": ["Quist", "Tern"], "coalition": [4, 4]})
    assert measures.numbered_like(table, members)["coalition"].tolist() == [4, 4]
