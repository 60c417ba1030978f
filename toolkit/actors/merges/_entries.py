"""What is known of each actor before actors are compared."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from toolkit import tables
from toolkit.actors.dated import office_in
from toolkit.actors.folding import body_words, initials, is_proper, name_in, person_parts, plain, sounded, tokens
from toolkit.actors.names import gender_of_name, title_gender, titles
from toolkit.actors.places import known
from toolkit.actors.states import adjectives_of
from toolkit.actors.vocabulary import vocab
from toolkit.records import Actor

__all__ = ["Entry", "actors_of", "entries_of", "is_named", "name_of_parts"]

_BODIES = ("government", "party", "organisation", "institution", "state")


def actors_of(actors: pd.DataFrame | Iterable[Actor]) -> list[Actor]:
    """Give the records of the table `actors`, sorted by id."""
    rows = tables.to_records("actors", actors) if isinstance(actors, pd.DataFrame) else list(actors)
    return sorted(rows, key=lambda actor: actor.actor_id)


def is_named(actor: Actor) -> bool:
    """Tell whether an actor goes by a name: "a spokesman", "its crew" or "Norvanian officials" do not."""
    if "@" in actor.actor_id or actor.type == "group":
        return False
    tail = actor.actor_id.partition(".")[2]
    if actor.type == "person":
        return not tail and any(word[:1].isupper() for word in actor.name.split())
    return actor.type in _BODIES and not tail.islower()


def name_of_parts(parts: Iterable[str]) -> str:
    """Write the parts of a name with blanks between."""
    return " ".join(parts)


@dataclass(frozen=True)
class Entry:
    """An actor with what its name and forms show; what is derived is made when first asked for."""

    actor: Actor
    lands: Mapping[str, str]

    @property
    def is_person(self) -> bool:
        """Whether names of people are compared."""
        return self.actor.type == "person"

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Parts of a person's name as written, without titles."""
        return person_parts(self.actor.name)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Folded words of a person's name, those joined with a hyphen apart, particles left out."""
        return self._without_particles(plain)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The same by sound."""
        return self._without_particles(sounded)

    def _without_particles(self, fold: Callable[[str], str]) -> tuple[str, ...]:
        parts = [p for p in self.parts[:-1] if p.casefold() not in vocab("particle")] + list(self.parts[-1:])
        return tuple(word for part in parts for word in fold(part).split())

    @cached_property
    def bag(self) -> tuple[str, ...]:
        """Words that tell a body from others, without those of its state, sorted."""
        return tuple(sorted({word for word in self.ordered if word not in self.lands}))

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """Words that tell a body from others, in the order of the name."""
        return body_words(self.actor.name)

    @cached_property
    def land(self) -> str | None:
        """State of the actor: its country, or the one its name or id tells."""
        named = {self.lands[word] for word in self.ordered if word in self.lands}
        base = self.actor.actor_id.partition(".")[0]
        if self.actor.country is not None:
            return self.actor.country
        if "." in self.actor.actor_id and base in self.lands.values():
            return base
        above = (self.actor.part_of or "").partition(".")[0]
        if self.is_person:
            return above if above in self.lands.values() else None
        return sorted(named)[0] if len(named) == 1 else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Forms that are names, sorted: of people without titles and offices, of bodies those with capitals."""
        forms = {self.actor.name, *self.actor.forms}
        if self.is_person:
            found = {name_of_parts(name_in(form, self.parts)) for form in forms}
            return tuple(sorted(found - {""}))
        return tuple(sorted(form for form in forms if is_proper(form) or self._national(form)))

    def _national(self, form: str) -> bool:
        """Tell whether a form begins with the word of a state ("the Norvanian navy")."""
        words = tokens(form.removeprefix("the ").removeprefix("The "))
        return len(words) > 1 and words[0][0].isupper() and plain(words[0]) in self.lands

    @cached_property
    def acronyms(self) -> tuple[str, ...]:
        """Names that are written as acronyms are: two to eight capitals."""
        bare = {name.replace(".", "") for name in self.names}
        return tuple(
            sorted(n.upper() for n in bare if n.isalpha() and 2 <= len(n) <= 8 and sum(map(str.isupper, n)) > 1)
        )

    @cached_property
    def initials(self) -> frozenset[str]:
        """What an acronym of the name may be."""
        return frozenset() if self.is_person else initials(self.actor.name)

    @cached_property
    def genders(self) -> frozenset[str]:
        """Genders that forms of address tell, or else the given name."""
        told = {title_gender(w) for form in self.actor.forms for w in tokens(form)[:-1] if w.rstrip(".") in titles()}
        guessed = gender_of_name(self.parts)
        return frozenset(g for g in told if g) or (frozenset((guessed,)) if guessed else frozenset())

    @cached_property
    def office(self) -> str | None:
        """The role as `office_in` writes it."""
        return office_in(self.actor.role, without=frozenset(self.lands)) if self.actor.role else None


def _words_of_states(actors: Iterable[Actor]) -> Iterator[tuple[str, str]]:
    """List folded single words that stand for states: names, adjectives and peoples."""
    places = known()
    for table in (places.names, places.adjectives, places.peoples):
        for form, code in table.items():
            yield plain(form), places.states[code].country or code
    for actor in actors:
        if actor.type == "state" and actor.country is None:
            forms = {actor.name, *adjectives_of(actor.name)} & {actor.name, *actor.forms}
            for form in sorted(forms):
                yield plain(form), actor.actor_id


def entries_of(actors: Iterable[Actor]) -> list[Entry]:
    """Make the entries of the actors that go by a name, in the order given."""
    listed = list(actors)
    lands = {word: code for word, code in _words_of_states(listed) if word and " " not in word}
    return [Entry(actor, lands) for actor in listed if is_named(actor)]
