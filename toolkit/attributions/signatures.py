"""Signed quotations, as letters, pull quotes and epigraphs have them: `"Never again." - Marla Quist, mayor of Harl`."""

import re

from toolkit.attributions.drafts import Passage, Range, trimmed

__all__ = ["signature"]

_DASH = re.compile(r"\s*([―—–]|--?)[ \t\u00a0]*(?=\w)")
_MOST_WORDS = 14
_CLAUSE = frozenset({"VBD", "VBZ", "VBP", "MD", "POS"})


def signature(here: Passage, start: int) -> tuple[Range, Range] | None:
    """Read a dash and a name that fill the rest of a line, or the next line: their ranges, None if there are none.

    What follows the name ("Marla Quist, 34, teacher") belongs to it; anything with a verb is no signature.
    """
    dash = _DASH.match(here.text, start)
    if dash is None:
        return None
    line = here.text[dash.end() :].partition("\n")[0]
    name = trimmed(here.text, dash.end(), dash.end() + len(line))
    if name is None or not here.text[name[0]].isupper() or here.quote_at(name[0]) is not None:
        return None
    tokens = here.tokens(name)
    cited = any(name[0] < quote.start < name[1] for quote in here.quotes)
    if cited or len(tokens) > _MOST_WORDS or any(t.tag_ in _CLAUSE for t in tokens):
        return None
    return (dash.span(1), name) if any(t.pos_ == "PROPN" for t in tokens) else None
