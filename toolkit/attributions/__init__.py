"""Who says what: source, cue and content of every attribution.

An attribution is content ascribed to a source by a cue. Two methods find them. The rules (`rules`) read utterances in
quotation marks and the words beside them, verbs and their complements, nouns, adjectives and "according to", and the
forms of headlines; the cues are those of ``wordlists/cues.csv``. The trained reader (`trained`, on top of `encoder`)
marks cues, sources and contents; the rules then say what sort of cue each is, mend quotation marks, and add what is
said inside a content. Either way quotations that nobody is named for are kept, and continued ones joined (`assemble`).
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from toolkit.attributions.assemble import assemble, joined_outermost
from toolkit.attributions.decoding import Found, decode
from toolkit.attributions.drafts import Draft, Passage, passages
from toolkit.attributions.introductions import introduced
from toolkit.attributions.rules import rule_drafts, with_free
from toolkit.attributions.trained import combined
from toolkit.encoder import Seen, see
from toolkit.errors import InputError, check_option
from toolkit.language import ParsedDocument
from toolkit.quotations import Quotation, quotations
from toolkit.records import Attribution

__all__ = ["DEFAULT_METHOD", "METHODS", "Quotation", "extract", "outermost", "quotations", "read_drafts"]

METHODS = ("trained", "rules")
DEFAULT_METHOD = "trained"


def extract(
    parsed: ParsedDocument,
    *,
    method: str = DEFAULT_METHOD,
    seen: Seen | None = None,
    min_confidence: float | None = None,
) -> tuple[Attribution, ...]:
    """Find who says what in a parsed document.

    Parameters
    ----------
    parsed : ParsedDocument
        A document parsed by `language.parse`.
    method : {"trained", "rules"}
        How to find them.
    seen : Seen, optional
        What the encoder saw of this document, where it has read it already (`encoder.see`); only for "trained".
    min_confidence : float, optional
        Leave out what the trained reader finds with a lower `confidence` (0 to 1): higher gives fewer and surer ones.
        By default the value that balances precision and recall. What only rules find has no confidence and stays.

    Returns
    -------
    tuple of Attribution
        In reading order of their contents, numbered ``a0001``, ``a0002``, ... Spans are positions in the document's
        text. A quotation that nobody is named for has neither source nor cue; `continues` gives the attribution that
        it goes on with, None where there is none. A content inside another one is an attribution of its own.
        `confidence` is the chance that source and content are right (calibrated on held-back articles of the training
        corpus), None for what rules alone found.

    Raises
    ------
    InputError
        If `method` is none of `METHODS`, or `min_confidence` is not between 0 and 1.
    MissingModelError
        If the trained reader's files are not there.

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
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise InputError(f"min_confidence must lie between 0 and 1, not {min_confidence}")
    if method == "rules":
        return assemble(parsed, introduced([(here, _by_rules(here)) for here in passages(parsed)]))
    seen = see(parsed) if seen is None else seen
    facts = seen.reader.facts
    least = facts["threshold"] if min_confidence is None else min_confidence
    return assemble(parsed, introduced(read_drafts(parsed, seen, weights=facts["confidence"], least=least)))


def _by_rules(here: Passage) -> list[Draft]:
    drafts, free = rule_drafts(here)
    return with_free(here, free, drafts)


def read_drafts(
    parsed: ParsedDocument, seen: Seen, *, weights: Mapping[str, float] | None = None, least: float = 0.0
) -> list[tuple[Passage, list[Draft]]]:
    """Draft the attributions of each passage as the trained reader and the rules together see them.

    `weights` and `least` are those of `trained.combined`.
    """
    ruled = [(here, *rule_drafts(here)) for here in passages(parsed)]
    cues = [
        (here.parsed.segment.start + start, here.parsed.segment.start + end)
        for here, drafts, _ in ruled
        for draft in drafts
        for start, end in draft.cue[:1]
    ]
    starts = [here.parsed.segment.start for here, _, _ in ruled]
    inside: list[list[Found]] = [[] for _ in ruled]
    for one in decode(seen, also=cues):
        inside[bisect_right(starts, one.cue[0]) - 1].append(one)
    made: list[tuple[Passage, list[Draft]]] = []
    for (here, drafts, free), found in zip(ruled, inside, strict=True):
        made.append((here, with_free(here, free, combined(here, found, drafts, weights=weights, least=least))))
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
