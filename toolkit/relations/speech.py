"""Relations that speech makes: towards the one spoken to, and towards the one that the content blames or praises."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.language import ParsedDocument
from toolkit.records import Attribution, Mention, Span
from toolkit.relations.events import Event
from toolkit.relations.grammar import children, conditional, is_passive, surface_subjects
from toolkit.relations.lexicon import frames, key
from toolkit.relations.parties import is_collective, parties
from toolkit.relations.places import Index, Party, segment_at
from toolkit.relations.verbs import judgement_of, judgements

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["addressed", "cue_tokens", "derived", "speaker"]

_BELIEVE = frozenset({"believe", "think", "say", "know", "feel", "fear", "hope", "suspect", "insist", "mean"})
_NECESSARY = frozenset({"must", "should", "ought"})
_BLAME = frozenset({"accusation", "criticism"})
_WARN = frozenset({"warning", "threat"})


def _mention(actor: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> Mention | None:
    near = [m for m in mentions if m.actor_id == actor and any(s.start <= m.start < s.end for s in spans)]
    return min(near, key=lambda m: (m.start, m.end, m.mention_id), default=None)


def _party(parsed: ParsedDocument, actor: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> Party:
    found = _mention(actor, spans, mentions)
    token: Token | None = None
    if found is not None:
        segment = parsed.at(found.start)
        covered = segment.tokens(Span(found.start, found.end)) if segment is not None else None
        token = covered.root if covered is not None else None
    return Party(actor, found.mention_id if found is not None else "", token, 0.8)  # type: ignore[arg-type]


def speaker(parsed: ParsedDocument, attribution: Attribution, mentions: Sequence[Mention]) -> Party | None:
    """Give the source of an attribution as a party, None where it is unknown."""
    if attribution.source_actor is None:
        return None
    return _party(parsed, attribution.source_actor, attribution.source_spans, mentions)


def _tokens(parsed: ParsedDocument, spans: Sequence[Span]) -> "list[tuple[int, list[Token]]]":
    found = []
    for span in spans:
        number = segment_at(parsed, span.start)
        covered = parsed.parsed[number].tokens(span) if number is not None else None
        if number is not None and covered is not None:
            found.append((number, list(covered)))
    return found


def cue_tokens(parsed: ParsedDocument, attribution: Attribution) -> "list[tuple[int, list[Token]]]":
    """Give the words of an attribution's cue, with the number of the segment they stand in."""
    return _tokens(parsed, attribution.cue_spans)


def _asks(attribution: Attribution, cue: "Token", content: "list[Token]") -> bool:
    """Tell whether speaking to somebody asks a deed of them: by the verb, or by an order (Go! You must go)."""
    if attribution.speech_act in ("question", "denial"):
        return False
    plain = (f for f in frames().get(key(cue.lemma_), ()) if not f.objects and not f.particle and not f.prepositions)
    if any(f.type == "request" and f.target == "object" for f in plain):
        return True
    verb = _main(content) if attribution.speech_act == "demand" else None
    subject = surface_subjects(verb) if verb is not None and verb.i in {t.i for t in content} else []
    inside = [s for s in subject if s.i in {t.i for t in content}]
    if verb is not None and inside and is_passive(verb) and not children(verb, "agent"):
        return key(cue.lemma_) != "tell"  # wrote to Y that it must be done; telling is for an audience
    return verb is not None and all(s.lower_ == "you" for s in inside)


def addressed(
    parsed: ParsedDocument, found: Index, attribution: Attribution, mentions: Sequence[Mention]
) -> Iterator[Event]:
    """Yield the act of speaking to somebody: by the cue's own type where it has one, else a plain message."""
    source = speaker(parsed, attribution, mentions)
    cues = _tokens(parsed, attribution.cue_spans)
    if source is None or attribution.addressee_actor in (None, attribution.source_actor) or not cues:
        return
    if attribution.on_behalf_of is not None:
        source = _party(parsed, attribution.on_behalf_of, attribution.content_spans, mentions)
    number, words = cues[0]
    cue = next((w for w in words if w.pos_ == "VERB"), words[0])
    sentence = Span(
        parsed.parsed[number].segment.start + cue.sent.start_char,
        parsed.parsed[number].segment.start + cue.sent.end_char,
    )
    assert attribution.addressee_actor is not None
    target = _party(parsed, attribution.addressee_actor, (sentence,), mentions)
    couple = found.couple(number, cue) if target.mention and is_collective(target.token) else ()
    if key(cue.lemma_) == "answer" and any(p.lower_ == "to" for p in children(cue, "prep")):
        return  # will answer to me: is accountable
    content = next((tokens for _, tokens in _tokens(parsed, attribution.content_spans)), [])
    kind = "request" if _asks(attribution, cue, content) else "address"
    for heard in couple or (target,):
        yield Event(number, cue, source, heard, kind, 0, key(cue.lemma_), said=attribution.attribution_id)


