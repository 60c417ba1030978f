"""Share of voice: tables that a person can check."""

from datetime import date

import pandas as pd
import pytest

from toolkit import measures
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Span
from toolkit.tables import to_frame

ACTORS = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("holm", "Ada Holm", "person")])
DOCUMENTS = to_frame(
    "documents",
    [
        Document("d1", "", None, date(2024, 3, 5), "Post"),
        Document("d2", "", None, date(2024, 4, 30), "Gazette"),
        Document("d3", "", None, None, "Post"),
    ],
)


def said(doc: str, number: int, actor: str | None, text: str | None, attitude: str = "speech") -> Attribution:
    return Attribution(
        doc, f"a{number}", "direct", attitude, (), (), (Span(0, 5),), source_actor=actor, content_text=text
    )


ATTRIBUTIONS = to_frame(
    "attributions",
    [
        said("d1", 1, "quist", "no more of this"),
        said("d1", 2, "holm", "yes"),
        said("d1", 3, "holm", "it's a long-term plan"),
        said("d1", 4, None, "perhaps so"),
        said("d1", 5, "quist", "rain", "thought"),
        said("d2", 6, "quist", None),
        said("d3", 7, "quist", "one two"),
    ],
)


def test_shares_of_a_group_sum_to_one_with_unknown_sources_last():
    found = measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS)
    march = found[found["group"] == pd.Timestamp("2024-03-01")]
    assert march["name"].tolist() == ["Ada Holm", "Marla Quist", None]
    assert march["n"].tolist() == [2, 1, 1]
    assert march["n_words"].tolist() == [5, 4, 2]
    assert march["share"].tolist() == [0.5, 0.25, 0.25]
    assert march["group_words"].unique().tolist() == [11]
    april = found[found["group"] == pd.Timestamp("2024-04-01")]
    assert april["share_words"].isna().all(), "a group without words has no shares of them"
    assert found.attrs["n_without_group"] == 1
    sums = found.groupby("group")["share"].sum()
    assert sums.round(12).eq(1).all()


def test_groups_are_outlets_periods_or_one():
    outlets = measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, by="outlet")
    assert outlets["group"].unique().tolist() == ["Gazette", "Post"]
    assert outlets.loc[outlets["group"] == "Post", "group_n"].unique().tolist() == [5]
    weeks = measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, period="week")
    assert [str(day.date()) for day in weeks["group"].unique()] == ["2024-03-04", "2024-04-29"]
    everything = measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, by="none", attitude=("speech", "thought"))
    assert everything["group"].unique().tolist() == ["all"]
    assert everything["n"].sum() == len(ATTRIBUTIONS)


def test_nothing_said_gives_an_empty_table():
    found = measures.voice_shares(ATTRIBUTIONS.head(0), ACTORS, DOCUMENTS)
    assert found.empty
    assert list(found)[:3] == ["group", "actor_id", "name"]


def test_wrong_input_is_refused():
    with pytest.raises(InputError, match="by must be one of 'period', 'outlet', 'none'; got 'author'"):
        measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, by="author")
    with pytest.raises(InputError, match="period must be one of 'day', 'week'"):
        measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, period="decade")
    with pytest.raises(InputError, match="attitude must be one of"):
        measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS, attitude=("song",))
    with pytest.raises(InputError, match=r"attributions name 1 actors that the table 'actors' lacks: \['holm'\]"):
        measures.voice_shares(ATTRIBUTIONS, ACTORS[ACTORS["actor_id"] == "quist"], DOCUMENTS)
    with pytest.raises(InputError, match=r"attributions name 1 documents that the table 'documents' lacks: \['d3'\]"):
        measures.voice_shares(ATTRIBUTIONS, ACTORS, DOCUMENTS[DOCUMENTS["doc_id"] != "d3"])
