"""Concordance and frequencies: small texts that a person can count, the reference of plain search, and every error."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from toolkit import concordance as module
from toolkit import lexicons
from toolkit.errors import InputError
from toolkit.language import ParsedDocument, ParsedSegment
from toolkit.records import Document, Segment

concordance, frequencies, words_of = module.concordance, module.frequencies, module.words_of

DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["d2", "d1"],
        "text": [
            "Norvania’s envoy didn’t sign.\nThe cease-fire, he said, is Norvania's.",
            "Peace talks? The peace talks failed, and peace is far.",
        ],
        "published": [None, "2024-03-05"],
        "outlet": [None, "Straits Post"],
    }
)


def nodes(pattern: str, **options: object) -> list[str]:
    return concordance(DOCUMENTS, pattern, **options)["node"].tolist()  # type: ignore[arg-type]


def test_lines_hold_the_places_and_what_stands_around():
    table = concordance(DOCUMENTS, "peace talks", window=10)
    assert table.to_dict("records") == [
        {"doc_id": "d1", "start": 0, "end": 11, "left": "", "node": "Peace talks", "right": "? The "}
        | {"published": "2024-03-05", "outlet": "Straits Post", "actor": None},
        {"doc_id": "d1", "start": 17, "end": 28, "left": "? The ", "node": "peace talks", "right": " failed, "}
        | {"published": "2024-03-05", "outlet": "Straits Post", "actor": None},
    ]


def test_line_breaks_are_shown_as_spaces():
    table = concordance(DOCUMENTS, "sign", window=8)
    assert table.loc[0, ["left", "right"]].tolist() == [" didn’t ", ". The "]


def test_contexts_end_at_the_edge_of_a_word():
    documents = pd.DataFrame({"doc_id": ["d"], "text": ["Harbourmasters said tolls aren't fair yesterday"]})
    lines = concordance(documents, "tolls", window=8)[["left", "right"]].to_numpy().tolist()
    assert lines == [[" said ", " aren't "]]
    assert concordance(documents, "said", window=4)["left"].tolist() == [" "], "no part of a word"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("norvania", ["Norvania", "Norvania"]),
        ("Norvania's", ["Norvania’s", "Norvania's"]),
        ("didn't", ["didn’t"]),
        ("cease-fire", ["cease-fire"]),
        ("cease-*", ["cease-fire"]),
        ("fire", []),
        ("*s", ["is", "talks", "talks", "is"]),
        ("peace *", ["Peace talks", "peace talks", "peace is"]),
        ("pea", []),
        ("talks?", ["talks?"]),
        ("[st]alks", []),
    ],
)
def test_words_and_phrases_are_found_whole(pattern, found):
    assert sorted(nodes(pattern)) == sorted(found)


def test_capitals_and_regular_expressions():
    assert nodes("peace", ignore_case=False) == ["peace", "peace"]
    assert nodes(r"p\w+e talks", by="regex") == ["Peace talks", "peace talks"]
    assert nodes(r"p\w+e talks", by="regex", ignore_case=False) == ["peace talks"]
    assert nodes("x*", by="regex") == [], "nothing is no hit"


def test_no_hits_and_no_documents_give_the_columns():
    columns = ["doc_id", "start", "end", "left", "node", "right", "published", "outlet", "actor"]
    assert list(concordance(DOCUMENTS, "absent")) == columns
    assert list(concordance(DOCUMENTS.head(0), "peace")) == columns


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet="aAb ,.\n", max_size=60),
    word=st.sampled_from(["a", "b", "ab", "a b"]),
    window=st.integers(0, 9),
)
def test_hits_agree_with_plain_search(text, word, window):
    frame = pd.DataFrame({"doc_id": ["d"], "text": [text]})
    table = concordance(frame, word, window=window)
    inner = re.escape(word).replace(r"\ ", r"\s+")
    expected = {m.start() for m in re.finditer(rf"(?<![\w])(?={inner}(?!\w))", text, re.IGNORECASE)}
    # A full stop between letters belongs to the word (as in U.S), so it is no border.
    expected = {start for start in expected if not re.search(r"\w\.$", text[:start])}
    found = set(table["start"])
    assert found <= expected
    for row in table.itertuples():
        assert text[row.start : row.end].split() == row.node.split()
        assert len(row.left) <= window
        assert len(row.right) <= window
    if "." not in text:
        assert found == expected


def test_frequencies_by_hand():
    table = frequencies(["The envoy's talks, the talks!", "Talks or war", None])
    assert table.to_dict("records") == [
        {"word": "talks", "count": 3, "share": 0.6, "n_texts": 2},
        {"word": "envoy", "count": 1, "share": 0.2, "n_texts": 1},
        {"word": "war", "count": 1, "share": 0.2, "n_texts": 1},
    ]
    assert frequencies(["a a b"], stopwords=(), top=1)["word"].tolist() == ["a"]
    assert frequencies(["We won’t"], stopwords=())["word"].tolist() == ["we", "won't"]
    assert frequencies([]).empty


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(alphabet="ab' ", max_size=20), max_size=5))
def test_frequencies_share_out_everything(texts):
    table = frequencies(texts, stopwords=())
    assert not len(table) or table["share"].sum() == pytest.approx(1)
    assert (table["n_texts"] <= table["count"]).all()
    assert table["count"].is_monotonic_decreasing


def test_words_of_an_actor():
    attributions = pd.DataFrame(
        {
            "source_actor": ["quist", "holm", "quist", None],
            "kind": ["direct", "direct", "indirect", "direct"],
            "content_text": ["the strait is closed", "no", "closed", "open"],
        }
    )
    assert words_of(attributions, "quist")["word"].tolist() == ["closed", "strait"]
    assert words_of(attributions, "quist", stopwords=["closed"], top=1)["word"].tolist() == ["is"]
    assert words_of(attributions, "quist", kinds=["indirect"])["count"].tolist() == [1]
    with pytest.raises(InputError, match=r"kinds must be one of 'direct', .*; got 'spoken'"):
        words_of(attributions, "quist", kinds=["spoken"])
    with pytest.raises(InputError, match="no attribution has the source 'nobody'"):
        words_of(attributions, "nobody")


def test_the_list_of_stopwords_is_clean():
    rows = lexicons.load("stopwords_en", "word", "class", "source")
    words = [row["word"] for row in rows]
    assert len(words) == len(set(words))
    assert all(word == word.lower() and "’" not in word for word in words)
    assert all(row["class"] and row["source"] for row in rows)


SORTED = pd.DataFrame(
    {
        "doc_id": ["d1", "d2"],
        "text": ["A peace plan, “no peace now”. Old peace.", "peace bends; the peace bids"],
        "published": [date(2024, 3, 5), date(2024, 3, 1)],
        "outlet": ["Straits Post", None],
    }
)


@pytest.mark.parametrize(
    ("sort", "starts"),
    [
        ((), [2, 18, 34, 0, 17]),
        (("R1",), [34, 0, 17, 18, 2]),  # nothing, bends, bids, now, plan
        (("L1",), [0, 2, 18, 34, 17]),  # nothing, a, no, old, the
        (("R2", "L1"), [34, 17, 2, 18, 0]),  # nothing (after old, after the), no, old, the
        (("published",), [0, 17, 2, 18, 34]),
        (("outlet", "R1"), [34, 18, 2, 0, 17]),
    ],
)
def test_lines_are_sorted_by_words_around_and_by_columns(sort, starts):
    assert concordance(SORTED, "peace", sort=sort)["start"].tolist() == starts


def test_lines_say_in_whose_words_the_node_stands():
    attributions = pd.DataFrame(
        {
            "doc_id": ["d1", "d1", "d2"],
            "content_spans": [[{"start": 14, "end": 28}], [{"start": 0, "end": 28}], [{"start": 13, "end": 27}]],
            "source_actor": ["quist", "holm", None],
        }
    )
    table = concordance(SORTED, "peace", attributions=attributions, sort=["actor"])
    found = dict(zip(zip(table["doc_id"], table["start"], strict=True), table["actor"].fillna("-"), strict=True))
    assert found == {("d1", 2): "holm", ("d1", 18): "quist", ("d1", 34): "-", ("d2", 0): "-", ("d2", 17): "-"}
    assert table["actor"].tolist()[:2] == ["holm", "quist"], "those without an actor come last"


def test_lemmas_of_a_hand_built_parse():
    text = "Ferries  ran. He runs ferries."
    doc = Doc(
        Vocab(),
        words=["Ferries", " ", "ran", ".", "He", "runs", "ferries", "."],
        spaces=[True, False, False, True, True, True, False, False],
        lemmas=["ferry", " ", "run", ".", "he", "run", "ferry", "."],
    )
    assert doc.text == text
    segment = Segment("d1", "s1", "body", 5, 5 + len(text))
    document = Document("d1", "XXXX\n" + text)
    lemmas = module.lemma_table([ParsedDocument(document, (ParsedSegment(segment, doc),), (segment,))])
    assert lemmas["start"].tolist() == [5, 14, 17, 19, 22, 27, 34]
    frame = pd.DataFrame({"doc_id": ["d1", "d2"], "text": [document.text, "not parsed"]})
    assert concordance(frame, "run", by="lemmas", lemmas=lemmas)["node"].tolist() == ["ran", "runs"]
    assert concordance(frame, "run ferr*", by="lemmas", lemmas=lemmas)["node"].tolist() == ["runs ferries"]
    with pytest.raises(InputError, match="by='lemmas' needs lemmas="):
        concordance(frame, "run", by="lemmas")
    with pytest.raises(InputError, match=r"lemmas lacks the columns \['lemma'\]"):
        concordance(frame, "run", by="lemmas", lemmas=lemmas.drop(columns="lemma"))


def test_an_actor_in_all_forms():
    mentions = pd.DataFrame(
        {
            "doc_id": ["d2", "d1", "d1"],
            "start": [0, 17, 0],
            "end": [10, 28, 12],
            "actor_id": ["NOR", "talks", "talks"],
            "kind": ["name", "nominal", "title"],
        }
    )
    find = module.actor_concordance
    assert find(DOCUMENTS, mentions, "talks")["start"].tolist() == [0, 17]
    assert find(DOCUMENTS, mentions, "talks", kinds=["nominal"])["node"].tolist() == ["peace talks"]
    assert find(DOCUMENTS, mentions, "NOR", kinds=["pronoun"]).empty
    with pytest.raises(InputError, match="actor_id: no mention of 'nobody'"):
        find(DOCUMENTS, mentions, "nobody")
    with pytest.raises(InputError, match=r"kinds must be one of 'name', .*; got 'nickname'"):
        find(DOCUMENTS, mentions, "NOR", kinds=["nickname"])


def test_wrong_patterns_are_refused():
    with pytest.raises(InputError, match="by must be one of 'words', 'lemmas', 'regex'; got 'stems'"):
        concordance(DOCUMENTS, "peace", by="stems")
    with pytest.raises(InputError, match=r"sort must hold L1 to L9, R1 to R9 or one of node, .*; got 'R10'"):
        concordance(DOCUMENTS, "peace", sort=["R10"])
    with pytest.raises(InputError, match=r"sort must be a sequence of keys .* got the text 'R1'"):
        concordance(DOCUMENTS, "peace", sort="R1")
    with pytest.raises(InputError, match="pattern must hold a word; got ' '"):
        concordance(DOCUMENTS, " ")
    with pytest.raises(InputError, match="window must be 0 or more characters; got -1"):
        concordance(DOCUMENTS, "peace", window=-1)
    with pytest.raises(InputError, match=r"pattern is not a regular expression: .*; got '\(peace'"):
        concordance(DOCUMENTS, "(peace", by="regex")
