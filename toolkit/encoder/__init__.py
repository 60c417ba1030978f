"""The trained reader's network: one pass of a small encoder over a document, and light heads over what it saw.

The only module that knows onnxruntime. The files lie in ``toolkit/models/reader``; ``manifest.json`` there states their
digests, which are checked before anything is loaded. Every window of a document is read on its own, so that what is
found in a document depends on nothing but its text.
"""

from toolkit.encoder.pieces import FEATURES, Pieces, read_pieces
from toolkit.encoder.reader import Reader, Seen, Window, load, see

__all__ = ["FEATURES", "Pieces", "Reader", "Seen", "Window", "load", "read_pieces", "see"]
