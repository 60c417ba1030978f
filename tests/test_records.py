from pathlib import Path

import pytest

from toolkit import records, tables
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Mention, Relation, Segment, Span, Statement


def test_every_relation_type_has_quad_and_polarity() -> None:
    assert set(records.RELATION_TYPES) == set(records.POLARITY)
    assert set(records.RELATION_TYPES.values()) == set(records.QUADS)
    assert set(records.POLARITY.values()) == {-1, 0, 1}


def test_covered_text_of_no_span_is_missing() -> None:
    assert records.covered_text("text", ()) is None


def test_segment_refuses_unknown_role() -> None:
    with pytest.raises(InputError, match=r"role must be one of 'headline'.*; got 'footer'"):
        Segment("d", "s1", "footer", 0, 4)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4)])
def test_span_is_refused_unless_it_holds_something(start: int, end: int) -> None:
    with pytest.raises(InputError, match=f"0 <= start < end; got start={start}, end={end}"):
        Segment("d", "s1", "body", start, end)


def test_mention_refuses_unknown_kind() -> None:
    with pytest.raises(InputError, match=r"kind must be one of 'name'.*; got 'verb'"):
        Mention("d", "m1", 0, 1, "x", "verb")


def test_actor_refuses_unknown_type() -> None:
    with pytest.raises(InputError, match=r"type must be one of 'person'.*; got 'robot'"):
        Actor("x", "X", "robot")


def test_attribution_refuses_missing_content() -> None:
    with pytest.raises(InputError, match=r"attribution 'a1' has no content_spans"):
        Attribution("d", "a1", "direct", "speech", (), (), ())


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "free"), ("attitude", "mood"), ("cue_class", "loud"), ("speech_act", "song")],
)
def test_attribution_refuses_values_outside_the_closed_lists(field: str, value: str) -> None:
    given = {"kind": "direct", "attitude": "speech", field: value}
    with pytest.raises(InputError, match=f"{field} must be one of .*; got '{value}'"):
        Attribution(
            doc_id="d", attribution_id="a1", source_spans=(), cue_spans=(), content_spans=(Span(0, 1),), **given
        )


@pytest.mark.parametrize(("field", "value"), [("type", "hug"), ("quad", "warm"), ("polarity", 2), ("modality", "odd")])
def test_relation_refuses_values_outside_the_closed_lists(field: str, value: object) -> None:
    given: dict[str, object] = {"type": "aid", "quad": "material cooperation", "polarity": 1, "modality": "asserted"}
    given[field] = value
    with pytest.raises(InputError, match=f"{field} must be one of"):
        Relation(
            doc_id="d",
            relation_id="r1",
            source_actor="a",
            target_actor="b",
            source_mention=None,
            target_mention=None,
            verb="help",
            evidence_start=0,
            evidence_end=4,
            **given,  # type: ignore[arg-type]
        )


def test_statement_refuses_other_stances_and_no_concept() -> None:
    with pytest.raises(InputError, match=r"stance must be one of 1, -1, None; got 0"):
        Statement("d", "s0001", "a0001", "quist", "close the road", 0)
    with pytest.raises(InputError, match=r"statement 's0001' has no concept"):
        Statement("d", "s0001", "a0001", "quist", " ")


def test_statements_are_a_table_that_a_run_may_have(tmp_path: Path) -> None:
    rows = [Statement("d", "s0002", None, None, "road"), Statement("d", "s0001", "a1", "quist", "road", -1, "machine")]
    assert not tables.has(tmp_path, "statements")
    with pytest.raises(InputError, match=r"no table 'statements'; `statements.write_statements` adds it"):
        tables.read(tmp_path, "statements")
    tables.write_part("statements", rows, tmp_path)
    frame = tables.read(tmp_path, "statements")
    columns = ["doc_id", "statement_id", "attribution_id", "actor_id", "concept", "stance", "coder", "published"]
    assert frame.columns.tolist() == columns
    assert tables.to_records("statements", frame) == rows[::-1]
