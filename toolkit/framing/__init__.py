"""Framing: in which words things are told, for each attribution and each article.

Each device of framing is a function of its own that returns rows with their position in the document's text:
reporting verbs, scare quotes, hedges and modals, evaluative naming, historical analogies, agency, and conflict
metaphors. `frame` gives all of them, `table` makes one tidy data frame of any rows, `summarise` counts them;
`frame_corpus` does it for the tables of a run, and `device_table` sets the counts side by side. The word lists are the
files ``framing_*.csv``, each row with the source of its classification. What the words leave open is left out, or has
None.
"""

from toolkit.framing._devices import frame
from toolkit.framing._rows import (
    DEVICES,
    Agency,
    Analogy,
    Hedge,
    Metaphor,
    Naming,
    ReportingVerb,
    Row,
    ScareQuote,
    table,
)
from toolkit.framing._runs import device_table, frame_corpus
from toolkit.framing._summary import summarise
from toolkit.framing._voice_devices import hedges, reporting_verbs, scare_quotes
from toolkit.framing._word_devices import agency, analogies, metaphors, naming

__all__ = [
    "DEVICES",
    "Agency",
    "Analogy",
    "Hedge",
    "Metaphor",
    "Naming",
    "ReportingVerb",
    "Row",
    "ScareQuote",
    "agency",
    "analogies",
    "device_table",
    "frame",
    "frame_corpus",
    "hedges",
    "metaphors",
    "naming",
    "reporting_verbs",
    "scare_quotes",
    "summarise",
    "table",
]
