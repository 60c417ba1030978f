"""Who occurs in a document and who does what to whom: read from a run folder, or from lines coded by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit import tables
from toolkit.errors import InputError, check_option
from toolkit.evaluation._reading import lines_of
from toolkit.records import MODALITIES, RELATION_TYPES

__all__ = ["Act", "Cast", "Member", "casts_of", "read_casts"]

TABLES = ("documents", "actors", "mentions", "attributions", "relations")


@dataclass(frozen=True)
class Member:
    """An actor: its name and type, the names it goes by in the document, what it is part of, and its country."""

    name: str
    type: str
    forms: frozenset[str]
    part_of: str | None = None
    country: str | None = None


class Act(NamedTuple):
    """A relation, without where it stands."""

    source: str
    target: str
    type: str
    polarity: int
    modality: str


@dataclass(frozen=True)
class Cast:
    """Actors of a document by id, those of `members` that occur in it, and relations (None where not coded)."""

    members: Mapping[str, Member]
    present: frozenset[str]
    acts: tuple[Act, ...] | None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def casts_of(run: Mapping[str, pd.DataFrame]) -> dict[str, Cast]:
    """Turn the tables of a run into casts, by document.

    Parameters
    ----------
    run : mapping of str to DataFrame
        The tables documents, actors, mentions, attributions and relations, as `tables.load` gives them. Give fewer rows
        of relations to compare with, such as those marked right (see `match_marks`).

    Returns
    -------
    dict of str to Cast
        Document id -> its cast. An actor occurs where a mention is its, or where it is source or target of something.

    Raises
    ------
    InputError
        If a table is missing.
    """
    lacking = [name for name in TABLES if name not in run]
    if lacking:
        raise InputError(f"run lacks the tables {lacking}; it has {sorted(run)}")
    present: dict[str, set[str]] = defaultdict(set)
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, column in (
        ("attributions", "source_actor"),
        ("relations", "source_actor"),
        ("relations", "target_actor"),
    ):
        for doc_id, actor in run[table][["doc_id", column]].dropna().itertuples(index=False):
            present[doc_id].add(actor)
    named = run["mentions"][["doc_id", "actor_id", "text", "kind"]].dropna(subset="actor_id")
    for doc_id, actor, text, kind in named.itertuples(index=False):
        present[doc_id].add(actor)
        if kind != "pronoun":
            forms[doc_id, actor].add(text)
    acts = _acts(run["relations"])
    return {
        str(doc_id): _cast(run["actors"], doc_id, present[doc_id], forms, tuple(acts[doc_id]))
        for doc_id in run["documents"]["doc_id"]
    }


def _acts(relations: pd.DataFrame) -> Mapping[str, list[Act]]:
    found: dict[str, list[Act]] = defaultdict(list)
    columns = ["source_actor", "target_actor", "type", "polarity", "modality"]
    for doc_id, source, target, kind, sign, modality in relations[["doc_id", *columns]].itertuples(index=False):
        found[doc_id].append(Act(source, target, kind, int(sign), modality))
    return found


def _cast(
    actors: pd.DataFrame,
    doc_id: str,
    present: set[str],
    forms: Mapping[tuple[str, str], set[str]],
    acts: tuple[Act, ...],
) -> Cast:
    """Take an actor's own forms from the document; the names that the whole run has for it are added."""
    members = {}
    for row in actors.to_dict("records"):
        actor, name = str(row["actor_id"]), str(row["name"])
        known = frozenset({name, *row["forms"], *forms.get((doc_id, actor), ())})
        members[actor] = Member(name, str(row["type"]), known, _text(row["part_of"]), _text(row["country"]))
    return Cast(members, frozenset(present & set(members)), acts)


def _members(listed: Iterable[Any], where: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for one in listed:
        if not isinstance(one, Mapping) or not all(_text(one.get(key)) for key in ("id", "name", "type")):
            raise InputError(f"{where}: an actor needs 'id', 'name' and 'type' as text; got {one!r}")
        if one["id"] in found:
            raise InputError(f"{where}: actor {one['id']!r} is there twice")
        forms = frozenset({one["name"], *map(str, one.get("forms") or ())})
        found[one["id"]] = Member(one["name"], one["type"], forms, _text(one.get("part_of")), _text(one.get("country")))
    return found


def _relation(one: Any, members: Mapping[str, Member], where: str) -> list[Act]:
    """Read one relation; a symmetric one is two."""
    if not isinstance(one, Mapping):
        raise InputError(f"{where}: a relation must be an object; got {one!r}")
    ends = [one.get(key) for key in ("source_actor", "target_actor")]
    for key, end in zip(("source_actor", "target_actor"), ends, strict=True):
        if end not in members:
            raise InputError(f"{where}: {key} must be the id of an actor of the line; got {end!r}")
    check_option(f"{where}: type", one.get("type"), tuple(RELATION_TYPES))
    check_option(f"{where}: polarity", one.get("polarity"), (-1, 0, 1))
    modality = one.get("modality") or "asserted"
    check_option(f"{where}: modality", modality, MODALITIES)
    rest = (str(one["type"]), int(one["polarity"]), str(modality))
    both = [(ends[0], ends[1]), (ends[1], ends[0])] if one.get("symmetric") else [(ends[0], ends[1])]
    return [Act(str(source), str(target), *rest) for source, target in both]


def _read_lines(path: Path) -> dict[str, Cast]:
    casts = {}
    for where, name, row in lines_of(path, "actors"):
        members, listed = _members(row["actors"], where), row.get("relations")
        acts = None if listed is None else tuple(act for one in listed for act in _relation(one, members, where))
        casts[name] = Cast(members, frozenset(members), acts)
    return casts


def read_casts(path: str | Path) -> dict[str, Cast]:
    """Read actors and relations as they were predicted or coded by hand.

    Parameters
    ----------
    path : str or Path
        A run folder, or a ``.jsonl`` file with one document a line: `id`; `actors`, each with id, name, type, and
        where known forms (list of the names it goes by in the document), part_of (id of the actor it belongs to) and
        country; `relations` (may be missing: not coded), each with source_actor, target_actor (ids), type, polarity
        (-1, 0, 1), and where it applies modality (default "asserted") and symmetric (true: counts in both directions).
        More keys may be there.

    Returns
    -------
    dict of str to Cast
        By document id.

    Raises
    ------
    InputError
        If it is neither, or a line is not as described; the message names file, line, value and options.
    """
    path = Path(path)
    if path.is_dir():
        return casts_of({name: tables.read(path, name) for name in TABLES})
    if path.suffix == ".jsonl" and path.is_file():
        return _read_lines(path)
    raise InputError(f"a run folder or a .jsonl file is needed; {path} is neither")
