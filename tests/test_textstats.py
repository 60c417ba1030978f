"""Statistics of words: published worked examples, other implementations, small texts to count by hand, every error."""

import re
from math import inf, log, log2, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from nltk.collocations import BigramCollocationFinder
from nltk.metrics.association import BigramAssocMeasures
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association

from toolkit import plots, textstats, tokens
from toolkit.errors import InputError
from toolkit.textstats._measures import MEASURES, STATISTICS

# --- words


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="aB1 .,-'’s_\n!é", max_size=40))
def test_words_are_made_of_the_runs_that_n_words_counts(text):
    runs = re.findall(r"[^\W_]+", text)
    words = tokens.words(text)
    assert len(words) <= len(runs)
    kept = [run.lower() for word in words for run in re.findall(r"[^\W_]+", word)]
    left_out = [text[a:b] for a, b in tokens.spans(text) if not text[a].isalnum()]
    assert len(kept) + sum(token.lower() in ("'s", "’s") for token in left_out) == len(runs)
    assert [word for sentence in tokens.sentences(text) for word in sentence] == words or "\n" in text


def test_sentences_end_where_a_reader_ends_them():
    text = "Dr. Holm met J. Arden of the U.S. Navy... No. 5 pm. in port? Yes\n\nThe end"
    assert [" ".join(sentence) for sentence in tokens.sentences(text)] == [
        "dr holm met j arden of the u.s navy",
        "no",
        "5 pm in port",
        "yes",
        "the end",
    ]


def test_only_segments_of_some_roles_are_counted():
    documents = pd.DataFrame({"doc_id": ["d2", "d1"], "text": ["no segments", "By Ann Vale. Toll rises. Toll falls."]})
    segments = pd.DataFrame(
        {
            "doc_id": ["d1", "d1", "d1"],
            "role": ["body", "byline", "headline"],
            "start": [25, 0, 13],
            "end": [36, 12, 24],
        }
    )
    table = textstats.segment_texts(documents, segments)
    assert table["text"].tolist() == ["", "Toll rises.\n\nToll falls."]
    assert textstats.segment_texts(documents, segments, roles=["byline"])["text"].tolist() == ["", "By Ann Vale."]
    with pytest.raises(InputError, match=r"roles must be one of 'headline', .*; got 'lead'"):
        textstats.segment_texts(documents, segments, roles=["lead"])


# --- collocations

#: C. Dickens, The Pickwick Papers (1837), ch. 4: the passage of Evert 2008, section 3.1, without its middle.
PICKWICK = (
    "A vast deal of coolness and a peculiar degree of judgement, are requisite in catching a hat. A man must not be "
    "precipitate, or he runs over it; he must not rush into the opposite extreme, or he loses it altogether. There was "
    "a fine gentle wind, and Mr. Pickwick's hat rolled sportively before it. The wind puffed, and Mr. Pickwick puffed, "
    "and the hat rolled over and over as merrily as a lively porpoise in a strong tide; and on it might have rolled, "
    "far beyond Mr. Pickwick's reach."
)


def test_surface_cooccurrence_as_in_the_published_example():
    table = textstats.collocations([PICKWICK], "hat", window=(4, 4), measures=list(MEASURES), stopwords=())
    row = table.set_index("collocate").loc["rolled"]
    total = len(tokens.words(PICKWICK)) - 3
    # Evert 2008: 2 of 3 forms of roll stand in the spans of hat, which hold 20 words (spans end with the sentence).
    assert (row["together"], row["left"], row["right"], row["frequency"], row["n_texts"]) == (2, 0, 2, 3, 1)
    assert row["expected"] == pytest.approx(20 * 3 / total)
    cells = np.array([[2, 18], [1, total - 21]])
    g2, _, _, expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert row["log_likelihood"] == pytest.approx(g2)
    assert row["chi_squared"] == pytest.approx(chi2_contingency(cells, correction=False)[0])
    assert row["chi_squared"] == pytest.approx(total * association(cells, method="cramer") ** 2)
    e = expected[0, 0]
    assert row["mi"] == pytest.approx(log2(2 / e))
    assert row["mi2"] == pytest.approx(log2(4 / e))
    assert row["mi3"] == pytest.approx(log2(8 / e))
    assert row["t_score"] == pytest.approx((2 - e) / sqrt(2))
    assert row["z_score"] == pytest.approx((2 - e) / sqrt(e))
    assert row["dice"] == pytest.approx(4 / 23)
    assert row["log_dice"] == pytest.approx(14 + log2(4 / 23))
    assert row["jaccard"] == pytest.approx(2 / 21)
    assert row["log_ratio"] == pytest.approx(log2((2 / 20) / (1 / (total - 20))))
    assert row["delta_p"] == pytest.approx(2 / 20 - 1 / (total - 20))
    assert row["minimum_sensitivity"] == pytest.approx(2 / 20)


