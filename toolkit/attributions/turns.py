"""Turns of a transcript: paragraphs that begin with who speaks them, as in `MARLA QUIST: We sign on Friday`."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.attributions.cues import words

__all__ = ["Turn", "turns"]

_LABEL = re.compile(r"[\s\"“”'‘*_]*([^\W\d_][^:\n]{0,58}?)[\s*_]*(:)[\s*_]+(?=\S)")
_ASIDE = re.compile(r"[\s\"“”]*[(\[][^()\[\]]*[)\]][\s\"“”.]*$")
_MOST_WORDS = 7
#: Least turns of a text, and least turns of some speaker of it, for labels to count: one alone may be a heading.
_LEAST, _LEAST_AGAIN = 3, 2
#: The same for labels that are not in capitals, which more things than names are.
_LEAST_MIXED, _LEAST_SPEAKERS = 4, 2
#: Most paragraphs without a label that one turn may have.
_REST = 4


@dataclass(frozen=True)
class Turn:
    """A paragraph of a transcript: its label (None where it goes on with the turn before), colon, and first word."""

    label: tuple[int, int] | None
    colon: tuple[int, int] | None
    start: int


def turns(texts: Sequence[str]) -> list[Turn | None]:
    """Find the turns among the paragraphs of a text, None for each paragraph that is none.

    Labels in capitals count where there are three or more and a speaker comes twice; others where there are four or
    more of names, two of which come twice. A paragraph between two turns goes on with the first, a note in brackets
    ("(Applause.)") does not.

    Examples
    --------
    >>> found = turns(["QUIST: We sign.", "ADDO: When?", "(Laughter.)", "QUIST: On Friday.", "She left."])
    >>> [turn is not None for turn in found]
    [True, True, False, True, False]
    """
    read = [_LABEL.match(text) for text in texts]
    kept = _in_capitals(read) or _mixed(read)
    made = [
        Turn(match.span(1), match.span(2), match.end()) if match is not None and match.group(1) in kept else None
        for match in read
    ]
    return _with_rests(texts, made)


def _in_capitals(read: Sequence[re.Match[str] | None]) -> frozenset[str]:
    found = Counter(m.group(1) for m in read if m is not None and _is_name(m.group(1)) and m.group(1).isupper())
    enough = found.total() >= _LEAST and any(n >= _LEAST_AGAIN for n in found.values())
    return frozenset(found) if enough else frozenset()


def _mixed(read: Sequence[re.Match[str] | None]) -> frozenset[str]:
    found = Counter(m.group(1) for m in read if m is not None and _is_name(m.group(1)))
    again = [name for name, n in found.items() if n >= _LEAST_AGAIN]
    enough = found.total() >= _LEAST_MIXED and len(again) >= _LEAST_SPEAKERS
    return frozenset(again) if enough else frozenset()


def _is_name(label: str) -> bool:
    """Say whether a label may be a name: few words, the first and last with capitals, no word of a rubric."""
    parts = label.split()
    if len(parts) > _MOST_WORDS or len(label) < 2 or parts[0].lower() in words("label"):
        return False
    return all(part[0].isupper() for part in (parts[0], parts[-1].strip("(")) if part)


def _with_rests(texts: Sequence[str], made: list[Turn | None]) -> list[Turn | None]:
    """Let the unlabelled paragraphs between two turns go on with the first of them."""
    whole = list(made)
    labelled = [place for place, turn in enumerate(made) if turn is not None]
    for one, other in itertools.pairwise(labelled):
        between = range(one + 1, other)
        if len(between) <= _REST:
            for place in between:
                if texts[place].strip() and _ASIDE.match(texts[place]) is None:
                    whole[place] = Turn(None, None, len(texts[place]) - len(texts[place].lstrip()))
    return whole
