"""One article with its actors in colours and its attributions underlined, as HTML that stands by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from toolkit import tables
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Mention, Relation
from toolkit.reports._article_marks import (
    about_actor,
    attribution_marks,
    escaped,
    labels_of,
    look,
    mention_marks,
    pieces,
    tint,
)

__all__ = ["ArticleView", "article_view"]

_STYLE = Path(__file__).parents[1] / "templates" / "article.css"
_SIGNS = {1: "+", 0: "0", -1: "−"}
_EXCERPT = 90
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class ArticleView:
    """HTML of a marked article: shown as such in a notebook, and as a string with `str`."""

    html: str

    def __str__(self) -> str:
        """Give the HTML."""
        return self.html

    def _repr_html_(self) -> str:
        return self.html


@lru_cache(maxsize=1)
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8").strip()


# --- what is given ---------------------------------------------------------------------------------------------------


def _records(name: str, given: "pd.DataFrame | Iterable[_Row] | None") -> list[Any]:
    if given is None:
        return []
    return tables.to_records(name, given) if isinstance(given, pd.DataFrame) else list(given)


def _document(document: "Document | pd.Series[Any] | Mapping[str, Any]") -> Document:
    if isinstance(document, Document):
        return document
    known: dict[str, Any] = {str(k): v for k, v in document.items() if str(k) in Document.__dataclass_fields__}
    if "doc_id" not in known or "text" not in known:
        raise InputError(f"document needs doc_id and text; it has {sorted(known)}")
    present = {k: v for k, v in known.items() if k in ("doc_id", "text") or not pd.isna(v)}
    return Document(**present)


def _mentioned(mentions: Sequence[Mention], actors: Sequence[Actor]) -> list[tuple[Actor, int]]:
    """List the actors of the document, those mentioned most first; one that the table lacks goes by its id."""
    known = {actor.actor_id: actor for actor in actors}
    counts = Counter(m.actor_id for m in mentions if m.actor_id is not None)
    order = sorted(counts, key=lambda i: (-counts[i], i))
    return [(known.get(i) or Actor(i, i, "group"), counts[i]) for i in order]


# --- the parts below the text ----------------------------------------------------------------------------------------


def _key_of_marks() -> str:
    return (
        '<p>How to read this: <mark class="first last" style="color: inherit; background: rgba(128,128,128,.12)">'
        f'name</mark> an actor, with its label; <mark class="open first last"{tint("open")} data-label="?">it</mark> '
        "a mention left open; "
        '<span class="source">thick line</span> source, <span class="cue">dotted line</span> cue and '
        '<span class="content l0">thin line</span> content of an attribution, with its number.</p>'
    )


def _legend(actors: Sequence[tuple[Actor, int]]) -> str:
    labels = labels_of([actor for actor, _ in actors])
    rows = "".join(
        f'<li><mark class="{look(a.actor_id)} first last"{tint(look(a.actor_id))}'
        f' data-label="{escape(labels[a.actor_id])}">{escaped(a.name)}</mark>'
        f' <span class="about">{escaped(about_actor(a))}; {n} mention{"s" * (n != 1)}</span></li>'
        for a, n in actors
    )
    return f'<ul aria-label="Actors">{rows}</ul>' if rows else ""


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return escaped(line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rsplit(' ', 1)[0]} …")


def _list(title: str, rows: Sequence[str]) -> str:
    if not rows:
        return ""
    items = "".join(f"<li>{row}</li>" for row in rows)
    return f"<details><summary>{title} ({len(rows)})</summary><ol>{items}</ol></details>"


def _attribution_row(a: Attribution, names: Mapping[str, str]) -> str:
    by = names.get(a.source_actor or "", a.source_text or "nobody named")
    cue = f", “{escaped(a.cue_text)}”" if a.cue_text else ""
    return f"<strong>{escaped(by)}</strong>{cue}: {_excerpt(a.content_text or '')}"


def _relation_row(relation: Relation, names: Mapping[str, str], text: str) -> str:
    one, other = (escaped(names.get(i, i)) for i in (relation.source_actor, relation.target_actor))
    by = (
        f", reported by {escaped(names.get(relation.reported_by, relation.reported_by))}"
        if relation.reported_by
        else ""
    )
    what = f"{escaped(relation.type)} ({_SIGNS[relation.polarity]}, {escaped(relation.modality)})"
    evidence = _excerpt(text[relation.evidence_start : relation.evidence_end])
    return f"<strong>{one}</strong> → {what} → <strong>{other}</strong>{by}: {evidence}"


def _head(document: Document) -> str:
    parts = [
        str(part)[:10] if part is document.published else str(part)
        for part in (document.outlet, document.published)
        if part
    ]
    title = f"<strong>{escaped(document.title)}</strong>" if document.title else escaped(document.doc_id)
    return f'<p class="head">{" · ".join([title, *map(escaped, parts)])}</p>'


def article_view(
    document: "Document | pd.Series[Any] | Mapping[str, Any]",
    mentions: pd.DataFrame | Iterable[Mention],
    actors: pd.DataFrame | Iterable[Actor],
    attributions: pd.DataFrame | Iterable[Attribution],
    relations: pd.DataFrame | Iterable[Relation] | None = None,
) -> ArticleView:
    """Show a document with its actors in colours and its attributions underlined.

    Each actor has a colour and a border that are the same in every document, and a short label of its own in this
    one, so that nothing depends on colour. Sources have a thick line below, cues a dotted one, contents a thin one
    (further from the text where contents overlap), with the number of the attribution at the end. A legend, a list of
    the attributions and, if given, of the relations stand below. Colours are translucent, so the view is legible on
    light and dark pages.

    Parameters
    ----------
    document : Document, or row of the table `documents`
        What is shown; its text stands in the element of class ``text`` unchanged (labels are drawn by the style and
        are no text; NUL characters become U+FFFD).
    mentions, actors, attributions, relations : DataFrame or iterable of records
        Tables of the run; rows of other documents are left out.

    Returns
    -------
    ArticleView
        Shown as HTML in a notebook; ``str(view)`` is the HTML. It needs no script and fetches nothing. Each piece of
        a mention has its id in ``data-mention``, each piece of an attribution in ``data-attribution``.

    Raises
    ------
    InputError
        If the document has no id or text, or a span ends behind the text.

    Examples
    --------
    >>> from toolkit.records import Actor, Document, Mention
    >>> view = article_view(Document("d", "Quist spoke."), [Mention("d", "m1", 0, 5, "Quist", "name", "quist")],
    ...     [Actor("quist", "Marla Quist", "person")], [])
    >>> 'data-label="MQ" title="Marla Quist (person), name">Quist</mark> spoke.' in str(view)
    True
    """
    shown = _document(document)
    here = [m for m in _records("mentions", mentions) if m.doc_id == shown.doc_id]
    found = [a for a in _records("attributions", attributions) if a.doc_id == shown.doc_id]
    related = [r for r in _records("relations", relations) if r.doc_id == shown.doc_id]
    found.sort(
        key=lambda a: (min(s.start for s in (*a.content_spans, *a.source_spans, *a.cue_spans)), a.attribution_id)
    )
    everybody = _records("actors", actors)
    listed = _mentioned(here, everybody)
    names = {actor.actor_id: actor.name for actor in everybody}
    marks = [
        *mention_marks(shown, here, {actor.actor_id: actor for actor, _ in listed}),
        *attribution_marks(shown, found, names),
    ]
    below = (
        _key_of_marks(),
        _legend(listed),
        _list("Attributions", [_attribution_row(a, names) for a in found]),
        _list("Relations", [_relation_row(r, names, shown.text) for r in related]),
    )
    language = f' lang="{escape(shown.language)}"' if shown.language else ""
    return ArticleView(
        f'<article class="polyvocal-article"{language}>\n<style>\n{_style()}\n</style>\n{_head(shown)}\n'
        f'<div class="text" style="white-space: pre-wrap">{"".join(pieces(shown.text, marks))}</div>\n'
        f'<section class="legend" aria-label="Legend">{"".join(below)}</section>\n</article>'
    )
