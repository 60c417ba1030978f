"""Measures of networks and tables of voices, as data frames. Everything is sorted; every seed is an argument."""

from toolkit.measures._nodes import centrality, communities
from toolkit.measures._ties import reciprocity, structural_balance, summary
from toolkit.measures._voices import moves, speakers

__all__ = ["centrality", "communities", "moves", "reciprocity", "speakers", "structural_balance", "summary"]
