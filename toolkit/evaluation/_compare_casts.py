"""Actors and relations of documents, predicted against gold."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import InputError, check_option
from toolkit.evaluation._casts import Act, Cast, read_casts
from toolkit.evaluation._figures import Comparison, check_draws, scored
from toolkit.evaluation._same_actors import Matching, matching, party_of
from toolkit.records import MODALITIES

__all__ = ["compare_actors", "compare_relations"]

#: Whether governments and institutions count as their state, or every actor for itself.
_NODES = ("party", "actor")
#: What two relations must have in common.
_RELATIONS: dict[str, Callable[[Act], tuple[object, ...]]] = {
    "pair": lambda act: tuple(sorted((act.source, act.target))),
    "direction": lambda act: (act.source, act.target),
    "sign": lambda act: (act.source, act.target, act.polarity),
    "type": lambda act: (act.source, act.target, act.type),
    "type_and_sign": lambda act: (act.source, act.target, act.type, act.polarity),
}
_ACTORS = ("found", "whole", "not_split", "not_merged")
_NOBODY = Cast({}, frozenset(), ())
_Given = str | Path | Mapping[str, Cast]
_Counts = list[float]


class _Draws(NamedTuple):
    replicates: int
    level: float
    seed: int


def _actor_counts(predicted: Cast, gold: Cast) -> list[_Counts]:
    """Count, by criterion: recall hits, gold, precision hits, predicted."""
    matched = matching(predicted, gold)
    times = Counter(matched.gold_of.values())
    one = sum(n == 1 for n in times.values())
    joined = len(matched.merged & set(matched.gold_of))
    whole = sum(times[of] == 1 and actor not in matched.merged for actor, of in matched.gold_of.items())
    n_gold, n_predicted, mapped = len(gold.present), len(predicted.present), len(matched.gold_of)
    counts = {
        "found": [len(times), n_gold, mapped, n_predicted],
        "whole": [whole, n_gold, whole, n_predicted],
        "not_split": [one, len(times), 0, 0],
        "not_merged": [0, 0, mapped - joined, mapped],
    }
    return [[float(n) for n in counts[name]] for name in _ACTORS]


def _gold_node(actor: str, gold: Cast, nodes: str) -> str:
    return party_of(actor, gold.members) if nodes == "party" else actor


def _node(actor: str, predicted: Cast, gold: Cast, matched: Matching, nodes: str) -> str:
    """Name the gold's node of a predicted actor; one that the gold does not have gets a name of its own."""
    own = matched.gold_of.get(actor)
    if nodes == "actor":
        return own or f"? {actor}"
    if own is not None:
        return party_of(own, gold.members)
    party = party_of(actor, predicted.members)
    return party_of(matched.gold_of[party], gold.members) if party in matched.gold_of else f"? {party}"


def _acts(cast: Cast, without: Sequence[str], node: Callable[[str], str]) -> set[Act]:
    kept = (act for act in cast.acts or () if act.type != "address" and act.modality not in without)
    named = {act._replace(source=node(act.source), target=node(act.target), modality="") for act in kept}
    return {act for act in named if act.source != act.target}


def _relation_counts(predicted: Cast, gold: Cast, without: Sequence[str]) -> list[_Counts]:
    matched, counts = matching(predicted, gold), []
    for nodes in _NODES:
        known = _acts(gold, without, partial(_gold_node, gold=gold, nodes=nodes))
        found = _acts(predicted, without, partial(_node, predicted=predicted, gold=gold, matched=matched, nodes=nodes))
        for part in _RELATIONS.values():
            ours, theirs = {part(act) for act in known}, {part(act) for act in found}
            both = float(len(ours & theirs))
            counts.append([both, float(len(ours)), both, float(len(theirs))])
    return counts


def _casts(given: _Given) -> Mapping[str, Cast]:
    return given if isinstance(given, Mapping) else read_casts(given)


def _compared(
    predicted: _Given,
    gold: _Given,
    names: Sequence[tuple[str, str, str]],
    count: Callable[[Cast, Cast], list[_Counts]],
    draws: _Draws,
    *,
    relations: bool,
) -> Comparison:
    check_draws(draws.replicates, draws.level)
    found, known = _casts(predicted), _casts(gold)
    if not known:
        raise InputError("GOLD holds no document")
    for side, casts in (("GOLD", known), ("PREDICTED", found)) if relations else ():
        uncoded = sorted(name for name in known if name in casts and casts[name].acts is None)
        if uncoded:
            raise InputError(f"{side} has no list 'relations' for {uncoded[:3]}; an empty list says that there is none")
    counts = [count(found.get(name, _NOBODY), known[name]) for name in sorted(known)]
    scores = scored(counts, names, **draws._asdict())
    if not relations:  # no F1 where one side has no meaning
        limits = [name for name in scores.columns if name.startswith("f1")]
        scores.loc[scores["criterion"].isin(("not_split", "not_merged")), limits] = float("nan")
    lacking, extra = sorted(set(known) - set(found)), sorted(set(found) - set(known))
    return Comparison(scores, len(known), tuple(lacking), tuple(extra))


