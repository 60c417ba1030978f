"""Suggestions in a plain CSV file that a person edits, and what becomes of the accepted ones."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit import tables
from toolkit.actors.aliases import COLUMNS as ALIAS_COLUMNS
from toolkit.actors.aliases import TOLD, Aliases, bare, id_of, read_aliases
from toolkit.actors.merges._suggesting import COLUMNS
from toolkit.actors.names import slug
from toolkit.actors.places import known
from toolkit.errors import InputError, check_columns

__all__ = ["apply_merges", "read_merges", "write_merges"]

_FILE = ("decision", *COLUMNS, "note")
_DECISIONS = ("accept", "refuse", "")
_SHORT = {"yes": "accept", "no": "refuse"}
_ALIASES = ("form", "actor", "from", "to", "note")
#: How a note begins that tells a row of the aliases to be an accepted suggestion.
_MARK = "accepted "


def _write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a CSV file whole or not at all: beside its place, then renamed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(text.getvalue(), encoding="utf-8")
    unfinished.replace(path)


def _key(row: Mapping[Any, object]) -> tuple[str, ...]:
    return (str(row["kind"]), *sorted((str(row["actor"]), str(row["other"]))))


def _day(cell: str, path: Path, line: int, column: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise InputError(
            f"{path.name}, line {line}: column {column!r} must be a day such as 2024-05-31; got {cell!r}"
        ) from error


def _checked(row: Mapping[str | None, object], path: Path, line: int) -> dict[str, str]:
    if None in row or None in row.values():
        raise InputError(f"{path.name}, line {line}: the row does not have as many cells as the header")
    cells = {str(column): str(cell).strip() for column, cell in row.items()}
    decision = cells["decision"].casefold()
    cells["decision"] = _SHORT.get(decision, decision)
    if cells["decision"] not in _DECISIONS:
        raise InputError(
            f"{path.name}, line {line}: decision must be 'accept' (or 'yes'), 'refuse' (or 'no') or empty; "
            f"got {cells['decision']!r}"
        )
    for column in ("kind", "actor", "other"):
        if not cells[column]:
            raise InputError(f"{path.name}, line {line}: column {column!r} is empty")
    since, until = (_day(cells[column], path, line, column) for column in ("from", "to"))
    if since is not None and until is not None and since > until:
        raise InputError(f"{path.name}, line {line}: 'from' ({since}) is later than 'to' ({until})")
    return cells


def read_merges(path: str | Path) -> pd.DataFrame:
    """Read suggestions with the decisions of a person.

    Parameters
    ----------
    path : str or Path
        CSV file (UTF-8), as `write_merges` writes it. ``decision`` is ``accept`` (or ``yes``), ``refuse`` (or
        ``no``) or empty.

    Returns
    -------
    DataFrame
        ``decision``, the columns of `suggest_merges`, and ``note`` (free); all text, empty cells "", but ``score``.

    Raises
    ------
    InputError
        If the file is not there or not such a table, or a decision or day is none (the message names the line).
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"merges {path} cannot be read: {error}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    check_columns(path.name, reader.fieldnames or [], _FILE)
    rows = [_checked(row, path, reader.line_num) for row in reader]
    table = pd.DataFrame(rows, columns=pd.Index(_FILE))
    try:
        return table.assign(score=table["score"].astype(float))
    except ValueError as error:
        raise InputError(f"{path.name}: column 'score' must hold numbers; {error}") from error


def write_merges(path: str | Path, *suggestions: pd.DataFrame) -> pd.DataFrame:
    """Write suggestions to a plain CSV file for a person to decide on; what is decided there stays.

    Parameters
    ----------
    path : str or Path
        The file. If it is there, its rows with a decision or a note are kept as they are, and its other rows give way
        to the new suggestions, so that a run can be repeated without losing work.
    *suggestions : DataFrame
        What `suggest_merges` and `suggest_splits` give.

    Returns
    -------
    DataFrame
        What stands in the file now, as `read_merges` reads it: decided rows first, each part by score.

    Raises
    ------
    InputError
        If the file that is there cannot be read (it is left as it is) or a table lacks a column.
    """
    path = Path(path)
    for table in suggestions:
        check_columns("suggestions", table, COLUMNS, hint="it is what suggest_merges gives")
    old = read_merges(path) if path.exists() else pd.DataFrame(columns=pd.Index(_FILE))
    kept = [row for row in old.to_dict("records") if row["decision"] or row["note"]]
    known = {_key(row) for row in kept}
    new = [{**row, "decision": "", "note": ""} for table in suggestions for row in table.to_dict("records")]
    fresh = [row for row in new if _key(row) not in known]
    rows = sorted([*kept, *fresh], key=lambda r: (r["decision"] == "", -float(r["score"]), *_key(r)))
    _write(path, _FILE, ([row[column] for column in _FILE] for row in rows))
    return read_merges(path)


# --- accepted suggestions become aliases -----------------------------------------------------------------------------


def _target(row: Mapping[str, object]) -> str:
    """Name the kept actor as the aliases do: by name where its id is made of the name, else by id."""
    name, actor = str(row["actor_name"]), str(row["actor"])
    return name if slug(name) == actor else actor


def _ends(accepted: list[dict[str, str]], path: Path) -> dict[str, dict[str, str]]:
    """Follow merges into what was merged itself: actor -> the row that names its last one."""
    onward: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in accepted:
        if row["kind"] == "merge" and not row["from"] and not row["to"]:
            onward[row["other"]].append(row)
    return {actor: _end(actor, onward, path) for actor in sorted(onward)}


