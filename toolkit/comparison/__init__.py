"""Two corpora or two periods side by side: what differs, and how sure that is.

`compare` gives one table of differences with intervals: who has which share of the speech, how often who acts towards
whom and with which sign, and measures of the network of relations. `sizes` says what is compared, `in_words` puts the
clearest differences in sentences, `methods` says how all this was computed.
"""

from toolkit.comparison._compare import MEASURES, compare
from toolkit.comparison._sizes import side_name, sizes
from toolkit.comparison._words import in_words, methods

__all__ = ["MEASURES", "compare", "in_words", "methods", "side_name", "sizes"]