def test_windows_stop_at_sentences_and_count_overlaps_once():
    text = "One. Toll b toll calm. Two"
    table = textstats.collocations([text], "toll", window=(5, 5), stopwords=(), min_together=1, measures=["mi"])
    assert table.set_index("collocate")[["left", "right"]].to_dict("index") == {
        "b": {"left": 1, "right": 0},
        "calm": {"left": 0, "right": 1},
    }
    wide = textstats.collocations([text], "toll", stopwords=(), min_together=1, borders="text")
    assert sorted(wide["collocate"]) == ["b", "calm", "one", "two"]


def test_nodes_may_be_phrases_forms_and_words_already_made():
    texts = [["the", "port", "city", "sleep"], ["quist", "sleep", "in", "the", "port"], None]
    options = {"stopwords": (), "min_together": 1, "window": (1, 1), "measures": ["mi"]}
    assert textstats.collocations(texts, "port cit*", **options)["collocate"].tolist() == ["sleep", "the"]
    found = textstats.collocations(texts, ["quist", "port"], **options)
    assert found.set_index("collocate")["together"].to_dict() == {"the": 2, "city": 1, "sleep": 1}
    assert textstats.collocations(texts, "absent", **options).empty


def test_a_collocate_that_stands_nowhere_else_has_an_infinite_log_ratio():
    table = textstats.collocations(["A toll. B"], "toll", stopwords=(), min_together=1, measures=["log_ratio"])
    assert table["log_ratio"].tolist() == [inf]
    assert textstats.collocations(["a toll"], "toll", stopwords=(), min_together=1, measures=["delta_p", "log_ratio"])[
        "delta_p"
    ].tolist() == [1.0]


def test_threshold_minima_and_notation():
    options = {"measures": ["mi"], "window": (4, 4), "stopwords": (), "min_together": 1}
    every = textstats.collocations([PICKWICK], "hat", **options)
    some = textstats.collocations([PICKWICK], "hat", threshold=1, min_frequency=2, top=3, **options)
    assert len(some) <= 3
    assert (some["mi"] >= 1).all()
    assert (some["frequency"] >= 2).all()
    assert set(some["collocate"]) < set(every["collocate"])
    assert some["notation"].unique().tolist() == ["3b-MI(1), L4-R4, C2-NC1; no filter applied; within sentences"]
    assert textstats.collocation_notation("jaccard", stopwords=["a", "b"], borders="text") == (
        "Jaccard, L5-R5, C1-NC1; 2 words removed; within texts"
    )
    assert set(STATISTICS) == set(MEASURES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40), st.integers(0, 3), st.integers(1, 3))
def test_windows_agree_with_counting_by_hand(words, left, right):
    table = textstats.collocations(
        [words], "a", window=(left, right), stopwords=(), min_together=1, measures=list(MEASURES)
    )
    near = [
        i
        for i, word in enumerate(words)
        if word != "a" and any(words[j] == "a" for j in range(max(0, i - right), min(len(words), i + left + 1)))
    ]
    counts = {word: sum(words[i] == word for i in near) for word in "bcd"}
    assert table.set_index("collocate")["together"].to_dict() == {w: n for w, n in counts.items() if n}
    assert (table["left"] + table["right"] == table["together"]).all()
    assert (table["log_likelihood"] >= 0).all()
    assert table["dice"].between(0, 1).all()
    assert table["delta_p"].between(-1, 1).all()
    assert table["minimum_sensitivity"].between(0, 1).all()
    assert not table.drop(columns="notation").isna().any().any()


