"""The devices of who speaks and how surely: reporting verbs, scare quotes, hedges and modals."""

from collections.abc import Sequence

from toolkit.errors import InputError
from toolkit.framing._hedges import hedge_rows
from toolkit.framing._quotes import quote_rows
from toolkit.framing._reporting import reporting_rows
from toolkit.framing._rows import Hedge, ReportingVerb, ScareQuote
from toolkit.framing._together import here_of, in_order
from toolkit.language import ParsedDocument
from toolkit.records import Attribution

__all__ = ["LONGEST", "hedges", "reporting_verbs", "scare_quotes"]

#: Number of words up to which quoted words can be no more than a fragment.
LONGEST = 10


def reporting_verbs(parsed: ParsedDocument, attributions: Sequence[Attribution]) -> tuple[ReportingVerb, ...]:
    """Tell the stance of the words that report speech and thought.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    attributions : sequence of Attribution
        Its attributions, with their sources resolved to actors if `source_actor` is wanted.

    Returns
    -------
    tuple of ReportingVerb
        One for each attribution with a cue, verb or noun, in reading order. `category` is the stance of the reporter:
        neutral (say), assertive (argue: the source commits itself), factive (reveal, admit: taken as true), doubting
        (claim, allege: held at a distance), counterfactive (pretend: taken as false), directive (urge), commissive
        (vow), judging (condemn), praising, emotive (lament), prosodic (shout), comparing (liken), or unclassified.
        `negated` is that of the attribution ("did not say"); a factive presupposes its content all the same.
        `attribution_id` and `source_actor` are those of the cue's own attribution, `within` is the one in which it is
        told, None for the narrator's.

    Raises
    ------
    InputError
        If an attribution is another document's.

    Notes
    -----
    Classes after Hooper (1975) and Kiparsky and Kiparsky (1970) for factives and assertives, Caldas-Coulthard (1994),
    Bell (1991) and Thompson and Ye (1991) for reporting verbs in news. A cue that is not in the list has the stance
    of its `cue_class`.

    Examples
    --------
    >>> from toolkit.language import ParsedDocument, ParsedSegment
    >>> from toolkit.records import Attribution, Document, Segment, Span
    >>> from spacy.lang.en import English
    >>> text = "Quist claims they left."
    >>> part = ParsedSegment(Segment("d1", "s1", "body", 0, len(text)), English()(text))
    >>> parsed = ParsedDocument(Document("d1", text), (part,), (part.segment,))
    >>> said = Attribution("d1", "a1", "indirect", "speech", (Span(0, 5),), (Span(6, 12),), (Span(13, 22),),
    ...     source_actor="quist", cue_lemma="claim", cue_text="claims")
    >>> [(row.text, row.category, row.source_actor) for row in reporting_verbs(parsed, [said])]
    [('claims', 'doubting', 'quist')]
    """
    return in_order(reporting_rows(here_of(parsed, (), attributions)))


def _check_longest(longest: int) -> None:
    if longest < 1:
        raise InputError(f"longest must be at least 1; got {longest}")


def scare_quotes(
    parsed: ParsedDocument, attributions: Sequence[Attribution], *, longest: int = LONGEST
) -> tuple[ScareQuote, ...]:
    """Find quoted words that quote no utterance, and words set off by "so-called".

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    attributions : sequence of Attribution
        Its attributions; quoted words that are the whole content of one are an utterance.
    longest : int
        Number of words, at least 1, up to which quoted words can be no more than a fragment.

    Returns
    -------
    tuple of ScareQuote
        In reading order, spans without the marks and without a comma or stop inside them. `category`: scare (the
        writer's own word within a phrase, at most four words, in a sentence that reports nothing and judges nobody),
        so-called (behind a word of distance, quoted or not), fragment (a phrase of a content that is not quoted as a
        whole), cited (the word "...", a sign that reads "...", or words that somebody is quoted with elsewhere in the
        document), label (dubbed "..."). Left out: sentences, questions, words with a finite verb, titles and names
        of works and things, nicknames, scare quotes in headlines, marks of feet and inches, quotations that are
        not closed.

    Raises
    ------
    InputError
        If an attribution is another document's, or `longest` is below 1.

    Notes
    -----
    Distance by quotation marks: Fairclough (1995), Bell (1991); the split between scare quotes and mention after
    Lyons (1977).

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = 'The "reform" has cost Norvania its so-called independence.'
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.text, row.category) for row in scare_quotes(parsed, [])]
    [('reform', 'scare'), ('independence', 'so-called')]
    """
    _check_longest(longest)
    return in_order(quote_rows(here_of(parsed, (), attributions), longest))


def hedges(parsed: ParsedDocument, attributions: Sequence[Attribution] = ()) -> tuple[Hedge, ...]:
    """Find hedges, boosters and modals.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    attributions : sequence of Attribution, optional
        Its attributions, to tell in whose words a passage stands.

    Returns
    -------
    tuple of Hedge
        In reading order. `category`: hedge, booster or modal. `kind` says how a hedge or booster works (plausibility,
        approximator, downtoner, attribution shield, frequency; certainty, emphasis, amplifier), None for a modal.
        `modality` of a modal: epistemic (may have left), deontic (must pay), dynamic (can swim), None where the clause
        leaves it open. A booster that is negated ("not certain") is a hedge.

    Raises
    ------
    InputError
        If an attribution is another document's.

    Notes
    -----
    Hedges and boosters after Hyland (2005), Prince, Frader and Bosk (1982), Lakoff (1973) and Quirk et al. (1985);
    modality after Palmer (2001) and Coates (1983).

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "Perhaps the envoy must have left."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.text, row.category, row.modality) for row in hedges(parsed)]
    [('Perhaps', 'hedge', None), ('must', 'modal', 'epistemic')]
    """
    return in_order(hedge_rows(here_of(parsed, (), attributions)))