def _end(actor: str, onward: Mapping[str, list[dict[str, str]]], path: Path) -> dict[str, str]:
    ends: dict[str, dict[str, str]] = {}
    todo, seen = [actor], set()
    while todo:
        now = todo.pop()
        if now in seen:
            continue
        seen.add(now)
        for row in onward.get(now, ()):
            if row["actor"] in onward:
                todo.append(row["actor"])
            else:
                ends[row["actor"]] = row
    if len(ends) != 1:
        what = f"{sorted(ends)}: accept their merge too, or refuse one" if ends else "itself: refuse one of the merges"
        raise InputError(f"{path.name}: {actor!r} is to become {what}")
    return next(iter(ends.values()))


def _check_refused(table: pd.DataFrame, ends: Mapping[str, Mapping[str, str]], path: Path) -> None:
    """Raise where what is accepted unites two actors whose merge is refused."""
    final = {actor: row["actor"] for actor, row in ends.items()}
    for row in table[(table["decision"] == "refuse") & (table["kind"] == "merge")].to_dict("records"):
        pair = [str(row["actor"]), str(row["other"])]
        if any(actor in final for actor in pair) and final.get(pair[0], pair[0]) == final.get(pair[1], pair[1]):
            raise InputError(f"{path.name}: {pair[0]!r} and {pair[1]!r} are refused, but other merges unite them")


def _new_rows(table: pd.DataFrame, path: Path) -> list[dict[str, str]]:
    accepted = [
        {str(column): str(cell) for column, cell in row.items()}
        for row in table[table["decision"] == "accept"].to_dict("records")
    ]
    ends = _ends(accepted, path)
    _check_refused(table, ends, path)
    rows = []
    for row in accepted:
        forms = [form.strip() for form in row["forms"].split(";") if form.strip()]
        if not forms:
            raise InputError(f"{path.name}: {row['other']!r} is accepted but has no forms; name some in that column")
        end = row if row["kind"] == "split" else ends.get(row["actor"], row)
        note = f"{_MARK}{row['kind']}: {row['note'] or row['reason']}"
        for form in forms:
            rows.append({"form": form, "actor": _target(end), "from": row["from"], "to": row["to"], "note": note})
    return rows


def _cells(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    read_aliases(path)
    reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return [{column: (row.get(column) or "").strip() for column in ALIAS_COLUMNS} for row in reader]


def _known_of(actors: pd.DataFrame | None) -> dict[str, dict[str, str]]:
    """Give what a run knows of its actors: the columns that an aliases file may say of them, by id."""
    if actors is None:
        return {}
    check_columns("actors", actors, ("actor_id", *TOLD), hint="it is the table `actors` of a run")
    rows = tables.to_records("actors", actors)
    return {row.actor_id: {column: getattr(row, column) or "" for column in TOLD} for row in rows}


def _tell(rows: Iterable[dict[str, str]], actors: pd.DataFrame | None, aliases: Path) -> list[dict[str, str]]:
    """Fill in what the actors are, but of those of which the person's own rows say something."""
    facts = _known_of(actors)
    own = read_aliases(aliases) if aliases.exists() else {}
    mine = {id_of(r["actor"], known()) for r in _cells(aliases) if not r["note"].startswith(_MARK)}
    said = {actor for actor in own.told if actor in mine} if isinstance(own, Aliases) else set()
    told = []
    for row in rows:
        actor = id_of(row["actor"], known())
        more = {} if actor in said else facts.get(actor, {})
        told.append({**dict.fromkeys(TOLD, ""), **row, **more})
    return told


def apply_merges(path: str | Path, aliases: str | Path, *, actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """Make the accepted suggestions rows of the `aliases` file, which the next run follows.

    Rows that a person wrote there stay, and win. Rows that came from suggestions no longer accepted are taken out.
    Applied twice, the file is the same.

    Parameters
    ----------
    path : str or Path
        Suggestions with decisions, see `write_merges`.
    aliases : str or Path
        CSV file with the columns ``form``, ``actor``, ``from``, ``to``, ``note``, see `read_aliases`; made where it
        is not there.
    actors : DataFrame, optional
        The table `actors` of the run that the suggestions are of. With it the new rows say what the kept actors are
        (``name``, ``type``, ``country``, ``part_of``), so that a document which only has the other name knows it too.

    Returns
    -------
    DataFrame
        What stands in the aliases file now. ``from`` and ``to`` are those of the suggestion; each form goes to the
        last actor of a chain of merges. Columns that say what actors are only if a row says something.

    Raises
    ------
    InputError
        If a file cannot be read or `actors` lacks a column; if an accepted row has no forms, merges go in a circle, an
        actor is to become two, or what is refused would be united by what is accepted; if a form is to name another
        actor in the same days than a row of the person's. Then nothing is written.
    """
    path, aliases = Path(path), Path(aliases)
    own = [row for row in _cells(aliases) if not row["note"].startswith(_MARK)]
    named = {(bare(row["form"]), row["from"], row["to"]): row["actor"] for row in own}
    added: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in _new_rows(read_merges(path), path):
        key = bare(row["form"]), row["from"], row["to"]
        taken = named.setdefault(key, row["actor"])
        if slug(taken) != slug(row["actor"]):
            raise InputError(f"{path.name}: the form {row['form']!r} names both {taken!r} and {row['actor']!r}")
        if all((bare(r["form"]), r["from"], r["to"]) != key for r in own):
            added.setdefault(key, row)
    ordered = sorted(added.values(), key=lambda r: (r["actor"], r["form"], r["from"], r["to"]))
    rows = [*own, *_tell(ordered, actors, aliases)]
    columns = (*_ALIASES, *(column for column in TOLD if any(row[column] for row in rows)))
    _write(aliases, columns, ([row[column] for column in columns] for row in rows))
    return pd.DataFrame(rows, columns=pd.Index(columns))
