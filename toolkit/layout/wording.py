"""How a line is worded: verbs of headlines and captions, title case, articles.

No parser is at hand in this layer, and none is needed: forms of common verbs (word list ``layout_verbs``) and the words
beside them tell a finite present ("Quist vows to stay"), a participle ("Quist waving from a balcony") and a past tense.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit import lexicons

__all__ = [
    "articles",
    "bare_participle",
    "bare_past_participle",
    "finite_present",
    "given_names",
    "in_capitals",
    "in_word_list",
    "infinitive",
    "modal",
    "past_tense",
    "pictured_act",
    "title_case",
    "verbless",
]

_QUOTED = re.compile(r"(?<!\w)[\"“‘'][^\"”’]*[\"”’'](?!\w)")
_NO_ARTICLE = re.compile(r"(?:How|Why|What|Who|Where|When)\b")


class _Verbs(NamedTuple):
    """Forms of the listed verbs, lower case; `clear` ones are no nouns, `picture` ones are acts a photograph shows."""

    base: frozenset[str]
    clear_base: frozenset[str]
    picture_base: frozenset[str]
    third: frozenset[str]
    clear_third: frozenset[str]
    picture_third: frozenset[str]
    ing: frozenset[str]
    picture_ing: frozenset[str]
    past: frozenset[str]
    participle: frozenset[str]
    sure_past: frozenset[str]
    sure_participle: frozenset[str]
    every: frozenset[str]


@lru_cache
def given_names() -> frozenset[str]:
    """Give the common given names, without capitals (word list ``given_names``)."""
    rows = lexicons.load("given_names", "names")
    return frozenset(name for row in rows for name in row["names"].casefold().split())


@lru_cache
def _words(*classes: str) -> frozenset[str]:
    """Give the function words of some classes of the word list ``layout_words``."""
    return frozenset(row["word"] for row in lexicons.load("layout_words", "word", "class") if row["class"] in classes)


@lru_cache
def _verbs() -> _Verbs:
    rows = lexicons.load("layout_verbs", "base", "past", "participle", "noun", "picture")
    rows = tuple(row for row in rows if row["base"] not in ("be", "have", "do"))
    clear = [row["base"] for row in rows if not row["noun"]]
    picture = [row["base"] for row in rows if row["picture"]]
    every = [row["base"] for row in rows]
    base, third = frozenset(every), frozenset(map(_third, every))
    past = frozenset(row["past"] or _past(row["base"]) for row in rows)
    participle = frozenset(row["participle"] or _past(row["base"]) for row in rows)
    return _Verbs(
        base=base,
        clear_base=frozenset(clear),
        picture_base=frozenset(picture),
        third=third,
        clear_third=frozenset(map(_third, clear)),
        picture_third=frozenset(map(_third, picture)),
        ing=frozenset(map(_ing, every)),
        picture_ing=frozenset(map(_ing, picture)),
        past=past,
        participle=participle,
        sure_past=past - participle - base,
        sure_participle=participle - base,
        every=base | third | past | participle,
    )


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _doubled(base: str) -> str:
    """Double the last letter where spelling asks for it: ban, banned."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", base) is not None
    return base + base[-1] if short or base in ("commit", "submit", "admit", "rebel", "expel", "repel") else base


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else _doubled(base) + "ing"


def _past(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "d" if base.endswith("e") else _doubled(base) + "ed"


def title_case(text: str) -> bool:
    """Whether nearly every longer word has a capital ("Senate Panel Advances Harbor Bill")."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def in_capitals(text: str) -> bool:
    """Whether every letter is a capital, and there are at least four."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and all(character.isupper() for character in letters)


def in_word_list(word: str) -> bool:
    """Whether a word is a form of a listed verb or a function word, and so hardly a name."""
    word = word.lower()
    return word in _verbs().every or word in _words("determiner", "auxiliary", "modal", "after a noun", "after a verb")


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[str, ...]:
    """Split into words; what stands in quotation marks is one word, title case is lowered from the second word on."""
    words = re.findall(r"[^\W_][\w’'-]*", _QUOTED.sub(" QUOTED ", text).replace("’", "'"))
    return (words[0], *map(str.lower, words[1:])) if words and title_case(text) else tuple(words)


def _plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "'s", "us", "is"))) or word.lower() in _words(
        "several people"
    )


def _object_follows(following: str) -> bool:
    return (
        following == "QUOTED"
        or following[:1].isupper()
        or following[:1].isdigit()
        or following.lower() in _words("after a verb")
    )


def _verb_by_what_follows(following: str) -> bool:
    """Whether a form that may be a noun is a verb, by the word after it."""
    verbs = _verbs()
    known = following in verbs.every or following in _words("auxiliary")
    return bool(following) and following.lower() not in _words("after a noun") and not known


