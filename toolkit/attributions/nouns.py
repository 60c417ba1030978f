"""Nouns, adjectives and prepositions as cues: "her claim that", "was adamant that", "according to"."""

from typing import TYPE_CHECKING

from toolkit.attributions.cues import Entry, choose, entries, of_lemma, of_noun, words
from toolkit.attributions.direct import negation
from toolkit.attributions.drafts import Draft, Passage, Range, ranges, stretch, trimmed
from toolkit.attributions.sources import is_passive, noun_phrase, source_of, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["according_drafts", "adjective_drafts", "noun_drafts"]

#: Classes of noun that report something said even where nobody is named: "claims that", "reports that".
_UNOWNED = ("neutral", "doubting", "evaluative")
_PREPOSITIONS = ("for", "of", "about", "over", "to", "with", "between", "in", "against")


def _clause_of(noun: "Token") -> tuple["Token", str] | None:
    for child in noun.children:
        if child.i <= noun.i or child.dep_ not in ("acl", "relcl", "ccomp", "xcomp", "advcl") or _lacks_object(child):
            continue
        marks = {c.lower_ for c in child.children if c.dep_ in ("mark", "aux", "dobj", "nsubj")}
        if any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.children):
            return child, "clause"
        if child.dep_ == "acl" and "to" in marks:
            return child, "infinitive"
    return None


def _lacks_object(verb: "Token") -> bool:
    """Say whether the clause after a noun only describes it: "the charge that she dismissed as a fantasy"."""
    rows = entries(verb, "VERB")
    judges = any(row.frame & {"bare", "claim", "as"} and "clause" not in row.frame for row in rows)
    return (
        judges and not is_passive(verb) and not any(c.dep_ in ("dobj", "ccomp") and c.i > verb.i for c in verb.children)
    )


def _phrase_of(noun: "Token", rows: tuple[Entry, ...]) -> tuple["Token", Entry] | None:
    for child in noun.children:
        if child.i > noun.i and child.dep_ == "prep" and child.lower_ in _PREPOSITIONS:
            entry = choose(rows, child.lower_)
            if entry is not None:
                return child, entry
    return None


def _owner(here: Passage, noun: "Token") -> tuple[Range, ...]:
    """Find whose claim a noun is: its possessive, "by X" or "from X", or the subject of "made a claim"."""
    for child in noun.children:
        if child.dep_ == "poss":
            found = noun_phrase(here, child, noun)
            return (found,) if found else ()
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            named = next((c for c in child.children if c.dep_ == "pobj"), None)
            found = noun_phrase(here, named) if named is not None else None
            return (found,) if found else ()
    verb = noun.head
    if noun.dep_ in ("dobj", "attr") and verb.lemma_ in words("light_verb") and not is_passive(verb):
        who = subject(verb)
        found = noun_phrase(here, who, verb) if who is not None and who.dep_ != "expl" else None
        return (found,) if found else ()
    return ()


