"""Patterns by which a text shows that a name is that of a state, and how names of states and adjectives are formed."""

import re
from collections.abc import Iterator

__all__ = [
    "ACTING",
    "ADDRESSED",
    "ENDINGS",
    "NAMELIKE",
    "OWNED",
    "PAIRED",
    "RELATED",
    "WEAKLY_OWNED",
    "adjectives_of",
    "kindred",
]

#: Only states have these.
OWNED = (
    r"(?:(?:(?:deputy|acting|former|new|Deputy|Acting|Former) )*"
    r"(?:[Pp]rime|[Ff]oreign|[Ii]nterior|[Dd]efen[cs]e|[Ff]inance|[Hh]ome|[Tt]rade|[Ee]nergy|[Jj]ustice|[Hh]ealth|"
    r"[Ww]ater|[Ee]ducation|[Ee]nvironment|[Tt]ransport|[Aa]griculture|[Cc]ulture) "
    r"(?:[Mm]inister|[Mm]inistry|[Ss]ecretary)|chancellor|capital|parliament|army|navy|air force|coastguards?|"
    r"embassy|consulate|ambassador|[Aa]mbassador|borders?|government|military|armed forces|foreign policy|independence|"
    r"king|queen|troops|territory|territorial waters|patrol boats?|warships?|diplomats)"
)
#: Companies, towns and clubs have these too, so they count only for names that end as those of states do.
WEAKLY_OWNED = (
    r"(?:[Pp]resident|leaders?|officials?|premier|people|coast|waters|ports?|forces|side|authorities|opposition|"
    r"exports|officers?|envoy|ships)"
)
NAMELIKE = r"\b([A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
_STATE_WORD = r"(?:neighbou?r|ally|rival|partner|friend|foe|counterpart)"
#: A state stands in these relations to another state.
RELATED = (
    re.compile(rf"{NAMELIKE}'s (?:[a-z]+ ){{0,2}}{_STATE_WORD},? {NAMELIKE}\b"),
    re.compile(rf"{NAMELIKE}, {NAMELIKE}'s (?:[a-z]+ ){{0,2}}{_STATE_WORD}\b"),
)
PAIRED = re.compile(rf"{NAMELIKE} and {NAMELIKE}\b(?! [A-Z])")
#: What else only states have, with the name behind it.
ADDRESSED = re.compile(
    rf"\b(?:capital of|government of|army of|[Pp]rime [Mm]inister of|[Ff]oreign [Mm]inister of|"
    rf"(?:southern|northern|eastern|western|its|their) neighbou?r) {NAMELIKE}\b"
)
#: In a text about other states too, what does something with these is likely a state itself.
ACTING = re.compile(rf"{NAMELIKE} [a-z]+ (?:[a-z]+ )?its (?:[a-z]+ )?(?:{OWNED}|ally|allies|neighbou?rs?|ports)\b")
ENDINGS = re.compile(r"(?:ia|land|stan|mark|burg|rus)$")
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
_NATIONAL = re.compile(r"(?:ish|ese|ian|ic)$")


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


def kindred(word: str, name: str) -> bool:
    """Tell whether an adjective of nationality may belong to a state's name although no rule forms it from that.

    Both must begin with the stem of the name, of four letters at least.

    Examples
    --------
    >>> kindred("Velkish", "Velkland"), kindred("Velmish", "Velkland")
    (True, False)
    """
    found = ENDINGS.search(name)
    stem = name[: found.start()] if found else name[:-1]
    return len(stem) > 3 and word.startswith(stem) and _NATIONAL.search(word) is not None and word != name
