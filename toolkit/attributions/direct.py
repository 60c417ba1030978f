"""Direct speech: quotations that are whole utterances, and the words before or after them that say whose they are."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.attributions.cues import COLON, Entry, choose, entries, of_lemma
from toolkit.attributions.drafts import Draft, Passage, Range, stretch
from toolkit.attributions.signatures import signature
from toolkit.attributions.sources import noun_phrase, own_subject, source_of
from toolkit.attributions.speakers import NAMELIKE, speaker_beside
from toolkit.attributions.utterances import HEADLINES, is_utterance, stands_free
from toolkit.quotations import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Direct", "cue_before_end", "direct_drafts", "negation"]

_STOPS = frozenset({".", "!", "?", ";"})
_BESIDE = ("ADV", "PUNCT", "PART", "AUX", "SPACE", "DET")


@dataclass(frozen=True)
class Direct:
    """What direct speech gives: drafts, the tokens used as their cues, and utterances that nobody is named for."""

    drafts: tuple[Draft, ...]
    cues: frozenset[int]
    free: tuple[Quotation, ...]


@dataclass(frozen=True)
class _Cue:
    """A cue of a quotation: where it stands, and whose it is."""

    tokens: tuple["Token", ...]
    entry: Entry
    source: tuple[Range, ...]
    after: bool
    negated: bool = False
    shown: bool = False


def negation(verb: "Token") -> bool:
    """Say whether a verb is negated: "did not say", "never said"."""
    return any(child.dep_ == "neg" or child.lower_ in ("never", "n't") for child in verb.children)


def _tokens(here: Passage, start: int, end: int) -> list["Token"]:
    return [t for t in here.doc if start <= t.idx and t.idx + len(t) <= end and not t.is_space]


def _after(here: Passage, quote: Quotation) -> list["Token"]:
    """Give the tokens between a quotation and the next one or the end of the sentence."""
    following = [q.start for q in here.quotes if q.start >= quote.end]
    tokens = _tokens(here, quote.end, min(following, default=len(here.text)))
    stop = next((n for n, t in enumerate(tokens) if t.text in _STOPS), len(tokens))
    return tokens[:stop]


def _before(here: Passage, quote: Quotation) -> list["Token"]:
    """Give the tokens from the start of the sentence, or the quotation before, up to a quotation."""
    preceding = [q.end for q in here.quotes if q.end <= quote.start and is_utterance(here, q)]
    tokens = _tokens(here, max(preceding, default=0), quote.start)
    stops = [n for n, t in enumerate(tokens) if t.text in _STOPS]
    return tokens[stops[-1] + 1 :] if stops else tokens


def _quote_entry(token: "Token") -> Entry | None:
    if token.pos_ not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") or (token.pos_ == "AUX" and token.lemma_ == "be"):
        return None
    rows = entries(token, "VERB")
    if token.pos_ not in ("VERB", "AUX") and token.lower_ not in ("says", "said", "claims", "adds", "asks", "warns"):
        return None
    particle = _particle(token, rows)
    if particle is not None:
        return choose(rows, "quote", particle.lower_)
    return choose(rows, "quote") or choose(rows, "quote_predicate")


def _particle(token: "Token", rows: tuple[Entry, ...]) -> "Token | None":
    wanted = {row.particle for row in rows if row.particle and "quote" in row.frame}
    near = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if near is not None and near.lower_ in wanted:
        return near
    return None


def _suffix(here: Passage, quote: Quotation) -> _Cue | None:
    """Find a cue after a quotation: `"...", she said`, `"...," said the minister`."""
    window = _after(here, quote)
    last = here.text[quote.inner_end - 1]
    comma = bool(window) and window[0].text == ","
    if not window or not (last in ",?!…—–-" or comma or not quote.closed):
        return None
    body = window[1:] if comma else window
    if len(body) > 2 and body[0].lower_ == "according" and body[1].lower_ == "to":
        return _according(here, body)
    for number, token in enumerate(body):
        entry = _quote_entry(token)
        if entry is None:
            continue
        between = body[:number]
        if body[0].pos_ in ("CCONJ", "SCONJ") or _has_clause(token, window[-1].i + 1):
            return None
        if any(t.pos_ == "VERB" and t.dep_ not in ("relcl", "acl", "amod") for t in between) or number > 25:
            return None
        source = speaker_beside(here, token, body, after=True)
        if not source and number > 2:
            return None
        if source and any(t.idx < source[0][0] and t.i < token.i and t.pos_ not in _BESIDE for t in body):
            return None
        return _Cue(_with_particle(token, entry), entry, source, after=True, negated=negation(token))
    return _unlisted(here, body) if last in ",?!" else None


def _according(here: Passage, body: list["Token"]) -> _Cue | None:
    """Take "according to" after a quotation as its cue."""
    entry = choose(of_lemma("accord", "ADP"), "np", "to")
    named = next((t for t in body[2:] if t.dep_ == "pobj"), None)
    phrase = noun_phrase(here, named) if named is not None else None
    if entry is None or phrase is None:
        return None
    end = min(phrase[1], body[-1].idx + len(body[-1]))
    return _Cue((body[0], body[1]), replace(entry, lemma="according to"), ((phrase[0], end),), after=True)


def _unlisted(here: Passage, body: list["Token"]) -> _Cue | None:
    """Accept a verb that no list has, where a quotation, its subject and a verb without object leave no doubt."""
    if len(body) < 2 or len(body) > 8:
        return None
    verb = next((t for t in body[:4] if t.tag_ in ("VBD", "VBZ")), None)
    if verb is None or any(c.dep_ in ("dobj", "ccomp", "attr", "acomp") for c in verb.children) or verb.lemma_ == "be":
        return None
    who = own_subject(verb)
    if who is None or who not in body:
        return None
    entry = Entry(verb.lemma_, "", "VERB", "speech", "neutral", None, frozenset({"quote"}))
    return _Cue((verb,), entry, speaker_beside(here, verb, body, after=True), after=True)


def _with_particle(token: "Token", entry: Entry) -> tuple["Token", ...]:
    return (token, token.nbor(1)) if entry.particle else (token,)


def _prefix(here: Passage, quote: Quotation) -> _Cue | None:
    """Find a cue before a quotation: `She said: "..."`, `The minister told MPs, "..."`."""
    window = _before(here, quote)
    if not window:
        return None
    lead = window[-1]
    outside = [t for t in window if here.quote_at(t.idx) is None]
    found = [(t, e) for t in outside if (e := _quote_entry(t)) is not None]
    if lead.text not in (":", ",") and not (found and lead.i - found[-1][0].i <= (1 if found[-1][1].particle else 0)):
        return None
    main = [pair for pair in found if pair[0].dep_ not in ("relcl", "acl", "amod")] or found
    if not main:
        return _colon(here, lead, outside) if lead.text == ":" else None
    verb, entry = main[-1]
    if lead.text == "," and _has_clause(verb, lead.i):
        return None
    source = speaker_beside(here, verb, outside, after=False)
    return _Cue(_with_particle(verb, entry), entry, source, after=False, negated=negation(verb))


def cue_before_end(here: Passage) -> Draft | None:
    """Find the cue and source that a passage ends with: `The chair said:`; None if it does not end so."""
    text = here.text.rstrip()
    if not text.endswith(":"):
        return None
    following = Quotation(len(text), len(text) + 2, len(text) + 1, len(text) + 1)
    cue = _prefix(here, following)
    return _draft(cue, following) if cue is not None and cue.source else None


def _has_clause(verb: "Token", limit: int) -> bool:
    return any(c.dep_ == "ccomp" and verb.i < c.i < limit and own_subject(c) is not None for c in verb.children)


def _colon(here: Passage, lead: "Token", window: list["Token"]) -> _Cue | None:
    """Take a colon as the cue: the subject of the sentence before it is the source."""
    if here.parsed.segment.role in HEADLINES:  # `headlines` knows who can stand before a colon there
        return None
    verbs = [t for t in window if t.pos_ in ("VERB", "AUX") and own_subject(t) is not None]
    if verbs:
        source = source_of(here, verbs[0])
        return _Cue((lead,), COLON, source, after=False) if source else None
    heads = [t for t in window if t.pos_ in NAMELIKE]
    if heads and len(window) <= 12 and len(window) > 1:
        start, end = window[0].idx, window[-2].idx + len(window[-2])
        return _Cue((lead,), COLON, ((start, end),), after=False)
    return None


def direct_drafts(here: Passage) -> Direct:
    """Find the utterances in quotation marks of a passage and attach each to its cue.

    An utterance that follows another one, its cue, or the sentence of its cue goes on with the same attribution.
    """
    drafts: list[Draft] = []
    used: set[int] = set()
    free: list[Quotation] = []
    open_draft = False  # whether the next utterance may go on with the last draft
    for quote in here.quotes:
        spoken = is_utterance(here, quote)
        goes_on = open_draft and _resumes(here, quote, drafts[-1], whole=spoken)
        if not spoken and not goes_on:
            continue
        cue = _cue(here, quote, used)
        if cue is None and goes_on:
            drafts[-1] = replace(drafts[-1], content=(*drafts[-1].content, (quote.start, quote.end)))
            continue
        if cue is None:
            if spoken and stands_free(here, quote):
                free.append(quote)
            open_draft = False
            continue
        used.update(t.i for t in cue.tokens)
        drafts.append(_draft(cue, quote))
        open_draft = not cue.shown
    return Direct(tuple(drafts), frozenset(used), tuple(free))


def _cue(here: Passage, quote: Quotation, used: set[int]) -> _Cue | None:
    """Find the cue of an utterance: right before it, else after it, else earlier in its sentence."""
    signed = _signed(here, quote)
    if signed is not None:
        return signed
    ahead, behind = _prefix(here, quote), _suffix(here, quote)
    found = [cue for cue in (ahead, behind) if cue is not None and cue.tokens[0].i not in used]
    if len(found) == 2 and ahead is not None and not _touches(ahead, quote):
        return behind
    return found[0] if found else None


def _signed(here: Passage, quote: Quotation) -> _Cue | None:
    """Find the name that a quotation on lines of its own is signed with: `"Never again." - Marla Quist`."""
    if here.text[: quote.start].rstrip(" \u00a0\t")[-1:] not in ("", "\n"):
        return None
    found = signature(here, quote.end)
    if found is None:
        return None
    dash, name = found
    return _Cue(tuple(here.tokens(dash)), COLON, (name,), after=True, shown=True)


def _touches(cue: _Cue, quote: Quotation) -> bool:
    """Say whether a cue stands directly before a quotation, or a colon does."""
    last = cue.tokens[-1]
    following = [t for t in last.doc[last.i + 1 : last.i + 3] if t.idx < quote.start and not t.is_quote]
    return all(t.text in (",", ":") for t in following) or any(t.text == ":" for t in following)


def _resumes(here: Passage, quote: Quotation, last: Draft, *, whole: bool) -> bool:
    """Say whether a quotation goes on with the last draft: nothing but its cue and source stands between.

    One that is not a `whole` utterance can only be the rest of the same sentence.
    """
    end = max(piece[1] for piece in (*last.content, *last.cue, *last.source))
    gap = here.text[max(p[1] for p in last.content) : quote.start]
    return (
        here.text[end : quote.start].count(".") <= (1 if whole else 0) and gap.count(" ") <= 25 and ": " not in gap[-2:]
    )


def _draft(cue: _Cue, quote: Quotation) -> Draft:
    first, last = stretch(cue.tokens[0]), stretch(cue.tokens[-1])
    return Draft(
        content=((quote.start, quote.end),),
        source=cue.source,
        cue=((first[0], last[1]),),
        entry=cue.entry,
        attitude="speech",
        lemma=cue.entry.lemma,
        negated=cue.negated,
        shown=cue.shown,
    )
