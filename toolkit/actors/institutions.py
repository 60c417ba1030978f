"""Resolve governments, ministries, embassies and counterparts."""

from collections.abc import Sequence

from toolkit.actors.names import slug
from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading
from toolkit.actors.registry import Draft, Registry
from toolkit.actors.setting import Setting, adjective, country, is_state, last_of, state_of
from toolkit.actors.vocabulary import vocab

__all__ = ["counterpart", "field_id", "government", "ministry", "mission"]

_FIELDS = {
    "defense": "defence", "foreign": "foreign affairs", "external affairs": "foreign affairs", "home": "the interior",
    "interior": "the interior", "internal affairs": "the interior", "treasury": "finance", "state": "foreign affairs",
    "economic": "the economy", "economy": "the economy", "economics": "the economy",
    "foreign relations": "foreign affairs",
    "labor": "labour", "environmental": "the environment", "environment": "the environment",
}  # fmt: skip


def field_id(words: Sequence[str]) -> str:
    """Name the field of a ministry in one way ("defense" is "defence", "foreign" is "foreign affairs").

    Examples
    --------
    >>> field_id(["defense"]), field_id(["foreign"])
    ('defence', 'foreign affairs')
    """
    text = " ".join(w for w in words if w not in vocab("rank"))
    return _FIELDS.get(text, text)


def government(reading: Reading, setting: Setting) -> Verdict | None:
    """Resolve a government by its state or possessor, or as the only one; None where a plain noun is meant."""
    registry = setting.registry
    state = state_of(reading, setting)
    if state is not None:
        draft = registry.government(state)
        draft.nouns.add(reading.noun)
        return Verdict(draft.actor_id)
    holder = next((ids[0] for m in reading.modifiers if len(ids := registry.full.get(m.title(), [])) == 1), None)
    if holder is not None:
        if registry.drafts[holder].state:
            return Verdict(registry.government(str(registry.drafts[holder].state)).actor_id)
        name = f"{reading.modifiers[0].title()} {reading.noun}"
        return Verdict(registry.add(Draft(slug(name), name, "government", nouns={reading.noun})).actor_id)
    if setting.owner_tried or (reading.plural and not setting.owner):
        return None
    if reading.modifiers and reading.modifiers[0] in ("local", "regional", "provincial", "coalition"):
        return None
    seen = sorted({d for d in setting.recent if setting.registry.drafts[d].type == "government"})
    called = [d for d in seen if reading.noun in registry.drafts[d].nouns and reading.noun != "government"]
    seen = called if len(called) == 1 else seen
    if len(seen) == 1:
        return Verdict(seen[0])
    states = sorted(set(setting.states))
    if not seen and len(states) == 1:
        return Verdict(registry.government(states[0]).actor_id)
    candidates = tuple(seen or [registry.places.states[s].government for s in states])
    return Verdict(None, candidates, "the text does not say whose government")


def ministry(reading: Reading, setting: Setting) -> Verdict:
    """Resolve a ministry by its state and field; without them to the last one mentioned."""
    registry = setting.registry
    words = field_id([*reading.modifiers, *(word for word in setting.after if word not in reading.modifiers)])
    words = "" if is_state(registry.places.names.get(words.title()), registry) else words
    state = state_of(reading, setting)
    if state is None or not words:
        known = last_of(setting, lambda d: "ministry" in d.nouns and (not words or d.actor_id.endswith(_suffix(words))))
        if known is not None and (state is None or known.state == state):
            return Verdict(known.actor_id)
    if not words:
        return Verdict(None, (), "the text does not say which ministry")
    if state is None:
        return Verdict(
            registry.add(_draft_ministry(registry.local(f"ministry of {words}"), words, None, registry)).actor_id
        )
    registry.government(state)
    return Verdict(registry.add(_draft_ministry(f"{state}.{_suffix(words)}", words, state, registry)).actor_id)


def _suffix(words: str) -> str:
    return "MINISTRY_OF_" + slug(words if not words.startswith("the ") else words.replace("the ", "the-", 1)).upper()


def _draft_ministry(actor_id: str, words: str, state: str | None, registry: Registry) -> Draft:
    name = f"Ministry of {words.title() if not words.startswith('the ') else 'the ' + words[4:].title()}"
    if state is not None:
        name = f"{adjective(state, registry)} {name}"
    part_of = f"{state}.GOV" if state is not None else None
    return Draft(
        actor_id, name, "institution", country(state, registry), part_of=part_of, state=state,
        nouns={"ministry", "department"},
    )  # fmt: skip


def mission(reading: Reading, setting: Setting) -> Verdict | None:
    """Resolve an embassy or consulate by its state and place; None where the text does not say whose it is."""
    registry, state = setting.registry, state_of(reading, setting)
    if state is None:
        known = last_of(setting, lambda d: reading.noun in d.nouns)
        return Verdict(known.actor_id) if known is not None else None
    base = f"{state}.{reading.noun.upper()}"
    located = sorted(i for i in registry.drafts if i == base or i.startswith(base + "_"))
    unplaced = located[0] if len(located) == 1 else base
    actor_id = f"{base}_{slug(reading.place).upper()}" if reading.place else unplaced
    name = f"{adjective(state, registry)} {reading.noun}" + (f" in {reading.place}" if reading.place else "")
    registry.government(state)
    draft = Draft(actor_id, name, "institution", country(state, registry), part_of=f"{state}.GOV", state=state)
    draft.nouns = {reading.noun}
    return Verdict(registry.add(draft).actor_id)


def counterpart(state: str, owner: Draft, registry: Registry) -> Verdict:
    """Resolve "its Danish counterpart": the same office or institution of another state."""
    tail = owner.actor_id.partition(".")[2]
    if owner.state == state:
        return Verdict(None, (), "the counterpart is of the same state")
    if owner.type == "person":
        role = (owner.role or "counterpart").casefold()
        holders = [d.actor_id for d in registry.people() if d.state == state and (d.role or "").casefold() == role]
        if len(holders) == 1:
            return Verdict(holders[0])
        actor_id, name = f"{state}.{slug(role).upper()}", f"{adjective(state, registry)} {role}"
    elif owner.type == "institution" and tail:
        plain = owner.name.replace(adjective(owner.state, registry), "", 1).strip() if owner.state else owner.name
        actor_id, name = f"{state}.{tail}", f"{adjective(state, registry)} {plain}"
    else:
        return Verdict(registry.government(state).actor_id)
    part_of = registry.government(state).actor_id
    draft = Draft(actor_id, name, owner.type, country(state, registry), owner.role, part_of, state)
    draft.nouns = set(owner.nouns)
    return Verdict(registry.add(draft).actor_id)
