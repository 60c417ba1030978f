"""The command that makes networks of coded statements and of relations."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli._shared import examples
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["network", "read_coded"]

_DNA_TYPE = "DNA Statement"


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


def _read_run(run: Path, codes: Path | None) -> "Coded":
    """Read what is coded in a file, else in the run's table `statements`."""
    import pandas as pd

    from toolkit import statements, tables

    if codes is None and tables.has(run, "statements"):
        coded = statements.read_statements(run)
    else:
        coded = statements.from_run(run, codes=None if codes is None else pd.read_csv(codes))
    if coded.statements.empty:
        raise InputError(f"{run} holds no coded statement; --codes FILE says which concept an attribution is about")
    return coded


def _mapped(pairs: tuple[str, ...]) -> dict[str, str]:
    """Collect FIELD=COLUMN."""
    found = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name or not column:
            raise InputError(f"--column must be FIELD=COLUMN; got {pair!r}")
        found[name] = column
    return found


def read_coded(source: Path, statement_type: str | None, codes: Path | None, columns: tuple[str, ...] = ()) -> "Coded":
    """Read coded statements from a run, a .dna database or a spreadsheet."""
    from toolkit import pipeline, statements

    is_table = not pipeline.is_run(source) and source.suffix.lower() != ".dna"
    if columns and not is_table:
        raise InputError(f"--column goes with a table (.csv, .xlsx); got {source}")
    if codes is not None and not pipeline.is_run(source):
        raise InputError(f"--codes goes with a run folder; got {source}")
    if pipeline.is_run(source):
        return _read_run(source, codes)
    if source.suffix.lower() == ".dna":
        return _read_database(source, statement_type)
    return statements.read_csv(source, columns=_mapped(columns), statement_type=statement_type or _DNA_TYPE)


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


def _write_relations(run: Path, out: Path, chosen: dict[str, Any]) -> None:
    """Make the network of relations; `chosen` are the options of `networks.relation_network` that were given."""
    from toolkit import exchange, networks, tables

    relations, actors, documents = (tables.read(run, name) for name in ("relations", "actors", "documents"))
    if "claimed_by" in chosen or "reporters" in chosen:
        relations = networks.reporting_chains(relations, tables.read(run, "attributions"))
    exchange.write_network(networks.relation_network(relations, actors, documents=documents, **chosen), out)


def _of_relations(given: dict[str, Any], kind: str) -> dict[str, Any]:
    """Take the options of the network of relations out of those given; they do not go with other kinds."""
    chosen = {name: given.pop(name) for name in ("level", "reporters", "claimed_by")}
    chosen = {name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items() if value}
    if chosen and kind != "relations":
        raise InputError(f"--{next(iter(chosen)).replace('_', '-')} goes with --kind relations; got --kind {kind}")
    shared = {name: given[name] for name in ("start", "stop", "isolates") if given[name]}
    return chosen | shared


@click.command(
    epilog=examples(
        "network my_coding.dna --kind onemode --aggregation subtract --out actors.csv",
        "network my_coding.dna --kind twomode --aggregation combine --out actors_concepts.graphml",
        "network my_run --kind relations --level country --out countries.gexf",
    )
)
@click.argument("source", metavar="RUN|CODED.dna|STATEMENTS.csv", type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(["onemode", "twomode", "eventlist", "relations"]))
@click.option("--out", required=True, type=click.Path(path_type=Path), help=".csv, .dl, .graphml or .gexf.")
@click.option("--statement-type", help="Label of the statement type.")
@click.option(
    "--codes", type=click.Path(path_type=Path), help="CSV of doc_id, attribution_id, concept, stance for RUN."
)
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Heading of a field or variable in a table."
)
@click.option("--variable1", default="organization", show_default=True, help="Rows.")
@click.option("--variable2", default="concept", show_default=True, help="Columns, or what ties rows.")
@click.option("--qualifier", help="Variable that separates ties; agreement if there is one.")
@click.option(
    "--aggregation",
    default="ignore",
    show_default=True,
    help="What becomes of its levels: ignore, congruence, conflict, subtract or combine.",
)
@click.option(
    "--normalization",
    default="no",
    show_default=True,
    help="What ties are divided by: no; one-mode average, jaccard, cosine; two-mode activity, prominence.",
)
@click.option(
    "--duplicates",
    default="include",
    show_default=True,
    help="Where a repeated statement counts once: include, document, week, month, year or acrossrange.",
)
@click.option("--isolates", is_flag=True, help="Keep labels without ties.")
@click.option("--start", help="First day or moment.")
@click.option("--stop", help="Last day or moment.")
@click.option(
    "--time-window",
    default="no",
    show_default=True,
    help="Unit of a window: no, events, seconds, minutes, hours, days, weeks, months or years.",
)
@click.option("--window-size", default=1, show_default=True, help="Length of a window in units.")
@click.option(
    "--kernel",
    default="no",
    show_default=True,
    help="Weigh statements by distance in time: no, uniform, triangular, epanechnikov or gaussian.",
)
@click.option("--indent-time/--no-indent-time", default=True, help="With a kernel: only full windows.")
@click.option("--normalize-to-one", is_flag=True, help="Divide each window by the sum of its cells.")
@click.option("--exclude", multiple=True, metavar="VAR=VALUE", help="Leave out a value; may be repeated.")
@click.option("--invert", multiple=True, metavar="VAR", help="Keep the values of VAR in --exclude instead.")
@click.option("--level", help="With relations, what a node is: actor, party, organisation or country.")
@click.option("--reporters", help="With relations, whose words count: all, narrator or attributed.")
@click.option(
    "--claimed-by", multiple=True, metavar="ACTOR", help="With relations, only what ACTOR tells, at any depth."
)
@click.option("--compat", default="none", show_default=True, help="dna: the numbers of Discourse Network Analyzer.")
def network(source: Path, kind: str, out: Path, **given: Any) -> None:
    """Make a discourse network of coded statements, or the network of relations of a run."""
    chosen = _of_relations(given, kind)
    if kind == "relations":
        _write_relations(source, out, chosen)
        click.echo(str(out))
        return
    coded = read_coded(source, *(given.pop(name) for name in ("statement_type", "codes", "columns")))
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
