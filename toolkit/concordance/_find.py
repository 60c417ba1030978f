"""Finding: words, lemmas and regular expressions in texts. NLTK indexes the tokens."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from nltk.text import ConcordanceIndex

from toolkit import tokens
from toolkit.errors import InputError, check_columns

if TYPE_CHECKING:
    from toolkit.language import ParsedDocument

__all__ = ["Span", "finder", "lemma_table"]

Span = tuple[int, int]


def _regex_hits(text: str, pattern: str, *, ignore_case: bool) -> Iterator[Span]:
    try:
        matches = re.compile(pattern, re.IGNORECASE if ignore_case else 0).finditer(text)
    except re.error as error:
        raise InputError(f"pattern is not a regular expression: {error}; got {pattern!r}") from None
    return (match.span() for match in matches if match.end() > match.start())


def _sequence_hits(spans: Sequence[Span], forms: Sequence[str], wanted: Sequence[str]) -> Iterator[Span]:
    """Find a sequence of tokens; each may hold asterisks."""
    index = ConcordanceIndex(forms)
    firsts = sorted({form for form in forms if tokens.fits(form, wanted[0])})
    for place in sorted(place for form in firsts for place in index.offsets(form)):
        found = forms[place : place + len(wanted)]
        if len(found) == len(wanted) and all(map(tokens.fits, found, wanted)):
            yield spans[place][0], spans[place + len(wanted) - 1][1]


def _word_hits(text: str, wanted: Sequence[str], *, ignore_case: bool) -> Iterator[Span]:
    spans = tokens.spans(text)
    forms = [tokens.key(text[start:end], ignore_case=ignore_case) for start, end in spans]
    return _sequence_hits(spans, forms, wanted)


def _lemma_spans(lemmas: pd.DataFrame, *, ignore_case: bool) -> dict[str, tuple[list[Span], list[str]]]:
    """Give each document's positions and lemmas, in the order of the text."""
    check_columns(
        "lemmas", lemmas.columns, ("doc_id", "start", "end", "lemma"), hint="`lemma_table` makes such a table"
    )
    found = {}
    for doc_id, group in lemmas.sort_values(["doc_id", "start"]).groupby("doc_id", sort=True):
        spans = [(int(start), int(end)) for start, end in zip(group["start"], group["end"], strict=True)]
        found[str(doc_id)] = spans, [tokens.key(lemma, ignore_case=ignore_case) for lemma in group["lemma"]]
    return found


def lemma_table(parsed: "Iterable[ParsedDocument]") -> pd.DataFrame:
    """List the lemmas of parsed documents, for a concordance by lemma.

    Parameters
    ----------
    parsed : iterable of ParsedDocument
        As `language.parse` gives them.

    Returns
    -------
    DataFrame
        One row a token that is no space: doc_id, start, end (in the document's text), lemma. Segments that were not
        parsed (bylines, boilerplate) have no rows.

    Examples
    --------
    >>> lemma_table([]).columns.tolist()
    ['doc_id', 'start', 'end', 'lemma']
    """
    rows = []
    for document in parsed:
        for segment in document.parsed:
            for token in segment.doc:
                if not token.text.isspace():
                    rows.append((document.document.doc_id, *segment.span(token), token.lemma_))
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "lemma"])


def finder(
    pattern: str, *, by: str, lemmas: pd.DataFrame | None, ignore_case: bool
) -> Callable[[str, str], Iterator[Span]]:
    """Make the function that finds the pattern in a document, from its id and its text."""
    if by == "regex":
        return lambda _, text: _regex_hits(text, pattern, ignore_case=ignore_case)
    wanted = tokens.search_words(pattern, ignore_case=ignore_case)
    if by == "words":
        return lambda _, text: _word_hits(text, wanted, ignore_case=ignore_case)
    if lemmas is None:
        raise InputError("by='lemmas' needs lemmas=, a table as `lemma_table` makes it; got None")
    known = _lemma_spans(lemmas, ignore_case=ignore_case)
    return lambda doc_id, _: _sequence_hits(*known.get(doc_id, ([], [])), wanted)
