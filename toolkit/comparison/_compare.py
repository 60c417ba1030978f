"""Differences of two corpora or periods with intervals: speech, ties, measures of the network."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison._draws import Difference, differences, drawn, part_of, rng_of
from toolkit.comparison._measures import NAMES, network_measures
from toolkit.comparison._sides import Array, Side, Tables, Ties, names_of, sides_of, ties_of
from toolkit.errors import InputError, check_option
from toolkit.textstats import adjust

__all__ = ["COLUMNS", "MEASURES", "compare"]

MEASURES = ("speech", "ties", "network")
COLUMNS = (
    "measure",
    "item",
    "other",
    "item_name",
    "other_name",
    "a",
    "b",
    "difference",
    "low",
    "high",
    "p",
    "p_corrected",
    "n_a",
    "n_b",
    "documents_a",
    "documents_b",
)
_SIGNS = {"hostile acts": 0, "neutral acts": 1, "friendly acts": 2}
#: Rates of ties are told for so many documents.
_PER = 100


class _Settings(NamedTuple):
    level: str
    min_documents: int
    min_weight: int
    replicates: int
    confidence: float
    seed: int


def _check(given: _Settings, measures: Sequence[str]) -> None:
    for measure in measures:
        check_option("measures", measure, MEASURES)
    if not 0 < given.confidence < 1:
        raise InputError(f"confidence must be between 0 and 1, such as 0.95; got {given.confidence!r}")
    for name, least in (("min_documents", 1), ("min_weight", 1), ("replicates", 2)):
        if getattr(given, name) < least:
            raise InputError(f"{name} must be at least {least}; got {getattr(given, name)}")


# --- rates: speech and ties ------------------------------------------------------------------------------------------


def _rates(side: Side, weights: Array, per: float) -> Array:
    base = weights @ side.base
    counts = weights @ side.counts
    rates = np.divide(counts, base[:, None], out=np.full(counts.shape, np.nan), where=base[:, None] > 0)
    return np.asarray(per * rates)


def _enough(sides: tuple[Side, Side], min_documents: int) -> npt.NDArray[np.bool_]:
    held = sum((side.counts > 0).sum(axis=0) for side in sides)
    return np.asarray(held >= min_documents)


def _chosen(side: Side, kept: npt.NDArray[np.bool_]) -> Side:
    return Side(side.counts[:, kept], side.base)


def _rate_rows(sides: tuple[Side, Side], given: _Settings, *, per: float, number: int) -> dict[str, Array]:
    """Rates on both sides, their difference (b minus a), its limits and p value, counts and documents."""
    estimates, replicated = [], []
    for place, side in enumerate(sides):
        n = len(side.base)
        estimates.append(_rates(side, np.ones((1, n)), per)[0])
        weights = drawn(n, n, given.replicates, rng_of(given.seed, place, number))
        replicated.append(_rates(side, weights, per))
    difference = estimates[1] - estimates[0]
    found = differences(difference, replicated[1] - replicated[0], level=given.confidence)
    counts = {f"n_{name}": side.counts.sum(axis=0) for name, side in zip("ab", sides, strict=True)}
    held = {f"documents_{name}": (side.counts > 0).sum(axis=0) for name, side in zip("ab", sides, strict=True)}
    limits = _clipped(found, -1.0, 1.0) if per == 1 else found
    return {"a": estimates[0], "b": estimates[1], "difference": difference, **limits._asdict(), **counts, **held}


def _clipped(found: Difference, least: float, most: float) -> Difference:
    return Difference(np.clip(found.low, least, most), np.clip(found.high, least, most), found.p)


def _speech(a: Tables, b: Tables, given: _Settings) -> tuple[pd.DataFrame, int]:
    items, first, second, nodes = sides_of(a, b, level=given.level)
    kept = _enough((first, second), given.min_documents)
    rows = _rate_rows((_chosen(first, kept), _chosen(second, kept)), given, per=1, number=0)
    chosen = [item for item, keep in zip(items, kept, strict=True) if keep]
    names = names_of(nodes)
    about = {"measure": "share of speech", "item": chosen, "item_name": [names[item] for item in chosen]}
    return pd.DataFrame({**about, **rows}), int((~kept).sum())


def _ties(ties: Ties, names: dict[str, str], given: _Settings) -> tuple[pd.DataFrame, int]:
    frames, hidden = [], 0
    for number, (measure, sign) in enumerate(_SIGNS.items(), start=1):
        every = tuple(Side(counts[:, :, sign], np.ones(len(counts))) for counts in ties.sides)
        sides = (every[0], every[1])
        kept = _enough(sides, given.min_documents)
        some = np.asarray(sum(side.counts.sum(axis=0) for side in sides)) > 0
        hidden += int((some & ~kept).sum())
        rows = _rate_rows((_chosen(sides[0], kept), _chosen(sides[1], kept)), given, per=_PER, number=number)
        pairs = [pair for pair, keep in zip(ties.pairs, kept, strict=True) if keep]
        ends = {"item": [u for u, _ in pairs], "other": [v for _, v in pairs]}
        told = {f"{end}_name": [names[node] for node in ends[end]] for end in ends}
        frames.append(pd.DataFrame({"measure": measure, **ends, **told, **rows}))
    return pd.concat(frames, ignore_index=True), hidden


# --- measures of the network -----------------------------------------------------------------------------------------


def _estimated(ties: Ties, side: int, size: int, given: _Settings) -> Array:
    """Measures of a side with `size` documents: as they are, or on average over parts of the larger side."""
    n = len(ties.sides[side])
    weights = np.ones((1, n))
    if size < n:
        weights = part_of(n, size, given.replicates, rng_of(given.seed, side, 8))
    values = network_measures(ties, side, weights, min_weight=given.min_weight)
    there = np.isfinite(values)
    total = np.where(there, values, 0).sum(axis=0)
    mean = np.divide(total, there.sum(axis=0), out=np.full(len(NAMES), np.nan), where=there.any(axis=0))
    return np.asarray(mean)


def _network(ties: Ties, given: _Settings) -> pd.DataFrame:
    size = min(len(counts) for counts in ties.sides)
    estimates = [_estimated(ties, side, size, given) for side in (0, 1)]
    replicated = []
    for side in (0, 1):
        weights = drawn(len(ties.sides[side]), size, given.replicates, rng_of(given.seed, side, 9))
        replicated.append(network_measures(ties, side, weights, min_weight=given.min_weight))
    difference = estimates[1] - estimates[0]
    found = differences(difference, replicated[1] - replicated[0], level=given.confidence)
    about = {"measure": list(NAMES), "documents_a": size, "documents_b": size}
    return pd.DataFrame(
        {**about, "a": estimates[0], "b": estimates[1], "difference": difference, **found._asdict()},
    )


# --- all of it -------------------------------------------------------------------------------------------------------


def _corrected(frame: pd.DataFrame, family: "pd.Series[Any]", correction: str) -> pd.DataFrame:
    """Correct the p values within each family of questions."""
    corrected = pd.Series(np.nan, index=frame.index)
    for _, group in frame[frame["p"].notna()].groupby(family, sort=True):
        corrected[group.index] = adjust(group["p"].tolist(), correction)
    return frame.assign(p_corrected=corrected)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    size = frame["difference"].abs()
    order = frame.assign(size=size).sort_values(
        ["family", "p", "size", "measure", "item", "other"], ascending=[True, True, False, True, True, True]
    )
    kinds = dict.fromkeys(("n_a", "n_b", "documents_a", "documents_b"), "Int64")
    kinds |= dict.fromkeys(("measure", "item", "other", "item_name", "other_name"), "object")
    return order.astype(kinds)[list(COLUMNS)].reset_index(drop=True)


def compare(
    a: Tables,
    b: Tables,
    *,
    measures: Sequence[str] = MEASURES,
    level: str = "party",
    min_documents: int = 2,
    min_weight: int = 1,
    replicates: int = 1000,
    confidence: float = 0.95,
    correction: str = "benjamini-hochberg",
    seed: int = 0,
) -> pd.DataFrame:
    r"""Compare two corpora or periods: differences (b minus a) with intervals.

    The documents of either side are taken as a sample of such documents. They are drawn with replacement, each side
    for itself, and the difference is computed again (Efron and Tibshirani 1993); what stands in one document stays
    together. So an interval says what another sample of documents might have shown, not what the extraction missed.

    Parameters
    ----------
    a, b : mapping of str to DataFrame
        The tables of the two sides, as `tables.load` gives them: of two runs, or of one for two periods or outlets.
        Actors are the same on both sides if their `actor_id` is.
    measures : sequence of {"speech", "ties", "network"}
        What is compared.
    level : {"actor", "party", "organisation", "country"}
        What a node is, see `networks.relation_network`.
    min_documents : int
        Items that fewer documents of both sides together hold are not compared; ``attrs`` says how many they are.
    min_weight : int
        For the measures of the network: ties with fewer relations are left out.
    replicates : int
        How often documents are drawn.
    confidence : float
        Share of samples whose interval is to hold the difference.
    correction : str
        Of p values for the number of tests, within speech, ties and network each: see `textstats.adjust`.
    seed : int
        Of the draws; the same seed gives the same table, and no row depends on which `measures` are asked for.

    Returns
    -------
    DataFrame
        One row a comparison, within speech, ties and network the surest first. `measure`:

        - "share of speech" of `item`: its attributions of speech in all of the side (0 to 1), those without a known
          source included;
        - "hostile acts", "neutral acts", "friendly acts" of `item` towards `other`: relations in 100 documents;
        - "actors", "ties", "density", "reciprocity", "share friendly", "share hostile" as in `measures.summary`,
          "balanced triangles" as `share_balanced` in `measures.structural_balance`. They depend on how much is read,
          so both sides are taken with as many documents as the smaller has (`documents_a`, `documents_b`); the value of
          the larger side is the mean over parts of it, drawn without replacement.

        `item_name`, `other_name`; `a`, `b` the values; `difference` (b minus a) with `low` and `high`; `p` that it is
        0, `p_corrected`; `n_a`, `n_b` what was counted; `documents_a`, `documents_b` documents that hold it. Missing
        is what cannot be computed (reciprocity without ties). ``attrs``: options, `n_documents` of the sides,
        `n_tests` and `n_not_compared` for speech and ties.

    Raises
    ------
    InputError
        For an unknown option, a number out of range, or a side with fewer than two documents.

    Notes
    -----
    With n documents of a side, c_d what counts in document d and t_d what it is counted against (all attributions of
    speech, or 1), the value is :math:`\sum c_d / \sum t_d`. Limits are quantiles of the replicates, moved so that their
    mean is the difference found. An item that a handful of documents hold has a rough interval. Documents that tell
    the same wire story are no independent sample: drop copies first.

    References
    ----------
    Efron, B., and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.
    Davison, A. C., and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge University Press.

    Examples
    --------
    >>> from toolkit.records import Actor, Attribution, Document, Span
    >>> from toolkit.tables import SCHEMAS, to_frame
    >>> empty = {name: to_frame(name, []) for name in SCHEMAS}
    >>> empty["actors"] = to_frame("actors", [Actor("quist", "Marla Quist", "person")])
    >>> empty["documents"] = to_frame("documents", [Document("d1", "No."), Document("d2", "Yes.")])
    >>> said = [Attribution(doc, "a1", "direct", "speech", (), (), (Span(0, 1),), source_actor="quist")
    ...     for doc in ("d1", "d2")]
    >>> loud = empty | {"attributions": to_frame("attributions", said)}
    >>> half = [Attribution(doc, "a1", "direct", "speech", (), (), (Span(0, 1),), source_actor=who)
    ...     for doc, who in (("d1", "quist"), ("d2", None))]
    >>> table = compare(loud, empty | {"attributions": to_frame("attributions", half)}, measures=["speech"])
    >>> table[["item_name", "a", "b", "difference"]].values.tolist()
    [['Marla Quist', 1.0, 0.5, -0.5]]
    """
    given = _Settings(level, min_documents, min_weight, replicates, confidence, seed)
    _check(given, measures)
    parts: dict[str, pd.DataFrame] = {}
    hidden: dict[str, int] = {}
    if "speech" in measures:
        parts["speech"], hidden["speech"] = _speech(a, b, given)
    if {"ties", "network"} & set(measures):
        ties, nodes = ties_of(a, b, level=level)
        if "ties" in measures:
            parts["ties"], hidden["ties"] = _ties(ties, names_of(nodes), given)
        if "network" in measures:
            parts["network"] = _network(ties, given)
    frame = pd.concat([part.assign(family=name) for name, part in parts.items()], ignore_index=True)
    frame = frame.reindex(columns=[*COLUMNS, "family"])
    families = frame["family"].map({name: MEASURES.index(name) for name in MEASURES})
    table = _ordered(_corrected(frame.assign(family=families), families, correction))
    table.attrs |= {
        **dict(given._asdict()),
        "correction": correction,
        "n_documents": (len(a["documents"]), len(b["documents"])),
        "n_tests": {name: int(part["p"].notna().sum()) for name, part in parts.items()},
        "n_not_compared": hidden,
    }
    return table
