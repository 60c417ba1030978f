"""What a line without a label is: named evidence, each with its weight for and against a role.

A caption describes a picture ("Quist pictured in Orsk yesterday"), a teaser is the headline of another article ("Quist
vows to stay"), a subhead is a few words over what follows. A paragraph of the body is what a line is taken for unless the
evidence for something else is clearly stronger: text lost from the body costs more than a caption left in it.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons
from toolkit.layout.labels import is_credit
from toolkit.layout.lines import terminated

__all__ = ["EVIDENCE", "Place", "headline_style", "scores", "strong_caption"]

_I = re.IGNORECASE


class Place(NamedTuple):
    """Where a line stands: whether body follows at once, and how many unterminated lines stand together."""

    before_body: bool = True
    after_body: bool = True
    run: int = 1


@lru_cache
def _verbs() -> dict[str, frozenset[str]]:
    """Forms of verbs, lower case: third person, third person that is no noun, pictured acts, past, participles, bases."""
    forms: dict[str, set[str]] = {
        name: set()
        for name in (
            "third",
            "clear",
            "picture",
            "past",
            "participle",
            "base",
            "clear base",
            "ing",
            "pictured base",
            "pictured ing",
        )
    }
    for row in lexicons.load("layout_verbs", "base", "past", "participle", "noun", "picture"):
        base = row["base"]
        if base in ("be", "have", "do"):
            continue
        third = _third(base)
        regular = _past(base)
        forms["base"].add(base)
        if not row["noun"]:
            forms["clear base"].add(base)
        forms["third"].add(third)
        if not row["noun"]:
            forms["clear"].add(third)
        if row["picture"]:
            forms["picture"].add(third)
            forms["pictured base"].add(base)
            forms["pictured ing"].add(_ing(base))
        forms["past"].add(row["past"] or regular)
        forms["participle"].add(row["participle"] or regular)
        forms["ing"].add(_ing(base))
    return {name: frozenset(words) for name, words in forms.items()}


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _doubled(base: str) -> str:
    """Double the last letter of a short verb: ban, banned."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", base) or base in (
        "commit",
        "submit",
        "admit",
        "rebel",
        "expel",
        "repel",
    )
    return base + base[-1] if short else base


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else _doubled(base) + "ing"


