"""Title, date, author and outlet of a document from its segments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePosixPath

from toolkit.dates import dates_in, leading_date, parse_date
from toolkit.layout.bylines import byline_name
from toolkit.layout.labels import label_of, without_date_labels
from toolkit.layout.outlets import agency_of, outlet_in, outlet_name
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
#: Suffixes of files that hold many documents: the date in their names is none of publication.
_TABLES = frozenset({".csv", ".xlsx", ".jsonl", ".dna"})
#: End of the name of an article of a file that holds many.
_NUMBERED = re.compile(r"#\d+$")
#: A day without year in the head is that of the file's date, or lies this little before it.
_NEAR = timedelta(days=31)
_MONTH_DAY = re.compile(
    r"\b(?:(?P<m1>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<d1>\d{1,2})|(?P<d2>\d{1,2})\s"
    r"(?P<m2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)"
)


def with_metadata(document: Document, segments: Sequence[Segment]) -> Document:
    r"""Fill title, date, author and outlet of a document from its layout, where they are missing.

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
        year takes it from another date of the head. Where the text states no day, a complete ISO date at the start
        of the name of the document's file counts ("2031-05-04 Quist signs.docx", "20310504-farr.txt"), though not that
        of a file of many documents; a day without year in the head then takes its year from there, and is missing if
        the two lie more than a month apart. `author` is who the byline names, None if it names nobody. `outlet` is what
        date line, byline or name of the paper over the headline clearly name as one, else the agency in brackets in
        the dateline; None in doubt, and where two are named.

    Examples
    --------
    >>> from toolkit.layout import segment
    >>> document = Document("d1", "Quist signs\n\nBy Odo Farr\nUpdated 5 May 2031, posted 4 May 2031\n\nIt rained.")
    >>> filled = with_metadata(document, segment(document))
    >>> filled.title, filled.author, filled.published.isoformat()
    ('Quist signs', 'Odo Farr', '2031-05-04')
    >>> text = "Quist signs\n\nBy Odo Farr for the Varno Gazette\n\nIt rained."
    >>> document = Document("d1", text, path="2031-05-04 quist.txt")
    >>> filled = with_metadata(document, segment(document))
    >>> filled.outlet, filled.published.isoformat()
    ('Varno Gazette', '2031-05-04')
    """
    lines = [(s.role, document.text[s.start : s.end]) for s in sorted(segments, key=lambda s: s.start)]
    head = lines[: _end_of_head([role for role, _ in lines])]
    foot = [
        (role, text) for role, text in lines[len(head) :] if role == "timestamp" and without_date_labels(text) != text
    ]
    return replace(
        document,
        title=document.title or _title(lines),
        published=document.published or _published(head + foot, document.language, _date_of_file(document)),
        author=document.author or _author(lines),
        outlet=document.outlet or _outlet(head),
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


def _outlet(head: list[tuple[str, str]]) -> str | None:
    """Take the outlet from the first kind of line that names one, None where two such lines differ."""
    over = next((place for place, (role, _) in enumerate(head) if role == "headline"), 0)
    kinds = (
        [outlet_in(text) for role, text in head if role == "timestamp"],
        [outlet_in(text) for role, text in head if role == "byline"],
        [outlet_name(text) for role, text in head[:over] if role == "boilerplate"],
        [agency_of(text) for role, text in head if role == "dateline"],
    )
    for named in kinds:
        found = {name.casefold().removeprefix("the "): name for name in named if name}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _date_of_file(document: Document) -> date | None:
    name = PurePosixPath(document.path or "")
    one_of_many = name.suffix.lower() in _TABLES or _NUMBERED.search(document.doc_id)
    return None if one_of_many else leading_date(name.name)


def _published(lines: list[tuple[str, str]], language: str | None, of_file: date | None) -> date | None:
    dated = list(_dated(lines, language))
    posted = [found for found, changed in dated if not changed]
    if posted:
        return posted[0]
    changed = [found for found, _ in dated]
    datelines = [text for role, text in lines if role == "dateline"]
    for text in datelines:
        found = parse_date(text, language=language) or (_completed(text, changed[0]) if changed else None)
        if found:
            return found
    if changed:
        return changed[0]
    without_year = [text for role, text in lines if role == "timestamp"] + datelines
    return _as_of(of_file, without_year) if of_file else None


def _as_of(of_file: date, texts: list[str]) -> date | None:
    """Give the day that the head states, with the year of the file's date; the file's date where the head has none."""
    for text in texts:
        if _MONTH_DAY.search(text):
            found = _completed(text, of_file)
            return found if found and of_file - found <= _NEAR else None
    return of_file


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
