"""Layout: what each stretch of a document is (headline, byline, caption, teaser, body, ...), from its text alone.

`segment` cuts a document into lines (`lines`), reads its head (`head`), the labels (`labels`) and the unlabelled
short lines between paragraphs (`evidence`), and gives every line one role (`roles`). `with_metadata` takes title,
date and author from what was found.
"""

from toolkit.layout.metadata import with_metadata
from toolkit.layout.roles import segment

__all__ = ["segment", "with_metadata"]
