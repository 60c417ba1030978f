"""What every reader shares: the fixed reasons, the error that carries one, and the fields that describe a document."""

import hashlib
import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, datetime

from toolkit import dates
from toolkit.errors import InputError
from toolkit.records import Document

__all__ = [
    "BROKEN",
    "ENCODING_GUESSED",
    "REASONS",
    "Unreadable",
    "column_name",
    "described",
    "finished",
    "log",
    "parsing",
    "publication_date",
    "quiet",
    "string",
]

log = logging.getLogger("toolkit.readers")

#: The one reason that does not mean that something is missing: the document was read, its encoding is a guess.
ENCODING_GUESSED = "encoding guessed"
#: Every reason that a `Rejected` of this package can have.
REASONS = (
    "empty file",
    "only white space",
    "binary data",
    "undecodable",
    "unknown encoding",
    ENCODING_GUESSED,
    "unreadable file",
    "damaged file",
    "encrypted file",
    "too large",
    "unsupported file type",
    "unsafe name in zip",
    "nested zip",
    "no text layer",
    "no article",
    "no text column",
    "no rows",
    "broken row",
    "broken json",
    "missing id",
    "missing text",
    "empty text",
    "duplicate document id",
)
#: What the parsers of other packages raise on a damaged file.
BROKEN: tuple[type[BaseException], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
#: Field of a document -> names that a column or key may have for it, the first found wins.
NAMES = {
    "title": ("title", "headline"),
    "published": ("published", "date", "publication_date", "published_date", "date_published", "pub_date"),
    "outlet": ("outlet", "source", "publication", "newspaper"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}


class Unreadable(InputError):
    """A file or a part of it cannot be read; `reason` is one of `REASONS`."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def _detail(error: BaseException) -> str:
    """Word an error in one line, the same on every machine: without paths and memory addresses."""
    message = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    line = re.sub(r" at 0x[0-9a-fA-F]+", "", " ".join(message.split()))[:200]
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


@contextmanager
def parsing(*more: type[BaseException], reason: str = "damaged file") -> Iterator[None]:
    """Turn what a parser raises on a damaged file (`BROKEN` and `more`) into `Unreadable`."""
    try:
        yield
    except Unreadable:
        raise
    except UnicodeDecodeError as error:
        raise Unreadable("undecodable", f"not {error.encoding}: {error.reason}") from error
    except PermissionError as error:
        raise Unreadable("unreadable file", _detail(error)) from error
    except (*BROKEN, *more) as error:
        raise Unreadable(reason, _detail(error)) from error


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Silence loggers of other packages while they parse; what matters is in the reason."""
    levels = {name: logging.getLogger(name).level for name in loggers}
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def column_name(name: object) -> str:
    """Write the name of a column the way `NAMES` has it.

    Examples
    --------
    >>> column_name(" Full-Text ")
    'full_text'
    """
    return re.sub(r"[\W_]+", "_", str(name).strip().lower()).strip("_")


def string(value: object) -> str | None:
    """Write a value of a cell or a JSON field as a string, None if it is missing or nothing that can be written.

    Examples
    --------
    >>> string(" Marla Quist "), string(3.0), string(["A. Quist", "B. Lind"]), string("  ")
    ('Marla Quist', '3', 'A. Quist, B. Lind', None)
    """
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value) or None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        return str(value).strip() or None
    return None


def publication_date(value: object, *, language: str | None, path: str) -> date | None:
    """Give a complete date or None; what cannot be read as one is logged."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = string(value)
    if text is None:
        return None
    found = dates.parse_date(text, language=language)
    if found is None:
        log.info("%s: %r is not a complete date; published is left out", path, text)
    return found


def described(values: Mapping[str, object], path: str) -> dict[str, object]:
    """Pick the fields that describe a document from columns or keys, whatever their case.

    Parameters
    ----------
    values : mapping of str to object
        Name of a column -> value.
    path : str
        Where they stand, for the log.

    Returns
    -------
    dict
        Keyword arguments of `Document`: title, published, outlet, author, url, language; None where missing.

    Examples
    --------
    >>> described({"Headline": "Tolls rise", "DATE": "4 March 2022"}, "a.csv")["published"]
    datetime.date(2022, 3, 4)
    """
    named: dict[str, object] = {}
    for name, value in values.items():
        named.setdefault(column_name(name), value)
    found = {field: _first(named, names) for field, names in NAMES.items()}
    language = string(found["language"])
    published = publication_date(found["published"], language=language, path=path)
    return {field: string(value) for field, value in found.items()} | {"published": published}


def _first(named: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((named[name] for name in names if named.get(name) not in (None, "")), None)


def finished(document: Document, path: str) -> Document:
    r"""Fill in what follows from the text: digest (of its UTF-8 bytes), number of words (runs of ``\w``) and path.

    Raises
    ------
    Unreadable
        If a field holds a lone surrogate, which no file can hold.
    """
    for field in fields(document):
        value = getattr(document, field.name)
        surrogate = re.search(r"[\ud800-\udfff]", value) if isinstance(value, str) else None
        if surrogate:
            raise Unreadable("undecodable", f"{field.name}: lone surrogate at character {surrogate.start()}")
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    n_words = len(re.findall(r"\w+", document.text))
    return replace(document, sha256=digest, n_words=n_words, path=path)
