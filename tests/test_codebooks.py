from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import codebooks
from toolkit.codebooks import Codebook, Concept, Phrase
from toolkit.errors import InputError

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = """
title: The straits dispute
version: 2
parents:
  money: Who pays
concepts:
  - concept: raise the toll
    description: Ships are to pay more in the straits of Norvania.
    parent: money
    seed_phrases: [higher toll, {text: toll-free passage, stance: -1}]
    examples:
      - {text: Marla Quist wants ships to pay double., agreement: 1}
      - {text: The harbour dies of this toll., agreement: 0}
      - A toll was mentioned.
    exclusions: [toll of lives]
  - concept: harbour tax
    parent: raise the toll
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "book.yml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_a_codebook_as_a_person_writes_it(written: Path) -> None:
    book = codebooks.read(written)
    assert (book.title, book.version, book.licence) == ("The straits dispute", "2", None)
    assert book.parents == {"money": "Who pays"}
    assert book.names == ("raise the toll", "harbour tax")
    toll, tax = book.concepts
    assert toll.seed_phrases == (Phrase("higher toll"), Phrase("toll-free passage", -1))
    assert [example.stance for example in toll.examples] == [1, -1, None]
    assert toll.exclusions == ("toll of lives",)
    assert tax == Concept("harbour tax", parent="raise the toll")


def test_what_is_written_reads_the_same(written: Path, tmp_path: Path) -> None:
    book = codebooks.read(written)
    codebooks.write(book, tmp_path / "again.yml")
    assert codebooks.read(tmp_path / "again.yml") == book
    first = (tmp_path / "again.yml").read_bytes()
    codebooks.write(book, tmp_path / "again.yml")
    assert (tmp_path / "again.yml").read_bytes() == first


def test_the_codebook_of_the_debate_loads() -> None:
    book = codebooks.read(DATA / "garden_ring_debate_codebook.yml")
    assert len(book.concepts) == 8
    assert {entry.parent for entry in book.concepts} == set(book.parents)
    assert all(sorted(e.stance or 0 for e in entry.examples) == [-1, 1] for entry in book.concepts)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20).map(str.strip)
FILLED = TEXTS.filter(bool)
PHRASES = st.builds(Phrase, FILLED, st.sampled_from([1, -1, None]))
CONCEPTS = st.builds(
    Concept,
    FILLED,
    st.none() | FILLED,
    st.just("group"),
    st.lists(PHRASES, max_size=3).map(tuple),
    st.lists(PHRASES, max_size=3).map(tuple),
    st.lists(FILLED, max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(CONCEPTS, min_size=1, max_size=3, unique_by=lambda entry: entry.concept.casefold()), st.none() | FILLED)
def test_any_codebook_survives_writing(tmp_path_factory: pytest.TempPathFactory, entries: list, title: str) -> None:
    book = Codebook(tuple(entries), {"group": None}, title=title)
    path = tmp_path_factory.mktemp("books") / "book.yml"
    codebooks.write(book, path)
    assert codebooks.read(path) == book


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("concepts: [", "is no YAML: line 1, column"),
        ("a\n b: [1\n", "is no YAML"),
        ("- toll", "the file must have the keys 'title', 'version', 'licence', 'parents', 'concepts'; got"),
        ("topics: []", "the file: key must be one of 'title', .*; got 'topics'"),
        ("concepts: []", r"concepts must be a list of entries; got \[\]"),
        ("concepts: toll", "concepts must be a list of entries; got 'toll'"),
        ("concepts: [toll]", "entry 1 of concepts must have the keys 'concept', .*; got 'toll'"),
        ("concepts: [{description: x}]", "entry 1 of concepts: concept must be a text; got None"),
        ("concepts: [{concept: [a]}]", r"entry 1 of concepts: concept must be a text; got \['a'\]"),
        ("concepts: [{concept: toll, seeds: [a]}]", "entry 1 of concepts: key must be one of .*; got 'seeds'"),
        ("concepts: [{concept: toll, seed_phrases: a}]", "concept 'toll': seed_phrases must be a list; got 'a'"),
        ("concepts: [{concept: toll, seed_phrases: [no]}]", "'toll': seed_phrases must hold texts .*; got False"),
        ("concepts: [{concept: toll, exclusions: [{text: a}]}]", "'toll': exclusions must hold texts .*; got"),
        ("concepts: [{concept: toll, examples: [{stance: 1}]}]", "'toll': examples: text must hold texts .*; got None"),
        (
            "concepts: [{concept: toll, examples: [{text: a, stance: 2}]}]",
            "'toll': examples: stance of 'a' must be one of 1, -1; got 2",
        ),
        (
            "concepts: [{concept: toll, examples: [{text: a, agreement: true}]}]",
            "agreement of 'a' must be one of 1, 0; got True",
        ),
        (
            "concepts: [{concept: toll, examples: [{text: a, agreement: 1, stance: 1}]}]",
            "'a' has both stance and agreement; give one",
        ),
        (
            "concepts: [{concept: toll, examples: [{words: a}]}]",
            "'toll': examples: key must be one of 'text', .*'words'",
        ),
        ("concepts: [{concept: toll}, {concept: Toll}]", "concept 'Toll' is there twice"),
        ("concepts: [{concept: toll, parent: x}]", "concept 'toll': parent must be one of 'toll'; got 'x'"),
        (
            "concepts: [{concept: a, parent: b}, {concept: b, parent: a}]",
            "concept 'a': parent leads in a circle: 'a' -> 'b' -> 'a'",
        ),
        ("concepts:\n  - concept: toll\n    examples: [a]\n    examples: [b]", "line 4: key 'examples' is there twice"),
        ("parents: [a]\nconcepts: [{concept: toll}]", r"parents must have keys with values; got \['a'\]"),
        ("parents: {1: a}\nconcepts: [{concept: toll}]", "parents: key must be a text; got 1"),
        (f"concepts: [{{concept: {'x' * 191}}}]", "concept must be a text of 1 to 190 characters"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"codebook .*wrong\.yml.*{message}"):
        codebooks.read(path)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"codebook .*none\.yml cannot be read: No such file"):
        codebooks.read(tmp_path / "none.yml")
    (tmp_path / "latin.yml").write_bytes("title: Gr\xfcn".encode("latin-1"))
    with pytest.raises(InputError, match=r"codebook .*latin\.yml is not UTF-8"):
        codebooks.read(tmp_path / "latin.yml")


def test_a_file_that_contains_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.yml").write_text("concepts: &a [*a]", encoding="utf-8")
    with pytest.raises(InputError, match="entry 1 of concepts must have the keys"):
        codebooks.read(tmp_path / "loop.yml")


def test_records_check_themselves() -> None:
    with pytest.raises(InputError, match="stance must be 1, -1 or None; got 0"):
        Phrase("toll", 0)
    with pytest.raises(InputError, match="a phrase needs a text; got ''"):
        Phrase(" ")
    with pytest.raises(InputError, match="a codebook needs at least one concept"):
        Codebook(())