def test_pairs_are_those_of_nltk():
    text = "peace talks failed as peace talks do and new talks on peace began"
    table = textstats.word_pairs([text], measures=["mi", "log_likelihood"], stopwords=(), min_count=1)
    finder = BigramCollocationFinder.from_words(text.split())
    assert table.set_index(["first", "second"])["count"].to_dict() == dict(finder.ngram_fd)
    row = table.set_index(["first", "second"]).loc[("peace", "talks")]
    assert row["count"] == 2
    # Of 12 pairs, peace begins 2 (it is the last word too) and talks ends 3.
    cells = [[2, 1], [1, len(text.split()) - 1 - 4]]
    assert row["log_likelihood"] == pytest.approx(
        chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0]
    )
    assert row["mi"] == pytest.approx(BigramAssocMeasures.pmi(2, (3, 3), 12))


def test_pairs_at_a_distance_and_filters():
    texts = ["toll on ships. toll for ships"]
    far = textstats.word_pairs(texts, distance=2, min_count=2)
    assert far[["first", "second", "count"]].to_numpy().tolist() == [["toll", "ships", 2]]
    assert textstats.word_pairs(texts, min_count=2).empty
    assert textstats.word_pairs(["a a a a"], stopwords=(), measures=list(MEASURES))["count"].tolist() == [3]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["pmi"]}, "measures must be one of 'log_likelihood', .*; got 'pmi'"),
        ({"measures": "mi"}, "measures must be a sequence of at least one name; got 'mi'"),
        ({"window": (0, 0)}, r"window must be .* one of them at least 1; got \(0, 0\)"),
        ({"min_together": 0}, "min_together must be at least 1; got 0"),
        ({"min_frequency": 0}, "min_frequency must be at least 1; got 0"),
        ({"borders": "clause"}, "borders must be one of 'sentence', 'text'; got 'clause'"),
    ],
)
def test_wrong_collocations_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        textstats.collocations(["a toll"], "toll", **options)


def test_wrong_texts_and_words_are_refused():
    with pytest.raises(InputError, match="texts must be an iterable of texts; got the text 'a toll'"):
        textstats.collocations("a toll", "toll")
    with pytest.raises(InputError, match="a text must be a str or a sequence of words; got 5"):
        textstats.ngrams([5])
    with pytest.raises(InputError, match=r"words must hold words or phrases without signs; got 'toll\?'"):
        textstats.collocations(["a toll"], "toll?")
    with pytest.raises(InputError, match="words must be a sequence of words; got the text 'toll'"):
        textstats.dispersion(["a toll"], "toll")
    with pytest.raises(InputError, match="distance must be at least 1; got 0"):
        textstats.word_pairs(["a toll"], distance=0)


# --- n-grams


def test_ngrams_by_hand():
    texts = ["The strait is closed. Is the strait calm?", "The strait", None]
    table = textstats.ngrams(texts, 2, min_count=1)
    once = [[gram, 1, pytest.approx(1e6 / 7), 1] for gram in ("is closed", "is the", "strait calm", "strait is")]
    assert table.to_numpy().tolist() == [["the strait", 3, pytest.approx(3e6 / 7), 2], *once]
    across = textstats.ngrams(texts, 2, min_count=1, borders="text")["ngram"].tolist()
    assert "closed is" in across
    assert textstats.ngrams(texts, 3, min_count=1, containing="calm")["ngram"].tolist() == ["the strait calm"]
    assert textstats.ngrams(texts, 2, stopwords=["is", "the"], min_count=1, top=1)["ngram"].tolist() == ["strait calm"]
    with pytest.raises(InputError, match="n must be at least 1; got 0"):
        textstats.ngrams(texts, 0)
    with pytest.raises(InputError, match="min_count must be at least 1; got 0"):
        textstats.ngrams(texts, min_count=0)


# --- keyness


def test_log_likelihood_equals_the_published_examples():
    ucrel = {"formula": "ucrel"}
    # Lancaster's web page on corpus statistics, to the calculator of UCREL: 52 of 50,000 and 57 of 75,000 words.
    assert textstats.log_likelihood(52, 57, 50_000, 75_000, **ucrel) == pytest.approx(2.65, abs=0.005)
    # P. Rayson on the Corpora list, 18 January 2002: forms of a verb in two corpora of a million words each.
    published = {(348, 99): 147, (15, 14): 0, (9, 32): 14, (21, 25): 0, (392, 170): 90}
    for (a, b), g2 in published.items():
        assert round(textstats.log_likelihood(a, b, 10**6, 10**6, **ucrel)) == g2


