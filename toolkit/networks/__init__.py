"""Networks of actors: who acts towards whom, who quotes whom, who speaks about whom; and the passages behind a tie."""

from toolkit.networks._answers import answer_passages, answers, dated_acts
from toolkit.networks._coded_passages import first_statements, read_debate, tie_passages
from toolkit.networks._discourse import discourse_network, discourse_windows
from toolkit.networks._discourse_events import event_list
from toolkit.networks._discourse_graphs import discourse_graph, windows_table
from toolkit.networks._discourse_windows import Window
from toolkit.networks._evidence import evidence
from toolkit.networks._levels import LEVELS
from toolkit.networks._multigraph import BY, PERIODS, relation_counts, relation_multigraph
from toolkit.networks._passages import key_passages
from toolkit.networks._relations import relation_network
from toolkit.networks._reporters import reporting_chains
from toolkit.networks._retaliation import CHANCES, retaliation
from toolkit.networks._select import COUNTED, REPORTERS
from toolkit.networks._tables import edges_table, nodes_table
from toolkit.networks._voices import mention_network, quotation_network

__all__ = [
    "BY",
    "CHANCES",
    "COUNTED",
    "LEVELS",
    "PERIODS",
    "REPORTERS",
    "Window",
    "answer_passages",
    "answers",
    "dated_acts",
    "discourse_graph",
    "discourse_network",
    "discourse_windows",
    "edges_table",
    "event_list",
    "evidence",
    "first_statements",
    "key_passages",
    "mention_network",
    "nodes_table",
    "quotation_network",
    "read_debate",
    "relation_counts",
    "relation_multigraph",
    "relation_network",
    "reporting_chains",
    "retaliation",
    "tie_passages",
    "windows_table",
]
