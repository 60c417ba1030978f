"""Tables of who speaks how much, and of what happens when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from nltk.probability import FreqDist
from nltk.tokenize import RegexpTokenizer

from toolkit.errors import InputError, check_option
from toolkit.records import ATTITUDES, KINDS, MODALITIES

__all__ = ["moves", "speakers", "word_count"]

_WORDS = RegexpTokenizer(r"[^\W_]+(?:['’-][^\W_]+)*")
#: What completes an ISO date of that length to its first day, and what its precision is called.
_PRECISION = {4: ("-01-01", "year"), 7: ("-01", "month"), 8: ("-1", "week"), 10: ("", "day")}
_SPEAKERS = ("actor_id", "name", "type", "n", *KINDS, "share", "n_words", "n_documents", "top_cues")
_MOVES = (
    "date",
    "precision",
    "dated_by",
    "source",
    "target",
    "source_name",
    "target_name",
    "type",
    "quad",
    "polarity",
    "verb",
    "modality",
    "reported_by",
    "doc_id",
    "relation_id",
    "passage",
)


def _names(actors: pd.DataFrame | None, column: str) -> dict[str, Any]:
    return {} if actors is None else dict(zip(actors["actor_id"], actors[column], strict=True))


def word_count(text: object) -> int:
    """Count the words of a text; a missing one has none."""
    return len(_WORDS.tokenize(text)) if isinstance(text, str) else 0


def _cues(group: pd.DataFrame, top: int) -> str:
    words = group["cue_lemma"].fillna(group["cue_text"]).dropna().str.lower().replace(":", "colon")
    counts = FreqDist(words)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{word}:{count}" for word, count in ranked[:top])


def speakers(
    attributions: pd.DataFrame, actors: pd.DataFrame, *, attitude: Sequence[str] = ("speech",), top_cues: int = 3
) -> pd.DataFrame:
    """Count who speaks how much, and in whose wording.

    Parameters
    ----------
    attributions, actors : DataFrame
        Tables.
    attitude : sequence of str
        Attitudes that count.
    top_cues : int
        How many cues to list.

    Returns
    -------
    DataFrame
        One row an actor, most attributions first (then by name and id). Columns actor_id, name, type; n
        (attributions), direct, indirect, mixed (how many of each kind); share, 0 to 1: of all attributions of the
        attitude, those without a known source included, so that what is missing to 1 has no known source; n_words
        (words in the contents); n_documents; top_cues (such as ``"say:4, colon:1"``).

    Raises
    ------
    InputError
        For an unknown attitude, or an actor that `actors` lacks.

    Examples
    --------
    >>> from toolkit.records import Actor, Attribution, Span
    >>> from toolkit.tables import to_frame
    >>> actors = to_frame("actors", [Actor("quist", "Marla Quist", "person")])
    >>> attributions = to_frame("attributions", [Attribution("d1", "a1", "direct", "speech", (), (), (Span(0, 9),),
    ...     source_actor="quist", cue_lemma="say", content_text="“No more”")])
    >>> speakers(attributions, actors)[["name", "n", "direct", "share", "n_words", "top_cues"]].to_dict("records")
    [{'name': 'Marla Quist', 'n': 1, 'direct': 1, 'share': 1.0, 'n_words': 2, 'top_cues': 'say:1'}]
    """
    for value in attitude:
        check_option("attitude", value, ATTITUDES)
    chosen = attributions[attributions["attitude"].isin(list(attitude))]
    names, types = _names(actors, "name"), _names(actors, "type")
    unknown = sorted(set(chosen["source_actor"].dropna()) - set(names))
    if unknown:
        raise InputError(f"attributions name {len(unknown)} actors that the table 'actors' lacks: {unknown[:5]}")
    rows = []
    for actor, group in chosen.groupby("source_actor", sort=True):
        kinds = group["kind"].tolist()
        row = {"actor_id": actor, "name": names[str(actor)], "type": types[str(actor)], "n": len(group)}
        row |= {kind: kinds.count(kind) for kind in KINDS} | {"share": len(group) / len(chosen)}
        words = sum(word_count(text) for text in group["content_text"])
        row |= {"n_words": words, "n_documents": int(group["doc_id"].nunique()), "top_cues": _cues(group, top_cues)}
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(_SPEAKERS))
    return frame.sort_values(["n", "name", "actor_id"], ascending=[False, True, True], ignore_index=True)


def _first_day(iso: str) -> tuple[pd.Timestamp, str]:
    ending, precision = _PRECISION.get(len(iso), ("?", ""))
    try:
        return pd.Timestamp(date.fromisoformat(iso + ending)), precision
    except ValueError:
        raise InputError(f"a date must be an ISO 8601 day, week, month or year; got {iso!r}") from None


def _when(iso: object, published: object) -> tuple[Any, str | None, str | None]:
    if isinstance(iso, str) and iso:
        return *_first_day(iso), "text"
    if isinstance(published, date) and not pd.isna(published):
        return pd.Timestamp(published), "day", "publication"
    return pd.NaT, None, None


def moves(
    relations: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    modalities: Sequence[str] = ("asserted", "announced"),
) -> pd.DataFrame:
    """List the relations in the order of time: who does what to whom, when.

    Parameters
    ----------
    relations, documents : DataFrame
        Tables.
    actors : DataFrame, optional
        Table of actors, for the names; without it, or where an actor is missing, the id is the name.
    modalities : sequence of str
        Modalities that count; the default is that of `networks.relation_network`.

    Returns
    -------
    DataFrame
        One row a relation: date (first day of the relation's own date, else the day of publication; missing if
        neither is known), precision (day, week, month, year), dated_by (``"text"`` or ``"publication"``), source,
        target (actor ids), source_name, target_name, type, quad, polarity, verb, modality, reported_by, doc_id,
        relation_id, passage. Sorted by date, document and relation; undated rows at the end.

    Raises
    ------
    InputError
        For an unknown modality, a wrong date, or a document that is missing.

    Examples
    --------
    >>> from toolkit.records import Document, Relation
    >>> from toolkit.tables import to_frame
    >>> documents = to_frame("documents", [Document("d1", "Quist accused Norvania.", published=date(2024, 3, 5))])
    >>> relations = to_frame("relations", [Relation("d1", "r1", "quist", "NOR", None, None, "accuse",
    ...     "verbal conflict", -1, "accuse", "asserted", 0, 22)])
    >>> table = moves(relations, documents)
    >>> str(table.loc[0, "date"].date()), table.loc[0, "dated_by"], table.loc[0, "passage"]
    ('2024-03-05', 'publication', 'Quist accused Norvania')
    """
    for value in modalities:
        check_option("modalities", value, MODALITIES)
    published = dict(zip(documents["doc_id"], documents["published"], strict=True))
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    chosen = relations[relations["modality"].isin(list(modalities))]
    lacking = sorted(set(chosen["doc_id"]) - set(texts))
    if lacking:
        raise InputError(f"table 'documents' lacks the documents {lacking[:5]}")
    names = _names(actors, "name")
    rows = []
    for row in chosen.rename(columns={"source_actor": "source", "target_actor": "target"}).to_dict("records"):
        when = zip(("date", "precision", "dated_by"), _when(row["date"], published[row["doc_id"]]), strict=True)
        passage = texts[row["doc_id"]][row["evidence_start"] : row["evidence_end"]]
        ends = {f"{end}_name": names.get(row[end], row[end]) for end in ("source", "target")}
        rows.append({str(key): value for key, value in row.items()} | dict(when) | ends | {"passage": passage})
    frame = pd.DataFrame(rows, columns=list(_MOVES))
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values(["date", "doc_id", "relation_id"], ignore_index=True)
