"""Resolve titles and nouns: "the minister", "its coastguard", "Danish officials", "a spokesman for the union"."""

from dataclasses import replace

from toolkit.actors.institutions import counterpart, government, ministry, mission
from toolkit.actors.names import slug, title_office
from toolkit.actors.offices import PERSONAL, holder, office_fits, scope
from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading, nouns, offices, singular
from toolkit.actors.registry import Draft, Registry
from toolkit.actors.setting import Setting, adjective, country, last_of, plural_of
from toolkit.actors.vocabulary import vocab

__all__ = ["describe", "enter_role"]

#: What one state can be to another.
_PEERS = frozenset(("ally", "rival", "partner", "friend", "neighbour", "neighbor", "counterpart"))
_BELOW_GOVERNMENT = frozenset(("official", "military"))
#: Nouns by which a named body of another noun may be taken up again.
_STAND_INS = {
    "authority": ("council",), "company": ("group", "contractor", "firm", "operator", "supplier"),
    "firm": ("group", "contractor", "company", "operator", "supplier"),
    "contractor": ("company", "firm"), "bloc": ("union",), "alliance": ("organization",),
    "organisation": ("charity", "group", "association"), "ministry": ("department",), "department": ("ministry",),
    "charity": ("foundation", "trust"), "club": (), "broadcaster": (), "watchdog": ("regulator", "agency", "authority"),
}  # fmt: skip


def _own_casing(name: str, text: str) -> str:
    """Write the words of a name as a form writes them ("Labour Party mps", "the Labour MPs": "Labour Party MPs").

    Examples
    --------
    >>> _own_casing("Norvanian mps", "two Norvanian MPs")
    'Norvanian MPs'
    """
    words = text.split()
    written = {word.casefold(): word for word in words[1:] + [w for w in words[:1] if w[1:] != w[1:].casefold()]}
    return " ".join(written.get(word, word) for word in name.split())


def _based(reading: Reading, base: Draft, setting: Setting) -> Verdict:
    """Enter an actor that is part of another: its officials, its coastguard, its spokesman."""
    registry = setting.registry
    if reading.noun in base.nouns and reading.what not in ("person", "group") and base is not setting.owner:
        return Verdict(base.actor_id)
    noun = plural_of(reading.noun) if reading.plural else reading.noun
    kept = [m for m in reading.modifiers if m not in vocab("rank") and m.title() not in base.name.split()]
    words = " ".join([*kept, noun])
    group = nouns()[reading.noun].group if reading.noun in nouns() else ""
    state = base.state if base.type in ("state", "government") else None
    if state is not None:
        actor_id = f"{state}.{slug(words).upper()}"
        name = f"{adjective(state, registry)} {words}"
        official = group in _BELOW_GOVERNMENT or group in ("ministry", "institution")
        part_of = registry.government(state).actor_id if official else registry.state(state).actor_id
    else:
        actor_id, name, part_of = f"{base.actor_id}.{slug(words)}", f"{base.name} {words}", base.actor_id
    kind = (
        reading.what if reading.what in ("person", "group", "institution", "organisation", "party") else "institution"
    )
    if reading.plural:
        name = _own_casing(name, reading.text)
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
    draft = Draft(actor_id, _as_written(words, reading.text), reading.what, plural=reading.plural, nouns={reading.noun})
    draft.gender = reading.gender if not reading.plural else None
    if reading.what == "person":
        draft.role = reading.office or reading.noun
    return Verdict(registry.add(draft).actor_id)


def _as_written(words: str, text: str) -> str:
    """Give words in small letters the capitals they have in a text; its first word may owe its own to the sentence."""
    capital = {word.casefold(): word for word in text.split()[1:] if word[0].isupper()}
    return " ".join(capital.get(word, word) for word in words.split())


def _taken_up(reading: Reading, setting: Setting) -> Verdict | None:
    registry = setting.registry
    specific = [m for m in reading.modifiers if m not in vocab("rank")]

    def named_so(draft: Draft) -> bool:
        fits = draft.type == reading.what or (
            reading.what not in ("person", "group") and draft.type not in ("person", "group")
        )
        words = {w.casefold() for w in draft.name.replace("-", " ").split()}
        if reading.place and reading.place.casefold() not in words:
            return False
        return (
            fits
            and reading.noun in draft.nouns
            and draft.plural == reading.plural
            and all(m in words for m in specific)
        )

    known = last_of(setting, lambda d: named_so(d) and "@" not in d.actor_id) if not specific else None
    known = known or last_of(setting, named_so)
    if known is not None:
        return Verdict(known.actor_id)
    everywhere = sorted(d.actor_id for d in registry.drafts.values() if named_so(d))
    if len(everywhere) == 1:
        return Verdict(everywhere[0])
    for other in _STAND_INS.get(reading.noun, ()):
        fitting = sorted(
            d.actor_id for d in registry.drafts.values() if other in d.nouns and d.type not in ("person", "group")
        )
        if len(fitting) == 1:
            return Verdict(fitting[0])
    if len(everywhere) > 1:
        return Verdict(None, tuple(everywhere), f"several actors are called {reading.noun!r}")
    return None


def _office_holder(reading: Reading, setting: Setting) -> Verdict:
    """Resolve an office without a name to its holder, or to an actor that is known by the office alone."""
    known = holder(reading, setting)
    if known is not None:
        return known
    base = _base(reading, setting)
    if base is not None and base.type == "person" and scope(reading.office) == "state":
        return Verdict(None, (), "the text does not say of what")
    return _based(reading, base, setting) if base is not None else _plain(reading, setting)


