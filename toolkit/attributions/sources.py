"""Who is the source: the subject of a cue, found over the parse, and the whole noun phrase around it."""

from typing import TYPE_CHECKING

from toolkit.attributions.cues import entries, of_noun
from toolkit.attributions.drafts import Passage, Range, closed

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["agent", "is_passive", "noun_phrase", "own_subject", "resumed", "source_of", "subject"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_CLIMB = ("conj", "advcl", "xcomp", "pcomp", "ccomp", "prep", "aux", "auxpass", "acomp", "attr", "parataxis", "dep")
_HAVE = frozenset({"has", "have", "had", "'s"})


def is_passive(verb: "Token") -> bool:
    """Say whether a verb stands in the passive, or as a past participle that follows a noun."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    # "Asked about the vote, she ...": a participle that stands before the sentence.
    alone = own_subject(verb) is None and not any(child.dep_ == "aux" for child in verb.children)
    early = verb.i < verb.head.i or any(child.lower_ in ("when", "if", "as", "once") for child in verb.children)
    return alone and verb.tag_ in ("VBN", "VBD") and verb.dep_ == "advcl" and early


def own_subject(verb: "Token") -> "Token | None":
    """Give the subject that a verb itself has, None if it has none."""
    return next((child for child in verb.children if child.dep_ in _SUBJECTS), None)


def agent(verb: "Token") -> "Token | None":
    """Give the noun after "by" in a passive, None if there is none."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def _object(verb: "Token") -> "Token | None":
    return next((child for child in verb.children if child.dep_ in ("dobj", "dative")), None)


def subject(verb: "Token", steps: int = 6) -> "Token | None":
    """Find whose saying a verb is: its subject, or that of the verb it depends on; None if the text does not say."""
    found = own_subject(verb)
    if found is not None:
        return found
    other = resumed(verb)
    if other is not None and steps > 0:
        return subject(other, steps - 1)
    interrupted = _interrupted(verb)
    if interrupted is not None:
        return interrupted
    head = verb.head
    if steps == 0 or head == verb:
        return None
    if verb.dep_ in ("acl", "relcl"):
        infinitive = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
        if infinitive or (head.dep_ == "pobj" and head.head.lower_ == "in"):
            return _subject_above(head, steps - 1)
        return head if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON") else None
    if verb.dep_ == "xcomp" and _object(head) is not None and verb.i > head.i and verb.tag_ == "VB":
        return _object(head)
    if verb.dep_ in _CLIMB:
        return subject(head, steps - 1)
    return None


def _interrupted(verb: "Token") -> "Token | None":
    """For "The mayor left, her office said, and vowed to return", the subject of what the cue breaks: the mayor."""
    cue = verb.head
    who = own_subject(cue)
    if verb.dep_ != "conj" or who is None or cue.i + 1 >= verb.i or cue.nbor(1).text != ",":
        return None
    if cue.dep_ == "parataxis" and cue.head.i < who.left_edge.i:
        return own_subject(cue.head)
    said = next((c for c in cue.children if c.dep_ == "ccomp" and c.i < who.left_edge.i), None)
    return own_subject(said) if said is not None else None


def resumed(verb: "Token") -> "Token | None":
    """For a cue inside the content of another, give the other where both are the same person's.

    "He said taxes rose, adding that ..." and "He said taxes rose and called it a scandal": a second verb of saying
    that the parse hangs on what is said.
    """
    if own_subject(verb) is not None or not _says(verb):
        return None
    joined = verb.dep_ == "conj" and verb.tag_ in ("VBD", "VBZ", "VBP") and not _auxiliaries(verb)
    adding = verb.dep_ == "advcl" and verb.tag_ == "VBG" and _after_comma(verb)
    top, crossed = verb.head, False
    for _ in range(8):
        crossed = crossed or top.dep_ == "ccomp"
        if top.head == top:
            return None
        below, top = top, top.head
        if crossed and below.dep_ == "ccomp" and _says(top) and top.i < below.i < verb.i:
            return top if adding or (joined and top.tag_ == verb.tag_) else None
    return None


def _says(verb: "Token") -> bool:
    return verb.pos_ == "VERB" and any(
        row.attitude == "speech" and "clause" in row.frame for row in entries(verb, "VERB")
    )


def _auxiliaries(verb: "Token") -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def _after_comma(verb: "Token") -> bool:
    before = [t for t in verb.doc[max(verb.i - 2, 0) : verb.i] if not t.is_quote]
    return bool(before) and before[-1].text in (",", "-", "–", "—")


def _subject_above(noun: "Token", steps: int) -> "Token | None":
    """For "made a vow to say", the subject of the verb that governs the noun."""
    top = noun
    while top.dep_ in ("pobj", "prep", "dobj", "attr", "conj", "oprd") and top.head != top:
        top = top.head
        if top.pos_ in ("VERB", "AUX"):
            return subject(top, steps) if steps > 0 else None
    return None


def _left_of_clause(token: "Token", limit: "Token | None") -> int:
    """Give the last token of a noun phrase, leaving out the relative clause that `limit` stands in."""
    last = token.right_edge.i
    if limit is not None and token.i < limit.i <= last:
        inner = next((c for c in token.children if c.i > token.i and c.left_edge.i <= limit.i <= c.right_edge.i), None)
        if inner is not None:
            last = inner.left_edge.i - 1
    return last


def noun_phrase(here: Passage, token: "Token", cue: "Token | None" = None) -> Range | None:
    """Give the whole noun phrase around a token: with apposition and relative clause, without possessive 's.

    A phrase never runs over `cue`, nor into or out of a quotation that the token is outside of.
    """
    doc = here.doc
    first, last = token.left_edge.i, _left_of_clause(token, cue)
    if cue is not None:
        first, last = (first, min(last, cue.i - 1)) if token.i < cue.i else (max(first, cue.i + 1), last)
    first = _after_participle(token, first)
    while first < token.i and (
        doc[first].is_punct or doc[first].pos_ in ("CCONJ", "SPACE") or doc[first].dep_ == "case"
    ):
        first += 1
    if first and doc[first - 1].tag_ == "DT" and doc[first].pos_ == "PROPN" and doc[first - 1].lower_ == "the":
        first -= 1
    while last > token.i and (
        (doc[last].is_punct and doc[last].text not in (")", "]"))
        or doc[last].tag_ in ("POS", "_SP")
        or (cue is not None and last == cue.i - 1 and doc[last].lower_ in _HAVE)
    ):
        last -= 1
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    return _outside_quotes(here, start, end, token.idx)


def _after_participle(token: "Token", first: int) -> int:
    """Leave out a participle before a noun that belongs to another one: "(In a letter) seen by us, the mayor"."""
    doc = token.doc
    if doc[first].tag_ not in ("VBN", "VBD") or doc[first].head.i not in range(first, token.i + 1):
        return first
    return next((t.i + 1 for t in doc[first : token.i] if t.text == ","), first)


def _outside_quotes(here: Passage, start: int, end: int, head: int) -> Range | None:
    holder = here.quote_at(head)
    if holder is not None:
        start, end = max(start, holder.inner_start), min(end, holder.inner_end)
    else:
        for quote in here.quotes:
            if quote.end <= head and quote.end > start and _is_long(here, quote.start, quote.end):
                start = quote.end
            if head < quote.start < end and _is_long(here, quote.start, quote.end):
                end = quote.start
    while start < end and here.text[start] in " ,;:\u00a0\"”'’":
        start += 1
    while end > start and here.text[end - 1] in " ,;:\u00a0-–—":
        end -= 1
    return (start, closed(here.text, start, end)) if start < end else None


def _is_long(here: Passage, start: int, end: int) -> bool:
    return here.text[start:end].count(" ") >= 3


def _document(verb: "Token") -> "Token | None":
    """For "published a statement, calling for talks", the statement: what says something is the text just named."""
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or own_subject(verb) is not None:
        return None
    for child in verb.head.children:
        if child.dep_ == "dobj" and child.i < verb.i and any(row.attitude == "speech" for row in of_noun(child)):
            return child
    return None


def _leads_in(token: "Token") -> bool:
    """Say whether a word stands before a subject without belonging to it: "But", "Meanwhile,"."""
    relative = token.i + 2 < len(token.doc) and token.nbor(2).tag_ in ("WDT", "WP")
    return token.pos_ in ("CCONJ", "PUNCT") or (token.pos_ == "ADV" and not relative)


def _by_commas(here: Passage, verb: "Token") -> Range | None:
    """Find a subject that the parse misses: the words between the start of the sentence and a comma before the verb.

    A sentence that begins with a preposition has a first phrase of its own, up to the first comma.
    """
    doc, sent = verb.doc, verb.sent
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == sent.start:
        return None
    if doc[verb.i - 1].text != ",":
        named = doc[sent.start : verb.i]
        plain = all(t.is_title and t.is_alpha for t in named) and not here.quote_at(verb.idx)
        return (named.start_char, named.end_char) if plain else None
    first = sent.start
    if doc[first].pos_ in ("ADP", "SCONJ"):
        first = next((t.i + 1 for t in sent if t.text == "," and t.i < verb.i), verb.i)
    if doc[first].tag_ in ("VBN", "VBG"):  # "In a letter to us, seen by the paper, the mayor, ..."
        first = next((t.i + 1 for t in sent if t.text == "," and first < t.i < verb.i - 1), verb.i)
    while first + 2 < verb.i and _leads_in(doc[first]):
        first += 1
    if not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in doc[first : verb.i - 1]):
        return None
    end = doc[verb.i - 1].idx
    return _outside_quotes(here, doc[first].idx, end, doc[first].idx)


def source_of(here: Passage, verb: "Token") -> tuple[Range, ...] | None:
    """Give the source of a verbal cue: () where nobody is named, None where the verb cannot be a cue."""
    if is_passive(verb):
        by = agent(verb)
        found = noun_phrase(here, by, None) if by is not None else None
        return (found,) if found else ()
    if any(child.dep_ == "expl" for child in verb.children):
        return None
    who = _document(verb) or subject(verb)
    if who is None:
        found = _by_commas(here, verb)
        return (found,) if found else ()
    if who.dep_ == "expl" or (who.lower_ == "there"):
        return None
    phrase = noun_phrase(here, who, verb)
    return (phrase,) if phrase else ()
