"""Renew what is committed of the program's own output: machine-coded tables, notebooks, the example report, a figure.

Run by ``make golden``. Read the difference before committing it: it is what users will see change.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import machine_coding
import pandas as pd

from toolkit import plots, reports

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "reports" / "straits_dispute"
MODELS = ROOT / "toolkit" / "models"


def main() -> None:
    """Renew the machine's coding, run every notebook in place, make the report (it states the notebook's digest)."""
    for run in (ROOT / "reports").glob("*_run"):  # notebooks take a finished run of the same versions as it is
        shutil.rmtree(run)
    draw_reliability()
    machine_coding.renew()
    for notebook in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in notebook.parts:
            sys.stderr.write(f"{notebook.relative_to(ROOT)}\n")
            reports.execute_in_place(notebook)
    shutil.rmtree(REPORT, ignore_errors=True)
    command = [sys.executable, "-m", "toolkit", "report", "data/straits_dispute", "--out", str(REPORT)]
    subprocess.run([*command, "--aliases", "data/straits_dispute_aliases.csv"], cwd=ROOT, check=True)


def draw_reliability() -> None:
    """Draw what the model card shows of the reader's confidence."""
    manifest = json.loads((MODELS / "reader" / "manifest.json").read_text(encoding="utf-8"))
    figure, ax = plots.figure(4.2, 4.4)
    plots.plot_reliability(
        pd.DataFrame(manifest["calibration"]["reliability"]), ax=ax, title="Confidence of the reader"
    )
    plots.save(figure, MODELS / "reliability", alt="Share of attributions that are right, by the confidence stated.")
    (MODELS / "reliability.svg").unlink()


if __name__ == "__main__":
    main()