def _base(reading: Reading, setting: Setting) -> Draft | None:
    """Give what a described actor belongs to: its state, or its possessor (for colleagues, their body)."""
    registry = setting.registry
    if reading.state is not None:
        return registry.state(reading.state)
    owner = setting.owner
    if owner is None:
        return _named_before(reading, registry)
    body = registry.drafts.get(owner.part_of or "")
    if owner.type == "person" and body is not None and reading.noun in body.nouns and not reading.plural:
        return body
    if owner.type == "person" and reading.noun in offices() and owner.part_of in registry.drafts:
        return owner if reading.noun in PERSONAL else registry.drafts[str(owner.part_of)]
    return owner


def _named_before(reading: Reading, registry: Registry) -> Draft | None:
    """Give what a word before the noun or a seat of power behind it names ("Labour MPs", "an official in Paris")."""
    for word in reading.modifiers:
        for body in registry.places.bodies.get(word.title(), ()):
            return registry.body(body)
    if reading.noun == "official" and reading.place:
        code = registry.places.capitals.get(reading.place)
        if code is not None:
            return registry.state(code)
        for body in registry.places.metonyms.get(reading.place, ()):
            if body.until is None:
                return registry.body(body)
    return None


def _relative(reading: Reading, setting: Setting) -> Verdict:
    """Resolve a noun that needs another actor: neighbour, counterpart, colleague."""
    registry, owner = setting.registry, setting.owner
    of_state = owner is not None and owner.type in ("state", "government")
    if reading.noun in ("neighbour", "neighbor") and owner is not None and of_state:
        others = sorted({s for s in setting.states if s != owner.state})
        if reading.plural:
            return Verdict(None, tuple(others), "the text does not say which neighbours")
        if len(others) == 1:
            return Verdict(registry.state(others[0]).actor_id)
        return Verdict(None, tuple(others), "the text does not say which neighbour")
    if reading.noun == "counterpart" and reading.state is not None and owner is not None:
        return counterpart(reading.state, owner, registry)
    if reading.plural and reading.noun in _PEERS and reading.noun != "counterpart":
        base = _base(reading, setting)
        return _based(reading, base, setting) if base is not None else _plain(reading, setting)
    if reading.noun == "counterpart" or owner is None:
        return Verdict(None, (), "the text does not say whose")
    if of_state and reading.noun in _PEERS:
        return Verdict(None, (), f"the text does not say which {reading.noun}")
    return _based(reading, owner, setting)


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
    named = registry.ending_in(reading.text) if reading.what in ("organisation", "institution") else None
    if named is not None:
        return Verdict(named.actor_id)
    if reading.what == "both":
        return Verdict(registry.add(Draft(registry.local("both sides"), "both sides", "group", plural=True)).actor_id)
    if reading.what == "state":
        state = setting.owner.state if setting.owner is not None else None
        return (
            Verdict(registry.state(state).actor_id)
            if state
            else Verdict(None, (), "the text does not say whose country")
        )
    if setting.owner_tried and setting.owner is None:
        general = reading.office.replace("-", " ").endswith(" general") and scope(reading.office) == "organisation"
        holders = [d for d in registry.people() if office_fits(reading, d, setting)] if general else []
        if len(holders) == 1:
            return Verdict(holders[0].actor_id)
        known = _taken_up(reading, setting) if reading.what == "group" else None
        return known or Verdict(None, (), "what it belongs to is not resolved")
    if noun is not None and noun.group == "government":
        known = government(reading, setting)
        if known is None and setting.owner_tried:
            return Verdict(None, (), "the text does not say whose government")
        return known or _plain(replace(reading, what="group") if reading.plural else reading, setting)
    if noun is not None and noun.group == "ministry":
        return ministry(reading, setting)
    if noun is not None and noun.group == "mission":
        return mission(reading, setting) or _plain(reading, setting)
    if noun is not None and noun.group == "relative":
        return _relative(reading, setting)
    if reading.office and not reading.plural:
        return _office_holder(reading, setting)
    base = _base(reading, setting)
    return _based(reading, base, setting) if base is not None else _plain(reading, setting)


def enter_role(draft: Draft, reading: Reading, setting: Setting) -> None:
    """Write down the office that a title or an apposition gives to a person, and what it belongs to."""
    office = reading.office or reading.noun or title_office(reading.title)
    noun = nouns().get(reading.noun)
    if not office or draft.type != "person" or (noun is not None and noun.group == "relative"):
        return
    draft.role = draft.role or office
    if office not in draft.roles:
        draft.roles.append(office)
    base = _base(reading, setting)
    if base is None or draft.part_of is not None:
        return
    state = base.state if base.type in ("state", "government") else None
    if state is not None and scope(office) == "organisation":
        return
    if state is not None:
        draft.part_of = setting.registry.government(state).actor_id
        draft.state, draft.country = state, country(state, setting.registry)
    else:
        draft.part_of = base.part_of if base.type == "person" else base.actor_id
        draft.state = draft.state or base.state
        draft.country = draft.country or base.country


def is_noun(word: str) -> bool:
    """Tell whether a word is a noun for an actor."""
    return singular(word) in nouns()
