"""The methods section of a paper, from what a run and a network say of themselves."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import toolkit
from toolkit.errors import InputError
from toolkit.readers import ENCODING_GUESSED
from toolkit.records import MODALITIES
from toolkit.reports._digests import versions

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["REFERENCES", "coded_methods", "methods"]

#: Short form in the text -> entry of the list of references.
REFERENCES: dict[str, str] = {
    "Benjamini and Hochberg 1995": "Benjamini, Y., and Hochberg, Y. (1995). Controlling the false discovery rate: a "
    "practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B 57(1), 289-300.",
    "Efron and Tibshirani 1993": "Efron, B., and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman "
    "and Hall.",
    "Gerner et al. 2002": "Gerner, D. J., Schrodt, P. A., Yilmaz, Ö., and Abu-Jabr, R. (2002). Conflict and Mediation "
    "Event Observations (CAMEO): a new event data framework for the analysis of foreign policy interactions. Annual "
    "meeting of the International Studies Association, New Orleans.",
    "Hagberg et al. 2008": "Hagberg, A. A., Schult, D. A., and Swart, P. J. (2008). Exploring network structure, "
    "dynamics, and function using NetworkX. Proceedings of the 7th Python in Science Conference, 11-15.",
    "Halterman et al. 2023": "Halterman, A., Bagozzi, B. E., Beger, A., Schrodt, P. A., and Scarborough, G. I. (2023). "
    "PLOVER and POLECAT: a new political event ontology and dataset. Annual meeting of the International Studies "
    "Association, Montreal.",
    "Honnibal et al. 2020": "Honnibal, M., Montani, I., Van Landeghem, S., and Boyd, A. (2020). spaCy: "
    "industrial-strength natural language processing in Python. doi:10.5281/zenodo.1212303.",
    "Leifeld 2017": "Leifeld, P. (2017). Discourse network analysis: policy debates as dynamic networks. In J. N. "
    "Victor, A. H. Montgomery and M. Lubell (eds.), The Oxford Handbook of Political Networks, 301-326. Oxford "
    "University Press. doi:10.1093/oxfordhb/9780190228217.013.25.",
    "Newell et al. 2018": "Newell, E., Margolin, D., and Ruths, D. (2018). An attribution relations corpus for "
    "political news. Proceedings of the Eleventh International Conference on Language Resources and Evaluation "
    "(LREC 2018).",
    "Pareti 2016": "Pareti, S. (2016). PARC 3.0: a corpus of attribution relations. Proceedings of the Tenth "
    "International Conference on Language Resources and Evaluation (LREC 2016), 3914-3920.",
    "Wang et al. 2020": "Wang, W., Wei, F., Dong, L., Bao, H., Yang, N., and Zhou, M. (2020). MiniLM: deep "
    "self-attention distillation for task-agnostic compression of pre-trained transformers. Advances in Neural "
    "Information Processing Systems 33.",
}
#: Settings of a run that say how it was read.
_SETTINGS = ("versions", "model", "method", "min_confidence", "aliases", "coreference")
_LEVELS = {
    "actor": "every actor is a node of its own",
    "party": "a government, its ministries and its state are one node",
    "country": "everybody who belongs to a country is one node",
}
#: Option of a discourse network -> what it is called in a paper.
_ROLES = {"variable1": "actors", "variable2": "concepts"}


def _run_record(run: Path) -> dict[str, Any]:
    try:
        record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"run must be the folder of a finished run; {run} has no run.json that can be read") from error
    return dict(record)


def _many(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _corpus(documents: pd.DataFrame, what: str = "The corpus") -> str:
    days = documents["published"].dropna()
    outlets = documents["outlet"].nunique()
    period = f", published from {days.min()} to {days.max()}" if len(days) else ", without dates"
    undated = int(documents["published"].isna().sum())
    unknown = f" ({_many(undated, 'document')} undated)" if undated and len(days) else ""
    of = f" of {_many(outlets, 'outlet')}" if outlets else ""
    words = _many(int(documents["n_words"].sum()), "word")
    return f"{what} holds {_many(len(documents), 'document')}{of} ({words}){period}{unknown}."


def _reading(record: Mapping[str, Any]) -> str:
    known, options = record.get("versions", {}), record.get("parameters", {})
    model = known.get("model") or options.get("model", "an unknown model")
    how = "by rules over the parse alone"
    if options.get("method") == "trained":
        how = (
            f"by a small transformer encoder ({known.get('reader', 'reader')}, from MiniLM; Wang et al. 2020) "
            "fine-tuned on PolNeAR (Newell et al. 2018), with rules over the parse"
        )
    text = (
        f"All of it was read with Polyvocal {known.get('polyvocal', toolkit.__version__)}, on parses of spaCy "
        f"{known.get('spacy', '')} (Honnibal et al. 2020; model {model}). Attributions - a source, a cue and a "
        f"content, as in PARC (Pareti 2016) - were found {how}."
    )
    if options.get("min_confidence") is not None:
        text += f" Attributions with a confidence below {options['min_confidence']:g} were left out."
    if options.get("aliases"):
        text += f" {_many(len(options['aliases']), 'name was', 'names were')} assigned to actors by hand."
    return text


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two runs were read with the same programs and settings."""
    settings = [{**record.get("parameters", {}), "versions": record.get("versions")} for record in (one, other)]
    return all(settings[0].get(name) == settings[1].get(name) for name in _SETTINGS)