def _past(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "d" if base.endswith("e") else _doubled(base) + "ed"


_AUX = frozenset(
    "is are was were be been being am has have had having do does did will would shall should may might must can could "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't".split()
)
_DETERMINERS = frozenset(
    "a an the his her its their our my your this that these those some any no every each of in on at for with by from "
    "to and or as over after new more most first second last recent under against".split()
)
_SPEECH_PAST = r"(?:said|says|told|added|asked|wrote|warned|claimed|insisted|replied|explained|tweeted|argued|noted)"
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"


def _tokens(text: str) -> list[str]:
    """Words of a line without the parts in quotation marks; a line in title case is lowered from its second word on."""
    outside = re.sub(r"(?<!\w)[\"“‘'][^\"”’]*[\"”’'](?!\w)", " QUOTED ", text)
    words = re.findall(r"[^\W_][\w’'-]*", outside.replace("’", "'"))
    return [words[0], *(word.lower() for word in words[1:])] if words and _title_case(text) else words


def _title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


def _finite_present(text: str) -> bool:
    """A present-tense verb as headlines have it: "Quist vows", "farmers march on", "council to vote"."""
    words = _tokens(text)
    verbs = _verbs()
    for place in range(1, len(words)):
        word, before = words[place], words[place - 1]
        following = words[place + 1] if place + 1 < len(words) else ""
        if before.lower() in _DETERMINERS | _AUX or before.lower().endswith(("'s", "ed")):
            continue
        if word in verbs["clear"] or (word in verbs["third"] and _verb_here(following)):
            return True
        if _unknown_verb(word, before, following):
            return True
        if word in verbs["clear base"] and (_plural(before) or before[:1].isupper()) and place > 1 and following:
            return True
        several = _plural(before) or (before[:1].isupper() and "and" in words[:place])
        if (
            word in verbs["base"]
            and several
            and (_verb_here(following) or _takes_object(following))
            and following not in ("in", "at")
        ):
            return True
    return False


def _unknown_verb(word: str, before: str, following: str) -> bool:
    """A form in -s that no list has, between a name and what only follows a verb: "Quist rebuffs her critics"."""
    if not re.fullmatch(r"[a-z]{3,}[^sui'\W]s", word) or not before[:1].isupper() or before in ("The", "A"):
        return False
    return following.lower() in {
        "a",
        "an",
        "the",
        "his",
        "her",
        "its",
        "their",
        "to",
        "as",
        "up",
        "down",
        "out",
        "off",
        "over",
        "back",
    }


def _verb_here(following: str) -> bool:
    """Whether a form in -s that may be a plural noun is a verb, by the word after it."""
    verbs = _verbs()
    noun_like = following.lower() in {
        "in",
        "of",
        "for",
        "from",
        "with",
        "by",
        "at",
        "on",
        "and",
        "or",
        "under",
        "between",
        "",
    }
    return (
        not noun_like and following not in verbs["base"] | verbs["third"] | verbs["past"] | verbs["participle"] | _AUX
    )


def _takes_object(following: str) -> bool:
    """Whether a word may follow a verb but hardly a noun in its place."""
    return (
        following == "QUOTED"
        or following[:1].isupper()
        or following.lower()
        in (
            "the a an his her its their to as up down back out off over after on that new no more not at in into "
            "against for with".split()
        )
        or following[:1].isdigit()
    )


def _plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "'s", "us", "is"))) or word.lower() in (
        "people", "police", "women", "men", "children", "mps", "who", "they", "we", "i", "you"
    )  # fmt: skip


def _infinitive(text: str) -> bool:
    """A future as headlines have it: "Council to sell depot"."""
    words = _tokens(text)
    pairs = zip(words[1:], words[2:], strict=False)
    return any(a == "to" and b in _verbs()["base"] for a, b in pairs) and not _past_tense(text)


def _modal(text: str) -> bool:
    words = {word.lower() for word in re.findall(r"[\w’']+", text)}
    return bool(words & {"will", "could", "may", "must", "should", "can", "won't", "won’t", "can't", "would", "might"})


def _past_tense(text: str) -> bool:
    """A finite past or perfect, as paragraphs have it."""
    words = [word.lower() for word in _tokens(text)]
    if {"was", "were", "had", "did", "said", "told", "been"} & set(words):
        return True
    if any(a in ("has", "have") and b in _verbs()["participle"] for a, b in zip(words, words[1:], strict=False)):
        return True
    irregular = _verbs()["past"] - _verbs()["participle"] - _verbs()["base"]
    return bool(set(words[1:]) & irregular)


def _bare_participle(text: str, endings: str) -> bool:
    """A participle after a noun without auxiliary: "protesters waving flags", "man held after blast"."""
    words = _tokens(text)
    for place in range(1, len(words)):
        word, before = words[place], words[place - 1].lower()
        following = words[place + 1] if place + 1 < len(words) else ""
        if before in _DETERMINERS | _AUX or before.endswith("ly"):
            continue
        if endings == "ed" and word in _verbs()["participle"] - _verbs()["base"]:
            return True
        if endings == "ing" and (
            word in _verbs()["pictured ing"] or (word in _verbs()["ing"] and _modifies(following))
        ):
            return True
    return False


def _modifies(following: str) -> bool:
    """Whether a form in -ing before a word is a participle and no noun or adjective ("talks continuing in Orsk")."""
    return following[:1].isupper() or following.lower() in _DETERMINERS or following == "QUOTED"


