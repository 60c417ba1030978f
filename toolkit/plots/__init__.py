"""Figures: each takes a table or a network and `ax`, returns `ax`, and computes nothing."""

from toolkit.plots._charts import plot_speakers, plot_timeline
from toolkit.plots._layout import network_positions
from toolkit.plots._matrix import plot_matrix
from toolkit.plots._network import plot_network
from toolkit.plots._style import figure, save

__all__ = ["figure", "network_positions", "plot_matrix", "plot_network", "plot_speakers", "plot_timeline", "save"]
