"""From drafts to attributions: overlaps settled, free and continuing quotations joined, rows numbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.attributions.acts import main_verbs, modality, speech_act
from toolkit.attributions.drafts import Draft, Passage, Range
from toolkit.language import ParsedDocument
from toolkit.quotations import Quotation
from toolkit.records import Attribution, Span, covered_text

__all__ = ["assemble", "goes_on", "holds", "joined_outermost", "settled", "share"]

_SAME = 0.8
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which", "that", "i", "we", "you"})


@dataclass(frozen=True)
class _Placed:
    here: Passage
    draft: Draft


def _letters(text: str, pieces: Sequence[Range]) -> set[int]:
    return {n for start, end in pieces for n in range(start, end) if text[n].isalnum()}


def share(text: str, one: Sequence[Range], other: Sequence[Range]) -> float:
    """Give the Dice coefficient of the letters that two lists of ranges cover (0 to 1)."""
    a, b = _letters(text, one), _letters(text, other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def settled(here: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Drop the drafts that are not needed beside others.

    Of two with nearly the same content, the one of higher rank, or later in the list, goes; so does a second one with
    the same cue, and a thought, intention or act told inside another content ("I believe" in a speech).
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.rank):
        if any(draft.cue and draft.cue == other.cue for other in kept):
            continue
        if all(share(here.text, draft.content, other.content) < _SAME or _nested(draft, other) for other in kept):
            kept.append(draft)
    return [d for d in kept if d.attitude == "speech" or not any(_inside(d, other) for other in kept)]


def _inside(draft: Draft, other: Draft) -> bool:
    return any(s <= draft.cue[0][0] < e for s, e in other.content) if draft.cue else False


def holds(here: Passage, draft: Draft, quote: Quotation) -> bool:
    """Say whether a draft from outside a quotation has it in its content."""
    if any(quote.holds(start) for start, _ in draft.cue):
        return False
    inside = [(max(s, quote.start), min(e, quote.end)) for s, e in draft.content if s < quote.end and quote.start < e]
    return share(here.text, ((quote.start, quote.end),), inside) > 0.5


def goes_on(here: Passage, draft: Draft, quote: Quotation) -> bool:
    """Say whether a quotation directly follows what a draft says, so that it is more of the same."""
    end = max(piece[1] for piece in (*draft.content, *draft.cue, *draft.source))
    if draft.attitude != "speech" or draft.free or draft.shown or not draft.source or end > quote.start:
        return False
    speaks = draft.entry is not None and "quote" in draft.entry.frame
    return speaks and not any(letter.isalnum() for letter in here.text[end : quote.start])


def _nested(one: Draft, other: Draft) -> bool:
    """Say whether the cue of one draft stands inside the content of the other."""
    return any(s <= c < e for a, b in ((one, other), (other, one)) for c, _ in a.cue[:1] for s, e in b.content)


def kind(here: Passage, pieces: Sequence[Range]) -> str:
    """Name the kind of a content: direct if all its letters stand in its quotation marks, indirect if none, else mixed.

    The marks of a longer quotation that the content is only a part of do not count.
    """
    letters = _letters(here.text, pieces)
    own = [q for q in here.quotes if any(start <= q.start and q.end <= end for start, end in pieces)]
    quoted = {n for n in letters if any(q.holds(n) for q in own)}
    return "direct" if quoted == letters else "mixed" if quoted else "indirect"


def _spans(here: Passage, pieces: Sequence[Range]) -> tuple[Span, ...]:
    start = here.parsed.segment.start
    return tuple(Span(start + a, start + b) for a, b in pieces)


def _order(placed: _Placed) -> tuple[int, int, int]:
    start = placed.here.parsed.segment.start
    first = placed.draft.content[0]
    cue = placed.draft.cue[0][0] if placed.draft.cue else -1
    return start + first[0], start + cue, -first[1]


def _continued(rows: list[tuple[_Placed, str]], placed: _Placed) -> str | None:
    """Find the attribution that a free quotation goes on with: the last one said in or before its paragraph."""
    body = [(p, name) for p, name in rows if p.here.parsed.segment.role == placed.here.parsed.segment.role]
    if not placed.draft.free or not body:
        return None
    own = placed.here.parsed.segment.segment_id
    here = [(p, name) for p, name in body if p.here.parsed.segment.segment_id == own]
    last = body[-1][0].here.parsed.segment
    usable = here or [(p, n) for p, n in body if p.here.parsed.segment.segment_id == last.segment_id]
    if not here and not _opens_paragraph(placed):
        return None
    spoken = [(p, n) for p, n in usable if p.draft.attitude == "speech" and not _inner(p, usable)]
    if not spoken:
        return None
    before, name = spoken[-1]
    if before.draft.shown and not placed.draft.shown:
        return None
    return name if before.draft.source or before.draft.free else None


def _inner(placed: _Placed, rows: Sequence[tuple[_Placed, str]]) -> bool:
    """Say whether a draft stands inside the content of another one."""
    start, end = placed.draft.content[0][0], placed.draft.content[-1][1]
    return any(
        p is not placed
        and p.draft.content[0][0] <= start
        and end <= p.draft.content[-1][1]
        and p.draft.cue != placed.draft.cue
        and (p.draft.content[0][0], p.draft.content[-1][1]) != (start, end)
        for p, _ in rows
    )


def _opens_paragraph(placed: _Placed) -> bool:
    return not placed.here.text[: placed.draft.content[0][0]].strip()


def assemble(parsed: ParsedDocument, passages: Sequence[tuple[Passage, Sequence[Draft]]]) -> tuple[Attribution, ...]:
    """Make records of the drafts of a document, numbered in reading order."""
    everything = sorted((_Placed(here, d) for here, drafts in passages for d in drafts), key=_order)
    rows: list[tuple[_Placed, str]] = []
    made: list[Attribution] = []
    follows = _adjacent(passages)
    speaker = ""
    for number, placed in enumerate(everything, start=1):
        name = f"a{number:04d}"
        near = [
            (p, n)
            for p, n in rows
            if (p.here.parsed.segment.segment_id, placed.here.parsed.segment.segment_id) in follows
        ]
        speaker = _named(parsed, placed, speaker)
        made.append(_record(parsed, placed, name, _continued(near, placed), speaker))
        rows.append((placed, name))
    return tuple(made)


def _named(parsed: ParsedDocument, placed: _Placed, last: str) -> str:
    """Give the words that name who speaks; after a pronoun or none, the last that did."""
    names = covered_text(parsed.document.text, _spans(placed.here, placed.draft.source))
    return last if names is None or names.lower() in _PRONOUNS else names


def _adjacent(passages: Sequence[tuple[Passage, Sequence[Draft]]]) -> frozenset[tuple[str, str]]:
    """Give the pairs of segments of one role that are the same or follow each other, whatever stands between."""
    pairs: set[tuple[str, str]] = set()
    last: dict[str, str] = {}
    for here, _ in passages:
        segment = here.parsed.segment
        pairs.add((segment.segment_id, segment.segment_id))
        if segment.role in last:
            pairs.add((last[segment.role], segment.segment_id))
        last[segment.role] = segment.segment_id
    return frozenset(pairs)


def _record(parsed: ParsedDocument, placed: _Placed, name: str, continues: str | None, speaker: str) -> Attribution:
    here, draft = placed.here, placed.draft
    document = parsed.document
    source, cue, content = (_spans(here, pieces) for pieces in (draft.source, draft.cue, draft.content))
    words = covered_text(document.text, content) or ""
    attitude = draft.attitude or "speech"
    verbs = main_verbs(here, draft.content)
    return Attribution(
        doc_id=document.doc_id,
        attribution_id=name,
        kind="direct" if draft.shown else kind(here, draft.content),
        attitude=attitude,
        source_spans=source,
        cue_spans=cue,
        content_spans=content,
        source_text=covered_text(document.text, source),
        cue_text=covered_text(document.text, cue),
        content_text=words,
        cue_lemma=draft.lemma,
        cue_class=draft.entry.cue_class if draft.entry is not None else None,
        speech_act=speech_act(here, words, verbs, draft.entry, speaker=speaker) if attitude == "speech" else None,
        modality=modality(words, verbs, draft.entry),
        negated=draft.negated,
        continues=continues,
        segment_role=here.parsed.segment.role,
        published=document.published,
        confidence=draft.confidence,
    )


def joined_outermost(attributions: Sequence[Attribution], text: str) -> tuple[Attribution, ...]:
    """Join continued attributions and leave out those inside another content."""
    first: dict[str, str] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    for row in attributions:
        root = first.get(row.continues or "", row.attribution_id)
        first[row.attribution_id] = root
        spans[root] = tuple(sorted((*spans.get(root, ()), *row.content_spans)))
    joined = [replace(r, content_spans=spans[r.attribution_id]) for r in attributions if r.attribution_id in spans]
    letters = [frozenset(_letters(text, row.content_spans)) for row in joined]
    outer = [row for n, row in enumerate(joined) if not any(letters[n] < other for other in letters)]
    return tuple(replace(row, content_text=covered_text(text, row.content_spans)) for row in outer)