@settings(max_examples=60, deadline=None)
@given(a=st.integers(0, 50), b=st.integers(0, 50), c=st.integers(51, 900), d=st.integers(51, 900))
def test_log_likelihood_equals_scipy_and_nltk(a, b, c, d):
    found = textstats.log_likelihood(a, b, c, d)
    if a + b:
        cells = [[a, b], [c - a, d - b]]
        assert found == pytest.approx(chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0], abs=1e-9)
        assert found == pytest.approx(BigramAssocMeasures.likelihood_ratio(a, (c, a + b), c + d), abs=1e-9)
    assert textstats.log_likelihood(b, a, d, c) == pytest.approx(found, abs=1e-9)
    assert 0 <= textstats.log_likelihood(a, b, c, d, formula="ucrel") <= found + 1e-9


def test_keyness_by_hand():
    target = ["toll toll toll harbour", "toll calm calm calm"]
    reference = ["harbour harbour toll sea sea sea sea sea", None]
    table = textstats.keyness(target, reference, correction="bonferroni", min_count=3).set_index("word")
    assert sorted(table.index) == ["calm", "harbour", "sea", "toll"]
    toll = table.loc["toll"]
    assert toll[["n_target", "n_reference", "texts_target", "texts_reference"]].tolist() == [4, 1, 2, 1]
    assert toll["per_million_target"] == pytest.approx(500_000)
    assert (toll["log_ratio"], toll["percent_difference"]) == (pytest.approx(2), pytest.approx(300))
    g2, p, _, _ = chi2_contingency([[4, 1], [4, 7]], correction=False, lambda_="log-likelihood")
    assert (toll["g2"], toll["p"], toll["p_corrected"]) == (pytest.approx(g2), pytest.approx(p), pytest.approx(4 * p))
    assert toll["bic"] == pytest.approx(g2 - log(16))
    # Three times in 8 words against 0, taken as 0.5, in 8.
    assert table.loc["calm", "log_ratio"] == pytest.approx(log2(6))
    assert pd.isna(table.loc["calm", "percent_difference"])
    assert table.loc["sea", "percent_difference"] == -100
    assert table["used_more_in"].to_dict() == {
        "toll": "target",
        "calm": "target",
        "harbour": "reference",
        "sea": "reference",
    }
    assert textstats.keyness(["a b"], ["a c"], min_count=2)["used_more_in"].tolist() == [None]
    assert textstats.keyness(["a b"], ["a c"], stopwords=["a"], min_count=1, top=1)["word"].tolist() == ["b"]
    assert textstats.keyness(["a"], ["b"]).empty


def test_corrections_equal_worked_examples():
    # Benjamini and Hochberg 1995, section 3.2: 15 tests; at 0.05 their method finds 4, Bonferroni's 3.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    p += [0.7590, 1.0000]
    found = {
        method: int((textstats.adjust(p, method) <= 0.05).sum()) for method in ("bonferroni", "benjamini-hochberg")
    }
    assert found == {"bonferroni": 3, "benjamini-hochberg": 4}
    # Holm's steps by hand: 4 x 0.01, 3 x 0.02, then 2 x 0.03 = 0.06 and 0.04 raised to what stands before them.
    assert textstats.adjust([0.04, 0.01, 0.03, 0.02], "holm") == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert textstats.adjust([0.2, 0.1], "none").tolist() == [0.2, 0.1]
    assert textstats.adjust([], "holm").tolist() == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrections_are_ordered(p):
    raw, holm, bonferroni = (textstats.adjust(p, method) for method in ("none", "holm", "bonferroni"))
    hochberg, yekutieli = (textstats.adjust(p, f"benjamini-{name}") for name in ("hochberg", "yekutieli"))
    slack = 1e-12
    assert (raw <= hochberg + slack).all()
    assert (hochberg <= holm + slack).all()
    assert (holm <= bonferroni + slack).all()
    assert (hochberg <= yekutieli + slack).all()


