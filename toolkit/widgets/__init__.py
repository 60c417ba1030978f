"""Forms for notebooks, on ipywidgets."""

from toolkit.widgets._checker import Checker, checker, marked_passage

__all__ = ["Checker", "checker", "marked_passage"]
