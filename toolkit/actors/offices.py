"""Who holds an office: by its words, its state or possessor, and by who was mentioned before."""

from dataclasses import replace

from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading, offices
from toolkit.actors.registry import Draft
from toolkit.actors.setting import Setting, last_of, state_of
from toolkit.actors.vocabulary import vocab

__all__ = ["PERSONAL", "holder", "office_fits", "scope"]

#: Offices that one person can hold for another.
PERSONAL = frozenset(
    ("deputy", "spokesman", "spokeswoman", "spokesperson", "aide", "adviser", "advisor", "lawyer", "secretary")
)


def _role_words(text: str) -> list[str]:
    return [w for w in text.casefold().replace("-", " ").split() if w not in ("the", "a", "an", "of")]


def _same_office(wanted: list[str], role: list[str]) -> bool:
    if not wanted or not role or wanted[-1] != role[-1] or not set(wanted) <= set(role) | vocab("rank"):
        return False
    return not (len(wanted) == 1 and ("deputy" in role or "vice" in role) and wanted != role)


def office_fits(reading: Reading, draft: Draft, setting: Setting) -> bool:
    """Tell whether a person holds the office of a mention; never where their states differ."""
    wanted = [w for w in _role_words(reading.office or reading.noun) if w not in ("former", "new", "then")]
    if draft.type != "person" or not any(
        _same_office(wanted, _role_words(role)) for role in {draft.role or "", *draft.roles}
    ):
        return False
    state = state_of(reading, setting)
    if state and draft.state and state != draft.state:
        return False
    owner = setting.owner
    if owner is not None and owner.type == "person" and reading.noun not in PERSONAL:
        return draft.part_of == owner.part_of if draft.state is None else draft.state == owner.state
    if setting.owner is not None and setting.owner.type not in ("state", "government", "person"):
        return draft.part_of == setting.owner.actor_id
    return True


def scope(office: str) -> str:
    """Tell whose office it is: of a state, an organisation or any; "" where that is not known.

    Examples
    --------
    >>> scope("SCC Secretary-General"), scope("Prime Minister")
    ('organisation', 'state')
    """
    words = office.casefold().replace("-", " ").split()
    known = {name.replace("-", " "): scope for name, scope in offices().items()}
    return next((known[" ".join(words[at:])] for at in range(len(words)) if " ".join(words[at:]) in known), "")


def _sides(holders: list[Draft]) -> int:
    """Count the states and bodies that the holders of an office belong to."""
    return len({d.state or d.part_of or d.actor_id for d in holders})


def holder(reading: Reading, setting: Setting) -> Verdict | None:
    """Resolve an office without a name to the last one who held it, or to the only one in the document.

    Where people of several states hold it and the words do not say whose it is, only one who is mentioned in the same
    paragraph or is the subject of the sentence before counts.
    """
    registry = setting.registry
    owner = setting.owner
    if owner is not None and owner.type in ("state", "government") and scope(reading.office) == "organisation":
        holders = [d for d in registry.people() if office_fits(reading, d, replace(setting, owner=None))]
        if reading.state is None and len(holders) == 1:
            return Verdict(holders[0].actor_id)
        if reading.state is None:
            reason = "a state has no such office"
            return Verdict(None, tuple(sorted(d.actor_id for d in holders)), reason)
    if reading.text.split()[0].casefold() not in ("a", "an", "another", "one", "any", "some", "every", "each"):
        named = [d for d in registry.people() if office_fits(reading, d, setting)]
        known = last_of(setting, lambda d: d in named)
        if _sides(named) > 1 and state_of(reading, setting) is None and owner is None:
            near = [d for d in named if d.actor_id in setting.near]
            known = near[0] if len(near) == 1 else None
        if known is None and len(named) > 1:
            return Verdict(None, tuple(sorted(d.actor_id for d in named)), "several people hold that office")
        known = known or (named[0] if named else None)
        if known is not None:
            return Verdict(known.actor_id)
    return None
