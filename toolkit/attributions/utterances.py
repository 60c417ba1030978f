"""Which quotations are whole utterances, and which only cite words inside somebody else's sentence."""

from toolkit.attributions.drafts import Passage
from toolkit.quotations import Quotation

__all__ = ["HEADLINES", "is_utterance", "stands_free"]

HEADLINES = ("headline", "summary", "subhead", "teaser")
_ENDS = frozenset(",.?!…—–-")


def is_utterance(here: Passage, quote: Quotation) -> bool:
    """Say whether a quotation is a whole utterance, not words cited inside somebody else's sentence."""
    before = here.text[: quote.start].rstrip()
    inner = here.text[quote.inner_start : quote.inner_end].strip(" …'‘’[](.")
    if len(inner) < 2 or _is_aside(here.text[quote.inner_start : quote.inner_end].strip(" .")):
        return False
    following = here.text[quote.end :].lstrip()[:1]
    ended = here.text[quote.inner_end - 1] in _ENDS or here.text[quote.end : quote.end + 1] in (",", "")
    ended = ended or (not before and following in ("-", "–", "—", "|"))
    own_line = here.text[: quote.start].rstrip(" \t\u00a0").endswith("\n")
    fresh = not before or own_line or before[-1] in ".?!:,—–\"”’'"
    capital = inner[0].isupper() or inner[0].isdigit()
    if before and before[-1] in ":,":
        return (capital and (ended or inner.count(" ") >= 2)) or (ended and inner.count(" ") >= 2)
    return (fresh and ended and (capital or inner.count(" ") >= 4)) or (capital and ended and inner.count(" ") >= 3)


def _is_aside(words: str) -> bool:
    """Say whether words are a note in brackets: "(Applause.)", "[laughter]"."""
    return words[0] in "([" and words[-1] in ")]"


def stands_free(here: Passage, quote: Quotation) -> bool:
    """Say whether a quotation is a sentence of its own."""
    before = here.text[: quote.start].rstrip()
    whole = here.text[quote.inner_end - 1] in ".?!…—–-" or here.parsed.segment.role in HEADLINES or not quote.closed
    return (not before or before[-1] in ".?!:…\"”’'") and (whole or here.text[quote.end : quote.end + 1] == ".")
