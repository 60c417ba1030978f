"""From a corpus to a run: read, analyse and write the tables, part by part, so that nothing finished is lost.

A run folder holds one folder for each table, ``run.json`` (command, parameters, versions, input digests, counts; the
same for the same input) and ``timing.json`` (wall time, which never is). While a run is not finished its parts stand
in ``unfinished/``; the same call goes on from there.
"""

from toolkit.pipeline._analysis import Analysis, analyse
from toolkit.pipeline._parts import PART_SIZE
from toolkit.pipeline._runs import Run, extract, is_run, open_run

__all__ = ["PART_SIZE", "Analysis", "Run", "analyse", "extract", "is_run", "open_run"]
