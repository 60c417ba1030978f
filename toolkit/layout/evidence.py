"""What a line without a label is: named evidence, each with its weights for the roles.

A caption describes a picture ("Quist pictured in Varno yesterday"), a teaser is the headline of another article ("Quist
vows to stay"), a subhead is a few words over what follows. A line is taken for a paragraph of the body unless the
evidence for something else is clearly stronger: text lost from the body costs more than a caption left in it.

The weights stand in the word list ``layout_evidence``, the tests in `TESTS`, under the same names.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons
from toolkit.layout import wording
from toolkit.layout.lines import terminated
from toolkit.layout.marks import is_credit

__all__ = [
    "ROLES_WEIGHED",
    "TESTS",
    "Place",
    "best",
    "headline_style",
    "plain",
    "quoted",
    "scores",
    "stopped_caption",
    "strong_caption",
]

ROLES_WEIGHED = ("body", "caption", "teaser", "subhead")
#: By how much another role must beat the body.
_MARGIN = 0.4


class Place(NamedTuple):
    """Where a line stands: whether body follows at once, how many such lines stand together, whether body quotes it."""

    before_body: bool = True
    run: int = 1
    echoed: bool = False


_FRAGMENT = re.compile(r"(?<!\w)[‘'“\"]((?:[^‘’'“”\"]|(?<=\w)[’'](?=\w)){5,100})[’'”\"](?!\w)")

_Test = Callable[[str, Place], bool]


def _says(test: Callable[[str], bool]) -> _Test:
    return lambda text, place: test(text)


def _has(pattern: str, flags: int = 0) -> _Test:
    compiled = re.compile(pattern, flags)
    return lambda text, place: compiled.search(text) is not None


def _words(least: int, most: int) -> _Test:
    return lambda text, place: least <= len(text.split()) <= most


_ALL = 10**6
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_TIME = (
    rf"\b(?:yesterday|today|last (?:night|week|month|year)|on {_DAY}|{_DAY}|in {_MONTH}|{_MONTH} \d|in (?:19|20)\d\d)\b"
)
_PLACE = (
    r"\b(?:in|at|outside|near|inside|on|from|off|during|above|below|behind|beside|along|across|before) (?:the )?"
    r"(?:[a-z]+ )?[A-ZÀ-Þ]\w"
)
_SPEECH = r"(?:said|says|told|added|asked|wrote|warned|claimed|insisted|replied|explained|tweeted|argued|noted)"
_PICTURE_WORD = (
    r"\b(?:pictured|photographed|seen here|(?:file|library|archive|stock) (?:photo|picture|image|pic)"
    r"|artist[’']s impression|screengrab|still from|in this (?:photo|picture|image|file)"
    r"|(?:top|bottom|above|far|second|third) (?:left|right)|from left|left to right|clockwise)\b"
    r"|[(,]\s?(?:left|right|centre|center|[lrc]|front|back)\s?[),]"
    r"|\b(?:left|right|centre|center), (?:and|with|speak|shak|greet|walk)"
)
_SEEN = r"(?<!be )(?<!been )(?<!is )(?<!was )\bseen (?:in|at|outside|during|near|on|with|from|leaving|arriving)\b"
_TOLL = (
    r"^(?:\d+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Dozens|Hundreds|Thousands|Several|Man|Woman|Boy|Girl|Teenager)\b"
    r".* (?:dead|killed|injured|hurt|missing|arrested|held|jailed|charged|feared|dies|die)\b"
)
_STORY = (
    r"^(?:How|Why|What|Who|Inside|Where|When|Meet|Revealed|Explained"
    r"|(?:\d{1,2}|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) \w+ \w+)\b(?!.*[.?]$).{18,}"
)
#: What a caption with a full stop does not have: speech, and acts that are also announced in the present.
_TELLING = re.compile(
    r"[\"“”]|\w{2,}ed\b|\bin (?:19|20)\d\d\b|\b(?:says?|tells?|claims?|warns?|wants?|begins?|starts?|continues?)\b"
    r"|\b(?:visit|meet|march|rall[yi]|play|attend|address|protest|prepare|sell|ride|leave|board|fly|view|talk)(?:e?s)?\b"
)
_NAME_OFFICE = re.compile(r"(?:[A-ZÀ-Þ][\w’'.-]+ ){1,3}[A-ZÀ-Þ][\w’'.-]+, [^,]{4,60}$")

#: Name of the evidence -> test of a line and its place.
TESTS: dict[str, _Test] = {
    "paragraph": lambda text, place: True,
    "full stop": _has(r"[.…][\"'”’»)\]]*$"),
    "question or exclamation mark": _has(r"[?!][\"'”’»)\]]*$"),
    "runs on": _has(r"[:,;—–-]$"),
    "over 25 words": _words(26, _ALL),
    "over 40 words": _words(41, _ALL),
    "sentence inside": _has(r"[a-z\d][.?!][\"”’']?\s[\"“‘']?[A-Z][a-z]"),
    "opens in lower case": lambda text, place: text[:1].islower(),
    "opens a quotation": lambda text, place: text[:1] in '"“' and len(re.findall(r"[\"“”]", text)) % 2 == 1,
    "said after quotation": _has(r"[\"”’],?\s(?:[\w.’-]+\s){0,3}(?:said|told|added|asked|wrote|replied)\b"),
    "pronoun first": _has(r"^(?:He|She|They|I|We|You|It|There|This|That|These|But|And|So|Yet|Or|My|Our)\b"),
    "he or she said": _has(rf"\b(?:he|she|they|I|we) {_SPEECH}\b"),
    "past tense": _says(wording.past_tense),
    "is or has": _has(r"\b(?:is|are|has|have|(?:is|are|has|have)n[’']t)\b"),
    "speaker's label": _has(r"^(?:[QA]|[A-Z][A-Z .’'-]{2,30}):\s"),
    "bullet": _has(r"^(?:[•●▪◦‣■*·►]|[-–](?:\s|[A-Z“]))"),
    "mark-up or address": _has(r"[<>{}=]|https?://|\w@\w"),
    "number or clock time": _has(r"^\W*\d[\d:.,\s]*(?:[ap]\.?m\.?)?\W*$", re.I),
    "parenthesis": _has(r"^[(\[].*[)\]]$"),
    "picture word": _has(_PICTURE_WORD, re.I),
    "photo credit": _says(is_credit),
    "time": _has(_TIME),
    "place": _has(_PLACE),
    "seen": _has(_SEEN),
    "participle in -ing": _says(wording.bare_participle),
    "past participle": _says(wording.bare_past_participle),
    "pictured act": _says(wording.pictured_act),
    "an article": lambda text, place: wording.articles(text) == 1,
    "several articles": lambda text, place: wording.articles(text) > 1,
    "no verb": _says(wording.verbless),
    "six words without a verb": lambda text, place: len(text.split()) >= 6 and wording.verbless(text),
    "name, office": lambda text, place: _NAME_OFFICE.match(text) is not None and wording.verbless(text),
    "name, who": _has(r"^(?:[\w’'.-]+ ){1,6}[\w’'.-]+, (?:who|which|where) "),
    "headline verb": _says(wording.finite_present),
    "to come": _says(wording.infinitive),
    "modal": _says(wording.modal),
    "says who": _has(r"[’'\"”]?,? (?:says?|warns?|claims?|admits?|insists?|vows?) [^,.]{2,40}$"),
    "name: claim": _has(r"^(?!\d)[^:.!?\"“]{3,45}: [\"'“‘]?\w.{6,}"),
    "quoted fragment": _has(r"\w.*\s[‘'“\"][^’'”\"]{3,}[’'”\"]|^[‘'“\"][^’'”\"]{3,}[’'”\"],?\s\w"),
    "opens like a story": _has(_STORY),
    "opens with a preposition": _has(
        r"^(?:In|On|At|For|After|Before|As|With|From|Despite|Amid|Under|Beneath|Behind|Via|Beyond|Against)\b(?! this )"
    ),
    "toll": _has(_TOLL),
    "bar or dash": _has(r"\s[|–—-]\s"),
    "title case": _says(wording.title_case),
    "among others like it": lambda text, place: place.run > 1,
    "before a paragraph": lambda text, place: place.before_body,
    "quotes what follows": lambda text, place: place.echoed,
    "not before a paragraph": lambda text, place: not place.before_body,
    "up to 4 words": _words(1, 4),
    "5 to 7 words": _words(5, 7),
    "over 9 words": _words(10, _ALL),
    "all capitals": _says(wording.in_capitals),
    "all in quotation marks": _has(r"^[‘'“\"][^‘“”\"]{3,60}[’'”\"]$"),
    "number, heading": _has(r"^\d{1,2}[.)] [A-Z]"),
    "short question": _has(
        r"^(?:What|Why|Who|How|When|Where|Is|Are|Will|Can|Could|Should|Does|Do|Did|Has|Have)\b(?:\s\S+){1,8}\?$"
    ),
}


@lru_cache
def _weights() -> tuple[tuple[_Test, tuple[tuple[str, float], ...]], ...]:
    rows = lexicons.load("layout_evidence", "evidence", *ROLES_WEIGHED)
    return tuple(
        (TESTS[row["evidence"]], tuple((role, float(row[role])) for role in ROLES_WEIGHED if row[role])) for row in rows
    )


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
    >>> best(scores("Marla Quist pictured in Varno yesterday", Place()))
    'caption'
    """
    total = dict.fromkeys(ROLES_WEIGHED, 0.0)
    for test, weights in _weights():
        if test(text, place):
            for role, weight in weights:
                total[role] += weight
    return total


