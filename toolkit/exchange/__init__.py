"""Files for other programs: spreadsheets, Gephi, visone, UCINET, and scorers of attributions."""

from toolkit.exchange._graphs import write_matrix, write_network, write_windows
from toolkit.exchange._runs import SUFFIXES, attribution_lines, attributions_flat, export

__all__ = [
    "SUFFIXES",
    "attribution_lines",
    "attributions_flat",
    "export",
    "write_matrix",
    "write_network",
    "write_windows",
]
