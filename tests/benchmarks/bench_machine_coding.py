"""Print how far the machine's coding of the shipped debate, and its findings, agree with those by hand.

``python tests/benchmarks/bench_machine_coding.py [RUN]`` reads data/garden_ring_debate_machine.csv, or codes the run
folder RUN of the same articles anew. Beside it stands the agreement of the second coder with the first.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from toolkit import codebooks, concepts, networks, uncertainty  # noqa: E402

DATA = ROOT / "data"
NAME = "garden_ring_debate"


def main(arguments: list[str]) -> int:
    """Print a table for organisations and one for persons."""
    first, second = (networks.read_debate(DATA / f"{NAME}.dna", coder=coder) for coder in (1, 2))
    machine = (
        concepts.code(arguments[0], codebooks.read(DATA / f"{NAME}_codebook.yml"))
        if arguments
        else networks.read_debate(DATA / f"{NAME}_machine.csv")
    )
    for variable in ("organization", "person"):
        found = uncertainty.compare_findings(machine, first, variable1=variable)
        other = uncertainty.compare_findings(second, first, variable1=variable)
        table = found.assign(second_coder=other["agreement"]).round(3)
        sys.stdout.write(f"{variable}\n{table.to_string(index=False)}\n\n")
    apart = uncertainty.coding_differences(machine, first)["difference"].value_counts().sort_index()
    sys.stdout.write(f"{apart.to_string()}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
