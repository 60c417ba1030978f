"""Where a described actor stands, and small questions that its resolution asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit import lexicons
from toolkit.actors.reading import Reading
from toolkit.actors.registry import Draft, Registry

__all__ = ["Setting", "adjective", "country", "is_state", "last_of", "plural_of", "state_of"]


@dataclass(frozen=True)
class Setting:
    """Where a mention stands: the actors, its possessor, and the ids mentioned so far, the latest last.

    `near` are those of its paragraph and the subjects of the sentence before.
    """

    registry: Registry
    owner: Draft | None
    recent: dict[str, None]
    states: Sequence[str]
    after: tuple[str, ...] = ()
    owner_tried: bool = False
    near: frozenset[str] = frozenset()


def is_state(code: str | None, registry: Registry) -> bool:
    """Tell whether a code is that of a state."""
    return code is not None and code in registry.places.states


def state_of(reading: Reading, setting: Setting) -> str | None:
    """Give the state that a mention names or that its possessor belongs to."""
    if reading.state is not None:
        return reading.state
    return setting.owner.state if setting.owner is not None else None


def country(code: str | None, registry: Registry) -> str | None:
    """Give the ISO code of a state, None for a state without one."""
    return registry.places.states[code].country if is_state(code, registry) and code else None


def plural_of(noun: str) -> str:
    """Give the plural of a noun in the singular."""
    irregular = {
        row["noun"]: row["plural"] for row in lexicons.load("person_nouns", "noun", "plural", "class", "gender")
    }
    if irregular.get(noun):
        return irregular[noun]
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "es" if noun.endswith(("s", "ch", "sh")) else noun + "s"


def adjective(code: str, registry: Registry) -> str:
    """Give the adjective of a state."""
    return registry.places.states[code].adjective


def last_of(setting: Setting, fits: Callable[[Draft], bool]) -> Draft | None:
    """Give the actor mentioned last that fits, None if none does."""
    for actor_id in reversed(setting.recent):
        draft = setting.registry.drafts[actor_id]
        if fits(draft):
            return draft
    return None
