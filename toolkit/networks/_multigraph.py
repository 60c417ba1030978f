"""Relations one by one: the signed directed multigraph, and its ties counted by what divides them."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks._relations import signs
from toolkit.networks._select import COUNTED, arguments_of, days, select

__all__ = ["BY", "PERIODS", "relation_counts", "relation_multigraph", "selected"]

#: What the ties of `relation_counts` can be divided by.
BY = ("type", "quad", "polarity", "period", "reporter", "modality", "outlet")
#: Length of a period -> how pandas calls it.
PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_OPTIONS = (
    "level",
    "types",
    "quads",
    "polarities",
    "modalities",
    "reporters",
    "reported_by",
    "claimed_by",
    "start",
    "stop",
    "outlets",
)
_DEFAULTS: dict[str, Any] = {"modalities": COUNTED, "reporters": "all"}
_KEPT = ("type", "quad", "polarity", "verb", "modality", "reported_by", "attribution_id", "confidence")


def _options(given: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(given) - set(_OPTIONS))
    if unknown:
        raise InputError(f"unknown options {unknown}; those of relation_network are {', '.join(_OPTIONS)}")
    return dict.fromkeys(_OPTIONS) | {"level": "actor"} | _DEFAULTS | given


def selected(
    relations: pd.DataFrame, actors: pd.DataFrame, documents: pd.DataFrame | None, given: dict[str, Any]
) -> tuple[pd.DataFrame, dict[str, int], dict[str, dict[str, Any]]]:
    """Choose relations by the options of `relation_network`: the rows, how many were left out why, and the nodes."""
    kept, left_out, _, nodes = select(relations, actors, documents, **_options(given))
    return kept, left_out, nodes


def relation_multigraph(
    relations: pd.DataFrame, actors: pd.DataFrame, *, documents: pd.DataFrame | None = None, **options: Any
) -> nx.MultiDiGraph:
    """Build the signed directed multigraph: one tie for every relation.

    Parameters
    ----------
    relations, actors : DataFrame
        Tables.
    documents : DataFrame, optional
        Table of documents; needed for `start`, `stop` and `outlets`, gives dates and outlets.
    **options
        `level`, `types`, `quads`, `polarities`, `modalities`, `reporters`, `reported_by`, `claimed_by`, `start`,
        `stop`, `outlets` as in `relation_network`, with its defaults.

    Returns
    -------
    MultiDiGraph
        Nodes (sorted) have `name`, `type`, `country`. The key of a tie is ``"document/relation"``; ties have `type`,
        `quad`, `polarity`, `verb`, `modality`, `reported_by`, `attribution_id`, `confidence`, `date` (of the
        relation, else of publication; None if neither is known), `outlet`, `doc_id`, `relation_id`; what is missing
        is None. With `reporting_chains` also `chain`: who tells, the innermost first (``"quist < belmont"``; ``?`` for
        a source that is not known, None for the narrator). ``graph.graph`` has `kind`, `arguments`, `n_relations`,
        `n_used`, `left_out`.

    Raises
    ------
    InputError
        As `relation_network`; also for an option that it does not have.

    Examples
    --------
    >>> from toolkit.records import Actor, Relation
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> relations = to_frame("relations", [Relation("d1", f"r{n}", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 12) for n in (1, 2)])
    >>> graph = relation_multigraph(relations, actors)
    >>> [(u, v, key, data["type"]) for u, v, key, data in graph.edges(keys=True, data=True)]
    [('quist', 'NOR', 'd1/r1', 'accuse'), ('quist', 'NOR', 'd1/r2', 'accuse')]
    """
    kept, left_out, nodes = selected(relations, actors, documents, options)
    graph = nx.MultiDiGraph()
    tied = set(kept["u"]) | set(kept["v"])
    graph.add_nodes_from((node, dict(nodes[node])) for node in sorted(tied))
    for row in kept.sort_values(["u", "v", "doc_id", "relation_id"]).to_dict("records"):
        data = {name: _plain(row[name]) for name in (*_KEPT, "outlet", "doc_id", "relation_id")}
        if "chain" in row:
            data["chain"] = " < ".join(who or "?" for who in row["chain"]) or None
        graph.add_edge(row["u"], row["v"], f"{row['doc_id']}/{row['relation_id']}", **data, date=_plain(row["when"]))
    graph.graph.update(
        kind="relations one by one",
        arguments=arguments_of(**_options(options)),
        n_relations=len(relations),
        n_used=len(kept),
        left_out=left_out,
    )
    return graph


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def _period(when: object, code: str) -> str | None:
    """Give the first day of the period that holds a date as a whole, None where none does."""
    if not isinstance(when, str):
        return None
    first, last = (pd.Period(day, freq=code) for day in days(when))
    return str(first.start_time.date()) if first == last else None


def _divided(kept: pd.DataFrame, names: dict[str, Any], by: Sequence[str], period: str) -> pd.DataFrame:
    made: dict[str, pd.Series[Any]] = {}
    if "period" in by:
        made["period"] = kept["when"].map(lambda when: _period(when, PERIODS[period]))
    if "reporter" in by:
        told = kept["reported_by"]
        words = told.map(names).where(told.notna(), "narrator")
        unknown = told.isna() & kept["attribution_id"].notna()
        made["reporter"] = words.mask(unknown, "source not known")
    return kept.assign(**made)


def relation_counts(
    relations: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    by: Sequence[str] = ("quad",),
    period: str = "month",
    documents: pd.DataFrame | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Count the ties of the multigraph, divided by type, quad, sign, period, reporter, modality or outlet.

    Parameters
    ----------
    relations, actors : DataFrame
        Tables.
    by : sequence of {"type", "quad", "polarity", "period", "reporter", "modality", "outlet"}
        What divides the ties; none of them gives one row a tie.
    period : {"day", "week", "month", "quarter", "year"}
        Length of a period. A date that is coarser than that (a month, where periods are weeks) has no period.
    documents : DataFrame, optional
        As in `relation_multigraph`.
    **options
        As in `relation_multigraph`.

    Returns
    -------
    DataFrame
        Columns `source`, `target` (node ids), `source_name`, `target_name`, those of `by`, `weight` (number of
        relations), `positive`, `negative`, `neutral`, `polarity_mean` (-1 to 1), `n_documents`; sorted by the
        columns before `weight`. `period` is its first day (ISO 8601); `reporter` the name of who tells,
        ``"narrator"`` for the article's own voice, ``"source not known"`` for an attribution without a known source;
        an outlet that is not known is None. ``attrs["left_out"]``: reason -> number of relations,
        ``"no single period"`` among them.

    Raises
    ------
    InputError
        As `relation_multigraph`; for an unknown `by` or `period`; for ``"outlet"`` without `documents`.

    Examples
    --------
    >>> from toolkit.records import Actor, Relation
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> relations = to_frame("relations", [Relation("d1", f"r{n}", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 12, date=f"2024-0{n}-10") for n in (1, 2, 2)])
    >>> relation_counts(relations, actors, by=["period"])[["period", "weight"]].values.tolist()
    [['2024-01-01', 1], ['2024-02-01', 2]]
    """
    for name in by:
        check_option("by", name, BY)
    check_option("period", period, PERIODS)
    if "outlet" in by and documents is None:
        raise InputError("by='outlet' needs documents=: outlets stand in that table")
    kept, left_out, nodes = selected(relations, actors, documents, options)
    names = {
        str(a): n if isinstance(n, str) else str(a) for a, n in zip(actors["actor_id"], actors["name"], strict=True)
    }
    divided = _divided(kept, names, by, period)
    if "period" in by:
        without = int(divided["period"].isna().sum())
        divided = divided[divided["period"].notna()]
        left_out = left_out | ({"no single period": without} if without else {})
    return _counted(divided, nodes, list(by), left_out)


def _counted(divided: pd.DataFrame, nodes: dict[str, Any], by: list[str], left_out: dict[str, int]) -> pd.DataFrame:
    rows = []
    for place, group in divided.groupby(["u", "v", *by], sort=True, dropna=False):
        cells: list[Any] = list(place)
        source, target, *values = cells
        counted = signs(int(value) for value in group["polarity"])
        rows.append(
            {"source": source, "target": target}
            | {f"{end}_name": nodes[node]["name"] or node for end, node in (("source", source), ("target", target))}
            | dict(zip(by, map(_plain, values), strict=True))
            | {"weight": len(group), **{sign: counted[sign] for sign in ("positive", "negative", "neutral")}}
            | {"polarity_mean": counted["polarity"], "n_documents": int(group["doc_id"].nunique())}
        )
    first = ["source", "target", "source_name", "target_name", *by]
    rest = ["weight", "positive", "negative", "neutral", "polarity_mean", "n_documents"]
    frame = pd.DataFrame(rows, columns=[*first, *rest])
    frame.attrs["left_out"] = left_out
    return frame
