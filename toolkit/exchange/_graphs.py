"""Networks as files: matrices, UCINET DL, GraphML, GEXF, and networks over time."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from toolkit import networks
from toolkit.errors import InputError
from toolkit.exchange._writing import check_suffix, write_text

__all__ = ["gexf", "graphml", "write_matrix", "write_network", "write_windows"]

#: What XML 1.0 cannot hold.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
#: The parts of a GEXF head that change from day to day and from release to release.
_MOMENT = re.compile(r'start="\d{4}-\d\d-\d\dT')
_CHANGING = re.compile(r' lastmodifieddate="[^"]*"|(?<=<creator>)[^<]*(?=</creator>)')


def _clean(data: dict[str, Any], floats: tuple[str, ...] = ()) -> dict[str, str | int | float]:
    """Keep strings and numbers; leave missing values out."""
    kept: dict[str, str | int | float] = {}
    for name, value in data.items():
        if value is None or (isinstance(value, float) and value != value):
            continue
        if isinstance(value, str):
            kept[name] = _NOT_XML.sub(" ", value)
        elif name in floats or isinstance(value, float):
            kept[name] = float(value)
        elif isinstance(value, bool | int):
            kept[name] = int(value)
        else:
            raise InputError(f"attribute {name!r} must be a string or a number to be written; got {value!r}")
    return kept


def _rgb(data: dict[str, Any]) -> dict[str, int]:
    """Give red, green and blue of a `colour` such as #3366cc."""
    colour = data.get("colour")
    if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return {}
    return {name: int(colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def _plain(graph: nx.Graph) -> nx.Graph:
    """Copy a graph for writing: sorted, `label` on the nodes, strings and numbers only, no graph attributes."""
    plain = nx.DiGraph() if graph.is_directed() else nx.Graph()
    for node in sorted(graph):
        data = graph.nodes[node]
        plain.add_node(_NOT_XML.sub(" ", node), **_clean({"label": data.get("name") or node, **data, **_rgb(data)}))
    ends = graph.edges if graph.is_directed() else (sorted(pair) for pair in graph.edges)
    for source, target in sorted(map(tuple, ends)):
        data = _clean({"weight": 1, **graph.edges[source, target]}, floats=("weight", "polarity"))
        plain.add_edge(_NOT_XML.sub(" ", source), _NOT_XML.sub(" ", target), **data)
    return plain


def _gexf_text(plain: nx.Graph) -> str:
    for _, data in plain.nodes(data=True):
        viz: dict[str, Any] = {}
        if {"r", "g", "b"} <= data.keys():
            viz["color"] = {name: data.pop(name) for name in "rgb"} | {"a": 1.0}
        if {"x", "y"} <= data.keys():
            viz["position"] = {"x": data.pop("x"), "y": data.pop("y"), "z": 0.0}
        data |= {"viz": viz} if viz else {}
    text = "\n".join(nx.generate_gexf(plain, version="1.2draft"))
    named = _CHANGING.sub(lambda match: "" if match.group().startswith(" ") else "Polyvocal", text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{named}\n'


def gexf(graph: nx.Graph) -> str:
    """Word a graph as GEXF 1.2."""
    return _gexf_text(_plain(graph))


def graphml(graph: nx.Graph) -> str:
    """Word a graph as GraphML."""
    text = "\n".join(nx.generate_graphml(_plain(graph), named_key_ids=True))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _weights(graph: nx.Graph) -> pd.DataFrame:
    """Give the matrix of weights; rows by columns in a two-mode network."""
    rows = columns = sorted(graph)
    if graph.graph.get("kind") == "twomode":
        rows, columns = ([node for node in rows if graph.nodes[node]["mode"] == mode] for mode in (1, 2))
    weights: pd.DataFrame = nx.to_pandas_adjacency(graph, weight="weight", dtype=float).loc[rows, columns]
    return weights


def _number(value: float) -> str:
    """Write a number: whole ones without a point, others so that they are read back exactly."""
    return "" if value != value else repr(int(value)) if float(value).is_integer() else repr(float(value))


def _csv_matrix(matrix: pd.DataFrame) -> str:
    text: str = matrix.map(_number).to_csv(lineterminator="\n", index_label="")
    return text


def _dl_labels(labels: Sequence[str]) -> str:
    return "\n".join('"' + " ".join(str(label).replace('"', "'").split()) + '"' for label in labels)


def _dl_matrix(matrix: pd.DataFrame) -> str:
    """Word a matrix as UCINET DL, full matrix; quotation marks in labels become single."""
    n, m = matrix.shape
    data = "\n".join(" ".join(_number(value) or "." for value in row) for row in matrix.to_numpy(dtype=float))
    if list(matrix.index) == list(matrix.columns):
        return f"dl n={n} format=fullmatrix\nlabels:\n{_dl_labels(list(matrix.index))}\ndata:\n{data}\n"
    named = f"row labels:\n{_dl_labels(list(matrix.index))}\ncolumn labels:\n{_dl_labels(list(matrix.columns))}"
    return f"dl nr={n} nc={m} format=fullmatrix\n{named}\ndata:\n{data}\n"


_NETWORK_WRITERS: dict[str, Callable[[nx.Graph], str]] = {
    ".csv": lambda graph: _csv_matrix(_weights(graph)),
    ".dl": lambda graph: _dl_matrix(_weights(graph)),
    ".gexf": gexf,
    ".graphml": graphml,
}
_MATRIX_WRITERS: dict[str, Callable[[pd.DataFrame], str]] = {".csv": _csv_matrix, ".dl": _dl_matrix}


def write_network(graph: nx.Graph, to: str | Path) -> Path:
    """Write a network for Gephi (.gexf), visone and others (.graphml), UCINET (.dl), or as a matrix (.csv).

    Parameters
    ----------
    graph : Graph or DiGraph
        As `networks` makes it. Attributes must be strings or numbers; missing ones are left out. Nodes get a
        `label` (their name), a `colour` also as `r`, `g`, `b`; `x` and `y` are places. `weight` and `polarity` are
        written as double, counts as whole numbers.
    to : str or Path
        File; the suffix says which kind. In the matrix rows act towards columns.

    Returns
    -------
    Path
        The file. The same graph gives the same bytes.

    Raises
    ------
    InputError
        For another suffix, or an attribute that is neither string nor number.

    Examples
    --------
    >>> write_network(nx.DiGraph(), "network.png")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the file to write must end in one of .csv, .dl, .gexf, .graphml; got 'network.png'
    """
    to = Path(to)
    return write_text(_NETWORK_WRITERS[check_suffix(to, tuple(_NETWORK_WRITERS))](graph), to)


def write_matrix(matrix: pd.DataFrame, to: str | Path) -> Path:
    r"""Write the matrix of a network: .csv (labels in the first row and column) or .dl (UCINET, full matrix).

    Parameters
    ----------
    matrix : DataFrame
        Numbers; labels in index and columns. A missing number is an empty cell, in .dl a point.
    to : str or Path
        File; the suffix says which kind.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        For another suffix.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_matrix(pd.DataFrame([[1.0, 0.5]], ["Quist"], ["Tram", "Road"]), f"{folder}/m.csv").read_text()
    ',Tram,Road\nQuist,1,0.5\n'
    """
    to = Path(to)
    return write_text(_MATRIX_WRITERS[check_suffix(to, tuple(_MATRIX_WRITERS))](matrix), to)


def _spans(windows: Sequence[networks.Window]) -> list[tuple[str, str]]:
    """Give the stretch each window stands for: to the start of the next, the last to just after its stop.

    Days where all begin at midnight, else moments.
    """
    ends = [*(window.start for window in windows[1:]), windows[-1].stop + pd.Timedelta(seconds=1)]
    pairs = [(window.start, end) for window, end in zip(windows, ends, strict=True)]
    days = all(moment == moment.normalize() for pair in pairs for moment in pair)
    return [(a.date().isoformat(), b.date().isoformat()) if days else (a.isoformat(), b.isoformat()) for a, b in pairs]


def _over_time(windows: Sequence[networks.Window], kind: str) -> nx.Graph:
    """Join windows to one graph whose ties have spells and values for stretches of time."""
    rows, columns = (sorted({label for window in windows for label in window.matrix.axes[axis]}) for axis in (0, 1))
    matrices = [window.matrix.reindex(index=rows, columns=columns, fill_value=0.0) for window in windows]
    total = sum((matrix.abs() for matrix in matrices), pd.DataFrame(0.0, index=rows, columns=columns))
    plain = _plain(networks.discourse_graph(total, kind=kind))
    for _, _, data in plain.edges(data=True):
        data.clear()
        data.update(weight=1.0, spells=[], tie=[])
    for matrix, span in zip(matrices, _spans(windows), strict=True):
        for source, target, weight in networks.discourse_graph(matrix, kind=kind, places=False).edges(data="weight"):
            data = plain.edges[_NOT_XML.sub(" ", source), _NOT_XML.sub(" ", target)]
            data["spells"].append(span)
            data["tie"].append((weight, *span))
    return plain


def write_windows(windows: Sequence[networks.Window], to: str | Path, *, kind: str = "onemode") -> Path:
    """Write a network over time: one long table (.csv) or a dynamic network for Gephi (.gexf).

    Parameters
    ----------
    windows : sequence of Window
        As `networks.discourse_windows` gives them.
    to : str or Path
        File; the suffix says which kind.
    kind : {"onemode", "twomode"}
        Kind of the networks.

    Returns
    -------
    Path
        The file. In .csv the columns of `networks.windows_table`. In .gexf a tie has the attribute `tie` with a value
        for each stretch; where windows overlap, each holds until the next begins.

    Raises
    ------
    InputError
        For another suffix, or a dynamic network of no windows or of several aggregations.

    Examples
    --------
    >>> write_windows([], "network.dl")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the file to write must end in one of .csv, .gexf; got 'network.dl'
    """
    to = Path(to)
    if check_suffix(to, (".csv", ".gexf")) == ".csv":
        table = networks.windows_table(windows)
        moments = [name for name in table.columns if name.startswith("window_")]
        table[moments] = table[moments].map(lambda moment: moment.isoformat())
        table["value"] = table["value"].map(_number)
        return write_text(table.to_csv(index=False, lineterminator="\n"), to)
    made = sorted({window.aggregation for window in windows})
    if len(made) != 1:
        raise InputError(f"windows of a dynamic network must all be of one aggregation; got {made}")
    text = _gexf_text(_over_time(windows, kind))
    return write_text(text.replace('timeformat="date"', 'timeformat="dateTime"') if _MOMENT.search(text) else text, to)
