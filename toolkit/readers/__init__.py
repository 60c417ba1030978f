"""Files to documents: nothing is dropped without a reason, and no bad file stops the others.

========  ==========================================================================================================
suffix    what becomes a document
========  ==========================================================================================================
.txt      the file, its text exactly as it stands (a byte order mark is no part of it)
.html     the article of the page (also .htm)
.docx     the body of the file
.pdf      the text layer
.rtf      the text
.csv      each row
.xlsx     each row of each sheet
.jsonl    each line
.zip      its members, as if they were unpacked; a zip file in a zip file is rejected
========  ==========================================================================================================

A .txt, .docx, .rtf, .pdf or .html file that Nexis Uni or Factiva wrote becomes its articles
(`toolkit.readers.exports`), each with the title, date, outlet and author that the database states.

``doc_id`` is the path within the corpus without its suffix; the second of two files that would share it keeps its
suffix. Rows have their own ``doc_id`` or ``id``, else ``file#1``, ``file#2``, and so have articles of an export; lines
have their ``id``. ``path`` is the
path of the file within the corpus (``batch.zip/inner.txt`` in a zip file), the same on every machine; that of a
rejected row or line has ``#row 1`` or ``#line 1`` behind it.

Text files are read as UTF-8 or, with a byte order mark, UTF-16 or UTF-32. Any other encoding is a guess and is
reported: the document is followed by a `Rejected` with the reason `ENCODING_GUESSED`, the one reason that does not mean
that a document is missing, and the logger ``toolkit.readers`` tells it. A date that is not complete is logged there.
A date at the start of a file's name is not read here: `layout.with_metadata` takes it where the text has none.
"""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from toolkit.errors import InputError
from toolkit.readers import encodings, exports, html, office, rows, rtf, sources
from toolkit.readers.base import ENCODING_GUESSED, REASONS, Unreadable, finished
from toolkit.readers.encodings import encoding
from toolkit.readers.sources import IGNORED, MAX_UNPACKED, Source
from toolkit.records import Document, Rejected

__all__ = ["ENCODING_GUESSED", "IGNORED", "MAX_UNPACKED", "REASONS", "digests", "encoding", "read_corpus"]

_Reader = Callable[[Source, str, str | None], Iterator[Document | Rejected]]


def _read_txt(source: Source, stem: str, text_column: str | None) -> Iterator[Document | Rejected]:
    decoded = encodings.decode(source.read())
    if not decoded.text.strip():
        raise Unreadable("only white space" if decoded.text else "empty file", f"encoding {decoded.encoding}")
    yield Document(stem, decoded.text)
    if decoded.note is not None:
        yield Rejected(source.path, ENCODING_GUESSED, decoded.note)


#: Files that may hold the articles of an export as one text.
_OF_DATABASES = frozenset({".txt", ".docx", ".rtf", ".pdf"})
_READERS: dict[str, _Reader] = {
    ".txt": _read_txt,
    ".html": html.read_html,
    ".htm": html.read_html,
    ".docx": office.read_docx,
    ".pdf": office.read_pdf,
    ".rtf": rtf.read_rtf,
    ".csv": rows.read_csv,
    ".xlsx": rows.read_xlsx,
    ".jsonl": rows.read_jsonl,
}


def read_corpus(path: str | Path, *, text_column: str | None = None) -> Iterator[Document | Rejected]:
    """Read every document of a file or a folder.

    Parameters
    ----------
    path : str or Path
        A file, or a folder that is searched with all its folders. Hidden files, locks of office programs (``~$``)
        and files that describe the corpus (names in `IGNORED`, such as README.md) are passed over.
    text_column : str, optional
        Column of .csv and .xlsx files that holds the text. If not given it is found by its name (text, full_text,
        content, body, article and the like), else it is the one column whose values are by far the longest: a median
        of at least 200 characters and five times that of any other.

    Returns
    -------
    iterator of Document or Rejected
        In sorted order of the relative path, one at a time. What cannot be read is a `Rejected` in its place, with one
        of `REASONS`.

    Raises
    ------
    InputError
        If nothing is at `path`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = TemporaryDirectory()
    >>> folder = Path(kept.name)
    >>> _ = (folder / "a.txt").write_bytes(b"Tolls rise in Norvania")
    >>> _ = (folder / "b.txt").write_bytes(b"")
    >>> [(type(item).__name__, item.path) for item in read_corpus(folder)]
    [('Document', 'a.txt'), ('Rejected', 'b.txt')]
    >>> kept.cleanup()
    """
    return _read_all(_existing(path), text_column)


def digests(path: str | Path) -> tuple[tuple[str, str], ...]:
    """Give the SHA-256 of each input file, as (relative path, digest) in sorted order.

    Raises
    ------
    InputError
        If nothing is at `path`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = TemporaryDirectory()
    >>> folder = Path(kept.name)
    >>> _ = (folder / "a.txt").write_bytes(b"Tolls rise")
    >>> [(name, digest[:8]) for name, digest in digests(folder)]
    [('a.txt', '170710eb')]
    >>> kept.cleanup()
    """
    return tuple(sources.digests(_existing(path)))


def _existing(path: str | Path) -> Path:
    root = Path(path)
    if not root.exists():
        raise InputError(f"path must be a file or a folder; nothing is at {str(path)!r}")
    return root


def _read_all(root: Path, text_column: str | None) -> Iterator[Document | Rejected]:
    stems: set[str] = set()
    ids: set[str] = set()
    for source in sources.walk(root):
        if isinstance(source, Rejected):
            yield source
            continue
        try:
            yield from _read(source, text_column, stems, ids)
        except Unreadable as error:
            yield Rejected(source.path, error.reason, error.detail)


def _read(source: Source, text_column: str | None, stems: set[str], ids: set[str]) -> Iterator[Document | Rejected]:
    if source.suffix not in _READERS:
        raise Unreadable("unsupported file type", source.suffix or "no suffix")
    stem = _free_stem(source.label, stems, ids)
    stems.add(stem)
    for found in _READERS[source.suffix](source, stem, text_column):
        for item in _articles(found, source):
            yield _checked(item, source, ids) if isinstance(item, Document) else item


def _articles(item: Document | Rejected, source: Source) -> list[Document | Rejected]:
    """Give the articles of an export; what is none is given back."""
    if isinstance(item, Rejected) or source.suffix not in _OF_DATABASES:
        return [item]
    return exports.articles(item, source.path) or [item]


def _free_stem(label: str, stems: set[str], ids: set[str]) -> str:
    """Name a file's documents: path without suffix, with it if that is taken, with a number if that is taken too."""
    candidates = [str(PurePosixPath(label).with_suffix("")), label]
    number = 2
    while candidates[0] in stems or candidates[0] in ids:
        candidates = candidates[1:] or [f"{label}#{number}"]
        number += 1
    return candidates[0]


def _checked(document: Document, source: Source, ids: set[str]) -> Document | Rejected:
    place = document.path or source.path
    if document.doc_id in ids:
        return Rejected(place, "duplicate document id", repr(document.doc_id))
    try:
        document = finished(document, source.path)
    except Unreadable as error:
        return Rejected(place, error.reason, error.detail)
    ids.add(document.doc_id)
    return document
