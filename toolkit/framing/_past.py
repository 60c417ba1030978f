"""What lies in the past: a reference that the word list knows, a year, a decade, a century."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicons
from toolkit.framing._grammar import phrase
from toolkit.framing._places import Here
from toolkit.framing._words import matches, phrases
from toolkit.language import ParsedSegment

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Past", "Pasts"]

_YEAR = re.compile(r"(?:1\d{3}|20\d\d)(?:[-–/]\d{2,4})?(?:s|'s|’s)?$")
_JOINS = frozenset({"in", "of", "during", "from"})
#: A year is past where it lies so many years before publication.
_YEARS = 5
#: Without a day of publication only the years of centuries gone by are past.
_FIRST_OPEN = 2000


class Past(NamedTuple):
    """A past side: its words, what kind of thing it is, and when it was (None where not said)."""

    tokens: "Sequence[Token]"
    kind: str
    date: str | None
    known: bool


@lru_cache
def _names() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in lexicons.load("framing_past", "name", "kind", "date", "source"))


class Pasts:
    """The references to the past in one parsed segment, by token, found once."""

    def __init__(self, here: Here, part: ParsedSegment) -> None:
        """Find the references of the word list."""
        self._here, self._part = here, part
        published = here.parsed.document.published
        self._open = published.year - _YEARS + 1 if published is not None else _FIRST_OPEN
        self.known: dict[int, Past] = {}
        reached = 0
        for found in matches(part.doc, phrases("framing_past", "name", "kind", "date", "source")):
            tokens, rows = found[0]
            if tokens[0].i < reached or not self._may_be(tokens, rows[0]["kind"]):
                continue
            reached = tokens[-1].i + 1
            past = Past(list(tokens), rows[0]["kind"], rows[0]["date"] or None, True)
            self.known.update({token.i: past for token in tokens})

    def _may_be(self, tokens: "Sequence[Token]", kind: str) -> bool:
        if kind != "period" and not tokens[0].text[:1].isupper() and not tokens[0].text[:1].isdigit():
            return False
        if kind != "person" or len(tokens) > 1:
            return True
        alone = not any(c.pos_ == "PROPN" and c.dep_ in ("compound", "flat") for c in tokens[0].children)
        named = self._here.mention(self._part, tokens[0])
        # A person of today who shares the name is named in full somewhere.
        return alone and (named is None or not self._here.names.get(named.actor_id or "", frozenset()) - _names())

    def at(self, head: "Token") -> Past | None:
        """Give the past side that a noun phrase is, None for one that is not evidently past."""
        run = list(phrase(head))
        known = next((self.known[t.i] for t in (head, *run) if t.i in self.known and _about(head, t)), None)
        run = self._dated(run)
        year = next((t for t in run if self._is_past(t)), None)
        if known is not None:
            date = _when(year) if year is not None else known.date
            return Past(_joined(run, known.tokens), known.kind, date, True)
        if year is None:
            return None
        bare = all(t.i == year.i or t.pos_ in ("DET", "ADP", "ADJ", "NUM") for t in run)
        return Past(run, "period" if bare else "event", _when(year), False)

    def explained(self, head: "Token") -> Past | None:
        """Give the past side that a noun phrase is by what it goes on to say: *a tax, levied until 1857*."""
        year = next((t for t in head.subtree if t.i > head.i and self._is_past(t)), None)
        if year is None or head.ent_type_ in ("DATE", "TIME"):
            return None
        return Past(list(phrase(head)), "event", _when(year), False)

    def _dated(self, run: "list[Token]") -> "list[Token]":
        """Add the year that follows: Munich *in 1938*, wherever the parse hangs it."""
        doc, at = run[0].doc, run[-1].i + 1
        after = doc[at : at + 3]
        for length in (2, 3):
            if len(after) >= length and after[0].lower_ in _JOINS and self._is_past(after[length - 1]):
                return [*run, *after[:length]]
        return run

    def _is_past(self, token: "Token") -> bool:
        if token.lower_ in ("century", "centuries"):
            before = token.doc[token.i - 1].lower_ if token.i else ""
            return before in {f"{n}th" for n in range(10, 20)} | {"nineteenth", "eighteenth", "seventeenth"}
        if not _YEAR.match(token.text) or int(token.text[:4]) >= self._open:
            return False
        counted = token.dep_ == "nummod" and token.head.tag_ == "NNS"
        return not counted and not (token.i and token.doc[token.i - 1].is_currency)


def _when(year: "Token") -> str:
    """Give a year or decade as it stands, a century with its number."""
    return f"{year.nbor(-1).text} {year.text}" if year.lower_.startswith("centur") else year.text


def _about(head: "Token", known: "Token") -> bool:
    """Tell whether a reference is what a phrase is about, and not part of another name or told of in passing."""
    while known != head and known.head != known:
        if known.dep_ == "pobj" and known.head.lower_ not in _JOINS:  # eyes on Stalin
            return False
        if known.dep_ in ("compound", "nmod") and known.head.pos_ == "PROPN" and known.head == head:
            return known.head.ent_type_ not in ("WORK_OF_ART", "ORG", "PRODUCT", "FAC") or known.head.i < known.i
        known = known.head
    return True


def _joined(run: "Sequence[Token]", known: "Sequence[Token]") -> "Sequence[Token]":
    first, last = min(run[0].i, known[0].i), max(run[-1].i, known[-1].i)
    return list(run[0].doc[first : last + 1])
