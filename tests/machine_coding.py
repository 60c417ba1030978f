"""Renew the machine's coding of the shipped debate, data/garden_ring_debate_machine.csv, and the decisions on it.

``python tests/machine_coding.py`` reads the thirty articles with the toolkit as it stands, codes them with the shipped
codebook and writes what it proposes, with what coder 1 would decide on the first of it; `tests/golden.py` runs it.
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

from toolkit import agreement, codebooks, concepts, pipeline  # noqa: E402
from toolkit.statements import Coded, read_dna  # noqa: E402
from toolkit.statements.sheets import write_cells  # noqa: E402

DATA = ROOT / "data"
ARTICLES, CODEBOOK = DATA / "garden_ring_debate", DATA / "garden_ring_debate_codebook.yml"
MACHINE, DECISIONS = DATA / "garden_ring_debate_machine.csv", DATA / "garden_ring_debate_decisions.csv"
CODER, DECIDED = "Coder 1", 60
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


def decisions_on(proposals: Coded, coded: Coded) -> pd.DataFrame:
    """Decide on the first proposals as a hand coding would: it has the same statement, another one, or none there."""
    by_machine, by_hand = agreement.by_coder(proposals)[concepts.MACHINE], agreement.by_coder(coded)[CODER]
    pairs = agreement.paired(by_machine, by_hand).dropna(subset=["row_first"]).set_index("row_first").head(DECIDED)
    table = concepts.decision_table(proposals)
    for row, pair in pairs.iterrows():
        concept, stance = pair["concept_second"], {1: "1", 0: "-1"}.get(pair["agreement_second"])
        table.loc[row, "coder"] = CODER.casefold()
        if pd.isna(concept):
            table.loc[row, "decision"] = "refuse"
            continue
        right = (concept == table.loc[row, "concept"], stance == table.loc[row, "stance"])
        table.loc[row, "decision"] = "accept" if all(right) else "correct"
        table.loc[row, "corrected_concept"] = "" if right[0] else concept
        table.loc[row, "corrected_stance"] = "" if right[1] else stance
    return table.head(DECIDED)


def renew() -> None:
    """Write both tables, the proposals with the day in `made_by`."""
    with tempfile.TemporaryDirectory() as folder:
        table = machine_coding(Path(folder))
    write_cells(table.assign(made_by=table["made_by"] + f"; {date.today():%Y-%m-%d}"), MACHINE)
    coded = read_dna(DATA / "garden_ring_debate.dna")
    proposals = concepts.read_proposals(MACHINE, coded.documents, codebooks.read(CODEBOOK))
    write_cells(decisions_on(proposals, coded), DECISIONS)


if __name__ == "__main__":
    renew()
