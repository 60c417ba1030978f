"""Near-duplicates and wire copy: which documents carry the same text, and what becomes of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.records import ROLES
from toolkit.textstats import _shingles
from toolkit.textstats._texts import segment_texts, word_lists

__all__ = ["Decided", "decide", "near_duplicates"]

_COLUMNS = (
    "group_id",
    "doc_id",
    "published",
    "outlet",
    "first",
    "size",
    "similarity",
    "nearest",
    "contained",
    "n_shingles",
)
DECISIONS = ("keep", "drop", "weight")
#: Pairs whose signatures agree so much less than the threshold (in standard errors) are not compared in full.
_MARGIN = 4.0


class Decided(NamedTuple):
    """What `decide` gives: the documents to go on with, and the record of what was decided."""

    documents: pd.DataFrame
    decisions: pd.DataFrame


def _likely(signed: _shingles.Hashes, pairs: list[tuple[int, int]], threshold: float) -> list[tuple[int, int]]:
    """Keep the candidates whose signatures agree about as much as the threshold asks for."""
    least = threshold - _MARGIN * float(np.sqrt(threshold * (1 - threshold) / signed.shape[1]))
    kept: list[tuple[int, int]] = []
    for place in range(0, len(pairs), 4096):
        part = np.array(pairs[place : place + 4096])
        agree = (signed[part[:, 0]] == signed[part[:, 1]]).mean(axis=1)
        kept += [(int(a), int(b)) for a, b in part[agree >= least]]
    return kept


def _alike(
    sets: list[_shingles.Hashes], threshold: float, permutations: int, seed: int
) -> dict[tuple[int, int], float]:
    """Give the pairs of sets at or above the threshold, with their exact similarity."""
    signed = _shingles.signatures(sets, permutations, seed)
    bands, rows = _shingles.bands_for(threshold, permutations)
    likely = _likely(signed, _shingles.candidates(signed, bands, rows), threshold)
    exact = zip(likely, _shingles.jaccards(sets, likely), strict=True)
    return {pair: value for pair, value in exact if value >= threshold}


def _components(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Give each item the number of the first item that it hangs together with."""
    parent = list(range(size))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for left, right in pairs:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    return [root(item) for item in range(size)]


def _check(threshold: float, shingle: int, permutations: int, roles: Sequence[str]) -> None:
    if not 0 < threshold <= 1:
        raise InputError(f"threshold must be above 0 and at most 1; got {threshold}")
    for name, value in (("shingle", shingle), ("permutations", permutations)):
        if value < 1:
            raise InputError(f"{name} must be at least 1; got {value}")
    for role in roles:
        check_option("roles", role, ROLES)


def near_duplicates(
    documents: pd.DataFrame,
    *,
    threshold: float = 0.5,
    shingle: int = 5,
    permutations: int = 128,
    seed: int = 1,
    segments: pd.DataFrame | None = None,
    roles: Sequence[str] = ("body",),
) -> pd.DataFrame:
    """Find documents that carry the same text: copies, reprints, the same wire report in several outlets.

    Two documents are alike if the Jaccard similarity of their word shingles (runs of `shingle` words; capitals, signs
    and layout do not matter) is at least `threshold`. MinHash signatures with banding find the candidates (Broder
    1997), and each is compared in full, so no pair is wrongly reported; a pair right at the threshold is missed with a
    chance of about 1 in 1,000, one well above it practically never. A group is what hangs together by such pairs, so
    two of its documents may be less alike than the threshold if a third links them.

    Similarity falls fast with editing: one word changed in a hundred touches five shingles. A copy cut to half its
    length has 0.5; a document that takes over one passage of another is not found (see `side_by_side`).

    Parameters
    ----------
    documents : DataFrame
        Table of documents (doc_id, text; published and outlet if at hand).
    threshold : float
        Least similarity, above 0, at most 1.
    shingle : int
        Words of a shingle; a shorter document is one shingle. Documents without a word are like no other.
    permutations : int
        Length of a signature.
    seed : int
        For the random functions of the signature.
    segments : DataFrame, optional
        Table of segments: compare only those with one of `roles`, so that what an outlet adds to each page (bylines,
        notices) does not count.
    roles : sequence of str
        With `segments`: roles that are compared.

    Returns
    -------
    DataFrame
        One row a document that has a near-duplicate: group_id (``g001``, in the order of their first documents),
        doc_id, published, outlet, first (whether it is the earliest of its group), size (documents of the group),
        similarity (to the first, 0 to 1), nearest (to the document of the group that is most alike, at least
        `threshold`), contained (0 to 1: share of its shingles that the first has too), n_shingles (distinct). In a
        group the earliest stands first: by date, those without one last, then by doc_id.

    Raises
    ------
    InputError
        For a number out of range, an unknown role, or a doc_id that is not unique.

    References
    ----------
    A. Z. Broder: On the resemblance and containment of documents. Compression and Complexity of Sequences (1997) 21-29.
    J. Leskovec, A. Rajaraman, J. D. Ullman: Mining of Massive Datasets (2020), ch. 3.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "published": ["2024-03-02", "2024-03-01", None],
    ...     "text": ["The strait is closed, said Marla Quist.", "THE STRAIT IS CLOSED, said Marla Quist!", "No."]})
    >>> near_duplicates(documents)[["group_id", "doc_id", "first", "similarity"]].values.tolist()
    [['g001', 'b', True, 1.0], ['g001', 'a', False, 1.0]]
    """
    _check(threshold, shingle, permutations, roles)
    twice = documents.loc[documents["doc_id"].duplicated(), "doc_id"]
    if len(twice):
        raise InputError(f"documents must have one row a doc_id; got {twice.iloc[0]!r} more than once")
    ordered = _in_order(documents)
    compared = ordered if segments is None else segment_texts(ordered, segments, roles=roles)
    sets = _shingles.shingle_sets(word_lists(compared["text"]), shingle)
    # The same text many times over is one set, so that copies cost nothing.
    first_with: dict[bytes, int] = {}
    same = [first_with.setdefault(held.tobytes(), place) for place, held in enumerate(sets)]
    distinct = sorted(place for place in set(same) if len(sets[place]))
    found = _alike([sets[place] for place in distinct], threshold, permutations, seed)
    pairs = {(distinct[a], distinct[b]): value for (a, b), value in found.items()}
    copies = {(low, place): 1.0 for place, low in enumerate(same) if low != place and len(sets[place])}
    return _groups(ordered, sets, pairs, copies)


