"""Who held which office when: heads of state and government, ministers, heads of international bodies.

The list `leaders.csv` ends in 2025. It says something only where neither the document nor the user's list does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from toolkit import lexicons
from toolkit.actors.folding import plain
from toolkit.actors.reading import offices
from toolkit.actors.registry import Draft, Registry

__all__ = ["Leader", "bearers", "country_in", "enter_leaders", "in_office", "longest_name", "role_of"]

_COLUMNS = ("name", "other_names", "called", "country", "body", "office", "from", "to", "note")
_SAME_OFFICE = {"pm": "prime minister", "premier": "prime minister", "defense": "defence"}
_LOWER = frozenset(("vice", "deputy", "assistant", "acting", "under", "undersecretary"))
_PAST = frozenset(("former", "ex", "late", "ousted", "then"))
#: Offices that the list does not date: they tell who somebody is, not what he holds.
_NO_OFFICE = frozenset(("politician", "official", "leader", "cleric"))


@dataclass(frozen=True)
class Leader:
    """One term of office; `country` is None for the head of an international body, `until` is "" for the list's end."""

    name: str
    country: str | None
    body: str | None
    office: str
    since: str
    until: str
    note: str

    def holds(self, day: date) -> bool:
        """Tell whether a day may fall into the term: terms known by the year hold from January to December."""
        written = day.isoformat()
        return self.since <= written[: len(self.since)] and (not self.until or written[: len(self.until)] <= self.until)

    def over(self, day: date) -> bool:
        """Tell whether the term had ended on a day."""
        return bool(self.until) and self.until < day.isoformat()[: len(self.until)]


@dataclass(frozen=True)
class _Known:
    by_name: dict[str, tuple[Leader, ...]]
    by_called: dict[str, tuple[Leader, ...]]
    most_words: int


@lru_cache(maxsize=1)
def _office_ends() -> tuple[str, ...]:
    return tuple(sorted({plain(office) for office in offices()}))


@lru_cache(maxsize=1)
def _known() -> _Known:
    by_name: dict[str, tuple[Leader, ...]] = {}
    by_called: dict[str, tuple[Leader, ...]] = {}
    for row in lexicons.load("leaders", *_COLUMNS):
        held = (row["country"] or None, row["body"] or None, row["office"], row["from"], row["to"], row["note"])
        leader = Leader(row["name"], *held)
        for name in (row["name"], *row["other_names"].split("|")):
            if name and leader not in by_name.get(plain(name), ()):
                by_name[plain(name)] = (*by_name.get(plain(name), ()), leader)
        called = plain(row["called"] or row["name"].split()[-1])
        by_called[called] = (*by_called.get(called, ()), leader)
    return _Known(by_name, by_called, max(len(name.split()) for name in by_name))


def bearers(name: str) -> tuple[Leader, ...]:
    """Give the terms of those who bear a full name; accents, hyphens and capitals do not count.

    Examples
    --------
    >>> {(term.office, term.country) for term in bearers("Angela Merkel")}
    {('chancellor', 'DEU')}
    >>> bearers("Merkel")
    ()
    """
    return _known().by_name.get(plain(name), ())


def _only(countries: Iterable[str | None]) -> str | None:
    found = set(countries)
    return found.pop() if len(found) == 1 else None


def country_in(terms: Sequence[Leader], day: date | None = None) -> str | None:
    """Give the state that people of one name belong to, if it is one: those in office on the day, else all.

    Examples
    --------
    >>> from datetime import date
    >>> terms = bearers("Jens Stoltenberg")
    >>> country_in(terms, date(2010, 5, 1)), country_in(terms, date(2018, 5, 1)), country_in(terms)
    ('NOR', None, None)
    """
    holding = [term for term in terms if day is not None and term.holds(day)]
    return _only(term.country for term in holding or terms)


def _office_words(text: str) -> list[str]:
    return plain(" ".join(_SAME_OFFICE.get(word, word) for word in plain(text).split())).split()


def _same(said: list[str], office: str) -> bool:
    """Tell whether an office is the one said or a fuller name of it ("secretary", "foreign secretary")."""
    held = _office_words(office)
    return bool(said) and (held[-len(said) :] == said or (said == ["secretary"] and held[:1] == said))


