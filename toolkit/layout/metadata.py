"""Title, date and author of a document from its segments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from toolkit.dates import dates_in, parse_date
from toolkit.layout.labels import label_of, without_date_labels
from toolkit.layout.marks import byline_name
from toolkit.records import Document, Segment

__all__ = ["with_metadata"]

_UPDATED = re.compile(
    r"\b(?:updated|modified|amended|revised|edited|aktualisiert|mis à jour|actualizado|aggiornato|bijgewerkt"
    r"|atualizado)\b",
    re.I,
)
_POSTED = re.compile(
    r"\b(?:published|posted|issued|released|veröffentlicht|publié|publicado|pubblicato|gepubliceerd)\b",
    re.I,
)
_MONTH_DAY = re.compile(
    r"\b(?:(?P<m1>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<d1>\d{1,2})|(?P<d2>\d{1,2})\s"
    r"(?P<m2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)"
)


def with_metadata(document: Document, segments: Sequence[Segment]) -> Document:
    r"""Fill title, date and author of a document from its layout, where they are missing.

    Parameters
    ----------
    document : Document
        The document.
    segments : sequence of Segment
        Its layout, as `segment` gives it.

    Returns
    -------
    Document
        A copy; values that were there stay. `title` is the headline. `published` is the date in the timestamps, bylines
        or dateline: one marked as of publication, or not marked at all, goes before one of a change; a dateline without
        year takes it from another date of the head. `author` is who the byline names, None if it names nobody.

    Examples
    --------
    >>> from toolkit.layout import segment
    >>> document = Document("d1", "Quist signs\n\nBy Odo Farr\nUpdated 5 May 2031, posted 4 May 2031\n\nIt rained.")
    >>> filled = with_metadata(document, segment(document))
    >>> filled.title, filled.author, filled.published.isoformat()
    ('Quist signs', 'Odo Farr', '2031-05-04')
    """
    lines = [(s.role, document.text[s.start : s.end]) for s in sorted(segments, key=lambda s: s.start)]
    head = lines[: _end_of_head([role for role, _ in lines])]
    foot = [
        (role, text) for role, text in lines[len(head) :] if role == "timestamp" and without_date_labels(text) != text
    ]
    return replace(
        document,
        title=document.title or _title(lines),
        published=document.published or _published(head + foot, document.language),
        author=document.author or _author(lines),
    )


def _end_of_head(roles: list[str]) -> int:
    """Count the segments up to the second paragraph."""
    body = [place for place, role in enumerate(roles) if role == "body"]
    return body[1] if len(body) > 1 else len(roles)


def _title(lines: list[tuple[str, str]]) -> str | None:
    return next((" ".join(text.split()) for role, text in lines if role == "headline"), None)


def _author(lines: list[tuple[str, str]]) -> str | None:
    for role, text in lines:
        if role == "byline":
            name = byline_name(text)
            if name:
                return name
    return None


def _published(lines: list[tuple[str, str]], language: str | None) -> date | None:
    dated = list(_dated(lines, language))
    posted = [found for found, changed in dated if not changed]
    if posted:
        return posted[0]
    changed = [found for found, _ in dated]
    for role, text in lines:
        if role == "dateline":
            found = parse_date(text, language=language) or (_completed(text, changed[0]) if changed else None)
            if found:
                return found
    return changed[0] if changed else None


def _dated(lines: list[tuple[str, str]], language: str | None) -> Iterator[tuple[date, bool]]:
    """Dates of the timestamps and bylines, each with whether it is the date of a change."""
    changed = False
    for role, text in lines:
        if role not in ("timestamp", "byline"):
            changed = False
            continue
        last = 0
        for start, end, found in dates_in(text, language=language):
            marks = [(m.start(), True) for m in _UPDATED.finditer(text, last, start)]
            marks += [(m.start(), False) for m in _POSTED.finditer(text, last, start)]
            changed = max(marks)[1] if marks else changed
            yield found, changed
            last = end
        label = label_of(text[last:].strip(" |")) if last < len(text) else None
        changed = bool(label and label.governs == "updated" and label.rest >= len(text[last:].strip(" |")))


def _completed(text: str, other: date) -> date | None:
    """Give a dateline's day the year of another date of the head: the latest such day up to it."""
    match = _MONTH_DAY.search(text)
    if match is None:
        return None
    day, month = match["d1"] or match["d2"], match["m1"] or match["m2"]
    found = (parse_date(f"{day} {month} {year}") for year in (other.year, other.year - 1))
    return next((day for day in found if day and day <= other), None)
