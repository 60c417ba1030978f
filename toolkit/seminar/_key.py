"""The key: what is right, as digests, so that no solution stands in plain sight."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from importlib.resources import files
from numbers import Real
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import InputError

__all__ = ["Key", "digest", "folded", "is_open", "read_key", "seal"]

Key = dict[str, dict[str, Any]]
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_NAMES = ("parts", "any", "one", "places", "right", "hint", "wrong", "n")


def is_open(value: object) -> bool:
    """Say whether nothing has been answered: None, ``...``, an empty text, or something with nothing else in it."""
    if isinstance(value, Mapping):
        return all(is_open(part) for part in value.values())
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value is None or value is ... or (isinstance(value, str) and not value.strip())
    return all(is_open(part) for part in value)


def folded(value: object, places: int = 2) -> str:
    """Write an answer so that spelling plays no part: capitals, spaces, curly quotes, a full stop, later decimals.

    Examples
    --------
    >>> folded(" Marla  Quist. "), folded("2"), folded(1.999), folded(True)
    ('marla quist', '2.00', '2.00', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = " ".join(str(value).translate(_STRAIGHT).split()).casefold().strip(" .\"'")
    try:
        number = float(value if isinstance(value, Real) else words)
    except ValueError:
        return words
    return f"{round(number, places) + 0.0:.{places}f}" if math.isfinite(number) else words


def digest(exercise: str, part: str, value: object, places: int = 2) -> str:
    """Give the digest of one part of an answer (SHA-256, its first 16 digits)."""
    words = "\n".join([exercise, folded(part), folded(value, places)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _options(exercise: str, part: str, value: object, places: int) -> list[str]:
    options = value if isinstance(value, tuple) else (value,)
    return [digest(exercise, part, option, places) for option in options]


def seal(
    exercise: str, answer: object, *, places: int = 2, wrong: Mapping[Any, str] | None = None, **words: str
) -> dict[str, Any]:
    """Make the entry of an exercise for a key.

    Parameters
    ----------
    exercise : str
        Number or name of the exercise, as `check` gets it.
    answer : str, number, set or dict
        What is right: one thing; a set (or list) of things in any order; or a dict with one part a label, where a tuple
        holds several spellings of the same.
    places : int
        Decimals that count in numbers.
    wrong : dict, optional
        Likely wrong answers (to an exercise with one answer) -> what to say to them.
    **words : str
        ``right`` and ``hint``: what to say to a right answer and to any wrong one.

    Returns
    -------
    dict
        The entry; write it into a YAML file under the name of the exercise. It holds digests of the answers, no answer.
        Digests keep the solution out of sight; they do not keep it from somebody who tries all answers.

    Raises
    ------
    InputError
        If `answer` is empty, or `words` has other names.

    Examples
    --------
    >>> seal("7.1", 12, hint="Count again.")
    {'hint': 'Count again.', 'one': '605e187ff3c7a6a2'}
    """
    unknown = sorted(set(words) - {"right", "hint"})
    if unknown:
        raise InputError(f"words must be among 'right', 'hint'; got {unknown}")
    if is_open(answer):
        raise InputError(f"answer of exercise {exercise!r} must not be empty; got {answer!r}")
    entry: dict[str, Any] = dict(words) if places == 2 else {**words, "places": places}
    if isinstance(answer, Mapping):
        entry["parts"] = {str(part): _options(exercise, str(part), value, places) for part, value in answer.items()}
    elif isinstance(answer, Iterable) and not isinstance(answer, str):
        entry["any"] = sorted({digest(exercise, "", value, places) for value in answer})
    else:
        entry["one"] = digest(exercise, "", answer, places)
    if wrong:
        entry["wrong"] = {digest(exercise, "", value, places): said for value, said in wrong.items()}
    return entry


def read_key(path: str | Path | None = None) -> Key:
    """Read a key of exercises.

    Parameters
    ----------
    path : str or Path, optional
        A YAML file with one entry an exercise, as `seal` makes them; by default that of the shipped seminar.

    Returns
    -------
    dict
        Name of the exercise -> entry.

    Raises
    ------
    InputError
        If the file is missing or not such a key.

    Examples
    --------
    >>> sorted(read_key())[0]
    '1.1'
    """
    place = Path(str(files("toolkit").joinpath("seminar/key.yml"))) if path is None else Path(path)
    if not place.is_file():
        raise InputError(f"key must be a YAML file; there is no {place}")
    try:
        read = yaml.safe_load(place.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InputError(f"key {place} is no YAML that can be read ({error})") from error
    if not isinstance(read, dict) or not all(isinstance(entry, dict) for entry in read.values()):
        raise InputError(f"key {place} must map names of exercises to entries as `seal` makes them")
    for name, entry in read.items():
        if not {"one", "any", "parts"} & set(entry) or set(entry) - set(_NAMES):
            raise InputError(f"key {place}: exercise {name!r} needs one of 'one', 'any', 'parts'; has {sorted(entry)}")
    return {str(name): entry for name, entry in read.items()}
