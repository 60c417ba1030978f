"""Which side a source takes towards a concept: by its cue and by the words of the content around the concept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from toolkit import lexicons
from toolkit.codebooks import Codebook, Concept
from toolkit.concepts._match import hits, readings_of
from toolkit.concepts._words import Reading, Wanted, find, is_content, phrase, read, stem
from toolkit.errors import InputError, check_columns

__all__ = ["stance"]

#: What a class of words says of the measure it stands with, and how much it weighs.
_SIGN = {"support": 1, "oppose": -1, "good": 1, "bad": -1, "want": 1, "modal": 1}
_WEIGHT = {"support": 1.0, "oppose": 1.0, "good": 0.7, "bad": 0.7, "want": 0.5, "modal": 0.5}
_WEIGHT |= {"opposite": 1.0, "for": 2.0, "against": 2.0}
_SIGN |= {"opposite": -1, "for": 1, "against": -1}
_CUE_WEIGHT, _FAR, _LEAST = 0.7, 0.5, 0.01
#: A negation reaches so many tokens, within its part of the sentence.
_REACH = 4
_BREAKS = frozenset((",", ";", ":", "-", "–", "—", ".", "!", "?", "but", "because", "while", "although", "though"))
_CONDITIONS = frozenset(("if", "whether"))
#: Speech act -> what it says of its content where the content itself does not take sides.
_ACTS = {"demand": 1, "proposal": 1, "promise": 1, "call": 1, "praise": 1}
_ACTS |= {"criticism": -1, "accusation": -1, "warning": -1, "threat": -1}


class _Evidence(NamedTuple):
    """A sign with its kind and weight, and the words that bear it."""

    kind: str
    sign: int
    weight: float
    words: str


@dataclass(frozen=True)
class _Side:
    """A concept with all that is looked for."""

    concept: Concept
    wanted: tuple[Wanted, ...]
    stated: tuple[tuple[Wanted, int], ...]
    opposites: frozenset[str]
    own: frozenset[str]
    turning: frozenset[str]


@lru_cache
def _phrases() -> tuple[tuple[Wanted, str], ...]:
    rows = lexicons.load("stance_words", "phrase", "class", "source")
    made = [(phrase(row["phrase"]), row["class"]) for row in rows]
    return tuple(sorted(made, key=lambda item: (-len(item[0].parts), item[0].text)))


@lru_cache
def _by_first() -> dict[str, tuple[tuple[Wanted, str], ...]]:
    made: dict[str, tuple[tuple[Wanted, str], ...]] = {}
    for wanted, kind in _phrases():
        made[wanted.parts[0]] = (*made.get(wanted.parts[0], ()), (wanted, kind))
    return made


@lru_cache
def _single(kind: str) -> frozenset[str]:
    return frozenset(wanted.parts[0] for wanted, k in _phrases() if k == kind and len(wanted.parts) == 1)


def _side(concept: Concept) -> _Side:
    """Prepare a concept: its phrases, those that take sides, and the words of the opposite direction."""
    own = frozenset(form for form in read(concept.concept).stems if is_content(form))
    pairs = [
        (stem(row["word"]), stem(row["opposite"]))
        for row in lexicons.load("stance_opposites", "word", "opposite", "source")
    ]
    against = {b for a, b in pairs if a in own} | {a for a, b in pairs if b in own}
    turning = frozenset(word for pair in pairs for word in pair)
    neutral = [p for p in concept.seed_phrases if p.stance is None]
    stated = tuple((phrase(p.text), p.stance) for p in concept.seed_phrases if p.stance is not None)
    wanted = (phrase(concept.concept), *(phrase(p.text) for p in neutral))
    return _Side(concept, wanted, stated, frozenset(against - own), own, turning)


def _idle(reading: Reading) -> frozenset[int]:
    """Find the tokens of set wordings ("no doubt", "for good") that mean nothing of their words."""
    idioms = [wanted for wanted, kind in _phrases() if kind == "idiom"]
    return frozenset(place for wanted in idioms for places in find(reading, wanted) for place in places)


def _flipped(reading: Reading, place: int) -> bool:
    """Say whether an odd number of negations before a token reach it."""
    idle = _idle(reading)
    count = 0
    for before in range(place - 1, max(place - 1 - _REACH, -1), -1):
        form = reading.forms[before]
        if form in _BREAKS or reading.sentence[before] != reading.sentence[place]:
            break
        negates = form.endswith("n't") or reading.stems[before] in _single("negation")
        count += negates and before not in idle
    count += reading.forms[place].endswith("n't")
    return count % 2 == 1


def _open(reading: Reading, place: int) -> bool:
    """Say whether a token stands in a question or under a condition, where nothing is claimed."""
    inside = [n for n, number in enumerate(reading.sentence) if number == reading.sentence[place]]
    if reading.forms[inside[-1]] == "?":
        return True
    for before in range(place - 1, inside[0] - 1, -1):
        if reading.forms[before] == ",":
            return False
        if reading.forms[before] in _CONDITIONS:
            return True
    return False


def _words(reading: Reading, closed: frozenset[int]) -> Iterator[tuple[int, str, str]]:
    """Find the words that take sides: place, class, wording; the longer phrase goes first."""
    taken = set(closed) | _idle(reading)
    there = set(reading.stems)
    listed = [item for first in sorted(there & set(_by_first())) for item in _by_first()[first]]
    for wanted, kind in sorted(listed, key=lambda item: (-len(item[0].parts), item[0].text)):
        if kind not in ("negation", "idiom"):
            for places in find(reading, wanted, closed=frozenset(taken)):
                taken.update(places)
                yield places[0], kind, reading.words(places)


def _about(reading: Reading, side: _Side, place: int) -> bool:
    """Say whether a word of opposite direction stands in a sentence with another word of the concept's name."""
    here = {
        form for form, number in zip(reading.stems, reading.sentence, strict=True) if number == reading.sentence[place]
    }
    things = side.own - side.turning
    return not things or bool(here & things)


