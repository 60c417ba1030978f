"""Replay of DNA's bar plots, distances, backbones and polarization through the public functions, compat="dna".

`dna_reference.py` calls `replay` for the kinds that are not networks.
"""

import math
from typing import Any

import pandas as pd

from toolkit import measures, networks
from toolkit.errors import InputError
from toolkit.statements import Coded

Case = dict[str, Any]
RELATIVE, ABSOLUTE = 1e-9, 1e-12
_FLAT = ("author", "source", "section", "type")


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def close(ours: Any, theirs: Any) -> bool:
    """Compare two numbers; not a number equals itself."""
    a, b = _number(ours), _number(theirs)
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def all_close(ours: Any, theirs: Any) -> bool:
    """Compare two nested lists of numbers of the same shape."""
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(all_close(a, b) for a, b in zip(ours, theirs, strict=True))
    return close(ours, theirs)


def _limit(params: Case, name: str) -> str | None:
    day = params.get(f"{name}.date")
    return f"{day} {params.get(f'{name}.time') or ''}".rstrip() if day else None


def selected(params: Case) -> Case:
    """Translate which statements count."""
    values: dict[str, list[str]] = {}
    pairs = zip(params.get("excludeVariables", []), params.get("excludeValuesFlat", []), strict=True)
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    many = {name: f"{name.capitalize()}s" for name in _FLAT}
    return {
        "duplicates": params["duplicates"],
        "start": _limit(params, "start"),
        "stop": _limit(params, "stop"),
        "exclude": values,
        "invert": tuple(sorted(values)) if params.get("invertValues") else (),
        "exclude_documents": {name: params.get(f"exclude{plural}", []) for name, plural in many.items()},
        "invert_documents": tuple(name for name, plural in many.items() if params.get(f"invert{plural}")),
        "compat": "dna",
    }


def projected(params: Case) -> Case:
    """Translate which one-mode network is made."""
    return selected(params) | {
        "variable1": params["variable1"],
        "variable2": params["variable2"],
        "qualifier": params["qualifier"],
        "variable1_document": params.get("variable1Document"),
        "variable2_document": params.get("variable2Document"),
        "qualifier_document": params.get("qualifierDocument"),
        "aggregation": params["qualifierAggregation"],
        "normalization": params["normalization"],
    }


# --- bar plots -------------------------------------------------------------------------------------------------------


def same_barplot(case: Case, coded: Coded) -> bool:
    """Compare values, counts, levels, colours and attributes."""
    params, result = case["params"], case["result"]
    table = measures.barplot(coded, variable=params["variable"], qualifier=params["qualifier"], **selected(params))
    levels = table.attrs["levels"]
    counts = [f"n_{level}" for level in levels] or ["n"]
    attributes = [name for name in table.columns if name not in ("value", "n", *counts)]
    shown = table[attributes].to_numpy(dtype=object).tolist()
    return (
        table["value"].tolist() == result["values"]
        and table[counts].to_numpy().tolist() == result["counts"]
        and (levels or [1]) == result["intValues"]
        and [name.lower() for name in attributes[1:]] == [name.lower() for name in result["attributeVariables"][1:]]
        and [[row[0].upper(), *row[1:]] for row in shown]
        == [[row[0].upper(), *row[1:]] for row in result["attributes"]]
    )


# --- distances -------------------------------------------------------------------------------------------------------


def same_distance(case: Case, coded: Coded) -> bool:
    """Compare midpoints and distances of windows."""
    params, result = case["params"], case["result"]
    windows = networks.discourse_windows(
        coded,
        kind=params["networkType"],
        isolates=params["isolates"],
        time_window=params["timeWindow"],
        window_size=params["windowSize"],
        kernel=params["kernel"],
        indent_time=params["indentTime"],
        **projected(params),
    )
    distances = measures.network_distances(
        [window.matrix for window in windows],
        method=params["distanceMethod"],
        normalize_to_one=params["normalizeToOne"],
        labels=[window.mid for window in windows],
        compat="dna",
    )
    same = [pd.Timestamp(moment) for moment in result["middle"]] == list(distances.index)
    return same and all_close(distances.to_numpy().tolist(), result["distance"])


# --- backbones -------------------------------------------------------------------------------------------------------


def same_evaluation(case: Case, coded: Coded) -> bool:
    """Compare the losses of a set and of its complement."""
    params = case["params"]
    found = measures.evaluate_backbone(
        coded, params["backboneEntities"], penalty=float(params["p"]), **projected(params)
    )
    return all_close(list(found.values()), case["result"]["loss_backbone_redundant"])


def tied_only(result: Case, coded: Coded, options: Case) -> bool:
    """Say whether a nested backbone is right but for the order of tied entities.

    Each removal must have the smallest loss there is among those that were left when its pass began: a pass removes
    one entity, or several that are mathematically tied.
    """
    entities = result["entity"]
    start = 0
    for place, entity in enumerate(entities):
        options_here = [entities[start:], entities[place:]] if start != place else [entities[place:]]
        fits = [_smallest(left, entity, result["backboneLoss"][place], coded, options) for left in options_here]
        if not any(fits):
            return False
        if len(fits) == 1 or not fits[0]:
            start = place
        redundant = measures.evaluate_backbone(coded, entities[: place + 1], **options)["loss"]
        if not close(redundant, result["redundantLoss"][place]):
            return False
    return True


def _smallest(left: list[str], entity: str, loss: float, coded: Coded, options: Case) -> bool:
    losses = {
        name: measures.evaluate_backbone(coded, [other for other in left if other != name], **options)["loss"]
        for name in left
    }
    return close(losses[entity], loss) and losses[entity] <= min(losses.values()) + ABSOLUTE


