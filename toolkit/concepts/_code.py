"""From a run and a codebook to statements that a machine proposes."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.codebooks import Codebook
from toolkit.concepts._match import match, match_least
from toolkit.concepts._stance import stance
from toolkit.errors import InputError
from toolkit.statements import Coded, from_run
from toolkit.statements.frames import entities_of

__all__ = ["MACHINE", "code", "with_concepts"]

#: Name of the coder of what nobody has accepted.
MACHINE = "machine"
_KEY = ["doc_id", "attribution_id"]
_ADDED = ["confidence", "score", "matched", "stance_confidence", "stance_words"]
_TABLES = ("documents", "attributions", "actors")


@dataclass(frozen=True)
class _Options:
    method: str
    min_score: float | None
    context: float
    most: int


def code(
    run: str | Path | Mapping[str, pd.DataFrame],
    codebook: Codebook,
    *,
    method: str = "both",
    min_score: float | None = None,
    context: float = 0.5,
    most: int = 1,
    statement_type: str = "DNA Statement",
) -> Coded:
    """Propose statements: who takes which side towards which concept, for every attribution of a run.

    Parameters
    ----------
    run : str, Path or mapping of str to DataFrame
        Run folder, or its tables as `tables.load` gives them (for a period or some outlets).
    codebook : Codebook
        The concepts.
    method, min_score, context
        How contents are matched, see `match`.
    most : int
        How many concepts a content may get, the best first (at least 1).
    statement_type : str
        Label of the statement type.

    Returns
    -------
    Coded
        As `statements.from_run` makes it, with the coder "machine", all concepts of the codebook among the entities,
        and in `statements` also: `status` ("proposal"), `score` and `matched` (see `match`), `stance_confidence` and
        `stance_words` (see `stance`), `confidence` (0 to 1: the share of this concept in the scores of all concepts
        for the content, times the stance's confidence where one is stated; an order, not a calibrated chance). Where
        an attribution stands inside another, each of the two counts for a concept only if the sources differ in that
        the inner one is known: its source is taken, not the one who reports it. `left_out` says why the other
        attributions are no statements.

    Raises
    ------
    InputError
        If `most` is below 1, a table is missing, or an option is wrong.

    Examples
    --------
    >>> from datetime import date
    >>> from toolkit.codebooks import Concept
    >>> from toolkit.records import Actor, Attribution, Document, Span
    >>> text = "Marla Quist opposes the toll."
    >>> said = Attribution(
    ...     "d1", "a1", "indirect", "act", (Span(0, 11),), (Span(12, 19),), (Span(20, 28),), source_actor="p1",
    ...     cue_text="opposes", content_text="the toll",
    ... )
    >>> run = {
    ...     "documents": tables.to_frame("documents", [Document("d1", text, published=date(2031, 3, 1))]),
    ...     "attributions": tables.to_frame("attributions", [said]),
    ...     "actors": tables.to_frame("actors", [Actor("p1", "Marla Quist", "person")]),
    ... }
    >>> coded = code(run, Codebook((Concept("toll"),)))
    >>> coded.statements[["person", "concept", "agreement", "status"]].values.tolist()
    [['Marla Quist', 'toll', 0, 'proposal']]
    """
    if most < 1:
        raise InputError(f"most must be at least 1; got {most}")
    options = _Options(method, min_score, context, most)
    if not isinstance(run, Mapping):
        return _of_run(run, codebook, options, statement_type)
    lacking = [name for name in _TABLES if name not in run]
    if lacking:
        raise InputError(f"run lacks the tables {lacking}; it has {sorted(run)}")
    with tempfile.TemporaryDirectory() as folder:  # `from_run` reads a folder
        for name in _TABLES:
            tables.write_part(name, tables.to_records(name, run[name]), Path(folder))
        return _of_run(folder, codebook, options, statement_type)


def _of_run(run: str | Path, codebook: Codebook, options: _Options, statement_type: str) -> Coded:
    attributions = tables.read(run, "attributions")
    found = stance(_best(attributions, codebook, options), attributions, codebook)
    found["confidence"] = (found["confidence"] * found["stance_confidence"].fillna(1)).round(6)
    coded = from_run(run, codes=found, statement_type=statement_type)
    return with_concepts(_marked(coded, found), codebook)


def _best(attributions: pd.DataFrame, codebook: Codebook, options: _Options) -> pd.DataFrame:
    """Match, keep the best concepts of each content, and say by how much they are ahead."""
    found = match(attributions, codebook, method=options.method, min_score=0, context=options.context)
    found["confidence"] = found["score"] / found.groupby(_KEY)["score"].transform("sum")
    kept = match_least(found, options.method, options.min_score)
    return _not_twice(kept.groupby(_KEY).head(options.most), attributions)


def _not_twice(matches: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Of an attribution inside another keep, for one concept, the inner one if its source is known and another's."""
    joined = matches.reset_index(names="place").merge(attributions[[*_KEY, "content_spans", "source_actor"]], on=_KEY)
    lost: set[int] = set()
    for _, group in joined.groupby(["doc_id", "concept"]):
        rows: list[Any] = list(group.itertuples())
        for inner, outer in permutations(rows, 2):
            if _inside(inner.content_spans, outer.content_spans, inner.place < outer.place):
                own = isinstance(inner.source_actor, str) and inner.source_actor != outer.source_actor
                lost.add(outer.place if own else inner.place)
    return matches.drop(index=sorted(lost))


def _inside(inner: list[dict[str, int]], outer: list[dict[str, int]], first: bool) -> bool:
    """Say whether all of a content lies in another (of two equal ones the second in the first)."""
    covered = all(any(o["start"] <= i["start"] and i["end"] <= o["end"] for o in outer) for i in inner)
    equal = covered and all(any(i["start"] <= o["start"] and o["end"] <= i["end"] for i in inner) for o in outer)
    return covered and not (equal and first)


def _marked(coded: Coded, found: pd.DataFrame) -> Coded:
    """Name the machine as coder and keep what it was sure of beside each statement."""
    names = coded.coders["name"].replace("polyvocal", MACHINE)
    documents = coded.documents.set_index("document_id")["doc_id"]
    keyed = coded.statements.assign(doc_id=coded.statements["document_id"].map(documents))
    made = keyed.merge(found[[*_KEY, "concept", *_ADDED]], how="left", on=[*_KEY, "concept"], validate="one_to_one")
    statements = made.drop(columns="doc_id").assign(status=pd.Series("proposal", index=made.index, dtype="str"))
    return replace(coded, statements=statements, coders=coded.coders.assign(name=names))


def with_concepts(coded: Coded, codebook: Codebook) -> Coded:
    """List all concepts of a codebook, and what they belong to, among the entities."""
    names = sorted({"", *codebook.names, *codebook.parents, *coded.statements["concept"].dropna()})
    texts = [name for name, kind in coded.variables.items() if kind == "short text"]
    columns = {n: pd.Series(sorted(set(coded.statements[n].dropna())), dtype="str") for n in texts}
    entities = entities_of(pd.DataFrame({**columns, "concept": pd.Series(names, dtype="str")}), coded.variables)
    above = {entry.concept: entry.parent for entry in codebook.concepts}
    parents = entities["value"].map(above).where(entities["variable"] == "concept").astype("str")
    return replace(coded, entities=entities.assign(parent=parents))
