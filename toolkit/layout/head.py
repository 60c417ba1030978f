"""The head of a document: everything before its first paragraph."""

import re
from collections.abc import Sequence

from toolkit.layout.bylines import is_byline, is_post, signed_name
from toolkit.layout.evidence import Place, headline_style, plain, scores, strong_caption
from toolkit.layout.labels import label_of
from toolkit.layout.lines import Line, terminated
from toolkit.layout.marks import dateline, is_biography, is_notice, is_timestamp
from toolkit.layout.outlets import is_masthead

__all__ = ["read_head"]

#: The head is looked for in this many lines.
_DEPTH = 25
#: A sentence is a standfirst if a byline or a date line stands among so many lines after it.
_AHEAD = 3
#: A sentence of so many words is a paragraph.
_PARAGRAPH = 12
_WORD_OF_NAME = r"(?:[A-ZÀ-Þ@][\w’'.&@-]*,?|of|and|the|in|-|–|\||for)"
_NAME_LIKE = re.compile(rf"{_WORD_OF_NAME}(?:\s+{_WORD_OF_NAME}){{0,7}}$")
_SALUTATION = re.compile(
    r"(?:Dear|Sir|Madam|Mr|Madame|Honou?rable|Ladies|Fellow|Your|Members|Friends|My|Thank|Good|Excellenc)\b"
)
_TWO_SENTENCES = re.compile(r"[.!?][\"”’']?\s+[\"“‘]?[A-Z]")


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
        kinds.append(_kind(line, first_text="text" not in kinds))
    headline = _headline(found, kinds, title)
    end = _end(found, kinds, headline)
    if headline is None:
        return [kind if kind in ("byline", "timestamp") else None for kind in kinds[:end]]
    return [_role(found, kinds, place, headline, end) for place in range(end)]


def _kind(line: Line, *, first_text: bool) -> str:
    """Say what a line is by its own words: timestamp, byline, boilerplate, label, bullet, paragraph, caption or text.

    The first text may open with a label: "Live: parliament votes".
    """
    text = line.text
    if is_timestamp(text) or is_masthead(text):
        return "timestamp"
    if is_byline(text):
        return "byline"
    if is_notice(text):
        return "boilerplate"
    label = label_of(text)
    if label and not (first_text and label.governs == "teaser" and label.rest < len(text)):
        return "boilerplate" if label.governs in ("boilerplate", "credit") else "label"
    if line.bulleted:
        return "bullet"
    if dateline(text) or _is_paragraph(line):
        return "paragraph"
    return "caption" if strong_caption(text) else "text"


def _is_paragraph(line: Line) -> bool:
    two = _TWO_SENTENCES.search(line.text) is not None
    if re.search(r"[?!][\"'”’]*$", line.text) and line.words <= 25 and not two:
        return False
    if line.text.endswith(",") and _SALUTATION.match(line.text):
        return True
    ended = terminated(line.text) or line.text.endswith((":", ","))
    return (ended and (two or line.words >= _PARAGRAPH)) or line.words > 45


def _headline(found: Sequence[Line], kinds: list[str], title: str | None) -> int | None:
    """Find the headline: the title where it is known, otherwise the first text that is no kicker."""
    wanted = plain(title or "")
    for place, line in enumerate(found[:_DEPTH]):
        if wanted and plain(line.text) == wanted:
            return place
    if len(found) < 2:
        return None
    for place, kind in enumerate(kinds):
        if kind == "paragraph":
            return place if place == 0 and _stopped_headline(found) else None
        if kind == "text" and not _kicker(found, kinds, place):
            return place if _may_be_headline(found, place) else None
    return None


def _may_be_headline(found: Sequence[Line], place: int) -> bool:
    line = found[place]
    if line.text.endswith((",", ":", ";")) or line.text[0].islower():
        return False
    if re.search(r"\.[\"'”’)]*$", line.text):
        return place == 0 and _stopped_headline(found)
    return not (line.text.endswith(("?", "!")) and line.words <= 3)