def _in_order(documents: pd.DataFrame) -> pd.DataFrame:
    """Sort by date (missing last) and id."""
    known = documents.assign(
        published=documents["published"] if "published" in documents.columns else None,
        outlet=documents["outlet"] if "outlet" in documents.columns else None,
    )
    day = pd.to_datetime(known["published"])
    order = known.assign(_day=day).sort_values(["_day", "doc_id"], na_position="last", ignore_index=True)
    return order.drop(columns="_day")


def _groups(
    ordered: pd.DataFrame,
    sets: list[_shingles.Hashes],
    pairs: Mapping[tuple[int, int], float],
    copies: Mapping[tuple[int, int], float],
) -> pd.DataFrame:
    every = {**pairs, **copies}
    roots = _components(len(sets), sorted(every))
    nearest: dict[int, float] = {}
    for (left, right), value in every.items():
        for place in (left, right):
            nearest[place] = max(nearest.get(place, 0.0), value)
    members: dict[int, list[int]] = {}
    for place, root in enumerate(roots):
        members.setdefault(root, []).append(place)
    rows: list[tuple[Any, ...]] = []
    several = [places for _, places in sorted(members.items()) if len(places) > 1]
    for number, places in enumerate(several, start=1):
        first = places[0]
        for place in places:
            row = ordered.iloc[place]
            size, shared = len(sets[place]), _shingles.shared(sets[place], sets[first])
            alike = (_shingles.jaccard(sets[place], sets[first]), nearest[place], shared / size, size)
            head = (f"g{number:03d}", row["doc_id"], row["published"], row["outlet"], place == first, len(places))
            rows.append((*head, *alike))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"first": bool})


def decide(documents: pd.DataFrame, groups: pd.DataFrame, decision: str | Mapping[str, str]) -> Decided:
    """Keep, drop or weight near-duplicates, and record it.

    Parameters
    ----------
    documents : DataFrame
        Table of documents.
    groups : DataFrame
        As `near_duplicates` makes it.
    decision : {"keep", "drop", "weight"} or mapping of group_id to one of them
        ``keep``: all stay, each with weight 1. ``drop``: of a group, only the first stays. ``weight``: all stay, each
        with 1 / size of the group, so that a group counts as one document. With a mapping, groups that it does not name
        are kept.

    Returns
    -------
    Decided
        `documents`: those that stay, as given and in the order given, with a column weight. `decisions`: one row a
        document given, by doc_id: doc_id, group_id and decision (null if in no group), kept, weight (0 for a dropped
        one), reason.

    Raises
    ------
    InputError
        For an unknown decision or group, or groups with documents that `documents` lacks.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "text": ["The strait is closed."] * 2 + ["No."]})
    >>> decided = decide(documents, near_duplicates(documents), "drop")
    >>> decided.documents["doc_id"].tolist()
    ['a', 'c']
    >>> decided.decisions["reason"].tolist()
    ['first of its group', 'near-duplicate of a (similarity 1.00)', 'no near-duplicate']
    """
    chosen = _chosen(groups, decision)
    lacking = sorted(set(groups["doc_id"]) - set(documents["doc_id"]))
    if lacking:
        raise InputError(f"table 'documents' lacks the documents {lacking[:5]}")
    rows: dict[Any, tuple[Any, ...]] = {
        doc_id: (doc_id, None, None, True, 1.0, "no near-duplicate") for doc_id in documents["doc_id"]
    }
    for group_id, group in groups.groupby("group_id", sort=True):
        made, original = chosen[str(group_id)], group.loc[group["first"], "doc_id"].iloc[0]
        for doc_id, first, alike in zip(group["doc_id"], group["first"], group["similarity"], strict=True):
            kept = bool(first) or made != "drop"
            weight = (1 / len(group) if made == "weight" else 1.0) if kept else 0.0
            reason = "first of its group" if first else f"near-duplicate of {original} (similarity {alike:.2f})"
            rows[doc_id] = (doc_id, group_id, made, kept, weight, reason)
    columns = ["doc_id", "group_id", "decision", "kept", "weight", "reason"]
    decisions = pd.DataFrame([rows[doc_id] for doc_id in sorted(rows)], columns=columns)
    weights = {doc_id: row[4] for doc_id, row in rows.items()}
    weighted = documents.assign(weight=documents["doc_id"].map(weights).astype(float))
    return Decided(weighted[weighted["weight"] > 0].reset_index(drop=True), decisions)


def _chosen(groups: pd.DataFrame, decision: str | Mapping[str, str]) -> dict[str, str]:
    known = sorted(groups["group_id"].unique())
    if isinstance(decision, str):
        check_option("decision", decision, DECISIONS)
        return dict.fromkeys(known, decision)
    for group_id, made in decision.items():
        check_option("decision", made, DECISIONS)
        if group_id not in known:
            raise InputError(f"decision names the group {group_id!r}; there are {known}")
    return {group_id: decision.get(group_id, "keep") for group_id in known}
