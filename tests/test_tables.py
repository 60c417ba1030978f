from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import tables
from toolkit.errors import InputError
from toolkit.records import Attribution, Document, Rejected, Span

ATTRIBUTION = Attribution(
    doc_id="d1",
    attribution_id="a0001",
    kind="mixed",
    attitude="speech",
    source_spans=(Span(0, 6),),
    cue_spans=(),
    content_spans=(Span(12, 20), Span(30, 44)),
    published=date(2031, 3, 2),
)


def test_columns_are_the_ones_of_the_design() -> None:
    assert tables.SCHEMAS["segments"].names == ["doc_id", "segment_id", "role", "start", "end"]
    assert tables.SCHEMAS["targets"].names == [
        "doc_id",
        "attribution_id",
        "actor_id",
        "mention_id",
        "stance",
        "confidence",
    ]


def test_to_frame_sorts_by_key_and_keeps_missing() -> None:
    frame = tables.to_frame("documents", [Document("b", "two"), Document("a", "one", published=date(2031, 1, 2))])
    assert frame["doc_id"].tolist() == ["a", "b"]
    assert frame["published"].tolist() == [date(2031, 1, 2), None]
    assert frame["title"].isna().all()


def test_to_frame_of_nothing_has_the_columns() -> None:
    assert tables.to_frame("relations", []).columns.tolist() == tables.SCHEMAS["relations"].names


def test_records_come_back_from_a_frame() -> None:
    frame = tables.to_frame("attributions", [ATTRIBUTION])
    assert tables.to_records("attributions", frame) == [ATTRIBUTION]


def test_pandas_reads_a_written_table(tmp_path: Path) -> None:
    tables.write_part("attributions", [ATTRIBUTION], tmp_path)
    plain = pd.read_parquet(tmp_path / "attributions")
    assert plain.columns.tolist() == tables.SCHEMAS["attributions"].names
    assert [dict(span) for span in plain.content_spans[0]] == [{"start": 12, "end": 20}, {"start": 30, "end": 44}]
    assert tables.to_records("attributions", tables.read(tmp_path, "attributions")) == [ATTRIBUTION]


def test_write_part_leaves_no_unfinished_file(tmp_path: Path) -> None:
    tables.write_part("rejected", [], tmp_path, 3)
    assert [p.name for p in (tmp_path / "rejected").iterdir()] == ["part-00003.parquet"]


@given(st.lists(st.lists(st.text(alphabet="abc", min_size=1, max_size=3), max_size=4), min_size=1, max_size=4))
def test_assemble_sorts_over_all_parts(tmp_path_factory: pytest.TempPathFactory, parts: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("run")
    files = [
        tables.write_part("rejected", [Rejected(path, "empty file") for path in paths], folder / "unfinished", number)
        for number, paths in enumerate(parts)
    ]
    tables.assemble("rejected", files, folder)
    assert tables.read(folder, "rejected")["path"].tolist() == sorted(path for paths in parts for path in paths)
    assert not any(file.exists() for file in files)


def test_assemble_keeps_parts_that_follow_each_other(tmp_path: Path) -> None:
    files = [tables.write_part("rejected", [Rejected(p, "empty file")], tmp_path / "u", i) for i, p in enumerate("abc")]
    tables.assemble("rejected", files, tmp_path)
    assert len(list((tmp_path / "rejected").iterdir())) == 3


def test_unknown_table_is_refused_with_the_options() -> None:
    with pytest.raises(InputError, match=r"table must be one of 'documents', 'segments'.*; got 'quotes'"):
        tables.to_frame("quotes", [])


def test_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no table 'actors'; a run folder is what"):
        tables.read(tmp_path, "actors")


def test_missing_column_is_refused() -> None:
    with pytest.raises(InputError, match=r"table 'rejected' lacks the columns \['detail'\]"):
        tables.to_records("rejected", pd.DataFrame({"path": [], "reason": []}))
