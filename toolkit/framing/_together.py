"""What the functions of the devices share: the document with what is known of it, and the order of rows."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from toolkit.errors import InputError
from toolkit.framing._places import Here
from toolkit.framing._rows import Row
from toolkit.language import ParsedDocument
from toolkit.records import Attribution, Mention

__all__ = ["here_of", "in_order"]

R = TypeVar("R", bound=Row)


def in_order(rows: Iterable[R]) -> tuple[R, ...]:
    """Sort rows by position, then device."""
    return tuple(sorted(rows, key=lambda row: (row.start, row.end, row.device, row.category, row.lemma)))


def here_of(parsed: ParsedDocument, mentions: Sequence[Mention] = (), attributions: Sequence[Attribution] = ()) -> Here:
    """Bring a document and what is known of it together; refuse records of other documents."""
    own = parsed.document.doc_id
    for name, records in (("mentions", mentions), ("attributions", attributions)):
        strange = next((record.doc_id for record in records if record.doc_id != own), None)
        if strange is not None:
            raise InputError(f"{name} must be those of document {own!r}; got one of {strange!r}")
    return Here(parsed, tuple(mentions), tuple(attributions))
