"""The actors of one document while it is being resolved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from toolkit import lexicons
from toolkit.actors.names import initials_of, same_person, slug
from toolkit.actors.places import Body, Places
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.records import Actor

__all__ = ["Draft", "Registry"]


@dataclass
class Draft:
    """An actor in the making; `parts` are those of a person's fullest name, `nouns` what it is called besides."""

    actor_id: str
    name: str
    type: str
    country: str | None = None
    role: str | None = None
    part_of: str | None = None
    state: str | None = None
    gender: str | None = None
    plural: bool = False
    parts: tuple[str, ...] = ()
    nouns: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    def record(self) -> Actor:
        """Make the record."""
        forms = tuple(sorted(self.forms))
        return Actor(self.actor_id, self.name, self.type, self.country, self.role, self.part_of, forms)


@lru_cache(maxsize=1)
def _called() -> dict[str, tuple[str, ...]]:
    rows = lexicons.load("bodies_in_names", "word", "type", "called")
    return {row["word"]: tuple(row["called"].split("|")) for row in rows if row["called"]}


_FIRMS = frozenset(["company", "firm", "group", "bank", "airline", "corporation", "contractor"])


def _name_nouns(name: str) -> set[str]:
    words = re.findall(r"[\w-]+", name)
    own = {word for word in map(singular, words) if word in nouns()}
    return own | set(_called().get(words[-1], ())) if words else own


