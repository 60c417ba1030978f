"""A quotation in one paragraph and whose it is in another: `The chair said:` before it, `- Marla Quist` after it."""

from collections.abc import Sequence
from dataclasses import replace

from toolkit.attributions.cues import COLON
from toolkit.attributions.direct import cue_before_end
from toolkit.attributions.drafts import Draft, Passage, Range
from toolkit.attributions.signatures import signature

__all__ = ["introduced"]


def introduced(found: Sequence[tuple[Passage, list[Draft]]]) -> list[tuple[Passage, list[Draft]]]:
    """Give the quotation that opens or fills a paragraph its source and cue where the one before or after has them.

    Positions in a draft are those of its own passage, so that those of the source and cue can lie outside it.
    """
    made: list[tuple[Passage, list[Draft]]] = []
    for place, (here, drafts) in enumerate(found):
        last, following = _beside(found, place, -1), _beside(found, place, 1)
        kept = drafts if last is None else [_with_cue(last, here, draft) for draft in drafts]
        made.append((here, kept if following is None else [_with_name(here, following, draft) for draft in kept]))
    return made


def _beside(found: Sequence[tuple[Passage, list[Draft]]], place: int, step: int) -> Passage | None:
    """Give the next passage before or after a place that plays the same role."""
    role = found[place][0].parsed.segment.role
    place += step
    while 0 <= place < len(found) and found[place][0].parsed.segment.role != role:
        place += step
    return found[place][0] if 0 <= place < len(found) else None


def _with_name(here: Passage, following: Passage, draft: Draft) -> Draft:
    """Give a quotation that fills its paragraph the name that the next one signs it with."""
    fills = draft.free and not draft.shown and not any(letter.isalnum() for letter in _outside(here, draft))
    signed = signature(following, 0) if fills else None
    if signed is None or following.text[signed[1][1] :].strip(" \t\n\u00a0."):
        return draft
    dash, name = ((a + _distance(here, following), b + _distance(here, following)) for a, b in signed)
    return replace(draft, source=(name,), cue=(dash,), entry=COLON, lemma=COLON.lemma, free=False, shown=True)


def _outside(here: Passage, draft: Draft) -> str:
    return here.text[: draft.content[0][0]] + here.text[draft.content[-1][1] :]


def _distance(here: Passage, other: Passage) -> int:
    return other.parsed.segment.start - here.parsed.segment.start


def _with_cue(last: Passage, here: Passage, draft: Draft) -> Draft:
    opens = draft.free and not here.text[: draft.content[0][0]].strip()
    cue = cue_before_end(last) if opens else None
    if cue is None:
        return draft
    back = _distance(last, here)
    return replace(
        draft,
        source=_moved(cue.source, back),
        cue=_moved(cue.cue, back),
        entry=cue.entry,
        lemma=cue.lemma,
        negated=cue.negated,
        free=False,
    )


def _moved(pieces: tuple[Range, ...], back: int) -> tuple[Range, ...]:
    return tuple((start - back, end - back) for start, end in pieces)
