"""Parameters from a file: names and values in YAML, checked before anything runs."""

import hashlib
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import InputError
from toolkit.reports.parameters import Parameter, check_parameters, declared

__all__ = ["ParameterFile", "read_parameters", "unknown_parameter"]


@dataclass(frozen=True)
class ParameterFile:
    """A file of parameters as it was read.

    Attributes
    ----------
    name : str
        Name of the file.
    sha256 : str
        Its digest.
    values : dict
        What it holds.
    by_notebook : dict of str to dict
        Name of the notebook -> its values, checked, in the order in which the notebook declares them.
    """

    name: str
    sha256: str
    values: dict[str, Any]
    by_notebook: dict[str, dict[str, Any]]

    @property
    def record(self) -> dict[str, Any]:
        """What a report states of it."""
        return {"name": self.name, "sha256": self.sha256, "values": self.values}


# --- reading YAML ----------------------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """YAML with the few plain words of its core schema: ``no`` and ``2031-03-01`` stay words, ``010`` too."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (an own table instead of that of the parent)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key, yaml.ScalarNode) else False:
                raise InputError(f"the key {key.value!r} stands twice, the second time in line {_line(key)}")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    (
        "float",
        r"^[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$",
        list("-+.0123456789"),
    ),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def _loaded(path: Path) -> tuple[dict[str, Any], str]:
    """Read a file; give what it holds and its digest."""
    try:
        content = path.read_bytes()
        values = yaml.load(content.decode("utf-8-sig"), Loader=_Loader)
    except FileNotFoundError:
        raise InputError(f"there is no parameter file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"parameter file {path} cannot be read ({error})") from error
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise InputError(f"parameter file {path} is not YAML ({said})") from error
    except InputError as error:
        raise InputError(f"parameter file {path}: {error}") from None
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise InputError(f"parameter file {path} must hold lines `NAME: value`; got a {type(values).__name__}")
    odd = [key for key in values if not isinstance(key, str)]
    if odd:
        raise InputError(f"parameter file {path}: names of parameters are words; got {odd[0]!r}")
    return values, hashlib.sha256(content).hexdigest()


# --- which value is for which notebook -------------------------------------------------------------------------------


def unknown_parameter(name: str, known: Mapping[str, Mapping[str, Parameter]], *, sections: bool = False) -> InputError:
    """Make the error for a parameter that none of several notebooks declares, with the nearest that one does."""
    names = sorted({parameter for parameters in known.values() for parameter in parameters})
    close = get_close_matches(name, [*names, *(known if sections else ())], n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    one = next(iter(known), "") if len(known) == 1 else ""
    who = f"the notebook {one} declares" if one else f"the notebooks {', '.join(known)} declare"
    return InputError(f"there is no parameter {name!r}{hint}; {who} {', '.join(map(repr, names))}")


def _section(value: Any, name: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"the section {name!r} must hold lines `NAME: value`; got {value!r}")
    return value


def _sorted_out(values: Mapping[str, Any], known: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, Any]]:
    """Give each notebook what is said for all that declare it, and then what its own section says."""
    sections = {name: _section(value, name) for name, value in values.items() if name in known}
    found: dict[str, dict[str, Any]] = {notebook: {} for notebook in known}
    for name, value in values.items():
        if name in sections:
            continue
        takers = [notebook for notebook in known if name in known[notebook]]
        if not takers:
            raise unknown_parameter(name, known, sections=True)
        for notebook in takers:
            found[notebook][name] = value
    return {notebook: {**found[notebook], **sections.get(notebook, {})} for notebook in known}


def read_parameters(path: str | Path, notebooks: Sequence[Path]) -> ParameterFile:
    r"""Read parameters for one notebook or several from a YAML file, and check names and types.

    The file holds ``NAME: value``. With several notebooks a value goes to each that declares the parameter; under the
    name of a notebook stands what is for it alone, and wins::

        start: 2031-03-01
        06_words_in_context:
          word: toll*

    Values are those of YAML's core schema: ``true`` and ``false`` are the only truth values, and a date, ``no`` and
    ``010`` stay the words they are.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8.
    notebooks : sequence of Path
        Notebooks of the report, as `find_notebook` gives them.

    Returns
    -------
    ParameterFile
        Name and digest of the file, what it holds, and the values of each notebook.

    Raises
    ------
    InputError
        If the file is missing, is not YAML, holds a key twice, names a parameter that no notebook declares, or a value
        has another type than declared.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> from toolkit.reports import write_notebook
    >>> folder = Path(mkdtemp())
    >>> cell = new_code_cell('start: str | None = None\nlimit = 3', metadata={"tags": ["parameters"]})
    >>> notebook = write_notebook(new_notebook(cells=[cell]), folder / "small.ipynb")
    >>> _ = (folder / "march.yml").write_text("limit: 5\nstart: 2031-03-01\n", encoding="utf-8")
    >>> read_parameters(folder / "march.yml", [notebook]).by_notebook
    {'small': {'start': '2031-03-01', 'limit': 5}}
    """
    path = Path(path)
    values, digest = _loaded(path)
    known = {notebook.stem: declared(notebook) for notebook in notebooks}
    try:
        sorted_out = _sorted_out(values, known)
        checked = {notebook.stem: check_parameters(notebook, sorted_out[notebook.stem]) for notebook in notebooks}
    except InputError as error:
        hint = "; in YAML a word that looks like a number needs quotation marks" if " must be str" in str(error) else ""
        raise InputError(f"parameter file {path}: {error}{hint}") from error
    return ParameterFile(path.name, digest, values, checked)
