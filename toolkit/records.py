"""Frozen records: what one row of a table is while a step works on it.

Positions are half-open character offsets into ``Document.text``. ``None`` means missing, everywhere.
The closed lists of values (`ROLES`, `RELATION_TYPES`, ...) are the ones of the design; each record checks its own.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from toolkit.errors import InputError, check_option

__all__ = [
    "ACTOR_TYPES",
    "ATTITUDES",
    "CUE_CLASSES",
    "KINDS",
    "MENTION_KINDS",
    "MODALITIES",
    "POLARITY",
    "QUADS",
    "RELATION_TYPES",
    "ROLES",
    "SPEECH_ACTS",
    "Actor",
    "Attribution",
    "Document",
    "Mention",
    "Rejected",
    "Relation",
    "Segment",
    "Span",
    "Statement",
    "Target",
    "Unresolved",
    "covered_text",
]

ROLES = (
    "headline",
    "byline",
    "dateline",
    "timestamp",
    "summary",
    "subhead",
    "caption",
    "teaser",
    "boilerplate",
    "body",
)
MENTION_KINDS = ("name", "title", "nominal", "pronoun", "nationality", "metonym")
ACTOR_TYPES = ("person", "government", "state", "party", "organisation", "institution", "group")
KINDS = ("direct", "indirect", "mixed")
ATTITUDES = ("speech", "thought", "intention", "act")
CUE_CLASSES = ("neutral", "assertive", "doubting", "directive", "commissive", "evaluative", "comparing")
SPEECH_ACTS = (
    "statement",
    "question",
    "demand",
    "warning",
    "threat",
    "denial",
    "accusation",
    "criticism",
    "praise",
    "promise",
    "proposal",
    "comparison",
    "apology",
    "call",
)
MODALITIES = (
    "asserted",
    "announced",
    "threatened",
    "demanded",
    "hypothetical",
    "denied",
    "negated",
    "historical",
)
QUADS = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
    "neutral",
)
#: Relation type -> quad (PLOVER's sixteen classes grouped as in CAMEO's quad classes, plus `compare`, `address`).
RELATION_TYPES = {
    "agree": "verbal cooperation",
    "consult": "verbal cooperation",
    "support": "verbal cooperation",
    "cooperate": "material cooperation",
    "aid": "material cooperation",
    "yield": "material cooperation",
    "request": "verbal conflict",
    "accuse": "verbal conflict",
    "reject": "verbal conflict",
    "threaten": "verbal conflict",
    "protest": "material conflict",
    "sanction": "material conflict",
    "mobilize": "material conflict",
    "coerce": "material conflict",
    "assault": "material conflict",
    "compare": "verbal conflict",
    "address": "neutral",
}
#: Relation type -> usual sign of the act. A text may say otherwise, so `Relation.polarity` is a column of its own.
POLARITY = {
    "agree": 1,
    "consult": 0,
    "support": 1,
    "cooperate": 1,
    "aid": 1,
    "yield": 1,
    "request": 0,
    "accuse": -1,
    "reject": -1,
    "threaten": -1,
    "protest": -1,
    "sanction": -1,
    "mobilize": -1,
    "coerce": -1,
    "assault": -1,
    "compare": -1,
    "address": 0,
}


class Span(NamedTuple):
    """Half-open character range ``[start, end)`` in a document's text."""

    start: int
    end: int


def covered_text(text: str, spans: tuple[Span, ...]) -> str | None:
    """Join what the spans cover with one space, or None for no span.

    Examples
    --------
    >>> covered_text("He, she said, knew.", (Span(0, 2), Span(14, 18)))
    'He knew'
    """
    return " ".join(text[start:end] for start, end in spans) if spans else None


def _check_span(start: int, end: int) -> None:
    if not 0 <= start < end:
        raise InputError(f"a span needs 0 <= start < end; got start={start}, end={end}")


@dataclass(frozen=True)
class Document:
    """One article or speech; `text` is the decoded file exactly as it stands."""

    doc_id: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    sha256: str | None = None
    n_words: int | None = None
    path: str | None = None


@dataclass(frozen=True)
class Rejected:
    """Something that could not be read: where, why (a short fixed phrase), and the detail."""

    path: str
    reason: str
    detail: str | None = None


