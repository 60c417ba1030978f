"""Whether a calendar expression stands in a past or a future context, from the verbs around it."""

import re

__all__ = ["is_future", "sentence_starts"]

_BREAK = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<!\bGen)(?<!\b[A-Z])"
    r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n\s*"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MODALS = frozenset(
    "will would shall should must may might could can cannot 'll won't wouldn't shan't couldn't can't mightn't mustn't "
    "needn't ought".split()
)
_AHEAD = frozenset(
    "due scheduled slated planned expected tipped upcoming forthcoming ahead poised begins starts opens resumes continues "
    "expires ends meets votes decides hears returns faces holds begin start resume continue expire vote hopes plans "
    "intends aims wants seeks expects prepares threatens promises vows pledges hope plan intend aim want expect threaten".split()
)
#: Before "to" and a verb, these look forward ("agreed to meet on Friday").
_TOWARDS = frozenset(
    "plans planned planning want wants wanted hope hopes hoped intend intends intended expect expects expected due set "
    "scheduled agreed agrees vowed vows promised promises ready likely unlikely is are was were has have had threatened threatens "
    "ordered asked urged told prepared preparing prepares needs need offered offers decided decides called invited pledged pledges "
    "going bound poised council government parliament mps ministers leaders".split()
)
_NOT_PAST = frozenset(
    "need indeed speed feed seed hundred proceed exceed embed sacred naked red bed shed led-up wicked".split()
)
_IRREGULAR = frozenset(
    "was were had did said told met went took gave got made came saw knew became began left held kept brought thought wrote "
    "sent spoke found felt fell led lost won paid put set cut hit sat stood ran rose grew drew threw flew broke chose drove "
    "struck fought sought bought caught taught built spent lent sold heard read beat shot shut split quit spread burst cost let "
    "hurt swore wore tore bore sank swam sang rang drank shook stole froze woke withdrew overthrew undertook understood "
    "has have been n't didn't hadn't wasn't weren't hasn't haven't lay sued sworn taken given seen known broken stricken "
    "killed died fled".split()
)
_PRESENT = frozenset("is are am isn't aren't".split())
_GROUP = frozenset("not also then now never already still only just be been being have has had to".split())


def sentence_starts(text: str) -> list[int]:
    """Give where the sentences of a text begin, by punctuation alone.

    Examples
    --------
    >>> sentence_starts("It rained. Mr. Farr left.")
    [0, 11]
    """
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def _past(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST and word.islower())


def _group_future(words: list[str], at: int) -> bool | None:
    """Tense of the verb group that ends in the past form at a place: None if the form stands alone."""
    for back in range(at - 1, max(-1, at - 6), -1):
        word = words[back]
        if word in _MODALS or word.endswith("'ll") or (word == "to" and words[at] not in ("said", "told")):
            return True
        if word in _PRESENT:
            return words[at] in _AHEAD or words[at] in ("held", "set", "sworn", "tried")
        if word not in _GROUP and not word.endswith("ly"):
            return None
    return None


def _cue(words: list[str], at: int) -> bool | None:
    """What one word says: True for future, False for past, None for nothing."""
    word = words[at]
    if word in _MODALS or word.endswith("'ll") or word.endswith("'d"):
        return True
    if word == "set" and at + 1 < len(words) and words[at + 1] in ("to", "for"):
        return True
    if word in _AHEAD:
        return True
    if _past(word):
        grouped = _group_future(words, at)
        return bool(grouped)
    if word == "to" and at and at + 1 < len(words) and (words[at - 1] in _TOWARDS) and not words[at + 1].endswith("s"):
        return True
    if word in _PRESENT and at + 1 < len(words) and words[at + 1].endswith("ing"):
        return True
    return None


def is_future(text: str, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether the verb nearest to a calendar expression looks forward.

    Parameters
    ----------
    text : str
        The text.
    start, end : int
        Where the expression stands.
    sentence : tuple of int
        Where its sentence begins and ends.

    Returns
    -------
    bool
        The verb before the expression decides; at the start of a sentence, the first one after it. Past where
        there is none.

    Examples
    --------
    >>> text = "The court will sit on Friday."
    >>> is_future(text, 19, 28, (0, len(text)))
    True
    """
    before = _words(text[sentence[0] : start])
    for at in range(len(before) - 1, -1, -1):
        found = _cue(before, at)
        if found is not None:
            return found
    after = _words(text[end : sentence[1]])
    for at in range(len(after)):
        found = _cue(after, at)
        if found is not None:
            return found
    words = before + after
    return any(word in _PRESENT for word in words)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'").lower() if not word.isupper() else word for word in _WORD.findall(text)]
