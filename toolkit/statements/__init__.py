"""Coded statements: who takes which position in which document, from DNA databases, spreadsheets or a run."""

from toolkit.statements.coded import Coded
from toolkit.statements.database import read_tables, write_tables
from toolkit.statements.listing import write_csv
from toolkit.statements.reading import read_dna
from toolkit.statements.rows import read_csv
from toolkit.statements.runs import from_attributions, from_run
from toolkit.statements.table import read_statements, to_statements, write_statements
from toolkit.statements.writing import write_dna

__all__ = [
    "Coded",
    "from_attributions",
    "from_run",
    "read_csv",
    "read_dna",
    "read_statements",
    "read_tables",
    "to_statements",
    "write_csv",
    "write_dna",
    "write_statements",
    "write_tables",
]
