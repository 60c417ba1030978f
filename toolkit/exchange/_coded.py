"""A run as a database that Discourse Network Analyzer opens."""

from dataclasses import replace
from pathlib import Path

from toolkit import statements, tables

__all__ = ["coded_of"]


def coded_of(run: Path) -> tuple[statements.Coded, list[str]]:
    """Make what the database of a run holds, and say in sentences what it lacks.

    DNA's agreement is 0 or 1, never empty: statements that state no stance are left out rather than given one.

    Returns
    -------
    tuple of Coded and list of str
        With rows in the table `statements`, these, of the type "DNA Statement"; otherwise the attributions, of the type
        "Attribution".
    """
    undated = int(tables.read(run, "documents")["published"].isna().sum())
    said = [f"{undated} documents without a date were left out; DNA needs one"] if undated else []
    if not tables.has(run, "statements") or tables.read(run, "statements").empty:
        return statements.from_attributions(run), said
    coded = statements.read_statements(run)
    unstated = coded.statements["agreement"].isna()
    lost = len(tables.read(run, "statements")) - len(coded.statements)
    if lost:
        said.append(f"{lost} statements whose document has no date or whose actor is not known were left out")
    if unstated.any():
        said.append(f"{int(unstated.sum())} statements that state no stance were left out; DNA has only yes and no")
    kept = coded.statements[~unstated].reset_index(drop=True)
    return replace(coded, statements=kept), said
