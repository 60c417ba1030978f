"""The errors that the toolkit raises on purpose, and the one helper that words "must be one of"."""

from collections.abc import Iterable

__all__ = ["InputError", "MissingModelError", "ToolkitError", "check_option"]


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