def same_nested(case: Case, coded: Coded) -> bool:
    """Compare the order of removal, the losses and the numbers of statements; tied entities by their losses."""
    params, result = case["params"], case["result"]
    options = projected(params)
    table = measures.nested_backbone(coded, **options)
    if table.attrs["statements"] != result["numStatementsFull"] or sorted(table["entity"]) != sorted(result["entity"]):
        return False
    exact = (
        table["entity"].tolist() == result["entity"]
        and all_close(table["backbone_loss"].tolist(), result["backboneLoss"])
        and all_close(table["redundant_loss"].tolist(), result["redundantLoss"])
        and table["statements"].tolist() == result["statements"]
    )
    return exact or tied_only(result, coded, options)


def _sets_match(case: Case, coded: Coded, options: Case, penalty: float) -> bool:
    """Check that the set DNA reports has by our loss the smallest loss that DNA logged."""
    result = case["result"]
    found = measures.evaluate_backbone(coded, result["backbone"], penalty=penalty, **options)
    return close(found["loss"], result["minPenalizedBackboneLossLog"])


def _same_full(case: Case, ours: measures.Backbone) -> bool:
    """Compare the full network. (DNA's other networks and losses may belong to a set that it moved on to.)"""
    labels, cells = list(ours.full.index), ours.full.to_numpy().tolist()
    return labels == case["result"]["labels"] and all_close(cells, case["result"]["fullNetwork"])


def same_search(case: Case, coded: Coded) -> bool:
    """Compare a backbone found by chance with ours: the loss of its set is ours of that set, and ours is as small."""
    params, result = case["params"], case["result"]
    options = projected(params)
    fixed = case["kind"] == "fixed"
    penalty = 0.0 if fixed else float(params["penalty"])
    ours = measures.backbone(
        coded,
        size=params["backboneSize"] if fixed else None,
        penalty=penalty,
        iterations=params["iterations"],
        **options,
    )
    as_good = ours.penalized_loss <= result["minPenalizedBackboneLossLog"] + ABSOLUTE
    return as_good and _sets_match(case, coded, options, penalty) and _same_full(case, ours)


# --- polarization ----------------------------------------------------------------------------------------------------


def _debate(params: Case, coded: Coded) -> list[measures.DebateWindow]:
    options = {name: params[name] for name in ("variable1", "variable2", "qualifier", "duplicates")}
    if params["timeWindow"] != "no":
        return measures.dna_debate_windows(
            coded,
            time_window=params["timeWindow"],
            window_size=int(params["windowSize"]),
            kernel=params["kernel"],
            indent_time=str(params["indentTime"]).lower() == "true",
            **options,
        )
    pair = [
        networks.discourse_network(coded, aggregation=name, normalization="average", compat="dna", **options)
        for name in ("congruence", "conflict")
    ]
    about = pair[0].attrs
    return [measures.DebateWindow(about["start"], about["middle"], about["stop"], *pair)]


def _same_quality(window: measures.DebateWindow, expected: Case, n_camps: int) -> bool:
    """Compare the quality of the listed camps, and that ours is as large as that of any balanced one."""
    scores = [
        measures.polarization_quality(
            window.congruence, window.conflict, entry["memberships"], n_camps=n_camps, compat="dna"
        )
        for entry in expected
    ]
    same = all(
        close(ours["raw"], entry["q_raw"]) and close(ours["score"], entry["q_norm"])
        for ours, entry in zip(scores, expected, strict=True)
    )
    listed = [_number(entry["q_raw"]) for entry in expected if entry["balanced"]]
    found = measures.polarization(window.congruence, window.conflict, n_camps=n_camps, compat="dna").attrs
    return same and (not listed or found["raw"] >= max(listed) * (1 - RELATIVE))


def same_polarization(case: Case, coded: Coded) -> bool:
    """Compare networks, the quality of every listed division, and the largest quality."""
    params = case["params"]
    ours, n_camps = _debate(params, coded), int(params["numClusters"])
    if len(ours) != len(case["windows"]):
        return False
    reached = case.get("greedy_result_one_run") or [None] * len(ours)
    for window, expected, one_run in zip(ours, case["windows"], reached, strict=True):
        dates = zip(("start", "middle", "stop"), (window.start, window.mid, window.stop), strict=True)
        same = all(pd.Timestamp(expected[name]) == moment for name, moment in dates)
        same &= list(window.congruence.index) == expected["labels"]
        same &= all_close(window.congruence.to_numpy().tolist(), expected["congruence"])
        same &= all_close(window.conflict.to_numpy().tolist(), expected["conflict"])
        same = same and _same_quality(window, expected.get("quality", []), n_camps)
        best = measures.polarization(window.congruence, window.conflict, n_camps=n_camps, compat="dna").attrs
        missing = one_run is None or math.isnan(_number(one_run))
        if not same or not (missing or best["raw"] >= _number(one_run) * (1 - RELATIVE)):
            return False
    return True


_KINDS = {
    "barplot": same_barplot,
    "distance": same_distance,
    "evaluate": same_evaluation,
    "nested": same_nested,
    "fixed": same_search,
    "penalty": same_search,
    "polarization": same_polarization,
}


def replay(case: Case, coded: Coded) -> str:
    """Replay one case.

    Parameters
    ----------
    case : dict
        A line of a file of cases; a line without a kind is a polarization.
    coded : Coded
        The statements of its database and statement type.

    Returns
    -------
    str
        "match", "differ", or "raised" where DNA raised an error and so did we.
    """
    expect_error = "exception" in case.get("result", {}) or "error" in case.get("result", {})
    try:
        same = _KINDS[case.get("kind", "polarization")](case, coded)
    except InputError:
        return "raised" if expect_error else "differ"
    return "match" if same and not expect_error else "differ"
