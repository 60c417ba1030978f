"""The trained reader's attributions as drafts, put right by the rules where these know better.

The reader says which words are cue, source and content. The rules say what sort of cue it is, where quotation marks
begin and end, and what is said inside a content, which the reader has not learnt to look for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attributions.assemble import share
from toolkit.attributions.confidence import chance, evidence
from toolkit.attributions.contents import complement
from toolkit.attributions.cues import COLON, Entry, choose, entries, of_lemma, of_noun
from toolkit.attributions.decoding import Found
from toolkit.attributions.direct import negation
from toolkit.attributions.drafts import Draft, Passage, Range
from toolkit.attributions.repairs import whole_contents, whole_source, whole_words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["combined"]

#: The rules' content of a cue is exact more often, and kept unless the reader is this sure (mean probability of its
#: labels) of one that shares less than so many letters with it (Dice).
_SURE, _ALIKE = 0.77, 0.95
#: Chance of a cue from which the reader's edges of it are taken.
_LIKELY = 0.5


def combined(
    here: Passage,
    found: Sequence[Found],
    rules: Sequence[Draft],
    *,
    weights: Mapping[str, float] | None = None,
    least: float = 0.0,
) -> list[Draft]:
    """Make drafts of what the reader found in a passage, and keep of the rules' what it cannot see.

    Parameters
    ----------
    here : Passage
        The passage.
    found : sequence of Found
        What the reader found in it.
    rules : sequence of Draft
        What the rules found in it. Those whose cue stands inside a content that is kept are kept (nested ones), and
        so are those that the layout shows; what the reader makes of the same words goes.
    weights : mapping of str to float, optional
        Weights of `confidence.EVIDENCE`; without them no draft has a confidence and none is left out.
    least : float, optional
        Leave out what the reader found with less confidence, 0 to 1.
    """
    read = [draft for f in found if (draft := _draft(here, f, rules)) is not None]
    if weights is not None:
        read = [replace(draft, confidence=chance(draft.evidence, weights)) for draft in read]
        read = [draft for draft in read if (draft.confidence or 0.0) >= least]
    shown = [rule for rule in rules if rule.shown]
    read = [draft for draft in read if not any(_disputes(draft, rule) for rule in shown)]
    return [*shown, *read, *(rule for rule in rules if not rule.shown and _is_nested(rule, [*shown, *read]))]


def _disputes(draft: Draft, shown: Draft) -> bool:
    """Say whether a draft takes from a content whose speaker the layout shows, and is not told inside it."""
    inside = all(any(s <= a and b <= e for s, e in shown.content) for a, b in draft.cue)
    outside = inside and _meets((*draft.source, *draft.content), (*shown.source, *shown.cue))
    return outside or (not inside and _meets((*draft.content, *draft.cue), (*shown.content, *shown.cue)))


def _is_nested(rule: Draft, read: Sequence[Draft]) -> bool:
    if not rule.cue or any(_meets(rule.cue, draft.cue) for draft in read):
        return False
    return any(start <= rule.cue[0][0] < end for draft in read for start, end in draft.content)


def _meets(one: Sequence[Range], other: Sequence[Range]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _within(here: Passage, spans: Sequence[Range]) -> tuple[Range, ...]:
    """Move spans of the document to the passage; what lies outside it is cut off."""
    start, length = here.parsed.segment.start, len(here.text)
    moved = [(max(a - start, 0), min(b - start, length)) for a, b in spans]
    return tuple((a, b) for a, b in moved if a < b)


def _measured(here: Passage, found: Found, content: Sequence[Range], rule: Draft | None) -> tuple[float, ...]:
    source, cue = _within(here, found.source), here.tokens(_within(here, [found.cue])[0])
    return evidence(
        found,
        quoted=any(q.start < end and start < q.end for q in here.quotes for start, end in content),
        attitude=None if rule is None else rule.attitude or "",
        same_content=share(here.text, content, rule.content) if rule is not None else 0.0,
        same_source=rule is not None and (_meets(source, rule.source) or not (source or rule.source)),
        word=cue[0].pos_ if cue else "",
    )


def _draft(here: Passage, found: Found, rules: Sequence[Draft]) -> Draft | None:
    cue = whole_words(here, _within(here, [found.cue]))
    if not cue:
        return None
    rule = next((rule for rule in rules if rule.cue and _meets(rule.cue, cue)), None)
    source = (rule.source if rule is not None else ()) or whole_source(here, _within(here, found.source))
    content = whole_contents(here, _within(here, found.content), [*cue, *source])
    if rule is None:
        return _new(here, found, cue, source, content) if content else None
    values = _measured(here, found, content, rule)
    if not (content and found.content_score >= _SURE and share(here.text, content, rule.content) < _ALIKE):
        content = rule.content
    named = cue if found.cue_score >= _LIKELY else rule.cue
    return replace(rule, cue=named, content=content, source=source, evidence=values)


def _new(
    here: Passage, found: Found, cue: tuple[Range, ...], source: tuple[Range, ...], content: tuple[Range, ...]
) -> Draft:
    draft = _classified(here, cue[0], content)
    return replace(draft, source=source, cue=cue, evidence=_measured(here, found, content, None))


def _classified(here: Passage, cue: Range, content: tuple[Range, ...]) -> Draft:
    """Look up a cue that no rule has read: its lemma, its row of the word list, and what attitude it shows."""
    tokens = here.tokens(cue)
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)
    if head is None:
        return Draft(content, attitude="speech", lemma=here.text[cue[0] : cue[1]].lower())
    entry, attitude = _row(here, head, tokens, content)
    lemma = entry.lemma if entry is not None else head.lemma_.lower()
    return Draft(content, attitude=attitude, entry=entry, lemma=lemma, negated=negation(head))


def _row(
    here: Passage, head: "Token", tokens: Sequence["Token"], content: tuple[Range, ...]
) -> tuple[Entry | None, str]:
    if head.text == ":":
        return COLON, "speech"
    verbs = entries(head, "VERB") if head.pos_ in ("VERB", "AUX") else ()
    fits = complement(here, head, verbs) if verbs else None
    if fits is not None:
        return fits.entry, "act" if fits.frame == "bare" else fits.entry.attitude
    rows = verbs or of_noun(head) or of_lemma(head.lemma_.lower(), head.pos_)
    particles = {t.lower_ for t in tokens if t is not head}
    entry = next((row for row in rows if row.particle in particles), None) or choose(rows, "quote")
    entry = entry or next(iter(rows), None)
    return entry, entry.attitude if entry is not None else _attitude(here, head, content)


def _attitude(here: Passage, head: "Token", content: tuple[Range, ...]) -> str:
    """Tell the attitude of a cue that no list has from what it governs.

    An infinitive is intended ("set out to"), a plain object of a verb is judged; anything else is said.
    """
    if any(here.quote_at(start) is not None for start, _ in content):
        return "speech"
    governed = {c.dep_ for c in head.children if any(s <= c.idx < e for s, e in content)}
    if "xcomp" in governed and "ccomp" not in governed:
        return "intention"
    return "act" if governed and governed <= {"dobj", "prep", "prt", "advmod"} and "dobj" in governed else "speech"
