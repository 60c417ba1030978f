"""The table `statements` of a run: coded statements beside the attributions they were coded from."""

import shutil
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import records, tables
from toolkit.errors import InputError
from toolkit.statements.coded import Coded
from toolkit.statements.runs import from_run

__all__ = ["read_statements", "to_statements", "write_statements"]

_KEY = ["doc_id", "attribution_id", "concept"]
_STANCE = {1: 1, 0: -1}
_ADMIN = (1, "Admin", "#ffff00")


def _checked(coded: Coded) -> pd.DataFrame:
    """Give the statements with the id of their document; raise if they were not coded from a run."""
    lacking = [name for name in ("attribution_id", "concept", "agreement") if name not in coded.statements]
    if lacking or "doc_id" not in coded.documents:
        lost = lacking or ["doc_id"]
        raise InputError(f"coded must come from a run (`concepts.code`, `statements.from_run`); it lacks {lost}")
    named = coded.documents.set_index("document_id")["doc_id"]
    return coded.statements.assign(doc_id=coded.statements["document_id"].map(named))


def to_statements(coded: Coded, attributions: pd.DataFrame) -> list[records.Statement]:
    """Turn statements that were coded from a run into rows of its table `statements`.

    Parameters
    ----------
    coded : Coded
        As `concepts.code`, `concepts.accept` or `from_run` make it. It is not changed.
    attributions : DataFrame
        The run's table; it says who the actor is.

    Returns
    -------
    list of Statement
        In the order of `coded`, numbered within each document (``s0001``). `stance` is 1 for agreement, -1 for
        disagreement, None where none is stated; `coder` the coder's name, "machine" for what nobody has accepted.
        Statements without a concept are left out.

    Raises
    ------
    InputError
        If `coded` does not come from a run, or from another one.
    """
    rows = _checked(coded)
    rows = rows[rows["concept"].fillna("").str.strip() != ""]
    known = attributions.set_index(["doc_id", "attribution_id"])["source_actor"]
    keys = pd.MultiIndex.from_frame(rows[_KEY[:2]])
    if not keys.isin(known.index).all():
        lost = " ".join(map(str, keys[~keys.isin(known.index)][0]))
        raise InputError(f"coded names {lost}, which the run does not have")
    rows = rows.assign(
        actor=known.reindex(keys).to_numpy(),
        name=rows["coder"].map(coded.coders.set_index("coder")["name"]),
        number=rows.groupby("doc_id").cumcount() + 1,
    )
    return [_statement(row) for row in rows.to_dict("records")]


def _statement(row: dict[Hashable, Any]) -> records.Statement:
    actor, agreement, coder = (None if pd.isna(row[name]) else row[name] for name in ("actor", "agreement", "name"))
    return records.Statement(
        row["doc_id"],
        f"s{row['number']:04d}",
        row["attribution_id"],
        actor,
        row["concept"],
        None if agreement is None else _STANCE[int(agreement)],
        coder,
        row["date_time"].date(),
    )


def write_statements(coded: Coded, run: str | Path) -> Path:
    """Write statements that were coded from a run as its table `statements`; an older one is replaced.

    Parameters
    ----------
    coded : Coded
        As for `to_statements`.
    run : str or Path
        The run folder they were coded from.

    Returns
    -------
    Path
        The folder of the table.

    Raises
    ------
    InputError
        If the folder is no run, or `coded` does not come from it.
    """
    rows = to_statements(coded, tables.read(run, "attributions"))
    shutil.rmtree(Path(run) / "statements", ignore_errors=True)
    return tables.write_part("statements", rows, Path(run)).parent


def read_statements(run: str | Path, *, statement_type: str = "DNA Statement") -> Coded:
    """Read the table `statements` of a run, with the documents and actors it belongs to.

    Returns
    -------
    Coded
        As `from_run` makes it; the coders are those that the table names.

    Raises
    ------
    InputError
        If the run has no such table, or an attribution is coded twice with one concept.
    """
    table = tables.read(run, "statements")
    coded = from_run(run, codes=table.dropna(subset="attribution_id"), statement_type=statement_type)
    names = sorted(set(table["coder"].dropna()) - {_ADMIN[1]})
    listed = [_ADMIN, *((number, name, "#808080") for number, name in enumerate(names, start=2))]
    coders = pd.DataFrame(listed, columns=["coder", "name", "colour"]).astype({"name": "str", "colour": "str"})
    numbers = {name: number for number, name, _ in listed}
    by_key = table.set_index(_KEY)["coder"].map(numbers)
    rows = _checked(coded)
    given = by_key.reindex(pd.MultiIndex.from_frame(rows[_KEY])).to_numpy()
    return replace(
        coded, statements=coded.statements.assign(coder=pd.Series(given, rows.index, dtype="Int64")), coders=coders
    )
