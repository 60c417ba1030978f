"""Where a word stands, with its surroundings, and how frequent words are. Nothing is fetched.

What a word is, is said in `toolkit.tokens`.
"""

from toolkit.concordance._counts import frequencies, words_of
from toolkit.concordance._find import lemma_table
from toolkit.concordance._lines import actor_concordance, concordance
from toolkit.tokens import stopwords

__all__ = ["actor_concordance", "concordance", "frequencies", "lemma_table", "stopwords", "words_of"]
