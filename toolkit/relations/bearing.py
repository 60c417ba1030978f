"""Whether the grammar lets a word be an act that passes from one mention to another.

The pair head was trained on sentences that tell one act, and sees acts in others as well. So what no list has is
believed only where the parse bears it out: the source does it, the target stands in the same clause, and the word
is one that can be an act.
"""

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons
from toolkit.records import POLARITY, RELATION_TYPES
from toolkit.relations.grammar import children
from toolkit.relations.lexicon import effects, frames, key, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["bears"]

#: Verbs that tell no act by themselves.
_EMPTY = frozenset({"be", "become", "do", "get", "have", "remain", "seem", "appear"})
#: How a name belongs to the phrase that does something.
_PART = frozenset({"conj", "appos", "compound", "amod", "nmod"})
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "parataxis", "conj", "pcomp", "xcomp"})
#: What is said of the subject of a reported clause can be an act against it; the rest is told, not done.
_AGAINST = frozenset({"accuse", "reject", "threaten"})
#: Types that the head sees wherever somebody is spoken well of or something ought to be: only words of the lists do.
_LISTED = frozenset({"request", "support"})


@lru_cache
def _tellers() -> tuple[frozenset[str], frozenset[str]]:
    """Give the verbs of ``cues.csv`` that only tell the clause behind them, and those of thought: *said that*, *sees*.

    A verb that takes a plain object is no such word: who announces a suspension suspends.
    """
    columns = ("lemma", "particle", "pos", "attitude", "cue_class", "speech_act", "frame", "source")
    rows = [row for row in lexicons.load("cues", *columns) if row["pos"] == "VERB"]
    direct = {row["lemma"] for row in rows if {"np", "np_abstract", "bare"} & set(row["frame"].split())}
    clausal = [row for row in rows if "clause" in row["frame"].split()]
    told = {row["lemma"] for row in clausal if row["attitude"] == "speech" and not row["speech_act"]}
    thought = {row["lemma"] for row in rows if row["attitude"] == "thought"}
    return frozenset(map(key, told - direct)), frozenset(map(key, thought - direct))


def _does(source: "Token", trigger: "Token") -> bool:
    """Tell whether a mention is who does it: subject, agent, owner of the noun, or the word right before."""
    if source == trigger:
        return True
    token = source
    while token.dep_ in _PART and token.head != trigger and token.head != token:
        token = token.head
    if token.head.dep_ == "agent" and token.head.head == trigger:
        return True
    if token.head != trigger:
        return trigger.i - 1 <= source.i <= trigger.i
    if trigger.pos_ == "NOUN":
        return token.dep_ in ("poss", "compound", "amod", "nsubj")
    return token.dep_ in ("nsubj", "csubj")


def _is_of_another(clause: "Token", source: "Token") -> bool:
    """Tell whether a clause inside another has a subject of its own: what somebody else does."""
    own = [subject for subject in children(clause, "nsubj", "nsubjpass") if subject != source]
    return bool(own) and not any(child.tag_ == "TO" for child in clause.children)


def _particles(trigger: "Token") -> set[str]:
    return {child.lower_ for child in children(trigger, "prt")}


def _is_about(trigger: "Token", target: "Token", name: str) -> bool:
    """Tell whether a listed noun of the same sign stands between, and is not undone: ordered *sanctions* on them."""
    own = {
        effect for particle, effect in effects().get(key(trigger.lemma_), ()) if {particle} & {"", *_particles(trigger)}
    }
    if own & {"refuse", "cease"}:
        return False
    between = itertools.takewhile(lambda word: word != trigger, target.ancestors)
    named = (nouns().get(key(word.lemma_)) for word in between if word.pos_ == "NOUN")
    return any(noun is not None and noun.polarity == POLARITY[name] for noun in named)


def _is_listed(trigger: "Token", name: str) -> bool:
    """Tell whether the lists let a word be an act of a type, or leave it to a noun below what it is."""
    word = key(trigger.lemma_)
    acts = {frame.type for frame in frames().get(word, ())} | ({nouns()[word].type} if word in nouns() else set())
    return name in acts or "light" in {effect for _, effect in effects().get(word, ())}


def _is_asked(trigger: "Token", target: "Token", name: str) -> bool:
    """Tell whether a mention is the subject of the clause that the lists let a verb take: demanded that *X* go."""
    clause = target.head
    fits = target.dep_ in ("nsubj", "nsubjpass") and clause.dep_ == "ccomp" and clause.head == trigger
    listed = frames().get(key(trigger.lemma_), ())
    return fits and any(frame.type == name and frame.target in ("clause", "infinitive") for frame in listed)


def _reaches(source: "Token", trigger: "Token", target: "Token") -> bool:
    """Tell whether a mention stands in the clause of an act."""
    token = target
    while token not in (trigger, token.head):
        if token.dep_ in ("relcl", "dep") or (token.dep_ in _CLAUSES and _is_of_another(token, source)):
            return False
        token = token.head
    return token == trigger


def _is_told(trigger: "Token", target: "Token") -> bool:
    """Tell whether a mention stands in the clause that a verb tells."""
    return any(word.dep_ in ("ccomp", "parataxis") and word.head == trigger for word in (target, *target.ancestors))


def _is_spoken_of(trigger: "Token", target: "Token") -> bool:
    """Tell whether a mention is the subject of what a verb of saying tells: said *X* may not stay."""
    clause, depth = target.head, 0
    if target.dep_ not in ("nsubj", "nsubjpass"):
        return False
    while clause.dep_ == "ccomp" and clause.head != trigger and depth < 1:
        clause, depth = clause.head, depth + 1
    return clause.dep_ == "ccomp" and clause.head == trigger


def _is_listed_otherwise(trigger: "Token", name: str) -> bool:
    """Tell whether the lists have a verb with a plain object only for acts of another sign: who opposes asks not.

    With a particle it is another verb: who rules out does not rule.
    """
    listed = [frame for frame in frames().get(key(trigger.lemma_), ()) if frame.target == "object"]
    plain = [f for f in listed if not (f.objects or f.prepositions or f.preposition_objects)]
    own = [frame for frame in plain if frame.particle in _particles(trigger)]
    signs = {frame.polarity for frame in own or [frame for frame in plain if not frame.particle]}
    return bool(signs) and POLARITY[name] not in signs


def bears(source: "Token", above: "Token", trigger: "Token", target: "Token", name: str) -> bool:
    """Tell whether the parse bears out an act that no list has.

    Parameters
    ----------
    source, target : Token
        The words that name the two.
    above : Token
        The word that joins them.
    trigger : Token
        The act: `above`, or the verb of a clause below it in which the source goes on.
    name : str
        The relation type.

    Returns
    -------
    bool
    """
    word = key(trigger.lemma_)
    told, thought = _tellers()
    verbal = not RELATION_TYPES[name].startswith("material")
    if word in _EMPTY or (verbal and word in thought) or not _does(source, above):
        return False
    if word in told and trigger.pos_ != "NOUN" and (verbal or _is_told(trigger, target)):
        return name in _AGAINST and _is_spoken_of(trigger, target)
    if name in _LISTED and not _is_listed(trigger, name):
        return False
    if _is_about(trigger, target, name) or _is_asked(trigger, target, name):
        return True
    return not _is_listed_otherwise(trigger, name) and _reaches(source, trigger, target)
