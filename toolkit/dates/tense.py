"""Whether a calendar expression stands in a past or a future context, from the verbs around it."""

import re
from itertools import chain

__all__ = ["is_future", "sentence_starts"]

_BREAK = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<!\bGen)(?<!\b[A-Z])"
    r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n\s*"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MODAL = re.compile(
    r"(?:will|would|shall|should|must|may|might|could|can|cannot|ought)(?:n't)?|(?:wo|sha|ca)n't|\w+'(?:ll|d)"
)
#: Forms that look ahead by themselves.
_AHEAD = re.compile(
    r"due|scheduled|slated|planned|expected|tipped|upcoming|forthcoming|ahead|poised"
    r"|(?:begin|start|open|resume|continue|expire|end|meet|vote|decide|hear|return|face|hold)s"
    r"|begin|start|resume|continue|expire|vote"
    r"|(?:hope|plan|intend|aim|want|seek|expect|prepare|threaten|promise|vow|pledge)s|hope|plan|intend|aim|want|expect"
)
#: Before "to" and a verb these look forward ("agreed to meet on Friday").
_TOWARDS = re.compile(
    r"(?:plan|want|hope|intend|expect|agree|vow|promise|threaten|prepare|need|offer|decide|pledge)(?:s|n?ed|d)?"
    r"|due|set|scheduled|ready|likely|unlikely|is|are|was|were|has|have|had|ordered|asked|urged|told|called|invited|going"
    r"|bound|poised|council|government|parliament|mps|ministers|leaders"
)
#: Past forms that do not end in -ed.
_IRREGULAR = re.compile(
    r"(?:was|were|had|did|has|have)(?:n't)?|said|told|met|went|took|gave|got|made|came|saw|knew|became|began|left|held"
    r"|kept|brought|thought|wrote|sent|spoke|found|felt|fell|led|lost|won|paid|put|set|cut|hit|sat|stood|ran|rose|grew"
    r"|drew|threw|flew|broke|chose|drove|struck|fought|sought|bought|caught|taught|built|spent|lent|sold|heard|read|beat"
    r"|shot|shut|split|quit|spread|burst|cost|let|hurt|swore|wore|tore|bore|sank|swam|sang|rang|drank|shook|stole|froze"
    r"|woke|withdrew|overthrew|undertook|understood|been|lay|sworn|taken|given|seen|known|broken|stricken|fled"
)
_NOT_PAST = re.compile(r"need|indeed|speed|feed|seed|hundred|proceed|exceed|embed|sacred|naked|red|bed|shed|wicked")
_PRESENT = re.compile(r"(?:is|are)(?:n't)?|am")
#: What may stand between an auxiliary and its participle.
_IN_GROUP = re.compile(r"not|also|then|now|never|already|still|only|just|be|been|being|have|has|had|to|\w+ly")
#: After "is" and "are", these participles look ahead ("the vote is set for Friday").
_ARRANGED = re.compile(r"held|set|sworn|tried")
_GROUP_LENGTH = 5
#: How far from an expression its verb is looked for, in characters.
_REACH = 400


def sentence_starts(text: str) -> list[int]:
    """Give where the sentences of a text begin, by punctuation alone.

    Examples
    --------
    >>> sentence_starts("It rained. Mr. Farr left.")
    [0, 11]
    """
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def _past(word: str) -> bool:
    regular = word.endswith("ed") and len(word) > 3 and word.islower() and not _NOT_PAST.fullmatch(word)
    return regular or _IRREGULAR.fullmatch(word) is not None


def _group_looks_ahead(words: list[str], at: int) -> bool:
    """Whether the verb group that ends in the past form at a place is future or arranged ("will be held")."""
    for before in range(at - 1, max(-1, at - 1 - _GROUP_LENGTH), -1):
        word = words[before]
        if _MODAL.fullmatch(word) or (word == "to" and words[at] not in ("said", "told")):
            return True
        if _PRESENT.fullmatch(word):
            return bool(_AHEAD.fullmatch(words[at]) or _ARRANGED.fullmatch(words[at]))
        if not _IN_GROUP.fullmatch(word):
            return False
    return False


def _cue(words: list[str], at: int) -> bool | None:
    """Say what one word tells: True for future, False for past, None for nothing."""
    word = words[at]
    before = words[at - 1] if at else ""
    following = words[at + 1] if at + 1 < len(words) else ""
    if _MODAL.fullmatch(word) or _AHEAD.fullmatch(word) or (word == "set" and following in ("to", "for")):
        return True
    if _past(word):
        return _group_looks_ahead(words, at)
    if word == "to" and following and not following.endswith("s") and _TOWARDS.fullmatch(before):
        return True
    return True if _PRESENT.fullmatch(word) and following.endswith("ing") else None


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
        The verb before the expression decides; where there is none, the first one after it. Past where a sentence
        has no verb that tells; future where it has only "is" or "are".

    Examples
    --------
    >>> text = "The court will sit on Friday."
    >>> is_future(text, 19, 28, (0, len(text)))
    True
    """
    before = _words(text[max(sentence[0], start - _REACH) : start])
    after = _words(text[end : min(sentence[1], end + _REACH)])
    backward = (_cue(before, at) for at in range(len(before) - 1, -1, -1))
    forward = (_cue(after, at) for at in range(len(after)))
    for found in chain(backward, forward):
        if found is not None:
            return found
    return any(_PRESENT.fullmatch(word) for word in before + after)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'").lower() for word in _WORD.findall(text)]
