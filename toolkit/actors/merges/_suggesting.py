"""Suggest which actors of a corpus may be one."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.actors.aliases import bare
from toolkit.actors.folding import plain
from toolkit.actors.merges._blocking import candidates
from toolkit.actors.merges._comparing import BASES, compared
from toolkit.actors.merges._entries import Entry, actors_of, entries_of
from toolkit.actors.merges._evidence import Setting, setting_of, weigh
from toolkit.errors import InputError, check_columns
from toolkit.records import Actor

__all__ = ["COLUMNS", "check_score", "frame_of", "suggest_merges", "undecided"]

COLUMNS = ("kind", "score", "actor", "actor_name", "other", "other_name", "forms", "from", "to", "reason")
#: A surname alone never scores more than this, whatever else is there but a shared role.
_SURNAME = 0.3


class _Pair(NamedTuple):
    kept: Entry
    other: Entry
    likeness: str


def check_score(min_score: float) -> None:
    """Raise unless a threshold is between 0 and 1."""
    if not 0 <= min_score <= 1:
        raise InputError(f"min_score must be between 0 and 1; got {min_score}")


def _fullness(entry: Entry) -> tuple[bool, bool, int, int, str]:
    """Order actors by how well their name tells who they are; the best first."""
    known = "." in entry.actor.actor_id or entry.actor.actor_id.isupper()
    letters = max((len(word) for word in entry.words[:-1]), default=0) if entry.is_person else len(entry.actor.name)
    acronym = not entry.is_person and len(entry.ordered) == 1 and bool(entry.acronyms)
    return acronym, not known, -len(entry.words if entry.is_person else entry.ordered), -letters, entry.actor.actor_id


def _pairs(entries: Sequence[Entry]) -> list[_Pair]:
    found = []
    for a, b in candidates(entries):
        likeness = compared(entries[a], entries[b])
        if likeness is not None:
            kept, other = sorted((entries[a], entries[b]), key=_fullness)
            found.append(_Pair(kept, other, likeness))
    return found


def _rivals(pairs: Iterable[_Pair]) -> dict[tuple[str, str], int]:
    """Count, for the less telling name of each pair, the different names that it fits in the same way."""
    fitting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kept, other, likeness in pairs:
        first = kept.words[0] if kept.is_person else " ".join(kept.ordered)
        fitting[other.actor.actor_id, likeness].add(first)
    return {key: len(names) for key, names in fitting.items()}


def _scored(pair: _Pair, rivals: int, setting: Setting) -> tuple[float, str]:
    base, words = BASES[pair.likeness]
    weights = weigh(pair.kept, pair.other, pair.likeness, rivals, setting)
    score = 1 / (1 + math.exp(-base - sum(weight for weight, _ in weights)))
    if pair.likeness == "surname" and not any(said.startswith("with the same role") for _, said in weights):
        score, words = min(score, _SURNAME), "only the surname is the same"
    speaking = [said for weight, said in sorted(weights, key=lambda w: -w[0]) if weight > 0]
    against = [said for weight, said in sorted(weights) if weight < 0]
    reason = ", ".join([words, *speaking]) + (f"; but {', '.join(against)}" if against else "")
    return round(score, 3), reason


# --- forms -----------------------------------------------------------------------------------------------------------


class Owners:
    """Who is named by a form: whole forms, and for people the names in them and bare surnames."""

    def __init__(self, entries: Iterable[Entry], actors: Iterable[Actor]) -> None:
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.families: dict[str, list[Entry]] = defaultdict(list)
        for actor in actors:
            for form in actor.forms:
                self.forms[bare(form)].add(actor.actor_id)
        for entry in entries:
            for name in entry.names:
                self.forms[bare(name)].add(entry.actor.actor_id)
            if entry.is_person and entry.words:
                self.families[entry.words[-1]].append(entry)

    def told(self, pair: _Pair) -> Iterator[str]:
        """Give the names of the other actor that name nobody else but the one it becomes."""
        ids = {pair.kept.actor.actor_id, pair.other.actor.actor_id}
        names = {bare(name): name for name in reversed(pair.other.names)}
        for name in sorted(names.values()):
            if self.forms[bare(name)] <= ids and not (pair.other.is_person and self._others_bear(name, pair, ids)):
                yield name

    def _others_bear(self, name: str, pair: _Pair, ids: set[str]) -> bool:
        words = plain(name).split()
        if len(words) > 1:
            return False
        bearers = self.families.get(words[0], ())
        return any(e.actor.actor_id not in ids and compared(e, pair.kept) is None for e in bearers)


def undecided(rows: pd.DataFrame, decided: pd.DataFrame | None) -> pd.DataFrame:
    """Leave out the suggestions on which a person has decided."""
    if decided is None:
        return rows
    check_columns("decided", decided, ("decision", "kind", "actor", "other"), hint="it is what read_merges gives")
    done = decided[decided["decision"] != ""]
    keys = {(k, *sorted((a, o))) for k, a, o in zip(done["kind"], done["actor"], done["other"], strict=True)}
    told = zip(rows["kind"], rows["actor"], rows["other"], strict=True)
    return rows[[(k, *sorted((a, o))) not in keys for k, a, o in told]].reset_index(drop=True)


def frame_of(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Make the table of suggestions, the highest score first."""
    rows.sort(key=lambda row: (-float(str(row[1])), str(row[2]), str(row[4])))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def suggest_merges(
    actors: pd.DataFrame | Iterable[Actor],
    *,
    mentions: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
    decided: pd.DataFrame | None = None,
    min_score: float = 0.5,
) -> pd.DataFrame:
    """Suggest which actors of a corpus may be one, for a person to accept or refuse.

    Names are compared where they share a key (sound of the family name and initial, short forms of given names,
    accents and transcription, hyphens, order of words, "Ministry of X" and "X ministry", acronym and initials, a
    shorter form, one letter of difference in long names); a key that more than 150 names share is passed over. Actors
    that are only described ("its crew", "Norvanian officials") are not compared. Two people with the same surname
    alone are not suggested, whatever else they share: only the same role as well can lift such a pair above 0.3.

    Parameters
    ----------
    actors : DataFrame or iterable of Actor
        The table `actors` of a run.
    mentions, documents, relations : DataFrame, optional
        Tables of the same run, for evidence: documents in which two actors are kept apart, actors that stand beside
        both, years, partners in relations. Without them names, countries and roles alone decide.
    decided : DataFrame, optional
        What `read_merges` gives; suggestions that were accepted or refused there are not made again.
    min_score : float
        Lowest score listed, from 0 to 1.

    Returns
    -------
    DataFrame
        One row a suggestion, the highest score first: ``kind`` ("merge"); ``score``; ``actor`` and ``actor_name`` (who
        is kept: the fuller name); ``other`` and ``other_name`` (who becomes it); ``forms`` (names of the other that
        name nobody else, joined with "; ": what becomes aliases); ``from`` and ``to`` (empty: days between which the
        forms hold, for a person to fill); ``reason``, in words.

        The score is 1 / (1 + exp(-w)), where w adds up a weight for the likeness of the names and one for each piece
        of evidence (the evidence model of Fellegi and Sunter 1969). The weights are judged, not estimated: read the
        score as an order, not as a share of right suggestions.

    Raises
    ------
    InputError
        If `min_score` is not between 0 and 1 or a table lacks a column.

    Examples
    --------
    >>> rows = [Actor("marla_quist", "Marla Quist", "person", role="Foreign Minister", forms=("Marla Quist",)),
    ...     Actor("m_quist", "M. Quist", "person", role="foreign minister", forms=("M. Quist",)),
    ...     Actor("pavo_quist", "Pavo Quist", "person", forms=("Pavo Quist",))]
    >>> suggest_merges(rows)[["actor", "other", "forms"]].values.tolist()
    [['marla_quist', 'm_quist', 'M. Quist']]
    """
    check_score(min_score)
    listed = actors_of(actors)
    entries = entries_of(listed)
    setting = setting_of(mentions, documents, relations)
    pairs = _pairs(entries)
    rivals = _rivals(pairs)
    owners = Owners(entries, listed)
    rows: list[tuple[object, ...]] = []
    for pair in pairs:
        score, reason = _scored(pair, rivals[pair.other.actor.actor_id, pair.likeness], setting)
        if score >= min_score:
            rows.append(_row(pair, score, reason, owners))
    return undecided(frame_of(rows), decided)


def _row(pair: _Pair, score: float, reason: str, owners: Owners) -> tuple[object, ...]:
    kept, other = pair.kept.actor, pair.other.actor
    forms = list(owners.told(pair))
    if not forms:
        reason += "; no name of the other is its own: name forms or days yourself"
    ids = kept.actor_id, kept.name, other.actor_id, other.name
    return ("merge", score, *ids, "; ".join(forms), "", "", reason)
