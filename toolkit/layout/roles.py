"""Give every line of a document its role, and cut datelines and labels off."""

from collections.abc import Iterator
from typing import NamedTuple

from toolkit.layout.evidence import Place, scores, strong_caption
from toolkit.layout.head import read_head
from toolkit.layout.labels import Label, is_byline, is_credit, is_dateline, is_notice, is_timestamp, label_of
from toolkit.layout.lines import Line, cut, terminated
from toolkit.records import Document, Segment

__all__ = ["segment"]

#: How far a label on a line of its own reaches, in lines.
_REACH = 12
#: A line under a label is what the label says up to this many words; a longer one, or a sentence of this many, is body.
_LONGEST = 30
_SENTENCE = 14


class _Governing(NamedTuple):
    role: str
    left: int


def segment(document: Document) -> tuple[Segment, ...]:
    """Find what each stretch of a document is.

    Parameters
    ----------
    document : Document
        Its `text` is cut; a `title`, where given, tells the headline. Lines may be paragraphs or hard-wrapped.

    Returns
    -------
    tuple of Segment
        In reading order, with ids ``s0001``, ``s0002``, ...; roles are those of `records.ROLES`. Segments do not
        overlap, neither begin nor end in white space, and hold every other character. A text without letters or
        signs has none. A label ("Read more:") and a dateline are segments of their own.

    Examples
    --------
    >>> text = "Quist signs accord\\n\\nBy Odo Farr\\n\\nORSK, May 3 (Meridian) - Norvania signed the accord on Tuesday."
    >>> [(s.role, text[s.start : s.end]) for s in segment(Document("d1", text))][:3]
    [('headline', 'Quist signs accord'), ('byline', 'By Odo Farr'), ('dateline', 'ORSK, May 3 (Meridian) -')]
    """
    found = cut(document.text, _starts_anew)
    roles = _roles(found, document.title)
    first = roles.index("body") if "body" in roles else 0
    pieces = [piece for at, line in enumerate(found) for piece in _split(line, roles[at], bare=at == first)]
    return tuple(
        Segment(document.doc_id, f"s{number:04d}", role, start, end)
        for number, (role, start, end) in enumerate(pieces, 1)
    )


def _starts_anew(text: str) -> bool:
    return (
        is_timestamp(text) or is_byline(text) or label_of(text) is not None or is_dateline(text) > 0 or is_notice(text)
    )


def _roles(found: list[Line], title: str | None) -> list[str]:
    roles: list[str | None] = [*read_head(found, title)]
    roles += [None] * (len(found) - len(roles))
    _read_labels(found, roles)
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
        own = _own_role(line.text, label)
        if own == "timestamp" and label is None and place < len(found) - 3:
            own = None if terminated(line.text) else "subhead"
        if own:
            roles[place] = own
            governing = _governs(label, line.text)
        elif governing and governing.left and _governed(line, governing.role):
            roles[place] = governing.role
            governing = _Governing(governing.role, governing.left - 1)
        else:
            governing = None


def _own_role(text: str, label: Label | None) -> str | None:
    if is_notice(text):
        return "boilerplate"
    if label is None:
        return "timestamp" if is_timestamp(text) else None
    labelled = label.rest < len(text)
    if label.governs in ("posted", "updated"):
        return "timestamp" if is_timestamp(text) else None
    if label.governs in ("caption", "summary", "teaser"):
        if not labelled:
            return "boilerplate"
        return label.governs if _fits(text[label.rest :], label.governs) else None
    if label.governs == "credit":
        return "caption" if len(text.split()) > 8 else "boilerplate"
    return "boilerplate" if len(text.split()) <= 80 else None


def _fits(rest: str, role: str) -> bool:
    """Whether what stands after a label can be what the label says, and is not a paragraph that happens to open so."""
    length = len(rest.split())
    return length <= (60 if role == "caption" else 40 if role == "summary" else _LONGEST)


def _governs(label: Label | None, text: str) -> _Governing | None:
    if label is None or label.rest < len(text) or label.governs not in ("teaser", "caption", "summary"):
        return None
    return _Governing(label.governs, 1 if label.governs == "caption" else _REACH)


def _governed(line: Line, role: str) -> bool:
    if role == "summary":
        return line.bulleted or not terminated(line.text)
    if role == "caption":
        return line.words <= 60
    sentence = line.text.rstrip("\"'”’)").endswith(".") and line.words >= 4
    return line.words <= _LONGEST and not line.text.endswith(":") and not sentence


def _weigh(found: list[Line], roles: list[str | None]) -> None:
    """Weigh the evidence for every line that has no role yet."""
    open_ended = [role is None and not _body_like(line.text) for line, role in zip(found, roles, strict=True)]
    for first, after in _runs(open_ended):
        run = found[first:after]
        before_body = after < len(found) and roles[after] is None
        after_body = any(role is None or role == "body" for role in roles[:first])
        chosen = [_choose(line.text, _place(run, at, before_body, after_body)) for at, line in enumerate(run)]
        roles[first:after] = _agreed(run, chosen)


def _body_like(text: str) -> bool:
    return (
        terminated(text)
        and not is_credit(text)
        and not (text.endswith(("?", "!")) and len(text.split()) <= 16)
        or text.endswith(":")
    )


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    first = None
    for place, flag in enumerate([*flags, False]):
        if flag and first is None:
            first = place
        elif not flag and first is not None:
            yield first, place
            first = None


def _place(run: list[Line], at: int, before_body: bool, after_body: bool) -> Place:
    return Place(before_body and at == len(run) - 1, after_body, len(run))


def _choose(text: str, place: Place) -> dict[str, float]:
    return scores(text, place)


def _best(found: dict[str, float]) -> str:
    best = max(("body", "caption", "teaser", "subhead"), key=lambda role: found[role])
    return best if found[best] > found["body"] + 0.4 else "body"


def _agreed(run: list[Line], found: list[dict[str, float]]) -> list[str]:
    """Lines that stand together are mostly of one kind: beside a sure teaser, a doubtful caption is a teaser too."""
    chosen = [_best(score) for score in found]
    sure = [role == "teaser" and score["teaser"] >= 4 for role, score in zip(chosen, found, strict=True)]
    for at, line in enumerate(run):
        beside = any(sure[other] for other in (at - 1, at + 1) if 0 <= other < len(run))
        if beside and chosen[at] in ("caption", "body") and not strong_caption(line.text) and found[at]["body"] < 4:
            chosen[at] = "teaser"
    return chosen


def _split(line: Line, role: str, *, bare: bool) -> Iterator[tuple[str, int, int]]:
    """Cut the label off a teaser or a summary and the dateline off a paragraph."""
    cut_at = 0
    first = "boilerplate"
    if role in ("teaser", "summary"):
        label = label_of(line.text)
        cut_at = label.end if label and label.governs == role else 0
    elif role == "body":
        cut_at, first = is_dateline(line.text, bare=bare), "dateline"
    if cut_at:
        yield first, line.start, line.start + cut_at
        rest = line.text[cut_at:]
        if rest.strip():
            yield role, line.end - len(rest.lstrip()), line.end
        return
    yield role, line.start, line.end
