"""Who is subject, object and agent of a verb: the grammar that every rule on relations shares.

The labels are those of spaCy's English pipelines. Functions take a token and give tokens; none knows an actor.
"""

from typing import TYPE_CHECKING

from toolkit.relations.lexicon import effects, heads, key, nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "antecedent",
    "children",
    "conditional",
    "conjuncts",
    "effect_of",
    "finite",
    "governor",
    "is_passive",
    "objects",
    "particles",
    "patients",
    "prepositional",
    "subjects",
    "surface_subjects",
]

_RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
#: Verbs whose ``of``/``for`` phrase with a verb form tells a deed of their object: accused Y of lying.
_OBJECT_DEED = frozenset({"of", "for", "from", "into", "over"})
#: Verbs with an object whose infinitive is still done by the subject.
_ASKED = frozenset({"on", "upon", "to", "with", "for"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "use", "take", "need", "spend"})


def children(token: "Token", *labels: str) -> list["Token"]:
    """Give the children of a token that carry one of the labels, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def conjuncts(token: "Token") -> list["Token"]:
    """Give a token and those coordinated under it: A, B and C.

    Parameters
    ----------
    token : Token
        The first of them.

    Returns
    -------
    list of Token
        `token` first, then the others in text order.
    """
    found = [token]
    for child in children(token, "conj"):
        found.extend(conjuncts(child))
    return found


def antecedent(token: "Token") -> "Token | None":
    """Find the noun that a relative pronoun stands for, None for any other token."""
    if token.lower_ not in _RELATIVES or token.pos_ not in ("PRON", "DET", "SCONJ", "ADV"):
        return None
    clause = next((a for a in token.ancestors if a.dep_ in ("relcl", "acl")), None)
    return clause.head if clause is not None and clause.head.i < token.i else None


def is_passive(verb: "Token") -> bool:
    """Tell whether a verb stands in the passive (reduced participles and headline participles included)."""
    if children(verb, "auxpass", "nsubjpass", "agent", "csubjpass"):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and not children(verb, "nsubj"):
        return True
    shared = verb.dep_ == "conj" and verb.tag_ == "VBN" and not children(verb, "nsubj", "aux")
    return shared and verb.head.tag_ == "VBN" and is_passive(verb.head)


def _small_clause(verb: "Token") -> list["Token"]:
    """Find the subject of an infinitive or adjective that is understood as the verb's object: let *them* go."""
    return [
        subject
        for clause in children(verb, "ccomp", "oprd")
        if clause.tag_ in ("VB", "JJ", "VBN", "VBG") and not children(clause, "mark") and clause.i > verb.i
        for subject in children(clause, "nsubj", "nsubjpass")
        if subject.i > verb.i
        and (clause.tag_ != "VB" or any(a.lower_ == "to" for a in children(clause, "aux")) or key(verb.lemma_) == "let")
        if not any(a.tag_ in ("VBD", "VBZ", "VBP", "MD") for a in children(clause, "aux", "auxpass", "cop"))
    ]


def objects(verb: "Token") -> list["Token"]:
    """Find the direct object that stands beside a verb, or that it shares with a coordinated verb."""
    found = children(verb, "dobj", "obj") or _small_clause(verb)
    if found or is_passive(verb):
        return found
    later = [c for c in children(verb, "conj") if c.pos_ == "VERB" and c.i - verb.i <= 3]
    return [o for c in later for o in children(c, "dobj", "obj")] if later else []


def _of_preposition(verb: "Token") -> list["Token"]:
    preposition, head = verb.head, verb.head.head
    if head.dep_ == "advmod":  # stopped short of attacking
        head = head.head
    if head.pos_ in ("VERB", "AUX"):
        taken = surface_subjects(head) if is_passive(head) else objects(head)
        if preposition.lower_ in _OBJECT_DEED and taken and preposition.i > taken[0].i:
            return taken
        return surface_subjects(head)
    return []


def _is_word(noun: "Token") -> bool:
    """Tell whether a noun names something said or written, whose author then does what it does: a letter accusing Y."""
    lemma = key(noun.lemma_)
    return "word" in heads().get(lemma, ()) or lemma in nouns()


