"""What the user's list says of an actor, and what can be told of one that only this list names."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from toolkit import lexicons, tables
from toolkit.actors.aliases import Aliases, bare, id_of
from toolkit.actors.names import genders, slug
from toolkit.actors.places import Body, known
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.actors.registry import Draft, Registry
from toolkit.records import Actor

__all__ = ["aliased", "name_of_id", "type_of_name", "unmatched", "untold"]

_READ_AS = {"person": "person", "group": "group", "city": "state", "adjective": "state", "state": "state"}
#: What an actor is if nothing tells: the corpus takes what any document knows instead, see `corpus.merge`.
_UNTOLD = "organisation"


@lru_cache(maxsize=1)
def _in_names() -> dict[str, str]:
    return {row["word"].casefold(): row["type"] for row in lexicons.load("bodies_in_names", "word", "type", "called")}


def _type_of_noun(word: str) -> str | None:
    """Give the type of actor that a noun names, a group for people in the plural."""
    noun = nouns().get(singular(word))
    if noun is None:
        return _in_names().get(word.casefold().rstrip("."))
    plural = singular(word) != word.casefold()
    return "group" if noun.type == "person" and plural else noun.type


def type_of_name(name: str) -> str | None:
    """Tell what an actor is by the words of its name, None where they do not tell.

    A noun for a body that ends it, a given name that begins it, a noun that ends or begins it: the first of these.

    Examples
    --------
    >>> type_of_name("Quistham Harbour Union"), type_of_name("Peter Quist"), type_of_name("Ministry of Fish")
    ('organisation', 'person', 'institution')
    >>> type_of_name("the ministers"), type_of_name("Blue Tower") is None
    ('group', True)
    """
    words = name.split()
    if not words:
        return None
    last, first = _type_of_noun(words[-1]), _type_of_noun(words[0])
    if last is not None and last not in ("person", "group"):
        return last
    if 1 < len(words) <= 4 and words[0] in genders():
        return "person"
    return last or (first if len(words) > 1 else None)


def name_of_id(actor_id: str) -> str:
    """Word an id as a name.

    Examples
    --------
    >>> name_of_id("marla_quist"), name_of_id("qhu"), name_of_id("norvania.MINISTRY_OF_FISH")
    ('Marla Quist', 'Qhu', 'Norvania Ministry of Fish')
    """
    words = actor_id.partition("@")[0].replace(".", " ").replace("_", " ").split()
    small = ("of", "for", "the", "and", "in")
    return " ".join(w.casefold() if n and w.casefold() in small else w.title() for n, w in enumerate(words)) or actor_id


def _known(registry: Registry, actor: str, actor_id: str) -> Draft | None:
    """Find an actor in the document or in the gazetteer, by id or by name."""
    if actor_id in registry.drafts:
        return registry.drafts[actor_id]
    base, _, tail = actor_id.partition(".")
    if base in registry.places.states and tail in ("", "GOV"):
        return registry.government(base) if tail else registry.state(base)
    if base in registry.places.states and tail == "PEOPLE":
        return registry.nationals(base, f"people of {registry.places.states[base].name}")
    if actor_id in _bodies():
        return registry.body(_bodies()[actor_id])
    named = (actor, actor.removeprefix("The ").removeprefix("the "))
    return next((d for d in registry.drafts.values() if d.name in named), None)


@lru_cache(maxsize=1)
def _bodies() -> dict[str, Body]:
    """Give what the gazetteer names, by actor id."""
    named = [body for table in (known().metonyms, known().bodies) for bodies in table.values() for body in bodies]
    return {body.actor_id: body for body in named}


def _name(actor: str, actor_id: str, reading: Reading | None) -> str:
    """Name a new actor as the list does; one of which it gives the id as the mention does, or in its words."""
    if actor != actor_id:
        return actor
    worded = name_of_id(actor_id)
    if reading is None or reading.what != "person" or not reading.name:
        return worded
    same = slug(reading.name) == actor_id
    return reading.name if same or (len(reading.parts) > 1 and not _is_given(worded)) else worded


def _is_given(name: str) -> bool:
    """Tell whether a name is that of a person: several words with capitals, no nouns, the first a given name."""
    words = name.split()
    return len(words) > 1 and words[0] in genders() and all(w[0].isupper() for w in words)


def _new(registry: Registry, actor: str, actor_id: str, reading: Reading | None) -> Draft:
    """Make an actor that only the user's list names, of the type that its name, its id or the form shows."""
    base, _, tail = actor_id.partition(".")
    name = _name(actor, actor_id, reading)
    state = base if base in registry.places.states else None
    part_of = base if tail and tail != "GOV" else None
    if state is not None and tail.isupper():
        name = f"{registry.places.states[state].adjective} {name_of_id(tail)}"
        part_of = registry.government(state).actor_id
    read_as = _READ_AS.get(reading.what) if reading is not None else None
    worded = type_of_name(name_of_id(tail)) if tail else type_of_name(name)
    kind = "government" if tail == "GOV" else worded or read_as or _UNTOLD
    country = registry.places.states[state].country if state else None
    return Draft(actor_id, name, kind, country, part_of=part_of, state=state, plural=kind == "group")


