"""The stance of reporting verbs."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from toolkit import lexicons
from toolkit.framing._places import Here
from toolkit.framing._rows import ReportingVerb
from toolkit.records import Attribution

__all__ = ["reporting_rows", "stance_of"]

#: Stance of a cue that the word list has not, or has as neutral in its plain use, by its class in ``cues.csv``.
_BY_CLASS = {
    "neutral": "neutral",
    "assertive": "assertive",
    "doubting": "doubting",
    "directive": "directive",
    "commissive": "commissive",
    "comparing": "comparing",
}
_BY_ACT = {"praise": "praising", "criticism": "judging", "accusation": "judging", "apology": "emotive"}


@lru_cache
def _stances() -> Mapping[tuple[str, str], str]:
    rows = lexicons.load("framing_reporting", "lemma", "particle", "stance", "source")
    return {(row["lemma"], row["particle"]): row["stance"] for row in rows}


def stance_of(attribution: Attribution) -> str:
    """Give the stance of the cue of an attribution, "unclassified" where neither list nor class tells it."""
    lemma = (attribution.cue_lemma or "").lower()
    beside = (attribution.cue_text or "").lower().split()[1:]
    listed = [stance for particle in (*beside, "") if (stance := _stances().get((lemma, particle))) is not None]
    if listed and (listed[0] != "neutral" or attribution.speech_act == "question" or attribution.cue_class is None):
        return listed[0]
    by_class = _BY_CLASS.get(attribution.cue_class or "")
    return by_class or _BY_ACT.get(attribution.speech_act or "", "judging" if attribution.cue_class else "unclassified")


def reporting_rows(here: Here) -> Iterator[ReportingVerb]:
    """Yield the cue of each attribution that has one."""
    for attribution in here.attributions:
        if not attribution.cue_spans or attribution.cue_lemma is None:
            continue
        start, end = attribution.cue_spans[0]
        part = here.parts.at(start)
        if part is None:
            continue
        place = here.place(part, start, end)
        within = place.pop("attribution_id")
        place.pop("source_actor")
        yield ReportingVerb(
            **place,
            category=stance_of(attribution),
            lemma=attribution.cue_lemma,
            attribution_id=attribution.attribution_id,
            source_actor=attribution.source_actor,
            negated=attribution.negated,
            within=within if within != attribution.attribution_id else None,
        )
