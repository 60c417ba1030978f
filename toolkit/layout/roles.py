"""Give every line of a document its role, and cut datelines and labels off."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.layout.bylines import is_byline
from toolkit.layout.evidence import Place, best, plain, quoted, scores, stopped_caption, strong_caption
from toolkit.layout.head import read_head
from toolkit.layout.labels import Label, label_of, without_date_labels
from toolkit.layout.lines import Line, cut, terminated
from toolkit.layout.marks import dateline, is_biography, is_credit, is_notice, is_timestamp
from toolkit.records import Document, Segment

__all__ = ["segment"]

#: How far a label on a line of its own reaches, in lines.
_REACH = {"teaser": 12, "summary": 12, "tags": 12, "caption": 1, "credit": 1}
#: Role of a line under a label, where it is not what the label governs.
_UNDER = {"tags": "boilerplate", "credit": "caption"}
#: How long a line may be to be what the label before it says, in words.
_LONGEST = {"teaser": 30, "summary": 40, "tags": 5, "caption": 60, "credit": 40}
#: The author's biography is looked for among so many last lines; a date without label is of publication in the last.
_BIOGRAPHY_FROM_END = 5
_DATE_FROM_END = 1
#: A place alone is a dateline in the first so many paragraphs only.
_BARE_DATELINES = 2
_NOTICE = 80
#: A subhead may quote what stands in so many paragraphs under it.
_UNDER_SUBHEAD = 6
#: After a label of a teaser ("Previously: "), a sentence of more words is a paragraph.
_SENTENCE = 14


_QUOTATION = re.compile(r"[\"“].*?(?:[\"”]|$)")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our)\b")


class _Governing(NamedTuple):
    governs: str
    left: int


def segment(document: Document) -> tuple[Segment, ...]:
    r"""Find what each stretch of a document is.

    Parameters
    ----------
    document : Document
        Its `text` is cut; a `title`, where given, tells the headline. Lines may be paragraphs or hard-wrapped.

    Returns
    -------
    tuple of Segment
        In reading order, with ids ``s0001``, ``s0002``, ...; roles are those of `records.ROLES`. Segments do not
        overlap, neither begin nor end in white space, and hold every other character; a text of white space has
        none. A label ("Read more:") and a dateline are segments of their own.

    Examples
    --------
    >>> text = "Quist signs accord\n\nBy Odo Farr\n\nVARNO, May 3 (Clarion) - Norvania signed on Tuesday."
    >>> [(s.role, text[s.start : s.end]) for s in segment(Document("d1", text))][:3]
    [('headline', 'Quist signs accord'), ('byline', 'By Odo Farr'), ('dateline', 'VARNO, May 3 (Clarion) -')]
    """
    found = cut(document.text, _starts_anew, _closed)
    roles = _roles(found, document.title)
    first = [at for at, role in enumerate(roles) if role == "body"][:_BARE_DATELINES]
    pieces = [piece for at, line in enumerate(found) for piece in _split(line, roles[at], bare=at in first)]
    return tuple(
        Segment(document.doc_id, f"s{number:04d}", role, start, end)
        for number, (role, start, end) in enumerate(pieces, 1)
    )


def _starts_anew(text: str) -> bool:
    if is_timestamp(text) or is_byline(text) or is_notice(text):
        return True
    return label_of(text) is not None or dateline(text) > 0


def _closed(text: str) -> bool:
    label = label_of(text)
    alone = label is not None and label.rest >= len(text) and len(text.split()) <= 4
    return alone or is_timestamp(text) or is_byline(text)


def _roles(found: list[Line], title: str | None) -> list[str]:
    roles = read_head(found, title)
    roles += [None] * (len(found) - len(roles))
    _read_labels(found, roles)
    _read_stopped_captions(found, roles)
    _weigh(found, roles)
    return [role or "body" for role in roles]


def _read_labels(found: list[Line], roles: list[str | None]) -> None:
    """Give a role to the lines that say what they are, and to those under a label."""
    governing: _Governing | None = None
    for place, line in enumerate(found):
        if roles[place] is not None:
            governing = None
            continue
        label = label_of(line.text)
        roles[place] = _own_role(line, label, len(found) - place)
        if roles[place]:
            governing = _governs(label, line.text)
        elif governing and governing.left and _governed(line, governing.governs):
            roles[place] = _UNDER.get(governing.governs, governing.governs)
            governing = _Governing(governing.governs, governing.left - 1)
        else:
            governing = None


def _own_role(line: Line, label: Label | None, from_end: int) -> str | None:
    """Give the role that a line names itself, None if it does not."""
    text = line.text
    if is_notice(text) or (from_end <= _BIOGRAPHY_FROM_END and is_biography(text)):
        return "boilerplate"
    if is_timestamp(text):
        return "timestamp" if without_date_labels(text) != text else _bare_date(line, from_end)
    if label is None or label.governs in ("posted", "updated"):
        return None
    if label.governs == "credit":
        return "caption" if line.words > 8 else "boilerplate"
    if label.governs == "boilerplate":
        return "boilerplate" if line.words <= _NOTICE else None
    if label.governs == "tags" or label.rest >= len(text):
        return "boilerplate"
    rest = text[label.rest :]
    told = label.governs == "teaser" and rest.endswith(".") and len(rest.split()) > _SENTENCE
    return label.governs if len(rest.split()) <= _LONGEST[label.governs] and not told else None


def _bare_date(line: Line, from_end: int) -> str | None:
    """Give the role of a date outside the head: of publication at the foot, over what follows elsewhere."""
    if terminated(line.text):
        return None
    return "timestamp" if from_end <= _DATE_FROM_END else "subhead"


def _governs(label: Label | None, text: str) -> _Governing | None:
    if label is None or label.governs not in _REACH or (label.rest < len(text) and label.governs != "credit"):
        return None
    return _Governing(label.governs, _REACH[label.governs])


def _governed(line: Line, governs: str) -> bool:
    """Whether a line under a label is what the label says, and no paragraph that follows it."""
    if line.words > _LONGEST[governs]:
        return False
    if governs in ("summary", "credit"):
        return not terminated(line.text) or (line.bulleted and governs == "summary")
    sentence = line.text.rstrip("\"'”’)").endswith(".") and line.words >= 4
    return governs == "caption" or not (sentence or line.text.endswith(":"))


#: Longer lines are body, however they end; no caption or headline of another article has so many words.
_LONGEST_DOUBTFUL = 100


def _read_stopped_captions(found: list[Line], roles: list[str | None]) -> None:
    """Find captions that end in a full stop, between paragraphs only."""
    for place in range(1, len(found) - 1):
        if roles[place] is None and roles[place + 1] is None and stopped_caption(found[place].text):
            roles[place] = "caption"


def _weigh(found: list[Line], roles: list[str | None]) -> None:
    """Weigh the evidence for every line that has no role yet and does not end like a paragraph."""
    spoken = _spoken([line.text for line, role in zip(found, roles, strict=True) if role is None])
    doubtful = [role is None and not _body_like(line, spoken=spoken) for line, role in zip(found, roles, strict=True)]
    for first, after in _runs(doubtful):
        run = found[first:after]
        before_body = after < len(found) and roles[after] is None
        last = len(run) - 1
        echoes = before_body and _echoed(run[last], found[after : after + _UNDER_SUBHEAD])
        places = [Place(before_body and at == last, len(run), echoes and at == last) for at in range(len(run))]
        weighed = [scores(line.text, place) for line, place in zip(run, places, strict=True)]
        roles[first:after] = _agreed(run, weighed)


def _echoed(line: Line, under: list[Line]) -> bool:
    """Whether the lines under a line say what it has in quotation marks."""
    words = quoted(line.text)
    return words is not None and any(f" {words} " in f" {plain(other.text)} " for other in under)


def _spoken(texts: list[str]) -> bool:
    """Whether a document is a speech or a letter: every third paragraph has I, we or you outside quotation marks."""
    return sum(_FIRST_PERSON.search(_QUOTATION.sub("", text)) is not None for text in texts) * 3 >= len(texts)


def _body_like(line: Line, *, spoken: bool) -> bool:
    if line.text.endswith(":") or line.words > _LONGEST_DOUBTFUL or len(line.text) > 10 * _LONGEST_DOUBTFUL:
        return True
    asks = line.text.endswith(("?", "!")) and line.words <= 16 and not spoken
    return terminated(line.text) and not asks and not is_credit(line.text)


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    first = None
    for place, flag in enumerate([*flags, False]):
        if flag and first is None:
            first = place
        elif not flag and first is not None:
            yield first, place
            first = None


def _agreed(run: list[Line], weighed: list[dict[str, float]]) -> list[str]:
    """Choose roles for lines that stand together: beside a sure teaser, a doubtful caption is a teaser too."""
    chosen = [best(score) for score in weighed]
    sure = [role == "teaser" and score["teaser"] >= 4 for role, score in zip(chosen, weighed, strict=True)]
    for at, line in enumerate(run):
        beside = any(sure[max(0, at - 1) : at + 2])
        if beside and chosen[at] in ("caption", "body") and not strong_caption(line.text) and weighed[at]["body"] < 4:
            chosen[at] = "teaser"
    return chosen


def _split(line: Line, role: str, *, bare: bool) -> Iterator[tuple[str, int, int]]:
    """Cut the label off a teaser or a summary, and the dateline off a paragraph."""
    length, of = 0, "boilerplate"
    if role in ("teaser", "summary"):
        label = label_of(line.text)
        length = label.end if label and label.governs == role else 0
    elif role == "body":
        length, of = dateline(line.text, bare=bare), "dateline"
    if length:
        yield of, line.start, line.start + length
    rest = line.text[length:].lstrip()
    if rest:
        yield role, line.end - len(rest), line.end
