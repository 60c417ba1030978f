"""Two codings of the same documents: which documents are the same, and where the codings part."""

from typing import Any

import pandas as pd

from toolkit import agreement
from toolkit.errors import InputError
from toolkit.statements import Coded

__all__ = ["both_codings", "coding_differences"]

_DIFFERENCES = ["stance", "no stance", "concept", "only hand", "only machine"]


def _keys(machine: Coded, hand: Coded) -> tuple["pd.Series[Any]", "pd.Series[Any]"]:
    """Give the documents of both a common name: same text, else same day and title, else alone on that day in both."""
    ours, theirs = (
        coded.documents.assign(day=coded.documents["date_time"].dt.strftime("%Y-%m-%d")).set_index("document_id")
        for coded in (machine, hand)
    )
    same = pd.Series(pd.NA, index=ours.index, dtype="object")
    for columns in (["text"], ["day", "title"], ["day"]):
        left, right = (table[columns].astype("str").apply(tuple, axis=1) for table in (ours, theirs))
        single = right[~right.duplicated(keep=False) & ~right.index.isin(set(same.dropna()))]
        found = left[~left.duplicated(keep=False)].map(dict(zip(single, single.index, strict=True)))
        same = same.where(same.notna(), found)
    return same, pd.Series(theirs.index, index=theirs.index)


def both_codings(machine: Coded, hand: Coded) -> list[pd.DataFrame]:
    """Give the statements of both with the common names of their documents, title and passage."""
    keys = _keys(machine, hand)
    if keys[0].isna().all():
        raise InputError(
            "machine and hand have no document in common: none has the same text, or day and title, in both"
        )
    tables = []
    for coded, key in zip((machine, hand), keys, strict=True):
        documents = coded.documents.set_index("document_id")
        rows = coded.statements.assign(doc_id=coded.statements["document_id"].map(key).fillna(-1))
        places = zip(rows["document_id"].map(documents["text"]), rows["start"], rows["stop"], strict=True)
        passages = [" ".join(text[start:stop].split()) for text, start, stop in places]
        tables.append(rows.assign(document=rows["document_id"].map(documents["title"]), passage=passages))
    return tables


def coding_differences(
    machine: Coded, hand: Coded, *, variable1: str = "organization", min_overlap: float = 0.3
) -> pd.DataFrame:
    r"""List where a machine's coding differs from a person's, with the passages.

    Parameters
    ----------
    machine, hand, min_overlap
        As in `compare_findings`.
    variable1 : str
        Actors.

    Returns
    -------
    DataFrame
        One row a difference: `difference` ("stance", "no stance": the machine states none, "concept", "only hand",
        "only machine"); `document`, its title; `actor`, `concept_hand`, `concept_machine`, `stance_hand`,
        `stance_machine` (1 for, 0 against, missing where none is stated); `passage`, the person's where there is one.
        By kind of difference in that order, then by date, document and place. Of a pair with another concept only
        that is listed.

    Raises
    ------
    InputError
        If no document is in both, a variable is missing, or `min_overlap` is not between 0 and 1.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     lines = ["time,document_title,organization,concept,agreement,text", "2024-03-01,Rails,Quist,tram,1,Go."]
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> len(coding_differences(coded, coded))
    0
    """
    ours, theirs = both_codings(machine, hand)
    lacking = sorted({name for table in (ours, theirs) for name in {variable1} - set(table.columns)})
    if lacking:
        raise InputError(f"variable1 must be a variable of both codings; {lacking[0]!r} is missing in one")
    pairs = agreement.paired(theirs, ours, min_overlap=min_overlap)
    names = {"first": "hand", "second": "machine"}
    sides = {
        label: table.reindex(pairs[f"row_{place}"]).set_index(pairs.index)
        for (place, label), table in zip(names.items(), (theirs, ours), strict=True)
    }
    made = pd.DataFrame({"difference": _difference(pairs)})
    for name, column in {"document": "document", "actor": variable1, "passage": "passage", "date": "date_time"}.items():
        made[name] = sides["hand"][column].where(sides["hand"][column].notna(), sides["machine"][column])
    for name, column in {"concept": "concept", "stance": "agreement"}.items():
        for place, label in names.items():
            made[f"{name}_{label}"] = pairs[f"{column}_{place}"]
    made["start"] = sides["hand"]["start"].where(sides["hand"]["start"].notna(), sides["machine"]["start"])
    made["difference"] = pd.Categorical(made["difference"], categories=_DIFFERENCES, ordered=True)
    listed = made.dropna(subset=["difference"]).sort_values(["difference", "date", "document", "start"])
    columns = ["difference", "document", "actor", "concept_hand", "concept_machine", "stance_hand", "stance_machine"]
    return listed.astype({"difference": "str"})[[*columns, "passage"]].reset_index(drop=True)


def _difference(pairs: pd.DataFrame) -> "pd.Series[str]":
    """Name how the two codings of each unit differ, missing where they do not."""
    hand, machine = pairs["row_first"].notna(), pairs["row_second"].notna()
    found = pd.Series(pd.NA, index=pairs.index, dtype="str")
    stances = pairs["agreement_first"], pairs["agreement_second"]
    unlike = (stances[0] != stances[1]).fillna(False).astype(bool)
    found = found.mask(unlike & stances[0].notna(), "stance")
    found = found.mask(stances[0].notna() & stances[1].isna(), "no stance")
    found = found.mask((pairs["concept_first"] != pairs["concept_second"]).fillna(True).astype(bool), "concept")
    return found.mask(~machine, "only hand").mask(~hand, "only machine")
