"""Which pairs of actors are worth comparing: those that share a key."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from toolkit.actors.folding import called, plain, sounded
from toolkit.actors.merges._entries import Entry

__all__ = ["BLOCK", "candidates"]

#: A key that more actors than these share tells nothing and is passed over.
BLOCK = 150
_LONG_WORD, _LONG_NAME = 6, 10


def _shortened(name: str) -> Iterator[str]:
    """Give a name and all that one letter less makes of it: what differs by one letter shares one of these."""
    yield name
    yield from (name[:at] + name[at + 1 :] for at in range(1, len(name)))


def _keys_of_person(entry: Entry) -> Iterator[Hashable]:
    words = entry.words
    if not words:
        return
    yield "written", "".join(words)
    if len(words) == 1:
        return
    yield "heard", "".join(entry.sounds)
    yield "ordered", tuple(sorted(words))
    for given in words[:-1]:
        for name in sorted(called(given)):
            yield "family", entry.sounds[-1], name[0]
    for end in range(2, len(words) + 1):
        yield "begins", words[:end]
    if max(map(len, words)) >= _LONG_WORD:
        yield from (("nearly", short) for short in _shortened("".join(words)))


def _keys_of_body(entry: Entry) -> Iterator[Hashable]:
    joined = "".join(entry.ordered)
    yield "body", joined
    if entry.bag:
        yield "bag", entry.bag
    yield "body heard", sounded(" ".join(entry.ordered))
    for name in entry.names:
        yield "named", plain(name)
    if len(joined) >= _LONG_NAME:
        yield from (("body nearly", short) for short in _shortened(joined))


def _blocks(entries: Sequence[Entry]) -> Iterator[list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        keys = _keys_of_person(entry) if entry.is_person else _keys_of_body(entry)
        for key in dict.fromkeys(keys):
            found[key].append(number)
    return (block for block in found.values() if 1 < len(block) <= BLOCK)


def _surnames(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Pair those known by their surname alone with all who bear it."""
    bearers: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if entry.is_person and len(entry.words) > 1:
            for sound in dict.fromkeys((entry.sounds[-1], entry.sounds[-2] if len(entry.sounds) > 2 else "")):
                bearers[sound].append(number)
    for number, entry in enumerate(entries):
        if entry.is_person and len(entry.words) == 1 and 0 < len(bearers[entry.sounds[0]]) <= BLOCK:
            yield from ((number, other) for other in bearers[entry.sounds[0]])


def _acronyms(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Pair those named by an acronym with all whose names have these initials."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for letters in sorted(entry.initials):
            named[letters].append(number)
    for number, entry in enumerate(entries):
        for acronym in () if entry.is_person else entry.acronyms:
            if len(named.get(acronym, ())) <= BLOCK:
                yield from ((number, other) for other in named.get(acronym, ()))


def _pieces(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the beginnings and ends of a name, of two words or more, shorter than the name."""
    for length in range(2, len(words)):
        yield words[:length]
        yield words[-length:]


def _shorter_forms(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Pair bodies with those whose whole name begins or ends theirs."""
    whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if not entry.is_person and len(entry.ordered) > 1:
            whole[entry.ordered].append(number)
    for number, entry in enumerate(entries):
        for piece in () if entry.is_person else _pieces(entry.ordered):
            yield from ((number, other) for other in whole.get(piece, ()))


def candidates(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """List the pairs of actors, by their numbers, that share a key: each once, the lower number first, sorted."""
    found: set[tuple[int, int]] = set()
    for block in _blocks(entries):
        found.update(combinations(block, 2))
    ways: Iterable[Iterator[tuple[int, int]]] = (_surnames(entries), _acronyms(entries), _shorter_forms(entries))
    for pairs in ways:
        found.update((min(a, b), max(a, b)) for a, b in pairs if a != b)
    return sorted(found)
