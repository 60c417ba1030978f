"""Who says what: source, cue and content of every attribution, by rules over quotation marks and the parse.

An attribution is content ascribed to a source by a cue. The rules read, in this order: utterances in quotation marks
and the words beside them (`direct`), verbs and their complements (`verbs`), nouns, adjectives and "according to"
(`nouns`), and the forms of headlines (`headlines`). The cues are those of ``wordlists/cues.csv``.
"""

from toolkit.attributions.assemble import assemble, settled, share
from toolkit.attributions.direct import HEADLINES, direct_drafts
from toolkit.attributions.drafts import Draft, Passage, passage
from toolkit.attributions.headlines import headline_drafts, stands_alone
from toolkit.attributions.nouns import according_drafts, adjective_drafts, noun_drafts
from toolkit.attributions.quotes import Quotation, quotations
from toolkit.attributions.verbs import verb_drafts
from toolkit.errors import check_option
from toolkit.language import ParsedDocument
from toolkit.records import Attribution

__all__ = ["METHODS", "Quotation", "extract", "quotations"]

METHODS = ("rules",)


def extract(parsed: ParsedDocument, *, method: str = "rules") -> tuple[Attribution, ...]:
    """Find who says what in a parsed document.

    Parameters
    ----------
    parsed : ParsedDocument
        A document parsed by `language.parse`.
    method : {"rules"}
        How to find them.

    Returns
    -------
    tuple of Attribution
        In reading order of their contents, numbered ``a0001``, ``a0002``, ... Spans are positions in the document's
        text. A quotation that nobody is named for has neither source nor cue; `continues` gives the attribution that
        it goes on with, None where there is none. A content inside another one is an attribution of its own.

    Raises
    ------
    InputError
        If `method` is none of `METHODS`.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = '"We will not sign," Marla Quist told reporters.'
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(a.source_text, a.cue_text, a.content_text) for a in extract(parsed)]
    [('Marla Quist', 'told', '"We will not sign,"')]
    """
    check_option("method", method, METHODS)
    passages = [passage(segment, parsed.document.text) for segment in parsed.parsed]
    return assemble(parsed, [(here, _drafts(here)) for here in passages])


def _drafts(here: Passage) -> list[Draft]:
    spoken = direct_drafts(here)
    verbs = verb_drafts(here, spoken.cues)
    others = [*adjective_drafts(here), *noun_drafts(here), *according_drafts(here, spoken.cues)]
    drafts = [*spoken.drafts, *verbs, *others]
    if here.parsed.segment.role in HEADLINES:
        drafts += headline_drafts(here)
    kept = settled(here, drafts)
    return [*kept, *_free(here, spoken.free, kept)]


def _free(here: Passage, quotes: tuple[Quotation, ...], drafts: list[Draft]) -> list[Draft]:
    """Draft the utterances that no other draft holds."""
    headline = here.parsed.segment.role in HEADLINES
    made = []
    for quote in quotes:
        own = ((quote.start, quote.end),)
        held = any(_holds(here, draft, quote) for draft in drafts)
        if not held and (not headline or stands_alone(here, quote.start, quote.end)):
            made.append(Draft(own, attitude="speech", free=True))
    return made


def _holds(here: Passage, draft: Draft, quote: Quotation) -> bool:
    """Say whether a draft from outside a quotation has it in its content."""
    if any(quote.holds(start) for start, _ in draft.cue):
        return False
    inside = [(max(s, quote.start), min(e, quote.end)) for s, e in draft.content if s < quote.end and quote.start < e]
    return share(here.text, ((quote.start, quote.end),), inside) > 0.5
