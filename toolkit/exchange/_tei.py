"""A run as a corpus in TEI P5: documents with who says what, and the list of actors."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import records, tables
from toolkit.errors import InputError
from toolkit.exchange._tei_text import Block, Mark, attribute, blocks_of, escape, place, written
from toolkit.records import Actor, Attribution, Document, Mention, Span

__all__ = ["tei"]

_CLOSED = {
    "kind": records.KINDS,
    "attitude": records.ATTITUDES,
    "speech_act": records.SPEECH_ACTS,
    "modality": records.MODALITIES,
    "cue_class": records.CUE_CLASSES,
}
_DIRECT = {"direct": "true", "indirect": "false", "mixed": "inapplicable"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class _Of:
    """What belongs to one document."""

    prefix: str
    document: Document
    segments: Sequence[records.Segment]
    mentions: Sequence[Mention]
    attributions: Sequence[Attribution]
    actors: Mapping[str, str]

    def ref(self, actor: str | None) -> str | None:
        """Point to an actor."""
        return f"#{self.actors[actor]}" if actor is not None and actor in self.actors else None

    def anchor(self, at: int) -> str:
        """Give the id of an offset into the text."""
        return f"{self.prefix}.c{at}"


def _element(name: str, text: str | None, **attributes: str | None) -> str:
    """Write an element with text; nothing where the text is missing."""
    given = "".join(attribute(key, value) for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>" if text else ""


# --- corpus ----------------------------------------------------------------------------------------------------------


def _taxonomies() -> str:
    made = ""
    for name, values in _CLOSED.items():
        listed = "".join(f'<category xml:id="{name}.{value}"><catDesc>{value}</catDesc></category>' for value in values)
        made += f'<taxonomy xml:id="{name}">{listed}</taxonomy>\n'
    return made


def _above(actor: Actor, ids: Mapping[str, str]) -> str | None:
    """Point to what an actor is part of."""
    return f"#{ids[actor.part_of]}" if actor.part_of is not None and actor.part_of in ids else None


def _person(actor: Actor, ids: Mapping[str, str]) -> str:
    above = attribute("ref", _above(actor, ids))
    return (
        f'<person xml:id="{ids[actor.actor_id]}">{_element("persName", actor.name)}'
        + "".join(_element("persName", form, type="form") for form in actor.forms if form != actor.name)
        + (f"<nationality{attribute('key', actor.country)}/>" if actor.country else "")
        + _element("occupation", actor.role)
        + (f"<affiliation{above}/>" if above else "")
        + f"{_element('idno', actor.actor_id, type='actor_id')}</person>\n"
    )


def _organisation(actor: Actor, ids: Mapping[str, str]) -> str:
    return (
        f'<org xml:id="{ids[actor.actor_id]}"{attribute("type", actor.type)}>{_element("orgName", actor.name)}'
        + "".join(_element("orgName", form, type="form") for form in actor.forms if form != actor.name)
        + (f"<country{attribute('key', actor.country)}/>" if actor.country else "")
        + f"{_element('idno', actor.actor_id, type='actor_id')}</org>\n"
    )


def _actors(actors: Sequence[Actor], ids: Mapping[str, str]) -> str:
    """List the actors; what organisations are part of stands in a list of relations."""
    people = "".join(_person(actor, ids) for actor in actors if actor.type == "person")
    others = "".join(_organisation(actor, ids) for actor in actors if actor.type != "person")
    parts = "".join(
        f'<relation name="part_of" active="#{ids[actor.actor_id]}" passive="{above}"/>\n'
        for actor in actors
        if actor.type != "person" and (above := _above(actor, ids))
    )
    parts = f"<listRelation>\n{parts}</listRelation>\n" if parts else ""
    listed = f"<listPerson>\n{people}</listPerson>\n" if people else ""
    listed += f"<listOrg>\n{others}{parts}</listOrg>\n" if others else ""
    return f"<profileDesc><particDesc>\n{listed}</particDesc></profileDesc>\n" if listed else ""


def _corpus_header(actors: Sequence[Actor], ids: Mapping[str, str], n_documents: int) -> str:
    return (
        "<teiHeader>\n<fileDesc><titleStmt><title>Polyvocal: who says what</title></titleStmt>"
        f"<extent>{n_documents} documents</extent>"
        "<publicationStmt><p>Made by Polyvocal from a run; rights in the texts remain with their owners.</p>"
        "</publicationStmt><sourceDesc><p>The documents listed below.</p></sourceDesc></fileDesc>\n"
        "<encodingDesc><projectDesc><p>Attributions found by machine. The text of each division is that of the "
        "document, character for character; an anchor is named after the offset at which it stands. Groups of spans "
        "hold every source, cue and content; contents and mentions that nest are also marked in the text.</p>"
        f"</projectDesc>\n<classDecl>\n{_taxonomies()}</classDecl></encodingDesc>\n{_actors(actors, ids)}</teiHeader>\n"
    )


# --- one document ----------------------------------------------------------------------------------------------------


def _header(document: Document) -> str:
    title = document.title or document.doc_id
    when = document.published.isoformat() if document.published else None
    language = document.language if document.language and _LANGUAGE.fullmatch(document.language) else None
    words = f'<extent><measure unit="word" quantity="{document.n_words}"/></extent>' if document.n_words else ""
    source = (
        _element("title", title, level="a")
        + _element("author", document.author)
        + _element("title", document.outlet, level="j")
        + _element("date", when, when=when)
        + _element("idno", document.url, type="URI")
        + _element("idno", document.doc_id, type="doc_id")
    )
    used = f"<profileDesc><langUsage>{_element('language', language, ident=language)}</langUsage></profileDesc>"
    return (
        f"<teiHeader><fileDesc><titleStmt>{_element('title', title)}{_element('author', document.author)}</titleStmt>"
        f"{words}<publicationStmt><p>Part of a corpus made by Polyvocal.</p></publicationStmt>"
        f"<sourceDesc><bibl>{source}</bibl></sourceDesc></fileDesc>{used if language else ''}</teiHeader>\n"
    )


def _pieces(spans: Sequence[Span], blocks: Sequence[Block]) -> list[Span]:
    """Cut spans at the edges of blocks."""
    cut = [Span(max(span.start, b.start), min(span.end, b.end)) for span in sorted(spans) for b in blocks]
    return [span for span in cut if span.start < span.end]


def _said(of: _Of, number: int, attribution: Attribution, blocks: Sequence[Block]) -> list[Mark]:
    """Mark the content of an attribution; pieces of one point to each other."""
    spans = _pieces(attribution.content_spans, blocks)
    ids = [f"{of.prefix}.a{number}.{piece}" for piece in range(1, len(spans) + 1)]
    shared = attribute("who", of.ref(attribution.source_actor)) + attribute(
        "toWhom", of.ref(attribution.addressee_actor)
    )
    shared += f' direct="{_DIRECT[attribution.kind]}" corresp="#{of.prefix}.a{number}"'
    marks = []
    for at, (span, own) in enumerate(zip(spans, ids, strict=True)):
        links = f' prev="#{ids[at - 1]}"' if at else ""
        links += f' next="#{ids[at + 1]}"' if at + 1 < len(ids) else ""
        marks.append(Mark(span.start, span.end, "said", f' xml:id="{own}"{shared}{links}'))
    return marks


def _marks(of: _Of, blocks: Sequence[Block]) -> tuple[list[Mark], list[Mention]]:
    """Choose what is marked in the text, contents first; give the mentions that cannot be."""
    taken: list[Mark] = []
    for number, attribution in enumerate(of.attributions, start=1):
        marks = _said(of, number, attribution, blocks)
        if place(marks, blocks, taken):
            taken += marks
    lost = []
    for mention in of.mentions:
        given = attribute("type", mention.kind) + attribute("ref", of.ref(mention.actor_id))
        mark = Mark(mention.start, mention.end, "rs", given)
        if place([mark], blocks, taken):
            taken.append(mark)
        else:
            lost.append(mention)
    return taken, lost


def _span(of: _Of, kind: str, span: Span, actor: str | None = None) -> str:
    ends = f' from="#{of.anchor(span.start)}" to="#{of.anchor(span.end)}"'
    return f'<span type="{kind}"{ends}{attribute("corresp", of.ref(actor))}/>'


def _group(of: _Of, number: int, attribution: Attribution) -> str:
    """Write all spans of an attribution."""
    classes = " ".join(f"#{name}.{value}" for name in _CLOSED if (value := getattr(attribution, name)))
    sure = None if attribution.confidence is None else f"{attribution.confidence:.4f}"
    made = "".join(_span(of, "source", span, attribution.source_actor) for span in attribution.source_spans)
    made += "".join(_span(of, "cue", span) for span in attribution.cue_spans)
    made += "".join(_span(of, "content", span) for span in attribution.content_spans)
    given = attribute("n", attribution.attribution_id) + attribute("ana", classes) + attribute("cert", sure)
    return f'<spanGrp type="attribution" xml:id="{of.prefix}.a{number}"{given}>{made}</spanGrp>\n'


def _stand_off(of: _Of, lost: Sequence[Mention]) -> str:
    groups = "".join(_group(of, number, row) for number, row in enumerate(of.attributions, start=1))
    left = "".join(_span(of, row.kind, Span(row.start, row.end), row.actor_id) for row in lost)
    groups += f'<spanGrp type="mention">{left}</spanGrp>\n' if left else ""
    return f"<standOff>\n{groups}</standOff>\n" if groups else ""


def _document(of: _Of) -> str:
    text = of.document.text
    blocks = blocks_of(text, of.segments)
    marks, lost = _marks(of, blocks)
    spans = [span for row in of.attributions for span in (*row.source_spans, *row.cue_spans, *row.content_spans)] + [
        Span(row.start, row.end) for row in lost
    ]
    anchors = {at: of.anchor(at) for at in sorted({edge for span in spans for edge in span})}
    beyond = [at for at in anchors if at > len(text)]
    if beyond:
        raise InputError(f"document {of.document.doc_id!r} has {len(text)} characters; a span ends at {beyond[-1]}")
    body = written(text, blocks, marks, anchors)
    return (
        f'<TEI xml:id="{of.prefix}">\n{_header(of.document)}{_stand_off(of, lost)}'
        f'<text><body><div type="article">{body}</div></body></text>\n</TEI>\n'
    )


def _by_document(run: Path, name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in tables.to_records(name, tables.read(run, name)):
        found[row.doc_id].append(row)
    return found


def _parts(run: Path) -> Iterator[str]:
    documents = tables.to_records("documents", tables.read(run, "documents"))
    if not documents:
        raise InputError(f"{run} holds no document; a corpus in TEI needs one")
    actors = tables.to_records("actors", tables.read(run, "actors"))
    ids = {actor.actor_id: f"actor{number}" for number, actor in enumerate(actors, start=1)}
    segments, mentions, found = (_by_document(run, name) for name in ("segments", "mentions", "attributions"))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
    yield _corpus_header(actors, ids, len(documents))
    for number, document in enumerate(documents, start=1):
        key = document.doc_id
        yield _document(_Of(f"doc{number}", document, segments[key], mentions[key], found[key], ids))
    yield "</teiCorpus>\n"


def tei(run: Path) -> str:
    """Word a run as a corpus in TEI P5."""
    return "".join(_parts(run))
