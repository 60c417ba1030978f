"""Word and PDF files: the text as paragraphs, set apart by blank lines."""

import io
import re
from collections.abc import Iterator
from statistics import quantiles
from typing import Any

from toolkit.readers.base import Unreadable, parsing, quiet, string
from toolkit.readers.sources import Source, office_file
from toolkit.records import Document, Rejected

__all__ = ["read_docx", "read_pdf"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({_FALLBACK, *(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "sectPr"))})
_CHARACTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}
_TEMPLATE = ("python-docx", "Word Document")
_FILE_NAME = re.compile(r"^(Microsoft \w+ - .*|untitled.*|.*\.(docx?|indd|qxd|pdf|rtf))$", re.IGNORECASE)
_SHORT = 0.8  # share of the usual length under which a line may end a paragraph
_TERMINAL = re.compile(r"[.!?:…][\"'”’»)\]]*$")


def read_docx(source: Source, stem: str, text_column: str | None) -> Iterator[Document | Rejected]:
    """Read the body of a Word file: paragraphs, text boxes and cells in order, with inserted but without deleted text.

    Tabs and line breaks stay; the cells of a row are set apart by tabs. Headers, footers, notes and comments are left
    out. Title and author are those of the file's properties; its dates say nothing about publication.
    """
    with parsing():
        import docx

        opened = docx.Document(office_file(source.read()))
        text = "\n\n".join(_docx_blocks(opened.element.body))
        properties = opened.core_properties
        title, author = (_property(value) for value in (properties.title, properties.author))
    if not text:
        raise Unreadable("empty text", "no paragraph holds text")
    yield Document(stem, text, title=title, author=author)


def _property(value: object) -> str | None:
    """Take a property that a person has filled in: not a template's, not a file name."""
    found = string(value)
    return None if found is None or found in _TEMPLATE or _FILE_NAME.match(found) else found


def _docx_blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "p":
            yield from _docx_paragraph(child)
        elif child.tag == _W + "tr":
            cells = ["\n".join(_docx_blocks(cell)) for cell in child.iter(_W + "tc") if _row_of(cell) is child]
            if any(cells):
                yield "\t".join(cells).rstrip("\t") if len(cells) > 1 else cells[0].replace("\n", "\n\n")
        elif child.tag not in _LEFT_OUT:
            yield from _docx_blocks(child)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(_W + "tr"))


def _docx_paragraph(paragraph: Any) -> Iterator[str]:
    """Give the text of a paragraph, then that of the text boxes that hang on it."""
    characters: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, characters, boxes)
    text = "".join(characters)
    if text.strip():
        yield text.strip("\n")
    for box in boxes:
        yield from _docx_blocks(box)


def _collect(element: Any, characters: list[str], boxes: list[Any]) -> None:
    for child in element:
        if child.tag == _W + "txbxContent":
            boxes.append(child)
        elif child.tag == _W + "t":
            characters.append(child.text or "")
        elif child.tag in _CHARACTERS:
            characters.append(_CHARACTERS[child.tag])
        elif child.tag not in _LEFT_OUT:
            _collect(child, characters, boxes)


def read_pdf(source: Source, stem: str, text_column: str | None) -> Iterator[Document | Rejected]:
    """Read the text layer of a PDF file.

    Lines are joined to paragraphs by a simple rule: a line ends a paragraph if it is shorter than 0.8 of the usual
    length of the page's lines and either ends a sentence or is not followed by a small letter. Hyphens at the end of
    a line stay; what they divide is joined. Title and author are those of the file's properties.
    """
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    data = source.read()
    with quiet("pypdf"), parsing(PyPdfError, DependencyError):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            _decrypt(reader)
        pages = [page.extract_text() for page in reader.pages]
        properties = reader.metadata
        title, author = (_property(properties.get(key)) if properties else None for key in ("/Title", "/Author"))
    if not any(re.search(r"\w", page) for page in pages):
        raise Unreadable("no text layer", f"{len(pages)} page(s) without text; run optical character recognition")
    yield Document(stem, _join_pages([_unwrapped(page) for page in pages]), title=title, author=author)


def _decrypt(reader: Any) -> None:
    """Open a file that everybody may read: encrypted, with an empty password."""
    from pypdf.errors import DependencyError, PyPdfError

    with parsing(PyPdfError, DependencyError, reason="encrypted file"):
        opened = reader.decrypt("")
    if not opened:
        raise Unreadable("encrypted file", "needs a password")


def _unwrapped(page: str) -> str:
    """Join the lines of a page to paragraphs."""
    lines = [line.rstrip() for line in page.splitlines()]
    lengths = [len(line) for line in lines if len(line.split()) > 2]
    usual = quantiles(lengths, n=5)[-1] if len(lengths) > 1 else 0
    text = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        text += line + _joint(line, following, usual)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _joint(line: str, following: str, usual: float) -> str:
    after = following.lstrip()
    is_short = len(line) < _SHORT * usual
    if not line or not after or (is_short and (_TERMINAL.search(line) or not after[0].islower())):
        return "\n\n"
    return "" if re.search(r"\w-$", line) and after[0].islower() else " "


def _join_pages(pages: list[str]) -> str:
    """Join pages as paragraphs, or as one where a sentence runs over the page."""
    text = ""
    for page in filter(None, pages):
        if text and page[0].islower() and not _TERMINAL.search(text):
            text += "" if re.search(r"\w-$", text) else " "
        elif text:
            text += "\n\n"
        text += page
    return text
