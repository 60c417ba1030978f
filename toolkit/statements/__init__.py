"""Coded statements: who takes which position in which document, from DNA databases, spreadsheets or a run."""

from toolkit.statements.coded import Coded
from toolkit.statements.database import read_tables, write_tables
from toolkit.statements.listing import write_csv
from toolkit.statements.reading import read_dna
from toolkit.statements.rows import read_csv
from toolkit.statements.runs import from_run
from toolkit.statements.writing import write_dna

__all__ = ["Coded", "from_run", "read_csv", "read_dna", "read_tables", "write_csv", "write_dna", "write_tables"]
