"""Time the discourse networks on 200 organisations, 100 concepts and 200,000 statements.

``python tests/benchmarks/bench_discourse.py [N_STATEMENTS]`` prints seconds (best of three) and the peak memory.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

for folder in (Path(__file__).parents[2], Path(__file__).parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from coded_statements import debate  # noqa: E402

from toolkit import networks  # noqa: E402


def best(task: Callable[[], object], times: int = 3) -> float:
    """Give the shortest of some times, in seconds."""
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        task()
        taken.append(time.perf_counter() - before)
    return min(taken)


def main(arguments: list[str]) -> int:
    """Print the times."""
    n_statements = int(arguments[0]) if arguments else 200_000
    coded = debate(n_statements)
    asked = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement", "aggregation": "congruence"}
    tasks: dict[str, Callable[[], object]] = {
        "one-mode, congruence, average": lambda: networks.discourse_network(coded, normalization="average", **asked),
        "the same, duplicates=document": lambda: networks.discourse_network(
            coded, normalization="average", duplicates="document", **asked
        ),
        "the same, compat=dna": lambda: networks.discourse_network(
            coded, normalization="average", duplicates="document", compat="dna", **asked
        ),
        "100 monthly windows, one-mode": lambda: networks.discourse_windows(
            coded, time_window="months", window_size=1, normalization="average", **asked
        ),
        "100 monthly windows, kernel": lambda: networks.discourse_windows(
            coded, time_window="months", window_size=6, kernel="gaussian", indent_time=False, **asked
        ),
        "two-mode, subtract": lambda: networks.discourse_network(
            coded, kind="twomode", **(asked | {"aggregation": "subtract"})
        ),
    }
    sys.stdout.write(f"{n_statements} statements\n")
    for name, task in tasks.items():
        sys.stdout.write(f"{name}: {best(task):.2f} s\n")
    sys.stdout.write(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
