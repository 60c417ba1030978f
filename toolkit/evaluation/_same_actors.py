"""Which actor of the gold a predicted one is, told by the names that they share."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.evaluation._casts import Cast, Member

__all__ = ["Matching", "matching", "party_of"]

_EDGE = " \"'“”‘’«»„.,;:!?—–-()[]"
#: Types that count for the state they belong to.
_ORGANS = ("government", "institution")


def plain(form: str) -> str:
    """Write a name so that case, articles, possessives and marks at its edges do not matter.

    Examples
    --------
    >>> plain("The Norvanian coastguard’s")
    'norvanian coastguard'
    """
    text = unicodedata.normalize("NFKC", form).replace("’", "'").casefold()
    text = re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", " ".join(text.split()))
    return re.sub(r"^(the|a|an|his|her|its|their)\s+", "", text).strip(_EDGE)


@dataclass(frozen=True)
class Matching:
    """Predicted actor -> actor of the gold (those without one are not there), and those that join several."""

    gold_of: Mapping[str, str]
    merged: frozenset[str]


def _ancestors(actor: str, members: Mapping[str, Member]) -> list[str]:
    chain = [actor]
    while (parent := members[chain[-1]].part_of) in members and parent not in chain:
        chain.append(str(parent))
    return chain


def _by_form(gold: Cast) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for actor in sorted(gold.present):
        for form in gold.members[actor].forms:
            found[plain(form)].add(actor)
    found.pop("", None)
    return found


def _is_merged(owned: set[str], members: Mapping[str, Member]) -> bool:
    """Tell whether names of one actor are the own names of two that do not belong to each other."""
    return any(
        one not in _ancestors(other, members) and other not in _ancestors(one, members)
        for one in owned
        for other in owned
    )


def matching(predicted: Cast, gold: Cast) -> Matching:
    """Give each predicted actor of a document the gold one with which it shares most names.

    The gold's full name counts twice; of equals the one of the same type, then the first by id. An actor is merged if
    it has names that are each the name of one gold actor only, of two that do not belong to each other.
    """
    forms, gold_of, merged = _by_form(gold), {}, set()
    for actor in sorted(predicted.present):
        one, votes, owned = predicted.members[actor], Counter[str](), set[str]()
        for form in sorted({plain(form) for form in one.forms}):
            holders = forms.get(form, set())
            owned |= holders if len(holders) == 1 else set()
            for other in holders:
                votes[other] += 2 if form == plain(gold.members[other].name) else 1
        if votes:
            gold_of[actor] = min(votes, key=lambda g: (-votes[g], gold.members[g].type != one.type, g))
        if _is_merged(owned, gold.members):
            merged.add(actor)
    return Matching(gold_of, frozenset(merged))


def party_of(actor: str, members: Mapping[str, Member]) -> str:
    """Give the state for which an organ stands, or the government where there is none; others stand for themselves."""
    place = actor
    for parent in _ancestors(actor, members)[1:]:
        if members[place].type not in _ORGANS or members[parent].type == "person":
            break
        place = parent
    one = members[place]
    if one.type not in _ORGANS or one.country is None:
        return place
    alike = sorted(name for name, other in members.items() if other.country == one.country)
    seats = [name for kind in ("state", "government") for name in alike if members[name].type == kind]
    return seats[0] if seats else place
