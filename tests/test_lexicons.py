from importlib.resources import files
from pathlib import Path

import pytest

from toolkit import lexicons
from toolkit.errors import InputError


def write(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_gives_one_dict_a_row_and_skips_notes(tmp_path: Path) -> None:
    path = write(tmp_path, "# a note\nlemma,class\nsay,neutral\nwarn,\n")
    assert lexicons.read(path, ("lemma",)) == ({"lemma": "say", "class": "neutral"}, {"lemma": "warn", "class": ""})


def test_read_names_the_missing_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "lemma\nsay\n")
    with pytest.raises(InputError, match=r"word list list.csv lacks the columns \['class'\]; it has \['lemma'\]"):
        lexicons.read(path, ("lemma", "class"))


@pytest.mark.parametrize("row", ["say", "say,neutral,extra"])
def test_read_refuses_rows_of_another_length(tmp_path: Path, row: str) -> None:
    path = write(tmp_path, f"lemma,class\n{row}\n")
    with pytest.raises(InputError, match=r"word list list.csv: row 1 does not have 2 cells"):
        lexicons.read(path, ("lemma",))


def test_load_names_the_lists_there_are() -> None:
    with pytest.raises(InputError, match="no word list 'missing'; there are"):
        lexicons.load("missing")


def test_every_shipped_list_loads_and_is_not_empty() -> None:
    names = sorted(p.stem for p in Path(str(files("toolkit") / "wordlists")).glob("*.csv"))
    assert names
    assert all(len(lexicons.load(name)) > 0 for name in names)
