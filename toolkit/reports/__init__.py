"""Reports: run a notebook with parameters and make one self-contained page of it, with tables and figures as files.

A report folder holds ``index.html`` (the page; nothing in it is fetched from elsewhere), ``notebook.ipynb`` (the
notebook as it ran), ``tables/*.csv``, ``figures/*.png`` and ``*.svg``, the run folder that the caller placed there,
and ``report.json`` (parameters, versions, digests). Made again from the same input, every file has the same bytes;
only the wall time, kept apart in ``timing.json``, differs.

In a notebook
-------------
One cell is tagged ``parameters``; it holds literals only, and types where the default does not say them. The cells run
in the report folder, so paths are relative to it, and ``out="."`` is the folder itself::

    run = "../data/run"            # run folder
    speakers: list[str] | None = None  # only these speakers
    out: str | None = None         # report folder, to write tables and figures to

Tables and figures are shown with a name, a caption and, for figures, alternative text. In a report they are also
written to ``tables/`` and ``figures/``; in JupyterLab, where ``out`` is None, nothing is written::

    reports.show_table(table, "speakers", caption="Attributions by speaker.", out=out)
    reports.show_figure(ax, "network", alt="...", caption="...", save=plots.save, out=out)

``plots.save`` writes the two files of a figure; it is passed on because drawing belongs to `plots`.

On the page, the first heading of level 1 is the title, those of levels 2 and 3 are the contents; code is folded, what
a cell writes to stderr stands under "Messages", the columns of a table can be sorted.
"""

from toolkit.reports._article_view import ArticleView, article_view
from toolkit.reports.execution import NotebookError, execute, execute_in_place
from toolkit.reports.folder import Belonging, build, prepare
from toolkit.reports.methods import coded_methods, methods
from toolkit.reports.notebooks import clean_notebook, find_notebook, read_notebook, shipped_notebooks, write_notebook
from toolkit.reports.parameter_files import ParameterFile, read_parameters
from toolkit.reports.parameters import Parameter, check_parameters, declared
from toolkit.reports.sets import build_set, fitting, given_to_all, not_given, source_of
from toolkit.reports.showing import show_figure, show_table
from toolkit.reports.sweeps import build_each, each_value
from toolkit.reports.values import parse_parameter
from toolkit.reports.words import in_short, key_numbers, left_out

__all__ = [
    "ArticleView",
    "Belonging",
    "NotebookError",
    "Parameter",
    "ParameterFile",
    "article_view",
    "build",
    "build_each",
    "build_set",
    "check_parameters",
    "clean_notebook",
    "coded_methods",
    "declared",
    "each_value",
    "execute",
    "execute_in_place",
    "find_notebook",
    "fitting",
    "given_to_all",
    "in_short",
    "key_numbers",
    "left_out",
    "methods",
    "not_given",
    "parse_parameter",
    "prepare",
    "read_notebook",
    "read_parameters",
    "shipped_notebooks",
    "show_figure",
    "show_table",
    "source_of",
    "write_notebook",
]