def _main(tokens: "list[Token]") -> "Token | None":
    """Find the verb of the first main clause of a content."""
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if (t.head.i not in inside or t.head == t) and t.pos_ in ("VERB", "AUX")]
    if not tops:
        clauses = [t for t in tokens if t.pos_ in ("VERB", "AUX") and children(t, "nsubj", "nsubjpass")]
        tops = [t for t in clauses if not any(up.dep_ == "relcl" for up in (t, *t.ancestors) if up.i in inside)]
    verb = tops[0] if tops else None
    while verb is not None and key(verb.lemma_) in _BELIEVE:
        below = [c for c in children(verb, "ccomp") if c.i in inside]
        if not below:
            break
        verb = below[0]
    return verb


def _judgement(verb: "Token") -> int:
    """Give the sign of what a clause says of its subject, 0 where no word judges.

    A deed that is a relation by itself (bombed, helped) is told, not judged.
    """
    told = is_passive(verb) or key(verb.lemma_) in frames()
    sign = 0 if told else judgements("verb").get(key(verb.lemma_), 0)
    for word in children(verb, "acomp", "attr", "oprd", "dobj", "xcomp", "prep", "advmod"):
        sign = sign or judgement_of(word)
    return -sign if children(verb, "neg") else sign


def _harmed(verb: "Token") -> bool:
    words = {c.lower_ for c in children(verb, "aux")}
    future = bool(words & {"will", "would", "could", "may", "might", "'ll", "can"})
    return future and (key(verb.lemma_) in judgements("harm") or is_passive(verb) or _judgement(verb) < 0)


def _subject(found: Index, number: int, verb: "Token") -> tuple[Party, ...]:
    return parties(found, number, surface_subjects(verb), "source")


def _condition(found: Index, number: int, verb: "Token") -> tuple[Party, ...]:
    """Find who has to act so that what is warned of does not happen: the subject of the if-clause."""
    for clause in children(verb, "advcl"):
        if conditional(clause):
            return _subject(found, number, clause)
    return ()


def _kind(
    found: Index, number: int, attribution: Attribution, verb: "Token"
) -> Iterator[tuple[str, int, tuple[Party, ...]]]:
    act, subject = attribution.speech_act, _subject(found, number, verb)
    necessary = bool({c.lower_ for c in children(verb, "aux")} & _NECESSARY)
    sign = _judgement(verb)
    if necessary:
        yield "request", -1 if is_passive(verb) else 0, subject
    elif act in _WARN and (condition := _condition(found, number, verb)):
        yield "threaten", -1, condition
    elif act in _WARN and _harmed(verb):
        yield "threaten", -1, subject
    elif act in _BLAME or (sign < 0 and act not in _WARN and act not in ("denial", "apology", "promise")):
        yield "accuse", -1, subject
    elif act == "praise" or (sign > 0 and act not in ("denial", "promise", "comparison", "demand", "question")):
        yield "support", 1, subject


def derived(
    parsed: ParsedDocument, found: Index, attribution: Attribution, mentions: Sequence[Mention]
) -> Iterator[Event]:
    """Yield what a content's main clause does to its subject: blames, praises, threatens it, demands of it.

    Only clauses with a named actor as subject, and with a word of judgement, necessity or harm, or a speech act
    that says so, give anything.
    """
    source = speaker(parsed, attribution, mentions)
    if source is None or attribution.attitude != "speech" or attribution.negated:
        return
    for number, tokens in _tokens(parsed, attribution.content_spans)[:1]:
        verb = _main(tokens)
        if verb is None:
            return
        for kind, polarity, targets in _kind(found, number, attribution, verb):
            for target in targets:
                if target.actor != source.actor:
                    yield Event(
                        number, verb, source, target, kind, polarity, kind, "asserted", said=attribution.attribution_id
                    )
