"""An estimate and its interval in one plain sentence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.uncertainty._table import COLUMNS

__all__ = ["FEW", "in_words", "say"]

#: Below so many documents the interval of a tie is rough.
FEW = 10
_FROM = {
    "sampling": "from drawing the documents again",
    "coding": "from the machine's doubts",
    "both": "from drawing the documents again and the machine's doubts",
}
_TIE = {
    "edge": "The tie of {item} and {other} weighs",
    "positive": "The number of positive rows from {item} to {other} is",
    "negative": "The number of negative rows from {item} to {other} is",
    "polarity": "The mean sign from {item} to {other} is",
}
_NUMBERS = {
    "in_degree": "number of nodes with a tie to it",
    "out_degree": "number of nodes that it has a tie to",
    "in_strength": "weight of the ties that it receives",
    "out_strength": "weight of the ties that it sends",
}


def _number(value: float) -> str:
    """Write a number with four digits behind the point below 0.1, two below 10, one below 100, none above."""
    digits = next((digits for limit, digits in ((0.1, 4), (10, 2), (100, 1)) if abs(value) < limit), 0)
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return "less than 1 %"
    if 0.995 <= share < 1:
        return "more than 99 %"
    return f"{100 * share:.0f} %"


def _interval(row: Mapping[str, Any]) -> str:
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return " (no interval can be given)"
    between = f"{_number(row['low'])} to {_number(row['high'])}"
    return f" ({_percent(row['level'])} interval {between}, {_FROM[row['error']]})"


def _about(measure: str, item: str | None, other: str | None) -> str:
    if measure in _TIE:
        return _TIE[measure].format(item=item, other=other)
    if measure.startswith("rank of "):
        return f"By {measure.removeprefix('rank of ')}, {item} has rank"
    if pd.isna(item):
        return f"The {measure} of the network is"
    return f"The {_NUMBERS.get(measure, measure)} of {item} is"


def _more(row: Mapping[str, Any]) -> str:
    """Say how often a tie is there at all, and warn where few documents stand behind it."""
    words = ""
    if row["measure"] in _TIE and pd.notna(row["sure"]) and row["measure"] == "edge":
        there = _percent(row["sure"])
        chance = f"; the chance that there is one is {there}"
        words += chance if row["error"] == "coding" else f"; it is there in {there} of the replicates"
    if row["measure"].startswith("rank of ") and pd.notna(row["sure"]):
        words += f"; it is in front in {_percent(row['sure'])} of the replicates"
    words += "."
    if row["error"] != "coding" and pd.notna(row["documents"]) and row["documents"] < FEW:
        n = int(row["documents"])
        words += f" Only {n} document{'s' * (n != 1)} stand{'s' * (n == 1)} behind it, so the interval is rough."
    return words


def _share(row: Mapping[str, Any], measure: str) -> str:
    share = f"in {_percent(row['estimate'])} of the replicates"
    kind = measure.rsplit(" ", 1)[1]
    if measure.startswith("stays in "):
        return f"{row['item']} stays in its {kind} {share}."
    return f"{row['item']} and {row['other']} are in the same {kind} {share}."


def _stability(row: Mapping[str, Any], measure: str) -> str:
    name = measure.removeprefix("rank stability of ")
    if pd.isna(row["low"]):
        return f"All actors have the same {name}, so there is no order to be stable."
    between = f"{_number(row['low'])} to {_number(row['high'])}"
    return (
        f"The order of the actors by {name} correlates with that of the replicates by {_number(row['estimate'])} on "
        f"average ({_percent(row['level'])} of them {between}; 1 is the same order)."
    )


def say(row: "pd.Series[Any] | Mapping[str, Any]") -> str:
    """Say an estimate with its interval in plain words.

    Parameters
    ----------
    row : Series or mapping
        One row of a table of `bootstrap`, `propagate` or `combined`.

    Returns
    -------
    str
        One sentence; a second one if fewer than ten documents stand behind a tie.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> row = {"measure": "polarization", "item": None, "other": None, "estimate": 0.612, "low": 0.548, "high": 0.67,
    ...     "se": 0.03, "bias": 0.01, "sure": None, "documents": None, "level": 0.95, "error": "sampling"}
    >>> say(row)
    'The polarization of the network is 0.61 (95 % interval 0.55 to 0.67, from drawing the documents again).'
    """
    lacking = [name for name in COLUMNS if name not in row]
    if lacking:
        raise InputError(f"row lacks the columns {lacking}; give a row of what bootstrap, propagate or combined gave")
    row = {name: row[name] for name in COLUMNS}
    measure = str(row["measure"])
    if measure.startswith(("stays in ", "same ")):
        return "The share is not known." if pd.isna(row["estimate"]) else _share(row, measure)
    if measure.startswith("rank stability of "):
        return _stability(row, measure)
    about = _about(measure, row["item"], row["other"])
    if pd.isna(row["estimate"]):
        return f"{about} not known."
    return f"{about} {_number(row['estimate'])}{_interval(row)}{_more(row)}"


def in_words(table: pd.DataFrame) -> list[str]:
    """Say every row of a table in words, see `say`.

    Parameters
    ----------
    table : DataFrame
        As `bootstrap`, `propagate` or `combined` gave it, or some rows of it.

    Returns
    -------
    list of str
        In the order of the rows.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> row = {"measure": "same camp", "item": "Quist", "other": "Tern", "estimate": 0.97, "low": None, "high": None,
    ...     "se": None, "bias": None, "sure": None, "documents": None, "level": 0.95, "error": "sampling"}
    >>> in_words(pd.DataFrame([row]))
    ['Quist and Tern are in the same camp in 97 % of the replicates.']
    """
    return [say({str(name): value for name, value in row.items()}) for row in table.to_dict("records")]
