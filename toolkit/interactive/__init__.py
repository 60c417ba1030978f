"""Networks to move about in: a graph as a widget of JupyterLab, in the colours and sizes of the figures.

Figures of a report stay static (`toolkit.plots`); this is for looking around in a notebook.
"""

from toolkit.interactive._view import NetworkView, view

__all__ = ["NetworkView", "view"]
