"""The devices of the choice of words: naming, analogies, agency, metaphors."""

from collections.abc import Sequence

from toolkit.framing._agency import agency_rows
from toolkit.framing._analogies import analogy_rows
from toolkit.framing._metaphors import metaphor_rows
from toolkit.framing._naming import naming_rows
from toolkit.framing._rows import Agency, Analogy, Metaphor, Naming
from toolkit.framing._together import here_of, in_order
from toolkit.language import ParsedDocument
from toolkit.records import Attribution, Mention

__all__ = ["agency", "analogies", "metaphors", "naming"]


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
        `kind` (the group of words that name one thing: government, armed actor, migration), for people and bodies
        only; `counterpart` is the neutral word, None for a neutral word, a word of character (liar) and adjectives. A
        noun of several senses counts beside another word of its kind, an adjective where it qualifies people, deeds,
        or what is said or wanted. `actor_id` is who is named: the actor of the mention that the word heads, of which
        it is predicated, before whose name it stands, or the country of a regime; None where the parse or the
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
    return in_order(naming_rows(here_of(parsed, mentions, attributions)))


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
        brutal as"), `confidence` low for forms that seldom liken (similes, epithets, "the ghost of"), else
        high, `stance` 1 where the likeness is stated, -1 where it is denied, None where it is asked, supposed
        or only possible.

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
    return in_order(analogy_rows(here_of(parsed, mentions, attributions)))


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
    Fairclough (2003). Verbs that do nothing to anybody (meet, say) are not looked at, nor acts in words only: a cue, a
    metaphor, force upon talk or a quality, an attack with no sign of force in its sentence.

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
    return in_order(agency_rows(here_of(parsed, mentions, attributions)))


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
    return in_order(metaphor_rows(here_of(parsed, (), attributions)))
