"""Names as they are compared across a corpus: folded, by sound, and cut into parts."""

import re
import unicodedata
from functools import lru_cache

from toolkit import lexicons
from toolkit.actors.names import genders, titles
from toolkit.actors.reading import nouns, offices
from toolkit.actors.vocabulary import vocab

__all__ = [
    "body_words",
    "called",
    "given_fit",
    "initials",
    "is_proper",
    "name_in",
    "person_parts",
    "plain",
    "sounded",
    "tokens",
    "within",
]

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h"}
)
_HISSING = str.maketrans(
    {"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ź": "zh", "ż": "zh", "ц": "ts"}
)
_APOSTROPHES = re.compile(r"[’‘'`ʻʼ´]")
#: Spellings of one sound, in the order in which they are made alike.
_SOUNDS = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        ("shch|tsch|tch|cz|ch", "C"),
        ("sch|sh|sz", "S"),
        ("dzh|dj|dg", "J"),
        ("zh", "z"),
        ("kh", "h"),
        ("gh", "g"),
        ("ph|ff|v$|w$", "f"),
        ("th", "t"),
        ("ck|q|c(?![ei])", "k"),
        ("ts|tz", "c"),
        ("x", "ks"),
        ("w", "v"),
        ("ae", "a"),
        ("oe", "o"),
        ("ue|ou|oo", "u"),
        ("ee|i[yj]|yi|ey$|[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
#: British and other spellings, made alike in names of bodies.
_SPELLINGS = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        ("is(ation|e[rd]?)$", r"iz\1"),
        ("our$", "or"),
        ("ence$", "ense"),
        ("tre$", "ter"),
        ("mme$", "m"),
    )
)
_SMALL = frozenset(("the", "of", "for", "and", "in", "on", "at", "to", "a", "an", "affair", "de", "la", "du", "des"))
_LEGAL = frozenset(("inc", "ltd", "limited", "plc", "llc", "corp", "corporation", "co", "company", "ag", "sa", "gmbh"))


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Fold a name: small letters without diacritics, apostrophes and full stops, a blank for every other sign.

    Examples
    --------
    >>> plain("Marla  O’Quist-Åberg"), plain("U.N.")
    ('marla oquist aberg', 'un')
    """
    low = _APOSTROPHES.sub("", text.casefold()).replace(".", "").translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


@lru_cache(maxsize=200_000)
def sounded(text: str) -> str:
    """Write a name by its sounds, so that ways of carrying it over from another script fall together.

    Examples
    --------
    >>> sounded("Dmitriy Kovač") == sounded("Dmitry Kovach"), sounded("Müller") == sounded("Mueller")
    (True, True)
    """
    words = plain(text.casefold().translate(_HISSING)).split()
    return " ".join(map(_sound, words))


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    for pattern, made in _SOUNDS:
        word = pattern.sub(made, word)
    return word


def within(one: str, other: str, limit: int) -> bool:
    """Tell whether two words differ by at most `limit` letters left out, added, changed or swapped with the next.

    The distance is that of Damerau and Levenshtein in its restricted form (optimal string alignment).

    Examples
    --------
    >>> within("strell", "strel", 1), within("strell", "sterll", 1), within("strell", "stroll", 0)
    (True, True, False)
    """
    if abs(len(one) - len(other)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return False
        before, row = row, now
    return row[-1] <= limit


@lru_cache(maxsize=1)
def _full_names() -> dict[str, frozenset[str]]:
    rows = lexicons.load("nicknames", "nickname", "names")
    return {plain(row["nickname"]): frozenset(plain(row["names"]).split()) for row in rows}


def called(given: str) -> frozenset[str]:
    """Give a folded given name and, if it is a short form, the full names it may stand for."""
    return _full_names().get(given, frozenset()) | {given}


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(map(plain, genders())) | frozenset(_full_names())


def given_fit(one: str, other: str) -> str | None:
    """Tell how two folded given names fit: ``same``, ``sound``, ``initial``, ``nickname``, ``spelling``; None: not.

    Two names that are both well known as given names are never taken for spellings of one.

    Examples
    --------
    >>> given_fit("bill", "william"), given_fit("m", "marla"), given_fit("maria", "marta")
    ('nickname', 'initial', None)
    """
    if one == other:
        return "same"
    if len(one) == 1 or len(other) == 1:
        return "initial" if one[0] == other[0] else None
    if called(one) & called(other):
        return "nickname"
    known = _given_names()
    if _sound(one) == _sound(other):
        return "sound"
    if one in known and other in known:
        return None
    return "spelling" if min(len(one), len(other)) > 5 and within(one, other, 1) else None


@lru_cache(maxsize=1)
def _office_words() -> frozenset[str]:
    heads = {name.split()[-1] for name in offices()}
    return frozenset(heads | {name for name, noun in nouns().items() if noun.type == "person"})


def tokens(form: str) -> list[str]:
    """Cut a form into words, without possessive endings."""
    words = re.sub(r"[’']s\b|(?<=s)[’'](?=\s|$)", "", form).split()
    return [word.strip(',;:()"“”') for word in words if word.strip(',;:()"“”')]


def _is_title(word: str) -> bool:
    return word.rstrip(".") in titles()


def person_parts(name: str) -> tuple[str, ...]:
    """Give the parts of a person's name without titles.

    Examples
    --------
    >>> person_parts("Dr. Marla van der Quist")
    ('Marla', 'van', 'der', 'Quist')
    """
    words = tokens(name)
    while len(words) > 1 and _is_title(words[0]):
        words = words[1:]
    return tuple(words)


def name_in(form: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Give the parts of the person's name that stand in a form, or nothing where it only describes.

    `parts` are those of the name by which the actor goes; a name in the form has a word in common with it.

    Examples
    --------
    >>> name_in("Norvanian Foreign Minister Marla Quist", ("Quist",)), name_in("the foreign minister", ("Quist",))
    (('Marla', 'Quist'), ())
    """
    words = tokens(form)
    known = {word for part in parts for word in plain(part).split()}
    first = len(words)
    while first > 0 and _may_be_name(words, first - 1, known):
        first -= 1
    found = words[first:]
    while found and found[0] in vocab("particle") and found[0] not in parts:
        found = found[1:]
    return tuple(found) if known & {word for part in found for word in plain(part).split()} else ()