ATTRIBUTIONS = pd.DataFrame(
    {
        "source_actor": ["quist", "holm", "quist", None],
        "kind": ["direct", "indirect", "mixed", "direct"],
        "content_text": ["toll after toll", "calm seas and a toll", "no toll", "toll toll toll"],
    }
)


def test_an_actor_against_all_others():
    table = textstats.actor_keyness(ATTRIBUTIONS, "quist", min_count=1).set_index("word")
    assert table.loc["toll", ["n_target", "n_reference"]].tolist() == [3, 1]
    assert "indirect" not in table.columns
    with pytest.raises(InputError, match=r"no attribution of the kinds \['indirect'\] has the source 'quist'"):
        textstats.actor_keyness(ATTRIBUTIONS, "quist", kinds=["indirect"])
    with pytest.raises(InputError, match=r"no attribution of the kinds .* has a known source other than 'quist'"):
        textstats.actor_keyness(ATTRIBUTIONS, "quist", kinds=["direct"])
    with pytest.raises(InputError, match=r"kinds must be one of 'direct', .*; got 'spoken'"):
        textstats.actor_keyness(ATTRIBUTIONS, "quist", kinds=["spoken"])


def test_wrong_keyness_is_refused():
    with pytest.raises(InputError, match="reference holds no words"):
        textstats.keyness(["a"], ["", None])
    with pytest.raises(InputError, match="formula must be one of 'dunning', 'ucrel'; got 'rayson'"):
        textstats.keyness(["a"], ["a"], formula="rayson")
    with pytest.raises(InputError, match=r"correction must be one of 'holm', .*; got 'fdr'"):
        textstats.keyness(["a"], ["a"], correction="fdr")
    with pytest.raises(InputError, match="min_count must be at least 1; got 0"):
        textstats.keyness(["a"], ["a"], min_count=0)
    with pytest.raises(InputError, match=r"n_target must be 0 to size_target, .* got 3, 2"):
        textstats.log_likelihood(3, 0, 2, 2)
    with pytest.raises(InputError, match="p_values must lie between 0 and 1; got "):
        textstats.adjust([0.5, 1.5])


# --- dispersion

#: The corpus of Gries 2008 and 2020: five parts, each letter a word.
GRIES = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def test_dispersion_equals_the_published_example():
    row = textstats.dispersion(GRIES, ["a"]).iloc[0]
    published = {"range": 5, "dp": 0.18, "dp_norm": 0.22, "juilland_d": 0.785, "carroll_d2": 0.938}
    published |= {"rosengren_s": 0.95, "kl_divergence": 0.137}
    assert row["count"] == 15
    for name, value in published.items():
        assert row[name] == pytest.approx(value, abs=0.0051 if name in ("dp_norm", "rosengren_s") else 0.00051), name


def test_extremes_of_dispersion():
    even = textstats.dispersion_measures([2, 4, 6], [10, 20, 30])
    assert even == pytest.approx(
        {"range": 3, "range_share": 1, "dp": 0, "dp_norm": 0, "juilland_d": 1, "carroll_d2": 1, "rosengren_s": 1}
        | {"kl_divergence": 0}
    )
    lumped = textstats.dispersion_measures([3, 0, 0, 0], [5, 10, 10, 15])
    assert lumped == pytest.approx(
        {"range": 1, "range_share": 0.25, "dp": 1 - 5 / 40, "dp_norm": 1, "juilland_d": 0, "carroll_d2": 0}
        | {"rosengren_s": 5 / 40, "kl_divergence": 3}
    )
    alone = textstats.dispersion_measures([3], [9])
    assert {name for name, value in alone.items() if value != value} == {"dp_norm", "juilland_d", "carroll_d2"}
    absent = textstats.dispersion_measures([0, 0], [9, 9])
    assert (absent["range"], absent["range_share"]) == (0, 0)
    assert all(absent[name] != absent[name] for name in absent if not name.startswith("range"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 40)), min_size=2, max_size=8))
