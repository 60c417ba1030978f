"""Statistics of words: collocations, n-grams, keyness, dispersion, words in time, and near-duplicate documents.

What a word is, is said in `toolkit.tokens`. NLTK counts and has the measures of association; nothing is fetched.
"""

from toolkit.textstats._collocations import collocation_notation, collocations
from toolkit.textstats._correction import adjust
from toolkit.textstats._dispersion import dispersion, dispersion_measures
from toolkit.textstats._duplicates import Decided, decide, near_duplicates
from toolkit.textstats._keyness import actor_keyness, keyness, log_likelihood
from toolkit.textstats._ngrams import ngrams
from toolkit.textstats._pairs import word_pairs
from toolkit.textstats._passages import side_by_side
from toolkit.textstats._texts import segment_texts
from toolkit.textstats._where import frequency_over_time, lexical_dispersion, who_uses

__all__ = [
    "Decided",
    "actor_keyness",
    "adjust",
    "collocation_notation",
    "collocations",
    "decide",
    "dispersion",
    "dispersion_measures",
    "frequency_over_time",
    "keyness",
    "lexical_dispersion",
    "log_likelihood",
    "near_duplicates",
    "ngrams",
    "segment_texts",
    "side_by_side",
    "who_uses",
    "word_pairs",
]
