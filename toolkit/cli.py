"""The command line.

Messages go to stderr, results to files or stdout. Exit codes: 0 done; 1 done but some files were rejected; 2 wrong
usage or nothing readable.
"""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import toolkit
from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["main"]

REJECTED = 1
_SHOWN = 20
_DNA_TYPE = "DNA Statement"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(toolkit.__version__, prog_name="polyvocal")
def program() -> None:
    """Who says what about whom: from press articles to actor networks."""


@contextmanager
def _progress(task: str) -> Iterator[Progress]:
    columns = (SpinnerColumn(), TextColumn(task + " {task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress


def _extract(corpus: Path, out: Path, aliases: Path | None, text_column: str | None, options: Mapping[str, Any]) -> int:
    """Run the extraction with progress on stderr; return the number of rejected files."""
    from toolkit import actors, pipeline

    known: Mapping[str, str] = actors.read_aliases(aliases) if aliases else {}
    with _progress("documents read:") as progress:
        task = progress.add_task("", total=None)
        run = pipeline.extract(
            corpus,
            out,
            aliases=known,
            text_column=text_column,
            progress=lambda n: progress.advance(task, n),
            **options,
        )
    _say_what_was_rejected(run.folder)
    counts = run.counts
    click.echo(
        f"{counts['documents']} documents, {counts['attributions']} attributions, {counts['actors']} actors, "
        f"{counts['relations']} relations; {counts['rejected']} rejected",
        err=True,
    )
    return counts["rejected"]


def _say_what_was_rejected(run: Path) -> None:
    from toolkit import tables

    rejected = tables.to_records("rejected", tables.read(run, "rejected"))
    for row in rejected[:_SHOWN]:
        click.echo(f"{row.path}: {row.reason}{f' ({row.detail})' if row.detail else ''}", err=True)
    if len(rejected) > _SHOWN:
        click.echo(f"... and {len(rejected) - _SHOWN} more in the table `rejected`", err=True)


def _needs_documents(run: Path) -> None:
    from toolkit import tables

    if tables.read(run, "documents").empty:
        raise InputError("corpus holds no readable document; the reasons stand above")


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how documents are read."""
    options = (
        click.option("--model", default="en_core_web_sm", show_default=True, help="Language model (a spaCy pipeline)."),
        click.option(
            "--method",
            type=click.Choice(["trained", "rules"]),
            default="rules",
            show_default=True,
            help="The trained reader with the rules, or the rules alone.",
        ),
        click.option("--min-confidence", type=float, help="Leave out attributions that are less sure (0 to 1)."),
        click.option("--workers", default=1, show_default=True, help="Number of processes; the result is the same."),
        click.option("--aliases", type=click.Path(path_type=Path), help="CSV of your corrections: form, actor."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@program.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Run folder to write.")
@_reading
@click.option("--text-column", help="Column of .csv and .xlsx files that holds the text.")
def extract(corpus: Path, out: Path, aliases: Path | None, text_column: str | None, **options: Any) -> int:
    """Extract who says what about whom from CORPUS (a file or a folder) into a run folder."""
    n_rejected = _extract(corpus, out, aliases, text_column, options)
    _needs_documents(out)
    return REJECTED if n_rejected else 0


def _place_run(source: Path, run: Path, aliases: Path | None, options: Mapping[str, Any]) -> int:
    """Put a run folder at `run`: copied from a run, or extracted from a corpus."""
    from toolkit import pipeline, tables

    if not pipeline.is_run(source):
        return _extract(source, run, aliases, None, options)
    if run.resolve() != source.resolve():
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(source, run)
    return len(tables.read(run, "rejected"))


@program.command()
@click.argument("source", metavar="CORPUS|RUN", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Report folder to write.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook.")
@click.option("--notebook", default="report_actor_network", show_default=True, help="Name of the notebook, or a path.")
@_reading
def report(
    source: Path,
    out: Path,
    parameters: tuple[tuple[str, str], ...],
    notebook: str,
    aliases: Path | None,
    **options: Any,
) -> int:
    """Make a report from CORPUS (files) or RUN (a run folder): OUT/index.html with tables and figures."""
    from toolkit import reports

    path = reports.find_notebook(notebook)
    declared = reports.declared(path)
    given = {name: reports.parse_parameter(name, value, declared) for name, value in parameters}
    reports.prepare(out)
    n_rejected = _place_run(source, out / "run", aliases, options)
    _needs_documents(out / "run")
    with _progress("cells run:") as progress:
        task = progress.add_task("", total=None)
        page = reports.build(
            path,
            out,
            parameters={"corpus": None, "run": "run", "out": ".", **given},
            progress=lambda n: progress.advance(task, n),
        )
    click.echo(str(page))
    return REJECTED if n_rejected else 0


@program.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Path(path_type=Path), help="File to write; its suffix says what.")
def export(run: Path, to: Path) -> None:
    """Export a run: .csv, .jsonl, .graphml or .gexf, by the suffix of the file."""
    from toolkit import exchange

    exchange.export(run, to)
    click.echo(str(to))


def _read_database(source: Path, statement_type: str | None) -> "Coded":
    """Read the statement type that is asked for, else the only one in use, else the one rDNA takes."""
    from toolkit import statements

    try:
        return statements.read_dna(source, statement_type=statement_type)
    except InputError as error:
        if statement_type is not None:
            raise
        try:
            return statements.read_dna(source, statement_type=_DNA_TYPE)
        except InputError:
            raise error from None


def _read_coded(source: Path, statement_type: str | None, codes: Path | None) -> "Coded":
    """Read coded statements from a run, a .dna database or a spreadsheet."""
    import pandas as pd

    from toolkit import pipeline, statements

    if codes is not None and not pipeline.is_run(source):
        raise InputError("--codes goes with a run folder")
    if pipeline.is_run(source):
        coded = statements.from_run(source, codes=None if codes is None else pd.read_csv(codes))
        if coded.statements.empty:
            raise InputError(
                "the run holds no coded statement; --codes FILE says which concept an attribution is about"
            )
        return coded
    if source.suffix.lower() == ".dna":
        return _read_database(source, statement_type)
    return statements.read_csv(source, statement_type=statement_type or _DNA_TYPE)


def _excluded(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """Collect VAR=VALUE by variable."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"--exclude must be VAR=VALUE; got {pair!r}")
        found.setdefault(name, []).append(value)
    return found


def _limit(text: str | None) -> "date | str | None":
    """Read an ISO day as such, so that it is understood with --compat dna too."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        return text


def _write_discourse(coded: "Coded", out: Path, kind: str, options: dict[str, Any], over_time: dict[str, Any]) -> None:
    """Make the network that is asked for and write it as the suffix says."""
    from toolkit import exchange, networks

    if kind == "eventlist":
        for name in ("normalization", "isolates"):
            options.pop(name)
        if out.suffix.lower() != ".csv":
            raise InputError(f"a list of statements is written as .csv; got {out.name!r}")
        out.parent.mkdir(parents=True, exist_ok=True)
        listed = networks.event_list(coded, **options)
        listed.to_csv(out, index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S")
    elif over_time["time_window"] != "no":
        windows = networks.discourse_windows(coded, kind=kind, **options, **over_time)
        exchange.write_windows(windows, out, kind=kind)
    else:
        matrix = networks.discourse_network(coded, kind=kind, **options)
        if out.suffix.lower() in (".csv", ".dl"):
            exchange.write_matrix(matrix, out)
            return
        about = {name: options[name] for name in ("variable1", "variable2")}
        exchange.write_network(networks.discourse_graph(matrix, kind=kind, coded=coded, **about), out)


def _write_relations(run: Path, out: Path) -> None:
    from toolkit import exchange, networks, tables

    relations, actors, documents = (tables.read(run, name) for name in ("relations", "actors", "documents"))
    exchange.write_network(networks.relation_network(relations, actors, documents=documents), out)


@program.command()
@click.argument("source", metavar="RUN|CODED.dna|STATEMENTS.csv", type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(["onemode", "twomode", "eventlist", "relations"]))
@click.option("--out", required=True, type=click.Path(path_type=Path), help=".csv, .dl, .graphml or .gexf.")
@click.option("--statement-type", help="Label of the statement type.")
@click.option(
    "--codes", type=click.Path(path_type=Path), help="CSV of doc_id, attribution_id, concept, stance for RUN."
)
@click.option("--variable1", default="organization", show_default=True, help="Rows.")
@click.option("--variable2", default="concept", show_default=True, help="Columns, or what ties rows.")
@click.option("--qualifier", help="Variable that separates ties; agreement if there is one.")
@click.option("--aggregation", default="ignore", show_default=True, help="What becomes of its levels.")
@click.option("--normalization", default="no", show_default=True, help="What ties are divided by.")
@click.option("--duplicates", default="include", show_default=True, help="Where a repeated statement counts once.")
@click.option("--isolates", is_flag=True, help="Keep labels without ties.")
@click.option("--start", help="First day or moment.")
@click.option("--stop", help="Last day or moment.")
@click.option("--time-window", default="no", show_default=True, help="Unit of time, or events.")
@click.option("--window-size", default=1, show_default=True, help="Length of a window in units.")
@click.option("--kernel", default="no", show_default=True, help="Weigh statements by distance in time.")
@click.option("--indent-time/--no-indent-time", default=True, help="With a kernel: only full windows.")
@click.option("--normalize-to-one", is_flag=True, help="Divide each window by the sum of its cells.")
@click.option("--exclude", multiple=True, metavar="VAR=VALUE", help="Leave out a value; may be repeated.")
@click.option("--invert", multiple=True, metavar="VAR", help="Keep the values of VAR in --exclude instead.")
@click.option("--compat", default="none", show_default=True, help="dna: the numbers of Discourse Network Analyzer.")
def network(source: Path, kind: str, out: Path, **given: Any) -> None:
    """Make a discourse network of coded statements, or the network of relations of a run."""
    if kind == "relations":
        _write_relations(source, out)
        click.echo(str(out))
        return
    coded = _read_coded(source, given.pop("statement_type"), given.pop("codes"))
    over_time = {
        name: given.pop(name) for name in ("time_window", "window_size", "kernel", "indent_time", "normalize_to_one")
    }
    excluded = _excluded(given.pop("exclude"))
    outside = {name: values for name, values in excluded.items() if name not in coded.variables}
    if given["qualifier"] is None and "agreement" in coded.variables:
        given["qualifier"] = "agreement"
    options = given | {
        "start": _limit(given["start"]),
        "stop": _limit(given["stop"]),
        "exclude": {name: values for name, values in excluded.items() if name in coded.variables},
        "exclude_documents": outside,
        "invert_documents": [name for name in given["invert"] if name in outside],
    }
    _write_discourse(coded, out, kind, options, over_time)
    click.echo(str(out))


@program.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it."""
    from toolkit import diagnosis

    findings = diagnosis.findings()
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING"
        click.echo(f"{mark}  {finding.what}: {finding.state}{'' if finding.ok else f'. {finding.remedy}'}")
    return 0 if all(finding.ok for finding in findings) else REJECTED


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        sys.exit(program.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        click.echo("stopped; the same command goes on from here", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ToolkitError as error:
        click.echo(f"polyvocal: {error}", err=True)
        sys.exit(2)