def test_measures_of_dispersion_keep_their_ranges(parts):
    counts, sizes = zip(*parts, strict=True)
    if sum(counts):
        found = textstats.dispersion_measures(counts, sizes)
        assert 0 <= found["dp"] <= 1 - min(sizes) / sum(sizes) + 1e-9
        for name in ("dp_norm", "juilland_d", "carroll_d2", "rosengren_s"):
            assert -1e-9 <= found[name] <= 1 + 1e-9, name
        assert found["kl_divergence"] >= -1e-9
        backwards = textstats.dispersion_measures(counts[::-1], sizes[::-1])
        assert backwards == pytest.approx(found)


def test_parts_may_be_outlets_and_all_words_are_listed():
    texts = ["toll toll", "toll calm", "calm calm", "toll"]
    table = textstats.dispersion(texts, parts=["A", "A", "B", None], min_count=3)
    assert table[["word", "count", "n_parts", "range"]].to_numpy().tolist() == [["calm", 3, 2, 2], ["toll", 3, 2, 1]]
    assert textstats.dispersion(texts, ["toll *"])["count"].tolist() == [2]
    assert textstats.dispersion(texts, min_count=1, top=1)["word"].tolist() == ["toll"]
    with pytest.raises(InputError, match="parts must have one label a text; got 1 labels for 4 texts"):
        textstats.dispersion(texts, parts=["A"])
    with pytest.raises(InputError, match="texts hold no words"):
        textstats.dispersion(["", None])
    with pytest.raises(InputError, match="min_count must be at least 1; got 0"):
        textstats.dispersion(texts, min_count=0)
    with pytest.raises(InputError, match="counts and sizes must be of the same parts; got 1 counts and 2 sizes"):
        textstats.dispersion_measures([1], [1, 2])
    with pytest.raises(InputError, match=r"counts must be 0 to the size of the part; got \d+ in a part of \d+ words"):
        textstats.dispersion_measures([3, 1], [1, 2])
    with pytest.raises(InputError, match=r"sizes must be of parts of which one holds words; got \["):
        textstats.dispersion_measures([0], [0])


# --- when, where, who

DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["d3", "d1", "d2", "d4"],
        "text": ["the toll falls", "a toll, a new toll", "calm seas", "tolls"],
        "published": pd.to_datetime(["2024-03-20", "2024-01-31", "2024-03-01", None]),
        "outlet": ["Gazette", "Gazette", "Courier", "Courier"],
    }
)


