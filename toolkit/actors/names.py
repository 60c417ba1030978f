"""Names of persons and the slugs that actor ids are made of."""

import re
import unicodedata
from functools import lru_cache

from toolkit import lexicons

__all__ = [
    "gender_of_name",
    "genders",
    "initials_of",
    "same_person",
    "slug",
    "title_gender",
    "title_office",
    "titles",
]

#: Small words inside family names.


def slug(name: str) -> str:
    """Make the part of an actor id that stands for a name.

    Examples
    --------
    >>> slug("Marla Quist-Åberg"), slug("the Norvania Workers' Union")
    ('marla_quist_aberg', 'norvania_workers_union')
    """
    text = re.sub(r"^(?:the|a|an)\s+", "", name.strip(), flags=re.IGNORECASE).replace("ø", "o").replace("Ø", "O")
    text = re.sub(r"[’']s?(?=\W|$)", lambda m: "s" if m.group() != "'" and m.group() != "’" else "", text)
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    made = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")
    return made or re.sub(r"\W+", "_", text.casefold()).strip("_") or "unnamed"


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """Forms of address and ranks, without full stop, with the gender they tell ("" for none)."""
    return {row["title"]: row["gender"] for row in lexicons.load("titles", "title", "gender", "class")}


@lru_cache(maxsize=1)
def _title_offices() -> dict[str, str]:
    return {row["title"]: row["office"] for row in lexicons.load("titles", "title", "office")}


def title_office(title: str) -> str:
    """Give the office that a form of address stands for ("Gov." is "governor"), "" if it stands for none."""
    return _title_offices().get(title.rstrip("."), "")


def title_gender(title: str | None) -> str | None:
    """Give the gender that a form of address tells, None if it tells none."""
    return titles().get((title or "").rstrip("."), "") or None


@lru_cache(maxsize=1)
def genders() -> dict[str, str]:
    """Given names with the gender they usually have ("" for both)."""
    rows = lexicons.load("given_names", "gender", "names")
    return {name: row["gender"] for row in rows for name in row["names"].split()}


def gender_of_name(parts: tuple[str, ...]) -> str | None:
    """Guess a person's gender from the given name, None where that tells nothing.

    Examples
    --------
    >>> gender_of_name(("Maria", "Quist")), gender_of_name(("Quist",))
    ('f', None)
    """
    if len(parts) < 2:
        return None
    return genders().get(parts[0]) or genders().get(parts[0].split("-")[0]) or None


def initials_of(name: str) -> str:
    """Give the capital first letters of a name, for comparison with an acronym.

    Examples
    --------
    >>> initials_of("Norvania Workers' Union"), initials_of("Court of Justice")
    ('NWU', 'CJ')
    """
    return "".join(word[0] for word in re.findall(r"[^\W\d_][\w'-]*", name) if word[0].isupper())


def _given_fits(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return one == other or (len(short) == 1 and long.startswith(short))


def same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether the parts of one name can be a shorter or fuller form of another.

    The family name must be the same; given names must agree as far as both are there, an initial standing for a name.

    Examples
    --------
    >>> full = ("Marla", "J.", "Quist")
    >>> same_person(("Quist",), full), same_person(("Marla", "Quist"), full), same_person(("Mona", "Quist"), full)
    (True, True, False)
    """
    if len(short) > len(full):
        short, full = full, short
    if short == full[-len(short) :]:
        return True
    if short[-1] != full[-1] or len(short) < 2:
        return False
    given, rest = list(short[:-1]), list(full[:-1])
    if not _given_fits(given[0], rest[0]) and given[0] not in rest:
        return False
    position = 0
    for part in given:
        while position < len(rest) and not _given_fits(part, rest[position]):
            position += 1
        if position == len(rest):
            return False
        position += 1
    return True
