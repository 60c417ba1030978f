"""Quotation marks: which stretches of a passage stand between them, told apart from apostrophes and inches."""

import re
from dataclasses import dataclass

__all__ = ["Quotation", "quotations"]

_DOUBLE = re.compile("[\"“”„‟«»]|''|``|’’|‘‘")
_SINGLE = re.compile("['‘’‛]")
_OPENING, _CLOSING = frozenset("“„«‟"), frozenset("”»")
#: Words that begin with an apostrophe; a mark before one of them opens nothing.
_CLIPPED = re.compile(r"(?:em|til|tis|twas|cause|cos|bout|n|round|neath|\d0s)\b", re.IGNORECASE)
_INCHES = re.compile(r"\d+\s?['’]\s?\d{1,2}$")


@dataclass(frozen=True)
class Quotation:
    """A stretch between quotation marks: `start` and `end` with the marks, `inner_start` and `inner_end` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True

    def holds(self, position: int) -> bool:
        """Say whether a position lies between the marks (or on one)."""
        return self.start <= position < self.end


def _before(text: str, position: int) -> str:
    return text[position - 1] if position else " "


def _after(text: str, position: int) -> str:
    return text[position] if position < len(text) else " "


def _may_open(text: str, start: int, end: int) -> bool:
    before, after = _before(text, start), _after(text, end)
    return not after.isspace() and (before.isspace() or before in "([{—–-/:,.\"'“‘")


def _may_close(text: str, start: int, end: int) -> bool:
    before, after = _before(text, start), _after(text, end)
    return not before.isspace() and not after.isalnum()


def _is_inches(text: str, start: int, is_open: bool) -> bool:
    if not _before(text, start).isdigit():
        return False
    return not is_open or _INCHES.search(text[:start]) is not None


def _double_opens(text: str, mark: re.Match[str], is_open: bool) -> bool | None:
    """Say whether a mark opens (True) or closes (False); None for one that is no quotation mark."""
    sign = mark.group()
    if sign in _OPENING or sign in ("``", "‘‘"):
        return True
    if sign in _CLOSING or sign == "’’":
        # A closing mark where only an opening one can stand is a slip of the keyboard.
        return not is_open and _may_open(text, *mark.span()) and not _may_close(text, *mark.span())
    if _is_inches(text, mark.start(), is_open):
        return None
    opens, closes = _may_open(text, *mark.span()), _may_close(text, *mark.span())
    if opens != closes:
        return opens
    return not is_open


def _doubles(text: str) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text):
        opens = _double_opens(text, mark, opened is not None)
        if opens is None:
            continue
        if opens:
            # A second opening mark: the first was never closed, unless it is a typographic mark that nests.
            if opened is None or mark.group() not in _OPENING:
                opened = mark
        elif opened is not None:
            if mark.start() > opened.end():
                found.append(Quotation(opened.start(), mark.end(), opened.end(), mark.start()))
            opened = None
    if opened is not None and text[opened.end() :].strip():
        end = len(text.rstrip())
        found.append(Quotation(opened.start(), end, opened.end(), end, closed=False))
    return found


def _single_close(text: str, start: int, marks: list[int]) -> int | None:
    """Find the mark that closes a single quotation opened at `start`, passing by plural possessives."""
    candidates = [m for m in marks if m > start + 1 and _may_close(text, m, m + 1)]
    for number, mark in enumerate(candidates):
        rest = candidates[number + 1 :]
        possessive = text[mark - 1] in "sS" and re.match(r".\s[a-z]", text[mark:]) is not None
        opened_again = any(mark < m < rest[0] and _may_open(text, m, m + 1) for m in marks) if rest else True
        if possessive and rest and not opened_again:
            continue
        return mark
    return None


def _singles(text: str, taken: list[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    marks = [m.start() for m in _SINGLE.finditer(text)]
    reached = 0
    for mark in marks:
        if mark < reached or any(q.holds(mark) for q in taken) or text[mark] == "’":
            continue
        if not _may_open(text, mark, mark + 1) or _CLIPPED.match(text, mark + 1):
            continue
        close = _single_close(text, mark, [m for m in marks if not any(q.holds(m) for q in taken)])
        if close is not None and "\n\n" not in text[mark:close]:
            found.append(Quotation(mark, close + 1, mark + 1, close))
            reached = close + 1
    return found


def quotations(text: str) -> tuple[Quotation, ...]:
    r"""Find the quotations of one passage (a paragraph, a headline), outermost only, in reading order.

    Double marks, straight, curly or angled, and single ones are read; apostrophes, plural possessives and marks of
    feet and inches are not taken for quotation marks. One that is opened and never closed runs to the end of the
    passage and has ``closed=False``.

    Examples
    --------
    >>> text = "The Quists' plan is 'mad', says a 6'2\" critic: \"It won't work.\""
    >>> [text[q.start:q.end] for q in quotations(text)]
    ["'mad'", '"It won\'t work."']
    """
    doubles = _doubles(text)
    singles = _singles(text, doubles)
    kept = [d for d in doubles if not any(s.start < d.start and d.end < s.end for s in singles)]
    return tuple(sorted([*kept, *singles], key=lambda q: q.start))
