"""Bars of a count for each period."""

from itertools import pairwise

import pandas as pd
import pytest

from toolkit import plots
from toolkit.errors import InputError


def counted(n: int) -> pd.DataFrame:
    days = pd.date_range("2031-03-03", periods=n, freq="7D")
    return pd.DataFrame({"period": [f"{day:%Y-%m-%d}" for day in days], "n": [(3 * i) % 5 for i in range(n)]})


def test_every_period_has_its_bar_and_its_label() -> None:
    _, ax = plots.figure(9, 3)
    assert plots.plot_counts(counted(4), ax=ax, title="When") is ax
    assert [bar.get_height() for bar in ax.patches] == [0, 3, 1, 4]
    assert [text.get_text() for text in ax.get_xticklabels()] == list(counted(4)["period"])
    assert ax.get_ylabel() == "documents"


@pytest.mark.parametrize("n", [1, 8, 60, 300])
def test_labels_never_overlap(n: int) -> None:
    figure, ax = plots.figure(9, 3)
    plots.plot_counts(counted(n), ax=ax)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.get_xticklabels()]
    assert len(ax.patches) == n
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


def test_nothing_to_count_is_said() -> None:
    _, ax = plots.figure(4, 2)
    plots.plot_counts(counted(0), ax=ax, of="speeches")
    assert [text.get_text() for text in ax.texts] == ["No speeches with a date"]


def test_lacking_columns_are_named() -> None:
    _, ax = plots.figure(4, 2)
    with pytest.raises(InputError, match="period"):
        plots.plot_counts(counted(2).drop(columns="period"), ax=ax)
