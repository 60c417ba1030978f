"""From an extraction run to coded statements: who said it comes from the run, what it means from a coder."""

from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.errors import InputError, check_columns, check_option
from toolkit.statements.coded import DOCUMENTS, STATEMENTS, Coded, left_out_frame
from toolkit.statements.frames import entities_of
from toolkit.statements.schema import LABEL_LIMIT

__all__ = ["from_attributions", "from_run"]

_KEY = ["doc_id", "attribution_id"]
_VARIABLES = {
    "person": "short text",
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
}
#: Variables of the type that holds attributions as they are.
_OF_ATTRIBUTIONS = {
    "person": "short text",
    "organization": "short text",
    "kind": "short text",
    "cue": "short text",
    "content": "long text",
}
_CODER = 2
_CODERS = {"coder": [1, _CODER], "name": ["Admin", "polyvocal"], "colour": ["#ffff00", "#808080"]}


def from_run(
    run: str | Path,
    *,
    codes: pd.DataFrame | None = None,
    uncoded: str = "leave out",
    statement_type: str = "DNA Statement",
) -> Coded:
    """Make statements of the attributions of a run.

    Person is the source's name, organization the name of whom it speaks for, else of what it is part of; a source that
    is no person is itself the organization. The passage is the content from its first to its last character.

    Parameters
    ----------
    run : str or Path
        Run folder, as `pipeline.extract` writes it.
    codes : DataFrame, optional
        What attributions mean: `doc_id`, `attribution_id`, `concept`, and maybe `stance` (1 supports, -1 rejects,
        missing where not stated). An attribution may have several concepts, one row each.
    uncoded : str
        What happens to attributions without a concept: ``"leave out"`` lists them in `left_out`; ``"keep"`` makes
        statements with the concept "" of them, for coding by hand in DNA.
    statement_type : str
        Label of the statement type.

    Returns
    -------
    Coded
        Variables `person`, `organization`, `concept` (short text) and `agreement` (boolean: 1 supports, 0 rejects,
        missing where no stance is stated; `write_dna` needs `missing` to say what DNA, which has only 0 and 1, is to
        hold). Statements also carry `attribution_id`, documents `doc_id`; the outlet is the document's `source`; title,
        author and outlet are cut at 190 characters, DNA's limit. `left_out` says which attributions are no statement
        and why: ``no date`` of the document, ``no source`` resolved to an actor, ``no concept``.

    Raises
    ------
    InputError
        If the folder is not a run, `codes` lacks a column, holds a stance that is none, codes the same concept twice or
        names an attribution that the run does not have.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> from toolkit import records
    >>> said = records.Attribution(
    ...     "d1", "a1", "indirect", "speech", (records.Span(0, 5),), (records.Span(6, 10),), (records.Span(11, 24),),
    ...     source_actor="p1",
    ... )
    >>> with tempfile.TemporaryDirectory() as run:
    ...     for name, rows in {
    ...         "documents": [records.Document("d1", "Quist says the tram works.", published=date(2024, 3, 1))],
    ...         "attributions": [said],
    ...         "actors": [records.Actor("p1", "Marla Quist", "person")],
    ...     }.items():
    ...         _ = tables.write_part(name, rows, Path(run))
    ...     columns = ["doc_id", "attribution_id", "concept", "stance"]
    ...     codes = pd.DataFrame([("d1", "a1", "Build the tram", 1)], columns=columns)
    ...     from_run(run, codes=codes).statements[["person", "concept", "agreement"]].values.tolist()
    [['Marla Quist', 'Build the tram', 1]]
    """
    check_option("uncoded", uncoded, ("leave out", "keep"))
    documents = _documents(tables.read(run, "documents"))
    found = tables.read(run, "attributions")[[*_KEY, "content_spans", "source_actor", "on_behalf_of"]]
    rows = found.merge(_codes(codes, found), how="left", on=_KEY)
    rows = rows.join(_voices(rows, tables.read(run, "actors")))
    reasons = _reasons(rows, documents, uncoded)
    keys = (rows["doc_id"] + " " + rows["attribution_id"])[reasons != ""]
    left_out = left_out_frame(list(zip(keys, reasons[reasons != ""], strict=True)))
    statements = _statements(rows[reasons == ""].fillna({"concept": ""}), documents, _VARIABLES)
    coders = pd.DataFrame(_CODERS).astype({"name": "str", "colour": "str"})
    entities = entities_of(statements, _VARIABLES)
    return Coded(statement_type, dict(_VARIABLES), documents, statements, entities, coders, left_out=left_out)


def from_attributions(run: str | Path, *, statement_type: str = "Attribution") -> Coded:
    """Make statements of all attributions of a run as they stand, for a person to go on coding.

    Parameters
    ----------
    run : str or Path
        Run folder.
    statement_type : str
        Label of the statement type.

    Returns
    -------
    Coded
        Variables `person`, `organization` (both "" where the source is no known actor; see `from_run`), `kind`, `cue`
        (short text) and `content` (long text). `left_out` lists the attributions of documents without a date.

    Raises
    ------
    InputError
        If the folder is not a run.
    """
    raw, rows, actors = (tables.read(run, name) for name in ("documents", "attributions", "actors"))
    documents = _documents(raw)
    dated = rows["doc_id"].isin(documents["doc_id"])
    lost = [" ".join(key) for key in rows.loc[~dated, _KEY].itertuples(index=False, name=None)]
    rows = rows[dated].reset_index(drop=True)
    rows[["person", "organization"]] = _voices(rows, actors).fillna("").apply(_short)
    rows["cue"] = _short(rows["cue_text"])
    rows["content"] = rows["content_text"].astype("str").fillna("")
    statements = _statements(rows, documents, _OF_ATTRIBUTIONS)
    return Coded(
        statement_type,
        dict(_OF_ATTRIBUTIONS),
        documents,
        statements,
        entities_of(statements, _OF_ATTRIBUTIONS),
        pd.DataFrame(_CODERS).astype({"name": "str", "colour": "str"}),
        left_out=left_out_frame([(key, "no date") for key in lost]),
    )


