import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import language
from toolkit.errors import InputError, MissingModelError
from toolkit.records import Document, Segment, Span

TEXT = "Tolls rise\n\n  “We’ll\u00a0sail,” Marla Quist said.\n\nBy A Writer"
SEGMENTS = (
    Segment("d", "s1", "headline", 0, 10),
    Segment("d", "s2", "body", 14, 46),
    Segment("d", "s3", "byline", 48, 59),
)


@pytest.fixture(scope="module")
def parsed() -> language.ParsedDocument:
    return language.parse(Document("d", TEXT), SEGMENTS, language.load())


def test_only_segments_with_language_are_parsed(parsed: language.ParsedDocument) -> None:
    assert [p.segment.role for p in parsed.parsed] == ["headline", "body"]
    assert len(parsed.segments) == 3


def test_token_positions_are_positions_in_the_document(parsed: language.ParsedDocument) -> None:
    body = parsed.parsed[1]
    for token in body.doc:
        assert language.plain(parsed.text(body.span(token))) == token.text
    assert parsed.text(body.span(body.doc[0:2])) == "“We"


def test_tokens_of_a_position(parsed: language.ParsedDocument) -> None:
    body = parsed.parsed[1]
    found = body.tokens(Span(25, 37))
    assert found is not None
    assert "Quist" in found.text
    assert body.tokens(Span(0, 5)) is None


def test_at_finds_the_segment(parsed: language.ParsedDocument) -> None:
    found = parsed.at(20)
    assert found is not None
    assert found.segment.segment_id == "s2"
    assert parsed.at(12) is None


@given(st.text())
def test_plain_keeps_the_length(text: str) -> None:
    assert len(language.plain(text)) == len(text)


def test_missing_model_says_how_to_install_it() -> None:
    with pytest.raises(MissingModelError, match=r"model 'en_no_such' is not installed. With pip: .*with conda: "):
        language.load("en_no_such")


def test_model_without_parser_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    import spacy

    folder = tmp_path_factory.mktemp("model") / "blank"
    spacy.blank("en").to_disk(folder)
    with pytest.raises(InputError, match=r"has no parser, tagger, lemmatizer, ner; the toolkit needs each of them"):
        language.load(str(folder))
