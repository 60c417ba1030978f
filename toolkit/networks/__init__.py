"""Networks of actors: who acts towards whom, who quotes whom, who speaks about whom; and the passages behind a tie."""

from toolkit.networks._coded_passages import read_debate, tie_passages
from toolkit.networks._discourse import Window, discourse_network, discourse_windows
from toolkit.networks._discourse_events import event_list
from toolkit.networks._discourse_graphs import discourse_graph, windows_table
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
    "Window",
    "discourse_graph",
    "discourse_network",
    "discourse_windows",
    "edges_table",
    "event_list",
    "evidence",
    "key_passages",
    "mention_network",
    "nodes_table",
    "quotation_network",
    "read_debate",
    "relation_network",
    "tie_passages",
    "windows_table",
]
