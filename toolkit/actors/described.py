"""Resolve titles and nouns: "the minister", "its coastguard", "Danish officials", "a spokesman for the union"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.actors.names import slug
from toolkit.actors.nominals import field_after
from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading, nouns, offices, singular
from toolkit.actors.registry import Draft, Registry

__all__ = ["Setting", "describe", "enter_role", "field_id"]

_FIELDS = {
    "defense": "defence", "foreign": "foreign affairs", "external affairs": "foreign affairs", "home": "the interior",
    "interior": "the interior", "internal affairs": "the interior", "treasury": "finance", "state": "foreign affairs",
    "economic": "the economy", "economy": "the economy", "economics": "the economy", "foreign relations": "foreign affairs",
    "labor": "labour", "environmental": "the environment", "environment": "the environment",
}  # fmt: skip
_RANKS = frozenset("former then ex new old senior junior acting interim deputy vice top chief leading veteran".split())
_BELOW_GOVERNMENT = frozenset(("official", "military"))
#: Nouns by which a named body of another noun may be taken up again.
_STAND_INS = {
    "authority": ("council",), "company": ("group", "contractor", "firm", "operator", "supplier"),
    "firm": ("group", "contractor", "company", "operator", "supplier"),
    "contractor": ("company", "firm"), "bloc": ("union",), "alliance": ("organization",),
    "organisation": ("charity", "group", "association"), "ministry": ("department",), "department": ("ministry",),
    "charity": ("foundation", "trust"), "club": (), "broadcaster": (), "watchdog": ("regulator", "agency", "authority"),
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Where a mention stands: the actors, its possessor, and the ids mentioned so far, the latest last."""

    registry: Registry
    owner: Draft | None
    recent: Sequence[str]
    states: Sequence[str]
    after: tuple[str, ...] = ()
    owner_tried: bool = False


def _is_state(code: str | None, registry: Registry) -> bool:
    return code is not None and code in registry.places.states


def _state_of(reading: Reading, setting: Setting) -> str | None:
    if reading.state is not None:
        return reading.state
    return setting.owner.state if setting.owner is not None else None


def _country(code: str | None, registry: Registry) -> str | None:
    return registry.places.states[code].country if _is_state(code, registry) and code else None


