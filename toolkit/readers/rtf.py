r"""RTF files: each paragraph of the text, set apart by blank lines; what describes the file is no text."""

import re
from collections.abc import Iterator

from toolkit.readers.base import Unreadable, parsing
from toolkit.readers.sources import Source
from toolkit.records import Document, Rejected

__all__ = ["read_rtf"]


def read_rtf(source: Source, stem: str, text_column: str | None) -> Iterator[Document | Rejected]:
    """Read the text of an RTF file."""
    data = source.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("damaged file", "does not begin as RTF")
    with parsing():
        text = _text(data)
    if not text:
        raise Unreadable("empty text", "no paragraph holds text")
    yield Document(stem, text)


def _text(data: bytes) -> str:
    r"""Give the text.

    Examples
    --------
    >>> _text(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\uc1 Quist\'92s caf\u233?\par {\b Tolls} rise.}")
    'Quist’s café\n\nTolls rise.'
    """
    from striprtf.striprtf import rtf_to_text

    written = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")
    joined = written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # characters written as two units
    return re.sub(r"[ \t]*\n+", "\n\n", joined).strip()
