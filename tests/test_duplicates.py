"""Near-duplicates: small cases by hand, exact similarity as the reference, groups, decisions, and time."""

import random
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import textstats, tokens
from toolkit.errors import InputError
from toolkit.textstats import _shingles

SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "re", "so", "ti", "vu", "za")


def article(draw: random.Random, length: int) -> list[str]:
    return ["".join(draw.choices(SYLLABLES, k=3)) for _ in range(length)]


def edited(draw: random.Random, words: list[str], share: float) -> list[str]:
    return [draw.choice(SYLLABLES) if draw.random() < share else word for word in words]


def exact(a: list[str], b: list[str], size: int) -> float:
    """Jaccard similarity from sets of tuples, without hashes."""
    left, right = ({tuple(w[i : i + size]) for i in range(max(1, len(w) - size + 1))} if w else set() for w in (a, b))
    return len(left & right) / len(left | right) if left | right else 0.0


def frame(texts: list[str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(texts))], "text": texts} | columns)


WIRE = "Quist closed the strait to all ships on Monday and Norvania said that it would answer soon."
DOCUMENTS = frame(
    [
        WIRE + " No more was known in the harbour of Sel.",
        "Nothing of the kind was said by anyone in the ministry on that day or on the next.",
        WIRE.upper(),
        WIRE,
        "",
        "",
    ],
    published=pd.to_datetime(["2024-03-03", "2024-03-01", None, "2024-03-02", "2024-03-01", "2024-03-01"]),
    outlet=["Courier", "Gazette", "Lantern", "Concord", None, None],
)


def test_copies_are_grouped_the_earliest_first():
    table = textstats.near_duplicates(DOCUMENTS)
    assert table["group_id"].tolist() == ["g001"] * 3
    assert table["doc_id"].tolist() == ["d3", "d0", "d2"], "by date, without a date last"
    assert table["first"].tolist() == [True, False, False]
    assert table["size"].tolist() == [3, 3, 3]
    # 17 words are 13 shingles; 9 words more are 9 shingles more.
    assert table["n_shingles"].tolist() == [13, 22, 13]
    assert table["similarity"].tolist() == [1.0, pytest.approx(13 / 22), 1.0]
    assert table["contained"].tolist() == [1.0, pytest.approx(13 / 22), 1.0]
    assert table["nearest"].tolist() == [1.0, pytest.approx(13 / 22), 1.0]
    assert table["outlet"].tolist() == ["Concord", "Courier", "Lantern"]


def test_threshold_is_met_exactly():
    assert len(textstats.near_duplicates(DOCUMENTS, threshold=13 / 22)) == 3
    assert textstats.near_duplicates(DOCUMENTS, threshold=0.6)["doc_id"].tolist() == ["d3", "d2"]
    assert textstats.near_duplicates(DOCUMENTS.drop(columns=["published", "outlet"]))["doc_id"].tolist() == [
        "d0",
        "d2",
        "d3",
    ]
    none = textstats.near_duplicates(DOCUMENTS.head(2))
    assert none.empty
    assert textstats.near_duplicates(DOCUMENTS.head(0)).columns.tolist() == none.columns.tolist()


def test_short_texts_are_one_shingle_and_empty_ones_like_nothing():
    table = textstats.near_duplicates(frame(["No deal", "no deal!", "no", "", ""]))
    assert table["doc_id"].tolist() == ["d0", "d1"]


def test_only_the_segments_asked_for_are_compared():
    texts = ["Courier staff. " + WIRE, "Read more of our news, sport and weather here now. " + WIRE]
    segments = pd.DataFrame(
        {
            "doc_id": ["d0", "d0", "d1", "d1"],
            "role": ["byline", "body", "boilerplate", "body"],
            "start": [0, 15, 0, 51],
            "end": [14, len(texts[0]), 50, len(texts[1])],
        }
    )
    assert textstats.near_duplicates(frame(texts))["similarity"].iloc[1] < 1
    assert textstats.near_duplicates(frame(texts), segments=segments)["similarity"].tolist() == [1, 1]
    assert textstats.near_duplicates(frame(texts), segments=segments, roles=["caption"]).empty


def test_a_group_hangs_together_by_its_pairs():
    words = [f"w{n}" for n in range(60)]
    texts = [" ".join(words[start : start + 30]) for start in (0, 8, 16)]
    table = textstats.near_duplicates(frame(texts), threshold=0.5)
    assert table["doc_id"].tolist() == ["d0", "d1", "d2"]
    assert table["similarity"].iloc[2] < 0.5 <= table["nearest"].iloc[2]