def _both(record: Mapping[str, Any], other: Mapping[str, Any] | None) -> str:
    """Say how both sides of a comparison were read."""
    if other is None or _same(record, other):
        return _reading(record)
    second = _reading(other).replace("All of it was read", "The second was read", 1)
    return f"{_reading(record).replace('All of it was read', 'The first was read', 1)} {second}"


def _found(tables: Mapping[str, pd.DataFrame], what: str = "This") -> str:
    attributions, mentions = tables["attributions"], tables["mentions"]
    speech = attributions[attributions["attitude"] == "speech"]
    known, open_ = int(speech["source_actor"].notna().sum()), len(tables["unresolved"])
    share = f" ({known / len(speech):.0%} of them with a known source)" if len(speech) else ""
    return (
        f"{what} gave {_many(len(speech), 'attribution')} of speech{share} and {_many(len(mentions), 'mention')} of "
        f"actors, of which {open_:,} could not be resolved and were left open."
    )


def _network(graph: "nx.DiGraph") -> str:
    about = graph.graph
    level = about["arguments"]["level"]
    return (
        "Relations between actors were typed with the event classes of PLOVER (Halterman et al. 2023), the "
        f"successor of CAMEO (Gerner et al. 2002). Of {_many(about['n_relations'], 'relation')} found, "
        f"{about['n_used']:,} make up the directed, signed network; {_counted(about['arguments']['modalities'])}; "
        f"{_LEVELS[level]}{_weakest(about['min_weight'])}. The network has "
        f"{_many(len(graph), 'node')} and {_many(graph.number_of_edges(), 'tie')} and "
        f"was measured with NetworkX {versions().get('networkx', '')} (Hagberg et al. 2008)."
    )


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _counted(modalities: Iterable[str]) -> str:
    """Say which deeds count and which do not, by how the text gives them."""
    counted = set(modalities)
    rest = [name for name in MODALITIES if name not in counted]
    said = f"deeds that are {_or(name for name in MODALITIES if name in counted)} count"
    return f"{said}, those only {_or(rest)} do not" if rest else said


def _weakest(min_weight: int) -> str:
    return f"; ties with fewer than {min_weight} relations were left out" if min_weight > 1 else ""


def _with_references(text: str) -> str:
    cited = [entry for short, entry in sorted(REFERENCES.items()) if _is_cited(short, text)]
    return "\n\n".join([text, "**References**", "\n".join(f"- {entry}" for entry in cited)])


def _is_cited(short: str, text: str) -> bool:
    return short in " ".join(text.split())


def _limits(rejected: pd.DataFrame) -> str:
    guessed = int((rejected["reason"] == ENCODING_GUESSED).sum())
    counts = rejected.loc[rejected["reason"] != ENCODING_GUESSED, "reason"].value_counts().sort_index()
    reasons = ", ".join(f"{reason}: {n}" for reason, n in counts.items())
    said = (
        [f"{_many(int(counts.sum()), 'file or row was', 'files or rows were')} rejected ({reasons})."]
        if reasons
        else []
    )
    said += [f"{_many(guessed, 'file was', 'files were')} read in an encoding that was guessed."] if guessed else []
    return " ".join(said)


def _limits_of_both(first: pd.DataFrame, second: pd.DataFrame, *, same: bool) -> str:
    """Say what was rejected on either side; two parts of one run have it in common."""
    if same:
        return _limits(first)
    said = [f"Of the {nth}, {_limits(side)}" for nth, side in (("first", first), ("second", second)) if len(side)]
    return " ".join(said)


