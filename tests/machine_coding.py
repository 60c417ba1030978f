"""Renew the machine's coding of the shipped debate, data/garden_ring_debate_machine.csv.

``python tests/machine_coding.py`` reads the thirty articles with the toolkit as it stands, codes them with the shipped
codebook and writes what it proposes; run it before ``tests/golden.py`` when the extraction or the reader has changed.
"""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from toolkit import codebooks, concepts, pipeline  # noqa: E402
from toolkit.statements import Coded  # noqa: E402
from toolkit.statements.sheets import write_cells  # noqa: E402

DATA = ROOT / "data"
ARTICLES, CODEBOOK = DATA / "garden_ring_debate", DATA / "garden_ring_debate_codebook.yml"
MACHINE = DATA / "garden_ring_debate_machine.csv"
_OF_DOCUMENTS = {"document_id": "doc_id", "title": "title"}
_VALUES = ["date_time", "start", "stop", "text", "person", "organization", "concept", "agreement"]
COLUMNS = ["statement_id", *_OF_DOCUMENTS, *_VALUES, "coder_name", "confidence", "matched", "stance_words", "made_by"]


def versions_of(run: Path) -> str:
    """Name the toolkit, the reader and the language model that a run was made with."""
    versions = json.loads((run / "run.json").read_text(encoding="utf-8"))["versions"]
    return f"polyvocal {versions['polyvocal']}; {versions['reader']}; {versions['model']}"


def rows_of(coded: Coded, made_by: str) -> pd.DataFrame:
    """Give the proposals as a table of text, one row a statement."""
    documents = coded.documents.set_index("document_id")
    rows = coded.statements
    table = rows.assign(coder_name=concepts.MACHINE, made_by=made_by)
    table = table.assign(**{name: rows["document_id"].map(documents[of]) for name, of in _OF_DOCUMENTS.items()})
    texts = zip(rows["document_id"].map(documents["text"]), rows["start"], rows["stop"], strict=True)
    table = table.assign(text=[text[start:stop] for text, start, stop in texts])
    table = table.assign(date_time=rows["date_time"].dt.strftime("%Y-%m-%d"))
    return table[COLUMNS].astype("object").where(table[COLUMNS].notna(), "").map(str)


def machine_coding(folder: Path) -> pd.DataFrame:
    """Extract into a folder, code, and give the table."""
    run = pipeline.extract(ARTICLES, folder / "run").folder
    return rows_of(concepts.code(run, codebooks.read(CODEBOOK)), versions_of(run))


def renew(path: Path = MACHINE) -> None:
    """Write the table, with the day in `made_by`."""
    with tempfile.TemporaryDirectory() as folder:
        table = machine_coding(Path(folder))
    write_cells(table.assign(made_by=table["made_by"] + f"; {date.today():%Y-%m-%d}"), path)


if __name__ == "__main__":
    renew()
