"""Speech act and modality of an attribution, read off its cue and the words of its content."""

import re

from toolkit.attributions.cues import Entry

__all__ = ["modality", "speech_act"]

_CONDITIONAL = re.compile(r"\b(?:if|unless|until|provided that|as long as)\b", re.IGNORECASE)
_NECESSARY = re.compile(
    r"\b(?:must|should|shall have to|needs?|needed|ha(?:s|ve|d) to|ought to|required to)\b", re.IGNORECASE
)
_POSSIBLE = re.compile(r"\b(?:may|might|could|perhaps|possibly)\b(?! \d)", re.IGNORECASE)
_SORRY = re.compile(r"\b(?:(?:I|we)(?:'m|’m|'re|’re| am| are)? (?:\w+ )?(?:sorry|apologi[sz]e))\b", re.IGNORECASE)
_INDIRECT_QUESTION = re.compile(r"^\W*(?:if|whether)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\b(?:should|ought to|let us|let's)\b", re.IGNORECASE)


def modality(content: str, cue: Entry | None) -> str | None:
    """Give "conditional", "necessary" or "possible" where the content is marked so (in that order), else None.

    Examples
    --------
    >>> modality("that it must leave unless it pays", None)
    'conditional'
    >>> modality("whether it may leave", None)
    'possible'
    """
    asks = cue is not None and cue.speech_act == "question"
    words = _INDIRECT_QUESTION.sub("", content) if asks or content.lower().startswith("whether") else content
    for name, pattern in (("conditional", _CONDITIONAL), ("necessary", _NECESSARY), ("possible", _POSSIBLE)):
        if pattern.search(words):
            return name
    return None


def speech_act(content: str, cue: Entry | None) -> str:
    """Name the speech act: that of the cue, or for cues that do not say, what the form of the content shows.

    Examples
    --------
    >>> speech_act('"What now?"', None), speech_act("we are sorry", None), speech_act("it rains", None)
    ('question', 'apology', 'statement')
    """
    if cue is not None and cue.speech_act is not None:
        if cue.lemma == "suggest" and not _SHOULD.search(content):
            return "statement"
        return cue.speech_act
    if _SORRY.search(content):
        return "apology"
    if content.rstrip("\"'”’ ").endswith("?"):
        return "question"
    return "demand" if re.search(r"\bmust\b", content) else "statement"
