"""What is found in a document: one step after another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit import actors, attributions, encoder, language, layout, relations, stance
from toolkit import coreference as coref
from toolkit.records import (
    Actor,
    Attribution,
    Document,
    Mention,
    Rejected,
    Relation,
    Segment,
    Target,
    Unresolved,
)

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Analysis", "Settings", "analyse", "analyse_all"]


@dataclass(frozen=True)
class Analysis:
    """What was found in one document or in several: the rows of the tables of a run."""

    documents: tuple[Document, ...] = ()
    segments: tuple[Segment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    relations: tuple[Relation, ...] = ()
    targets: tuple[Target, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True)
class Settings:
    """How documents are to be analysed."""

    model: str
    method: str
    aliases: Mapping[str, str]
    min_confidence: float | None = None
    coreference: str = "none"


def analyse(
    document: Document,
    nlp: "Language",
    *,
    method: str = attributions.DEFAULT_METHOD,
    aliases: Mapping[str, str] | None = None,
    min_confidence: float | None = None,
    coreference: str = "none",
) -> Analysis:
    r"""Find segments, attributions, actors and relations of one document.

    Parameters
    ----------
    document : Document
        The document; it is not changed. Title, date, author and outlet are filled from its layout where missing.
    nlp : Language
        Pipeline from `language.load`.
    method : {"trained", "rules"}, optional
        How attributions and relations are found: by the trained reader with the rules, or by the rules alone.
    aliases : mapping of str to str, optional
        A person's corrections, form -> actor, see `actors.read_aliases`.
    min_confidence : float, optional
        Least confidence of an attribution, see `attributions.extract`.
    coreference : {"none", "fastcoref", "maverick"}, optional
        A coreference package of the user's that has a say on pronouns, see `coreference.find` and `actors.follow`.

    Returns
    -------
    Analysis
        The rows of all tables for this document; a document that the parser cannot take is in `rejected` instead.

    Examples
    --------
    >>> found = analyse(Document("d1", 'Tolls rise\n\n"No," said Marla Quist.'), language.load())
    >>> [(a.source_text, a.content_text) for a in found.attributions]
    [('Marla Quist', '"No,"')]
    """
    segments = layout.segment(document)
    document = layout.with_metadata(document, segments)
    longest = max((s.end - s.start for s in segments), default=0)
    if longest > nlp.max_length:
        detail = f"{longest} characters without a paragraph break; the parser takes {nlp.max_length}"
        return Analysis(rejected=(Rejected(document.path or document.doc_id, "paragraph too long", detail),))
    parsed = language.parse(document, segments, nlp)
    seen = encoder.see(parsed) if method == "trained" else None
    found = attributions.extract(parsed, method=method, seen=seen, min_confidence=min_confidence)
    resolution = actors.resolve(parsed, actors.find_mentions(parsed), found, aliases=aliases)
    if coreference != "none":
        chains = coref.find(parsed, package=coreference, nlp=nlp)
        resolution = actors.follow(parsed, resolution, chains, attributions=found)
    linked = actors.link(parsed, found, resolution)
    spoken_of = actors.targets(linked, resolution.mentions, resolution.actors)
    if seen is not None:
        spoken_of = stance.of_targets(parsed, seen, spoken_of, resolution.mentions)
    return Analysis(
        documents=(document,),
        segments=segments,
        mentions=resolution.mentions,
        actors=resolution.actors,
        attributions=linked,
        relations=relations.extract(parsed, resolution.mentions, resolution.actors, linked, seen=seen),
        targets=spoken_of,
        unresolved=resolution.unresolved,
    )


def analyse_all(items: Iterable[Document | Rejected], nlp: "Language", settings: Settings) -> Iterator[Analysis]:
    """Analyse documents one by one; what was rejected when it was read stays so."""
    for item in items:
        if isinstance(item, Rejected):
            yield Analysis(rejected=(item,))
        else:
            yield analyse(
                item,
                nlp,
                method=settings.method,
                aliases=settings.aliases,
                min_confidence=settings.min_confidence,
                coreference=settings.coreference,
            )
