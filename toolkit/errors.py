"""The errors that the toolkit raises on purpose, and the helpers that word "must be one of" and "lacks the columns"."""

from collections.abc import Iterable

__all__ = ["InputError", "MissingModelError", "ToolkitError", "check_columns", "check_option"]


class ToolkitError(Exception):
    """Base of every error that the toolkit raises on purpose."""


class InputError(ToolkitError, ValueError):
    """A parameter, table or file is not what the function needs."""


class MissingModelError(ToolkitError):
    """A language model is not installed; the message says how to install it."""


def check_option(name: str, value: object, options: Iterable[object]) -> None:
    """Raise unless a parameter has one of its allowed values.

    Parameters
    ----------
    name : str
        Name of the parameter, as the caller wrote it.
    value : object
        What was given.
    options : iterable
        The allowed values, in the order in which they are to be listed.

    Raises
    ------
    InputError
        If `value` is not among `options`; names the parameter, the value and the options.

    Examples
    --------
    >>> check_option("kind", "direct", ["direct", "indirect"])
    >>> check_option("kind", "free", ["direct", "indirect"])
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: kind must be one of 'direct', 'indirect'; got 'free'
    """
    allowed = list(options)
    if value not in allowed:
        raise InputError(f"{name} must be one of {', '.join(map(repr, allowed))}; got {value!r}")


def check_columns(name: str, columns: Iterable[object], needed: Iterable[str], *, hint: str = "") -> None:
    """Raise unless a table has the columns that are needed.

    Parameters
    ----------
    name : str
        Name of the parameter, table or file, as the caller knows it.
    columns : iterable of str
        The columns there are.
    needed : iterable of str
        The columns that must be among them.
    hint : str, optional
        Where such a table comes from; without one, the columns there are get listed.

    Raises
    ------
    InputError
        If a column is missing; names the table and the columns.

    Examples
    --------
    >>> check_columns("matches", ["doc_id", "concept"], ["doc_id"])
    >>> check_columns("matches", ["doc_id"], ["doc_id", "concept"])
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: matches lacks the columns ['concept']; it has ['doc_id']
    """
    given = list(columns)
    lacking = [column for column in needed if column not in given]
    if lacking:
        raise InputError(f"{name} lacks the columns {lacking}; {hint or f'it has {given}'}")
