"""Measures of networks and tables of voices, as data frames. Everything is sorted; every seed is an argument."""

from toolkit.measures._backbone import Backbone, backbone, evaluate_backbone, nested_backbone
from toolkit.measures._barplot import barplot
from toolkit.measures._brokers import brokers
from toolkit.measures._centrality import node_centrality
from toolkit.measures._coalitions import coalitions
from toolkit.measures._coalitions_compared import compare_coalitions, consensus_coalitions
from toolkit.measures._coalitions_over_time import coalitions_over_time, movers
from toolkit.measures._correspondence import Correspondence, correspondence
from toolkit.measures._debates import debate_windows, dna_debate_windows
from toolkit.measures._dense import disparity_backbone, keep_ties, noise_corrected_backbone
from toolkit.measures._distances import network_distances
from toolkit.measures._findings import debate_in_short, numbered_like, turned_positions
from toolkit.measures._nodes import centrality, communities
from toolkit.measures._phases import PhaseTransitions, phase_transitions, state_dynamics, temporal_embedding
from toolkit.measures._polarization import DebateWindow, polarization, polarization_quality, polarization_windows
from toolkit.measures._positions import positions
from toolkit.measures._scaling import scale
from toolkit.measures._shares import voice_shares
from toolkit.measures._ties import reciprocity, structural_balance, summary
from toolkit.measures._voices import moves, speakers

__all__ = [
    "Backbone",
    "Correspondence",
    "DebateWindow",
    "PhaseTransitions",
    "backbone",
    "barplot",
    "brokers",
    "centrality",
    "coalitions",
    "coalitions_over_time",
    "communities",
    "compare_coalitions",
    "consensus_coalitions",
    "correspondence",
    "debate_in_short",
    "debate_windows",
    "disparity_backbone",
    "dna_debate_windows",
    "evaluate_backbone",
    "keep_ties",
    "movers",
    "moves",
    "nested_backbone",
    "network_distances",
    "node_centrality",
    "noise_corrected_backbone",
    "numbered_like",
    "phase_transitions",
    "polarization",
    "polarization_quality",
    "polarization_windows",
    "positions",
    "reciprocity",
    "scale",
    "speakers",
    "state_dynamics",
    "structural_balance",
    "summary",
    "temporal_embedding",
    "turned_positions",
    "voice_shares",
]
