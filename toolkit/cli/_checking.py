"""Commands to check what was extracted: figures against gold, and the notebook in which a person decides."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli._shared import examples
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.evaluation import Comparison

__all__ = ["code", "evaluate"]

_NOTEBOOK = "08_check_the_extraction"


def _plain(value: Any) -> Any:
    """Turn what is missing (not a number) into null, which JSON has."""
    return None if isinstance(value, float) and value != value else value


def _evaluated(predicted: Path, gold: Path, what: str, replicates: int, seed: int) -> "Comparison":
    """Compare what is asked for; of several, the tables stand below each other."""
    import pandas as pd

    from toolkit import evaluation

    ways: dict[str, Callable[..., Comparison]] = {
        "attributions": evaluation.compare,
        "actors": evaluation.compare_actors,
        "relations": evaluation.compare_relations,
    }
    chosen = ways.values() if what == "all" else [ways[what]]
    found = [way(predicted, gold, replicates=replicates, seed=seed) for way in chosen]
    return found[0]._replace(scores=pd.concat([one.scores for one in found], ignore_index=True))


@click.command(
    epilog=examples(
        "evaluate my_run my_coding.jsonl --replicates 1000",
        "evaluate my_run my_coding.jsonl --what all --out scores.json",
    )
)
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--what",
    type=click.Choice(["attributions", "actors", "relations", "all"]),
    default="attributions",
    show_default=True,
    help="What is compared; GOLD must hold it.",
)
@click.option("--out", type=click.Path(path_type=Path), help="JSON file to write, with every kind and criterion.")
@click.option("--replicates", default=0, show_default=True, help="Draws of documents for the intervals; 0: none.")
@click.option("--seed", default=0, show_default=True, help="Seed of the draws.")
def evaluate(predicted: Path, gold: Path, what: str, out: Path | None, replicates: int, seed: int) -> None:
    """Compare attributions, actors or relations with gold ones. CSV on stdout.

    PREDICTED and GOLD are run folders or .jsonl files.
    """
    found = _evaluated(predicted, gold, what, replicates, seed)
    for name in found.not_predicted:
        click.echo(f"{name}: not predicted, counted as without {'anything' if what == 'all' else what}", err=True)
    if found.not_gold:
        click.echo(f"{len(found.not_gold)} documents are not in GOLD and left out", err=True)
    if out is not None:
        rows = [{k: _plain(v) for k, v in row.items()} for row in found.scores.to_dict("records")]
        made = {"n_documents": found.n_documents, "not_predicted": found.not_predicted, "not_gold": found.not_gold}
        text = json.dumps({**made, "scores": rows}, indent=1, sort_keys=True, ensure_ascii=False)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
    click.echo(found.scores.round(4).to_csv(index=False, lineterminator="\n"), nl=False)


def _filled(notebook: Any, values: dict[str, Any]) -> Any:
    """Put a cell after the one tagged `parameters`, as papermill does, so that the defaults stay to be seen."""
    tagged = [n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise InputError(f"the coding notebook must have one cell tagged 'parameters'; it has {len(tagged)}")
    lines = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    cell = deepcopy(notebook.cells[tagged[0]])
    cell.source, cell.metadata["tags"], cell.id = lines, ["injected-parameters"], "given"
    cells = [*notebook.cells[: tagged[0] + 1], cell, *notebook.cells[tagged[0] + 1 :]]
    for one in cells:
        if one.cell_type == "code":
            one.outputs, one.execution_count = [], None
    notebook.cells = cells
    return notebook


def _prepared(run: Path, coder: str) -> Path:
    """Copy the coding notebook beside the run, with its parameters; an earlier copy is kept as it is."""
    from toolkit import reports

    target = run.parent / f"{run.name}_check.ipynb"
    if not target.exists():
        values = {
            "corpus": None,
            "run": run.name,
            "marks": f"{run.name}_checked.csv",
            "coded": None,
            "interactive": True,
            "coder": coder,
        }
        reports.write_notebook(_filled(reports.read_notebook(_NOTEBOOK), values), target)
    return target


@click.command(epilog=examples('code my_run --coder "Dara Finch"'))
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--coder", default="", help="Who decides; stands in each row of the marks.")
@click.option("--no-browser", is_flag=True, help="Start JupyterLab without opening a browser.")
@click.option("--dry-run", is_flag=True, help="Only make the notebook and print its path.")
def code(run: Path, coder: str, no_browser: bool, dry_run: bool) -> int:
    """Open the notebook in which a person checks a run, in JupyterLab.

    The notebook and the marks (RUN_check.ipynb, RUN_checked.csv) stand beside the run folder, so they survive when the
    run is made again.
    """
    from toolkit import pipeline

    run = run.resolve()
    if not pipeline.is_run(run):
        raise InputError(f"RUN must be the folder of a finished run; {run} holds no run.json")
    notebook = _prepared(run, coder)
    click.echo(str(notebook))
    if dry_run:
        return 0
    command = [sys.executable, "-m", "jupyterlab", notebook.name, *(["--no-browser"] if no_browser else [])]
    return subprocess.run(command, cwd=notebook.parent, check=False).returncode
