"""What a text itself says about states: pairs of name and adjective, owners of state offices, capitals, palaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.actors.names import genders, slug
from toolkit.actors.places import Places, State, add_state
from toolkit.actors.states import (
    ACTING,
    ADDRESSED,
    ENDINGS,
    NAMELIKE,
    OWNED,
    PAIRED,
    RELATED,
    WEAKLY_OWNED,
    adjectives_of,
    kindred,
)
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedDocument, plain

__all__ = ["adjectives_of", "from_document", "palaces"]

_NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}"
_WORD = r"[A-Z][\w-]*[a-z]"
_OWNER_WORDS = rf"(?P<owner>{_WORD}(?: {_WORD})?)"
_CAPITALISED = re.compile(NAMELIKE + r"\b")
_BEFORE_NOUN = re.compile(
    NAMELIKE + r"(?= (?:[A-Z][a-z]+ )?(?!(?:and|or|of|in|on|said|says|is|was|has|had|will|to)\b)[a-z]{3,})"
)
_TITLED = re.compile(
    r"\b(?:M[rs]s?|Dr|President|Minister|Secretary|Chancellor|Premier|Senator|General|King|Queen|Sir)\.? "
    rf"(?:[A-Z][\w.-]+ )?{NAMELIKE}"
)
_TWO = re.compile(rf"{NAMELIKE} {NAMELIKE}\b")
_AFTER_THE = re.compile(r"\b[Tt]he ([A-Z][a-z]+)\b")
_POSSESSOR = re.compile(NAMELIKE + rf"'s? (?:[a-z]+ )?{OWNED}\b")
_OWNER = re.compile(NAMELIKE + rf"(?= (?:{OWNED})\b)")
_WEAK_OWNER = re.compile(NAMELIKE + rf"(?:'s?)? (?:[a-z]+ )?(?:{OWNED}|{WEAKLY_OWNED})\b")
_CAPITALS = (
    re.compile(rf"(?P<city>{_NAME}), the {_OWNER_WORDS} capital\b"),
    re.compile(rf"(?P<city>{_NAME}), (?:the )?capital (?:city )?of {_OWNER_WORDS}"),
    re.compile(rf"(?P<city>{_NAME}), {_OWNER_WORDS}'s capital\b"),
    re.compile(rf"{_OWNER_WORDS}'s capital(?: city)?,? (?P<city>{_NAME})"),
    re.compile(rf"(?<!, )\b[Tt]he {_OWNER_WORDS} capital(?: city)?,? (?P<city>{_NAME})"),
    re.compile(rf"(?P<owner>{_WORD}) government in (?P<city>{_NAME})"),
)
_PALACE = re.compile(
    rf"\b(?:[Tt]he )?(?P<seat>{_NAME}), (?P<whose>(?:[^\s,.;]+ ){{1,5}}?)(?:[a-z]+ )?"
    r"(?:palace|residence|mansion)\b"
)


def _plural(adjective: str) -> str:
    return adjective if re.search(r"(?:ese|ish|ic|s)$", adjective) else adjective + "s"


def _covered(form: str, places: Places) -> bool:
    tables = (places.names, places.adjectives, places.peoples, places.capitals, places.bodies, places.metonyms)
    return any(form in table for table in tables)


@dataclass(frozen=True)
class _Seen:
    """What the text shows about its capitalised words, found in one pass each."""

    capitalised: frozenset[str]
    before_noun: frozenset[str]
    after_the: frozenset[str]
    possessors: frozenset[str]
    owners: frozenset[str]
    weak_owners: frozenset[str]


def _see(text: str) -> _Seen:
    def found(pattern: re.Pattern[str]) -> frozenset[str]:
        return frozenset(match[1] for match in pattern.finditer(text))

    people = found(_TITLED) | {m[2] for m in _TWO.finditer(text) if m[1] in genders()}
    return _Seen(
        found(_CAPITALISED) - people,
        found(_BEFORE_NOUN),
        found(_AFTER_THE),
        (found(_POSSESSOR) | found(ADDRESSED)) - people,
        found(_OWNER) - people,
        found(_WEAK_OWNER) - people,
    )


def _is_adjective(word: str, seen: _Seen) -> bool:
    """Tell whether a word stands before a small-lettered noun or as "the Xs", as an adjective of nationality does."""
    return word in seen.before_noun or _plural(word) in seen.after_the


def _forms(name: str, seen: _Seen, places: Places) -> tuple[str, ...]:
    """Give the adjectives of a name that the text holds."""
    found = tuple(a for a in adjectives_of(name) if {a, _plural(a)} & seen.capitalised and a != name)
    return tuple(a for a in found if not _covered(a, places) and _is_adjective(a, seen))


def _pairs(seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find names of states with their adjectives, and names that own what only states have."""
    for name in sorted(seen.capitalised):
        if _covered(name, places) or name in vocab("no_state"):
            continue
        found = _forms(name, seen, places)
        regular = bool(ENDINGS.search(name))
        paired = found and (regular or any(a in seen.owners | seen.weak_owners for a in found))
        if paired or name in seen.possessors or (regular and name in seen.weak_owners):
            yield name, found


