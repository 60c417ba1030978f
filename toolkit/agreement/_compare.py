"""A machine's coding beside a person's."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from toolkit.agreement._pairing import pairs_of, ratio, statements_of
from toolkit.errors import InputError, check_option
from toolkit.statements import Coded

__all__ = ["Comparison", "compare_codings"]

_FIGURES = ["concept", "n_hand", "n_machine", "n_right", "precision", "recall", "f1", "n_stated", "stance_accuracy"]
_KINDS = dict.fromkeys(("precision", "recall", "f1", "stance_accuracy"), "float64")


class Comparison(NamedTuple):
    """What `compare_codings` gives: figures by concept, figures in all, and the pairs behind them."""

    concepts: pd.DataFrame
    overall: pd.DataFrame
    pairs: pd.DataFrame


def compare_codings(
    machine: Coded | pd.DataFrame, hand: Coded | pd.DataFrame, *, min_overlap: float = 0.3, average: str = "all"
) -> Comparison:
    """Compare a machine's coding with a person's, which is taken as right.

    A statement of the machine is right in its concept if it can be paired with a statement of the person for the same
    concept (passages as for `paired`, concept by concept).

    Parameters
    ----------
    machine, hand : Coded or DataFrame
        Statements: `doc_id`, `start`, `stop`, `concept`, `agreement`; `hand` of one coder (see `by_coder`).
    min_overlap : float
        As for `paired`.
    average : {"all", "coded"}
        Over which concepts the macro averages go: all that either has, or those that the person has coded.

    Returns
    -------
    Comparison
        `concepts`: one row a concept: n_hand, n_machine, n_right, precision, recall, f1, n_stated (right ones with a
        stance on both sides), stance_accuracy. `overall`: the same over all statements (row "micro"; with
        `stance_stated`, the share of right ones for which the machine states a stance where the person does) and the
        means of the concepts (row "macro"). `pairs`: the right ones: doc_id, concept, row_machine, row_hand,
        overlap, agreement_machine, agreement_hand. Missing is what cannot be computed (no statement to divide by).

    Raises
    ------
    InputError
        If `hand` has several coders, a column is missing, or an option is wrong.

    Examples
    --------
    >>> a = pd.DataFrame({"doc_id": "d1", "start": [0, 20], "stop": [9, 29], "concept": ["a", "b"]})
    >>> a = a.assign(agreement=[1, 0])
    >>> result = compare_codings(a.assign(concept="a"), a)
    >>> result.concepts[["concept", "precision", "recall", "stance_accuracy"]].values.tolist()
    [['a', 0.5, 1.0, 1.0], ['b', nan, 0.0, nan]]
    """
    check_option("average", average, ("all", "coded"))
    if not 0 <= min_overlap <= 1:
        raise InputError(f"min_overlap must lie between 0 and 1; got {min_overlap}")
    ours, theirs = statements_of(machine, "machine"), statements_of(hand, "hand")
    coders = sorted(theirs["coder"].dropna().unique()) if "coder" in theirs else []
    if len(coders) > 1:
        raise InputError(f"hand must be of one coder; it is of {[str(coder) for coder in coders]}; see by_coder")
    names = sorted({*ours["concept"].dropna(), *theirs["concept"].dropna()} - {""})
    pairs = _right(ours, theirs, names, min_overlap)
    concepts = pd.DataFrame([_figures(name, ours, theirs, pairs) for name in names], columns=_FIGURES)
    return Comparison(concepts.astype(_KINDS), _overall(concepts, pairs, average), pairs)


def _right(ours: pd.DataFrame, theirs: pd.DataFrame, names: Sequence[str], least: float) -> pd.DataFrame:
    rows = []
    for name in names:
        mine, yours = ours[ours["concept"] == name], theirs[theirs["concept"] == name]
        for i, j, overlap in pairs_of(mine, yours, least):
            stances = (ours["agreement"].loc[i], theirs["agreement"].loc[j])
            rows.append((ours["doc_id"].loc[i], name, i, j, overlap, *stances))
    columns = ["doc_id", "concept", "row_machine", "row_hand", "overlap", "agreement_machine", "agreement_hand"]
    made = pd.DataFrame(rows, columns=columns)
    return made.astype({"agreement_machine": "Int64", "agreement_hand": "Int64", "overlap": "float64"})


def _figures(name: str | None, ours: pd.DataFrame, theirs: pd.DataFrame, pairs: pd.DataFrame) -> list[Any]:
    n_hand, n_machine = int((theirs["concept"] == name).sum()), int((ours["concept"] == name).sum())
    right = pairs[pairs["concept"] == name]
    stated, same = _stances(right)
    return [name, n_hand, n_machine, *_scores(len(right), n_machine, n_hand), stated, ratio(same, stated)]


def _scores(right: int, machine: int, hand: int) -> list[Any]:
    return [right, ratio(right, machine), ratio(right, hand), ratio(2 * right, machine + hand)]


def _stances(right: pd.DataFrame) -> tuple[int, int]:
    """Count the pairs with a stance on both sides, and those where it is the same."""
    stated = right["agreement_machine"].notna() & right["agreement_hand"].notna()
    same = right["agreement_machine"][stated] == right["agreement_hand"][stated]
    return int(stated.sum()), int(same.sum())


def _overall(concepts: pd.DataFrame, pairs: pd.DataFrame, average: str) -> pd.DataFrame:
    n_hand, n_machine = int(concepts["n_hand"].sum()), int(concepts["n_machine"].sum())
    stated, same = _stances(pairs)
    micro = [n_hand, n_machine, *_scores(len(pairs), n_machine, n_hand), stated, ratio(same, stated)]
    kept = concepts if average == "all" else concepts[concepts["n_hand"] > 0]
    means = {name: kept[name].astype("float64").mean() for name in _KINDS}
    macro = [n_hand, n_machine, len(pairs), *(means[name] for name in ("precision", "recall", "f1")), stated]
    rows = [["micro", *micro], ["macro", *macro, means["stance_accuracy"]]]
    made = pd.DataFrame(rows, columns=["average", *_FIGURES[1:]]).astype(_KINDS)
    share = ratio(stated, int(pairs["agreement_hand"].notna().sum()))
    return made.assign(stance_stated=pd.Series([share, None], dtype="float64"))
