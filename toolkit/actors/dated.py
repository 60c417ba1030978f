"""Which office an actor held when, as the documents of a corpus name it."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import pandas as pd

from toolkit.actors.folding import plain
from toolkit.actors.places import known
from toolkit.actors.reading import nouns, offices, singular
from toolkit.errors import check_columns

__all__ = ["office_in", "roles_over_time"]

_COLUMNS = ("actor_id", "role", "first_seen", "last_seen", "documents")
_OWNERS = frozenset(
    (
        *("the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "own", "new", "then", "this", "that"),
        *(
            "one",
            "two",
            "another",
            "some",
            "any",
            "every",
            "each",
            "even",
            "only",
            "senior",
            "top",
            "leading",
            "veteran",
        ),
    )
)
_PAST = frozenset(("former", "ex", "ousted", "late", "outgoing"))
#: Offices whose field may stand behind them ("minister of defence" is "defence minister").
_TURNED = frozenset(("minister", "secretary", "ministry", "undersecretary"))
_RANKS = frozenset(("deputy", "vice", "chief", "assistant"))
_MOST = 4


@lru_cache(maxsize=1)
def _state_words() -> frozenset[str]:
    places = known()
    forms = [*places.names, *places.adjectives, *places.peoples]
    return frozenset(plain(form) for form in forms if " " not in form)


@lru_cache(maxsize=1)
def _spelt() -> dict[str, str]:
    """Offices of several words as their words are folded here, and their usual spelling."""
    return {plain(name): name for name in sorted(offices())}


def _is_head(word: str) -> bool:
    noun = nouns().get(singular(word))
    return word in _heads() or (noun is not None and noun.type == "person" and noun.group == "official")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return frozenset(name.split()[-1] for name in _spelt())


def _words(text: str) -> list[str]:
    """Fold the words of a form; what stands before a possessive ending, and acronyms that are no office, go."""
    bare = re.split(r"[’']s\b|(?<=s)[’'](?=\s)", text)[-1].replace("-", " ")
    kept = [w for w in bare.split() if not (w.isupper() and len(w) > 1 and w.casefold() not in offices())]
    return [word for w in kept for word in plain(w).split()]


def _whole(words: list[str], heads: list[int]) -> int:
    """Give the place of the noun that ends the office: "deputy foreign minister", "director general"."""
    head = heads[0]
    for later in heads[1:]:
        ranked = words[head] in _RANKS and later - head <= 3 and not {"of", "for", "to"} & set(words[head:later])
        if ranked or (later == head + 1 and " ".join(words[head : later + 1]) in _spelt()):
            head = later
    return head


def _field_behind(words: list[str], head: int) -> list[str]:
    """Give the field of "minister of foreign affairs" and the like."""
    if words[head] not in _TURNED or words[head + 1 : head + 2] not in (["of"], ["for"]):
        return []
    rest = [w for w in words[head + 2 :] if w != "the"]
    stop = next((i for i, w in enumerate(rest) if w in ("of", "in", "and", "affairs")), len(rest))
    return [] if rest[:1] == ["state"] else rest[: min(stop, 2)]


def office_in(text: str, *, without: Mapping[str, str] | frozenset[str] = frozenset()) -> str | None:
    """Give the office that a form of a person names, in small letters.

    Parameters
    ----------
    text : str
        A form, with or without the name: ``"Norvania's Foreign Minister Marla Quist"``.
    without : set or mapping of str
        Folded words of states besides those of the gazetteer, which are left out.

    Returns
    -------
    str or None
        The office with its field and rank and without the state or body it belongs to; one that is past begins with
        "former". None where the form names none.

    Examples
    --------
    >>> office_in("Norvania's Foreign Minister Marla Quist"), office_in("the ex-minister of defence")
    ('foreign minister', 'former defence minister')
    >>> office_in("Marla Quist") is None, office_in("SCC Secretary-General Quist")
    (True, 'secretary-general')
    """
    words = _words(text)
    dropped = _OWNERS | _state_words() | frozenset(without)
    heads = [i for i, word in enumerate(words) if _is_head(word)]
    if not heads:
        return None
    head = _whole(words, heads)
    before = [w for w in words[max(0, head - _MOST) : head] if w not in dropped]
    past = any(w in _PAST for w in before)
    role = " ".join([*_field_behind(words, head), *(w for w in before if w not in _PAST), words[head]])
    if words[head : head + 3] == ["secretary", "of", "state"]:
        role = "secretary of state"
    spelt = _spelt().get(role, role)
    return f"former {spelt}" if past else spelt


def _other_states(actors: pd.DataFrame) -> frozenset[str]:
    states = actors[actors["type"] == "state"]
    return frozenset(plain(form) for forms in states["forms"] for form in forms if " " not in form)


def roles_over_time(mentions: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Tell which offices people are given, and when first and last.

    Parameters
    ----------
    mentions, documents, actors : DataFrame
        Tables of a run. Mentions of the kinds ``title`` and ``nominal`` that are resolved to
        a person with a name are read.

    Returns
    -------
    DataFrame
        One row for each actor and role, sorted by actor, first day and role: ``actor_id``; ``role`` (see `office_in`);
        ``first_seen`` and ``last_seen`` (days of publication, None where no document of the row is dated);
        ``documents`` (how many, dated or not). A person called a minister in one year and premier in another has two
        rows. What a text calls somebody is not what they are: a row of few documents may be a slip of the resolution.

    Raises
    ------
    InputError
        If a table lacks a column.

    Examples
    --------
    >>> from datetime import date
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "published": [date(2020, 1, 2), date(2024, 5, 6)]})
    >>> mentions = pd.DataFrame({"doc_id": ["a", "b"], "actor_id": ["quist"] * 2, "kind": ["title"] * 2,
    ...     "text": ["Foreign Minister Marla Quist", "Premier Quist"]})
    >>> actors = pd.DataFrame({"actor_id": ["quist"], "type": ["person"], "forms": [["Quist"]]})
    >>> table = roles_over_time(mentions, documents, actors)
    >>> table[["role", "first_seen"]].values.tolist()
    [['foreign minister', datetime.date(2020, 1, 2)], ['premier', datetime.date(2024, 5, 6)]]
    """
    check_columns("mentions", mentions.columns, ("doc_id", "actor_id", "kind", "text"))
    check_columns("documents", documents.columns, ("doc_id", "published"))
    check_columns("actors", actors.columns, ("actor_id", "type", "forms"))
    people = {
        i for i, t in zip(actors["actor_id"], actors["type"], strict=True) if t == "person" and not {*"@."} & {*i}
    }
    read = mentions[mentions["actor_id"].isin(people) & mentions["kind"].isin(["title", "nominal"])]
    states = _other_states(actors)
    office = {text: office_in(text, without=states) for text in sorted(read["text"].unique())}
    dated = documents[["doc_id", "published"]].dropna()
    days = {doc: date.fromisoformat(str(day)[:10]) for doc, day in dated.itertuples(index=False)}
    seen: dict[tuple[str, str], set[str]] = {}
    for actor, text, doc in zip(read["actor_id"], read["text"], read["doc_id"], strict=True):
        role = office[text]
        if role is not None:
            seen.setdefault((actor, role), set()).add(doc)
    rows = [(*key, *_first_and_last(docs, days), len(docs)) for key, docs in seen.items()]
    rows.sort(key=lambda row: (row[0], str(row[2] or "~"), row[1]))
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))


def _first_and_last(docs: set[str], days: Mapping[str, date]) -> tuple[date | None, date | None]:
    dated = sorted(days[doc] for doc in docs if doc in days)
    return (dated[0], dated[-1]) if dated else (None, None)
