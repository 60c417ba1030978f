"""The packages known by name. Each is imported when first asked for; their true code is not part of the tests."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from toolkit.coreference._words import Finder
from toolkit.errors import MissingModelError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["DISTRIBUTIONS", "load", "require"]

#: Package -> the module to import and the distribution to install.
DISTRIBUTIONS = {"fastcoref": ("fastcoref", "fastcoref"), "maverick": ("maverick", "maverick-coref")}


def require(package: str) -> None:
    """Raise unless a package is installed."""
    module, distribution = DISTRIBUTIONS[package]
    if find_spec(module) is None:
        raise MissingModelError(
            f"coreference package {package!r} is not installed. With pip: pip install {distribution} (it brings torch "
            "and transformers, and fetches its weights from the network when first used)"
        )


class _FastCoref:
    """Reads a text; gives runs of characters."""

    def __init__(self, nlp: "Language") -> None:
        self._model: Any = import_module("fastcoref").FCoref(device="cpu", nlp=nlp, enable_progress_bar=False)

    def clusters(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[tuple[int, int]]]:
        """Give the chains as runs of words."""
        words = [word for sentence in sentences for word in sentence]
        starts, ends, at = [], [], 0
        for word in words:
            starts.append(at)
            ends.append(at + len(word))
            at += len(word) + 1
        (result,) = self._model.predict(texts=[" ".join(words)])
        for cluster in result.get_clusters(as_strings=False):
            # A run that the package cannot place in its own text is None there.
            runs = [run for run in cluster if run is not None]
            yield [(bisect_right(starts, start) - 1, bisect_left(ends, end)) for start, end in runs]


class _Maverick:
    """Reads words by sentences; gives runs of words."""

    def __init__(self) -> None:
        self._model: Any = import_module("maverick").Maverick(device="cpu")

    def clusters(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[tuple[int, int]]]:
        """Give the chains as runs of words."""
        found = self._model.predict([list(sentence) for sentence in sentences])
        for cluster in found["clusters_token_offsets"]:
            yield [(int(first), int(last)) for first, last in cluster]


@lru_cache(maxsize=1)
def load(package: str, nlp: "Language") -> Finder:
    """Load a package with its weights; the last one is kept in memory."""
    require(package)
    return _FastCoref(nlp) if package == "fastcoref" else _Maverick()
