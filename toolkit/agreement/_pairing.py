"""Which statements of two coders are about the same passage, and how far the coders agree on them."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from toolkit.agreement._ratings import alpha, kappa, percent
from toolkit.errors import InputError, check_columns
from toolkit.statements import Coded

__all__ = ["by_coder", "intercoder", "paired", "pairs_of", "ratio", "statements_of", "unitising"]

LABELS = ("concept", "agreement")
_COLUMNS = ("doc_id", "start", "stop", *LABELS)
#: Bonus for pairs of the same label, so small that it only decides between passages that overlap equally well.
_SAME = 1e-6


def by_coder(coded: Coded | pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Divide statements among their coders.

    Parameters
    ----------
    coded : Coded or DataFrame
        Statements; a table needs the column `coder`.

    Returns
    -------
    dict of str to DataFrame
        Name (or number) of the coder -> their statements with `doc_id`, `start`, `stop`, `concept`, `agreement`. For
        `Coded`, `doc_id` is a number of the text, so that statements of different files about one text meet.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": "d1", "start": [0, 0], "stop": [4, 5], "concept": "toll", "agreement": 1})
    >>> sorted(by_coder(rows.assign(coder=["Quist", "Orr"])))
    ['Orr', 'Quist']
    """
    table = statements_of(coded, "coded")
    if "coder" not in table.columns:
        raise InputError(f"coded lacks the column 'coder'; it has {list(table.columns)}")
    names: dict[Any, str] = {}
    if isinstance(coded, Coded):
        names = dict(zip(coded.coders["coder"], coded.coders["name"], strict=True))
    groups = {names.get(coder, str(coder)): rows for coder, rows in table.groupby("coder", sort=True)}
    return {name: groups[name].reset_index(drop=True) for name in sorted(groups)}


def statements_of(given: Coded | pd.DataFrame, name: str) -> pd.DataFrame:
    """Give the statements with the document under `doc_id`; texts stand for documents where they are known."""
    table = given if isinstance(given, pd.DataFrame) else given.statements
    if isinstance(given, Coded):
        texts = given.documents.set_index("document_id")["text"]
        table = table.assign(doc_id=table["document_id"].map(texts))
    check_columns(name, table.columns, _COLUMNS)
    return table.reset_index(drop=True)


def _overlaps(first: pd.DataFrame, second: pd.DataFrame) -> NDArray[np.float64]:
    """Give the overlap of passages (characters in both over characters in either) for all pairs."""
    a, b = (rows[["start", "stop"]].to_numpy(dtype=float) for rows in (first, second))
    common = np.minimum(a[:, None, 1], b[None, :, 1]) - np.maximum(a[:, None, 0], b[None, :, 0])
    lengths = (a[:, 1] - a[:, 0])[:, None] + (b[:, 1] - b[:, 0])[None, :]
    common = np.clip(common, 0, None)
    made: NDArray[np.float64] = common / np.maximum(lengths - common, 1)
    return made


def pairs_of(first: pd.DataFrame, second: pd.DataFrame, least: float) -> list[tuple[int, int, float]]:
    """Pair statements one to one so that overlaps add up to most, document by document."""
    found = []
    groups = dict(iter(second.groupby("doc_id", sort=False)))
    for key, rows in first.groupby("doc_id", sort=False):
        if key in groups:
            others = groups[key]
            overlap = _overlaps(rows, others)
            same = sum((_equal(rows[name], others[name]) for name in LABELS), np.zeros_like(overlap))
            gain = np.where((overlap > 0) & (overlap >= least), overlap + _SAME * same, 0)
            for i, j in zip(*linear_sum_assignment(-gain), strict=True):
                if gain[i, j] > 0:
                    found.append((int(rows.index[i]), int(others.index[j]), float(overlap[i, j])))
    return sorted(found)


def _equal(a: "pd.Series[Any]", b: "pd.Series[Any]") -> NDArray[np.float64]:
    left, right = (values.astype("object").where(values.notna(), None).to_numpy() for values in (a, b))
    return np.array([[float(x == y) for y in right] for x in left]).reshape(len(left), len(right))


