"""Networks of actors: who acts towards whom, who quotes whom, who speaks about whom; and the passages behind a tie."""

from toolkit.networks._levels import LEVELS
from toolkit.networks._passages import key_passages
from toolkit.networks._relations import evidence, relation_network
from toolkit.networks._select import COUNTED, REPORTERS
from toolkit.networks._tables import edges_table, nodes_table
from toolkit.networks._voices import mention_network, quotation_network

__all__ = [
    "COUNTED",
    "LEVELS",
    "REPORTERS",
    "edges_table",
    "evidence",
    "key_passages",
    "mention_network",
    "nodes_table",
    "quotation_network",
    "relation_network",
]
