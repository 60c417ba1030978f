"""The marks of an article: which stretch of text is what, and the text cut where marks begin and end."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Mention, Span

__all__ = [
    "Mark",
    "about_actor",
    "attribution_marks",
    "escaped",
    "labels_of",
    "look",
    "mention_marks",
    "pieces",
    "tint",
]

#: Backgrounds, translucent; the style sheet has their borders.
_TINTS = (
    "0,114,178,.2",
    "230,159,0,.24",
    "0,158,115,.2",
    "204,121,167,.26",
    "86,180,233,.26",
    "213,94,0,.2",
    "200,186,20,.28",
)
_PATTERNS, _LANES = 3, 4
_ORDER = {"content": 0, "source": 1, "cue": 2, "mention": 3}


@dataclass(frozen=True)
class Mark:
    """A stretch of text to mark: its kind, classes, what is told about it, and what is shown at its end."""

    start: int
    end: int
    kind: str
    key: str
    classes: str
    about: str
    label: str = ""

    def wrap(self, inner: str, start: int, end: int, about: str) -> str:
        """Write the mark around a piece of it."""
        first, last = " first" * (start == self.start), " last" * (end == self.end)
        shown = "label" if self.kind == "mention" else "number"
        label = f' data-{shown}="{escape(self.label)}"' if self.label else ""
        tag, data = ("mark", "mention") if self.kind == "mention" else ("span", "attribution")
        style = tint(self.classes) if self.kind == "mention" else ""
        return (
            f'<{tag} class="{self.classes}{first}{last}"{style} data-{data}="{escape(self.key)}"{label}'
            f' title="{_attribute(about)}">{inner}</{tag}>'
        )


def escaped(text: str) -> str:
    """Escape text so that a browser reads back what it was; NUL, which HTML cannot hold, becomes U+FFFD."""
    return escape(text, quote=False).replace("\0", "\ufffd").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return escape(" ".join(text.replace("\0", "\ufffd").split()))


def _checked(document: Document, what: str, key: str, start: int, end: int) -> None:
    if end > len(document.text):
        raise InputError(
            f"{what} {key!r} ends at {end}, but document {document.doc_id!r} has {len(document.text)} characters"
        )


# --- actors ----------------------------------------------------------------------------------------------------------


def look(actor_id: str) -> str:
    """Give the colour and border of an actor, the same in every document."""
    slot = zlib.crc32(actor_id.encode()) % (len(_TINTS) * _PATTERNS)
    return f"c{slot % len(_TINTS)} p{slot // len(_TINTS)}"


def tint(classes: str) -> str:
    """Give the background of a mark as an attribute: style sheets of a notebook that has not been run are not shown."""
    is_known = classes.startswith("c") and classes[1:2].isdigit()
    background = f"rgba({_TINTS[int(classes[1])]})" if is_known else "none"
    return f' style="color: inherit; background: {background}"'


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    letters = capitals if len(capitals) > 1 else "".join(word[0].upper() for word in words)
    return letters[:3] if len(letters) > 1 else (words[0][:2] if words else "?")


def labels_of(actors: Sequence[Actor]) -> dict[str, str]:
    """Give each actor a short label of its own in this document."""
    taken: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for actor in actors:
        label = _initials(actor.name)
        taken[label] += 1
        labels[actor.actor_id] = label if taken[label] == 1 else f"{label}{taken[label]}"
    return labels


def about_actor(actor: Actor) -> str:
    return ", ".join(part for part in (actor.type, actor.role, actor.country) if part)


# --- marks -----------------------------------------------------------------------------------------------------------


def mention_marks(document: Document, mentions: Sequence[Mention], actors: Mapping[str, Actor]) -> Iterator[Mark]:
    labels = labels_of(list(actors.values()))
    for mention in mentions:
        _checked(document, "mention", mention.mention_id, mention.start, mention.end)
        span = mention.start, mention.end, "mention", mention.mention_id
        if mention.actor_id is None:
            yield Mark(*span, "open", f"{mention.kind}, not resolved", "?")
        else:
            actor = actors[mention.actor_id]
            about = f"{actor.name} ({about_actor(actor)}), {mention.kind}"
            yield Mark(*span, look(actor.actor_id), about, labels[actor.actor_id])


def _lanes(spans: Iterable[Span]) -> dict[Span, int]:
    """Give contents that overlap different distances from the text: each the lowest that is free."""
    free: list[int] = []
    lanes: dict[Span, int] = {}
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        lane = next((i for i, end in enumerate(free) if end <= span.start), len(free))
        free[lane : lane + 1] = [span.end]
        lanes[span] = min(lane, _LANES - 1)
    return lanes


def attribution_marks(
    document: Document, attributions: Sequence[Attribution], names: Mapping[str, str]
) -> Iterator[Mark]:
    lanes = _lanes(span for a in attributions for span in a.content_spans)
    for number, a in enumerate(attributions, 1):
        by = names.get(a.source_actor or "", a.source_text or "nobody named")
        what = ", ".join(part for part in (a.kind, a.speech_act or a.attitude) if part)
        parts = (("content", a.content_spans), ("source", a.source_spans), ("cue", a.cue_spans))
        numbered = {"content", "cue" if a.cue_spans else "source"}
        for kind, spans in parts:
            for span in spans:
                _checked(document, "attribution", a.attribution_id, *span)
                classes = f"content l{lanes[span]}" if kind == "content" else kind
                shown = str(number) if kind in numbered and span == spans[-1] else ""
                yield Mark(*span, kind, a.attribution_id, classes, f"{kind} of [{number}], {by} ({what})", shown)


def _last_word(text: str, mark: Mark) -> int:
    words = text[mark.start : mark.end].split()
    return mark.end - len(words[-1]) if words and text[mark.end - 1] == words[-1][-1] else mark.start


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """Cut the text wherever a mark begins or ends, and wrap each piece in all marks that cover it, longest outside.

    What shows a label is cut before its last word too, so that the label never stands alone on a line.
    """
    ends = (_last_word(text, m) for m in marks if m.label)
    cuts = sorted({0, len(text), *ends, *(m.start for m in marks), *(m.end for m in marks)})
    waiting = sorted(marks, key=lambda m: -m.start)
    active: list[Mark] = []
    for start, end in pairwise(cuts):
        active = [m for m in active if m.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        active.sort(key=lambda m: (_ORDER[m.kind], m.start - m.end, m.start, m.key))
        inner = escaped(text[start:end])
        for depth in range(len(active) - 1, -1, -1):
            about = "; ".join(m.about for m in reversed(active[: depth + 1]))
            inner = active[depth].wrap(inner, start, end, about)
        yield inner
