"""Indirect and mixed speech: verbs whose complement says what is said, thought or wanted."""

from typing import TYPE_CHECKING

from toolkit.attributions.contents import Complement, complement
from toolkit.attributions.cues import entries, words
from toolkit.attributions.direct import negation
from toolkit.attributions.drafts import Draft, Passage, Range, ranges, stretch
from toolkit.attributions.parentheses import parenthesis, rest
from toolkit.attributions.sources import is_passive, source_of, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["verb_drafts"]

_ARTICLES = frozenset({"the", "a", "an", "these", "those", "several", "many", "few"})
_OBJECTS = ("np", "np_abstract", "bare")
_EMPTY = ("PART", "ADP", "SCONJ", "CCONJ", "PUNCT", "SPACE")
_PRONOUNS = ("PRP", "PRP$", "DT", "EX")


def _cue_ranges(verb: "Token", found: Complement) -> tuple[Range, ...]:
    pieces = [stretch(verb), *(stretch(t) for t in found.particle)]
    if len(pieces) == 2 and found.particle[0].i == verb.i + 1:
        return ((pieces[0][0], pieces[1][1]),)
    return tuple(pieces)


def _without_agent(verb: "Token", pieces: tuple[Range, ...]) -> tuple[Range, ...]:
    """In a passive, cut the content before a final by-phrase that names its source."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    if by is None:
        return pieces
    return tuple((s, by.idx if s < by.idx < e and by.right_edge.idx + 1 >= e - 1 else e) for s, e in pieces)


def _misread(verb: "Token") -> bool:
    """Say whether a verb is a plural noun misread: "five questions", "their demands"."""
    before = verb.nbor(-1) if verb.i else None
    return before is not None and verb.tag_ == "VBZ" and (before.tag_ in ("PRP$", "CD") or before.lower_ in _ARTICLES)


def _says_nothing(here: Passage, verb: "Token", found: Complement, content: tuple[Range, ...]) -> bool:
    """Say whether a complement is not something said: a bare "to" or "him", what a treaty grants, "told nothing"."""
    who = subject(verb)
    if who is not None and here.quote_at(verb.idx) is not None and who.lower_ == "one":
        return True
    if found.frame in _OBJECTS and who is not None and who.lemma_.lower() in words("text"):
        return True
    if any(c.dep_ in ("dobj", "oprd") and c.lower_ == "nothing" for c in verb.children) and is_passive(verb):
        return True
    held = [t for piece in content for t in here.tokens(piece) if t.idx >= piece[0] and t.is_alpha]
    if found.frame == "bare" or any(
        t.pos_ not in _EMPTY and t.tag_ not in _PRONOUNS and t.lower_ != "one" for t in held
    ):
        return False
    return here.quote_at(verb.idx) is not None or not any(t.lower_ in ("this", "that", "it") for t in held)


def _draft(here: Passage, verb: "Token") -> Draft | None:
    rows = () if _misread(verb) else entries(verb, "VERB")
    if not rows:
        return None
    found = complement(here, verb, rows) or parenthesis(verb, rows) or rest(verb, rows)
    if found is None:
        return None
    source = source_of(here, verb)
    if source is None:
        return None
    attitude = "act" if found.frame == "bare" else found.entry.attitude
    if not source and (not is_passive(verb) or attitude != "speech"):
        return None
    holder = here.quote_at(verb.idx)
    within = (holder.inner_start, holder.inner_end) if holder is not None else None
    content = ranges(here, _without_agent(verb, found.pieces), within=within)
    if not content or _says_nothing(here, verb, found, content):
        return None
    return Draft(
        content=content,
        source=source,
        cue=_cue_ranges(verb, found),
        entry=found.entry,
        attitude=attitude,
        lemma=found.entry.lemma,
        negated=negation(verb),
    )


def verb_drafts(here: Passage, used: frozenset[int]) -> list[Draft]:
    """Draft an attribution for every verbal cue with a complement, those in `used` left out."""
    drafts = (_draft(here, t) for t in here.doc if t.pos_ in ("VERB", "AUX") and t.i not in used)
    return [draft for draft in drafts if draft is not None]