@dataclass(frozen=True)
class Segment:
    """A stretch of a document with one layout role (one of `ROLES`)."""

    doc_id: str
    segment_id: str
    role: str
    start: int
    end: int

    def __post_init__(self) -> None:
        """Check role and span."""
        check_option("role", self.role, ROLES)
        _check_span(self.start, self.end)


@dataclass(frozen=True)
class Mention:
    """A span that names an actor. `actor_id` is None while, or where, it is unresolved."""

    doc_id: str
    mention_id: str
    start: int
    end: int
    text: str
    kind: str
    actor_id: str | None = None

    def __post_init__(self) -> None:
        """Check kind and span."""
        check_option("kind", self.kind, MENTION_KINDS)
        _check_span(self.start, self.end)


@dataclass(frozen=True)
class Actor:
    """An actor after resolution; `forms` are the ways it is named, sorted, pronouns left out."""

    actor_id: str
    name: str
    type: str
    country: str | None = None
    role: str | None = None
    part_of: str | None = None
    forms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the type."""
        check_option("type", self.type, ACTOR_TYPES)


@dataclass(frozen=True)
class Attribution:
    """Content ascribed to a source by a cue; any of source and cue may be absent (empty tuple)."""

    doc_id: str
    attribution_id: str
    kind: str
    attitude: str
    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]
    source_text: str | None = None
    cue_text: str | None = None
    content_text: str | None = None
    source_actor: str | None = None
    addressee_actor: str | None = None
    on_behalf_of: str | None = None
    cue_lemma: str | None = None
    cue_class: str | None = None
    speech_act: str | None = None
    modality: str | None = None
    negated: bool = False
    continues: str | None = None
    segment_role: str | None = None
    published: date | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        """Check the closed values and that there is content."""
        check_option("kind", self.kind, KINDS)
        check_option("attitude", self.attitude, ATTITUDES)
        if self.cue_class is not None:
            check_option("cue_class", self.cue_class, CUE_CLASSES)
        if self.speech_act is not None:
            check_option("speech_act", self.speech_act, SPEECH_ACTS)
        if not self.content_spans:
            raise InputError(f"attribution {self.attribution_id!r} has no content_spans")
        for start, end in (*self.source_spans, *self.cue_spans, *self.content_spans):
            _check_span(start, end)


@dataclass(frozen=True)
class Relation:
    """A directed act or stance of one actor towards another, with the passage it stands in.

    `source_mention` and `target_mention` are mention ids. `date` is the day (or coarser: ``2023-W37``, ``2023-08``)
    of the event in ISO 8601, None where the clause does not say. `reported_by` is the actor in whose words the
    relation stands, None for the narrator's own voice.
    """

    doc_id: str
    relation_id: str
    source_actor: str
    target_actor: str
    source_mention: str | None
    target_mention: str | None
    type: str
    quad: str
    polarity: int
    verb: str
    modality: str
    evidence_start: int
    evidence_end: int
    reported_by: str | None = None
    attribution_id: str | None = None
    date: str | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        """Check the closed values and the evidence span."""
        check_option("type", self.type, RELATION_TYPES)
        check_option("quad", self.quad, QUADS)
        check_option("polarity", self.polarity, (-1, 0, 1))
        check_option("modality", self.modality, MODALITIES)
        _check_span(self.evidence_start, self.evidence_end)


@dataclass(frozen=True)
class Target:
    """An actor spoken of inside a content; `stance` is the source's towards it, None where not stated."""

    doc_id: str
    attribution_id: str
    actor_id: str
    mention_id: str
    stance: int | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Statement:
    """An actor's stance towards a concept; `stance` is None where not stated.

    `statement_id` is unique within its document, `attribution_id` is what it was coded from. `coder` is "machine" until
    a person decided.
    """

    doc_id: str
    statement_id: str
    attribution_id: str | None
    actor_id: str | None
    concept: str
    stance: int | None = None
    coder: str | None = None
    published: date | None = None

    def __post_init__(self) -> None:
        """Check that there is a concept, and the stance."""
        check_option("stance", self.stance, (1, -1, None))
        if not self.concept.strip():
            raise InputError(f"statement {self.statement_id!r} has no concept")


@dataclass(frozen=True)
class Unresolved:
    """A mention left open: the actors it may name (actor ids, sorted; empty if none) and why none was chosen."""

    doc_id: str
    mention_id: str
    candidates: tuple[str, ...]
    reason: str