def _of_noun(verb: "Token") -> list["Token"]:
    noun = verb.head
    if verb.tag_ == "VBN" or (verb.tag_ == "VBG" and not _is_word(noun)):
        return [noun]
    owner = children(noun, "poss")
    if owner:
        return owner
    if noun.dep_ in ("dobj", "acomp", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return surface_subjects(noun.head)
    return []


def _asked_for(verb: "Token") -> bool:
    """Tell whether an infinitive says what a verb of request asks for: called on Y to go."""
    infinitive = verb.dep_ == "advcl" and verb.tag_ == "VB" and any(a.lower_ == "to" for a in children(verb, "aux"))
    return infinitive and "request" in effect_of(verb.head)


def _controlled(verb: "Token") -> list["Token"]:
    head = verb.head
    if head.pos_ == "ADJ" or head.dep_ == "acomp":
        return surface_subjects(head.head) if head.head.pos_ in ("VERB", "AUX") else []
    if key(head.lemma_) not in _SUBJECT_CONTROL and not is_passive(head):
        taken = children(head, "dobj", "obj", "dative")
        taken = [t for t in taken if t.pos_ != "ADP"]
        if taken and taken[0].i < verb.i:
            return taken[:1]
        asked = [p for prep in children(head, "prep") if prep.lower_ in _ASKED for p in children(prep, "pobj")]
        asked = [p for p in asked if p.i < verb.i]
        if asked and "request" in effect_of(head):
            return asked[-1:]  # called on Friday on Y to go
    return surface_subjects(head)


def surface_subjects(verb: "Token") -> list["Token"]:
    """Find the grammatical subject of a verb form, shared and understood subjects included.

    Parameters
    ----------
    verb : Token
        A verb, or an auxiliary that stands for one.

    Returns
    -------
    list of Token
        Heads of the subject's phrases; empty where the sentence names none.
    """
    own = children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")
    own = [token for token in own if token.dep_ not in ("csubj", "csubjpass")]
    if own:
        return own
    head = verb.head
    if head == verb:
        return []
    if verb.dep_ == "conj":
        return surface_subjects(head) if head.pos_ in ("VERB", "AUX") else []
    if verb.dep_ in ("xcomp", "oprd") or _asked_for(verb):
        return _controlled(verb)
    if verb.dep_ in ("pcomp", "pobj") and head.dep_ in ("prep", "agent"):
        return _of_preposition(verb)
    if verb.dep_ in ("acl", "relcl"):
        return _of_noun(verb)
    if (
        verb.dep_ in ("advcl", "dep", "parataxis", "ccomp")
        and head.pos_ in ("VERB", "AUX")
        and not children(verb, "mark")
    ):
        return surface_subjects(head) if verb.tag_ in ("VBG", "VB", "VBN") or verb.dep_ == "dep" else []
    return []


def _gap(verb: "Token", subject: list["Token"]) -> list["Token"]:
    if verb.dep_ != "relcl" or not subject or any(antecedent(s) is not None for s in subject):
        return []
    return [verb.head]


def subjects(verb: "Token") -> list["Token"]:
    """Find who acts: the subject of an active verb, the agent of a passive one."""
    if not is_passive(verb):
        return surface_subjects(verb)
    return [p for agent in children(verb, "agent", "prep") if agent.lower_ == "by" for p in children(agent, "pobj")]


def patients(verb: "Token") -> list["Token"]:
    """Find who is acted on: the object of an active verb, the subject of a passive one."""
    if is_passive(verb):
        return objects(verb) or surface_subjects(verb)
    return objects(verb) or _gap(verb, surface_subjects(verb))


def conditional(clause: "Token") -> bool:
    """Tell whether a clause is a condition: if, unless."""
    return any(m.lower_ in ("if", "unless") for m in children(clause, "mark", "advmod"))


def finite(token: "Token") -> "Token":
    """Find the verb whose auxiliaries decide about a token: its own, or of the verb it shares them with."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    while not children(token, "aux", "auxpass", "neg", "nsubj", "nsubjpass") and token.dep_ in ("conj", "xcomp"):
        if token.head.pos_ not in ("VERB", "AUX"):
            break
        token = token.head
    return token


def particles(verb: "Token") -> frozenset[str]:
    """Give the particles of a verb in lower case (hit *back*)."""
    return frozenset(c.lower_ for c in children(verb, "prt", "advmod", "prep", "acomp"))


def _holders(verb: "Token") -> list["Token"]:
    near = [verb, *children(verb, "prt", "advmod", "acomp", "oprd", "dative"), *objects(verb)]
    return near + [p for p in children(verb, "prep") if not children(p, "pobj", "pcomp")]


def prepositional(token: "Token", names: frozenset[str], *, verb: bool = True) -> list["Token"]:
    """Find the objects of prepositions with one of the names, under a verb and what belongs to it, or under a noun.

    Parameters
    ----------
    token : Token
        The verb or noun.
    names : frozenset of str
        Prepositions in lower case.
    verb : bool
        Whether to look below particles and objects too, where parsers like to hang a verb's phrases.

    Returns
    -------
    list of Token
        Heads of the phrases, in text order.
    """
    holders = _holders(token) if verb else [token]
    found = []
    for holder in holders:
        for prep in children(holder, "prep", "agent", "dative", "prt", "advmod"):
            after = prep.i > token.i or any(antecedent(p) is not None for p in prep.children)
            if prep.lower_ in names and after and holder.lower_ != "according":
                found.extend(children(prep, "pobj"))
    return sorted(set(found), key=lambda t: t.i)


def effect_of(word: "Token") -> frozenset[str]:
    """Give what a verb, noun or adjective does to the act that it governs, empty where nothing is known."""
    rows = effects().get(key(word.lemma_), ())
    near = particles(word) if any(particle for particle, _ in rows) else frozenset()
    return frozenset(effect for particle, effect in rows if not particle or particle in near)


def governor(token: "Token") -> "tuple[Token, frozenset[str]] | None":
    """Find the word that governs an infinitive, participle or event noun and what it does to the act.

    Examples are *refused* to meet, *agreed* to send arms, a *threat* to attack, *willing* to talk.

    Returns
    -------
    tuple of Token and frozenset of str, or None
        The governing word and its effects, None where nothing governs.
    """
    head = token.head
    if head == token:
        return None
    if token.dep_ == "conj" and head.pos_ in ("VERB", "AUX", "NOUN") and not children(token, "nsubj", "nsubjpass"):
        return governor(head)
    if token.dep_ in ("xcomp", "acl", "ccomp", "dobj", "advcl", "pcomp", "nsubjpass", "pobj"):
        if token.dep_ in ("pcomp", "pobj") and head.dep_ == "prep":
            head = head.head
        if token.dep_ == "acl" and token.tag_ in ("VBN", "VBG"):
            return None
        if token.dep_ == "advcl" and not any(a.lower_ == "to" for a in children(token, "aux")):
            return None
        small = token.dep_ == "ccomp" and any(a.lower_ == "to" for a in children(token, "aux"))
        if token.dep_ in ("ccomp", "advcl") and children(token, "nsubj", "nsubjpass") and not small:
            return None
        found = effect_of(head)
        return (head, found) if found else None
    return None
