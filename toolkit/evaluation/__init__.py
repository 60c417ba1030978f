"""How right is what was found: samples to check, precision and recall with intervals, predicted against gold."""

from toolkit.evaluation._casts import Cast, casts_of, read_casts
from toolkit.evaluation._compare import compare
from toolkit.evaluation._compare_casts import compare_actors, compare_relations
from toolkit.evaluation._figures import Comparison
from toolkit.evaluation._marks import MARKS, WRONG, Matched, match_marks, read_marks, record_mark, wrong_parts
from toolkit.evaluation._reading import Document, documents_of, read_documents
from toolkit.evaluation._sample import draw_sample
from toolkit.evaluation._shares import precision, recall, wilson

__all__ = [
    "MARKS",
    "WRONG",
    "Cast",
    "Comparison",
    "Document",
    "Matched",
    "casts_of",
    "compare",
    "compare_actors",
    "compare_relations",
    "documents_of",
    "draw_sample",
    "match_marks",
    "precision",
    "read_casts",
    "read_documents",
    "read_marks",
    "recall",
    "record_mark",
    "wilson",
    "wrong_parts",
]