def _unlisted_verb(word: str, before: str, following: str) -> bool:
    """Whether an unknown form in -s is a verb: a name before it, and after it what only follows a verb."""
    shaped = re.fullmatch(r"[a-z]{3,}[^sui'\W]s", word) is not None
    return (
        shaped
        and before[:1].isupper()
        and before not in ("The", "A")
        and following.lower() in _words("after a verb") - _words("after a noun")
    )


def _finite_at(words: tuple[str, ...], place: int) -> bool:
    verbs = _verbs()
    word, before = words[place], words[place - 1]
    following = words[place + 1] if place + 1 < len(words) else ""
    if before.lower() in _words("determiner", "auxiliary") or before.lower().endswith(("'s", "ed")):
        return False
    if word in verbs.clear_third or _unlisted_verb(word, before, following):
        return True
    if word in verbs.third:
        return _verb_by_what_follows(following)
    if word not in verbs.base:
        return False
    if word in verbs.clear_base and (_plural(before) or before[:1].isupper()) and place > 1 and following:
        return True
    several = _plural(before) or (before[:1].isupper() and "and" in words[:place])
    follows = _verb_by_what_follows(following) or _object_follows(following)
    return several and follows and following not in ("in", "at")


def finite_present(text: str) -> bool:
    """Whether a line has a verb in the present as headlines have it.

    Examples
    --------
    >>> finite_present("Farmers march on parliament"), finite_present("Peace talks in Varno")
    (True, False)
    """
    words = _tokens(text)
    return any(_finite_at(words, place) for place in range(1, len(words)))


def past_tense(text: str) -> bool:
    """Whether a line has a past tense or a perfect that cannot be a participle alone.

    Examples
    --------
    >>> past_tense("Quist was seen in Varno"), past_tense("Quist seen in Varno")
    (True, False)
    """
    verbs = _verbs()
    words = [word.lower() for word in _tokens(text)]
    if {"was", "were", "had", "did", "said", "told", "been"} & set(words):
        return True
    if any(a in ("has", "have") and b in verbs.participle for a, b in pairwise(words)):
        return True
    return bool(set(words[1:]) & verbs.sure_past)


def infinitive(text: str) -> bool:
    """Whether a line has a future as headlines have it ("Council to sell depot")."""
    pairs = pairwise(_tokens(text)[1:])
    return any(a == "to" and b in _verbs().base for a, b in pairs) and not past_tense(text)


def modal(text: str) -> bool:
    """Whether a line has a modal verb."""
    return any(word.replace("’", "'").lower() in _words("modal") for word in re.findall(r"[\w’']+", text))


def bare_participle(text: str) -> bool:
    """Whether a line has a participle in -ing without auxiliary ("Protesters waving flags")."""
    verbs = _verbs()
    words = _tokens(text)
    for place in range(1, len(words)):
        word, before = words[place], words[place - 1].lower()
        if before in _words("determiner", "auxiliary") or before.endswith("ly"):
            continue
        following = words[place + 1] if place + 1 < len(words) else ""
        modifies = following[:1].isupper() or following.lower() in _words("determiner")
        if word in verbs.picture_ing or (word in verbs.ing and modifies):
            return True
    return False


def bare_past_participle(text: str) -> bool:
    """Whether a line has a form that is a past participle without auxiliary, or a past ("Man held after blast")."""
    verbs = _verbs()
    return any(
        word in verbs.sure_participle
        and before.lower() not in _words("determiner", "auxiliary")
        and not before.endswith("ly")
        for before, word in pairwise(_tokens(text))
    )


def pictured_act(text: str) -> bool:
    """Whether a line tells an act that a photograph shows ("Quist waves", "Rescuers search rubble")."""
    verbs = _verbs()
    words = _tokens(text)
    several = bool(words) and (_plural(words[0]) or "and" in words)
    for before, word in pairwise(words):
        if word in verbs.picture_third and before.lower() not in _words("determiner"):
            return True
        if word in verbs.picture_base and (several or _plural(before)):
            return True
    return False


def verbless(text: str) -> bool:
    """Whether a line has no verb that the word list or its form would show."""
    verbs = _verbs()
    words = {word.lower() for word in _tokens(text)}
    past = any(word in verbs.past and word not in verbs.base for word in words)
    if past or words & _words("auxiliary") or words & verbs.clear_third:
        return False
    tests = (finite_present, infinitive, modal, bare_participle, bare_past_participle)
    return not any(test(text) for test in tests)


def articles(text: str) -> int:
    """Count articles and possessives, which headlines leave out and captions keep."""
    if title_case(text) or _NO_ARTICLE.match(text):
        return 0
    return len(re.findall(r"\b(?:the|an?|his|her|its|their)\b", text, re.I))
