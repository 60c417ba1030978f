"""Exports of press databases: one file, many articles.

`articles` cuts the text of a file that Nexis Uni wrote (Word, RTF, PDF, text; English interface: every article ends
with "End of Document"), or Factiva (RTF, Word; every article ends with its number). `factiva_page` reads Factiva's
HTML, plain or with field codes. The text of an article is its headline, its standfirst and its paragraphs; what the
database says about it becomes title, published, outlet and author; the rest (cover page, copyright, classification)
is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, NamedTuple

from toolkit import dates
from toolkit.records import Document, Rejected

__all__ = ["articles", "factiva_page"]

_NEXIS_END = re.compile(r"End of Document$", re.I)
_FIELD = re.compile(
    r"(?P<name>Byline|Column|Correction|Correction-Date|Dateline|Distribution|Edition|Highlight|Length|Section|Series)"
    r":\s*(?P<value>.*)$",
    re.S,
)
_COPYRIGHT = re.compile(r"(?:Copyright\b|©|\(c\)\s)", re.I)
_BODY = re.compile(r"Body(?: of (?:the )?Article)?$", re.I)
_LOADED = re.compile(r"Load-Date:")
_AFTER = re.compile(r"(?:Load-Date:|(?:Classification|Graphic|Notes|Correction)$)")
_PAGE = re.compile(r"Page \d+ of \d+$")
_FACTIVA_END = re.compile(r"Document [A-Z][A-Za-z0-9]{18,40}$")
_WORDS = re.compile(r"[\d,.]+ words$")
_LANGUAGE = re.compile(r"[A-Z][a-z]+(?: \([A-Z][a-z]+\))?$")
_BY = re.compile(r"by\s+", re.I)
_WEEKDAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?", re.I)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_LONGEST_DATE = 9  # words, with weekday, time and zone


class _Article(NamedTuple):
    title: str
    paragraphs: list[str]
    published: date | None = None
    outlet: str | None = None
    author: str | None = None


def articles(document: Document, path: str) -> list[Document | Rejected] | None:
    r"""Cut the text of an export into its articles.

    Parameters
    ----------
    document : Document
        The file as one document.
    path : str
        Where it stands, for what cannot be read.

    Returns
    -------
    list of Document or Rejected, or None
        The articles, numbered from 1 in `doc_id`; in the place of one without headline or text a `Rejected` with the
        reason "no article". None if the text is no export.

    Examples
    --------
    >>> head = "Quist signs\n\nThe Varno Gazette\n\nMay 4, 2031 Sunday\n\nCopyright 2031\n\nLength: 6 words\n\nBody\n\n"
    >>> text = head + "Marla Quist signed.\n\nLoad-Date: May 5, 2031\n\nEnd of Document"
    >>> (found,) = articles(Document("export", text), "export.docx")
    >>> found.doc_id, found.title, found.outlet, found.published.isoformat(), found.text
    ('export#1', 'Quist signs', 'The Varno Gazette', '2031-05-04', 'Quist signs\n\nMarla Quist signed.')
    """
    lines = [line for line in (part.strip() for part in document.text.split("\n")) if line and not _PAGE.match(line)]
    for end, read, sign in ((_NEXIS_END, _nexis, _LOADED), (_FACTIVA_END, _factiva, _WORDS)):
        if any(map(end.match, lines)) and any(map(sign.match, lines)):
            return _numbered(document, path, [read(piece) for piece in _pieces(lines, end)])
    return None


def factiva_page(tree: Any, stem: str, path: str) -> list[Document | Rejected] | None:
    """Read the articles of a page that Factiva has written, None if it is no such page.

    Parameters
    ----------
    tree : element
        The page, as lxml gives it.
    stem : str
        Name of its documents.
    path : str
        Where it stands, for what cannot be read.
    """
    found = [part for part in tree.iter("div") if re.search(r"\b[a-z]{2}Article\b", part.get("class") or "")]
    if not found:
        return None
    return _numbered(Document(stem, ""), path, [_factiva_element(part) for part in found])


def _numbered(document: Document, path: str, found: Sequence[_Article | None]) -> list[Document | Rejected]:
    return [
        _document(document, number, article)
        if article
        else Rejected(f"{path}#article {number}", "no article", "no headline, or no text under it")
        for number, article in enumerate(found, 1)
    ]


def _document(document: Document, number: int, article: _Article) -> Document:
    text = "\n\n".join([article.title, *article.paragraphs])
    return Document(
        f"{document.doc_id}#{number}",
        text,
        title=article.title,
        published=article.published,
        outlet=article.outlet,
        author=article.author,
        language=document.language,
    )


def _pieces(lines: Sequence[str], end: re.Pattern[str]) -> Iterator[list[str]]:
    """Cut lines behind every end of an article; what follows the last is no article."""
    piece: list[str] = []
    for line in lines:
        if end.match(line):
            yield piece
            piece = []
        else:
            piece.append(line)


def _day(line: str) -> date | None:
    """Give the day that a line states and nothing else, but for the weekday and the time."""
    start = _WEEKDAY.match(line)
    found = dates.dates_in(line) if len(line.split()) <= _LONGEST_DATE else ()
    return found[0][2] if found and start and found[0][0] == start.end() else None


def _author(line: str) -> str | None:
    return _BY.sub("", line, count=1).strip() or None


def _nexis(lines: Sequence[str]) -> _Article | None:
    """Read an article: headline, paper, day, copyright, fields, "Body", paragraphs, what follows them."""
    head = list(takewhile(lambda line: not _BODY.match(line), lines))
    if len(head) == len(lines):  # no "Body": the text begins behind the last field
        head = head[: 1 + max((place for place, line in enumerate(lines) if _is_field(line)), default=-1)]
    body = [line for line in lines[len(head) :] if not _BODY.match(line)]
    paragraphs = list(takewhile(lambda line: not _AFTER.match(line), body))
    fields = _fields(head)
    stated = next((place for place, line in enumerate(head) if _is_field(line)), len(head))
    days = [place for place in range(2, stated) if _day(head[place])]
    if not days or not paragraphs:
        return None
    day = days[-1]
    return _Article(
        head[day - 2],
        [fields["Highlight"], *paragraphs] if fields.get("Highlight") else paragraphs,
        _day(head[day]),
        head[day - 1],
        _author(fields.get("Byline", "")),
    )


def _is_field(line: str) -> bool:
    return (_FIELD.match(line) or _COPYRIGHT.match(line)) is not None


def _fields(head: Sequence[str]) -> Mapping[str, str]:
    matches = filter(None, map(_FIELD.match, head))
    return {match["name"]: match["value"].strip() for match in matches}


def _factiva(lines: Sequence[str]) -> _Article | None:
    """Read an article: headline, author, number of words, day, time, paper, code, language, copyright, paragraphs."""
    counted = next((place for place, line in enumerate(lines) if _WORDS.match(line)), None)
    if not counted:
        return None
    over = list(lines[:counted])
    author = _author(over.pop()) if len(over) > 1 and _BY.match(over[-1]) else None
    published, outlet, paragraphs = _after_count(lines[counted + 1 :])
    return _Article(over[-1], paragraphs, published, outlet, author) if paragraphs else None


def _after_count(lines: Sequence[str]) -> tuple[date | None, str | None, list[str]]:
    """Give day, paper and paragraphs of what stands behind the number of words."""
    stated = next((place for place, line in enumerate(lines[:12]) if _COPYRIGHT.match(line)), None)
    if stated is None:
        stated = next((place for place, line in enumerate(lines[:12]) if _LANGUAGE.match(line) and place > 1), -1)
    head = list(lines[: stated + 1])
    day = next((place for place, line in enumerate(head) if _day(line)), None)
    if day is None:
        return None, None, list(lines[stated + 1 :])
    names = [line for line in head[day + 1 :] if not _CLOCK.match(line)]
    return _day(head[day]), names[0] if names else None, list(lines[stated + 1 :])


def _factiva_element(part: Any) -> _Article | None:
    coded = {
        _text(row[0]): row[1] for row in part.iter("tr") if len(row) > 1 and re.fullmatch(r"[A-Z]{2,3}", _text(row[0]))
    }
    if "HD" in coded:
        return _coded(coded)
    title = next((_text(span) for span in part.iter("span") if "Headline" in (span.get("class") or "")), "")
    lines = [_text(child) for child in part.iter("div") if not len(child.findall("div"))]
    lines = [line for line in lines if line]
    counted = next((place for place, line in enumerate(lines) if _WORDS.match(line)), len(lines))
    published, outlet, _ = _after_count(lines[counted + 1 :])
    author = next((_text(child) for child in part.iter("div") if child.get("class") == "author"), "")
    paragraphs = _paragraphs(part)
    return _Article(title, paragraphs, published, outlet, _author(author)) if title and paragraphs else None


def _coded(coded: Mapping[str, Any]) -> _Article | None:
    paragraphs = [text for code in ("LP", "TD") if code in coded for text in _paragraphs(coded[code])]
    values = {code: _text(coded[code]) for code in ("HD", "PD", "SN", "BY") if code in coded}
    if not values["HD"] or not paragraphs:
        return None
    return _Article(
        values["HD"], paragraphs, _day(values.get("PD", "")), values.get("SN") or None, _author(values.get("BY", ""))
    )


def _paragraphs(part: Any) -> list[str]:
    found = [_text(paragraph) for paragraph in part.iter("p")]
    return [text for text in found if text and not _FACTIVA_END.match(text)]


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
