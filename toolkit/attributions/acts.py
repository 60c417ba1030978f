"""Speech act and modality of an attribution, read off its cue, its words, and the main clauses of its content."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.attributions.cues import Entry, words
from toolkit.attributions.drafts import Passage, Range
from toolkit.attributions.extents import has_to, object_of
from toolkit.attributions.sources import own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["main_verbs", "modality", "speech_act"]

_CONDITION = r"\b(?:if|unless|until|provided that|as long as)\b"
_CONDITIONAL = re.compile(_CONDITION, re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:may|might|could|perhaps|possibly)\b(?! \d)", re.IGNORECASE)
_SORRY = re.compile(r"\b(?:(?:I|we)(?:'m|’m|'re|’re| am| are)? (?:\w+ )?(?:sorry|apologi[sz]e))\b", re.IGNORECASE)
_INDIRECT_QUESTION = re.compile(r"^\W*(?:if|whether)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\b(?:should|ought to|let us|let's)\b", re.IGNORECASE)
_MUST = frozenset({"must", "should", "ought", "need"})
_HAVE_TO = frozenset({"have", "need", "require", "oblige", "ought"})
_OPEN = frozenset({"may", "might", "could"})
_FUTURE = _OPEN | {"will", "would", "'ll", "can", "shall", "wo", "’ll"}
_SELF = frozenset({"i", "we", "my", "our"})
_OTHERS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})


def main_verbs(here: Passage, pieces: Sequence[Range]) -> list["Token"]:
    """Give the verbs of the main clauses of a content, those joined by "and" and those after "I think" included."""
    held = {t.i: t for piece in pieces for t in here.tokens(piece) if t.idx >= piece[0]}
    tops = [t for t in held.values() if t.head == t or t.head.i not in held]
    found: list[Token] = []
    while tops:
        top = tops.pop(0)
        if top.pos_ in ("VERB", "AUX"):
            found.append(top)
        tops += [c for c in top.children if c.i in held and (c.dep_ == "conj" or _believed(c))]
    return sorted(found, key=lambda t: t.i)


def _believed(clause: "Token") -> bool:
    who = own_subject(clause.head)
    return clause.dep_ == "ccomp" and who is not None and who.lower_ in _SELF


def _auxiliaries(verb: "Token") -> frozenset[str]:
    """Give the auxiliaries of a verb, or those that it shares with the verb before: "would close and seize"."""
    own = frozenset(c.lower_ for c in verb.children if c.dep_ == "aux")
    shares = not own and verb.dep_ == "conj" and own_subject(verb) is None and verb.head != verb and verb.tag_ == "VB"
    return _auxiliaries(verb.head) if shares else own


def _is_necessary(verb: "Token") -> bool:
    bound = verb.lemma_ in _HAVE_TO and any(c.dep_ == "xcomp" and has_to(c) for c in verb.children)
    return bound or bool(_auxiliaries(verb) & _MUST)


def modality(content: str, verbs: Sequence["Token"], cue: Entry | None) -> str | None:
    """Give "conditional", "necessary" or "possible" where the content is marked so (in that order), else None.

    Parameters
    ----------
    content : str
        Its words.
    verbs : sequence of Token
        Its `main_verbs`: it is necessary where one of them stands with must, should, have to or need to.
    cue : Entry or None
        The row of the cue.

    Examples
    --------
    >>> modality("that it must leave unless it pays", (), None), modality("whether it may leave", (), None)
    ('conditional', 'possible')
    """
    asks = cue is not None and cue.speech_act == "question"
    said = _INDIRECT_QUESTION.sub("", content) if asks or content.lower().startswith("whether") else content
    if _CONDITIONAL.search(said):
        return "conditional"
    if any(_is_necessary(verb) for verb in verbs):
        return "necessary"
    return "possible" if _POSSIBLE.search(said) else None


def speech_act(
    here: Passage, content: str, verbs: Sequence["Token"], cue: Entry | None, *, speaker: str | None = None
) -> str:
    """Name the speech act: that of the cue, or for cues that do not say, what the form of the content shows.

    Parameters
    ----------
    here : Passage
        Where the content stands.
    content : str
        Its words.
    verbs : sequence of Token
        Its `main_verbs`.
    cue : Entry or None
        The row of the cue.
    speaker : str or None
        Who says it, by name: somebody who holds out harm by their own side threatens.
    """
    act = cue.speech_act if cue is not None else None
    if cue is not None and cue.lemma == "suggest" and not _SHOULD.search(content):
        return "statement"
    if act == "question" and _is_request(verbs):
        return "demand"
    if act in (None, "warning") and any(_threatens(here, content, verb, speaker or "") for verb in verbs):
        return "threat"
    if act is not None:
        return act
    return _by_form(content, verbs, cue)


def _by_form(content: str, verbs: Sequence["Token"], cue: Entry | None) -> str:
    if _SORRY.search(content):
        return "apology"
    if content.rstrip("\"'”’ ").endswith("?"):
        return "question"
    told = cue is not None and "listener" in cue.frame and _is_request(verbs)
    return "demand" if told or any("must" in _auxiliaries(v) and not _is_own(v) for v in verbs) else "statement"


def _is_request(verbs: Sequence["Token"]) -> bool:
    """Say whether a content is what somebody is to do ("to leave"), not how or what ("what to do")."""
    if not verbs or not has_to(verbs[0]) or verbs[0].dep_ not in ("xcomp", "ccomp", "advcl"):
        return False
    return not any(t.tag_ in ("WP", "WRB", "WDT") for t in verbs[0].lefts)


def _is_own(verb: "Token") -> bool:
    who = _actor(verb)
    return who is not None and who.lower_ in ("i", "we")


def _actor(verb: "Token") -> "Token | None":
    """Give the subject of a verb, or of the verb that it is joined to."""
    while own_subject(verb) is None and verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    return own_subject(verb)


def _threatens(here: Passage, content: str, verb: "Token", speaker: str) -> bool:
    """Say whether the speaker's own side may or will do harm: "we will close our ports unless they pay"."""
    modal = _auxiliaries(verb)
    who = _actor(verb)
    passive_or_not = any(c.dep_ in ("neg", "auxpass") for c in verb.children)
    if passive_or_not or not modal & _FUTURE or who is None or not _own_side(here, who, speaker):
        return False
    if _retaliates(verb):
        return True
    harms = verb.lemma_.lower() in words("harm")
    target = object_of(verb)
    lever = target is not None and target.lemma_.lower() in words("lever")
    return harms and (_CONDITIONAL.search(content) is not None or (lever and bool(modal & _OPEN)))


def _retaliates(verb: "Token") -> bool:
    after = {t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 3]}
    if verb.lemma_ in ("answer", "respond", "reply", "react"):
        return {"in", "kind"} <= after
    return verb.lemma_ == "retaliate" or (verb.lemma_ in ("hit", "strike") and "back" in after)


def _own_side(here: Passage, who: "Token", speaker: str) -> bool:
    """Say whether somebody in a content is the speaker, their group, or their country by name."""
    quoted = here.quote_at(who.idx) is not None
    pronouns = _SELF if quoted else _OTHERS
    if who.lower_ in pronouns:
        return True
    owned = any(c.dep_ == "poss" and c.lower_ in pronouns for c in who.children)
    if owned and who.lemma_.lower() in words("speaker") | words("side"):
        return True
    return who.pos_ == "PROPN" and _names(who.text, speaker)


def _names(name: str, speaker: str) -> bool:
    """Say whether a speaker is named with a name or a word from it: Norvania in "the Norvanian minister"."""
    stem = name[: max(4, len(name) - 2)]
    return len(name) > 3 and any(word.startswith(stem) for word in _title_words(speaker))


def _title_words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"\w+", text) if word[0].isupper())
