"""Codebooks: which concepts a debate is coded with, and when. A codebook is a YAML file that a person writes.

`concepts` is a list of entries with `concept` (its name), and, all of them optional, `description`, `parent`,
`seed_phrases`, `examples` and `exclusions`. A seed phrase is a text, or a text with a stance where using the phrase
already takes sides (``{text: keep the road open, stance: -1}``). An example is a text, or a text with `stance` (1, -1)
or `agreement` (1, 0). An exclusion is a phrase that looks like the concept and is not, or a note for the coder.
Beside `concepts` a file may have `title`, `version`, `licence` and `parents` (name -> description).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from toolkit.errors import InputError

__all__ = ["Codebook", "Concept", "Phrase", "read", "write"]

#: Keys of an entry and of a file, in the order in which they are written.
ENTRY_KEYS = ("concept", "description", "parent", "seed_phrases", "examples", "exclusions")
FILE_KEYS = ("title", "version", "licence", "parents", "concepts")
_PHRASE_KEYS = ("text", "stance", "agreement")
_STANCES: dict[str, dict[object, int]] = {"stance": {1: 1, -1: -1}, "agreement": {1: 1, 0: -1}}
_LABEL_LIMIT = 190


@dataclass(frozen=True)
class Phrase:
    """A seed phrase or an example; `stance` is 1, -1, or None where the words alone do not take sides."""

    text: str
    stance: int | None = None

    def __post_init__(self) -> None:
        """Check text and stance."""
        if not self.text.strip():
            raise InputError("a phrase needs a text; got ''")
        if self.stance not in (1, -1, None):
            raise InputError(f"stance must be 1, -1 or None; got {self.stance!r}")


@dataclass(frozen=True)
class Concept:
    """One concept of a codebook, the claim or position that statements support or reject."""

    concept: str
    description: str | None = None
    parent: str | None = None
    seed_phrases: tuple[Phrase, ...] = ()
    examples: tuple[Phrase, ...] = ()
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A codebook: its concepts in the order of the file, and the groups (`parents`) that they belong to.

    Raises
    ------
    InputError
        If there is no concept, a name occurs twice or is too long for DNA (190 characters), or a parent is neither in
        `parents` nor a concept, or is above itself.
    """

    concepts: tuple[Concept, ...]
    parents: Mapping[str, str | None] = field(default_factory=dict)
    title: str | None = None
    version: str | None = None
    licence: str | None = None

    def __post_init__(self) -> None:
        """Check names and parents."""
        if not self.concepts:
            raise InputError("a codebook needs at least one concept")
        seen: set[str] = set()
        for name in self.names:
            if not 0 < len(name) <= _LABEL_LIMIT:
                raise InputError(f"concept must be a text of 1 to {_LABEL_LIMIT} characters; got {name!r}")
            if name.casefold() in seen:
                raise InputError(f"concept {name!r} is there twice")
            seen.add(name.casefold())
        above = {entry.concept: entry.parent for entry in self.concepts}
        for name in self.names:
            _check_parent(name, above, self.parents)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the concepts, in their order."""
        return tuple(entry.concept for entry in self.concepts)


def _check_parent(name: str, above: Mapping[str, str | None], parents: Mapping[str, str | None]) -> None:
    parent = above[name]
    if parent is not None and parent not in above and parent not in parents:
        options = ", ".join(map(repr, [*parents, *above]))
        raise InputError(f"concept {name!r}: parent must be one of {options}; got {parent!r}")
    path = [name]
    while parent is not None and parent in above:
        path.append(parent)
        if path.count(parent) > 1:
            raise InputError(f"concept {name!r}: parent leads in a circle: {' -> '.join(map(repr, path))}")
        parent = above[parent]


def read(path: str | Path) -> Codebook:
    r"""Read a codebook.

    Parameters
    ----------
    path : str or Path
        A YAML file in UTF-8, as this module describes it.

    Returns
    -------
    Codebook
        What the file says; what it leaves out is None or empty.

    Raises
    ------
    InputError
        If it is no YAML (with the line), a key is unknown or a value is not what its key needs; the message names
        file, concept, key, value and options.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "debate.yml"
    ...     _ = file.write_text("concepts:\n  - concept: raise the toll\n    seed_phrases: [higher toll]\n")
    ...     read(file).concepts[0].seed_phrases
    (Phrase(text='higher toll', stance=None),)
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        node, loaded = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except OSError as error:
        raise InputError(f"codebook {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"codebook {path} is not UTF-8: {error}") from error
    except yaml.YAMLError as error:
        raise InputError(f"codebook {path} is no YAML: {_yaml_problem(error)}") from error
    try:
        _check_unique(node, set())
        return _codebook(loaded)
    except InputError as error:
        raise InputError(f"codebook {path}: {error}") from error


def _yaml_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return problem if mark is None else f"line {mark.line + 1}, column {mark.column + 1}: {problem}"


def _check_unique(node: Any, seen: set[int]) -> None:
    """Refuse a key that a mapping has twice, of which YAML keeps but the last."""
    if not isinstance(node, yaml.CollectionNode) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys = [key for key, _ in node.value]
        for place, key in enumerate(keys):
            if key.value in [earlier.value for earlier in keys[:place]]:
                raise InputError(f"line {key.start_mark.line + 1}: key {key.value!r} is there twice")
    for inner in node.value:
        for part in inner if isinstance(inner, tuple) else (inner,):
            _check_unique(part, seen)


def _codebook(loaded: object) -> Codebook:
    values = _mapping(loaded, "the file", FILE_KEYS)
    entries = values.get("concepts")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"concepts must be a list of entries; got {entries!r}")
    parents = _mapping(values.get("parents") or {}, "parents", None)
    return Codebook(
        tuple(_concept(number, entry) for number, entry in enumerate(entries, start=1)),
        {name: _text(parents, name, "parents") for name in parents},
        **{key: _text(values, key, "the file") for key in ("title", "version", "licence")},
    )


