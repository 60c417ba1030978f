"""How sure a network and its measures are: documents as a sample, the machine's doubts, and both.

`bootstrap` draws the documents again, `propagate` lets every machine-coded statement be right with its confidence,
`combined` does both, `over_windows` any of them in windows of time; `calibrate` makes confidences hold in every class
of rows, by hand-checked marks. The first four give one tidy table of estimates with intervals; `say` and `in_words`
put it in words. `compare_findings` says how different the findings of two codings are, `coding_differences` where they
part.
"""

from toolkit.uncertainty._bootstrap import bootstrap
from toolkit.uncertainty._calibration import Calibrated, calibrate
from toolkit.uncertainty._codings import coding_differences
from toolkit.uncertainty._intervals import INTERVALS
from toolkit.uncertainty._propagation import combined, propagate
from toolkit.uncertainty._side_by_side import compare_findings
from toolkit.uncertainty._windows import over_windows
from toolkit.uncertainty._words import in_words, say

__all__ = [
    "INTERVALS",
    "Calibrated",
    "bootstrap",
    "calibrate",
    "coding_differences",
    "combined",
    "compare_findings",
    "in_words",
    "over_windows",
    "propagate",
    "say",
]