def _articles(text: str) -> int:
    """Number of articles and possessives, which headlines leave out and captions keep."""
    if _title_case(text) or re.match(r"(?:How|Why|What|Who|Where|When)\b", text):
        return 0
    return len(re.findall(r"\b(?:the|an?|his|her|its|their)\b", text, _I))


def _verbless(text: str) -> bool:
    words = {word.lower() for word in _tokens(text)}
    return not (
        words & _AUX
        or _finite_present(text)
        or _infinitive(text)
        or _modal(text)
        or _bare_participle(text, "ing")
        or _bare_participle(text, "ed")
    ) and not (words & (_verbs()["clear"] | (_verbs()["past"] - _verbs()["base"])))


def _pictured_act(text: str) -> bool:
    """A visible act in the present: "Quist arrives at the talks in Orsk"."""
    words = _tokens(text)
    verbs = _verbs()
    pairs = list(zip(words, words[1:], strict=False))
    if any(word in verbs["picture"] and before.lower() not in _DETERMINERS for before, word in pairs):
        return True
    return any(
        word in verbs["pictured base"] and (_plural(before) or _plural(words[0]) or "and" in words)
        for before, word in pairs
    )


def _found(pattern: str, flags: int = 0) -> Callable[[str, Place], bool]:
    compiled = re.compile(pattern, flags)
    return lambda text, place: compiled.search(text) is not None


_PICTURE_WORD = (
    r"\b(?:pictured|photographed|seen here|file (?:photo|picture|image|pic)|library (?:picture|image|photo)|archive (?:photo|picture)"
    r"|stock (?:photo|image|picture)|artist[’']s impression|screengrab|still from|in this (?:photo|picture|image|file)"
    r"|(?:top|bottom|above|far|second|third) (?:left|right)|from left|left to right|clockwise)\b"
    r"|[(,]\s?(?:left|right|centre|center|[lrc]|front|back)\s?[),]|\b(?:left|right|centre|center), (?:and|with|speak|shak|greet|walk)"
)

