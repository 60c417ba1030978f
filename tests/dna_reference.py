"""Replay results of Discourse Network Analyzer through the public functions, with compat="dna".

``python tests/dna_reference.py CASES.jsonl[.gz] DBDIR`` prints for each kind how many cases match, differ, or raise
where DNA raised, last a total, and exits 1 if any differs. ``-v`` says on stderr which differ, and in what.
"""

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from toolkit import networks  # noqa: E402
from toolkit.errors import InputError  # noqa: E402
from toolkit.statements import Coded, read_dna  # noqa: E402

try:
    from dna_reference_measures import replay as replay_measure
except ImportError:  # the replay of measures is a plugin
    replay_measure = None

Case = dict[str, Any]
RELATIVE, ABSOLUTE = 1e-9, 1e-12
NETWORKS = ("network", "timewindow", "eventlist")
_FLAT = ("author", "source", "section", "type")


def cases(path: Path) -> Iterator[Case]:
    """Give the cases of a file, one a line."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    yield from (json.loads(line) for line in text.splitlines() if line.strip())


@lru_cache(maxsize=16)
def database(path: Path, statement_type: str) -> Coded:
    """Read a statement type of a database, once."""
    return read_dna(path, statement_type=statement_type)


def excluded(params: dict[str, Any]) -> dict[str, Any]:
    """Turn DNA's lists of what to leave out into ours."""
    values: dict[str, list[str]] = {}
    for name, value in zip(params["excludeVariables"], params["excludeValuesFlat"], strict=True):
        values.setdefault(name, []).append(value)
    plural = {name: f"{name.capitalize()}s" for name in _FLAT}
    return {
        "exclude": values,
        "invert": sorted(values) if params["invertValues"] else [],
        "exclude_documents": {name: params[f"exclude{many}"] for name, many in plural.items()},
        "invert_documents": [name for name, many in plural.items() if params[f"invert{many}"]],
    }


def moment(day: str | None, clock: str | None) -> str | None:
    """Join date and time of day; without a date there is no limit."""
    return f"{day} {clock or ''}".rstrip() if day else None


def options(params: dict[str, Any]) -> dict[str, Any]:
    """Translate the parameters that every kind has."""
    return {
        "variable1": params["variable1"],
        "variable2": params["variable2"],
        "qualifier": params["qualifier"],
        "variable1_document": params["variable1Document"],
        "variable2_document": params["variable2Document"],
        "qualifier_document": params["qualifierDocument"],
        "aggregation": params["qualifierAggregation"],
        "duplicates": params["duplicates"],
        "start": moment(params["start.date"], params["start.time"]),
        "stop": moment(params["stop.date"], params["stop.time"]),
        **excluded(params),
        "compat": "dna",
    }


def close(ours: Any, theirs: Any) -> bool:
    """Compare two numbers; not a number equals itself."""
    a, b = float(ours), float(theirs)
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def same_matrix(window: networks.Window, expected: dict[str, Any], *, smooth: bool) -> str:
    """Say in what a network differs from DNA's: nothing, labels, dates, number of statements or values."""
    matrix = window.matrix
    if list(matrix.index) != expected["rows"] or list(matrix.columns) != expected["cols"]:
        return "labels"
    bounds = {"start": window.start, "middle": window.mid, "stop": window.stop}
    if any(pd.Timestamp(expected[name]) != moment for name, moment in bounds.items() if expected.get(name)):
        return "dates"
    if not smooth and expected.get("numStatements", window.n_statements) != window.n_statements:
        return "number of statements"
    ours = matrix.to_numpy().ravel()
    theirs = np.array(expected["values"], dtype=object).ravel()
    same = len(ours) == len(theirs) and all(close(a, b) for a, b in zip(ours, theirs, strict=True))
    return "" if same else "values"


