"""Draw a stratified random sample of what was found, with the passages to check it by."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.evaluation._rows import described, keyed, shown, spans_of

__all__ = ["draw_sample", "strata"]


def strata(table: pd.DataFrame, by: Sequence[str]) -> "pd.Series[str]":
    """Name the stratum of each row: its values of `by`, joined; "all" without any.

    Raises
    ------
    InputError
        If a column is missing.
    """
    if isinstance(by, str):
        raise InputError(f"by must be a sequence of columns; got the string {by!r}")
    lacking = [name for name in by if name not in table.columns]
    if lacking:
        raise InputError(f"by must be columns of the table; it lacks {lacking}")
    if not by:
        return pd.Series("all", index=table.index, dtype="str")
    values = table[list(by)].astype("object").where(table[list(by)].notna(), "none")
    rows = [" / ".join(map(str, row)) for row in values.itertuples(index=False)]
    return pd.Series(rows, index=table.index, dtype="str")


def _shares(sizes: "pd.Series[int]", n: int, least: int) -> "pd.Series[int]":
    """Deal out n rows: first `least` to each stratum, then in proportion to what is left of it (largest remainders)."""
    given = sizes.clip(upper=least)
    free, left = n - int(given.sum()), sizes - given
    if free <= 0 or not left.sum():
        return given
    wanted = left * min(1.0, free / left.sum())
    more = np.floor(wanted).astype(int)
    rest = min(free, int(left.sum())) - int(more.sum())
    order = (wanted - more).sort_values(ascending=False, kind="stable").index[:rest]
    return given + more + pd.Series(1, index=order).reindex(sizes.index, fill_value=0)


def draw_sample(
    table: pd.DataFrame,
    n: int,
    *,
    documents: pd.DataFrame,
    by: Sequence[str] = (),
    least: int = 5,
    context: int = 240,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw a stratified random sample of attributions or relations, to be checked by hand.

    Parameters
    ----------
    table : DataFrame
        Attributions or relations of a run.
    n : int
        How many rows to draw, at least 1; all of them if there are no more. More are drawn if `least` asks for more.
    documents : DataFrame
        Documents of the run, for the passages.
    by : sequence of str
        Columns whose values make the strata; none: one stratum.
    least : int
        Draw at least so many rows of each stratum (or all it has); the rest in proportion to the size of the strata.
    context : int
        Characters to show before and after what was found.
    seed : int
        Of the draw. Each stratum has a stream of its own.

    Returns
    -------
    DataFrame
        The rows drawn, in the order of the table, with all their columns and: `key` (what identifies the row in another
        run), `stratum`, `n_stratum` (rows of that stratum in the table), `claim` (what is to be checked, in one
        line), `passage`, and `parts` (list of part, start, end: stretches of the passage).

    Raises
    ------
    InputError
        If the table has no rows or is neither attributions nor relations, a document or a column is missing, or a
        number is out of range.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition, chapter 5. Wiley.
    """
    if n < 1 or least < 0 or context < 0:
        raise InputError(
            f"n must be at least 1, least and context 0 or more; got n {n}, least {least}, context {context}"
        )
    known = keyed(table).reset_index(drop=True)
    if known.empty:
        raise InputError("table holds no row to draw from")
    known["stratum"] = strata(known, by)
    sizes = known.groupby("stratum").size().sort_index()
    wanted = _shares(sizes, n, least)
    drawn: list[int] = []
    for number, name in enumerate(sizes.index):
        rows = known.index[known["stratum"] == name].to_numpy()
        generator = np.random.default_rng([seed, number])
        drawn.extend(generator.choice(rows, size=int(wanted[name]), replace=False))
    chosen = known.loc[sorted(drawn)].reset_index(drop=True)
    return _with_passages(chosen.assign(n_stratum=chosen["stratum"].map(sizes)), documents, context)


def _with_passages(rows: pd.DataFrame, documents: pd.DataFrame, context: int) -> pd.DataFrame:
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    lacking = sorted(set(rows["doc_id"]) - set(texts))
    if lacking:
        raise InputError(f"documents lacks {lacking[:3]}, in which rows of the table stand")
    listed = list(rows.itertuples())
    cut = [shown(texts[row.doc_id], spans_of(row), context) for row in listed]
    made = rows.copy()
    made["claim"] = pd.Series([described(row) for row in listed], index=rows.index, dtype="str")
    made["passage"] = pd.Series([passage for passage, _ in cut], index=rows.index, dtype="str")
    made["parts"] = pd.Series([parts for _, parts in cut], index=rows.index, dtype="object")
    return made
