"""Forms for notebooks, on ipywidgets."""

from toolkit.widgets._checker import Checker, checker, marked_passage
from toolkit.widgets._decider import Decider, decider

__all__ = ["Checker", "Decider", "checker", "decider", "marked_passage"]
