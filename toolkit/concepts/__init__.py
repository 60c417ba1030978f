"""Concepts in machine-coded corpora: which concepts contents are about, and which side their sources take.

`match` compares contents with a codebook, `stance` weighs what the source says of the concept, `suggest` clusters what
is left over. `code` makes statements of a run by both; they are proposals of the coder "machine" until a person decides
(`write_decisions`, `record_decision`, `accept`); `match_decisions` finds earlier decisions in proposals made anew.
"""

from toolkit.concepts._accept import DECISIONS, accept, concepts_of, decision_table, write_decisions
from toolkit.concepts._code import MACHINE, code
from toolkit.concepts._decisions import MatchedDecisions, match_decisions, read_proposals, record_decision
from toolkit.concepts._match import METHODS, MIN_SCORE, match
from toolkit.concepts._stance import stance
from toolkit.concepts._suggest import suggest

__all__ = [
    "DECISIONS",
    "MACHINE",
    "METHODS",
    "MIN_SCORE",
    "MatchedDecisions",
    "accept",
    "code",
    "concepts_of",
    "decision_table",
    "match",
    "match_decisions",
    "read_proposals",
    "record_decision",
    "stance",
    "suggest",
    "write_decisions",
]