def _say(draft: Draft, said: Body, registry: Registry) -> None:
    """Enter what the user's list says of an actor; it wins over what was found."""
    draft.name = said.name or draft.name
    draft.type = said.type or draft.type
    draft.country = said.country or draft.country
    if said.part_of and id_of(said.part_of, registry.places) != draft.actor_id:
        draft.part_of = aliased(registry, None, said.part_of).actor_id


def aliased(registry: Registry, reading: Reading | None, actor: str) -> Draft:
    """Give the actor that the user's list names: one of the document, of the gazetteer, or a new one.

    Parameters
    ----------
    registry : Registry
        The actors of the document; a new one is entered.
    reading : Reading or None
        The mention that the list speaks of, if it is one; a name in it belongs to the actor from then on.
    actor : str
        An actor id or a name.

    Returns
    -------
    Draft
        What `read_aliases` was told of it (name, type, country, whole) wins over everything else. A new actor is of
        the type that its name, its id or the form shows, an organisation where nothing does.
    """
    actor_id = id_of(actor, registry.places)
    found = _known(registry, actor, actor_id)
    if found is None:
        found = registry.add(_new(registry, actor, actor_id, reading))
    said = registry.places.told.get(found.actor_id)
    if said is not None:
        _say(found, said, registry)
    if found.type == "person" and reading is not None:
        _enter_name(registry, found, reading)
    return found


def _enter_name(registry: Registry, person: Draft, reading: Reading) -> None:
    """Enter the names by which a text may speak of a person: that of the mention and that of the list."""
    read = reading.parts if reading.what == "person" else ()
    words = tuple(person.name.split())
    plain = all(word[0].isupper() and _type_of_noun(word) is None for word in words)
    for parts in (read, words if plain else ()):
        if len(parts) > 1:
            person.parts = person.parts or parts
            holders = registry.full.setdefault(parts[-1], [])
            holders += [person.actor_id] * (person.actor_id not in holders)
    if reading.what == "person":
        person.parts = person.parts or reading.parts
        person.gender = person.gender or reading.gender


def untold(aliases: Mapping[str, str], actors: pd.DataFrame | Iterable[Actor]) -> list[str]:
    """List the actors of the user's list of which neither it nor a text tells what they are.

    They are taken for organisations; the column ``type`` of the list can say otherwise.

    Parameters
    ----------
    aliases : mapping
        What `read_aliases` gives.
    actors : DataFrame or iterable of Actor
        The table `actors` of a run that followed it.

    Returns
    -------
    list of str
        Actor ids, sorted.

    Examples
    --------
    >>> untold({"the blue tower": "tower_people"}, [Actor("tower_people", "Tower Blue", "organisation")])
    ['tower_people']
    """
    dated = aliases.rows if isinstance(aliases, Aliases) else ()
    forms = {bare(form) for form in (*aliases, *(row.form for row in dated))}
    wanted = {id_of(actor, known()) for actor in (*aliases.values(), *(row.actor for row in dated))}
    if isinstance(aliases, Aliases):
        wanted -= {actor for actor, said in aliases.told.items() if said.type}
    rows = tables.to_records("actors", actors) if isinstance(actors, pd.DataFrame) else actors
    return sorted(
        row.actor_id
        for row in rows
        if row.actor_id in wanted - set(_bodies())
        and row.type == _UNTOLD
        and type_of_name(row.name) is None
        and all(bare(form) in forms for form in row.forms)
    )


def unmatched(aliases: Mapping[str, str], texts: Iterable[str]) -> list[str]:
    """List the forms of the user's list that stand in no text, so that a slip in one can be noticed.

    Parameters
    ----------
    aliases : mapping
        What `read_aliases` gives.
    texts : iterable of str
        Texts of the documents.

    Returns
    -------
    list of str
        Forms, sorted; case, article and kind of apostrophe do not count.

    Examples
    --------
    >>> unmatched({"Ms Quist": "quist", "the Blue Tower": "tower"}, ["In the  blue tower they waited."])
    ['Ms Quist']
    """
    dated = aliases.rows if isinstance(aliases, Aliases) else ()
    left = {form: bare(form) for form in (*aliases, *(row.form for row in dated))}
    for text in texts:
        words = " ".join(text.replace("’", "'").casefold().split())
        left = {form: plain for form, plain in left.items() if plain not in words}
    return sorted(left)
