"""The rows of framing: one frozen record for each device, and the tidy table that they make together."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import ClassVar

import pandas as pd

from toolkit.errors import InputError, check_option

__all__ = ["DEVICES", "Agency", "Analogy", "Hedge", "Metaphor", "Naming", "ReportingVerb", "Row", "ScareQuote", "table"]

_ORIENTATIONS = (-1, 0, 1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One passage where a device stands: ``text`` is the document's text from ``start`` to ``end``.

    `category` is one of the class's `categories`, `lemma` the entry of the word list. `attribution_id` and
    `source_actor` are those of the innermost attribution in whose content the passage stands, both None in the
    narrator's own words.
    """

    device: ClassVar[str] = ""
    categories: ClassVar[tuple[str, ...]] = ()

    doc_id: str
    start: int
    end: int
    text: str
    category: str
    lemma: str
    segment_role: str
    attribution_id: str | None = None
    source_actor: str | None = None

    def __post_init__(self) -> None:
        """Check category and span."""
        check_option("category", self.category, self.categories)
        if not 0 <= self.start < self.end:
            raise InputError(f"a span needs 0 <= start < end; got start={self.start}, end={self.end}")


@dataclass(frozen=True, kw_only=True)
class ReportingVerb(Row):
    """A cue and the stance that it takes; the attribution is its own one, `within` the one in which it is reported."""

    device: ClassVar[str] = "reporting_verb"
    categories: ClassVar[tuple[str, ...]] = (
        "neutral",
        "assertive",
        "factive",
        "doubting",
        "counterfactive",
        "directive",
        "commissive",
        "judging",
        "praising",
        "emotive",
        "prosodic",
        "comparing",
        "unclassified",
    )

    negated: bool = False
    within: str | None = None


@dataclass(frozen=True, kw_only=True)
class ScareQuote(Row):
    """Quoted words that are no utterance; the span is without the quotation marks."""

    device: ClassVar[str] = "scare_quote"
    categories: ClassVar[tuple[str, ...]] = ("scare", "so-called", "fragment", "cited", "label")

    n_words: int = 1


@dataclass(frozen=True, kw_only=True)
class Hedge(Row):
    """A hedge, a booster or a modal; `modality` is that of a modal, None where the words leave it open."""

    device: ClassVar[str] = "hedge"
    categories: ClassVar[tuple[str, ...]] = ("hedge", "booster", "modal")

    kind: str | None = None
    modality: str | None = None
    negated: bool = False

    def __post_init__(self) -> None:
        """Check the modality too."""
        super().__post_init__()
        if self.modality is not None:
            check_option("modality", self.modality, ("epistemic", "deontic", "dynamic"))


@dataclass(frozen=True, kw_only=True)
class Naming(Row):
    """A word that names or qualifies somebody or something from a side; `counterpart` is the neutral word."""

    device: ClassVar[str] = "naming"
    categories: ClassVar[tuple[str, ...]] = ("noun", "adjective")

    kind: str
    orientation: int
    counterpart: str | None = None
    actor_id: str | None = None

    def __post_init__(self) -> None:
        """Check the orientation too."""
        super().__post_init__()
        check_option("orientation", self.orientation, _ORIENTATIONS)


@dataclass(frozen=True, kw_only=True)
class Analogy(Row):
    """A likeness between something present and something past; the span runs from the trigger to the past side."""

    device: ClassVar[str] = "analogy"
    categories: ClassVar[tuple[str, ...]] = ("comparison", "likeness", "parallel", "simile", "another", "epithet")

    kind: str
    past_start: int
    past_end: int
    past_text: str
    past_date: str | None = None
    present_start: int | None = None
    present_end: int | None = None
    present_text: str | None = None
    present_actor: str | None = None
    past_actor: str | None = None
    dimension: str | None = None
    confidence: str = "high"
    stance: int | None = None

    def __post_init__(self) -> None:
        """Check the confidence too."""
        super().__post_init__()
        check_option("confidence", self.confidence, ("high", "low"))


@dataclass(frozen=True, kw_only=True)
class Agency(Row):
    """An act upon somebody or something, and how its agent is worded; the span is the verb or noun."""

    device: ClassVar[str] = "agency"
    categories: ClassVar[tuple[str, ...]] = (
        "active",
        "nonfinite",
        "passive with agent",
        "agent deleted",
        "nominalised with agent",
        "nominalised without agent",
    )

    kind: str
    negated: bool = False
    agent_start: int | None = None
    agent_end: int | None = None
    agent_text: str | None = None
    agent_actor: str | None = None
    patient_start: int | None = None
    patient_end: int | None = None
    patient_text: str | None = None
    patient_actor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Metaphor(Row):
    """A word or idiom of another domain used of talk or politics; the category is the domain."""

    device: ClassVar[str] = "metaphor"
    categories: ClassVar[tuple[str, ...]] = ("war", "sport", "game", "theatre", "disease", "natural force")


#: Name of a device -> its record.
DEVICES: dict[str, type[Row]] = {
    kind.device: kind for kind in (ReportingVerb, ScareQuote, Hedge, Naming, Analogy, Agency, Metaphor)
}
_NUMBERS = {"start", "end", "n_words", "orientation", "stance"} | {
    f"{side}_{edge}" for side in ("past", "present", "agent", "patient") for edge in ("start", "end")
}


def _columns() -> tuple[str, ...]:
    names = ["doc_id", "start", "end", "text", "device"]
    kinds: tuple[type[Row], ...] = (Row, *DEVICES.values())
    for kind in kinds:
        names += [field.name for field in fields(kind) if field.name not in names]
    return tuple(names)


def _type(column: str) -> str:
    if column == "negated":
        return "boolean"
    return "Int64" if column in _NUMBERS else "str"


def _cells(row: Row, columns: tuple[str, ...]) -> list[object]:
    return [getattr(row, column, None) for column in columns]


def table(rows: Iterable[Row]) -> pd.DataFrame:
    """Put rows of framing, of one device or of several, into one tidy data frame.

    Parameters
    ----------
    rows : iterable of Row
        What the functions of this module return.

    Returns
    -------
    DataFrame
        One row a passage, sorted by doc_id, start, end, device and lemma. First doc_id, start, end, text (the
        document's text there) and device, one of `DEVICES`; then category, lemma, segment_role, attribution_id and
        source_actor, which every device has; then what only some have, null elsewhere. Positions and signs are
        nullable whole numbers. No row gives an empty frame with the same columns.

    Raises
    ------
    InputError
        If something else than a row of framing is among `rows`.

    Examples
    --------
    >>> row = Naming(doc_id="d1", start=4, end=10, text="regime", category="noun", lemma="regime",
    ...     segment_role="body", kind="government", orientation=-1, counterpart="government")
    >>> table([row])[["device", "text", "orientation", "counterpart"]].to_dict("records")
    [{'device': 'naming', 'text': 'regime', 'orientation': -1, 'counterpart': 'government'}]
    """
    listed = list(rows)
    strange = [type(row).__name__ for row in listed if type(row) not in DEVICES.values()]
    if strange:
        raise InputError(f"rows must be rows of {', '.join(DEVICES)}; got {strange[0]}")
    listed.sort(key=_order)
    columns = _columns()
    cells = [_cells(row, columns) for row in listed]
    made = {
        name: pd.Series([row[number] for row in cells], dtype=_type(name), name=name)
        for number, name in enumerate(columns)
    }
    return pd.DataFrame(made, columns=pd.Index(columns))


def _order(row: Row) -> tuple[str, int, int, str, str]:
    return (row.doc_id, row.start, row.end, row.device, row.lemma)