def _kin(seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find names of states with adjectives that no rule forms from them but that own what only states have."""
    for word in sorted(seen.owners | seen.weak_owners):
        if not _covered(word, places) and word not in vocab("no_state"):
            names = sorted(n for n in seen.capitalised if n != word and kindred(word, n) and ENDINGS.search(n))
            if len(names) == 1:
                yield names[0], (word,)


def _orphans(seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find adjectives that own a state's office while the state's name does not occur."""
    for word in sorted(seen.owners):
        if _covered(word, places) or word in vocab("no_state"):
            continue
        if word.endswith("ian"):
            yield word[:-1], (word,)
        elif word.endswith(("ish", "ese")):
            yield f"{word} state", (word,)


def _with(places: Places, name: str, adjectives: tuple[str, ...], seen: _Seen) -> Places:
    """Add a state or adjectives to one that is known."""
    code = places.names.get(name)
    if code is not None:
        adjective = next((a for a in adjectives if a in seen.before_noun), None)
        old = places.states[code]
        state = replace(old, adjective=adjective) if adjective and old.adjective == old.name else old
    else:
        before_nouns = [a for a in adjectives if a in seen.before_noun and not a.endswith("er")]
        adjective = (before_nouns or [a for a in adjectives if not a.endswith("er")] or [name])[0]
        state = State(slug(name.removesuffix(" state")), name, None, adjective)
    peoples = [_plural(a) for a in adjectives]
    ending = ENDINGS.search(name)
    short = name[: ending.start()] + "s" if ending else ""
    if len(short) > 4 and short in seen.after_the and not _covered(short, places):
        peoples.append(short)
    return add_state(places, state, adjectives, tuple(peoples))


def _alongside(text: str, seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find names that look like those of states, in a text that has made other states known."""
    if all(state.country for state in places.states.values()):
        return
    acting = {match[1] for match in ACTING.finditer(text)}
    for name in sorted(seen.capitalised):
        if _covered(name, places) or name in vocab("no_state") or name in genders():
            continue
        found = _forms(name, seen, places)
        if found or name in acting or ENDINGS.search(name):
            yield name, found


def _of_states(text: str, seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find names that stand in a relation between states to one that is known, or beside one and end as one."""
    for pattern in (*RELATED, PAIRED):
        for match in pattern.finditer(text):
            for known, other in ((match[1], match[2]), (match[2], match[1])):
                likely = pattern is not PAIRED or ENDINGS.search(other)
                fresh = other in seen.capitalised and not _covered(other, places) and other not in vocab("no_state")
                if known in places.names and fresh and likely:
                    yield other, _forms(other, seen, places)


def _owner(match: re.Match[str], places: Places) -> str | None:
    owner = re.sub(r"^The ", "", match["owner"])
    for form in (owner, owner.split()[0], owner.split()[-1]):
        code = places.names.get(form) or places.adjectives.get(form)
        if code is not None:
            return code
    return None


def _capitals(text: str, places: Places) -> dict[str, str]:
    found: dict[str, str] = {}
    for pattern in _CAPITALS:
        for match in pattern.finditer(text):
            code = _owner(match, places)
            if code is not None and not _covered(match["city"], places):
                found.setdefault(match["city"], code)
    return found


def palaces(text: str, places: Places) -> dict[str, str | None]:
    """Find names that a text explains as somebody's palace or residence, with the state that it names there.

    Examples
    --------
    >>> from toolkit.actors.places import known
    >>> palaces("The Amber House, the Danish president's palace, and Gull Hall, his residence, kept silent.", known())
    {'Amber House': 'DNK', 'Gull Hall': None}
    """
    found: dict[str, str | None] = {}
    for match in _PALACE.finditer(text):
        words = match["whose"].split()
        if not (words[0] in ("his", "her", "its", "their") or words[-1].endswith(("'s", "s'"))):
            continue
        bare = [re.sub(r"'s?$", "", word) for word in words]
        codes = [places.names.get(w) or places.adjectives.get(w) for w in bare]
        seat = re.sub(r"^The ", "", match["seat"])
        found[seat] = found.get(seat) or next((code for code in codes if code is not None), None)
    return found


def from_document(parsed: ParsedDocument, places: Places) -> Places:
    """Add the states, capitals and palaces that a document itself makes known.

    Parameters
    ----------
    parsed : ParsedDocument
        The document; its parse is not used.
    places : Places
        What is known already; it is not changed.

    Returns
    -------
    Places
        With states that have no code: `code` is a slug, `country` None.
    """
    whole = parsed.document.text
    text = "\n".join(plain(whole[s.segment.start : s.segment.end]).replace("\n", " ") for s in parsed.parsed)
    seen = _see(text)
    for finder in (_pairs, _kin):
        for name, adjectives in list(finder(seen, places)):
            places = _with(places, name, adjectives, seen)
    for _ in range(2):
        for name, adjectives in list(_of_states(text, seen, places)):
            places = _with(places, name, adjectives, seen)
    for name, adjectives in list(_alongside(text, seen, places)):
        places = _with(places, name, adjectives, seen)
    for name, adjectives in list(_orphans(seen, places)):
        places = _with(places, name, adjectives, seen)
    capitals, seats = _capitals(text, places), palaces(text, places)
    told = {seat: code for seat, code in seats.items() if code is not None and not _covered(seat, places)}
    untold = frozenset(seat for seat, code in seats.items() if code is None and not _covered(seat, places))
    if not (capitals or told or untold):
        return places
    return replace(places, capitals={**places.capitals, **capitals}, seats={**places.seats, **told}, untold=untold)