def corpus(n: int, length: int, seed: int = 3) -> pd.DataFrame:
    """Make articles, a fifth of them edited copies of others."""
    draw = random.Random(seed)
    texts: list[list[str]] = []
    for _ in range(n):
        copied = texts and draw.random() < 0.2
        texts.append(edited(draw, draw.choice(texts), draw.random() * 0.12) if copied else article(draw, length))
    return frame([" ".join(words) for words in texts])


def test_pairs_equal_those_of_comparing_all_with_all():
    documents = corpus(120, 80)
    table = textstats.near_duplicates(documents, threshold=0.5)
    lists = [tokens.words(text) for text in documents["text"]]
    pairs = [(a, b) for b in range(len(lists)) for a in range(b) if exact(lists[a], lists[b], 5) >= 0.5]
    assert len(pairs) > 8
    assert {f"d{n}" for pair in pairs for n in pair} == set(table["doc_id"])
    groups = dict(zip(table["doc_id"], table["group_id"], strict=True))
    assert all(groups[f"d{a}"] == groups[f"d{b}"] for a, b in pairs)
    firsts = dict(zip(table["group_id"], table["doc_id"].where(table["first"]).ffill(), strict=True))
    for row in table.itertuples():
        there = exact(lists[int(row.doc_id[1:])], lists[int(firsts[row.group_id][1:])], 5)
        assert row.similarity == pytest.approx(there)


def test_order_and_neighbours_change_nothing():
    documents = corpus(60, 60)
    table = textstats.near_duplicates(documents)
    pd.testing.assert_frame_equal(textstats.near_duplicates(documents.sample(frac=1, random_state=5)), table)
    alone = documents[documents["doc_id"].isin(table["doc_id"])]
    pd.testing.assert_frame_equal(textstats.near_duplicates(alone), table)


def test_a_thousand_documents_take_a_few_seconds():
    documents = corpus(1000, 400)
    start = time.process_time()
    table = textstats.near_duplicates(documents)
    assert time.process_time() - start < 8
    assert len(table) > 100


def test_copies_of_one_text_take_no_longer():
    draw = random.Random(1)
    wire = article(draw, 300)
    documents = frame([" ".join(edited(draw, wire, 0.03)) for _ in range(400)] + [" ".join(wire)] * 300)
    start = time.process_time()
    table = textstats.near_duplicates(documents)
    assert time.process_time() - start < 8
    assert table["size"].unique().tolist() == [700]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12), st.integers(1, 4))
def test_hashed_similarity_equals_that_of_sets(a, b, size):
    left, right = _shingles.shingle_sets([a, b], size)
    assert _shingles.jaccard(left, right) == pytest.approx(exact(a, b, size))
    if a and b:
        assert _shingles.jaccards([left, right], [(0, 1), (1, 1)]) == pytest.approx([exact(a, b, size), 1])


def test_signatures_estimate_similarity():
    left = np.arange(1000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    signed = _shingles.signatures([left[:750], left[250:]], 4096, seed=2)
    # 500 of 1,000 shared; the standard error is sqrt(0.25 / 4096) < 0.008.
    assert (signed[0] == signed[1]).mean() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.8, 0.95, 1.0])
def test_bands_find_pairs_at_the_threshold(threshold):
    bands, rows = _shingles.bands_for(threshold, 128)
    assert bands * rows <= 128
    assert 1 - (1 - threshold**rows) ** bands >= 0.999


def test_decisions_are_recorded():
    groups = textstats.near_duplicates(DOCUMENTS)
    kept, dropped, weighted = (textstats.decide(DOCUMENTS, groups, d) for d in ("keep", "drop", "weight"))
    assert kept.documents["weight"].tolist() == [1.0] * 6
    assert dropped.documents["doc_id"].tolist() == ["d1", "d3", "d4", "d5"]
    assert weighted.documents["weight"].tolist() == pytest.approx([1 / 3, 1, 1 / 3, 1 / 3, 1, 1])
    table = dropped.decisions.set_index("doc_id")
    assert table.loc["d0"].tolist() == ["g001", "drop", False, 0.0, "near-duplicate of d3 (similarity 0.59)"]
    assert table.loc["d3"].tolist() == ["g001", "drop", True, 1.0, "first of its group"]
    assert table.loc["d1", ["kept", "weight", "reason"]].tolist() == [True, 1.0, "no near-duplicate"]
    assert pd.isna(table.loc["d1", "decision"])
    assert "weight" not in DOCUMENTS.columns


