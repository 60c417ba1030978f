"""The user's corrections: which actor a form names."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.actors.names import same_person, slug
from toolkit.actors.places import Body, Places, State, add_state, known
from toolkit.actors.states import adjectives_of, kindred
from toolkit.errors import InputError, check_columns
from toolkit.records import ACTOR_TYPES

__all__ = [
    "COLUMNS",
    "TOLD",
    "Aliases",
    "alias_of",
    "folded",
    "id_of",
    "person_of",
    "read_aliases",
    "stated",
    "states_of",
]

COLUMNS = ("form", "actor", "from", "to", "note", "name", "type", "country", "part_of")
#: Columns that say what the actor is; a cell is needed once, in any of the rows of the actor.
TOLD = ("name", "type", "country", "part_of")


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
    """Form -> actor for the corrections without dates; `on` gives those that hold on a day.

    `told` says by actor id what they are: name, type, country, whole ("" or None where the file does not say).
    """

    def __init__(self, rows: Iterable[Dated] = (), told: Mapping[str, Body] | None = None) -> None:
        self.rows = tuple(rows)
        self.told = dict(told or {})
        super().__init__({row.form: row.actor for row in self.rows if row.holds(None)})

    def on(self, day: date | None) -> "Aliases":
        """Give what holds on a day; a correction with dates wins over one without."""
        dated = {row.form: row.actor for row in self.rows if row.holds(day) and (row.since or row.until)}
        named = {body.name: actor for actor, body in self.told.items() if body.name}
        held = Aliases(told=self.told)
        held.update({**named, **self, **dated})
        return held


def stated(aliases: Mapping[str, str]) -> list[list[str]]:
    """Give everything that corrections say, notes left out, sorted: the same where they say the same.

    Examples
    --------
    >>> stated({"Ms Q": "marla_quist"})
    [['Ms Q', 'marla_quist', '', '']]
    """
    if not isinstance(aliases, Aliases):
        return sorted([form, actor, "", ""] for form, actor in aliases.items())
    rows = [[r.form, r.actor, str(r.since or ""), str(r.until or "")] for r in aliases.rows]
    told = [[a, b.name, b.type, b.country or "", b.part_of or ""] for a, b in aliases.told.items()]
    return sorted([*rows, *told])


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


def person_of(aliases: Mapping[str, str], parts: tuple[str, ...]) -> str | None:
    """Give the only actor of folded corrections whose name, or one of whose forms, is a fuller or shorter full name.

    Who corrects a family name to a person means the person's other names too. A given name must be spelled out in both:
    a family name alone says too little, and so does an initial, which may stand for several people.

    Examples
    --------
    >>> told = {"quist": "Marla J. Quist"}
    >>> person_of(told, ("Marla", "Quist")), person_of(told, ("Mona", "Quist")), person_of(told, ("M.", "Quist"))
    ('Marla J. Quist', None, None)
    """
    wanted = tuple(part.casefold() for part in parts)
    given = {part for part in wanted[:-1] if len(part.rstrip(".")) > 1}
    fitting: dict[str, str] = {}  # by id, since a file may call an actor by name and by id
    for form, actor in aliases.items() if given else ():
        for name in (form, actor.replace("_", " ").casefold()):
            words = tuple(name.split()) if name.endswith(wanted[-1]) else ()
            if given & set(words[:-1]) and same_person(wanted, words):
                fitting.setdefault(slug(actor), actor)
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def id_of(actor: str, places: Places) -> str:
    """Give the id of an actor that the user calls by its id or by a name.

    A name of the gazetteer has the id there; what has "_", "." or "@" and no blank, or no capital and no blank, is
    an id; of any other name the id is made as of names in a text.

    Examples
    --------
    >>> from toolkit.actors.places import known
    >>> id_of("Denmark", known()), id_of("DNK.GOV", known()), id_of("Marla Quist", known())
    ('DNK', 'DNK.GOV', 'marla_quist')
    """
    plain = re.sub(r"^[Tt]he ", "", actor)
    if plain in places.names:
        return places.names[plain]
    if actor in places.states:
        return actor
    for body in (*places.bodies.get(actor, ()), *places.bodies.get(plain, ())):
        return body.actor_id
    return actor if re.fullmatch(r"[^\s]*[_.@][^\s]*|[^\sA-Z]+", actor) else slug(actor)


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
    told: Mapping[str, Body] = getattr(aliases, "told", {})
    by_actor: dict[str, list[str]] = {}
    for form in sorted(aliases):
        by_actor.setdefault(aliases[form], []).append(form)
    for actor, forms in sorted(by_actor.items()):
        said = told.get(id_of(actor, places))
        is_state = said is not None and said.type == "state"
        name = said.name or actor if is_state and said is not None else actor
        if not is_state and (not name.isalpha() or not name[0].isupper()):
            continue
        if name not in places.names:
            if not is_state and not _stands_for_state(name, forms):
                continue
            adjective = next((f for f in forms if re.search(r"(?:an|ish|ese|ic|i)$", f)), name)
            code = id_of(actor, places) if is_state else slug(name)
            places = add_state(places, State(code, name, said.country if said else None, adjective), (), ())
        places = _with_forms(places, places.names[name], name, forms)
    return replace(places, told={**places.told, **told}) if told else places


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


def _cells_of(row: Mapping[str | None, str | list[str] | None], path: Path, line: int) -> dict[str, str]:
    if None in row or None in row.values():
        raise InputError(f"{path.name}, line {line}: the row does not have as many cells as the header")
    cells = {str(column): str(cell).strip() for column, cell in row.items()}
    for column in ("form", "actor"):
        if not cells[column]:
            raise InputError(f"{path.name}, line {line}: column {column!r} is empty")
    kind, country = cells.get("type", ""), cells.get("country", "")
    if kind and kind not in ACTOR_TYPES:
        raise InputError(
            f"{path.name}, line {line}: column 'type' must be empty or one of {', '.join(ACTOR_TYPES)}; got {kind!r}"
        )
    if country and country not in known().states:
        raise InputError(
            f"{path.name}, line {line}: column 'country' must be empty or an ISO 3166 alpha-3 code such as DNK; "
            f"got {country!r}"
        )
    return cells


def _row(cells: Mapping[str, str], path: Path, line: int) -> Dated:
    since = _day(cells.get("from", ""), path, line, "from")
    until = _day(cells.get("to", ""), path, line, "to")
    if since is not None and until is not None and since > until:
        raise InputError(f"{path.name}, line {line}: 'from' ({since}) is later than 'to' ({until})")
    return Dated(cells["form"], cells["actor"], since, until)


def _check_header(header: list[str], path: Path) -> None:
    check_columns(path.name, header, ("form", "actor"))
    unknown = [column for column in header if column not in COLUMNS]
    if unknown:
        raise InputError(f"{path.name} has the unknown columns {unknown}; it may have {list(COLUMNS)}")


def _check_double(rows: list[Dated], path: Path) -> None:
    seen: dict[tuple[str, date | None, date | None], str] = {}
    for row in rows:
        key = (row.form, row.since, row.until)
        if seen.setdefault(key, row.actor) != row.actor:
            raise InputError(f"{path.name}: the form {row.form!r} names both {seen[key]!r} and {row.actor!r}")


def _told(rows: Iterable[Mapping[str, str]], path: Path) -> dict[str, Body]:
    """Collect what the rows say of each actor; rows of the same actor may not contradict each other."""
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = {column: row[column] for column in TOLD if row.get(column)}
        known_of = said.setdefault(id_of(row["actor"], known()), {}) if cells else {}
        for column, cell in cells.items():
            if known_of.setdefault(column, cell) != cell:
                raise InputError(
                    f"{path.name}: column {column!r} of the actor {row['actor']!r} is both {known_of[column]!r} "
                    f"and {cell!r}"
                )
    return {
        actor: Body(actor, c.get("name", ""), c.get("type", ""), c.get("country"), c.get("part_of"))
        for actor, c in sorted(said.items())
    }


def read_aliases(path: str | Path) -> dict[str, str]:
    """Read the user's corrections: which actor a form names.

    Parameters
    ----------
    path : str or Path
        CSV file (UTF-8) with the columns ``form`` (of a whole mention or of the name in it; article and capitals do
        not count) and ``actor`` (an actor id or a name), and if wanted ``from`` and
        ``to`` (days between which it holds, both included) and ``note``. Of an actor that neither the gazetteer nor
        the texts know, ``name``, ``type`` (one of `records.ACTOR_TYPES`), ``country`` (ISO 3166 alpha-3) and
        ``part_of`` (an actor id or a name) may say what it is, in any one of its rows; the name counts as a form.

    Returns
    -------
    dict
        Form -> actor, without the rows that have dates; `resolve` applies those by the day of publication, and takes
        from the same object what is told of the actors.

    Raises
    ------
    InputError
        If the file is not there or not such a table, a form or actor is empty, a date, type or country is none, a
        form names two actors, or two rows contradict each other on what an actor is.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"aliases {path} cannot be read: {error}") from error
    reader = csv.DictReader(text.splitlines())
    _check_header(list(reader.fieldnames or []), path)
    cells, rows = [], []
    for row in reader:
        cells.append(_cells_of(row, path, reader.line_num))
        rows.append(_row(cells[-1], path, reader.line_num))
    _check_double(rows, path)
    return Aliases(rows, _told(cells, path))
