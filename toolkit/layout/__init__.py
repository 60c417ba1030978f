"""Layout: what each stretch of a document is (headline, byline, caption, teaser, body, ...), from its text alone.

`segment` cuts a document into lines (`lines`), reads its head (`head`), the labels (`labels`) and the unlabelled
short lines between paragraphs (`evidence`), and gives every line one role (`roles`). `with_metadata` takes title,
date, author and outlet from what was found, and a date from the name of the file where there is no other.
"""

from toolkit.layout.metadata import with_metadata
from toolkit.layout.roles import segment

__all__ = ["segment", "with_metadata"]
