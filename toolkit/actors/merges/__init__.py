"""Actors of a corpus that may be one, or several: suggested with reasons, decided by a person, kept in a plain file.

`suggest_merges` and `suggest_splits` compare the actors of a run; `write_merges` writes what they find to a CSV file
with a column ``decision`` (accept, refuse, or empty) and keeps what is decided there; `apply_merges` turns what is
accepted into rows of the aliases file, which the next run reads. Nothing is ever merged without a person's decision.
"""

from toolkit.actors.merges._file import apply_merges, read_merges, write_merges
from toolkit.actors.merges._splits import suggest_splits
from toolkit.actors.merges._suggesting import suggest_merges

__all__ = ["apply_merges", "read_merges", "suggest_merges", "suggest_splits", "write_merges"]