#: name -> (test of text and place, weight for each role). The body's `paragraph` is what any other role must beat.
EVIDENCE: dict[str, tuple[Callable[[str, Place], bool], dict[str, float]]] = {
    "paragraph": (lambda t, p: True, {"body": 1.5}),
    "full stop": (lambda t, p: re.search(r"[.…][\"'”’»)\]]*$", t) is not None, {"body": 5}),
    "question or exclamation mark": (lambda t, p: re.search(r"[?!][\"'”’»)\]]*$", t) is not None, {"body": 2.5, "caption": -2}),
    "runs on": (_found(r"[:,;—–-]$"), {"body": 8}),
    "over 25 words": (lambda t, p: len(t.split()) > 25, {"body": 2.5}),
    "over 40 words": (lambda t, p: len(t.split()) > 40, {"body": 4}),
    "sentence inside": (_found(r"[a-z\d][.?!][\"”’']?\s[\"“‘']?[A-Z][a-z]"), {"body": 3}),
    "opens in lower case": (lambda t, p: t[:1].islower(), {"body": 4}),
    "opens a quotation": (lambda t, p: re.match(r"[\"“]", t) is not None and len(re.findall(r"[\"“”]", t)) % 2 == 1, {"body": 5}),
    "says after quotation": (_found(rf"[\"”’],?\s(?:[\w.’-]+\s){{0,3}}(?:said|told|added|asked|wrote|replied)\b"), {"body": 3}),
    "pronoun first": (_found(r"^(?:He|She|They|I|We|You|It|There|This|That|These|But|And|So|Yet|Or|My|Our)\b"), {"body": 3}),
    "he or she said": (_found(rf"\b(?:he|she|they|I|we) {_SPEECH_PAST}\b"), {"body": 3}),
    "past tense": (lambda t, p: _past_tense(t), {"body": 2.5}),
    "bullet": (_found(r"^(?:[•●▪◦‣■*·►]|[-–](?:\s|[A-Z“]))"), {"body": 3}),
    "mark-up or address": (_found(r"[<>{}=]|https?://|\w@\w"), {"body": 4}),
    "one word and a number": (_found(r"^\W*\d[\d:.,\s]*(?:[ap]\.?m\.?)?\W*$", _I), {"body": 3}),
    "parenthesis": (_found(r"^[(\[].*[)\]]$"), {"body": 2.5}),
    "picture word": (_found(_PICTURE_WORD, _I), {"caption": 5.5, "subhead": -3}),
    "photo credit": (lambda t, p: is_credit(t), {"caption": 5.5, "subhead": -4}),
    "time": (
        _found(rf"\b(?:yesterday|today|last (?:night|week|month|year)|on {_DAYS}|{_DAYS}|in {_MONTHS}|{_MONTHS} \d|in (?:19|20)\d\d)\b"),
        {"caption": 2, "teaser": -1, "subhead": -2},
    ),
    "seen": (_found(r"(?<!be )(?<!been )(?<!is )(?<!was )\bseen (?:in|at|outside|during|near|on|with|from|leaving|arriving)\b"), {"caption": 2}),
    "participle in -ing": (lambda t, p: _bare_participle(t, "ing"), {"caption": 2, "teaser": 0.5}),
    "participle in -ed": (lambda t, p: _bare_participle(t, "ed"), {"caption": 1, "teaser": 2.25}),
    "pictured act": (lambda t, p: _pictured_act(t), {"caption": 2}),
    "place": (_found(r"\b(?:in|at|outside|near|inside|on|from|off|during|above|below|behind|beside|along|across|before) (?:the )?(?:[a-z]+ )?[A-ZÀ-Þ]\w"), {"caption": 1.25, "subhead": -0.5}),
    "no verb": (lambda t, p: _verbless(t), {"caption": 1, "subhead": 1, "teaser": -0.5}),
    "an article": (lambda t, p: _articles(t) == 1, {"caption": 0.75}),
    "several articles": (lambda t, p: _articles(t) > 1, {"caption": 1.75, "teaser": -1}),
    "long and without a verb": (lambda t, p: len(t.split()) >= 6 and _verbless(t), {"caption": 0.75}),
    "opens with a preposition": (
        _found(r"^(?:In|On|At|For|After|Before|As|With|From|Despite|Amid|Under|Beneath|Behind|Via|Beyond|Against)\b(?! (?:this|these) )"),
        {"teaser": 1.5, "caption": -1.5},
    ),
    "is or has": (_found(r"\b(?:is|are|has|have|isn[’']t|aren[’']t|hasn[’']t|haven[’']t)\b"), {"body": 0.75, "caption": -1.5, "teaser": 1}),
    "speaker's label": (_found(r"^(?:[QA]|[A-Z][A-Z .’'-]{2,30}):\s"), {"body": 4}),
    "name, office": (
        lambda t, p: re.match(r"(?:[A-ZÀ-Þ][\w’'.-]+ ){1,3}[A-ZÀ-Þ][\w’'.-]+, [^,]{4,60}$", t) is not None and _verbless(t),
        {"caption": 2.5, "subhead": -1.5},
    ),
    "name, who": (_found(r"^(?:[\w’'.-]+ ){1,6}[\w’'.-]+, (?:who|which|where) "), {"caption": 2}),
    "number, heading": (_found(r"^\d{1,2}[.)] [A-Z]"), {"body": -3, "subhead": 1}),
    "toll": (
        _found(r"^(?:\d+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Dozens|Hundreds|Thousands|Several|Man|Woman|Boy|Girl|Teenager)\b.* "
               r"(?:dead|killed|injured|hurt|missing|arrested|held|jailed|charged|feared|dies|die)\b"),
        {"teaser": 2},
    ),
    "headline verb": (lambda t, p: _finite_present(t), {"teaser": 2.5, "caption": 0.5, "subhead": -0.5}),
    "to come": (lambda t, p: _infinitive(t), {"teaser": 2}),
    "modal": (lambda t, p: _modal(t), {"teaser": 2}),
    "says who": (_found(r"[’'\"”]?,? (?:says?|warns?|claims?|admits?|insists?|vows?) [^,.]{2,40}$"), {"teaser": 2, "caption": -1}),
    "name: claim": (_found(r"^(?!\d)[^:.!?\"“]{3,45}: [\"'“‘]?\w.{6,}"), {"teaser": 3, "caption": -1}),
    "quoted fragment": (_found(r"\w.*\s[‘'“\"][^’'”\"]{3,}[’'”\"]|^[‘'“\"][^’'”\"]{3,}[’'”\"],?\s\w"), {"teaser": 1}),
    "opens like a story": (
        _found(r"^(?:How|Why|What|Who|Inside|Where|When|Meet|Revealed|Explained|(?:\d{1,2}|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) \w+ \w+)\b(?!.*[.?]$).{18,}"),
        {"teaser": 3},
    ),
    "bar or dash": (_found(r"\s[|–—-]\s"), {"teaser": 1}),
    "title case": (lambda t, p: _title_case(t), {"teaser": 2.5, "subhead": 0.5, "caption": -0.5}),
    "among others like it": (lambda t, p: p.run > 1, {"teaser": 1.5, "subhead": -1.5}),
    "not between paragraphs": (lambda t, p: not p.before_body, {"subhead": -5}),
    "before a paragraph": (lambda t, p: p.before_body, {"subhead": 0.5}),
    "up to 4 words": (lambda t, p: len(t.split()) <= 4, {"subhead": 2.5, "teaser": -1.5, "caption": -1}),
    "5 to 7 words": (lambda t, p: 5 <= len(t.split()) <= 7, {"subhead": 1}),
    "over 9 words": (lambda t, p: len(t.split()) > 9, {"subhead": -4, "teaser": 0.5}),
    "all capitals": (lambda t, p: _capitals(t), {"subhead": 4, "caption": -2, "teaser": -1.5}),
    "all in quotation marks": (
        lambda t, p: re.fullmatch(r"[‘'“\"][^‘“”\"]{3,60}[’'”\"]", t) is not None,
        {"subhead": 2.5, "caption": -2, "teaser": -1},
    ),
    "short question": (_found(r"^(?:What|Why|Who|How|When|Where|Is|Are|Will|Can|Could|Should|Does|Do|Did|Has|Have)\b(?:\s\S+){1,8}\?$"), {"subhead": 2.5}),
}  # fmt: skip


