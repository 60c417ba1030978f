"""The head of a document: everything before its first paragraph."""

import re
from collections.abc import Sequence

from toolkit.layout.evidence import headline_style, scores, Place, strong_caption
from toolkit.layout.labels import is_byline, is_dateline, is_notice, is_timestamp, label_of
from toolkit.layout.lines import Line, terminated

__all__ = ["read_head"]

#: The head is looked for in this many lines.
_DEPTH = 25
_AHEAD = 3
_PARAGRAPH = 12
_NAME_LIKE = re.compile(
    r"(?:[A-ZÀ-Þ@][\w’'.&@-]*|of|and|the|-|–|\||,|for)(?:\s+(?:[A-ZÀ-Þ@][\w’'.&@-]*,?|of|and|the|in|-|–|\||for)){0,7}$"
)
_SALUTATION = re.compile(
    r"(?:Dear|Sir|Madam|Mr|Madame|Honou?rable|Ladies|Fellow|Your|Members|Friends|My|Thank|Good|Excellenc)\b"
)


def read_head(found: Sequence[Line], title: str | None) -> list[str | None]:
    """Give roles to the lines before the first paragraph.

    Parameters
    ----------
    found : sequence of Line
        All lines of the document.
    title : str, optional
        The document's title, where known.

    Returns
    -------
    list
        One role for each line of the head, None where labels and evidence must decide.
    """
    kinds: list[str] = []
    for line in found[:_DEPTH]:
        kinds.append(_kind(line, "text" in kinds))
    headline = _headline(found, kinds, title)
    end = _end(found, kinds, headline)
    if headline is None:
        return [
            kind if kind in ("byline", "timestamp") and place < end else None for place, kind in enumerate(kinds[:end])
        ]
    return [_role(found, kinds, place, headline, end) for place in range(end)]


def _kind(line: Line, found_before: bool) -> str:
    """What a line is by its own words: timestamp, byline, boilerplate, label, bullet, caption, paragraph or text.

    Until there has been a text, a label with words after it opens one: "Live: parliament votes".
    """
    text = line.text
    if is_timestamp(text):
        return "timestamp"
    if is_byline(text):
        return "byline"
    if is_notice(text):
        return "boilerplate"
    label = label_of(text)
    if label and label.governs == "teaser" and label.rest < len(text) and not found_before:
        return "text"
    if label:
        return "boilerplate" if label.governs in ("boilerplate", "credit") else "label"
    if line.bulleted:
        return "bullet"
    if is_dateline(text) or _paragraph(line):
        return "paragraph"
    return "caption" if strong_caption(text) else "text"


def _paragraph(line: Line) -> bool:
    long = line.words >= _PARAGRAPH or len(re.findall(r"[.!?][\"”’']?\s+[\"“‘]?[A-Z]", line.text)) > 0
    asks = re.search(r"[?!][\"'”’]*$", line.text) is not None and line.words <= 25
    ended = terminated(line.text) or line.text.endswith((":", ","))
    if asks and not re.search(r"[.!?][\"”’']?\s+[\"“‘]?[A-Z]", line.text):
        return False
    return (ended and long) or line.words > 45 or (line.text.endswith(",") and bool(_SALUTATION.match(line.text)))


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headline(found: Sequence[Line], kinds: list[str], title: str | None) -> int | None:
    if title:
        wanted = _normal(title)
        for place, line in enumerate(found[:_DEPTH]):
            if _normal(line.text) == wanted:
                return place
    if len(found) < 2:
        return None
    for place, kind in enumerate(kinds):
        if kind == "paragraph":
            return place if place == 0 and _stopped_headline(found, kinds) else None
        if kind == "text" and not _kicker(found, kinds, place):
            return _accept(found, kinds, place)
    return None


def _accept(found: Sequence[Line], kinds: list[str], place: int) -> int | None:
    text = found[place].text
    if text.endswith((",", ":", ";")) or text[0].islower():
        return None
    if re.search(r"\.[\"'”’)]*$", text):
        return place if place == 0 and _stopped_headline(found, kinds) else None
    if text.endswith(("?", "!")) and found[place].words <= 3:
        return None
    return place


def _stopped_headline(found: Sequence[Line], kinds: list[str]) -> bool:
    """Whether a first line with a full stop is a headline: worded like one, over several longer paragraphs."""
    body = [line for line in found[1:] if terminated(line.text)]
    return len(body) >= 2 and headline_style(found[0].text) and any(line.words > found[0].words for line in body[:3])


def _kicker(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a line is the name of a section or outlet over the headline proper."""
    line = found[place]
    short = line.words <= 3 or (line.words <= 6 and bool(_NAME_LIKE.match(line.text)))
    if not short:
        return False
    for after in range(place + 1, len(kinds)):
        if kinds[after] == "paragraph":
            return False
        if kinds[after] == "text" and found[after].words >= 4 and not terminated(found[after].text):
            return not _NAME_LIKE.match(found[after].text) or found[after].words > line.words + 3
    return False


def _end(found: Sequence[Line], kinds: list[str], headline: int | None) -> int:
    """Number of lines that belong to the head."""
    place = 0 if headline is None else headline + 1
    while place < len(kinds):
        ahead = kinds[place + 1 : place + 1 + _AHEAD]
        sentence = kinds[place] == "paragraph" or (kinds[place] == "text" and terminated(found[place].text))
        if sentence and (headline is None or not _standfirst(found, place, ahead)):
            return place
        if headline is None and kinds[place] not in ("timestamp", "byline", "boilerplate"):
            return place
        place += 1
    return place


def _standfirst(found: Sequence[Line], place: int, ahead: list[str]) -> bool:
    """Whether a sentence stands in the head: a byline or a date line follows before the next paragraph."""
    if is_dateline(found[place].text) or found[place].words > 60:
        return False
    for kind in ahead:
        if kind in ("byline", "timestamp"):
            return True
        if kind == "paragraph":
            return False
    return False


def _role(found: Sequence[Line], kinds: list[str], place: int, headline: int, end: int) -> str | None:
    kind = kinds[place]
    if place == headline:
        return "headline"
    if kind in ("timestamp", "byline", "boilerplate"):
        return kind
    if kind == "label":
        return None
    if place < headline:
        return "boilerplate" if kind in ("text", "caption") else "summary"
    if kind == "bullet":
        return "summary"
    return _after_headline(found, kinds, place, end)


def _after_headline(found: Sequence[Line], kinds: list[str], place: int, end: int) -> str | None:
    line = found[place]
    if kinds[place] == "caption":
        return "caption"
    if _governed(found, kinds, place):
        return None
    signed = [at for at, kind in enumerate(kinds[:end]) if kind in ("byline", "timestamp")]
    beside = any(abs(at - place) == 1 for at in signed)
    if beside and not terminated(line.text) and line.words <= 8 and _NAME_LIKE.match(line.text):
        return "byline"
    if any(at > place for at in signed):
        return "summary"
    weighed = scores(line.text, Place())
    if weighed["caption"] >= max(2 if signed else 3.5, weighed["teaser"]):
        return "caption"
    return "summary" if not terminated(line.text) and not line.text.endswith(":") else None


def _governed(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a label on a line of its own stands over a line, with nothing but such lines between."""
    for before in range(place - 1, -1, -1):
        label = label_of(found[before].text) if kinds[before] == "label" else None
        if label:
            return label.rest >= len(found[before].text)
        if kinds[before] not in ("text", "bullet"):
            return False
    return False