def best(found: dict[str, float]) -> str:
    """Give the role with the highest score, the body where no other is clearly ahead of it."""
    role = max(ROLES_WEIGHED, key=lambda name: found[name])
    return role if found[role] > found["body"] + _MARGIN else "body"


def quoted(text: str) -> str | None:
    """Give the words of two or more that a line has in quotation marks, as `plain` writes them.

    Examples
    --------
    >>> quoted("Quist: ‘I will stay’"), quoted("Quist's plan")
    ('i will stay', None)
    """
    match = _FRAGMENT.search(text)
    words = plain(match[1]) if match else ""
    return words if " " in words else None


def plain(text: str) -> str:
    """Write a text without capitals and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def strong_caption(text: str) -> bool:
    """Whether a line is a caption by its own words, whatever stands around it.

    Examples
    --------
    >>> strong_caption("Quist (left) in Varno"), strong_caption("Quist in Varno")
    (True, False)
    """
    return is_credit(text) or (not terminated(text) and TESTS["picture word"](text, Place()))


def stopped_caption(text: str) -> bool:
    """Whether a sentence with a full stop describes a picture: what is seen, where and when, and nothing told.

    Examples
    --------
    >>> stopped_caption("Marla Quist speaks to reporters in Varno on Tuesday.")
    True
    >>> stopped_caption("Marla Quist spoke in Varno on Tuesday."), stopped_caption("Quist visits Varno on Friday.")
    (False, False)
    """
    place = Place()
    if not (text.endswith(".") and TESTS["time"](text, place) and TESTS["place"](text, place)):
        return False
    if not 5 <= len(text.split()) <= 30 or _TELLING.search(text):
        return False
    sentence = text.rstrip(".")
    against = ("is or has", "pronoun first", "sentence inside", "opens with a preposition", "past tense", "modal")
    if any(TESTS[name](sentence, place) for name in against):
        return False
    return wording.bare_participle(sentence) or wording.pictured_act(sentence)


def headline_style(text: str) -> bool:
    """Whether a sentence that ends in a full stop is worded like a headline: no article, no past tense, no I or you.

    Examples
    --------
    >>> headline_style("Quist signs river accord."), headline_style("The dam is full.")
    (True, False)
    """
    words = [word.lower() for word in re.findall(r"[\w’']+", text)]
    if not 3 <= len(words) <= 24 or re.search(r"[.?!]\s+[\"“‘']?[A-Z]", text.replace("v. ", "v ")):
        return False
    telling = {"the", "a", "an", "i", "you", "we", "my", "our", "your", "it", "he", "she", "they"}
    return wording.title_case(text) or not (telling & set(words) or wording.past_tense(text))
