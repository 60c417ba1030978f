"""A cue at the end of one paragraph and its quotation in the next: `The chair said:`."""

from collections.abc import Sequence
from dataclasses import replace

from toolkit.attributions.direct import cue_before_end
from toolkit.attributions.drafts import Draft, Passage, Range

__all__ = ["introduced"]


def introduced(found: Sequence[tuple[Passage, list[Draft]]]) -> list[tuple[Passage, list[Draft]]]:
    """Give the quotation that opens a paragraph its source and cue where the paragraph before ends with them.

    Positions in a draft are those of its own passage, so that those of the source and cue become negative.
    """
    made: list[tuple[Passage, list[Draft]]] = []
    before: dict[str, Passage] = {}
    for here, drafts in found:
        last = before.get(here.parsed.segment.role)
        before[here.parsed.segment.role] = here
        made.append((here, drafts if last is None else [_with_cue(last, here, draft) for draft in drafts]))
    return made


def _with_cue(last: Passage, here: Passage, draft: Draft) -> Draft:
    opens = draft.free and not here.text[: draft.content[0][0]].strip()
    cue = cue_before_end(last) if opens else None
    if cue is None:
        return draft
    back = here.parsed.segment.start - last.parsed.segment.start
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
