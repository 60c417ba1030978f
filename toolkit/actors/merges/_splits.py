"""Suggest which actors of a corpus may be several."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from toolkit import lexicons
from toolkit.actors.dated import office_in, roles_over_time
from toolkit.actors.folding import name_in, plain, tokens
from toolkit.actors.merges._comparing import compared
from toolkit.actors.merges._entries import Entry, actors_of, entries_of
from toolkit.actors.merges._suggesting import check_score, frame_of, undecided
from toolkit.actors.names import slug, title_gender, titles
from toolkit.records import Actor

__all__ = ["suggest_splits"]


class _Split(NamedTuple):
    name: str
    forms: tuple[str, ...]
    score: float
    reason: str


def _name_entry(entry: Entry, name: str) -> Entry:
    return Entry(replace(entry.actor, name=name, forms=(name,)), entry.lands)


def _by_name(entry: Entry) -> Iterator[_Split]:
    """Find given names that cannot be one person's: names that no chain of fitting names joins."""
    if len(entry.words) < 2:
        found = [n for n in entry.names if len(plain(n).split()) > 1]
    else:
        found = [n for n in entry.names if len(_name_entry(entry, n).words) > 1]
    groups: list[list[str]] = []
    for name in sorted(found, key=lambda n: (n != entry.actor.name, -len(n), n)):
        fitting = [g for g in groups if any(compared(_name_entry(entry, name), _name_entry(entry, m)) for m in g)]
        groups = [g for g in groups if g not in fitting] + [[m for g in fitting for m in g] + [name]]
    groups.sort(key=lambda g: (entry.actor.name not in g, -len(g), g))
    for group in groups[1:]:
        given = " and ".join(repr(" ".join(g[0].split()[:-1])) for g in (groups[0], group))
        name = max(group, key=lambda n: (len(n), n))
        yield _Split(name, tuple(sorted(group)), 0.9, f"two given names: {given}")


def _titled(form: str, entry: Entry) -> str | None:
    """Give the gender that the form of address in a form tells, if the form holds the actor's name."""
    words = tokens(form)
    named = name_in(form, entry.parts)
    if not named:
        return None
    before = words[: len(words) - len(named)]
    told = [title_gender(word) for word in before if word.rstrip(".") in titles()]
    return next((gender for gender in told if gender), None)