def _said_in(here: Passage, noun: "Token") -> tuple["Token", Entry, tuple[Range, ...]] | None:
    """For "said in a statement that", give the verb as the cue."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("in", "on", "at", "by", "through", "via", "to"):
        return None
    verb = noun.head.head
    entry = choose(entries(verb, "VERB"), "clause") if verb.pos_ == "VERB" else None
    if entry is None or any(c.dep_ == "ccomp" for c in verb.children):
        return None
    source = source_of(here, verb)
    return (verb, entry, source) if source else None


def _of_noun(here: Passage, noun: "Token") -> Draft | None:
    rows = of_noun(noun)
    if not rows:
        return None
    clause = _clause_of(noun)
    entry = choose(rows, clause[1]) if clause is not None else None
    if clause is not None and entry is not None:
        piece, frame = (clause[0].left_edge.idx, clause[0].right_edge.idx + len(clause[0].right_edge)), clause[1]
    else:
        phrase = _phrase_of(noun, rows)
        if phrase is None:
            return None
        prep, entry = phrase
        piece, frame = (prep.left_edge.idx, prep.right_edge.idx + len(prep.right_edge)), "of"
    said = _said_in(here, noun) if clause is not None else None
    if said is not None:
        return _made(here, said[0], said[1], said[2], piece)
    source = _owner(here, noun)
    if not source and (frame != "clause" or entry.attitude != "speech" or entry.cue_class not in _UNOWNED):
        return None
    return _made(here, noun, entry, source, piece)


def _made(here: Passage, cue: "Token", entry: Entry, source: tuple[Range, ...], piece: Range) -> Draft | None:
    holder = here.quote_at(cue.idx)
    within = (holder.inner_start, holder.inner_end) if holder is not None else None
    content = ranges(here, [piece], within=within)
    if not content:
        return None
    owned = any(c.dep_ == "poss" for c in cue.children)
    light = cue.dep_ == "dobj" and cue.head.lemma_ in words("light_verb") and not owned
    negated = negation(cue) or (light and negation(cue.head))
    return Draft(content, source, (stretch(cue),), entry, entry.attitude, entry.lemma, negated=negated, rank=1)


def noun_drafts(here: Passage) -> list[Draft]:
    """Draft an attribution for every noun that has what it says as its complement."""
    drafts = (_of_noun(here, t) for t in here.doc if t.pos_ == "NOUN")
    return [draft for draft in drafts if draft is not None]


def _of_adjective(here: Passage, adjective: "Token") -> Draft | None:
    rows = entries(adjective, "ADJ")
    if not rows or adjective.dep_ not in ("acomp", "ROOT", "conj"):
        return None
    who = subject(adjective)
    if who is None or who.lower_ in ("it", "there", "this", "that"):
        return None
    for child in adjective.children:
        if child.i < adjective.i or child.dep_ not in ("ccomp", "xcomp", "prep"):
            continue
        to = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children)
        frame = child.lower_ if child.dep_ == "prep" else "infinitive" if to else "clause"
        entry = choose(rows, frame)
        if entry is not None:
            source = noun_phrase(here, who, adjective)
            piece = (child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
            return _made(here, adjective, entry, (source,) if source else (), piece)
    return None


def adjective_drafts(here: Passage) -> list[Draft]:
    """Draft an attribution for every adjective said of somebody with a clause: "is convinced that"."""
    drafts = (_of_adjective(here, t) for t in here.doc if t.pos_ == "ADJ" or t.tag_ == "VBN")
    return [draft for draft in drafts if draft is not None]


def _according(here: Passage, token: "Token") -> Draft | None:
    doc = here.doc
    if token.lower_ != "according" or token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    entry = choose(of_lemma("accord", "ADP"), "np", "to")
    named = next((c for c in to.children if c.dep_ == "pobj"), None)
    if named is None or entry is None:
        return None
    source = noun_phrase(here, named)
    if source is None:
        return None
    source = _without_clause(here, token, source)
    content, source = _around(here, token, source)
    if not content:
        return None
    return Draft(content, (source,), ((token.idx, to.idx + 2),), entry, "speech", "according to", rank=1)


def _without_clause(here: Passage, token: "Token", source: Range) -> Range:
    """Cut a source that the parse runs into the clause after it: "According to the union, talks failed"."""
    first = not any(t.is_alpha and t.i < token.i and t.pos_ != "CCONJ" for t in token.sent)
    words = here.text[source[0] : source[1]]
    left = [t for t in token.sent if t.idx >= source[1] and t.pos_ in ("VERB", "AUX")]
    if first and "," in words and not left:
        return source[0], source[0] + words.index(",")
    return source


def _around(here: Passage, token: "Token", source: Range) -> tuple[tuple[Range, ...], Range]:
    """Give the clause that "according to" belongs to, and the source with what is said of it after a comma.

    The clause stands after the source at the start of a sentence or of a part of it, else before the cue.
    """
    sent = token.sent
    holder = here.quote_at(token.idx)
    high = min(sent.end_char, holder.inner_end) if holder is not None else sent.end_char
    low, opens = _part(here, token)
    if opens:
        return ranges(here, [(source[1], high)]), source
    rest = here.text[source[1] : high]
    after = [t for t in sent if source[1] <= t.idx < high and t.pos_ in ("VERB", "AUX")]
    if not rest.startswith(",") or not after:
        return ranges(here, [(low, token.idx)]), source
    if any(_is_main(t, token) for t in after):
        return ranges(here, [(low, token.idx), (source[1], high)]), source
    whole = trimmed(here.text, source[0], high)
    return ranges(here, [(low, token.idx)]), whole if whole is not None else source


def _part(here: Passage, token: "Token") -> tuple[int, bool]:
    """Find where the part of a sentence with a cue begins (a colon, a semicolon), and whether the cue opens it."""
    sent = token.sent
    holder = here.quote_at(token.idx)
    low = max(sent.start_char, holder.inner_start) if holder is not None else sent.start_char
    breaks = [t.idx + 1 for t in sent if t.text in (":", ";") and low <= t.idx < token.idx]
    low = max([low, *(at for at in breaks if here.quote_at(at - 1) is holder)])
    between = [t for t in sent if low <= t.idx < token.idx and not t.is_punct]
    joined = token.i > sent.start + 1 and token.nbor(-1).pos_ == "CCONJ" and token.nbor(-2).text == ","
    return low, joined or not any(t.is_alpha and t.pos_ != "CCONJ" for t in between)


def _is_main(verb: "Token", cue: "Token") -> bool:
    """Say whether a verb after a source goes on with what is said, rather than with who says it."""
    above = verb
    while above.head != above and above.dep_ not in ("relcl", "acl", "appos"):
        above = above.head
    return above.dep_ not in ("relcl", "acl", "appos") or above.i < cue.i


def according_drafts(here: Passage, used: frozenset[int]) -> list[Draft]:
    """Draft an attribution for every "according to", those in `used` left out."""
    drafts = (_according(here, t) for t in here.doc if t.i not in used)
    return [draft for draft in drafts if draft is not None]