@dataclass
class Registry:
    """All actors of a document by id, and the ways to find them again."""

    doc_id: str
    places: Places
    drafts: dict[str, Draft] = field(default_factory=dict)
    full: dict[str, list[str]] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def local(self, text: str) -> str:
        """Make an id that holds in this document only."""
        return f"{slug(text)}@{self.doc_id}"

    def add(self, draft: Draft) -> Draft:
        """Enter an actor unless its id is there already, and give the one that is there."""
        known = self.drafts.setdefault(draft.actor_id, draft)
        known.nouns |= draft.nouns
        known.role = known.role or draft.role
        known.part_of = known.part_of or draft.part_of
        return known

    def state(self, code: str) -> Draft:
        """Give the actor of a state."""
        state = self.places.states[code]
        return self.add(Draft(code, state.name, "state", state.country, state=code, nouns={"country"}))

    def government(self, code: str) -> Draft:
        """Give the actor of a state's government."""
        state = self.places.states[code]
        self.state(code)
        return self.add(
            Draft(
                state.government,
                f"{state.adjective} government",
                "government",
                state.country,
                part_of=code,
                state=code,
                nouns={"government"},
            )
        )

    def nationals(self, code: str, name: str) -> Draft:
        """Give the actor of a state's people, who are not its government."""
        state = self.state(code)
        return self.add(Draft(f"{code}.PEOPLE", name, "group", state.country, part_of=code, state=code, plural=True))

    def body(self, body: Body) -> Draft:
        """Give the actor of something that the gazetteer names."""
        if body.actor_id.endswith(".GOV") and body.country:
            return self.government(body.country)
        draft = Draft(body.actor_id, body.name, body.type, body.country, part_of=body.part_of, state=body.country)
        draft.nouns = _name_nouns(body.name)
        return self.add(draft)

    def members(self, body: Draft) -> Draft:
        """Give the actor of some members of a body."""
        name = f"members of the {body.name}"
        return self.add(
            Draft(f"{body.actor_id}.members", name, "group", body.country, None, body.actor_id, plural=True)
        )

    def organisation(self, name: str, kind: str, state: str | None) -> Draft:
        """Give the actor of an organisation by its name, its acronym or a shorter form of its name."""
        country = self.places.states[state].country if state else None
        whole = f"{self.places.states[state].adjective} {name}" if state else name
        known = self._organisation_like(whole) or self._organisation_like(name)
        if known is not None and (state is None or known.state in (None, state)):
            return known
        actor_id = slug(whole) if country is None else f"{state}.{slug(name).upper()}"
        part_of = state if kind == "institution" else None
        found = Draft(actor_id, whole, kind, country, part_of=part_of, state=state, nouns=_name_nouns(name))
        self.by_name[name.casefold()] = actor_id
        self.by_name[whole.casefold()] = actor_id
        initials = initials_of(name)
        if len(initials) > 1:
            self.acronyms.setdefault(initials, actor_id)
            self.acronyms.setdefault(initials_of(whole), actor_id)
        return self.add(found)

    def _organisation_like(self, name: str) -> Draft | None:
        known = self.by_name.get(name.casefold()) or self.acronyms.get(name.replace(".", ""))
        if known is not None:
            return self.drafts[known]
        words = name.casefold().split()
        fitting = [i for other, i in sorted(self.by_name.items()) if _shorter_form(words, other.split())]
        if len(words) == 1 and not fitting:
            fitting = [i for other, i in sorted(self.by_name.items()) if other.split()[-1] == words[0]]
        unique = sorted(set(fitting))
        return self.drafts[unique[0]] if len(unique) == 1 else None

    def ending_in(self, text: str) -> Draft | None:
        """Give the only organisation whose name ends in some words ("Fishers' union"), of which there must be two."""
        words = re.sub(r"^(?:the|a|an) ", "", text.casefold().replace("’", "'"))
        if " " not in words:
            return None
        fitting = {i for name, i in self.by_name.items() if f" {name}".replace("’", "'").endswith(f" {words}")}
        return self.drafts[fitting.pop()] if len(fitting) == 1 else None

    def person(self, reading: Reading) -> tuple[Draft | None, tuple[str, ...]]:
        """Find or enter a person by name.

        Returns
        -------
        tuple
            The actor, or None with the ids of several people who bear that name.
        """
        fits = self.bearers(reading)
        if len(fits) > 1:
            return None, tuple(fits)
        if fits:
            return self.drafts[fits[0]], ()
        draft = Draft(slug(reading.name), reading.name, "person", parts=reading.parts, gender=reading.gender)
        self.full.setdefault(reading.parts[-1], []).append(draft.actor_id)
        return self.add(draft), ()

    def bearers(self, reading: Reading) -> list[str]:
        """Give the ids of those known by a name: the exact name first, else all whom it may mean, by gender."""
        ids = self.full.get(reading.parts[-1], [])
        if not ids and len(reading.parts) == 1:
            return self._by_part(reading)
        fits = [i for i in ids if same_person(reading.parts, self.drafts[i].parts)]
        exact = [i for i in fits if self.drafts[i].parts == reading.parts]
        if exact and len(reading.parts) > 1:
            return exact
        if len(fits) > 1 and reading.gender:
            told = [i for i in fits if self.drafts[i].gender in (reading.gender, None)]
            fits = told or fits
        elif len(fits) == 1 and reading.gender and self.drafts[fits[0]].gender not in (None, reading.gender):
            return []
        return sorted(fits)

    def _by_part(self, reading: Reading) -> list[str]:
        """Give the only one whose name holds a word elsewhere: as first name, or as part of a double family name."""
        word = reading.parts[0]
        fits = [
            d
            for d in self.people()
            if word in d.parts[:-1] and d.gender in (None, reading.gender, reading.gender or d.gender)
        ]
        return [fits[0].actor_id] if len(fits) == 1 else []

    def people(self) -> list[Draft]:
        """Give everybody, in the order of first entry."""
        return [d for d in self.drafts.values() if d.type == "person"]

    def records(self, used: Iterable[str]) -> tuple[Actor, ...]:
        """Make the records of the actors that are used and of those that they are part of, sorted by id."""
        wanted, todo = set(), list(used)
        while todo:
            actor_id = todo.pop()
            if actor_id in wanted or actor_id not in self.drafts:
                continue
            wanted.add(actor_id)
            parent = self.drafts[actor_id].part_of
            if parent is not None:
                todo.append(parent)
        return tuple(self.drafts[actor_id].record() for actor_id in sorted(wanted))


def _shorter_form(words: list[str], full: list[str]) -> bool:
    """Tell whether words are a shorter form of a name: its beginning, or it without words in the middle."""
    if len(words) >= len(full):
        return False
    if len(words) > 1 and words == full[-len(words) :]:
        return True
    if words[0] != full[0]:
        return False
    if words == full[: len(words)]:
        return len(words) > 1 or singular(full[-1]) not in nouns() or singular(full[-1]) in _FIRMS
    rest = iter(full)
    return words[-1] == full[-1] and len(words) > 1 and all(word in rest for word in words)