def test_each_group_may_have_its_own_decision():
    documents = frame([WIRE, WIRE, "No deal", "No deal"])
    groups = textstats.near_duplicates(documents)
    decided = textstats.decide(documents, groups, {"g002": "drop"})
    assert decided.documents["doc_id"].tolist() == ["d0", "d1", "d2"]
    assert decided.decisions["decision"].tolist() == ["keep", "keep", "drop", "drop"]
    with pytest.raises(InputError, match=r"decision names the group 'g003'; there are \['g001', 'g002'\]"):
        textstats.decide(documents, groups, {"g003": "drop"})
    with pytest.raises(InputError, match="decision must be one of 'keep', 'drop', 'weight'; got 'merge'"):
        textstats.decide(documents, groups, "merge")
    with pytest.raises(InputError, match="decision must be one of 'keep', 'drop', 'weight'; got 'merge'"):
        textstats.decide(documents, groups, {"g001": "merge"})
    with pytest.raises(InputError, match=r"table 'documents' lacks the documents \['d3'\]"):
        textstats.decide(documents.head(3), groups, "keep")


def test_side_by_side_by_hand():
    a = "Sel, Monday. Quist closed the strait. Nobody knew why. Ships wait in the harbour."
    b = "SHIPS wait in the harbour! Why? Because Quist closed the strait."
    table = textstats.side_by_side(a, b, min_words=4)
    assert table[["kind", "a_text", "b_text", "n_words"]].fillna("-").to_numpy().tolist() == [
        ["only a", "Sel, Monday", "-", 2],
        ["shared", "Quist closed the strait", "Quist closed the strait", 4],
        ["only a", "Nobody knew why", "-", 3],
        ["shared", "Ships wait in the harbour", "SHIPS wait in the harbour", 5],
        ["only b", "-", "Why? Because", 2],
    ]
    assert textstats.side_by_side("", "").empty
    assert textstats.side_by_side("", "No deal")["kind"].tolist() == ["only b"]
    assert textstats.side_by_side("no no", "no", min_words=1)["kind"].tolist() == ["shared", "only a"]
    with pytest.raises(InputError, match="min_words must be at least 1; got 0"):
        textstats.side_by_side(a, b, min_words=0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=14), st.lists(st.sampled_from("abc"), max_size=14), st.integers(1, 4))
def test_side_by_side_holds_every_word_once(a, b, shortest):
    table = textstats.side_by_side(" ".join(a), ", ".join(b), min_words=shortest)
    assert " ".join(table["a_text"].dropna()).split() == a
    ordered = table.dropna(subset=["b_start"]).sort_values("b_start")
    assert tokens.words(" ".join(ordered["b_text"])) == b
    shared = table[table["kind"] == "shared"]
    assert (shared["n_words"] >= shortest).all()
    assert [tokens.words(text) for text in shared["a_text"]] == [tokens.words(text) for text in shared["b_text"]]
    if not len(shared) and min(len(a), len(b)) >= shortest:
        assert exact(a, b, shortest) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "threshold must be above 0 and at most 1; got 0"),
        ({"threshold": 1.1}, "threshold must be above 0 and at most 1; got 1.1"),
        ({"shingle": 0}, "shingle must be at least 1; got 0"),
        ({"permutations": 0}, "permutations must be at least 1; got 0"),
        ({"roles": ["text"]}, "roles must be one of 'headline', .*; got 'text'"),
    ],
)
def test_wrong_settings_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        textstats.near_duplicates(DOCUMENTS, **options)


def test_ids_must_be_unique():
    with pytest.raises(InputError, match=r"documents must have one row a doc_id; got .* more than once"):
        textstats.near_duplicates(pd.concat([DOCUMENTS, DOCUMENTS]))


def test_no_group_can_be_filtered_like_some() -> None:
    groups = textstats.near_duplicates(
        pd.DataFrame({"doc_id": ["a", "b"], "text": ["The strait is closed.", "Ferries sail."]})
    )
    assert groups["first"].dtype == bool
    assert groups[groups["first"]].empty
