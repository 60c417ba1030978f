"""Cut a run of capitalised words into state, office, title and the core of the name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from toolkit.actors.names import genders, title_office, titles
from toolkit.actors.places import Body, Places, look_up
from toolkit.actors.reading import nouns, offices
from toolkit.actors.runs import Run, body_word, is_group_word

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Cut", "cut", "text_of"]


@dataclass(frozen=True)
class Cut:
    """A run of capitalised words in its parts; `core` is the index of the first token of the proper name."""

    run: Run
    core: int
    state: str | None = None
    title: str = ""
    office: str = ""
    body: Body | None = None
    what: str = ""
    code: str | None = None


def text_of(doc: "Doc", first: int, last: int) -> str:
    """Give the text of a run of tokens."""
    return str(doc[first:last].text)


def _current(bodies: Iterable[Body], day: date | None) -> Body | None:
    return next((body for body in bodies if body.holds(day)), None)


def _gazetteer(text: str, places: Places, day: date | None) -> tuple[str, str | None, Body | None] | None:
    """Look a whole name up: what it names, the code of its state, the body."""
    for what, table in (("state", places.names), ("adjective", places.adjectives), ("people", places.peoples)):
        code = look_up(table, text)
        if code is not None and not (what == "adjective" and text in places.bodies):
            return what, code, None
    for form in (text, text.title() if text.isupper() and len(text) > 5 else text):
        body = _current(places.bodies.get(form, ()), day)
        if body is not None:
            return "body", body.country, body
        body = _current(places.metonyms.get(form, ()), day)
        if body is not None:
            return "metonym", body.country, body
    for what, table in (("seat", places.seats), ("capital", places.capitals)):
        code = look_up(table, text)
        if code is not None:
            return what, code, None
    return ("place", None, None) if text in places.untold else None


def _office_word(word: str) -> bool:
    low = word.casefold().rstrip(".")
    return low in offices() and word not in genders()


def _office_prefix(doc: "Doc", first: int, last: int) -> int:
    """Give where the office ends that a run begins with ("Foreign Secretary Ann Lee"), `first` if there is none."""
    for end in range(last, first, -1):
        text = text_of(doc, first, end).casefold()
        if text in offices() and (end - first > 1 or _office_word(doc[first].text)):
            return end
    for end in range(min(last, first + 6), first, -1):
        if _office_word(doc[end - 1].text) and not any(body_word(doc[i].text) for i in range(end, last)):
            return end
    return first


def _state_prefix(doc: "Doc", first: int, last: int, places: Places) -> tuple[int, str | None]:
    for end in range(min(last - 1, first + 3), first, -1):
        text = text_of(doc, first, end)
        rest = doc[end].text
        code = look_up(places.adjectives, text)
        if code is None and (_office_word(rest) or body_word(rest) or rest in titles() or is_group_word(rest)):
            code = look_up(places.names, text)
        if code is not None and not (rest == "Party" or doc[end].lower_ in ("-", "of", "and", "'s")):
            return end, code
    return first, None


def _titles_end(doc: "Doc", first: int, last: int) -> int:
    at = first
    while at < last - 1 and doc[at].text.rstrip(".") in titles() and not (at == first and doc[at].text in genders()):
        at += 1
        while at < last - 1 and doc[at].text in ("-", "."):
            at += 1
    return at


def _telling(doc: "Doc", first: int, last: int) -> str:
    """Give of several forms of address the one that says most: the last that is an office, else the first."""
    held = [doc[i].text for i in range(first, last) if title_office(doc[i].text)]
    return held[-1] if held else doc[first].text


def _role_before_name(doc: "Doc", first: int, last: int) -> bool:
    """Tell whether a sentence opens with a noun for a person before a full name ("Skipper Marla Quist said")."""
    noun = nouns().get(doc[first].lower_)
    named = last - first == 3 and not body_word(doc[last - 1].text) and not is_group_word(doc[last - 1].text)
    return named and noun is not None and noun.type == "person" and bool(doc[first].is_sent_start)


def _inner_title(doc: "Doc", first: int, last: int) -> int:
    """Give the place of a form of address inside a run ("Quistham Cllr. Marla Quist"), `first` if there is none."""
    for at in range(first + 1, last - 1):
        word = doc[at].text.rstrip(".")
        if word in titles() and word not in genders() and not body_word(doc[last - 1].text):
            return at
    return first


def cut(doc: "Doc", run: Run, places: Places, day: date | None) -> Cut:
    """Cut a run into the state, office and title that it opens with and its core."""
    at, last, state, title, office = run.first, run.last, None, "", ""
    for _ in range(4):
        found = _gazetteer(text_of(doc, at, last), places, day)
        if found is not None:
            what, code, body = found
            return Cut(run, at, state, title, office, body, what, code)
        end, code = _state_prefix(doc, at, last, places)
        if code is not None and state is None:
            at, state = end, code
            continue
        end = _titles_end(doc, at, last)
        if end > at:
            title = title or _telling(doc, at, end)
            at = end
            continue
        if last - at > 2 and doc[at + 1].lower_ == "for" and is_group_word(doc[at].text):
            break
        end = _office_prefix(doc, at, last)
        if end > at and not (end < last and doc[end].lower_ in ("of", "for", "-")):
            office = (office + " " + text_of(doc, at, end)).strip()
            at = end
        elif end == at and _role_before_name(doc, at, last):
            office, at, end = doc[at].lower_, at + 1, at + 1
        inner = _inner_title(doc, at, last)
        if inner > at:
            held = title_office(doc[inner].text)
            office = f"{text_of(doc, at, inner)} {held}" if held and not office else office
            at = inner
            continue
        if at == last or end == at == run.first:
            break
    return Cut(run, at, state, title, office)
