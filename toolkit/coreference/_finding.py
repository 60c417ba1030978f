"""Find the chains of a document with a package that the user has installed."""

from collections.abc import Iterable
from importlib import metadata
from typing import TYPE_CHECKING

from toolkit import language
from toolkit.coreference._packages import DISTRIBUTIONS, load, require
from toolkit.coreference._words import Finder, Words, words_of
from toolkit.errors import InputError, check_option
from toolkit.language import ParsedDocument
from toolkit.records import Span

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PACKAGES", "Chains", "find", "version"]

#: What `pipeline.extract` takes: no package, or the name of one.
PACKAGES = ("none", *DISTRIBUTIONS)
#: Chains, each the places in a document's text that mean the same, in reading order.
Chains = tuple[tuple[Span, ...], ...]


def version(package: str) -> str | None:
    """Give the version of a package, None for "none".

    Raises
    ------
    InputError
        If it is not one of `PACKAGES`.
    MissingModelError
        If it is not installed; the message says how to install it.

    Examples
    --------
    >>> version("none") is None
    True
    """
    check_option("coreference", package, PACKAGES)
    if package == "none":
        return None
    require(package)
    try:
        return metadata.version(DISTRIBUTIONS[package][1])
    except metadata.PackageNotFoundError:
        return "unknown"


def _chain(runs: Iterable[tuple[int, int]], words: Words, package: object) -> tuple[Span, ...]:
    spans = set()
    for first, last in runs:
        if not 0 <= first <= last < len(words.places):
            raise InputError(f"coreference {package!r} gives words {first} to {last} of {len(words.places)}")
        spans.add(words.span(first, last))
    return tuple(sorted(spans))


def find(parsed: ParsedDocument, *, package: str | Finder = "fastcoref", nlp: "Language | None" = None) -> Chains:
    """Find which stretches of a document mean the same, with a coreference package.

    Parameters
    ----------
    parsed : ParsedDocument
        The document; its parsed segments are read (headline, summary, subheads, captions, body) in order.
    package : {"fastcoref", "maverick"} or Finder, optional
        Name of a package that is installed, or an object with a method ``clusters``, see `Finder`.
    nlp : Language, optional
        Pipeline whose tokenizer ``fastcoref`` uses; by default that of `language.load`.

    Returns
    -------
    tuple of tuple of Span
        Chains of two or more different places, sorted.

    Raises
    ------
    InputError
        If `package` is neither known nor a finder, or gives words that are not there.
    MissingModelError
        If the package is not installed; the message says how to install it.

    Notes
    -----
    The packages run on the processor (``device="cpu"``), so that the same text gives the same chains.

    Examples
    --------
    >>> from toolkit.records import Document, Segment
    >>> class Same:  # whatever is spelt alike
    ...     def clusters(self, sentences):
    ...         words = [word for sentence in sentences for word in sentence]
    ...         return [[(n, n) for n, word in enumerate(words) if word == each] for each in sorted(set(words))]
    >>> document = Document("d", "Quist met Hale. Hale left.")
    >>> parsed = language.parse(document, [Segment("d", "s1", "body", 0, 26)], language.load())
    >>> [[parsed.text(span) for span in chain] for chain in find(parsed, package=Same())]
    [['Hale', 'Hale'], ['.', '.']]
    """
    if isinstance(package, str):
        check_option("package", package, DISTRIBUTIONS)
        require(package)
    elif not callable(getattr(package, "clusters", None)):
        raise InputError(f"package must be one of {', '.join(map(repr, DISTRIBUTIONS))} or a Finder; got {package!r}")
    words = words_of(parsed)
    if not words.places:
        return ()
    finder = load(package, nlp or language.load()) if isinstance(package, str) else package
    chains = (_chain(runs, words, package) for runs in finder.clusters(words.sentences))
    return tuple(sorted(chain for chain in chains if len(chain) > 1))
