"""The public functions, one for each device, and all of them together."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

from toolkit.errors import InputError
from toolkit.framing._agency import agency_rows
from toolkit.framing._analogies import analogy_rows
from toolkit.framing._hedges import hedge_rows
from toolkit.framing._metaphors import metaphor_rows
from toolkit.framing._naming import naming_rows
from toolkit.framing._places import Here
from toolkit.framing._quotes import quote_rows
from toolkit.framing._reporting import reporting_rows
from toolkit.framing._rows import Agency, Analogy, Hedge, Metaphor, Naming, ReportingVerb, Row, ScareQuote
from toolkit.language import ParsedDocument
from toolkit.records import Attribution, Mention

__all__ = ["agency", "analogies", "frame", "hedges", "metaphors", "naming", "reporting_verbs", "scare_quotes"]

R = TypeVar("R", bound=Row)
_LONGEST = 10


def _sorted(rows: Iterable[R]) -> tuple[R, ...]:
    return tuple(sorted(rows, key=lambda row: (row.start, row.end, row.device, row.category, row.lemma)))


def _here(parsed: ParsedDocument, mentions: Sequence[Mention] = (), attributions: Sequence[Attribution] = ()) -> Here:
    """Bring a document and what is known of it together; refuse records of other documents."""
    own = parsed.document.doc_id
    for name, records in (("mentions", mentions), ("attributions", attributions)):
        strange = next((record.doc_id for record in records if record.doc_id != own), None)
        if strange is not None:
            raise InputError(f"{name} must be those of document {own!r}; got one of {strange!r}")
    return Here(parsed, tuple(mentions), tuple(attributions))


def _check_longest(longest: int) -> None:
    if longest < 1:
        raise InputError(f"longest must be at least 1; got {longest}")


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
    return _sorted(reporting_rows(_here(parsed, (), attributions)))


def scare_quotes(
    parsed: ParsedDocument, attributions: Sequence[Attribution], *, longest: int = _LONGEST
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
        In reading order, spans without the marks and without a comma or stop inside them. `category`: scare (in the
        narrator's words, ascribed to nobody), so-called (behind a word of distance, quoted or not), fragment (some
        words of a content that is not quoted as a whole), cited (the word "...", the term "...", or
        words that somebody is quoted with elsewhere in the document), label (dubbed
        "..."). Left out: sentences, questions, titles and names of works and things, nicknames, marks of feet and
        inches, quotations that are not closed.

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
    >>> text = 'The "reform" cost Norvania its so-called independence.'
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.text, row.category) for row in scare_quotes(parsed, [])]
    [('reform', 'scare'), ('independence', 'so-called')]
    """
    _check_longest(longest)
    return _sorted(quote_rows(_here(parsed, (), attributions), longest))


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
    return _sorted(hedge_rows(_here(parsed, (), attributions)))


def naming(
    parsed: ParsedDocument, mentions: Sequence[Mention], attributions: Sequence[Attribution] = ()
) -> tuple[Naming, ...]:
    """Find evaluative names and qualities, and the neutral words that they compete with.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    mentions : sequence of Mention
        Its mentions, resolved to actors if `actor_id` is wanted.
    attributions : sequence of Attribution, optional
        Its attributions, to tell in whose words a name stands.

    Returns
    -------
    tuple of Naming
        In reading order. `category`: noun or adjective. `orientation`: -1 against, 1 for, 0 the neutral word of its
        `kind` (the group of words that name one thing: government, armed actor, migration); `counterpart` is the
        neutral word, None for a neutral word and for adjectives. `actor_id` is who is named: the actor of the mention
        that the word belongs to, of which it is predicated, or whose name modifies it; None where the parse or the
        mentions do not show it.

    Raises
    ------
    InputError
        If a mention or attribution is another document's.

    Notes
    -----
    Orientation is that of the word in news English, after van Dijk (1998), Fairclough (1989), van Leeuwen (1996) and
    Reisigl and Wodak (2001); irony is not seen.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "The regime signed a sanctions regime with the rebels."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.start, row.text, row.orientation, row.counterpart) for row in naming(parsed, [])]
    [(4, 'regime', -1, 'government'), (46, 'rebels', 0, None)]
    """
    return _sorted(naming_rows(_here(parsed, mentions, attributions)))


