"""Networks of attributions: who quotes whom, and who speaks about whom."""

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks._levels import Nodes, check_table, node_of_actors, text_or_none
from toolkit.networks._relations import build, signs
from toolkit.networks._select import arguments_of, leave_out
from toolkit.records import ATTITUDES

__all__ = ["mention_network", "nested_in", "quotation_network", "select_mentions", "select_quotations"]

_QUOTERS = ("outlet", "author", "document")


def _extent(spans: Iterable[Any]) -> list[tuple[int, int]]:
    return [(int(span["start"]), int(span["end"])) for span in spans]


def _inside(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _size(spans: list[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)


def nested_in(frame: pd.DataFrame) -> list[int | None]:
    """Give for each row the position of the row whose content it stands in: the innermost, None for none."""
    contents = [_extent(spans) for spans in frame["content_spans"]]
    parts = [[*content, *_extent(cue)] for content, cue in zip(contents, frame["cue_spans"], strict=True)]
    groups: dict[str, list[int]] = {}
    for position, doc in enumerate(frame["doc_id"]):
        groups.setdefault(doc, []).append(position)
    found: list[int | None] = []
    for position, doc in enumerate(frame["doc_id"]):
        around = [
            other
            for other in groups[doc]
            if _size(contents[other]) > _size(contents[position]) and _inside(parts[position], contents[other])
        ]
        found.append(min(around, key=lambda other: (_size(contents[other]), other), default=None))
    return found


def _check(attitude: Sequence[str]) -> None:
    for value in attitude:
        check_option("attitude", value, ATTITUDES)


def _known(frame: pd.DataFrame, column: str, place: dict[str, str], table: str) -> "pd.Series[Any]":
    unknown = sorted(set(frame[column].dropna()) - set(place))
    if unknown:
        raise InputError(f"{table} name {len(unknown)} actors that the table 'actors' lacks: {unknown[:5]}")
    return frame[column].map(place)


def _quoters(frame: pd.DataFrame, documents: pd.DataFrame, by: str) -> list[str | None]:
    column = "doc_id" if by == "document" else by
    names = {doc: text_or_none(value) for doc, value in zip(documents["doc_id"], documents[column], strict=True)}
    return [f"{by}:{name}" if (name := names.get(doc)) else None for doc in frame["doc_id"]]


def _with_ends(frame: pd.DataFrame, documents: pd.DataFrame, place: dict[str, str], by: str) -> pd.DataFrame:
    """Add u (who quotes), v (who is quoted), and the attitude of the attribution that it is nested in."""
    frame = frame.assign(v=_known(frame, "source_actor", place, "attributions"))
    outer = nested_in(frame)
    quoters = _quoters(frame, documents, by)
    sources, attitudes = frame["v"].tolist(), frame["attitude"].tolist()
    ends = [quoters[row] if around is None else text_or_none(sources[around]) for row, around in enumerate(outer)]
    around_attitude = [None if around is None else attitudes[around] for around in outer]
    return frame.assign(
        u=pd.Series(ends, index=frame.index, dtype=object),
        within=pd.Series(around_attitude, index=frame.index, dtype=object),
    )


def _quotation_edge(group: pd.DataFrame) -> dict[str, Any]:
    kinds = group["kind"].tolist()
    return {
        "weight": len(group),
        "kind": "published" if group["within"].isna().all() else "nested",
        **{kind: kinds.count(kind) for kind in ("direct", "indirect", "mixed")},
        "n_documents": int(group["doc_id"].nunique()),
    }


def select_quotations(
    attributions: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    attitude: Sequence[str],
    by: str,
    level: str,
) -> tuple[pd.DataFrame, dict[str, int], Nodes]:
    """Choose the attributions that count in who quotes whom.

    Returns
    -------
    DataFrame, dict, dict
        The rows that count with `u` (who quotes) and `v` (who is quoted) added; how many were left out for which
        reason; node id -> attributes.
    """
    _check(attitude)
    check_option("by", by, _QUOTERS)
    check_table("attributions", attributions)
    check_table("documents", documents)
    place, nodes = node_of_actors(actors, level)
    ordered = attributions.sort_values(["doc_id", "attribution_id"], ignore_index=True)
    frame = _with_ends(ordered, documents, place, by)
    kept, left_out = leave_out(
        frame,
        [
            ("attitude not chosen", ~frame["attitude"].isin(list(attitude))),
            ("inside an attitude not chosen", frame["within"].notna() & ~frame["within"].isin(list(attitude))),
            ("no source", frame["v"].isna()),
            (f"no {by}", frame["u"].isna() & frame["within"].isna()),
            ("inside the words of an unknown source", frame["u"].isna()),
            ("quotes itself", frame["u"] == frame["v"]),
        ],
    )
    everyone: Nodes = {node: {"kind": "actor", "bipartite": 1, **nodes[node]} for node in nodes}
    for quoter in sorted(set(kept.loc[kept["within"].isna(), "u"])):
        name = quoter.split(":", 1)[1]
        everyone[quoter] = {"kind": by, "bipartite": 0, "name": name, "type": by, "country": None}
    return kept, left_out, everyone


def quotation_network(
    attributions: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    attitude: Sequence[str] = ("speech",),
    by: str = "outlet",
    level: str = "actor",
    min_weight: int = 1,
) -> nx.DiGraph:
    """Build the network of who quotes whom.

    An attribution that stands by itself is a tie from the outlet to its source. One that stands in the content of
    another (its content and its cue lie there) is a tie from the source of that other, the innermost, to its own
    source, and none from the outlet. So every attribution that is used counts in one tie.

    Parameters
    ----------
    attributions, documents, actors : DataFrame
        Tables.
    attitude : sequence of str
        Attitudes that count.
    by : {"outlet", "author", "document"}
        Who publishes: the outlet, the author of the article, or the article itself.
    level : {"actor", "party", "organisation", "country"}
        See `relation_network`.
    min_weight : int
        Ties with fewer attributions are left out.

    Returns
    -------
    DiGraph
        Nodes have `kind` (``"actor"``, or what `by` says), `bipartite` (0 for who publishes, 1 for actors), `name`,
        `type`, `country`; the id of a publisher begins with ``outlet:``, ``author:`` or ``document:``. Edges have
        `weight` (number of attributions), `kind` (``"published"`` or ``"nested"``), `direct`, `indirect`, `mixed`
        (how many of each), `n_documents`. ``graph.graph`` as in `relation_network`, with `n_attributions`.

    Raises
    ------
    InputError
        For an unknown option, a missing column, or an actor that `actors` lacks.

    Examples
    --------
    >>> from toolkit.records import Actor, Attribution, Document, Span
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person")])
    >>> documents = to_frame("documents", [Document("d1", "“No,” said Quist.", outlet="Straits Post")])
    >>> attributions = to_frame("attributions", [Attribution("d1", "a1", "direct", "speech", (Span(11, 16),),
    ...     (Span(6, 10),), (Span(0, 5),), source_actor="quist")])
    >>> list(quotation_network(attributions, documents, actors).edges)
    [('outlet:Straits Post', 'quist')]
    """
    chosen: dict[str, Any] = {"attitude": attitude, "by": by, "level": level}
    kept, left_out, everyone = select_quotations(attributions, documents, actors, **chosen)
    edges = {(str(u), str(v)): _quotation_edge(group) for (u, v), group in kept.groupby(["u", "v"], sort=True)}
    graph, weak = build(edges, everyone, min_weight=min_weight, isolates=False)
    _describe(graph, "quotations", arguments_of(**chosen), len(attributions), len(kept), left_out, weak)
    return graph


def _describe(
    graph: nx.DiGraph, kind: str, arguments: dict[str, Any], total: int, kept: int, left_out: dict[str, int], weak: int
) -> None:
    graph.graph.update(
        kind=kind,
        arguments=arguments,
        n_attributions=total,
        n_used=kept - weak,
        left_out=left_out | ({"tie below min_weight": weak} if weak else {}),
    )


def _mention_edge(group: pd.DataFrame) -> dict[str, Any]:
    """Count attributions; the stance of an attribution towards an actor is the sign of the sum of its mentions'."""
    stances = group.groupby(["doc_id", "attribution_id"], sort=True)["stance"].sum(min_count=1)
    known = stances.dropna()
    counted = signs((value > 0) - (value < 0) for value in known)
    return {
        "weight": len(stances),
        "mentions": len(group),
        **(counted if len(known) else {**counted, "polarity": None, "sign": None}),
        "unknown": len(stances) - len(known),
        "n_documents": int(group["doc_id"].nunique()),
    }


def select_mentions(
    attributions: pd.DataFrame, targets: pd.DataFrame, actors: pd.DataFrame, *, attitude: Sequence[str], level: str
) -> tuple[pd.DataFrame, dict[str, int], Nodes]:
    """Choose the targets that count in who speaks about whom.

    Returns
    -------
    DataFrame, dict, dict
        The targets that count with `u` (who speaks) and `v` (about whom) added; how many were left out for which
        reason; node id -> attributes.
    """
    _check(attitude)
    check_table("attributions", attributions)
    check_table("targets", targets)
    place, nodes = node_of_actors(actors, level)
    key = ["doc_id", "attribution_id"]
    frame = targets.merge(attributions[[*key, "source_actor", "attitude"]], on=key, how="left", validate="many_to_one")
    frame = frame.sort_values([*key, "mention_id"], ignore_index=True)
    if frame["attitude"].isna().any():
        lost = frame.loc[frame["attitude"].isna(), "attribution_id"].tolist()
        raise InputError(f"targets name {len(lost)} attributions that the table 'attributions' lacks: {lost[:5]}")
    frame = frame.assign(
        u=_known(frame, "source_actor", place, "attributions"), v=_known(frame, "actor_id", place, "targets")
    )
    kept, left_out = leave_out(
        frame,
        [
            ("attitude not chosen", ~frame["attitude"].isin(list(attitude))),
            ("no source", frame["u"].isna()),
            ("no actor", frame["v"].isna()),
            ("speaks of itself", frame["u"] == frame["v"]),
        ],
    )
    return kept, left_out, nodes


def mention_network(
    attributions: pd.DataFrame,
    targets: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    attitude: Sequence[str] = ("speech",),
    level: str = "actor",
    min_weight: int = 1,
    isolates: bool = False,
) -> nx.DiGraph:
    """Build the network of who speaks about whom: from a source to the actors named in its contents.

    Parameters
    ----------
    attributions, targets, actors : DataFrame
        Tables.
    attitude : sequence of str
        Attitudes that count.
    level : {"actor", "party", "organisation", "country"}
        See `relation_network`.
    min_weight : int
        Ties with fewer attributions are left out.
    isolates : bool
        Keep actors without a tie.

    Returns
    -------
    DiGraph
        Nodes have `name`, `type`, `country`. Edges have `weight` (number of attributions that name the actor),
        `mentions` (how often they do), `positive`, `negative`, `neutral`, `unknown` (attributions by the stance of
        the source towards the actor), `polarity` (mean of the known stances, -1 to 1, None if none is known), `sign`
        (of that mean, None likewise), `n_documents`. ``graph.graph`` counts targets used and left out.

    Raises
    ------
    InputError
        For an unknown option, a missing column, an actor that `actors` lacks, or a target without its attribution.

    Examples
    --------
    >>> from toolkit.records import Actor, Attribution, Span, Target
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person"), Actor("NOR", "Norvania", "state")])
    >>> attributions = to_frame("attributions", [Attribution("d1", "a1", "direct", "speech", (), (), (Span(0, 9),),
    ...     source_actor="quist")])
    >>> targets = to_frame("targets", [Target("d1", "a1", "NOR", "m1", -1)])
    >>> mention_network(attributions, targets, actors).edges["quist", "NOR"]["sign"]
    -1
    """
    chosen: dict[str, Any] = {"attitude": attitude, "level": level}
    kept, left_out, nodes = select_mentions(attributions, targets, actors, **chosen)
    edges = {(str(u), str(v)): _mention_edge(group) for (u, v), group in kept.groupby(["u", "v"], sort=True)}
    graph, _ = build(edges, nodes, min_weight=min_weight, isolates=isolates)
    weak = sum(edge["mentions"] for pair, edge in edges.items() if not graph.has_edge(*pair))
    _describe(graph, "mentions", arguments_of(**chosen), len(attributions), len(kept), left_out, weak)
    graph.graph["n_targets"] = len(targets)
    return graph
