"""Feedback on answers: friendly, and without the solution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, check_option
from toolkit.seminar._key import digest, is_open, read_key

__all__ = ["Feedback", "check"]

_SHOWN = 6


@dataclass(frozen=True)
class Feedback:
    """What is said to an answer: `right` is None where there is none yet; shown in a notebook as its words."""

    exercise: str
    right: bool | None
    words: str

    def __repr__(self) -> str:
        """Show the words with a mark before them."""
        mark = {True: "✓", False: "✗", None: "…"}[self.right]
        return f"{mark} {self.exercise}  {self.words}"


def _joined(*words: str) -> str:
    return " ".join(word.strip() for word in words if word)


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


def _one(exercise: str, answer: object, entry: Mapping[str, Any]) -> Feedback:
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        raise InputError(f"answer of exercise {exercise!r} must be one text or number; got {answer!r}")
    found = digest(exercise, "", answer, entry.get("places", 2))
    if found == entry["one"]:
        return Feedback(exercise, True, _joined("Right.", entry.get("right", "")))
    hint = entry.get("wrong", {}).get(found) or entry.get("hint", "")
    return Feedback(exercise, False, _joined("Not right yet.", hint))


def _any(exercise: str, answer: object, entry: Mapping[str, Any]) -> Feedback:
    if not isinstance(answer, Iterable) or isinstance(answer, str | Mapping):
        raise InputError(f"answer of exercise {exercise!r} must be a list or set of things; got {answer!r}")
    given = {digest(exercise, "", item, entry.get("places", 2)): str(item) for item in answer if not is_open(item)}
    sought = set(entry["any"])
    found, extra = sought & set(given), sorted(given[item] for item in set(given) - sought)
    if found == sought and not extra:
        return Feedback(exercise, True, _joined("Right.", entry.get("right", "")))
    words = [f"Not right yet: {len(found)} of {len(sought)} found."]
    words += [f"This does not belong there: {_listed(extra)}."] if extra else []
    return Feedback(exercise, False, _joined(*words, entry.get("hint", "")))


def _parts(exercise: str, answer: object, entry: Mapping[str, Any]) -> Feedback:
    if not isinstance(answer, Mapping):
        raise InputError(f"answer of exercise {exercise!r} must be a dict with {list(entry['parts'])}; got {answer!r}")
    given, sought = {str(part): value for part, value in answer.items()}, entry["parts"]
    answered = [part for part in sought if not is_open(given.get(part))]
    places = entry.get("places", 2)
    wrong = [part for part in answered if digest(exercise, part, given[part], places) not in sought[part]]
    left = [part for part in sought if part not in answered]
    if not wrong and not left:
        return Feedback(exercise, True, _joined("Right.", entry.get("right", "")))
    words = [f"Not right yet: {len(answered) - len(wrong)} of {len(sought)} are right."]
    words += [f"Look again at {_listed(wrong)}."] if wrong else []
    words += [f"Still open: {_listed(left)}."] if left else []
    return Feedback(exercise, False, _joined(*words, entry.get("hint", "") if wrong else ""))


def check(exercise: str, answer: object, *, key: str | Path | None = None) -> Feedback:
    """Say whether an answer is right, and what to look at if it is not.

    Parameters
    ----------
    exercise : str
        Number of the exercise, as "2.3".
    answer : str, number, list, set or dict
        The answer, in the form that the exercise asks for; None (or ``...``) as long as there is none. Capitals,
        spaces and what comes after the second decimal (or the one that the exercise names) play no part, nor does
        the order of a list.
    key : str or Path, optional
        Key of exercises of one's own (see `seal`); by default that of the shipped seminar.

    Returns
    -------
    Feedback
        `right` is True, False, or None for "not yet".

    Raises
    ------
    InputError
        If there is no such exercise, or the answer has another form than the exercise asks for.

    Examples
    --------
    >>> check("2.1", None)
    … 2.1  Not yet: write your answer into the cell and run it again.
    """
    entries = read_key(key)
    check_option("exercise", exercise, sorted(entries))
    entry = entries[exercise]
    if is_open(answer):
        return Feedback(exercise, None, "Not yet: write your answer into the cell and run it again.")
    if "parts" in entry:
        return _parts(exercise, answer, entry)
    return _any(exercise, answer, entry) if "any" in entry else _one(exercise, answer, entry)