def analogies(
    parsed: ParsedDocument, mentions: Sequence[Mention], attributions: Sequence[Attribution]
) -> tuple[Analogy, ...]:
    """Find historical analogies: what is likened to what past thing, in what respect and by whom.

    Parameters
    ----------
    parsed : ParsedDocument
        The document; its day of publication tells which years are past (five years and more before; without it those
        before 2000).
    mentions : sequence of Mention
        Its mentions.
    attributions : sequence of Attribution
        Its attributions: who draws the analogy.

    Returns
    -------
    tuple of Analogy
        In reading order; the span runs from the words that liken to the end of the past side. `category`: comparison
        (likened A to B, A echoes B), likeness (reminiscent of B), parallel (parallels with B, B all over again),
        simile (like B, as in 1938), another (another B, a new B), epithet (the B of our time, is no B). ``past_*`` is
        the past side, `kind` what it is (event, person, regime, period, or the kind of a place name) and `past_date`
        when, ``present_*`` what is likened (None where not said), `dimension` the respect in which ("in scale", "as
        brutal as"), `stance` 1 where the likeness is stated, -1 where it is denied, None where it is asked, supposed or
        only possible.

    Raises
    ------
    InputError
        If a mention or attribution is another document's.

    Notes
    -----
    A likeness counts only if its past side is evidently past: in the list of references (after Khong 1992, Neustadt
    and May 1986) or dated. A name that a person of the document bears is no reference.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "The envoy compared the siege to Stalingrad."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.present_text, row.past_text, row.past_date, row.stance) for row in analogies(parsed, [], [])]
    [('the siege', 'Stalingrad', '1942-1943', 1)]
    """
    return _sorted(analogy_rows(_here(parsed, mentions, attributions)))


def agency(
    parsed: ParsedDocument, mentions: Sequence[Mention], attributions: Sequence[Attribution] = ()
) -> tuple[Agency, ...]:
    """Find acts upon somebody or something, and how their agent is worded.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    mentions : sequence of Mention
        Its mentions, resolved to actors if the actors are wanted.
    attributions : sequence of Attribution, optional
        Its attributions, to tell in whose words an act stands.

    Returns
    -------
    tuple of Agency
        In reading order; the span is the verb or noun, `lemma` the verb, `kind` its class (killing, capturing).
        `category`: active; nonfinite (active, and nobody is named as its subject); passive with agent; agent deleted
        (a passive without one); nominalised with agent, nominalised without agent. ``agent_*`` and ``patient_*`` give
        who is made to act and who is acted on, with the actor where a mention is resolved; None where not said.

    Raises
    ------
    InputError
        If a mention or attribution is another document's.

    Notes
    -----
    Verbs after Levin (1993) and CAMEO; deletion and nominalisation as in Fowler et al. (1979), van Leeuwen (1996) and
    Fairclough (2003). Verbs that do nothing to anybody (meet, say) are not looked at.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "Two farmers were killed by soldiers. The bombing of the town was condemned."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> for row in agency(parsed, []):
    ...     row.text, row.category, row.agent_text, row.patient_text
    ('killed', 'passive with agent', 'soldiers', 'Two farmers')
    ('bombing', 'nominalised without agent', None, 'the town')
    """
    return _sorted(agency_rows(_here(parsed, mentions, attributions)))


def metaphors(parsed: ParsedDocument, attributions: Sequence[Attribution] = ()) -> tuple[Metaphor, ...]:
    """Find conflict metaphors of talk and politics.

    Parameters
    ----------
    parsed : ParsedDocument
        The document.
    attributions : sequence of Attribution, optional
        Its attributions, to tell in whose words a metaphor stands.

    Returns
    -------
    tuple of Metaphor
        In reading order. `category` is the domain it comes from: war, sport, game, theatre, disease, natural force.
        An idiom (hit back, war of words) counts unless a word beside it shows the literal reading (hit back with
        rockets); any other word (salvo, plague) only where it is used of talk or politics and nothing literal is
        near. "Fired rockets" is no metaphor.

    Raises
    ------
    InputError
        If an attribution is another document's.

    Notes
    -----
    Domains after Lakoff and Johnson (1980), Charteris-Black (2004), Musolff (2016), Semino (2008), Sontag (1978).
    Conventional and live metaphors are not told apart.

    Examples
    --------
    >>> from toolkit import language
    >>> from toolkit.records import Document, Segment
    >>> text = "Quist hit back at her critics. The army fired rockets at the town."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.text, row.category) for row in metaphors(parsed)]
    [('hit back', 'war')]
    """
    return _sorted(metaphor_rows(_here(parsed, (), attributions)))


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
    >>> text = "The regime may have been attacked."
    >>> parsed = language.parse(Document("d1", text), [Segment("d1", "s1", "body", 0, len(text))], language.load())
    >>> [(row.device, row.text, row.category) for row in frame(parsed, [], [])]
    [('naming', 'regime', 'noun'), ('hedge', 'may', 'modal'), ('agency', 'attacked', 'agent deleted')]
    """
    here = _here(parsed, mentions, attributions)
    found: Iterable[Row] = chain(
        reporting_rows(here),
        quote_rows(here, _LONGEST),
        hedge_rows(here),
        naming_rows(here),
        analogy_rows(here),
        agency_rows(here),
        metaphor_rows(here),
    )
    return _sorted(found)