def _mapping(value: object, where: str, keys: tuple[str, ...] | None) -> dict[str, Any]:
    """Check that a value has keys, all of them known ones if these are given."""
    if not isinstance(value, dict):
        kind = "keys with values" if keys is None else f"the keys {', '.join(map(repr, keys))}"
        raise InputError(f"{where} must have {kind}; got {value!r}")
    for key in value:
        if not isinstance(key, str) or (keys is not None and key not in keys):
            options = "a text" if keys is None else f"one of {', '.join(map(repr, keys))}"
            raise InputError(f"{where}: key must be {options}; got {key!r}")
    return value


def _text(values: Mapping[str, Any], key: str, where: str) -> str | None:
    value = values.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool | list | dict):
        raise InputError(f"{where}: {key} must be a text; got {value!r}")
    return str(value).strip()


def _concept(number: int, entry: object) -> Concept:
    values = _mapping(entry, f"entry {number} of concepts", ENTRY_KEYS)
    name = _text(values, "concept", f"entry {number} of concepts")
    if name is None:
        raise InputError(f"entry {number} of concepts: concept must be a text; got {values.get('concept')!r}")
    where = f"concept {name!r}"
    return Concept(
        name,
        _text(values, "description", where),
        _text(values, "parent", where),
        tuple(_phrases(values, "seed_phrases", where)),
        tuple(_phrases(values, "examples", where)),
        tuple(phrase.text for phrase in _phrases(values, "exclusions", where)),
    )


def _phrases(values: Mapping[str, Any], key: str, where: str) -> Iterator[Phrase]:
    listed = values.get(key)
    if listed is None:
        return
    if not isinstance(listed, list):
        raise InputError(f"{where}: {key} must be a list; got {listed!r}")
    for item in listed:
        stated = isinstance(item, dict) and key != "exclusions"
        yield _stated(item, f"{where}: {key}") if stated else Phrase(_one_text(item, f"{where}: {key}"))


def _one_text(item: object, where: str) -> str:
    if not isinstance(item, str) or not item.strip():
        raise InputError(f"{where} must hold texts (in quotation marks where YAML reads something else); got {item!r}")
    return item.strip()


def _stated(item: dict[Any, Any], where: str) -> Phrase:
    """Read a phrase that says which side it takes."""
    values = _mapping(item, where, _PHRASE_KEYS)
    text = _one_text(values.get("text"), f"{where}: text")
    given = [key for key in _STANCES if values.get(key) is not None]
    if len(given) > 1:
        raise InputError(f"{where}: {text!r} has both stance and agreement; give one")
    for key in given:
        value = values[key]
        if isinstance(value, bool) or not isinstance(value, int) or value not in _STANCES[key]:
            options = ", ".join(map(repr, _STANCES[key]))
            raise InputError(f"{where}: {key} of {text!r} must be one of {options}; got {value!r}")
        return Phrase(text, _STANCES[key][value])
    return Phrase(text)


def _plain(phrase: Phrase) -> str | dict[str, object]:
    return phrase.text if phrase.stance is None else {"text": phrase.text, "stance": phrase.stance}


def _entry(concept: Concept) -> dict[str, object]:
    made: dict[str, object] = {"concept": concept.concept, "description": concept.description}
    made["parent"] = concept.parent
    made["seed_phrases"] = [_plain(phrase) for phrase in concept.seed_phrases]
    made["examples"] = [_plain(phrase) for phrase in concept.examples]
    made["exclusions"] = list(concept.exclusions)
    return {key: value for key, value in made.items() if value}


def write(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook as YAML; `read` gives the same codebook back. Comments of an older file are lost.

    Parameters
    ----------
    codebook : Codebook
        The codebook.
    path : str or Path
        The file; replaced if it is there. Equal codebooks give equal bytes.

    Examples
    --------
    >>> import tempfile
    >>> book = Codebook((Concept("raise the toll", seed_phrases=(Phrase("no toll", -1),)),), title="Straits")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(book, Path(folder) / "book.yml")
    ...     read(Path(folder) / "book.yml") == book
    True
    """
    values = {"title": codebook.title, "version": codebook.version, "licence": codebook.licence}
    made: dict[str, object] = {key: value for key, value in values.items() if value is not None}
    if codebook.parents:
        made["parents"] = dict(codebook.parents)
    made["concepts"] = [_entry(concept) for concept in codebook.concepts]
    text = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)
    Path(path).write_text(text, encoding="utf-8", newline="\n")
