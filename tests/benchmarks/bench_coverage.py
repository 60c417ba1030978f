"""How often 95 % intervals cover the truth, on debates with known parameters.

``python tests/benchmarks/bench_coverage.py [--simulations N] [--replicates N] [--file FILE]`` prints, for every
scenario, the share of simulated debates whose interval covers the truth: the expected value of the statistic in samples
of the same size (its mean over all simulated debates), for propagated error the value of the same debate without wrong
statements, and for both errors the mean of the latter over all simulated debates.
Every simulation is added to FILE (default: coverage.csv in the folder for temporary files) when it is done; started
again it goes on from there. The seed of a simulation is its number.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

if str(Path(__file__).parents[2]) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parents[2]))

from toolkit import uncertainty
from toolkit.statements import Coded
from toolkit.uncertainty import INTERVALS
from toolkit.uncertainty._draws import Drawing
from toolkit.uncertainty._material import units_of
from toolkit.uncertainty._plan import evaluate, plan_of
from toolkit.uncertainty._replicates import replicated
from toolkit.uncertainty._table import Results, table_of

VARIABLES = {"organization": "short text", "concept": "short text", "agreement": "boolean"}
SUMS = {"qualifier": "agreement", "aggregation": "congruence"}
NETWORK = {**SUMS, "normalization": "average"}
MEASURES = ("edges", "modularity", "polarization")
#: Of the file of simulations.
COLUMNS = ("scenario", "task", "seed", "interval", "name", "estimate", "low", "high", "truth")


class Debate(NamedTuple):
    """Parameters of a debate: two camps of actors that hold opposite views, with some dissent.

    A document has a concept that most of its statements are about, and one or more statements; so statements of a
    document depend on each other.
    """

    documents: int = 150
    actors: int = 12
    concepts: int = 6
    dissent: float = 0.15
    statements: float = 2.0
    focus: float = 0.6


SCENARIOS = {
    "clear camps": Debate(),
    "weak camps": Debate(dissent=0.3),
    "no camps": Debate(dissent=0.5),
    "100 documents": Debate(documents=100),
    "few documents": Debate(documents=40),
}


#: Tasks of propagated error: where confidences hold, and which share of the rows a person checks to calibrate them.
#: "both" is `combined`, the others are `propagate`.
CODING: dict[str, tuple[str, float | None]] = {
    "coding": ("everywhere", None),
    "coding, on the whole": ("on the whole", None),
    "coding, by concept": ("by concept", None),
    "coding, by concept, calibrated": ("by concept", 0.5),
    "both": ("everywhere", None),
}
#: Share of right statements of each concept, where that differs and the machine does not know.
RIGHT = np.array([0.95, 0.95, 0.9, 0.8, 0.6, 0.4])


def rows_of(debate: Debate, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the statements of a debate: document, organization, concept, agreement."""
    sizes = 1 + rng.poisson(debate.statements - 1, debate.documents)
    document = np.repeat(np.arange(1, debate.documents + 1), sizes)
    n = len(document)
    activity = 1 / np.arange(2, debate.actors + 2)
    actor = rng.choice(debate.actors, n, p=activity / activity.sum())
    focus = rng.integers(0, debate.concepts, debate.documents)[document - 1]
    concept = np.where(rng.random(n) < debate.focus, focus, rng.integers(0, debate.concepts, n))
    agrees = ((actor + concept) % 2 == 0) ^ (rng.random(n) < debate.dissent)
    return pd.DataFrame({"document_id": document, "actor": actor, "theme": concept, "agreement": agrees.astype(int)})


def coded_of(rows: pd.DataFrame) -> Coded:
    """Make coded statements of them."""
    day = np.datetime64("2024-01-01T00:00:00", "us")
    documents = pd.DataFrame({"document_id": np.arange(1, int(rows["document_id"].max()) + 1), "date_time": day})
    documents = documents.assign(title="", text="", author="", source="", section="", type="", notes="", coder=1)
    statements = rows.assign(
        statement_id=np.arange(1, len(rows) + 1),
        start=0,
        stop=1,
        coder=1,
        date_time=day,
        organization=[f"Organisation {n:02}" for n in rows["actor"]],
        concept=[f"Concept {n:02}" for n in rows["theme"]],
        agreement=pd.array(rows["agreement"], dtype="Int64"),
    )
    entities = pd.DataFrame(columns=["variable", "entity_id", "value", "colour", "parent"])
    coders = pd.DataFrame({"coder": [1], "name": ["Coder"], "colour": ["#000000"]})
    return Coded("Debate", VARIABLES, documents, statements, entities, coders)


def followed(table: pd.DataFrame) -> pd.DataFrame:
    """Give modularity, polarization and three ties: two of busy actors, within a camp, and one of quiet ones."""
    ends = table["item"].str[-2:] + "-" + table["other"].str[-2:]
    edges = (table["measure"] == "edge") & ends.isin(["00-02", "01-03", "05-07"])
    table = table.assign(name=table["measure"].where(table["measure"] != "edge", "edge " + ends))
    return table.loc[edges | table["measure"].isin(["modularity", "polarization"]), ["name", "estimate", "low", "high"]]


def of_sample(debate: Debate, seed: int, replicates: int) -> pd.DataFrame:
    """Bootstrap one simulated debate, and make all kinds of intervals of the same replicates."""
    units = units_of(coded_of(rows_of(debate, np.random.default_rng((0, seed)))), NETWORK)
    plan = plan_of(units, measures=MEASURES, partition="moved", n_camps=2, seed=seed)
    draws = replicated(plan, Drawing("document"), replicates, seed=(seed, 0), workers=1, progress=None)
    point = evaluate(plan, np.ones((1, len(units))))
    values = {name: found[0] for name, found in point.items()}
    values |= {name: np.array([value]) for name, value in plan.found.items()}
    results = Results(
        plan, values, {name: draws[name] for name in ("edge", *plan.found)}, "centred", 0.95, "sampling", {}
    )
    tables = [followed(table_of(results._replace(interval=kind))).assign(interval=kind) for kind in INTERVALS]
    return pd.concat(tables)


