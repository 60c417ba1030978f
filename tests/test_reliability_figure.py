"""The reliability diagram draws each bin where it belongs."""

import pandas as pd
import pytest

from toolkit import plots
from toolkit.errors import InputError


def test_dots_stand_at_stated_and_observed_and_empty_bins_are_left_out() -> None:
    table = pd.DataFrame({"stated": [0.9, 0.2, 0.5], "observed": [0.8, 0.3, 0.0], "n": [100, 25, 0]})
    _, ax = plots.figure(4, 4)
    plots.plot_reliability(table, ax=ax, title="Confidence")
    (dots,) = ax.collections
    assert dots.get_offsets().tolist() == [[0.2, 0.3], [0.9, 0.8]]
    small, large = dots.get_sizes()
    assert large / small == pytest.approx(4)
    assert [text.get_text() for text in ax.texts[:2]] == ["25", "100"]


def test_a_missing_column_is_named() -> None:
    _, ax = plots.figure(4, 4)
    with pytest.raises(InputError, match=r"lacks the columns \['observed'\]"):
        plots.plot_reliability(pd.DataFrame({"stated": [0.5], "n": [1]}), ax=ax)