def _short(texts: "pd.Series[Any]") -> "pd.Series[str]":
    plain = texts.astype("str").fillna("")
    return plain.mask(plain.str.len() > LABEL_LIMIT, plain.str.slice(0, LABEL_LIMIT - 1) + "…")


def _documents(raw: pd.DataFrame) -> pd.DataFrame:
    dated = raw[raw["published"].notna()].sort_values("doc_id", ignore_index=True)
    made = pd.DataFrame({"document_id": pd.RangeIndex(1, len(dated) + 1), "text": dated["text"].astype("str")})
    made["title"] = _short(dated["title"].where(dated["title"].notna(), dated["doc_id"]))
    made["author"], made["source"] = _short(dated["author"]), _short(dated["outlet"])
    made["section"] = made["type"] = ""
    made["notes"] = "doc_id " + dated["doc_id"].astype("str")
    made["coder"] = pd.Series(_CODER, index=made.index, dtype="Int64")
    made["date_time"] = pd.to_datetime(dated["published"]).astype("datetime64[us]")
    made["doc_id"] = dated["doc_id"].astype("str")
    return made[[*DOCUMENTS, "doc_id"]].astype({"section": "str", "type": "str", "notes": "str"})


def _codes(codes: pd.DataFrame | None, found: pd.DataFrame) -> pd.DataFrame:
    """Check the codes and turn stance into agreement; rows without a concept code nothing."""
    if codes is None:
        empty = pd.DataFrame(columns=[*_KEY, "concept"], dtype="str")
        return empty.assign(agreement=pd.Series([], dtype="Int64"))
    check_columns("codes", codes.columns, (*_KEY, "concept"))
    made = codes[[*_KEY, "concept"]].astype("str")
    made["agreement"] = _agreement(codes["stance"] if "stance" in codes else pd.Series(pd.NA, index=codes.index))
    made = made[made["concept"].fillna("").str.strip() != ""]
    known = pd.MultiIndex.from_frame(found[_KEY])
    lost = made[~pd.MultiIndex.from_frame(made[_KEY]).isin(known)]
    if len(lost):
        raise InputError(f"codes names {' '.join(lost[_KEY].iloc[0])}, which the run does not have")
    twice = made[made.duplicated([*_KEY, "concept"])]
    if len(twice):
        raise InputError(f"codes has {twice['concept'].iloc[0]!r} for {' '.join(twice[_KEY].iloc[0])} twice")
    return made


def _agreement(stance: "pd.Series[Any]") -> "pd.Series[Any]":
    stated = stance.notna()
    wrong = stance[stated & ~stance.isin([1, -1])]
    if len(wrong):
        raise InputError(f"stance must be 1, -1 or missing; got {wrong.iloc[0]}")
    return stance.eq(1).astype("Int64").where(stated)


def _voices(rows: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Name person and organization behind each attribution; both missing where no actor is known."""
    table = actors.set_index("actor_id")
    name = rows["source_actor"].map(table["name"]).astype("str")
    person = rows["source_actor"].map(table["type"]).eq("person")
    above = rows["on_behalf_of"].where(rows["on_behalf_of"].notna(), rows["source_actor"].map(table["part_of"]))
    body = above.map(table["name"]).astype("str").fillna("")
    return pd.DataFrame(
        {"person": name.where(person, name.mask(name.notna(), "")), "organization": body.where(person, name)}
    )


def _reasons(rows: pd.DataFrame, documents: pd.DataFrame, uncoded: str) -> "pd.Series[str]":
    reasons = pd.Series("", index=rows.index, dtype="str")
    if uncoded == "leave out":
        reasons = reasons.mask(rows["concept"].isna(), "no concept")
    reasons = reasons.mask(rows["person"].isna(), "no source")
    return reasons.mask(~rows["doc_id"].isin(documents["doc_id"]), "no date")


def _statements(rows: pd.DataFrame, documents: pd.DataFrame, variables: dict[str, str]) -> pd.DataFrame:
    known = documents.set_index("doc_id")
    made = rows[[*variables, "attribution_id"]].copy()
    made["document_id"] = rows["doc_id"].map(known["document_id"]).astype("int64")
    made["date_time"] = rows["doc_id"].map(known["date_time"])
    made["start"] = pd.Series([min(s["start"] for s in spans) for spans in rows["content_spans"]], rows.index, "int64")
    made["stop"] = pd.Series([max(s["end"] for s in spans) for spans in rows["content_spans"]], rows.index, "int64")
    made["coder"] = pd.Series(_CODER, index=rows.index, dtype="Int64")
    ordered = made.sort_values(
        ["document_id", "start", "stop", "attribution_id", list(variables)[2]], ignore_index=True
    )
    ordered["statement_id"] = pd.RangeIndex(1, len(ordered) + 1)
    return ordered[[*STATEMENTS, *variables, "attribution_id"]]