def _of_speaker(reading: Reading, place: int) -> bool:
    """Say whether the subject of a verb is the source itself (I, we); what others wish is not its stance."""
    return not {"i", "we"}.isdisjoint(reading.forms[max(place - 3, 0) : place])


def _content_evidence(reading: Reading, side: _Side) -> list[_Evidence]:
    """Collect what a content says for and against a concept."""
    anchors = {place for places in hits(reading, side.concept, side.wanted) for place in places}
    near = {reading.sentence[place] for place in anchors}
    found = []
    for wanted, sign in side.stated:
        for places in hits(reading, side.concept, [wanted]):
            anchors.update(places)
            near.add(reading.sentence[places[0]])
            found.append((places[0], "for" if sign > 0 else "against", reading.words(places)))
    for place, form in enumerate(reading.stems):
        if form in side.opposites and _about(reading, side, place):
            found.append((place, "opposite", reading.words([place])))
            anchors.add(place)
    closed = frozenset(anchors | {n for n, form in enumerate(reading.stems) if form in side.own})
    plain = list(_words(reading, closed))
    plain = [item for item in plain if item[1] != "want" or _of_speaker(reading, item[0])]
    operators = {reading.sentence[place] for place, kind, _ in [*found, *plain] if kind not in ("want", "modal")}
    for place, kind, words in plain:
        if kind not in ("want", "modal") or reading.sentence[place] not in operators:
            found.append((place, kind, words))
    return [_weighed(reading, near, *item) for item in found if not _open(reading, item[0])]


def _weighed(reading: Reading, near: set[int], place: int, kind: str, words: str) -> _Evidence:
    after = reading.stems[place + 1 : place + 3]
    away = kind in ("want", "modal") and any(form in _single("negation") for form in after)
    flipped = _flipped(reading, place) != away
    far = _FAR if near and reading.sentence[place] not in near else 1.0
    sign = -_SIGN[kind] if flipped else _SIGN[kind]
    return _Evidence(kind, sign, _WEIGHT[kind] * far, f"not {words}" if flipped else words)


def _of_cue(said: Any, content: list[_Evidence]) -> list[_Evidence]:
    """Put the cue of an attribution together with what its content says.

    A cue that wishes, backs or opposes turns the direction of the content (they oppose ending it: they are for it);
    praise and blame inside such a content only describe. A cue that praises, blames or warns is one more word. In
    quotation marks the source speaks, whatever the cue reports.
    """
    if _value(said, "speech_act") == "question":
        return []
    sign, words = _operator(said)
    negated = bool(_value(said, "negated"))
    if sign and _value(said, "kind") != "direct":
        turned = sum(e.sign * e.weight for e in content if e.kind not in ("good", "bad"))
        sign = -sign if (turned < 0) != negated else sign
        return [_Evidence("cue", sign, _CUE_WEIGHT * 2, f"not {words}" if negated else words)]
    if negated:
        return []
    if _value(said, "speech_act") == "denial" and _value(said, "kind") != "direct":
        return [e._replace(sign=-e.sign, words=f"denied: {e.words}") for e in content]
    act = _ACTS.get(_value(said, "speech_act") or "", 0)
    return [*content, _Evidence("cue", act, _CUE_WEIGHT, _value(said, "cue_text") or "")] if act else content


