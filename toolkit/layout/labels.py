"""Words that label a line ("Read more:", "Image caption", "Last updated"), from the word list ``layout_labels``."""

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit import lexicons

__all__ = ["Label", "author_opener", "label_of", "without_date_labels"]

#: What may stand between a label and what it labels.
_SIGN = r"\s*(?::|\||—|–|-\s|>|»|…|\.\.\.|,\s)\s*"
_FRAME = r"^[\W_]*"
#: A line that opens with a quotation mark is speech, whatever its words.
_UNQUOTED = r"^[^\w\"'“”‘«„]*"
#: What follows the label, by the form in which it counts.
_TAILS = {
    "alone": r"[\W_]*$",
    "colon": r"\s*[:|]\s*(?=\w|[“\"'‘])",
    "open": rf"(?:[\W_]*$|{_SIGN})",
    "start": r"(?!\w)",
}
#: A comma counts after these only ("Image caption, Quist in Varno").
_COMMA = frozenset({"image source", "image caption", "media caption", "image copyright"})
#: A line of more characters has no label.
_LONGEST = 1000
_SHOUTED = re.compile(rf"{_FRAME}(?P<label>[A-Z][A-Z’']+(?:\s[A-Z’']+)+)\s+(?=[A-Z“‘\"'\d][^A-Z]|[A-Z]\s)")


class Label(NamedTuple):
    """A label at the start of a line: what it governs, and where in the line its text ends and the rest begins."""

    governs: str
    end: int
    rest: int


def _rows(form: str) -> list[tuple[str, str]]:
    """List the labels of a form with what they govern, longest first."""
    rows = lexicons.load("layout_labels", "label", "governs", "form")
    found = {(row["label"].lower(), row["governs"]) for row in rows if row["form"] == form}
    return sorted(found, key=lambda item: (-len(item[0]), item))


def _either(labels: list[str]) -> str:
    return "|".join(re.escape(label).replace("'", "[’']").replace(r"\ ", r"\s+") for label in labels)


@lru_cache
def _patterns(form: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """List what the labels of a form govern, each with the pattern of those labels."""
    rows = _rows(form)
    frame = _UNQUOTED if form == "start" else _FRAME
    return tuple(
        (governs, re.compile(f"{frame}(?P<label>{_either([w for w, g in rows if g == governs])}){_TAILS[form]}", re.I))
        for governs in sorted({governs for _, governs in rows})
    )


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """Find the label that a line is, or opens with.

    Parameters
    ----------
    text : str
        A line.

    Returns
    -------
    Label or None
        `governs` is teaser, caption, credit, summary, tags, posted, updated or boilerplate.

    Examples
    --------
    >>> label_of("Read more: Quist signs accord")
    Label(governs='teaser', end=10, rest=11)
    """
    if len(text) > _LONGEST:
        return None
    for form in _TAILS:
        for governs, pattern in _patterns(form):
            match = pattern.match(text)
            if match is None or (form == "open" and not _plausible(text, match)):
                continue
            if form in ("alone", "start"):
                return Label(governs, len(text), len(text))
            return Label(governs, len(text[: match.end()].rstrip()), match.end())
    return _shouted(text)


def _plausible(text: str, match: re.Match[str]) -> bool:
    """Whether the sign after a label is enough: a comma or a dash says less than a colon."""
    sign = text[match.end("label") : match.end()].strip()[:1]
    if sign == ",":
        return match["label"].lower() in _COMMA
    return sign not in {"-", "–", "—"} or " " in match["label"] or match["label"].isupper()


def _shouted(text: str) -> Label | None:
    """Find a label of two words or more in capitals before a text that is not: "READ MORE Quist signs accord"."""
    match = _SHOUTED.match(text)
    if match is None:
        return None
    for governs, pattern in _patterns("open"):
        if governs in ("teaser", "credit", "caption") and pattern.match(match["label"]):
            return Label(governs, match.end("label"), match.end())
    return None


@lru_cache
def author_opener() -> re.Pattern[str]:
    """Give the pattern of what opens a byline: "By", "Words by", "Von"."""
    return re.compile(rf"{_FRAME}(?:{_either([label for label, _ in _rows('name')])})\b:?\s+", re.I)


@lru_cache
def _date_labels() -> re.Pattern[str]:
    labels = [label for label, governs in _rows("open") if governs in ("posted", "updated")]
    return re.compile(rf"{_FRAME}(?:{_either(labels)})\b", re.I)


def without_date_labels(text: str) -> str:
    """Take the label of a date from the start of a text.

    Examples
    --------
    >>> without_date_labels("Last updated: 12:30")
    ': 12:30'
    """
    return _date_labels().sub("", text, count=1)