def methods(
    run: str | Path,
    tables: Mapping[str, pd.DataFrame],
    graph: "nx.DiGraph | None" = None,
    *,
    against: Mapping[str, pd.DataFrame] | None = None,
    run_against: str | Path | None = None,
    more: Iterable[str] = (),
) -> str:
    """Write the methods paragraph of a paper on a run: what was read, how, and what came of it; with references.

    Parameters
    ----------
    run : str or Path
        Run folder; its ``run.json`` says which program, model and settings read the corpus.
    tables : mapping of str to DataFrame
        Tables of the run as the report uses them, from `tables.load`.
    graph : DiGraph, optional
        Network of relations, from `networks.relation_network`.
    against : mapping of str to DataFrame, optional
        Tables of the corpus or period that this one is compared with.
    run_against : str or Path, optional
        Run folder of `against`, where it is another one; what read it is told apart if it differs.
    more : iterable of str
        Sentences of further methods, such as those of `comparison.methods`; what they cite of `REFERENCES` is listed.

    Returns
    -------
    str
        Markdown: a paragraph, and the references that it cites, in alphabetical order.

    Raises
    ------
    InputError
        If `run` or `run_against` has no ``run.json``.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from toolkit.records import Document
    >>> from toolkit.tables import SCHEMAS, to_frame
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "run.json").write_text('{"parameters": {"method": "rules"}, "versions": {"spacy": "3.8.7"}}')
    >>> tables = {name: to_frame(name, []) for name in SCHEMAS}
    >>> tables["documents"] = to_frame("documents", [Document("d1", "No.", n_words=1)])
    >>> methods(folder, tables).splitlines()[0][:58]
    'The corpus holds 1 document (1 word), without dates. All o'
    """
    record = _run_record(Path(run))
    other = None if run_against is None else _run_record(Path(run_against))
    graphs = [] if graph is None else [_network(graph)]
    if against is None:
        parts = [_corpus(tables["documents"]), _reading(record), _found(tables), *graphs, *more]
        parts.append(_limits(tables["rejected"]))
    else:
        parts = [
            _corpus(side["documents"], f"The {nth} side of the comparison")
            for side, nth in ((tables, "first"), (against, "second"))
        ]
        parts += [_both(record, other), _found(tables, "The first"), _found(against, "The second"), *graphs, *more]
        parts.append(_limits_of_both(tables["rejected"], against["rejected"], same=run_against in (None, run)))
    return _with_references(" ".join(part for part in parts if part))


def coded_methods(
    statements: pd.DataFrame, *, network: Mapping[str, Any], replicates: int | None = None, seed: int | None = None
) -> str:
    """Write the methods paragraph of a paper on coded statements and their discourse network; with references.

    Parameters
    ----------
    statements : DataFrame
        The statements that count, from `networks.event_list` (columns document_id and time).
    network : mapping
        Options of `networks.discourse_network`: variable1, variable2, qualifier, aggregation, normalization ...
    replicates : int, optional
        Replicates of the bootstrap, if there is one.
    seed : int, optional
        Its seed.

    Returns
    -------
    str
        Markdown: a paragraph, and the references that it cites.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> listed = pd.DataFrame({"document_id": [1, 2], "time": pd.to_datetime(["2031-03-01", "2031-04-01"])})
    >>> coded_methods(listed, network={"aggregation": "subtract", "normalization": "average"}).splitlines()[0][:78]
    'The analysis rests on 2 coded statements in 2 documents, from 2031-03-01 to 20'
    """
    lacking = [name for name in ("document_id", "time") if name not in statements.columns]
    if lacking:
        raise InputError(f"statements lacks the columns {lacking}; give what networks.event_list gave")
    days = pd.to_datetime(statements["time"].dropna())
    period = f", from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
    options = ", ".join(f"{_ROLES.get(name, name)}: {value}" for name, value in network.items())
    documents = _many(statements["document_id"].nunique(), "document")
    text = (
        f"The analysis rests on {_many(len(statements), 'coded statement')} in {documents}{period}. A discourse "
        f"network was built of them (Leifeld 2017; {options}) with Polyvocal {toolkit.__version__} and "
        f"NetworkX {versions().get('networkx', '')} (Hagberg et al. 2008)."
    )
    if replicates is not None:
        text += (
            f" Intervals are from {replicates:,} bootstrap replicates in which documents were drawn with replacement "
            f"(Efron and Tibshirani 1993{'' if seed is None else f'; seed {seed}'})."
        )
    return _with_references(text)
