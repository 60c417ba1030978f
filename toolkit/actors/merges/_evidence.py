"""What besides the names speaks for or against two actors being one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import pandas as pd

from toolkit.actors.merges._entries import Entry
from toolkit.errors import check_columns

__all__ = ["Setting", "Weight", "setting_of", "weigh"]

#: A weight in log-odds and the words for it.
Weight = tuple[float, str]
#: Actors in a larger share of the documents say nothing by standing beside both.
_EVERYWHERE = 0.1
_MOST_DOCUMENTS = 30
#: Likenesses that the resolution within a document would have taken for one actor.
_RESOLVED = frozenset(("surname", "initial", "middle"))
_LOOSE = frozenset(("surname", "initial", "middle", "nickname", "spelling", "shorter", "acronym", "double", "order"))
_YEARS = 8


@dataclass(frozen=True)
class Setting:
    """Where actors occur: documents of an actor, days, actors of a document that tell, and partners in relations."""

    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    partners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _near: dict[str, frozenset[str]] = field(default_factory=dict)

    def near(self, actor: str) -> frozenset[str]:
        """Give the actors of the actor's documents; of many documents, as many as count, evenly spread."""
        if actor not in self._near:
            docs = self.documents.get(actor, ())
            step = max(1, len(docs) // _MOST_DOCUMENTS)
            found = (other for doc in docs[::step] for other in self.beside.get(doc, ()))
            self._near[actor] = frozenset(found) - {actor}
        return self._near[actor]

    def years(self, actor: str) -> tuple[int, int] | None:
        """Give the first and last year in which the actor is mentioned."""
        years = [self.days[doc].year for doc in self.documents.get(actor, ()) if doc in self.days]
        return (min(years), max(years)) if years else None


def _documents_of(mentions: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    pairs = mentions[["actor_id", "doc_id"]].dropna().drop_duplicates().sort_values(["actor_id", "doc_id"])
    actors, docs = pairs["actor_id"].tolist(), pairs["doc_id"].tolist()
    edges = [0, *(i for i, (a, b) in enumerate(pairwise(actors), 1) if a != b), len(actors)]
    return {actors[a]: tuple(docs[a:b]) for a, b in pairwise(edges) if a < b}


def _beside(documents: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    n_documents = len({doc for docs in documents.values() for doc in docs})
    found: dict[str, set[str]] = defaultdict(set)
    for actor, docs in documents.items():
        if len(docs) <= max(3, _EVERYWHERE * n_documents):
            for doc in docs:
                found[doc].add(actor)
    return {doc: frozenset(actors) for doc, actors in found.items()}


def _partners(relations: pd.DataFrame) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in zip(relations["source_actor"], relations["target_actor"], strict=True):
        found[one].add(other)
        found[other].add(one)
    return {actor: frozenset(others) for actor, others in found.items()}


def _days(documents: pd.DataFrame) -> dict[str, date]:
    present = documents[["doc_id", "published"]].dropna()
    return {doc: date.fromisoformat(str(day)[:10]) for doc, day in present.itertuples(index=False)}


def setting_of(
    mentions: pd.DataFrame | None, documents: pd.DataFrame | None, relations: pd.DataFrame | None
) -> Setting:
    """Collect from tables of a run where actors occur; what is not given is no evidence."""
    docs: dict[str, tuple[str, ...]] = {}
    if mentions is not None:
        check_columns("mentions", mentions.columns, ("doc_id", "actor_id"))
        docs = _documents_of(mentions)
    if documents is not None:
        check_columns("documents", documents.columns, ("doc_id", "published"))
    if relations is not None:
        check_columns("relations", relations.columns, ("source_actor", "target_actor"))
    return Setting(
        docs,
        {} if documents is None else _days(documents),
        _beside(docs),
        {} if relations is None else _partners(relations),
    )


# --- weights ---------------------------------------------------------------------------------------------------------


def _of_rivals(likeness: str, rivals: int) -> Iterator[Weight]:
    if rivals > 1 and likeness not in ("same", "title"):
        yield -0.9 * min(rivals - 1, 4), f"it fits {rivals} actors"
    elif likeness in _LOOSE:
        yield 0.4, "it fits no other actor"


def _of_records(one: Entry, other: Entry) -> Iterator[Weight]:
    if one.genders and other.genders and not one.genders & other.genders:
        yield -3.0, "of different gender"
    if one.land and other.land:
        yield (0.5, "of the same country") if one.land == other.land else (-2.5, "of different countries")
    if one.office and other.office:
        yield _of_offices(one.office, other.office)
    if one.actor.part_of and one.actor.part_of == other.actor.part_of:
        yield 0.4, "part of the same body"
    if one.actor.type != other.actor.type:
        yield -0.3, f"one is a {one.actor.type}, one a {other.actor.type}"


def _of_offices(one: str, other: str) -> Weight:
    words, others = set(one.split()) - {"former"}, set(other.split()) - {"former"}
    if one.split()[-1] == other.split()[-1] and (words <= others or others <= words):
        return 1.2, f"with the same role ({min(one, other, key=len)})"
    return -0.4, f"with different roles ({one}, {other})"


def _of_places(one: Entry, other: Entry, likeness: str, setting: Setting) -> Iterator[Weight]:
    ids = one.actor.actor_id, other.actor.actor_id
    shared = set(setting.documents.get(ids[0], ())) & set(setting.documents.get(ids[1], ()))
    if shared and likeness in _RESOLVED:
        yield -2.5, f"told apart in {_some(len(shared), 'document')}"
    elif shared and one.office and other.office and one.office != other.office:
        yield -1.5, f"with different roles in {_some(len(shared), 'document')}"
    near = (setting.near(ids[0]) & setting.near(ids[1])) - set(ids)
    if len(near) > 1 and not shared:
        yield min(1.0, 0.25 * len(near)), f"named beside the same {len(near)} actors"
    yield from _of_relations(ids, setting)
    yield from _of_years(setting.years(ids[0]), setting.years(ids[1]))


def _of_relations(ids: tuple[str, str], setting: Setting) -> Iterator[Weight]:
    partners = [setting.partners.get(actor, frozenset()) for actor in ids]
    if ids[1] in partners[0]:
        yield -2.0, "they act on each other"
    common = len((partners[0] & partners[1]) - set(ids))
    if common:
        yield min(0.6, 0.2 * common), f"in relations with the same {_some(common, 'actor')}"


def _of_years(one: tuple[int, int] | None, other: tuple[int, int] | None) -> Iterator[Weight]:
    if one is None or other is None:
        return
    gap = max(one[0], other[0]) - min(one[1], other[1])
    if gap > _YEARS:
        yield -0.8, f"{gap} years apart"


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)


def weigh(one: Entry, other: Entry, likeness: str, rivals: int, setting: Setting) -> list[Weight]:
    """List what speaks for (above 0) and against (below 0) two actors with like names being one, in log-odds.

    `rivals` is the number of actors that the less telling name fits in this way.
    """
    return [
        *_of_rivals(likeness, rivals),
        *_of_records(one, other),
        *_of_places(one, other, likeness, setting),
    ]
