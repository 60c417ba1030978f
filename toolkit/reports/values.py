"""From the words of a command line to the value of a parameter."""

import csv
import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from toolkit.errors import InputError
from toolkit.reports.parameters import Parameter, check_value, fits, known_parameter

__all__ = ["parse_list", "parse_parameter"]

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _json(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


def _parse_bool(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return text.lower() in _TRUE


def _parse_none(text: str) -> None:
    if text.lower() not in ("none", "null"):
        raise ValueError(text)


def _parse_float(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise ValueError(text)
    return number


def _parse_dict(text: str) -> dict[str, Any]:
    value = _json(text)
    if not isinstance(value, dict):
        raise ValueError(text)
    return value


def parse_list(text: str) -> list[Any]:
    """Part a list as written on a command line: JSON, or words parted by commas, which stay words.

    Examples
    --------
    >>> parse_list('"Quist, Marla", Norvania'), parse_list("[1, 2]")
    (['Quist, Marla', 'Norvania'], [1, 2])
    """
    try:
        value = _json(text)
    except ValueError:
        value = None
    if isinstance(value, list):
        return value
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    return [piece.strip() for piece in next(csv.reader([inner], skipinitialspace=True), [])]


def _parse_list(text: str, item: str) -> list[Any]:
    pieces = parse_list(text)
    return [_parse(piece, item) if isinstance(piece, str) and not _is_json(text) else piece for piece in pieces]


def _is_json(text: str) -> bool:
    try:
        return isinstance(_json(text), list)
    except ValueError:
        return False


_PARSERS: dict[str, Callable[[str], Any]] = {
    "None": _parse_none,
    "bool": _parse_bool,
    "int": int,
    "float": _parse_float,
    "dict": _parse_dict,
    "str": str,
}


def _parse(text: str, kind: str) -> Any:
    if kind.startswith("list"):
        return _parse_list(text, kind[len("list[") : -1] or "str")
    return _PARSERS[kind](text)


def _parse_freely(text: str) -> Any:
    try:
        return _json(text)
    except ValueError:
        return text


def _order(kind: str) -> int:
    """Rank of a type where several are allowed: the narrower first, str last."""
    kinds = [*_PARSERS]
    return kinds.index(kind) if kind in kinds else kinds.index("dict")


def parse_parameter(name: str, text: str, declared: Mapping[str, Parameter]) -> Any:
    """Turn what stands on the command line into a value of the declared type.

    ``true``/``false``, ``yes``/``no``, ``on``/``off`` and ``1``/``0`` are the values of a bool. A list is written
    ``a, b`` or as JSON (``[...]`` only, where a string is allowed too); quotation marks keep a comma:
    ``"Quist, Marla", Norvania``. A dict is written as JSON. Where None is allowed, ``none`` and ``null`` mean it.
    Dates and everything else declared as ``str`` stay as they stand. Where the notebook says nothing of the type,
    what is JSON is read as JSON, and the rest is a string.

    Parameters
    ----------
    name : str
        Name of the parameter.
    text : str
        What was written.
    declared : mapping of str to Parameter
        What the notebook declares, from `declared`.

    Returns
    -------
    str, int, float, bool, list, dict or None
        The value.

    Raises
    ------
    InputError
        If the parameter is not declared, the text cannot be read as its type, or the value is none of those that the
        notebook lists; names parameter, value and type.

    Examples
    --------
    >>> from toolkit.reports import Parameter
    >>> known = {"weighted": Parameter("weighted", True, ("bool",)), "speakers": Parameter("speakers", [], ("list",))}
    >>> parse_parameter("weighted", "false", known)
    False
    >>> parse_parameter("speakers", "Marla Quist, Norvania", known)
    ['Marla Quist', 'Norvania']
    """
    wanted = known_parameter(name, declared)
    if not wanted.types:
        return _parse_freely(text)
    for kind in sorted(wanted.types, key=_order):
        if kind.startswith("list") and "str" in wanted.types and not text.lstrip().startswith("["):
            continue
        try:
            value = _parse(text, kind)
        except (ValueError, csv.Error):
            continue
        if fits(value, kind):
            check_value(wanted, value)
            return value
    raise InputError(f"parameter {name!r} must be {wanted.wanted}; got {text!r}")
