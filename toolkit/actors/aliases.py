"""The user's corrections: which actor a form names."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.actors.names import slug
from toolkit.actors.places import Places, State, add_state
from toolkit.actors.states import adjectives_of, kindred
from toolkit.errors import InputError

__all__ = ["Aliases", "alias_of", "folded", "read_aliases", "states_of"]

_COLUMNS = ("form", "actor", "from", "to", "note")


@dataclass(frozen=True)
class Dated:
    """One correction with the days between which it holds (both included; None: no limit)."""

    form: str
    actor: str
    since: date | None
    until: date | None

    def holds(self, day: date | None) -> bool:
        """Tell whether it holds on a day; without a day only what has no limits does."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since or date.min) <= day <= (self.until or date.max)


class Aliases(dict[str, str]):
    """Form -> actor for the corrections without dates; `on` gives those that hold on a day."""

    def __init__(self, rows: Iterable[Dated] = ()) -> None:
        self.rows = tuple(rows)
        super().__init__({row.form: row.actor for row in self.rows if row.holds(None)})

    def on(self, day: date | None) -> dict[str, str]:
        """Give what holds on a day; a correction with dates wins over one without."""
        dated = {row.form: row.actor for row in self.rows if row.holds(day) and (row.since or row.until)}
        return {**self, **dated}


def bare(form: str) -> str:
    """Give a form as it is compared: without leading article, in small letters, with plain spaces and apostrophes.

    Examples
    --------
    >>> bare("The  Amber House"), bare("Marla Quist’s deputy")
    ('amber house', "marla quist's deputy")
    """
    words = form.replace("’", "'").casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def folded(aliases: Mapping[str, str]) -> dict[str, str]:
    """Give corrections by their bare forms; of several with the same bare form the first in the alphabet."""
    return {bare(form): aliases[form] for form in sorted(aliases, reverse=True)}


def alias_of(aliases: Mapping[str, str], text: str, name: str = "") -> str | None:
    """Give the actor that folded corrections name for a mention: by its whole text first, else by the name in it.

    Examples
    --------
    >>> alias_of({"marla quist": "the_minister"}, "Foreign Minister Marla Quist", "Marla Quist")
    'the_minister'
    """
    if not aliases:
        return None
    return aliases.get(bare(text)) or (aliases.get(bare(name)) if name else None)


def _stands_for_state(name: str, forms: Iterable[str]) -> bool:
    """Tell whether forms that name an actor show that it is a state: they are its adjective or its people."""
    adjectives = set(adjectives_of(name))
    return any(form in adjectives or form.removesuffix("s") in adjectives or kindred(form, name) for form in forms)


def states_of(aliases: Mapping[str, str], places: Places) -> Places:
    """Add the states that the corrections themselves make known by naming their adjectives or people.

    Examples
    --------
    >>> from toolkit.actors.places import known
    >>> told = states_of({"Norvanian": "Norvania", "Tavrin": "Norvania"}, known())
    >>> told.adjectives["Norvanian"], told.seats["Tavrin"]
    ('norvania', 'norvania')
    """
    by_actor: dict[str, list[str]] = {}
    for form in sorted(aliases):
        by_actor.setdefault(aliases[form], []).append(form)
    for name, forms in sorted(by_actor.items()):
        if not name.isalpha() or not name[0].isupper():
            continue
        if name not in places.names:
            if not _stands_for_state(name, forms):
                continue
            adjective = next((f for f in forms if re.search(r"(?:an|ish|ese|ic|i)$", f)), name)
            places = add_state(places, State(slug(name), name, None, adjective), (), ())
        places = _with_forms(places, places.names[name], name, forms)
    return places


def _with_forms(places: Places, code: str, name: str, forms: Iterable[str]) -> Places:
    """Sort what names a state into adjectives, peoples and seats."""
    adjectives, peoples, seats = {}, {}, {}
    allowed = set(adjectives_of(name))
    stem = name[:4]
    for form in forms:
        plain = re.sub(r"^[Tt]he ", "", form)
        if plain in allowed or kindred(plain, name):
            adjectives[plain] = code
        elif plain.endswith("s") and plain.startswith(stem):
            peoples[plain] = code
        elif plain[0].isupper() and plain != name:
            seats[plain] = code
    return replace(
        places,
        adjectives={**places.adjectives, **adjectives},
        peoples={**places.peoples, **peoples},
        seats={**places.seats, **seats},
    )


def _day(cell: str, path: Path, line: int, column: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise InputError(
            f"{path.name}, line {line}: column {column!r} must be a day such as 2024-05-31; got {cell!r}"
        ) from error


def _row(row: Mapping[str | None, str | list[str] | None], path: Path, line: int) -> Dated:
    if None in row or None in row.values():
        raise InputError(f"{path.name}, line {line}: the row does not have as many cells as the header")
    cells = {str(column): str(cell).strip() for column, cell in row.items()}
    for column in ("form", "actor"):
        if not cells[column]:
            raise InputError(f"{path.name}, line {line}: column {column!r} is empty")
    since = _day(cells.get("from", ""), path, line, "from")
    until = _day(cells.get("to", ""), path, line, "to")
    if since is not None and until is not None and since > until:
        raise InputError(f"{path.name}, line {line}: 'from' ({since}) is later than 'to' ({until})")
    return Dated(cells["form"], cells["actor"], since, until)


def _check_header(header: list[str], path: Path) -> None:
    lacking = [column for column in ("form", "actor") if column not in header]
    if lacking:
        raise InputError(f"{path.name} lacks the columns {lacking}; it has {header}")
    unknown = [column for column in header if column not in _COLUMNS]
    if unknown:
        raise InputError(f"{path.name} has the unknown columns {unknown}; it may have {list(_COLUMNS)}")


def _check_double(rows: list[Dated], path: Path) -> None:
    seen: dict[tuple[str, date | None, date | None], str] = {}
    for row in rows:
        key = (row.form, row.since, row.until)
        if seen.setdefault(key, row.actor) != row.actor:
            raise InputError(f"{path.name}: the form {row.form!r} names both {seen[key]!r} and {row.actor!r}")


def read_aliases(path: str | Path) -> dict[str, str]:
    """Read the user's corrections: which actor a form names.

    Parameters
    ----------
    path : str or Path
        CSV file (UTF-8) with the columns ``form`` (of a whole mention or of the name in it; article and capitals do
        not count) and ``actor`` (an actor id or a name), and if wanted ``from`` and
        ``to`` (days between which it holds, both included) and ``note``.

    Returns
    -------
    dict
        Form -> actor, without the rows that have dates; `resolve` applies those by the day of publication.

    Raises
    ------
    InputError
        If the file is not there or not such a table, a cell is empty, a date is none, or a form names two actors.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"aliases {path} cannot be read: {error}") from error
    reader = csv.DictReader(text.splitlines())
    _check_header(list(reader.fieldnames or []), path)
    rows = [_row(row, path, reader.line_num) for row in reader]
    _check_double(rows, path)
    return Aliases(rows)
