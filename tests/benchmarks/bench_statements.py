"""Time and memory of writing and reading a coded database of 200,000 statements."""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.statements import Coded, read_dna, write_dna
from toolkit.statements.frames import entities_of

VARIABLES = {
    "person": "short text",
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
}


def debate(n: int, *, organizations: int = 200, concepts: int = 100, seed: int = 0) -> Coded:
    """Make a debate of `n` random statements, ten to a document."""
    draw = np.random.default_rng(seed)
    many = max(n // 10, 1)
    times = pd.Timestamp("2015-01-01") + pd.to_timedelta(np.sort(draw.integers(0, 3000 * 86400, many)), unit="s")
    documents = pd.DataFrame({"document_id": np.arange(1, many + 1), "date_time": times.astype("datetime64[us]")})
    documents["text"] = "The council debated the tram, and nobody agreed with anybody about anything at all. " * 20
    documents["title"] = "Debate " + documents["document_id"].astype("str")
    for name in ("author", "source", "section", "type", "notes"):
        documents[name] = ""
    documents["coder"] = pd.Series(1, index=documents.index, dtype="Int64")
    where = np.sort(draw.integers(0, many, n))
    start = draw.integers(0, 1500, n)
    rows = {"statement_id": np.arange(1, n + 1), "document_id": where + 1, "start": start, "stop": start + 50}
    statements = pd.DataFrame(rows).assign(coder=pd.Series(1, index=range(n), dtype="Int64"))
    statements["date_time"] = documents["date_time"].to_numpy()[where]
    for name, count in (("person", 1000), ("organization", organizations), ("concept", concepts)):
        labels = pd.Series([f"{name} {number:04d}" for number in range(count)], dtype="str")
        statements[name] = labels.take(draw.integers(0, count, n)).to_numpy()
    statements["agreement"] = pd.Series(draw.integers(0, 2, n), dtype="Int64")
    coders = pd.DataFrame({"coder": [1], "name": ["Admin"], "colour": ["#ffff00"]}).astype({"name": "str"})
    return Coded("DNA Statement", VARIABLES, documents, statements, entities_of(statements, VARIABLES), coders)


def main() -> int:
    """Print seconds and megabytes; fail if reading takes longer than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=200_000)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds that reading may take")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "debate.dna"
        coded = debate(asked.statements)
        begun = time.perf_counter()
        write_dna(coded, path)
        written = time.perf_counter()
        again = read_dna(path)
        read = time.perf_counter()
        size = path.stat().st_size / 1e6
    pd.testing.assert_frame_equal(coded.statements, again.statements)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{asked.statements} statements, {size:.0f} MB: written in {written - begun:.2f} s, read in "
        f"{read - written:.2f} s; peak memory of the process {peak:.0f} MB\n"
    )
    return int(read - written > asked.limit)


if __name__ == "__main__":
    sys.exit(main())
