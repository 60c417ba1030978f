"""An article out of a page: its text without what surrounds it, and what the page says about it."""

import json
import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any

from toolkit import dates
from toolkit.readers import encodings, exports
from toolkit.readers.base import ENCODING_GUESSED, Unreadable, parsing, quiet, string
from toolkit.readers.sources import Source
from toolkit.records import Document, Rejected

__all__ = ["read_html"]

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.I
)
_BLOCKS = frozenset({"body", "p", "head", "item", "quote", "list", "table", "row", "div", "code", "ab", "fw", "del"})
_LOGGERS = ("trafilatura", "htmldate", "justext", "readability", "readabilipy")
_META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "citation_publication_date",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "date",
)
_LATE = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}


@lru_cache(maxsize=1)
def _settings() -> ConfigParser:
    """Give the settings of trafilatura: without its last resort, the text of the whole page."""
    from trafilatura.settings import DEFAULT_CONFIG

    settings: ConfigParser = deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "0"
    settings["DEFAULT"]["MAX_FILE_SIZE"] = "1000000000"
    return settings


def read_html(source: Source, stem: str, text_column: str | None) -> Iterator[Document | Rejected]:
    """Read the article of a page; paragraphs, subheads and captions are set apart by blank lines.

    The headline comes first; it is added where the article's own text does not begin with it.
    """
    data = source.read()
    named = _CHARSET.search(data[:4096])
    declared = (named[1] or named[2]).decode("ascii", "replace") if named else None
    decoded = encodings.decode(data, declared=declared)
    if not decoded.text.strip():
        raise Unreadable("only white space")
    with parsing(), quiet(*_LOGGERS):
        found = _articles(decoded.text, stem, source.path)
    yield from found
    if decoded.note is not None:
        yield Rejected(source.path, ENCODING_GUESSED, decoded.note)


def _articles(text: str, stem: str, path: str) -> list[Document | Rejected]:
    """Give the articles of a page of a press database, else the one of the page."""
    import trafilatura

    tree = trafilatura.load_html(text)
    if tree is None:
        raise Unreadable("no article", "no HTML elements")
    return exports.factiva_page(tree, stem, path) or [_article(tree, stem)]


def _article(tree: Any, stem: str) -> Document:
    import trafilatura

    _keep_captions(tree)
    found = trafilatura.extract_metadata(deepcopy(tree), date_config=dict(_LATE))
    language = string(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    published = _published(tree, language)
    extracted = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, deduplicate=False, config=_settings()
    )
    paragraphs = _paragraphs(getattr(extracted, "body", None))
    if not any(re.search(r"\w", paragraph) for paragraph in paragraphs):
        raise Unreadable("no article", "no running text found in the page")
    title = string(found.title)
    if title is not None and not any(_same(title, paragraph) for paragraph in paragraphs[:3]):
        paragraphs.insert(0, title)
    return Document(
        stem,
        "\n\n".join(paragraphs),
        title=title,
        published=published,
        outlet=_meta(tree, ("og:site_name",)) or string(found.sitename),
        author=string(found.author),
        url=string(found.url),
        language=language,
    )


def _same(title: str, paragraph: str) -> bool:
    """Tell whether a paragraph is the title, which pages often write with the name of the site behind it."""
    a, b = (re.sub(r"\W+", " ", text).strip().lower() for text in (title, paragraph))
    return a == b or (len(b) > 10 and a.startswith(b))


def _keep_captions(tree: Any) -> None:
    """Turn the captions of the article's figures into paragraphs; otherwise they go with the figures."""
    for figure in list(tree.iter("figure")):
        caption = figure.find(".//figcaption")
        if caption is None or figure.find(".//table") is not None or figure.getparent() is None:
            continue
        inside = any(above.tag in ("article", "main") for above in figure.iterancestors())
        if not inside and tree.find(".//article") is not None:
            continue
        paragraph = figure.makeelement("p")
        paragraph.text = " ".join(caption.text_content().split())
        paragraph.tail = figure.tail
        if paragraph.text:
            figure.getparent().replace(figure, paragraph)


def _paragraphs(body: Any) -> list[str]:
    """Write the blocks of trafilatura's tree as strings: a line break of the page is one, other white space a blank."""
    found: list[str] = []
    current: list[str] = []

    def flush() -> None:
        text = "".join(current).strip()
        current.clear()
        if text:
            found.append(re.sub(r" ?\n ?", "\n", text))

    def visit(element: Any) -> None:
        is_block = element.tag in _BLOCKS
        if is_block:
            flush()
        if element.tag == "lb":
            current.append("\n")
        if element.tag == "cell" and current:
            current.append("\t")
        current.append(_blank(element.text))
        for child in element:
            visit(child)
            current.append(_blank(child.tail))
        if is_block:
            flush()

    if body is not None:
        visit(body)
    return found


def _blank(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _meta(tree: Any, names: tuple[str, ...]) -> str | None:
    """Find the content of the first of some ``<meta>`` elements."""
    stated: dict[str, str] = {}
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            content = string(element.get("content"))
            if element.get(key) and content:
                stated.setdefault(element.get(key).lower(), content)
    return next((stated[name] for name in names if name in stated), None)


def _published(tree: Any, language: str | None) -> date | None:
    """Find the date of publication that the page states; two different ones at the same place are none."""
    places = (_json_dates(tree), [_meta(tree, _META_DATES)], _item_dates(tree), _time_dates(tree))
    for texts in places:
        found = {dates.parse_date(text, language=language) for text in texts if text} - {None}
        if len(found) == 1:
            return found.pop()
    return None


def _json_dates(tree: Any) -> list[str]:
    found: list[str] = []

    def visit(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                found.append(value["datePublished"])
            for part in value.values():
                visit(part)
        elif isinstance(value, list):
            for part in value:
                visit(part)

    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                visit(json.loads(script.text, strict=False))
            except (ValueError, RecursionError):
                continue
    return found


def _item_dates(tree: Any) -> list[str]:
    return [_stated(element) for element in tree.iter() if element.get("itemprop") == "datePublished"]


def _time_dates(tree: Any) -> list[str]:
    """Take ``<time>`` elements that say they are the publication's, else those of the article."""
    times = list(tree.iter("time"))
    marked = [element for element in times if element.get("pubdate") is not None]
    inside = [element for element in times if any(above.tag == "article" for above in element.iterancestors())]
    return [_stated(element) for element in marked or inside]


def _stated(element: Any) -> str:
    return element.get("datetime") or element.get("content") or " ".join(element.text_content().split())