def replay_network(case: Case, coded: Coded) -> str:
    """Compare networks and windows."""
    params, result = case["params"], case["result"]
    given = options(params) | {
        "kind": params["networkType"],
        "normalization": params["normalization"],
        "isolates": params["isolates"],
    }
    if params["timeWindow"] == "no":
        frame = networks.discourse_network(coded, **given)
        about = frame.attrs
        made = [networks.Window(about["start"], about["middle"], about["stop"], frame, about["n_statements"], "")]
    else:
        made = networks.discourse_windows(
            coded,
            time_window=params["timeWindow"],
            window_size=params["windowSize"],
            kernel=params["kernel"],
            indent_time=params["indentTime"],
            normalize_to_one=params.get("normalizeToOne", False),
            **given,
        )
    expected = result["matrices"]
    if len(made) != len(expected):
        return f"{len(made)} matrices, expected {len(expected)}"
    smooth = params["kernel"] != "no"
    reasons = (same_matrix(ours, theirs, smooth=smooth) for ours, theirs in zip(made, expected, strict=True))
    return next((reason for reason in reasons if reason), "")


def replay_events(case: Case, coded: Coded) -> str:
    """Compare lists of statements, cell by cell."""
    listed = networks.event_list(coded, **options(case["params"]))
    events = case["result"]["events"]
    if len(listed) != len(events):
        return f"{len(listed)} events, expected {len(events)}"
    for ours, theirs in zip(listed.to_dict("records"), events, strict=True):
        ours["time_epoch"] = int(ours["time"].timestamp())
        ours["time"] = pd.Timestamp(ours["time"])
        theirs = theirs | {"time": pd.Timestamp(theirs["time"])}
        wrong = [name for name, value in theirs.items() if ours.get(name) != value]
        if wrong:
            return f"event {theirs['statement_id']}: {wrong}"
    return ""


def kind_of(case: Case) -> str:
    """Name the kind of a case; a line without one is a polarization."""
    return str(case.get("kind", "polarization"))


def raised_by_dna(case: Case) -> bool:
    """Say whether DNA gave an error instead of a result."""
    result = case.get("result", {})
    return "exception" in result or ("matrices" in result and result["matrices"] is None)


def replay(case: Case, databases: Path) -> tuple[str, str]:
    """Replay one case.

    Returns
    -------
    str, str
        "match", "differ" or "raised" (an error was expected and raised), and in what it differs.
    """
    kind, params = kind_of(case), case["params"]
    expect_error = raised_by_dna(case)
    try:
        coded = database(databases / (case.get("db") or params["db"]), params["statementType"])
        if kind in NETWORKS:
            reason = replay_events(case, coded) if kind == "eventlist" else replay_network(case, coded)
        else:
            if replay_measure is None:
                return "differ", "dna_reference_measures is absent"
            return str(replay_measure(case, coded)), ""
    except InputError as error:
        return ("raised", "") if expect_error else ("differ", f"raised {error}")
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return "differ", f"failed with {type(error).__name__}: {error}"
    if expect_error:
        return "differ", "no error"
    return ("differ", reason) if reason else ("match", "")


def summary(found: Counter[tuple[str, str]]) -> list[str]:
    """Word the counts: a line for each kind, last the total."""
    lines = []
    for kind in [*sorted({kind for kind, _ in found}), "total"]:
        n = Counter[str]()
        for (k, outcome), number in found.items():
            n[outcome] += number if kind in (k, "total") else 0
        lines.append(f"{kind}: {n['match']} match, {n['differ']} differ, {n['raised']} errors expected and raised")
    return lines


def main(arguments: list[str]) -> int:
    """Replay a file and print the counts."""
    path, databases = (Path(argument) for argument in arguments if argument != "-v")
    found: Counter[tuple[str, str]] = Counter()
    for case in cases(path):
        outcome, reason = replay(case, databases)
        found[kind_of(case), outcome] += 1
        if outcome == "differ" and "-v" in arguments:
            sys.stderr.write(f"{case.get('id')} ({kind_of(case)}, {case.get('db')}): {reason}\n")
    sys.stdout.write("\n".join(summary(found)) + "\n")
    return int(any(outcome == "differ" for _, outcome in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
