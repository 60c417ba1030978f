"""From texts to lists of words, the input of every statistic here."""

from collections.abc import Iterable, Sequence
from itertools import chain

import pandas as pd
from nltk.probability import FreqDist

from toolkit import tokens
from toolkit.errors import InputError, check_option
from toolkit.records import ROLES

__all__ = ["BORDERS", "Text", "count", "count_hits", "segment_texts", "stretches", "wanted_words", "word_lists"]

#: A text, or its words as the caller wants them counted (lemmas, for example).
Text = str | Sequence[str]
BORDERS = ("sentence", "text")


def _is_missing(text: object) -> bool:
    return text is None or (isinstance(text, float) and text != text)


def _words(text: object) -> list[str]:
    if _is_missing(text):
        return []
    if isinstance(text, str):
        return tokens.words(text)
    if isinstance(text, Sequence) and all(isinstance(word, str) for word in text):
        return list(text)
    raise InputError(f"a text must be a str or a sequence of words; got {text!r}")


def word_lists(texts: Iterable[Text]) -> list[list[str]]:
    """Give each text's words; a missing text has none."""
    if isinstance(texts, str):
        raise InputError(f"texts must be an iterable of texts; got the text {texts[:40]!r}")
    return [_words(text) for text in texts]


def stretches(texts: Iterable[Text], borders: str) -> list[list[list[str]]]:
    """Give each text's words in the stretches over whose borders nothing is counted together."""
    check_option("borders", borders, BORDERS)
    if borders == "text":
        return [[words] for words in word_lists(texts)]
    listed = list(texts)
    lists = word_lists(listed) if not isinstance(texts, str) else word_lists(texts)
    pairs = zip(listed, lists, strict=True)
    return [tokens.sentences(text) if isinstance(text, str) else [words] for text, words in pairs]


def count(lists: Iterable[Iterable[str]]) -> FreqDist:
    """Count all words of lists of words."""
    return FreqDist(chain.from_iterable(lists))


def wanted_words(words: Sequence[str]) -> dict[str, list[str]]:
    """Cut each word or phrase to search for into its words."""
    if isinstance(words, str):
        raise InputError(f"words must be a sequence of words; got the text {words!r}")
    wanted = {word: tokens.search_words(word) for word in words}
    for word, parts in wanted.items():
        if not parts or not all(part[0].isalnum() or part[0] == "*" for part in parts):
            raise InputError(f"words must hold words or phrases without signs; got {word!r}")
    return wanted


def count_hits(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Count the places of a word or phrase, asterisks allowed."""
    return len(tokens.places(words, wanted))


def segment_texts(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    roles: Sequence[str] = ("headline", "summary", "subhead", "body"),
) -> pd.DataFrame:
    r"""Cut documents down to segments of some roles, so that bylines and notices are not counted as their words.

    Parameters
    ----------
    documents, segments : DataFrame
        Tables.
    roles : sequence of str
        Roles to keep.

    Returns
    -------
    DataFrame
        The documents, in the order given, with those segments as their text: in reading order, an empty line between
        two (no sentence runs over it); empty if a document has none. For counting only: positions of other tables do
        not point into these texts.

    Raises
    ------
    InputError
        For an unknown role.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d1"], "text": ["By Ann Vale\n\nThe strait is closed."]})
    >>> segments = pd.DataFrame({"doc_id": ["d1", "d1"], "role": ["byline", "body"], "start": [0, 13], "end": [11, 34]})
    >>> segment_texts(documents, segments)["text"].tolist()
    ['The strait is closed.']
    """
    for role in roles:
        check_option("roles", role, ROLES)
    chosen = segments[segments["role"].isin(list(roles))].sort_values(["doc_id", "start"])
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    parts: dict[str, list[str]] = {doc_id: [] for doc_id in texts}
    for doc_id, start, end in zip(chosen["doc_id"], chosen["start"], chosen["end"], strict=True):
        if doc_id in parts:
            parts[doc_id].append(texts[doc_id][int(start) : int(end)])
    return documents.assign(text=["\n\n".join(parts[doc_id]) for doc_id in documents["doc_id"]])