def compare_actors(
    predicted: _Given, gold: _Given, *, replicates: int = 0, level: float = 0.95, seed: int = 0
) -> Comparison:
    """Compare the actors found in each document with those that a person found.

    A predicted actor is the gold one with which it shares most names (its name, forms and mentions in the document,
    pronouns aside; case, articles and possessives do not matter; the gold's full name counts twice).

    Parameters
    ----------
    predicted, gold : str, Path or mapping of str to Cast
        Run folder, ``.jsonl`` file (see `read_casts`), or what that gives. Only documents of `gold` count; those that
        `predicted` lacks have no actors.
    replicates : int
        How often documents are drawn again (with replacement) for intervals; 0 gives none.
    level : float
        Of the intervals (percentiles of the replicates), between 0 and 1.
    seed : int
        Of the draws.

    Returns
    -------
    Comparison
        `scores` as in `compare`, with part "actors" and the criteria found (recall: gold actors that some predicted one
        is; precision: predicted ones that are some gold actor, of use only where the gold lists every actor), whole
        (one predicted actor is the gold one, no other is, and it joins no second), not_split (recall only: found gold
        actors that are one predicted actor), not_merged (precision only: predicted actors that are some gold actor and
        do not also have the own name of another one; a state and its organs may share). Shares of split and merged
        actors are 1 minus these. All 0 to 1; missing where there is nothing to divide by.

    Raises
    ------
    InputError
        If a file cannot be read, `gold` is empty, or an option is out of range.

    References
    ----------
    Efron, B., and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.

    Examples
    --------
    >>> from toolkit.evaluation._casts import Member
    >>> def cast(**forms):
    ...     members = {name: Member(name, "person", frozenset(known)) for name, known in forms.items()}
    ...     return {"d": Cast(members, frozenset(members), None)}
    >>> gold = cast(quist=["Marla Quist", "Quist"], tern=["Abel Tern"])
    >>> found = cast(p1=["Marla Quist"], p2=["Quist"], p3=["Somebody"])
    >>> scores = compare_actors(found, gold).scores.set_index("criterion")
    >>> scores.loc[["found", "whole", "not_split"], "recall"].tolist()
    [0.5, 0.0, 0.0]
    """
    names = [("all", "actors", name) for name in _ACTORS]
    draws = _Draws(replicates, level, seed)
    return _compared(predicted, gold, names, _actor_counts, draws, relations=False)


def compare_relations(
    predicted: _Given,
    gold: _Given,
    *,
    without: Sequence[str] = ("historical",),
    replicates: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Comparison:
    """Compare who does what to whom in each document with what a person found.

    Each relation counts once a document, however often the text says it. Actors meet as in `compare_actors`; a relation
    of an actor whom the gold does not have counts as found too much. Type "address" (somebody is only spoken to) does
    not count.

    Parameters
    ----------
    predicted, gold, replicates, level, seed
        As for `compare_actors`.
    without : sequence of str
        Modalities that do not count, on either side.

    Returns
    -------
    Comparison
        `scores` as in `compare`, with part "relations". The column kind says what a node is: party (a government or
        institution counts as its state) or actor (everybody for itself). The criteria say what must be the same: pair
        (the two nodes), direction (and who acts), and with the direction sign (and polarity), type (and class of the
        act), type_and_sign (all).

    Raises
    ------
    InputError
        As `compare_actors`; if a document has no list of relations, or a modality is unknown.

    Examples
    --------
    >>> from toolkit.evaluation._casts import Member
    >>> members = {name: Member(name, "state", frozenset([name])) for name in ("Norvania", "Belmarra")}
    >>> def cast(source, target, polarity):
    ...     act = Act(source, target, "accuse", polarity, "asserted")
    ...     return {"d": Cast(members, frozenset(members), (act,))}
    >>> scores = compare_relations(cast("Norvania", "Belmarra", -1), cast("Norvania", "Belmarra", 0)).scores
    >>> scores.query("kind == 'party'")[["criterion", "f1"]].values.tolist()
    [['pair', 1.0], ['direction', 1.0], ['sign', 0.0], ['type', 1.0], ['type_and_sign', 0.0]]
    """
    for modality in without:
        check_option("without", modality, MODALITIES)
    names = [(nodes, "relations", name) for nodes in _NODES for name in _RELATIONS]
    count = partial(_relation_counts, without=without)
    return _compared(predicted, gold, names, count, _Draws(replicates, level, seed), relations=True)
