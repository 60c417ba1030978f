"""Discourse networks: who shares positions with whom and who holds which position, over time if asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.networks._discourse_settings import Settings, settle
from toolkit.networks._discourse_windows import Window, plain_windows, smooth_windows, whole

if TYPE_CHECKING:
    from toolkit.statements import Coded

__all__ = ["discourse_network", "discourse_windows"]

Excluded = Mapping[str, Sequence[object]]


def _network_settings(coded: Coded, given: Mapping[str, Any]) -> Settings:
    if given["kind"] == "eventlist":
        raise InputError(
            "kind must be one of 'onemode', 'twomode' here, event_list lists the statements; got 'eventlist'"
        )
    return settle(coded, Settings(**{name: value for name, value in given.items() if name != "coded"}))


def discourse_network(
    coded: Coded,
    *,
    kind: str = "onemode",
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str | None = None,
    variable1_document: bool | None = None,
    variable2_document: bool | None = None,
    qualifier_document: bool | None = None,
    aggregation: str = "ignore",
    normalization: str = "no",
    duplicates: str = "include",
    isolates: bool = False,
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Excluded | None = None,
    invert: Collection[str] = (),
    exclude_documents: Excluded | None = None,
    invert_documents: Collection[str] = (),
    compat: str = "none",
) -> pd.DataFrame:
    r"""Make a one-mode or two-mode network of coded statements.

    The names and values of the options are those of Discourse Network Analyzer. By default the numbers are what the
    words promise; compat="dna" gives DNA's, its errors included. The differences stand in
    ``toolkit/docs/discourse_networks.md``.

    Parameters
    ----------
    coded : Coded
        Coded statements, see `toolkit.statements`.
    kind : {"onemode", "twomode"}
        One-mode ties values of `variable1` by what they say on the same `variable2`; two-mode ties `variable1` to
        `variable2`.
    variable1, variable2 : str
        Short texts of the statement, or of the document: author, source, section, type, id, title.
    qualifier : str, optional
        Variable that separates ties: boolean, integer, short text, or of the document.
    variable1_document, variable2_document, qualifier_document : bool, optional
        Whether the name means a variable of the document; by default if it is none of the statement.
    aggregation : {"ignore", "congruence", "conflict", "subtract", "combine"}
        What becomes of the levels of the qualifier. With n_ijk statements of i on j at level k and the likeness S_kl
        of two levels (1 for the same, 0 for the farthest apart; names are alike or not):
        one-mode ignore, sum_j n_ij n_i'j; congruence, sum_jkl n_ijk n_i'jl S_kl; conflict, the same with 1 - S_kl;
        subtract, congruence minus conflict. Two-mode ignore, n_ij; subtract, the sum of the levels (boolean 1 and
        -1); combine, a code of the levels that occur (boolean: 1 only yes, 2 only no, 3 both).
    normalization : {"no", "average", "jaccard", "cosine", "activity", "prominence"}
        One-mode: average divides by the mean number of statements of the two; cosine gives the cosine of their
        profiles; jaccard the share of what they have in common (for counts: Tanimoto). Two-mode: activity divides by
        the statements of the row, prominence by those of the column. Where the divisor is 0 the cell is 0.
    duplicates : {"include", "document", "week", "month", "year", "acrossrange"}
        Stretch within which a statement with the same labels and level counts once. Weeks are ISO weeks.
    isolates : bool, default False
        Keep labels without a statement that counts, as far as dates and documents let them through.
    start, stop : date, datetime or str, optional
        Limits, both included; a day as `stop` runs to its end. With compat="dna" text is read as dd.MM.yyyy.
    exclude, exclude_documents : mapping of str to list, optional
        Values to leave out, by variable of the statement or of the document; by default `exclude` takes both.
    invert, invert_documents : collection of str
        Variables whose list says what to keep instead.
    compat : {"none", "dna"}
        "dna" gives the numbers of DNA 3.0.11, and corrects options in silence where DNA does.

    Returns
    -------
    DataFrame
        Rows: values of `variable1`. Columns: the same (one-mode; symmetric, diagonal 0) or values of `variable2`.
        In order of UTF-16 code units, DNA's. Floats. `attrs` holds start, middle, stop and n_statements.

    Raises
    ------
    InputError
        If options are unknown or do not fit each other; with compat="dna" where DNA fails, and only there.

    References
    ----------
    Leifeld, P. (2017). Discourse network analysis: policy debates as dynamic networks. The Oxford Handbook of
    Political Networks.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     lines = ["time,organization,concept,agreement", "2024-03-01,Rail Union,Build the tram,1"]
    ...     lines += ["2024-03-09,Quist Ltd,Build the tram,1", "2024-05-02,Quist Ltd,Close the road,0"]
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> discourse_network(coded, qualifier="agreement", aggregation="congruence")
                Quist Ltd  Rail Union
    Quist Ltd         0.0         1.0
    Rail Union        1.0         0.0
    """
    settings = _network_settings(coded, locals())
    window = whole(settings.selection(coded), settings)
    about: dict[Any, Any] = {
        "start": window.start,
        "middle": window.mid,
        "stop": window.stop,
        "n_statements": window.n_statements,
    }
    window.matrix.attrs = about
    return window.matrix


def discourse_windows(
    coded: Coded,
    *,
    time_window: str,
    window_size: int = 1,
    kernel: str = "no",
    indent_time: bool = True,
    normalize_to_one: bool = False,
    kind: str = "onemode",
    variable1: str = "organization",
    variable2: str = "concept",
    qualifier: str | None = None,
    variable1_document: bool | None = None,
    variable2_document: bool | None = None,
    qualifier_document: bool | None = None,
    aggregation: str = "ignore",
    normalization: str = "no",
    duplicates: str = "include",
    isolates: bool = False,
    start: date | str | None = None,
    stop: date | str | None = None,
    exclude: Excluded | None = None,
    invert: Collection[str] = (),
    exclude_documents: Excluded | None = None,
    invert_documents: Collection[str] = (),
    compat: str = "none",
) -> list[Window]:
    r"""Make a network for each stretch of time.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    time_window : {"no", "events", "seconds", "minutes", "hours", "days", "weeks", "months", "years"}
        Unit. Windows are calendar stretches (a month begins on its first day, a week on Monday), one unit apart, from
        the unit of `start` to that of `stop`. "events" takes statements in order of date, document, place and id, one
        statement further each time. "no" is one window over everything.
    window_size : int, default 1
        Length in units, or number of statements. If there are fewer than that, there is one window over all.
    kernel : {"no", "uniform", "triangular", "epanechnikov", "gaussian"}
        Weigh statements by their distance z from the middle of the window, in half window sizes: 1/2, 1 - abs(z),
        3/4 (1 - z^2) within the window, or the standard normal density of z over all statements. The middle moves by
        one unit from the first to the last statement. A two-mode cell sums the weights; a one-mode tie sums, over
        pairs of statements, the geometric mean of their weights.
    indent_time : bool, default True
        With a kernel, begin and end half a window within the range, so that all windows are full.
    normalize_to_one : bool, default False
        Divide each matrix by the sum of its absolute cells.
    kind, variable1, variable2, qualifier, variable1_document, variable2_document, qualifier_document
        As in `discourse_network`.
    aggregation : str
        As in `discourse_network`; with "events" also "congruence & conflict": two networks for each window.
    normalization, duplicates, isolates, start, stop, exclude, invert, exclude_documents, invert_documents, compat
        As in `discourse_network`. Duplicates are dropped once, over the whole range.

    Returns
    -------
    list of Window
        In order of time. A window without statements has an empty matrix, or zeros with `isolates`.

    Raises
    ------
    InputError
        As `discourse_network`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "coded.csv"
    ...     lines = ["time,organization,concept,agreement", "2024-03-01,Rail Union,Build the tram,1"]
    ...     lines += ["2024-03-09,Quist Ltd,Build the tram,1", "2024-05-02,Quist Ltd,Close the road,0"]
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> windows = discourse_windows(coded, time_window="months")
    >>> [(str(window.start.date()), window.n_statements) for window in windows]
    [('2024-03-01', 2), ('2024-04-01', 0), ('2024-05-01', 1)]
    """
    settings = _network_settings(coded, locals())
    selection = settings.selection(coded)
    if settings.time_window == "no":
        return [whole(selection, settings)]
    make = plain_windows if settings.kernel == "no" else smooth_windows
    return list(make(selection, settings))
