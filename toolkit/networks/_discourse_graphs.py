"""Discourse networks as long tables and as graphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option

if TYPE_CHECKING:
    from toolkit.networks._discourse_windows import Window
    from toolkit.statements import Coded

__all__ = ["discourse_graph", "windows_table"]

_COLUMNS = ("window_start", "window_mid", "window_stop", "row", "column", "value")


def _cells(window: Window) -> dict[str, Any]:
    matrix = window.matrix
    n, m = matrix.shape
    moments = (window.start, window.mid, window.stop)
    cells = {name: np.full(n * m, moment.to_datetime64()) for name, moment in zip(_COLUMNS, moments, strict=False)}
    return {
        **cells,
        "row": np.repeat(np.array(matrix.index, dtype=object), m),
        "column": np.tile(np.array(matrix.columns, dtype=object), n),
        "value": matrix.to_numpy(dtype=float).ravel(),
        "aggregation": np.full(n * m, window.aggregation, dtype=object),
    }


def windows_table(windows: Sequence[Window]) -> pd.DataFrame:
    """Put the networks of all windows into one long table, cells of value 0 included.

    Parameters
    ----------
    windows : sequence of Window
        As `discourse_windows` gives them.

    Returns
    -------
    DataFrame
        `window_start`, `window_mid`, `window_stop`, `row`, `column`, `value`; with windows of several aggregations
        also `aggregation`. In order of the windows, rows and columns. A window without labels has no row.

    Examples
    --------
    >>> windows_table([]).columns.tolist()
    ['window_start', 'window_mid', 'window_stop', 'row', 'column', 'value']
    """
    kinds = {window.aggregation for window in windows}
    columns = [*_COLUMNS, "aggregation"] if len(kinds) > 1 else list(_COLUMNS)
    parts = [_cells(window) for window in windows]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in columns})


def _colours(coded: Coded | None, variable: str | None) -> dict[str, str]:
    if coded is None or variable is None:
        return {}
    rows = coded.entities[coded.entities["variable"] == variable]
    return dict(zip(rows["value"], rows["colour"], strict=True))


def _attributes(coded: Coded | None, variable: str | None) -> dict[str, dict[str, str]]:
    """Give the attributes of the values of a variable that are filled in."""
    if coded is None or variable is None:
        return {}
    rows = coded.entities[coded.entities["variable"] == variable]
    names = [name for name in rows.columns if name not in ("variable", "entity_id", "value", "colour")]
    return {
        row["value"]: {name: row[name] for name in names if isinstance(row[name], str) and row[name]}
        for row in rows.to_dict("records")
    }


def _add_nodes(graph: nx.Graph, ids: dict[str, str], mode: int, coded: Coded | None, variable: str | None) -> None:
    colours, attributes = _colours(coded, variable), _attributes(coded, variable)
    for label, node in ids.items():
        data: dict[str, Any] = {"name": label, "mode": mode, **attributes.get(label, {})}
        if variable is not None:
            data["variable"] = variable
        if label in colours:
            data["colour"] = colours[label]
        graph.add_node(node, **data)


def _place(graph: nx.Graph) -> None:
    """Give nodes a place in a plane, the same for the same graph: ties pull by their absolute weight."""
    pulls = nx.Graph()
    pulls.add_nodes_from(graph)
    pulls.add_weighted_edges_from((u, v, abs(weight)) for u, v, weight in graph.edges(data="weight"))
    for node, (x, y) in nx.spring_layout(pulls, seed=0, iterations=100).items():
        graph.nodes[node].update(x=round(float(x) * 500, 3), y=round(float(y) * 500, 3))


def discourse_graph(
    matrix: pd.DataFrame,
    *,
    kind: str,
    coded: Coded | None = None,
    variable1: str | None = None,
    variable2: str | None = None,
    places: bool = True,
) -> nx.Graph:
    """Turn a network matrix into a graph for files and measures.

    Parameters
    ----------
    matrix : DataFrame
        As `discourse_network` gives it.
    kind : {"onemode", "twomode"}
        Whether rows and columns are the same nodes.
    coded : Coded, optional
        Where colours and attributes of the labels stand.
    variable1, variable2 : str, optional
        Variables of rows and columns.
    places : bool, default True
        Give the nodes a place in a plane.

    Returns
    -------
    Graph
        Undirected. Nodes are labels (in two-mode networks a column that is also a row gets " (2)" behind it) with
        `name`, `mode` (1 rows, 2 columns), `x`, `y`, and with `coded` `colour`, `parent` and attributes. Ties are the
        cells that are not 0, with `weight`, `sign` (1 or -1) and `absolute`. `graph.graph["kind"]` is the kind.

    Raises
    ------
    InputError
        If the kind is unknown or a one-mode matrix is not square; if a cell is not a number.

    Examples
    --------
    >>> labels = ["Quist Ltd", "Rail Union"]
    >>> matrix = pd.DataFrame([[0, -2], [-2, 0]], index=labels, columns=labels)
    >>> list(discourse_graph(matrix, kind="onemode").edges(data="weight"))
    [('Quist Ltd', 'Rail Union', -2.0)]
    """
    check_option("kind", kind, ("onemode", "twomode"))
    if kind == "onemode" and list(matrix.index) != list(matrix.columns):
        found = f"rows {list(matrix.index[:5])}, columns {list(matrix.columns[:5])}"
        raise InputError(f"matrix must have the same labels in rows and columns with kind='onemode'; got {found}")
    values = matrix.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise InputError(f"matrix must hold finite numbers only; {int((~np.isfinite(values)).sum())} cells are not")
    rows = {label: label for label in matrix.index}
    graph = nx.Graph(kind=kind)
    _add_nodes(graph, rows, 1, coded, variable1)
    columns = rows
    if kind == "twomode":
        columns = {label: f"{label} (2)" if label in rows else label for label in matrix.columns}
        _add_nodes(graph, columns, 2, coded, variable2)
    for i, j in zip(*np.nonzero(values), strict=True):
        if kind == "twomode" or i < j:
            value = float(values[i, j])
            ends = rows[matrix.index[i]], columns[matrix.columns[j]]
            graph.add_edge(*ends, weight=value, sign=1 if value > 0 else -1, absolute=abs(value))
    if places:
        _place(graph)
    return graph