def _grouped(forms: Iterable[str], value: Mapping[str, str | None]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for form in sorted(forms):
        told = value.get(form)
        if told is not None:
            groups.setdefault(told, []).append(form)
    return groups


_GENDERS = {"m": "a man", "f": "a woman"}


def _by_gender(entry: Entry) -> Iterator[_Split]:
    forms = entry.actor.forms
    groups = _grouped(forms, {form: _titled(form, entry) for form in forms})
    if len(groups) < 2:
        return
    kept = next((g for g in sorted(groups) if {g} == entry.genders), min(groups, key=lambda g: (-len(groups[g]), g)))
    for gender in sorted(set(groups) - {kept}):
        name = min(groups[gender], key=lambda form: (len(form), form))
        reason = f"addressed as {_GENDERS[kept]} ({groups[kept][0]}) and as {_GENDERS[gender]} ({name})"
        yield _Split(name, tuple(groups[gender]), 0.75, reason)


def _by_country(entry: Entry) -> Iterator[_Split]:
    """Find two states before the name: "Norvanian minister Quist", "the Skerrish minister Quist"."""
    value: dict[str, str | None] = {}
    for form in entry.actor.forms:
        named = name_in(form, entry.parts)
        before = tokens(form)[: -len(named)] if named else []
        states = {entry.lands[plain(word)] for word in before if plain(word) in entry.lands}
        value[form] = states.pop() if len(states) == 1 else None
    groups = _grouped(entry.actor.forms, value)
    if len(groups) < 2:
        return
    kept = entry.land if entry.land in groups else min(groups, key=lambda g: (-len(groups[g]), g))
    for state in sorted(set(groups) - {kept}):
        one, other = groups[str(kept)][0], groups[state][0]
        yield _Split(other, tuple(groups[state]), 0.6, f"of two countries: {one!r} and {other!r}")


@lru_cache(maxsize=1)
def _branches() -> dict[str, str]:
    return {row["office"]: row["branch"] for row in lexicons.load("office_branches", "office", "branch")}


def _branch(role: str) -> str | None:
    words = role.split()
    if words[0] == "former" or {"deputy", "vice"} & set(words):
        return None
    return next((_branches()[r] for r in (role, words[-1]) if r in _branches()), None)


def _overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether two spans of days overlap; days that are not known do."""
    if any(day is None for day in (*one, *other)):
        return True
    return str(one[0]) <= str(other[1]) and str(other[0]) <= str(one[1])


def _by_role(entry: Entry, spans: Mapping[str, tuple[object, ...]]) -> Iterator[_Split]:
    """Find offices that nobody holds at once: a king and a minister, a judge and a general."""
    value = {form: office_in(form, without=frozenset(entry.lands)) for form in entry.actor.forms}
    groups = _grouped((f for f in entry.actor.forms if name_in(f, entry.parts)), value)
    roles = sorted((role for role in groups if _branch(role)), key=lambda r: (r != entry.office, -len(groups[r]), r))
    for role in roles[1:]:
        apart = _branch(role) != _branch(roles[0])
        if apart and _overlap(spans.get(role, (None, None)), spans.get(roles[0], (None, None))):
            name = min(groups[role], key=lambda form: (len(form), form))
            yield _Split(name, tuple(groups[role]), 0.55, f"with roles that go ill together: {roles[0]} and {role}")


def _spans(
    mentions: pd.DataFrame | None, documents: pd.DataFrame | None, actors: list[Actor]
) -> dict[str, dict[str, tuple[object, ...]]]:
    if mentions is None or documents is None:
        return {}
    listed = {"actor_id": [a.actor_id for a in actors], "type": [a.type for a in actors]}
    roles = roles_over_time(mentions, documents, pd.DataFrame({**listed, "forms": [list(a.forms) for a in actors]}))
    spans: dict[str, dict[str, tuple[object, ...]]] = {}
    for actor, role, first, last, _ in roles.itertuples(index=False):
        spans.setdefault(actor, {})[role] = (first, last)
    return spans


def _of_entry(entry: Entry, spans: Mapping[str, tuple[object, ...]]) -> list[_Split]:
    """Unite what is found for the same forms: each further reason takes half of the rest to 1."""
    found: dict[tuple[str, ...], _Split] = {}
    for split in (*_by_name(entry), *_by_gender(entry), *_by_country(entry), *_by_role(entry, spans)):
        before = found.get(split.forms)
        if before is not None:
            score = round(1 - (1 - max(before.score, split.score)) / 2, 3)
            split = split._replace(score=score, reason=f"{before.reason}; {split.reason}")
        found[split.forms] = split
    return list(found.values())


def suggest_splits(
    actors: pd.DataFrame | Iterable[Actor],
    *,
    mentions: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    decided: pd.DataFrame | None = None,
    min_score: float = 0.5,
) -> pd.DataFrame:
    """Suggest which actors of a corpus may be several people, for a person to accept or refuse.

    An actor is suggested whose forms carry two given names that do not fit, forms of address of both genders, two
    countries, or offices of which nobody holds two at once (list ``office_branches``: crown, court, army, church,
    press, and so on) in times that overlap.

    Parameters
    ----------
    actors : DataFrame or iterable of Actor
        The table `actors` of a run.
    mentions, documents : DataFrame, optional
        Tables of the same run: with both, offices count only where their first and last days overlap.
    decided : DataFrame, optional
        What `read_merges` gives; what was accepted or refused there is not suggested again.
    min_score : float
        Lowest score listed, from 0 to 1.

    Returns
    -------
    DataFrame
        The columns of `suggest_merges`; ``kind`` is "split". ``other`` is the actor as it is; ``actor`` and
        ``actor_name`` are new, proposed for the ``forms`` that are to leave it. The score is one of judgement: 0.9
        for given names, 0.75 for gender, 0.6 for countries, 0.55 for offices, more where several come together.

    Raises
    ------
    InputError
        If `min_score` is not between 0 and 1 or a table lacks a column.

    Examples
    --------
    >>> quist = Actor("quist", "Quist", "person", forms=("Marla Quist", "Pavo Quist", "Quist"))
    >>> suggest_splits([quist])[["actor_name", "forms", "reason"]].values.tolist()
    [['Pavo Quist', 'Pavo Quist', "two given names: 'Marla' and 'Pavo'"]]
    """
    check_score(min_score)
    listed = actors_of(actors)
    spans = _spans(mentions, documents, listed)
    rows: list[tuple[object, ...]] = []
    for entry in entries_of(listed):
        actor = entry.actor
        for split in _of_entry(entry, spans.get(actor.actor_id, {})) if entry.is_person else ():
            if split.score >= min_score and slug(split.name) != actor.actor_id:
                ids = slug(split.name), split.name, actor.actor_id, actor.name
                rows.append(("split", split.score, *ids, "; ".join(split.forms), "", "", split.reason))
    return undecided(frame_of(rows), decided)
