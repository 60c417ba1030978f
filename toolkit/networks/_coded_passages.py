"""Coded statements for a report: read a file of them, and find the passages that make a tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit import statements
from toolkit.errors import InputError, check_columns
from toolkit.networks._discourse_events import event_list

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["first_statements", "read_debate", "tie_passages"]

_DNA_TYPE = "DNA Statement"
_SIDE = ("stance", "date", "document", "passage")
_COLUMNS = (
    "source",
    "target",
    "weight",
    "concept",
    *(f"{end}_{name}" for end in ("source", "target") for name in _SIDE),
)


def _read(path: Path, statement_type: str | None, columns: Mapping[str, str] | None) -> Coded:
    suffix = path.suffix.lower()
    if suffix == ".dna":
        if columns:
            raise InputError(f"columns go with a spreadsheet; {path.name} is a DNA database")
        return statements.read_dna(path, statement_type=statement_type)
    if suffix in (".csv", ".xlsx"):
        return statements.read_csv(path, columns=columns, statement_type=statement_type or _DNA_TYPE)
    raise InputError(f"coded must be a .dna database or a .csv or .xlsx table of statements; got {path.name!r}")


def _coders(coded: Coded) -> str:
    names = dict(zip(coded.coders["coder"], coded.coders["name"], strict=True))
    present = sorted({int(coder) for coder in coded.statements["coder"].dropna()})
    return ", ".join(f"{coder} ({names[coder]})" if names.get(coder) else str(coder) for coder in present)


def read_debate(
    coded: str | Path,
    *,
    statement_type: str | None = None,
    coder: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> Coded:
    r"""Read coded statements of one coder from a DNA database or a table, by the suffix of the file.

    Parameters
    ----------
    coded : str or Path
        A ``.dna`` file (`statements.read_dna`), or ``.csv`` or ``.xlsx`` (`statements.read_csv`).
    statement_type : str, optional
        Label of the statement type; needed where a database has several in use.
    coder : int, optional
        Number of the coder whose statements count; by default those of all, so that what two coders coded counts
        twice.
    columns : mapping of str to str, optional
        What a column of a table is -> how it is headed in the file.

    Returns
    -------
    Coded
        The statements of the coder; documents, entities and coders are all of the file.

    Raises
    ------
    InputError
        If the file has another suffix, as the two functions, or if the coder has no statement; names those that have.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     rows = ["time,coder,organization,concept", "2024-03-01,1,Rail Union,tram", "2024-03-01,2,Rail Union,toll"]
    ...     _ = path.write_text("\n".join(rows), encoding="utf-8")
    ...     read_debate(path, coder=2).statements["concept"].tolist()
    ['toll']
    """
    found = _read(Path(coded), statement_type, columns)
    if coder is None:
        return found
    rows = found.statements[found.statements["coder"] == coder]
    if rows.empty:
        raise InputError(f"coder {coder} has no statement in {Path(coded).name}; coders: {_coders(found) or 'none'}")
    return replace(found, statements=rows.reset_index(drop=True))


def _listed(coded: Coded, variable1: str, variable2: str, qualifier: str) -> pd.DataFrame:
    """Give the statements with the columns that a pair of them is made of."""
    names = {"actor": variable1, "concept": variable2, "stance": qualifier}
    lacking = sorted(name for name in names.values() if name not in coded.variables)
    if lacking:
        raise InputError(f"statements lack the variables {lacking}; they have {', '.join(map(repr, coded.variables))}")
    events = event_list(coded, variable1=variable1, variable2=variable2)
    there = {name: events[column] for name, column in names.items()}
    about = {"date": events["time"], "document": events["document_title"], "passage": events["text"]}
    return pd.DataFrame({**there, **about}).query("actor != '' and concept != ''").dropna(subset=["stance"])


def _shared(listed: pd.DataFrame, source: str, target: str, weight: float, passages: int) -> pd.DataFrame:
    """Pair what two actors say on the same concept: alike for a positive tie, unlike for a negative one."""
    one, other = (
        listed[listed["actor"] == actor].drop(columns="actor").rename(columns={n: f"{end}_{n}" for n in _SIDE})
        for actor, end in ((source, "source"), (target, "target"))
    )
    pairs = one.merge(other, on="concept")
    pairs = pairs[(pairs["source_stance"] == pairs["target_stance"]) == (weight > 0)]
    counts = pairs.groupby("concept")["concept"].transform("size")
    order = pairs.assign(_n=counts).sort_values(
        ["_n", "concept", "source_date", "target_date"], ascending=[False, True, True, True], kind="stable"
    )
    return order.drop_duplicates("concept").head(passages).assign(source=source, target=target, weight=weight)


def tie_passages(
    coded: Coded,
    ties: pd.DataFrame,
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str = "agreement",
    passages: int = 3,
) -> pd.DataFrame:
    r"""Show what two actors said that makes a tie of a one-mode network between them.

    Parameters
    ----------
    coded : Coded
        Coded statements that the network was made of.
    ties : DataFrame
        `source`, `target`, `weight`: above 0 for pairs that agree, below for pairs that disagree; with 0 no passage.
    variable1, variable2, qualifier : str
        Actors, concepts, and for or against, all of the statement.
    passages : int
        How many concepts to show for each tie: those on which most pairs of statements are alike (tie above 0) or
        unlike (below), of each the earliest pair.

    Returns
    -------
    DataFrame
        One row a tie and concept, in the order of the ties: `source`, `target`, `weight`, `concept`, and
        `source_stance`, `source_date`, `source_document`, `source_passage`, the same for the target.

    Raises
    ------
    InputError
        If a column or variable is missing, or `passages` is below 1.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     rows = ["time,organization,concept,agreement,text", "2024-03-01,Rail Union,tram,1,We want it."]
    ...     rows += ["2024-03-09,Quist Ltd,tram,1,Build it now."]
    ...     _ = path.write_text("\n".join(rows), encoding="utf-8")
    ...     coded = read_debate(path)
    >>> ties = pd.DataFrame({"source": ["Quist Ltd"], "target": ["Rail Union"], "weight": [1.0]})
    >>> tie_passages(coded, ties)[["concept", "source_passage", "target_passage"]].values.tolist()
    [['tram', 'Build it now.', 'We want it.']]
    """
    check_columns("ties", ties.columns, ("source", "target", "weight"))
    if passages < 1:
        raise InputError(f"passages must be at least 1; got {passages}")
    listed = _listed(coded, variable1, variable2, qualifier)
    rows = ties[ties["weight"] != 0][["source", "target", "weight"]].itertuples(index=False, name=None)
    found = [_shared(listed, source, target, weight, passages) for source, target, weight in rows]
    if not found:
        return pd.DataFrame(columns=list(_COLUMNS))
    return pd.concat(found, ignore_index=True)[list(_COLUMNS)]


def first_statements(
    listed: pd.DataFrame, by: Sequence[str], *, after: datetime | None = None, until: datetime | None = None
) -> pd.DataFrame:
    """Open a span of time to its passages: the earliest statement of each group.

    Parameters
    ----------
    listed : DataFrame
        As `event_list` makes it. It is not changed.
    by : sequence of str
        Columns that make the groups, such as the concept and the stance on it. A statement that lacks one is left out.
    after, until : datetime, optional
        Only statements later than `after`, and no later than `until`.

    Returns
    -------
    DataFrame
        The rows of `listed` that come first in their group, sorted by the groups.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> listed = pd.DataFrame({"time": pd.to_datetime(["2024-03-05", "2024-03-01"]), "person": ["Orr", "Quist"],
    ...     "concept": "toll", "text": ["Yes.", "Gladly."]})
    >>> first_statements(listed, ["concept"])["person"].tolist()
    ['Quist']
    """
    check_columns("listed", listed.columns, ["time", *by], hint="event_list makes such a table")
    known = (listed[list(by)].notna() & (listed[list(by)] != "")).all(axis=1)
    if after is not None:
        known &= listed["time"] > after
    if until is not None:
        known &= listed["time"] <= until
    return listed[known].sort_values([*by, "time"], kind="stable").drop_duplicates(list(by)).reset_index(drop=True)