def _may_be_name(words: list[str], at: int, known: set[str]) -> bool:
    word = words[at]
    if plain(word) in known or (word in vocab("particle") and at + 1 < len(words)):
        return True
    return word[0].isupper() and not _is_title(word) and plain(word) not in _office_words() and plain(word) != "the"


def is_proper(form: str) -> bool:
    """Tell whether a form of a body is its name and no description ("the union", "its lawyers")."""
    words = tokens(re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", form))
    return bool(words) and words[0][0].isupper() and words[-1][0].isupper() and words[0].casefold() not in _OWNERS


_OWNERS = frozenset(("his", "her", "its", "their", "our", "my", "your", "this", "that", "these", "those"))


def initials(name: str) -> frozenset[str]:
    """Give what an acronym of a name may be, in capitals: with its small words and without.

    Examples
    --------
    >>> sorted(initials("Ministry of Defence"))
    ['MD', 'MOD']
    """
    words = [word for word in plain(re.sub(r"^[Tt]he ", "", name)).split() if word]
    if len(words) < 2:
        return frozenset()
    long = [word for word in words if word not in _SMALL]
    made = ("".join(w[0] for w in words), "".join(w[0] for w in long))
    return frozenset(m.upper() for m in made if len(m) > 1)


@lru_cache(maxsize=200_000)
def _body_word(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    for pattern, made in _SPELLINGS:
        word = pattern.sub(made, word)
    return word


def body_words(name: str) -> tuple[str, ...]:
    """Give the words that tell a body from others: folded, singular, in one spelling, small words and legal forms out.

    Examples
    --------
    >>> body_words("The Quistham Labour Unions Ltd"), body_words("Ministry of Defence")
    (('quistham', 'labor', 'union'), ('ministry', 'defense'))
    """
    words = [_body_word(word) for word in plain(name).split()]
    return tuple(word for word in words if word not in _SMALL and word not in _LEGAL)
