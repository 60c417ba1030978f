"""Words that the rules for actors look for, by class."""

from functools import lru_cache

from toolkit import lexicons

__all__ = ["vocab"]


@lru_cache
def vocab(group: str) -> frozenset[str]:
    """Give the words of one class of the list ``actor_words``.

    Examples
    --------
    >>> "accuse" in vocab("speech_verb"), "London" in vocab("calendar")
    (True, False)
    """
    return frozenset(row["word"] for row in lexicons.load("actor_words", "word", "class") if row["class"] == group)