def with_errors(debate: Debate, seed: int, holds: str) -> tuple[pd.DataFrame, pd.Series]:
    """Draw a debate with wrong statements, their confidences, and which are right.

    Confidences are calibrated: of those with p, a share p is right. With "everywhere" that holds for every actor and
    concept. "on the whole": wrong statements fall on any actor, concept and stance, so that it does not. "by concept":
    all have the same confidence, but concepts are coded well or badly.
    """
    rng = np.random.default_rng((2, seed))
    rows = rows_of(debate, rng)
    if holds == "by concept":
        right = pd.Series(rng.random(len(rows)) < RIGHT[rows["theme"] % len(RIGHT)])
        return rows.assign(confidence=float(RIGHT.mean())), right
    confidence = rng.beta(4, 1, len(rows)).round(3)
    right = pd.Series(rng.random(len(rows)) < confidence)
    if holds == "on the whole":
        noise = {"actor": debate.actors, "theme": debate.concepts, "agreement": 2}
        rows = rows.assign(**{k: rows[k].where(right, rng.integers(0, n, len(rows))) for k, n in noise.items()})
    return rows.assign(confidence=confidence), right


def by_concept(rows: pd.DataFrame, right: pd.Series, seed: int, share: float) -> pd.DataFrame:
    """Calibrate confidences by concept with a random part of the rows that a person has checked."""
    checked = np.random.default_rng((3, seed)).random(len(rows)) < share
    marked = rows.assign(mark=right.map({True: "right", False: "wrong"}))[checked]
    made = uncertainty.calibrate(rows, marked, by=["theme"]).rows
    return made.drop(columns="confidence").rename(columns={"calibrated": "confidence"})


def of_coding(
    debate: Debate,
    seed: int,
    replicates: int,
    *,
    holds: str,
    checked: float | None = None,
    measured: Callable[..., pd.DataFrame] = uncertainty.propagate,
) -> pd.DataFrame:
    """Propagate the errors of one simulated debate; `truth` is its value without wrong statements.

    `measured` is `propagate` or `combined`. With `checked` confidences are calibrated by concept first, a person having
    checked this share of the statements.
    """
    rows, right = with_errors(debate, seed, holds)
    sure = rows if checked is None else by_concept(rows, right, seed, checked)
    options = {"network": NETWORK, "measures": MEASURES, "seed": seed}
    found = followed(measured(coded_of(sure), replicates=replicates, **options))
    free = followed(uncertainty.bootstrap(coded_of(rows[right.to_numpy()]), replicates=2, **options))
    made = found.merge(free[["name", "estimate"]].rename(columns={"estimate": "truth"}), on="name", how="left")
    gone = made["name"].str.startswith("edge") & made["truth"].isna()  # all its statements are wrong
    return made.assign(truth=made["truth"].mask(gone, 0.0))


def _tasks(simulations: int) -> Iterator[tuple[str, str, int]]:
    for seed in range(simulations):
        yield from ((scenario, "sampling", seed) for scenario in SCENARIOS)
        yield from (("clear camps", task, seed) for task in CODING)


def _done(path: Path) -> set[tuple[str, str, int]]:
    if not path.exists():
        return set()
    table = pd.read_csv(path)
    return set(zip(table["scenario"], table["task"], table["seed"], strict=True))


def _one(scenario: str, task: str, seed: int, replicates: int) -> pd.DataFrame:
    if task == "sampling":
        found = of_sample(SCENARIOS[scenario], seed, replicates).assign(truth=np.nan)
    else:
        holds, checked = CODING[task]
        measured = uncertainty.combined if task == "both" else uncertainty.propagate
        found = of_coding(SCENARIOS[scenario], seed, replicates, holds=holds, checked=checked, measured=measured)
        found = found.assign(interval="centred" if task == "both" else "percentile")
    return found.assign(scenario=scenario, task=task, seed=seed)[list(COLUMNS)]


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Give the share of simulations that cover, their number, and means."""
    keys = ["task", "scenario", "name", "interval"]
    for task, name in (("sampling", "estimate"), ("both", "truth")):
        expected = table.groupby(keys)[name].transform("mean")
        table = table.assign(truth=table["truth"].where(table["task"] != task, expected))
    covers = (table["low"] <= table["truth"] + 1e-9) & (table["truth"] <= table["high"] + 1e-9)
    table = table.assign(covers=100 * covers, width=table["high"] - table["low"])
    shares = table.groupby(keys).agg(covers=("covers", "mean"), n=("covers", "size"), spread=("estimate", "std"))
    return shares.join(table.groupby(keys)[["truth", "estimate", "width"]].mean()).round(3)


def main(arguments: list[str]) -> int:
    """Simulate, and print the table."""
    parser = argparse.ArgumentParser(description="How often 95 %% intervals cover the truth.")
    parser.add_argument("--simulations", type=int, default=500, help="debates of each scenario")
    parser.add_argument("--replicates", type=int, default=400, help="draws of each debate")
    parser.add_argument("--file", type=Path, default=Path(tempfile.gettempdir()) / "coverage.csv", help="results")
    given = parser.parse_args(arguments)
    done = _done(given.file)
    for task in _tasks(given.simulations):
        if task not in done:
            found = _one(*task, given.replicates)
            found.to_csv(given.file, mode="a", header=not given.file.exists(), index=False)
    sys.stdout.write(summary(pd.read_csv(given.file)).to_string() + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
