"""What a text itself says about states: pairs of name and adjective, owners of state offices, capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.actors.names import slug
from toolkit.actors.places import Places, State, add_state
from toolkit.actors.vocabulary import vocab
from toolkit.language import ParsedDocument, plain

__all__ = ["from_document"]

_NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}"
_WORD = r"[A-Z][\w-]*[a-z]"
#: Only states have these.
_OWNED = (
    r"(?:(?:deputy |acting |former |new )*(?:prime|foreign|interior|defen[cs]e|finance|home|trade|energy|justice|"
    r"health|water|education|environment|transport|agriculture|culture) (?:minister|ministry|secretary)|Prime Minister|"
    r"Foreign Minister|chancellor|capital|parliament|army|navy|air force|coastguard|embassy|consulate|ambassador|"
    r"border|government|military|armed forces|foreign policy|independence|king|queen|troops|territory|"
    r"territorial waters)"
)
#: Companies and clubs have these too, so they count only for names that end as those of states do.
_ALSO_OWNED = r"(?:president|leaders?|officials?|premier|people|coast|waters|port|forces|side|diplomats?|authorities)"
_ENDINGS = re.compile(r"(?:ia|land|stan|mark|burg|rus)$")
_NAMELIKE = r"\b([A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
_CAPITALISED = re.compile(_NAMELIKE + r"\b")
_BEFORE_NOUN = re.compile(
    _NAMELIKE + r"(?= (?:[A-Z][a-z]+ )?(?!(?:and|or|of|in|on|said|says|is|was|has|had|will|to)\b)[a-z]{3,})"
)
_AFTER_THE = re.compile(r"\b[Tt]he ([A-Z][a-z]+)\b")
_POSSESSOR = re.compile(_NAMELIKE + rf"'s? (?:{_OWNED})\b")
_OWNER = re.compile(_NAMELIKE + rf"(?= (?:{_OWNED})\b)")
_WEAK_OWNER = re.compile(_NAMELIKE + rf"(?:'s?)? (?:{_OWNED}|{_ALSO_OWNED})\b")
_CAPITALS = (
    re.compile(rf"(?P<owner>{_WORD}(?: {_WORD})?)'s capital(?: city)?,? (?P<city>{_NAME})"),
    re.compile(rf"\b[Tt]he (?P<owner>{_WORD}(?: {_WORD})?) capital(?: city)?,? (?P<city>{_NAME})"),
    re.compile(rf"(?P<city>{_NAME}), the (?P<owner>{_WORD}(?: {_WORD})?) capital\b"),
    re.compile(rf"(?P<city>{_NAME}), (?:the )?capital (?:city )?of (?P<owner>{_WORD}(?: {_WORD})?)"),
    re.compile(rf"(?P<city>{_NAME}), (?P<owner>{_WORD}(?: {_WORD})?)'s capital\b"),
    re.compile(rf"(?P<owner>{_WORD}) government in (?P<city>{_NAME})"),
)
#: Ending of a state's name -> endings of its adjective (the first is tried first).
_RULES = (
    ("ia", ("ian", "ish", "ic")),
    ("land", ("lander", "landish", "landic", "lish", "lic", "ish", "landian")),
    ("istan", ("istani", "i", "", "ish")),
    ("stan", ("stani", "i", "")),
    ("y", ("ian", "yan", "yese", "ish")),
    ("a", ("an", "ian", "ese", "i", "ish")),
    ("e", ("ean", "ian", "ese", "ish")),
    ("o", ("oan", "an", "ian", "ese", "olese")),
    ("i", ("ian", "ish", "iese")),
    ("", ("ian", "ese", "ish", "i", "an", "ic")),
)


def adjectives_of(name: str) -> Iterator[str]:
    """Give the adjectives that a state's name may have by English word formation, most regular first.

    Examples
    --------
    >>> list(adjectives_of("Norvania"))
    ['Norvanian', 'Norvanish', 'Norvanic']
    """
    for ending, replaced_by in _RULES:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            stem = name[: len(name) - len(ending)]
            yield from (stem + new for new in replaced_by if len(stem + new) > 3)
            return


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

    return _Seen(
        found(_CAPITALISED),
        found(_BEFORE_NOUN),
        found(_AFTER_THE),
        found(_POSSESSOR),
        found(_OWNER),
        found(_WEAK_OWNER),
    )


def _is_adjective(word: str, seen: _Seen) -> bool:
    """Tell whether a word stands before a small-lettered noun or as "the Xs", as an adjective of nationality does."""
    return word in seen.before_noun or _plural(word) in seen.after_the


def _pairs(seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find names of states with their adjectives, and names that own what only states have."""
    for name in sorted(seen.capitalised):
        if _covered(name, places):
            continue
        found = tuple(a for a in adjectives_of(name) if {a, _plural(a)} & seen.capitalised and a != name)
        found = tuple(a for a in found if not _covered(a, places) and _is_adjective(a, seen))
        regular = bool(_ENDINGS.search(name))
        paired = found and (regular or any(a in seen.owners for a in found))
        if paired or name in seen.possessors or (regular and name in seen.weak_owners):
            yield name, found


def _orphans(seen: _Seen, places: Places) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find adjectives that own a state's office while the state's name does not occur."""
    for word in sorted(seen.owners):
        if _covered(word, places) or word in vocab("no_state"):
            continue
        if word.endswith("ian"):
            yield word[:-1], (word,)
        elif word.endswith(("ish", "ese")):
            yield f"{word} state", (word,)


def _capitals(text: str, places: Places) -> dict[str, str]:
    found: dict[str, str] = {}
    for pattern in _CAPITALS:
        for match in pattern.finditer(text):
            owner = re.sub(r"^The ", "", match["owner"])
            code = places.names.get(owner) or places.adjectives.get(owner)
            if code is not None:
                found.setdefault(match["city"], code)
    return found


def from_document(parsed: ParsedDocument, places: Places) -> Places:
    """Add the states and capitals that a document itself makes known.

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
    text = "\n".join(plain(parsed.document.text[s.segment.start : s.segment.end]) for s in parsed.parsed)
    seen = _see(text)
    for finder in (_pairs, _orphans):
        for name, adjectives in list(finder(seen, places)):
            before_nouns = [a for a in adjectives if a in seen.before_noun and not a.endswith("er")]
            adjective = (before_nouns or [a for a in adjectives if not a.endswith("er")] or [name])[0]
            state = State(slug(name.removesuffix(" state")), name, None, adjective)
            places = add_state(places, state, adjectives, tuple(_plural(a) for a in adjectives))
    capitals = _capitals(text, places)
    return replace(places, capitals={**places.capitals, **capitals}) if capitals else places
