"""The parameters of a notebook: what its tagged cell declares, and whether given values fit."""

import ast
import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, check_option
from toolkit.reports.notebooks import read_notebook

__all__ = ["Parameter", "check_parameters", "check_value", "declared", "fits", "known_parameter"]

_TAG = "parameters"
#: A comment that lists single words, parted by commas and an "or"; what stands in brackets is apart.
_LIST = re.compile(r"[\w-]+(, [\w-]+)* or [\w-]+")
_BETWEEN = re.compile(r", | or ")
#: A comment on a day.
_DAY = re.compile(r"\b(?:first|last) day\b")
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_KINDS = ("str", "int", "float", "bool", "list", "dict", "None")


@dataclass(frozen=True)
class Parameter:
    """One parameter as the notebook declares it.

    `types` are the types that a value may have (``str``, ``int``, ``float``, ``bool``, ``list``, ``list[str]``,
    ``dict``, ``None``); empty where the default is None and no annotation says more, which lets any of them pass.
    """

    name: str
    default: Any
    types: tuple[str, ...]
    help: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """The allowed values where the comment lists them: "day, week or month", the default one of them.

        Examples
        --------
        >>> Parameter("level", "party", ("str",), "of nodes: actor, party (one state) or country").options
        ('actor', 'party', 'country')
        """
        listed = _BRACKETED.sub("", self.help).rpartition(":")[2].strip().rstrip(".")
        found = tuple(_BETWEEN.split(listed)) if _LIST.fullmatch(listed) else ()
        return found if self.default in found else ()

    @property
    def is_day(self) -> bool:
        """Whether the comment says that it is a day: "first day of publication".

        Examples
        --------
        >>> Parameter("start", None, ("str", "None"), "first day of publication, as 2031-03-01").is_day
        True
        """
        return bool(_DAY.search(self.help))

    @property
    def wanted(self) -> str:
        """The types in words, for messages."""
        return " or ".join(self.types) if self.types else f"any of {', '.join(_KINDS)}"


# --- what the cell declares ------------------------------------------------------------------------------------------


def _annotated(node: ast.expr) -> tuple[str, ...]:
    """Types of an annotation such as ``int``, ``list[str] | None`` or ``"str | None"``; ValueError for others."""
    match node:
        case ast.Constant(value=None):
            return ("None",)
        case ast.Constant(value=str(text)):
            return _annotated(ast.parse(text, mode="eval").body)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return (*_annotated(left), *_annotated(right))
        case ast.Name(id=name) if name in _KINDS:
            return (name,)
        case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id=item)) if item in _KINDS:
            return (f"list[{item}]",)
        case ast.Subscript(value=ast.Name(id="dict")):
            return ("dict",)
    raise ValueError(ast.unparse(node))


def _inferred(default: Any) -> tuple[str, ...]:
    if default is None:
        return ()
    kind = type(default).__name__
    items = {type(item).__name__ for item in default} if kind == "list" else set()
    return (f"list[{items.pop()}]",) if len(items) == 1 and items <= set(_KINDS) else (kind,)