def _plural(noun: str) -> str:
    irregular = {"spokesman": "spokesmen", "child": "children", "person": "people"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "es" if noun.endswith(("s", "ch", "sh")) else noun + "s"


def _adjective(code: str, registry: Registry) -> str:
    return registry.places.states[code].adjective


def _last(setting: Setting, fits: Callable[[Draft], bool]) -> Draft | None:
    for actor_id in reversed(setting.recent):
        draft = setting.registry.drafts[actor_id]
        if fits(draft):
            return draft
    return None


def field_id(words: Sequence[str]) -> str:
    """Name the field of a ministry in one way ("defense" is "defence", "foreign" is "foreign affairs").

    Examples
    --------
    >>> field_id(["defense"]), field_id(["foreign"])
    ('defence', 'foreign affairs')
    """
    text = " ".join(w for w in words if w not in _RANKS)
    return _FIELDS.get(text, text)


def _government(reading: Reading, setting: Setting) -> Verdict:
    registry = setting.registry
    state = _state_of(reading, setting)
    if state is not None:
        return Verdict(registry.government(state).actor_id)
    holder = next((ids[0] for m in reading.modifiers if len(ids := registry.full.get(m.title(), [])) == 1), None)
    if holder is not None:
        if registry.drafts[holder].state:
            return Verdict(registry.government(str(registry.drafts[holder].state)).actor_id)
        name = f"{reading.modifiers[0].title()} {reading.noun}"
        return Verdict(registry.add(Draft(slug(name), name, "government", nouns={reading.noun})).actor_id)
    if reading.modifiers and reading.modifiers[0] in ("local", "regional", "provincial", "coalition"):
        return _plain(reading, setting)
    seen = sorted({d for d in setting.recent if setting.registry.drafts[d].type == "government"})
    if len(seen) == 1:
        return Verdict(seen[0])
    states = sorted(set(setting.states))
    if not seen and len(states) == 1:
        return Verdict(registry.government(states[0]).actor_id)
    candidates = tuple(seen or [registry.places.states[s].government for s in states])
    return Verdict(None, candidates, "the text does not say whose government")


def _ministry(reading: Reading, setting: Setting) -> Verdict:
    registry = setting.registry
    words = field_id([*reading.modifiers, *setting.after])
    words = "" if _is_state(registry.places.names.get(words.title()), registry) else words
    state = _state_of(reading, setting)
    if state is None or not words:
        known = _last(setting, lambda d: "ministry" in d.nouns and (not words or d.actor_id.endswith(_suffix(words))))
        if known is not None and (state is None or known.state == state):
            return Verdict(known.actor_id)
    if not words:
        return Verdict(None, (), "the text does not say which ministry")
    if state is None:
        return Verdict(registry.add(_draft_ministry(registry.local(f"ministry of {words}"), words, None, registry)).actor_id)
    registry.government(state)
    return Verdict(registry.add(_draft_ministry(f"{state}.{_suffix(words)}", words, state, registry)).actor_id)


def _suffix(words: str) -> str:
    return "MINISTRY_OF_" + slug(words if not words.startswith("the ") else words.replace("the ", "the-", 1)).upper()


def _draft_ministry(actor_id: str, words: str, state: str | None, registry: Registry) -> Draft:
    name = f"Ministry of {words.title() if not words.startswith('the ') else 'the ' + words[4:].title()}"
    if state is not None:
        name = f"{_adjective(state, registry)} {name}"
    part_of = f"{state}.GOV" if state is not None else None
    return Draft(
        actor_id, name, "institution", _country(state, registry), part_of=part_of, state=state,
        nouns={"ministry", "department"},
    )  # fmt: skip


def _mission(reading: Reading, setting: Setting) -> Verdict:
    registry, state = setting.registry, _state_of(reading, setting)
    if state is None:
        known = _last(setting, lambda d: reading.noun in d.nouns)
        return Verdict(known.actor_id) if known is not None else _plain(reading, setting)
    base = f"{state}.{reading.noun.upper()}"
    located = sorted(i for i in registry.drafts if i == base or i.startswith(base + "_"))
    if reading.place:
        actor_id = f"{base}_{slug(reading.place).upper()}"
    else:
        actor_id = located[0] if len(located) == 1 else base
    name = f"{_adjective(state, registry)} {reading.noun}" + (f" in {reading.place}" if reading.place else "")
    registry.government(state)
    draft = Draft(actor_id, name, "institution", _country(state, registry), part_of=f"{state}.GOV", state=state)
    draft.nouns = {reading.noun}
    return Verdict(registry.add(draft).actor_id)


def _based(reading: Reading, base: Draft, setting: Setting) -> Verdict:
    """Enter an actor that is part of another: its officials, its coastguard, its spokesman."""
    registry = setting.registry
    if reading.noun in base.nouns and reading.what not in ("person", "group") and base is not setting.owner:
        return Verdict(base.actor_id)
    noun = _plural(reading.noun) if reading.plural else reading.noun
    kept = [m for m in reading.modifiers if m not in _RANKS and m.title() not in base.name.split()]
    words = " ".join([*kept, noun])
    group = nouns()[reading.noun].group if reading.noun in nouns() else ""
    state = base.state if base.type in ("state", "government") else None
    if state is not None:
        actor_id = f"{state}.{slug(words).upper()}"
        name = f"{_adjective(state, registry)} {words}"
        official = group in _BELOW_GOVERNMENT or group in ("ministry", "institution")
        part_of = registry.government(state).actor_id if official else registry.state(state).actor_id
    else:
        actor_id, name, part_of = f"{base.actor_id}.{slug(words)}", f"{base.name} {words}", base.actor_id
    kind = reading.what if reading.what in ("person", "group", "institution", "organisation", "party") else "institution"
    draft = Draft(
        actor_id, name, kind, base.country, part_of=part_of, state=base.state, plural=reading.plural,
        nouns={reading.noun}, gender=reading.gender if not reading.plural else None,
        role=reading.office or (reading.noun if kind == "person" else None),
    )  # fmt: skip
    return Verdict(registry.add(draft).actor_id)


def _plain(reading: Reading, setting: Setting) -> Verdict:
    """Take up what was named by the same noun before, or enter an actor of this document only."""
    registry = setting.registry
    if reading.definite or (not reading.plural and reading.what != "person"):
        known = _taken_up(reading, setting)
        if known is not None:
            return known
    text = reading.text if reading.plural else " ".join([*reading.modifiers, reading.noun])
    words = " ".join(w for w in text.split() if w.casefold() not in ("the", "a", "an", "any", "some", "many"))
    actor_id = registry.local(words)
    indefinite = reading.text.split()[0].casefold() in ("a", "an", "another")
    if indefinite and actor_id in registry.drafts and reading.what == "person":
        actor_id = registry.local(f"{words} {sum(i.startswith(actor_id.split('@')[0]) for i in registry.drafts) + 1}")
    draft = Draft(actor_id, words, reading.what, plural=reading.plural, nouns={reading.noun})
    draft.gender = reading.gender if not reading.plural else None
    if reading.what == "person":
        draft.role = reading.office or reading.noun
    return Verdict(registry.add(draft).actor_id)


def _taken_up(reading: Reading, setting: Setting) -> Verdict | None:
    registry = setting.registry
    specific = [m for m in reading.modifiers if m not in _RANKS]

    def named_so(draft: Draft) -> bool:
        fits = draft.type == reading.what or (reading.what not in ("person", "group") and draft.type not in ("person", "group"))
        words = {w.casefold() for w in draft.name.replace("-", " ").split()}
        return fits and reading.noun in draft.nouns and draft.plural == reading.plural and all(m in words for m in specific)

    known = _last(setting, named_so)
    if known is not None:
        return Verdict(known.actor_id)
    everywhere = sorted(d.actor_id for d in registry.drafts.values() if named_so(d))
    if len(everywhere) == 1:
        return Verdict(everywhere[0])
    for other in _STAND_INS.get(reading.noun, ()):
        fitting = sorted(d.actor_id for d in registry.drafts.values() if other in d.nouns and d.type not in ("person", "group"))
        if len(fitting) == 1:
            return Verdict(fitting[0])
    if len(everywhere) > 1:
        return Verdict(None, tuple(everywhere), f"several actors are called {reading.noun!r}")
    return None


def _role_words(text: str) -> list[str]:
    return [w for w in text.casefold().replace("-", " ").split() if w not in ("the", "a", "an", "of")]


def _office_fits(reading: Reading, draft: Draft, setting: Setting) -> bool:
    if draft.type != "person" or not draft.role:
        return False
    wanted = [w for w in _role_words(reading.office or reading.noun) if w not in ("former", "new", "then")]
    role = _role_words(draft.role)
    if not wanted or not role or wanted[-1] != role[-1] or not set(wanted) <= set(role) | _RANKS:
        return False
    if len(wanted) == 1 and ("deputy" in role or "vice" in role) and wanted != role:
        return False
    state = _state_of(reading, setting)
    if state and draft.state and state != draft.state:
        return False
    if setting.owner is not None and setting.owner.type not in ("state", "government", "person"):
        return draft.part_of in (None, setting.owner.actor_id)
    return True


def _office_holder(reading: Reading, setting: Setting) -> Verdict:
    """Resolve an office without a name to the last one who held it, or to the only one in the document."""
    registry = setting.registry
    known = _last(setting, lambda d: _office_fits(reading, d, setting))
    if known is None:
        named = [d.actor_id for d in registry.people() if _office_fits(reading, d, setting)]
        if len(named) > 1:
            return Verdict(None, tuple(sorted(named)), "several people hold that office")
        known = registry.drafts[named[0]] if named else None
    indefinite = reading.text.split()[0].casefold() in ("a", "an", "another", "one")
    if known is not None and not indefinite:
        return Verdict(known.actor_id)
    base = _base(reading, setting)
    return _based(reading, base, setting) if base is not None else _plain(reading, setting)


def _base(reading: Reading, setting: Setting) -> Draft | None:
    """Give what a described actor belongs to: its state, or its possessor (for a person's people, the person's body)."""
    registry = setting.registry
    if reading.state is not None:
        return registry.state(reading.state)
    owner = setting.owner
    if owner is None:
        return None
    if owner.type == "person" and reading.noun in offices() and owner.part_of in registry.drafts:
        personal = reading.noun in ("deputy", "spokesman", "spokeswoman", "aide", "adviser", "lawyer")
        return owner if personal else registry.drafts[str(owner.part_of)]
    return owner


def _relative(reading: Reading, setting: Setting) -> Verdict:
    """Resolve a noun that needs another actor: neighbour, counterpart, colleague."""
    registry, owner = setting.registry, setting.owner
    if reading.noun in ("neighbour", "neighbor") and owner is not None and owner.type in ("state", "government"):
        others = sorted({s for s in setting.states if s != owner.state})
        if reading.plural:
            return Verdict(None, tuple(others), "the text does not say which neighbours")
        if len(others) == 1:
            return Verdict(registry.state(others[0]).actor_id)
        return Verdict(None, tuple(others), "the text does not say which neighbour")
    if reading.noun == "counterpart" and reading.state is not None and owner is not None:
        return _counterpart(reading.state, owner, registry)
    if reading.noun == "counterpart" or owner is None:
        return Verdict(None, (), "the text does not say whose")
    return _based(reading, owner, setting)


def _counterpart(state: str, owner: Draft, registry: Registry) -> Verdict:
    tail = owner.actor_id.partition(".")[2]
    if owner.state == state:
        return Verdict(None, (), "the counterpart is of the same state")
    if owner.type == "person":
        role = (owner.role or "counterpart").casefold()
        holders = [d.actor_id for d in registry.people() if d.state == state and (d.role or "").casefold() == role]
        if len(holders) == 1:
            return Verdict(holders[0])
        actor_id, name = f"{state}.{slug(role).upper()}", f"{_adjective(state, registry)} {role}"
    elif owner.type == "institution" and tail:
        plain = owner.name.replace(_adjective(owner.state, registry), "", 1).strip() if owner.state else owner.name
        actor_id, name = f"{state}.{tail}", f"{_adjective(state, registry)} {plain}"
    else:
        return Verdict(registry.government(state).actor_id)
    part_of = registry.government(state).actor_id
    draft = Draft(actor_id, name, owner.type, _country(state, registry), owner.role, part_of, state)
    draft.nouns = set(owner.nouns)
    return Verdict(registry.add(draft).actor_id)


def describe(reading: Reading, setting: Setting) -> Verdict:
    """Resolve a title without a name or a noun that stands for an actor.

    Parameters
    ----------
    reading : Reading
        The mention.
    setting : Setting
        The actors known so far, its possessor and what was mentioned before.

    Returns
    -------
    Verdict
        An actor (entered anew where the text names one for the first time), or why it stays open.
    """
    registry = setting.registry
    noun = nouns().get(reading.noun)
    if reading.what == "both":
        return Verdict(registry.add(Draft(registry.local("both sides"), "both sides", "group", plural=True)).actor_id)
    if reading.what == "state":
        state = setting.owner.state if setting.owner is not None else None
        return Verdict(registry.state(state).actor_id) if state else Verdict(None, (), "the text does not say whose country")
    if setting.owner_tried and setting.owner is None:
        known = _taken_up(reading, setting) if reading.what == "group" else None
        return known or Verdict(None, (), "what it belongs to is not resolved")
    if noun is not None and noun.group == "government":
        return _government(reading, setting)
    if noun is not None and noun.group == "ministry":
        return _ministry(reading, setting)
    if noun is not None and noun.group == "mission":
        return _mission(reading, setting)
    if noun is not None and noun.group == "relative":
        return _relative(reading, setting)
    if reading.office and not reading.plural:
        return _office_holder(reading, setting)
    base = _base(reading, setting)
    return _based(reading, base, setting) if base is not None else _plain(reading, setting)


def enter_role(draft: Draft, reading: Reading, setting: Setting) -> None:
    """Write down the office that a title or an apposition gives to a person, and what it belongs to."""
    office = reading.office or reading.noun
    if not office or reading.noun in ("colleague", "wife", "husband", "son", "daughter", "brother", "sister"):
        return
    draft.role = draft.role or office
    base = _base(reading, setting)
    if base is None or draft.part_of is not None:
        return
    state = base.state if base.type in ("state", "government") else None
    if state is not None:
        draft.part_of = setting.registry.government(state).actor_id
        draft.state, draft.country = state, _country(state, setting.registry)
    else:
        draft.part_of = base.part_of if base.type == "person" else base.actor_id
        draft.state = draft.state or base.state
        draft.country = draft.country or base.country


def is_noun(word: str) -> bool:
    """Tell whether a word is a noun for an actor."""
    return singular(word) in nouns()