def paired(first: Coded | pd.DataFrame, second: Coded | pd.DataFrame, *, min_overlap: float = 0.3) -> pd.DataFrame:
    """Pair the statements of two coders by their passages.

    Parameters
    ----------
    first, second : Coded or DataFrame
        Statements of one coder each: `doc_id`, `start`, `stop` (half-open), `concept`, `agreement`. For two `Coded`,
        the documents are those with the same text.
    min_overlap : float
        From which overlap on two passages can be one unit: characters in both over characters in either, 0 (any
        common character) to 1 (the same limits).

    Returns
    -------
    DataFrame
        One row a unit, in the order of `first`, then what only `second` has: doc_id, row_first and row_second (places
        in the tables, missing where only the other coder marked it), overlap, concept_first, concept_second,
        agreement_first, agreement_second. A statement is in one pair at most; pairs are chosen so that overlaps add up
        to most (linear assignment), labels deciding only between equal overlaps.

    Raises
    ------
    InputError
        If a column is missing or `min_overlap` is not between 0 and 1.

    Examples
    --------
    >>> a = pd.DataFrame({"doc_id": ["d1"], "start": [0], "stop": [10], "concept": ["toll"], "agreement": [1]})
    >>> b = pd.DataFrame({"doc_id": ["d1"], "start": [2], "stop": [10], "concept": ["tram"], "agreement": [1]})
    >>> paired(a, b)[["overlap", "concept_first", "concept_second"]].values.tolist()
    [[0.8, 'toll', 'tram']]
    """
    if not 0 <= min_overlap <= 1:
        raise InputError(f"min_overlap must lie between 0 and 1; got {min_overlap}")
    a, b = statements_of(first, "first"), statements_of(second, "second")
    found = pairs_of(a, b, min_overlap)
    in_a, in_b = {i for i, _, _ in found}, {j for _, j, _ in found}
    rows: list[tuple[int | None, int | None, float | None]] = [*found]
    rows += [(i, None, None) for i in range(len(a)) if i not in in_a]
    rows.sort(key=lambda row: row[0] or 0)
    rows += [(None, j, None) for j in range(len(b)) if j not in in_b]
    made = pd.DataFrame(rows, columns=["row_first", "row_second", "overlap"]).astype(
        {"row_first": "Int64", "row_second": "Int64", "overlap": "float64"}
    )
    for name in LABELS:
        made[f"{name}_first"] = a[name].reindex(made["row_first"]).array
        made[f"{name}_second"] = b[name].reindex(made["row_second"]).array
    documents = a["doc_id"].reindex(made["row_first"]).reset_index(drop=True)
    made.insert(0, "doc_id", documents.where(documents.notna(), b["doc_id"].reindex(made["row_second"]).array))
    return made


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def unitising(
    first: Coded | pd.DataFrame, second: Coded | pd.DataFrame, *, min_overlap: float = 0.3
) -> dict[str, float | int | None]:
    """Say how far two coders agree on what is a statement, whatever they made of it.

    Parameters
    ----------
    first, second, min_overlap
        As for `paired`.

    Returns
    -------
    dict
        n_first and n_second (statements), n_both (pairs), share (2 · n_both / (n_first + n_second), 0 to 1), characters
        (characters that both marked over those that either marked, 0 to 1). The last two are None where there are no
        statements.

    Examples
    --------
    >>> a = pd.DataFrame({"doc_id": ["d1"], "start": [0], "stop": [10], "concept": ["toll"], "agreement": [1]})
    >>> unitising(a, a)["share"]
    1.0
    """
    pairs = paired(first, second, min_overlap=min_overlap)
    n_first, n_second = int(pairs["row_first"].notna().sum()), int(pairs["row_second"].notna().sum())
    both = int((pairs["row_first"].notna() & pairs["row_second"].notna()).sum())
    marked = [_characters(statements_of(given, "coded")) for given in (first, second)]
    made: dict[str, float | int | None] = {"n_first": n_first, "n_second": n_second, "n_both": both}
    made["share"] = ratio(2 * both, n_first + n_second)
    made["characters"] = ratio(len(marked[0] & marked[1]), len(marked[0] | marked[1]))
    return made


def _characters(table: pd.DataFrame) -> set[tuple[Any, int]]:
    places = zip(table["doc_id"], table["start"], table["stop"], strict=True)
    return {(document, place) for document, start, stop in places for place in range(int(start), int(stop))}


def intercoder(first: Coded | pd.DataFrame, second: Coded | pd.DataFrame, *, min_overlap: float = 0.3) -> pd.DataFrame:
    """Give the agreement of two coders on concept, stance, and both, over the passages that both marked.

    Parameters
    ----------
    first, second, min_overlap
        As for `paired`.

    Returns
    -------
    DataFrame
        One row each for concept, agreement (the stance) and concept and agreement: n (units that both coded), percent,
        kappa, alpha (missing where not defined). What only one coder marked is in `unitising`.

    Examples
    --------
    >>> a = pd.DataFrame({"doc_id": "d1", "start": [0, 20], "stop": [9, 29], "concept": ["a", "b"]})
    >>> a = a.assign(agreement=[1, 0])
    >>> intercoder(a, a.assign(agreement=1))["percent"].tolist()
    [1.0, 0.5, 0.5]
    """
    pairs = paired(first, second, min_overlap=min_overlap)
    rows = []
    for name in (*LABELS, "concept and agreement"):
        ratings = _ratings(pairs, name)
        both = ratings.dropna()
        rows.append((name, len(both), percent(both), kappa(both), alpha(both)))
    made = pd.DataFrame(rows, columns=["variable", "n", "percent", "kappa", "alpha"])
    return made.astype(dict.fromkeys(("percent", "kappa", "alpha"), "float64"))


def _ratings(pairs: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give the labels of one variable as ratings of two coders."""
    if name in LABELS:
        return pd.DataFrame({side: pairs[f"{name}_{side}"].astype("object") for side in ("first", "second")})
    made = {}
    for side in ("first", "second"):
        concept, stance = (pairs[f"{label}_{side}"] for label in LABELS)
        known = concept.notna() & stance.notna()
        made[side] = (concept.astype("object").map(str) + " " + stance.astype("object").map(str)).where(known)
    return pd.DataFrame(made).astype("object")
