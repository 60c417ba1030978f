"""The word list of cues: which words introduce what somebody says, thinks or wants, and with which complements.

The column `frame` of ``cues.csv`` lists the complements of a word: clause, infinitive ("vowed to go"),
object_infinitive ("urged them to go"), gerund, predicate ("called it a farce"), quote (stands beside a quotation),
np (any object), np_abstract (no person), np_message and claim (an object that is something said), bare (an object that
is judged: an act), a preposition ("accused X of"; with ``_only`` without an object), listener (the object is spoken to
and no part of the content), quote_predicate (an object and quoted words), and rest (the rest of the sentence, where
the parse shows nothing).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicons

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["COLON", "Entry", "choose", "entries", "of_lemma", "of_noun", "words"]

_COLUMNS = ("lemma", "particle", "pos", "attitude", "cue_class", "speech_act", "frame", "source")


@dataclass(frozen=True)
class Entry:
    """One row of the word list; `frame` are the complements it takes, `speech_act` is None for a plain statement."""

    lemma: str
    particle: str
    pos: str
    attitude: str
    cue_class: str
    speech_act: str | None
    frame: frozenset[str]


COLON = Entry(":", "", "PUNCT", "speech", "neutral", None, frozenset({"quote", "clause"}))


@lru_cache
def words(group: str) -> frozenset[str]:
    """Give one group of ``cue_words.csv``: claim, speaker, light_verb or label."""
    return frozenset(row["word"] for row in lexicons.load("cue_words", "word", "group") if row["group"] == group)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[Entry, ...]]:
    table: dict[tuple[str, str], list[Entry]] = {}
    for row in lexicons.load("cues", *_COLUMNS):
        entry = Entry(
            row["lemma"],
            row["particle"],
            row["pos"],
            row["attitude"],
            row["cue_class"],
            row["speech_act"] or None,
            frozenset(row["frame"].split()),
        )
        table.setdefault((entry.pos, entry.lemma), []).append(entry)
    return {key: tuple(rows) for key, rows in table.items()}


#: Forms that a small tagger's lemmatizer leaves as they are in headlines and participles.
_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
_IRREGULAR = {"said": "say", "saying": "say", "told": "tell", "wrote": "write", "thought": "think", "held": "hold"}


def _lemmas(token: "Token") -> list[str]:
    low = token.lower_
    made = [low[: -len(old)] + new for old, new in _ENDINGS if low.endswith(old) and len(low) > len(old) + 2]
    doubled = [word[:-1] for word in made if len(word) > 3 and word[-1] == word[-2]]
    return [token.lemma_.lower(), _IRREGULAR.get(low, low), *made, *doubled]


def entries(token: "Token", pos: str) -> tuple[Entry, ...]:
    """Give the rows of the word list for a token read as `pos`, whatever particle they need; () if there is none."""
    for lemma in _lemmas(token):
        found = _table().get((pos, lemma))
        if found:
            return found
    return ()


def of_noun(token: "Token") -> tuple[Entry, ...]:
    """Give the rows of a noun; only its own lemma counts."""
    return _table().get(("NOUN", token.lemma_.lower()), ())


def choose(rows: tuple[Entry, ...], frame: str, particle: str = "") -> Entry | None:
    """Choose the first row with a particle that takes a complement, None if there is none."""
    return next((row for row in rows if row.particle == particle and frame in row.frame), None)


def of_lemma(lemma: str, pos: str) -> tuple[Entry, ...]:
    """Give the rows of a lemma, () if there is none."""
    return _table().get((pos, lemma), ())
