"""Enter everybody and everything that a document names, before what has no name is resolved."""

from dataclasses import replace

from toolkit.actors.aliases import alias_of, person_of
from toolkit.actors.institutions import field_id
from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.actors.told import aliased
from toolkit.actors.vocabulary import vocab
from toolkit.actors.work import Work

__all__ = ["aliased", "enter_names", "generic"]


def _verdict_of_name(work: Work, number: int) -> Verdict:
    registry, reading = work.registry, work.readings[number]
    if reading.what == "person":
        return _person(work, number)
    if reading.what in ("state", "adjective"):
        return Verdict(registry.state(str(reading.state)).actor_id)
    if reading.what == "nationals":
        return Verdict(registry.nationals(str(reading.state), reading.name).actor_id)
    if reading.what == "city":
        return _seat(work)
    if reading.what in ("people", "capital", "seat"):
        return Verdict(registry.government(str(reading.state)).actor_id)
    if reading.body is not None:
        body = registry.body(reading.body)
        return Verdict(registry.members(body).actor_id if reading.plural else body.actor_id)
    kind = "institution" if _public(reading.name) else "organisation"
    draft = registry.organisation(reading.name, kind, reading.state)
    if reading.noun:
        draft.nouns.add(reading.noun)
    return Verdict(draft.actor_id)


def _seat(work: Work) -> Verdict:
    """Give a city that acts to the only state in the text that has no ISO code and no capital that is known."""
    places = work.registry.places
    named = {r.state for r in work.readings if r.state is not None}
    seated = set(places.capitals.values())
    homeless = sorted(code for code in named if places.states[code].country is None and code not in seated)
    if len(homeless) == 1:
        return Verdict(work.registry.government(homeless[0]).actor_id)
    return Verdict(None, tuple(places.states[c].government for c in homeless), "the text does not say whose seat it is")


def _public(name: str) -> bool:
    noun = nouns().get(singular(name.split()[-1])) or nouns().get(singular(name.split()[0]))
    return noun is not None and noun.type == "institution"


def _person(work: Work, number: int) -> Verdict:
    reading = work.readings[number]
    draft, candidates = work.registry.person(reading)
    if draft is None:
        introduced = [c for c in candidates if work.introduced.get(c, number) < number]
        if len(introduced) != 1:
            return Verdict(None, candidates, "several people bear that name")
        draft = work.registry.drafts[introduced[0]]
    if len(reading.parts) > 1:
        work.introduced[draft.actor_id] = min(number, work.introduced.get(draft.actor_id, number))
    draft.gender = draft.gender or reading.gender
    return Verdict(draft.actor_id)


def generic(reading: Reading) -> Reading | None:
    """Read a name that is but a noun with a capital as that noun ("Council", "Ministry of Defence"), or None."""
    if reading.what != "organisation" or not reading.name:
        return None
    words = reading.name.split()
    heads = [word for word in (words[0], words[-1]) if singular(word) in nouns()]
    if len(words) == 1 and heads:
        noun = nouns()[singular(heads[0])]
        what = noun.type if noun.type != "person" else "group"
        return replace(reading, noun=noun.word, what=what, name="", definite=True)
    if not heads or nouns()[singular(heads[0])].group != "ministry":
        return None
    about = tuple(w.casefold() for w in words if w not in heads and w.casefold() not in ("of", "for", "the"))
    if singular(heads[0]) != "ministry" and field_id(about) not in vocab("field"):
        return None
    return replace(reading, noun="ministry", what="institution", name="", modifiers=about, definite=True)


def enter_names(work: Work) -> None:
    """Enter everybody and everything that is named, the fullest names first, so that shorter forms find them."""
    order = sorted(
        (n for n, r in enumerate(work.readings) if r.name and generic(r) is None and r.kind != "pronoun"),
        key=lambda n: (-len(work.readings[n].name.split()), n),
    )
    for number in order:
        reading = work.readings[number]
        alias = alias_of(work.aliases, reading.text, reading.name)
        if alias is None and reading.what == "person":
            alias = person_of(work.aliases, reading.parts)
        if alias is None:
            work.verdicts[number] = _verdict_of_name(work, number)
        else:
            work.verdicts[number] = Verdict(aliased(work.registry, reading, alias).actor_id)
        _bracketed(work, number)


def _bracketed(work: Work, number: int) -> None:
    """Take what stands in brackets behind a name as its acronym."""
    reading, doc = work.readings[number], work.doc(work.readings[number])
    actor = work.verdicts[number].actor_id
    if actor is None or reading.last + 2 >= len(doc) or doc[reading.last].text != "(":
        return
    short, closing = doc[reading.last + 1].text, doc[reading.last + 2].text
    if closing == ")" and sum(c.isupper() for c in short) > 1 and reading.what in ("organisation", "body"):
        work.registry.acronyms[short] = actor
