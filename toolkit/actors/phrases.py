"""Which state a noun phrase names: by a country, a body, a person in office, a city."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from toolkit import lexicons
from toolkit.actors.folding import plain
from toolkit.actors.leaders import country_in, longest_name
from toolkit.actors.names import genders
from toolkit.actors.places import Body, Places, known, look_up

__all__ = ["country_of"]

_MAX_WORDS = 7


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Give the states of cities and regions that are no capitals."""
    found: dict[str, str] = {}
    for row in lexicons.load("places", "name", "other_names", "country", "kind"):
        for form in (row["name"], *filter(None, row["other_names"].split("|"))):
            found[plain(form)] = row["country"]
    return found


def _named(form: str, places: Places, day: date | None) -> tuple[bool, str | None]:
    """Tell whether a form is in the gazetteer, and its state."""
    bodies: tuple[Body, ...] = places.bodies.get(form, ()) + places.metonyms.get(form, ())
    body = next((body for body in bodies if body.holds(day)), None)
    if body is not None:
        return True, body.country
    for table in (places.names, places.adjectives, places.peoples, places.seats, places.capitals):
        code = look_up(table, form)
        if code is not None and form[0].isupper():
            return True, places.states[code].country
    return False, None


def _country_of_words(words: Sequence[str], places: Places, day: date | None) -> str | None:
    for start in range(len(words)):
        for end in range(min(len(words), start + _MAX_WORDS), start, -1):
            found, country = _named(" ".join(words[start:end]), places, day)
            if found:
                return country
        terms = longest_name(words, start, day)
        if terms:
            return country_in(terms, day)
    return _country_of_place(words, places)


def _given(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the name of a place is a given name before a family name here ("Virginia Quist")."""
    return end == start + 1 and words[start] in genders() and end < len(words) and words[end][0].isupper()


def _country_of_place(words: Sequence[str], places: Places) -> str | None:
    for start in range(len(words)):
        for end in range(min(len(words), start + _MAX_WORDS), start, -1):
            code = _cities().get(plain(" ".join(words[start:end])))
            if code is not None and words[start][0].isupper() and not _given(words, start, end):
                return places.states[code].country
    return None


def country_of(phrase: str, *, day: date | None = None, places: Places | None = None) -> str | None:
    """Tell which state an actor named by a noun phrase belongs to.

    Parameters
    ----------
    phrase : str
        A noun phrase, such as ``"Danish officials"``, ``"the Kremlin"`` or ``"President Angela Merkel"``.
    day : date, optional
        When it was written: decides between people who bore a name or held an office at different times, and whether
        the uses of a name hold that have changed.
    places : Places, optional
        Gazetteer to use; by default that of the toolkit.

    Returns
    -------
    str or None
        ISO 3166 alpha-3 code of the first state that a country, body or person in the phrase belongs to, else of the
        first city or region; None where it names none, an international organisation or its head, people of several
        states, or a state without a code.

    Examples
    --------
    >>> country_of("Danish officials"), country_of("the ambassador of Peru"), country_of("two officials")
    ('DNK', 'PER', None)
    >>> country_of("Angela Merkel's deputy"), country_of("Osaka police")
    ('DEU', 'JPN')
    """
    text = re.sub(r"[’']s\b|[’'](?=\s|$)", "", phrase.replace("’", "'"))
    words = re.findall(r"[\w.'-]*\w(?:\.(?=\w)|\.(?<=[A-Z]\.))?|&", re.sub(r"-(?=[a-z])", " ", text))
    return _country_of_words(words, places or known(), day)
