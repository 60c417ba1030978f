"""Framing of a run: the rows of all documents with their passages, and counts side by side."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import framing, language, tables
from toolkit.errors import InputError
from toolkit.records import Attribution, Document, Mention, Segment, Span

TEXTS = {
    "d1": "Harbour closed\n\nQuist said the regime may fall.\nAll was calm. She denied it.",
    "d2": "The “so-called” treaty holds.",
}


@pytest.fixture(scope="module")
def run() -> dict[str, pd.DataFrame]:
    """Tables of two documents; the second has no outlet, actor or attribution."""
    first, second = TEXTS["d1"], TEXTS["d2"]
    body, said = first.index("Quist"), first.index("the regime")
    content = Span(said, first.index("."))
    attribution = Attribution(
        "d1",
        "a1",
        kind="indirect",
        attitude="speech",
        source_spans=(Span(body, body + 5),),
        cue_spans=(Span(body + 6, body + 10),),
        content_spans=(content,),
        source_text="Quist",
        cue_text="said",
        cue_lemma="say",
        content_text=first[content.start : content.end],
        source_actor="quist",
    )
    rows = {
        "documents": [Document("d1", first, outlet="Gazette"), Document("d2", second)],
        "segments": [
            Segment("d1", "s1", "headline", 0, 14),
            Segment("d1", "s2", "body", body, len(first)),
            Segment("d2", "s1", "body", 0, len(second)),
        ],
        "mentions": [Mention("d1", "m1", body, body + 5, "Quist", "name", "quist")],
        "attributions": [attribution],
    }
    return {name: tables.to_frame(name, records) for name, records in rows.items()}


def test_all_documents_are_framed_with_their_sentences(run: dict[str, pd.DataFrame]) -> None:
    found = framing.frame_corpus(**run, nlp=language.load())
    assert found.columns.tolist() == [*framing.table([]).columns, "passage"]
    row = found[found["text"] == "regime"].iloc[0]
    assert (row["source_actor"], row["passage"]) == ("quist", "Quist said the regime may fall.")
    assert set(found["doc_id"]) == {"d1", "d2"}
    for _, one in found.iterrows():
        assert TEXTS[one["doc_id"]][one["start"] : one["end"]] == one["text"]
        assert " ".join(one["text"].split()) in one["passage"]


def test_it_gives_what_framing_one_document_gives(run: dict[str, pd.DataFrame]) -> None:
    found = framing.frame_corpus(**run, nlp=language.load())
    document, *segments = (Document("d2", TEXTS["d2"]), Segment("d2", "s1", "body", 0, len(TEXTS["d2"])))
    alone = framing.table(framing.frame(language.parse(document, segments, language.load()), [], []))
    again = found[found["doc_id"] == "d2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(again.drop(columns="passage"), alone)


def test_rows_of_other_documents_are_left_out_and_inputs_kept(run: dict[str, pd.DataFrame]) -> None:
    before = {name: frame.copy(deep=True) for name, frame in run.items()}
    found = framing.frame_corpus(**{**run, "documents": run["documents"].tail(1)}, nlp=language.load())
    assert set(found["doc_id"]) == {"d2"}
    for name, frame in run.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nothing_gives_an_empty_table() -> None:
    names = ("documents", "segments", "mentions", "attributions")
    found = framing.frame_corpus(**{name: tables.to_frame(name, []) for name in names}, nlp=language.load())
    assert found.empty
    assert found.columns[-1] == "passage"
    wide = framing.device_table(found, "hedge", "actor")
    assert wide.columns.tolist() == ["source_actor", "name", "n", "n_documents", "per_1000"]
    assert wide.empty


def test_documents_need_segments(run: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(InputError, match="segments must hold those of every document; 'd2' has none"):
        framing.frame_corpus(**{**run, "segments": run["segments"].head(2)}, nlp=language.load())
    with pytest.raises(InputError, match="lacks the columns"):
        framing.frame_corpus(**{**run, "mentions": run["mentions"].drop(columns="kind")}, nlp=language.load())


# --- counts side by side ---------------------------------------------------------------------------------------------

ROWS = pd.DataFrame(
    [
        ("d1", "quist", "hedge", "modal", "epistemic"),
        ("d1", "quist", "hedge", "booster", None),
        ("d2", "holm", "hedge", "modal", "deontic"),
        ("d2", "quist", "hedge", "modal", "epistemic"),
        ("d3", None, "hedge", "hedge", None),
        ("d3", None, "metaphor", "war", None),
    ],
    columns=["doc_id", "source_actor", "device", "category", "modality"],
)
DOCUMENTS = pd.DataFrame(
    {"doc_id": ["d1", "d2", "d3"], "outlet": ["Gazette", "Lantern", None], "n_words": [100, 400, 50]}
)


def test_counts_by_actor() -> None:
    actors = pd.DataFrame({"actor_id": ["quist"], "name": ["Marla Quist"]})
    said = pd.DataFrame({"source_actor": ["quist", "holm"], "content_text": ["one two three four", None]})
    wide = framing.device_table(ROWS, "hedge", "actor", attributions=said, actors=actors)
    assert wide.columns.tolist() == [
        "source_actor",
        "name",
        "n",
        "n_documents",
        "per_1000",
        "hedge",
        "booster",
        "modal",
    ]
    assert wide["name"].fillna("-").tolist() == ["Marla Quist", "holm", "-"]
    assert wide[["n", "n_documents", "hedge", "booster", "modal"]].to_numpy().tolist() == [
        [3, 2, 0, 1, 2],
        [1, 1, 0, 0, 1],
        [1, 1, 1, 0, 0],
    ]
    assert wide["per_1000"].iloc[0] == 750
    assert wide["per_1000"].iloc[1:].isna().all()


def test_counts_by_outlet_and_of_another_column() -> None:
    wide = framing.device_table(ROWS, "hedge", column="modality", documents=DOCUMENTS)
    assert wide.columns.tolist() == ["outlet", "n", "n_documents", "per_1000", "deontic", "epistemic"]
    assert wide[["n", "per_1000", "deontic", "epistemic"]].head(2).to_numpy().tolist() == [[2, 20, 0, 1], [2, 5, 1, 1]]
    assert wide["outlet"].isna().tolist() == [False, False, True]


@given(st.lists(st.tuples(st.sampled_from(["quist", "holm", None]), st.sampled_from(["hedge", "modal"])), max_size=8))
def test_categories_add_up_to_the_passages(cells: list[tuple[str | None, str]]) -> None:
    rows = pd.DataFrame(cells, columns=["source_actor", "category"], dtype=object).assign(doc_id="d1", device="hedge")
    wide = framing.device_table(rows, "hedge", "actor")
    assert wide["n"].sum() == len(cells)
    assert wide.iloc[:, 5:].sum(axis=1).tolist() == wide["n"].tolist()


def test_wrong_options_are_named() -> None:
    with pytest.raises(InputError, match=r"device must be one of .*reporting_verb"):
        framing.device_table(ROWS, "irony")
    with pytest.raises(InputError, match=r"by must be one of .*outlet"):
        framing.device_table(ROWS, "hedge", "document")
    with pytest.raises(InputError, match=r"column must be one of .*modality"):
        framing.device_table(ROWS, "hedge", "actor", column="mood")
    with pytest.raises(InputError, match="documents must be given"):
        framing.device_table(ROWS, "hedge")