def _comments(source: str) -> dict[int, str]:
    """Line number -> comment at the end of that line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _parameter(node: ast.stmt, comments: Mapping[int, str], where: str) -> Parameter:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            annotation = None
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            pass
        case _:
            raise InputError(
                f"{where}: the cell tagged 'parameters' holds {ast.unparse(node)!r}; "
                "it may only hold lines `name = default`"
            )
    try:
        default = ast.literal_eval(value)
    except ValueError as error:
        raise InputError(
            f"{where}: the default of parameter {name!r} is {ast.unparse(value)!r}; it must be written out"
        ) from error
    try:
        types = _annotated(annotation) if annotation else _inferred(default)
    except (ValueError, SyntaxError) as error:
        raise InputError(f"{where}: parameter {name!r} has the type {error}; use {', '.join(_KINDS)}") from error
    return Parameter(name, default, types, comments.get(node.end_lineno or 0, ""))


def _tagged_source(cells: list[Any], where: str) -> str:
    tagged = [cell for cell in cells if _TAG in cell.metadata.get("tags", []) and cell.cell_type == "code"]
    if len(tagged) != 1:
        raise InputError(
            f"{where} has {len(tagged) or 'no'} cell{'s' if tagged else ''} tagged 'parameters'; it needs exactly one"
        )
    return str(tagged[0].source)


def declared(notebook: str | Path) -> dict[str, Parameter]:
    """Read the parameters that a notebook declares in its cell tagged ``parameters``.

    The cell holds one ``name = default  # what it means`` per line, with a type after the name where the default does
    not say it all: ``speakers: list[str] | None = None``.

    Parameters
    ----------
    notebook : str or Path
        Path of a notebook, or the name of one that comes with the toolkit.

    Returns
    -------
    dict of str to Parameter
        Default, types and meaning by name, in the order of the cell.

    Raises
    ------
    InputError
        If the notebook cannot be read, has no such cell or more than one, or the cell holds nothing or something
        other than parameters.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> from toolkit.reports import write_notebook
    >>> cell = new_code_cell('run = "run"  # run folder', metadata={"tags": ["parameters"]})
    >>> path = write_notebook(new_notebook(cells=[cell]), Path(mkdtemp()) / "small.ipynb")
    >>> declared(path)
    {'run': Parameter(name='run', default='run', types=('str',), help='run folder')}
    """
    where = f"notebook {Path(notebook).name}"
    source = _tagged_source(read_notebook(notebook).cells, where)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"{where}: the cell tagged 'parameters' is not valid Python ({error.msg})") from error
    if not statements:
        raise InputError(f"{where}: the cell tagged 'parameters' is empty")
    comments = _comments(source)
    found = [_parameter(statement, comments, where) for statement in statements]
    return {parameter.name: parameter for parameter in found}


# --- whether values fit ----------------------------------------------------------------------------------------------


def fits(value: Any, kind: str) -> bool:
    """Tell whether a value has a type of `Parameter.types`; a whole number has the type ``float`` too."""
    match kind:
        case "None":
            return value is None
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "str":
            return isinstance(value, str)
        case "dict":
            return isinstance(value, dict)
        case "list":
            return isinstance(value, list)
    return isinstance(value, list) and all(fits(item, kind[len("list[") : -1]) for item in value)


def known_parameter(name: str, known: Mapping[str, Parameter]) -> Parameter:
    """Look a parameter up, or raise InputError with those that are declared and the nearest of them."""
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        raise InputError(f"there is no parameter {name!r}{hint}; the notebook declares {', '.join(map(repr, known))}")
    return known[name]


def check_value(wanted: Parameter, value: object) -> None:
    """Raise InputError unless a value has a type of a parameter, is one of its options, and a day where it is one."""
    if not any(fits(value, kind) for kind in wanted.types or _KINDS):
        raise InputError(
            f"parameter {wanted.name!r} must be {wanted.wanted}; got {value!r}, which is {type(value).__name__}"
        )
    if wanted.options and isinstance(value, str):
        check_option(f"parameter {wanted.name!r}", value, wanted.options)
    if wanted.is_day and isinstance(value, str):
        _check_day(wanted.name, value)


def _check_day(name: str, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"parameter {name!r} must be a day, as 2031-03-01; got {value!r} ({error})") from error


def check_parameters(notebook: str | Path, parameters: Mapping[str, object]) -> dict[str, Any]:
    """Check values against the parameters that a notebook declares, before anything runs.

    A value must have the declared type: the annotated one, or else the type of the default. A whole number passes
    for a ``float``; a number does not pass for a ``bool``, nor a string for a list. Where the comment lists single
    words (``level = "party"  # actor, party or country``), a string must be one of them; where it says "first day" or
    "last day", a string must be an ISO date.

    Parameters
    ----------
    notebook : str or Path
        Path of a notebook, or the name of one that comes with the toolkit.
    parameters : mapping
        Values by name.

    Returns
    -------
    dict
        The values, in the order in which the notebook declares them.

    Raises
    ------
    InputError
        If a parameter is not declared, a value has another type or is none of those listed, or the notebook declares
        none.
    """
    known = declared(notebook)
    for name, value in parameters.items():
        check_value(known_parameter(name, known), value)
    return {name: parameters[name] for name in known if name in parameters}
