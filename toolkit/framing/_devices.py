"""All devices of framing together."""

from collections.abc import Iterable, Sequence
from itertools import chain

from toolkit.framing._agency import agency_rows
from toolkit.framing._analogies import analogy_rows
from toolkit.framing._hedges import hedge_rows
from toolkit.framing._metaphors import metaphor_rows
from toolkit.framing._naming import naming_rows
from toolkit.framing._quotes import quote_rows
from toolkit.framing._reporting import reporting_rows
from toolkit.framing._rows import Row
from toolkit.framing._together import here_of, in_order
from toolkit.framing._voice_devices import LONGEST
from toolkit.language import ParsedDocument
from toolkit.records import Attribution, Mention

__all__ = ["frame"]


def frame(parsed: ParsedDocument, mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> tuple[Row, ...]:
    """Find all devices of framing in a document.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    mentions : sequence of Mention
        Its mentions.
    attributions : sequence of Attribution
        Its attributions.

    Returns
    -------
    tuple of Row
        What the functions of the single devices give, sorted by position, then device.

    Raises
    ------
    InputError
        If a mention or attribution is another document's.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "The regime may have been toppled."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.device, row.text, row.category) for row in frame(parsed, [], [])]
    [('naming', 'regime', 'noun'), ('hedge', 'may', 'modal'), ('agency', 'toppled', 'agent deleted')]
    """
    here = here_of(parsed, mentions, attributions)
    found: Iterable[Row] = chain(
        reporting_rows(here),
        quote_rows(here, LONGEST),
        hedge_rows(here),
        naming_rows(here),
        analogy_rows(here),
        agency_rows(here),
        metaphor_rows(here),
    )
    return in_order(found)
