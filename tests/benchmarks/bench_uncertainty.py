"""Time the bootstrap on 100 organisations, 40 concepts and 2,000 statements: all measures, 1,000 replicates.

``python tests/benchmarks/bench_uncertainty.py [REPLICATES [WORKERS]]`` prints CPU seconds, seconds and peak memory.
The CPU seconds are those of this process, so they say something with one worker only.
"""

import resource
import sys
import time
from pathlib import Path

for folder in (Path(__file__).parents[2], Path(__file__).parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from coded_statements import debate  # noqa: E402

from toolkit import uncertainty  # noqa: E402

NETWORK = {"qualifier": "agreement", "aggregation": "congruence", "normalization": "average"}
MEASURES = ("edges", "centrality", "modularity", "coalitions", "polarization")


def main(arguments: list[str]) -> int:
    """Print the times, measure by measure and together."""
    replicates, workers = (int(value) for value in (*arguments, *("1000", "1")[len(arguments) :]))
    coded = debate(2_000, n_organizations=100, n_concepts=40, n_documents=500)
    for asked in (*((name,) for name in MEASURES), MEASURES):
        before, cpu = time.perf_counter(), time.process_time()
        found = uncertainty.bootstrap(coded, network=NETWORK, measures=asked, replicates=replicates, workers=workers)
        cpu, taken = time.process_time() - cpu, time.perf_counter() - before
        sys.stdout.write(f"{', '.join(asked)}: {cpu:.1f} s of CPU, {taken:.1f} s; {len(found)} rows\n")
        sys.stdout.flush()
    sys.stdout.write(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
