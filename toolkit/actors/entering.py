"""Enter everybody and everything that a document names, before what has no name is resolved."""

from toolkit.actors.aliases import alias_of
from toolkit.actors.pronouns import Verdict
from toolkit.actors.reading import Reading, nouns, singular
from toolkit.actors.work import Work

__all__ = ["enter_names", "generic"]


def _verdict_of_name(work: Work, reading: Reading) -> Verdict:
    registry = work.registry
    if reading.what == "person":
        return _person(work, reading)
    if reading.what in ("state", "adjective"):
        return Verdict(registry.state(str(reading.state)).actor_id)
    if reading.what == "nationals":
        return Verdict(registry.nationals(str(reading.state), reading.name).actor_id)
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


def _public(name: str) -> bool:
    noun = nouns().get(singular(name.split()[-1])) or nouns().get(singular(name.split()[0]))
    return noun is not None and noun.type == "institution"


def _person(work: Work, reading: Reading) -> Verdict:
    draft, candidates = work.registry.person(reading)
    if draft is None:
        return Verdict(None, candidates, "several people bear that name")
    draft.gender = draft.gender or reading.gender
    return Verdict(draft.actor_id)


def generic(reading: Reading) -> bool:
    """Tell whether a name is but one noun with a capital ("Council", "Parliament"), to be read as "the council"."""
    words = reading.name.split()
    return reading.what == "organisation" and len(words) == 1 and singular(words[0]) in nouns()


def enter_names(work: Work) -> None:
    """Enter everybody and everything that is named, the fullest names first, so that shorter forms find them."""
    order = sorted(
        (n for n, r in enumerate(work.readings) if r.name and not generic(r) and r.kind != "pronoun"),
        key=lambda n: (-len(work.readings[n].name.split()), n),
    )
    for number in order:
        if alias_of(work.readings[number].text, work.aliases) is None:
            work.verdicts[number] = _verdict_of_name(work, work.readings[number])
        _bracketed(work, number)


def _bracketed(work: Work, number: int) -> None:
    """Take what stands in brackets behind a name as its acronym."""
    reading, doc = work.readings[number], work.doc(work.readings[number])
    actor = work.verdicts[number].actor_id
    if actor is None or reading.last + 2 >= len(doc) or doc[reading.last].text != "(":
        return
    short, closing = doc[reading.last + 1].text, doc[reading.last + 2].text
    if closing == ")" and short.isupper() and len(short) > 1 and reading.what in ("organisation", "body"):
        work.registry.acronyms[short] = actor