def _value(said: Any, name: str) -> Any:
    value = getattr(said, name, None)
    return None if value is None or value is pd.NA or value != value else value


def _operator(said: Any) -> tuple[int, str]:
    """Say whether a cue wishes, backs or opposes its content (1, -1), and in which words."""
    act, cue = _value(said, "speech_act"), _value(said, "cue_text") or _value(said, "cue_lemma") or ""
    if act in ("criticism", "praise", "accusation", "warning", "threat", "denial"):
        return 0, cue
    signs = {
        _SIGN[kind] for _, kind, _ in _words(read(cue), frozenset()) if kind in ("support", "oppose", "want", "modal")
    }
    if len(signs) == 1:
        return signs.pop(), cue
    wished = act in ("demand", "proposal", "promise", "call") or _value(said, "attitude") == "intention"
    return int(wished and not signs), cue


def _verdict(evidence: Sequence[_Evidence], said: Any) -> tuple[int | None, float | None, str]:
    """Weigh the evidence: sign, confidence, words; no stance where there is none or both sides weigh the same."""
    total = sum(e.sign * e.weight for e in evidence)
    words = "; ".join(dict.fromkeys(f"{'+' if e.sign > 0 else '-'} {e.words}" for e in evidence))
    if abs(total) < _LEAST:
        return None, None, words
    confidence = abs(total) / (1 + sum(e.weight for e in evidence))
    unsure = _value(said, "modality") in ("hypothetical", "historical")
    return (1 if total > 0 else -1), round(confidence / 2 if unsure else confidence, 6), words


def stance(matches: pd.DataFrame, attributions: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Say which side each source takes towards the concepts that its contents match.

    Rules weigh signs: words of consent, rejection, wish, praise and blame (word list ``stance_words``) and words of
    the direction opposite to the concept's name (``stance_opposites``: "reopen" towards "close the road") in the
    content, those in a sentence without the concept by half; seed phrases with a stance of their own; the attribution's
    cue, speech act, attitude and negation. A negation turns the words after it, up to four in its part of the sentence.
    What stands in a question or after "if" says nothing. Words of the concept itself never count as praise or blame.

    Parameters
    ----------
    matches : DataFrame
        As `match` gives it.
    attributions : DataFrame
        The attributions that were matched. Of `kind`, `attitude`, `cue_text`, `cue_lemma`, `speech_act`, `modality` and
        `negated` those that are there are used.
    codebook : Codebook
        The concepts.

    Returns
    -------
    DataFrame
        `matches` with `stance` (1 supports, -1 rejects, missing where nothing is stated or both sides weigh the same),
        `stance_confidence` (0 to below 1, missing with the stance: the surplus of one side over 1 plus the weight of
        all words, halved for what is hypothetical or past; an order, not a probability) and `stance_words` (the words,
        with + or -).

    Raises
    ------
    InputError
        If a column is missing, or `matches` names an attribution or a concept that is not there.

    Examples
    --------
    >>> from toolkit.concepts import match
    >>> said = pd.DataFrame({"doc_id": ["d1"], "attribution_id": ["a1"], "content_text": ["the toll is not fair"]})
    >>> book = Codebook((Concept("toll"),))
    >>> found = stance(match(said, book), said, book)
    >>> found[["stance", "stance_words"]].values.tolist()
    [[-1, '- not fair']]
    """
    check_columns("matches", matches.columns, ("doc_id", "attribution_id", "concept"))
    readings = dict(zip(_keys(attributions), readings_of(attributions), strict=True))
    said = dict(zip(_keys(attributions), attributions.itertuples(index=False), strict=True))
    sides = {entry.concept: _side(entry) for entry in codebook.concepts}
    made = []
    for key, concept in zip(_keys(matches), matches["concept"], strict=True):
        if key not in readings or concept not in sides:
            raise InputError(
                f"matches has {concept!r} for {' '.join(key)}, which attributions and codebook do not have"
            )
        made.append(_verdict(_of_cue(said[key], _content_evidence(readings[key], sides[concept])), said[key]))
    table = pd.DataFrame(made, columns=["stance", "stance_confidence", "stance_words"], index=matches.index)
    return matches.join(table.astype({"stance": "Int64", "stance_confidence": "float64", "stance_words": "str"}))


def _keys(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["doc_id"].astype(str), table["attribution_id"].astype(str), strict=True))