def _stopped_headline(found: Sequence[Line]) -> bool:
    """Whether a first line with a full stop is a headline: worded like one, over longer paragraphs."""
    body = [line for line in found[1:] if terminated(line.text)]
    if not terminated(found[0].text):
        return False
    return len(body) >= 2 and headline_style(found[0].text) and any(line.words > found[0].words for line in body[:3])


def _kicker(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a line is the name of a section or outlet over the headline proper."""
    line = found[place]
    if line.words > 3 and not (line.words <= 6 and _NAME_LIKE.match(line.text)):
        return False
    for after in range(place + 1, len(kinds)):
        other = found[after]
        if kinds[after] == "paragraph" or (kinds[after] == "text" and terminated(other.text)):
            return False
        if kinds[after] == "text" and other.words >= 4:
            return not _NAME_LIKE.match(other.text) or other.words > line.words + 3
    return False


def _end(found: Sequence[Line], kinds: list[str], headline: int | None) -> int:
    """Count the lines that belong to the head."""
    if headline is None:
        body = (place for place, kind in enumerate(kinds) if kind not in ("timestamp", "byline", "boilerplate"))
        return next(body, len(kinds))
    for place in range(headline + 1, len(kinds)):
        sentence = kinds[place] == "paragraph" or (kinds[place] == "text" and terminated(found[place].text))
        if sentence and not _standfirst(found, kinds, place):
            return place
    return len(kinds)


def _standfirst(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a sentence stands in the head: the byline or the date line is still to come before the next paragraph."""
    if dateline(found[place].text) or found[place].words > 60:
        return False
    ahead = kinds[place + 1 : place + 1 + _AHEAD]
    awaited = {"byline", "timestamp"} - set(kinds[:place])
    decisive = (kind for kind in ahead if kind in awaited or kind == "paragraph")
    return next(decisive, "paragraph") != "paragraph"


def _role(found: Sequence[Line], kinds: list[str], place: int, headline: int, end: int) -> str | None:
    kind = kinds[place]
    if place == headline:
        return "headline"
    if kind in ("timestamp", "byline", "boilerplate"):
        return kind
    if kind == "label" or _governed(found, kinds, place):
        return None
    if kind == "bullet":
        return "summary"
    if place < headline:
        return "boilerplate"
    return "caption" if kind == "caption" else _after_headline(found, kinds, place, end)


def _governed(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a label on a line of its own stands over a line, with nothing but such lines between."""
    for before in range(place - 1, -1, -1):
        label = label_of(found[before].text) if kinds[before] == "label" else None
        if label:
            return label.rest >= len(found[before].text)
        if kinds[before] not in ("text", "bullet"):
            return False
    return False


def _after_headline(found: Sequence[Line], kinds: list[str], place: int, end: int) -> str | None:
    """Tell a name under the headline, a standfirst and the caption of the first picture apart."""
    line = found[place]
    signed = [at for at, kind in enumerate(kinds[:end]) if kind in ("byline", "timestamp")]
    ended = terminated(line.text)
    beside = any(abs(at - place) == 1 for at in signed)
    if is_post(line.text) or (beside and not ended and line.words <= 8 and _NAME_LIKE.match(line.text)):
        return "byline"
    if not ended and _signature(found, kinds, place):
        return "byline"
    if any(at > place for at in signed):
        return "summary"
    weighed = scores(line.text, Place())
    if weighed["caption"] >= max(2 if signed else 3.5, weighed["teaser"]):
        return "caption"
    return None if ended or line.text.endswith(":") else "summary"


def _signature(found: Sequence[Line], kinds: list[str], place: int) -> bool:
    """Whether a name under the headline is the author's: nobody of whom the article speaks."""
    signed = signed_name(found[place].text)
    if signed is None or kinds[place - 1] == "label":
        return False
    name = set(plain(signed).split()) - {"and"}
    others = (line.text for line in found if line is not found[place] and line.words > 4)
    return not any(name & set(plain(text).split()) for text in others if not (is_notice(text) or is_biography(text)))
