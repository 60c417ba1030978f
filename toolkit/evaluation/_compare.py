"""Predicted against gold: precision, recall and F1 of parts and of whole attributions, with intervals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.errors import InputError
from toolkit.evaluation._align import ROLES
from toolkit.evaluation._counts import CRITERIA, KINDS, MEASURES, Key, count
from toolkit.evaluation._figures import TOTALS, Comparison, check_draws, scored
from toolkit.evaluation._reading import Document, read_documents

__all__ = ["compare", "counts_of_documents"]


def _document(name: str, gold: Document, predicted: Document | None) -> Counter[Key]:
    text = gold.text if gold.text is not None else (predicted.text if predicted else None)
    if text is None:
        raise InputError(f"document {name!r} has no text, neither in GOLD nor in PREDICTED")
    if predicted is not None and predicted.text not in (None, text):
        raise InputError(f"the text of {name!r} differs between PREDICTED and GOLD: positions cannot be compared")
    try:
        return count(text, gold.attributions, predicted.attributions if predicted else [])
    except InputError as error:
        raise InputError(f"document {name!r}: {error}") from error


def counts_of_documents(predicted: Mapping[str, Document], gold: Mapping[str, Document]) -> dict[str, Counter[Key]]:
    """Count in every gold document; one that was not predicted has no predictions.

    Raises
    ------
    InputError
        If there is no gold document, or a text is missing or differs between the two.
    """
    if not gold:
        raise InputError("GOLD holds no document")
    return {name: _document(name, gold[name], predicted.get(name)) for name in sorted(gold)}


def _names() -> list[tuple[str, str, str]]:
    parts = [(role, measure) for role in ROLES for measure in MEASURES]
    return [
        (kind, part, name) for kind in KINDS for part, name in (*parts, *(("attribution", name) for name in CRITERIA))
    ]


def _documents(given: str | Path | Mapping[str, Document]) -> Mapping[str, Document]:
    return given if isinstance(given, Mapping) else read_documents(given)


def compare(
    predicted: str | Path | Mapping[str, Document],
    gold: str | Path | Mapping[str, Document],
    *,
    kinds: Sequence[str] = KINDS,
    replicates: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Comparison:
    """Compare predicted attributions with gold ones.

    Spans are compared as sets of words: punctuation and quotation marks at an edge do not matter. A word belongs to a
    span if at least half of it lies inside. Figures are micro averages over all gold documents.

    Parameters
    ----------
    predicted, gold : str, Path or mapping
        Run folder, ``.jsonl`` file (see `read_documents`), or what that gives. Only documents of `gold` count; those
        that `predicted` lacks have no predictions.
    kinds : sequence of {"all", "direct", "mixed", "indirect"}
        Kinds of contents to list, told by the quotation marks in the text. Recall is over gold contents of the kind,
        precision over predicted ones of the kind.
    replicates : int
        How often documents are drawn again (with replacement) for intervals; 0 gives none.
    level : float
        Level of the interval (percentiles of the replicates), between 0 and 1.
    seed : int
        Of the draws.

    Returns
    -------
    Comparison
        `scores`: one row a kind, part and criterion: precision, recall, f1 (0 to 1, missing where there is nothing to
        divide by), n_gold, n_predicted, and with replicates the limits of each (precision_low ... f1_high). Parts
        source, cue and content have the criteria exact (the same words; multisets), overlap (share of a span's words
        that are in any span of that part on the other side, averaged over spans; Johansson and Moschitti 2013) and
        word (share of words). Of the part attribution, gold and predicted are paired one to one so that the sum of the
        overlaps of contents is largest (IoU: shared words out of all words of both), and count as found if the pair
        has: content_any IoU above 0; content IoU of at least 0.5; who_said_what moreover the same source (each head
        word inside the other source, or none on both sides); with_cue moreover a cue word in common; exact the same
        words in all parts.
        `n_documents`, and the ids `not_predicted` (in gold only) and `not_gold` (in predicted only, left out).

    Raises
    ------
    InputError
        If a file cannot be read, texts differ, a span is outside of its text, or an option is wrong.

    References
    ----------
    Johansson, R., and Moschitti, A. (2013). Relational features in fine-grained opinion analysis. Computational
    Linguistics 39(3), 473-509. Efron, B., and Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> text = "Quist said the toll stays."
    >>> gold = {"d": Document(text, [{"source": [(0, 5)], "cue": [(6, 10)], "content": [(11, 25)]}])}
    >>> found = {"d": Document(text, [{"source": [(0, 5)], "cue": [(6, 10)], "content": [(15, 26)]}])}
    >>> scores = compare(found, gold, kinds=["all"]).scores.query("part == 'attribution'")
    >>> scores[["criterion", "f1"]].values.tolist()
    [['content_any', 1.0], ['content', 1.0], ['who_said_what', 1.0], ['with_cue', 1.0], ['exact', 0.0]]
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise InputError(f"kinds must be among {', '.join(map(repr, KINDS))}; got {unknown}")
    check_draws(replicates, level)
    found, known = _documents(predicted), _documents(gold)
    counted = counts_of_documents(found, known)
    names = [name for name in _names() if name[0] in kinds]
    scores = scored(
        [[[c[(*name, total)] for total in TOTALS] for name in names] for c in counted.values()],
        names,
        replicates=replicates,
        level=level,
        seed=seed,
    )
    lacking, extra = sorted(set(known) - set(found)), sorted(set(found) - set(known))
    return Comparison(scores, len(known), tuple(lacking), tuple(extra))