def scores(text: str, place: Place) -> dict[str, float]:
    """Weigh the evidence for each role of an unlabelled line.

    Parameters
    ----------
    text : str
        The line.
    place : Place
        Where it stands.

    Returns
    -------
    dict of str to float
        Sum of the weights for body, caption, teaser and subhead.

    Examples
    --------
    >>> found = scores("Marla Quist pictured in Orsk yesterday", Place())
    >>> max(found, key=found.get)
    'caption'
    """
    total = dict.fromkeys(("body", "caption", "teaser", "subhead"), 0.0)
    for test, weights in EVIDENCE.values():
        if test(text, place):
            for role, weight in weights.items():
                total[role] += weight
    return total


def strong_caption(text: str) -> bool:
    """Whether a line is a caption by its own words, whatever stands around it."""
    return is_credit(text) or (re.search(_PICTURE_WORD, text, _I) is not None and not terminated(text))


def headline_style(text: str) -> bool:
    """Whether a sentence that ends in a full stop is worded like a headline: no article, no past tense, no I or you."""
    words = [word.lower() for word in re.findall(r"[\w’']+", text)]
    if not 3 <= len(words) <= 24 or re.search(r"[.?!]\s+[\"“‘']?[A-Z]", text.replace("v. ", "v ")):
        return False
    if _title_case(text):
        return True
    plain = not {"the", "a", "an", "i", "you", "we", "my", "our", "your", "it", "he", "she", "they"} & set(words)
    return plain and not _past_tense(text)