def test_frequency_over_time_by_hand():
    table = textstats.frequency_over_time(DOCUMENTS, ["toll*", "calm"])
    toll = table[table["word"] == "toll*"]
    assert toll["period"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert pd.isna(toll["period"].iloc[3])
    assert toll[["count", "n_words", "n_texts", "n_documents"]].to_numpy().tolist() == [
        [2, 5, 1, 1],
        [0, 0, 0, 0],
        [1, 5, 1, 2],
        [1, 1, 1, 1],
    ]
    assert toll["per_million"].tolist()[0] == pytest.approx(400_000)
    assert pd.isna(toll["per_million"].iloc[1])
    assert table["word"].drop_duplicates().tolist() == ["toll*", "calm"]
    assert table["count"].sum() == 5


def test_frequency_by_outlet_and_by_week():
    table = textstats.frequency_over_time(DOCUMENTS, ["toll*"], by="outlet", period="quarter")
    assert table[["outlet", "count"]].to_numpy().tolist() == [["Courier", 0], ["Courier", 1], ["Gazette", 3]]
    weeks = textstats.frequency_over_time(DOCUMENTS.dropna(), ["toll"], period="week")
    assert weeks["period"].dt.day_of_week.unique().tolist() == [0]
    assert len(weeks) == 8
    with pytest.raises(InputError, match=r"period must be one of 'day', .*; got 'decade'"):
        textstats.frequency_over_time(DOCUMENTS, ["toll"], period="decade")
    with pytest.raises(InputError, match=r"by must be a column of documents, .*; got 'place'"):
        textstats.frequency_over_time(DOCUMENTS, ["toll"], by="place")
    with pytest.raises(InputError, match=r"documents lacks the column 'published'; it has \["):
        textstats.frequency_over_time(DOCUMENTS[["text"]], ["toll"])


def test_places_in_the_corpus():
    table = textstats.lexical_dispersion(DOCUMENTS, ["toll*"])
    assert table["doc_id"].tolist() == ["d1", "d1", "d2", "d3", "d4"]
    assert table["offset"].tolist() == [1, 4, pd.NA, 8, 10] or table["offset"].fillna(-1).tolist() == [1, 4, -1, 8, 10]
    assert table["place"].fillna(-1).tolist() == [1, 4, -1, 1, 0]
    assert table["doc_start"].tolist() == [0, 0, 5, 7, 10]
    assert table["corpus_words"].unique().tolist() == [11]


def test_who_uses_a_word():
    actors = pd.DataFrame({"actor_id": ["quist"], "name": ["Marla Quist"]})
    table = textstats.who_uses(ATTRIBUTIONS, ["toll", "calm", "absent"], actors=actors)
    assert table[["word", "name", "count", "n_words", "n_attributions", "share"]].to_numpy().tolist() == [
        ["toll", "Marla Quist", 3, 5, 2, 0.75],
        ["toll", "holm", 1, 5, 1, 0.25],
        ["calm", "holm", 1, 5, 1, 1.0],
    ]
    assert textstats.who_uses(ATTRIBUTIONS, ["calm"], kinds=["direct"]).empty
    with pytest.raises(InputError, match=r"kinds must be one of 'direct', .*; got 'spoken'"):
        textstats.who_uses(ATTRIBUTIONS, ["toll"], kinds=["spoken"])


# --- figures


@pytest.fixture
def ax():
    plt.switch_backend("Agg")
    fig, axes = plots.figure(6, 3)
    yield axes
    plt.close(fig)


def test_figure_of_places(ax):
    plots.plot_lexical_dispersion(textstats.lexical_dispersion(DOCUMENTS, ["toll*", "calm"]), ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["toll* (4)", "calm (1)"]
    strokes = [rows.get_positions() for rows in ax.collections if hasattr(rows, "get_positions")]
    assert [list(row) for row in strokes] == [[1, 4, 8, 10], [5]]
    assert ax.get_xlim() == (0, 11)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2024-01-31", "2024-03-01", "2024-03-20"]


def test_figure_of_keyness(ax):
    table = textstats.keyness(["toll toll toll calm"], ["calm sea sea sea"], min_count=2)
    plots.plot_keyness(table, ax=ax, target="Quist", reference="others", value="g2", top=1)
    lengths = [bar.get_width() for bar in ax.patches if bar.get_width()]
    assert lengths == [pytest.approx(table["g2"].iloc[1]), pytest.approx(-table["g2"].iloc[0])]
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["toll", "3 : 0", "sea", "0 : 3", "1 more words not shown"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["more in Quist", "more in others"]
    with pytest.raises(InputError, match="value must be one of 'log_ratio', 'g2'; got 'p'"):
        plots.plot_keyness(table, ax=ax, value="p")
    with pytest.raises(InputError, match="top must be at least 1; got 0"):
        plots.plot_keyness(table, ax=ax, top=0)


def test_figure_of_frequency(ax):
    table = textstats.frequency_over_time(DOCUMENTS, ["toll*", "calm"])
    plots.plot_frequency_over_time(table, ax=ax, value="count")
    assert [line.get_ydata().tolist() for line in ax.get_lines()] == [[2, 0, 1], [0, 0, 1]]
    assert [text.get_text() for text in ax.texts] == ["1 occurrences without a date not shown"]
    by_outlet = textstats.frequency_over_time(DOCUMENTS, ["toll*"], by="outlet")
    with pytest.raises(InputError, match="frequency has several rows for one 'word' and period"):
        plots.plot_frequency_over_time(by_outlet, ax=ax)
    with pytest.raises(InputError, match=r"frequency lacks the columns \['outlet'\]"):
        plots.plot_frequency_over_time(table, ax=ax, line="outlet")


@pytest.mark.parametrize(
    ("draw", "table", "words"),
    [
        (plots.plot_lexical_dispersion, textstats.lexical_dispersion(DOCUMENTS, []), "no words"),
        (plots.plot_keyness, textstats.keyness(["a"], ["b"]), "no key words"),
        (plots.plot_frequency_over_time, textstats.frequency_over_time(DOCUMENTS, []), "no dated words"),
    ],
)
def test_empty_tables_say_so(ax, draw, table, words):
    assert [text.get_text() for text in draw(table, ax=ax).texts] == [words]
