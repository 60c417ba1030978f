"""Figures: each takes a table or a network and `ax`, returns `ax`, and computes nothing."""

from toolkit.plots._alluvial import plot_alluvial
from toolkit.plots._charts import plot_speakers, plot_timeline
from toolkit.plots._counts import plot_counts
from toolkit.plots._discourse import plot_discourse_network, plot_two_mode
from toolkit.plots._discourse_charts import plot_phases, plot_stances
from toolkit.plots._framing import plot_framing
from toolkit.plots._layout import network_positions
from toolkit.plots._matrix import plot_matrix
from toolkit.plots._moves import plot_exchange
from toolkit.plots._network import plot_network
from toolkit.plots._reliability import plot_reliability
from toolkit.plots._scaling import plot_scaling
from toolkit.plots._style import figure, save
from toolkit.plots._uncertainty import plot_edge_intervals, plot_interval_ribbon
from toolkit.plots._voice_shares import plot_voice_shares
from toolkit.plots._words import plot_frequency_over_time, plot_keyness, plot_lexical_dispersion

__all__ = [
    "figure",
    "network_positions",
    "plot_alluvial",
    "plot_counts",
    "plot_discourse_network",
    "plot_edge_intervals",
    "plot_exchange",
    "plot_framing",
    "plot_frequency_over_time",
    "plot_interval_ribbon",
    "plot_keyness",
    "plot_lexical_dispersion",
    "plot_matrix",
    "plot_network",
    "plot_phases",
    "plot_reliability",
    "plot_scaling",
    "plot_speakers",
    "plot_stances",
    "plot_timeline",
    "plot_two_mode",
    "plot_voice_shares",
    "save",
]
