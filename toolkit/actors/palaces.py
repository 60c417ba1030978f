"""Give palaces that a text explains by their owner to his government."""

from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading
from toolkit.actors.work import Work

__all__ = ["enter_palaces"]


def enter_palaces(work: Work) -> None:
    """Give palaces whose owner stands behind them to his government ("the Amber House, his palace")."""
    found: dict[str, str] = {}
    for number, reading in enumerate(work.readings):
        if reading.what == "city" and work.verdicts[number].actor_id is None:
            state = _owner_behind(work, reading)
            if state is not None:
                found[reading.name] = work.registry.government(state).actor_id
    for number, reading in enumerate(work.readings):
        if reading.what == "city" and reading.name in found and work.verdicts[number].actor_id is None:
            work.verdicts[number] = Verdict(found[reading.name])


def _owner_behind(work: Work, reading: Reading) -> str | None:
    """Give the state of the possessor of the noun in apposition to a name."""
    for child in work.doc(reading)[reading.head].children:
        if child.dep_ == "appos":
            for owner in child.children:
                numbers = work.heads.get((reading.segment, owner.i), []) if owner.dep_ == "poss" else []
                for actor in (work.verdicts[n].actor_id for n in numbers):
                    if actor is not None:
                        return work.registry.drafts[actor].state
    return None
