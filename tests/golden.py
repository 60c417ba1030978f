"""Renew what is committed of the program's own output: the example report and the outputs of the notebooks.

Run by ``make golden``. Read the difference before committing it: it is what users will see change.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from toolkit import reports

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "reports" / "straits_dispute"


def main() -> None:
    """Run every notebook in place, then make the report of the shipped corpus (it states the notebook's digest)."""
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        reports.execute_in_place(notebook)
    shutil.rmtree(REPORT, ignore_errors=True)
    command = [sys.executable, "-m", "toolkit", "report", "data/straits_dispute", "--out", str(REPORT)]
    subprocess.run([*command, "--aliases", "data/straits_dispute_aliases.csv"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
