"""How far coders agree: on what is a statement, on concept and stance; and a machine's coding beside a person's.

Ratings are a table with one row a unit and one column a coder; a cell is a label, or missing where that coder did not
code the unit. `paired` finds the passages that both of two coders marked.
"""

from toolkit.agreement._compare import Comparison, compare_codings
from toolkit.agreement._pairing import by_coder, intercoder, paired, unitising
from toolkit.agreement._ratings import alpha, confusion, kappa, percent

__all__ = [
    "Comparison",
    "alpha",
    "by_coder",
    "compare_codings",
    "confusion",
    "intercoder",
    "kappa",
    "paired",
    "percent",
    "unitising",
]
