"""The clearest differences in sentences, and how they were computed."""

from typing import Any

import pandas as pd

from toolkit.comparison._compare import COLUMNS
from toolkit.errors import InputError, check_columns

__all__ = ["in_words", "methods"]

_SHARES = ("share of speech", "density", "reciprocity", "share friendly", "share hostile", "balanced triangles")
_ACTS = ("hostile acts", "neutral acts", "friendly acts")
_CORRECTED = {
    "holm": "were corrected within each group (Holm) for",
    "bonferroni": "were corrected within each group (Bonferroni) for",
    "benjamini-hochberg": "were corrected within each group (Benjamini and Hochberg 1995) for",
    "benjamini-yekutieli": "were corrected within each group (Benjamini and Yekutieli) for",
    "none": "were not corrected for",
}
_FAMILIES = {"speech": "shares of speech", "ties": "rates of ties", "network": "measures of the network"}


def _number(value: float, measure: str, unit: str = " %") -> str:
    text = f"{100 * value:.1f}{unit}" if measure in _SHARES else f"{value:.1f}"
    return text.replace("-", "\N{MINUS SIGN}")


def _what(row: "pd.Series[Any]") -> str:
    measure = str(row["measure"])
    if measure == "share of speech":
        return f"The share of **{row['item_name']}** in all speech"
    if measure in _ACTS:
        kind = measure.split()[0].capitalize()
        return f"{kind} acts of **{row['item_name']}** towards **{row['other_name']}** in 100 documents"
    return f"The network's **{measure}**"


def in_words(table: pd.DataFrame, *, names: tuple[str, str] = ("A", "B"), limit: int = 10, alpha: float = 0.05) -> str:
    """Say the differences that hold after correction for many tests, in sentences.

    Parameters
    ----------
    table : DataFrame
        From `compare`.
    names : tuple of str
        What the sides are called.
    limit : int
        How many sentences at most.
    alpha : float
        A difference is told if its corrected p value is at most this.

    Returns
    -------
    str
        Markdown, a line for each difference, in the order of the table; a last line says how many there are in all,
        out of how many compared.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> row = dict.fromkeys(COLUMNS) | {"measure": "density", "a": 0.1, "b": 0.3, "difference": 0.2, "low": 0.1,
    ...     "high": 0.3, "p": 0.001, "p_corrected": 0.01}
    >>> print(in_words(pd.DataFrame([row]), names=("March", "April")))
    - The network's **density**: March 10.0 %, April 30.0 % (difference 20.0 points, interval 10.0 to 30.0).
    - In all **1 of 1** comparisons hold after correction for many tests (p ≤ 0.05).
    """
    check_columns("table", table.columns, COLUMNS, hint="give what compare gave")
    tested = table[table["p_corrected"].notna()]
    sure = tested[tested["p_corrected"] <= alpha]
    lines = [_sentence(row, names) for _, row in sure.head(limit).iterrows()]
    lines.append(
        f"In all **{len(sure)} of {len(tested)}** comparisons hold after correction for many tests (p ≤ {alpha:g})."
    )
    return "\n".join(f"- {line}" for line in lines)


def _sentence(row: "pd.Series[Any]", names: tuple[str, str]) -> str:
    measure = str(row["measure"])
    a, b = (_number(float(str(row[column])), measure) for column in ("a", "b"))
    difference, low, high = (_number(float(str(row[column])), measure, "") for column in ("difference", "low", "high"))
    unit = " points" if measure in _SHARES else ""
    return f"{_what(row)}: {names[0]} {a}, {names[1]} {b} (difference {difference}{unit}, interval {low} to {high})."


def methods(table: pd.DataFrame) -> str:
    """Say how a comparison was computed, for the methods section of a paper.

    Parameters
    ----------
    table : DataFrame
        From `compare`, with its ``attrs``.

    Returns
    -------
    str
        One paragraph with references in parentheses.

    Raises
    ------
    InputError
        If the table has lost its ``attrs``.
    """
    about = table.attrs
    if "n_tests" not in about:
        raise InputError("table has no attrs; give the table of compare itself, not one made from it")
    n_a, n_b = about["n_documents"]
    tests = ", ".join(f"{n} {_FAMILIES[name]}" for name, n in about["n_tests"].items())
    hidden = sum(about["n_not_compared"].values())
    text = (
        f"The two sets of documents ({n_a:,} and {n_b:,}) were compared by differences with "
        f"{100 * about['confidence']:g} % intervals from {about['replicates']:,} bootstrap replicates in which "
        f"whole documents were drawn with replacement, each set for itself (Efron and Tibshirani 1993; seed "
        f"{about['seed']}); intervals are centred on the difference found. P values {_CORRECTED[about['correction']]} "
        f"the number of tests ({tests})"
    )
    if {"ties", "network"} & set(about["n_tests"]):
        text += (
            ". Relations were typed with the event classes of PLOVER (Halterman et al. 2023); hypothetical, denied, "
            "negated and historical acts do not count"
        )
    if "network" in about["n_tests"]:
        text += f". Measures of the network were computed for {min(n_a, n_b):,} documents on either side"
    if hidden:
        text += f". {hidden} items found in fewer than {about['min_documents']} documents were not compared"
    return text + "."
