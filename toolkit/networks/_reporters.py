"""Who tells a relation, who tells that they tell it, and so on out to the article."""

from collections.abc import Sequence

import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._levels import check_table, text_or_none
from toolkit.networks._voices import nested_in

__all__ = ["reporting_chains"]

_Chain = tuple[str | None, ...]


def _outwards(start: int | None, outer: Sequence[int | None], sources: Sequence[str | None]) -> list[str | None]:
    """List the sources from one attribution out to the article; who speaks twice in a row is one voice."""
    found: list[str | None] = []
    while start is not None:
        if not found or found[-1] is None or sources[start] != found[-1]:
            found.append(sources[start])
        start = outer[start]
    return found


def _chain(row: int | None, told_by: str | None, outer: Sequence[int | None], sources: Sequence[str | None]) -> _Chain:
    """Give the chain of one relation: from its attribution, or from the one around that if it *is* the act."""
    if row is None:
        return (told_by,) if told_by is not None else ()
    is_the_act = sources[row] is not None and sources[row] != told_by
    found = _outwards(outer[row] if is_the_act else row, outer, sources)
    if told_by is not None and found[:1] != [told_by]:
        found.insert(0, told_by)
    return tuple(found)


def reporting_chains(relations: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Add to each relation who tells it, from the innermost source to the outermost.

    *Belmont says that Quist accused Norvania of theft*: that Norvania stole is told by Quist, whom Belmont quotes; that
    Quist accused it is told by Belmont alone. The table of relations keeps the innermost source (`reported_by`); the
    others follow from how the attributions stand in one another: one is inside another when its content and its cue
    lie in the other's content.

    Parameters
    ----------
    relations, attributions : DataFrame
        Tables of one run.

    Returns
    -------
    DataFrame
        A copy of `relations` with the column `chain`: a tuple of actor ids, the innermost first, None for a source
        that is not known; empty for what the narrator tells. A relation that an attribution makes (a demand, blame,
        a message) is told by whoever is around that attribution, not by its own speaker. One who speaks at two
        neighbouring places of the chain is there once. `relation_network` and its companions take this table wherever
        they take relations, and ask it with `claimed_by`.

    Raises
    ------
    InputError
        If a column is missing, or a relation names an attribution that the table lacks.

    Examples
    --------
    >>> from toolkit.records import Attribution, Relation, Span
    >>> from toolkit.tables import to_frame
    >>> text = "Belmont says that Quist accused Norvania of theft"
    >>> attributions = to_frame("attributions", [
    ...     Attribution("d1", "a1", "indirect", "speech", (Span(0, 7),), (Span(8, 12),), (Span(13, 49),),
    ...         source_actor="belmont"),
    ...     Attribution("d1", "a2", "indirect", "speech", (Span(18, 23),), (Span(24, 31),), (Span(32, 49),),
    ...         source_actor="quist")])
    >>> relations = to_frame("relations", [Relation("d1", "r1", "norvania", "ostrava", None, None, "coerce",
    ...     "material conflict", -1, "steal", "asserted", 32, 49, reported_by="quist", attribution_id="a2")])
    >>> reporting_chains(relations, attributions)["chain"].tolist()
    [('quist', 'belmont')]
    """
    check_table("relations", relations)
    check_table("attributions", attributions)
    ordered = attributions.sort_values(["doc_id", "attribution_id"], ignore_index=True)
    place = {key: row for row, key in enumerate(zip(ordered["doc_id"], ordered["attribution_id"], strict=True))}
    named = [
        (doc, name) if (name := text_or_none(value)) is not None else None
        for doc, value in zip(relations["doc_id"], relations["attribution_id"], strict=True)
    ]
    unknown = sorted({key for key in named if key is not None and key not in place})
    if unknown:
        raise InputError(
            f"relations name {len(unknown)} attributions that the table 'attributions' lacks: {unknown[:5]}"
        )
    outer = nested_in(ordered)
    sources = [text_or_none(value) for value in ordered["source_actor"]]
    tellers = [text_or_none(value) for value in relations["reported_by"]]
    chains = [
        _chain(None if key is None else place[key], told_by, outer, sources)
        for key, told_by in zip(named, tellers, strict=True)
    ]
    return relations.assign(chain=pd.Series(chains, index=relations.index, dtype=object))
