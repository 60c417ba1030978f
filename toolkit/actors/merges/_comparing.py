"""How two names are alike, if they are."""

from toolkit.actors.folding import given_fit, sounded, within
from toolkit.actors.merges._entries import Entry

__all__ = ["BASES", "compared"]

#: Likeness -> (log-odds of the same actor before any other evidence, words for it). The numbers are a judgement, not
#: an estimate: what is under 0 needs other evidence to pass the default threshold.
BASES: dict[str, tuple[float, str]] = {
    "same": (3.0, "the same name but for accents, hyphens or capitals"),
    "title": (3.0, "the same name but for a title"),
    "shared": (2.4, "one is also named as the other"),
    "words": (2.4, "the same words in another order"),
    "middle": (2.0, "the same given and family name, one with a middle name"),
    "legal": (2.0, "the same name but for its state or legal form"),
    "sound": (1.4, "the same name in another transcription"),
    "nickname": (1.0, "the same family name, and a short form of the given name"),
    "acronym": (0.8, "one is the acronym of the other"),
    "order": (0.8, "the same names in another order"),
    "double": (0.6, "one has a further family name"),
    "initial": (0.4, "the same family name, and an initial that fits the given name"),
    "spelling": (0.2, "nearly the same spelling of a long name"),
    "shorter": (-0.4, "one is a shorter form of the other"),
    "surname": (-1.8, "the surname is the same"),
}
_GIVEN = ("spelling", "nickname", "sound", "initial")
#: Shortest word whose misspelling is told from another word.
_LONG = 6


def compared(one: Entry, other: Entry) -> str | None:
    """Tell how two actors' names are alike: a key of `BASES`, or None where they are not.

    People are compared with people, and all others with each other.
    """
    if one.is_person != other.is_person:
        return None
    return _people(one, other) if one.is_person else _bodies(one, other)


def _people(one: Entry, other: Entry) -> str | None:
    short, long = sorted((one, other), key=lambda e: (len(e.words), e.words))
    if not short.words:
        return None
    if short.words == long.words or "".join(short.words) == "".join(long.words):
        return "title" if _titled(one) != _titled(other) else "same"
    if len(short.words) > 1 and sorted(short.words) == sorted(long.words):
        return "order"
    if len(short.words) > 1 and short.sounds == long.sounds:
        return "sound"
    if short.sounds[-1] == long.sounds[-1]:
        return _same_family(short, long)
    if len(short.words) > 1 and short.words == long.words[: len(short.words)]:
        return "double"
    return _misspelt(short, long)


def _titled(entry: Entry) -> bool:
    return len(entry.parts) < len(entry.actor.name.split())


def _same_family(short: Entry, long: Entry) -> str | None:
    if len(short.words) == 1:
        return "surname"
    fits = _given(short.words[:-1], long.words[:-1])
    if fits is None:
        return None
    if short.words[-1] != long.words[-1]:
        fits = [*fits, "sound"]
    worst = min((f for f in fits if f != "same"), key=_GIVEN.index, default=None)
    return worst or "middle"


def _given(short: tuple[str, ...], long: tuple[str, ...]) -> list[str] | None:
    """Match given names one after the other; None where one of the shorter name finds no partner in its order."""
    if given_fit(short[0], long[0]) is None and not any(given_fit(short[0], name) == "same" for name in long):
        return None
    fits, at = [], 0
    for name in short:
        while at < len(long) and given_fit(name, long[at]) is None:
            at += 1
        if at == len(long):
            return None
        fits.append(given_fit(name, long[at]) or "")
        at += 1
    return fits


def _misspelt(short: Entry, long: Entry) -> str | None:
    """Compare names of as many words, of which one differs by a letter left out, added, changed or swapped."""
    if len(short.words) != len(long.words):
        return None
    differing = [(a, b) for a, b in zip(short.words, long.words, strict=True) if a != b]
    if len(differing) != 1 or differing[0][0] == short.words[0] != short.words[-1]:
        return None
    return "spelling" if _near(*differing[0]) else None


def _near(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _LONG and one[0] == other[0] and within(one, other, 1)


# --- bodies ----------------------------------------------------------------------------------------------------------


def _bodies(one: Entry, other: Entry) -> str | None:
    if one.land and other.land and one.land != other.land:
        return None
    if "state" in (one.actor.type, other.actor.type) and one.actor.type != other.actor.type:
        return None
    if not one.ordered or not other.ordered:
        return None
    if "".join(one.ordered) == "".join(other.ordered):
        return "same"
    named = set(map(str.casefold, one.names)) & set(map(str.casefold, other.names))
    if any(len(name) > 2 or name.upper() in one.acronyms for name in named):
        return "shared"
    return _same_words(one, other) or _acronym(one, other) or _shorter(one, other)


def _same_words(one: Entry, other: Entry) -> str | None:
    if one.bag and one.bag == other.bag and (one.land == other.land or len(one.bag) > 1):
        ordered = [[w for w in e.ordered if w not in e.lands] for e in (one, other)]
        return "legal" if ordered[0] == ordered[1] else "words"
    return None


def _acronym(one: Entry, other: Entry) -> str | None:
    if set(one.acronyms) & other.initials or set(other.acronyms) & one.initials:
        return "acronym"
    return None


def _shorter(one: Entry, other: Entry) -> str | None:
    short, long = sorted((one.ordered, other.ordered), key=len)
    if len(short) > 1 and len(short) < len(long) and short in (long[: len(short)], long[-len(short) :]):
        return "shorter"
    differing = [(a, b) for a, b in zip(short, long, strict=False) if a != b]
    if len(short) == len(long) and len(differing) == 1 and len("".join(short)) > 9 and _near(*differing[0]):
        return "spelling"
    return "sound" if _same_sounds(one, other) else None


def _same_sounds(one: Entry, other: Entry) -> bool:
    return len("".join(one.ordered)) > 5 and sounded(" ".join(one.ordered)) == sounded(" ".join(other.ordered))
