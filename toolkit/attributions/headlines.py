"""Headlines, teasers and subheads: "X: claim", "claim, says X", and quotations that stand alone."""

from typing import TYPE_CHECKING

from toolkit.attributions.cues import COLON, choose, entries, words
from toolkit.attributions.drafts import Draft, Passage, ranges, stretch, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["headline_drafts", "stands_alone"]

_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_MAX_SPEAKER = 8


def _is_speaker(tokens: list["Token"]) -> bool:
    """Say whether a few words of a headline name somebody who can speak."""
    named = [t for t in tokens if t.is_alpha]
    if not named or len(tokens) > _MAX_SPEAKER or any(t.pos_ in ("VERB", "AUX") for t in tokens):
        return False
    if named[0].lower_ in words("label"):
        return False
    return named[-1].ent_type_ in _NAMES or any(t.lemma_.lower() in words("speaker") for t in named)


def _colon(here: Passage) -> Draft | None:
    doc = here.doc
    at = next((t.i for t in doc if t.text == ":" and here.quote_at(t.idx) is None), None)
    if at is None or at == 0 or at + 1 >= len(doc):
        return None
    left, right = list(doc[:at]), list(doc[at + 1 :])
    if _is_speaker(left) and len(right) >= 2:
        speaker, said = left, right
    elif _is_speaker(right) and len(left) >= 3 and any(t.pos_ in ("VERB", "AUX") for t in left):
        speaker, said = right, left
    else:
        return None
    source = trimmed(here.text, speaker[0].idx, speaker[-1].idx + len(speaker[-1]))
    content = ranges(here, [(said[0].idx, said[-1].idx + len(said[-1]))])
    if source is None or not content:
        return None
    return Draft(content, (source,), (stretch(doc[at]),), COLON, "speech", ":", rank=2)


def _tail(here: Passage) -> Draft | None:
    """`Claim, says X` and `Claim, X says`."""
    doc = here.doc
    commas = [t.i for t in doc if t.text == "," and here.quote_at(t.idx) is None]
    if not commas or commas[-1] < 2:
        return None
    tail = [t for t in doc[commas[-1] + 1 :] if not t.is_punct]
    if not 2 <= len(tail) <= _MAX_SPEAKER + 1:
        return None
    for verb, who in ((tail[0], tail[1:]), (tail[-1], tail[:-1])):
        entry = choose(entries(verb, "VERB"), "quote")
        if entry is None or not verb.lower_.endswith(("s", "d", "say", "warn", "claim")) or verb.tag_ == "VBG":
            continue
        content = ranges(here, [(0, doc[commas[-1]].idx)])
        source = (who[0].idx, who[-1].idx + len(who[-1]))
        if content:
            return Draft(content, (source,), (stretch(verb),), entry, entry.attitude, entry.lemma, rank=2)
    return None


def _says(here: Passage) -> Draft | None:
    """`X says Y`, whatever the parse makes of capitals."""
    doc = here.doc
    verb = next((t for t in doc if t.lower_ in ("says", "say", "said") and here.quote_at(t.idx) is None), None)
    if verb is None or not 1 <= verb.i <= 2 * _MAX_SPEAKER or len(doc) - verb.i < 3 or doc[verb.i - 1].is_punct:
        return None
    if doc[verb.i - 1].pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    entry = choose(entries(verb, "VERB"), "quote")
    content = ranges(here, [(doc[verb.i + 1].idx, doc[-1].idx + len(doc[-1]))])
    source = trimmed(here.text, doc[0].idx, doc[verb.i - 1].idx + len(doc[verb.i - 1]))
    if entry is None or source is None or not content:
        return None
    return Draft(content, (source,), (stretch(verb),), entry, entry.attitude, entry.lemma, rank=2)


def _urges(here: Passage) -> Draft | None:
    """`X urges Y to act`, where the parse takes the verb for a noun."""
    doc = here.doc
    to = next((t.i for t in doc if t.lower_ == "to" and t.i + 1 < len(doc) and doc[t.i + 1].tag_ == "VB"), None)
    for verb in doc[1 : to or 0]:
        entry = choose(entries(verb, "VERB"), "object_infinitive")
        bare = (
            verb.pos_ not in ("VERB", "AUX") and entry is not None and verb.lower_ in (entry.lemma, f"{entry.lemma}s")
        )
        if entry is None or not bare or to is None or not 1 < to - verb.i <= _MAX_SPEAKER or verb.i > _MAX_SPEAKER:
            continue
        content = ranges(here, [(doc[verb.i + 1].idx, doc[-1].idx + len(doc[-1]))])
        source = trimmed(here.text, doc[0].idx, doc[verb.i - 1].idx + len(doc[verb.i - 1]))
        if source is not None and content:
            return Draft(content, (source,), (stretch(verb),), entry, entry.attitude, entry.lemma, rank=2)
    return None


def headline_drafts(here: Passage) -> list[Draft]:
    """Draft the attributions that only the form of a headline shows."""
    return [draft for draft in (_colon(here), _tail(here), _says(here), _urges(here)) if draft is not None]


def stands_alone(here: Passage, start: int, end: int) -> bool:
    """Say whether a quotation at the start of a headline is something said, not a tag or a title."""
    if len(here.text[start:end].split()) < 3 or here.text[end:].lstrip().startswith(":"):
        return False
    return any(t.pos_ in ("VERB", "AUX") for t in here.doc if start <= t.idx < end)
