"""Who says what: source, cue and content of every attribution, by rules over quotation marks and the parse.

An attribution is content ascribed to a source by a cue. The rules read, in this order: utterances in quotation marks
and the words beside them (`direct`), verbs and their complements (`verbs`), nouns, adjectives and "according to"
(`nouns`), and the forms of headlines (`headlines`). The cues are those of ``wordlists/cues.csv``.
"""

from collections.abc import Sequence
from dataclasses import replace

from toolkit.attributions.assemble import assemble, goes_on, holds, joined_outermost, settled
from toolkit.attributions.direct import direct_drafts
from toolkit.attributions.drafts import Draft, Passage, passages
from toolkit.attributions.headlines import headline_drafts, stands_alone
from toolkit.attributions.introductions import introduced
from toolkit.attributions.nouns import according_drafts, adjective_drafts, noun_drafts
from toolkit.attributions.quotes import Quotation, quotations
from toolkit.attributions.utterances import HEADLINES
from toolkit.attributions.verbs import verb_drafts
from toolkit.errors import check_option
from toolkit.language import ParsedDocument
from toolkit.records import Attribution

__all__ = ["METHODS", "Quotation", "extract", "outermost", "quotations"]

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
    return assemble(parsed, introduced([(here, _drafts(here)) for here in passages(parsed)]))


def _drafts(here: Passage) -> list[Draft]:
    spoken = direct_drafts(here)
    verbs = verb_drafts(here, spoken.cues)
    others = [*adjective_drafts(here), *noun_drafts(here), *according_drafts(here, spoken.cues)]
    drafts = [*spoken.drafts, *verbs, *others]
    if here.parsed.segment.role in HEADLINES:
        drafts += headline_drafts(here)
    return _with_free(here, spoken.free, settled(here, drafts))


def _with_free(here: Passage, quotes: tuple[Quotation, ...], drafts: list[Draft]) -> list[Draft]:
    """Add the utterances that no draft holds: to the draft that they directly follow, else as drafts of their own."""
    headline = here.parsed.segment.role in HEADLINES
    held = [d for d in drafts if d.attitude == "speech" or not any(q.holds(d.cue[0][0]) for q in quotes if d.cue)]
    made = list(held)
    for quote in quotes:
        own = (quote.start, quote.end)
        if any(holds(here, draft, quote) for draft in made) or (headline and not stands_alone(here, *own)):
            continue
        before = next((n for n, draft in enumerate(made) if goes_on(here, draft, quote)), None)
        if before is None:
            made.append(Draft((own,), attitude="speech", free=True))
        else:
            made[before] = replace(made[before], content=(*made[before].content, own))
    return made


def outermost(attributions: Sequence[Attribution], text: str) -> tuple[Attribution, ...]:
    """Give attributions as PARC and PolNeAR annotate them: the outermost only, continued ones joined.

    Parameters
    ----------
    attributions : sequence of Attribution
        Those of one document, as `extract` gives them.
    text : str
        The document's text.

    Returns
    -------
    tuple of Attribution
        Without those whose content lies inside another one's. What continues an attribution is part of its content;
        `kind`, `modality` and `speech_act` stay those of its first part.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "Marla Quist said that the mayor had denied that taxes would rise."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [a.cue_text for a in extract(parsed)], [a.cue_text for a in outermost(extract(parsed), text)]
    (['said', 'denied'], ['said'])
    """
    return joined_outermost(attributions, text)
