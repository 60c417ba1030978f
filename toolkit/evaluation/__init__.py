"""How right is what was found: samples to check, precision and recall with intervals, predicted against gold."""

from toolkit.evaluation._compare import Comparison, compare
from toolkit.evaluation._marks import MARKS, WRONG, Matched, match_marks, read_marks, record_mark, wrong_parts
from toolkit.evaluation._reading import Document, documents_of, read_documents
from toolkit.evaluation._sample import draw_sample
from toolkit.evaluation._shares import precision, recall, wilson

__all__ = [
    "MARKS",
    "WRONG",
    "Comparison",
    "Document",
    "Matched",
    "compare",
    "documents_of",
    "draw_sample",
    "match_marks",
    "precision",
    "read_documents",
    "read_marks",
    "recall",
    "record_mark",
    "wilson",
    "wrong_parts",
]