def in_office(called: str, office: str, day: date | None = None) -> tuple[Leader, ...]:
    """Give the terms of those whom an office and a family name may mean ("President", "Macron").

    Parameters
    ----------
    called : str
        The name behind the office.
    office : str
        The words in front of it; "former" asks for those who had left it, "deputy" for nobody but a deputy.
    day : date, optional
        When that was written. Without it the name must be borne by one person of the whole list.

    Examples
    --------
    >>> from datetime import date
    >>> [term.name for term in in_office("Bush", "President", date(1990, 1, 1))]
    ['George H.W. Bush']
    >>> in_office("Bush", "President"), in_office("Bush", "Bishop", date(1990, 1, 1))
    ((), ())
    """
    words = _office_words(office)
    said = [word for word in words if word not in _PAST]
    bearing = _known().by_called.get(plain(called), ())
    fitting = [term for term in bearing if _same(said, term.office)]
    if day is None:
        return tuple(fitting) if len({term.name for term in bearing}) == 1 else ()
    past = len(said) < len(words)
    return tuple(term for term in fitting if (term.over(day) if past else term.holds(day)))


def role_of(terms: Sequence[Leader], day: date | None) -> str | None:
    """Give the office held on a day, or the last one before with "former"; None where the list tells none.

    Examples
    --------
    >>> from datetime import date
    >>> role_of(bearers("Angela Merkel"), date(2010, 1, 1)), role_of(bearers("Angela Merkel"), date(2023, 1, 1))
    ('chancellor', 'former chancellor')
    """
    if day is None:
        return None
    dated = [term for term in terms if term.office not in _NO_OFFICE]
    holding = sorted((term for term in dated if term.holds(day)), key=lambda term: (term.since, term.office))
    if holding:
        return holding[-1].office
    past = sorted((term for term in dated if term.over(day)), key=lambda term: (term.until, term.office))
    return f"former {past[-1].office}" if past else None


def _before(words: Sequence[str], first: int) -> str:
    """Give the office that stands right before a word: the longest known one, with what makes it a lower one."""
    for start in range(max(0, first - 4), first):
        text = " ".join(words[start:first])
        if text.casefold() in offices():
            lower = [word for word in words[max(0, start - 2) : start] if plain(word) in _LOWER | _PAST]
            return " ".join([*lower, text])
    return ""


def _stands_alone(words: Sequence[str], first: int, last: int) -> bool:
    """Tell whether a run of words is a whole name: no capitalised word before it but an office, none behind it."""
    if last < len(words) and words[last][0].isupper():
        return False
    return first == 0 or not words[first - 1][0].isupper() or bool(_before(words, first))


def longest_name(words: Sequence[str], first: int, day: date | None = None) -> tuple[Leader, ...]:
    """Give the terms of whom a name means that begins at a word: a full name, or a family name behind an office.

    A name that is common counts only behind its office.

    Examples
    --------
    >>> words = "former Chancellor Angela Merkel".split()
    >>> longest_name(words, 2)[0].country, longest_name(words, 3)
    ('DEU', ())
    """
    if not words[first][0].isupper():
        return ()
    office = _before(words, first)
    for last in range(min(len(words), first + _known().most_words), first, -1):
        name = " ".join(words[first:last])
        if not _stands_alone(words, first, last):
            continue
        terms = tuple(t for t in bearers(name) if t.note != "common" or _same(_office_words(office), t.office))
        if terms:
            return terms
        if office:
            found = in_office(name, office, day)
            if found:
                return found
    return ()


def _meant(person: Draft, day: date | None) -> tuple[Leader, ...]:
    """Give the terms of a person of a document, none where its descriptions there are no offices."""
    said = sorted({role for role in (person.role, *person.roles) if role})
    held = [role for role in said if plain(role).endswith(_office_ends())]
    if len(held) < len(said):
        return ()
    terms = bearers(person.name)
    if not terms and len(person.parts) == 1 and day is not None:
        terms = tuple(term for role in held for term in in_office(person.name, role, day))
    return tuple(t for t in terms if t.note != "common" or any(_same(_office_words(role), t.office) for role in held))


def enter_leaders(registry: Registry, day: date | None) -> None:
    """Give people of whom the document does not say where they belong the state that the list knows.

    Who was in office on the day is part of the government; the role is filled in where the document tells none.

    Parameters
    ----------
    registry : Registry
        The actors of a document, resolved.
    day : date or None
        Its day of publication.
    """
    for person in registry.people():
        if person.part_of is not None or person.country is not None or person.state is not None:
            continue
        terms = _meant(person, day)
        country = country_in(terms, day) if terms else None
        if country is None or country not in registry.places.states:
            continue
        person.country = country
        person.role = person.role or role_of(terms, day)
        if day is not None and any(t.holds(day) and t.country and t.office not in _NO_OFFICE for t in terms):
            person.part_of = registry.government(country).actor_id
